//! How long matching and weighting take on made-up people, and how much memory: `effect_speed nearest 500000`, or `score`,
//! `ipw`, `cells`, `entropy` with a number of people. The last line is JSON, for `cargo xtask bench --effect`.

use std::time::Instant;

use virkning_stats::balance::{Yardstick, balance, largest};
use virkning_stats::coarsened::{coarsened, sturges};
use virkning_stats::entropy::entropy_weights;
use virkning_stats::logit::{log_odds, logit};
use virkning_stats::matching::{Matching, nearest};
use virkning_stats::random::Stream;
use virkning_stats::weighting::{Estimand, ipw};

/// Age, sex, weeks on benefit, income before, and something that nobody sees: whoever was longer on benefit is treated more
/// often. Rows of the treated, columns, outcome.
fn people(count: usize) -> (Vec<bool>, Vec<Vec<f64>>, Vec<f64>) {
    let mut columns: Vec<Vec<f64>> = (0..5).map(|_| Vec::with_capacity(count)).collect();
    let (mut treated, mut outcome) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for row in 0..count {
        let mut stream = Stream::new(1, row as u64);
        let mut bell = || (0..4).map(|_| stream.uniform()).sum::<f64>() - 2.0;
        let (age, weeks, income) = (40.0 + 18.0 * bell(), 26.0 + 20.0 * bell(), 200_000.0 + 90_000.0 * bell());
        let sex = f64::from(stream.below(2));
        let district = f64::from(stream.below(12));
        let chance = 1.0 / (1.0 + libm::exp(2.0 - 0.03 * (weeks - 26.0) + 0.01 * (age - 40.0) - 0.2 * sex));
        let is = stream.uniform() < chance;
        outcome.push(weeks * 0.6 + 0.1 * age + 8.0 * stream.uniform() - if is { 2.0 } else { 0.0 });
        treated.push(is);
        for (column, value) in columns.iter_mut().zip([age, weeks, income, sex, district]) {
            column.push(value);
        }
    }
    (treated, columns, outcome)
}

fn main() {
    let mut words = std::env::args().skip(1);
    let what = words.next().unwrap_or_else(|| "nearest".to_owned());
    let count: usize = words.next().and_then(|word| word.parse().ok()).unwrap_or(100_000);
    let (treated, columns, outcome) = people(count);
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    println!("{count} people, {} treated; made: {} MB", treated.iter().filter(|is| **is).count(), peak_megabytes());
    let begun = Instant::now();
    let said = match what.as_str() {
        "nearest" => {
            let fit = logit(&treated, &columns).expect("a score");
            let scores: Vec<f64> = fit.scores.iter().map(|score| log_odds(*score)).collect();
            let hashes: Vec<u64> = (0..count as u64).map(|row| row.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            let matching = Matching { neighbours: 1, caliper: 0.2, replacement: false };
            let matched = nearest(&scores, &treated, None, &hashes, matching).expect("matches");
            let weights = matched.weights(count);
            let after = balance(&columns, &treated, Some(&weights), Yardstick::Treated).expect("a table");
            format!("{} matched, largest difference {:.4}", matched.matched(), largest(&after))
        }
        "score" => {
            let fit = logit(&treated, &columns).expect("a score");
            format!("coefficients {:?}", fit.coefficients)
        }
        "ipw" => {
            let effect =
                ipw(&outcome, &treated, &columns, Estimand::Treated).and_then(|found| found.effect(None, 0.95));
            format!("{:?}", effect.expect("an effect"))
        }
        "cells" => {
            let cuts: Vec<Vec<f64>> = columns.iter().map(|column| sturges(&column[..1000.min(count)])).collect();
            let cells = coarsened(&treated, &columns, &cuts).expect("cells");
            format!("{} cells, {} treated matched", cells.matched_cells, cells.treated_matched)
        }
        _ => {
            let weights = entropy_weights(&treated, &columns).expect("weights");
            let after = balance(&columns, &treated, Some(&weights), Yardstick::Treated).expect("a table");
            format!("largest difference {:.1e}", largest(&after))
        }
    };
    let (seconds, peak) = (begun.elapsed().as_secs_f64(), peak_megabytes());
    println!("{said}");
    println!("{{\"what\": \"{what}\", \"people\": {count}, \"seconds\": {seconds:.4}, \"peak_megabytes\": {peak}}}");
}

/// The most memory that this process had so far, as Linux counts it.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
