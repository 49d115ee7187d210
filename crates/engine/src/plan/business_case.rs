//! The business case: costs and expected savings by year over one horizon, by area and by the budget they fall to. It
//! says nothing of outcome payments, which only move money between budgets.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, BudgetArea, Clause};
use virkning_model::business_case::{Cost, CostKind, Evidence, Saving, SavingSize, Tail, Yearly};
use virkning_model::id::TermId;
use virkning_model::period::Years;

use super::grouping::{Group, groups};
use super::present_value::{PresentValue, present_value};
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
    /// The term.
    pub term: TermId,
    /// The term's label.
    pub label: String,
    /// The area of a saving.
    pub area: Option<String>,
    /// The budget area (styringsområde): the cost's own, or that of the budget it falls to.
    pub budget_area: Option<BudgetArea>,
    /// Which budget spends less, or bears the cost.
    pub falls_to: AccountHolder,
    /// By year of the table: savings positive, costs negative. All nothing where the amount is not stated.
    pub amounts: Vec<Money>,
    /// Whether the terms give the amounts at all.
    pub stated: bool,
    /// Whether it is what the state would have refunded of a saving.
    pub refunded: bool,
    /// Of a cost: its kind.
    pub cost_kind: Option<CostKind>,
    /// Of a cost: the pool that it is sought from.
    pub pool: Option<String>,
    /// Of a saving: whether the last year's saving lasts.
    pub permanent: Option<bool>,
    /// Of a saving: whether a budget can really be lowered by it.
    pub cashable: Option<bool>,
    /// Of a saving: how well it is known.
    pub evidence: Option<Evidence>,
    /// Of a saving: the lowest and the highest factor of its uncertainty.
    pub uncertainty: Option<(Decimal, Decimal)>,
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
    /// The heading of each year's column: the year, or the label of a column that covers more than its year.
    pub columns: Vec<String>,
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
    /// The first year whose cumulative result is not below zero and stays so to the end of the horizon. Nothing where a
    /// cost has no amount, or nothing has one; a saving without an amount counts as nothing.
    pub break_even_year: Option<i16>,
    /// The year with the lowest cumulative result, and that result; nothing where it is never below zero.
    pub deepest: Option<(i16, Money)>,
    /// Whether every cost and saving has an amount; if not, the sums are of those that have.
    pub complete: bool,
    /// The same rows summed in other ways: by budget area, committee, budget, party, actor, and marks.
    pub groups: Vec<Group>,
    /// The net by year at the lowest and at the highest of every uncertain saving; nothing where none is marked.
    pub uncertainty: Option<Uncertainty>,
    /// The net in the prices of the first year; only where a discount rate is stated and not zero.
    pub present_value: Option<PresentValue>,
    /// The years beyond ten that the case covers on purpose.
    pub tail: Option<TailTotals>,
}

impl BusinessCaseTable {
    /// Whether every cost has an amount. One that has none makes every net too good.
    pub fn knows_costs(&self) -> bool {
        self.rows.iter().filter(|row| row.kind == RowKind::Cost).all(|row| row.stated)
    }

    /// Whether some saving has an amount, or there are none. A gain without a number counts nothing, which makes a net
    /// cautious and not wrong; a case that knows no saving at all says nothing.
    pub fn knows_savings(&self) -> bool {
        let mut savings = self.rows.iter().filter(|row| row.kind == RowKind::Saving).peekable();
        savings.peek().is_none() || savings.any(|row| row.stated)
    }
}

/// The net by year at both ends of what is uncertain, all uncertain savings at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// Every uncertain saving at its lowest factor.
    pub low: Vec<Money>,
    /// Every uncertain saving at its highest factor.
    pub high: Vec<Money>,
}

/// What the first ten years come to, and what the tail adds.
#[derive(Clone, Debug, PartialEq)]
pub struct TailTotals {
    /// The last year before the tail.
    pub until: i16,
    /// Net of the years before the tail.
    pub before: Money,
    /// Net of the tail.
    pub in_tail: Money,
    /// Why the effect is expected to last so long.
    pub because: String,
}

/// The years that months exist for (`model::period::Month`).
const YEARS_HANDLED: std::ops::RangeInclusive<i16> = 1900..=2200;

