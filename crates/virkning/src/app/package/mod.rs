//! What leaves an installation as a whole: a folder, or one file in the archive format, with a manifest that names every
//! file with its size and SHA-256, and the head of the event log at that moment. Backups and exports are such packages.
//!
//! ```text
//! store/users.jsonl       the rows of a table, each a line of JSON
//! store/users.sums        the first 16 digits of the SHA-256 of each of these lines, so that a bad one can be named
//! snapshots/… traces/…    files of the data folder, as they are
//! manifest.json           what is here
//! manifest.sha256         the hash of the manifest
//! ```

mod archive;
mod read;
mod write;

use serde::{Deserialize, Serialize};
use virkning_model::id::ContentHash;

pub use read::PackageReader;
pub use write::PackageWriter;

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";

/// The name of the manifest's hash.
const MANIFEST_HASH: &str = "manifest.sha256";

/// The ending of a package that is one file.
const ARCHIVE_ENDING: &str = "vbk";

/// The number of this layout. A reader refuses a higher one.
pub const LAYOUT: u32 = 1;

/// What a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To be restored: it holds everything but the keys.
    Backup,
    /// To be read by others: it can be restored by nobody.
    Export,
}

/// What a package holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What it is for.
    pub purpose: Purpose,
    /// [`LAYOUT`].
    pub layout: u32,
    /// When it was made.
    pub made_at: jiff::Timestamp,
    /// By which program: `virkning 0.1.0`.
    pub program: String,
    /// The number of the last migration of its tables.
    pub tables: i64,
    /// The head of the event log: `17:9f86d081…`.
    pub head: String,
    /// Whether the installation's keys are in it.
    pub with_keys: bool,
    /// Whether it holds what connects aliases with the registers.
    pub with_links: bool,
    /// The tables, with the number of their rows.
    pub rows: Vec<TableRows>,
    /// Every other file.
    pub files: Vec<PackedFile>,
}

/// How many rows of a table are here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
}

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its name in the package.
    pub path: String,
    /// How many bytes.
    pub size_bytes: u64,
    /// Their SHA-256.
    pub sha256: ContentHash,
}

/// The file of a table's rows.
pub fn rows_name(table: &str) -> String {
    format!("store/{table}.jsonl")
}

/// The file of the hashes of a table's rows.
fn sums_name(table: &str) -> String {
    format!("store/{table}.sums")
}

/// The first digits of a line's hash.
fn sum(line: &[u8]) -> String {
    super::folder::hash(line).as_str()[..16].to_owned()
}
