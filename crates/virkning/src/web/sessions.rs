//! Sessions: begun at login with a new token, over after an hour without use or half a day in all, and ended by logging
//! out, here or everywhere. What the browser has is a token; the store has its hash.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{Timestamp, ToSpan as _};
use virkning_model::id::{AgreementId, UserId};
use virkning_store::{Grant, Login, Role};

use super::Web;
use super::answer::Cookie;
use super::limits::Whose;
use super::request::Standing;
use crate::app::failure::{Failure, Refusal};
use crate::app::token::{hash_of, new_token, same};
use crate::text::Language;

/// Minutes without use after which a session is over.
const IDLE_MINUTES: i64 = 60;

/// Hours after which every session is over.
const LONGEST_HOURS: i64 = 12;

/// Seconds that somebody may take at a provider.
pub(super) const ATTEMPT_SECONDS: i64 = 600;

/// Seconds for which a browser is known.
const BROWSER_SECONDS: i64 = 180 * 86_400;

/// Bytes of a form's key.
const KEY_BYTES: usize = 32;

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
            // It comes back with an address that another site leads to, which `Strict` would keep away.
            Cookie::Attempt(sealed) => {
                format!("{name}-login={sealed}; Path=/; HttpOnly; SameSite=Lax; Max-Age={ATTEMPT_SECONDS}{secure}")
            }
            Cookie::Browser(sealed) => {
                format!("{name}-browser={sealed}; Path=/; HttpOnly; SameSite=Lax; Max-Age={BROWSER_SECONDS}{secure}")
            }
            Cookie::NoAttempt => format!("{name}-login=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
        }
    }

    /// The sealed attempt that the browser sent back.
    pub(super) fn attempt_of<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        value_of(headers, &format!("{}-login", self.cookie_name()))
    }

    /// A mark for a browser in which a user has logged in: whoever guesses at his name elsewhere does not make him wait here.
    /// It lets nobody in.
    pub(super) fn browser_mark(&self, user: &UserId) -> Result<Cookie, Failure> {
        let mark = self.sealed_secret(&sealed_for(user.as_str()), new_token(&*self.world)?.as_bytes())?;
        Ok(Cookie::Browser(URL_SAFE_NO_PAD.encode(mark)))
    }

    /// Whose attempts to log in under a name are counted together with those of this browser.
    pub(super) fn whose(&self, headers: &HeaderMap, name: &str) -> Result<Whose, Failure> {
        let cookie = value_of(headers, &format!("{}-browser", self.cookie_name()));
        let Some(sealed) = cookie.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()) else {
            return Ok(Whose::name(name));
        };
        let opened = self.opened_secret(&sealed_for(name), &sealed)?;
        Ok(match opened {
            Some(mark) => Whose::browser(name, &String::from_utf8_lossy(&mark)),
            None => Whose::name(name),
        })
    }

    /// Begins a session for a user who has proved who he is: here, or to a provider, who says when if it says so.
    pub(super) fn begin_session(
        &self,
        user: &UserId,
        provider: Option<&str>,
        proved: Option<Timestamp>,
    ) -> Result<Cookie, Failure> {
        let now = self.world.now();
        let token = new_token(&*self.world)?;
        let login = Login {
            token: hash_of(&token),
            user: user.clone(),
            form_key: new_token(&*self.world)?,
            since: now,
            seen: now,
            proved,
            provider: provider.map(str::to_owned),
        };
        self.store.session_add(&login, oldest(now), idle(now))?;
        Ok(Cookie::Session(token))
    }

    /// Goes on with a session under a new token, for a user who has proved anew who he is; nothing where it has ended
    /// meanwhile. It does not last longer for that.
    pub(super) fn renew_session(&self, login: &Login) -> Result<Option<Cookie>, Failure> {
        let now = self.world.now();
        let token = new_token(&*self.world)?;
        let form_key = new_token(&*self.world)?;
        let new = Login { token: hash_of(&token), form_key, seen: now, proved: Some(now), ..login.clone() };
        Ok(self.store.session_replace(&login.token, &new)?.then_some(Cookie::Session(token)))
    }

    /// Who asks, if the browser has the token of a session that is not over.
    pub(super) fn standing(&self, headers: &HeaderMap) -> Result<Option<Standing>, Failure> {
        let Some(token) = self.token_of(headers) else { return Ok(None) };
        let Some(present) = self.store.present(&hash_of(token))? else { return Ok(None) };
        let login = present.login;
        let now = self.world.now();
        if login.since < oldest(now) || login.seen < idle(now) {
            self.store.session_end(&login.token)?;
            return Ok(None);
        }
        if login.seen + NOTED_SECONDS.seconds() <= now {
            self.store.session_seen(&login.token, now)?;
        }
        let mut mask = [0; KEY_BYTES];
        self.world.random(&mut mask).map_err(|error| Refusal::new("internal").with("what", error))?;
        let login = Login { form_key: masked(&login.form_key, &mask), ..login };
        let language = present.language.as_deref().and_then(Language::parse);
        Ok(Some(Standing { user: present.user, grants: by_agreement(present.grants), login, language }))
    }

    /// What a user may see who comes by an address of his own and not in a session. No form has its key.
    pub(super) fn standing_without_session(&self, user: &UserId) -> Result<Option<Standing>, Failure> {
        let now = self.world.now();
        let login = Login {
            token: String::new(),
            user: user.clone(),
            form_key: String::new(),
            since: now,
            seen: now,
            proved: None,
            provider: None,
        };
        let Some(user) = self.store.user(user)? else { return Ok(None) };
        let grants = by_agreement(self.store.grants_of(&user.id)?);
        let language = self.store.language(&user.id)?.as_deref().and_then(Language::parse);
        Ok(Some(Standing { user, grants, login, language }))
    }

    fn token_of<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        value_of(headers, self.cookie_name())
    }
}

