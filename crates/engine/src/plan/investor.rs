//! What an investor puts in and gets back, by day and by year, as the inputs of its return. The return itself is an
//! estimate and is computed elsewhere.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, Counted, PaidPer, PartyRole};
use virkning_model::id::PartyId;

use super::expected::{ExpectedPayment, as_planned, figures, payments as run_payments};
use super::flow::{Flow, FlowKind};
use super::later_rate;
use crate::error::CompileError;
use crate::program::{PaymentTerm, Program};

/// One year of an investor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvestorYear {
    /// The year of payment.
    pub year: i16,
    /// Capital given.
    pub paid_in: Money,
    /// Outcome payments received, and capital that came back whatever the results.
    pub received: Money,
    /// Received less paid in.
    pub balance: Money,
    /// The same from the first year on.
    pub cumulative: Money,
}

/// An investor's side of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct InvestorPlan {
    /// Who.
    pub party: PartyId,
    /// All capital given.
    pub paid_in: Money,
    /// All outcome payments received.
    pub received: Money,
    /// What a cap takes away.
    pub over_cap: Money,
    /// Net by day, sorted, one entry per day: negative when capital is given. The input of XIRR.
    pub flows: Vec<(Date, Money)>,
    /// Every year from the first flow to the last, also those without any. The balances are the input of IRR.
    pub by_year: Vec<InvestorYear>,
    /// Received over paid in; nothing where nothing is paid in.
    pub multiple: Option<Decimal>,
    /// The day on which most is out, and how much (negative); nothing where nothing ever is.
    pub deepest: Option<(Date, Money)>,
    /// The success rate of the later years at which it just gets its capital back, when every expected rate is scaled
    /// alike and no cap binds. Above one it never does. Nothing where no payment is expected.
    pub break_even_rate: Option<Decimal>,
    /// The lowest success rate of the later years, to four decimals, at which its cap takes something away, when every
    /// expected rate is scaled alike; nothing where it has no cap or none up to one.
    pub cap_binds_from: Option<Decimal>,
}

pub(super) fn investors(
    agreement: &Agreement,
    program: &Program,
    flows: &[Flow],
    payments: &[ExpectedPayment],
) -> Result<Vec<InvestorPlan>, CompileError> {
    let gives = |id: &PartyId| !program.instalments(id).is_empty();
    let parties = agreement.parties.iter().filter(|party| party.is(PartyRole::Investor) || gives(&party.id));
    parties.map(|party| investor(agreement, program, flows, payments, &party.id)).collect()
}

fn investor(
    agreement: &Agreement,
    program: &Program,
    flows: &[Flow],
    payments: &[ExpectedPayment],
    party: &PartyId,
) -> Result<InvestorPlan, CompileError> {
    let zero = Money::zero(agreement.currency);
    let own = own_flows(flows, party);
    let by_year = by_year(&own, zero);
    let paid_in = by_year.iter().fold(zero, |all, year| all + year.paid_in);
    let received = by_year.iter().fold(zero, |all, year| all + year.received);
    let mut by_day: BTreeMap<Date, Money> = BTreeMap::new();
    for (date, amount) in own {
        *by_day.entry(date).or_insert(zero) += amount;
    }
    let over_cap =
        payments.iter().filter(|payment| payment.to == *party).fold(zero, |all, payment| all + payment.over_cap);
    Ok(InvestorPlan {
        party: party.clone(),
        paid_in,
        received,
        over_cap,
        deepest: deepest(&by_day, zero),
        flows: by_day.into_iter().collect(),
        by_year,
        multiple: received.ratio_to(paid_in),
        break_even_rate: break_even_rate(agreement, program, party, paid_in)?,
        cap_binds_from: cap_binds_from(agreement, program, party)?,
    })
}

/// Capital negative, outcome payments positive, in the order of the plan's flows.
fn own_flows(flows: &[Flow], party: &PartyId) -> Vec<(Date, Money)> {
    let is = |holder: &Option<virkning_model::agreement::AccountHolder>| {
        holder.as_ref().is_some_and(|holder| holder.party == *party)
    };
    let own = flows.iter().filter_map(|flow| match flow.kind {
        FlowKind::Funding if is(&flow.from) => Some((flow.date, -flow.amount)),
        FlowKind::OutcomePayment | FlowKind::CapitalReturn | FlowKind::Guarantee if is(&flow.to) => {
            Some((flow.date, flow.amount))
        }
        _ => None,
    });
    own.collect()
}

