//! Tests of the import of events as a whole: files as text, and what becomes of them.

use std::io;

use tempfile::TempDir;
use virkning_measure::{STILL_THERE, day_from_number};

use super::*;
use crate::problem::RowFault;
use crate::snapshot::{Loaded, Snapshot};

/// A folder with a key, and how files in it are imported.
struct Bench {
    folder: TempDir,
    key: InstallationKey,
    profile: EventProfile,
    edition: Option<Month>,
    as_of: Option<Date>,
    covers_from: Option<Date>,
    accept_faulty: Option<u64>,
    synthetic: bool,
    held_bytes_max: usize,
}

impl Bench {
    fn new(profile: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut random = |bytes: &mut [u8]| -> io::Result<()> {
            bytes.fill(7);
            Ok(())
        };
        let (key, _) = InstallationKey::load_or_create(&folder.path().join("key"), &mut random).expect("a key");
        Self {
            folder,
            key,
            profile: EventProfile::built_in(profile).expect("a profile"),
            edition: Month::new(2025, 3),
            as_of: None,
            covers_from: None,
            accept_faulty: None,
            synthetic: false,
            held_bytes_max: HELD_BYTES,
        }
    }

    fn destination(&self) -> PathBuf {
        self.folder.path().join("snapshots")
    }

    fn import(&self, files: &[(&str, &[u8])]) -> Result<Imported, ImportError> {
        self.import_on(files, &Disk::default())
    }

    fn import_on(&self, files: &[(&str, &[u8])], disk: &Disk) -> Result<Imported, ImportError> {
        let write = |(name, bytes): &(&str, &[u8])| {
            let path = self.folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path
        };
        let files: Vec<PathBuf> = files.iter().map(write).collect();
        let request = EventRequest {
            files: &files,
            destination: &self.destination(),
            profile: &self.profile,
            key: &self.key,
            edition: self.edition,
            as_of: self.as_of,
            covers_from: self.covers_from,
            accept_faulty: self.accept_faulty,
            synthetic: self.synthetic,
            stop: None,
        };
        import_on(&request, disk, self.held_bytes_max, &mut |_| ())
    }

    fn imported(&self, files: &[(&str, &[u8])]) -> (Manifest, Loaded) {
        let Imported::New(manifest) = self.import(files).expect("imported") else { panic!("already there") };
        let snapshot = Snapshot::open(&self.destination().join(manifest.snapshot.as_str())).expect("opened");
        assert_eq!(snapshot.manifest(), &*manifest);
        assert_eq!(manifest.accepted + manifest.rejected + manifest.ignored, manifest.rows);
        snapshot.verify().expect("verified");
        (*manifest, snapshot.load().expect("loaded"))
    }

    fn one(&self, text: &str) -> (Manifest, Loaded) {
        self.imported(&[("file.csv", text.as_bytes())])
    }

    fn refused(&self, text: &str) -> ImportError {
        let error = self.import(&[("file.csv", text.as_bytes())]).expect_err("refused");
        let left = std::fs::read_dir(self.destination()).map_or(0, Iterator::count);
        assert_eq!(left, 0, "nothing stays");
        error
    }

    /// Everything of one person, as text.
    fn person(&self, loaded: &Loaded, space: &str, identifier: &str) -> Option<String> {
        let row = loaded.row_of(&self.key.pseudonym(space, identifier))?;
        Some(facts_of(loaded, row as usize))
    }
}

fn facts_of(loaded: &Loaded, row: usize) -> String {
    let rows = loaded.columns().person(row);
    let coverage = loaded.coverage();
    let date = |number: i32| match number {
        STILL_THERE => "…".to_owned(),
        number => day_from_number(number).expect("a day").to_string(),
    };
    let name = |extent: &Option<virkning_measure::Extent>, place: u16| {
        extent.as_ref().expect("an extent").names[usize::from(place)].clone()
    };
    let spell = |extent, stay: &virkning_measure::Stay| {
        format!("{}/{} {}", date(stay.arrived), date(stay.left), name(extent, stay.kind))
    };
    let amount = |row: &virkning_measure::DatedAmount| {
        let items = &coverage.amounts.as_ref().expect("an extent").items;
        let item = &items[usize::from(row.item)];
        format!("{} {} {item} {}", date(row.day), name(&coverage.amounts, row.kind), row.minor_units)
    };
    let stays = rows.stays.iter().map(|stay| spell(&coverage.stays, stay));
    let studies = rows.studies.iter().map(|stay| spell(&coverage.studies, stay));
    let values = rows
        .observations
        .iter()
        .map(|row| format!("{} {} {}", date(row.day), name(&coverage.observations, row.name), row.millionths));
    let amounts = rows.amounts.iter().map(amount);
    stays.chain(studies).chain(values).chain(amounts).collect::<Vec<_>>().join(", ")
}

