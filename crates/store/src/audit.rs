//! The audit log: every action and every refused attempt, as a hash chain. A record's hash covers the hash before it, its
//! number and its text, so that nothing can be changed, removed or moved without a trace. Its head can be kept elsewhere.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use virkning_model::id::{ContentHash, UserId};

use crate::backend::Purpose;
use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::fault::{AuditBreak, BrokenAt, Fault};
use crate::refusal::Refusal;
use crate::row::{Mention, part};
use crate::store::{Actor, Change, Identity, Store};
use crate::transaction::Transaction;

/// What stands before the first record.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How many records are read at a time when the whole log is walked.
const PAGE: u32 = 1000;

/// The last record of the log. Kept outside the machine, it proves later that nothing before it was changed or cut off.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Head {
    /// The number of the last record; 0 in an empty log.
    pub sequence: u64,
    /// Its hash.
    pub hash: ContentHash,
}

/// A text that is no head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHead {
    /// The text.
    pub text: String,
}

/// As people keep it: `17:9f86d081…` with all 64 digits.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.sequence, self.hash)
    }
}

impl FromStr for Head {
    type Err = InvalidHead;
    fn from_str(text: &str) -> Result<Self, InvalidHead> {
        let invalid = || InvalidHead { text: text.to_owned() };
        let (sequence, hash) = text.trim().split_once(':').ok_or_else(invalid)?;
        Ok(Self {
            sequence: sequence.parse().map_err(|_| invalid())?,
            hash: ContentHash::new(hash).map_err(|_| invalid())?,
        })
    }
}

/// How an action ended.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// A rule refused it, under that code.
    Refused(String),
}

/// One record of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number, from 1 without gaps.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as declared or authenticated.
    pub user: UserId,
    /// Which of both.
    pub identity: Identity,
    /// Who, as the operating system knows it.
    pub operating_system_user: String,
    /// What: `proposal-add`, `approve`, `post` …
    pub action: String,
    /// To what.
    pub subject: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// What else belongs to it.
    pub details: BTreeMap<String, String>,
    /// Its hash.
    pub hash: ContentHash,
}

/// The text of a record: its fields in this order, the details sorted.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Record {
    sequence: u64,
    at: Timestamp,
    user: UserId,
    // Older records do not say it, and were all declared.
    #[serde(default, skip_serializing_if = "Identity::is_declared")]
    identity: Identity,
    operating_system_user: String,
    action: String,
    subject: String,
    outcome: AuditOutcome,
    details: BTreeMap<String, String>,
    pub(crate) rows: Vec<Mention>,
}

part! {
    pub(crate) struct AuditRow in "audit", key (sequence) {
        pub(crate) sequence: i64,
        pub(crate) record: Vec<u8>,
        pub(crate) previous: String,
        pub(crate) hash: String,
    }
}

impl Store {
    /// Records something that changes no stored data, such as an export.
    pub fn audit_note(
        &self,
        actor: &Actor,
        action: &str,
        subject: &str,
        details: BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        self.write(actor, action, subject, |_| Ok(Change::Made { record: (), rows: Vec::new(), details }))?;
        Ok(())
    }

    /// Records an attempt that was refused before it reached the store, under the code of the refusal.
    pub fn audit_refusal(
        &self,
        actor: &Actor,
        action: &str,
        subject: &str,
        code: &str,
        details: BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let outcome = AuditOutcome::Refused(code.to_owned());
        self.fill(|transaction| append_in_txn(transaction, actor, action, subject, outcome, Vec::new(), details))
    }

    /// The last record.
    pub fn audit_head(&self) -> Result<Head, StoreError> {
        self.read(head_in_txn)
    }

