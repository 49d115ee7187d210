//! Proof by simulation: builds the program of `crates/sim` and runs it. What is simulated and what must hold stands there.

use crate::shell::{self, Failure};

/// Histories that pass before anything is shared.
const SEEDS: &str = "40";

/// Runs what the options ask for: histories, kills of a real process, flipped bits.
pub fn run(options: &[&str]) -> Result<(), Failure> {
    shell::run(shell::cargo().args(["build", "--locked", "--quiet", "--package", "virkning-sim"]))?;
    shell::run(shell::program(shell::target().join("debug/virkning-sim")).args(words(options)?))
}

/// What must pass before anything is shared.
pub fn run_some() -> Result<(), Failure> {
    run(&["--seeds", SEEDS])?;
    run(&["--kills", "20"])?;
    run(&["--flips", "200"])
}

/// The words for the program: `--kills N` and `--flips N` are works of their own.
fn words<'a>(options: &[&'a str]) -> Result<Vec<&'a str>, Failure> {
    let value = |name: &str| options.iter().position(|word| *word == name).and_then(|place| options.get(place + 1));
    for work in ["--kills", "--flips"] {
        if let Some(count) = value(work) {
            let seed = value("--seed").map(|seed| ["--seed", *seed]);
            return Ok([&work[2..], *count].into_iter().chain(seed.into_iter().flatten()).collect());
        }
    }
    let known = ["--seeds", "--seed", "--steps"];
    let pairs = options.chunks(2).all(|pair| pair.len() == 2 && known.contains(&pair[0]));
    match pairs && !options.is_empty() {
        true => Ok(std::iter::once("run").chain(options.iter().copied()).collect()),
        false => Err(Failure::new(
            "use: cargo xtask sim --seeds N [--seed FIRST] [--steps K] | --kills N [--seed S] | --flips N [--seed S]",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_become_words() {
        let check = |options: &[&str], expected: &[&str]| assert_eq!(words(options).expect("options"), expected);
        check(&["--seeds", "5"], &["run", "--seeds", "5"]);
        check(
            &["--seeds", "1", "--seed", "9", "--steps", "30"],
            &["run", "--seeds", "1", "--seed", "9", "--steps", "30"],
        );
        check(&["--kills", "200"], &["kills", "200"]);
        check(&["--flips", "10", "--seed", "3"], &["flips", "10", "--seed", "3"]);
        for options in [&[][..], &["--seeds"], &["--fast", "1"]] {
            assert!(words(options).is_err(), "{options:?}");
        }
    }
}
