//! A measure at several months since the start, read from the synthetic register and counted again by hand, and an
//! investment of the municipality's own money, which is never settled.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::counting::{Extract, month_of, number_of, starts};
use super::{check_refused, id_of};
use crate::office::{Office, list_file, register_file};

const TERMS: &str = r#"
[[measure]]
id = "in-work"
label = "I arbejde i de sidste tre måneder"
source = "dream"
window = { at_months = [6, 12, 18], months = 3 }
success = "any(job.ratio > 0)"
eligible = "window-closed"
settled = { month = 6, day = 30, years_later = 1 }
expected_at = { 6 = 0.25, 12 = 0.5, 18 = 0.5 }

[[payment]]
id = "per-month"
label = "I arbejde"
for = "in-work"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Den ene er i arbejde efter tolv måneder"
observations = [
  { participant = "a", measure = "in-work", year = 2024, at = 12, outcome = "success" },
  { participant = "b", measure = "in-work", year = 2024, at = 12, outcome = "no-success" },
]
payments = { 2025 = 1_000 }
total = 1_000
"#;

/// Of those whose month lies in a year: how many there are, and how many were paid for work in the three months up to it.
fn counted(extract: &Extract, starts: &[(String, Date)], at: i32, year: i16) -> (u64, u64) {
    let (mut eligible, mut successes) = (0, 0);
    for (person, started) in starts {
        let closes = number_of((started.year(), started.month())) + at;
        if month_of(closes).0 == year {
            eligible += 1;
            let worked = (closes - 2..=closes).any(|month| extract.was_employed(person, month_of(month)));
            successes += u64::from(worked);
        }
    }
    (eligible, successes)
}

#[test]
fn each_month_is_counted_as_by_hand() {
    let office = Office::enrolled();
    let document = office.path("months.md");
    // The column of the synthetic list that keeps people out stands in the agreement too, so that the cohort is the same.
    let base = include_str!("documents/base.md").replace("proeve", "maaneder");
    fs::write(&document, format!("{base}\n```toml\n{}```\n", TERMS.trim_start())).expect("a document");
    office.ok("anna", &["seal", &document]);
    office.ok("anna", &["enrol", &document, &list_file().display().to_string()]);
    let (extract, starts) = (Extract::read(&register_file()), begun(&list_file()));
    let year = |year: &str| {
        office.json("anna", &["settle", &document, "--measured-year", year, "--format", "json"])
    };
    let first = year("2023");
    check(&first, &extract, &starts, 2023);
    let id = id_of(&first);
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id]);
    let second = year("2024");
    check(&second, &extract, &starts, 2024);
    assert!(second["measures"].as_array().is_some_and(|measures| measures.len() == 3), "{second}");
    office.ok("anna", &["verify"]);
    // Whoever is explained without a month is explained in the one that lies in the year, or asked which one.
    let shown = office.ok("anna", &["show", &id_of(&second)]);
    assert!(shown.contains("I arbejde i de sidste tre måneder, måned 12"), "{shown}");
}

/// Everyone on the list who was accepted and has begun: the document's only rule is the age, which all of them meet.
fn begun(list: &Path) -> Vec<(String, Date)> {
    let text = fs::read_to_string(list).expect("the list");
    let mut rows = text.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let place = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (accepted, started) = (place("accepteret"), place("udredning_paabegyndt"));
    let all: Vec<(String, Date)> = rows
        .filter(|row| !row[accepted].is_empty() && !row[started].is_empty())
        .map(|row| (row[0].to_owned(), row[started].parse().expect("a date")))
        .collect();
    let admitted = starts(list);
    all.into_iter().filter(|(person, _)| admitted.iter().any(|(known, _)| known == person) || is_of_age(list, person)).collect()
}

/// Whether somebody whom another rule turns away is of age at the start.
fn is_of_age(list: &Path, person: &str) -> bool {
    let text = fs::read_to_string(list).expect("the list");
    let mut rows = text.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let place = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (born, started) = (place("foedselsmaaned"), place("udredning_paabegyndt"));
    let row = rows.find(|row| row[0] == person).expect("a row");
    let months = |text: &str| -> i32 {
        let (year, rest) = text.split_once('-').expect("year and month");
        number_of((year.parse().expect("a year"), rest[..2].parse().expect("a month")))
    };
    (16 * 12..30 * 12).contains(&(months(row[started]) - months(row[born])))
}

fn check(proposal: &Value, extract: &Extract, starts: &[(String, Date)], year: i16) {
    let mut paid = 0;
    for measure in proposal["measures"].as_array().expect("measures") {
        let at = i32::try_from(measure["at"].as_i64().expect("a month")).expect("small");
        let (eligible, successes) = counted(extract, starts, at, year);
        let counts = &measure["counts"];
        assert_eq!((&counts["eligible"], &counts["successes"]), (&json!(eligible), &json!(successes)), "{year}, {at}");
        paid += successes;
    }
    assert_eq!(proposal["amount"], format!("{}.00", 1_000 * paid));
    assert!(paid > 0, "nothing is tested");
}

#[test]
fn an_investeringscase_is_never_settled() {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/koebenhavn/ips.md").display().to_string();
    let words = ["settle", &case, "--measured-year", "2018"];
    check_refused(&office, "anna", &words, &["nothing to settle", "virkning plan", "virkning follow-up"]);
}
