//! Comparisons of whole numbers with an exact decimal, also where only the two ends of a range are known. The decimal is
//! brought to the unit of the whole numbers once, without rounding what decides.

use rust_decimal::Decimal;
use virkning_model::expression::Comparison;

use crate::truth::Truth;

/// Stands for "any number, however large"; far from overflow.
pub(crate) const UNBOUNDED: i64 = i64::MAX / 2;

/// The whole numbers for which a comparison holds: those from `low` to `high`, or all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    low: i64,
    high: i64,
    inside: bool,
}

impl Bound {
    /// The whole numbers `n` for which `n / units` compares with the value. `units` is at most 10,000 units in each of
    /// the months of three centuries, so the product with a 96-bit decimal fits 128 bits.
    pub(crate) fn new(comparison: Comparison, value: Decimal, units: u32) -> Self {
        Self::of(comparison, value.mantissa() * i128::from(units), value.scale())
    }

    /// As `new` for more units. Values of the language have mantissas of at most 54 bits, so that nothing is cut off.
    pub(crate) fn of_many(comparison: Comparison, value: Decimal, units: u64) -> Self {
        Self::of(comparison, value.mantissa().saturating_mul(i128::from(units)), value.scale())
    }

    fn of(comparison: Comparison, numerator: i128, scale: u32) -> Self {
        let denominator = 10_i128.pow(scale);
        let exact = numerator.rem_euclid(denominator) == 0;
        let limit = i128::from(UNBOUNDED);
        let floor = i64::try_from(numerator.div_euclid(denominator).clamp(-limit, limit)).expect("clamped");
        let ceiling = if exact { floor } else { floor + 1 };
        let (low, high, inside) = match comparison {
            // Between two whole numbers lies none: the range is empty.
            Comparison::Equal => (ceiling, floor, true),
            Comparison::NotEqual => (ceiling, floor, false),
            Comparison::Less => (i64::MIN, ceiling - 1, true),
            Comparison::LessOrEqual => (i64::MIN, floor, true),
            Comparison::Greater => (floor + 1, i64::MAX, true),
            Comparison::GreaterOrEqual => (ceiling, i64::MAX, true),
        };
        Self { low, high, inside }
    }

    /// Whether the comparison holds for a number.
    pub(crate) fn holds(self, number: i64) -> bool {
        (self.low <= number && number <= self.high) == self.inside
    }

    /// Whether it holds for a number of which only the ends are known: decided if it holds for all or for none.
    pub(crate) fn holds_between(self, least: i64, most: i64) -> Truth {
        let apart = self.low > self.high || most < self.low || self.high < least;
        if apart {
            Truth::from(!self.inside)
        } else if self.low <= least && most <= self.high {
            Truth::from(self.inside)
        } else {
            Truth::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(comparison: Comparison, value: &str, units: u32, numbers: [i64; 4], expected: [bool; 4]) {
        let bound = Bound::new(comparison, value.parse().expect("a decimal"), units);
        assert_eq!(numbers.map(|number| bound.holds(number)), expected, "{} {value}", comparison.sign());
    }

    #[test]
    fn values_between_two_ten_thousandths() {
        // 0.00025 is 2.5 ten-thousandths.
        let numbers = [1, 2, 3, 4];
        check(Comparison::Equal, "0.00025", 10_000, numbers, [false; 4]);
        check(Comparison::NotEqual, "0.00025", 10_000, numbers, [true; 4]);
        check(Comparison::Less, "0.00025", 10_000, numbers, [true, true, false, false]);
        check(Comparison::LessOrEqual, "0.00025", 10_000, numbers, [true, true, false, false]);
        check(Comparison::Greater, "0.00025", 10_000, numbers, [false, false, true, true]);
        check(Comparison::GreaterOrEqual, "0.00025", 10_000, numbers, [false, false, true, true]);
    }

    #[test]
    fn whole_values() {
        let numbers = [1, 2, 3, 4];
        check(Comparison::Equal, "0.00030", 10_000, numbers, [false, false, true, false]);
        check(Comparison::NotEqual, "0.0003", 10_000, numbers, [true, true, false, true]);
        check(Comparison::Less, "3", 1, numbers, [true, true, false, false]);
        check(Comparison::LessOrEqual, "3.0", 1, numbers, [true, true, true, false]);
        check(Comparison::Greater, "3", 1, numbers, [false, false, false, true]);
        check(Comparison::GreaterOrEqual, "3", 1, numbers, [false, false, true, true]);
        check(Comparison::Greater, "-0.5", 1, [-2, -1, 0, 1], [false, false, true, true]);
    }

    #[test]
    fn the_largest_decimals_do_not_overflow() {
        let bound = Bound::new(Comparison::Less, Decimal::MAX, 10_000 * 3_700);
        assert!(bound.holds(1 << 40));
        let bound = Bound::new(Comparison::Greater, Decimal::MIN, 10_000 * 3_700);
        assert!(bound.holds(-(1 << 40)));
    }

    #[test]
    fn decided_only_if_both_ends_agree() {
        let at_least_three = Bound::new(Comparison::GreaterOrEqual, Decimal::from(3), 1);
        assert_eq!(at_least_three.holds_between(0, 2), Truth::False);
        assert_eq!(at_least_three.holds_between(2, 3), Truth::Unknown);
        assert_eq!(at_least_three.holds_between(3, UNBOUNDED), Truth::True);
        let not_three = Bound::new(Comparison::NotEqual, Decimal::from(3), 1);
        assert_eq!(not_three.holds_between(2, 4), Truth::Unknown);
        assert_eq!(not_three.holds_between(4, 5), Truth::True);
        assert_eq!(not_three.holds_between(3, 3), Truth::False);
        let half = Bound::new(Comparison::Equal, "0.5".parse().expect("a decimal"), 1);
        assert_eq!(half.holds_between(0, 4), Truth::False);
    }
}
