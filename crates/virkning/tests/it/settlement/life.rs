//! The life of a settlement as users meet it: drafts and withdrawal, a late edition that puts a posted year right, payment
//! through the finance system, and what the accounts say of it. Amounts are 4150 kroner for each success, counted here.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use serde_json::{Value, json};

use super::counting::{Extract, starts};
use super::{agreement, approved, check_refused, id_of, posted, proposed, settle};
use crate::office::{Office, list_file, register_file, synthesize, text};

const ACCOUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../agreements/accounts/aarhus.toml");
const PROFILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../agreements/accounts/bank-statement.toml");

/// Kroner as the answers write them.
pub(super) fn kroner(successes: i64) -> String {
    format!("{}.00", 4150 * successes)
}

/// A copy of an extract in which people who were in paid work in November 2024 were in nothing at all, and who they are:
/// people of the cohort, so that each of them is one success fewer.
pub(super) fn corrected(office: &Office, people: usize) -> String {
    let extract = Extract::read(&register_file());
    let cohort: Vec<String> = starts(&list_file())
        .into_iter()
        .filter(|(person, started)| *started < date(2024, 1, 1) && extract.was_employed(person, (2024, 11)))
        .map(|(person, _)| person)
        .take(people)
        .collect();
    assert_eq!(cohort.len(), people, "too few are in work");
    let text = fs::read_to_string(register_file()).expect("the extract");
    let header: Vec<&str> = text.lines().next().expect("a header").split(',').map(str::trim).collect();
    let place = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let ratio = place("grad_2024_11");
    let weeks: Vec<usize> = (44..=48).map(|week| place(&format!("y_24{week}"))).collect();
    let lines = text.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if cohort.iter().any(|person| cells[0].trim() == person) {
            cells[ratio] = "";
            // 111: dagpenge.
            weeks.iter().for_each(|week| cells[*week] = "111");
        }
        cells.join(",")
    });
    let path = office.path("dream202503.csv");
    fs::write(&path, lines.map(|line| line + "\n").collect::<String>()).expect("an extract");
    path
}

/// Imports such an extract as the edition of March 2025.
fn import_corrected(office: &Office, people: usize) {
    let path = corrected(office, people);
    office.ok("anna", &["register", "import", "--source", "dream", &path, "--edition", "2025-03", "--synthetic"]);
}

/// A statement of the finance system with these references and amounts.
fn statement(office: &Office, name: &str, rows: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("Bogført;Type;Beløb;Reference;Tekst;Transaktionsnummer\n");
    for (number, reference, amount) in rows {
        text.push_str(&format!("02-04-2025;Betaling;{amount};{reference};Resultatbetaling;{number}\n"));
    }
    let path = office.path(name);
    fs::write(&path, text).expect("a statement");
    path
}

fn reconcile(office: &Office, file: &str, exit: i32) -> Value {
    let words = ["payments", "reconcile", file, "--profile", PROFILE, "--format", "json"];
    let output = office.run("anna", &words);
    assert_eq!(output.status.code(), Some(exit), "{}{}", text(&output.stdout), text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn results(answer: &Value) -> Vec<String> {
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["result"].as_str().expect("a word").to_owned()).collect()
}

fn state(office: &Office, id: &str) -> String {
    office.json("anna", &["show", id, "--format", "json"])["state"].as_str().expect("a state").to_owned()
}

#[test]
fn a_draft_waits_until_it_is_offered() {
    let office = Office::enrolled();
    let draft =
        office.json("anna", &["settle", &agreement(), "--measured-year", "2024", "--draft", "--format", "json"]);
    let id = id_of(&draft);
    assert_eq!(draft["state"], "draft");
    check_refused(&office, "bo", &["approve", &id], &["is a draft"]);
    office.ok("anna", &["propose", &id]);
    office.ok("bo", &["approve", &id]);
    assert_eq!(state(&office, &id), "approved");
}

#[test]
fn what_is_voided_is_not_posted() {
    let (office, id) = approved();
    check_refused(&office, "anna", &["void", &id, "--reason", " "], &["reason"]);
    office.ok("anna", &["void", &id, "--reason", "forkert konto"]);
    check_refused(&office, "bo", &["post", &id], &["is voided and cannot be posted"]);
    // The same proposal can be made and approved anew.
    assert_eq!(id_of(&settle(&office, "2024")), id);
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id]);
    check_refused(&office, "bo", &["void", &id, "--reason", "for sent"], &["is posted"]);
    office.ok("anna", &["verify"]);
}

