//! How often somebody may try to log in. After a few failures an account waits, longer each time; and all accounts
//! together have a limit, so that nobody tries one password on everybody. Kept in memory: each server counts for itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

/// Failures that an account may have before it waits.
const FREE: u32 = 5;

/// The first wait, doubled with each further failure, and the longest, in seconds.
const WAIT_SECONDS: (i64, i64) = (30, 900);

/// Failures of all accounts together in a minute.
const ALL_A_MINUTE: u32 = 60;

/// Accounts that are remembered; beyond that the oldest is forgotten.
const REMEMBERED: usize = 10_000;

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
}

struct Failures {
    count: u32,
    last: i64,
}

impl Limits {
    /// How many seconds an account must wait before it may try again; nothing where it may try now.
    pub fn wait(&self, account: &str, now: Timestamp) -> Option<i64> {
        let (state, second) = (self.state(), now.as_second());
        if state.minute == second.div_euclid(60) && state.in_minute >= ALL_A_MINUTE {
            return Some(60 - second.rem_euclid(60));
        }
        let failures = state.accounts.get(account)?;
        let over = failures.count.checked_sub(FREE)?;
        let (first, longest) = WAIT_SECONDS;
        let wait = first.checked_shl(over.min(16)).unwrap_or(longest).min(longest);
        let left = failures.last + wait - second;
        (left > 0).then_some(left)
    }

    /// Remembers a failure.
    pub fn failed(&self, account: &str, now: Timestamp) {
        let mut state = self.state();
        let second = now.as_second();
        if state.minute != second.div_euclid(60) {
            (state.minute, state.in_minute) = (second.div_euclid(60), 0);
        }
        state.in_minute += 1;
        if state.accounts.len() >= REMEMBERED && !state.accounts.contains_key(account) {
            let oldest = state.accounts.iter().min_by_key(|(_, failures)| failures.last);
            if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
                state.accounts.remove(&oldest);
            }
        }
        let failures = state.accounts.entry(account.to_owned()).or_insert(Failures { count: 0, last: second });
        failures.count += 1;
        failures.last = second;
    }

    /// Forgets the failures of an account that got in.
    pub fn succeeded(&self, account: &str) {
        self.state().accounts.remove(account);
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
        let limits = Limits::default();
        for second in 0..4 {
            limits.failed("eva", at(second));
            assert_eq!(limits.wait("eva", at(second)), None);
        }
        limits.failed("eva", at(4));
        assert_eq!(limits.wait("eva", at(4)), Some(30));
        assert_eq!(limits.wait("ole", at(4)), None);
        assert_eq!(limits.wait("eva", at(34)), None);
        limits.failed("eva", at(34));
        assert_eq!(limits.wait("eva", at(34)), Some(60));
        for second in 100..120 {
            limits.failed("eva", at(second * 1000));
        }
        assert_eq!(limits.wait("eva", at(119_000)), Some(900));
        limits.succeeded("eva");
        assert_eq!(limits.wait("eva", at(119_000)), None);
    }

    #[test]
    fn all_accounts_together_have_a_limit() {
        let limits = Limits::default();
        for number in 0..60 {
            assert_eq!(limits.wait(&format!("user{number}"), at(6010)), None);
            limits.failed(&format!("user{number}"), at(6010));
        }
        assert_eq!(limits.wait("somebody", at(6011)), Some(49));
        assert_eq!(limits.wait("somebody", at(6060)), None);
    }
}
