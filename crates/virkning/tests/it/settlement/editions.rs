//! `register compare` as users meet it: two editions of which the later corrects known people. What differs is counted here
//! cell by cell from the two files, and an amount is 4150 kroner for each success.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::life::{corrected, kroner};
use super::{agreement, check_refused, posted};
use crate::office::{Office, register_file};

/// The snapshots of the office: February, and March in which so many people have lost a success.
fn editions(office: &Office, people: usize) -> (String, String) {
    let path = corrected(office, people);
    office.ok("anna", &["register", "import", "--source", "dream", &path, "--edition", "2025-03", "--synthetic"]);
    let shown = office.json("anna", &["register", "show", "--format", "json"]);
    let ids: Vec<String> = shown
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["snapshot"].as_str().expect("an id").to_owned())
        .collect();
    let of = |edition: &str| ids.iter().find(|id| id.contains(edition)).expect("an edition").clone();
    (of("2025-02"), of("2025-03"))
}

/// Cells that differ between two wide files: by kind of column, how many people and how many cells.
fn cells_that_differ(one: &Path, other: &Path) -> BTreeMap<&'static str, (u64, u64)> {
    let read = |path: &Path| -> Vec<Vec<String>> {
        let text = fs::read_to_string(path).expect("an extract");
        text.lines().map(|line| line.split(',').map(|cell| cell.trim().to_owned()).collect()).collect()
    };
    let (one, other) = (read(one), read(other));
    assert_eq!(one[0], other[0], "the columns");
    let mut found: BTreeMap<&str, (BTreeSet<&str>, u64)> = BTreeMap::new();
    for (before, now) in one.iter().zip(&other).skip(1) {
        assert_eq!(before[0], now[0], "the people");
        for (place, name) in one[0].iter().enumerate() {
            let kind = if name.starts_with("y_") { "week" } else { "ratio" };
            if before[place] != now[place] {
                let found = found.entry(kind).or_default();
                found.0.insert(before[0].as_str());
                found.1 += 1;
            }
        }
    }
    found.into_iter().map(|(kind, (people, cells))| (kind, (people.len() as u64, cells))).collect()
}

fn compare(office: &Office, ids: &(String, String), more: &[&str]) -> Value {
    let words = ["register", "compare", &ids.0, &ids.1, "--format", "json"];
    office.json("anna", &[&words, more].concat())
}

#[test]
fn corrected_weeks_are_counted_and_priced() {
    let (office, first) = posted();
    let before = office.json("anna", &["show", &first, "--format", "json"]);
    let successes = before["successes"].as_i64().expect("a count");
    let ids = editions(&office, 6);
    let found = compare(&office, &ids, &[]);
    assert_eq!(
        (&found["register"], &found["old"]["edition"], &found["new"]["edition"]),
        (&json!("dream"), &json!("2025-02"), &json!("2025-03"))
    );
    assert_eq!(
        found["people"],
        json!({ "old": 1200, "new": 1200, "both": 1200, "added": 0, "gone": 0, "corrected": 6 })
    );
    let differ = cells_that_differ(&register_file(), Path::new(&office.path("dream202503.csv")));
    let expected: Vec<Value> = differ
        .iter()
        .map(|(record, (people, records))| json!({ "record": record, "change": "revised", "people": people, "records": records }))
        .rev()
        .collect();
    // Weeks come before ratios in the answer.
    assert_eq!(found["changes"], json!(expected));
    assert_eq!(differ["ratio"], (6, 6));
    let months: Vec<&str> =
        found["months"].as_array().expect("a list").iter().map(|row| row["month"].as_str().expect("a month")).collect();
    assert!(months.iter().all(|month| ["2024-10", "2024-11"].contains(month)), "{months:?}");
    // What it does to the posted year: six successes fewer, and nothing is changed.
    let effect = &found["settlements"][0];
    assert_eq!(found["settlements"].as_array().expect("a list").len(), 1);
    assert_eq!(
        (&effect["agreement"], &effect["measured_year"], &effect["proposal"]),
        (&json!("ips-plus"), &json!(2024), &json!(first))
    );
    assert_eq!(effect["posted"], kroner(successes));
    assert_eq!(effect["old"]["amount"], kroner(successes));
    assert_eq!(effect["new"]["amount"], kroner(successes - 6));
    assert_eq!(
        (&effect["difference"], &effect["to_restate"]),
        (&json!(format!("-{}", kroner(6))), &json!(format!("-{}", kroner(6))))
    );
    assert_eq!(effect["new"]["counts"][0]["successes"], json!(successes - 6));
    assert!(found.get("participants").is_none());
    assert_eq!(office.json("anna", &["show", &first, "--format", "json"]), before);
    // The restatement pays just that.
    let restated = office.json("anna", &["restate", &agreement(), "--on", "2025-06-30", "--format", "json"]);
    assert_eq!(restated["payable"], effect["to_restate"]);
    // The other way round the difference is the other way round.
    let back = compare(&office, &(ids.1, ids.0), &[]);
    assert_eq!(back["settlements"][0]["difference"], kroner(6));
}

