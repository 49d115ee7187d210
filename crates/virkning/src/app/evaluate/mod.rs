//! `evaluate`: did it work, against whom, how sure? The plan is locked before anybody sees outcomes; what was run, when and
//! by whom is kept; a settlement may pay on the estimate.
//!
//! ```text
//! plan (document) ── check ──► sizes, what can be found, balance: nothing of outcomes
//!      └── lock ──► text and hash in the store
//! data (CSV, Parquet, cohort) ── Frame ── kept by hash ─┐
//!      locked plan ─────────────────────────────────────┴ compute ──► Report ──► run in the store ──► settle, verify
//! ```

pub mod compute;
pub mod data;
mod love;
pub mod plan;
pub mod release;
mod settled;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use virkning_model::Agreement;
use virkning_model::id::{AgreementId, ContentHash};
use virkning_model::observation::{Arm, Outcome};
use virkning_store::{EvaluationPlan, EvaluationRun, NewEvaluationPlan, NewEvaluationRun, Sealed, Stored};

use self::compute::{Before, Report};
use self::data::Frame;
use self::plan::Plan;
use super::Session;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::materials::Purpose;
use super::observations::ObservationFiles;
use super::settle::enrolment_set;

pub use self::settled::EvaluationInUse;

/// Where the data come from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// A file: all data, or more columns about an agreement's participants.
    pub data: Option<&'a Path>,
    /// An agreement: its cohort and controls, with the outcome by the plan's measure.
    pub agreement: Option<&'a Path>,
    /// Files of observations, for measures that no register is imported for.
    pub observations: &'a [PathBuf],
}

/// What a plan is called in messages that did not come as a file.
const PLAN_FILE: &str = "plan.md";

/// What may be known before a plan is locked.
#[derive(Debug)]
pub struct CheckedPlan {
    /// The plan.
    pub plan: Plan,
    /// Sizes and balance.
    pub before: Before,
    /// The text that is locked under its name, if it is this one.
    pub locked: Option<EvaluationPlan>,
}

/// A run with what came out.
#[derive(Debug)]
pub struct RunShown {
    /// The run.
    pub run: EvaluationRun,
    /// What came out.
    pub report: Report,
    /// Every text of the plan that was locked up to the one that was run.
    pub plans: Vec<EvaluationPlan>,
    /// Whether it was there before, so that nothing was written.
    pub already: bool,
}

