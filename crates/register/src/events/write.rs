//! The files of a snapshot of events, written person by person in the order of pseudonyms.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_measure::STILL_THERE;
use virkning_model::expression::Table as Rows;

use super::person::Facts;
use crate::import::{Column, Disk, Numbers, PEOPLE, PEOPLE_SCHEMA, Table, at};
use crate::key::Pseudonym;
use crate::manifest::PartFile;
use crate::problem::ImportError;
use crate::scan::{AMOUNTS_SCAN, AmountsWriter};

/// Rows that make a row group; everything of a person is in one.
const ROW_GROUP_ROWS: usize = 500_000;

/// 5 August 1991, day number 0, in days since 1970, as Parquet counts dates.
pub(crate) const FIRST_DAY_SINCE_1970: i32 = 7_886;

pub(crate) const STAYS: &str = "stays.parquet";
pub(crate) const STUDIES: &str = "studies.parquet";
pub(crate) const OBSERVATIONS: &str = "observations.parquet";
pub(crate) const AMOUNTS: &str = "amounts.parquet";

/// `stays.parquet`: person, day of arrival, day of departure (null while it lasts), place of the kind in the manifest.
pub(crate) const STAYS_SCHEMA: &str = "message arrow_schema {
    required int32 person (integer(32, false));
    required int32 arrived (date);
    optional int32 left (date);
    required int32 kind (integer(16, false));
}";

/// `studies.parquet`: person, first day, the day after the last (null while it lasts), place of the kind.
pub(crate) const STUDIES_SCHEMA: &str = "message arrow_schema {
    required int32 person (integer(32, false));
    required int32 began (date);
    optional int32 ended (date);
    required int32 kind (integer(16, false));
}";

/// `observations.parquet`: person, day, place of the name, value.
pub(crate) const OBSERVATIONS_SCHEMA: &str = "message arrow_schema {
    required int32 person (integer(32, false));
    required int32 day (date);
    required int32 name (integer(16, false));
    required int64 value (decimal(18, 6));
}";

/// `amounts.parquet`: person, day that places the period in a month, places of kind and item, kroner.
pub(crate) const AMOUNTS_SCHEMA: &str = "message arrow_schema {
    required int32 person (integer(32, false));
    required int32 day (date);
    required int32 kind (integer(16, false));
    required int32 item (integer(16, false));
    required int64 amount (decimal(18, 2));
}";

/// The file and the schema of a table of events.
pub(crate) fn file_of(rows: Rows) -> Option<(&'static str, &'static str)> {
    match rows {
        Rows::Stay => Some((STAYS, STAYS_SCHEMA)),
        Rows::Study => Some((STUDIES, STUDIES_SCHEMA)),
        Rows::Observation => Some((OBSERVATIONS, OBSERVATIONS_SCHEMA)),
        Rows::Amount => Some((AMOUNTS, AMOUNTS_SCHEMA)),
        Rows::Week | Rows::Job => None,
    }
}

/// The columns of one table that are held until they make a group.
#[derive(Default)]
struct Held {
    rows: usize,
    person: Numbers,
    first: Numbers,
    second: Numbers,
    third: Numbers,
    values: Vec<i64>,
}

/// What was written.
pub(crate) struct Written {
    pub(crate) people: u32,
    /// The hash of each person's hash.
    pub(crate) content: Sha256,
    pub(crate) parts: Vec<PartFile>,
    /// Rows of each table, in the order in which the tables were named.
    pub(crate) rows: Vec<u64>,
    /// The file of amounts, which still needs the content hash, where there are amounts.
    pub(crate) amounts: Option<(PathBuf, AmountsWriter)>,
}

/// Writes people as they come.
pub(crate) struct Writer {
    people_table: Table,
    tables: Vec<(Rows, Table, Held)>,
    amounts: Option<(PathBuf, AmountsWriter)>,
    pseudonyms: Vec<Pseudonym>,
    content: Sha256,
    bytes: Vec<u8>,
    people: u32,
}

impl Writer {
    /// Begins the files of these tables; amounts are of so many kinds.
    pub(crate) fn create(disk: &Disk, folder: &Path, tables: &[Rows], kinds: usize) -> Result<Self, ImportError> {
        let people_table = Table::create(disk, folder, PEOPLE, PEOPLE_SCHEMA, &[])?;
        let create = |rows: &Rows| {
            let (name, schema) = file_of(*rows)?;
            Some(Table::create(disk, folder, name, schema, &["person"]).map(|table| (*rows, table, Held::default())))
        };
        let amounts = if tables.contains(&Rows::Amount) {
            let path = folder.join(AMOUNTS_SCAN);
            let output = disk.create_unhashed(&path).map_err(at(&path))?;
            Some((path, AmountsWriter::new(output, kinds)))
        } else {
            None
        };
        let tables = tables.iter().filter_map(create).collect::<Result<_, _>>()?;
        let (pseudonyms, bytes) = (Vec::new(), Vec::new());
        Ok(Self { people_table, tables, amounts, pseudonyms, content: Sha256::new(), bytes, people: 0 })
    }

