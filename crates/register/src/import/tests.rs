//! Tests of the import as a whole: a delivery as text, and what becomes of it.

use std::collections::BTreeMap;
use std::io::Cursor;

use proptest::prelude::*;
use tempfile::TempDir;
use virkning_measure::{MonthSpan, NO_RATIO, PersonWindow, month_number};
use virkning_model::observation::Outcome;

use super::*;
use crate::codes::{built_in, with_mapping};
use crate::key::Pseudonym;
use crate::problem::RowFault;
use crate::profile::{Encoding, RatioScale};
use crate::scan::{Asked, Counts, Member, Question, SCAN, Scan, Source};
use crate::snapshot::{Loaded, SnapshotError};

/// A folder with a key, and how files in it are imported.
struct Bench {
    folder: TempDir,
    key: InstallationKey,
    profile: Profile,
    codes: CodeList,
    file_name: &'static str,
    accept_faulty: Option<u64>,
    threads: Option<usize>,
    block_bytes: usize,
    held_bytes_max: usize,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut random = |bytes: &mut [u8]| -> io::Result<()> {
            bytes.fill(7);
            Ok(())
        };
        let (key, _) = InstallationKey::load_or_create(&folder.path().join("key"), &mut random).expect("a key");
        Self {
            folder,
            key,
            profile: Profile::built_in("dream").expect("readable"),
            codes: built_in(),
            file_name: "dream202502.csv",
            accept_faulty: None,
            threads: None,
            block_bytes: BLOCK_BYTES,
            held_bytes_max: 1 << 26,
        }
    }

    fn destination(&self) -> PathBuf {
        self.folder.path().join("snapshots")
    }

    fn import(&self, bytes: &[u8]) -> Result<Imported, ImportError> {
        self.import_with(Box::new(Cursor::new(bytes.to_vec())), bytes.len(), Disk::default())
    }

    fn import_with(&self, reader: Box<dyn Read + Send>, size: usize, disk: Disk) -> Result<Imported, ImportError> {
        let file = self.folder.path().join(self.file_name);
        let request = ImportRequest {
            file: &file,
            destination: &self.destination(),
            profile: &self.profile,
            codes: &self.codes,
            key: &self.key,
            edition: None,
            as_of: None,
            accept_faulty: self.accept_faulty,
            synthetic: false,
            threads: self.threads,
            memory_bytes: MEMORY_BYTES,
        };
        let (block_bytes, held_bytes_max) = (self.block_bytes, self.held_bytes_max);
        let input = Input { reader, bytes_total: size as u64, disk, block_bytes, held_bytes_max, file: None };
        import_from(&request, input, &mut |_| ())
    }

    fn imported(&self, text: &str) -> (Manifest, Loaded) {
        let Imported::New(manifest) = self.import(text.as_bytes()).expect("imported") else { panic!("already there") };
        let snapshot = self.open(&manifest);
        assert_eq!(snapshot.manifest(), &*manifest);
        snapshot.verify().expect("verified");
        (*manifest, snapshot.load().expect("loaded"))
    }

    fn open(&self, manifest: &Manifest) -> Snapshot {
        Snapshot::open(&self.destination().join(manifest.snapshot.as_str())).expect("opened")
    }

    /// The names of everything under the destination.
    fn left(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.destination()) else { return Vec::new() };
        entries.map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned()).collect()
    }

    /// The spells of one person as text: `1991W32-1991W33:111` and `2024-01-2024-02:8500/620100`, ends included.
    fn spells(&self, loaded: &Loaded, key_space: &str, identifier: &str) -> Option<String> {
        let row = loaded.row_of(&self.key.pseudonym(key_space, identifier))?;
        Some(spells_of_row(loaded, row as usize))
    }
}

fn spells_of_row(loaded: &Loaded, row: usize) -> String {
    let rows = loaded.columns().person(row);
    let week = |number: u16| Week::from_number(i32::from(number)).expect("a week");
    let month = |number: u16| virkning_measure::month_from_number(i32::from(number)).expect("a month");
    let weeks = (0..rows.week_code.len())
        .map(|at| format!("{}-{}:{}", week(rows.week_start[at]), week(rows.week_end[at] - 1), rows.week_code[at]));
    let jobs = (0..rows.job_ratio.len()).map(|at| {
        let ratio = if rows.job_ratio[at] == NO_RATIO {
            "none".to_owned()
        } else {
            rows.job_ratio[at].to_string()
        };
        format!("{}-{}:{ratio}/{}", month(rows.job_start[at]), month(rows.job_end[at] - 1), rows.job_industry[at])
    });
    weeks.chain(jobs).collect::<Vec<_>>().join(" ")
}

const HEADER: &str = "lobenr,kon,y_2444,y_2445,y_2446,y_2447,grad_2024_10,grad_2024_11,branche_2024_10,branche_2024_11";

#[test]
fn a_delivery_becomes_spells() {
    let bench = Bench::new();
    let text = format!(
        "{HEADER}\n\
         1,K,651,651,   ,111,,,,\n\
         0002,M,,,,,0.85,0.85,620100,620100\n\
         3,K,   , 12,012,   ,1,0.50,  620100,\n\
         4,K,,,,,,,,\n\
         5,M,999,999,999,999,0.0000,,,  471110  \n"
    );
    let (manifest, loaded) = bench.imported(&text);
    let check = |identifier: &str, expected: Option<&str>| {
        assert_eq!(bench.spells(&loaded, "lobenr", identifier).as_deref(), expected, "{identifier}");
    };
    check("1", Some("2024W44-2024W45:651 2024W47-2024W47:111"));
    check("2", Some("2024-10-2024-11:8500/620100"));
    check("3", Some("2024W45-2024W46:12 2024-10-2024-10:10000/620100 2024-11-2024-11:5000/0"));
    check("4", Some(""));
    check("5", Some("2024W44-2024W47:999 2024-10-2024-10:0/0 2024-11-2024-11:none/471110"));
    check("6", None);
    assert_eq!((manifest.rows, manifest.accepted, manifest.rejected, manifest.people), (5, 5, 0, 5));
    assert_eq!((manifest.week_runs, manifest.job_runs), (4, 5));
    assert_eq!(manifest.as_of.to_string(), "2024-11-24");
    assert_eq!(manifest.edition.to_string(), "2025-02");
    assert_eq!(manifest.columns.ignored, ["kon"]);
    assert_eq!(manifest.files[0].sha256, ContentHash::from_bytes(Sha256::digest(text.as_bytes()).into()));
    // Code 12 is in no list: kept, and counted as one person in two weeks.
    let unknown: Vec<_> = manifest.unknown_codes.iter().map(|code| (code.code, code.people, code.weeks)).collect();
    assert_eq!(unknown, [(12, 1, 2)]);
    assert!(!manifest.synthetic);
    let month = |year, month| month_number(Month::new(year, month).expect("a month"));
    assert!(loaded.coverage().ratio_month(month(2024, 10)) && !loaded.coverage().ratio_month(month(2024, 12)));
    assert!(loaded.coverage().week(Week::new(2024, 44).expect("a week").number()));
    assert!(!loaded.coverage().week(Week::new(2024, 43).expect("a week").number()));
}

#[test]
fn a_gap_is_not_bridged_and_scattered_columns_are_put_in_order() {
    let bench = Bench::new();
    let text = "y_2446,lobenr,y_2444,grad_2024_02,y_2445,y_2449,br_2024_01,grad_2024_01,branche_2024_02,br_2024_02\n\
                111,1,111,0.2,111,111,30,0.1,,30\n";
    let (manifest, loaded) = bench.imported(text);
    let expected = "2024W44-2024W46:111 2024W49-2024W49:111 2024-01-2024-01:1000/30 2024-02-2024-02:2000/30";
    assert_eq!(bench.spells(&loaded, "lobenr", "1").as_deref(), Some(expected));
    assert_eq!(manifest.columns.weeks.len(), 2);
}

