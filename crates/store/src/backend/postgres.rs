//! PostgreSQL by its address: as in SQLite one action writes at a time, from its first look on, and what is said to be done
//! is on the disk.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;

use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{Arguments as _, AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::runtime::Runtime;

use super::sql::{self, Parameter, Statements};
use super::{BUSY_SECONDS, Backend, Connector};
use crate::error::{StoreError, Tried as _};
use crate::fault::Fault;
use crate::inspection::{Inspection, ServerSettings};
use crate::migrations;
use crate::value::{Field, Kind, Shape, Value};

/// Makes connections to one database.
pub(crate) struct PostgresServer {
    options: PgConnectOptions,
    /// The address as it may be shown: without a password.
    shown: PathBuf,
    runtime: Arc<Runtime>,
}

struct Postgres {
    connection: PgConnection,
    runtime: Arc<Runtime>,
}

impl PostgresServer {
    /// The database of that address. A server on another machine is spoken to only through TLS, with its certificate
    /// checked.
    pub(crate) fn new(address: &str, shown: PathBuf) -> Result<Self, StoreError> {
        let unreadable = |source| StoreError::Address { path: shown.clone(), source: Box::new(source) };
        let options = PgConnectOptions::from_str(address).map_err(unreadable)?;
        let mode = if is_local(&options) {
            PgSslMode::Disable
        } else if cfg!(feature = "tls") {
            PgSslMode::VerifyFull
        } else {
            return Err(StoreError::Remote { path: shown });
        };
        let options = options.ssl_mode(mode).application_name("virkning");
        Ok(Self { options, shown, runtime: super::runtime()? })
    }
}

/// Looks at a database without making tables or bringing them up to date, with the settings that the server has by itself.
pub(crate) fn inspect(address: &str, shown: PathBuf) -> Result<Inspection, StoreError> {
    let tried = "look at the store";
    let server = PostgresServer::new(address, shown)?;
    let look = async {
        let mut connection = server.options.connect().await.tried("connect to the server")?;
        let known = "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')";
        let tables: i64 = sqlx::query_scalar(known).fetch_one(&mut connection).await.tried(tried)?;
        let version = match tables {
            0 => None,
            _ => {
                let last = "SELECT MAX(version) FROM _sqlx_migrations";
                sqlx::query_scalar(last).fetch_one(&mut connection).await.tried(tried)?
            }
        };
        let (version_number, fsync, full_page_writes, synchronous_commit, encoding, seconds) =
            sqlx::query_as(SETTINGS).fetch_one(&mut connection).await.tried(tried)?;
        let settings =
            ServerSettings { version: version_number, fsync, full_page_writes, synchronous_commit, encoding, seconds };
        Ok(Inspection { version, server: Some(settings) })
    };
    server.runtime.block_on(look).map_err(|error: StoreError| error.at(&server.shown))
}

const SETTINGS: &str = "
    SELECT current_setting('server_version_num')::BIGINT, current_setting('fsync')::BOOLEAN,
        current_setting('full_page_writes')::BOOLEAN, current_setting('synchronous_commit'),
        current_setting('server_encoding'), EXTRACT(EPOCH FROM clock_timestamp())::BIGINT";

/// Whether what is said to the server stays on this machine.
fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    options.get_socket().is_some()
        || host.starts_with('/')
        || matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]")
}

impl Connector for PostgresServer {
    fn connect(&self) -> Result<Box<dyn Backend>, StoreError> {
        let connection = self.runtime.block_on(connect(&self.options, &self.shown));
        let connection = connection.map_err(|error| error.at(&self.shown))?;
        Ok(Box::new(Postgres { connection, runtime: self.runtime.clone() }))
    }
}

async fn connect(options: &PgConnectOptions, shown: &std::path::Path) -> Result<PgConnection, StoreError> {
    let mut connection = options.connect().await.tried("connect to the server")?;
    let settings =
        format!("SET synchronous_commit = on; SET lock_timeout = '{BUSY_SECONDS}s'; SET client_min_messages = warning");
    sqlx::raw_sql(AssertSqlSafe(settings)).execute(&mut connection).await.tried("connect to the server")?;
    migrate(&mut connection, shown).await?;
    Ok(connection)
}

/// Two processes may open a new store at once: the steps run in one transaction that only one of them holds.
async fn migrate(connection: &mut PgConnection, shown: &std::path::Path) -> Result<(), StoreError> {
    let tried = "bring the tables up to date";
    let mut transaction = connection.begin().await.tried(tried)?;
    sqlx::raw_sql(ONE_AT_A_TIME).execute(&mut *transaction).await.tried(tried)?;
    let mut migrator = migrations::postgres();
    migrator.set_locking(false);
    match migrator.run_direct(None, &mut *transaction, false).await {
        Ok(()) => transaction.commit().await.tried(tried),
        Err(MigrateError::VersionMissing(version)) => Err(StoreError::Newer { path: shown.to_path_buf(), version }),
        Err(source) => Err(StoreError::Migrate { path: shown.to_path_buf(), source: Box::new(source) }),
    }
}

/// The lock that whoever writes holds until the transaction ends. Its number means nothing; it is the store's alone in its
/// database.
const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(8317465)";

impl Statements for Postgres {
    const BEGIN_READ: &'static str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    /// Each statement sees what was committed before it, and with the lock nobody else commits: what was looked at still
    /// holds when it is written. A transaction that kept its first view would keep one from before it got the lock.
    const BEGIN_WRITE: &'static str =
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(8317465)";

    fn script(&mut self, text: &'static str, tried: &'static str) -> Result<(), StoreError> {
        self.runtime.block_on(sqlx::raw_sql(text).execute(&mut self.connection)).map(|_| ()).tried(tried)
    }

