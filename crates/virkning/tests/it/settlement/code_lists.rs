//! Lists that a settlement rests on: a code list that the agreement gives itself, and the list of who has left the population.
//! Four people with every answer worked out by hand.

use std::fs;

use serde_json::{Value, json};

use super::{check_refused, id_of};
use crate::office::Office;

const TERMS: &str = r#"
[[code_list]]
id = "ordinary-education"
label = "Ordinær uddannelse"
source = "dream"
edition = "byens liste 2024"
rows = [
    { codes = [651, 652] },
    { first = 710, last = 714, to = 2024-11-15 },
    { codes = [661], certain = "no" },
]

[[measure]]
id = "education"
label = "I ordinær uddannelse i november"
source = "dream"
window = { month = 11 }
years = { from = 2024, to = 2025 }
success = "any(week.code in ordinary-education)"
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }
expected = { later = 0.5 }
LEFT

[[payment]]
id = "education-payment"
label = "Uddannelse"
for = "education"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Én er i uddannelse"
observations = [{ participant = "a", measure = "education", year = 2024, outcome = "success" }]
payments = { 2025 = 1_000 }
total = 1_000
"#;

/// Weeks 45 to 48 have their Thursdays in November; that of week 46 is the 14th. Person 1 is enrolled in week 47; person 2 has a
/// code that is on the list until the 15th, in week 46; person 3 the same in week 47, which is too late; person 4 the code of
/// which the list is not sure.
const DREAM: &str = "lobenr,y_2445,y_2446,y_2447,y_2448,grad_2024_11
1,,,652,,
2,,714,,,
3,,,714,714,
4,,661,,,
";

fn office(left: &str, rows: &str) -> (Office, String) {
    let (office, document) = super::reported::office(&TERMS.replace("LEFT", left));
    let file = office.path("dream202502.csv");
    fs::write(&file, rows).expect("an extract");
    office.ok("anna", &["register", "import", "--source", "dream", &file, "--edition", "2025-02", "--synthetic"]);
    (office, document)
}

fn settle(office: &Office, document: &str) -> Value {
    office.json("anna", &["settle", document, "--measured-year", "2024", "--format", "json"])
}

#[test]
fn a_code_list_of_the_agreement_decides_by_the_week_and_is_named() {
    let (office, document) = office("", DREAM);
    let proposal = settle(&office, &document);
    let counts = json!([proposal["eligible"], proposal["successes"], proposal["unclarified"], proposal["amount"]]);
    assert_eq!(counts, json!([4, 2, 1, "2000.00"]));
    let lists = &proposal["inputs"]["lists"];
    assert_eq!((&lists[0]["name"], &lists[0]["edition"]), (&json!("ordinary-education"), &json!("byens liste 2024")));
    assert_eq!(lists.as_array().map(Vec::len), Some(1));
    // The trace names the list by its content.
    let trace = proposal["trace"].as_str().expect("a hash");
    let trace = fs::read_to_string(office.path(&format!("data/traces/{trace}.txt"))).expect("the trace");
    let content = lists[0]["content"].as_str().expect("a hash");
    assert!(trace.starts_with(&format!("virkning-trace 3 2024 4 education ordinary-education={content}\n")), "{trace}");
    // Whoever is open is explained with the list and its mark.
    let open = trace.lines().find(|line| line.contains("?code=661")).expect("somebody is open");
    let alias = open.split(' ').nth(1).expect("an alias");
    let words = ["--lang", "en", "explain", &document, alias, "--measured-year", "2024", "--reason", "prøve"];
    let said = office.ok("anna", &words);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in [
        "has a code of the list “Ordinær uddannelse”",
        "edition byens liste 2024",
        "710–714 to 15 November 2024",
        "661 (uncertain)",
    ] {
        assert!(said.contains(piece), "{piece} is missing in\n{said}");
    }
    check_refused(&office, "bo", &["approve", &id_of(&proposal)], &["not clarified"]);
    let sure = DREAM.replace("4,,661", "4,,130");
    let file = office.path("dream202503.csv");
    fs::write(&file, sure).expect("an extract");
    office.ok("anna", &["register", "import", "--source", "dream", &file, "--edition", "2025-03", "--synthetic"]);
    let clear = settle(&office, &document);
    assert_eq!((&clear["successes"], &clear["unclarified"]), (&json!(2), &json!(0)));
    office.ok("bo", &["approve", &id_of(&clear)]);
    office.ok("bo", &["post", &id_of(&clear)]);
    office.ok("anna", &["verify"]);
    for (format, name) in [("pdf", "bilag.pdf"), ("json", "bilag.json")] {
        office.ok("anna", &["statement", &id_of(&clear), "--format", format, "--out", &office.path(name)]);
    }
    let statement = fs::read_to_string(office.path("bilag.json")).expect("a statement");
    assert!(statement.contains("ordinary-education byens liste 2024"), "{statement}");
}

#[test]
fn the_list_of_who_has_left_is_named_where_a_measure_asks_it() {
    // Person 4 is dead.
    let rows = DREAM.replace("4,,661,,,", "4,,999,999,999,");
    let (office, document) = office("left_population = \"no-success\"", &rows);
    let proposal = settle(&office, &document);
    assert_eq!((&proposal["successes"], &proposal["unclarified"]), (&json!(2), &json!(0)), "{proposal}");
    let names: Vec<&Value> =
        proposal["inputs"]["lists"].as_array().expect("a list").iter().map(|list| &list["name"]).collect();
    assert_eq!(names, ["left-population", "ordinary-education"]);
    office.ok("bo", &["approve", &id_of(&proposal)]);
    office.ok("anna", &["verify"]);
}