#[test]
fn long_stretches_are_skipped_whole() {
    // Hundreds of equal cells in each of the forms in which cells come, with a change at every distance.
    let weeks: Vec<Week> = (0..400).filter_map(Week::from_number).collect();
    let header: Vec<String> =
        weeks.iter().map(|week| format!("y_{:02}{:02}", week.year() % 100, week.week())).collect();
    for (blank, code) in [("", "111"), ("   ", "111"), ("  ", " 111"), ("", "\"111\"")] {
        for at in [1, 7, 8, 9, 31, 32, 33, 64, 100, 399] {
            let row = |from: usize, to: usize| -> String {
                (0..400).map(|week| if (from..to).contains(&week) { code } else { blank }).collect::<Vec<_>>().join(",")
            };
            let bench = Bench::new();
            let (first, second) = (row(0, at), row(at, 400));
            let (_, loaded) = bench.imported(&format!("{},lobenr\n{first},1\n{second},2\n", header.join(",")));
            let expected = |from: usize, to: usize| Some(format!("{}-{}:111", weeks[from], weeks[to - 1]));
            assert_eq!(bench.spells(&loaded, "lobenr", "1"), expected(0, at), "{blank:?} {code} {at}");
            assert_eq!(bench.spells(&loaded, "lobenr", "2"), expected(at, 400), "{blank:?} {code} {at}");
        }
    }
}

#[test]
fn faulty_rows_are_listed_with_their_reason() {
    let serial = "lobenr,y_2444,y_2445,grad_2024_11,branche_2024_11";
    let cpr = "PNR,y_2444,y_2445,grad_2024_11,branche_2024_11";
    let check = |header: &str, row: &str, expected: (&str, &str, &str)| {
        let bench = Bench::new();
        // A good row before and after: the faulty one is on line 3.
        let good = if header == serial { ["8", "9"] } else { ["6101904321", "6201904321"] };
        let text = format!("{header}\n{},,,,\n{row}\n{},111,,,\n", good[0], good[1]);
        let error = bench.import(text.as_bytes()).expect_err("refused");
        let [problem] = error.problems() else { panic!("{row}: {:?}", error.problems()) };
        let got = (problem.fault.code(), problem.column.as_deref().unwrap_or(""), problem.excerpt.as_str());
        assert_eq!((problem.line, got), (3, expected), "{row}");
        assert_eq!(error.code(), "R114");
        assert_eq!(bench.left(), Vec::<String>::new(), "{row}");
    };
    check(serial, "1,,,", ("R001", "", "4 / 5"));
    check(serial, "1,,,,,", ("R001", "", "6 / 5"));
    check(serial, "1", ("R001", "", "1 / 5"));
    check(serial, "1,111,111,0.5,620100,1", ("R001", "", "6 / 5"));
    // Shifted by one: the length is what is wrong, not the first odd cell.
    check(serial, "1,2024-11-01,111,111,0.5,620100", ("R001", "", "6 / 5"));
    check(serial, "  ,111,,,", ("R002", "lobenr", ""));
    check(serial, "12 34,111,,,", ("R007", "lobenr", "99 99"));
    check(cpr, "310290-4321,111,,,", ("R006", "PNR", "999999-9999"));
    check(cpr, "0113904321,111,,,", ("R006", "PNR", "9999999999"));
    check(cpr, "0101AB4321,111,,,", ("R003", "PNR", "9999AA9999"));
    check(cpr, "101904321,111,,,", ("R004", "PNR", "999999999"));
    check(cpr, "61019043,111,,,", ("R005", "PNR", "99999999"));
    check(cpr, ",111,,,", ("R002", "PNR", ""));
    check(cpr, " 610190-4321,111,,,", ("R012", "PNR", ""));
    check(serial, "1,1x3,,,", ("R008", "y_2444", "1x3"));
    check(serial, "1,,0,,", ("R008", "y_2445", "0"));
    check(serial, "1,000,,,", ("R008", "y_2444", "000"));
    check(serial, "1,1234,,,", ("R008", "y_2444", "1234"));
    check(serial, "1,-11,,,", ("R008", "y_2444", "-11"));
    check(serial, "1,6101904321,,,", ("R008", "y_2444", "9999999999"));
    check(serial, "1,,Sygdom,,", ("R008", "y_2445", "AAAAAA"));
    check(serial, "1,,,\"0,5\",", ("R009", "grad_2024_11", "0,5"));
    check(serial, "1,,,1.5,", ("R010", "grad_2024_11", "1.5"));
    check(serial, "1,,,-0.5,", ("R010", "grad_2024_11", "-0.5"));
    check(serial, "1,,,,62A", ("R011", "branche_2024_11", "62A"));
    check(serial, "1,\"111\"x,,,", ("R013", "y_2444", ""));
    check(serial, "8,111,,,", ("R012", "lobenr", ""));
    check(serial, " 008,111,,,", ("R012", "lobenr", ""));
}

#[test]
fn what_the_profile_allows_is_no_fault() {
    let mut bench = Bench::new();
    bench.profile.keys[1].pad_nine_digits = true;
    bench.profile.separator = b';';
    bench.profile.decimal_mark = b',';
    bench.profile.ratio_scale = RatioScale::Percent;
    bench.profile.blank = vec![".".to_owned(), "0".to_owned()];
    let text = "PNR;y_2444;y_2445;grad_2024_11;branche_2024_11\n101904321;0;651;85,5;.\n";
    let (manifest, loaded) = bench.imported(text);
    let expected = Some("2024W45-2024W45:651 2024-11-2024-11:8550/0");
    assert_eq!(bench.spells(&loaded, "cpr", &format!("0{}", "101904321")).as_deref(), expected);
    assert_eq!(manifest.key_space, "cpr");
}

#[test]
fn faulty_rows_stop_unless_exactly_so_many_are_accepted() {
    let text = "lobenr,y_2444\n1,111\n1,112\n2,x\n\n3,113\n4\n";
    let check = |accept_faulty: Option<u64>, imported: bool| {
        let bench = Bench { accept_faulty, ..Bench::new() };
        assert_eq!(bench.import(text.as_bytes()).is_ok(), imported, "{accept_faulty:?}");
        assert_eq!(bench.left().is_empty(), !imported, "{accept_faulty:?}");
    };
    check(None, false);
    check(Some(0), false);
    check(Some(2), false);
    check(Some(4), false);
    check(Some(3), true);
    let bench = Bench { accept_faulty: Some(3), ..Bench::new() };
    let (manifest, loaded) = bench.imported(text);
    assert_eq!((manifest.rows, manifest.accepted, manifest.rejected), (5, 2, 3));
    let listed: Vec<_> = manifest.problems.iter().map(|problem| (problem.line, problem.fault)).collect();
    assert_eq!(listed, [(3, RowFault::DuplicatePerson), (4, RowFault::Code), (7, RowFault::Ragged)]);
    assert_eq!(bench.spells(&loaded, "lobenr", "1").as_deref(), Some("2024W44-2024W44:111"), "the first row counts");
    // Accepting faults where there are none is no agreement with the file either.
    let bench = Bench { accept_faulty: Some(1), ..Bench::new() };
    assert_eq!(bench.import(b"lobenr,y_2444\n1,111\n").expect_err("refused").code(), "R114");
}

