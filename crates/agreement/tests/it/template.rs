//! Templates are agreements: they read without errors, are in canonical form, and say of every term that it is a
//! placeholder.

use virkning_agreement::{Change, TEMPLATES, format, read, template, term_changes};
use virkning_model::agreement::Agreement;
use virkning_model::id::AgreementId;
use virkning_model::origin::Origin;

/// What a template leaves to be filled in, as the codes that `check` reminds of.
const TO_BE_FILLED_IN: &[(&str, &[&str])] = &[
    ("outcome-payment", &["W005"]),
    ("outcome-ladder", &["W005"]),
    ("rate-card", &["W005"]),
    ("controlled-trial", &["W005"]),
    ("investment-case", &["W005"]),
];

fn started(name: &str) -> (String, Agreement) {
    let id = AgreementId::new("vejen-til-job").expect("an identifier");
    let text = template(name).expect("a template").start(&id);
    let agreement = read(&text).agreement.expect("an agreement without errors");
    (text, agreement)
}

#[test]
fn a_template_reads_without_errors_and_reminds_of_what_is_open() {
    for template in TEMPLATES {
        let (text, agreement) = started(template.name);
        let codes: Vec<&str> = read(&text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        let expected =
            TO_BE_FILLED_IN.iter().find(|(name, _)| *name == template.name).expect("what is to be filled in");
        assert_eq!(codes, expected.1, "{}", template.name);
        assert_eq!(agreement.id.as_str(), "vejen-til-job");
        assert_eq!(format(&text).as_deref(), Ok(text.as_str()), "{} is not in canonical form", template.name);
    }
    assert!(template("no-such-template").is_none());
}

/// Only the identifier differs between two agreements of one template.
#[test]
fn only_the_identifier_is_filled_in() {
    for template in TEMPLATES {
        let start = |id: &str| template.start(&AgreementId::new(id).expect("an identifier"));
        let changes = term_changes(&start("a"), &start("b"));
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert!(matches!(&changes[0].change, Change::Key { key, .. } if key == "id"));
    }
}

/// Every origin is an assumption that calls itself a placeholder, and every term has one.
#[test]
fn every_term_says_that_it_is_a_placeholder() {
    for template in TEMPLATES {
        let (text, agreement) = started(template.name);
        let lines: Vec<&str> = text.lines().collect();
        let headers = lines.iter().filter(|line| line.starts_with('[')).count();
        let placeholders = lines.iter().filter(|line| line.starts_with("origin = { assumed = \"pladsholder: ")).count();
        assert_eq!(headers, placeholders, "{}", template.name);
        assert!(matches!(agreement.intake.origin, Some(Origin::Assumed { .. })));
    }
}