fn codes(manifest: &Manifest) -> Vec<&str> {
    manifest.findings.iter().map(|finding| finding.code.as_str()).collect()
}

const STAYS: &str = "\
lobenr;opholdstype;indskrivningsdato;udskrivningsdato;før
1;1;2024-01-10;2024-02-01;egen bolig
1;1;2024-01-20;2024-02-05;
1;2;2022-06-30;2022-07-01;
2;3;2024-12-30;;
3;1;2024-05-05;2024-05-05;
2;;2020-11-01;2020-11-03;
1;1;2024-01-10;2024-02-01;egen bolig
";

#[test]
fn stays_of_shelters() {
    let bench = Bench { as_of: Some(Date::constant(2025, 2, 28)), ..Bench::new("shelter") };
    let (manifest, loaded) = bench.one(STAYS);
    let check = |identifier: &str, expected: Option<&str>| {
        assert_eq!(bench.person(&loaded, "lobenr", identifier).as_deref(), expected, "{identifier}");
    };
    // Stays stay as they are: that two of them overlap is for the measure, which counts a night once.
    check("1", Some("2022-06-30/2022-07-01 night-cafe, 2024-01-10/2024-02-01 shelter, 2024-01-20/2024-02-05 shelter"));
    check("2", Some("2020-11-01/2020-11-03 shelter, 2024-12-30/… aftercare"));
    check("3", Some("2024-05-05/2024-05-05 shelter"));
    check("4", None);
    assert_eq!((manifest.rows, manifest.accepted, manifest.rejected, manifest.ignored), (7, 6, 0, 1));
    assert_eq!((manifest.source.as_str(), manifest.people), ("shelter", 3));
    let events = manifest.events.as_ref().expect("events");
    assert_eq!((events.duplicate_rows, events.overlapping_stays, events.open_stays), (1, 1, 1));
    // Mixed kinds before 2021, an overlap, an open stay.
    assert_eq!(codes(&manifest), ["R201", "R202", "R203"]);
    assert_eq!(manifest.columns.ignored, ["før"]);
    let stays = loaded.coverage().stays.clone().expect("covered");
    // Kinds that nobody has are covered, too.
    assert_eq!(stays.names, ["aftercare", "night-cafe", "shelter"]);
    // The first departure: whoever left before an extract of stays begins is not in it.
    assert_eq!(day_from_number(stays.first_day), Some(Date::constant(2020, 11, 3)));
    assert_eq!(day_from_number(stays.end_day), Some(Date::constant(2025, 3, 1)));
    assert!(loaded.coverage().amounts.is_none());
}

#[test]
fn what_is_wrong_with_a_stay() {
    let check = |row: &str, fault: RowFault, column: &str, excerpt: &str| {
        let good = "8;1;2024-01-01;2024-01-02";
        let text = format!("lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n{good}\n{row}\n{good}\n");
        let error = Bench::new("shelter").refused(&text);
        assert_eq!(error.code(), "R114", "{row}");
        let [problem] = error.problems() else { panic!("{error}") };
        let column = Some(column.to_owned()).filter(|column| !column.is_empty());
        assert_eq!((problem.line, problem.fault, &problem.column), (3, fault, &column), "{row}");
        assert_eq!((problem.excerpt.as_str(), problem.file.as_deref()), (excerpt, Some("file.csv")), "{row}");
    };
    check("9;1;2024-01-10;2024-01-09", RowFault::LeftBeforeArrived, "udskrivningsdato", "2024-01-10 – 2024-01-09");
    check("9;1;10-01-2024;", RowFault::Date, "indskrivningsdato", "10-01-2024");
    check("9;1;;2024-01-09", RowFault::DateMissing, "indskrivningsdato", "");
    check("9;4;2024-01-10;", RowFault::KindUnknown, "opholdstype", "4");
    check("9;2;2022-07-01;", RowFault::KindNotThen, "opholdstype", "2");
    check("9;;2021-01-01;", RowFault::KindMissing, "opholdstype", "");
    check("9;1;2024-01-10", RowFault::Ragged, "", "3 / 4");
    check(";1;2024-01-10;", RowFault::KeyMissing, "lobenr", "");
    // A number that may be a person's is never shown, wherever it stands.
    check("9;1;6101904321;", RowFault::Date, "indskrivningsdato", "9999999999");
    check("9;610190-4321;2024-01-10;", RowFault::KindUnknown, "opholdstype", "999999-9999");
}

