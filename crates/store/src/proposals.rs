//! Settlement proposals as they are stored: the content never changes, the state is the last decision about it.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::{AgreementId, ContentHash, ProposalId, UserId};

use crate::agreements::sealed_version_in_txn;
use crate::decisions::{DecisionRow, ProposalState, decide_in_txn, decisions_in_txn, state_of};
use crate::digest::{RowDigest, content_hash};
use crate::error::{Failure, StoreError, Tried as _};
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

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

#[derive(Clone)]
pub(crate) struct ProposalRow {
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
    digest: String,
}

from_row!(ProposalRow {
    sequence,
    id,
    agreement,
    version,
    measured_year,
    content,
    document,
    trace,
    unclarified,
    provisional,
    recorded_by,
    recorded_at,
    digest,
});

impl Row for ProposalRow {
    const TABLE: &'static str = "proposals";
    fn key(&self) -> String {
        self.id.clone()
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .number(self.sequence)
            .text(&self.id)
            .text(&self.agreement)
            .text(&self.version)
            .number(self.measured_year)
            .text(&self.content)
            .bytes(&self.document)
            .text(&self.trace)
            .number(self.unclarified)
            .number(self.provisional)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Store {
    /// Keeps a proposal. The same content again gives back the one that is there, and proposes it anew if it had been
    /// refused or superseded. A new one supersedes earlier ones for the same year that nobody has approved.
    pub fn proposal_add(&self, actor: &Actor, new: NewProposal<'_>) -> Result<Stored<ProposalRecord>, Failure> {
        let computed = content_hash(new.json);
        if computed != *new.content {
            return Err(StoreError::ContentHash { what: "proposal", given: new.content.clone(), computed }.into());
        }
        self.write(actor, "proposal-add", new.id.as_str(), async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            if sealed_version_in_txn(connection, new.agreement, new.version).await?.is_none() {
                let (agreement, version) = (new.agreement.clone(), new.version.to_owned());
                return Err(Refusal::NotSealed { agreement, version }.into());
            }
            if let Some(live) = same_content_in_txn(connection, new).await? {
                return Ok(Change::Nothing(live));
            }
            let mut rows = Vec::new();
            let row = match proposal_row_in_txn(connection, new.id).await? {
                Some(row) => same_proposal(row, new)?,
                None => {
                    let mut row = insert_in_txn(connection, actor, new).await?;
                    rows.push(row.mention());
                    row
                }
            };
            rows.push(decide_in_txn(connection, actor, new.id, ProposalState::Proposed, new.content, "").await?);
            let superseded = supersede_in_txn(connection, actor, new).await?;
            let mut details = details(new);
            for (id, mention) in superseded {
                details.insert(format!("superseded {id}"), new.id.to_string());
                rows.push(mention);
            }
            Ok(Change::Made { record: proposal_of(connection, row).await?, rows, details })
        })
    }

    /// The proposal of that identifier.
    pub fn proposal(&self, id: &ProposalId) -> Result<Option<ProposalRecord>, StoreError> {
        self.read(async |connection| match proposal_row_in_txn(connection, id).await? {
            Some(row) => proposal_of(connection, row).await.map(Some),
            None => Ok(None),
        })
    }

    /// All proposals of an agreement, in the order in which they were first proposed.
    pub fn proposals(&self, agreement: &AgreementId) -> Result<Vec<ProposalRecord>, StoreError> {
        self.read(async |connection| proposals_in_txn(connection, agreement).await)
    }
}

fn details(new: NewProposal<'_>) -> std::collections::BTreeMap<String, String> {
    [
        ("agreement".to_owned(), new.agreement.to_string()),
        ("version".to_owned(), new.version.to_owned()),
        ("measured_year".to_owned(), new.measured_year.to_string()),
        ("content".to_owned(), new.content.to_string()),
        ("trace".to_owned(), new.trace.to_string()),
    ]
    .into()
}

/// A proposal of the same content that is still proposed, approved or posted.
async fn same_content_in_txn(
    connection: &mut SqliteConnection,
    new: NewProposal<'_>,
) -> Result<Option<ProposalRecord>, StoreError> {
    let same = proposals_in_txn(connection, new.agreement).await?;
    Ok(same.into_iter().find(|proposal| proposal.content == *new.content && proposal.state.is_live()))
}

/// The stored proposal of the same identifier must be the same in every field.
fn same_proposal(row: ProposalRow, new: NewProposal<'_>) -> Result<ProposalRow, Refusal> {
    let pairs = [
        ("content", row.content == new.content.as_str()),
        ("agreement", row.agreement == new.agreement.as_str()),
        ("version", row.version == new.version),
        ("measured_year", row.measured_year == i64::from(new.measured_year)),
        ("trace", row.trace == new.trace.as_str()),
        ("unclarified", u64::try_from(row.unclarified) == Ok(new.unclarified)),
        ("provisional", (row.provisional == 1) == new.provisional),
    ];
    match pairs.into_iter().find(|(_, same)| !same) {
        Some((field, _)) => Err(Refusal::ProposalDiffers { proposal: new.id.clone(), field }),
        None => Ok(row),
    }
}

async fn supersede_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    new: NewProposal<'_>,
) -> Result<Vec<(ProposalId, crate::row::Mention)>, StoreError> {
    let mut superseded = Vec::new();
    for earlier in proposals_in_txn(connection, new.agreement).await? {
        let open = earlier.state == ProposalState::Proposed && earlier.measured_year == new.measured_year;
        if open && earlier.id != *new.id {
            let (id, content) = (&earlier.id, &earlier.content);
            let state = ProposalState::Superseded;
            let mention = decide_in_txn(connection, actor, id, state, content, new.id.as_str()).await?;
            superseded.push((earlier.id, mention));
        }
    }
    Ok(superseded)
}

