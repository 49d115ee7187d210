//! Randomisation inference (Fisher 1935): how often would the same lot, drawn again, have given as large a difference, if
//! nobody had been affected? Lots are drawn as the trial drew them: inside its blocks.

use crate::error::{NotEstimable, at_least, finite};
use crate::random::Stream;
use crate::rows::rows_by_group;

/// The answer of a randomisation test.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomisationTest {
    /// The difference in means that was seen, treated less control.
    pub difference: f64,
    /// The two-sided probability. From draws: (1 + as extreme) / (1 + draws), never zero.
    pub p_value: f64,
    /// The interval of all constant effects that the test does not reject; open ends are infinite.
    pub interval: (f64, f64),
    /// How many lots were looked at.
    pub lots: u64,
    /// Whether these were all possible lots.
    pub exact: bool,
}

/// Tests for no effect on anybody. `blocks` names the group of each row inside which the lot was drawn (a stratum, or a
/// block of it). All possible lots are looked at if they are no more than `draws`, else that many are drawn by the seed.
pub fn randomisation_test(
    outcome: &[f64],
    treated: &[bool],
    blocks: &[u32],
    draws: u32,
    seed: u64,
    confidence: f64,
) -> Result<RandomisationTest, NotEstimable> {
    finite("outcome", outcome)?;
    let (ones, zeros) = crate::rows::arms(treated);
    at_least("treated", ones, 1)?;
    at_least("control", zeros, 1)?;
    at_least("rows", draws as usize, 1)?;
    let groups = rows_by_group(blocks);
    let middle = crate::rows::mean(outcome);
    let centred: Vec<f64> = outcome.iter().map(|value| value - middle).collect();
    let lots = Lots { centred: &centred, treated, ones, zeros };
    let seen = lots.of(treated);
    let count = possible(&groups, treated);
    let exact = count.is_some_and(|count| count <= u64::from(draws));
    let drawn = if exact { lots.all(&groups) } else { lots.drawn(&groups, draws, seed) };
    let kept = |shift: f64| probability(&drawn, seen, shift, exact) > 1.0 - confidence;
    let p_value = probability(&drawn, seen, 0.0, exact);
    let interval = (end(seen.0, -1.0, &drawn, &kept), end(seen.0, 1.0, &drawn, &kept));
    Ok(RandomisationTest { difference: seen.0, p_value, interval, lots: drawn.len() as u64, exact })
}

/// A lot: the difference in the outcome that it gives, and in having been treated. Under a constant effect d, which is
/// taken off the treated, it gives the first less d times the second.
type Lot = (f64, f64);

fn probability(drawn: &[Lot], seen: Lot, shift: f64, exact: bool) -> f64 {
    let size = (seen.0 - shift * seen.1).abs();
    // Lots that are alike count as alike, whatever rounding makes of them.
    let edge = size - size * 1e-9 - 1e-12;
    let extreme = drawn.iter().filter(|lot| (lot.0 - shift * lot.1).abs() >= edge).count() as f64;
    let all = drawn.len() as f64;
    if exact { extreme / all } else { (1.0 + extreme) / (1.0 + all) }
}

/// The end of the interval in a direction.
fn end(from: f64, direction: f64, drawn: &[Lot], kept: &impl Fn(f64) -> bool) -> f64 {
    let largest = drawn.iter().map(|lot| lot.0.abs()).fold(from.abs(), f64::max);
    let mut step = if largest > 0.0 { largest } else { 1.0 };
    for _ in 0..40 {
        if !kept(from + direction * step) {
            // Sixty halvings: to 1e-18 of the step.
            let (mut near, mut far) = (0.0, step);
            for _ in 0..60 {
                let middle = near + (far - near) / 2.0;
                if kept(from + direction * middle) { near = middle } else { far = middle }
            }
            return from + direction * near;
        }
        step *= 2.0;
    }
    direction * f64::INFINITY
}

struct Lots<'a> {
    centred: &'a [f64],
    treated: &'a [bool],
    ones: usize,
    zeros: usize,
}

impl Lots<'_> {
    fn of(&self, lot: &[bool]) -> Lot {
        let (mut with, mut without, mut were, mut were_not) = (0.0, 0.0, 0.0, 0.0);
        for ((value, was), is) in self.centred.iter().zip(self.treated).zip(lot) {
            let was = f64::from(u8::from(*was));
            if *is {
                with += value;
                were += was;
            } else {
                without += value;
                were_not += was;
            }
        }
        let (ones, zeros) = (self.ones as f64, self.zeros as f64);
        (with / ones - without / zeros, were / ones - were_not / zeros)
    }

    fn drawn(&self, groups: &[Vec<usize>], draws: u32, seed: u64) -> Vec<Lot> {
        let mut lot = self.treated.to_vec();
        let one = |lot: &mut Vec<bool>, draw: u64| {
            let mut stream = Stream::new(seed, draw);
            for rows in groups {
                // Each lot begins with the true one, so that a draw depends on nothing but its number.
                let mut arms: Vec<bool> = rows.iter().map(|row| self.treated[*row]).collect();
                stream.shuffle(&mut arms);
                rows.iter().zip(arms).for_each(|(row, arm)| lot[*row] = arm);
            }
            self.of(lot)
        };
        (0..u64::from(draws)).map(|draw| one(&mut lot, draw)).collect()
    }

    /// Every possible lot: the next combination of the first block that has one; the blocks before it begin again.
    fn all(&self, groups: &[Vec<usize>]) -> Vec<Lot> {
        let mut arms: Vec<Vec<bool>> = groups
            .iter()
            .map(|rows| {
                let mut arms: Vec<bool> = rows.iter().map(|row| self.treated[*row]).collect();
                arms.sort_unstable();
                arms
            })
            .collect();
        let mut lot = self.treated.to_vec();
        let mut found = Vec::new();
        loop {
            for (rows, arms) in groups.iter().zip(&arms) {
                rows.iter().zip(arms).for_each(|(row, arm)| lot[*row] = *arm);
            }
            found.push(self.of(&lot));
            let Some(block) = arms.iter_mut().position(|arms| next(arms)) else {
                return found;
            };
            arms[..block].iter_mut().for_each(|arms| arms.sort_unstable());
        }
    }
}

/// The next order of a block's arms; nothing after the last.
fn next(arms: &mut [bool]) -> bool {
    let Some(rise) = arms.windows(2).rposition(|pair| !pair[0] && pair[1]) else {
        return false;
    };
    arms.swap(rise, rise + 1);
    // What follows the swapped pair falls; the smallest order of it rises.
    arms[rise + 2..].sort_unstable();
    true
}

/// How many lots there are; nothing above 2^63.
fn possible(groups: &[Vec<usize>], treated: &[bool]) -> Option<u64> {
    groups.iter().try_fold(1_u64, |count, rows| {
        let ones = rows.iter().filter(|row| treated[**row]).count() as u64;
        let ways = (1..=ones).try_fold(1_u128, |ways, step| {
            let ways = ways * (rows.len() as u128 - u128::from(ones) + u128::from(step)) / u128::from(step);
            (ways < 1 << 63).then_some(ways)
        })?;
        count.checked_mul(u64::try_from(ways).ok()?)
    })
}
