//! What is checked can be broken: a good history, one thing in it changed, and the sentence that no longer holds. A check
//! that finds nothing here would find nothing anywhere.

use std::collections::{BTreeMap, BTreeSet};

use virkning::app::Session;
use virkning_model::Money;
use virkning_sim::case::Case;
use virkning_sim::files::scratch;
use virkning_sim::invariants::{self, Breach};
use virkning_sim::observed::{Observed, acts_since};
use virkning_sim::office::USERS;
use virkning_sim::world::SimulatedWorld;
use virkning_store::{AuditEntry, BrokenAt, Fault, Head, ProposalState, Role};

/// A history that holds, with everything that was done in it.
fn good() -> (Observed, Vec<AuditEntry>) {
    let (folder, world) = (scratch().expect("a folder"), SimulatedWorld::new(1));
    let data = folder.path().join("data");
    let case = Case::write(&folder.path().join("files")).expect("files");
    case.work(&data, &world).expect("a case");
    let session = Session::open(&data, None, None, &world).expect("a session");
    let seen = Observed::of(&session.store).expect("a store");
    let empty = Head { sequence: 0, hash: seen.head.hash.clone() };
    let acts = acts_since(&session.store, &empty).expect("the log");
    (seen, acts)
}

fn sentences(breaches: &[Breach]) -> BTreeSet<u8> {
    breaches.iter().map(|breach| breach.sentence).collect()
}

#[test]
fn every_sentence_bites() {
    let (seen, acts) = good();
    assert_eq!(invariants::check(&seen, &seen), []);
    let check = |sentence: u8, change: &dyn Fn(&mut Observed)| {
        let mut broken = seen.clone();
        change(&mut broken);
        let found = sentences(&invariants::check(&seen, &broken));
        assert!(found.contains(&sentence), "{sentence} is not among {found:?}");
    };
    check(1, &|broken| {
        let entry = &mut broken.postings[0].entries[0];
        entry.amount += Money::from_minor(entry.amount.currency(), 1);
    });
    check(2, &|broken| drop(broken.postings.remove(0)));
    check(2, &|broken| drop(broken.proposals.remove(0)));
    check(2, &|broken| broken.decisions.values_mut().for_each(|decisions| decisions.truncate(1)));
    check(2, &|broken| broken.head.sequence -= 1);
    check(4, &|broken| {
        let mut twice = broken.postings[0].clone();
        twice.sequence += 100;
        twice.voucher_number = "2025-0099".to_owned();
        twice.key = "another".to_owned();
        broken.postings.push(twice);
    });
    check(5, &|broken| {
        let line = &mut broken.proposals[0].1.lines[0];
        line.amount += Money::from_minor(line.amount.currency(), 1);
    });
    check(5, &|broken| {
        let entries = &mut broken.postings[0].entries;
        entries.iter_mut().for_each(|entry| entry.amount = entry.amount + entry.amount);
    });
    check(6, &|broken| {
        let why = virkning_store::AuditBreak::Edited;
        broken.faults.push(Fault::Audit(BrokenAt { sequence: 1, why }));
    });
    check(9, &|broken| {
        for decisions in broken.decisions.values_mut() {
            let author = decisions[0].by.clone();
            let approvals = decisions.iter_mut().filter(|decision| decision.outcome == ProposalState::Approved);
            approvals.for_each(|approval| approval.by = author.clone());
        }
    });
    let roles: BTreeMap<&'static str, Vec<Role>> = USERS.iter().map(|(user, roles)| (*user, roles.to_vec())).collect();
    assert_eq!(invariants::granted(&acts, &roles), []);
    for (user, role) in [("bo", Role::CodeKeeper), ("anna", Role::Auditor)] {
        let mut without = roles.clone();
        without.insert(user, vec![role]);
        assert_eq!(sentences(&invariants::granted(&acts, &without)), BTreeSet::from([9]), "{user}");
    }
}

#[test]
fn a_state_between_before_and_after_is_found() {
    let (seen, acts) = good();
    let (none, some) = (&acts[..0], &acts[..2]);
    assert_eq!(invariants::before_or_after(none, &acts, &seen.contents, &seen.contents), []);
    assert_eq!(invariants::before_or_after(some, &acts, &seen.contents, &seen.contents), []);
    let other = &acts[1..3];
    assert_ne!(invariants::before_or_after(other, &acts, &seen.contents, &seen.contents), []);
    assert_ne!(invariants::before_or_after(some, &acts, &seen.contents[1..], &seen.contents), []);
}

#[test]
fn a_number_is_found_however_it_is_written() {
    let secrets = BTreeSet::from(["6101004001".to_owned()]);
    let check = |text: &str, found: bool| {
        assert_eq!(!invariants::private("a text", text.as_bytes(), &secrets).is_empty(), found, "{text}");
    };
    check("CPR 6101004001.", true);
    check("610100-4001", true);
    check("610100 4001", true);
    check("\"16101004001\"", true);
    check("610100-4002", false);
    check("6101-004001", false);
    check("61010040 01", false);
    check("", false);
}

#[test]
fn rows_that_are_lost_are_found() {
    assert_eq!(invariants::rows(5, 4, 1, 1), []);
    for (rows, accepted, rejected, listed) in [(5, 4, 0, 0), (5, 4, 1, 0), (4, 4, 1, 1)] {
        assert_eq!(sentences(&invariants::rows(rows, accepted, rejected, listed)), BTreeSet::from([10]));
    }
}
