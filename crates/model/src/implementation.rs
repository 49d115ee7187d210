//! Terms without payment: what the implementation must keep, what it is for, how the trial is set up, and what has been
//! reported so far. They are followed and printed; no krone depends on them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::{Clause, EnrolmentStep};
use crate::id::{MeasureId, TermId};
use crate::money::Money;
use crate::origin::Origin;

/// What the agreement is to achieve (målsætning), and the measures that follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Its identifier.
    pub id: TermId,
    /// What is to be achieved.
    pub label: String,
    /// The measures that follow it; none is a gap that the checker names.
    pub measures: Vec<MeasureId>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How the treatment arm is compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// How units come into the arms.
    pub allocation: Allocation,
    /// Who the control arm is.
    pub control: String,
    /// Units in all arms.
    pub participants: Option<u32>,
    /// Share of them in the treatment arm.
    pub share_treated: Option<Decimal>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How units come into the arms of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Allocation {
    /// By lot.
    Random,
    /// Controls are chosen to be alike.
    Matched,
    /// The same group before and after.
    BeforeAfter,
}

/// A term of the implementation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implementation {
    /// Its identifier.
    pub id: TermId,
    /// What it demands, in words.
    pub label: String,
    /// What kind of demand it is.
    pub rule: ImplementationRule,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What kind of demand it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImplementationRule {
    /// Something happens within so many months after a step.
    Deadline {
        /// How many months.
        within_months: u16,
        /// After which step.
        after: EnrolmentStep,
    },
    /// At most so many units for each (sagsstamme).
    Caseload {
        /// How many.
        at_most: u32,
        /// For each of whom.
        per: String,
    },
    /// Room for so many at a time.
    Capacity {
        /// How many.
        number: u32,
    },
    /// A share of the participants belongs to a group.
    Quota {
        /// The share.
        share: Decimal,
        /// The group.
        group: String,
    },
    /// So many by a day.
    Milestone {
        /// How many.
        number: u32,
        /// By when.
        by: Date,
    },
    /// So many follow-ups of each unit.
    FollowUps {
        /// How many.
        number: u32,
    },
}

/// What has been reported or realised, beside what was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actual {
    /// Its identifier.
    pub id: TermId,
    /// What it is, in words.
    pub label: String,
    /// The term it is about.
    pub about: ActualAbout,
    /// As of which day.
    pub as_of: Date,
    /// How many, or how much.
    pub number: Option<Decimal>,
    /// Out of how many.
    pub of: Option<Decimal>,
    /// How many were expected by then.
    pub expected: Option<Decimal>,
    /// The mean of the measure's value.
    pub mean: Option<Decimal>,
    /// The unit of the mean, as the report writes it.
    pub unit: Option<String>,
    /// Realised amounts by year, for costs and savings.
    pub by_year: BTreeMap<i16, Money>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// The term that a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActualAbout {
    /// Participants so far.
    Intake,
    /// Participants who have dropped out, of those who have started.
    DropOut,
    /// A measure.
    Measure(MeasureId),
    /// A term of the implementation.
    Implementation(TermId),
    /// A cost.
    Cost(TermId),
    /// A saving.
    Saving(TermId),
}
