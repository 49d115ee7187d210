//! Claims, printed tables and published papers: what they say is read as data, and half of something is refused.

use virkning_agreement::{figures_of, read};
use virkning_model::claim::{ClaimSays, ClaimValue};
use virkning_model::expression::Comparison;
use virkning_model::{Decimal, Diagnostic};

use crate::bad;

fn with(block: &str) -> String {
    bad::minimal().replace("## Underskrifter\n", &format!("## Ekstra\n\n```toml\n{block}```\n\n## Underskrifter\n"))
}

fn claim(keys: &str) -> String {
    with(&format!("[[claim]]\nid = \"c\"\ntext = \"Noget\"\nplace = \"side 1\"\n{keys}\n"))
}

fn says(keys: &str) -> ClaimSays {
    let reading = read(&claim(keys));
    reading.agreement.expect(keys).claims.remove(0).says
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_claim_computes_or_names_a_value_or_neither() {
    match says("says = \"business_case.net.2025 + 400_000 - 600_000 >= cost.salaries.2024 / 2\"") {
        ClaimSays::Holds { test, text, .. } => {
            assert_eq!(test.comparison, Comparison::GreaterOrEqual);
            assert_eq!(figures_of(&test.left), ["business_case.net.2025"]);
            assert_eq!(figures_of(&test.right), ["cost.salaries.2024"]);
            assert!(text.starts_with("business_case"));
        }
        other => panic!("{other:?}"),
    }
    let value = |value: &str| match says(&format!("about = \"intake.total\"\nvalue = {value}\nrounding = 0.5")) {
        ClaimSays::Value { value, rounding, .. } => (value, rounding),
        other => panic!("{other:?}"),
    };
    let half = Decimal::new(5, 1);
    assert_eq!(value("10"), (ClaimValue::Number(Decimal::TEN), half));
    assert_eq!(value("\"ti\""), (ClaimValue::Text("ti".to_owned()), half));
    assert_eq!(value("2024-01-01"), (ClaimValue::Date(jiff::civil::date(2024, 1, 1)), half));
    assert_eq!(says(""), ClaimSays::Underivable);
}

#[test]
fn half_a_claim_is_refused() {
    for keys in
        ["about = \"x\"", "value = 1", "says = \"1 = 1\"\nvalue = 1", "says = \"1 = 1\"\nabout = \"x\"\nvalue = 1"]
    {
        assert_eq!(codes(&read(&claim(keys)).diagnostics), ["A082"], "{keys}");
    }
}

/// Every head of a figure that is computed, and the path of any term.
#[test]
fn figures_are_known_by_their_heads() {
    let good = [
        "business_case.net",
        "business_case.cumulative.2025",
        "business_case.break_even_year",
        "payments.total",
        "payments.2026",
        "payments.measurements",
        "investor.fond.received.2026",
        "account.kommune.central.balance",
        "account.kommune.balance",
        "price.per-success.defensible",
        "payback.service.rounded",
        "cost.salaries",
        "saving.benefits.2025",
        "area.service.savings",
        "intake.by_year.2024",
        "measure.work-or-education.baseline",
    ];
    for figure in good {
        assert_eq!(read(&claim(&format!("says = \"{figure} = 0\""))).diagnostics, [], "{figure}");
    }
    let bad = [
        "business_case.nets",
        "business_case.cumulative",
        "payments.never",
        "investor.fonden.received",
        "account.kommune.centralt.balance",
        "price.per-success.fair",
        "cost.wages",
        "area.health.savings",
        "printed.none.1.2024",
        "intake.by_year.2030",
        "nothing",
    ];
    for figure in bad {
        assert_eq!(codes(&read(&claim(&format!("says = \"{figure} = 0\""))).diagnostics), ["A106"], "{figure}");
    }
}

/// The place is the very sign inside the text.
#[test]
fn a_mistake_in_a_computation_is_told_at_its_place() {
    let text = claim("says = \"business_case.net > > 0\"");
    let reading = read(&text);
    assert_eq!(codes(&reading.diagnostics), ["A083"]);
    let place = reading.diagnostics[0].place;
    assert_eq!(&text[place.start..place.end], ">");
    assert!(text[..place.start].ends_with("business_case.net > "), "the second one");
}
