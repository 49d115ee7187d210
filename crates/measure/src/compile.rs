//! Compiles an expression for one edition of a code list: states and codes become one table by code, ratios become
//! comparisons of ten-thousandths. What remains at evaluation is loops over slices.

use rust_decimal::Decimal;
use virkning_model::code_list::{CodeList, CodeStatus, LeavingList, ListedCodes, NamedCodes};
use virkning_model::expression::{Comparison, Expression, Number, Rows, Table};
use virkning_model::measuring::LeftPopulation;

use crate::bound::Bound;
use crate::codes::{Categories, CodeTable};
use crate::error::CompileError;
use crate::event::AMOUNT_UNITS;
use crate::events::{EventNode, EventTest};
use crate::left::Left;
use crate::nearest::nearest;
use crate::print::{code_lists, states, states_of_value, tables};
use crate::quantity::Quantity;
use crate::row_test::RowTest;
use crate::situation::Class;

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
    /// Whether nothing but codes and ratios inside the window is asked.
    pub(crate) only_spells: bool,
    pub(crate) classes: CodeTable<Class>,
    pub(crate) categories: Categories,
    /// What is said of whoever has left the population; nothing where the expression alone decides.
    pub(crate) left: Option<Left>,
}

impl Compiled {
    /// The same measure with what it says of whoever has left the population; nothing leaves the expression alone to
    /// decide. The weeks of the window are then asked too.
    pub fn treating_left(mut self, rule: Option<LeftPopulation>, leaving: &LeavingList) -> Self {
        if let Some(rule) = rule {
            self.left = Some(Left::new(rule, &self.categories, leaving));
            (self.asks_spells, self.only_events) = (true, false);
        }
        self
    }
}

impl Compiled {
    /// The same measure over amounts that are estimated from weeks: who has no weeks is not known to have had nothing, and
    /// the weeks of the window are part of what is explained.
    pub fn over_estimates(mut self) -> Self {
        (self.asks_spells, self.only_events) = (true, false);
        self
    }
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
    /// The share of the rows of the window; multiplied by their number, so that no division decides.
    Rate(RowTest, Comparison, Decimal),
    Longest(RowTest, Comparison, Bound),
    /// Two numbers that are calculated.
    Numbers(Quantity, Comparison, Quantity),
    /// A question about stays, observations or amounts.
    Event(EventNode),
    /// No register says it.
    Nowhere,
}

impl Node {
    /// Whether the industry of a job is asked somewhere.
    fn asks_industry(&self) -> bool {
        match self {
            Node::And(parts) | Node::Or(parts) => parts.iter().any(Node::asks_industry),
            Node::Not(inner) => inner.asks_industry(),
            Node::Any(test)
            | Node::All(test)
            | Node::Count(test, ..)
            | Node::Rate(test, ..)
            | Node::Longest(test, ..) => test.asks_industry(),
            Node::Numbers(left, _, right) => left.asks_industry() || right.asks_industry(),
            Node::Sum(..) | Node::Mean(..) | Node::Min(..) | Node::Max(..) | Node::Event(_) | Node::Nowhere => false,
        }
    }
}

