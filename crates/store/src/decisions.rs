//! Decisions about proposals: drafted, proposed, approved by another person, refused, voided, superseded, posted, paid.
//! Each is a record; the last one is the proposal's state.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use virkning_model::id::{ContentHash, ProposalId, UserId};

use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::proposals::{ProposalRecord, proposal_of, proposal_row_in_txn};
use crate::refusal::Refusal;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, User, acting_user_on_in_txn, person_in_txn};

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProposalState {
    /// Its author is not done with it; nobody decides on it (kladde).
    Draft,
    /// It waits for a decision.
    Proposed,
    /// A second person approved it; it can be posted.
    Approved,
    /// Somebody refused it.
    Refused,
    /// A later proposal took its place.
    Superseded,
    /// It was approved and then withdrawn, before it was posted (annulleret).
    Voided,
    /// It is in the ledger.
    Posted,
    /// All of it has been settled through the bank or the finance system.
    Paid,
}

impl ProposalState {
    /// Every state, in the order of a life.
    pub const ALL: [ProposalState; 8] = [
        ProposalState::Draft,
        ProposalState::Proposed,
        ProposalState::Approved,
        ProposalState::Refused,
        ProposalState::Voided,
        ProposalState::Superseded,
        ProposalState::Posted,
        ProposalState::Paid,
    ];

    /// The stable word: `proposed`.
    pub fn as_str(self) -> &'static str {
        match self {
            ProposalState::Draft => "draft",
            ProposalState::Proposed => "proposed",
            ProposalState::Approved => "approved",
            ProposalState::Refused => "refused",
            ProposalState::Superseded => "superseded",
            ProposalState::Voided => "voided",
            ProposalState::Posted => "posted",
            ProposalState::Paid => "paid",
        }
    }

    /// Whether it still counts: neither refused, voided nor superseded.
    pub fn is_live(self) -> bool {
        !matches!(self, ProposalState::Refused | ProposalState::Voided | ProposalState::Superseded)
    }

    /// Whether it is in the ledger, paid or not.
    pub fn is_posted(self) -> bool {
        matches!(self, ProposalState::Posted | ProposalState::Paid)
    }
}

impl fmt::Display for ProposalState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ProposalState {
    type Err = String;
    /// Gives back the text where it is no state.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| text.to_owned())
    }
}

/// A decision about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The proposal.
    pub proposal: ProposalId,
    /// What was decided.
    pub outcome: ProposalState,
    /// The content that was decided on.
    pub content: ContentHash,
    /// Why: the reason of a refusal, the later proposal that superseded, the voucher of a posting.
    pub reason: String,
    /// Who.
    pub by: UserId,
    /// Who, as the operating system knows it.
    pub operating_system_user: String,
    /// When.
    pub at: Timestamp,
}

row! {
    #[derive(Clone)]
    pub(crate) struct DecisionRow in "decisions", key (proposal, position) {
        pub(crate) proposal: String,
        position: i64,
        pub(crate) outcome: String,
        pub(crate) content: String,
        pub(crate) reason: String,
        pub(crate) recorded_by: String,
        operating_system_user: String,
        recorded_at: String,
    }
}

impl Store {
    /// Offers a draft for a decision. A proposal that is open already stays as it is.
    pub fn propose(&self, actor: &Actor, id: &ProposalId) -> Result<Stored<Decision>, Failure> {
        self.write(actor, "propose", id.as_str(), |transaction| {
            acting_user_for_in_txn(transaction, actor, id, Role::WRITERS)?;
            let (proposal, decisions) = proposal_in_txn(transaction, id)?;
            match (proposal.state, decisions.last()) {
                (ProposalState::Proposed, Some(last)) => decision_of(last).map(Change::Nothing).map_err(Failure::from),
                (ProposalState::Draft, _) => {
                    decided(transaction, actor, id, ProposalState::Proposed, &proposal.content, "")
                }
                _ => Err(not_open(&proposal, &decisions).into()),
            }
        })
    }

    /// Approves a proposal. The approval is bound to the content that the approver has seen. Refused, in this order: an
    /// unknown user or proposal, the author's own (also under another account of the same person), a user without the
    /// role, a proposal that is not open, other content, people not clarified. A provisional proposal may be approved, but never posted. The same approval again changes
    /// nothing.
    pub fn approve(&self, actor: &Actor, id: &ProposalId, content: &ContentHash) -> Result<Stored<Decision>, Failure> {
        self.write(actor, "approve", id.as_str(), |transaction| {
            acting_user_for_in_txn(transaction, actor, id, &Role::ALL)?;
            let (proposal, decisions) = proposal_in_txn(transaction, id)?;
            by_another_person(transaction, actor, id, &decisions)?;
            acting_user_for_in_txn(transaction, actor, id, &[Role::Approver])?;
            if let Some(same) = same_approval(actor, &proposal, &decisions, content) {
                return decision_of(same).map(Change::Nothing).map_err(Failure::from);
            }
            may_be_approved(&proposal, &decisions, content)?;
            decided(transaction, actor, id, ProposalState::Approved, content, "")
        })
    }

