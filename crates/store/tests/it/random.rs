//! Random sequences of actions by random people: whatever they try, what always holds still holds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use virkning_store::ProposalState;

use crate::script::{Backing, Came, Office, agreement};

/// One action, from so small a world that people get in each other's way.
fn action() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec!["anna", "bo", "carl", "dora", "eva", "nobody"]);
    let words = prop_oneof![
        4 => (0..3_u8, 2024..2026_i16, 0..4_u8, 0..8_u8).prop_map(|(id, year, content, flags)| {
            let version = if flags == 0 { " version=2" } else { "" };
            let unclarified = if flags == 1 { " unclarified=1" } else { "" };
            let provisional = if flags == 2 { " provisional=1" } else { "" };
            format!("propose p{id} {year} c{content}{version}{unclarified}{provisional}")
        }),
        4 => (0..3_u8, 0..4_u8).prop_map(|(id, content)| format!("approve p{id} c{content}")),
        1 => (0..3_u8).prop_map(|id| format!("refuse p{id} because")),
        5 => (0..3_u8, 0..3_u8, 0..4_u8, 1..3_u8)
            .prop_map(|(key, id, content, kroner)| format!("post k{key} p{id} c{content} {kroner}.50")),
        1 => (0..3_u8).prop_map(|version| format!("seal {version} text-{version}")),
        1 => (0..3_u8, 1..3_u8).prop_map(|(set, digit)| format!("enrol set-{set} aaaa={digit}")),
        1 => (0..2_u8, 0..3_u8).prop_map(|(id, content)| format!("snapshot s{id} 2025-0{content} rows-{content}")),
        1 => (0..2_u8).prop_map(|code| format!("map {code} education")),
        1 => (0..2_u8, 0..3_u8).prop_map(|(code, list)| format!("confirm {code} education e{list} list-{list}")),
    ];
    (who, words).prop_map(|(who, words)| format!("{who} {words}"))
}

/// What always holds, read from the store alone.
fn check_invariants(office: &Office) {
    let postings = office.store.postings(&agreement()).unwrap();
    let mut years = BTreeSet::new();
    let mut sum = 0;
    for posted in &postings {
        assert!(years.insert((posted.measured_year, posted.version.clone())), "one per year and version");
        sum += posted.entries.iter().map(|entry| entry.amount.minor()).sum::<i128>();
        let decisions = office.store.decisions(posted.proposal.as_ref().unwrap()).unwrap();
        let approval = decisions.iter().rfind(|decision| decision.outcome == ProposalState::Approved).unwrap();
        let own = |state| move |decision: &&virkning_store::Decision| decision.outcome == state;
        let authors: Vec<_> = decisions.iter().filter(own(ProposalState::Proposed)).map(|d| &d.by).collect();
        assert!(!authors.contains(&&approval.by), "approved by another person");
        assert_eq!(Some(&approval.content), posted.content.as_ref());
    }
    assert_eq!(sum, 0, "debit equals credit");
    // The balances are the replay of the ledger.
    let mut replay = BTreeMap::new();
    for line in office.store.ledger(&agreement()).unwrap() {
        *replay.entry(line.account).or_insert(0) += line.amount.minor();
    }
    let balances: BTreeMap<_, _> =
        office.store.balances(&agreement()).unwrap().into_iter().map(|b| (b.account, b.amount.minor())).collect();
    assert_eq!(balances, replay);
    assert_eq!(office.store.verify().unwrap().faults, []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn sqlite(actions in prop::collection::vec(action(), 1..50)) {
        check_that_what_always_holds_holds(Office::new(), &actions);
    }

    #[test]
    fn memory(actions in prop::collection::vec(action(), 1..50)) {
        check_that_what_always_holds_holds(Office::on(Backing::Memory), &actions);
    }
}

proptest! {
    // Each case is a database of its own.
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn postgres(actions in prop::collection::vec(action(), 1..50)) {
        check_that_what_always_holds_holds(Office::on(Backing::Postgres), &actions);
    }
}

fn check_that_what_always_holds_holds(office: Office, actions: &[String]) {
    let mut done = BTreeMap::new();
    for action in actions {
        let (contents, head) = (office.contents(), office.store.audit_head().unwrap());
        let came = office.act(action);
        let after = office.store.audit_head().unwrap();
        let records = u64::from(!matches!(came, Came::Already(_)));
        assert_eq!(after.sequence, head.sequence + records, "one record for each action or attempt");
        if !matches!(came, Came::Done(_)) {
            assert_eq!(office.contents(), contents, "{} came to {:?} and changed nothing", action, came);
        }
        if let (Came::Done(word), true) = (&came, action.contains(" post ")) {
            done.insert(action.clone(), word.clone());
        }
        // What was posted once gives the same answer for ever.
        for (action, word) in done.iter().filter(|_| matches!(came, Came::Done(_))) {
            assert_eq!(office.act(action), Came::Already(word.clone()));
        }
    }
    check_invariants(&office);
    let (contents, head) = (office.contents(), office.store.audit_head().unwrap());
    let office = office.reopened();
    assert_eq!(office.contents(), contents, "the same after opening it again");
    assert_eq!(office.store.audit_verify_against(&head).unwrap(), head);
}
