//! Reads a scan file. Whatever is read of it is proved first; nothing else of it is read.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use virkning_measure::NO_RATIO;
use virkning_model::id::ContentHash;
use virkning_model::period::Month;

use crate::key::Pseudonym;
use crate::manifest::Manifest;
use crate::scan::{
    ChunkPlace, FORMAT, Footer, HASH_BYTES, LEAF_BYTES, MAGIC, MIXED_NUMBERS, Months, NO_NUMBER, NO_RATIO_WRITTEN,
    PSEUDONYM_BYTES, Parts, SAMPLED_PEOPLE, SCAN, WEEKS_MAX,
};
use crate::snapshot::{Damage, SnapshotError};

/// A scan file that is open for questions, from any number of threads.
#[derive(Debug)]
pub struct Scan {
    path: PathBuf,
    file: File,
    footer: Footer,
    months: Months,
    samples: Vec<Pseudonym>,
    /// The first row of each chunk.
    first_rows: Vec<u32>,
    /// Hashes of blocks of hashes of leaves.
    second: Vec<u8>,
    /// Blocks of hashes of leaves, each proved when it is first needed.
    first: Vec<OnceLock<Vec<u8>>>,
}

/// Somebody whose code changes within a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// The row in the chunk.
    pub row: u32,
    /// The codes of the month's weeks, 0 for a blank one.
    pub codes: [u16; WEEKS_MAX],
    /// The ratio in ten-thousandths, or [`NO_RATIO`].
    pub ratio: i32,
}

/// Everything of one person, with room that is used again.
#[derive(Debug, Default)]
pub(crate) struct Spells {
    pub(crate) week_start: Vec<u16>,
    pub(crate) week_end: Vec<u16>,
    pub(crate) week_code: Vec<u16>,
    pub(crate) job_start: Vec<u16>,
    pub(crate) job_end: Vec<u16>,
    pub(crate) job_ratio: Vec<i32>,
    pub(crate) job_industry: Vec<u32>,
}

/// The state that stands for a [`Mixed`] one.
const MIXED: u16 = NO_NUMBER as u16;

