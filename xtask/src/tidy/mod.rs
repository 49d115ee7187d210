//! The rules of the house that no compiler checks. Each rule takes the text of a file and gives its findings, so that
//! each is tested on good and bad snippets; only this file touches the disk.

mod asvs;
mod danish;
mod dependencies;
mod evidence;
mod fluent;
mod golden;
mod privacy;
mod rust;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::shell::{self, Failure};

/// A text file of the project.
pub struct TextFile {
    /// Its path from the project's folder, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Runs every rule over the whole project and prints what it finds.
pub fn run() -> Result<(), Failure> {
    let files = text_files()?;
    let mut findings = Vec::new();
    for file in &files {
        findings.extend(rules_of_one_file(file));
    }
    findings.extend(fluent::check(&files));
    findings.extend(asvs::check(&files));
    findings.extend(golden::check(&files));
    findings.extend(evidence::check(&files));
    findings.extend(dependencies::check()?);
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy: {} files, nothing to remark", files.len());
            Ok(())
        }
        number => Err(Failure::new(format!("tidy: {number} remarks, see above"))),
    }
}

fn rules_of_one_file(file: &TextFile) -> Vec<Finding> {
    let TextFile { path, text } = file;
    let mut findings = Vec::new();
    if path.ends_with(".rs") {
        findings.extend(rust::head(path, text));
        findings.extend(rust::indented_blocks(path, text));
        if rust::must_be_exact(path) {
            findings.extend(rust::floats(path, text));
        }
    }
    if path.starts_with("crates/") && path.ends_with("/Cargo.toml") {
        findings.extend(rust::inherits_lints(path, text));
    }
    if danish::is_danish(path) {
        findings.extend(danish::banned_words(path, text));
    }
    findings.extend(privacy::machine_paths(path, text));
    findings.extend(privacy::cpr_numbers(path, text));
    findings
}

/// The Rust sources of the project.
pub fn rust_sources() -> Result<Vec<TextFile>, Failure> {
    Ok(text_files()?.into_iter().filter(|file| file.path.ends_with(".rs")).collect())
}

/// Every text file, sorted by path. Folders that git ignores are what commands leave behind, not the project.
fn text_files() -> Result<Vec<TextFile>, Failure> {
    let root = shell::root();
    let mut paths = Vec::new();
    collect(&root, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, &error))?;
        if let Ok(text) = String::from_utf8(bytes) {
            let below = path.strip_prefix(&root).unwrap_or(&path);
            files.push(TextFile { path: below.to_string_lossy().replace('\\', "/"), text });
        }
    }
    Ok(files)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
        if kind.is_dir() && !is_left_behind(&name) {
            collect(&entry.path(), paths)?;
        // Beside the main copy of the project `.git` is a file that says where that copy lies.
        } else if kind.is_file() && name != ".git" {
            paths.push(entry.path());
        }
    }
    Ok(())
}

/// Folders outside the project: the same as in `.gitignore`, git itself, and editors' own.
fn is_left_behind(folder: &str) -> bool {
    let hidden = folder.starts_with('.') && !matches!(folder, ".cargo" | ".ci" | ".config");
    hidden || matches!(folder, "target" | "demo" | "virkning-data" | "node_modules")
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot read {}: {error}", path.display()))
}

/// Numbers the lines of a text from 1.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(place, line)| (place + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_can_be_clicked() {
        assert_eq!(
            Finding::new("crates/model/src/money.rs", 7, "wrong").to_string(),
            "crates/model/src/money.rs:7: wrong"
        );
    }

    #[test]
    fn what_commands_leave_behind_is_not_the_project() {
        for folder in ["target", "demo", "virkning-data", "node_modules", ".git", ".idea"] {
            assert!(is_left_behind(folder), "{folder}");
        }
        for folder in ["crates", ".ci", ".cargo", "docs"] {
            assert!(!is_left_behind(folder), "{folder}");
        }
    }
}