pub(super) fn table(agreement: &Agreement) -> Result<BusinessCaseTable, CompileError> {
    let horizon = horizon(agreement);
    if let Some(year) = [horizon.from, horizon.to].into_iter().find(|year| !YEARS_HANDLED.contains(year)) {
        return Err(CompileError::HorizonOutOfRange { year });
    }
    let years: Vec<i16> = horizon.iter().collect();
    let mut rows = Vec::with_capacity(agreement.costs.len() + agreement.savings.len());
    for cost in &agreement.costs {
        rows.push(cost_row(agreement, cost, horizon, &years)?);
    }
    for saving in &agreement.savings {
        rows.extend(saving_rows(agreement, saving, horizon, &years)?);
    }
    let zero = Money::zero(agreement.currency);
    let (costs, savings) =
        (sum_of(&rows, RowKind::Cost, years.len(), zero), sum_of(&rows, RowKind::Saving, years.len(), zero));
    let net: Vec<Money> = costs.iter().zip(&savings).map(|(cost, saving)| *cost + *saving).collect();
    let cumulative = running_sums(&net, zero);
    Ok(BusinessCaseTable {
        columns: columns(agreement, &years),
        groups: groups(agreement, &rows, years.len()),
        uncertainty: uncertainty(agreement, &rows, &net)?,
        present_value: present_value(agreement, &years, &net)?,
        tail: tail(agreement, &years, &net),
        complete: rows.iter().all(|row| row.stated),
        break_even_year: can_break_even(&rows).then(|| break_even_year(&years, &cumulative)).flatten(),
        deepest: deepest(&years, &cumulative),
        years,
        rows,
        costs,
        savings,
        net,
        cumulative,
    })
}

/// Whether anything has an amount, and every cost has.
fn can_break_even(rows: &[Row]) -> bool {
    rows.iter().any(|row| row.stated) && rows.iter().all(|row| row.stated || row.kind == RowKind::Saving)
}

impl BusinessCaseTable {
    /// Whether it can be told when it breaks even, if it does.
    pub fn can_break_even(&self) -> bool {
        can_break_even(&self.rows)
    }
}

/// The business case's own years, or the agreement's where it has no business case.
pub(super) fn horizon(agreement: &Agreement) -> Years {
    let whole = Years { from: agreement.from.year(), to: agreement.to.year() };
    agreement.business_case.as_ref().map_or(whole, |case| case.years)
}

fn sum_of(rows: &[Row], kind: RowKind, years: usize, zero: Money) -> Vec<Money> {
    let of_kind = || rows.iter().filter(|row| row.kind == kind);
    (0..years).map(|year| of_kind().fold(zero, |all, row| all + row.amounts[year])).collect()
}

fn running_sums(net: &[Money], zero: Money) -> Vec<Money> {
    let mut running = zero;
    let sum = |net: &Money| {
        running += *net;
        running
    };
    net.iter().map(sum).collect()
}

fn columns(agreement: &Agreement, years: &[i16]) -> Vec<String> {
    let labels = agreement.business_case.as_ref().map(|case| &case.columns);
    let label = |year: &i16| labels.and_then(|labels| labels.get(year)).cloned().unwrap_or_else(|| year.to_string());
    years.iter().map(label).collect()
}

pub(super) fn break_even_year(years: &[i16], cumulative: &[Money]) -> Option<i16> {
    let below = cumulative.iter().rposition(|amount| amount.is_negative());
    years.get(below.map_or(0, |place| place + 1)).copied()
}

fn deepest(years: &[i16], cumulative: &[Money]) -> Option<(i16, Money)> {
    let lowest = years.iter().copied().zip(cumulative.iter().copied()).min_by_key(|(_, amount)| *amount);
    lowest.filter(|(_, amount)| amount.is_negative())
}

/// The two sums are of whole øre already, so an uncertain row is rounded once at each end.
fn uncertainty(agreement: &Agreement, rows: &[Row], net: &[Money]) -> Result<Option<Uncertainty>, CompileError> {
    if rows.iter().all(|row| row.uncertainty.is_none()) {
        return Ok(None);
    }
    let end = |factor_of: fn(&(Decimal, Decimal)) -> Decimal| -> Result<Vec<Money>, CompileError> {
        let mut end = net.to_vec();
        for row in rows {
            let Some(factors) = &row.uncertainty else { continue };
            for (sum, amount) in end.iter_mut().zip(&row.amounts) {
                let varied = amount.times(factor_of(factors), agreement.rounding);
                *sum += varied.map_err(|_| CompileError::OutOfRange { term: row.term.clone() })? - *amount;
            }
        }
        Ok(end)
    };
    Ok(Some(Uncertainty { low: end(|factors| factors.0)?, high: end(|factors| factors.1)? }))
}

