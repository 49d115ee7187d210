//! A slow second implementation as judge: it walks the typed expression itself, week by week over a paper register, asks
//! the code list for each Thursday, and tries every number that an unknown row could give.

use std::cmp::Ordering;

use proptest::prelude::*;
use virkning_measure::{
    Compiled, Coverage, Decided, Evaluation, MonthPart, MonthSpan, VALUE_DECIMALS, WindowRows, compile,
    compile_measure, month_number, parse,
};
use virkning_model::Decimal;
use virkning_model::code_list::CodeList;
use virkning_model::expression::{Comparison, Expression, Number, Operation, RowPredicate, Rows, Table};
use virkning_model::observation::{Outcome, Situation, Unclarified};
use virkning_model::period::{Month, Week};

use crate::language::{calculations, comparisons, expressions, numbers};
use crate::support::{Paper, codes, dream, month};

struct Judge<'a> {
    paper: &'a Paper,
    codes: &'a CodeList,
    months: Vec<Month>,
    weeks: Vec<Week>,
}

/// The industry of every job of the tests.
const INDUSTRY: u32 = 412_000;

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
            Expression::CompareNumbers(..) => unreachable!("calculations have a law of their own"),
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

    fn industry(&self, month: Month) -> Option<u32> {
        let number = month_number(month);
        let has_job = self.paper.months.contains_key(&number);
        (!self.paper.uncovered_industries.contains(&number)).then_some(if has_job { INDUSTRY } else { 0 })
    }

    /// The answer of the compiled measure taken apart by months, fed from the paper; nothing where it cannot be.
    fn monthly(&self, compiled: &Compiled) -> Option<(Decided, Option<Decimal>)> {
        let monthly = compiled.monthly()?;
        let part = |place| {
            let weeks = self.weeks.iter().map(|week| monthly.of_week(place, week.number(), self.code(*week)));
            let months = self.months.iter().map(|month| {
                let ratio = self.ratio(*month).map(|ratio| ratio * Decimal::from(10_000));
                monthly.of_month(place, ratio.map(|ratio| ratio.try_into().expect("ten-thousandths")))
            });
            weeks.chain(months).fold(MonthPart::default(), MonthPart::and)
        };
        let parts: Vec<MonthPart> = (0..monthly.parts()).map(part).collect();
        let rows = WindowRows { weeks: self.weeks.len() as u32, months: self.months.len() as u32 };
        Some((monthly.decided(&parts, rows), monthly.value(&parts, rows)))
    }

    fn week(&self, predicate: &RowPredicate, week: Week) -> Answer {
        let code = self.code(week);
        match predicate {
            RowPredicate::And(parts) => every(parts.iter().map(|part| self.week(part, week))),
            RowPredicate::Or(parts) => some(parts.iter().map(|part| self.week(part, week))),
            RowPredicate::Not(inner) => self.week(inner, week).map(|answer| !answer),
            RowPredicate::State(states) => {
                let category = self.codes.category(code?, week.thursday())?;
                Some(states.iter().any(|state| state == category))
            }
            RowPredicate::Code(codes) => Some(codes.contains(&code?)),
            RowPredicate::Listed(list) => list.has(code?, week.thursday()),
            RowPredicate::WeekRatio(comparison, value) => Some(compare(self.ratio(week.month())?, *comparison, *value)),
            _ => unreachable!("a week has no kind and no industry"),
        }
    }

    fn month(&self, predicate: &RowPredicate, month: Month) -> Answer {
        match predicate {
            RowPredicate::And(parts) => every(parts.iter().map(|part| self.month(part, month))),
            RowPredicate::Or(parts) => some(parts.iter().map(|part| self.month(part, month))),
            RowPredicate::Not(inner) => self.month(inner, month).map(|answer| !answer),
            RowPredicate::Ratio(comparison, value) => Some(compare(self.ratio(month)?, *comparison, *value)),
            RowPredicate::Industry(codes) => Some(codes.contains(&self.industry(month)?)),
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
        if let Number::Rate(rows) = number {
            let total = Decimal::from(self.rows(rows).len());
            let counts = self.numbers(&Number::Count(rows.clone()), value);
            return counts.into_iter().map(|count| count / total).collect();
        }
        if let Number::Longest(rows) = number {
            return self.runs(rows).into_iter().map(Decimal::from).collect();
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

    /// The longest run of every way to fill the rows that are open; of many such rows only of two ways.
    fn runs(&self, rows: &Rows) -> Vec<usize> {
        let answers = self.rows(rows);
        let open: Vec<usize> = (0..answers.len()).filter(|place| answers[*place].is_none()).collect();
        let ways: Vec<u32> = if open.len() > 8 { vec![0, u32::MAX] } else { (0..1 << open.len()).collect() };
        let longest = |way: u32| {
            let mut filled: Vec<bool> = answers.iter().map(|answer| answer.unwrap_or(false)).collect();
            for (bit, place) in open.iter().enumerate() {
                filled[*place] = way.checked_shr(u32::try_from(bit).expect("few")).unwrap_or(way) & 1 == 1;
            }
            filled.split(|holds| !holds).map(<[bool]>::len).max().unwrap_or(0)
        };
        ways.into_iter().map(longest).collect()
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

/// A calculation as the second implementation sees it.
#[derive(Clone, Copy, Debug)]
enum Exact {
    /// Dividend and divisor.
    Number(Decimal, Decimal),
    /// It is divided by zero.
    ByZero,
    /// Something in it is not known.
    Open,
}

impl Judge<'_> {
    fn exact(&self, number: &Number) -> Exact {
        match number {
            Number::Constant(value) => Exact::Number(*value, Decimal::ONE),
            Number::Rate(rows) => self.exact_count(rows, Decimal::from(self.rows(rows).len())),
            Number::Count(rows) => self.exact_count(rows, Decimal::ONE),
            Number::Longest(rows) => {
                let runs = self.runs(rows);
                if self.rows(rows).contains(&None) {
                    return Exact::Open;
                }
                Exact::Number(Decimal::from(runs[0]), Decimal::ONE)
            }
            Number::MeanOfRatios => {
                let ratios: Option<Vec<Decimal>> = self.months.iter().map(|month| self.ratio(*month)).collect();
                let whole = |ratios: Vec<Decimal>| Exact::Number(ratios.iter().sum(), Decimal::from(ratios.len()));
                ratios.map_or(Exact::Open, whole)
            }
            Number::Calculated(left, operation, right) => match (self.exact(left), self.exact(right)) {
                (Exact::Number(a, b), Exact::Number(c, d)) => match operation {
                    Operation::Plus => Exact::Number(a * d + c * b, b * d),
                    Operation::Minus => Exact::Number(a * d - c * b, b * d),
                    Operation::Times => Exact::Number(a * c, b * d),
                    Operation::DividedBy if c.is_zero() => Exact::ByZero,
                    Operation::DividedBy => Exact::Number(a * d, b * c),
                },
                (Exact::Open, _) | (_, Exact::Open) => Exact::Open,
                _ => Exact::ByZero,
            },
            _ => unreachable!("not in a calculation of weeks"),
        }
    }

    fn exact_count(&self, rows: &Rows, of: Decimal) -> Exact {
        let answers = self.rows(rows);
        if answers.contains(&None) {
            return Exact::Open;
        }
        Exact::Number(Decimal::from(answers.iter().filter(|answer| **answer == Some(true)).count()), of)
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
    (weeks, months, uncovered(17_i32), uncovered(5_i32), uncovered(5_i32)).prop_map(move |columns| {
        let (runs, months, no_weeks, no_months, no_industries) = columns;
        let weeks = runs.into_iter().flat_map(|(code, length)| (0..length).map(move |_| code));
        Paper {
            weeks: (first_week..).zip(weeks).filter(|(_, code)| *code != 0).collect(),
            months: (first_month..).zip(months).collect(),
            uncovered_weeks: no_weeks.into_iter().map(|week| first_week + week).collect(),
            uncovered_months: no_months.into_iter().map(|month| first_month + month).collect(),
            uncovered_industries: no_industries.into_iter().map(|month| first_month + month).collect(),
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
        Unclarified::MonthNotCovered { month } if judge.industry(month).is_none() => judge.months.contains(&month),
        Unclarified::NotInExtract
        | Unclarified::NoData
        | Unclarified::DivisionByZero
        | Unclarified::LeftPopulation { .. }
        | Unclarified::NotEstimated { .. }
        | Unclarified::NotVerified
        | Unclarified::Disputed => false,
        Unclarified::WeekNotCovered { week } => judge.weeks.contains(&week) && judge.code(week).is_none(),
        Unclarified::MonthNotCovered { month } => judge.months.contains(&month) && judge.ratio(month).is_none(),
        Unclarified::UnknownCode { code } => judge
            .weeks
            .iter()
            .any(|week| judge.code(*week) == Some(code) && judge.codes.category(code, week.thursday()).is_none()),
    }
}

/// What everyone is asked in a municipality can be taken apart; what a row must be asked twice for cannot.
#[test]
fn what_adds_up_by_months() {
    for (text, expected) in [
        ("any(job.ratio > 0) or any(week.state = education)", true),
        ("not all(week.code = 0) and mean(job.ratio) >= 0.5", true),
        ("rate(week.state = education) > 0.5 and count(week.code = 1) < 2 and sum(job.ratio) = 1", true),
        ("any(job.industry != 0)", false),
        ("any(week.code = 0 and week.ratio > 0)", false),
        ("longest(week.code = 0) > 3", false),
        ("count(week.code = 0) > count(week.code = 1)", false),
    ] {
        let compiled = compile(&parse(text, dream()).expect("an expression"), &codes()).expect("known states");
        assert_eq!(compiled.monthly().is_some(), expected, "{text}");
        assert_eq!(compiled.asks_only_spells_of_its_window(), !text.contains("industry"), "{text}");
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

    /// Taken apart by months and put together again, a measure answers the same.
    #[test]
    fn months_add_up(expression in expressions(), number in numbers(), paper in papers(), span in spans()) {
        let codes = codes();
        let judge = Judge::new(&paper, &codes, span);
        for (success, value) in [(Some(&expression), None), (None, Some(&number))] {
            let compiled = compile_measure(success, value, &codes).expect("the states are in the list");
            let Some((decided, found)) = judge.monthly(&compiled) else { continue };
            let store = paper.store();
            let person = Some(store.columns().person(0));
            let expected = match compiled.outcome(person, &paper.coverage(), span) {
                Outcome::Success => Decided::Success,
                Outcome::NoSuccess => Decided::NoSuccess,
                Outcome::Unclarified(_) => Decided::Unclarified,
            };
            prop_assert_eq!(decided, expected);
            prop_assert_eq!(found, compiled.evaluate_value(person, &paper.coverage(), span).ok());
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
            Number::Count(rows) | Number::Rate(rows) => judge.rows(rows).contains(&None),
            Number::Longest(rows) => {
                let runs = judge.runs(rows);
                runs.iter().any(|run| *run != runs[0])
            }
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

    /// A calculation of which everything is known is that of the second implementation, which keeps dividend and divisor
    /// apart and never shortens them; one that is not known has a reason in the window.
    #[test]
    fn calculations_are_exact(number in calculations(), paper in papers(), span in spans()) {
        let codes = codes();
        let judge = Judge::new(&paper, &codes, span);
        let compiled = compile_measure(None, Some(&number), &codes).expect("the states are in the list");
        let store = paper.store();
        let got = compiled.evaluate_value(Some(store.columns().person(0)), &paper.coverage(), span);
        match (judge.exact(&number), got) {
            (Exact::Number(dividend, divisor), Ok(got)) => {
                let expected = dividend.checked_div(divisor).expect("a divisor").round_dp(VALUE_DECIMALS);
                // Both round the same number; 28 digits of a quotient may hide a tie, never more than the last digit.
                prop_assert!((got - expected).abs() <= Decimal::new(1, VALUE_DECIMALS), "{} {}", got, expected);
            }
            (Exact::ByZero, Err(Unclarified::DivisionByZero)) => {}
            (Exact::Open, Err(reason)) => {
                prop_assert!(reason == Unclarified::DivisionByZero || reason_holds(&judge, reason), "{:?}", reason);
            }
            // What is open may not matter: a count of what is known times zero.
            (Exact::Open, Ok(_)) => {}
            (expected, got) => prop_assert!(false, "{:?} is not {:?}", got, expected),
        }
    }

    /// What is decided stays decided, whatever the rows without a column turn out to say.
    #[test]
    fn decided_whatever_is_not_covered(
        expression in prop_oneof![expressions(), comparisons()], paper in papers(), span in spans(),
        codes_of in prop::collection::vec(prop::sample::select(vec![0, 130, 140, 651, 771, 999]), 17),
        ratios_of in prop::collection::vec(prop::sample::select(vec![0, 1, 2500, 5000, 13_750]), 5),
    ) {
        let compiled = compile(&expression, &codes()).expect("the states are in the list");
        let answer = |paper: &Paper| {
            let store = paper.store();
            compiled.evaluate(Some(store.columns().person(0)), &paper.coverage(), span).outcome
        };
        let before = answer(&paper);
        if matches!(before, Outcome::Unclarified(_)) {
            return Ok(());
        }
        let mut filled = paper.clone();
        for (number, code) in paper.uncovered_weeks.iter().zip(codes_of) {
            filled.weeks.insert(*number, code);
        }
        for (number, ratio) in paper.uncovered_months.iter().zip(&ratios_of) {
            filled.months.insert(*number, *ratio);
        }
        filled.uncovered_weeks.clear();
        filled.uncovered_months.clear();
        filled.uncovered_industries.clear();
        prop_assert_eq!(answer(&filled), before);
    }

    /// What decides is enough: with everything unknown that did not decide, a success stays a success.
    #[test]
    fn deciding_rows_are_enough_for_a_success(
        expression in prop_oneof![expressions(), comparisons()], paper in papers(), span in spans()) {
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
            coverage.industry_months[usize::try_from(month_number(fact.month)).expect("after 1991")] = false;
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
