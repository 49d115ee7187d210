//! The words of the language and what they stand for, once for the reader and the printer.

use virkning_model::Rounding;
use virkning_model::agreement::{
    AccountingYear, AgreementKind, BudgetArea, BudgetKind, CarryForward, Counted, DutyKind, Eligibility, EnrolmentStep,
    EstimateKind, EstimateOver, IndexKind, LeftPopulation, MinimumApplies, MissingData, PaidPer, PartyRole,
    ReceiverOrder, ReturnCapMethod, Unit,
};
use virkning_model::business_case::{CostKind, DoublePeriod, Evidence, PaybackRule, TransactionPhase};
use virkning_model::claim::RowRole;
use virkning_model::code_list::CodeStatus;
use virkning_model::continuation::Recommendation;
use virkning_model::implementation::Allocation;
use virkning_model::observation::{Arm, Outcome, Unclarified};
use virkning_model::overlap::OverlapRule;

/// Words with what they stand for.
pub(crate) type Words<T> = &'static [(&'static str, T)];

/// The word of a value.
pub(crate) fn word_of<T: PartialEq>(words: Words<T>, value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word)
}

pub(crate) const AGREEMENT_KINDS: Words<AgreementKind> =
    &[("outcomes-contract", AgreementKind::OutcomesContract), ("investeringscase", AgreementKind::Investeringscase)];

pub(crate) const ROUNDINGS: Words<Rounding> =
    &[("half-up", Rounding::HalfUp), ("half-even", Rounding::HalfEven), ("down", Rounding::Down)];

pub(crate) const PARTY_ROLES: Words<PartyRole> = &[
    ("authority", PartyRole::Authority),
    ("investor", PartyRole::Investor),
    ("provider", PartyRole::Provider),
    ("guarantor", PartyRole::Guarantor),
    ("payer", PartyRole::Payer),
];

pub(crate) const BUDGET_KINDS: Words<BudgetKind> = &[
    ("decentral", BudgetKind::Decentral),
    ("central", BudgetKind::Central),
    ("outcome-fund", BudgetKind::OutcomeFund),
    ("region", BudgetKind::Region),
    ("state", BudgetKind::State),
];

pub(crate) const AREAS: Words<BudgetArea> = &[
    ("service", BudgetArea::Service),
    ("transfers", BudgetArea::Transfers),
    ("ei", BudgetArea::Ei),
    ("eo", BudgetArea::Eo),
    ("construction", BudgetArea::Construction),
];

pub(crate) const FRAMES: Words<bool> = &[("inside", true), ("outside", false)];

pub(crate) const YES_NO: Words<bool> = &[("yes", true), ("no", false)];

pub(crate) const UNITS: Words<Unit> = &[("person", Unit::Person), ("family", Unit::Family), ("child", Unit::Child)];

pub(crate) const STEPS: Words<EnrolmentStep> = &[
    ("referred", EnrolmentStep::Referred),
    ("admission-talk", EnrolmentStep::AdmissionTalk),
    ("accepted", EnrolmentStep::Accepted),
    ("started", EnrolmentStep::Started),
];

pub(crate) const ALLOCATIONS: Words<Allocation> =
    &[("random", Allocation::Random), ("matched", Allocation::Matched), ("before-after", Allocation::BeforeAfter)];

pub(crate) const DUTY_KINDS: Words<DutyKind> = &[
    ("status", DutyKind::Status),
    ("renegotiation", DutyKind::Renegotiation),
    ("report", DutyKind::Report),
    ("continuation", DutyKind::Continuation),
    ("evaluation", DutyKind::Evaluation),
];

pub(crate) const RECOMMENDATIONS: Words<Recommendation> = &[
    ("permanent", Recommendation::Permanent),
    ("for-a-time", Recommendation::ForATime),
    ("operation", Recommendation::Operation),
    ("adapted", Recommendation::Adapted),
    ("handed-over", Recommendation::HandedOver),
    ("case-by-case", Recommendation::CaseByCase),
    ("stopped", Recommendation::Stopped),
];

pub(crate) const ELIGIBILITIES: Words<Eligibility> = &[
    ("enrolled-before-the-year", Eligibility::EnrolledBeforeTheYear),
    ("enrolled-by-year-end", Eligibility::EnrolledByYearEnd),
    ("window-closed", Eligibility::WindowClosed),
    ("completed", Eligibility::Completed),
];

pub(crate) const LEFT_POPULATION: Words<LeftPopulation> = &[
    ("no-success", LeftPopulation::NoSuccess),
    ("unclarified", LeftPopulation::Unclarified),
    ("left-out", LeftPopulation::LeftOut),
];

