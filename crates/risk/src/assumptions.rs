//! The assumptions of a simulation: what is not known for certain, how uncertain it is, and where each guess comes from.
//! They stand in a document of their own beside the agreement; the agreement's terms are never changed by them.

use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::Clause;
use virkning_model::id::{MeasureId, TermId};
use virkning_model::origin::Origin;

use crate::distribution::Distribution;

/// Everything that a simulation assumes besides the agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// How many paths.
    pub paths: u32,
    /// The seed of all random numbers.
    pub seed: u64,
    /// Whether single results are drawn.
    pub outcomes: Outcomes,
    /// What the savings of a success follow.
    pub savings_follow: SavingsFollow,
    /// What is uncertain, in the order of the document.
    pub uncertain: Vec<Uncertain>,
    /// How the results of one person hang together over the years.
    pub persistence: Vec<Persistence>,
    /// Ways in which people leave.
    pub leaving: Vec<Leaving>,
    /// Values of people: kroner, days.
    pub values: Vec<ValueSpread>,
    /// Which uncertain assumptions hang together.
    pub correlations: Vec<Correlation>,
    /// A pilot that could be made first.
    pub pilot: Option<Pilot>,
    /// Kinds of people who differ in how likely they are to succeed.
    pub kinds: Vec<PersonKind>,
    /// Losses whose chance is asked for, as amounts above zero.
    pub losses: Vec<Money>,
}

impl Assumptions {
    /// Nothing is uncertain: the plan.
    pub fn none() -> Self {
        Self {
            paths: 1,
            seed: 0,
            outcomes: Outcomes::Expected,
            savings_follow: SavingsFollow::SuccessRate,
            uncertain: Vec::new(),
            persistence: Vec::new(),
            leaving: Vec::new(),
            values: Vec::new(),
            correlations: Vec::new(),
            pilot: None,
            kinds: Vec::new(),
            losses: Vec::new(),
        }
    }

    /// How many assumptions are guesses: assumed or derived.
    pub fn guesses(&self) -> usize {
        let uncertain = self.uncertain.iter().map(|one| &one.origin);
        let rest = self.persistence.iter().map(|one| &one.origin).chain(self.leaving.iter().map(|one| &one.origin));
        let values = self.values.iter().map(|one| &one.origin);
        uncertain.chain(rest).chain(values).filter(|origin| origin.needs_mark()).count()
    }
}

/// Whether single results are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcomes {
    /// Each person succeeds or not by chance; counts are whole.
    #[default]
    Drawn,
    /// The expected share of people succeeds, as in the plan.
    Expected,
}

/// What the savings of a success follow when the success rate differs from the expected one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SavingsFollow {
    /// The success rate, as the plan's own sensitivity of it: half the rate is half the saving.
    #[default]
    SuccessRate,
    /// The rate beyond the baseline: at the baseline nothing is saved.
    Effect,
    /// Nothing: savings stay as planned.
    Nothing,
}

/// One uncertain assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// What it is about.
    pub of: About,
    /// How uncertain it is.
    pub distribution: Distribution,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Origin,
}

/// What an uncertain assumption is about. All but rates, months and yearly changes are factors on what is planned.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// Starters of all years: a factor.
    Recruitment,
    /// Starters of each year by itself: a factor.
    RecruitmentOfEachYear,
    /// The success rate of the later years of a measure, from 0 to 1; rates of other years move in proportion.
    Success {
        /// Which measure.
        measure: MeasureId,
        /// How much cohorts differ: as if each were observed on so many people. Nothing where they do not.
        cohorts_like: Option<f64>,
    },
    /// The labour market of each year, common to all measures: a normal number that moves the log-odds of success.
    Market {
        /// How far one standard deviation moves the log-odds.
        deviation: f64,
        /// The correlation between neighbouring years.
        memory: f64,
    },
    /// A cost; all costs where none is named: a factor.
    Cost(Option<TermId>),
    /// A saving; all savings where none is named: a factor.
    Saving(Option<TermId>),
    /// Months by which intake is late, from 0 to 24.
    Delay,
    /// An index that prices follow: how much more or less it grows each year, as a share.
    Index(TermId),
    /// The mean value of those who take part, in the unit of the measure.
    Value(MeasureId),
}

/// How the results of one person hang together from year to year: a chain with two states.
#[derive(Clone, Debug, PartialEq)]
pub struct Persistence {
    /// Which measure.
    pub measure: MeasureId,
    /// The correlation between the same person's results one year apart, from 0 to below 1.
    pub correlation: f64,
    /// Where it comes from.
    pub origin: Origin,
}

/// A way to leave: moving away, dying, giving up. All of them compete for the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// The chance in each calendar year after that of the start.
    pub yearly: f64,
    /// What becomes of their results.
    pub then: AfterLeaving,
    /// Where it comes from.
    pub origin: Origin,
}

/// What becomes of the results of somebody who has left. They stay in the cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterLeaving {
    /// Never a success again.
    NoSuccess,
    /// As without the intervention: the measure's baseline.
    Baseline,
}

/// How the values of people are spread, where a measure asks for a value and arms are compared or sums are paid for.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueSpread {
    /// Which measure.
    pub measure: MeasureId,
    /// The mean of those who take part, where the agreement states none.
    pub mean: Option<f64>,
    /// The mean without the intervention, where the agreement states none.
    pub without: Option<f64>,
    /// The standard deviation between people in one year.
    pub deviation: f64,
    /// The correlation between the same person's values one year apart.
    pub correlation: f64,
    /// People of the control arm for each of the treatment arm.
    pub controls: f64,
    /// Where it comes from.
    pub origin: Origin,
}

/// Two uncertain assumptions that hang together, as a correlation between their normal numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// Two identifiers.
    pub between: (TermId, TermId),
    /// From −1 to 1.
    pub value: f64,
}

/// A pilot: so many people are observed before the parties sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Pilot {
    /// How many people.
    pub people: u32,
    /// Which measure is observed.
    pub measure: MeasureId,
    /// What it costs.
    pub cost: Option<Money>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A kind of people.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonKind {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// Which share of the participants is of it.
    pub share: Decimal,
    /// Its success rate with the intervention in the later years.
    pub success: Decimal,
    /// Its success rate without.
    pub without: Decimal,
    /// What one of it costs the provider; the price of the intervention per starter where nothing is stated.
    pub cost: Option<Money>,
    /// Where it comes from.
    pub origin: Origin,
}