#[test]
fn two_accounts_of_one_person_do_not_make_two() {
    let (office, id) = proposed();
    office.ok("anna", &["user", "add", "anna-leder", "--role", "approver", "--person", "anna"]);
    check_refused(&office, "anna-leder", &["approve", &id], &["the same person as “anna”"]);
}

/// A later edition knows of three successes fewer: the difference is 3 × 4150, the posted figures stay, and a still later
/// edition puts it right again with the next measured year.
#[test]
fn a_late_edition_restates_a_posted_year() {
    let (office, first) = posted();
    let before = office.json("anna", &["show", &first, "--format", "json"]);
    let successes = before["successes"].as_i64().expect("a count");
    check_refused(&office, "anna", &["restate", &agreement()], &["comes out otherwise"]);
    import_corrected(&office, 3);
    let words = ["restate", &agreement(), "--on", "2025-06-30", "--format", "json"];
    let restatement = office.json("anna", &words);
    assert_eq!((&restatement["part"], &restatement["amount"]), (&json!("restatement-1"), &json!("0.00")));
    assert_eq!(restatement["payable"], format!("-{}", kroner(3)));
    let restated = &restatement["restated"][0];
    assert_eq!((&restated["measured_year"], &restated["original"]), (&json!(2024), &json!(first)));
    assert_eq!(
        (&restated["old"]["counts"][0]["successes"], &restated["new"]["counts"][0]["successes"]),
        (&json!(successes), &json!(successes - 3))
    );
    let cause = &restated["causes"][0];
    assert_eq!(
        (&cause["cause"], &cause["old_edition"], &cause["new_edition"]),
        (&json!("register"), &json!("2025-02"), &json!("2025-03"))
    );
    assert_eq!(cause["old"], before["inputs"]["snapshot_content"]);
    assert_ne!(cause["old"], cause["new"]);
    // The same request again is the same proposal.
    let id = id_of(&restatement);
    assert_eq!(id_of(&office.json("anna", &words)), id);
    let shown = office.ok("anna", &["show", &id]);
    assert!(shown.contains("Efterregulering") && shown.contains("2025-02") && shown.contains("2025-03"), "{shown}");
    office.ok("bo", &["approve", &id]);
    let voucher = office.ok("bo", &["post", &id]);
    assert!(voucher.contains("2025-0002"), "{voucher}");
    let file = office.path("bilag.json");
    office.ok("anna", &["statement", &id, "--format", "json", "--out", &file]);
    assert!(fs::read_to_string(file).expect("a statement").contains("Efterregulering"));
    office.ok("anna", &["statement", &id, "--format", "pdf", "--out", &office.path("bilag.pdf")]);
    // Nothing of what was posted has changed, and all of it can be computed again.
    assert_eq!(office.json("anna", &["show", &first, "--format", "json"]), before);
    check_refused(&office, "anna", &["restate", &agreement()], &["comes out otherwise"]);
    office.ok("anna", &["verify"]);

    // The next edition has the people in work again: 2025 is settled with 2024 put right.
    let folder = office.path("later");
    synthesize(&office, "2026-02", &folder);
    office.ok("anna", &["register", "import", "--source", "dream", &format!("{folder}/dream202602.csv")]);
    office.ok("anna", &["enrol", &agreement(), &format!("{folder}/deltagere202602.csv")]);
    let second = settle(&office, "2025");
    let own = second["successes"].as_i64().expect("a count");
    let back = Extract::read(Path::new(&format!("{folder}/dream202602.csv")));
    let cohort = starts(Path::new(&format!("{folder}/deltagere202602.csv")));
    let now = cohort
        .iter()
        .filter(|(person, started)| *started < date(2024, 1, 1) && back.was_employed(person, (2024, 11)))
        .count();
    assert!(now > 0);
    assert_eq!(second["restated"][0]["amount"], kroner(3));
    assert_eq!(second["restated"][0]["after"], json!([id]));
    assert_eq!((&second["amount"], &second["payable"]), (&json!(kroner(own)), &json!(kroner(own + 3))));
    // Together it is what the later edition alone gives: 2024 as first settled, and 2025.
    assert_eq!(second["accounts"][0]["received"], kroner(successes + own));
    let second = id_of(&second);
    office.ok("bo", &["approve", &second]);
    office.ok("bo", &["post", &second]);
    let compared = office.json("anna", &["compare", "ips-plus", "--format", "json"]);
    assert_eq!((&compared[0]["measured_year"], &compared[0]["posted"]), (&json!(2024), &json!(kroner(successes))));
    assert_eq!(compared[1]["posted"], kroner(own));
    let proof = office.ok("anna", &["verify"]);
    assert_eq!(proof.lines().filter(|line| line.contains("ips-plus-202")).count(), 3, "{proof}");
}

