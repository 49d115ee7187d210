//! Editions of code lists. An edition never changes; a confirmed mapping makes a new one.

use jiff::Timestamp;
use virkning_model::id::{ContentHash, UserId};

use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
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

row! {
    pub(crate) struct CodeListRow in "code_lists", key (source, edition), unique (sequence) {
        pub(crate) sequence: i64,
        source: String,
        edition: String,
        content: String,
        document: Vec<u8>,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps an edition. The same content under the same edition again changes nothing; other content is refused.
    pub fn code_list_add(&self, actor: &Actor, list: NewCodeList<'_>) -> Result<Stored<CodeListRecord>, Failure> {
        self.write(actor, "code-list-add", list.source, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            match code_list_add_in_txn(transaction, actor, list)? {
                (row, true) => code_list_of(row).map(Change::Nothing).map_err(Failure::from),
                (row, false) => {
                    let details = details(&list);
                    Ok(Change::Made { rows: vec![row.mention()], record: code_list_of(row)?, details })
                }
            }
        })
    }

    /// The edition of a source that came last.
    pub fn code_list_latest(&self, source: &str) -> Result<Option<CodeListRecord>, StoreError> {
        self.read(|transaction| {
            let row: Option<CodeListRow> = transaction.last(&[("source", source.into())], "sequence")?;
            row.map(code_list_of).transpose()
        })
    }

    /// The code list of that hash.
    pub fn code_list_by_hash(&self, hash: &ContentHash) -> Result<Option<CodeListRecord>, StoreError> {
        self.read(|transaction| {
            let row: Option<CodeListRow> = transaction.first(&[("content", hash.as_str().into())], &["sequence"])?;
            row.map(code_list_of).transpose()
        })
    }

    /// All editions, in the order in which they came.
    pub fn code_lists(&self) -> Result<Vec<CodeListRecord>, StoreError> {
        self.read(|transaction| transaction.rows(&[], &["sequence"])?.into_iter().map(code_list_of).collect())
    }
}

pub(crate) fn details(list: &NewCodeList<'_>) -> std::collections::BTreeMap<String, String> {
    [("edition".to_owned(), list.edition.to_owned()), ("content".to_owned(), list.hash.to_string())].into()
}

/// The row, and whether it was there before.
pub(crate) fn code_list_add_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    list: NewCodeList<'_>,
) -> Result<(CodeListRow, bool), Failure> {
    let existing: Option<CodeListRow> =
        transaction.first(&[("source", list.source.into()), ("edition", list.edition.into())], &[])?;
    if let Some(row) = existing {
        if row.content == list.hash.as_str() && row.document == list.json {
            return Ok((row, true));
        }
        return Err(
            Refusal::CodeListDiffers { source: list.source.to_owned(), edition: list.edition.to_owned() }.into()
        );
    }
    Ok((insert_in_txn(transaction, actor, list)?, false))
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    list: NewCodeList<'_>,
) -> Result<CodeListRow, StoreError> {
    let sequence: i64 = transaction.next_number::<CodeListRow>("sequence", &[])?;
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
    transaction.insert(&row)?;
    Ok(row)
}

pub(crate) fn code_list_of(row: CodeListRow) -> Result<CodeListRecord, StoreError> {
    Ok(CodeListRecord {
        hash: row.id("content", &row.content)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        source: row.source,
        edition: row.edition,
        json: row.document,
    })
}
