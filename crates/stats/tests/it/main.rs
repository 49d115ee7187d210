//! Tests of the statistics against other programs, against published tables, and of laws that must hold.

mod coverage;
mod laws;
mod published;
mod reference;
