//! Records for the case file: which documents were made of what, under which case they lie, the number that the case
//! system gave back, and the signed copies that came back. The documents themselves are files, named by their hashes.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{AgreementId, ContentHash, RecordId, UserId};

use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// A document for the case file, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewRecord<'a> {
    /// Its name.
    pub id: &'a RecordId,
    /// The agreement that it belongs to.
    pub agreement: &'a AgreementId,
    /// What it is: `agreement`, `statement` or `decision`.
    pub kind: &'a str,
    /// What it is about: the version of the agreement, or the proposal.
    pub subject: &'a str,
    /// The case (sagsnummer) that it lies under.
    pub case_number: &'a str,
    /// The KLE number of the case.
    pub kle: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The day that it bears.
    pub dated: Date,
    /// SHA-256 of the document.
    pub content: &'a ContentHash,
    /// The hash of what it was made of: a seal, or the content of a proposal.
    pub made_of: &'a ContentHash,
}

/// A document for the case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordEntry {
    /// Its name.
    pub id: RecordId,
    /// The agreement that it belongs to.
    pub agreement: AgreementId,
    /// What it is: `agreement`, `statement` or `decision`.
    pub kind: String,
    /// What it is about: the version of the agreement, or the proposal.
    pub subject: String,
    /// The case (sagsnummer) that it lies under.
    pub case_number: String,
    /// The KLE number of the case.
    pub kle: String,
    /// Its title.
    pub title: String,
    /// The day that it bears.
    pub dated: Date,
    /// SHA-256 of the document.
    pub content: ContentHash,
    /// The hash of what it was made of.
    pub made_of: ContentHash,
    /// Who made it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// The number that the case system gave it, the last one where it was corrected.
    pub journal_number: Option<String>,
    /// The signed copies that came back, the first first.
    pub signed: Vec<SignedCopy>,
}

/// A signed copy of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCopy {
    /// SHA-256 of the copy.
    pub content: ContentHash,
    /// Who took it in.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    #[derive(Clone)]
    pub(crate) struct RecordRow in "records", key (id), unique (sequence) {
        sequence: i64,
        id: String,
        agreement: String,
        kind: String,
        subject: String,
        case_number: String,
        kle: String,
        title: String,
        dated: String,
        content: String,
        made_of: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct JournalNumberRow in "record_journal_numbers", key (record, position) {
        record: String,
        position: i64,
        number: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct SignedRow in "record_signed", key (record, position) {
        record: String,
        position: i64,
        content: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps a document. The same document under the same case again changes nothing.
    pub fn record_add(&self, actor: &Actor, new: NewRecord<'_>) -> Result<Stored<RecordEntry>, Failure> {
        self.write(actor, "record-make", new.id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            if let Some(row) = transaction.first::<RecordRow>(&[("id", new.id.as_str().into())], &[])? {
                if let Some(field) = difference(&row, &new) {
                    return Err(Refusal::RecordDiffers { record: new.id.clone(), field }.into());
                }
                return Ok(Change::Nothing(entry_in_txn(transaction, row)?));
            }
            let row = insert_in_txn(transaction, actor, &new)?;
            let details = [
                ("kind".to_owned(), new.kind.to_owned()),
                ("case".to_owned(), new.case_number.to_owned()),
                ("content".to_owned(), new.content.to_string()),
            ];
            let rows = vec![row.mention()];
            Ok(Change::Made { record: entry_in_txn(transaction, row)?, rows, details: details.into() })
        })
    }

    /// Keeps the number that the case system gave a document. The same number again changes nothing; another one corrects
    /// it, and both stay in the log.
    pub fn record_journal(&self, actor: &Actor, id: &RecordId, number: &str) -> Result<Stored<RecordEntry>, Failure> {
        self.write(actor, "record-journal", id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let record = record_in_txn(transaction, id)?;
            let known = numbers_in_txn(transaction, id.as_str())?;
            if known.last().is_some_and(|last| last.number == number) {
                return Ok(Change::Nothing(entry_in_txn(transaction, record)?));
            }
            let row = JournalNumberRow {
                record: id.to_string(),
                position: known.len() as i64 + 1,
                number: number.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("number".to_owned(), number.to_owned())].into();
            Ok(Change::Made { record: entry_in_txn(transaction, record)?, rows: vec![row.mention()], details })
        })
    }

    /// Keeps that a signed copy came back. The same copy again changes nothing.
    pub fn record_signed(
        &self,
        actor: &Actor,
        id: &RecordId,
        content: &ContentHash,
    ) -> Result<Stored<RecordEntry>, Failure> {
        self.write(actor, "record-signed", id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let record = record_in_txn(transaction, id)?;
            let known = signed_in_txn(transaction, id.as_str())?;
            if known.iter().any(|copy| copy.content == content.as_str()) {
                return Ok(Change::Nothing(entry_in_txn(transaction, record)?));
            }
            let row = SignedRow {
                record: id.to_string(),
                position: known.len() as i64 + 1,
                content: content.to_string(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("content".to_owned(), content.to_string())].into();
            Ok(Change::Made { record: entry_in_txn(transaction, record)?, rows: vec![row.mention()], details })
        })
    }

    /// All documents, the first first.
    pub fn records(&self) -> Result<Vec<RecordEntry>, StoreError> {
        self.read(|transaction| {
            let rows = transaction.rows::<RecordRow>(&[], &["sequence"])?;
            rows.into_iter().map(|row| entry_in_txn(transaction, row)).collect()
        })
    }

    /// The document of that name.
    pub fn record(&self, id: &RecordId) -> Result<Option<RecordEntry>, StoreError> {
        self.read(|transaction| {
            let row = transaction.first::<RecordRow>(&[("id", id.as_str().into())], &[])?;
            row.map(|row| entry_in_txn(transaction, row)).transpose()
        })
    }
}

