//! From data to an answer: the plan's estimator, what goes before it (sizes, what can be found, balance) and what goes with
//! it (exact intervals, the lot's own test, bounds where outcomes are missing). What cannot be estimated says why.

use serde::{Deserialize, Serialize};
use virkning_model::{Decimal, DecimalRounding};
use virkning_stats::balance::{Balance, Yardstick, balance, largest};
use virkning_stats::bounds::{lee, manski};
use virkning_stats::callaway::{self, Panel, group_times};
use virkning_stats::coarsened::{coarsened, sturges};
use virkning_stats::cox::cox;
use virkning_stats::difference::difference_in_differences;
use virkning_stats::entropy::entropy_balanced;
use virkning_stats::logit::logit;
use virkning_stats::matching::{Matching, nearest};
use virkning_stats::means::{Adjustment, adjusted, adjusted_effect, welch};
use virkning_stats::multiple::{benjamini_hochberg, holm};
use virkning_stats::power::{detectable_means, detectable_share};
use virkning_stats::randomisation::randomisation_test;
use virkning_stats::regression::Spread;
use virkning_stats::sequential::{self, bounds};
use virkning_stats::shares::{fisher_exact, miettinen_nurminen, newcombe};
use virkning_stats::survival::{log_rank, restricted_mean_difference};
use virkning_stats::weighting::{Estimand as For, aipw, ipw};
use virkning_stats::{Effect, NotEstimable, clopper_pearson, wilson};

use super::data::{Frame, hashes};
use super::plan::{
    AggregationWord, BoundsWord, ComparisonWord, Design, Estimand, Estimator, Outcome, Plan, Several, Sign,
};

/// Below so many people in an arm an evaluation is said to be small.
pub const SMALL_ARM: usize = 30;

/// How many lots are drawn where not all can be looked at.
const LOTS: u32 = 9_999;

/// How many turns of the multiplier bootstrap.
const TURNS: u32 = 999;

/// What may be known before a plan is locked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// People in the treatment arm.
    pub treated: usize,
    /// People in the control arm.
    pub control: usize,
    /// Whether an arm is small.
    pub small: bool,
    /// The smallest effect that would be found: a difference of means, or of shares; nothing where the plan names neither
    /// a spread nor a share, or where not even everybody would do.
    pub detectable: Option<f64>,
    /// Whether that is a difference of shares.
    pub detectable_is_share: bool,
    /// Each covariate in both arms.
    pub balance: Vec<Row>,
    /// The largest standardised difference.
    pub largest: f64,
    /// Looks before the end: share of information, bound of |z|, level of the look.
    pub looks: Vec<(f64, f64, f64)>,
}

/// A covariate in both arms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Mean of the treated.
    pub treated: f64,
    /// Mean of the controls.
    pub control: f64,
    /// Standardised difference.
    pub standardised: f64,
    /// Variance of the treated over that of the controls.
    pub variance_ratio: Option<f64>,
    /// Whether it is a share: all values are 0 or 1.
    pub is_share: bool,
}

/// An answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Answer {
    /// A number.
    Estimated {
        /// The outcome's name; empty for the first.
        name: String,
        /// Treated less control.
        estimate: f64,
        /// Its standard error.
        standard_error: f64,
        /// Degrees of freedom; nothing for the normal distribution.
        degrees: Option<f64>,
        /// The interval.
        interval: (f64, f64),
        /// The two-sided probability without effect.
        p_value: f64,
        /// The same when several outcomes are judged together; nothing where there is one.
        p_together: Option<f64>,
        /// People who are compared: treated, control.
        compared: (usize, usize),
    },
    /// No number.
    NotEstimable {
        /// The outcome's name; empty for the first.
        name: String,
        /// The key of the reason in the text files.
        reason: String,
        /// The words that fill it.
        words: Vec<(String, String)>,
    },
}

/// Two shares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// Successes and people of the treated.
    pub treated: (u64, u64),
    /// Successes and people of the controls.
    pub control: (u64, u64),
    /// Clopper and Pearson's exact interval of each arm's share: treated, control.
    pub exact: ((f64, f64), (f64, f64)),
    /// Wilson's interval of each arm's share.
    pub wilson: ((f64, f64), (f64, f64)),
    /// Newcombe's interval of the difference.
    pub newcombe: (f64, f64),
    /// Miettinen and Nurminen's interval of the difference.
    pub miettinen_nurminen: (f64, f64),
    /// Fisher's exact probability.
    pub fisher: f64,
}

