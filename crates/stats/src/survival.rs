//! Time until something happens, where some are followed for less: Kaplan and Meier's curve (1958), the log-rank test,
//! and the mean time up to a horizon.

use crate::distribution::chi_square_upper;
use crate::effect::Effect;
use crate::error::{NotEstimable, at_least};
use crate::interval::normal_quantile;
use crate::linear::{Symmetric, dot};

/// One step of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Who was still followed just before.
    pub at_risk: u64,
    /// To how many it happened then.
    pub events: u64,
    /// The share to whom it has not happened.
    pub survival: f64,
    /// Its standard error by Greenwood's formula (1926).
    pub standard_error: f64,
    /// The interval, made on the scale of log(−log), so that it stays inside 0 to 1. (0, 1) at the ends.
    pub interval: (f64, f64),
}

/// The curve: a step for each time at which something happened.
pub fn kaplan_meier(times: &[f64], events: &[bool], confidence: f64) -> Result<Vec<Step>, NotEstimable> {
    check(times)?;
    at_least("rows", times.len(), 1)?;
    let z = normal_quantile(1.0 - (1.0 - confidence) / 2.0);
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let steps = table(times, events).into_iter().filter(|(_, _, happened)| *happened > 0);
    Ok(steps
        .map(|(time, at_risk, happened)| {
            let (n, d) = (at_risk as f64, happened as f64);
            survival *= (n - d) / n;
            greenwood += if happened < at_risk { d / (n * (n - d)) } else { 0.0 };
            let interval = if survival <= 0.0 {
                (0.0, 0.0)
            } else {
                let log = libm::log(survival);
                let factor = libm::exp(z * greenwood.sqrt() / log.abs());
                (libm::exp(log * factor), libm::exp(log / factor))
            };
            Step { time, at_risk, events: happened, survival, standard_error: survival * greenwood.sqrt(), interval }
        })
        .collect())
}

/// The first time at which the curve is at or below a share; nothing if it never is.
pub fn quantile(steps: &[Step], share: f64) -> Option<f64> {
    // A share that the product gives as 0.5000000001 is one half.
    steps.iter().find(|step| step.survival <= share + 1e-12).map(|step| step.time)
}

/// A log-rank test.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// Chi-square.
    pub statistic: f64,
    /// Degrees of freedom: one less than the groups.
    pub degrees: f64,
    /// The probability of a larger one, were all groups alike.
    pub p_value: f64,
    /// Observed and expected events of each group, groups in order.
    pub observed_expected: Vec<(f64, f64)>,
}

/// Whether groups differ in when it happens (Mantel 1966).
pub fn log_rank(times: &[f64], events: &[bool], groups: &[u32]) -> Result<LogRank, NotEstimable> {
    check(times)?;
    let mut names: Vec<u32> = groups.to_vec();
    names.sort_unstable();
    names.dedup();
    at_least("treated", names.len(), 2)?;
    let count = names.len();
    let place = |row: usize| names.partition_point(|name| *name < groups[row]);
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|left, right| times[*left].total_cmp(&times[*right]));
    let mut at_risk = vec![0.0; count];
    (0..times.len()).for_each(|row| at_risk[place(row)] += 1.0);
    let (mut observed, mut expected) = (vec![0.0; count], vec![0.0; count]);
    let mut variance = Symmetric::zeros(count - 1);
    for rows in order.chunk_by(|left, right| times[*left] == times[*right]) {
        let mut happened = vec![0.0; count];
        rows.iter().filter(|row| events[**row]).for_each(|row| happened[place(*row)] += 1.0);
        let (d, n): (f64, f64) = (happened.iter().sum(), at_risk.iter().sum());
        for group in 0..count {
            observed[group] += happened[group];
            expected[group] += d * at_risk[group] / n;
        }
        if n > 1.0 && d > 0.0 {
            let factor = d * (n - d) / (n - 1.0);
            for row in 0..count - 1 {
                for column in row..count - 1 {
                    let same = f64::from(u8::from(row == column));
                    let share = at_risk[row] / n * (same - at_risk[column] / n);
                    variance.set(row, column, variance.at(row, column) + factor * share);
                }
            }
        }
        rows.iter().for_each(|row| at_risk[place(*row)] -= 1.0);
    }
    let apart: Vec<f64> =
        observed.iter().zip(&expected).map(|(seen, expected)| seen - expected).take(count - 1).collect();
    let inverse = variance.inverse().map_err(|_| NotEstimable::NoVariation)?;
    let statistic = dot(&inverse.times(&apart), &apart);
    let degrees = count as f64 - 1.0;
    let p_value = chi_square_upper(statistic, degrees);
    Ok(LogRank { statistic, degrees, p_value, observed_expected: observed.into_iter().zip(expected).collect() })
}

/// The mean time up to a horizon: the area under the curve, and its variance.
pub fn restricted_mean(times: &[f64], events: &[bool], horizon: f64) -> Result<(f64, f64), NotEstimable> {
    let longest = times.iter().copied().fold(0.0, f64::max);
    let last_event = times.iter().zip(events).any(|(time, event)| *event && *time == longest);
    if !(horizon > 0.0 && (horizon <= longest || last_event)) {
        return Err(NotEstimable::BadRequest { what: "a horizon within which somebody was followed" });
    }
    let steps = kaplan_meier(times, events, 0.95)?;
    let steps: Vec<&Step> = steps.iter().filter(|step| step.time < horizon).collect();
    // Areas from each step to the horizon, from the last on.
    let (mut area, mut variance, mut until) = (0.0, 0.0, horizon);
    for step in steps.iter().rev() {
        area += step.survival * (until - step.time);
        let (n, d) = (step.at_risk as f64, step.events as f64);
        if step.events < step.at_risk {
            variance += area * area * d / (n * (n - d));
        }
        until = step.time;
    }
    Ok((area + until, variance))
}

/// The difference of two groups' mean times up to a horizon, treated less control.
pub fn restricted_mean_difference(
    treated: (&[f64], &[bool]),
    control: (&[f64], &[bool]),
    horizon: f64,
    confidence: f64,
) -> Result<Effect, NotEstimable> {
    let ones = restricted_mean(treated.0, treated.1, horizon)?;
    let zeros = restricted_mean(control.0, control.1, horizon)?;
    Effect::normal(ones.0 - zeros.0, (ones.1 + zeros.1).sqrt(), confidence)
}

/// Each time with who was followed just before and to how many it happened.
fn table(times: &[f64], events: &[bool]) -> Vec<(f64, u64, u64)> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|left, right| times[*left].total_cmp(&times[*right]));
    let mut left = times.len() as u64;
    let mut found = Vec::new();
    for rows in order.chunk_by(|left, right| times[*left] == times[*right]) {
        let happened = rows.iter().filter(|row| events[**row]).count() as u64;
        found.push((times[rows[0]], left, happened));
        left -= rows.len() as u64;
    }
    found
}

pub(crate) fn check(times: &[f64]) -> Result<(), NotEstimable> {
    match times.iter().position(|time| !(time.is_finite() && *time >= 0.0)) {
        Some(row) => Err(NotEstimable::BadValue { what: "time", row }),
        None => Ok(()),
    }
}
