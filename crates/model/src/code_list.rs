//! A dated code list: which category a register code has on a day. A code that is not in it, or not confirmed, is
//! unknown: kept, counted and shown, never read as blank.

use jiff::civil::Date;

use crate::observation::Leaving;

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeStatus {
    /// Seen in a named source, or mapped by two people.
    Confirmed,
    /// Not found in a source: it decides nothing until two people have mapped it.
    Uncertain,
}

/// One row of a code list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CodeRow {
    /// The register code, 0 to 999; 0 is blank.
    pub code: u16,
    /// Its category (state): `education`, `sickness`, `dead` …
    pub category: String,
    /// What it means, in Danish.
    pub label_da: String,
    /// What it means, in English.
    pub label_en: String,
    /// How sure it is.
    pub status: CodeStatus,
    /// First day it holds.
    pub valid_from: Date,
    /// Last day it holds, if it ends.
    pub valid_to: Option<Date>,
}

impl CodeRow {
    /// The category, if it is confirmed.
    pub fn confirmed_category(&self) -> Option<&str> {
        (self.status == CodeStatus::Confirmed).then_some(self.category.as_str())
    }
}

/// Of the rows of one code the one that holds on a day, as [`CodeList::row`] finds it.
pub fn row_on<'r>(rows: impl IntoIterator<Item = &'r CodeRow>, on: Date) -> Option<&'r CodeRow> {
    let holding = rows.into_iter().filter(|row| row.valid_from <= on && row.valid_to.is_none_or(|to| on <= to));
    holding.max_by_key(|row| row.valid_from)
}

/// An edition of a code list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CodeList {
    /// The register source it belongs to.
    pub source: String,
    /// The edition: `2015-11`, and `2015-11+1` after one confirmed mapping.
    pub edition: String,
    /// All rows.
    pub rows: Vec<CodeRow>,
}

impl CodeList {
    /// The row that holds for a code on a day. Among several the one that starts last wins: a mapping made later for a
    /// later time.
    pub fn row(&self, code: u16, on: Date) -> Option<&CodeRow> {
        row_on(self.rows.iter().filter(|row| row.code == code), on)
    }

    /// The confirmed category of a code on a day; nothing where it is unknown or uncertain.
    pub fn category(&self, code: u16, on: Date) -> Option<&str> {
        self.row(code, on).and_then(CodeRow::confirmed_category)
    }

    /// Whether any row has that category.
    pub fn has_category(&self, category: &str) -> bool {
        self.rows.iter().any(|row| row.category == category)
    }
}

/// Which weeks of a code list mean that somebody has left the population. The code list says which category a code has on
/// a day; these rows say which categories, and of a category that mixes things which codes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeavingList {
    /// The edition.
    pub edition: String,
    /// All rows.
    pub rows: Vec<LeavingRow>,
}

/// One way of leaving the population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeavingRow {
    /// How.
    pub how: Leaving,
    /// The category that the code must have in the week.
    pub category: String,
    /// The only code of the category that is meant; nothing where all are.
    pub code: Option<u16>,
}

impl LeavingList {
    /// How somebody leaves who has a code of that category, if so.
    pub fn how(&self, code: u16, category: &str) -> Option<Leaving> {
        let meant = |row: &&LeavingRow| row.category == category && row.code.is_none_or(|only| only == code);
        self.rows.iter().filter(meant).map(|row| row.how).min()
    }
}
