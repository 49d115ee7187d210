//! The terms of a business case: what the intervention costs, what it is expected to save, to whom it falls, and how sure
//! that is. The frame is that of SØM, with what SØM lacks (phase-in, attrition, overlap), and Copenhagen's template.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::agreement::{AccountHolder, BudgetArea, Clause};
use crate::id::{PartyId, TermId};
use crate::money::Money;
use crate::origin::Origin;
use crate::period::{ByYear, Years};

/// The frame of the case.
#[derive(Clone, Debug, PartialEq)]
pub struct BusinessCase {
    /// The years it covers: its one horizon.
    pub years: Years,
    /// Labels of columns that cover more than their own year: 2017 as `2016/17`.
    pub columns: BTreeMap<i16, String>,
    /// How a column that covers two years counts in the payback time.
    pub double_period: DoublePeriod,
    /// How the payback time is rounded.
    pub payback_rule: PaybackRule,
    /// Share of the full effect by calendar year (indfasning). It acts on savings per starter and per success only.
    pub phase_in: Option<ByYear<Decimal>>,
    /// Share of the effect that is left by year since the start; the first value is the first year with effect.
    pub attrition: Vec<Decimal>,
    /// Share of those who complete that succeed beyond what would have happened anyway.
    pub net_success_rate: Option<Decimal>,
    /// Participants who are also in another investment.
    pub overlap: Option<Overlap>,
    /// Yearly discount rate; zero unless stated.
    pub discount_rate: Decimal,
    /// What would happen otherwise (basisalternativ), in words.
    pub basis: Option<String>,
    /// Years beyond ten that the case covers on purpose.
    pub tail: Option<Tail>,
    /// The calculation model and its version: `SØM 2.3`.
    pub model: Option<String>,
    /// The year of the model's prices.
    pub price_year: Option<i16>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How a column that covers two years counts in the payback time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoublePeriod {
    /// As one period.
    #[default]
    OnePeriod,
    /// As two years.
    TwoYears,
}

/// How the payback time is rounded. The unrounded value always stands beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaybackRule {
    /// Periods that have fully elapsed when the money is back.
    #[default]
    ElapsedPeriods,
    /// The first period at whose end the money is back.
    FirstYearPositive,
}

/// Years beyond ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    /// How many.
    pub years: u16,
    /// Why the effect is expected to last so long.
    pub because: String,
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

/// Amounts by year. A source may state that there is a cost without saying how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yearly {
    /// The same amount each year.
    Even {
        /// Per year.
        amount: Money,
        /// In which years.
        years: Years,
    },
    /// An amount for each named year.
    ByYear(BTreeMap<i16, Money>),
    /// The source states no amount (ikke oplyst).
    NotStated,
}

impl Yearly {
    /// The amount of a year; nothing where the year has none or no amount is stated.
    pub fn of(&self, year: i16) -> Option<Money> {
        match self {
            Yearly::Even { amount, years } => years.contains(year).then_some(*amount),
            Yearly::ByYear(amounts) => amounts.get(&year).copied(),
            Yearly::NotStated => None,
        }
    }

    /// Every year with its amount, in order.
    pub fn iter(&self) -> Vec<(i16, Money)> {
        match self {
            Yearly::Even { amount, years } => years.iter().map(|year| (year, *amount)).collect(),
            Yearly::ByYear(amounts) => amounts.iter().map(|(year, amount)| (*year, *amount)).collect(),
            Yearly::NotStated => Vec::new(),
        }
    }
}

/// A cost of the intervention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Its identifier.
    pub id: TermId,
    /// What it is.
    pub label: String,
    /// Which budget bears it first; investors' capital goes to that budget.
    pub bearer: AccountHolder,
    /// How much, as positive amounts.
    pub amounts: Yearly,
    /// Its kind.
    pub kind: CostKind,
    /// The pool that it is sought from.
    pub pool: Option<String>,
    /// The budget area (styringsområde), where it is not the bearer's.
    pub area: Option<BudgetArea>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What kind of cost it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CostKind {
    /// Running the intervention.
    #[default]
    Operations,
    /// Bringing it about (implementeringsomkostning).
    Implementation,
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
    /// Whether the last year's saving lasts (varig ændring).
    pub permanent: Option<bool>,
    /// How well it is known.
    pub evidence: Option<Evidence>,
    /// Whether a budget can really be lowered by it.
    pub cashable: Option<bool>,
    /// What the state refunds of it.
    pub refund: Option<Refund>,
    /// Factors of uncertainty: lowest and highest.
    pub uncertainty: Option<(Decimal, Decimal)>,
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
        by_year: BTreeMap<i16, Decimal>,
        /// The price of one.
        price: Money,
    },
    /// Amounts by year as they are; an amount below zero is a cost that the effect brings.
    PerYear {
        /// By year.
        by_year: BTreeMap<i16, Money>,
    },
    /// Units of a consequence per success, by year since the year of start, at a price. Phase-in, attrition and overlap
    /// act on it.
    PerSuccess {
        /// Units; the first value is the year after the start.
        volume: Vec<Decimal>,
        /// What a unit is.
        unit_label: String,
        /// The price of one.
        price: Money,
    },
    /// The source states no amount (ikke oplyst).
    NotStated,
}

/// How well an effect is known (Socialstyrelsen's levels of evidence, and below them an assumption).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Meta-analysis or randomised trial.
    MetaOrTrial,
    /// With a control group.
    ControlGroup,
    /// Before and after, without a control group.
    BeforeAfter,
    /// An assumption.
    Assumption,
}

/// The share of a saving that the state would have refunded, so that the municipality does not keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The share.
    pub share: Decimal,
    /// The budget that it falls to.
    pub to: AccountHolder,
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

/// Hours that the contract itself costs (transaktionsomkostninger).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionCost {
    /// Its identifier.
    pub id: TermId,
    /// What it is.
    pub label: String,
    /// Who spends the hours.
    pub party: PartyId,
    /// When in the life of the contract.
    pub phase: TransactionPhase,
    /// Hours in all, or per year where years are named; nothing where the source states none.
    pub hours: Option<Decimal>,
    /// What an hour costs; nothing where the source states none.
    pub hourly_cost: Option<Money>,
    /// In which years, where it comes again each year.
    pub years: Option<Years>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// When in the life of the contract hours are spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransactionPhase {
    /// Developing it.
    Development,
    /// Running it.
    Operation,
    /// Following it up.
    FollowUp,
}

/// One department buys from another inside the municipality. It moves money between budgets and costs nothing in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Its identifier.
    pub id: TermId,
    /// What is bought.
    pub label: String,
    /// The buyer.
    pub from: AccountHolder,
    /// The seller.
    pub to: AccountHolder,
    /// Positive amounts by year.
    pub by_year: BTreeMap<i16, Money>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// One assumption varied while the others stay (følsomhedsanalyse).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensitivity {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// What is varied.
    pub vary: Varied,
    /// The lowest factor.
    pub low: Decimal,
    /// The highest factor.
    pub high: Decimal,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What a sensitivity varies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Varied {
    /// Every expected success rate.
    SuccessRate,
    /// Participants of every year.
    Participants,
    /// All costs.
    Costs,
    /// All savings.
    Savings,
    /// One cost.
    Cost(TermId),
    /// One saving.
    Saving(TermId),
}
