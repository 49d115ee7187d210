//! The identity vault, looks at people, sources and erasure: on every kind of store. Numbers have days above 60.

use std::io;

use virkning_model::id::Alias;
use virkning_model::identity::{Identity, Secret};
use virkning_store::{
    Erasure, Failure, Fault, FaultKind, FaultPlan, IdentitiesAdded, Look, MasterKeys, MemoryDisk, NewEnrolment,
    NewIdentities, NewLook, NewSource, Role, ShownIdentity, Store, StoreError, content_hash,
};

use crate::files::past_the_store;
use crate::script::{Backing, Office, Place, actor, agreement, on_every_backing, user};

const KAREN: &str = "6101904321";
const KAREN_LATER: &str = "6101904399";
const OLE: &str = "6202804322";

/// Chance that is the same in every run, and never the same twice in one.
pub struct Chance(u64);

impl Chance {
    pub fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        for part in bytes.chunks_mut(16) {
            self.0 += 1;
            part.copy_from_slice(&content_hash(&self.0.to_be_bytes()).as_str().as_bytes()[..part.len()]);
        }
        Ok(())
    }
}

fn alias(text: &str) -> Alias {
    Alias::new(text).unwrap()
}

fn pseudonym(letter: &str) -> String {
    letter.repeat(32)
}

fn identity(cpr: &str, name: &str) -> Identity {
    Identity {
        cpr: Secret::new(cpr),
        name: Some(Secret::new(name)),
        address: Some(Secret::new("Bakken 1")),
        protected: Some(false),
    }
}

/// An office in which `aaaa` (Karen) and `bbbb` (Ole) take part. `anna` and `carl` work with people, `bo` approves and
/// `adam` administers.
struct Ward {
    store: Store,
    keys: MasterKeys,
    chance: Chance,
}

impl Ward {
    fn new(store: Store) -> Self {
        for (name, role) in [
            ("adam", Role::Administrator),
            ("anna", Role::CaseWorker),
            ("carl", Role::CaseWorker),
            ("bo", Role::Approver),
            ("eva", Role::Auditor),
            ("rikke", Role::Reader),
        ] {
            store.user_add(&actor("adam"), &user(name), name, &[role]).unwrap();
        }
        let mut chance = Chance(0);
        let keys = MasterKeys::first(&mut |bytes| chance.fill(bytes)).unwrap();
        Self { store, keys, chance }
    }

    fn enrolled(store: Store) -> Self {
        let mut ward = Self::new(store);
        let people = [(pseudonym("1"), identity(KAREN, "Karen")), (pseudonym("2"), identity(OLE, "Ole"))];
        ward.enrol("set-1", &[("aaaa", "1"), ("bbbb", "2")], &people).unwrap();
        ward
    }

    fn enrol(
        &mut self,
        set: &str,
        links: &[(&str, &str)],
        people: &[(String, Identity)],
    ) -> Result<IdentitiesAdded, Failure> {
        let links: Vec<(Alias, String)> = links.iter().map(|(name, letter)| (alias(name), pseudonym(letter))).collect();
        let (hash, file_hash) = (content_hash(set.as_bytes()), content_hash(b"list"));
        let new = NewEnrolment {
            agreement: &agreement(),
            json: set.as_bytes(),
            hash: &hash,
            file_hash: &file_hash,
            links: &links,
        };
        let identities = NewIdentities { keys: &self.keys, source: "enrolment", people };
        let chance = &mut self.chance;
        let stored =
            self.store.enrolment_add_with_identities(&actor("anna"), new, identities, &mut |bytes| chance.fill(bytes));
        stored.map(|stored| stored.record.1)
    }

    fn add(&mut self, source: &str, people: &[(String, Identity)]) -> Result<IdentitiesAdded, Failure> {
        let new = NewIdentities { keys: &self.keys, source, people };
        let chance = &mut self.chance;
        let stored = self.store.identities_add(&actor("anna"), new, &mut |bytes| chance.fill(bytes));
        stored.map(|stored| stored.record)
    }

    fn show(&self, who: &str, name: &str, reason: &str) -> Result<ShownIdentity, Failure> {
        let (agreement, name) = (agreement(), alias(name));
        let look = NewLook { agreement: &agreement, alias: Some(&name), what: "identity", details: "", reason };
        self.store.identity_show(&actor(who), &self.keys, look)
    }

