//! The event log as a file: checked without a store, and the first bad record is named.

use virkning_store::{AuditBreak, BrokenAt, Head, verify_log};

use crate::script::{Office, actor, proposal_id};

/// The log of an office, a line each, and its head.
fn exported() -> (Vec<String>, Head) {
    let office = Office::new();
    office.run("anna propose p1 2024 a => ok");
    let mut bytes = Vec::new();
    let head = office.store.audit_export(&mut bytes).unwrap();
    assert_eq!(head, office.store.audit_head().unwrap());
    (String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect(), head)
}

fn checked(lines: &[String], kept: Option<&Head>) -> Result<Head, BrokenAt> {
    verify_log(lines.join("\n").as_bytes(), kept).unwrap()
}

fn broken(sequence: u64, why: AuditBreak) -> Result<Head, BrokenAt> {
    Err(BrokenAt { sequence, why })
}

#[test]
fn an_exported_log_is_whole() {
    let (lines, head) = exported();
    assert_eq!(head.sequence, 7);
    assert_eq!(checked(&lines, None), Ok(head.clone()));
    assert_eq!(checked(&lines, Some(&head)), Ok(head.clone()));
    let earlier = checked(&lines[..3], None).unwrap();
    assert_eq!(checked(&lines, Some(&earlier)), Ok(head));
}

/// Every record in turn is deleted, edited, swapped with the next one, or the last that is left.
#[test]
fn the_first_bad_record_is_named() {
    let (lines, head) = exported();
    for place in 0..lines.len() {
        let number = place as u64 + 1;
        let mut deleted = lines.clone();
        deleted.remove(place);
        if place + 1 < lines.len() {
            assert_eq!(checked(&deleted, None), broken(number, AuditBreak::Missing));
            let mut swapped = lines.clone();
            swapped.swap(place, place + 1);
            assert_eq!(checked(&swapped, None), broken(number, AuditBreak::Missing));
        }
        assert_eq!(checked(&lines[..place], Some(&head)), broken(number, AuditBreak::CutOff));
        let edit = |from: &str, to: &str| {
            let mut edited = lines.clone();
            edited[place] = edited[place].replacen(from, to, 1);
            assert_ne!(edited[place], lines[place]);
            checked(&edited, None)
        };
        assert_eq!(edit("anna", "carl"), broken(number, AuditBreak::Edited));
        assert_eq!(edit("\"record\"", "\"remark\""), broken(number, AuditBreak::Edited));
        assert_eq!(edit("\"hash\":\"", "\"hash\":\"0"), broken(number, AuditBreak::Edited));
        assert_eq!(edit("\"previous\":\"", "\"previous\":\"0"), broken(number, AuditBreak::Edited));
        assert_eq!(edit("{", "["), broken(number, AuditBreak::Edited));
    }
}

/// Whoever writes hashes too is found by a head that was kept elsewhere.
#[test]
fn another_log_does_not_lead_to_the_head_that_was_kept() {
    let (lines, _) = exported();
    let office = Office::new();
    office.run("anna propose p2 2024 b => ok");
    let other = office.store.audit_head().unwrap();
    assert_eq!(checked(&lines, Some(&other)), broken(7, AuditBreak::OtherHead));
    assert_eq!(checked(&[], None).map(|head| head.sequence), Ok(0));
}

/// Two records under each other's numbers, with the texts of the other.
#[test]
fn records_that_changed_places_are_found() {
    let (mut lines, _) = exported();
    let renumbered = |line: &str, from: u64, to: u64| {
        line.replacen(&format!("{{\"sequence\":{from}"), &format!("{{\"sequence\":{to}"), 1)
    };
    let (three, four) = (renumbered(&lines[3], 4, 3), renumbered(&lines[2], 3, 4));
    (lines[2], lines[3]) = (three, four);
    assert_eq!(checked(&lines, None), broken(3, AuditBreak::Moved));
}

/// The clock goes back an hour, and later forward a year: records keep the order in which they were made.
#[test]
fn the_clock_orders_nothing() {
    let office = Office::new();
    let note = |at: &str, subject: &str| {
        let who = virkning_store::Actor { at: at.parse().unwrap(), ..actor("anna") };
        office.store.audit_note(&who, "settle", proposal_id(subject).as_str(), Default::default()).unwrap();
    };
    note("2025-03-03T10:00:00Z", "first");
    note("2025-03-03T09:00:00Z", "second");
    note("2026-03-03T09:00:00Z", "third");
    note("2025-03-03T09:30:00Z", "fourth");
    let newest_first: Vec<String> = office.store.audit_log(4).unwrap().into_iter().map(|entry| entry.subject).collect();
    assert_eq!(newest_first, ["fourth", "third", "second", "first"]);
    assert_eq!(office.store.verify().unwrap().faults, []);
    assert_eq!(office.store.audit_verify().unwrap(), office.store.audit_head().unwrap());
}
