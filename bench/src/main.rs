//! Times the pricing of many participants under an agreement, without and with the trace that a settlement keeps. It
//! prints one line of JSON for `cargo xtask bench`; observations are made up, so that no register is needed.
//!
//! Usage: virkning-bench AGREEMENT PARTICIPANTS

use std::process::ExitCode;

use virkning_bench_shared::{hash, inputs, median_of};
use virkning_engine::Case;
use virkning_model::agreement::{Agreement, Eligibility};
use virkning_model::id::{Alias, ContentHash, MeasureId};
use virkning_model::observation::{Arm, Observation, Outcome, Situation};

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
        inputs: inputs(Some(&format!("{}-02", YEAR + 1))),
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