#[test]
fn faulty_rows_are_accepted_by_their_number_only() {
    let text =
        "lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n1;1;2024-01-01;2024-01-02\n2;9;2024-01-01;\n3;1;x;\n";
    for accepted in [None, Some(1), Some(3)] {
        let bench = Bench { accept_faulty: accepted, ..Bench::new("shelter") };
        assert_eq!(bench.refused(text).problems().len(), 2);
    }
    let bench = Bench { accept_faulty: Some(2), ..Bench::new("shelter") };
    let (manifest, _) = bench.one(text);
    assert_eq!((manifest.rows, manifest.accepted, manifest.rejected, manifest.problems.len()), (3, 1, 2, 2));
}

#[test]
fn anonymous_people_are_kept_and_never_linked() {
    // A woman with a child in her row, a child in a row of its own, an anonymous woman with a replacement number who came
    // twice, one without any date, one without a number, and one who is marked.
    let serial = |ddmm: &str, rest: &str| format!("{ddmm}{rest}");
    let (mother, child, other) = (serial("0101", "904321"), serial("0202", "154321"), serial("0303", "904321"));
    let text = format!(
        "CPR-nummer;barn1;anonym;indskrivningsdato;udskrivningsdato\n\
         {mother};{child};;2024-01-10;2024-03-01\n\
         {child};;;2024-05-01;2024-05-02\n\
         6101904321;;;2024-02-01;2024-02-08\n\
         6101904321;;;2024-04-01;2024-04-08\n\
         0000000000;;;2024-02-01;2024-02-08\n\
         ;;;2024-02-01;2024-02-09\n\
         {other};;ja;2024-02-01;2024-02-10\n"
    );
    let bench = Bench::new("crisis-centre");
    let (manifest, loaded) = bench.one(&text);
    let check = |identifier: &str, expected: Option<&str>| {
        assert_eq!(bench.person(&loaded, "cpr", identifier).as_deref(), expected, "{identifier}");
    };
    check(&mother, Some("2024-01-10/2024-03-01 crisis-centre"));
    check(&child, Some("2024-01-10/2024-03-01 crisis-centre, 2024-05-01/2024-05-02 crisis-centre"));
    check("6101904321", None);
    check(&other, None);
    let events = manifest.events.as_ref().expect("events");
    assert_eq!((events.anonymous_people, events.anonymous_rows), (4, 5));
    assert_eq!((manifest.people, manifest.rows, manifest.accepted), (6, 7, 7));
    assert!(codes(&manifest).contains(&"R204"));
    // In made-up data every number is a replacement number: there the column says who is anonymous.
    let synthetic = Bench { synthetic: true, ..Bench::new("crisis-centre") };
    let (manifest, loaded) = synthetic.one(&text);
    assert!(synthetic.person(&loaded, "cpr", "6101904321").is_some());
    assert_eq!(manifest.events.as_ref().map(|events| events.anonymous_people), Some(3));
}

const REFUNDS: &str = "\
Uge;CPR nummer;Ydelse;Finansiering Kommunenavn;Beregnet udbetalingsbeløb;Refusionssats;Refusionsbeløb;Medfinansieringssats;Medfinansieringsbeløb
2025-01-06;6101904321;Kontanthjælp;Aarhus;3000,50;40;1200,20;;
2025-01-13;6101904321;Kontanthjælp;Aarhus;3000,00;40;1200,00;;
2025-01-06;6101904321;Dagpenge;Aarhus;4000,00;;;60;2400,00
2025-01-06;6201904321;Fleksbidrag fra staten;Aarhus;500,00;;;;
2025-01-20;6201904321;Kontanthjælp;Aarhus;100,00;;;;
";

