//! Tests of the synthetic register as a file: bytes, layout, careers, and the cohort beside it.

mod cohort;
mod layout;
mod table;
