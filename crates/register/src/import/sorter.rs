//! Brings people into the order of their pseudonyms in constant memory. Sorted order is preferred over the file's,
//! because then the snapshot's bytes do not depend on the order of rows, the content hash and the search for people with
//! two rows need no memory, and a person is found by halving. The price is one pass over the spells, about a hundredth of
//! the delivery: what does not fit is sorted in parts, kept in temporary files, and merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use crate::import::disk::{Disk, at};
use crate::import::row::{JobRun, WeekRun};
use crate::key::Pseudonym;
use crate::problem::ImportError;

/// How many bytes of events are held before they are sorted into a temporary file.
pub(crate) const HELD_BYTES: usize = 48 * 1024 * 1024;

/// Bytes of a temporary file that are read at a time, where there are few of them.
const PART_BUFFER_BYTES: usize = 512 * 1024;
/// The same where there are many.
const PART_BUFFER_BYTES_MIN: usize = 16 * 1024;

/// One person of a block: the spells follow each other in the block's lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) pseudonym: Pseudonym,
    /// The line within the block, from 0.
    pub(crate) line: u32,
    pub(crate) weeks: u32,
    pub(crate) jobs: u32,
}

/// The people of one block.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// The line of the file on which the block begins.
    pub(crate) first_line: u64,
    pub(crate) heads: Vec<Head>,
    pub(crate) weeks: Vec<WeekRun>,
    pub(crate) jobs: Vec<JobRun>,
}

/// One person in the order of pseudonyms, and of lines among rows of the same person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person<'a> {
    pub(crate) pseudonym: Pseudonym,
    pub(crate) line: u64,
    pub(crate) weeks: &'a [WeekRun],
    pub(crate) jobs: &'a [JobRun],
}

struct Entry {
    pseudonym: Pseudonym,
    line: u64,
    block: u32,
    week: u32,
    weeks: u32,
    job: u32,
    jobs: u32,
}

/// Collects people and hands them out sorted.
pub(crate) struct Sorter<'a> {
    disk: &'a Disk,
    folder: &'a Path,
    held_bytes_max: usize,
    blocks: Vec<People>,
    entries: Vec<Entry>,
    held_bytes: usize,
    parts: Vec<PathBuf>,
}

impl<'a> Sorter<'a> {
    /// A sorter that keeps its temporary files in a folder.
    pub(crate) fn new(disk: &'a Disk, folder: &'a Path, held_bytes_max: usize) -> Self {
        let (blocks, entries, parts) = (Vec::new(), Vec::new(), Vec::new());
        Self { disk, folder, held_bytes_max, blocks, entries, held_bytes: 0, parts }
    }

    /// Takes the people of a block.
    pub(crate) fn add(&mut self, mut people: People) -> Result<(), ImportError> {
        // What is kept for long keeps no spare room.
        people.weeks.shrink_to_fit();
        people.jobs.shrink_to_fit();
        let block = u32::try_from(self.blocks.len()).map_err(|_| ImportError::TooLarge)?;
        let (mut week, mut job) = (0, 0);
        for head in std::mem::take(&mut people.heads) {
            let Head { pseudonym, line, weeks, jobs } = head;
            let line = people.first_line + u64::from(line);
            self.entries.push(Entry { pseudonym, line, block, week, weeks, job, jobs });
            week += weeks;
            job += jobs;
        }
        self.held_bytes += size_of_val(people.weeks.as_slice()) + size_of_val(people.jobs.as_slice());
        self.blocks.push(people);
        let index_bytes = self.entries.len() * size_of::<Entry>();
        if self.held_bytes + index_bytes >= self.held_bytes_max {
            self.write_part()
        } else {
            Ok(())
        }
    }

    /// Hands everyone out in order.
    pub(crate) fn finish(
        mut self,
        mut each: impl FnMut(Person<'_>) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        if self.parts.is_empty() {
            self.sort();
            return self.entries.iter().try_for_each(|entry| each(person(&self.blocks, entry)));
        }
        if !self.entries.is_empty() {
            self.write_part()?;
        }
        self.blocks = Vec::new();
        self.entries = Vec::new();
        // What was held is free now: the parts' buffers take no more than that.
        let buffer_bytes = (self.held_bytes_max / self.parts.len()).clamp(PART_BUFFER_BYTES_MIN, PART_BUFFER_BYTES);
        let merged = merge(&self.parts, buffer_bytes, &mut each);
        for part in &self.parts {
            // The folder is removed or renamed as a whole later; a part must not stay in it.
            std::fs::remove_file(part).map_err(at(part))?;
        }
        merged
    }

    fn sort(&mut self) {
        self.entries.sort_unstable_by_key(|entry| (entry.pseudonym, entry.line));
    }

