//! Texts of agreements that are being written. Every saved text is a revision of its own, so nothing that anybody wrote is
//! lost; whoever saves says which revision he began from, and is refused where somebody else has saved since.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, ContentHash, UserId};

use crate::agreements::AgreementRow;
use crate::desk_refusal::DeskRefusal;
use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};

/// What became of a revision of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// It was saved.
    Kept,
    /// Somebody gave the text up. It can still be read.
    Discarded,
    /// The text was sealed as it stands.
    Sealed,
}

impl DraftState {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            DraftState::Kept => "kept",
            DraftState::Discarded => "discarded",
            DraftState::Sealed => "sealed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [DraftState::Kept, DraftState::Discarded, DraftState::Sealed].into_iter().find(|state| state.as_str() == text)
    }
}

/// A revision of a text that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The agreement that it is to become, or to amend.
    pub agreement: AgreementId,
    /// The revision, from 1.
    pub revision: u64,
    /// What became of it.
    pub state: DraftState,
    /// SHA-256 of the text with line ends as `\n`: the seal that it would get.
    pub hash: ContentHash,
    /// The text.
    pub text: String,
    /// Who saved it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    #[derive(Clone)]
    pub(crate) struct DraftRow in "drafts", key (agreement, revision) {
        agreement: String,
        revision: i64,
        state: String,
        content: String,
        document: Vec<u8>,
        recorded_by: String,
        recorded_at: String,
    }
}

/// Who writes agreements.
pub(crate) const AUTHORS: &[Role] = &[Role::Controller, Role::ProjectLeader];

impl Store {
    /// Begins the text of an agreement that is not there yet, neither written nor sealed.
    pub fn draft_begin(&self, actor: &Actor, id: &AgreementId, text: &str) -> Result<Stored<Draft>, Failure> {
        self.write(actor, "draft-save", id.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(id), AUTHORS)?;
            let sealed: Option<AgreementRow> = transaction.first(&[("agreement", id.as_str().into())], &[])?;
            if sealed.is_some() || open_in_txn(transaction, id)?.is_some() {
                return Err(DeskRefusal::AgreementExists { agreement: id.clone() }.into());
            }
            let last = last_in_txn(transaction, id)?.map_or(0, |draft| draft.revision);
            saved(transaction, actor, id, last + 1, text)
        })
    }

    /// Saves a text that was written from a revision; zero stands for the sealed text where nobody has begun to write. The
    /// same text again changes nothing.
    pub fn draft_save(&self, actor: &Actor, id: &AgreementId, from: u64, text: &str) -> Result<Stored<Draft>, Failure> {
        self.write(actor, "draft-save", id.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(id), AUTHORS)?;
            let open = open_in_txn(transaction, id)?;
            match &open {
                Some(draft) if draft.hash == hash_of(text) => return Ok(Change::Nothing(draft.clone())),
                Some(draft) if draft.revision != from => {
                    let (by, revision) = (draft.by.clone(), draft.revision);
                    return Err(DeskRefusal::DraftChanged { agreement: id.clone(), by, revision }.into());
                }
                None if from != 0 => return Err(DeskRefusal::NoDraft { agreement: id.clone() }.into()),
                _ => {}
            }
            let last = last_in_txn(transaction, id)?.map_or(0, |draft| draft.revision);
            saved(transaction, actor, id, last + 1, text)
        })
    }

    /// Gives a text up, exactly the one of that revision. It stays readable.
    pub fn draft_discard(&self, actor: &Actor, id: &AgreementId, from: u64) -> Result<Stored<Draft>, Failure> {
        self.write(actor, "draft-discard", id.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(id), AUTHORS)?;
            let Some(open) = open_in_txn(transaction, id)? else {
                return Err(DeskRefusal::NoDraft { agreement: id.clone() }.into());
            };
            if open.revision != from {
                let (by, revision) = (open.by.clone(), open.revision);
                return Err(DeskRefusal::DraftChanged { agreement: id.clone(), by, revision }.into());
            }
            made(insert(transaction, actor, id, (open.revision + 1, DraftState::Discarded), &open.text)?)
        })
    }

    /// The text that is being written for an agreement; nothing where none was begun, or the last one was given up or
    /// sealed.
    pub fn draft(&self, id: &AgreementId) -> Result<Option<Draft>, StoreError> {
        self.read(|transaction| open_in_txn(transaction, id))
    }

    /// Every revision of an agreement's texts, the first first.
    pub fn draft_revisions(&self, id: &AgreementId) -> Result<Vec<Draft>, StoreError> {
        self.read(|transaction| {
            let rows = transaction.rows(&[("agreement", id.as_str().into())], &["revision"])?;
            rows.into_iter().map(draft_of).collect()
        })
    }

    /// Every agreement that has a text being written, in the order of their identifiers.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<DraftRow> = transaction.rows(&[], &["agreement", "revision"])?;
            let last = rows.chunk_by(|one, next| one.agreement == next.agreement).filter_map(<[DraftRow]>::last);
            let drafts: Result<Vec<Draft>, StoreError> = last.map(|row| draft_of(row.clone())).collect();
            Ok(drafts?.into_iter().filter(|draft| draft.state == DraftState::Kept).collect())
        })
    }
}

/// Ends the text that was sealed, in the transaction that seals it. Another text that is being written goes on.
pub(crate) fn seal_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &AgreementId,
    hash: &ContentHash,
) -> Result<Option<DraftRow>, StoreError> {
    match open_in_txn(transaction, id)?.filter(|draft| draft.hash == *hash) {
        Some(draft) => insert(transaction, actor, id, (draft.revision + 1, DraftState::Sealed), &draft.text).map(Some),
        None => Ok(None),
    }
}

fn saved(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &AgreementId,
    revision: u64,
    text: &str,
) -> Result<Change<Draft>, Failure> {
    made(insert(transaction, actor, id, (revision, DraftState::Kept), text)?)
}

fn made(row: DraftRow) -> Result<Change<Draft>, Failure> {
    let details =
        [("revision".to_owned(), row.revision.to_string()), ("content".to_owned(), row.content.clone())].into();
    Ok(Change::Made { rows: vec![row.mention()], record: draft_of(row)?, details })
}

fn insert(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &AgreementId,
    (revision, state): (u64, DraftState),
    text: &str,
) -> Result<DraftRow, StoreError> {
    let row = DraftRow {
        agreement: id.to_string(),
        revision: i64::try_from(revision).unwrap_or(i64::MAX),
        state: state.as_str().to_owned(),
        content: hash_of(text).to_string(),
        document: text.as_bytes().to_vec(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

fn hash_of(text: &str) -> ContentHash {
    content_hash(text.replace("\r\n", "\n").as_bytes())
}

fn last_in_txn(transaction: &mut Transaction, id: &AgreementId) -> Result<Option<Draft>, StoreError> {
    transaction.last(&[("agreement", id.as_str().into())], "revision")?.map(draft_of).transpose()
}

fn open_in_txn(transaction: &mut Transaction, id: &AgreementId) -> Result<Option<Draft>, StoreError> {
    Ok(last_in_txn(transaction, id)?.filter(|draft| draft.state == DraftState::Kept))
}

pub(crate) fn draft_of(row: DraftRow) -> Result<Draft, StoreError> {
    let text = row.read("document", String::from_utf8(row.document.clone()).ok())?;
    Ok(Draft {
        agreement: row.id("agreement", &row.agreement)?,
        revision: row.read("revision", u64::try_from(row.revision).ok())?,
        state: row.read("state", DraftState::parse(&row.state))?,
        hash: row.id("content", &row.content)?,
        text,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
