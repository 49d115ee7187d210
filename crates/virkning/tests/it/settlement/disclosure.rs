//! What leaves the department: the rule with its reason, the releases that are kept, and a public that gets a whole document
//! or none.

use std::path::Path;

use serde_json::Value;
use virkning::app::Session;
use virkning::world::RealWorld;
use virkning_model::id::ProposalId;
use virkning_register::disclosure::Audience;

use super::{approved, check_refused};
use crate::office::Office;

fn notes(statement: &Value) -> String {
    statement["sections"].to_string()
}

fn statement(office: &Office, id: &str, audience: &str) -> Value {
    office.json("rikke", &["statement", id, "--format", "json", "--for", audience])
}

fn set<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [&["settings", "disclosure"], words].concat()
}

#[test]
fn the_rule_is_set_with_a_reason_and_holds_for_what_leaves() {
    let (office, id) = approved();
    let said = office.ok("rikke", &["settings", "disclosure"]);
    assert!(said.contains('5') && said.contains("ingen har fastsat"), "{said}");
    check_refused(&office, "anna", &set(&["--minimum", "3"]), &["needs a reason"]);
    check_refused(&office, "anna", &set(&["--minimum", "4", "--reason", "x"]), &["3 or 5"]);
    check_refused(&office, "nobody", &set(&["--minimum", "3", "--reason", "x"]), &["not declared"]);
    assert!(notes(&statement(&office, &id, "parties")).contains("under 5"));
    office.ok("anna", &set(&["--minimum", "3", "--zeros", "hidden", "--reason", "som Danmarks Statistik"]));
    let said = office.ok("rikke", &["--lang", "en", "settings", "disclosure"]);
    assert!(said.contains("anna") && said.contains("som Danmarks Statistik") && said.contains("hidden"), "{said}");
    assert!(office.ok("anna", &set(&["--minimum", "3", "--reason", "igen"])).contains("gjaldt allerede"));
    assert!(notes(&statement(&office, &id, "parties")).contains("under 3"));
    assert!(office.ok("anna", &["log", "show"]).contains("regel for små grupper sat"));
    office.ok("anna", &["verify"]);
}

#[test]
fn a_release_is_kept_once_for_each_audience() {
    let (office, id) = approved();
    let listed = || office.ok("rikke", &["--lang", "en", "settings", "releases"]).lines().count();
    assert_eq!(listed(), 1, "nothing has been released");
    let first = statement(&office, &id, "parties");
    let with_one = listed();
    assert_eq!(first, statement(&office, &id, "parties"), "the same again is the same");
    assert_eq!(listed(), with_one);
    statement(&office, &id, "municipality");
    assert_eq!(listed(), with_one + 1);
    // Whoever is unknown releases nothing, and inside the department only looks.
    check_refused(&office, "nobody", &["statement", &id, "--format", "json"], &["not declared"]);
    assert_eq!(listed(), with_one + 1);
}

/// The case file goes to those who sign: what the statement hides is not in the file that lies inside it either.
#[test]
fn the_document_for_the_case_file_holds_nothing_hidden() {
    let (office, id) = approved();
    let path = office.path("bilag.pdf");
    office.ok("anna", &["record", "make", "statement", &id, "--case", "2025-1", "--kle", "15.20.00", "--out", &path]);
    let parties = statement(&office, &id, "parties");
    assert!(notes(&parties).contains("skjult"), "nothing is tested");
    let world = RealWorld::new(None);
    let session = Session::open(Path::new(&office.path("data")), None, Some("rikke"), &world).expect("the office");
    let stored = session.show(&ProposalId::new(id.as_str()).expect("a number")).expect("the proposal");
    let agreement = session.agreement_of(&stored.proposal).expect("the agreement");
    let figures = session.statement_figures(&agreement, &stored, Audience::Parties).expect("figures");
    let file = figures.without_hidden(&agreement, &stored).expect("a file");
    let file: Value = serde_json::from_slice(&file).expect("JSON");
    let whole: Value = serde_json::from_slice(&stored.record.json).expect("JSON");
    let counts = |proposal: &Value| -> Vec<Value> {
        let rows = proposal["counts"]["situations"].as_array().expect("rows").clone();
        rows.iter().flat_map(|row| [row["people"].clone(), row["successes"].clone()]).collect()
    };
    let (counts, all) = (counts(&file), counts(&whole));
    assert_eq!(counts.len(), all.len());
    assert!(all.iter().any(|count| count.as_u64().is_some_and(|count| (1..5).contains(&count))), "nothing is tested");
    for (count, whole) in counts.iter().zip(&all) {
        assert!(count.is_null() || count == whole, "{count} is not {whole}");
        assert!(!count.as_u64().is_some_and(|count| (1..5).contains(&count)), "{count} is in the file");
    }
    let releases = office.ok("rikke", &["settings", "releases"]);
    // The document and the statement are one release.
    assert_eq!(releases.matches(&id).count(), 1, "{releases}");
}
