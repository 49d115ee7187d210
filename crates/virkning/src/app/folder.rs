//! The data folder: one place on disk for the store, the snapshots, observations from files, the traces and the key. Only
//! its owner may read it.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_model::id::{ContentHash, SnapshotId};
use virkning_register::Steps;

use super::failure::{Failure, Refusal};

/// The data folder.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    steps: Steps,
}

impl Folder {
    /// Opens the folder, and makes it if it is not there.
    pub fn open(root: &Path) -> Result<Self, Failure> {
        let folder = Self { root: root.to_owned(), steps: Steps::default() };
        let below = [
            folder.keys(),
            folder.snapshots(),
            folder.traces(),
            folder.observations(),
            folder.evidence_folder(),
            folder.records(),
            folder.uploads(),
            folder.inbox(),
            folder.evaluations(),
        ];
        for path in std::iter::once(folder.root.clone()).chain(below) {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&path)
                .map_err(|error| Failure::operating("tried-make-folder", &path, error))?;
        }
        Ok(folder)
    }

    /// The folder as it is, also where it is not there or not whole.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned(), steps: Steps::default() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file that is kept beside the store, by its name below the folder and in the order of the names: no keys, no
    /// deliveries that wait to be imported, and nothing that is only half written.
    pub fn kept_files(&self) -> Result<Vec<(String, PathBuf)>, Failure> {
        let folders = entries(&self.root)?;
        let passing = ["keys", "uploads", "inbox"];
        let kept = folders.into_iter().filter(|(name, path)| !passing.contains(&name.as_str()) && path.is_dir());
        let mut files = Vec::new();
        for (name, path) in kept {
            files_below(&path, &name, &mut files)?;
        }
        Ok(files)
    }

    /// Every key, by its name below the folder.
    pub fn key_files(&self) -> Result<Vec<(String, PathBuf)>, Failure> {
        let mut files = Vec::new();
        files_below(&self.keys(), "keys", &mut files)?;
        Ok(files)
    }

    /// The same folder on a disk that fails where it is told to.
    #[must_use]
    pub fn failing(mut self, steps: Steps) -> Self {
        self.steps = steps;
        self
    }

    /// The store's file.
    pub fn store(&self) -> PathBuf {
        self.root.join("virkning.db")
    }

    /// The folder of keys. It may lie on another disk through a link.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The key that turns identifiers into register pseudonyms.
    pub fn pseudonym_key(&self) -> PathBuf {
        self.keys().join("pseudonym.key")
    }

    /// The keys of the identity vault.
    pub fn vault_key(&self) -> PathBuf {
        self.keys().join("vault.key")
    }

    /// The key that signs heads of the event log.
    pub fn head_key(&self) -> PathBuf {
        self.keys().join("head.key")
    }

    /// The folder of files that were sent in a form and wait for their job.
    pub fn uploads(&self) -> PathBuf {
        self.root.join("uploads")
    }

    /// The folder into which large files are put on the server, to be chosen there.
    pub fn inbox(&self) -> PathBuf {
        self.root.join("inbox")
    }

    /// The folder of snapshots.
    pub fn snapshots(&self) -> PathBuf {
        self.root.join("snapshots")
    }

    /// The folder of one snapshot.
    pub fn snapshot(&self, id: &SnapshotId) -> PathBuf {
        self.snapshots().join(id.as_str())
    }

    /// The folder of traces, each named by its content.
    pub fn traces(&self) -> PathBuf {
        self.root.join("traces")
    }

    /// The folder of observations that came as files, each named by its content.
    pub fn observations(&self) -> PathBuf {
        self.root.join("observations")
    }

    /// The folder of files that show what a provider claims, each named by its content.
    pub fn evidence_folder(&self) -> PathBuf {
        self.root.join("evidence")
    }

    /// Keeps a file that shows a claim under the hash of its content. The same content again changes nothing.
    pub fn keep_evidence(&self, bytes: &[u8]) -> Result<ContentHash, Failure> {
        keep(&self.steps, &self.evidence_folder(), "bin", bytes)
    }

    /// Reads a file that shows a claim and checks that it is what its name says.
    pub fn evidence(&self, wanted: &ContentHash) -> Result<Vec<u8>, Failure> {
        kept(&self.evidence_folder(), "bin", wanted)
    }

    /// The folder of documents for the case file, each named by its content.
    pub fn records(&self) -> PathBuf {
        self.root.join("records")
    }

    /// The folder of data that evaluations were run on, and of sealed lists of allocations, each named by its content.
    pub fn evaluations(&self) -> PathBuf {
        self.root.join("evaluations")
    }

    /// Keeps data of an evaluation, or a list of an allocation. The same content again changes nothing.
    pub fn keep_evaluation(&self, bytes: &[u8]) -> Result<ContentHash, Failure> {
        keep(&self.steps, &self.evaluations(), "csv", bytes)
    }

    /// Reads such a file and checks that it is what its name says.
    pub fn kept_evaluation(&self, wanted: &ContentHash) -> Result<Vec<u8>, Failure> {
        kept(&self.evaluations(), "csv", wanted)
    }

    /// Keeps a trace under the hash of its content. The same content again changes nothing.
    pub fn keep_trace(&self, bytes: &[u8]) -> Result<ContentHash, Failure> {
        keep(&self.steps, &self.traces(), "txt", bytes)
    }

    /// Reads a trace and checks that it is what its name says.
    pub fn trace(&self, wanted: &ContentHash) -> Result<Vec<u8>, Failure> {
        kept(&self.traces(), "txt", wanted)
    }

    /// Keeps observations under the hash of their content. The same content again changes nothing.
    pub fn keep_observations(&self, bytes: &[u8]) -> Result<ContentHash, Failure> {
        keep(&self.steps, &self.observations(), "json", bytes)
    }

    /// Reads observations and checks that they are what their name says.
    pub fn kept_observations(&self, wanted: &ContentHash) -> Result<Vec<u8>, Failure> {
        kept(&self.observations(), "json", wanted)
    }

    /// Keeps a document for the case file under the hash of its content. The same content again changes nothing.
    pub fn keep_record(&self, bytes: &[u8]) -> Result<ContentHash, Failure> {
        keep(&self.steps, &self.records(), "pdf", bytes)
    }

    /// Reads a document for the case file and checks that it is what its name says.
    pub fn kept_record(&self, wanted: &ContentHash) -> Result<Vec<u8>, Failure> {
        kept(&self.records(), "pdf", wanted)
    }
}

