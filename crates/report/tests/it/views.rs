//! Views that are not whole are refused, with every problem named.

use virkning_report::*;

use crate::sample;

fn with(blocks: Vec<Block>) -> Statement {
    let sections = vec![Section::new("A", blocks)];
    Statement { sections, ..Statement::new("da", sample::DAY, "Bilag", "b-1", sample::labels()) }
}

fn check_refused(statement: &Statement, expected: &[Problem]) {
    assert_eq!(check(statement), expected);
    for made in [statement_pdf(statement), statement_xlsx(statement)] {
        match made {
            Err(ReportError::View(problems)) => assert_eq!(problems, expected),
            other => panic!("made in spite of {expected:?}: {:?}", other.map(|bytes| bytes.len())),
        }
    }
}

#[test]
fn a_whole_view_has_no_problems() {
    assert_eq!(check(&sample::statement()), []);
    assert_eq!(check(&with(Vec::new())), []);
}

#[test]
fn languages_and_titles() {
    for language in ["", "d", "DA", "dansk", "d\""] {
        let statement = Statement { language: language.to_owned(), ..with(Vec::new()) };
        check_refused(&statement, &[Problem::Language(language.to_owned())]);
    }
    check_refused(&Statement { title: " ".to_owned(), ..with(Vec::new()) }, &[Problem::NoTitle]);
}

#[test]
fn rows_are_as_wide_as_their_table() {
    let table = Table {
        rows: vec![vec!["a".into(), "b".into()].into(), vec!["a".into()].into()],
        total: Some(vec!["a".into(); 3]),
        ..Table::new("T", vec![Column::text("A"), Column::figure("B")])
    };
    let width = |row, cells| Problem::RowWidth { table: "T".to_owned(), row, columns: 2, cells };
    check_refused(&with(vec![Block::Table(table)]), &[width(1, 1), width(2, 3)]);
    let no_columns = Problem::NoColumns { table: "T".to_owned() };
    check_refused(&with(vec![Block::Table(Table::new("T", Vec::new()))]), &[no_columns]);
}

#[test]
fn shares_are_numbers() {
    let table =
        Table { rows: vec![vec![Cell::share(f64::NAN, "–")].into()], ..Table::new("T", vec![Column::figure("A")]) };
    check_refused(&with(vec![Block::Table(table)]), &[Problem::NotFinite { place: "T".to_owned() }]);
}

#[test]
fn charts_are_as_long_as_their_axis_and_tell_what_they_show() {
    let mut chart = sample::plan_chart();
    chart.series[1].points.pop();
    chart.description.clear();
    chart.ticks.push(Tick { value: f64::INFINITY, text: "∞".to_owned() });
    let id = "plan-against-actual".to_owned();
    let length = Problem::SeriesLength { chart: id.clone(), series: "Faktisk".to_owned(), positions: 7, points: 6 };
    let expected = [Problem::NoDescription(id.clone()), length, Problem::NotFinite { place: id.clone() }];
    check_refused(&with(vec![Block::Chart(chart)]), &expected);

    let twice = vec![Block::Chart(sample::plan_chart()), Block::Chart(sample::plan_chart())];
    check_refused(&with(twice), &[Problem::ChartIdTwice(id)]);
    let named = Chart { id: "a\" onload=\"x".to_owned(), ..sample::plan_chart() };
    check_refused(&with(vec![Block::Chart(named)]), &[Problem::ChartId("a\" onload=\"x".to_owned())]);
}