/// The first field in which a document differs from what is kept under its name.
fn difference(row: &RecordRow, new: &NewRecord<'_>) -> Option<&'static str> {
    let dated = new.dated.to_string();
    let fields = [
        ("agreement", row.agreement.as_str(), new.agreement.as_str()),
        ("kind", &row.kind, new.kind),
        ("subject", &row.subject, new.subject),
        ("case-number", &row.case_number, new.case_number),
        ("kle", &row.kle, new.kle),
        ("title", &row.title, new.title),
        ("dated", &row.dated, &dated),
        ("content", &row.content, new.content.as_str()),
        ("made-of", &row.made_of, new.made_of.as_str()),
    ];
    fields.into_iter().find(|(_, stored, given)| stored != given).map(|(field, _, _)| field)
}

fn insert_in_txn(transaction: &mut Transaction, actor: &Actor, new: &NewRecord<'_>) -> Result<RecordRow, StoreError> {
    let sequence = transaction.next_number::<RecordRow>("sequence", &[])?;
    let row = RecordRow {
        sequence,
        id: new.id.to_string(),
        agreement: new.agreement.to_string(),
        kind: new.kind.to_owned(),
        subject: new.subject.to_owned(),
        case_number: new.case_number.to_owned(),
        kle: new.kle.to_owned(),
        title: new.title.to_owned(),
        dated: new.dated.to_string(),
        content: new.content.to_string(),
        made_of: new.made_of.to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

fn record_in_txn(transaction: &mut Transaction, id: &RecordId) -> Result<RecordRow, Failure> {
    let found = transaction.first::<RecordRow>(&[("id", id.as_str().into())], &[])?;
    found.ok_or_else(|| Refusal::UnknownRecord { record: id.clone() }.into())
}

fn numbers_in_txn(transaction: &mut Transaction, id: &str) -> Result<Vec<JournalNumberRow>, StoreError> {
    transaction.rows(&[("record", id.into())], &["position"])
}

fn signed_in_txn(transaction: &mut Transaction, id: &str) -> Result<Vec<SignedRow>, StoreError> {
    transaction.rows(&[("record", id.into())], &["position"])
}

/// The document with everything that came back.
pub(crate) fn entry_in_txn(transaction: &mut Transaction, row: RecordRow) -> Result<RecordEntry, StoreError> {
    let journal_number = numbers_in_txn(transaction, &row.id)?.pop().map(|last| last.number);
    let mut signed = Vec::new();
    for copy in signed_in_txn(transaction, &row.id)? {
        signed.push(SignedCopy {
            content: copy.id("content", &copy.content)?,
            by: copy.id("recorded_by", &copy.recorded_by)?,
            at: copy.time("recorded_at", &copy.recorded_at)?,
        });
    }
    Ok(RecordEntry {
        id: row.id("id", &row.id)?,
        agreement: row.id("agreement", &row.agreement)?,
        dated: row.day("dated", &row.dated)?,
        content: row.id("content", &row.content)?,
        made_of: row.id("made_of", &row.made_of)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        kind: row.kind,
        subject: row.subject,
        case_number: row.case_number,
        kle: row.kle,
        title: row.title,
        journal_number,
        signed,
    })
}
