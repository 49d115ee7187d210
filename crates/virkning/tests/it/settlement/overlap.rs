//! Two agreements with participants in common, with expected amounts by hand: a success is paid once unless the parties
//! say otherwise, whoever posts first, and neither side learns what the other calls anybody.

use std::fs;

use serde_json::{Value, json};

use super::{check_refused, id_of};
use crate::office::Office;

const BASE: &str = include_str!("documents/base.md");

/// A job at 1,000 kr., reported.
const TERMS: &str = r#"
[[measure]]
id = "entry"
label = "I job"
source = "reported"
window = { event = "once" }
years = { from = 2024, to = 2025 }
success = "reported"
eligible = "enrolled-by-year-end"
settled = { month = 3, day = 31, years_later = 1 }
expected = { 2024 = 0.5, later = 0.25 }
missing = "no-success"

[[payment]]
id = "entry-payment"
label = "I job"
for = "entry"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Et job"
observations = [{ participant = "a", measure = "entry", year = 2024, outcome = "success" }]
payments = { 2025 = 1_000 }
total = 1_000
"#;

const LIST_HEADER: &str =
    "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag";

/// One agreement of an office: its document, and what was said when its people were enrolled.
struct Side {
    document: String,
    said: String,
}

/// Seals an agreement of that name, with more terms, and enrols people by their serial numbers.
fn side(office: &Office, id: &str, more: &str, people: &[u32]) -> Side {
    let (document, list) = (office.path(&format!("{id}.md")), office.path(&format!("{id}.csv")));
    let base = BASE.replace("\"proeve\"", &format!("\"{id}\""));
    fs::write(&document, format!("{base}\n```toml\n{}{more}```\n", TERMS.trim_start())).expect("a document");
    let row = |number: &u32| format!("{number};2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;\n");
    let rows: String = people.iter().map(row).collect();
    fs::write(&list, format!("{LIST_HEADER}\n{rows}")).expect("a list");
    office.ok("anna", &["seal", &document]);
    let said = office.ok("anna", &["--lang", "en", "enrol", &document, &list]);
    Side { document, said }
}

fn office() -> Office {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker,code-keeper"]);
    office.ok("anna", &["user", "add", "bo", "--role", "approver"]);
    office
}

/// The proposal for 2024 where these people have got a job.
fn settle(office: &Office, side: &Side, people: &[u32]) -> Value {
    let file = office.path("observations.csv");
    let rows: String = people.iter().map(|number| format!("{number};entry;2024;opfyldt\n")).collect();
    fs::write(&file, format!("deltager;resultatmål;måleår;udfald\n{rows}")).expect("a file");
    let words = ["settle", &side.document, "--measured-year", "2024", "--observations", &file, "--format", "json"];
    office.json("anna", &words)
}

fn approve(office: &Office, proposal: &Value) {
    office.ok("bo", &["approve", &id_of(proposal)]);
}

fn post(office: &Office, proposal: &Value) {
    approve(office, proposal);
    office.ok("bo", &["post", &id_of(proposal)]);
}

fn overlap_of(proposal: &Value) -> (Value, usize) {
    let overlap = &proposal["inputs"]["overlaps"][0];
    (json!([overlap["with"], overlap["rule"], overlap["people"]]), overlap["not_paid"].as_array().map_or(0, Vec::len))
}

/// 1 to 4 are in one programme and 3 to 6 in the other; 1, 3 and 4 get a job, and 5.
#[test]
fn who_posts_first_is_paid_and_the_other_says_so() {
    let office = office();
    let one = side(&office, "proeve", "", &[1, 2, 3, 4]);
    assert!(!one.said.contains("proeve”"), "there is nobody else yet: {}", one.said);
    let other = side(&office, "anden", "", &[3, 4, 5, 6]);
    for piece in ["2 participants are also in “proeve”: paid where it was posted first", "the agreement does not say"]
    {
        assert!(other.said.contains(piece), "{piece} is missing in\n{}", other.said);
    }
    let first = settle(&office, &one, &[1, 3, 4]);
    assert_eq!(first["amount"], "3000.00");
    post(&office, &first);
    let second = settle(&office, &other, &[3, 4, 5]);
    assert_eq!((&second["amount"], &second["successes"]), (&json!("1000.00"), &json!(3)), "the results stay");
    assert_eq!(overlap_of(&second), (json!(["proeve", "first", 2]), 2));
    let shown = office.ok("anna", &["--lang", "en", "show", &id_of(&second)]);
    assert!(shown.contains("2 successes are not paid here because the same success belongs to “proeve”"), "{shown}");
    post(&office, &second);
    let proof = office.ok("anna", &["--lang", "en", "verify"]);
    assert_eq!(proof.matches("computed again, the same to the last byte").count(), 2, "{proof}");
    // The statement says it in every form.
    let statement = office.ok("anna", &["--lang", "en", "statement", &id_of(&second), "--format", "json"]);
    assert!(statement.contains("2 successes are not paid here"), "{statement}");
    for format in ["pdf", "xlsx"] {
        office.ok("anna", &["statement", &id_of(&second), "--format", format, "--out", &office.path("out")]);
        assert!(fs::metadata(office.path("out")).expect("a file").len() > 1_000);
    }
}

