//! Import of a delivery: from a wide CSV file to an immutable snapshot, in constant memory. What a delivery looks like
//! stands in its profile; what is wrong with it in [`crate::problem`].
//!
//! ```text
//! bytes ─ blocks ─► rows ─ layout ─► spells per person ─ sorter ─► sorted by pseudonym ─ writer ─► snapshot folder
//! ```

mod blocks;
mod disk;
mod layout;
mod parse;
mod plausible;
mod row;
mod sas;
mod sorter;
mod table;
#[cfg(test)]
mod tests;
mod unknown;
mod write;

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use virkning_model::code_list::CodeList;
use virkning_model::id::{ContentHash, SnapshotId};
use virkning_model::period::{Month, Week};

use crate::codes;
use crate::import::layout::{Layout, edition_of};
use crate::import::parse::{Parsed, Parser};
use crate::import::sorter::Sorter;
use crate::import::unknown::UnknownCodes;
use crate::import::write::{Writer, Written};
use crate::key::InstallationKey;
use crate::manifest::{FORMAT, MadeBy, Manifest, SourceFile, content_head};
use crate::problem::{FAULTY_ROWS_MAX, ImportError, RowProblem};
use crate::profile::Profile;
use crate::snapshot::Snapshot;

pub(crate) use blocks::{BLOCK_BYTES, BlockError, Blocks};
pub(crate) use disk::{Disk, Output, at};
pub(crate) use parse::{check_encoding, header_names};
pub(crate) use row::{JobRun, WeekRun, row_end, split};
pub(crate) use sorter::{HELD_BYTES, Person, encode_content};
pub(crate) use table::{Column, Numbers, Table};
pub(crate) use write::{JOBS, JOBS_SCHEMA, PEOPLE, PEOPLE_SCHEMA, WEEKS, WEEKS_SCHEMA};

/// The folder in which a snapshot is made before it gets its name.
const UNFINISHED: &str = ".importing";

/// What is to be imported, and how.
#[derive(Clone, Copy, Debug)]
pub struct ImportRequest<'a> {
    /// The delivery.
    pub file: &'a Path,
    /// The folder in which each snapshot has a folder of its own.
    pub destination: &'a Path,
    /// How the delivery is written.
    pub profile: &'a Profile,
    /// By which unknown codes are counted.
    pub codes: &'a CodeList,
    /// Makes the pseudonyms.
    pub key: &'a InstallationKey,
    /// The month of delivery; else read from the file's name (`dream202502.csv`, `csvdream1511.csv`).
    pub edition: Option<Month>,
    /// The day to which the data reach; else the Sunday of the last week column.
    pub as_of: Option<Date>,
    /// Exactly so many faulty rows may be left out.
    pub accept_faulty: Option<u64>,
    /// The data are synthetic. A sidecar file (`<file>.meta.json`) may say so, too.
    pub synthetic: bool,
    /// Threads; all cores where nothing is said. The bytes written are the same for any number.
    pub threads: Option<usize>,
    /// How many bytes of memory the import may take, at least [`MEMORY_BYTES_MIN`]; [`MEMORY_BYTES`] where nothing else is
    /// said. What does not fit is sorted on the disk. The bytes written are the same for any number.
    pub memory_bytes: u64,
}

/// What an import may take where nothing else is said.
pub const MEMORY_BYTES: u64 = 2_000_000_000;

/// The least that an import can do with: blocks of the file for each of two threads, a group of rows of each table, and a
/// chunk of the scan file take about 300 MB; each further thread takes 16 MB more.
pub const MEMORY_BYTES_MIN: u64 = 400_000_000;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows read, faulty ones too.
    pub rows: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// People written, after everything has been read.
    pub people_written: u64,
}

/// What an import gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A new snapshot.
    New(Box<Manifest>),
    /// The same facts are there already, under this identifier.
    Already(SnapshotId),
}

