//! Evaluations of effect: plans that were locked before anybody saw outcomes, what was run by them, and random allocations
//! with what they were drawn from. The store computes nothing of them; it says who did what when, and refuses a run by a
//! plan that is not locked.

use jiff::Timestamp;
use virkning_model::Decimal;
use virkning_model::id::{AgreementId, ContentHash, MeasureId, UserId};

use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// A plan that is to be locked.
#[derive(Clone, Copy, Debug)]
pub struct NewEvaluationPlan<'a> {
    /// Its name.
    pub id: &'a str,
    /// The agreement that it is about, where it is about one.
    pub agreement: Option<&'a AgreementId>,
    /// The whole text.
    pub document: &'a str,
    /// Why an earlier text of the same name no longer holds; it must be said once outcomes have been seen.
    pub reason: &'a str,
}

/// A locked plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationPlan {
    /// Its name.
    pub id: String,
    /// Which text of that name, from 1.
    pub position: u64,
    /// The agreement.
    pub agreement: Option<AgreementId>,
    /// SHA-256 of the text.
    pub content: ContentHash,
    /// The text.
    pub document: String,
    /// Why an earlier text no longer holds.
    pub reason: String,
    /// How often an earlier text had been run by then: outcomes had been seen if that is above zero.
    pub runs_before: u64,
    /// Who locked it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A run that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewEvaluationRun<'a> {
    /// The plan's name.
    pub plan: &'a str,
    /// SHA-256 of the plan's text: it must be the one that is locked last.
    pub plan_content: &'a ContentHash,
    /// SHA-256 of the data.
    pub data: &'a ContentHash,
    /// What it may be paid by: agreement, measure and measured year.
    pub pays: Option<(&'a AgreementId, &'a MeasureId, i16)>,
    /// The estimate, rounded; nothing where it cannot be estimated.
    pub estimate: Option<Decimal>,
    /// Everything that came out, as JSON. The store does not look into it.
    pub document: &'a str,
}

/// A run that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationRun {
    /// Its number, from 1.
    pub number: u64,
    /// The plan's name.
    pub plan: String,
    /// SHA-256 of the plan's text.
    pub plan_content: ContentHash,
    /// SHA-256 of the data.
    pub data: ContentHash,
    /// What it may be paid by.
    pub pays: Option<(AgreementId, MeasureId, i16)>,
    /// The estimate.
    pub estimate: Option<Decimal>,
    /// SHA-256 of what came out.
    pub content: ContentHash,
    /// What came out, as JSON.
    pub document: String,
    /// Who ran it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// An allocation that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewAllocation<'a> {
    /// The plan's name.
    pub plan: &'a str,
    /// The agreement whose trial it is, where it is one's.
    pub agreement: Option<&'a AgreementId>,
    /// `people`: a list of people was allocated. `places`: a list of places for people who are yet to come.
    pub kind: &'a str,
    /// The plan's whole text, with the seed.
    pub document: &'a str,
    /// SHA-256 of the list of people; of nothing where there is none.
    pub list: &'a ContentHash,
    /// SHA-256 of the sealed list that came out.
    pub result: &'a ContentHash,
    /// How many were allocated.
    pub places: u64,
}

