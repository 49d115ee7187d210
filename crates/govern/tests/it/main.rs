//! Tests of governance over the documents of the tree: expected numbers come from the papers or from computations that
//! stand beside them.

mod calendar;
mod continuation;
mod economy;
mod figures;
mod papers;
mod people;
mod stages;
mod support;
