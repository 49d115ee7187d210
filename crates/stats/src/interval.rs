//! Confidence intervals for shares, and the quantile of the normal distribution that they need.

use crate::distribution::incomplete_beta;

/// The range in which bisection looks for a normal quantile: beyond it the tail is smaller than any f64.
const QUANTILE_MAX: f64 = 40.0;

/// Wilson's score interval (1927) for a share of `successes` among `n`, without continuity correction: for shares that
/// are shown beside their counts. (0, 1) where `n` is 0. Panics unless `successes <= n` and `0 < confidence < 1`.
pub fn wilson(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    check(successes, n, confidence);
    if n == 0 {
        return (0.0, 1.0);
    }
    let z = -normal_quantile((1.0 - confidence) / 2.0);
    let (count, share) = (n as f64, successes as f64 / n as f64);
    let scale = 1.0 + z * z / count;
    let middle = (share + z * z / (2.0 * count)) / scale;
    let half = z / scale * libm::sqrt(share * (1.0 - share) / count + z * z / (4.0 * count * count));
    // At the ends the formula gives exactly 0 and 1; rounding may not.
    let low = if successes == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if successes == n { 1.0 } else { (middle + half).min(1.0) };
    (low, high)
}

/// Clopper and Pearson's exact interval (1934): never too narrow, for small counts. (0, 1) where `n` is 0. Accurate to
/// about 1e-10. Panics unless `successes <= n` and `0 < confidence < 1`.
pub fn clopper_pearson(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    check(successes, n, confidence);
    let tail = (1.0 - confidence) / 2.0;
    let (hits, misses) = (successes as f64, (n - successes) as f64);
    let low = if successes == 0 {
        0.0
    } else {
        bisect(|share| incomplete_beta(hits, misses + 1.0, share) < tail)
    };
    // The upper end is one less the lower end for the misses.
    let high = if successes == n {
        1.0
    } else {
        1.0 - bisect(|share| incomplete_beta(misses, hits + 1.0, share) < tail)
    };
    (low, high)
}

/// The quantile of the standard normal distribution: the number below which it lies with that probability. Accurate to
/// about 1e-14 of its size; −∞ and ∞ at 0 and 1, NaN outside them.
pub fn normal_quantile(probability: f64) -> f64 {
    if probability.is_nan() || !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    if probability > 0.5 {
        // Exact, and keeps the precision of the small tail.
        return -normal_quantile(1.0 - probability);
    }
    if probability == 0.0 {
        return f64::NEG_INFINITY;
    }
    if probability == 0.5 {
        return 0.0;
    }
    // Bisection needs no table of coefficients and is as exact as erfc.
    let tail = |x: f64| 0.5 * libm::erfc(x * std::f64::consts::FRAC_1_SQRT_2);
    let (mut near, mut far) = (0.0, QUANTILE_MAX);
    loop {
        let middle = near + (far - near) / 2.0;
        if middle <= near || middle >= far {
            return -middle;
        }
        if tail(middle) > probability {
            near = middle;
        } else {
            far = middle;
        }
    }
}

fn check(successes: u64, n: u64, confidence: f64) {
    assert!(successes <= n, "{successes} successes among {n}");
    assert!(0.0 < confidence && confidence < 1.0, "a confidence of {confidence}");
}

/// The share at which a rule that holds for small shares stops to hold.
fn bisect(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..64 {
        let middle = low + (high - low) / 2.0;
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_near(got: f64, expected: f64, within: f64, what: &str) {
        let error = libm::fabs(got - expected);
        assert!(error <= within, "{what}: {got} is not {expected}");
    }

    #[test]
    fn quantiles() {
        // Python 3: statistics.NormalDist().inv_cdf(p), which uses another algorithm (Wichura 1988).
        let expected = [
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.9, 1.281_551_565_544_600_8),
            (0.95, 1.644_853_626_951_471_5),
            (0.975, 1.959_963_984_540_053_6),
            (0.995, 2.575_829_303_548_9),
            (0.999, 3.090_232_306_167_813),
            (0.3, -0.524_400_512_708_040_7),
            (0.024_25, -1.972_961_051_311_884_5),
            (0.0001, -3.719_016_485_455_68),
            (1e-10, -6.361_340_902_404_056),
        ];
        for (probability, quantile) in expected {
            check_near(normal_quantile(probability), quantile, 1e-13, &probability.to_string());
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        for bad in [-0.1, 1.1, f64::NAN] {
            assert!(normal_quantile(bad).is_nan(), "{bad}");
        }
    }

    #[test]
    fn wilson_intervals() {
        // The formula in Python 3 with statistics.NormalDist().
        let expected = [
            (0, 10, 0.95, 0.0, 0.277_532_799_862_889_15),
            (10, 10, 0.95, 0.722_467_200_137_110_9, 1.0),
            (1, 1, 0.95, 0.206_549_314_377_237_45, 1.0),
            (14, 60, 0.95, 0.144_395_617_366_428_3, 0.354_362_703_776_019_5),
            (144, 300, 0.95, 0.424_076_800_862_722_37, 0.536_428_917_986_259_4),
            (144, 300, 0.99, 0.406_941_424_875_468_7, 0.553_924_086_085_556),
            (5, 20, 0.9, 0.127_377_168_520_357_8, 0.432_201_750_160_124_46),
            (0, 0, 0.95, 0.0, 1.0),
        ];
        for (successes, n, confidence, low, high) in expected {
            let got = wilson(successes, n, confidence);
            check_near(got.0, low, 1e-13, &format!("{successes} of {n}, low"));
            check_near(got.1, high, 1e-13, &format!("{successes} of {n}, high"));
        }
    }

    #[test]
    fn exact_intervals() {
        // Python 3: binomial sums in exact fractions (144 of 300: 50 decimal digits) and bisection.
        let expected = [
            (0, 10, 0.95, 0.0, 0.308_497_107_818_760_83),
            (10, 10, 0.95, 0.691_502_892_181_239_2, 1.0),
            (1, 5, 0.95, 0.005_050_763_379_468_056, 0.716_417_936_118_089_5),
            (14, 60, 0.95, 0.133_837_343_888_848_05, 0.360_382_787_105_757_5),
            (14, 60, 0.99, 0.110_354_964_189_755_74, 0.400_050_341_531_373_5),
            (5, 20, 0.9, 0.104_080_835_910_136_07, 0.455_582_404_001_748_8),
            (144, 300, 0.95, 0.422_242_030_391_117_3, 0.538_156_778_971_137_5),
            (0, 0, 0.95, 0.0, 1.0),
        ];
        for (successes, n, confidence, low, high) in expected {
            let got = clopper_pearson(successes, n, confidence);
            check_near(got.0, low, 1e-12, &format!("{successes} of {n}, low"));
            check_near(got.1, high, 1e-12, &format!("{successes} of {n}, high"));
        }
    }

    proptest! {
        /// Both hold the share, lie inside 0 to 1, and mirror each other for the misses.
        #[test]
        fn intervals_hold_the_share(n in 1_u64..5_000, part in 0.0..=1.0_f64, confidence in 0.5..0.999_f64) {
            let successes = ((n as f64 * part) as u64).min(n);
            let share = successes as f64 / n as f64;
            for interval in [wilson, clopper_pearson] {
                let (low, high) = interval(successes, n, confidence);
                prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{} {} {}", low, share, high);
                let (mirrored_low, mirrored_high) = interval(n - successes, n, confidence);
                prop_assert!((low - (1.0 - mirrored_high)).abs() < 1e-9);
                prop_assert!((high - (1.0 - mirrored_low)).abs() < 1e-9);
            }
        }
    }
}
