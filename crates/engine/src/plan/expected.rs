//! Expected outcome payments: planned participants times a success rate, priced by the same program that settles
//! observed counts. Also what would be paid with no effect at all.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, Clause};
use virkning_model::id::{MeasureId, PartyId, TermId};
use virkning_model::period::ByYear;

use crate::error::CompileError;
use crate::program::{Program, Recording};
use crate::quantity::Expected;

/// What the plan expects one payer of a payment term to pay one receiver for one measured year.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedPayment {
    /// The payment term.
    pub term: TermId,
    /// Its label.
    pub label: String,
    /// The measure.
    pub measure: MeasureId,
    /// The measured year.
    pub measured_year: i16,
    /// The day of payment.
    pub due: Date,
    /// Planned participants that the measure looks at.
    pub eligible: u32,
    /// Expected share of successes.
    pub rate: Decimal,
    /// Eligible times rate: what all payers of the term pay for.
    pub successes: Decimal,
    /// The price of one.
    pub price: Money,
    /// This payer's and receiver's part of successes times price.
    pub before_cap: Money,
    /// What a cap takes away.
    pub over_cap: Money,
    /// What is paid.
    pub amount: Money,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
    /// Where the term stands.
    pub clause: Clause,
}

/// What would be paid if nobody succeeded because of the intervention: everyone at the baseline in every measured
/// year. A phase-in describes the effect, so it does not act on the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct NoEffect {
    /// By year of payment.
    pub payments: Vec<(i16, Money)>,
    /// In all.
    pub total: Money,
    /// The share of what the plan expects to pay; nothing where it expects nothing.
    pub share_of_plan: Option<Decimal>,
}

/// Success rates by measure and measured year.
pub(crate) type Rates = BTreeMap<(MeasureId, i16), Decimal>;

/// Rates for every measured year that is paid for; `rate_of` says which rate holds.
pub(crate) fn rates(
    agreement: &Agreement,
    rate_of: impl Fn(&ByYear<Decimal>, i16) -> Option<Decimal>,
) -> Result<Rates, CompileError> {
    let program = crate::program::compile(agreement)?;
    let nothing = ByYear { named: BTreeMap::new(), later: None };
    let mut rates = Rates::new();
    for line in program.lines() {
        let (measure, year) = (&program.term(line).measure, line.measured_year);
        let expected = agreement.measure(measure).and_then(|measure| measure.expected.as_ref());
        let rate = rate_of(expected.unwrap_or(&nothing), year);
        let rate = rate.ok_or_else(|| CompileError::ExpectedRateMissing { measure: measure.clone(), year })?;
        rates.insert((measure.clone(), year), rate);
    }
    Ok(rates)
}

/// The rates that the agreement expects.
pub(crate) fn as_planned(agreement: &Agreement) -> Result<Rates, CompileError> {
    rates(agreement, |expected, year| expected.get(year).copied())
}

/// Expected successes of a line: planned participants times the rate.
pub(crate) fn successes(agreement: &Agreement, rates: &Rates, measure: &MeasureId, year: i16) -> Decimal {
    let rate = rates.get(&(measure.clone(), year)).copied().unwrap_or_default();
    Decimal::from(agreement.intake.started_before(year)) * rate
}

/// Runs the program on planned participants and these rates.
pub(crate) fn payments(
    agreement: &Agreement,
    program: &Program,
    rates: &Rates,
) -> Result<Vec<ExpectedPayment>, CompileError> {
    let rate = |measure: &MeasureId, year: i16| rates.get(&(measure.clone(), year)).copied().unwrap_or_default();
    let eligible = |year: i16| agreement.intake.started_before(year);
    let mut recording = Recording::default();
    program.run(
        &mut program.accounts(),
        |line, term| Expected(successes(agreement, rates, &term.measure, line.measured_year)),
        &mut recording,
    )?;
    let payment = |priced: &crate::program::Priced| {
        let line = &program.lines()[priced.line];
        let term = program.term(line);
        ExpectedPayment {
            term: term.id.clone(),
            label: term.label.clone(),
            measure: term.measure.clone(),
            measured_year: line.measured_year,
            due: line.due,
            eligible: eligible(line.measured_year),
            rate: rate(&term.measure, line.measured_year),
            successes: priced.quantity.normalize(),
            price: term.price,
            before_cap: priced.due,
            over_cap: priced.over_cap,
            amount: priced.amount,
            from: term.from[priced.payer].holder.clone(),
            to: term.to[priced.receiver].party.clone(),
            clause: term.clause.clone(),
        }
    };
    Ok(recording.lines.iter().map(payment).collect())
}

/// Sums by year of payment, in order of the years.
pub(crate) fn by_year_of_payment(payments: &[ExpectedPayment], zero: Money) -> BTreeMap<i16, Money> {
    let mut by_year = BTreeMap::new();
    for payment in payments {
        *by_year.entry(payment.due.year()).or_insert(zero) += payment.amount;
    }
    by_year
}

pub(crate) fn total(payments: &[ExpectedPayment], zero: Money) -> Money {
    payments.iter().fold(zero, |all, payment| all + payment.amount)
}

pub(super) fn no_effect(
    agreement: &Agreement,
    program: &Program,
    planned: &[ExpectedPayment],
) -> Result<Option<NoEffect>, CompileError> {
    let mut rates = Rates::new();
    for line in program.lines() {
        let measure = &program.term(line).measure;
        let Some(baseline) = agreement.measure(measure).and_then(|measure| measure.baseline) else {
            return Ok(None);
        };
        rates.insert((measure.clone(), line.measured_year), baseline);
    }
    if rates.is_empty() {
        return Ok(None);
    }
    let zero = Money::zero(agreement.currency);
    let without = payments(agreement, program, &rates)?;
    let total_without = total(&without, zero);
    Ok(Some(NoEffect {
        payments: by_year_of_payment(&without, zero).into_iter().collect(),
        total: total_without,
        share_of_plan: total_without.ratio_to(total(planned, zero)),
    }))
}