/// Imports a delivery: text, or a SAS data set where the file's name ends in `.sas7bdat`. Either the whole snapshot is there afterwards, synced to disk, or nothing of it.
pub fn import(request: &ImportRequest<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Imported, ImportError> {
    if sas::is_sas(request.file) {
        return sas::import(request, progress);
    }
    let file = File::open(request.file).map_err(at(request.file))?;
    let bytes_total = file.metadata().map_err(at(request.file))?.len();
    import_stream(request, Box::new(file), bytes_total, progress)
}

/// As [`import`], from a stream under the name of the request's file; `bytes_total` is 0 where nobody knows how long it is.
pub fn import_stream(
    request: &ImportRequest<'_>,
    reader: Box<dyn Read + Send>,
    bytes_total: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    let held_bytes_max = held_bytes(request.memory_bytes)?;
    let disk = Disk::default();
    let input = Input { reader, bytes_total, disk, block_bytes: BLOCK_BYTES, held_bytes_max, file: None };
    import_from(request, input, progress)
}

/// How many bytes of spells may be held in that much memory: a third of what everything else leaves, for they are held
/// once, are ordered, and leave room that the allocator does not give back.
fn held_bytes(memory_bytes: u64) -> Result<usize, ImportError> {
    const EVERYTHING_ELSE: u64 = 300_000_000;
    if memory_bytes < MEMORY_BYTES_MIN {
        return Err(ImportError::MemoryTooSmall { given: memory_bytes, least: MEMORY_BYTES_MIN });
    }
    let held = (memory_bytes - EVERYTHING_ELSE) / 3;
    Ok(usize::try_from(held).unwrap_or(usize::MAX))
}

/// Where the bytes come from and how they are written; tests put failing ones here.
struct Input {
    reader: Box<dyn Read + Send>,
    bytes_total: u64,
    disk: Disk,
    block_bytes: usize,
    held_bytes_max: usize,
    /// The file as the manifest names it, where the bytes are not its own.
    file: Option<SourceFile>,
}

fn import_from(
    request: &ImportRequest<'_>,
    input: Input,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    in_unfinished(request.destination, &input.disk.clone(), |unfinished| {
        write_unfinished(request, input, unfinished, progress)
    })
}

/// Lets a snapshot be written in a folder of its own, and gives that its name when all of it is there. Afterwards nothing
/// of a failed import is left.
pub(crate) fn in_unfinished(
    destination: &Path,
    disk: &Disk,
    write: impl FnOnce(&Path) -> Result<Manifest, ImportError>,
) -> Result<Imported, ImportError> {
    std::fs::create_dir_all(destination).map_err(at(destination))?;
    // The lock ends with the process, however that ends.
    let lock = File::open(destination).map_err(at(destination))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => {
            return Err(ImportError::Busy { folder: destination.to_owned() });
        }
        Err(std::fs::TryLockError::Error(source)) => return Err(at(destination)(source)),
    }
    let unfinished = destination.join(UNFINISHED);
    // What an earlier import left when it was killed.
    remove_folder(&unfinished)?;
    let result = disk
        .create_folder(&unfinished)
        .map_err(at(&unfinished))
        .and_then(|()| keep(write(&unfinished)?, &unfinished, destination, disk));
    let removed = remove_folder(&unfinished);
    let imported = result?;
    removed?;
    Ok(imported)
}

fn remove_folder(path: &Path) -> Result<(), ImportError> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

