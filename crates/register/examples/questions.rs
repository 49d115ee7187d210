//! Times questions to snapshots: opening them, finding people, and counting, in one process that has asked nothing before
//! and then again. It prints one line of JSON for `cargo xtask bench`.
//!
//! Usage: questions KEY-FILE ROUNDS dream SNAPSHOT COHORT ENROLLED, or questions KEY-FILE ROUNDS refunds SNAPSHOT GROUPS
//! COHORT, ENROLLED and GROUPS: a serial number on each line, ENROLLED with a day of enrolment after a comma, GROUPS with
//! the number of a group.

use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use virkning_measure::{MonthSpan, PersonWindow, compile_measure, parse, parse_value, window_of};
use virkning_model::agreement::Window;
use virkning_model::period::Month;
use virkning_model::source::source;
use virkning_register::scan::{Asked, Counts, Member, Question, Source};
use virkning_register::{InstallationKey, Pseudonym, Snapshot, codes};

type Failure = Box<dyn std::error::Error>;

const SUCCESS: &str = "any(job.ratio > 0) or any(week.state = education)";
const WINDOW_MONTHS: u16 = 6;
/// Two years that an extract of refunds covers wholly.
const TWO_YEARS: ((i16, i8), (i16, i8)) = ((2024, 7), (2026, 5));

/// Somebody on a list: the pseudonym, and what stands after the comma.
#[derive(Clone, Copy)]
struct Listed {
    person: Pseudonym,
    day: Option<Date>,
    group: u16,
}

/// What is asked.
#[derive(Clone, Copy)]
struct Words {
    source: &'static str,
    success: Option<&'static str>,
    value: Option<&'static str>,
    /// The same window for everyone; nothing for months since enrolment.
    span: Option<MonthSpan>,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [key, rounds, rest @ ..] = words.as_slice() else { return Err("usage: see the head of this file".into()) };
    let key = InstallationKey::load(Path::new(key)).map_err(|error| format!("{error:?}"))?;
    let rounds = rounds.parse()?;
    let lines = match rest {
        ["dream", snapshot, cohort, enrolled] => {
            of_weeks(Path::new(snapshot), &listed(cohort, &key)?, &listed(enrolled, &key)?, rounds)?
        }
        ["refunds", snapshot, groups] => of_amounts(Path::new(snapshot), &listed(groups, &key)?, rounds)?,
        _ => return Err("usage: see the head of this file".into()),
    };
    println!("{}", Value::Object(lines));
    Ok(())
}

fn listed(file: &str, key: &InstallationKey) -> Result<Vec<Listed>, Failure> {
    let pseudonyms = key.pseudonyms("lobenr");
    let text = std::fs::read_to_string(file)?;
    let person = |line: &str| {
        let (number, after) = line.split_once(',').unwrap_or((line, ""));
        let person = pseudonyms.of(number.trim());
        Listed { person, day: after.parse().ok(), group: after.parse().unwrap_or(0) }
    };
    Ok(text.lines().map(person).collect())
}

fn span(from: (i16, i8), to: (i16, i8)) -> Result<MonthSpan, Failure> {
    let month = |(year, month)| Month::new(year, month).ok_or("no such month");
    Ok(MonthSpan { first: month(from)?, last: month(to)? })
}

fn of_weeks(
    folder: &Path,
    cohort: &[Listed],
    enrolled: &[Listed],
    rounds: usize,
) -> Result<Map<String, Value>, Failure> {
    let november = span((2024, 11), (2024, 11))?;
    let work = Words { source: "dream", success: Some(SUCCESS), value: None, span: Some(november) };
    let mut lines = Map::new();
    let mut time = |name: &str, words: Words, group: Option<&[Listed]>| -> Result<(), Failure> {
        lines.insert(name.to_owned(), timed(folder, words, group, 1, rounds)?);
        Ok(())
    };
    time("cohort_in_november", work, Some(cohort))?;
    time("everyone_in_november", work, None)?;
    time("six_months_since_enrolment", Words { span: None, ..work }, Some(enrolled))?;
    time(
        "cohort_six_months_since_enrolment",
        Words { span: None, ..work },
        Some(&enrolled[..300.min(enrolled.len())]),
    )?;
    let mean = Words { value: Some("mean(job.ratio)"), ..work };
    time("mean_ratio_of_everyone_in_november", mean, None)?;
    let longest = Words { success: Some("longest(week.code = 0) >= 4"), ..work };
    time("longest_of_everyone_in_a_year", Words { span: Some(span((2024, 1), (2024, 12))?), ..longest }, None)?;
    Ok(lines)
}

