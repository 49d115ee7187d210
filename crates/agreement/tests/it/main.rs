//! Tests of the crate from outside, on whole documents.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests state their expectations by panicking")]

mod bad;
mod compare;
mod format;
mod ips_plus;
mod messages;
mod random;
mod schema;
mod shares;
mod template;
mod terms;
