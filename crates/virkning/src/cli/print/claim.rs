//! Claims reported by a provider, as text.

use virkning_model::observation::Outcome;
use virkning_store::{ClaimSample, ProviderClaim, Stored};

use super::table::{Table, facts, heading};
use crate::app::claim::{ClaimsImported, ShownClaim};
use crate::text::{Texts, format};

/// What reading a list of claims did.
pub fn claims_imported(imported: &ClaimsImported, texts: &Texts) -> String {
    let numbers: Vec<u64> = imported.new.iter().map(|claim| claim.number).collect();
    let words = [
        ("agreement", imported.agreement.name.clone()),
        ("new", imported.new.len().to_string()),
        ("known", imported.known.to_string()),
        ("first", numbers.first().map_or_else(String::new, u64::to_string)),
        ("last", numbers.last().map_or_else(String::new, u64::to_string)),
    ];
    let key = if imported.new.is_empty() { "claim-none-new" } else { "claim-imported" };
    format!("{}\n", texts.with(key, &words.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// The claims under an agreement.
pub fn claims(claims: &[ProviderClaim], texts: &Texts) -> String {
    if claims.is_empty() {
        return format!("{}\n", texts.get("claim-none"));
    }
    let mut table = Table::new()
        .numbers(texts.get("claim-number"))
        .words(texts.get("statement-measure"))
        .numbers(texts.get("overlap-measured-year"))
        .words(texts.get("claim-participant"))
        .words(texts.get("claim-outcome"))
        .words(texts.get("claim-state"));
    for claim in claims {
        table.row(vec![
            claim.number.to_string(),
            claim.says.measure.to_string(),
            claim.says.measured_year.to_string(),
            claim.says.participant.to_string(),
            outcome(claim, texts),
            texts.get(&format!("claim-state-{}", claim.state.as_str())),
        ]);
    }
    table.render()
}

/// A claim with its decisions.
pub fn claim(shown: &ShownClaim, texts: &Texts) -> String {
    let says = &shown.claim.says;
    let mut pairs = vec![
        (texts.get("claim-number"), shown.claim.number.to_string()),
        (texts.get("claim-state"), texts.get(&format!("claim-state-{}", shown.claim.state.as_str()))),
        (texts.get("statement-measure"), says.measure.to_string()),
        (texts.get("overlap-measured-year"), says.measured_year.to_string()),
        (texts.get("claim-participant"), says.participant.to_string()),
        (texts.get("claim-outcome"), outcome(&shown.claim, texts)),
    ];
    if says.month > 0 {
        pairs.push((texts.get("claim-month"), says.month.to_string()));
    }
    if let Some(day) = says.on {
        pairs.push((texts.get("claim-date"), format::date(texts, day)));
    }
    if let Some(evidence) = &says.evidence {
        pairs.push((texts.get("claim-evidence"), format!("{} ({evidence})", says.evidence_name)));
    }
    let mut out = facts(&pairs);
    out.push_str(&heading(&texts.get("claim-decisions")));
    for decision in &shown.decisions {
        let state = texts.get(&format!("claim-state-{}", decision.outcome.as_str()));
        let reason = if decision.reason.is_empty() {
            String::new()
        } else {
            format!(": {}", decision.reason)
        };
        out.push_str(&format!("  {} {state}, {}{reason}\n", decision.at, decision.by));
    }
    out
}

/// What was decided about a claim.
pub fn claim_decided(decided: &Stored<ProviderClaim>, texts: &Texts) -> String {
    let state = texts.get(&format!("claim-state-{}", decided.record.state.as_str()));
    let number = decided.record.number.to_string();
    let key = if decided.already { "claim-decided-already" } else { "claim-decided" };
    format!("{}\n", texts.with(key, &[("claim", &number), ("state", &state)]))
}

/// A sample: its seed, and the claims that it draws, in their order.
pub fn claim_sample(sample: &Stored<ClaimSample>, texts: &Texts) -> String {
    let record = &sample.record;
    let words = [
        ("size", record.chosen.len().to_string()),
        ("candidates", record.candidates.len().to_string()),
        ("seed", record.seed.clone()),
        ("year", record.measured_year.to_string()),
    ];
    let key = if sample.already { "claim-sample-already" } else { "claim-sample" };
    let mut out = format!("{}\n", texts.with(key, &words.each_ref().map(|(name, value)| (*name, value.as_str()))));
    record.chosen.iter().for_each(|number| out.push_str(&format!("  {number}\n")));
    out
}

/// What is claimed: the outcome, the value, or both.
fn outcome(claim: &ProviderClaim, texts: &Texts) -> String {
    let word = claim.says.outcome.map(|outcome| match outcome {
        Outcome::Success => "claim-success",
        Outcome::NoSuccess => "claim-no-success",
        Outcome::Unclarified(_) => "claim-unclarified",
    });
    let value = claim.says.value.map(|value| format::decimal(texts.language(), value, value.normalize().scale()));
    let words: Vec<String> = word.map(|key| texts.get(key)).into_iter().chain(value).collect();
    words.join(", ")
}
