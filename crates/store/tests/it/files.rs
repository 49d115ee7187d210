//! The file or the database that the store lives in: who may read it, what is not a store, what cannot be written, and
//! what a database refuses by itself.

use std::path::Path;

use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Executor as _};
use virkning_store::{DatabaseFault, Fault, Store, StoreError};

use crate::script::{Backing, Office, Place, actor, agreement, user};

/// Runs SQL on the file past the store, as somebody with access to it could.
pub fn past_the_store(path: &Path, sql: &'static str) -> Result<(), sqlx::Error> {
    blocking(async {
        let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
        let mut connection: SqliteConnection = options.connect().await?;
        connection.execute(sqlx::raw_sql(sql)).await?;
        sqlx::Connection::close(connection).await
    })
}

/// The same on a database of PostgreSQL.
fn past_the_server(address: &str, sql: &'static str) -> Result<(), sqlx::Error> {
    blocking(async {
        let mut connection = <PgConnection as sqlx::Connection>::connect(address).await?;
        connection.execute(sqlx::raw_sql(sql)).await?;
        sqlx::Connection::close(connection).await
    })
}

pub fn blocking<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

impl Office {
    /// Runs SQL past the store, wherever it lies.
    pub fn past_the_store(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        match &self.place {
            Place::Database(address) => past_the_server(address, sql),
            _ => past_the_store(self.store.path(), sql),
        }
    }
}

/// Stamps tests on the two databases.
macro_rules! on_databases {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            #[test]
            fn sqlite() {
                super::$test($crate::script::Backing::Sqlite);
            }

            #[test]
            fn postgres() {
                super::$test($crate::script::Backing::Postgres);
            }
        })+
    };
}

on_databases![
    a_store_of_a_later_version_is_refused,
    an_action_without_its_audit_record_does_not_happen,
    the_database_guards_its_tables,
];

#[test]
#[cfg(unix)]
fn only_the_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    for name in ["virkning.db", "virkning.db-wal"] {
        let mode = std::fs::metadata(office.folder().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}

#[test]
fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("virkning.db");
    std::fs::write(&path, "this is a letter, not a store. ".repeat(100)).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(matches!(&error, StoreError::Database { kind: DatabaseFault::Damaged, path: named, .. } if *named == path));
    let error = Store::open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::File { .. }));
}

fn a_store_of_a_later_version_is_refused(backing: Backing) {
    let office = Office::on(backing);
    let sql = match backing {
        Backing::Postgres => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'later', true, '', 0)"
        }
        _ => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'later', true, x'00', 0)"
        }
    };
    office.past_the_store(sql).unwrap();
    let opened = match &office.place {
        Place::Database(address) => Store::connect(address),
        _ => Store::open(office.store.path()),
    };
    assert!(matches!(opened.err().unwrap(), StoreError::Newer { version: 9999, .. }));
}

fn an_action_without_its_audit_record_does_not_happen(backing: Backing) {
    let office = Office::on(backing);
    let before = office.contents();
    let (close, open) = match backing {
        Backing::Postgres => (
            "ALTER TABLE audit ADD CONSTRAINT no_room CHECK (sequence < 0) NOT VALID",
            "ALTER TABLE audit DROP CONSTRAINT no_room",
        ),
        _ => (
            "CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END",
            "DROP TRIGGER no_room",
        ),
    };
    office.past_the_store(close).unwrap();
    let failure = office.store.user_add(&actor("anna"), &user("frida"), "Frida", &[virkning_store::Role::Reader]);
    assert_eq!(failure.unwrap_err().code(), "S210");
    // A refusal that cannot be recorded is a failure, not a refusal.
    let hash = virkning_store::content_hash(b"x");
    let failure = office.store.agreement_seal(&actor("nobody"), &agreement(), "2", "x", &hash).unwrap_err();
    assert!(failure.refusal().is_none());
    assert_eq!(office.contents(), before);
    office.past_the_store(open).unwrap();
    office.run("anna user frida reader => ok");
}

/// Where a server is spoken to: only here without TLS, and never with the password in a message.
#[test]
fn an_address_that_cannot_be_used_is_refused() {
    let check = |address: &str, code: &str| {
        let error = Store::connect(address).err().unwrap();
        assert_eq!(error.code(), code, "{address}: {error}");
        let said =
            format!("{error} {:?} {:?}", error.arguments(), std::error::Error::source(&error).map(|e| e.to_string()));
        assert!(!said.contains("secret"), "{said}");
    };
    check("postgres://anna:secret@localhost:none/virkning", "S214");
    check("postgres://anna:secret@127.0.0.1:1/virkning", "S213");
    if !cfg!(feature = "tls") {
        check("postgres://anna:secret@database.example/virkning?password=secret", "S215");
    }
}

/// A server that was started anew while nobody asked it anything is no failure.
#[test]
fn a_connection_that_was_lost_is_made_anew() {
    let office = Office::on(Backing::Postgres);
    let all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    office.past_the_store(all).unwrap();
    office.run("anna seal 2 text-of-version-2 => ok 2");
    office.past_the_store(all).unwrap();
    assert_eq!(office.store.agreement_versions(&agreement()).unwrap().len(), 2);
}

