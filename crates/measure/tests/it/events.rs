//! Stays, observations and amounts: cases as text, and the laws that hold for any rows.

use std::collections::BTreeSet;

use jiff::civil::Date;
use proptest::prelude::*;
use virkning_measure::{
    Coverage, DatedAmount, DatedValue, Explanation, Extent, MonthSpan, PersonRows, PersonWindow, STILL_THERE, Stay,
    compile, compile_measure, day_from_number, day_number, parse, parse_value,
};
use virkning_model::Decimal;
use virkning_model::expression::{Comparison, Expression, Number, RowPredicate, Rows, Table};
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::period::Week;

use crate::language::{event_expressions, event_numbers};
use crate::support::{codes, month, source, span};

const STAY_KINDS: [&str; 4] = ["shelter", "crisis-centre", "night-cafe", "aftercare"];
const NAMES: [&str; 2] = ["hba1c", "score"];
const AMOUNT_KINDS: [&str; 3] = ["transfer", "education-support", "støtte_2"];
const ITEMS: [&str; 3] = ["other", "cash-benefit", "flexjob"];
const STUDY_KINDS: [&str; 3] = ["upper-secondary", "vocational", "higher_1"];

#[test]
fn cases() {
    let mut defaults = Vec::new();
    let mut number = 0;
    for block in include_str!("cases/events.txt").split("\n\n") {
        let lines = block.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let lines: Vec<(&str, &str)> = lines.map(|line| line.split_once(':').expect("key: value")).collect();
        if !lines.iter().any(|(key, _)| *key == "case") {
            defaults = lines;
            continue;
        }
        number += 1;
        let of =
            |key: &str| lines.iter().chain(&defaults).find(|(known, _)| *known == key).map(|(_, value)| value.trim());
        check(&of);
    }
    assert!(number >= 40, "only {number} cases were found");
}

fn check<'a>(of: &dyn Fn(&str) -> Option<&'a str>) {
    let text = |key: &str| of(key).unwrap_or_default();
    let name = text("case");
    let schema = source(text("source"));
    let expression = parse(text("expression"), schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    let value = parse_value(text("value"), schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    let compiled = compile_measure(Some(&expression), Some(&value), &codes()).expect("no states are asked");
    let diary = Diary::read(text("stays"), text("observations"), text("amounts"), text("studies"));
    let coverage = coverage(text("extent"), of("names"));
    let window = PersonWindow { span: span(text("span")), enrolled_on: of("enrolled").map(day) };
    let person = of("absent").is_none().then(|| diary.rows());
    let outcome = compiled.evaluate(person, &coverage, window).outcome;
    assert_eq!(answer(outcome), text("expected"), "{name}");
    let number = compiled.evaluate_value(person, &coverage, window);
    let number = number.map_or_else(|reason| answer(Outcome::Unclarified(reason)), |number| number.to_string());
    assert_eq!(number, text("number"), "{name}");
    let explanation = compiled.explain(person, &coverage, window);
    assert_eq!(explanation.evaluation.outcome, outcome, "{name}");
    assert!(explanation.weeks.is_empty() && explanation.months.is_empty(), "{name}");
    if let Some(decides) = of("decides") {
        assert_eq!(deciding(&explanation), decides, "{name}");
    }
    if outcome == Outcome::NoSuccess {
        assert_eq!(deciding(&explanation), "", "{name}");
    }
}

fn answer(outcome: Outcome) -> String {
    match outcome {
        Outcome::Success => "success".to_owned(),
        Outcome::NoSuccess => "no success".to_owned(),
        Outcome::Unclarified(Unclarified::NoData) => "no data".to_owned(),
        Outcome::Unclarified(Unclarified::NotInExtract) => "not in extract".to_owned(),
        Outcome::Unclarified(Unclarified::MonthNotCovered { month }) => format!("no {month}"),
        Outcome::Unclarified(other) => format!("{other:?}"),
    }
}

fn deciding(explanation: &Explanation) -> String {
    let stays = explanation.stays.iter().filter(|fact| fact.decides);
    let stays = stays.map(|fact| format!("{} {}", fact.kind, fact.arrived));
    let observations = explanation.observations.iter().filter(|fact| fact.decides);
    let observations = observations.map(|fact| format!("{} {}", fact.name, fact.day));
    let amounts = explanation.amounts.iter().filter(|fact| fact.decides);
    let amounts = amounts.map(|fact| format!("{} {}", fact.kind, fact.month));
    let studies = explanation.studies.iter().filter(|fact| fact.decides);
    let studies = studies.map(|fact| format!("{} {}", fact.kind, fact.first_day));
    stays.chain(observations).chain(amounts).chain(studies).collect::<Vec<_>>().join(" ")
}

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no day"))
}

/// `2024-11` is the first of the month, `2024-W45` the Thursday of the week.
fn amount_day(text: &str) -> i32 {
    match Week::parse(text) {
        Some(week) => day_number(week.thursday()),
        None => day_number(month(text).first_day()),
    }
}

/// One person's rows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Diary {
    stays: Vec<Stay>,
    observations: Vec<DatedValue>,
    amounts: Vec<DatedAmount>,
    studies: Vec<Stay>,
}

