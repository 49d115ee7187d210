//! The tests of the cluster: the same answers from a loop, from the query engine, and from computers of which one dies.

mod engines;
mod loopback;
mod processes;
mod support;
