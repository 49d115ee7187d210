//! People who have had several numbers: the rows of all of them count for one person, and each fact once. Snapshots stay as
//! they are; the numbers are put together when rows are loaded.

use std::collections::BTreeMap;

use virkning_measure::{NO_RATIO, PersonRows};
use virkning_model::period::Week;

use super::{Loaded, Snapshot, SnapshotError};
use crate::events::LoadedEvents;
use crate::key::Pseudonym;
use crate::list::NumberLink;

/// A person's numbers, the first one first, each with the first week in which it holds.
type Numbers = Vec<(Pseudonym, i32)>;

impl Snapshot {
    /// Loads these people with the rows of the numbers that they have had before. Where two numbers say something of one
    /// week or month, the one that held then is believed. Whoever is in the snapshot under no number has no row.
    ///
    /// A link counts for whoever is asked for by a number that follows another one: a set of participants that knew only
    /// the earlier number keeps its answers.
    ///
    /// # Errors
    /// As [`Snapshot::load_people`].
    pub fn load_people_linked(&self, people: &[Pseudonym], links: &[NumberLink]) -> Result<Loaded, SnapshotError> {
        let before: BTreeMap<Pseudonym, &NumberLink> = links.iter().map(|link| (link.later, link)).collect();
        let chains: Vec<Numbers> = people.iter().map(|person| chain(*person, &before)).collect();
        if chains.iter().all(|chain| chain.len() == 1) {
            return self.load_people(people);
        }
        let numbers: Vec<Pseudonym> = chains.iter().flatten().map(|(number, _)| *number).collect();
        let loaded = self.load_people(&numbers)?;
        let mut sorted: Vec<(Pseudonym, Numbers)> = people
            .iter()
            .copied()
            .zip(chains)
            .filter(|(_, chain)| chain.iter().any(|(number, _)| loaded.row_of(number).is_some()))
            .collect();
        sorted.sort();
        sorted.dedup();
        let mut together = Loaded { coverage: loaded.coverage.clone(), ..Loaded::default() };
        together.begin();
        for (person, chain) in sorted {
            let rows = chain.iter().filter_map(|(number, from)| {
                let row = loaded.row_of(number)?;
                Some((loaded.columns().person(row as usize), *from))
            });
            together.add(person, &rows.collect::<Vec<_>>());
        }
        Ok(together)
    }
}

/// A number and those before it, the first one first.
fn chain(person: Pseudonym, before: &BTreeMap<Pseudonym, &NumberLink>) -> Numbers {
    let mut chain = Vec::new();
    let mut number = person;
    // A chain that bites its tail is refused when links are made; it must not run for ever here.
    while let Some(link) = before.get(&number).filter(|_| chain.len() < before.len()) {
        chain.push((number, Week::of(link.from).number()));
        number = link.earlier;
    }
    chain.push((number, i32::MIN));
    chain.reverse();
    chain
}

/// Which of several values holds at a time, in weeks: that of the latest number that held by then and says something; else
/// that of the first later one that does.
fn believed<T: Copy + PartialEq>(values: &[(T, i32)], week: i32, nothing: T) -> T {
    let held = values.iter().rev().filter(|(_, from)| *from <= week);
    let later = values.iter().filter(|(_, from)| *from > week);
    held.chain(later).map(|(value, _)| *value).find(|value| *value != nothing).unwrap_or(nothing)
}

/// Spells as one value for each week or month.
fn spread<T: Copy>(start: &[u16], end: &[u16], nothing: T, value: impl Fn(usize) -> T) -> Vec<T> {
    let mut all = vec![nothing; usize::from(end.last().copied().unwrap_or_default())];
    for (at, (start, end)) in start.iter().zip(end).enumerate() {
        all[usize::from(*start)..usize::from(*end)].fill(value(at));
    }
    all
}

/// Runs of equal values that are something: first, the one after the last, value.
fn runs<T: Copy + PartialEq>(values: &[T], nothing: T) -> Vec<(u16, u16, T)> {
    let mut runs: Vec<(u16, u16, T)> = Vec::new();
    for (at, value) in (0_u16..).zip(values).filter(|(_, value)| **value != nothing) {
        match runs.last_mut() {
            Some(last) if last.1 == at && last.2 == *value => last.1 += 1,
            _ => runs.push((at, at + 1, *value)),
        }
    }
    runs
}

/// What the several numbers say, time by time.
fn merged<T: Copy + PartialEq>(series: &[(Vec<T>, i32)], nothing: T, week: impl Fn(usize) -> i32) -> Vec<T> {
    let length = series.iter().map(|(values, _)| values.len()).max().unwrap_or_default();
    let at = |place: usize| {
        let values: Vec<(T, i32)> =
            series.iter().map(|(values, from)| (values.get(place).copied().unwrap_or(nothing), *from)).collect();
        believed(&values, week(place), nothing)
    };
    (0..length).map(at).collect()
}

