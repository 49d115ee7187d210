//! Questions to registers of several sizes, and to the same data by DuckDB and Polars; and a nation's register through a
//! pipe. Answers are compared before any time is worth something.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::page::{grouped, megabytes};
use super::{Usage, cannot, create, fraction, high_water_mark, measure, number, read_json, remove, same_work};
use crate::shell::{self, Failure};

/// People of the cohort, and of the list with a day of enrolment each.
const COHORT: usize = 300;
const ENROLLED: usize = 100_000;
const ROUNDS: &str = "9";
/// A nation.
const NATION: u32 = 5_900_000;

/// The questions that all engines answer: ours, theirs, and the words.
const COMPARED: [(&str, &str, &str); 6] = [
    ("cohort_in_november", "cohort_in_november", "share of a cohort of 300 in November"),
    ("cohort_in_november", "cohort_in_november_alone", "the same, the peers on a file of that month alone"),
    ("everyone_in_november", "everyone_in_november", "share of everyone in November"),
    ("everyone_in_november", "everyone_in_november_alone", "the same, the peers on a file of that month alone"),
    (
        "six_months_since_enrolment",
        "six_months_since_enrolment",
        "six-month windows since enrolment, each person's own",
    ),
    ("net_transfer_by_group", "net_transfer_by_group", "mean net transfer per week by group over two years"),
];

/// What was measured at one size.
pub struct Size {
    people: u64,
    enrolled: usize,
    file_bytes: u64,
    snapshot_bytes: u64,
    scan_bytes: u64,
    import: Usage,
    answers: Value,
    /// What the peers took, where they were asked.
    peers: Option<Peers>,
}

/// What DuckDB and Polars answer, and their imports of the same file.
struct Peers {
    answers: Value,
    duckdb_import: Usage,
    polars_import: Usage,
}

/// The program of the registers: what the product imports with, without the rest of the product.
fn registers(words: &[&str]) -> Command {
    let mut command = shell::program(shell::target().join("release/examples/registers"));
    command.args(words);
    command
}

/// Builds it, and the program that asks.
pub fn build() -> Result<(), Failure> {
    let build = ["build", "--release", "--locked", "--package", "virkning-register"];
    shell::run(shell::cargo().args(build).args(["--example", "registers", "--example", "questions"]))
}

/// Measures one size; with Python also the peers, on the same file.
pub fn size(folder: &Path, python: Option<&Path>, persons: u32) -> Result<Size, Failure> {
    create(folder)?;
    let (people, file) = (persons.to_string(), folder.join("dream.csv"));
    shell::run(registers(&["synthesize", &people]).arg(&file))?;
    let file_bytes = bytes_of(&file)?;
    let (lists, count) = lists(folder, &file, persons)?;
    let data = folder.join("data");
    let (import, printed) = measure(registers(&["import"]).arg(&file).arg(&data))?;
    let manifest = read_json(&printed)?;
    let snapshot = snapshot(&data, &manifest);
    let mut answers = asked(&data, "dream", &snapshot, &[&lists.cohort, &lists.enrolled])?;
    let refunds = folder.join("refunds.csv");
    shell::run(registers(&["refunds", &people]).arg(&refunds))?;
    let (_, printed) = measure(registers(&["import-refunds"]).arg(&refunds).arg(&data))?;
    let amounts = self::snapshot(&data, &read_json(&printed)?);
    join(&mut answers, asked(&data, "refunds", &amounts, &[&lists.groups])?);
    let mut peers = None;
    if let Some(python) = python {
        let found = peers_of(python, folder, &file, &lists, &amounts, &manifest)?;
        same_answers(&answers, &found.answers)?;
        peers = Some(found);
    }
    let parts = manifest["parts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let size = Size {
        people: number(&manifest, "people")?,
        enrolled: count,
        file_bytes,
        snapshot_bytes: parts.iter().filter_map(|part| part["size_bytes"].as_u64()).sum(),
        scan_bytes: manifest["scan"]["size_bytes"].as_u64().unwrap_or(0),
        import,
        answers,
        peers,
    };
    remove(folder)?;
    Ok(size)
}

