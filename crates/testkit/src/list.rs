//! The cohort list as a file: semicolons, Danish headers, a row for each person who has been referred. What a list may
//! look like is the importer's matter.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;

use crate::Synthesis;
use crate::calendar::{date_of, day_of};
use crate::cohort::{Answer, Cohort, Entry};
use crate::person::{Keys, Person};

/// What a written list holds.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CohortSummary {
    /// Rows: people referred until the day.
    pub listed: u32,
    /// Participants by year of start: accepted, begun, and kept out by no rule.
    pub enrolled_by_year: BTreeMap<i16, u32>,
    /// People who are kept out by a rule.
    pub refused: u32,
    /// People who had the talk, are kept out by nothing and have not said yes.
    pub not_accepted: u32,
    /// Participants who have left early.
    pub dropped_out: u32,
}

const COLUMNS: [&str; 7] = [
    "foedselsmaaned",
    "henvist",
    "visitationssamtale",
    "accepteret",
    "udredning_paabegyndt",
    "afbrudt",
    "afbrudt_aarsag",
];

/// How long a course takes: about ten months.
const COURSE_DAYS: i32 = 300;

pub(crate) fn write(synthesis: &Synthesis, until: Date, out: &mut dyn io::Write) -> io::Result<CohortSummary> {
    let cohort = Cohort::new(synthesis)?;
    let keys = keys(synthesis, &cohort)?;
    let mut header = vec![Keys::new(0, synthesis.with_cpr).column().to_owned()];
    header.extend(COLUMNS.map(str::to_owned));
    header.extend(synthesis.cohort.columns.iter().map(|column| column.header()));
    let plan = &synthesis.cohort;
    header.extend(plan.with_arms.then(|| "gruppe".to_owned()));
    header.extend(plan.with_completion.then(|| "gennemfoert".to_owned()));
    writeln!(out, "{}", header.join(";"))?;
    let until = day_of(until);
    let mut summary = CohortSummary::default();
    for entry in cohort.entries.iter().filter(|entry| entry.referred <= until) {
        let mut fields = row(entry, until);
        fields.extend(plan.with_arms.then(|| arm(entry).to_owned()));
        fields.extend(plan.with_completion.then(|| completed(entry, until)));
        writeln!(out, "{};{}", keys[&entry.person], fields.join(";"))?;
        summary.count(entry, until);
    }
    Ok(summary)
}

/// The keys of everyone on the list. Fictitious CPR numbers are given in the order of people, so all are walked through.
fn keys(synthesis: &Synthesis, cohort: &Cohort) -> io::Result<BTreeMap<u32, String>> {
    let mut keys = Keys::new(synthesis.seed, synthesis.with_cpr);
    let mut of_list = BTreeMap::new();
    let mut give = |person: u32| {
        let entry = cohort.entry_of(person);
        let drawn = Person::draw(synthesis.seed, person, entry.map(|entry| entry.birth_day));
        let key = keys.of(person, drawn.birth_day, drawn.woman).ok_or_else(no_numbers_left)?;
        if entry.is_some() {
            of_list.insert(person, key);
        }
        Ok::<(), io::Error>(())
    };
    if synthesis.with_cpr {
        (0..synthesis.people).try_for_each(&mut give)?;
    } else {
        cohort.entries.iter().try_for_each(|entry| give(entry.person))?;
    }
    Ok(of_list)
}

pub(crate) fn no_numbers_left() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "more people born on a day than it has CPR numbers")
}

fn row(entry: &Entry, until: i32) -> Vec<String> {
    let shown =
        |day: Option<i32>| day.filter(|day| *day <= until).map_or(String::new(), |day| date_of(day).to_string());
    let born = date_of(entry.birth_day);
    let dropped_out = entry.dropped_out.filter(|(day, _)| *day <= until);
    let mut fields = vec![
        format!("{:04}-{:02}", born.year(), born.month()),
        shown(Some(entry.referred)),
        shown(Some(entry.talk)),
        shown(entry.accepted),
        shown(entry.started),
        shown(dropped_out.map(|(day, _)| day)),
        dropped_out.map_or("", |(_, reason)| reason).to_owned(),
    ];
    fields.extend(entry.answers.iter().map(|answer| match answer {
        Answer::On(day) => shown(Some(*day)),
        Answer::Yes if entry.talk <= until => "ja".to_owned(),
        Answer::No if entry.talk <= until => "nej".to_owned(),
        _ => String::new(),
    }));
    fields
}

/// Every second person, so that the arms are about as large.
fn arm(entry: &Entry) -> &'static str {
    if entry.person.is_multiple_of(2) { "indsats" } else { "kontrol" }
}

/// Ten months after the start, for whoever has not left by then.
fn completed(entry: &Entry, until: i32) -> String {
    let done = entry.started.map(|day| day + COURSE_DAYS).filter(|day| *day <= until);
    let stayed = |day: &i32| entry.dropped_out.is_none_or(|(left, _)| left > *day);
    done.filter(stayed).map_or_else(String::new, |day| date_of(day).to_string())
}

impl CohortSummary {
    fn count(&mut self, entry: &Entry, until: i32) {
        self.listed += 1;
        let begun = entry.started.filter(|day| *day <= until);
        let accepted = entry.accepted.is_some_and(|day| day <= until);
        if let Some(day) = begun.filter(|_| entry.enrolled()) {
            *self.enrolled_by_year.entry(date_of(day).year()).or_default() += 1;
            self.dropped_out += u32::from(entry.dropped_out.is_some_and(|(day, _)| day <= until));
        }
        self.refused += u32::from(!entry.admitted && entry.talk <= until);
        self.not_accepted += u32::from(entry.admitted && entry.talk <= until && !accepted);
    }
}
