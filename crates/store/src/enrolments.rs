//! Enrolment sets: immutable versions of who takes part, and the links from aliases to register pseudonyms, which leave
//! this crate only towards the register.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::{AgreementId, Alias, ContentHash, UserId};

use crate::digest::{RowDigest, content_hash};
use crate::error::{Failure, StoreError, Tried as _};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

/// An enrolment set to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewEnrolment<'a> {
    /// The agreement.
    pub agreement: &'a AgreementId,
    /// The set as JSON.
    pub json: &'a [u8],
    /// The SHA-256 of the JSON.
    pub hash: &'a ContentHash,
    /// The SHA-256 of the list it was read from.
    pub file_hash: &'a ContentHash,
    /// Each alias with its register pseudonym, as 32 hexadecimal digits.
    pub links: &'a [(Alias, String)],
}

/// A kept enrolment set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRecord {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its version, from 1.
    pub version: u64,
    /// The set as JSON.
    pub json: Vec<u8>,
    /// The SHA-256 of the JSON.
    pub hash: ContentHash,
    /// The SHA-256 of the list it was read from.
    pub file_hash: ContentHash,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
}

pub(crate) struct EnrolmentRow {
    agreement: String,
    position: i64,
    content: String,
    file_content: String,
    document: Vec<u8>,
    links_content: String,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(EnrolmentRow {
    agreement,
    position,
    content,
    file_content,
    document,
    links_content,
    recorded_by,
    recorded_at,
    digest,
});

impl Row for EnrolmentRow {
    const TABLE: &'static str = "enrolments";
    fn key(&self) -> String {
        format!("{}/{}", self.agreement, self.position)
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .text(&self.agreement)
            .number(self.position)
            .text(&self.content)
            .text(&self.file_content)
            .bytes(&self.document)
            .text(&self.links_content)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Store {
    /// Keeps a set as the next version. The latest set again changes nothing. An alias that stands for another register
    /// pseudonym than in an earlier set is refused.
    pub fn enrolment_add(&self, actor: &Actor, new: NewEnrolment<'_>) -> Result<Stored<EnrolmentRecord>, Failure> {
        let computed = content_hash(new.json);
        if computed != *new.hash {
            return Err(StoreError::ContentHash { what: "enrolment-set", given: new.hash.clone(), computed }.into());
        }
        self.write(actor, "enrolment-add", new.agreement.as_str(), async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            let links = links_once(new)?;
            let latest = latest_row_in_txn(connection, new.agreement).await?;
            if let Some(row) = &latest {
                let before = links_in_txn(connection, row).await?;
                same_links(new.agreement, &before, &links)?;
                if row.content == new.hash.as_str() && before == links {
                    return enrolment_of(row).map(Change::Nothing).map_err(Failure::from);
                }
            }
            let position = latest.map_or(1, |row| row.position + 1);
            let mut row = insert_in_txn(connection, actor, new, position, &links).await?;
            let details = [
                ("version".to_owned(), position.to_string()),
                ("content".to_owned(), new.hash.to_string()),
                ("file".to_owned(), new.file_hash.to_string()),
                ("people".to_owned(), links.len().to_string()),
            ]
            .into();
            Ok(Change::Made { rows: vec![row.mention()], record: enrolment_of(&row)?, details })
        })
    }

    /// The latest set of an agreement.
    pub fn enrolment_latest(&self, agreement: &AgreementId) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.read(async |connection| {
            latest_row_in_txn(connection, agreement).await?.as_ref().map(enrolment_of).transpose()
        })
    }

    /// The set of that hash.
    pub fn enrolment_by_hash(&self, hash: &ContentHash) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.read(async |connection| row_by_hash_in_txn(connection, hash).await?.as_ref().map(enrolment_of).transpose())
    }

    /// The links of the latest set, by alias. They are for the register only.
    pub fn enrolment_links(&self, agreement: &AgreementId) -> Result<Vec<(Alias, String)>, StoreError> {
        self.read(async |connection| match latest_row_in_txn(connection, agreement).await? {
            Some(row) => Ok(links_in_txn(connection, &row).await?.into_iter().collect()),
            None => Ok(Vec::new()),
        })
    }

    /// The links of the set of that hash, by alias. They are for the register only.
    pub fn enrolment_links_of(&self, hash: &ContentHash) -> Result<Vec<(Alias, String)>, StoreError> {
        self.read(async |connection| match row_by_hash_in_txn(connection, hash).await? {
            Some(row) => Ok(links_in_txn(connection, &row).await?.into_iter().collect()),
            None => Ok(Vec::new()),
        })
    }
}

/// The links by alias; nobody stands twice.
fn links_once(new: NewEnrolment<'_>) -> Result<BTreeMap<Alias, String>, Refusal> {
    let mut links = BTreeMap::new();
    let mut pseudonyms = BTreeSet::new();
    for (alias, pseudonym) in new.links {
        let first = links.insert(alias.clone(), pseudonym.clone()).is_none() && pseudonyms.insert(pseudonym);
        if !first {
            return Err(Refusal::LinkTwice { agreement: new.agreement.clone(), alias: alias.clone() });
        }
    }
    Ok(links)
}

