//! Claims: outcomes that a provider reports, with the evidence by its hash. A claim never changes; another person verifies
//! or rejects it, either may be disputed, and the last decision is its state.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::Decimal;
use virkning_model::id::{AgreementId, Alias, ContentHash, MeasureId, UserId};
use virkning_model::observation::{Outcome, Unclarified};

use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimState {
    /// Reported (indberettet), and not looked into.
    Claimed,
    /// Another person has verified it (bekræftet).
    Verified,
    /// Another person has rejected it (afvist).
    Rejected,
    /// A decision about it is disputed (omtvistet).
    Disputed,
}

impl ClaimState {
    /// Every state.
    pub const ALL: [ClaimState; 4] = [Self::Claimed, Self::Verified, Self::Rejected, Self::Disputed];

    /// The stable word: `verified`.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimState::Claimed => "claimed",
            ClaimState::Verified => "verified",
            ClaimState::Rejected => "rejected",
            ClaimState::Disputed => "disputed",
        }
    }

    /// Whether a claim may go from this state to that one: what is claimed or disputed is verified or rejected, and what
    /// is decided may be disputed.
    pub fn may_become(self, next: ClaimState) -> bool {
        match next {
            ClaimState::Claimed => false,
            ClaimState::Verified | ClaimState::Rejected => matches!(self, Self::Claimed | Self::Disputed),
            ClaimState::Disputed => matches!(self, Self::Verified | Self::Rejected),
        }
    }
}

impl fmt::Display for ClaimState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ClaimState {
    type Err = String;
    /// Gives back the text where it is no state.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| text.to_owned())
    }
}

/// What a provider says of one participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// The measure.
    pub measure: MeasureId,
    /// The measured year.
    pub measured_year: i16,
    /// The month since the start, for measures at several months; zero otherwise.
    pub month: u16,
    /// Who.
    pub participant: Alias,
    /// Whether it is met; nothing where only a value is reported.
    pub outcome: Option<Outcome>,
    /// The value.
    pub value: Option<Decimal>,
    /// When it happened.
    pub on: Option<Date>,
    /// The SHA-256 of the file that shows it.
    pub evidence: Option<ContentHash>,
    /// What that file was called; empty where there is none.
    pub evidence_name: String,
}

impl NewClaim {
    /// What the claim is about: two claims about the same cannot both stand.
    fn is_about_the_same(&self, other: &NewClaim) -> bool {
        let about = |claim: &NewClaim| (claim.measured_year, claim.month);
        about(self) == about(other) && self.measure == other.measure && self.participant == other.participant
    }
}

/// A kept claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderClaim {
    /// Its number.
    pub number: u64,
    /// The agreement.
    pub agreement: AgreementId,
    /// What it says.
    pub says: NewClaim,
    /// The SHA-256 of the file it came in.
    pub file: ContentHash,
    /// Who reported it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub state: ClaimState,
}

