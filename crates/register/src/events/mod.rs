//! Import of extracts of events: stays, studies, observations and amounts, one row each, from one or several files to an
//! immutable snapshot, in constant memory. How the files are written stands in a profile.
//!
//! ```text
//! files ─ reader ─► rows ─ row ─► facts ─ sorter ─► by person ─ person ─► final form ─ writer ─► snapshot folder
//! ```

mod cell;
mod check;
mod columns;
mod load;
mod names;
mod person;
mod profile;
mod reader;
mod record;
mod row;
#[cfg(test)]
mod scan_tests;
mod service;
mod sorter;
mod summary;
mod tally;
#[cfg(test)]
mod tests;
mod unit;
mod word;
mod write;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::ToSpan as _;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use virkning_model::expression::Table;
use virkning_model::id::{ContentHash, SnapshotId};
use virkning_model::period::Month;

use crate::import::{Disk, HELD_BYTES, accept, at, file_name, in_unfinished, sidecar};
use crate::import::{Imported, Progress};
use crate::key::{InstallationKey, Pseudonyms};
use crate::manifest::{ColumnSummary, FORMAT, MadeBy, Manifest, SourceFile};
use crate::problem::{FAULTY_ROWS_MAX, ImportError, RowProblem};

use columns::FileColumns;
use person::{Counts, Places};
use reader::Taker;
use record::Record;
use row::{NameTables, Read, RowReader, Stop};
use sorter::RecordSorter;
use summary::day;
use tally::Tally;
use write::Writer;

pub(crate) use check::{earlier, jump};
pub(crate) use load::LoadedEvents;
pub(crate) use write::{encode, file_of};

pub use profile::{EventProfile, EventTable, Rows};
pub use summary::{Covered, EventSummary, Finding, TableSummary};

/// The word by which the measure language names a kind or an item that a source writes in its own way: `Bostøtte` is
/// `bostoette`. Nothing where no letter is left.
pub fn word_of(text: &str) -> Option<String> {
    word::word_of(text)
}

/// What is to be imported, and how.
#[derive(Clone, Copy, Debug)]
pub struct EventRequest<'a> {
    /// The files of one extract.
    pub files: &'a [PathBuf],
    /// The folder in which each snapshot has a folder of its own.
    pub destination: &'a Path,
    /// How they are written.
    pub profile: &'a EventProfile,
    /// Makes the pseudonyms.
    pub key: &'a InstallationKey,
    /// The month of delivery; else the latest that a file's name says.
    pub edition: Option<Month>,
    /// The last day that the extract covers; else the day in a file's name, or the last of the month before the edition.
    /// Amounts of weeks and months cover what the last row covers.
    pub as_of: Option<Date>,
    /// The first day that it covers; else the first row.
    pub covers_from: Option<Date>,
    /// Exactly so many faulty rows may be left out.
    pub accept_faulty: Option<u64>,
    /// The data are synthetic. A sidecar file (`<file>.meta.json`) may say so, too.
    pub synthetic: bool,
    /// Set by somebody who wants it to stop: it ends as if the file could not be read further, and leaves nothing behind.
    pub stop: Option<&'a AtomicBool>,
}

