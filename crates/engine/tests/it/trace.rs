//! The trace: the documented bytes, the way back, and what is refused.

use virkning_engine::{Trace, TraceProblem, read_trace, trace, trace_of, trace_with};
use virkning_model::code_list::ListUsed;
use virkning_model::id::{Alias, ContentHash, MeasureId};
use virkning_model::observation::{Arm, Leaving, NotEstimated, Observation, Outcome, Situation, Unclarified};
use virkning_model::period::{Month, Week};

use crate::support::*;

const WRITTEN: &str = "virkning-trace 1 work-or-education 2024 6\n\
    1 a-0 + employed\n\
    2 a-1 - dead\n\
    3 a-2 ?absent unclarified\n\
    4 a-3 ?code=998 unclarified\n\
    5 a-4 ?week=2024W48 none\n\
    6 a-5 ?month=2024-11 transfer\n";

fn every_kind() -> Vec<Observation> {
    let unclarified = Outcome::Unclarified;
    let kinds = [
        (Outcome::Success, Situation::Employed),
        (Outcome::NoSuccess, Situation::Dead),
        (unclarified(Unclarified::NotInExtract), Situation::Unclarified),
        (unclarified(Unclarified::UnknownCode { code: 998 }), Situation::Unclarified),
        (unclarified(Unclarified::WeekNotCovered { week: Week::new(2024, 48).unwrap() }), Situation::None),
        (unclarified(Unclarified::MonthNotCovered { month: Month::new(2024, 11).unwrap() }), Situation::Transfer),
    ];
    (0..)
        .zip(kinds)
        .map(|(number, (outcome, situation))| Observation {
            participant: Alias::new(format!("a-{number}")).unwrap(),
            measure: measure_id(),
            year: 2024,
            outcome,
            situation,
            at: 0,
            value: None,
            arm: Arm::Treatment,
        })
        .collect()
}

#[test]
fn the_documented_bytes_and_back() {
    let mut seen = every_kind();
    assert_eq!(String::from_utf8(trace(&measure_id(), 2024, &seen)).unwrap(), WRITTEN);
    let read = read_trace(WRITTEN.as_bytes()).unwrap();
    assert_eq!(
        read,
        Trace {
            measure: measure_id(),
            measures: vec![measure_id()],
            code_lists: Vec::new(),
            year: 2024,
            observations: seen.clone()
        }
    );
    seen.reverse();
    assert_eq!(trace(&measure_id(), 2024, &seen), WRITTEN.as_bytes());
}

#[test]
fn a_trace_of_nobody() {
    let bytes = trace(&measure_id(), 2024, &[]);
    assert_eq!(bytes, b"virkning-trace 1 work-or-education 2024 0\n");
    assert!(read_trace(&bytes).unwrap().observations.is_empty());
}

#[test]
fn other_measures_and_years_are_no_part_of_it() {
    assert_eq!(read_trace(&trace(&measure_id(), 2025, &every_kind())).unwrap().observations, []);
}

