//! A slow second implementation as judge: it walks the typed expression itself, week by week over a paper register, asks
//! the code list for each Thursday, and tries every number that an unknown row could give.

use std::cmp::Ordering;

use proptest::prelude::*;
use virkning_measure::{
    Coverage, Evaluation, MonthSpan, VALUE_DECIMALS, compile, compile_measure, month_number, parse,
};
use virkning_model::Decimal;
use virkning_model::code_list::CodeList;
use virkning_model::expression::{Comparison, Expression, Number, RowPredicate, Rows, Table};
use virkning_model::observation::{Outcome, Situation, Unclarified};
use virkning_model::period::{Month, Week};

use crate::language::{expressions, numbers};
use crate::support::{Paper, codes, dream, month};

struct Judge<'a> {
    paper: &'a Paper,
    codes: &'a CodeList,
    months: Vec<Month>,
    weeks: Vec<Week>,
}

/// Yes, no, or nobody knows.
type Answer = Option<bool>;

impl<'a> Judge<'a> {
    fn new(paper: &'a Paper, codes: &'a CodeList, span: MonthSpan) -> Self {
        let months: Vec<Month> = (span.first.number()..=span.last.number())
            .map(|number| Month::from_number(number).expect("a month"))
            .collect();
        let weeks = months.iter().flat_map(|month| month.weeks()).collect();
        Self { paper, codes, months, weeks }
    }

    fn answer(&self, expression: &Expression) -> Answer {
        match expression {
            Expression::And(parts) => every(parts.iter().map(|part| self.answer(part))),
            Expression::Or(parts) => some(parts.iter().map(|part| self.answer(part))),
            Expression::Not(inner) => self.answer(inner).map(|answer| !answer),
            Expression::Any(rows) => some(self.rows(rows).into_iter()),
            Expression::All(rows) => every(self.rows(rows).into_iter()),
            Expression::Compare(number, comparison, value) => {
                let possible = self.numbers(number, *value);
                every_same(possible.into_iter().map(|number| compare(number, *comparison, *value)))
            }
            Expression::Reported => unreachable!("no register reports"),
        }
    }

    fn rows(&self, rows: &Rows) -> Vec<Answer> {
        match rows.table {
            Table::Week => self.weeks.iter().map(|week| self.week(&rows.predicate, *week)).collect(),
            Table::Job => self.months.iter().map(|month| self.month(&rows.predicate, *month)).collect(),
            _ => unreachable!("the judge knows weeks and months"),
        }
    }

    fn code(&self, week: Week) -> Option<u16> {
        let number = week.number();
        (!self.paper.uncovered_weeks.contains(&number)).then(|| self.paper.weeks.get(&number).copied().unwrap_or(0))
    }

    fn ratio(&self, month: Month) -> Option<Decimal> {
        let number = month_number(month);
        let ratio = self.paper.months.get(&number).copied().unwrap_or(0);
        (!self.paper.uncovered_months.contains(&number)).then(|| Decimal::new(i64::from(ratio), 4))
    }

    fn week(&self, predicate: &RowPredicate, week: Week) -> Answer {
        let code = self.code(week)?;
        match predicate {
            RowPredicate::And(parts) => every(parts.iter().map(|part| self.week(part, week))),
            RowPredicate::Or(parts) => some(parts.iter().map(|part| self.week(part, week))),
            RowPredicate::Not(inner) => self.week(inner, week).map(|answer| !answer),
            RowPredicate::State(states) => {
                let category = self.codes.category(code, week.thursday())?;
                Some(states.iter().any(|state| state == category))
            }
            RowPredicate::Code(codes) => Some(codes.contains(&code)),
            RowPredicate::Ratio(..) | RowPredicate::Kind(..) | RowPredicate::Item(_) => {
                unreachable!("a week has no ratio and no kind")
            }
        }
    }

