//! The store itself: one SQLite file, one connection, and the two ways in: reading, and changing in one transaction with
//! an audit record. What is stored is the work of the other files, one per noun.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqlSafeStr as _};
use tokio::runtime::Runtime;
use virkning_model::id::UserId;

use crate::audit;
use crate::error::{DatabaseFault, Failure, StoreError, Tried as _};
use crate::row::Mention;

/// The steps that bring the tables up to date: number, name and text of each file in the folder of migrations.
const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "first", include_str!("../migrations/sqlite/0001_first.sql"))];

/// How long an action waits for another process to finish, in seconds.
const BUSY_SECONDS: u64 = 20;

/// Who does something, and when. Users are declared, not authenticated, so the operating system's user stands beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The declared user.
    pub user: UserId,
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
    runtime: Runtime,
    inner: Mutex<Inner>,
}

struct Inner {
    /// Nothing after a failure: the next action connects anew.
    connection: Option<SqliteConnection>,
    /// A write failed in a way that leaves open what reached the disk.
    abandoned: bool,
}

impl Store {
    /// Opens the store in that file, and makes it where there is none (readable by its owner only). Brings its tables up
    /// to date.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_path_buf();
        make_file(&path).map_err(|source| StoreError::File { path: path.clone(), source })?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StoreError::Runtime)?;
        let connection = runtime.block_on(connect(&path)).map_err(|error| error.at(&path))?;
        Ok(Self { path, runtime, inner: Mutex::new(Inner { connection: Some(connection), abandoned: false }) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a read in one transaction, so that what it sees belongs together.
    pub(crate) fn read<T>(
        &self,
        body: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut inner = self.lock();
        let connection = inner.connection(&self.runtime, &self.path)?;
        let run = async {
            let mut transaction = connection.begin().await.tried("begin reading")?;
            let value = body(&mut transaction).await?;
            transaction.rollback().await.tried("end reading")?;
            Ok(value)
        };
        self.runtime.block_on(run).map_err(|error: StoreError| error.at(&self.path))
    }

    /// Runs an action: one transaction that holds the rows and the audit record, or nothing at all. A refusal is
    /// recorded in a transaction of its own.
    pub(crate) fn write<T>(
        &self,
        actor: &Actor,
        action: &str,
        subject: &str,
        body: impl AsyncFnOnce(&mut SqliteConnection) -> Result<Change<T>, Failure>,
    ) -> Result<Stored<T>, Failure> {
        let mut inner = self.lock();
        let connection = inner.connection(&self.runtime, &self.path)?;
        let run = async {
            match change(connection, actor, action, subject, body).await {
                Err(Failure::Refused(refusal)) => {
                    audit::refused(connection, actor, action, subject, &refusal).await?;
                    Err(Failure::Refused(refusal))
                }
                other => other,
            }
        };
        let result = self.runtime.block_on(run);
        result.map_err(|failure| match failure {
            Failure::Refused(refusal) => Failure::Refused(refusal),
            Failure::Failed(error) => {
                inner.abandoned |= leaves_open(&error);
                // Where the database ends a transaction by itself, as on a full volume, the connection no longer knows
                // whether it is in one. Dropping it rolls back whatever is open.
                inner.connection = None;
                Failure::Failed(error.at(&self.path))
            }
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic in another thread rolled its transaction back; the connection is still sound.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn connection(&mut self, runtime: &Runtime, path: &Path) -> Result<&mut SqliteConnection, StoreError> {
        if self.abandoned {
            return Err(StoreError::Abandoned { path: path.to_path_buf() });
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => runtime.block_on(connect(path)).map_err(|error| error.at(path))?,
        };
        Ok(self.connection.insert(connection))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let connection = self.lock().connection.take();
        // Closing writes the log back into the file. Inside another runtime it cannot be waited for; the next opening
        // does it then.
        if let Some(connection) = connection
            && tokio::runtime::Handle::try_current().is_err()
        {
            // A failure to close loses nothing: the log is replayed when the store is opened again.
            let _ = self.runtime.block_on(connection.close());
        }
    }
}

async fn change<T>(
    connection: &mut SqliteConnection,
    actor: &Actor,
    action: &str,
    subject: &str,
    body: impl AsyncFnOnce(&mut SqliteConnection) -> Result<Change<T>, Failure>,
) -> Result<Stored<T>, Failure> {
    // IMMEDIATE: whoever writes is alone from the first look on, so what was looked at still holds when it is written.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.tried("begin a transaction")?;
    match body(&mut transaction).await {
        Ok(Change::Nothing(record)) => {
            transaction.rollback().await.tried("end a transaction")?;
            Ok(Stored { record, already: true })
        }
        Ok(Change::Made { record, rows, details }) => {
            audit::done_in_txn(&mut transaction, actor, action, subject, rows, details).await?;
            transaction.commit().await.tried("commit a transaction")?;
            Ok(Stored { record, already: false })
        }
        Err(Failure::Refused(refusal)) => {
            transaction.rollback().await.tried("roll back a transaction")?;
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

fn make_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(|_| ())
}

/// Turning the write-ahead log on does not wait for other processes by itself, so a busy file is tried again.
async fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let started = std::time::Instant::now();
    loop {
        match connect_once(path).await {
            Err(StoreError::Database { kind: DatabaseFault::Busy, .. })
                if started.elapsed() < Duration::from_secs(BUSY_SECONDS) =>
            {
                std::thread::sleep(Duration::from_millis(20));
            }
            other => return other,
        }
    }
}

async fn connect_once(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(BUSY_SECONDS))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true);
    let mut connection = options.connect().await.tried("open the store")?;
    migrate(&mut connection, path).await?;
    Ok(connection)
}

/// The steps as the database library takes them. Its macro reads the folder itself, but brings a second compilation of the
/// library.
fn migrator() -> Migrator {
    let step = |(version, name, text): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, text.into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.map(step).into())
}

/// Two processes may open a new store at once: the steps run in one transaction that only one of them holds.
async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.tried("bring the tables up to date")?;
    match migrator().run_direct(None, &mut *transaction, false).await {
        Ok(()) => transaction.commit().await.tried("bring the tables up to date"),
        Err(MigrateError::VersionMissing(version)) => Err(StoreError::Newer { path: path.to_path_buf(), version }),
        Err(source) => Err(StoreError::Migrate { path: path.to_path_buf(), source: Box::new(source) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::Role;

    fn actor() -> Actor {
        Actor {
            user: UserId::new("anna").expect("an identifier"),
            operating_system_user: "tester".to_owned(),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    /// The list is written by hand, so a new file must not be forgotten.
    #[test]
    fn every_migration_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
        let names = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().expect("a name")).collect();
        names.sort();
        assert_eq!(names, MIGRATIONS.map(|(version, name, _)| format!("{version:04}_{name}.sql")));
    }

    fn limit(store: &Store, pages: &'static str) {
        let mut inner = store.lock();
        let connection = inner.connection(&store.runtime, &store.path).expect("a connection");
        store.runtime.block_on(sqlx::raw_sql(pages).execute(connection)).expect("a limit");
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
            store.write(&actor(), "x", "x", async |_| Err(failed(DatabaseFault::InputOutput).into()));
        assert_eq!(result.expect_err("a failure").code(), "S209");
        assert_eq!(store.users().expect_err("a failure").code(), "S211");
    }
}
