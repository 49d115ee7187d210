//! What must hold of any data: the order of rows decides nothing, weights balance what they promise, influence adds up to
//! nothing, and what cannot be estimated is said to be so.

use proptest::prelude::*;
use virkning_stats::NotEstimable;
use virkning_stats::balance::{Yardstick, balance, largest};
use virkning_stats::coarsened::coarsened;
use virkning_stats::entropy::{entropy_balanced, entropy_weights};
use virkning_stats::logit::logit;
use virkning_stats::matching::{Matching, nearest};
use virkning_stats::random::Stream;
use virkning_stats::randomisation::randomisation_test;
use virkning_stats::weighting::{Estimand, aipw, ipw, regression_for_treated};

/// People in whom age moves both treatment and outcome; the effect is 2.
fn people(seed: u64, count: usize) -> (Vec<f64>, Vec<bool>, Vec<f64>, Vec<f64>) {
    let (mut outcome, mut treated, mut age, mut score) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in 0..count {
        let mut stream = Stream::new(seed, row as u64);
        let (x, z) = (stream.normal(), f64::from(stream.below(4)));
        let is = stream.uniform() < 1.0 / (1.0 + libm::exp(0.5 - 0.7 * x - 0.2 * z));
        outcome.push(3.0 + x + 0.5 * z + if is { 2.0 } else { 0.0 } + 0.5 * stream.normal());
        treated.push(is);
        age.push(x);
        score.push(z);
    }
    (outcome, treated, age, score)
}

#[test]
fn what_confounds_is_taken_away() {
    let (outcome, treated, age, score) = people(7, 4000);
    let columns: [&[f64]; 2] = [&age, &score];
    let plain = balance(&columns, &treated, None, Yardstick::Treated).expect("a table");
    assert!(largest(&plain) > 0.4, "there is something to take away");
    for (name, weighted) in [
        ("ipw", ipw(&outcome, &treated, &columns, Estimand::Everybody)),
        ("ipw treated", ipw(&outcome, &treated, &columns, Estimand::Treated)),
        ("aipw", aipw(&outcome, &treated, &columns, Estimand::Everybody)),
        ("aipw treated", aipw(&outcome, &treated, &columns, Estimand::Treated)),
        ("regression", regression_for_treated(&outcome, &treated, &columns)),
        ("entropy", entropy_balanced(&outcome, &treated, &columns)),
    ] {
        let weighted = weighted.unwrap_or_else(|why| panic!("{name}: {why}"));
        let sum: f64 = weighted.influence.iter().sum();
        assert!(sum.abs() < 1e-6 * treated.len() as f64, "{name}: influence adds up to {sum}");
        let effect = weighted.effect(None, 0.999).expect("an effect");
        assert!(effect.low < 2.0 && 2.0 < effect.high, "{name}: {effect:?}");
        assert!(effect.standard_error < 0.08, "{name}: {effect:?}");
    }
}

#[test]
fn what_cannot_be_estimated_says_so() {
    let treated: Vec<bool> = (0..20).map(|row| row < 10).collect();
    let rising: Vec<f64> = (0..20).map(f64::from).collect();
    assert_eq!(logit(&treated, &[&rising]).map(|_| ()), Err(NotEstimable::Separation));
    assert!(matches!(entropy_weights(&treated, &[&rising]), Err(NotEstimable::NoBalance { .. })));
    let (same, twice) = (vec![1.0; 20], rising.iter().map(|value| value * 2.0).collect::<Vec<f64>>());
    assert_eq!(logit(&treated, &[&same]).map(|_| ()), Err(NotEstimable::Collinear { column: Some(0) }));
    assert_eq!(logit(&treated, &[&rising, &twice]).map(|_| ()), Err(NotEstimable::Collinear { column: Some(1) }));
    let everyone = vec![true; 20];
    assert_eq!(
        logit(&everyone, &[&rising]).map(|_| ()),
        Err(NotEstimable::TooFew { what: "control", have: 0, need: 1 })
    );
    let mut bad = rising.clone();
    bad[3] = f64::NAN;
    assert_eq!(
        ipw(&bad, &treated, &[&rising], Estimand::Treated).map(|_| ()),
        Err(NotEstimable::BadValue { what: "outcome", row: 3 })
    );
}

/// A trial in pairs: with the pairs as blocks there are 2^8 lots, and the largest difference is reached by two of them.
#[test]
fn lots_of_pairs() {
    let outcome: Vec<f64> =
        (0..16).map(|row| if row % 2 == 0 { 10.0 + f64::from(row) } else { f64::from(row) }).collect();
    let treated: Vec<bool> = (0..16).map(|row| row % 2 == 0).collect();
    let blocks: Vec<u32> = (0..16).map(|row| row / 2).collect();
    let test = randomisation_test(&outcome, &treated, &blocks, 1000, 1, 0.95).expect("a test");
    assert!(test.exact && test.lots == 256, "{test:?}");
    assert!((test.p_value - 2.0 / 256.0).abs() < 1e-12, "{test:?}");
    assert!((test.difference - 9.0).abs() < 1e-12, "each pair differs by 9");
    assert!(test.interval.0 <= 9.0 && 9.0 <= test.interval.1, "{test:?}");
    // Drawn lots come near, from the same seed always the same.
    let drawn = randomisation_test(&outcome, &treated, &blocks, 255, 1, 0.95).expect("a test");
    assert!(!drawn.exact && (drawn.p_value - 2.0 / 256.0).abs() < 0.02, "{drawn:?}");
    assert_eq!(drawn, randomisation_test(&outcome, &treated, &blocks, 255, 1, 0.95).expect("a test"));
}

