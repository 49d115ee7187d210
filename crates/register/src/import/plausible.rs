//! Plausibility of a delivery of weeks: against the edition before, and in itself. What is surely wrong refuses the import.

use std::path::Path;

use virkning_measure::PersonRows;

use crate::events::{Finding, earlier, jump};
use crate::manifest::Manifest;
use crate::problem::ImportError;
use crate::snapshot::{Loaded, Snapshot, SnapshotError};

/// People who are compared with the edition before: the first in the order of pseudonyms, which is nobody's choice.
const SAMPLE_PEOPLE: usize = 2_000;

/// Changes of code that must be there before they say anything.
const CHANGES_MIN: u64 = 20;

/// Jobs that must be there before their ratios say anything.
const RATIOS_MIN: u64 = 20;

/// What looks wrong with a snapshot that lies in a folder and has no name yet.
pub(super) fn findings(
    manifest: &Manifest,
    folder: &Path,
    destination: &Path,
    (ratio_max, ratios): (i32, u64),
) -> Result<Vec<Finding>, ImportError> {
    let mut found = Vec::new();
    // A hundredth is a whole job that was divided by a hundred once too often.
    if ratios >= RATIOS_MIN && ratio_max <= 100 {
        found.push(Finding::new("R213", &[]));
    }
    let Some(before) = earlier(manifest, destination) else { return Ok(found) };
    found.extend(jump(before.manifest(), manifest));
    let now = Snapshot::unnamed(folder, manifest);
    // An earlier edition that cannot be read is for `verify` to find; it stops no import.
    let Ok(changes) = changes(&before, &now) else { return Ok(found) };
    let [earlier, same, later] = changes.agree;
    if changes.all < CHANGES_MIN {
        return Ok(found);
    }
    let hundredths = |agree: u64| agree * 100 / changes.all;
    let (weeks, shifted) = if earlier > later { (-1, earlier) } else { (1, later) };
    if hundredths(same) < 50 && hundredths(shifted) >= 80 {
        return Err(ImportError::WeeksShifted {
            weeks,
            same: hundredths(same),
            shifted: hundredths(shifted),
            snapshot: before.manifest().snapshot.to_string(),
        });
    }
    if hundredths(same) < 80 {
        let snapshot = before.manifest().snapshot.to_string();
        found.push(Finding::new("R214", &[("same", hundredths(same).to_string()), ("snapshot", snapshot)]));
    }
    Ok(found)
}

/// How many changes of code of the edition before are in the new one: a week earlier, in the same week, a week later.
struct Changes {
    all: u64,
    agree: [u64; 3],
}

/// Only changes say anything: most weeks have the code of their neighbours, and agree however they are moved.
fn changes(before: &Snapshot, now: &Snapshot) -> Result<Changes, SnapshotError> {
    let sample = now.first_people(SAMPLE_PEOPLE)?;
    let (before, now) = (before.load_people(&sample)?, now.load_people(&sample)?);
    let mut changes = Changes { all: 0, agree: [0; 3] };
    for (row, pseudonym) in before.pseudonyms().iter().enumerate() {
        let Some(other) = now.row_of(pseudonym) else { continue };
        count(before.columns().person(row), now.columns().person(other as usize), &before, &now, &mut changes);
    }
    Ok(changes)
}

fn count(before: PersonRows<'_>, now: PersonRows<'_>, earlier: &Loaded, later: &Loaded, changes: &mut Changes) {
    for (start, code) in before.week_start.iter().zip(before.week_code) {
        let number = i32::from(*start);
        // The change itself must be seen by both, wherever it may have been moved.
        let seen = |week: i32| later.coverage().week(week);
        if !earlier.coverage().week(number - 1) || !(number - 2..=number + 1).all(seen) {
            continue;
        }
        changes.all += 1;
        for (place, shift) in [-1, 0, 1].into_iter().enumerate() {
            let found = u16::try_from(number + shift).ok().and_then(|start| now.week_start.binary_search(&start).ok());
            changes.agree[place] += u64::from(found.is_some_and(|at| now.week_code[at] == *code));
        }
    }
}