impl Diary {
    /// `shelter 2024-11-04..2024-11-11`, `hba1c 2024-05-10 80`, `transfer 2024-01 12345.67`, several after each other.
    fn read(stays: &str, observations: &str, amounts: &str, studies: &str) -> Self {
        let place = |names: &[&str], name: &str| {
            let found = names.iter().position(|known| *known == name).unwrap_or_else(|| panic!("{name:?} is no name"));
            u16::try_from(found).expect("few names")
        };
        let units = |text: &str, units: i64| {
            let number: Decimal = text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"));
            i64::try_from(number * Decimal::from(units)).expect("whole units")
        };
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let spell = |words: &[String], kinds: &[&str]| {
            let (arrived, left) = words[1].split_once("..").expect("from..to");
            let left = if left.is_empty() { STILL_THERE } else { day_number(day(left)) };
            Stay { arrived: day_number(day(arrived)), left, kind: place(kinds, &words[0]) }
        };
        let observation = |words: &[String]| DatedValue {
            day: day_number(day(&words[1])),
            name: place(&NAMES, &words[0]),
            millionths: units(&words[2], 1_000_000),
        };
        // The item follows the kind after a slash: `transfer/flexjob`.
        let amount = |words: &[String]| {
            let (kind, item) = words[0].split_once('/').unwrap_or((&words[0], ITEMS[0]));
            DatedAmount {
                day: amount_day(&words[1]),
                kind: place(&AMOUNT_KINDS, kind),
                item: place(&ITEMS, item),
                minor_units: units(&words[2], 100),
            }
        };
        Self {
            stays: words(stays).chunks(2).map(|words| spell(words, &STAY_KINDS)).collect(),
            observations: words(observations).chunks(3).map(observation).collect(),
            amounts: words(amounts).chunks(3).map(amount).collect(),
            studies: words(studies).chunks(2).map(|words| spell(words, &STUDY_KINDS)).collect(),
        }
    }

    fn rows(&self) -> PersonRows<'_> {
        PersonRows {
            stays: &self.stays,
            observations: &self.observations,
            amounts: &self.amounts,
            studies: &self.studies,
            ..PersonRows::default()
        }
    }
}

/// `2024-01-01..2025-01-01`, the end excluded, for all tables; `none` for no table. Names apart from all.
fn coverage(extent: &str, names: Option<&str>) -> Coverage {
    let Some((first, end)) = extent.split_once("..") else { return Coverage::default() };
    let of = |known: &[&str]| {
        let wanted = |name: &&&str| names.is_none_or(|names| names.split_whitespace().any(|wanted| wanted == **name));
        let names = known.iter().filter(wanted).map(|name| (*name).to_owned()).collect();
        let items = ITEMS.map(str::to_owned).to_vec();
        Some(Extent {
            first_day: day_number(day(first)),
            end_day: day_number(day(end)),
            names,
            items,
            ..Extent::default()
        })
    };
    Coverage {
        stays: of(&STAY_KINDS),
        observations: of(&NAMES),
        amounts: of(&AMOUNT_KINDS),
        studies: of(&STUDY_KINDS),
        ..Coverage::default()
    }
}

#[test]
fn days_count_from_the_monday_of_the_first_week() {
    assert_eq!(day_number(day("1991-08-05")), 0);
    assert_eq!(day_number(day("1991-08-04")), -1);
    // 33 years with the nine leap days of 1992 to 2024, from 5 August 1991 to 5 August 2024.
    assert_eq!(day_number(day("2024-08-05")), 33 * 365 + 9);
    for number in -40_000..40_000 {
        assert_eq!(day_from_number(number).map(day_number), Some(number));
    }
    assert_eq!(day_from_number(i32::MAX), None);
}

fn stays() -> impl Strategy<Value = Vec<Stay>> {
    let first = day_number(day("2024-09-01"));
    let stay = (0..150_i32, prop_oneof![4 => 0..20_i32, 1 => Just(STILL_THERE)], 0..4_u16);
    prop::collection::vec(stay, 0..8).prop_map(move |stays| {
        let stay = |(arrived, length, kind): (i32, i32, u16)| Stay {
            arrived: first + arrived,
            left: if length == STILL_THERE { STILL_THERE } else { first + arrived + length },
            kind,
        };
        stays.into_iter().map(stay).collect()
    })
}

