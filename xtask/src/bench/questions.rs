//! Questions to registers of several sizes, and to the same data by DuckDB and Polars; and a nation's register through a
//! pipe. Answers are compared before any time is worth something.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::page::{grouped, megabytes};
use super::{
    AGREEMENT, EDITION, UNTIL, Usage, cannot, create, fraction, high_water_mark, manifest, measure, number, read_json,
    remove, same_work, synthesize, virkning,
};
use crate::shell::{self, Failure};

/// People of the cohort, and of the list with a day of enrolment each.
const COHORT: usize = 300;
const ENROLLED: usize = 100_000;
const ROUNDS: &str = "9";
/// A nation.
const NATION: u32 = 5_900_000;

/// The questions that all engines answer, with their words.
const COMPARED: [(&str, &str); 3] = [
    ("cohort_in_november", "share of a cohort of 300 in November"),
    ("everyone_in_november", "share of everyone in November"),
    ("six_months_since_enrolment", "six-month windows since enrolment, each person's own"),
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
    /// The peers' answers, and Polars's import, where they were asked.
    peers: Option<Value>,
    polars_import: Option<Usage>,
}

/// Measures one size; with Python also the peers, on the same file.
pub fn size(folder: &Path, python: Option<&Path>, persons: u32) -> Result<Size, Failure> {
    create(folder)?;
    let file = synthesize(folder, persons)?;
    let file_bytes = bytes_of(&file)?;
    let (cohort, enrolled, count) = lists(folder, &file, persons)?;
    let data = folder.join("data");
    shell::output(in_data(&data).args(["user", "add", "bench", "--role", "administrator,controller,case-worker"]))?;
    let (import, _) = measure(in_data(&data).args(["register", "import", "--source", "dream"]).arg(&file))?;
    let manifest_path = manifest(&data)?;
    let snapshot = manifest_path.parent().unwrap_or(&data).to_owned();
    let manifest = read_json(&shell::read(&manifest_path)?)?;
    let answers = questions(&snapshot, &cohort, &enrolled, &data)?;
    let (mut peers, mut polars_import) = (None, None);
    if let Some(python) = python {
        let codes = shell::root().join("crates/register/data/dream_codes.csv");
        let script = |name: &str| {
            let mut command = Command::new(python);
            command.arg(shell::root().join("bench").join(name)).arg(&file).arg(folder);
            command
        };
        measure(&mut script("import_duckdb.py"))?;
        let (usage, printed) = measure(&mut script("import_polars.py"))?;
        same_work(&manifest, &read_json(&printed)?)?;
        polars_import = Some(usage);
        let (_, printed) = measure(script("questions.py").arg(&cohort).arg(&enrolled).arg(codes).arg(ROUNDS))?;
        let found = read_json(&printed)?;
        same_answers(&answers, &found)?;
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
        polars_import,
    };
    remove(folder)?;
    Ok(size)
}

fn questions(snapshot: &Path, cohort: &Path, enrolled: &Path, data: &Path) -> Result<Value, Failure> {
    let mut command = shell::program(shell::target().join("release/examples/questions"));
    command.arg(snapshot).arg(cohort).arg(enrolled).arg(data.join("keys/pseudonym.key")).arg(ROUNDS);
    read_json(&measure(&mut command)?.1)
}

fn in_data(data: &Path) -> Command {
    let mut command = virkning();
    command.arg("--data").arg(data).args(["--as", "bench", "--date", "2026-07-01"]);
    command
}

fn bytes_of(path: &Path) -> Result<u64, Failure> {
    Ok(std::fs::metadata(path).map_err(|error| cannot("look at", path, &error))?.len())
}

/// A cohort and a list of enrolled people, spread over the file, with days of enrolment over three years.
fn lists(folder: &Path, file: &Path, persons: u32) -> Result<(PathBuf, PathBuf, usize), Failure> {
    use std::io::{BufRead, BufReader};
    let opened = std::fs::File::open(file).map_err(|error| cannot("open", file, &error))?;
    let (mut cohort, mut enrolled, mut count) = (String::new(), String::new(), 0);
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
        if row > 0 && row.is_multiple_of(cohort_step) && cohort.lines().count() < COHORT {
            let _ = writeln!(cohort, "{key}");
        }
        if row > 0 && row.is_multiple_of(enrolled_step) && count < ENROLLED {
            let (year, month, day) = (2022 + row % 3, 1 + row / 3 % 12, 1 + row / 36 % 28);
            let _ = writeln!(enrolled, "{key},{year:04}-{month:02}-{day:02}");
            count += 1;
        }
    }
    let (cohort_path, enrolled_path) = (folder.join("cohort.csv"), folder.join("enrolled.csv"));
    shell::write(&cohort_path, &cohort)?;
    shell::write(&enrolled_path, &enrolled)?;
    Ok((cohort_path, enrolled_path, count))
}

/// All engines counted the same people.
fn same_answers(ours: &Value, peers: &Value) -> Result<(), Failure> {
    for (question, _) in COMPARED {
        for engine in ["duckdb", "polars"] {
            let (one, other) = (number(&ours[question], "successes")?, number(&peers[engine][question], "successes")?);
            if one != other {
                return Err(Failure::new(format!(
                    "the answers differ: {question} is {one} here and {other} in {engine}"
                )));
            }
        }
    }
    Ok(())
}

