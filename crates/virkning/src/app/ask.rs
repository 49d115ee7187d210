//! `register ask`: a question to a whole snapshot or to a group of its people, counted. Who is asked and when is found out
//! here; how many people are asked fast, [`virkning_register::scan`] knows.

use std::path::Path;

use jiff::civil::Date;
use virkning_measure::{Compiled, MonthSpan, PersonWindow, window_of};
use virkning_model::agreement::Window;
use virkning_model::id::SnapshotId;
use virkning_model::source;
use virkning_register::scan::{Asked, Counts, Question, Scan, answer};
use virkning_register::{Profile, Pseudonym, Snapshot};

use super::check::read_agreement;
use super::failure::{Failure, Refusal};
use super::folder::read_text;
use super::settle::enrolment_set;
use super::{Session, coded};

/// The register whose snapshots have a scan file.
const REGISTER: &str = "dream";

/// What is asked, of whom, and when.
pub struct AskRequest<'a> {
    /// The success expression, as agreements have it.
    pub expression: Option<&'a str>,
    /// The value expression.
    pub value: Option<&'a str>,
    /// The snapshot; the newest where none is named.
    pub snapshot: Option<&'a SnapshotId>,
    /// Who.
    pub group: AskGroup<'a>,
    /// When.
    pub window: AskWindow,
}

/// Who is asked about.
#[derive(Clone, Copy, Debug)]
pub enum AskGroup<'a> {
    /// Everyone in the snapshot.
    Everyone,
    /// Those on a list: a key of the delivery on each line, and after a comma the day of enrolment.
    Listed(&'a Path),
    /// Those enrolled under an agreement.
    Enrolled(&'a Path),
}

/// Which months are looked at.
#[derive(Clone, Copy, Debug)]
pub enum AskWindow {
    /// The same months for everyone.
    Months(MonthSpan),
    /// So many months after the month of enrolment, each person's own.
    SinceStart(u16),
}

/// What came of a question.
pub struct Answered {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Whether it is synthetic.
    pub synthetic: bool,
    /// The counts.
    pub counts: Counts,
    /// Whether a value was asked for.
    pub valued: bool,
    /// People who are not asked: their list or agreement has no day of enrolment for a window since the start.
    pub without_day: u64,
}

/// People with their day of enrolment, where it is known.
type Group = Vec<(Pseudonym, Option<Date>)>;

impl Session<'_> {
    /// Asks a snapshot.
    pub fn ask(&self, request: &AskRequest<'_>) -> Result<Answered, Failure> {
        self.actor()?;
        let id = match request.snapshot {
            Some(id) => id.clone(),
            None => {
                let latest = self.store.snapshot_latest(REGISTER)?;
                latest.ok_or_else(|| Refusal::new("no-snapshot").with("source", REGISTER))?.id
            }
        };
        let manifest = self.manifest(&id)?;
        if manifest.source != REGISTER {
            return Err(Refusal::new("no-snapshot").with("source", REGISTER).into());
        }
        let snapshot = Snapshot::open(&self.folder.snapshot(&id))?;
        let question = Question {
            compiled: self.compiled(request)?,
            coverage: manifest.columns.coverage(),
            valued: request.value.is_some(),
        };
        let people = self.group(request.group, &manifest.key_space)?;
        let scan = snapshot.scan()?;
        let (asked, without_day) = asked(&scan, people, request.window)?;
        let counts = answer(&snapshot, &scan, &question, &asked)?;
        Ok(Answered { snapshot: id, synthetic: manifest.synthetic, counts, valued: question.valued, without_day })
    }

    fn compiled(&self, request: &AskRequest<'_>) -> Result<Compiled, Failure> {
        let schema = source::source(REGISTER).ok_or_else(|| Refusal::new("source-unknown").with("source", REGISTER))?;
        let said = |error: virkning_measure::ExpressionError| coded(error.code(), error.arguments());
        let success = request.expression.map(|text| virkning_measure::parse(text, schema)).transpose().map_err(said)?;
        let value = request.value.map(|text| virkning_measure::parse_value(text, schema)).transpose().map_err(said)?;
        let codes = self.codes()?;
        Ok(virkning_measure::compile_measure(success.as_ref(), value.as_ref(), &codes.list)
            .map_err(|error| coded(error.code(), error.arguments()))?)
    }

    /// The people of a group with their days of enrolment; nothing for everyone.
    fn group(&self, group: AskGroup<'_>, key_space: &str) -> Result<Option<Group>, Failure> {
        match group {
            AskGroup::Everyone => Ok(None),
            AskGroup::Listed(path) => {
                let (key, _) = self.key()?;
                let pseudonyms = key.pseudonyms(key_space);
                let form = Profile::built_in(REGISTER).map_err(|error| coded(error.code(), error.arguments()))?;
                let people = listed(&read_text(path)?, &form, key_space, |identifier| pseudonyms.of(identifier));
                people.map(Some).map_err(|line| {
                    Refusal::new("ask-list-line").with("path", path.display()).with("line", line).into()
                })
            }
            AskGroup::Enrolled(path) => {
                let (_, agreement) = read_agreement(path, &self.codes()?.list)?;
                let record = self.store.enrolment_latest(&agreement.id)?;
                let record = record.ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
                let links = self.links(&record.hash)?;
                let set = enrolment_set(&record)?;
                let enrolled = set.enrolled().filter_map(|(person, day)| Some((*links.get(&person.alias)?, Some(day))));
                Ok(Some(enrolled.collect()))
            }
        }
    }
}

