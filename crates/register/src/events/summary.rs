//! What a snapshot of events says of itself in its manifest, beside what every snapshot says.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use virkning_measure::{AmountPeriod, Extent, day_from_number, day_number};
use virkning_model::expression::Table;

/// The tables of events and what was counted when they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSummary {
    /// The tables that it has, in the order of [`Table::ALL`].
    pub tables: Vec<TableSummary>,
    /// Rows that are no facts by the profile.
    pub dropped_rows: u64,
    /// Rows that are the same as another in every column.
    pub duplicate_rows: u64,
    /// People who cannot be linked to anything: they are kept and counted.
    pub anonymous_people: u64,
    /// Their rows.
    pub anonymous_rows: u64,
    /// Stays that begin before an earlier one of the same person has ended; a night counts once.
    pub overlapping_stays: u64,
    /// Stays that had not ended.
    pub open_stays: u64,
    /// Amounts that add up to nothing, which leave no row.
    pub zero_sums: u64,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSummary {
    /// `stay`, `study`, `observation` or `amount`.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// The first day that the extract covers of it.
    pub from: Date,
    /// The last day that it covers.
    pub to: Date,
    /// What the first day rests on.
    pub from_is: Covered,
    /// Kinds of stays, studies and amounts, names of observations: those that the extract covers.
    pub names: Vec<String>,
    /// Items of amounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// The period of amounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<AmountPeriod>,
    /// The mean of the amounts without their signs, in øre: a later edition of another scale is noticed by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_amount: Option<i64>,
    /// Names that no value of the profile stands for: kept as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<String>,
}

/// What a first covered day rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covered {
    /// Somebody said it.
    Stated,
    /// The first row. Of spells that is the first departure: whoever left before the extract begins is not in it.
    FirstRow,
}

impl EventSummary {
    /// The summary of a table, if the snapshot has it.
    pub fn table(&self, table: Table) -> Option<&TableSummary> {
        self.tables.iter().find(|summary| summary.table == table.name())
    }
}

impl TableSummary {
    /// What it covers, as measures ask for it.
    pub fn extent(&self) -> Extent {
        Extent {
            first_day: day_number(self.from),
            end_day: day_number(self.to).saturating_add(1),
            names: self.names.clone(),
            items: self.items.clone(),
            period: self.period.unwrap_or_default(),
        }
    }

    /// What decides an answer beside the rows, as it enters the content hash.
    pub(crate) fn content(&self) -> String {
        let Self { table, from, to, names, items, period, .. } = self;
        format!("{table} {from} {to} {period:?}\nnames {}\nitems {}\n", names.join("\u{1f}"), items.join("\u{1f}"))
    }
}

/// A day by its number; the first of all where it is out of range.
pub(crate) fn day(number: i32) -> Date {
    day_from_number(number).unwrap_or(Date::constant(1991, 8, 5))
}

/// Something that looks wrong and does not stop an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The stable code, key of the message in each language.
    pub code: String,
    /// The figures that fill it.
    pub figures: Vec<(String, String)>,
}

impl Finding {
    /// A finding with its figures.
    pub(crate) fn new(code: &str, figures: &[(&str, String)]) -> Self {
        let figures = figures.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self { code: code.to_owned(), figures }
    }
}
