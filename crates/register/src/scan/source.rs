//! What a question is answered from: the file that was made for its kind, or everything of the snapshot.

use std::ops::Range;

use virkning_measure::{AmountSum, EstimateLists, MonthSpan};

use super::amounts::{self, AmountScan};
use super::answer::{self, Asked, Counts, Member, Question};
use super::read::Scan;
use crate::key::Pseudonym;
use crate::snapshot::{Loaded, Snapshot, SnapshotError};

/// A snapshot that is open for a question.
pub struct Source<'s> {
    snapshot: &'s Snapshot,
    held: Held,
}

enum Held {
    Weeks(Box<Scan>),
    Amounts(Box<AmountScan>, AmountSum),
    Everything(Box<Loaded>),
    /// Amounts that are estimated from weeks, of so many people at once.
    Estimated(Box<Scan>, Box<EstimateLists>, u32),
}

/// People whose amounts are estimated at once: each week of the windows gives up to three.
const ESTIMATED_PEOPLE: u32 = 16_384;

impl<'s> Source<'s> {
    /// Opens what the question needs.
    pub fn open(snapshot: &'s Snapshot, question: &Question) -> Result<Self, SnapshotError> {
        let sum = question.coverage.amounts.as_ref().and_then(|extent| question.compiled.amount_sum(extent));
        let held = if snapshot.manifest().events.is_none() {
            Held::Weeks(Box::new(snapshot.scan()?))
        } else {
            match (sum, snapshot.amounts_scan()?) {
                (Some(sum), Some(scan)) => Held::Amounts(Box::new(scan), sum),
                _ => Held::Everything(Box::new(snapshot.load()?)),
            }
        };
        Ok(Self { snapshot, held })
    }

    /// Opens a snapshot of weeks for questions about the amounts that are estimated from them.
    pub fn open_estimated(snapshot: &'s Snapshot, lists: EstimateLists) -> Result<Self, SnapshotError> {
        Self::open_estimated_by(snapshot, lists, ESTIMATED_PEOPLE)
    }

    /// The same with so many people at once, at least one: the answers do not depend on it.
    pub(crate) fn open_estimated_by(
        snapshot: &'s Snapshot,
        lists: EstimateLists,
        people: u32,
    ) -> Result<Self, SnapshotError> {
        let scan = Box::new(snapshot.scan()?);
        Ok(Self { snapshot, held: Held::Estimated(scan, Box::new(lists), people) })
    }

    /// The rows of people; nothing for who is not in the extract.
    pub fn rows_of(&self, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        match &self.held {
            Held::Weeks(scan) | Held::Estimated(scan, ..) => scan.rows_of(people),
            Held::Amounts(scan, _) => scan.rows_of(people),
            Held::Everything(loaded) => Ok(people.iter().map(|person| loaded.row_of(person)).collect()),
        }
    }

    /// Answers, counted in each of so many groups, at least one. The answers are the same for any number of threads.
    pub fn answer(&self, question: &Question, asked: &Asked, groups: usize) -> Result<Vec<Counts>, SnapshotError> {
        match &self.held {
            Held::Weeks(scan) => answer::answer(self.snapshot, scan, question, asked, groups),
            Held::Amounts(scan, sum) => amounts::answer(scan, sum, asked, groups),
            Held::Everything(loaded) => Ok(answer::answer_loaded(loaded, question, asked, groups)),
            Held::Estimated(scan, lists, people) => {
                self.answer_estimated((scan, *people), lists, question, asked, groups)
            }
        }
    }

    /// Estimates the amounts of some people after the others, so that memory does not grow with the snapshot.
    fn answer_estimated(
        &self,
        (scan, at_once): (&Scan, u32),
        lists: &EstimateLists,
        question: &Question,
        asked: &Asked,
        groups: usize,
    ) -> Result<Vec<Counts>, SnapshotError> {
        let days = days_of(asked);
        let mut counts = vec![Counts::default(); groups];
        let everyone = scan.people();
        let mut members: Vec<Member> = match asked {
            Asked::Everyone(_) => Vec::new(),
            Asked::Some(members) => members.clone(),
        };
        members.sort_unstable_by_key(|member| member.row);
        let (absent, mut members) = {
            let absent = members.partition_point(|member| member.row.is_none());
            (members[..absent].to_vec(), &members[absent..])
        };
        let nobody = Loaded::default();
        counts = answer::joined(counts, answer::answer_loaded(&nobody, question, &Asked::Some(absent), groups));
        for first in (0..everyone).step_by(at_once as usize) {
            let end = everyone.min(first.saturating_add(at_once));
            let (rows, asked): (Vec<u32>, Asked) = match asked {
                Asked::Everyone(span) => ((first..end).collect(), Asked::Everyone(*span)),
                Asked::Some(_) => {
                    let own = members.partition_point(|member| member.row.is_some_and(|row| row < end));
                    let (here, later) = members.split_at(own);
                    members = later;
                    let mut rows: Vec<u32> = here.iter().filter_map(|member| member.row).collect();
                    rows.dedup();
                    let place = |member: &Member| {
                        let place = member.row.and_then(|row| rows.binary_search(&row).ok());
                        Member { row: place.and_then(|place| u32::try_from(place).ok()), ..*member }
                    };
                    let here = here.iter().map(place).collect();
                    (rows, Asked::Some(here))
                }
            };
            if rows.is_empty() {
                continue;
            }
            let loaded = self.snapshot.load_scanned(scan, &rows)?.estimated(lists, days.clone());
            counts = answer::joined(counts, answer::answer_loaded(&loaded, question, &asked, groups));
        }
        Ok(counts)
    }
}

/// The days in which anybody is asked about.
fn days_of(asked: &Asked) -> Option<Range<i32>> {
    let days = |span: &MonthSpan| span.days();
    match asked {
        Asked::Everyone(span) => Some(days(span)),
        Asked::Some(members) => members
            .iter()
            .map(|member| days(&member.window.span))
            .reduce(|one, other| one.start.min(other.start)..one.end.max(other.end)),
    }
}
