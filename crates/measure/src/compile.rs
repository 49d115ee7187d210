//! Compiles an expression for one edition of a code list: states and codes become one table by code, ratios become
//! comparisons of ten-thousandths. What remains at evaluation is loops over slices.

use rust_decimal::Decimal;
use virkning_model::code_list::CodeList;
use virkning_model::expression::{Comparison, Expression, Number, RowPredicate, Rows, Table};

use crate::bound::Bound;
use crate::codes::{Categories, CodeTable};
use crate::error::CompileError;
use crate::nearest::nearest;
use crate::print::states;
use crate::situation::Class;
use crate::truth::Truth;

/// Employment ratios are held in ten-thousandths.
pub(crate) const RATIO_UNITS: u32 = 10_000;

/// An expression made ready for one edition of a code list.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub(crate) root: Node,
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

/// Compiles an expression for one edition of a code list. Every state that it names must be in the list.
///
/// Panics if a row predicate asks a column of another table than its rows have, which no parsed expression does.
pub fn compile(expression: &Expression, codes: &CodeList) -> Result<Compiled, CompileError> {
    for state in states(expression) {
        if !codes.has_category(state) {
            return Err(unknown_state(state, codes));
        }
    }
    let categories = Categories::of(codes);
    let root = node(expression, &categories);
    let classes = categories.table(|_, category| Class::of(category));
    Ok(Compiled { root, classes, categories })
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
        Expression::Any(rows) | Expression::All(rows) if !matches!(rows.table, Table::Week | Table::Job) => {
            Node::Nowhere
        }
        Expression::Any(rows) => Node::Any(row_test(rows, categories)),
        Expression::All(rows) => Node::All(row_test(rows, categories)),
        Expression::Reported => Node::Nowhere,
        Expression::Compare(number, comparison, value) => {
            let bound = |units| Bound::new(*comparison, *value, units);
            match number {
                Number::Count(rows) if !matches!(rows.table, Table::Week | Table::Job) => Node::Nowhere,
                Number::Count(rows) => Node::Count(row_test(rows, categories), *comparison, bound(1)),
                Number::SumOfRatios => Node::Sum(*comparison, bound(RATIO_UNITS)),
                Number::MeanOfRatios => Node::Mean(*comparison, *value),
                Number::MinOfRatios => Node::Min(*comparison, bound(RATIO_UNITS)),
                Number::MaxOfRatios => Node::Max(*comparison, bound(RATIO_UNITS)),
                Number::Nights(_)
                | Number::Days(_)
                | Number::SumOfAmounts(_)
                | Number::OfObservations(..)
                | Number::Reported => Node::Nowhere,
            }
        }
    }
}

fn row_test(rows: &Rows, categories: &Categories) -> RowTest {
    match rows.table {
        Table::Week => RowTest::Week(categories.table(|code, category| week_truth(&rows.predicate, code, category))),
        _ => RowTest::Month(ratio_test(&rows.predicate)),
    }
}

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
        RowPredicate::Ratio(..) | RowPredicate::Kind(..) => panic!("a column of another table was asked of a week"),
    }
}

fn ratio_test(predicate: &RowPredicate) -> RatioTest {
    match predicate {
        RowPredicate::And(parts) => RatioTest::And(parts.iter().map(ratio_test).collect()),
        RowPredicate::Or(parts) => RatioTest::Or(parts.iter().map(ratio_test).collect()),
        RowPredicate::Not(inner) => RatioTest::Not(Box::new(ratio_test(inner))),
        RowPredicate::Ratio(comparison, value) => RatioTest::Compare(Bound::new(*comparison, *value, RATIO_UNITS)),
        RowPredicate::State(_) | RowPredicate::Code(_) | RowPredicate::Kind(..) => {
            panic!("a column of another table was asked of a month")
        }
    }
}
