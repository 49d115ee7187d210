//! What is paid for which measure, and what bounds it: prices, ladders, shares of savings and of differences, payers and
//! receivers, limits, guarantees, indices. Amounts become money only in the engine.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::{AccountHolder, Clause};
use crate::id::{MeasureId, PartyId, TermId};
use crate::money::Money;
use crate::origin::Origin;
use crate::period::Years;

/// What a payment is counted per.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidPer {
    /// Each unit that meets the measure in the measured period.
    Success,
    /// Each unit that the measure looks at, whatever becomes of it.
    Participant,
    /// Each one of what the measure's value counts.
    Unit,
    /// The share of successes, on a ladder.
    Rate,
    /// An estimated effect against controls, on a ladder.
    Estimate,
    /// What is saved against the measure's baseline value.
    Saving,
    /// The difference between the control arm and the treatment arm.
    Difference,
}

/// How what is counted becomes money.
#[derive(Clone, Debug, PartialEq)]
pub enum Tariff {
    /// A price for each: per success, participant or unit.
    Price(Money),
    /// Steps with inclusive lower bounds, ascending; below the first nothing is due: per rate or estimate.
    Ladder(Vec<Step>),
    /// A share of an amount: per saving or difference.
    Share(Decimal),
    /// The source states no amount (ikke oplyst): whether something is due can be told, how much cannot.
    NotStated,
}

/// A step of a ladder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The lowest rate or estimate that reaches it, itself included.
    pub from: Decimal,
    /// What it pays.
    pub pays: StepPay,
}

/// What a step of a ladder pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepPay {
    /// An amount.
    Amount(Money),
    /// A share of the capital that the receivers have put in by the day of payment.
    ShareOfCapital(Decimal),
    /// Something, but the source does not say how much.
    NotStated,
}

/// How an estimate is made of the two arms' figures. It becomes a decimal here, rounded as the contract says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EstimateRule {
    /// What is estimated.
    pub kind: EstimateKind,
    /// Decimals to which it is rounded (half up) before it meets the ladder.
    pub decimals: u32,
    /// Whether each cohort stands alone.
    pub over: EstimateOver,
}

/// What is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EstimateKind {
    /// Control rate less treatment rate, over the control rate: a reduction is positive.
    RelativeReduction,
    /// Control rate less treatment rate.
    Difference,
}

/// What an estimate is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EstimateOver {
    /// The measured year alone (one cohort).
    Cohort,
    /// Every cohort so far, each weighing as many units as its treatment arm has.
    AllCohorts,
}

/// What happens to a measured year in which the saving or the difference is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CarryForward {
    /// It pays nothing and is forgotten.
    #[default]
    None,
    /// It is set against later years (fremført underskud).
    NegativeYears,
}

/// Whether everyone who succeeds is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Everyone.
    #[default]
    Gross,
    /// Successes less those that the baseline expects anyway; never below zero.
    NetOfBaseline,
}

/// A payment in some measured years that does not fall below a share of the capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinimumPay {
    /// In which measured years.
    pub years: Years,
    /// Share of the capital put in by the day of payment.
    pub share_of_capital: Decimal,
    /// Which steps it lifts.
    pub applies: MinimumApplies,
}

/// Which steps of a ladder a minimum lifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinimumApplies {
    /// Only where no step is reached.
    BelowTheLadder,
    /// Any step that pays less.
    AnyLowerStep,
}

/// Part of a payment that is kept back until a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// Share of each amount.
    pub share: Decimal,
    /// The day on which all that was held back is paid.
    pub until: Date,
}

/// A price that follows an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// Which index.
    pub by: TermId,
    /// The year whose prices the agreement states.
    pub from: i16,
}

/// The order in which several receivers are paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReceiverOrder {
    /// By their shares.
    #[default]
    ProRata,
    /// The first until its capital, and the return that its cap allows, is back; then the next.
    InOrder,
}

/// Which regnskabsår a payment belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountingYear {
    /// The year in which it is paid.
    #[default]
    Paid,
    /// The year that was measured.
    Measured,
}

