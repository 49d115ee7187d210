//! Rules about how a payment becomes money: what its kind needs of the measure, ladders, indices, what is kept back, and
//! who covers a loss.

use virkning_model::Decimal;
use virkning_model::agreement::{
    Counted, LimitOver, LimitRule, Measure, PaidPer, PartyRole, Payment, ReceiverOrder, Step, Tariff,
};
use virkning_model::period::Years;

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, payment) in agreement.payments.iter().enumerate() {
        if let Some(measure) = agreement.measure(&payment.measure) {
            of_measure(checker, index, payment, measure);
            years(checker, index, payment, measure);
            indexed(checker, index, payment, measure);
        }
        if let Tariff::Ladder(steps) = &payment.tariff {
            ladder(checker, index, payment, steps);
        }
        if let Some(held_back) = payment.held_back {
            checker.day_in_period(held_back.until, ("payment", index, &["held_back", "until"]));
        }
        if let Some(at) = payment.unless.iter().position(|other| *other == payment.id) {
            let keys = ["unless", &(at + 1).to_string()];
            checker.report(codes::UNLESS_ITSELF, ("payment", index, &keys), &[("payment", payment.id.as_str())]);
        }
        in_order(checker, index, payment);
    }
    limits(checker);
    losses(checker);
}

/// What a kind of payment counts must be there to be counted.
fn of_measure(checker: &mut Checker<'_>, index: usize, payment: &Payment, measure: &Measure) {
    let agreement = checker.agreement;
    let per = crate::resolve::words::word_of(crate::resolve::words::PAID_PER, &payment.per);
    let (needs, has) = match payment.per {
        // Events per unit make an estimate as well as a share of units does.
        PaidPer::Participant | PaidPer::Estimate => ("", true),
        PaidPer::Unit | PaidPer::Saving | PaidPer::Difference => ("value", measure.value.is_some()),
        PaidPer::Success | PaidPer::Rate => ("success", measure.success.is_some()),
    };
    if !has {
        let arguments = [("per", per), ("needs", needs), ("measure", measure.id.as_str())];
        checker.report(codes::NOTHING_TO_COUNT, ("payment", index, &["per"]), &arguments);
    }
    if matches!(payment.per, PaidPer::Estimate | PaidPer::Difference) && agreement.trial.is_none() {
        checker.report(codes::TRIAL_MISSING, ("payment", index, &["per"]), &[("per", per)]);
    }
    // A baseline that no source states is lacking in the plan, not in the document.
    let said = |key: &str| agreement.not_stated.iter().any(|term| term.term == format!("measure.{}.{key}", measure.id));
    let baselines = [
        (payment.counted == Counted::NetOfBaseline, "baseline", measure.baseline.is_some(), "counted"),
        (payment.per == PaidPer::Saving, "baseline_value", measure.baseline_value.is_some(), "per"),
    ];
    for (needed, key, has, place) in baselines {
        if needed && !has && !said(key) {
            let arguments = [("key", key), ("measure", measure.id.as_str())];
            checker.report(codes::BASELINE_MISSING, ("payment", index, &[place]), &arguments);
        }
    }
}

/// Years that a payment names are measured.
fn years(checker: &mut Checker<'_>, index: usize, payment: &Payment, measure: &Measure) {
    let Some(measured) = measure.window.years() else { return };
    let minimum = payment.minimum.map(|minimum| (minimum.years, &["minimum", "years"][..]));
    for (years, keys) in payment.years.map(|years| (years, &["years"][..])).into_iter().chain(minimum) {
        if years.from < measured.from || years.to > measured.to {
            let arguments = [("from", &*measured.from.to_string()), ("to", &*measured.to.to_string())];
            checker.report(codes::YEARS_NOT_MEASURED, ("payment", index, keys), &arguments);
        }
    }
}

