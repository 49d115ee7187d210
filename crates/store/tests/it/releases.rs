//! The rule of disclosure control and the releases on every backing: who may set it, what is kept once, and that a release
//! is held against everything before it.

use virkning_store::{Failure, NewDisclosureRule, NewRelease, Refusal};

use crate::script::{Backing, Office, actor, agreement, on_every_backing};

on_every_backing![
    the_rule_is_set_with_a_reason,
    a_release_is_kept_once,
    a_release_in_between_is_seen,
    whoever_is_unknown_releases_nothing,
];

fn set(office: &Office, who: &str, minimum: u64, reason: &str) -> Result<bool, Failure> {
    let new = NewDisclosureRule { minimum, zeros_shown: true, reason };
    office.store.disclosure_rule_set(&actor(who), new).map(|stored| stored.already)
}

fn release(office: &Office, who: &str, audience: &str, figures: &str, seen: u64) -> Result<(u64, bool), Failure> {
    let agreement = agreement();
    let new = NewRelease { agreement: &agreement, audience, kind: "statement", subject: "p1", figures, seen };
    office.store.release_add(&actor(who), new).map(|stored| (stored.record.number, stored.already))
}

fn code(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Failed(error) => panic!("{error}"),
    }
}

fn the_rule_is_set_with_a_reason(backing: Backing) {
    let office = Office::on(backing);
    assert_eq!(office.store.disclosure_rule().unwrap(), None);
    assert_eq!(code(set(&office, "anna", 3, " ").unwrap_err()), "S055");
    assert!(!set(&office, "anna", 3, "as Statistics Denmark").unwrap());
    assert!(set(&office, "bo", 3, "another reason for the same").unwrap());
    assert!(!set(&office, "bo", 5, "small towns").unwrap());
    let office = office.reopened();
    let rule = office.store.disclosure_rule().unwrap().unwrap();
    assert_eq!(
        (rule.minimum, rule.zeros_shown, rule.reason.as_str(), rule.by.as_str()),
        (5, true, "small towns", "bo")
    );
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn a_release_is_kept_once(backing: Backing) {
    let office = Office::on(backing);
    assert_eq!(release(&office, "anna", "parties", "{}", 0).unwrap(), (1, false));
    assert_eq!(release(&office, "bo", "parties", "{}", 0).unwrap(), (1, true));
    assert_eq!(release(&office, "eva", "public", "{}", 1).unwrap(), (2, false));
    assert_eq!(release(&office, "anna", "parties", "[]", 2).unwrap(), (3, false));
    let office = office.reopened();
    let releases = office.store.releases().unwrap();
    let said: Vec<_> = releases
        .iter()
        .map(|release| (release.audience.as_str(), release.figures.as_str(), release.by.as_str()))
        .collect();
    assert_eq!(said, [("parties", "{}", "anna"), ("public", "{}", "eva"), ("parties", "[]", "anna")]);
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn a_release_in_between_is_seen(backing: Backing) {
    let office = Office::on(backing);
    release(&office, "anna", "parties", "{}", 0).unwrap();
    match release(&office, "bo", "public", "[1]", 0).unwrap_err() {
        Failure::Refused(Refusal::ReleasedMeanwhile { subject }) => assert_eq!(subject, "p1"),
        other => panic!("{other:?}"),
    }
    assert_eq!(office.store.releases().unwrap().len(), 1);
    assert_eq!(release(&office, "bo", "public", "[1]", 1).unwrap(), (2, false));
}

fn whoever_is_unknown_releases_nothing(backing: Backing) {
    let office = Office::on(backing);
    assert_eq!(code(release(&office, "nobody", "parties", "{}", 0).unwrap_err()), "S001");
    assert_eq!(code(set(&office, "nobody", 5, "because").unwrap_err()), "S001");
    assert_eq!(office.store.releases().unwrap(), []);
}
