//! Speed and memory, measured in one run and written to docs/BENCHMARKS.md as ratios: import against DuckDB, cold starts,
//! pricing, a large settlement, the ledger against the same rows by hand. It measures what a user waits for (whole processes), and says on which kind of machine.

mod effect;
mod page;
mod questions;
mod risk;
mod web;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::python::{python, remove};
use crate::setup;
use crate::shell::{self, Failure};
use page::{Machine, megabytes};

const AGREEMENT: &str = "agreements/aarhus/ips-plus.md";
/// The last of 1,821 weeks from 1991, and the first edition that holds it.
const UNTIL: &str = "2026W26";
const EDITION: &str = "2026-07";
const PERSONS: u32 = 100_000;
const PERSONS_SMOKE: u32 = 2_000;
/// How many times as many people the file has that shows whether memory grows with it.
const TIMES_LARGER: u32 = 4;
const PRICED: u32 = 100_000;
const RATE_CARD: &str = "agreements/contracts/dwp-innovation-fund.md";
const LINES: u32 = 32_000;
const COLD_STARTS: usize = 20;
const SETTLED: u32 = 1_000_000;
const SETTLED_SMOKE: u32 = 2_000;
/// Agreements of the journal that is written and verified, and its years.
const AGREEMENTS: u32 = 600;
const AGREEMENTS_SMOKE: u32 = 6;
const YEARS: u32 = 10;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Options {
    persons: u32,
    rounds: usize,
    write: bool,
}

/// Measures and writes the page.
pub fn run(words: &[&str]) -> Result<(), Failure> {
    if let Some(people) = questions::nation(words) {
        questions::build()?;
        let folder = shell::target().join("bench-national");
        remove(&folder)?;
        let page = questions::national(&folder, people)?;
        println!("\n{page}");
        return shell::write(&shell::root().join("docs/NATIONAL.md"), &page);
    }
    if let Some(size) = web::asked(words) {
        setup::ensure(&[setup::C_COMPILER, setup::POSTGRESQL])?;
        let section = web::section(&shell::target().join("bench"), size)?;
        println!("\n{section}");
        let page = shell::root().join("docs/BENCHMARKS.md");
        return match size == web::Size::SMOKE {
            true => Ok(()),
            false => shell::write(&page, &web::replaced(&shell::read(&page)?, &section)),
        };
    }
    if words == ["--risk"] {
        setup::ensure(&[setup::PYTHON])?;
        let page = risk::page(&python()?)?;
        println!("\n{page}");
        return shell::write(&shell::root().join("docs/RISK-SPEED.md"), &page);
    }
    if words == ["--effect"] {
        setup::ensure(&[setup::PYTHON])?;
        let page = effect::page(&python()?)?;
        println!("\n{page}");
        return shell::write(&shell::root().join("docs/EFFECT-SPEED.md"), &page);
    }
    if let Some(persons) = questions::registers_alone(words) {
        questions::build()?;
        let folder = shell::target().join("bench");
        remove(&folder)?;
        let size = questions::size(&folder.join("asked"), Some(&python()?), persons)?;
        println!("\n{}", questions::section(&[size])?);
        return remove(&folder);
    }
    let options = options(words)?;
    setup::ensure(&[setup::C_COMPILER, setup::POSTGRESQL])?;
    let build = ["build", "--release", "--locked", "--package", "virkning", "--package", "virkning-bench"];
    shell::run(shell::cargo().args(build))?;
    let example = ["build", "--release", "--locked", "--package", "virkning-store", "--example", "ledger_speed"];
    shell::run(shell::cargo().args(example))?;
    questions::build()?;
    let python = python()?;
    let folder = shell::target().join("bench");
    remove(&folder)?;

    let compared = import(&folder.join("compared"), Some(&python), options.persons, options.rounds)?;
    let larger = import(&folder.join("larger"), None, options.persons * TIMES_LARGER, 1)?;
    let asked = asked(&folder, &python, &options)?;
    let check = cold_start(&["check", AGREEMENT])?;
    let plan = cold_start(&["plan", AGREEMENT])?;
    let (pricing, lines) = (pricing()?, lines()?);
    let settled = settled(&folder, if options.write { SETTLED } else { SETTLED_SMOKE })?;
    let web = web::section(&folder, if options.write { web::Size::WHOLE } else { web::Size::SMOKE })?;
    let ledger = ledger(if options.write { AGREEMENTS } else { AGREEMENTS_SMOKE })?;
    remove(&folder)?;

    let page = page::page(
        &Results { compared, larger, asked, check, plan, pricing, lines, settled, ledger },
        &Machine::this()?,
    );
    let page = web::replaced(&page, &web);
    println!("\n{page}");
    if options.write {
        shell::write(&shell::root().join("docs/BENCHMARKS.md"), &page)?;
    }
    Ok(())
}

