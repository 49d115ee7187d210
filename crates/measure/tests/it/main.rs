//! The measure language from text to answer: what is accepted and refused, what is printed, what counts, and a slow
//! second implementation as judge; stays, observations and amounts with theirs. Not here: agreements and files of registers.

mod code_lists;
mod counting;
mod estimate;
mod events;
mod ladder;
mod language;
mod reference;
mod sources;
mod support;
mod windows;
