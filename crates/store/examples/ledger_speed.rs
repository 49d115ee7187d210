//! Measures the ledger on made-up settlements: `ledger_speed AGREEMENTS YEARS` posts so many through the store, on
//! PostgreSQL and on SQLite, writes the same rows by hand into the same server, and verifies each store. One line of JSON
//! for `xtask bench`.
//!
//! By hand means: the same tables with their keys and without triggers, the same rows, one transaction for each posting,
//! and one statement for each table in it; nothing is read, hashed or checked.

use std::time::Instant;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Column as _, Connection as _, Executor as _, Row as _, TypeInfo as _};
use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, PartyId, ProposalId, UserId};
use virkning_model::ledger::{About, PaidFor, Posting, PostingHead, PostingKind, Transfer, Voucher};
use virkning_model::money::{Currency, Money};
use virkning_model::settlement::Part;
use virkning_store::{Actor, NewProposal, Role, Store, content_hash};
use virkning_testkit::postgres::new_database;

/// Payers and receivers of one posting.
const TRANSFERS: i128 = 6;
const FIRST_YEAR: i16 = 2024;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let numbers: Vec<i16> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let [agreements, years] = numbers.as_slice() else { return Err("ledger_speed AGREEMENTS YEARS".into()) };
    let address = new_database()?;
    let server = run(&Store::connect(&address)?, *agreements, *years)?;
    let by_hand = by_hand(&address)?;
    let folder = tempfile::tempdir()?;
    let file = run(&Store::open(folder.path().join("virkning.db"))?, *agreements, *years)?;
    println!(
        "{}",
        serde_json::json!({
            "postings": server.postings,
            "entries": server.entries,
            "audit_records": server.audit_records,
            "postgres_seconds": server.seconds,
            "postgres_verify_seconds": server.verify_seconds,
            "by_hand_seconds": by_hand,
            "sqlite_seconds": file.seconds,
            "sqlite_verify_seconds": file.verify_seconds,
        })
    );
    Ok(())
}

/// What one store took.
struct Measured {
    postings: u64,
    entries: u64,
    audit_records: u64,
    /// For posting alone.
    seconds: f64,
    verify_seconds: f64,
}

