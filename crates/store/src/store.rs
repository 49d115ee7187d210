//! The store itself: one connection, and the two ways in: reading, and changing in one transaction with an audit record.
//! What is stored is the work of the other files, one per noun; where it lies is the backend's affair.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use virkning_model::id::UserId;

use crate::audit;
use crate::backend::memory::MemoryDisk;
use crate::backend::postgres::PostgresServer;
use crate::backend::sqlite::SqliteFile;
use crate::backend::{Backend, Connector, Purpose};
use crate::error::{DatabaseFault, Failure, StoreError};
use crate::location::Location;
use crate::row::Mention;
use crate::transaction::Transaction;

/// How sure it is that somebody is who he says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// The user named himself; only the operating system knows who it was.
    #[default]
    Declared,
    /// The user has logged in with what only he has.
    Authenticated,
}

impl Identity {
    /// Whether the user only named himself.
    pub(crate) fn is_declared(&self) -> bool {
        *self == Identity::Declared
    }
}

/// Who does something, and when. On the command line users are declared, not authenticated, so the operating system's
/// user stands beside; on the web it is the server's, and the user has logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The declared or authenticated user.
    pub user: UserId,
    /// Which of both.
    pub identity: Identity,
    /// The user that the operating system knows.
    pub operating_system_user: String,
    /// When. The order of actions is their number in the audit log, never this.
    pub at: Timestamp,
}

/// What an action gives back: the record, and whether it was there before, in which case nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The record.
    pub record: T,
    /// Whether it was there before.
    pub already: bool,
}

/// What an action did, before its audit record is written.
pub(crate) enum Change<T> {
    /// It was there before: nothing is written, nor audited.
    Nothing(T),
    /// It wrote rows.
    Made {
        /// What is given back.
        record: T,
        /// The rows.
        rows: Vec<Mention>,
        /// What else the audit record says.
        details: BTreeMap<String, String>,
    },
}

/// The store of one installation.
pub struct Store {
    path: PathBuf,
    connector: Box<dyn Connector>,
    inner: Mutex<Inner>,
    actions: AtomicU64,
}

struct Inner {
    /// Nothing after a failure: the next action connects anew.
    connection: Option<Box<dyn Backend>>,
    /// A write failed in a way that leaves open what reached the disk.
    abandoned: bool,
}

impl Store {
    /// Opens the store in that file, and makes it where there is none (readable by its owner only). Brings its tables up
    /// to date.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::at(&Location::File(path.as_ref().to_path_buf()))
    }

    /// Opens the store in the database of that address (`postgres://user@host/database`), and makes its tables where there
    /// are none. A server on another machine is spoken to only through TLS.
    pub fn connect(address: &str) -> Result<Self, StoreError> {
        Self::at(&Location::Postgres(address.to_owned()))
    }

    /// Opens the store that lies there.
    pub fn at(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::File(path) => Self::by(path.clone(), Box::new(SqliteFile::new(path)?)),
            Location::Postgres(address) => {
                let shown = PathBuf::from(location.to_string());
                Self::by(shown.clone(), Box::new(PostgresServer::new(address, shown)?))
            }
        }
    }

    /// Opens the store in memory that lies on that disk: for simulations.
    pub fn in_memory(disk: &MemoryDisk) -> Result<Self, StoreError> {
        Self::by(PathBuf::from("memory"), Box::new(disk.clone()))
    }

    fn by(path: PathBuf, connector: Box<dyn Connector>) -> Result<Self, StoreError> {
        let connection = connector.connect()?;
        Ok(Self {
            path,
            connector,
            inner: Mutex::new(Inner { connection: Some(connection), abandoned: false }),
            actions: AtomicU64::new(0),
        })
    }

    /// How many actions this handle has begun: where it is the same as before, nothing was written through it meanwhile.
    pub fn actions(&self) -> u64 {
        self.actions.load(Ordering::SeqCst)
    }

    /// The file; for a database its address without a password.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a read in one transaction, so that what it sees belongs together.
    pub(crate) fn read<T>(
        &self,
        body: impl FnOnce(&mut Transaction) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut inner = self.lock();
        let run = || {
            let mut transaction = inner.begun(self, Purpose::Read)?;
            let value = body(&mut transaction);
            // After a failure of the database the connection is given up, and the transaction with it.
            if !matches!(value, Err(StoreError::Database { .. })) {
                transaction.rollback()?;
                inner.connection = Some(transaction.into_backend());
            }
            value
        };
        run().map_err(|error: StoreError| error.at(&self.path))
    }

    /// Runs an action: one transaction that holds the rows and the audit record, or nothing at all. A refusal is
    /// recorded in a transaction of its own.
    pub(crate) fn write<T>(
        &self,
        actor: &Actor,
        action: &str,
        subject: &str,
        body: impl FnOnce(&mut Transaction) -> Result<Change<T>, Failure>,
    ) -> Result<Stored<T>, Failure> {
        let mut inner = self.lock();
        self.actions.fetch_add(1, Ordering::SeqCst);
        let mut transaction = inner.begun(self, Purpose::Write).map_err(|error| error.at(&self.path))?;
        let result = match change(&mut transaction, actor, action, subject, body) {
            Err(Failure::Refused(refusal)) => {
                let recorded = audit::refused(&mut transaction, actor, action, subject, &refusal);
                Err(recorded.map_or_else(Failure::Failed, |()| Failure::Refused(refusal)))
            }
            other => other,
        };
        match result {
            Err(Failure::Failed(error)) => {
                inner.abandoned |= leaves_open(&error);
                // Where the database ends a transaction by itself, as on a full volume, the connection no longer knows
                // whether it is in one. Dropping it rolls back whatever is open.
                Err(Failure::Failed(error.at(&self.path)))
            }
            other => {
                inner.connection = Some(transaction.into_backend());
                other
            }
        }
    }

    /// Fills a new store: rows that come from elsewhere with their own audit records, in one transaction.
    pub(crate) fn fill<T, E: From<StoreError>>(
        &self,
        body: impl FnOnce(&mut Transaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut inner = self.lock();
        let at_path = |error: StoreError| E::from(error.at(&self.path));
        let mut transaction = inner.begun(self, Purpose::Write).map_err(at_path)?;
        // After a failure the connection is given up, and the transaction with it.
        let value = body(&mut transaction)?;
        let committed = transaction.commit();
        inner.abandoned |= committed.as_ref().is_err_and(leaves_open);
        committed.map_err(at_path)?;
        inner.connection = Some(transaction.into_backend());
        Ok(value)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic in another thread dropped its connection, and what was open on it; the next action connects anew.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// The connection, to be put back when nothing failed.
    fn take(&mut self, store: &Store) -> Result<Box<dyn Backend>, StoreError> {
        if self.abandoned {
            return Err(StoreError::Abandoned { path: store.path.clone() });
        }
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None => store.connector.connect(),
        }
    }

    /// A transaction that is under way. A connection that was lost while nobody used it is made anew: nothing had been
    /// asked of it.
    fn begun(&mut self, store: &Store, purpose: Purpose) -> Result<Transaction, StoreError> {
        let mut transaction = Transaction::new(self.take(store)?);
        match transaction.begin(purpose) {
            Err(StoreError::Database { kind: DatabaseFault::Lost, .. }) => {
                transaction = Transaction::new(store.connector.connect()?);
                transaction.begin(purpose)?;
            }
            other => other?,
        }
        Ok(transaction)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(connection) = self.lock().connection.take() {
            connection.close();
        }
    }
}

