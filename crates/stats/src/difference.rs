//! Difference in differences, two groups and two periods: what the treated changed more than the controls did.

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least};
use crate::regression::{Spread, least_squares};

/// The coefficient of group × period in a regression of the outcome on group, period, both and covariates, one row for
/// each person and period (or repeated cross-sections). Rows of one person belong together: `spread` names clusters.
/// It rests on parallel trends: without treatment both groups would have changed alike.
pub fn difference_in_differences(
    outcome: &[f64],
    treated: &[bool],
    after: &[bool],
    covariates: &[&[f64]],
    spread: Spread<'_>,
    confidence: f64,
) -> Result<Effect, NotEstimable> {
    for group in [true, false] {
        for period in [true, false] {
            let have = treated.iter().zip(after).filter(|row| *row.0 == group && *row.1 == period).count();
            at_least(if group { "treated" } else { "control" }, have, 1)?;
        }
    }
    let number = |is: bool| f64::from(u8::from(is));
    let group: Vec<f64> = treated.iter().map(|is| number(*is)).collect();
    let period: Vec<f64> = after.iter().map(|is| number(*is)).collect();
    let both: Vec<f64> = group.iter().zip(&period).map(|(group, period)| group * period).collect();
    let mut columns: Vec<&[f64]> = vec![&both, &group, &period];
    columns.extend_from_slice(covariates);
    least_squares(outcome, &columns, None)?.effect(1, spread, confidence)
}
