//! Sums of printed tables: each column of a total against its rows, each row against its printed sum, and totals that
//! agree in all although their columns do not.

use rust_decimal::Decimal;
use virkning_model::claim::{Printed, PrintedRow, RowRole};

use super::Remark;
use super::figures::shown;

/// What a printed number should be, and how far rounding alone may take it.
struct Expectation {
    printed: Decimal,
    computed: Decimal,
    /// Half a unit of the last printed place for each number that was added.
    slack: Decimal,
    /// Whether a number among them is not printed. Blank mostly means nothing, but it may also be unknown, so a sum
    /// that is off by more than rounding or sign says nothing then.
    has_blanks: bool,
}

impl Expectation {
    fn difference(&self) -> Decimal {
        self.printed - self.computed
    }

    /// F013 where only the sign differs, F017 where rounding may explain it, the code given otherwise.
    fn code(&self, otherwise: &'static str) -> Option<&'static str> {
        let difference = self.difference();
        if difference.is_zero() {
            None
        } else if !self.printed.is_zero() && (self.printed + self.computed).abs() <= self.slack {
            Some("F013")
        } else if difference.abs() <= self.slack {
            Some("F017")
        } else {
            (!self.has_blanks).then_some(otherwise)
        }
    }
}

/// F010, F011, F012, F013, F017, F019.
pub(super) fn totals(table: &Printed) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        remarks.extend(row_sum(table, place, row));
        let addends = addends(table, place);
        if row.role != RowRole::Part && !addends.is_empty() {
            remarks.extend(columns(table, place, row, &addends));
            remarks.extend(horizons(table, place, row, &addends));
        }
    }
    remarks
}

pub(super) fn at_row(code: &'static str, table: &Printed, place: usize, row: &PrintedRow) -> Remark {
    Remark::new(code, format!("printed.{}", table.id))
        .with("table", &table.place)
        .with("document", table.document.as_deref().unwrap_or_default())
        .with("row", &row.label)
        .with("row-number", place + 1)
}

/// The rows that a total adds up, with what each is multiplied by: the part rows since the previous total, or those that
/// are named. Of a difference the first named row counts, and the others are taken from it.
fn addends(table: &Printed, place: usize) -> Vec<(Decimal, &PrintedRow)> {
    let row = &table.rows[place];
    let signed = |first: bool| {
        if row.role == RowRole::Difference && !first {
            -Decimal::ONE
        } else {
            Decimal::ONE
        }
    };
    if row.of.is_empty() {
        let since = table.rows[..place].iter().rposition(|row| row.role == RowRole::Total).map_or(0, |place| place + 1);
        let parts = table.rows[since..place].iter().filter(|row| row.role == RowRole::Part);
        return parts.enumerate().map(|(place, part)| (signed(place == 0), part)).collect();
    }
    let named = row.of.iter().enumerate();
    named
        .flat_map(|(nth, label)| {
            let others =
                table.rows.iter().enumerate().filter(move |(other, row)| *other != place && row.label == *label);
            others.map(move |(_, other)| (signed(nth == 0), other))
        })
        .collect()
}

fn half_a_unit(values: impl Iterator<Item = Decimal>) -> Decimal {
    let scale = values.map(|value| value.normalize().scale()).max().unwrap_or(0);
    Decimal::new(5, scale + 1)
}

fn row_sum(table: &Printed, place: usize, row: &PrintedRow) -> Option<Remark> {
    let printed = row.sum?;
    let values = || row.values.iter().filter_map(|value| *value);
    let computed: Decimal = values().sum();
    let half = half_a_unit(values().chain([printed]));
    let slack = half * Decimal::from(values().count());
    let has_blanks = row.values.contains(&None);
    let expectation = Expectation { printed, computed, slack, has_blanks };
    let code = expectation.code("F011")?;
    let remark = at_row(code, table, place, row).with("column", "").with("printed", shown(printed));
    Some(remark.with("computed", shown(computed)).with("difference", shown(expectation.difference())))
}

