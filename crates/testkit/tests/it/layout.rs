//! Bytes, columns, codes and careers of the register.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::civil::Date;
use virkning_model::period::{Month, Week};
use virkning_testkit::{CohortPlan, Synthesis, UNCERTAIN_CODE, UNKNOWN_CODE};

use crate::table::{month, register, synthesis, week, week_column};

/// FNV-1a, so that a file of any length is compared by one number.
struct Hash(u64);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hash(synthesis: &Synthesis, edition: &str) -> u64 {
    let mut hash = Hash(0xCBF2_9CE4_8422_2325);
    synthesis.write_register(month(edition), &mut hash).expect("written");
    hash.0
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let first = synthesis(600, 7, "2027W10");
    let early = hash(&first, "2025-02");
    let late = hash(&first, "2027-02");
    // In another order, and from another value.
    let second = synthesis(600, 7, "2027W10");
    assert_eq!(hash(&second, "2027-02"), late);
    assert_eq!(hash(&second, "2025-02"), early);
    assert_ne!(early, late);
    assert_ne!(hash(&synthesis(600, 8, "2027W10"), "2025-02"), early);
}

#[test]
fn columns_are_those_of_a_delivery() {
    // 1,821 weeks and 222 months of each series to June 2026 (register facts 1.3).
    let table = register(&synthesis(30, 1, "2026W26"), "2026-07");
    let count = |prefix: &str| table.header.iter().filter(|name| name.starts_with(prefix)).count();
    assert_eq!((count("y_"), count("branche_"), count("grad_")), (1_821, 222, 222));
    assert_eq!(table.header[..3], ["lobenr", "kon", "alder9131"]);
    assert_eq!((count("nykom"), count("ak")), (20, 36));
    // An independent walk through the ISO weeks, by days.
    let mut day = Date::constant(1991, 8, 8);
    let mut expected = Vec::new();
    while day <= week("2026W26").thursday() {
        let iso = day.iso_week_date();
        expected.push(format!("y_{:02}{:02}", iso.year() % 100, iso.week()));
        day = day.checked_add(jiff::Span::new().days(7)).expect("in range");
    }
    let weeks: Vec<String> = table.weeks().into_iter().map(|at| table.header[at].clone()).collect();
    assert_eq!(weeks, expected);
    assert_eq!(weeks.iter().filter(|name| name.ends_with("53")).count(), 6, "1992 1998 2004 2009 2015 2020");
    assert!(table.header.contains(&"branche_2008_01".to_owned()));
    assert!(table.header.contains(&"grad_2026_06".to_owned()));
}

#[test]
fn an_edition_begins_the_next_one() {
    let synthesis = synthesis(450, 3, "2028W10");
    let editions: Vec<String> = synthesis.editions_yearly().iter().map(Month::to_string).collect();
    assert_eq!(editions, ["2025-02", "2026-02", "2027-02", "2028-02"]);
    let tables: Vec<_> = editions.iter().map(|edition| register(&synthesis, edition)).collect();
    assert!(tables[0].header.contains(&"y_2505".to_owned()));
    assert!(!tables[0].header.contains(&"y_2506".to_owned()), "the Thursday of week 6 lies in February");
    for pair in tables.windows(2) {
        let places: Vec<(usize, usize)> =
            pair[0].header.iter().enumerate().map(|(at, name)| (at, pair[1].column(name))).collect();
        for (key, row) in &pair[0].rows {
            let later = &pair[1].rows[key];
            assert!(places.iter().all(|(at, then)| row[*at] == later[*then]), "{key}");
        }
    }
}

