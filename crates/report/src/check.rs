//! Whether a view is whole: rows as wide as their table, series as long as their axis, finite numbers. A document that
//! would drop a figure silently is refused instead. Not a check of what the figures say.

use std::collections::BTreeSet;

use crate::view::{Block, CellValue, Chart, Statement, Table};

/// What is not whole in a view. All of these are faults of the code that built the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The language is no two- or three-letter code.
    Language(String),
    /// The document has no title; PDF/UA needs one.
    NoTitle,
    /// A table without columns.
    NoColumns {
        /// Its caption.
        table: String,
    },
    /// A row with another number of cells than there are columns.
    RowWidth {
        /// The table's caption.
        table: String,
        /// The row, from 0; the total comes after the last.
        row: usize,
        /// How many columns there are.
        columns: usize,
        /// How many cells it has.
        cells: usize,
    },
    /// A series with another number of points than the axis has positions.
    SeriesLength {
        /// The chart's id.
        chart: String,
        /// The series' label.
        series: String,
        /// How many positions there are.
        positions: usize,
        /// How many points it has.
        points: usize,
    },
    /// A point, tick or share that is not a finite number.
    NotFinite {
        /// The chart's id or the table's caption.
        place: String,
    },
    /// A chart id that is empty or has other characters than letters, digits and `-`.
    ChartId(String),
    /// Two charts with the same id.
    ChartIdTwice(String),
    /// A chart without the text for those who do not see it.
    NoDescription(String),
    /// An attached file without a plain name, or with one that another has.
    Attachment(String),
}

/// Everything that is not whole in a document; empty for a good one.
pub fn check(statement: &Statement) -> Vec<Problem> {
    let mut problems = Vec::new();
    let letters = statement.language.bytes().all(|byte| byte.is_ascii_lowercase());
    if !letters || !(2..=3).contains(&statement.language.len()) {
        problems.push(Problem::Language(statement.language.clone()));
    }
    if statement.title.trim().is_empty() {
        problems.push(Problem::NoTitle);
    }
    for block in statement.sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Table(table) = block {
            check_table(table, &mut problems);
        }
    }
    let mut ids = BTreeSet::new();
    for chart in statement.charts() {
        check_chart(chart, &mut problems);
        if !ids.insert(&chart.id) {
            problems.push(Problem::ChartIdTwice(chart.id.clone()));
        }
    }
    problems
}

fn check_table(table: &Table, problems: &mut Vec<Problem>) {
    let columns = table.columns.len();
    if columns == 0 {
        problems.push(Problem::NoColumns { table: table.caption.clone() });
    }
    let rows = table.rows.iter().map(|row| row.cells.len()).chain(table.total.as_ref().map(Vec::len));
    for (row, cells) in rows.enumerate().filter(|&(_, cells)| cells != columns) {
        problems.push(Problem::RowWidth { table: table.caption.clone(), row, columns, cells });
    }
    let cells = table.rows.iter().map(|row| &row.cells).chain(&table.total).flatten();
    if cells.into_iter().any(|cell| matches!(cell.value, CellValue::Share(share) if !share.is_finite())) {
        problems.push(Problem::NotFinite { place: table.caption.clone() });
    }
}

fn check_chart(chart: &Chart, problems: &mut Vec<Problem>) {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if chart.id.is_empty() || !chart.id.bytes().all(allowed) {
        problems.push(Problem::ChartId(chart.id.clone()));
    }
    if chart.description.trim().is_empty() {
        problems.push(Problem::NoDescription(chart.id.clone()));
    }
    for series in chart.series.iter().filter(|series| series.points.len() != chart.x_labels.len()) {
        problems.push(Problem::SeriesLength {
            chart: chart.id.clone(),
            series: series.label.clone(),
            positions: chart.x_labels.len(),
            points: series.points.len(),
        });
    }
    let points = chart.series.iter().flat_map(|series| series.points.iter().flatten()).map(|point| point.value);
    if !points.chain(chart.ticks.iter().map(|tick| tick.value)).all(f64::is_finite) {
        problems.push(Problem::NotFinite { place: chart.id.clone() });
    }
}
