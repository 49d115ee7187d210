//! Looking more than once: bounds for interim analyses that keep the level of the whole trial. Pocock (1977), O'Brien and
//! Fleming (1979), and spending functions (Lan and DeMets 1983). Two-sided and symmetric.

use crate::distribution::{normal_cdf, normal_density};
use crate::error::{NotEstimable, at_least};
use crate::interval::normal_quantile;

/// The form of the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// The same at every look.
    Pocock,
    /// Falling with the root of the share of information: hard to pass early.
    OBrienFleming,
    /// Lan and DeMets' spending like Pocock: level · ln(1 + (e − 1) t).
    SpendingPocock,
    /// Lan and DeMets' spending like O'Brien and Fleming, half of the level on each side: 4 − 4Φ(z / √t), z at level / 4.
    SpendingOBrienFleming,
}

/// One look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The share of all information that is there.
    pub information: f64,
    /// The trial may stop where |z| is above this.
    pub bound: f64,
    /// The same as a two-sided level of this look.
    pub nominal_level: f64,
    /// The chance, without effect, of having stopped at this look or before.
    pub spent: f64,
}

/// Points of the grid on which the density of the test is carried from look to look (odd, for Simpson's rule).
const POINTS: usize = 241;

/// The bounds at looks with these shares of the information, rising to at most 1.
pub fn bounds(information: &[f64], form: Bounds, level: f64) -> Result<Vec<Look>, NotEstimable> {
    at_least("rows", information.len(), 1)?;
    let rises = information.windows(2).all(|pair| pair[0] < pair[1]);
    if !(rises && information[0] > 0.0 && information[information.len() - 1] <= 1.0 + 1e-12) {
        return Err(NotEstimable::BadRequest { what: "shares of information that rise to at most 1" });
    }
    if !(0.0 < level && level < 1.0) {
        return Err(NotEstimable::BadRequest { what: "a level outside 0 to 1" });
    }
    let bounds: Vec<f64> = match form {
        Bounds::Pocock | Bounds::OBrienFleming => {
            let last = information[information.len() - 1];
            let shape = |constant: f64| -> Vec<f64> {
                let at = |share: &f64| if form == Bounds::Pocock { constant } else { constant * (last / share).sqrt() };
                information.iter().map(at).collect()
            };
            let total = |constant: f64| crossing(information, &shape(constant), 0.0).iter().sum::<f64>();
            shape(root(0.5, 10.0, |constant| libm::log(total(constant)) - libm::log(level)))
        }
        _ => spending(information, form, level),
    };
    let crossed = crossing(information, &bounds, 0.0);
    let mut spent = 0.0;
    Ok(information
        .iter()
        .zip(bounds)
        .zip(crossed)
        .map(|((information, bound), crossed)| {
            spent += crossed;
            Look { information: *information, bound, nominal_level: 2.0 * normal_cdf(-bound), spent }
        })
        .collect())
}

/// The chance of stopping at each look when the test at full information has this mean (its effect over its standard
/// error).
pub fn stopping(looks: &[Look], drift: f64) -> Vec<f64> {
    let information: Vec<f64> = looks.iter().map(|look| look.information).collect();
    let bounds: Vec<f64> = looks.iter().map(|look| look.bound).collect();
    crossing(&information, &bounds, drift)
}

/// Each bound in turn: the one that spends what the function allows by then.
fn spending(information: &[f64], form: Bounds, level: f64) -> Vec<f64> {
    let allowed = |share: f64| {
        let share = share.min(1.0);
        if form == Bounds::SpendingPocock {
            level * libm::log1p((std::f64::consts::E - 1.0) * share)
        } else {
            4.0 * normal_cdf(-normal_quantile(1.0 - level / 4.0) / share.sqrt())
        }
    };
    let (mut found, mut before, mut density): (Vec<f64>, f64, Option<Carried>) = (Vec::new(), 0.0, None);
    for (look, share) in information.iter().enumerate() {
        let to_spend = allowed(*share) - before;
        // On a logarithmic scale the chance of being outside is nearly straight; what is too small to count is one.
        let excess = |bound: f64| {
            let chance = outside(density.as_ref(), information, look, bound, 0.0);
            libm::log(chance.max(1e-300)) - libm::log(to_spend.max(1e-300))
        };
        let bound = root(0.0, 12.0, excess);
        density = Some(carry(density.as_ref(), information, look, bound, 0.0));
        found.push(bound);
        before = allowed(*share);
    }
    found
}

