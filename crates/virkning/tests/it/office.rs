//! A data folder in a temporary place with users, a sealed agreement and a small synthetic register: what most tests
//! start from. Commands run in this process's child, as a user would run them.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// The real agreement.
pub fn ips_plus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/aarhus/ips-plus.md")
}

/// A data folder and a place for files.
pub struct Office {
    folder: TempDir,
}

impl Office {
    /// An empty one.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// One with the users `anna` (controller) and `bo` (approver) and the real agreement sealed.
    pub fn sealed() -> Self {
        let office = Self::empty();
        office.ok("anna", &["user", "add", "anna", "--role", "controller"]);
        office.ok("bo", &["user", "add", "bo", "--role", "approver"]);
        office.ok("anna", &["seal", &ips_plus().display().to_string()]);
        office
    }

    /// A path in the place for files.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command as a user and gives what came of it.
    pub fn run(&self, user: &str, words: &[&str]) -> Output {
        Command::cargo_bin("virkning")
            .expect("the program is built")
            .args(["--data", &self.path("data"), "--as", user, "--date", "2025-03-10"])
            .args(words)
            .env_remove("VIRKNING_LANG")
            .output()
            .expect("the program runs")
    }

    /// Runs a command that must succeed, and gives its standard output.
    pub fn ok(&self, user: &str, words: &[&str]) -> String {
        let output = self.run(user, words);
        let (out, error) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{words:?}: {error}{out}");
        out
    }

    /// Runs a command that must be refused with exit code 1, and gives its standard error.
    pub fn refused(&self, user: &str, words: &[&str]) -> String {
        let output = self.run(user, words);
        let (out, error) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(1), "{words:?}: {error}{out}");
        error
    }
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
