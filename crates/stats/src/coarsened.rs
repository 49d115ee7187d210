//! Coarsened exact matching (Iacus, King and Porro 2012): covariates are cut into intervals, and only people in the same
//! cell are compared.

use crate::error::{NotEstimable, at_least, finite};
use crate::rows::{arms, fill};

/// The cells and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// The cell of each row.
    pub cell: Vec<u32>,
    /// A weight per row: one for a treated row with a control in its cell; controls weigh so that each cell counts as it
    /// does among the treated, and add up to the matched controls; zero outside.
    pub weights: Vec<f64>,
    /// Cells with both arms.
    pub matched_cells: usize,
    /// Treated rows in them.
    pub treated_matched: usize,
    /// Control rows in them.
    pub control_matched: usize,
    /// Half the sum of differences between both arms' shares over all cells, before weighting: 0 the same, 1 apart.
    pub imbalance: f64,
}

/// Cuts each covariate at its points (ascending: a value on a point lies above it) and weighs the cells.
pub fn coarsened(treated: &[bool], covariates: &[&[f64]], cuts: &[Vec<f64>]) -> Result<Cells, NotEstimable> {
    let (ones, zeros) = arms(treated);
    at_least("treated", ones, 1)?;
    at_least("control", zeros, 1)?;
    covariates.iter().try_for_each(|column| finite("covariate", column))?;
    if cuts.len() != covariates.len() || cuts.iter().any(|cuts| cuts.windows(2).any(|pair| !(pair[0] < pair[1]))) {
        return Err(NotEstimable::BadRequest { what: "a rising list of cut points for each covariate" });
    }
    let whole = cuts.iter().try_fold(1_u64, |whole, cuts| whole.checked_mul(cuts.len() as u64 + 1));
    if whole.is_none() {
        return Err(NotEstimable::BadRequest { what: "fewer cut points: the cells are more than can be counted" });
    }
    let key = |row: usize| {
        covariates.iter().zip(cuts).fold(0_u64, |key, (column, cuts)| {
            key * (cuts.len() as u64 + 1) + cuts.partition_point(|cut| *cut <= column[row]) as u64
        })
    };
    let keys: Vec<u64> = (0..treated.len()).map(key).collect();
    let mut cells: Vec<u64> = keys.clone();
    cells.sort_unstable();
    cells.dedup();
    let cell: Vec<u32> = keys.iter().map(|key| cells.partition_point(|cell| cell < key) as u32).collect();
    drop(keys);
    let mut counts = vec![[0_u64; 2]; cells.len()];
    treated.iter().zip(&cell).for_each(|(is, cell)| counts[*cell as usize][usize::from(*is)] += 1);
    let both = || counts.iter().filter(|count| count[0] > 0 && count[1] > 0);
    let (treated_matched, control_matched) =
        both().fold((0, 0), |(ones, zeros), count| (ones + count[1], zeros + count[0]));
    let ratio = control_matched as f64 / treated_matched.max(1) as f64;
    let mut weights = vec![0.0; treated.len()];
    fill(&mut weights, |row| {
        let [zeros, ones] = counts[cell[row] as usize];
        match (zeros > 0 && ones > 0, treated[row]) {
            (false, _) => 0.0,
            (true, true) => 1.0,
            (true, false) => ones as f64 / zeros as f64 * ratio,
        }
    });
    let apart = |count: &[u64; 2]| (count[1] as f64 / ones as f64 - count[0] as f64 / zeros as f64).abs();
    Ok(Cells {
        weights,
        matched_cells: both().count(),
        treated_matched: treated_matched as usize,
        control_matched: control_matched as usize,
        imbalance: counts.iter().map(apart).sum::<f64>() / 2.0,
        cell,
    })
}

/// Cut points that divide the range of a covariate into equal intervals, by Sturges' rule (1926): as many as
/// log₂ n + 1, rounded up. Nothing for a constant.
pub fn sturges(column: &[f64]) -> Vec<f64> {
    let (low, high) = column
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    let count = libm::ceil(libm::log2(column.len().max(1) as f64)) + 1.0;
    if !(high > low) {
        return Vec::new();
    }
    (1..count as u32).map(|step| low + (high - low) * f64::from(step) / count).collect()
}
