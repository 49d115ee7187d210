//! Long work: a job waits, is taken up by a server, says how far it has come, and ends. The rows pass by themselves: what
//! a job achieved is recorded where it belongs, with an audit record of its own.
//!
//! A server that runs a job shows every few seconds that it is alive. A job that nobody has been seen at for a while was
//! interrupted; it is never taken up twice at the same time.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, UserId};

use crate::desk_refusal::DeskRefusal;
use crate::error::{Failure, StoreError};
use crate::row::{Row, part};
use crate::store::{Actor, Store};
use crate::transaction::{Erasable, Transaction};
use crate::users::{Role, acting_user_on_in_txn};

/// How many ended jobs are kept.
const ENDED_KEPT: usize = 200;

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has begun.
    Waiting,
    /// A server is at it.
    Running,
    /// It was done.
    Done,
    /// It was refused or failed; the outcome says why.
    Failed,
    /// Somebody stopped it.
    Cancelled,
    /// The server that was at it went away. It can be run again.
    Interrupted,
}

impl JobState {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            JobState::Waiting => "waiting",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Cancelled => "cancelled",
            JobState::Interrupted => "interrupted",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let all = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled, Self::Interrupted];
        all.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether nothing more will happen by itself.
    pub fn is_over(self) -> bool {
        !matches!(self, JobState::Waiting | JobState::Running)
    }
}

/// Work that is to be done.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// What it is: `edition`.
    pub kind: &'a str,
    /// What it is about, as people call it.
    pub subject: &'a str,
    /// What it takes, as JSON. The store does not look into it.
    pub input: &'a str,
    /// The agreement that it is about, where it is about one.
    pub on: Option<&'a AgreementId>,
}

/// Long work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number, from 1.
    pub number: u64,
    /// What it is.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// What it takes, as JSON.
    pub input: String,
    /// How far it is.
    pub state: JobState,
    /// How much is done, in the job's own measure.
    pub done: u64,
    /// How much there is to do; zero where nobody knows.
    pub total: u64,
    /// Whether it is to stop.
    pub stop: bool,
    /// What came of it, as JSON.
    pub outcome: Option<String>,
    /// Whose it is.
    pub user: UserId,
    /// When it was asked for.
    pub made: Timestamp,
    /// When it was begun.
    pub begun: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

part! {
    #[derive(Clone)]
    pub(crate) struct JobRow in "jobs", key (number) {
        number: i64,
        kind: String,
        subject: String,
        input: String,
        state: String,
        done: i64,
        total: i64,
        stop: i64,
        outcome: Option<String>,
        user_id: String,
        made: String,
        begun: Option<String>,
        seen: Option<String>,
        ended: Option<String>,
    }
}

impl Erasable for JobRow {}

impl Store {
    /// Asks for work. It takes one of these roles, held everywhere or for the agreement that the work is about.
    pub fn job_add(&self, actor: &Actor, needed: &'static [Role], new: NewJob<'_>) -> Result<Job, Failure> {
        self.fill(|transaction| {
            acting_user_on_in_txn(transaction, actor, new.on, needed)?;
            forget_old(transaction)?;
            let row = JobRow {
                number: transaction.next_number::<JobRow>("number", &[])?,
                kind: new.kind.to_owned(),
                subject: new.subject.to_owned(),
                input: new.input.to_owned(),
                state: JobState::Waiting.as_str().to_owned(),
                done: 0,
                total: 0,
                stop: 0,
                outcome: None,
                user_id: actor.user.to_string(),
                made: actor.at.to_string(),
                begun: None,
                seen: None,
                ended: None,
            };
            transaction.insert(&row)?;
            Ok(job_of(&row)?)
        })
    }

    /// A job.
    pub fn job(&self, number: u64) -> Result<Option<Job>, StoreError> {
        self.read(|transaction| row_in_txn(transaction, number)?.as_ref().map(job_of).transpose())
    }

    /// The last jobs, the newest first; of one user, or of everybody.
    pub fn jobs(&self, user: Option<&UserId>, limit: u32) -> Result<Vec<Job>, StoreError> {
        self.read(|transaction| {
            let own: Vec<_> = user.map(|user| ("user_id", user.as_str().into())).into_iter().collect();
            transaction.last_few::<JobRow>(&own, "number", limit)?.iter().map(job_of).collect()
        })
    }

    /// Takes up the job that has waited longest, unless one is running. Running ones at which nobody was seen since `lost`
    /// are interrupted first.
    pub fn job_take(&self, now: Timestamp, lost: Timestamp) -> Result<Option<Job>, StoreError> {
        let at_work = |job: &Job| matches!(job.state, JobState::Waiting | JobState::Running);
        // Most of the time there is nothing to do, and then nothing is written.
        if !self.jobs(None, u32::try_from(ENDED_KEPT).unwrap_or(u32::MAX))?.iter().any(at_work) {
            return Ok(None);
        }
        self.fill(|transaction| {
            interrupt_lost(transaction, now, lost)?;
            if transaction.first::<JobRow>(&[("state", JobState::Running.as_str().into())], &["number"])?.is_some() {
                return Ok(None);
            }
            let waiting = [("state", JobState::Waiting.as_str().into())];
            let Some(row) = transaction.first::<JobRow>(&waiting, &["number"])? else { return Ok(None) };
            let now = Some(now.to_string());
            let row = JobRow { state: JobState::Running.as_str().to_owned(), begun: now.clone(), seen: now, ..row };
            replace(transaction, &row)?;
            job_of(&row).map(Some)
        })
    }