impl Scan {
    /// Opens the scan file of a snapshot; nothing where it has none, or one of another format that nobody vouches for.
    pub(crate) fn open(folder: &Path, manifest: &Manifest) -> Result<Option<Self>, SnapshotError> {
        let path = folder.join(SCAN);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SnapshotError::Io { path, source }),
        };
        let changed = || SnapshotError::Changed { path: path.clone() };
        let (footer, hash, hashes_end) = footer(&file, &path)?;
        if manifest.scan.as_ref().is_some_and(|part| part.sha256 != hash) {
            return Err(changed());
        }
        let Ok(footer) = serde_json::from_slice::<Footer>(&footer) else { return Err(changed()) };
        if footer.format != FORMAT && manifest.scan.is_none() {
            return Ok(None);
        }
        if footer.content_hash != manifest.content_hash || footer.people != manifest.people {
            return Err(changed());
        }
        let leaves = footer.data_bytes / LEAF_BYTES as u64;
        let second_at = footer.data_bytes + leaves * HASH_BYTES as u64;
        let blocks = leaves.div_ceil((LEAF_BYTES / HASH_BYTES) as u64);
        if footer.data_bytes % LEAF_BYTES as u64 != 0 || second_at + blocks * HASH_BYTES as u64 != hashes_end {
            return Err(changed());
        }
        let mut second = vec![0; usize::try_from(blocks).map_err(|_| changed())? * HASH_BYTES];
        file.read_exact_at(&mut second, second_at)
            .map_err(|source| SnapshotError::Io { path: path.clone(), source })?;
        if ContentHash::from_bytes(Sha256::digest(&second).into()) != footer.hashes {
            return Err(changed());
        }
        let first = (0..blocks).map(|_| OnceLock::new()).collect();
        let months = Months::of(&manifest.columns);
        let mut next = 0_u32;
        let mut first_rows = Vec::with_capacity(footer.chunks.len());
        for chunk in &footer.chunks {
            first_rows.push(next);
            next = next.checked_add(chunk.people).ok_or_else(changed)?;
        }
        if next != footer.people {
            return Err(changed());
        }
        let mut scan = Self { path, file, footer, months, samples: Vec::new(), first_rows, second, first };
        scan.samples = scan.read_samples()?;
        Ok(Some(scan))
    }

    fn read_samples(&self) -> Result<Vec<Pseudonym>, SnapshotError> {
        let count = (self.footer.people as usize).div_ceil(SAMPLED_PEOPLE);
        let mut buffer = Vec::new();
        let bytes = self.read(self.footer.samples_at, count * PSEUDONYM_BYTES, &mut buffer)?;
        Ok(bytes
            .chunks_exact(PSEUDONYM_BYTES)
            .filter_map(|bytes| Some(Pseudonym::from_bytes(bytes.try_into().ok()?)))
            .collect())
    }

    /// How many chunks there are: the people of each have rows of their own, from 0, in the order of all rows.
    pub fn chunks(&self) -> usize {
        self.footer.chunks.len()
    }

    /// The rows, among all, of the people of a chunk.
    pub fn rows(&self, chunk: usize) -> Range<u32> {
        let first = self.first_rows[chunk];
        first..first + self.footer.chunks[chunk].people
    }

    /// How many people there are.
    pub fn people(&self) -> u32 {
        self.footer.people
    }

    /// The rows of people; nothing for who is not in the extract. Each leaf of pseudonyms is read once, however many of the
    /// people are in it.
    pub fn rows_of(&self, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        let leaves = self.samples.len();
        let leaf_of = |person: &Pseudonym| self.samples.partition_point(|sample| sample <= person);
        // Leaf 0 is before the first sample: nobody is there.
        let of_person: Vec<u32> = people.par_iter().with_min_len(1_024).map(|person| leaf_of(person) as u32).collect();
        let mut ends = vec![0_u32; leaves + 2];
        of_person.iter().for_each(|leaf| ends[*leaf as usize + 1] += 1);
        (1..ends.len()).for_each(|leaf| ends[leaf] += ends[leaf - 1]);
        let (mut next, mut order) = (ends.clone(), vec![0_u32; people.len()]);
        for (person, leaf) in (0_u32..).zip(&of_person) {
            let at = &mut next[*leaf as usize];
            order[*at as usize] = person;
            *at += 1;
        }
        let asked: Vec<usize> = (1..=leaves).filter(|leaf| ends[*leaf] < ends[leaf + 1]).collect();
        let found = asked.par_iter().with_min_len(8).map_init(Vec::new, |buffer, leaf| {
            let wanted = &order[ends[*leaf] as usize..ends[leaf + 1] as usize];
            let (first, known) = self.pseudonyms_of(leaf - 1, buffer)?;
            let row = |person: &u32| known.binary_search(people[*person as usize].as_bytes()).ok();
            Ok(wanted.iter().map(|person| row(person).map(|place| first + place as u32)).collect::<Vec<_>>())
        });
        let found: Vec<Vec<Option<u32>>> = found.collect::<Result<_, SnapshotError>>()?;
        let mut rows = vec![None; people.len()];
        let after_nobody = &order[ends[1] as usize..];
        for (person, row) in after_nobody.iter().zip(found.into_iter().flatten()) {
            rows[*person as usize] = row;
        }
        Ok(rows)
    }

    /// The pseudonyms from a sample on up to the next one, and the row of the first.
    fn pseudonyms_of<'b>(
        &self,
        sample: usize,
        buffer: &'b mut Vec<u8>,
    ) -> Result<(u32, &'b [[u8; PSEUDONYM_BYTES]]), SnapshotError> {
        let first = (sample * SAMPLED_PEOPLE) as u32;
        let (chunk, row) = self.chunk_of(first)?;
        let count = SAMPLED_PEOPLE.min((chunk.people - row) as usize);
        let at = chunk.at + u64::from(row) * PSEUDONYM_BYTES as u64;
        Ok((first, self.read(at, count * PSEUDONYM_BYTES, buffer)?.as_chunks().0))
    }

    /// The chunk of a row, and the row in it.
    fn chunk_of(&self, row: u32) -> Result<(&ChunkPlace, u32), SnapshotError> {
        let chunk = self.first_rows.partition_point(|first| *first <= row).checked_sub(1);
        let found = chunk.filter(|_| row < self.footer.people);
        let found = found.map(|chunk| (&self.footer.chunks[chunk], row - self.first_rows[chunk]));
        found.ok_or_else(|| self.damaged(Damage::Content))
    }

    /// The states of people of a chunk in a month, in the order of the rows given, which are sorted, or of everyone.
    /// What a state means [`Scan::code`] and [`Scan::ratio`] say. A month outside the extract has no states.
    pub fn states(
        &self,
        chunk: usize,
        month: Month,
        rows: Option<&[u32]>,
        states: &mut Vec<u16>,
    ) -> Result<(), SnapshotError> {
        states.clear();
        let chunk = &self.footer.chunks[chunk];
        let Some(place) = self.months.place(virkning_measure::month_number(month)) else {
            states.resize(rows.map_or(chunk.people as usize, <[u32]>::len), 0);
            return Ok(());
        };
        let width = self.months.width(place);
        let people = chunk.people as usize;
        let at = chunk.parts(&self.months).months + (people * self.months.bytes_before(place)) as u64;
        let mut buffer = Vec::new();
        match rows {
            // A few rows: only the leaves that they are in.
            Some(rows) if rows.len() * LEAF_BYTES < people * width => {
                let mut next = 0;
                while let Some(first) = rows.get(next) {
                    let leaf = |row: u32| (at + u64::from(row) * width as u64) / LEAF_BYTES as u64;
                    let same = rows[next..].partition_point(|row| leaf(*row) == leaf(*first));
                    let (first, last) = (*first as usize, rows[next + same - 1] as usize);
                    let bytes = self.read(at + (first * width) as u64, (last - first + 1) * width, &mut buffer)?;
                    let found = rows[next..next + same].iter().map(|row| state(bytes, *row as usize - first, width));
                    states.extend(found);
                    next += same;
                }
            }
            Some(rows) => {
                let bytes = self.read(at, people * width, &mut buffer)?;
                states.extend(rows.iter().map(|row| state(bytes, *row as usize, width)));
            }
            None => {
                let bytes = self.read(at, people * width, &mut buffer)?;
                extend_states(states, bytes, width);
            }
        }
        Ok(())
    }

    /// The states of everyone in some rows of a chunk, as [`Scan::states`] gives them.
    pub(crate) fn states_between(
        &self,
        chunk: usize,
        month: Month,
        rows: &Range<u32>,
        states: &mut Vec<u16>,
    ) -> Result<(), SnapshotError> {
        states.clear();
        let chunk = &self.footer.chunks[chunk];
        let Some(place) = self.months.place(virkning_measure::month_number(month)) else {
            states.resize(rows.len(), 0);
            return Ok(());
        };
        let width = self.months.width(place);
        let column = chunk.parts(&self.months).months + (chunk.people as usize * self.months.bytes_before(place)) as u64;
        let mut buffer = Vec::new();
        let bytes = self.read(column + rows.start as u64 * width as u64, rows.len() * width, &mut buffer)?;
        extend_states(states, bytes, width);
        Ok(())
    }

    /// The people of a chunk whose code changes within a month, sorted by row.
    pub fn mixed(&self, chunk: usize, month: Month) -> Result<Vec<Mixed>, SnapshotError> {
        let chunk = &self.footer.chunks[chunk];
        let Some(place) = self.months.place(virkning_measure::month_number(month)) else { return Ok(Vec::new()) };
        let parts: Parts = chunk.parts(&self.months);
        let mut buffer = Vec::new();
        let bytes = self.read(parts.index + 4 * place as u64, 8, &mut buffer)?;
        let (from, to) = (number_of(&bytes[..4]), number_of(&bytes[4..]));
        if from > to || to > chunk.mixed {
            return Err(self.damaged(Damage::Content));
        }
        let size = 2 * MIXED_NUMBERS;
        let bytes = self.read(parts.mixed + u64::from(from) * size as u64, (to - from) as usize * size, &mut buffer)?;
        Ok(bytes.chunks_exact(size).map(mixed_of).collect())
    }

    /// Whether a state says that the person is among the [`Scan::mixed`].
    pub fn is_mixed(state: u16) -> bool {
        state & 0xff == MIXED
    }

    /// How many codes have a number.
    pub(crate) fn codes(&self) -> usize {
        self.footer.codes.len().min(usize::from(NO_NUMBER) - 1)
    }

    /// How many ratios have one.
    pub(crate) fn ratios(&self) -> usize {
        self.footer.ratios.len().min(usize::from(NO_NUMBER) - 1)
    }

    /// The code that holds in all weeks of the month; 0 is blank.
    pub fn code(&self, state: u16) -> u16 {
        usize::from(state & 0xff).checked_sub(1).and_then(|number| self.footer.codes.get(number)).copied().unwrap_or(0)
    }

    /// The ratio of the month in ten-thousandths, or [`NO_RATIO`].
    pub fn ratio(&self, state: u16) -> i32 {
        let number = usize::from(state >> 8).checked_sub(1);
        number.and_then(|number| self.footer.ratios.get(number)).map_or(NO_RATIO, |ratio| i32::from(*ratio))
    }

    /// The weeks of a month, as far as the extract reaches, by their numbers.
    pub fn weeks(&self, month: Month) -> Range<u16> {
        self.months.place(virkning_measure::month_number(month)).map_or(0..0, |place| self.months.weeks(place))
    }

    /// Everything of the people with these rows, which are sorted: handed on one after the other.
    pub(crate) fn spells(
        &self,
        rows: &[u32],
        mut each: impl FnMut(&Spells) -> Result<(), Damage>,
    ) -> Result<(), SnapshotError> {
        let (mut buffer, mut spells) = (Vec::new(), Spells::default());
        for row in rows {
            let (chunk, row) = self.chunk_of(*row)?;
            let parts = chunk.parts(&self.months);
            let bytes = self.read(parts.places + 4 * u64::from(row), 8, &mut buffer)?;
            let (from, to) = (number_of(&bytes[..4]), number_of(&bytes[4..]));
            let length = to.checked_sub(from).ok_or_else(|| self.damaged(Damage::Content))? as usize;
            let bytes = self.read(parts.spells + 2 * u64::from(from), 2 * length, &mut buffer)?;
            let read = spells.read(bytes, &self.footer.industries).ok_or(Damage::Content).and_then(|()| each(&spells));
            read.map_err(|damage| self.damaged(damage))?;
        }
        Ok(())
    }

    /// Pseudonyms by row.
    pub(crate) fn pseudonyms(&self, rows: &[u32]) -> Result<Vec<Pseudonym>, SnapshotError> {
        let mut buffer = Vec::new();
        let pseudonym = |row: &u32| {
            let (chunk, row) = self.chunk_of(*row)?;
            let bytes = self.read(chunk.at + u64::from(row) * PSEUDONYM_BYTES as u64, PSEUDONYM_BYTES, &mut buffer)?;
            Ok(Pseudonym::from_bytes(bytes.try_into().map_err(|_| self.damaged(Damage::Content))?))
        };
        rows.iter().map(pseudonym).collect()
    }

    /// Proves every byte.
    pub(crate) fn verify(&self) -> Result<(), SnapshotError> {
        const LEAVES: u64 = 256;
        let leaves = self.footer.data_bytes / LEAF_BYTES as u64;
        (0..leaves.div_ceil(LEAVES)).into_par_iter().try_for_each_init(Vec::new, |buffer, piece| {
            let from = piece * LEAVES;
            let count = LEAVES.min(leaves - from);
            self.read(from * LEAF_BYTES as u64, count as usize * LEAF_BYTES, buffer).map(|_| ())
        })
    }

    /// Bytes of the data, proved. The buffer is used again.
    fn read<'b>(&self, at: u64, length: usize, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], SnapshotError> {
        let end = at.checked_add(length as u64).filter(|end| *end <= self.footer.data_bytes);
        let end = end.ok_or_else(|| self.damaged(Damage::Content))?;
        let leaf_bytes = LEAF_BYTES as u64;
        let leaves = at / leaf_bytes..end.div_ceil(leaf_bytes);
        buffer.resize((leaves.end.saturating_sub(leaves.start) as usize) * LEAF_BYTES, 0);
        self.file.read_exact_at(buffer, leaves.start * leaf_bytes).map_err(|source| self.io(source))?;
        for (leaf, bytes) in leaves.clone().zip(buffer.chunks_exact(LEAF_BYTES)) {
            if Sha256::digest(bytes)[..] != *self.hash_of(leaf)? {
                return Err(self.damaged(Damage::Bytes(leaf * leaf_bytes)));
            }
        }
        let skipped = (at - leaves.start * leaf_bytes) as usize;
        Ok(&buffer[skipped..skipped + length])
    }

    /// The hash that a leaf must have.
    fn hash_of(&self, leaf: u64) -> Result<&[u8], SnapshotError> {
        let hashes = (LEAF_BYTES / HASH_BYTES) as u64;
        let block = (leaf / hashes) as usize;
        let place = (leaf % hashes) as usize * HASH_BYTES;
        if let Some(proved) = self.first[block].get() {
            return Ok(&proved[place..place + HASH_BYTES]);
        }
        let leaves = self.footer.data_bytes / LEAF_BYTES as u64;
        let count = hashes.min(leaves - block as u64 * hashes) as usize;
        let at = self.footer.data_bytes + (block * LEAF_BYTES) as u64;
        let mut bytes = vec![0; count * HASH_BYTES];
        self.file.read_exact_at(&mut bytes, at).map_err(|source| self.io(source))?;
        if Sha256::digest(&bytes)[..] != self.second[block * HASH_BYTES..][..HASH_BYTES] {
            return Err(self.damaged(Damage::Bytes(at)));
        }
        Ok(&self.first[block].get_or_init(|| bytes)[place..place + HASH_BYTES])
    }

    fn damaged(&self, damage: Damage) -> SnapshotError {
        SnapshotError::Damaged { path: self.path.clone(), damage }
    }

    fn io(&self, source: io::Error) -> SnapshotError {
        SnapshotError::Io { path: self.path.clone(), source }
    }
}