#[test]
fn whole_files_are_refused() {
    let check = |bytes: &[u8], encoding: Encoding, expected: &str, words: &[(&str, &str)]| {
        let mut bench = Bench::new();
        bench.profile.encoding = encoding;
        let error = bench.import(bytes).expect_err("refused");
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert_eq!(error.code(), expected, "{shown}");
        for (name, value) in words {
            assert!(error.arguments().contains(&(*name, (*value).to_owned())), "{shown}: {:?}", error.arguments());
        }
        assert_eq!(bench.left(), Vec::<String>::new());
    };
    let utf8 = Encoding::Utf8;
    check(b"", utf8, "R102", &[]);
    check(b"\n\n", utf8, "R102", &[]);
    check(b"PK\x03\x04abc", utf8, "R103", &[]);
    check(b"\xff\xfel\0o\0b\0", utf8, "R103", &[]);
    check(b"lobenr,y_2444,\0\n", utf8, "R103", &[]);
    check(b"lobenr;y_2444\n1;111\n", utf8, "R105", &[("columns", "1"), ("separator", ",")]);
    check(b"person,y_2444\n1,111\n", utf8, "R105", &[("known", "lobenr, PNR")]);
    check(b"lobenr,kon\n1,K\n", utf8, "R106", &[]);
    check(b"lobenr,y_2444,lobenr\n1,111,2\n", utf8, "R107", &[("column", "lobenr")]);
    check(b"lobenr,y_2553\n1,111\n", utf8, "R108", &[("column", "y_2553")]);
    check(b"lobenr,\"y_2444\n1,111\n", utf8, "R111", &[("line", "1")]);
    check(b"lobenr,y_2444,by\n1,111,x\n2,111,\"x\n3,112,y\n", utf8, "R111", &[("line", "3")]);
    check(
        b"lobenr,y_2444,by\n1,111,x\n2,111,\xc5rhus\n",
        utf8,
        "R104",
        &[("line", "3"), ("byte", "7"), ("value", "C5")],
    );
    check(b"lobenr,y_2444,\xe6\n1,111,x\n", utf8, "R104", &[("line", "1"), ("byte", "15")]);
    check("lobenr,y_2444,by\n1,111,Århus\n".as_bytes(), Encoding::Ascii, "R104", &[("line", "2"), ("byte", "7")]);
    check(b"lobenr,y_2444,by\n1,111,\x81\n", Encoding::Windows1252, "R104", &[("line", "2"), ("byte", "7")]);
    // Delivered in February 2025, with weeks of March.
    check(b"lobenr,y_2511\n1,111\n", utf8, "R113", &[("edition", "2025-02"), ("last", "2025W11")]);
    let mut bench = Bench::new();
    bench.file_name = "udtræk.csv";
    assert_eq!(bench.import(b"lobenr,y_2444\n").expect_err("refused").code(), "R112");
}

#[test]
fn limits_are_stated() {
    let bench = Bench::new();
    let long = "x".repeat(17 * 1024 * 1024);
    let check = |text: String, line: &str| {
        let error = bench.import(text.as_bytes()).expect_err("refused");
        assert_eq!(error.code(), "R110");
        assert_eq!(error.arguments(), [("line", line.to_owned()), ("limit", "16".to_owned())]);
    };
    check(format!("lobenr,y_2444,by\n1,111,x\n2,111,{long}\n3,111,x\n"), "3");
    check(format!("lobenr,y_2444,by\n1,111,{long}{long}"), "2");
    check(format!("lobenr,y_2444,{long}{long}\n1,111,x\n"), "1");
    // As one line of quoted line ends.
    check(format!("lobenr,y_2444,by\n1,111,\"{}\"\n", "x\n".repeat(20_000_000)), "2");
    let rows: String = (0..100_001).map(|row| format!("{row},x\n")).collect();
    assert_eq!(bench.import(format!("lobenr,y_2444\n{rows}").as_bytes()).expect_err("refused").code(), "R115");
}

#[test]
fn the_same_facts_are_imported_once() {
    let bench = Bench::new();
    let first = "lobenr,y_2444,grad_2024_11,by\n1,651,0.5,Århus\n2,111,,\n3,,,\n";
    let Imported::New(manifest) = bench.import(first.as_bytes()).expect("imported") else { panic!("new") };
    let check = |bench: &Bench, bytes: &[u8]| {
        let again = bench.import(bytes).expect("imported");
        assert_eq!(again, Imported::Already(manifest.snapshot.clone()), "{}", String::from_utf8_lossy(bytes));
        assert_eq!(bench.left(), [manifest.snapshot.to_string()]);
    };
    check(&bench, first.as_bytes());
    check(&bench, "lobenr,y_2444,grad_2024_11,by\n3,,,\n1,651,0.5,Århus\n2,111,,\n".as_bytes());
    check(&bench, first.replace('\n', "\r\n").as_bytes());
    check(&bench, first.trim_end().as_bytes());
    check(&bench, format!("{first}\n\n").as_bytes());
    check(&bench, format!("\u{feff}{first}").as_bytes());
    check(
        &bench,
        b"\"lobenr\",\"y_2444\",\"grad_2024_11\",\"by\"\n\"1\",\"651\",0.5,\"a\n, \"\"b\"\"\"\n2,111,,\n3,,,\n",
    );
    check(&bench, b"by,LOBENR,Y_2444,grad_2024_11\n,1,651,0.50\n, 02,111,   \n,3,   ,\n");
    let mut semicolons = bench;
    semicolons.profile.separator = b';';
    semicolons.profile.decimal_mark = b',';
    check(&semicolons, b"lobenr;y_2444;grad_2024_11\n1;651;0,5\n2;111;\n3;;\n");
    semicolons.profile.encoding = Encoding::Windows1252;
    check(&semicolons, b"lobenr;y_2444;grad_2024_11;\xe6\n1;651;0,5;\xc5\n2;111;;\n3;;;\n");
    let text = std::fs::read_to_string(semicolons.destination().join(manifest.snapshot.as_str()).join("manifest.json"));
    assert!(!text.expect("there").contains('�'));
    // One fact more is another snapshot.
    let other = semicolons.import(b"lobenr;y_2444;grad_2024_11\n1;651;0,5\n2;111;0\n3;;\n").expect("imported");
    assert!(matches!(other, Imported::New(_)));
}

#[test]
fn names_of_columns_are_never_garbled() {
    let mut bench = Bench::new();
    bench.profile.encoding = Encoding::Windows1252;
    let Imported::New(manifest) = bench.import(b"lobenr,y_2444,k\xf8n,bop\xe6l\n1,111,K,x\n").expect("imported") else {
        panic!("new")
    };
    assert_eq!(manifest.columns.ignored, ["køn", "bopæl"]);
}

#[test]
fn no_rows_are_a_valid_delivery() {
    let bench = Bench::new();
    let (manifest, loaded) = bench.imported("lobenr,y_2444,grad_2024_11");
    assert_eq!((manifest.rows, manifest.people), (0, 0));
    assert_eq!(loaded.columns().people(), 0);
}

#[test]
fn week_53_is_accepted_where_there_is_one() {
    let mut bench = Bench::new();
    bench.file_name = "dream202102.csv";
    let (_, loaded) = bench.imported("lobenr,y_2052,y_2053,y_2101\n1,111,111,111\n");
    assert_eq!(bench.spells(&loaded, "lobenr", "1").as_deref(), Some("2020W52-2021W01:111"));
}