/// The peers' answers and imports. Each has imported the same spells.
fn peers_of(
    python: &Path,
    folder: &Path,
    file: &Path,
    lists: &Lists,
    amounts: &Path,
    manifest: &Value,
) -> Result<Peers, Failure> {
    let script = |name: &str| {
        let mut command = Command::new(python);
        command.arg(shell::root().join("bench").join(name));
        command
    };
    let (duckdb_import, printed) = measure(script("import_duckdb.py").arg(file).arg(folder))?;
    same_work(manifest, &read_json(&printed)?)?;
    let (polars_import, printed) = measure(script("import_polars.py").arg(file).arg(folder))?;
    same_work(manifest, &read_json(&printed)?)?;
    let codes = shell::root().join("crates/register/data/dream_codes.csv");
    let mut questions = script("questions.py");
    questions.arg(file).arg(folder).arg(&lists.cohort).arg(&lists.enrolled).arg(codes).arg(ROUNDS);
    let mut found = read_json(&measure(&mut questions)?.1)?;
    let mut questions = script("questions.py");
    questions.arg("refunds").arg(amounts).arg(amounts.with_extension("groups.csv")).arg(ROUNDS);
    let more = read_json(&measure(&mut questions)?.1)?;
    for engine in ["duckdb", "polars"] {
        join(&mut found[engine], more[engine].clone());
    }
    Ok(Peers { answers: found, duckdb_import, polars_import })
}

/// Adds the fields of one object to another.
fn join(one: &mut Value, other: Value) {
    if let (Value::Object(one), Value::Object(other)) = (one, other) {
        one.extend(other);
    }
}

/// The folder of the snapshot that an import printed the manifest of.
fn snapshot(data: &Path, manifest: &Value) -> PathBuf {
    data.join("snapshots").join(manifest["snapshot"].as_str().unwrap_or("unnamed"))
}

fn asked(data: &Path, source: &str, snapshot: &Path, lists: &[&Path]) -> Result<Value, Failure> {
    let mut command = shell::program(shell::target().join("release/examples/questions"));
    command.arg(data.join("pseudonym.key")).arg(ROUNDS).arg(source).arg(snapshot).args(lists);
    read_json(&measure(&mut command)?.1)
}

fn bytes_of(path: &Path) -> Result<u64, Failure> {
    Ok(std::fs::metadata(path).map_err(|error| cannot("look at", path, &error))?.len())
}

/// Lists of people, a serial number on each line.
struct Lists {
    cohort: PathBuf,
    /// With a day of enrolment.
    enrolled: PathBuf,
    /// With the number of a group, 0 to 4.
    groups: PathBuf,
}

/// A cohort, a list of enrolled people spread over the file with days of enrolment over three years, and groups of everyone;
/// and how many are enrolled.
fn lists(folder: &Path, file: &Path, persons: u32) -> Result<(Lists, usize), Failure> {
    use std::io::{BufRead, BufReader};
    let opened = std::fs::File::open(file).map_err(|error| cannot("open", file, &error))?;
    let (mut cohort, mut enrolled, mut groups) = (Vec::new(), Vec::new(), String::new());
    let cohort_step = (persons as usize / COHORT).max(1);
    let enrolled_step = (persons as usize / ENROLLED).max(1);
    let mut line = Vec::new();
    let mut reader = BufReader::with_capacity(1 << 20, opened);
    for row in 0_usize.. {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(|error| cannot("read", file, &error))? == 0 {
            break;
        }
        let key = String::from_utf8_lossy(line.split(|byte| *byte == b',').next().unwrap_or_default()).into_owned();
        let key = key.trim();
        if row == 0 {
            continue;
        }
        let _ = writeln!(groups, "{key},{}", row % 5);
        if row.is_multiple_of(cohort_step) && cohort.len() < COHORT {
            cohort.push(format!("{key}\n"));
        }
        if row.is_multiple_of(enrolled_step) && enrolled.len() < ENROLLED {
            let (year, month, day) = (2022 + row % 3, 1 + row / 3 % 12, 1 + row / 36 % 28);
            enrolled.push(format!("{key},{year:04}-{month:02}-{day:02}\n"));
        }
    }
    let path = |name: &str| folder.join(name);
    let lists = Lists { cohort: path("cohort.csv"), enrolled: path("enrolled.csv"), groups: path("groups.csv") };
    shell::write(&lists.cohort, &cohort.concat())?;
    shell::write(&lists.enrolled, &enrolled.concat())?;
    shell::write(&lists.groups, &groups)?;
    Ok((lists, enrolled.len()))
}

/// All engines counted the same people, and added up the same amounts.
fn same_answers(ours: &Value, peers: &Value) -> Result<(), Failure> {
    for (question, theirs, _) in COMPARED {
        for engine in ["duckdb", "polars"] {
            let other = &peers[engine][theirs]["answer"];
            let one = if other.is_array() {
                &ours[question]["sums"]
            } else {
                &ours[question]["successes"]
            };
            if one.is_null() || !same(one, other) {
                return Err(Failure::new(format!(
                    "the answers differ: {theirs} is {one} here and {other} in {engine}"
                )));
            }
        }
    }
    Ok(())
}

