//! The speed of matching and weighting, with the memory that they take, and against Python's usual packages on the same kind
//! of people.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::page::{Machine, grouped};
use crate::shell::{self, Failure};

/// What is measured: its name in both programs, what it is, people in ours, and people in both.
const MEASURED: [(&str, &str, u64, u64); 4] = [
    ("nearest", "nearest neighbour with caliper, without replacement", 500_000, 500_000),
    ("ipw", "propensity score, weights, effect and its standard error", 10_000_000, 500_000),
    ("cells", "coarsened exact matching", 10_000_000, 500_000),
    ("entropy", "entropy balancing", 10_000_000, 500_000),
];

/// Measures, and gives the page.
pub fn page(python: &Path) -> Result<String, Failure> {
    let example = ["build", "--release", "--locked", "--package", "virkning-stats", "--example", "effect_speed"];
    shell::run(shell::cargo().args(example))?;
    let own = |what: &str, people: u64| {
        let program = shell::target().join("release/examples/effect_speed");
        last_line(Command::new(program).arg(what).arg(people.to_string()))
    };
    let peer = |what: &str, people: u64| {
        let script = shell::root().join("bench/effect_python.py");
        last_line(Command::new(python).arg(script).arg(what).arg(people.to_string()))
    };
    let mut page = format!(
        "# The speed of matching and weighting\n\nMade by `cargo xtask bench --effect`; do not edit. {}\n\nFive covariates, \
         about one in seven treated; seconds by the clock on all cores, without making the people. The memory is the most that \
         the process had, with the people in it. Required: each within a minute.\n\n| what | people | seconds | memory |\n\
         |---|---|---|---|\n",
        Machine::this()?.words()
    );
    for (what, words, people, _) in MEASURED {
        for people in [people / 10, people / 2, people] {
            let answer = own(what, people)?;
            let (seconds, memory) = (figure(&answer, "seconds")?, figure(&answer, "peak_megabytes")?);
            let _ = writeln!(page, "| {words} | {} | {seconds:.2} | {memory:.0} MB |", grouped(people));
        }
    }
    let _ = write!(
        page,
        "\nAgainst Python: statsmodels' logistic regression, scikit-learn's nearest neighbour with replacement after it (no \
         package matches without), pandas' cuts and groups, scipy's minimiser of the balancing dual. Medians of three in \
         turns.\n\n| what | people | seconds | Python | times as long |\n|---|---|---|---|---|\n"
    );
    for (what, words, _, people) in MEASURED {
        // Python's half of it is the score alone; ours is then also the score alone.
        let (what, words) = if what == "ipw" { ("score", "propensity score") } else { (what, words) };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            ours.push(figure(&own(what, people)?, "seconds")?);
            theirs.push(figure(&peer(what, people)?, "seconds")?);
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let _ = writeln!(page, "| {words} | {} | {ours:.2} | {theirs:.2} | {:.1} |", grouped(people), theirs / ours);
    }
    Ok(page)
}

/// The last line of what a program prints, as JSON.
fn last_line(command: &mut Command) -> Result<Value, Failure> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cannot start {command:?}: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| Failure::new(format!("{command:?} gave no JSON ({error})")))
}

fn figure(answer: &Value, key: &str) -> Result<f64, Failure> {
    answer[key].as_f64().ok_or_else(|| Failure::new(format!("an answer has no {key}: {answer}")))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
