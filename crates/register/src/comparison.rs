//! Two editions of one register held against each other: who came and went, and which records of whom are new, corrected
//! or gone, in which months. Nothing is said of anybody here by more than a pseudonym, and no rule of a measure is known.

use std::collections::BTreeMap;
use std::ops::Range;

use virkning_measure::{Coverage, DatedValue, Extent, NO_RATIO, PersonRows, Stay, day_from_number};
use virkning_model::period::{Month, Week};

use crate::key::Pseudonym;
use crate::snapshot::Loaded;

mod whole;

#[cfg(test)]
pub(crate) use whole::compare_by;
pub use whole::compare_whole;

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// A week's code.
    Week,
    /// A month's employment ratio.
    Ratio,
    /// A month's industry, where the ratio is the same.
    Industry,
    /// A stay.
    Stay,
    /// A spell of education.
    Study,
    /// An observation.
    Observation,
    /// An amount.
    Amount,
}

impl Record {
    /// The word of files and of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Record::Week => "week",
            Record::Ratio => "ratio",
            Record::Industry => "industry",
            Record::Stay => "stay",
            Record::Study => "study",
            Record::Observation => "observation",
            Record::Amount => "amount",
        }
    }
}

/// How a record of the later edition differs from the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It lies in a period that the earlier edition does not cover: the register has grown.
    New,
    /// The earlier edition covers its period and does not have it: it was reported late.
    Added,
    /// It says something else now.
    Revised,
    /// A stay or a spell of education began on another day.
    Arrival,
    /// A stay or a spell of education ended on another day, or has ended since.
    Departure,
    /// It is no longer there.
    Gone,
}

impl Change {
    /// The word of files and of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Added => "added",
            Change::Revised => "revised",
            Change::Arrival => "arrival",
            Change::Departure => "departure",
            Change::Gone => "gone",
        }
    }
}

/// One changed record of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedRecord {
    /// What it is about.
    pub record: Record,
    /// How it differs.
    pub change: Change,
    /// The month that it belongs to; of a week the month of its Thursday, of a stay that of its arrival.
    pub month: Month,
    /// Of a revised week the code before and the code now; 0 is blank.
    pub codes: Option<(u16, u16)>,
}

/// How many people and records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// People with at least one of them.
    pub people: u64,
    /// Records: weeks, months, stays, observations, amounts.
    pub records: u64,
}

/// What two editions say otherwise, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionDifference {
    /// People of the earlier edition.
    pub people_before: u64,
    /// People of the later edition.
    pub people_now: u64,
    /// People of the later edition only.
    pub added: u64,
    /// People of the earlier edition only.
    pub gone: u64,
    /// People of both of whom something that both editions cover is said otherwise.
    pub corrected: u64,
    /// By record and change.
    pub changes: BTreeMap<(Record, Change), Changed>,
    /// By record, change and month.
    pub months: BTreeMap<(Record, Change, Month), Changed>,
    /// Revised weeks by the code before and the code now.
    pub codes: BTreeMap<(u16, u16), Changed>,
}

impl EditionDifference {
    /// Counts the changed records of one person of both editions.
    fn count(&mut self, records: &mut [ChangedRecord]) {
        if records.iter().any(|record| record.change != Change::New) {
            self.corrected += 1;
        }
        records.sort_unstable();
        let mut last: Option<ChangedRecord> = None;
        for record in records.iter() {
            let kind = (record.record, record.change);
            add(&mut self.changes, kind, last.is_none_or(|last| (last.record, last.change) != kind));
            let month = (record.record, record.change, record.month);
            add(&mut self.months, month, last.is_none_or(|last| (last.record, last.change, last.month) != month));
            last = Some(*record);
        }
        let mut codes: Vec<(u16, u16)> = records.iter().filter_map(|record| record.codes).collect();
        codes.sort_unstable();
        let mut last = None;
        for pair in codes {
            add(&mut self.codes, pair, last != Some(pair));
            last = Some(pair);
        }
    }
}

fn add<K: Ord>(all: &mut BTreeMap<K, Changed>, key: K, is_first: bool) {
    let changed = all.entry(key).or_default();
    changed.people += u64::from(is_first);
    changed.records += 1;
}

/// What became of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonChange<'a> {
    /// In the later edition only.
    Added,
    /// In the earlier edition only.
    Gone,
    /// In both, with what differs; at least one record.
    Changed(&'a [ChangedRecord]),
}

