//! Writes a scan file, person by person in the order of pseudonyms. What it writes depends on the people alone: the same
//! spells give the same bytes, whenever and by however many threads they are made.

use std::io;

use virkning_measure::NO_RATIO;
use virkning_model::id::ContentHash;

use crate::import::{JobRun, Output, WeekRun};
use crate::key::Pseudonym;
use crate::manifest::PartFile;
use crate::scan::leaves::LeafWriter;
use crate::scan::{
    CHUNK_PEOPLE, ChunkPlace, FORMAT, Footer, LEAF_BYTES, MAGIC, MIXED_NUMBERS, Months, NO_NUMBER, NO_RATIO_WRITTEN,
    SAMPLED_PEOPLE, SCAN, WEEKS_MAX,
};

/// Bytes between two columns of a chunk that is being filled: without them all columns would meet in the same sets of the
/// processor's cache.
const COLUMN_GAP: usize = 64;

/// Bytes of spells and mixed people that end a chunk early: where lives are restless, memory stays small.
const CHUNK_BYTES_MAX: usize = 24 * 1024 * 1024;

/// Numbers for industries fit 16 bits; a file with more of them has no scan file.
const INDUSTRIES_MAX: usize = 65_000;

/// A scan file while it is written.
pub(crate) struct ScanWriter {
    leaves: LeafWriter,
    months: Months,
    chunk: Chunk,
    codes: Numbered,
    ratios: Numbered,
    industries: Industries,
    samples: Vec<Pseudonym>,
    chunks: Vec<ChunkPlace>,
    people: u32,
}

/// The people of one chunk.
#[derive(Default)]
struct Chunk {
    pseudonyms: Vec<Pseudonym>,
    /// Month by month, each with room for a whole chunk.
    columns: Vec<u8>,
    /// Where each month's column begins.
    starts: Vec<usize>,
    mixed: Vec<Vec<[u16; MIXED_NUMBERS]>>,
    places: Vec<u32>,
    spells: Vec<u16>,
    /// The months of the present person that have no single code or no numbered one.
    noted: Vec<usize>,
}

impl ScanWriter {
    /// Begins a file for an extract with these months.
    pub(crate) fn new(output: Output, months: Months) -> Self {
        Self {
            leaves: LeafWriter::new(output),
            chunk: Chunk::new(&months),
            months,
            codes: Numbered::new(1_000),
            ratios: Numbered::new(10_001),
            industries: Industries::new(),
            samples: Vec::new(),
            chunks: Vec::new(),
            people: 0,
        }
    }

    /// Takes the next person.
    pub(crate) fn person(&mut self, pseudonym: Pseudonym, weeks: &[WeekRun], jobs: &[JobRun]) -> io::Result<()> {
        if self.people.is_multiple_of(SAMPLED_PEOPLE as u32) {
            self.samples.push(pseudonym);
        }
        self.people += 1;
        let row = self.chunk.pseudonyms.len();
        self.chunk.pseudonyms.push(pseudonym);
        self.fill_codes(row, weeks);
        self.fill_ratios(row, jobs);
        self.chunk.mix(&self.months, row, weeks, jobs);
        self.add_spells(weeks, jobs);
        if self.chunk.is_full() { self.write_chunk() } else { Ok(()) }
    }

    fn fill_codes(&mut self, row: usize, weeks: &[WeekRun]) {
        for run in weeks {
            let number = self.codes.number(run.code);
            for place in self.months.place_of_week(run.start)..self.months.len() {
                let month = self.months.weeks(place);
                if month.start >= run.end {
                    break;
                }
                let whole = run.start <= month.start && month.end <= run.end;
                if whole && number != NO_NUMBER {
                    let at = self.chunk.starts[place] + row * self.months.width(place);
                    self.chunk.columns[at] = number;
                } else if month.end > run.start {
                    self.chunk.noted.push(place);
                }
            }
        }
    }

