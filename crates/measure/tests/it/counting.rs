//! Cases as text: an expression, one person's rows, and the answer with its situation and, where it is given, the rows
//! that decided. The files stand in `cases/`; their expected answers are read off the rules named in them by hand.

use virkning_measure::{Evaluation, Explanation, compile, evaluate_all, month_number, parse};
use virkning_model::code_list::{LeavingList, LeavingRow};
use virkning_model::measuring::LeftPopulation;
use virkning_model::observation::{Leaving, Outcome, Situation, Unclarified};

use crate::support::{Paper, Store, codes, dream, month, span, week};

#[test]
fn ips_plus() {
    check_file(include_str!("cases/ips-plus.txt"), 25);
}

#[test]
fn quantifiers_and_numbers() {
    check_file(include_str!("cases/language.txt"), 40);
}

#[test]
fn left_population_in_a_window() {
    check_file(include_str!("cases/left-population.txt"), 18);
}

#[derive(Default)]
struct Case<'a> {
    name: &'a str,
    expression: &'a str,
    span: &'a str,
    weeks: &'a str,
    months: &'a str,
    uncovered: &'a str,
    absent: bool,
    expected: &'a str,
    decides: Option<&'a str>,
    left: Option<LeftPopulation>,
}

/// Runs the cases of a file. Lines before the first case are defaults for all; a case ends with a blank line.
fn check_file(text: &str, at_least: usize) {
    let mut expression = "";
    let mut window = "";
    let mut number = 0;
    for block in text.split("\n\n") {
        let mut case = Case { expression, span: window, ..Case::default() };
        for line in block.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("no key in {line:?}"));
            let value = value.trim();
            match key {
                "case" => case.name = value,
                "expression" => case.expression = value,
                "span" => case.span = value,
                "weeks" => case.weeks = value,
                "months" => case.months = value,
                "uncovered" => case.uncovered = value,
                "left" => case.left = Some(left_population(value)),
                "not in extract" => case.absent = true,
                "expected" => case.expected = value,
                "decides" => case.decides = Some(value),
                other => panic!("unknown key {other:?}"),
            }
        }
        if case.name.is_empty() {
            (expression, window) = (case.expression, case.span);
            continue;
        }
        number += 1;
        check(&case);
    }
    assert!(number >= at_least, "only {number} cases were found");
}

fn left_population(word: &str) -> LeftPopulation {
    match word {
        "no-success" => LeftPopulation::NoSuccess,
        "unclarified" => LeftPopulation::Unclarified,
        "left-out" => LeftPopulation::LeftOut,
        other => panic!("unknown rule {other:?}"),
    }
}

/// As the register facts say, section 1.4: 997, 998 and 999, of which 998 shares its category with 781 and 783.
fn leaving() -> LeavingList {
    let row = |how, category: &str, code| LeavingRow { how, category: category.into(), code };
    let rows = vec![
        row(Leaving::Emigrated, "emigrated", None),
        row(Leaving::OldAgePension, "pension", Some(998)),
        row(Leaving::Dead, "dead", None),
    ];
    LeavingList { edition: "test".into(), rows }
}

