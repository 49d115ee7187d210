//! Tests of files of observations: good rows beside bad ones.

use std::io;

use virkning_model::agreement::{Eligibility, Measure, Window};
use virkning_model::enrolment::Participant;
use virkning_model::expression::Number;
use virkning_model::observation::Unclarified;
use virkning_model::period::Years;
use virkning_testkit::sample;

use super::*;
use crate::list::ListProfile;

const HEADER: &str = "deltager;resultatmål;måleår;måned;udfald;værdi;gruppe;dokumentation;verificeret";

fn key() -> InstallationKey {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sevens = |bytes: &mut [u8]| -> io::Result<()> {
        bytes.fill(7);
        Ok(())
    };
    InstallationKey::load_or_create(&folder.path().join("key"), &mut sevens).expect("made").0
}

fn measure_id(id: &str) -> MeasureId {
    MeasureId::new(id).expect("an identifier")
}

/// November of 2024 to 2030; months 12 and 24 since the start; one day in 2024 to 2026; an amount in 2024 to 2026.
fn agreement() -> Agreement {
    let mut agreement = sample::agreement();
    let first = agreement.measures[0].clone();
    let years = Years { from: 2024, to: 2026 };
    let with = |id: &str, window: Window| Measure { id: measure_id(id), window, ..first.clone() };
    let at_months = Window::AtMonths { at: vec![12, 24], months: 6 };
    let mut shown = with("shown", Window::Event { once: true, years });
    shown.evidence = Some("attest".to_owned());
    shown.verified_by = Some(virkning_model::id::TermId::new("school").expect("an identifier"));
    let mut amount = with("amount", Window::CalendarMonths { from: 1, to: 6, years });
    (amount.success, amount.value) = (None, Some(Number::Reported));
    let mut steps = with("steps", at_months);
    steps.eligible = Eligibility::WindowClosed;
    agreement.measures.extend([steps, shown, amount]);
    agreement
}

fn alias(number: &str) -> Alias {
    key().alias(&agreement().id, &key().pseudonym("lobenr", number))
}

/// Participants 1 (treatment) and 2 (control) are enrolled, 3 stands on the list and is not.
fn set() -> EnrolmentSet {
    let person = |number: &str, arm, enrolled: Option<&str>| Participant {
        arm,
        enrolled_on: enrolled.map(|day| day.parse().expect("a date")),
        ..Participant::new(alias(number))
    };
    EnrolmentSet {
        participants: vec![
            person("1", Arm::Treatment, Some("2023-05-01")),
            person("2", Arm::Control, Some("2023-06-01")),
            person("3", Arm::Treatment, None),
        ],
    }
}

fn read(text: &str) -> Result<(Reported, u64), ObservationsError> {
    let (agreement, set, key, profile) = (agreement(), set(), key(), ListProfile::built_in());
    let request = Request {
        agreement: &agreement,
        set: &set,
        key: &key,
        identifiers: &profile.keys,
        read_as: ReadAs::Observations { measured_year: 2024 },
    };
    let mut reader = Reader::new(request);
    reader.read_bytes("file.csv", text.as_bytes())?;
    let aside = reader.left_aside();
    Ok((reader.finish(false), aside))
}

fn one(row: &str) -> ReportedRow {
    let (reported, _) = read(&format!("{HEADER}\n{row}\n")).expect("read");
    assert_eq!(reported.rows.len(), 1, "{row}");
    reported.rows.into_iter().next().expect("one")
}

#[test]
fn rows_are_read_under_the_alias() {
    let row = one("1;work-or-education;2024;;opfyldt;;;;");
    assert_eq!((row.participant, row.outcome, row.at, row.year), (alias("1"), Some(Outcome::Success), 0, 2024));
    let row = one(&format!("{};work-or-education;2024;11;ikke opfyldt;;kontrol;;", alias("2")));
    assert_eq!((row.participant, row.outcome, row.arm), (alias("2"), Some(Outcome::NoSuccess), Arm::Control));
    let row = one("1;steps;2024;12;Uafklaret;;indsats;;");
    assert_eq!((row.at, row.outcome), (12, Some(Outcome::Unclarified(Unclarified::NoData))));
    let row = one("1;amount;2024;3;;1.234,50;;\"bilag; 890204-4321\";ja");
    assert_eq!((row.outcome, row.value), (None, Some("1234.50".parse().expect("a number"))));
    assert_eq!(row.evidence, "bilag; 999999-9999", "a person number is hidden");
}

