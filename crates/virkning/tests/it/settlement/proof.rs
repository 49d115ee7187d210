//! `verify`: what is stored leads to what was posted; and whatever was changed behind the program's back is named.

use std::fs;
use std::path::PathBuf;

use super::{agreement, approved, check_refused, list_with, posted};
use crate::office::{Office, text};

#[test]
fn everything_fits_and_the_head_of_the_log_can_be_kept() {
    let (office, id) = posted();
    let said = office.ok("rikke", &["--lang", "en", "verify"]);
    for piece in [
        &format!("{id}: computed again, the same to the last byte"),
        "1 voucher with 4 entries in balance",
        "1 snapshot unchanged",
    ] {
        assert!(said.contains(piece), "{piece} is missing in\n{said}");
    }
    let head = said.split_whitespace().last().expect("the head").to_owned();
    office.ok("rikke", &["verify", "--head", &head]);
    // What was true then is true when more has happened.
    office.ok("anna", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
    office.ok("rikke", &["verify", "--head", &head]);
    let (number, hash) = head.split_once(':').expect("number and hash");
    let other = format!("{number}:{}{}", if hash.starts_with('0') { '1' } else { '0' }, &hash[1..]);
    let refused = office.run("rikke", &["verify", "--head", &other]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stdout));
    check_refused(&office, "rikke", &["verify", "--head", "nonsense"], &["“nonsense” is not a head"]);
    // A log that was cut off and continued would be shorter than the kept head says.
    let longer = format!("{}:{hash}", number.parse::<u64>().expect("a number") + 1000);
    assert_eq!(office.run("rikke", &["verify", "--head", &longer]).status.code(), Some(1));
}

/// A posted settlement is computed from what it was made of then, whatever has come since.
#[test]
fn later_lists_codes_and_editions_do_not_touch_what_is_posted() {
    let (office, id) = posted();
    office.ok("anna", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
    office.ok("bo", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
    let row =
        "99999999;2000-01;2022-11-29;2022-12-23;2022-12-29;2023-01-12;;;2022-12-23;2022-12-23;2022-12-26;nej;nej;nej";
    office.ok("anna", &["enrol", &agreement(), &list_with(&office, &[row])]);
    crate::office::synthesize(&office, "2025-04", &office.path("later"));
    office.ok("anna", &["register", "import", "--source", "dream", &office.path("later/dream202504.csv")]);
    let said = office.ok("rikke", &["--lang", "en", "verify"]);
    assert!(said.contains(&format!("{id}: computed again, the same to the last byte")), "{said}");
    assert!(said.contains("2 snapshots unchanged"), "{said}");
}

/// The one file under a folder whose name fits.
fn file(office: &Office, folder: &str, ending: &str) -> PathBuf {
    let mut folders = vec![PathBuf::from(office.path(folder))];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                return path;
            }
        }
    }
    panic!("no file {ending} under {folder}");
}

fn flip_bit(path: &std::path::Path, place: usize) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[place] ^= 1;
    fs::write(path, bytes).expect("a file that can be written");
}

fn check_damage_found(office: &Office, expected: &[&str]) {
    let output = office.run("rikke", &["--lang", "en", "verify"]);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for piece in expected {
        assert!(said.contains(piece), "“{piece}” is missing in\n{said}");
    }
}

#[test]
fn a_flipped_bit_in_a_trace_is_found() {
    let (office, id) = posted();
    let path = file(&office, "data/traces", ".txt");
    let middle = fs::read(&path).expect("the trace").len() / 2;
    flip_bit(&path, middle);
    check_damage_found(&office, &[&id, &path.file_name().expect("a name").to_string_lossy()]);
}

#[test]
fn a_trace_that_is_gone_is_missed() {
    let (office, id) = approved();
    let path = file(&office, "data/traces", ".txt");
    fs::remove_file(&path).expect("the trace");
    check_damage_found(&office, &[&id, &path.file_name().expect("a name").to_string_lossy()]);
}

/// At three places of each file, and nothing is settled on it.
#[test]
fn a_flipped_bit_in_a_snapshot_is_found_and_nothing_is_settled_on_it() {
    for name in ["people.parquet", "weeks.parquet", "jobs.parquet"] {
        for part in [4, 2, 1] {
            let office = Office::enrolled();
            let path = file(&office, "data/snapshots", name);
            let length = fs::read(&path).expect("the file").len();
            flip_bit(&path, length / part - 1);
            check_damage_found(&office, &["dream-2025-02-", name]);
            let words = ["settle", &agreement(), "--measured-year", "2024"];
            let settled = office.run("anna", &words);
            assert_eq!(
                settled.status.code(),
                Some(1),
                "{name}/{part}: settled on a damaged snapshot: {}",
                text(&settled.stdout)
            );
            let said = text(&settled.stderr);
            assert!(said.contains(name) && !said.contains("panicked"), "{said}");
        }
    }
}

/// The number of successes changed in the database, where the proposal's record says it.
#[test]
fn a_changed_number_in_the_database_is_found() {
    let (office, id) = posted();
    let path = PathBuf::from(office.path("data/virkning.db"));
    let bytes = fs::read(&path).expect("the database");
    let wanted = b"\"successes\":";
    let place = bytes.windows(wanted.len()).position(|window| window == wanted).expect("the record") + wanted.len();
    assert!(bytes[place].is_ascii_digit());
    flip_bit(&path, place);
    check_damage_found(&office, &[&id]);
    // Nothing more is done on it.
    let output = office.run("bo", &["post", &id, "--key", "again"]);
    assert_ne!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

/// Every page of the database, one bit: found, or in room that nothing uses; never a panic and never another amount.
#[test]
fn a_flipped_bit_anywhere_in_the_database_never_changes_an_amount() {
    let (office, _) = posted();
    let path = PathBuf::from(office.path("data/virkning.db"));
    let whole = fs::read(&path).expect("the database");
    let ledger = office.ok("rikke", &["ledger", "--format", "json"]);
    let mut found = 0;
    let places: Vec<usize> = (0..40).map(|number| whole.len() / 40 * number + number * 97 % 4096).collect();
    for place in places.iter().copied().filter(|place| *place < whole.len()) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(&path, &bytes).expect("the database");
        let verified = office.run("rikke", &["verify"]);
        let said = text(&verified.stdout) + &text(&verified.stderr);
        assert!(!said.contains("panicked"), "byte {place}: {said}");
        if verified.status.success() {
            assert_eq!(
                office.ok("rikke", &["ledger", "--format", "json"]),
                ledger,
                "byte {place}: verified, and yet another ledger"
            );
        } else {
            assert_eq!(verified.status.code(), Some(1), "byte {place}: {said}");
            found += 1;
        }
        for beside in ["data/virkning.db-wal", "data/virkning.db-shm"] {
            // They belong to the damaged file, where they are left at all.
            let _ = fs::remove_file(office.path(beside));
        }
    }
    assert!(found > 0, "no damage was found at all");
}
