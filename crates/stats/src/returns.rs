//! Internal rates of return.
/// The yearly internal rate of return of periodic flows; the first flow is at period 0.
pub fn irr(_flows: &[f64]) -> Option<f64> { todo!() }
/// The same for dated flows: (days since the first, amount), actual/365.
pub fn xirr(_flows: &[(i32, f64)]) -> Option<f64> { todo!() }