/// A later file: a correction with its sign, the same row again, and a week that is taken back wholly.
const CORRECTIONS: &str = "\
Uge;CPR nummer;Ydelse;Finansiering Kommunenavn;Beregnet udbetalingsbeløb;Refusionssats;Refusionsbeløb;Medfinansieringssats;Medfinansieringsbeløb
2025-01-06;6101904321;Kontanthjælp;Aarhus;-1000,50;40;-400,20;;
2025-01-06;6101904321;Dagpenge;Aarhus;4000,00;;;60;2400,00
2025-01-13;6101904321;Kontanthjælp;Aarhus;-3000,00;40;-1200,00;;
";

#[test]
fn refunds_are_summed_by_week_person_and_benefit() {
    let bench = Bench { edition: None, ..Bench::new("refunds") };
    let (manifest, loaded) = bench.imported(&[
        ("yr-ydelsesrefusion-beregning-2025-01-25.csv", REFUNDS.as_bytes()),
        ("yr-ydelsesrefusion-beregning-2025-02-10.csv", CORRECTIONS.as_bytes()),
    ]);
    // Worked by hand: 3,000.50 − 1,000.50 = 2,000.00; 1,200.20 − 400.20 = 800.00; net 1,200.00. The days are Thursdays.
    assert_eq!(
        bench.person(&loaded, "cpr", "6101904321").as_deref(),
        Some(
            "2025-01-09 co-financing dagpenge 240000, 2025-01-09 net dagpenge 240000, 2025-01-09 net kontanthjaelp 120000, \
             2025-01-09 paid dagpenge 400000, 2025-01-09 paid kontanthjaelp 200000, 2025-01-09 refund kontanthjaelp 80000"
        )
    );
    assert_eq!(
        bench.person(&loaded, "cpr", "6201904321").as_deref(),
        Some("2025-01-23 net kontanthjaelp 10000, 2025-01-23 paid kontanthjaelp 10000")
    );
    // Of eight rows one is no fact by the profile, and one is a duplicate.
    assert_eq!((manifest.rows, manifest.accepted, manifest.ignored), (8, 6, 2));
    let events = manifest.events.as_ref().expect("events");
    assert_eq!((events.dropped_rows, events.duplicate_rows, events.zero_sums), (1, 1, 3));
    assert_eq!(manifest.edition, Month::new(2025, 2).expect("a month"));
    // To the Sunday of the last week, whatever the name of the file says.
    assert_eq!(manifest.as_of, Date::constant(2025, 1, 26));
    let amounts = loaded.coverage().amounts.clone().expect("covered");
    assert_eq!(amounts.names, ["co-financing", "net", "paid", "refund"]);
    assert_eq!(amounts.period, virkning_measure::AmountPeriod::Week);
    assert!(codes(&manifest).contains(&"R207"), "a benefit that nobody refunds is shown: {:?}", manifest.findings);
}

#[test]
fn the_same_rows_are_the_same_snapshot() {
    let bench = Bench { edition: Month::new(2025, 2), ..Bench::new("refunds") };
    let (first, _) = bench.imported(&[("a.csv", REFUNDS.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())]);
    let again = |files: &[(&str, &[u8])], what: &str| match bench.import(files) {
        Ok(Imported::Already(id)) => assert_eq!(id, first.snapshot, "{what}"),
        other => panic!("{what}: {other:?}"),
    };
    again(&[("a.csv", REFUNDS.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())], "the same files");
    again(&[("b.csv", CORRECTIONS.as_bytes()), ("a.csv", REFUNDS.as_bytes())], "in another order");
    let windows = REFUNDS.replace('\n', "\r\n");
    again(&[("a.csv", windows.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())], "line ends of Windows");
    let marked = format!("\u{feff}{REFUNDS}");
    again(
        &[("a.csv", marked.as_bytes()), ("b.csv", CORRECTIONS.trim_end().as_bytes())],
        "byte-order mark, no final newline",
    );
    let lines: Vec<&str> = REFUNDS.lines().collect();
    let turned = [lines[0], lines[5], lines[4], lines[3], lines[2], lines[1]].join("\n");
    again(&[("a.csv", turned.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())], "rows in another order");
    let parts: Vec<String> = lines[1..].iter().map(|row| format!("{}\n{row}\n", lines[0])).collect();
    let names = ["1.csv", "2.csv", "3.csv", "4.csv", "5.csv", "6.csv"];
    let mut split: Vec<(&str, &[u8])> = names.into_iter().zip(parts.iter().map(String::as_bytes)).collect();
    split.push(("7.csv", CORRECTIONS.as_bytes()));
    again(&split, "split over other files");
    let quoted = REFUNDS.replace("Kontanthjælp", "\"Kontanthjælp\"");
    again(&[("a.csv", quoted.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())], "quotes");
    // Small memory: everything goes through temporary files.
    let small = Bench { held_bytes_max: 1, ..bench };
    match small.import(&[("a.csv", REFUNDS.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())]) {
        Ok(Imported::Already(id)) => assert_eq!(id, first.snapshot),
        other => panic!("{other:?}"),
    }
    let other = REFUNDS.replace("3000,50", "3000,51");
    let (second, _) = small.imported(&[("a.csv", other.as_bytes()), ("b.csv", CORRECTIONS.as_bytes())]);
    assert_ne!(second.content_hash, first.content_hash);
}