/// Counts under five are the municipality's own; people are listed under the names that they have here, and the look at
/// them is recorded.
#[test]
fn what_is_shown_of_people_in_two_cohorts() {
    let office = office();
    let one = side(&office, "proeve", "", &[1, 2, 3, 4]);
    let other = side(&office, "anden", "", &[3, 4, 5, 6]);
    post(&office, &settle(&office, &one, &[3]));
    let json = |words: &[&str]| office.json("anna", &[&["overlap", "anden", "--format", "json"], words].concat());
    let shown = json(&[]);
    assert_eq!(shown["others"][0]["people"], Value::Null, "{shown}");
    assert_eq!(json(&["--for", "municipality"])["others"][0]["people"], 2);
    assert_eq!(json(&[])["others"][0].get("aliases"), None);
    let own = json(&["--people"])["others"][0]["aliases"].clone();
    let there = office.json("anna", &["overlap", &one.document, "--people", "--format", "json"]);
    let theirs = there["others"][0]["aliases"].clone();
    assert_eq!((own.as_array().map(Vec::len), theirs.as_array().map(Vec::len)), (Some(2), Some(2)));
    let texts = [
        office.ok("anna", &["overlap", "anden", "--people", "--for", "municipality"]),
        serde_json::to_string(&settle(&office, &other, &[3, 4])).expect("JSON"),
    ];
    for alias in theirs.as_array().expect("aliases") {
        let alias = alias.as_str().expect("an alias");
        assert!(texts.iter().all(|text| !text.contains(alias)), "the other side's name for somebody leaves it");
    }
    assert!(own.as_array().expect("aliases").iter().all(|alias| texts[0].contains(alias.as_str().expect("an alias"))));
    let settled = id_of(&settle(&office, &other, &[3, 4]));
    let public = ["statement", &settled, "--format", "json", "--for", "public"];
    check_refused(&office, "anna", &public, &["cannot be given to the public", "settings releases"]);
    check_refused(&office, "nobody", &["overlap", "anden", "--people"], &["not declared"]);
    check_refused(&office, "anna", &["overlap", "ukendt"], &["ukendt"]);
}

#[test]
fn the_parties_may_say_otherwise() {
    let check = |rule: &str, amount: &str, not_paid: usize| {
        let office = office();
        let one = side(&office, "proeve", "", &[1, 2, 3, 4]);
        let term = format!("\n[[overlap]]\nid = \"other\"\nwith = \"proeve\"\nrule = \"{rule}\"\n");
        let other = side(&office, "anden", &term, &[3, 4, 5, 6]);
        assert!(!other.said.contains("does not say"), "{}", other.said);
        post(&office, &settle(&office, &one, &[3]));
        let second = settle(&office, &other, &[3, 4, 5]);
        assert_eq!(second["amount"], amount, "{rule}");
        assert_eq!(overlap_of(&second), (json!(["proeve", rule, 2]), not_paid), "{rule}");
        post(&office, &second);
        office.ok("anna", &["verify"]);
    };
    // 3 was posted there; 3 and 4 are looked at there.
    check("first", "2000.00", 1);
    check("both", "3000.00", 0);
    check("here", "3000.00", 0);
    check("there", "1000.00", 2);
}

/// A proposal that pays for a success which another agreement has posted since is neither approved nor posted.
#[test]
fn what_is_posted_elsewhere_since_is_seen() {
    let office = office();
    let one = side(&office, "proeve", "", &[1, 2, 3, 4]);
    let other = side(&office, "anden", "", &[3, 4, 5, 6]);
    let waits = settle(&office, &other, &[3, 5]);
    assert_eq!(waits["amount"], "2000.00", "nothing is posted there yet");
    let first = settle(&office, &one, &[3]);
    approve(&office, &first);
    office.ok("bo", &["approve", &id_of(&waits)]);
    office.ok("bo", &["post", &id_of(&first)]);
    check_refused(&office, "bo", &["post", &id_of(&waits)], &["has posted a success", "virkning settle"]);
    let again = settle(&office, &other, &[3, 5]);
    assert_eq!(again["amount"], "1000.00");
    assert_ne!(id_of(&again), id_of(&waits));
    post(&office, &again);
    // The same before approval.
    let third = side(&office, "tredje", "", &[5, 6]);
    check_refused_after(&office, &third, &side(&office, "fjerde", "", &[6]));
}

fn check_refused_after(office: &Office, one: &Side, other: &Side) {
    let waits = settle(office, one, &[6]);
    post(office, &settle(office, other, &[6]));
    check_refused(office, "bo", &["approve", &id_of(&waits)], &["what other agreements have posted"]);
}