    /// Says how far a running job has come, and that somebody is at it. Gives whether it is to stop: somebody wants it to,
    /// or it was taken for interrupted.
    pub fn job_progress(&self, number: u64, done: u64, total: u64, now: Timestamp) -> Result<bool, StoreError> {
        self.fill(|transaction| {
            let Some(row) = running_in_txn(transaction, number)? else { return Ok(true) };
            let count = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
            let row = JobRow { done: count(done), total: count(total), seen: Some(now.to_string()), ..row };
            replace(transaction, &row)?;
            Ok(row.stop == 1)
        })
    }

    /// Ends a running job. One that was taken for interrupted meanwhile stays so.
    pub fn job_end(
        &self,
        number: u64,
        state: JobState,
        outcome: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.fill(|transaction| {
            let Some(row) = running_in_txn(transaction, number)? else { return Ok(()) };
            let (state, outcome) = (state.as_str().to_owned(), outcome.map(str::to_owned));
            replace(transaction, &JobRow { state, outcome, ended: Some(now.to_string()), ..row })
        })
    }

    /// Stops a job: one that waits at once, one that runs as soon as it looks.
    pub fn job_stop(&self, number: u64, now: Timestamp) -> Result<Job, Failure> {
        self.fill(|transaction| {
            let row = row_in_txn(transaction, number)?.ok_or(DeskRefusal::UnknownJob { job: number })?;
            let state = job_of(&row)?.state;
            let row = match state {
                JobState::Waiting => {
                    JobRow { state: JobState::Cancelled.as_str().to_owned(), ended: Some(now.to_string()), ..row }
                }
                JobState::Running => JobRow { stop: 1, ..row },
                other => return Err(DeskRefusal::JobState { job: number, state: other.as_str() }.into()),
            };
            replace(transaction, &row)?;
            Ok(job_of(&row)?)
        })
    }

    /// Has a job run again that was interrupted, stopped or failed.
    pub fn job_again(&self, number: u64) -> Result<Job, Failure> {
        self.fill(|transaction| {
            let row = row_in_txn(transaction, number)?.ok_or(DeskRefusal::UnknownJob { job: number })?;
            match job_of(&row)?.state {
                JobState::Interrupted | JobState::Cancelled | JobState::Failed => {}
                other => return Err(DeskRefusal::JobState { job: number, state: other.as_str() }.into()),
            }
            let row = JobRow {
                state: JobState::Waiting.as_str().to_owned(),
                done: 0,
                total: 0,
                stop: 0,
                outcome: None,
                begun: None,
                seen: None,
                ended: None,
                ..row
            };
            replace(transaction, &row)?;
            Ok(job_of(&row)?)
        })
    }
}

fn interrupt_lost(transaction: &mut Transaction, now: Timestamp, lost: Timestamp) -> Result<(), StoreError> {
    for row in transaction.rows::<JobRow>(&[("state", JobState::Running.as_str().into())], &["number"])? {
        let seen = row.seen.as_deref().map(|seen| row.time("seen", seen)).transpose()?;
        // A clock that went backwards makes a server seem to have been seen in the future.
        if seen.is_none_or(|seen| seen < lost || seen > now) {
            let state = JobState::Interrupted.as_str().to_owned();
            replace(transaction, &JobRow { state, ended: Some(now.to_string()), ..row })?;
        }
    }
    Ok(())
}

/// Ended jobs beyond the last ones go.
fn forget_old(transaction: &mut Transaction) -> Result<(), StoreError> {
    let rows: Vec<JobRow> = transaction.rows(&[], &["-number"])?;
    for row in rows.iter().skip(ENDED_KEPT) {
        if job_of(row)?.state.is_over() {
            transaction.delete::<JobRow>(&[("number", row.number.into())])?;
        }
    }
    Ok(())
}

fn row_in_txn(transaction: &mut Transaction, number: u64) -> Result<Option<JobRow>, StoreError> {
    transaction.first(&[("number", i64::try_from(number).unwrap_or(i64::MAX).into())], &[])
}

fn running_in_txn(transaction: &mut Transaction, number: u64) -> Result<Option<JobRow>, StoreError> {
    Ok(row_in_txn(transaction, number)?.filter(|row| row.state == JobState::Running.as_str()))
}

fn replace(transaction: &mut Transaction, row: &JobRow) -> Result<(), StoreError> {
    transaction.delete::<JobRow>(&[("number", row.number.into())])?;
    transaction.insert(row)
}

fn job_of(row: &JobRow) -> Result<Job, StoreError> {
    let time =
        |field: &'static str, text: &Option<String>| text.as_deref().map(|text| row.time(field, text)).transpose();
    Ok(Job {
        number: row.read("number", u64::try_from(row.number).ok())?,
        kind: row.kind.clone(),
        subject: row.subject.clone(),
        input: row.input.clone(),
        state: row.read("state", JobState::parse(&row.state))?,
        done: row.read("done", u64::try_from(row.done).ok())?,
        total: row.read("total", u64::try_from(row.total).ok())?,
        stop: row.stop == 1,
        outcome: row.outcome.clone(),
        user: row.id("user_id", &row.user_id)?,
        made: row.time("made", &row.made)?,
        begun: time("begun", &row.begun)?,
        ended: time("ended", &row.ended)?,
    })
}