#[test]
fn english_words_commas_and_identifier_columns() {
    let text = "identifier,measure,year,month,outcome,value,arm,evidence,verified\n\
                1,steps,2024,12,success,,treatment,,yes\n\
                2,amount,2024,,,\"-6,8\",control,,\n";
    let (reported, aside) = read(text).expect("read");
    assert_eq!((reported.rows.len(), reported.files.len(), aside), (2, 1, 0));
    // Sorted by measure.
    assert_eq!(reported.rows[0].value, Some("-6.8".parse().expect("a number")));
    let (reported, _) = read("lobenr;measure;year;outcome\n001;work-or-education;2024;success\n").expect("read");
    assert_eq!(reported.rows[0].participant, alias("1"));
    // A row of another measured year is left aside; an empty one is nothing.
    let (reported, aside) =
        read(&format!("{HEADER}\n1;work-or-education;2025;;opfyldt;;;;\n;;;;;;;;\n")).expect("read");
    assert_eq!((reported.rows.len(), aside), (0, 1));
}

#[test]
fn what_is_not_verified_is_unclarified() {
    let check = |evidence: &str, verified: &str, counts: bool| {
        let row = one(&format!("1;shown;2024;;opfyldt;;;{evidence};{verified}"));
        let expected = if counts {
            Outcome::Success
        } else {
            Outcome::Unclarified(Unclarified::NotVerified)
        };
        assert_eq!(row.outcome, Some(expected), "{evidence} {verified}");
    };
    check("attest", "ja", true);
    check("", "ja", true);
    check("attest", "nej", false);
    check("attest", "", false);
    check("", "", false);
}

/// Each bad row beside the good ones above: code, column, excerpt and what would be right.
#[test]
fn bad_rows_are_named() {
    let check = |row: &str, expected: [&str; 4]| {
        let error = read(&format!("{HEADER}\n1;steps;2024;24;opfyldt;;;;\n{row}\n")).expect_err(row);
        let [problem] = error.problems() else { panic!("{row}: {error}") };
        let got = [problem.code(), &problem.column, &problem.excerpt, &problem.expected];
        assert_eq!((problem.line, got), (3, expected), "{row}");
    };
    check("1;steps;2024;12;opfyldt;;;", ["O001", "", "8", "9"]);
    check(";steps;2024;12;opfyldt;;;;", ["O002", "deltager", "", ""]);
    check("3;steps;2024;12;opfyldt;;;;", ["O003", "deltager", "9", ""]);
    check("77;steps;2024;12;opfyldt;;;;", ["O003", "deltager", "99", ""]);
    check("890204-4321;steps;2024;12;opfyldt;;;;", ["O003", "deltager", "999999-9999", ""]);
    let known = "work-or-education, steps, shown, amount";
    check("1;stps;2024;12;opfyldt;;;;", ["O004", "resultatmål", "stps", known]);
    check("1;steps;24;12;opfyldt;;;;", ["O005", "måleår", "24", ""]);
    check("1;work-or-education;2031;;opfyldt;;;;", ["O006", "måleår", "2031", "2024–2030"]);
    check("1;steps;2024;tolv;opfyldt;;;;", ["O007", "måned", "AAAA", ""]);
    check("1;steps;2024;13;opfyldt;;;;", ["O008", "måned", "13", "12, 24"]);
    check("1;work-or-education;2024;10;opfyldt;;;;", ["O008", "måned", "10", "11"]);
    check("1;amount;2024;7;;1;;;", ["O008", "måned", "7", "1–6"]);
    check("1;steps;2024;;opfyldt;;;;", ["O009", "måned", "", "12, 24"]);
    check("1;steps;2024;12;måske;;;;", ["O010", "udfald", "AAAAA", "opfyldt, ikke opfyldt, uafklaret"]);
    check("1;steps;2024;12;;;;;", ["O011", "udfald", "", ""]);
    check("1;amount;2024;;;1.234;;;", ["O012", "værdi", "1.234", ""]);
    check("1;amount;2024;;;;;;", ["O013", "værdi", "", ""]);
    check("1;steps;2024;12;opfyldt;;begge;;", ["O014", "gruppe", "AAAAA", "indsats, kontrol"]);
    check("1;steps;2024;12;opfyldt;;kontrol;;", ["O015", "gruppe", "AAAAAAA", "indsats"]);
    check("1;steps;2024;12;opfyldt;;;;måske", ["O016", "verificeret", "AAAAA", "ja, nej"]);
    check("1;steps;2024;24;opfyldt;;;;", ["O017", "deltager", "9", ""]);
}

