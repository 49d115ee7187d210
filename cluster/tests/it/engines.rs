//! The query engine in this process gives what the product's own loop gives, for everyone and to the bit.

use std::path::Path;

use virkning_cluster::answer::text;
use virkning_cluster::ask::{AskError, Asked, Engine, Request, ask};
use virkning_model::observation::Outcome;

use crate::support::{imported, request, snapshot};

fn asked(request: &Request<'_>, engine: Engine, each: bool) -> Result<Asked, AskError> {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(ask(request, engine, each))
}

/// Measures of all shapes: rows of weeks and of months, values, windows inside the extract, at its ends and beyond.
const MEASURES: [(&str, Option<&str>, &str, &str); 7] = [
    ("any(job.ratio > 0) or any(week.state = education)", None, "2024-11", "2024-11"),
    ("all(job.ratio >= 0.5)", Some("mean(job.ratio)"), "2023-01", "2024-12"),
    ("count(week.state = cash_benefit) <= 2", Some("count(week.state = cash_benefit)"), "2020-01", "2022-06"),
    ("not any(week.code in (111, 130, 651))", None, "1991-08", "2025-01"),
    ("sum(job.ratio) >= 3.25", Some("sum(job.ratio)"), "2007-06", "2009-02"),
    ("any(week.state = education)", None, "2024-12", "2026-02"),
    ("max(job.ratio) > 0.8 and not any(week.state = sickness)", Some("max(job.ratio)"), "2024-01", "2024-06"),
];

#[test]
fn the_engine_answers_as_the_loop_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = snapshot(folder.path(), 3_000, 11);
    let mut outcomes = std::collections::BTreeSet::new();
    for (success, value, first, last) in MEASURES {
        let mut request = request(&snapshot, success, value, first, last);
        let expected = asked(&request, Engine::Embedded, true).expect("answered");
        let answers = expected.answers.as_ref().expect("wanted");
        assert_eq!(answers.len(), 3_000, "{success}");
        for parts in [1, 4, 7] {
            request.parts = parts;
            let found = asked(&request, Engine::DataFusion, true).expect("answered");
            assert_eq!(found.answers.as_ref(), Some(answers), "{success} in {parts} parts");
            // Equal decimals may have different scales; their texts have the scale.
            let values = |answers: &[_]| answers.iter().map(value_text).collect::<Vec<_>>();
            assert_eq!(values(found.answers.as_deref().unwrap_or_default()), values(answers), "{success}");
            assert_eq!(found.counts, expected.counts, "{success}");
            let counted = asked(&request, Engine::DataFusion, false).expect("answered");
            assert_eq!((counted.counts, counted.answers), (expected.counts.clone(), None), "{success}");
        }
        outcomes.extend(answers.iter().map(|answer| text(&answer.outcome)));
    }
    // Otherwise nothing much would have been compared.
    assert!(outcomes.len() >= 4, "{outcomes:?}");
}

fn value_text(answer: &virkning_cluster::answer::Answer) -> String {
    text(&answer.value)
}

/// Of some people no file has a row; they are answered all the same.
#[test]
fn people_without_any_spell_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let delivery = folder.path().join("dream.csv");
    std::fs::write(
        &delivery,
        "lobenr,y_2444,y_2445,y_2446,y_2447,y_2448,grad_2024_11\n\
         1,,,,,,\n\
         2,130,130,,,,\n\
         3,,,,,,0.5000\n\
         4,,,,,,\n",
    )
    .expect("written");
    let snapshot = imported(folder.path(), &delivery);
    let check = |success: &str, expected: [u64; 2]| {
        let request = request(&snapshot, success, None, "2024-11", "2024-11");
        for engine in [Engine::Embedded, Engine::DataFusion] {
            for each in [true, false] {
                let asked = asked(&request, engine, each).expect("answered");
                let of = |outcome: Outcome| {
                    let counts = asked.counts.iter().filter(|((counted, _), _)| *counted == text(&outcome));
                    counts.map(|(_, people)| people).sum::<u64>()
                };
                assert_eq!([of(Outcome::Success), of(Outcome::NoSuccess)], expected, "{success} {engine:?} {each}");
            }
        }
    };
    check("any(job.ratio > 0)", [1, 3]);
    check("not any(job.ratio > 0)", [3, 1]);
    check("any(week.state = cash_benefit)", [1, 3]);
}

#[test]
fn what_cannot_be_asked_is_refused_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = snapshot(folder.path(), 50, 12);
    let check = |success: &str, first: &str, last: &str, expected: &str| {
        let error = asked(&request(&snapshot, success, None, first, last), Engine::DataFusion, true);
        let said = error.expect_err("refused").to_string();
        assert!(said.contains(expected), "{success}: {said}");
    };
    check("any(job.ratio > 0)", "2024-12", "2024-11", "Y002");
    check("any(job.ratio > 0", "2024-11", "2024-11", "M0");
    check("any(week.state = holiday)", "2024-11", "2024-11", "M019");
    check("any(stay.kind = shelter)", "2024-11", "2024-11", "M0");
    let none = Path::new("nowhere");
    let error = asked(&request(none, "any(job.ratio > 0)", None, "2024-11", "2024-11"), Engine::DataFusion, true);
    assert!(error.expect_err("refused").to_string().contains("R131"));
}

/// A file that is not the one of the manifest is not asked.
#[test]
fn a_changed_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = snapshot(folder.path(), 200, 13);
    let request = request(&snapshot, "any(job.ratio > 0)", None, "2024-11", "2024-11");
    for file in ["weeks.parquet", "jobs.parquet", "people.parquet"] {
        let path = snapshot.join(file);
        let bytes = std::fs::read(&path).expect("read");
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        std::fs::write(&path, changed).expect("written");
        let error = asked(&request, Engine::DataFusion, false).expect_err("refused");
        assert!(error.to_string().contains("R134"), "{file}: {error}");
        std::fs::write(&path, bytes).expect("written");
    }
    asked(&request, Engine::DataFusion, false).expect("whole again");
}

/// A part that is no part of the plan would be left out of the answer without a word.
#[test]
fn a_file_that_the_plan_does_not_read_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = snapshot(folder.path(), 50, 14);
    let path = snapshot.join("manifest.json");
    let text = std::fs::read_to_string(&path).expect("read");
    let mut manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut part = manifest["parts"][0].clone();
    part["name"] = "stays.parquet".into();
    manifest["parts"].as_array_mut().expect("parts").push(part);
    std::fs::write(&path, manifest.to_string()).expect("written");
    let request = request(&snapshot, "any(job.ratio > 0)", None, "2024-11", "2024-11");
    for engine in [Engine::Embedded, Engine::DataFusion] {
        let error = asked(&request, engine, false).expect_err("refused");
        assert!(error.to_string().contains("Y010 stays.parquet"), "{error}");
    }
}