fn check(bytes: &[u8], line: usize, problem: TraceProblem) {
    let error = read_trace(bytes).unwrap_err();
    assert_eq!((error.line, error.problem), (line, problem), "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn what_is_no_trace_is_refused_with_its_line() {
    let changed = |from: &str, to: &str| WRITTEN.replacen(from, to, 1).into_bytes();
    check(b"", 1, TraceProblem::Header);
    check(b"hello\n", 1, TraceProblem::Header);
    check(&changed("trace 1", "trace 4"), 1, TraceProblem::Version);
    check(&changed("2024 6", "2024 7"), 7, TraceProblem::Length);
    check(&changed("2024 6", "2024 5"), 7, TraceProblem::Length);
    check(WRITTEN.trim_end().as_bytes(), 7, TraceProblem::Length);
    check(&changed("2 a-1", "3 a-1"), 3, TraceProblem::Order);
    check(&changed("2 a-1", "2 a-0"), 3, TraceProblem::Order);
    check(&changed("?code=998", "?code=99999"), 5, TraceProblem::Record);
    check(&changed("2024W48", "2025W53"), 6, TraceProblem::Record);
    check(&changed(" dead", " deceased"), 3, TraceProblem::Record);
    check(&changed(" dead", " dead "), 3, TraceProblem::Record);
    let mut bytes = WRITTEN.as_bytes().to_vec();
    bytes[60] = 0xff;
    check(&bytes, 3, TraceProblem::NotText);
}

/// Two measures, two months, both arms, values, and what is reported without proof.
fn several() -> (Vec<MeasureId>, Vec<Observation>) {
    let measures = ["housing", "work-or-education"].map(|id| MeasureId::new(id).unwrap()).to_vec();
    let one = |place: usize, at: u16, alias: &str, outcome: Outcome, value: Option<&str>, arm: Arm| Observation {
        participant: Alias::new(alias).unwrap(),
        measure: measures[place].clone(),
        year: 2024,
        outcome,
        situation: Situation::None,
        at,
        value: value.map(decimal),
        arm,
    };
    let unclarified = Outcome::Unclarified;
    let seen = vec![
        one(0, 6, "a-1", Outcome::Success, Some("0"), Arm::Treatment),
        one(0, 6, "a-2", unclarified(Unclarified::NoData), None, Arm::Control),
        one(0, 12, "a-1", Outcome::NoSuccess, Some("-6.8"), Arm::Treatment),
        one(1, 0, "a-1", unclarified(Unclarified::NotVerified), None, Arm::Treatment),
        one(1, 0, "a-2", unclarified(Unclarified::LeftPopulation { how: Leaving::Emigrated }), None, Arm::Treatment),
        one(
            1,
            0,
            "a-3",
            unclarified(Unclarified::NotEstimated { week: Week::new(2024, 9).unwrap(), why: NotEstimated::NoRate }),
            None,
            Arm::Treatment,
        ),
    ];
    (measures, seen)
}

const SEVERAL: &str = "virkning-trace 2 2024 6 housing,work-or-education\n\
    1 a-1 + none 1 6 =0 t\n\
    2 a-2 ?none none 1 6 . c\n\
    3 a-1 - none 1 12 =-6.8 t\n\
    4 a-1 ?unverified none 2 0 . t\n\
    5 a-2 ?left=emigrated none 2 0 . t\n\
    6 a-3 ?no-rate=2024W09 none 2 0 . t\n";

#[test]
fn several_measures_months_arms_and_values() {
    let (measures, mut seen) = several();
    assert_eq!(String::from_utf8(trace_of(&measures, 2024, &seen)).unwrap(), SEVERAL);
    let read = read_trace(SEVERAL.as_bytes()).unwrap();
    let measure = measures[0].clone();
    assert_eq!(
        read,
        Trace { measure, measures: measures.clone(), code_lists: Vec::new(), year: 2024, observations: seen.clone() }
    );
    seen.reverse();
    assert_eq!(trace_of(&measures, 2024, &seen), SEVERAL.as_bytes());
    // One measure with values needs the newer version as well; one without keeps the older.
    assert!(trace(&measures[0], 2024, &seen).starts_with(b"virkning-trace 2 2024 3 housing\n"));
    assert!(trace_of(&measures[1..], 2024, &seen).starts_with(b"virkning-trace 1 work-or-education 2024 3\n"));
    let changed = |from: &str, to: &str| SEVERAL.replacen(from, to, 1).into_bytes();
    check(&changed("1 6 =0 t", "3 6 =0 t"), 2, TraceProblem::Record);
    check(&changed("1 6 =0 t", "0 6 =0 t"), 2, TraceProblem::Record);
    check(&changed("=0 t", "0 t"), 2, TraceProblem::Record);
    check(&changed("=0 t", "=0 x"), 2, TraceProblem::Record);
    check(&changed("1 12 =-6.8", "1 6 =-6.8"), 4, TraceProblem::Order);
    check(&changed("housing,work", "hou sing,work"), 1, TraceProblem::Header);
}

#[test]
fn code_lists_that_measures_ask_stand_in_the_header() {
    let (measures, seen) = several();
    let list = |name: &str, byte: u8| ListUsed {
        name: name.to_owned(),
        edition: "edition with blanks".to_owned(),
        content: ContentHash::from_bytes([byte; 32]),
    };
    let lists = [list("study", 0x11), list("pause", 0xab)];
    let header = format!(
        "virkning-trace 3 2024 6 housing,work-or-education study={},pause={}\n",
        "11".repeat(32),
        "ab".repeat(32)
    );
    let expected = SEVERAL.replace("virkning-trace 2 2024 6 housing,work-or-education\n", &header);
    let written = trace_with(&measures, &lists, 2024, &seen);
    assert_eq!(String::from_utf8(written.clone()).unwrap(), expected);
    let read = read_trace(&written).unwrap();
    let named: Vec<(String, ContentHash)> =
        read.code_lists.iter().map(|(name, content)| (name.to_string(), content.clone())).collect();
    assert_eq!(named, lists.clone().map(|list| (list.name, list.content)));
    assert_eq!(read.observations, seen);
    // One plain measure needs the newer version too.
    let plain = trace_with(&measures[1..], &lists[..1], 2024, &seen);
    assert!(plain.starts_with(b"virkning-trace 3 2024 3 work-or-education study=1111"));
    for (from, to) in [("virkning-trace 3", "virkning-trace 2"), (" study=", " "), ("study=11", "study=1x")] {
        let error = read_trace(expected.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert_eq!((error.line, error.problem), (1, TraceProblem::Header), "{to}");
    }
    assert_eq!(read_trace(SEVERAL.replace("trace 2", "trace 3").as_bytes()).unwrap_err().problem, TraceProblem::Header);
}