impl Loaded {
    /// Begins the offsets of every table that the coverage names, or of weeks and jobs.
    fn begin(&mut self) {
        let Self { coverage, events, .. } = self;
        let LoadedEvents { stay_offsets, study_offsets, observation_offsets, amount_offsets, .. } = events;
        let tables = [
            (coverage.stays.is_some(), stay_offsets),
            (coverage.studies.is_some(), study_offsets),
            (coverage.observations.is_some(), observation_offsets),
            (coverage.amounts.is_some(), amount_offsets),
        ];
        let mut is_events = false;
        for (covered, offsets) in tables {
            if covered {
                offsets.push(0);
                is_events = true;
            }
        }
        if !is_events {
            self.week_offsets.push(0);
            self.job_offsets.push(0);
        }
    }

    /// Adds a person with the rows of several numbers, the first one first.
    fn add(&mut self, person: Pseudonym, rows: &[(PersonRows<'_>, i32)]) {
        self.pseudonyms.push(person);
        if !self.week_offsets.is_empty() {
            self.add_weeks(rows);
            self.add_jobs(rows);
        }
        self.add_events(rows);
    }

    fn add_weeks(&mut self, rows: &[(PersonRows<'_>, i32)]) {
        let series: Vec<(Vec<u16>, i32)> = rows
            .iter()
            .map(|(rows, from)| (spread(rows.week_start, rows.week_end, 0, |at| rows.week_code[at]), *from))
            .collect();
        for (start, end, code) in runs(&merged(&series, 0, |week| i32::try_from(week).unwrap_or(i32::MAX)), 0) {
            self.week_start.push(start);
            self.week_end.push(end);
            self.week_code.push(code);
        }
        self.week_offsets.push(length(&self.week_code));
    }

    fn add_jobs(&mut self, rows: &[(PersonRows<'_>, i32)]) {
        let nothing = (NO_RATIO, 0);
        let spells = |rows: &PersonRows<'_>| {
            spread(rows.job_start, rows.job_end, nothing, |at| (rows.job_ratio[at], rows.job_industry[at]))
        };
        let series: Vec<(Vec<(i32, u32)>, i32)> = rows.iter().map(|(rows, from)| (spells(rows), *from)).collect();
        // A month belongs to the number that holds in its last week.
        let week = |month: usize| {
            let month = i32::try_from(month).ok().and_then(virkning_measure::month_from_number);
            month.map_or(i32::MAX, |month| Week::of(month.last_day()).number())
        };
        for (start, end, (ratio, industry)) in runs(&merged(&series, nothing, week), nothing) {
            self.job_start.push(start);
            self.job_end.push(end);
            self.job_ratio.push(ratio);
            self.job_industry.push(industry);
        }
        self.job_offsets.push(length(&self.job_ratio));
    }

    /// Events of all numbers. What stands under two of them in the same way is one fact.
    fn add_events(&mut self, rows: &[(PersonRows<'_>, i32)]) {
        let events = &mut self.events;
        let sorted_stays = |of: fn(&PersonRows<'_>) -> Vec<virkning_measure::Stay>| {
            let mut stays: Vec<_> = rows.iter().flat_map(|(rows, _)| of(rows)).collect();
            stays.sort_unstable_by_key(|stay| (stay.arrived, stay.left, stay.kind));
            stays.dedup();
            stays
        };
        if !events.stay_offsets.is_empty() {
            events.stays.extend(sorted_stays(|rows| rows.stays.to_vec()));
            events.stay_offsets.push(length(&events.stays));
        }
        if !events.study_offsets.is_empty() {
            events.studies.extend(sorted_stays(|rows| rows.studies.to_vec()));
            events.study_offsets.push(length(&events.studies));
        }
        if !events.observation_offsets.is_empty() {
            let mut values: Vec<_> = rows.iter().flat_map(|(rows, _)| rows.observations).copied().collect();
            values.sort_unstable_by_key(|value| (value.day, value.name, value.millionths));
            values.dedup();
            events.observations.extend(values);
            events.observation_offsets.push(length(&events.observations));
        }
        if !events.amount_offsets.is_empty() {
            let mut amounts: Vec<_> = rows.iter().flat_map(|(rows, _)| rows.amounts).copied().collect();
            amounts.sort_unstable_by_key(|sum| (sum.day, sum.kind, sum.item, sum.minor_units));
            amounts.dedup();
            events.amounts.extend(amounts);
            events.amount_offsets.push(length(&events.amounts));
        }
    }
}

/// A length as offsets have it: the import has numbered the rows with 32 bits.
fn length<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}