    fn cpr(&self, name: &str) -> Vec<String> {
        let shown = self.show("anna", name, "sag 1").unwrap();
        let numbers = shown.numbers.into_iter().filter_map(|number| number.identity);
        numbers.map(|identity| identity.cpr.reveal().to_owned()).collect()
    }

    fn erase(&self, who: &str, name: &str) -> Result<Erasure, Failure> {
        Ok(self.store.erase(&actor(who), &agreement(), &alias(name), "slettefristen")?.record)
    }

    fn check_whole(&self) {
        assert_eq!(self.store.verify().unwrap().faults, []);
        assert_eq!(self.store.vault_check(&self.keys).unwrap().faults, []);
    }
}

impl Office {
    /// Somebody who takes part, with an identity in the vault that somebody has looked at.
    pub fn identified(&self) {
        let mut chance = Chance(0);
        let keys = MasterKeys::first(&mut |bytes| chance.fill(bytes)).unwrap();
        let people = [(pseudonym("1"), identity(KAREN, "Karen"))];
        let new = NewIdentities { keys: &keys, source: "enrolment", people: &people };
        let added = self.store.identities_add(&actor("anna"), new, &mut |bytes| chance.fill(bytes));
        assert_eq!(added.unwrap().record.new, 1);
    }
}

on_every_backing!(
    an_identity_is_kept_and_shown_to_whoever_may_see_it,
    what_is_known_changes_nothing_and_what_is_new_is_added,
    protected_names_are_for_case_workers_only,
    other_keys_open_nothing,
    erasure_takes_two_people_and_leaves_the_rest,
    sources_have_a_purpose_and_a_deletion_date,
    whoever_is_past_every_deletion_date_is_due,
    one_person_under_two_numbers,
    the_citizens_list_has_no_names_of_staff,
    after_a_change_of_keys_the_old_one_opens_nothing
);

fn check_refused<T: std::fmt::Debug>(result: Result<T, Failure>, code: &str) {
    assert_eq!(result.unwrap_err().code(), code);
}

fn an_identity_is_kept_and_shown_to_whoever_may_see_it(backing: Backing) {
    let ward = Ward::enrolled(Place::new(backing).open());
    let shown = ward.show("anna", "aaaa", "opringning fra borgeren").unwrap();
    assert_eq!(shown.numbers[0].identity, Some(identity(KAREN, "Karen")));
    assert!(!format!("{shown:?}").contains(KAREN));
    let last = &ward.store.audit_log(1).unwrap()[0];
    assert_eq!((last.action.as_str(), last.subject.as_str()), ("identity-show", "aaaa"));
    assert_eq!(last.details["reason"], "opringning fra borgeren");
    check_refused(ward.show("anna", "aaaa", "  "), "S066");
    check_refused(ward.show("anna", "cccc", "sag 1"), "S063");
    for who in ["bo", "eva", "rikke"] {
        check_refused(ward.show(who, "aaaa", "sag 1"), "S004");
    }
    check_refused(ward.show("nobody", "aaaa", "sag 1"), "S001");
    ward.check_whole();
}

fn what_is_known_changes_nothing_and_what_is_new_is_added(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    let head = ward.store.audit_head().unwrap();
    let karen = |name: &str| [(pseudonym("1"), identity(KAREN, name))];
    assert_eq!(ward.add("enrolment", &karen("Karen")).unwrap(), IdentitiesAdded::default());
    assert_eq!(ward.store.audit_head().unwrap(), head);
    let changed = IdentitiesAdded { changed: 1, ..IdentitiesAdded::default() };
    assert_eq!(ward.add("enrolment", &karen("Karen T.")).unwrap(), changed);
    assert_eq!(ward.show("anna", "aaaa", "sag 1").unwrap().numbers[0].identity, Some(identity(KAREN, "Karen T.")));
    // Another source says the same: that it does is kept, for its deletion date.
    assert_eq!(ward.add("another", &karen("Karen T.")).unwrap(), changed);
    assert_eq!(ward.add("another", &karen("Karen T.")).unwrap(), IdentitiesAdded::default());
    // A list without names takes nothing away.
    let bare = Identity { cpr: Secret::new(KAREN), name: None, address: None, protected: None };
    assert_eq!(ward.add("another", &[(pseudonym("1"), bare)]).unwrap(), IdentitiesAdded::default());
    assert_eq!(ward.show("anna", "aaaa", "sag 1").unwrap().numbers[0].identity, Some(identity(KAREN, "Karen T.")));
    ward.check_whole();
}

