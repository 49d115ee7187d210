//! Code lists that an agreement names: how they are asked, what they mean week by week, and what is refused. The answers are
//! read off the rows of the lists by hand.

use jiff::civil::Date;
use virkning_measure::{
    CompileError, Problem, code_lists, compile, compile_measure, parse, parse_value_with, parse_with, print,
};
use virkning_model::code_list::{CodeStatus, ListedCodes, NamedCodeRow, NamedCodes};
use virkning_model::id::TermId;
use virkning_model::observation::{Outcome, Unclarified};

use crate::support::{Paper, codes, dream, span};

/// `651,652 661-669:2024-11-04..2024-11-24? 130:..2024-11-10`: codes or a range, when they are on the list, and a mark for rows
/// that are not sure.
fn list(name: &str, rows: &str) -> NamedCodes {
    let row = |text: &str| {
        let (text, status) = match text.strip_suffix('?') {
            Some(text) => (text, CodeStatus::Uncertain),
            None => (text, CodeStatus::Confirmed),
        };
        let (codes, days) = text.split_once(':').unwrap_or((text, ".."));
        let (from, to) = days.split_once("..").expect("two ends");
        let code = |text: &str| text.parse::<u16>().expect("a code");
        let day = |text: &str| (!text.is_empty()).then(|| text.parse::<Date>().expect("a day"));
        NamedCodeRow {
            codes: match codes.split_once('-') {
                Some((first, last)) => ListedCodes::Range { first: code(first), last: code(last) },
                None => ListedCodes::Each(codes.split(',').map(code).collect()),
            },
            valid_from: day(from),
            valid_to: day(to),
            status,
        }
    };
    NamedCodes {
        name: TermId::new(name).expect("an identifier"),
        label: name.to_uppercase(),
        edition: "test".to_owned(),
        rows: rows.split_whitespace().map(row).collect(),
    }
}

/// The answer for one person in November 2024, whose weeks have their Thursdays on 7, 14, 21 and 28 November.
fn check(rows: &str, expression: &str, weeks: &str, expected: Outcome) {
    let lists = [list("study", rows)];
    let expression = parse_with(expression, dream(), &lists).unwrap_or_else(|error| panic!("{expression}: {error}"));
    let compiled = compile(&expression, &codes()).unwrap_or_else(|error| panic!("{rows}: {error}"));
    let paper = Paper::read(weeks, "", "");
    let store = paper.store();
    let found = compiled.outcome(Some(store.columns().person(0)), &paper.coverage(), span("2024-11"));
    assert_eq!(found, expected, "{rows}: {} of {weeks}", print(&expression));
}

const UNKNOWN_661: Outcome = Outcome::Unclarified(Unclarified::UnknownCode { code: 661 });

#[test]
fn codes_of_a_list_are_asked_by_its_name() {
    use Outcome::{NoSuccess, Success};
    let any = "any(week.code in study)";
    check("651,652", any, "2024W46:652", Success);
    check("651,652", any, "2024W46:661", NoSuccess);
    check("651,652", any, "", NoSuccess);
    check("0", "all(week.code in study)", "", Success);
    check("651-661", any, "2024W46:652", Success);
    check("651", "all(week.code not in study)", "2024W46:652", Success);
    check("651", "count(week.code in study) >= 2", "2024W46-2024W47:651", Success);
    check("651", "any(week.code in study or week.state = leave)", "2024W46:881", Success);
    // A code that no list knows is certainly not on this one.
    check("651", any, "2024W46:654", NoSuccess);
}

#[test]
fn a_list_means_what_it_says_on_the_thursday_of_the_week() {
    use Outcome::{NoSuccess, Success};
    let any = "any(week.code in study)";
    // The Thursday of week 46 is 14 November.
    check("651:2024-11-14..", any, "2024W46:651", Success);
    check("651:2024-11-15..", any, "2024W46:651", NoSuccess);
    check("651:..2024-11-14", any, "2024W46:651", Success);
    check("651:..2024-11-13", any, "2024W46:651", NoSuccess);
    // Off the list for a week, and on it again.
    let twice = "651:..2024-11-08 651:2024-11-20..";
    check(twice, "count(week.code in study) = 3", "2024W45-2024W48:651", Success);
    check(twice, "longest(week.code in study) = 2", "2024W45-2024W48:651", Success);
    // The code 140 of the register's list changes its category in this month; both are asked at once.
    check(
        "140:..2024-11-13",
        "count(week.code in study and week.state = education) = 1",
        "2024W45-2024W48:140",
        Success,
    );
}

