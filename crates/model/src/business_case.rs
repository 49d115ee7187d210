//! The terms of a business case: what the intervention costs, what it is expected to save and to whom it falls.

use rust_decimal::Decimal;

use crate::agreement::{AccountHolder, Clause};
use crate::id::TermId;
use crate::money::Money;
use crate::origin::Origin;
use crate::period::{ByYear, Years};

/// The frame of the case.
#[derive(Clone, Debug, PartialEq)]
pub struct BusinessCase {
    /// The years it covers: its one horizon.
    pub years: Years,
    /// Share of the full effect by calendar year (indfasning). It acts on savings per starter only.
    pub phase_in: Option<ByYear<Decimal>>,
    /// Participants who are also in another investment.
    pub overlap: Option<Overlap>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Part of the participants are also in another investment, and part of their effect is credited there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The other investment.
    pub with: String,
    /// Share of the participants.
    pub share_of_participants: Decimal,
    /// Share of their effect that is credited there.
    pub share_credited_elsewhere: Decimal,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

impl Overlap {
    /// What is left of the effect: one less both shares multiplied.
    pub fn factor(&self) -> Decimal {
        Decimal::ONE - self.share_of_participants * self.share_credited_elsewhere
    }
}

/// A yearly cost of the intervention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Its identifier.
    pub id: TermId,
    /// What it is.
    pub label: String,
    /// Which budget bears it first; investors' capital goes to that budget.
    pub bearer: AccountHolder,
    /// Per year, as a positive amount.
    pub amount: Money,
    /// In which years.
    pub years: Years,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What the authority puts in itself (egenfinansiering).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFinancing {
    /// Its identifier.
    pub id: TermId,
    /// Which budget.
    pub holder: AccountHolder,
    /// Per year, as a positive amount.
    pub amount: Money,
    /// In which years.
    pub years: Years,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Expected savings of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// Its identifier.
    pub id: TermId,
    /// What it is.
    pub label: String,
    /// How much.
    pub size: SavingSize,
    /// To which areas and budgets it falls, with weights. The parts add up to the saving.
    pub falls_to: Vec<SavingShare>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How a saving is computed.
#[derive(Clone, Debug, PartialEq)]
pub enum SavingSize {
    /// Kroner per starter by year since the year of start: the first value is the year after it. Phase-in and overlap
    /// act on it.
    PerStarter {
        /// Before overlap, in kroner with any number of decimals.
        profile: Vec<Decimal>,
    },
    /// A number of things a year at a price. Neither phase-in nor overlap act on it.
    Volume {
        /// How many by year.
        by_year: std::collections::BTreeMap<i16, Decimal>,
        /// The price of one.
        price: Money,
    },
}

/// Part of a saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavingShare {
    /// The area (område), as the case prints it.
    pub area: String,
    /// Its weight; weights need not add up to one.
    pub weight: Decimal,
    /// The budget that spends less.
    pub holder: AccountHolder,
}
