//! The files of a snapshot: people, spells of weeks, spells of jobs, and the scan file. Counts, digests and unknown codes are made on the
//! way, person by person in the order of pseudonyms.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_measure::NO_RATIO;
use virkning_model::id::ContentHash;

use crate::import::disk::{Disk, at};
use crate::import::sorter::{Person, encode_content};
use crate::import::table::{Column, Numbers, Table};
use crate::import::unknown::UnknownCodes;
use crate::key::Pseudonym;
use crate::manifest::{ColumnSummary, PartFile, UnknownCode};
use crate::problem::{FAULTY_ROWS_MAX, ImportError, RowFault, RowProblem};
use crate::scan::{Months, SCAN, ScanWriter};

/// Rows that make a row group: a reader that wants some people decodes no more than the groups they are in. Everything of
/// a person is in one group, so that a group has some rows more.
const ROW_GROUP_ROWS: usize = 500_000;

/// The three files, by name: every reader uses these.
pub(crate) const PEOPLE: &str = "people.parquet";
pub(crate) const WEEKS: &str = "weeks.parquet";
pub(crate) const JOBS: &str = "jobs.parquet";

/// `people.parquet`: the pseudonym of each person; the row number is the person's number in the other files.
pub(crate) const PEOPLE_SCHEMA: &str = "message arrow_schema { required fixed_len_byte_array(16) pseudonym; }";

/// `weeks.parquet`: person, first week, the week after the last (numbers since 1991W32), code 1 to 999.
pub(crate) const WEEKS_SCHEMA: &str = "message arrow_schema {
    required int32 person (integer(32, false));
    required int32 start (integer(16, false));
    required int32 end (integer(16, false));
    required int32 code (integer(16, false));
}";

/// `jobs.parquet`: person, first month, the month after the last (numbers since August 1991), employment ratio in
/// ten-thousandths, industry code; either may be null, never both.
pub(crate) const JOBS_SCHEMA: &str = "message arrow_schema {
    required int32 person (integer(32, false));
    required int32 start (integer(16, false));
    required int32 end (integer(16, false));
    optional int32 ratio;
    optional int32 industry (integer(32, false));
}";

/// What was written.
pub(crate) struct Written {
    pub(crate) content_hash: ContentHash,
    pub(crate) people: u32,
    pub(crate) week_runs: u64,
    pub(crate) job_runs: u64,
    /// The largest employment ratio, in ten-thousandths, and how many above zero there are.
    pub(crate) ratio_max: i32,
    pub(crate) ratios: u64,
    pub(crate) unknown_codes: Vec<UnknownCode>,
    pub(crate) duplicates: Vec<RowProblem>,
    pub(crate) parts: Vec<PartFile>,
    pub(crate) scan: Option<PartFile>,
}

#[derive(Default)]
struct WeekColumns {
    rows: usize,
    person: Numbers,
    start: Numbers,
    end: Numbers,
    code: Numbers,
}

#[derive(Default)]
struct JobColumns {
    rows: usize,
    person: Numbers,
    start: Numbers,
    end: Numbers,
    ratio: Numbers,
    industry: Numbers,
}

/// Writes people as they come, sorted by pseudonym.
pub(crate) struct Writer<'a> {
    tables: [Table; 3],
    scan: ScanWriter,
    scan_path: PathBuf,
    pseudonyms: Vec<Pseudonym>,
    weeks: WeekColumns,
    jobs: JobColumns,
    unknown: UnknownCodes<'a>,
    content: Sha256,
    bytes: Vec<u8>,
    latest: Option<Pseudonym>,
    people: u32,
    key_column: &'a str,
    duplicates: Vec<RowProblem>,
    ratio_max: i32,
    ratios: u64,
}

