//! What is paid whatever the results, on a day of its own: capital that comes back, the floor of a return (afkastgulv)
//! and a guarantee (underskudsgaranti). None of it belongs to a measured year.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{
    AccountHolder, Agreement, CapitalReturn, Clause, Guarantee, LimitRule, PayerShare, Share,
};
use virkning_model::id::{PartyId, TermId};
use virkning_model::settlement::PostedBefore;

use crate::error::CompileError;
use crate::plan::flow::party;
use crate::program::{Program, check_amount, compile};

/// What such a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClosingKind {
    /// Capital that comes back whatever the results.
    CapitalReturn,
    /// What is missing to the share of the capital that is always paid back.
    Floor,
    /// What a guarantor covers of capital that has not come back.
    Guarantee,
}

/// A payment on a day of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosingPayment {
    /// The term.
    pub term: TermId,
    /// What it is called; for a floor its identifier.
    pub label: String,
    /// What it is.
    pub kind: ClosingKind,
    /// When it is paid.
    pub date: Date,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
    /// More than zero.
    pub amount: Money,
    /// Where the term stands.
    pub clause: Clause,
}

/// All such payments of an agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closing {
    /// By day, then capital, floors and guarantees, in the order of the document.
    pub payments: Vec<ClosingPayment>,
    /// Guarantees that cover a loss although no source states up to what.
    pub not_stated: Vec<TermId>,
}

/// What is paid on days of its own after what was posted: it is final when nothing more can be posted before that day.
///
/// # Errors
/// What [`compile`] refuses.
pub fn closing(agreement: &Agreement, posted: &[PostedBefore]) -> Result<Closing, CompileError> {
    let paid =
        posted.iter().flat_map(|posted| posted.paid.iter().map(|(to, amount)| (posted.due, to.clone(), *amount)));
    closing_of(agreement, &compile(agreement)?, &paid.collect::<Vec<_>>())
}

/// The day on which capital comes back and which share of it.
pub(crate) fn day_and_share(term: &CapitalReturn, terminated: Option<Date>) -> (Date, Decimal) {
    let Some(day) = terminated.filter(|day| *day < term.on) else { return (term.on, term.share) };
    let early = term.early.iter().find(|early| (early.from..=early.to).contains(&day));
    (day, early.map_or(term.share, |early| early.share))
}

/// The same after these payments: the day, who got it, and how much.
///
/// # Errors
/// Shares that make no whole, an amount beyond what is handled.
pub fn closing_of(
    agreement: &Agreement,
    program: &Program,
    paid: &[(Date, PartyId, Money)],
) -> Result<Closing, CompileError> {
    let mut closing = Closing::default();
    for returned in &program.returned {
        let term = &returned.term;
        let parts = divided(&term.id, &term.from, returned.amount)?;
        for (payer, amount) in term.from.iter().zip(parts) {
            closing.payments.push(ClosingPayment {
                term: term.id.clone(),
                label: term.label.clone(),
                kind: ClosingKind::CapitalReturn,
                date: returned.on,
                from: payer.holder.clone(),
                to: term.to.clone(),
                amount,
                clause: term.clause.clone(),
            });
        }
    }
    let floors = floors(agreement, program, paid, &closing.payments)?;
    closing.payments.extend(floors);
    for guarantee in &agreement.guarantees {
        covered(agreement, program, paid, guarantee, &mut closing)?;
    }
    closing.payments.retain(|payment| !payment.amount.is_zero());
    closing.payments.sort_by_key(|payment| (payment.date, payment.kind));
    Ok(closing)
}

fn divided(term: &TermId, from: &[PayerShare], amount: Money) -> Result<Vec<Money>, CompileError> {
    let shares: Vec<Share> = from.iter().map(|payer| payer.share).collect();
    let weights: Vec<Decimal> = shares.iter().map(|share| share.weight()).collect();
    let refused = || CompileError::Shares { term: term.clone() };
    if !Share::make_a_whole(&shares) {
        return Err(refused());
    }
    amount.split(&weights).map_err(|_| refused())
}

