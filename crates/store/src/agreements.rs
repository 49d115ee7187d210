//! Sealed agreements: text and hash of each version, fixed for good.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::{AgreementId, ContentHash, UserId};

use crate::digest::{RowDigest, content_hash};
use crate::error::{Failure, StoreError, Tried as _};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

/// A sealed version of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version, as the parties count it.
    pub version: String,
    /// The SHA-256 of the text with line ends as `\n`.
    pub hash: ContentHash,
    /// The text, as it was sealed.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
}

pub(crate) struct AgreementRow {
    sequence: i64,
    agreement: String,
    version: String,
    content: String,
    document: Vec<u8>,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(AgreementRow { sequence, agreement, version, content, document, recorded_by, recorded_at, digest });

impl Row for AgreementRow {
    const TABLE: &'static str = "agreements";
    fn key(&self) -> String {
        format!("{}/{}", self.agreement, self.version)
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .number(self.sequence)
            .text(&self.agreement)
            .text(&self.version)
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
    /// Seals a text. The same text again changes nothing; another text under the same version is refused. `hash` is the
    /// SHA-256 of the text with line ends as `\n`.
    pub fn agreement_seal(
        &self,
        actor: &Actor,
        id: &AgreementId,
        version: &str,
        text: &str,
        hash: &ContentHash,
    ) -> Result<Stored<Sealed>, Failure> {
        let computed = seal_hash(text);
        if computed != *hash {
            let what = "agreement-text";
            return Err(StoreError::ContentHash { what, given: hash.clone(), computed }.into());
        }
        self.write(actor, "agreement-seal", id.as_str(), async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            if let Some(sealed) = sealed_version_in_txn(connection, id, version).await? {
                if sealed.hash == *hash {
                    return Ok(Change::Nothing(sealed));
                }
                return Err(Refusal::SealedOtherwise {
                    agreement: id.clone(),
                    version: version.to_owned(),
                    sealed: sealed.hash,
                    given: hash.clone(),
                }
                .into());
            }
            let mut row = insert_in_txn(connection, actor, id, version, text, hash).await?;
            let details = [("version".to_owned(), version.to_owned()), ("content".to_owned(), hash.to_string())].into();
            Ok(Change::Made { rows: vec![row.mention()], record: sealed_of(row)?, details })
        })
    }

    /// The version sealed last.
    pub fn agreement_sealed(&self, id: &AgreementId) -> Result<Option<Sealed>, StoreError> {
        Ok(self.agreement_versions(id)?.pop())
    }

    /// All sealed versions, the oldest first.
    pub fn agreement_versions(&self, id: &AgreementId) -> Result<Vec<Sealed>, StoreError> {
        self.read(async |connection| {
            let rows: Vec<AgreementRow> = sqlx::query_as(
                "SELECT sequence, agreement, version, content, document, recorded_by, recorded_at, digest
                 FROM agreements WHERE agreement = $1 ORDER BY sequence",
            )
            .bind(id.as_str())
            .fetch_all(connection)
            .await
            .tried("read the sealed agreements")?;
            rows.into_iter().map(sealed_of).collect()
        })
    }

    /// The sealed text of that hash.
    pub fn agreement_by_hash(&self, hash: &ContentHash) -> Result<Option<Sealed>, StoreError> {
        self.read(async |connection| {
            let row: Option<AgreementRow> = sqlx::query_as(
                "SELECT sequence, agreement, version, content, document, recorded_by, recorded_at, digest
                 FROM agreements WHERE content = $1 ORDER BY sequence LIMIT 1",
            )
            .bind(hash.as_str())
            .fetch_optional(connection)
            .await
            .tried("read the sealed agreement")?;
            row.map(sealed_of).transpose()
        })
    }

    /// Every agreement that has a sealed version, by identifier.
    pub fn agreements(&self) -> Result<Vec<AgreementId>, StoreError> {
        self.read(async |connection| {
            let mut ids = Vec::new();
            for row in agreement_rows_in_txn(connection).await? {
                let row = row.checked()?;
                ids.push(row.id("agreement", &row.agreement)?);
            }
            ids.sort();
            ids.dedup();
            Ok(ids)
        })
    }
}

fn seal_hash(text: &str) -> ContentHash {
    content_hash(text.replace("\r\n", "\n").as_bytes())
}

/// The sealed text of a version, if there is one.
pub(crate) async fn sealed_version_in_txn(
    connection: &mut SqliteConnection,
    id: &AgreementId,
    version: &str,
) -> Result<Option<Sealed>, StoreError> {
    let row: Option<AgreementRow> = sqlx::query_as(
        "SELECT sequence, agreement, version, content, document, recorded_by, recorded_at, digest
         FROM agreements WHERE agreement = $1 AND version = $2",
    )
    .bind(id.as_str())
    .bind(version)
    .fetch_optional(connection)
    .await
    .tried("read the sealed agreement")?;
    row.map(sealed_of).transpose()
}

pub(crate) async fn agreement_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<AgreementRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, agreement, version, content, document, recorded_by, recorded_at, digest
         FROM agreements ORDER BY sequence",
    )
    .fetch_all(connection)
    .await
    .tried("read the sealed agreements")
}

async fn insert_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    id: &AgreementId,
    version: &str,
    text: &str,
    hash: &ContentHash,
) -> Result<AgreementRow, StoreError> {
    let sequence: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(sequence), 0) + 1 FROM agreements")
        .fetch_one(&mut *connection)
        .await
        .tried("number the sealed agreement")?;
    let row = AgreementRow {
        sequence,
        agreement: id.to_string(),
        version: version.to_owned(),
        content: hash.to_string(),
        document: text.as_bytes().to_vec(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO agreements (sequence, agreement, version, content, document, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(row.sequence)
    .bind(&row.agreement)
    .bind(&row.version)
    .bind(&row.content)
    .bind(&row.document)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("seal the agreement")?;
    Ok(row)
}

pub(crate) fn sealed_of(row: AgreementRow) -> Result<Sealed, StoreError> {
    let row = row.checked()?;
    let text = row.read("document", String::from_utf8(row.document.clone()).ok())?;
    let hash: ContentHash = row.id("content", &row.content)?;
    if seal_hash(&text) != hash {
        return Err(StoreError::Damaged(Fault::ContentChanged { table: AgreementRow::TABLE, key: row.key() }));
    }
    Ok(Sealed {
        agreement: row.id("agreement", &row.agreement)?,
        version: row.version.clone(),
        hash,
        text,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
    })
}