/// A decision about a claim; the first is the claim itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDecision {
    /// The claim's number.
    pub claim: u64,
    /// What was decided.
    pub outcome: ClaimState,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: UserId,
    /// Who, as the operating system knows it.
    pub operating_system_user: String,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct ClaimRow in "provider_claims", key (sequence) {
        sequence: i64,
        agreement: String,
        measure: String,
        measured_year: i64,
        month: i64,
        participant: String,
        outcome: String,
        value: Option<String>,
        happened_on: Option<String>,
        evidence: Option<String>,
        evidence_name: String,
        file_content: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct ClaimDecisionRow in "provider_claim_decisions", key (claim, position) {
        claim: i64,
        position: i64,
        agreement: String,
        outcome: String,
        reason: String,
        recorded_by: String,
        operating_system_user: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps the claims of one file, all of them or none. What is claimed already in the same words changes nothing; what
    /// is claimed otherwise is refused, unless the earlier claim was rejected. Gives back the claims that are new.
    pub fn claims_add(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        file: &ContentHash,
        claims: &[NewClaim],
    ) -> Result<Stored<Vec<ProviderClaim>>, Failure> {
        self.write(actor, "claims-add", agreement.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(agreement), Role::RECORDERS)?;
            let known = claims_in_txn(transaction, agreement)?;
            let mut new = Vec::new();
            for claim in claims {
                if !is_known(&known, claim)? {
                    new.push(claim);
                }
            }
            if new.is_empty() {
                return Ok(Change::Nothing(Vec::new()));
            }
            let (record, rows) = insert_in_txn(transaction, actor, agreement, file, &new)?;
            let details = [("file".to_owned(), file.to_string()), ("claims".to_owned(), record.len().to_string())];
            Ok(Change::Made { record, rows, details: details.into() })
        })
    }

    /// Decides about a claim. Refused, in this order: an unknown user or claim, a user without the role, a claim that this
    /// cannot become of, the reporter's own (a dispute is anybody's), no reason where a claim is rejected or disputed. The
    /// same decision again by the same person changes nothing.
    pub fn claim_decide(
        &self,
        actor: &Actor,
        number: u64,
        outcome: ClaimState,
        reason: &str,
    ) -> Result<Stored<ProviderClaim>, Failure> {
        self.write(actor, "claim-decide", &number.to_string(), |transaction| {
            let claim = claim_in_txn(transaction, number)?;
            let agreement = claim.as_ref().map(|claim| &claim.agreement);
            acting_user_on_in_txn(transaction, actor, agreement, Role::RECORDERS)?;
            let Some(claim) = claim else { return Err(Refusal::UnknownClaim { claim: number }.into()) };
            let decisions = decisions_in_txn(transaction, number)?;
            let last = decisions.last();
            if claim.state == outcome && last.is_some_and(|last| last.recorded_by == actor.user.as_str()) {
                return Ok(Change::Nothing(claim));
            }
            may_be_decided(actor, &claim, &decisions, outcome, reason)?;
            let position = i64::try_from(decisions.len()).unwrap_or(i64::MAX) + 1;
            let row = decision_row(actor, claim_number(&claim), position, &claim.agreement, outcome, reason.trim());
            transaction.insert(&row)?;
            let mut details = BTreeMap::from([("outcome".to_owned(), outcome.to_string())]);
            if !reason.trim().is_empty() {
                details.insert("reason".to_owned(), reason.trim().to_owned());
            }
            Ok(Change::Made { record: ProviderClaim { state: outcome, ..claim }, rows: vec![row.mention()], details })
        })
    }

    /// All claims under an agreement, in the order in which they were reported.
    pub fn claims(&self, agreement: &AgreementId) -> Result<Vec<ProviderClaim>, StoreError> {
        self.read(|transaction| claims_in_txn(transaction, agreement))
    }

    /// The claim of that number.
    pub fn claim(&self, number: u64) -> Result<Option<ProviderClaim>, StoreError> {
        self.read(|transaction| claim_in_txn(transaction, number))
    }

    /// All decisions about a claim, the first first.
    pub fn claim_decisions(&self, number: u64) -> Result<Vec<ClaimDecision>, StoreError> {
        self.read(|transaction| decisions_in_txn(transaction, number)?.iter().map(decision_of).collect())
    }
}

fn claim_number(claim: &ProviderClaim) -> i64 {
    i64::try_from(claim.number).unwrap_or(i64::MAX)
}

/// Whether a claim is there already in the same words.
fn is_known(known: &[ProviderClaim], new: &NewClaim) -> Result<bool, Refusal> {
    let same = || known.iter().filter(|claim| claim.says.is_about_the_same(new));
    if same().any(|claim| claim.says == *new) {
        return Ok(true);
    }
    match same().find(|claim| claim.state != ClaimState::Rejected) {
        Some(claim) => Err(Refusal::ClaimDiffers { claim: claim.number, state: claim.state }),
        None => Ok(false),
    }
}

fn may_be_decided(
    actor: &Actor,
    claim: &ProviderClaim,
    decisions: &[ClaimDecisionRow],
    outcome: ClaimState,
    reason: &str,
) -> Result<(), Refusal> {
    let number = claim.number;
    if !claim.state.may_become(outcome) {
        return Err(Refusal::ClaimNotOpen { claim: number, state: claim.state, wanted: outcome });
    }
    // Whoever disputes a decision does not also settle the dispute.
    let disputes = decisions.last().filter(|last| last.outcome == ClaimState::Disputed.as_str());
    let own = claim.by == actor.user || disputes.is_some_and(|last| last.recorded_by == actor.user.as_str());
    if outcome != ClaimState::Disputed && own {
        return Err(Refusal::OwnClaim { claim: number, user: actor.user.clone() });
    }
    if outcome != ClaimState::Verified && reason.trim().is_empty() {
        return Err(Refusal::ClaimWithoutReason { claim: number });
    }
    Ok(())
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    agreement: &AgreementId,
    file: &ContentHash,
    new: &[&NewClaim],
) -> Result<(Vec<ProviderClaim>, Vec<Mention>), StoreError> {
    let first: i64 = transaction.next_number::<ClaimRow>("sequence", &[])?;
    let rows: Vec<ClaimRow> =
        (first..).zip(new).map(|(sequence, claim)| claim_row(actor, sequence, agreement, file, claim)).collect();
    let decisions: Vec<ClaimDecisionRow> =
        rows.iter().map(|row| decision_row(actor, row.sequence, 1, agreement, ClaimState::Claimed, "")).collect();
    transaction.insert_all(&rows)?;
    transaction.insert_all(&decisions)?;
    let mentions = rows.iter().map(Row::mention).chain(decisions.iter().map(Row::mention)).collect();
    let records = rows.iter().map(|row| claim_of(row, ClaimState::Claimed)).collect::<Result<_, _>>()?;
    Ok((records, mentions))
}

