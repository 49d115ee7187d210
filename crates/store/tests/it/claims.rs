//! Claims that a provider reports: each is kept once, decided by another person, disputed and decided again; and samples
//! that their seed draws again. Overlap: who is who is compared by pseudonym, and only own aliases come out.

use std::collections::BTreeSet;

use virkning_model::id::{AgreementId, Alias, MeasureId};
use virkning_model::observation::Outcome;
use virkning_store::{ClaimState, Failure, NewClaim, NewEnrolment, ProviderClaim, Stored, content_hash};

use crate::script::{Backing, Office, actor, agreement, on_every_backing};

on_every_backing![
    a_claim_is_kept_once_as_it_was_said,
    another_person_decides_and_a_decision_may_be_disputed,
    a_sample_is_drawn_by_its_seed,
    who_is_in_two_cohorts_is_told_by_own_aliases,
];

fn claim(participant: &str, outcome: Outcome) -> NewClaim {
    NewClaim {
        measure: MeasureId::new("completed").unwrap(),
        measured_year: 2024,
        month: 0,
        participant: Alias::new(participant).unwrap(),
        outcome: Some(outcome),
        value: Some("12.50".parse().unwrap()),
        on: Some("2024-06-30".parse().unwrap()),
        evidence: Some(content_hash(b"a certificate")),
        evidence_name: "certificate.pdf".to_owned(),
    }
}

fn add(office: &Office, who: &str, claims: &[NewClaim]) -> Result<Stored<Vec<ProviderClaim>>, Failure> {
    office.store.claims_add(&actor(who), &agreement(), &content_hash(b"list"), claims)
}

impl Office {
    /// Claims, and a decision about one of them.
    pub fn claimed(&self) {
        add(self, "anna", &[claim("a1", Outcome::Success), claim("a2", Outcome::Success)]).unwrap();
        assert_eq!(decide(self, "bo 1 verified seen"), "ok");
    }
}

/// `WHO NUMBER STATE REASON`: `ok`, `already` or the code of the refusal.
fn decide(office: &Office, words: &str) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    let reason = words[3..].join(" ");
    let decided =
        office.store.claim_decide(&actor(words[0]), words[1].parse().unwrap(), words[2].parse().unwrap(), &reason);
    match decided {
        Ok(stored) if stored.already => "already".to_owned(),
        Ok(_) => "ok".to_owned(),
        Err(Failure::Refused(refusal)) => refusal.code().to_owned(),
        Err(failure) => panic!("{failure}"),
    }
}

