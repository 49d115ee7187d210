//! What is not known for certain: the distribution of one assumption, and its quantile as a function of a normal number, so
//! that any two of them can be correlated in the same way.

use crate::random::Random;
use crate::special::{beta_quantile, log_beta, normal_below, normal_density, normal_quantile};

/// A distribution of one number.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Fixed(f64),
    /// Every number between two is as likely as another.
    Uniform {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// Most likely in one place and never beyond two others.
    Triangle {
        /// The lowest.
        low: f64,
        /// The most likely.
        mode: f64,
        /// The highest.
        high: f64,
    },
    /// The same with less weight on the ends: a beta distribution between the two.
    Pert {
        /// The lowest.
        low: f64,
        /// The most likely.
        mode: f64,
        /// The highest.
        high: f64,
    },
    /// A share, as sure as if so many people had been observed.
    Beta {
        /// Its mean.
        mean: f64,
        /// How many observations it is worth.
        like: f64,
    },
    /// Any number around a mean.
    Normal {
        /// Its mean.
        mean: f64,
        /// Its standard deviation.
        deviation: f64,
    },
    /// A factor around its middle: half as likely to be doubled as halved is not known to it, both are alike.
    Lognormal {
        /// Its median.
        median: f64,
        /// The standard deviation of its natural logarithm.
        deviation: f64,
    },
}

impl Distribution {
    /// The number below which it lies with a probability above 0 and below 1.
    pub fn quantile(&self, probability: f64) -> f64 {
        match *self {
            Self::Fixed(value) => value,
            Self::Uniform { low, high } => low + (high - low) * probability,
            Self::Triangle { low, mode, high } => {
                // Chosen before the root, so that a processor need not guess on which side it lies.
                let is_left = probability * (high - low) < mode - low;
                let (from, towards, share, side) = if is_left {
                    (low, 1.0, probability, mode - low)
                } else {
                    (high, -1.0, 1.0 - probability, high - mode)
                };
                from + towards * (share * (high - low) * side).sqrt()
            }
            Self::Pert { low, high, .. } => {
                let (a, b) = self.shape();
                low + (high - low) * beta_quantile(a, b, probability)
            }
            Self::Beta { .. } => {
                let (a, b) = self.shape();
                beta_quantile(a, b, probability)
            }
            Self::Normal { mean, deviation } => mean + deviation * normal_quantile(probability),
            Self::Lognormal { median, deviation } => median * libm::exp(deviation * normal_quantile(probability)),
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Fixed(value) => value,
            Self::Uniform { low, high } => (low + high) / 2.0,
            Self::Triangle { low, mode, high } => (low + mode + high) / 3.0,
            Self::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Self::Beta { mean, .. } | Self::Normal { mean, .. } => mean,
            Self::Lognormal { median, deviation } => median * libm::exp(0.5 * deviation * deviation),
        }
    }

    /// The two shapes of what is a beta distribution.
    fn shape(&self) -> (f64, f64) {
        match *self {
            // Vose's and the usual PERT: four times as much weight on the most likely as on an end.
            Self::Pert { low, mode, high } => {
                (1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low))
            }
            Self::Beta { mean, like } => (mean * like, (1.0 - mean) * like),
            _ => (1.0, 1.0),
        }
    }
}

/// The largest normal number of a table: beyond it lies one number of 10¹⁵.
const EDGE: f64 = 8.0;
/// Knots per unit.
const PER_UNIT: usize = 64;

/// The quantile as a function of a normal number, ready to be drawn from.
///
/// Where the quantile of a beta distribution takes a microsecond, its table takes some nanoseconds: knots at every 64th
/// with the exact slope between them (cubic, so the error is about 10⁻⁹ of the range).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    distribution: Distribution,
    /// Value and slope at each knot; empty where the quantile is quick itself.
    knots: Vec<(f64, f64)>,
}

impl Table {
    pub(crate) fn new(distribution: Distribution) -> Self {
        let knots = match distribution {
            Distribution::Pert { .. } | Distribution::Beta { .. } => knots(&distribution),
            _ => Vec::new(),
        };
        Self { distribution, knots }
    }

