//! Documents for the case file on every backing: kept once, numbered by the case system, signed copies beside them.

use virkning_model::id::RecordId;
use virkning_store::{Failure, NewRecord, Refusal, content_hash};

use crate::script::{Backing, Office, actor, agreement, on_every_backing};

on_every_backing![
    a_document_is_kept_once,
    numbers_are_corrected_by_later_ones,
    signed_copies_stand_beside_the_document,
    whoever_may_only_read_keeps_nothing,
];

fn id(text: &str) -> RecordId {
    RecordId::new(text).unwrap()
}

fn keep(office: &Office, who: &str, name: &str, case: &str) -> Result<bool, Failure> {
    let (id, agreement, content) = (id(name), agreement(), content_hash(name.as_bytes()));
    let new = NewRecord {
        id: &id,
        agreement: &agreement,
        kind: "statement",
        subject: "p1",
        case_number: case,
        kle: "15.20.00",
        title: "Afregningsbilag: IPS-PLUS",
        dated: "2025-03-31".parse().unwrap(),
        content: &content,
        made_of: &content,
    };
    office.store.record_add(&actor(who), new).map(|stored| stored.already)
}

fn code(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Failed(error) => panic!("{error}"),
    }
}

fn a_document_is_kept_once(backing: Backing) {
    let office = Office::on(backing);
    assert!(!keep(&office, "anna", "r-1", "2025-1").unwrap());
    assert!(keep(&office, "bo", "r-1", "2025-1").unwrap());
    match keep(&office, "anna", "r-1", "2025-2").unwrap_err() {
        Failure::Refused(Refusal::RecordDiffers { field, .. }) => assert_eq!(field, "case-number"),
        other => panic!("{other:?}"),
    }
    assert!(!keep(&office, "anna", "r-2", "2025-1").unwrap());
    let office = office.reopened();
    let records = office.store.records().unwrap();
    assert_eq!(records.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), ["r-1", "r-2"]);
    assert_eq!((records[0].by.as_str(), records[0].case_number.as_str()), ("anna", "2025-1"));
    let verification = office.store.verify().unwrap();
    assert_eq!((verification.faults, verification.counted.records), (vec![], 2));
}

fn numbers_are_corrected_by_later_ones(backing: Backing) {
    let office = Office::on(backing);
    keep(&office, "anna", "r-1", "2025-1").unwrap();
    let journal = |number: &str| office.store.record_journal(&actor("anna"), &id("r-1"), number).unwrap().already;
    assert_eq!([journal("D-1"), journal("D-1"), journal("D-2"), journal("D-1")], [false, true, false, false]);
    assert_eq!(office.store.record(&id("r-1")).unwrap().unwrap().journal_number.as_deref(), Some("D-1"));
    let unknown = office.store.record_journal(&actor("anna"), &id("r-9"), "D-1").unwrap_err();
    assert_eq!(code(unknown), "S050");
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn signed_copies_stand_beside_the_document(backing: Backing) {
    let office = Office::on(backing);
    keep(&office, "anna", "r-1", "2025-1").unwrap();
    let (first, second) = (content_hash(b"first"), content_hash(b"second"));
    let signed = |copy| office.store.record_signed(&actor("bo"), &id("r-1"), copy).unwrap().already;
    assert_eq!([signed(&first), signed(&second), signed(&first)], [false, false, true]);
    let record = office.store.record(&id("r-1")).unwrap().unwrap();
    assert_eq!(record.signed.iter().map(|copy| &copy.content).collect::<Vec<_>>(), [&first, &second]);
    assert_eq!(record.signed[0].by.as_str(), "bo");
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn whoever_may_only_read_keeps_nothing(backing: Backing) {
    let office = Office::on(backing);
    assert_eq!(code(keep(&office, "eva", "r-1", "2025-1").unwrap_err()), "S004");
    assert_eq!(code(keep(&office, "nobody", "r-1", "2025-1").unwrap_err()), "S001");
    assert_eq!(office.store.records().unwrap(), []);
}
