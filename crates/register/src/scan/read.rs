//! Reads a scan file. Whatever is read of it is proved first; nothing else of it is read.

use std::ops::Range;
use std::path::Path;

use virkning_measure::NO_RATIO;
use virkning_model::period::Month;

use crate::key::Pseudonym;
use crate::manifest::Manifest;
use crate::scan::leaves::Leaves;
use crate::scan::people::{ChunkPeople, People};
use crate::scan::{
    ChunkPlace, FORMAT, Footer, LEAF_BYTES, MAGIC, MIXED_NUMBERS, Months, NO_NUMBER, NO_RATIO_WRITTEN, PSEUDONYM_BYTES,
    Parts, SCAN, WEEKS_MAX,
};
use crate::snapshot::{Damage, SnapshotError};

/// A scan file that is open for questions, from any number of threads.
#[derive(Debug)]
pub struct Scan {
    leaves: Leaves,
    footer: Footer,
    months: Months,
    people: People,
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
        let opened = Leaves::open(folder.join(SCAN), MAGIC, FORMAT, manifest.scan.as_ref())?;
        let Some((leaves, footer)) = opened else { return Ok(None) };
        let Ok(footer) = serde_json::from_slice::<Footer>(&footer) else { return Err(leaves.changed()) };
        if footer.content_hash != manifest.content_hash || footer.people != manifest.people {
            return Err(leaves.changed());
        }
        let chunks = footer.chunks.iter().map(|chunk| ChunkPeople { at: chunk.at, people: chunk.people }).collect();
        let people = People::read(&leaves, footer.samples_at, footer.people, chunks)?;
        Ok(Some(Self { leaves, footer, months: Months::of(&manifest.columns), people }))
    }

    /// How many chunks there are: the people of each have rows of their own, from 0, in the order of all rows.
    pub fn chunks(&self) -> usize {
        self.people.chunks()
    }

    /// The rows, among all, of the people of a chunk.
    pub fn rows(&self, chunk: usize) -> Range<u32> {
        self.people.rows(chunk)
    }

    /// How many people there are.
    pub fn people(&self) -> u32 {
        self.people.count()
    }

    /// The rows of people; nothing for who is not in the extract.
    pub fn rows_of(&self, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        self.people.rows_of(&self.leaves, people)
    }

    /// The chunk of a row, and the row in it.
    fn chunk_of(&self, row: u32) -> Result<(&ChunkPlace, u32), SnapshotError> {
        let found = self.people.chunk_of(row).ok_or_else(|| self.leaves.damaged(Damage::Content))?;
        Ok((&self.footer.chunks[found.0], found.1))
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
        let column =
            chunk.parts(&self.months).months + (chunk.people as usize * self.months.bytes_before(place)) as u64;
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
        self.leaves.verify()
    }

    fn read<'b>(&self, at: u64, length: usize, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], SnapshotError> {
        self.leaves.read(at, length, buffer)
    }

    fn damaged(&self, damage: Damage) -> SnapshotError {
        self.leaves.damaged(damage)
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

    /// The code of a week by its number; 0 is blank.
    pub(crate) fn code(&self, week: i32) -> u16 {
        let place = self.week_end.partition_point(|end| i32::from(*end) <= week);
        let holds = self.week_start.get(place).is_some_and(|start| i32::from(*start) <= week);
        if holds { self.week_code[place] } else { 0 }
    }

    /// The ratio of a month by its number, in ten-thousandths, or [`NO_RATIO`].
    pub(crate) fn ratio(&self, month: i32) -> i32 {
        let place = self.job_end.partition_point(|end| i32::from(*end) <= month);
        let holds = self.job_start.get(place).is_some_and(|start| i32::from(*start) <= month);
        if holds { self.job_ratio[place] } else { NO_RATIO }
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