/// How much of a whole falls to one of several. All shares of one list are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// An exact decimal from zero to one; those of one list add up to exactly one.
    Decimal(Decimal),
    /// Whole parts of the sum of all parts of the list, so that thirds are exact: one or more.
    Parts(u32),
    /// The source names several without their shares (ikke oplyst): what they divide cannot be divided.
    NotStated,
}

impl Share {
    /// The share of somebody who is alone.
    pub const WHOLE: Share = Share::Decimal(Decimal::ONE);

    /// What weighs against the other shares of the list.
    pub fn weight(self) -> Decimal {
        match self {
            Share::Decimal(share) => share,
            Share::Parts(parts) => Decimal::from(parts),
            Share::NotStated => Decimal::ZERO,
        }
    }

    /// Whether nothing falls to it.
    pub fn is_zero(self) -> bool {
        self != Share::NotStated && self.weight().is_zero()
    }

    /// Whether the source names several without their shares.
    pub fn are_not_stated(shares: &[Share]) -> bool {
        !shares.is_empty() && shares.iter().all(|share| *share == Share::NotStated)
    }

    /// Whether these shares make up a whole: at least one, all of one kind, decimals from zero to one that add up to
    /// exactly one, parts of one or more.
    pub fn make_a_whole(shares: &[Share]) -> bool {
        let decimals = shares.iter().filter_map(|share| match share {
            Share::Decimal(share) => Some(*share),
            Share::Parts(_) | Share::NotStated => None,
        });
        match decimals.clone().count() {
            0 => !shares.is_empty() && shares.iter().all(|share| matches!(share, Share::Parts(1..))),
            count => {
                count == shares.len()
                    && decimals.clone().all(|share| (Decimal::ZERO..=Decimal::ONE).contains(&share))
                    && decimals.sum::<Decimal>() == Decimal::ONE
            }
        }
    }
}

/// One who pays, with its share of the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerShare {
    /// Who, from which budget.
    pub holder: AccountHolder,
    /// How much of it.
    pub share: Share,
}

impl PayerShare {
    /// The only payer.
    pub fn whole(holder: AccountHolder) -> Self {
        Self { holder, share: Share::WHOLE }
    }
}

/// One who is paid, with its share of the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiverShare {
    /// Who.
    pub party: PartyId,
    /// How much of it.
    pub share: Share,
}

impl ReceiverShare {
    /// The only receiver.
    pub fn whole(party: PartyId) -> Self {
        Self { party, share: Share::WHOLE }
    }
}

/// A payment for a measure, which makes it a payment measure (betalingsmål).
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// The measure that triggers it.
    pub measure: MeasureId,
    /// What is counted.
    pub per: PaidPer,
    /// How it becomes money.
    pub tariff: Tariff,
    /// How the estimate is made; only per estimate.
    pub estimate: Option<EstimateRule>,
    /// What becomes of negative years; only per saving or difference.
    pub carry_forward: CarryForward,
    /// Gross or net of the baseline; only per success.
    pub counted: Counted,
    /// What it does not fall below; only per rate.
    pub minimum: Option<MinimumPay>,
    /// Payments of which none may ever have been due.
    pub unless: Vec<TermId>,
    /// Only these measured years; all of the measure where nothing is named.
    pub years: Option<Years>,
    /// Fewer eligible than this, and nothing is due.
    pub minimum_cohort: Option<u32>,
    /// Part of it that is kept back.
    pub held_back: Option<HeldBack>,
    /// The index that its price follows.
    pub indexed: Option<Indexed>,
    /// The regnskabsår it belongs to.
    pub accounting_year: AccountingYear,
    /// Who pays, from which budget, and how much of it; never empty, nobody twice. Several divide what each receiver
    /// gets after caps.
    pub from: Vec<PayerShare>,
    /// Who is paid, and how much of it; never empty, nobody twice. Several divide quantity times price before caps.
    pub to: Vec<ReceiverShare>,
    /// In which order several are paid.
    pub to_order: ReceiverOrder,
    /// The share of all expected savings that is to cover this payment; it gives the highest price that the case defends.
    pub covered_by_saving_share: Option<Decimal>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

