//! The simulation itself: short runs of everything, and proof that what it checks can be broken.

mod bite;
mod runs;
