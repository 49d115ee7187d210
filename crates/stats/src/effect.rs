//! An estimated effect with its uncertainty: what every estimator gives back.

use crate::distribution::{student_quantile, student_two_sided};
use crate::error::NotEstimable;

/// An estimate with its standard error, interval and test of no effect. In the unit of the outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t; infinite for the normal distribution.
    pub degrees: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The two-sided probability of an estimate as far from zero, were there no effect.
    pub p_value: f64,
}

impl Effect {
    /// An effect by Student's t with these degrees of freedom (infinite: the normal distribution). Not estimable where
    /// the standard error is not above zero.
    pub fn new(estimate: f64, standard_error: f64, degrees: f64, confidence: f64) -> Result<Self, NotEstimable> {
        if !(0.0 < confidence && confidence < 1.0) {
            return Err(NotEstimable::BadRequest { what: "a confidence outside 0 to 1" });
        }
        let usable = estimate.is_finite() && standard_error.is_finite() && standard_error > 0.0 && degrees > 0.0;
        if !usable {
            return Err(NotEstimable::NoVariation);
        }
        let half = student_quantile(1.0 - (1.0 - confidence) / 2.0, degrees) * standard_error;
        let p_value = student_two_sided(estimate / standard_error, degrees);
        Ok(Self { estimate, standard_error, degrees, low: estimate - half, high: estimate + half, p_value })
    }

    /// An effect by the normal distribution.
    pub fn normal(estimate: f64, standard_error: f64, confidence: f64) -> Result<Self, NotEstimable> {
        Self::new(estimate, standard_error, f64::INFINITY, confidence)
    }

    /// The effect of an estimate whose influence function is known person by person: the standard error is the root of
    /// its squares' sum over the number of people. Clusters add up their people's influence first.
    pub fn of_influence(
        estimate: f64,
        influence: &[f64],
        clusters: Option<&[u32]>,
        confidence: f64,
    ) -> Result<Self, NotEstimable> {
        let n = influence.len() as f64;
        let squares: f64 = match clusters {
            None => influence.iter().map(|value| value * value).sum(),
            Some(clusters) => crate::rows::sums_by_group(clusters, influence).iter().map(|(_, sum)| sum * sum).sum(),
        };
        Self::normal(estimate, squares.sqrt() / n, confidence)
    }
}
