//! Difference in differences when groups begin at different times (Callaway and Sant'Anna 2021): an effect for each group
//! and period, against those who never or not yet began, and four ways to put them together.

use crate::effect::Effect;
use crate::error::{NotEstimable, at_least, finite};
use crate::interval::normal_quantile;
use crate::random::Stream;
use crate::rows::sums_by_group;
use crate::weighting::{Estimand, Weighted, aipw, ipw, regression_for_treated};

/// A balanced panel.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    /// The periods, rising.
    pub periods: &'a [i32],
    /// The outcome: for each period a value for each unit.
    pub outcome: &'a [&'a [f64]],
    /// The period in which each unit began; nothing for never.
    pub began: &'a [Option<i32>],
    /// Covariates before anybody began: a value for each unit.
    pub covariates: &'a [&'a [f64]],
    /// Units that belong together, where errors are clustered above units.
    pub clusters: Option<&'a [u32]>,
}

/// Who is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Units that never begin.
    Never,
    /// Also units that have not begun by then.
    NotYet,
}

/// How covariates are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Regression among the controls.
    Regression,
    /// Inverse probability weights.
    Weighting,
    /// Both (doubly robust).
    Both,
}

/// The effect of one group in one period.
#[derive(Clone, Debug)]
pub struct GroupTime {
    /// When the group began.
    pub group: i32,
    /// The period.
    pub period: i32,
    /// The estimate: before the beginning a test of parallel trends, afterwards an effect.
    pub estimate: f64,
    influence: Vec<f64>,
}

/// All groups and periods.
#[derive(Clone, Debug)]
pub struct GroupTimes {
    /// By group, then period.
    pub cells: Vec<GroupTime>,
    /// Cells that could not be estimated, with the reason.
    pub left_out: Vec<(i32, i32, NotEstimable)>,
    began: Vec<Option<i32>>,
    clusters: Option<Vec<u32>>,
}

/// One way to put effects together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// All groups and periods after the beginning, by size of the group.
    Simple,
    /// By periods since the beginning.
    Dynamic,
    /// By group.
    Group,
    /// By calendar period.
    Calendar,
}

/// Effects put together.
#[derive(Clone, Debug)]
pub struct Aggregated {
    /// Over all.
    pub overall: Effect,
    /// One by one: periods since the beginning, group, or period (nothing for [`Aggregation::Simple`]).
    pub parts: Vec<(i32, Effect)>,
    /// The factor of the standard error that covers all parts at once, by the multiplier bootstrap.
    pub simultaneous: f64,
}

/// Estimates every group and period. Before its beginning a group is compared from period to period, afterwards with its
/// last period before. Groups that began in the first period are left out: nothing is known of them before.
pub fn group_times(panel: &Panel<'_>, comparison: Comparison, method: Method) -> Result<GroupTimes, NotEstimable> {
    check(panel)?;
    let mut groups: Vec<i32> = panel.began.iter().flatten().copied().collect();
    groups.sort_unstable();
    groups.dedup();
    let first = panel.periods[0];
    let last = panel.periods[panel.periods.len() - 1];
    groups.retain(|group| *group > first && *group <= last);
    at_least("treated", groups.len(), 1)?;
    let mut found = GroupTimes {
        cells: Vec::new(),
        left_out: Vec::new(),
        began: panel.began.to_vec(),
        clusters: panel.clusters.map(<[u32]>::to_vec),
    };
    for group in groups {
        for now in 1..panel.periods.len() {
            let period = panel.periods[now];
            let before = if period < group {
                now - 1
            } else {
                panel.periods.partition_point(|period| *period < group) - 1
            };
            match cell(panel, comparison, method, group, (before, now)) {
                Ok((estimate, influence)) => found.cells.push(GroupTime { group, period, estimate, influence }),
                Err(why) => found.left_out.push((group, period, why)),
            }
        }
    }
    at_least("treated", found.cells.len(), 1)?;
    Ok(found)
}

fn check(panel: &Panel<'_>) -> Result<(), NotEstimable> {
    at_least("rows", panel.periods.len(), 2)?;
    let units = panel.began.len();
    let fits = panel.outcome.len() == panel.periods.len()
        && panel.outcome.iter().chain(panel.covariates).all(|column| column.len() == units)
        && panel.periods.windows(2).all(|pair| pair[0] < pair[1]);
    if !fits {
        return Err(NotEstimable::BadRequest { what: "a value for each unit in rising periods" });
    }
    panel.outcome.iter().try_for_each(|column| finite("outcome", column))
}

