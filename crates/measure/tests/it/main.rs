//! The measure language from text to answer: what is accepted and refused, what is printed, what counts, and a slow
//! second implementation as judge. Not here: agreements and files of registers.

mod counting;
mod events;
mod language;
mod reference;
mod support;
mod windows;
