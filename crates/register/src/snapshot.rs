//! Reading a snapshot: its manifest, the proof of its files, and its spells as owned columns for the measures. Snapshots
//! are made by [`crate::import`] and never changed.

use std::convert::Infallible;
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_measure::{Columns, Coverage, NO_RATIO};
use virkning_model::expression::Table;
use virkning_model::id::ContentHash;

use crate::batch::{self, Batch};
use crate::events::{self, LoadedEvents};
use crate::import::{
    Disk, JOBS, JOBS_SCHEMA, JobRun, Output, PEOPLE, PEOPLE_SCHEMA, Person, WEEKS, WEEKS_SCHEMA, WeekRun,
    encode_content,
};
use crate::key::Pseudonym;
use crate::manifest::{FORMAT, Manifest, PartFile, content_head};
use crate::scan::{AMOUNTS_SCAN, AmountScan, AmountsWriter, CHUNK_PEOPLE, Months, SCAN, Scan, ScanWriter};

mod estimated;
mod joined;
mod linked;
mod pieces;

/// Why a snapshot cannot be used.
#[derive(Debug)]
pub enum SnapshotError {
    /// The operating system refused.
    Io {
        /// What was read.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// The manifest cannot be read.
    Manifest {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// The snapshot was written in another format.
    Format {
        /// The file.
        path: PathBuf,
        /// The number of that format.
        format: u32,
    },
    /// A file is not the one that the manifest names.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file does not hold what a snapshot holds.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        damage: Damage,
    },
}

/// What is wrong with a file that passes for part of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The Parquet reader cannot read it; what it said.
    Unreadable(String),
    /// Other columns, or a value is missing.
    Columns,
    /// People or spells are not sorted, or overlap.
    Order,
    /// A spell of nobody, or a code, week or ratio that there is not.
    Value,
    /// The manifest states other counts, another content hash, or another identifier than its files have.
    Content,
    /// The 1,024 bytes of the scan file from this place on are not those that were written.
    Bytes(u64),
}

impl Damage {
    /// The word by which messages choose their text.
    fn name(&self) -> &'static str {
        match self {
            Damage::Unreadable(_) => "unreadable",
            Damage::Columns => "columns",
            Damage::Order => "order",
            Damage::Value => "value",
            Damage::Content => "content",
            Damage::Bytes(_) => "bytes",
        }
    }
}

