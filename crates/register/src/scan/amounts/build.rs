//! Writes the file of amounts, person by person in the order of pseudonyms. What it writes depends on the people alone.

use std::io;

use virkning_model::id::ContentHash;

use super::{AMOUNTS_SCAN, Chunk, FORMAT, Footer, MAGIC};
use crate::import::Output;
use crate::key::Pseudonym;
use crate::manifest::PartFile;
use crate::scan::leaves::LeafWriter;
use crate::scan::{CHUNK_PEOPLE, SAMPLED_PEOPLE};

/// Rows that end a chunk early: memory stays small however much is paid to each.
const CHUNK_ROWS_MAX: usize = 2_000_000;

/// An amount: day, place of its kind, place of its item, øre.
type Amount = (i32, u16, u16, i64);

/// The file while it is written.
pub(crate) struct AmountsWriter {
    leaves: LeafWriter,
    pseudonyms: Vec<Pseudonym>,
    kinds: Vec<Kind>,
    rows: usize,
    samples: Vec<Pseudonym>,
    chunks: Vec<Chunk>,
    people: u32,
    /// Whether days of one chunk lie further apart than 16 bits reach: then there is no file.
    too_far: bool,
}

/// The rows of one kind in a chunk.
#[derive(Default)]
struct Kind {
    places: Vec<u32>,
    rows: Vec<(i32, u16, i64)>,
}

impl AmountsWriter {
    /// Begins the file for an extract with so many kinds.
    pub(crate) fn new(output: Output, kinds: usize) -> Self {
        Self {
            leaves: LeafWriter::new(output),
            pseudonyms: Vec::new(),
            kinds: (0..kinds).map(|_| Kind::default()).collect(),
            rows: 0,
            samples: Vec::new(),
            chunks: Vec::new(),
            people: 0,
            too_far: false,
        }
    }

    /// Takes the next person with his amounts, sorted by day.
    pub(crate) fn person(&mut self, pseudonym: Pseudonym, amounts: &[Amount]) -> io::Result<()> {
        if self.people.is_multiple_of(SAMPLED_PEOPLE as u32) {
            self.samples.push(pseudonym);
        }
        self.people += 1;
        self.pseudonyms.push(pseudonym);
        for kind in &mut self.kinds {
            kind.places.push(kind.rows.len() as u32);
        }
        for (day, kind, item, amount) in amounts {
            let kind = self.kinds.get_mut(usize::from(*kind));
            kind.ok_or_else(|| io::Error::other("a kind without a name"))?.rows.push((*day, *item, *amount));
        }
        self.rows += amounts.len();
        let people = self.pseudonyms.len();
        let is_full = people == CHUNK_PEOPLE || people.is_multiple_of(SAMPLED_PEOPLE) && self.rows > CHUNK_ROWS_MAX;
        if is_full { self.write_chunk() } else { Ok(()) }
    }

    fn write_chunk(&mut self) -> io::Result<()> {
        let all = || self.kinds.iter().flat_map(|kind| &kind.rows);
        let first_day = all().map(|(day, ..)| *day).min().unwrap_or(0);
        let wide = all().any(|(.., amount)| i32::try_from(*amount).is_err());
        let mut bytes: Vec<u8> = self.pseudonyms.iter().flat_map(|pseudonym| *pseudonym.as_bytes()).collect();
        for kind in &mut self.kinds {
            kind.places.push(kind.rows.len() as u32);
            kind.places.iter().for_each(|place| bytes.extend_from_slice(&place.to_le_bytes()));
            for (day, ..) in &kind.rows {
                let day = u16::try_from(i64::from(*day) - i64::from(first_day));
                self.too_far |= day.is_err();
                bytes.extend_from_slice(&day.unwrap_or(0).to_le_bytes());
            }
            for (.., amount) in &kind.rows {
                match i32::try_from(*amount) {
                    Ok(amount) if !wide => bytes.extend_from_slice(&amount.to_le_bytes()),
                    _ => bytes.extend_from_slice(&amount.to_le_bytes()),
                }
            }
            kind.rows.iter().for_each(|(_, item, _)| bytes.extend_from_slice(&item.to_le_bytes()));
        }
        let rows = self.kinds.iter().map(|kind| kind.rows.len() as u32).collect();
        let people = self.pseudonyms.len() as u32;
        self.chunks.push(Chunk { at: self.leaves.at(), people, first_day, wide, rows });
        self.pseudonyms.clear();
        self.kinds.iter_mut().for_each(|kind| *kind = Kind::default());
        self.rows = 0;
        self.leaves.write(bytes)
    }

    /// Completes and syncs the file; gives what the manifest says of it. Nothing where it is of no use.
    pub(crate) fn finish(mut self, content_hash: &ContentHash) -> io::Result<Option<PartFile>> {
        if !self.pseudonyms.is_empty() {
            self.write_chunk()?;
        }
        let samples_at = self.leaves.at();
        self.leaves.write(self.samples.iter().flat_map(|pseudonym| *pseudonym.as_bytes()).collect())?;
        let Self { leaves, people, chunks, too_far, .. } = self;
        let part = leaves.finish((AMOUNTS_SCAN, MAGIC), people, |proof| Footer {
            format: FORMAT,
            content_hash: content_hash.clone(),
            people,
            chunks,
            samples_at,
            proof,
        })?;
        Ok((!too_far).then_some(part))
    }
}
