//! Stored data that somebody, or the disk, has changed: verification names the exact record.

use std::path::Path;

use virkning_store::{AuditBreak, BrokenAt, Fault, Head, Store, StoreError};

use crate::files::past_the_store;
use crate::script::{Office, agreement};

/// An office with something in every table. Its audit log has 16 records.
fn office() -> Office {
    let office = Office::new();
    office.run(
        "
        anna codes c 2015-11 list => ok
        anna map 997 sickness => ok
        bo confirm 997 sickness 2015-11+1 list-two => ok
        anna snapshot d 2025-02 rows => ok
        anna enrol set aaaa=1 bbbb=2 => ok
        anna propose p1 2024 content-of-the-proposal => ok
        anna approve p1 content-of-the-proposal => S015
        bo approve p1 content-of-the-proposal => ok
        anna post k1 p1 content-of-the-proposal 59760 => ok
        anna propose p2 2025 b => ok
        ",
    );
    office
}

/// Somebody with access to the file switches its guards off first.
const WITHOUT_GUARDS: &str = "
    DROP TRIGGER audit_never_change; DROP TRIGGER audit_never_go;
    DROP TRIGGER users_never_change; DROP TRIGGER users_never_go;
    DROP TRIGGER proposals_never_change; DROP TRIGGER proposals_never_go;
    DROP TRIGGER decisions_never_change; DROP TRIGGER decisions_never_go;
    DROP TRIGGER decisions_follow_each_other;
    DROP TRIGGER postings_never_change; DROP TRIGGER postings_never_go;
    DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go; DROP TRIGGER entries_before_their_posting;
    DROP TRIGGER enrolments_never_change; DROP TRIGGER enrolment_links_never_change;
    DROP TRIGGER enrolment_links_never_go; DROP TRIGGER agreements_never_change; DROP TRIGGER snapshots_never_change;
    DROP TRIGGER code_lists_never_change; DROP TRIGGER mappings_never_go; DROP TRIGGER user_roles_never_change;
    DROP TRIGGER mapping_confirmations_never_change;
";

fn faults_after(sql: &'static str) -> Vec<Fault> {
    let office = office();
    past_the_store(office.store.path(), WITHOUT_GUARDS).unwrap();
    past_the_store(office.store.path(), sql).unwrap();
    office.store.verify().unwrap().faults
}

fn broken(sequence: u64, why: AuditBreak) -> Fault {
    Fault::Audit(BrokenAt { sequence, why })
}

fn changed(table: &'static str, key: &str) -> Fault {
    Fault::RowChanged { table, key: key.to_owned() }
}

fn missing(table: &str, key: &str) -> Fault {
    Fault::RowMissing { table: table.to_owned(), key: key.to_owned() }
}

#[test]
fn the_first_bad_audit_record_is_named() {
    let check = |sql, expected: Fault| assert_eq!(faults_after(sql), [expected], "{sql}");
    check("DELETE FROM audit WHERE sequence = 1", broken(1, AuditBreak::Missing));
    check("DELETE FROM audit WHERE sequence IN (7, 9)", broken(7, AuditBreak::Missing));
    check(
        "UPDATE audit SET record = CAST(replace(CAST(record AS TEXT), 'anna', 'carl') AS BLOB) WHERE sequence = 6",
        broken(6, AuditBreak::Edited),
    );
    check("UPDATE audit SET record = x'00' WHERE sequence = 6", broken(6, AuditBreak::Edited));
    check("UPDATE audit SET hash = previous WHERE sequence = 6", broken(6, AuditBreak::Edited));
    check(
        "UPDATE audit SET sequence = 100 WHERE sequence = 6; UPDATE audit SET sequence = 6 WHERE sequence = 8;
         UPDATE audit SET sequence = 8 WHERE sequence = 100",
        broken(6, AuditBreak::Moved),
    );
    check(
        "UPDATE audit SET sequence = sequence + 1000 WHERE sequence > 6;
         UPDATE audit SET sequence = sequence - 999 WHERE sequence > 1000",
        broken(7, AuditBreak::Missing),
    );
}

