//! Deliveries as SAS data sets: the same facts as the text of the same data, and what is said of files that cannot be read.

use std::fs;
use std::io::Cursor;

use serde_json::Value;
use virkning_testkit::sas::{SasKind, SasValue, SasWriter};

use crate::office::{Office, ips_plus, text};

fn office() -> Office {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    office
}

/// Makes 120 people up, whose rows fill several pages, and gives the folder.
fn made(office: &Office, format: &str, more: &[&str]) -> String {
    let (out, agreement) = (office.path(format), ips_plus().display().to_string());
    let words =
        ["register", "synthesize", "--persons", "120", "--seed", "3", "--until", "2026W05", "--edition", "2025-02"];
    let own = ["--agreement", &agreement, "--out", &out, "--format", format];
    office.ok("anna", &[&words, own.as_slice(), more].concat());
    out
}

fn import(office: &Office, file: &str) -> Value {
    office.ok("anna", &["register", "import", "--source", "dream", file]);
    office.json("anna", &["register", "show", "--format", "json"])[0].clone()
}

#[test]
fn a_data_set_gives_the_same_snapshot_as_the_text_of_the_same_rows() {
    for more in [&[][..], &["--cpr"][..]] {
        let (first, second) = (office(), office());
        let (csv, sas) = (made(&first, "csv", more), made(&second, "sas7bdat", more));
        // One installation key, so that pseudonyms can be compared.
        fs::create_dir_all(second.path("data/keys")).expect("a folder");
        let of_text = import(&first, &format!("{csv}/dream202502.csv"));
        fs::copy(first.path("data/keys/pseudonym.key"), second.path("data/keys/pseudonym.key")).expect("a key");
        let file = format!("{sas}/dream202502.sas7bdat");
        let of_sas = import(&second, &file);
        for key in
            ["snapshot", "content_hash", "people", "week_runs", "job_runs", "unknown_codes", "synthetic", "columns"]
        {
            assert_eq!(of_sas[key], of_text[key], "{key} {more:?}");
        }
        assert!(of_sas["people"].as_u64() > Some(100), "{}", of_sas["people"]);
        // The manifest names the file as it is, not the text that it was read as.
        let size = fs::metadata(&file).expect("a file").len();
        assert_eq!(
            (&of_sas["files"][0]["name"], of_sas["files"][0]["size_bytes"].as_u64()),
            (&"dream202502.sas7bdat".into(), Some(size))
        );
    }
}

#[test]
fn values_of_a_data_set_are_read_as_they_are() {
    let office = office();
    let column = |name: &str, kind| (name.to_owned(), kind);
    let columns = [
        column("PNR", SasKind::Text(12)),
        column("Y_2444", SasKind::Number(3)),
        column("y_2445", SasKind::Text(3)),
        column("grad_2024_11", SasKind::Number(8)),
        column("bemærkning", SasKind::Text(40)),
    ];
    let mut writer = SasWriter::new(Cursor::new(Vec::new()), &columns).expect("a data set");
    let text = |text: &str| SasValue::Text(text.to_owned());
    let row = |key: &str, first: SasValue, second: &str, ratio: SasValue| {
        [text(key), first, text(second), ratio, text("a, \"b\"")]
    };
    let rows = [
        row("6101904321", SasValue::Number(130.0), "651", SasValue::Number(0.1 + 0.2)),
        row("6102904321", SasValue::Missing, "", SasValue::Missing),
    ];
    rows.iter().for_each(|row| writer.row(row).expect("a row"));
    let path = office.path("dream202412.sas7bdat");
    fs::write(&path, writer.finish().expect("a data set").into_inner()).expect("a file");
    let of_sas = import(&office, &path);
    let other = self::office();
    fs::create_dir_all(other.path("data/keys")).expect("a folder");
    fs::copy(office.path("data/keys/pseudonym.key"), other.path("data/keys/pseudonym.key")).expect("a key");
    let csv = "PNR,Y_2444,y_2445,grad_2024_11,bemærkning\n6101904321,130,651,0.3,\"a, \"\"b\"\"\"\n6102904321,,,,\n";
    let path = other.path("dream202412.csv");
    fs::write(&path, csv).expect("a file");
    assert_eq!(of_sas["content_hash"], import(&other, &path)["content_hash"]);
    assert_eq!((&of_sas["people"], &of_sas["week_runs"], &of_sas["job_runs"]), (&2.into(), &2.into(), &1.into()));
}

#[test]
fn a_data_set_that_cannot_be_read_is_told_and_nothing_is_kept() {
    let office = office();
    let folder = made(&office, "sas7bdat", &[]);
    let whole = fs::read(format!("{folder}/dream202502.sas7bdat")).expect("a data set");
    let check = |bytes: &[u8], expected: &str| {
        let path = office.path("dream202502.sas7bdat");
        fs::write(&path, bytes).expect("a file");
        let output = office.run("anna", &["--lang", "en", "register", "import", "--source", "dream", &path]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        for piece in ["dream202502.sas7bdat", expected, "Nothing has been imported"] {
            assert!(said.contains(piece), "{piece} is missing in\n{said}");
        }
        let shown = office.json("anna", &["register", "show", "--format", "json"]);
        assert_eq!(shown.as_array().map(Vec::len), Some(0), "{shown}");
    };
    check(b"", "ends too early");
    check(b"lobenr,y_2401\n1,130\n", "ends too early");
    check(&[b'x'; 4096], "magic");
    // The header, some of the metadata, and some of the rows.
    check(&whole[..200], "ends too early");
    check(&whole[..70_000], "ends too early");
    check(&whole[..whole.len() - 100_000], "ends too early");
    // A full page of rows, the last but one, that says it has one row.
    let mut fewer = whole.clone();
    let full = fewer.len() - 2 * 65_536;
    fewer[full + 34..full + 36].copy_from_slice(&1_u16.to_le_bytes());
    check(&fewer, "of 1");
}

/// A damaged file ends with a message and never with a panic, whatever byte is wrong.
#[test]
fn flipped_bytes_of_the_metadata_never_end_in_a_panic() {
    let office = office();
    let folder = made(&office, "sas7bdat", &[]);
    let whole = fs::read(format!("{folder}/dream202502.sas7bdat")).expect("a data set");
    let path = office.path("dream202502.sas7bdat");
    for place in (0..340).step_by(17).chain((65_536..131_072).step_by(4_099)) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0xff;
        fs::write(&path, bytes).expect("a file");
        let output = office.run("anna", &["--lang", "en", "register", "import", "--source", "dream", &path]);
        let said = text(&output.stderr);
        assert!(!said.contains("panicked") && output.status.code().is_some_and(|code| code <= 1), "{place}: {said}");
    }
}
