//! Entropy balancing (Hainmueller 2012): weights for the controls, as even as can be, that give their covariates exactly
//! the means of the treated.

use crate::error::{NotEstimable, at_least, finite};
use crate::linear::{Symmetric, add_outer, collinear, dot, upper_len};
use crate::rows::{arms, fill, sums};
use crate::weighting::{Rows, Weighted};

const STEPS_MAX: usize = 60;

/// The weights: one for each treated row; the controls' add up to the number of the treated. Not estimable where no
/// weights can do it: then the treated lie outside what the controls are.
pub fn entropy_weights(treated: &[bool], covariates: &[&[f64]]) -> Result<Vec<f64>, NotEstimable> {
    let (ones, zeros) = arms(treated);
    at_least("treated", ones, 1)?;
    at_least("control", zeros, covariates.len() + 2)?;
    covariates.iter().try_for_each(|column| finite("covariate", column))?;
    let rows = Rows::new(covariates, treated.len());
    let width = covariates.len();
    let mut target = rows.sum(|row| f64::from(u8::from(treated[row])));
    target.iter_mut().for_each(|sum| *sum /= ones as f64);
    let problem = Problem { rows: &rows, treated, target: &target[1..] };
    let mut at = vec![0.0; width];
    let mut now = problem.dual(&at);
    for step in 0..STEPS_MAX {
        // The derivative: weighted means of the controls less those of the treated, over spreads of one.
        let left = now.slope.iter().map(|slope| slope.abs()).fold(0.0, f64::max);
        if left < 1e-10 {
            return Ok(problem.weights(&at, ones));
        }
        let inverse = now.curvature.inverse().map_err(|column| match step {
            0 => collinear(column + 1),
            _ => NotEstimable::NoBalance { left, accepted: 0.0 },
        })?;
        let direction: Vec<f64> = inverse.times(&now.slope).iter().map(|step| -step).collect();
        let gain = dot(&direction, &now.slope);
        // Halved until the dual falls: far away Newton's step is too long.
        let mut length = 1.0;
        let better = loop {
            let there: Vec<f64> = at.iter().zip(&direction).map(|(at, step)| at + length * step).collect();
            let then = problem.dual(&there);
            if then.value <= now.value + 1e-4 * length * gain {
                break Some((there, then));
            }
            length /= 2.0;
            if length < 1e-12 {
                break None;
            }
        };
        let Some(better) = better else {
            // As near as floating point comes.
            return match left < 1e-6 {
                true => Ok(problem.weights(&at, ones)),
                false => Err(NotEstimable::NoBalance { left, accepted: 0.0 }),
            };
        };
        (at, now) = better;
        if at.iter().any(|value| value.abs() > 200.0) {
            return Err(NotEstimable::NoBalance { left, accepted: 0.0 });
        }
    }
    let left = now.slope.iter().map(|slope| slope.abs()).fold(0.0, f64::max);
    Err(NotEstimable::NoBalance { left, accepted: 0.0 })
}

/// The effect on the treated under these weights, with an influence that knows that they were estimated: residuals of
/// the weighted regression among the controls.
pub fn entropy_balanced(outcome: &[f64], treated: &[bool], covariates: &[&[f64]]) -> Result<Weighted, NotEstimable> {
    finite("outcome", outcome)?;
    let weights = entropy_weights(treated, covariates)?;
    let rows = Rows::new(covariates, outcome.len());
    let (model, _) = rows.regression(outcome, |row| if treated[row] { 0.0 } else { weights[row] })?;
    let residual = |row: usize| outcome[row] - rows.dot(row, &model);
    let sum = |arm: bool| {
        sums(outcome.len(), 3, |range, sums| {
            for row in range.filter(|row| treated[*row] == arm) {
                sums[0] += weights[row];
                sums[1] += weights[row] * outcome[row];
                sums[2] += weights[row] * residual(row);
            }
        })
    };
    let [ones, zeros] = [true, false].map(sum);
    let n = outcome.len() as f64;
    let mut influence = vec![0.0; outcome.len()];
    fill(&mut influence, |row| {
        let (sign, sums) = if treated[row] { (1.0, &ones) } else { (-1.0, &zeros) };
        sign * n * weights[row] * (residual(row) - sums[2] / sums[0]) / sums[0]
    });
    Ok(Weighted { estimate: ones[1] / ones[0] - zeros[1] / zeros[0], influence, weights })
}

struct Problem<'a> {
    rows: &'a Rows<'a>,
    treated: &'a [bool],
    target: &'a [f64],
}

/// The dual function at a point, with its derivatives.
struct Dual {
    value: f64,
    slope: Vec<f64>,
    curvature: Symmetric,
}

impl Problem<'_> {
    /// The exponent of a control's weight; `values` takes its covariates less the target.
    fn exponent(&self, row: usize, at: &[f64], values: &mut [f64]) -> f64 {
        self.rows.load(row, values);
        values[1..].iter_mut().zip(self.target).for_each(|(value, target)| *value -= target);
        dot(&values[1..], at)
    }

    fn dual(&self, at: &[f64]) -> Dual {
        let width = at.len();
        let largest = self.largest(at);
        let sums = sums(self.treated.len(), 1 + width + upper_len(width), |rows, sums| {
            let mut values = vec![0.0; width + 1];
            for row in rows.filter(|row| !self.treated[*row]) {
                let weight = libm::exp(self.exponent(row, at, &mut values) - largest);
                sums[0] += weight;
                sums[1..=width].iter_mut().zip(&values[1..]).for_each(|(sum, value)| *sum += weight * value);
                add_outer(&mut sums[width + 1..], &values[1..], weight);
            }
        });
        let slope: Vec<f64> = sums[1..=width].iter().map(|sum| sum / sums[0]).collect();
        let mut curvature = Symmetric::of_upper(width, &sums[width + 1..]).scaled(1.0 / sums[0]);
        for row in 0..width {
            for column in row..width {
                let value = curvature.at(row, column) - slope[row] * slope[column];
                curvature.set(row, column, value);
            }
        }
        Dual { value: largest + libm::log(sums[0]), slope, curvature }
    }

    /// The largest exponent, so that nothing overflows.
    fn largest(&self, at: &[f64]) -> f64 {
        let mut values = vec![0.0; at.len() + 1];
        if at.iter().all(|value| *value == 0.0) {
            return 0.0;
        }
        let controls = (0..self.treated.len()).filter(|row| !self.treated[*row]);
        controls.map(|row| self.exponent(row, at, &mut values)).fold(f64::NEG_INFINITY, f64::max)
    }

    fn weights(&self, at: &[f64], ones: usize) -> Vec<f64> {
        let largest = self.largest(at);
        let width = at.len();
        let total = sums(self.treated.len(), 1, |rows, sum| {
            let mut values = vec![0.0; width + 1];
            for row in rows.filter(|row| !self.treated[*row]) {
                sum[0] += libm::exp(self.exponent(row, at, &mut values) - largest);
            }
        });
        let scale = ones as f64 / total[0];
        let mut weights = vec![1.0; self.treated.len()];
        let centre = dot(self.target, at);
        fill(&mut weights, |row| {
            if self.treated[row] {
                return 1.0;
            }
            let mut with_zero = Vec::with_capacity(width + 1);
            with_zero.push(-centre);
            with_zero.extend_from_slice(at);
            scale * libm::exp(self.rows.dot(row, &with_zero) - largest)
        });
        weights
    }
}
