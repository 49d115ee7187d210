//! Who a measure looks at in a year (the eligible). Who was enrolled stays in the cohort, whatever happened since:
//! dropping out, moving away and dying take nobody out (intention to treat). Only a measure of those who completed asks
//! whether they did.

use jiff::civil::Date;
use virkning_model::agreement::{Eligibility, Measure, Window};
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::period::Month;

/// Everyone that the measure looks at, with the day of enrolment, in the order of the set. For a measure at several
/// months since the start these are the ones of its first month: [`eligible_at`] asks for each.
pub fn eligible<'a>(
    measure: &Measure,
    set: &'a EnrolmentSet,
    year: i16,
    data_until: Month,
) -> Vec<(&'a Participant, Date)> {
    eligible_at(measure, set, year, first_month(&measure.window), data_until)
}

fn first_month(window: &Window) -> u16 {
    match window {
        Window::AtMonths { at, .. } => at.first().copied().unwrap_or(0),
        _ => 0,
    }
}

/// The same for one month since the start, `at`, of a measure at several months; `at` plays no part otherwise.
///
/// * `EnrolledBeforeTheYear`: enrolled before 1 January of `year`. 31 December is before, 1 January is not. The
///   register's last month plays no part: what it does not cover is unclarified, not absent.
/// * `EnrolledByYearEnd`: enrolled by 31 December of `year`.
/// * `WindowClosed`: the window lies inside the data, so its last month is at most `data_until`. A window since the
///   start that pays belongs to the one year in which it closes; one that is only followed counts from that year on, so
///   that a later extract does not change who counted in an earlier year.
/// * `Completed`: completed by the last day that the measure looks at in `year`.
///
/// A measure with measured years looks at nobody in a year that it does not measure. Both arms are among the eligible.
pub fn eligible_at<'a>(
    measure: &Measure,
    set: &'a EnrolmentSet,
    year: i16,
    at: u16,
    data_until: Month,
) -> Vec<(&'a Participant, Date)> {
    if measure.window.years().is_some_and(|years| !years.contains(year)) {
        return Vec::new();
    }
    let pays = measure.settled.is_some();
    let counts = |participant: &Participant, enrolled_on: Date| match measure.eligible {
        Eligibility::EnrolledBeforeTheYear => enrolled_on.year() < year,
        Eligibility::EnrolledByYearEnd => enrolled_on.year() <= year,
        Eligibility::WindowClosed => window_closes(&measure.window, year, at, enrolled_on)
            .is_some_and(|last| last <= data_until && (last.year() == year || (!pays && last.year() < year))),
        Eligibility::Completed => participant.completed_on.is_some_and(|day| {
            let until = last_day(&measure.window, year);
            until.is_some_and(|until| day <= until) && enrolled_on <= day
        }),
    };
    set.enrolled().filter(|(participant, enrolled_on)| counts(participant, *enrolled_on)).collect()
}

/// The last month of one person's window; nothing for who was enrolled after a window of the calendar had begun.
fn window_closes(window: &Window, year: i16, at: u16, enrolled_on: Date) -> Option<Month> {
    let enrolled = Month::of(enrolled_on);
    match window {
        Window::CalendarMonth { month, .. } => Month::new(year, *month).filter(|month| enrolled_on < month.first_day()),
        Window::CalendarMonths { from, to, .. } => {
            Month::new(year, *from).filter(|from| enrolled_on < from.first_day()).and(Month::new(year, *to))
        }
        Window::SinceStartToMonth { month, .. } => Month::new(year, *month).filter(|month| enrolled <= *month),
        // The window is the calendar months after the month of enrolment.
        Window::MonthsSinceStart { months } => enrolled.plus(i32::from(*months)),
        Window::AtMonths { .. } => enrolled.plus(i32::from(at)),
        Window::Event { .. } => Month::new(year, 12).filter(|last| enrolled <= *last),
    }
}

/// The last day that a measure looks at in a measured year: the terms that are in force on it settle the year.
pub(crate) fn last_day(window: &Window, year: i16) -> Option<Date> {
    let month = match window {
        Window::CalendarMonth { month, .. } | Window::SinceStartToMonth { month, .. } => *month,
        Window::CalendarMonths { to, .. } => *to,
        Window::MonthsSinceStart { .. } | Window::AtMonths { .. } | Window::Event { .. } => 12,
    };
    Month::new(year, month).map(Month::last_day)
}
