//! DuckDB as the judge: the cases of bench/judge, each written in the measure language and in SQL, answered by the product
//! and by DuckDB from the same Parquet files, for everybody. Every answer and every value must be equal.

use std::path::PathBuf;
use std::process::Command;

use crate::python::{python, remove};
use crate::shell::{self, Failure};

/// People in each made-up register; twice as many registers of weeks.
const PEOPLE: &str = "2000";
const SEED: &str = "1";

/// Runs it: `[--people N] [--seed N]`.
pub fn run(options: &[&str]) -> Result<(), Failure> {
    let (people, seed) = read(options)?;
    // The whole workspace decides the features of shared libraries: else they would be built a second time.
    shell::run(shell::cargo().args(["build", "--workspace", "--locked", "--example", "judge"]))?;
    let python = python()?;
    let folder = shell::target().join("judge");
    remove(&folder)?;
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("cannot make {}: {error}", folder.display())))?;
    let cases = cases()?;
    let mut ours = shell::program(shell::target().join("debug/examples/judge"));
    shell::run(ours.arg(&folder).args([people, seed]).args(&cases))?;
    let data = |name: &str| shell::root().join("crates/register/data").join(name);
    let mut judge = Command::new(python);
    judge.arg(shell::root().join("bench/judge.py")).arg(&folder).arg(data("dream_codes.csv")).args(&cases);
    shell::run(&mut judge)?;
    remove(&folder)
}

fn read<'a>(options: &[&'a str]) -> Result<(&'a str, &'a str), Failure> {
    let usage = || Failure::new("usage: cargo xtask judge [--people N] [--seed N]");
    let (mut people, mut seed) = (PEOPLE, SEED);
    for option in options.chunks(2) {
        match option {
            ["--people", number] if number.parse::<u32>().is_ok_and(|people| people >= 100) => people = number,
            ["--seed", number] if number.parse::<u64>().is_ok() => seed = number,
            _ => return Err(usage()),
        }
    }
    Ok((people, seed))
}

/// The files of cases, in the order of their names.
fn cases() -> Result<Vec<PathBuf>, Failure> {
    let folder = shell::root().join("bench/judge");
    let entries = std::fs::read_dir(&folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        assert_eq!(read(&[]).expect("none are needed"), (PEOPLE, SEED));
        assert_eq!(read(&["--seed", "7", "--people", "900"]).expect("options"), ("900", "7"));
        for words in [&["--people", "5"][..], &["--people"], &["--fast"]] {
            assert!(read(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn every_case_has_a_head_and_a_name_of_its_own() {
        let mut names = Vec::new();
        for file in cases().expect("a folder of cases") {
            let text = shell::read(&file).expect("a file");
            for case in text.split("-- case: ").skip(1) {
                assert!(case.contains("\n-- window: ") && case.contains("\nSELECT "), "{case}");
                assert!(case.contains("\n-- success: ") || case.contains("\n-- value: "), "{case}");
                names.push(case.lines().next().unwrap_or_default().to_owned());
            }
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert!(all > 60 && names.len() == all);
    }
}
