//! Are the arms alike? Standardised differences and variance ratios, before and after weighting.

use crate::error::NotEstimable;

/// One covariate in both arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Mean of the treated.
    pub treated_mean: f64,
    /// Mean of the controls.
    pub control_mean: f64,
    /// Treated less control, over the spread that is used for all stages of an evaluation; zero where both are zero.
    pub standardised: f64,
    /// Variance of the treated over that of the controls; nothing where the controls do not vary.
    pub variance_ratio: Option<f64>,
}

/// The spread by which differences are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    /// The root of the mean of both variances before weighting: for the effect on everybody.
    Pooled,
    /// The spread of the treated: for the effect on the treated.
    Treated,
}

/// The balance of each covariate. `weights` count rows; the yardstick is always that before weighting, so that a figure
/// falls because means come together and not because the spread grows.
pub fn balance(
    columns: &[&[f64]],
    treated: &[bool],
    weights: Option<&[f64]>,
    yardstick: Yardstick,
) -> Result<Vec<Balance>, NotEstimable> {
    let (ones, zeros) = crate::rows::arms(treated);
    crate::error::at_least("treated", ones, 2)?;
    crate::error::at_least("control", zeros, 2)?;
    Ok(columns.iter().map(|column| one(column, treated, weights, yardstick)).collect())
}

/// The largest standardised difference, without its sign.
pub fn largest(balances: &[Balance]) -> f64 {
    balances.iter().map(|balance| balance.standardised.abs()).fold(0.0, f64::max)
}

fn one(column: &[f64], treated: &[bool], weights: Option<&[f64]>, yardstick: Yardstick) -> Balance {
    let [plain_treated, plain_control] = [true, false].map(|arm| moments(column, treated, None, arm));
    let [now_treated, now_control] = [true, false].map(|arm| moments(column, treated, weights, arm));
    let spread = match yardstick {
        Yardstick::Pooled => ((plain_treated.1 + plain_control.1) / 2.0).sqrt(),
        Yardstick::Treated => plain_treated.1.sqrt(),
    };
    let difference = now_treated.0 - now_control.0;
    // A difference beside no spread at all is as large as can be.
    let standardised = if difference.abs() <= 1e-12 * (now_treated.0.abs() + now_control.0.abs()) {
        0.0
    } else {
        difference / spread
    };
    let variance_ratio = (now_control.1 > 0.0).then(|| now_treated.1 / now_control.1);
    Balance { treated_mean: now_treated.0, control_mean: now_control.0, standardised, variance_ratio }
}

/// Weighted mean and variance of an arm; the variance with the correction for reliability weights, which without
/// weights is n − 1.
fn moments(column: &[f64], treated: &[bool], weights: Option<&[f64]>, arm: bool) -> (f64, f64) {
    let weight = |row: usize| {
        if treated[row] == arm {
            weights.map_or(1.0, |weights| weights[row])
        } else {
            0.0
        }
    };
    let sums = crate::rows::sums(column.len(), 3, |rows, sums| {
        for row in rows {
            let weight = weight(row);
            sums[0] += weight;
            sums[1] += weight * weight;
            sums[2] += weight * column[row];
        }
    });
    let mean = sums[2] / sums[0];
    let squares = crate::rows::sums(column.len(), 1, |rows, total| {
        total[0] += rows.map(|row| weight(row) * (column[row] - mean) * (column[row] - mean)).sum::<f64>();
    });
    (mean, squares[0] / (sums[0] - sums[1] / sums[0]))
}
