//! Times questions to a snapshot: opening it, finding people, and counting, in one process that has asked nothing before
//! and then again. It prints one line of JSON for `cargo xtask bench`.
//!
//! Usage: questions SNAPSHOT COHORT ENROLLED KEY-FILE ROUNDS
//! COHORT and ENROLLED: a serial number on each line, ENROLLED with a day of enrolment after a comma.

use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;
use rayon::prelude::*;
use virkning_measure::{MonthSpan, PersonWindow, compile_measure, parse, parse_value, window_of};
use virkning_model::agreement::Window;
use virkning_model::period::Month;
use virkning_model::source::source;
use virkning_register::scan::{Asked, Counts, Question, Scan, answer};
use virkning_register::{InstallationKey, Pseudonym, Snapshot, codes};

type Failure = Box<dyn std::error::Error>;

const SUCCESS: &str = "any(job.ratio > 0) or any(week.state = education)";
const WINDOW_MONTHS: u16 = 6;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [snapshot, cohort, enrolled, key, rounds] = arguments.as_slice() else {
        return Err("usage: questions SNAPSHOT COHORT ENROLLED KEY-FILE ROUNDS".into());
    };
    let key = InstallationKey::load(Path::new(key)).map_err(|error| format!("{error:?}"))?;
    let pseudonyms = key.pseudonyms("lobenr");
    let people = |file: &str| -> Result<Vec<(Pseudonym, Option<Date>)>, Failure> {
        let text = std::fs::read_to_string(file)?;
        let person = |line: &str| {
            let (number, day) = line.split_once(',').map_or((line, None), |(number, day)| (number, day.parse().ok()));
            (pseudonyms.of(number.trim()), day)
        };
        Ok(text.lines().map(person).collect())
    };
    let (cohort, enrolled) = (people(cohort)?, people(enrolled)?);
    let (folder, rounds) = (Path::new(snapshot), rounds.parse()?);
    let mut lines = serde_json::Map::new();
    let mut time = |name: &str, group: Option<&[(Pseudonym, Option<Date>)]>, since_start: bool, value: bool| {
        let (mut seconds, mut counts) = (Vec::new(), Counts::default());
        for _ in 0..rounds {
            let before = Instant::now();
            counts = ask(folder, group, since_start, value)?;
            seconds.push(before.elapsed().as_secs_f64());
        }
        let first = seconds.first().copied().unwrap_or_default();
        seconds.sort_by(f64::total_cmp);
        let answer = serde_json::json!({
            "first_seconds": first,
            "seconds": seconds.get(seconds.len() / 2),
            "people": counts.people, "successes": counts.successes, "failures": counts.failures,
            "unclarified": counts.unclarified, "not_in_extract": counts.not_in_extract,
            "sum": counts.sum.normalize().to_string(), "valued": counts.valued,
        });
        lines.insert(name.to_owned(), answer);
        Ok::<(), Failure>(())
    };
    time("cohort_in_november", Some(&cohort), false, false)?;
    time("everyone_in_november", None, false, false)?;
    time("six_months_since_enrolment", Some(&enrolled), true, false)?;
    time("mean_ratio_of_everyone_in_november", None, false, true)?;
    let line = serde_json::Value::Object(lines);
    println!("{line}");
    Ok(())
}

/// One question from the beginning: nothing is kept from the one before.
fn ask(
    folder: &Path,
    group: Option<&[(Pseudonym, Option<Date>)]>,
    since_start: bool,
    value: bool,
) -> Result<Counts, Failure> {
    let source = source("dream").ok_or("no such source")?;
    let success = parse(SUCCESS, source)?;
    let number = if value { Some(parse_value("mean(job.ratio)", source)?) } else { None };
    let compiled = compile_measure(Some(&success), number.as_ref(), &codes::built_in())?;
    let snapshot = Snapshot::open(folder)?;
    let scan = snapshot.scan()?;
    let coverage = snapshot.manifest().columns.coverage();
    let november = MonthSpan::of(Month::new(2024, 11).ok_or("no such month")?);
    let asked = match group {
        None => Asked::Everyone(november),
        Some(group) => some(&scan, group, if since_start { None } else { Some(november) })?,
    };
    Ok(answer(&snapshot, &scan, &Question { compiled, coverage, valued: value }, &asked)?)
}

fn some(scan: &Scan, group: &[(Pseudonym, Option<Date>)], span: Option<MonthSpan>) -> Result<Asked, Failure> {
    let people: Vec<Pseudonym> = group.iter().map(|(person, _)| *person).collect();
    let rows = scan.rows_of(&people)?;
    let since_start = Window::MonthsSinceStart { months: WINDOW_MONTHS };
    let window = |day: Option<Date>| -> Option<PersonWindow> {
        let span = match span {
            Some(span) => span,
            None => window_of(&since_start, day?.year(), day?)?,
        };
        Some(PersonWindow { span, enrolled_on: day })
    };
    let asked = rows.into_par_iter().zip(group).filter_map(|(row, (_, day))| Some((row, window(*day)?)));
    Ok(Asked::Some(asked.collect()))
}