#[test]
fn a_log_that_was_cut_off_is_found() {
    // Something was stored that no record speaks of any more.
    let unaccounted = |table, key: &str| Fault::RowUnaccounted { table, key: key.to_owned() };
    assert_eq!(
        faults_after("DELETE FROM audit WHERE sequence = 16"),
        [unaccounted("decisions", "p2/1"), unaccounted("proposals", "p2")]
    );
    // With its rows taken out as well only a head that was kept elsewhere tells.
    let office = office();
    let head = office.store.audit_head().unwrap();
    assert_eq!(head.sequence, 16);
    past_the_store(office.store.path(), WITHOUT_GUARDS).unwrap();
    past_the_store(
        office.store.path(),
        "DELETE FROM audit WHERE sequence = 16; DELETE FROM decisions WHERE proposal = 'p2';
         DELETE FROM proposals WHERE id = 'p2'",
    )
    .unwrap();
    assert_eq!(office.store.verify().unwrap().faults, []);
    let error = office.store.audit_verify_against(&head).unwrap_err();
    assert!(matches!(error, StoreError::Damaged(fault) if fault == broken(16, AuditBreak::CutOff)));
    // Another action takes its number: the log is whole, but it is another one.
    office.run("anna propose p3 2025 c => ok");
    let error = office.store.audit_verify_against(&head).unwrap_err();
    assert!(matches!(error, StoreError::Damaged(fault) if fault == broken(16, AuditBreak::OtherHead)));
    let kept: Head = office.store.audit_head().unwrap().to_string().parse().unwrap();
    assert_eq!(office.store.audit_verify_against(&kept).unwrap(), kept);
}

#[test]
fn a_changed_row_is_named() {
    let check = |sql, expected: &[Fault]| assert_eq!(faults_after(sql), expected, "{sql}");
    check("UPDATE users SET name = 'Anna A.' WHERE id = 'anna'", &[changed("users", "anna")]);
    check("UPDATE user_roles SET roles = 'approver' WHERE user_id = 'anna'", &[changed("user_roles", "anna/1")]);
    check("UPDATE agreements SET document = x'00'", &[changed("agreements", "ips-plus/1")]);
    check("UPDATE code_lists SET document = x'00' WHERE sequence = 1", &[changed("code_lists", "dream/2015-11")]);
    check("UPDATE mapping_confirmations SET recorded_by = 'dora'", &[changed("mapping_confirmations", "1")]);
    check("UPDATE snapshots SET edition = '2026-02'", &[changed("snapshots", "d")]);
    check("UPDATE enrolments SET document = x'00'", &[changed("enrolments", "ips-plus/1")]);
    check(
        "UPDATE enrolment_links SET pseudonym = '99999999999999999999999999999999' WHERE alias = 'aaaa'",
        &[Fault::ContentChanged { table: "enrolment_links", key: "ips-plus/1".to_owned() }],
    );
    check(
        "DELETE FROM enrolment_links WHERE alias = 'aaaa'",
        &[Fault::ContentChanged { table: "enrolment_links", key: "ips-plus/1".to_owned() }],
    );
    check("UPDATE proposals SET unclarified = 1 WHERE id = 'p1'", &[changed("proposals", "p1")]);
    check("UPDATE proposals SET document = x'00' WHERE id = 'p1'", &[changed("proposals", "p1")]);
    check("UPDATE entries SET amount_minor = 1", &[changed("postings", "ips-plus/2025-0001")]);
    check("DELETE FROM entries WHERE position = 2", &[changed("postings", "ips-plus/2025-0001")]);
    check("UPDATE postings SET paid_on = '2025-04-01'", &[changed("postings", "ips-plus/2025-0001")]);
    check("DELETE FROM mappings", &[missing("mappings", "1")]);
}

