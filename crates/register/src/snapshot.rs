//! Reading a snapshot: its manifest, the proof of its files, and its spells as owned columns for the measures. Snapshots
//! are made by [`crate::import`] and never changed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use virkning_measure::{Columns, Coverage};

use crate::key::Pseudonym;
use crate::manifest::Manifest;

/// Why a snapshot cannot be used.
#[derive(Debug)]
pub enum SnapshotError {
    /// The operating system refused.
    Io {
        /// What was read.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// The manifest cannot be read.
    Manifest {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// The snapshot was written in another format.
    Format {
        /// The file.
        path: PathBuf,
        /// The number of that format.
        format: u32,
    },
    /// A file is not the one that the manifest names.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file does not hold what a snapshot holds.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl SnapshotError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            SnapshotError::Io { .. } => "R131",
            SnapshotError::Manifest { .. } => "R132",
            SnapshotError::Format { .. } => "R133",
            SnapshotError::Changed { .. } => "R134",
            SnapshotError::Damaged { .. } => "R135",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let shown = |path: &PathBuf| path.display().to_string();
        match self {
            SnapshotError::Io { path, source } => vec![("path", shown(path)), ("reason", source.to_string())],
            SnapshotError::Manifest { path, reason } | SnapshotError::Damaged { path, reason } => {
                vec![("path", shown(path)), ("reason", reason.clone())]
            }
            SnapshotError::Format { path, format } => vec![("path", shown(path)), ("format", format.to_string())],
            SnapshotError::Changed { path } => vec![("path", shown(path))],
        }
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for SnapshotError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SnapshotError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A snapshot in its folder.
#[derive(Clone, Debug)]
pub struct Snapshot {
    folder: PathBuf,
    manifest: Manifest,
}

impl Snapshot {
    /// Opens a snapshot: reads its manifest and looks whether its files are there with their stated sizes.
    pub fn open(folder: &Path) -> Result<Self, SnapshotError> {
        let _ = folder;
        todo!()
    }

    /// Every snapshot under a folder, sorted by edition and identifier.
    pub fn list(destination: &Path) -> Result<Vec<Snapshot>, SnapshotError> {
        let _ = destination;
        todo!()
    }

    /// What it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Recomputes every hash: of each file, and the content hash from all spells.
    pub fn verify(&self) -> Result<(), SnapshotError> {
        todo!()
    }

    /// Loads everyone. The files are proved by their hashes before anything of them is used.
    pub fn load(&self) -> Result<Loaded, SnapshotError> {
        todo!()
    }

    /// Loads only these people; who is not in the extract has no row.
    pub fn load_people(&self, people: &[Pseudonym]) -> Result<Loaded, SnapshotError> {
        let _ = people;
        todo!()
    }
}

/// Spells in memory, sorted by pseudonym.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pseudonyms: Vec<Pseudonym>,
    week_offsets: Vec<u32>,
    week_start: Vec<u16>,
    week_end: Vec<u16>,
    week_code: Vec<u16>,
    job_offsets: Vec<u32>,
    job_start: Vec<u16>,
    job_end: Vec<u16>,
    job_ratio: Vec<i32>,
    job_industry: Vec<u32>,
    coverage: Coverage,
}

impl Loaded {
    /// The spells as measures ask for them.
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            week_offsets: &self.week_offsets,
            week_start: &self.week_start,
            week_end: &self.week_end,
            week_code: &self.week_code,
            job_offsets: &self.job_offsets,
            job_start: &self.job_start,
            job_end: &self.job_end,
            job_ratio: &self.job_ratio,
            job_industry: &self.job_industry,
        }
    }

    /// Which weeks and months the extract has columns for.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The row of a person; nothing when the person is not in the extract.
    pub fn row_of(&self, pseudonym: &Pseudonym) -> Option<u32> {
        self.pseudonyms.binary_search(pseudonym).ok().and_then(|row| u32::try_from(row).ok())
    }

    /// Everyone's pseudonym, by row.
    pub fn pseudonyms(&self) -> &[Pseudonym] {
        &self.pseudonyms
    }
}