fn diaries() -> impl Strategy<Value = Diary> {
    let first = day_number(day("2024-07-01"));
    let values = prop::collection::vec((0..220_i32, 0..2_u16, -20..20_i64), 0..8);
    let amounts = prop::collection::vec((0..7_i32, 0..3_u16, -30..90_i64), 0..8);
    (stays(), values, amounts, stays()).prop_map(move |(stays, values, amounts, studies)| Diary {
        stays,
        // Of the four kinds of stays one is none of an education: its name is not known.
        studies,
        observations: values
            .into_iter()
            .map(|(day, name, quarters)| DatedValue { day: first + day, name, millionths: quarters * 250_000 })
            .collect(),
        amounts: amounts
            .into_iter()
            .map(|(number, kind, quarters)| DatedAmount {
                day: day_number(month("2024-08").plus(number).expect("a month").first_day()),
                kind,
                item: kind,
                minor_units: quarters * 25,
            })
            .collect(),
    })
}

fn windows() -> impl Strategy<Value = PersonWindow> {
    let spans = prop::sample::select(vec!["2024-11", "2024-10..2024-12", "2024-08..2025-01"]);
    let enrolled = prop::sample::select(vec![None, Some("2024-07-20"), Some("2024-10-05"), Some("2024-11-15")]);
    (spans, enrolled).prop_map(|(months, enrolled)| PersonWindow { span: span(months), enrolled_on: enrolled.map(day) })
}

fn extents() -> impl Strategy<Value = Coverage> {
    let spans = vec!["2024-01-01..2026-01-01", "2024-01-01..2024-11-17", "2024-10-25..2026-01-01", "none"];
    // Rows name kinds by their place: fewer names are the first ones.
    let names = vec![None, None, Some("shelter hba1c transfer"), Some("shelter crisis-centre hba1c transfer")];
    (prop::sample::select(spans), prop::sample::select(names)).prop_map(|(extent, names)| coverage(extent, names))
}

/// Every night or day that some stay of a kind covers, day by day; and the days that nobody knows about.
fn judged(rows: &Rows, diary: &Diary, coverage: &Coverage, span: MonthSpan, touched: bool) -> (usize, usize) {
    let window: Vec<i32> = (day_number(span.first.first_day())..=day_number(span.last.last_day())).collect();
    let Some(extent) = &coverage.stays else { return (0, window.len()) };
    let seen = |day: &i32| extent.first_day <= *day && *day < extent.end_day;
    let covers = |stay: &Stay, day: i32| stay.arrived <= day && (day < stay.left || (touched && day == stay.left));
    let wanted = |stay: &Stay| {
        let name = extent.names.get(usize::from(stay.kind)).map_or("", String::as_str);
        holds(&rows.predicate, name)
    };
    let nights: BTreeSet<i32> = window
        .iter()
        .copied()
        .filter(|day| seen(day) && diary.stays.iter().any(|stay| wanted(stay) && covers(stay, *day)))
        .collect();
    let named = asked(&rows.predicate).into_iter().all(|name| extent.names.contains(&name));
    let open = window.iter().filter(|day| !(nights.contains(day) || named && seen(day))).count();
    (nights.len(), open)
}

fn holds(predicate: &RowPredicate, name: &str) -> bool {
    match predicate {
        RowPredicate::And(parts) => parts.iter().all(|part| holds(part, name)),
        RowPredicate::Or(parts) => parts.iter().any(|part| holds(part, name)),
        RowPredicate::Not(inner) => !holds(inner, name),
        RowPredicate::Kind(_, kinds) => kinds.iter().any(|kind| kind == name),
        _ => unreachable!("only kinds"),
    }
}

fn asked(predicate: &RowPredicate) -> Vec<String> {
    match predicate {
        RowPredicate::And(parts) | RowPredicate::Or(parts) => parts.iter().flat_map(asked).collect(),
        RowPredicate::Not(inner) => asked(inner),
        RowPredicate::Kind(_, kinds) => kinds.clone(),
        _ => unreachable!("only kinds"),
    }
}

