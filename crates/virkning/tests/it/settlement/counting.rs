//! Who succeeded, counted again from the wide CSV with a reader that shares nothing with the product: it splits lines at
//! commas, looks the columns up by name, and goes through the days of a month to find its weeks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, Weekday, date};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{agreement, id_of, list_with, settle};
use crate::office::{Office, list_file, register_file, synthesize};

/// 651 and 652 (SU) and 661 (SVU): the agreement's education, as the register facts name it.
const EDUCATION: [&str; 3] = ["651", "652", "661"];

pub(super) struct Extract {
    columns: BTreeMap<String, usize>,
    people: BTreeMap<String, Vec<String>>,
}

impl Extract {
    pub(super) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("the extract");
        let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
        let header = lines.next().expect("a header");
        assert_eq!(header[0], "lobenr");
        let people = lines.map(|row| (row[0].clone(), row)).collect();
        Self { columns: header.into_iter().enumerate().map(|(place, name)| (name, place)).collect(), people }
    }

    fn cell(&self, person: &str, column: &str) -> &str {
        let place = self.columns.get(column).unwrap_or_else(|| panic!("no column {column}"));
        &self.people.get(person).unwrap_or_else(|| panic!("a participant who is not in the extract"))[*place]
    }

    fn has_month(&self, month: (i16, i8)) -> bool {
        self.columns.contains_key(&ratio_column(month))
    }

    pub(super) fn was_employed(&self, person: &str, month: (i16, i8)) -> bool {
        let ratio = self.cell(person, &ratio_column(month));
        !ratio.is_empty() && ratio.parse::<Decimal>().expect("a ratio") > Decimal::ZERO
    }

    fn was_in_education(&self, person: &str, month: (i16, i8)) -> bool {
        weeks(month).iter().any(|week| EDUCATION.contains(&self.cell(person, week)))
    }
}

fn ratio_column((year, month): (i16, i8)) -> String {
    format!("grad_{year}_{month:02}")
}

/// The columns of the weeks whose Thursday lies in a month.
fn weeks((year, month): (i16, i8)) -> Vec<String> {
    let first = date(year, month, 1);
    let days = (0..i64::from(first.days_in_month())).map(|number| first.saturating_add(jiff::Span::new().days(number)));
    let thursdays = days.filter(|day| day.weekday() == Weekday::Thursday).map(|day| day.iso_week_date());
    thursdays.map(|week| format!("y_{:02}{:02}", week.year() % 100, week.week())).collect()
}

/// Who was accepted and has begun, with the day, and whom no rule that the list has data for turns away: the age by whole
/// months, and the three exclusions. The columns are those of the synthetic list.
pub(super) fn starts(list: &Path) -> Vec<(String, Date)> {
    starts_under(list, &["rehabiliteringsteam", "afslutter_stu", "psykiatriens_maalgruppe"])
}

/// The same where only these columns turn somebody away.
pub(super) fn starts_under(list: &Path, exclusions: &[&str]) -> Vec<(String, Date)> {
    let text = fs::read_to_string(list).expect("the list");
    let mut lines = text.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let place = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (accepted, started) = (place("accepteret"), place("udredning_paabegyndt"));
    let born = place("foedselsmaaned");
    let exclusions: Vec<usize> = exclusions.iter().map(|column| place(column)).collect();
    let months = |text: &str| -> i32 {
        let (year, rest) = text.split_once('-').expect("year and month");
        number_of((year.parse().expect("a year"), rest[..2].parse().expect("a month")))
    };
    lines
        .filter(|row| !row[accepted].is_empty() && !row[started].is_empty())
        .filter(|row| exclusions.iter().all(|column| row[*column] != "ja"))
        .filter(|row| (16 * 12..30 * 12).contains(&(months(row[started]) - months(row[born]))))
        .map(|row| (row[0].to_owned(), row[started].parse().expect("a date")))
        .collect()
}

/// The number of calendar months since the year 0.
pub(super) fn number_of((year, month): (i16, i8)) -> i32 {
    i32::from(year) * 12 + i32::from(month) - 1
}

pub(super) fn month_of(number: i32) -> (i16, i8) {
    (i16::try_from(number / 12).expect("a year"), i8::try_from(number % 12 + 1).expect("a month"))
}

struct Counted {
    eligible: u64,
    successes: u64,
    employed: u64,
    ever_eligible: u64,
    ever_successes: u64,
}

fn count(extract: &Extract, starts: &[(String, Date)], year: i16) -> Counted {
    let mut counted = Counted { eligible: 0, successes: 0, employed: 0, ever_eligible: 0, ever_successes: 0 };
    for (person, started) in starts {
        let (employed, education) =
            (extract.was_employed(person, (year, 11)), extract.was_in_education(person, (year, 11)));
        if *started < date(year, 1, 1) {
            counted.eligible += 1;
            counted.successes += u64::from(employed || education);
            counted.employed += u64::from(employed);
        }
        // The 24 calendar months after the month of the start, once the extract has all of them and the last of them lies
        // in the measured year or before: a later extract must not change who counted in an earlier year.
        let first = number_of((started.year(), started.month()));
        let months: Vec<(i16, i8)> = (first + 1..=first + 24).map(month_of).collect();
        if months[23].0 <= year && months.iter().all(|month| extract.has_month(*month)) {
            counted.ever_eligible += 1;
            let ever = months
                .iter()
                .any(|month| extract.was_employed(person, *month) || extract.was_in_education(person, *month));
            counted.ever_successes += u64::from(ever);
        }
    }
    counted
}

