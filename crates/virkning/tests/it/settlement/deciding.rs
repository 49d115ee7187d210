//! Approval by another person, bound to what was seen; refusal with a reason.

use std::fs;

use serde_json::json;

use super::{agreement, check_refused, id_of, list_with, posted, proposed, settle};
use crate::office::{Office, ips_plus};

#[test]
fn the_author_and_whoever_lacks_the_role_may_not_approve() {
    let (office, id) = proposed();
    let check = |user: &str, expected: &[&str]| check_refused(&office, user, &["approve", &id], expected);
    check("anna", &["“anna” made the settlement proposal", "cannot approve it"]);
    check("rikke", &["“rikke” does not have the role", "approver"]);
    check("nobody", &["“nobody” is not declared"]);
    assert_eq!(office.json("anna", &["show", &id, "--format", "json"])["state"], "proposed");
}

/// The author may hold every role there is.
#[test]
fn an_author_who_is_an_approver_may_not_approve_either() {
    let office = Office::enrolled();
    office.ok("anna", &["user", "add", "eva", "--role", "controller,approver,administrator"]);
    let proposal = office.json("eva", &["settle", &agreement(), "--measured-year", "2024", "--format", "json"]);
    let id = id_of(&proposal);
    check_refused(&office, "eva", &["approve", &id], &["“eva” made the settlement proposal", "cannot approve it"]);
    office.ok("bo", &["approve", &id]);
}

#[test]
fn approval_is_bound_to_the_content_that_was_seen() {
    let (office, id) = proposed();
    let proposal = office.json("bo", &["show", &id, "--format", "json"]);
    let (content, other) = (proposal["content"].as_str().expect("a hash"), "0".repeat(64));
    check_refused(
        &office,
        "bo",
        &["approve", &id, "--content", &other],
        &["not the one that was seen", "00000000", &content[..8]],
    );
    check_refused(&office, "bo", &["approve", &id, "--content", "abc"], &["“abc” is not a hash"]);
    office.ok("bo", &["approve", &id, "--content", content]);
    assert_eq!(office.json("bo", &["show", &id, "--format", "json"])["state"], "approved");
    // The same approval again says the same; the content and the number stay.
    assert!(office.ok("bo", &["--lang", "en", "approve", &id]).contains("was approved before by bo"));
    let again = settle(&office, "2024");
    assert_eq!((&again["id"], &again["content"], &again["state"]), (&json!(id), &json!(content), &json!("approved")));
}

/// What a proposal is made of may not change between proposal and approval; what did is named.
#[test]
fn approval_after_a_change_is_refused_and_names_it() {
    let check = |change: &dyn Fn(&Office), expected: &str| {
        let (office, id) = proposed();
        change(&office);
        check_refused(&office, "bo", &["approve", &id], &["has changed since", expected, "virkning settle"]);
        let renewed = settle(&office, "2024");
        assert_ne!(id_of(&renewed), id, "{expected}");
        // The first one is overtaken, and says by which.
        check_refused(&office, "bo", &["approve", &id], &[&id]);
        office.ok("bo", &["approve", &id_of(&renewed)]);
    };
    check(
        &|office| {
            // One participant more: a copy of the last one under another number of the register.
            let register = fs::read_to_string(crate::office::register_file()).expect("the extract");
            let list = fs::read_to_string(crate::office::list_file()).expect("the list");
            let stranger = register
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').next())
                .find(|person| !list.contains(person));
            let row = format!(
                "{};2000-01;2022-11-29;2022-12-23;2022-12-29;2023-01-12;;;2022-12-23;2022-12-23;2022-12-26;nej;nej;nej",
                stranger.expect("someone")
            );
            office.ok("anna", &["enrol", &agreement(), &list_with(office, &[&row])]);
        },
        "the cohort list",
    );
    check(
        &|office| {
            office.ok("anna", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
            office.ok("bo", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
        },
        "the code list",
    );
}

#[test]
fn a_new_version_of_the_agreement_is_a_change_too() {
    let (office, id) = proposed();
    let text = fs::read_to_string(ips_plus()).expect("the agreement").replace("version = \"1\"", "version = \"2\"");
    let path = office.path("second.md");
    fs::write(&path, text).expect("a file");
    office.ok("anna", &["seal", &path]);
    check_refused(&office, "bo", &["approve", &id], &["has changed since", "agreement"]);
    let renewed = office.json("anna", &["settle", &path, "--measured-year", "2024", "--format", "json"]);
    office.ok("bo", &["approve", &id_of(&renewed)]);
    office.ok("bo", &["post", &id_of(&renewed)]);
    office.ok("anna", &["verify"]);
}

/// One user who says the same twice has not confirmed anything.
#[test]
fn a_code_is_mapped_by_two_people() {
    let (office, id) = proposed();
    let map = ["codes", "map", "653", "education", "--from", "2011-01-03"];
    office.ok("anna", &map);
    let _ = office.run("anna", &map);
    assert!(!office.ok("anna", &["codes", "list"]).contains("653"));
    office.ok("bo", &["approve", &id]);
}

#[test]
fn a_refusal_needs_a_reason_and_ends_the_proposal() {
    let (office, id) = proposed();
    check_refused(&office, "bo", &["refuse", &id, "--reason", " "], &["lacks a reason"]);
    check_refused(
        &office,
        "nobody",
        &["refuse", &id, "--reason", "Tallene er forkerte"],
        &["“nobody” is not declared"],
    );
    let said = office.ok("bo", &["refuse", &id, "--reason", "Tallene er forkerte"]);
    assert!(said.contains("Tallene er forkerte"), "{said}");
    assert_eq!(office.json("bo", &["show", &id, "--format", "json"])["state"], "refused");
    check_refused(&office, "bo", &["approve", &id], &["refused", "not open for a decision"]);
    check_refused(&office, "bo", &["post", &id], &["refused", "cannot be posted"]);
}

#[test]
fn what_is_posted_is_decided() {
    let (office, id) = posted();
    check_refused(&office, "bo", &["refuse", &id, "--reason", "For sent"], &["posted", "not open for a decision"]);
    assert_eq!(office.json("bo", &["show", &id, "--format", "json"])["state"], "posted");
}