#[test]
fn all_faulty_rows_are_listed_and_nothing_counts() {
    let error =
        read(&format!("{HEADER}\n9;steps;2024;12;opfyldt;;;;\n1;steps;2024;13;opfyldt;;;;\n")).expect_err("bad");
    let codes: Vec<&str> = error.problems().iter().map(ObservationProblem::code).collect();
    assert_eq!((error.code(), codes), ("O109", vec!["O003", "O008"]));
}

#[test]
fn files_that_are_no_files_of_observations() {
    let check = |text: &[u8], expected: &str| {
        let (agreement, set, key, profile) = (agreement(), set(), key(), ListProfile::built_in());
        let request = Request {
            agreement: &agreement,
            set: &set,
            key: &key,
            identifiers: &profile.keys,
            read_as: ReadAs::Observations { measured_year: 2024 },
        };
        let error = Reader::new(request).read_bytes("file.csv", text).expect_err("refused");
        assert_eq!(error.code(), expected, "{error}");
    };
    check(b"", "O102");
    check(b"PK\x03\x04\0", "O103");
    check(b"deltager;resultatm\xE5l;\xC3\xA6\xFF\n", "O104");
    check(b"deltager;resultatmaal;udfald\n", "O105");
    check(b"deltager;resultatmaal;maaleaar\n", "O105");
    check(b"deltager;alias;resultatmaal;maaleaar;udfald\n", "O106");
    check(b"deltager;resultatmaal;maaleaar;udfald\n\"1;steps;2024;opfyldt\n", "O107");
}

/// The same said in two files is said twice, and the first place is named.
#[test]
fn several_files_are_one() {
    let (agreement, set, key, profile) = (agreement(), set(), key(), ListProfile::built_in());
    let request = Request {
        agreement: &agreement,
        set: &set,
        key: &key,
        identifiers: &profile.keys,
        read_as: ReadAs::Observations { measured_year: 2024 },
    };
    let mut reader = Reader::new(request);
    let file = |row: &str| format!("{HEADER}\n{row}\n").into_bytes();
    reader.read_bytes("a.csv", &file("1;steps;2024;12;opfyldt;;;;")).expect("read");
    reader.read_bytes("b.csv", &file("2;steps;2024;12;opfyldt;;;;")).expect("read");
    let error = reader.read_bytes("c.csv", &file("1;steps;2024;12;ikke opfyldt;;;;")).expect_err("twice");
    assert_eq!((error.problems()[0].code(), error.problems()[0].first.as_str()), ("O017", "a.csv:2"));
    let reported = reader.finish(false);
    assert_eq!((reported.rows.len(), reported.files.len()), (2, 2));
    assert!(reported.speaks_of(&measure_id("steps")) && !reported.speaks_of(&measure_id("shown")));
    // What is kept reads back as it was.
    let json = serde_json::to_vec(&reported).expect("written");
    assert_eq!(serde_json::from_slice::<Reported>(&json).expect("read"), reported);
}
