//! What a page gives back. Status, headers and cookies are made of it in one place, the guard.

use std::borrow::Cow;

use axum::http::StatusCode;
use maud::Markup;

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// What it holds.
    pub body: Body,
    /// What the browser is to keep.
    pub cookies: Vec<Cookie>,
}

/// What an answer holds.
pub enum Body {
    /// A whole page.
    Page(Markup),
    /// Another address to go to.
    Redirect(String),
    /// A file to be kept.
    File {
        /// Its name.
        name: String,
        /// Its type.
        kind: Cow<'static, str>,
        /// Its content.
        bytes: Vec<u8>,
    },
}

/// What the browser is to keep.
pub enum Cookie {
    /// The token of a new session.
    Session(String),
    /// Nothing any more.
    Nothing,
    /// An attempt to log in at a provider, sealed, for a few minutes.
    Attempt(String),
    /// The attempt is over.
    NoAttempt,
    /// That a user has logged in here, sealed, for half a year.
    Browser(String),
}

impl Answer {
    /// A page.
    pub fn page(page: Markup) -> Self {
        Self { status: StatusCode::OK, body: Body::Page(page), cookies: Vec::new() }
    }

    /// Another address, after something was done: asking again for it does nothing twice.
    pub fn go(to: impl Into<String>) -> Self {
        Self { status: StatusCode::SEE_OTHER, body: Body::Redirect(to.into()), cookies: Vec::new() }
    }

    /// A file.
    pub fn file(name: String, kind: impl Into<Cow<'static, str>>, bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, body: Body::File { name, kind: kind.into(), bytes }, cookies: Vec::new() }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same with something for the browser to keep.
    #[must_use]
    pub fn with_cookie(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }
}
