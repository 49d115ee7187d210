//! The store from outside: rules as scripts, damage, crashes, races and random sequences of actions.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod claims;
mod copies;
mod crash;
mod damage;
mod desk;
mod evaluations;
mod faults;
mod files;
mod governance;
mod life;
mod log;
mod logins;
mod people;
mod random;
mod records;
mod releases;
mod rules;
mod script;
mod steps;
mod texts;
mod together;
mod versions;
