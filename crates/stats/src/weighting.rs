//! Weighting by the propensity score: inverse probability weights (IPW, normalised: Hájek), and the doubly robust
//! estimator (AIPW) that also models the outcome. Standard errors are those of all equations together (M-estimation), so
//! that they know that the score was estimated.

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least, finite};
use crate::linear::{Symmetric, add_outer, collinear, upper_len};
use crate::logit::{Logit, logit};
use crate::regression::centre_and_scale;
use crate::rows::{arms, fill, sums};

/// For whom the effect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimand {
    /// Everybody in both arms (ATE).
    Everybody,
    /// Those who were treated (ATT).
    Treated,
}

/// An estimate with each person's influence on it.
#[derive(Clone, Debug)]
pub struct Weighted {
    /// The estimate.
    pub estimate: f64,
    /// The influence, person by person; it adds up to zero.
    pub influence: Vec<f64>,
    /// The weights of each person's row, as they are used in its arm.
    pub weights: Vec<f64>,
}

impl Weighted {
    /// With its uncertainty.
    pub fn effect(&self, clusters: Option<&[u32]>, confidence: f64) -> Result<Effect, NotEstimable> {
        Effect::of_influence(self.estimate, &self.influence, clusters, confidence)
    }
}

/// Weights of a propensity score: 1/e and 1/(1 − e) for everybody, 1 and e/(1 − e) for the treated.
pub fn weights(scores: &[f64], treated: &[bool], estimand: Estimand) -> Vec<f64> {
    let mut weights = vec![0.0; scores.len()];
    fill(&mut weights, |row| match (estimand, treated[row]) {
        (Estimand::Everybody, true) => 1.0 / scores[row],
        (Estimand::Everybody, false) => 1.0 / (1.0 - scores[row]),
        (Estimand::Treated, true) => 1.0,
        (Estimand::Treated, false) => scores[row] / (1.0 - scores[row]),
    });
    weights
}

/// Difference of weighted means by a logistic score of the covariates.
pub fn ipw(
    outcome: &[f64],
    treated: &[bool],
    covariates: &[&[f64]],
    estimand: Estimand,
) -> Result<Weighted, NotEstimable> {
    finite("outcome", outcome)?;
    let rows = Rows::new(covariates, outcome.len());
    let fit = logit(treated, covariates)?;
    let weights = weights(&fit.scores, treated, estimand);
    let total = |arm: bool| {
        sums(outcome.len(), 2, |range, sums| {
            for row in range.filter(|row| treated[*row] == arm) {
                sums[0] += weights[row];
                sums[1] += weights[row] * outcome[row];
            }
        })
    };
    let [ones, zeros] = [true, false].map(total);
    let means = [zeros[1] / zeros[0], ones[1] / ones[0]];
    let centred = |row: usize| weights[row] * (outcome[row] - means[usize::from(treated[row])]);
    // How each arm's mean moves with the score's coefficients.
    let slope = rows.sum(|row| {
        let moved = centred(row) * change(&fit, treated, estimand, row);
        if treated[row] { moved / ones[0] } else { -moved / zeros[0] }
    });
    let pull = information(&rows, &fit)?.times(&slope);
    let n = outcome.len() as f64;
    let mut influence = vec![0.0; outcome.len()];
    fill(&mut influence, |row| {
        let own = if treated[row] { centred(row) / ones[0] } else { -centred(row) / zeros[0] };
        n * (own + rows.dot(row, &pull) * surprise(&fit, treated, row))
    });
    Ok(Weighted { estimate: means[1] - means[0], influence, weights })
}

/// The doubly robust estimator: a regression of the outcome in each arm, put right by weighted residuals. Right if either
/// the score or the regression is.
pub fn aipw(
    outcome: &[f64],
    treated: &[bool],
    covariates: &[&[f64]],
    estimand: Estimand,
) -> Result<Weighted, NotEstimable> {
    finite("outcome", outcome)?;
    let (ones, zeros) = arms(treated);
    let model = covariates.len() + 2;
    at_least("treated", ones, if estimand == Estimand::Everybody { model } else { 1 })?;
    at_least("control", zeros, model)?;
    let rows = Rows::new(covariates, outcome.len());
    let fit = logit(treated, covariates)?;
    let weights = weights(&fit.scores, treated, estimand);
    match estimand {
        Estimand::Everybody => for_everybody(outcome, treated, &rows, &fit, weights),
        Estimand::Treated => for_treated(outcome, treated, &rows, &fit, weights),
    }
}

