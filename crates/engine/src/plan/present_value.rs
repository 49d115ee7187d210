//! The net result in the prices of the first year: only where an agreement states a discount rate. The sources
//! discount nothing, so nothing is discounted unless somebody asks for it.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::Agreement;

use crate::error::CompileError;

/// The net result discounted to the first year.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentValue {
    /// The yearly rate.
    pub rate: Decimal,
    /// By year: the net divided by one plus the rate, once for each year since the first; kroner, not rounded to øre.
    pub by_year: Vec<Decimal>,
    /// All years together, in kroner.
    pub total: Decimal,
}

pub(super) fn present_value(
    agreement: &Agreement,
    years: &[i16],
    net: &[Money],
) -> Result<Option<PresentValue>, CompileError> {
    let rate = agreement.business_case.as_ref().map_or(Decimal::ZERO, |case| case.discount_rate);
    if rate.is_zero() {
        return Ok(None);
    }
    // A rate so large that decimals do not hold its powers: the first year that they do not reach.
    let refused = || CompileError::HorizonOutOfRange { year: years.last().copied().unwrap_or_default() };
    let yearly = Decimal::ONE.checked_add(rate).ok_or_else(refused)?;
    let (mut divisor, mut by_year, mut total) = (Decimal::ONE, Vec::with_capacity(net.len()), Decimal::ZERO);
    for amount in net {
        let value = amount.to_decimal().checked_div(divisor).ok_or_else(refused)?;
        by_year.push(value);
        total = total.checked_add(value).ok_or_else(refused)?;
        divisor = divisor.checked_mul(yearly).ok_or_else(refused)?;
    }
    Ok(Some(PresentValue { rate, by_year, total }))
}
