//! A dated code list: which category a register code has on a day. A code that is not in it, or not confirmed, is
//! unknown: kept, counted and shown, never read as blank.

use jiff::civil::Date;

use crate::id::{ContentHash, TermId};
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
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LeavingList {
    /// The edition.
    pub edition: String,
    /// All rows.
    pub rows: Vec<LeavingRow>,
}

/// One way of leaving the population.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// A list as a settlement names it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ListUsed {
    /// Its name.
    pub name: String,
    /// Its edition.
    pub edition: String,
    /// The hash of its content.
    pub content: ContentHash,
}

/// A code list that an agreement names and gives itself: which codes it means, and when.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NamedCodes {
    /// The name by which measures ask for it: `week.code in ordinary-education`.
    pub name: TermId,
    /// What it is called.
    pub label: String,
    /// The edition: what the codes were taken from, and when.
    pub edition: String,
    /// All rows.
    pub rows: Vec<NamedCodeRow>,
}

/// Codes that are on a named list, all of them from the same day to the same day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NamedCodeRow {
    /// The codes: single ones, or all from the first to the last.
    pub codes: ListedCodes,
    /// First day they are on it; nothing where they always were.
    pub valid_from: Option<Date>,
    /// Last day they are on it; nothing where they still are.
    pub valid_to: Option<Date>,
    /// How sure it is that they are on it.
    pub status: CodeStatus,
}

/// Which codes a row means, 0 to 999; 0 is blank.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListedCodes {
    /// These.
    Each(Vec<u16>),
    /// Every code from the first to the last, both included.
    Range {
        /// The first.
        first: u16,
        /// The last.
        last: u16,
    },
}

impl ListedCodes {
    /// Whether a code is one of them.
    pub fn has(&self, code: u16) -> bool {
        match self {
            ListedCodes::Each(codes) => codes.contains(&code),
            ListedCodes::Range { first, last } => (*first..=*last).contains(&code),
        }
    }
}

impl NamedCodes {
    /// Whether a code is on the list on a day; nothing where only rows say so that are not sure.
    pub fn has(&self, code: u16, on: Date) -> Option<bool> {
        let holds =
            |row: &NamedCodeRow| row.valid_from.is_none_or(|from| from <= on) && row.valid_to.is_none_or(|to| on <= to);
        let rows = self.rows.iter().filter(|row| row.codes.has(code) && holds(row));
        match rows.map(|row| row.status).min_by_key(|status| *status == CodeStatus::Uncertain) {
            Some(CodeStatus::Confirmed) => Some(true),
            Some(CodeStatus::Uncertain) => None,
            None => Some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_code_is_on_a_list_in_its_time() {
        let row = |codes, from, to, status| NamedCodeRow { codes, valid_from: from, valid_to: to, status };
        let list = NamedCodes {
            name: TermId::new("education").expect("an identifier"),
            label: "Uddannelse".to_owned(),
            edition: "2015-11".to_owned(),
            rows: vec![
                row(ListedCodes::Each(vec![651, 652]), None, None, CodeStatus::Confirmed),
                row(
                    ListedCodes::Range { first: 661, last: 663 },
                    Some(date(2024, 1, 1)),
                    Some(date(2024, 12, 31)),
                    CodeStatus::Confirmed,
                ),
                row(ListedCodes::Range { first: 660, last: 662 }, None, None, CodeStatus::Uncertain),
            ],
        };
        for (code, on, expected) in [
            (651, date(1995, 1, 1), Some(true)),
            (653, date(2024, 6, 1), Some(false)),
            (661, date(2024, 1, 1), Some(true)),
            (661, date(2024, 12, 31), Some(true)),
            // Only the uncertain row speaks of it then.
            (661, date(2023, 12, 31), None),
            (663, date(2025, 1, 1), Some(false)),
            (660, date(2024, 6, 1), None),
        ] {
            assert_eq!(list.has(code, on), expected, "{code} {on}");
        }
    }
}
