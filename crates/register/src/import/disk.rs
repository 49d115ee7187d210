//! Writing to disk so that a crash leaves everything or nothing: every file is synced, and its hash is made on the way.
//! Every call counts as one step, and tests let any step fail.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

use crate::problem::ImportError;
use crate::steps::Steps;

/// The file system, with a count of steps until it fails in tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    steps: Steps,
}

impl Disk {
    /// A disk whose step with that number, from 0, fails, and every step after it.
    #[cfg(test)]
    pub(crate) fn failing_at(step: i64) -> Self {
        Self { steps: Steps::failing_at(step) }
    }

    fn step(&self) -> io::Result<()> {
        self.steps.step()
    }

    /// A new file.
    pub(crate) fn create(&self, path: &Path) -> io::Result<Output> {
        self.step()?;
        let file = BufWriter::with_capacity(256 * 1024, File::create_new(path)?);
        Ok(Output { disk: self.clone(), path: path.to_owned(), file, hash: Some(Sha256::new()), size_bytes: 0 })
    }

    /// A new file that has hashes of its own: none is made of the whole.
    pub(crate) fn create_unhashed(&self, path: &Path) -> io::Result<Output> {
        Ok(Output { hash: None, ..self.create(path)? })
    }

    /// A new folder.
    pub(crate) fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::create_dir(path)
    }

    /// Gives a folder its final name. It must not be taken.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::rename(from, to)
    }

    /// Makes the names in a folder last.
    pub(crate) fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        File::open(path)?.sync_all()
    }
}

/// A file being written.
pub(crate) struct Output {
    disk: Disk,
    path: PathBuf,
    file: BufWriter<File>,
    hash: Option<Sha256>,
    size_bytes: u64,
}

impl Output {
    /// Syncs the file; gives its hash (of nothing for a file without one) and size.
    pub(crate) fn finish(mut self) -> io::Result<(ContentHash, u64)> {
        self.file.flush()?;
        self.disk.step()?;
        self.file.get_ref().sync_all()?;
        let hash = self.hash.unwrap_or_default().finalize();
        Ok((ContentHash::from_bytes(hash.into()), self.size_bytes))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.step()?;
        let written = self.file.write(bytes)?;
        if let Some(hash) = &mut self.hash {
            hash.update(&bytes[..written]);
        }
        self.size_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// An error of the operating system at a path.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> ImportError + '_ {
    |source| ImportError::Io { path: path.to_owned(), source }
}