fn tail(agreement: &Agreement, years: &[i16], net: &[Money]) -> Option<TailTotals> {
    let Tail { years: length, because } = agreement.business_case.as_ref()?.tail.as_ref()?;
    let before = years.len().checked_sub(usize::from(*length)).filter(|before| *before > 0)?;
    let sum = |part: &[Money]| part.iter().fold(Money::zero(agreement.currency), |all, amount| all + *amount);
    Some(TailTotals {
        until: years[before - 1],
        before: sum(&net[..before]),
        in_tail: sum(&net[before..]),
        because: because.clone(),
    })
}

/// The budget area of a holder's budget.
fn budget_area(agreement: &Agreement, holder: &AccountHolder) -> Option<BudgetArea> {
    agreement.budget(holder.budget.as_ref()?)?.area
}

fn cost_row(agreement: &Agreement, cost: &Cost, horizon: Years, years: &[i16]) -> Result<Row, CompileError> {
    check_holder(agreement, &cost.id, &cost.bearer)?;
    for (year, amount) in cost.amounts.iter() {
        check_amount(agreement, &cost.id, amount)?;
        if !horizon.contains(year) {
            return Err(CompileError::OutsideHorizon { term: cost.id.clone(), year });
        }
    }
    let zero = Money::zero(agreement.currency);
    Ok(Row {
        kind: RowKind::Cost,
        term: cost.id.clone(),
        label: cost.label.clone(),
        area: None,
        budget_area: cost.area.or_else(|| budget_area(agreement, &cost.bearer)),
        falls_to: cost.bearer.clone(),
        amounts: years.iter().map(|year| cost.amounts.of(*year).map_or(zero, |amount| -amount)).collect(),
        stated: cost.amounts != Yearly::NotStated,
        refunded: false,
        cost_kind: Some(cost.kind),
        pool: cost.pool.clone(),
        permanent: None,
        cashable: None,
        evidence: None,
        uncertainty: None,
        clause: cost.clause.clone(),
    })
}

fn saving_rows(
    agreement: &Agreement,
    saving: &Saving,
    horizon: Years,
    years: &[i16],
) -> Result<Vec<Row>, CompileError> {
    let weights = weights(saving)?;
    let mut rows = Vec::with_capacity(saving.falls_to.len() + 1);
    for share in &saving.falls_to {
        check_holder(agreement, &saving.id, &share.holder)?;
        rows.push(empty_row(agreement, saving, &share.area, &share.holder, false, years.len()));
    }
    if let (Some(refund), Some(first)) = (&saving.refund, saving.falls_to.first()) {
        check_holder(agreement, &saving.id, &refund.to)?;
        rows.push(empty_row(agreement, saving, &first.area, &refund.to, true, years.len()));
    }
    let named: Vec<i16> = match &saving.size {
        SavingSize::Volume { by_year, .. } => by_year.keys().copied().collect(),
        SavingSize::PerYear { by_year } => by_year.keys().copied().collect(),
        _ => Vec::new(),
    };
    if let Some(year) = named.into_iter().find(|year| !horizon.contains(*year)) {
        return Err(CompileError::OutsideHorizon { term: saving.id.clone(), year });
    }
    for year in years {
        let amount = saving_of_year(agreement, saving, *year)?;
        let stated = amount.is_some();
        let parts = parts(saving, amount.unwrap_or(Money::zero(agreement.currency)), &weights)?;
        rows.iter_mut().zip(parts).for_each(|(row, part)| {
            row.amounts.push(part);
            row.stated &= stated;
        });
    }
    Ok(rows)
}

fn empty_row(
    agreement: &Agreement,
    saving: &Saving,
    area: &str,
    holder: &AccountHolder,
    refunded: bool,
    years: usize,
) -> Row {
    Row {
        kind: RowKind::Saving,
        term: saving.id.clone(),
        label: saving.label.clone(),
        area: Some(area.to_owned()),
        budget_area: budget_area(agreement, holder),
        falls_to: holder.clone(),
        amounts: Vec::with_capacity(years),
        stated: true,
        refunded,
        cost_kind: None,
        pool: None,
        permanent: saving.permanent,
        cashable: saving.cashable,
        evidence: saving.evidence,
        uncertainty: saving.uncertainty,
        clause: saving.clause.clone(),
    }
}

