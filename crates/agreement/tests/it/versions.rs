//! Amendments and other choices: each version is read as if it were written down, and what held before is kept.

use jiff::civil::date;
use virkning_agreement::{place_of_term, print, read, term_changes};
use virkning_model::agreement::{Agreement, LimitRule, ReturnCapMethod, Tariff};
use virkning_model::{Currency, Money};

use crate::bad;
use crate::compare::without_clauses;

fn with(block: &str) -> String {
    bad::minimal().replace("## Underskrifter\n", &format!("## Ændringer\n\n```toml\n{block}```\n\n## Underskrifter\n"))
}

fn amendment(id: &str, from: &str, changes: &str) -> String {
    format!("[[amendment]]\nid = \"{id}\"\nfrom = {from}\nbecause = \"Aftalt\"\nchanges = [{changes}]\n\n")
}

fn agreement(text: &str) -> Agreement {
    let reading = read(text);
    assert!(!reading.has_errors(), "{:#?}", reading.diagnostics);
    reading.agreement.expect("no errors")
}

fn price(agreement: &Agreement) -> Money {
    agreement.payments[0].price().expect("a price")
}

fn kroner(kroner: i128) -> Money {
    Money::from_minor(Currency::DKK, kroner * 100)
}

const PRICE: &str = "{ term = \"payment.per-success.amount\", was = 10_000, becomes = 9_000 }";
const PRICE_AGAIN: &str = "{ term = \"payment.per-success.amount\", was = 9_000.00, becomes = 8_500 }";

/// The later one stands first in the document: the order of days decides.
#[test]
fn what_held_on_a_day_is_kept() {
    let text = with(&(amendment("second", "2026-01-01", PRICE_AGAIN) + &amendment("first", "2025-01-01", PRICE)));
    let agreement = agreement(&text);
    assert_eq!(price(&agreement), kroner(8_500));
    let days = [
        (date(2024, 12, 31), 10_000),
        (date(2025, 1, 1), 9_000),
        (date(2025, 12, 31), 9_000),
        (date(2026, 1, 1), 8_500),
    ];
    for (day, expected) in days {
        assert_eq!(price(agreement.in_force(day)), kroner(expected), "{day}");
    }
    let ids: Vec<&str> = agreement.amendments.iter().map(|amendment| amendment.id.as_str()).collect();
    assert_eq!(ids, ["first", "second"]);
    let change = &agreement.amendments[0].changes[0];
    assert_eq!((change.was.as_deref(), change.becomes.as_str()), (Some("10_000"), "9_000"));
    assert!(agreement.earlier.iter().all(|earlier| earlier.terms.earlier.is_empty()));
    let printed = print(&agreement);
    assert_eq!(without_clauses(super::versions::agreement(&printed)), without_clauses(agreement));
}

/// A key that the term does not have yet, a value in a list, a whole table, and a year.
#[test]
fn any_value_of_any_term_can_change() {
    let changes = [
        "{ term = \"payment.per-success.minimum_cohort\", becomes = 5 }",
        "{ term = \"funding.grant.on.1\", was = 2024-01-15, becomes = 2024-03-15 }",
        "{ term = \"measure.work-or-education.expected\", was = { 2025 = 0.5, later = 0.5 }, becomes = { 2025 = 0.4, later = 0.6 } }",
        "{ term = \"agreement.price_level\", was = 2024, becomes = 2025 }",
        "{ term = \"signature.2.office\", was = \"Formanden\", becomes = \"Direktøren\" }",
    ];
    let last = agreement(&with(&amendment("much", "2025-01-01", &changes.join(", "))));
    assert_eq!(last.payments[0].minimum_cohort, Some(5));
    assert_eq!(last.funding[0].on, [date(2024, 3, 15)]);
    assert_eq!(last.signatures[1].office, "Direktøren");
    let before = &last.earlier[0].terms;
    assert_eq!(before.payments[0].minimum_cohort, None);
    assert_eq!(before.funding[0].on, [date(2024, 1, 15)]);
    assert_eq!(last.amendments[0].changes[3].becomes, "2025", "a year has no mark between its digits");
}