/// An allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Its number, from 1.
    pub number: u64,
    /// The plan's name.
    pub plan: String,
    /// The agreement.
    pub agreement: Option<AgreementId>,
    /// `people` or `places`.
    pub kind: String,
    /// The plan's text.
    pub document: String,
    /// SHA-256 of the list of people.
    pub list: ContentHash,
    /// SHA-256 of the sealed list.
    pub result: ContentHash,
    /// How many were allocated.
    pub places: u64,
    /// Who had it drawn.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct EvaluationPlanRow in "evaluation_plans", key (id, position) {
        id: String,
        position: i64,
        agreement: String,
        content: String,
        document: String,
        reason: String,
        runs_before: i64,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct EvaluationRunRow in "evaluation_runs", key (sequence) {
        sequence: i64,
        plan: String,
        plan_content: String,
        data_content: String,
        agreement: String,
        measure: String,
        measured_year: i64,
        estimate: String,
        content: String,
        document: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct AllocationRow in "allocations", key (sequence) {
        sequence: i64,
        plan: String,
        agreement: String,
        kind: String,
        plan_content: String,
        document: String,
        list_content: String,
        result_content: String,
        places: i64,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Locks a plan. The text that is locked already is answered with what is there; another text of the same name needs
    /// a reason as soon as the earlier one has been run.
    pub fn evaluation_lock(
        &self,
        actor: &Actor,
        new: NewEvaluationPlan<'_>,
    ) -> Result<Stored<EvaluationPlan>, Failure> {
        self.write(actor, "evaluation-lock", new.id, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let content = content_hash(new.document.as_bytes());
            let last = transaction.last::<EvaluationPlanRow>(&[("id", new.id.into())], "position")?;
            if let Some(same) = last.as_ref().filter(|last| last.content == content.as_str()) {
                return Ok(Change::Nothing(plan_of(same)?));
            }
            let runs_before = transaction.rows::<EvaluationRunRow>(&[("plan", new.id.into())], &["sequence"])?.len();
            if runs_before > 0 && new.reason.trim().is_empty() {
                return Err(Refusal::EvaluationChanged { plan: new.id.to_owned() }.into());
            }
            let row = EvaluationPlanRow {
                id: new.id.to_owned(),
                position: last.map_or(1, |last| last.position + 1),
                agreement: new.agreement.map(ToString::to_string).unwrap_or_default(),
                content: content.to_string(),
                document: new.document.to_owned(),
                reason: new.reason.trim().to_owned(),
                runs_before: i64::try_from(runs_before).unwrap_or(i64::MAX),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("content".to_owned(), row.content.clone()), ("reason".to_owned(), row.reason.clone())];
            Ok(Change::Made { record: plan_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// Every text that was locked under a name, the first first.
    pub fn evaluation_plans(&self, id: &str) -> Result<Vec<EvaluationPlan>, StoreError> {
        self.read(|transaction| {
            transaction.rows::<EvaluationPlanRow>(&[("id", id.into())], &["position"])?.iter().map(plan_of).collect()
        })
    }

    /// The text that is locked last under each name that is about an agreement.
    pub fn evaluation_plans_of(&self, agreement: &AgreementId) -> Result<Vec<EvaluationPlan>, StoreError> {
        self.read(|transaction| {
            let rows = transaction.rows::<EvaluationPlanRow>(&[], &["id", "position"])?;
            let mut last: Vec<EvaluationPlanRow> = Vec::new();
            for row in rows {
                match last.last_mut() {
                    Some(known) if known.id == row.id => *known = row,
                    _ => last.push(row),
                }
            }
            last.iter().filter(|row| row.agreement == agreement.as_str()).map(plan_of).collect()
        })
    }

    /// Keeps a run. The same plan, data and outcome again change nothing.
    pub fn evaluation_run_add(
        &self,
        actor: &Actor,
        new: NewEvaluationRun<'_>,
    ) -> Result<Stored<EvaluationRun>, Failure> {
        self.write(actor, "evaluation-run", new.plan, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let locked = transaction.last::<EvaluationPlanRow>(&[("id", new.plan.into())], "position")?;
            if locked.is_none_or(|locked| locked.content != new.plan_content.as_str()) {
                return Err(Refusal::EvaluationNotLocked { plan: new.plan.to_owned() }.into());
            }
            let content = content_hash(new.document.as_bytes());
            let same = [
                ("plan", new.plan.into()),
                ("plan_content", new.plan_content.as_str().into()),
                ("data_content", new.data.as_str().into()),
                ("content", content.as_str().into()),
            ];
            if let Some(row) = transaction.first::<EvaluationRunRow>(&same, &["sequence"])? {
                return Ok(Change::Nothing(run_of(&row)?));
            }
            let row = EvaluationRunRow {
                sequence: transaction.next_number::<EvaluationRunRow>("sequence", &[])?,
                plan: new.plan.to_owned(),
                plan_content: new.plan_content.to_string(),
                data_content: new.data.to_string(),
                agreement: new.pays.map(|pays| pays.0.to_string()).unwrap_or_default(),
                measure: new.pays.map(|pays| pays.1.to_string()).unwrap_or_default(),
                measured_year: new.pays.map_or(0, |pays| pays.2.into()),
                estimate: new.estimate.map(|estimate| estimate.to_string()).unwrap_or_default(),
                content: content.to_string(),
                document: new.document.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [
                ("plan".to_owned(), row.plan_content.clone()),
                ("data".to_owned(), row.data_content.clone()),
                ("content".to_owned(), row.content.clone()),
            ];
            Ok(Change::Made { record: run_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// Every run, the first first.
    pub fn evaluation_runs(&self) -> Result<Vec<EvaluationRun>, StoreError> {
        self.read(|transaction| transaction.rows::<EvaluationRunRow>(&[], &["sequence"])?.iter().map(run_of).collect())
    }

    /// Keeps an allocation. The same plan and list again change nothing: nobody draws twice and chooses.
    pub fn allocation_add(&self, actor: &Actor, new: NewAllocation<'_>) -> Result<Stored<Allocation>, Failure> {
        self.write(actor, "allocation-add", new.plan, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let earlier = transaction.rows::<AllocationRow>(&[("plan", new.plan.into())], &["sequence"])?;
            let is_same = |row: &&AllocationRow| {
                row.kind == new.kind
                    && row.document == new.document
                    && row.list_content == new.list.as_str()
                    && row.result_content == new.result.as_str()
            };
            if let Some(row) = earlier.iter().find(is_same) {
                return Ok(Change::Nothing(allocation_of(row)?));
            }
            // A longer list of places begins with the shorter one; anything else would be another lot.
            if let Some(other) = earlier.iter().find(|row| row.document != new.document) {
                let number = other.sequence.unsigned_abs();
                return Err(Refusal::AllocatedOtherwise { plan: new.plan.to_owned(), number }.into());
            }
            let row = AllocationRow {
                sequence: transaction.next_number::<AllocationRow>("sequence", &[])?,
                plan: new.plan.to_owned(),
                agreement: new.agreement.map(ToString::to_string).unwrap_or_default(),
                kind: new.kind.to_owned(),
                plan_content: content_hash(new.document.as_bytes()).to_string(),
                document: new.document.to_owned(),
                list_content: new.list.to_string(),
                result_content: new.result.to_string(),
                places: i64::try_from(new.places).unwrap_or(i64::MAX),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [
                ("kind".to_owned(), row.kind.clone()),
                ("plan".to_owned(), row.plan_content.clone()),
                ("list".to_owned(), row.list_content.clone()),
                ("result".to_owned(), row.result_content.clone()),
            ];
            Ok(Change::Made { record: allocation_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// Every allocation, the first first.
    pub fn allocations(&self) -> Result<Vec<Allocation>, StoreError> {
        self.read(allocations_in_txn)
    }
}

fn allocations_in_txn(transaction: &mut Transaction) -> Result<Vec<Allocation>, StoreError> {
    transaction.rows::<AllocationRow>(&[], &["sequence"])?.iter().map(allocation_of).collect()
}

fn agreement_of<R: Row>(row: &R, text: &str) -> Result<Option<AgreementId>, StoreError> {
    if text.is_empty() { Ok(None) } else { row.id("agreement", text).map(Some) }
}

pub(crate) fn plan_of(row: &EvaluationPlanRow) -> Result<EvaluationPlan, StoreError> {
    let content: ContentHash = row.id("content", &row.content)?;
    row.document(row.document.as_bytes(), &content)?;
    Ok(EvaluationPlan {
        id: row.id.clone(),
        position: row.read("position", u64::try_from(row.position).ok())?,
        agreement: agreement_of(row, &row.agreement)?,
        content,
        document: row.document.clone(),
        reason: row.reason.clone(),
        runs_before: row.read("runs_before", u64::try_from(row.runs_before).ok())?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

pub(crate) fn run_of(row: &EvaluationRunRow) -> Result<EvaluationRun, StoreError> {
    let content: ContentHash = row.id("content", &row.content)?;
    row.document(row.document.as_bytes(), &content)?;
    let pays = match agreement_of(row, &row.agreement)? {
        None => None,
        Some(agreement) => {
            let year = row.read("measured_year", i16::try_from(row.measured_year).ok())?;
            Some((agreement, row.id("measure", &row.measure)?, year))
        }
    };
    let estimate = match row.estimate.as_str() {
        "" => None,
        text => Some(row.read("estimate", text.parse().ok())?),
    };
    Ok(EvaluationRun {
        number: row.read("sequence", u64::try_from(row.sequence).ok())?,
        plan: row.plan.clone(),
        plan_content: row.id("plan_content", &row.plan_content)?,
        data: row.id("data_content", &row.data_content)?,
        pays,
        estimate,
        content,
        document: row.document.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

pub(crate) fn allocation_of(row: &AllocationRow) -> Result<Allocation, StoreError> {
    let content: ContentHash = row.id("plan_content", &row.plan_content)?;
    row.document(row.document.as_bytes(), &content)?;
    Ok(Allocation {
        number: row.read("sequence", u64::try_from(row.sequence).ok())?,
        plan: row.plan.clone(),
        agreement: agreement_of(row, &row.agreement)?,
        kind: row.kind.clone(),
        document: row.document.clone(),
        list: row.id("list_content", &row.list_content)?,
        result: row.id("result_content", &row.result_content)?,
        places: row.read("places", u64::try_from(row.places).ok())?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