/// Imports an extract. Either the whole snapshot is there afterwards, synced to disk, or nothing of it.
///
/// # Errors
/// Whatever is wrong with the files; every faulty row is listed.
pub fn import(request: &EventRequest<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Imported, ImportError> {
    import_on(request, &Disk::default(), HELD_BYTES, progress)
}

fn import_on(
    request: &EventRequest<'_>,
    disk: &Disk,
    held_bytes_max: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    in_unfinished(request.destination, disk, |folder| {
        let mut reading = Reading::new(request)?;
        let mut sorter = RecordSorter::new(disk, folder, held_bytes_max);
        for file in 0..request.files.len() {
            reading.file(file, &mut sorter, progress)?;
        }
        reading.finish(sorter, disk, folder, progress)
    })
}

/// The days that an extract is about, as far as they are known before it is read.
#[derive(Clone, Copy, Debug)]
struct Dates {
    edition: Month,
    as_of: Date,
    /// Whether somebody said so.
    as_of_is_stated: bool,
    covers_from: Option<Date>,
}

/// The day in a file's name, as `…2025-02-10.csv`.
fn day_in(name: &str) -> Option<Date> {
    (0..name.len()).filter_map(|at| name.get(at..at + 10)).find_map(|part| {
        let shape = part.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if shape { part.parse().ok() } else { None }
    })
}

/// The month in a file's name, as `shelter-2025-02.csv` and `shelter202502.csv`.
fn month_in(name: &str) -> Option<Month> {
    let parts = name.split(|character: char| !character.is_ascii_digit() && character != '-');
    parts.rev().find_map(|part| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        match digits.len() {
            6 => Month::new(digits[..4].parse().ok()?, digits[4..].parse().ok()?).filter(|month| month.year() >= 1990),
            _ => None,
        }
    })
}

impl Dates {
    fn of(request: &EventRequest<'_>, made_by: Option<&MadeBy>) -> Result<Self, ImportError> {
        let names: Vec<String> = request.files.iter().map(|file| file_name(file)).collect();
        let day = names.iter().filter_map(|name| day_in(name)).max();
        let named = names.iter().filter_map(|name| day_in(name).map(Month::of).or_else(|| month_in(name)));
        let edition = request.edition.or(named.max_by_key(|month| month.number()));
        let edition = edition.ok_or_else(|| ImportError::NoEdition { file: names.join(", ") })?;
        let stated = request.as_of.or(made_by.and_then(|made_by| made_by.as_of));
        let before = edition.plus(-1).map_or(edition.first_day(), Month::last_day);
        Ok(Self {
            edition,
            as_of: stated.or(day).unwrap_or(before),
            as_of_is_stated: stated.is_some(),
            covers_from: request.covers_from.or(made_by.and_then(|made_by| made_by.covers_from)),
        })
    }
}

/// The reading of all files.
struct Reading<'a> {
    request: &'a EventRequest<'a>,
    dates: Dates,
    synthetic: bool,
    made_by: Option<MadeBy>,
    names: NameTables,
    tally: Tally,
    tables: Vec<&'a EventTable>,
    key_space: Option<String>,
    columns: ColumnSummary,
    files: Vec<SourceFile>,
    problems: Vec<RowProblem>,
    rows: u64,
    dropped: u64,
    bytes: u64,
    bytes_total: u64,
}

impl<'a> Reading<'a> {
    fn new(request: &'a EventRequest<'a>) -> Result<Self, ImportError> {
        let mut made_by: Option<MadeBy> = None;
        let mut bytes_total = 0;
        for file in request.files {
            bytes_total += std::fs::metadata(file).map_err(at(file))?.len();
            if let Some(made) = sidecar(file)? {
                made_by = Some(match made_by {
                    Some(before) if before.synthetic => before,
                    _ => made,
                });
            }
        }
        let (key, weeks, ignored) = (String::new(), Vec::new(), Vec::new());
        let columns =
            ColumnSummary { total: 0, key, weeks, ratio_months: Vec::new(), industry_months: Vec::new(), ignored };
        Ok(Self {
            request,
            dates: Dates::of(request, made_by.as_ref())?,
            synthetic: request.synthetic || made_by.as_ref().is_some_and(|made_by| made_by.synthetic),
            made_by,
            names: NameTables::default(),
            tally: Tally::default(),
            tables: Vec::new(),
            key_space: None,
            columns,
            files: Vec::new(),
            problems: Vec::new(),
            rows: 0,
            dropped: 0,
            bytes: 0,
            bytes_total,
        })
    }

