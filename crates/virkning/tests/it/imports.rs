//! Registers, code lists and enrolment lists as they come in: files written by hand, so that every number is known by
//! construction. What settlement makes of the synthetic register is tested elsewhere.

mod ask;
mod careers;
mod codes;
mod crash;
mod enrolment;
mod events;
mod extracts;
mod identifiers;
mod made;
mod memory;
mod people;
mod sas;
