//! One snapshot as person-sorted column slices, and which weeks and months it has columns for. The slices belong to the
//! register; nothing here copies them.

use virkning_model::period::Month;

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
/// overlap.
#[derive(Clone, Copy, Debug)]
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
}

impl<'a> Columns<'a> {
    /// How many people there are.
    pub fn people(&self) -> usize {
        self.week_offsets.len().saturating_sub(1)
    }

    /// The rows of one person, 0 to `people() - 1`. Panics outside that range: the row comes from the same snapshot.
    pub fn person(&self, row: usize) -> PersonRows<'a> {
        let weeks = self.week_offsets[row] as usize..self.week_offsets[row + 1] as usize;
        let jobs = self.job_offsets[row] as usize..self.job_offsets[row + 1] as usize;
        PersonRows {
            week_start: &self.week_start[weeks.clone()],
            week_end: &self.week_end[weeks.clone()],
            week_code: &self.week_code[weeks],
            job_start: &self.job_start[jobs.clone()],
            job_end: &self.job_end[jobs.clone()],
            job_ratio: &self.job_ratio[jobs.clone()],
            job_industry: &self.job_industry[jobs],
        }
    }
}

/// The spells of one person, sorted by time and without overlap; units as in [`Columns`].
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
}

/// Which weeks and which months of the employment ratio the extract has columns for. What is not covered is unknown,
/// never blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By `Week::number`.
    pub weeks: Vec<bool>,
    /// By [`month_number`].
    pub ratio_months: Vec<bool>,
}

impl Coverage {
    /// Whether the extract has a column for the week with that number.
    pub fn week(&self, number: i32) -> bool {
        usize::try_from(number).ok().and_then(|index| self.weeks.get(index)).copied().unwrap_or(false)
    }

    /// Whether it has a ratio column for the month with that number.
    pub fn ratio_month(&self, number: i32) -> bool {
        usize::try_from(number).ok().and_then(|index| self.ratio_months.get(index)).copied().unwrap_or(false)
    }
}
