//! Running other programs: what was run is said, what failed is said, nothing is swallowed. It knows nothing of what
//! they do.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a command of this tool stopped: one message for the person who ran it.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with its message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The folder that cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The cargo that runs this tool.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    // `cargo run` sets variables for this tool's package; an inner cargo that saw them would build everything anew.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_CRATE_NAME" {
            command.env_remove(&name);
        }
    }
    command
}

/// A program other than cargo, run in the workspace.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Whether a program is there and answers.
pub fn answers(name: &str, arguments: &[&str]) -> bool {
    Command::new(name)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Says what is run and runs it with this terminal; an exit code other than 0 is a failure.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    println!("\n$ {}", line(command));
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("cannot start `{}`: {error}", line(command))))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{}` failed ({status})", line(command))))
    }
}

/// Runs it quietly and gives what it printed.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let printed = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cannot start `{}`: {error}", line(command))))?;
    if !printed.status.success() {
        return Err(Failure::new(format!("`{}` failed ({})", line(command), printed.status)));
    }
    String::from_utf8(printed.stdout).map_err(|_| Failure::new(format!("`{}` printed no text", line(command))))
}

/// The command line as a person would type it, with paths below the workspace made short.
pub fn line(command: &Command) -> String {
    let short = |word: &std::ffi::OsStr| {
        let word = Path::new(word);
        let below = word.strip_prefix(root()).unwrap_or(word).to_string_lossy().into_owned();
        let plain = |c: char| c.is_alphanumeric() || "-_./=+:,".contains(c);
        if !below.is_empty() && below.chars().all(plain) {
            below
        } else {
            format!("'{below}'")
        }
    };
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(name).chain(command.get_args()).map(short).collect::<Vec<_>>().join(" ")
}

/// Reads a text file, or says which one could not be read.
pub fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))
}

/// Writes a file, or says which one could not be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_shown_as_it_is_typed() {
        let check = |words: &[&str], expected: &str| {
            let mut command = Command::new(words[0]);
            command.args(&words[1..]);
            assert_eq!(line(&command), expected);
        };
        check(&["/usr/bin/virkning", "check", "a.md"], "virkning check a.md");
        check(&["virkning", "--edition", "code list"], "virkning --edition 'code list'");
        check(&["virkning", ""], "virkning ''");
        check(&["virkning", &root().join("agreements/a.md").to_string_lossy()], "virkning agreements/a.md");
    }
}
