//! Exact fractions and ranges of them, for calculations with numbers of the rows: nothing is rounded, and a number that
//! outgrows 128 bits is unknown rather than wrong.

use virkning_model::Decimal;
use virkning_model::expression::{Comparison, Operation};

use crate::quotient::quotient;
use crate::truth::Truth;

/// A whole number divided by one above zero, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// The fraction; nothing if the divisor is zero.
    pub(crate) fn new(dividend: i128, divisor: i128) -> Option<Self> {
        let common = common_divisor(dividend.unsigned_abs(), divisor.unsigned_abs());
        let common = i128::try_from(common).ok().filter(|common| divisor != 0 && *common != 0)?;
        let sign = divisor.signum();
        Some(Self { numerator: (dividend / common).checked_mul(sign)?, denominator: (divisor / common).checked_abs()? })
    }

    /// A decimal, which has at most 28 digits after the point.
    pub(crate) fn of(value: Decimal) -> Option<Self> {
        Self::new(value.mantissa(), 10_i128.checked_pow(value.scale())?)
    }

    /// The number with at most ten decimals, half to even; nothing where it is too large for them.
    pub(crate) fn decimal(self) -> Option<Decimal> {
        let whole = self.numerator / self.denominator;
        let fits = self.numerator.unsigned_abs() < 10_u128.pow(28) && whole.unsigned_abs() < 10_u128.pow(17);
        fits.then(|| quotient(self.numerator, self.denominator))
    }

    fn calculated(self, operation: Operation, other: Self) -> Option<Self> {
        let (a, b) = (self, other);
        match operation {
            Operation::Plus | Operation::Minus => {
                let left = a.numerator.checked_mul(b.denominator)?;
                let right = b.numerator.checked_mul(a.denominator)?;
                let sum = match operation {
                    Operation::Plus => left.checked_add(right)?,
                    _ => left.checked_sub(right)?,
                };
                Self::new(sum, a.denominator.checked_mul(b.denominator)?)
            }
            Operation::Times => {
                Self::new(a.numerator.checked_mul(b.numerator)?, a.denominator.checked_mul(b.denominator)?)
            }
            Operation::DividedBy => {
                Self::new(a.numerator.checked_mul(b.denominator)?, a.denominator.checked_mul(b.numerator)?)
            }
        }
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A number of which perhaps only the ends are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) least: Fraction,
    pub(crate) most: Fraction,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hindrance {
    /// The register does not say enough.
    Unknown,
    /// It would be divided by zero.
    DivisionByZero,
}

impl Interval {
    pub(crate) fn exact(number: Fraction) -> Self {
        Self { least: number, most: number }
    }

    pub(crate) fn is_exact(self) -> bool {
        self.least == self.most
    }

    /// Every number that the calculation can give lies in the result.
    pub(crate) fn calculated(self, operation: Operation, other: Self) -> Result<Self, Hindrance> {
        let (a, b) = (self, other);
        let ends = match operation {
            Operation::Plus => [(a.least, b.least), (a.most, b.most), (a.least, b.least), (a.most, b.most)],
            Operation::Minus => [(a.least, b.most), (a.most, b.least), (a.least, b.most), (a.most, b.least)],
            Operation::Times | Operation::DividedBy => {
                [(a.least, b.least), (a.least, b.most), (a.most, b.least), (a.most, b.most)]
            }
        };
        if operation == Operation::DividedBy && b.least.numerator <= 0 && b.most.numerator >= 0 {
            // Only where it is zero for certain is that the reason.
            return Err(if b.is_exact() { Hindrance::DivisionByZero } else { Hindrance::Unknown });
        }
        let mut found: Option<Interval> = None;
        for (left, right) in ends {
            let number = left.calculated(operation, right).ok_or(Hindrance::Unknown)?;
            found = Some(match found {
                None => Interval::exact(number),
                Some(known) => known.with(number).ok_or(Hindrance::Unknown)?,
            });
        }
        found.ok_or(Hindrance::Unknown)
    }

    /// The range with one more number in it.
    fn with(self, number: Fraction) -> Option<Self> {
        let below = number.calculated(Operation::Minus, self.least)?.numerator < 0;
        let above = number.calculated(Operation::Minus, self.most)?.numerator > 0;
        Some(Self { least: if below { number } else { self.least }, most: if above { number } else { self.most } })
    }

    /// Whether it compares with another: decided if all numbers of both agree.
    pub(crate) fn compares(self, comparison: Comparison, other: Self) -> Truth {
        let difference = self.calculated(Operation::Minus, other);
        let Ok(Interval { least, most }) = difference else { return Truth::Unknown };
        let (least, most) = (least.numerator.signum(), most.numerator.signum());
        let possible = |sign: i128| least <= sign && sign <= most;
        let holding = [-1, 0, 1].map(|sign| possible(sign).then(|| comparison.holds(&sign, &0)));
        match (holding.contains(&Some(true)), holding.contains(&Some(false))) {
            (true, false) => Truth::True,
            (false, _) => Truth::False,
            (true, true) => Truth::Unknown,
        }
    }
}
