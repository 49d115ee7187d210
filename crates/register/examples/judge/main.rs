//! The product's side of a trial in which DuckDB is the judge: makes up registers, imports them, and answers each case for
//! everybody, person by person. `bench/judge.py` asks the same of the same Parquet files in SQL; `cargo xtask judge` runs both.
//!
//! Usage: judge FOLDER PEOPLE SEED CASES.sql …
//! FOLDER/answers/SNAPSHOT.csv gets `case,person,outcome,value`, FOLDER/answers/SNAPSHOT.counts.csv the same counted by the
//! scan file, and FOLDER/answers/SNAPSHOT.enrolled.csv everyone's day of enrolment.

mod cases;
mod delivery;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use virkning_measure::{
    Columns, Compiled, Coverage, Evaluation, PersonWindow, compile_measure, evaluate_all, evaluate_all_values, parse,
    parse_value, windows_of,
};
use virkning_model::Decimal;
use virkning_model::agreement::Window;
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::period::Month;
use virkning_model::source::source;
use virkning_register::events::{self, EventProfile, EventRequest};
use virkning_register::import::import;
use virkning_register::scan::{Asked, Member, Question, Source};
use virkning_register::{ImportRequest, InstallationKey, Profile, Snapshot, codes, leaving};
use virkning_testkit::Extract;

use cases::{Case, When};

/// Any failure: this is a tool for developers.
pub type Failure = Box<dyn std::error::Error>;

/// What the made-up deliveries reach: 2026 has 53 weeks, but they end before its last.
pub const EDITION: (i16, i8) = (2026, 7);

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, people, seed, files @ ..] = arguments.as_slice() else {
        return Err("usage: judge FOLDER PEOPLE SEED CASES.sql ...".into());
    };
    let (folder, people, seed) = (Path::new(folder), people.parse()?, seed.parse()?);
    let cases: Vec<Case> =
        files.iter().map(|file| cases::read(Path::new(file))).collect::<Result<Vec<_>, _>>()?.concat();
    let answers = folder.join("answers");
    std::fs::create_dir_all(&answers)?;
    let key = InstallationKey::load_or_create(&folder.join("pseudonym.key"), &mut |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    });
    let key = key.map_err(|error| format!("{error:?}"))?.0;
    let destination = folder.join("snapshots");
    for file in delivery::registers(folder, people, seed)? {
        import_register(&file, &destination, &key)?;
    }
    for extract in Extract::ALL {
        let file = delivery::extract(folder, people, seed, extract)?;
        import_extract(&file, &destination, &key, extract)?;
    }
    for snapshot in Snapshot::list(&destination)? {
        answer_all(&snapshot, &cases, &answers)?;
    }
    Ok(())
}

fn month(year: i16, month: i8) -> Month {
    Month::new(year, month).expect("a month that the code names")
}

fn import_register(file: &Path, destination: &Path, key: &InstallationKey) -> Result<(), Failure> {
    let request = ImportRequest {
        file,
        destination,
        profile: &Profile::built_in("dream").map_err(|error| error.code())?,
        codes: &codes::built_in(),
        key,
        edition: Some(month(EDITION.0, EDITION.1)),
        as_of: None,
        accept_faulty: None,
        synthetic: true,
        memory_bytes: virkning_register::MEMORY_BYTES,
        threads: None,
    };
    import(&request, &mut |_| {}).map_err(|error| format!("{}: {error:?}", file.display()))?;
    Ok(())
}

fn import_extract(file: &Path, destination: &Path, key: &InstallationKey, extract: Extract) -> Result<(), Failure> {
    let request = EventRequest {
        files: &[file.to_owned()],
        destination,
        profile: &EventProfile::built_in(extract.name()).map_err(|error| format!("{error:?}"))?,
        key,
        edition: Some(month(EDITION.0, EDITION.1)),
        as_of: None,
        covers_from: None,
        accept_faulty: None,
        synthetic: true,
        stop: None,
    };
    events::import(&request, &mut |_| {}).map_err(|error| format!("{}: {error:?}", file.display()))?;
    Ok(())
}

/// Everyone's own day: spread over three years, with first and last days of months among them.
fn enrolled_on(person: u32) -> Date {
    let year = 2021 + (person % 4) as i16;
    let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = (person / 4 % 12) as usize;
    let day = [1, last[month], 1 + (person / 48 % 28) as i8][(person / 7 % 3) as usize];
    date(year, month as i8 + 1, day)
}

fn window(when: When, person: u32) -> Result<PersonWindow, Failure> {
    match when {
        When::Months(span) => Ok(span.into()),
        When::SinceEnrolment(months) => {
            let day = enrolled_on(person);
            let closes = Month::of(day).plus(i32::from(months)).ok_or("a month out of range")?;
            let windows = windows_of(&Window::MonthsSinceStart { months }, closes.year(), day);
            let (_, span) = windows.first().ok_or("no window")?;
            Ok(PersonWindow { span: *span, enrolled_on: Some(day) })
        }
    }
}

