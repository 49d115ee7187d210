//! Which price is defensible: what the business case carries, and where the parties break even when luck is counted.

use virkning_engine::CompileError;
use virkning_model::agreement::{Agreement, Tariff};
use virkning_model::id::{PartyId, TermId};
use virkning_model::{Money, Rounding};

use super::{column, with_paths};
use crate::model::{Model, float};
use crate::money::Account;
use crate::simulate::{Column, Keep, simulate};

/// Why a price is what it is.
#[derive(Clone, Debug, PartialEq)]
pub enum PriceReason {
    /// The agreed price.
    Agreed,
    /// The agreed share of all expected savings covers it, as the plan computes it.
    SavingShare,
    /// What falls to the paying budget in savings covers it, as the plan computes it.
    PayerSavings,
    /// An investor gets its capital back on average.
    InvestorBreaksEven(PartyId),
    /// An investor gets its capital back in nine of ten paths.
    InvestorBreaksEvenInNineOfTen(PartyId),
    /// A payer is left with nothing less than without the agreement, on average.
    PayerBreaksEven(PartyId),
}

/// A price of one, in kroner.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceLevel {
    /// The payment term.
    pub term: TermId,
    /// Why.
    pub reason: PriceReason,
    /// The price; nothing where no price up to ten times the agreed one does it.
    pub price: Option<f64>,
}

/// Paths of each step of a search: the same luck at every price, so that few are enough.
const PATHS: u32 = 4_000;

/// The prices of every payment at a price for each.
///
/// # Errors
/// What the plan refuses.
pub fn prices(model: &Model) -> Result<Vec<PriceLevel>, CompileError> {
    let mut levels = Vec::new();
    let small = with_paths(model, PATHS);
    for payment in &model.agreement.payments {
        let Tariff::Price(agreed) = payment.tariff else { continue };
        let mut level = |reason, price| levels.push(PriceLevel { term: payment.id.clone(), reason, price });
        level(PriceReason::Agreed, Some(agreed.minor() as f64 / 100.0));
        if let Some(planned) = model.plan.prices.iter().find(|price| price.term == payment.id) {
            level(PriceReason::SavingShare, planned.by_saving_share.map(float));
            level(PriceReason::PayerSavings, planned.by_payer_savings.map(float));
        }
        let balance =
            |party: &PartyId| Column::Balance { account: Account { party: party.clone(), budget: None }, year: None };
        for receiver in &payment.to {
            let party = &receiver.party;
            let own = balance(party);
            let mean = |drawn: &[f64]| drawn.iter().sum::<f64>() >= 0.0;
            let nine = |drawn: &[f64]| drawn.iter().filter(|left| **left >= 0.0).count() * 10 >= drawn.len() * 9;
            let lowest = search(&small, &payment.id, agreed, &own, &mean, true)?;
            level(PriceReason::InvestorBreaksEven(party.clone()), lowest);
            let lowest = search(&small, &payment.id, agreed, &own, &nine, true)?;
            level(PriceReason::InvestorBreaksEvenInNineOfTen(party.clone()), lowest);
        }
        if model.plan.business_case.rows.is_empty() {
            continue;
        }
        for payer in &payment.from {
            let party = &payer.holder.party;
            let mean = |drawn: &[f64]| drawn.iter().sum::<f64>() >= 0.0;
            let highest = search(&small, &payment.id, agreed, &balance(party), &mean, false)?;
            level(PriceReason::PayerBreaksEven(party.clone()), highest);
        }
    }
    Ok(levels)
}

/// The lowest (or highest) price at which something holds for the draws of a column, to a thousandth of the agreed price.
fn search(
    model: &Model,
    term: &TermId,
    agreed: Money,
    of: &Column,
    holds: &dyn Fn(&[f64]) -> bool,
    lowest: bool,
) -> Result<Option<f64>, CompileError> {
    let at = |thousandths: u32| -> Result<bool, CompileError> {
        let priced = model.under(&with_price(&model.agreement, term, agreed, f64::from(thousandths) / 1_000.0))?;
        let draws = simulate(&priced, Keep::Totals)?;
        Ok(column(&draws, of).is_some_and(|drawn| holds(&drawn)))
    };
    let (mut low, mut high) = (0, 10_000);
    // Which end of the range it must hold at, if anywhere.
    if !at(if lowest { high } else { low })? {
        return Ok(None);
    }
    if at(if lowest { low } else { high })? {
        let end = if lowest { 0.0 } else { 10.0 };
        return Ok(lowest.then_some(end * agreed.minor() as f64 / 100.0));
    }
    while high - low > 1 {
        let middle = (low + high) / 2;
        if at(middle)? == lowest { high = middle } else { low = middle }
    }
    let thousandths = if lowest { high } else { low };
    Ok(Some(f64::from(thousandths) / 1_000.0 * agreed.minor() as f64 / 100.0))
}

/// The agreement with another price of one term, to the øre.
pub(crate) fn with_price(agreement: &Agreement, term: &TermId, agreed: Money, factor: f64) -> Agreement {
    let mut changed = agreement.clone();
    let factor = rust_decimal::Decimal::new(libm::round(factor * 1e9) as i64, 9);
    let own = changed.payments.iter_mut().filter(|payment| payment.id == *term);
    own.for_each(|payment| {
        if let Ok(price) = agreed.times(factor, Rounding::HalfUp) {
            payment.tariff = Tariff::Price(price);
        }
    });
    changed
}
