//! A small agreement for tests, built by hand: the terms that cohorts, lists and measures look at, and little else. The
//! real documents stand under `agreements/`.
