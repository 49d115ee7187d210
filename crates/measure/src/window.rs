//! Which months, and so which weeks, a measure looks at for one person. A week belongs to the month of its Thursday.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use virkning_model::agreement::Window;
use virkning_model::period::Month;

use crate::columns::month_number;

/// First and last month of a window, both included; its weeks are those whose Thursday lies in these months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthSpan {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

impl MonthSpan {
    /// A window of one month.
    pub fn of(month: Month) -> Self {
        Self { first: month, last: month }
    }

    /// Its months as month numbers, the end excluded.
    pub(crate) fn months(self) -> Range<i32> {
        month_number(self.first)..month_number(self.last) + 1
    }

    /// Its weeks as week numbers, the end excluded.
    pub(crate) fn weeks(self) -> Range<i32> {
        first_week_from(self.first.first_day())..first_week_after(self.last.last_day())
    }
}

/// The Thursday of 1991W32, week number 0.
const FIRST_THURSDAY: Date = Date::constant(1991, 8, 8);

/// Number of the first week whose Thursday is not before the day.
pub(crate) fn first_week_from(day: Date) -> i32 {
    -(-days_since_first_thursday(day)).div_euclid(7)
}

/// Number of the first week whose Thursday is after the day.
pub(crate) fn first_week_after(day: Date) -> i32 {
    days_since_first_thursday(day).div_euclid(7) + 1
}

/// The Thursday of the week with that number; the first or last day that can be written if it lies beyond.
pub(crate) fn thursday(week: i32) -> Date {
    FIRST_THURSDAY.saturating_add((i64::from(week) * 7).days())
}

fn days_since_first_thursday(day: Date) -> i32 {
    i32::try_from(day.duration_since(FIRST_THURSDAY).as_hours() / 24).expect("days between two civil dates")
}

/// The window of a measure for one person. A calendar month is that month of the measured year, whenever the person was
/// enrolled. So many months since the start are the calendar months after the month of enrolment: that month itself is
/// partly before the start and does not count. Nothing if the window has no month or leaves the range of years.
pub fn window_of(window: &Window, year: i16, enrolled_on: Date) -> Option<MonthSpan> {
    match *window {
        Window::CalendarMonth { month, .. } => Month::new(year, month).map(MonthSpan::of),
        Window::MonthsSinceStart { months } => {
            (months > 0).then_some(())?;
            let start = Month::of(enrolled_on);
            Some(MonthSpan { first: start.plus(1)?, last: start.plus(i32::from(months))? })
        }
    }
}
