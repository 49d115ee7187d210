//! The engine's tests in one binary: the published figures of IPS-PLUS, the return cap, settlements, and laws that hold
//! for any agreement.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its own data has failed")]

mod cap;
mod contracts;
mod eligible;
mod error;
mod figures;
mod laws;
mod limits;
mod money;
mod overlap;
mod plain;
mod plan;
mod restatement;
mod settlement;
mod shares;
mod speed;
mod support;
mod tariffs;
mod trace;
