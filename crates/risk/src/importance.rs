//! What matters: each assumption at its P10 and P90 while all others stay (tornado), how closely each goes with the result
//! over all paths (rank correlation), and where recruitment and success together break even.

use virkning_engine::CompileError;

use crate::assumptions::About;
use crate::model::Model;
use crate::path::Drawn;
use crate::simulate::{Column, Draws, Keep, expected};
use crate::special::normal_quantile;

/// One assumption and what it does to a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The assumption.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its own P10 and P90; for the labour market in standard deviations.
    pub between: (f64, f64),
    /// The result at the one and at the other, everything else as planned.
    pub result: (f64, f64),
    /// Its rank correlation with the result over all paths; nothing where one of them does not vary.
    pub rank_correlation: Option<f64>,
}

impl Bar {
    /// How far the result moves.
    pub fn swing(&self) -> f64 {
        (self.result.1 - self.result.0).abs()
    }
}

/// The result as planned, and every assumption by how far it moves it, the largest first.
///
/// # Errors
/// An amount beyond what the engine handles.
pub fn tornado(model: &Model, draws: &Draws, result: &Column) -> Result<(f64, Vec<Bar>), CompileError> {
    let planned = value(model, model.planned(), result)?;
    let drawn = draws.place(result).map(|place| draws.column(place)).unwrap_or_default();
    let mut bars = Vec::new();
    for driver in model.drivers.iter().filter(|driver| driver.year.is_none()) {
        let at = |share: f64| {
            let mut assumed = model.planned();
            let number = match driver.of {
                About::Market { .. } => {
                    assumed.market.fill(normal_quantile(share));
                    normal_quantile(share)
                }
                _ => driver.distribution.quantile(share),
            };
            for (value, other) in assumed.values.iter_mut().zip(&model.drivers) {
                if other.of == driver.of && (driver.of == About::RecruitmentOfEachYear || other.id == driver.id) {
                    *value = number;
                }
            }
            value(model, assumed, result).map(|result| (number, result))
        };
        let (low, high) = (at(0.1)?, at(0.9)?);
        let own = match driver.of {
            // Each year has its own; their mean is what goes with the result.
            About::RecruitmentOfEachYear => mean_of_years(model, draws),
            _ => draws.place(&Column::Assumption(driver.id.clone())).map(|place| draws.column(place)),
        };
        bars.push(Bar {
            id: driver.id.clone(),
            label: driver.label.clone(),
            between: (low.0, high.0),
            result: (low.1, high.1),
            rank_correlation: own.and_then(|own| spearman(&own, &drawn)),
        });
    }
    bars.sort_by(|one, other| other.swing().total_cmp(&one.swing()));
    Ok((planned, bars))
}

fn mean_of_years(model: &Model, draws: &Draws) -> Option<Vec<f64>> {
    let own = model.drivers.iter().filter(|driver| driver.year.is_some());
    let columns: Vec<Vec<f64>> = own
        .filter_map(|driver| draws.place(&Column::Assumption(driver.id.clone())))
        .map(|place| draws.column(place))
        .collect();
    let count = columns.len().max(1) as f64;
    (!columns.is_empty())
        .then(|| (0..draws.paths).map(|path| columns.iter().map(|one| one[path]).sum::<f64>() / count).collect())
}

/// A result on given drivers, everybody as expected.
fn value(model: &Model, drawn: Drawn, result: &Column) -> Result<f64, CompileError> {
    let draws = expected(model, drawn, Keep::Totals)?;
    Ok(draws.place(result).map_or(f64::NAN, |place| draws.row(0)[place]))
}

/// Spearman's rank correlation; ties share the mean of their ranks. Nothing where one side never differs.
pub fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    let pairs: Vec<(f64, f64)> =
        one.iter().copied().zip(other.iter().copied()).filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect();
    let (x, y) = (ranks(pairs.iter().map(|pair| pair.0)), ranks(pairs.iter().map(|pair| pair.1)));
    let mean = (pairs.len() as f64 - 1.0) / 2.0;
    let (mut both, mut own, mut others) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(&y) {
        both += (x - mean) * (y - mean);
        own += (x - mean) * (x - mean);
        others += (y - mean) * (y - mean);
    }
    (own > 0.0 && others > 0.0).then(|| both / libm::sqrt(own * others))
}