    /// The last records, the newest first.
    pub fn audit_log(&self, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<AuditRow> = transaction.last_few(&[], "sequence", limit)?;
            rows.iter().map(|row| Ok(entry(row.parsed()?, row.computed()))).collect()
        })
    }

    /// Records before the one of that number, the newest first.
    pub fn audit_log_before(&self, number: u64, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        self.read(|transaction| {
            // Numbers have no gaps, so those before a number begin so many below it.
            let before = i64::try_from(number).unwrap_or(i64::MAX) - 1;
            let after = (before - i64::from(limit)).max(0);
            let limit = u32::try_from((before - after).max(0)).unwrap_or(limit);
            let rows: Vec<AuditRow> = transaction.page(&[], "sequence", after, limit)?;
            rows.iter().rev().map(|row| Ok(entry(row.parsed()?, row.computed()))).collect()
        })
    }

    /// Whether an action wrote anything after that record, and which is the last one now. A login, a look that was noted
    /// and a refusal are records too, but write nothing else.
    pub fn written_since(&self, sequence: u64) -> Result<(u64, bool), StoreError> {
        let after = i64::try_from(sequence).unwrap_or(i64::MAX);
        self.read(|transaction| {
            let rows: Vec<AuditRow> = transaction.page(&[], "sequence", after, PAGE)?;
            if rows.len() == PAGE as usize {
                return Ok((head_in_txn(transaction)?.sequence, true));
            }
            let mut written = false;
            for row in &rows {
                written |= !row.parsed()?.rows.is_empty();
            }
            Ok((rows.last().map_or(sequence, AuditRow::number), written))
        })
    }

    /// Walks the whole chain and names the first bad record.
    pub fn audit_verify(&self) -> Result<Head, StoreError> {
        self.read(|transaction| walk_in_txn(transaction, None, &mut |_| ()))
    }

    /// Walks the whole chain and compares it with a head that was kept elsewhere.
    pub fn audit_verify_against(&self, kept: &Head) -> Result<Head, StoreError> {
        self.read(|transaction| walk_in_txn(transaction, Some(kept), &mut |_| ()))
    }
}

impl AuditRow {
    fn computed(&self) -> ContentHash {
        let mut bytes = Vec::with_capacity(self.record.len() + 96);
        bytes.extend_from_slice(self.previous.as_bytes());
        bytes.extend_from_slice(format!("\n{}\n", self.sequence).as_bytes());
        bytes.extend_from_slice(&self.record);
        content_hash(&bytes)
    }

    /// The record, if it is what was written under this number.
    fn parsed(&self) -> Result<Record, StoreError> {
        let edited = || broken(self.number(), AuditBreak::Edited);
        let record: Record = serde_json::from_slice(&self.record).map_err(|_| edited())?;
        if record.sequence != self.number() {
            return Err(broken(self.number(), AuditBreak::Moved));
        }
        if self.computed().as_str() != self.hash {
            return Err(edited());
        }
        Ok(record)
    }

    fn number(&self) -> u64 {
        self.sequence.unsigned_abs()
    }
}

fn entry(record: Record, hash: ContentHash) -> AuditEntry {
    AuditEntry {
        sequence: record.sequence,
        at: record.at,
        user: record.user,
        identity: record.identity,
        operating_system_user: record.operating_system_user,
        action: record.action,
        subject: record.subject,
        outcome: record.outcome,
        details: record.details,
        hash,
    }
}

pub(crate) fn broken(sequence: u64, why: AuditBreak) -> StoreError {
    StoreError::Damaged(Fault::Audit(BrokenAt { sequence, why }))
}

/// Appends the record of an action in its own transaction.
pub(crate) fn done_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    action: &str,
    subject: &str,
    rows: Vec<Mention>,
    details: BTreeMap<String, String>,
) -> Result<(), StoreError> {
    append_in_txn(transaction, actor, action, subject, AuditOutcome::Done, rows, details)
}

/// Records a refused attempt in a transaction of its own.
pub(crate) fn refused(
    transaction: &mut Transaction,
    actor: &Actor,
    action: &str,
    subject: &str,
    refusal: &Refusal,
) -> Result<(), StoreError> {
    transaction.begin(Purpose::Write)?;
    let details = refusal.arguments().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let outcome = AuditOutcome::Refused(refusal.code().to_owned());
    append_in_txn(transaction, actor, action, subject, outcome, Vec::new(), details)?;
    transaction.commit()
}

