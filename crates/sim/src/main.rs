//! The simulation as a program: histories by their seeds, kills, and flipped bits. `cargo xtask sim` runs it.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use virkning_sim::history::{Finding, Tally};
use virkning_sim::{damage, history, kills};

const USAGE: &str = "\
virkning-sim run --seeds N [--seed FIRST] [--steps K]   random histories; a failing one prints its seed and its steps
virkning-sim tell SEED [--steps K]                      one history, step by step
virkning-sim kills N [--seed S]                         a working process is killed N times
virkning-sim flips N [--seed S]                         N stored bits are flipped, one at a time
";

/// Steps of a history where none are asked for.
const STEPS: u64 = 60;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), String> {
    match words {
        ["run", options @ ..] => {
            let first = option(options, "--seed")?.unwrap_or(1);
            let (seeds, steps) = (option(options, "--seeds")?.unwrap_or(1), option(options, "--steps")?);
            histories(first, seeds, u32::try_from(steps.unwrap_or(STEPS)).map_err(|_| "too many steps")?)
        }
        ["tell", seed, options @ ..] => {
            let steps = option(options, "--steps")?.unwrap_or(STEPS);
            let steps = u32::try_from(steps).map_err(|_| "too many steps")?;
            let tally = history(number(seed)?, steps)?;
            println!("{}", tally.told.join("\n"));
            Ok(())
        }
        ["kills", count, options @ ..] => {
            let program = std::env::current_exe().map_err(|error| error.to_string())?;
            let seed = option(options, "--seed")?.unwrap_or(1);
            let seen = kills::run(&program, number(count)?, seed).map_err(|error| error.to_string())?;
            println!(
                "killed {} times; {} cases came to their end, each as if nothing had been",
                seen.killed, seen.ended
            );
            Ok(())
        }
        ["flips", count, options @ ..] => {
            let seed = option(options, "--seed")?.unwrap_or(1);
            let seen = damage::run(number(count)?, seed).map_err(|error| error.to_string())?;
            for (kind, flips) in seen {
                let (flipped, found, harmless) = (flips.flipped, flips.found, flips.harmless.len());
                println!("{kind}: {flipped} flipped, {found} found, {harmless} where nothing is read");
                for place in flips.harmless.iter().filter(|_| kind != "virkning.db") {
                    println!("  {place}");
                }
            }
            Ok(())
        }
        [kills::WORK, data, files] => kills::work(Path::new(data), Path::new(files)),
        _ => Err(USAGE.to_owned()),
    }
}

fn histories(first: u64, seeds: u64, steps: u32) -> Result<(), String> {
    let begun = Instant::now();
    let mut sum = Tally::default();
    for seed in first..first + seeds {
        sum.add(&history(seed, steps)?);
    }
    let [done, refused, failed] = sum.came;
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{seeds} histories, {} requests: {done} done, {refused} refused, {failed} failed; {} faults, {} interruptions, \
         {} crashes, {} postings; the ten sentences held after each. {:.0} requests a second.",
        sum.steps,
        sum.faults,
        sum.interruptions,
        sum.crashes,
        sum.posted,
        sum.steps as f64 / seconds
    );
    Ok(())
}

fn history(seed: u64, steps: u32) -> Result<Tally, String> {
    let ended = history::run(seed, steps).map_err(|error| format!("seed {seed}: {error}"))?;
    ended.map_err(|finding| told(&finding, steps))
}

fn told(finding: &Finding, steps: u32) -> String {
    let breaches: Vec<String> = finding.breaches.iter().map(|breach| format!("does not hold, {breach}")).collect();
    format!(
        "{}\n\n{}\n\nseed {}; again: cargo xtask sim --seeds 1 --seed {} --steps {steps}",
        finding.told.join("\n"),
        breaches.join("\n"),
        finding.seed,
        finding.seed
    )
}

fn option(words: &[&str], name: &str) -> Result<Option<u64>, String> {
    let Some(place) = words.iter().position(|word| *word == name) else { return Ok(None) };
    words.get(place + 1).ok_or_else(|| format!("{name} wants a number")).and_then(|text| number(text)).map(Some)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}
