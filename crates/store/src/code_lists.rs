//! Editions of code lists. An edition never changes; a confirmed mapping makes a new one.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::{ContentHash, UserId};

use crate::digest::RowDigest;
use crate::error::{Failure, StoreError, Tried as _};
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

/// A code list to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewCodeList<'a> {
    /// The register source.
    pub source: &'a str,
    /// The edition, unique in the source.
    pub edition: &'a str,
    /// The list as JSON.
    pub json: &'a [u8],
    /// The hash that names the list in proposals. How it is made is the caller's affair; the bytes are guarded by the
    /// row's own digest.
    pub hash: &'a ContentHash,
}

/// A kept code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeListRecord {
    /// The register source.
    pub source: String,
    /// The edition.
    pub edition: String,
    /// The list as JSON.
    pub json: Vec<u8>,
    /// The hash that names it.
    pub hash: ContentHash,
    /// When it came.
    pub at: Timestamp,
    /// Who brought it.
    pub by: UserId,
}

pub(crate) struct CodeListRow {
    pub(crate) sequence: i64,
    source: String,
    edition: String,
    content: String,
    document: Vec<u8>,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(CodeListRow { sequence, source, edition, content, document, recorded_by, recorded_at, digest });

impl Row for CodeListRow {
    const TABLE: &'static str = "code_lists";
    fn key(&self) -> String {
        format!("{}/{}", self.source, self.edition)
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .number(self.sequence)
            .text(&self.source)
            .text(&self.edition)
            .text(&self.content)
            .bytes(&self.document)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Store {
    /// Keeps an edition. The same content under the same edition again changes nothing; other content is refused.
    pub fn code_list_add(&self, actor: &Actor, list: NewCodeList<'_>) -> Result<Stored<CodeListRecord>, Failure> {
        self.write(actor, "code-list-add", list.source, async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            match code_list_add_in_txn(connection, actor, list).await? {
                (row, true) => code_list_of(row).map(Change::Nothing).map_err(Failure::from),
                (mut row, false) => {
                    let details = details(&list);
                    Ok(Change::Made { rows: vec![row.mention()], record: code_list_of(row)?, details })
                }
            }
        })
    }

    /// The edition of a source that came last.
    pub fn code_list_latest(&self, source: &str) -> Result<Option<CodeListRecord>, StoreError> {
        self.read(async |connection| {
            let row: Option<CodeListRow> = sqlx::query_as(
                "SELECT sequence, source, edition, content, document, recorded_by, recorded_at, digest
                 FROM code_lists WHERE source = $1 ORDER BY sequence DESC LIMIT 1",
            )
            .bind(source)
            .fetch_optional(connection)
            .await
            .tried("read the code list")?;
            row.map(code_list_of).transpose()
        })
    }

    /// The code list of that hash.
    pub fn code_list_by_hash(&self, hash: &ContentHash) -> Result<Option<CodeListRecord>, StoreError> {
        self.read(async |connection| {
            let row: Option<CodeListRow> = sqlx::query_as(
                "SELECT sequence, source, edition, content, document, recorded_by, recorded_at, digest
                 FROM code_lists WHERE content = $1 ORDER BY sequence LIMIT 1",
            )
            .bind(hash.as_str())
            .fetch_optional(connection)
            .await
            .tried("read the code list")?;
            row.map(code_list_of).transpose()
        })
    }

    /// All editions, in the order in which they came.
    pub fn code_lists(&self) -> Result<Vec<CodeListRecord>, StoreError> {
        self.read(async |connection| code_list_rows_in_txn(connection).await?.into_iter().map(code_list_of).collect())
    }
}

pub(crate) fn details(list: &NewCodeList<'_>) -> std::collections::BTreeMap<String, String> {
    [("edition".to_owned(), list.edition.to_owned()), ("content".to_owned(), list.hash.to_string())].into()
}

/// The row, and whether it was there before.
pub(crate) async fn code_list_add_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    list: NewCodeList<'_>,
) -> Result<(CodeListRow, bool), Failure> {
    let existing: Option<CodeListRow> = sqlx::query_as(
        "SELECT sequence, source, edition, content, document, recorded_by, recorded_at, digest
         FROM code_lists WHERE source = $1 AND edition = $2",
    )
    .bind(list.source)
    .bind(list.edition)
    .fetch_optional(&mut *connection)
    .await
    .tried("read the code list")?;
    if let Some(row) = existing {
        let row = row.checked()?;
        if row.content == list.hash.as_str() && row.document == list.json {
            return Ok((row, true));
        }
        return Err(
            Refusal::CodeListDiffers { source: list.source.to_owned(), edition: list.edition.to_owned() }.into()
        );
    }
    Ok((insert_in_txn(connection, actor, list).await?, false))
}

async fn insert_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    list: NewCodeList<'_>,
) -> Result<CodeListRow, StoreError> {
    let sequence: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(sequence), 0) + 1 FROM code_lists")
        .fetch_one(&mut *connection)
        .await
        .tried("number the code list")?;
    let row = CodeListRow {
        sequence,
        source: list.source.to_owned(),
        edition: list.edition.to_owned(),
        content: list.hash.to_string(),
        document: list.json.to_vec(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO code_lists (sequence, source, edition, content, document, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(row.sequence)
    .bind(&row.source)
    .bind(&row.edition)
    .bind(&row.content)
    .bind(&row.document)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("keep the code list")?;
    Ok(row)
}

pub(crate) async fn code_list_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<CodeListRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, source, edition, content, document, recorded_by, recorded_at, digest
         FROM code_lists ORDER BY sequence",
    )
    .fetch_all(connection)
    .await
    .tried("read the code lists")
}

pub(crate) fn code_list_of(row: CodeListRow) -> Result<CodeListRecord, StoreError> {
    let row = row.checked()?;
    Ok(CodeListRecord {
        hash: row.id("content", &row.content)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        source: row.source,
        edition: row.edition,
        json: row.document,
    })
}