/// The lot's own test: probability, lower and upper end, lots, whether these were all.
pub type Lots = (f64, Option<f64>, Option<f64>, u64, bool);

/// Log-rank probability; hazard ratio with the ends of its interval.
pub type Hazards = (f64, Option<(f64, f64, f64)>);

/// A group, period or time since the beginning with its effect and standard error.
type ByYear = Vec<(i32, f64, f64)>;

/// What came of an evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The plan's name.
    pub plan: String,
    /// SHA-256 of its text.
    pub plan_content: String,
    /// SHA-256 of the data.
    pub data: String,
    /// How it was estimated.
    pub estimator: String,
    /// What was known before.
    pub before: Before,
    /// People without an outcome: treated, control.
    pub missing: (usize, usize),
    /// The answer to the plan's question.
    pub answer: Answer,
    /// More outcomes.
    pub also: Vec<Answer>,
    /// Each covariate after the arms were made alike; empty where the estimator does not.
    pub after: Vec<Row>,
    /// Both arms' shares, where the outcome is a success or none.
    pub shares: Option<Shares>,
    /// The lot's own test: probability, lower and upper end, lots, whether these were all.
    pub lots: Option<Lots>,
    /// Lee's bounds where outcomes are missing.
    pub lee: Option<(f64, f64)>,
    /// Worst cases where outcomes are missing.
    pub manski: Option<(f64, f64)>,
    /// Log-rank probability and hazard ratio with its interval, for times.
    pub hazards: Option<Hazards>,
    /// Effects by group, period or time since the beginning, with the factor that covers all at once.
    pub parts: Vec<(i32, f64, f64)>,
    /// The estimate that is paid on, rounded as the plan says.
    pub estimate: Option<Decimal>,
}

/// What may be known before the plan is locked. Outcomes are not among the frame's columns then.
pub fn before(frame: &Frame, plan: &Plan) -> Result<Before, NotEstimable> {
    let (treated, control) = people(frame);
    let covariates = frame.several(&plan.says.data.covariates);
    let yardstick = yardstick(plan);
    let table = if covariates.is_empty() {
        Vec::new()
    } else {
        balance(&covariates, &frame.treated, None, yardstick)?
    };
    let power = plan.says.power;
    let (ones, zeros) = (treated as u64, control as u64);
    let of_shares = |share| detectable_share(ones, zeros, share, power.level, power.power);
    let detectable = match (power.control_share, power.spread) {
        (Some(share), _) => of_shares(share)?.map(|found| found - share),
        (None, Some(spread)) => Some(detectable_means(ones, zeros, spread, power.level, power.power)?),
        (None, None) => None,
    };
    let looks = match &plan.says.interim {
        None => Vec::new(),
        Some(interim) => {
            let form = match interim.bounds {
                BoundsWord::Pocock => sequential::Bounds::Pocock,
                BoundsWord::OBrienFleming => sequential::Bounds::OBrienFleming,
                BoundsWord::SpendingPocock => sequential::Bounds::SpendingPocock,
                BoundsWord::SpendingOBrienFleming => sequential::Bounds::SpendingOBrienFleming,
            };
            let looks = bounds(&interim.looks, form, power.level)?;
            looks.iter().map(|look| (look.information, look.bound, look.nominal_level)).collect()
        }
    };
    Ok(Before {
        treated,
        control,
        small: treated.min(control) < SMALL_ARM,
        detectable,
        detectable_is_share: power.control_share.is_some(),
        largest: largest(&table),
        balance: rows(&table, &covariates, &plan.says.data.covariates),
        looks,
    })
}

/// People in each arm, whatever number of rows they have.
fn people(frame: &Frame) -> (usize, usize) {
    let mut units: Vec<(&String, bool)> = frame.units.iter().zip(frame.treated.iter().copied()).collect();
    units.sort_unstable();
    units.dedup_by_key(|unit| unit.0);
    let treated = units.iter().filter(|unit| unit.1).count();
    (treated, units.len() - treated)
}