impl SnapshotError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            SnapshotError::Io { .. } => "R131",
            SnapshotError::Manifest { .. } => "R132",
            SnapshotError::Format { .. } => "R133",
            SnapshotError::Changed { .. } => "R134",
            SnapshotError::Damaged { .. } => "R135",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let shown = |path: &PathBuf| path.display().to_string();
        match self {
            SnapshotError::Io { path, source } => vec![("path", shown(path)), ("reason", source.to_string())],
            SnapshotError::Manifest { path, reason } => vec![("path", shown(path)), ("reason", reason.clone())],
            SnapshotError::Damaged { path, damage } => {
                let at = if let Damage::Bytes(at) = damage { at.to_string() } else { String::new() };
                vec![("path", shown(path)), ("damage", damage.name().to_owned()), ("at", at)]
            }
            SnapshotError::Format { path, format } => vec![("path", shown(path)), ("format", format.to_string())],
            SnapshotError::Changed { path } => vec![("path", shown(path))],
        }
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())?;
        match self {
            SnapshotError::Damaged { damage: Damage::Unreadable(said), .. } => write!(f, " {said}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for SnapshotError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SnapshotError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A snapshot in its folder.
#[derive(Clone, Debug)]
pub struct Snapshot {
    folder: PathBuf,
    manifest: Manifest,
}

impl Snapshot {
    /// Opens a snapshot: reads its manifest and looks whether its files are there with their stated sizes.
    pub fn open(folder: &Path) -> Result<Self, SnapshotError> {
        let path = folder.join("manifest.json");
        let text = std::fs::read(&path).map_err(at(&path))?;
        let unreadable =
            |error: serde_json::Error| SnapshotError::Manifest { path: path.clone(), reason: error.to_string() };
        // The format first: another one may have other fields.
        let format: OnlyFormat = serde_json::from_slice(&text).map_err(unreadable)?;
        if format.format != FORMAT {
            return Err(SnapshotError::Format { path, format: format.format });
        }
        let manifest: Manifest = serde_json::from_slice(&text).map_err(unreadable)?;
        let snapshot = Self { folder: folder.to_owned(), manifest };
        for name in snapshot.file_names() {
            let (path, part) = snapshot.part(name)?;
            let size_bytes = std::fs::metadata(&path).map_err(at(&path))?.len();
            if size_bytes != part.size_bytes {
                return Err(SnapshotError::Changed { path });
            }
        }
        Ok(snapshot)
    }

    /// One whose files are there and whose manifest has not been written yet.
    pub(crate) fn unnamed(folder: &Path, manifest: &Manifest) -> Self {
        Self { folder: folder.to_owned(), manifest: manifest.clone() }
    }

    /// The first people in the order of pseudonyms, at most so many.
    pub(crate) fn first_people(&self, most: usize) -> Result<Vec<Pseudonym>, SnapshotError> {
        let mut people = self.pseudonyms()?;
        people.truncate(most);
        Ok(people)
    }

    /// Every snapshot under a folder, sorted by source, edition and identifier. Unfinished imports are passed over.
    pub fn list(destination: &Path) -> Result<Vec<Snapshot>, SnapshotError> {
        let mut snapshots = Vec::new();
        let entries = match std::fs::read_dir(destination) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(snapshots),
            Err(error) => return Err(at(destination)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(at(destination))?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if !hidden && entry.path().is_dir() {
                snapshots.push(Self::open(&entry.path())?);
            }
        }
        snapshots.sort_by_key(|snapshot| {
            let manifest = snapshot.manifest();
            (manifest.source.clone(), manifest.edition, manifest.snapshot.clone())
        });
        Ok(snapshots)
    }

    /// What it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Recomputes every hash: of each file, and the content hash from all spells; of the scan file, where there is one,
    /// every hash, and the content hash from its spells.
    pub fn verify(&self) -> Result<(), SnapshotError> {
        let loaded = self.load()?;
        self.verify_content(&loaded)?;
        if let Some(scan) = AmountScan::open(&self.folder, &self.manifest)? {
            self.verify_amounts(&scan, &loaded)?;
        }
        let Some(scan) = Scan::open(&self.folder, &self.manifest)? else { return Ok(()) };
        scan.verify()?;
        let everyone: Vec<u32> = (0..scan.people()).collect();
        let scanned = self.load_scanned(&scan, &everyone)?;
        match self.verify_content(&scanned) {
            Err(SnapshotError::Damaged { damage, .. }) => Err(damaged(&self.folder.join(SCAN), damage)),
            verified => verified,
        }
    }

    /// The file of amounts must have everybody's amounts, and nothing else.
    fn verify_amounts(&self, scan: &AmountScan, loaded: &Loaded) -> Result<(), SnapshotError> {
        scan.verify()?;
        let rows = scan.rows_of(loaded.pseudonyms())?;
        if !rows.into_iter().eq((0..loaded.pseudonyms().len() as u32).map(Some)) {
            return Err(damaged(&self.folder.join(AMOUNTS_SCAN), Damage::Content));
        }
        let columns = loaded.columns();
        scan.each(|person, found| {
            // Kind by kind, each in the order of the table.
            let mut expected = columns.person(person as usize).amounts.to_vec();
            expected.sort_by_key(|amount| amount.kind);
            if expected == found { Ok(()) } else { Err(Damage::Content) }
        })
    }

    fn verify_content(&self, loaded: &Loaded) -> Result<(), SnapshotError> {
        let manifest = &self.manifest;
        let path = self.folder.join("manifest.json");
        let counts = (manifest.people as usize, manifest.week_runs as usize, manifest.job_runs as usize);
        let of_events = manifest.events.iter().flat_map(|events| &events.tables);
        if counts != (loaded.pseudonyms.len(), loaded.week_code.len(), loaded.job_ratio.len())
            || of_events.map(|table| table.rows).sum::<u64>() != loaded.events.rows()
        {
            return Err(damaged(&path, Damage::Content));
        }
        if loaded.content_hash(manifest) != manifest.content_hash {
            return Err(damaged(&path, Damage::Content));
        }
        let named = format!("{}-{}-{}", manifest.source, manifest.edition, manifest.content_hash.short());
        if manifest.snapshot.as_str() != named {
            return Err(damaged(&path, Damage::Content));
        }
        Ok(())
    }

    /// Proves each file by its hash.
    pub fn verify_files(&self) -> Result<(), SnapshotError> {
        self.file_names().into_iter().try_for_each(|name| self.proved(name).map(|_| ()))
    }

    /// The files that a snapshot of its kind has.
    fn file_names(&self) -> Vec<&'static str> {
        match &self.manifest.events {
            None => vec![PEOPLE, WEEKS, JOBS],
            Some(_) => std::iter::once(PEOPLE).chain(self.event_files().map(|(_, name, _)| name)).collect(),
        }
    }

    /// Its tables of events with the name and the schema of their files.
    fn event_files(&self) -> impl Iterator<Item = (Table, &'static str, &'static str)> {
        let events = self.manifest.events.as_ref();
        let tables =
            Table::ALL.into_iter().filter(move |table| events.is_some_and(|events| events.table(*table).is_some()));
        tables.filter_map(|table| events::file_of(table).map(|(name, schema)| (table, name, schema)))
    }

    /// Loads everyone. The files are proved by their hashes before anything of them is used.
    pub fn load(&self) -> Result<Loaded, SnapshotError> {
        let pseudonyms = self.pseudonyms()?;
        let everyone = pseudonyms.len();
        self.load_rows(pseudonyms, everyone, None, Proof::Needed)
    }

    /// Loads only these people; who is not in the extract has no row. Where there is a scan file, nothing is read of
    /// anybody else.
    pub fn load_people(&self, people: &[Pseudonym]) -> Result<Loaded, SnapshotError> {
        if let Some(scan) = Scan::open(&self.folder, &self.manifest)? {
            let mut rows: Vec<u32> = scan.rows_of(people)?.into_iter().flatten().collect();
            rows.sort_unstable();
            rows.dedup();
            return self.load_scanned(&scan, &rows);
        }
        let everyone = self.pseudonyms()?;
        let rows = people.iter().filter_map(|person| everyone.binary_search(person).ok());
        let mut rows: Vec<u32> = rows.filter_map(|row| u32::try_from(row).ok()).collect();
        rows.sort_unstable();
        rows.dedup();
        let pseudonyms = rows.iter().map(|row| everyone[*row as usize]).collect();
        self.load_rows(pseudonyms, everyone.len(), Some(&rows), Proof::Needed)
    }

    /// The scan file, for questions to the whole snapshot. A snapshot without one gets it now, from its Parquet files.
    pub fn scan(&self) -> Result<Scan, SnapshotError> {
        if let Some(scan) = Scan::open(&self.folder, &self.manifest)? {
            return Ok(scan);
        }
        self.make_scan()?;
        Scan::open(&self.folder, &self.manifest)?.ok_or_else(|| damaged(&self.folder.join(SCAN), Damage::Content))
    }

    /// The file of amounts, for questions about them to the whole snapshot; nothing where there are no amounts, or they lie too
    /// far apart. A snapshot without one gets it now, from its Parquet file.
    pub fn amounts_scan(&self) -> Result<Option<AmountScan>, SnapshotError> {
        let kinds = self.manifest.events.as_ref().and_then(|events| events.table(Table::Amount));
        let Some(kinds) = kinds.map(|summary| summary.names.len()) else { return Ok(None) };
        if let Some(scan) = AmountScan::open(&self.folder, &self.manifest)? {
            return Ok(Some(scan));
        }
        self.make_amounts_scan(kinds)?;
        AmountScan::open(&self.folder, &self.manifest)
    }

    fn make_amounts_scan(&self, kinds: usize) -> Result<(), SnapshotError> {
        let loaded = self.load()?;
        let columns = loaded.columns();
        self.make_derived(AMOUNTS_SCAN, self.manifest.amounts_scan.as_ref(), |output, path| {
            let mut writer = AmountsWriter::new(output, kinds);
            for (row, pseudonym) in loaded.pseudonyms().iter().enumerate() {
                let amounts = columns.person(row).amounts.iter();
                let amounts: Vec<_> = amounts.map(|sum| (sum.day, sum.kind, sum.item, sum.minor_units)).collect();
                writer.person(*pseudonym, &amounts).map_err(at(path))?;
            }
            writer.finish(&self.manifest.content_hash).map_err(at(path))
        })
    }

    /// Makes a file that holds what the Parquet files hold, in another order; it must be the one that the manifest names, if
    /// it names one. Where nothing came of it nothing is kept.
    fn make_derived(
        &self,
        name: &str,
        vouched: Option<&PartFile>,
        write: impl FnOnce(Output, &Path) -> Result<Option<PartFile>, SnapshotError>,
    ) -> Result<(), SnapshotError> {
        let path = self.folder.join(name);
        // Two processes may be at it at the same time; both write the same bytes, and the later name stays.
        let unfinished = self.folder.join(format!(".{name}-{}", std::process::id()));
        let _ = std::fs::remove_file(&unfinished);
        let disk = Disk::default();
        let part = write(disk.create_unhashed(&unfinished).map_err(at(&unfinished))?, &unfinished)?;
        if vouched.is_some_and(|vouched| part.as_ref().map(|part| &part.sha256) != Some(&vouched.sha256)) {
            let _ = std::fs::remove_file(&unfinished);
            return Err(damaged(&self.folder.join("manifest.json"), Damage::Content));
        }
        if part.is_none() {
            return std::fs::remove_file(&unfinished).map_err(at(&unfinished));
        }
        disk.rename(&unfinished, &path).and_then(|()| disk.sync_folder(&self.folder)).map_err(at(&path))
    }

    /// Makes the scan file out of the Parquet files, some people at a time.
    fn make_scan(&self) -> Result<(), SnapshotError> {
        self.verify_files()?;
        self.make_derived(SCAN, self.manifest.scan.as_ref(), |output, path| {
            let mut writer = ScanWriter::new(output, Months::of(&self.manifest.columns));
            let pseudonyms = self.pseudonyms()?;
            let everyone: Vec<u32> = (0..self.manifest.people).collect();
            for (rows, people) in everyone.chunks(CHUNK_PEOPLE).zip(pseudonyms.chunks(CHUNK_PEOPLE)) {
                let loaded = self.load_rows(people.to_vec(), pseudonyms.len(), Some(rows), Proof::Given)?;
                loaded.each(|person| writer.person(person.pseudonym, person.weeks, person.jobs)).map_err(at(path))?;
            }
            writer.finish(&self.manifest.content_hash).map_err(at(path))
        })
    }

    /// These rows of the scan file, which are sorted.
    pub(crate) fn load_scanned(&self, scan: &Scan, rows: &[u32]) -> Result<Loaded, SnapshotError> {
        let mut loaded = Loaded { coverage: self.manifest.columns.coverage(), ..Loaded::default() };
        loaded.pseudonyms = scan.pseudonyms(rows)?;
        loaded.week_offsets.push(0);
        loaded.job_offsets.push(0);
        scan.spells(rows, |spells| {
            loaded.week_start.extend_from_slice(&spells.week_start);
            loaded.week_end.extend_from_slice(&spells.week_end);
            loaded.week_code.extend_from_slice(&spells.week_code);
            loaded.job_start.extend_from_slice(&spells.job_start);
            loaded.job_end.extend_from_slice(&spells.job_end);
            loaded.job_ratio.extend_from_slice(&spells.job_ratio);
            loaded.job_industry.extend_from_slice(&spells.job_industry);
            let reached = |length: usize| u32::try_from(length).map_err(|_| Damage::Content);
            loaded.week_offsets.push(reached(loaded.week_code.len())?);
            loaded.job_offsets.push(reached(loaded.job_ratio.len())?);
            Ok(())
        })?;
        Ok(loaded)
    }

    fn load_rows(
        &self,
        pseudonyms: Vec<Pseudonym>,
        people: usize,
        wanted: Option<&[u32]>,
        proof: Proof,
    ) -> Result<Loaded, SnapshotError> {
        let mut loaded = Loaded { coverage: self.manifest.coverage(), ..Loaded::default() };
        if let Some(summary) = &self.manifest.events {
            for (table, name, schema) in self.event_files() {
                let mut order = Spells::new(people, wanted);
                self.read(name, schema, wanted, proof, |batch| {
                    loaded.events.take(table, summary, batch, &mut |person| order.take_row(person))
                })?;
                loaded.events.set_offsets(table, order.offsets(pseudonyms.len()));
            }
            loaded.pseudonyms = pseudonyms;
            return Ok(loaded);
        }
        let mut spells = Spells::new(people, wanted);
        self.read(WEEKS, WEEKS_SCHEMA, wanted, proof, |batch| loaded.take_weeks(batch, &mut spells))?;
        loaded.week_offsets = spells.offsets(pseudonyms.len());
        let mut spells = Spells::new(people, wanted);
        self.read(JOBS, JOBS_SCHEMA, wanted, proof, |batch| loaded.take_jobs(batch, &mut spells))?;
        loaded.job_offsets = spells.offsets(pseudonyms.len());
        loaded.pseudonyms = pseudonyms;
        Ok(loaded)
    }

    fn pseudonyms(&self) -> Result<Vec<Pseudonym>, SnapshotError> {
        let mut pseudonyms: Vec<Pseudonym> = Vec::new();
        self.read(PEOPLE, PEOPLE_SCHEMA, None, Proof::Needed, |batch| {
            for value in batch.bytes(0)? {
                let pseudonym = Pseudonym::from_bytes(value.data().try_into().map_err(|_| Damage::Columns)?);
                if pseudonyms.last().is_some_and(|last| *last >= pseudonym) {
                    return Err(Damage::Order);
                }
                pseudonyms.push(pseudonym);
            }
            Ok(())
        })?;
        Ok(pseudonyms)
    }

    fn part(&self, name: &str) -> Result<(PathBuf, &PartFile), SnapshotError> {
        let part = self.manifest.parts.iter().find(|part| part.name == name);
        let missing = || damaged(&self.folder.join("manifest.json"), Damage::Content);
        Ok((self.folder.join(name), part.ok_or_else(missing)?))
    }

    /// A file as it is.
    fn opened(&self, name: &str) -> Result<(PathBuf, File), SnapshotError> {
        let path = self.folder.join(name);
        let file = File::open(&path).map_err(at(&path))?;
        Ok((path, file))
    }

    /// A file whose hash is the stated one.
    fn proved(&self, name: &str) -> Result<(PathBuf, File), SnapshotError> {
        let (path, part) = self.part(name)?;
        let mut file = File::open(&path).map_err(at(&path))?;
        let mut hash = Sha256::new();
        let mut bytes = vec![0; 256 * 1024];
        loop {
            match file.read(&mut bytes).map_err(at(&path))? {
                0 => break,
                read => hash.update(&bytes[..read]),
            }
        }
        if ContentHash::from_bytes(hash.finalize().into()) != part.sha256 {
            return Err(SnapshotError::Changed { path });
        }
        Ok((path, file))
    }

    /// Reads a file batch by batch. What is wrong with it becomes an error, also where the Parquet reader would panic:
    /// the hash proves the file only to whoever trusts the manifest.
    fn read(
        &self,
        name: &str,
        schema: &str,
        wanted: Option<&[u32]>,
        proof: Proof,
        mut each: impl FnMut(&Batch) -> Result<(), Damage>,
    ) -> Result<(), SnapshotError> {
        let (path, file) = match proof {
            Proof::Needed => self.proved(name)?,
            Proof::Given => self.opened(name)?,
        };
        let read = AssertUnwindSafe(|| batch::read(file, schema, wanted, &mut each));
        let result = std::panic::catch_unwind(read).unwrap_or_else(|_| Err(Damage::Unreadable("panic".to_owned())));
        result.map_err(|damage| SnapshotError::Damaged { path, damage })
    }
}

/// Whether a file must still be proved by its hash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    Needed,
    /// It was, by the same call.
    Given,
}

