//! How often somebody may try to log in, and ask for anything. After a few failures an account waits, longer each time; and
//! all accounts together have a limit, so that nobody tries one password on everybody. A browser in which a user has logged
//! in before is counted apart from all others, so that nobody locks him out by guessing at his name. Kept in memory: each
//! server counts for itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

/// Failures that an account may have before it waits.
const FREE: u32 = 5;

/// The first wait, doubled with each further failure, and the longest, in seconds.
const WAIT_SECONDS: (i64, i64) = (30, 900);

/// Failures of all accounts together in a minute.
const ALL_A_MINUTE: u32 = 60;

/// Requests that a user may make in a minute: many times what a person does, and little for a program that takes all out.
const REQUESTS_A_MINUTE: u32 = 600;

/// Accounts that are remembered; beyond that the oldest is forgotten.
const REMEMBERED: usize = 10_000;

/// Whose attempts are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    key: String,
    is_known: bool,
}

impl Whose {
    /// Everybody who tries a name in a browser that nobody has logged in from.
    pub fn name(name: &str) -> Self {
        Self { key: name.to_owned(), is_known: false }
    }

    /// A browser, by a mark of its own, in which that user has logged in before.
    pub fn browser(user: &str, mark: &str) -> Self {
        Self { key: format!("{user} {mark}"), is_known: true }
    }
}

/// What failed lately.
#[derive(Default)]
pub struct Limits {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    accounts: BTreeMap<String, Failures>,
    minute: i64,
    in_minute: u32,
    // Requests of each user in one minute.
    requests: BTreeMap<String, u32>,
    requests_minute: i64,
}

struct Failures {
    count: u32,
    last: i64,
}

impl Limits {
    /// How many seconds somebody must wait before he may try again; nothing where he may try now.
    pub fn wait(&self, whose: &Whose, now: Timestamp) -> Option<i64> {
        let (state, second) = (self.state(), now.as_second());
        if !whose.is_known && state.minute == second.div_euclid(60) && state.in_minute >= ALL_A_MINUTE {
            return Some(60 - second.rem_euclid(60));
        }
        let failures = state.accounts.get(&whose.key)?;
        let over = failures.count.checked_sub(FREE)?;
        let (first, longest) = WAIT_SECONDS;
        let wait = first.checked_shl(over.min(16)).unwrap_or(longest).min(longest);
        let left = failures.last + wait - second;
        (left > 0).then_some(left)
    }

    /// Remembers a failure.
    pub fn failed(&self, whose: &Whose, now: Timestamp) {
        let mut state = self.state();
        let second = now.as_second();
        if state.minute != second.div_euclid(60) {
            (state.minute, state.in_minute) = (second.div_euclid(60), 0);
        }
        state.in_minute += u32::from(!whose.is_known);
        if state.accounts.len() >= REMEMBERED && !state.accounts.contains_key(&whose.key) {
            let oldest = state.accounts.iter().min_by_key(|(_, failures)| failures.last);
            if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
                state.accounts.remove(&oldest);
            }
        }
        let failures = state.accounts.entry(whose.key.clone()).or_insert(Failures { count: 0, last: second });
        failures.count += 1;
        failures.last = second;
    }

    /// Forgets the failures of an account that got in.
    pub fn succeeded(&self, whose: &Whose) {
        self.state().accounts.remove(&whose.key);
    }

    /// Counts a request of a user who has logged in: whether it is one too many.
    pub fn is_too_many(&self, user: &str, now: Timestamp) -> bool {
        let (mut state, minute) = (self.state(), now.as_second().div_euclid(60));
        if state.requests_minute != minute {
            state.requests.clear();
            state.requests_minute = minute;
        }
        let count = state.requests.entry(user.to_owned()).or_insert(0);
        *count += 1;
        *count > REQUESTS_A_MINUTE
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn an_account_waits_longer_each_time() {
        let (limits, eva) = (Limits::default(), Whose::name("eva"));
        for second in 0..4 {
            limits.failed(&eva, at(second));
            assert_eq!(limits.wait(&eva, at(second)), None);
        }
        limits.failed(&eva, at(4));
        assert_eq!(limits.wait(&eva, at(4)), Some(30));
        assert_eq!(limits.wait(&Whose::name("ole"), at(4)), None);
        assert_eq!(limits.wait(&eva, at(34)), None);
        limits.failed(&eva, at(34));
        assert_eq!(limits.wait(&eva, at(34)), Some(60));
        for second in 100..120 {
            limits.failed(&eva, at(second * 1000));
        }
        assert_eq!(limits.wait(&eva, at(119_000)), Some(900));
        limits.succeeded(&eva);
        assert_eq!(limits.wait(&eva, at(119_000)), None);
    }

    #[test]
    fn a_user_has_so_many_requests_a_minute() {
        let limits = Limits::default();
        assert!((0..600).all(|_| !limits.is_too_many("eva", at(60))));
        assert!(limits.is_too_many("eva", at(119)));
        assert!(!limits.is_too_many("ole", at(119)));
        assert!(!limits.is_too_many("eva", at(120)));
    }

    #[test]
    fn all_accounts_together_have_a_limit() {
        let limits = Limits::default();
        for number in 0..60 {
            assert_eq!(limits.wait(&Whose::name(&format!("user{number}")), at(6010)), None);
            limits.failed(&Whose::name(&format!("user{number}")), at(6010));
        }
        assert_eq!(limits.wait(&Whose::name("somebody"), at(6011)), Some(49));
        assert_eq!(limits.wait(&Whose::browser("eva", "x"), at(6011)), None, "a browser that is known is let in");
        assert_eq!(limits.wait(&Whose::name("somebody"), at(6060)), None);
    }
}
