//! A whole snapshot in the order of pseudonyms, some people at a time.

use std::ops::Range;

use super::{Loaded, Proof, Snapshot, SnapshotError};
use crate::key::Pseudonym;
use crate::scan::Scan;

/// A snapshot whose files have been proved. In memory there are only the pseudonyms, 16 bytes each.
pub(crate) struct Pieces<'s> {
    snapshot: &'s Snapshot,
    scan: Option<Scan>,
    pseudonyms: Vec<Pseudonym>,
}

impl Snapshot {
    /// Proves the files and reads who is in them.
    pub(crate) fn pieces(&self) -> Result<Pieces<'_>, SnapshotError> {
        self.verify_files()?;
        let scan = Scan::open(&self.folder, &self.manifest)?;
        Ok(Pieces { snapshot: self, scan, pseudonyms: self.pseudonyms()? })
    }
}

impl Pieces<'_> {
    /// Everyone's pseudonym, by row.
    pub(crate) fn pseudonyms(&self) -> &[Pseudonym] {
        &self.pseudonyms
    }

    /// Loads the people of these rows, which there are.
    pub(crate) fn load(&self, rows: Range<usize>) -> Result<Loaded, SnapshotError> {
        let people = self.pseudonyms[rows.clone()].to_vec();
        // A snapshot has at most as many people as 32 bits count.
        let rows: Vec<u32> = rows.filter_map(|row| u32::try_from(row).ok()).collect();
        match &self.scan {
            _ if rows.is_empty() => Ok(Loaded { coverage: self.snapshot.manifest.coverage(), ..Loaded::default() }),
            Some(scan) => self.snapshot.load_scanned(scan, &rows),
            None => self.snapshot.load_rows(people, self.pseudonyms.len(), Some(&rows), Proof::Given),
        }
    }
}
