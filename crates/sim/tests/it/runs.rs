//! Short runs; `cargo xtask sim` makes them as long as one likes.

use std::path::Path;

use virkning_sim::history::Tally;
use virkning_sim::{damage, history, kills};

fn told(finding: &history::Finding) -> String {
    format!("seed {}\n{}\n{:#?}", finding.seed, finding.told.join("\n"), finding.breaches)
}

#[test]
fn random_histories_keep_what_always_holds() {
    let mut sum = Tally::default();
    for seed in 1..=5 {
        match history::run(seed, 45).expect("the machine works") {
            Ok(tally) => sum.add(&tally),
            Err(finding) => panic!("{}", told(&finding)),
        }
    }
    // A history in which nothing happens proves nothing.
    assert!(sum.came.iter().take(2).all(|count| *count > 20), "{sum:?}");
    assert!(sum.faults > 20 && sum.interruptions > 5 && sum.crashes > 3 && sum.posted > 3, "{sum:?}");
}

/// A failing seed is of use only if it fails again.
#[test]
fn a_seed_is_a_history() {
    let run = |seed| history::run(seed, 30).expect("the machine works").map_err(|finding| told(&finding));
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn a_process_that_is_killed_did_each_thing_once_or_not_at_all() {
    let program = Path::new(env!("CARGO_BIN_EXE_virkning-sim"));
    let seen = kills::run(program, 4, 1).expect("everything holds");
    assert!(seen.killed == 4 && seen.ended >= 1, "{seen:?}");
}

#[test]
fn no_flipped_bit_passes_for_data() {
    let seen = damage::run(24, 1).expect("every flip is found or harmless");
    for kind in ["virkning.db", "snapshots", "traces"] {
        assert!(seen.get(kind).is_some_and(|flips| flips.flipped > 0), "{kind}: {seen:?}");
    }
    // Outside the database every bit counts.
    assert!(["snapshots", "traces"].iter().all(|kind| seen[*kind].harmless.is_empty()), "{seen:?}");
}
