//! What is priced: a plan pays on expected counts, a settlement on observed ones. Two types, so that an expectation is
//! never paid out, and one code that prices both.

use rust_decimal::Decimal;
use virkning_model::settlement::CohortFigures;

/// What was counted, or is expected to be, under one measure in one measured year.
pub trait Quantity {
    /// The figures of both arms, never below zero where they are counts; nothing where the line has no figures at all
    /// and is left out.
    fn figures(self) -> Option<CohortFigures>;
}

/// Expected figures, such as 14.4 successes among 60.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected(pub CohortFigures);

impl Expected {
    /// So many expected successes among so many.
    pub fn new(eligible: Decimal, successes: Decimal) -> Self {
        Self(CohortFigures { eligible, successes, ..CohortFigures::default() })
    }
}

impl Quantity for Expected {
    fn figures(self) -> Option<CohortFigures> {
        Some(self.0)
    }
}

/// Observed figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub CohortFigures);

impl Count {
    /// So many successes among so many people.
    pub fn new(eligible: u64, successes: u64) -> Self {
        let (eligible, successes) = (Decimal::from(eligible), Decimal::from(successes));
        Self(CohortFigures { eligible, successes, ..CohortFigures::default() })
    }
}

impl Quantity for Count {
    fn figures(self) -> Option<CohortFigures> {
        Some(self.0)
    }
}

impl<Q: Quantity> Quantity for Option<Q> {
    fn figures(self) -> Option<CohortFigures> {
        self.and_then(Quantity::figures)
    }
}