/// Neighbours by looking at everybody.
fn slow_nearest(scores: &[f64], treated: &[bool], hashes: &[u64], matching: Matching) -> Vec<(usize, Vec<usize>)> {
    let mut choosers: Vec<usize> = (0..scores.len()).filter(|row| treated[*row]).collect();
    choosers.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(hashes[*a].cmp(&hashes[*b])));
    let mut taken = vec![false; scores.len()];
    let mut found: Vec<(usize, Vec<usize>)> = choosers.into_iter().map(|row| (row, Vec::new())).collect();
    for _ in 0..matching.neighbours {
        for (row, neighbours) in &mut found {
            let free = |other: &usize| !treated[*other] && !taken[*other] && !neighbours.contains(other);
            let far = |other: usize| (scores[other] - scores[*row]).abs();
            // Equally near: above first, then by hash.
            let best = (0..scores.len()).filter(free).filter(|other| far(*other) <= matching.caliper).min_by(|a, b| {
                let below = |other: usize| scores[other] < scores[*row];
                far(*a).total_cmp(&far(*b)).then(below(*a).cmp(&below(*b))).then(hashes[*a].cmp(&hashes[*b]))
            });
            if let Some(best) = best {
                taken[best] = !matching.replacement;
                neighbours.push(best);
            }
        }
    }
    found.sort();
    found
}

proptest! {
    /// The quick search finds whom the slow one finds, with many ties.
    #[test]
    fn nearest_is_nearest(
        rows in prop::collection::vec((0_u8..12, prop::bool::ANY), 4..60),
        neighbours in 1_usize..4,
        caliper in 0.5..4.0_f64,
        replacement: bool,
    ) {
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
        let treated: Vec<bool> = rows.iter().map(|row| row.1).collect();
        prop_assume!(treated.contains(&true) && treated.contains(&false));
        let hashes: Vec<u64> =
            (0..rows.len()).map(|row| u64::from(Stream::new(3, row as u64).bits()) << 16 | row as u64).collect();
        let matching = Matching { neighbours, caliper, replacement };
        let found = nearest(&scores, &treated, None, &hashes, matching).expect("matches");
        prop_assert_eq!(found.neighbours, slow_nearest(&scores, &treated, &hashes, matching));
    }

    /// Rows in another order: the same people are matched.
    #[test]
    fn the_order_of_rows_decides_nothing(seed in 0_u64..1000, count in 20_usize..80) {
        let (outcome, treated, age, _) = people(seed, count);
        let rounded: Vec<f64> = age.iter().map(|age| (age * 3.0).round()).collect();
        prop_assume!(treated.contains(&true) && treated.contains(&false));
        let hashes: Vec<u64> = (0..count as u64).map(|row| row.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        let mut order: Vec<usize> = (0..count).collect();
        Stream::new(seed, u64::MAX).shuffle(&mut order);
        let moved = |values: &[f64]| -> Vec<f64> { order.iter().map(|row| values[*row]).collect() };
        let other_hashes: Vec<u64> = order.iter().map(|row| hashes[*row]).collect();
        let other_treated: Vec<bool> = order.iter().map(|row| treated[*row]).collect();
        let matching = Matching { neighbours: 2, caliper: 2.0, replacement: false };
        let first = nearest(&rounded, &treated, None, &hashes, matching).expect("matches");
        let second = nearest(&moved(&rounded), &other_treated, None, &other_hashes, matching).expect("matches");
        let mut second: Vec<(usize, Vec<usize>)> = second
            .neighbours
            .iter()
            .map(|(row, found)| (order[*row], found.iter().map(|row| order[*row]).collect()))
            .collect();
        second.sort();
        prop_assert_eq!(first.neighbours, second);
        drop(outcome);
    }

    /// Weights of cells: each cell counts among the controls as among the treated.
    #[test]
    fn cells_balance(rows in prop::collection::vec((0_u8..5, 0_u8..3, prop::bool::ANY), 6..80)) {
        let treated: Vec<bool> = rows.iter().map(|row| row.2).collect();
        prop_assume!(treated.contains(&true) && treated.contains(&false));
        let columns = [0, 1].map(|at| -> Vec<f64> {
            rows.iter().map(|row| f64::from(if at == 0 { row.0 } else { row.1 })).collect()
        });
        let cuts = [vec![0.5, 1.5, 2.5, 3.5], vec![0.5, 1.5]];
        let cells = coarsened(&treated, &[&columns[0], &columns[1]], &cuts).expect("cells");
        let sum = |arm: bool, cell: u32| -> f64 {
            (0..rows.len()).filter(|row| treated[*row] == arm && cells.cell[*row] == cell).map(|row| cells.weights[row]).sum()
        };
        let total = |arm: bool| -> f64 {
            (0..rows.len()).filter(|row| treated[*row] == arm).map(|row| cells.weights[row]).sum()
        };
        prop_assert!((total(false) - cells.control_matched as f64).abs() < 1e-9);
        if cells.treated_matched > 0 {
            for cell in 0..15 {
                prop_assert!((sum(true, cell) / total(true) - sum(false, cell) / total(false)).abs() < 1e-9);
            }
        }
    }

    /// Weights that balance: the controls' means are those of the treated.
    #[test]
    fn entropy_weights_balance(seed in 0_u64..500) {
        let (_, treated, age, score) = people(seed, 300);
        let columns: [&[f64]; 2] = [&age, &score];
        if let Ok(weights) = entropy_weights(&treated, &columns) {
            let after = balance(&columns, &treated, Some(&weights), Yardstick::Treated).expect("a table");
            prop_assert!(largest(&after) < 1e-6);
            prop_assert!(weights.iter().all(|weight| *weight > 0.0));
        }
    }
}
