//! Thresholds: how often a ladder pays although there is no effect, and how often it does not although there is one. Every
//! number of successes is gone through with its exact probability, and the engine says what it pays.

use virkning_engine::{CompileError, Count, NoTrace, PaymentTerm, ProgramLine};
use virkning_model::agreement::{PaidPer, Tariff};
use virkning_model::id::TermId;

use crate::model::{Model, float};
use crate::special::binomial_probabilities;

/// One step of a ladder in one measured year.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The payment term.
    pub term: TermId,
    /// The measured year.
    pub year: i16,
    /// How many people the plan expects it to look at.
    pub people: u64,
    /// The share that reaches the step.
    pub from: f64,
    /// The expected share, and the share without the intervention.
    pub expected: f64,
    /// The share without the intervention; nothing where no baseline is stated.
    pub without: Option<f64>,
    /// The probability that the step is reached with no effect (falsk betaling).
    pub false_pay: Option<f64>,
    /// The probability that it is missed although the expected share is the true one (mistet betaling).
    pub missed_pay: f64,
    /// What the whole line is expected to pay at the expected share, in kroner.
    pub expected_pay: f64,
    /// And with no effect.
    pub expected_pay_without: Option<f64>,
}

/// Every step of every ladder over a success rate, in the order of the program.
///
/// # Errors
/// An amount beyond what the engine handles.
pub fn thresholds(model: &Model) -> Result<Vec<Threshold>, CompileError> {
    let mut all = Vec::new();
    for (place, line) in model.lines.iter().enumerate() {
        let term = model.program.term(&model.program.lines()[place]);
        let (Tariff::Ladder(steps), PaidPer::Rate) = (&term.payment.tariff, term.payment.per) else { continue };
        let Some(point) = line.point.map(|point| &model.points[point]) else { continue };
        let measure = &model.measures[point.measure];
        let (Some(rate), Some(planned)) = (point.rate, line.planned) else { continue };
        let people = u64::try_from(planned.eligible.round()).unwrap_or(0);
        let without = model.agreement.measure(&measure.id).and_then(|measure| measure.baseline).map(float);
        let pays = line_pays(model, place, people)?;
        let at = |chance: f64| binomial_probabilities(people, chance);
        let (with_effect, no_effect) = (at(float(rate)), without.map(at));
        let mean = |chances: &[f64]| chances.iter().zip(&pays).map(|(chance, pays)| chance * pays).sum();
        for step in steps {
            let from = float(step.from);
            // As the engine compares: successes against the bound times the people, without a quotient.
            let reached =
                |count: usize| rust_decimal::Decimal::from(count) >= step.from * rust_decimal::Decimal::from(people);
            let reaches = |chances: &[f64]| -> f64 {
                chances
                    .iter()
                    .enumerate()
                    .filter(|(count, _)| people > 0 && reached(*count))
                    .map(|(_, chance)| chance)
                    .sum()
            };
            all.push(Threshold {
                term: term.payment.id.clone(),
                year: point.year,
                people,
                from,
                expected: float(rate),
                without,
                false_pay: no_effect.as_deref().map(reaches),
                missed_pay: 1.0 - reaches(&with_effect),
                expected_pay: mean(&with_effect),
                expected_pay_without: no_effect.as_deref().map(mean),
            });
        }
    }
    Ok(all)
}

/// What one line pays for every number of successes among so many people, in kroner: by the engine, the line alone.
pub(crate) fn line_pays(model: &Model, place: usize, people: u64) -> Result<Vec<f64>, CompileError> {
    let mut pays = Vec::new();
    for successes in 0..=people {
        let mut next = 0;
        let quantity = |_: &ProgramLine, _: &PaymentTerm| {
            next += 1;
            (next - 1 == place).then(|| Count::new(people, successes))
        };
        let totals = model.program.run(&mut model.program.accounts(), quantity, &mut NoTrace)?;
        pays.push(totals.amount.minor() as f64 / 100.0);
    }
    Ok(pays)
}