    /// The number that lies as deep in this distribution as `z` in the normal one.
    pub(crate) fn at(&self, z: f64) -> f64 {
        if !self.knots.is_empty() {
            return self.between_knots(z);
        }
        match self.distribution {
            Distribution::Normal { mean, deviation } => mean + deviation * z,
            Distribution::Lognormal { median, deviation } => median * libm::exp(deviation * z),
            Distribution::Fixed(value) => value,
            _ => self.distribution.quantile(normal_below(z).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON)),
        }
    }

    /// A number of the distribution.
    #[inline]
    pub(crate) fn draw(&self, random: &mut Random) -> f64 {
        match self.distribution {
            Distribution::Fixed(value) => value,
            Distribution::Uniform { .. } | Distribution::Triangle { .. } => {
                self.distribution.quantile(random.uniform())
            }
            _ => self.at(random.normal()),
        }
    }

    fn between_knots(&self, z: f64) -> f64 {
        let place = (z.clamp(-EDGE, EDGE) + EDGE) * PER_UNIT as f64;
        let knot = (place as usize).min(self.knots.len() - 2);
        let t = place - knot as f64;
        let ((from, slope_from), (to, slope_to)) = (self.knots[knot], self.knots[knot + 1]);
        let h = 1.0 / PER_UNIT as f64;
        // Hermite's cubic.
        let u = 1.0 - t;
        (from * (1.0 + 2.0 * t) + slope_from * h * t) * u * u + (to * (3.0 - 2.0 * t) - slope_to * h * u) * t * t
    }
}

fn knots(distribution: &Distribution) -> Vec<(f64, f64)> {
    let (a, b) = distribution.shape();
    let (low, width) = match *distribution {
        Distribution::Pert { low, high, .. } => (low, high - low),
        _ => (0.0, 1.0),
    };
    let count = 2 * EDGE as usize * PER_UNIT;
    let knot = |place: usize| {
        let z = place as f64 / PER_UNIT as f64 - EDGE;
        // The small tail keeps its precision: above the middle the mirrored distribution is asked.
        let share = if z <= 0.0 {
            beta_quantile(a, b, normal_below(z))
        } else {
            1.0 - beta_quantile(b, a, normal_below(-z))
        };
        let density = libm::exp((a - 1.0) * libm::log(share) + (b - 1.0) * libm::log1p(-share) - log_beta(a, b));
        let slope = normal_density(z) / density;
        (low + width * share, if slope.is_finite() { width * slope } else { 0.0 })
    };
    (0..=count).map(knot).collect()
}

/// Whether a number of the distribution is below `x`; for tests of what was drawn.
#[cfg(test)]
fn below(distribution: &Distribution, x: f64) -> f64 {
    let (a, b) = distribution.shape();
    crate::special::beta_below(a, b, x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, expected: f64, within: f64, what: &str) {
        assert!((got - expected).abs() <= within, "{what}: {got} is not {expected}");
    }

    #[test]
    fn quantiles_by_hand() {
        let triangle = Distribution::Triangle { low: 0.6, mode: 1.0, high: 1.1 };
        // A fifth of it lies left of the mode by 0.4 of 0.5: the distribution function is (x − 0.6)² / 0.2 there.
        near(triangle.quantile(0.2), 0.6 + libm::sqrt(0.04), 1e-15, "triangle");
        near(triangle.quantile(0.8), 1.0, 1e-15, "mode");
        near(triangle.quantile(0.95), 1.1 - libm::sqrt(0.05 * 0.5 * 0.1), 1e-15, "right");
        near(triangle.mean(), 0.9, 1e-15, "mean");
        near(Distribution::Uniform { low: 2.0, high: 4.0 }.quantile(0.25), 2.5, 0.0, "uniform");
        near(Distribution::Lognormal { median: 2.0, deviation: 0.5 }.quantile(0.5), 2.0, 1e-15, "lognormal");
        near(Distribution::Pert { low: 0.0, mode: 0.5, high: 1.0 }.quantile(0.5), 0.5, 1e-12, "PERT");
        // Beta(1, 3): one less the cube of what is left.
        let beta = Distribution::Beta { mean: 0.25, like: 4.0 };
        near(beta.quantile(0.271), 0.1, 1e-12, "beta");
    }

    /// What is read from a table is the quantile, in the middle and far out.
    #[test]
    fn tables_are_quantiles() {
        for distribution in [
            Distribution::Beta { mean: 0.48, like: 40.0 },
            Distribution::Beta { mean: 0.02, like: 60.0 },
            Distribution::Pert { low: 0.5, mode: 1.0, high: 1.2 },
            Distribution::Triangle { low: 0.5, mode: 1.0, high: 1.2 },
        ] {
            let table = Table::new(distribution.clone());
            for step in -600..=600 {
                let z = f64::from(step) / 100.0 + 0.003;
                near(table.at(z), distribution.quantile(normal_below(z)), 3e-8, "table");
            }
        }
        let beta = Distribution::Beta { mean: 0.48, like: 40.0 };
        near(below(&beta, Table::new(beta.clone()).at(1.0)), normal_below(1.0), 1e-8, "there and back");
    }
}
