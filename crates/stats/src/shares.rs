//! Two shares against each other: the difference with the intervals of Newcombe (1998, method 10) and of Miettinen and
//! Nurminen (1985), and Fisher's exact test. Counts as (successes, n), treated first.

use crate::distribution::bisect;
use crate::error::{NotEstimable, at_least};
use crate::interval::{normal_quantile, wilson};

/// Successes among n.
pub type Count = (u64, u64);

/// The difference of two shares, treated less control.
pub fn difference(treated: Count, control: Count) -> Result<f64, NotEstimable> {
    check(treated, control)?;
    Ok(share(treated) - share(control))
}

/// Newcombe's interval for the difference: Wilson's limits of both shares, put together. Good at every size.
pub fn newcombe(treated: Count, control: Count, confidence: f64) -> Result<(f64, f64), NotEstimable> {
    let difference = difference(treated, control)?;
    let [(low_1, high_1), (low_2, high_2)] = [treated, control].map(|(hits, n)| wilson(hits, n, confidence));
    let (p_1, p_2) = (share(treated), share(control));
    let root = |left: f64, right: f64| (left * left + right * right).sqrt();
    Ok((difference - root(p_1 - low_1, high_2 - p_2), difference + root(high_1 - p_1, p_2 - low_2)))
}

/// The interval of Miettinen and Nurminen for the difference: all differences that their score test, with the factor
/// N / (N − 1), does not reject.
pub fn miettinen_nurminen(treated: Count, control: Count, confidence: f64) -> Result<(f64, f64), NotEstimable> {
    let difference = difference(treated, control)?;
    let bound = normal_quantile(1.0 - (1.0 - confidence) / 2.0);
    let kept = |shift: f64| score(treated, control, shift).abs() <= bound;
    let low = if difference <= -1.0 {
        -1.0
    } else {
        -bisect(-difference, 1.0, |shift| kept(-shift))
    };
    let high = if difference >= 1.0 { 1.0 } else { bisect(difference, 1.0, kept) };
    Ok((low.max(-1.0), high.min(1.0)))
}

/// The two-sided probability of the score test of Miettinen and Nurminen that the difference is `shift`.
pub fn score_test(treated: Count, control: Count, shift: f64) -> Result<f64, NotEstimable> {
    check(treated, control)?;
    Ok(2.0 * crate::distribution::normal_cdf(-score(treated, control, shift).abs()))
}

/// The score: observed less assumed difference, over its standard error under the assumption.
fn score(treated: Count, control: Count, shift: f64) -> f64 {
    let (n_1, n_2) = (treated.1 as f64, control.1 as f64);
    let all = n_1 + n_2;
    let p_2 = restricted(treated, control, shift);
    let p_1 = (p_2 + shift).clamp(0.0, 1.0);
    let variance = (p_1 * (1.0 - p_1) / n_1 + p_2 * (1.0 - p_2) / n_2) * all / (all - 1.0);
    let distance = share(treated) - share(control) - shift;
    if distance == 0.0 {
        0.0
    } else if variance <= 0.0 {
        f64::INFINITY.copysign(distance)
    } else {
        distance / variance.sqrt()
    }
}

/// The control's share that is most likely when the difference is `shift`: the root of a cubic equation that lies where
/// both are shares (Miettinen and Nurminen 1985, appendix 1).
fn restricted(treated: Count, control: Count, shift: f64) -> f64 {
    let (x_1, n_1, x_2, n_2) = (treated.0 as f64, treated.1 as f64, control.0 as f64, control.1 as f64);
    let (all, hits) = (n_1 + n_2, x_1 + x_2);
    let l_2 = (n_1 + 2.0 * n_2) * shift - all - hits;
    let l_1 = (n_2 * shift - all - 2.0 * x_2) * shift + hits;
    let l_0 = x_2 * shift * (1.0 - shift);
    let third = l_2 / (3.0 * all);
    let q = third * third * third - l_1 * l_2 / (6.0 * all * all) + l_0 / (2.0 * all);
    let p = (third * third - l_1 / (3.0 * all)).max(0.0).sqrt().copysign(q);
    let ratio = if p == 0.0 { 0.0 } else { (q / (p * p * p)).clamp(-1.0, 1.0) };
    let angle = (std::f64::consts::PI + libm::acos(ratio)) / 3.0;
    (2.0 * p * libm::cos(angle) - third).clamp((-shift).max(0.0), (1.0 - shift).min(1.0))
}

/// Fisher's exact test (1935), two-sided: the probability of all tables with these margins that are no more likely than
/// the one that was seen.
pub fn fisher_exact(treated: Count, control: Count) -> Result<f64, NotEstimable> {
    check(treated, control)?;
    let (hits, all) = (treated.0 + control.0, treated.1 + control.1);
    let low = hits.saturating_sub(control.1);
    let high = hits.min(treated.1);
    let chance = |count: u64| libm::exp(choose(treated.1, count) + choose(control.1, hits - count) - choose(all, hits));
    let seen = chance(treated.0);
    // Tables that are as likely count, whatever rounding makes of them: R and scipy do the same.
    let sum: f64 = (low..=high).map(chance).filter(|chance| *chance <= seen * (1.0 + 1e-7)).sum();
    Ok(sum.min(1.0))
}

/// The logarithm of the number of ways to choose some of n.
fn choose(n: u64, some: u64) -> f64 {
    libm::lgamma(n as f64 + 1.0) - libm::lgamma(some as f64 + 1.0) - libm::lgamma((n - some) as f64 + 1.0)
}

fn share((hits, n): Count) -> f64 {
    hits as f64 / n as f64
}

fn check(treated: Count, control: Count) -> Result<(), NotEstimable> {
    at_least("treated", treated.1 as usize, 1)?;
    at_least("control", control.1 as usize, 1)?;
    if treated.0 > treated.1 || control.0 > control.1 {
        return Err(NotEstimable::BadRequest { what: "more successes than people" });
    }
    Ok(())
}
