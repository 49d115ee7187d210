//! Numbers that are shown, never paid as they are: rates of return, intervals, effects and their uncertainty. Plain slices
//! of f64 in a fixed order of operations, transcendental functions from `libm`, so that the same numbers come out on every
//! machine and any number of threads; no contract types. An estimate becomes money only as a decimal that is rounded as
//! the contract says.

#![forbid(unsafe_code)]
#![allow(
    clippy::neg_cmp_op_on_partial_ord,
    reason = "what is not a number is not greater than anything, and is refused together with what is too small"
)]
#![allow(clippy::needless_range_loop, reason = "the indices are those of the formulas")]

pub mod allocation;
pub mod balance;
pub mod bounds;
pub mod callaway;
pub mod coarsened;
mod count;
pub mod cox;
pub mod difference;
pub mod distribution;
mod effect;
pub mod entropy;
mod error;
mod interval;
mod linear;
pub mod logit;
pub mod matching;
pub mod means;
pub mod multiple;
pub mod power;
pub mod random;
pub mod randomisation;
pub mod regression;
mod returns;
mod rows;
pub mod sequential;
pub mod shares;
pub mod survival;
pub mod weighting;

pub use count::{binomial_at_least, binomial_at_most, events_to_come};
pub use effect::Effect;
pub use error::NotEstimable;
pub use interval::{clopper_pearson, normal_quantile, wilson};
pub use linear::Symmetric;
pub use returns::{irr, xirr};
