//! SQLite: one file, a write-ahead log, everything synced before an action is said to be done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::runtime::Runtime;

use super::{BUSY_SECONDS, Backend, Connector, Purpose, Query, sql};
use crate::error::{DatabaseFault, StoreError, Tried as _};
use crate::fault::Fault;
use crate::migrations;
use crate::transaction::BLOCK;
use crate::value::{Condition, Field, Shape, Value};

/// Opens connections to one file.
pub(crate) struct SqliteFile {
    path: PathBuf,
    runtime: Arc<Runtime>,
}

struct Sqlite {
    connection: Option<SqliteConnection>,
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
        Ok(Box::new(Sqlite { connection: Some(connection), runtime: self.runtime.clone() }))
    }
}

impl Sqlite {
    /// The runtime and the connection, which is there until it is closed.
    fn both(&mut self) -> (&Runtime, &mut SqliteConnection) {
        (&self.runtime, self.connection.as_mut().expect("a connection that is not closed"))
    }

    fn run(&mut self, text: &'static str, tried: &'static str) -> Result<(), StoreError> {
        let (runtime, connection) = self.both();
        runtime.block_on(sqlx::raw_sql(text).execute(connection)).map(|_| ()).tried(tried)
    }

    fn rows(
        &mut self,
        text: String,
        arguments: SqliteArguments,
        tried: &'static str,
    ) -> Result<Vec<SqliteRow>, StoreError> {
        let (runtime, connection) = self.both();
        runtime.block_on(sqlx::query_with(AssertSqlSafe(text), arguments).fetch_all(connection)).tried(tried)
    }

    /// A number, such as a highest one or how many there are.
    fn number(
        &mut self,
        text: String,
        shape: &'static Shape,
        filter: &[Condition<'_>],
    ) -> Result<Option<i64>, StoreError> {
        let mut arguments = SqliteArguments::default();
        sql::bind_filter(&mut arguments, shape, filter);
        let (runtime, connection) = self.both();
        runtime
            .block_on(sqlx::query_scalar_with(AssertSqlSafe(text), arguments).fetch_one(connection))
            .tried(shape.reading)
    }

    /// Runs an insert. Texts for odd numbers of rows are not worth keeping prepared.
    fn insert_by(
        &mut self,
        text: Arc<str>,
        persistent: bool,
        shape: &'static Shape,
        rows: &[Vec<Field<'_>>],
    ) -> Result<(), StoreError> {
        let mut arguments = SqliteArguments::default();
        for fields in rows {
            for (column, field) in shape.columns.iter().zip(fields) {
                sql::bind(&mut arguments, column.kind, *field);
            }
        }
        let (runtime, connection) = self.both();
        let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(persistent);
        runtime.block_on(query.execute(connection)).map(|_| ()).tried(shape.writing)
    }
}

impl Backend for Sqlite {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        match purpose {
            Purpose::Read => self.run("BEGIN", "begin reading"),
            // IMMEDIATE: whoever writes is alone from the first look on, so what was looked at still holds when it is
            // written.
            Purpose::Write => self.run("BEGIN IMMEDIATE", "begin a transaction"),
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT", "commit a transaction")
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.run("ROLLBACK", "end a transaction")
    }

    fn insert(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError> {
        match rows.len() {
            0 => Ok(()),
            1 => self.insert_by(sql::insert(shape), true, shape, rows),
            BLOCK => {
                let text = shape.texts.insert_block.get_or_init(|| many(shape, BLOCK));
                self.insert_by(text.clone(), true, shape, rows)
            }
            number => self.insert_by(many(shape, number), false, shape, rows),
        }
    }

    fn select(&mut self, shape: &'static Shape, query: &Query<'_>) -> Result<Vec<Vec<Value>>, StoreError> {
        let mut arguments = SqliteArguments::default();
        sql::bind_filter(&mut arguments, shape, query.filter);
        if let Some((column, number)) = query.after {
            sql::bind(&mut arguments, shape.columns[shape.position(column)].kind, Field::Integer(number));
        }
        let rows = self.rows(sql::select(shape, query), arguments, shape.reading)?;
        let kinds = sql::kinds(shape);
        rows.into_iter().map(|row| sql::values(&row, &kinds)).collect::<Result<_, _>>().tried(shape.reading)
    }

    fn highest(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        filter: &[Condition<'_>],
    ) -> Result<Option<i64>, StoreError> {
        self.number(sql::highest(shape, column, filter), shape, filter)
    }

    fn count(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        Ok(self.number(sql::count(shape, filter), shape, filter)?.unwrap_or(0).unsigned_abs())
    }

    fn delete(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        let mut arguments = SqliteArguments::default();
        sql::bind_filter(&mut arguments, shape, filter);
        let (runtime, connection) = self.both();
        let query = sqlx::query_with(AssertSqlSafe(sql::delete(shape, filter)), arguments);
        runtime.block_on(query.execute(connection)).map(|done| done.rows_affected()).tried(shape.writing)
    }

    fn orphans(
        &mut self,
        shape: &'static Shape,
        owner: &'static Shape,
        columns: &[(&'static str, &'static str)],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let rows = self.rows(sql::orphans(shape, owner, columns), SqliteArguments::default(), shape.reading)?;
        let all = sql::kinds(shape);
        let kinds: Vec<_> = columns.iter().map(|(own, _)| all[shape.position(own)]).collect();
        rows.into_iter().map(|row| sql::values(&row, &kinds)).collect::<Result<_, _>>().tried(shape.reading)
    }

    /// The database's own checks of its file.
    fn check(&mut self) -> Result<Vec<Fault>, StoreError> {
        let (runtime, connection) = self.both();
        let lines: Vec<String> = runtime
            .block_on(sqlx::query_scalar("PRAGMA integrity_check").fetch_all(connection))
            .tried("check the file")?;
        Ok(lines.into_iter().filter(|line| line != "ok").map(|reason| Fault::File { reason }).collect())
    }

    /// Closing writes the log back into the file. Inside another runtime it cannot be waited for; the next opening does
    /// it then.
    fn close(mut self: Box<Self>) {
        if let Some(connection) = self.connection.take()
            && tokio::runtime::Handle::try_current().is_err()
        {
            // A failure to close loses nothing: the log is replayed when the store is opened again.
            let _ = self.runtime.block_on(connection.close());
        }
    }

    #[cfg(test)]
    fn run_past_the_store(&mut self, sql: &'static str) {
        self.run(sql, "run a statement").expect("a statement that runs");
    }
}

/// `INSERT INTO … VALUES (?, …), (?, …) …`
fn many(shape: &Shape, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; shape.columns.len()].join(", "));
    format!("INSERT INTO {} ({}) VALUES {}", shape.table, sql::names(shape), vec![row.as_str(); rows].join(", ")).into()
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
