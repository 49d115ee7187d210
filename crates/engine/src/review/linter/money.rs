//! Rules about payments, limits, accounts and prices.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{
    Agreement, BudgetKind, Counted, LimitOver, LimitRule, Measure, PaidPer, Payment, ReturnCapMethod, Tariff, Window,
};
use virkning_model::period::ByYear;

use super::super::Remark;
use super::super::figures::{Figures, shown};
use super::super::terms::method_word;
use super::{knows_intake, most_eligible, planned_eligible};
use crate::plan::{ExpectedPayment, LackedFigure, Plan, RowKind, plan};

/// The plan, where every figure that a balance rests on can be computed.
fn complete_plan<'a>(figures: &'a Figures<'_>) -> Option<&'a Plan> {
    let plan = figures.plan.as_ref()?;
    let in_the_way = |figure: &LackedFigure| {
        matches!(
            figure,
            LackedFigure::Costs | LackedFigure::Savings | LackedFigure::Payment(_) | LackedFigure::Capital(_)
        )
    };
    (!plan.lacks.iter().any(|lack| in_the_way(&lack.figure))).then_some(plan)
}

/// W021: a payment that can never be due, with the reason. Reasons that are mistakes of the document whatever is expected
/// are told when it is read.
pub(super) fn never_due(agreement: &Agreement) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for payment in &agreement.payments {
        let Some(measure) = agreement.measure(&payment.measure) else { continue };
        if let Some(reason) = reason_never_due(agreement, payment, measure) {
            remarks.push(
                Remark::new("W021", format!("payment.{}", payment.id))
                    .with("payment", &payment.label)
                    .with("measure", &measure.label)
                    .with("reason", reason),
            );
        }
    }
    remarks
}

fn reason_never_due(agreement: &Agreement, payment: &Payment, measure: &Measure) -> Option<&'static str> {
    let years: Vec<i16> = measure.window.years().map_or_else(Vec::new, |years| {
        years.iter().filter(|year| payment.years.is_none_or(|only| only.contains(*year))).collect()
    });
    if knows_intake(agreement) {
        if !years.is_empty() && years.iter().all(|year| planned_eligible(agreement, measure, *year) == 0) {
            return Some("nobody");
        }
        if payment.minimum_cohort.is_some_and(|fewest| fewest > most_eligible(agreement, measure)) {
            return Some("minimum-cohort");
        }
        if closes_after_the_end(agreement, measure) {
            return Some("window");
        }
    }
    by_rates(payment, measure, &years)
}

/// What the expected rates say: a ladder whose first step nobody is expected to reach, or a baseline that the expected
/// rate never exceeds.
fn by_rates(payment: &Payment, measure: &Measure, years: &[i16]) -> Option<&'static str> {
    let rates: Vec<Decimal> = match measure.window.years() {
        Some(_) => years.iter().filter_map(|year| measure.expected_share(*year, 0)).collect(),
        None => measure.expected_at.values().copied().collect(),
    };
    if let (PaidPer::Rate, Tariff::Ladder(steps)) = (payment.per, &payment.tariff) {
        let first = steps.first()?.from;
        let guaranteed = payment.minimum.is_some();
        if !rates.is_empty() && !guaranteed && rates.iter().all(|rate| *rate < first) {
            return Some("below-the-ladder");
        }
    }
    if payment.per == PaidPer::Success && !rates.is_empty() {
        if rates.iter().all(Decimal::is_zero) {
            return Some("rate-zero");
        }
        let baseline = measure.baseline.filter(|_| payment.counted == Counted::NetOfBaseline);
        if baseline.is_some_and(|baseline| rates.iter().all(|rate| *rate <= baseline)) {
            return Some("baseline");
        }
    }
    None
}

/// Whether even the first planned starters' windows close after the agreement has ended.
fn closes_after_the_end(agreement: &Agreement, measure: &Measure) -> bool {
    let Some(first) = agreement.intake.by_year.keys().next() else { return false };
    let months = match &measure.window {
        Window::MonthsSinceStart { months } => *months,
        Window::AtMonths { at, .. } => at.first().copied().unwrap_or_default(),
        _ => return false,
    };
    i32::from(*first) * 12 + i32::from(months)
        > i32::from(agreement.to.year()) * 12 + i32::from(agreement.to.month()) - 1
}

