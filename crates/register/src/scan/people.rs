//! Who is where in a file of chunks: people sorted by pseudonym, and the pseudonym of every 256th. Pseudonyms are keyed hashes
//! and lie evenly, so that the leaf of somebody is guessed from the samples on both sides; where many are looked for, all
//! pseudonyms of a chunk are read and looked up in a table. Both find whoever is there however they lie.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::key::Pseudonym;
use crate::scan::leaves::Leaves;
use crate::scan::{LEAF_BYTES, PSEUDONYM_BYTES, SAMPLED_PEOPLE};
use crate::snapshot::{Damage, SnapshotError};

/// People whose pseudonyms are one leaf.
const LEAF_PEOPLE: usize = LEAF_BYTES / PSEUDONYM_BYTES;

/// People who are looked for by one thread.
const TOGETHER: usize = 64;

/// The same, where they are looked up in a table.
const TOGETHER_IN_TABLE: usize = 8_192;

/// Where the pseudonyms of a chunk begin, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChunkPeople {
    pub(crate) at: u64,
    pub(crate) people: u32,
}

/// The people of a file.
#[derive(Debug)]
pub(crate) struct People {
    samples: Vec<Pseudonym>,
    chunks: Vec<ChunkPeople>,
    /// The first row of each chunk.
    first_rows: Vec<u32>,
    people: u32,
}

/// Pseudonyms as they are read.
type Known<'b> = &'b [[u8; PSEUDONYM_BYTES]];

