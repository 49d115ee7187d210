//! `plan`: what the agreement expects, with the returns that only statistics can compute joined to the engine's exact
//! figures.

use virkning_engine::Plan;
use virkning_engine::plan::{InvestorPlan, RowKind};
use virkning_model::{Agreement, Money};

use super::coded;
use super::failure::Failure;

/// A plan and each investor's returns, in the order of the plan's investors.
#[derive(Debug)]
pub struct PlanWithReturns {
    /// The exact figures.
    pub plan: Plan,
    /// The estimates.
    pub returns: Vec<Returns>,
}

/// An investor's yearly rates of return. There is none where the flows have no sign change or more than one answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Returns {
    /// By whole years.
    pub irr: Option<f64>,
    /// By days, actual/365.
    pub xirr: Option<f64>,
}

/// The plan of an agreement.
pub fn plan(agreement: &Agreement) -> Result<PlanWithReturns, Failure> {
    let plan = virkning_engine::plan(agreement).map_err(|error| coded(error.code(), error.arguments()))?;
    let returns = plan.investors.iter().map(returns).collect();
    Ok(PlanWithReturns { plan, returns })
}

fn returns(investor: &InvestorPlan) -> Returns {
    let yearly: Vec<f64> = investor.by_year.iter().map(|year| kroner(year.balance)).collect();
    let first = investor.flows.first().map(|(day, _)| *day);
    let dated: Option<Vec<(i32, f64)>> = first.and_then(|first| {
        let days = |day: jiff::civil::Date| first.until(day).ok().map(|span| span.get_days());
        investor.flows.iter().map(|(day, amount)| Some((days(*day)?, kroner(*amount)))).collect()
    });
    Returns { irr: virkning_stats::irr(&yearly), xirr: dated.and_then(|flows| virkning_stats::xirr(&flows)) }
}

/// Kroner as a float, for estimates of returns only; no amount is ever made from it.
fn kroner(amount: Money) -> f64 {
    amount.minor() as f64 / 100.0
}

/// Whether a row of the business case is a cost.
pub fn is_cost(kind: RowKind) -> bool {
    matches!(kind, RowKind::Cost)
}
