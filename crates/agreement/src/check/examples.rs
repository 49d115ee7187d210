//! Rules about worked examples that can be told without computing them. Whether an example holds is told by the engine.

use std::collections::BTreeSet;

use virkning_model::agreement::{Example, ExampleCap, Measure, Window};

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    let paid: Vec<&Measure> =
        agreement.payments.iter().filter_map(|payment| agreement.measure(&payment.measure)).collect();
    let payment_years: BTreeSet<i16> = paid.iter().flat_map(|measure| payment_years(measure)).collect();
    let known: Vec<String> = payment_years.iter().map(ToString::to_string).collect();
    // The text files choose another sentence where there is no year to suggest.
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    for (index, example) in agreement.examples.iter().enumerate() {
        for year in example.payments.keys().filter(|year| !payment_years.contains(year)) {
            let year = year.to_string();
            let arguments = [("year", &*year), ("known", &*known)];
            checker.report(codes::EXAMPLE_YEAR_UNPAID, ("example", index, &["payments", &year]), &arguments);
        }
        rates(checker, index, example, &paid);
        if example.payments.is_empty() && example.total.is_none() {
            checker.report(codes::EXAMPLE_WITHOUT_RESULT, ("example", index, &["name"]), &[]);
        }
        if matches!(example.cap, ExampleCap::Method(_)) && agreement.limits.is_empty() {
            checker.report(codes::EXAMPLE_WITHOUT_CAP, ("example", index, &["cap"]), &[]);
        }
    }
}

/// The calendar years in which a measure is paid.
fn payment_years(measure: &Measure) -> Vec<i16> {
    match (measure.window, measure.settled) {
        (Window::CalendarMonth { years, .. }, Some(settled)) => {
            years.iter().filter_map(|year| settled.date(year)).map(|day| day.year()).collect()
        }
        _ => Vec::new(),
    }
}

fn rates(checker: &mut Checker<'_>, index: usize, example: &Example, paid: &[&Measure]) {
    let Some(rates) = &example.rates else { return };
    for measure in paid {
        if let Window::CalendarMonth { years, .. } = measure.window
            && let Some(year) = years.iter().find(|year| rates.get(*year).is_none())
        {
            let arguments = [("year", &*year.to_string())];
            checker.report(codes::EXAMPLE_RATE_MISSING, ("example", index, &["rates"]), &arguments);
        }
    }
}
