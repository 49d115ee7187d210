//! What a register says about one participant, one measure and one period: the only way from registers to money.

use crate::id::{Alias, MeasureId};
use crate::period::{Month, Week};

/// Whether the measure is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is met.
    Success,
    /// It is not met.
    NoSuccess,
    /// The register does not decide it (uafklaret): neither success nor failure.
    Unclarified(Unclarified),
}

/// Why a register does not decide a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unclarified {
    /// The participant is not in the extract.
    NotInExtract,
    /// A code that the list does not know, and the answer depends on it.
    UnknownCode {
        /// The code.
        code: u16,
    },
    /// The extract has no column for a week of the window.
    WeekNotCovered {
        /// The first such week.
        week: Week,
    },
    /// The extract has no column for a month of the window.
    MonthNotCovered {
        /// The first such month.
        month: Month,
    },
}

/// What a person mostly was in the window, as a partition in a stated order: the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Situation {
    /// Dead in some week of the window.
    Dead,
    /// Not resident in Denmark in some week.
    Abroad,
    /// Paid hours in some month.
    Employed,
    /// In education in some week.
    Education,
    /// On a transfer in some week.
    Transfer,
    /// None of these.
    None,
    /// The register does not say.
    Unclarified,
}

impl Situation {
    /// The stated order.
    pub const ALL: [Situation; 7] = [
        Situation::Dead,
        Situation::Abroad,
        Situation::Employed,
        Situation::Education,
        Situation::Transfer,
        Situation::None,
        Situation::Unclarified,
    ];
}

/// One participant under one measure in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Who.
    pub participant: Alias,
    /// Which measure.
    pub measure: MeasureId,
    /// The measured year, or for a window since the start the year it closed in.
    pub year: i16,
    /// Whether it is met.
    pub outcome: Outcome,
    /// What the person was, for breakdowns only; it never decides a payment.
    pub situation: Situation,
}