fn yardstick(plan: &Plan) -> Yardstick {
    match plan.says.evaluation.estimand {
        Estimand::Treated => Yardstick::Treated,
        Estimand::Everybody => Yardstick::Pooled,
    }
}

fn rows(table: &[Balance], columns: &[&[f64]], names: &[String]) -> Vec<Row> {
    table
        .iter()
        .zip(columns)
        .zip(names)
        .map(|((balance, column), name)| Row {
            name: name.clone(),
            treated: balance.treated_mean,
            control: balance.control_mean,
            standardised: balance.standardised,
            variance_ratio: balance.variance_ratio,
            is_share: column.iter().all(|value| *value == 0.0 || *value == 1.0),
        })
        .collect()
}

/// Everything that the plan asks for.
pub fn report(frame: &Frame, plan: &Plan, data: &str) -> Result<Report, NotEstimable> {
    let of = &plan.says.evaluation;
    let before = before(frame, plan)?;
    let whole = frame.outcome(&plan.says.data.outcome);
    let seen: Vec<bool> = whole.iter().map(|value| !value.is_nan()).collect();
    let gone = |arm: bool| seen.iter().zip(&frame.treated).filter(|(seen, is)| !**seen && **is == arm).count();
    let first = estimate(frame, plan, &plan.says.data.outcome);
    let others = plan.says.also.iter().map(|also| (also.name.clone(), estimate(frame, plan, &also.outcome)));
    let mut answers: Vec<Answer> = Vec::new();
    let (mut after, mut parts) = (Vec::new(), Vec::new());
    for (name, found) in std::iter::once((String::new(), first)).chain(others) {
        answers.push(match found {
            Ok(found) => {
                if answers.is_empty() {
                    (after, parts) = (found.after.clone(), found.parts.clone());
                }
                answer(name, &found)
            }
            Err(why) => not_estimable(name, &why),
        });
    }
    together(&mut answers, of.several);
    let kept = frame.only(&seen);
    let outcome: Vec<f64> = whole.iter().copied().filter(|value| !value.is_nan()).collect();
    let estimate = match &answers[0] {
        Answer::Estimated { estimate, .. } => paid_on(*estimate, of.sign, of.decimals),
        Answer::NotEstimable { .. } => None,
    };
    let one_row_each = plan.says.data.period.is_none() && plan.says.data.event.is_none();
    let is_missing = seen.contains(&false) && one_row_each;
    let also = answers.split_off(1);
    Ok(Report {
        plan: plan.id().to_owned(),
        plan_content: plan.content.to_string(),
        data: data.to_owned(),
        estimator: of.estimator.get_ref().as_str().to_owned(),
        missing: (gone(true), gone(false)),
        shares: if one_row_each {
            shares(&outcome, &kept.treated, *of.confidence.get_ref())
        } else {
            None
        },
        lots: if one_row_each { lots(&outcome, &kept, plan) } else { None },
        lee: if is_missing { by_lee(&whole, &frame.treated) } else { None },
        manski: if is_missing { worst(&whole, &frame.treated, plan) } else { None },
        hazards: hazards(&kept, &outcome, plan),
        answer: answers.remove(0),
        before,
        also,
        after,
        parts,
        estimate,
    })
}

/// The estimate as the contract has it: from the digits of the number, rounded half up. No float becomes money.
pub fn paid_on(estimate: f64, sign: Sign, decimals: u32) -> Option<Decimal> {
    let signed = if sign == Sign::ControlLessTreated { -estimate } else { estimate };
    let exact: Decimal = format!("{signed:.14}").parse().ok()?;
    let mut rounded = exact.round_dp_with_strategy(decimals, DecimalRounding::MidpointAwayFromZero);
    // With as many decimals as were agreed, also where they are noughts.
    rounded.rescale(decimals);
    Some(rounded)
}

/// An effect with what was made of the data on the way.
struct Found {
    effect: Effect,
    after: Vec<Row>,
    parts: Vec<(i32, f64, f64)>,
    compared: (usize, usize),
}

fn answer(name: String, found: &Found) -> Answer {
    let effect = found.effect;
    Answer::Estimated {
        name,
        estimate: effect.estimate,
        standard_error: effect.standard_error,
        degrees: Some(effect.degrees).filter(|degrees| degrees.is_finite()),
        interval: (effect.low, effect.high),
        p_value: effect.p_value,
        p_together: None,
        compared: found.compared,
    }
}

