//! All tests, the pure crates' first and timed: they promise to take less than half a minute. It decides nothing about
//! what a test is.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::shell::{self, Failure};
use crate::{postgres, setup, tidy};

const PURE: [&str; 5] =
    ["virkning-model", "virkning-agreement", "virkning-engine", "virkning-measure", "virkning-stats"];
const PURE_SECONDS_MAX: f64 = 30.0;
/// What a run of all tests keeps in temporary files at most, and twice as much again.
const SCRATCH_KILOBYTES_MIN: u64 = 3 * 1024 * 1024;

/// Tidy and all tests.
pub fn run() -> Result<(), Failure> {
    setup::ensure(&[setup::C_COMPILER, setup::POSTGRESQL])?;
    tidy::run()?;
    let seconds = tests(Sweeps::Spread)?;
    if seconds > PURE_SECONDS_MAX {
        println!("note: the pure crates' tests took {seconds:.0} s; they promise {PURE_SECONDS_MAX:.0} s");
    }
    Ok(())
}

/// All tests; the pure crates' must keep their promise.
pub fn run_strictly() -> Result<(), Failure> {
    let seconds = tests(Sweeps::Everything)?;
    if seconds > PURE_SECONDS_MAX {
        return Err(Failure::new(format!(
            "the pure crates' tests took {seconds:.0} s, more than {PURE_SECONDS_MAX:.0}"
        )));
    }
    Ok(())
}

/// How densely a test goes through what has thousands of places, as the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sweeps {
    Spread,
    Everything,
}

/// What tells a test that it shall take every place.
const EVERYTHING: &str = "VIRKNING_TEST_EVERYTHING";

/// Runs them and says how many seconds the pure crates took.
fn tests(sweeps: Sweeps) -> Result<f64, Failure> {
    let surroundings = Surroundings { server: Server::start()?, scratch: Scratch::new(), sweeps };
    if !shell::answers("cargo", &["nextest", "--version"]) {
        return plain_tests(&surroundings);
    }
    // Everything is built in one go: building crates one by one would give shared libraries other features, and build
    // them twice. Examples are no tests; `ci` builds them.
    shell::run(shell::cargo().args(["nextest", "run", "--workspace", "--locked", "--lib", "--tests", "--no-run"]))?;
    if has_doc_tests()? {
        shell::run(shell::cargo().args(["test", "--workspace", "--locked", "--quiet", "--doc"]))?;
    }
    let pure = PURE.map(|name| format!("package({name})")).join(" + ");
    let before = Instant::now();
    let first = nextest(&pure, &surroundings)?;
    let seconds = before.elapsed().as_secs_f64();
    let rest = nextest(&format!("not ({pure})"), &surroundings)?;
    println!("\nPure crates (model, agreement, engine, measure, stats): {} tests in {seconds:.1} s", first.passed);
    println!("All crates ({} skipped):", first.skipped + rest.skipped);
    println!("{} passed, 0 failed", first.passed + rest.passed);
    Ok(seconds)
}

/// Without nextest: the same tests by cargo's own runner, which cannot time a part of them without building it anew.
fn plain_tests(surroundings: &Surroundings) -> Result<f64, Failure> {
    println!("note: cargo-nextest is not installed; cargo's own runner is used");
    let mut command = shell::cargo();
    command.args(["test", "--workspace", "--locked", "--lib", "--tests"]);
    shell::run(surroundings.announced(&mut command))?;
    Ok(0.0)
}

/// What all tests of a run share.
struct Surroundings {
    server: Server,
    scratch: Scratch,
    sweeps: Sweeps,
}

impl Surroundings {
    /// Tells a command what there is.
    fn announced<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        if let Some(server) = &self.server.started {
            command.env(postgres::VARIABLE, server.address("postgres"));
        }
        if let Some(folder) = &self.scratch.folder {
            command.env("TMPDIR", folder);
        }
        if self.sweeps == Sweeps::Everything {
            command.env(EVERYTHING, "1");
        }
        command
    }
}

/// A folder in memory for the temporary files of all tests, where the machine has one with room: a store waits for the
/// disk after every action, so that on a disk some tests do little else.
struct Scratch {
    folder: Option<PathBuf>,
}