/// The section of the page.
pub fn section(sizes: &[Size]) -> Result<String, Failure> {
    let mut text = String::from(
        "## Questions\n\n\
         `any(job.ratio > 0) or any(week.state = education)`, asked through the same code as `register ask`: the snapshot \
         is opened, what is read of it is proved by its hashes, people are found by their pseudonyms, and the answer is \
         counted; nothing is kept from one round to the next. DuckDB and Polars ask typed Parquet of the same data in the \
         layout that suits each question best (wide for one month, spells sorted by person for windows of each person's \
         own; [bench/questions.py](../bench/questions.py)), with open libraries, and prove nothing. All answers are equal, or \
         there would be no page. Medians of nine in one process each, files in the file cache, milliseconds.\n\n",
    );
    for size in sizes {
        let Some(peers) = &size.peers else { continue };
        text += &format!(
            "{} people:\n\n| question | Virkning | DuckDB | Polars | times faster than the faster |\n|---|---|---|---|---|\n",
            grouped(size.people)
        );
        for (question, words) in COMPARED {
            let ours = fraction(&size.answers[question], "seconds")?;
            let (duckdb, polars) =
                (fraction(&peers["duckdb"][question], "seconds")?, fraction(&peers["polars"][question], "seconds")?);
            let ratio = duckdb.min(polars) / ours;
            text += &format!(
                "| {words} | {:.2} | {:.2} | {:.2} | **{ratio:.1}** |\n",
                ours * 1000.0,
                duckdb * 1000.0,
                polars * 1000.0
            );
        }
        if let Some(polars) = &size.polars_import {
            let ratio = polars.seconds / size.import.seconds;
            text += &format!(
                "\nThe import of the same file takes Polars {:.2} s, {ratio:.1} times Virkning's {:.2} s.\n",
                polars.seconds, size.import.seconds
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
    let data = folder.join("data");
    shell::output(in_data(&data).args(["user", "add", "bench", "--role", "administrator,controller,case-worker"]))?;
    let people = persons.to_string();
    let mut source = virkning();
    source.args([
        "register",
        "synthesize",
        "--persons",
        &people,
        "--seed",
        "1",
        "--until",
        UNTIL,
        "--edition",
        EDITION,
    ]);
    source.args(["--agreement", AGREEMENT, "--out", "-", "--data"]).arg(folder.join("made"));
    let cannot = |error: std::io::Error| Failure::new(format!("cannot run the pipe: {error}"));
    let before = Instant::now();
    let mut made = source.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let pipe = made.stdout.take().ok_or_else(|| Failure::new("the pipe has no end"))?;
    let mut import = in_data(&data);
    import.args(["register", "import", "--source", "dream", "--edition", EDITION, "--synthetic", "-"]);
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
    let manifest_path = manifest(&data)?;
    let manifest = read_json(&shell::read(&manifest_path)?)?;
    let bytes = manifest["files"][0]["size_bytes"].as_u64().unwrap_or(0);
    let question = |words: &[&str]| -> Result<f64, Failure> {
        let mut command = in_data(&data);
        Ok(measure(command.args(["register", "ask"]).args(words))?.0.seconds)
    };
    let asked = question(&["any(job.ratio > 0) or any(week.state = education)", "--month", "2024-11"])?;
    let year = question(&["any(job.ratio > 0)", "--month", "2024-01", "--to", "2024-12"])?;
    let page = format!(
        "# A nation's register\n\n\
         {people} people, {gigabytes:.1} GB of CSV that was never on a disk: `register synthesize --out - | register import -` \
         took {seconds:.0} s, making the people included ({rate} rows a second), with {memory} MB of memory at most in the \
         import. The snapshot has {parquet} bytes a person as Parquet and {scan} in the scan file. `register ask` about \
         everyone in one month took {asked:.2} s from start to end, and in the twelve months of a year {year:.2} s.\n",
        people = grouped(number(&manifest, "people")?),
        gigabytes = bytes as f64 / 1e9,
        rate = grouped((f64::from(persons) / seconds) as u64),
        memory = megabytes(peak_bytes),
        parquet = manifest["parts"]
            .as_array()
            .map_or(0, |parts| parts.iter().filter_map(|part| part["size_bytes"].as_u64()).sum())
            / u64::from(persons),
        scan = manifest["scan"]["size_bytes"].as_u64().unwrap_or(0) / u64::from(persons),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_answers_are_no_comparison() {
        let ours = |count: u64| {
            let answer = serde_json::json!({ "successes": count });
            serde_json::json!({ "cohort_in_november": answer, "everyone_in_november": answer, "six_months_since_enrolment": answer })
        };
        let peers = |count: u64| serde_json::json!({ "duckdb": ours(7), "polars": ours(count) });
        assert!(same_answers(&ours(7), &peers(7)).is_ok());
        assert!(same_answers(&ours(7), &peers(8)).is_err());
        assert!(same_answers(&ours(7), &serde_json::json!({})).is_err());
    }

    #[test]
    fn a_nation_may_be_smaller() {
        assert_eq!(nation(&["--national"]), Some(NATION));
        assert_eq!(nation(&["--national", "20000"]), Some(20_000));
        assert_eq!(nation(&["--national", "5"]), None);
        assert_eq!(nation(&[]), None);
    }
}
