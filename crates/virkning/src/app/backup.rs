//! `backup`, `restore`, `export`: everything that an installation holds, in open formats. A backup can be restored into an
//! empty place, on SQLite or PostgreSQL; an export can be read by anybody who is given it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use virkning_register::scan::SCAN;
use virkning_store::{CopyFailure, Holds, Location, Role, Store, Table};

use super::Session;
use super::failure::{Failure, Refusal};
use super::folder::{Folder, sync_folders};
use super::package::{LAYOUT, Manifest, PackageReader, PackageWriter, PackedFile, Purpose};
use super::verify::VerifyReport;
use crate::world::World;

/// Who may make backups and exports.
const MAY_TAKE_OUT: &[Role] = &[Role::Administrator, Role::Controller, Role::Auditor];

/// Who may take keys, or what connects aliases with the registers, out of the installation.
const MAY_TAKE_SECRETS: &[Role] = &[Role::Administrator];

/// What was restored, and the proof of it.
#[derive(Debug)]
pub struct Restored {
    /// What the backup held.
    pub manifest: Manifest,
    /// Everything checked again in its new place.
    pub verified: VerifyReport,
}

impl Session<'_> {
    /// Writes a backup, as everything is at one moment, while others go on working.
    pub fn backup(&self, target: &Path, with_keys: bool) -> Result<Manifest, Failure> {
        let mut package = PackageWriter::new(target)?;
        let (needed, with) = if with_keys { (MAY_TAKE_SECRETS, Some("keys")) } else { (MAY_TAKE_OUT, None) };
        self.store.note_taken_out(&self.actor()?, needed, "backup", &name_of(target), with)?;
        let head = self.pack_tables(&mut package, &|_| true)?;
        // Files are written before the rows that name them, and the rows were read first: none of them is missing here.
        for (name, path) in self.folder.kept_files()? {
            package.copy(&name, &path)?;
        }
        if with_keys {
            for (name, path) in self.folder.key_files()? {
                package.copy(&name, &path)?;
            }
        }
        package.finish(Manifest { with_keys, with_links: true, ..self.manifest_of(Purpose::Backup, head) })
    }

    /// Writes everything in open formats with dictionaries (names and texts of files), for others to read. CPR numbers, names and keys are never in
    /// it; what connects aliases with the registers, and files that providers sent in, only if it is asked for.
    pub fn export(
        &self,
        target: &Path,
        with_links: bool,
        dictionaries: &[(String, String)],
    ) -> Result<Manifest, Failure> {
        let mut package = PackageWriter::new(target)?;
        let (needed, with) = if with_links {
            (MAY_TAKE_SECRETS, Some("links"))
        } else {
            (MAY_TAKE_OUT, None)
        };
        self.store.note_taken_out(&self.actor()?, needed, "export", &name_of(target), with)?;
        let head = self.pack_tables(&mut package, &|table| is_exported(table, with_links))?;
        let always = ["snapshots/", "traces/", "observations/"];
        // What is made of the open files for speed is no open format itself, and can be made again.
        let is_wanted = |name: &str| {
            let kept =
                always.iter().any(|folder| name.starts_with(folder)) || (with_links && name.starts_with("evidence/"));
            kept && !name.ends_with(SCAN)
        };
        for (name, path) in self.folder.kept_files()?.into_iter().filter(|(name, _)| is_wanted(name)) {
            package.copy(&name, &path)?;
        }
        for (name, text) in dictionaries {
            package.file(name, text.as_bytes())?;
        }
        package.finish(Manifest { with_keys: false, with_links, ..self.manifest_of(Purpose::Export, head) })
    }

    fn manifest_of(&self, purpose: Purpose, head: String) -> Manifest {
        Manifest {
            purpose,
            layout: LAYOUT,
            made_at: self.world.now(),
            program: concat!("virkning ", env!("CARGO_PKG_VERSION")).to_owned(),
            tables: virkning_store::tables_version(),
            head,
            with_keys: false,
            with_links: false,
            rows: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The rows of the wanted tables; gives the head of the log at that moment.
    fn pack_tables(&self, package: &mut PackageWriter, wanted: &dyn Fn(&Table) -> bool) -> Result<String, Failure> {
        let head = self.store.copy_out(wanted, &mut |table, lines| package.rows(table, lines));
        head.map(|head| head.to_string()).map_err(|failure| copy_failure(failure, Path::new("")))
    }
}

/// Whether a table is in an export.
pub fn is_exported(table: &Table, with_links: bool) -> bool {
    match table.holds {
        Holds::NoLink => true,
        Holds::Links => with_links,
        Holds::Identities | Holds::Credentials | Holds::Passing => false,
    }
}

/// Restores a backup into an empty place. Every hash is checked before anything is written, and everything again after.
pub fn restore(backup: &Path, data: &Path, store: Option<&Location>, world: &dyn World) -> Result<Restored, Failure> {
    let package = PackageReader::open(backup)?;
    if package.manifest.purpose != Purpose::Backup {
        return Err(Refusal::new("restore-export").with("path", backup.display()).into());
    }
    refuse_unless_empty(data)?;
    if let Some(Location::File(path)) = store {
        refuse_unless_empty(path)?;
    }
    package.check()?;
    let place = Place::new(data)?;
    place.fill(&package)?;
    let location = store.cloned().unwrap_or_else(|| Location::File(Folder::at(&place.temporary).store()));
    fill_store(&package, &location, backup)?;
    place.put(data)?;
    let session = Session::open(data, store, None, world)?;
    Ok(Restored { manifest: package.manifest, verified: session.verify(None)? })
}

fn fill_store(package: &PackageReader, location: &Location, backup: &Path) -> Result<(), Failure> {
    let mut current = None;
    let verification = Store::at(location)?.copy_in(&mut |table| {
        if current.as_ref().is_none_or(|(name, _)| *name != table) {
            current = Some((table, package.lines(table)?));
        }
        current.as_mut().map_or(Ok(Vec::new()), |(_, lines)| lines.next_block())
    });
    match verification {
        Ok(found) if found.head.as_ref().is_some_and(|head| head.to_string() == package.manifest.head) => Ok(()),
        Ok(_) => Err(Refusal::new("restore-other-head").with("path", backup.display()).into()),
        Err(failure) => Err(copy_failure(failure, backup)),
    }
}

fn copy_failure(failure: CopyFailure<Failure>, backup: &Path) -> Failure {
    match failure {
        CopyFailure::Store(error) => error.into(),
        CopyFailure::Other(failure) => failure,
        CopyFailure::NotEmpty { table } => Refusal::new("restore-store-not-empty").with("table", table).into(),
        CopyFailure::Unreadable { table, line } => Refusal::new("package-damaged-row")
            .with("path", backup.display())
            .with("file", super::package::rows_name(table))
            .with("line", line)
            .into(),
        CopyFailure::Broken(verification) => {
            let faults = verification.faults.iter().map(|fault| {
                let words: Vec<String> = fault.arguments().into_iter().map(|(_, value)| value).collect();
                format!("{} {}", fault.code(), words.join(" "))
            });
            Refusal::new("restore-broken").with("path", backup.display()).with_details(faults.collect()).into()
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn refuse_unless_empty(path: &Path) -> Result<(), Failure> {
    let empty = match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if empty {
        Ok(())
    } else {
        Err(Refusal::new("restore-not-empty").with("path", path.display()).into())
    }
}

/// A data folder beside the place where it will be.
struct Place {
    temporary: PathBuf,
}

impl Place {
    fn new(data: &Path) -> Result<Self, Failure> {
        let mut name = std::ffi::OsString::from(".");
        name.push(data.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        let place = Self { temporary: data.with_file_name(name) };
        let mut folder = fs::DirBuilder::new();
        let made = folder.recursive(true).mode(0o700).create(&place.temporary);
        made.map_err(|error| Failure::operating("tried-make-folder", &place.temporary, error))?;
        Ok(place)
    }

    /// Everything but the rows of the store.
    fn fill(&self, package: &PackageReader) -> Result<(), Failure> {
        for file in package.manifest.files.iter().filter(|file| !file.path.starts_with("store/")) {
            let path = self.temporary.join(&file.path);
            let written = self.write(package, file, &path)?;
            written.map_err(|error| Failure::operating("tried-write", &path, error))?;
        }
        Ok(())
    }

    fn write(&self, package: &PackageReader, file: &PackedFile, path: &Path) -> Result<io::Result<()>, Failure> {
        let open = || -> io::Result<File> {
            if let Some(parent) = path.parent() {
                fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
            }
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
        };
        let mut out = match open() {
            Ok(file) => io::BufWriter::new(file),
            Err(error) => return Ok(Err(error)),
        };
        package.copy(file, &mut out)?;
        Ok(out.flush().and_then(|()| out.get_ref().sync_all()))
    }

    fn put(&self, data: &Path) -> Result<(), Failure> {
        let put = || -> io::Result<()> {
            sync_folders(&self.temporary)?;
            // An empty folder makes room for the whole one.
            if data.exists() {
                fs::remove_dir(data)?;
            }
            fs::rename(&self.temporary, data)?;
            let parent = data.parent().filter(|parent| !parent.as_os_str().is_empty());
            File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
        };
        put().map_err(|error| Failure::operating("tried-write", data, error))
    }
}

/// What was half restored is of no use to anyone.
impl Drop for Place {
    fn drop(&mut self) {
        // After the rename there is nothing under this name any more.
        let _ = fs::remove_dir_all(&self.temporary);
    }
}