    fn fill_ratios(&mut self, row: usize, jobs: &[JobRun]) {
        for run in jobs.iter().filter(|run| run.ratio != NO_RATIO) {
            let number = self.ratios.number(ratio_written(run.ratio));
            for month in run.start..run.end {
                let Some(place) = self.months.place(i32::from(month)) else { continue };
                if number == NO_NUMBER {
                    self.chunk.noted.push(place);
                } else if self.months.width(place) == 2 {
                    self.chunk.columns[self.chunk.starts[place] + row * 2 + 1] = number;
                }
            }
        }
    }

    fn add_spells(&mut self, weeks: &[WeekRun], jobs: &[JobRun]) {
        let spells = &mut self.chunk.spells;
        self.chunk.places.push(u32::try_from(spells.len()).expect("a chunk has some million spells"));
        let head = spells.len();
        spells.extend([0, 0]);
        let mut reached = 0;
        for run in weeks {
            if run.start > reached {
                spells.extend([run.start, 0]);
            }
            spells.extend([run.end, run.code]);
            reached = run.end;
        }
        let after_weeks = spells.len();
        reached = 0;
        for run in jobs {
            if run.start > reached {
                spells.extend([run.start, NO_RATIO_WRITTEN, 0]);
            }
            spells.extend([run.end, ratio_written(run.ratio), self.industries.number(run.industry)]);
            reached = run.end;
        }
        // Spells do not overlap: there are no more of them than weeks or months, which 16 bits number.
        spells[head] = ((after_weeks - head - 2) / 2) as u16;
        spells[head + 1] = ((spells.len() - after_weeks) / 3) as u16;
    }

    fn write_chunk(&mut self) -> io::Result<()> {
        let people = self.chunk.pseudonyms.len();
        let mut bytes = Vec::with_capacity(self.chunk.bytes(&self.months) + LEAF_BYTES);
        let mixed = self.chunk.encode(&self.months, &mut bytes);
        self.chunks.push(ChunkPlace { at: self.leaves.at(), people: people as u32, mixed });
        self.chunk.clear();
        self.leaves.write(bytes)
    }

    /// Completes and syncs the file; gives what the manifest says of it. Nothing if there are too many industries to
    /// number; then the file is of no use.
    pub(crate) fn finish(mut self, content_hash: &ContentHash) -> io::Result<Option<PartFile>> {
        if !self.chunk.pseudonyms.is_empty() {
            self.write_chunk()?;
        }
        let samples_at = self.leaves.at();
        self.leaves.write(self.samples.iter().flat_map(|pseudonym| *pseudonym.as_bytes()).collect())?;
        let Self { leaves, people, chunks, codes, ratios, industries, .. } = self;
        let too_many = industries.too_many;
        let part = leaves.finish((SCAN, MAGIC), people, |proof| Footer {
            format: FORMAT,
            content_hash: content_hash.clone(),
            people,
            chunks,
            samples_at,
            proof,
            codes: codes.values,
            ratios: ratios.values,
            industries: industries.values,
        })?;
        Ok((!too_many).then_some(part))
    }
}

impl Chunk {
    fn new(months: &Months) -> Self {
        let mut starts = Vec::with_capacity(months.len());
        let mut next = 0;
        for place in 0..months.len() {
            starts.push(next);
            next += CHUNK_PEOPLE * months.width(place) + COLUMN_GAP;
        }
        Self { columns: vec![0; next], starts, mixed: vec![Vec::new(); months.len()], ..Self::default() }
    }

    /// Lists the present person under the months that were noted.
    fn mix(&mut self, months: &Months, row: usize, weeks: &[WeekRun], jobs: &[JobRun]) {
        self.noted.sort_unstable();
        self.noted.dedup();
        for place in self.noted.drain(..) {
            let width = months.width(place);
            let at = self.starts[place] + row * width;
            self.columns[at..at + width].fill(NO_NUMBER);
            let mut entry = [0; MIXED_NUMBERS];
            entry[0] = row as u16;
            for (week, code) in months.weeks(place).zip(&mut entry[1..=WEEKS_MAX]) {
                let next = weeks.partition_point(|run| run.end <= week);
                *code = weeks.get(next).filter(|run| run.start <= week).map_or(0, |run| run.code);
            }
            let month = months.number(place);
            let next = jobs.partition_point(|run| i32::from(run.end) <= month);
            let job = jobs.get(next).filter(|run| i32::from(run.start) <= month);
            entry[MIXED_NUMBERS - 1] = job.map_or(NO_RATIO_WRITTEN, |run| ratio_written(run.ratio));
            self.mixed[place].push(entry);
        }
    }