/// Several outcomes judged together, the first among them.
fn together(answers: &mut [Answer], several: Several) {
    let values: Vec<f64> = answers
        .iter()
        .filter_map(|answer| {
            if let Answer::Estimated { p_value, .. } = answer {
                Some(*p_value)
            } else {
                None
            }
        })
        .collect();
    if answers.len() < 2 || values.is_empty() {
        return;
    }
    let adjusted = if several == Several::Holm {
        holm(&values)
    } else {
        benjamini_hochberg(&values)
    };
    let mut adjusted = adjusted.into_iter();
    for answer in answers {
        if let Answer::Estimated { p_together, .. } = answer {
            *p_together = adjusted.next();
        }
    }
}

/// Why there is no number, as a key and words of the text files.
pub fn not_estimable(name: String, why: &NotEstimable) -> Answer {
    let word = |name: &str, value: String| (name.to_owned(), value);
    let (reason, words) = match why {
        NotEstimable::TooFew { what, have, need } => (
            "not-estimable-too-few",
            vec![word("what", (*what).to_owned()), word("have", have.to_string()), word("need", need.to_string())],
        ),
        NotEstimable::Collinear { column } => {
            ("not-estimable-collinear", vec![word("column", column.map_or(0, |column| column + 1).to_string())])
        }
        NotEstimable::BadValue { what, row } => {
            ("not-estimable-bad-value", vec![word("what", (*what).to_owned()), word("row", (row + 1).to_string())])
        }
        NotEstimable::Separation => ("not-estimable-separation", Vec::new()),
        NotEstimable::NoBalance { left, accepted } => (
            "not-estimable-balance",
            vec![word("left", format!("{left:.3}")), word("accepted", format!("{accepted:.3}"))],
        ),
        NotEstimable::NoVariation => ("not-estimable-no-variation", Vec::new()),
        NotEstimable::NotConverged => ("not-estimable-not-converged", Vec::new()),
        NotEstimable::BadRequest { what } => ("not-estimable-request", vec![word("what", (*what).to_owned())]),
    };
    Answer::NotEstimable { name, reason: reason.to_owned(), words }
}

/// The plan's estimator on one outcome, among those of whom it is known.
fn estimate(frame: &Frame, plan: &Plan, outcome: &Outcome) -> Result<Found, NotEstimable> {
    let whole = frame.outcome(outcome);
    let seen: Vec<bool> = whole.iter().map(|value| !value.is_nan()).collect();
    let frame = &frame.only(&seen);
    let outcome: Vec<f64> = whole.into_iter().filter(|value| !value.is_nan()).collect();
    let estimator = *plan.says.evaluation.estimator.get_ref();
    if estimator.balances() {
        return balanced(frame, plan, &outcome);
    }
    let confidence = *plan.says.evaluation.confidence.get_ref();
    let covariates = frame.several(&plan.says.data.covariates);
    let cluster = plan.says.data.cluster.as_ref().map(|name| frame.groups[name].as_slice());
    let spread = cluster.map_or(Spread::Hc3, Spread::Cr2);
    let arm = |arm: bool| -> Vec<f64> {
        outcome.iter().zip(&frame.treated).filter(|(_, is)| **is == arm).map(|(value, _)| *value).collect()
    };
    let by = |adjustment, covariates: &[&[f64]]| {
        adjusted_effect(&outcome, &frame.treated, covariates, adjustment, spread, confidence)
    };
    let mut parts = Vec::new();
    let effect = match estimator {
        Estimator::Difference if cluster.is_none() => welch(&arm(true), &arm(false), confidence)?,
        Estimator::Difference => by(Adjustment::Common, &[])?,
        Estimator::Ancova => by(Adjustment::Common, &covariates)?,
        Estimator::Lin => by(Adjustment::EachArm, &covariates)?,
        Estimator::DifferenceInDifferences => {
            let period = plan.says.data.period.as_ref().map(|period| &frame.numbers[period.get_ref()]);
            let after: Vec<bool> = period.map_or_else(Vec::new, |period| period.iter().map(|at| *at > 0.0).collect());
            // Both rows of a person belong together, at least.
            let together = Spread::Cr2(cluster.unwrap_or(&frame.groups[&plan.says.data.unit]));
            difference_in_differences(&outcome, &frame.treated, &after, &covariates, together, confidence)?
        }
        Estimator::StaggeredDifferences => {
            let (effect, by_part) = staggered(frame, plan, &outcome, confidence)?;
            parts = by_part;
            effect
        }
        _ => {
            let event = events(frame, plan);
            let of = |wanted: bool| -> (Vec<f64>, Vec<bool>) {
                let rows = (0..outcome.len()).filter(|row| frame.treated[*row] == wanted);
                rows.map(|row| (outcome[row], event[row])).unzip()
            };
            let (ones, zeros) = (of(true), of(false));
            let horizon = plan.says.survival.map_or(0.0, |survival| survival.horizon);
            restricted_mean_difference((&ones.0, &ones.1), (&zeros.0, &zeros.1), horizon, confidence)?
        }
    };
    Ok(Found { effect, after: Vec::new(), parts, compared: people(frame) })
}

