//! A measure at several months since the start, read from the synthetic register and counted again by hand, and an
//! investment of the municipality's own money, which is never settled.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::counting::{Extract, month_of, number_of, starts_under};
use super::{check_refused, id_of};
use crate::office::{Office, list_file, register_file, text};

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
    // Nobody is kept out but by age.
    let base = include_str!("documents/base.md").replace("proeve", "maaneder");
    fs::write(&document, format!("{base}\n```toml\n{}```\n", TERMS.trim_start())).expect("a document");
    office.ok("anna", &["seal", &document]);
    office.ok("anna", &["enrol", &document, &list_file().display().to_string()]);
    let (extract, starts) = (Extract::read(&register_file()), starts_under(&list_file(), &[]));
    let year = |year: &str| office.json("anna", &["settle", &document, "--measured-year", year, "--format", "json"]);
    let first = year("2023");
    check(&first, &extract, &starts, 2023);
    let id = id_of(&first);
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id]);
    let second = year("2024");
    check(&second, &extract, &starts, 2024);
    assert!(second["measures"].as_array().is_some_and(|measures| measures.len() == 3), "{second}");
    office.ok("anna", &["verify"]);
    // The trace names everyone in each month; whoever has one month in the year is explained in it.
    let trace = second["trace"].as_str().expect("a hash");
    let trace = fs::read_to_string(office.path(&format!("data/traces/{trace}.txt"))).expect("the trace");
    let months = |alias: &str| trace.lines().filter(|line| line.split(' ').nth(1) == Some(alias)).count();
    let aliases: Vec<&str> = trace.lines().skip(1).filter_map(|line| line.split(' ').nth(1)).collect();
    let once = aliases.iter().find(|alias| months(alias) == 1).expect("somebody with one month in the year");
    let twice = aliases.iter().find(|alias| months(alias) > 1).expect("somebody with several");
    let explain = |alias: &str, more: &[&str]| {
        let words = [
            "--lang",
            "en",
            "explain",
            &document,
            alias,
            "--measured-year",
            "2024",
            "--reason",
            "spørgsmål fra borgeren",
        ];
        office.run("anna", &[&words[..], more].concat())
    };
    let said = text(&explain(once, &[]).stdout);
    assert!(said.contains("month ") && said.contains("Employment ratio"), "{said}");
    assert!(text(&explain(twice, &[]).stderr).contains("Choose one with --month"));
    assert!(explain(twice, &["--month", "12"]).status.success());
    let shown = office.ok("anna", &["show", &id_of(&second)]);
    assert!(shown.contains("I arbejde i de sidste tre måneder, måned 12"), "{shown}");
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
