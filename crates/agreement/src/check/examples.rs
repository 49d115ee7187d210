//! Rules about worked examples that can be told without computing them. Whether an example holds is told by the engine.

use std::collections::BTreeSet;

use virkning_model::agreement::{Example, ExampleCap, Limit, LimitRule, Measure};
use virkning_model::period::Years;

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    let paid: Vec<&Measure> =
        agreement.payments.iter().filter_map(|payment| agreement.measure(&payment.measure)).collect();
    let mut payment_years: BTreeSet<i16> =
        paid.iter().flat_map(|measure| payment_years(checker, measure)).collect();
    payment_years.extend(agreement.capital_returns.iter().map(|capital| capital.on.year()));
    payment_years.extend(agreement.guarantees.iter().filter_map(|guarantee| Some(guarantee.on?.year())));
    payment_years.extend(agreement.payments.iter().filter_map(|payment| Some(payment.held_back?.until.year())));
    let known: Vec<String> = payment_years.iter().map(ToString::to_string).collect();
    // The text files choose another sentence where there is no year to suggest.
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    for (index, example) in agreement.examples.iter().enumerate() {
        // Who ends an agreement before its time is paid on days of its own.
        let ended = example.terminated.map(|day| day.year());
        let is_paid = |year: &&i16| payment_years.contains(year) || ended.is_some_and(|ended| **year >= ended);
        for year in example.payments.keys().filter(|year| !is_paid(year)) {
            let year = year.to_string();
            let arguments = [("year", &*year), ("known", &*known)];
            checker.report(codes::EXAMPLE_YEAR_UNPAID, ("example", index, &["payments", &year]), &arguments);
        }
        rates(checker, index, example, &paid);
        if example.payments.is_empty() && example.total.is_none() && example.due.is_empty() {
            checker.report(codes::EXAMPLE_WITHOUT_RESULT, ("example", index, &["name"]), &[]);
        }
        if matches!(example.cap, ExampleCap::Method(_)) && !agreement.limits.iter().any(is_cap) {
            checker.report(codes::EXAMPLE_WITHOUT_CAP, ("example", index, &["cap"]), &[]);
        }
    }
}

fn is_cap(limit: &Limit) -> bool {
    matches!(limit.rule, LimitRule::ReturnCap { .. })
}

/// The calendar years in which a measure can be paid. A window since the start may close in any year of the agreement.
fn payment_years(checker: &Checker<'_>, measure: &Measure) -> Vec<i16> {
    let agreement = checker.agreement;
    let Some(settled) = measure.settled else { return Vec::new() };
    let years = measure.window.years().unwrap_or(Years { from: agreement.from.year(), to: agreement.to.year() });
    years.iter().filter_map(|year| settled.date(year)).map(|day| day.year()).collect()
}

fn rates(checker: &mut Checker<'_>, index: usize, example: &Example, paid: &[&Measure]) {
    let Some(rates) = &example.rates else { return };
    for measure in paid {
        if let Some(year) =
            measure.window.years().and_then(|years| years.iter().find(|year| rates.get(*year).is_none()))
        {
            let arguments = [("year", &*year.to_string())];
            checker.report(codes::EXAMPLE_RATE_MISSING, ("example", index, &["rates"]), &arguments);
        }
    }
}
