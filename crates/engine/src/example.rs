//! Worked examples: what is paid when these rates come true. They run through the same program as plan and settlement
//! and must hold to the øre before an agreement can be signed.

use virkning_model::Money;
use virkning_model::agreement::{Agreement, Clause, Example};

use crate::error::CompileError;
use crate::plan::expected::{by_year_of_payment, payments, rates, total};
use crate::program::compile_under;

/// What an example says against what the terms give.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResult {
    /// The example's name.
    pub name: String,
    /// Whether every figure that it states is what the terms give.
    pub holds: bool,
    /// Each figure that is not, years first, in order.
    pub differences: Vec<ExampleDifference>,
    /// Why it could not be computed at all, if it could not.
    pub problem: Option<CompileError>,
    /// Where it stands.
    pub clause: Clause,
}

/// A figure that an example states otherwise than the terms give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleDifference {
    /// The year of payment; nothing for the total of all years.
    pub year: Option<i16>,
    /// What the example states.
    pub expected: Money,
    /// What the terms give.
    pub computed: Money,
}

/// Runs an example. Years of payment that it does not name are not compared, but count in the total.
pub fn run_example(agreement: &Agreement, example: &Example) -> ExampleResult {
    let (differences, problem) = match differences(agreement, example) {
        Ok(differences) => (differences, None),
        Err(problem) => (Vec::new(), Some(problem)),
    };
    ExampleResult {
        name: example.name.clone(),
        holds: differences.is_empty() && problem.is_none(),
        differences,
        problem,
        clause: example.clause.clone(),
    }
}

fn differences(agreement: &Agreement, example: &Example) -> Result<Vec<ExampleDifference>, CompileError> {
    let zero = Money::zero(agreement.currency);
    let program = compile_under(agreement, example.cap)?;
    let rates = rates(agreement, |expected, year| {
        let given = example.rates.as_ref().and_then(|rates| rates.get(year));
        given.or_else(|| expected.get(year)).copied()
    })?;
    let payments = payments(agreement, &program, &rates)?;
    let computed = by_year_of_payment(&payments, zero);
    let years = example.payments.iter().map(|(year, expected)| ExampleDifference {
        year: Some(*year),
        expected: *expected,
        computed: computed.get(year).copied().unwrap_or(zero),
    });
    let total =
        example.total.map(|expected| ExampleDifference { year: None, expected, computed: total(&payments, zero) });
    Ok(years.chain(total).filter(|figure| figure.expected != figure.computed).collect())
}
