//! Settlement proposals as they are stored: the content never changes, the state is the last decision about it.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, ContentHash, ProposalId, UserId};
use virkning_model::settlement::Part;

use crate::agreements::sealed_version_in_txn;
use crate::decisions::{DecisionRow, ProposalState, decide_in_txn, decisions_in_txn, state_of};
use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};

/// A proposal to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewProposal<'a> {
    /// Its identifier.
    pub id: &'a ProposalId,
    /// The agreement.
    pub agreement: &'a AgreementId,
    /// The sealed version that it settles under.
    pub version: &'a str,
    /// The measured year.
    pub measured_year: i16,
    /// Which part of the agreement's settlements it is.
    pub part: Part,
    /// Whether its author is not done with it: nobody can approve a draft.
    pub draft: bool,
    /// The SHA-256 of the JSON: what an approval is bound to.
    pub content: &'a ContentHash,
    /// The proposal as JSON.
    pub json: &'a [u8],
    /// The SHA-256 of the trace file.
    pub trace: &'a ContentHash,
    /// People who are not clarified: they block approval.
    pub unclarified: u64,
    /// Whether the register data are too early to be final.
    pub provisional: bool,
}

/// A kept proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRecord {
    /// Its identifier.
    pub id: ProposalId,
    /// The agreement.
    pub agreement: AgreementId,
    /// The sealed version that it settles under.
    pub version: String,
    /// The measured year.
    pub measured_year: i16,
    /// Which part of the agreement's settlements it is.
    pub part: Part,
    /// The SHA-256 of the JSON.
    pub content: ContentHash,
    /// The proposal as JSON.
    pub json: Vec<u8>,
    /// The SHA-256 of the trace file.
    pub trace: ContentHash,
    /// People who are not clarified.
    pub unclarified: u64,
    /// Whether the register data are too early to be final.
    pub provisional: bool,
    /// When it was first proposed.
    pub at: Timestamp,
    /// Who proposed it first.
    pub by: UserId,
    /// What became of it.
    pub state: ProposalState,
}

row! {
    #[derive(Clone)]
    pub(crate) struct ProposalRow in "proposals", key (id), unique (sequence) {
        sequence: i64,
        pub(crate) id: String,
        pub(crate) agreement: String,
        pub(crate) version: String,
        pub(crate) measured_year: i64,
        pub(crate) content: String,
        document: Vec<u8>,
        trace: String,
        pub(crate) unclarified: i64,
        pub(crate) provisional: i64,
        recorded_by: String,
        recorded_at: String,
    }
    later { pub(crate) part: String = "settlement" }
}

impl Store {
    /// Keeps a proposal. The same content again gives back the one that is there, and proposes it anew if it had been
    /// refused, voided or superseded. A new one supersedes earlier ones of the same year and part that nobody has approved.
    /// A draft that is added again as a proposal is proposed.
    pub fn proposal_add(&self, actor: &Actor, new: NewProposal<'_>) -> Result<Stored<ProposalRecord>, Failure> {
        let computed = content_hash(new.json);
        if computed != *new.content {
            return Err(StoreError::ContentHash { what: "proposal", given: new.content.clone(), computed }.into());
        }
        self.write(actor, "proposal-add", new.id.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(new.agreement), Role::WRITERS)?;
            if sealed_version_in_txn(transaction, new.agreement, new.version)?.is_none() {
                let (agreement, version) = (new.agreement.clone(), new.version.to_owned());
                return Err(Refusal::NotSealed { agreement, version }.into());
            }
            if let Some(live) = same_content_in_txn(transaction, new)?
                && (new.draft || live.state != ProposalState::Draft)
            {
                return Ok(Change::Nothing(live));
            }
            let mut rows = Vec::new();
            let row = match proposal_row_in_txn(transaction, new.id)? {
                Some(row) => same_proposal(row, new)?,
                None => {
                    let row = insert_in_txn(transaction, actor, new)?;
                    rows.push(row.mention());
                    row
                }
            };
            let state = if new.draft { ProposalState::Draft } else { ProposalState::Proposed };
            rows.push(decide_in_txn(transaction, actor, new.id, state, new.content, "")?);
            let superseded = supersede_in_txn(transaction, actor, new)?;
            let mut details = details(new);
            for (id, mention) in superseded {
                details.insert(format!("superseded {id}"), new.id.to_string());
                rows.push(mention);
            }
            Ok(Change::Made { record: proposal_of(transaction, row)?, rows, details })
        })
    }

    /// The proposal of that identifier.
    pub fn proposal(&self, id: &ProposalId) -> Result<Option<ProposalRecord>, StoreError> {
        self.read(|transaction| match proposal_row_in_txn(transaction, id)? {
            Some(row) => proposal_of(transaction, row).map(Some),
            None => Ok(None),
        })
    }

    /// All proposals of an agreement, in the order in which they were first proposed.
    pub fn proposals(&self, agreement: &AgreementId) -> Result<Vec<ProposalRecord>, StoreError> {
        self.read(|transaction| proposals_in_txn(transaction, agreement))
    }
}

