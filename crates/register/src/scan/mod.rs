//! What questions to whole registers are answered from: `scan.columns` beside the Parquet files of a snapshot, made while
//! these are written, or from them when it is missing. It holds nothing that they do not hold, in the order in which it is
//! asked for: who was what in a month, for everyone; and everything of one person, in one place.
//!
//! The file, little-endian:
//!
//! ```text
//! chunk      up to 32,768 people each, from a multiple of 1,024 bytes on:
//!   pseudonyms   16 bytes a person, sorted
//!   months       for each month a column: the number of the code that holds in all its weeks, and where the extract has
//!                ratios the number of the ratio; one byte each. 255 stands for what has no such number: see mixed
//!   places       32 bits a person and one more: where the person's spells begin
//!   index        32 bits a month and one more: where the month's mixed people begin
//!   mixed        people whose code changes within the month: row, the code of each of up to five weeks, the ratio
//!   spells       numbers of 16 bits: how many spells of weeks and of months; the end and code of each of the first, the
//!                end, ratio and industry (by number) of each of the second; blanks are spells, so that each begins where
//!                the one before ends
//! samples    the pseudonym of every 256th person
//! rows       of hashes, each proving the one before it
//! footer     JSON ([`Footer`]), its length in 32 bits, and `VKSC`
//! ```
//!
//! After each chunk and after the samples follow the SHA-256 of every 1,024 bytes of it; the rows are of these hashes. The
//! manifest has the SHA-256 of the footer, the footer that of the last row: so what is read of the file is proved, and what is
//! not read costs nothing (fs-verity of Linux does the same).

mod amounts;
mod answer;
mod build;
mod calendar;
mod kernel;
mod leaves;
mod people;
#[cfg(test)]
mod people_tests;
mod read;
mod source;

use serde::{Deserialize, Serialize};
use virkning_model::id::ContentHash;

use leaves::Proof;

pub(crate) use amounts::AmountsWriter;
pub use amounts::{AMOUNTS_SCAN, AmountScan};
pub use answer::{Asked, Counts, Member, Question};
pub(crate) use build::ScanWriter;
pub(crate) use calendar::Months;
pub use read::{Mixed, Scan};
pub use source::Source;

/// The file's name in the folder of its snapshot.
pub const SCAN: &str = "scan.columns";

/// The number of the file's format. A file of another one is made anew.
const FORMAT: u32 = 2;

/// The last bytes of the file.
const MAGIC: &[u8; 4] = b"VKSC";

/// People in a chunk; the last one has fewer. Rows in it fit 16 bits, and a month's column is some leaves long.
pub(crate) const CHUNK_PEOPLE: usize = 32_768;

/// Bytes that are proved together.
const LEAF_BYTES: usize = 1_024;

/// A SHA-256.
const HASH_BYTES: usize = 32;

/// Bytes of a pseudonym.
const PSEUDONYM_BYTES: usize = 16;

/// People between two samples: their pseudonyms are a few whole leaves.
const SAMPLED_PEOPLE: usize = 256;

/// The number that stands for a month without one code, or for codes and ratios beyond the first 254.
const NO_NUMBER: u8 = 255;

/// A ratio that is not there, as the file writes it.
const NO_RATIO_WRITTEN: u16 = u16::MAX;

/// Weeks of a month, by their Thursdays.
const WEEKS_MAX: usize = 5;

/// Numbers of 16 bits of a mixed person: row, codes, ratio.
const MIXED_NUMBERS: usize = 1 + WEEKS_MAX + 1;

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Footer {
    /// [`FORMAT`].
    format: u32,
    /// The content hash of its snapshot.
    content_hash: ContentHash,
    people: u32,
    chunks: Vec<ChunkPlace>,
    /// Where the samples begin.
    samples_at: u64,
    /// Where the leaves are, and what proves them.
    proof: Proof,
    /// The codes by their numbers, from 1.
    codes: Vec<u16>,
    /// The ratios in ten-thousandths by their numbers, from 1.
    ratios: Vec<u16>,
    /// The industries by their numbers, from 1.
    industries: Vec<u32>,
}

/// Where a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ChunkPlace {
    at: u64,
    people: u32,
    /// How many people are mixed, month by month and in all.
    mixed: u32,
}

/// Where the parts of a chunk begin.
struct Parts {
    months: u64,
    places: u64,
    index: u64,
    mixed: u64,
    spells: u64,
}

impl ChunkPlace {
    fn parts(&self, months: &Months) -> Parts {
        let people = u64::from(self.people);
        let at = self.at + people * PSEUDONYM_BYTES as u64;
        let places = at + people * months.bytes_per_person() as u64;
        let index = places + 4 * (people + 1);
        let mixed = index + 4 * (months.len() as u64 + 1);
        Parts { months: at, places, index, mixed, spells: mixed + u64::from(self.mixed) * 2 * MIXED_NUMBERS as u64 }
    }
}
