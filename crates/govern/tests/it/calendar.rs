//! Days and warnings.

use jiff::civil::{Date, date};
use virkning_govern::PaperKind;
use virkning_govern::calendar::{EventKind, events, rounds, warnings};

use crate::support::{aarhus, written};

#[test]
fn the_days_of_an_agreement_stand_in_the_calendar() {
    let dossier = aarhus(date(2024, 1, 1));
    let all = events(&dossier, date(2023, 1, 1), date(2029, 12, 31));
    let on = |about: &str, kind: EventKind| -> Vec<Date> {
        all.iter().filter(|event| event.about == about && event.kind == kind).map(|event| event.on).collect()
    };
    assert_eq!(on("din-vej-i-job", EventKind::Expiry), [date(2024, 12, 31)]);
    // Six measurements, each settled in March after.
    let settled: Vec<Date> = (2024..=2029).map(|year| date(year, 3, 31)).collect();
    assert_eq!(on("din-vej-i-job", EventKind::Settlement), settled);
    let instalments: Vec<Date> = (2023..=2026).map(|year| date(year, 1, 15)).collect();
    assert_eq!(on("ips-plus", EventKind::Instalment), instalments);
    // Havnen's steering group: February and August.
    assert!(on("havnen", EventKind::Meeting).starts_with(&[date(2023, 2, 28), date(2023, 8, 31), date(2024, 2, 29)]));
    // Names stay, so that a subscriber's program moves an event.
    let mut keys: Vec<&str> = all.iter().map(|event| event.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all.len());
}

/// The notes of 2024 give the council's rule in two ways: one year before the year of expiry, or in it.
#[test]
fn both_readings_of_the_rule_are_days() {
    let dossier = aarhus(date(2024, 1, 1));
    let round = dossier.portfolio.budget_round.as_ref().expect("a round");
    let days: Vec<(String, Date, bool)> =
        rounds(round, date(2024, 12, 31)).into_iter().map(|one| (one.reading, one.decided, one.is_chosen)).collect();
    let expected =
        [("year-before".to_owned(), date(2023, 10, 15), true), ("same-year".to_owned(), date(2024, 10, 15), false)];
    assert_eq!(days, expected);
}

#[test]
fn a_deadline_warns_ahead_and_a_little_after() {
    let dossier = aarhus(date(2024, 12, 1));
    let all = events(&dossier, Date::MIN, Date::MAX);
    let near = |today: Date| -> Vec<(String, i32, u16)> {
        let found = warnings(&all, &[90, 30], today);
        let own = found.iter().filter(|warning| warning.event.key == "din-vej-i-job.expiry");
        own.map(|warning| (warning.event.key.clone(), warning.days_left, warning.within)).collect()
    };
    assert_eq!(near(date(2024, 10, 1)), []);
    assert_eq!(near(date(2024, 10, 2)), [("din-vej-i-job.expiry".to_owned(), 90, 90)]);
    assert_eq!(near(date(2024, 12, 1)), [("din-vej-i-job.expiry".to_owned(), 30, 30)]);
    assert_eq!(near(date(2025, 1, 30)), [("din-vej-i-job.expiry".to_owned(), -30, 30)]);
    assert_eq!(near(date(2025, 1, 31)), []);
    assert!(warnings(&all, &[], date(2024, 12, 1)).is_empty());
}

#[test]
fn the_calendar_is_a_paper() {
    let report = written(&aarhus(date(2024, 1, 15)), PaperKind::Calendar, None);
    assert!(report.figure("event.din-vej-i-job.expiry").is_some());
    assert!(report.figure("din-vej-i-job.round.same-year.decided").is_some());
}