fn cell(
    panel: &Panel<'_>,
    comparison: Comparison,
    method: Method,
    group: i32,
    (before, now): (usize, usize),
) -> Result<(f64, Vec<f64>), NotEstimable> {
    let latest = panel.periods[before.max(now)];
    let is_control = |began: Option<i32>| match (began, comparison) {
        (None, _) => true,
        (Some(_), Comparison::Never) => false,
        (Some(began), Comparison::NotYet) => began > latest && began != group,
    };
    let rows: Vec<usize> = (0..panel.began.len())
        .filter(|unit| panel.began[*unit] == Some(group) || is_control(panel.began[*unit]))
        .collect();
    let change: Vec<f64> = rows.iter().map(|unit| panel.outcome[now][*unit] - panel.outcome[before][*unit]).collect();
    let treated: Vec<bool> = rows.iter().map(|unit| panel.began[*unit] == Some(group)).collect();
    let columns: Vec<Vec<f64>> =
        panel.covariates.iter().map(|column| rows.iter().map(|unit| column[*unit]).collect()).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let Weighted { estimate, influence, .. } = match method {
        Method::Regression => regression_for_treated(&change, &treated, &columns)?,
        Method::Weighting => ipw(&change, &treated, &columns, Estimand::Treated)?,
        Method::Both => aipw(&change, &treated, &columns, Estimand::Treated)?,
    };
    // Among all units: those of neither group have no influence.
    let mut whole = vec![0.0; panel.began.len()];
    let scale = panel.began.len() as f64 / rows.len() as f64;
    rows.iter().zip(influence).for_each(|(unit, value)| whole[*unit] = scale * value);
    Ok((estimate, whole))
}

impl GroupTimes {
    /// One cell with its uncertainty.
    pub fn effect(&self, cell: &GroupTime, confidence: f64) -> Result<Effect, NotEstimable> {
        Effect::of_influence(cell.estimate, &cell.influence, self.clusters.as_deref(), confidence)
    }

    /// Effects put together, with a factor for all parts at once from `draws` of the multiplier bootstrap.
    pub fn aggregate(
        &self,
        aggregation: Aggregation,
        confidence: f64,
        draws: u32,
        seed: u64,
    ) -> Result<Aggregated, NotEstimable> {
        let after: Vec<&GroupTime> = self.cells.iter().filter(|cell| cell.period >= cell.group).collect();
        at_least("treated", after.len(), 1)?;
        if aggregation == Aggregation::Simple {
            let (estimate, influence) = self.weighted(&after);
            let overall = self.of(estimate, &influence, confidence)?;
            return Ok(Aggregated { overall, parts: Vec::new(), simultaneous: two_sided(confidence) });
        }
        let key = |cell: &GroupTime| match aggregation {
            Aggregation::Dynamic => cell.period - cell.group,
            Aggregation::Group => cell.group,
            _ => cell.period,
        };
        let pool: Vec<&GroupTime> = if aggregation == Aggregation::Dynamic {
            self.cells.iter().collect()
        } else {
            after
        };
        let mut keys: Vec<i32> = pool.iter().map(|cell| key(cell)).collect();
        keys.sort_unstable();
        keys.dedup();
        let parts: Vec<(i32, f64, Vec<f64>)> = keys
            .into_iter()
            .map(|of| {
                let cells: Vec<&GroupTime> = pool.iter().filter(|cell| key(cell) == of).copied().collect();
                let (estimate, influence) = match aggregation {
                    // Inside a group each period counts alike.
                    Aggregation::Group => plain_mean(cells.iter().map(|cell| (cell.estimate, &cell.influence[..]))),
                    _ => self.weighted(&cells),
                };
                (of, estimate, influence)
            })
            .collect();
        let (estimate, influence) = match aggregation {
            Aggregation::Group => self.over_groups(&parts),
            Aggregation::Dynamic => {
                plain_mean(parts.iter().filter(|part| part.0 >= 0).map(|part| (part.1, &part.2[..])))
            }
            _ => plain_mean(parts.iter().map(|part| (part.1, &part.2[..]))),
        };
        let overall = self.of(estimate, &influence, confidence)?;
        let simultaneous = self.simultaneous(&parts, confidence, draws, seed);
        let parts = parts.iter().map(|part| Ok((part.0, self.of(part.1, &part.2, confidence)?)));
        Ok(Aggregated { overall, parts: parts.collect::<Result<_, NotEstimable>>()?, simultaneous })
    }

