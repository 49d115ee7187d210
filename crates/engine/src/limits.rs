//! What bounds payments, resolved: amounts that are never exceeded, in the order in which they act. What each lets
//! through is counted by the program; a return cap has an account of its own.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, LimitOver, LimitRule, PaidPer, Payment, Tariff};
use virkning_model::id::{PartyId, TermId};
use virkning_model::money::Weights;

use crate::error::CompileError;
use crate::program::{check_amount, party_place};

/// An amount that is never exceeded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AtMost {
    /// Its place among the program's limits.
    pub(crate) slot: usize,
    pub(crate) over: Over,
    pub(crate) amount: Money,
}

/// What an amount is counted over. The order is that in which limits act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Over {
    /// Each participant, over so many years since the start or over all.
    Participant {
        years: Option<u16>,
    },
    Measure,
    Payment,
    Period,
    /// By the party's place.
    Payer(usize),
    /// By the party's place.
    Investor(usize),
    Agreement,
}

/// The limits of an agreement that concern a payment, in the order in which they act; those of one kind in the order of
/// the document. Participants are bounded where the payment is made up of theirs.
pub(crate) fn of_payment(
    agreement: &Agreement,
    payment: &Payment,
    slots: &[TermId],
    parties: &[PartyId],
) -> Result<Vec<AtMost>, CompileError> {
    let mut limits = Vec::new();
    for limit in &agreement.limits {
        let LimitRule::AtMost { amount: Some(amount), over } = &limit.rule else { continue };
        check_amount(agreement, &limit.id, *amount)?;
        let per_unit = matches!(payment.tariff, Tariff::Price(_))
            && matches!(payment.per, PaidPer::Success | PaidPer::Participant | PaidPer::Unit);
        let over = match over {
            LimitOver::Participant { years } if per_unit => Over::Participant { years: *years },
            LimitOver::Measure(measure) if *measure == payment.measure => Over::Measure,
            LimitOver::Payment(term) if *term == payment.id => Over::Payment,
            LimitOver::Period => Over::Period,
            LimitOver::Payer(party) if payment.from.iter().any(|payer| payer.holder.party == *party) => {
                Over::Payer(party_place(parties, &limit.id, party)?)
            }
            LimitOver::Investor(party) if payment.to.iter().any(|receiver| receiver.party == *party) => {
                Over::Investor(party_place(parties, &limit.id, party)?)
            }
            LimitOver::Agreement => Over::Agreement,
            _ => continue,
        };
        limits.push(AtMost { slot: slot(slots, &limit.id), over, amount: *amount });
    }
    // Stable: several of one kind keep the order of the document.
    limits.sort_by_key(|limit| rank(limit.over));
    Ok(limits)
}

fn rank(over: Over) -> u8 {
    match over {
        Over::Participant { .. } => 0,
        Over::Measure => 1,
        Over::Payment => 2,
        Over::Period => 3,
        Over::Payer(_) => 4,
        Over::Investor(_) => 5,
        Over::Agreement => 6,
    }
}

/// The place of a limit; the program knows them all.
pub(crate) fn slot(slots: &[TermId], id: &TermId) -> usize {
    slots.iter().position(|known| known == id).unwrap_or(slots.len())
}

/// A line while it is being priced: what each receiver gets so far, and what each limit has taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Division {
    /// By receiver.
    rows: Vec<Money>,
    /// By receiver and payer; only once a limit has taken something from one payer, since then shares alone do not say
    /// who pays what.
    cells: Option<Vec<Vec<Money>>>,
    taken: Vec<Taken>,
}

/// What one limit has taken from one receiver's part.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Taken {
    slot: usize,
    receiver: usize,
    /// From one payer's part of it; from all by their shares where nothing is named.
    payer: Option<usize>,
    amount: Money,
}

impl Division {
    /// Parts that no limit has touched yet.
    pub(crate) fn new(rows: Vec<Money>) -> Self {
        Self { rows, cells: None, taken: Vec::new() }
    }

