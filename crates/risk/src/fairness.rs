//! Whether the terms are fair: what is paid with no effect, how often thresholds pay wrongly, what a difference between arms
//! pays for luck, whom it pays to take in, which price the case defends, and what other terms would do with the same money.
//! What can be enumerated is exact; the rest is simulated, and says so by its error.

mod kinds;
mod luck;
mod prices;
mod terms;
mod thresholds;

pub use kinds::{KindPays, kinds};
pub use luck::{Luck, luck};
pub use prices::{PriceLevel, PriceReason, prices};
pub use terms::{Alternative, Alternatives, TermsKind, alternatives};
pub use thresholds::{Threshold, thresholds};

use virkning_engine::CompileError;
use virkning_model::Agreement;
use virkning_model::agreement::Measure;
use virkning_model::id::TermId;
use virkning_model::period::ByYear;

use crate::assumptions::{About, Assumptions};
use crate::model::Model;
use crate::simulate::{Column, Draws, Keep, simulate};
use crate::summary::{Estimate, Spread, chance, spread};

/// What one payment term pays if nobody succeeds because of the intervention (dødvægt).
#[derive(Clone, Debug, PartialEq)]
pub struct Deadweight {
    /// The payment term.
    pub term: TermId,
    /// What the plan expects it to pay in all, in kroner.
    pub planned: f64,
    /// The same with no effect: every measured year at the baseline. Exact.
    pub without_effect: f64,
    /// How it is spread with no effect, recruitment and luck being as uncertain as assumed.
    pub spread: Option<Spread>,
    /// The chance that the investors' capital comes back in full although there is no effect.
    pub capital_back: Option<Estimate>,
}

/// The agreement with no effect at all: every measure that has a baseline is expected at it. A phase-in describes the
/// effect, so it does not act on the baseline.
pub fn without_effect(agreement: &Agreement) -> Agreement {
    let mut without = agreement.clone();
    let at_baseline = |measure: &mut Measure| {
        if let Some(baseline) = measure.baseline {
            if measure.expected.is_some() {
                measure.expected = Some(ByYear { named: Default::default(), later: Some(baseline) });
            }
            measure.expected_at.values_mut().for_each(|share| *share = baseline);
        }
        if let (Some(baseline), true) = (measure.baseline_value, measure.expected_value.is_some()) {
            measure.expected_value = Some(ByYear { named: Default::default(), later: Some(baseline) });
        }
    };
    without.measures.iter_mut().for_each(at_baseline);
    for earlier in &mut without.earlier {
        earlier.terms.measures.iter_mut().for_each(at_baseline);
    }
    without
}

/// The assumptions without an effect: nothing is uncertain about success itself, since it is the baseline.
fn assumptions_without_effect(assumptions: &Assumptions) -> Assumptions {
    let mut without = assumptions.clone();
    let about_effect = |of: &About| matches!(of, About::Success { .. } | About::Value(_));
    let gone: Vec<TermId> =
        without.uncertain.iter().filter(|one| about_effect(&one.of)).map(|one| one.id.clone()).collect();
    without.uncertain.retain(|one| !gone.contains(&one.id));
    without.correlations.retain(|one| !gone.contains(&one.between.0) && !gone.contains(&one.between.1));
    for value in &mut without.values {
        value.mean = value.without.or(value.mean);
    }
    without
}

/// The model with no effect; nothing where no paid measure has a baseline.
pub(crate) fn model_without_effect(model: &Model) -> Result<Option<Model>, CompileError> {
    let paid = |measure: &&Measure| model.agreement.payments.iter().any(|payment| payment.measure == measure.id);
    let known = |measure: &Measure| measure.baseline.is_some() || measure.baseline_value.is_some();
    let valued = model.assumptions.values.iter().any(|value| value.without.is_some());
    if !valued && !model.agreement.measures.iter().filter(paid).all(known) {
        return Ok(None);
    }
    let assumptions = assumptions_without_effect(&model.assumptions);
    let without = Model::new(&without_effect(&model.agreement), &assumptions)?;
    Ok(Some(if model.person_by_person { without.person_by_person() } else { without }))
}

/// What each payment term pays with no effect, and how.
///
/// # Errors
/// What the plan refuses.
pub fn deadweight(model: &Model) -> Result<Vec<Deadweight>, CompileError> {
    let Some(without) = model_without_effect(model)? else { return Ok(Vec::new()) };
    let draws = simulate(&without, Keep::Totals)?;
    let expected = |model: &Model, term: &TermId| {
        let own = model.plan.payments.iter().filter(|payment| payment.term == *term);
        own.map(|payment| payment.amount.minor() as f64 / 100.0).sum()
    };
    let of_term = |payment: &virkning_model::agreement::Payment| {
        let drawn = column(&draws, &Column::Payment(payment.id.clone()))?;
        Some(Deadweight {
            term: payment.id.clone(),
            planned: expected(model, &payment.id),
            without_effect: expected(&without, &payment.id),
            spread: spread(&drawn),
            capital_back: capital_back(&without, &draws),
        })
    };
    Ok(model.agreement.payments.iter().filter_map(of_term).collect())
}

pub(crate) fn column(draws: &Draws, column: &Column) -> Option<Vec<f64>> {
    draws.place(column).map(|place| draws.column(place))
}

/// The chance that every investor's capital comes back in full; nothing where there is none.
pub(crate) fn capital_back(model: &Model, draws: &Draws) -> Option<Estimate> {
    let mut least = vec![f64::INFINITY; draws.paths];
    let mut any = false;
    for investor in model.books.investors.iter().filter(|investor| !investor.instalments.is_empty()) {
        let given: i64 = investor.instalments.iter().map(|(_, given)| given).sum();
        let received = column(draws, &Column::Received { party: investor.party.clone(), year: None })?;
        least.iter_mut().zip(received).for_each(|(least, got)| *least = least.min(got - given as f64 / 100.0));
        any = true;
    }
    any.then(|| chance(&least, |left| left >= 0.0))
}

/// The same model with fewer paths: for searches that simulate many times with the same luck.
pub(crate) fn with_paths(model: &Model, paths: u32) -> Model {
    let mut model = model.clone();
    model.assumptions.paths = model.assumptions.paths.min(paths);
    model
}