#[test]
fn a_row_that_is_not_sure_leaves_the_answer_open_where_it_matters() {
    use Outcome::{NoSuccess, Success};
    let any = "any(week.code in study)";
    check("651 661?", any, "2024W46:661", UNKNOWN_661);
    check("651 661?", any, "2024W45:651 2024W46:661", Success);
    check("651 661?", any, "2024W46:130", NoSuccess);
    check("651 661:2024-12-01..?", any, "2024W46:661", NoSuccess);
    check("651 660-669? 661", any, "2024W46:661", Success);
}

#[test]
fn what_is_read_is_printed_and_names_its_lists() {
    let lists = [list("study", "651"), list("pause", "881")];
    for text in [
        "any(week.code in study)",
        "any(week.code not in study)",
        "count(week.code in pause or week.code in (1, 2)) >= 2",
    ] {
        let expression = parse_with(text, dream(), &lists).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(print(&expression), text);
    }
    let text = "all(week.code in pause) or any(week.code in study and week.code not in pause)";
    let expression = parse_with(text, dream(), &lists).expect("an expression");
    let value = parse_value_with("count(week.code in study)", dream(), &lists).expect("a number");
    let named = |lists: Vec<&NamedCodes>| lists.iter().map(|list| list.name.to_string()).collect::<Vec<_>>();
    assert_eq!(named(code_lists(Some(&expression), None)), ["pause", "study"]);
    assert_eq!(named(code_lists(Some(&expression), Some(&value))), ["pause", "study"]);
    assert_eq!(named(code_lists(None, Some(&value))), ["study"]);
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let lists = [list("study", "651")];
    let refused = |text: &str, lists: &[NamedCodes]| {
        let error = parse_with(text, dream(), lists).expect_err(text);
        (error.code(), text[error.start..error.end].to_owned(), error.arguments())
    };
    let (code, place, arguments) = refused("any(week.code in sturdy)", &lists);
    assert_eq!((code, &*place), ("M032", "sturdy"));
    assert_eq!(
        arguments,
        [("name", "sturdy".to_owned()), ("known", "study".to_owned()), ("nearest", "study".to_owned())]
    );
    assert_eq!(refused("any(week.code in study)", &[]).2[1], ("known", "none".to_owned()));
    assert_eq!(refused("any(week.code in and)", &lists).0, "M003");
    // Only codes have lists: states, ratios and kinds do not.
    assert_eq!(refused("any(week.state in study)", &lists).0, "M003");
    assert_eq!(refused("any(job.ratio in study)", &lists).0, "M016");
    assert!(
        matches!(parse("any(week.code in study)", dream()), Err(error) if matches!(error.problem, Problem::UnknownCodeList { .. }))
    );
}

#[test]
fn a_code_that_the_register_does_not_have_is_refused_unless_it_is_marked() {
    let check = |rows: &str, expected: Option<u16>| {
        let lists = [list("study", rows)];
        let expression = parse_with("any(week.code in study)", dream(), &lists).expect("an expression");
        let unknown = match compile_measure(Some(&expression), None, &codes()) {
            Err(CompileError::UnknownCode { code, list, edition }) => {
                assert_eq!((&*list, &*edition), ("study", "test"));
                Some(code)
            }
            other => other.map(|_| None).expect("nothing else is wrong"),
        };
        assert_eq!(unknown, expected, "{rows}");
    };
    check("651,654", Some(654));
    check("651 654?", None);
    check("0", None);
    // A range may have gaps, but not nothing else.
    check("651-659", None);
    check("653-659", Some(653));
}
