//! Measures whose answer about a window is put together from its months: every question about weeks or months counts
//! rows, and counts of months add up. Whoever asks about everybody works out each month's counts once for everyone who is
//! alike in it. The answers are those of [`Compiled::outcome`] and [`Compiled::evaluate_value`].

use virkning_model::Decimal;
use virkning_model::expression::Comparison;

use crate::bound::{Bound, UNBOUNDED};
use crate::compile::{Compiled, Node, RATIO_UNITS};
use crate::quantity::Quantity;
use crate::quotient::quotient;
use crate::row_test::{RowTest, greatest, least};
use crate::truth::Truth;

/// What one part of a measure comes to in one month, or in several: parts of months are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonthPart {
    /// Rows that surely satisfy the part; or the sum of the known ratios, in ten-thousandths.
    sure: i32,
    /// Rows of which the register does not say it; or months without a ratio column.
    open: i32,
}

impl MonthPart {
    fn of(truth: Truth) -> Self {
        Self { sure: i32::from(truth == Truth::True), open: i32::from(truth == Truth::Unknown) }
    }

    /// Both together.
    pub fn and(self, other: MonthPart) -> MonthPart {
        MonthPart { sure: self.sure + other.sure, open: self.open + other.open }
    }
}

/// How many rows a window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowRows {
    /// Weeks whose Thursday lies in it.
    pub weeks: u32,
    /// Calendar months.
    pub months: u32,
}

/// What a person's months decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The measure is met.
    Success,
    /// It is not.
    NoSuccess,
    /// The register does not say.
    Unclarified,
}

/// A measure taken apart.
#[derive(Clone, Debug)]
pub struct Monthly<'c> {
    parts: Vec<Part<'c>>,
    success: Option<Shape>,
    value: Option<Reading>,
}

/// What is counted.
#[derive(Clone, Copy, Debug)]
enum Part<'c> {
    Rows(&'c RowTest),
    Ratios,
}

/// A question over parts, by their places.
#[derive(Clone, Debug)]
enum Shape {
    And(Vec<Shape>),
    Or(Vec<Shape>),
    Not(Box<Shape>),
    Asks(Reading),
}

/// What is read off a part.
#[derive(Clone, Copy, Debug)]
struct Reading {
    part: usize,
    of_weeks: bool,
    how: How,
}

#[derive(Clone, Copy, Debug)]
enum How {
    Any,
    All,
    Within(Bound),
    SumWithin(Bound),
    Rate(Comparison, Decimal),
    Mean(Comparison, Decimal),
    Count,
    Share,
    Sum,
    MeanValue,
}

impl Compiled {
    /// The measure taken apart by months; nothing where it asks something that does not add up by months, or more than the
    /// codes or the ratios of a row.
    pub fn monthly(&self) -> Option<Monthly<'_>> {
        if self.left.is_some() || !self.only_spells {
            return None;
        }
        let mut parts = Vec::new();
        let success = match &self.root {
            Some(root) => Some(shape(root, &mut parts)?),
            None => None,
        };
        let value = match &self.value {
            Some(value) => Some(reading_of(value, &mut parts)?),
            None => None,
        };
        Some(Monthly { parts, success, value })
    }
}

/// Where a question about rows counts them; nothing if a row is asked for both its code and its ratio.
fn rows<'c>(test: &'c RowTest, how: How, parts: &mut Vec<Part<'c>>) -> Option<Reading> {
    let of_weeks = match test {
        RowTest::Week(_) => true,
        RowTest::Ratio(_) => false,
        RowTest::Month(_) | RowTest::WeekInMonth(_) => return None,
    };
    parts.push(Part::Rows(test));
    Some(Reading { part: parts.len() - 1, of_weeks, how })
}

fn ratios<'c>(how: How, parts: &mut Vec<Part<'c>>) -> Reading {
    parts.push(Part::Ratios);
    Reading { part: parts.len() - 1, of_weeks: false, how }
}

fn shape<'c>(node: &'c Node, parts: &mut Vec<Part<'c>>) -> Option<Shape> {
    let reading = match node {
        Node::And(nodes) => return nodes.iter().map(|node| shape(node, parts)).collect::<Option<_>>().map(Shape::And),
        Node::Or(nodes) => return nodes.iter().map(|node| shape(node, parts)).collect::<Option<_>>().map(Shape::Or),
        Node::Not(inner) => return Some(Shape::Not(Box::new(shape(inner, parts)?))),
        Node::Any(test) => rows(test, How::Any, parts)?,
        Node::All(test) => rows(test, How::All, parts)?,
        Node::Count(test, _, bound) => rows(test, How::Within(*bound), parts)?,
        Node::Rate(test, comparison, value) => rows(test, How::Rate(*comparison, *value), parts)?,
        Node::Sum(_, bound) => ratios(How::SumWithin(*bound), parts),
        Node::Mean(comparison, value) => ratios(How::Mean(*comparison, *value), parts),
        Node::Min(..) | Node::Max(..) | Node::Longest(..) | Node::Numbers(..) | Node::Event(_) | Node::Nowhere => {
            return None;
        }
    };
    Some(Shape::Asks(reading))
}