    /// What each receiver gets.
    pub(crate) fn rows(&self) -> &[Money] {
        &self.rows
    }

    /// What all receivers get.
    pub(crate) fn total(&self, zero: Money) -> Money {
        self.rows.iter().fold(zero, |all, row| all + *row)
    }

    /// What one payer pays to one receiver.
    pub(crate) fn part(&self, receiver: usize, payer: usize, payers: &Weights) -> Money {
        match &self.cells {
            Some(cells) => cells[receiver][payer],
            None => payers.part(self.rows[receiver], payer),
        }
    }

    /// What a limit has taken before the parts were made.
    pub(crate) fn was_taken(&mut self, slot: usize, receiver: usize, amount: Money) {
        if !amount.is_zero() {
            self.taken.push(Taken { slot, receiver, payer: None, amount });
        }
    }

    /// Takes from a receiver's part: from every payer by what it pays.
    pub(crate) fn take(&mut self, slot: usize, receiver: usize, amount: Money) {
        self.rows[receiver] -= amount;
        let Some(cells) = &mut self.cells else { return self.was_taken(slot, receiver, amount) };
        let parts = split_by_amounts(amount, &cells[receiver]);
        for (payer, amount) in parts.into_iter().enumerate().filter(|(_, amount)| !amount.is_zero()) {
            cells[receiver][payer] -= amount;
            self.taken.push(Taken { slot, receiver, payer: Some(payer), amount });
        }
    }

    /// Takes from every receiver by what it gets.
    pub(crate) fn take_from_all(&mut self, slot: usize, amount: Money) {
        for (receiver, cut) in split_by_amounts(amount, &self.rows.clone()).into_iter().enumerate() {
            self.take(slot, receiver, cut);
        }
    }

    /// Takes from what some payers pay, wherever it goes.
    pub(crate) fn take_from_payers(&mut self, slot: usize, own: &[usize], amount: Money, payers: &Weights) {
        if amount.is_zero() {
            return;
        }
        let count = payers.count();
        let rows = &self.rows;
        let cells = self.cells.get_or_insert_with(|| {
            rows.iter().map(|row| (0..count).map(|payer| payers.part(*row, payer)).collect()).collect()
        });
        let places: Vec<(usize, usize)> =
            (0..rows.len()).flat_map(|receiver| own.iter().map(move |payer| (receiver, *payer))).collect();
        let amounts: Vec<Money> = places.iter().map(|(receiver, payer)| cells[*receiver][*payer]).collect();
        for ((receiver, payer), cut) in places.into_iter().zip(split_by_amounts(amount, &amounts)) {
            if !cut.is_zero() {
                cells[receiver][payer] -= cut;
                self.rows[receiver] -= cut;
                self.taken.push(Taken { slot, receiver, payer: Some(payer), amount: cut });
            }
        }
    }

    /// What each limit has taken from one payer's part of one receiver's, in the order in which limits act.
    pub(crate) fn cuts(&self, receiver: usize, payer: usize, payers: &Weights) -> Vec<(usize, Money)> {
        let own = self.taken.iter().filter(|taken| taken.receiver == receiver);
        let cut = own.filter_map(|taken| match taken.payer {
            None => Some((taken.slot, payers.part(taken.amount, payer))),
            Some(own) => (own == payer).then_some((taken.slot, taken.amount)),
        });
        cut.collect()
    }
}

/// Splits a cut among parts by what each of them has, so that no part falls below nothing.
fn split_by_amounts(cut: Money, parts: &[Money]) -> Vec<Money> {
    let weights: Vec<Decimal> = parts.iter().map(|part| Decimal::from_i128_with_scale(part.minor(), 0)).collect();
    cut.split(&weights).unwrap_or_else(|_| vec![Money::zero(cut.currency()); parts.len()])
}
