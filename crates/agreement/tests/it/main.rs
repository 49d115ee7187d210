//! Tests of the crate from outside, on whole documents.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests state their expectations by panicking")]

mod bad;
mod compare;
mod form;
mod format;
mod ips_plus;
mod language;
mod messages;
mod random;
mod reference;
mod says;
mod schema;
mod shares;
mod template;
mod terms;
mod versions;
