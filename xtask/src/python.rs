//! Python with the peers that results and times are held against, in a virtual environment of its own in the build folder.
//! Nothing of the product needs it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup;
use crate::shell::{self, Failure};

/// Python with what bench/requirements.txt pins, in a virtual environment that is made anew when the pins change.
pub fn python() -> Result<PathBuf, Failure> {
    setup::ensure(&[setup::PYTHON])?;
    let folder = shell::target().join("bench-venv");
    let requirements = shell::root().join("bench/requirements.txt");
    let pinned = shell::read(&requirements)?;
    let python = folder.join("bin/python");
    let stamp = folder.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned) {
        return Ok(python);
    }
    remove(&folder)?;
    shell::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    shell::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements))?;
    shell::write(&stamp, &pinned)?;
    Ok(python)
}

/// Removes a folder of the build, if it is there.
pub fn remove(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    std::fs::remove_dir_all(folder).map_err(|error| Failure::new(format!("cannot empty {}: {error}", folder.display())))
}
