//! Days, weeks and months as running numbers, looked up once so that careers count in whole numbers. No person is here.

use jiff::ToSpan;
use jiff::civil::Date;
use virkning_model::period::{Month, Week};

/// The first month of employment data in DREAM.
pub(crate) const FIRST_JOB_MONTH: (i16, i8) = (2008, 1);

/// Days since 1 January 1970.
pub(crate) fn day_of(date: Date) -> i32 {
    Date::constant(1970, 1, 1).until(date).expect("dates lie close together").get_days()
}

/// The date of a day number.
pub(crate) fn date_of(day: i32) -> Date {
    Date::constant(1970, 1, 1).checked_add(i64::from(day).days()).expect("days lie close to today")
}

/// The number of the first week whose Thursday is that day or later.
pub(crate) fn week_from_day(day: i32) -> i32 {
    (day - FIRST_THURSDAY).div_euclid(7) + i32::from((day - FIRST_THURSDAY).rem_euclid(7) != 0)
}

/// 8 August 1991, the Thursday of DREAM's first week.
const FIRST_THURSDAY: i32 = 7_889;

/// The number of the first week of a month.
pub(crate) fn first_week(month: Month) -> i32 {
    week_from_day(day_of(month.first_day()))
}

/// The number of the week after the last one of a month.
pub(crate) fn week_after(month: Month) -> i32 {
    week_from_day(day_of(month.last_day()) + 1)
}

/// The calendar month, 1 to 12, of a month of employment data counted from the first.
pub(crate) fn month_of_job_month(number: usize) -> i8 {
    // The first one is a January.
    (number % 12) as i8 + 1
}

/// All weeks from DREAM's first to the end of some month, and the months of employment data.
pub(crate) struct Calendar {
    /// Weeks that an edition shows.
    pub(crate) weeks_shown: usize,
    /// Weeks that careers are made for: to the end of the last month shown.
    pub(crate) weeks: usize,
    /// Of each month of employment data: its first week and the week after its last.
    pub(crate) months: Vec<(usize, usize)>,
    /// The last month shown.
    pub(crate) last: Month,
}

impl Calendar {
    /// The calendar of an edition: through the month before it, at most to a week.
    pub(crate) fn new(edition: Month, until: Week) -> Option<Self> {
        let last = edition.plus(-1)?.min(until.month());
        let weeks_shown = week_after(last).min(until.number() + 1);
        let months = (Month::new(FIRST_JOB_MONTH.0, FIRST_JOB_MONTH.1)?.number()..=last.number())
            .filter_map(Month::from_number)
            .map(|month| (first_week(month) as usize, week_after(month) as usize))
            .collect();
        let weeks_shown = usize::try_from(weeks_shown).ok().filter(|weeks| *weeks > 0)?;
        Some(Self { weeks_shown, weeks: week_after(last) as usize, months, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn weeks_by_day_agree_with_the_model() {
        for number in 0..2_200 {
            let thursday = Week::from_number(number).expect("in range").thursday();
            assert_eq!(week_from_day(day_of(thursday)), number);
            assert_eq!(week_from_day(day_of(thursday) - 6), number);
            assert_eq!(week_from_day(day_of(thursday) + 1), number + 1);
        }
    }

    #[test]
    fn an_edition_ends_with_the_month_before_it() {
        let until = Week::parse("2026W26").expect("a week");
        // Calendar of 2025: Thursday 30 January lies in week 5, Thursday 6 February in week 6.
        let calendar = Calendar::new(month("2025-02"), until).expect("in range");
        assert_eq!(calendar.weeks_shown as i32, Week::parse("2025W05").expect("a week").number() + 1);
        assert_eq!(calendar.months.len(), 17 * 12 + 1);
        // 1,821 weeks to 2026W26 (register facts 1.3), its Thursday being 25 June 2026.
        let calendar = Calendar::new(month("2026-07"), until).expect("in range");
        assert_eq!((calendar.weeks_shown, calendar.months.len()), (1_821, 18 * 12 + 6));
        assert!(Calendar::new(month("1991-08"), until).is_none());
    }
}
