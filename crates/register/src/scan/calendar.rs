//! The months of an extract as columns of its scan file: which weeks each has, and which have ratios.

use std::ops::Range;

use virkning_measure::{Coverage, day_number, month_from_number, month_number};

use crate::manifest::ColumnSummary;

/// The months from the first week or ratio of an extract to the last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Months {
    /// The number of the first, as measures count months.
    first: i32,
    /// The weeks of each, as far as the extract reaches.
    weeks: Vec<Range<u16>>,
    /// The month of each week, by place.
    of_week: Vec<u16>,
    /// Bytes a person of the columns before each, and of all of them.
    before: Vec<usize>,
}

impl Months {
    /// The months of an extract with these columns.
    pub(crate) fn of(columns: &ColumnSummary) -> Self {
        let coverage = columns.coverage();
        let Some((first_week, last_week)) = columns.week_range() else { return Self::default() };
        let (first, last) = (month_number(first_week.month()), month_number(last_week.month()));
        let ratios = columns.ratio_months.first().zip(columns.ratio_months.last());
        let (first, last) = match ratios {
            Some((from, to)) => (first.min(month_number(from.0)), last.max(month_number(to.1))),
            None => (first, last),
        };
        let covered = first_week.number()..last_week.number() + 1;
        let mut months = Self { first, before: vec![0], ..Self::default() };
        months.of_week = vec![0; usize::try_from(covered.end).unwrap_or(0)];
        // Every week lies in the month of its Thursday: a month's weeks begin where those of the one before end.
        let mut next_day = month_from_number(first).map_or(0, |month| day_number(month.first_day()));
        for number in first..=last {
            let days = month_from_number(number).map_or(0, |month| i32::from(month.last_day().day()));
            let (from, end) = (week_from(next_day), week_from(next_day + days));
            next_day += days;
            let weeks = within(from..end, &covered);
            for week in weeks.clone() {
                months.of_week[usize::from(week)] = months.weeks.len() as u16;
            }
            months.weeks.push(weeks);
            months.before.push(months.bytes_per_person() + width(&coverage, number));
        }
        months
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.weeks.len()
    }

    /// The place of the month with that number.
    pub(crate) fn place(&self, number: i32) -> Option<usize> {
        usize::try_from(number - self.first).ok().filter(|place| *place < self.len())
    }

    /// The number of the month at a place.
    pub(crate) fn number(&self, place: usize) -> i32 {
        self.first + place as i32
    }

    /// The place of the month in which a week lies.
    pub(crate) fn place_of_week(&self, week: u16) -> usize {
        self.of_week.get(usize::from(week)).map_or(self.len(), |place| usize::from(*place))
    }

    /// The weeks of the month at a place, as far as the extract reaches.
    pub(crate) fn weeks(&self, place: usize) -> Range<u16> {
        self.weeks.get(place).cloned().unwrap_or_default()
    }

    /// Bytes a person of all columns before that one.
    pub(crate) fn bytes_before(&self, place: usize) -> usize {
        self.before[place]
    }

    /// Bytes a person of all columns.
    pub(crate) fn bytes_per_person(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    /// Bytes a person of one column: 1 for codes alone, 2 with ratios.
    pub(crate) fn width(&self, place: usize) -> usize {
        self.before[place + 1] - self.before[place]
    }
}

fn width(coverage: &Coverage, month: i32) -> usize {
    if coverage.ratio_month(month) { 2 } else { 1 }
}

/// The number of the first week whose Thursday is not before a day, by its number.
fn week_from(day: i32) -> i32 {
    // Days are counted from the Monday of week 0.
    -(3 - day).div_euclid(7)
}

/// The weeks of a month that an extract covers.
fn within(weeks: Range<i32>, covered: &Range<i32>) -> Range<u16> {
    let (from, to) = (weeks.start.max(covered.start).max(0), weeks.end.min(covered.end));
    match (u16::try_from(from), u16::try_from(to)) {
        (Ok(from), Ok(to)) if from < to => from..to,
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use virkning_measure::MonthSpan;
    use virkning_model::period::Month;

    use super::*;

    #[test]
    fn weeks_of_every_month_as_measures_count_them() {
        let months = (1900..=2199).flat_map(|year| (1..=12).filter_map(move |month| Month::new(year, month)));
        for month in months {
            let first = day_number(month.first_day());
            let weeks = week_from(first)..week_from(first + i32::from(month.last_day().day()));
            assert_eq!(weeks, MonthSpan::of(month).weeks(), "{month:?}");
            let named: Vec<i32> = month.weeks().map(|week| week.number()).collect();
            assert!(weeks.eq(named), "{month:?}");
        }
    }

    #[test]
    fn months_hold_the_weeks_that_are_covered() {
        let columns: ColumnSummary = serde_json::from_value(serde_json::json!({
            "total": 9, "key": "lobenr", "weeks": [["2024W44", "2025W02"]],
            "ratio_months": [["2024-12", "2025-02"]], "industry_months": [], "ignored": [],
        }))
        .expect("columns");
        let months = Months::of(&columns);
        // October 2024 to February 2025; Thursday of week 44 is 31 October, of week 1 is 2 January.
        let weeks: Vec<usize> = (0..months.len()).map(|place| months.weeks(place).len()).collect();
        assert_eq!(weeks, [1, 4, 4, 2, 0]);
        assert_eq!((0..5).map(|place| months.width(place)).collect::<Vec<_>>(), [1, 1, 2, 2, 2]);
        let first = months.weeks(0).start;
        assert_eq!(
            (0..11).map(|week| months.place_of_week(first + week)).collect::<Vec<_>>(),
            [0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3]
        );
    }
}
