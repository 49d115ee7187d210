//! What a settlement takes from evaluations: the estimates of locked plans that name its agreement, measure and year.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_model::id::{AgreementId, ContentHash, MeasureId};
use virkning_model::observation::Estimate;
use virkning_store::EvaluationRun;

use super::plan;
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};

/// An estimate that may be paid on, with the hash of what it came out of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationInUse {
    /// SHA-256 of what came out of the run.
    pub content: ContentHash,
    /// The estimate.
    pub estimate: Estimate,
}

impl Session<'_> {
    /// The newest estimate of each measure and year of an agreement, by plans that are locked now.
    pub fn evaluations_now(&self, agreement: &AgreementId) -> Result<Vec<EvaluationInUse>, Failure> {
        let mut newest: BTreeMap<(MeasureId, i16), EvaluationRun> = BTreeMap::new();
        for run in self.store.evaluation_runs()? {
            if let Some((of, measure, year)) = run.pays.clone().filter(|pays| pays.0 == *agreement) {
                let locked = self.store.evaluation_plans(&run.plan)?.pop();
                if locked.is_some_and(|locked| locked.content == run.plan_content) && of == *agreement {
                    newest.insert((measure, year), run);
                }
            }
        }
        Ok(newest.values().filter_map(in_use).collect())
    }

    /// The estimates of runs that a stored proposal names, each made again from what was kept.
    pub fn evaluations_of(&self, named: &[ContentHash]) -> Result<Vec<EvaluationInUse>, Failure> {
        if named.is_empty() {
            return Ok(Vec::new());
        }
        let runs = self.store.evaluation_runs()?;
        let mut found = Vec::with_capacity(named.len());
        for content in named {
            let missing = || Refusal::new("input-missing").with("what", "evaluation").with("hash", content);
            let run = runs.iter().find(|run| run.content == *content).ok_or_else(missing)?;
            self.evaluation_again(run)?;
            found.push(in_use(run).ok_or_else(missing)?);
        }
        Ok(found)
    }

    /// A settlement waits for the evaluation that is to decide it: where a plan is locked for its agreement and year, the
    /// plain difference of the arms must not be paid instead.
    pub fn refuse_without_estimate(&self, agreement: &AgreementId, measured_year: i16) -> Result<(), Failure> {
        let known = self.evaluations_now(agreement)?;
        for locked in self.store.evaluation_plans_of(agreement)? {
            let plan = plan::parse(Path::new("plan.md"), locked.document.clone())?;
            let Some((_, measure, year)) = plan.pays().filter(|pays| pays.2 == measured_year) else { continue };
            let is_there = |one: &EvaluationInUse| one.estimate.measure == *measure && one.estimate.year == year;
            if !known.iter().any(is_there) {
                let refusal = Refusal::new("evaluation-not-run").with("plan", plan.id());
                return Err(refusal.with("measure", measure).with("year", year).into());
            }
        }
        Ok(())
    }
}

fn in_use(run: &EvaluationRun) -> Option<EvaluationInUse> {
    let (_, measure, year) = run.pays.clone()?;
    let method = format!("{} {}", run.plan, run.plan_content.short());
    Some(EvaluationInUse {
        content: run.content.clone(),
        estimate: Estimate { measure, year, value: run.estimate?, method },
    })
}