fn reading_of<'c>(value: &'c Quantity, parts: &mut Vec<Part<'c>>) -> Option<Reading> {
    match value {
        Quantity::Count(test) => rows(test, How::Count, parts),
        Quantity::Rate(test) => rows(test, How::Share, parts),
        Quantity::SumOfRatios => Some(ratios(How::Sum, parts)),
        Quantity::MeanOfRatios => Some(ratios(How::MeanValue, parts)),
        _ => None,
    }
}

impl Monthly<'_> {
    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Whether a part counts weeks by their codes; else it counts months by their ratios.
    pub fn counts_weeks(&self, part: usize) -> bool {
        matches!(self.parts[part], Part::Rows(RowTest::Week(_)))
    }

    /// What a part that counts weeks comes to in one of them, by its number; nothing is a week without a column, 0 a blank
    /// one. Zero for a part that counts months.
    pub fn of_week(&self, part: usize, number: i32, code: Option<u16>) -> MonthPart {
        match self.parts[part] {
            Part::Rows(RowTest::Week(table)) => {
                MonthPart::of(code.map_or(Truth::Unknown, |code| table.get(code, number)))
            }
            _ => MonthPart::default(),
        }
    }

    /// What a part that counts months comes to in one of them, by its ratio in ten-thousandths; nothing is a month without a
    /// column. Zero for a part that counts weeks.
    pub fn of_month(&self, part: usize, ratio: Option<i32>) -> MonthPart {
        match (self.parts[part], ratio) {
            (Part::Rows(RowTest::Ratio(test)), ratio) => MonthPart::of(test.truth(ratio, None)),
            (Part::Ratios, Some(ratio)) => MonthPart { sure: ratio, open: 0 },
            (Part::Ratios, None) => MonthPart { sure: 0, open: 1 },
            _ => MonthPart::default(),
        }
    }

    /// The answer, from what the parts come to in the whole window.
    pub fn decided(&self, parts: &[MonthPart], rows: WindowRows) -> Decided {
        let Some(success) = &self.success else {
            return if self.is_valued(parts) { Decided::Success } else { Decided::Unclarified };
        };
        match success.truth(parts, rows) {
            Truth::True => Decided::Success,
            Truth::False => Decided::NoSuccess,
            Truth::Unknown => Decided::Unclarified,
        }
    }

    /// The value, from what the parts come to in the whole window; nothing where it is not known, or none is asked for.
    pub fn value(&self, parts: &[MonthPart], rows: WindowRows) -> Option<Decimal> {
        let reading = self.value.filter(|_| self.is_valued(parts))?;
        let sure = i128::from(parts[reading.part].sure);
        let all = i128::from(reading.total(rows).max(1));
        Some(match reading.how {
            How::Share => quotient(sure, all),
            How::Sum => quotient(sure, i128::from(RATIO_UNITS)),
            How::MeanValue => quotient(sure, i128::from(RATIO_UNITS) * all),
            _ => quotient(sure, 1),
        })
    }

    fn is_valued(&self, parts: &[MonthPart]) -> bool {
        self.value.is_some_and(|reading| parts[reading.part].open == 0)
    }
}

impl Shape {
    fn truth(&self, parts: &[MonthPart], rows: WindowRows) -> Truth {
        match self {
            Shape::And(shapes) => least(shapes.iter().map(|shape| shape.truth(parts, rows))),
            Shape::Or(shapes) => greatest(shapes.iter().map(|shape| shape.truth(parts, rows))),
            Shape::Not(shape) => !shape.truth(parts, rows),
            Shape::Asks(reading) => reading.truth(parts[reading.part], rows),
        }
    }
}

impl Reading {
    fn total(&self, rows: WindowRows) -> u32 {
        if self.of_weeks { rows.weeks } else { rows.months }
    }

    fn truth(&self, part: MonthPart, rows: WindowRows) -> Truth {
        let MonthPart { sure, open } = part;
        let (sure, most, all) = (i64::from(sure), i64::from(sure) + i64::from(open), i64::from(self.total(rows)));
        // A ratio that is not delivered may be any number from zero on.
        let most_ratio = if open > 0 { UNBOUNDED } else { sure };
        match self.how {
            How::Any if sure > 0 => Truth::True,
            How::Any if open > 0 => Truth::Unknown,
            How::Any => Truth::False,
            How::All if most < all => Truth::False,
            How::All if open > 0 => Truth::Unknown,
            How::All => Truth::True,
            How::SumWithin(bound) => bound.holds_between(sure, most_ratio),
            How::Within(bound) => bound.holds_between(sure, most),
            How::Rate(comparison, value) => {
                Bound::of_many(comparison, value, u64::from(self.total(rows).max(1))).holds_between(sure, most)
            }
            How::Mean(comparison, value) => {
                Bound::new(comparison, value, RATIO_UNITS * rows.months.max(1)).holds_between(sure, most_ratio)
            }
            How::Count | How::Share | How::Sum | How::MeanValue => Truth::Unknown,
        }
    }
}
