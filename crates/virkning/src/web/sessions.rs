//! Sessions: begun at login with a new token, over after an hour without use or half a day in all, and ended by logging
//! out, here or everywhere. What the browser has is a token; the store has its hash.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use jiff::{Timestamp, ToSpan as _};
use virkning_model::id::UserId;
use virkning_store::Login;

use super::Web;
use super::answer::Cookie;
use super::request::Standing;
use crate::app::failure::Failure;
use crate::app::token::{hash_of, new_token};

/// Minutes without use after which a session is over.
const IDLE_MINUTES: i64 = 60;

/// Hours after which every session is over.
const LONGEST_HOURS: i64 = 12;

/// Seconds after which it is written down again that a session is used.
const NOTED_SECONDS: i64 = 60;

impl Web {
    /// The cookie's name. With encryption the browser itself sees to it that no other site sets it.
    fn cookie_name(&self) -> &'static str {
        if self.address.is_encrypted() { "__Host-virkning" } else { "virkning" }
    }

    /// The header that sets a cookie.
    pub(super) fn set_cookie(&self, cookie: &Cookie) -> String {
        let name = self.cookie_name();
        let secure = if self.address.is_encrypted() { "; Secure" } else { "" };
        match cookie {
            Cookie::Session(token) => format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}"),
            Cookie::Nothing => format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
        }
    }

    /// Begins a session for a user who has proved who he is.
    pub(super) fn begin_session(&self, user: &UserId) -> Result<Cookie, Failure> {
        let now = self.world.now();
        let token = new_token(&*self.world)?;
        let login = Login {
            token: hash_of(&token),
            user: user.clone(),
            form_key: new_token(&*self.world)?,
            since: now,
            seen: now,
        };
        self.store.session_add(&login, oldest(now), idle(now))?;
        Ok(Cookie::Session(token))
    }

    /// Who asks, if the browser has the token of a session that is not over.
    pub(super) fn standing(&self, headers: &HeaderMap) -> Result<Option<Standing>, Failure> {
        let Some(token) = self.token_of(headers) else { return Ok(None) };
        let Some(login) = self.store.session(&hash_of(token))? else { return Ok(None) };
        let now = self.world.now();
        if login.since < oldest(now) || login.seen < idle(now) {
            self.store.session_end(&login.token)?;
            return Ok(None);
        }
        if login.seen + NOTED_SECONDS.seconds() <= now {
            self.store.session_seen(&login.token, now)?;
        }
        let Some(user) = self.store.user(&login.user)? else { return Ok(None) };
        let grants = self.store.grants_of(&login.user)?;
        let grants = grants.into_iter().map(|grant| (grant.agreement, grant.roles)).collect();
        Ok(Some(Standing { user, grants, login }))
    }

    fn token_of<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let pairs =
            headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(';'));
        let name = self.cookie_name();
        let mut own = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(known, _)| *known == name);
        own.next().map(|(_, token)| token)
    }
}

fn oldest(now: Timestamp) -> Timestamp {
    now - LONGEST_HOURS.hours()
}

fn idle(now: Timestamp) -> Timestamp {
    now - IDLE_MINUTES.minutes()
}
