//! What follows from the store for each agreement and is asked for again and again: its terms as they were read, its tasks,
//! its overview. A server keeps them until anything is written: the event log has a record of every act, so its end tells
//! whether they still hold. Nothing here decides anything; whoever acts reads the store itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use virkning_govern::Dossier;
use virkning_model::Agreement;
use virkning_model::id::AgreementId;

use super::Session;
use super::failure::Failure;
use super::governance::ReadDocuments;
use super::overview::Overview;
use super::tasks::TaskOf;

/// What is kept for all sessions of a server.
#[derive(Default)]
pub struct Derived {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The last record of the event log that it holds with.
    sequence: u64,
    day: Option<Date>,
    agreements: BTreeMap<AgreementId, Arc<Agreement>>,
    tasks: BTreeMap<AgreementId, Arc<Vec<TaskOf>>>,
    overviews: BTreeMap<AgreementId, Arc<Overview>>,
    all: Option<Arc<Vec<AgreementId>>>,
    portfolio: Option<Option<Arc<Dossier>>>,
    /// The portfolio's documents as they were read; they hold as long as their texts are the same.
    documents: Option<ReadDocuments>,
}

impl Derived {
    /// What still holds. The lock is kept while something is derived, so that a crowd waits for one answer and does not
    /// work it out many times.
    fn now(&self, session: &Session<'_>) -> Result<MutexGuard<'_, Kept>, Failure> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (sequence, is_written) = session.store.written_since(kept.sequence)?;
        let day = Some(session.world.today());
        if is_written || kept.day != day {
            *kept = Kept { day, documents: kept.documents.take(), ..Kept::default() };
        }
        kept.sequence = sequence;
        Ok(kept)
    }
}

impl Session<'_> {
    /// The sealed agreements, by identifier.
    pub fn agreements(&self) -> Result<Arc<Vec<AgreementId>>, Failure> {
        let derive = || Ok(Arc::new(self.store.agreements()?));
        let Some(derived) = &self.derived else { return derive() };
        let mut kept = derived.now(self)?;
        if kept.all.is_none() {
            kept.all = Some(derive()?);
        }
        Ok(kept.all.clone().unwrap_or_default())
    }

    /// An agreement as it was sealed last.
    pub fn sealed_now(&self, id: &AgreementId) -> Result<Agreement, Failure> {
        match &self.derived {
            None => self.sealed_anew(id),
            Some(derived) => {
                let mut kept = derived.now(self)?;
                kept_or(&mut kept.agreements, id, || self.sealed_anew(id)).map(|found| (*found).clone())
            }
        }
    }

    /// Everything that is to be done in an agreement now, by anybody.
    pub fn tasks(&self, id: &AgreementId) -> Result<Vec<TaskOf>, Failure> {
        match &self.derived {
            None => self.tasks_anew(id),
            Some(derived) => {
                let mut kept = derived.now(self)?;
                kept_or(&mut kept.tasks, id, || self.without_kept().tasks_anew(id)).map(|found| (*found).clone())
            }
        }
    }

    /// An investment at a glance.
    pub fn overview(&self, id: &AgreementId) -> Result<Overview, Failure> {
        match &self.derived {
            None => self.overview_anew(id),
            Some(derived) => {
                let mut kept = derived.now(self)?;
                kept_or(&mut kept.overviews, id, || self.without_kept().overview_anew(id)).map(|found| (*found).clone())
            }
        }
    }

    /// The portfolio that is kept, with everything that is known of it; nothing before one was brought.
    pub fn kept_dossier(&self) -> Result<Option<Arc<Dossier>>, Failure> {
        let Some(derived) = &self.derived else {
            return Ok(self.kept_dossier_anew(&mut None)?.map(Arc::new));
        };
        let mut kept = derived.now(self)?;
        if kept.portfolio.is_none() {
            let found = self.without_kept().kept_dossier_anew(&mut kept.documents)?;
            kept.portfolio = Some(found.map(Arc::new));
        }
        Ok(kept.portfolio.clone().flatten())
    }

    /// The same session, which keeps nothing: while something is derived nothing else that is kept may be asked for.
    fn without_kept(&self) -> Session<'_> {
        Session {
            folder: self.folder.clone(),
            store: self.store.clone(),
            derived: None,
            user: self.user.clone(),
            ..*self
        }
    }
}

fn kept_or<T>(
    kept: &mut BTreeMap<AgreementId, Arc<T>>,
    id: &AgreementId,
    derive: impl FnOnce() -> Result<T, Failure>,
) -> Result<Arc<T>, Failure> {
    if let Some(found) = kept.get(id) {
        return Ok(found.clone());
    }
    let found = Arc::new(derive()?);
    kept.insert(id.clone(), found.clone());
    Ok(found)
}