#[derive(serde::Deserialize)]
struct OnlyFormat {
    format: u32,
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> SnapshotError + '_ {
    |source| SnapshotError::Io { path: path.to_owned(), source }
}

fn damaged(path: &Path, damage: Damage) -> SnapshotError {
    SnapshotError::Damaged { path: path.to_owned(), damage }
}

/// A week, month or code, which Parquet keeps in more bits than it has.
#[inline]
fn small(number: i32) -> Result<u16, Damage> {
    u16::try_from(number).map_err(|_| Damage::Value)
}

/// The order of spells while they are read: by person, then by time, without overlap. Wanted people get the numbers 0, 1 …
/// in the order of their rows.
struct Spells<'a> {
    people: usize,
    wanted: Option<&'a [u32]>,
    next_wanted: usize,
    latest: Option<(u32, u16)>,
    counts: Vec<u32>,
}

impl<'a> Spells<'a> {
    fn new(people: usize, wanted: Option<&'a [u32]>) -> Self {
        Self { people, wanted, next_wanted: 0, latest: None, counts: Vec::new() }
    }

    /// Checks a spell; says whether it is wanted.
    #[inline]
    fn take(&mut self, person: u32, start: u16, end: u16) -> Result<bool, Damage> {
        if person as usize >= self.people {
            return Err(Damage::Value);
        }
        if start >= end || self.latest.is_some_and(|latest| latest > (person, start)) {
            return Err(Damage::Order);
        }
        self.latest = Some((person, end));
        Ok(self.count(person))
    }