#[test]
fn padding_is_that_of_a_delivery() {
    let mut bytes = Vec::new();
    synthesis(50, 1, "2026W26").write_register(month("2025-02"), &mut bytes).expect("written");
    let text = String::from_utf8(bytes).expect("a text");
    let row = text.lines().nth(1).expect("a row");
    assert!(!text.contains('"'));
    assert!(row.contains(",   ,"), "blank weeks are three blanks");
    let fields: Vec<&str> = row.split(',').collect();
    let header: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
    let at = |name: &str| header.iter().position(|known| *known == name).expect("a column");
    assert_eq!(fields[at("branche_2008_01")].len(), 7);
    assert!(fields[at("branche_2008_01")].starts_with(' '));
    assert!(fields[at("branche_2025_01")].ends_with(' '));
}

/// Codes of the list that comes with the product: code and whether it is confirmed.
fn code_list() -> BTreeMap<u16, bool> {
    let text = include_str!("../../../register/data/dream_codes.csv");
    text.lines()
        .skip(1)
        .filter_map(|line| Some((line.split(',').next()?.parse().ok()?, line.contains(",confirmed,"))))
        .collect()
}

#[test]
fn every_code_is_known_but_the_rare_ones() {
    let table = register(&synthesis(2_000, 5, "2028W10"), "2028-03");
    let weeks = table.weeks();
    let mut counts = BTreeMap::<u16, u64>::new();
    for row in table.rows.values() {
        for at in &weeks {
            if !row[*at].is_empty() {
                *counts.entry(row[*at].parse().expect("a code")).or_default() += 1;
            }
        }
    }
    let list = code_list();
    let odd: BTreeSet<u16> = counts.keys().copied().filter(|code| list.get(code) != Some(&true)).collect();
    assert_eq!(odd, [UNKNOWN_CODE, UNCERTAIN_CODE].into());
    let all: u64 = counts.values().sum();
    assert!(odd.iter().all(|code| counts[code] * 2_000 < all), "rare: {counts:?}");
    // Something of everything that the register facts name.
    for code in [
        111, 112, 113, 130, 133, 135, 140, 143, 213, 215, 217, 621, 651, 652, 661, 700, 720, 723, 727, 730, 733, 737,
        740, 771, 783, 810, 813, 881, 890, 899, 997, 998, 999,
    ] {
        assert!(counts.contains_key(&code), "{code} is missing: {counts:?}");
    }
}

#[test]
fn the_law_of_2025_is_in_the_weeks() {
    let table = register(&synthesis(900, 5, "2026W26"), "2026-07");
    let ceased: BTreeSet<u16> = (140..150).chain(720..730).chain(700..710).collect();
    let count = |first: Week, last: Week| {
        (first.number()..=last.number())
            .map(|number| table.column(&week_column(Week::from_number(number).expect("a week"))))
            .map(|at| {
                table.rows.values().filter(|row| row[at].parse().is_ok_and(|code| ceased.contains(&code))).count()
            })
            .sum::<usize>()
    };
    assert!(count(week("2025W20"), week("2025W26")) > 8);
    // 1 July 2025 is the Tuesday of week 27 (register facts 1.5).
    assert_eq!(count(week("2025W27"), week("2026W26")), 0);
    assert_eq!(count(week("2005W01"), week("2013W52")), 0);
}