/// Reads the delivery and writes all files of the snapshot but its manifest, which is the answer.
fn write_unfinished(
    request: &ImportRequest<'_>,
    input: Input,
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Manifest, ImportError> {
    let made_by = sidecar(request.file)?;
    let mut blocks = Blocks::new(input.reader, input.block_bytes, request.profile.separator, request.profile.quote);
    let header = blocks.header().map_err(|error| block_error(error, request.file, 1))?.ok_or(ImportError::Empty)?;
    let layout = Layout::new(parse::header(&header, request.profile)?, request.profile)?;
    let (edition, as_of) = dates(request, &layout)?;
    let content_head = content_head(&request.profile.source, edition, as_of, &layout.key.space, &layout.summary);

    let mut sorter = Sorter::new(&input.disk, folder, input.held_bytes_max);
    let parser = Parser::new(&layout, request.profile, request.key);
    let mut reading = Reading {
        request,
        bytes_total: input.bytes_total,
        file: input.file,
        hash: Sha256::new(),
        so_far: Parsed::default(),
    };
    reading.read(&header, blocks, &parser, &mut sorter, progress)?;

    let unknown = UnknownCodes::new(request.codes, layout.last_week);
    let mut writer = Writer::create(&input.disk, folder, &content_head, &layout.summary, unknown)?;
    let mut shown = reading.progress();
    sorter.finish(|person| {
        writer.person(person)?;
        if writer.people().is_multiple_of(16_384) {
            shown.people_written = u64::from(writer.people());
            progress(shown);
        }
        Ok(())
    })?;
    let written = writer.finish()?;
    shown.people_written = u64::from(written.people);
    progress(shown);
    let ratios = (written.ratio_max, written.ratios);
    let mut manifest = manifest(request, &layout, (edition, as_of), reading, written, made_by)?;
    manifest.findings = plausible::findings(&manifest, folder, request.destination, ratios)?;
    Ok(manifest)
}

/// Month of delivery and day to which the data reach.
fn dates(request: &ImportRequest<'_>, layout: &Layout) -> Result<(Month, Date), ImportError> {
    let name = file_name(request.file);
    let edition = request.edition.or_else(|| edition_of(&name)).ok_or(ImportError::NoEdition { file: name.clone() })?;
    let last = Week::from_number(i32::from(layout.last_week)).ok_or(ImportError::NoWeekColumns)?;
    if last.monday() > edition.last_day() {
        return Err(ImportError::EditionBeforeData { edition, last });
    }
    Ok((edition, request.as_of.unwrap_or(last.sunday())))
}

pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the file `<file>.meta.json` says, where there is one.
pub(crate) fn sidecar(file: &Path) -> Result<Option<MadeBy>, ImportError> {
    let mut path = file.as_os_str().to_owned();
    path.push(".meta.json");
    let path = PathBuf::from(path);
    match std::fs::read_to_string(&path) {
        Ok(text) => match serde_json::from_str(&text) {
            Ok(made_by) => Ok(Some(made_by)),
            Err(error) => Err(ImportError::Sidecar { path, reason: error.to_string() }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(ImportError::Sidecar { path, reason: error.to_string() })
        }
        Err(error) => Err(at(&path)(error)),
    }
}

pub(crate) fn block_error(error: BlockError, path: &Path, line: u64) -> ImportError {
    match error {
        BlockError::Io(source) => match source.get_ref().and_then(|inner| inner.downcast_ref::<sas::Unreadable>()) {
            Some(sas::Unreadable(reason)) => ImportError::Sas { path: path.to_owned(), reason: reason.clone() },
            None => at(path)(source),
        },
        BlockError::LineTooLong => ImportError::LineTooLong { line },
        BlockError::UnclosedQuote { lines } => ImportError::UnclosedQuote { line: line + lines as u64 },
    }
}

/// The reading of a file: blocks are read ahead, hashed and parsed side by side, and taken in their order.
struct Reading<'a> {
    request: &'a ImportRequest<'a>,
    bytes_total: u64,
    file: Option<SourceFile>,
    hash: Sha256,
    so_far: Parsed,
}

impl Reading<'_> {
    fn read(
        &mut self,
        header: &[u8],
        mut blocks: Blocks<Box<dyn Read + Send>>,
        parser: &Parser<'_>,
        sorter: &mut Sorter<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ImportError> {
        let path = self.request.file;
        let threads = self.request.threads.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| at(path)(io::Error::other(error)))?;
        let ahead = pool.current_num_threads() * 2;
        self.hash.update(header);
        self.so_far.lines = memchr::memchr_iter(b'\n', header).count().max(1) as u64;
        self.so_far.bytes = header.len() as u64;
        let mut current = next_blocks(&mut blocks, ahead);
        loop {
            let (ready, failed) = current;
            let last = ready.is_empty();
            let hash = &mut self.hash;
            let (next, (parsed, ())) = pool.install(|| {
                rayon::join(
                    || {
                        if failed.is_some() || last {
                            (Vec::new(), None)
                        } else {
                            next_blocks(&mut blocks, ahead)
                        }
                    },
                    || rayon::join(|| parser.blocks(&ready), || ready.iter().for_each(|block| hash.update(block))),
                )
            });
            for (parsed, block) in parsed.into_iter().zip(&ready) {
                self.take(parsed, block.len(), sorter)?;
            }
            progress(self.progress());
            if let Some(error) = failed {
                return Err(block_error(error, path, self.so_far.lines + 1));
            }
            if last {
                return Ok(());
            }
            current = next;
        }
    }

    /// Takes what a block held, in the order of the file.
    fn take(
        &mut self,
        parsed: Result<Parsed, ImportError>,
        bytes: usize,
        sorter: &mut Sorter<'_>,
    ) -> Result<(), ImportError> {
        let mut parsed = parsed.map_err(|error| error.shifted_by(self.so_far.lines))?;
        parsed.people.first_line = self.so_far.lines + 1;
        for problem in &mut parsed.problems {
            problem.line += self.so_far.lines;
        }
        self.so_far.lines += parsed.lines;
        self.so_far.rows += parsed.rows;
        self.so_far.bytes += bytes as u64;
        self.so_far.problems.append(&mut parsed.problems);
        if self.so_far.problems.len() > FAULTY_ROWS_MAX {
            return Err(ImportError::TooManyFaulty { problems: std::mem::take(&mut self.so_far.problems) });
        }
        sorter.add(parsed.people)
    }

    fn progress(&self) -> Progress {
        let Parsed { rows, bytes, .. } = self.so_far;
        Progress { rows, bytes, bytes_total: self.bytes_total, people_written: 0 }
    }
}