/// The rows without those that did not decide.
fn only_deciding(diary: &Diary, explanation: &Explanation, coverage: &Coverage) -> Diary {
    let name = |extent: &Option<Extent>, place: u16| {
        extent.as_ref().and_then(|extent| extent.names.get(usize::from(place)).cloned()).unwrap_or_default()
    };
    let kept_stay = |stay: &&Stay| {
        explanation.stays.iter().any(|fact| {
            fact.decides
                && day_number(fact.arrived) == stay.arrived
                && fact.left.map_or(STILL_THERE, day_number) == stay.left
                && fact.kind == name(&coverage.stays, stay.kind)
        })
    };
    let kept_study = |study: &&Stay| {
        explanation.studies.iter().any(|fact| {
            fact.decides
                && day_number(fact.first_day) == study.arrived
                && fact.last_day.map_or(STILL_THERE, |last| day_number(last) + 1) == study.left
                && fact.kind == name(&coverage.studies, study.kind)
        })
    };
    let kept_amount = |amount: &&DatedAmount| {
        explanation.amounts.iter().any(|fact| {
            fact.decides
                && day_number(fact.day) == amount.day
                && fact.amount == Decimal::new(amount.minor_units, 2)
                && fact.kind == name(&coverage.amounts, amount.kind)
        })
    };
    Diary {
        stays: diary.stays.iter().filter(kept_stay).copied().collect(),
        observations: diary.observations.clone(),
        amounts: diary.amounts.iter().filter(kept_amount).copied().collect(),
        studies: diary.studies.iter().filter(kept_study).copied().collect(),
    }
}

