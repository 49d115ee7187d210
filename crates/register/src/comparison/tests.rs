//! Two editions of one person's records, and what differs, worked out by hand.

use virkning_measure::{DatedAmount, STILL_THERE, day_number};

use super::*;

/// Weeks `2024W40` to `2024W52` in the earlier edition, and two weeks more in the later; months from July to December 2024
/// in the earlier, and January 2025 more in the later; events until 1 January and until 1 February 2025.
fn coverage(later: bool) -> Coverage {
    let flags = |first: i32, last: i32| (0..=last).map(|number| number >= first).collect();
    let week = |text: &str| Week::parse(text).expect("a week").number();
    let extent = Extent {
        first_day: day_number(jiff::civil::date(2024, 1, 1)),
        end_day: day_number(if later {
            jiff::civil::date(2025, 2, 1)
        } else {
            jiff::civil::date(2025, 1, 1)
        }),
        // In another order, as the later import may have met them.
        names: if later {
            vec!["crisis-centre".into(), "shelter".into()]
        } else {
            vec!["shelter".into(), "crisis-centre".into()]
        },
        ..Extent::default()
    };
    Coverage {
        weeks: flags(week("2024W40"), week(if later { "2025W02" } else { "2024W52" })),
        ratio_months: flags(month("2024-07"), month(if later { "2025-01" } else { "2024-12" })),
        stays: Some(extent.clone()),
        observations: Some(Extent { names: vec!["hba1c".into()], ..extent.clone() }),
        amounts: Some(Extent { names: vec!["transfer".into()], ..extent }),
        ..Coverage::default()
    }
}

fn month(text: &str) -> i32 {
    virkning_measure::month_number(Month::parse(text).expect("a month"))
}

fn week(text: &str) -> u16 {
    u16::try_from(Week::parse(text).expect("a week").number()).expect("a small number")
}

fn found(before: &PersonRows<'_>, now: &PersonRows<'_>) -> Vec<String> {
    let (old, new) = (coverage(false), coverage(true));
    let mut records = Vec::new();
    Editions { before: &old, now: &new }.changes(before, now, &mut records);
    records.sort_unstable();
    let word = |record: &ChangedRecord| {
        let codes = record.codes.map_or_else(String::new, |(old, new)| format!(" {old}>{new}"));
        format!("{} {} {}{codes}", record.record.as_str(), record.change.as_str(), record.month)
    };
    records.iter().map(word).collect()
}

#[test]
fn weeks_are_new_or_revised() {
    let starts = [week("2024W40")];
    let before = PersonRows {
        week_start: &starts,
        week_end: &[week("2024W52") + 1],
        week_code: &[111],
        ..PersonRows::default()
    };
    let new_starts = [week("2024W40"), week("2024W47"), week("2024W49")];
    let now = PersonRows {
        week_start: &new_starts,
        // The later edition has 730 in weeks 47 and 48, and goes on with 111 into week 1 of 2025.
        week_end: &[week("2024W47"), week("2024W49"), week("2025W01") + 1],
        week_code: &[111, 730, 111],
        ..PersonRows::default()
    };
    let expected = ["week new 2025-01", "week revised 2024-11 111>730", "week revised 2024-11 111>730"];
    assert_eq!(found(&before, &now), expected);
    assert!(found(&before, &before).is_empty());
    // A code that is gone is revised to blank.
    let blank =
        PersonRows { week_start: &starts, week_end: &[week("2024W52")], week_code: &[111], ..PersonRows::default() };
    assert_eq!(found(&before, &blank), ["week revised 2024-12 111>0"]);
}

#[test]
fn ratios_and_industries_are_told_apart() {
    let at = |text: &str| u16::try_from(month(text)).expect("a small number");
    let (start, end) = ([at("2024-10")], [at("2025-01")]);
    let rows = |start: &'static [u16], end: &'static [u16], job: &'static (Vec<i32>, Vec<u32>)| PersonRows {
        job_start: start,
        job_end: end,
        job_ratio: &job.0,
        job_industry: &job.1,
        ..PersonRows::default()
    };
    let leak = |value: Vec<u16>| -> &'static [u16] { Box::leak(value.into_boxed_slice()) };
    let job = |ratio: i32, industry: u32| -> &'static (Vec<i32>, Vec<u32>) {
        Box::leak(Box::new((vec![ratio], vec![industry])))
    };
    let (start, end) = (leak(start.to_vec()), leak(end.to_vec()));
    let before = rows(start, end, job(5_000, 561_010));
    let other_ratio = rows(start, end, job(10_000, 561_010));
    let months = ["2024-10", "2024-11", "2024-12"];
    assert_eq!(found(&before, &other_ratio), months.map(|month| format!("ratio revised {month}")));
    let other_industry = rows(start, end, job(5_000, 0));
    assert_eq!(found(&before, &other_industry), months.map(|month| format!("industry revised {month}")));
    let longer = rows(start, leak(vec![at("2025-01") + 1]), job(5_000, 561_010));
    assert_eq!(found(&before, &longer), ["ratio new 2025-01"]);
    assert_eq!(found(&before, &PersonRows::default()), months.map(|month| format!("ratio revised {month}")));
}

