//! Expected outcome payments: planned participants times a success rate, priced by the same program that settles
//! observed counts. Also what would be paid with no effect at all.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{
    AccountHolder, AccountingYear, Agreement, Clause, Eligibility, Intake, Measure, PaidPer, StepPay, Tariff, Window,
};
use virkning_model::id::{MeasureId, PartyId, TermId};
use virkning_model::period::{ByYear, Month};
use virkning_model::settlement::{CohortFigures, KeptBack, LineBasis};

use crate::error::CompileError;
use crate::program::{PaymentTerm, Program, ProgramLine, Recording, compile};
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
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// The day of payment.
    pub due: Date,
    /// Planned participants that the measure looks at, rounded to whole ones where only a share of them completes.
    pub eligible: u32,
    /// Expected share of successes.
    pub rate: Decimal,
    /// What all payers of the term pay for: eligible times rate at a price per success.
    pub successes: Decimal,
    /// The price of one; the whole amount where it is not a price times a quantity.
    pub price: Money,
    /// This payer's and receiver's part of successes times price.
    pub before_cap: Money,
    /// What a cap takes away.
    pub over_cap: Money,
    /// What is paid, with what is kept back.
    pub amount: Money,
    /// The part that is kept back, and until when.
    pub held_back: Option<KeptBack>,
    /// How the amount comes about, where it is not a price times a quantity.
    pub basis: Option<LineBasis>,
    /// The regnskabsår.
    pub accounting_year: i16,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
    /// Where the term stands.
    pub clause: Clause,
}

impl ExpectedPayment {
    /// What is paid on the day of payment, and what was kept back on its own day.
    pub fn by_day(&self) -> impl Iterator<Item = (Date, Money)> {
        let later = self.held_back.as_ref().map(|kept| (kept.until, kept.amount));
        let now = later.map_or(self.amount, |(_, kept)| self.amount - kept);
        [(self.due, now)].into_iter().chain(later)
    }
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

/// A measure, a measured year, and the month since the start (zero where there is none).
pub(crate) type Key = (MeasureId, i16, u16);

/// What is assumed of each measured period: success rates and mean values. A period without either is left out of what
/// needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rates {
    pub(crate) rates: BTreeMap<Key, Decimal>,
    pub(crate) values: BTreeMap<Key, Decimal>,
}

impl Rates {
    /// The same with every rate times a factor.
    pub(crate) fn scaled(&self, factor: impl Fn(Decimal) -> Option<Decimal>) -> Option<Self> {
        let rates = self.rates.iter().map(|(key, rate)| Some((key.clone(), factor(*rate)?)));
        Some(Self { rates: rates.collect::<Option<_>>()?, values: self.values.clone() })
    }
}

fn key(line: &ProgramLine, term: &PaymentTerm) -> Key {
    (term.payment.measure.clone(), line.measured_year, line.at)
}

/// The measure of a line, as the terms in force at the end of its period state it.
fn measure_of<'a>(agreement: &'a Agreement, line: &ProgramLine, term: &PaymentTerm) -> Option<&'a Measure> {
    agreement.in_force(line.period_end).measure(&term.payment.measure)
}

/// Rates for every measured period that is paid for: the given ones before the expected ones. Where the source states
/// that it does not know them there are none.
///
/// # Errors
/// A measure without a rate for a measured year.
pub(crate) fn rates(
    agreement: &Agreement,
    program: &Program,
    given: Option<&ByYear<Decimal>>,
) -> Result<Rates, CompileError> {
    let mut assumed = Rates::default();
    for line in program.lines() {
        let term = program.term(line);
        let Some(measure) = measure_of(agreement, line, term) else { continue };
        let (key, year) = (key(line, term), line.measured_year);
        let rate = given.and_then(|given| given.get(year)).copied().or_else(|| measure.expected_share(year, line.at));
        match rate {
            Some(rate) => {
                assumed.rates.insert(key.clone(), rate);
            }
            None if needs_rate(term) && !is_said_to_be_unknown(agreement, line, measure) => {
                return Err(CompileError::ExpectedRateMissing { measure: measure.id.clone(), year });
            }
            None => {}
        }
        if let Some(value) = measure.expected_value.as_ref().and_then(|value| value.get(year)) {
            assumed.values.insert(key, *value);
        }
    }
    Ok(assumed)
}

/// Whether the source says that there is a rate without saying which.
fn is_said_to_be_unknown(agreement: &Agreement, line: &ProgramLine, measure: &Measure) -> bool {
    let path = format!("measure.{}.expected", measure.id);
    agreement.in_force(line.period_end).not_stated.iter().any(|unknown| unknown.term.starts_with(&path))
}

/// The rates that the agreement expects.
pub(crate) fn as_planned(agreement: &Agreement) -> Result<Rates, CompileError> {
    rates(agreement, &compile(agreement)?, None)
}

fn needs_rate(term: &PaymentTerm) -> bool {
    match term.payment.per {
        PaidPer::Success | PaidPer::Rate => true,
        PaidPer::Estimate => !term.by_value,
        PaidPer::Participant | PaidPer::Unit | PaidPer::Saving | PaidPer::Difference => false,
    }
}

