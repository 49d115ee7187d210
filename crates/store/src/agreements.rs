//! Sealed agreements: text and hash of each version, fixed for good.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, ContentHash, UserId};

use crate::digest::content_hash;
use crate::drafts;
use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};

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

row! {
    pub(crate) struct AgreementRow in "agreements", key (agreement, version), unique (sequence) {
        sequence: i64,
        agreement: String,
        version: String,
        content: String,
        document: Vec<u8>,
        recorded_by: String,
        recorded_at: String,
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
        self.write(actor, "agreement-seal", id.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(id), Role::WRITERS)?;
            if let Some(sealed) = sealed_version_in_txn(transaction, id, version)? {
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
            let row = insert_in_txn(transaction, actor, id, version, text, hash)?;
            let mut rows = vec![row.mention()];
            rows.extend(drafts::seal_in_txn(transaction, actor, id, hash)?.map(|draft| draft.mention()));
            let details = [("version".to_owned(), version.to_owned()), ("content".to_owned(), hash.to_string())].into();
            Ok(Change::Made { rows, record: sealed_of(row)?, details })
        })
    }

    /// The version sealed last.
    pub fn agreement_sealed(&self, id: &AgreementId) -> Result<Option<Sealed>, StoreError> {
        Ok(self.agreement_versions(id)?.pop())
    }

    /// All sealed versions, the oldest first.
    pub fn agreement_versions(&self, id: &AgreementId) -> Result<Vec<Sealed>, StoreError> {
        self.read(|transaction| {
            let rows = transaction.rows(&[("agreement", id.as_str().into())], &["sequence"])?;
            rows.into_iter().map(sealed_of).collect()
        })
    }

    /// The sealed text of that hash.
    pub fn agreement_by_hash(&self, hash: &ContentHash) -> Result<Option<Sealed>, StoreError> {
        self.read(|transaction| {
            let row = transaction.first(&[("content", hash.as_str().into())], &["sequence"])?;
            row.map(sealed_of).transpose()
        })
    }

    /// Every agreement that has a sealed version, by identifier.
    pub fn agreements(&self) -> Result<Vec<AgreementId>, StoreError> {
        self.read(|transaction| {
            let mut ids = Vec::new();
            for row in transaction.rows::<AgreementRow>(&[], &[])? {
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
pub(crate) fn sealed_version_in_txn(
    transaction: &mut Transaction,
    id: &AgreementId,
    version: &str,
) -> Result<Option<Sealed>, StoreError> {
    let row = transaction.first(&[("agreement", id.as_str().into()), ("version", version.into())], &[])?;
    row.map(sealed_of).transpose()
}

/// The sealed text of an agreement that has that hash, if there is one.
pub(crate) fn sealed_by_hash_in_txn(
    transaction: &mut Transaction,
    id: &AgreementId,
    hash: &ContentHash,
) -> Result<Option<Sealed>, StoreError> {
    let row = transaction.first(&[("agreement", id.as_str().into()), ("content", hash.as_str().into())], &[])?;
    row.map(sealed_of).transpose()
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &AgreementId,
    version: &str,
    text: &str,
    hash: &ContentHash,
) -> Result<AgreementRow, StoreError> {
    let sequence: i64 = transaction.next_number::<AgreementRow>("sequence", &[])?;
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
    transaction.insert(&row)?;
    Ok(row)
}

pub(crate) fn sealed_of(row: AgreementRow) -> Result<Sealed, StoreError> {
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
