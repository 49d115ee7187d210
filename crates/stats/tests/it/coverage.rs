//! Do 95 % intervals hold the truth in 95 of 100 trials, with 15, 30 and 60 people in an arm? Shares exactly, by adding up
//! all tables; means by simulation from a seed.

use virkning_stats::means::{Adjustment, adjusted, welch};
use virkning_stats::random::Stream;
use virkning_stats::regression::Spread;
use virkning_stats::shares::{miettinen_nurminen, newcombe};
use virkning_stats::{clopper_pearson, wilson};

fn binomial(n: u64, share: f64) -> Vec<f64> {
    let mut chances = vec![libm::pow(1.0 - share, n as f64)];
    for hits in 1..=n {
        let before = chances[hits as usize - 1];
        chances.push(before * (n - hits + 1) as f64 / hits as f64 * share / (1.0 - share));
    }
    chances
}

#[test]
fn one_share() {
    for n in [15, 30, 60] {
        for share in [0.1, 0.25, 0.48, 0.7] {
            let covered = |interval: fn(u64, u64, f64) -> (f64, f64)| -> f64 {
                let holds = |hits: usize| {
                    let (low, high) = interval(hits as u64, n, 0.95);
                    low <= share && share <= high
                };
                binomial(n, share).iter().enumerate().filter(|(hits, _)| holds(*hits)).map(|(_, chance)| chance).sum()
            };
            let exact = covered(clopper_pearson);
            assert!(exact >= 0.95, "Clopper-Pearson {n} {share}: {exact}");
            let near = covered(wilson);
            assert!((0.90..=0.99).contains(&near), "Wilson {n} {share}: {near}");
        }
    }
}

#[test]
fn difference_of_shares() {
    for n in [15, 30] {
        for (treated, control) in [(0.48, 0.24), (0.3, 0.3), (0.7, 0.5)] {
            for (name, interval) in
                [("Newcombe", newcombe as fn(_, _, _) -> _), ("Miettinen-Nurminen", miettinen_nurminen)]
            {
                let mut covered = 0.0;
                for (a, chance_a) in binomial(n, treated).iter().enumerate() {
                    for (b, chance_b) in binomial(n, control).iter().enumerate() {
                        let (low, high) = interval((a as u64, n), (b as u64, n), 0.95).expect("an interval");
                        if low <= treated - control && treated - control <= high {
                            covered += chance_a * chance_b;
                        }
                    }
                }
                assert!((0.93..=0.985).contains(&covered), "{name} {n} {treated} {control}: {covered}");
            }
        }
    }
}

/// Nearly normal, and cheap: twelve uniform numbers.
fn bell(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0
}

/// Outcomes whose spread differs between the arms, as amounts of benefits do, with a covariate.
#[test]
fn difference_of_means() {
    for n in [15_usize, 30, 60] {
        let trials = 2000;
        let (mut by_welch, mut by_lin) = (0, 0);
        for trial in 0..trials {
            let mut stream = Stream::new(4711 + n as u64, trial);
            let (mut outcome, mut covariate, mut treated) = (Vec::new(), Vec::new(), Vec::new());
            for row in 0..2 * n {
                let before = bell(&mut stream);
                let is = row < n;
                let spread = if is { 1.0 } else { 2.0 };
                outcome.push(10.0 + before + spread * bell(&mut stream) + if is { 1.5 } else { 0.0 });
                covariate.push(before);
                treated.push(is);
            }
            let effect = welch(&outcome[..n], &outcome[n..], 0.95).expect("an effect");
            by_welch += u32::from(effect.low <= 1.5 && 1.5 <= effect.high);
            let fit = adjusted(&outcome, &treated, &[&covariate], Adjustment::EachArm, None).expect("a fit");
            let effect = fit.effect(1, Spread::Hc3, 0.95).expect("an effect");
            by_lin += u32::from(effect.low <= 1.5 && 1.5 <= effect.high);
        }
        for (name, covered) in [("Welch", by_welch), ("Lin, HC3", by_lin)] {
            let share = f64::from(covered) / trials as f64;
            // Three standard deviations of 2,000 trials are 0.015.
            assert!((0.932..=0.970).contains(&share), "{name} {n}: {share}");
        }
    }
}
