//! The data folder: whether it is there, whose it is, who may read it, and whether there is room left on its volume.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Findings;
use crate::app::folder::Folder;

/// Below this the next import or settlement may not have room.
const FREE_BYTES_WANTED: u64 = 1 << 30;

/// Below this not even an approval is sure to have room.
const FREE_BYTES_NEEDED: u64 = 50 << 20;

/// Whether there is a folder that more can be looked for in.
pub fn examine(folder: &Folder, findings: &mut Findings) -> bool {
    let root = folder.root();
    if !root.is_dir() {
        findings.error("doctor-folder-missing", &[("path", &root.display())]);
        return false;
    }
    let before = findings.all.len();
    private(&[root.to_owned(), folder.keys(), folder.store()], findings);
    match folder.key_files() {
        Ok(keys) => private(&keys.into_iter().map(|(_, path)| path).collect::<Vec<_>>(), findings),
        Err(_) => findings.error("doctor-folder-unread", &[("path", &folder.keys().display())]),
    }
    if findings.all.len() == before {
        findings.fine("doctor-folder-private", &[("path", &root.display())]);
    }
    room(root, findings);
    true
}

/// What others may read or write, and what belongs to somebody else. What is not there is somebody else's finding.
fn private(paths: &[PathBuf], findings: &mut Findings) {
    let own = std::fs::metadata("/proc/self").map(|data| data.uid()).ok();
    for path in paths {
        let Ok(data) = std::fs::metadata(path) else { continue };
        let mode = data.mode() & 0o777;
        if mode & 0o077 != 0 {
            findings.error("doctor-open-to-others", &[("path", &path.display()), ("mode", &format!("{mode:04o}"))]);
        }
        if own.is_some_and(|own| own != data.uid()) {
            findings.warning("doctor-other-owner", &[("path", &path.display()), ("owner", &data.uid())]);
        }
    }
}

fn room(root: &Path, findings: &mut Findings) {
    let Ok(volume) = rustix::fs::statvfs(root) else { return };
    let free = volume.f_bavail.saturating_mul(volume.f_frsize);
    let shown = free >> 20;
    let words: [(&str, &dyn std::fmt::Display); 2] = [("path", &root.display()), ("free", &shown)];
    if free < FREE_BYTES_NEEDED {
        findings.error("doctor-room-none", &words);
    } else if free < FREE_BYTES_WANTED {
        findings.warning("doctor-room-little", &words);
    } else {
        findings.fine("doctor-room", &words);
    }
}