/// W022: a limit that takes away part of what the plan expects.
pub(super) fn limit_below_expected(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let Some(plan) = figures.plan.as_ref() else { return Vec::new() };
    let zero = Money::zero(agreement.currency);
    let expected_of = |counts: &dyn Fn(&ExpectedPayment) -> bool| {
        let own = plan.payments.iter().filter(|payment| counts(payment));
        own.fold(zero, |all, payment| all + payment.before_cap)
    };
    let mut remarks = Vec::new();
    let mut says = |id: &virkning_model::id::TermId, limit: Money, expected: Money| {
        if expected > limit {
            remarks.push(
                Remark::new("W022", format!("limit.{id}"))
                    .with("limit", limit)
                    .with("expected", expected)
                    .with("over", expected - limit),
            );
        }
    };
    for limit in &agreement.limits {
        match &limit.rule {
            LimitRule::AtLeast { .. } | LimitRule::AtMost { amount: None, .. } => {}
            // What is over may be any limit's doing; only alone is it the return cap's.
            LimitRule::ReturnCap { .. } if agreement.limits.iter().any(|other| bounds_amounts(&other.rule)) => {}
            LimitRule::ReturnCap { party, .. } => {
                let own = || plan.payments.iter().filter(|payment| payment.to == *party);
                let paid = own().fold(zero, |all, payment| all + payment.amount);
                let over = own().fold(zero, |all, payment| all + payment.over_cap);
                says(&limit.id, paid, paid + over);
            }
            LimitRule::AtMost { amount: Some(amount), over } => {
                let (limit_amount, expected) = match over {
                    LimitOver::Participant { .. } => {
                        let participants: u32 = agreement.intake.by_year.values().sum();
                        let all = amount.times(Decimal::from(participants), agreement.rounding).unwrap_or(*amount);
                        (all, expected_of(&|_| true))
                    }
                    LimitOver::Measure(id) => (*amount, expected_of(&|payment| payment.measure == *id)),
                    LimitOver::Payment(id) => (*amount, expected_of(&|payment| payment.term == *id)),
                    LimitOver::Payer(id) => (*amount, expected_of(&|payment| payment.from.party == *id)),
                    LimitOver::Investor(id) => (*amount, expected_of(&|payment| payment.to == *id)),
                    LimitOver::Agreement => (*amount, expected_of(&|_| true)),
                    LimitOver::Period => (*amount, largest_year(plan, zero)),
                };
                says(&limit.id, limit_amount, expected);
            }
        }
    }
    remarks
}

fn bounds_amounts(rule: &LimitRule) -> bool {
    matches!(rule, LimitRule::AtMost { .. })
}

fn largest_year(plan: &Plan, zero: Money) -> Money {
    let mut by_year: BTreeMap<i16, Money> = BTreeMap::new();
    for payment in &plan.payments {
        *by_year.entry(payment.measured_year).or_insert(zero) += payment.before_cap;
    }
    by_year.into_values().max().unwrap_or(zero)
}

/// W023: a budget that pays for results and saves nothing. An outcome fund is there to do that.
pub(super) fn payers_who_save_nothing(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let Some(plan) = figures.plan.as_ref() else { return Vec::new() };
    let case = &plan.business_case;
    if agreement.savings.is_empty() || !case.complete {
        return Vec::new();
    }
    let zero = Money::zero(agreement.currency);
    let mut remarks: Vec<Remark> = Vec::new();
    for payment in &agreement.payments {
        for payer in payment.from.iter().filter(|payer| !payer.share.is_zero()) {
            let budget = payer.holder.budget.as_ref().and_then(|id| agreement.budget(id));
            if budget.is_some_and(|budget| budget.kind == BudgetKind::OutcomeFund) {
                continue;
            }
            let own = case.rows.iter().filter(|row| {
                row.kind == RowKind::Saving
                    && row.falls_to.party == payer.holder.party
                    && (payer.holder.budget.is_none() || row.falls_to.budget == payer.holder.budget)
            });
            let saved = own.fold(zero, |all, row| all + row.total(zero));
            if saved > zero {
                continue;
            }
            let party = agreement.party(&payer.holder.party).map_or("", |party| party.short_name.as_str());
            remarks.push(
                Remark::new("W023", format!("payment.{}.from", payment.id))
                    .with("payment", &payment.label)
                    .with("party", party)
                    .with_or_none("budget", budget.map_or("", |budget| budget.label.as_str())),
            );
        }
    }
    remarks
}

