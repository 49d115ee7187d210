//! Which months, and so which weeks, a measure looks at for one person. A week belongs to the month of its Thursday.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use virkning_model::agreement::Window;
use virkning_model::period::Month;

use crate::columns::month_number;
use crate::event::day_number;

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

    /// Its days as day numbers, the end excluded.
    pub fn days(self) -> Range<i32> {
        day_number(self.first.first_day())..day_number(self.last.last_day()) + 1
    }

    /// Its weeks as week numbers, the end excluded.
    pub fn weeks(self) -> Range<i32> {
        first_week_from(self.first.first_day())..first_week_after(self.last.last_day())
    }
}

/// The window of one person: its months, and the day that change is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonWindow {
    /// The months.
    pub span: MonthSpan,
    /// The day of enrolment, which separates a baseline from what came of it. Without it the first observation in the
    /// window is the baseline.
    pub enrolled_on: Option<Date>,
}

impl From<MonthSpan> for PersonWindow {
    fn from(span: MonthSpan) -> Self {
        Self { span, enrolled_on: None }
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

/// The window of a measure for one person in one measured year. Calendar months are those of the measured year, whenever
/// the person was enrolled; something that is reached on a day is looked for in the whole year, but not before the month
/// of enrolment. From the start to a month is from the month of enrolment on. So many months since the start are the
/// calendar months after the month of enrolment: that month itself is partly before the start and does not count.
///
/// Nothing if the window has no month, leaves the range of years, or is measured several times ([`windows_of`]).
pub fn window_of(window: &Window, year: i16, enrolled_on: Date) -> Option<MonthSpan> {
    let start = Month::of(enrolled_on);
    match window {
        Window::CalendarMonth { month, .. } => Month::new(year, *month).map(MonthSpan::of),
        Window::CalendarMonths { from, to, .. } => span(Month::new(year, *from)?, Month::new(year, *to)?),
        Window::SinceStartToMonth { month, .. } => span(start, Month::new(year, *month)?),
        Window::MonthsSinceStart { months } => measurement(start, *months, *months),
        Window::AtMonths { .. } => None,
        Window::Event { .. } => span(start.max(Month::new(year, 1)?), Month::new(year, 12)?),
    }
}

/// Every measurement of a person that closes in a calendar year, in the order of the months since the start: the month
/// (0 for windows of the calendar, which have one) and the window. The window of month m is the calendar months up to and
/// including the m-th month after the month of enrolment; it closes in the year of its last month.
pub fn windows_of(window: &Window, year: i16, enrolled_on: Date) -> Vec<(u16, MonthSpan)> {
    let start = Month::of(enrolled_on);
    let closing = |at: u16, months: u16| {
        let span = measurement(start, at, months).filter(|span| span.last.year() == year);
        span.map(|span| (at, span))
    };
    match window {
        Window::MonthsSinceStart { months } => closing(*months, *months).into_iter().collect(),
        Window::AtMonths { at, months } => at.iter().filter_map(|at| closing(*at, *months)).collect(),
        Window::CalendarMonth { .. }
        | Window::CalendarMonths { .. }
        | Window::SinceStartToMonth { .. }
        | Window::Event { .. } => window_of(window, year, enrolled_on).map(|span| (0, span)).into_iter().collect(),
    }
}

/// The `months` calendar months up to and including the month `at` months after the start.
fn measurement(start: Month, at: u16, months: u16) -> Option<MonthSpan> {
    let (at, months) = (i32::from(at), i32::from(months));
    span(start.plus(at - months + 1)?, start.plus(at)?)
}

fn span(first: Month, last: Month) -> Option<MonthSpan> {
    (first <= last).then_some(MonthSpan { first, last })
}