fn by_agreement(grants: Vec<Grant>) -> BTreeMap<AgreementId, BTreeSet<Role>> {
    grants.into_iter().map(|grant| (grant.agreement, grant.roles)).collect()
}

/// Whether a form came back with the key of its session. Both are masked, each in its own way.
pub(super) fn is_key(sent: &str, own: &str) -> bool {
    same(&unmasked(sent), &unmasked(own))
}

/// The key looks different on every page: pages are compressed, and what is the same in all of them could be guessed from
/// their sizes.
fn masked(key: &str, mask: &[u8; KEY_BYTES]) -> String {
    match bytes_of::<KEY_BYTES>(key) {
        Some(key) => mask.iter().copied().chain(key.iter().zip(mask).map(|(key, mask)| key ^ mask)).fold(
            String::new(),
            |mut text, byte| {
                text.push_str(&format!("{byte:02x}"));
                text
            },
        ),
        None => key.to_owned(),
    }
}

fn unmasked(text: &str) -> String {
    let Some((mask, rest)) = text.split_at_checked(2 * KEY_BYTES) else { return text.to_owned() };
    match (bytes_of::<KEY_BYTES>(mask), bytes_of::<KEY_BYTES>(rest)) {
        (Some(mask), Some(rest)) => mask.iter().zip(rest).map(|(mask, rest)| format!("{:02x}", mask ^ rest)).collect(),
        _ => text.to_owned(),
    }
}

/// The bytes of as many hexadecimal digits.
fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let good = text.len() == 2 * N && text.bytes().all(|sign| sign.is_ascii_hexdigit());
    for (place, byte) in bytes.iter_mut().enumerate().filter(|_| good) {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    good.then_some(bytes)
}

/// For whom the mark of a browser is sealed; no user has such a name.
fn sealed_for(user: &str) -> String {
    format!("browser of {user}")
}

fn value_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(';'));
    let mut own = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(known, _)| *known == name);
    own.next().map(|(_, value)| value)
}

fn oldest(now: Timestamp) -> Timestamp {
    now - LONGEST_HOURS.hours()
}

fn idle(now: Timestamp) -> Timestamp {
    now - IDLE_MINUTES.minutes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_looks_different_each_time_and_fits() {
        let (key, other) = ("0f".repeat(KEY_BYTES), "a0".repeat(KEY_BYTES));
        let (one, two) = (masked(&key, &[7; KEY_BYTES]), masked(&key, &[8; KEY_BYTES]));
        assert_ne!(one, two);
        assert!(!one.contains(&key) && one.len() == 4 * KEY_BYTES);
        assert!(is_key(&one, &two) && is_key(&key, &two));
        for bad in ["", "0f", &other, &masked(&other, &[7; KEY_BYTES]), &"æ".repeat(64), &one[1..]] {
            assert!(!is_key(bad, &one), "{bad}");
        }
    }
}
