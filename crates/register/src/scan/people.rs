//! Who is where in a file of chunks: people sorted by pseudonym, and the pseudonym of every 256th, so that somebody is found by
//! reading one leaf.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::key::Pseudonym;
use crate::scan::leaves::Leaves;
use crate::scan::{PSEUDONYM_BYTES, SAMPLED_PEOPLE};
use crate::snapshot::{Damage, SnapshotError};

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

    /// The rows of people; nothing for who is not in the extract. Each leaf of pseudonyms is read once, however many of the
    /// people are in it.
    pub(crate) fn rows_of(&self, leaves: &Leaves, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        let count = self.samples.len();
        let leaf_of = |person: &Pseudonym| self.leaf_of(person);
        // Leaf 0 is before the first sample: nobody is there.
        let of_person: Vec<u32> = people.par_iter().with_min_len(1_024).map(|person| leaf_of(person) as u32).collect();
        let mut ends = vec![0_u32; count + 2];
        of_person.iter().for_each(|leaf| ends[*leaf as usize + 1] += 1);
        (1..ends.len()).for_each(|leaf| ends[leaf] += ends[leaf - 1]);
        let (mut next, mut order) = (ends.clone(), vec![0_u32; people.len()]);
        for (person, leaf) in (0_u32..).zip(&of_person) {
            let at = &mut next[*leaf as usize];
            order[*at as usize] = person;
            *at += 1;
        }
        let asked: Vec<usize> = (1..=count).filter(|leaf| ends[*leaf] < ends[leaf + 1]).collect();
        let found = asked.par_iter().with_min_len(8).map_init(Vec::new, |buffer, leaf| {
            let wanted = &order[ends[*leaf] as usize..ends[leaf + 1] as usize];
            let (first, known) = self.pseudonyms_from(leaves, leaf - 1, buffer)?;
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

    /// How many samples are not behind a pseudonym. Pseudonyms are keyed hashes and lie evenly: the place is guessed, and
    /// looked for nearby.
    fn leaf_of(&self, person: &Pseudonym) -> usize {
        const NEARBY: usize = 8;
        let [a, b, c, d, ..] = *person.as_bytes();
        let share = u64::from(u32::from_be_bytes([a, b, c, d]));
        let guess = ((share * self.samples.len() as u64) >> 32) as usize;
        let (from, to) = (guess.saturating_sub(NEARBY), self.samples.len().min(guess + NEARBY));
        let is_before = |place: usize| self.samples.get(place).is_some_and(|sample| sample <= person);
        if (from == 0 || is_before(from - 1)) && (to == self.samples.len() || !is_before(to)) {
            from + self.samples[from..to].partition_point(|sample| sample <= person)
        } else {
            self.samples.partition_point(|sample| sample <= person)
        }
    }

    /// The pseudonyms from a sample on up to the next one, and the row of the first.
    fn pseudonyms_from<'b>(
        &self,
        leaves: &Leaves,
        sample: usize,
        buffer: &'b mut Vec<u8>,
    ) -> Result<(u32, &'b [[u8; PSEUDONYM_BYTES]]), SnapshotError> {
        let first = (sample * SAMPLED_PEOPLE) as u32;
        let (chunk, row) = self.chunk_of(first).ok_or_else(|| leaves.damaged(Damage::Content))?;
        let chunk = self.chunks[chunk];
        let count = SAMPLED_PEOPLE.min((chunk.people - row) as usize);
        let at = chunk.at + u64::from(row) * PSEUDONYM_BYTES as u64;
        Ok((first, leaves.read(at, count * PSEUDONYM_BYTES, buffer)?.as_chunks().0))
    }
}