impl Spells {
    /// Reads a person's numbers; nothing where they are not a person's.
    fn read(&mut self, bytes: &[u8], industries: &[u32]) -> Option<()> {
        let numbers: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        let [weeks, jobs, rest @ ..] = numbers.as_slice() else { return None };
        let (weeks, jobs) =
            rest.split_at_checked(usize::from(*weeks) * 2).filter(|(_, rest)| rest.len() == usize::from(*jobs) * 3)?;
        self.clear();
        let mut start = 0;
        for spell in weeks.as_chunks::<2>().0 {
            let [end, code] = *spell;
            if end <= start {
                return None;
            }
            if code != 0 {
                self.week_start.push(start);
                self.week_end.push(end);
                self.week_code.push(code);
            }
            start = end;
        }
        start = 0;
        for spell in jobs.as_chunks::<3>().0 {
            let [end, ratio, industry] = *spell;
            if end <= start {
                return None;
            }
            if ratio != NO_RATIO_WRITTEN || industry != 0 {
                self.job_start.push(start);
                self.job_end.push(end);
                self.job_ratio.push(ratio_read(ratio));
                let industry = usize::from(industry).checked_sub(1).map(|number| industries.get(number).copied());
                self.job_industry.push(industry.unwrap_or(Some(0))?);
            }
            start = end;
        }
        Some(())
    }

