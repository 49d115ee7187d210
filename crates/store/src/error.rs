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
    /// What was given as an address of a database is none.
    #[error("{path} is no address of a database")]
    Address {
        /// The address, without a password.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<sqlx::Error>,
    },
    /// The server is on another machine, and this program was built without TLS.
    #[error("the server of {path} is on another machine, and this program speaks no TLS")]
    Remote {
        /// The address, without a password.
        path: PathBuf,
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
    /// The operating system gave no chance for a key or a nonce.
    #[error("could not draw a random number")]
    Chance(#[source] std::io::Error),
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
            StoreError::Address { .. } => "S214",
            StoreError::Remote { .. } => "S215",
            StoreError::Abandoned { .. } => "S211",
            StoreError::ContentHash { .. } => "S212",
            StoreError::Chance(_) => "S221",
            StoreError::Damaged(fault) => fault.code(),
        }
    }

    /// The words that fill its message. `reason` is the system's own wording, in English.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Path| ("path", path.display().to_string());
        match self {
            StoreError::File { path: file, source } => vec![path(file), ("reason", source.to_string())],
            StoreError::Runtime(source) | StoreError::Chance(source) => vec![("reason", source.to_string())],
            StoreError::Migrate { path: file, source } => vec![path(file), ("reason", source.to_string())],
            StoreError::Newer { path: file, version } => vec![path(file), ("version", version.to_string())],
            StoreError::Database { path: file, source, .. } => vec![path(file), ("reason", source.to_string())],
            StoreError::Address { path: file, source } => vec![path(file), ("reason", source.to_string())],
            StoreError::Remote { path: file } | StoreError::Abandoned { path: file } => vec![path(file)],
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

fn kind_of(error: &sqlx::Error) -> DatabaseFault {
    let database = match error {
        sqlx::Error::Database(database) => database,
        // Only a server is spoken to; what SQLite reads and writes it reports by its own codes.
        sqlx::Error::Io(_) => return DatabaseFault::Lost,
        _ => return DatabaseFault::Other,
    };
    let code = database.code().unwrap_or_default();
    match database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        Some(_) => kind_of_postgres(&code),
        None => kind_of_sqlite(&code),
    }
}

/// SQLite's primary result codes (sqlite.org/rescode.html); the lowest eight bits of an extended code.
fn kind_of_sqlite(code: &str) -> DatabaseFault {
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(13) => DatabaseFault::Full,
        Ok(5 | 6) => DatabaseFault::Busy,
        Ok(11 | 26) => DatabaseFault::Damaged,
        Ok(8 | 14) => DatabaseFault::ReadOnly,
        Ok(10) => DatabaseFault::InputOutput,
        _ => DatabaseFault::Other,
    }
}

/// PostgreSQL's error codes (its manual, appendix A); the first two signs are the class.
fn kind_of_postgres(code: &str) -> DatabaseFault {
    match code {
        // disk_full
        "53100" => DatabaseFault::Full,
        // serialization_failure, deadlock_detected, too_many_connections, lock_not_available
        "40001" | "40P01" | "53300" | "55P03" => DatabaseFault::Busy,
        // data_corrupted, index_corrupted
        "XX001" | "XX002" => DatabaseFault::Damaged,
        // read_only_sql_transaction, insufficient_privilege
        "25006" | "42501" => DatabaseFault::ReadOnly,
        // io_error
        "58030" => DatabaseFault::InputOutput,
        // admin_shutdown, crash_shutdown, cannot_connect_now; connection exceptions
        "57P01" | "57P02" | "57P03" => DatabaseFault::Lost,
        _ if code.starts_with("08") => DatabaseFault::Lost,
        _ => DatabaseFault::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_databases_say_what_happened() {
        let check = |kind: fn(&str) -> DatabaseFault, code: &str, expected| assert_eq!(kind(code), expected, "{code}");
        check(kind_of_sqlite, "13", DatabaseFault::Full);
        // SQLITE_BUSY_SNAPSHOT and SQLITE_IOERR_FSYNC are extended codes.
        check(kind_of_sqlite, "517", DatabaseFault::Busy);
        check(kind_of_sqlite, "1034", DatabaseFault::InputOutput);
        check(kind_of_sqlite, "1811", DatabaseFault::Other);
        check(kind_of_postgres, "53100", DatabaseFault::Full);
        check(kind_of_postgres, "55P03", DatabaseFault::Busy);
        check(kind_of_postgres, "08006", DatabaseFault::Lost);
        check(kind_of_postgres, "23505", DatabaseFault::Other);
        // A code of five digits is no code of SQLite's.
        check(kind_of_postgres, "25006", DatabaseFault::ReadOnly);
    }
}
