//! Printed tables: columns, areas, units, printed against computed figures, and rows of different tables that should be
//! the same. Sums are the work of `totals`.

use rust_decimal::Decimal;
use virkning_model::claim::{Printed, PrintedRow, RowRole};

use super::Remark;
use super::arithmetic::{in_column, value};
use super::figures::{FigureError, Figures, area_of, shown};
use super::subjects::{plain, same_words};
use super::totals::{at_row, totals};

/// F003, F010 to F020.
pub(super) fn tables(printed: &[Printed], figures: &Figures<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (place, table) in printed.iter().enumerate() {
        remarks.extend(columns(table));
        remarks.extend(heading_unit(table));
        remarks.extend(areas(table));
        remarks.extend(totals(table));
        remarks.extend(computed(table, figures));
        remarks.extend(against_earlier(table, &printed[..place]));
    }
    remarks
}

/// The year in which a column ends: `2018`, `2016/17`, `2016/2017`. Other headings are no years.
fn year_of(column: &str) -> Option<i16> {
    let year = |text: &str| (text.len() == 4).then(|| text.parse::<i16>().ok()).flatten();
    match column.trim().split_once('/') {
        None => year(column.trim()),
        Some((first, second)) if second.len() == 2 => {
            year(first)?;
            year(&format!("{}{second}", &first[..2]))
        }
        Some((first, second)) => year(first).and(year(second)),
    }
}

/// F018: a heading twice, or years that do not go up by one.
fn columns(table: &Printed) -> Option<Remark> {
    let repeated: Vec<&str> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(place, column)| table.columns[..*place].contains(column))
        .map(|(_, column)| column.as_str())
        .collect();
    let years: Option<Vec<i16>> = table.columns.iter().map(|column| year_of(column)).collect();
    let years = years.unwrap_or_default();
    let missing: Vec<String> = match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) => {
            (*first..=*last).filter(|year| !years.contains(year)).map(|year| year.to_string()).collect()
        }
        _ => Vec::new(),
    };
    let falls = years.windows(2).any(|pair| pair[0] > pair[1]);
    if repeated.is_empty() && missing.is_empty() && !falls {
        return None;
    }
    Some(
        Remark::new("F018", format!("printed.{}", table.id))
            .with("table", &table.place)
            .with("document", table.document.as_deref().unwrap_or_default())
            .with("columns", table.columns.join(", "))
            .with_or_none("repeated", repeated.join(", "))
            .with_or_none("missing", missing.join(", ")),
    )
}

/// Kroner for each printed unit, as words say it.
fn factor_of(label: &str) -> Option<Decimal> {
    let label = label.to_lowercase().replace('\u{a0}', " ");
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if says(&["mio", "million"]) {
        Some(Decimal::from(1_000_000))
    } else if says(&["1.000", "1,000", "1 000", "1000", "tusind", "tusinde", "t.kr", "tkr", "thousand"]) {
        Some(Decimal::ONE_THOUSAND)
    } else {
        says(&["kr", "dkk"]).then_some(Decimal::ONE)
    }
}

/// F015: the heading says another unit than the values are in.
fn heading_unit(table: &Printed) -> Option<Remark> {
    let label = table.unit_label.as_deref()?;
    let said = factor_of(label).filter(|said| *said != table.unit)?;
    Some(unit_remark(table, label, said, table.unit))
}

/// What a printed unit is worth in kroner as the heading says it, and as the values are.
fn unit_remark(table: &Printed, label: &str, said: Decimal, unit: Decimal) -> Remark {
    Remark::new("F015", format!("printed.{}", table.id))
        .with("table", &table.place)
        .with("document", table.document.as_deref().unwrap_or_default())
        .with("heading", label)
        .with("said", shown(said))
        .with("unit", shown(unit))
}

/// Areas by their word or by their Danish name; others by their words.
fn same_area(one: &str, other: &str) -> bool {
    match (area_of(one), area_of(other)) {
        (Some(one), Some(other)) => one == other,
        _ => same_words(one, other),
    }
}

/// F014: a total that is labelled with another area than its table.
fn areas(table: &Printed) -> Vec<Remark> {
    let Some(area) = table.area.as_deref() else { return Vec::new() };
    let totals = table.rows.iter().enumerate().filter(|(_, row)| row.role == RowRole::Total);
    totals
        .filter_map(|(place, row)| {
            let own = row.area.as_deref().filter(|own| !same_area(own, area))?;
            Some(at_row("F014", table, place, row).with("area", own).with("table-area", area))
        })
        .collect()
}

/// F003, F015, F016, F017: printed values against the figures that they are said to be.
fn computed(table: &Printed, figures: &Figures<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        let Some(is) = &row.is else { continue };
        for (column, label) in table.columns.iter().enumerate() {
            let Some(printed) = row.values.get(column).copied().flatten() else { continue };
            match value(&in_column(is, label), figures) {
                Ok(figure) => match against_figure(table, printed, figure) {
                    Some("F015") => {
                        let unit = figure.checked_div(printed).unwrap_or(table.unit).round_dp(0);
                        let heading = table.unit_label.as_deref().unwrap_or_default();
                        // The unit is the whole table's: one remark is enough.
                        remarks.push(unit_remark(table, heading, table.unit, unit));
                        return remarks;
                    }
                    Some(code) => remarks.push(figure_remark(code, table, place, row, label, printed, figure)),
                    None => {}
                },
                // One remark is enough for a row whose figure is unknown.
                Err(error) => {
                    remarks.push(unknown(table, place, row, &error));
                    break;
                }
            }
        }
    }
    remarks
}