    /// Checks a row of a table whose rows need no order within a person; says whether it is wanted.
    fn take_row(&mut self, person: u32) -> Result<bool, Damage> {
        if person as usize >= self.people {
            return Err(Damage::Value);
        }
        if self.latest.is_some_and(|(latest, _)| latest > person) {
            return Err(Damage::Order);
        }
        self.latest = Some((person, 0));
        Ok(self.count(person))
    }

    /// Counts a row of a person who is wanted.
    fn count(&mut self, person: u32) -> bool {
        let place = match self.wanted {
            None => person as usize,
            Some(wanted) => {
                while wanted.get(self.next_wanted).is_some_and(|row| *row < person) {
                    self.next_wanted += 1;
                }
                if wanted.get(self.next_wanted) != Some(&person) {
                    return false;
                }
                self.next_wanted
            }
        };
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
        true
    }

    /// Where each person's spells begin, with one entry more than people.
    fn offsets(mut self, people: usize) -> Vec<u32> {
        self.counts.resize(people, 0);
        let mut offsets = Vec::with_capacity(people + 1);
        let mut sum = 0_u32;
        offsets.push(0);
        for count in self.counts {
            sum = sum.saturating_add(count);
            offsets.push(sum);
        }
        offsets
    }
}

/// Spells in memory, sorted by pseudonym.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pseudonyms: Vec<Pseudonym>,
    week_offsets: Vec<u32>,
    week_start: Vec<u16>,
    week_end: Vec<u16>,
    week_code: Vec<u16>,
    job_offsets: Vec<u32>,
    job_start: Vec<u16>,
    job_end: Vec<u16>,
    job_ratio: Vec<i32>,
    job_industry: Vec<u32>,
    events: LoadedEvents,
    coverage: Coverage,
}