impl Scratch {
    fn new() -> Self {
        let parent = Path::new("/dev/shm");
        let folder = parent.join(format!("virkning-test-{}", std::process::id()));
        let has_room = free_kilobytes(parent).is_some_and(|free| free >= SCRATCH_KILOBYTES_MIN);
        Self { folder: (has_room && fs::create_dir(&folder).is_ok()).then_some(folder) }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn free_kilobytes(folder: &Path) -> Option<u64> {
    let output = Command::new("df").args(["-k", "--output=avail"]).arg(folder).output().ok()?;
    String::from_utf8_lossy(&output.stdout).lines().nth(1)?.trim().parse().ok()
}

/// The PostgreSQL server of all tests of a run: the one that is named already, else a throw-away one.
struct Server {
    started: Option<postgres::Server>,
}

impl Server {
    fn start() -> Result<Self, Failure> {
        if std::env::var_os(postgres::VARIABLE).is_some() {
            return Ok(Self { started: None });
        }
        match postgres::Server::start() {
            Ok(server) => Ok(Self { started: Some(server) }),
            Err(error) => Err(Failure::new(format!("cannot start PostgreSQL for the tests: {error}"))),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    skipped: u64,
}

/// Runs a part of the tests, shows what the runner says, and reads its closing line.
fn nextest(filter: &str, surroundings: &Surroundings) -> Result<Counts, Failure> {
    let mut command = shell::cargo();
    command.args(["nextest", "run", "--workspace", "--locked", "--lib", "--tests"]);
    command.args(["--no-tests", "pass", "--status-level", "slow"]);
    command.args(["-E", filter]);
    surroundings.announced(&mut command);
    println!("\n$ {}", shell::line(&command));
    let cannot = |error: std::io::Error| Failure::new(format!("cannot run the tests: {error}"));
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(cannot)?;
    let mut counts = Counts::default();
    if let Some(closing) = child.stderr.take() {
        for line in BufReader::new(closing).lines() {
            let line = line.map_err(cannot)?;
            eprintln!("{line}");
            counts = summary(&line).unwrap_or(counts);
        }
    }
    let status = child.wait().map_err(cannot)?;
    if status.success() {
        Ok(counts)
    } else {
        Err(Failure::new("tests failed; their output is above"))
    }
}

/// Reads `Summary [   0.512s] 123 tests run: 122 passed (1 slow), 2 skipped`.
fn summary(line: &str) -> Option<Counts> {
    let (_, counts) = line.trim_start().strip_prefix("Summary")?.split_once("run: ")?;
    let number = |word: &str| {
        counts.split(", ").find(|part| part.contains(word))?.split_whitespace().next()?.parse::<u64>().ok()
    };
    Some(Counts { passed: number("passed").unwrap_or(0), skipped: number("skipped").unwrap_or(0) })
}

/// Whether any documentation holds code that is run: a fenced block without a word that excludes it.
fn has_doc_tests() -> Result<bool, Failure> {
    let files = tidy::rust_sources()?;
    Ok(files.iter().any(|file| opens_doc_test(&file.text)))
}

fn opens_doc_test(text: &str) -> bool {
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(comment) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            inside = false;
            continue;
        };
        if let Some(language) = comment.trim().strip_prefix("```") {
            if !inside && matches!(language, "" | "rust" | "should_panic" | "no_run") {
                return true;
            }
            inside = !inside;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_read() {
        let check = |line: &str, passed, skipped| assert_eq!(summary(line), Some(Counts { passed, skipped }), "{line}");
        check("     Summary [   0.512s] 123 tests run: 123 passed, 2 skipped", 123, 2);
        check("     Summary [   9.001s] 40/41 tests run: 39 passed (1 slow), 1 failed, 0 skipped", 39, 0);
        check("     Summary [   0.000s] 0 tests run: 0 passed, 7 skipped", 0, 7);
        assert_eq!(summary("        PASS [   0.010s] virkning-model money::tests::rounding"), None);
    }

    #[test]
    fn documentation_that_runs_is_found() {
        assert!(opens_doc_test("/// How:\n/// ```\n/// let a = 1;\n/// ```\nfn f() {}"));
        assert!(!opens_doc_test("/// ```text\n/// a = 1\n/// ```\nfn f() {}"));
        assert!(!opens_doc_test("let text = \"```\";"));
    }
}