fn protected_names_are_for_case_workers_only(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    assert!(!ward.show("adam", "aaaa", "sag 1").unwrap().withheld);
    let protected = Identity { protected: Some(true), ..identity(KAREN, "Karen") };
    ward.add("enrolment", &[(pseudonym("1"), protected.clone())]).unwrap();
    let shown = ward.show("anna", "aaaa", "sag 1").unwrap();
    assert_eq!((shown.protected, shown.withheld), (true, false));
    assert_eq!(shown.numbers[0].identity, Some(protected.clone()));
    let shown = ward.show("adam", "aaaa", "sag 1").unwrap();
    assert_eq!((shown.protected, shown.withheld), (true, true));
    assert_eq!(shown.numbers[0].identity, Some(Identity { name: None, address: None, ..protected }));
}

fn other_keys_open_nothing(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    let right = ward.keys.clone();
    ward.keys = MasterKeys::first(&mut |bytes| ward.chance.fill(bytes)).unwrap();
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S060");
    check_refused(ward.add("enrolment", &[(pseudonym("3"), identity(KAREN, "Karen"))]), "S060");
    check_refused(ward.store.vault_check(&ward.keys), "S060");
    // A later version alone does not have what is wrapped under the earlier one.
    ward.keys = right.with_next(&mut |bytes| ward.chance.fill(bytes)).unwrap().newest_only();
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S062");
    assert_eq!(ward.store.vault_check(&ward.keys).unwrap().faults.len(), 2);
    ward.keys = right;
    ward.check_whole();
}

/// Somebody with access to the file switches its guards off, and writes digests as well as the program.
fn changed(sql: &'static str) -> (Vec<Fault>, Ward) {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::enrolled(Store::open(folder.path().join("virkning.db")).unwrap());
    ward.store.source_add(&actor("anna"), source("enrolment", "2030-01-01")).unwrap();
    ward.erase("anna", "bbbb").unwrap();
    past_the_store(ward.store.path(), WITHOUT_GUARDS).unwrap();
    past_the_store(ward.store.path(), sql).unwrap();
    let faults = ward.store.verify().unwrap().faults;
    // The folder must outlive the store's connection.
    std::mem::forget(folder);
    (faults, ward)
}

const WITHOUT_GUARDS: &str = "
    DROP TRIGGER vault_keys_never_change; DROP TRIGGER identities_never_change; DROP TRIGGER identities_never_go;
    DROP TRIGGER identity_fields_never_change; DROP TRIGGER identity_keys_never_change;
    DROP TRIGGER looks_never_change; DROP TRIGGER looks_never_go; DROP TRIGGER sources_never_change;
    DROP TRIGGER erasures_never_change; DROP TRIGGER erasures_never_go; DROP TRIGGER identity_fields_never_go;
";

#[test]
fn whatever_is_changed_behind_the_store_is_named() {
    let check = |sql: &'static str, table: &'static str, key: &str| {
        let expected = Fault::RowChanged { table, key: key.to_owned() };
        assert_eq!(changed(sql).0, [expected], "{sql}");
    };
    check("UPDATE vault_keys SET fingerprint = 'x'", "vault_keys", "1");
    check("UPDATE identities SET pseudonym = replace(pseudonym, '1', '3') WHERE sequence = 1", "identities", "1");
    check("UPDATE identity_fields SET source = 'x' WHERE identity = 1 AND field = 'cpr'", "identity_fields", "1/cpr/1");
    check("UPDATE identity_keys SET wrapped = x'00' WHERE identity = 2", "identity_keys", "2/1");
    check("UPDATE sources SET delete_on = '2099-01-01'", "sources", "enrolment/1");
    check("UPDATE erasures SET reason = 'x'", "erasures", "1");
    let gone = Fault::RowMissing { table: "identity_keys".to_owned(), key: "1/1".to_owned() };
    assert_eq!(changed("DELETE FROM identity_keys WHERE identity = 1").0, [gone]);
}

