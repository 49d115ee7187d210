//! Counts: how likely a number of successes is under an expected share, and how many more events are to come when they
//! come as they have come so far.

/// The probability of at most `successes` among `n` when each succeeds with `share` by itself. Exact up to rounding; for
/// what is shown, never for what is paid. Panics unless `successes <= n` and `0 <= share <= 1`.
pub fn binomial_at_most(successes: u64, n: u64, share: f64) -> f64 {
    assert!(successes <= n && (0.0..=1.0).contains(&share), "{successes} of {n} at {share}");
    (0..=successes).map(|k| binomial(k, n, share)).sum::<f64>().min(1.0)
}

/// The probability of at least `successes` among `n`, likewise.
pub fn binomial_at_least(successes: u64, n: u64, share: f64) -> f64 {
    assert!(successes <= n && (0.0..=1.0).contains(&share), "{successes} of {n} at {share}");
    (successes..=n).map(|k| binomial(k, n, share)).sum::<f64>().min(1.0)
}

fn binomial(k: u64, n: u64, share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        let certain = if share <= 0.0 { 0 } else { n };
        return if k == certain { 1.0 } else { 0.0 };
    }
    let (k, n) = (k as f64, n as f64);
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(choose + k * libm::log(share) + (n - k) * libm::log1p(-share))
}

/// How many more events come in `left`, when `seen` came in `passed` (both in the same unit of time) at a rate that stays:
/// the mean and the ends of the interval of that confidence. The rate is uncertain too: it has Jeffreys' prior, so the
/// number to come is negative binomial. Panics unless `passed > 0`, `left >= 0` and `0 < confidence < 1`.
pub fn events_to_come(seen: u64, passed: f64, left: f64, confidence: f64) -> (f64, u64, u64) {
    assert!(passed > 0.0 && left >= 0.0 && 0.0 < confidence && confidence < 1.0, "{seen} in {passed}, {left} left");
    let mean = seen as f64 / passed * left;
    if left <= 0.0 {
        return (0.0, 0, 0);
    }
    let (shape, stay) = (seen as f64 + 0.5, passed / (passed + left));
    let tail = (1.0 - confidence) / 2.0;
    let (mut low, mut sum) = (None, 0.0);
    let mut logarithm = shape * libm::log(stay);
    let go = libm::log1p(-stay);
    for k in 0_u64..10_000_000 {
        sum += libm::exp(logarithm);
        if low.is_none() && sum >= tail {
            low = Some(k);
        }
        if sum >= 1.0 - tail {
            return (mean, low.unwrap_or(k), k);
        }
        logarithm += libm::log(k as f64 + shape) - libm::log(k as f64 + 1.0) + go;
    }
    (mean, low.unwrap_or(0), u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values by exact fractions in another program.
    #[test]
    fn tails_of_the_binomial_distribution() {
        let check = |k: u64, n: u64, share: f64, most: f64, least: f64| {
            assert!(
                (binomial_at_most(k, n, share) - most).abs() < 1e-10,
                "{k} of {n}: {}",
                binomial_at_most(k, n, share)
            );
            assert!((binomial_at_least(k, n, share) - least).abs() < 1e-10, "{k} of {n}");
        };
        check(0, 0, 0.3, 1.0, 1.0);
        check(0, 5, 0.0, 1.0, 1.0);
        check(5, 5, 1.0, 1.0, 1.0);
        check(2, 4, 0.5, 0.6875, 0.6875);
        check(4, 42, 19.0 / 42.0, 6.145_683_394_204_84e-7, 0.999_999_926_370_891_9);
        check(17, 27, 0.31, 0.999_853_930_096_195, 6.114_319_340_341_711e-4);
    }

    #[test]
    fn events_come_as_they_came() {
        let check = |seen: u64, passed: f64, left: f64, expected: (f64, u64, u64)| {
            let (mean, low, high) = events_to_come(seen, passed, left, 0.95);
            assert!((mean - expected.0).abs() < 1e-9, "{mean}");
            assert_eq!((low, high), (expected.1, expected.2), "{seen} in {passed}, {left} left");
        };
        check(10, 5.0, 0.0, (0.0, 0, 0));
        check(124, 969.0, 187.0, (23.929824561403507, 14, 35));
        check(3, 12.0, 12.0, (3.0, 0, 10));
        check(0, 6.0, 6.0, (0.0, 0, 3));
    }
}
