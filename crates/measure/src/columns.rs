//! One snapshot as person-sorted column slices, and which weeks, months and days it covers. The slices belong to the
//! register; nothing here copies them.

use virkning_model::period::Month;

use crate::event::{AmountGap, AmountPeriod, DatedAmount, DatedValue, Stay};

/// The ratio of a month that has an industry code but no employment ratio.
pub const NO_RATIO: i32 = i32::MIN;

/// The month in which DREAM begins, month number 0: August 1991.
const FIRST_MONTH: i32 = 1991 * 12 + 7;

/// Months since 1991-08; negative before it.
pub fn month_number(month: Month) -> i32 {
    month.number() - FIRST_MONTH
}

/// The month with that number, if it lies between the years 1900 and 2200.
pub fn month_from_number(number: i32) -> Option<Month> {
    Month::from_number(number.checked_add(FIRST_MONTH)?)
}

/// Columns of a snapshot, sorted by person; slices only. Within a person the spells are sorted by time and do not
/// overlap. The tables that a source does not have are empty, offsets and all; what an extract covers of a table stands
/// in [`Coverage`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns<'a> {
    /// Where each person's week spells begin: one more entry than people.
    pub week_offsets: &'a [u32],
    /// First week of each spell, as `Week::number`.
    pub week_start: &'a [u16],
    /// The week after its last.
    pub week_end: &'a [u16],
    /// Its code, never 0: blank weeks have no row.
    pub week_code: &'a [u16],
    /// Where each person's job spells begin: one more entry than people.
    pub job_offsets: &'a [u32],
    /// First month of each spell, as [`month_number`].
    pub job_start: &'a [u16],
    /// The month after its last.
    pub job_end: &'a [u16],
    /// Employment ratio in ten-thousandths, or [`NO_RATIO`].
    pub job_ratio: &'a [i32],
    /// Industry code; 0 is none.
    pub job_industry: &'a [u32],
    /// Where each person's stays begin: one more entry than people.
    pub stay_offsets: &'a [u32],
    /// The stays; they may overlap, and stand in any order.
    pub stays: &'a [Stay],
    /// Where each person's observations begin: one more entry than people.
    pub observation_offsets: &'a [u32],
    /// The observations; of several on one day with one name the last in the order of the slice counts.
    pub observations: &'a [DatedValue],
    /// Where each person's amounts begin: one more entry than people.
    pub amount_offsets: &'a [u32],
    /// The amounts, corrections as rows of their own with their sign, in any order.
    pub amounts: &'a [DatedAmount],
    /// Where each person's gaps begin: one more entry than people; empty where amounts are not estimated.
    pub gap_offsets: &'a [u32],
    /// Amounts that could not be estimated, by day.
    pub gaps: &'a [AmountGap],
    /// Where each person's education spells begin: one more entry than people.
    pub study_offsets: &'a [u32],
    /// The education spells; they may overlap, and stand in any order.
    pub studies: &'a [Stay],
}

impl<'a> Columns<'a> {
    /// How many people there are.
    pub fn people(&self) -> usize {
        let offsets = [
            self.week_offsets,
            self.job_offsets,
            self.stay_offsets,
            self.observation_offsets,
            self.amount_offsets,
            self.study_offsets,
        ];
        offsets.map(|offsets| offsets.len().saturating_sub(1)).into_iter().max().unwrap_or(0)
    }

    /// The rows of one person, 0 to `people() - 1`. Panics outside that range: the row comes from the same snapshot.
    pub fn person(&self, row: usize) -> PersonRows<'a> {
        let weeks = range(self.week_offsets, row);
        let jobs = range(self.job_offsets, row);
        PersonRows {
            week_start: &self.week_start[weeks.clone()],
            week_end: &self.week_end[weeks.clone()],
            week_code: &self.week_code[weeks],
            job_start: &self.job_start[jobs.clone()],
            job_end: &self.job_end[jobs.clone()],
            job_ratio: &self.job_ratio[jobs.clone()],
            job_industry: &self.job_industry[jobs],
            stays: &self.stays[range(self.stay_offsets, row)],
            observations: &self.observations[range(self.observation_offsets, row)],
            amounts: &self.amounts[range(self.amount_offsets, row)],
            gaps: &self.gaps[range(self.gap_offsets, row)],
            studies: &self.studies[range(self.study_offsets, row)],
        }
    }
}