/// What was approved on an earlier state of the ledger is refused.
#[test]
fn a_proposal_that_no_longer_follows_is_not_approved() {
    let (office, _) = posted();
    import_corrected(&office, 2);
    let one = id_of(&office.json("anna", &["restate", &agreement(), "--on", "2025-06-30", "--format", "json"]));
    // Somebody else's restatement of the same difference on another day is posted first.
    let two = id_of(&office.json("dorte", &["restate", &agreement(), "--on", "2025-07-31", "--format", "json"]));
    assert_ne!(one, two);
    check_refused(&office, "bo", &["approve", &one], &["superseded"]);
    office.ok("bo", &["approve", &two]);
    office.ok("bo", &["post", &two]);
    office.ok("anna", &["verify"]);
}

#[test]
fn a_voucher_is_exported_and_paid_once() {
    let (office, id) = posted();
    let settled = office.json("anna", &["show", &id, "--format", "json"]);
    let amount = settled["amount"].as_str().expect("an amount").to_owned();
    let owed = office.json("anna", &["payments", "list", "--format", "json"]);
    assert_eq!(
        (&owed[0]["reference"], &owed[0]["open"], &owed[0]["reposting"]),
        (&json!("ips-plus-2025-0001"), &json!(amount), &json!(true))
    );
    let folder = office.path("bilag");
    office.ok("anna", &["payments", "export", "--accounts", ACCOUNTS, "--format", "vouchers", "--out", &folder]);
    let pdf = fs::read(Path::new(&folder).join("ips-plus-2025-0001.pdf")).expect("a voucher");
    assert!(pdf.starts_with(b"%PDF"));
    let rows = fs::read(Path::new(&folder).join("ips-plus-2025-0001.csv")).expect("rows");
    assert!(text(&rows).contains("ips-plus-2025-0001"));
    let csv = office.path("finance.csv");
    office.ok("anna", &["payments", "export", "--accounts", ACCOUNTS, "--format", "csv", "--out", &csv]);
    // Both sides are one municipality: nothing goes through the bank.
    check_refused(
        &office,
        "anna",
        &["payments", "export", "--accounts", ACCOUNTS, "--format", "pain001", "--out", &csv],
        &["Nothing is owed"],
    );
    let sum = |kroner: &str| format!("-{}", kroner.replace('.', ","));
    let (right, wrong) = (sum(&amount), sum("99999999.00"));
    let odd = [("1", "ukendt-1", right.as_str()), ("2", "ips-plus-2025-0001", wrong.as_str())];
    let answer = reconcile(&office, &statement(&office, "odd.csv", &odd), 1);
    assert_eq!(results(&answer), ["unknown-reference", "wrong-amount"]);
    assert_eq!((&answer["recorded"], state(&office, &id).as_str()), (&json!(0), "posted"));
    let rows = [("3", "ips-plus-2025-0001", right.as_str()), ("4", "ips-plus-2025-0001", right.as_str())];
    let file = statement(&office, "april.csv", &rows);
    let answer = reconcile(&office, &file, 1);
    assert_eq!(results(&answer), ["matched", "paid-twice"]);
    assert_eq!(state(&office, &id), "paid");
    // The same file again changes nothing.
    let ledger = office.ok("anna", &["ledger"]);
    assert_eq!(results(&reconcile(&office, &file, 1)), ["already-known", "paid-twice"]);
    assert_eq!(office.ok("anna", &["ledger"]), ledger);
    assert_eq!(office.json("anna", &["payments", "list", "--open", "--format", "json"]), json!([]));
    let accounts = office.json("anna", &["account", "ips-plus", "--party", "rsi", "--format", "json"]);
    let closing: Vec<(&str, &str)> = accounts
        .as_array()
        .expect("accounts")
        .iter()
        .map(|account| (account["account"].as_str().expect("a word"), account["closing"].as_str().expect("an amount")))
        .collect();
    let credit = format!("-{amount}");
    assert_eq!(
        closing,
        [("outcome-payment-received", credit.as_str()), ("receivable", "0.00"), ("bank", amount.as_str())]
    );
    let compared = office.json("anna", &["compare", "ips-plus", "--format", "json"]);
    assert_eq!((&compared[0]["posted"], &compared[0]["paid"]), (&json!(amount), &json!(amount)));
    office.ok("anna", &["verify"]);
}