/// What each column of a total should be; nothing for a column that a row lacks.
fn expectations(row: &PrintedRow, addends: &[(Decimal, &PrintedRow)], columns: usize) -> Vec<Option<Expectation>> {
    let of_column = |column: usize| {
        let printed = row.values.get(column).copied().flatten()?;
        let values = || addends.iter().map(|(factor, addend)| (factor, addend.values.get(column).copied().flatten()));
        if values().all(|(_, value)| value.is_none()) {
            return None;
        }
        let mut computed = Decimal::ZERO;
        for (factor, value) in values().filter_map(|(factor, value)| Some((factor, value?))) {
            computed = computed.checked_add(factor.checked_mul(value)?)?;
        }
        if row.opposite_sign {
            computed = -computed;
        }
        let half = half_a_unit(values().filter_map(|(_, value)| value).chain([printed]));
        let has_blanks = values().any(|(_, value)| value.is_none());
        Some(Expectation { printed, computed, slack: half * Decimal::from(addends.len()), has_blanks })
    };
    (0..columns).map(of_column).collect()
}

fn columns(table: &Printed, place: usize, row: &PrintedRow, addends: &[(Decimal, &PrintedRow)]) -> Vec<Remark> {
    let expectations = expectations(row, addends, table.columns.len());
    let mut remarks = Vec::new();
    let mut wrong = Vec::new();
    for (column, expectation) in expectations.iter().enumerate() {
        let Some(expectation) = expectation else { continue };
        let Some(code) = expectation.code("F010") else { continue };
        if code == "F010" {
            wrong.push(column);
        }
        remarks.push(
            at_row(code, table, place, row)
                .with("column", &table.columns[column])
                .with("printed", shown(expectation.printed))
                .with("computed", shown(expectation.computed))
                .with("difference", shown(expectation.difference())),
        );
    }
    if let Some(hidden) = hidden(table, place, row, &expectations, &wrong) {
        // It names every wrong column itself.
        remarks.retain(|remark| remark.code != "F010");
        remarks.push(hidden);
    }
    remarks
}

/// Columns that are wrong while the sum over all of them up to some column is right: a check of the total finds nothing.
fn hidden(
    table: &Printed,
    place: usize,
    row: &PrintedRow,
    expectations: &[Option<Expectation>],
    wrong: &[usize],
) -> Option<Remark> {
    let last_wrong = *wrong.last().filter(|_| wrong.len() > 1)?;
    let until = |last: usize| -> Option<(Decimal, Decimal)> {
        let mut sums = (Decimal::ZERO, Decimal::ZERO);
        for expectation in &expectations[..=last] {
            let expectation = expectation.as_ref()?;
            sums = (sums.0.checked_add(expectation.printed)?, sums.1.checked_add(expectation.computed)?);
        }
        Some(sums)
    };
    let agreeing = (last_wrong..expectations.len()).find_map(|last| {
        let (printed, computed) = until(last)?;
        (printed == computed).then_some((last, printed))
    });
    let (last, sum) = agreeing?;
    let shown_column = |column: &usize| {
        let expectation = expectations[*column].as_ref()?;
        let (printed, computed) = (shown(expectation.printed), shown(expectation.computed));
        Some(format!("{}: {printed} ≠ {computed}", table.columns[*column]))
    };
    let columns: Vec<String> = wrong.iter().filter_map(shown_column).collect();
    Some(
        at_row("F012", table, place, row)
            .with("columns", columns.join("; "))
            .with("count", wrong.len())
            .with("until", &table.columns[last])
            .with("sum", shown(sum)),
    )
}

fn horizons(table: &Printed, place: usize, row: &PrintedRow, addends: &[(Decimal, &PrintedRow)]) -> Option<Remark> {
    let of_total = row.horizon.or(table.horizon);
    let first = addends.iter().find_map(|(_, addend)| addend.horizon);
    let expected = of_total.or(first)?;
    let other = addends.iter().find(|(_, addend)| addend.horizon.is_some_and(|own| own != expected));
    let (_, addend) = other?;
    Some(
        at_row("F019", table, place, row)
            .with("horizon", expected)
            .with("part", &addend.label)
            .with("part-horizon", addend.horizon.unwrap_or(expected)),
    )
}