impl Payment {
    /// Whether it is divided among several payers or several receivers.
    pub fn is_shared(&self) -> bool {
        self.from.len() > 1 || self.to.len() > 1
    }

    /// The price of one; nothing where it is paid in another way or no price is stated.
    pub fn price(&self) -> Option<Money> {
        match self.tariff {
            Tariff::Price(price) => Some(price),
            _ => None,
        }
    }
}

/// An index by which prices are carried from year to year. Indices are never mixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTable {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub name: String,
    /// Which index it is.
    pub kind: IndexKind,
    /// The edition of the table.
    pub edition: String,
    /// Its value by year.
    pub by_year: BTreeMap<i16, Decimal>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Which index it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IndexKind {
    /// Nettoprisindeks (Danmarks Statistik).
    NetPriceIndex,
    /// KL's pris- og lønskøn.
    KlPriceAndWage,
    /// Forbrugerprisindeks.
    ConsumerPriceIndex,
}

/// What "at most so much return a year of the net investment" means. Each year the opening balance earns first, then
/// instalments go in, then the payment comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnCapMethod {
    /// Unpaid return earns return.
    Compound,
    /// Return accrues apart from the capital, earns nothing and is paid before capital.
    Simple,
    /// As simple, but return that a year cannot pay lapses.
    PerYear,
}

/// What bounds payments. Limits act in the order: participant, measure, payment, period, payer, investor, agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its identifier.
    pub id: TermId,
    /// What it bounds, and how.
    pub rule: LimitRule,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How payments are bounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitRule {
    /// An investor's yearly return (afkastloft).
    ReturnCap {
        /// Whose return.
        party: PartyId,
        /// Largest yearly return, as a share.
        annual_return: Decimal,
        /// What that means.
        method: ReturnCapMethod,
    },
    /// An amount that is never exceeded; nothing where the source states none.
    AtMost {
        /// The amount.
        amount: Option<Money>,
        /// What it is counted over.
        over: LimitOver,
    },
    /// A share of the capital that an investor has back at the end whatever happens (afkastgulv).
    AtLeast {
        /// Whose capital.
        party: PartyId,
        /// The share.
        share: Decimal,
    },
}

/// What an amount of a limit is counted over. All but `Period` count every measured year together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitOver {
    /// Each unit, over so many years since its start or over all.
    Participant {
        /// Years since the start; all where nothing is named.
        years: Option<u16>,
    },
    /// All payments for one measure.
    Measure(MeasureId),
    /// One payment.
    Payment(TermId),
    /// Each measured year.
    Period,
    /// What one party pays.
    Payer(PartyId),
    /// What one party receives.
    Investor(PartyId),
    /// All payments.
    Agreement,
}

/// A sum that covers capital which does not come back (underskudsgaranti).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarantee {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// Who covers.
    pub from: PartyId,
    /// Whose capital.
    pub to: Vec<PartyId>,
    /// The largest sum; nothing where the source states none.
    pub at_most: Option<Money>,
    /// The day on which what is missing is covered; nothing where the source states none.
    pub on: Option<Date>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Capital that is given back on a day whatever the results, or in part if the agreement ends before.
#[derive(Clone, Debug, PartialEq)]
pub struct CapitalReturn {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// Who pays, from which budget.
    pub from: Vec<PayerShare>,
    /// Whose capital.
    pub to: PartyId,
    /// When.
    pub on: Date,
    /// Share of the capital given.
    pub share: Decimal,
    /// Shares on early termination.
    pub early: Vec<EarlyReturn>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What is given back when the agreement is terminated in a span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyReturn {
    /// First day of the span.
    pub from: Date,
    /// Last day of the span.
    pub to: Date,
    /// Share of the capital given by then.
    pub share: Decimal,
}

/// The four totals as a source states them; they are never merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedFinancing {
    /// Price of the intervention.
    pub price: Option<Money>,
    /// Investment capital.
    pub capital: Option<Money>,
    /// Own financing.
    pub own_financing: Option<Money>,
    /// Guarantee.
    pub guarantee: Option<Money>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}