    /// Refuses a proposal that is not posted, with a reason. The same refusal again changes nothing.
    pub fn refuse(&self, actor: &Actor, id: &ProposalId, reason: &str) -> Result<Stored<Decision>, Failure> {
        self.write(actor, "refuse", id.as_str(), |transaction| {
            acting_user_for_in_txn(transaction, actor, id, Role::POSTERS)?;
            let (proposal, decisions) = proposal_in_txn(transaction, id)?;
            let outcome = ProposalState::Refused;
            if let Some(same) = same_decision(actor, &proposal, &decisions, outcome, reason.trim()) {
                return decision_of(same).map(Change::Nothing).map_err(Failure::from);
            }
            if reason.trim().is_empty() {
                return Err(Refusal::NoReason { proposal: id.clone() }.into());
            }
            let open = [ProposalState::Draft, ProposalState::Proposed, ProposalState::Approved];
            if !open.contains(&proposal.state) {
                return Err(not_open(&proposal, &decisions).into());
            }
            decided(transaction, actor, id, ProposalState::Refused, &proposal.content, reason.trim())
        })
    }

    /// Withdraws an approved proposal before it is posted, with a reason: by an approver, or by whoever proposed it. The
    /// same withdrawal again changes nothing.
    pub fn void(&self, actor: &Actor, id: &ProposalId, reason: &str) -> Result<Stored<Decision>, Failure> {
        self.write(actor, "void", id.as_str(), |transaction| {
            let user = acting_user_for_in_txn(transaction, actor, id, &Role::ALL)?;
            let (proposal, decisions) = proposal_in_txn(transaction, id)?;
            let is_author = authors(&decisions).any(|author| author == actor.user.as_str());
            if !is_author && !user.roles.contains(&Role::Approver) {
                return Err(Refusal::LacksRole { user: user.id, needed: vec![Role::Approver] }.into());
            }
            if let Some(same) = same_decision(actor, &proposal, &decisions, ProposalState::Voided, reason.trim()) {
                return decision_of(same).map(Change::Nothing).map_err(Failure::from);
            }
            if reason.trim().is_empty() {
                return Err(Refusal::NoReason { proposal: id.clone() }.into());
            }
            if proposal.state != ProposalState::Approved {
                return Err(Refusal::NotWithdrawable { proposal: id.clone(), state: proposal.state }.into());
            }
            decided(transaction, actor, id, ProposalState::Voided, &proposal.content, reason.trim())
        })
    }

    /// All decisions about a proposal, the first first.
    pub fn decisions(&self, id: &ProposalId) -> Result<Vec<Decision>, StoreError> {
        self.read(|transaction| decisions_in_txn(transaction, id)?.iter().map(decision_of).collect())
    }
}

/// The acting user, with the roles that are held for the agreement of a proposal too.
pub(crate) fn acting_user_for_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &ProposalId,
    needed: &[Role],
) -> Result<User, Failure> {
    let agreement = proposal_row_in_txn(transaction, id)?.map(|row| row.id("agreement", &row.agreement)).transpose()?;
    acting_user_on_in_txn(transaction, actor, agreement.as_ref(), needed)
}

/// Everyone who drafted or proposed it: whoever proposes a refused one anew is an author too.
pub(crate) fn authors(decisions: &[DecisionRow]) -> impl Iterator<Item = &str> {
    let own = [ProposalState::Draft.as_str(), ProposalState::Proposed.as_str()];
    decisions
        .iter()
        .filter(move |decision| own.contains(&decision.outcome.as_str()))
        .map(|decision| decision.recorded_by.as_str())
}

/// Nobody decides on what is their own, under whichever account.
fn by_another_person(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &ProposalId,
    decisions: &[DecisionRow],
) -> Result<(), Failure> {
    let own = person_in_txn(transaction, actor.user.as_str())?;
    for author in authors(decisions) {
        if author == actor.user.as_str() {
            return Err(Refusal::OwnProposal { proposal: id.clone(), user: actor.user.clone() }.into());
        }
        if person_in_txn(transaction, author)? == own {
            let (proposal, user, author) = (id.clone(), actor.user.clone(), author.to_owned());
            return Err(Refusal::SamePerson { proposal, user, author }.into());
        }
    }
    Ok(())
}

fn same_approval<'a>(
    actor: &Actor,
    proposal: &ProposalRecord,
    decisions: &'a [DecisionRow],
    content: &ContentHash,
) -> Option<&'a DecisionRow> {
    let last = decisions.last()?;
    let same = proposal.state == ProposalState::Approved
        && last.recorded_by == actor.user.as_str()
        && last.content == content.as_str();
    same.then_some(last)
}

