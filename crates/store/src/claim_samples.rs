//! Random samples of claims to be looked into: drawn by a recorded seed, so that anybody can draw them again and nobody
//! chooses whom to look at.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, UserId};

use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::provider_claims::{ClaimState, claims_in_txn};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

/// A sample of the claims of a measured year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimSample {
    /// The agreement.
    pub agreement: AgreementId,
    /// The measured year.
    pub measured_year: i16,
    /// Which sample of that year, from 1.
    pub position: u64,
    /// The seed.
    pub seed: String,
    /// The claims that could be drawn: those nobody had decided about.
    pub candidates: Vec<u64>,
    /// The claims that were drawn, in the order in which they were.
    pub chosen: Vec<u64>,
    /// Who drew it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct ClaimSampleRow in "provider_claim_samples", key (agreement, measured_year, position) {
        agreement: String,
        measured_year: i64,
        position: i64,
        seed: String,
        size: i64,
        candidates: String,
        chosen: String,
        recorded_by: String,
        recorded_at: String,
    }
}

/// The claims that a seed draws: the first so many in the order of SHA-256 of the seed, a line feed and the claim's number.
pub fn drawn(seed: &str, candidates: &[u64], size: usize) -> Vec<u64> {
    let rank = |number: u64| content_hash(format!("{seed}\n{number}").as_bytes());
    let mut ranked: Vec<_> = candidates.iter().map(|number| (rank(*number), *number)).collect();
    ranked.sort();
    ranked.into_iter().map(|(_, number)| number).take(size).collect()
}

impl Store {
    /// Draws a sample of the claims of a measured year that nobody has decided about, and keeps it. The same seed and
    /// size again gives the sample that was drawn.
    pub fn claim_sample(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        measured_year: i16,
        seed: &str,
        size: u32,
    ) -> Result<Stored<ClaimSample>, Failure> {
        let subject = format!("{agreement}/{measured_year}");
        self.write(actor, "claim-sample", &subject, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let of_year =
                [("agreement", agreement.as_str().into()), ("measured_year", i64::from(measured_year).into())];
            let earlier = transaction.rows::<ClaimSampleRow>(&of_year, &["position"])?;
            if let Some(same) = earlier.iter().find(|row| row.seed == seed && row.size == i64::from(size)) {
                return Ok(Change::Nothing(sample_of(same)?));
            }
            let claims = claims_in_txn(transaction, agreement)?.into_iter();
            let candidates: Vec<u64> = claims
                .filter(|claim| claim.says.measured_year == measured_year && claim.state == ClaimState::Claimed)
                .map(|claim| claim.number)
                .collect();
            let wanted = usize::try_from(size).unwrap_or(usize::MAX);
            if wanted > candidates.len() {
                let there = u64::try_from(candidates.len()).unwrap_or(u64::MAX);
                return Err(Refusal::SampleTooLarge { asked: size.into(), there }.into());
            }
            let row = ClaimSampleRow {
                agreement: agreement.to_string(),
                measured_year: measured_year.into(),
                position: earlier.last().map_or(1, |last| last.position + 1),
                seed: seed.to_owned(),
                size: size.into(),
                chosen: listed(&drawn(seed, &candidates, wanted)),
                candidates: listed(&candidates),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("seed".to_owned(), seed.to_owned()), ("size".to_owned(), size.to_string())].into();
            Ok(Change::Made { record: sample_of(&row)?, rows: vec![row.mention()], details })
        })
    }

    /// Every sample of an agreement's claims, by measured year, the first first.
    pub fn claim_samples(&self, agreement: &AgreementId) -> Result<Vec<ClaimSample>, StoreError> {
        self.read(|transaction| {
            let rows = transaction
                .rows::<ClaimSampleRow>(&[("agreement", agreement.as_str().into())], &["measured_year", "position"])?;
            rows.iter().map(sample_of).collect()
        })
    }
}

fn listed(numbers: &[u64]) -> String {
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
}

/// The sample, if its seed draws it.
pub(crate) fn sample_of(row: &ClaimSampleRow) -> Result<ClaimSample, StoreError> {
    let numbers = |field, text: &str| -> Result<Vec<u64>, StoreError> {
        let numbers: Option<Vec<u64>> = text.split_whitespace().map(|word| word.parse().ok()).collect();
        row.read(field, numbers)
    };
    let (candidates, chosen) = (numbers("candidates", &row.candidates)?, numbers("chosen", &row.chosen)?);
    let size = row.read("size", usize::try_from(row.size).ok())?;
    if drawn(&row.seed, &candidates, size) != chosen {
        return Err(StoreError::Damaged(Fault::ContentChanged { table: ClaimSampleRow::TABLE, key: row.key() }));
    }
    Ok(ClaimSample {
        agreement: row.id("agreement", &row.agreement)?,
        measured_year: row.read("measured_year", i16::try_from(row.measured_year).ok())?,
        position: row.position.unsigned_abs(),
        seed: row.seed.clone(),
        candidates,
        chosen,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order by an independent computation: `printf 'lod\n%d' 1 | sha256sum` and so on, sorted.
    #[test]
    fn a_seed_draws_in_the_order_of_hashes() {
        let check = |size: usize, expected: &[u64]| assert_eq!(drawn("lod", &[1, 2, 3, 4, 5], size), expected);
        check(5, &EXPECTED);
        check(2, &EXPECTED[..2]);
        check(0, &[]);
        check(9, &EXPECTED);
        assert_eq!(drawn("lod", &[5, 4, 3, 2, 1], 2), EXPECTED[..2], "the order of the candidates does not matter");
    }

    const EXPECTED: [u64; 5] = [2, 1, 4, 3, 5];
}
