//! From an agreement to its program: every version of it settles the measured periods that ended while it was in force.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{
    AccountHolder, Agreement, ExampleCap, LimitRule, Measure, Payment, ReceiverOrder, Settled, Share, StepPay, Tariff,
};
use virkning_model::id::{MeasureId, PartyId, TermId};
use virkning_model::money::Weights;
use virkning_model::period::{Month, Years};

use crate::cap::{Cap, CapTerms};
use crate::eligible::last_day;
use crate::error::CompileError;
use crate::limits;
use crate::program::{PaymentTerm, Program, ProgramLine, Returned};

/// Compiles an agreement's payments, instalments and limits.
///
/// # Errors
/// A reference that does not resolve, a payment without measured years or day of payment, two caps for one party.
pub fn compile(agreement: &Agreement) -> Result<Program, CompileError> {
    compile_under(agreement, &Under::default())
}

/// What a worked example changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Under {
    pub(crate) cap: ExampleCap,
    /// The day on which the agreement is ended before its time.
    pub(crate) terminated: Option<Date>,
}

impl Default for Under {
    fn default() -> Self {
        Self { cap: ExampleCap::Agreed, terminated: None }
    }
}

/// One version of the agreement and the days on which it holds.
struct Version<'a> {
    from: Date,
    /// The first day on which it no longer holds.
    until: Date,
    terms: &'a Agreement,
}

impl Version<'_> {
    fn holds_on(&self, day: Date) -> bool {
        (self.from..self.until).contains(&day)
    }
}

fn versions(agreement: &Agreement) -> Vec<Version<'_>> {
    let mut from = Date::MIN;
    let mut versions = Vec::with_capacity(agreement.earlier.len() + 1);
    for earlier in &agreement.earlier {
        versions.push(Version { from, until: earlier.until, terms: &earlier.terms });
        from = earlier.until;
    }
    versions.push(Version { from, until: Date::MAX, terms: agreement });
    versions
}

/// The same under another cap or ended early, as worked examples ask.
pub(crate) fn compile_under(agreement: &Agreement, under: &Under) -> Result<Program, CompileError> {
    let versions = versions(agreement);
    let names = Names::of(&versions, agreement);
    let mut terms = Vec::new();
    let mut lines = Vec::new();
    for version in &versions {
        for payment in &version.terms.payments {
            let (measure, settled) = measure_of(version.terms, payment)?;
            let own = lines_of(version, payment, measure, settled, terms.len(), under)?;
            let last = own.iter().map(|line| line.measured_year).max().unwrap_or(i16::MIN);
            terms.push(payment_term(version.terms, agreement, payment, measure, &names, last)?);
            lines.extend(own);
        }
    }
    last_measured(&mut terms);
    sort(&mut lines, &terms)?;
    let instalments = instalments(&versions, agreement, &names.parties)?;
    let caps = caps(&versions, under.cap, &instalments, &names)?;
    let returned = returned(&versions, under, &instalments, &names.parties)?;
    Ok(Program {
        currency: agreement.currency,
        rounding: agreement.rounding,
        parties: names.parties,
        payments: names.payments,
        measures: names.measures,
        limits: names.limits,
        terms,
        lines,
        caps,
        instalments,
        returned,
    })
}

/// Identifiers of all versions, each once, in the order in which they appear.
struct Names {
    parties: Vec<PartyId>,
    payments: Vec<TermId>,
    measures: Vec<MeasureId>,
    limits: Vec<TermId>,
}

impl Names {
    fn of(versions: &[Version<'_>], agreement: &Agreement) -> Self {
        let parties = agreement.parties.iter().map(|party| party.id.clone()).collect();
        let mut names = Self { parties, payments: Vec::new(), measures: Vec::new(), limits: Vec::new() };
        for version in versions {
            version.terms.parties.iter().for_each(|party| push_once(&mut names.parties, &party.id));
            for payment in &version.terms.payments {
                push_once(&mut names.payments, &payment.id);
                push_once(&mut names.measures, &payment.measure);
            }
            version.terms.limits.iter().for_each(|limit| push_once(&mut names.limits, &limit.id));
        }
        names
    }
}

fn push_once<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}

fn place_of<T: PartialEq>(list: &[T], item: &T) -> usize {
    list.iter().position(|known| known == item).unwrap_or(list.len())
}

