//! What a register says about one participant, one measure and one period: the only way from registers to money.

use rust_decimal::Decimal;

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
    /// There are no rows about the participant in the table that the measure asks.
    NoData,
    /// The answer depends on a number divided by zero, such as a share of no rows.
    DivisionByZero,
    /// The participant has left the population inside the window, and the measure says what that means.
    LeftPopulation {
        /// How.
        how: Leaving,
    },
    /// The answer depends on an amount that could not be estimated.
    NotEstimated {
        /// The first such week.
        week: Week,
        /// Why.
        why: NotEstimated,
    },
    /// The outcome has been reported but not verified.
    NotVerified,
    /// The outcome has been reported, and the decision about it is disputed.
    Disputed,
}

/// Why an amount could not be estimated from what a person was in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotEstimated {
    /// How many weeks the refund ladder has counted is not known: the register begins later than the ladder's history, or
    /// something of an earlier week is unknown.
    CountOpen,
    /// No rate of the benefit holds on every day of the week.
    NoRate,
    /// The benefit has no place on the ladder, so that it is not known what the municipality bears.
    OffLadder,
}

impl NotEstimated {
    /// All of them.
    pub const ALL: [NotEstimated; 3] = [NotEstimated::CountOpen, NotEstimated::NoRate, NotEstimated::OffLadder];

    /// The word in traces and keys of texts.
    pub fn name(self) -> &'static str {
        match self {
            NotEstimated::CountOpen => "count-open",
            NotEstimated::NoRate => "no-rate",
            NotEstimated::OffLadder => "off-ladder",
        }
    }
}

/// How somebody leaves the population that a measure looks at. Of several the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// Dead.
    Dead,
    /// Not resident in the country.
    Emigrated,
    /// Has the old-age pension.
    OldAgePension,
}

impl Leaving {
    /// In the order in which the first counts.
    pub const ALL: [Leaving; 3] = [Leaving::Dead, Leaving::Emigrated, Leaving::OldAgePension];

    /// The word in data files and traces.
    pub fn name(self) -> &'static str {
        match self {
            Leaving::Dead => "dead",
            Leaving::Emigrated => "emigrated",
            Leaving::OldAgePension => "old-age-pension",
        }
    }
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
    /// The month since the start at which a measure at several months was taken; zero otherwise.
    pub at: u16,
    /// The measure's value, where it has one.
    pub value: Option<Decimal>,
    /// The arm of the participant.
    pub arm: Arm,
}

/// The arm of a participant: everyone is in the treatment arm where there is no trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Gets the intervention (indsatsgruppe).
    #[default]
    Treatment,
    /// Is compared with (kontrolgruppe).
    Control,
}

impl Arm {
    /// Whether it is the arm that gets the intervention.
    pub fn is_treatment(&self) -> bool {
        *self == Arm::Treatment
    }
}

/// An estimated effect, already a decimal, rounded as the contract says: the only way from statistics to money.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// Of which measure.
    pub measure: MeasureId,
    /// Of which measured year.
    pub year: i16,
    /// The estimate.
    pub value: Decimal,
    /// How it was made, for the reader.
    pub method: String,
}