#[test]
fn windows_1252_is_read_by_profile_and_refused_without() {
    let text = encoding_rs::WINDOWS_1252.encode(REFUNDS).0.into_owned();
    let error = Bench::new("refunds").import(&[("a.csv", &text)]).expect_err("refused");
    assert_eq!(error.code(), "R104", "{error}");
    let mut bench = Bench { edition: Month::new(2025, 2), ..Bench::new("refunds") };
    let (first, _) = bench.imported(&[("a.csv", REFUNDS.as_bytes())]);
    bench.profile.encoding = crate::profile::Encoding::Windows1252;
    match bench.import(&[("a.csv", &text)]) {
        Ok(Imported::Already(id)) => assert_eq!(id, first.snapshot),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refund_beside_a_co_financing_is_a_fault() {
    let text = "Uge;lobenr;Ydelse;Beregnet udbetalingsbeløb;Refusionsbeløb;Medfinansieringsbeløb\n\
                2025-01-06;1;Dagpenge;100;40;60\n2025-01-07;2;Dagpenge;1.234,56;;\n2025-01-08;3;Dagpenge;1,234;;\n";
    let error = Bench::new("refunds").refused(text);
    let faults: Vec<RowFault> = error.problems().iter().map(|problem| problem.fault).collect();
    assert_eq!(faults, [RowFault::RefundAndCoFinancing, RowFault::Amount, RowFault::Amount]);
}

#[test]
fn amounts_beyond_all_money_are_faults() {
    let check = |amount: &str, refund: &str, fault: bool| {
        let text = format!(
            "Uge;lobenr;Ydelse;Beregnet udbetalingsbeløb;Refusionsbeløb;Medfinansieringsbeløb\n2025-01-06;1;Dagpenge;{amount};{refund};\n"
        );
        let bench = Bench { edition: Month::new(2025, 2), ..Bench::new("refunds") };
        match bench.import(&[("a.csv", text.as_bytes())]) {
            Ok(_) => assert!(!fault, "{amount} {refund}"),
            Err(error) => {
                let faults: Vec<RowFault> = error.problems().iter().map(|problem| problem.fault).collect();
                assert!(fault && faults == [RowFault::Amount], "{amount} {refund}: {error}");
            }
        }
    };
    // Ten thousand billion kroner, as for every amount from outside.
    check("10000000000000,00", "-10000000000000,00", false);
    check("10000000000000,01", "", true);
    check("100", "-10000000000000,01", true);
    check("10000000000000000", "", true);
    check("92233720368547758,07", "", true);
    check("92233720368547758,08", "", true);
    check("1000000000000000000000000000000000000000", "", true);
}

#[test]
fn observations_in_both_units() {
    let header = "lobenr;dato;måling;værdi;enhed\n";
    let bench = Bench::new("observations");
    let text = format!(
        "{header}1;2024-01-10;HbA1c;6,5;%\n1;2024-07-10;HbA1c;44;mmol/mol\n2;2024-01-10;Handleplan;7,25;\n\
         2;2024-01-11;eksamen;bestået;\n2;2024-01-12;Karakter;-3;\n2;2024-01-13;Søvnkvalitet;3;\n"
    );
    let (manifest, loaded) = bench.one(&text);
    assert_eq!(
        bench.person(&loaded, "lobenr", "1").as_deref(),
        Some("2024-01-10 hba1c 47545000, 2024-07-10 hba1c 44000000")
    );
    assert_eq!(
        bench.person(&loaded, "lobenr", "2").as_deref(),
        Some(
            "2024-01-10 action-plan-score 7250000, 2024-01-11 exam 1000000, 2024-01-12 exam-grade -3000000, \
             2024-01-13 soevnkvalitet 3000000"
        )
    );
    assert_eq!(codes(&manifest), ["R205", "R210"]);
    // Without a unit everything must be in the same one.
    let check = |rows: &str, expected: Result<&str, &str>| {
        let bench = Bench::new("observations");
        let text = format!("{header}{rows}");
        match (bench.import(&[("a.csv", text.as_bytes())]), expected) {
            (Ok(Imported::New(manifest)), Ok(expected)) => {
                let snapshot = Snapshot::open(&bench.destination().join(manifest.snapshot.as_str())).expect("opened");
                assert_eq!(facts_of(&snapshot.load().expect("loaded"), 0), expected);
            }
            (Err(error), Err(code)) => {
                let found = error.problems().first().map_or(error.code(), |problem| problem.fault.code());
                assert_eq!(found, code, "{rows}");
            }
            (other, _) => panic!("{rows}: {other:?}"),
        }
    };
    check(
        "1;2024-01-10;HbA1c;6,5;\n1;2024-02-10;HbA1c;7,0;\n",
        Ok("2024-01-10 hba1c 47545000, 2024-02-10 hba1c 53010000"),
    );
    check("1;2024-01-10;HbA1c;48;\n", Ok("2024-01-10 hba1c 48000000"));
    check("1;2024-01-10;HbA1c;6,5;\n1;2024-02-10;HbA1c;53;\n", Err("R121"));
    check("1;2024-01-10;HbA1c;6,5;mmol/mol\n", Err("R023"));
    check("1;2024-01-10;HbA1c;48;mg/dl\n", Err("R022"));
    check("1;2024-01-10;HbA1c;164;\n", Err("R023"));
    check("1;2024-01-10;HbA1c;høj;\n", Err("R021"));
    check("1;2024-01-10;Karakter;13;\n", Err("R023"));
}

#[test]
fn education_comes_as_spells_and_as_months() {
    let bench = Bench::new("education");
    let spells = "lobenr;uddannelse;startdato;slutdato\n1;EUD;2023-08-14;2024-06-30\n2;Gymnasial;2024-08-12;\n";
    let months = "lobenr;SU-måned\n1;2024-02\n1;2024-01\n1;2024-05\n3;202412\n3;2025-01\n";
    let (manifest, loaded) = bench.imported(&[("optag.csv", spells.as_bytes()), ("su.csv", months.as_bytes())]);
    let check = |identifier: &str, expected: &str| {
        assert_eq!(bench.person(&loaded, "lobenr", identifier).as_deref(), Some(expected), "{identifier}");
    };
    // The last day of a spell is one of it; months that follow each other are one.
    check("1", "2023-08-14/2024-07-01 vocational, 2024-01-01/2024-03-01 su, 2024-05-01/2024-06-01 su");
    check("2", "2024-08-12/… upper-secondary");
    check("3", "2024-12-01/2025-02-01 su");
    assert_eq!(manifest.source, "education");
}

#[test]
fn services_are_laid_on_months() {
    let bench = Bench::new("services");
    let text = "lobenr;ydelse;startdato;slutdato;beløb;antal;enhed;beregningsfrekvens\n\
                1;Bostøtte;15-01-2024;01-03-2024;3.100,00;1;måned;Måned\n\
                1;Bostøtte;15-01-2024;01-03-2024;3.100,00;1;måned;Måned\n\
                2;Misbrugsbehandling;30-01-2025;;100,50;2;dag;Dag\n\
                3;Akutpakke;05-02-2024;05-02-2024;1.234,56;;stk;\n";
    let (manifest, loaded) = bench.one(text);
    let check = |identifier: &str, expected: &str| {
        assert_eq!(bench.person(&loaded, "lobenr", identifier).as_deref(), Some(expected), "{identifier}");
    };
    // 17 of 31 days, a whole month, 1 of 31 days.
    check(
        "1",
        "2024-01-01 housing-support bostoette 170000, 2024-02-01 housing-support bostoette 310000, \
         2024-03-01 housing-support bostoette 10000",
    );
    // Two places at 100.50 kr: 2 days of January, and 28 of February, to which the data reach.
    check(
        "2",
        "2025-01-01 substance-treatment misbrugsbehandling 40200, \
         2025-02-01 substance-treatment misbrugsbehandling 562800",
    );
    check("3", "2024-02-01 akutpakke akutpakke 123456");
    assert_eq!((manifest.rows, manifest.accepted, manifest.ignored), (4, 3, 1));
    assert_eq!(manifest.as_of, Date::constant(2025, 2, 28));
}

#[test]
fn what_is_surely_wrong_refuses_the_import() {
    let check = |profile: &str, text: &str, code: &str| {
        let error = Bench::new(profile).refused(text);
        assert_eq!(error.code(), code, "{text}: {error}");
    };
    let stays = "lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n";
    // Arrival and departure exchanged.
    check(
        "shelter",
        &format!("{stays}1;1;2024-02-01;2024-01-10\n2;1;2024-03-01;2024-01-10\n3;1;2024-04-01;2024-01-10\n"),
        "R125",
    );
    // Day and month exchanged.
    let services = "lobenr;ydelse;startdato;slutdato;beløb\n";
    let rows: String = (13..20).map(|day| format!("1;Bostøtte;01/{day}/2024;;10,00\n")).collect();
    check("services", &format!("{services}{rows}"), "R126");
    // The edition is older than the data.
    check("shelter", &format!("{stays}1;1;2025-04-01;\n"), "R124");
    check("shelter", "lobenr;ophold;ind;ud\n1;1;2024-01-01;\n", "R120");
    check("shelter", "id;opholdstype;indskrivningsdato;udskrivningsdato\n1;1;2024-01-01;\n", "R105");
    check("shelter", "", "R102");
    check("shelter", "PK\u{3}\u{4}workbook", "R103");
    check("shelter", "lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n\"1;1;2024-01-01;\n", "R111");
    let early = Bench { as_of: Some(Date::constant(2024, 1, 1)), ..Bench::new("shelter") };
    assert_eq!(early.refused(&format!("{stays}1;1;2024-01-02;\n")).code(), "R136");
    let nameless = Bench { edition: None, ..Bench::new("shelter") };
    assert_eq!(nameless.refused(stays).code(), "R112");
}

#[test]
fn what_looks_wrong_is_said() {
    let services = "lobenr;ydelse;startdato;slutdato;beløb;antal;beregningsfrekvens\n";
    let bench = Bench::new("services");
    let (manifest, _) = bench.one(&format!("{services}1;Bostøtte;01-01-2024;31-01-2024;2;450;engangs\n"));
    assert_eq!(codes(&manifest), ["R208"]);
    // Weeks that begin on another day than the others.
    let refunds = "Uge;lobenr;Ydelse;Beregnet udbetalingsbeløb;Refusionsbeløb;Medfinansieringsbeløb\n";
    let bench = Bench::new("refunds");
    let (manifest, _) = bench.one(&format!("{refunds}2025-01-06;1;A;1;1;\n2025-01-13;1;A;1;1;\n2025-01-19;1;A;1;1;\n"));
    assert!(codes(&manifest).contains(&"R209"));
    // Twice as many people, and amounts a hundred times as large, as in the edition before.
    let rows = |people: u32, amount: &str| -> String {
        (0..people).map(|person| format!("2025-01-06;{person};A;{amount};1;\n")).collect()
    };
    let mut bench = Bench { edition: Month::new(2025, 2), ..Bench::new("refunds") };
    bench.one(&format!("{refunds}{}", rows(30, "10,00")));
    bench.edition = Month::new(2025, 3);
    let (manifest, _) = bench.one(&format!("{refunds}{}", rows(60, "1000,00")));
    assert!(["R211", "R212"].iter().all(|code| codes(&manifest).contains(code)), "{:?}", manifest.findings);
}

#[test]
fn nobody_is_a_valid_answer() {
    let (manifest, loaded) = Bench::new("shelter").one("lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n");
    assert_eq!((manifest.people, manifest.rows), (0, 0));
    assert_eq!(loaded.columns().people(), 0);
    assert!(loaded.coverage().stays.is_some());
}

#[test]
fn a_failing_disk_leaves_nothing() {
    let mut step = 0;
    loop {
        let bench = Bench { held_bytes_max: 1, ..Bench::new("shelter") };
        match bench.import_on(&[("a.csv", STAYS.as_bytes())], &Disk::failing_at(step)) {
            Ok(_) => break,
            Err(error) => assert_eq!(error.code(), "R101", "step {step}: {error}"),
        }
        let left = std::fs::read_dir(bench.destination()).map_or(0, Iterator::count);
        assert_eq!(left, 0, "step {step}");
        step += 1;
    }
    assert!(step > 10, "{step} steps");
}

#[test]
fn events_of_several_numbers_count_once() {
    let bench = Bench::new("shelter");
    let text = "lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n\
                1;1;2024-01-10;2024-02-01\n2;1;2024-01-10;2024-02-01\n2;1;2024-05-10;2024-06-01\n3;1;2024-01-01;2024-01-02\n";
    let (manifest, _) = bench.one(text);
    let number = |identifier: &str| bench.key.pseudonym("lobenr", identifier);
    let link = crate::list::NumberLink { earlier: number("1"), later: number("2"), from: Date::constant(2024, 4, 1) };
    let snapshot = Snapshot::open(&bench.destination().join(manifest.snapshot.as_str())).expect("opened");
    let loaded = snapshot.load_people_linked(&[number("3"), number("2")], &[link]).expect("loaded");
    assert_eq!(
        bench.person(&loaded, "lobenr", "2").as_deref(),
        Some("2024-01-10/2024-02-01 shelter, 2024-05-10/2024-06-01 shelter")
    );
    assert_eq!(bench.person(&loaded, "lobenr", "3").as_deref(), Some("2024-01-01/2024-01-02 shelter"));
    assert_eq!(bench.person(&loaded, "lobenr", "1"), None);
}

#[test]
fn made_up_extracts_are_read_by_their_profiles() {
    use virkning_testkit::{Extract, Synthesis, cohort_plan, sample};
    let until = virkning_model::period::Week::new(2026, 5).expect("a week");
    for with_cpr in [false, true] {
        let cohort = cohort_plan(&sample::agreement(), 600);
        let synthesis = Synthesis { people: 600, seed: 5, until, cohort, with_cpr };
        let edition = Month::new(2025, 2).expect("a month");
        for extract in Extract::ALL {
            let write = || {
                let mut bytes = Vec::new();
                let summary = synthesis.write_extract(extract, edition, &mut bytes).expect("written");
                (bytes, summary)
            };
            let (bytes, summary) = write();
            assert_eq!(bytes, write().0, "the same seed, the same bytes");
            let bench = Bench { edition: None, synthetic: true, ..Bench::new(extract.name()) };
            let name = extract.file_name(edition);
            let (manifest, _) = bench.imported(&[(&name, &bytes)]);
            assert_eq!((manifest.rows, manifest.rejected), (summary.rows, 0), "{}", extract.name());
            assert!(manifest.people > 5, "{} {}", extract.name(), manifest.people);
            assert_eq!(manifest.edition, edition);
        }
    }
}

#[test]
fn a_workbook_is_read_like_a_text() {
    let bench = Bench { edition: Month::new(2025, 3), ..Bench::new("observations") };
    let text = "lobenr;dato;måling;værdi;enhed\n12;2024-01-10;HbA1c;48,5;mmol/mol\n13;2024-02-29;Handleplan;7;\n";
    let (first, _) = bench.one(text);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0_u16..).zip(["lobenr", "dato", "måling", "værdi", "enhed"]) {
        sheet.write_string(0, column, name).expect("written");
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("dd-mm-yyyy");
    let date = |year, month, day| rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day).expect("a date");
    sheet.write_number(1, 0, 12).expect("written");
    sheet.write_datetime_with_format(1, 1, date(2024, 1, 10), &day).expect("written");
    sheet.write_string(1, 2, "HbA1c").expect("written");
    sheet.write_number(1, 3, 48.5).expect("written");
    sheet.write_string(1, 4, "mmol/mol").expect("written");
    sheet.write_string(2, 0, "13").expect("written");
    sheet.write_datetime_with_format(2, 1, date(2024, 2, 29), &day).expect("written");
    sheet.write_string(2, 2, "Handleplan").expect("written");
    sheet.write_number(2, 3, 7).expect("written");
    let bytes = workbook.save_to_buffer().expect("written");
    let mut bench = bench;
    bench.profile.format = profile::Format::Xlsx;
    match bench.import(&[("file.xlsx", &bytes)]) {
        Ok(Imported::Already(id)) => assert_eq!(id, first.snapshot),
        other => panic!("{other:?}"),
    }
    let error = bench.import(&[("file.xlsx", b"PK\x03\x04 and nothing else")]).expect_err("refused");
    assert_eq!(error.code(), "R128");
    bench.profile.sheet = Some("Ark9".to_owned());
    assert_eq!(bench.import(&[("file.xlsx", &bytes)]).expect_err("refused").code(), "R129");
}