async fn insert_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    new: NewProposal<'_>,
) -> Result<ProposalRow, StoreError> {
    let sequence: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(sequence), 0) + 1 FROM proposals")
        .fetch_one(&mut *connection)
        .await
        .tried("number the proposal")?;
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
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO proposals
         (sequence, id, agreement, version, measured_year, content, document, trace, unclarified, provisional,
          recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(row.sequence)
    .bind(&row.id)
    .bind(&row.agreement)
    .bind(&row.version)
    .bind(row.measured_year)
    .bind(&row.content)
    .bind(&row.document)
    .bind(&row.trace)
    .bind(row.unclarified)
    .bind(row.provisional)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("keep the proposal")?;
    Ok(row)
}

pub(crate) async fn proposal_row_in_txn(
    connection: &mut SqliteConnection,
    id: &ProposalId,
) -> Result<Option<ProposalRow>, StoreError> {
    let row: Option<ProposalRow> = sqlx::query_as(
        "SELECT sequence, id, agreement, version, measured_year, content, document, trace, unclarified, provisional,
                recorded_by, recorded_at, digest
         FROM proposals WHERE id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await
    .tried("read the proposal")?;
    row.map(Row::checked).transpose()
}

async fn proposals_in_txn(
    connection: &mut SqliteConnection,
    agreement: &AgreementId,
) -> Result<Vec<ProposalRecord>, StoreError> {
    let rows: Vec<ProposalRow> = sqlx::query_as(
        "SELECT sequence, id, agreement, version, measured_year, content, document, trace, unclarified, provisional,
                recorded_by, recorded_at, digest
         FROM proposals WHERE agreement = $1 ORDER BY sequence",
    )
    .bind(agreement.as_str())
    .fetch_all(&mut *connection)
    .await
    .tried("read the proposals")?;
    let mut proposals = Vec::with_capacity(rows.len());
    for row in rows {
        proposals.push(proposal_of(connection, row.checked()?).await?);
    }
    Ok(proposals)
}

pub(crate) async fn proposal_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<ProposalRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, id, agreement, version, measured_year, content, document, trace, unclarified, provisional,
                recorded_by, recorded_at, digest
         FROM proposals ORDER BY sequence",
    )
    .fetch_all(connection)
    .await
    .tried("read the proposals")
}

pub(crate) async fn proposal_of(
    connection: &mut SqliteConnection,
    row: ProposalRow,
) -> Result<ProposalRecord, StoreError> {
    let content = row.id("content", &row.content)?;
    row.document(&row.document, &content)?;
    let id = row.id("id", &row.id)?;
    let decisions: Vec<DecisionRow> = decisions_in_txn(connection, &id).await?;
    Ok(ProposalRecord {
        state: row.read("state", state_of(&decisions))?,
        id,
        agreement: row.id("agreement", &row.agreement)?,
        measured_year: row.read("measured_year", i16::try_from(row.measured_year).ok())?,
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