/// The parts of one year by weight; what the state would have refunded is taken off first and stands last.
fn parts(saving: &Saving, amount: Money, weights: &[Decimal]) -> Result<Vec<Money>, CompileError> {
    let refused = |_| CompileError::Weights { term: saving.id.clone() };
    let Some(refund) = &saving.refund else { return amount.split(weights).map_err(refused) };
    let share = refund.share.normalize();
    let both = amount.split(&[Decimal::ONE - share, share]).map_err(refused)?;
    let mut parts = both[0].split(weights).map_err(refused)?;
    parts.push(both[1]);
    Ok(parts)
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

/// One year of a saving: one exact decimal, rounded to øre as the last step. It is split afterwards. Nothing where the
/// terms do not give it.
fn saving_of_year(agreement: &Agreement, saving: &Saving, year: i16) -> Result<Option<Money>, CompileError> {
    let out_of_range = || CompileError::OutOfRange { term: saving.id.clone() };
    let kroner = match &saving.size {
        SavingSize::NotStated => return Ok(None),
        SavingSize::PerYear { by_year } => {
            return Ok(Some(by_year.get(&year).copied().unwrap_or(Money::zero(agreement.currency))));
        }
        SavingSize::Volume { by_year, price } => {
            check_amount(agreement, &saving.id, *price)?;
            let volume = by_year.get(&year).copied().unwrap_or_default();
            return price.times(volume, agreement.rounding).map(Some).map_err(|_| out_of_range());
        }
        SavingSize::PerStarter { .. } | SavingSize::PerSuccess { .. } if agreement.intake.by_year.is_empty() => {
            return Ok(saving_of_nobody(agreement));
        }
        SavingSize::PerStarter { profile } => full_effect(agreement, year, |since| profile.get(since).copied()),
        SavingSize::PerSuccess { volume, price, .. } => {
            check_amount(agreement, &saving.id, *price)?;
            let Some(rate) = success_factor(agreement) else { return Ok(None) };
            let price = price.to_decimal();
            full_effect(agreement, year, |since| {
                volume.get(since)?.checked_mul(rate)?.checked_mul(price)?.checked_mul(attrition(agreement, since))
            })
        }
    };
    let full = kroner.ok_or_else(out_of_range)?;
    let factor = phase_in(agreement, year)?.checked_mul(overlap_factor(agreement)).ok_or_else(out_of_range)?;
    let kroner = full.checked_mul(factor).ok_or_else(out_of_range)?;
    Money::rounded(agreement.currency, kroner, agreement.rounding).map(Some).map_err(|_| out_of_range())
}

/// Without planned participants there is nothing to multiply: nothing at all where the source states no intake, and
/// no saving where it states that nobody starts.
fn saving_of_nobody(agreement: &Agreement) -> Option<Money> {
    let not_stated = agreement.not_stated.iter().any(|term| term.term.starts_with("intake."));
    (!not_stated).then(|| Money::zero(agreement.currency))
}

/// Successes per starter: those who complete, where the agreement says how many, times the net success rate.
pub(super) fn success_factor(agreement: &Agreement) -> Option<Decimal> {
    let rate = agreement.business_case.as_ref()?.net_success_rate?;
    rate.checked_mul(agreement.intake.completion.unwrap_or(Decimal::ONE))
}

/// The share of the effect that is left; after the last value it stays as it is.
fn attrition(agreement: &Agreement, since: usize) -> Decimal {
    let left = agreement.business_case.as_ref().map_or(&[][..], |case| &case.attrition);
    left.get(since).or(left.last()).copied().unwrap_or(Decimal::ONE)
}

/// Every cohort's starters times the value for the years since they started; the year after the start is the first.
fn full_effect(agreement: &Agreement, year: i16, per_starter: impl Fn(usize) -> Option<Decimal>) -> Option<Decimal> {
    let mut kroner = Decimal::ZERO;
    for (start, starters) in agreement.intake.by_year.range(..year) {
        let since = usize::try_from(i32::from(year) - i32::from(*start) - 1).ok()?;
        if let Some(per_starter) = per_starter(since) {
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
