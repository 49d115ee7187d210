//! One binary for all integration tests of this crate.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod assumptions;
mod draws;
mod fairness;
mod importance;
mod plan;
mod support;
