//! Times two things on one core and prints one line of JSON: the settlement of a rate card with a limit for each
//! participant, trace included, and plans of an agreement through its compiled program. Observations are made up.
//!
//! Usage: virkning-bench-lines RATE-CARD AGREEMENT LINES

use std::process::ExitCode;
use std::time::Instant;

use rust_decimal::Decimal;
use virkning_bench_shared::{hash, inputs, median_of};
use virkning_engine::{Case, Expected, NoTrace, PaymentTerm, ProgramLine};
use virkning_model::agreement::Agreement;
use virkning_model::id::{Alias, ContentHash, MeasureId};
use virkning_model::observation::{Arm, Observation, Outcome, Situation};

const PLANS: u32 = 20_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [card, agreement, lines] => run(card, agreement, lines),
        _ => Err("usage: virkning-bench-lines RATE-CARD AGREEMENT LINES".to_owned()),
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

fn run(card: &str, agreement: &str, lines: &str) -> Result<serde_json::Value, String> {
    let (card, agreement) = (read(card)?, read(agreement)?);
    let lines: usize = lines.parse().map_err(|_| format!("{lines} is no number of lines"))?;
    let measures = measures(&card);
    let year = card.from.year();
    let people = lines.div_ceil(measures.len().max(1));
    let observations: Vec<Observation> =
        measures.iter().flat_map(|measure| (0..people).map(|number| observation(measure, year, number))).collect();
    let priced = median_of(|| propose(&card, year, &observations, hash(b"")))?;
    let traced = median_of(|| {
        let trace = virkning_engine::trace_of(&measures, year, &observations);
        propose(&card, year, &observations, hash(&trace))
    })?;
    Ok(serde_json::json!({
        "priced_lines": observations.len(),
        "priced_milliseconds": priced,
        "priced_with_trace_milliseconds": traced,
        "plans_per_second": plans_per_second(&agreement)?,
    }))
}

fn read(file: &str) -> Result<Agreement, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let reading = virkning_agreement::read(&text);
    reading.agreement.ok_or_else(|| format!("{file} has errors; `virkning check` shows them"))
}

/// Every measure that is paid for, once.
fn measures(agreement: &Agreement) -> Vec<MeasureId> {
    let mut measures: Vec<MeasureId> = Vec::new();
    for payment in &agreement.payments {
        if !measures.contains(&payment.measure) {
            measures.push(payment.measure.clone());
        }
    }
    measures
}

/// Two of three succeed, so that the limit of many is reached.
fn observation(measure: &MeasureId, year: i16, number: usize) -> Observation {
    let success = !number.is_multiple_of(3);
    Observation {
        participant: Alias::new(format!("a{number:011}")).expect("letters and digits are an alias"),
        measure: measure.clone(),
        year,
        outcome: if success { Outcome::Success } else { Outcome::NoSuccess },
        situation: Situation::None,
        at: 0,
        value: None,
        arm: Arm::Treatment,
    }
}

fn propose(agreement: &Agreement, year: i16, observations: &[Observation], trace: ContentHash) -> Result<(), String> {
    let case = Case {
        measured_year: year,
        inputs: inputs(None),
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

/// Plans a second through the compiled program, each at another rate.
fn plans_per_second(agreement: &Agreement) -> Result<f64, String> {
    let program = virkning_engine::compile(agreement).map_err(|error| error.to_string())?;
    let planned = |line: &ProgramLine| Decimal::from(agreement.intake.started_before(line.measured_year));
    let eligible: Vec<Decimal> = program.lines().iter().map(planned).collect();
    let mut accounts = program.accounts();
    let before = Instant::now();
    for plan in 0..PLANS {
        let rate = Decimal::new(i64::from(plan % 1_000), 3);
        let mut place = 0;
        let quantity = |_: &ProgramLine, _: &PaymentTerm| {
            let eligible = eligible[place];
            place += 1;
            Expected::new(eligible, eligible * rate)
        };
        accounts.reset();
        let totals = program.run(&mut accounts, quantity, &mut NoTrace).map_err(|error| error.to_string())?;
        std::hint::black_box(totals);
    }
    Ok(f64::from(PLANS) / before.elapsed().as_secs_f64())
}
