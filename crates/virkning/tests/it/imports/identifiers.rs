//! Identifiers: which CPR numbers are taken, that none of them and no serial number is ever shown or kept, and who may
//! read the key that hides them.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use serde_json::json;

use super::made::{agreement, begun, changed, desk, import, imported, list, refused, sealed_desk, snapshots, write};
use crate::office::{Office, text};

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.path().is_dir() {
            found.append(&mut files(&entry.path()));
        } else {
            found.push((entry.path().display().to_string(), fs::read(entry.path()).expect("a file")));
        }
    }
    found
}

/// No file of the data folder and nothing that was said holds any of these identifiers.
pub fn check_hidden(office: &Office, said: &str, identifiers: &[&str]) {
    for identifier in identifiers {
        assert!(!said.contains(identifier), "{identifier} is shown in {said}");
        for (path, bytes) in files(Path::new(&office.path("data"))) {
            let holds = bytes.windows(identifier.len()).any(|window| window == identifier.as_bytes());
            assert!(!holds, "{identifier} is kept in {path}");
        }
    }
}

#[test]
fn cpr_numbers() {
    let office = desk();
    let mut said = String::new();
    let mut check = |cpr: &str, expected: Option<&str>| {
        let file = format!("PNR,y_2446\n{cpr},730\n");
        let options = ["--edition", "2025-02"];
        match expected {
            Some(code) => {
                let answer = refused(&office, "cpr.csv", &file, &options);
                assert!(answer.contains(&format!("cpr.csv:2: {code} ")), "{cpr:?}: {answer}");
                said += &answer;
            }
            None => {
                let (code, answer) = import(&office, "cpr.csv", &file, &options);
                assert_eq!(code, 0, "{cpr:?}: {answer}");
                said += &answer;
            }
        }
    };
    // A replacement number (day + 60), then the same person with hyphen and blanks.
    check("6101904321", None);
    check("610190-4321", None);
    check(" 610190 4321 ", None);
    // Weights 4 3 2 7 6 5 4 3 2 1 leave a remainder: modulus 11 fails, and the number is valid.
    check("6101904318", None);
    check("3102904321", Some("R006"));
    check("6113904321", Some("R006"));
    check("0113904321", Some("R006"));
    check("61019A4321", Some("R003"));
    check("610190/4321", Some("R003"));
    check("101904321", Some("R004"));
    check("61019043210", Some("R005"));
    check("", Some("R002"));
    assert_eq!(snapshots(&office).len(), 2, "one person in three forms, and another one");
    said += &office.ok("anna", &["register", "show", "--format", "json"]);
    let shown = ["6101904321", "610190-4321", "610190 4321", "6101904318", "3102904321", "61019A4321", "101904321"];
    check_hidden(&office, &said, &shown);
}

#[test]
fn nine_digits_where_the_profile_allows_them() {
    let office = desk();
    let built_in = include_str!("../../../../register/profiles/dream.toml");
    let padding = write(&office, "nul.toml", built_in.replace("pad_nine_digits = false", "pad_nine_digits = true"));
    let ten = imported(&office, "dream202502.csv", "PNR,y_2446\n0101904321,730\n", &[]);
    assert_eq!(ten["key_space"], "cpr");
    let (code, said) = import(&office, "dream202502.csv", "PNR,y_2446\n101904321,730\n", &["--profile", &padding]);
    assert_eq!((code, said.contains("Allerede indlæst som")), (0, true), "{said}");
}

