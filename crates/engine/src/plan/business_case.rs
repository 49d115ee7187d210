//! The business case: costs and expected savings by year over one horizon, by area and by the budget they fall to. It
//! says nothing of outcome payments, which only move money between budgets.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, Clause};
use virkning_model::business_case::{Saving, SavingSize};
use virkning_model::period::Years;

use crate::error::CompileError;
use crate::program::{check_amount, check_holder};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// A cost of the intervention.
    Cost,
    /// A saving.
    Saving,
}

/// One row: a cost, or the part of a saving that falls to one budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The term's label.
    pub label: String,
    /// The area of a saving.
    pub area: Option<String>,
    /// Which budget spends less, or bears the cost.
    pub falls_to: AccountHolder,
    /// By year of the table: savings positive, costs negative.
    pub amounts: Vec<Money>,
    /// Where the term stands.
    pub clause: Clause,
}

impl Row {
    /// All years together.
    pub fn total(&self, zero: Money) -> Money {
        self.amounts.iter().fold(zero, |all, amount| all + *amount)
    }
}

/// The business case.
#[derive(Clone, Debug, PartialEq)]
pub struct BusinessCaseTable {
    /// Its horizon, year by year.
    pub years: Vec<i16>,
    /// Costs, then savings, each in the order of the document.
    pub rows: Vec<Row>,
    /// All costs by year, negative.
    pub costs: Vec<Money>,
    /// All savings by year.
    pub savings: Vec<Money>,
    /// Savings less costs by year.
    pub net: Vec<Money>,
    /// The same from the first year on.
    pub cumulative: Vec<Money>,
    /// The first year whose cumulative result is not below zero and stays so to the end of the horizon.
    pub break_even_year: Option<i16>,
    /// The year with the lowest cumulative result, and that result; nothing where it is never below zero.
    pub deepest: Option<(i16, Money)>,
}

/// The years that months exist for (`model::period::Month`).
const YEARS_HANDLED: std::ops::RangeInclusive<i16> = 1900..=2200;

pub(super) fn table(agreement: &Agreement) -> Result<BusinessCaseTable, CompileError> {
    let horizon = horizon(agreement);
    if let Some(year) = [horizon.from, horizon.to].into_iter().find(|year| !YEARS_HANDLED.contains(year)) {
        return Err(CompileError::HorizonOutOfRange { year });
    }
    let years: Vec<i16> = horizon.iter().collect();
    let mut rows = cost_rows(agreement, horizon, &years)?;
    for saving in &agreement.savings {
        rows.extend(saving_rows(agreement, saving, horizon, &years)?);
    }
    let zero = Money::zero(agreement.currency);
    let sum = |kind: RowKind| -> Vec<Money> {
        let of_kind = || rows.iter().filter(|row| row.kind == kind);
        (0..years.len()).map(|year| of_kind().fold(zero, |all, row| all + row.amounts[year])).collect()
    };
    let (costs, savings) = (sum(RowKind::Cost), sum(RowKind::Saving));
    let net: Vec<Money> = costs.iter().zip(&savings).map(|(cost, saving)| *cost + *saving).collect();
    let mut running = zero;
    let cumulative: Vec<Money> = net
        .iter()
        .map(|net| {
            running += *net;
            running
        })
        .collect();
    let break_even_year = break_even_year(&years, &cumulative);
    let deepest = deepest(&years, &cumulative);
    Ok(BusinessCaseTable { years, rows, costs, savings, net, cumulative, break_even_year, deepest })
}

/// The business case's own years, or the agreement's where it has no business case.
fn horizon(agreement: &Agreement) -> Years {
    let whole = Years { from: agreement.from.year(), to: agreement.to.year() };
    agreement.business_case.as_ref().map_or(whole, |case| case.years)
}

fn break_even_year(years: &[i16], cumulative: &[Money]) -> Option<i16> {
    let below = cumulative.iter().rposition(|amount| amount.is_negative());
    years.get(below.map_or(0, |place| place + 1)).copied()
}

fn deepest(years: &[i16], cumulative: &[Money]) -> Option<(i16, Money)> {
    let lowest = years.iter().copied().zip(cumulative.iter().copied()).min_by_key(|(_, amount)| *amount);
    lowest.filter(|(_, amount)| amount.is_negative())
}

fn cost_rows(agreement: &Agreement, horizon: Years, years: &[i16]) -> Result<Vec<Row>, CompileError> {
    let mut rows = Vec::new();
    for cost in &agreement.costs {
        check_holder(agreement, &cost.id, &cost.bearer)?;
        for (year, amount) in cost.amounts.iter() {
            check_amount(agreement, &cost.id, amount)?;
            if !horizon.contains(year) {
                return Err(CompileError::OutsideHorizon { term: cost.id.clone(), year });
            }
        }
        let zero = Money::zero(agreement.currency);
        let amount = |year: &i16| cost.amounts.of(*year).map_or(zero, |amount| -amount);
        rows.push(Row {
            kind: RowKind::Cost,
            label: cost.label.clone(),
            area: None,
            falls_to: cost.bearer.clone(),
            amounts: years.iter().map(amount).collect(),
            clause: cost.clause.clone(),
        });
    }
    Ok(rows)
}

