//! What `settle` answers, and when it says no.

use std::fs;

use serde_json::{Value, json};

use super::{agreement, check_refused, id_of, list_with, proposed, settle};
use crate::office::{Office, check_shape, ips_plus, list_file, register_file, synthesize};

/// A person number of nobody in the synthetic register, who would have begun in 2023.
const NOT_IN_THE_REGISTER: &str =
    "99999999;2000-01;2022-11-29;2022-12-23;2022-12-29;2023-01-12;;;2022-12-23;2022-12-23;2022-12-26;nej;nej;nej";

fn settle_words(agreement: &str, year: &str) -> Vec<String> {
    ["settle", agreement, "--measured-year", year].map(str::to_owned).to_vec()
}

fn check_settle_refused(office: &Office, file: &str, year: &str, expected: &[&str]) {
    let words = settle_words(file, year);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    check_refused(office, "anna", &words, expected);
}

#[test]
fn the_answer_has_its_documented_shape() {
    let shape = json!({
        "id": "text", "agreement": "text", "measured_year": "count", "due": "date", "state": "text",
        "eligible": "count", "successes": "count", "unclarified": "count", "amount": "amount", "over_cap": "amount",
        "provisional": "flag", "synthetic": "flag", "unclarified_people": ["text"],
        "measures": [{ "measure": "text", "at": "count", "control": "text?",
            "counts": { "eligible": "count", "successes": "count", "no_success": "count", "unclarified": "count", "left_out": "count" },
            "expected": { "eligible": "count", "rate": "number", "successes": "number", "amount": "amount" } }],
        "lines": [{ "rule": "text", "clause": "text", "line": "count", "quantity": "number", "price": "amount", "due": "amount",
            "over_cap": "amount", "amount": "amount", "from": "text", "budget": "text?", "to": "text", "basis": "text?",
            "cut": ["text"], "held_back": "text?", "accounting_year": "count" }],
        "not_stated": ["text"], "closing": ["text"], "deficits": ["text"], "estimated": { "measures": ["text"], "lists": [{ "name": "text", "edition": "text", "content": "hash" }] },
        "accounts": [{ "party": "text", "paid_in": "amount", "received": "amount", "balance": "amount", "cap_room": "amount",
            "capital_outstanding": "amount", "return_outstanding": "amount" }],
        "expected": { "eligible": "count", "rate": "number", "successes": "number", "amount": "amount" },
        "follow_ups": [{ "measure": "text", "at": "count", "eligible": "count", "successes": "count", "unclarified": "count", "target": "number", "mean": "number?" }],
        "services": [{ "term": "text", "after_years": "count", "item": "text", "people": "count", "in_extract": "flag", "covered": "count", "users_before": "count", "users": "count", "amount_before": "amount", "amount": "amount" }],
        "inputs": { "seal": "hash", "enrolment_set": "hash", "snapshot": "text", "snapshot_content": "hash", "register_edition": "text",
            "code_list_edition": "text", "code_list_content": "hash", "posted_before": ["text"], "ruleset": "count", "synthetic": "flag",
            "numbers": "hash" },
        "content": "hash", "trace": "hash", "part": "text", "payable": "amount", "restated": [],
    });
    let office = Office::enrolled();
    let proposal = settle(&office, "2024");
    check_shape(&proposal, &shape);
    let expected = json!({ "agreement": "ips-plus", "measured_year": 2024, "due": "2025-03-31", "state": "proposed", "eligible": 60,
        "provisional": false, "synthetic": true, "over_cap": "0.00" });
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(&proposal[key], value, "{key}");
    }
    // The plan of that year: 60 people, 24 %, 59,760 kr (annex 2).
    assert_eq!(proposal["expected"], json!({ "eligible": 60, "rate": 0.24, "successes": 14.4, "amount": "59760.00" }));
    let line = &proposal["lines"][0];
    for (key, value) in
        [("rule", "outcome-payment"), ("from", "aarhus"), ("budget", "central"), ("to", "rsi"), ("price", "4150.00")]
    {
        assert_eq!(line[key], value, "{key}");
    }
    // Clause and line lead to the words of the agreement.
    let text = fs::read_to_string(ips_plus()).expect("the agreement");
    let number = usize::try_from(line["line"].as_u64().expect("a line")).expect("small");
    let above: Vec<&str> = text.lines().take(number).collect();
    assert_eq!(above.iter().rev().find(|line| line.starts_with("[[")), Some(&"[[payment]]"));
    assert!(text.contains(&format!("### {}\n", line["clause"].as_str().expect("a clause"))));
    assert_eq!(
        office.json("rikke", &["show", &id_of(&proposal), "--format", "json"]),
        proposal,
        "show says something else"
    );
}