    fn write_part(&mut self) -> Result<(), ImportError> {
        self.sort();
        let path = self.folder.join(format!("part-{}", self.parts.len()));
        self.write_to(&path).map_err(at(&path))?;
        self.parts.push(path);
        self.entries.clear();
        self.blocks.clear();
        self.held_bytes = 0;
        Ok(())
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut output = self.disk.create(path)?;
        let mut bytes = Vec::new();
        for entry in &self.entries {
            bytes.clear();
            encode(&person(&self.blocks, entry), &mut bytes);
            output.write_all(&bytes)?;
        }
        output.flush()
    }
}

fn person<'a>(blocks: &'a [People], entry: &Entry) -> Person<'a> {
    let block = &blocks[entry.block as usize];
    Person {
        pseudonym: entry.pseudonym,
        line: entry.line,
        weeks: &block.weeks[entry.week as usize..][..entry.weeks as usize],
        jobs: &block.jobs[entry.job as usize..][..entry.jobs as usize],
    }
}

/// A person as bytes: what temporary files hold and what a person's digest is made of, apart from the line.
pub(crate) fn encode(person: &Person<'_>, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&person.line.to_le_bytes());
    encode_content(person, bytes);
}

/// Pseudonym, the numbers of spells, and each spell, little-endian.
pub(crate) fn encode_content(person: &Person<'_>, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(person.pseudonym.as_bytes());
    bytes.extend_from_slice(&(person.weeks.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&(person.jobs.len() as u32).to_le_bytes());
    for run in person.weeks {
        for number in [run.start, run.end, run.code] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }
    for run in person.jobs {
        bytes.extend_from_slice(&run.start.to_le_bytes());
        bytes.extend_from_slice(&run.end.to_le_bytes());
        bytes.extend_from_slice(&run.ratio.to_le_bytes());
        bytes.extend_from_slice(&run.industry.to_le_bytes());
    }
}

/// The next person of a temporary file.
struct Part {
    reader: BufReader<File>,
    pseudonym: Pseudonym,
    line: u64,
    weeks: Vec<WeekRun>,
    jobs: Vec<JobRun>,
    bytes: Vec<u8>,
}

impl Part {
    fn open(path: &Path, buffer_bytes: usize) -> io::Result<Self> {
        let reader = BufReader::with_capacity(buffer_bytes, File::open(path)?);
        let pseudonym = Pseudonym::from_bytes([0; 16]);
        Ok(Self { reader, pseudonym, line: 0, weeks: Vec::new(), jobs: Vec::new(), bytes: Vec::new() })
    }

    /// Reads the next person, if there is one.
    fn advance(&mut self) -> io::Result<bool> {
        let mut head = [0; 32];
        match self.reader.read(&mut head[..1])? {
            0 => return Ok(false),
            _ => self.reader.read_exact(&mut head[1..])?,
        }
        let (line, rest) = head.split_at(8);
        let (pseudonym, counts) = rest.split_at(16);
        self.line = line.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.pseudonym = Pseudonym::from_bytes(pseudonym.try_into().map_err(io::Error::other)?);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        let (weeks, jobs) = (number(&counts[..4]) as usize, number(&counts[4..]) as usize);
        self.bytes.resize(weeks * 6 + jobs * 12, 0);
        self.reader.read_exact(&mut self.bytes)?;
        let (week_bytes, job_bytes) = self.bytes.split_at(weeks * 6);
        let short = |bytes: &[u8]| u16::from_le_bytes([bytes[0], bytes[1]]);
        self.weeks.clear();
        self.weeks.extend(week_bytes.chunks_exact(6).map(|run| WeekRun {
            start: short(run),
            end: short(&run[2..]),
            code: short(&run[4..]),
        }));
        self.jobs.clear();
        self.jobs.extend(job_bytes.chunks_exact(12).map(|run| JobRun {
            start: short(run),
            end: short(&run[2..]),
            ratio: i32::from_le_bytes([run[4], run[5], run[6], run[7]]),
            industry: number(&run[8..]),
        }));
        Ok(true)
    }
}

fn merge(
    paths: &[PathBuf],
    buffer_bytes: usize,
    each: &mut impl FnMut(Person<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut parts = Vec::with_capacity(paths.len());
    let mut next = BinaryHeap::new();
    for (place, path) in paths.iter().enumerate() {
        let mut part = Part::open(path, buffer_bytes).map_err(at(path))?;
        if part.advance().map_err(at(path))? {
            next.push(Reverse((part.pseudonym, part.line, place)));
        }
        parts.push(part);
    }
    while let Some(Reverse((pseudonym, line, place))) = next.pop() {
        let part = &mut parts[place];
        each(Person { pseudonym, line, weeks: &part.weeks, jobs: &part.jobs })?;
        if part.advance().map_err(at(&paths[place]))? {
            next.push(Reverse((part.pseudonym, part.line, place)));
        }
    }
    Ok(())
}
