//! Rules about worked examples that can be told without computing them. Whether an example holds is told by the engine.

use std::collections::BTreeSet;

use virkning_model::agreement::{Example, ExampleCap, Limit, LimitRule, Measure, Window};
use virkning_model::period::Years;

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    let paid: Vec<&Measure> =
        agreement.payments.iter().filter_map(|payment| agreement.measure(&payment.measure)).collect();
    let mut payment_years: BTreeSet<i16> = paid.iter().flat_map(|measure| payment_years(checker, measure)).collect();
    payment_years.extend(agreement.capital_returns.iter().map(|capital| capital.on.year()));
    payment_years.extend(agreement.guarantees.iter().filter_map(|guarantee| Some(guarantee.on?.year())));
    payment_years.extend(agreement.payments.iter().filter_map(|payment| Some(payment.held_back?.until.year())));
    if agreement.examples.is_empty() && !agreement.payments.is_empty() {
        checker.report(codes::NO_WORKED_EXAMPLE, ("agreement", 0, &["name"]), &[]);
    }
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
        given(checker, index, example, &paid);
        observations(checker, index, example);
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

/// An example assumes rates, counts or observations, and counts say of which measure and of its years.
fn given(checker: &mut Checker<'_>, index: usize, example: &Example, paid: &[&Measure]) {
    let ways = [
        ("rates", example.rates.is_some()),
        ("given", !example.given.is_empty()),
        ("observations", !example.observations.is_empty()),
    ];
    let ways: Vec<&str> = ways.into_iter().filter(|(_, given)| *given).map(|(key, _)| key).collect();
    if let [_, .., last] = ways[..] {
        checker.report(codes::EXAMPLE_TWO_WAYS, ("example", index, &[last]), &[("ways", &ways.join(", "))]);
    }
    if example.given.is_empty() {
        return;
    }
    let mut named: Vec<&Measure> = match &example.of {
        Some(of) => checker.agreement.measure(of).into_iter().collect(),
        None => paid.to_vec(),
    };
    named.dedup_by_key(|measure| &measure.id);
    let [measure] = named[..] else {
        checker.report(codes::EXAMPLE_OF_MISSING, ("example", index, &["given"]), &[]);
        return;
    };
    let Some(years) = measure.window.years() else { return };
    for year in example.given.keys().filter(|year| !years.contains(**year)) {
        not_measured(checker, ("example", index, &["given", &year.to_string()]), years);
    }
}

fn not_measured(checker: &mut Checker<'_>, place: (&str, usize, &[&str]), years: Years) {
    let arguments = [("from", &*years.from.to_string()), ("to", &*years.to.to_string())];
    checker.report(codes::YEARS_NOT_MEASURED, place, &arguments);
}

/// Observations lie in measured years, and at months that the measure measures.
fn observations(checker: &mut Checker<'_>, index: usize, example: &Example) {
    for (place, observation) in example.observations.iter().enumerate() {
        let Some(measure) = checker.agreement.measure(&observation.measure) else { continue };
        let number = (place + 1).to_string();
        if let Some(years) = measure.window.years().filter(|years| !years.contains(observation.year)) {
            not_measured(checker, ("example", index, &["observations", &number, "year"]), years);
        }
        let at: &[u16] = match &measure.window {
            Window::AtMonths { at, .. } => at,
            _ => &[],
        };
        let fits = if at.is_empty() { observation.at == 0 } else { at.contains(&observation.at) };
        if !fits {
            let known: Vec<String> = at.iter().map(ToString::to_string).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let arguments = [("month", &*observation.at.to_string()), ("known", &*known)];
            checker.report(codes::NOT_MEASURED_THEN, ("example", index, &["observations", &number, "at"]), &arguments);
        }
    }
}
