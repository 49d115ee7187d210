//! The file of amounts: what is added from it is what single answers come to, and it proves itself.

use std::io;

use proptest::prelude::*;
use virkning_measure::{Compiled, MonthSpan, PersonWindow, compile_measure, parse_value};

use super::*;
use crate::key::InstallationKey;
use crate::scan::{AMOUNTS_SCAN, Asked, Counts, Member, Question, Source};
use crate::snapshot::{Loaded, Snapshot};

/// A row of a delivery: person, week of 2024, what was paid and refunded, and whether it is of another benefit.
type Row = (u8, i8, i64, i64, bool);

struct Desk {
    folder: tempfile::TempDir,
    snapshot: Snapshot,
    key: InstallationKey,
}

impl Desk {
    fn new(rows: &[Row]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut random = |bytes: &mut [u8]| -> io::Result<()> {
            bytes.fill(7);
            Ok(())
        };
        let (key, _) = InstallationKey::load_or_create(&folder.path().join("key"), &mut random).expect("a key");
        let head = "lobenr;Uge;Ydelse;Beregnet udbetalingsbeløb;Refusionsbeløb;Medfinansieringsbeløb\n";
        let line = |(person, week, paid, refund, other): &Row| {
            let monday = virkning_model::period::Week::new(2024, *week).expect("a week").monday();
            let benefit = if *other { "Sygedagpenge" } else { "Kontanthjælp" };
            format!("{person};{monday};{benefit};{paid},00;{refund},00;\n")
        };
        // Somebody has an amount in the first and the last week: the extract covers the year.
        let ends = [(200, 1, 1, 0, false), (200, 52, 1, 0, false)];
        let text: String = std::iter::once(head.to_owned()).chain(rows.iter().chain(&ends).map(line)).collect();
        let file = folder.path().join("yr-2025-01-10.csv");
        std::fs::write(&file, text).expect("written");
        let destination = folder.path().join("snapshots");
        let request = EventRequest {
            files: &[file],
            destination: &destination,
            profile: &EventProfile::built_in("refunds").expect("a profile"),
            key: &key,
            edition: Month::new(2025, 2),
            as_of: None,
            covers_from: None,
            accept_faulty: None,
            synthetic: true,
            stop: None,
        };
        let Imported::New(manifest) = import(&request, &mut |_| ()).expect("imported") else { panic!("already there") };
        let snapshot = Snapshot::open(&destination.join(manifest.snapshot.as_str())).expect("opened");
        Self { folder, snapshot, key }
    }

    fn path(&self) -> PathBuf {
        self.snapshot.folder().join(AMOUNTS_SCAN)
    }
}

fn compiled(text: &str) -> Compiled {
    let source = virkning_model::source::source("refunds").expect("a source");
    let value = parse_value(text, source).expect("a value");
    compile_measure(None, Some(&value), &crate::codes::built_in()).expect("compiled")
}

fn span(first: (i16, i8), last: (i16, i8)) -> MonthSpan {
    let month = |(year, month)| Month::new(year, month).expect("a month");
    MonthSpan { first: month(first), last: month(last) }
}

/// What single answers come to, group by group.
fn one_by_one(question: &Question, loaded: &Loaded, members: &[Member]) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); 3];
    for member in members {
        let own = &mut counts[usize::from(member.group)];
        let rows = member.row.map(|row| loaded.columns().person(row as usize));
        own.people += 1;
        match question.compiled.evaluate_value(rows, &question.coverage, member.window) {
            Ok(value) => {
                own.successes += 1;
                own.valued += 1;
                own.sum += value;
                own.weeks += member.window.span.weeks().len() as u64;
            }
            Err(_) => own.unclarified += 1,
        }
    }
    counts
}

