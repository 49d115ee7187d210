//! Rows of the tables that are no series of weeks or months: stays, observations and amounts, in whole numbers.

use jiff::Span;
use jiff::civil::Date;
use virkning_model::observation::NotEstimated;

/// The end of a stay that has not ended when the extract is made.
pub const STILL_THERE: i32 = i32::MAX;

/// How many units an observation of 1 has: observations are held in millionths.
pub const OBSERVATION_UNITS: u32 = 1_000_000;

/// How many units a krone has: amounts are held in øre.
pub const AMOUNT_UNITS: u32 = 100;

/// Day number 0: the Monday of DREAM's first week, so that day 7 begins week 1.
const FIRST_DAY: Date = Date::constant(1991, 8, 5);

/// Days since Monday 5 August 1991; negative before it.
pub fn day_number(day: Date) -> i32 {
    i32::try_from(day.duration_since(FIRST_DAY).as_hours() / 24).expect("days between two civil dates")
}

/// The day with that number, if it can be written as a date.
pub fn day_from_number(number: i32) -> Option<Date> {
    FIRST_DAY.checked_add(Span::new().try_days(number).ok()?).ok()
}

/// One stay, or one education spell: the nights from the day of arrival up to the day of departure, which is not a night
/// of it; the days of education from the first up to the day after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The day of arrival, as [`day_number`].
    pub arrived: i32,
    /// The day of departure, not before the arrival; [`STILL_THERE`] if it has not come.
    pub left: i32,
    /// Place of its kind in the extent's names.
    pub kind: u16,
}

/// One dated value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedValue {
    /// The day, as [`day_number`].
    pub day: i32,
    /// Place of its name in the extent's names.
    pub name: u16,
    /// The value in millionths of its unit ([`OBSERVATION_UNITS`]).
    pub millionths: i64,
}

/// What was paid of one kind and item in one period, or a correction of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedAmount {
    /// The day that places the period in a month, as [`day_number`]: the Thursday of its week, the first of its month, or
    /// the day itself. Which of them stands in the extent ([`AmountPeriod`]).
    pub day: i32,
    /// Place of its kind in the extent's names: what figure it is (`paid`, `net`), or which kind of service.
    pub kind: u16,
    /// Place of its item in the extent's items: the benefit or service as the source names it.
    pub item: u16,
    /// The amount in øre ([`AMOUNT_UNITS`]); negative for a correction downwards.
    pub minor_units: i64,
}

/// An amount of a week that could not be estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountGap {
    /// The Thursday of the week, as [`day_number`].
    pub day: i32,
    /// Place of its kind in the extent's names; nothing where no kind is known.
    pub kind: Option<u16>,
    /// Place of its item in the extent's items; nothing where it is not known which.
    pub item: Option<u16>,
    /// Why.
    pub why: GapReason,
}

/// Why an amount of a week could not be estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapReason {
    /// The extract has no column for the week.
    WeekNotCovered,
    /// It is not known what this code is.
    UnknownCode(u16),
    /// What the code is, is known, but not the amount.
    NotEstimated(NotEstimated),
}

/// Which period the amounts of a source are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmountPeriod {
    /// Each amount is of a day.
    Day,
    /// Of an ISO week; its day is the Thursday.
    Week,
    /// Of a calendar month; its day is the first.
    #[default]
    Month,
}
