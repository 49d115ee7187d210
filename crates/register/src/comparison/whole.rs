//! Two whole editions held against each other some people at a time, in the order of pseudonyms, so that memory does not grow
//! with them.

use std::collections::BTreeMap;

use super::{Changed, EditionDifference, compare};
use crate::key::Pseudonym;
use crate::snapshot::{Snapshot, SnapshotError};

/// People of each edition that are in memory at once.
const PEOPLE_AT_ONCE: usize = 32_768;

/// Holds everyone of two editions against each other, as [`compare`] does.
///
/// # Errors
/// A file that cannot be read, or is not the one that its manifest names.
pub fn compare_whole(before: &Snapshot, now: &Snapshot) -> Result<EditionDifference, SnapshotError> {
    compare_by(before, now, PEOPLE_AT_ONCE)
}

/// The same with at most so many people of each edition at once, at least one: the answer does not depend on it.
pub(crate) fn compare_by(before: &Snapshot, now: &Snapshot, people: usize) -> Result<EditionDifference, SnapshotError> {
    let (old, new) = (before.pieces()?, now.pieces()?);
    let mut found = EditionDifference::default();
    let (mut left, mut right) = (0, 0);
    while left < old.pseudonyms().len() || right < new.pseudonyms().len() {
        // Up to the same pseudonym in both: whoever is in both is in both pieces.
        let bounds = [bound(old.pseudonyms(), left, people), bound(new.pseudonyms(), right, people)];
        let last = bounds.into_iter().flatten().min();
        let (left_end, right_end) = (end(old.pseudonyms(), last), end(new.pseudonyms(), last));
        let piece = compare(&old.load(left..left_end)?, &new.load(right..right_end)?, |_, _| {});
        found.add_people(piece);
        (left, right) = (left_end, right_end);
    }
    Ok(found)
}

/// The last of so many people from a place on; nothing where there are no more than these.
fn bound(pseudonyms: &[Pseudonym], from: usize, people: usize) -> Option<Pseudonym> {
    let place = from.checked_add(people)?;
    pseudonyms.get(place).and_then(|_| pseudonyms.get(place - 1)).copied()
}

/// The place after a pseudonym; the end where there is none.
fn end(pseudonyms: &[Pseudonym], last: Option<Pseudonym>) -> usize {
    last.map_or(pseudonyms.len(), |last| pseudonyms.partition_point(|pseudonym| *pseudonym <= last))
}

impl EditionDifference {
    /// Adds what was found of other people.
    fn add_people(&mut self, other: EditionDifference) {
        self.people_before += other.people_before;
        self.people_now += other.people_now;
        self.added += other.added;
        self.gone += other.gone;
        self.corrected += other.corrected;
        add_all(&mut self.changes, other.changes);
        add_all(&mut self.months, other.months);
        add_all(&mut self.codes, other.codes);
    }
}

fn add_all<K: Ord>(all: &mut BTreeMap<K, Changed>, more: BTreeMap<K, Changed>) {
    for (key, changed) in more {
        let sum = all.entry(key).or_default();
        sum.people += changed.people;
        sum.records += changed.records;
    }
}