impl People {
    /// Reads the samples. The chunks must have as many people as the file says.
    pub(crate) fn read(
        leaves: &Leaves,
        samples_at: u64,
        people: u32,
        chunks: Vec<ChunkPeople>,
    ) -> Result<Self, SnapshotError> {
        let mut next = 0_u32;
        let mut first_rows = Vec::with_capacity(chunks.len());
        for chunk in &chunks {
            // Chunks begin where a sample is.
            if chunk.people == 0 || !(next as usize).is_multiple_of(SAMPLED_PEOPLE) {
                return Err(leaves.changed());
            }
            first_rows.push(next);
            next = next.checked_add(chunk.people).ok_or_else(|| leaves.changed())?;
        }
        if next != people {
            return Err(leaves.changed());
        }
        let count = (people as usize).div_ceil(SAMPLED_PEOPLE);
        let mut buffer = Vec::new();
        let bytes = leaves.read(samples_at, count * PSEUDONYM_BYTES, &mut buffer)?;
        let samples =
            bytes.as_chunks::<PSEUDONYM_BYTES>().0.iter().map(|bytes| Pseudonym::from_bytes(*bytes)).collect();
        Ok(Self { samples, chunks, first_rows, people })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u32 {
        self.people
    }

    /// How many chunks there are.
    pub(crate) fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// The rows, among all, of the people of a chunk.
    pub(crate) fn rows(&self, chunk: usize) -> Range<u32> {
        let first = self.first_rows[chunk];
        first..first + self.chunks[chunk].people
    }

    /// The chunk of a row, and the row in it.
    pub(crate) fn chunk_of(&self, row: u32) -> Option<(usize, u32)> {
        let chunk = self.first_rows.partition_point(|first| *first <= row).checked_sub(1);
        chunk.filter(|_| row < self.people).map(|chunk| (chunk, row - self.first_rows[chunk]))
    }

    /// The rows of people; nothing for who is not in the extract.
    pub(crate) fn rows_of(&self, leaves: &Leaves, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        // Chunk by chunk; whoever is before the first is nowhere.
        let firsts: Vec<Pseudonym> =
            self.first_rows.iter().map(|row| self.samples[*row as usize / SAMPLED_PEOPLE]).collect();
        let chunk_of = |person: &Pseudonym| firsts.partition_point(|first| first <= person) as u32;
        let of_person: Vec<u32> = if people.len() < 2 * TOGETHER_IN_TABLE {
            people.iter().map(chunk_of).collect()
        } else {
            people.par_iter().with_min_len(TOGETHER_IN_TABLE).map(chunk_of).collect()
        };
        let mut ends = vec![0_u32; firsts.len() + 2];
        of_person.iter().for_each(|chunk| ends[*chunk as usize + 1] += 1);
        (1..ends.len()).for_each(|chunk| ends[chunk] += ends[chunk - 1]);
        let (mut next, mut order) = (ends.clone(), vec![0_u32; people.len()]);
        for (person, chunk) in (0_u32..).zip(&of_person) {
            let at = &mut next[*chunk as usize];
            order[*at as usize] = person;
            *at += 1;
        }
        let found = (0..firsts.len()).into_par_iter().map(|chunk| {
            let wanted = &order[ends[chunk + 1] as usize..ends[chunk + 2] as usize];
            let leaves_of_chunk = (self.chunks[chunk].people as usize).div_ceil(LEAF_PEOPLE);
            if wanted.len() < leaves_of_chunk / 2 {
                self.few_of(leaves, chunk, people, wanted)
            } else {
                self.many_of(leaves, chunk, people, wanted)
            }
        });
        let found: Vec<Vec<(u32, u32)>> = found.collect::<Result<_, SnapshotError>>()?;
        let mut rows = vec![None; people.len()];
        for (person, row) in found.into_iter().flatten() {
            rows[person as usize] = Some(row);
        }
        Ok(rows)
    }

    /// Places and rows of those wanted who are in a chunk. Only the leaves where they are, or would be, are read.
    fn few_of(
        &self,
        leaves: &Leaves,
        chunk: usize,
        people: &[Pseudonym],
        wanted: &[u32],
    ) -> Result<Vec<(u32, u32)>, SnapshotError> {
        let mut sorted: Vec<(&Pseudonym, u32)> =
            wanted.iter().map(|place| (&people[*place as usize], *place)).collect();
        sorted.sort_unstable();
        let found = sorted.par_chunks(TOGETHER).map(|wanted| {
            let mut found = Vec::with_capacity(wanted.len());
            let mut page = Page::default();
            for (person, place) in wanted {
                if let Some(row) = self.row_in(leaves, chunk, person, &mut page)? {
                    found.push((*place, self.first_rows[chunk] + row));
                }
            }
            Ok(found)
        });
        Ok(found.collect::<Result<Vec<_>, SnapshotError>>()?.concat())
    }

    /// The row in a chunk of somebody who is not before its first person.
    fn row_in(
        &self,
        leaves: &Leaves,
        chunk: usize,
        person: &Pseudonym,
        page: &mut Page,
    ) -> Result<Option<u32>, SnapshotError> {
        let own = self.chunks[chunk];
        let last = (own.people as usize).div_ceil(LEAF_PEOPLE) - 1;
        // Leaf by leaf from the guess, in one direction, until the person would have to be there.
        let (mut leaf, mut is_behind, mut is_before) = (self.guess(chunk, person).min(last), false, false);
        loop {
            let known = page.read(leaves, own, leaf)?;
            let (Some(first), Some(end)) = (known.first(), known.last()) else { return Ok(None) };
            if person.as_bytes() < first && leaf > 0 && !is_behind {
                (leaf, is_before) = (leaf - 1, true);
            } else if person.as_bytes() > end && leaf < last && !is_before {
                (leaf, is_behind) = (leaf + 1, true);
            } else {
                let place = known.binary_search(person.as_bytes()).ok();
                return Ok(place.map(|place| (leaf * LEAF_PEOPLE + place) as u32));
            }
        }
    }

    /// The leaf of a chunk in which somebody probably is.
    fn guess(&self, chunk: usize, person: &Pseudonym) -> usize {
        let first_sample = self.first_rows[chunk] as usize / SAMPLED_PEOPLE;
        let sample = self.samples_until(person).saturating_sub(1).max(first_sample);
        let from = (sample - first_sample) * SAMPLED_PEOPLE;
        let people = SAMPLED_PEOPLE.min((self.chunks[chunk].people as usize).saturating_sub(from));
        let low = head(self.samples[sample].as_bytes());
        let high = self.samples.get(sample + 1).map_or(u64::MAX, |next| head(next.as_bytes()));
        let share = u128::from(head(person.as_bytes()).saturating_sub(low)) * people as u128;
        let within = (share / u128::from(high.saturating_sub(low).max(1))) as usize;
        (from + within.min(people.saturating_sub(1))) / LEAF_PEOPLE
    }

    /// How many samples are not behind a pseudonym: the place is guessed, and looked for nearby.
    fn samples_until(&self, person: &Pseudonym) -> usize {
        const NEARBY: usize = 8;
        let share = u128::from(head(person.as_bytes()));
        let guess = ((share * self.samples.len() as u128) >> 64) as usize;
        let (from, to) = (guess.saturating_sub(NEARBY), self.samples.len().min(guess + NEARBY));
        let is_before = |place: usize| self.samples.get(place).is_some_and(|sample| sample <= person);
        if (from == 0 || is_before(from - 1)) && (to == self.samples.len() || !is_before(to)) {
            from + self.samples[from..to].partition_point(|sample| sample <= person)
        } else {
            self.samples.partition_point(|sample| sample <= person)
        }
    }

    /// As [`People::few_of`], by reading the whole chunk.
    fn many_of(
        &self,
        leaves: &Leaves,
        chunk: usize,
        people: &[Pseudonym],
        wanted: &[u32],
    ) -> Result<Vec<(u32, u32)>, SnapshotError> {
        let own = self.chunks[chunk];
        let mut buffer = Vec::new();
        let known: Known<'_> = leaves.read(own.at, own.people as usize * PSEUDONYM_BYTES, &mut buffer)?.as_chunks().0;
        let table = Table::new(known).ok_or_else(|| leaves.damaged(Damage::Content))?;
        let first = self.first_rows[chunk];
        let found = wanted.par_chunks(TOGETHER_IN_TABLE).map(|wanted| {
            let row = |place: &u32| Some((*place, first + table.row_of(&people[*place as usize])?));
            wanted.iter().filter_map(row).collect::<Vec<_>>()
        });
        Ok(found.collect::<Vec<_>>().concat())
    }
}

/// The leaf of pseudonyms that was read last.
#[derive(Default)]
struct Page {
    buffer: Vec<u8>,
    held: Option<(usize, usize)>,
}

impl Page {
    fn read(&mut self, leaves: &Leaves, chunk: ChunkPeople, leaf: usize) -> Result<Known<'_>, SnapshotError> {
        let length = match self.held {
            Some((held, length)) if held == leaf => length,
            _ => {
                let people = LEAF_PEOPLE.min(chunk.people as usize - leaf * LEAF_PEOPLE);
                let length = people * PSEUDONYM_BYTES;
                self.held = None;
                leaves.read(chunk.at + (leaf * LEAF_BYTES) as u64, length, &mut self.buffer)?;
                self.held = Some((leaf, length));
                length
            }
        };
        Ok(self.buffer[..length].as_chunks().0)
    }
}

