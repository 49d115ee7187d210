//! Transaction costs: the hours that the contract itself takes, in development, operation and follow-up. They are no
//! cost of the intervention and stand beside the business case; a contract whose hours eat its expected net is named.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, Clause};
use virkning_model::business_case::{TransactionCost, TransactionPhase};
use virkning_model::id::{PartyId, TermId};

use super::business_case::BusinessCaseTable;
use crate::error::CompileError;
use crate::program::check_amount;

/// What the contract itself costs.
#[derive(Clone, Debug, PartialEq)]
pub struct TransactionCosts {
    /// One for each term, in the order of the document.
    pub rows: Vec<TransactionRow>,
    /// What is known of them in all.
    pub known: Money,
    /// Whether every one has hours and a price.
    pub complete: bool,
    /// By party, in the order of the document.
    pub by_party: Vec<(PartyId, Money)>,
    /// What the business case comes to in all.
    pub expected_net: Money,
    /// Whether what is known is more than the expected net.
    pub exceeds_net: bool,
}

/// One kind of hours.
#[derive(Clone, Debug, PartialEq)]
pub struct TransactionRow {
    /// The term.
    pub term: TermId,
    /// What it is.
    pub label: String,
    /// Who spends them.
    pub party: PartyId,
    /// When in the life of the contract.
    pub phase: TransactionPhase,
    /// Hours over all years; nothing where none are stated.
    pub hours: Option<Decimal>,
    /// What an hour costs; nothing where it is not stated.
    pub hourly_cost: Option<Money>,
    /// Hours times price; nothing where one of them is not stated.
    pub amount: Option<Money>,
    /// Where the term stands.
    pub clause: Clause,
}

pub(super) fn transaction_costs(
    agreement: &Agreement,
    case: &BusinessCaseTable,
) -> Result<Option<TransactionCosts>, CompileError> {
    if agreement.transaction_costs.is_empty() {
        return Ok(None);
    }
    let zero = Money::zero(agreement.currency);
    let rows: Vec<TransactionRow> =
        agreement.transaction_costs.iter().map(|cost| row(agreement, cost)).collect::<Result<_, _>>()?;
    let sum = |rows: &mut dyn Iterator<Item = &TransactionRow>| {
        rows.filter_map(|row| row.amount).fold(zero, |all, amount| all + amount)
    };
    let known = sum(&mut rows.iter());
    let expected_net = case.net.iter().fold(zero, |all, net| all + *net);
    let own = |party: &PartyId| rows.iter().any(|row| row.party == *party);
    Ok(Some(TransactionCosts {
        known,
        complete: rows.iter().all(|row| row.amount.is_some()),
        by_party: agreement
            .parties
            .iter()
            .filter(|party| own(&party.id))
            .map(|party| (party.id.clone(), sum(&mut rows.iter().filter(|row| row.party == party.id))))
            .collect(),
        expected_net,
        exceeds_net: known > expected_net && known > zero,
        rows,
    }))
}

fn row(agreement: &Agreement, cost: &TransactionCost) -> Result<TransactionRow, CompileError> {
    let out_of_range = || CompileError::OutOfRange { term: cost.id.clone() };
    let years = cost.years.map_or(Decimal::ONE, |years| Decimal::from(years.iter().count()));
    let hours = cost.hours.map(|hours| hours.checked_mul(years).ok_or_else(out_of_range)).transpose()?;
    let amount = match (hours, cost.hourly_cost) {
        (Some(hours), Some(price)) => {
            check_amount(agreement, &cost.id, price)?;
            Some(price.times(hours, agreement.rounding).map_err(|_| out_of_range())?)
        }
        _ => None,
    };
    Ok(TransactionRow {
        term: cost.id.clone(),
        label: cost.label.clone(),
        party: cost.party.clone(),
        phase: cost.phase,
        hours: hours.map(|hours| hours.normalize()),
        hourly_cost: cost.hourly_cost,
        amount,
        clause: cost.clause.clone(),
    })
}
