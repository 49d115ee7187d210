//! The typed measure expression: what is asked of one person's register rows inside a window. The `measure` crate
//! parses, types, compiles and evaluates it; the agreement carries it.

use rust_decimal::Decimal;

/// A table of a register source. Rows of different tables are never mixed in one row predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a week: the benefit code.
    Week,
    /// One row a month: paid work.
    Job,
}

impl Table {
    /// The word of the language.
    pub fn name(self) -> &'static str {
        match self {
            Table::Week => "week",
            Table::Job => "job",
        }
    }
}

/// A yes-or-no question about one person and one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// All must hold.
    And(Vec<Expression>),
    /// One is enough.
    Or(Vec<Expression>),
    /// Must not hold.
    Not(Box<Expression>),
    /// Some row of the table satisfies the predicate.
    Any(Rows),
    /// Every row of the table satisfies the predicate.
    All(Rows),
    /// A number of the rows compared with a number.
    Compare(Number, Comparison, Decimal),
}

/// Rows of one table that satisfy a predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The table.
    pub table: Table,
    /// What is asked of each row.
    pub predicate: RowPredicate,
}

/// A number computed from the rows of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// How many rows satisfy the predicate.
    Count(Rows),
    /// The sum of the employment ratios; a month without one counts as zero.
    SumOfRatios,
    /// Their mean over the months of the window.
    MeanOfRatios,
    /// The smallest.
    MinOfRatios,
    /// The largest.
    MaxOfRatios,
}

/// A yes-or-no question about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowPredicate {
    /// All must hold.
    And(Vec<RowPredicate>),
    /// One is enough.
    Or(Vec<RowPredicate>),
    /// Must not hold.
    Not(Box<RowPredicate>),
    /// `job.ratio > 0`: the employment ratio of the month.
    Ratio(Comparison, Decimal),
    /// `week.state in (education, leave)`: the week's category in the dated code list.
    State(Vec<String>),
    /// `week.code in (651, 652)`: the week's code itself. Blank is code 0.
    Code(Vec<u16>),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The sign of the language.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }

    /// Whether it holds.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
        }
    }
}
