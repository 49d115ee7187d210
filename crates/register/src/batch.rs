//! Reading a snapshot's Parquet file batch by batch, column by column. It proves that the columns are the expected ones;
//! what they mean is checked elsewhere.

use std::fmt;
use std::fs::File;

use parquet::column::reader::ColumnReader;
use parquet::data_type::FixedLenByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader as _, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::statistics::Statistics;
use parquet::schema::parser::parse_message_type;

use crate::snapshot::Damage;

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 65_536;

/// Some rows of a file.
pub(crate) struct Batch {
    rows: usize,
    columns: Vec<Column>,
}

/// A column while it is read.
struct Column {
    reader: ColumnReader,
    /// Numbers as Parquet keeps them: unsigned ones in signed ones of the same bits. Only the ones that are there.
    numbers: Vec<i32>,
    longs: Vec<i64>,
    bytes: Vec<FixedLenByteArray>,
    /// 1 for a row with a value and 0 for one without; nothing when every row must have one.
    levels: Vec<i16>,
}

impl Column {
    /// Decodes the next rows in place of the former ones; gives how many there were.
    fn next(&mut self) -> Result<usize, Damage> {
        self.numbers.clear();
        self.longs.clear();
        self.bytes.clear();
        self.levels.clear();
        let levels = Some(&mut self.levels);
        let read = match &mut self.reader {
            ColumnReader::Int32ColumnReader(reader) => reader.read_records(BATCH_ROWS, levels, None, &mut self.numbers),
            ColumnReader::Int64ColumnReader(reader) => reader.read_records(BATCH_ROWS, levels, None, &mut self.longs),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                reader.read_records(BATCH_ROWS, levels, None, &mut self.bytes)
            }
            _ => return Err(Damage::Columns),
        };
        let (rows, _, _) = read.map_err(unreadable)?;
        Ok(rows)
    }
}

impl Batch {
    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// A column of numbers in which every row has one.
    pub(crate) fn numbers(&self, place: usize) -> Result<&[i32], Damage> {
        let column = self.columns.get(place).ok_or(Damage::Columns)?;
        if column.numbers.len() == self.rows {
            Ok(&column.numbers)
        } else {
            Err(Damage::Columns)
        }
    }

    /// A column of numbers of which some may be missing, row by row.
    pub(crate) fn optional(&self, place: usize) -> Result<impl Iterator<Item = Option<i32>>, Damage> {
        let column = self.columns.get(place).ok_or(Damage::Columns)?;
        let there = column.levels.iter().filter(|level| **level == 1).count();
        if column.levels.len() != self.rows || column.numbers.len() != there {
            return Err(Damage::Columns);
        }
        let mut numbers = column.numbers.iter().copied();
        Ok(column.levels.iter().map(move |level| if *level == 1 { numbers.next() } else { None }))
    }

    /// A column of numbers of 64 bits in which every row has one.
    pub(crate) fn longs(&self, place: usize) -> Result<&[i64], Damage> {
        let column = self.columns.get(place).ok_or(Damage::Columns)?;
        if column.longs.len() == self.rows {
            Ok(&column.longs)
        } else {
            Err(Damage::Columns)
        }
    }

    /// A column of values of the same number of bytes.
    pub(crate) fn bytes(&self, place: usize) -> Result<&[FixedLenByteArray], Damage> {
        let column = self.columns.get(place).ok_or(Damage::Columns)?;
        if column.bytes.len() == self.rows {
            Ok(&column.bytes)
        } else {
            Err(Damage::Columns)
        }
    }
}

/// Reads the groups of rows that may hold the wanted people, by the number in the first column; all without.
pub(crate) fn read(
    file: File,
    schema: &str,
    wanted: Option<&[u32]>,
    each: &mut dyn FnMut(&Batch) -> Result<(), Damage>,
) -> Result<(), Damage> {
    let reader = SerializedFileReader::new(file).map_err(unreadable)?;
    let schema = parse_message_type(schema).map_err(unreadable)?;
    // Names, types, and whether a value may be missing.
    if reader.metadata().file_metadata().schema().get_fields() != schema.get_fields() {
        return Err(Damage::Columns);
    }
    for place in 0..reader.num_row_groups() {
        if wanted.is_none_or(|wanted| may_hold(reader.metadata().row_group(place), wanted)) {
            let group = reader.get_row_group(place).map_err(unreadable)?;
            read_group(&*group, each)?;
        }
    }
    Ok(())
}

fn read_group(
    group: &(dyn RowGroupReader + '_),
    each: &mut dyn FnMut(&Batch) -> Result<(), Damage>,
) -> Result<(), Damage> {
    let column = |place| {
        let reader = group.get_column_reader(place)?;
        Ok(Column { reader, numbers: Vec::new(), longs: Vec::new(), bytes: Vec::new(), levels: Vec::new() })
    };
    let columns: Result<Vec<Column>, ParquetError> = (0..group.num_columns()).map(column).collect();
    let mut batch = Batch { rows: 0, columns: columns.map_err(unreadable)? };
    let mut rows_read = 0;
    loop {
        let lengths = batch.columns.iter_mut().map(Column::next).collect::<Result<Vec<usize>, Damage>>()?;
        batch.rows = lengths.first().copied().unwrap_or(0);
        if lengths.iter().any(|length| *length != batch.rows) {
            return Err(Damage::Columns);
        }
        if batch.rows == 0 {
            break;
        }
        rows_read += batch.rows;
        each(&batch)?;
    }
    if i64::try_from(rows_read) == Ok(group.metadata().num_rows()) {
        Ok(())
    } else {
        Err(Damage::Columns)
    }
}

/// Whether a group of rows, sorted by person, may hold one of the wanted people. Without statistics it may.
fn may_hold(group: &RowGroupMetaData, wanted: &[u32]) -> bool {
    let Some(Statistics::Int32(statistics)) = group.columns().first().and_then(|column| column.statistics()) else {
        return true;
    };
    let (Some(min), Some(max)) = (statistics.min_opt(), statistics.max_opt()) else { return true };
    // Parquet keeps unsigned numbers in signed ones of the same bits.
    let (min, max) = (min.cast_unsigned(), max.cast_unsigned());
    let next = wanted.partition_point(|row| *row < min);
    wanted.get(next).is_some_and(|row| *row <= max)
}

fn unreadable(error: impl fmt::Display) -> Damage {
    Damage::Unreadable(error.to_string())
}
