//! Two groups' means against each other, without the claim that they vary alike.

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least, finite};
use crate::regression::{Fit, Spread, least_squares};
use crate::rows::{mean, of_arm, variance};

/// Treated less control, by Welch's test (1947) with Satterthwaite's degrees of freedom.
pub fn welch(treated: &[f64], control: &[f64], confidence: f64) -> Result<Effect, NotEstimable> {
    at_least("treated", treated.len(), 2)?;
    at_least("control", control.len(), 2)?;
    finite("outcome", treated)?;
    finite("outcome", control)?;
    let parts = [treated, control].map(|arm| (variance(arm) / arm.len() as f64, arm.len() as f64 - 1.0));
    let sum = parts[0].0 + parts[1].0;
    let below: f64 = parts.iter().map(|(part, degrees)| part * part / degrees).sum();
    Effect::new(mean(treated) - mean(control), sum.sqrt(), sum * sum / below, confidence)
}

/// How covariates enter a comparison of two arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// One slope for both arms (analysis of covariance).
    Common,
    /// A slope for each arm, covariates centred on everybody's mean (Lin 2013): never less exact than no adjustment in
    /// large trials.
    EachArm,
}

/// Treated less control, adjusted for covariates by regression. The effect is coefficient 1 of the fit.
pub fn adjusted(
    outcome: &[f64],
    treated: &[bool],
    covariates: &[&[f64]],
    adjustment: Adjustment,
    weights: Option<&[f64]>,
) -> Result<Fit, NotEstimable> {
    let arm: Vec<f64> = treated.iter().map(|is| f64::from(u8::from(*is))).collect();
    let mut columns: Vec<Vec<f64>> = vec![arm.clone()];
    columns.extend(covariates.iter().map(|column| column.to_vec()));
    if adjustment == Adjustment::EachArm {
        for column in covariates {
            let middle = mean(column);
            columns.push(column.iter().zip(&arm).map(|(value, arm)| (value - middle) * arm).collect());
        }
    }
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    least_squares(outcome, &columns, weights)
}

/// The same as an effect.
pub fn adjusted_effect(
    outcome: &[f64],
    treated: &[bool],
    covariates: &[&[f64]],
    adjustment: Adjustment,
    spread: Spread<'_>,
    confidence: f64,
) -> Result<Effect, NotEstimable> {
    at_least("treated", of_arm(outcome, treated, true).len(), 2)?;
    at_least("control", of_arm(outcome, treated, false).len(), 2)?;
    adjusted(outcome, treated, covariates, adjustment, None)?.effect(1, spread, confidence)
}
