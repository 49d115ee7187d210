//! Compiles an expression for one edition of a code list: states and codes become one table by code, ratios become
//! comparisons of ten-thousandths. What remains at evaluation is loops over slices.

use rust_decimal::Decimal;
use virkning_model::code_list::CodeList;
use virkning_model::expression::{Comparison, Expression, Number, RowPredicate, Rows, Table};

use crate::bound::Bound;
use crate::codes::{Categories, CodeTable};
use crate::error::CompileError;
use crate::event::AMOUNT_UNITS;
use crate::events::{EventNode, EventTest};
use crate::nearest::nearest;
use crate::print::{states, states_of_value, tables};
use crate::quantity::Quantity;
use crate::situation::Class;
use crate::truth::Truth;

/// Employment ratios are held in ten-thousandths.
pub(crate) const RATIO_UNITS: u32 = 10_000;

/// A measure made ready for one edition of a code list.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What counts as success; nothing where only a value is asked for.
    pub(crate) root: Option<Node>,
    /// The value; nothing where only success is asked for.
    pub(crate) value: Option<Quantity>,
    /// Whether weeks or months are asked.
    pub(crate) asks_spells: bool,
    /// Whether nothing but lists of what has happened is asked: who is not in them had none of it.
    pub(crate) only_events: bool,
    pub(crate) classes: CodeTable<Class>,
    pub(crate) categories: Categories,
}

/// A question about a person.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Any(RowTest),
    All(RowTest),
    Count(RowTest, Comparison, Bound),
    /// The sum over the months of the window.
    Sum(Comparison, Bound),
    /// As the sum, but the value is multiplied by the months of the window: no division decides.
    Mean(Comparison, Decimal),
    Min(Comparison, Bound),
    Max(Comparison, Bound),
    /// A question about stays, observations or amounts.
    Event(EventNode),
    /// No register says it.
    Nowhere,
}

/// A question about a row.
#[derive(Clone, Debug)]
pub(crate) enum RowTest {
    Week(CodeTable<Truth>),
    Month(RatioTest),
}

/// A question about the ratio of a month.
#[derive(Clone, Debug)]
pub(crate) enum RatioTest {
    And(Vec<RatioTest>),
    Or(Vec<RatioTest>),
    Not(Box<RatioTest>),
    Compare(Bound),
}

impl RatioTest {
    pub(crate) fn holds(&self, ratio: i32) -> bool {
        match self {
            RatioTest::And(parts) => parts.iter().all(|part| part.holds(ratio)),
            RatioTest::Or(parts) => parts.iter().any(|part| part.holds(ratio)),
            RatioTest::Not(inner) => !inner.holds(ratio),
            RatioTest::Compare(bound) => bound.holds(i64::from(ratio)),
        }
    }
}

/// Compiles a success expression for one edition of a code list. Every state that it names must be in the list.
///
/// Panics if a row predicate asks a column of another table than its rows have, which no parsed expression does.
pub fn compile(expression: &Expression, codes: &CodeList) -> Result<Compiled, CompileError> {
    compile_measure(Some(expression), None, codes)
}

/// As [`compile`], for a measure that has a success expression, a value expression, or both.
pub fn compile_measure(
    success: Option<&Expression>,
    value: Option<&Number>,
    codes: &CodeList,
) -> Result<Compiled, CompileError> {
    let named = success.into_iter().flat_map(states).chain(value.into_iter().flat_map(states_of_value));
    for state in named {
        if !codes.has_category(state) {
            return Err(unknown_state(state, codes));
        }
    }
    let categories = Categories::of(codes);
    let asked = tables(success, value);
    let asks_spells = asked.iter().any(|table| matches!(table, Table::Week | Table::Job));
    let only_events = asked.iter().all(|table| matches!(table, Table::Stay | Table::Amount | Table::Study));
    let root = success.map(|success| node(success, &categories));
    let value = value.map(|value| quantity(value, &categories));
    let classes = categories.table(|_, category| Class::of(category));
    Ok(Compiled { root, value, asks_spells, only_events, classes, categories })
}

fn unknown_state(state: &str, codes: &CodeList) -> CompileError {
    let mut known: Vec<String> = codes.rows.iter().map(|row| row.category.clone()).collect();
    known.sort();
    known.dedup();
    let nearest = nearest(state, known.iter().map(String::as_str)).unwrap_or_default().to_owned();
    CompileError::UnknownState { state: state.to_owned(), known, nearest, edition: codes.edition.clone() }
}

fn node(expression: &Expression, categories: &Categories) -> Node {
    let nodes = |parts: &[Expression]| parts.iter().map(|part| node(part, categories)).collect();
    match expression {
        Expression::And(parts) => Node::And(nodes(parts)),
        Expression::Or(parts) => Node::Or(nodes(parts)),
        Expression::Not(inner) => Node::Not(Box::new(node(inner, categories))),
        Expression::Any(rows) => match event_test(rows) {
            Some(test) => Node::Event(EventNode::Any(test)),
            None => Node::Any(row_test(rows, categories)),
        },
        Expression::All(rows) => match event_test(rows) {
            Some(test) => Node::Event(EventNode::All(test)),
            None => Node::All(row_test(rows, categories)),
        },
        Expression::Compare(number, comparison, value) => compared(number, *comparison, *value, categories),
        Expression::Reported => Node::Nowhere,
    }
}