fn for_everybody(
    outcome: &[f64],
    treated: &[bool],
    rows: &Rows<'_>,
    fit: &Logit,
    weights: Vec<f64>,
) -> Result<Weighted, NotEstimable> {
    let arms = [false, true].map(|arm| rows.regression(outcome, |row| f64::from(u8::from(treated[row] == arm))));
    let [control, treatment] = arms;
    let (control, treatment) = (control?, treatment?);
    let model = |row: usize| if treated[row] { &treatment } else { &control };
    let residual = |row: usize| outcome[row] - rows.dot(row, &model(row).0);
    let sign = |row: usize| if treated[row] { 1.0 } else { -1.0 };
    let value = |row: usize| {
        let modelled = rows.dot(row, &treatment.0) - rows.dot(row, &control.0);
        modelled + sign(row) * weights[row] * residual(row)
    };
    let n = outcome.len() as f64;
    let estimate = sums(outcome.len(), 1, |range, sum| sum[0] += range.map(value).sum::<f64>())[0] / n;
    let by_score =
        rows.sum(|row| sign(row) * weights[row] * residual(row) * change(fit, treated, Estimand::Everybody, row));
    let by_treatment = rows.sum(|row| if treated[row] { 1.0 - weights[row] } else { 1.0 });
    let by_control = rows.sum(|row| if treated[row] { -1.0 } else { weights[row] - 1.0 });
    let pulls =
        [information(rows, fit)?.times(&by_score), treatment.1.times(&by_treatment), control.1.times(&by_control)];
    let mut influence = vec![0.0; outcome.len()];
    fill(&mut influence, |row| {
        let of_model = if treated[row] { &pulls[1] } else { &pulls[2] };
        value(row) - estimate
            + rows.dot(row, &pulls[0]) * surprise(fit, treated, row)
            + rows.dot(row, of_model) * residual(row)
    });
    Ok(Weighted { estimate, influence, weights })
}

fn for_treated(
    outcome: &[f64],
    treated: &[bool],
    rows: &Rows<'_>,
    fit: &Logit,
    weights: Vec<f64>,
) -> Result<Weighted, NotEstimable> {
    let (model, inverse) = rows.regression(outcome, |row| f64::from(u8::from(!treated[row])))?;
    let residual = |row: usize| outcome[row] - rows.dot(row, &model);
    let arm = |arm: bool| {
        sums(outcome.len(), 2, |range, sums| {
            for row in range.filter(|row| treated[*row] == arm) {
                sums[0] += weights[row];
                sums[1] += weights[row] * residual(row);
            }
        })
    };
    let [ones, zeros] = [true, false].map(arm);
    let means = [zeros[1] / zeros[0], ones[1] / ones[0]];
    let centred = |row: usize| weights[row] * (residual(row) - means[usize::from(treated[row])]);
    let own = |row: usize| if treated[row] { centred(row) / ones[0] } else { -centred(row) / zeros[0] };
    let by_score = rows.sum(|row| if treated[row] { 0.0 } else { own(row) });
    let by_model = rows.sum(|row| if treated[row] { -weights[row] / ones[0] } else { weights[row] / zeros[0] });
    let by_score = information(rows, fit)?.times(&by_score);
    let by_model = inverse.times(&by_model);
    let n = outcome.len() as f64;
    let mut influence = vec![0.0; outcome.len()];
    fill(&mut influence, |row| {
        let of_model = if treated[row] { 0.0 } else { rows.dot(row, &by_model) * residual(row) };
        n * (own(row) + rows.dot(row, &by_score) * surprise(fit, treated, row) + of_model)
    });
    Ok(Weighted { estimate: means[1] - means[0], influence, weights })
}

/// The effect on the treated by the outcome's regression among the controls alone.
pub fn regression_for_treated(
    outcome: &[f64],
    treated: &[bool],
    covariates: &[&[f64]],
) -> Result<Weighted, NotEstimable> {
    finite("outcome", outcome)?;
    let (ones, zeros) = arms(treated);
    at_least("treated", ones, 1)?;
    at_least("control", zeros, covariates.len() + 2)?;
    let rows = Rows::new(covariates, outcome.len());
    let (model, inverse) = rows.regression(outcome, |row| f64::from(u8::from(!treated[row])))?;
    let residual = |row: usize| outcome[row] - rows.dot(row, &model);
    let count = ones as f64;
    let sum = sums(outcome.len(), 1, |range, sum| {
        sum[0] += range.filter(|row| treated[*row]).map(residual).sum::<f64>();
    });
    let estimate = sum[0] / count;
    let by_model = inverse.times(&rows.sum(|row| if treated[row] { -1.0 / count } else { 0.0 }));
    let n = outcome.len() as f64;
    let mut influence = vec![0.0; outcome.len()];
    fill(&mut influence, |row| {
        if treated[row] {
            n * (residual(row) - estimate) / count
        } else {
            n * rows.dot(row, &by_model) * residual(row)
        }
    });
    Ok(Weighted { estimate, influence, weights: vec![1.0; outcome.len()] })
}