    fn month(&self, predicate: &RowPredicate, month: Month) -> Answer {
        let ratio = self.ratio(month)?;
        match predicate {
            RowPredicate::And(parts) => every(parts.iter().map(|part| self.month(part, month))),
            RowPredicate::Or(parts) => some(parts.iter().map(|part| self.month(part, month))),
            RowPredicate::Not(inner) => self.month(inner, month).map(|answer| !answer),
            RowPredicate::Ratio(comparison, value) => Some(compare(ratio, *comparison, *value)),
            _ => unreachable!("a month has no code"),
        }
    }

    /// Every number that the unknown rows could give, as far as it matters for a comparison with `value`.
    fn numbers(&self, number: &Number, value: Decimal) -> Vec<Decimal> {
        if let Number::Count(rows) = number {
            let answers = self.rows(rows);
            let certain = answers.iter().filter(|answer| **answer == Some(true)).count();
            let open = answers.iter().filter(|answer| answer.is_none()).count();
            return (certain..=certain + open).map(Decimal::from).collect();
        }
        let ratios: Vec<Option<Decimal>> = self.months.iter().map(|month| self.ratio(*month)).collect();
        let known: Vec<Decimal> = ratios.iter().flatten().copied().collect();
        let months = Decimal::from(ratios.len());
        let target = match number {
            Number::SumOfRatios => value - known.iter().sum::<Decimal>(),
            Number::MeanOfRatios => value * months - known.iter().sum::<Decimal>(),
            _ => value,
        };
        // One unknown month takes what is needed to be just below, at, and just above the value; the others are zero,
        // or large. For the smallest and largest all of them take it.
        let step = Decimal::new(1, 4);
        let fillings = [Decimal::ZERO, target - step, target, target + step, Decimal::from(1_000_000)];
        let open = ratios.len() - known.len();
        let mut numbers = Vec::new();
        for filling in fillings.into_iter().filter(|filling| *filling >= Decimal::ZERO) {
            let spread = matches!(number, Number::MinOfRatios | Number::MaxOfRatios);
            let filled = (0..open).map(|place| if spread || place == 0 { filling } else { Decimal::ZERO });
            let all: Vec<Decimal> = known.iter().copied().chain(filled).collect();
            let sum = all.iter().sum::<Decimal>();
            numbers.push(match number {
                Number::SumOfRatios => sum,
                // All values are quarters over at most 24 months: 28 digits tell them apart from any quotient.
                Number::MeanOfRatios => sum / months,
                Number::MinOfRatios => all.iter().min().copied().expect("there is a month"),
                _ => all.iter().max().copied().expect("there is a month"),
            });
        }
        numbers
    }

    fn situation(&self) -> Situation {
        let categories: Vec<Option<&str>> = self
            .weeks
            .iter()
            .filter_map(|week| self.code(*week).map(|code| self.codes.category(code, week.thursday())))
            .collect();
        let any = |wanted: &str| categories.contains(&Some(wanted));
        let ratios: Vec<Decimal> = self.months.iter().filter_map(|month| self.ratio(*month)).collect();
        if any("dead") {
            Situation::Dead
        } else if any("emigrated") {
            Situation::Abroad
        } else if ratios.iter().any(|ratio| *ratio > Decimal::ZERO) {
            Situation::Employed
        } else if any("education") {
            Situation::Education
        } else if categories.iter().flatten().any(|category| *category != "self_support") {
            Situation::Transfer
        } else if categories.contains(&None) || (categories.is_empty() && ratios.is_empty()) {
            Situation::Unclarified
        } else {
            Situation::None
        }
    }
}

fn compare(left: Decimal, comparison: Comparison, right: Decimal) -> bool {
    let order = left.cmp(&right);
    match comparison {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::NotEqual => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::LessOrEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::GreaterOrEqual => order != Ordering::Less,
    }
}

