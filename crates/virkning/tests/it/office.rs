//! A data folder in a temporary place with users, a sealed agreement and a small synthetic register: what most tests
//! start from. Commands run in this process's child, as a user would run them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::UNIX_EPOCH;

use serde_json::Value;
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

    /// One that is ready to settle 2024: the sealed agreement, the synthetic edition of February 2025 and its cohort
    /// list. Users: `anna` makes proposals, `bo` and `dorte` approve; `anna` and `bo` keep codes; `rikke` may only read.
    pub fn enrolled() -> Self {
        let office = Self::empty();
        copy_folder(&ready_made().join("data"), Path::new(&office.path("data")));
        office
    }

    /// A path in the place for files.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command as a user and gives what came of it.
    pub fn run(&self, user: &str, words: &[&str]) -> Output {
        self.command(user, words).output().expect("the program runs")
    }

    /// A command as a user would write it, not started yet.
    pub fn command(&self, user: &str, words: &[&str]) -> std::process::Command {
        let mut command = program();
        command.args(["--data", &self.path("data"), "--as", user, "--date", "2025-03-10"]).args(words);
        command
    }

    /// Runs a command that must answer with JSON.
    pub fn json(&self, user: &str, words: &[&str]) -> Value {
        serde_json::from_str(&self.ok(user, words)).expect("JSON on standard output")
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

/// The program, with nothing of the environment that would change its answers.
pub fn program() -> std::process::Command {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("virkning"));
    for name in ["VIRKNING_LANG", "VIRKNING_DATA", "VIRKNING_STORE", "VIRKNING_USER", "VIRKNING_VAULT_KEY"] {
        command.env_remove(name);
    }
    command
}

/// The synthetic edition of February 2025 that [`Office::enrolled`] has imported.
pub fn register_file() -> PathBuf {
    ready_made().join("register/dream202502.csv")
}

/// The cohort list that [`Office::enrolled`] has enrolled.
pub fn list_file() -> PathBuf {
    ready_made().join("register/deltagere202502.csv")
}

/// A folder that is made once for each build of the program and each text of the agreement, and only copied by tests.
fn ready_made() -> PathBuf {
    let changed = |path: &Path| {
        let changed = fs::metadata(path).and_then(|found| found.modified()).expect("a file with a time");
        changed.duration_since(UNIX_EPOCH).expect("a time after 1970").as_nanos()
    };
    let binary = assert_cmd::cargo::cargo_bin("virkning");
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let wanted = base.join(format!("office-{}-{}", changed(&binary), changed(&ips_plus())));
    if wanted.exists() {
        return wanted;
    }
    let office = Office { folder: tempfile::tempdir_in(base).expect("a temporary folder") };
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker,code-keeper"]);
    office.ok("anna", &["user", "add", "bo", "--role", "approver,code-keeper"]);
    office.ok("anna", &["user", "add", "dorte", "--role", "approver"]);
    office.ok("anna", &["user", "add", "rikke", "--role", "reader"]);
    let agreement = ips_plus().display().to_string();
    office.ok("anna", &["seal", &agreement]);
    synthesize(&office, "2025-02", &office.path("register"));
    office.ok("anna", &["register", "import", "--source", "dream", &office.path("register/dream202502.csv")]);
    office.ok("anna", &["enrol", &agreement, &office.path("register/deltagere202502.csv")]);
    remove_older(base, &wanted);
    // Another test may have been faster; then its folder is as good, and this one goes away with the office.
    if fs::rename(office.folder.path(), &wanted).is_err() {
        assert!(wanted.exists(), "the folder cannot be put in its place");
    }
    wanted
}

/// Writes an edition of the synthetic register that all tests share.
pub fn synthesize(office: &Office, edition: &str, out: &str) {
    let agreement = ips_plus().display().to_string();
    let mut words = vec!["register", "synthesize", "--persons", "1200", "--seed", "1", "--until", "2026W05"];
    words.extend(["--edition", edition, "--agreement", &agreement, "--out", out]);
    office.ok("anna", &words);
}

/// What earlier builds have left.
fn remove_older(base: &Path, wanted: &Path) {
    let entries = fs::read_dir(base).expect("the folder for tests' files");
    for path in entries.flatten().map(|entry| entry.path()) {
        let ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("office-"));
        if ours && path != wanted {
            // Another test may be removing it too.
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copied file");
        }
    }
}

/// Checks a JSON answer against its documented shape: the same keys everywhere, and values of the named kinds: `text`,
/// `hash`, `date`, `amount` (kroner with two decimals), `count`, `number`, `flag`; a `?` after it allows `null`, and a
/// list stands for any number of its one element.
pub fn check_shape(answer: &Value, expected: &Value) {
    compare_shape(answer, expected, "$");
}

fn compare_shape(answer: &Value, expected: &Value, place: &str) {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => {
            let (mut found, mut wanted): (Vec<_>, Vec<_>) = (answer.keys().collect(), expected.keys().collect());
            found.sort();
            wanted.sort();
            assert_eq!(found, wanted, "keys of {place}");
            for (key, value) in answer {
                compare_shape(value, &expected[key], &format!("{place}.{key}"));
            }
        }
        (Value::Array(answers), Value::Array(expected)) => {
            for (number, value) in answers.iter().enumerate() {
                compare_shape(value, &expected[0], &format!("{place}[{number}]"));
            }
        }
        (answer, Value::String(kind)) => assert!(is_of_kind(answer, kind), "{place} is no {kind}: {answer}"),
        _ => panic!("{place} has another shape: {answer}"),
    }
}

fn is_of_kind(answer: &Value, kind: &str) -> bool {
    if let Some(kind) = kind.strip_suffix('?') {
        return answer.is_null() || is_of_kind(answer, kind);
    }
    let is_text = |holds: fn(&str) -> bool| answer.as_str().is_some_and(holds);
    match kind {
        "text" => is_text(|text| !text.is_empty()),
        "hash" => is_text(|text| text.len() == 64 && text.chars().all(|sign| sign.is_ascii_hexdigit())),
        "date" => is_text(|text| text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()),
        "amount" => is_text(|text| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            digits.split_once('.').is_some_and(|(whole, part)| {
                !whole.is_empty() && part.len() == 2 && [whole, part].concat().chars().all(|sign| sign.is_ascii_digit())
            })
        }),
        "count" => answer.is_u64(),
        "number" => answer.is_number(),
        "flag" => answer.is_boolean(),
        other => panic!("no such kind: {other}"),
    }
}
