//! The exponential function and the logarithm from additions, multiplications and one division alone, in a fixed order: the
//! same bits on every machine, and quick enough to be asked for each number that is drawn. Both are within some units of the
//! last place of `libm`'s (tested), which is more than a chance needs.

use std::f64::consts::{LN_2, LOG2_E, SQRT_2};

/// 1.5 · 2⁵²: added and taken away again it leaves the nearest whole number.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts, of which the first has its last bits empty: a whole multiple of it is exact (Cody and Waite).
const LN_2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3DEA_39EF_3579_3C76);

/// e to the power of `x`.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    if x > -700.0 && x < 700.0 { exp_between(x) } else { libm::exp(x) }
}

/// The same for a number between −700 and 700, without a branch, so that several go through at once.
#[inline]
pub(crate) fn exp_between(x: f64) -> f64 {
    let shifted = x * LOG2_E + WHOLE;
    let whole = shifted - WHOLE;
    let r = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    // The series of the exponential function; at half of ln 2 its fourteenth term is below 10⁻¹⁷. In pairs, so that a
    // processor does several at once.
    let square = r * r;
    let fourth = square * square;
    let low = (1.0 + r) + square * (1.0 / 2.0 + r * (1.0 / 6.0));
    let middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + square * (1.0 / 720.0 + r * (1.0 / 5_040.0));
    let high = (1.0 / 40_320.0 + r * (1.0 / 362_880.0)) + square * (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0));
    let last = 1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0);
    let eighth = fourth * fourth;
    let series = (low + fourth * middle) + eighth * (high + fourth * last);
    // The whole number stands in the last bits of the sum: shifted into the exponent.
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1_023 << 52));
    series * power
}

/// The natural logarithm.
#[inline]
pub(crate) fn log(x: f64) -> f64 {
    if !(f64::MIN_POSITIVE..f64::INFINITY).contains(&x) {
        return libm::log(x);
    }
    let bits = x.to_bits();
    let mut exponent = (bits >> 52) as i64 - 1_023;
    let mut fraction = f64::from_bits(bits & ((1 << 52) - 1) | 1_023 << 52);
    if fraction > SQRT_2 {
        fraction *= 0.5;
        exponent += 1;
    }
    // ln m = 2 (s + s³/3 + s⁵/5 + …) with s = (m − 1) / (m + 1), at most 0.172: the eleventh term is below 10⁻¹⁷.
    let s = (fraction - 1.0) / (fraction + 1.0);
    let z = s * s;
    let square = z * z;
    let fourth = square * square;
    let low = (1.0 / 3.0 + z * (1.0 / 5.0)) + square * (1.0 / 7.0 + z * (1.0 / 9.0));
    let high = (1.0 / 11.0 + z * (1.0 / 13.0)) + square * (1.0 / 15.0 + z * (1.0 / 17.0));
    let tail = low + fourth * (high + fourth * (1.0 / 19.0 + z * (1.0 / 21.0)));
    let double = 2.0 * s;
    exponent as f64 * LN_2 + (double + double * z * tail)
}

/// How far [`rough_log`] is off at most, with room to spare: 2.6e-7 on one to two, by computation.
pub(crate) const ROUGH: f64 = 1e-6;

/// The natural logarithm of a number above zero to six digits and without a division: Chebyshev's interpolation of degree
/// seven on one to two.
#[inline]
pub(crate) fn rough_log(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i64 - 1_023;
    let t = 2.0 * f64::from_bits(bits & ((1 << 52) - 1) | 1_023 << 52) - 3.0;
    let square = t * t;
    let low = (0.405_465_287_205_812_1 + t * 0.333_333_280_044_372_24)
        + square * (-0.055_561_270_637_485_96 + t * 0.012_347_379_383_204_737);
    let high = (-0.003_058_276_005_226_457 + t * 0.000_814_674_602_394_038_8)
        + square * (-0.000_271_953_490_698_528_8 + t * 0.000_078_198_175_128_058_35);
    exponent as f64 * LN_2 + (low + square * square * high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_libm_to_the_last_places() {
        let mut worst = (0.0_f64, 0.0_f64);
        for step in -60_000..60_000 {
            let x = f64::from(step) / 100.0 + 1e-3;
            let (got, expected) = (exp(x), libm::exp(x));
            worst.0 = worst.0.max((got / expected - 1.0).abs());
            let x = libm::exp(f64::from(step) / 90.0);
            if x.is_normal() {
                let (got, expected) = (log(x), libm::log(x));
                worst.1 = worst.1.max((got - expected).abs() / expected.abs().max(1e-3));
            }
        }
        // One unit of the last place is 2.2e-16.
        assert!(worst.0 < 7e-16, "exp is off by {}", worst.0);
        assert!(worst.1 < 7e-16, "log is off by {}", worst.1);
    }

    #[test]
    fn roughly_is_within_its_margin() {
        for step in 1..400_000 {
            let x = f64::from(step) / 1_000.0;
            assert!((rough_log(x) - libm::log(x)).abs() < ROUGH / 3.0, "{x}: {}", rough_log(x));
        }
    }

    #[test]
    fn close_to_one_and_at_the_ends() {
        for x in [1.0, 1.0 + f64::EPSILON, 1.0 - f64::EPSILON / 2.0, 0.999, 1.001, SQRT_2, 0.707] {
            let (got, expected) = (log(x), libm::log(x));
            assert!((got - expected).abs() <= 4e-16 * expected.abs(), "{x}: {got} is not {expected}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1_000.0), 0.0);
        assert_eq!(exp(1_000.0), f64::INFINITY);
        assert!(exp(f64::NAN).is_nan() && log(-1.0).is_nan() && log(f64::NAN).is_nan());
        assert_eq!(log(0.0), f64::NEG_INFINITY);
        assert_eq!(log(f64::INFINITY), f64::INFINITY);
    }
}