/// The ciphertexts of two people change places, with their digests: the log finds it, and so does decryption.
#[test]
fn swapped_ciphertexts_open_nowhere() {
    let swap = "
        CREATE TEMP TABLE one AS SELECT * FROM identity_fields WHERE identity = 1 AND field = 'cpr';
        CREATE TEMP TABLE two AS SELECT * FROM identity_fields WHERE identity = 2 AND field = 'cpr';
        UPDATE identity_fields SET value = (SELECT value FROM two) WHERE identity = 1 AND field = 'cpr';
        UPDATE identity_fields SET value = (SELECT value FROM one) WHERE identity = 2 AND field = 'cpr';
    ";
    let (faults, ward) = changed(swap);
    assert_eq!(faults.len(), 2, "{faults:?}");
    match ward.show("anna", "aaaa", "sag 1").unwrap_err() {
        Failure::Failed(StoreError::Damaged(Fault::RowChanged { table: "identity_fields", .. })) => {}
        other => panic!("{other:?}"),
    }
}

/// A byte that differs in an encrypted value, at any place, is found without the key.
#[test]
fn a_changed_ciphertext_is_found() {
    for sql in [
        "UPDATE identity_fields SET value = CAST(substr(value, 1, 30) || x'00' || substr(value, 32) AS BLOB) WHERE field = 'cpr'",
        "UPDATE identity_fields SET value = CAST(x'00' || substr(value, 2) AS BLOB) WHERE field = 'name'",
        "UPDATE identity_fields SET value = substr(value, 1, length(value) - 1) WHERE field = 'address'",
        "UPDATE identity_keys SET wrapped = substr(wrapped, 1, length(wrapped) - 1)",
    ] {
        assert_eq!(changed(sql).0.len(), 2, "{sql}");
    }
}

fn erasure_takes_two_people_and_leaves_the_rest(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    check_refused(ward.erase("rikke", "aaaa"), "S004");
    check_refused(ward.erase("anna", "cccc"), "S063");
    assert_eq!(ward.erase("anna", "aaaa").unwrap(), Erasure::Asked);
    check_refused(ward.erase("anna", "aaaa"), "S071");
    assert_eq!(ward.cpr("aaaa"), [KAREN], "asking erases nothing");
    assert_eq!(ward.erase("carl", "aaaa").unwrap(), Erasure::Done);
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S065");
    check_refused(ward.erase("anna", "aaaa"), "S065");
    assert_eq!(ward.cpr("bbbb"), [OLE]);
    let check = ward.store.vault_check(&ward.keys).unwrap();
    assert_eq!((check.numbers, check.erased), (2, 1));
    // The next list names the person again: what was erased stays erased, and the set is kept all the same.
    let people = [(pseudonym("1"), identity(KAREN, "Karen")), (pseudonym("2"), identity(OLE, "Ole"))];
    let added = ward.enrol("set-2", &[("aaaa", "1"), ("bbbb", "2")], &people).unwrap();
    assert_eq!(added, IdentitiesAdded { erased: 1, ..IdentitiesAdded::default() });
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S065");
    assert_eq!(ward.store.enrolment_links(&agreement()).unwrap().len(), 2);
    ward.check_whole();
}

/// A wrapped key that comes back, as from an old copy, is a row that no record speaks of.
#[test]
fn a_key_that_comes_back_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::enrolled(Store::open(folder.path().join("virkning.db")).unwrap());
    past_the_store(ward.store.path(), "CREATE TABLE kept AS SELECT * FROM identity_keys WHERE identity = 1").unwrap();
    ward.erase("anna", "aaaa").unwrap();
    ward.erase("carl", "aaaa").unwrap();
    past_the_store(ward.store.path(), "INSERT INTO identity_keys SELECT * FROM kept").unwrap();
    let back = Fault::RowUnaccounted { table: "identity_keys", key: "1/1".to_owned() };
    assert_eq!(ward.store.verify().unwrap().faults, [back]);
}

fn source<'a>(name: &'a str, delete_on: &str) -> NewSource<'a> {
    NewSource {
        name,
        legal_basis: "serviceloven",
        purpose: "afregning",
        processing_agreement: None,
        delete_on: delete_on.parse().unwrap(),
    }
}