#[test]
fn a_row_with_a_digest_of_its_own_is_found_by_the_log() {
    // The digest of another row of the same person: whoever writes digests too still has not written the audit record.
    let office = office();
    past_the_store(office.store.path(), WITHOUT_GUARDS).unwrap();
    past_the_store(
        office.store.path(),
        "DELETE FROM users WHERE id = 'eva';
         INSERT INTO users (id, name, recorded_by, recorded_at, digest)
         SELECT 'eva', name, recorded_by, recorded_at, digest FROM users WHERE id = 'dora'",
    )
    .unwrap();
    assert_eq!(office.store.verify().unwrap().faults, [changed("users", "eva")]);
}

#[test]
fn a_posting_without_its_approval_is_found() {
    let faults = faults_after("DELETE FROM decisions WHERE proposal = 'p1' AND position = 2");
    assert!(faults.contains(&missing("decisions", "p1/2")), "{faults:?}");
    assert!(faults.iter().any(|fault| matches!(fault, Fault::NotApproved { .. })), "{faults:?}");
    let faults = faults_after("DELETE FROM postings; DELETE FROM entries");
    assert_eq!(faults, [missing("postings", "ips-plus/2025-0001")]);
    let faults = faults_after("DELETE FROM postings");
    assert!(faults.contains(&Fault::RowUnaccounted { table: "entries", key: "1".to_owned() }), "{faults:?}");
}

#[test]
fn nothing_is_settled_on_damaged_data() {
    let office = office();
    past_the_store(office.store.path(), WITHOUT_GUARDS).unwrap();
    past_the_store(office.store.path(), "UPDATE proposals SET unclarified = 1 WHERE id = 'p2'").unwrap();
    let content = virkning_store::content_hash(b"b");
    let id = crate::script::proposal_id("p2");
    let failure = office.store.approve(&crate::script::actor("bo"), &id, &content).unwrap_err();
    assert_eq!((failure.code(), failure.arguments()[1].1.as_str()), ("S102", "p2"));
    assert_eq!(office.store.proposals(&agreement()).unwrap_err().code(), "S102");
}

/// The place of some stored bytes in the file.
fn place_of(file: &[u8], bytes: &[u8]) -> usize {
    file.windows(bytes.len()).position(|window| window == bytes).expect("the bytes are in the file")
}

fn flipped(path: &Path, byte: usize, bit: u8) {
    let mut file = std::fs::read(path).unwrap();
    file[byte] ^= 1 << bit;
    std::fs::write(path, file).unwrap();
}

#[test]
fn one_flipped_bit_is_named() {
    let office = office();
    let path = office.store.path().to_path_buf();
    drop(office.store);
    let place = place_of(&std::fs::read(&path).unwrap(), b"content-of-the-proposal");
    flipped(&path, place, 0);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.verify().unwrap().faults, [changed("proposals", "p1")]);
}

/// Wherever a bit flips: it is found, or it lies where nothing is stored and all data read as before.
#[test]
fn no_flipped_bit_passes_for_data() {
    let office = office();
    let path = office.store.path().to_path_buf();
    let before = office.contents();
    let Office { place, store } = office;
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let mut found = 0;
    // Primes: the places spread over all pages and all offsets in them. Where every test is run, four times as many.
    let step = if std::env::var_os("VIRKNING_TEST_EVERYTHING").is_some() { 613 } else { 2_447 };
    for (number, byte) in (0..whole.len()).step_by(step).enumerate() {
        std::fs::write(&path, &whole).unwrap();
        flipped(&path, byte, (number % 8) as u8);
        let opened = Store::open(&path);
        let verified = opened.as_ref().map(|store| store.verify());
        match verified {
            Ok(Ok(verification)) if verification.faults.is_empty() => {
                let office = Office { store: opened.unwrap(), place: place.clone() };
                assert_eq!(office.contents(), before, "byte {byte}");
            }
            _ => found += 1,
        }
        for side in ["db-wal", "db-shm"] {
            let _ = std::fs::remove_file(path.with_extension(side));
        }
    }
    assert!(found > 20, "{found} flips were found");
}
