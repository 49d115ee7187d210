//! Cox's regression of hazards (1972) with Efron's treatment of ties (1977).

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least, finite};
use crate::linear::{Symmetric, add_outer, dot, upper_len};
use crate::regression::centre_and_scale;

const STEPS_MAX: usize = 50;

/// A fitted regression of hazards.
#[derive(Clone, Debug)]
pub struct Cox {
    /// The logarithms of the hazard ratios, one per column.
    pub coefficients: Vec<f64>,
    /// Their covariance by the observed information.
    pub covariance: Symmetric,
    /// The partial log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// And with no effect at all.
    pub log_likelihood_null: f64,
}

impl Cox {
    /// The logarithm of a hazard ratio with its uncertainty.
    pub fn effect(&self, column: usize, confidence: f64) -> Result<Effect, NotEstimable> {
        Effect::normal(self.coefficients[column], self.covariance.at(column, column).sqrt(), confidence)
    }
}

/// Fits by Newton's method. A column that tells exactly to whom it happens first has no finite hazard ratio: separation.
pub fn cox(times: &[f64], events: &[bool], columns: &[&[f64]]) -> Result<Cox, NotEstimable> {
    crate::survival::check(times)?;
    columns.iter().try_for_each(|column| finite("covariate", column))?;
    at_least("events", events.iter().filter(|event| **event).count(), columns.len() + 1)?;
    let (means, scales) = centre_and_scale(columns);
    let width = columns.len();
    let mut order: Vec<usize> = (0..times.len()).collect();
    // Latest first: whoever is followed longer is at risk for all that is earlier.
    order.sort_by(|left, right| times[*right].total_cmp(&times[*left]));
    let rows: Vec<Vec<f64>> = order
        .iter()
        .map(|row| columns.iter().enumerate().map(|(at, column)| (column[*row] - means[at]) / scales[at]).collect())
        .collect();
    let sorted = Sorted {
        times: order.iter().map(|row| times[*row]).collect(),
        events: order.iter().map(|row| events[*row]).collect(),
        rows,
    };
    let mut at = vec![0.0; width];
    let mut now = sorted.likelihood(&at);
    let null = now.value;
    for step in 0..STEPS_MAX {
        let inverse = now.information.inverse().map_err(|column| match step {
            0 => NotEstimable::Collinear { column: Some(column) },
            _ => NotEstimable::Separation,
        })?;
        let direction = inverse.times(&now.slope);
        if dot(&direction, &now.slope) < 1e-18 {
            let mut covariance = Symmetric::zeros(width);
            for row in 0..width {
                for column in row..width {
                    covariance.set(row, column, inverse.at(row, column) / (scales[row] * scales[column]));
                }
            }
            let coefficients = at.iter().zip(&scales).map(|(value, scale)| value / scale).collect();
            return Ok(Cox { coefficients, covariance, log_likelihood: now.value, log_likelihood_null: null });
        }
        let mut length = 1.0;
        loop {
            let there: Vec<f64> = at.iter().zip(&direction).map(|(at, step)| at + length * step).collect();
            let then = sorted.likelihood(&there);
            if then.value >= now.value - 1e-10 * now.value.abs() || length < 1e-6 {
                (at, now) = (there, then);
                break;
            }
            length /= 2.0;
        }
        if at.iter().any(|value| value.abs() > 25.0) {
            return Err(NotEstimable::Separation);
        }
    }
    Err(NotEstimable::NotConverged)
}

struct Sorted {
    times: Vec<f64>,
    events: Vec<bool>,
    rows: Vec<Vec<f64>>,
}

struct Likelihood {
    value: f64,
    slope: Vec<f64>,
    information: Symmetric,
}

/// Sums over people: of their hazards, of hazards times covariates, and times their products.
#[derive(Clone)]
struct Sums {
    hazard: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    fn zero(width: usize) -> Self {
        Self { hazard: 0.0, first: vec![0.0; width], second: vec![0.0; upper_len(width)] }
    }

    fn add(&mut self, hazard: f64, row: &[f64]) {
        self.hazard += hazard;
        self.first.iter_mut().zip(row).for_each(|(sum, value)| *sum += hazard * value);
        add_outer(&mut self.second, row, hazard);
    }
}

impl Sorted {
    fn likelihood(&self, at: &[f64]) -> Likelihood {
        let width = at.len();
        let (mut value, mut slope, mut information) = (0.0, vec![0.0; width], vec![0.0; upper_len(width)]);
        let mut risk = Sums::zero(width);
        let mut row = 0;
        while row < self.times.len() {
            let time = self.times[row];
            let mut tied = Sums::zero(width);
            let mut happened = 0_u32;
            while row < self.times.len() && self.times[row] == time {
                let values = &self.rows[row];
                let predictor = dot(values, at);
                let hazard = libm::exp(predictor);
                risk.add(hazard, values);
                if self.events[row] {
                    tied.add(hazard, values);
                    happened += 1;
                    value += predictor;
                    slope.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
                }
                row += 1;
            }
            // Efron: of several at once, each next one meets a risk set with a part of them gone.
            for gone in 0..happened {
                let part = f64::from(gone) / f64::from(happened);
                let whole = risk.hazard - part * tied.hazard;
                value -= libm::log(whole);
                let mean: Vec<f64> =
                    risk.first.iter().zip(&tied.first).map(|(all, tied)| (all - part * tied) / whole).collect();
                slope.iter_mut().zip(&mean).for_each(|(sum, mean)| *sum -= mean);
                let seconds = risk.second.iter().zip(&tied.second);
                information.iter_mut().zip(seconds).for_each(|(sum, (all, tied))| *sum += (all - part * tied) / whole);
                add_outer(&mut information, &mean, -1.0);
            }
        }
        Likelihood { value, slope, information: Symmetric::of_upper(width, &information) }
    }
}

/// The hazard ratio of its logarithm.
pub fn ratio(logarithm: f64) -> f64 {
    libm::exp(logarithm)
}