fn code(result: Result<Stored<Vec<ProviderClaim>>, Failure>) -> &'static str {
    match result {
        Err(Failure::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

fn a_claim_is_kept_once_as_it_was_said(backing: Backing) {
    let office = Office::on(backing);
    let new = [claim("a1", Outcome::Success), claim("a2", Outcome::NoSuccess)];
    let kept = add(&office, "anna", &new).unwrap();
    assert_eq!(kept.record.iter().map(|claim| claim.number).collect::<Vec<_>>(), [1, 2]);
    assert!(add(&office, "anna", &new).unwrap().already, "the same file again");
    assert!(add(&office, "bo", &new[..1]).unwrap().already, "by somebody else too");
    let claims = office.store.claims(&agreement()).unwrap();
    assert_eq!(claims.iter().map(|claim| claim.says.clone()).collect::<Vec<_>>(), new);
    assert!(claims.iter().all(|claim| claim.state == ClaimState::Claimed && claim.by.as_str() == "anna"));
    assert_eq!(office.store.claim(2).unwrap().as_ref(), claims.get(1));
    assert_eq!(office.store.claim(3).unwrap(), None);
    // Said otherwise it is another claim, and the file is refused as a whole.
    let other = [claim("a3", Outcome::Success), claim("a1", Outcome::NoSuccess)];
    assert_eq!(code(add(&office, "anna", &other)), "S084");
    assert_eq!(office.store.claims(&agreement()).unwrap().len(), 2);
    assert_eq!(code(add(&office, "eva", &new)), "S004", "an auditor reports nothing");
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn another_person_decides_and_a_decision_may_be_disputed(backing: Backing) {
    let office = Office::on(backing);
    add(&office, "anna", &[claim("a1", Outcome::Success), claim("a2", Outcome::Success)]).unwrap();
    for (words, expected) in [
        ("bo 9 verified seen", "S080"),
        ("nobody 1 verified seen", "S001"),
        ("eva 1 verified seen", "S004"),
        ("bo 1 disputed why", "S082"),
        ("anna 1 verified seen", "S081"),
        ("anna 1 rejected wrong", "S081"),
        ("bo 1 rejected ", "S083"),
        ("bo 1 verified ", "ok"),
        ("bo 1 verified ", "already"),
        ("carl 1 verified seen", "S082"),
        ("carl 1 rejected wrong", "S082"),
        ("bo 2 rejected no certificate", "ok"),
        // The reporter may dispute, and neither the reporter nor who disputes settles it.
        ("anna 2 disputed ", "S083"),
        ("anna 2 disputed it was sent", "ok"),
        ("anna 2 verified it was sent", "S081"),
        ("carl 1 disputed another person", "ok"),
        ("carl 1 rejected another person", "S081"),
        ("bo 1 rejected another person", "ok"),
        ("bo 2 verified found", "ok"),
    ] {
        assert_eq!(decide(&office, words), expected, "{words}");
    }
    let words: Vec<String> =
        office.store.claim_decisions(2).unwrap().iter().map(|one| one.outcome.to_string()).collect();
    assert_eq!(words, ["claimed", "rejected", "disputed", "verified"]);
    // What was rejected may be claimed anew in other words.
    let anew = [claim("a1", Outcome::NoSuccess)];
    assert_eq!(add(&office, "anna", &anew).unwrap().record[0].number, 3);
    assert!(add(&office, "anna", &[claim("a1", Outcome::Success)]).unwrap().already, "the rejected one is known");
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn a_sample_is_drawn_by_its_seed(backing: Backing) {
    let office = Office::on(backing);
    let new: Vec<NewClaim> = (1..=6).map(|number| claim(&format!("a{number}"), Outcome::Success)).collect();
    add(&office, "anna", &new).unwrap();
    assert_eq!(decide(&office, "bo 6 verified "), "ok");
    let draw = |seed: &str, size| office.store.claim_sample(&actor("bo"), &agreement(), 2024, seed, size);
    let sample = draw("lod", 2).unwrap();
    // `printf 'lod\n%d' 1 | sha256sum` and so on, sorted: 2 1 4 3 5.
    assert_eq!((sample.record.chosen.clone(), sample.record.candidates.clone()), (vec![2, 1], vec![1, 2, 3, 4, 5]));
    assert_eq!(decide(&office, "bo 2 verified "), "ok");
    let again = draw("lod", 2).unwrap();
    assert!(again.already && again.record == sample.record, "what was drawn stays drawn");
    assert_eq!(draw("lod", 3).unwrap().record.chosen, [1, 4, 3], "a later one is of those that are left");
    assert!(matches!(draw("lod", 9), Err(Failure::Refused(refusal)) if refusal.code() == "S085"));
    assert_eq!(office.store.claim_samples(&agreement()).unwrap().len(), 2);
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn enrol(office: &Office, agreement: &AgreementId, links: &[(&str, &str)]) {
    let links: Vec<(Alias, String)> =
        links.iter().map(|(alias, digit)| (Alias::new(*alias).unwrap(), digit.repeat(32))).collect();
    let json = agreement.as_str().as_bytes();
    let (hash, file_hash) = (content_hash(json), content_hash(b"list"));
    let new = NewEnrolment { agreement, json, hash: &hash, file_hash: &file_hash, links: &links };
    office.store.enrolment_add(&actor("anna"), new).unwrap();
}

fn who_is_in_two_cohorts_is_told_by_own_aliases(backing: Backing) {
    let office = Office::on(backing);
    let other = AgreementId::new("ungifokus").unwrap();
    enrol(&office, &agreement(), &[("a1", "1"), ("a2", "2"), ("a3", "3")]);
    enrol(&office, &other, &[("b2", "2"), ("b3", "3"), ("b4", "4")]);
    assert_eq!(office.store.enrolment_agreements().unwrap(), [agreement(), other.clone()]);
    let aliases = |texts: &[&str]| texts.iter().map(|text| Alias::new(*text).unwrap()).collect::<BTreeSet<Alias>>();
    let check = |here: &AgreementId, there: &AgreementId, asked: &[&str], expected: &[&str]| {
        let found = office.store.overlap_aliases(here, there, &aliases(asked)).unwrap();
        assert_eq!(found, aliases(expected), "{asked:?}");
    };
    check(&agreement(), &other, &["b2", "b3", "b4"], &["a2", "a3"]);
    check(&agreement(), &other, &["b3", "b9"], &["a3"]);
    check(&other, &agreement(), &["a1", "a2"], &["b2"]);
    check(&agreement(), &other, &[], &[]);
    let nowhere = AgreementId::new("nowhere").unwrap();
    check(&agreement(), &nowhere, &["b2"], &[]);
    check(&nowhere, &other, &["b2"], &[]);
    // Whose sets must be read at all.
    let third = AgreementId::new("third").unwrap();
    enrol(&office, &third, &[("c5", "5")]);
    let candidates = |here: &AgreementId, links: Option<&[(Alias, String)]>| {
        office.store.overlap_candidates(here, links).unwrap().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(candidates(&agreement(), None), std::slice::from_ref(&other));
    assert_eq!(candidates(&other, None), [agreement()]);
    assert_eq!(candidates(&third, None), []);
    assert_eq!(candidates(&nowhere, None), []);
    let about: Vec<(Alias, String)> =
        ["4", "5", "9"].map(|digit| (Alias::new(format!("d{digit}")).unwrap(), digit.repeat(32))).to_vec();
    assert_eq!(candidates(&agreement(), Some(&about)), [third.clone(), other.clone()]);
    assert_eq!(candidates(&agreement(), Some(&[])), []);
    // More people than one statement asks for; whoever stood only in an earlier set is still looked at.
    let many: Vec<(Alias, String)> =
        (0..1201).map(|number| (Alias::new(format!("m{number}")).unwrap(), format!("{number:032x}"))).collect();
    let with_last = [&many[..], &[(Alias::new("m9999").unwrap(), "5".repeat(32))]].concat();
    enrol(&office, &third, &[("c6", "6")]);
    assert_eq!(candidates(&agreement(), Some(&many)), []);
    assert_eq!(candidates(&agreement(), Some(&with_last)), [third]);
    // For links that are only about to be kept.
    let links = [(Alias::new("a9").unwrap(), "4".repeat(32))];
    let found = office.store.overlap_of_links(&links, &other, &aliases(&["b2", "b4"])).unwrap();
    assert_eq!(found, aliases(&["a9"]));
}