#[test]
fn unknown_codes_are_counted_by_the_day_they_were_used() {
    let day = |text: &str| text.parse().expect("a date");
    let mut bench = Bench::new();
    // The Thursday of 2024W45 is 7 November: from that week on 555 is known. 870 is uncertain in the built-in list.
    bench.codes = with_mapping(&built_in(), 555, "education", day("2024-11-07")).expect("mapped");
    let (manifest, _) = bench.imported(
        "lobenr,y_2443,y_2444,y_2445,y_2446\n1,555,555,555,555\n2,   ,555,444,870\n3,555,111,555,111\n4,111,444,111,444\n",
    );
    let counted: Vec<_> =
        manifest.unknown_codes.iter().map(|code| (code.code, code.status.is_some(), code.people, code.weeks)).collect();
    assert_eq!(counted, [(444, false, 2, 3), (555, false, 3, 4), (870, true, 1, 1)]);
    assert_eq!(manifest.code_list, "2015-11+1");
}

#[test]
fn synthetic_data_say_so() {
    let check = |sidecar: Option<&str>, expected: Result<bool, &str>| {
        let bench = Bench::new();
        if let Some(text) = sidecar {
            std::fs::write(bench.folder.path().join("dream202502.csv.meta.json"), text).expect("written");
        }
        let got = bench.import(b"lobenr,y_2444\n1,111\n").map_err(|error| error.code());
        let got = got.map(|imported| match imported {
            Imported::New(manifest) => manifest.synthetic,
            Imported::Already(_) => panic!("new"),
        });
        assert_eq!(got, expected, "{sidecar:?}");
    };
    check(None, Ok(false));
    check(Some(r#"{"synthetic":true,"seed":7,"generator":"virkning 0.1.0","people":3}"#), Ok(true));
    check(Some(r#"{"synthetic":false}"#), Ok(false));
    check(Some(r#"{"synthetic":"yes"}"#), Err("R116"));
    check(Some(""), Err("R116"));
}

#[test]
fn a_synthetic_register_is_a_delivery_like_any_other() {
    for (with_cpr, key_space) in [(false, "lobenr"), (true, "cpr")] {
        let synthesis = virkning_testkit::Synthesis {
            people: 400,
            seed: 3,
            until: Week::new(2024, 53 - 1).expect("a week"),
            cohort: virkning_testkit::CohortPlan::none(),
            with_cpr,
        };
        let mut bytes = Vec::new();
        let edition = Month::new(2025, 2).expect("a month");
        let summary = synthesis.write_register(edition, &mut bytes).expect("written");
        let bench = Bench::new();
        let (manifest, loaded) = bench.imported(&String::from_utf8(bytes).expect("text"));
        assert_eq!((manifest.people, manifest.rejected), (summary.people, 0));
        assert_eq!(manifest.key_space, key_space);
        let weeks: i32 = manifest.columns.weeks.iter().map(|(first, last)| last.number() - first.number() + 1).sum();
        assert_eq!(u32::try_from(weeks), Ok(summary.weeks));
        assert!(loaded.columns().job_ratio.len() > 400 && loaded.columns().week_code.len() > 400);
    }
}

/// Gives some bytes and then an error.
struct Broken(Cursor<Vec<u8>>);

impl Read for Broken {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self.0.read(bytes)? {
            0 => Err(io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn what_breaks_off_leaves_nothing() {
    let bench = Bench { block_bytes: 64, held_bytes_max: 256, ..Bench::new() };
    let rows: String = (0..100).map(|row| format!("{row},111,0.5\n")).collect();
    let text = format!("lobenr,y_2444,grad_2024_11\n{rows}");
    for length in [0, 10, 28, 200, 1_000] {
        let reader = Box::new(Broken(Cursor::new(text.as_bytes()[..length].to_vec())));
        let error = bench.import_with(reader, text.len(), Disk::default()).expect_err("refused");
        assert_eq!(error.code(), "R101");
        assert_eq!(bench.left(), Vec::<String>::new());
    }
    // A process that was killed could not clean up; the next import does.
    let unfinished = bench.destination().join(UNFINISHED);
    std::fs::create_dir_all(unfinished.join("deep")).expect("made");
    std::fs::write(unfinished.join("people.parquet"), "half").expect("written");
    assert_eq!(Snapshot::list(&bench.destination()).expect("listed").len(), 0, "nothing of it is visible");
    let (manifest, _) = bench.imported(&text);
    assert_eq!(bench.left(), [manifest.snapshot.to_string()]);
}

/// Rows enough to be killed in, with a sum of all phases: blocks, parts, merging, files.
fn delivery_to_be_killed() -> String {
    let rows: String = (0..20_000).map(|row| format!("{row},111,0.{},\n", row % 7)).collect();
    format!("lobenr,y_2444,grad_2024_11,branche_2024_11\n{rows}")
}

/// Not a test of its own: the process that the next test kills.
#[test]
fn import_until_killed() {
    let Some(folder) = std::env::var_os("VIRKNING_TEST_KILLED_IN") else { return };
    let folder = PathBuf::from(folder);
    let file = folder.join("dream202502.csv");
    let (key, profile, codes) = (InstallationKey::load(&folder.join("key")), Profile::built_in("dream"), built_in());
    let request = ImportRequest {
        file: &file,
        destination: &folder.join("snapshots"),
        profile: &profile.expect("built in"),
        codes: &codes,
        key: &key.expect("a key"),
        edition: None,
        as_of: None,
        accept_faulty: None,
        synthetic: true,
        threads: Some(2),
        memory_bytes: MEMORY_BYTES,
    };
    let reader = Box::new(File::open(&file).expect("opened"));
    let (block_bytes, held_bytes_max) = (4_096, 65_536);
    let input = Input { reader, bytes_total: 0, disk: Disk::default(), block_bytes, held_bytes_max, file: None };
    import_from(&request, input, &mut |_| ()).expect("imported");
}

#[test]
fn a_killed_import_leaves_nothing_that_is_seen_and_nothing_for_long() {
    let bench = Bench::new();
    let text = delivery_to_be_killed();
    std::fs::write(bench.folder.path().join(bench.file_name), &text).expect("written");
    let mut killed = 0;
    for milliseconds in (0..200).step_by(9) {
        let mut child = std::process::Command::new(std::env::current_exe().expect("a path"))
            .args(["--exact", "import::tests::import_until_killed"])
            .env("VIRKNING_TEST_KILLED_IN", bench.folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("started");
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let visible = Snapshot::list(&bench.destination()).expect("listed");
        killed += usize::from(visible.is_empty());
        for snapshot in visible {
            // It came to its end before it was killed: whole, then.
            snapshot.verify().expect("whole");
            std::fs::remove_dir_all(snapshot.folder()).expect("removed");
        }
    }
    assert!(killed > 0, "some were killed on the way");
    let (manifest, _) = bench.imported(&text);
    assert_eq!(manifest.people, 20_000);
    assert_eq!(bench.left(), [manifest.snapshot.to_string()], "no orphan files");
}

#[test]
fn every_failing_write_is_an_error_and_leaves_nothing() {
    let bench = Bench { block_bytes: 64, held_bytes_max: 512, ..Bench::new() };
    let rows: String = (0..40).map(|row| format!("{row},111,0.5\n")).collect();
    let text = format!("lobenr,y_2444,grad_2024_11\n{rows}");
    let mut failed = 0;
    for step in 0.. {
        let reader = Box::new(Cursor::new(text.clone().into_bytes()));
        match bench.import_with(reader, text.len(), Disk::failing_at(step)) {
            Err(error) => {
                assert_eq!(error.code(), "R101", "step {step}");
                assert_eq!(bench.left(), Vec::<String>::new(), "step {step}");
                failed += 1;
            }
            Ok(imported) => {
                assert!(matches!(imported, Imported::New(_)));
                break;
            }
        }
    }
    // At least: folder, four files opened, written and synced, two folders synced, renamed.
    assert!(failed > 16, "{failed}");
}

#[test]
fn two_imports_do_not_meet() {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.destination()).expect("made");
    let other = File::open(bench.destination()).expect("opened");
    other.try_lock().expect("locked");
    assert_eq!(bench.import(b"lobenr,y_2444\n1,111\n").expect_err("refused").code(), "R117");
    drop(other);
    assert!(bench.import(b"lobenr,y_2444\n1,111\n").is_ok());
}

#[test]
fn damage_is_found() {
    let bench = Bench::new();
    let (manifest, _) = bench.imported(&format!("{HEADER}\n1,K,651,651,   ,111,1,,,30\n2,K,,,,,,,,\n"));
    let folder = bench.destination().join(manifest.snapshot.as_str());
    let check = |name: &str, change: &dyn Fn(&mut Vec<u8>), expected: &str| {
        let path = folder.join(name);
        let good = std::fs::read(&path).expect("read");
        let mut bad = good.clone();
        change(&mut bad);
        std::fs::write(&path, &bad).expect("written");
        let error = Snapshot::open(&folder).and_then(|snapshot| snapshot.verify()).expect_err("found");
        assert_eq!(error.code(), expected, "{name}: {error}");
        assert!(error.arguments()[0].1.ends_with(name), "{error}");
        // A damaged snapshot is never taken for the one that is imported again.
        let again = bench.import(format!("{HEADER}\n1,K,651,651,   ,111,1,,,30\n2,K,,,,,,,,\n").as_bytes());
        if name != "manifest.json" {
            assert_eq!(again.expect_err("refused").code(), "R118", "{name}");
        }
        std::fs::write(&path, &good).expect("restored");
    };
    for name in [PEOPLE, WEEKS, JOBS] {
        for byte in [0, 5, 40, 100] {
            check(name, &|bytes| bytes[byte] ^= 1, "R134");
        }
        check(name, &|bytes| bytes.truncate(20), "R134");
    }
    let replace = |from: &'static str, to: &'static str| {
        move |bytes: &mut Vec<u8>| *bytes = String::from_utf8_lossy(bytes).replace(from, to).into_bytes()
    };
    check("manifest.json", &|bytes| bytes.truncate(100), "R132");
    check("manifest.json", &replace("\"format\": 1", "\"format\": 2"), "R133");
    check("manifest.json", &replace("\"people\": 2", "\"people\": 3"), "R135");
    check("manifest.json", &replace("\"edition\": \"2025-02\"", "\"edition\": \"2025-05\""), "R135");
    check("manifest.json", &replace("\"as_of\": \"2024-11-24\"", "\"as_of\": \"2024-11-25\""), "R135");
    std::fs::remove_file(folder.join(JOBS)).expect("removed");
    assert_eq!(Snapshot::open(&folder).expect_err("found").code(), "R131");
}

#[test]
fn hostile_parquet_is_refused_without_panic() {
    let bench = Bench::new();
    let (manifest, _) = bench.imported(&format!("{HEADER}\n1,K,651,651,   ,111,1,,,30\n2,K,,,,,,,,\n"));
    let folder = bench.destination().join(manifest.snapshot.as_str());
    std::panic::set_hook(Box::new(|_| ()));
    for name in [PEOPLE, WEEKS, JOBS] {
        let good = std::fs::read(folder.join(name)).expect("read");
        let damages = (0..good.len()).step_by(3).map(|byte| {
            let mut bad = good.clone();
            bad[byte] ^= 0x5a;
            bad
        });
        let cuts = (0..good.len()).step_by(17).map(|length| good[..length].to_vec());
        for bad in damages.chain(cuts) {
            // With the hash of the bad file in the manifest, so that only the reader stands between.
            std::fs::write(folder.join(name), &bad).expect("written");
            let mut forged = manifest.clone();
            for part in forged.parts.iter_mut().filter(|part| part.name == name) {
                part.sha256 = ContentHash::from_bytes(Sha256::digest(&bad).into());
                part.size_bytes = bad.len() as u64;
            }
            std::fs::write(folder.join("manifest.json"), serde_json::to_vec(&forged).expect("JSON")).expect("written");
            // Some changes leave a readable file of other or even the same facts; verify finds the others.
            let result = Snapshot::open(&folder).and_then(|snapshot| snapshot.verify());
            assert!(matches!(result, Ok(()) | Err(SnapshotError::Damaged { .. })), "{name}: {result:?}");
        }
        std::fs::write(folder.join(name), &good).expect("restored");
    }
    let _ = std::panic::take_hook();
}

#[test]
fn a_cohort_is_loaded_alone() {
    let bench = Bench::new();
    let rows: String = (0..500).map(|row| format!("{row},{},0.{},\n", 111 + row % 3, row % 7)).collect();
    let (manifest, everyone) = bench.imported(&format!("lobenr,y_2444,grad_2024_11,branche_2024_11\n{rows}"));
    let identifiers = ["3", "77", "499", "500", "3"];
    let people: Vec<Pseudonym> = identifiers.iter().map(|text| bench.key.pseudonym("lobenr", text)).collect();
    let cohort = bench.open(&manifest).load_people(&people).expect("loaded");
    assert_eq!(cohort.columns().people(), 3);
    for identifier in identifiers {
        let expected = bench.spells(&everyone, "lobenr", identifier);
        assert_eq!(bench.spells(&cohort, "lobenr", identifier), expected, "{identifier}");
    }
    assert_eq!(bench.open(&manifest).load_people(&[]).expect("loaded").columns().people(), 0);
}

/// What a person has, week by week and month by month.
type Table = BTreeMap<u32, (Vec<u16>, Vec<Option<u16>>, Vec<u32>)>;

const WEEK_COUNT: usize = 70;
const MONTH_COUNT: usize = 9;

fn tables() -> impl Strategy<Value = Table> {
    let code = prop_oneof![4 => Just(0_u16), 3 => Just(111), 2 => Just(651), 1 => 1..=999_u16];
    // Runs of a code, so that long stretches of equal cells occur.
    let weeks = prop::collection::vec((code, 1..40_usize), WEEK_COUNT).prop_map(|runs| {
        let weeks = runs.into_iter().flat_map(|(code, length)| std::iter::repeat_n(code, length));
        weeks.take(WEEK_COUNT).collect::<Vec<u16>>()
    });
    let ratio = prop_oneof![2 => Just(None), 2 => Just(Some(10_000)), 1 => (0..=10_000_u16).prop_map(Some)];
    let ratios = prop::collection::vec(ratio, MONTH_COUNT);
    let industries = prop::collection::vec(prop_oneof![Just(0), Just(620_100), 1..=999_999_999_u32], MONTH_COUNT);
    prop::collection::btree_map(0..1_000_000_u32, (weeks, ratios, industries), 0..20)
}

/// How a table is written: every way that means the same.
#[derive(Clone, Copy, Debug)]
struct Style {
    padded: bool,
    quoted: bool,
    line_end: &'static str,
    reversed: bool,
    last_line_end: bool,
}

fn styles() -> impl Strategy<Value = Style> {
    (any::<[bool; 5]>()).prop_map(|[padded, quoted, carriage_return, reversed, last_line_end]| Style {
        padded,
        quoted,
        line_end: if carriage_return { "\r\n" } else { "\n" },
        reversed,
        last_line_end,
    })
}

fn csv(table: &Table, style: Style) -> String {
    let weeks = (0..WEEK_COUNT).filter_map(|week| Week::from_number(1_600 + week as i32));
    let mut lines = vec![
        std::iter::once("lobenr".to_owned())
            .chain(weeks.map(|week| format!("y_{:02}{:02}", week.year() % 100, week.week())))
            .chain((1..=MONTH_COUNT).map(|month| format!("grad_2022_{month:02}")))
            .chain((1..=MONTH_COUNT).map(|month| format!("branche_2022_{month:02}")))
            .collect::<Vec<_>>()
            .join(","),
    ];
    let cell = |text: String, width: usize| {
        let text = if style.padded { format!("{text:>width$}") } else { text };
        if style.quoted { format!("\"{text}\"") } else { text }
    };
    let text = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    let rows = table.iter().map(|(person, (weeks, ratios, industries))| {
        let mut cells = vec![cell(person.to_string(), 8)];
        cells.extend(weeks.iter().map(|code| cell(text(u32::from(*code)), 3)));
        cells.extend(ratios.iter().map(|ratio| {
            let ratio = ratio.map(|ratio| format!("{}.{:04}", ratio / 10_000, ratio % 10_000));
            cell(ratio.unwrap_or_default(), 6)
        }));
        cells.extend(industries.iter().map(|industry| cell(text(*industry), 6)));
        cells.join(",")
    });
    let mut rows: Vec<String> = rows.collect();
    if style.reversed {
        rows.reverse();
    }
    lines.extend(rows);
    let mut text = lines.join(style.line_end);
    if style.last_line_end {
        text.push_str(style.line_end);
    }
    text
}

/// The spells of a person week by week and month by month again: an independent, slow way back.
fn expand(loaded: &Loaded, row: usize) -> (Vec<u16>, Vec<Option<u16>>, Vec<u32>) {
    let rows = loaded.columns().person(row);
    let first_month = month_number(Month::new(2022, 1).expect("a month")) as u16;
    let mut weeks = vec![0; WEEK_COUNT];
    for at in 0..rows.week_code.len() {
        for week in rows.week_start[at]..rows.week_end[at] {
            weeks[usize::from(week - 1_600)] = rows.week_code[at];
        }
    }
    let (mut ratios, mut industries) = (vec![None; MONTH_COUNT], vec![0; MONTH_COUNT]);
    for at in 0..rows.job_ratio.len() {
        for month in rows.job_start[at]..rows.job_end[at] {
            let month = usize::from(month - first_month);
            ratios[month] = u16::try_from(rows.job_ratio[at]).ok();
            industries[month] = rows.job_industry[at];
        }
    }
    (weeks, ratios, industries)
}

fn files(bench: &Bench, manifest: &Manifest) -> Vec<Vec<u8>> {
    let folder = bench.destination().join(manifest.snapshot.as_str());
    [PEOPLE, WEEKS, JOBS, SCAN].map(|name| std::fs::read(folder.join(name)).expect("read")).into()
}

/// A delivery of so many people with a code or two each, and a ratio.
fn many(people: u32) -> String {
    let rows = (0..people)
        .map(|person| format!("{person},K,{0},{0},{1},{1},0.5,,,471110", 1 + person % 999, 130 + person % 2));
    std::iter::once(HEADER.to_owned()).chain(rows).collect::<Vec<_>>().join("\n")
}

#[test]
fn too_little_memory_is_refused() {
    let error = held_bytes(MEMORY_BYTES_MIN - 1).expect_err("refused");
    assert_eq!(error.code(), "R139");
    assert!(held_bytes(MEMORY_BYTES_MIN).expect("enough") > 10_000_000);
    assert!(held_bytes(MEMORY_BYTES).expect("enough") < 1_000_000_000);
}

#[test]
fn a_missing_scan_file_is_made_again() {
    let bench = Bench::new();
    // More than one chunk, and more codes than have numbers.
    let (manifest, loaded) = bench.imported(&many(33_000));
    let path = bench.destination().join(manifest.snapshot.as_str()).join(SCAN);
    let before = std::fs::read(&path).expect("read");
    std::fs::remove_file(&path).expect("removed");
    let people: Vec<Pseudonym> = loaded.pseudonyms().iter().copied().step_by(1_000).collect();
    let from_parquet = bench.open(&manifest).load_people(&people).expect("loaded");
    assert_eq!(bench.open(&manifest).scan().expect("made").chunks(), 2);
    assert_eq!(std::fs::read(&path).expect("read"), before);
    let from_scan = bench.open(&manifest).load_people(&people).expect("loaded");
    for row in 0..people.len() {
        assert_eq!(spells_of_row(&from_parquet, row), spells_of_row(&from_scan, row));
    }
}

#[test]
fn a_changed_byte_of_the_scan_file_is_found() {
    let bench = Bench::new();
    let (manifest, loaded) = bench.imported(&many(2_000));
    let path = bench.destination().join(manifest.snapshot.as_str()).join(SCAN);
    let bytes = std::fs::read(&path).expect("read");
    for at in (0..bytes.len()).step_by(bytes.len() / 50).chain([bytes.len() - 1, bytes.len() - 7, bytes.len() - 40]) {
        let mut changed = bytes.clone();
        changed[at] ^= 4;
        std::fs::write(&path, &changed).expect("written");
        let snapshot = bench.open(&manifest);
        let error = snapshot.verify().expect_err("found");
        assert!(matches!(error.code(), "R134" | "R135"), "{error}");
        // Whoever asks for all people does not get other answers.
        if let Ok(scanned) = snapshot.load_people(loaded.pseudonyms()) {
            let same = (0..2_000).all(|row| spells_of_row(&scanned, row) == spells_of_row(&loaded, row));
            assert!(same, "byte {at}");
        }
    }
    std::fs::write(&path, &bytes[..bytes.len() - 1]).expect("written");
    assert!(bench.open(&manifest).verify().is_err());
    std::fs::write(&path, b"").expect("written");
    assert!(bench.open(&manifest).scan().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any small table comes back as it was, however it is written; spells are as long as they can be.
    #[test]
    fn tables_come_back(table in tables(), style in styles()) {
        let bench = Bench::new();
        let (manifest, loaded) = bench.imported(&csv(&table, style));
        prop_assert_eq!(manifest.people as usize, table.len());
        for (person, expected) in &table {
            let row = loaded.row_of(&bench.key.pseudonym("lobenr", &person.to_string())).expect("in the extract");
            prop_assert_eq!(&expand(&loaded, row as usize), expected);
            let rows = loaded.columns().person(row as usize);
            for at in 1..rows.week_code.len() {
                let joined = rows.week_end[at - 1] == rows.week_start[at] && rows.week_code[at - 1] == rows.week_code[at];
                prop_assert!(!joined);
            }
        }
    }

    /// The scan file says of every month what the delivery says, also where a code changes within it.
    #[test]
    fn the_scan_file_says_the_same(table in tables(), style in styles()) {
        let bench = Bench::new();
        let (manifest, _) = bench.imported(&csv(&table, style));
        let scan = bench.open(&manifest).scan().expect("opened");
        let first_month = month_number(Month::new(2022, 1).expect("a month"));
        let people: Vec<Pseudonym> =
            table.keys().map(|person| bench.key.pseudonym("lobenr", &person.to_string())).collect();
        let rows = scan.rows_of(&people).expect("read");
        prop_assert_eq!(scan.rows_of(&[bench.key.pseudonym("lobenr", "nobody")]).expect("read"), vec![None]);
        let (mut all, mut few) = (Vec::new(), Vec::new());
        for number in first_month - 2..first_month + MONTH_COUNT as i32 {
            let month = virkning_measure::month_from_number(number).expect("a month");
            if scan.chunks() == 0 {
                break;
            }
            scan.states(0, month, None, &mut all).expect("read");
            let mixed = scan.mixed(0, month).expect("read");
            for (row, (weeks, ratios, _)) in rows.iter().zip(table.values()) {
                let row = row.expect("in the extract");
                scan.states(0, month, Some(&[row]), &mut few).expect("read");
                prop_assert_eq!(few[0], all[row as usize]);
                let expected: Vec<u16> = scan.weeks(month).map(|week| weeks[usize::from(week) - 1_600]).collect();
                let place = usize::try_from(number - first_month).ok();
                let ratio = place.and_then(|place| ratios[place]).map_or(NO_RATIO, i32::from);
                if Scan::is_mixed(few[0]) {
                    let found = mixed.iter().find(|mixed| mixed.row == row).expect("listed");
                    prop_assert_eq!(&found.codes[..expected.len()], expected.as_slice());
                    prop_assert_eq!(found.ratio, ratio);
                } else {
                    prop_assert!(expected.iter().all(|code| *code == scan.code(few[0])), "{:?}", expected);
                    prop_assert_eq!(scan.ratio(few[0]), ratio);
                }
            }
        }
    }

    /// Counting from the scan file gives what asking one person after the other gives, with any number of threads.
    #[test]
    fn counts_are_those_of_single_answers(table in tables(), months in 1..6_i32, which in 0..5_usize) {
        let bench = Bench::new();
        let style = Style { padded: false, quoted: false, line_end: "\n", reversed: false, last_line_end: true };
        let (manifest, loaded) = bench.imported(&csv(&table, style));
        let snapshot = bench.open(&manifest);
        let text = [
            "any(job.ratio > 0) or any(week.state = education)",
            "all(week.code in (111, 112, 113)) and not any(job.ratio > 0.5)",
            "count(week.code in (1, 2, 3, 130)) >= 2 or max(job.ratio) >= 0.4",
            "mean(job.ratio) > 0.3",
            "any(job.industry != 0) or longest(week.code = 0) > 4",
        ][which];
        let source = virkning_model::source::source("dream").expect("a source");
        let success = virkning_measure::parse(text, source).expect("an expression");
        let value = virkning_measure::parse_value("sum(job.ratio)", source).expect("a value");
        let compiled = virkning_measure::compile_measure(Some(&success), Some(&value), &bench.codes).expect("compiled");
        let question = Question { compiled, coverage: manifest.columns.coverage(), valued: true };
        for first in month_number(Month::new(2021, 12).expect("a month"))..month_number(Month::new(2023, 2).expect("one")) {
            let month = |number: i32| virkning_measure::month_from_number(number).expect("a month");
            let span = MonthSpan { first: month(first), last: month(first + months - 1) };
            let window = PersonWindow::from(span);
            let people: Vec<Option<u32>> = (0..manifest.people).map(Some).chain([None]).collect();
            let group_of = |row: &Option<u32>| row.map_or(0, |row| (row % 2) as u16);
            let mut expected = vec![Counts::default(); 2];
            for row in &people {
                let expected = &mut expected[usize::from(group_of(row))];
                let rows = row.map(|row| loaded.columns().person(row as usize));
                let outcome = question.compiled.evaluate(rows, &question.coverage, span).outcome;
                expected.people += 1;
                expected.successes += u64::from(outcome == Outcome::Success);
                expected.failures += u64::from(outcome == Outcome::NoSuccess);
                expected.unclarified += u64::from(matches!(outcome, Outcome::Unclarified(_)));
                expected.not_in_extract += u64::from(row.is_none());
                if let Ok(value) = question.compiled.evaluate_value(rows, &question.coverage, span) {
                    expected.valued += 1;
                    expected.sum += value;
                    expected.weeks += span.weeks().len() as u64;
                }
            }
            let some = people.iter().map(|row| Member { row: *row, window, group: group_of(row) });
            let some = Asked::Some(some.collect());
            for threads in 1..=3 {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
                let source = Source::open(&snapshot, &question).expect("opened");
                let counted = pool.install(|| source.answer(&question, &some, 2)).expect("counted");
                prop_assert_eq!(&counted, &expected);
                let everyone = pool.install(|| source.answer(&question, &Asked::Everyone(span), 1));
                let everyone = everyone.expect("counted")[0];
                let counted = counted[0].and(counted[1]);
                prop_assert_eq!(everyone.people + 1, counted.people);
                prop_assert_eq!((everyone.successes, everyone.failures), (counted.successes, counted.failures));
                prop_assert_eq!((everyone.valued, everyone.sum), (counted.valued, counted.sum));
            }
        }
    }

    /// The order of rows, line ends, quotes, blanks, blocks, threads and memory change nothing: the files are the same to
    /// the byte.
    #[test]
    fn only_the_facts_decide(
        table in tables(),
        first in styles(),
        second in styles(),
        block_bytes in 1..4_000_usize,
        held_bytes_max in 1..4_000_usize,
        threads in 2..5_usize,
    ) {
        let one = Bench { threads: Some(1), ..Bench::new() };
        let many = Bench { threads: Some(threads), block_bytes, held_bytes_max, ..Bench::new() };
        let (left, _) = one.imported(&csv(&table, first));
        let (right, _) = many.imported(&csv(&table, second));
        prop_assert_eq!(&left.content_hash, &right.content_hash);
        prop_assert_eq!(&left.snapshot, &right.snapshot);
        prop_assert_eq!(files(&one, &left), files(&many, &right));
    }
}

/// A register of people whose code changes in weeks of their own, under columns that may be named too late.
fn changing(people: usize, weeks: usize, first: i32) -> String {
    let name = |number: i32| {
        let week = Week::from_number(number).expect("a week");
        format!("y_{:02}{:02}", week.year() % 100, week.week())
    };
    let header: Vec<String> = (0..weeks).map(|week| name(first + week as i32)).collect();
    let row = |person: usize| -> String {
        let code = |week: usize| if (week / (3 + person % 4)).is_multiple_of(2) { "730" } else { "111" };
        (0..weeks).map(|week| format!(",{}", code(week))).collect()
    };
    let rows: String = (0..people).map(|person| format!("{}{}\n", person + 1, row(person))).collect();
    format!("lobenr,{}\n{rows}", header.join(","))
}

#[test]
fn weeks_that_are_displaced_are_refused() {
    let first = Week::new(2023, 1).expect("a week").number();
    let mut bench = Bench::new();
    bench.file_name = "dream202402.csv";
    bench.imported(&changing(30, 40, first));
    // A later edition of the same weeks says nothing; one whose columns are named a week too late or too early does.
    bench.file_name = "dream202403.csv";
    let (manifest, _) = bench.imported(&changing(30, 44, first));
    assert_eq!(manifest.findings, []);
    bench.file_name = "dream202404.csv";
    for (shift, weeks) in [(1, 1), (-1, -1)] {
        let error = bench.import(changing(30, 44, first + shift).as_bytes()).expect_err("refused");
        match error {
            ImportError::WeeksShifted { weeks: found, same, shifted, .. } => {
                assert_eq!((found, shifted), (weeks, 100));
                assert!(same < 50, "{same}");
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(bench.left().len(), 2);
    // Half of the people gone is said, not refused.
    let (manifest, _) = bench.imported(&changing(14, 44, first));
    assert_eq!(manifest.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["R211"]);
}

#[test]
fn ratios_that_were_divided_twice_are_said() {
    let rows = |ratio: &str| -> String { (1..=25).map(|person| format!("{person},,{ratio}\n")).collect() };
    let check = |ratio: &str, expected: &[&str]| {
        let (manifest, _) = Bench::new().imported(&format!("lobenr,y_2446,grad_2024_11\n{}", rows(ratio)));
        assert_eq!(
            manifest.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
            expected,
            "{ratio}"
        );
    };
    check("0.01", &["R213"]);
    check("0.02", &[]);
}

#[test]
fn several_numbers_of_one_person_count_together() {
    let bench = Bench::new();
    // Number 1 until the change, number 2 after it; in week 45 both say something, and in week 47 only the old one.
    let text = "lobenr,y_2444,y_2445,y_2446,y_2447,grad_2024_10,grad_2024_11\n\
                1,730,730,111,651,0.50,0.10\n2,,999,730,,,0.80\n3,111,,,,,\n";
    let (manifest, whole) = bench.imported(text);
    let number = |identifier: &str| bench.key.pseudonym("lobenr", identifier);
    let from = |day: &str| crate::list::NumberLink {
        earlier: number("1"),
        later: number("2"),
        from: day.parse().expect("a day"),
    };
    let snapshot = bench.open(&manifest);
    // Monday of week 46.
    let links = [from("2024-11-11")];
    let loaded = snapshot.load_people_linked(&[number("2"), number("3"), number("9")], &links).expect("loaded");
    let of = |identifier: &str| bench.spells(&loaded, "lobenr", identifier);
    let together = "2024W44-2024W46:730 2024W47-2024W47:651 2024-10-2024-10:5000/0 2024-11-2024-11:8000/0";
    assert_eq!(of("2").as_deref(), Some(together));
    assert_eq!(of("3").as_deref(), Some("2024W44-2024W44:111"));
    assert_eq!((of("1"), of("9")), (None, None), "counted once, and nobody is made up");
    // Whoever was enrolled under the earlier number before the link keeps the answers of then.
    let earlier = snapshot.load_people_linked(&[number("1")], &links).expect("loaded");
    assert_eq!(bench.spells(&earlier, "lobenr", "1"), bench.spells(&whole, "lobenr", "1"));
}

/// Two editions that are held against each other some people at a time say what they say as wholes, from their scan files and
/// from their Parquet files.
#[test]
fn editions_are_compared_in_pieces() {
    let mut bench = Bench::new();
    let earlier = many(60);
    let (before, old) = bench.imported(&earlier);
    bench.file_name = "dream202503.csv";
    let rows =
        earlier.lines().enumerate().filter(|(line, _)| *line == 0 || line % 7 != 0).map(|(line, row)| match line {
            line if line > 0 && line % 5 == 0 => row.replacen("0.5", "0.75", 1).replacen(",130,", ",890,", 1),
            _ => row.to_owned(),
        });
    let later: Vec<String> =
        rows.chain((100..110).map(|person| format!("{person},K,651,651,,,0.5,,,471110"))).collect();
    let (now, new) = bench.imported(&later.join("\n"));
    let expected = crate::comparison::compare(&old, &new, |_, _| {});
    assert_eq!((expected.people_before, expected.people_now, expected.added, expected.gone), (60, 62, 10, 8));
    // People 5, 10 … 60 but 35, which is gone; every other has code 130.
    assert_eq!(expected.corrected, 11);
    for with_scan in [true, false] {
        if !with_scan {
            std::fs::remove_file(bench.destination().join(before.snapshot.as_str()).join(SCAN)).expect("removed");
        }
        for people in [1, 2, 7, 59, 60, 61, 1_000] {
            let found =
                crate::comparison::compare_by(&bench.open(&before), &bench.open(&now), people).expect("compared");
            assert_eq!(found, expected, "{people}");
            let back =
                crate::comparison::compare_by(&bench.open(&now), &bench.open(&before), people).expect("compared");
            assert_eq!(back, crate::comparison::compare(&new, &old, |_, _| {}), "{people}");
        }
    }
}

/// Amounts that are estimated from weeks are counted piece by piece: with any number of people at once the answers are those of
/// everybody asked alone.
#[test]
fn estimated_amounts_are_those_of_single_answers() {
    let weeks: Vec<String> = (2014..=2024)
        .flat_map(|year| (1..=53).filter_map(move |week| virkning_model::period::Week::new(year, week)))
        .filter(|week| *week >= virkning_model::period::Week::parse("2014W27").expect("a week"))
        .map(|week| {
            let (year, number) =
                week.to_string().split_once('W').map(|(y, w)| (y[2..].to_owned(), w.to_owned())).expect("W");
            format!("y_{year}{number}")
        })
        .collect();
    let mut text = format!("lobenr,{}\n", weeks.join(","));
    // People with benefits of many kinds, also unknown ones, and of many lengths.
    let codes = ["", "130", "", "890", "111", "651", "", "555", "151", ""];
    for person in 1..=40_usize {
        let cells = (0..weeks.len()).map(|week| codes[(week / (3 + person) + person * person) % codes.len()]);
        text.push_str(&format!("{person},{}\n", cells.collect::<Vec<_>>().join(",")));
    }
    let rates = "benefit,from,to,amount,per,mark,edition,origin\ncash-benefit,2021-01-01,2023-12-31,11944,month,C,1,x\n\
        sickness-benefit,2022-01-01,2024-12-31,4550,week,C,1,x\nunemployment-benefit,2021-01-01,2024-12-31,19728,month,C,1,x\n";
    let lists = virkning_measure::EstimateLists {
        ladder: crate::ladder::built_in(),
        codes: crate::ladder_codes::built_in(),
        rates: crate::benefit_rates::read_csv(rates).expect("rates"),
    };
    let bench = Bench::new();
    let (manifest, loaded) = bench.imported(&text);
    let snapshot = bench.open(&manifest);
    let estimated = loaded.estimated(&lists, None);
    let source = virkning_model::source::source("refund-ladder").expect("a source");
    let value = virkning_measure::parse_value("sum(amount.kind = net)", source).expect("a value");
    let success = virkning_measure::parse("sum(amount.kind = net) > 20_000", source).expect("an expression");
    let compiled = virkning_measure::compile_measure(Some(&success), Some(&value), &bench.codes).expect("compiled");
    let question = Question { compiled: compiled.over_estimates(), coverage: manifest.coverage(), valued: true };
    let month = |text: &str| Month::parse(text).expect("a month");
    let span = MonthSpan { first: month("2022-01"), last: month("2022-12") };
    let later = MonthSpan { first: month("2022-07"), last: month("2024-06") };
    let mut members: Vec<Member> = (0..manifest.people)
        .map(Some)
        .chain([None])
        .map(|row| Member { row, window: PersonWindow::from(span), group: row.map_or(0, |row| (row % 2) as u16) })
        .collect();
    // Somebody is asked twice, in another window, and people come in no order.
    members.push(Member { row: Some(5), window: PersonWindow::from(later), group: 1 });
    members.reverse();
    let mut expected = vec![Counts::default(); 2];
    for member in &members {
        let rows = member.row.map(|row| estimated.columns().person(row as usize));
        let coverage = estimated.coverage();
        let outcome = question.compiled.evaluate(rows, coverage, member.window).outcome;
        let counts = &mut expected[usize::from(member.group)];
        counts.people += 1;
        counts.successes += u64::from(outcome == Outcome::Success);
        counts.failures += u64::from(outcome == Outcome::NoSuccess);
        counts.unclarified += u64::from(matches!(outcome, Outcome::Unclarified(_)));
        counts.not_in_extract += u64::from(member.row.is_none());
        if let Ok(value) = question.compiled.evaluate_value(rows, coverage, member.window) {
            counts.valued += 1;
            counts.sum += value;
            counts.weeks += member.window.span.weeks().len() as u64;
        }
    }
    let all = expected[0].and(expected[1]);
    assert!(all.successes > 3 && all.failures > 3 && all.unclarified > 3, "{all:?}");
    for people in [1, 7, 1_000] {
        let source = Source::open_estimated_by(&snapshot, lists.clone(), people).expect("opened");
        assert_eq!(source.answer(&question, &Asked::Some(members.clone()), 2).expect("counted"), expected, "{people}");
        let everyone = source.answer(&question, &Asked::Everyone(span), 1).expect("counted")[0];
        assert_eq!(everyone.people, 40);
        let of_year = members.iter().filter(|member| member.row.is_some() && member.window.span == span).count();
        assert_eq!(of_year, 40);
    }
}
