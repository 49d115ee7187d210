//! The highest price of a success that the business case defends, against the agreed one.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::id::TermId;

use super::business_case::{BusinessCaseTable, Row, RowKind};
use super::expected::ExpectedPayment;

/// What one success may cost, for one payment term. Exact kroner; it is rounded where it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct DefensiblePrice {
    /// The payment term.
    pub term: TermId,
    /// The price agreed.
    pub agreed: Money,
    /// Successes that the plan expects to pay for, over all measured years.
    pub successes: Decimal,
    /// The share of all savings that is to cover the payment, over the successes; nothing where no share is stated or
    /// no success expected.
    pub by_saving_share: Option<Decimal>,
    /// The budget that pays.
    pub payer: AccountHolder,
    /// The savings that fall to that budget, over the successes; nothing where no success is expected.
    pub by_payer_savings: Option<Decimal>,
}

impl DefensiblePrice {
    /// Whether the agreed price is at most what the stated share of the savings defends; nothing where none is stated.
    pub fn is_covered(&self) -> Option<bool> {
        self.by_saving_share.map(|price| self.agreed.to_decimal() <= price)
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
    let price = |payment: &virkning_model::agreement::Payment| {
        let own = payments.iter().filter(|expected| expected.term == payment.id);
        let successes: Decimal = own.map(|expected| expected.successes).sum::<Decimal>().normalize();
        let to_payer = saved(&|row| {
            row.falls_to.party == payment.from.party
                && (payment.from.budget.is_none() || row.falls_to.budget == payment.from.budget)
        });
        let covered = payment.covered_by_saving_share.and_then(|share| all_savings.checked_mul(share));
        DefensiblePrice {
            term: payment.id.clone(),
            agreed: payment.price,
            successes,
            by_saving_share: covered.and_then(|covered| covered.checked_div(successes)),
            payer: payment.from.clone(),
            by_payer_savings: to_payer.checked_div(successes),
        }
    };
    agreement.payments.iter().map(price).collect()
}