fn same_links(
    agreement: &AgreementId,
    before: &BTreeMap<Alias, String>,
    links: &BTreeMap<Alias, String>,
) -> Result<(), Refusal> {
    let other = links.iter().find(|(alias, pseudonym)| before.get(*alias).is_some_and(|known| known != *pseudonym));
    match other {
        Some((alias, _)) => Err(Refusal::LinkDiffers { agreement: agreement.clone(), alias: alias.clone() }),
        None => Ok(()),
    }
}

fn links_content(links: &BTreeMap<Alias, String>) -> ContentHash {
    let text: String = links.iter().map(|(alias, pseudonym)| format!("{alias} {pseudonym}\n")).collect();
    content_hash(text.as_bytes())
}

async fn insert_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    new: NewEnrolment<'_>,
    position: i64,
    links: &BTreeMap<Alias, String>,
) -> Result<EnrolmentRow, StoreError> {
    let row = EnrolmentRow {
        agreement: new.agreement.to_string(),
        position,
        content: new.hash.to_string(),
        file_content: new.file_hash.to_string(),
        document: new.json.to_vec(),
        links_content: links_content(links).into(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO enrolments
         (agreement, position, content, file_content, document, links_content, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&row.agreement)
    .bind(row.position)
    .bind(&row.content)
    .bind(&row.file_content)
    .bind(&row.document)
    .bind(&row.links_content)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(&mut *connection)
    .await
    .tried("keep the enrolment set")?;
    for (alias, pseudonym) in links {
        sqlx::query("INSERT INTO enrolment_links (agreement, position, alias, pseudonym) VALUES ($1, $2, $3, $4)")
            .bind(&row.agreement)
            .bind(position)
            .bind(alias.as_str())
            .bind(pseudonym)
            .execute(&mut *connection)
            .await
            .tried("keep the links of the enrolment set")?;
    }
    Ok(row)
}

async fn latest_row_in_txn(
    connection: &mut SqliteConnection,
    agreement: &AgreementId,
) -> Result<Option<EnrolmentRow>, StoreError> {
    let row: Option<EnrolmentRow> = sqlx::query_as(
        "SELECT agreement, position, content, file_content, document, links_content, recorded_by, recorded_at, digest
         FROM enrolments WHERE agreement = $1 ORDER BY position DESC LIMIT 1",
    )
    .bind(agreement.as_str())
    .fetch_optional(connection)
    .await
    .tried("read the enrolment set")?;
    row.map(Row::checked).transpose()
}

async fn row_by_hash_in_txn(
    connection: &mut SqliteConnection,
    hash: &ContentHash,
) -> Result<Option<EnrolmentRow>, StoreError> {
    let row: Option<EnrolmentRow> = sqlx::query_as(
        "SELECT agreement, position, content, file_content, document, links_content, recorded_by, recorded_at, digest
         FROM enrolments WHERE content = $1 ORDER BY agreement, position DESC LIMIT 1",
    )
    .bind(hash.as_str())
    .fetch_optional(connection)
    .await
    .tried("read the enrolment set")?;
    row.map(Row::checked).transpose()
}

pub(crate) async fn enrolment_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<EnrolmentRow>, StoreError> {
    sqlx::query_as(
        "SELECT agreement, position, content, file_content, document, links_content, recorded_by, recorded_at, digest
         FROM enrolments ORDER BY agreement, position",
    )
    .fetch_all(connection)
    .await
    .tried("read the enrolment sets")
}

/// The links of a set, which must be those that were written with it.
pub(crate) async fn links_in_txn(
    connection: &mut SqliteConnection,
    row: &EnrolmentRow,
) -> Result<BTreeMap<Alias, String>, StoreError> {
    let pairs: Vec<(String, String)> = sqlx::query_as(
        "SELECT alias, pseudonym FROM enrolment_links WHERE agreement = $1 AND position = $2 ORDER BY alias",
    )
    .bind(&row.agreement)
    .bind(row.position)
    .fetch_all(connection)
    .await
    .tried("read the links of the enrolment set")?;
    let mut links = BTreeMap::new();
    for (alias, pseudonym) in pairs {
        links.insert(row.id("alias", &alias)?, pseudonym);
    }
    if links_content(&links).as_str() != row.links_content {
        return Err(StoreError::Damaged(Fault::ContentChanged { table: "enrolment_links", key: row.key() }));
    }
    Ok(links)
}

pub(crate) fn enrolment_of(row: &EnrolmentRow) -> Result<EnrolmentRecord, StoreError> {
    let hash = row.id("content", &row.content)?;
    row.document(&row.document, &hash)?;
    Ok(EnrolmentRecord {
        agreement: row.id("agreement", &row.agreement)?,
        version: row.position.unsigned_abs(),
        json: row.document.clone(),
        hash,
        file_hash: row.id("file_content", &row.file_content)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
    })
}
