//! The data of an evaluation: any CSV or Parquet file, or an agreement's own cohort, as columns of numbers with the names
//! that the plan gives them. Faulty rows are listed and nothing is computed.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_register::flat;
use virkning_register::identifier::Cpr;
use virkning_register::problem::without_identifiers;

use super::plan::{Data, Outcome, Plan};
use crate::app::failure::{Failure, Refusal, RowProblem, Rows};
use crate::app::folder::hash;

/// The data as they are computed with.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Who each row is about.
    pub units: Vec<String>,
    /// Whether the row is of the treated.
    pub treated: Vec<bool>,
    /// Columns of numbers by name; NaN where a value is missing.
    pub numbers: BTreeMap<String, Vec<f64>>,
    /// Columns of groups by name, each value a number of its own.
    pub groups: BTreeMap<String, Vec<u32>>,
}

/// A table of text: what a file holds of some columns.
struct Table {
    lines: Vec<u64>,
    columns: BTreeMap<String, Vec<String>>,
}

impl Frame {
    /// Reads the columns that the plan names from a file; those of outcomes only when it may.
    pub fn read(path: &Path, plan: &Plan, with_outcomes: bool) -> Result<Self, Failure> {
        let wanted = if with_outcomes { plan.columns() } else { plan.columns_before() };
        let is_parquet = path.extension().is_some_and(|ending| ending == "parquet");
        let table = if is_parquet {
            parquet(path, &wanted)?
        } else {
            let bytes = std::fs::read(path).map_err(|error| Failure::operating("tried-read", path, error))?;
            csv(path, &bytes, plan.says.data.separator, &wanted)?
        };
        let decimal = if is_parquet { '.' } else { plan.says.data.decimal };
        Self::of(path, table, plan, decimal, with_outcomes)
    }

    /// The same from bytes that were kept.
    pub fn of_kept(path: &Path, bytes: &[u8], plan: &Plan, with_outcomes: bool) -> Result<Self, Failure> {
        let wanted = if with_outcomes { plan.columns() } else { plan.columns_before() };
        Self::of(path, csv(path, bytes, ';', &wanted)?, plan, '.', with_outcomes)
    }

    fn of(path: &Path, table: Table, plan: &Plan, decimal: char, with_outcomes: bool) -> Result<Self, Failure> {
        let data = &plan.says.data;
        let mut reader = Reader { table: &table, decimal, missing: &data.missing, problems: Vec::new() };
        let units = table.columns[&data.unit].clone();
        for (row, unit) in units.iter().enumerate() {
            if unit.is_empty() {
                reader.wrong(row, &data.unit, "evaluation-row-unit");
            } else if is_identifier(unit) {
                reader.wrong(row, &data.unit, "evaluation-row-identifier");
            }
        }
        let treated: Vec<bool> = table.columns[&data.arm].iter().map(|arm| *arm == data.treated).collect();
        for (row, arm) in table.columns[&data.arm].iter().enumerate() {
            if *arm != data.treated && *arm != data.control {
                reader.wrong(row, &data.arm, "evaluation-row-arm");
            }
        }
        let mut numbers = BTreeMap::new();
        for name in &data.covariates {
            numbers.insert(name.clone(), reader.numbers(name, true));
        }
        if with_outcomes {
            let outcomes = [&data.outcome].into_iter().chain(plan.says.also.iter().map(|also| &also.outcome));
            for (name, _) in outcomes.flat_map(Outcome::parts) {
                numbers.insert(name.to_owned(), reader.numbers(name, false));
            }
            if let Some(event) = &data.event {
                numbers.insert(event.clone(), reader.numbers(event, false));
            }
        }
        if let Some(period) = &data.period {
            numbers.insert(period.get_ref().clone(), reader.numbers(period.get_ref(), true));
        }
        if let Some(began) = &data.began {
            numbers.insert(began.clone(), reader.numbers(began, false));
        }
        let mut groups = BTreeMap::new();
        let named = [Some(&data.unit), data.block.as_ref(), data.cluster.as_ref()];
        for name in named.into_iter().flatten().chain(&plan.says.matching.exact) {
            groups.insert(name.clone(), numbered(&table.columns[name]));
        }
        twice(&mut reader, &units, data);
        if !reader.problems.is_empty() {
            return Err(Failure::Rows(Rows { path: path.to_owned(), problems: reader.problems }));
        }
        Ok(Self { units, treated, numbers, groups })
    }

    /// An outcome, added up; NaN where a part of it is missing.
    pub fn outcome(&self, outcome: &Outcome) -> Vec<f64> {
        let mut sum = vec![0.0; self.units.len()];
        for (name, weight) in outcome.parts() {
            sum.iter_mut().zip(&self.numbers[name]).for_each(|(sum, value)| *sum += weight * value);
        }
        sum
    }