impl Loaded {
    /// The spells as measures ask for them.
    pub fn columns(&self) -> Columns<'_> {
        self.events.columns(Columns {
            week_offsets: &self.week_offsets,
            week_start: &self.week_start,
            week_end: &self.week_end,
            week_code: &self.week_code,
            job_offsets: &self.job_offsets,
            job_start: &self.job_start,
            job_end: &self.job_end,
            job_ratio: &self.job_ratio,
            job_industry: &self.job_industry,
            ..Columns::default()
        })
    }

    /// Which weeks and months the extract has columns for.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The row of a person; nothing when the person is not in the extract.
    pub fn row_of(&self, pseudonym: &Pseudonym) -> Option<u32> {
        self.pseudonyms.binary_search(pseudonym).ok().and_then(|row| u32::try_from(row).ok())
    }

    fn take_weeks(&mut self, batch: &Batch, spells: &mut Spells<'_>) -> Result<(), Damage> {
        let (person, start) = (batch.numbers(0)?, batch.numbers(1)?);
        let (end, code) = (batch.numbers(2)?, batch.numbers(3)?);
        for row in 0..batch.rows() {
            let (start, end, code) = (small(start[row])?, small(end[row])?, small(code[row])?);
            if !(1..=999).contains(&code) || usize::from(end) > self.coverage.weeks.len() {
                return Err(Damage::Value);
            }
            if spells.take(person[row].cast_unsigned(), start, end)? {
                self.week_start.push(start);
                self.week_end.push(end);
                self.week_code.push(code);
            }
        }
        Ok(())
    }

    fn take_jobs(&mut self, batch: &Batch, spells: &mut Spells<'_>) -> Result<(), Damage> {
        let (person, start, end) = (batch.numbers(0)?, batch.numbers(1)?, batch.numbers(2)?);
        for (row, (ratio, industry)) in batch.optional(3)?.zip(batch.optional(4)?).enumerate() {
            let (start, end) = (small(start[row])?, small(end[row])?);
            let ratio = ratio.unwrap_or(NO_RATIO);
            let industry = industry.map_or(0, i32::cast_unsigned);
            if ratio != NO_RATIO && !(0..=10_000).contains(&ratio) || ratio == NO_RATIO && industry == 0 {
                return Err(Damage::Value);
            }
            if spells.take(person[row].cast_unsigned(), start, end)? {
                self.job_start.push(start);
                self.job_end.push(end);
                self.job_ratio.push(ratio);
                self.job_industry.push(industry);
            }
        }
        Ok(())
    }

    /// The content hash of these people, as the import makes it.
    fn content_hash(&self, manifest: &Manifest) -> ContentHash {
        let Manifest { source, edition, as_of, key_space, columns, .. } = manifest;
        if let Some(summary) = &manifest.events {
            let mut people = Sha256::new();
            let mut bytes = Vec::new();
            for (row, pseudonym) in self.pseudonyms.iter().enumerate() {
                bytes.clear();
                events::encode(*pseudonym, &self.events.facts(row), &mut bytes);
                people.update(Sha256::digest(&bytes));
            }
            return events::content_hash(source, *edition, *as_of, key_space, summary, people);
        }
        let mut content = Sha256::new();
        content.update(content_head(source, *edition, *as_of, key_space, columns).as_bytes());
        let mut bytes = Vec::new();
        let hashed: Result<(), Infallible> = self.each(|person| {
            bytes.clear();
            encode_content(&person, &mut bytes);
            content.update(Sha256::digest(&bytes));
            Ok(())
        });
        let Ok(()) = hashed;
        ContentHash::from_bytes(content.finalize().into())
    }

    /// Hands on person by person.
    fn each<E>(&self, mut each: impl FnMut(Person<'_>) -> Result<(), E>) -> Result<(), E> {
        let (mut weeks, mut jobs): (Vec<WeekRun>, Vec<JobRun>) = (Vec::new(), Vec::new());
        for (row, pseudonym) in self.pseudonyms.iter().enumerate() {
            let rows = self.columns().person(row);
            weeks.clear();
            weeks.extend((0..rows.week_code.len()).map(|at| WeekRun {
                start: rows.week_start[at],
                end: rows.week_end[at],
                code: rows.week_code[at],
            }));
            jobs.clear();
            jobs.extend((0..rows.job_ratio.len()).map(|at| JobRun {
                start: rows.job_start[at],
                end: rows.job_end[at],
                ratio: rows.job_ratio[at],
                industry: rows.job_industry[at],
            }));
            each(Person { pseudonym: *pseudonym, line: 0, weeks: &weeks, jobs: &jobs })?;
        }
        Ok(())
    }

    /// Everyone's pseudonym, by row.
    pub fn pseudonyms(&self) -> &[Pseudonym] {
        &self.pseudonyms
    }
}