    /// How many people have been written.
    pub(crate) fn people(&self) -> u32 {
        self.people
    }

    /// Takes the next person.
    pub(crate) fn person(&mut self, pseudonym: Pseudonym, facts: &Facts) -> Result<(), ImportError> {
        let number = self.people;
        self.people = number.checked_add(1).ok_or(ImportError::TooLarge)?;
        self.pseudonyms.push(pseudonym);
        for (rows, _, held) in &mut self.tables {
            held.take(*rows, number, facts);
        }
        if let Some((path, amounts)) = &mut self.amounts {
            amounts.person(pseudonym, &facts.amounts).map_err(at(path))?;
        }
        self.bytes.clear();
        encode(pseudonym, facts, &mut self.bytes);
        self.content.update(Sha256::digest(&self.bytes));
        self.flush(ROW_GROUP_ROWS)
    }

    fn flush(&mut self, rows_min: usize) -> Result<(), ImportError> {
        if self.pseudonyms.len() >= rows_min {
            let pseudonyms = std::mem::take(&mut self.pseudonyms);
            self.people_table.write(pseudonyms.len(), vec![Column::Pseudonyms(pseudonyms)])?;
        }
        for (rows, table, held) in &mut self.tables {
            if held.rows >= rows_min {
                let held = std::mem::take(held);
                table.write(held.rows, held.columns(*rows))?;
            }
        }
        Ok(())
    }

    /// Completes and syncs the files.
    pub(crate) fn finish(mut self) -> Result<Written, ImportError> {
        self.flush(1)?;
        let rows: Vec<u64> = self.tables.iter().map(|(_, table, _)| table.rows()).collect();
        if rows.iter().any(|rows| u32::try_from(*rows).is_err()) {
            return Err(ImportError::TooLarge);
        }
        let mut parts = vec![self.people_table.finish()?];
        for (_, table, _) in self.tables {
            parts.push(table.finish()?);
        }
        Ok(Written { people: self.people, content: self.content, parts, rows, amounts: self.amounts })
    }
}

fn date(number: i32) -> i32 {
    number.saturating_add(FIRST_DAY_SINCE_1970)
}

impl Held {
    fn take(&mut self, rows: Rows, number: u32, facts: &Facts) {
        match rows {
            Rows::Stay | Rows::Study => {
                for (from, to, kind) in if rows == Rows::Stay { &facts.stays } else { &facts.studies } {
                    self.begin(number, *from);
                    self.second.push_optional((*to != STILL_THERE).then(|| date(*to)));
                    self.third.push(i32::from(*kind));
                }
            }
            Rows::Observation => {
                for (day, name, value) in &facts.observations {
                    self.begin(number, *day);
                    self.second.push(i32::from(*name));
                    self.values.push(*value);
                }
            }
            Rows::Amount => {
                for (day, kind, item, amount) in &facts.amounts {
                    self.begin(number, *day);
                    self.second.push(i32::from(*kind));
                    self.third.push(i32::from(*item));
                    self.values.push(*amount);
                }
            }
            Rows::Week | Rows::Job => {}
        }
    }

    fn begin(&mut self, number: u32, day: i32) {
        self.rows += 1;
        self.person.push(number.cast_signed());
        self.first.push(date(day));
    }

    fn columns(self, rows: Rows) -> Vec<Column> {
        let Self { person, first, second, third, values, .. } = self;
        let numbers = [person, first, second].map(Column::Numbers);
        let mut columns: Vec<Column> = numbers.into();
        if rows != Rows::Observation {
            columns.push(Column::Numbers(third));
        }
        if matches!(rows, Rows::Observation | Rows::Amount) {
            columns.push(Column::Longs(values));
        }
        columns
    }
}

/// A person as bytes: what a person's digest is made of. Pseudonym, the number of rows of each table, each row,
/// little-endian.
pub(crate) fn encode(pseudonym: Pseudonym, facts: &Facts, bytes: &mut Vec<u8>) {
    let Facts { stays, studies, observations, amounts } = facts;
    bytes.extend_from_slice(pseudonym.as_bytes());
    for count in [stays.len(), studies.len(), observations.len(), amounts.len()] {
        bytes.extend_from_slice(&(count as u64).to_le_bytes());
    }
    for (from, to, kind) in stays.iter().chain(studies) {
        bytes.extend_from_slice(&from.to_le_bytes());
        bytes.extend_from_slice(&to.to_le_bytes());
        bytes.extend_from_slice(&kind.to_le_bytes());
    }
    for (day, name, value) in observations {
        bytes.extend_from_slice(&day.to_le_bytes());
        bytes.extend_from_slice(&name.to_le_bytes());
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    for (day, kind, item, amount) in amounts {
        bytes.extend_from_slice(&day.to_le_bytes());
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&item.to_le_bytes());
        bytes.extend_from_slice(&amount.to_le_bytes());
    }
}
