//! What a payment for the difference between two arms pays for luck alone. With no effect the arms still differ by chance;
//! a year in which the treatment arm happens to have used less is paid, and the year in which it used more is forgotten or
//! carried forward, as the agreement says.

use virkning_engine::CompileError;
use virkning_model::Agreement;
use virkning_model::agreement::{CarryForward, PaidPer, Tariff};
use virkning_model::id::TermId;

use super::{column, model_without_effect};
use crate::model::{Model, float};
use crate::simulate::{Column, Keep, simulate};
use crate::summary::{Estimate, spread};

/// What luck is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Luck {
    /// The payment term.
    pub term: TermId,
    /// What is expected to be paid with no effect when each year stands alone, in kroner: exact, whatever persists.
    pub each_year_alone: f64,
    /// The same simulated.
    pub each_year_alone_simulated: Estimate,
    /// And when bad years are carried forward (fremført underskud).
    pub carried_forward: Estimate,
    /// Which of the two the agreement says.
    pub agreed: CarryForward,
    /// Standard deviation of one year's difference, by measured year.
    pub deviations: Vec<(i16, f64)>,
}

/// Every payment for a difference or a saving whose spread is assumed.
///
/// # Errors
/// What the plan refuses.
pub fn luck(model: &Model) -> Result<Vec<Luck>, CompileError> {
    let Some(without) = model_without_effect(model)? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for payment in &model.agreement.payments {
        let Tariff::Share(share) = payment.tariff else { continue };
        let deviations = deviations(&without, &payment.id, payment.per, float(share));
        if deviations.is_empty() {
            continue;
        }
        let mean = |carry: CarryForward| -> Result<Estimate, CompileError> {
            let mut changed: Agreement = without.agreement.clone();
            let own = changed.payments.iter_mut().filter(|other| other.id == payment.id);
            own.for_each(|other| other.carry_forward = carry);
            let draws = simulate(&without.under(&changed)?, Keep::Totals)?;
            let drawn = column(&draws, &Column::Payment(payment.id.clone())).unwrap_or_default();
            Ok(spread(&drawn).map_or(Estimate { value: 0.0, error: 0.0 }, |spread| spread.mean))
        };
        all.push(Luck {
            term: payment.id.clone(),
            // The mean of what lies above zero of a normal number: its deviation over the root of 2π.
            each_year_alone: deviations.iter().map(|(_, deviation)| deviation * 0.398_942_280_401_432_7).sum(),
            each_year_alone_simulated: mean(CarryForward::None)?,
            carried_forward: mean(CarryForward::NegativeYears)?,
            agreed: payment.carry_forward,
            deviations,
        });
    }
    Ok(all)
}

/// By measured year: how far one year's amount strays by chance with the planned people.
fn deviations(model: &Model, payment: &TermId, per: PaidPer, share: f64) -> Vec<(i16, f64)> {
    let mut all = Vec::new();
    for (place, line) in model.lines.iter().enumerate() {
        if model.program.term(&model.program.lines()[place]).payment.id != *payment {
            continue;
        }
        let Some(point) = line.point.map(|point| &model.points[point]) else { continue };
        let Some(value) = &model.measures[point.measure].value else { continue };
        let people: f64 = point.members.iter().map(|(cohort, _)| f64::from(model.cohorts[*cohort].planned)).sum();
        // The treatment arm's sum, and what the control arm's mean says it would have been.
        let of_control = if per == PaidPer::Difference { people / value.controls } else { 0.0 };
        all.push((point.year, share * value.deviation * (people + of_control).sqrt()));
    }
    all
}
