//! Amounts by the refund ladder. What they come to is computed by `tests/estimate.py`, day by day and by exact fractions,
//! independent of the program; here its answers are asked as measures ask them.

use jiff::civil::date;
use virkning_measure::{
    BenefitRate, BenefitRates, Compiled, Coverage, DatedAmount, EstimateLists, Estimator, Evaluation, LadderCode,
    LadderCodes, LadderWeek, Payer, PersonRows, RatePeriod, compile, compile_measure, day_number, parse, parse_value,
};
use virkning_model::code_list::{LeavingList, LeavingRow};
use virkning_model::measuring::LeftPopulation;
use virkning_model::observation::{Leaving, NotEstimated, Outcome, Unclarified};
use virkning_model::{Decimal, period::Week};

use crate::ladder::ladder;
use crate::support::{Paper, codes, source, span, week};

const EXPECTED: &str = include_str!("../estimate.txt");

/// The lists of `estimate.py`.
fn lists() -> EstimateLists {
    let codes = [
        (0, "self-support", LadderWeek::SelfSupport, Payer::Nobody),
        (130, "cash-benefit", LadderWeek::Benefit, Payer::Refund),
        (890, "sickness-benefit", LadderWeek::Benefit, Payer::Refund),
        (111, "unemployment-benefit", LadderWeek::Benefit, Payer::CoFinancing),
        (783, "disability-pension", LadderWeek::DisabilityPension, Payer::CoFinancing),
        (151, "special-education-benefit", LadderWeek::Benefit, Payer::Unknown),
        (412, "leave", LadderWeek::Benefit, Payer::Refund),
        (651, "education-support", LadderWeek::Neutral, Payer::Nobody),
        // As if it were not there.
        (775, "flex-job", LadderWeek::Unknown, Payer::Refund),
    ];
    let code = |(code, benefit, week, payer): (u16, &str, LadderWeek, Payer)| LadderCode {
        code,
        benefit: benefit.to_owned(),
        week,
        payer,
        valid_from: None,
        valid_to: None,
        origin: String::new(),
    };
    let whole = |year: i16| (date(year, 1, 1), date(year, 12, 31));
    let both = (date(2023, 1, 1), date(2024, 12, 31));
    let rates = [
        ("cash-benefit", whole(2021), 11_698, RatePeriod::Month),
        ("cash-benefit", whole(2023), 11_944, RatePeriod::Month),
        ("cash-benefit", whole(2024), 12_326, RatePeriod::Month),
        ("sickness-benefit", (date(2023, 1, 2), date(2023, 12, 31)), 4_550, RatePeriod::Week),
        ("sickness-benefit", whole(2024), 4_695, RatePeriod::Week),
        ("unemployment-benefit", both, 19_728, RatePeriod::Month),
        ("disability-pension", both, 19_738, RatePeriod::Month),
        ("special-education-benefit", both, 9_000, RatePeriod::Month),
    ];
    let rate = |(benefit, (from, to), kroner, per): (&str, _, i64, _)| BenefitRate {
        benefit: benefit.to_owned(),
        from,
        to,
        minor_units: kroner * 100,
        per,
        origin: String::new(),
    };
    EstimateLists {
        ladder: ladder(),
        codes: LadderCodes { edition: "test".into(), rows: codes.into_iter().map(code).collect() },
        rates: BenefitRates { edition: "test".into(), rows: rates.into_iter().map(rate).collect() },
    }
}

/// What is covered: from a week up to the end of 2024.
fn coverage(from: &str) -> Coverage {
    let covered = week(from).number()..=week("2024W52").number();
    Coverage { weeks: (0..2100).map(|number| covered.contains(&number)).collect(), ..Coverage::default() }
}