#[test]
fn the_same_request_again_gives_the_same_proposal_and_stores_nothing() {
    let office = Office::enrolled();
    let first = settle(&office, "2024");
    let files = |folder: &str| {
        let mut names: Vec<_> =
            fs::read_dir(office.path(folder)).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    let before = (files("data/traces"), office.ok("anna", &["verify"]));
    assert_eq!(settle(&office, "2024"), first);
    // The head of the event log is part of what `verify` says: nothing was written.
    assert_eq!((files("data/traces"), office.ok("anna", &["verify"])), before);
}

/// One office and another have different keys, and so different aliases; the same office repeats itself.
#[test]
fn another_office_counts_the_same() {
    let (first, second) = (Office::enrolled(), Office::enrolled());
    assert_eq!(settle(&first, "2024"), settle(&second, "2024"));
}

#[test]
fn a_changed_file_is_refused_with_the_lines_that_differ() {
    let office = Office::enrolled();
    let text = fs::read_to_string(ips_plus()).expect("the agreement");
    let old = "Rådets årlige afkast er begrænset til 5 procent af nettoinvesteringen.";
    let new = "Rådets årlige afkast er begrænset til 6 procent af nettoinvesteringen.";
    assert!(text.contains(old), "the agreement's words have changed");
    let number = text.lines().position(|line| line == old).expect("a line of its own") + 1;
    let path = office.path("changed.md");
    fs::write(&path, text.replace(old, new)).expect("a file");
    let lines = [format!("- {number} | {old}"), format!("+ {number} | {new}")];
    check_settle_refused(
        &office,
        &path,
        "2024",
        &["has changed since version 1 was sealed", &lines[0], &lines[1], "seal again"],
    );
    // Other line ends are no change.
    fs::write(&path, text.replace('\n', "\r\n")).expect("a file");
    office.ok("anna", &["settle", &path, "--measured-year", "2024"]);
}

/// What is missing is named, with the command that makes it.
#[test]
fn without_a_seal_a_list_or_an_extract_the_next_step_is_named() {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    let list = list_file().display().to_string();
    check_settle_refused(&office, &agreement(), "2024", &["is not sealed", "virkning seal"]);
    office.ok("anna", &["seal", &agreement()]);
    check_settle_refused(&office, &agreement(), "2024", &["no cohort list", "virkning enrol"]);
    office.ok("anna", &["enrol", &agreement(), &list]);
    check_settle_refused(&office, &agreement(), "2024", &["No extract of dream", "virkning register import"]);
    office.ok("anna", &["register", "import", "--source", "dream", &register_file().display().to_string()]);
    assert_eq!(settle(&office, "2024")["eligible"], 60);
    check_settle_refused(&office, "no-such-file.md", "2024", &["no-such-file.md"]);
}

#[test]
fn a_year_out_of_turn_or_out_of_range_is_refused() {
    let office = Office::enrolled();
    check_settle_refused(
        &office,
        &agreement(),
        "2025",
        &["Measured year 2024 is not posted yet", "Settle and post it first"],
    );
    for year in ["2023", "2031", "1"] {
        check_settle_refused(&office, &agreement(), year, &[year, "measured from 2024 to 2030"]);
    }
}

#[test]
fn who_may_not_settle_is_refused() {
    let office = Office::enrolled();
    let settle = ["settle", &agreement(), "--measured-year", "2024"];
    check_refused(&office, "rikke", &settle, &["“rikke” does not have the role", "Ask a user with one of these roles"]);
    check_refused(&office, "nobody", &settle, &["“nobody” is not declared", "virkning user add nobody"]);
    check_refused(
        &office,
        "anna",
        &["show", "ips-plus-2024-00000000"],
        &["no settlement proposal ips-plus-2024-00000000", "virkning settle"],
    );
    check_refused(
        &office,
        "anna",
        &[&settle[..], &["--snapshot", "dream-2020-01-00000000"]].concat(),
        &["dream-2020-01-00000000"],
    );
}

/// An edition that comes too early gives a provisional proposal, which nobody can post; the later one replaces it.
#[test]
fn an_early_edition_is_provisional_until_a_later_one_comes() {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    office.ok("anna", &["user", "add", "bo", "--role", "approver"]);
    office.ok("anna", &["seal", &agreement()]);
    synthesize(&office, "2025-01", &office.path("early"));
    office.ok("anna", &["register", "import", "--source", "dream", &office.path("early/dream202501.csv")]);
    office.ok("anna", &["enrol", &agreement(), &list_file().display().to_string()]);
    let early = settle(&office, "2024");
    assert_eq!(early["provisional"], true);
    let id = id_of(&early);
    let shown = office.ok("anna", &["show", &id]);
    for piece in ["udgave 2025-01", "2025-02 eller senere", "Kan ikke bogføres"] {
        assert!(shown.contains(piece), "{piece} is missing in\n{shown}");
    }
    office.ok("bo", &["approve", &id]);
    check_refused(&office, "bo", &["post", &id, "--key", "early"], &["provisional and cannot be posted", "2025-02"]);
    let snapshot = early["inputs"]["snapshot"].as_str().expect("a snapshot").to_owned();
    office.ok("anna", &["register", "import", "--source", "dream", &register_file().display().to_string()]);
    let late = settle(&office, "2024");
    assert_eq!((late["provisional"].as_bool(), late["state"].as_str()), (Some(false), Some("proposed")));
    // The careers are the same, only longer; so the count is.
    assert_eq!((&late["successes"], &late["eligible"]), (&early["successes"], &early["eligible"]));
    office.ok("bo", &["approve", &id_of(&late)]);
    office.ok("bo", &["post", &id_of(&late)]);
    check_refused(&office, "bo", &["post", &id], &["cannot be posted"]);
    let words = ["settle", &agreement(), "--measured-year", "2024", "--snapshot", &snapshot, "--format", "json"];
    assert_eq!(office.json("anna", &words)["id"], late["id"], "a posted year is settled");
}

/// A November that the extract does not reach is not a November without work: everyone is unclarified.
#[test]
fn a_month_that_is_not_in_the_extract_is_no_failure() {
    let office = Office::enrolled();
    synthesize(&office, "2024-11", &office.path("early"));
    office.ok("anna", &["register", "import", "--source", "dream", &office.path("early/dream202411.csv")]);
    let snapshots: Value = office.json("anna", &["register", "show", "--format", "json"]);
    let early = snapshots
        .as_array()
        .expect("a list")
        .iter()
        .find(|found| found["edition"] == "2024-11")
        .expect("the early one");
    let id = early["id"].as_str().or(early["snapshot"].as_str()).expect("a name").to_owned();
    let words = ["settle", &agreement(), "--measured-year", "2024", "--snapshot", &id, "--format", "json"];
    let proposal = office.json("anna", &words);
    assert_eq!(
        (&proposal["eligible"], &proposal["unclarified"], &proposal["successes"]),
        (&json!(60), &json!(60), &json!(0))
    );
    assert_eq!((&proposal["amount"], &proposal["provisional"]), (&json!("0.00"), &json!(true)));
    check_refused(&office, "bo", &["approve", &id_of(&proposal)], &["60 people are not clarified"]);
}

#[test]
fn a_person_who_is_not_in_the_extract_is_listed_and_blocks_approval() {
    let (office, before) = proposed();
    let list = list_with(&office, &[NOT_IN_THE_REGISTER]);
    office.ok("anna", &["enrol", &agreement(), &list]);
    let proposal = settle(&office, "2024");
    assert_ne!(id_of(&proposal), before);
    assert_eq!((&proposal["eligible"], &proposal["unclarified"]), (&json!(61), &json!(1)));
    let people = proposal["unclarified_people"].as_array().expect("a list");
    assert_eq!(people.len(), 1);
    let alias = people[0].as_str().expect("an alias");
    let shown = office.ok("anna", &["--lang", "en", "show", &id_of(&proposal)]);
    assert!(shown.contains(&format!("{alias}: not in the extract")), "{shown}");
    let explained = office.ok(
        "anna",
        &[
            "--lang",
            "en",
            "explain",
            &agreement(),
            alias,
            "--measured-year",
            "2024",
            "--reason",
            "spørgsmål fra borgeren",
        ],
    );
    assert!(explained.contains("Not clarified: not in the extract"), "{explained}");
    check_refused(&office, "bo", &["approve", &id_of(&proposal)], &["1 person is not clarified", "settle again"]);
    check_refused(&office, "bo", &["post", &id_of(&proposal)], &["cannot be posted"]);
}

/// Nobody to measure is a valid answer of 0 kr, from the list to the statement.
#[test]
fn no_participants_is_a_settlement_of_nothing() {
    let office = Office::sealed();
    office.ok("anna", &["register", "import", "--source", "dream", &register_file().display().to_string()]);
    let list = office.path("list.csv");
    let header = fs::read_to_string(list_file()).expect("the list").lines().next().expect("a header").to_owned();
    fs::write(&list, header + "\n").expect("a list");
    office.ok("anna", &["enrol", &agreement(), &list]);
    let proposal = settle(&office, "2024");
    assert_eq!(
        (&proposal["eligible"], &proposal["successes"], &proposal["amount"]),
        (&json!(0), &json!(0), &json!("0.00"))
    );
    let id = id_of(&proposal);
    assert!(office.ok("anna", &["--lang", "en", "show", &id]).contains("nobody to measure"));
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id]);
    office.ok("anna", &["statement", &id, "--format", "pdf", "--out", &office.path("empty.pdf")]);
    office.ok("anna", &["verify"]);
}
