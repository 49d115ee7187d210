//! One person's rows inside a window, week by week and month by month: spells, blanks between them, and what the extract
//! does not cover.

use std::ops::Range;

use virkning_model::observation::NotEstimated;

use crate::columns::{Coverage, NO_RATIO, PersonRows, month_from_number};
use crate::window::{PersonWindow, first_week_after};

/// What an answer rests on: a week or a month by number, `None` where the extract has no column for it; a row of another
/// table by its place among the person's; or that there is nothing to rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// The code; 0 is blank.
    Week { number: i32, code: Option<u16> },
    /// The ratio in ten-thousandths; a month without one has none, which is 0.
    Month { number: i32, ratio: Option<i32> },
    /// A stay.
    Stay { place: usize },
    /// An observation.
    Observation { place: usize },
    /// An amount.
    Amount { place: usize },
    /// An education spell.
    Study { place: usize },
    /// A month that the extract does not cover wholly.
    NotCovered { month: i32 },
    /// An amount of a week that could not be estimated.
    NotEstimated { week: i32, why: NotEstimated },
    /// No rows say it.
    NoData,
    /// A number would have to be divided by zero.
    DivisionByZero,
}

/// The part of a person's rows that a measure looks at.
#[derive(Clone, Debug)]
pub(crate) struct Window<'a> {
    pub(crate) person: PersonRows<'a>,
    pub(crate) coverage: &'a Coverage,
    pub(crate) weeks: Range<i32>,
    pub(crate) months: Range<i32>,
    pub(crate) own: PersonWindow,
}

impl<'a> Window<'a> {
    pub(crate) fn new(person: PersonRows<'a>, coverage: &'a Coverage, own: PersonWindow) -> Self {
        Self { person, coverage, weeks: own.span.weeks(), months: own.span.months(), own }
    }

    /// Every week of the window with its code.
    pub(crate) fn weeks(&self) -> impl Iterator<Item = (i32, Option<u16>)> + use<'a> {
        let (codes, coverage) = (self.person.week_code, self.coverage);
        let mut spells = Spells::new(self.person.week_start, self.person.week_end, self.weeks.start);
        self.weeks.clone().map(move |number| {
            let code = spells.at(number).map_or(0, |spell| codes[spell]);
            (number, coverage.week(number).then_some(code))
        })
    }

    /// Every month of the window with its ratio in ten-thousandths.
    pub(crate) fn months(&self) -> impl Iterator<Item = (i32, Option<i32>)> + use<'a> {
        let (ratios, coverage) = (self.person.job_ratio, self.coverage);
        let mut spells = Spells::new(self.person.job_start, self.person.job_end, self.months.start);
        self.months.clone().map(move |number| {
            let ratio = spells.at(number).map(|spell| ratios[spell]).filter(|ratio| *ratio != NO_RATIO);
            (number, coverage.ratio_month(number).then_some(ratio.unwrap_or(0)))
        })
    }
}

/// A month with its ratio and its industry, each where the extract covers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JobMonth {
    pub(crate) number: i32,
    pub(crate) ratio: Option<i32>,
    pub(crate) industry: Option<u32>,
}

/// A week with its code, and the month of its Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WeekInMonth {
    pub(crate) number: i32,
    pub(crate) code: Option<u16>,
    pub(crate) month: i32,
    pub(crate) ratio: Option<i32>,
}

impl<'a> Window<'a> {
    /// Every month of the window with what the extract says of the job.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = JobMonth> + use<'a> {
        let (industries, coverage) = (self.person.job_industry, self.coverage);
        let mut spells = Spells::new(self.person.job_start, self.person.job_end, self.months.start);
        self.months().map(move |(number, ratio)| {
            let industry = spells.at(number).map_or(0, |spell| industries[spell]);
            JobMonth { number, ratio, industry: coverage.industry_month(number).then_some(industry) }
        })
    }

    /// Every week of the window with the ratio of its month.
    pub(crate) fn weeks_in_months(&self) -> impl Iterator<Item = WeekInMonth> + use<'a> {
        let mut months = self.months();
        let (mut month, mut ratio, mut next_begins) = (self.months.start, None, self.weeks.start);
        self.weeks().map(move |(number, code)| {
            while number >= next_begins {
                let Some(next) = months.next() else { break };
                (month, ratio) = next;
                next_begins = month_from_number(month).map_or(i32::MAX, |month| first_week_after(month.last_day()));
            }
            WeekInMonth { number, code, month, ratio }
        })
    }
}

/// A walk over sorted spells.
pub(crate) struct Spells<'a> {
    start: &'a [u16],
    end: &'a [u16],
    next: usize,
}

impl<'a> Spells<'a> {
    /// Begins with the spell that holds at the number, or the next one.
    pub(crate) fn new(start: &'a [u16], end: &'a [u16], number: i32) -> Self {
        Self { start, end, next: end.partition_point(|end| i32::from(*end) <= number) }
    }

    /// The spell that holds at a number; the numbers asked for may only grow.
    pub(crate) fn at(&mut self, number: i32) -> Option<usize> {
        while self.end.get(self.next).is_some_and(|end| i32::from(*end) <= number) {
            self.next += 1;
        }
        self.start.get(self.next).is_some_and(|start| i32::from(*start) <= number).then_some(self.next)
    }
}
