//! The highest price of a success that the business case defends, against the agreed one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, PaidPer, PayerShare, Payment};
use virkning_model::id::TermId;

use super::business_case::{BusinessCaseTable, Row, RowKind};
use super::expected::ExpectedPayment;
use crate::program::part_of;

/// What one success may cost, for one payment term and one of its payers. Exact kroner; it is rounded where it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct DefensiblePrice {
    /// The payment term.
    pub term: TermId,
    /// What is counted.
    pub per: PaidPer,
    /// The price agreed; nothing where it is paid in another way or no price is stated.
    pub agreed: Option<Money>,
    /// Successes, participants or units that the plan expects to pay for, over all measured years.
    pub successes: Decimal,
    /// What the plan expects this payer to pay for the term in all, before limits.
    pub expected: Money,
    /// The most that it could pay in all by the stated share of all savings; nothing where no share is stated.
    pub total_by_saving_share: Option<Decimal>,
    /// The most that it could pay in all: what falls to it in savings.
    pub total_by_payer_savings: Decimal,
    /// The share of all savings that is to cover the payment, over the successes; nothing where no share is stated or
    /// no success expected.
    pub by_saving_share: Option<Decimal>,
    /// The budget that pays.
    pub payer: AccountHolder,
    /// The price at which that budget's share of the payment is what falls to it in savings: they are divided by the
    /// successes times the share. Nothing where no success is expected or the share is zero.
    pub by_payer_savings: Option<Decimal>,
}

impl DefensiblePrice {
    /// Whether the agreed price is at most what the stated share of the savings defends, or, without a price, what is
    /// expected in all; nothing where no share is stated.
    pub fn is_covered(&self) -> Option<bool> {
        match self.agreed {
            Some(agreed) => self.by_saving_share.map(|price| agreed.to_decimal() <= price),
            None => self.total_by_saving_share.map(|most| self.expected.to_decimal() <= most),
        }
    }
}

pub(super) fn prices(
    agreement: &Agreement,
    case: &BusinessCaseTable,
    payments: &[ExpectedPayment],
) -> Vec<DefensiblePrice> {
    let zero = Money::zero(agreement.currency);
    let saved = |falls: &dyn Fn(&Row) -> bool| {
        let rows = case.rows.iter().filter(|row| row.kind == RowKind::Saving && falls(row));
        rows.fold(zero, |all, row| all + row.total(zero)).to_decimal()
    };
    let all_savings = saved(&|_| true);
    let of_payer = |payment: &Payment, payer: &PayerShare, successes: Decimal| {
        let to_payer = saved(&|row| {
            row.falls_to.party == payer.holder.party
                && (payer.holder.budget.is_none() || row.falls_to.budget == payer.holder.budget)
        });
        let covered = payment.covered_by_saving_share.and_then(|share| all_savings.checked_mul(share));
        let paid_for = part_of(successes, payer.share, payment.from.iter().map(|payer| payer.share));
        DefensiblePrice {
            term: payment.id.clone(),
            per: payment.per,
            agreed: payment.price(),
            successes,
            expected: expected_of(payment, payer, payments, zero),
            total_by_saving_share: covered
                .and_then(|covered| part_of(covered, payer.share, payment.from.iter().map(|payer| payer.share))),
            total_by_payer_savings: to_payer,
            by_saving_share: covered.and_then(|covered| covered.checked_div(successes)),
            payer: payer.holder.clone(),
            by_payer_savings: paid_for.and_then(|paid_for| to_payer.checked_div(paid_for)),
        }
    };
    let mut prices = Vec::new();
    for payment in &agreement.payments {
        let successes = successes_of(payment, payments);
        prices.extend(payment.from.iter().map(|payer| of_payer(payment, payer, successes)));
    }
    prices
}

/// Expected successes of all measurements. Every payer and receiver of a term has the same ones.
fn successes_of(payment: &Payment, payments: &[ExpectedPayment]) -> Decimal {
    let own = payments.iter().filter(|expected| expected.term == payment.id);
    let by_measurement: BTreeMap<(i16, u16), Decimal> =
        own.map(|expected| ((expected.measured_year, expected.at), expected.successes)).collect();
    by_measurement.values().sum::<Decimal>().normalize()
}

/// What one payer is expected to pay to all receivers of a term, before limits.
fn expected_of(payment: &Payment, payer: &PayerShare, payments: &[ExpectedPayment], zero: Money) -> Money {
    let own = payments.iter().filter(|expected| expected.term == payment.id && expected.from == payer.holder);
    own.fold(zero, |all, expected| all + expected.before_cap)
}