/// Whom a line looks at: everyone who started in these years, or of them only those who complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedAt {
    /// Years of start with the planned starters, in order.
    pub starters: Vec<(i16, u32)>,
    /// The share of them that is expected to complete, where the measure looks at nobody else.
    pub completing: Option<Decimal>,
}

impl LookedAt {
    /// How many the plan expects.
    pub fn planned(&self) -> Option<Decimal> {
        let started: u32 = self.starters.iter().map(|(_, starters)| starters).sum();
        Decimal::from(started).checked_mul(self.completing.unwrap_or(Decimal::ONE))
    }
}

/// Whom the plan expects a line to look at; nothing where the source states no intake, or not how many complete.
pub fn looked_at(agreement: &Agreement, line: &ProgramLine, term: &PaymentTerm) -> Option<LookedAt> {
    let agreement = agreement.in_force(line.period_end);
    let (intake, year) = (&agreement.intake, line.measured_year);
    if intake.by_year.is_empty() {
        return None;
    }
    let measure = agreement.measure(&term.payment.measure)?;
    let before = |year: i16| intake.by_year.range(..year).map(|(start, starters)| (*start, *starters)).collect();
    let starters = match &measure.window {
        Window::MonthsSinceStart { months } => closing_in(intake, year, *months)?,
        Window::AtMonths { .. } => closing_in(intake, year, line.at)?,
        Window::SinceStartToMonth { .. } | Window::Event { .. } if measure.eligible == Eligibility::Completed => {
            before(year + 1)
        }
        _ => match measure.eligible {
            Eligibility::EnrolledByYearEnd => before(year + 1),
            _ => before(year),
        },
    };
    let completing = if measure.eligible == Eligibility::Completed {
        Some(intake.completion?)
    } else {
        None
    };
    Some(LookedAt { starters, completing })
}

/// How many the plan expects a line to look at; nothing where the source states no intake.
pub(crate) fn planned(agreement: &Agreement, line: &ProgramLine, term: &PaymentTerm) -> Option<Decimal> {
    looked_at(agreement, line, term)?.planned()
}

/// Those whose window of so many months closes in a year when everyone starts on the planned day; nothing where no day is
/// planned.
fn closing_in(intake: &Intake, year: i16, months: u16) -> Option<Vec<(i16, u32)>> {
    let (month, _) = intake.planned_start?;
    let closes = |start: i16| Month::new(start, month)?.plus(i32::from(months)).map(Month::year);
    let own = intake.by_year.iter().filter(|(start, _)| closes(**start) == Some(year));
    Some(own.map(|(start, starters)| (*start, *starters)).collect())
}

/// The figures that the plan expects of each line of an agreement's program, in the order of its lines; nothing where the
/// source leaves out what the payment needs.
///
/// # Errors
/// A measure without a rate for a measured year.
pub fn expected_figures(agreement: &Agreement, program: &Program) -> Result<Vec<Option<CohortFigures>>, CompileError> {
    let rates = rates(agreement, program, None)?;
    let of = |line: &ProgramLine| figures(agreement, &rates, line, program.term(line));
    Ok(program.lines().iter().map(of).collect())
}

/// Whether the plan knows every payment: then what is missing of the capital in the end can be told too.
///
/// # Errors
/// A measure without a rate for a measured year.
pub fn every_payment_is_known(agreement: &Agreement, program: &Program) -> Result<bool, CompileError> {
    Ok(is_complete(agreement, program, &rates(agreement, program, None)?))
}

/// The figures that the plan expects of a line; nothing where the source leaves out what the payment needs.
pub(crate) fn figures(
    agreement: &Agreement,
    rates: &Rates,
    line: &ProgramLine,
    term: &PaymentTerm,
) -> Option<CohortFigures> {
    let eligible = planned(agreement, line, term)?;
    let key = key(line, term);
    let of = |number: Option<&Decimal>| number.and_then(|number| eligible.checked_mul(*number));
    let (successes, sum) = (of(rates.rates.get(&key)), of(rates.values.get(&key)));
    let (control_successes, control_sum) = (of(term.baseline.as_ref()), of(term.baseline_value.as_ref()));
    let is_known = match term.payment.per {
        PaidPer::Success | PaidPer::Rate => successes.is_some(),
        PaidPer::Participant => true,
        PaidPer::Unit => sum.is_some(),
        PaidPer::Saving | PaidPer::Difference => sum.is_some() && control_sum.is_some(),
        PaidPer::Estimate if term.by_value => sum.is_some() && control_sum.is_some(),
        PaidPer::Estimate => successes.is_some() && control_successes.is_some(),
    };
    let has_index = match (&term.index, &term.payment.indexed) {
        (Some(index), Some(indexed)) => index.contains_key(&line.measured_year) && index.contains_key(&indexed.from),
        _ => true,
    };
    (is_known && has_index).then(|| CohortFigures {
        eligible,
        successes: successes.unwrap_or_default(),
        sum: sum.unwrap_or_default(),
        control_eligible: eligible,
        control_successes: control_successes.unwrap_or_default(),
        control_sum: control_sum.unwrap_or_default(),
        estimate: None,
    })
}