/// What an amendment breaks is told at its own line.
#[test]
fn a_version_is_checked_like_a_document() {
    let check = |change: &str, code: &str, excerpt: &str| {
        let text = with(&amendment("wrong", "2025-01-01", change));
        let reading = read(&text);
        let got: Vec<(&str, &str)> = reading
            .diagnostics
            .iter()
            .map(|diagnostic| (diagnostic.code, &text[diagnostic.place.start..diagnostic.place.end]))
            .collect();
        assert_eq!(got, [(code, excerpt)]);
        assert!(reading.agreement.is_none());
    };
    check("{ term = \"payment.per-success.amount\", was = 10_000, becomes = -5 }", "A026", "-5");
    check(
        "{ term = \"payment.per-success.for\", was = \"work-or-education\", becomes = \"work\" }",
        "A014",
        "\"work\"",
    );
    check("{ term = \"payment.per-success.amounts\", becomes = 5 }", "A008", "\"payment.per-success.amounts\"");
    check(
        "{ term = \"payment.per-succes.amount\", was = 10_000, becomes = 5 }",
        "A084",
        "\"payment.per-succes.amount\"",
    );
    check("{ term = \"payment.per-success.amount\", becomes = 5 }", "A085", "\"payment.per-success.amount\"");
    check("{ term = \"intake.total\", was = 10, becomes = 20 }", "A052", "20");
}

/// A choice told what held at first; an amendment of its term does not make it wrong.
#[test]
fn a_choice_about_an_amended_term_stands() {
    let change = "{ term = \"payment.per-success.from.budget\", was = \"central\", becomes = \"decentral\" }";
    assert_eq!(read(&with(&amendment("budget", "2025-01-01", change))).diagnostics, []);
}

#[test]
fn an_example_under_another_choice_has_its_own_agreement() {
    let text = bad::minimal().replace(
        "name = \"Halvdelen lykkes\"\n",
        "name = \"Halvdelen lykkes\"\nchoice = { term = \"limit.return-cap.method\", as = \"simple\" }\n",
    );
    let agreement = agreement(&text);
    let under = agreement.examples[0].under.as_ref().expect("another agreement");
    let method = |agreement: &Agreement| match &agreement.limits[0].rule {
        LimitRule::ReturnCap { method, .. } => *method,
        other => panic!("{other:?}"),
    };
    assert_eq!((method(&agreement), method(under)), (ReturnCapMethod::Compound, ReturnCapMethod::Simple));
    let wrong = text.replace("as = \"simple\"", "as = \"simpel\"");
    let reading = read(&wrong);
    assert_eq!(reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["A017"]);
}

/// A number is another number, and a value of a list is found by its number.
#[test]
fn another_choice_has_the_kind_of_the_value() {
    let text = bad::minimal().replace(
        "name = \"Halvdelen lykkes\"\n",
        "name = \"Halvdelen lykkes\"\nchoice = { term = \"payment.per-success.amount\", as = \"12_000\" }\n",
    );
    let agreement = agreement(&text);
    let under = agreement.examples[0].under.as_ref().expect("another agreement");
    assert_eq!(under.payments[0].tariff, Tariff::Price(kroner(12_000)));
}

#[test]
fn amendments_are_terms_that_differ() {
    let old = bad::minimal();
    let changes = term_changes(&old, &with(&amendment("first", "2025-01-01", PRICE)));
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].table.as_str(), changes[0].id.as_deref()), ("amendment", Some("first")));
}

#[test]
fn places_of_terms_are_found_by_path() {
    let text = bad::minimal();
    let check = |path: &str, excerpt: Option<&str>| {
        let place = place_of_term(&text, path);
        assert_eq!(place.map(|place| &text[place.start..place.end]), excerpt, "{path}");
    };
    check("payment.per-success.amount", Some("10_000"));
    check("payment.per-success", Some("[[payment]]"));
    check("measure.work-or-education.expected.2025", Some("0.50"));
    check("funding.grant.on.1", Some("2024-01-15"));
    check("signature.2.office", Some("\"Formanden\""));
    check("intake.by_years", Some("[intake]"));
    check("payment.other", None);
    check("nothing", None);
}
