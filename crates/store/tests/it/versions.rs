//! Stores that earlier versions of the program left behind: they are brought up to date, still verify, give the same
//! answers, and are worked on.

use virkning_store::Head;

use crate::script::{Place, agreement};

/// A file of the first version, written by the program of that time: something in every table, 18 audit records.
const FIRST: &[u8] = include_bytes!("../stores/v1.db");

/// The head that its log had then.
const FIRST_HEAD: &str = "18:b17774af9b82658694987b75f085d9f905799d818e11120b22ea78daa0e286b6";

#[test]
fn a_store_of_the_first_version_is_worked_on() {
    let place = Place::file("virkning.db");
    if let Place::File(folder, name) = &place {
        std::fs::write(folder.path().join(name), FIRST).unwrap();
    }
    let office = place.office();
    let verification = office.store.verify().unwrap();
    assert_eq!(verification.faults, []);
    let head: Head = FIRST_HEAD.parse().unwrap();
    assert_eq!(verification.head, Some(head.clone()));
    let counted = verification.counted;
    assert_eq!((counted.agreements, counted.code_lists, counted.snapshots, counted.enrolments), (1, 2, 1, 1));
    assert_eq!((counted.proposals, counted.postings, counted.entries), (3, 1, 2));
    let balances = office.store.balances(&agreement()).unwrap();
    let amounts: Vec<String> = balances.iter().map(|balance| balance.amount.to_string()).collect();
    assert_eq!(amounts, ["100.00", "-100.00"]);
    // What was asked for then gives the same answers, and what was open then goes on.
    office.run(
        "
        anna post k1 p1 a 100 => already 2025-0001
        bo confirm 998 sickness 2015-11+2 list-three => ok 2015-11+2
        bo approve p2 b => ok bo
        anna post k2 p2 b 50 on=2026-03-31 => ok 2026-0001
        ",
    );
    assert_eq!(office.store.audit_verify_against(&head).unwrap().sequence, 21);
}