fn by_year(own: &[(Date, Money)], zero: Money) -> Vec<InvestorYear> {
    let (Some((first, _)), Some((last, _))) = (own.first(), own.last()) else { return Vec::new() };
    let mut cumulative = zero;
    (first.year()..=last.year())
        .map(|year| {
            let (mut paid_in, mut received) = (zero, zero);
            for (_, amount) in own.iter().filter(|(date, _)| date.year() == year) {
                if amount.is_negative() { paid_in -= *amount } else { received += *amount }
            }
            let balance = received - paid_in;
            cumulative += balance;
            InvestorYear { year, paid_in, received, balance, cumulative }
        })
        .collect()
}

fn deepest(by_day: &BTreeMap<Date, Money>, zero: Money) -> Option<(Date, Money)> {
    let mut exposure = zero;
    let mut deepest = None;
    for (date, amount) in by_day {
        exposure += *amount;
        if exposure < deepest.map_or(zero, |(_, lowest)| lowest) {
            deepest = Some((*date, exposure));
        }
    }
    deepest
}

/// Payments are linear in the scale of the rates, so the plan's own total gives the scale at once. It is multiplied by
/// the later years' rate before it is divided, so that only the quotient is rounded.
fn break_even_rate(
    agreement: &Agreement,
    program: &Program,
    party: &PartyId,
    paid_in: Money,
) -> Result<Option<Decimal>, CompileError> {
    let planned = as_planned(agreement)?;
    let mut later = None;
    let mut expected = Decimal::ZERO;
    for line in program.lines() {
        let term = program.term(line);
        if term.payment.to.iter().all(|receiver| receiver.party != *party) {
            continue;
        }
        let (Some(price), Some(figures)) = (per_success(term), figures(agreement, &planned, line, term)) else {
            return Ok(None);
        };
        later = later.or_else(|| later_rate(agreement, &term.payment.measure));
        let successes = figures.successes.normalize();
        let (price, _) = term.price_of(price, line.measured_year, agreement.rounding)?;
        let kroner = successes.checked_mul(price.to_decimal()).and_then(|kroner| term.due_to(party, kroner));
        let sum = kroner.and_then(|kroner| expected.checked_add(kroner));
        expected = sum.ok_or_else(|| CompileError::OutOfRange { term: term.payment.id.clone() })?;
    }
    let Some(later) = later else { return Ok(None) };
    Ok(paid_in.to_decimal().checked_mul(later).and_then(|needed| needed.checked_div(expected)))
}

/// The price of a payment that grows with every success alike.
fn per_success(term: &PaymentTerm) -> Option<Money> {
    let payment = &term.payment;
    let alike = payment.per == PaidPer::Success
        && payment.counted == Counted::Gross
        && payment.minimum_cohort.is_none()
        && payment.unless.is_empty();
    payment.price().filter(|_| alike)
}

/// What is paid over the cap never falls when rates rise, so halving the interval finds the first rate.
fn cap_binds_from(agreement: &Agreement, program: &Program, party: &PartyId) -> Result<Option<Decimal>, CompileError> {
    let pays = |term: &&PaymentTerm| term.payment.to.iter().any(|receiver| receiver.party == *party);
    let term = program.terms().iter().find(pays);
    let later = term.and_then(|term| later_rate(agreement, &term.payment.measure)).filter(|rate| !rate.is_zero());
    let (true, Some(later)) = (program.has_cap(party), later) else { return Ok(None) };
    if program.terms().iter().filter(pays).any(|term| per_success(term).is_none()) {
        return Ok(None);
    }
    let planned = as_planned(agreement)?;
    let binds = |ten_thousandths: i64| -> Result<bool, CompileError> {
        let rate = Decimal::new(ten_thousandths, 4);
        let scaled = planned.scaled(|planned| planned.checked_mul(rate)?.checked_div(later));
        let scaled = scaled.unwrap_or_else(|| planned.clone());
        let payments = run_payments(agreement, program, &scaled)?;
        Ok(payments.iter().any(|payment| payment.to == *party && !payment.over_cap.is_zero()))
    };
    let (mut free, mut bound) = (0, 10_000);
    if !binds(bound)? {
        return Ok(None);
    }
    while bound - free > 1 {
        let middle = (free + bound) / 2;
        if binds(middle)? { bound = middle } else { free = middle }
    }
    Ok(Some(Decimal::new(bound, 4)))
}
