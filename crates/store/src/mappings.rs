//! Mappings of register codes to categories: proposed by one person, confirmed by another, and then part of a new edition
//! of the code list.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::UserId;

use crate::code_lists::{self, CodeListRecord, NewCodeList, code_list_add_in_txn, code_list_of};
use crate::digest::RowDigest;
use crate::error::{Failure, StoreError, Tried as _};
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

/// What a code is to mean from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The register source.
    pub source: String,
    /// The code.
    pub code: u16,
    /// Its category.
    pub category: String,
    /// The first day it holds.
    pub from: Date,
}

/// A mapping that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingMapping {
    /// What it says.
    pub mapping: Mapping,
    /// Who proposed it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

pub(crate) struct MappingRow {
    sequence: i64,
    source: String,
    code: i64,
    category: String,
    valid_from: String,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(MappingRow { sequence, source, code, category, valid_from, recorded_by, recorded_at, digest });

impl Row for MappingRow {
    const TABLE: &'static str = "mappings";
    fn key(&self) -> String {
        self.sequence.to_string()
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .number(self.sequence)
            .text(&self.source)
            .number(self.code)
            .text(&self.category)
            .text(&self.valid_from)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

pub(crate) struct ConfirmationRow {
    mapping: i64,
    code_list: i64,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(ConfirmationRow { mapping, code_list, recorded_by, recorded_at, digest });

impl Row for ConfirmationRow {
    const TABLE: &'static str = "mapping_confirmations";
    fn key(&self) -> String {
        self.mapping.to_string()
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .number(self.mapping)
            .number(self.code_list)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Store {
    /// Proposes a mapping. The same person proposing it again changes nothing; another category for the same code and
    /// day takes the place of a mapping that nobody has confirmed.
    pub fn mapping_propose(&self, actor: &Actor, mapping: &Mapping) -> Result<Stored<PendingMapping>, Failure> {
        self.write(actor, "mapping-propose", &subject(mapping), async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            if let Some(row) = pending_row_in_txn(connection, mapping).await? {
                return pending_of(&row).map(Change::Nothing).map_err(Failure::from);
            }
            let mut row = insert_in_txn(connection, actor, mapping).await?;
            Ok(Change::Made { record: pending_of(&row)?, rows: vec![row.mention()], details: details(mapping) })
        })
    }

    /// Mappings of a source that wait for a second person, in the order in which they were proposed.
    pub fn mapping_pending(&self, source: &str) -> Result<Vec<PendingMapping>, StoreError> {
        self.read(async |connection| pending_rows_in_txn(connection, source).await?.iter().map(pending_of).collect())
    }

    /// Confirms a mapping that another person proposed, and keeps the edition of the code list that holds it.
    pub fn mapping_confirm(
        &self,
        actor: &Actor,
        mapping: &Mapping,
        edition: NewCodeList<'_>,
    ) -> Result<Stored<CodeListRecord>, Failure> {
        self.write(actor, "mapping-confirm", &subject(mapping), async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            let Some(pending) = pending_row_in_txn(connection, mapping).await? else {
                let category = mapping.category.clone();
                return Err(Refusal::MappingNotPending { code: mapping.code, category }.into());
            };
            if pending.recorded_by == actor.user.as_str() {
                return Err(Refusal::MappingOwn { user: actor.user.clone(), code: mapping.code }.into());
            }
            let (mut list, already) = code_list_add_in_txn(connection, actor, edition).await?;
            if already {
                let (source, edition) = (edition.source.to_owned(), edition.edition.to_owned());
                return Err(Refusal::CodeListDiffers { source, edition }.into());
            }
            let mut confirmation = confirm_in_txn(connection, actor, pending.sequence, list.sequence).await?;
            let mut details = details(mapping);
            details.extend(code_lists::details(&edition));
            let rows = vec![list.mention(), confirmation.mention()];
            Ok(Change::Made { rows, record: code_list_of(list)?, details })
        })
    }
}

fn subject(mapping: &Mapping) -> String {
    format!("{}/{}", mapping.source, mapping.code)
}

fn details(mapping: &Mapping) -> std::collections::BTreeMap<String, String> {
    [("category".to_owned(), mapping.category.clone()), ("from".to_owned(), mapping.from.to_string())].into()
}

/// What waits: not confirmed, and no later mapping of the same code from the same day.
async fn pending_rows_in_txn(connection: &mut SqliteConnection, source: &str) -> Result<Vec<MappingRow>, StoreError> {
    let rows: Vec<MappingRow> = sqlx::query_as(
        "SELECT sequence, source, code, category, valid_from, recorded_by, recorded_at, digest FROM mappings AS m
         WHERE source = $1
           AND NOT EXISTS (SELECT 1 FROM mapping_confirmations AS c WHERE c.mapping = m.sequence)
           AND NOT EXISTS (
               SELECT 1 FROM mappings AS later
               WHERE later.source = m.source AND later.code = m.code AND later.valid_from = m.valid_from
                 AND later.sequence > m.sequence)
         ORDER BY sequence",
    )
    .bind(source)
    .fetch_all(connection)
    .await
    .tried("read the mappings")?;
    rows.into_iter().map(Row::checked).collect()
}

async fn pending_row_in_txn(
    connection: &mut SqliteConnection,
    mapping: &Mapping,
) -> Result<Option<MappingRow>, StoreError> {
    let from = mapping.from.to_string();
    let rows = pending_rows_in_txn(connection, &mapping.source).await?;
    Ok(rows
        .into_iter()
        .find(|row| row.code == i64::from(mapping.code) && row.category == mapping.category && row.valid_from == from))
}

async fn insert_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    mapping: &Mapping,
) -> Result<MappingRow, StoreError> {
    let sequence: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(sequence), 0) + 1 FROM mappings")
        .fetch_one(&mut *connection)
        .await
        .tried("number the mapping")?;
    let row = MappingRow {
        sequence,
        source: mapping.source.clone(),
        code: mapping.code.into(),
        category: mapping.category.clone(),
        valid_from: mapping.from.to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO mappings (sequence, source, code, category, valid_from, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(row.sequence)
    .bind(&row.source)
    .bind(row.code)
    .bind(&row.category)
    .bind(&row.valid_from)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("propose the mapping")?;
    Ok(row)
}

async fn confirm_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    mapping: i64,
    code_list: i64,
) -> Result<ConfirmationRow, StoreError> {
    let row = ConfirmationRow {
        mapping,
        code_list,
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO mapping_confirmations (mapping, code_list, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(row.mapping)
    .bind(row.code_list)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("confirm the mapping")?;
    Ok(row)
}

pub(crate) async fn mapping_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<MappingRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, source, code, category, valid_from, recorded_by, recorded_at, digest
         FROM mappings ORDER BY sequence",
    )
    .fetch_all(connection)
    .await
    .tried("read the mappings")
}

pub(crate) async fn confirmation_rows_in_txn(
    connection: &mut SqliteConnection,
) -> Result<Vec<ConfirmationRow>, StoreError> {
    sqlx::query_as(
        "SELECT mapping, code_list, recorded_by, recorded_at, digest FROM mapping_confirmations ORDER BY mapping",
    )
    .fetch_all(connection)
    .await
    .tried("read the confirmed mappings")
}

fn pending_of(row: &MappingRow) -> Result<PendingMapping, StoreError> {
    Ok(PendingMapping {
        mapping: Mapping {
            source: row.source.clone(),
            code: row.read("code", u16::try_from(row.code).ok())?,
            category: row.category.clone(),
            from: row.day("valid_from", &row.valid_from)?,
        },
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