/// Asks a person who is in the extract.
fn ask<T>(weeks: &str, from: &str, ask: impl FnOnce(PersonRows<'_>, &Coverage) -> T) -> T {
    let (lists, mut coverage) = (lists(), coverage(from));
    let store = Paper::read(weeks, "", "").store();
    let person = store.columns().person(0);
    let (mut amounts, mut gaps) = (Vec::new(), Vec::new());
    let plain = coverage.clone();
    let estimator = Estimator::new(&lists, &plain, None).expect("weeks on the ladder");
    estimator.estimate(&person, &mut amounts, &mut gaps);
    coverage.amounts = Some(estimator.extent().clone());
    ask(PersonRows { amounts: &amounts, gaps: &gaps, ..person }, &coverage)
}

fn value(text: &str) -> Compiled {
    let value = parse_value(text, source("refund-ladder")).unwrap_or_else(|error| panic!("{text}: {error}"));
    compile_measure(None, Some(&value), &codes()).expect("a measure").over_estimates()
}

fn in_words(answer: Result<Decimal, Unclarified>) -> String {
    match answer {
        Ok(kroner) => (kroner * Decimal::ONE_HUNDRED).normalize().to_string(),
        Err(Unclarified::NotEstimated { week, why }) => format!("{} {week}", why.name()),
        Err(Unclarified::UnknownCode { code }) => format!("code {code}"),
        Err(Unclarified::WeekNotCovered { week }) => format!("week {week}"),
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn amounts_are_those_of_the_independent_computation() {
    for line in EXPECTED.lines() {
        let parts: Vec<&str> = line.split("; ").collect();
        let [weeks, from, window, kind, item, expected] = parts.as_slice() else { panic!("{line}") };
        let text = match *item {
            "*" => format!("sum(amount.kind = {kind})"),
            item => format!("sum(amount.kind = {kind} and amount.item = {item})"),
        };
        let answer =
            ask(weeks, from, |person, coverage| value(&text).evaluate_value(Some(person), coverage, span(window)));
        assert_eq!(in_words(answer), *expected, "{line}");
    }
}

/// The first weeks of a whole month are known from the day after the Thursday before, and up to the Thursday after: a month
/// whose last week ends in the next is covered by the weeks whose Thursdays lie in it.
#[test]
fn months_are_covered_by_their_thursdays() {
    let answer = |window: &str| {
        let net = value("sum(amount.kind = net)");
        in_words(ask("", "2023W01", |person, coverage| net.evaluate_value(Some(person), coverage, span(window))))
    };
    assert_eq!(answer("2023-01"), "0");
    assert_eq!(answer("2024-12"), "0");
    assert!(answer("2022-12").contains("MonthNotCovered"), "{}", answer("2022-12"));
    assert!(answer("2025-01").contains("MonthNotCovered"), "{}", answer("2025-01"));
}

#[test]
fn before_the_ladder_there_are_no_amounts() {
    let net = value("sum(amount.kind = net)");
    let answer =
        |window: &str| ask("", "2014W27", |person, coverage| net.evaluate_value(Some(person), coverage, span(window)));
    assert!(matches!(answer("2015-12"), Err(Unclarified::MonthNotCovered { .. })), "{:?}", answer("2015-12"));
    assert_eq!(answer("2016-01"), Ok(Decimal::ZERO));
}

#[test]
fn what_could_not_be_estimated_leaves_open_what_depends_on_it_only() {
    let check = |text: &str, expected: Outcome| {
        let success = parse(text, source("refund-ladder")).unwrap_or_else(|error| panic!("{text}: {error}"));
        let success = compile(&success, &codes()).expect("a measure").over_estimates();
        // No rate in week 10 of 2022; amounts in 2023.
        let weeks = "2022W10:130 2023W10-2023W11:890";
        let found = |window: &str| {
            ask(weeks, "2014W27", |person, coverage| success.outcome(Some(person), coverage, span(window)))
        };
        assert_eq!(found("2022-01..2023-12"), expected, "{text}");
        assert!(!matches!(found("2023-01..2023-12"), Outcome::Unclarified(_)), "{text}");
    };
    let open = Outcome::Unclarified(Unclarified::NotEstimated { week: week("2022W10"), why: NotEstimated::NoRate });
    check("sum(amount.kind = net) > 0", open);
    check("sum(amount.kind = net and amount.item = sickness-benefit) > 0", Outcome::Success);
    check("any(amount.item = sickness-benefit)", Outcome::Success);
    check("any(amount.item = unemployment-benefit)", Outcome::NoSuccess);
    check("all(amount.item in (sickness-benefit, cash-benefit))", open);
    check("max(amount.kind = net) > 0", open);
    // A benefit that is in no list is not known to be absent.
    let nowhere = parse("any(amount.item = lottery)", source("refund-ladder")).expect("an expression");
    let nowhere = compile(&nowhere, &codes()).expect("a measure").over_estimates();
    let answer = ask("", "2014W27", |person, coverage| nowhere.outcome(Some(person), coverage, span("2023-01")));
    assert_eq!(answer, Outcome::Unclarified(Unclarified::NoData));
}

/// In a list of what has happened somebody who is not there had none of it; nobody is known to have had no benefit who is not
/// in the register of weeks.
#[test]
fn who_is_not_in_the_extract_is_not_clarified() {
    let net = value("sum(amount.kind = net)");
    let coverage = coverage("2014W27");
    assert_eq!(net.evaluate(None, &coverage, span("2023-01")), Evaluation::NOT_IN_EXTRACT);
    assert_eq!(net.evaluate_value(None, &coverage, span("2023-01")), Err(Unclarified::NotInExtract));
}

#[test]
fn who_has_left_the_population_is_said_before_the_amounts() {
    let dead = LeavingRow { how: Leaving::Dead, category: "dead".into(), code: None };
    let leaving = LeavingList { edition: "test".into(), rows: vec![dead] };
    let net = value("sum(amount.kind = net)").treating_left(Some(LeftPopulation::LeftOut), &leaving);
    let answer = |window: &str| {
        ask("2023W02:890 2023W10-2023W52:999", "2014W27", |person, coverage| {
            net.evaluate_value(Some(person), coverage, span(window))
        })
    };
    assert_eq!(answer("2023-01..2023-12"), Err(Unclarified::LeftPopulation { how: Leaving::Dead }));
    assert_eq!(answer("2023-01"), Ok(Decimal::from(910)));
}

#[test]
fn an_explanation_shows_the_weeks_and_the_amounts() {
    let net = value("sum(amount.kind = net)");
    let explanation =
        ask("2023W01-2023W02:890", "2014W27", |person, coverage| net.explain(Some(person), coverage, span("2023-01")));
    assert_eq!(explanation.weeks.len(), 4);
    let net: Vec<(Week, String, bool)> = explanation
        .amounts
        .iter()
        .filter(|fact| fact.kind == "net")
        .map(|fact| (Week::of(fact.day), fact.amount.to_string(), fact.decides))
        .collect();
    // 4,550 kr. × 0.2.
    assert_eq!(net, [(week("2023W01"), "910".to_owned(), true), (week("2023W02"), "910".to_owned(), true)]);
    assert!(explanation.amounts.iter().all(|fact| fact.item == "sickness-benefit"));
}

/// A code may be something else from a day on: it is what it is on the Thursday.
#[test]
fn codes_are_dated() {
    let mut lists = lists();
    let of_code = |code: u16| move |row: &&LadderCode| row.code == code;
    let cash = lists.codes.rows.iter().find(of_code(130)).cloned().expect("a code");
    lists.codes.rows.retain(|row| row.code != 130);
    // Thursday 8 June 2023 is in week 23.
    let until = LadderCode { valid_to: Some(date(2023, 6, 7)), ..cash.clone() };
    let since = LadderCode { valid_from: Some(date(2023, 6, 8)), benefit: "sickness-benefit".into(), ..cash };
    lists.codes.rows.extend([until, since]);
    let store = Paper::read("2023W22-2023W23:130", "", "").store();
    let coverage = coverage("2014W27");
    let estimator = Estimator::new(&lists, &coverage, None).expect("weeks on the ladder");
    let (mut amounts, mut gaps) = (Vec::new(), Vec::new());
    estimator.estimate(&store.columns().person(0), &mut amounts, &mut gaps);
    let items = &estimator.extent().items;
    let paid: Vec<(&str, i64)> = amounts
        .iter()
        .filter(|amount| amount.kind == 0)
        .map(|amount: &DatedAmount| (items[usize::from(amount.item)].as_str(), amount.minor_units))
        .collect();
    // 29 May to 4 June: 3 days of 11,944 kr. / 31 and 4 of / 30 = 2,748.4043 kr.
    assert_eq!(paid, [("cash-benefit", 274_840), ("sickness-benefit", 455_000)]);
    assert_eq!(gaps, []);
}

/// Where only some days are asked, the same is said of them.
#[test]
fn some_days_alone_give_what_all_give() {
    let (lists, coverage) = (lists(), coverage("2014W27"));
    let store = Paper::read("2023W01-2023W30:130 2022W10:130", "", "").store();
    let estimate = |days| {
        let estimator = Estimator::new(&lists, &coverage, days).expect("weeks on the ladder");
        let (mut amounts, mut gaps) = (Vec::new(), Vec::new());
        estimator.estimate(&store.columns().person(0), &mut amounts, &mut gaps);
        (amounts, gaps)
    };
    let days = day_number(date(2023, 2, 1))..day_number(date(2023, 4, 1));
    let (mut amounts, mut gaps) = estimate(None);
    amounts.retain(|amount| days.contains(&amount.day));
    gaps.retain(|gap| days.contains(&gap.day));
    // February and March 2023 have the Thursdays of weeks 5 to 13.
    assert_eq!(amounts.len(), 9 * 3);
    assert_eq!(estimate(Some(days)), (amounts, gaps));
}