/// Questions to registers a tenth as large, as large, and ten times as large.
fn asked(folder: &Path, python: &Path, options: &Options) -> Result<String, Failure> {
    let mut sizes = Vec::new();
    let persons = if options.write {
        vec![options.persons / 10, options.persons, options.persons.saturating_mul(10)]
    } else {
        vec![options.persons]
    };
    for people in persons {
        let python = (people <= options.persons).then_some(python);
        sizes.push(questions::size(&folder.join("asked"), python, people)?);
    }
    questions::section(&sizes)
}

fn options(words: &[&str]) -> Result<Options, Failure> {
    match words {
        [] => Ok(Options { persons: PERSONS, rounds: 3, write: true }),
        ["--smoke"] => Ok(Options { persons: PERSONS_SMOKE, rounds: 1, write: false }),
        ["--persons", number] => match number.parse() {
            Ok(persons) if persons >= 1000 => Ok(Options { persons, rounds: 3, write: true }),
            _ => Err(Failure::new(format!("{number} is no number of people from 1000 on"))),
        },
        _ => Err(Failure::new(
            "usage: cargo xtask bench [--persons N] [--smoke] | --web [--smoke|--debug] | --national [N] | --registers N | --risk | --effect",
        )),
    }
}

/// One size of register and what its import took.
struct Import {
    people: u64,
    week_columns: usize,
    month_columns: usize,
    file_bytes: u64,
    week_runs: u64,
    job_runs: u64,
    virkning: Usage,
    duckdb: Option<DuckDb>,
}

/// What the yardstick took.
struct DuckDb {
    usage: Usage,
    version: String,
}

/// What a process took: the median time of several on the clock and of the processors, and the most memory of any of them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Usage {
    seconds: f64,
    busy_seconds: f64,
    peak_bytes: u64,
}

/// Makes a register and imports it, in turns with DuckDB where Python is given, so that whatever else the machine does
/// meets both.
fn import(folder: &Path, python: Option<&Path>, persons: u32, rounds: usize) -> Result<Import, Failure> {
    create(folder)?;
    let file = synthesize(folder, persons)?;
    let (week_columns, month_columns) = columns(&file)?;
    let file_bytes = std::fs::metadata(&file).map_err(|error| cannot("look at", &file, &error))?.len();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    let mut version = String::new();
    let mut counts = Value::Null;
    for _ in 0..rounds {
        let (usage, manifest) = import_once(&folder.join("data"), &file)?;
        ours.push(usage);
        if let Some(python) = python {
            let mut yardstick = Command::new(python);
            yardstick.arg(shell::root().join("bench/import_duckdb.py")).arg(&file).arg(folder);
            let (usage, printed) = measure(&mut yardstick)?;
            let answer = read_json(&printed)?;
            same_work(&manifest, &answer)?;
            theirs.push(usage);
            version = answer["duckdb"].as_str().unwrap_or("?").to_owned();
        }
        counts = manifest;
    }
    remove(folder)?;
    Ok(Import {
        people: number(&counts, "people")?,
        week_columns,
        month_columns,
        file_bytes,
        week_runs: number(&counts, "week_runs")?,
        job_runs: number(&counts, "job_runs")?,
        virkning: summarise(&ours),
        duckdb: python.map(|_| DuckDb { usage: summarise(&theirs), version }),
    })
}

fn synthesize(folder: &Path, persons: u32) -> Result<PathBuf, Failure> {
    let persons = persons.to_string();
    let mut command = virkning();
    command.args(["register", "synthesize", "--persons", &persons, "--seed", "1", "--until", UNTIL]);
    command.args(["--edition", EDITION, "--agreement", AGREEMENT, "--out"]).arg(folder);
    shell::run(&mut command)?;
    Ok(folder.join(format!("dream{}.csv", EDITION.replace('-', ""))))
}

/// Imports into a new data folder and gives the manifest of the snapshot.
fn import_once(data: &Path, file: &Path) -> Result<(Usage, Value), Failure> {
    let in_folder = || {
        let mut command = virkning();
        command.arg("--data").arg(data).args(["--as", "bench", "--date", "2026-07-01"]);
        command
    };
    shell::output(in_folder().args(["user", "add", "bench", "--role", "administrator,controller,case-worker"]))?;
    let (usage, _) = measure(in_folder().args(["register", "import", "--source", "dream"]).arg(file))?;
    let manifest = read_json(&shell::read(&manifest(data)?)?)?;
    remove(data)?;
    Ok((usage, manifest))
}