    fn execute(
        &mut self,
        text: Arc<str>,
        parameters: &[Parameter<'_>],
        tried: &'static str,
    ) -> Result<u64, StoreError> {
        let arguments: PgArguments = sql::bound(parameters);
        self.run(text, arguments, tried)
    }

    fn rows(
        &mut self,
        text: String,
        parameters: &[Parameter<'_>],
        kinds: &[(Kind, bool)],
        tried: &'static str,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let arguments: PgArguments = sql::bound(parameters);
        let query = sqlx::query_with(AssertSqlSafe(text), arguments);
        let rows = self.runtime.block_on(query.fetch_all(&mut self.connection)).tried(tried)?;
        rows.into_iter().map(|row| sql::values(&row, kinds)).collect::<Result<_, _>>().tried(tried)
    }

    /// One parameter for each column, which holds that column of all rows.
    fn insert_many(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError> {
        let mut arguments = PgArguments::default();
        for (place, column) in shape.columns.iter().enumerate() {
            let fields = rows.iter().map(|fields| fields[place]);
            let added = match column.kind {
                Kind::Integer => arguments.add(fields.map(integer).collect::<Vec<_>>()),
                Kind::Text => arguments.add(fields.map(text).collect::<Vec<_>>()),
                Kind::Bytes => arguments.add(fields.map(bytes).collect::<Vec<_>>()),
            };
            added.expect("whole numbers, texts and bytes can always be written");
        }
        let text = shape.texts.insert_columns.get_or_init(|| by_columns(shape)).clone();
        self.run(text, arguments, shape.writing).map(|_| ())
    }

    fn guards_off(&mut self, shapes: &[&'static Shape]) -> Result<Vec<String>, StoreError> {
        // A table whose deferred keys are still to be held against its rows cannot be altered.
        let mut guards = vec!["SET CONSTRAINTS ALL IMMEDIATE".to_owned()];
        for table in shapes.iter().map(|shape| shape.table) {
            let off = format!("ALTER TABLE {table} DISABLE TRIGGER USER");
            self.execute(off.into(), &[], "lift the guards of the tables")?;
            guards.push(format!("ALTER TABLE {table} ENABLE TRIGGER USER"));
        }
        Ok(guards)
    }

    /// A constraint that was not held against all rows, or a guard that somebody switched off.
    fn own_checks(&mut self) -> Result<Vec<Fault>, StoreError> {
        let text = "
            SELECT 'constraint ' || conname || ' of ' || conrelid::regclass::text FROM pg_constraint
            WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
            UNION ALL
            SELECT 'trigger ' || tgname || ' of ' || tgrelid::regclass::text FROM pg_trigger
            JOIN pg_class ON pg_class.oid = tgrelid
            WHERE tgenabled = 'D' AND relnamespace = current_schema()::regnamespace
            ORDER BY 1";
        let off = self.rows(text.to_owned(), &[], &[(Kind::Text, false)], "check the guards of the tables")?;
        let faults = off.into_iter().flatten().filter_map(|value| match value {
            Value::Text(guard) => Some(Fault::File { reason: format!("{guard} is switched off") }),
            _ => None,
        });
        Ok(faults.collect())
    }

    fn end(self) {
        if tokio::runtime::Handle::try_current().is_err() {
            // The server ends a connection that just goes away by itself.
            let _ = self.runtime.block_on(self.connection.close());
        }
    }
}

impl Postgres {
    fn run(&mut self, text: Arc<str>, arguments: PgArguments, tried: &'static str) -> Result<u64, StoreError> {
        let query = sqlx::query_with(AssertSqlSafe(text), arguments);
        let done = self.runtime.block_on(query.execute(&mut self.connection)).tried(tried)?;
        Ok(done.rows_affected())
    }
}

/// `INSERT INTO … SELECT * FROM UNNEST($1::BIGINT[], …)`
fn by_columns(shape: &Shape) -> Arc<str> {
    let array = |kind| match kind {
        Kind::Integer => "BIGINT[]",
        Kind::Text => "TEXT[]",
        Kind::Bytes => "BYTEA[]",
    };
    let columns = (1..).zip(&shape.columns);
    let parameters: Vec<String> =
        columns.map(|(number, column)| format!("${number}::{}", array(column.kind))).collect();
    let (table, names) = (shape.table, sql::names(shape));
    format!("INSERT INTO {table} ({names}) SELECT * FROM UNNEST({})", parameters.join(", ")).into()
}

fn integer(field: Field<'_>) -> Option<i64> {
    match field {
        Field::Integer(number) => Some(number),
        _ => None,
    }
}

fn text(field: Field<'_>) -> Option<&str> {
    match field {
        Field::Text(text) => Some(text),
        _ => None,
    }
}

fn bytes(field: Field<'_>) -> Option<&[u8]> {
    match field {
        Field::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_servers_on_this_machine_are_spoken_to_openly() {
        let check = |address: &str, expected: bool| {
            let options = PgConnectOptions::from_str(address).expect("an address");
            assert_eq!(is_local(&options), expected, "{address}");
        };
        check("postgres://anna@localhost/virkning", true);
        check("postgres://anna@127.0.0.1:5433/virkning", true);
        check("postgres://anna@[::1]/virkning", true);
        check("postgres://anna@localhost/virkning?host=/var/run/postgresql", true);
        check("postgres://anna@%2Fvar%2Frun%2Fpostgresql/virkning", true);
        check("postgres://anna@database.example/virkning", false);
        check("postgres://anna@10.0.0.7/virkning", false);
        check("postgres://anna@localhost/virkning?host=database.example", false);
        check("postgres://anna@localhost.example/virkning", false);
    }
}
