//! Division of whole numbers into an exact decimal, or one that is rounded in a stated way.

use virkning_model::Decimal;

/// How many decimals a quotient has at most.
pub const VALUE_DECIMALS: u32 = 10;

/// The quotient of two whole numbers, with at most ten decimals; one that does not end by then is rounded half to even.
/// The divisor is not zero, and the dividend far below ten to the twenty-eighth.
pub(crate) fn quotient(dividend: i128, divisor: i128) -> Decimal {
    let scaled = dividend.saturating_mul(10_i128.pow(VALUE_DECIMALS));
    let (whole, rest) = (scaled.div_euclid(divisor), scaled.rem_euclid(divisor));
    let (twice, divisor_size) = (rest * 2, divisor.abs());
    // With a negative divisor the euclidean quotient lies above the exact one, else below it.
    let step = if divisor < 0 { -1 } else { 1 };
    let up = twice > divisor_size || (twice == divisor_size && whole % 2 != 0);
    let rounded = if up { whole + step } else { whole };
    Decimal::try_from_i128_with_scale(rounded, VALUE_DECIMALS).unwrap_or(Decimal::MAX).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dividend: i128, divisor: i128, expected: &str) {
        assert_eq!(quotient(dividend, divisor).to_string(), expected, "{dividend} / {divisor}");
    }

    #[test]
    fn quotients() {
        check(0, 7, "0");
        check(1, 4, "0.25");
        check(-1, 4, "-0.25");
        check(1, -4, "-0.25");
        check(-1, -4, "0.25");
        check(2, 3, "0.6666666667");
        check(-2, 3, "-0.6666666667");
        check(2, -3, "-0.6666666667");
        check(-2, -3, "0.6666666667");
        // Exactly between two: to the even one. 1 / 2^11 is 0.00048828125, which has eleven decimals.
        check(1, 2048, "0.0004882812");
        check(3, 2048, "0.0014648438");
        check(-1, 2048, "-0.0004882812");
        check(-3, -2048, "0.0014648438");
        check(3, -2048, "-0.0014648438");
    }
}
