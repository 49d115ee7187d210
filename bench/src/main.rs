//! Times the pricing of many participants under an agreement, without and with the trace that a settlement keeps. It
//! prints one line of JSON for `cargo xtask bench`; observations are made up, so that no register is needed.
//!
//! Usage: virkning-bench AGREEMENT PARTICIPANTS

use std::process::ExitCode;
use std::time::Instant;

use sha2::{Digest, Sha256};
use virkning_engine::{Case, RULESET};
use virkning_model::agreement::{Agreement, Eligibility};
use virkning_model::id::{Alias, ContentHash, MeasureId, SnapshotId};
use virkning_model::observation::{Arm, Observation, Outcome, Situation};
use virkning_model::settlement::Inputs;

const ROUNDS: usize = 20;
const YEAR: i16 = 2024;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [file, participants] => run(file, participants),
        _ => Err("usage: virkning-bench AGREEMENT PARTICIPANTS".to_owned()),
    };
    match result {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(file: &str, participants: &str) -> Result<serde_json::Value, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let participants: u32 = participants.parse().map_err(|_| format!("{participants} is no number of people"))?;
    let reading = virkning_agreement::read(&text);
    let agreement = reading.agreement.ok_or_else(|| format!("{file} has errors; `virkning check` shows them"))?;
    let measure = payment_measure(&agreement).ok_or("the agreement pays for no measure of a year")?;
    let observations: Vec<Observation> = (0..participants).map(|number| observation(&measure, number)).collect();

    let without = median_of(|| propose(&agreement, &observations, hash(b"")))?;
    let with = median_of(|| {
        let trace = virkning_engine::trace(&measure, YEAR, &observations);
        propose(&agreement, &observations, hash(&trace))
    })?;
    Ok(serde_json::json!({
        "participants": participants,
        "without_trace_milliseconds": without,
        "with_trace_milliseconds": with,
        "trace_bytes": virkning_engine::trace(&measure, YEAR, &observations).len(),
    }))
}

fn payment_measure(agreement: &Agreement) -> Option<MeasureId> {
    let paid = agreement.payments.iter().filter_map(|payment| agreement.measure(&payment.measure));
    paid.filter(|measure| measure.eligible == Eligibility::EnrolledBeforeTheYear)
        .map(|measure| measure.id.clone())
        .next()
}

/// Every second person succeeds. Aliases are consecutive numbers, so that the list is sorted as a store gives it.
fn observation(measure: &MeasureId, number: u32) -> Observation {
    let success = number.is_multiple_of(2);
    Observation {
        participant: Alias::new(format!("a{number:011}")).expect("letters and digits are an alias"),
        measure: measure.clone(),
        year: YEAR,
        outcome: if success { Outcome::Success } else { Outcome::NoSuccess },
        situation: if success { Situation::Employed } else { Situation::Transfer },
        at: 0,
        value: None,
        arm: Arm::Treatment,
    }
}

fn propose(agreement: &Agreement, observations: &[Observation], trace: ContentHash) -> Result<(), String> {
    let case = Case {
        measured_year: YEAR,
        inputs: inputs(),
        observations,
        estimates: Vec::new(),
        started: Vec::new(),
        follow_ups: Vec::new(),
        trace,
    };
    let proposal = virkning_engine::propose(agreement, case).map_err(|error| error.to_string())?;
    // A result that nobody uses might not be computed at all.
    std::hint::black_box(proposal);
    Ok(())
}

fn inputs() -> Inputs {
    Inputs {
        seal: hash(b"seal"),
        enrolment_set: hash(b"set"),
        snapshot: SnapshotId::new("bench").expect("a word is an identifier"),
        snapshot_content: hash(b"snapshot"),
        register_edition: format!("{}-02", YEAR + 1),
        code_list_edition: "2015-11".to_owned(),
        code_list_content: hash(b"codes"),
        posted_before: Vec::new(),
        ruleset: RULESET,
        synthetic: true,
        observations: None,
        registers: Vec::new(),
        overlaps: Vec::new(),
    }
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

/// The median time in milliseconds.
fn median_of(mut work: impl FnMut() -> Result<(), String>) -> Result<f64, String> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let before = Instant::now();
        work()?;
        times.push(before.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[ROUNDS / 2])
}