#[test]
fn editions_of_amounts_are_compared_in_pieces() {
    let rows: Vec<Row> = (1..40_u8).map(|person| (person, 10, 900, 100, person % 2 == 0)).collect();
    let later: Vec<Row> = rows
        .iter()
        .filter(|row| row.0 % 6 != 0)
        .map(|row| if row.0 % 5 == 0 { (row.0, 10, 950, 100, row.4) } else { *row })
        .chain((50..57).map(|person| (person, 11, 1, 0, false)))
        .collect();
    let (before, now) = (Desk::new(&rows), Desk::new(&later));
    let expected = crate::comparison::compare(
        &before.snapshot.load().expect("loaded"),
        &now.snapshot.load().expect("loaded"),
        |_, _| {},
    );
    // 5, 10, 15, 20, 25 and 35: 30 is gone with the other multiples of six.
    assert_eq!((expected.gone, expected.added, expected.corrected), (6, 7, 6));
    for people in [1, 3, 41, 1_000] {
        let found = crate::comparison::compare_by(&before.snapshot, &now.snapshot, people).expect("compared");
        assert_eq!(found, expected, "{people}");
    }
}

#[test]
fn large_amounts_take_more_room() {
    let desk = Desk::new(&[(1, 10, 90_000_000, 0, false), (1, 11, -30_000_000, 0, false), (2, 10, 7, 2, true)]);
    desk.snapshot.verify().expect("verified");
    let question = Question {
        compiled: compiled("sum(amount.kind = paid)"),
        coverage: desk.snapshot.manifest().coverage(),
        valued: true,
    };
    let source = Source::open(&desk.snapshot, &question).expect("opened");
    let counts = source.answer(&question, &Asked::Everyone(span((2024, 2), (2024, 4))), 1).expect("counted")[0];
    assert_eq!((counts.people, counts.sum.normalize().to_string().as_str()), (3, "60000007"));
}

#[test]
fn a_damaged_file_is_noticed_and_a_missing_one_made_anew() {
    let desk = Desk::new(&[(1, 10, 500, 100, false), (2, 20, 700, 300, true)]);
    let bytes = std::fs::read(desk.path()).expect("there");
    std::fs::remove_file(desk.path()).expect("removed");
    assert!(desk.snapshot.amounts_scan().expect("made").is_some());
    assert_eq!(std::fs::read(desk.path()).expect("there"), bytes);
    for place in [0, bytes.len() / 2, bytes.len() - 20] {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        std::fs::write(desk.path(), damaged).expect("written");
        assert!(desk.snapshot.verify().is_err(), "{place}");
    }
    assert!(desk.folder.path().exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is added from the file is what everybody's own answer comes to, in every group and with any number of threads.
    #[test]
    fn sums_are_those_of_single_answers(
        rows in prop::collection::vec((1..60_u8, 1..53_i8, -900..900_i64, 0..300_i64, any::<bool>()), 0..150),
        which in 0..4_usize,
        first in 1..12_i8,
    ) {
        let desk = Desk::new(&rows);
        desk.snapshot.verify().expect("verified");
        let loaded = desk.snapshot.load().expect("loaded");
        let text = [
            "sum(amount.kind = net)",
            "sum(amount.kind in (paid, refund) and amount.item = kontanthjaelp)",
            "sum(amount.kind = paid and not amount.item = sygedagpenge)",
            "mean(amount.kind = net)",
        ][which];
        let question = Question { compiled: compiled(text), coverage: desk.snapshot.manifest().coverage(), valued: true };
        let people: Vec<crate::Pseudonym> =
            (0..70).map(|person: u8| desk.key.pseudonym("lobenr", &person.to_string())).collect();
        let source = Source::open(&desk.snapshot, &question).expect("opened");
        let found = source.rows_of(&people).expect("read");
        // Some windows reach beyond the extract.
        let window = |place: usize| PersonWindow::from(span((2024, first), (2024 + (place % 11 / 10) as i16, 12)));
        let members: Vec<Member> = found.iter().enumerate()
            .map(|(place, row)| Member { row: *row, window: window(place), group: (place % 3) as u16 }).collect();
        for (row, person) in found.iter().zip(&people) {
            prop_assert_eq!(*row, loaded.row_of(person));
        }
        let expected = one_by_one(&question, &loaded, &members);
        for threads in 1..=3 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let counted = pool.install(|| source.answer(&question, &Asked::Some(members.clone()), 3)).expect("counted");
            prop_assert_eq!(&counted, &expected);
        }
    }
}