    fn of(&self, estimate: f64, influence: &[f64], confidence: f64) -> Result<Effect, NotEstimable> {
        Effect::of_influence(estimate, influence, self.clusters.as_deref(), confidence)
    }

    /// The share of units in a group.
    fn share(&self, group: i32) -> f64 {
        self.began.iter().filter(|began| **began == Some(group)).count() as f64 / self.began.len() as f64
    }

    /// Cells weighted by their groups' shares; the influence knows that the shares were estimated.
    fn weighted(&self, cells: &[&GroupTime]) -> (f64, Vec<f64>) {
        let parts: Vec<(i32, f64, &[f64])> =
            cells.iter().map(|cell| (cell.group, cell.estimate, &cell.influence[..])).collect();
        self.by_share(&parts)
    }

    fn over_groups(&self, parts: &[(i32, f64, Vec<f64>)]) -> (f64, Vec<f64>) {
        let parts: Vec<(i32, f64, &[f64])> = parts.iter().map(|part| (part.0, part.1, &part.2[..])).collect();
        self.by_share(&parts)
    }

    fn by_share(&self, parts: &[(i32, f64, &[f64])]) -> (f64, Vec<f64>) {
        let shares: Vec<f64> = parts.iter().map(|part| self.share(part.0)).collect();
        let whole: f64 = shares.iter().sum();
        let estimate = parts.iter().zip(&shares).map(|(part, share)| part.1 * share).sum::<f64>() / whole;
        let mut influence = vec![0.0; self.began.len()];
        for (unit, place) in influence.iter_mut().enumerate() {
            for (part, share) in parts.iter().zip(&shares) {
                let surprise = f64::from(u8::from(self.began[unit] == Some(part.0))) - share;
                // The derivative of the weighted mean by this share is (its estimate − the mean) / whole.
                *place += (share * part.2[unit] + surprise * (part.1 - estimate)) / whole;
            }
        }
        (estimate, influence)
    }

    /// The quantile of the largest of all parts' |t| when every cluster's influence is turned round by a coin.
    fn simultaneous(&self, parts: &[(i32, f64, Vec<f64>)], confidence: f64, draws: u32, seed: u64) -> f64 {
        let groups: Vec<u32> = match &self.clusters {
            Some(clusters) => clusters.clone(),
            None => (0..self.began.len() as u32).collect(),
        };
        let sums: Vec<Vec<f64>> = parts
            .iter()
            .map(|part| sums_by_group(&groups, &part.2).into_iter().map(|(_, sum)| sum).collect())
            .collect();
        let roots: Vec<f64> =
            sums.iter().map(|sums: &Vec<f64>| sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt()).collect();
        let mut largest: Vec<f64> = (0..u64::from(draws))
            .map(|draw| {
                let mut stream = Stream::new(seed, draw);
                let coins: Vec<f64> =
                    (0..sums[0].len()).map(|_| if stream.bits() & 1 == 0 { 1.0 } else { -1.0 }).collect();
                let sizes = sums.iter().zip(&roots).map(|(sums, root)| crate::linear::dot(sums, &coins).abs() / root);
                sizes.fold(0.0, f64::max)
            })
            .collect();
        largest.sort_by(f64::total_cmp);
        let place = libm::ceil(confidence * largest.len() as f64) as usize;
        let drawn = largest.get(place.saturating_sub(1)).copied().unwrap_or(0.0);
        drawn.max(two_sided(confidence))
    }
}

fn two_sided(confidence: f64) -> f64 {
    normal_quantile(1.0 - (1.0 - confidence) / 2.0)
}

fn plain_mean<'a>(parts: impl Iterator<Item = (f64, &'a [f64])>) -> (f64, Vec<f64>) {
    let (mut sum, mut influence, mut count) = (0.0, Vec::new(), 0.0);
    for (estimate, of) in parts {
        sum += estimate;
        count += 1.0;
        influence.resize(of.len(), 0.0);
        influence.iter_mut().zip(of).for_each(|(sum, value)| *sum += value);
    }
    influence.iter_mut().for_each(|value| *value /= count);
    (sum / count, influence)
}