/// What a party has received by a day, from payments and from what closes.
fn received(zero: Money, to: &PartyId, by: Date, paid: &[(Date, PartyId, Money)], closed: &[ClosingPayment]) -> Money {
    let paid = paid.iter().filter(|(day, party, _)| *day <= by && party == to);
    let paid = paid.fold(zero, |all, (_, _, amount)| all + *amount);
    let closed = closed.iter().filter(|payment| payment.date <= by && payment.to == *to);
    closed.fold(paid, |all, payment| all + payment.amount)
}

fn given(program: &Program, party: &PartyId, by: Date) -> Money {
    let given = program.instalments(party).iter().filter(|(day, _)| *day <= by);
    given.fold(Money::zero(program.currency()), |all, (_, amount)| all + *amount)
}

/// What is missing to a floor is paid on the last day of payment to that party, by those who pay it then.
fn floors(
    agreement: &Agreement,
    program: &Program,
    paid: &[(Date, PartyId, Money)],
    closed: &[ClosingPayment],
) -> Result<Vec<ClosingPayment>, CompileError> {
    let mut floors = Vec::new();
    for limit in &agreement.limits {
        let LimitRule::AtLeast { party: to, share } = &limit.rule else { continue };
        let pays = |line: &&crate::program::ProgramLine| {
            program.term(line).payment.to.iter().any(|receiver| receiver.party == *to)
        };
        let Some(last) = program.lines().iter().filter(pays).max_by_key(|line| line.due) else { continue };
        let least = given(program, to, last.due).times(*share, agreement.rounding);
        let least = least.map_err(|_| CompileError::OutOfRange { term: limit.id.clone() })?;
        let missing = least - received(Money::zero(program.currency()), to, last.due, paid, closed);
        if missing.is_negative() || missing.is_zero() {
            continue;
        }
        let payment = &program.term(last).payment;
        for (payer, amount) in payment.from.iter().zip(divided(&limit.id, &payment.from, missing)?) {
            floors.push(ClosingPayment {
                term: limit.id.clone(),
                label: limit.id.to_string(),
                kind: ClosingKind::Floor,
                date: last.due,
                from: payer.holder.clone(),
                to: to.clone(),
                amount,
                clause: limit.clause.clone(),
            });
        }
    }
    Ok(floors)
}

/// What a guarantee covers: the receivers' capital that has not come back by its day, by their losses and at most the
/// sum.
fn covered(
    agreement: &Agreement,
    program: &Program,
    paid: &[(Date, PartyId, Money)],
    guarantee: &Guarantee,
    closing: &mut Closing,
) -> Result<(), CompileError> {
    let Some(on) = guarantee.on else { return Ok(()) };
    let zero = Money::zero(program.currency());
    let loss = |to: &PartyId| {
        let missing = given(program, to, on) - received(zero, to, on, paid, &closing.payments);
        if missing.is_negative() { zero } else { missing }
    };
    let losses: Vec<Money> = guarantee.to.iter().map(loss).collect();
    let all = losses.iter().fold(zero, |all, loss| all + *loss);
    if all.is_zero() {
        return Ok(());
    }
    let Some(at_most) = guarantee.at_most else {
        closing.not_stated.push(guarantee.id.clone());
        return Ok(());
    };
    check_amount(agreement, &guarantee.id, at_most)?;
    let weights: Vec<Decimal> = losses.iter().map(|loss| loss.to_decimal()).collect();
    let parts = all.min(at_most).split(&weights);
    let parts = parts.map_err(|_| CompileError::OutOfRange { term: guarantee.id.clone() })?;
    for (to, amount) in guarantee.to.iter().zip(parts) {
        closing.payments.push(ClosingPayment {
            term: guarantee.id.clone(),
            label: guarantee.label.clone(),
            kind: ClosingKind::Guarantee,
            date: on,
            from: party(&guarantee.from),
            to: to.clone(),
            amount,
            clause: guarantee.clause.clone(),
        });
    }
    Ok(())
}
