//! The refund ladder as dated data: its steps, since when it counts, and the rule of a new start.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_measure::{Ladder, LadderStep};
use virkning_model::period::Week;

use crate::codes::CodeListError;

const LADDER: &str = include_str!("../data/refund_ladder.csv");

/// The columns; others are passed over.
pub const COLUMNS: [&str; 4] = ["name", "from_week", "value", "edition"];

/// The ladder that is built in.
pub fn built_in() -> Ladder {
    read_csv(LADDER).expect("the built-in ladder is read by a test")
}

/// Reads a ladder from CSV with a header; lines that begin with `#` are comments.
///
/// # Errors
/// As a code list. A ladder whose steps do not ascend from week 1, or that lacks a rule, is invalid in that column.
pub fn read_csv(text: &str) -> Result<Ladder, CodeListError> {
    let mut steps: Vec<LadderStep> = Vec::new();
    let mut rules: BTreeMap<String, String> = BTreeMap::new();
    let mut edition = String::new();
    for (line, record) in records(text, COLUMNS)? {
        let [name, from_week, value, own] = &record;
        let invalid = |place: usize| invalid(line, COLUMNS[place], &record[place]);
        if own.is_empty() || !edition.is_empty() && *own != edition {
            return Err(invalid(3));
        }
        own.clone_into(&mut edition);
        if name == "refund" {
            let expected_first = steps.is_empty();
            let after = steps.last().map_or(0, |step| step.from_week);
            let from = from_week.parse::<u32>().ok();
            let from = from.filter(|from| if expected_first { *from == 1 } else { *from > after });
            let share = Decimal::from_str_exact(value).ok();
            let share = share.filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
            let refund = share.ok_or_else(|| invalid(2))?;
            let from_week = from.ok_or_else(|| invalid(1))?;
            steps.push(LadderStep { from_week, refund, net: Decimal::ONE - refund });
        } else if rules.insert(name.clone(), value.clone()).is_some() {
            return Err(invalid(0));
        }
    }
    if steps.is_empty() {
        return Err(CodeListError::Empty);
    }
    Ok(Ladder {
        edition,
        steps,
        history_from: Week::of(rule::<Date>(&rules, "history-from")?),
        in_force_from: Week::of(rule::<Date>(&rules, "in-force-from")?),
        reset_weeks: rule(&rules, "reset-weeks")?,
        reset_years: rule(&rules, "reset-years")?,
    })
}

fn rule<T: FromStr>(rules: &BTreeMap<String, String>, name: &str) -> Result<T, CodeListError> {
    let value = rules.get(name).map_or("", String::as_str);
    value.parse().map_err(|_| invalid(0, "value", &format!("{name} {value}")))
}

pub(crate) fn invalid(line: u64, column: &'static str, value: &str) -> CodeListError {
    CodeListError::Invalid { line, column, value: value.to_owned() }
}

/// The records of a CSV with these columns, each with its line. A spreadsheet may have saved it with semicolons.
pub(crate) fn records<const N: usize>(
    text: &str,
    columns: [&'static str; N],
) -> Result<Vec<(u64, [String; N])>, CodeListError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    let separator = if header.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).delimiter(separator).from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| CodeListError::Unreadable { reason: error.to_string() };
    let header = reader.headers().map_err(unreadable)?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = header.iter().position(|name| name.trim() == column);
        *place = found.ok_or(CodeListError::MissingColumn { column })?;
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        found.push((line, places.map(|place| record.get(place).unwrap_or_default().trim().to_owned())));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Register facts 2.1 and 2.2.
    #[test]
    fn the_built_in_ladder() {
        let ladder = built_in();
        let steps: Vec<(u32, String)> =
            ladder.steps.iter().map(|step| (step.from_week, step.net.to_string())).collect();
        let expected = [(1, "0.20"), (5, "0.60"), (27, "0.70"), (53, "0.80")];
        assert_eq!(steps, expected.map(|(from, net)| (from, net.to_owned())));
        assert_eq!((ladder.reset_weeks, ladder.reset_years), (52, 3));
        assert_eq!(ladder.in_force_from.monday(), jiff::civil::date(2016, 1, 4));
        assert_eq!(ladder.history_from.monday(), jiff::civil::date(2014, 6, 30));
    }

    #[test]
    fn bad_ladders() {
        let good = "refund,1,0.8,1\nhistory-from,,2014-07-01,1\nin-force-from,,2016-01-04,1\nreset-weeks,,52,1\nreset-years,,3,1\n";
        let read = |rows: &str| read_csv(&format!("name,from_week,value,edition\n{rows}"));
        assert!(read(good).is_ok());
        let check = |from: &str, to: &str, expected: &str| {
            assert!(good.contains(from), "{from}");
            assert_eq!(read(&good.replace(from, to)).expect_err("refused").code(), expected, "{to}");
        };
        check("refund,1,", "refund,2,", "R163");
        check("0.8", "1.8", "R163");
        check("2014-07-01", "2014-07-32", "R163");
        check("reset-weeks,,52,1\n", "", "R163");
        check("reset-years,,3,1", "reset-years,,3,2", "R163");
        check("refund,1,0.8,1\n", "refund,1,0.8,1\nrefund,1,0.4,1\n", "R163");
        check("refund,1,0.8,1\n", "", "R165");
        assert_eq!(read_csv("name,value\n").expect_err("refused").code(), "R162");
    }
}