fn claim_row(actor: &Actor, sequence: i64, agreement: &AgreementId, file: &ContentHash, claim: &NewClaim) -> ClaimRow {
    ClaimRow {
        sequence,
        agreement: agreement.to_string(),
        measure: claim.measure.to_string(),
        measured_year: i64::from(claim.measured_year),
        month: i64::from(claim.month),
        participant: claim.participant.to_string(),
        outcome: outcome_word(claim.outcome).to_owned(),
        value: claim.value.map(|value| value.to_string()),
        happened_on: claim.on.map(|day| day.to_string()),
        evidence: claim.evidence.as_ref().map(ToString::to_string),
        evidence_name: claim.evidence_name.clone(),
        file_content: file.to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed()
}

fn decision_row(
    actor: &Actor,
    claim: i64,
    position: i64,
    agreement: &AgreementId,
    outcome: ClaimState,
    reason: &str,
) -> ClaimDecisionRow {
    ClaimDecisionRow {
        claim,
        position,
        agreement: agreement.to_string(),
        outcome: outcome.as_str().to_owned(),
        reason: reason.to_owned(),
        recorded_by: actor.user.to_string(),
        operating_system_user: actor.operating_system_user.clone(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed()
}

/// The claims of an agreement with their states.
pub(crate) fn claims_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
) -> Result<Vec<ProviderClaim>, StoreError> {
    let of_agreement = [("agreement", agreement.as_str().into())];
    let mut states: BTreeMap<i64, String> = BTreeMap::new();
    for decision in transaction.rows::<ClaimDecisionRow>(&of_agreement, &["claim", "position"])? {
        states.insert(decision.claim, decision.outcome);
    }
    let rows = transaction.rows::<ClaimRow>(&of_agreement, &["sequence"])?;
    rows.iter()
        .map(|row| {
            let state = states.get(&row.sequence).and_then(|word| word.parse().ok());
            claim_of(row, row.read("outcome", state)?)
        })
        .collect()
}

fn claim_in_txn(transaction: &mut Transaction, number: u64) -> Result<Option<ProviderClaim>, StoreError> {
    let Ok(sequence) = i64::try_from(number) else { return Ok(None) };
    let row: Option<ClaimRow> = transaction.first(&[("sequence", sequence.into())], &[])?;
    let Some(row) = row else { return Ok(None) };
    let last = decisions_in_txn(transaction, number)?.pop();
    let state = last.and_then(|last| last.outcome.parse().ok());
    claim_of(&row, row.read("outcome", state)?).map(Some)
}

fn decisions_in_txn(transaction: &mut Transaction, number: u64) -> Result<Vec<ClaimDecisionRow>, StoreError> {
    let sequence = i64::try_from(number).unwrap_or(i64::MAX);
    transaction.rows(&[("claim", sequence.into())], &["position"])
}

/// A value alone has no outcome of its own.
fn outcome_word(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Success) => "success",
        Some(Outcome::NoSuccess) => "no-success",
        Some(Outcome::Unclarified(_)) => "unclarified",
        None => "value",
    }
}

pub(crate) fn claim_of(row: &ClaimRow, state: ClaimState) -> Result<ProviderClaim, StoreError> {
    let outcome = match row.outcome.as_str() {
        "success" => Some(Some(Outcome::Success)),
        "no-success" => Some(Some(Outcome::NoSuccess)),
        "unclarified" => Some(Some(Outcome::Unclarified(Unclarified::NoData))),
        "value" => Some(None),
        _ => None,
    };
    let value = row.value.as_deref().map(|text| row.read("value", text.parse().ok())).transpose()?;
    let on = row.happened_on.as_deref().map(|text| row.day("happened_on", text)).transpose()?;
    let evidence = row.evidence.as_deref().map(|text| row.id("evidence", text)).transpose()?;
    Ok(ProviderClaim {
        number: row.sequence.unsigned_abs(),
        agreement: row.id("agreement", &row.agreement)?,
        says: NewClaim {
            measure: row.id("measure", &row.measure)?,
            measured_year: row.read("measured_year", i16::try_from(row.measured_year).ok())?,
            month: row.read("month", u16::try_from(row.month).ok())?,
            participant: row.id("participant", &row.participant)?,
            outcome: row.read("outcome", outcome)?,
            value,
            on,
            evidence,
            evidence_name: row.evidence_name.clone(),
        },
        file: row.id("file_content", &row.file_content)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        state,
    })
}

pub(crate) fn decision_of(row: &ClaimDecisionRow) -> Result<ClaimDecision, StoreError> {
    Ok(ClaimDecision {
        claim: row.claim.unsigned_abs(),
        outcome: row.read("outcome", row.outcome.parse().ok())?,
        reason: row.reason.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        operating_system_user: row.operating_system_user.clone(),
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
