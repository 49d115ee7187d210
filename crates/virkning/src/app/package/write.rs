//! Writing a package: it is there whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

use super::archive::ArchiveWriter;
use super::{ARCHIVE_ENDING, MANIFEST, MANIFEST_HASH, Manifest, PackedFile, TableRows, rows_name, sum, sums_name};
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::{hash, sync_folders};

/// A package under way, beside the place where it will be.
pub struct PackageWriter {
    path: PathBuf,
    temporary: PathBuf,
    target: Option<Target>,
    current: Option<Current>,
    table: Option<Table>,
    rows: Vec<TableRows>,
    files: Vec<PackedFile>,
}

enum Target {
    Folder,
    Archive(Box<ArchiveWriter>),
}

struct Current {
    name: String,
    hash: Sha256,
    size: u64,
    /// The file itself, where the package is a folder.
    file: Option<io::BufWriter<File>>,
}

struct Table {
    name: &'static str,
    rows: u64,
    sums: String,
}

impl PackageWriter {
    /// A package that will lie there, where nothing may be yet. A name that ends in `.vbk` asks for one file.
    pub fn new(path: &Path) -> Result<Self, Failure> {
        if path.symlink_metadata().is_ok() {
            return Err(Refusal::new("package-exists").with("path", path.display()).into());
        }
        let (Some(name), folder) = (path.file_name(), path.parent().unwrap_or(Path::new(""))) else {
            return Err(Refusal::new("package-exists").with("path", path.display()).into());
        };
        let temporary = folder.join(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let mut package = Self {
            path: path.to_owned(),
            temporary,
            target: None,
            current: None,
            table: None,
            rows: Vec::new(),
            files: Vec::new(),
        };
        package.target = Some(package.start().map_err(|error| package.failed(error))?);
        Ok(package)
    }

    fn start(&self) -> io::Result<Target> {
        if self.path.extension().is_some_and(|ending| ending == ARCHIVE_ENDING) {
            return Ok(Target::Archive(Box::new(ArchiveWriter::new(new_file(&self.temporary)?))));
        }
        fs::DirBuilder::new().mode(0o700).create(&self.temporary)?;
        Ok(Target::Folder)
    }

    /// Adds rows of a table, all of a table one after the other.
    pub fn rows(&mut self, table: &'static str, lines: &[String]) -> Result<(), Failure> {
        if self.table.as_ref().is_none_or(|open| open.name != table) {
            self.end_table()?;
            self.table = Some(Table { name: table, rows: 0, sums: String::new() });
            self.begin(&rows_name(table))?;
        }
        for line in lines {
            self.write(line.as_bytes())?;
            self.write(b"\n")?;
            if let Some(open) = &mut self.table {
                open.rows += 1;
                open.sums.push_str(&sum(line.as_bytes()));
                open.sums.push('\n');
            }
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Failure> {
        let Some(table) = self.table.take() else { return Ok(()) };
        self.end()?;
        self.rows.push(TableRows { table: table.name.to_owned(), rows: table.rows });
        self.file(&sums_name(table.name), table.sums.as_bytes())
    }

    /// Adds a file of these bytes.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.end_table()?;
        self.begin(name)?;
        self.write(bytes)?;
        self.end()
    }

    /// Adds a copy of a file.
    pub fn copy(&mut self, name: &str, from: &Path) -> Result<(), Failure> {
        self.end_table()?;
        let unread = |error: io::Error| Failure::operating("tried-read", from, error);
        let mut input = File::open(from).map_err(unread)?;
        self.begin(name)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match input.read(&mut buffer).map_err(unread)? {
                0 => return self.end(),
                read => self.write(&buffer[..read])?,
            }
        }
    }

    /// The manifest, and the package under its name. The rows and files of the manifest are filled in here.
    pub fn finish(mut self, manifest: Manifest) -> Result<Manifest, Failure> {
        self.end_table()?;
        let manifest = Manifest { rows: self.rows.clone(), files: self.files.clone(), ..manifest };
        let text =
            serde_json::to_vec_pretty(&manifest).map_err(|error| Refusal::new("internal").with("what", error))?;
        self.file(MANIFEST, &text)?;
        self.file(MANIFEST_HASH, format!("{}  {MANIFEST}\n", hash(&text)).as_bytes())?;
        self.put_in_place().map_err(|error| self.failed(error))?;
        Ok(manifest)
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        match self.target.take() {
            Some(Target::Archive(archive)) => archive.finish()?,
            _ => sync_folders(&self.temporary)?,
        }
        fs::rename(&self.temporary, &self.path)?;
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
    }

    fn begin(&mut self, name: &str) -> Result<(), Failure> {
        let file = match &mut self.target {
            Some(Target::Archive(archive)) => archive.begin(name).map(|()| None),
            _ => file_in(&self.temporary, name).map(Some),
        };
        let file = file.map_err(|error| self.failed(error))?;
        self.current = Some(Current { name: name.to_owned(), hash: Sha256::new(), size: 0, file });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(current) = &mut self.current else { return Ok(()) };
        current.hash.update(bytes);
        current.size += bytes.len() as u64;
        let written = match (&mut self.target, &mut current.file) {
            (Some(Target::Archive(archive)), _) => archive.write(bytes),
            (_, Some(file)) => io::Write::write_all(file, bytes),
            (_, None) => Ok(()),
        };
        written.map_err(|error| self.failed(error))
    }

    fn end(&mut self) -> Result<(), Failure> {
        let Some(current) = self.current.take() else { return Ok(()) };
        let ended = match (&mut self.target, current.file) {
            (Some(Target::Archive(archive)), _) => archive.end(),
            (_, Some(file)) => {
                file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all())
            }
            (_, None) => Ok(()),
        };
        ended.map_err(|error| self.failed(error))?;
        let sha256 = ContentHash::from_bytes(current.hash.finalize().into());
        self.files.push(PackedFile { path: current.name, size_bytes: current.size, sha256 });
        Ok(())
    }

    fn failed(&self, error: io::Error) -> Failure {
        Failure::operating("tried-write", &self.path, error)
    }
}

/// What was half written is of no use to anyone.
impl Drop for PackageWriter {
    fn drop(&mut self) {
        // After the rename there is nothing under this name any more; that it is gone already changes nothing.
        let _ = if self.temporary.is_dir() {
            fs::remove_dir_all(&self.temporary)
        } else {
            fs::remove_file(&self.temporary)
        };
    }
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn file_in(folder: &Path, name: &str) -> io::Result<io::BufWriter<File>> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    Ok(io::BufWriter::with_capacity(1 << 16, new_file(&path)?))
}