fn events(frame: &Frame, plan: &Plan) -> Vec<bool> {
    let event = plan.says.data.event.as_ref().map(|event| &frame.numbers[event]);
    event.map_or_else(Vec::new, |event| event.iter().map(|event| *event == 1.0).collect())
}

/// Estimators that make the arms alike first. Where they are not alike enough afterwards, there is no number.
fn balanced(frame: &Frame, plan: &Plan, outcome: &[f64]) -> Result<Found, NotEstimable> {
    let says = &plan.says;
    let confidence = *says.evaluation.confidence.get_ref();
    let names = &says.data.covariates;
    let covariates = frame.several(names);
    let treated = frame.treated.as_slice();
    let clusters = says.data.cluster.as_ref().map(|name| frame.groups[name].as_slice());
    let wanted = match says.evaluation.estimand {
        Estimand::Treated => For::Treated,
        Estimand::Everybody => For::Everybody,
    };
    let (effect, weights) = match says.evaluation.estimator.get_ref() {
        Estimator::Ipw => {
            let weighted = ipw(outcome, treated, &covariates, wanted)?;
            (weighted.effect(clusters, confidence)?, weighted.weights)
        }
        Estimator::Aipw => {
            let weighted = aipw(outcome, treated, &covariates, wanted)?;
            (weighted.effect(clusters, confidence)?, weighted.weights)
        }
        Estimator::EntropyBalancing => {
            let weighted = entropy_balanced(outcome, treated, &covariates)?;
            (weighted.effect(clusters, confidence)?, weighted.weights)
        }
        Estimator::NearestNeighbour => {
            let scores: Vec<f64> = logit(treated, &covariates)?.scores.iter().map(|score| logit_of(*score)).collect();
            let matching = Matching {
                neighbours: says.matching.neighbours,
                caliper: says.matching.caliper * spread_of(&scores),
                replacement: says.matching.replacement,
            };
            let exact = exact(frame, plan);
            let hashes = hashes(&frame.units, says.evaluation.seed);
            let matched = nearest(&scores, treated, exact.as_deref(), &hashes, matching)?;
            let effect = matched.effect(outcome, treated, &scores, &hashes, confidence)?;
            (effect, matched.weights(treated.len()))
        }
        _ => {
            let cut = |(name, column): (&String, &&[f64])| match says.cuts.get(name) {
                Some(cuts) => cuts.clone(),
                // Shares have one cut, whatever their number.
                None if column.iter().all(|value| *value == 0.0 || *value == 1.0) => vec![0.5],
                None => sturges(column),
            };
            let cuts: Vec<Vec<f64>> = names.iter().zip(&covariates).map(cut).collect();
            let cells = coarsened(treated, &covariates, &cuts)?;
            if cells.treated_matched < 2 || cells.control_matched < 2 {
                let have = cells.treated_matched.min(cells.control_matched);
                return Err(NotEstimable::TooFew { what: "pairs", have, need: 2 });
            }
            let spread = clusters.map_or(Spread::Hc2, Spread::Cr2);
            let kept: Vec<bool> = cells.weights.iter().map(|weight| *weight > 0.0).collect();
            let some = |values: &[f64]| -> Vec<f64> {
                values.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(value, _)| *value).collect()
            };
            let arm: Vec<bool> = treated.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(is, _)| *is).collect();
            let spread = match spread {
                Spread::Cr2(_) => None,
                _ => Some(spread),
            };
            let weights = some(&cells.weights);
            let fit = adjusted(&some(outcome), &arm, &[], Adjustment::Common, Some(&weights))?;
            let groups: Vec<u32> = clusters
                .unwrap_or_default()
                .iter()
                .zip(&kept)
                .filter(|(_, kept)| **kept)
                .map(|(group, _)| *group)
                .collect();
            let effect = fit.effect(1, spread.unwrap_or(Spread::Cr2(&groups)), confidence)?;
            (effect, cells.weights)
        }
    };
    let table = balance(&covariates, treated, Some(&weights), yardstick(plan))?;
    let (left, accepted) = (largest(&table), says.balance.accepted);
    if left.is_nan() || left > accepted {
        return Err(NotEstimable::NoBalance { left, accepted });
    }
    let count = |arm: bool| weights.iter().zip(treated).filter(|(weight, is)| **weight > 0.0 && **is == arm).count();
    let after = rows(&table, &covariates, names);
    Ok(Found { effect, after, parts: Vec::new(), compared: (count(true), count(false)) })
}