fn sources_have_a_purpose_and_a_deletion_date(backing: Backing) {
    let ward = Ward::new(Place::new(backing).open());
    let anna = actor("anna");
    check_refused(ward.store.source_add(&anna, NewSource { purpose: " ", ..source("dream", "2031-01-01") }), "S069");
    check_refused(ward.store.source_add(&actor("rikke"), source("dream", "2031-01-01")), "S004");
    assert!(!ward.store.source_add(&anna, source("dream", "2031-01-01")).unwrap().already);
    assert!(ward.store.source_add(&anna, source("dream", "2031-01-01")).unwrap().already);
    assert!(!ward.store.source_add(&anna, source("dream", "2032-01-01")).unwrap().already);
    let sources = ward.store.sources().unwrap();
    assert_eq!((sources.len(), sources[0].delete_on.to_string().as_str()), (1, "2032-01-01"));
}

fn whoever_is_past_every_deletion_date_is_due(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    let anna = actor("anna");
    let day = |text: &str| text.parse().unwrap();
    let due = |ward: &Ward, on: &str| -> Vec<(String, u64, u64)> {
        let lines = ward.store.retention(day(on)).unwrap();
        lines.into_iter().map(|line| (line.source, line.kept, line.due)).collect()
    };
    // Nobody has said when: nothing is due.
    assert_eq!(due(&ward, "2099-01-01"), [("enrolment".to_owned(), 2, 0)]);
    check_refused(ward.store.erase_due(&anna, day("2099-01-01"), "frist"), "S072");
    ward.store.source_add(&anna, source("enrolment", "2030-01-01")).unwrap();
    assert_eq!(due(&ward, "2029-12-31"), [("enrolment".to_owned(), 2, 0)]);
    assert_eq!(due(&ward, "2030-01-01"), [("enrolment".to_owned(), 2, 2)]);
    // Another source still needs one of them.
    ward.add("another", &[(pseudonym("2"), identity(OLE, "Ole"))]).unwrap();
    ward.store.source_add(&anna, source("another", "2035-01-01")).unwrap();
    assert_eq!(due(&ward, "2030-01-01"), [("another".to_owned(), 1, 0), ("enrolment".to_owned(), 2, 1)]);
    let erased = ward.store.erase_due(&anna, day("2030-01-01"), "frist").unwrap().record;
    assert_eq!((erased.asked, erased.done, erased.waiting), (1, 0, 0));
    check_refused(ward.store.erase_due(&anna, day("2030-01-01"), "frist"), "S071");
    let erased = ward.store.erase_due(&actor("bo"), day("2030-01-01"), "frist").unwrap().record;
    assert_eq!((erased.asked, erased.done, erased.waiting), (0, 1, 0));
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S065");
    assert_eq!(ward.cpr("bbbb"), [OLE]);
    ward.check_whole();
}

fn one_person_under_two_numbers(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    let anna = actor("anna");
    let (one, two, three) = (pseudonym("1"), pseudonym("2"), pseudonym("3"));
    let from = "2025-06-01".parse().unwrap();
    // Without a link the alias may not stand for another number.
    let later = [(three.clone(), identity(KAREN_LATER, "Karen"))];
    check_refused(ward.enrol("set-2", &[("aaaa", "3"), ("bbbb", "2")], &later), "S011");
    check_refused(ward.store.number_link(&anna, &one, &one, from, "CPR-kontoret"), "S068");
    check_refused(ward.store.number_link(&anna, &one, &three, from, ""), "S066");
    check_refused(ward.store.number_link(&actor("bo"), &one, &three, from, "CPR-kontoret"), "S004");
    assert!(!ward.store.number_link(&anna, &one, &three, from, "CPR-kontoret").unwrap().already);
    assert!(ward.store.number_link(&anna, &one, &three, from, "CPR-kontoret").unwrap().already);
    check_refused(ward.store.number_link(&anna, &one, &two, from, "x"), "S067");
    check_refused(ward.store.number_link(&anna, &two, &three, from, "x"), "S067");
    check_refused(ward.store.number_link(&anna, &three, &one, from, "x"), "S068");
    let before = ward.store.enrolment_latest(&agreement()).unwrap().unwrap();
    ward.enrol("set-2", &[("aaaa", "3"), ("bbbb", "2")], &later).unwrap();
    // The earlier set still stands for the earlier number.
    assert_eq!(ward.store.enrolment_links_of(&before.hash).unwrap()[0].1, one);
    assert_eq!(ward.store.enrolment_links(&agreement()).unwrap()[0].1, three);
    assert_eq!(ward.cpr("aaaa"), [KAREN, KAREN_LATER]);
    let shown = ward.show("anna", "aaaa", "sag 1").unwrap();
    assert_eq!(shown.numbers.iter().map(|number| number.from).collect::<Vec<_>>(), [None, Some(from)]);
    // Erasing the person erases both.
    ward.erase("anna", "aaaa").unwrap();
    ward.erase("carl", "aaaa").unwrap();
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S065");
    assert_eq!(ward.store.vault_check(&ward.keys).unwrap().erased, 2);
    ward.check_whole();
}