/// What lies in a folder, by name. What begins with a full stop is only half written.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let unread = |error| Failure::operating("tried-read", folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn files_below(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    for (last, path) in entries(folder)? {
        let name = format!("{name}/{last}");
        if path.is_dir() {
            files_below(&path, &name, files)?;
        } else {
            files.push((name, path));
        }
    }
    Ok(())
}

/// Syncs a folder and every folder below it, so that the names of their files are on the disk.
pub fn sync_folders(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    fs::File::open(folder)?.sync_all()
}

fn keep(steps: &Steps, folder: &Path, ending: &str, bytes: &[u8]) -> Result<ContentHash, Failure> {
    let hash = hash(bytes);
    let path = folder.join(format!("{hash}.{ending}"));
    if !path.exists() {
        write_in_steps(steps, &path, bytes)?;
    }
    Ok(hash)
}

fn kept(folder: &Path, ending: &str, wanted: &ContentHash) -> Result<Vec<u8>, Failure> {
    let path = folder.join(format!("{wanted}.{ending}"));
    let bytes = fs::read(&path).map_err(|error| Failure::operating("tried-read", &path, error))?;
    if hash(&bytes) == *wanted {
        Ok(bytes)
    } else {
        Err(Refusal::new("damaged-file").with("path", path.display()).into())
    }
}

/// The SHA-256 of bytes.
pub fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

/// Writes a file so that it is there whole or not at all: temporary name, fsync, rename, fsync of the folder.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_in_steps(&Steps::default(), path, bytes)
}

fn write_in_steps(steps: &Steps, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::operating("tried-write", path, error);
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let temporary = folder.join(name);
    let write = || -> std::io::Result<()> {
        steps.step()?;
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        steps.step()?;
        file.write_all(bytes)?;
        steps.step()?;
        file.sync_all()?;
        steps.step()?;
        fs::rename(&temporary, path)?;
        steps.step()?;
        fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| {
        // What was half written is of no use to anyone; that it may already be gone changes nothing.
        let _ = fs::remove_file(&temporary);
        failed(error)
    })
}

/// Reads a file as UTF-8 text; anything else is refused with the byte where it stops being text.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::operating("tried-read", path, error))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        Refusal::new("not-utf8").with("path", path.display()).with("line", line).with("byte", valid + 1).into()
    })
}
