//! Exact fractions for the solver. An operation that leaves the range of `i128` gives nothing, and the caller takes that for
//! "not proven".

use std::cmp::Ordering;

/// A fraction in lowest terms with a denominator above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    pub(super) const ZERO: Fraction = Fraction { numerator: 0, denominator: 1 };
    pub(super) const ONE: Fraction = Fraction { numerator: 1, denominator: 1 };

    pub(super) fn whole(number: i128) -> Self {
        Fraction { numerator: number, denominator: 1 }
    }

    /// The whole number that it is, if it is one.
    pub(super) fn as_whole(self) -> Option<i128> {
        (self.denominator == 1).then_some(self.numerator)
    }

    pub(super) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    pub(super) fn is_positive(self) -> bool {
        self.numerator > 0
    }

    pub(super) fn is_negative(self) -> bool {
        self.numerator < 0
    }

    pub(super) fn negated(self) -> Self {
        Fraction { numerator: -self.numerator, denominator: self.denominator }
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::lowest(left.checked_sub(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        Self::lowest(self.numerator.checked_mul(other.numerator)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// Nothing for a divisor of zero too.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        Self::lowest(self.numerator.checked_mul(other.denominator)?, self.denominator.checked_mul(other.numerator)?)
    }

    pub(super) fn compared(self, other: Self) -> Option<Ordering> {
        let left = self.numerator.checked_mul(other.denominator)?;
        Some(left.cmp(&other.numerator.checked_mul(self.denominator)?))
    }

    fn lowest(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = common(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|divisor| *divisor > 0)?;
        let sign = if denominator < 0 { -1 } else { 1 };
        (denominator != 0).then_some(())?;
        Some(Fraction { numerator: numerator / divisor * sign, denominator: denominator / divisor * sign })
    }
}

/// The greatest common divisor.
fn common(one: u128, other: u128) -> u128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_stay_in_lowest_terms() {
        let half = Fraction::ONE.over(Fraction::whole(2)).expect("a half");
        assert_eq!(Fraction::whole(-3).over(Fraction::whole(-6)), Some(half));
        assert_eq!(half.minus(half), Some(Fraction::ZERO));
        assert_eq!(half.times(Fraction::whole(4)), Some(Fraction::whole(2)));
        assert_eq!(half.compared(Fraction::ONE), Some(Ordering::Less));
        assert_eq!(half.over(Fraction::ZERO), None);
        assert_eq!(Fraction::whole(i128::MAX).times(Fraction::whole(2)), None);
    }
}