/// Where pseudonyms, which are sorted, begin in so many equal parts of what lies between the first and the last.
struct Table<'b> {
    known: Known<'b>,
    first: u64,
    shift: u32,
    starts: Vec<u16>,
}

impl<'b> Table<'b> {
    /// Nothing where pseudonyms are not sorted, or more than a chunk has.
    fn new(known: Known<'b>) -> Option<Self> {
        let (low, high) = (head(known.first()?), head(known.last()?));
        let parts_max = (known.len() as u64 * 2).next_power_of_two();
        // As many bits are left out as make the last part one of those.
        let shift = (u64::BITS - high.checked_sub(low)?.leading_zeros()).saturating_sub(parts_max.ilog2());
        let parts = ((high - low) >> shift) as usize + 1;
        let mut starts = Vec::with_capacity(parts + 1);
        let mut before = None;
        for (place, person) in known.iter().enumerate() {
            if before.is_some_and(|before: &[u8; PSEUDONYM_BYTES]| before >= person) {
                return None;
            }
            before = Some(person);
            let part = ((head(person) - low) >> shift) as usize;
            let place = u16::try_from(place).ok()?;
            if starts.len() <= part {
                starts.resize(part + 1, place);
            }
        }
        starts.resize(parts + 1, u16::try_from(known.len()).ok()?);
        Some(Self { known, first: low, shift, starts })
    }

    fn row_of(&self, person: &Pseudonym) -> Option<u32> {
        const FEW: usize = 8;
        let part = (head(person.as_bytes()).checked_sub(self.first)? >> self.shift) as usize;
        let (from, to) = (usize::from(*self.starts.get(part)?), usize::from(*self.starts.get(part + 1)?));
        let own = &self.known[from..to];
        let place = if own.len() <= FEW {
            own.iter().position(|known| known == person.as_bytes())?
        } else {
            own.binary_search(person.as_bytes()).ok()?
        };
        Some((from + place) as u32)
    }
}

/// The first bytes as a number, by which pseudonyms are ordered but for those that begin alike.
fn head(pseudonym: &[u8; PSEUDONYM_BYTES]) -> u64 {
    pseudonym.first_chunk().map_or(0, |head| u64::from_be_bytes(*head))
}