/// Both kept the same people and the same spells, else the ratio says nothing.
fn same_work(ours: &Value, theirs: &Value) -> Result<(), Failure> {
    for key in ["people", "week_runs", "job_runs"] {
        let (one, other) = (number(ours, key)?, number(theirs, key)?);
        if one != other {
            return Err(Failure::new(format!("the imports differ: {key} is {one} here and {other} in DuckDB")));
        }
    }
    Ok(())
}

/// The manifest of the only snapshot in a data folder.
fn manifest(folder: &Path) -> Result<PathBuf, Failure> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| cannot("read", &folder, &error))? {
            let path = entry.map_err(|error| cannot("read", &folder, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "manifest.json") {
                return Ok(path);
            }
        }
    }
    Err(Failure::new("the import left no manifest.json"))
}

/// How many columns of weeks and of months a file has.
fn columns(file: &Path) -> Result<(usize, usize), Failure> {
    use std::io::{BufRead, BufReader};
    let mut header = String::new();
    let opened = std::fs::File::open(file).map_err(|error| cannot("open", file, &error))?;
    BufReader::new(opened).read_line(&mut header).map_err(|error| cannot("read", file, &error))?;
    let count =
        |starts: &[&str]| header.split(',').filter(|name| starts.iter().any(|start| name.starts_with(start))).count();
    Ok((count(&["y_"]), count(&["grad_", "branche_", "br_"])))
}

fn virkning() -> Command {
    let mut command = shell::program(shell::target().join("release/virkning"));
    command.env_remove("VIRKNING_DATA").env_remove("VIRKNING_USER").env_remove("VIRKNING_LANG");
    command
}