fn check(case: &Case<'_>) {
    let name = case.name;
    let expression = parse(case.expression, dream()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let compiled = compile(&expression, &codes()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let compiled = compiled.treating_left(case.left, &leaving());
    let paper = Paper::read(case.weeks, case.months, case.uncovered);
    // Somebody else stands before and after, so that a mistake in the offsets is seen.
    let neighbour = Paper::read("1991W33-2031W01:999", "", "");
    let mut store = Store::default();
    for person in [&neighbour, &paper, &neighbour] {
        store.push(person);
    }
    let (columns, coverage, window) = (store.columns(), paper.coverage(), span(case.span));
    let row = (!case.absent).then_some(1);
    let mut answers = [Evaluation::NOT_IN_EXTRACT];
    evaluate_all(&compiled, &columns, &coverage, &[(row, window)], &mut answers);
    assert_eq!(answer(answers[0]), case.expected, "{name}");
    let explanation = compiled.explain(row.map(|_| columns.person(1)), &coverage, window);
    assert_eq!(explanation.evaluation, answers[0], "{name}: the explanation explains another answer");
    if let Some(decides) = case.decides {
        assert_eq!(deciding(&explanation), decides, "{name}");
    }
    let some_decide = !deciding(&explanation).is_empty();
    // By zero is divided where no row counts: there is none to show, and the reason says so.
    let none = matches!(answers[0].outcome, Outcome::NoSuccess | Outcome::Unclarified(Unclarified::DivisionByZero));
    assert_eq!(some_decide, !case.absent && !none, "{name}");
}

fn answer(evaluation: Evaluation) -> String {
    let outcome = match evaluation.outcome {
        Outcome::Success => "success".to_owned(),
        Outcome::NoSuccess => "no success".to_owned(),
        Outcome::Unclarified(Unclarified::NotInExtract) => "not in extract".to_owned(),
        Outcome::Unclarified(Unclarified::UnknownCode { code }) => format!("code {code}"),
        Outcome::Unclarified(Unclarified::WeekNotCovered { week }) => format!("no {week}"),
        Outcome::Unclarified(Unclarified::MonthNotCovered { month }) => format!("no {month}"),
        Outcome::Unclarified(Unclarified::NoData) => "no data".to_owned(),
        Outcome::Unclarified(Unclarified::LeftPopulation { how }) => format!("left ({})", how.name()),
        Outcome::Unclarified(Unclarified::NotVerified) => "not verified".to_owned(),
        Outcome::Unclarified(Unclarified::DivisionByZero) => "division by zero".to_owned(),
        Outcome::Unclarified(Unclarified::Disputed) => "disputed".to_owned(),
        Outcome::Unclarified(Unclarified::NotEstimated { week, why }) => format!("{} {week}", why.name()),
    };
    let situation = match evaluation.situation {
        Situation::Dead => "dead",
        Situation::Abroad => "abroad",
        Situation::Employed => "employed",
        Situation::Education => "education",
        Situation::Transfer => "transfer",
        Situation::None => "none",
        Situation::Unclarified => "unclarified",
    };
    format!("{outcome}, {situation}")
}

fn deciding(explanation: &Explanation) -> String {
    let weeks = explanation.weeks.iter().filter(|fact| fact.decides).map(|fact| fact.week.to_string());
    let months = explanation.months.iter().filter(|fact| fact.decides).map(|fact| fact.month.to_string());
    weeks.chain(months).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_explanation_shows_every_week_and_month() {
    let expression = parse("any(job.ratio > 0) or any(week.state = education)", dream()).expect("it parses");
    let compiled = compile(&expression, &codes()).expect("it compiles");
    let paper = Paper::read("2024W44:130 2024W45:651 2024W47:654", "2024-11:0.2500", "2024W48");
    let store = paper.store();
    let explanation = compiled.explain(Some(store.columns().person(0)), &paper.coverage(), span("2024-11"));
    let weeks: Vec<_> = explanation
        .weeks
        .iter()
        .map(|fact| (fact.week, fact.code, fact.category.as_deref(), fact.covered, fact.decides))
        .collect();
    assert_eq!(
        weeks,
        [
            (week("2024W45"), 651, Some("education"), true, true),
            (week("2024W46"), 0, Some("self_support"), true, false),
            (week("2024W47"), 654, None, true, false),
            (week("2024W48"), 0, None, false, false),
        ]
    );
    let [only] = explanation.months.as_slice() else { panic!("one month") };
    assert_eq!(only.month, month("2024-11"));
    assert_eq!(only.ratio.map(|ratio| ratio.to_string()).as_deref(), Some("0.25"));
    assert_eq!((only.industry, only.covered, only.decides), (Some(412_000), true, true));
}

#[test]
fn a_person_outside_the_extract_has_no_facts() {
    let expression = parse("not any(job.ratio > 0)", dream()).expect("it parses");
    let compiled = compile(&expression, &codes()).expect("it compiles");
    let explanation = compiled.explain(None, &Paper::default().coverage(), span("2024-11"));
    assert_eq!(explanation.evaluation, Evaluation::NOT_IN_EXTRACT);
    assert!(explanation.weeks.is_empty() && explanation.months.is_empty());
}

#[test]
fn nothing_is_covered_by_an_empty_extract() {
    let expression = parse("any(week.state = education)", dream()).expect("it parses");
    let compiled = compile(&expression, &codes()).expect("it compiles");
    let store = Paper::default().store();
    let empty = virkning_measure::Coverage::default();
    let got = compiled.evaluate(Some(store.columns().person(0)), &empty, span("1990-01..1991-12"));
    assert_eq!(answer(got), "no 1990W01, unclarified");
    assert!(month_number(month("1990-01")) < 0);
}
