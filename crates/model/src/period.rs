//! Periods: years, months, ISO weeks, and which weeks belong to a month (the week's Thursday decides).

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// A month, 1 to 12, of a year between 1900 and 2200.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        ((1..=12).contains(&month) && (1900..=2200).contains(&year)).then_some(Self { year, month })
    }

    /// The month that a date lies in.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// `2024-11`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        (year.len() == 4 && month.len() == 2).then_some(())?;
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.month
    }

    /// Months since January of the year 0; differences count months.
    pub fn number(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }

    /// The month with that number, if it lies in the range of years.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::new(i16::try_from(number.div_euclid(12)).ok()?, i8::try_from(number.rem_euclid(12) + 1).ok()?)
    }

    /// So many months later.
    pub fn plus(self, months: i32) -> Option<Self> {
        Self::from_number(self.number() + months)
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// The ISO weeks whose Thursday lies in the month: four or five of them.
    pub fn weeks(self) -> impl Iterator<Item = Week> {
        let first = self.first_day();
        let thursday = if first.weekday() == Weekday::Thursday {
            first
        } else {
            first.nth_weekday(1, Weekday::Thursday).expect("a Thursday follows every day of the range")
        };
        (0..5)
            .map(move |weeks: i64| thursday.checked_add((weeks * 7).days()).expect("within the range of dates"))
            .take_while(move |day| Month::of(*day) == self)
            .map(Week::of)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no month (2024-11)")))
    }
}

/// An ISO week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i16,
    week: i8,
}

impl Week {
    /// A week of an ISO year; week 53 only in the years that have it.
    pub fn new(year: i16, week: i8) -> Option<Self> {
        (1900..=2200).contains(&year).then_some(())?;
        ISOWeekDate::new(year, week, Weekday::Thursday).ok().map(|_| Self { year, week })
    }

    /// The week that a date lies in.
    pub fn of(date: Date) -> Self {
        let week = date.iso_week_date();
        Self { year: week.year(), week: week.week() }
    }

    /// `2024W48` or `2024-W48`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once(['W', 'w'])?;
        Self::new(year.trim_end_matches('-').parse().ok()?, week.parse().ok()?)
    }

    /// The ISO year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The week, 1 to 53.
    pub fn week(self) -> i8 {
        self.week
    }

    /// Its Thursday, which decides year and month.
    pub fn thursday(self) -> Date {
        ISOWeekDate::new(self.year, self.week, Weekday::Thursday).expect("checked when it was made").date()
    }

    /// Its Monday.
    pub fn monday(self) -> Date {
        ISOWeekDate::new(self.year, self.week, Weekday::Monday).expect("checked when it was made").date()
    }

    /// Its Sunday.
    pub fn sunday(self) -> Date {
        ISOWeekDate::new(self.year, self.week, Weekday::Sunday).expect("checked when it was made").date()
    }

    /// The month that its Thursday lies in.
    pub fn month(self) -> Month {
        Month::of(self.thursday())
    }

    /// Weeks since 1991W32, DREAM's first week; negative before it.
    pub fn number(self) -> i32 {
        let first = Date::constant(1991, 8, 5);
        let days = first.until(self.monday()).expect("within the range of dates").get_days();
        days.div_euclid(7)
    }

    /// The week with that number.
    pub fn from_number(number: i32) -> Option<Self> {
        let first = Date::constant(1991, 8, 5);
        first.checked_add((i64::from(number) * 7).days()).ok().map(Self::of)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}W{:02}", self.year, self.week)
    }
}

impl serde::Serialize for Week {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Week {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no week (2024W48)")))
    }
}

/// A value by year: some years named, and one for all later years if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByYear<T> {
    /// The years that are named.
    pub named: std::collections::BTreeMap<i16, T>,
    /// What holds after the last named year.
    pub later: Option<T>,
}

impl<T> ByYear<T> {
    /// What holds in a year: the named value, or the later one after the last named year.
    pub fn get(&self, year: i16) -> Option<&T> {
        self.named.get(&year).or_else(|| {
            let after = self.named.last_key_value().is_none_or(|(last, _)| year > *last);
            if after { self.later.as_ref() } else { None }
        })
    }
}

/// A span of years, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The first year.
    pub from: i16,
    /// The last year.
    pub to: i16,
}

impl Years {
    /// Whether the year lies in the span.
    pub fn contains(self, year: i16) -> bool {
        (self.from..=self.to).contains(&year)
    }

    /// Every year of the span in order.
    pub fn iter(self) -> impl Iterator<Item = i16> {
        self.from..=self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks_of(year: i16, month: i8) -> Vec<String> {
        Month::new(year, month).expect("a month").weeks().map(|week| week.to_string()).collect()
    }

    #[test]
    fn the_thursday_decides() {
        // Independent: calendars of 2024 and 2026. 1 November 2024 is a Friday; 29 October 2026 and 1 January 2026 are Thursdays.
        assert_eq!(weeks_of(2024, 11), ["2024W45", "2024W46", "2024W47", "2024W48"]);
        assert_eq!(weeks_of(2026, 1), ["2026W01", "2026W02", "2026W03", "2026W04", "2026W05"]);
        assert_eq!(weeks_of(2026, 12), ["2026W49", "2026W50", "2026W51", "2026W52", "2026W53"]);
    }

    #[test]
    fn week_53_only_where_it_is() {
        // The years are listed in the register facts, section 1.3.
        let years: Vec<i16> = (1991..=2026).filter(|year| Week::new(*year, 53).is_some()).collect();
        assert_eq!(years, [1992, 1998, 2004, 2009, 2015, 2020, 2026]);
        assert!(Week::parse("2025W53").is_none());
    }

    #[test]
    fn weeks_count_from_the_first_of_dream() {
        assert_eq!(Week::parse("1991W32").expect("a week").number(), 0);
        // 1,821 weeks from 1991W32 to 2026W26 (register facts 1.3).
        assert_eq!(Week::parse("2026W26").expect("a week").number(), 1820);
        for number in 0..2000 {
            assert_eq!(Week::from_number(number).expect("in range").number(), number);
        }
    }

    #[test]
    fn every_thursday_of_a_year_is_in_one_month() {
        for year in 1991..2032 {
            let weeks: Vec<Week> = (1..=12).flat_map(|m| Month::new(year, m).expect("a month").weeks()).collect();
            assert!(weeks.windows(2).all(|pair| pair[1].number() == pair[0].number() + 1), "{year}");
        }
    }

    #[test]
    fn later_means_after_the_last_named_year() {
        let by_year = ByYear { named: [(2024, 1), (2026, 2)].into(), later: Some(3) };
        let got: Vec<Option<i32>> = (2023..=2028).map(|year| by_year.get(year).copied()).collect();
        assert_eq!(got, [None, Some(1), None, Some(2), Some(3), Some(3)]);
    }
}
