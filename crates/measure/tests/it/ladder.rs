//! The refund ladder, worked by hand from law no. 994 of 30 August 2015, §§ 5, 6 and 30.

use virkning_measure::{EstimatedWeek, Ladder, LadderStep, LadderWeek};
use virkning_model::Decimal;

use crate::support::week;

pub fn ladder() -> Ladder {
    let step = |from_week, refund: i64| LadderStep {
        from_week,
        refund: Decimal::new(refund, 2),
        net: Decimal::new(100 - refund, 2),
    };
    Ladder {
        edition: "test".into(),
        steps: vec![step(1, 80), step(5, 40), step(27, 30), step(53, 20)],
        history_from: week("2014W27"),
        in_force_from: week("2016W01"),
        reset_weeks: 52,
        reset_years: 3,
    }
}

/// `b4 s52 b1`: four weeks of benefit, 52 of self-support, one of benefit; `p` pension, `n` neutral, `?` unknown.
fn weeks(text: &str) -> Vec<LadderWeek> {
    let mut weeks = Vec::new();
    for word in text.split_whitespace() {
        let (kind, number) = word.split_at(1);
        let kind = match kind {
            "b" => LadderWeek::Benefit,
            "p" => LadderWeek::DisabilityPension,
            "n" => LadderWeek::Neutral,
            "s" => LadderWeek::SelfSupport,
            "?" => LadderWeek::Unknown,
            other => panic!("no week {other:?}"),
        };
        weeks.extend(std::iter::repeat_n(kind, number.parse().expect("a number of weeks")));
    }
    weeks
}

#[test]
fn weeks_are_counted_across_benefits_and_start_over_after_self_support() {
    let check = |text: &str, last: Option<u32>| {
        let counts = ladder().counts(&weeks(text));
        assert_eq!(counts.len(), weeks(text).len(), "{text}");
        assert_eq!(counts.last().copied().flatten(), last, "{text}");
    };
    check("b1", Some(1));
    check("b53", Some(53));
    check("s60 b1", Some(1));
    // What is neutral neither counts nor starts over, and is no week of the count.
    check("b4 n100 b1", Some(5));
    check("b4 n1", None);
    // 51 weeks of self-support are too few, 52 are enough, together or apart.
    check("b10 s51 b1", Some(11));
    check("b10 s52 b1", Some(1));
    check("b10 s26 b1 s26 b1", Some(1));
    check("b10 s26 b1 s25 b1", Some(12));
    // The weeks before the first benefit week are no part of the 52.
    check("s30 b10 s30 b1", Some(11));
    // After a new start the 52 are counted anew.
    check("b10 s60 b5 s44 b1", Some(6));
    // Within the latest three years: 2014W28 to 2015W01 are 26 weeks from 7 July to 4 January; the other 26 end on Sunday
    // 2 July 2017, three years up to which begin on 3 July 2014; or a week later, when the first of them lies too far back.
    check("b1 s26 n104 s26 b1", Some(1));
    check("b1 s26 n105 s26 b1", Some(2));
}

#[test]
fn what_is_unknown_leaves_the_count_open_until_a_certain_new_start() {
    let check = |text: &str, last: Option<u32>| {
        assert_eq!(ladder().counts(&weeks(text)).last().copied().flatten(), last, "{text}");
    };
    check("b3 ?1 b1", None);
    check("?1 s51 b1", None);
    check("?1 s52 b1", Some(1));
}

#[test]
fn a_disability_pension_counts_where_it_was_awarded_after_the_history_began() {
    let last = |text: &str| ladder().counts(&weeks(text)).last().copied().flatten();
    assert_eq!(last("p60"), None);
    assert_eq!(last("b52 p1"), Some(53));
    assert_eq!(last("n1 p1"), Some(1));
}

#[test]
fn the_state_refunds_less_the_longer_it_lasts() {
    let net = |count: u32| ladder().estimated(count, 100_000).expect("a step").net;
    let check = |counts: [u32; 2], expected: i64| assert_eq!(counts.map(net), [expected; 2], "{counts:?}");
    check([1, 4], 20_000);
    check([5, 26], 60_000);
    check([27, 52], 70_000);
    check([53, 500], 80_000);
    assert_eq!(ladder().estimated(0, 100), None);
    // 41.80 kr. × 0.3 = 12.54 kr.; 0.05 kr. × 0.3 = 0.015 kr., half up 0.02 kr.
    assert_eq!(ladder().estimated(30, 4_180), Some(EstimatedWeek { paid: 4_180, refund: 1_254, net: 2_926 }));
    assert_eq!(ladder().estimated(30, 5), Some(EstimatedWeek { paid: 5, refund: 2, net: 3 }));
}