/// Counts, or amounts as texts, of which one may say more zeros.
fn same(one: &Value, other: &Value) -> bool {
    let plain = |value: &Value| -> Vec<String> {
        let cut = |text: &str| {
            if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.')
            } else {
                text
            }
            .to_owned()
        };
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(cut).collect()
    };
    if one.is_array() {
        other.is_array() && plain(one) == plain(other)
    } else {
        one == other
    }
}

/// The section of the page.
pub fn section(sizes: &[Size]) -> Result<String, Failure> {
    let mut text = String::from(
        "## Questions\n\n\
         `any(job.ratio > 0) or any(week.state = education)`, and `sum(amount.kind = net)` by five groups, asked through the \
         same code as `register ask`: the snapshot is opened, what is read of it is proved by its hashes, people are found by \
         their pseudonyms, and the answer is counted; nothing is kept from one round to the next. DuckDB and Polars ask typed \
         Parquet of the same data ([bench/questions.py](../bench/questions.py)): one wide row a person for a month (with all \
         weeks and months, and once more with those of the month alone, which nobody has who has not been told the \
         question), spells sorted by person for windows of each person's own, and the snapshot's own table of amounts; with \
         open libraries, and they prove nothing. All answers are equal, or there would be no page. Least of at least nine \
         rounds, and in brackets what the processors worked for a round, in milliseconds; so are the ratios: that of the clock, \
         in which all engines use all cores, and that of the work, which other programs on the machine disturb least.\n\n",
    );
    for size in sizes {
        let Some(peers) = &size.peers else { continue };
        text += &format!(
            "{} people:\n\n| question | Virkning | DuckDB | Polars | times faster than the fastest (times less work) |\n|---|---|---|---|---|\n",
            grouped(size.people)
        );
        for (question, theirs, words) in COMPARED {
            let all = [&size.answers[question], &peers.answers["duckdb"][theirs], &peers.answers["polars"][theirs]];
            let of =
                |key: &str| -> Result<Vec<f64>, Failure> { all.iter().map(|found| fraction(found, key)).collect() };
            let (least, busy) = (of("least_seconds")?, of("busy_seconds")?);
            let cell = |at: usize| format!("{:.2} ({:.2})", least[at] * 1000.0, busy[at] * 1000.0);
            let ratio = |times: &[f64]| times[1].min(times[2]) / times[0];
            text += &format!(
                "| {words} | {} | {} | {} | **{:.1}** ({:.1}) |\n",
                cell(0),
                cell(1),
                cell(2),
                ratio(&least),
                ratio(&busy)
            );
        }
        text += &format!(
            "\nThe import of the same file, {} MB, each once, on the clock (work of the processors), and the memory:\n\n\
             | | time | times Virkning's | memory |\n|---|---|---|---|\n",
            megabytes(size.file_bytes)
        );
        let own = size.import;
        for (name, usage) in [("Virkning", own), ("DuckDB", peers.duckdb_import), ("Polars", peers.polars_import)] {
            text += &format!(
                "| {name} | {:.2} s ({:.2} s) | {:.1} ({:.1}) | {} MB |\n",
                usage.seconds,
                usage.busy_seconds,
                usage.seconds / own.seconds,
                usage.busy_seconds / own.busy_seconds,
                megabytes(usage.peak_bytes)
            );
        }
        text += "\n";
    }
    text += "The same by size, Virkning alone. Bytes a person: Parquet to keep and exchange, and the scan file beside it.\n\n\
             | people | import | rows/s | MB/s a core | memory | Parquet | scan file | cohort | everyone | six months (people) |\n\
             |---|---|---|---|---|---|---|---|---|---|\n";
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
    for size in sizes {
        let time = |question: &str| fraction(&size.answers[question], "seconds").map(|seconds| seconds * 1000.0);
        let seconds = size.import.seconds;
        text += &format!(
            "| {} | {seconds:.2} s | {} | {:.0} | {} MB | {} | {} | {:.2} ms | {:.2} ms | {:.1} ms ({}) |\n",
            grouped(size.people),
            grouped((size.people as f64 / seconds) as u64),
            size.file_bytes as f64 / 1e6 / seconds / cores,
            megabytes(size.import.peak_bytes),
            size.snapshot_bytes / size.people.max(1),
            size.scan_bytes / size.people.max(1),
            time("cohort_in_november")?,
            time("everyone_in_november")?,
            time("six_months_since_enrolment")?,
            grouped(size.enrolled as u64),
        );
    }
    Ok(text)
}