    fn file(
        &mut self,
        number: usize,
        sorter: &mut RecordSorter<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ImportError> {
        let path = &self.request.files[number];
        let profile = self.request.profile;
        let name = file_name(path);
        let mut taker = FileTaker {
            reading: self,
            number,
            name: &name,
            columns: None,
            facts: Vec::new(),
            pseudonyms: None,
            sorter,
            progress,
        };
        let (sha256, size_bytes) = reader::read(path, profile, &mut taker)?;
        self.files.push(SourceFile { name, sha256, size_bytes });
        Ok(())
    }

    /// What a header says that concerns all files.
    fn found(&mut self, columns: &FileColumns<'a>) -> Result<(), ImportError> {
        let space = &columns.key.space;
        if self.key_space.get_or_insert_with(|| space.clone()) != space {
            return Err(ImportError::KeySpaces {
                first: self.key_space.clone().unwrap_or_default(),
                second: space.clone(),
            });
        }
        if self.columns.key.is_empty() {
            self.columns.key.clone_from(&columns.names[columns.key_at]);
        }
        self.columns.total = self.columns.total.max(u32::try_from(columns.names.len()).unwrap_or(u32::MAX));
        for name in &columns.ignored {
            if !self.columns.ignored.contains(name) {
                self.columns.ignored.push(name.clone());
            }
        }
        for table in &columns.tables {
            if !self.tables.contains(&table.table) {
                self.tables.push(table.table);
            }
        }
        Ok(())
    }

    fn progress(&self) -> Progress {
        Progress { rows: self.rows, bytes: self.bytes, bytes_total: self.bytes_total, people_written: 0 }
    }

    fn finish(
        mut self,
        sorter: RecordSorter<'_>,
        disk: &Disk,
        folder: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Manifest, ImportError> {
        check::surely_wrong(&self.tally, self.rows)?;
        self.problems.sort();
        let rejected = self.problems.len() as u64;
        accept(rejected, self.rows, self.request.accept_faulty, &mut self.problems)?;
        let as_of = self.as_of()?;
        let mut tables: Vec<Table> = self.tables.iter().map(|table| table.rows.table()).collect();
        tables.sort_unstable();
        tables.dedup();
        let (mut summaries, places) = self.summaries(&tables, as_of)?;
        let kinds = summaries.iter().find(|summary| summary.table == Table::Amount.name());
        let mut writer = Writer::create(disk, folder, &tables, kinds.map_or(0, |summary| summary.names.len()))?;
        let mut counts = Counts::default();
        let mut shown = self.progress();
        sorter.finish(|records| {
            let Some(pseudonym) = records.first().map(|record| record.pseudonym) else { return Ok(()) };
            let facts = person::facts(records, self.request.profile.duplicates, &places, &mut counts);
            writer.person(pseudonym, &facts)?;
            if writer.people().is_multiple_of(16_384) {
                shown.people_written = u64::from(writer.people());
                progress(shown);
            }
            Ok(())
        })?;
        let written = writer.finish()?;
        shown.people_written = u64::from(written.people);
        progress(shown);
        for (summary, rows) in summaries.iter_mut().zip(&written.rows) {
            summary.rows = *rows;
            if summary.table == Table::Amount.name() && *rows > 0 {
                summary.mean_amount = i64::try_from(counts.amounts_sum / u128::from(*rows)).ok();
            }
        }
        let events = EventSummary {
            tables: summaries,
            dropped_rows: self.dropped,
            duplicate_rows: counts.duplicate_rows,
            anonymous_people: counts.anonymous_people,
            anonymous_rows: self.tally.anonymous_rows,
            overlapping_stays: counts.overlapping_stays,
            open_stays: counts.open_stays,
            zero_sums: counts.zero_sums,
        };
        self.manifest(as_of, events, counts, written)
    }

    /// The day to which the data reach.
    fn as_of(&self) -> Result<Date, ImportError> {
        let Dates { edition, as_of, as_of_is_stated, .. } = self.dates;
        let latest = self.tally.last_begin.map(day);
        if let Some(latest) = latest.filter(|latest| *latest > edition.last_day()) {
            return Err(ImportError::EditionBeforeDay { edition, day: latest });
        }
        if as_of_is_stated {
            return match latest.filter(|latest| *latest > as_of) {
                Some(day) => Err(ImportError::AsOfBeforeData { as_of, day }),
                None => Ok(as_of),
            };
        }
        let periods_only = self.tables.iter().all(|table| matches!(table.rows, Rows::Amount | Rows::StudyMonth));
        let end = self.tally.last_end.map(|end| day(end - 1));
        Ok(match (periods_only, end) {
            (true, Some(end)) => end,
            _ => latest.map_or(as_of, |latest| latest.max(as_of)),
        })
    }

    /// What each table covers, and where each name stands in it.
    fn summaries(&mut self, tables: &[Table], as_of: Date) -> Result<(Vec<TableSummary>, Places), ImportError> {
        for table in &self.tables {
            let figures = table.figures.iter().map(|figure| &figure.kind);
            let net = table.net.iter().map(|net| &net.kind);
            let names = self.names.of(table.rows);
            for name in figures.chain(net).chain(&table.covers) {
                names.number(name, "")?;
            }
        }
        let stated = self.dates.covers_from;
        // Of spells, whoever left before the extract begins is not in it: its first departure is the first sure day.
        let first = if self.tally.has_spells { self.tally.first_end } else { self.tally.first };
        let from = stated.unwrap_or_else(|| first.map_or(as_of, day).min(as_of));
        let from_is = if stated.is_some() { Covered::Stated } else { Covered::FirstRow };
        let period = self.tables.iter().find_map(|table| match table.rows {
            Rows::Service => Some(virkning_measure::AmountPeriod::Month),
            _ => table.period,
        });
        let mut places = Places::default();
        let mut summaries = Vec::new();
        for table in tables {
            let (of, unlisted) = match table {
                Table::Stay => (&mut places.stays, &self.names.stays),
                Table::Study => (&mut places.studies, &self.names.studies),
                Table::Observation => (&mut places.observations, &self.names.observations),
                _ => (&mut places.amounts, &self.names.amounts),
            };
            let (names, numbers) = unlisted.sorted();
            *of = numbers;
            let (items, numbers) = self.names.items.sorted();
            let is_amount = *table == Table::Amount;
            if is_amount {
                places.items = numbers;
            }
            summaries.push(TableSummary {
                table: table.name().to_owned(),
                rows: 0,
                from,
                to: as_of,
                from_is,
                names,
                items: if is_amount { items } else { Vec::new() },
                period: period.filter(|_| is_amount),
                mean_amount: None,
                unlisted: unlisted.unlisted.iter().cloned().collect(),
            });
        }
        Ok((summaries, places))
    }

    fn manifest(
        self,
        as_of: Date,
        events: EventSummary,
        counts: Counts,
        written: write::Written,
    ) -> Result<Manifest, ImportError> {
        let Self { request, dates, tally, problems, rows, .. } = self;
        let (profile, edition) = (request.profile, dates.edition);
        let key_space = self.key_space.unwrap_or_default();
        let content_hash = content_hash(&profile.source, edition, as_of, &key_space, &events, written.content);
        let snapshot = SnapshotId::new(format!("{}-{edition}-{}", profile.source, content_hash.short()));
        let amounts_scan = match written.amounts {
            Some((path, writer)) => {
                let part = writer.finish(&content_hash).map_err(at(&path))?;
                if part.is_none() {
                    std::fs::remove_file(&path).map_err(at(&path))?;
                }
                part
            }
            None => None,
        };
        let rejected = problems.len() as u64;
        let ignored = events.dropped_rows + events.duplicate_rows;
        let mut manifest = Manifest {
            format: FORMAT,
            snapshot: snapshot.expect("small letters, digits and hyphens by the profile"),
            content_hash,
            source: profile.source.clone(),
            edition,
            as_of,
            synthetic: self.synthetic,
            made_by: self.made_by,
            profile: profile.name.clone(),
            profile_hash: profile.hash.clone(),
            code_list: String::new(),
            code_list_hash: ContentHash::from_bytes(Sha256::digest([]).into()),
            key_space,
            files: self.files,
            columns: self.columns,
            rows,
            accepted: rows - rejected - ignored,
            rejected,
            ignored,
            problems,
            people: written.people,
            week_runs: 0,
            job_runs: 0,
            unknown_codes: Vec::new(),
            events: Some(events),
            findings: Vec::new(),
            parts: written.parts,
            scan: None,
            amounts_scan,
        };
        manifest.findings = check::findings(&tally, &counts, &manifest, request.destination);
        Ok(manifest)
    }
}

/// The hash of everything that decides an answer: the same rows in another order, with other line ends or split over other
/// files give the same.
pub(crate) fn content_hash(
    source: &str,
    edition: Month,
    as_of: Date,
    key_space: &str,
    events: &EventSummary,
    people: Sha256,
) -> ContentHash {
    let mut content = Sha256::new();
    content.update(format!("virkning events {FORMAT}\n{source} {edition} {as_of} {key_space}\n").as_bytes());
    for table in &events.tables {
        content.update(table.content().as_bytes());
    }
    content.update(people.finalize());
    ContentHash::from_bytes(content.finalize().into())
}

/// Takes the rows of one file.
struct FileTaker<'r, 'a, 's> {
    reading: &'r mut Reading<'a>,
    number: usize,
    name: &'r str,
    columns: Option<FileColumns<'a>>,
    facts: Vec<Record>,
    pseudonyms: Option<(Pseudonyms, Pseudonyms)>,
    sorter: &'r mut RecordSorter<'s>,
    progress: &'r mut dyn FnMut(Progress),
}

impl Taker for FileTaker<'_, '_, '_> {
    fn header(&mut self, names: Vec<String>) -> Result<(), ImportError> {
        let columns = FileColumns::find(names, self.reading.request.profile)?;
        self.reading.found(&columns)?;
        let (key, space) = (self.reading.request.key, &columns.key.space);
        self.pseudonyms = Some((key.pseudonyms(space), key.pseudonyms(&format!("{space}-anonymous"))));
        self.columns = Some(columns);
        Ok(())
    }