fn saving_rows(
    agreement: &Agreement,
    saving: &Saving,
    horizon: Years,
    years: &[i16],
) -> Result<Vec<Row>, CompileError> {
    let weights = weights(saving)?;
    let mut rows = Vec::new();
    for share in &saving.falls_to {
        check_holder(agreement, &saving.id, &share.holder)?;
        rows.push(Row {
            kind: RowKind::Saving,
            label: saving.label.clone(),
            area: Some(share.area.clone()),
            falls_to: share.holder.clone(),
            amounts: Vec::with_capacity(years.len()),
            clause: saving.clause.clone(),
        });
    }
    if let SavingSize::Volume { by_year, .. } = &saving.size
        && let Some(year) = by_year.keys().find(|year| !horizon.contains(**year))
    {
        return Err(CompileError::OutsideHorizon { term: saving.id.clone(), year: *year });
    }
    for year in years {
        let amount = saving_of_year(agreement, saving, *year)?;
        let parts = amount.split(&weights).map_err(|_| CompileError::Weights { term: saving.id.clone() })?;
        rows.iter_mut().zip(parts).for_each(|(row, part)| row.amounts.push(part));
    }
    Ok(rows)
}

/// Weights that a sum can be split by exactly: none below zero, at most twelve decimals and a million.
fn weights(saving: &Saving) -> Result<Vec<Decimal>, CompileError> {
    let weights: Vec<Decimal> = saving.falls_to.iter().map(|share| share.weight.normalize()).collect();
    let handled =
        |weight: &Decimal| (Decimal::ZERO..=Decimal::from(1_000_000)).contains(weight) && weight.scale() <= 12;
    if weights.iter().all(handled) {
        Ok(weights)
    } else {
        Err(CompileError::Weights { term: saving.id.clone() })
    }
}

/// One year of a saving: one exact decimal, rounded to øre as the last step. It is split afterwards.
fn saving_of_year(agreement: &Agreement, saving: &Saving, year: i16) -> Result<Money, CompileError> {
    let out_of_range = || CompileError::OutOfRange { term: saving.id.clone() };
    match &saving.size {
        SavingSize::Volume { by_year, price } => {
            check_amount(agreement, &saving.id, *price)?;
            let volume = by_year.get(&year).copied().unwrap_or_default();
            price.times(volume, agreement.rounding).map_err(|_| out_of_range())
        }
        SavingSize::PerStarter { profile } => {
            let full = full_effect(agreement, profile, year).ok_or_else(out_of_range)?;
            let factor = phase_in(agreement, year)?.checked_mul(overlap_factor(agreement)).ok_or_else(out_of_range)?;
            let kroner = full.checked_mul(factor).ok_or_else(out_of_range)?;
            Money::rounded(agreement.currency, kroner, agreement.rounding).map_err(|_| out_of_range())
        }
        SavingSize::PerYear { by_year } => Ok(by_year.get(&year).copied().unwrap_or(Money::zero(agreement.currency))),
        SavingSize::PerSuccess { .. } | SavingSize::NotStated => Ok(Money::zero(agreement.currency)),
    }
}

/// Every cohort's starters times the profile's value for the years since they started; the year after the start is the
/// first.
fn full_effect(agreement: &Agreement, profile: &[Decimal], year: i16) -> Option<Decimal> {
    let mut kroner = Decimal::ZERO;
    for (start, starters) in agreement.intake.by_year.range(..year) {
        let since = usize::try_from(i32::from(year) - i32::from(*start) - 1).ok()?;
        if let Some(per_starter) = profile.get(since) {
            kroner = kroner.checked_add(per_starter.checked_mul(Decimal::from(*starters))?)?;
        }
    }
    Some(kroner)
}

/// The share of the full effect in a calendar year; all of it where nothing is phased in.
fn phase_in(agreement: &Agreement, year: i16) -> Result<Decimal, CompileError> {
    match agreement.business_case.as_ref().and_then(|case| case.phase_in.as_ref()) {
        None => Ok(Decimal::ONE),
        Some(shares) => shares.get(year).copied().ok_or(CompileError::PhaseInMissing { year }),
    }
}

fn overlap_factor(agreement: &Agreement) -> Decimal {
    let overlap = agreement.business_case.as_ref().and_then(|case| case.overlap.as_ref());
    overlap.map_or(Decimal::ONE, virkning_model::business_case::Overlap::factor)
}
