//! `register ask`: a question to a whole snapshot or to people of it, counted, group by group if wished. Who is asked and when is found out
//! here; how many people are asked fast, [`virkning_register::scan`] knows.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use virkning_measure::{Compiled, MonthSpan, PersonWindow, window_of};
use virkning_model::agreement::Window;
use virkning_model::code_list::ListUsed;
use virkning_model::id::SnapshotId;
use virkning_model::observation::Arm;
use virkning_model::source::{self, is_estimated, read_from};
use virkning_register::events::EventProfile;
use virkning_register::profile::KeyColumn;
use virkning_register::scan::{Asked, Counts, Member, Question, Source};
use virkning_register::{Profile, Pseudonym, Snapshot};

use super::check::read_agreement;
use super::failure::{Failure, Refusal};
use super::folder::read_text;
use super::settle::enrolment_set;
use super::{Session, coded};

/// The register that is asked where none is named.
pub const REGISTER: &str = "dream";

/// More groups than this are no breakdown any more, and what may be shown of them could not be worked out.
const GROUPS_MAX: usize = 40;

/// What is asked, of whom, and when.
pub struct AskRequest<'a> {
    /// The success expression, as agreements have it.
    pub expression: Option<&'a str>,
    /// The value expression.
    pub value: Option<&'a str>,
    /// The register.
    pub source: &'a str,
    /// The snapshot; the newest of the register where none is named.
    pub snapshot: Option<&'a SnapshotId>,
    /// Who.
    pub group: AskGroup<'a>,
    /// When.
    pub window: AskWindow,
    /// Whether each group of the people is counted by itself: those of a list by what stands last on the line, those of an
    /// agreement by their arm.
    pub by_group: bool,
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
    /// The counts of everyone.
    pub counts: Counts,
    /// Those of each group, in the order of their names; none where nobody is divided.
    pub groups: Vec<(GroupName, Counts)>,
    /// Whether a value was asked for.
    pub valued: bool,
    /// What the amounts were estimated from, where they were.
    pub estimated: Vec<ListUsed>,
    /// People who are not asked: their list or agreement has no day of enrolment for a window since the start.
    pub without_day: u64,
}

/// What a group is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupName {
    /// As the list says.
    Listed(String),
    /// An arm of an agreement.
    Arm(Arm),
}

/// Somebody who is asked about, with the day of enrolment and the group, where they are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Person {
    pseudonym: Pseudonym,
    day: Option<Date>,
    group: Option<GroupName>,
}

impl Session<'_> {
    /// Asks a snapshot.
    pub fn ask(&self, request: &AskRequest<'_>) -> Result<Answered, Failure> {
        self.actor()?;
        let id = match request.snapshot {
            Some(id) => id.clone(),
            None => {
                let latest = self.store.snapshot_latest(read_from(request.source))?;
                latest.ok_or_else(|| Refusal::new("no-snapshot").with("source", read_from(request.source)))?.id
            }
        };
        let manifest = self.manifest(&id)?;
        if manifest.source != read_from(request.source) {
            return Err(Refusal::new("no-snapshot").with("source", read_from(request.source)).into());
        }
        let snapshot = Snapshot::open(&self.folder.snapshot(&id))?;
        let question = Question {
            compiled: self.compiled(request)?,
            coverage: manifest.coverage(),
            valued: request.value.is_some(),
        };
        let people = self.group(request.group, read_from(request.source), &manifest.key_space)?;
        let estimates = if is_estimated(request.source) { Some(self.estimates()?) } else { None };
        let estimated = estimates.as_ref().map(|estimates| estimates.used.clone()).unwrap_or_default();
        let source = match estimates {
            Some(estimates) => Source::open_estimated(&snapshot, estimates.lists)?,
            None => Source::open(&snapshot, &question)?,
        };
        let (asked, without_day, names) = asked(&source, people, request)?;
        let counts = source.answer(&question, &asked, names.len().max(1))?;
        let all = counts.iter().copied().fold(Counts::default(), Counts::and);
        let groups = names.into_iter().zip(counts).collect();
        let synthetic = manifest.synthetic;
        Ok(Answered { snapshot: id, synthetic, counts: all, groups, valued: question.valued, estimated, without_day })
    }

    fn compiled(&self, request: &AskRequest<'_>) -> Result<Compiled, Failure> {
        let name = request.source;
        let schema = source::source(name).ok_or_else(|| Refusal::new("source-unknown").with("source", name))?;
        let said = |error: virkning_measure::ExpressionError| coded(error.code(), error.arguments());
        let success = request.expression.map(|text| virkning_measure::parse(text, schema)).transpose().map_err(said)?;
        let value = request.value.map(|text| virkning_measure::parse_value(text, schema)).transpose().map_err(said)?;
        let codes = self.codes()?;
        let compiled = virkning_measure::compile_measure(success.as_ref(), value.as_ref(), &codes.list)
            .map_err(|error| coded(error.code(), error.arguments()))?;
        Ok(if is_estimated(name) { compiled.over_estimates() } else { compiled })
    }

    /// The people of a group with their days of enrolment; nothing for everyone.
    fn group(&self, group: AskGroup<'_>, register: &str, key_space: &str) -> Result<Option<Vec<Person>>, Failure> {
        match group {
            AskGroup::Everyone => Ok(None),
            AskGroup::Listed(path) => {
                let (key, _) = self.key()?;
                let pseudonyms = key.pseudonyms(key_space);
                let column = key_column(register, key_space)?;
                let people = listed(&read_text(path)?, column.as_ref(), |identifier| pseudonyms.of(identifier));
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
                let enrolled = set.enrolled().filter_map(|(person, day)| {
                    let pseudonym = *links.get(&person.alias)?;
                    Some(Person { pseudonym, day: Some(day), group: Some(GroupName::Arm(person.arm)) })
                });
                Ok(Some(enrolled.collect()))
            }
        }
    }
}

