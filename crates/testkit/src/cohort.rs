//! Who is on the cohort list and what happened to them: participants as planned, and beside them some who were refused,
//! some who said no, and some whose list has gaps. Made once; both the register and the list are written from it.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::{Date, Weekday};
use virkning_model::period::Month;

use crate::Synthesis;
use crate::calendar::{date_of, day_of};
use crate::course::Course;
use crate::person::birthday;
use crate::plan::{CohortPlan, ListColumnKind};
use crate::random::{Permutation, Purpose, Random};

/// What stands in a column that a rule of admission reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Blank,
    Yes,
    No,
    On(i32),
}

/// Somebody on the list. Days count from 1970.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Who it is, among all people.
    pub(crate) person: u32,
    pub(crate) birth_day: i32,
    pub(crate) referred: i32,
    pub(crate) talk: i32,
    pub(crate) accepted: Option<i32>,
    pub(crate) started: Option<i32>,
    pub(crate) dropped_out: Option<(i32, &'static str)>,
    pub(crate) answers: Vec<Answer>,
    /// Whether every rule lets them in.
    pub(crate) admitted: bool,
    pub(crate) course: Course,
    /// On the list and not in the register.
    pub(crate) missing: bool,
}

impl Entry {
    pub(crate) fn enrolled(&self) -> bool {
        self.admitted && self.accepted.is_some() && self.started.is_some()
    }
}

/// Everyone on the list.
pub(crate) struct Cohort {
    /// By day of referral.
    pub(crate) entries: Vec<Entry>,
    /// Where somebody stands among the entries.
    by_person: BTreeMap<u32, usize>,
}

/// Why somebody left early, as lists say it.
const REASONS: [&str; 4] = ["fraflytning", "samarbejdet ophørt", "anden indsats", "helbred"];

/// What becomes of somebody on the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Participant,
    /// A yes to an exclusion, found at the talk.
    Excluded,
    /// Began, and was too old for it: the list shows it.
    TooOld,
    Declined,
}

impl Cohort {
    pub(crate) fn new(synthesis: &Synthesis) -> io::Result<Self> {
        let plan = &synthesis.cohort;
        if synthesis.people > crate::PEOPLE_MAX {
            return Err(refused(format!("at most {} people", crate::PEOPLE_MAX)));
        }
        let fates: Vec<(i16, Fate)> =
            plan.starters.iter().flat_map(|(year, count)| fates(*count, plan).map(|fate| (*year, fate))).collect();
        if fates.len() > synthesis.people as usize {
            return Err(refused(format!("{} people on the list, {} in the register", fates.len(), synthesis.people)));
        }
        let permutation = Permutation::new(synthesis.seed, Purpose::Slots, synthesis.people.max(1));
        let mut unknown = plan.unknown_code_in.and_then(|year| Month::new(year, plan.measured_month));
        let mut missing = plan.missing_from_extract;
        let mut entries = Vec::with_capacity(fates.len());
        for (slot, (year, fate)) in fates.into_iter().enumerate() {
            let slot = slot as u32;
            let mut entry = entry(plan, synthesis.seed, slot, year, fate);
            entry.person = permutation.of(slot);
            if let (Fate::Participant, Some(started)) = (fate, entry.started) {
                // The first adult participant of all has the code that nobody knows.
                let unknown = if started >= birthday(entry.birth_day, 19) { unknown.take() } else { None };
                entry.course = Course::of_participant(plan, synthesis.seed, slot, entry.birth_day, started, unknown);
                entry.missing = unknown.is_none() && missing > 0;
                missing -= u32::from(entry.missing);
            }
            entries.push(entry);
        }
        entries.sort_by_key(|entry| (entry.referred, entry.person));
        let by_person = entries.iter().enumerate().map(|(at, entry)| (entry.person, at)).collect();
        Ok(Self { entries, by_person })
    }