impl Quantity {
    fn asks_industry(&self) -> bool {
        match self {
            Quantity::Count(test) | Quantity::Rate(test) | Quantity::Longest(test) => test.asks_industry(),
            Quantity::Calculated(left, _, right) => left.asks_industry() || right.asks_industry(),
            _ => false,
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
    code_lists(success, value).into_iter().try_for_each(|list| known_codes(list, codes))?;
    let categories = Categories::of(codes);
    let asked = tables(success, value);
    let asks_spells = asked.iter().any(|table| matches!(table, Table::Week | Table::Job));
    let only_events = asked.iter().all(|table| matches!(table, Table::Stay | Table::Amount | Table::Study));
    let root = success.map(|success| node(success, &categories));
    let value = value.map(|value| quantity(value, &categories));
    // Of these tables nothing is asked outside the window, and beside codes and ratios only the industry.
    let only_spells = asked.iter().all(|table| matches!(table, Table::Week | Table::Job))
        && !root.as_ref().is_some_and(Node::asks_industry)
        && !value.as_ref().is_some_and(Quantity::asks_industry);
    let classes = categories.table(|_, category| Class::of(category));
    Ok(Compiled { root, value, asks_spells, only_events, only_spells, classes, categories, left: None })
}

/// Every code that a named list is sure of is one of the register's; of a range at least one.
fn known_codes(list: &NamedCodes, codes: &CodeList) -> Result<(), CompileError> {
    let is_known = |code: u16| code == 0 || codes.rows.iter().any(|row| row.code == code);
    let unknown = list.rows.iter().filter(|row| row.status == CodeStatus::Confirmed).find_map(|row| match &row.codes {
        ListedCodes::Each(each) => each.iter().copied().find(|code| !is_known(*code)),
        ListedCodes::Range { first, last } => (!(*first..=*last).any(is_known)).then_some(*first),
    });
    match unknown {
        None => Ok(()),
        Some(code) => {
            Err(CompileError::UnknownCode { code, list: list.name.to_string(), edition: codes.edition.clone() })
        }
    }
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
            None => Node::Any(RowTest::of(rows, categories)),
        },
        Expression::All(rows) => match event_test(rows) {
            Some(test) => Node::Event(EventNode::All(test)),
            None => Node::All(RowTest::of(rows, categories)),
        },
        Expression::Compare(number, comparison, value) => compared(number, *comparison, *value, categories),
        Expression::CompareNumbers(left, comparison, right) => {
            Node::Numbers(quantity(left, categories), *comparison, quantity(right, categories))
        }
        Expression::Reported => Node::Nowhere,
    }
}

fn compared(number: &Number, comparison: Comparison, value: Decimal, categories: &Categories) -> Node {
    let bound = |units| Bound::new(comparison, value, units);
    let event = |rows| event_test(rows).expect("only spells have nights and days, only amounts have sums");
    match number {
        Number::Count(rows) => match event_test(rows) {
            Some(test) => Node::Event(EventNode::Count(test, comparison, bound(1))),
            None => Node::Count(RowTest::of(rows, categories), comparison, bound(1)),
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
        Number::Rate(rows) if event_test(rows).is_none() => {
            Node::Rate(RowTest::of(rows, categories), comparison, value)
        }
        Number::Longest(rows) => Node::Longest(RowTest::of(rows, categories), comparison, bound(1)),
        Number::Rate(_) | Number::OfAmounts(..) | Number::Constant(_) | Number::Calculated(..) => {
            Node::Numbers(quantity(number, categories), comparison, Quantity::Constant(value))
        }
        Number::Reported => Node::Nowhere,
    }
}

fn quantity(number: &Number, categories: &Categories) -> Quantity {
    let event = |rows| event_test(rows).expect("only spells have nights and days, only amounts have sums");
    match number {
        Number::Count(rows) => match event_test(rows) {
            Some(test) => Quantity::CountEvents(test),
            None => Quantity::Count(RowTest::of(rows, categories)),
        },
        Number::SumOfRatios => Quantity::SumOfRatios,
        Number::MeanOfRatios => Quantity::MeanOfRatios,
        Number::MinOfRatios => Quantity::MinOfRatios,
        Number::MaxOfRatios => Quantity::MaxOfRatios,
        Number::Nights(rows) => Quantity::Nights(event(rows)),
        Number::Days(rows) => Quantity::Days(event(rows)),
        Number::SumOfAmounts(rows) => Quantity::Amounts(event(rows)),
        Number::OfAmounts(figure, rows) => Quantity::OfAmounts(*figure, event(rows)),
        Number::OfObservations(figure, name) => Quantity::Observed(*figure, name.clone()),
        Number::Rate(rows) => match event_test(rows) {
            Some(test) => Quantity::RateOfEvents(test),
            None => Quantity::Rate(RowTest::of(rows, categories)),
        },
        Number::Longest(rows) => Quantity::Longest(RowTest::of(rows, categories)),
        Number::Constant(value) => Quantity::Constant(*value),
        Number::Calculated(left, operation, right) => Quantity::Calculated(
            Box::new(quantity(left, categories)),
            *operation,
            Box::new(quantity(right, categories)),
        ),
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
