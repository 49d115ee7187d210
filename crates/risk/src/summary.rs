//! What many draws say: mean, P10, P50 and P90, chances, each with the error that comes from drawing only so many.

use crate::model::Model;
use crate::money::Account;
use crate::simulate::{Column, Draws};

/// A number with its standard error from the number of paths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// One standard error of it.
    pub error: f64,
}

/// How one column is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean.
    pub mean: Estimate,
    /// The standard deviation between paths.
    pub deviation: f64,
    /// One path of ten lies below.
    pub p10: Estimate,
    /// Half of them lie below.
    pub p50: Estimate,
    /// Nine of ten lie below.
    pub p90: Estimate,
    /// Paths that have no such number: a rate of return that does not exist.
    pub none: usize,
    /// All paths.
    pub paths: usize,
}

/// The spread of draws; nothing where no path has a number.
pub fn spread(draws: &[f64]) -> Option<Spread> {
    let mut known: Vec<f64> = draws.iter().copied().filter(|draw| !draw.is_nan()).collect();
    known.sort_by(f64::total_cmp);
    if known.is_empty() {
        return None;
    }
    let count = known.len() as f64;
    // From the smallest to the largest: one order on every machine.
    let mean = known.iter().sum::<f64>() / count;
    let squares: f64 = known.iter().map(|draw| (draw - mean) * (draw - mean)).sum();
    let deviation = if known.len() > 1 { libm::sqrt(squares / (count - 1.0)) } else { 0.0 };
    Some(Spread {
        mean: Estimate { value: mean, error: deviation / libm::sqrt(count) },
        deviation,
        p10: quantile(&known, 0.1),
        p50: quantile(&known, 0.5),
        p90: quantile(&known, 0.9),
        none: draws.len() - known.len(),
        paths: draws.len(),
    })
}

/// The quantile between the two nearest draws (type 7 of Hyndman and Fan), with the standard error from the order
/// statistics one standard deviation of their rank away.
fn quantile(sorted: &[f64], share: f64) -> Estimate {
    let last = sorted.len() - 1;
    let at = |place: f64| {
        let place = place.clamp(0.0, last as f64);
        let low = place as usize;
        let next = (low + 1).min(last);
        sorted[low] + (sorted[next] - sorted[low]) * (place - low as f64)
    };
    let rank = last as f64 * share;
    let away = libm::sqrt(sorted.len() as f64 * share * (1.0 - share));
    Estimate { value: at(rank), error: (at(rank + away) - at(rank - away)) / 2.0 }
}

/// The chance of something among draws.
pub fn chance(draws: &[f64], is: impl Fn(f64) -> bool) -> Estimate {
    let count = draws.len().max(1) as f64;
    let value = draws.iter().filter(|draw| is(**draw)).count() as f64 / count;
    Estimate { value, error: libm::sqrt(value * (1.0 - value) / count) }
}

/// What may happen to an account.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountRisk {
    /// Whose.
    pub account: Account,
    /// The chance that it does not lose in all.
    pub breaks_even: Estimate,
    /// The chance of a loss beyond each amount asked for, in kroner.
    pub losses: Vec<(f64, Estimate)>,
}

/// Everything that the draws say.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Every column with its spread; nothing where no path has a number.
    pub columns: Vec<(Column, Option<Spread>)>,
    /// Accounts, in the order of the plan.
    pub accounts: Vec<AccountRisk>,
    /// The chance that each limit takes something away.
    pub limits: Vec<(virkning_model::id::TermId, Estimate)>,
    /// The chance that each instalment comes back in full.
    pub repaid: Vec<(virkning_model::id::PartyId, usize, Estimate)>,
}

/// The smallest amount: what is missing of an instalment by less is float dust.
const ORE: f64 = 0.01;

/// Sums up all draws of a model.
pub fn summary(model: &Model, draws: &Draws) -> Summary {
    let losses: Vec<f64> = model.assumptions().losses.iter().map(|loss| loss.minor() as f64 / 100.0).collect();
    let mut summary = Summary { columns: Vec::new(), accounts: Vec::new(), limits: Vec::new(), repaid: Vec::new() };
    for (place, column) in draws.columns.iter().enumerate() {
        let drawn = draws.column(place);
        match column {
            Column::Balance { account, year: None } => summary.accounts.push(AccountRisk {
                account: account.clone(),
                breaks_even: chance(&drawn, |balance| balance >= 0.0),
                losses: losses.iter().map(|loss| (*loss, chance(&drawn, |balance| balance < -loss))).collect(),
            }),
            Column::OverLimit(limit) => summary.limits.push((limit.clone(), chance(&drawn, |over| over > 0.0))),
            Column::Repaid { party, instalment, given } => {
                let whole = chance(&drawn, |repaid| repaid > given - ORE / 2.0);
                summary.repaid.push((party.clone(), *instalment, whole));
            }
            _ => {}
        }
        summary.columns.push((column.clone(), spread(&drawn)));
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy: quantile([1, 2, 4, 8, 16], [0.1, 0.5, 0.9]) is 1.4, 4, 12.8; mean 6.2, deviation sqrt(37.2).
    #[test]
    fn a_spread_by_hand() {
        let spread = spread(&[8.0, f64::NAN, 1.0, 16.0, 2.0, 4.0]).expect("numbers");
        let near = |got: f64, expected: f64| assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
        near(spread.mean.value, 6.2);
        near(spread.deviation, libm::sqrt(37.2));
        near(spread.mean.error, libm::sqrt(37.2 / 5.0));
        near(spread.p10.value, 1.4);
        near(spread.p50.value, 4.0);
        near(spread.p90.value, 12.8);
        assert_eq!((spread.none, spread.paths), (1, 6));
        assert_eq!(super::spread(&[f64::NAN]), None);
    }

    #[test]
    fn a_chance_has_its_error() {
        let chance = chance(&[1.0, -1.0, -2.0, -3.0], |draw| draw > 0.0);
        assert_eq!(chance.value, 0.25);
        assert!((chance.error - libm::sqrt(0.25 * 0.75 / 4.0)).abs() < 1e-15);
    }
}