fn the_citizens_list_has_no_names_of_staff(backing: Backing) {
    let ward = Ward::enrolled(Place::new(backing).open());
    let (agreement, karen) = (agreement(), alias("aaaa"));
    let look = |who: &str, alias: Option<&Alias>, reason: &str| {
        let look = NewLook { agreement: &agreement, alias, what: "explain", details: "2024", reason };
        ward.store.look_add(&actor(who), look)
    };
    look("rikke", Some(&karen), "spørgsmål fra borgeren").unwrap();
    look("eva", None, "kontrol af alle").unwrap();
    look("eva", Some(&alias("bbbb")), "en anden").unwrap();
    ward.show("anna", "aaaa", "opringning").unwrap();
    check_refused(look("eva", Some(&karen), ""), "S066");
    let words = |looks: Vec<Look>| -> Vec<(String, String, Vec<Role>)> {
        looks.into_iter().map(|look| (look.what, look.reason, look.roles)).collect()
    };
    let expected = [
        ("explain".to_owned(), "spørgsmål fra borgeren".to_owned(), vec![Role::Reader]),
        ("explain".to_owned(), "kontrol af alle".to_owned(), vec![Role::Auditor]),
        ("identity".to_owned(), "opringning".to_owned(), vec![Role::CaseWorker]),
    ];
    let looks = ward.store.looks(&actor("carl"), &agreement, &karen, "indsigt").unwrap();
    for name in ["rikke", "eva", "anna"] {
        assert!(!format!("{looks:?}").contains(name));
    }
    assert_eq!(words(looks), expected);
    // Reading the list is a look; by the number the same is found.
    let again = ward.store.looks_everywhere(&actor("carl"), &pseudonym("1"), "indsigt").unwrap();
    assert_eq!(again.len(), 4);
    assert_eq!(again[3].what, "looks");
    check_refused(ward.store.looks(&actor("bo"), &agreement, &karen, "x"), "S004");
    check_refused(ward.store.looks(&actor("anna"), &agreement, &alias("cccc"), "x"), "S063");
    check_refused(ward.store.looks_everywhere(&actor("anna"), &pseudonym("9"), "x"), "S070");
    ward.check_whole();
}

/// A change of keys, a step at a time; the caller decides what happens between the steps.
fn rotate(ward: &mut Ward) -> Result<(), Failure> {
    let adam = actor("adam");
    ward.store.vault_key_add(&adam, &ward.keys)?;
    loop {
        let chance = &mut ward.chance;
        let step = ward.store.vault_rewrap(&adam, &ward.keys, 1, &mut |bytes| chance.fill(bytes))?;
        if step.record.left == 0 {
            return Ok(());
        }
    }
}

fn after_a_change_of_keys_the_old_one_opens_nothing(backing: Backing) {
    let mut ward = Ward::enrolled(Place::new(backing).open());
    let old = ward.keys.clone();
    ward.keys = old.with_next(&mut |bytes| ward.chance.fill(bytes)).unwrap();
    rotate(&mut ward).unwrap();
    ward.keys = ward.keys.newest_only();
    assert_eq!(ward.cpr("aaaa"), [KAREN]);
    let check = ward.store.vault_check(&ward.keys).unwrap();
    assert_eq!((check.older, check.faults), (0, vec![]));
    let versions: Vec<u32> = ward.store.vault_versions().unwrap().iter().map(|key| key.version).collect();
    assert_eq!(versions, [1, 2]);
    ward.check_whole();
    ward.keys = old;
    check_refused(ward.show("anna", "aaaa", "sag 1"), "S061");
    check_refused(ward.add("enrolment", &[(pseudonym("3"), identity(KAREN, "x"))]), "S061");
}

