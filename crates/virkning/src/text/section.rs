//! An answer in parts that a terminal and a page show alike: headings, facts, tables and sentences, in words already. It is
//! kept with work that took long, so that whoever looks later reads what was said.

use serde::{Deserialize, Serialize};

/// A heading with what stands below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; nothing where the parts stand by themselves.
    pub title: String,
    /// What stands below it, in order.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "part", content = "of", rename_all = "kebab-case")]
pub enum Part {
    /// Names with their values.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Grid),
    /// Sentences.
    Lines(Vec<String>),
    /// A picture of the table before it: for pages only.
    Picture(Picture),
}

/// A table of words and numbers that are written out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// The names of the columns, each with whether it holds numbers.
    pub columns: Vec<(String, bool)>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table without columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more column of words.
    #[must_use]
    pub fn words(mut self, name: impl Into<String>) -> Self {
        self.columns.push((name.into(), false));
        self
    }

    /// One more column of numbers.
    #[must_use]
    pub fn numbers(mut self, name: impl Into<String>) -> Self {
        self.columns.push((name.into(), true));
        self
    }

    /// One more row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

/// Values to draw over named positions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Unique within the page: letters, digits, `-`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What the positions are.
    pub positions: String,
    /// What the values are in.
    pub unit: String,
    /// The names of the positions.
    pub labels: Vec<String>,
    /// Whether points are joined by a line; bars otherwise.
    pub is_line: bool,
    /// Rows of values, each with its name.
    pub rows: Vec<(String, Values)>,
}

/// A number for each position, and how it is written; nothing where there is none.
pub type Values = Vec<Option<(f64, String)>>;
