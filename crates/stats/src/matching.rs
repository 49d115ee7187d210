//! Nearest neighbour matching on a score with a caliper, for the effect on the treated. Whom a tie falls to is decided by
//! a hash of the person, never by the order of the rows.

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least, finite};
use crate::rows::arms;

/// How neighbours are looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matching {
    /// Neighbours for each treated person, one or more.
    pub neighbours: usize,
    /// The largest distance of scores; in their unit.
    pub caliper: f64,
    /// Whether a control may be the neighbour of several.
    pub replacement: bool,
}

/// Who is matched with whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// The rows of each treated row's neighbours, by treated row in order; empty where nobody is near enough.
    pub neighbours: Vec<(usize, Vec<usize>)>,
}

/// Finds the neighbours. `exact` are groups inside which they must lie; `hashes` are of the persons, one per row, and
/// break ties; without replacement they also say who chooses first, after the highest score.
pub fn nearest(
    scores: &[f64],
    treated: &[bool],
    exact: Option<&[u32]>,
    hashes: &[u64],
    matching: Matching,
) -> Result<Matched, NotEstimable> {
    finite("covariate", scores)?;
    let (ones, zeros) = arms(treated);
    at_least("treated", ones, 1)?;
    at_least("control", zeros, 1)?;
    if matching.neighbours == 0 || !(matching.caliper > 0.0) {
        return Err(NotEstimable::BadRequest { what: "at least one neighbour, within a caliper above zero" });
    }
    let group = |row: usize| exact.map_or(0, |groups| groups[row]);
    let mut order: Vec<usize> = (0..scores.len()).filter(|row| !treated[*row]).collect();
    order.sort_unstable_by(|left, right| {
        let by_score = scores[*left].total_cmp(&scores[*right]);
        group(*left).cmp(&group(*right)).then(by_score).then(hashes[*left].cmp(&hashes[*right])).then(left.cmp(right))
    });
    let mut choosers: Vec<usize> = (0..scores.len()).filter(|row| treated[*row]).collect();
    if !matching.replacement {
        // The highest score has the fewest who are like it: it chooses first.
        choosers.sort_unstable_by(|left, right| {
            let by_score = scores[*right].total_cmp(&scores[*left]);
            by_score.then(hashes[*left].cmp(&hashes[*right])).then(left.cmp(right))
        });
    }
    let mut pool = Pool::new(&order, scores, &group);
    let mut found: Vec<(usize, Vec<usize>)> = choosers.iter().map(|row| (*row, Vec::new())).collect();
    if matching.replacement {
        for (row, neighbours) in &mut found {
            pool.several(&order, (scores[*row], group(*row)), matching, neighbours);
        }
    } else {
        // In rounds, so that nobody takes his second before all had their first.
        for _ in 0..matching.neighbours {
            for (row, neighbours) in &mut found {
                if let Some(place) = pool.closest(scores[*row], group(*row), matching.caliper) {
                    pool.take(place);
                    neighbours.push(order[place]);
                }
            }
        }
    }
    found.sort_unstable_by_key(|(row, _)| *row);
    Ok(Matched { neighbours: found })
}

impl Matched {
    /// How many treated rows have a neighbour.
    pub fn matched(&self) -> usize {
        self.neighbours.iter().filter(|(_, neighbours)| !neighbours.is_empty()).count()
    }

    /// A weight per row: one for each matched treated row; each of its neighbours an equal part of one.
    pub fn weights(&self, rows: usize) -> Vec<f64> {
        let mut weights = vec![0.0; rows];
        for (row, neighbours) in &self.neighbours {
            for neighbour in neighbours {
                weights[*row] = 1.0;
                weights[*neighbour] += 1.0 / neighbours.len() as f64;
            }
        }
        weights
    }

    /// The effect on the matched treated, with the standard error of Abadie and Imbens (2006) for the effect in the
    /// population; the spread of a control who is used several times is taken from his nearest like in `scores`.
    pub fn effect(
        &self,
        outcome: &[f64],
        treated: &[bool],
        scores: &[f64],
        hashes: &[u64],
        confidence: f64,
    ) -> Result<Effect, NotEstimable> {
        finite("outcome", outcome)?;
        let pairs = self.matched();
        at_least("pairs", pairs, 2)?;
        let count = pairs as f64;
        let gains = self.neighbours.iter().filter(|(_, neighbours)| !neighbours.is_empty()).map(|(row, neighbours)| {
            let other: f64 = neighbours.iter().map(|neighbour| outcome[*neighbour]).sum();
            outcome[*row] - other / neighbours.len() as f64
        });
        let gains: Vec<f64> = gains.collect();
        let estimate = gains.iter().sum::<f64>() / count;
        let mut squares: f64 = gains.iter().map(|gain| (gain - estimate) * (gain - estimate)).sum();
        let (mut times, mut times_squared) = (vec![0.0; outcome.len()], vec![0.0; outcome.len()]);
        let mut most = vec![0_u32; outcome.len()];
        for (_, neighbours) in &self.neighbours {
            let part = 1.0 / neighbours.len().max(1) as f64;
            for neighbour in neighbours {
                times[*neighbour] += part;
                times_squared[*neighbour] += part * part;
                most[*neighbour] += 1;
            }
        }
        if most.iter().any(|count| *count > 1) {
            let spread = spread_of_controls(outcome, treated, scores, hashes);
            for (row, variance) in spread {
                squares += (times[row] * times[row] - times_squared[row]) * variance;
            }
        }
        Effect::normal(estimate, squares.sqrt() / count, confidence)
    }
}