/// The logarithm of the odds of a chance.
fn logit_of(score: f64) -> f64 {
    virkning_stats::logit::log_odds(score)
}

fn spread_of(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0)).sqrt()
}

/// One group for each combination of the columns in which neighbours must be the same.
fn exact(frame: &Frame, plan: &Plan) -> Option<Vec<u32>> {
    let names = &plan.says.matching.exact;
    if names.is_empty() {
        return None;
    }
    let keys: Vec<Vec<u32>> =
        (0..frame.units.len()).map(|row| names.iter().map(|name| frame.groups[name][row]).collect()).collect();
    let mut known = keys.clone();
    known.sort_unstable();
    known.dedup();
    Some(keys.iter().map(|key| known.partition_point(|other| other < key) as u32).collect())
}

/// Groups that begin at different times: long rows become a panel. Units that lack a period are left out.
fn staggered(frame: &Frame, plan: &Plan, outcome: &[f64], confidence: f64) -> Result<(Effect, ByYear), NotEstimable> {
    let data = &plan.says.data;
    let (Some(period), Some(began)) = (&data.period, &data.began) else {
        return Err(NotEstimable::BadRequest { what: "a period and a beginning" });
    };
    let (at, began) = (&frame.numbers[period.get_ref()], &frame.numbers[began]);
    let mut periods: Vec<i32> = at.iter().map(|at| *at as i32).collect();
    periods.sort_unstable();
    periods.dedup();
    let mut order: Vec<usize> = (0..outcome.len()).collect();
    order.sort_by(|left, right| frame.units[*left].cmp(&frame.units[*right]).then(at[*left].total_cmp(&at[*right])));
    let units: Vec<&[usize]> = order
        .chunk_by(|left, right| frame.units[*left] == frame.units[*right])
        .filter(|rows| rows.len() == periods.len())
        .collect();
    let of_period = |place: usize| -> Vec<f64> { units.iter().map(|rows| outcome[rows[place]]).collect() };
    let outcomes: Vec<Vec<f64>> = (0..periods.len()).map(of_period).collect();
    let outcomes: Vec<&[f64]> = outcomes.iter().map(Vec::as_slice).collect();
    let start = |rows: &&[usize]| Some(began[rows[0]]).filter(|began| !began.is_nan()).map(|began| began as i32);
    let began: Vec<Option<i32>> = units.iter().map(start).collect();
    let covariates: Vec<Vec<f64>> =
        data.covariates.iter().map(|name| units.iter().map(|rows| frame.numbers[name][rows[0]]).collect()).collect();
    let covariates: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
    let clusters: Option<Vec<u32>> =
        data.cluster.as_ref().map(|name| units.iter().map(|rows| frame.groups[name][rows[0]]).collect());
    let panel = Panel {
        periods: &periods,
        outcome: &outcomes,
        began: &began,
        covariates: &covariates,
        clusters: clusters.as_deref(),
    };
    let words = plan.says.panel;
    let comparison = match words.comparison {
        ComparisonWord::Never => callaway::Comparison::Never,
        ComparisonWord::NotYet => callaway::Comparison::NotYet,
    };
    let aggregation = match words.aggregation {
        AggregationWord::Simple => callaway::Aggregation::Simple,
        AggregationWord::Dynamic => callaway::Aggregation::Dynamic,
        AggregationWord::Group => callaway::Aggregation::Group,
        AggregationWord::Calendar => callaway::Aggregation::Calendar,
    };
    let found = group_times(&panel, comparison, callaway::Method::Both)?;
    let seed = plan.says.evaluation.seed;
    let out = found.aggregate(aggregation, confidence, TURNS, seed)?;
    let parts = out.parts.iter().map(|(key, effect)| (*key, effect.estimate, out.simultaneous * effect.standard_error));
    Ok((out.overall, parts.collect()))
}

