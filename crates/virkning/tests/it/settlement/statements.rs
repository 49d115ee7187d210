//! The statement in its three forms, what it hides from whom, and what no answer may hold.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{agreement, approved, check_refused, id_of, posted, proposed, settle};
use crate::office::{Office, list_file, text};

fn statement(office: &Office, id: &str, more: &[&str]) -> Value {
    office.json("rikke", &[&["statement", id, "--format", "json"], more].concat())
}

#[test]
fn each_form_is_a_file_of_its_kind() {
    let (office, id) = posted();
    let check = |format: &str, begins: &[u8]| {
        let path = office.path(&format!("statement.{format}"));
        let said = office.ok("rikke", &["statement", &id, "--format", format, "--out", &path]);
        assert!(said.contains(&path), "{said}");
        let bytes = fs::read(&path).expect("the file");
        assert!(bytes.starts_with(begins), "{format}: {:?}", &bytes[..8]);
        bytes
    };
    // The same request again gives the same bytes. (That a PDF repeats is tested where it is made.)
    assert!(check("xlsx", b"PK") == check("xlsx", b"PK"), "the workbook differs from one time to the next");
    check("pdf", b"%PDF-");
    check("json", b"{");
    check_refused(
        &office,
        "rikke",
        &["statement", "ips-plus-2024-00000000", "--format", "json"],
        &["no settlement proposal"],
    );
    check_refused(
        &office,
        "rikke",
        &["statement", &id, "--format", "pdf", "--out", "/no-such-folder/a.pdf"],
        &["/no-such-folder/a.pdf"],
    );
}

#[test]
fn it_names_both_years_and_says_that_the_data_are_made_up() {
    let (office, id) = approved();
    let check = |language: &str, years: &str, mark: &str| {
        let found = statement(&office, &id, &["--lang", language]);
        assert_eq!((found["language"].as_str(), found["subtitle"].as_str()), (Some(language), Some(years)));
        assert!(
            found["synthetic_mark"].as_str().is_some_and(|found| found.contains(mark)),
            "{}",
            found["synthetic_mark"]
        );
    };
    check("da", "Måleår 2024 · afregnes marts 2025", "SYNTETISKE DATA");
    check("en", "Measured year 2024 · settled March 2025", "SYNTHETIC DATA");
}

#[test]
fn it_says_how_far_the_settlement_has_come() {
    let (office, id) = proposed();
    let check = |expected: &str| {
        let found = statement(&office, &id, &["--lang", "en"]);
        assert_eq!(found["status_mark"].as_str(), Some(expected));
    };
    check("PROPOSAL");
    office.ok("bo", &["approve", &id]);
    check("APPROVED");
    office.ok("bo", &["post", &id]);
    check("POSTED");
}

/// The rows of the breakdown by situation: people and successes where they are shown.
fn breakdown(statement: &Value) -> Vec<[Option<u64>; 2]> {
    let tables = statement["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .flat_map(|section| section["blocks"].as_array().expect("blocks"));
    let mut tables = tables.filter(|block| block["type"] == "table").map(|block| &block["content"]);
    let table = tables.find(|table| table["columns"][0]["title"] == "Situation").expect("the breakdown");
    let count = |cell: &Value| cell["value"]["count"].as_u64();
    let rows = table["rows"].as_array().expect("rows");
    rows.iter().map(|row| [count(&row["cells"][1]), count(&row["cells"][2])]).collect()
}

/// The synthetic cohort has a few people in education: fewer than five, so that the parties may not see them.
#[test]
fn small_groups_are_hidden_from_the_parties_and_shown_to_the_municipality() {
    let (office, id) = approved();
    let proposal = office.json("rikke", &["show", &id, "--format", "json"]);
    let whole = breakdown(&statement(&office, &id, &["--for", "municipality"]));
    let total = |place: usize| whole.iter().map(|row| row[place].expect("shown")).sum::<u64>();
    assert_eq!((Some(total(0)), Some(total(1))), (proposal["eligible"].as_u64(), proposal["successes"].as_u64()));
    let small = |count: u64| (1..5).contains(&count);
    assert!(whole.iter().any(|row| small(row[0].expect("shown"))), "nothing is tested");
    let parties = statement(&office, &id, &["--for", "parties"]);
    assert_eq!(parties, statement(&office, &id, &[]), "what is for the parties is what is given without asking");
    let hidden: Vec<usize> = (0..whole.len()).filter(|row| breakdown(&parties)[*row][0].is_none()).collect();
    // One hidden row alone could be computed from the total.
    assert!(hidden.len() >= 2, "{hidden:?}");
    for (row, shown) in breakdown(&parties).iter().enumerate() {
        assert!(shown.iter().flatten().all(|count| !small(*count)), "{shown:?}");
        assert!((0..2).all(|place| shown[place].is_some() || whole[row][place] > Some(0)), "an empty cell is hidden");
        if let [Some(people), Some(successes)] = shown {
            assert!(!small(people - successes), "{shown:?}");
        }
    }
    // The count that decides the payment is a contract figure.
    let figures = parties["key_figures"].to_string();
    assert!(figures.contains(&format!("{} af {}", proposal["successes"], proposal["eligible"])), "{figures}");
}

/// Every identifier of the list: the whole first column.
fn identifiers() -> BTreeSet<String> {
    let list = fs::read_to_string(list_file()).expect("the list");
    list.lines().skip(1).filter_map(|line| line.split(';').next()).map(str::to_owned).collect()
}

fn check_no_identifier(what: &str, bytes: &[u8], identifiers: &BTreeSet<String>) {
    for token in bytes.split(|byte| !byte.is_ascii_alphanumeric()) {
        let token = String::from_utf8_lossy(token);
        assert!(!identifiers.contains(token.as_ref()), "{what} holds an identifier of the list");
        let like_cpr = token.len() == 10 && token.bytes().all(|byte| byte.is_ascii_digit());
        assert!(!like_cpr, "{what} holds ten digits");
    }
}

/// No answer, no trace, no database and no file name holds an identifier from the list, nor ten digits together.
#[test]
fn nothing_that_is_answered_or_stored_holds_an_identifier() {
    let identifiers = identifiers();
    assert!(identifiers.len() > 100, "nothing is tested");
    let office = Office::enrolled();
    let id = id_of(&settle(&office, "2024"));
    let alias = first_alias(&office);
    let list = list_file().display().to_string();
    let asked: [(&str, Vec<&str>); 15] = [
        ("anna", vec!["enrol", &super_agreement(), &list]),
        ("anna", vec!["register", "show"]),
        ("anna", vec!["register", "show", "--format", "json"]),
        ("anna", vec!["settle", &super_agreement(), "--measured-year", "2024"]),
        ("anna", vec!["approve", &id]),
        ("bo", vec!["approve", &id]),
        (
            "anna",
            vec![
                "explain",
                &super_agreement(),
                &alias,
                "--measured-year",
                "2024",
                "--reason",
                "spørgsmål fra borgeren",
            ],
        ),
        (
            "anna",
            vec![
                "explain",
                &super_agreement(),
                "aaaa-bbbb-cccc",
                "--measured-year",
                "2024",
                "--reason",
                "spørgsmål fra borgeren",
            ],
        ),
        ("bo", vec!["post", &id]),
        ("bo", vec!["show", &id]),
        ("bo", vec!["statement", &id, "--format", "json", "--for", "municipality"]),
        ("bo", vec!["ledger"]),
        ("bo", vec!["ledger", "--format", "json"]),
        ("bo", vec!["codes", "list"]),
        ("bo", vec!["verify"]),
    ];
    for (user, words) in &asked {
        let output = office.run(user, words);
        check_no_identifier(&format!("{words:?}"), &[output.stdout, output.stderr].concat(), &identifiers);
    }
    check_folder(Path::new(&office.path("data")), &identifiers);
}

fn super_agreement() -> &'static str {
    static AGREEMENT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    AGREEMENT.get_or_init(agreement)
}

