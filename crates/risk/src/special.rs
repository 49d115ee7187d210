//! Functions of the normal and the beta distribution, from their published formulas and `libm`, so that they give the same
//! bits on every machine.

/// The probability that a standard normal number is below `x`.
pub(crate) fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The density of the standard normal distribution.
pub(crate) fn normal_density(x: f64) -> f64 {
    0.398_942_280_401_432_7 * libm::exp(-0.5 * x * x)
}

/// The quantile of the standard normal distribution for a probability above 0 and below 1: Wichura's algorithm AS 241
/// (1988), accurate to about one part in 10¹⁶. It is drawn once for every uncertain assumption of every path, so it is
/// quick where `virkning_stats::normal_quantile` is exact to the last bit.
pub(crate) fn normal_quantile(probability: f64) -> f64 {
    let q = probability - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &MIDDLE);
    }
    let tail = if q < 0.0 { probability } else { 1.0 - probability };
    let r = (-libm::log(tail)).sqrt();
    let value = if r <= 5.0 { ratio(r - 1.6, &NEAR) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -value } else { value }
}

type Coefficients = ([f64; 8], [f64; 8]);

/// AS 241, a0 to a7 and b0 to b7.
const MIDDLE: Coefficients = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

/// AS 241, c0 to c7 and d0 to d7.
const NEAR: Coefficients = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
);

/// AS 241, e0 to e7 and f0 to f7.
const FAR: Coefficients = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        0.000_027_115_555_687_434_876,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_2,
        0.000_018_463_183_175_100_548,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

fn ratio(r: f64, (above, below): &Coefficients) -> f64 {
    let horner = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, one| sum * r + one);
    horner(above) / horner(below)
}

/// The natural logarithm of the beta function.
pub(crate) fn log_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The probability that a number of the beta distribution is below `x`: the regularised incomplete beta function, by its
/// continued fraction (DLMF 8.17.22) where that converges quickly, else by symmetry.
pub(crate) fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - log_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// The continued fraction by the method of Lentz.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |number: f64| if number.abs() < 1e-300 { 1e-300 } else { number };
    let (mut c, mut d) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut result = d;
    for step in 1..5_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / away(1.0 + coefficient * d);
            c = away(1.0 + coefficient / c);
            change = c * d;
            result *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

/// The quantile of the beta distribution: Newton's steps from the mean, each inside what is known to hold it, else halfway.
pub(crate) fn beta_quantile(a: f64, b: f64, probability: f64) -> f64 {
    let whole = log_beta(a, b);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    // Halving alone takes this many steps to the last bit of a double near one half.
    for _ in 0..100 {
        let over = beta_below(a, b, x) - probability;
        if over < 0.0 {
            low = x
        } else {
            high = x
        }
        let density = libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) - whole);
        let mut next = x - over / density;
        if !(next > low && next < high) {
            next = low + (high - low) / 2.0;
        }
        let step = (next - x).abs();
        x = next;
        if step <= 1e-15 * x {
            break;
        }
    }
    x
}

/// The probabilities of 0 to `n` successes among `n` with a chance of `p` each. They are computed from the most likely
/// number outwards, so that nothing under- or overflows, and add up to one.
pub(crate) fn binomial_probabilities(n: u64, p: f64) -> Vec<f64> {
    let size = usize::try_from(n).unwrap_or(usize::MAX - 1) + 1;
    let mut all = vec![0.0; size];
    if p <= 0.0 {
        all[0] = 1.0;
        return all;
    }
    if p >= 1.0 {
        all[size - 1] = 1.0;
        return all;
    }
    let mode = (((n + 1) as f64 * p) as usize).min(size - 1);
    all[mode] = 1.0;
    let odds = p / (1.0 - p);
    for k in (0..mode).rev() {
        all[k] = all[k + 1] * (k + 1) as f64 / ((size - 1 - k) as f64 * odds);
    }
    for k in mode + 1..size {
        all[k] = all[k - 1] * (size - k) as f64 * odds / k as f64;
    }
    let sum: f64 = all.iter().sum();
    all.iter_mut().for_each(|one| *one /= sum);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, expected: f64, within: f64, what: &str) {
        assert!((got - expected).abs() <= within, "{what}: {got} is not {expected}");
    }

    #[test]
    fn normal_quantiles_agree_with_bisection() {
        for probability in [1e-15, 1e-9, 0.001, 0.02, 0.0749, 0.1, 0.3, 0.5, 0.77, 0.925, 0.99, 0.999_999] {
            let exact = virkning_stats::normal_quantile(probability);
            near(normal_quantile(probability), exact, 2e-15 * exact.abs().max(1.0), "quantile");
            near(normal_below(exact), probability, 1e-15, "below");
        }
    }

    /// Beta(2, 3) has the distribution function 6x² − 8x³ + 3x⁴.
    #[test]
    fn the_beta_distribution_of_two_and_three() {
        for x in [0.05, 0.2, 0.4, 0.6, 0.9] {
            let exact = 6.0 * x * x - 8.0 * x * x * x + 3.0 * x * x * x * x;
            near(beta_below(2.0, 3.0, x), exact, 1e-14, "below");
            near(beta_quantile(2.0, 3.0, exact), x, 1e-12, "quantile");
        }
    }

    /// Choosing by Pascal's triangle, exactly.
    #[test]
    fn binomial_probabilities_are_exact() {
        let all = binomial_probabilities(5, 0.25);
        let exact = [243.0, 405.0, 270.0, 90.0, 15.0, 1.0].map(|count| count / 1024.0);
        all.iter().zip(exact).for_each(|(got, exact)| near(*got, exact, 1e-15, "binomial"));
        near(binomial_probabilities(2_000, 0.48).iter().sum(), 1.0, 1e-12, "sum");
        assert_eq!(binomial_probabilities(3, 0.0), [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(binomial_probabilities(3, 1.0), [0.0, 0.0, 0.0, 1.0]);
    }
}