fn any_source() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["shelter", "services", "observations", "education"])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Nights and days as a second implementation counts them, day by day.
    #[test]
    fn nights_and_days_are_sets_of_days(
        number in event_numbers("shelter"), diary in diaries(), coverage in extents(), window in windows(),
    ) {
        let (rows, touched) = match &number {
            Number::Nights(rows) => (rows, false),
            Number::Days(rows) => (rows, true),
            _ => return Ok(()),
        };
        let (known, open) = judged(rows, &diary, &coverage, window.span, touched);
        let compiled = compile_measure(None, Some(&number), &codes()).expect("no states are asked");
        let got = compiled.evaluate_value(Some(diary.rows()), &coverage, window);
        match got {
            Ok(got) => prop_assert_eq!((got, 0), (Decimal::from(known), open)),
            Err(_) => prop_assert!(open > 0),
        }
        // Every threshold is decided exactly where all numbers that are possible agree.
        for threshold in [0, known, known + 1, known + open, known + open + 1] {
            let question = Expression::Compare(number.clone(), Comparison::LessOrEqual, Decimal::from(threshold));
            let compiled = compile(&question, &codes()).expect("no states are asked");
            let outcome = compiled.evaluate(Some(diary.rows()), &coverage, window).outcome;
            let expected = (known <= threshold, known + open <= threshold);
            match outcome {
                Outcome::Success => prop_assert_eq!(expected, (true, true)),
                Outcome::NoSuccess => prop_assert_eq!(expected, (false, false)),
                Outcome::Unclarified(_) => prop_assert_eq!(expected, (true, false)),
            }
        }
    }

    /// The order of stays and amounts does not matter, nights are never more than days, and never more than the window.
    #[test]
    fn the_union_does_not_depend_on_the_order(
        diary in diaries().prop_flat_map(|diary| {
            let shuffled = (Just(diary.stays.clone()).prop_shuffle(), Just(diary.amounts.clone()).prop_shuffle());
            (Just(diary), shuffled)
        }),
        window in windows(),
        expression in any_source().prop_filter("order decides among values of one day", |name| *name != "observations")
            .prop_flat_map(event_expressions),
    ) {
        let (diary, (stays, amounts)) = diary;
        let other = Diary { stays, amounts, ..diary.clone() };
        let coverage = coverage("2024-01-01..2026-01-01", None);
        let compiled = compile(&expression, &codes()).expect("no states are asked");
        let answer = compiled.evaluate(Some(diary.rows()), &coverage, window);
        prop_assert_eq!(answer, compiled.evaluate(Some(other.rows()), &coverage, window));
        let rows = Rows { table: Table::Stay, predicate: RowPredicate::Kind(Table::Stay, vec!["shelter".into()]) };
        let number = |number: Number, diary: &Diary| {
            let compiled = compile_measure(None, Some(&number), &codes()).expect("no states are asked");
            compiled.evaluate_value(Some(diary.rows()), &coverage, window).expect("all is covered")
        };
        let nights = number(Number::Nights(rows.clone()), &diary);
        prop_assert_eq!(nights, number(Number::Nights(rows.clone()), &other));
        let days = number(Number::Days(rows), &diary);
        let whole = day_number(window.span.last.last_day()) - day_number(window.span.first.first_day()) + 1;
        prop_assert!(Decimal::ZERO <= nights && nights <= days && days <= Decimal::from(whole));
    }

    /// The answer is that of the value: where it is known, comparing it decides; where it is not, nothing is known of
    /// observations, and of the others at most what all possible numbers agree on.
    #[test]
    fn questions_agree_with_values(
        (number, threshold) in any_source().prop_flat_map(event_numbers).prop_flat_map(|number| (Just(number), -30..90_i64)),
        diary in diaries(), coverage in extents(), window in windows(),
    ) {
        let threshold = Decimal::new(threshold * 25, 2);
        let question = Expression::Compare(number.clone(), Comparison::GreaterOrEqual, threshold);
        let compiled = compile_measure(Some(&question), Some(&number), &codes()).expect("no states are asked");
        let value = compiled.evaluate_value(Some(diary.rows()), &coverage, window);
        let outcome = compiled.evaluate(Some(diary.rows()), &coverage, window).outcome;
        match value {
            Ok(value) if value >= threshold => prop_assert_eq!(outcome, Outcome::Success),
            Ok(_) => prop_assert_eq!(outcome, Outcome::NoSuccess),
            Err(reason) if matches!(number, Number::OfObservations(..) | Number::SumOfAmounts(_) | Number::OfAmounts(..)) => {
                prop_assert_eq!(outcome, Outcome::Unclarified(reason));
            }
            Err(_) => {}
        }
        let explanation = compiled.explain(Some(diary.rows()), &coverage, window);
        prop_assert_eq!((explanation.value, explanation.evaluation.outcome), (value.ok(), outcome));
    }

    /// Change and difference are those of the baseline and the last value: rows of another name, rows between the two and
    /// rows after the window do not matter; adding the same to both leaves the difference, multiplying both the change.
    #[test]
    fn change_is_of_two_values(
        baseline in 1..200_i64, last in 1..200_i64, between in prop::collection::vec((1..150_i32, -50..50_i64), 0..5),
        shift in 1..500_i64,
    ) {
        let (start, end) = (day_number(day("2024-05-10")), day_number(day("2024-11-20")));
        let value = |day: i32, name: u16, units: i64| DatedValue { day, name, millionths: units * 1_000_000 };
        let diary = |add: i64, times: i64, others: bool| {
            let mut observations = vec![value(start, 0, baseline * times + add), value(end, 0, last * times + add)];
            if others {
                observations.extend(between.iter().map(|(after, units)| value(start + 20 + after, 0, *units)));
                observations.extend(between.iter().map(|(after, units)| value(end + 30 + after, 0, *units)));
                observations.extend(between.iter().map(|(after, units)| value(end - after, 1, units + shift)));
            }
            Diary { observations, ..Diary::default() }
        };
        let coverage = coverage("2024-01-01..2026-01-01", None);
        let window = PersonWindow { span: span("2024-06..2024-11"), enrolled_on: Some(day("2024-05-15")) };
        let number = |text: &str, diary: &Diary| {
            let number = parse_value(text, source("observations")).expect("a number");
            let compiled = compile_measure(None, Some(&number), &codes()).expect("no states are asked");
            compiled.evaluate_value(Some(diary.rows()), &coverage, window).expect("two values")
        };
        let (change, difference) = ("change(observation.hba1c)", "difference(observation.hba1c)");
        let plain = diary(0, 1, false);
        prop_assert_eq!(number(difference, &plain), Decimal::from(last - baseline));
        prop_assert_eq!(number(difference, &diary(0, 1, true)), Decimal::from(last - baseline));
        prop_assert_eq!(number(change, &diary(0, 1, true)), number(change, &plain));
        prop_assert_eq!(number(difference, &diary(shift, 1, false)), Decimal::from(last - baseline));
        prop_assert_eq!(number(change, &diary(0, shift, false)), number(change, &plain));
    }

    /// What decides is enough: without the stays and amounts that did not decide a success stays a success.
    #[test]
    fn deciding_events_are_enough_for_a_success(
        expression in any_source().prop_flat_map(event_expressions), diary in diaries(), coverage in extents(),
        window in windows(),
    ) {
        let compiled = compile(&expression, &codes()).expect("no states are asked");
        let explanation = compiled.explain(Some(diary.rows()), &coverage, window);
        prop_assert_eq!(explanation.evaluation, compiled.evaluate(Some(diary.rows()), &coverage, window));
        if explanation.evaluation.outcome == Outcome::Success {
            let fewer = only_deciding(&diary, &explanation, &coverage);
            prop_assert_eq!(compiled.evaluate(Some(fewer.rows()), &coverage, window).outcome, Outcome::Success);
        }
    }
}