    fn row(&mut self, cells: &[String], line: u64) -> Result<(), ImportError> {
        let (Some(columns), Some(pseudonyms)) = (&self.columns, &self.pseudonyms) else {
            return Err(ImportError::Empty);
        };
        let reading = &mut *self.reading;
        reading.rows += 1;
        let cut = reading.dates.as_of.saturating_add(1.days());
        let mut reader = RowReader::new(
            reading.request.profile,
            columns,
            &mut reading.names,
            &mut reading.tally,
            (&pseudonyms.0, &pseudonyms.1),
            (reading.synthetic, cut),
            (u16::try_from(self.number).map_err(|_| ImportError::TooLarge)?, self.name),
        );
        self.facts.clear();
        match reader.read(cells, line, &mut self.facts) {
            Ok(Read::Dropped) => reading.dropped += 1,
            Ok(Read::Facts) => self.facts.drain(..).try_for_each(|fact| self.sorter.add(fact))?,
            Err(Stop::Import(error)) => return Err(error),
            Err(Stop::Row(problem)) => {
                reading.problems.push(problem);
                if reading.problems.len() > FAULTY_ROWS_MAX {
                    let problems = std::mem::take(&mut reading.problems);
                    return Err(ImportError::TooManyFaulty { problems });
                }
            }
        }
        Ok(())
    }

    fn read(&mut self, bytes: u64) -> Result<(), ImportError> {
        self.reading.bytes += bytes;
        (self.progress)(self.reading.progress());
        match self.reading.request.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            true => Err(ImportError::Io {
                path: self.reading.request.files[self.number].clone(),
                source: std::io::ErrorKind::ConnectionAborted.into(),
            }),
            false => Ok(()),
        }
    }
}
