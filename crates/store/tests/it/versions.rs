//! Stores that earlier versions of the program left behind: they are brought up to date, still verify, give the same
//! answers, and are worked on.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, SqlSafeStr as _};
use virkning_store::Head;

use crate::files::blocking;
use crate::script::{Backing, Office, Place, agreement};

/// A file of the first version, written by the program of that time: something in every table, 18 audit records.
const FIRST: &[u8] = include_bytes!("../stores/v1.db");

/// The head that its log had then.
const FIRST_HEAD: &str = "18:b17774af9b82658694987b75f085d9f905799d818e11120b22ea78daa0e286b6";

#[test]
fn a_store_of_the_first_version_is_worked_on() {
    let place = Place::file("virkning.db");
    if let Place::File(folder, name) = &place {
        std::fs::write(folder.path().join(name), FIRST).unwrap();
    }
    let office = place.office();
    let verification = office.store.verify().unwrap();
    assert_eq!(verification.faults, []);
    let head: Head = FIRST_HEAD.parse().unwrap();
    assert_eq!(verification.head, Some(head.clone()));
    let counted = verification.counted;
    assert_eq!((counted.agreements, counted.code_lists, counted.snapshots, counted.enrolments), (1, 2, 1, 1));
    assert_eq!((counted.proposals, counted.postings, counted.entries), (3, 1, 2));
    let balances = office.store.balances(&agreement()).unwrap();
    let amounts: Vec<String> = balances.iter().map(|balance| balance.amount.to_string()).collect();
    assert_eq!(amounts, ["100.00", "-100.00"]);
    // What was asked for then gives the same answers, and what was open then goes on.
    office.run(
        "
        anna post k1 p1 a 100 => already 2025-0001
        bo confirm 998 sickness 2015-11+2 list-three => ok 2015-11+2
        bo approve p2 b => ok bo
        anna post k2 p2 b 50 on=2026-03-31 => ok 2026-0001
        ",
    );
    assert_eq!(office.store.audit_verify_against(&head).unwrap().sequence, 21);
}

/// What an earlier version could write: the script of the work, so far as its tables reach, on the kind of store.
fn written_by(version: i64, backing: Backing) -> Office {
    if version == 1 {
        let first = Place::file("virkning.db");
        if let Place::File(folder, name) = &first {
            std::fs::write(folder.path().join(name), FIRST).unwrap();
        }
        let first = first.office();
        return match backing {
            Backing::Sqlite => first,
            other => filled(&first, other),
        };
    }
    let office = Office::on(backing);
    office.run(
        "
        anna codes first 1 list => ok
        anna enrol set aaaa=1 bbbb=2 => ok
        anna propose p1 2024 a draft=1 => ok p1 draft
        carl offer p1 => ok proposed
        bo approve p1 a => ok
        bo post k1 p1 a 100 => ok 2025-0001
        anna pay file1 row1=2025-0001=100 => ok 1
        anna propose p2 2025 b => ok
        bo approve p2 b => ok
        bo void p2 second thoughts => ok
        ",
    );
    if version >= 3 {
        office.claimed();
    }
    if version >= 4 {
        office.identified();
    }
    office
}

/// A store of another kind with the same rows.
fn filled(from: &Office, to: Backing) -> Office {
    let mut lines: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let copied = from.store.copy_out(&|_| true, &mut |table, more| -> Result<(), Infallible> {
        lines.entry(table).or_default().extend_from_slice(more);
        Ok(())
    });
    copied.unwrap();
    let other = Office::empty(to);
    let filled = other.store.copy_in(&mut |table| Ok::<_, Infallible>(std::mem::take(lines.entry(table).or_default())));
    filled.unwrap();
    other
}

/// The steps up to a version, as the program of that time had them.
fn steps(database: &str, version: i64) -> Migrator {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let steps = files.into_iter().filter_map(|file| {
        let (number, name) = file.file_stem()?.to_str()?.split_once('_')?;
        let text = AssertSqlSafe(std::fs::read_to_string(&file).ok()?).into_sql_str();
        let step = Migration::new(number.parse().ok()?, name.to_owned().into(), MigrationType::Simple, text, false);
        (step.version <= version).then_some(step)
    });
    Migrator::with_migrations(steps.collect())
}