impl<'a> Writer<'a> {
    /// Begins the files of a snapshot. `content_head` is what the content hash begins with.
    pub(crate) fn create(
        disk: &Disk,
        folder: &Path,
        content_head: &str,
        columns: &'a ColumnSummary,
        unknown: UnknownCodes<'a>,
    ) -> Result<Self, ImportError> {
        let scan_path = folder.join(SCAN);
        let scan = disk.create_unhashed(&scan_path).map_err(at(&scan_path))?;
        let mut content = Sha256::new();
        content.update(content_head.as_bytes());
        Ok(Self {
            tables: [
                Table::create(disk, folder, PEOPLE, PEOPLE_SCHEMA, &[])?,
                Table::create(disk, folder, WEEKS, WEEKS_SCHEMA, &["person", "start", "end"])?,
                Table::create(disk, folder, JOBS, JOBS_SCHEMA, &["person", "start", "end"])?,
            ],
            scan: ScanWriter::new(scan, Months::of(columns)),
            scan_path,
            pseudonyms: Vec::new(),
            weeks: WeekColumns::default(),
            jobs: JobColumns::default(),
            unknown,
            content,
            bytes: Vec::new(),
            latest: None,
            people: 0,
            key_column: &columns.key,
            duplicates: Vec::new(),
            ratio_max: 0,
            ratios: 0,
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
        self.pseudonyms.push(person.pseudonym);
        for run in person.weeks {
            self.weeks.rows += 1;
            self.weeks.person.push(number.cast_signed());
            self.weeks.start.push(i32::from(run.start));
            self.weeks.end.push(i32::from(run.end));
            self.weeks.code.push(i32::from(run.code));
            self.unknown.count(number, run);
        }
        for run in person.jobs {
            self.ratio_max = self.ratio_max.max(run.ratio);
            self.ratios += u64::from(run.ratio > 0);
            self.jobs.rows += 1;
            self.jobs.person.push(number.cast_signed());
            self.jobs.start.push(i32::from(run.start));
            self.jobs.end.push(i32::from(run.end));
            self.jobs.ratio.push_optional((run.ratio != NO_RATIO).then_some(run.ratio));
            self.jobs.industry.push_optional((run.industry != 0).then_some(run.industry.cast_signed()));
        }
        self.bytes.clear();
        encode_content(&person, &mut self.bytes);
        self.content.update(Sha256::digest(&self.bytes));
        let scanned = self.scan.person(person.pseudonym, person.weeks, person.jobs);
        scanned.map_err(at(&self.scan_path))?;
        self.flush(ROW_GROUP_ROWS)
    }

    /// How many people have been written.
    pub(crate) fn people(&self) -> u32 {
        self.people
    }

    fn duplicate(&mut self, line: u64) -> Result<(), ImportError> {
        let (fault, column) = (RowFault::DuplicatePerson, Some(self.key_column.to_owned()));
        self.duplicates.push(RowProblem { file: None, line, fault, column, excerpt: String::new() });
        if self.duplicates.len() > FAULTY_ROWS_MAX {
            return Err(ImportError::TooManyFaulty { problems: std::mem::take(&mut self.duplicates) });
        }
        Ok(())
    }

    /// Writes what is held of each file when it has so many rows.
    fn flush(&mut self, rows_min: usize) -> Result<(), ImportError> {
        let [people_table, week_table, job_table] = &mut self.tables;
        if self.pseudonyms.len() >= rows_min {
            let pseudonyms = std::mem::take(&mut self.pseudonyms);
            people_table.write(pseudonyms.len(), vec![Column::Pseudonyms(pseudonyms)])?;
        }
        if self.weeks.rows >= rows_min {
            let WeekColumns { rows, person, start, end, code } = std::mem::take(&mut self.weeks);
            week_table.write(rows, [person, start, end, code].map(Column::Numbers).into())?;
        }
        if self.jobs.rows >= rows_min {
            let JobColumns { rows, person, start, end, ratio, industry } = std::mem::take(&mut self.jobs);
            job_table.write(rows, [person, start, end, ratio, industry].map(Column::Numbers).into())?;
        }
        Ok(())
    }

    /// Completes and syncs the files.
    pub(crate) fn finish(mut self) -> Result<Written, ImportError> {
        self.flush(1)?;
        let (week_runs, job_runs) = (self.tables[1].rows(), self.tables[2].rows());
        // Loaded spells are numbered with 32 bits.
        if u32::try_from(week_runs.max(job_runs)).is_err() {
            return Err(ImportError::TooLarge);
        }
        let parts = self.tables.into_iter().map(Table::finish).collect::<Result<_, _>>()?;
        let content_hash = ContentHash::from_bytes(self.content.finalize().into());
        let scan = self.scan.finish(&content_hash).map_err(at(&self.scan_path))?;
        if scan.is_none() {
            std::fs::remove_file(&self.scan_path).map_err(at(&self.scan_path))?;
        }
        Ok(Written {
            content_hash,
            people: self.people,
            week_runs,
            job_runs,
            ratio_max: self.ratio_max,
            ratios: self.ratios,
            unknown_codes: self.unknown.finish(),
            duplicates: self.duplicates,
            parts,
            scan,
        })
    }
}