    /// Some columns of numbers.
    pub fn several(&self, names: &[String]) -> Vec<&[f64]> {
        names.iter().map(|name| self.numbers[name].as_slice()).collect()
    }

    /// The rows that are kept, in order.
    #[must_use]
    pub fn only(&self, keep: &[bool]) -> Self {
        fn some<T: Clone>(values: &[T], keep: &[bool]) -> Vec<T> {
            values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| value.clone()).collect()
        }
        Self {
            units: some(&self.units, keep),
            treated: some(&self.treated, keep),
            numbers: self.numbers.iter().map(|(name, column)| (name.clone(), some(column, keep))).collect(),
            groups: self.groups.iter().map(|(name, column)| (name.clone(), some(column, keep))).collect(),
        }
    }

    /// The data as they are kept: the columns of the plan, sorted by unit, in one form whatever they came from.
    pub fn kept(&self, plan: &Plan) -> Vec<u8> {
        let columns = plan.columns();
        let data = &plan.says.data;
        let mut order: Vec<usize> = (0..self.units.len()).collect();
        let period = data.period.as_ref().map(|period| &self.numbers[period.get_ref()]);
        order.sort_by(|left, right| {
            let by_unit = self.units[*left].cmp(&self.units[*right]);
            by_unit.then_with(|| period.map_or(std::cmp::Ordering::Equal, |of| of[*left].total_cmp(&of[*right])))
        });
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        // Writing into memory does not fail.
        let mut write = |cells: &[String]| drop(writer.write_record(cells));
        write(&columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        for row in order {
            write(&columns.iter().map(|name| self.cell(name, row, data)).collect::<Vec<_>>());
        }
        writer.into_inner().unwrap_or_default()
    }

    fn cell(&self, name: &str, row: usize, data: &Data) -> String {
        if name == data.unit {
            return self.units[row].clone();
        }
        if name == data.arm {
            return if self.treated[row] { data.treated.clone() } else { data.control.clone() };
        }
        if let Some(column) = self.numbers.get(name) {
            return if column[row].is_nan() { String::new() } else { column[row].to_string() };
        }
        self.groups.get(name).map_or_else(String::new, |column| column[row].to_string())
    }
}

/// Whether a unit is a CPR number: those stay out of data that are kept, and out of lists.
fn is_identifier(unit: &str) -> bool {
    Cpr::parse(unit.as_bytes(), true).is_ok()
}

/// A number for each value, in the order of the values, so that the order of rows decides nothing.
fn numbered(values: &[String]) -> Vec<u32> {
    let mut names: Vec<&String> = values.iter().collect();
    names.sort_unstable();
    names.dedup();
    values.iter().map(|value| u32::try_from(names.partition_point(|name| *name < value)).unwrap_or(u32::MAX)).collect()
}

/// Somebody who stands in two rows, or twice in one period.
fn twice(reader: &mut Reader<'_>, units: &[String], data: &Data) {
    let period = data.period.as_ref().map(|period| &reader.table.columns[period.get_ref()]);
    let key = |row: usize| (&units[row], period.map(|of| &of[row]));
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|row| key(*row));
    let again: Vec<usize> =
        order.windows(2).filter(|pair| key(pair[0]) == key(pair[1])).map(|pair| pair[0].max(pair[1])).collect();
    for row in again {
        reader.wrong(row, &data.unit, "evaluation-row-twice");
    }
}

struct Reader<'a> {
    table: &'a Table,
    decimal: char,
    missing: &'a [String],
    problems: Vec<RowProblem>,
}

impl Reader<'_> {
    /// A fault of a row. Whose row it is stays unsaid: the line says it.
    fn wrong(&mut self, row: usize, column: &str, code: &str) {
        let is_unit = ["evaluation-row-twice", "evaluation-row-identifier"].contains(&code);
        let cell = &self.table.columns[column][row];
        let excerpt = if is_unit { String::new() } else { without_identifiers(cell) };
        self.problems.push(RowProblem {
            file: String::new(),
            line: self.table.lines[row],
            column: column.to_owned(),
            excerpt,
            code: code.to_owned(),
            arguments: Vec::new(),
        });
    }

    fn numbers(&mut self, name: &str, must: bool) -> Vec<f64> {
        let table = self.table;
        let mut column = Vec::with_capacity(table.lines.len());
        for (row, cell) in table.columns[name].iter().enumerate() {
            let value = if cell.is_empty() || self.missing.contains(cell) {
                if must {
                    self.wrong(row, name, "evaluation-row-missing");
                }
                f64::NAN
            } else {
                let value = self.number(cell);
                if value.is_none() {
                    self.wrong(row, name, "evaluation-row-number");
                }
                value.unwrap_or(f64::NAN)
            };
            column.push(value);
        }
        column
    }

    /// A number with the decimal sign of the plan, and no other sign than a minus.
    fn number(&self, cell: &str) -> Option<f64> {
        let is_plain = cell.chars().all(|c| c.is_ascii_digit() || "-+eE".contains(c) || c == self.decimal);
        let text = cell.replace(self.decimal, ".");
        text.parse::<f64>().ok().filter(|value| is_plain && value.is_finite())
    }
}

