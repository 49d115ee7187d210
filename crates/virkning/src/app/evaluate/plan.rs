//! The plan of an evaluation: a document with prose for people and TOML blocks for the program, like an agreement. What it
//! leaves open is filled in here, visibly; nothing is guessed from data.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use virkning_model::Place;
use virkning_model::id::{AgreementId, ContentHash, MeasureId};

use crate::app::failure::{Failure, Refusal};
use crate::app::folder::{hash, read_text};

/// A plan as it was read.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What it says.
    pub says: Says,
    /// The whole text.
    pub document: String,
    /// SHA-256 of the text.
    pub content: ContentHash,
}

/// What a plan says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// What is asked, of whom, and how it is answered.
    pub evaluation: Evaluation,
    /// Where the columns are.
    pub data: Data,
    /// How alike the arms must be.
    #[serde(default)]
    pub balance: Accepted,
    /// Nearest neighbours.
    #[serde(default)]
    pub matching: Neighbours,
    /// Where covariates are cut for coarsened exact matching; others by Sturges' rule.
    #[serde(default)]
    pub cuts: BTreeMap<String, Vec<f64>>,
    /// How large an effect is to be found, and how surely.
    #[serde(default)]
    pub power: Power,
    /// Looks before the end.
    pub interim: Option<Interim>,
    /// Times until something happens.
    pub survival: Option<Survival>,
    /// Groups that begin at different times.
    #[serde(default)]
    pub panel: PanelWords,
    /// The smallest and largest that an outcome can be, for worst cases where outcomes are missing.
    pub range: Option<Range>,
    /// More outcomes by the same estimator.
    #[serde(default)]
    pub also: Vec<Also>,
    /// How people get their arms by lot.
    pub allocation: Option<AllocationWords>,
}

/// What is asked, of whom, and how it is answered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Its name: small letters, digits and hyphens.
    pub id: Spanned<String>,
    /// Its title.
    pub title: String,
    /// The question in words.
    pub question: String,
    /// Whether arms were made by lot.
    pub design: Design,
    /// For whom the effect is.
    pub estimand: Estimand,
    /// How it is estimated.
    pub estimator: Spanned<Estimator>,
    /// The agreement that may pay on it.
    pub agreement: Option<AgreementId>,
    /// The measure that it is of.
    pub measure: Option<MeasureId>,
    /// The measured year that it is of.
    pub measured_year: Option<i16>,
    /// Which way round the estimate is paid on.
    #[serde(default)]
    pub sign: Sign,
    /// Decimals of the estimate that is paid on, rounded half up.
    #[serde(default = "four")]
    pub decimals: u32,
    /// The confidence of intervals.
    #[serde(default = "ninety_five")]
    pub confidence: Spanned<f64>,
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// How several outcomes are judged together.
    #[serde(default)]
    pub several: Several,
    /// The first day of the data.
    pub from: Option<toml::value::Datetime>,
    /// The last day of the data.
    pub until: Option<toml::value::Datetime>,
    /// The edition of the code list that outcomes are read by.
    pub code_list: Option<String>,
}

fn four() -> u32 {
    4
}

fn ninety_five() -> Spanned<f64> {
    Spanned::new(0..0, 0.95)
}

/// Whether arms were made by lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// By lot.
    Random,
    /// Otherwise.
    Observational,
}

/// For whom the effect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Estimand {
    /// Those who were treated.
    Treated,
    /// Everybody in both arms.
    Everybody,
}

/// How an effect is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Estimator {
    /// Difference in means or shares.
    Difference,
    /// Regression with one slope for both arms.
    Ancova,
    /// Regression with a slope for each arm (Lin).
    Lin,
    /// Inverse probability weights.
    Ipw,
    /// Weights and regression (doubly robust).
    Aipw,
    /// Entropy balancing.
    EntropyBalancing,
    /// Nearest neighbours with a caliper.
    NearestNeighbour,
    /// Coarsened exact matching.
    CoarsenedExact,
    /// Two groups, two periods.
    DifferenceInDifferences,
    /// Groups that begin at different times.
    StaggeredDifferences,
    /// Mean time until something happens.
    RestrictedMean,
}

impl Estimator {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Ancova => "ancova",
            Self::Lin => "lin",
            Self::Ipw => "ipw",
            Self::Aipw => "aipw",
            Self::EntropyBalancing => "entropy-balancing",
            Self::NearestNeighbour => "nearest-neighbour",
            Self::CoarsenedExact => "coarsened-exact",
            Self::DifferenceInDifferences => "difference-in-differences",
            Self::StaggeredDifferences => "staggered-differences",
            Self::RestrictedMean => "restricted-mean",
        }
    }

    /// Whether it makes the arms alike before it compares them.
    pub fn balances(self) -> bool {
        use Estimator::{Aipw, CoarsenedExact, EntropyBalancing, Ipw, NearestNeighbour};
        matches!(self, Ipw | Aipw | EntropyBalancing | NearestNeighbour | CoarsenedExact)
    }

    /// Whether it speaks of the treated only.
    fn only_of_treated(self) -> bool {
        matches!(self, Self::EntropyBalancing | Self::NearestNeighbour | Self::CoarsenedExact)
    }
}

