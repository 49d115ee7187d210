//! The plan: what an agreement leads to when everything goes as expected. Exact numbers only; the yearly return (IRR,
//! XIRR) is an estimate and is joined elsewhere from each investor's flows.

mod account;
mod business_case;
pub(crate) mod expected;
pub(crate) mod flow;
mod follow_up;
mod grouping;
mod investor;
mod lacks;
mod payback;
mod present_value;
mod price;
mod purchase;
mod sensitivity;
#[cfg(test)]
mod tests;
mod transaction;

use rust_decimal::Decimal;
use virkning_model::agreement::Agreement;
use virkning_model::id::{AgreementId, MeasureId};
use virkning_model::{Currency, Money};

pub use account::{AccountFigures, PartyAccount};
pub use business_case::{BusinessCaseTable, Row, RowKind, TailTotals, Uncertainty};
pub use expected::{ExpectedPayment, LookedAt, NoEffect, every_payment_is_known, expected_figures, looked_at};
pub use flow::{Flow, FlowKind};
pub use follow_up::{Criterion, CriterionKind, FollowUp, FollowUpRow, RealisedRow, follow_up};
pub use grouping::{Actor, Group, GroupKey};
pub use investor::{InvestorPlan, InvestorYear};
pub use lacks::{Lack, LackedFigure};
pub use payback::{Payback, PaybackTime};
pub use present_value::PresentValue;
pub use price::DefensiblePrice;
pub use purchase::PurchaseRow;
pub use sensitivity::{Outcome, SensitivityResult};
pub use transaction::{TransactionCosts, TransactionRow};

use crate::closing::{ClosingKind, ClosingPayment, closing_of};
use crate::error::CompileError;
use crate::example::{ExampleResult, run_example};
use crate::program::{check_amount, check_holder, compile};

/// The plan of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Of which agreement.
    pub agreement: AgreementId,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// Every expected flow of money, sorted by date, then in the order of the document.
    pub flows: Vec<Flow>,
    /// The business case over its one horizon.
    pub business_case: BusinessCaseTable,
    /// Price, capital and own financing, which are never merged.
    pub financing: Financing,
    /// Expected outcome payments, one per payment term, measured year, receiver and payer, in the program's order.
    pub payments: Vec<ExpectedPayment>,
    /// What is paid on days of its own whatever the results: capital that comes back, and where every payment can be
    /// planned also floors and guarantees.
    pub closing: Vec<ClosingPayment>,
    /// Each party that puts in capital, in the order of the document.
    pub investors: Vec<InvestorPlan>,
    /// Each party's account, and below it those of its budgets, in the order of the document.
    pub accounts: Vec<PartyAccount>,
    /// What would be paid with no effect at all; nothing where a payment measure has no baseline.
    pub no_effect: Option<NoEffect>,
    /// The success rate of the later years at which the first investor just gets its capital back.
    pub break_even_rate: Option<Decimal>,
    /// The highest prices that the business case defends, one per payment term and payer.
    pub prices: Vec<DefensiblePrice>,
    /// The worked examples, with whether they hold.
    pub examples: Vec<ExampleResult>,
    /// After how long the savings have covered the costs; nothing without a business case.
    pub payback: Option<Payback>,
    /// What the contract itself costs; nothing where no hours are stated.
    pub transaction_costs: Option<TransactionCosts>,
    /// What departments buy from each other: it moves money between budgets and comes to nothing in all.
    pub purchases: Vec<PurchaseRow>,
    /// Each assumption that is varied, at its lowest and highest.
    pub sensitivities: Vec<SensitivityResult>,
    /// What cannot be computed, because a source gives no number.
    pub lacks: Vec<Lack>,
}

impl Plan {
    /// Whether every amount of the parties' accounts is known: a balance of which one is lacking tells nothing.
    pub fn accounts_are_complete(&self) -> bool {
        self.lacks.iter().all(|lack| match lack.figure {
            LackedFigure::Costs | LackedFigure::Savings | LackedFigure::Payment(_) | LackedFigure::Capital(_) => false,
            LackedFigure::Guarantee(_)
            | LackedFigure::Limit(_)
            | LackedFigure::NoEffect(_)
            | LackedFigure::TransactionCosts => true,
        })
    }
}