/// Ranks from zero, tied ones at their mean.
fn ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let mut to = from;
        while to + 1 < order.len() && values[order[to + 1]] == values[order[from]] {
            to += 1;
        }
        order[from..=to].iter().for_each(|place| ranks[*place] = (from + to) as f64 / 2.0);
        from = to + 1;
    }
    ranks
}

/// Where recruitment and success together break even.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEvenMap {
    /// Factors on the planned intake.
    pub recruitment: Vec<f64>,
    /// Success rates of the later years.
    pub success: Vec<f64>,
    /// The result in kroner, by recruitment, then success.
    pub results: Vec<Vec<f64>>,
    /// For each recruitment the lowest success rate at which the result is not below zero; nothing where none is.
    pub break_even: Vec<Option<f64>>,
}

/// A result over recruitment from 40 to 120 per cent and success rates from 0 to 1, everything else as planned. The rates
/// of all measures move in proportion to the first one's.
///
/// # Errors
/// An amount beyond what the engine handles.
pub fn break_even_map(model: &Model, result: &Column) -> Result<Option<BreakEvenMap>, CompileError> {
    let Some(measure) = model.measures.iter().find(|measure| measure.drawn && measure.later > 0.0) else {
        return Ok(None);
    };
    let later = measure.later;
    let recruitment: Vec<f64> = (4..=12).map(|tenths| f64::from(tenths) / 10.0).collect();
    let success: Vec<f64> = (0..=20).map(|twentieths| f64::from(twentieths) / 20.0).collect();
    let at = |factor: f64, rate: f64| {
        let forced = model.forced(factor, rate / later);
        value(&forced, forced.planned(), result)
    };
    let mut map = BreakEvenMap { recruitment, success, results: Vec::new(), break_even: Vec::new() };
    for factor in map.recruitment.clone() {
        let row: Result<Vec<f64>, CompileError> = map.success.iter().map(|rate| at(factor, *rate)).collect();
        map.results.push(row?);
        map.break_even.push(lowest_rate(|rate| at(factor, rate))?);
    }
    Ok(Some(map))
}

/// By halving the interval, to four decimals: results do not fall when rates rise.
fn lowest_rate(result: impl Fn(f64) -> Result<f64, CompileError>) -> Result<Option<f64>, CompileError> {
    let is_even = |ten_thousandths: u32| Ok(result(f64::from(ten_thousandths) / 10_000.0)? >= 0.0);
    if !is_even(10_000)? {
        return Ok(None);
    }
    let (mut below, mut even) = (0, 10_000);
    if is_even(0)? {
        return Ok(Some(0.0));
    }
    while even - below > 1 {
        let middle = (below + even) / 2;
        if is_even(middle)? { even = middle } else { below = middle }
    }
    Ok(Some(f64::from(even) / 10_000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy.stats.spearmanr([1, 2, 2, 4, 5], [3, 1, 2, 2, 9]) by hand: ranks 1, 2.5, 2.5, 4, 5 and 4, 1, 2.5, 2.5, 5.
    #[test]
    fn rank_correlation_with_ties() {
        let got = spearman(&[1.0, 2.0, 2.0, 4.0, 5.0], &[3.0, 1.0, 2.0, 2.0, 9.0]).expect("both vary");
        // Deviations from 3: −2, −½, −½, 1, 2 and 1, −2, −½, −½, 2; products −2 + 1 + ¼ − ½ + 4 = 2.75; squares 9.5 each.
        assert!((got - 2.75 / 9.5).abs() < 1e-15, "{got}");
        assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[5.0, 60.0, 700.0]), Some(1.0));
    }
}