/// The people of a list; else the first line that names nobody.
fn listed(
    text: &str,
    profile: &Profile,
    key_space: &str,
    pseudonym: impl Fn(&str) -> Pseudonym,
) -> Result<Vec<(Pseudonym, Option<Date>)>, usize> {
    let column = profile.keys.iter().find(|key| key.space == key_space);
    let mut people = Vec::new();
    for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let (key, day) = line.split_once([',', ';']).map_or((line, ""), |(key, day)| (key, day.trim()));
        let header = place == 0 && column.is_some_and(|column| key.trim().eq_ignore_ascii_case(&column.column));
        if header || line.trim().is_empty() {
            continue;
        }
        let day = if day.is_empty() { None } else { Some(day.parse().map_err(|_| place + 1)?) };
        let person = column.and_then(|column| column.normalise(key.as_bytes(), &pseudonym).ok());
        people.push((person.ok_or(place + 1)?, day));
    }
    Ok(people)
}

/// Rows and windows of a group, and how many have no window because their day of enrolment is not known. A person who is
/// listed twice is asked about once.
fn asked(
    scan: &Scan,
    people: Option<Vec<(Pseudonym, Option<Date>)>>,
    window: AskWindow,
) -> Result<(Asked, u64), Failure> {
    let Some(mut people) = people else {
        return match window {
            AskWindow::Months(span) => Ok((Asked::Everyone(span), 0)),
            AskWindow::SinceStart(_) => Err(Refusal::new("ask-since-start-of-whom").into()),
        };
    };
    people.sort_unstable();
    people.dedup_by_key(|(pseudonym, _)| *pseudonym);
    let pseudonyms: Vec<Pseudonym> = people.iter().map(|(pseudonym, _)| *pseudonym).collect();
    let rows = scan.rows_of(&pseudonyms)?;
    let (mut some, mut without_day) = (Vec::with_capacity(people.len()), 0);
    for (row, (_, day)) in rows.into_iter().zip(people) {
        match window_of_person(window, day) {
            Some(span) => some.push((row, PersonWindow { span, enrolled_on: day })),
            None => without_day += 1,
        }
    }
    Ok((Asked::Some(some), without_day))
}

fn window_of_person(window: AskWindow, day: Option<Date>) -> Option<MonthSpan> {
    match window {
        AskWindow::Months(span) => Some(span),
        AskWindow::SinceStart(months) => {
            let day = day?;
            window_of(&Window::MonthsSinceStart { months }, day.year(), day)
        }
    }
}