/// A refusal or withdrawal that was asked for before, by the same user and with the same reason.
fn same_decision<'a>(
    actor: &Actor,
    proposal: &ProposalRecord,
    decisions: &'a [DecisionRow],
    outcome: ProposalState,
    reason: &str,
) -> Option<&'a DecisionRow> {
    let last = decisions.last()?;
    let same = proposal.state == outcome && last.recorded_by == actor.user.as_str() && last.reason == reason;
    same.then_some(last)
}

fn may_be_approved(proposal: &ProposalRecord, decisions: &[DecisionRow], content: &ContentHash) -> Result<(), Refusal> {
    let id = || proposal.id.clone();
    if proposal.state != ProposalState::Proposed {
        return Err(not_open(proposal, decisions));
    }
    if proposal.content != *content {
        let (stored, given) = (proposal.content.clone(), content.clone());
        return Err(Refusal::ContentDiffers { proposal: id(), stored, given });
    }
    if proposal.unclarified > 0 {
        return Err(Refusal::Unclarified { proposal: id(), people: proposal.unclarified });
    }
    Ok(())
}

fn not_open(proposal: &ProposalRecord, decisions: &[DecisionRow]) -> Refusal {
    match (proposal.state, decisions.last()) {
        (ProposalState::Superseded, Some(last)) => {
            Refusal::Superseded { proposal: proposal.id.clone(), by: last.reason.clone() }
        }
        (state, _) => Refusal::NotOpen { proposal: proposal.id.clone(), state },
    }
}

fn decided(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &ProposalId,
    outcome: ProposalState,
    content: &ContentHash,
    reason: &str,
) -> Result<Change<Decision>, Failure> {
    let mention = decide_in_txn(transaction, actor, id, outcome, content, reason)?;
    let record = Decision {
        proposal: id.clone(),
        outcome,
        content: content.clone(),
        reason: reason.to_owned(),
        by: actor.user.clone(),
        operating_system_user: actor.operating_system_user.clone(),
        at: actor.at,
    };
    let mut details = std::collections::BTreeMap::from([("content".to_owned(), content.to_string())]);
    if !reason.is_empty() {
        details.insert("reason".to_owned(), reason.to_owned());
    }
    Ok(Change::Made { record, rows: vec![mention], details })
}

/// The proposal and its decisions, or the refusal that there is none.
pub(crate) fn proposal_in_txn(
    transaction: &mut Transaction,
    id: &ProposalId,
) -> Result<(ProposalRecord, Vec<DecisionRow>), Failure> {
    let Some(row) = proposal_row_in_txn(transaction, id)? else {
        return Err(Refusal::UnknownProposal { proposal: id.clone() }.into());
    };
    let proposal = proposal_of(transaction, row)?;
    Ok((proposal, decisions_in_txn(transaction, id)?))
}

/// Appends a decision.
pub(crate) fn decide_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &ProposalId,
    outcome: ProposalState,
    content: &ContentHash,
    reason: &str,
) -> Result<Mention, StoreError> {
    let position: i64 = transaction.next_number::<DecisionRow>("position", &[("proposal", id.as_str().into())])?;
    let row = DecisionRow {
        proposal: id.to_string(),
        position,
        outcome: outcome.as_str().to_owned(),
        content: content.to_string(),
        reason: reason.to_owned(),
        recorded_by: actor.user.to_string(),
        operating_system_user: actor.operating_system_user.clone(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row.mention())
}

pub(crate) fn decisions_in_txn(transaction: &mut Transaction, id: &ProposalId) -> Result<Vec<DecisionRow>, StoreError> {
    let rows: Vec<DecisionRow> = transaction.rows(&[("proposal", id.as_str().into())], &["position"])?;
    let mut decisions = Vec::with_capacity(rows.len());
    for (expected, row) in (1_i64..).zip(rows) {
        if row.position != expected {
            let key = format!("{id}/{expected}");
            return Err(StoreError::Damaged(Fault::RowMissing { table: DecisionRow::TABLE.to_owned(), key }));
        }
        decisions.push(row.checked()?);
    }
    Ok(decisions)
}

/// The state of a proposal with these decisions.
pub(crate) fn state_of(decisions: &[DecisionRow]) -> Option<ProposalState> {
    decisions.last().and_then(|last| last.outcome.parse().ok())
}

fn decision_of(row: &DecisionRow) -> Result<Decision, StoreError> {
    Ok(Decision {
        proposal: row.id("proposal", &row.proposal)?,
        outcome: row.read("outcome", row.outcome.parse().ok())?,
        content: row.id("content", &row.content)?,
        reason: row.reason.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        operating_system_user: row.operating_system_user.clone(),
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
