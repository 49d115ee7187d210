//! What a plan cannot compute because a source gives no number: which figure, and which terms stand in its way. Nothing
//! is put in their place.

use virkning_model::agreement::{Agreement, LimitRule, PaidPer, Payment, Share, StepPay, Tariff};
use virkning_model::business_case::{SavingSize, Yearly};
use virkning_model::id::{PartyId, TermId};

use super::business_case::success_factor;

/// A figure that cannot be computed, or only in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Which figure.
    pub figure: LackedFigure,
    /// The terms without a number, by their paths: `saving.benefits`, `intake.by_year`.
    pub terms: Vec<String>,
}

/// A figure of the plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LackedFigure {
    /// All costs, and with them the net, break-even and payback.
    Costs,
    /// All savings, and with them the net, break-even, payback and defensible prices.
    Savings,
    /// Expected outcome payments of one payment term.
    Payment(TermId),
    /// How much capital an investor gives, or when, and with it return and exposure.
    Capital(PartyId),
    /// What a guarantee covers.
    Guarantee(TermId),
    /// What a limit takes away.
    Limit(TermId),
    /// What would be paid with no effect at all.
    NoEffect(TermId),
    /// What the contract itself costs.
    TransactionCosts,
}

/// The path under which a term says that it has no number; the usual key where it does not say so.
fn path(agreement: &Agreement, term: &str, key: &str) -> String {
    let of_term = format!("{term}.");
    let named = agreement.not_stated.iter().find(|unknown| unknown.term.starts_with(&of_term));
    named.map_or_else(|| format!("{term}.{key}"), |unknown| unknown.term.clone())
}

pub(super) fn lacks(agreement: &Agreement) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut lack = |figure: LackedFigure, terms: Vec<String>| {
        if !terms.is_empty() {
            lacks.push(Lack { figure, terms });
        }
    };
    lack(LackedFigure::Costs, costs(agreement));
    lack(LackedFigure::Savings, savings(agreement));
    for payment in &agreement.payments {
        lack(LackedFigure::Payment(payment.id.clone()), payment_terms(agreement, payment));
        let measure = agreement.measure(&payment.measure);
        let unknown = |term: &str| agreement.not_stated.iter().any(|known| known.term == term);
        let baselines = measure.map(|measure| format!("measure.{}.baseline", measure.id));
        lack(
            LackedFigure::NoEffect(payment.id.clone()),
            baselines.into_iter().filter(|term| unknown(term) || unknown(&format!("{term}_value"))).collect(),
        );
    }
    for funding in &agreement.funding {
        let mut terms = Vec::new();
        if funding.amount.is_none() {
            terms.push(format!("funding.{}.amount", funding.id));
        }
        if funding.on.is_empty() {
            terms.push(format!("funding.{}.on", funding.id));
        }
        lack(LackedFigure::Capital(funding.from.clone()), terms);
    }
    for guarantee in &agreement.guarantees {
        let amount = guarantee.at_most.is_none().then(|| format!("guarantee.{}.at_most", guarantee.id));
        let day = guarantee.on.is_none().then(|| format!("guarantee.{}.on", guarantee.id));
        lack(LackedFigure::Guarantee(guarantee.id.clone()), amount.into_iter().chain(day).collect());
    }
    for limit in &agreement.limits {
        if let LimitRule::AtMost { amount: None, .. } = limit.rule {
            lack(LackedFigure::Limit(limit.id.clone()), vec![format!("limit.{}.at_most", limit.id)]);
        }
    }
    let hours = agreement.transaction_costs.iter().flat_map(|cost| {
        let hours = cost.hours.is_none().then(|| format!("transaction_cost.{}.hours", cost.id));
        hours.into_iter().chain(cost.hourly_cost.is_none().then(|| format!("transaction_cost.{}.hourly_cost", cost.id)))
    });
    lack(LackedFigure::TransactionCosts, hours.collect());
    lacks
}

fn costs(agreement: &Agreement) -> Vec<String> {
    let unknown = agreement.costs.iter().filter(|cost| cost.amounts == Yearly::NotStated);
    unknown.map(|cost| path(agreement, &format!("cost.{}", cost.id), "amount")).collect()
}

fn savings(agreement: &Agreement) -> Vec<String> {
    let mut terms = Vec::new();
    let (mut needs_intake, mut needs_rate) = (false, false);
    for saving in &agreement.savings {
        match saving.size {
            SavingSize::NotStated => terms.push(path(agreement, &format!("saving.{}", saving.id), "per")),
            SavingSize::PerStarter { .. } => needs_intake = true,
            SavingSize::PerSuccess { .. } => (needs_intake, needs_rate) = (true, true),
            SavingSize::Volume { .. } | SavingSize::PerYear { .. } => {}
        }
    }
    if needs_intake && agreement.intake.by_year.is_empty() {
        terms.push("intake.by_year".to_owned());
    }
    if needs_rate && success_factor(agreement).is_none() {
        terms.push("business_case.net_success_rate".to_owned());
    }
    terms
}

/// What a payment needs: a price or steps, participants, and how many of them are expected to succeed.
fn payment_terms(agreement: &Agreement, payment: &Payment) -> Vec<String> {
    let mut terms = Vec::new();
    let unknown_step = |tariff: &Tariff| match tariff {
        Tariff::NotStated => true,
        Tariff::Ladder(steps) => steps.iter().any(|step| step.pays == StepPay::NotStated),
        Tariff::Price(_) | Tariff::Share(_) => false,
    };
    if unknown_step(&payment.tariff) {
        let key = if matches!(payment.tariff, Tariff::Ladder(_)) { "ladder" } else { "amount" };
        terms.push(format!("payment.{}.{key}", payment.id));
    }
    let unknown_shares = |shares: Vec<Share>| Share::are_not_stated(&shares);
    if unknown_shares(payment.from.iter().map(|payer| payer.share).collect()) {
        terms.push(format!("payment.{}.from", payment.id));
    }
    if unknown_shares(payment.to.iter().map(|receiver| receiver.share).collect()) {
        terms.push(format!("payment.{}.to", payment.id));
    }
    if agreement.intake.by_year.is_empty() {
        terms.push("intake.by_year".to_owned());
    }
    if let Some(measure) = agreement.measure(&payment.measure) {
        let by_rate = matches!(payment.per, PaidPer::Success | PaidPer::Rate);
        let by_value = matches!(payment.per, PaidPer::Unit | PaidPer::Saving | PaidPer::Difference);
        if by_rate && measure.expected.is_none() && measure.expected_at.is_empty() {
            terms.push(format!("measure.{}.expected", measure.id));
        }
        if by_value && measure.expected_value.is_none() {
            terms.push(format!("measure.{}.expected_value", measure.id));
        }
        if payment.per == PaidPer::Estimate {
            terms.push(format!("payment.{}.estimate", payment.id));
        }
        if payment.per == PaidPer::Saving && measure.baseline_value.is_none() {
            terms.push(format!("measure.{}.baseline_value", measure.id));
        }
    }
    terms
}
