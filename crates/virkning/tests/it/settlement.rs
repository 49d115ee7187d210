//! `settle` to `verify` as users meet them, on a small synthetic register: proposals, decisions, postings, statements,
//! and the proof of all of it.

mod agreements;
mod claims;
mod code_lists;
mod counting;
mod deciding;
mod disclosure;
mod editions;
mod estimates;
pub(crate) mod evaluated;
mod life;
mod months;
mod overlap;
mod posting;
mod proof;
mod proposing;
mod registers;
pub(crate) mod reported;
mod statements;

use serde_json::Value;

use crate::office::{Office, ips_plus};

/// The path of the real agreement.
fn agreement() -> String {
    ips_plus().display().to_string()
}

/// The proposal that `anna` gets for a measured year.
fn settle(office: &Office, year: &str) -> Value {
    office.json("anna", &["settle", &agreement(), "--measured-year", year, "--format", "json"])
}

/// The number of a proposal.
fn id_of(proposal: &Value) -> String {
    proposal["id"].as_str().expect("a number").to_owned()
}

/// An office in which 2024 is settled, and the number of the proposal.
fn proposed() -> (Office, String) {
    let office = Office::enrolled();
    let id = id_of(&settle(&office, "2024"));
    (office, id)
}

/// The same, approved by `bo`.
fn approved() -> (Office, String) {
    let (office, id) = proposed();
    office.ok("bo", &["approve", &id]);
    (office, id)
}

/// The same, posted under the key `first`.
pub fn posted() -> (Office, String) {
    let (office, id) = approved();
    office.ok("bo", &["post", &id, "--key", "first"]);
    (office, id)
}

/// A refusal in English holds every one of these pieces.
fn check_refused(office: &Office, user: &str, words: &[&str], expected: &[&str]) {
    let said = office.refused(user, &[&["--lang", "en"], words].concat());
    for piece in expected {
        assert!(said.contains(piece), "{words:?}: “{piece}” is missing in\n{said}");
    }
}

/// The cohort list with more rows, written into the office.
fn list_with(office: &Office, rows: &[&str]) -> String {
    let mut text = std::fs::read_to_string(crate::office::list_file()).expect("the list");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    let path = office.path("list.csv");
    std::fs::write(&path, text).expect("a list");
    path
}
