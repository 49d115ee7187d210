//! How wide the columns of a printed table are: figures get what they need, texts share what is left, and a table that
//! is too wide is set smaller before anything is broken. The typesetter's own rule would give long texts everything.

use crate::face::width_ems;
use crate::view::{Cell, Table};

/// What the text block of the page is wide, in points: A4 less the margins of the template.
pub const BLOCK_WIDTH_POINTS: f64 = 470.0;
/// The same on a page that lies on its side.
const LYING_BLOCK_WIDTH_POINTS: f64 = 716.0;
/// Sizes of type that a table may be set in, in points.
const SIZES_POINTS: [f64; 4] = [9.5, 9.0, 8.25, 7.5];
/// The smallest size, for a lying page only.
const SMALLEST_POINTS: f64 = 6.0;

/// The measures of one printed table.
#[derive(Debug, PartialEq, serde::Serialize)]
pub struct Measures {
    /// Size of type, in points.
    pub size: f64,
    /// White on each side of a cell's text, in points.
    pub padding: f64,
    /// Width of each column, in points; they add up to the text block.
    pub widths: Vec<f64>,
    /// Whether the table needs a page that lies on its side.
    pub lying: bool,
}

/// Measures a table whose rows are as wide as its columns.
pub fn measure(table: &Table) -> Measures {
    let needs: Vec<Need> = (0..table.columns.len()).map(|column| need(table, column)).collect();
    let sum_at = |size: f64| needs.iter().map(|need| points(need.least_ems, size)).sum::<f64>();
    let fitting = |block: f64| SIZES_POINTS.into_iter().find(|&size| sum_at(size) <= block);
    let (size, block) = match (fitting(BLOCK_WIDTH_POINTS), fitting(LYING_BLOCK_WIDTH_POINTS)) {
        (Some(size), _) => (size, BLOCK_WIDTH_POINTS),
        (None, Some(size)) => (size, LYING_BLOCK_WIDTH_POINTS),
        (None, None) => (SMALLEST_POINTS, LYING_BLOCK_WIDTH_POINTS),
    };
    let mut widths: Vec<f64> = needs.iter().map(|need| points(need.least_ems, size)).collect();
    let sum: f64 = widths.iter().sum();
    if sum > block {
        widths.iter_mut().for_each(|width| *width *= block / sum);
    } else {
        share_out(block - sum, size, &needs, &mut widths);
    }
    Measures { size, padding: padding(size), widths, lying: block > BLOCK_WIDTH_POINTS }
}

fn padding(size: f64) -> f64 {
    size * 0.45
}

/// The width of a column in points.
fn points(ems: f64, size: f64) -> f64 {
    ems * size + 2.0 * padding(size)
}

/// What a column asks for, in ems of its type.
struct Need {
    /// No narrower than this: the longest word, or the whole text of a figure.
    least_ems: f64,
    /// At this width its heading takes two lines at most.
    easy_ems: f64,
    /// No wider than this is of use: the longest text.
    most_ems: f64,
    /// Its share of what is left.
    share: f64,
}

fn need(table: &Table, column: usize) -> Need {
    let head = &table.columns[column];
    let cells = table.rows.iter().map(|row| &row.cells).chain(&table.total).map(|cells| &cells[column]);
    // Headings are hyphenated where they must be.
    let title_word = longest_word(&head.title).min(6.0);
    let (mut least, mut most) = (title_word, width_ems(&head.title));
    for cell in cells {
        let whole = cell_ems(cell);
        // A figure is never broken; nor is a short text, unless it turns out to be a long one.
        let kept = if head.width == 0 {
            whole.min(16.0)
        } else {
            longest_word(&cell.text).min(12.0)
        };
        least = least.max(kept);
        most = most.max(whole);
    }
    let share = if head.width == 0 { 0.0 } else { f64::from(head.width) };
    let easy = (width_ems(&head.title) * 0.62).max(least).max(1.5);
    Need { least_ems: least.max(1.5), easy_ems: easy, most_ems: most, share }
}

fn longest_word(text: &str) -> f64 {
    text.split_whitespace().map(width_ems).fold(0.0, f64::max).min(12.0)
}

fn cell_ems(cell: &Cell) -> f64 {
    let mark = cell.mark.as_ref().map_or(0.0, |mark| width_ems(&mark.label) * 0.8 + 1.6);
    width_ems(&cell.text) + mark
}

/// Gives headings two lines; then texts up to what they can use, by their shares; then the rest evenly to all but the
/// first column, so that a table of figures spreads over the page.
fn share_out(mut left: f64, size: f64, needs: &[Need], widths: &mut [f64]) {
    for (need, width) in needs.iter().zip(widths.iter_mut()) {
        let given = (points(need.easy_ems, size) - *width).clamp(0.0, left);
        *width += given;
        left -= given;
    }
    for _ in 0..needs.len() {
        let wanting = |column: usize, widths: &[f64]| {
            let most = points(needs[column].most_ems, size);
            if needs[column].share > 0.0 { (most - widths[column]).max(0.0) } else { 0.0 }
        };
        let open: Vec<usize> = (0..needs.len()).filter(|&column| wanting(column, widths) > 0.01).collect();
        let shares: f64 = open.iter().map(|&column| needs[column].share).sum();
        if left < 0.01 || open.is_empty() {
            break;
        }
        let offered = left;
        for &column in &open {
            let given = (offered * needs[column].share / shares).min(wanting(column, widths));
            widths[column] += given;
            left -= given;
        }
    }
    let last = if widths.len() > 1 { 1 } else { 0 };
    let spread = left / (widths.len() - last).max(1) as f64;
    widths.iter_mut().skip(last).for_each(|width| *width += spread);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Column, Row};

    fn table(columns: Vec<Column>, rows: &[&[&str]]) -> Table {
        let rows = rows.iter().map(|row| Row::from(row.iter().map(|text| Cell::text(*text)).collect::<Vec<_>>()));
        Table { rows: rows.collect(), ..Table::new("", columns) }
    }

    fn check(table: &Table) -> Measures {
        let measures = measure(table);
        let block = if measures.lying { LYING_BLOCK_WIDTH_POINTS } else { BLOCK_WIDTH_POINTS };
        let sum: f64 = measures.widths.iter().sum();
        assert!((sum - block).abs() < 0.1, "{measures:?}");
        assert!(measures.widths.iter().all(|width| *width > 5.0), "{measures:?}");
        measures
    }

    #[test]
    fn a_long_text_leaves_room_for_figures() {
        let long = "Mindre indkøb af udredninger i Sociale Forhold og Beskæftigelse ".repeat(5);
        let measures = check(&table(
            vec![Column::text("Tekst"), Column::figure("Beløb"), Column::text("Mere")],
            &[&[&long, "3.167.280,00 kr.", &long]],
        ));
        assert!(measures.widths[1] > width_ems("3.167.280,00 kr.") * measures.size);
        assert!((measures.widths[0] - measures.widths[2]).abs() < 40.0);
    }

    #[test]
    fn many_columns_are_set_smaller_and_then_on_a_lying_page() {
        for (count, smaller, lying) in [(4, false, false), (11, true, false), (16, true, true), (60, true, true)] {
            let columns = (0..count).map(|_| Column::figure("År")).collect();
            let measures = check(&table(columns, &[&vec!["3.167.280"; count]]));
            assert_eq!((measures.size < 9.5, measures.lying), (smaller, lying), "{count}");
        }
    }

    #[test]
    fn one_column_takes_the_page() {
        assert_eq!(check(&table(vec![Column::figure("A")], &[])).widths, [BLOCK_WIDTH_POINTS]);
    }
}
