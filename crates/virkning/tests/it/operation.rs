//! The installation as a whole: backup, restore, export, doctor, and PostgreSQL under every command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::office::{Office, program, text};

mod backup;
mod doctor;
mod export;
mod server;

/// Runs a command on another data folder than the office's.
fn at(data: &str, user: &str, words: &[&str]) -> Output {
    command_at(data, user, words).output().expect("the program runs")
}

fn command_at(data: &str, user: &str, words: &[&str]) -> Command {
    let mut command = program();
    command.args(["--lang", "en", "--data", data, "--as", user, "--date", "2025-03-10"]).args(words);
    command
}

/// The same, which must succeed.
fn ok_at(data: &str, user: &str, words: &[&str]) -> String {
    let output = at(data, user, words);
    assert!(output.status.success(), "{words:?}: {}{}", text(&output.stderr), text(&output.stdout));
    text(&output.stdout)
}

/// The same, which must be refused and say all of this.
fn refused_at(data: &str, user: &str, words: &[&str], expected: &[&str]) -> String {
    let output = at(data, user, words);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{words:?}: {said}{}", text(&output.stdout));
    for piece in expected {
        assert!(said.contains(piece), "“{piece}” is missing in\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The head of the event log, as `verify` says it; everything must fit.
fn head(office: &Office, data: &str) -> String {
    let said = ok_at(data, "rikke", &["verify"]);
    assert!(said.contains("the same to the last byte"), "{} {said}", office.path("data"));
    said.split_whitespace().last().expect("the head").to_owned()
}

/// Nothing half written may be left beside what was to be written.
fn check_nothing_left(office: &Office) {
    let names = fs::read_dir(office.path("")).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().ends_with(".part")).collect();
    assert!(left.is_empty(), "{left:?}");
}
