//! Logistic regression, for propensity scores: the chance of being treated, given the covariates.

use crate::error::{NotEstimable, at_least, finite};
use crate::linear::{Symmetric, add_outer, collinear, dot, upper_len};
use crate::regression::centre_and_scale;
use crate::rows::{fill, sums};

/// Newton's method converges within ten steps where it converges at all.
const STEPS_MAX: usize = 30;

/// Where the arms are separated, the likelihood rises for ever while some rows' predictors grow by one at each step. It
/// is at its maximum only when no row's predictor could move by more than this.
const LAST_STEP_MAX: f64 = 1e-4;

/// A fitted logistic regression. Coefficient 0 is the intercept.
#[derive(Clone, Debug)]
pub struct Logit {
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// Their covariance by the expected information.
    pub covariance: Symmetric,
    /// The fitted chance, row by row.
    pub scores: Vec<f64>,
}

/// Fits the chance of being treated by maximum likelihood. Said to be separated where the arms can be told apart without
/// error: then chances are 0 and 1, and nobody is comparable.
pub fn logit(treated: &[bool], columns: &[&[f64]]) -> Result<Logit, NotEstimable> {
    let (ones, zeros) = crate::rows::arms(treated);
    at_least("treated", ones, 1)?;
    at_least("control", zeros, 1)?;
    at_least("rows", treated.len(), columns.len() + 2)?;
    columns.iter().try_for_each(|column| finite("covariate", column))?;
    let (means, scales) = centre_and_scale(columns);
    let width = columns.len() + 1;
    let load = |row: usize, values: &mut [f64]| {
        values[0] = 1.0;
        for (at, column) in columns.iter().enumerate() {
            values[at + 1] = (column[row] - means[at]) / scales[at];
        }
    };
    let reach: Vec<f64> = [1.0]
        .into_iter()
        .chain(columns.iter().enumerate().map(|(at, column)| {
            column.iter().map(|value| ((value - means[at]) / scales[at]).abs()).fold(0.0, f64::max)
        }))
        .collect();
    let mut scaled = vec![0.0; width];
    scaled[0] = libm::log(ones as f64 / zeros as f64);
    let mut now = gradient(treated, width, &load, &scaled);
    for step in 0..STEPS_MAX {
        let inverse = Symmetric::of_upper(width, &now[width + 1..]).inverse().map_err(|column| {
            // A singular matrix at the start is a fault of the columns, later one of the chances.
            if step == 0 { collinear(column) } else { NotEstimable::Separation }
        })?;
        let change = inverse.times(&now[..width]);
        let gain = dot(&change, &now[..width]);
        let farthest: f64 = change.iter().zip(&reach).map(|(change, reach)| change.abs() * reach).sum();
        if gain < 1e-16 * treated.len() as f64 && farthest < LAST_STEP_MAX {
            // Newton's last step has twice the digits of the one before.
            scaled.iter_mut().zip(&change).for_each(|(sum, change)| *sum += change);
            return Ok(finish(&scaled, inverse, columns, (&means, &scales), treated.len()));
        }
        // Where few are treated a whole step may go too far: halved until the likelihood rises.
        let mut length = 1.0;
        loop {
            let there: Vec<f64> = scaled.iter().zip(&change).map(|(at, change)| at + length * change).collect();
            let then = gradient(treated, width, &load, &there);
            if then[width] >= now[width] - 1e-9 * now[width].abs() || length < 1e-3 {
                (scaled, now) = (there, then);
                break;
            }
            length /= 2.0;
        }
    }
    Err(NotEstimable::Separation)
}

/// The gradient, the likelihood, and the information.
fn gradient(treated: &[bool], width: usize, load: &(impl Fn(usize, &mut [f64]) + Sync), at: &[f64]) -> Vec<f64> {
    sums(treated.len(), width + 1 + upper_len(width), |rows, sums| {
        let mut values = vec![0.0; width];
        let mut information = vec![0.0; upper_len(width)];
        for row in rows {
            load(row, &mut values);
            let predictor = dot(&values, at);
            let score = chance(predictor);
            let is = f64::from(u8::from(treated[row]));
            sums[..width].iter_mut().zip(&values).for_each(|(sum, value)| *sum += value * (is - score));
            sums[width] -= libm::log1p(libm::exp(if treated[row] { -predictor } else { predictor }));
            add_outer(&mut information, &values, score * (1.0 - score));
        }
        sums[width + 1..].iter_mut().zip(&information).for_each(|(sum, value)| *sum += value);
    })
}

fn finish(
    scaled: &[f64],
    inverse: Symmetric,
    columns: &[&[f64]],
    (means, scales): (&[f64], &[f64]),
    rows: usize,
) -> Logit {
    let width = scaled.len();
    let mut coefficients = scaled.to_vec();
    for at in 1..width {
        coefficients[at] /= scales[at - 1];
        coefficients[0] -= coefficients[at] * means[at - 1];
    }
    let turn = |row: usize| -> Vec<f64> {
        let mut turned = vec![0.0; width];
        if row == 0 {
            turned[0] = 1.0;
            (1..width).for_each(|at| turned[at] = -means[at - 1] / scales[at - 1]);
        } else {
            turned[row] = 1.0 / scales[row - 1];
        }
        turned
    };
    let mut covariance = Symmetric::zeros(width);
    for row in 0..width {
        let times = inverse.times(&turn(row));
        for column in row..width {
            covariance.set(row, column, dot(&times, &turn(column)));
        }
    }
    let mut scores = vec![0.0; rows];
    fill(&mut scores, |row| {
        let mut predictor = scaled[0];
        for (at, column) in columns.iter().enumerate() {
            predictor += scaled[at + 1] * ((column[row] - means[at]) / scales[at]);
        }
        chance(predictor)
    });
    Logit { coefficients, covariance, scores }
}

fn chance(predictor: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-predictor))
}

/// The logarithm of the odds of a chance: the scale on which calipers are measured.
pub fn log_odds(chance: f64) -> f64 {
    libm::log(chance) - libm::log1p(-chance)
}