/// Whichever operation fails, and however: what was begun goes on, and everything opens.
#[test]
fn an_interrupted_change_of_keys_goes_on() {
    let disk = MemoryDisk::new();
    let begun = Ward::enrolled(Store::in_memory(&disk).unwrap());
    let mut chance = Chance(1_000_000);
    let keys = begun.keys.with_next(&mut |bytes| chance.fill(bytes)).unwrap();
    drop(begun);
    let mut failed = 0;
    for kind in FaultKind::ALL {
        for number in 1.. {
            let disk = disk.copied();
            let store = Store::in_memory(&disk).unwrap();
            let mut ward = Ward { store, keys: keys.clone(), chance: Chance(2_000_000) };
            disk.plan(FaultPlan { fail_at: Some(disk.operations() + number), kind });
            let interrupted = rotate(&mut ward);
            if disk.is_fault_pending() {
                interrupted.unwrap();
                break;
            }
            // A connection that is lost before anything was begun is made again, and the caller does not notice.
            failed += u64::from(interrupted.is_err());
            ward.store = Store::in_memory(&disk).unwrap();
            ward.check_whole();
            assert_eq!(ward.cpr("bbbb"), [OLE], "in between everything opens with both keys");
            rotate(&mut ward).unwrap();
            ward.keys = ward.keys.newest_only();
            assert_eq!(ward.cpr("aaaa"), [KAREN]);
            ward.check_whole();
        }
    }
    assert!(failed > 20, "{failed} interruptions");
}

/// An erasure whose n-th operation fails has happened as a whole or not at all.
#[test]
fn an_interrupted_erasure_is_whole_or_nothing() {
    let disk = MemoryDisk::new();
    let begun = Ward::enrolled(Store::in_memory(&disk).unwrap());
    begun.erase("anna", "aaaa").unwrap();
    let keys = begun.keys.clone();
    drop(begun);
    for kind in FaultKind::ALL {
        for number in 1.. {
            let disk = disk.copied();
            let mut ward =
                Ward { store: Store::in_memory(&disk).unwrap(), keys: keys.clone(), chance: Chance(2_000_000) };
            disk.plan(FaultPlan { fail_at: Some(disk.operations() + number), kind });
            let erased = ward.erase("carl", "aaaa");
            if disk.is_fault_pending() {
                assert_eq!(erased.unwrap(), Erasure::Done);
                break;
            }
            if matches!(erased, Ok(Erasure::Done)) {
                continue;
            }
            ward.store = Store::in_memory(&disk).unwrap();
            ward.check_whole();
            let erased = ward.store.vault_check(&ward.keys).unwrap().erased;
            let confirmed = ward.erase("carl", "aaaa");
            match erased {
                0 => assert_eq!(confirmed.unwrap(), Erasure::Done),
                _ => check_refused(confirmed, "S065"),
            }
        }
    }
}

/// Always true 8: no file of the store and no export of the log holds a number, a name or an address; nor does the log hold
/// a register pseudonym.
#[test]
fn no_file_holds_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut ward = Ward::enrolled(Store::open(folder.path().join("virkning.db")).unwrap());
    ward.show("anna", "aaaa", "sag 1").unwrap();
    let later = [(pseudonym("3"), identity(KAREN_LATER, "Karen"))];
    let from = "2025-06-01".parse().unwrap();
    ward.store.number_link(&actor("anna"), &pseudonym("1"), &pseudonym("3"), from, "CPR-kontoret").unwrap();
    ward.enrol("set-2", &[("aaaa", "3"), ("bbbb", "2")], &later).unwrap();
    ward.erase("anna", "bbbb").unwrap();
    ward.erase("carl", "bbbb").unwrap();
    let mut log = Vec::new();
    ward.store.audit_export(&mut log).unwrap();
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    for letter in ["1", "2", "3"] {
        assert!(!holds(&log, &pseudonym(letter)), "pseudonym {letter}");
    }
    for text in [KAREN, KAREN_LATER, OLE, "Karen", "Bakken"] {
        assert!(!holds(&log, text), "{text} in the log");
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            assert!(!holds(&std::fs::read(&path).unwrap(), text), "{text} in {}", path.display());
        }
    }
}
