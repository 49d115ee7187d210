//! Each party's account: savings that fall to it, plus payments received, less payments made, less its contribution.
//! It must close (DESIGN, counting rules).

use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::id::{BudgetId, PartyId};

use super::business_case::BusinessCaseTable;
use super::flow::{Flow, FlowKind};

/// The figures of an account, all positive but the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFigures {
    /// Savings that fall to it.
    pub savings: Money,
    /// Outcome payments received, and capital that came back whatever the results.
    pub received: Money,
    /// Outcome payments made, and capital given back or covered whatever the results.
    pub paid: Money,
    /// Costs borne less capital received from investors; for an investor the capital given.
    pub contribution: Money,
    /// Savings plus received less paid less contribution.
    pub balance: Money,
}

/// The account of a party, or of one of its budgets.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyAccount {
    /// Whose.
    pub party: PartyId,
    /// Which budget; nothing for the party in all, with what names no budget.
    pub budget: Option<BudgetId>,
    /// In all.
    pub total: AccountFigures,
    /// Every year of the plan, first to last.
    pub by_year: Vec<(i16, AccountFigures)>,
    /// Whether its balance is not below zero.
    pub closes: bool,
}

pub(super) fn accounts(agreement: &Agreement, case: &BusinessCaseTable, flows: &[Flow]) -> Vec<PartyAccount> {
    let years = || flows.iter().map(|flow| flow.year).chain(case.years.iter().copied());
    let (Some(first), Some(last)) = (years().min(), years().max()) else { return Vec::new() };
    let zero = Money::zero(agreement.currency);
    let account = |party: &PartyId, budget: Option<&BudgetId>| {
        let of_year = |year: i16| {
            let flows = flows.iter().filter(|flow| flow.year == year);
            (year, figures(flows, party, budget, zero))
        };
        let total = figures(flows.iter(), party, budget, zero);
        PartyAccount {
            party: party.clone(),
            budget: budget.cloned(),
            total,
            by_year: (first..=last).map(of_year).collect(),
            closes: !total.balance.is_negative(),
        }
    };
    let mut accounts = Vec::new();
    for party in &agreement.parties {
        accounts.push(account(&party.id, None));
        let budgets = agreement.budgets.iter().filter(|budget| budget.party == party.id);
        accounts.extend(budgets.map(|budget| account(&party.id, Some(&budget.id))));
    }
    accounts
}

fn figures<'a>(
    flows: impl Iterator<Item = &'a Flow>,
    party: &PartyId,
    budget: Option<&BudgetId>,
    zero: Money,
) -> AccountFigures {
    let is = |holder: &Option<AccountHolder>| {
        holder
            .as_ref()
            .is_some_and(|holder| holder.party == *party && (budget.is_none() || holder.budget.as_ref() == budget))
    };
    let mut sums = AccountFigures { savings: zero, received: zero, paid: zero, contribution: zero, balance: zero };
    for flow in flows {
        let gives = if is(&flow.from) { flow.amount } else { zero };
        let gets = if is(&flow.to) { flow.amount } else { zero };
        match flow.kind {
            FlowKind::Saving => sums.savings += gets,
            FlowKind::Cost => sums.contribution += gives,
            FlowKind::Funding => sums.contribution += gives - gets,
            FlowKind::OutcomePayment | FlowKind::CapitalReturn | FlowKind::Guarantee => {
                sums.paid += gives;
                sums.received += gets;
            }
        }
    }
    sums.balance = sums.savings + sums.received - sums.paid - sums.contribution;
    sums
}
