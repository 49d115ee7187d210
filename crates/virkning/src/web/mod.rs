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

mod answer;
mod assets;
mod codes;
mod complaint;
mod document;
mod fields;
mod guard;
mod headers;
mod layout;
mod limits;
mod pages;
mod parts;
mod password;
mod request;
pub mod routes;
mod secret;
mod serve;
mod sessions;
mod upload;
mod view;
mod worker;

use std::sync::Arc;

use axum::Router;
use virkning_store::Store;

use crate::app::folder::Folder;
use crate::text::{Language, Texts};
use crate::world::World;

pub use codes::{code_at, secret_of_text};
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
}

impl Web {
    /// The web application of a data folder and its store, reached at that address.
    pub fn new(folder: Folder, store: Arc<Store>, world: SharedWorld, address: Address) -> Self {
        Self {
            folder,
            store,
            world,
            address,
            danish: Texts::new(Language::Danish),
            english: Texts::new(Language::English),
            limits: limits::Limits::default(),
        }
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
