//! SQLite: one file, a write-ahead log, everything synced before an action is said to be done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::runtime::Runtime;

use super::sql::{self, Parameter, Statements};
use super::{BUSY_SECONDS, Backend, Connector};
use crate::error::{DatabaseFault, StoreError, Tried as _};
use crate::fault::Fault;
use crate::inspection::Inspection;
use crate::migrations;
use crate::transaction::BLOCK;
use crate::value::{Field, Kind, Shape, Value};

/// Opens connections to one file.
pub(crate) struct SqliteFile {
    path: PathBuf,
    runtime: Arc<Runtime>,
}

struct Sqlite {
    connection: SqliteConnection,
    runtime: Arc<Runtime>,
}

impl SqliteFile {
    /// The file, which is made where there is none, readable by its owner only.
    pub(crate) fn new(path: &Path) -> Result<Self, StoreError> {
        make_file(path).map_err(|source| StoreError::File { path: path.to_path_buf(), source })?;
        Ok(Self { path: path.to_path_buf(), runtime: super::runtime()? })
    }
}

impl Connector for SqliteFile {
    fn connect(&self) -> Result<Box<dyn Backend>, StoreError> {
        let connection = self.runtime.block_on(connect(&self.path)).map_err(|error| error.at(&self.path))?;
        Ok(Box::new(Sqlite { connection, runtime: self.runtime.clone() }))
    }
}

impl Sqlite {
    /// What runs, and what it runs on.
    fn both(&mut self) -> (&Runtime, &mut SqliteConnection) {
        (&self.runtime, &mut self.connection)
    }

    /// Runs one statement. Texts that hardly come again are not worth keeping prepared.
    fn run(
        &mut self,
        text: Arc<str>,
        persistent: bool,
        parameters: &[Parameter<'_>],
        tried: &'static str,
    ) -> Result<u64, StoreError> {
        let arguments: SqliteArguments = sql::bound(parameters);
        let (runtime, connection) = self.both();
        let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(persistent);
        runtime.block_on(query.execute(connection)).map(|done| done.rows_affected()).tried(tried)
    }
}

impl Statements for Sqlite {
    const BEGIN_READ: &'static str = "BEGIN";
    /// IMMEDIATE: whoever writes is alone from the first look on, so what was looked at still holds when it is written.
    const BEGIN_WRITE: &'static str = "BEGIN IMMEDIATE";

    fn script(&mut self, text: &'static str, tried: &'static str) -> Result<(), StoreError> {
        let (runtime, connection) = self.both();
        runtime.block_on(sqlx::raw_sql(text).execute(connection)).map(|_| ()).tried(tried)
    }

    fn execute(
        &mut self,
        text: Arc<str>,
        parameters: &[Parameter<'_>],
        tried: &'static str,
    ) -> Result<u64, StoreError> {
        self.run(text, true, parameters, tried)
    }

    fn rows(
        &mut self,
        text: String,
        parameters: &[Parameter<'_>],
        kinds: &[(Kind, bool)],
        tried: &'static str,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let arguments: SqliteArguments = sql::bound(parameters);
        let (runtime, connection) = self.both();
        let query = sqlx::query_with(AssertSqlSafe(text), arguments);
        let rows = runtime.block_on(query.fetch_all(connection)).tried(tried)?;
        rows.into_iter().map(|row| sql::values(&row, kinds)).collect::<Result<_, _>>().tried(tried)
    }

    fn insert_many(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError> {
        let kinds = || shape.columns.iter().map(|column| column.kind);
        let parameters: Vec<Parameter<'_>> =
            rows.iter().flat_map(|fields| kinds().zip(fields.iter().copied())).collect();
        let is_block = rows.len() == BLOCK;
        let text = match is_block {
            true => shape.texts.insert_block.get_or_init(|| many(shape, BLOCK)).clone(),
            false => many(shape, rows.len()),
        };
        self.run(text, is_block, &parameters, shape.writing).map(|_| ())
    }

    fn guards_off(&mut self, _shapes: &[&'static Shape]) -> Result<Vec<String>, StoreError> {
        let tried = "lift the guards of the tables";
        let wanted = [(Kind::Text, false), (Kind::Text, false)];
        let text = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name";
        let mut guards = Vec::new();
        for row in self.rows(text.to_owned(), &[], &wanted, tried)? {
            let [Value::Text(name), Value::Text(statement)] = <[Value; 2]>::try_from(row).expect("two columns") else {
                unreachable!("both are texts")
            };
            self.run(format!("DROP TRIGGER {name}").into(), false, &[], tried)?;
            guards.push(statement);
        }
        Ok(guards)
    }

    fn own_checks(&mut self) -> Result<Vec<Fault>, StoreError> {
        let lines = self.rows("PRAGMA integrity_check".to_owned(), &[], &[(Kind::Text, false)], "check the file")?;
        let faults = lines.into_iter().flatten().filter_map(|line| match line {
            Value::Text(reason) if reason != "ok" => Some(Fault::File { reason }),
            _ => None,
        });
        Ok(faults.collect())
    }

    /// Closing writes the log back into the file. Inside another runtime it cannot be waited for; the next opening does
    /// it then.
    fn end(self) {
        if tokio::runtime::Handle::try_current().is_err() {
            // A failure to close loses nothing: the log is replayed when the store is opened again.
            let _ = self.runtime.block_on(self.connection.close());
        }
    }
}

/// `INSERT INTO … VALUES (?, …), (?, …) …`
fn many(shape: &Shape, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; shape.columns.len()].join(", "));
    format!("INSERT INTO {} ({}) VALUES {}", shape.table, sql::names(shape), vec![row.as_str(); rows].join(", ")).into()
}

/// Looks at a file without making it, and without bringing its tables up to date.
pub(crate) fn inspect(path: &Path) -> Result<Inspection, StoreError> {
    let tried = "look at the store";
    let runtime = super::runtime()?;
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let look = async {
        let mut connection = options.connect().await.tried(tried)?;
        let known = "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
        let tables: i64 = sqlx::query_scalar(known).fetch_one(&mut connection).await.tried(tried)?;
        let version = match tables {
            0 => None,
            _ => {
                let last = "SELECT MAX(version) FROM _sqlx_migrations";
                sqlx::query_scalar(last).fetch_one(&mut connection).await.tried(tried)?
            }
        };
        Ok(Inspection { version, server: None })
    };
    runtime.block_on(look).map_err(|error: StoreError| error.at(path))
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

/// Two processes may open a new store at once: the steps run in one transaction that only one of them holds.
async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.tried("bring the tables up to date")?;
    match migrations::sqlite().run_direct(None, &mut *transaction, false).await {
        Ok(()) => transaction.commit().await.tried("bring the tables up to date"),
        Err(MigrateError::VersionMissing(version)) => Err(StoreError::Newer { path: path.to_path_buf(), version }),
        Err(source) => Err(StoreError::Migrate { path: path.to_path_buf(), source: Box::new(source) }),
    }
}
