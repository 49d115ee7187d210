//! Confidence intervals for shares.
/// Wilson's interval for a share.
pub fn wilson(_successes: u64, _n: u64, _confidence: f64) -> (f64, f64) { todo!() }
/// Clopper and Pearson's exact interval for a share.
pub fn clopper_pearson(_successes: u64, _n: u64, _confidence: f64) -> (f64, f64) { todo!() }
/// The quantile of the standard normal distribution.
pub fn normal_quantile(_probability: f64) -> f64 { todo!() }