/// A file whose tables are those of a version, with what the rows of another one say in them.
async fn earlier_file(now: &Path, version: i64, target: &Path) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new().filename(target).create_if_missing(true).foreign_keys(false);
    let mut connection: SqliteConnection = options.connect().await?;
    steps("sqlite", version).run_direct(None, &mut connection, false).await?;
    let run = |text: String| sqlx::raw_sql(AssertSqlSafe(text));
    run(format!("ATTACH '{}' AS now", now.display())).execute(&mut connection).await?;
    let named = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'";
    let triggers: Vec<(String, String)> = sqlx::query_as(named).fetch_all(&mut connection).await?;
    for (name, _) in &triggers {
        run(format!("DROP TRIGGER main.{name}")).execute(&mut connection).await?;
    }
    let tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT IN ('_sqlx_migrations')";
    let tables: Vec<(String,)> = sqlx::query_as(tables).fetch_all(&mut connection).await?;
    for (table,) in tables.iter().filter(|(name,)| !name.starts_with("sqlite_")) {
        let columns = format!("SELECT group_concat(name, ', ') FROM pragma_table_info('{table}', 'main')");
        let (columns,): (String,) = sqlx::query_as(AssertSqlSafe(columns)).fetch_one(&mut connection).await?;
        run(format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}"))
            .execute(&mut connection)
            .await?;
    }
    for (_, text) in &triggers {
        run(text.clone()).execute(&mut connection).await?;
    }
    sqlx::Connection::close(connection).await
}

/// The same in the database itself: its own rows are put aside, and put back under the tables of that time.
async fn earlier_database(address: &str, version: i64) -> sqlx::Result<()> {
    let mut connection = <PgConnection as sqlx::Connection>::connect(address).await?;
    let run = |text: String| sqlx::raw_sql(AssertSqlSafe(text));
    run("ALTER SCHEMA public RENAME TO now; CREATE SCHEMA public".to_owned()).execute(&mut connection).await?;
    steps("postgres", version).run_direct(None, &mut connection, false).await?;
    run("SET session_replication_role = replica".to_owned()).execute(&mut connection).await?;
    let columns = "SELECT table_name::text, string_agg(column_name::text, ', ') FROM information_schema.columns \
                   WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations' GROUP BY table_name";
    let tables: Vec<(String, String)> = sqlx::query_as(columns).fetch_all(&mut connection).await?;
    for (table, columns) in &tables {
        run(format!("INSERT INTO public.{table} ({columns}) SELECT {columns} FROM now.{table}"))
            .execute(&mut connection)
            .await?;
    }
    run("DROP SCHEMA now CASCADE".to_owned()).execute(&mut connection).await?;
    sqlx::Connection::close(connection).await
}

/// Every step is taken over rows that the version before it could write, and nothing of them changes.
fn a_store_of_every_version_is_worked_on(backing: Backing) {
    for version in 1..virkning_store::tables_version() {
        let now = written_by(version, backing);
        let (head, counted) = (now.store.audit_head().unwrap(), now.store.verify().unwrap().counted);
        let contents = now.contents();
        let Office { place, store } = now;
        let path = store.path().to_owned();
        drop(store);
        let earlier = match &place {
            Place::Database(address) => {
                blocking(earlier_database(address, version)).unwrap();
                place
            }
            _ => {
                let target = Place::file("virkning.db");
                let Place::File(folder, name) = &target else { unreachable!("a file") };
                blocking(earlier_file(&path, version, &folder.path().join(name))).unwrap();
                target
            }
        };
        let office = earlier.office();
        let verification = office.store.verify().unwrap();
        assert_eq!((verification.faults, verification.head), (vec![], Some(head)), "{backing:?} {version}");
        assert_eq!((verification.counted, office.contents()), (counted, contents), "{backing:?} {version}");
        office.run(
            "
            anna propose p9 2030 z => ok
            bo approve p9 z => ok bo
            anna post k9 p9 z 50 on=2031-03-31 => ok 2031-0001
            ",
        );
    }
}

mod every_version {
    use super::*;

    #[test]
    fn sqlite() {
        a_store_of_every_version_is_worked_on(Backing::Sqlite);
    }

    #[test]
    fn postgres() {
        a_store_of_every_version_is_worked_on(Backing::Postgres);
    }
}
