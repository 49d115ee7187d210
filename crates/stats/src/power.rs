//! Before anything is measured: how large an effect must be to be seen, and how many people it takes. Two-sided tests of
//! two arms.

use crate::distribution::{noncentral_student_cdf, normal_cdf, student_quantile};
use crate::error::{NotEstimable, at_least};
use crate::interval::normal_quantile;
use crate::shares::fisher_exact;

/// Up to this many people in both arms the power of shares is computed exactly, table by table.
pub const EXACT_MAX: u64 = 200;

/// The chance that a t test finds a difference in means. `spread` is the standard deviation in either arm.
pub fn power_of_means(
    treated: u64,
    control: u64,
    difference: f64,
    spread: f64,
    level: f64,
) -> Result<f64, NotEstimable> {
    at_least("treated", treated as usize, 2)?;
    at_least("control", control as usize, 2)?;
    check(level)?;
    if !(spread > 0.0) {
        return Err(NotEstimable::NoVariation);
    }
    let (n_1, n_2) = (treated as f64, control as f64);
    let degrees = n_1 + n_2 - 2.0;
    let shift = difference / spread / (1.0 / n_1 + 1.0 / n_2).sqrt();
    let bound = student_quantile(1.0 - level / 2.0, degrees);
    let above = 1.0 - noncentral_student_cdf(bound, degrees, shift);
    Ok(above + noncentral_student_cdf(-bound, degrees, shift))
}

/// The smallest difference in means that is found with this chance.
pub fn detectable_means(treated: u64, control: u64, spread: f64, level: f64, power: f64) -> Result<f64, NotEstimable> {
    check(power)?;
    power_of_means(treated, control, spread, spread, level)?;
    let reaches = |size: f64| power_of_means(treated, control, size * spread, spread, level).unwrap_or(1.0) < power;
    let mut far = 1.0;
    while reaches(far) {
        far *= 2.0;
        if far > 1e9 {
            return Err(NotEstimable::NotConverged);
        }
    }
    Ok(smallest(0.0, far, reaches) * spread)
}

/// The smallest number of treated people with which a difference in means is found with this chance, with `ratio`
/// controls for each.
pub fn size_for_means(difference: f64, spread: f64, ratio: f64, level: f64, power: f64) -> Result<u64, NotEstimable> {
    check(power)?;
    search(|treated| power_of_means(treated, controls(treated, ratio), difference, spread, level), power)
}

/// The chance that a difference of two shares is found: exactly for Fisher's test where both arms hold at most
/// [`EXACT_MAX`] people, else by the normal approximation (Fleiss), as R's `power.prop.test`.
pub fn power_of_shares(
    treated: u64,
    control: u64,
    share_treated: f64,
    share_control: f64,
    level: f64,
) -> Result<f64, NotEstimable> {
    at_least("treated", treated as usize, 1)?;
    at_least("control", control as usize, 1)?;
    check(level)?;
    if [share_treated, share_control].iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err(NotEstimable::BadValue { what: "share", row: 0 });
    }
    if treated + control <= EXACT_MAX {
        return exact_power(treated, control, share_treated, share_control, level);
    }
    let (n_1, n_2) = (treated as f64, control as f64);
    let pooled = (n_1 * share_treated + n_2 * share_control) / (n_1 + n_2);
    let null = (pooled * (1.0 - pooled) * (1.0 / n_1 + 1.0 / n_2)).sqrt();
    let spread = (share_treated * (1.0 - share_treated) / n_1 + share_control * (1.0 - share_control) / n_2).sqrt();
    let distance = (share_treated - share_control).abs();
    if spread == 0.0 {
        return Ok(if distance > 0.0 { 1.0 } else { level });
    }
    let bound = normal_quantile(1.0 - level / 2.0) * null;
    Ok(normal_cdf((distance - bound) / spread) + normal_cdf((-distance - bound) / spread))
}

/// The smallest share above the controls' that is found with this chance; nothing where not even everybody would do.
pub fn detectable_share(
    treated: u64,
    control: u64,
    share_control: f64,
    level: f64,
    power: f64,
) -> Result<Option<f64>, NotEstimable> {
    check(power)?;
    let of = |share: f64| power_of_shares(treated, control, share, share_control, level);
    if of(1.0)? < power {
        return Ok(None);
    }
    Ok(Some(smallest(share_control, 1.0, |share| of(share).unwrap_or(1.0) < power)))
}

/// The smallest number of treated people with which a difference of shares is found with this chance.
pub fn size_for_shares(
    share_treated: f64,
    share_control: f64,
    ratio: f64,
    level: f64,
    power: f64,
) -> Result<u64, NotEstimable> {
    check(power)?;
    search(|treated| power_of_shares(treated, controls(treated, ratio), share_treated, share_control, level), power)
}

/// By how much clusters of a size with a correlation inside them make the number of people count for less.
pub fn design_effect(cluster_size: f64, correlation: f64) -> f64 {
    1.0 + (cluster_size - 1.0) * correlation
}

fn controls(treated: u64, ratio: f64) -> u64 {
    libm::ceil(treated as f64 * ratio) as u64
}

fn check(level: f64) -> Result<(), NotEstimable> {
    if 0.0 < level && level < 1.0 {
        return Ok(());
    }
    Err(NotEstimable::BadRequest { what: "a level or power outside 0 to 1" })
}

/// Doubled until it is enough, then halved: the power rises with the size, but for the steps of whole people.
fn search(power_of: impl Fn(u64) -> Result<f64, NotEstimable>, power: f64) -> Result<u64, NotEstimable> {
    let mut enough = 2;
    while power_of(enough)? < power {
        enough *= 2;
        if enough > 1 << 40 {
            return Err(NotEstimable::NotConverged);
        }
    }
    let mut short = enough / 2;
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if middle >= 2 && power_of(middle)? >= power {
            enough = middle
        } else {
            short = middle
        }
    }
    Ok(enough)
}

/// Forty halvings: to 1e-12 of the range.
fn smallest(mut low: f64, mut high: f64, is_short: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..40 {
        let middle = low + (high - low) / 2.0;
        if is_short(middle) { low = middle } else { high = middle }
    }
    high
}

/// The sum of the chances of all tables that Fisher's test rejects.
fn exact_power(treated: u64, control: u64, p_1: f64, p_2: f64, level: f64) -> Result<f64, NotEstimable> {
    let chances = [binomial(treated, p_1), binomial(control, p_2)];
    let mut power = 0.0;
    for (hits_1, chance_1) in chances[0].iter().enumerate() {
        for (hits_2, chance_2) in chances[1].iter().enumerate() {
            let chance = chance_1 * chance_2;
            // What is left out adds up to less than 1e-10.
            if chance > 1e-15 && fisher_exact((hits_1 as u64, treated), (hits_2 as u64, control))? <= level {
                power += chance;
            }
        }
    }
    Ok(power)
}

/// The chance of each number of successes.
fn binomial(n: u64, share: f64) -> Vec<f64> {
    let ways = |hits: u64| {
        libm::lgamma(n as f64 + 1.0) - libm::lgamma(hits as f64 + 1.0) - libm::lgamma((n - hits) as f64 + 1.0)
    };
    (0..=n)
        .map(|hits| match share {
            share if share <= 0.0 => f64::from(u8::from(hits == 0)),
            share if share >= 1.0 => f64::from(u8::from(hits == n)),
            share => libm::exp(ways(hits) + hits as f64 * libm::log(share) + (n - hits) as f64 * libm::log1p(-share)),
        })
        .collect()
}