#[test]
fn stays_are_moved_added_and_gone() {
    let day = |month: i8, day: i8| day_number(jiff::civil::date(2024, month, day));
    let (shelter, crisis) = (0, 1);
    let stay = |arrived: i32, left: i32, kind: u16| Stay { arrived, left, kind };
    let check = |before: &[Stay], now: &[Stay], expected: &[&str]| {
        let rows = |stays| PersonRows { stays, ..PersonRows::default() };
        // The later edition numbers the kinds the other way round.
        let now: Vec<Stay> = now.iter().map(|stay| Stay { kind: 1 - stay.kind, ..*stay }).collect();
        assert_eq!(found(&rows(before), &rows(&now)), expected);
    };
    let one = stay(day(11, 3), day(11, 9), shelter);
    check(&[one], &[one], &[]);
    check(&[one, one], &[one], &["stay gone 2024-11"]);
    check(&[one], &[stay(day(11, 3), day(11, 12), shelter)], &["stay departure 2024-11"]);
    check(
        &[stay(day(12, 30), STILL_THERE, shelter)],
        &[stay(day(12, 30), day(12, 31), shelter)],
        &["stay departure 2024-12"],
    );
    check(&[one], &[stay(day(11, 1), day(11, 9), shelter)], &["stay arrival 2024-11"]);
    check(&[one], &[stay(day(11, 3), day(11, 9), crisis)], &["stay revised 2024-11"]);
    check(&[], &[one], &["stay added 2024-11"]);
    check(&[], &[stay(day(12, 31) + 5, STILL_THERE, shelter)], &["stay new 2025-01"]);
    check(&[one], &[stay(day(5, 1), day(5, 2), crisis)], &["stay added 2024-05", "stay gone 2024-11"]);
}

#[test]
fn observations_and_amounts_are_corrected() {
    let day = |month: i8, day: i8| day_number(jiff::civil::date(2024, month, day));
    let value = |day: i32, millionths: i64| DatedValue { day, name: 0, millionths };
    let observed = |observations| PersonRows { observations, ..PersonRows::default() };
    let before = [value(day(3, 1), 58_000_000), value(day(6, 1), 55_000_000)];
    // The last of one day counts.
    let now =
        [value(day(3, 1), 1), value(day(3, 1), 58_000_000), value(day(9, 1), 50_000_000), value(day(6, 1), 54_000_000)];
    let expected = ["observation added 2024-09", "observation revised 2024-06"];
    assert_eq!(found(&observed(&before), &observed(&now)), expected);
    assert_eq!(found(&observed(&before), &observed(&[])), ["observation gone 2024-03", "observation gone 2024-06"]);
}

#[test]
fn amounts_count_by_day_kind_and_item() {
    let day = |month: i8| day_number(jiff::civil::date(2024, month, 1));
    let amount = |day: i32, minor_units: i64| DatedAmount { day, kind: 0, item: 0, minor_units };
    let paid = |amounts| PersonRows { amounts, ..PersonRows::default() };
    let before = [amount(day(3), 50_000), amount(day(4), 30_000)];
    // A correction comes as a row of its own: 500 less 100, and 300 taken back altogether.
    let now = [amount(day(3), 50_000), amount(day(3), -10_000), amount(day(4), 30_000), amount(day(4), -30_000)];
    assert_eq!(found(&paid(&before), &paid(&now)), ["amount revised 2024-03", "amount gone 2024-04"]);
    assert_eq!(
        found(&paid(&now[..2]), &paid(&[amount(day(3), 40_000), amount(day(3) + 400, 1)])),
        ["amount new 2025-04"]
    );
}