/// The density of the test inside the bounds so far, on a grid.
struct Carried {
    points: Vec<f64>,
    /// Density times the weight of Simpson's rule.
    mass: Vec<f64>,
}

/// Where a falling function is zero, by regula falsi in the form called Illinois.
fn root(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (function(low), function(high));
    let mut kept = 0;
    for _ in 0..200 {
        let middle = (low * at_high - high * at_low) / (at_high - at_low);
        let at_middle = function(middle);
        if at_middle.abs() < 1e-11 || high - low < 1e-12 {
            return middle;
        }
        if at_middle > 0.0 {
            (low, at_low) = (middle, at_middle);
            // An end that stays counts for half, so that it does not stay for ever.
            at_high *= if kept == 1 { 0.5 } else { 1.0 };
            kept = 1;
        } else {
            (high, at_high) = (middle, at_middle);
            at_low *= if kept == -1 { 0.5 } else { 1.0 };
            kept = -1;
        }
    }
    low + (high - low) / 2.0
}

fn crossing(information: &[f64], bounds: &[f64], drift: f64) -> Vec<f64> {
    let mut density: Option<Carried> = None;
    let mut found = Vec::with_capacity(bounds.len());
    for (look, bound) in bounds.iter().enumerate() {
        found.push(outside(density.as_ref(), information, look, *bound, drift));
        if look + 1 < bounds.len() {
            density = Some(carry(density.as_ref(), information, look, *bound, drift));
        }
    }
    found
}

/// Carries the density through one look (Armitage, McPherson and Rowe 1969).
fn carry(before: Option<&Carried>, information: &[f64], look: usize, bound: f64, drift: f64) -> Carried {
    // Beyond nine standard deviations there is nothing.
    let mean = drift * information[look].sqrt();
    let low = (-bound).max(mean - 9.0);
    let high = bound.min(mean + 9.0).max(low);
    let width = (high - low) / (POINTS - 1) as f64;
    let points: Vec<f64> = (0..POINTS).map(|point| low + width * point as f64).collect();
    let weight = |place: usize| match place {
        0 => 1.0,
        place if place == POINTS - 1 => 1.0,
        place if place % 2 == 1 => 4.0,
        _ => 2.0,
    };
    let mass = |(place, z): (usize, &f64)| weight(place) * width / 3.0 * density(before, information, look, *z, drift);
    Carried { mass: points.iter().enumerate().map(mass).collect(), points }
}

fn density(before: Option<&Carried>, information: &[f64], look: usize, z: f64, drift: f64) -> f64 {
    let Some(before) = before else {
        return normal_density(z - drift * information[look].sqrt());
    };
    let (now, then) = (information[look], information[look - 1]);
    let step = (now - then).sqrt();
    let scale = now.sqrt() / step;
    let at = |from: &f64| normal_density((z * now.sqrt() - from * then.sqrt() - drift * (now - then)) / step);
    scale * before.points.iter().zip(&before.mass).map(|(from, mass)| mass * at(from)).sum::<f64>()
}

/// The chance of being outside the bound at a look and inside at all before.
fn outside(before: Option<&Carried>, information: &[f64], look: usize, bound: f64, drift: f64) -> f64 {
    let Some(before) = before else {
        let mean = drift * information[look].sqrt();
        return normal_cdf(mean - bound) + normal_cdf(-bound - mean);
    };
    let (now, then) = (information[look], information[look - 1]);
    let step = (now - then).sqrt();
    let at = |from: &f64| {
        let middle = from * then.sqrt() + drift * (now - then);
        normal_cdf((middle - bound * now.sqrt()) / step) + normal_cdf((-bound * now.sqrt() - middle) / step)
    };
    before.points.iter().zip(&before.mass).map(|(from, mass)| mass * at(from)).sum()
}
