//! What awaits somebody: read from the proposals and the terms of an agreement, never kept.

use jiff::civil::Date;
use virkning_model::agreement::AgreementKind;
use virkning_model::id::{AgreementId, ProposalId, UserId};
use virkning_model::period::Month;
use virkning_store::{ProposalRecord, ProposalState};

use super::Session;
use super::failure::Failure;

/// Something that awaits somebody, and about which proposal or year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// A proposal of somebody else is to be approved or refused.
    Decide(ProposalId),
    /// People of a proposal must be clarified before it can be approved.
    Clarify(ProposalId, u64),
    /// A draft is to be looked through and offered.
    Finish(ProposalId),
    /// An approved proposal is to be posted.
    Post(ProposalId),
    /// The settlement of a measured year is due, or was refused or withdrawn, and there is no proposal.
    Propose(i16, Date),
}

/// A task of one agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskOf {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its name.
    pub name: String,
    /// The measured year.
    pub measured_year: i16,
    /// What is to be done.
    pub task: Task,
    /// Who made the proposal that it is about.
    pub by: Option<UserId>,
}

impl Session<'_> {
    /// Everything that is to be done in an agreement now, by anybody, read from the store.
    pub(super) fn tasks_anew(&self, id: &AgreementId) -> Result<Vec<TaskOf>, Failure> {
        let agreement = self.sealed_now(id)?;
        let proposals = self.store.proposals(id)?;
        let of_record =
            |record: &ProposalRecord| Some((record.measured_year, task_of(record)?, Some(record.by.clone())));
        let mut tasks: Vec<(i16, Task, Option<UserId>)> = proposals.iter().filter_map(of_record).collect();
        if agreement.kind == AgreementKind::OutcomesContract {
            let due = virkning_engine::plan(&agreement).map(|plan| plan.payments).unwrap_or_default();
            let is_live = |year: i16| {
                let gone = [ProposalState::Refused, ProposalState::Voided, ProposalState::Superseded];
                let own = |record: &&ProposalRecord| record.measured_year == year && record.part.is_settlement();
                proposals.iter().filter(own).any(|record| !gone.contains(&record.state))
            };
            let mut years: Vec<(i16, Date)> = due.iter().map(|payment| (payment.measured_year, payment.due)).collect();
            years.sort_unstable();
            years.dedup_by_key(|(year, _)| *year);
            let today = self.world.today();
            let open = years.into_iter().filter(|(year, due)| Month::of(*due).first_day() <= today && !is_live(*year));
            tasks.extend(open.map(|(year, due)| (year, Task::Propose(year, due), None)));
        }
        let name = &agreement.name;
        let task =
            |(measured_year, task, by)| TaskOf { agreement: id.clone(), name: name.clone(), measured_year, task, by };
        Ok(tasks.into_iter().map(task).collect())
    }
}

fn task_of(record: &ProposalRecord) -> Option<Task> {
    match record.state {
        ProposalState::Draft => Some(Task::Finish(record.id.clone())),
        ProposalState::Proposed if record.unclarified > 0 => Some(Task::Clarify(record.id.clone(), record.unclarified)),
        ProposalState::Proposed => Some(Task::Decide(record.id.clone())),
        ProposalState::Approved if record.provisional => None,
        ProposalState::Approved => Some(Task::Post(record.id.clone())),
        _ => None,
    }
}
