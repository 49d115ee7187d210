//! docs/LANGUAGE-REFERENCE.md: every term of the agreement language with its keys, printed by the program from the shape
//! that the reader itself follows. Nothing of it is written by hand, so it cannot go stale.

use std::process::Stdio;

use crate::errors::Mode;
use crate::shell::{self, Failure};

/// Writes the reference, or only compares it.
pub fn run(mode: Mode) -> Result<(), Failure> {
    shell::run(shell::cargo().args(["build", "--quiet", "--locked", "--package", "virkning"]))?;
    let mut command = shell::program(shell::target().join("debug/virkning"));
    command.args(["--lang", "en", "schema", "--reference"]).env_remove("VIRKNING_LANG").env_remove("VIRKNING_DATA");
    let printed = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cannot start virkning: {error}")))?;
    let page = String::from_utf8(printed.stdout).ok().filter(|page| printed.status.success() && !page.is_empty());
    let page = page.ok_or_else(|| Failure::new("`virkning schema --reference` printed nothing"))?;
    let place = shell::root().join("docs/LANGUAGE-REFERENCE.md");
    match mode {
        Mode::Write => {
            shell::write(&place, &page)?;
            println!("docs/LANGUAGE-REFERENCE.md: {} lines", page.lines().count());
            Ok(())
        }
        Mode::Check if std::fs::read_to_string(&place).is_ok_and(|text| text == page) => {
            println!("docs/LANGUAGE-REFERENCE.md is up to date");
            Ok(())
        }
        Mode::Check => Err(Failure::new("docs/LANGUAGE-REFERENCE.md is out of date: run `cargo xtask reference`")),
    }
}
