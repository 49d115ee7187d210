//! The explanation of one answer.
use virkning_model::Decimal;
use virkning_model::period::{Month, Week};
use crate::columns::{Coverage, PersonRows};
use crate::compile::Compiled;
use crate::evaluate::Evaluation;
use crate::window::MonthSpan;

/// An answer with every week and month of the window. For a person who is not in the extract there are no facts, and
/// both lists are empty.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// The answer, the same as `evaluate` gives.
    pub evaluation: Evaluation,
    /// Every week of the window in order.
    pub weeks: Vec<WeekFact>,
    /// Every month of the window in order.
    pub months: Vec<MonthFact>,
}

/// What the register says about one week.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WeekFact {
    /// The week.
    pub week: Week,
    /// Its code; 0 is blank, and stands also where the week is not covered.
    pub code: u16,
    /// Its state in the code list on the Thursday; nothing where the code is unknown or the week is not covered.
    pub category: Option<String>,
    /// Whether the extract has a column for it.
    pub covered: bool,
    /// Whether the answer rests on it.
    pub decides: bool,
}

/// What the register says about one month.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MonthFact {
    /// The month.
    pub month: Month,
    /// The employment ratio, if there is one.
    pub ratio: Option<Decimal>,
    /// The industry code, if there is one.
    pub industry: Option<u32>,
    /// Whether the extract has a ratio column for it.
    pub covered: bool,
    /// Whether the answer rests on it.
    pub decides: bool,
}

impl Compiled {
    /// The answer with all weeks and months of the window and which of them decided: for success the rows that make it
    /// true, for no success none, for unclarified the unknown rows.
    pub fn explain(&self, _person: Option<PersonRows<'_>>, _coverage: &Coverage, _span: MonthSpan) -> Explanation { todo!() }
}
