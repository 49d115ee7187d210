//! Numbers that are shown, never paid: rates of return, intervals, quantiles. Plain slices of f64 in a fixed order of
//! operations, transcendental functions from `libm`; no contract types.

#![forbid(unsafe_code)]

mod count;
mod interval;
mod returns;

pub use count::{binomial_at_least, binomial_at_most, events_to_come};
pub use interval::{clopper_pearson, normal_quantile, wilson};
pub use returns::{irr, xirr};
