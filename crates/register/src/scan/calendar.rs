//! The months of an extract as columns of its scan file: which weeks each has, and which have ratios.

use std::ops::Range;

use virkning_measure::{Coverage, month_from_number, month_number};

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
        for number in first..=last {
            let weeks = weeks_of(number, &covered);
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

fn weeks_of(month: i32, covered: &Range<i32>) -> Range<u16> {
    let weeks = month_from_number(month).into_iter().flat_map(|month| month.weeks());
    let numbers = weeks.map(|week| week.number()).filter(|number| covered.contains(number));
    let numbers: Vec<u16> = numbers.filter_map(|number| u16::try_from(number).ok()).collect();
    numbers.first().zip(numbers.last()).map_or(0..0, |(first, last)| *first..*last + 1)
}
