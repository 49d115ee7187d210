//! The typed measure expression: what is asked of one person's register rows inside a window. The `measure` crate
//! parses, types, compiles and evaluates it; the agreement carries it.

use rust_decimal::Decimal;

use crate::code_list::NamedCodes;

/// A table of a register source. Rows of different tables are never mixed in one row predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a week: the benefit code.
    Week,
    /// One row a month: paid work.
    Job,
    /// One row a stay: where somebody was taken in, from the day of arrival to the day of departure.
    Stay,
    /// One row a dated value: what was observed by name, such as a blood test or a score.
    Observation,
    /// One row an amount: what was paid for somebody in a week or a month or on a day, by kind and item.
    Amount,
    /// One row an education spell: its level or form, from the first day to the day after the last.
    Study,
}

impl Table {
    /// Every table of every source.
    pub const ALL: [Table; 6] = [Table::Week, Table::Job, Table::Stay, Table::Observation, Table::Amount, Table::Study];

    /// The kinds that its rows may have, where they are a closed list; nothing where whoever delivers them names them.
    /// Stays are those of the national shelter statistics: § 110 (`shelter`, with `night-cafe` until 1 July 2022 and
    /// `aftercare` as kinds of their own since 2021) and § 109 (`crisis-centre`). Register facts, section 6.3.
    pub fn kinds(self) -> Option<&'static [&'static str]> {
        match self {
            Table::Stay => Some(&["shelter", "crisis-centre", "night-cafe", "aftercare"]),
            Table::Week | Table::Job | Table::Observation | Table::Amount | Table::Study => None,
        }
    }

    /// The word of the language.
    pub fn name(self) -> &'static str {
        match self {
            Table::Week => "week",
            Table::Job => "job",
            Table::Stay => "stay",
            Table::Observation => "observation",
            Table::Amount => "amount",
            Table::Study => "study",
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
    /// A number of the rows compared with a number that the text gives.
    Compare(Number, Comparison, Decimal),
    /// Two numbers of the rows compared with each other: `count(week.code = 0) > count(week.code = 130)`.
    CompareNumbers(Number, Comparison, Number),
    /// `reported`: whoever is to report the outcome has reported that it is met. No register is asked.
    Reported,
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
    /// `nights(stay.kind = shelter)`: nights of the window that some stay covers. A night belongs to the day on which it
    /// begins; overlapping stays count once (set union of half-open stays).
    Nights(Rows),
    /// `days(stay.kind = shelter)`: calendar days of the window that some stay touches, arrival and departure included.
    /// Of education spells the days from the first up to the day after the last, which is no day of it.
    Days(Rows),
    /// `sum(amount.kind = transfer)`: kroner of the window. A week's amount belongs to the month of its Thursday.
    SumOfAmounts(Rows),
    /// `mean(amount.kind = net)`, and likewise `min`, `max`, `first` and `last`: kroner of a period, which is the week, month
    /// or day of the source. Rows of one period are added first, so that a correction changes what it corrects. Periods
    /// without a row are none. `change` and `difference` are not asked of amounts.
    OfAmounts(Figure, Rows),
    /// `change(observation.hba1c)`: a number of the observations of one name.
    OfObservations(Figure, String),
    /// `rate(week.state = education)`: the share of the rows of the window that satisfy the predicate: of all its weeks or
    /// months, or of the stays, amounts or education spells that there are.
    Rate(Rows),
    /// `longest(week.code = 0)`: how many weeks or months after each other satisfy the predicate, at most.
    Longest(Rows),
    /// A number that the text gives, as a part of a calculation.
    Constant(Decimal),
    /// `sum(amount.kind = paid) - sum(amount.kind = refund)`: two numbers calculated with. Exact: nothing is rounded
    /// before the end.
    Calculated(Box<Number>, Operation, Box<Number>),
    /// `reported`: the number that was reported. It stands alone, as a value.
    Reported,
}

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`; by zero there is no number.
    DividedBy,
}

impl Operation {
    /// The sign of the language.
    pub fn sign(self) -> &'static str {
        match self {
            Operation::Plus => "+",
            Operation::Minus => "-",
            Operation::Times => "*",
            Operation::DividedBy => "/",
        }
    }
}

/// A number of the observations of one name inside the window. The baseline is the last observation on or before the day
/// of enrolment, else the first in the window; what is compared with it must be later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// The first.
    First,
    /// The last.
    Last,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// Their mean.
    Mean,
    /// The last divided by the baseline, less one: `-0.085` is 8.5 per cent down.
    Change,
    /// The last less the baseline, in the unit of the observation.
    Difference,
}

impl Figure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Figure; 7] =
        [Figure::First, Figure::Last, Figure::Min, Figure::Max, Figure::Mean, Figure::Change, Figure::Difference];

    /// The word of the language.
    pub fn name(self) -> &'static str {
        match self {
            Figure::First => "first",
            Figure::Last => "last",
            Figure::Min => "min",
            Figure::Max => "max",
            Figure::Mean => "mean",
            Figure::Change => "change",
            Figure::Difference => "difference",
        }
    }
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
    /// `week.ratio > 0`: the employment ratio of the month in which the week's Thursday lies.
    WeekRatio(Comparison, Decimal),
    /// `job.industry in (412000, 0)`: the industry code of the month's job; 0 is none.
    Industry(Vec<u32>),
    /// `week.state in (education, leave)`: the week's category in the dated code list.
    State(Vec<String>),
    /// `week.code in (651, 652)`: the week's code itself. Blank is code 0.
    Code(Vec<u16>),
    /// `week.code in ordinary-education`: a list of codes that the agreement names. The Thursday of the week decides which
    /// of its rows hold.
    Listed(Box<NamedCodes>),
    /// `stay.kind in (shelter, crisis-centre)`, `amount.kind = net`, `study.kind = vocational`: the kind of a stay, an
    /// amount or an education spell. The table is that of the row.
    Kind(Table, Vec<String>),
    /// `amount.item = cash-benefit`: the benefit or service of an amount, as the source names it.
    Item(Vec<String>),
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