/// A nation's register, made up, through a pipe into an import: nothing is written but the snapshot.
pub fn national(folder: &Path, persons: u32) -> Result<String, Failure> {
    create(folder)?;
    let (data, printed) = (folder.join("data"), folder.join("manifest.json"));
    let cannot = |error: std::io::Error| Failure::new(format!("cannot run the pipe: {error}"));
    let before = Instant::now();
    let mut source = registers(&["synthesize", &persons.to_string(), "-"]);
    let mut made = source.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let pipe = made.stdout.take().ok_or_else(|| Failure::new("the pipe has no end"))?;
    let mut import = registers(&["import", "-"]);
    import.arg(&data).stdout(std::fs::File::create(&printed).map_err(cannot)?);
    let mut import = import.stdin(Stdio::from(pipe)).spawn().map_err(cannot)?;
    let mut peak_bytes = 0;
    let status = loop {
        peak_bytes = peak_bytes.max(high_water_mark(import.id()));
        if let Some(status) = import.try_wait().map_err(cannot)? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let seconds = before.elapsed().as_secs_f64();
    if !made.wait().map_err(cannot)?.success() || !status.success() {
        return Err(Failure::new("the pipe failed"));
    }
    let manifest = read_json(&shell::read(&printed)?)?;
    let bytes = manifest["files"][0]["size_bytes"].as_u64().unwrap_or(0);
    let nobody = folder.join("nobody.csv");
    shell::write(&nobody, "1,2024-01-01\n")?;
    let answers = asked(&data, "dream", &snapshot(&data, &manifest), &[&nobody, &nobody])?;
    let milliseconds = |question: &str| Ok::<f64, Failure>(fraction(&answers[question], "seconds")? * 1000.0);
    let page = format!(
        "# A nation's register\n\n\
         {people} people, {gigabytes:.1} GB of CSV that was never on a disk: made up, through a pipe, and imported in \
         {seconds:.0} s, making the people included ({rate} rows a second), with {memory} MB of memory at most in the import. \
         The snapshot has {parquet} bytes a person as Parquet and {scan} in the scan file. A question about everyone in one \
         month takes {asked:.1} ms, and four blank weeks after each other within a year {year:.0} ms.\n",
        people = grouped(number(&manifest, "people")?),
        gigabytes = bytes as f64 / 1e9,
        rate = grouped((f64::from(persons) / seconds) as u64),
        memory = megabytes(peak_bytes),
        parquet = manifest["parts"]
            .as_array()
            .map_or(0, |parts| parts.iter().filter_map(|part| part["size_bytes"].as_u64()).sum())
            / u64::from(persons),
        scan = manifest["scan"]["size_bytes"].as_u64().unwrap_or(0) / u64::from(persons),
        asked = milliseconds("everyone_in_november")?,
        year = milliseconds("longest_of_everyone_in_a_year")?,
    );
    remove(folder)?;
    Ok(page)
}

/// How many people a nation has where nothing else is said.
pub fn nation(words: &[&str]) -> Option<u32> {
    match words {
        ["--national"] => Some(NATION),
        ["--national", people] => people.parse().ok().filter(|people| *people >= 1_000),
        _ => None,
    }
}

/// How many people where only registers are to be measured: nothing but their library is built, and nothing is written.
pub fn registers_alone(words: &[&str]) -> Option<u32> {
    match words {
        ["--registers", people] => people.parse().ok().filter(|people| *people >= 1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_answers_are_no_comparison() {
        let of = |entry: &dyn Fn(&str) -> Value| {
            let fields = COMPARED.iter().flat_map(|(ours, theirs, _)| [*ours, *theirs]);
            Value::Object(fields.map(|name| (name.to_owned(), entry(name))).collect())
        };
        let ours = of(&|_| serde_json::json!({ "successes": 7, "sums": ["1.5", "20"] }));
        let peer = |count: u64, sum: &str| {
            of(&|name| match name {
                "net_transfer_by_group" => serde_json::json!({ "answer": [sum, "20.00"] }),
                _ => serde_json::json!({ "answer": count }),
            })
        };
        let peers = |count, sum| serde_json::json!({ "duckdb": peer(7, "1.50"), "polars": peer(count, sum) });
        assert!(same_answers(&ours, &peers(7, "1.50")).is_ok());
        assert!(same_answers(&ours, &peers(8, "1.50")).is_err());
        assert!(same_answers(&ours, &peers(7, "1.51")).is_err());
        assert!(same_answers(&ours, &serde_json::json!({})).is_err());
    }

    #[test]
    fn a_nation_may_be_smaller() {
        assert_eq!(nation(&["--national"]), Some(NATION));
        assert_eq!(nation(&["--national", "20000"]), Some(20_000));
        assert_eq!(nation(&["--national", "5"]), None);
        assert_eq!(nation(&[]), None);
    }
}