fn of_amounts(folder: &Path, groups: &[Listed], rounds: usize) -> Result<Map<String, Value>, Failure> {
    let count = groups.iter().map(|person| usize::from(person.group) + 1).max().unwrap_or(1);
    let (from, to) = TWO_YEARS;
    let words =
        Words { source: "refunds", success: None, value: Some("sum(amount.kind = net)"), span: Some(span(from, to)?) };
    let answer = timed(folder, words, Some(groups), count, rounds)?;
    rows_of_groups(folder, groups)?;
    Ok(Map::from_iter([("net_transfer_by_group".to_owned(), answer)]))
}

/// One question several times, from the beginning each time: nothing is kept from the one before. Short ones are asked more
/// often, for half a second.
fn timed(
    folder: &Path,
    words: Words,
    group: Option<&[Listed]>,
    groups: usize,
    rounds: usize,
) -> Result<Value, Failure> {
    let (mut seconds, mut counts) = (Vec::new(), Vec::new());
    let (began, busy) = (Instant::now(), busy_seconds());
    while seconds.len() < rounds || began.elapsed().as_secs_f64() < 0.5 && seconds.len() < 50 * rounds {
        let before = Instant::now();
        counts = ask(folder, words, group, groups)?;
        seconds.push(before.elapsed().as_secs_f64());
    }
    let busy = (busy_seconds() - busy) / seconds.len() as f64;
    let first = seconds.first().copied().unwrap_or_default();
    seconds.sort_by(f64::total_cmp);
    let all = counts.iter().copied().fold(Counts::default(), Counts::and);
    Ok(json!({
        "first_seconds": first, "seconds": seconds.get(seconds.len() / 2), "least_seconds": seconds.first(),
        "busy_seconds": busy,
        "people": all.people, "successes": all.successes, "failures": all.failures,
        "unclarified": all.unclarified, "not_in_extract": all.not_in_extract, "valued": all.valued,
        "sums": counts.iter().map(|counts| counts.sum.normalize().to_string()).collect::<Vec<_>>(),
        "weeks": all.weeks,
    }))
}

/// What the processors have worked for this process, as Linux counts it for each of its threads.
fn busy_seconds() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    let busy = threads.flatten().filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    busy.sum::<f64>() / 1e9
}

/// The groups by the rows of the snapshot, for those who know no pseudonyms: SNAPSHOT.groups.csv.
fn rows_of_groups(folder: &Path, groups: &[Listed]) -> Result<(), Failure> {
    let snapshot = Snapshot::open(folder)?;
    let loaded = snapshot.load()?;
    let lines =
        groups.iter().filter_map(|listed| Some(format!("{},{}\n", loaded.row_of(&listed.person)?, listed.group)));
    Ok(std::fs::write(folder.with_extension("groups.csv"), lines.collect::<String>())?)
}

fn ask(folder: &Path, words: Words, group: Option<&[Listed]>, groups: usize) -> Result<Vec<Counts>, Failure> {
    let schema = source(words.source).ok_or("no such source")?;
    let success = words.success.map(|text| parse(text, schema)).transpose()?;
    let value = words.value.map(|text| parse_value(text, schema)).transpose()?;
    let compiled = compile_measure(success.as_ref(), value.as_ref(), codes::built_in_list())?;
    let snapshot = Snapshot::open(folder)?;
    let question = Question { compiled, coverage: snapshot.manifest().coverage(), valued: value.is_some() };
    let source = Source::open(&snapshot, &question)?;
    let asked = match (group, words.span) {
        (None, Some(span)) => Asked::Everyone(span),
        (None, None) => return Err("everyone has no day of enrolment".into()),
        (Some(group), span) => some(&source, group, span)?,
    };
    Ok(source.answer(&question, &asked, groups)?)
}

fn some(source: &Source<'_>, group: &[Listed], span: Option<MonthSpan>) -> Result<Asked, Failure> {
    let people: Vec<Pseudonym> = group.iter().map(|listed| listed.person).collect();
    let rows = source.rows_of(&people)?;
    let since_start = Window::MonthsSinceStart { months: WINDOW_MONTHS };
    let window = |day: Option<Date>| -> Option<PersonWindow> {
        let span = match span {
            Some(span) => span,
            None => window_of(&since_start, day?.year(), day?)?,
        };
        Some(PersonWindow { span, enrolled_on: day })
    };
    let member = |(row, listed): (_, &Listed)| Some(Member { row, window: window(listed.day)?, group: listed.group });
    Ok(Asked::Some(if rows.len() < 4_096 {
        rows.into_iter().zip(group).filter_map(member).collect()
    } else {
        rows.into_par_iter().zip(group).with_min_len(1_024).filter_map(member).collect()
    }))
}
