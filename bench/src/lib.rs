//! What the timed programs share: the inputs that a made-up settlement names, and the median of several runs.

use std::time::Instant;

use sha2::{Digest, Sha256};
use virkning_engine::RULESET;
use virkning_model::id::{ContentHash, SnapshotId};
use virkning_model::settlement::Inputs;

/// How often each thing is timed.
pub const ROUNDS: usize = 20;

/// Inputs of a settlement on made-up data, by a register's edition; without one, by observations that came as files.
///
/// # Panics
/// Never: the snapshot's name is one.
pub fn inputs(edition: Option<&str>) -> Inputs {
    Inputs {
        seal: hash(b"seal"),
        enrolment_set: hash(b"set"),
        snapshot: SnapshotId::new("bench").expect("a word is an identifier"),
        snapshot_content: hash(b"snapshot"),
        register_edition: edition.unwrap_or_default().to_owned(),
        code_list_edition: edition.map_or("", |_| "2015-11").to_owned(),
        code_list_content: hash(b"codes"),
        posted_before: Vec::new(),
        ruleset: RULESET,
        synthetic: true,
        observations: edition.is_none().then(|| hash(b"observations")),
        registers: Vec::new(),
        overlaps: Vec::new(),
        evaluations: Vec::new(),
        numbers: None,
        lists: Vec::new(),
    }
}

/// The SHA-256 that names something.
pub fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

/// The median time in milliseconds.
///
/// # Errors
/// The first that the work gives.
pub fn median_of(mut work: impl FnMut() -> Result<(), String>) -> Result<f64, String> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let before = Instant::now();
        work()?;
        times.push(before.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[ROUNDS / 2])
}
