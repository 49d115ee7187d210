//! The files of a snapshot: people, spells of weeks, spells of jobs. Counts, digests and unknown codes are made on the
//! way, person by person in the order of pseudonyms.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, FixedSizeBinaryArray, Int32Array, RecordBatch, UInt16Array, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use sha2::{Digest, Sha256};
use virkning_measure::NO_RATIO;
use virkning_model::id::ContentHash;

use crate::import::disk::{Disk, Output, at};
use crate::import::sorter::{Person, encode_content};
use crate::import::unknown::UnknownCodes;
use crate::key::Pseudonym;
use crate::manifest::{PartFile, UnknownCode};
use crate::problem::{FAULTY_ROWS_MAX, ImportError, RowFault, RowProblem};

/// Rows of a row group: a reader that wants some people decodes no more than the groups they are in.
const ROW_GROUP_ROWS: usize = 500_000;
/// Rows that are held before they are handed to Parquet.
const BATCH_ROWS: usize = 100_000;

/// The three files, by name: every reader uses these.
pub(crate) const PEOPLE: &str = "people.parquet";
pub(crate) const WEEKS: &str = "weeks.parquet";
pub(crate) const JOBS: &str = "jobs.parquet";

/// `people.parquet`: the pseudonym of each person; the row number is the person's number in the other files.
pub(crate) fn people_schema() -> SchemaRef {
    schema(vec![Field::new("pseudonym", DataType::FixedSizeBinary(16), false)])
}

/// `weeks.parquet`: person, first week, the week after the last (numbers since 1991W32), code 1 to 999.
pub(crate) fn weeks_schema() -> SchemaRef {
    let number = |name: &str| Field::new(name, DataType::UInt16, false);
    schema(vec![Field::new("person", DataType::UInt32, false), number("start"), number("end"), number("code")])
}

/// `jobs.parquet`: person, first month, the month after the last (numbers since August 1991), employment ratio in
/// ten-thousandths, industry code; either may be null, never both.
pub(crate) fn jobs_schema() -> SchemaRef {
    let number = |name: &str| Field::new(name, DataType::UInt16, false);
    schema(vec![
        Field::new("person", DataType::UInt32, false),
        number("start"),
        number("end"),
        Field::new("ratio", DataType::Int32, true),
        Field::new("industry", DataType::UInt32, true),
    ])
}

fn schema(fields: Vec<Field>) -> SchemaRef {
    Arc::new(Schema::new(fields))
}

/// What was written.
pub(crate) struct Written {
    pub(crate) content_hash: ContentHash,
    pub(crate) people: u32,
    pub(crate) week_runs: u64,
    pub(crate) job_runs: u64,
    pub(crate) unknown_codes: Vec<UnknownCode>,
    pub(crate) duplicates: Vec<RowProblem>,
    pub(crate) parts: Vec<PartFile>,
}

/// One Parquet file.
struct Table {
    name: &'static str,
    schema: SchemaRef,
    writer: ArrowWriter<Output>,
    rows: u64,
}

impl Table {
    fn create(
        disk: &Disk,
        folder: &Path,
        name: &'static str,
        schema: SchemaRef,
        sorted: &[&str],
    ) -> Result<Self, ImportError> {
        let path = folder.join(name);
        let output = disk.create(&path).map_err(at(&path))?;
        let mut properties = WriterProperties::builder()
            .set_created_by("virkning".to_owned())
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk);
        for column in sorted {
            // Numbers that grow slowly: differences take a few bits each.
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
        let options = ArrowWriterOptions::new().with_properties(properties.build()).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(output, schema.clone(), options).map_err(failed(&path))?;
        Ok(Self { name, schema, writer, rows: 0 })
    }

    fn write(&mut self, columns: Vec<ArrayRef>) -> Result<(), ImportError> {
        let path = self.writer.inner().path().to_owned();
        let batch = RecordBatch::try_new(self.schema.clone(), columns)
            .map_err(|error| failed(&path)(ParquetError::ArrowError(error.to_string())))?;
        self.rows += batch.num_rows() as u64;
        self.writer.write(&batch).map_err(failed(&path))
    }

    fn finish(self) -> Result<PartFile, ImportError> {
        let path = self.writer.inner().path().to_owned();
        let output = self.writer.into_inner().map_err(failed(&path))?;
        let (sha256, size_bytes) = output.finish().map_err(at(&path))?;
        Ok(PartFile { name: self.name.to_owned(), sha256, size_bytes, rows: self.rows })
    }
}

fn failed(path: &Path) -> impl FnOnce(ParquetError) -> ImportError + '_ {
    |error| ImportError::Io { path: path.to_owned(), source: std::io::Error::other(error) }
}

#[derive(Default)]
struct WeekColumns {
    person: Vec<u32>,
    start: Vec<u16>,
    end: Vec<u16>,
    code: Vec<u16>,
}

#[derive(Default)]
struct JobColumns {
    person: Vec<u32>,
    start: Vec<u16>,
    end: Vec<u16>,
    ratio: Vec<Option<i32>>,
    industry: Vec<Option<u32>>,
}

/// Writes people as they come, sorted by pseudonym.
pub(crate) struct Writer<'a> {
    tables: [Table; 3],
    pseudonyms: Vec<u8>,
    weeks: WeekColumns,
    jobs: JobColumns,
    unknown: UnknownCodes<'a>,
    content: Sha256,
    bytes: Vec<u8>,
    latest: Option<Pseudonym>,
    people: u32,
    key_column: &'a str,
    duplicates: Vec<RowProblem>,
}