fn measure_of<'a>(agreement: &'a Agreement, payment: &Payment) -> Result<(&'a Measure, Settled), CompileError> {
    let measure = agreement
        .measure(&payment.measure)
        .ok_or_else(|| CompileError::UnknownMeasure { term: payment.id.clone(), measure: payment.measure.clone() })?;
    let settled = measure.settled.ok_or_else(|| CompileError::NotSettled { measure: measure.id.clone() })?;
    Ok((measure, settled))
}

fn lines_of(
    version: &Version<'_>,
    payment: &Payment,
    measure: &Measure,
    settled: Settled,
    term: usize,
    under: &Under,
) -> Result<Vec<ProgramLine>, CompileError> {
    let mut lines = Vec::new();
    for (years, at) in measured_periods(version.terms, measure, settled)? {
        for measured_year in years.iter() {
            let no_date = || CompileError::NoDueDate { measure: measure.id.clone(), year: measured_year };
            let due = settled.date(measured_year).ok_or_else(no_date)?;
            let period_end = last_day(&measure.window, measured_year).ok_or_else(no_date)?;
            let paid = payment.years.is_none_or(|years| years.contains(measured_year));
            let ended = under.terminated.is_some_and(|day| day < period_end);
            if paid && !ended && version.holds_on(period_end) {
                lines.push(ProgramLine { term, measured_year, at, period_end, due });
            }
        }
    }
    Ok(lines)
}

/// The measured years of each month since the start, or of the measure where it has no such months. A window since the
/// start belongs to the year in which it closes: from the first that somebody can start in to the last.
fn measured_periods(
    agreement: &Agreement,
    measure: &Measure,
    settled: Settled,
) -> Result<Vec<(Years, u16)>, CompileError> {
    if let Some(years) = measure.window.years() {
        return Ok(vec![(years, 0)]);
    }
    let several = matches!(measure.window, virkning_model::agreement::Window::AtMonths { .. });
    let (first, last) = starts(agreement);
    let closes = |start: Month, months: u16| start.plus(i32::from(months)).map(Month::year);
    let mut periods = Vec::new();
    for months in measure.window.measured_at() {
        let not_yearly = || CompileError::NotYearly { measure: measure.id.clone() };
        let from = first.and_then(|first| closes(first, *months)).ok_or_else(not_yearly)?;
        let mut to = last.and_then(|last| closes(last, *months)).ok_or_else(not_yearly)?;
        if agreement.intake.by_year.is_empty() {
            // Nobody says when the last one starts: what is paid within the agreement's period.
            let within = |year: &i16| settled.date(*year).is_some_and(|due| due <= agreement.to);
            to = (from..=to).rev().find(within).unwrap_or(from);
        }
        periods.push((Years { from, to }, if several { *months } else { 0 }));
    }
    Ok(periods)
}

/// The first and the last month in which somebody can start.
fn starts(agreement: &Agreement) -> (Option<Month>, Option<Month>) {
    let by_year = &agreement.intake.by_year;
    match (by_year.first_key_value(), by_year.last_key_value()) {
        (Some((first, _)), Some((last, _))) => (Month::new(*first, 1), Month::new(*last, 12)),
        _ => (Some(Month::of(agreement.from)), Some(Month::of(agreement.to))),
    }
}

/// Estimates over all cohorts are made in the last year that any version measures.
fn last_measured(terms: &mut [PaymentTerm]) {
    for place in 0..terms.len() {
        let slot = terms[place].slot;
        let last = terms.iter().filter(|term| term.slot == slot).map(|term| term.last_measured_year).max();
        terms[place].last_measured_year = last.unwrap_or(i16::MAX);
    }
}

fn sort(lines: &mut [ProgramLine], terms: &[PaymentTerm]) -> Result<(), CompileError> {
    let depends = |line: &ProgramLine| !terms[line.term].unless.is_empty();
    lines.sort_by_key(|line| (line.measured_year, line.due.year(), depends(line), line.term, line.at));
    match lines.windows(2).find(|pair| pair[0].due.year() > pair[1].due.year()) {
        Some(pair) => Err(CompileError::DueOutOfOrder { year: pair[0].measured_year }),
        None => Ok(()),
    }
}