/// How the keys of a register are written.
fn key_column(register: &str, key_space: &str) -> Result<Option<KeyColumn>, Failure> {
    let keys = if EventProfile::is_built_in(register) {
        EventProfile::built_in(register).map_err(|error| coded(error.code(), error.arguments()))?.keys
    } else {
        Profile::built_in(register).map_err(|error| coded(error.code(), error.arguments()))?.keys
    };
    Ok(keys.into_iter().find(|key| key.space == key_space))
}

/// The people of a list; else the first line that names nobody. After the key come the day of enrolment and the group, either
/// of which may be missing.
fn listed(text: &str, column: Option<&KeyColumn>, pseudonym: impl Fn(&str) -> Pseudonym) -> Result<Vec<Person>, usize> {
    let mut people = Vec::new();
    for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let mut cells = line.split([',', ';']).map(str::trim);
        let key = cells.next().unwrap_or_default();
        let header = place == 0 && column.is_some_and(|column| key.eq_ignore_ascii_case(&column.column));
        if header || line.trim().is_empty() {
            continue;
        }
        let second = cells.next().unwrap_or_default();
        let day = if second.is_empty() {
            None
        } else {
            Some(second.parse().map_err(|_| place + 1)?)
        };
        let group = cells.next().filter(|group| !group.is_empty()).map(|group| GroupName::Listed(group.to_owned()));
        let person = column.and_then(|column| column.normalise(key.as_bytes(), &pseudonym).ok());
        people.push(Person { pseudonym: person.ok_or(place + 1)?, day, group });
    }
    Ok(people)
}

/// Rows and windows of a group, how many have no window because their day of enrolment is not known, and the names of the
/// groups that are counted by themselves. A person who is listed twice is asked about once.
fn asked(
    source: &Source<'_>,
    people: Option<Vec<Person>>,
    request: &AskRequest<'_>,
) -> Result<(Asked, u64, Vec<GroupName>), Failure> {
    let Some(mut people) = people else {
        if request.by_group {
            return Err(Refusal::new("ask-group-of-whom").into());
        }
        return match request.window {
            AskWindow::Months(span) => Ok((Asked::Everyone(span), 0, Vec::new())),
            AskWindow::SinceStart(_) => Err(Refusal::new("ask-since-start-of-whom").into()),
        };
    };
    people.sort_unstable();
    let names = if request.by_group { group_names(&people)? } else { Vec::new() };
    people.dedup_by_key(|person| person.pseudonym);
    let pseudonyms: Vec<Pseudonym> = people.iter().map(|person| person.pseudonym).collect();
    let rows = source.rows_of(&pseudonyms)?;
    let (mut some, mut without_day) = (Vec::with_capacity(people.len()), 0);
    for (row, Person { day, group, .. }) in rows.into_iter().zip(people) {
        let group = group.and_then(|group| names.binary_search(&group).ok()).unwrap_or(0) as u16;
        match window_of_person(request.window, day) {
            Some(span) => some.push(Member { row, window: PersonWindow { span, enrolled_on: day }, group }),
            None => without_day += 1,
        }
    }
    Ok((Asked::Some(some), without_day, names))
}

/// The names of the groups of people who are sorted by pseudonym, each name once. Everybody is in exactly one group.
fn group_names(people: &[Person]) -> Result<Vec<GroupName>, Failure> {
    let without = people.iter().filter(|person| person.group.is_none()).count();
    if without > 0 {
        return Err(Refusal::new("ask-no-group").with("people", without).into());
    }
    let twice = |pair: &&[Person]| pair[0].pseudonym == pair[1].pseudonym && pair[0].group != pair[1].group;
    let twice = people.windows(2).filter(twice).count();
    if twice > 0 {
        return Err(Refusal::new("ask-two-groups").with("people", twice).into());
    }
    let names: BTreeSet<&GroupName> = people.iter().filter_map(|person| person.group.as_ref()).collect();
    if names.len() > GROUPS_MAX {
        return Err(Refusal::new("ask-many-groups").with("groups", names.len()).with("limit", GROUPS_MAX).into());
    }
    Ok(names.into_iter().cloned().collect())
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
