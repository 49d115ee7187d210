//! The use cases. This file is the map of the whole way; each stage takes a value and gives a value of another type:
//!
//! ```text
//!     document ── check ──► Agreement ── plan ──► cash flows, business case, returns
//!         └───── seal ──► sealed text                    │ the same payment code
//!     extract ── register ──► snapshot ┐                 ▼
//!     list ───── enrol ──► cohort ─────┴─ settle ──► proposal ── decide ──► approved ── post ──► posting
//!                                                        └──► statement · explain · ledger · verify
//!     list with CPR numbers ── enrol ──► vault ── identity · erase (two people) · looks · retention
//! ```
//!
//! Nothing here speaks a language, but for the statement, which is a text for people.

pub mod accounts;
pub mod allocate;
pub mod ask;
pub mod backup;
pub mod check;
pub mod claim;
pub mod codes;
pub mod decide;
pub mod derived;
pub mod diff;
pub mod disclosure;
pub mod doctor;
pub mod draft;
pub mod editions;
pub mod enrol;
pub mod estimates;
pub mod evaluate;
pub mod example;
pub mod expected;
pub mod explain;
pub mod failure;
pub mod finance_files;
pub mod folder;
pub mod follow_ups;
pub mod followed;
pub mod governance;
pub mod head;
pub mod identity;
pub mod job;
pub mod json;
pub mod lists;
pub mod materials;
pub mod numbers;
pub mod observations;
pub mod outlook;
pub mod overlap;
pub mod overview;
pub mod package;
pub mod participants;
pub mod parts;
pub mod payment_files;
pub mod payments;
pub mod plan;
pub mod posted;
pub mod record;
pub mod register;
pub mod registers;
pub mod reposting;
pub mod restate;
pub mod results;
pub mod scores;
pub mod seal;
pub mod service_use;
pub mod services_explained;
pub mod settle;
pub mod simulate;
pub mod simulated;
pub mod source;
pub mod statement;
pub mod tasks;
pub mod template;
pub mod token;
pub mod user;
pub mod vault;
pub mod verify;

use std::path::Path;
use std::sync::Arc;

use virkning_model::id::UserId;
use virkning_register::InstallationKey;
use virkning_store::{Actor, Identity, Location, Store};

use self::derived::{Derived, Shared};
use self::failure::{Failure, Refusal};
use self::folder::Folder;
use crate::world::World;

/// One user at work on one data folder.
pub struct Session<'w> {
    /// Where the data are.
    pub folder: Folder,
    /// What is recorded.
    pub store: Arc<Store>,
    /// The outside world.
    pub world: &'w dyn World,
    user: Option<UserId>,
    identity: Identity,
    shared: Option<Shared>,
}

impl<'w> Session<'w> {
    /// Opens a data folder, with the store that lies in it or at another place.
    pub fn open(
        data: &Path,
        store: Option<&Location>,
        user: Option<&str>,
        world: &'w dyn World,
    ) -> Result<Self, Failure> {
        let user = user.map(user_named).transpose()?;
        let folder = Folder::open(data)?;
        let store = Store::at(&store.cloned().unwrap_or_else(|| Location::File(folder.store())))?;
        Ok(Self::with_store(folder, store, user, world))
    }

    /// A data folder with a store that is open already, for simulations.
    pub fn with_store(folder: Folder, store: Store, user: Option<UserId>, world: &'w dyn World) -> Self {
        Self { folder, store: Arc::new(store), world, user, identity: Identity::Declared, shared: None }
    }

    /// A user who has logged in, at work on a store that many share.
    pub fn authenticated(folder: Folder, store: Arc<Store>, user: UserId, world: &'w dyn World) -> Self {
        Self { folder, store, world, user: Some(user), identity: Identity::Authenticated, shared: None }
    }

    /// Nobody: a server's own look at its store. Whatever needs a user is refused.
    pub fn unattended(folder: Folder, store: Arc<Store>, world: &'w dyn World) -> Self {
        Self { folder, store, world, user: None, identity: Identity::Authenticated, shared: None }
    }

    /// The same with what a server keeps for all its sessions.
    #[must_use]
    pub fn with_derived(self, derived: Arc<Derived>) -> Self {
        Self { shared: Some(Shared::new(derived)), ..self }
    }

    /// Who acts; an action without a user is refused.
    pub fn actor(&self) -> Result<Actor, Failure> {
        match &self.user {
            Some(user) => Ok(self.actor_as(user.clone())),
            None => Err(Refusal::new("no-user").into()),
        }
    }

    /// The declared or authenticated user, where there is one.
    pub fn user(&self) -> Option<&UserId> {
        self.user.as_ref()
    }

    fn actor_as(&self, user: UserId) -> Actor {
        let operating_system_user = self.world.operating_system_user();
        Actor { user, identity: self.identity, operating_system_user, at: self.world.now() }
    }

    /// The key that makes pseudonyms; it is made at first use. The second value says whether it was made just now.
    pub fn key(&self) -> Result<(InstallationKey, bool), Failure> {
        let path = self.folder.pseudonym_key();
        InstallationKey::load_or_create(&path, &mut |bytes| self.world.random(bytes))
            .map_err(|error| coded(error.code(), error.arguments()).into())
    }
}

fn user_named(name: &str) -> Result<UserId, Failure> {
    UserId::new(name).map_err(|_| Refusal::new("user-name-invalid").with("name", name).into())
}

/// A refusal whose message stands under a code of another crate.
pub fn coded(code: &str, arguments: Vec<(&'static str, String)>) -> Refusal {
    arguments.into_iter().fold(Refusal::new(code), |refusal, (name, value)| refusal.with(name, value))
}

impl From<virkning_store::Failure> for Failure {
    fn from(failure: virkning_store::Failure) -> Self {
        match failure {
            virkning_store::Failure::Refused(refusal) => coded(refusal.code(), refusal.arguments()).into(),
            virkning_store::Failure::Failed(error) => error.into(),
        }
    }
}

impl From<virkning_store::StoreError> for Failure {
    fn from(error: virkning_store::StoreError) -> Self {
        coded(error.code(), error.arguments()).into()
    }
}

impl From<virkning_register::SnapshotError> for Failure {
    fn from(error: virkning_register::SnapshotError) -> Self {
        coded(error.code(), error.arguments()).into()
    }
}