fn payment_term(
    version: &Agreement,
    latest: &Agreement,
    payment: &Payment,
    measure: &Measure,
    names: &Names,
    last_measured_year: i16,
) -> Result<PaymentTerm, CompileError> {
    check_tariff(version, payment)?;
    for (place, payer) in payment.from.iter().enumerate() {
        check_holder(version, &payment.id, &payer.holder)?;
        if payment.from[..place].iter().any(|earlier| earlier.holder == payer.holder) {
            return Err(CompileError::Shares { term: payment.id.clone() });
        }
    }
    let payers = payment.from.iter().map(|payer| party_place(&names.parties, &payment.id, &payer.holder.party));
    let mut receivers = Vec::with_capacity(payment.to.len());
    for receiver in &payment.to {
        let place = party_place(&names.parties, &payment.id, &receiver.party)?;
        if receivers.contains(&place) {
            return Err(CompileError::Shares { term: payment.id.clone() });
        }
        receivers.push(place);
    }
    let payer_shares: Vec<Share> = payment.from.iter().map(|payer| payer.share).collect();
    let receiver_shares: Vec<Share> = payment.to.iter().map(|receiver| receiver.share).collect();
    let limits = limits::of_payment(version, payment, &names.limits, &names.parties)?;
    let mut watched = limits::of_payment(latest, payment, &names.limits, &names.parties)?;
    watched.retain(|other| limits.iter().all(|own| own.slot != other.slot));
    let in_order = payment.to_order == ReceiverOrder::InOrder;
    Ok(PaymentTerm {
        payment: payment.clone(),
        slot: place_of(&names.payments, &payment.id),
        measure: place_of(&names.measures, &payment.measure),
        by_value: measure.success.is_none(),
        baseline: measure.baseline,
        baseline_value: measure.baseline_value,
        index: index(version, payment)?,
        unless: payment.unless.iter().map(|other| place_of(&names.payments, other)).collect(),
        last_measured_year,
        payer_weights: weights(&payment.id, &payer_shares)?,
        receiver_weights: if in_order {
            in_order_weights(&payment.id, &receivers)?
        } else {
            weights(&payment.id, &receiver_shares)?
        },
        receivers,
        payers: payers.collect::<Result<_, _>>()?,
        limits,
        watched,
    })
}

/// Amounts are of the agreement's currency and not below zero.
fn check_tariff(agreement: &Agreement, payment: &Payment) -> Result<(), CompileError> {
    match &payment.tariff {
        Tariff::Price(price) => check_amount(agreement, &payment.id, *price),
        Tariff::Ladder(steps) => steps.iter().try_for_each(|step| match step.pays {
            StepPay::Amount(amount) => check_amount(agreement, &payment.id, amount),
            StepPay::ShareOfCapital(share) if share < Decimal::ZERO => {
                Err(CompileError::Negative { term: payment.id.clone() })
            }
            StepPay::ShareOfCapital(_) | StepPay::NotStated => Ok(()),
        }),
        Tariff::Share(share) if *share < Decimal::ZERO => Err(CompileError::Negative { term: payment.id.clone() }),
        Tariff::Share(_) | Tariff::NotStated => Ok(()),
    }
}

fn index(
    agreement: &Agreement,
    payment: &Payment,
) -> Result<Option<std::collections::BTreeMap<i16, Decimal>>, CompileError> {
    let Some(indexed) = &payment.indexed else { return Ok(None) };
    let table = agreement.indices.iter().find(|table| table.id == indexed.by);
    let missing = || CompileError::IndexMissing { term: payment.id.clone(), year: indexed.from };
    Ok(Some(table.ok_or_else(missing)?.by_year.clone()))
}

fn weights(term: &TermId, shares: &[Share]) -> Result<Option<Weights>, CompileError> {
    if Share::are_not_stated(shares) {
        return Ok(None);
    }
    let refused = || CompileError::Shares { term: term.clone() };
    if !Share::make_a_whole(shares) {
        return Err(refused());
    }
    let weights: Vec<Decimal> = shares.iter().map(|share| share.weight().normalize()).collect();
    Weights::new(&weights).map(Some).map_err(|_| refused())
}

/// Who is paid in order needs no shares: the weights only say that there are so many.
fn in_order_weights(term: &TermId, receivers: &[usize]) -> Result<Option<Weights>, CompileError> {
    let weights = vec![Decimal::ONE; receivers.len()];
    Weights::new(&weights).map(Some).map_err(|_| CompileError::Shares { term: term.clone() })
}

