//! What one department buys from another inside the municipality. It moves money between budgets, comes to nothing in all
//! and changes no account: the buyer's expense stands as a cost, and the seller spends what it is paid.

use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, Clause};
use virkning_model::business_case::Purchase;
use virkning_model::id::TermId;

use crate::error::CompileError;
use crate::program::{check_amount, check_holder};

/// One purchase over the years of the business case.
#[derive(Clone, Debug, PartialEq)]
pub struct PurchaseRow {
    /// The term.
    pub term: TermId,
    /// What is bought.
    pub label: String,
    /// The buyer.
    pub from: AccountHolder,
    /// The seller.
    pub to: AccountHolder,
    /// By year of the case, positive: what leaves the buyer's budget and comes into the seller's.
    pub amounts: Vec<Money>,
    /// All years together.
    pub total: Money,
    /// Where the term stands.
    pub clause: Clause,
}

pub(super) fn purchases(agreement: &Agreement, years: &[i16]) -> Result<Vec<PurchaseRow>, CompileError> {
    agreement.purchases.iter().map(|purchase| row(agreement, purchase, years)).collect()
}

fn row(agreement: &Agreement, purchase: &Purchase, years: &[i16]) -> Result<PurchaseRow, CompileError> {
    check_holder(agreement, &purchase.id, &purchase.from)?;
    check_holder(agreement, &purchase.id, &purchase.to)?;
    for (year, amount) in &purchase.by_year {
        check_amount(agreement, &purchase.id, *amount)?;
        if !years.contains(year) {
            return Err(CompileError::OutsideHorizon { term: purchase.id.clone(), year: *year });
        }
    }
    let zero = Money::zero(agreement.currency);
    let amounts: Vec<Money> = years.iter().map(|year| purchase.by_year.get(year).copied().unwrap_or(zero)).collect();
    Ok(PurchaseRow {
        term: purchase.id.clone(),
        label: purchase.label.clone(),
        from: purchase.from.clone(),
        to: purchase.to.clone(),
        total: amounts.iter().fold(zero, |all, amount| all + *amount),
        amounts,
        clause: purchase.clause.clone(),
    })
}