/// The variance of each control's outcome at its score: half the squared difference from the nearest other control.
fn spread_of_controls(outcome: &[f64], treated: &[bool], scores: &[f64], hashes: &[u64]) -> Vec<(usize, f64)> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|row| !treated[*row]).collect();
    order.sort_unstable_by(|left, right| {
        scores[*left].total_cmp(&scores[*right]).then(hashes[*left].cmp(&hashes[*right])).then(left.cmp(right))
    });
    let nearest = |place: usize| {
        let before = place.checked_sub(1).map(|other| order[other]);
        let after = order.get(place + 1).copied();
        let far = |other: usize| (scores[other] - scores[order[place]]).abs();
        match (before, after) {
            (Some(before), Some(after)) if far(after) < far(before) => Some(after),
            (Some(before), _) => Some(before),
            (None, after) => after,
        }
    };
    (0..order.len())
        .map(|place| {
            let variance = nearest(place).map_or(0.0, |other| {
                let apart = outcome[order[place]] - outcome[other];
                apart * apart / 2.0
            });
            (order[place], variance)
        })
        .collect()
}

/// The controls by group, score and hash, with who is still free.
struct Pool {
    /// Group and score of each place.
    places: Vec<(u32, f64)>,
    /// The first place with the same group and score.
    run: Vec<u32>,
    /// A free place at or after each, and one at or before it (plus one; zero is none): followed and shortened.
    after: Vec<u32>,
    before: Vec<u32>,
}

impl Pool {
    fn new(order: &[usize], scores: &[f64], group: &impl Fn(usize) -> u32) -> Self {
        let places: Vec<(u32, f64)> = order.iter().map(|row| (group(*row), scores[*row])).collect();
        let mut run: Vec<u32> = Vec::with_capacity(places.len());
        for place in 0..places.len() {
            let same = place > 0 && places[place - 1] == places[place];
            run.push(if same { run[place - 1] } else { place as u32 });
        }
        let count = places.len() as u32;
        Self { places, run, after: (0..=count).collect(), before: (0..=count).collect() }
    }

    /// The first place of a group whose score is not below.
    fn from(&self, score: f64, group: u32) -> usize {
        self.places.partition_point(|(of, at)| (*of, *at) < (group, score))
    }

    /// The nearest free control within the caliper; of equally near ones the smallest hash, first on the upper side.
    fn closest(&mut self, score: f64, group: u32, caliper: f64) -> Option<usize> {
        let from = self.from(score, group);
        let above = follow(&mut self.after, from);
        let above = self.distance(above, score, group).map(|far| (far, above));
        // What is below is stored one further, so that zero can mean none.
        let below = follow(&mut self.before, from).checked_sub(1);
        let below = below.and_then(|below| {
            let first = self.run[below] as usize;
            let first = follow(&mut self.after, first);
            self.distance(first, score, group).map(|far| (far, first))
        });
        let best = match (above, below) {
            (Some(above), Some(below)) if below.0 < above.0 => Some(below),
            (Some(above), _) => Some(above),
            (None, below) => below,
        };
        best.filter(|(far, _)| *far <= caliper).map(|(_, place)| place)
    }

    fn distance(&self, place: usize, score: f64, group: u32) -> Option<f64> {
        self.places.get(place).filter(|(of, _)| *of == group).map(|(_, at)| (at - score).abs())
    }

    fn take(&mut self, place: usize) {
        self.after[place] = place as u32 + 1;
        self.before[place + 1] = place as u32;
    }

    /// Several neighbours with replacement: outward on both sides, among equally near ones by hash.
    fn several(&self, order: &[usize], (score, group): (f64, u32), matching: Matching, found: &mut Vec<usize>) {
        let from = self.from(score, group);
        // The next place above; below, the run that is left and how much of it is.
        let (mut above, mut run_end) = (from, from);
        let mut below = run_end.checked_sub(1).map(|last| self.run[last] as usize);
        while found.len() < matching.neighbours {
            let up = self.distance(above, score, group);
            let down = below.and_then(|below| self.distance(below, score, group));
            let is_up = match (up, down) {
                (Some(up), Some(down)) => up <= down,
                (up, None) => up.is_some(),
                (None, Some(_)) => false,
            };
            let (far, place) = if is_up { (up, Some(above)) } else { (down, below) };
            let (Some(far), Some(place)) = (far, place) else { return };
            if far > matching.caliper {
                return;
            }
            found.push(order[place]);
            if is_up {
                above += 1;
            } else if place + 1 < run_end {
                below = Some(place + 1);
            } else {
                run_end = self.run[place] as usize;
                below = run_end.checked_sub(1).map(|last| self.run[last] as usize);
            }
        }
    }
}

/// The end of a chain, with the chain shortened behind.
fn follow(chain: &mut [u32], from: usize) -> usize {
    let mut end = from;
    while chain[end] as usize != end {
        end = chain[end] as usize;
    }
    let mut at = from;
    while chain[at] as usize != end {
        let next = chain[at] as usize;
        chain[at] = end as u32;
        at = next;
    }
    end
}