    fn clear(&mut self) {
        let Self { week_start, week_end, week_code, job_start, job_end, job_ratio, job_industry } = self;
        for numbers in [week_start, week_end, week_code, job_start, job_end] {
            numbers.clear();
        }
        job_ratio.clear();
        job_industry.clear();
    }
}

/// The footer's bytes, their hash, and where the hashes end.
fn footer(file: &File, path: &Path) -> Result<(Vec<u8>, ContentHash, u64), SnapshotError> {
    const END: u64 = 8;
    let io = |source| SnapshotError::Io { path: path.to_owned(), source };
    let changed = || SnapshotError::Changed { path: path.to_owned() };
    let size = file.metadata().map_err(io)?.len();
    let mut end = [0; END as usize];
    let end_at = size.checked_sub(END).ok_or_else(changed)?;
    file.read_exact_at(&mut end, end_at).map_err(io)?;
    if end[4..] != *MAGIC {
        return Err(changed());
    }
    let length = number_of(&end[..4]);
    let at = end_at.checked_sub(u64::from(length)).ok_or_else(changed)?;
    let mut bytes = vec![0; length as usize];
    file.read_exact_at(&mut bytes, at).map_err(io)?;
    let hash = ContentHash::from_bytes(Sha256::digest(&bytes).into());
    Ok((bytes, hash, at))
}

fn extend_states(states: &mut Vec<u16>, bytes: &[u8], width: usize) {
    match width {
        1 => states.extend(bytes.iter().map(|code| u16::from(*code))),
        _ => states.extend(bytes.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair))),
    }
}

fn state(column: &[u8], row: usize, width: usize) -> u16 {
    match width {
        1 => u16::from(column[row]),
        _ => u16::from_le_bytes([column[row * 2], column[row * 2 + 1]]),
    }
}

fn mixed_of(bytes: &[u8]) -> Mixed {
    let number = |place: usize| u16::from_le_bytes([bytes[place * 2], bytes[place * 2 + 1]]);
    let codes = std::array::from_fn(|week| number(1 + week));
    Mixed { row: u32::from(number(0)), codes, ratio: ratio_read(number(MIXED_NUMBERS - 1)) }
}

fn ratio_read(written: u16) -> i32 {
    if written == NO_RATIO_WRITTEN { NO_RATIO } else { i32::from(written) }
}

/// A little-endian number of 32 bits.
fn number_of(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}