/// Figures that are kept apart: price of the intervention, investment capital and own financing. No term of an
/// agreement states a guarantee yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Financing {
    /// Price of the intervention: all costs.
    pub price: Money,
    /// Investment capital: all instalments of all investors.
    pub capital: Money,
    /// Own financing.
    pub own_financing: Money,
}

/// The plan of an agreement.
///
/// # Errors
/// What [`compile`] refuses, an expected rate or phase-in that a year lacks, a cost or saving outside the horizon, or
/// weights that cannot divide a saving.
pub fn plan(agreement: &Agreement) -> Result<Plan, CompileError> {
    let planned = undisturbed(agreement)?;
    Ok(Plan { sensitivities: sensitivity::sensitivities(agreement, &planned)?, ..planned })
}

/// The plan without the sensitivities, which are such plans themselves.
fn undisturbed(agreement: &Agreement) -> Result<Plan, CompileError> {
    let program = compile(agreement)?;
    let business_case = business_case::table(agreement)?;
    let rates = expected::as_planned(agreement)?;
    let payments = expected::payments(agreement, &program, &rates)?;
    let paid =
        payments.iter().flat_map(|payment| payment.by_day().map(|(day, amount)| (day, payment.to.clone(), amount)));
    let mut closing = closing_of(agreement, &program, &paid.collect::<Vec<_>>())?;
    if !expected::is_complete(agreement, &program, &rates) {
        // What is missing of the capital is not known where a payment cannot be planned.
        closing.payments.retain(|payment| payment.kind == ClosingKind::CapitalReturn);
    }
    let flows = flow::flows(agreement, &business_case, &payments, &closing.payments);
    let investors = investor::investors(agreement, &program, &flows, &payments)?;
    Ok(Plan {
        agreement: agreement.id.clone(),
        currency: agreement.currency,
        accounts: account::accounts(agreement, &business_case, &flows),
        financing: financing(agreement)?,
        no_effect: expected::no_effect(agreement, &program, &payments)?,
        break_even_rate: investors.iter().find_map(|investor| investor.break_even_rate),
        prices: price::prices(agreement, &business_case, &payments),
        examples: agreement.examples.iter().map(|example| run_example(agreement, example)).collect(),
        payback: payback::payback(agreement, &business_case),
        transaction_costs: transaction::transaction_costs(agreement, &business_case)?,
        purchases: purchase::purchases(agreement, &business_case.years)?,
        sensitivities: Vec::new(),
        lacks: lacks::lacks(agreement),
        business_case,
        flows,
        payments,
        closing: closing.payments,
        investors,
    })
}

/// The business case alone: it can often be computed where payments cannot.
pub(crate) fn business_case_table(agreement: &Agreement) -> Result<BusinessCaseTable, CompileError> {
    business_case::table(agreement)
}

fn financing(agreement: &Agreement) -> Result<Financing, CompileError> {
    let zero = Money::zero(agreement.currency);
    let over = |years: virkning_model::period::Years, amount: Money| years.iter().fold(zero, |all, _| all + amount);
    let mut financing = Financing { price: zero, capital: zero, own_financing: zero };
    for cost in &agreement.costs {
        financing.price += cost.amounts.iter().into_iter().fold(zero, |all, (_, amount)| all + amount);
    }
    for funding in &agreement.funding {
        let Some(amount) = funding.amount else { continue };
        // Where the source states no days, the amount is the whole sum.
        financing.capital += if funding.on.is_empty() {
            amount
        } else {
            funding.on.iter().fold(zero, |all, _| all + amount)
        };
    }
    for own in &agreement.own_financing {
        check_holder(agreement, &own.id, &own.holder)?;
        check_amount(agreement, &own.id, own.amount)?;
        financing.own_financing += over(own.years, own.amount);
    }
    Ok(financing)
}

/// The expected rate that stands for the later years: the one for all later years, or that of the last year named.
pub(crate) fn later_rate(agreement: &Agreement, measure: &MeasureId) -> Option<Decimal> {
    let expected = agreement.measure(measure)?.expected.as_ref()?;
    expected.later.or_else(|| expected.named.last_key_value().map(|(_, rate)| *rate))
}
