//! A settlement of many people stays linear. The measured figures are a benchmark's business; this only fails when
//! something has become quadratic.

use std::time::{Duration, Instant};

use virkning_engine::{propose, read_trace, trace};

use crate::support::*;

#[test]
fn a_hundred_thousand_participants() {
    let mut seen = observations(2024, 100_000, 48_000);
    let start = Instant::now();
    let proposal = propose(&ips_plus(), case(2024, Vec::new(), &seen)).unwrap();
    let priced = start.elapsed();
    let bytes = trace(&measure_id(), 2024, &seen);
    let traced = start.elapsed() - priced;
    // The worst order for a list that is usually sorted already.
    seen.sort_by_key(|one| one.participant.as_str().bytes().rev().collect::<Vec<u8>>());
    let start = Instant::now();
    let shuffled = propose(&ips_plus(), case(2024, Vec::new(), &seen)).unwrap();
    println!("in another order: priced in {:?}", start.elapsed());
    assert_eq!(shuffled, proposal);
    println!("priced in {priced:?}, traced in {traced:?}: {} bytes", bytes.len());
    assert_eq!(proposal.counts.successes, 48_000);
    assert_eq!(read_trace(&bytes).unwrap().observations.len(), 100_000);
    assert!(priced < Duration::from_secs(20), "{priced:?}");
}