pub(crate) const MISSING: Words<MissingData> = &[
    ("unclarified", MissingData::Unclarified),
    ("no-success", MissingData::NoSuccess),
    ("left-out", MissingData::LeftOut),
];

pub(crate) const COST_KINDS: Words<CostKind> =
    &[("operations", CostKind::Operations), ("implementation", CostKind::Implementation)];

pub(crate) const DOUBLE_PERIODS: Words<DoublePeriod> =
    &[("one-period", DoublePeriod::OnePeriod), ("two-years", DoublePeriod::TwoYears)];

pub(crate) const PAYBACK_RULES: Words<PaybackRule> =
    &[("elapsed-periods", PaybackRule::ElapsedPeriods), ("first-year-positive", PaybackRule::FirstYearPositive)];

pub(crate) const EVIDENCE: Words<Evidence> = &[
    ("meta-or-trial", Evidence::MetaOrTrial),
    ("control-group", Evidence::ControlGroup),
    ("before-after", Evidence::BeforeAfter),
    ("assumption", Evidence::Assumption),
];

pub(crate) const PHASES: Words<TransactionPhase> = &[
    ("development", TransactionPhase::Development),
    ("operation", TransactionPhase::Operation),
    ("follow-up", TransactionPhase::FollowUp),
];

pub(crate) const INDICES: Words<IndexKind> = &[
    ("net-price-index", IndexKind::NetPriceIndex),
    ("kl-price-and-wage", IndexKind::KlPriceAndWage),
    ("consumer-price-index", IndexKind::ConsumerPriceIndex),
];

pub(crate) const PAID_PER: Words<PaidPer> = &[
    ("success", PaidPer::Success),
    ("participant", PaidPer::Participant),
    ("unit", PaidPer::Unit),
    ("rate", PaidPer::Rate),
    ("estimate", PaidPer::Estimate),
    ("saving", PaidPer::Saving),
    ("difference", PaidPer::Difference),
];

pub(crate) const COUNTED: Words<Counted> = &[("gross", Counted::Gross), ("net-of-baseline", Counted::NetOfBaseline)];

pub(crate) const CARRY_FORWARD: Words<CarryForward> =
    &[("none", CarryForward::None), ("negative-years", CarryForward::NegativeYears)];

pub(crate) const ESTIMATES: Words<EstimateKind> =
    &[("relative-reduction", EstimateKind::RelativeReduction), ("difference", EstimateKind::Difference)];

pub(crate) const ESTIMATES_OVER: Words<EstimateOver> =
    &[("cohort", EstimateOver::Cohort), ("all-cohorts", EstimateOver::AllCohorts)];

pub(crate) const MINIMUMS: Words<MinimumApplies> =
    &[("below-the-ladder", MinimumApplies::BelowTheLadder), ("any-lower-step", MinimumApplies::AnyLowerStep)];

pub(crate) const ORDERS: Words<ReceiverOrder> =
    &[("pro-rata", ReceiverOrder::ProRata), ("in-order", ReceiverOrder::InOrder)];

pub(crate) const ACCOUNTING_YEARS: Words<AccountingYear> =
    &[("paid", AccountingYear::Paid), ("measured", AccountingYear::Measured)];

/// The methods of a return cap by their words.
pub(crate) const METHODS: Words<ReturnCapMethod> = &[
    ("compound", ReturnCapMethod::Compound),
    ("simple", ReturnCapMethod::Simple),
    ("per-year", ReturnCapMethod::PerYear),
];

pub(crate) const OVERLAP_RULES: Words<OverlapRule> = &[
    ("both", OverlapRule::Both),
    ("first", OverlapRule::First),
    ("here", OverlapRule::Here),
    ("there", OverlapRule::There),
];

pub(crate) const ROW_ROLES: Words<RowRole> =
    &[("part", RowRole::Part), ("total", RowRole::Total), ("difference", RowRole::Difference)];

/// What an example may observe; a made-up observation without data says no more than that.
pub(crate) const OUTCOMES: Words<Outcome> = &[
    ("success", Outcome::Success),
    ("no-success", Outcome::NoSuccess),
    ("unclarified", Outcome::Unclarified(Unclarified::NoData)),
];

pub(crate) const ARMS: Words<Arm> = &[("treatment", Arm::Treatment), ("control", Arm::Control)];

pub(crate) const CERTAIN: Words<CodeStatus> = &[("yes", CodeStatus::Confirmed), ("no", CodeStatus::Uncertain)];
