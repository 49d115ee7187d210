//! What a question is answered from: the file that was made for its kind, or everything of the snapshot.

use virkning_measure::AmountSum;

use super::amounts::{self, AmountScan};
use super::answer::{self, Asked, Counts, Question};
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
}

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

    /// The rows of people; nothing for who is not in the extract.
    pub fn rows_of(&self, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        match &self.held {
            Held::Weeks(scan) => scan.rows_of(people),
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
        }
    }
}
