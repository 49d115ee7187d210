//! What a decision on continuation (videreførelse) rests on: when the financing ends, which criteria are looked at, and
//! what follows from each that is not met. The criteria are terms of the agreement, so that they are agreed before the
//! results are known; computing them is the work of others.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::Clause;
use crate::id::{MeasureId, PartyId, TermId};
use crate::origin::Origin;

/// When the financing ends, who decides what comes then, and what it is if every criterion is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The last day that the investors' capital pays for.
    pub expires: Date,
    /// Who decides.
    pub decided_by: String,
    /// What follows if every criterion is met.
    pub if_met: Recommendation,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What may become of an intervention when its financing ends. The order is how far it is from going on as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recommendation {
    /// It becomes permanent.
    Permanent,
    /// It goes on for a time, and is decided upon again.
    ForATime,
    /// It is taken into operation without an investor.
    Operation,
    /// It does not go on in its present form; what works is used in another.
    Adapted,
    /// It is offered to another fund.
    HandedOver,
    /// Places are bought case by case.
    CaseByCase,
    /// It stops.
    Stopped,
}

/// One thing that is looked at, and what follows if it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContinuationCriterion {
    /// Its identifier.
    pub id: TermId,
    /// What must hold, in words.
    pub label: String,
    /// How it is decided.
    pub test: ContinuationTest,
    /// What follows if it does not hold.
    pub otherwise: Recommendation,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How a criterion is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContinuationTest {
    /// By what is reported of a measure; its own target or expectation where no bound is given.
    Measure {
        /// Which measure.
        measure: MeasureId,
        /// The share, or the mean, that is at least needed.
        at_least: Option<Decimal>,
        /// The share, or the mean, that is at most allowed.
        at_most: Option<Decimal>,
    },
    /// By how many have started; all that are planned where no bound is given.
    Participants {
        /// How many are at least needed.
        at_least: Option<Decimal>,
    },
    /// By whether a saving can be taken home.
    Cashable {
        /// Which saving.
        saving: TermId,
    },
    /// By whether the party's account closes in the plan.
    Account {
        /// Whose.
        party: PartyId,
    },
    /// By people.
    Judgement {
        /// Their answer; nothing as long as they have not judged.
        met: Option<bool>,
        /// Why.
        because: Option<String>,
    },
}