/// The action itself, in a transaction that is under way.
fn change<T>(
    transaction: &mut Transaction,
    actor: &Actor,
    action: &str,
    subject: &str,
    body: impl FnOnce(&mut Transaction) -> Result<Change<T>, Failure>,
) -> Result<Stored<T>, Failure> {
    match body(transaction) {
        Ok(Change::Nothing(record)) => {
            transaction.rollback()?;
            Ok(Stored { record, already: true })
        }
        Ok(Change::Made { record, rows, details }) => {
            audit::done_in_txn(transaction, actor, action, subject, rows, details)?;
            transaction.commit()?;
            Ok(Stored { record, already: false })
        }
        Err(Failure::Refused(refusal)) => {
            transaction.rollback()?;
            Err(Failure::Refused(refusal))
        }
        // The connection is given up, and the transaction with it.
        Err(failure) => Err(failure),
    }
}

/// After a failed write or sync nobody knows what the disk holds, and a second sync that succeeds proves nothing: the
/// handle is given up.
fn leaves_open(error: &StoreError) -> bool {
    matches!(error, StoreError::Database { kind: DatabaseFault::InputOutput | DatabaseFault::Damaged, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::Role;

    fn actor() -> Actor {
        Actor {
            user: UserId::new("anna").expect("an identifier"),
            identity: Identity::Declared,
            operating_system_user: "tester".to_owned(),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    fn limit(store: &Store, pages: &'static str) {
        let mut inner = store.lock();
        let mut connection = inner.take(store).expect("a connection");
        connection.run_past_the_store(pages);
        inner.connection = Some(connection);
    }

    /// The volume is full: the action is refused as a whole, reads go on, and the message names the file.
    #[test]
    fn a_full_volume_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path().join("virkning.db")).expect("a store");
        store.user_add(&actor(), &actor().user, "Anna", &[Role::Controller]).expect("a user");
        limit(&store, "PRAGMA max_page_count = 1");
        let text = "en lang tekst ".repeat(100_000);
        let agreement = virkning_model::id::AgreementId::new("ips-plus").expect("an identifier");
        let hash = crate::digest::content_hash(text.as_bytes());
        let seal = || store.agreement_seal(&actor(), &agreement, "1", &text, &hash);
        match seal() {
            Err(Failure::Failed(StoreError::Database { kind: DatabaseFault::Full, path, .. })) => {
                assert_eq!(path, store.path());
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(store.agreements().expect("reading goes on"), []);
        assert_eq!(store.audit_head().expect("reading goes on").sequence, 1);
        assert_eq!(store.verify().expect("a verification").faults, []);
        // Room was made (the limit went with the connection): the same store goes on.
        assert!(!seal().expect("a sealed text").already);
    }

    /// After a failed write nobody knows what the disk holds: the handle is given up.
    #[test]
    fn a_handle_whose_write_failed_is_not_used_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path().join("virkning.db")).expect("a store");
        let failed = |kind| StoreError::Database {
            path: PathBuf::new(),
            tried: "commit",
            kind,
            source: Box::new(sqlx::Error::WorkerCrashed),
        };
        let result: Result<Stored<()>, Failure> =
            store.write(&actor(), "x", "x", |_| Err(failed(DatabaseFault::InputOutput).into()));
        assert_eq!(result.expect_err("a failure").code(), "S209");
        assert_eq!(store.users().expect_err("a failure").code(), "S211");
    }
}
