//! What killed commands left behind: half-written files, snapshots and traces that no record names; and what a record names
//! and is not there.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use virkning_store::{Store, StoreError};

use super::Findings;
use super::store::Known;
use crate::app::folder::Folder;

/// What is younger may belong to a command that is still at work.
const AT_WORK: Duration = Duration::from_secs(600);

/// Looks for it, and removes it where that is asked for.
pub fn examine(folder: &Folder, known: Option<&Known>, mend: bool, findings: &mut Findings) {
    let before = findings.all.len();
    // Who imports holds this lock; then nothing is left behind yet.
    let lock = File::open(folder.snapshots());
    let importing = lock.as_ref().is_ok_and(|folder| folder.try_lock().is_err());
    let mut left: Vec<(&str, PathBuf)> =
        half_written(folder.root(), importing).into_iter().map(|path| ("doctor-half-written", path)).collect();
    if let Some(store) = known.and_then(|known| known.store.as_ref()) {
        match unlisted(folder, store, importing, findings) {
            Ok(found) => left.extend(found),
            Err(error) => findings.error("doctor-store-faults", &[("path", &error), ("count", &1)]),
        }
    }
    for (key, path) in left {
        if !mend {
            findings.warning(key, &[("path", &path.display())]);
        } else if is_at_work(&path) {
            findings.warning("doctor-at-work", &[("path", &path.display())]);
        } else {
            remove(&path, findings);
        }
    }
    if findings.all.len() == before {
        findings.fine("doctor-nothing-left", &[]);
    }
}

fn remove(path: &Path, findings: &mut Findings) {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Ok(()) => findings.fine("doctor-removed", &[("path", &path.display())]),
        Err(error) => findings.error("doctor-not-removed", &[("path", &path.display()), ("reason", &error)]),
    }
}

fn is_at_work(path: &Path) -> bool {
    let changed = fs::metadata(path).and_then(|data| data.modified());
    changed.is_ok_and(|changed| SystemTime::now().duration_since(changed).unwrap_or_default() < AT_WORK)
}

/// Files and folders whose names say that they are not whole.
fn half_written(folder: &Path, importing: bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name == ".importing" && importing {
            continue;
        }
        if name.starts_with('.') && (name.ends_with(".part") || name == ".importing") {
            found.push(path);
        } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(half_written(&path, importing));
        }
    }
    found.sort();
    found
}

/// Snapshots and traces that no record names. Those that a record names must be there.
fn unlisted(
    folder: &Folder,
    store: &Store,
    importing: bool,
    findings: &mut Findings,
) -> Result<Vec<(&'static str, PathBuf)>, StoreError> {
    let mut left = Vec::new();
    let snapshots: BTreeSet<String> = store.snapshots()?.into_iter().map(|record| record.id.to_string()).collect();
    let mut traces = BTreeSet::new();
    for agreement in store.agreements()? {
        traces.extend(store.proposals(&agreement)?.into_iter().map(|record| format!("{}.txt", record.trace)));
    }
    let there = |folder: PathBuf| -> BTreeSet<String> {
        let names = fs::read_dir(folder).into_iter().flatten().flatten();
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| !name.starts_with('.')).collect()
    };
    let (snapshots_there, traces_there) = (there(folder.snapshots()), there(folder.traces()));
    for name in snapshots.difference(&snapshots_there) {
        findings.error("doctor-snapshot-gone", &[("snapshot", name)]);
    }
    for name in traces.difference(&traces_there) {
        findings.error("doctor-trace-gone", &[("path", &folder.traces().join(name).display())]);
    }
    if !importing {
        let names = snapshots_there.difference(&snapshots);
        left.extend(names.map(|name| ("doctor-snapshot-unlisted", folder.snapshots().join(name))));
    }
    let names = traces_there.difference(&traces);
    left.extend(names.map(|name| ("doctor-trace-unlisted", folder.traces().join(name))));
    Ok(left)
}