/// Holds two editions against each other. Everyone with a difference is shown to `each`, in the order of pseudonyms.
pub fn compare(before: &Loaded, now: &Loaded, mut each: impl FnMut(&Pseudonym, PersonChange<'_>)) -> EditionDifference {
    let (old, new) = (before.pseudonyms(), now.pseudonyms());
    let mut found = EditionDifference {
        people_before: old.len() as u64,
        people_now: new.len() as u64,
        ..EditionDifference::default()
    };
    let (old_columns, new_columns) = (before.columns(), now.columns());
    let editions = Editions { before: before.coverage(), now: now.coverage() };
    let mut records = Vec::new();
    let (mut left, mut right) = (0, 0);
    while left < old.len() || right < new.len() {
        match (old.get(left), new.get(right)) {
            (Some(one), Some(other)) if one == other => {
                records.clear();
                editions.changes(&old_columns.person(left), &new_columns.person(right), &mut records);
                if !records.is_empty() {
                    found.count(&mut records);
                    each(one, PersonChange::Changed(&records));
                }
                (left, right) = (left + 1, right + 1);
            }
            (Some(one), other) if other.is_none_or(|other| one < other) => {
                found.gone += 1;
                each(one, PersonChange::Gone);
                left += 1;
            }
            (_, Some(other)) => {
                found.added += 1;
                each(other, PersonChange::Added);
                right += 1;
            }
            (_, None) => break,
        }
    }
    found
}

/// What the two editions cover.
struct Editions<'a> {
    before: &'a Coverage,
    now: &'a Coverage,
}

impl Editions<'_> {
    fn changes(&self, before: &PersonRows<'_>, now: &PersonRows<'_>, out: &mut Vec<ChangedRecord>) {
        self.weeks(before, now, out);
        self.jobs(before, now, out);
        let stays = (before.stays, now.stays);
        spells(Record::Stay, (&self.before.stays, &self.now.stays), stays, out);
        let studies = (before.studies, now.studies);
        spells(Record::Study, (&self.before.studies, &self.now.studies), studies, out);
        self.observations(before, now, out);
        self.amounts(before, now, out);
    }

    fn weeks(&self, before: &PersonRows<'_>, now: &PersonRows<'_>, out: &mut Vec<ChangedRecord>) {
        let old = Runs::new(before.week_start, before.week_end);
        let new = Runs::new(now.week_start, now.week_end);
        each_segment(old, new, |weeks, old, new| {
            let code = |run: Option<usize>, codes: &[u16]| run.map_or(0, |run| codes[run]);
            let (old, new) = (code(old, before.week_code), code(new, now.week_code));
            if old == new {
                return;
            }
            for number in weeks {
                let number = i32::from(number);
                let change = match (self.before.week(number), self.now.week(number)) {
                    (false, _) => Change::New,
                    (true, false) => Change::Gone,
                    (true, true) => Change::Revised,
                };
                let Some(week) = Week::from_number(number) else { continue };
                let codes = (change == Change::Revised).then_some((old, new));
                out.push(ChangedRecord { record: Record::Week, change, month: week.month(), codes });
            }
        });
    }

    fn jobs(&self, before: &PersonRows<'_>, now: &PersonRows<'_>, out: &mut Vec<ChangedRecord>) {
        let old = Runs::new(before.job_start, before.job_end);
        let new = Runs::new(now.job_start, now.job_end);
        each_segment(old, new, |months, old, new| {
            let of = |run: Option<usize>, rows: &PersonRows<'_>| {
                run.map_or((NO_RATIO, 0), |run| (rows.job_ratio[run], rows.job_industry[run]))
            };
            let (old, new) = (of(old, before), of(new, now));
            if old == new {
                return;
            }
            for number in months {
                let number = i32::from(number);
                let Some(month) = virkning_measure::month_from_number(number) else { continue };
                let change = match (self.before.ratio_month(number), self.now.ratio_month(number)) {
                    (false, true) => Change::New,
                    (true, false) => Change::Gone,
                    _ => Change::Revised,
                };
                let record = if old.0 == new.0 { Record::Industry } else { Record::Ratio };
                out.push(ChangedRecord { record, change, month, codes: None });
            }
        });
    }

    fn observations(&self, before: &PersonRows<'_>, now: &PersonRows<'_>, out: &mut Vec<ChangedRecord>) {
        // Of several on one day with one name the last counts.
        let of = |extent: &Option<Extent>, rows: &[DatedValue]| -> BTreeMap<(i32, String), i64> {
            let rows = rows.iter().map(|row| ((row.day, name_of(extent, row.name)), row.millionths));
            rows.collect()
        };
        let (old, new) =
            (of(&self.before.observations, before.observations), of(&self.now.observations, now.observations));
        let covered = &self.before.observations;
        values(Record::Observation, covered, &old, &new, |(day, _)| *day, out);
    }

    fn amounts(&self, before: &PersonRows<'_>, now: &PersonRows<'_>, out: &mut Vec<ChangedRecord>) {
        let (old, new) = (sums(&self.before.amounts, before), sums(&self.now.amounts, now));
        values(Record::Amount, &self.before.amounts, &old, &new, |(day, _, _)| *day, out);
    }
}