/// Runs a process, reads what it prints, and watches its high-water mark of memory and what the processors work for it. Both
/// only rise, so that looking often is enough; what comes after the last look before the end is missed.
fn measure(command: &mut Command) -> Result<(Usage, String), Failure> {
    let line = shell::line(command);
    println!("\n$ {line}");
    let cannot = |error: std::io::Error| Failure::new(format!("cannot run `{line}`: {error}"));
    let folder = shell::target().join("bench");
    create(&folder)?;
    let printed_to = folder.join("printed.txt");
    let printed = std::fs::File::create(&printed_to).map_err(cannot)?;
    let before = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(printed).spawn().map_err(cannot)?;
    let (mut peak_bytes, mut busy_seconds) = (0, 0.0);
    let status = loop {
        peak_bytes = peak_bytes.max(high_water_mark(child.id()));
        busy_seconds = worked(child.id()).max(busy_seconds);
        if let Some(status) = child.try_wait().map_err(cannot)? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let seconds = before.elapsed().as_secs_f64();
    let printed = shell::read(&printed_to)?;
    if !status.success() {
        return Err(Failure::new(format!("`{line}` failed ({status})\n{printed}")));
    }
    println!("{seconds:.2} s, {busy_seconds:.2} s of work, {} MB at most", megabytes(peak_bytes));
    Ok((Usage { seconds, busy_seconds, peak_bytes }, printed))
}

fn high_water_mark(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Seconds that the processors have worked for a process and the kernel on its behalf, as Linux counts them in hundredths.
fn worked(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // After the name, which may hold anything, the eleventh and twelfth fields.
    let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
    after.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn summarise(runs: &[Usage]) -> Usage {
    let seconds = median(runs.iter().map(|run| run.seconds).collect());
    let busy_seconds = median(runs.iter().map(|run| run.busy_seconds).collect());
    Usage { seconds, busy_seconds, peak_bytes: runs.iter().map(|run| run.peak_bytes).max().unwrap_or(0) }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median time in milliseconds of a command from its start to its end, each time in a new process.
fn cold_start(words: &[&str]) -> Result<f64, Failure> {
    let mut times = Vec::new();
    for _ in 0..COLD_STARTS {
        let mut command = virkning();
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let before = Instant::now();
        let status = command.status();
        times.push(before.elapsed().as_secs_f64() * 1000.0);
        if !status.is_ok_and(|status| status.success()) {
            return Err(Failure::new(format!("`{}` failed", shell::line(&command))));
        }
    }
    Ok(median(times))
}

struct Pricing {
    participants: u64,
    without_trace: f64,
    with_trace: f64,
    trace_bytes: u64,
}

fn pricing() -> Result<Pricing, Failure> {
    let mut command = shell::program(shell::target().join("release/virkning-bench"));
    command.args([AGREEMENT, &PRICED.to_string()]);
    let answer = read_json(&shell::output(&mut command)?)?;
    let time = |key: &str| answer[key].as_f64().ok_or_else(|| Failure::new(format!("virkning-bench gave no {key}")));
    Ok(Pricing {
        participants: number(&answer, "participants")?,
        without_trace: time("without_trace_milliseconds")?,
        with_trace: time("with_trace_milliseconds")?,
        trace_bytes: number(&answer, "trace_bytes")?,
    })
}

/// A rate card with a limit for each participant, and plans of one agreement after the other.
struct Lines {
    count: u64,
    with_trace: f64,
    plans_per_second: f64,
}

fn lines() -> Result<Lines, Failure> {
    let mut command = shell::program(shell::target().join("release/virkning-bench-lines"));
    command.args([RATE_CARD, AGREEMENT, &LINES.to_string()]);
    let answer = read_json(&shell::output(&mut command)?)?;
    let measured =
        |key: &str| answer[key].as_f64().ok_or_else(|| Failure::new(format!("virkning-bench-lines gave no {key}")));
    Ok(Lines {
        count: number(&answer, "priced_lines")?,
        with_trace: measured("priced_with_trace_milliseconds")?,
        plans_per_second: measured("plans_per_second")?,
    })
}

/// A settlement of many participants, each act a session of its own; seconds.
struct Settled {
    participants: u64,
    settle: f64,
    approve: f64,
    post: f64,
}

fn settled(folder: &Path, participants: u32) -> Result<Settled, Failure> {
    let folder = folder.join("settled");
    create(&folder)?;
    let mut command = shell::program(shell::target().join("release/virkning-bench-million"));
    command.arg(&folder).arg(participants.to_string());
    let answer = read_json(&shell::output(&mut command)?)?;
    remove(&folder)?;
    let time = |step: &str| fraction(&answer, &format!("{step}_seconds"));
    Ok(Settled {
        participants: number(&answer, "participants")?,
        settle: time("settle")?,
        approve: time("approve")?,
        post: time("post")?,
    })
}

/// Many postings through the store, the same rows by hand, and a verification of all of it; seconds.
struct Ledger {
    postings: u64,
    entries: u64,
    audit_records: u64,
    postgres: f64,
    by_hand: f64,
    sqlite: f64,
    postgres_verify: f64,
    sqlite_verify: f64,
}

fn ledger(agreements: u32) -> Result<Ledger, Failure> {
    let mut command = shell::program(shell::target().join("release/examples/ledger_speed"));
    command.args([agreements.to_string(), YEARS.to_string()]);
    let answer = read_json(&shell::output(&mut command)?)?;
    Ok(Ledger {
        postings: number(&answer, "postings")?,
        entries: number(&answer, "entries")?,
        audit_records: number(&answer, "audit_records")?,
        postgres: fraction(&answer, "postgres_seconds")?,
        by_hand: fraction(&answer, "by_hand_seconds")?,
        sqlite: fraction(&answer, "sqlite_seconds")?,
        postgres_verify: fraction(&answer, "postgres_verify_seconds")?,
        sqlite_verify: fraction(&answer, "sqlite_verify_seconds")?,
    })
}

struct Results {
    /// Imported by both.
    compared: Import,
    /// Imported by Virkning alone, to see whether memory grows.
    larger: Import,
    /// The section on questions.
    asked: String,
    check: f64,
    plan: f64,
    pricing: Pricing,
    lines: Lines,
    settled: Settled,
    ledger: Ledger,
}

fn read_json(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::new(format!("this is no JSON ({error}): {text}")))
}

fn number(value: &Value, key: &str) -> Result<u64, Failure> {
    value[key].as_u64().ok_or_else(|| Failure::new(format!("the answer has no number `{key}`")))
}

fn fraction(value: &Value, key: &str) -> Result<f64, Failure> {
    value[key].as_f64().ok_or_else(|| Failure::new(format!("the answer has no number `{key}`")))
}

fn create(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot {what} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        assert_eq!(options(&[]).expect("none are needed").persons, PERSONS);
        assert!(!options(&["--smoke"]).expect("an option").write);
        assert_eq!(options(&["--persons", "5000"]).expect("an option").persons, 5000);
        for words in [&["--persons", "5"][..], &["--persons"], &["--fast"]] {
            assert!(options(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn different_work_is_no_comparison() {
        let counts = |runs: u64| serde_json::json!({ "people": 3, "week_runs": runs, "job_runs": 4 });
        assert!(same_work(&counts(9), &counts(9)).is_ok());
        assert!(same_work(&counts(9), &counts(8)).is_err());
        assert!(same_work(&counts(9), &serde_json::json!({})).is_err());
    }

    #[test]
    fn runs_are_summarised() {
        let of = |seconds, busy_seconds, peak_bytes| Usage { seconds, busy_seconds, peak_bytes };
        let runs = [of(3.0, 4.0, 10), of(1.0, 6.0, 30), of(2.0, 5.0, 20)];
        assert_eq!(summarise(&runs), of(2.0, 5.0, 30));
    }
}