fn check_folder(folder: &Path, identifiers: &BTreeSet<String>) {
    for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        check_no_identifier("a file name", path.file_name().expect("a name").as_encoded_bytes(), identifiers);
        if path.is_dir() {
            check_folder(&path, identifiers);
        } else {
            check_no_identifier(&path.display().to_string(), &fs::read(&path).expect("a file"), identifiers);
        }
    }
}

/// The lines of the trace: number, alias, outcome, situation.
fn trace(office: &Office) -> Vec<Vec<String>> {
    let folder = fs::read_dir(office.path("data/traces")).expect("the traces");
    let path = folder.flatten().next().expect("one trace").path();
    let text = fs::read_to_string(path).expect("the trace");
    text.lines().skip(1).map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

fn first_alias(office: &Office) -> String {
    trace(office).remove(0).remove(1)
}

/// The explanation of a participant fits the trace and shows every week of that November.
#[test]
fn explain_shows_the_weeks_and_says_what_the_trace_says() {
    let (office, _) = proposed();
    let trace = trace(&office);
    let check = |situation: &str, danish: &str, english: &str| {
        let line = trace.iter().find(|line| line[3] == situation).unwrap_or_else(|| panic!("nobody is {situation}"));
        for (language, expected, november) in [("da", danish, "november 2024"), ("en", english, "November 2024")] {
            let document = agreement();
            let mut words = vec!["--lang", language, "explain", &document, &line[1], "--measured-year", "2024"];
            words.extend(["--reason", "spørgsmål fra borgeren"]);
            let said = office.ok("anna", &words);
            // The Thursdays of November 2024: the 7th, 14th, 21st and 28th.
            for piece in [expected, november, "2024W45", "2024W46", "2024W47", "2024W48", &line[1]] {
                assert!(said.contains(piece), "{situation}: “{piece}” is missing in\n{said}");
            }
            let thursday = if language == "da" { "28-11-2024" } else { "2024-11-28" };
            assert!(said.contains(thursday), "{said}");
            assert!(!said.contains("2024W44") && !said.contains("2024W49"), "{said}");
        }
    };
    check("employed", "Målet er opfyldt", "The measure is met");
    check("education", "Målet er opfyldt", "The measure is met");
    check("transfer", "Målet er ikke opfyldt", "The measure is not met");
    check("none", "Målet er ikke opfyldt", "The measure is not met");
}

#[test]
fn explain_refuses_whom_it_does_not_know() {
    let (office, _) = proposed();
    let check = |alias: &str, code: i32| {
        let output = office.run(
            "anna",
            &[
                "--lang",
                "en",
                "explain",
                &agreement(),
                alias,
                "--measured-year",
                "2024",
                "--reason",
                "spørgsmål fra borgeren",
            ],
        );
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(alias), "{said}");
    };
    check("aaaa-bbbb-cccc", 1);
    check("nonsense", 1);
    check("not an alias", 2);
    let alias = first_alias(&office);
    check_refused(
        &office,
        "anna",
        &["explain", &agreement(), &alias, "--measured-year", "99", "--reason", "spørgsmål fra borgeren"],
        &["99"],
    );
    check_refused(
        &office,
        "nobody",
        &["explain", &agreement(), &alias, "--measured-year", "2024", "--reason", "spørgsmål fra borgeren"],
        &["“nobody” is not declared"],
    );
}
