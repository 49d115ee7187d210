//! One Parquet file while it is written: rows are held until they make a group, and then each column is encoded by
//! itself, side by side. It knows nothing of what the columns mean.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnDescPtr, ColumnPath};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::import::disk::{Disk, Output, at};
use crate::key::Pseudonym;
use crate::manifest::PartFile;
use crate::problem::ImportError;

/// Pseudonyms that are handed to Parquet at a time: it wants each as a value of its own.
const PSEUDONYMS_AT_A_TIME: usize = 8_192;

/// Numbers of a column as Parquet keeps them: unsigned ones in signed ones of the same bits.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    values: Vec<i32>,
    /// 1 for a row with a value and 0 for one without; nothing when every row must have one.
    levels: Vec<i16>,
}

impl Numbers {
    /// Adds a row to a column in which every row has a value.
    #[inline]
    pub(crate) fn push(&mut self, value: i32) {
        self.values.push(value);
    }

    /// Adds a row to a column in which a value may be missing.
    #[inline]
    pub(crate) fn push_optional(&mut self, value: Option<i32>) {
        self.levels.push(i16::from(value.is_some()));
        self.values.extend(value);
    }
}

/// A column of a group of rows.
#[derive(Debug)]
pub(crate) enum Column {
    /// Numbers.
    Numbers(Numbers),
    /// Whole numbers of 64 bits, one in every row.
    Longs(Vec<i64>),
    /// Pseudonyms.
    Pseudonyms(Vec<Pseudonym>),
}

/// A Parquet file.
pub(crate) struct Table {
    name: &'static str,
    writer: SerializedFileWriter<Output>,
    rows: u64,
}

impl Table {
    /// Begins a file with a schema in Parquet's notation. Numbers of sorted columns grow slowly.
    pub(crate) fn create(
        disk: &Disk,
        folder: &Path,
        name: &'static str,
        schema: &str,
        sorted: &[&str],
    ) -> Result<Self, ImportError> {
        let path = folder.join(name);
        let output = disk.create(&path).map_err(at(&path))?;
        let mut properties = WriterProperties::builder()
            .set_created_by("virkning".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk);
        for column in sorted {
            // Differences take a few bits each.
            let path = ColumnPath::from((*column).to_owned());
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
        let pseudonym = ColumnPath::from("pseudonym".to_owned());
        properties = properties
            .set_column_dictionary_enabled(pseudonym.clone(), false)
            .set_column_statistics_enabled(pseudonym.clone(), EnabledStatistics::None)
            .set_column_compression(pseudonym, Compression::UNCOMPRESSED);
        let schema = parse_message_type(schema).map_err(failed(&path))?;
        let writer = SerializedFileWriter::new(output, Arc::new(schema), Arc::new(properties.build()));
        Ok(Self { name, writer: writer.map_err(failed(&path))?, rows: 0 })
    }

    /// How many rows were written.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes a group of rows, column by column in the order of the schema.
    pub(crate) fn write(&mut self, rows: usize, columns: Vec<Column>) -> Result<(), ImportError> {
        self.append(columns).map_err(failed(self.writer.inner().path()))?;
        self.rows += rows as u64;
        Ok(())
    }

    fn append(&mut self, columns: Vec<Column>) -> Result<(), ParquetError> {
        let descriptions = self.writer.schema_descr().columns().to_vec();
        let properties = self.writer.properties().clone();
        let encoded: Vec<_> = descriptions
            .into_iter()
            .zip(columns)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(description, column)| encode(description, properties.clone(), column))
            .collect::<Result<_, ParquetError>>()?;
        let mut group = self.writer.next_row_group()?;
        for (bytes, closed) in encoded {
            group.append_column(&bytes, closed)?;
        }
        group.close()?;
        Ok(())
    }

    /// Completes and syncs the file.
    pub(crate) fn finish(self) -> Result<PartFile, ImportError> {
        let path = self.writer.inner().path().to_owned();
        let output = self.writer.into_inner().map_err(failed(&path))?;
        let (sha256, size_bytes) = output.finish().map_err(at(&path))?;
        Ok(PartFile { name: self.name.to_owned(), sha256, size_bytes, rows: self.rows })
    }
}

/// The pages of one column of a group, and what Parquet notes about them.
fn encode(
    description: ColumnDescPtr,
    properties: WriterPropertiesPtr,
    column: Column,
) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
    let mut sink = TrackedWrite::new(Vec::new());
    let pages = Box::new(SerializedPageWriter::new(&mut sink));
    let mut writer = get_column_writer(description, properties, pages);
    match (&mut writer, column) {
        (ColumnWriter::Int32ColumnWriter(writer), Column::Numbers(Numbers { values, levels })) => {
            let levels = (!levels.is_empty()).then_some(levels.as_slice());
            writer.write_batch(&values, levels, None)?;
        }
        (ColumnWriter::Int64ColumnWriter(writer), Column::Longs(values)) => {
            writer.write_batch(&values, None, None)?;
        }
        (ColumnWriter::FixedLenByteArrayColumnWriter(writer), Column::Pseudonyms(pseudonyms)) => {
            for some in pseudonyms.chunks(PSEUDONYMS_AT_A_TIME) {
                writer.write_batch(&fixed(some), None, None)?;
            }
        }
        _ => return Err(ParquetError::General("a column of another type than the schema's".to_owned())),
    }
    let closed = writer.close()?;
    Ok((sink.into_inner()?.into(), closed))
}

/// The values of one stretch of memory.
fn fixed(pseudonyms: &[Pseudonym]) -> Vec<FixedLenByteArray> {
    let mut bytes: Bytes = pseudonyms.iter().flat_map(|pseudonym| *pseudonym.as_bytes()).collect();
    pseudonyms.iter().map(|pseudonym| ByteArray::from(bytes.split_to(pseudonym.as_bytes().len())).into()).collect()
}

fn failed(path: &Path) -> impl FnOnce(ParquetError) -> ImportError + '_ {
    |error| ImportError::Io { path: path.to_owned(), source: std::io::Error::other(error) }
}
