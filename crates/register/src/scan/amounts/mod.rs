//! What questions about amounts are answered from: `amounts.scan.columns` beside the Parquet files of a snapshot of amounts,
//! made while these are written, or from them when it is missing. It holds nothing that they do not hold, each kind by itself,
//! since a question names one or two.
//!
//! ```text
//! chunk      up to 32,768 people each, from a multiple of 1,024 bytes on:
//!   pseudonyms   16 bytes a person, sorted
//!   kinds        for each kind of the manifest, by its place:
//!     places       32 bits a person and one more: where the person's rows begin
//!     days         16 bits a row, since the first day of the chunk
//!     amounts      32 bits a row in øre, or 64 where one of the chunk needs them
//!     items        16 bits a row, the place of the item
//! samples, hashes, rows, footer: as in the scan file of weeks; the magic word is `VKAC`
//! ```
//!
//! All numbers are little-endian. Within a person the rows of a kind are in the order of their days.

mod answer;
mod build;
mod read;

use serde::{Deserialize, Serialize};
use virkning_model::id::ContentHash;

use super::leaves::Proof;

pub(super) use answer::answer;
pub(crate) use build::AmountsWriter;
pub use read::AmountScan;

/// The file's name in the folder of its snapshot.
pub const AMOUNTS_SCAN: &str = "amounts.scan.columns";

/// The number of the file's format. A file of another one is made anew.
const FORMAT: u32 = 2;

/// The last bytes of the file.
const MAGIC: &[u8; 4] = b"VKAC";

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Footer {
    format: u32,
    content_hash: ContentHash,
    people: u32,
    chunks: Vec<Chunk>,
    samples_at: u64,
    proof: Proof,
}

/// Where a chunk is, and how many rows each kind has in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Chunk {
    at: u64,
    people: u32,
    /// Day number 0 of its rows.
    first_day: i32,
    /// Whether amounts take 64 bits.
    wide: bool,
    rows: Vec<u32>,
}

/// Where the parts of a kind begin.
#[derive(Clone, Copy, Debug)]
struct KindPlace {
    places: u64,
    days: u64,
    amounts: u64,
    items: u64,
    rows: u32,
}

impl Chunk {
    fn amount_bytes(&self) -> usize {
        if self.wide { 8 } else { 4 }
    }

    /// Where a kind is; nothing for one that the file does not have.
    fn kind(&self, kind: usize) -> Option<KindPlace> {
        let places_bytes = 4 * (u64::from(self.people) + 1);
        let row_bytes = 2 + self.amount_bytes() as u64 + 2;
        let rows = *self.rows.get(kind)?;
        let before: u64 = self.rows[..kind].iter().map(|rows| places_bytes + u64::from(*rows) * row_bytes).sum();
        let places = self.at + u64::from(self.people) * super::PSEUDONYM_BYTES as u64 + before;
        let days = places + places_bytes;
        let amounts = days + 2 * u64::from(rows);
        let items = amounts + self.amount_bytes() as u64 * u64::from(rows);
        Some(KindPlace { places, days, amounts, items, rows })
    }
}