fn compiled(case: &Case) -> Result<Compiled, Failure> {
    let said = |error: virkning_measure::ExpressionError| format!("{}: {}", case.id, error.code());
    let schema = source(&case.source).ok_or_else(|| format!("{}: no such source", case.id))?;
    let success = case.success.as_deref().map(|text| parse(text, schema)).transpose().map_err(said)?;
    let value = case.value.as_deref().map(|text| parse_value(text, schema)).transpose().map_err(said)?;
    let compiled = compile_measure(success.as_ref(), value.as_ref(), &codes::built_in());
    let compiled = compiled.map_err(|error| format!("{}: {}", case.id, error.code()))?;
    Ok(compiled.treating_left(case.left, &leaving::built_in()))
}

/// All cases of a snapshot's source, for everybody in it.
fn answer_all(snapshot: &Snapshot, cases: &[Case], folder: &Path) -> Result<(), Failure> {
    let manifest = snapshot.manifest();
    let loaded = snapshot.load()?;
    let file = |end: &str| -> Result<BufWriter<File>, Failure> {
        let path: PathBuf = folder.join(format!("{}.{end}", manifest.snapshot));
        Ok(BufWriter::new(File::create(path)?))
    };
    let (mut answers, mut counts, mut enrolled) = (file("csv")?, file("counts.csv")?, file("enrolled.csv")?);
    writeln!(answers, "case,person,outcome,value")?;
    writeln!(counts, "case,people,successes,failures,unclarified,valued,sum")?;
    writeln!(enrolled, "person,day")?;
    for person in 0..manifest.people {
        writeln!(enrolled, "{person},{}", enrolled_on(person))?;
    }
    for case in cases.iter().filter(|case| case.source == manifest.source) {
        let compiled = compiled(case)?;
        let people: Result<Vec<_>, Failure> =
            (0..manifest.people).map(|person| Ok((Some(person), window(case.when, person)?))).collect();
        let people = people?;
        let lines = answers_of(&compiled, case, &loaded.columns(), loaded.coverage(), &people);
        answers.write_all(lines.as_bytes())?;
        if case.left.is_none() {
            counts.write_all(counted(snapshot, compiled, case, people)?.as_bytes())?;
        }
    }
    for mut file in [answers, counts, enrolled] {
        file.flush()?;
    }
    println!("{}: {} people", manifest.snapshot, manifest.people);
    Ok(())
}

fn answers_of(
    compiled: &Compiled,
    case: &Case,
    columns: &Columns<'_>,
    coverage: &Coverage,
    people: &[(Option<u32>, PersonWindow)],
) -> String {
    let mut answers = vec![Evaluation::NOT_IN_EXTRACT; people.len()];
    evaluate_all(compiled, columns, coverage, people, &mut answers);
    let mut values = vec![Err(Unclarified::NoData); people.len()];
    if case.value.is_some() {
        evaluate_all_values(compiled, columns, coverage, people, &mut values);
    }
    let mut lines = String::new();
    for (person, (answer, value)) in answers.iter().zip(values).enumerate() {
        let outcome = match answer.outcome {
            Outcome::Success => "yes",
            Outcome::NoSuccess => "no",
            Outcome::Unclarified(Unclarified::LeftPopulation { how }) => how.name(),
            Outcome::Unclarified(_) => "unclarified",
        };
        let value = value.map(|value: Decimal| value.normalize().to_string()).unwrap_or_default();
        let _ = writeln!(lines, "{},{person},{outcome},{value}", case.id);
    }
    lines
}

/// The same, asked of the scan file, which counts states instead of people where it can.
fn counted(
    snapshot: &Snapshot,
    compiled: Compiled,
    case: &Case,
    people: Vec<(Option<u32>, PersonWindow)>,
) -> Result<String, Failure> {
    let coverage = snapshot.manifest().coverage();
    let question = Question { compiled, coverage, valued: case.value.is_some() };
    let asked = match case.when {
        When::Months(span) => Asked::Everyone(span),
        When::SinceEnrolment(_) => {
            let member = |(row, window)| Member { row, window, group: 0 };
            Asked::Some(people.into_iter().map(member).collect())
        }
    };
    let counts = Source::open(snapshot, &question)?.answer(&question, &asked, 1)?;
    let counts = counts.first().copied().unwrap_or_default();
    Ok(format!(
        "{},{},{},{},{},{},{}\n",
        case.id,
        counts.people,
        counts.successes,
        counts.failures,
        counts.unclarified,
        counts.valued,
        counts.sum.normalize()
    ))
}