impl Session<'_> {
    /// Sizes, the smallest effect that would be found, and balance. Columns of outcomes are not read.
    pub fn evaluation_check(&self, path: &Path, source: Source<'_>) -> Result<CheckedPlan, Failure> {
        let plan = plan::read(path)?;
        let frame = self.frame(&plan, source, false)?;
        self.checked_plan(plan, &frame)
    }

    /// The same of a locked plan and the cohort of its agreement, as it is enrolled now.
    pub fn evaluation_check_of_cohort(&self, locked: &EvaluationPlan) -> Result<CheckedPlan, Failure> {
        let plan = plan::parse(Path::new(PLAN_FILE), locked.document.clone())?;
        let frame = self.frame_of_sealed(&plan, locked, false)?;
        self.checked_plan(plan, &frame)
    }

    fn checked_plan(&self, plan: Plan, frame: &Frame) -> Result<CheckedPlan, Failure> {
        let before = compute::before(frame, &plan).map_err(|why| cannot(&why))?;
        let locked = self.store.evaluation_plans(plan.id())?.pop().filter(|locked| locked.content == plan.content);
        Ok(CheckedPlan { plan, before, locked })
    }

    /// Locks a plan.
    pub fn evaluation_lock(&self, path: &Path, reason: &str) -> Result<Stored<EvaluationPlan>, Failure> {
        self.locked_plan(&plan::read(path)?, reason)
    }

    /// Locks a plan about an agreement that is given as text.
    pub fn evaluation_lock_text(
        &self,
        agreement: &AgreementId,
        document: String,
        reason: &str,
    ) -> Result<Stored<EvaluationPlan>, Failure> {
        let plan = plan::parse(Path::new(PLAN_FILE), document)?;
        match &plan.says.evaluation.agreement {
            Some(named) if named == agreement => self.locked_plan(&plan, reason),
            named => {
                let named = named.as_ref().map_or("–", |named| named.as_str());
                let refusal = Refusal::new("evaluation-other-agreement").with("plan", plan.id());
                Err(refusal.with("named", named).with("given", agreement).into())
            }
        }
    }

    fn locked_plan(&self, plan: &Plan, reason: &str) -> Result<Stored<EvaluationPlan>, Failure> {
        let agreement = plan.says.evaluation.agreement.as_ref();
        let new = NewEvaluationPlan { id: plan.id(), agreement, document: &plan.document, reason };
        Ok(self.store.evaluation_lock(&self.actor()?, new)?)
    }

    /// Runs a locked plan and keeps what came out.
    pub fn evaluation_run(&self, path: &Path, source: Source<'_>) -> Result<RunShown, Failure> {
        self.run_plan(plan::read(path)?, |plan| self.frame(plan, source, true))
    }

    /// Runs a locked plan on the cohort of its agreement and keeps what came out.
    pub fn evaluation_run_of_cohort(&self, locked: &EvaluationPlan) -> Result<RunShown, Failure> {
        let plan = plan::parse(Path::new(PLAN_FILE), locked.document.clone())?;
        self.run_plan(plan, |plan| self.frame_of_sealed(plan, locked, true))
    }

    fn run_plan(&self, plan: Plan, frame: impl FnOnce(&Plan) -> Result<Frame, Failure>) -> Result<RunShown, Failure> {
        let actor = self.actor()?;
        // Before outcomes are read: a plan that is not locked as it stands shows nothing.
        let locked = self.store.evaluation_plans(plan.id())?.pop();
        if locked.is_none_or(|locked| locked.content != plan.content) {
            let plan = plan.id().to_owned();
            return Err(virkning_store::Failure::Refused(virkning_store::Refusal::EvaluationNotLocked { plan }).into());
        }
        let kept = frame(&plan)?.kept(&plan);
        let (report, document) = computed(&plan, &kept)?;
        let data = self.folder.keep_evaluation(&kept)?;
        let new = NewEvaluationRun {
            plan: plan.id(),
            plan_content: &plan.content,
            data: &data,
            pays: plan.pays(),
            estimate: report.estimate,
            document: &document,
        };
        let stored = self.store.evaluation_run_add(&actor, new)?;
        self.run_shown(stored.record, stored.already)
    }

    /// Every run, the first first.
    pub fn evaluation_runs(&self) -> Result<Vec<EvaluationRun>, Failure> {
        Ok(self.store.evaluation_runs()?)
    }

    /// A run by its number.
    pub fn evaluation(&self, number: u64) -> Result<RunShown, Failure> {
        let run = self.store.evaluation_runs()?.into_iter().find(|run| run.number == number);
        let run = run.ok_or_else(|| Refusal::new("evaluation-unknown").with("number", number))?;
        self.run_shown(run, true)
    }

    fn run_shown(&self, run: EvaluationRun, already: bool) -> Result<RunShown, Failure> {
        let report = serde_json::from_str(&run.document)
            .map_err(|error| Refusal::new("record-unreadable").with("what", &run.plan).with("why", error))?;
        let mut plans = self.store.evaluation_plans(&run.plan)?;
        let last = plans.iter().rposition(|plan| plan.content == run.plan_content);
        plans.truncate(last.map_or(0, |last| last + 1));
        Ok(RunShown { run, report, plans, already })
    }

    /// A run made again from the locked text and the kept data: the same to the byte, or a refusal.
    pub fn evaluation_again(&self, run: &EvaluationRun) -> Result<(), Failure> {
        let differs = || Refusal::new("evaluation-differs").with("number", run.number).with("plan", &run.plan);
        let plans = self.store.evaluation_plans(&run.plan)?;
        let locked = plans.into_iter().find(|plan| plan.content == run.plan_content).ok_or_else(differs)?;
        let plan = plan::parse(Path::new("plan.md"), locked.document)?;
        let (_, document) = computed(&plan, &self.folder.kept_evaluation(&run.data)?)?;
        if document == run.document { Ok(()) } else { Err(differs().into()) }
    }

    fn frame(&self, plan: &Plan, source: Source<'_>, with_outcomes: bool) -> Result<Frame, Failure> {
        match (source.agreement, source.data) {
            (Some(file), _) => self.frame_of_cohort(plan, self.sealed_file(file)?, (file, source), with_outcomes),
            (None, Some(path)) => Frame::read(path, plan, with_outcomes),
            (None, None) => Err(Refusal::new("evaluation-without-data").into()),
        }
    }

    /// The cohort and controls of a locked plan's agreement, under the text that was sealed last.
    fn frame_of_sealed(&self, plan: &Plan, locked: &EvaluationPlan, with_outcomes: bool) -> Result<Frame, Failure> {
        let without = || Refusal::new("evaluation-of-no-agreement").with("plan", &locked.id);
        let id = locked.agreement.as_ref().ok_or_else(without)?;
        let sealed = self.store.agreement_sealed(id)?;
        let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        let source = Source { data: None, agreement: None, observations: &[] };
        self.frame_of_cohort(plan, (sealed, agreement), (Path::new(PLAN_FILE), source), with_outcomes)
    }

    /// An agreement's cohort and controls, intention to treat: everybody who is enrolled, in the arm of the list.
    fn frame_of_cohort(
        &self,
        plan: &Plan,
        (sealed, agreement): (Sealed, Agreement),
        (file, source): (&Path, Source<'_>),
        with_outcomes: bool,
    ) -> Result<Frame, Failure> {
        let more = source.data;
        let Some((named, measure, year)) = plan.pays() else {
            return Err(Refusal::new("evaluation-of-no-measure").with("plan", plan.id()).into());
        };
        if *named != agreement.id {
            let refusal = Refusal::new("evaluation-other-agreement").with("plan", plan.id());
            return Err(refusal.with("named", named).with("given", &agreement.id).into());
        }
        let codes = self.codes()?.list.edition.clone();
        if let Some(edition) = plan.says.evaluation.code_list.as_ref().filter(|edition| **edition != codes) {
            return Err(Refusal::new("evaluation-code-list").with("named", edition).with("used", codes).into());
        }
        let outcomes = match with_outcomes {
            true => {
                let files = ObservationFiles { paths: source.observations, ..ObservationFiles::NONE };
                let materials = self.materials_now(sealed, agreement.clone(), year, &[], files, Purpose::Settle)?;
                let of = materials.agreement.measure(measure);
                let of = of.ok_or_else(|| {
                    Refusal::new("evaluation-measure-unknown").with("measure", measure).with("agreement", &agreement.id)
                })?;
                materials.observe(of, year, 0)?
            }
            false => Vec::new(),
        };
        let known: BTreeMap<&str, String> = outcomes
            .iter()
            .map(|seen| {
                let value = match (seen.value, seen.outcome) {
                    (Some(value), _) => value.to_string(),
                    (None, Outcome::Success) => "1".to_owned(),
                    (None, Outcome::NoSuccess) => "0".to_owned(),
                    (None, Outcome::Unclarified(_)) => String::new(),
                };
                (seen.participant.as_str(), value)
            })
            .collect();
        let rows = self.cohort_rows(&agreement, year, &known, with_outcomes)?;
        let bytes = joined(plan, rows, more, with_outcomes)?;
        Frame::of_kept(more.unwrap_or(file), &bytes, plan, with_outcomes)
    }

    /// A row for everybody who was enrolled before the measured year ended: alias, arm, age, year of enrolment, outcome.
    fn cohort_rows(
        &self,
        agreement: &Agreement,
        year: i16,
        known: &BTreeMap<&str, String>,
        with_outcomes: bool,
    ) -> Result<Vec<Vec<String>>, Failure> {
        let enrolment = self.store.enrolment_latest(&agreement.id)?;
        let enrolment = enrolment.ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let mut rows = Vec::new();
        for (person, day) in enrolment_set(&enrolment)?.enrolled() {
            let alias = person.alias.as_str();
            // Whom the measure does not look at in that year has no outcome and is no case of missing data either.
            if day.year() > year || (with_outcomes && !known.contains_key(alias)) {
                continue;
            }
            rows.push(vec![
                alias.to_owned(),
                if person.arm == Arm::Treatment { "treatment" } else { "control" }.to_owned(),
                person.age_at_enrolment.map(|age| age.to_string()).unwrap_or_default(),
                day.year().to_string(),
                known.get(alias).cloned().unwrap_or_default(),
            ]);
        }
        Ok(rows)
    }
}