fn lacking(path: &Path, column: &str, there: &[String]) -> Refusal {
    // A file without a head has people where names of columns should be.
    let columns = without_identifiers(&there.join(", "));
    Refusal::new("evaluation-column-missing").with("path", path.display()).with("column", column).with("there", columns)
}

fn csv(path: &Path, bytes: &[u8], separator: char, wanted: &[&str]) -> Result<Table, Failure> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let unreadable = |line: u64, why: String| {
        Refusal::new("evaluation-csv-unreadable").with("path", path.display()).with("line", line).with("why", why)
    };
    let separator = u8::try_from(separator).map_err(|_| unreadable(1, separator.to_string()))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(bytes);
    let said = |error: csv::Error| unreadable(error.position().map_or(1, csv::Position::line), error.to_string());
    let heads: Vec<String> = reader.headers().map_err(said)?.iter().map(|head| head.trim().to_owned()).collect();
    let mut places = Vec::with_capacity(wanted.len());
    for name in wanted {
        places.push(heads.iter().position(|head| head == name).ok_or_else(|| lacking(path, name, &heads))?);
    }
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); wanted.len()];
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(said)?;
        lines.push(record.position().map_or(0, csv::Position::line));
        for (column, place) in columns.iter_mut().zip(&places) {
            column.push(record.get(*place).unwrap_or_default().trim().to_owned());
        }
    }
    Ok(Table { lines, columns: wanted.iter().map(|name| (*name).to_owned()).zip(columns).collect() })
}

fn parquet(path: &Path, wanted: &[&str]) -> Result<Table, Failure> {
    let failed = |error: flat::FlatError| Failure::operating("tried-read", path, error);
    let there = flat::columns_of(path).map_err(failed)?;
    if let Some(name) = wanted.iter().find(|name| !there.iter().any(|column| column == *name)) {
        return Err(lacking(path, name, &there).into());
    }
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); wanted.len()];
    let mut lines = Vec::new();
    flat::each_row(path, wanted, |number, cells| {
        lines.push(number);
        for (column, cell) in columns.iter_mut().zip(cells) {
            column.push(cell.clone().unwrap_or_default());
        }
    })
    .map_err(failed)?;
    Ok(Table { lines, columns: wanted.iter().map(|name| (*name).to_owned()).zip(columns).collect() })
}

/// A hash of each unit under a seed: what breaks ties instead of the order of rows.
pub fn hashes(units: &[String], seed: u64) -> Vec<u64> {
    let of = |unit: &String| {
        let hash = hash(format!("{seed}\n{unit}").as_bytes());
        u64::from_str_radix(&hash.as_str()[..16], 16).unwrap_or_default()
    };
    units.iter().map(of).collect()
}

/// Some columns of a file by unit, as text in the form of kept data.
pub fn by_unit(path: &Path, plan: &Plan, wanted: &[&str]) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    let data = &plan.says.data;
    let all: Vec<&str> = std::iter::once(data.unit.as_str()).chain(wanted.iter().copied()).collect();
    let is_parquet = path.extension().is_some_and(|ending| ending == "parquet");
    let table = if is_parquet {
        parquet(path, &all)?
    } else {
        let bytes = std::fs::read(path).map_err(|error| Failure::operating("tried-read", path, error))?;
        csv(path, &bytes, data.separator, &all)?
    };
    let cell = |name: &str, row: usize| {
        let text = table.columns[name][row].clone();
        if is_parquet { text } else { text.replace(data.decimal, ".") }
    };
    let people = &table.columns[&data.unit];
    if let Some(row) = people.iter().position(|unit| is_identifier(unit)) {
        let line = table.lines[row];
        return Err(Refusal::new("evaluation-list-identifier").with("path", path.display()).with("line", line).into());
    }
    let rows = (0..table.lines.len())
        .map(|row| (table.columns[&data.unit][row].clone(), wanted.iter().map(|name| cell(name, row)).collect()));
    Ok(rows.collect())
}
