//! Import of a delivery: from a wide CSV file to an immutable snapshot, in constant memory. What a delivery looks like
//! stands in its profile; what is wrong with it in [`crate::problem`].
//!
//!     bytes ─ blocks ─► rows ─ layout ─► spells per person ─ sorter ─► sorted by pseudonym ─ writer ─► snapshot folder

use std::path::Path;

use jiff::civil::Date;
use virkning_model::code_list::CodeList;
use virkning_model::id::SnapshotId;
use virkning_model::period::Month;

use crate::key::InstallationKey;
use crate::manifest::Manifest;
use crate::problem::ImportError;
use crate::profile::Profile;

/// What is to be imported, and how.
#[derive(Clone, Copy, Debug)]
pub struct ImportRequest<'a> {
    /// The delivery.
    pub file: &'a Path,
    /// The folder in which each snapshot has a folder of its own.
    pub destination: &'a Path,
    /// How the delivery is written.
    pub profile: &'a Profile,
    /// By which unknown codes are counted.
    pub codes: &'a CodeList,
    /// Makes the pseudonyms.
    pub key: &'a InstallationKey,
    /// The month of delivery; else read from the file's name (`dream202502.csv`, `csvdream1511.csv`).
    pub edition: Option<Month>,
    /// The day to which the data reach; else the Sunday of the last week column.
    pub as_of: Option<Date>,
    /// Exactly so many faulty rows may be left out.
    pub accept_faulty: Option<u64>,
    /// The data are synthetic. A sidecar file (`<file>.meta.json`) may say so, too.
    pub synthetic: bool,
    /// Threads; all cores where nothing is said. The bytes written are the same for any number.
    pub threads: Option<usize>,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows read, faulty ones too.
    pub rows: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// People written, after everything has been read.
    pub people_written: u64,
}

/// What an import gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A new snapshot.
    New(Box<Manifest>),
    /// The same facts are there already, under this identifier.
    Already(SnapshotId),
}

/// Imports a delivery. Either the whole snapshot is there afterwards, synced to disk, or nothing of it.
pub fn import(request: &ImportRequest<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Imported, ImportError> {
    let _ = (request, progress);
    todo!()
}