#[test]
fn few_people_are_hidden_from_whoever_gives_no_reason() {
    let (office, _) = posted();
    let ids = editions(&office, 3);
    let found = compare(&office, &ids, &[]);
    assert_eq!(found["hidden"], json!(true));
    assert_eq!(found["people"]["corrected"], Value::Null);
    for part in ["changes", "months", "codes"] {
        let rows = found[part].as_array().expect("a list");
        assert!(!rows.is_empty() && rows.iter().all(|row| row["people"] == Value::Null), "{part}: {rows:?}");
    }
    // The amount is a figure of the contract.
    assert_eq!(found["settlements"][0]["difference"], format!("-{}", kroner(3)));
    let text = office.ok("anna", &["register", "compare", &ids.0, &ids.1]);
    assert!(text.contains("skjult") && text.contains("−12.450,00"), "{text}");

    let reason = ["--agreement", "ips-plus", "--reason", "kontrol af ny udgave"];
    let found = compare(&office, &ids, &reason);
    assert_eq!((&found["hidden"], &found["people"]["corrected"]), (&json!(false), &json!(3)));
    let people = found["participants"].as_array().expect("a list");
    assert_eq!(people.len(), 3);
    for person in people {
        let kinds: Vec<&str> = person["changes"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one["record"].as_str().expect("a word"))
            .collect();
        assert_eq!((&person["what"], kinds), (&json!("changed"), vec!["week", "ratio"]), "{person}");
        let alias = person["alias"].as_str().expect("an alias");
        let looks = office.ok("anna", &["looks", "--alias", alias, "--agreement", "ips-plus", "--reason", "indsigt"]);
        assert!(looks.contains("kontrol af ny udgave"), "{looks}");
    }
    let english =
        office.ok("anna", &[&["--lang", "en", "register", "compare", &ids.0, &ids.1], reason.as_slice()].concat());
    assert!(english.contains("corrected weeks (") && english.contains("−12,450.00"), "{english}");
    let csv =
        office.ok("anna", &[&["register", "compare", &ids.0, &ids.1, "--format", "csv"], reason.as_slice()].concat());
    assert!(csv.starts_with("part;record;change;month;"), "{csv}");
    assert_eq!(csv.lines().filter(|line| line.starts_with("participant;ratio;revised;2024-11;")).count(), 3);
    assert!(csv.lines().any(|line| line.starts_with("settlement;") && line.contains(";-12450.00;")), "{csv}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let (office, _) = posted();
    let (old, new) = editions(&office, 3);
    check_refused(&office, "anna", &["register", "compare", &old, &old], &["same snapshot"]);
    check_refused(&office, "anna", &["register", "compare", &old, "dream-1999-01-00000000"], &["no snapshot"]);
    let words = ["register", "compare", &old, &new, "--agreement", "ips-plus", "--reason", "x"];
    check_refused(&office, "nobody", &words, &["nobody"]);
    check_refused(
        &office,
        "anna",
        &["settle", &agreement(), "--measured-year", "2025", "--snapshot", &old, "--snapshot", &new],
        &["of the same register"],
    );
}