fn append_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    action: &str,
    subject: &str,
    outcome: AuditOutcome,
    rows: Vec<Mention>,
    details: BTreeMap<String, String>,
) -> Result<(), StoreError> {
    let head = head_in_txn(transaction)?;
    let record = Record {
        sequence: head.sequence + 1,
        at: actor.at,
        user: actor.user.clone(),
        identity: actor.identity,
        operating_system_user: actor.operating_system_user.clone(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        outcome,
        details,
        rows,
    };
    let text = serde_json::to_vec(&record).expect("a record is texts and numbers");
    let mut row = AuditRow {
        sequence: record.sequence.cast_signed(),
        record: text,
        previous: head.hash.into(),
        hash: String::new(),
    };
    row.hash = row.computed().into();
    transaction.insert(&row)?;
    Ok(())
}

/// The last record; it must be what was written, for the next one is chained to it.
pub(crate) fn head_in_txn(transaction: &mut Transaction) -> Result<Head, StoreError> {
    let last: Option<AuditRow> = transaction.last(&[], "sequence")?;
    match last {
        Some(row) => row.parsed().map(|record| Head { sequence: record.sequence, hash: row.computed() }),
        None => Ok(empty_head()),
    }
}

fn empty_head() -> Head {
    Head { sequence: 0, hash: ContentHash::new(GENESIS).expect("64 digits") }
}

/// Walks the log from its first record, shows every row that the records name, and stops at the first bad record.
pub(crate) fn walk_in_txn(
    transaction: &mut Transaction,
    kept: Option<&Head>,
    mention: &mut dyn FnMut(Mention),
) -> Result<Head, StoreError> {
    rows_in_txn(transaction, kept, &mut |_, record| record.rows.into_iter().for_each(&mut *mention))
}

/// Walks the log from its first record and shows each row with its record, until the first bad one.
pub(crate) fn rows_in_txn(
    transaction: &mut Transaction,
    kept: Option<&Head>,
    show: &mut dyn FnMut(&AuditRow, Record),
) -> Result<Head, StoreError> {
    let mut chain = Chain::new(kept);
    loop {
        let page: Vec<AuditRow> = transaction.page(&[], "sequence", chain.head.sequence.cast_signed(), PAGE)?;
        if page.is_empty() {
            return chain.finish();
        }
        for row in page {
            let record = chain.take(&row)?;
            show(&row, record);
        }
    }
}

/// The log as far as it was walked. It takes one record after the other, wherever they come from.
pub(crate) struct Chain<'a> {
    pub(crate) head: Head,
    kept: Option<&'a Head>,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(kept: Option<&'a Head>) -> Self {
        Self { head: empty_head(), kept }
    }

    /// The next record, if it follows from the one before it.
    pub(crate) fn take(&mut self, row: &AuditRow) -> Result<Record, StoreError> {
        let expected = self.head.sequence + 1;
        if row.sequence != expected.cast_signed() {
            return Err(broken(expected, AuditBreak::Missing));
        }
        let record = row.parsed()?;
        if row.previous != self.head.hash.as_str() {
            return Err(broken(expected, AuditBreak::NotLinked));
        }
        self.head = Head { sequence: expected, hash: row.computed() };
        if self.kept.is_some_and(|kept| kept.sequence == expected && kept.hash != self.head.hash) {
            return Err(broken(expected, AuditBreak::OtherHead));
        }
        Ok(record)
    }

    /// The end of the log; a head that was kept must not lie beyond it.
    pub(crate) fn finish(self) -> Result<Head, StoreError> {
        match self.kept {
            Some(kept) if kept.sequence > self.head.sequence => Err(broken(self.head.sequence + 1, AuditBreak::CutOff)),
            _ => Ok(self.head),
        }
    }
}