/// W024: a party that ends with less than it put in.
pub(super) fn accounts_that_do_not_close(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let Some(plan) = complete_plan(figures) else { return Vec::new() };
    if agreement.savings.is_empty() {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for account in plan.accounts.iter().filter(|account| account.budget.is_none() && !account.closes) {
        let party = agreement.party(&account.party).map_or("", |party| party.short_name.as_str());
        remarks.push(
            Remark::new("W024", format!("party.{}", account.party))
                .with("party", party)
                .with("balance", account.total.balance)
                .with("savings", account.total.savings)
                .with("received", account.total.received)
                .with("paid", account.total.paid)
                .with("contribution", account.total.contribution),
        );
    }
    remarks
}

/// W025: a price above what the savings that are to cover it defend: the stated share of all savings, or, where none is
/// stated, what falls to the payer.
pub(super) fn price_above_the_defensible(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let Some(plan) = figures.plan.as_ref().filter(|plan| plan.business_case.complete) else { return Vec::new() };
    let mut remarks: Vec<Remark> = Vec::new();
    for price in &plan.prices {
        let (Some(agreed), Some(defends)) = (price.agreed, price.by_saving_share.or(price.by_payer_savings)) else {
            continue;
        };
        let term = format!("payment.{}.amount", price.term);
        let said = remarks.iter().any(|remark| remark.term == term);
        if said || defends <= Decimal::ZERO || agreed.to_decimal() <= defends {
            continue;
        }
        let label = agreement.payment(&price.term).map_or("", |payment| payment.label.as_str());
        let party = agreement.party(&price.payer.party).map_or("", |party| party.short_name.as_str());
        remarks.push(
            Remark::new("W025", term)
                .with("payment", label)
                .with("agreed", agreed)
                .with("defensible", defends.round_dp(2).normalize())
                .with("by", if price.by_saving_share.is_some() { "share" } else { "payer" })
                .with("party", party),
        );
    }
    remarks
}

/// W027: everyone is paid for who succeeds, also those who would have anyway. More than half of the plan's payments would
/// be due with no effect at all.
pub(super) fn no_effect_pays(figures: &Figures<'_>) -> Option<Remark> {
    let agreement = figures.agreement?;
    let gross = agreement
        .payments
        .iter()
        .find(|payment| payment.per == PaidPer::Success && payment.counted == Counted::Gross)?;
    let none = figures.plan.as_ref()?.no_effect.as_ref()?;
    let share = none.share_of_plan.filter(|share| *share > Decimal::new(5, 1))?;
    Some(
        Remark::new("W027", format!("payment.{}", gross.id))
            .with("payment", &gross.label)
            .with("amount", none.total)
            .with("share", shown(share)),
    )
}

/// W032: the wording of a return cap admits several methods. What it would come to under each, if everyone succeeded.
pub(super) fn ambiguous_cap(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for choice in agreement.choices.iter().filter(|choice| !choice.alternatives.is_empty()) {
        let id = choice.term.strip_prefix("limit.").and_then(|rest| rest.strip_suffix(".method"));
        let Some(limit) = id.and_then(|id| agreement.limits.iter().find(|limit| limit.id.as_str() == id)) else {
            continue;
        };
        let LimitRule::ReturnCap { party, method, .. } = &limit.rule else { continue };
        // Without amounts nothing can be shown, and the wording still admits several methods.
        let lacks = figures.plan.as_ref().is_none_or(|plan| {
            plan.lacks.iter().any(|lack| matches!(lack.figure, LackedFigure::Payment(_) | LackedFigure::Capital(_)))
        });
        let under = |method: ReturnCapMethod| {
            if lacks {
                return String::new();
            }
            let total = received_if_all_succeed(agreement, &limit.id, method, party);
            total.map(|total| total.to_string()).unwrap_or_default()
        };
        remarks.push(
            Remark::new("W032", format!("limit.{}.method", limit.id))
                .with("chosen", method_word(*method))
                .with_or_none("compound", under(ReturnCapMethod::Compound))
                .with_or_none("simple", under(ReturnCapMethod::Simple))
                .with_or_none("per-year", under(ReturnCapMethod::PerYear)),
        );
    }
    remarks
}

fn received_if_all_succeed(
    agreement: &Agreement,
    limit: &virkning_model::id::TermId,
    method: ReturnCapMethod,
    party: &virkning_model::id::PartyId,
) -> Option<Money> {
    let mut other = Agreement { examples: Vec::new(), sensitivities: Vec::new(), ..agreement.clone() };
    for rule in other.limits.iter_mut().filter(|other| other.id == *limit).map(|limit| &mut limit.rule) {
        if let LimitRule::ReturnCap { method: own, .. } = rule {
            *own = method;
        }
    }
    for measure in &mut other.measures {
        measure.expected = Some(ByYear { named: BTreeMap::new(), later: Some(Decimal::ONE) });
        measure.expected_at.values_mut().for_each(|rate| *rate = Decimal::ONE);
    }
    let plan = plan(&other).ok()?;
    let investor = plan.investors.into_iter().find(|investor| investor.party == *party)?;
    Some(investor.received)
}
