//! The answers of `claim` as JSON.

use serde::Serialize;
use virkning_model::observation::Outcome;
use virkning_store::{ClaimSample, ProviderClaim, Stored};

use crate::app::claim::ShownClaim;

/// One claim.
#[derive(Serialize)]
pub struct ClaimAnswer {
    number: u64,
    agreement: String,
    measure: String,
    measured_year: i16,
    at: u16,
    participant: String,
    outcome: Option<OutcomeAnswer>,
    value: Option<String>,
    on: Option<String>,
    evidence: Option<String>,
    evidence_name: String,
    file: String,
    reported_by: String,
    state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum OutcomeAnswer {
    Success,
    NoSuccess,
    Unclarified,
}

/// `claim show`.
#[derive(Serialize)]
pub struct ShownClaimAnswer {
    #[serde(flatten)]
    claim: ClaimAnswer,
    decisions: Vec<DecisionAnswer>,
}

#[derive(Serialize)]
struct DecisionAnswer {
    state: &'static str,
    reason: String,
    by: String,
    at: String,
}

/// `claim sample`.
#[derive(Serialize)]
pub struct SampleAnswer {
    agreement: String,
    measured_year: i16,
    seed: String,
    candidates: Vec<u64>,
    chosen: Vec<u64>,
    drawn_by: String,
    already: bool,
}

/// `claim list` as JSON.
pub fn claims(claims: &[ProviderClaim]) -> Vec<ClaimAnswer> {
    claims.iter().map(answer).collect()
}

/// `claim show` as JSON.
pub fn claim(shown: &ShownClaim) -> ShownClaimAnswer {
    let decision = |decision: &virkning_store::ClaimDecision| DecisionAnswer {
        state: decision.outcome.as_str(),
        reason: decision.reason.clone(),
        by: decision.by.to_string(),
        at: decision.at.to_string(),
    };
    ShownClaimAnswer { claim: answer(&shown.claim), decisions: shown.decisions.iter().map(decision).collect() }
}

/// `claim sample` as JSON.
pub fn claim_sample(sample: &Stored<ClaimSample>) -> SampleAnswer {
    let record = &sample.record;
    SampleAnswer {
        agreement: record.agreement.to_string(),
        measured_year: record.measured_year,
        seed: record.seed.clone(),
        candidates: record.candidates.clone(),
        chosen: record.chosen.clone(),
        drawn_by: record.by.to_string(),
        already: sample.already,
    }
}

fn answer(claim: &ProviderClaim) -> ClaimAnswer {
    let says = &claim.says;
    ClaimAnswer {
        number: claim.number,
        agreement: claim.agreement.to_string(),
        measure: says.measure.to_string(),
        measured_year: says.measured_year,
        at: says.month,
        participant: says.participant.to_string(),
        outcome: says.outcome.map(|outcome| match outcome {
            Outcome::Success => OutcomeAnswer::Success,
            Outcome::NoSuccess => OutcomeAnswer::NoSuccess,
            Outcome::Unclarified(_) => OutcomeAnswer::Unclarified,
        }),
        value: says.value.map(|value| value.to_string()),
        on: says.on.map(|day| day.to_string()),
        evidence: says.evidence.as_ref().map(ToString::to_string),
        evidence_name: says.evidence_name.clone(),
        file: claim.file.to_string(),
        reported_by: claim.by.to_string(),
        state: claim.state.as_str(),
    }
}
