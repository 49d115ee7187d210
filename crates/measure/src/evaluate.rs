//! Answers a compiled measure for one person and one window.
use virkning_model::observation::{Outcome, Situation, Unclarified};
use crate::columns::{Columns, Coverage, PersonRows};
use crate::compile::Compiled;
use crate::window::MonthSpan;

/// What the register says about one person, one measure and one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Evaluation {
    /// Whether the measure is met.
    pub outcome: Outcome,
    /// What the person was, for breakdowns only; it never decides a payment.
    pub situation: Situation,
}

impl Evaluation {
    /// The answer for a person who is not in the extract; also what a slice of answers starts with.
    pub const NOT_IN_EXTRACT: Evaluation =
        Evaluation { outcome: Outcome::Unclarified(Unclarified::NotInExtract), situation: Situation::Unclarified };
}

impl Compiled {
    /// Answers for one person; `None` is a person who is not in the extract. Allocates nothing.
    pub fn evaluate(&self, _person: Option<PersonRows<'_>>, _coverage: &Coverage, _span: MonthSpan) -> Evaluation { todo!() }
}

/// Answers for many people: each is a row of the columns (`None` if not in the extract) with a window. `out` must have
/// as many places as there are people.
pub fn evaluate_all(
    compiled: &Compiled,
    columns: &Columns<'_>,
    coverage: &Coverage,
    people: &[(Option<u32>, MonthSpan)],
    out: &mut [Evaluation],
) {
    assert_eq!(people.len(), out.len(), "one answer for each person");
    for ((row, span), answer) in people.iter().zip(out) {
        let person = row.map(|row| columns.person(row as usize));
        *answer = compiled.evaluate(person, coverage, *span);
    }
}