    /// Whether it is to be written. Chunks end where a sample begins.
    fn is_full(&self) -> bool {
        let people = self.pseudonyms.len();
        people == CHUNK_PEOPLE || people.is_multiple_of(SAMPLED_PEOPLE) && self.bytes_of_lives() > CHUNK_BYTES_MAX
    }

    /// What depends on how restless the lives are.
    fn bytes_of_lives(&self) -> usize {
        let mixed: usize = self.mixed.iter().map(Vec::len).sum();
        mixed * 2 * MIXED_NUMBERS + self.spells.len() * 2
    }

    fn bytes(&self, months: &Months) -> usize {
        let people = self.pseudonyms.len();
        people * (16 + months.bytes_per_person() + 4) + 4 * (months.len() + 2) + self.bytes_of_lives()
    }

    /// The chunk as the file has it; gives the number of mixed people.
    fn encode(&self, months: &Months, bytes: &mut Vec<u8>) -> u32 {
        let people = self.pseudonyms.len();
        self.pseudonyms.iter().for_each(|pseudonym| bytes.extend_from_slice(pseudonym.as_bytes()));
        for (place, start) in self.starts.iter().enumerate() {
            bytes.extend_from_slice(&self.columns[*start..start + people * months.width(place)]);
        }
        let end = self.spells.len() as u32;
        self.places.iter().chain([&end]).for_each(|place| bytes.extend_from_slice(&place.to_le_bytes()));
        let mut mixed = 0_u32;
        bytes.extend_from_slice(&mixed.to_le_bytes());
        for entries in &self.mixed {
            mixed += entries.len() as u32;
            bytes.extend_from_slice(&mixed.to_le_bytes());
        }
        let numbers = self.mixed.iter().flatten().flatten().chain(&self.spells);
        numbers.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        mixed
    }

    fn clear(&mut self) {
        self.pseudonyms.clear();
        self.columns.fill(0);
        self.mixed.iter_mut().for_each(Vec::clear);
        self.places.clear();
        self.spells.clear();
    }
}

/// A ratio as the file writes it. Ratios are at most ten thousand.
fn ratio_written(ratio: i32) -> u16 {
    u16::try_from(ratio).unwrap_or(NO_RATIO_WRITTEN)
}

/// Values that get numbers from 1 to 254 as they come; the ones after them have none.
struct Numbered {
    values: Vec<u16>,
    numbers: Vec<u8>,
}

impl Numbered {
    fn new(values_max: usize) -> Self {
        Self { values: Vec::new(), numbers: vec![0; values_max] }
    }

    fn number(&mut self, value: u16) -> u8 {
        let number = &mut self.numbers[usize::from(value)];
        if *number == 0 {
            *number = if self.values.len() + 1 < usize::from(NO_NUMBER) {
                self.values.push(value);
                self.values.len() as u8
            } else {
                NO_NUMBER
            };
        }
        *number
    }
}

/// Numbers for industries, from 1. A table of its own: it is asked for every spell of a job.
struct Industries {
    values: Vec<u32>,
    /// Pairs of value and number; no value is 0.
    table: Vec<(u32, u16)>,
    too_many: bool,
}

impl Industries {
    const TABLE: usize = 1 << 17;

    fn new() -> Self {
        Self { values: Vec::new(), table: vec![(0, 0); Self::TABLE], too_many: false }
    }

    fn number(&mut self, value: u32) -> u16 {
        if value == 0 {
            return 0;
        }
        let mut at = (value.wrapping_mul(0x9e37_79b1) >> 15) as usize;
        loop {
            let slot = &mut self.table[at];
            if slot.0 == value {
                return slot.1;
            }
            if slot.0 == 0 {
                if self.values.len() == INDUSTRIES_MAX {
                    self.too_many = true;
                    return 0;
                }
                self.values.push(value);
                *slot = (value, self.values.len() as u16);
                return slot.1;
            }
            at = (at + 1) % Self::TABLE;
        }
    }
}