impl<'a> Writer<'a> {
    /// Begins the files of a snapshot. `content_head` is what the content hash begins with.
    pub(crate) fn create(
        disk: &Disk,
        folder: &Path,
        content_head: &str,
        key_column: &'a str,
        unknown: UnknownCodes<'a>,
    ) -> Result<Self, ImportError> {
        let mut content = Sha256::new();
        content.update(content_head.as_bytes());
        Ok(Self {
            tables: [
                Table::create(disk, folder, PEOPLE, people_schema(), &[])?,
                Table::create(disk, folder, WEEKS, weeks_schema(), &["person", "start", "end"])?,
                Table::create(disk, folder, JOBS, jobs_schema(), &["person", "start", "end"])?,
            ],
            pseudonyms: Vec::new(),
            weeks: WeekColumns::default(),
            jobs: JobColumns::default(),
            unknown,
            content,
            bytes: Vec::new(),
            latest: None,
            people: 0,
            key_column,
            duplicates: Vec::new(),
        })
    }

    /// Takes the next person; a second row of the same person is listed instead.
    pub(crate) fn person(&mut self, person: Person<'_>) -> Result<(), ImportError> {
        if self.latest == Some(person.pseudonym) {
            return self.duplicate(person.line);
        }
        self.latest = Some(person.pseudonym);
        let number = self.people;
        self.people = number.checked_add(1).ok_or(ImportError::TooLarge)?;
        self.pseudonyms.extend_from_slice(person.pseudonym.as_bytes());
        for run in person.weeks {
            self.weeks.person.push(number);
            self.weeks.start.push(run.start);
            self.weeks.end.push(run.end);
            self.weeks.code.push(run.code);
            self.unknown.count(number, run);
        }
        for run in person.jobs {
            self.jobs.person.push(number);
            self.jobs.start.push(run.start);
            self.jobs.end.push(run.end);
            self.jobs.ratio.push((run.ratio != NO_RATIO).then_some(run.ratio));
            self.jobs.industry.push((run.industry != 0).then_some(run.industry));
        }
        self.bytes.clear();
        encode_content(&person, &mut self.bytes);
        self.content.update(Sha256::digest(&self.bytes));
        if self.weeks.person.len() >= BATCH_ROWS || self.jobs.person.len() >= BATCH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    /// How many people have been written.
    pub(crate) fn people(&self) -> u32 {
        self.people
    }

    fn duplicate(&mut self, line: u64) -> Result<(), ImportError> {
        let (fault, column) = (RowFault::DuplicatePerson, Some(self.key_column.to_owned()));
        self.duplicates.push(RowProblem { line, fault, column, excerpt: String::new() });
        if self.duplicates.len() > FAULTY_ROWS_MAX {
            return Err(ImportError::TooManyFaulty { problems: std::mem::take(&mut self.duplicates) });
        }
        Ok(())
    }

    /// Hands what is held to Parquet, both kinds of spells side by side.
    fn flush(&mut self) -> Result<(), ImportError> {
        let pseudonyms = std::mem::take(&mut self.pseudonyms);
        let weeks = std::mem::take(&mut self.weeks);
        let jobs = std::mem::take(&mut self.jobs);
        let [people_table, week_table, job_table] = &mut self.tables;
        if !pseudonyms.is_empty() {
            people_table.write(vec![Arc::new(FixedSizeBinaryArray::new(16, pseudonyms.into(), None))])?;
        }
        let write_weeks = || match weeks.person.is_empty() {
            true => Ok(()),
            false => week_table.write(vec![
                Arc::new(UInt32Array::from(weeks.person)),
                Arc::new(UInt16Array::from(weeks.start)),
                Arc::new(UInt16Array::from(weeks.end)),
                Arc::new(UInt16Array::from(weeks.code)),
            ]),
        };
        let write_jobs = || match jobs.person.is_empty() {
            true => Ok(()),
            false => job_table.write(vec![
                Arc::new(UInt32Array::from(jobs.person)),
                Arc::new(UInt16Array::from(jobs.start)),
                Arc::new(UInt16Array::from(jobs.end)),
                Arc::new(Int32Array::from(jobs.ratio)),
                Arc::new(UInt32Array::from(jobs.industry)),
            ]),
        };
        let (weeks, jobs) = rayon::join(write_weeks, write_jobs);
        weeks.and(jobs)
    }

    /// Completes and syncs the files.
    pub(crate) fn finish(mut self) -> Result<Written, ImportError> {
        self.flush()?;
        let (week_runs, job_runs) = (self.tables[1].rows, self.tables[2].rows);
        // Loaded spells are numbered with 32 bits.
        if u32::try_from(week_runs.max(job_runs)).is_err() {
            return Err(ImportError::TooLarge);
        }
        let parts = self.tables.into_iter().map(Table::finish).collect::<Result<_, _>>()?;
        Ok(Written {
            content_hash: ContentHash::from_bytes(self.content.finalize().into()),
            people: self.people,
            week_runs,
            job_runs,
            unknown_codes: self.unknown.finish(),
            duplicates: self.duplicates,
            parts,
        })
    }
}