fn shares(outcome: &[f64], treated: &[bool], confidence: f64) -> Option<Shares> {
    if outcome.is_empty() || outcome.iter().any(|value| *value != 0.0 && *value != 1.0) {
        return None;
    }
    let count = |arm: bool| {
        let of = || outcome.iter().zip(treated).filter(|(_, is)| **is == arm);
        (of().filter(|(value, _)| **value == 1.0).count() as u64, of().count() as u64)
    };
    let (ones, zeros) = (count(true), count(false));
    let each = |interval: fn(u64, u64, f64) -> (f64, f64)| {
        (interval(ones.0, ones.1, confidence), interval(zeros.0, zeros.1, confidence))
    };
    Some(Shares {
        treated: ones,
        control: zeros,
        exact: each(clopper_pearson),
        wilson: each(wilson),
        newcombe: newcombe(ones, zeros, confidence).ok()?,
        miettinen_nurminen: miettinen_nurminen(ones, zeros, confidence).ok()?,
        fisher: fisher_exact(ones, zeros).ok()?,
    })
}

/// The lot's own test, where arms were made by lot.
fn lots(outcome: &[f64], frame: &Frame, plan: &Plan) -> Option<Lots> {
    if plan.says.evaluation.design != Design::Random {
        return None;
    }
    let nobody = vec![0; outcome.len()];
    let blocks = plan.says.data.block.as_ref().map_or(&nobody, |name| &frame.groups[name]);
    let of = &plan.says.evaluation;
    let test = randomisation_test(outcome, &frame.treated, blocks, LOTS, of.seed, *of.confidence.get_ref()).ok()?;
    let end = |end: f64| Some(end).filter(|end| end.is_finite());
    Some((test.p_value, end(test.interval.0), end(test.interval.1), test.lots, test.exact))
}

fn arms(whole: &[f64], treated: &[bool]) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    let of = |arm: bool| {
        let rows = whole.iter().zip(treated).filter(move |(_, is)| **is == arm);
        rows.map(|(value, _)| Some(*value).filter(|value| !value.is_nan())).collect()
    };
    (of(true), of(false))
}

fn by_lee(whole: &[f64], treated: &[bool]) -> Option<(f64, f64)> {
    let (ones, zeros) = arms(whole, treated);
    lee(&ones, &zeros).ok().map(|bounds| (bounds.low, bounds.high))
}

fn worst(whole: &[f64], treated: &[bool], plan: &Plan) -> Option<(f64, f64)> {
    let range = plan.says.range?;
    let (ones, zeros) = arms(whole, treated);
    manski(&ones, &zeros, (range.smallest, range.largest)).ok().map(|bounds| (bounds.low, bounds.high))
}

fn hazards(frame: &Frame, outcome: &[f64], plan: &Plan) -> Option<Hazards> {
    plan.says.data.event.as_ref()?;
    let events = events(frame, plan);
    let groups: Vec<u32> = frame.treated.iter().map(|is| u32::from(*is)).collect();
    let test = log_rank(outcome, &events, &groups).ok()?;
    let arm: Vec<f64> = frame.treated.iter().map(|is| f64::from(u8::from(*is))).collect();
    let mut columns: Vec<&[f64]> = vec![&arm];
    columns.extend(frame.several(&plan.says.data.covariates));
    let confidence = *plan.says.evaluation.confidence.get_ref();
    let ratio = cox(outcome, &events, &columns).and_then(|fit| fit.effect(0, confidence)).ok();
    Some((
        test.p_value,
        ratio.map(|effect| {
            let of = virkning_stats::cox::ratio;
            (of(effect.estimate), of(effect.low), of(effect.high))
        }),
    ))
}