fn every(answers: impl Iterator<Item = Answer>) -> Answer {
    let answers: Vec<Answer> = answers.collect();
    if answers.contains(&Some(false)) {
        Some(false)
    } else if answers.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn some(answers: impl Iterator<Item = Answer>) -> Answer {
    every(answers.map(|answer| answer.map(|answer| !answer))).map(|answer| !answer)
}

fn every_same(answers: impl Iterator<Item = bool>) -> Answer {
    let answers: Vec<bool> = answers.collect();
    answers.iter().all(|answer| *answer == answers[0]).then_some(answers[0])
}

/// Weeks and months around October to December 2024, some blank, some unknown, some without a column.
fn papers() -> impl Strategy<Value = Paper> {
    let first_week = Week::parse("2024W38").expect("a week").number();
    let first_month = month_number(month("2024-09"));
    let code = prop::sample::select(vec![0, 0, 0, 121, 130, 134, 140, 412, 651, 652, 654, 771, 870, 997, 999]);
    let ratio = prop::sample::select(vec![0, 0, 0, 1, 2500, 5000, 5000, 10_000, 13_750]);
    // Long runs of one code, and now and then nothing unknown at all.
    let weeks = prop::collection::vec((code, 1..6_i32), 1..12);
    let months = prop::collection::vec(ratio, 5);
    let uncovered = |places| prop_oneof![Just(Vec::new()), prop::collection::vec(0..places, 0..3)];
    (weeks, months, uncovered(17_i32), uncovered(5_i32)).prop_map(move |(runs, months, no_weeks, no_months)| {
        let weeks = runs.into_iter().flat_map(|(code, length)| (0..length).map(move |_| code));
        Paper {
            weeks: (first_week..).zip(weeks).filter(|(_, code)| *code != 0).collect(),
            months: (first_month..).zip(months).collect(),
            uncovered_weeks: no_weeks.into_iter().map(|week| first_week + week).collect(),
            uncovered_months: no_months.into_iter().map(|month| first_month + month).collect(),
        }
    })
}

fn spans() -> impl Strategy<Value = MonthSpan> {
    prop::sample::select(vec!["2024-11", "2024-10..2024-12", "2024-09..2025-01", "2023-12..2024-10"])
        .prop_map(crate::support::span)
}

/// Whether a reason names something that is unknown inside the window.
fn reason_holds(judge: &Judge<'_>, reason: Unclarified) -> bool {
    match reason {
        Unclarified::NotInExtract | Unclarified::NoData | Unclarified::NotVerified | Unclarified::Disputed => false,
        Unclarified::WeekNotCovered { week } => judge.weeks.contains(&week) && judge.code(week).is_none(),
        Unclarified::MonthNotCovered { month } => judge.months.contains(&month) && judge.ratio(month).is_none(),
        Unclarified::UnknownCode { code } => judge
            .weeks
            .iter()
            .any(|week| judge.code(*week) == Some(code) && judge.codes.category(code, week.thursday()).is_none()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The compiled measure answers as the second implementation does, and its explanation agrees with it.
    #[test]
    fn compiled_answers_like_the_reference(expression in expressions(), paper in papers(), span in spans()) {
        let codes = codes();
        let judge = Judge::new(&paper, &codes, span);
        let compiled = compile(&expression, &codes).expect("the states are in the list");
        let store = paper.store();
        let person = store.columns().person(0);
        let got = compiled.evaluate(Some(person), &paper.coverage(), span);
        match (judge.answer(&expression), got.outcome) {
            (Some(true), Outcome::Success) | (Some(false), Outcome::NoSuccess) => {}
            (None, Outcome::Unclarified(reason)) => prop_assert!(reason_holds(&judge, reason), "{:?}", reason),
            (expected, got) => prop_assert!(false, "{:?} is not {:?}", got, expected),
        }
        prop_assert_eq!(got.situation, judge.situation());

        let explanation = compiled.explain(Some(person), &paper.coverage(), span);
        prop_assert_eq!(explanation.evaluation, got);
        let weeks: Vec<Week> = explanation.weeks.iter().map(|fact| fact.week).collect();
        prop_assert_eq!(&weeks, &judge.weeks);
        let months: Vec<Month> = explanation.months.iter().map(|fact| fact.month).collect();
        prop_assert_eq!(&months, &judge.months);
        for fact in &explanation.weeks {
            let code = judge.code(fact.week);
            prop_assert_eq!((fact.covered, fact.code), (code.is_some(), code.unwrap_or(0)));
            let category = code.and_then(|code| codes.category(code, fact.week.thursday()));
            prop_assert_eq!(fact.category.as_deref(), category);
        }
        for fact in &explanation.months {
            prop_assert_eq!(fact.covered, judge.ratio(fact.month).is_some());
            prop_assert_eq!(fact.ratio.unwrap_or_default(), judge.ratio(fact.month).unwrap_or_default());
        }
    }

    /// A value is there exactly where nothing unknown touches it, and is the second implementation's.
    #[test]
    fn values_are_those_of_the_reference(number in numbers(), paper in papers(), span in spans()) {
        let codes = codes();
        let judge = Judge::new(&paper, &codes, span);
        let compiled = compile_measure(None, Some(&number), &codes).expect("the states are in the list");
        let store = paper.store();
        let person = Some(store.columns().person(0));
        let got = compiled.evaluate_value(person, &paper.coverage(), span);
        let open = match &number {
            Number::Count(rows) => judge.rows(rows).contains(&None),
            _ => judge.months.iter().any(|month| judge.ratio(*month).is_none()),
        };
        match got {
            Ok(got) => {
                prop_assert!(!open);
                // Quarters over at most eleven months: ten decimals, and no tie between two.
                prop_assert_eq!(got, judge.numbers(&number, Decimal::ZERO)[0].round_dp(VALUE_DECIMALS));
            }
            Err(reason) => {
                prop_assert!(open && reason_holds(&judge, reason), "{:?}", reason);
            }
        }
        // A measure with nothing but a value is met where the value is known.
        let outcome = compiled.evaluate(person, &paper.coverage(), span).outcome;
        prop_assert_eq!(outcome, got.map_or_else(Outcome::Unclarified, |_| Outcome::Success));
        let explanation = compiled.explain(person, &paper.coverage(), span);
        prop_assert_eq!((explanation.evaluation.outcome, explanation.value), (outcome, got.ok()));
    }

    /// What decides is enough: with everything unknown that did not decide, a success stays a success.
    #[test]
    fn deciding_rows_are_enough_for_a_success(expression in expressions(), paper in papers(), span in spans()) {
        let compiled = compile(&expression, &codes()).expect("the states are in the list");
        let store = paper.store();
        let explanation = compiled.explain(Some(store.columns().person(0)), &paper.coverage(), span);
        if explanation.evaluation.outcome != Outcome::Success {
            return Ok(());
        }
        let mut coverage: Coverage = paper.coverage();
        for fact in explanation.weeks.iter().filter(|fact| !fact.decides) {
            coverage.weeks[usize::try_from(fact.week.number()).expect("after 1991")] = false;
        }
        for fact in explanation.months.iter().filter(|fact| !fact.decides) {
            coverage.ratio_months[usize::try_from(month_number(fact.month)).expect("after 1991")] = false;
        }
        let got = compiled.evaluate(Some(store.columns().person(0)), &coverage, span);
        prop_assert_eq!(got.outcome, Outcome::Success);
    }
}

#[test]
fn not_in_the_extract_is_unclarified_whatever_is_asked() {
    for text in ["any(job.ratio > 0)", "not any(job.ratio > 0)", "count(week.code = 1) >= 0", "all(week.code = 0)"] {
        let expression = parse(text, dream()).expect("it parses");
        let compiled = compile(&expression, &codes()).expect("the states are in the list");
        let got = compiled.evaluate(None, &Paper::default().coverage(), crate::support::span("2024-11"));
        assert_eq!(got, Evaluation::NOT_IN_EXTRACT, "{text}");
    }
}