#[test]
fn the_budget_office_gets_its_answers() {
    let (office, id) = posted();
    let amount = office.json("anna", &["show", &id, "--format", "json"])["amount"].as_str().expect("one").to_owned();
    let ask = |kind: &str, year: &str| {
        office.ok("anna", &["budget", "--year", year, "--kind", kind, "--accounts", ACCOUNTS, "--format", "csv"])
    };
    // A spreadsheet in Danish reads a decimal comma.
    let amount = amount.replace('.', ",");
    let accounts = ask("accounts", "2025");
    assert_eq!(accounts.lines().filter(|line| line.contains(&format!(";{amount}"))).count(), 2, "{accounts}");
    let owed = ask("commitments", "2025");
    assert!(owed.contains("bogført, ikke betalt") && owed.contains(&amount), "{owed}");
    assert!(ask("budget", "2026").lines().count() > 1);
    assert!(ask("follow-up", "2026").lines().count() > 1);
    // Each budget answers for its own: what is posted and not paid, beside what 2025 is expected to cost.
    let said = office.ok("anna", &["budget", "--year", "2025", "--kind", "commitments", "--accounts", ACCOUNTS]);
    let shown =
        said.lines().find(|line| line.contains("Aarhus Kommune (ikke-decentral): forpligtelser")).expect("a sum");
    assert!(shown.contains("31. december 2025") && shown.contains("278.880,00"), "{said}");
    // The committee is the account's where the agreement names none, and a commitment says when it is due.
    assert!(said.contains("Social- og Beskæftigelsesudvalget") && said.contains("31-03-2025"), "{said}");
}

#[test]
fn an_instalment_is_posted_when_it_is_given() {
    let (office, _) = posted();
    let owed = office.json("anna", &["payments", "list", "--format", "json"]);
    assert_eq!(owed.as_array().expect("a list").len(), 1);
    let text = fs::read_to_string(agreement()).expect("the agreement");
    let funding = text.split("[[funding]]").nth(1).expect("a funding term");
    let id = funding.split("id").nth(1).and_then(|rest| rest.split('"').nth(1)).expect("an identifier");
    let words = ["instalment", &agreement(), "--tranche", id, "--paid-on", "2024-02-01"];
    let said = office.ok("anna", &words);
    assert!(said.contains("2024-0001"), "{said}");
    check_refused(
        &office,
        "anna",
        &["instalment", &agreement(), "--tranche", "nothing", "--paid-on", "2024-02-01"],
        &["nothing"],
    );
    let owed = office.json("anna", &["payments", "list", "--format", "json"]);
    assert_eq!((owed.as_array().expect("a list").len(), &owed[1]["kind"]), (2, &json!("instalment")));
    office.ok("anna", &["verify"]);
}