#[test]
fn no_identifier_is_shown_or_kept() {
    let office = sealed_desk();
    let mut said = String::new();
    // Numbers in the wrong column, in a shifted row, twice, and in a file without a header.
    let faulty = "lobenr,y_2447,y_2448,grad_2024_11\n70555123,730,,\n70555123,730,,\n70555124,6101904321,,\n\
                  70555125,,,,730\n70555126x!,,,\n";
    said += &refused(&office, "dream202502.csv", faulty, &[]);
    let manifest = imported(&office, "dream202502.csv", faulty, &["--accept-faulty", "4"]);
    assert_eq!(manifest["problems"].as_array().expect("a list").len(), 4);
    said += &manifest.to_string();
    said += &refused(&office, "dream202502.csv", "6101904321,,730\n6101904321,,730\n", &[]);

    let mut enrol = |name: &str, text: &str, succeeds: bool| {
        let path = write(&office, name, text);
        let output = office.run("anna", &["enrol", &agreement(), &path]);
        let answer = crate::office::text(&output.stdout) + &crate::office::text(&output.stderr);
        assert_eq!(output.status.success(), succeeds, "{name}: {answer}");
        said += &answer;
    };
    let rows = [
        begun("70555123", "2023-05-02"),
        begun("70555123", "2023-05-02"),
        changed("70555124", &[("udredning_paabegyndt", "610190-4321")]),
        changed("70555125", &[("foedselsmaaned", "6101904321")]),
        changed("70555126", &[("rehabiliteringsteam", "6101904321")]),
    ];
    enrol("liste.csv", &list(&rows), false);
    // A list whose first line is a person.
    enrol("uden.csv", &format!("{}\n", changed("6101904321", &[("foedselsmaaned", "610190-4321")])), false);
    // Somebody wrote a number among the reasons for leaving.
    let reason = [("afbrudt", "2023-09-01"), ("afbrudt_aarsag", "flyttet, se sag 610190-4321 og 6101904322")];
    enrol("aarsag.csv", &list(&[changed("70555123", &reason)]), true);
    said += &office.ok(
        "anna",
        &[
            "explain",
            &agreement(),
            &super::made::alias(&office, "70555123"),
            "--measured-year",
            "2024",
            "--reason",
            "spørgsmål fra borgeren",
        ],
    );
    let proposal = super::made::settled(&office);
    said += &proposal.to_string();
    let id = super::made::word(&proposal["id"]);
    said += &office.ok("anna", &["show", &id]);
    said += &office.ok("anna", &["verify"]);
    said += &office.ok("anna", &["statement", &id, "--format", "json", "--for", "municipality"]);
    let hidden = ["70555123", "70555124", "70555125", "70555126", "6101904321", "610190-4321", "6101904322"];
    check_hidden(&office, &said, &hidden);
}

#[test]
fn the_key_is_the_owners_alone() {
    let office = desk();
    let extract = "lobenr,y_2446\n1,730\n";
    imported(&office, "dream202502.csv", extract, &[]);
    let key = office.path("data/keys/pseudonym.key");
    let mode = |path: &str| fs::metadata(path).expect("a file").permissions().mode() & 0o7777;
    assert_eq!(mode(&key), 0o600);
    assert_eq!(mode(&office.path("data")), 0o700);
    assert_eq!(mode(&office.path("data/keys")), 0o700);
    let set = |mode: u32| fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("a mode");
    for open in [0o644, 0o640, 0o660, 0o604] {
        set(open);
        let said = refused(&office, "dream202503.csv", extract, &[]);
        assert!(said.contains(&format!("{open:04o}")) && said.contains("chmod 600"), "{said}");
    }
    set(0o600);
    let kept = fs::read(&key).expect("the key");
    for (damage, expected) in [(&b"abc\n"[..], "beskadiget"), (b"", "beskadiget"), (b"\xff\xfe", "beskadiget")] {
        fs::write(&key, damage).expect("a damaged key");
        let said = refused(&office, "dream202503.csv", extract, &[]);
        assert!(said.contains(expected), "{said}");
    }
    fs::write(&key, kept).expect("the key");
    imported(&office, "dream202503.csv", extract, &[]);
    // Another installation gives other pseudonyms, so the same facts have another hash.
    let other = desk();
    let (one, two) = (imported(&other, "dream202503.csv", extract, &[]), snapshots(&office));
    assert!(!two.contains(&super::made::word(&one["snapshot"])));
}

#[test]
fn a_data_folder_that_cannot_be_used() {
    let office = desk();
    let file = write(&office, "dream202502.csv", "lobenr,y_2446\n1,730\n");
    let run = |data: &str| {
        let mut command = crate::office::program();
        command.args(["--data", data, "--as", "anna", "register", "import", "--source", "dream", &file]);
        let output = command.output().expect("the program runs");
        (output.status.code(), text(&output.stderr))
    };
    let (code, said) = run(&format!("{file}/data"));
    assert_eq!((code, said.contains(&file)), (Some(1), true), "{said}");

    let snapshots_folder = office.path("data/snapshots");
    let owner = fs::metadata(&snapshots_folder).expect("a folder").uid();
    fs::set_permissions(&snapshots_folder, fs::Permissions::from_mode(0o500)).expect("a mode");
    // The administrator of a machine writes everywhere.
    if owner != 0 {
        let (code, said) = run(&office.path("data"));
        assert_eq!((code, said.contains("snapshots")), (Some(1), true), "{said}");
        fs::set_permissions(&snapshots_folder, fs::Permissions::from_mode(0o700)).expect("a mode");
        assert_eq!(snapshots(&office), [""; 0]);
    }
    fs::set_permissions(&snapshots_folder, fs::Permissions::from_mode(0o700)).expect("a mode");
    assert_eq!(run(&office.path("data")).0, Some(0));
    assert_eq!(office.json("anna", &["register", "show", "--format", "json"])[0]["rows"], json!(1));
}