type Ahead = (Vec<Vec<u8>>, Option<BlockError>);

/// The next blocks, and what stopped them.
fn next_blocks(blocks: &mut Blocks<Box<dyn Read + Send>>, count: usize) -> Ahead {
    let mut ready = Vec::with_capacity(count);
    while ready.len() < count {
        match blocks.next() {
            Ok(Some(block)) => ready.push(block),
            Ok(None) => break,
            Err(error) => return (ready, Some(error)),
        }
    }
    (ready, None)
}

fn manifest(
    request: &ImportRequest<'_>,
    layout: &Layout,
    (edition, as_of): (Month, Date),
    reading: Reading<'_>,
    written: Written,
    made_by: Option<MadeBy>,
) -> Result<Manifest, ImportError> {
    let Written { content_hash, people, week_runs, job_runs, unknown_codes, duplicates, parts, scan, .. } = written;
    let Parsed { rows, bytes, mut problems, .. } = reading.so_far;
    problems.extend(duplicates);
    problems.sort();
    let rejected = problems.len() as u64;
    accept(rejected, rows, request.accept_faulty, &mut problems)?;
    let source = &request.profile.source;
    let snapshot = SnapshotId::new(format!("{source}-{edition}-{}", content_hash.short()));
    Ok(Manifest {
        format: FORMAT,
        snapshot: snapshot.expect("small letters, digits and hyphens by the profile"),
        content_hash,
        source: source.clone(),
        edition,
        as_of,
        synthetic: request.synthetic || made_by.as_ref().is_some_and(|made_by| made_by.synthetic),
        made_by,
        profile: request.profile.name.clone(),
        profile_hash: request.profile.hash.clone(),
        code_list: request.codes.edition.clone(),
        code_list_hash: codes::content_hash(request.codes),
        key_space: layout.key.space.clone(),
        files: vec![reading.file.unwrap_or_else(|| SourceFile {
            name: file_name(request.file),
            sha256: ContentHash::from_bytes(reading.hash.finalize().into()),
            size_bytes: bytes,
        })],
        columns: layout.summary.clone(),
        rows,
        accepted: rows - rejected,
        rejected,
        ignored: 0,
        problems,
        people,
        week_runs,
        job_runs,
        unknown_codes,
        events: None,
        findings: Vec::new(),
        parts,
        scan,
        amounts_scan: None,
    })
}

/// Faulty rows stop the import unless exactly that number of them was accepted beforehand.
pub(crate) fn accept(
    faulty: u64,
    rows: u64,
    accepted: Option<u64>,
    problems: &mut Vec<RowProblem>,
) -> Result<(), ImportError> {
    if faulty == accepted.unwrap_or(0) {
        return Ok(());
    }
    Err(ImportError::FaultyRows { faulty, accepted, rows, problems: std::mem::take(problems) })
}

/// Gives the finished folder its name, unless the same facts are there already.
fn keep(manifest: Manifest, unfinished: &Path, destination: &Path, disk: &Disk) -> Result<Imported, ImportError> {
    let folder = destination.join(manifest.snapshot.as_str());
    if folder.exists() {
        let same = Snapshot::open(&folder)
            .is_ok_and(|there| there.manifest().content_hash == manifest.content_hash && there.verify_files().is_ok());
        return match same {
            true => Ok(Imported::Already(manifest.snapshot)),
            false => Err(ImportError::SnapshotDamaged { snapshot: manifest.snapshot }),
        };
    }
    let path = unfinished.join("manifest.json");
    let mut text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other).map_err(at(&path))?;
    text.push(b'\n');
    let mut output = disk.create(&path).map_err(at(&path))?;
    output.write_all(&text).map_err(at(&path))?;
    output.finish().map_err(at(&path))?;
    disk.sync_folder(unfinished).map_err(at(unfinished))?;
    disk.rename(unfinished, &folder).map_err(at(&folder))?;
    if let Err(source) = disk.sync_folder(destination) {
        // The name may not have reached the disk: never success for what may be lost.
        remove_folder(&folder)?;
        return Err(at(destination)(source));
    }
    Ok(Imported::New(Box::new(manifest)))
}
