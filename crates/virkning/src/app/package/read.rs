//! Reading a package: nothing in it is believed before it was held against its hash.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

use super::archive::{ArchiveFault, members};
use super::{LAYOUT, MANIFEST, MANIFEST_HASH, Manifest, PackedFile, rows_name, sum, sums_name};
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::hash;

/// A package that is read.
pub struct PackageReader {
    path: PathBuf,
    source: Source,
    /// What it says it holds; this much is held against its hash already.
    pub manifest: Manifest,
}

enum Source {
    Folder,
    /// Where each file's bytes begin, and how many there are.
    Archive(BTreeMap<String, (u64, u64)>),
}

impl PackageReader {
    /// Opens a folder or a file and reads its manifest.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let source = if path.is_dir() { Source::Folder } else { archive(path)? };
        let none = || Failure::from(Refusal::new("package-none").with("path", path.display()));
        let Some(text) = content(path, &source, MANIFEST)? else { return Err(none()) };
        let Some(sums) = content(path, &source, MANIFEST_HASH)? else { return Err(none()) };
        if sums != format!("{}  {MANIFEST}\n", hash(&text)).as_bytes() {
            return Err(damaged(path, MANIFEST));
        }
        let layout: Layout = serde_json::from_slice(&text).map_err(|_| none())?;
        if layout.layout > LAYOUT {
            return Err(newer(path));
        }
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| none())?;
        if manifest.tables > virkning_store::tables_version() {
            return Err(newer(path));
        }
        Ok(Self { path: path.to_owned(), source, manifest })
    }

    /// Holds every file against its size and hash, and names the first one that differs, and the row where it can.
    pub fn check(&self) -> Result<(), Failure> {
        if let Source::Archive(members) = &self.source {
            let known = |name: &String| self.packed(name).is_some() || name == MANIFEST || name == MANIFEST_HASH;
            if let Some(name) = members.keys().find(|name| !known(name)) {
                return Err(damaged(&self.path, name));
            }
        }
        for file in &self.manifest.files {
            // A name that leads out of the place where it is restored was not written by us.
            if !Path::new(&file.path).components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(damaged(&self.path, MANIFEST));
            }
            self.copy(file, &mut io::sink())?;
        }
        Ok(())
    }

    /// Copies a file, which must be what the manifest says.
    pub fn copy(&self, file: &PackedFile, out: &mut dyn Write) -> Result<(), Failure> {
        let mut input = self.file(&file.path)?.ok_or_else(|| damaged(&self.path, &file.path))?;
        let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            let read = input.read(&mut buffer).map_err(|error| Failure::operating("tried-read", &self.path, error))?;
            if read == 0 {
                break;
            }
            hasher.update(&buffer[..read]);
            size += read as u64;
            out.write_all(&buffer[..read])
                .map_err(|error| Failure::operating("tried-write", Path::new(&file.path), error))?;
        }
        let same = size == file.size_bytes && ContentHash::from_bytes(hasher.finalize().into()) == file.sha256;
        if same { Ok(()) } else { Err(self.damaged_row(file)) }
    }

    /// The lines of a table.
    pub fn lines(&self, table: &str) -> Result<Lines, Failure> {
        let input = self.file(&rows_name(table))?;
        Ok(Lines { path: self.path.join(rows_name(table)), input: input.map(BufReader::new) })
    }

    fn packed(&self, name: &str) -> Option<&PackedFile> {
        self.manifest.files.iter().find(|file| file.path == name)
    }

    fn file(&self, name: &str) -> Result<Option<Box<dyn Read>>, Failure> {
        open(&self.path, &self.source, name).map_err(|error| Failure::operating("tried-read", &self.path, error))
    }

    /// The first row of a table's file that is not what was written; else the file.
    fn damaged_row(&self, file: &PackedFile) -> Failure {
        let row = || -> Option<usize> {
            let table = file.path.strip_prefix("store/")?.strip_suffix(".jsonl")?;
            let sums = content(&self.path, &self.source, &sums_name(table)).ok()??;
            if hash(&sums) != self.packed(&sums_name(table))?.sha256 {
                return None;
            }
            let bytes = content(&self.path, &self.source, &file.path).ok()??;
            let sums: Vec<&str> = std::str::from_utf8(&sums).ok()?.lines().collect();
            let rows: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            (0..rows.len().max(sums.len())).find(|place| match (rows.get(*place), sums.get(*place)) {
                (Some(row), Some(expected)) => sum(row) != *expected,
                (row, expected) => expected.is_some() || row.is_some_and(|row| !row.is_empty()),
            })
        };
        match row() {
            Some(place) => Refusal::new("package-damaged-row")
                .with("path", self.path.display())
                .with("file", &file.path)
                .with("line", place + 1)
                .into(),
            None => damaged(&self.path, &file.path),
        }
    }
}

/// The part of a manifest that every layout has.
#[derive(serde::Deserialize)]
struct Layout {
    layout: u32,
}

/// The lines of a table, a block at a time.
pub struct Lines {
    path: PathBuf,
    input: Option<BufReader<Box<dyn Read>>>,
}

impl Lines {
    /// The next lines; none at the end.
    pub fn next_block(&mut self) -> Result<Vec<String>, Failure> {
        let Some(input) = &mut self.input else { return Ok(Vec::new()) };
        let lines: io::Result<Vec<String>> = input.lines().take(500).collect();
        lines.map_err(|error| Failure::operating("tried-read", &self.path, error))
    }
}

fn archive(path: &Path) -> Result<Source, Failure> {
    let unread = |error| Failure::operating("tried-read", path, error);
    let mut file = File::open(path).map_err(unread)?;
    match members(&mut file) {
        Ok(members) => {
            let places = members.into_iter().map(|member| (member.name, (member.offset, member.size)));
            Ok(Source::Archive(places.collect()))
        }
        Err(ArchiveFault::Io(error)) => Err(unread(error)),
        Err(ArchiveFault::Other) => Err(Refusal::new("package-none").with("path", path.display()).into()),
        Err(ArchiveFault::Damaged { name }) => Err(damaged(path, &name)),
    }
}

fn open(path: &Path, source: &Source, name: &str) -> io::Result<Option<Box<dyn Read>>> {
    match source {
        Source::Folder => match File::open(path.join(name)) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        },
        Source::Archive(places) => {
            let Some((offset, size)) = places.get(name) else { return Ok(None) };
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(*offset))?;
            Ok(Some(Box::new(file.take(*size))))
        }
    }
}

/// A whole file, where it is there.
fn content(path: &Path, source: &Source, name: &str) -> Result<Option<Vec<u8>>, Failure> {
    let unread = |error| Failure::operating("tried-read", path, error);
    let Some(mut input) = open(path, source, name).map_err(unread)? else { return Ok(None) };
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(unread)?;
    Ok(Some(bytes))
}

fn damaged(path: &Path, file: &str) -> Failure {
    Refusal::new("package-damaged").with("path", path.display()).with("file", file).into()
}

fn newer(path: &Path) -> Failure {
    Refusal::new("package-newer").with("path", path.display()).into()
}
