//! The project's own tool: `cargo xtask demo | test | browser | oidc | ci | tidy | sim | fuzz | bench | errors | reference | assets`. It runs other programs and reads
//! files; it holds nothing of the product and depends on nothing heavy, so that it is built in seconds.

mod bench;
mod ci;
mod cluster;
mod demo;
mod effect;
mod errors;
mod fuzz;
mod judge;
mod office;
// The same file as in the shared test support: tests start such a server where this tool has not done it for them.
#[allow(dead_code, reason = "databases are made by the tests")]
#[path = "../../crates/testkit/src/postgres.rs"]
mod postgres;
mod python;
mod reference;
mod setup;
mod shell;
mod sim;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use shell::Failure;

const USAGE: &str = "\
cargo xtask demo                  the main job, end to end, on made-up data, then ten investments in a browser
cargo xtask demo office           only the end of it: the ten investments, without the seven years before
cargo xtask test                  tidy and all tests, the pure crates first
cargo xtask ci [fast|full]        what must pass before anything is shared; full adds demo, fuzzing, a short bench, the cluster
cargo xtask tidy                  the rules of the house that no compiler checks
cargo xtask errors [--check]      writes docs/errors.md from the files in bad/
cargo xtask reference [--check]   writes docs/LANGUAGE-REFERENCE.md from the shape of the agreement language
cargo xtask browser               the journeys through the pages in Chromium: leaves pictures in target/browser/
cargo xtask oidc                  login through a real provider of identities that runs here
cargo xtask assets                cuts the pages' style sheet and fonts anew from the public design system
cargo xtask sim --seeds N [--seed FIRST] [--steps K]   random histories with faults; a failing seed prints itself
cargo xtask sim --kills N | --flips N                  a working process killed N times; N stored bits flipped
cargo xtask cluster               builds the cluster, a workspace of its own, and tests it: one of two executors dies
cargo xtask fuzz [--seconds N] [TARGET ...]            every parser against bytes that libFuzzer thinks up
cargo xtask judge [--people N] [--seed N]   every measure asked of DuckDB, too: equal for everybody
cargo xtask bench [--persons N] [--smoke]   measures and writes docs/BENCHMARKS.md; --web: the web application alone
cargo xtask effect                effects against R, statsmodels and others on the larger public data
cargo xtask bench --registers N | --national [N]   registers alone against DuckDB and Polars; a nation through a pipe
cargo xtask bench --risk | --effect   simulations against numpy; matching and weighting against Python's packages
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Failure> {
    match words {
        ["demo"] => demo::run(),
        ["demo", "office"] => demo::office(),
        ["test"] => test::run(),
        ["ci"] => ci::run(ci::Extent::Default),
        ["ci", "fast"] => ci::run(ci::Extent::Fast),
        ["ci", "full"] => ci::run(ci::Extent::Full),
        ["browser"] => web::browser(),
        ["oidc"] => web::oidc(),
        ["assets"] => web::assets(),
        ["tidy"] => tidy::run(),
        ["errors"] => errors::run(errors::Mode::Write),
        ["errors", "--check"] => errors::run(errors::Mode::Check),
        ["reference"] => reference::run(errors::Mode::Write),
        ["reference", "--check"] => reference::run(errors::Mode::Check),
        ["sim", options @ ..] => sim::run(options),
        ["cluster"] => cluster::run(),
        ["judge", options @ ..] => judge::run(options),
        ["effect"] => effect::run(),
        ["fuzz", options @ ..] => fuzz::run(options),
        ["bench", options @ ..] => bench::run(options),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::new(format!("unknown command `{}`\n\n{USAGE}", words.join(" ")))),
    }
}
