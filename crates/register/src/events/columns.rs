//! Where the columns of a profile stand in one file: found once by the header, then only their places are used.

use super::profile::{Dropped, EventProfile, EventTable, Rows};
use crate::problem::{COLUMNS_MAX, ImportError, column_name};
use crate::profile::KeyColumn;

/// Where a table's columns stand.
pub(crate) struct TableColumns<'a> {
    pub(crate) table: &'a EventTable,
    pub(crate) from: usize,
    pub(crate) to: Option<usize>,
    pub(crate) kind: Option<usize>,
    pub(crate) item: Option<usize>,
    pub(crate) value: Option<usize>,
    pub(crate) unit: Option<usize>,
    pub(crate) number: Option<usize>,
    pub(crate) frequency: Option<usize>,
    pub(crate) figures: Vec<usize>,
}

/// Where everything stands in a file.
pub(crate) struct FileColumns<'a> {
    /// The names as they are written.
    pub(crate) names: Vec<String>,
    pub(crate) key: &'a KeyColumn,
    pub(crate) key_at: usize,
    pub(crate) further: Vec<usize>,
    pub(crate) anonymous: Option<usize>,
    pub(crate) dropped: Vec<(usize, &'a Dropped)>,
    pub(crate) tables: Vec<TableColumns<'a>>,
    /// Columns in the order of their names: the order in a file says nothing.
    pub(crate) by_name: Vec<(String, usize)>,
    /// Columns that are not read.
    pub(crate) ignored: Vec<String>,
}

impl<'a> FileColumns<'a> {
    /// Finds the columns of a profile in a header.
    pub(crate) fn find(header: Vec<String>, profile: &'a EventProfile) -> Result<Self, ImportError> {
        if header.len() > COLUMNS_MAX {
            return Err(ImportError::TooManyColumns { columns: header.len() });
        }
        let mut by_name: Vec<(String, usize)> =
            header.iter().enumerate().map(|(place, name)| (name.trim().to_lowercase(), place)).collect();
        by_name.sort();
        if let Some(pair) = by_name.windows(2).find(|pair| pair[0].0 == pair[1].0 && !pair[0].0.is_empty()) {
            return Err(ImportError::DuplicateColumn { column: column_name(&pair[0].0) });
        }
        let find = |name: &str| {
            let name = name.to_lowercase();
            by_name.binary_search_by(|(known, _)| known.as_str().cmp(&name)).ok().map(|place| by_name[place].1)
        };
        let any = |names: &[String]| names.iter().find_map(|name| find(name));
        let key = profile.keys.iter().find_map(|key| find(&key.column).map(|at| (key, at)));
        let (key, key_at) = key.ok_or_else(|| ImportError::NoKeyColumn {
            known: profile.keys.iter().map(|key| key.column.as_str()).collect::<Vec<_>>().join(", "),
            columns: header.len(),
            separator: char::from(profile.separator).to_string(),
        })?;
        let mut missing = Vec::new();
        let mut tables = Vec::new();
        for table in &profile.tables {
            match table_columns(table, &any) {
                Ok(columns) => tables.push(columns),
                Err(names) => missing.push(names),
            }
        }
        if tables.is_empty() {
            return Err(ImportError::NoTable { missing: missing.join("; ") });
        }
        let mut columns = Self {
            key,
            key_at,
            further: profile.further_keys.iter().filter_map(|name| find(name)).collect(),
            anonymous: profile.anonymous.as_ref().and_then(|anonymous| any(&anonymous.column)),
            dropped: profile.dropped.iter().filter_map(|drop| any(&drop.column).map(|at| (at, drop))).collect(),
            tables,
            by_name,
            ignored: Vec::new(),
            names: header,
        };
        columns.ignored = columns.unread();
        Ok(columns)
    }

    fn unread(&self) -> Vec<String> {
        let mut read = vec![false; self.names.len()];
        let of_tables = self.tables.iter().flat_map(|table| {
            let optional = [table.to, table.kind, table.item, table.value, table.unit, table.number, table.frequency];
            optional.into_iter().flatten().chain([table.from]).chain(table.figures.iter().copied())
        });
        let dropped = self.dropped.iter().map(|(at, _)| *at);
        let people = self.further.iter().copied().chain(self.anonymous).chain([self.key_at]);
        of_tables.chain(dropped).chain(people).for_each(|at| read[at] = true);
        self.names.iter().zip(read).filter(|(_, read)| !read).map(|(name, _)| column_name(name)).collect()
    }
}

/// Where the columns of a table stand, or the first name of each that is missing.
fn table_columns<'a>(
    table: &'a EventTable,
    any: &dyn Fn(&[String]) -> Option<usize>,
) -> Result<TableColumns<'a>, String> {
    let mut missing: Vec<String> = Vec::new();
    let mut needed = |names: &[String]| {
        let found = any(names);
        if found.is_none() {
            missing.extend(names.first().cloned());
        }
        found
    };
    if !table.marker.is_empty() {
        needed(&table.marker);
    }
    let from = needed(&table.from);
    let to = match table.rows {
        Rows::Stay | Rows::Study | Rows::Service => needed(&table.to),
        _ => None,
    };
    let mut named = |constant: &Option<String>, names: &[String]| {
        if constant.is_some() || names.is_empty() { None } else { needed(names) }
    };
    let kind = named(&table.kind.constant, &table.kind.column);
    let item = named(&table.item.constant, &table.item.column);
    let value = if table.value.is_empty() { None } else { needed(&table.value) };
    let figures: Vec<usize> = table.figures.iter().filter_map(|figure| needed(&figure.column)).collect();
    match from {
        Some(from) if missing.is_empty() => Ok(TableColumns {
            table,
            from,
            to,
            kind,
            item,
            value,
            unit: any(&table.unit),
            number: any(&table.number),
            frequency: any(&table.frequency),
            figures,
        }),
        _ => Err(missing.join(", ")),
    }
}
