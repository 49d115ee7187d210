//! Folders that go when nobody needs them, in memory where the machine has such a place: what is proved here is what the
//! program does between one write and the next, not how fast a disk is.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Files in memory, on Linux.
const IN_MEMORY: &str = "/dev/shm";

/// A folder of one's own.
pub fn scratch() -> io::Result<TempDir> {
    let place = Path::new(IN_MEMORY);
    let mut builder = tempfile::Builder::new();
    builder.prefix("virkning-sim-");
    match place.is_dir() {
        true => builder.tempdir_in(place),
        false => builder.tempdir(),
    }
}

/// Every file below a folder, in the order of their names.
pub fn below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for path in below(from)? {
        let Ok(name) = path.strip_prefix(from) else { continue };
        let target = to.join(name);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::copy(&path, target)?;
    }
    Ok(())
}
