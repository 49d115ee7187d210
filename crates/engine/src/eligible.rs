//! Who a measure looks at in a year (the eligible). Who was enrolled stays in the cohort, whatever happened since:
//! dropping out, moving away and dying take nobody out (intention to treat).

use jiff::civil::Date;
use virkning_model::agreement::{Eligibility, Measure, Window};
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::period::Month;

/// Everyone that the measure looks at, with the day of enrolment, in the order of the set.
///
/// * `EnrolledBeforeTheYear`: enrolled before 1 January of `year`. 31 December is before, 1 January is not. The
///   register's last month plays no part: what it does not cover is unclarified, not absent.
/// * `WindowClosed`: the window lies inside the data, so its last month is at most `data_until`, and it closed no later
///   than `year`, so that a later extract does not change who counted in an earlier year.
///
/// A measure of a calendar month looks at nobody in a year that it does not measure.
pub fn eligible<'a>(
    measure: &Measure,
    set: &'a EnrolmentSet,
    year: i16,
    data_until: Month,
) -> Vec<(&'a Participant, Date)> {
    if let Window::CalendarMonth { years, .. } = measure.window
        && !years.contains(year)
    {
        return Vec::new();
    }
    let counts = |enrolled_on: Date| match measure.eligible {
        Eligibility::EnrolledBeforeTheYear => enrolled_on.year() < year,
        Eligibility::WindowClosed => window_closes(&measure.window, year, enrolled_on)
            .is_some_and(|last| last <= data_until && last.year() <= year),
        _ => false,
    };
    set.enrolled().filter(|(_, enrolled_on)| counts(*enrolled_on)).collect()
}

/// The last month of one person's window; nothing for who was enrolled after a calendar month had begun.
fn window_closes(window: &Window, year: i16, enrolled_on: Date) -> Option<Month> {
    match window {
        Window::CalendarMonth { month, .. } => Month::new(year, *month).filter(|month| enrolled_on < month.first_day()),
        // The window is the calendar months after the month of enrolment.
        Window::MonthsSinceStart { months } => Month::of(enrolled_on).plus(i32::from(*months)),
        _ => None,
    }
}