/// The columns that a cohort has of itself.
pub const COHORT_COLUMNS: [&str; 5] = ["alias", "arm", "age", "enrolled_year", "outcome"];

/// The rows of a cohort with more columns from a file, by alias, as kept data.
fn joined(plan: &Plan, rows: Vec<Vec<String>>, more: Option<&Path>, with_outcomes: bool) -> Result<Vec<u8>, Failure> {
    let wanted = if with_outcomes { plan.columns() } else { plan.columns_before() };
    let lacking: Vec<&str> = wanted.into_iter().filter(|name| !COHORT_COLUMNS.contains(name)).collect();
    let extra = match more {
        Some(path) => data::by_unit(path, plan, &lacking)?,
        None => BTreeMap::new(),
    };
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let heads: Vec<&str> = if more.is_some() {
        COHORT_COLUMNS.into_iter().chain(lacking.iter().copied()).collect()
    } else {
        COHORT_COLUMNS.to_vec()
    };
    // Writing into memory does not fail.
    let _ = writer.write_record(&heads);
    let nothing = vec![String::new(); lacking.len()];
    for mut row in rows {
        if more.is_some() {
            row.extend(extra.get(&row[0]).unwrap_or(&nothing).iter().cloned());
        }
        let _ = writer.write_record(&row);
    }
    Ok(writer.into_inner().unwrap_or_default())
}

/// What comes of a plan and kept data, with the document that is kept of it.
fn computed(plan: &Plan, kept: &[u8]) -> Result<(Report, String), Failure> {
    let frame = Frame::of_kept(Path::new("data.csv"), kept, plan, true)?;
    let data: ContentHash = hash(kept);
    let report = compute::report(&frame, plan, data.as_str()).map_err(|why| cannot(&why))?;
    let document = serde_json::to_string(&report).map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok((report, document))
}

/// A refusal of what cannot even begin.
fn cannot(why: &virkning_stats::NotEstimable) -> Refusal {
    let compute::Answer::NotEstimable { reason, words, .. } = compute::not_estimable(String::new(), why) else {
        return Refusal::new("internal");
    };
    words.into_iter().fold(Refusal::new(&reason), |refusal, (name, value)| refusal.with(&name, value))
}
