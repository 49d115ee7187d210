//! The web application: the same use cases as the command line, as pages. It holds no rules and no queries of its own.
//!
//! ```text
//!     request ── guard ──► who asks? (session) ── may he? (routes: one table) ──► a page: one function, one file
//!                  │                                   │ no: 404, recorded              │ calls `app`
//!                  └── headers, size, address          └──────────────► layout ◄── Answer, or Failure in words
//! ```
//!
//! A page is a function from [`Asked`](request::Asked) to an [`Answer`](answer::Answer) in a file of its own under `pages`,
//! and a row in [`routes`]. Every task works without scripts.

mod access_log;
mod answer;
mod assets;
mod codes;
mod common;
mod complaint;
mod csv;
mod document;
mod fields;
mod guard;
mod headers;
mod layout;
mod limits;
mod pages;
mod parts;
mod password;
mod proof;
mod provider;
mod purpose;
mod recovery;
mod request;
pub mod routes;
mod secret;
mod serve;
mod sessions;
mod upload;
mod view;
mod worker;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use virkning_store::Store;

use self::access_log::AccessLog;
use crate::app::derived::Derived;
use crate::app::folder::Folder;
use crate::text::{Language, Texts};
use crate::world::World;

pub use codes::{code_at, secret_of_text};
pub use provider::Provider;
pub use serve::{Address, Serving, first_link, serve};

/// A world that several requests share.
pub type SharedWorld = Arc<dyn World + Send + Sync>;

/// What every request shares.
pub struct Web {
    folder: Folder,
    store: Arc<Store>,
    world: SharedWorld,
    address: Address,
    danish: Texts,
    english: Texts,
    limits: limits::Limits,
    log: AccessLog,
    policy: HeaderValue,
    provider: Option<Provider>,
    derived: Arc<Derived>,
}

impl Web {
    /// The web application of a data folder and its store, reached at that address.
    pub fn new(folder: Folder, store: Arc<Store>, world: SharedWorld, address: Address) -> Self {
        let mut start = [0; 4];
        // Without chance two runs of the server may give the same numbers; nothing else rests on them.
        let _ = world.random(&mut start);
        Self {
            folder,
            store,
            world,
            address,
            danish: Texts::new(Language::Danish),
            english: Texts::new(Language::English),
            limits: limits::Limits::default(),
            log: AccessLog::silent(u32::from_be_bytes(start)),
            policy: headers::policy(None),
            provider: None,
            derived: Arc::default(),
        }
    }

    /// The same with a provider of identities, by whom people log in beside those who have a password here.
    #[must_use]
    pub fn with_provider(self, provider: Provider) -> Self {
        Self { policy: headers::policy(Some(provider.origin())), provider: Some(provider), ..self }
    }

    /// The same with an access log at the end of a file.
    pub fn with_log(self, path: &Path) -> std::io::Result<Self> {
        Ok(Self { log: self.log.with_file(path)?, ..self })
    }

    fn texts(&self, language: Language) -> &Texts {
        match language {
            Language::Danish => &self.danish,
            Language::English => &self.english,
        }
    }
}

/// The whole application.
pub fn app(web: Arc<Web>) -> Router {
    guard::router(web)
}