/// Somebody with the server's own rights goes past the guards: what was changed is named, and so is a guard that is off.
#[test]
fn what_is_changed_on_a_server_is_named() {
    let office = Office::on(Backing::Postgres);
    office
        .past_the_store("SET session_replication_role = replica; UPDATE users SET name = 'A.' WHERE id = 'anna'")
        .unwrap();
    let changed = Fault::RowChanged { table: "users", key: "anna".to_owned() };
    assert_eq!(office.store.verify().unwrap().faults, std::slice::from_ref(&changed));
    office.past_the_store("ALTER TABLE audit DISABLE TRIGGER audit_only_grow").unwrap();
    let reason = "trigger audit_only_grow of audit is switched off".to_owned();
    assert_eq!(office.store.verify().unwrap().faults, [Fault::File { reason }, changed]);
}

/// The database itself refuses what the code would never do.
fn the_database_guards_its_tables(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna codes c 2015-11 list => ok
        anna map 997 sickness => ok
        bo confirm 997 sickness 2015-11+1 list-two => ok
        anna map 998 sickness => ok
        anna snapshot d 2025-02 rows => ok
        anna enrol set aaaa=1 => ok
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        anna post k1 p1 a 100 => ok
        anna propose p2 2025 b => ok
        anna propose p3 2026 c => ok
        bo approve p3 c => ok
        ",
    );
    let check = |sql: &'static str, expected: &str| {
        let error = office.past_the_store(sql).expect_err(sql).to_string();
        assert!(error.contains(expected), "{sql}: {error}");
    };
    check("UPDATE audit SET hash = ''", "append-only: audit");
    check("DELETE FROM audit", "append-only: audit");
    check("UPDATE users SET name = ''", "append-only: users");
    check("DELETE FROM users", "append-only: users");
    check("UPDATE user_roles SET roles = ''", "append-only: user_roles");
    check("DELETE FROM user_roles", "append-only: user_roles");
    check("UPDATE agreements SET version = ''", "append-only: agreements");
    check("DELETE FROM agreements", "append-only: agreements");
    check("UPDATE code_lists SET edition = ''", "append-only: code_lists");
    check("DELETE FROM code_lists", "append-only: code_lists");
    check("UPDATE mappings SET category = ''", "append-only: mappings");
    check("DELETE FROM mappings", "append-only: mappings");
    check("UPDATE mapping_confirmations SET recorded_by = ''", "append-only: mapping_confirmations");
    check("DELETE FROM mapping_confirmations", "append-only: mapping_confirmations");
    check("UPDATE snapshots SET path = ''", "append-only: snapshots");
    check("DELETE FROM snapshots", "append-only: snapshots");
    check("UPDATE enrolments SET content = ''", "append-only: enrolments");
    check("DELETE FROM enrolments", "append-only: enrolments");
    check("UPDATE enrolment_links SET alias = ''", "append-only: enrolment_links");
    check("DELETE FROM enrolment_links", "append-only: enrolment_links");
    check("UPDATE proposals SET unclarified = 0", "append-only: proposals");
    check("DELETE FROM proposals", "append-only: proposals");
    check("UPDATE decisions SET outcome = 'approved'", "append-only: decisions");
    check("DELETE FROM decisions", "append-only: decisions");
    check("UPDATE postings SET voucher_year = 1", "append-only: postings");
    check("DELETE FROM postings", "append-only: postings");
    check("UPDATE entries SET amount_minor = 0", "append-only: entries");
    check("DELETE FROM entries", "append-only: entries");
    check(
        "INSERT INTO entries (posting, position, party, budget, purpose, currency, amount_minor) VALUES (1, 5, 'rsi', NULL, 'outcome-payment-received', 'DKK', -1)",
        "a posting is closed when it is written",
    );
    check(
        "BEGIN;
         INSERT INTO entries (posting, position, party, budget, purpose, currency, amount_minor) VALUES (2, 1, 'aarhus', NULL, 'outcome-payment-paid', 'EUR', 1);
         INSERT INTO entries (posting, position, party, budget, purpose, currency, amount_minor) VALUES (2, 2, 'rsi', NULL, 'outcome-payment-received', 'DKK', -1);
         INSERT INTO postings VALUES (2, 'k2', 'p3', '', 'ips-plus', '1', 2026, 2027, 1, 'payment', '', '', '', 'settlement', 'settlement', NULL, '')",
        "a posting must balance",
    );
    check(
        "INSERT INTO postings VALUES (2, 'k2', 'p2', '', 'ips-plus', '1', 2025, 2026, 1, 'payment', '', '', '', 'settlement', 'settlement', NULL, '')",
        "only an approved proposal can be posted",
    );
    check(
        "INSERT INTO decisions VALUES ('p2', 2, 'approved', '', '', 'anna', '', '', '')",
        "nobody approves a proposal of their own",
    );
    check(
        "INSERT INTO decisions VALUES ('p1', 4, 'refused', '', 'x', 'bo', '', '', '')",
        "a decision does not follow the one before it",
    );
    check(
        "INSERT INTO decisions VALUES ('p3', 3, 'voided', '', ' ', 'bo', '', '', '')",
        "nothing is refused or withdrawn without a reason",
    );
    check(
        "BEGIN;
         INSERT INTO entries (posting, position, party, budget, purpose, currency, amount_minor)
             VALUES (2, 1, 'aarhus', NULL, 'outcome-payment-paid', 'DKK', 1), (2, 2, 'rsi', NULL, 'payable', 'DKK', -1);
         INSERT INTO postings VALUES (2, 'k2', 'p3', '', 'ips-plus', '1', 2026, 2027, 1, 'payment', '', '', '',
             'settlement', 'settlement', NULL, '')",
        "a posting must balance in the books of each party",
    );
    check("INSERT INTO mapping_confirmations VALUES (2, 1, 'anna', '', '')", "nobody confirms a mapping of their own");
    assert_eq!(office.store.verify().unwrap().faults, []);
}