fn details(new: NewProposal<'_>) -> std::collections::BTreeMap<String, String> {
    let part = (!new.part.is_settlement()).then(|| ("part".to_owned(), new.part.to_string()));
    let draft = new.draft.then(|| ("draft".to_owned(), "yes".to_owned()));
    let known = [
        ("agreement".to_owned(), new.agreement.to_string()),
        ("version".to_owned(), new.version.to_owned()),
        ("measured_year".to_owned(), new.measured_year.to_string()),
        ("content".to_owned(), new.content.to_string()),
        ("trace".to_owned(), new.trace.to_string()),
    ];
    known.into_iter().chain(part).chain(draft).collect()
}

/// A proposal of the same content that still counts.
fn same_content_in_txn(
    transaction: &mut Transaction,
    new: NewProposal<'_>,
) -> Result<Option<ProposalRecord>, StoreError> {
    let same = proposals_in_txn(transaction, new.agreement)?;
    Ok(same.into_iter().find(|proposal| proposal.content == *new.content && proposal.state.is_live()))
}

/// The stored proposal of the same identifier must be the same in every field.
fn same_proposal(row: ProposalRow, new: NewProposal<'_>) -> Result<ProposalRow, Refusal> {
    let pairs = [
        ("content", row.content == new.content.as_str()),
        ("agreement", row.agreement == new.agreement.as_str()),
        ("version", row.version == new.version),
        ("measured_year", row.measured_year == i64::from(new.measured_year)),
        ("part", row.part == new.part.to_string()),
        ("trace", row.trace == new.trace.as_str()),
        ("unclarified", u64::try_from(row.unclarified) == Ok(new.unclarified)),
        ("provisional", (row.provisional == 1) == new.provisional),
    ];
    match pairs.into_iter().find(|(_, same)| !same) {
        Some((field, _)) => Err(Refusal::ProposalDiffers { proposal: new.id.clone(), field }),
        None => Ok(row),
    }
}

fn supersede_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewProposal<'_>,
) -> Result<Vec<(ProposalId, crate::row::Mention)>, StoreError> {
    let mut superseded = Vec::new();
    for earlier in proposals_in_txn(transaction, new.agreement)? {
        let open = matches!(earlier.state, ProposalState::Draft | ProposalState::Proposed);
        let same = earlier.measured_year == new.measured_year && earlier.part == new.part;
        if open && same && earlier.id != *new.id {
            let (id, content) = (&earlier.id, &earlier.content);
            let state = ProposalState::Superseded;
            let mention = decide_in_txn(transaction, actor, id, state, content, new.id.as_str())?;
            superseded.push((earlier.id, mention));
        }
    }
    Ok(superseded)
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewProposal<'_>,
) -> Result<ProposalRow, StoreError> {
    let sequence: i64 = transaction.next_number::<ProposalRow>("sequence", &[])?;
    let row = ProposalRow {
        sequence,
        id: new.id.to_string(),
        agreement: new.agreement.to_string(),
        version: new.version.to_owned(),
        measured_year: new.measured_year.into(),
        content: new.content.to_string(),
        document: new.json.to_vec(),
        trace: new.trace.to_string(),
        unclarified: i64::try_from(new.unclarified).unwrap_or(i64::MAX),
        provisional: new.provisional.into(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        part: new.part.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

pub(crate) fn proposal_row_in_txn(
    transaction: &mut Transaction,
    id: &ProposalId,
) -> Result<Option<ProposalRow>, StoreError> {
    let row: Option<ProposalRow> = transaction.first(&[("id", id.as_str().into())], &[])?;
    Ok(row)
}

fn proposals_in_txn(transaction: &mut Transaction, agreement: &AgreementId) -> Result<Vec<ProposalRecord>, StoreError> {
    let rows: Vec<ProposalRow> = transaction.rows(&[("agreement", agreement.as_str().into())], &["sequence"])?;
    let mut proposals = Vec::with_capacity(rows.len());
    for row in rows {
        proposals.push(proposal_of(transaction, row.checked()?)?);
    }
    Ok(proposals)
}

pub(crate) fn proposal_of(transaction: &mut Transaction, row: ProposalRow) -> Result<ProposalRecord, StoreError> {
    let content = row.id("content", &row.content)?;
    row.document(&row.document, &content)?;
    let id = row.id("id", &row.id)?;
    let decisions: Vec<DecisionRow> = decisions_in_txn(transaction, &id)?;
    Ok(ProposalRecord {
        state: row.read("state", state_of(&decisions))?,
        id,
        agreement: row.id("agreement", &row.agreement)?,
        measured_year: row.read("measured_year", i16::try_from(row.measured_year).ok())?,
        part: row.read("part", row.part.parse().ok())?,
        content,
        trace: row.id("trace", &row.trace)?,
        unclarified: row.unclarified.unsigned_abs(),
        provisional: row.provisional == 1,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        version: row.version,
        json: row.document,
    })
}