/// Which way round the estimate is paid on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// Control less treated, as agreements have it: a saving or a reduction is positive.
    #[default]
    ControlLessTreated,
    /// Treated less control.
    TreatedLessControl,
}

/// How several outcomes are judged together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Several {
    /// Holm: the chance of one false finding is kept.
    #[default]
    Holm,
    /// Benjamini and Hochberg: the share of false findings is kept.
    BenjaminiHochberg,
}

/// Where the columns are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Who a row is about.
    pub unit: String,
    /// The arm.
    pub arm: String,
    /// What the arm says of the treated.
    pub treated: String,
    /// What it says of the controls. A row of neither is faulty.
    pub control: String,
    /// The outcome: a column, or columns with weights that are added up.
    pub outcome: Outcome,
    /// Columns that both arms are compared in.
    #[serde(default)]
    pub covariates: Vec<String>,
    /// The group inside which the lot was drawn.
    pub block: Option<String>,
    /// Units that belong together.
    pub cluster: Option<String>,
    /// The period: 0 and 1 for two of them.
    pub period: Option<Spanned<String>>,
    /// When a group began; empty for never.
    pub began: Option<String>,
    /// Whether it happened (1) or only the following ended (0): the outcome is the time then.
    pub event: Option<String>,
    /// What stands between cells.
    #[serde(default = "semicolon")]
    pub separator: char,
    /// What stands before decimals.
    #[serde(default = "comma")]
    pub decimal: char,
    /// Words for a missing value, beside nothing.
    #[serde(default)]
    pub missing: Vec<String>,
}

fn semicolon() -> char {
    ';'
}

fn comma() -> char {
    ','
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Outcome {
    /// A column.
    Column(String),
    /// Columns with weights.
    Sum(BTreeMap<String, f64>),
}

impl Outcome {
    /// Its columns with their weights.
    pub fn parts(&self) -> Vec<(&str, f64)> {
        match self {
            Outcome::Column(name) => vec![(name, 1.0)],
            Outcome::Sum(parts) => parts.iter().map(|(name, weight)| (name.as_str(), *weight)).collect(),
        }
    }
}

/// How alike the arms must be.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The largest standardised difference that may be left.
    pub accepted: f64,
}

impl Default for Accepted {
    /// A quarter of a standard deviation (Rubin 2001): beyond it regression no longer mends what matching left.
    fn default() -> Self {
        Self { accepted: 0.25 }
    }
}

/// Nearest neighbours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Neighbours {
    /// How many for each.
    pub neighbours: usize,
    /// The caliper in standard deviations of the score's logit.
    pub caliper: f64,
    /// Whether a control may be used several times.
    pub replacement: bool,
    /// Columns in which they must be the same.
    pub exact: Vec<String>,
}

impl Default for Neighbours {
    /// A fifth of a standard deviation (Austin 2011).
    fn default() -> Self {
        Self { neighbours: 1, caliper: 0.2, replacement: false, exact: Vec::new() }
    }
}

/// How large an effect is to be found, and how surely.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Power {
    /// The level of the test.
    pub level: f64,
    /// The chance to find it.
    pub power: f64,
    /// The outcome's standard deviation, from before.
    pub spread: Option<f64>,
    /// The controls' expected share of successes.
    pub control_share: Option<f64>,
}

impl Default for Power {
    fn default() -> Self {
        Self { level: 0.05, power: 0.8, spread: None, control_share: None }
    }
}

/// Looks before the end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interim {
    /// The share of all information at each look.
    pub looks: Vec<f64>,
    /// The form of the bounds.
    pub bounds: BoundsWord,
}

/// The form of bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoundsWord {
    /// Pocock.
    Pocock,
    /// O'Brien and Fleming.
    OBrienFleming,
    /// Lan and DeMets, like Pocock.
    SpendingPocock,
    /// Lan and DeMets, like O'Brien and Fleming.
    SpendingOBrienFleming,
}

/// Times until something happens.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survival {
    /// Up to when times are averaged.
    pub horizon: f64,
}

/// Groups that begin at different times.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PanelWords {
    /// Who is compared with.
    pub comparison: ComparisonWord,
    /// How groups and periods are put together.
    pub aggregation: AggregationWord,
}

/// Who is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComparisonWord {
    /// Who never began.
    #[default]
    Never,
    /// Also who has not begun yet.
    NotYet,
}

/// How groups and periods are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AggregationWord {
    /// By size.
    #[default]
    Simple,
    /// By time since the beginning.
    Dynamic,
    /// By group.
    Group,
    /// By calendar period.
    Calendar,
}

/// The smallest and largest that an outcome can be.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The smallest.
    pub smallest: f64,
    /// The largest.
    pub largest: f64,
}

