//! `doctor`: what is wrong is named with what to do, and only what nobody needs is removed.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{at, files, head, ok_at};
use crate::office::{Office, text};
use crate::settlement::posted;

/// The findings that are not fine, as level and key, and the whole answer.
fn findings(data: &str, words: &[&str]) -> (Vec<String>, Value) {
    let output = at(data, "anna", &[&["doctor", "--format", "json"], words].concat());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    assert_eq!(output.status.code(), Some(i32::from(answer["errors"] != 0)), "{answer}");
    let all = answer["findings"].as_array().expect("a list").iter();
    let said = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let bad = all.filter(|finding| finding["level"] != "fine");
    let bad = bad.map(|finding| {
        assert!(!said(finding, "message").contains('['), "{finding}");
        assert!(!said(finding, "hint").is_empty(), "{finding}");
        format!("{} {}", said(finding, "level"), said(finding, "finding"))
    });
    (bad.collect(), answer)
}

/// A data folder with the rights that the program gives one.
fn private() -> (Office, String) {
    let (office, _) = posted();
    let data = office.path("data");
    let folder = Path::new(&data);
    for path in [folder.to_owned(), folder.join("keys")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).expect("rights");
    }
    (office, data)
}

fn check(data: &str, words: &[&str], expected: &[&str]) {
    let (found, answer) = findings(data, words);
    // What the machine has room for is the machine's affair.
    let found: Vec<&str> = found.iter().map(String::as_str).filter(|found| !found.contains("doctor-room")).collect();
    assert_eq!(found, expected, "{answer}");
}

fn make_old(path: &Path) {
    let old = SystemTime::now() - Duration::from_secs(3600);
    File::open(path).and_then(|file| file.set_modified(old)).expect("a time");
}

#[test]
fn a_sound_installation_is_in_order() {
    let (_office, data) = private();
    check(&data, &[], &[]);
    let said = ok_at(&data, "anna", &["doctor"]);
    for piece in ["readable by their owner only", "is whole", "fits the event log", "No killed command"] {
        assert!(said.contains(piece), "{piece} is missing in\n{said}");
    }
}

#[test]
fn rights_that_are_too_wide_are_named() {
    let (_office, data) = private();
    let key = Path::new(&data).join("keys/pseudonym.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("rights");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).expect("rights");
    check(&data, &[], &["error doctor-open-to-others", "error doctor-open-to-others"]);
    let output = at(&data, "anna", &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains(&format!("chmod go-rwx {}", key.display())), "{}", text(&output.stdout));
}

#[test]
fn what_is_not_there_is_missed() {
    let (office, data) = private();
    check(&office.path("none"), &[], &["error doctor-folder-missing"]);
    assert!(!Path::new(&office.path("none")).exists(), "looking made a folder");
    let snapshots = Path::new(&data).join("snapshots");
    let snapshot = fs::read_dir(&snapshots).expect("a folder").next().expect("a snapshot").expect("an entry").path();
    let trace = files(&Path::new(&data).join("traces")).remove(0);
    fs::rename(&snapshot, office.path("aside")).expect("a move");
    check(&data, &[], &["error doctor-snapshot-gone"]);
    fs::rename(office.path("aside"), &snapshot).expect("a move");
    fs::remove_file(trace).expect("a trace");
    check(&data, &[], &["error doctor-trace-gone"]);
    let database = Path::new(&data).join("virkning.db");
    fs::remove_file(database).expect("a file");
    check(&data, &[], &["error doctor-store-missing"]);
}

#[test]
fn damage_in_the_store_is_named_and_nothing_is_mended_then() {
    let (_office, data) = private();
    let path = Path::new(&data).join("virkning.db");
    let mut bytes = fs::read(&path).expect("the database");
    let wanted = b"\"successes\":";
    let place = bytes.windows(wanted.len()).position(|window| window == wanted).expect("the record") + wanted.len();
    bytes[place] ^= 1;
    fs::write(&path, bytes).expect("the database");
    let trace = files(&Path::new(&data).join("traces")).remove(0);
    make_old(&trace);
    check(&data, &["--mend"], &["error doctor-store-faults"]);
    assert!(trace.exists());
    fs::write(&path, b"no database at all, but a long enough text to be read as one").expect("the database");
    let (found, answer) = findings(&data, &[]);
    assert!(found.iter().any(|found| found.starts_with("error S2")), "{answer}");
}

/// What killed commands left behind is named; `--mend` removes it once it is old enough, and nothing else.
#[test]
fn only_what_nobody_needs_is_removed() {
    let (office, data) = private();
    let folder = Path::new(&data);
    let orphans = [
        folder.join("traces/.abc.txt.12345.part"),
        folder.join("snapshots/.importing"),
        folder.join("snapshots/dream-2025-03-0badcafe"),
        folder.join(format!("traces/{}.txt", "0".repeat(64))),
    ];
    let keep = files(folder);
    fs::write(&orphans[0], "half").expect("a file");
    fs::create_dir(&orphans[1]).expect("a folder");
    fs::write(orphans[1].join("people.parquet"), "half").expect("a file");
    fs::create_dir(&orphans[2]).expect("a folder");
    fs::write(orphans[2].join("manifest.json"), "{}").expect("a file");
    fs::write(&orphans[3], "trace").expect("a file");
    let named = [
        "warning doctor-half-written",
        "warning doctor-half-written",
        "warning doctor-snapshot-unlisted",
        "warning doctor-trace-unlisted",
    ];
    check(&data, &[], &named);
    // They are young: a command may be at work.
    check(&data, &["--mend"], &["warning doctor-at-work"; 4]);
    assert!(orphans.iter().all(|path| path.exists()));
    orphans.iter().for_each(|path| make_old(path));
    check(&data, &["--mend"], &[]);
    assert!(!orphans.iter().any(|path| path.exists()));
    assert_eq!(files(folder), keep);
    check(&data, &[], &[]);
    head(&office, &data);
}

/// The lock of an import that is under way keeps its files out of it.
#[test]
fn a_running_import_is_left_alone() {
    let (_office, data) = private();
    let snapshots = Path::new(&data).join("snapshots");
    let (unfinished, new) = (snapshots.join(".importing"), snapshots.join("dream-2025-03-0badcafe"));
    for path in [&unfinished, &new] {
        fs::create_dir(path).expect("a folder");
        make_old(path);
    }
    let lock = File::open(&snapshots).expect("the folder");
    lock.lock().expect("the import's lock");
    check(&data, &["--mend"], &[]);
    assert!(unfinished.exists() && new.exists());
    drop(lock);
    check(&data, &["--mend"], &[]);
    assert!(!unfinished.exists() && !new.exists());
}

#[test]
fn a_log_that_was_left_is_said() {
    let (_office, data) = private();
    fs::write(Path::new(&data).join("virkning.db-wal"), [0; 32]).expect("a file");
    let (found, answer) = findings(&data, &[]);
    assert!(found.iter().any(|found| found == "warning doctor-log-left"), "{answer}");
}