/// The derivative of the logarithm of a row's weight by its linear predictor.
fn change(fit: &Logit, treated: &[bool], estimand: Estimand, row: usize) -> f64 {
    match (estimand, treated[row]) {
        (Estimand::Everybody, true) => fit.scores[row] - 1.0,
        (Estimand::Everybody, false) => fit.scores[row],
        (Estimand::Treated, true) => 0.0,
        (Estimand::Treated, false) => 1.0,
    }
}

/// Treated or not, less the chance of it.
fn surprise(fit: &Logit, treated: &[bool], row: usize) -> f64 {
    f64::from(u8::from(treated[row])) - fit.scores[row]
}

/// The inverse of the score's information, over centred and scaled columns.
fn information(rows: &Rows<'_>, fit: &Logit) -> Result<Symmetric, NotEstimable> {
    rows.gram(|row| fit.scores[row] * (1.0 - fit.scores[row])).inverse().map_err(collinear)
}

/// The covariates with an intercept, centred and scaled, a row at a time.
pub(crate) struct Rows<'a> {
    columns: &'a [&'a [f64]],
    means: Vec<f64>,
    scales: Vec<f64>,
    count: usize,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(columns: &'a [&'a [f64]], count: usize) -> Self {
        let (means, scales) = centre_and_scale(columns);
        Self { columns, means, scales, count }
    }

    pub(crate) fn width(&self) -> usize {
        self.columns.len() + 1
    }

    pub(crate) fn load(&self, row: usize, values: &mut [f64]) {
        values[0] = 1.0;
        for (at, column) in self.columns.iter().enumerate() {
            values[at + 1] = (column[row] - self.means[at]) / self.scales[at];
        }
    }

    pub(crate) fn dot(&self, row: usize, coefficients: &[f64]) -> f64 {
        let mut sum = coefficients[0];
        for (at, column) in self.columns.iter().enumerate() {
            sum += coefficients[at + 1] * ((column[row] - self.means[at]) / self.scales[at]);
        }
        sum
    }

    /// The sum of all rows, each times a number.
    pub(crate) fn sum(&self, factor: impl Fn(usize) -> f64 + Sync) -> Vec<f64> {
        sums(self.count, self.width(), |rows, sums| {
            let mut values = vec![0.0; self.width()];
            for row in rows {
                let factor = factor(row);
                if factor != 0.0 {
                    self.load(row, &mut values);
                    sums.iter_mut().zip(&values).for_each(|(sum, value)| *sum += factor * value);
                }
            }
        })
    }

    /// X'WX.
    pub(crate) fn gram(&self, weight: impl Fn(usize) -> f64 + Sync) -> Symmetric {
        let upper = sums(self.count, upper_len(self.width()), |rows, upper| {
            let mut values = vec![0.0; self.width()];
            for row in rows {
                let weight = weight(row);
                if weight != 0.0 {
                    self.load(row, &mut values);
                    add_outer(upper, &values, weight);
                }
            }
        });
        Symmetric::of_upper(self.width(), &upper)
    }

    /// Least squares among some rows: coefficients of the centred and scaled columns, and the inverse of X'WX.
    pub(crate) fn regression(
        &self,
        outcome: &[f64],
        weight: impl Fn(usize) -> f64 + Sync,
    ) -> Result<(Vec<f64>, Symmetric), NotEstimable> {
        let inverse = self.gram(&weight).inverse().map_err(collinear)?;
        let mut coefficients = vec![0.0; self.width()];
        // The second round takes away what rounding left in the first.
        for _ in 0..2 {
            let products = self.sum(|row| weight(row) * (outcome[row] - self.dot(row, &coefficients)));
            let step = inverse.times(&products);
            coefficients.iter_mut().zip(&step).for_each(|(sum, step)| *sum += step);
        }
        Ok((coefficients, inverse))
    }
}
