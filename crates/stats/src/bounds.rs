//! What can still be said when outcomes are missing: Lee's trimming bounds (2009) and Manski's worst cases (1990).

use crate::error::{NotEstimable, at_least, finite};

/// The smallest and largest effect that agree with what was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
    /// The share of the better followed arm that was trimmed (Lee); zero otherwise.
    pub trimmed: f64,
}

/// Lee's bounds for those who are seen in either arm: the arm with fewer missing is trimmed from above or from below by
/// as much as it has too many. It claims that treatment moves answering in one direction only.
pub fn lee(treated: &[Option<f64>], control: &[Option<f64>]) -> Result<Bounds, NotEstimable> {
    let [ones, zeros] = [treated, control].map(seen);
    at_least("treated", ones.len(), 1)?;
    at_least("control", zeros.len(), 1)?;
    finite("outcome", &ones)?;
    finite("outcome", &zeros)?;
    let share_1 = ones.len() as f64 / treated.len() as f64;
    let share_0 = zeros.len() as f64 / control.len() as f64;
    let (more, fewer, sign) = if share_1 >= share_0 { (&ones, &zeros, 1.0) } else { (&zeros, &ones, -1.0) };
    let trimmed = 1.0 - share_1.min(share_0) / share_1.max(share_0);
    let middle = fewer.iter().sum::<f64>() / fewer.len() as f64;
    let below = trimmed_mean(more, trimmed, false) - middle;
    let above = trimmed_mean(more, trimmed, true) - middle;
    let (low, high) = if sign > 0.0 { (below, above) } else { (-above, -below) };
    Ok(Bounds { low, high, trimmed })
}

/// Manski's bounds: everything that is missing was the smallest, or the largest, that an outcome can be.
pub fn manski(
    treated: &[Option<f64>],
    control: &[Option<f64>],
    (smallest, largest): (f64, f64),
) -> Result<Bounds, NotEstimable> {
    at_least("treated", treated.len(), 1)?;
    at_least("control", control.len(), 1)?;
    let out = |values: &[Option<f64>]| values.iter().flatten().any(|value| !(smallest..=largest).contains(value));
    if out(treated) || out(control) {
        return Err(NotEstimable::BadRequest { what: "an outcome outside the range that was named" });
    }
    let mean = |values: &[Option<f64>], missing: f64| {
        values.iter().map(|value| value.unwrap_or(missing)).sum::<f64>() / values.len() as f64
    };
    Ok(Bounds {
        low: mean(treated, smallest) - mean(control, largest),
        high: mean(treated, largest) - mean(control, smallest),
        trimmed: 0.0,
    })
}

fn seen(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().flatten().copied().collect()
}

/// The mean without a share of the lowest (`upper`) or the highest values. A person at the edge counts in part, so that
/// exactly the share is trimmed whatever the ties.
fn trimmed_mean(values: &[f64], share: f64, upper: bool) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    if upper {
        sorted.reverse();
    }
    let kept = values.len() as f64 * (1.0 - share);
    let mut left = kept;
    let mut sum = 0.0;
    for value in sorted {
        let part = left.clamp(0.0, 1.0);
        sum += part * value;
        left -= part;
    }
    sum / kept
}
