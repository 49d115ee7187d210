//! Distribution functions and their quantiles: normal, Student's t (central and not), chi-square, F, beta. Fixed order of
//! operations and `libm`, so that they give the same bits on every machine.

use crate::interval::normal_quantile;

/// The probability that a standard normal number is at most `x`.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The density of the standard normal distribution.
pub fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt()
}

/// The probability that a number of Student's t distribution lies above `t`; normal for infinite degrees of freedom.
pub fn student_upper(t: f64, degrees: f64) -> f64 {
    if t < 0.0 {
        return 1.0 - student_upper(-t, degrees);
    }
    if degrees.is_infinite() {
        return normal_cdf(-t);
    }
    0.5 * incomplete_beta(degrees / 2.0, 0.5, degrees / (degrees + t * t))
}

/// The probability that it lies as far from zero as `t`, on either side.
pub fn student_two_sided(t: f64, degrees: f64) -> f64 {
    (2.0 * student_upper(t.abs(), degrees)).min(1.0)
}

/// The number below which Student's t distribution lies with this probability.
pub fn student_quantile(probability: f64, degrees: f64) -> f64 {
    if degrees.is_infinite() {
        return normal_quantile(probability);
    }
    if probability.is_nan() || !(0.0..=1.0).contains(&probability) || degrees.is_nan() || degrees <= 0.0 {
        return f64::NAN;
    }
    if probability < 0.5 {
        return -student_quantile(1.0 - probability, degrees);
    }
    if probability == 0.5 {
        return 0.0;
    }
    let mut far = 1.0;
    while student_upper(far, degrees) > 1.0 - probability && far < 1e300 {
        far *= 2.0;
    }
    bisect(0.0, far, |t| student_upper(t, degrees) > 1.0 - probability)
}

/// The probability that a chi-square number lies above `x`.
pub fn chi_square_upper(x: f64, degrees: f64) -> f64 {
    incomplete_gamma_upper(degrees / 2.0, x / 2.0)
}

/// The probability that a number of the F distribution lies above `x`.
pub fn f_upper(x: f64, numerator: f64, denominator: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    incomplete_beta(denominator / 2.0, numerator / 2.0, denominator / (denominator + numerator * x))
}

/// The probability that a number of the noncentral t distribution is at most `t`: the mean of Φ(t·s − δ) over the root
/// s of a chi-square number by its degrees of freedom, by Simpson's rule over ten standard deviations.
pub fn noncentral_student_cdf(t: f64, degrees: f64, shift: f64) -> f64 {
    if degrees.is_infinite() {
        return normal_cdf(t - shift);
    }
    let spread = 10.0 / (2.0 * degrees).sqrt();
    let (low, high) = ((1.0 - spread).max(0.0), 1.0 + spread.max(1.0));
    let steps = 4000;
    let width = (high - low) / f64::from(steps);
    let constant = 0.5 * degrees * libm::log(degrees / 2.0) - libm::lgamma(degrees / 2.0) + libm::log(2.0);
    let at = |s: f64| {
        if s <= 0.0 {
            // Only one degree of freedom has a density at zero.
            return if degrees == 1.0 { libm::exp(constant) * normal_cdf(-shift) } else { 0.0 };
        }
        let log = constant + (degrees - 1.0) * libm::log(s) - degrees * s * s / 2.0;
        libm::exp(log) * normal_cdf(t * s - shift)
    };
    let mut sum = at(low) + at(high);
    for step in 1..steps {
        let weight = if step % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * at(low + width * f64::from(step));
    }
    (sum * width / 3.0).clamp(0.0, 1.0)
}

/// Where a rule that holds at `low` and not at `high` stops to hold, down to neighbouring numbers.
pub(crate) fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..2200 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

/// The regularised upper incomplete gamma function Q(a, x): by its series on the left of the mean (DLMF 8.11.4), by its
/// continued fraction on the right (DLMF 8.9.2).
fn incomplete_gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for step in 1..10_000 {
            term *= x / (a + f64::from(step));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return (1.0 - front * sum).max(0.0);
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut result = d;
    for step in 1..10_000 {
        let i = f64::from(step);
        let coefficient = -i * (i - a);
        b += 2.0;
        d = coefficient * d + b;
        d = 1.0 / if d.abs() < tiny { tiny } else { d };
        c = b + coefficient / c;
        c = if c.abs() < tiny { tiny } else { c };
        let change = c * d;
        result *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * result
}

/// The regularised incomplete beta function I_x(a, b), for a and b above 0: the probability of at least `a` successes
/// among `a + b − 1` with a share of `x` each. By its continued fraction (DLMF 8.17.22), which is quick on the left of
/// the mean; on the right by symmetry.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front =
        libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(a, b, x) / a
    } else {
        1.0 - front * continued_fraction(b, a, 1.0 - x) / b
    }
}

/// By the method of Lentz, in the form of Thompson and Barnett (1986).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let away_from_zero = |number: f64| if libm::fabs(number) < tiny { tiny } else { number };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..10_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + coefficient * d);
            c = away_from_zero(1.0 + coefficient / c);
            change = c * d;
            result *= change;
        }
        if libm::fabs(change - 1.0) < 1e-16 {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, expected: f64, within: f64) {
        assert!((got - expected).abs() <= within * expected.abs().max(1e-3), "{got} is not {expected}");
    }

    #[test]
    fn distributions() {
        // scipy 1.17: stats.norm, t, chi2, f, nct.
        near(normal_cdf(-3.5), 0.00023262907903552502, 1e-11);
        near(student_upper(2.1, 3.0), 0.0632826012748423, 1e-11);
        near(student_upper(0.4, 11.7), 0.34818148288459266, 1e-11);
        near(student_upper(-1.3, 58.0), 0.9006281636515239, 1e-11);
        near(student_upper(12.0, 5.5), 1.8740250314616704e-05, 1e-11);
        near(student_quantile(0.975, 4.0), 2.7764451051977934, 1e-11);
        near(student_quantile(0.995, 1.0), 63.656741162871526, 1e-11);
        near(student_quantile(0.9, 27.3), 1.3133408028041307, 1e-11);
        near(student_quantile(0.025, 100.0), -1.983971518523552, 1e-11);
        near(chi_square_upper(3.84, 1.0), 0.05004352124870519, 1e-11);
        near(chi_square_upper(0.5, 2.0), 0.7788007830714049, 1e-11);
        near(chi_square_upper(27.9, 3.0), 3.8118729305139306e-06, 1e-11);
        near(chi_square_upper(80.0, 100.0), 0.9296649333406051, 1e-11);
        near(f_upper(4.2, 2.0, 17.0), 0.03294042820638921, 1e-11);
        near(f_upper(0.3, 5.0, 8.0), 0.8996801537130267, 1e-11);
        near(noncentral_student_cdf(2.0, 18.0, 1.5), 0.6728479926807427, 1e-7);
        near(noncentral_student_cdf(-2.0, 58.0, 0.7), 0.004061411411349034, 1e-7);
        near(noncentral_student_cdf(1.7, 1.0, 0.3), 0.7641092519230617, 1e-7);
        near(noncentral_student_cdf(2.2, 3.0, 4.0), 0.07042408170691587, 1e-7);
    }
}
