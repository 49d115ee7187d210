//! Questions to a snapshot: counted by hand, hidden where they are few, the same for any number of threads; and an extract
//! that comes through a pipe.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use super::made::{desk, write};
use crate::office::{Office, text};

const WORK_OR_EDUCATION: &str = "any(job.ratio > 0) or any(week.state = education)";

/// Twelve people with work in November 2024, eight in education in its second week only, ten with neither, six with a code
/// that nobody knows. The numbers of the first are 1 to 12, and so on.
fn extract() -> String {
    let mut lines = vec!["lobenr,y_2445,y_2446,y_2447,y_2448,grad_2024_10,grad_2024_11".to_owned()];
    let rows = [(12, "730,730,730,730,,0.50"), (8, "730,651,730,730,,"), (10, "730,,,,1,0"), (6, "653,653,,,,")];
    for (count, cells) in rows {
        for _ in 0..count {
            lines.push(format!("{},{cells}", lines.len()));
        }
    }
    lines.join("\n") + "\n"
}

fn asked() -> Office {
    let office = desk();
    let file = write(&office, "dream202502.csv", extract());
    office.ok("anna", &["register", "import", "--source", "dream", &file]);
    office
}

fn ask(office: &Office, words: &[&str]) -> serde_json::Value {
    office.json("anna", &[&["register", "ask", "--format", "json"], words].concat())
}

#[test]
fn everyone_is_counted() {
    let office = asked();
    for threads in ["1", "2", "3"] {
        let answer = ask(&office, &[WORK_OR_EDUCATION, "--month", "2024-11", "--threads", threads]);
        // Twenty of thirty; of six the register does not say it.
        assert_eq!(answer["people"], json!(36));
        assert_eq!(answer["successes"], json!(20));
        assert_eq!(answer["failures"], json!(10));
        assert_eq!(answer["unclarified"], json!(6));
        assert_eq!(answer["share"], json!("0.666667"));
    }
    let said = office.ok("anna", &["--lang", "da", "register", "ask", WORK_OR_EDUCATION, "--month", "2024-11"]);
    assert!(said.contains("66,67\u{a0}%"), "{said}");
}

#[test]
fn a_group_is_counted_in_windows_of_its_own() {
    let office = asked();
    // All who work, two days of enrolment: October's window has no data of November, and the other way round.
    let list: String = (1..=12).map(|person| format!("{person},2024-10-15\n")).collect();
    let list = write(&office, "liste.csv", format!("lobenr,dato\n{list}"));
    let answer = ask(&office, &["any(job.ratio > 0)", "--months-since-start", "1", "--cohort", &list]);
    assert_eq!((&answer["people"], &answer["successes"]), (&json!(12), &json!(12)));
    let words = ["--value", "mean(job.ratio)", "--month", "2024-11", "--cohort", &list];
    assert_eq!(ask(&office, &words)["mean"], json!("0.5"));
    // Somebody else's number is in no extract.
    let strangers: String = (101..=107).map(|person| format!("{person}\n")).collect();
    let strangers = write(&office, "fremmede.csv", &strangers);
    let answer = ask(&office, &["any(job.ratio > 0)", "--month", "2024-11", "--cohort", &strangers]);
    assert_eq!((&answer["unclarified"], &answer["not_in_extract"]), (&json!(7), &json!(7)));
}

#[test]
fn few_are_hidden() {
    let office = asked();
    // Three who work, twenty who do not.
    let list: String = (10..=32).map(|person| format!("{person}\n")).collect();
    let list = write(&office, "liste.csv", &list);
    let answer = ask(&office, &["any(job.ratio > 0)", "--month", "2024-11", "--cohort", &list]);
    assert_eq!(
        (&answer["successes"], &answer["failures"], &answer["share"]),
        (&json!(null), &json!(null), &json!(null))
    );
    let said = office.ok("anna", &["register", "ask", "any(job.ratio > 0)", "--month", "2024-11", "--cohort", &list]);
    assert!(said.contains("skjult"), "{said}");
}

