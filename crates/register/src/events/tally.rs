//! What is counted while rows are read, for the checks that come after them.

use virkning_model::Decimal;

use super::unit::UnitTally;

/// A price with a number of hundreds beside it is probably the number.
const SMALL_PRICE: Decimal = Decimal::from_parts(31, 0, 0, false, 0);
const LARGE_NUMBER: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

/// Counts over all files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Rows that name a beginning and perhaps an end.
    pub(crate) spells: u64,
    /// Those that end before they begin.
    pub(crate) backward: u64,
    /// Rows whose kind the source mixes with others.
    pub(crate) mixed: u64,
    /// Amounts with neither refund nor co-financing.
    pub(crate) borne_alone: u64,
    /// Amounts of weeks by the weekday of their date, Monday first.
    pub(crate) week_days: [u64; 7],
    /// Units of observations.
    pub(crate) units: UnitTally,
    /// Rows of people who cannot be linked.
    pub(crate) anonymous_rows: u64,
    /// Prices with a number.
    pub(crate) prices: u64,
    /// Those where price and number look exchanged.
    pub(crate) exchanged: u64,
    /// Dates that are none, and would be one if day and month were exchanged.
    pub(crate) turned_dates: u64,
    /// The first day of anything.
    pub(crate) first: Option<i32>,
    /// The last day on which anything begins.
    pub(crate) last_begin: Option<i32>,
    /// The day after the last of what happened in a day, week or month.
    pub(crate) last_end: Option<i32>,
    /// The first end of a spell.
    pub(crate) first_end: Option<i32>,
    /// Whether anything is a spell.
    pub(crate) has_spells: bool,
}

impl Tally {
    /// A spell began, and perhaps ended.
    pub(crate) fn began(&mut self, from: i32, to: Option<i32>) {
        self.has_spells = true;
        self.first = Some(self.first.map_or(from, |first| first.min(from)));
        self.last_begin = Some(self.last_begin.map_or(from, |last| last.max(from)));
        if let Some(to) = to {
            self.first_end = Some(self.first_end.map_or(to, |first| first.min(to)));
        }
    }

    /// Something happened in some days.
    pub(crate) fn happened(&mut self, from: i32, end: i32) {
        self.first = Some(self.first.map_or(from, |first| first.min(from)));
        self.last_begin = Some(self.last_begin.map_or(from, |last| last.max(from)));
        self.last_end = Some(self.last_end.map_or(end, |last| last.max(end)));
    }

    /// A price and how many times it is paid.
    pub(crate) fn price_and_number(&mut self, price: Decimal, number: Decimal) {
        self.prices += 1;
        self.exchanged += u64::from(price.abs() <= SMALL_PRICE && number >= LARGE_NUMBER);
    }
}