fn check(office: &Office, proposal: &Value, counted: &Counted) {
    assert!(counted.successes > 0 && counted.successes < counted.eligible, "nothing is tested");
    let number = |value: &Value| value.as_u64().expect("a count");
    assert_eq!(number(&proposal["eligible"]), counted.eligible);
    assert_eq!(number(&proposal["successes"]), counted.successes);
    assert_eq!(number(&proposal["unclarified"]), 0);
    assert_eq!(proposal["amount"], format!("{}.00", 4150 * counted.successes));
    assert_eq!(number(&proposal["lines"][0]["quantity"]), counted.successes);
    let follow_up = &proposal["follow_ups"][0];
    assert_eq!(
        (number(&follow_up["eligible"]), number(&follow_up["successes"])),
        (counted.ever_eligible, counted.ever_successes)
    );
    // The trace has one line for each of them.
    let trace = proposal["trace"].as_str().expect("a hash");
    let trace = fs::read_to_string(office.path(&format!("data/traces/{trace}.txt"))).expect("the trace");
    let of = |wanted: &str| u64::try_from(trace.lines().filter(|line| line.contains(wanted)).count()).expect("a count");
    assert_eq!(of(" + "), counted.successes);
    assert_eq!(of(" + ") + of(" - "), counted.eligible);
    assert_eq!(of(" employed"), counted.employed);
}

#[test]
fn the_first_november_is_counted_as_by_hand() {
    let office = Office::enrolled();
    let counted = count(&Extract::read(&register_file()), &starts(&list_file()), 2024);
    // The agreement's plan for 2023, which the synthetic list follows.
    assert_eq!(counted.eligible, 60);
    check(&office, &settle(&office, "2024"), &counted);
}

#[test]
fn the_second_november_and_the_follow_up_are_counted_as_by_hand() {
    let office = Office::enrolled();
    let folder = office.path("later");
    synthesize(&office, "2026-02", &folder);
    let (register, list) = (format!("{folder}/dream202602.csv"), format!("{folder}/deltagere202602.csv"));
    office.ok("anna", &["register", "import", "--source", "dream", &register]);
    office.ok("anna", &["enrol", &agreement(), &list]);
    let (extract, starts) = (Extract::read(Path::new(&register)), starts(Path::new(&list)));
    let first = settle(&office, "2024");
    let counted = count(&extract, &starts, 2024);
    check(&office, &first, &counted);
    let id = id_of(&first);
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id, "--key", "first"]);
    let second = settle(&office, "2025");
    let counted = count(&extract, &starts, 2025);
    assert_eq!(counted.eligible, 140);
    assert!(counted.ever_eligible > counted.ever_successes && counted.ever_successes > 0, "nothing is tested");
    check(&office, &second, &counted);
    // What was posted before is among the inputs, and in the account.
    assert_eq!(second["inputs"]["posted_before"][0]["id"], first["id"]);
    let amount = |value: &Value| value.as_str().expect("an amount").parse::<Decimal>().expect("a number");
    assert_eq!(amount(&second["accounts"][0]["received"]), amount(&first["amount"]) + amount(&second["amount"]));
    // The key of the first posting cannot carry the second.
    let id = id_of(&second);
    office.ok("bo", &["approve", &id]);
    super::check_refused(
        &office,
        "bo",
        &["post", &id, "--key", "first"],
        &["“first”", "the proposal is", &id_of(&first), &id],
    );
    let voucher = office.ok("bo", &["post", &id, "--key", "second"]);
    assert!(voucher.contains("2026-0001"), "{voucher}");
    office.ok("anna", &["verify"]);
}

/// Someone of the register who is not on the list.
fn stranger() -> String {
    let list = fs::read_to_string(list_file()).expect("the list");
    let extract = Extract::read(&register_file());
    extract.people.keys().find(|person| !list.contains(person.as_str())).expect("someone").clone()
}

/// Started on the last day of the year before: in. On the first day of the year: not. Accepted and never begun: not.
/// Dropped out: in.
#[test]
fn who_belongs_to_the_first_cohort() {
    let person = stranger();
    let check = |dates: &str, expected: u64| {
        let office = Office::enrolled();
        let row =
            format!("{person};2000-01;2022-11-29;2022-12-23;{dates};2022-12-23;2022-12-23;2022-12-26;nej;nej;nej");
        let list = list_with(&office, &[&row]);
        office.ok("anna", &["enrol", &agreement(), &list]);
        assert_eq!(settle(&office, "2024")["eligible"], 60 + expected, "{dates}");
    };
    check("2023-12-20;2023-12-31;;", 1);
    check("2023-12-20;2024-01-01;;", 0);
    check("2023-12-20;;;", 0);
    check("2023-12-20;2023-12-31;2024-02-01;flyttet", 1);
}
