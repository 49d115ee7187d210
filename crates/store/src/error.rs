//! Operating failures: the disk, the file, another process. What a rule refuses is a [`Refusal`]; what does not fit in
//! the stored data is a [`Fault`].

use std::path::{Path, PathBuf};

use virkning_model::id::ContentHash;

use crate::fault::Fault;
use crate::refusal::Refusal;

/// What kind of failure the database reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseFault {
    /// No room on the volume.
    Full,
    /// Another process held the store longer than we wait.
    Busy,
    /// The file is damaged, or is no store.
    Damaged,
    /// The file or its folder may not be written.
    ReadOnly,
    /// Reading or writing failed.
    InputOutput,
    /// The connection to the server was lost. What was being committed is either done as a whole or not at all.
    Lost,
    /// Anything else.
    Other,
}

/// An operating failure. Nothing was changed, unless it says that the outcome is unknown.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be made.
    #[error("could not make {path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The runtime that the store works on cannot start.
    #[error("could not start the store's runtime")]
    Runtime(#[source] std::io::Error),
    /// The tables cannot be brought to this program's shape.
    #[error("could not bring the tables of {path} up to date")]
    Migrate {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<sqlx::migrate::MigrateError>,
    },
    /// The file was written by a later version of the program.
    #[error("{path} was written by a later version of the program (tables {version})")]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its tables.
        version: i64,
    },
    /// The database refused or failed.
    #[error("could not {tried} in {path}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What was tried, as a verb and its object.
        tried: &'static str,
        /// What kind of failure.
        kind: DatabaseFault,
        /// Why.
        #[source]
        source: Box<sqlx::Error>,
    },
    /// A write failed earlier on this handle: it is not used again, since what reached the disk is unknown.
    #[error("a write to {path} failed earlier; open it again")]
    Abandoned {
        /// The file.
        path: PathBuf,
    },
    /// Bytes that are to be stored do not have the hash they are given under.
    #[error("the {what} has the hash {computed}, not {given}")]
    ContentHash {
        /// What was to be stored.
        what: &'static str,
        /// The hash given.
        given: ContentHash,
        /// The hash of the bytes.
        computed: ContentHash,
    },
    /// What is stored is not what was written.
    #[error("stored data are damaged: {0:?}")]
    Damaged(Fault),
}

impl StoreError {
    /// The stable key of its message and hint.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::File { .. } => "S201",
            StoreError::Runtime(_) => "S202",
            StoreError::Migrate { .. } => "S203",
            StoreError::Newer { .. } => "S204",
            StoreError::Database { kind, .. } => match kind {
                DatabaseFault::Full => "S205",
                DatabaseFault::Busy => "S206",
                DatabaseFault::Damaged => "S207",
                DatabaseFault::ReadOnly => "S208",
                DatabaseFault::InputOutput => "S209",
                DatabaseFault::Other => "S210",
                DatabaseFault::Lost => "S213",
            },
            StoreError::Abandoned { .. } => "S211",
            StoreError::ContentHash { .. } => "S212",
            StoreError::Damaged(fault) => fault.code(),
        }
    }

    /// The words that fill its message. `reason` is the system's own wording, in English.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Path| ("path", path.display().to_string());
        match self {
            StoreError::File { path: file, source } => vec![path(file), ("reason", source.to_string())],
            StoreError::Runtime(source) => vec![("reason", source.to_string())],
            StoreError::Migrate { path: file, source } => vec![path(file), ("reason", source.to_string())],
            StoreError::Newer { path: file, version } => vec![path(file), ("version", version.to_string())],
            StoreError::Database { path: file, source, .. } => vec![path(file), ("reason", source.to_string())],
            StoreError::Abandoned { path: file } => vec![path(file)],
            StoreError::ContentHash { what, given, computed } => {
                vec![("what", (*what).into()), ("given", given.to_string()), ("computed", computed.to_string())]
            }
            StoreError::Damaged(fault) => fault.arguments(),
        }
    }

    /// The same with the file, which the places that speak SQL do not know.
    pub(crate) fn at(mut self, file: &Path) -> Self {
        if let StoreError::Database { path, .. } = &mut self {
            file.clone_into(path);
        }
        self
    }
}

/// Why a mutating method did nothing: a rule said no, or something failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule said no. The attempt is in the audit log.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Something failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

impl Failure {
    /// The stable key of its message and hint.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::Refused(refusal) => refusal.code(),
            Failure::Failed(error) => error.code(),
        }
    }

    /// The words that fill its message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Failure::Refused(refusal) => refusal.arguments(),
            Failure::Failed(error) => error.arguments(),
        }
    }

    /// The rule's answer, if it was one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Failure::Refused(refusal) => Some(refusal),
            Failure::Failed(_) => None,
        }
    }
}

/// Says what was tried when the database fails.
pub(crate) trait Tried<T> {
    fn tried(self, what: &'static str) -> Result<T, StoreError>;
}

impl<T> Tried<T> for Result<T, sqlx::Error> {
    fn tried(self, tried: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Database {
            path: PathBuf::new(),
            tried,
            kind: kind_of(&source),
            source: Box::new(source),
        })
    }
}

/// SQLite's primary result codes (sqlite.org/rescode.html); the lowest eight bits of an extended code.
fn kind_of(error: &sqlx::Error) -> DatabaseFault {
    let code = match error {
        sqlx::Error::Database(database) => database.code().and_then(|code| code.parse::<u32>().ok()),
        _ => None,
    };
    match code.map(|code| code & 0xff) {
        Some(13) => DatabaseFault::Full,
        Some(5 | 6) => DatabaseFault::Busy,
        Some(11 | 26) => DatabaseFault::Damaged,
        Some(8 | 14) => DatabaseFault::ReadOnly,
        Some(10) => DatabaseFault::InputOutput,
        _ => DatabaseFault::Other,
    }
}
