//! Printed tables, good beside bad.

use super::*;

fn check(head: &str, columns: &str, rows: &[&str], expected: &[&str]) -> Vec<Remark> {
    check_paper(&table("tabel", head, columns, rows), expected)
}

const YEARS: &str = r#"["2024", "2025"]"#;

#[test]
fn columns_and_rows_add_up() {
    let rows = [
        r#"label = "a", values = [100, 50], sum = 150"#,
        r#"label = "b", values = [20, 30], sum = 50"#,
        r#"label = "i alt", values = [120, 80], sum = 200, role = "total""#,
    ];
    check(THOUSANDS, YEARS, &rows, &[]);
    check(THOUSANDS, YEARS, &[rows[0], rows[1], r#"label = "i alt", values = [120, 90], role = "total""#], &["F010"]);
    check(THOUSANDS, YEARS, &[r#"label = "a", values = [100, 50], sum = 160"#], &["F011"]);
}

#[test]
fn rounding_is_told_apart() {
    // Two numbers rounded to whole thousands may be one off in all, three may not be two off.
    check(THOUSANDS, YEARS, &[r#"label = "a", values = [100, 50], sum = 151"#], &["F017"]);
    check(THOUSANDS, YEARS, &[r#"label = "a", values = [100, 50], sum = 152"#], &["F011"]);
    // With a decimal the unit is a tenth.
    check("unit = 1_000_000", YEARS, &[r#"label = "a", values = [16.0, 7.3], sum = 23.4"#], &["F017"]);
    check("unit = 1_000_000", YEARS, &[r#"label = "a", values = [16.0, 7.3], sum = 23.5"#], &["F011"]);
}

#[test]
fn a_sign_may_be_turned_on_purpose() {
    let part = r#"label = "a", values = [-100, -50]"#;
    check(THOUSANDS, YEARS, &[part, r#"label = "i alt", values = [100, 50], role = "total""#], &["F013", "F013"]);
    check(THOUSANDS, YEARS, &[part, r#"label = "i alt", values = [100, 50], role = "total", sign = "opposite""#], &[]);
}

#[test]
fn a_blank_is_nothing_or_unknown() {
    let parts = [r#"label = "a", values = [100, "not-stated"]"#, r#"label = "b", values = [20, 30]"#];
    let total = |values: &str| format!(r#"label = "i alt", values = {values}, role = "total""#);
    check(THOUSANDS, YEARS, &[parts[0], parts[1], &total("[120, 30]")], &[]);
    // 70 may be 30 and an unknown 40.
    check(THOUSANDS, YEARS, &[parts[0], parts[1], &total("[120, 70]")], &[]);
    check(THOUSANDS, YEARS, &[parts[0], parts[1], &total("[150, 70]")], &["F010"]);
    check(THOUSANDS, YEARS, &[parts[0], parts[1], &total(r#"[120, "not-stated"]"#)], &[]);
}

#[test]
fn mistakes_that_cancel_out() {
    let parts = [r#"label = "a", values = [100, 50]"#, r#"label = "b", values = [20, 30]"#];
    let remarks = check(
        THOUSANDS,
        YEARS,
        &[parts[0], parts[1], r#"label = "i alt", values = [110, 90], role = "total""#],
        &["F012"],
    );
    assert_eq!(argument(&remarks[0], "columns"), "2024: 110 ≠ 120; 2025: 90 ≠ 80");
    assert_eq!((argument(&remarks[0], "until"), argument(&remarks[0], "sum")), ("2025", "200"));
    // They do not cancel out: each is named.
    check(
        THOUSANDS,
        YEARS,
        &[parts[0], parts[1], r#"label = "i alt", values = [110, 95], role = "total""#],
        &["F010", "F010"],
    );
}

#[test]
fn a_difference_takes_the_others_off_the_first() {
    let parts = [r#"label = "a", values = [100, 50]"#, r#"label = "b", values = [20, 30]"#];
    let difference =
        |values: &str| format!(r#"label = "netto", values = {values}, role = "difference", of = ["a", "b"]"#);
    check(THOUSANDS, YEARS, &[parts[0], parts[1], &difference("[80, 20]")], &[]);
    check(THOUSANDS, YEARS, &[parts[0], parts[1], &difference("[80, 80]")], &["F010"]);
}

#[test]
fn areas_are_words_or_names() {
    let check_area = |table: &str, row: &str, expected: &[&str]| {
        let head = format!("{THOUSANDS}\narea = \"{table}\"");
        let total = format!(r#"label = "i alt", values = [1, 1], role = "total", area = "{row}""#);
        check(&head, YEARS, &[r#"label = "a", values = [1, 1]"#, &total], expected);
    };
    check_area("transfers", "overførsler", &[]);
    check_area("Udvalgets ramme", "udvalgets  ramme", &[]);
    check_area("transfers", "service", &["F014"]);
    check_area("Efterspørgselsstyret indsats", "eo", &["F014"]);
}

#[test]
fn the_heading_says_the_unit() {
    let check_unit = |unit: &str, label: &str, expected: &[&str]| {
        let head = format!("unit = {unit}\nunit_label = \"{label}\"");
        check(&head, YEARS, &[r#"label = "a", values = [1_500, 1_500]"#], expected);
    };
    check_unit("1_000", "1.000 kr. 2017 p/l", &[]);
    check_unit("1_000_000", "mio. kr.", &[]);
    check_unit("1", "kroner", &[]);
    check_unit("1", "Tusind kr.", &["F015"]);
    check_unit("1_000", "mio. kr.", &["F015"]);
    check_unit("1", "antal borgere", &[]);
}

#[test]
fn columns_are_a_run_of_years() {
    let check_columns = |columns: &str, expected: &[&str]| {
        let remarks = check(THOUSANDS, columns, &[r#"label = "a", values = [1, 1, 1]"#], expected);
        remarks.first().map(|remark| (argument(remark, "repeated").to_owned(), argument(remark, "missing").to_owned()))
    };
    check_columns(r#"["2016/17", "2018", "2019"]"#, &[]);
    check_columns(r#"["2016/2017", "2018", "2019"]"#, &[]);
    check_columns(r#"["Investering", "Besparelse", "Netto"]"#, &[]);
    let found = check_columns(r#"["2020", "2022", "2022"]"#, &["F018"]);
    assert_eq!(found, Some(("2022".to_owned(), "2021".to_owned())));
    assert_eq!(check_columns(r#"["2020", "2021", "2024"]"#, &["F018"]).expect("a remark").1, "2022, 2023");
    check_columns(r#"["2022", "2021", "2020"]"#, &["F018"]);
}

#[test]
fn a_total_has_one_horizon() {
    let rows = |other: &str| {
        [
            r#"label = "a", values = [1, 1], horizon = 2030"#.to_owned(),
            format!(r#"label = "b", values = [1, 1], horizon = {other}"#),
            r#"label = "i alt", values = [2, 2], role = "total""#.to_owned(),
        ]
    };
    let check_horizon = |head: &str, other: &str, expected: &[&str]| {
        let rows = rows(other);
        check(&format!("{THOUSANDS}\n{head}"), YEARS, &[&rows[0], &rows[1], &rows[2]], expected);
    };
    check_horizon("", "2030", &[]);
    check_horizon("", "2040", &["F019"]);
    check_horizon("horizon = 2030", "2040", &["F019"]);
    check_horizon("horizon = 2040", "2040", &["F019"]);
}

#[test]
fn rows_of_two_tables_agree() {
    let first = |rest: &str| table("en", THOUSANDS, YEARS, &[&format!(r#"label = "Løn", values = [100, 100]{rest}"#)]);
    let second = |values: &str, rest: &str| {
        table("to", THOUSANDS, YEARS, &[&format!(r#"label = "løn", values = {values}{rest}"#)])
    };
    let area = r#", area = "service""#;
    check_paper(&format!("{}{}", first(area), second("[100, 100]", area)), &[]);
    check_paper(&format!("{}{}", first(area), second("[100, 101]", area)), &["F020"]);
    // Another area, or none that is known: nobody says that they are the same.
    check_paper(&format!("{}{}", first(area), second("[100, 101]", r#", area = "ei""#)), &[]);
    check_paper(&format!("{}{}", first(""), second("[100, 101]", "")), &[]);
    // A coarser unit rounds away what is finer.
    let millions = |value: &str| {
        table("to", "unit = 1_000_000", r#"["2024"]"#, &[&format!(r#"label = "Løn", values = [{value}]{area}"#)])
    };
    check_paper(&format!("{}{}", first(area), millions("0.1")), &[]);
    check_paper(&format!("{}{}", first(area), millions("2")), &["F020"]);
}

#[test]
fn printed_against_computed() {
    let project = "[[project]]\nid = \"a\"\nname = \"A\"\nsavings = 12_499\n\n";
    let check_value = |unit: &str, value: &str, expected: &[&str]| {
        let row = format!(r#"label = "A", values = [{value}], is = "project.a.savings""#);
        check_paper(
            &format!("{project}{}", table("tabel", &format!("unit = {unit}"), r#"["Besparelse"]"#, &[&row])),
            expected,
        );
    };
    check_value("1_000", "12", &[]);
    check_value("1_000", "12.5", &[]);
    check_value("1_000", "13", &["F017"]);
    check_value("1_000", "14", &["F016"]);
    check_value("1_000", "12_499", &["F015"]);
    check_value("1", "12_499", &[]);
    check_value("1", "12_499_000", &["F015"]);
}