/// One more outcome.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// Its name.
    pub name: String,
    /// Its column or columns.
    pub outcome: Outcome,
}

/// How people get their arms by lot.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationWords {
    /// The arms.
    pub arms: Vec<String>,
    /// Places of each arm for each other.
    pub ratio: Vec<u32>,
    /// Sizes of blocks.
    pub block_sizes: Vec<u32>,
    /// Columns whose values make strata.
    #[serde(default)]
    pub strata: Vec<String>,
    /// The strata of a list of places: each a value per column.
    #[serde(default)]
    pub places: Vec<Vec<String>>,
}

/// Reads a plan from a file.
pub fn read(path: &Path) -> Result<Plan, Failure> {
    parse(path, read_text(path)?)
}

/// Reads a plan from its text; the path is for messages.
pub fn parse(path: &Path, document: String) -> Result<Plan, Failure> {
    let text = match path.extension().is_some_and(|ending| ending == "toml") {
        true => document.clone(),
        false => only_toml(&document),
    };
    let wrong = |span: std::ops::Range<usize>, key: &str| {
        let place = Place::of_span(&text, span.start, span.end);
        let excerpt = document.lines().nth(place.line.saturating_sub(1) as usize).unwrap_or_default().trim();
        Refusal::new(key).with("path", path.display()).with("line", place.line).with("excerpt", excerpt)
    };
    let says: Says = toml::from_str(&text).map_err(|error| {
        wrong(error.span().unwrap_or(0..0), "evaluation-plan-unreadable").with("why", error.message())
    })?;
    let of = &says.evaluation;
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !is_name(of.id.get_ref()) {
        return Err(wrong(of.id.span(), "evaluation-plan-name").into());
    }
    if !(0.5..1.0).contains(of.confidence.get_ref()) {
        return Err(wrong(of.confidence.span(), "evaluation-plan-confidence").into());
    }
    let estimator = *of.estimator.get_ref();
    let lacks = |what: &str| Err(wrong(of.estimator.span(), "evaluation-plan-lacks").with("what", what).into());
    if estimator.balances() && says.data.covariates.is_empty() {
        return lacks("data.covariates");
    }
    if estimator.only_of_treated() && of.estimand == Estimand::Everybody {
        return lacks("evaluation.estimand = \"treated\"");
    }
    match estimator {
        Estimator::DifferenceInDifferences if says.data.period.is_none() => lacks("data.period"),
        Estimator::StaggeredDifferences if says.data.period.is_none() || says.data.began.is_none() => {
            lacks("data.period, data.began")
        }
        Estimator::RestrictedMean if says.data.event.is_none() || says.survival.is_none() => {
            lacks("data.event, survival.horizon")
        }
        _ if of.decimals > 10 => lacks("evaluation.decimals ≤ 10"),
        _ if of.measure.is_some() != of.measured_year.is_some() || of.measure.is_some() != of.agreement.is_some() => {
            lacks("evaluation.agreement, evaluation.measure, evaluation.measured_year")
        }
        _ => Ok(Plan { content: hash(document.as_bytes()), says, document }),
    }
}

/// The TOML blocks of a document, each at its place: all other lines are empty.
fn only_toml(document: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(document.len());
    for line in document.split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```");
        if fence {
            inside = !inside && line.trim() == "```toml";
        }
        if inside && !fence {
            out.push_str(line);
        } else {
            // As many bytes, so that places stay.
            out.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
    }
    out
}

impl Plan {
    /// Its name.
    pub fn id(&self) -> &str {
        self.says.evaluation.id.get_ref()
    }

    /// What it may be paid by.
    pub fn pays(&self) -> Option<(&AgreementId, &MeasureId, i16)> {
        let of = &self.says.evaluation;
        Some((of.agreement.as_ref()?, of.measure.as_ref()?, of.measured_year?))
    }

    /// Every column but those of outcomes: what may be looked at before the plan is locked.
    pub fn columns_before(&self) -> Vec<&str> {
        let data = &self.says.data;
        let mut columns: Vec<&str> = vec![&data.unit, &data.arm];
        columns.extend(data.covariates.iter().map(String::as_str));
        columns.extend(self.says.matching.exact.iter().map(String::as_str));
        let period = data.period.as_ref().map(|period| period.get_ref().as_str());
        columns.extend(
            [data.block.as_deref(), data.cluster.as_deref(), period, data.began.as_deref()].into_iter().flatten(),
        );
        deduplicated(columns)
    }

    /// Every column.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = self.columns_before();
        columns.extend(self.says.data.outcome.parts().iter().map(|part| part.0));
        columns.extend(self.says.data.event.as_deref());
        columns.extend(self.says.also.iter().flat_map(|also| also.outcome.parts()).map(|part| part.0));
        deduplicated(columns)
    }
}

fn deduplicated(columns: Vec<&str>) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::with_capacity(columns.len());
    for column in columns {
        if !seen.contains(&column) {
            seen.push(column);
        }
    }
    seen
}
