//! Payback time (tilbagebetalingstid): after how long the savings have covered the costs, unrounded, and rounded by the
//! rule that the agreement names. Copenhagen's template prints it twice: on the total economy, and on service alone.

use rust_decimal::{Decimal, RoundingStrategy};
use virkning_model::agreement::{Agreement, BudgetArea};
use virkning_model::business_case::{DoublePeriod, PaybackRule};

use super::business_case::{BusinessCaseTable, Row, RowKind};

/// The payback time of a business case.
#[derive(Clone, Debug, PartialEq)]
pub struct Payback {
    /// The rule by which the printed number is rounded.
    pub rule: PaybackRule,
    /// How a column of two years counts in the printed number.
    pub double_period: DoublePeriod,
    /// All costs against all savings; nothing where they never cover them, or where there are no costs.
    pub total: Option<PaybackTime>,
    /// All costs against the savings on service alone; nothing where there are none, or where they never cover them.
    pub service: Option<PaybackTime>,
}

/// After how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaybackTime {
    /// In columns of the case, unrounded.
    pub periods: Decimal,
    /// In years, unrounded: a column of two years counts as two.
    pub years: Decimal,
    /// Periods or years, as the agreement counts them, rounded by its rule.
    pub rounded: Decimal,
}

pub(super) fn payback(agreement: &Agreement, case: &BusinessCaseTable) -> Option<Payback> {
    let terms = agreement.business_case.as_ref()?;
    let doubles: Vec<bool> = case.years.iter().map(|year| terms.columns.contains_key(year)).collect();
    let time = |saved: &dyn Fn(&Row) -> bool| {
        let periods = periods(case, saved)?;
        let years = in_years(periods, &doubles)?;
        let counted = match terms.double_period {
            DoublePeriod::OnePeriod => periods,
            DoublePeriod::TwoYears => years,
        };
        Some(PaybackTime { periods, years, rounded: rounded(counted, terms.payback_rule) })
    };
    Some(Payback {
        rule: terms.payback_rule,
        double_period: terms.double_period,
        total: time(&|_| true),
        service: time(&|row| row.budget_area == Some(BudgetArea::Service)),
    })
}

fn rounded(time: Decimal, rule: PaybackRule) -> Decimal {
    let strategy = match rule {
        PaybackRule::ElapsedPeriods => RoundingStrategy::ToNegativeInfinity,
        PaybackRule::FirstYearPositive => RoundingStrategy::ToPositiveInfinity,
    };
    time.round_dp_with_strategy(0, strategy).normalize()
}

/// Costs fall when a period begins and savings come evenly through it. So the period in which the money comes back
/// counts by the share of its savings that is still needed: what is outstanding when it begins, with its own costs, over
/// its savings. After the last column the permanent savings of that column go on (varige ændringer) and no cost does.
fn periods(case: &BusinessCaseTable, saved: &dyn Fn(&Row) -> bool) -> Option<Decimal> {
    let known = case.knows_costs() && case.knows_savings();
    if !known || case.rows.iter().all(|row| row.kind == RowKind::Cost || !saved(row)) {
        return None;
    }
    let costs: Vec<Decimal> = case.costs.iter().map(|cost| -cost.to_decimal()).collect();
    if costs.iter().all(Decimal::is_zero) {
        return None;
    }
    let of = |place: usize, only_permanent: bool| -> Decimal {
        let rows = case.rows.iter().filter(|row| row.kind == RowKind::Saving && saved(row));
        let counted = rows.filter(|row| !only_permanent || row.permanent == Some(true));
        counted.filter_map(|row| row.amounts.get(place)).map(|amount| amount.to_decimal()).sum()
    };
    let mut outstanding = Decimal::ZERO;
    let mut reached = None;
    for (place, cost) in costs.iter().enumerate() {
        let needed = outstanding + cost;
        let savings = of(place, false);
        outstanding = needed - savings;
        if outstanding > Decimal::ZERO {
            reached = None;
        } else if reached.is_none() {
            let part = needed.checked_div(savings).unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE);
            reached = Some(Decimal::from(place) + part);
        }
    }
    if reached.is_some() || costs.is_empty() {
        return reached;
    }
    let yearly = of(costs.len() - 1, true);
    (yearly > Decimal::ZERO).then(|| outstanding.checked_div(yearly).map(|more| Decimal::from(costs.len()) + more))?
}

/// Every column of two years that has passed adds one, the column in which the time ends by its part.
fn in_years(periods: Decimal, doubles: &[bool]) -> Option<Decimal> {
    let mut years = periods;
    for (place, double) in doubles.iter().enumerate() {
        if *double {
            let part = (periods - Decimal::from(place)).clamp(Decimal::ZERO, Decimal::ONE);
            years = years.checked_add(part)?;
        }
    }
    Some(years)
}
