//! A synthetic register read back by columns, in the plainest way: nothing of the importer is used here.

use std::collections::BTreeMap;

use virkning_model::period::{Month, Week};
use virkning_testkit::{Synthesis, cohort_plan, sample};

/// A synthesis with the cohort of the sample agreement.
pub fn synthesis(people: u32, seed: u64, until: &str) -> Synthesis {
    let cohort = cohort_plan(&sample::agreement(), people);
    Synthesis { people, seed, until: week(until), cohort, with_cpr: false }
}

/// A file as header and rows of trimmed fields.
pub struct Table {
    /// Names of columns.
    pub header: Vec<String>,
    /// Rows by their first column.
    pub rows: BTreeMap<String, Vec<String>>,
}

/// Writes an edition and splits it.
pub fn register(synthesis: &Synthesis, edition: &str) -> Table {
    let mut bytes = Vec::new();
    synthesis.write_register(month(edition), &mut bytes).expect("written");
    split(&bytes, ',')
}

/// Writes a list and splits it.
pub fn list(synthesis: &Synthesis, until: &str) -> Table {
    let mut bytes = Vec::new();
    synthesis.write_cohort(until.parse().expect("a date"), &mut bytes).expect("written");
    split(&bytes, ';')
}

fn split(bytes: &[u8], separator: char) -> Table {
    let text = std::str::from_utf8(bytes).expect("a text");
    let fields = |line: &str| line.split(separator).map(|field| field.trim().to_owned()).collect::<Vec<_>>();
    let mut lines = text.lines().map(fields);
    let header = lines.next().expect("a header");
    let rows: BTreeMap<String, Vec<String>> = lines.map(|row| (row[0].clone(), row)).collect();
    assert_eq!(text.lines().count(), rows.len() + 1, "nobody twice");
    assert!(rows.values().all(|row| row.len() == header.len()), "no ragged row");
    Table { header, rows }
}

impl Table {
    /// Where a column stands.
    pub fn column(&self, name: &str) -> usize {
        self.header.iter().position(|known| known == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Where the weekly columns stand, in order.
    pub fn weeks(&self) -> Vec<usize> {
        (0..self.header.len()).filter(|at| self.header[*at].starts_with("y_")).collect()
    }
}

pub fn week(text: &str) -> Week {
    Week::parse(text).expect("a week")
}

pub fn month(text: &str) -> Month {
    Month::parse(text).expect("a month")
}

/// The name of a week's column, built on its own: two digits of the year, two of the week.
pub fn week_column(week: Week) -> String {
    format!("y_{:02}{:02}", week.year() % 100, week.week())
}