/// What each party gives, as the version in force on the day says. Capital whose days no source states counts from the
/// agreement's first day, as the last version says.
fn instalments(
    versions: &[Version<'_>],
    latest: &Agreement,
    parties: &[PartyId],
) -> Result<Vec<Vec<(Date, Money)>>, CompileError> {
    let mut by_party = vec![Vec::new(); parties.len()];
    for version in versions {
        for funding in &version.terms.funding {
            check_holder(version.terms, &funding.id, &funding.to)?;
            let giver = party_place(parties, &funding.id, &funding.from)?;
            let Some(amount) = funding.amount else { continue };
            check_amount(version.terms, &funding.id, amount)?;
            if funding.on.is_empty() && version.until == Date::MAX {
                by_party[giver].push((latest.from, amount));
            }
            let days = funding.on.iter().filter(|day| version.holds_on(**day));
            by_party[giver].extend(days.map(|day| (*day, amount)));
        }
    }
    by_party.iter_mut().for_each(|instalments| instalments.sort_by_key(|(day, _)| *day));
    Ok(by_party)
}

fn caps(
    versions: &[Version<'_>],
    under: ExampleCap,
    instalments: &[Vec<(Date, Money)>],
    names: &Names,
) -> Result<Vec<Option<Cap>>, CompileError> {
    let mut caps: Vec<Option<Cap>> = vec![None; instalments.len()];
    let mut any = false;
    for version in versions {
        let mut seen: Vec<usize> = Vec::new();
        for limit in &version.terms.limits {
            let LimitRule::ReturnCap { party, annual_return, method } = &limit.rule else { continue };
            let place = party_place(&names.parties, &limit.id, party)?;
            if *annual_return < Decimal::ZERO {
                return Err(CompileError::Negative { term: limit.id.clone() });
            }
            if seen.contains(&place) {
                return Err(CompileError::SeveralCaps { party: party.clone() });
            }
            seen.push(place);
            any = true;
            let method = match under {
                ExampleCap::Agreed => *method,
                ExampleCap::Method(method) => method,
                ExampleCap::None => continue,
            };
            let cap = caps[place].get_or_insert_with(|| Cap {
                limit: limit.id.clone(),
                slot: limits::slot(&names.limits, &limit.id),
                terms: Vec::new(),
                rounding: version.terms.rounding,
                instalments: instalments[place].clone(),
            });
            cap.terms.push(CapTerms { until: version.until, method, annual_return: *annual_return });
        }
    }
    match under {
        ExampleCap::Method(method) if !any => Err(CompileError::NoCap { method }),
        _ => Ok(caps),
    }
}

/// Capital that comes back by the terms in force on its day, or on the day on which the agreement is ended.
fn returned(
    versions: &[Version<'_>],
    under: &Under,
    instalments: &[Vec<(Date, Money)>],
    parties: &[PartyId],
) -> Result<Vec<Returned>, CompileError> {
    let mut all = Vec::new();
    for version in versions {
        for term in &version.terms.capital_returns {
            let (on, share) = crate::closing::day_and_share(term, under.terminated);
            if !version.holds_on(on) {
                continue;
            }
            let party = party_place(parties, &term.id, &term.to)?;
            let given = instalments[party].iter().filter(|(day, _)| *day <= on);
            let given = given.fold(Money::zero(version.terms.currency), |all, (_, amount)| all + *amount);
            let amount = given.times(share, version.terms.rounding);
            let amount = amount.map_err(|_| CompileError::OutOfRange { term: term.id.clone() })?;
            all.push(Returned { on, party, amount, term: term.clone() });
        }
    }
    all.sort_by_key(|returned| returned.on);
    Ok(all)
}

pub(crate) fn party_place(parties: &[PartyId], term: &TermId, party: &PartyId) -> Result<usize, CompileError> {
    let place = parties.iter().position(|known| known == party);
    place.ok_or_else(|| CompileError::UnknownParty { term: term.clone(), party: party.clone() })
}

/// The party exists, and the budget is its own.
pub(crate) fn check_holder(agreement: &Agreement, term: &TermId, holder: &AccountHolder) -> Result<(), CompileError> {
    if agreement.party(&holder.party).is_none() {
        return Err(CompileError::UnknownParty { term: term.clone(), party: holder.party.clone() });
    }
    match &holder.budget {
        Some(id) if agreement.budget(id).is_none_or(|budget| budget.party != holder.party) => {
            Err(CompileError::UnknownBudget { term: term.clone(), budget: id.clone() })
        }
        _ => Ok(()),
    }
}

/// The amount is of the agreement's currency and not below zero.
pub(crate) fn check_amount(agreement: &Agreement, term: &TermId, amount: Money) -> Result<(), CompileError> {
    if amount.currency() != agreement.currency {
        return Err(CompileError::OtherCurrency { term: term.clone() });
    }
    if amount.is_negative() {
        return Err(CompileError::Negative { term: term.clone() });
    }
    Ok(())
}
