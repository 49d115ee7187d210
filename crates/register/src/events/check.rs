//! Plausibility: what is surely wrong refuses an import, what looks wrong is said with its figures and stays in the
//! manifest.

use std::path::Path;

use super::person::Counts;
use super::summary::Finding;
use super::tally::Tally;
use crate::manifest::Manifest;
use crate::problem::ImportError;
use crate::snapshot::Snapshot;

/// Rows that must be wrong in the same way before their columns are called exchanged.
const ROWS_MIN: u64 = 3;

/// People from which on a jump between editions says something.
const PEOPLE_MIN: u32 = 20;

/// Refuses what cannot be right.
pub(crate) fn surely_wrong(tally: &Tally, rows: u64) -> Result<(), ImportError> {
    let Tally { backward, spells, turned_dates, units, .. } = *tally;
    if backward >= ROWS_MIN && backward * 2 >= spells {
        return Err(ImportError::BeginAndEndSwapped { backward, spells });
    }
    if turned_dates >= ROWS_MIN && turned_dates * 4 >= rows {
        return Err(ImportError::DayAndMonthSwapped { turned: turned_dates, rows });
    }
    if units.by_range > 0 && units.by_range_other > 0 {
        return Err(ImportError::MixedUnits { own: units.by_range, other: units.by_range_other });
    }
    Ok(())
}

/// What looks wrong, or must be known to read the figures.
pub(crate) fn findings(tally: &Tally, counts: &Counts, manifest: &Manifest, destination: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |code: &str, count: u64| {
        if count > 0 {
            found.push(Finding::new(code, &[("count", count.to_string())]));
        }
    };
    say("R201", tally.mixed);
    say("R202", counts.overlapping_stays);
    say("R203", counts.open_stays);
    say("R204", counts.anonymous_people);
    say("R205", tally.units.said_other + tally.units.by_range_other);
    say("R206", counts.values_of_one_day);
    say("R207", tally.borne_alone);
    if tally.exchanged * 2 >= tally.prices {
        say("R208", tally.exchanged);
    }
    found.extend(weekday(tally));
    found.extend(unlisted(manifest));
    found.extend(against_earlier(manifest, destination));
    found
}

/// Weeks whose dates fall on several weekdays: some of them may be displaced.
fn weekday(tally: &Tally) -> Option<Finding> {
    let all: u64 = tally.week_days.iter().sum();
    let most = tally.week_days.iter().max().copied().unwrap_or_default();
    let others = all - most;
    (others > 0).then(|| Finding::new("R209", &[("count", others.to_string()), ("rows", all.to_string())]))
}

/// Names that the profile does not list: a new benefit, or a misspelt one.
fn unlisted(manifest: &Manifest) -> Option<Finding> {
    const SHOWN_MAX: usize = 8;
    let tables = manifest.events.iter().flat_map(|events| &events.tables);
    let names: Vec<&str> = tables.flat_map(|table| &table.unlisted).map(String::as_str).collect();
    let shown = names.iter().take(SHOWN_MAX).copied().collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| Finding::new("R210", &[("count", names.len().to_string()), ("names", shown)]))
}

/// What has changed too much since the latest earlier edition of the same profile.
fn against_earlier(manifest: &Manifest, destination: &Path) -> Vec<Finding> {
    let Some(earlier) = earlier(manifest, destination) else { return Vec::new() };
    let earlier = earlier.manifest();
    let mut found = jump(earlier, manifest).into_iter().collect::<Vec<_>>();
    let mean = |manifest: &Manifest| {
        let tables = manifest.events.iter().flat_map(|events| &events.tables);
        tables.filter_map(|table| table.mean_amount).next()
    };
    if let (Some(before), Some(now)) = (mean(earlier), mean(manifest))
        && (before.saturating_mul(50) <= now || now.saturating_mul(50) <= before)
    {
        let kroner = |amount: i64| format!("{}.{:02}", amount / 100, amount % 100);
        found.push(Finding::new(
            "R212",
            &[("before", kroner(before)), ("now", kroner(now)), ("snapshot", earlier.snapshot.to_string())],
        ));
    }
    found
}

/// Twice or half as many people as in the earlier edition.
pub(crate) fn jump(earlier: &Manifest, manifest: &Manifest) -> Option<Finding> {
    let (before, now) = (earlier.people, manifest.people);
    let jumped = before.max(now) >= PEOPLE_MIN
        && (u64::from(now) >= 2 * u64::from(before) || 2 * u64::from(now) <= u64::from(before));
    jumped.then(|| {
        Finding::new(
            "R211",
            &[("before", before.to_string()), ("now", now.to_string()), ("snapshot", earlier.snapshot.to_string())],
        )
    })
}

/// The latest earlier edition of the same profile and key space. What cannot be read is no edition to compare with.
pub(crate) fn earlier(manifest: &Manifest, destination: &Path) -> Option<Snapshot> {
    let snapshots = Snapshot::list(destination).ok()?;
    snapshots.into_iter().rfind(|snapshot| {
        let other = snapshot.manifest();
        other.source == manifest.source
            && other.profile == manifest.profile
            && other.key_space == manifest.key_space
            && other.edition < manifest.edition
    })
}
