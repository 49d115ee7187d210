//! Scores: dated values that users observe about participants, such as the score of an action plan or a blood test. A row
//! never changes; a later one about the same participant, name and day stands instead of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::Decimal;
use virkning_model::id::{AgreementId, Alias, UserId};

use crate::error::{Failure, StoreError};
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};

/// A value that was observed, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewScore {
    /// Whom it is about.
    pub participant: Alias,
    /// What was observed, as measures name it.
    pub name: String,
    /// When.
    pub on: Date,
    /// The value; nothing takes back what was recorded before.
    pub value: Option<Decimal>,
}

/// A value that was observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// What was observed.
    pub says: NewScore,
    /// Who recorded it.
    pub by: UserId,
    /// When it was recorded.
    pub at: Timestamp,
}

row! {
    pub(crate) struct ScoreRow in "scores", key (sequence) {
        sequence: i64,
        agreement: String,
        participant: String,
        name: String,
        observed_on: String,
        value: Option<String>,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps values, all of them or none. What is known already in the same words changes nothing. Gives back how many are
    /// new.
    pub fn scores_add(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        scores: &[NewScore],
    ) -> Result<Stored<usize>, Failure> {
        self.write(actor, "scores-add", agreement.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(agreement), Role::RECORDERS)?;
            let mut known = standing_in_txn(transaction, agreement)?;
            let mut rows: Vec<ScoreRow> = Vec::new();
            let first: i64 = transaction.next_number::<ScoreRow>("sequence", &[])?;
            for score in scores {
                let about = about(score);
                let before = known.get(&about).and_then(|score: &Score| score.says.value);
                if before == score.value {
                    continue;
                }
                let sequence = first + i64::try_from(rows.len()).unwrap_or(i64::MAX);
                let row = row_of(actor, sequence, agreement, score);
                known.insert(about, score_of(&row)?);
                rows.push(row);
            }
            if rows.is_empty() {
                return Ok(Change::Nothing(0));
            }
            transaction.insert_all(&rows)?;
            let mentions: Vec<Mention> = rows.iter().map(Row::mention).collect();
            let details = [("scores".to_owned(), rows.len().to_string())];
            Ok(Change::Made { record: rows.len(), rows: mentions, details: details.into() })
        })
    }

    /// The values that stand under an agreement, by participant, name and day.
    pub fn scores(&self, agreement: &AgreementId) -> Result<Vec<Score>, StoreError> {
        self.read(|transaction| {
            let standing = standing_in_txn(transaction, agreement)?.into_values();
            Ok(standing.filter(|score| score.says.value.is_some()).collect())
        })
    }
}

type About = (Alias, String, Date);

fn about(score: &NewScore) -> About {
    (score.participant.clone(), score.name.clone(), score.on)
}

/// The last row about each participant, name and day.
fn standing_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
) -> Result<BTreeMap<About, Score>, StoreError> {
    let rows: Vec<ScoreRow> = transaction.rows(&[("agreement", agreement.as_str().into())], &["sequence"])?;
    let scores = rows.iter().map(score_of);
    scores.map(|score| score.map(|score| (about(&score.says), score))).collect()
}

fn row_of(actor: &Actor, sequence: i64, agreement: &AgreementId, score: &NewScore) -> ScoreRow {
    ScoreRow {
        sequence,
        agreement: agreement.to_string(),
        participant: score.participant.to_string(),
        name: score.name.clone(),
        observed_on: score.on.to_string(),
        value: score.value.map(|value| value.to_string()),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed()
}

pub(crate) fn score_of(row: &ScoreRow) -> Result<Score, StoreError> {
    Ok(Score {
        says: NewScore {
            participant: row.id("participant", &row.participant)?,
            name: row.name.clone(),
            on: row.day("observed_on", &row.observed_on)?,
            value: row.value.as_deref().map(|text| row.read("value", text.parse().ok())).transpose()?,
        },
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