#[test]
fn lives_are_plausible() {
    let table = register(&synthesis(1_000, 11, "2028W10"), "2028-03");
    let weeks = table.weeks();
    let (sex, age) = (table.column("kon"), table.column("alder9131"));
    let mut working_weeks = 0_usize;
    for (key, row) in &table.rows {
        let codes: Vec<u16> = weeks.iter().map(|at| row[*at].parse().unwrap_or(0)).collect();
        if let Some(death) = codes.iter().position(|code| *code == 999) {
            assert!(codes[death..].iter().all(|code| *code == 999), "{key} lives after death");
            let first = Week::from_number(death as i32).expect("a week").month().plus(1).expect("a month");
            for month in first.number()..=month("2028-02").number() {
                let month = Month::from_number(month).expect("a month");
                if month.year() >= 2008 {
                    let name = format!("grad_{:04}_{:02}", month.year(), month.month());
                    assert_eq!(row[table.column(&name)], "", "{key} works after death");
                }
            }
        }
        if let Some(pension) = codes.iter().position(|code| *code == 998) {
            assert!(codes[pension..].iter().all(|code| matches!(code, 997..=999)), "{key} leaves old-age pension");
        }
        let age: f64 = row[age].parse().expect("an age");
        for (number, code) in codes.iter().enumerate().filter(|(_, code)| **code != 0) {
            let years = age + number as f64 / 52.18;
            assert!(years > if *code == 999 { 15.0 } else { 17.8 }, "{key} has {code} at {years}");
            assert!(*code != 998 || years > 64.0, "{key} is pensioned at {years}");
            assert!(*code != 881 || row[sex] == "2", "{key}");
        }
        working_weeks += codes.iter().filter(|code| **code == 0).count();
    }
    // By far the most weeks of a population are without any transfer, and by far not all.
    let all = table.rows.len() * weeks.len();
    assert!((all * 50 / 100..all * 92 / 100).contains(&working_weeks), "{working_weeks} of {all}");
}

#[test]
fn ratios_and_industries_go_together() {
    let table = register(&synthesis(300, 2, "2026W26"), "2026-07");
    let (mut beside_benefit, mut zero) = (0, 0);
    let months = (Month::new(2008, 1).expect("a month").number()..=Month::new(2026, 6).expect("a month").number())
        .map(|number| Month::from_number(number).expect("a month"));
    for month in months {
        let name = |series: &str| table.column(&format!("{series}_{:04}_{:02}", month.year(), month.month()));
        let (ratio, industry) = (name("grad"), name("branche"));
        let weeks: Vec<usize> = month.weeks().map(|week| table.column(&week_column(week))).collect();
        for row in table.rows.values() {
            assert_eq!(row[ratio].is_empty(), row[industry].is_empty());
            let Some((whole, hundredths)) = row[ratio].split_once('.') else {
                assert_eq!(row[ratio], "");
                continue;
            };
            assert!(hundredths.len() == 2 && matches!(whole, "0" | "1"), "{}", row[ratio]);
            assert_eq!(row[industry].len(), 6);
            zero += usize::from(row[ratio] == "0.00");
            beside_benefit += usize::from(weeks.iter().all(|at| matches!(row[*at].as_str(), "771" | "733" | "730")));
        }
    }
    assert!(beside_benefit > 20 && zero > 0, "{beside_benefit} {zero}");
}

#[test]
fn fictitious_cpr_numbers_on_request() {
    let synthesis = Synthesis { with_cpr: true, ..synthesis(500, 1, "2026W26") };
    let table = register(&synthesis, "2025-02");
    assert_eq!((table.header[0].as_str(), table.rows.len()), ("PNR", 500));
    assert!(
        table.rows.keys().all(|key| key.len() == 10 && (61..=91).contains(&key[..2].parse::<u8>().expect("a day")))
    );
    let list = crate::table::list(&synthesis, "2025-02-15");
    assert_eq!(list.header[0], "PNR");
    assert!(list.rows.keys().all(|key| table.rows.contains_key(key)));
}

#[test]
fn what_cannot_be_made_is_refused() {
    let check = |synthesis: Synthesis, edition: &str| {
        let error = synthesis.write_register(month(edition), &mut Vec::new()).expect_err("refused");
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    };
    let good = synthesis(100, 1, "2026W26");
    check(good.clone(), "1991-08");
    check(Synthesis { people: 40_000_001, ..good.clone() }, "2025-02");
    let crowded = CohortPlan { starters: [(2023, 100)].into(), ..good.cohort.clone() };
    check(Synthesis { cohort: crowded, ..good.clone() }, "2025-02");
    // Nobody at all is a file with a header.
    let nobody = Synthesis { people: 0, cohort: CohortPlan::none(), ..good };
    assert_eq!(nobody.write_register(month("2025-02"), &mut Vec::new()).expect("written").people, 0);
    assert!(nobody.editions_yearly().is_empty());
}