fn indexed(checker: &mut Checker<'_>, index: usize, payment: &Payment, measure: &Measure) {
    let agreement = checker.agreement;
    let Some(indexed) = &payment.indexed else { return };
    let Some(table) = agreement.indices.iter().find(|table| table.id == indexed.by) else { return };
    let measured = payment.years.or(measure.window.years());
    let needed = std::iter::once(indexed.from).chain(measured.into_iter().flat_map(|years: Years| years.iter()));
    let missing: Option<i16> = needed.into_iter().find(|year| !table.by_year.contains_key(year));
    if let Some(year) = missing {
        let arguments = [("year", &*year.to_string()), ("index", table.id.as_str())];
        checker.report(codes::INDEX_YEAR_MISSING, ("payment", index, &["indexed"]), &arguments);
    }
}

/// Bounds ascend, and a rate's lie from zero to one.
fn ladder(checker: &mut Checker<'_>, index: usize, payment: &Payment, steps: &[Step]) {
    for (place, step) in steps.iter().enumerate() {
        let number = (place + 1).to_string();
        let keys = ["ladder", &number, "from"];
        let bound = step.from.to_string();
        let in_bounds = match payment.per {
            PaidPer::Rate => (Decimal::ZERO..=Decimal::ONE).contains(&step.from),
            // A reduction of more than everything cannot be reached.
            _ => step.from <= Decimal::ONE,
        };
        if !in_bounds {
            checker.report(codes::LADDER_OUT_OF_BOUNDS, ("payment", index, &keys), &[("bound", &bound)]);
        }
        if place > 0 && steps[place - 1].from >= step.from {
            let before = steps[place - 1].from.to_string();
            checker.report(
                codes::LADDER_NOT_ASCENDING,
                ("payment", index, &keys),
                &[("bound", &bound), ("before", &before)],
            );
        }
    }
}

/// Whoever is paid in order until its capital is back has given capital.
fn in_order(checker: &mut Checker<'_>, index: usize, payment: &Payment) {
    if payment.to_order != ReceiverOrder::InOrder {
        return;
    }
    let gives =
        |party: &virkning_model::id::PartyId| checker.agreement.funding.iter().any(|funding| funding.from == *party);
    if let Some(receiver) = payment.to.iter().find(|receiver| !gives(&receiver.party)) {
        let arguments = [("party", receiver.party.as_str())];
        checker.report(codes::IN_ORDER_WITHOUT_CAPITAL, ("payment", index, &["to_order"]), &arguments);
    }
}

fn limits(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, limit) in agreement.limits.iter().enumerate() {
        let LimitRule::AtMost { over: LimitOver::Payer(party), .. } = &limit.rule else { continue };
        let pays =
            agreement.payments.iter().any(|payment| payment.from.iter().any(|payer| payer.holder.party == *party));
        if !pays {
            checker.report(codes::LIMIT_ON_NO_PAYER, ("limit", index, &["of"]), &[("party", party.as_str())]);
        }
    }
}

/// Guarantees and capital that is given back.
fn losses(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, guarantee) in agreement.guarantees.iter().enumerate() {
        if !agreement.party(&guarantee.from).is_some_and(|party| party.is(PartyRole::Guarantor)) {
            let arguments = [("party", guarantee.from.as_str())];
            checker.report(codes::GUARANTEE_FROM_NO_GUARANTOR, ("guarantee", index, &["from"]), &arguments);
        }
        if let Some(on) = guarantee.on {
            checker.day_in_period(on, ("guarantee", index, &["on"]));
        }
    }
    for (index, term) in agreement.capital_returns.iter().enumerate() {
        checker.day_in_period(term.on, ("capital_return", index, &["on"]));
        for (place, early) in term.early.iter().enumerate() {
            if early.from > early.to {
                let number = (place + 1).to_string();
                let arguments = [("from", &*early.from.to_string()), ("to", &*early.to.to_string())];
                checker.report(codes::DATES_REVERSED, ("capital_return", index, &["early", &number, "to"]), &arguments);
            }
        }
    }
}