fn unknown(table: &Printed, place: usize, row: &PrintedRow, error: &FigureError) -> Remark {
    let (figure, reason, suggestion) = match error {
        FigureError::Unknown { path, suggestion } => (path.as_str(), "unknown", suggestion.as_deref()),
        FigureError::NotComputable { path } => (path.as_str(), "not-computable", None),
        FigureError::DividesByZero | FigureError::OutOfRange => (row.is_text.as_str(), "not-computable", None),
    };
    Remark::new("F003", format!("printed.{}", table.id))
        .with("claim", &row.label)
        .with("place", &table.place)
        .with("document", table.document.as_deref().unwrap_or_default())
        .with("row-number", place + 1)
        .with("figure", figure)
        .with("reason", reason)
        .with_or_none("suggestion", suggestion.unwrap_or_default())
}

/// How a printed value departs from its figure: not at all when it is the figure rounded to the last printed place; by
/// rounding when it is at most one such place off; by its unit when it is a thousand times too large or too small.
fn against_figure(table: &Printed, printed: Decimal, figure: Decimal) -> Option<&'static str> {
    let place = Decimal::new(1, printed.normalize().scale()).checked_mul(table.unit)?;
    let difference = (printed.checked_mul(table.unit)? - figure).abs();
    if difference * Decimal::TWO <= place {
        return None;
    }
    let off_by = |factor: Decimal| {
        let scaled = printed.checked_mul(table.unit).and_then(|kroner| kroner.checked_mul(factor));
        let place = place.checked_mul(factor);
        scaled.zip(place).is_some_and(|(kroner, place)| (kroner - figure).abs() * Decimal::TWO <= place)
    };
    let thousandth = Decimal::new(1, 3);
    if !printed.is_zero() && (off_by(Decimal::ONE_THOUSAND) || off_by(thousandth)) {
        Some("F015")
    } else if difference <= place {
        Some("F017")
    } else {
        Some("F016")
    }
}

fn figure_remark(
    code: &'static str,
    table: &Printed,
    place: usize,
    row: &PrintedRow,
    column: &str,
    printed: Decimal,
    figure: Decimal,
) -> Remark {
    let computed = figure.checked_div(table.unit).unwrap_or(figure);
    at_row(code, table, place, row)
        .with("column", column)
        .with("printed", shown(printed))
        .with("computed", shown(computed))
        .with("difference", shown(printed - computed))
}

/// F020: rows of two tables that are the same figure, or have the same label, area and part in their table.
fn against_earlier(table: &Printed, earlier: &[Printed]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        for other_table in earlier {
            let same = other_table.rows.iter().filter(|other| is_same(table, row, other_table, other));
            remarks.extend(same.filter_map(|other| differing(table, place, row, other_table, other)).take(1));
        }
    }
    remarks
}

fn is_same(table: &Printed, row: &PrintedRow, other_table: &Printed, other: &PrintedRow) -> bool {
    if let (Some(one), Some(other)) = (&row.is, &other.is) {
        return one == other;
    }
    // A total is of its table, whatever its own label says; that may be wrong, which is another finding.
    let area = |table: &Printed, row: &PrintedRow| match row.role {
        RowRole::Part => row.area.clone().or_else(|| table.area.clone()),
        RowRole::Total | RowRole::Difference => table.area.clone().or_else(|| row.area.clone()),
    };
    let same_areas = match (area(table, row), area(other_table, other)) {
        (Some(one), Some(other)) => same_area(&one, &other),
        _ => false,
    };
    same_areas && row.role == other.role && plain(&row.label) == plain(&other.label)
}

/// The first shared column in which they differ by more than the coarser of the two units rounds away.
fn differing(
    table: &Printed,
    place: usize,
    row: &PrintedRow,
    other_table: &Printed,
    other: &PrintedRow,
) -> Option<Remark> {
    let slack = if table.unit == other_table.unit {
        Decimal::ZERO
    } else {
        table.unit.max(other_table.unit).checked_div(Decimal::TWO)?
    };
    let mut differences = table.columns.iter().enumerate().filter_map(|(column, label)| {
        // A heading that stands twice does not say which column is meant.
        let alone = |columns: &[String]| columns.iter().filter(|other| *other == label).count() == 1;
        if !alone(&table.columns) || !alone(&other_table.columns) {
            return None;
        }
        let one = row.values.get(column).copied().flatten()?.checked_mul(table.unit)?;
        let other_column = other_table.columns.iter().position(|other| other == label)?;
        let other = other.values.get(other_column).copied().flatten()?.checked_mul(other_table.unit)?;
        let difference = one - other;
        (difference.abs() > slack).then_some((label, one, other, difference))
    });
    let (label, one, other_value, difference) = differences.next()?;
    let more = differences.count();
    Some(
        at_row("F020", table, place, row)
            .with("column", label)
            .with("value", shown(one))
            .with("other", shown(other_value))
            .with("difference", shown(difference))
            .with("other-table", &other_table.place)
            .with("columns", more + 1),
    )
}
