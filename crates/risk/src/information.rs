//! What it is worth to know more before signing: everything, one assumption, or what a pilot would show. Each party may
//! sign or not; not signing leaves it with nothing.

use crate::assumptions::About;
use crate::model::Model;
use crate::random::{Chance, Purpose, Random};
use crate::simulate::{Column, Draws};

/// What more knowledge is worth to one who signs only where it pays, in kroner.
#[derive(Clone, Debug, PartialEq)]
pub struct Information {
    /// The result expected of signing now.
    pub expected: f64,
    /// The worth of knowing everything before signing.
    pub everything: f64,
    /// The worth of knowing one assumption for certain, by its identifier, the largest first.
    pub assumptions: Vec<(String, f64)>,
    /// The worth of a pilot, before its cost; nothing where none is assumed.
    pub pilot: Option<f64>,
}

/// What knowledge is worth to the one whose result a column is.
pub fn information(model: &Model, draws: &Draws, result: &Column) -> Option<Information> {
    let net = draws.column(draws.place(result)?);
    let named = |column: &Column| match column {
        Column::Assumption(id) => Some(id.clone()),
        _ => None,
    };
    let mut assumptions: Vec<(String, f64)> = draws
        .columns
        .iter()
        .enumerate()
        .filter_map(|(place, column)| Some((named(column)?, of_one(&draws.column(place), &net))))
        .collect();
    assumptions.sort_by(|one, other| other.1.total_cmp(&one.1));
    Some(Information {
        expected: mean(&net),
        everything: of_everything(&net),
        assumptions,
        pilot: pilot(model, draws, &net),
    })
}

fn pilot(model: &Model, draws: &Draws, net: &[f64]) -> Option<f64> {
    let pilot = model.assumptions().pilot.as_ref()?;
    let is_rate = |driver: &&crate::model::Driver| matches!(&driver.of, About::Success { measure, .. } if *measure == pilot.measure);
    let driver = model.drivers.iter().find(is_rate)?;
    let rates = draws.column(draws.place(&Column::Assumption(driver.id.clone()))?);
    Some(of_sample(&rates, net, pilot.people, model.assumptions().seed))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// With perfect information one signs exactly where the result is above zero.
pub fn of_everything(net: &[f64]) -> f64 {
    let signed: Vec<f64> = net.iter().map(|net| net.max(0.0)).collect();
    (mean(&signed) - mean(net).max(0.0)).max(0.0)
}

/// Paths of a group: enough that its mean is not mostly chance.
const GROUP: usize = 200;

/// Knowing one assumption: paths with nearly the same value are a group, and one signs where the group's mean is above
/// zero.
pub fn of_one(assumption: &[f64], net: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..net.len()).collect();
    order.sort_by(|one, other| assumption[*one].total_cmp(&assumption[*other]));
    let groups = (net.len() / GROUP).clamp(1, 100);
    let size = net.len().div_ceil(groups).max(1);
    let signed: f64 = order.chunks(size).map(|group| group.iter().map(|path| net[*path]).sum::<f64>().max(0.0)).sum();
    (signed / net.len().max(1) as f64 - mean(net).max(0.0)).max(0.0)
}

/// Knowing a sample: in every path a pilot of so many people is drawn at its rate, and one signs where the paths in which
/// the pilot shows the same number have a mean above zero. Numbers that few paths show are taken together.
pub fn of_sample(rates: &[f64], net: &[f64], people: u32, seed: u64) -> f64 {
    let mut by_number = vec![(0.0, 0_usize); people as usize + 1];
    for (path, (rate, net)) in rates.iter().zip(net).enumerate() {
        let mut random = Random::new(seed, Purpose::Pilot, path as u64);
        let shown = random.binomial(u64::from(people), Chance::new(*rate)) as usize;
        by_number[shown].0 += net;
        by_number[shown].1 += 1;
    }
    let (mut signed, mut open) = (0.0, (0.0, 0));
    for (sum, count) in by_number {
        open = (open.0 + sum, open.1 + count);
        if open.1 >= GROUP {
            signed += f64::max(open.0, 0.0);
            open = (0.0, 0);
        }
    }
    signed += f64::max(open.0, 0.0);
    (signed / net.len().max(1) as f64 - mean(net).max(0.0)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Distribution;
    use crate::special::log_beta;

    /// A rate of Beta(2, 3) and a result of rate − 0.45, on equally likely rates.
    fn drawn() -> (Vec<f64>, Vec<f64>) {
        let beta = Distribution::Beta { mean: 0.4, like: 5.0 };
        let rates: Vec<f64> = (0..20_000).map(|step| beta.quantile((f64::from(step) + 0.5) / 20_000.0)).collect();
        let net = rates.iter().map(|rate| rate - 0.45).collect();
        (rates, net)
    }

    /// Exactly: the integral of (x − 0.45) over 0.45 to 1 with the density 12 x (1 − x)².
    #[test]
    fn knowing_the_rate() {
        let (rates, net) = drawn();
        let antiderivative = |x: f64| {
            // 12 (x − c) x (1 − x)² = 12 (x² − 2x³ + x⁴ − c x + 2c x² − c x³).
            let (c, square) = (0.45, x * x);
            let (cube, fourth) = (square * x, square * square);
            12.0 * (cube / 3.0 - fourth / 2.0 + fourth * x / 5.0 - c * square / 2.0 + 2.0 * c * cube / 3.0
                - c * fourth / 4.0)
        };
        // Signing now is expected to lose, so nothing is subtracted.
        let exact = antiderivative(1.0) - antiderivative(0.45);
        assert!((of_everything(&net) - exact).abs() < 1e-5, "{} is not {exact}", of_everything(&net));
        assert!((of_one(&rates, &net) - exact).abs() < 1e-4, "{}", of_one(&rates, &net));
    }

    /// Exactly, by enumerating the beta-binomial numbers of a pilot of ten: the posterior mean is (2 + k) / 15.
    #[test]
    fn a_pilot_of_ten() {
        let (rates, net) = drawn();
        let choose = |n: f64, k: f64| libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
        let exact: f64 = (0..=10)
            .map(|k| {
                let k = f64::from(k);
                let probability = libm::exp(choose(10.0, k) + log_beta(2.0 + k, 13.0 - k) - log_beta(2.0, 3.0));
                probability * ((2.0 + k) / 15.0 - 0.45).max(0.0)
            })
            .sum();
        let got = of_sample(&rates, &net, 10, 4);
        assert!((got - exact).abs() < 0.002, "{got} is not {exact}");
        assert!(got < of_one(&rates, &net));
    }

    /// What cannot change the decision is worth nothing.
    #[test]
    fn knowing_what_does_not_matter() {
        let net = vec![5.0; 1_000];
        let rates: Vec<f64> = (0..1_000).map(|step| f64::from(step) / 1_000.0).collect();
        assert_eq!(of_everything(&net), 0.0);
        assert_eq!(of_one(&rates, &net), 0.0);
        assert_eq!(of_sample(&rates, &net, 20, 1), 0.0);
    }
}
