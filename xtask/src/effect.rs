//! Effects held against other programs on the larger public data: their packages are installed as pinned, the data and the
//! results are made anew, and the tests that need them run. What comes out otherwise than what is kept shows in the tree.

use std::path::PathBuf;
use std::process::Command;

use crate::setup::{self, Need};
use crate::shell::{self, Failure};

/// R with the packages that the reference results are made with.
const R: Need = Need {
    name: "R with survival, sandwich, lmtest, MatchIt, AER and clubSandwich",
    reason: "effects are compared with R",
    present: || {
        let needed = ["survival", "sandwich", "lmtest", "MatchIt", "AER", "clubSandwich"];
        let asked = needed.map(|name| format!("requireNamespace('{name}', quietly = TRUE)")).join(", ");
        shell::answers("Rscript", &["-e", &format!("stopifnot({asked})")])
    },
    package: "r-base-core r-cran-survival r-cran-sandwich r-cran-lmtest r-cran-matchit r-cran-aer r-cran-clubsandwich",
};

/// Makes the data and compares.
pub fn run() -> Result<(), Failure> {
    setup::ensure(&[setup::PYTHON, R])?;
    let reference = shell::root().join("crates/stats/tests/reference");
    let data = shell::target().join("reference-data");
    let python = python(&reference.join("requirements.txt"))?;
    let results = shell::target().join("reference-results.tsv");
    let mut make = Command::new(python);
    make.arg(reference.join("make.py")).arg(&data).arg("--results").arg(&results);
    shell::run(&mut make)?;
    let names = |path: &PathBuf| -> Result<Vec<String>, Failure> {
        Ok(shell::read(path)?.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect())
    };
    if names(&results)? != names(&reference.join("results.tsv"))? {
        return Err(Failure::new("the reference results have other names than those that are kept".to_owned()));
    }
    let mut test = shell::cargo();
    test.env("VIRKNING_REFERENCE_DATA", &data);
    let only = "package(virkning-stats) and test(reference::)";
    test.args(["nextest", "run", "--workspace", "--locked", "--run-ignored", "all", "-E", only]);
    shell::run(&mut test)
}

fn python(requirements: &PathBuf) -> Result<PathBuf, Failure> {
    let folder = shell::target().join("reference-venv");
    let (python, stamp) = (folder.join("bin/python"), folder.join("installed.txt"));
    let pinned = shell::read(requirements)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned) {
        return Ok(python);
    }
    shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    shell::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements))?;
    shell::write(&stamp, &pinned)?;
    Ok(python)
}