/// The rows of a person in one table; none in a table that the snapshot does not have.
fn range(offsets: &[u32], row: usize) -> std::ops::Range<usize> {
    if offsets.is_empty() {
        0..0
    } else {
        offsets[row] as usize..offsets[row + 1] as usize
    }
}

/// The rows of one person; order and units as in [`Columns`].
#[derive(Clone, Copy, Debug, Default)]
pub struct PersonRows<'a> {
    /// First week of each spell.
    pub week_start: &'a [u16],
    /// The week after its last.
    pub week_end: &'a [u16],
    /// Its code.
    pub week_code: &'a [u16],
    /// First month of each job spell.
    pub job_start: &'a [u16],
    /// The month after its last.
    pub job_end: &'a [u16],
    /// Ratio in ten-thousandths, or [`NO_RATIO`].
    pub job_ratio: &'a [i32],
    /// Industry code; 0 is none.
    pub job_industry: &'a [u32],
    /// The stays.
    pub stays: &'a [Stay],
    /// The observations.
    pub observations: &'a [DatedValue],
    /// The amounts.
    pub amounts: &'a [DatedAmount],
    /// Amounts that could not be estimated.
    pub gaps: &'a [AmountGap],
    /// The education spells.
    pub studies: &'a [Stay],
}

/// Which weeks and which months of the employment ratio the extract has columns for, and which days of the other tables
/// it covers. What is not covered is unknown, never blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By `Week::number`.
    pub weeks: Vec<bool>,
    /// By [`month_number`].
    pub ratio_months: Vec<bool>,
    /// Months of the industry code, by [`month_number`].
    pub industry_months: Vec<bool>,
    /// Of the stays; nothing where none have been loaded.
    pub stays: Option<Extent>,
    /// Of the observations; nothing where none have been loaded.
    pub observations: Option<Extent>,
    /// Of the amounts; nothing where none have been loaded.
    pub amounts: Option<Extent>,
    /// Of the education spells; nothing where none have been loaded.
    pub studies: Option<Extent>,
}

/// What an extract covers of a table of stays, observations, amounts or education spells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The first day, as [`day_number`](crate::day_number).
    pub first_day: i32,
    /// The day after the last: a stay that has not ended is cut here.
    pub end_day: i32,
    /// The kinds of stays, amounts or education spells, or the names of observations, that it covers, also those that
    /// nobody has. The rows name them by their place in this list.
    pub names: Vec<String>,
    /// The items of amounts that it covers, in the same way; empty for the other tables.
    pub items: Vec<String>,
    /// Which period its amounts are of; without meaning for the other tables.
    pub period: AmountPeriod,
}

impl Extent {
    /// The item at a place; empty where the list has no such place.
    pub(crate) fn item(&self, place: u16) -> &str {
        self.items.get(usize::from(place)).map_or("", String::as_str)
    }

    /// The name at a place; empty where the list has no such place.
    pub(crate) fn name(&self, place: u16) -> &str {
        self.names.get(usize::from(place)).map_or("", String::as_str)
    }
}

impl Coverage {
    /// Whether the extract has a column for the week with that number.
    pub fn week(&self, number: i32) -> bool {
        usize::try_from(number).ok().and_then(|index| self.weeks.get(index)).copied().unwrap_or(false)
    }

    /// Whether it has an industry column for the month with that number.
    pub fn industry_month(&self, number: i32) -> bool {
        usize::try_from(number).ok().and_then(|index| self.industry_months.get(index)).copied().unwrap_or(false)
    }

    /// Whether it has a ratio column for the month with that number.
    pub fn ratio_month(&self, number: i32) -> bool {
        usize::try_from(number).ok().and_then(|index| self.ratio_months.get(index)).copied().unwrap_or(false)
    }
}
