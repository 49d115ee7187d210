//! What follows from the store for each agreement and is asked for again and again: its terms as they were read, its tasks,
//! its overview. A server keeps them until anything is written: the event log has a record of every act, so its end tells
//! whether they still hold. Nothing here decides anything; whoever acts reads the store itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use virkning_govern::Dossier;
use virkning_model::Agreement;
use virkning_model::id::{AgreementId, Alias};

use super::Session;
use super::failure::Failure;
use super::follow_ups::FollowUpsDue;
use super::governance::ReadDocuments;
use super::outlook::Outlook;
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
    outlooks: BTreeMap<AgreementId, Arc<Outlook>>,
    follow_ups: BTreeMap<AgreementId, Arc<FollowUpsDue>>,
    aliases: BTreeMap<AgreementId, Arc<BTreeSet<Alias>>>,
    all: Option<Arc<Vec<AgreementId>>>,
    portfolio: Option<Option<Arc<Dossier>>>,
    /// The portfolio's documents as they were read; they hold as long as their texts are the same.
    documents: Option<ReadDocuments>,
}

impl Derived {
    /// What still holds. The lock is kept while something is derived, so that a crowd waits for one answer and does not
    /// work it out many times.
    fn now(&self, session: &Session<'_>, seen: &AtomicU64) -> Result<MutexGuard<'_, Kept>, Failure> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // A session looks once, and again after anything was done here: a page that asks for fifty agreements asks the
        // event log once.
        let actions = session.store.actions() + 1;
        if seen.load(Ordering::SeqCst) == actions {
            return Ok(kept);
        }
        let (sequence, is_written) = session.store.written_since(kept.sequence)?;
        let day = Some(session.world.today());
        if is_written || kept.day != day {
            *kept = Kept { day, documents: kept.documents.take(), ..Kept::default() };
        }
        kept.sequence = sequence;
        seen.store(actions, Ordering::SeqCst);
        Ok(kept)
    }
}

/// What a session sees of it.
pub(super) struct Shared {
    derived: Arc<Derived>,
    /// The store's count of actions, and one, when the session looked last; nothing before it did.
    seen: AtomicU64,
}

impl Shared {
    pub(super) fn new(derived: Arc<Derived>) -> Self {
        Self { derived, seen: AtomicU64::new(0) }
    }

    fn now(&self, session: &Session<'_>) -> Result<MutexGuard<'_, Kept>, Failure> {
        self.derived.now(session, &self.seen)
    }
}

impl Session<'_> {
    /// The sealed agreements, by identifier.
    pub fn agreements(&self) -> Result<Arc<Vec<AgreementId>>, Failure> {
        let derive = || Ok(Arc::new(self.store.agreements()?));
        let Some(derived) = &self.shared else { return derive() };
        let mut kept = derived.now(self)?;
        if kept.all.is_none() {
            kept.all = Some(derive()?);
        }
        Ok(kept.all.clone().unwrap_or_default())
    }

    /// An agreement as it was sealed last.
    pub fn sealed_now(&self, id: &AgreementId) -> Result<Agreement, Failure> {
        self.sealed_shared(id).map(Arc::unwrap_or_clone)
    }

    /// The same, shared with whoever else reads it.
    pub fn sealed_shared(&self, id: &AgreementId) -> Result<Arc<Agreement>, Failure> {
        self.derived(|kept| &mut kept.agreements, id, |session| session.sealed_anew(id))
    }

    /// Everything that is to be done in an agreement now, by anybody.
    pub fn tasks(&self, id: &AgreementId) -> Result<Arc<Vec<TaskOf>>, Failure> {
        self.derived(|kept| &mut kept.tasks, id, |session| session.tasks_anew(id))
    }

    /// An investment at a glance.
    pub fn overview(&self, id: &AgreementId) -> Result<Arc<Overview>, Failure> {
        self.derived(|kept| &mut kept.overviews, id, |session| session.overview_anew(id))
    }

    /// Where an investment is going.
    pub fn outlook(&self, overview: &Overview) -> Result<Arc<Outlook>, Failure> {
        self.derived(|kept| &mut kept.outlooks, &overview.agreement.id, |session| session.outlook_anew(overview))
    }

    /// How many follow-ups of an investment wait, and for whom.
    pub fn follow_ups_due(&self, id: &AgreementId) -> Result<Arc<FollowUpsDue>, Failure> {
        self.derived(|kept| &mut kept.follow_ups, id, |session| session.follow_ups_due_anew(id))
    }

    /// The aliases of an investment's newest list.
    pub fn aliases(&self, id: &AgreementId) -> Result<Arc<BTreeSet<Alias>>, Failure> {
        self.derived(|kept| &mut kept.aliases, id, |session| session.aliases_anew(id))
    }

    /// Works out whatever pages will ask for, agreement by agreement, so that whoever comes first after something was
    /// written need not wait for it. Costs next to nothing where nothing was.
    pub fn work_ahead(&self) -> Result<(), Failure> {
        for id in self.agreements()?.iter() {
            self.sealed_shared(id)?;
            self.tasks(id)?;
            let overview = self.overview(id)?;
            self.outlook(&overview)?;
            self.follow_ups_due(id)?;
            self.aliases(id)?;
        }
        Ok(())
    }

    /// What is kept of an agreement, worked out first where nobody has asked for it since anything was written.
    fn derived<T>(
        &self,
        of: impl FnOnce(&mut Kept) -> &mut BTreeMap<AgreementId, Arc<T>>,
        id: &AgreementId,
        derive: impl FnOnce(&Session<'_>) -> Result<T, Failure>,
    ) -> Result<Arc<T>, Failure> {
        let Some(shared) = &self.shared else { return derive(self).map(Arc::new) };
        let mut kept = shared.now(self)?;
        let kept = of(&mut kept);
        if let Some(found) = kept.get(id) {
            return Ok(found.clone());
        }
        let found = Arc::new(derive(&self.without_kept())?);
        kept.insert(id.clone(), found.clone());
        Ok(found)
    }

    /// The portfolio that is kept, with everything that is known of it; nothing before one was brought.
    pub fn kept_dossier(&self) -> Result<Option<Arc<Dossier>>, Failure> {
        let Some(derived) = &self.shared else {
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
            shared: None,
            user: self.user.clone(),
            ..*self
        }
    }
}
