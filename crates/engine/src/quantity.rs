//! What is priced: a plan pays on expected counts, a settlement on observed ones. Two types, so that an expectation is
//! never paid out, and one code that prices both.

use rust_decimal::Decimal;

/// A number of units that a price is multiplied with.
pub trait Quantity: Copy {
    /// As an exact decimal; never negative.
    fn to_decimal(self) -> Decimal;
}

/// An expected number of units, such as 14.4 successes among 60.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected(pub Decimal);

impl Quantity for Expected {
    fn to_decimal(self) -> Decimal {
        self.0
    }
}

/// An observed number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u64);

impl Quantity for Count {
    fn to_decimal(self) -> Decimal {
        Decimal::from(self.0)
    }
}