/// Amounts of one day, kind and item as one sum: a correction is a row of its own with its sign.
fn sums(extent: &Option<Extent>, rows: &PersonRows<'_>) -> BTreeMap<(i32, String, String), i64> {
    let mut sums: BTreeMap<(i32, String, String), i64> = BTreeMap::new();
    for row in rows.amounts {
        let item = extent.as_ref().and_then(|extent| extent.items.get(usize::from(row.item)));
        let key = (row.day, name_of(extent, row.kind), item.cloned().unwrap_or_default());
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(row.minor_units);
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn name_of(extent: &Option<Extent>, place: u16) -> String {
    extent.as_ref().and_then(|extent| extent.names.get(usize::from(place))).cloned().unwrap_or_default()
}

/// Whether an extent covers a day; where there is none, nothing is covered.
fn covers(extent: &Option<Extent>, day: i32) -> bool {
    extent.as_ref().is_some_and(|extent| (extent.first_day..extent.end_day).contains(&day))
}

fn month_of_day(day: i32) -> Option<Month> {
    day_from_number(day).map(Month::of)
}

/// Dated values by key: gone, revised, and what is there now only.
fn values<K: Ord>(
    record: Record,
    covered: &Option<Extent>,
    old: &BTreeMap<K, i64>,
    new: &BTreeMap<K, i64>,
    day: impl Fn(&K) -> i32,
    out: &mut Vec<ChangedRecord>,
) {
    let mut push = |change: Change, key: &K| {
        if let Some(month) = month_of_day(day(key)) {
            out.push(ChangedRecord { record, change, month, codes: None });
        }
    };
    for (key, value) in new {
        match old.get(key) {
            Some(known) if known == value => {}
            Some(_) => push(Change::Revised, key),
            None if covers(covered, day(key)) => push(Change::Added, key),
            None => push(Change::New, key),
        }
    }
    old.keys().filter(|key| !new.contains_key(key)).for_each(|key| push(Change::Gone, key));
}

/// Stays, which may overlap and stand in any order. Those that both editions have are set aside; of the others one of the
/// same arrival and kind has another departure, one of the same departure and kind another arrival, and one of the same
/// days another kind.
fn spells(
    record: Record,
    extents: (&Option<Extent>, &Option<Extent>),
    (before, now): (&[Stay], &[Stay]),
    out: &mut Vec<ChangedRecord>,
) {
    let named = |extent: &Option<Extent>, stays: &[Stay]| -> Vec<(i32, i32, String)> {
        let named = stays.iter().map(|stay| (stay.arrived, stay.left, name_of(extent, stay.kind)));
        let mut named: Vec<_> = named.collect();
        named.sort_unstable();
        named
    };
    let (mut old, mut new) = (named(extents.0, before), named(extents.1, now));
    new.retain(|stay| match old.iter().position(|known| known == stay) {
        Some(place) => {
            old.remove(place);
            false
        }
        None => true,
    });
    let mut push = |change: Change, arrived: i32| {
        if let Some(month) = month_of_day(arrived) {
            out.push(ChangedRecord { record, change, month, codes: None });
        }
    };
    for (arrived, left, kind) in new {
        let same_arrival = |known: &(i32, i32, String)| known.0 == arrived && known.2 == kind;
        let same_departure = |known: &(i32, i32, String)| known.1 == left && known.2 == kind;
        let same_days = |known: &(i32, i32, String)| known.0 == arrived && known.1 == left;
        let found = old
            .iter()
            .position(same_arrival)
            .map(|place| (place, Change::Departure))
            .or_else(|| old.iter().position(same_departure).map(|place| (place, Change::Arrival)))
            .or_else(|| old.iter().position(same_days).map(|place| (place, Change::Revised)));
        match found {
            Some((place, change)) => {
                old.remove(place);
                push(change, arrived);
            }
            None if covers(extents.0, arrived) => push(Change::Added, arrived),
            None => push(Change::New, arrived),
        }
    }
    old.into_iter().for_each(|(arrived, ..)| push(Change::Gone, arrived));
}

/// Runs of weeks or months, sorted and without overlap.
#[derive(Clone, Copy)]
struct Runs<'a> {
    start: &'a [u16],
    end: &'a [u16],
}

impl<'a> Runs<'a> {
    fn new(start: &'a [u16], end: &'a [u16]) -> Self {
        Self { start, end }
    }

    /// Of a place, from a run on: the run that holds it, and the place at which that changes.
    fn at(&self, from: &mut usize, place: u16) -> (Option<usize>, u16) {
        while self.end.get(*from).is_some_and(|end| *end <= place) {
            *from += 1;
        }
        match (self.start.get(*from), self.end.get(*from)) {
            (Some(start), Some(end)) if *start <= place => (Some(*from), *end),
            (Some(start), _) => (None, *start),
            _ => (None, u16::MAX),
        }
    }
}

/// Walks over the places at which one of the two has a run, in pieces in which neither changes.
fn each_segment(old: Runs<'_>, new: Runs<'_>, mut each: impl FnMut(Range<u16>, Option<usize>, Option<usize>)) {
    let firsts = [old.start.first(), new.start.first()].into_iter().flatten();
    let Some(mut place) = firsts.min().copied() else { return };
    let (mut in_old, mut in_new) = (0, 0);
    loop {
        let (one, until_old) = old.at(&mut in_old, place);
        let (other, until_new) = new.at(&mut in_new, place);
        let until = until_old.min(until_new);
        if one.is_none() && other.is_none() && until == u16::MAX {
            return;
        }
        each(place..until, one, other);
        place = until;
    }
}

#[cfg(test)]
mod tests;
