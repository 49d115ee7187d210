//! Brings facts into the order of pseudonyms in constant memory, as the import of weeks does with people: what does not
//! fit is sorted in parts, kept in temporary files, and merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::record::{RECORD_BYTES, Record};
use crate::import::{Disk, at};
use crate::problem::ImportError;

/// The most facts of one person: more of them are a mistake of the key column.
pub(crate) const FACTS_OF_A_PERSON_MAX: usize = 1_000_000;

/// Collects facts and hands them out sorted.
pub(crate) struct RecordSorter<'a> {
    disk: &'a Disk,
    folder: &'a Path,
    held_max: usize,
    held: Vec<Record>,
    parts: Vec<PathBuf>,
}

impl<'a> RecordSorter<'a> {
    /// A sorter that keeps its temporary files in a folder and at most so many bytes in memory.
    pub(crate) fn new(disk: &'a Disk, folder: &'a Path, held_bytes_max: usize) -> Self {
        let held_max = (held_bytes_max / size_of::<Record>()).max(2);
        Self { disk, folder, held_max, held: Vec::new(), parts: Vec::new() }
    }

    /// Takes a fact.
    pub(crate) fn add(&mut self, record: Record) -> Result<(), ImportError> {
        self.held.push(record);
        if self.held.len() >= self.held_max { self.write_part() } else { Ok(()) }
    }

    fn write_part(&mut self) -> Result<(), ImportError> {
        self.held.sort_unstable();
        let path = self.folder.join(format!("part-{}", self.parts.len()));
        self.write_to(&path).map_err(at(&path))?;
        self.parts.push(path);
        self.held.clear();
        Ok(())
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut output = self.disk.create(path)?;
        let mut bytes = Vec::with_capacity(RECORD_BYTES);
        for record in &self.held {
            bytes.clear();
            record.encode(&mut bytes);
            output.write_all(&bytes)?;
        }
        output.flush()
    }

    /// Hands out the facts of one person after the other, sorted.
    pub(crate) fn finish(
        mut self,
        mut each: impl FnMut(&mut Vec<Record>) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut person: Vec<Record> = Vec::new();
        let mut take = |record: Record| -> Result<(), ImportError> {
            if person.last().is_some_and(|last| last.pseudonym != record.pseudonym) {
                each(&mut person)?;
                person.clear();
            }
            if person.len() >= FACTS_OF_A_PERSON_MAX {
                return Err(ImportError::TooManyFacts { line: record.line, limit: FACTS_OF_A_PERSON_MAX });
            }
            person.push(record);
            Ok(())
        };
        if self.parts.is_empty() {
            self.held.sort_unstable();
            self.held.drain(..).try_for_each(&mut take)?;
        } else {
            if !self.held.is_empty() {
                self.write_part()?;
            }
            self.held = Vec::new();
            let merged = merge(&self.parts, &mut take);
            for part in &self.parts {
                std::fs::remove_file(part).map_err(at(part))?;
            }
            merged?;
        }
        if person.is_empty() { Ok(()) } else { each(&mut person) }
    }
}

/// The next fact of a temporary file.
fn next(reader: &mut BufReader<File>) -> io::Result<Option<Record>> {
    let mut bytes = [0; RECORD_BYTES];
    match reader.read(&mut bytes[..1])? {
        0 => Ok(None),
        _ => {
            reader.read_exact(&mut bytes[1..])?;
            Ok(Some(Record::decode(&bytes)))
        }
    }
}

fn merge(paths: &[PathBuf], take: &mut impl FnMut(Record) -> Result<(), ImportError>) -> Result<(), ImportError> {
    let mut readers = Vec::with_capacity(paths.len());
    let mut heap = BinaryHeap::new();
    for (place, path) in paths.iter().enumerate() {
        let mut reader = BufReader::with_capacity(256 * 1024, File::open(path).map_err(at(path))?);
        if let Some(record) = next(&mut reader).map_err(at(path))? {
            heap.push(Reverse((record, place)));
        }
        readers.push(reader);
    }
    while let Some(Reverse((record, place))) = heap.pop() {
        take(record)?;
        if let Some(record) = next(&mut readers[place]).map_err(at(&paths[place]))? {
            heap.push(Reverse((record, place)));
        }
    }
    Ok(())
}
