//! The disk or the way to it fails at every single operation, in every way: an error is said, nothing is lost or done
//! twice, and the same requests again lead to the same end.

use virkning_store::{Failure, FaultKind, FaultPlan, MemoryDisk, Store};

use crate::script::{Came, Office, Place, actor, agreement};

const REQUESTS: [&str; 12] = [
    "anna user frida reader",
    "anna roles frida auditor",
    "anna seal 2 text-of-version-2",
    "anna codes c 2015-11 list",
    "anna map 997 sickness",
    "anna snapshot d 2025-02 rows",
    "anna enrol set aaaa=1 bbbb=2",
    "anna propose p1 2024 a",
    "anna approve p1 a",
    "bo approve p1 a",
    "anna post k1 p1 a 100",
    "anna post k2 p1 a 100",
];

/// What each request comes to where nothing fails; done before, it is there already.
const EXPECTED: [&str; 12] = ["", "", "2", "2015-11", "anna", "d", "1", "p1", "S015", "bo", "2025-0001", "S023"];

fn place(disk: &MemoryDisk) -> Place {
    Place::Memory(disk.clone())
}

/// Everything on a disk, and how much its log holds, read without disturbing what is planned for it.
fn contents_of(disk: &MemoryDisk) -> (Vec<String>, u64) {
    let copy = place(&disk.copied()).office();
    (copy.contents(), copy.store.audit_head().unwrap().sequence)
}

/// Does the requests in order, each again until it is answered, on a new handle after each failure.
fn retried(disk: &MemoryDisk) -> Vec<String> {
    let mut office = place(disk).office();
    let mut failures = Vec::new();
    for (request, expected) in REQUESTS.iter().zip(EXPECTED) {
        loop {
            let before = contents_of(disk);
            match office.attempt(request) {
                Ok(came) => {
                    let words = came.words();
                    let answered = words.split(' ').find(|word| !matches!(*word, "ok" | "already"));
                    assert_eq!(answered.unwrap_or_default(), expected, "{request} came to {words}");
                    assert!(!matches!(came, Came::Already(_)) || !failures.is_empty(), "{request}");
                    break;
                }
                Err(failure) => {
                    // Before or after, never between.
                    let after = place(disk).office();
                    assert_eq!(after.store.verify().unwrap().faults, [], "{request}");
                    let kept = failures.last() == Some(&"kept");
                    assert!(!kept, "one fault was planned");
                    let is_done = contents_of(disk) != before;
                    failures.push(if is_done { "kept" } else { "not kept" });
                    assert!(matches!(failure.code(), "S205" | "S209" | "S213"), "{failure:?}");
                    office = after;
                }
            }
        }
    }
    // Looked at on a copy, where no fault is still to come.
    let end = place(&disk.copied()).office();
    assert_eq!(end.store.verify().unwrap().faults, []);
    assert_eq!(end.store.postings(&agreement()).unwrap().len(), 1);
    failures.into_iter().map(str::to_owned).collect()
}

/// A disk on which an office was set up.
fn set_up() -> MemoryDisk {
    let disk = MemoryDisk::new();
    place(&disk).office().run(crate::script::START);
    disk
}

#[test]
fn every_operation_fails_once_in_every_way() {
    let start = set_up();
    let whole = start.copied();
    assert_eq!(retried(&whole), [] as [String; 0]);
    let end = place(&whole).office().contents();
    for kind in FaultKind::ALL {
        let mut met = 0;
        let mut next = 1;
        loop {
            let disk = start.copied();
            disk.plan(FaultPlan { fail_at: Some(next), kind });
            let failures = retried(&disk);
            let Some(number) = disk.failed_at() else { break };
            // Whatever is planned before that would meet the same operation.
            next = number + 1;
            met += 1;
            let expected = match kind {
                FaultKind::LostAfterCommit | FaultKind::FailedSync => "kept",
                _ => "not kept",
            };
            assert!(failures.iter().all(|kept| kept == expected), "{kind:?} at {number}: {failures:?}");
            assert_eq!(place(&disk).office().contents(), end, "{kind:?} at {number}");
        }
        assert!(met > 10, "{kind:?} met {met} operations");
    }
}

#[test]
fn a_handle_whose_sync_failed_is_not_used_again() {
    let disk = set_up();
    let store = Store::in_memory(&disk).unwrap();
    disk.plan(FaultPlan { fail_at: Some(1), kind: FaultKind::FailedSync });
    let note = || store.audit_note(&actor("anna"), "export", "x", [].into());
    assert_eq!(note().unwrap_err().code(), "S209");
    assert!(matches!(note(), Err(Failure::Failed(error)) if error.code() == "S211"));
    let again = Store::in_memory(&disk).unwrap();
    again.audit_note(&actor("anna"), "export", "x", [].into()).unwrap();
    assert_eq!(again.verify().unwrap().faults, []);
}

#[test]
fn a_full_disk_still_reads() {
    let disk = set_up();
    let office: Office = place(&disk).office();
    disk.plan(FaultPlan { fail_at: Some(1), kind: FaultKind::DiskFull });
    assert_eq!(office.store.verify().unwrap().faults, []);
    assert_eq!(office.attempt(REQUESTS[7]).unwrap_err().code(), "S205");
    assert_eq!(office.store.enrolment_latest(&agreement()).unwrap(), None);
    office.run("anna enrol set aaaa=1 bbbb=2 => ok 1");
}