/// Runs the program on planned participants and these rates. What the source leaves out is left out.
pub(crate) fn payments(
    agreement: &Agreement,
    program: &Program,
    rates: &Rates,
) -> Result<Vec<ExpectedPayment>, CompileError> {
    let mut recording = Recording::default();
    let expected = |line: &ProgramLine, term: &PaymentTerm| figures(agreement, rates, line, term).map(Expected);
    program.run(&mut program.accounts(), expected, &mut recording)?;
    let payment = |priced: &crate::program::Priced| {
        let line = &program.lines()[priced.line];
        let term = program.term(line);
        let payment = &term.payment;
        let eligible = planned(agreement, line, term).unwrap_or_default();
        let rate = rates.rates.get(&key(line, term)).copied().unwrap_or_default();
        let counted = match &priced.basis {
            None | Some(LineBasis::Indexed { .. } | LineBasis::NetOfBaseline { .. }) => priced.quantity,
            _ => eligible * rate,
        };
        let kept = term.kept_back(priced.amount, line.due, program.rounding);
        let measured = payment.accounting_year == AccountingYear::Measured;
        ExpectedPayment {
            term: payment.id.clone(),
            label: payment.label.clone(),
            measure: payment.measure.clone(),
            measured_year: line.measured_year,
            at: line.at,
            due: line.due,
            eligible: u32::try_from(eligible.round()).unwrap_or(u32::MAX),
            rate,
            successes: counted.normalize(),
            price: priced.price,
            before_cap: priced.due,
            over_cap: priced.over_cap,
            amount: priced.amount,
            held_back: kept.map(|(amount, until)| KeptBack { amount, until }),
            basis: priced.basis.clone(),
            accounting_year: if measured { line.measured_year } else { line.due.year() },
            from: payment.from[priced.payer].holder.clone(),
            to: payment.to[priced.receiver].party.clone(),
            clause: payment.clause.clone(),
        }
    };
    let nobody = |priced: &&crate::program::Priced| {
        let line = &program.lines()[priced.line];
        let since_start = measure_of(agreement, line, program.term(line));
        // In such a year nobody's window closes.
        since_start.is_some_and(|measure| !measure.window.measured_at().is_empty())
            && planned(agreement, line, program.term(line)).is_some_and(|planned| planned.is_zero())
    };
    Ok(recording.lines.iter().filter(|priced| !nobody(priced)).map(payment).collect())
}

/// Sums by year of payment, in order of the years.
pub(crate) fn by_year_of_payment(payments: &[ExpectedPayment], zero: Money) -> BTreeMap<i16, Money> {
    let mut by_year = BTreeMap::new();
    for payment in payments {
        for (day, amount) in payment.by_day() {
            *by_year.entry(day.year()).or_insert(zero) += amount;
        }
    }
    by_year
}

pub(crate) fn total(payments: &[ExpectedPayment], zero: Money) -> Money {
    payments.iter().fold(zero, |all, payment| all + payment.amount)
}

/// What would be paid with no effect; nothing where the source does not say what would happen then, or what is paid.
pub(super) fn no_effect(
    agreement: &Agreement,
    program: &Program,
    planned_payments: &[ExpectedPayment],
) -> Result<Option<NoEffect>, CompileError> {
    let mut rates = Rates::default();
    for line in program.lines() {
        let term = program.term(line);
        let key = key(line, term);
        term.baseline.map(|rate| rates.rates.insert(key.clone(), rate));
        term.baseline_value.map(|value| rates.values.insert(key, value));
        if !is_stated(term) || figures(agreement, &rates, line, term).is_none() {
            return Ok(None);
        }
    }
    if program.lines().is_empty() {
        return Ok(None);
    }
    let zero = Money::zero(agreement.currency);
    let without = payments(agreement, program, &rates)?;
    let total_without = total(&without, zero);
    Ok(Some(NoEffect {
        payments: by_year_of_payment(&without, zero).into_iter().collect(),
        total: total_without,
        share_of_plan: total_without.ratio_to(total(planned_payments, zero)),
    }))
}

/// Whether every payment can be planned: then what is missing of the capital can be told too.
pub(super) fn is_complete(agreement: &Agreement, program: &Program, rates: &Rates) -> bool {
    program.lines().iter().all(|line| {
        let term = program.term(line);
        is_stated(term) && figures(agreement, rates, line, term).is_some()
    })
}

/// Whether the source states what is paid, and among whom.
fn is_stated(term: &PaymentTerm) -> bool {
    let tariff = match &term.payment.tariff {
        Tariff::NotStated => false,
        Tariff::Ladder(steps) => steps.iter().all(|step| step.pays != StepPay::NotStated),
        Tariff::Price(_) | Tariff::Share(_) => true,
    };
    tariff && term.payer_weights.is_some() && term.receiver_weights.is_some()
}