    pub(crate) fn entry_of(&self, person: u32) -> Option<&Entry> {
        self.by_person.get(&person).map(|at| &self.entries[*at])
    }
}

fn refused(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}

/// All fates of one year: every participant planned, and beside them a tenth excluded, a twelfth who say no, and one who
/// is too old.
fn fates(participants: u32, plan: &CohortPlan) -> impl Iterator<Item = Fate> {
    let can_exclude = plan.columns.iter().any(|column| column.kind == ListColumnKind::Exclusion);
    let excluded = if can_exclude { participants / 10 } else { 0 };
    let repeat = |fate: Fate, count: u32| std::iter::repeat_n(fate, count as usize);
    repeat(Fate::Participant, participants)
        .chain(repeat(Fate::Excluded, excluded))
        .chain(repeat(Fate::Declined, participants / 12))
        .chain(repeat(Fate::TooOld, u32::from(plan.age_is_tested && participants >= 20)))
}

fn entry(plan: &CohortPlan, seed: u64, slot: u32, year: i16, fate: Fate) -> Entry {
    let mut random = Random::new(seed, Purpose::Participant, slot);
    let first_of_year = day_of(Date::constant(year, 1, 1));
    // Between the holidays of one new year and the next.
    let started = weekday_after(first_of_year + random.between(7, 350));
    let accepted = weekday_before(started - random.between(3, 24));
    let talk = weekday_before(accepted - random.between(0, 18));
    let referred = weekday_before(talk - random.between(7, 40));
    let age = match fate {
        Fate::TooOld => i32::from(plan.age_to) + 1 + random.between(0, 2),
        _ => random.between(i32::from(plan.age_from), i32::from(plan.age_to)),
    };
    // Some months from the birthday on both sides: the birth month alone settles the age.
    let birth_day = birthday(started, -age) - random.between(40, 320);
    let refused = fate == Fate::Excluded;
    let agreed = fate != Fate::Declined && !refused;
    let dropped_out = (agreed && random.chance(1_500))
        .then(|| (weekday_after(started + random.between(30, 400)), random.pick(&REASONS)));
    Entry {
        person: 0,
        birth_day,
        referred,
        talk,
        accepted: agreed.then_some(accepted),
        started: agreed.then_some(started),
        dropped_out,
        answers: answers(plan, &mut random, talk, refused, fate == Fate::Participant),
        admitted: !refused && fate != Fate::TooOld,
        course: Course::free(),
        missing: false,
    }
}

/// One answer a column. Of participants a few have a gap: their list does not say.
fn answers(plan: &CohortPlan, random: &mut Random, talk: i32, refused: bool, participant: bool) -> Vec<Answer> {
    let exclusions = plan.columns.iter().filter(|column| column.kind == ListColumnKind::Exclusion).count() as u32;
    let mut until_yes = if refused { Some(random.below(exclusions.max(1))) } else { None };
    let mut answer = |kind: ListColumnKind| {
        let gap = random.chance(200) && participant;
        let days = random.between(0, 3);
        match kind {
            _ if gap => Answer::Blank,
            ListColumnKind::Confirmation if refused => Answer::Blank,
            ListColumnKind::Confirmation => Answer::On(weekday_after(talk + days)),
            ListColumnKind::Exclusion => {
                let yes = until_yes == Some(0);
                until_yes = until_yes.and_then(|columns| columns.checked_sub(1));
                if yes { Answer::Yes } else { Answer::No }
            }
        }
    };
    plan.columns.iter().map(|column| answer(column.kind)).collect()
}

fn weekday_before(day: i32) -> i32 {
    match date_of(day).weekday() {
        Weekday::Saturday => day - 1,
        Weekday::Sunday => day - 2,
        _ => day,
    }
}

fn weekday_after(day: i32) -> i32 {
    match date_of(day).weekday() {
        Weekday::Saturday => day + 2,
        Weekday::Sunday => day + 1,
        _ => day,
    }
}
