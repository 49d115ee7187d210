//! The speed of a simulation against a vectorised numpy program, in turns on one core and in seconds of each program's own
//! thread, so that other work of the machine lengthens neither; and straight lines in paths and people.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::page::Machine;
use crate::shell::{self, Failure};

const PATHS: u32 = 100_000;
const ROUNDS: usize = 5;

/// Measures, and gives the page.
pub fn page(python: &Path) -> Result<String, Failure> {
    let example = ["build", "--release", "--locked", "--package", "virkning-risk", "--example", "bench"];
    shell::run(shell::cargo().args(example))?;
    let agreement = shell::root().join(super::AGREEMENT);
    let own = |paths: u32| {
        let program = shell::target().join("release/examples/bench");
        answer(Command::new(program).arg(&agreement).arg(paths.to_string()).arg("3"))
    };
    let numpy = |more: &[&str]| {
        let script = shell::root().join("bench/risk_numpy.py");
        answer(Command::new(python).arg(script).arg(PATHS.to_string()).arg("3").args(more))
    };
    let (mut ours, mut usual, mut tuned) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = Value::Null;
    for _ in 0..ROUNDS {
        last = own(PATHS)?;
        ours.push(seconds(&last, "seconds")?);
        usual.push(seconds(&numpy(&[])?, "seconds")?);
        tuned.push(seconds(&numpy(&["--tuned"])?, "seconds")?);
    }
    let (ours, usual, tuned) = (median(ours), median(usual), median(tuned));
    let (half, twice) = (own(PATHS / 2)?, own(PATHS * 2)?);
    let mut page = format!(
        "# The speed of a simulation\n\nMade by `cargo xtask bench --risk`; do not edit. {}\n\nIPS-PLUS with uncertain \
         recruitment, success and labour market, cap and yearly rate of return: {PATHS} paths, one core, seconds of the \
         program's own thread, medians of {ROUNDS} runs in turns.\n\n| program | seconds | times as long |\n|---|---|---|\n",
        Machine::this()?.words()
    );
    for (name, seconds) in [
        ("`virkning simulate` (counts)", ours),
        ("numpy as it is usually written", usual),
        ("numpy tuned by hand: blocks, Horner's form", tuned),
    ] {
        let _ = writeln!(page, "| {name} | {seconds:.3} | {:.1} |", seconds / ours);
    }
    let _ = write!(
        page,
        "\n| more | seconds |\n|---|---|\n| people one by one with persistence, one thread | {:.3} |\n| the same on all \
         cores, by the clock | {:.3} |\n| with costs, savings and every account, all cores, by the clock | {:.3} |\n| counts, \
         half as many paths | {:.3} |\n| counts, twice as many paths | {:.3} |\n",
        seconds(&last, "people_seconds")?,
        seconds(&last, "people_all_cores_seconds")?,
        seconds(&last, "with_accounts_seconds")?,
        seconds(&half, "seconds")?,
        seconds(&twice, "seconds")?,
    );
    let _ = write!(
        page,
        "\nStraight lines: {} paths of people one by one with so many times the planned intake; {PATHS} paths of counts with so \
         many measured years. One thread.\n\n| times the intake | seconds | | measured years | seconds |\n|---|---|---|---|---|\n",
        PATHS / 10
    );
    for (people, years) in pairs(&last, "by_people")?.iter().zip(pairs(&last, "by_years")?) {
        let _ = writeln!(page, "| {} | {:.3} | | {} | {:.3} |", people.0, people.1, years.0, years.1);
    }
    Ok(page)
}

fn pairs(answer: &Value, key: &str) -> Result<Vec<(f64, f64)>, Failure> {
    let pair = |pair: &Value| Some((pair[0].as_f64()?, pair[1].as_f64()?));
    let all = answer[key].as_array().and_then(|all| all.iter().map(pair).collect::<Option<Vec<_>>>());
    all.ok_or_else(|| Failure::new(format!("an answer has no {key}: {answer}")))
}

/// What a program prints as JSON.
fn answer(command: &mut Command) -> Result<Value, Failure> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cannot start {command:?}: {error}")))?;
    serde_json::from_slice(&output.stdout).map_err(|error| Failure::new(format!("{command:?} gave no JSON ({error})")))
}

fn seconds(answer: &Value, key: &str) -> Result<f64, Failure> {
    answer[key].as_f64().ok_or_else(|| Failure::new(format!("an answer has no {key}: {answer}")))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
