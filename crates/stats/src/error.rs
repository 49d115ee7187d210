//! Why there is no number. An effect that cannot be estimated is said to be so; it never becomes a zero or a NaN.

use std::fmt;

/// Why something cannot be estimated.
#[derive(Clone, Debug, PartialEq)]
pub enum NotEstimable {
    /// Fewer rows, people or clusters than the method needs.
    TooFew {
        /// Of what: `treated`, `control`, `rows`, `clusters`, `events`, `pairs`, `strata`.
        what: &'static str,
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// A column is a sum of others, or constant: which one, counted from 0 without the intercept; none is the intercept.
    Collinear {
        /// The column.
        column: Option<usize>,
    },
    /// A value is not a finite number, or outside the range that the method needs.
    BadValue {
        /// What the value is: `outcome`, `covariate`, `weight`, `time`, `share`.
        what: &'static str,
        /// The row, counted from 0.
        row: usize,
    },
    /// The covariates tell the arms apart without error: nobody is comparable (complete or quasi-complete separation).
    Separation,
    /// No weights or matches make the arms alike as far as was asked.
    NoBalance {
        /// The largest standardised difference that is left.
        left: f64,
        /// The largest that was accepted.
        accepted: f64,
    },
    /// The outcome does not vary, so that its spread is unknown.
    NoVariation,
    /// The search for the maximum did not end.
    NotConverged,
    /// The request contradicts itself: shares that do not rise, a confidence outside 0 to 1.
    BadRequest {
        /// What is wrong.
        what: &'static str,
    },
}

impl fmt::Display for NotEstimable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { what, have, need } => write!(out, "{have} {what}, at least {need} are needed"),
            Self::Collinear { column: Some(column) } => write!(out, "covariate {} says what others say", column + 1),
            Self::Collinear { column: None } => write!(out, "the covariates add up to a constant"),
            Self::BadValue { what, row } => write!(out, "the {what} in row {} is not usable", row + 1),
            Self::Separation => write!(out, "the covariates tell the arms apart: nobody is comparable"),
            Self::NoBalance { left, accepted } => {
                write!(out, "a standardised difference of {left:.3} is left, {accepted:.3} is accepted")
            }
            Self::NoVariation => write!(out, "the outcome does not vary"),
            Self::NotConverged => write!(out, "the search did not end"),
            Self::BadRequest { what } => write!(out, "{what}"),
        }
    }
}

impl std::error::Error for NotEstimable {}

/// Refuses fewer of something than are needed.
pub(crate) fn at_least(what: &'static str, have: usize, need: usize) -> Result<(), NotEstimable> {
    if have < need {
        Err(NotEstimable::TooFew { what, have, need })
    } else {
        Ok(())
    }
}

/// Refuses values that are not finite.
pub(crate) fn finite(what: &'static str, values: &[f64]) -> Result<(), NotEstimable> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(NotEstimable::BadValue { what, row }),
        None => Ok(()),
    }
}