/// What the municipality bore in two weeks: person n has n kroner of net in the first and twice as much in the second.
fn refunds() -> String {
    let head = "lobenr;Uge;Ydelse;Beregnet udbetalingsbeløb;Refusionsbeløb;Medfinansieringsbeløb";
    let line = |person: u32, week: &str, amount: u32| {
        format!("{person};{week};Kontanthjælp;{},00;{},00;", 5 * amount, 4 * amount)
    };
    let lines =
        (1..=22).flat_map(|person| [line(person, "2025-01-06", person), line(person, "2025-01-13", 2 * person)]);
    // The extract reaches from December to January.
    let ends = [line(40, "2024-12-02", 1), line(40, "2025-01-27", 1)];
    std::iter::once(head.to_owned()).chain(lines).chain(ends).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn groups_are_counted_by_themselves() {
    let office = desk();
    let file = write(&office, "yr-ydelsesrefusion-beregning-2025-02-10.csv", refunds());
    office.ok("anna", &["register", "import", "--source", "refunds", "--edition", "2025-02", &file]);
    // Ten and twelve, and of the second two who have had nothing: they are in no extract, and count with nothing.
    let list = |third: u32| -> String {
        let group = |person| {
            if person <= 10 {
                "nord"
            } else if person <= 24 - third {
                "syd"
            } else {
                "vest"
            }
        };
        (1..=24).map(|person| format!("{person},,{}\n", group(person))).collect()
    };
    let all = write(&office, "grupper.csv", list(0));
    let words =
        ["--source", "refunds", "--value", "sum(amount.kind = net)", "--month", "2025-01", "--by-week", "--by-group"];
    let answer = ask(&office, &[&words[..], &["--cohort", &all]].concat());
    // January 2025 has five Thursdays. Nord: 3 × (1 + … + 10) = 165 in 10 × 5 weeks; syd: 3 × (11 + … + 22) = 594 in 14 × 5.
    let groups: Vec<_> = answer["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| (group["group"].clone(), group["people"].clone(), group["mean"].clone()))
        .collect();
    assert_eq!(groups, [(json!("nord"), json!(10), json!("3.3")), (json!("syd"), json!(14), json!("8.4857"))]);
    assert_eq!((&answer["people"], &answer["mean"]), (&json!(24), &json!("6.325")));
    // Three in a group of their own: they are hidden, and another group with them.
    let few = write(&office, "smaa.csv", list(3));
    let answer = ask(&office, &[&words[..], &["--cohort", &few]].concat());
    let hidden = |field: &str| {
        answer["groups"].as_array().expect("groups").iter().filter(|group| group[field].is_null()).count()
    };
    assert!(answer["groups"][2]["people"].is_null() && answer["groups"][2]["mean"].is_null(), "{answer}");
    assert!(hidden("people") >= 2 && hidden("mean") >= 2, "{answer}");
    let said = office.ok("anna", &[&["register", "ask"], &words[..], &["--cohort", &all]].concat());
    assert!(said.contains("Gennemsnit pr. uge") && said.contains("8,4857"), "{said}");
    let check = |text: &str, expected: &str| {
        let list = write(&office, "liste.csv", text);
        let said = office.refused("anna", &[&["register", "ask"], &words[..], &["--cohort", &list]].concat());
        assert!(said.contains(expected), "{said}");
    };
    check("1,,a\n2\n", "1 personer på listen har ingen gruppe");
    check("1,,a\n1,,b\n", "mere end én gruppe");
    check(&(1..=60).map(|person| format!("{person},,{person}\n")).collect::<String>(), "60 grupper");
    let said = office.refused("anna", &[&["register", "ask"], &words[..]].concat());
    assert!(said.contains("Grupper kan kun tælles"), "{said}");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let office = asked();
    let check = |words: &[&str], expected: &str| {
        let said = office.refused("anna", &[&["register", "ask"], words].concat());
        assert!(said.contains(expected), "{words:?}: {said}");
    };
    check(&["any(job.ratio > 0)", "--months-since-start", "6"], "indskrivningsdag");
    check(&["any(job.ratio > 0)", "--month", "2024-11", "--to", "2024-10"], "ligger før den første");
    check(&["any(jobs.ratio > 0)", "--month", "2024-11"], "jobs");
    let list = write(&office, "liste.csv", "1\n2,i går\n");
    check(&["any(job.ratio > 0)", "--month", "2024-11", "--cohort", &list], "linje 2");
}

#[test]
fn an_extract_comes_through_a_pipe() {
    let office = desk();
    let words = ["register", "import", "--source", "dream", "--edition", "2025-02", "-"];
    let mut child = office.command("anna", &words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    child.stdin.take().expect("a pipe").write_all(extract().as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success(), "{}", text(&output.stderr));
    // The same facts in a file are the same snapshot.
    let file = write(&office, "dream202502.csv", extract());
    let said = office.ok("anna", &["register", "import", "--source", "dream", &file]);
    assert_eq!(
        office.json("anna", &["register", "show", "--format", "json"]).as_array().map(Vec::len),
        Some(1),
        "{said}"
    );
    let said = office.refused("anna", &["register", "import", "--source", "dream", "--memory", "100MB", &file]);
    assert!(said.contains("mindst 400 MB"), "{said}");
}