fn run(store: &Store, agreements: i16, years: i16) -> Result<Measured, Failure> {
    for (name, role) in [("anna", Role::Controller), ("bo", Role::Approver)] {
        store.user_add(&actor(name)?, &UserId::new(name)?, name, &[role])?;
    }
    let mut approved = Vec::new();
    for number in 0..agreements {
        let agreement = AgreementId::new(format!("a{number}"))?;
        store.agreement_seal(&actor("anna")?, &agreement, "1", "text", &content_hash(b"text"))?;
        for year in FIRST_YEAR..FIRST_YEAR + years {
            approved.push((propose(store, &agreement, year)?, agreement.clone(), year));
        }
    }
    // As they come: all agreements of a year, then the next year.
    approved.sort_by_key(|(_, _, year)| *year);
    let begun = Instant::now();
    for (id, agreement, year) in &approved {
        let posting = posting(agreement, id, *year)?;
        store.post(&actor("anna")?, id.as_str(), id, &content_hash(id.as_str().as_bytes()), &posting)?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let verification = store.verify()?;
    let verify_seconds = begun.elapsed().as_secs_f64();
    if !verification.faults.is_empty() {
        return Err(format!("{:?}", verification.faults).into());
    }
    let counted = verification.counted;
    let audit_records = store.audit_head()?.sequence;
    Ok(Measured { postings: counted.postings, entries: counted.entries, audit_records, seconds, verify_seconds })
}

fn actor(name: &str) -> Result<Actor, Failure> {
    let (operating_system_user, at) = ("bench".to_owned(), "2025-03-03T09:00:00Z".parse()?);
    Ok(Actor { user: UserId::new(name)?, identity: Default::default(), operating_system_user, at })
}

/// A proposal whose content is its name, approved.
fn propose(store: &Store, agreement: &AgreementId, year: i16) -> Result<ProposalId, Failure> {
    let id = ProposalId::new(format!("{agreement}-{year}"))?;
    let content = content_hash(id.as_str().as_bytes());
    let new = NewProposal {
        id: &id,
        agreement,
        version: "1",
        measured_year: year,
        content: &content,
        json: id.as_str().as_bytes(),
        trace: &content_hash(b"trace"),
        unclarified: 0,
        provisional: false,
        part: Part::Settlement,
        draft: false,
    };
    store.proposal_add(&actor("anna")?, new)?;
    store.approve(&actor("bo")?, &id, &content)?;
    Ok(id)
}

fn posting(agreement: &AgreementId, id: &ProposalId, year: i16) -> Result<Posting, Failure> {
    let date = jiff::civil::Date::new(year + 1, 3, 31)?;
    let holder = |name: String| -> Result<AccountHolder, Failure> {
        Ok(AccountHolder { party: PartyId::new(name)?, budget: None })
    };
    let mut entries = Vec::new();
    for number in 0..TRANSFERS {
        let transfer = Transfer {
            from: holder(format!("payer-{number}"))?,
            to: holder(format!("receiver-{number}"))?,
            what: Some(PaidFor::Outcome),
            tranche: None,
            measured_year: Some(year),
            accounting_year: date.year(),
            amount: Money::from_minor(Currency::DKK, 100_000 + number),
        };
        entries.extend(transfer.owed());
    }
    let (kind, about) = (PostingKind::Settlement, About::Proposal(id.clone()));
    let head = PostingHead { agreement: agreement.clone(), kind, about, date, voucher: Voucher::Reposting };
    Ok(Posting::new(head, entries).map_err(|error| format!("{error:?}"))?)
}

/// Writes the rows of every posting again, into tables of the same shape, and says how many seconds it took.
fn by_hand(address: &str) -> Result<f64, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = PgConnection::connect(address).await?;
        connection.execute("CREATE SCHEMA by_hand").await?;
        let mut written = Vec::new();
        for (table, of_posting, order) in TABLES {
            let create = format!("CREATE TABLE by_hand.{table} (LIKE public.{table} INCLUDING ALL)");
            connection.execute(AssertSqlSafe(create)).await?;
            let select = format!("SELECT * FROM public.{table} WHERE {of_posting} ORDER BY {order}");
            written.push((table, sqlx::query(AssertSqlSafe(select)).fetch_all(&mut connection).await?));
        }
        let postings = written[0].1.len();
        let begun = Instant::now();
        for number in 0..postings {
            let mut transaction = connection.begin().await?;
            for (table, rows) in &written {
                let each = rows.len() / postings;
                insert(&mut transaction, table, &rows[number * each..(number + 1) * each]).await?;
            }
            transaction.commit().await?;
        }
        Ok(begun.elapsed().as_secs_f64())
    })
}

/// The tables that a posting writes to, which of their rows are a posting's, and the order in which they were written.
const TABLES: [(&str, &str, &str); 4] = [
    ("postings", "true", "sequence"),
    ("entries", "true", "posting, position"),
    (
        "decisions",
        "outcome = 'posted'",
        "(SELECT sequence FROM public.postings p WHERE p.proposal = decisions.proposal)",
    ),
    ("audit", "convert_from(record, 'UTF8')::json ->> 'action' = 'post'", "sequence"),
];

async fn insert(connection: &mut PgConnection, table: &str, rows: &[PgRow]) -> Result<(), Failure> {
    let Some(first) = rows.first() else { return Ok(()) };
    let columns = first.columns();
    let places: Vec<String> = (0..rows.len())
        .map(|row| {
            let own: Vec<String> =
                (1..=columns.len()).map(|place| format!("${}", row * columns.len() + place)).collect();
            format!("({})", own.join(", "))
        })
        .collect();
    let mut query = sqlx::query(AssertSqlSafe(format!("INSERT INTO by_hand.{table} VALUES {}", places.join(", "))));
    for row in rows {
        for (place, column) in columns.iter().enumerate() {
            query = match column.type_info().name() {
                "INT8" => query.bind(row.try_get::<Option<i64>, _>(place)?),
                "BYTEA" => query.bind(row.try_get::<Option<Vec<u8>>, _>(place)?),
                _ => query.bind(row.try_get::<Option<String>, _>(place)?),
            };
        }
    }
    query.execute(connection).await?;
    Ok(())
}