fn compared(number: &Number, comparison: Comparison, value: Decimal, categories: &Categories) -> Node {
    let bound = |units| Bound::new(comparison, value, units);
    let event = |rows| event_test(rows).expect("only spells have nights and days, only amounts have sums");
    match number {
        Number::Count(rows) => match event_test(rows) {
            Some(test) => Node::Event(EventNode::Count(test, comparison, bound(1))),
            None => Node::Count(row_test(rows, categories), comparison, bound(1)),
        },
        Number::SumOfRatios => Node::Sum(comparison, bound(RATIO_UNITS)),
        Number::MeanOfRatios => Node::Mean(comparison, value),
        Number::MinOfRatios => Node::Min(comparison, bound(RATIO_UNITS)),
        Number::MaxOfRatios => Node::Max(comparison, bound(RATIO_UNITS)),
        Number::Nights(rows) => Node::Event(EventNode::Nights(event(rows), comparison, bound(1))),
        Number::Days(rows) => Node::Event(EventNode::Days(event(rows), comparison, bound(1))),
        Number::SumOfAmounts(rows) => Node::Event(EventNode::Amounts(event(rows), comparison, bound(AMOUNT_UNITS))),
        Number::OfObservations(figure, name) => {
            Node::Event(EventNode::Observed(*figure, name.clone(), comparison, value))
        }
        Number::Reported => Node::Nowhere,
    }
}

fn quantity(number: &Number, categories: &Categories) -> Quantity {
    let event = |rows| event_test(rows).expect("only spells have nights and days, only amounts have sums");
    match number {
        Number::Count(rows) => match event_test(rows) {
            Some(test) => Quantity::CountEvents(test),
            None => Quantity::Count(row_test(rows, categories)),
        },
        Number::SumOfRatios => Quantity::SumOfRatios,
        Number::MeanOfRatios => Quantity::MeanOfRatios,
        Number::MinOfRatios => Quantity::MinOfRatios,
        Number::MaxOfRatios => Quantity::MaxOfRatios,
        Number::Nights(rows) => Quantity::Nights(event(rows)),
        Number::Days(rows) => Quantity::Days(event(rows)),
        Number::SumOfAmounts(rows) => Quantity::Amounts(event(rows)),
        Number::OfObservations(figure, name) => Quantity::Observed(*figure, name.clone()),
        Number::Reported => Quantity::Nowhere,
    }
}

/// The question about rows of stays, education spells or amounts; nothing for weeks and months, which have tables of their own.
fn event_test(rows: &Rows) -> Option<EventTest> {
    match rows.table {
        Table::Stay | Table::Amount | Table::Study => Some(EventTest::new(rows.table, rows.predicate.clone())),
        Table::Week | Table::Job => None,
        Table::Observation => panic!("an observation was asked as a row"),
    }
}

fn row_test(rows: &Rows, categories: &Categories) -> RowTest {
    match rows.table {
        Table::Week => RowTest::Week(categories.table(|code, category| week_truth(&rows.predicate, code, category))),
        Table::Job => RowTest::Month(ratio_test(&rows.predicate)),
        Table::Stay | Table::Observation | Table::Amount | Table::Study => panic!("{ANOTHER_TABLE}"),
    }
}

const ANOTHER_TABLE: &str = "a column of another table was asked of a row";

fn week_truth(predicate: &RowPredicate, code: u16, category: Option<&str>) -> Truth {
    let truth = |part: &RowPredicate| week_truth(part, code, category);
    match predicate {
        RowPredicate::And(parts) => parts.iter().map(truth).min().unwrap_or(Truth::True),
        RowPredicate::Or(parts) => parts.iter().map(truth).max().unwrap_or(Truth::False),
        RowPredicate::Not(inner) => !truth(inner),
        RowPredicate::State(states) => match category {
            Some(category) => Truth::from(states.iter().any(|state| state == category)),
            None => Truth::Unknown,
        },
        RowPredicate::Code(codes) => Truth::from(codes.contains(&code)),
        RowPredicate::Ratio(..) | RowPredicate::Kind(..) | RowPredicate::Item(_) => panic!("{ANOTHER_TABLE}"),
    }
}

fn ratio_test(predicate: &RowPredicate) -> RatioTest {
    match predicate {
        RowPredicate::And(parts) => RatioTest::And(parts.iter().map(ratio_test).collect()),
        RowPredicate::Or(parts) => RatioTest::Or(parts.iter().map(ratio_test).collect()),
        RowPredicate::Not(inner) => RatioTest::Not(Box::new(ratio_test(inner))),
        RowPredicate::Ratio(comparison, value) => RatioTest::Compare(Bound::new(*comparison, *value, RATIO_UNITS)),
        RowPredicate::State(_) | RowPredicate::Code(_) | RowPredicate::Kind(..) | RowPredicate::Item(_) => {
            panic!("{ANOTHER_TABLE}")
        }
    }
}
