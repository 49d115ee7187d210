//! Proof by simulation: the real program under random histories with a virtual clock, a virtual store and planned faults,
//! and what always holds checked after every step; the real process killed at random points; and stored bytes flipped one
//! by one. A seed is a history: the same seed gives the same steps, so that a failure can be looked at again.
//!
//! ```text
//!     seed ── office (documents, people, files) ── request ── history (client, fault, crash, retry) ── observed
//!                                                                                                         │
//!                                                                        invariants ── breach ◄───────────┘
//! ```
//!
//! It knows no rule of the product but what it holds it against: the ten sentences of `invariants`.

#![forbid(unsafe_code)]

pub mod case;
pub mod damage;
pub mod document;
pub mod files;
pub mod history;
pub mod invariants;
pub mod kills;
pub mod observed;
pub mod office;
pub mod people;
pub mod request;
pub mod world;
