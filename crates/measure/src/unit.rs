//! The units of numbers, checked when an expression is read: kroner are not added to nights, nor shares compared with days.

use std::fmt;

use virkning_model::expression::{Figure, Number, Operation, Table};

use crate::error::Problem;

/// What a number counts or measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A number that the text gives: it takes the unit of what stands beside it.
    Free,
    /// A part of a whole, or one number in relation to another of its unit.
    Share,
    /// So many of the words.
    Of(&'static str),
    /// The unit of the observation of that name, which its profile knows.
    Observation(String),
    /// So much of the first for each of the second: kroner for each week.
    Per(Box<Unit>, Box<Unit>),
}

impl Unit {
    /// The unit of a number of the rows.
    pub(crate) fn of(number: &Number) -> Self {
        match number {
            Number::Count(rows) | Number::Longest(rows) => Unit::Of(match rows.table {
                Table::Week => "weeks",
                Table::Job => "months",
                Table::Stay => "stays",
                Table::Observation => "observations",
                Table::Amount => "amounts",
                Table::Study => "spells",
            }),
            Number::Rate(_) | Number::MeanOfRatios | Number::MinOfRatios | Number::MaxOfRatios => Unit::Share,
            // A month at the ratio 0.5 is half a month of full time.
            Number::SumOfRatios => Unit::Of("full-time-months"),
            Number::Nights(_) => Unit::Of("nights"),
            Number::Days(_) => Unit::Of("days"),
            Number::SumOfAmounts(_) | Number::OfAmounts(..) => Unit::Of("kroner"),
            Number::OfObservations(Figure::Change, _) => Unit::Share,
            Number::OfObservations(_, name) => Unit::Observation(name.clone()),
            Number::Constant(_) | Number::Calculated(..) | Number::Reported => Unit::Free,
        }
    }

    /// Whether two numbers may be compared, added and subtracted; gives their unit.
    pub(crate) fn same_as(&self, other: &Unit) -> Result<Unit, Problem> {
        match (self, other) {
            (Unit::Free, unit) | (unit, Unit::Free) => Ok(unit.clone()),
            (left, right) if left == right => Ok(left.clone()),
            (left, right) => Err(Problem::UnitsDiffer { left: left.to_string(), right: right.to_string() }),
        }
    }

    /// The unit of a calculation. A given number or a share scales what it is multiplied with; two numbers of one unit
    /// divided are a share, and of two units so much of the first for each of the second.
    pub(crate) fn calculated(&self, operation: Operation, other: &Unit) -> Result<Unit, Problem> {
        let scales = |unit: &Unit| matches!(unit, Unit::Free | Unit::Share);
        match (operation, self, other) {
            (Operation::Plus | Operation::Minus, left, right) => left.same_as(right),
            (_, Unit::Free, Unit::Free) => Ok(Unit::Free),
            (Operation::Times, scale, unit) if *scale == Unit::Free || scales(scale) && *unit != Unit::Free => {
                Ok(unit.clone())
            }
            (_, unit, scale) if scales(scale) => Ok(unit.clone()),
            (Operation::Times, Unit::Per(unit, each), right) if **each == *right => Ok((**unit).clone()),
            (Operation::DividedBy, left, right) if left == right => Ok(Unit::Share),
            (Operation::DividedBy, Unit::Of(_) | Unit::Observation(_), Unit::Of(_) | Unit::Observation(_)) => {
                Ok(Unit::Per(Box::new(self.clone()), Box::new(other.clone())))
            }
            (_, left, right) => Err(Problem::UnitsWithoutMeaning {
                left: left.to_string(),
                sign: operation.sign(),
                right: right.to_string(),
            }),
        }
    }
}

/// The word by which the text files choose the wording; the name of an observation as it is.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unit::Free => f.write_str("number"),
            Unit::Share => f.write_str("share"),
            Unit::Of(words) => f.write_str(words),
            Unit::Observation(name) => write!(f, "observation.{name}"),
            Unit::Per(unit, each) => write!(f, "{unit} / {each}"),
        }
    }
}
