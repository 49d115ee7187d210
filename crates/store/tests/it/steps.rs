//! What users record about participants between two versions of the set, and scores: each moment's set is found by its
//! hash, nobody overwrites what another has recorded, and what was tampered with is found.

use virkning_model::agreement::EnrolmentStep;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::Alias;
use virkning_store::{Failure, NewEnrolment, NewScore, NewStep, content_hash};

use crate::script::{Backing, Office, actor, agreement, on_every_backing};

on_every_backing![every_moment_is_found_by_its_hash, nobody_overwrites_another, the_last_score_of_a_day_stands];

fn alias(text: &str) -> Alias {
    Alias::new(text).unwrap()
}

/// A set of two participants of whom nothing is known.
fn enrolled(backing: Backing) -> Office {
    let office = Office::on(backing);
    let set = EnrolmentSet { participants: ["a1", "a2"].map(|name| Participant::new(alias(name))).to_vec() };
    let json = serde_json::to_vec(&set).unwrap();
    let links = [(alias("a1"), "0".repeat(32)), (alias("a2"), "1".repeat(32))];
    let new = NewEnrolment {
        agreement: &agreement(),
        json: &json,
        hash: &content_hash(&json),
        file_hash: &content_hash(b"list"),
        links: &links,
    };
    office.store.enrolment_add(&actor("anna"), new).unwrap();
    office
}

fn person(office: &Office, name: &str) -> Participant {
    let record = office.store.enrolment_latest(&agreement()).unwrap().unwrap();
    let set: EnrolmentSet = serde_json::from_slice(&record.json).unwrap();
    set.participants.into_iter().find(|person| person.alias == alias(name)).unwrap()
}

fn contacted(before: &Participant, day: &str) -> Participant {
    let mut after = before.clone();
    after.steps.insert(EnrolmentStep::Contacted, day.parse().unwrap());
    after
}

fn add(office: &Office, who: &str, before: &Participant, after: &Participant) -> Result<bool, Failure> {
    let new = NewStep { agreement: &agreement(), what: "contacted", on: None, before, after };
    office.store.enrolment_step_add(&actor(who), new).map(|stored| stored.already)
}

fn every_moment_is_found_by_its_hash(backing: Backing) {
    let office = enrolled(backing);
    let mut moments = vec![office.store.enrolment_latest(&agreement()).unwrap().unwrap()];
    for (name, day) in [("a1", "2024-01-02"), ("a2", "2024-01-03"), ("a1", "2024-01-04")] {
        let before = person(&office, name);
        assert!(!add(&office, "anna", &before, &contacted(&before, day)).unwrap());
        moments.push(office.store.enrolment_latest(&agreement()).unwrap().unwrap());
    }
    for moment in &moments {
        assert_eq!(office.store.enrolment_by_hash(&moment.hash).unwrap().as_ref(), Some(moment));
        assert_eq!(content_hash(&moment.json), moment.hash);
        assert_eq!(office.store.enrolment_links_of(&moment.hash).unwrap().len(), 2);
        assert_eq!(moment.version, 1);
    }
    // The same set again is no new version; another one is, and begins without steps.
    let last = moments.last().unwrap();
    let links = office.store.enrolment_links(&agreement()).unwrap();
    let again = |json: &[u8]| {
        let (agreement, file) = (agreement(), content_hash(b"list"));
        let hash = content_hash(json);
        let new = NewEnrolment { agreement: &agreement, json, hash: &hash, file_hash: &file, links: &links };
        office.store.enrolment_add(&actor("anna"), new).unwrap()
    };
    assert!(again(&last.json).already);
    let next = again(&moments[1].json);
    assert_eq!((next.already, next.record.version), (false, 2));
    let steps: Vec<String> =
        office.store.enrolment_steps(&agreement()).unwrap().iter().map(|step| step.alias.to_string()).collect();
    assert_eq!(steps, ["a1", "a2", "a1"]);
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn nobody_overwrites_another(backing: Backing) {
    let office = enrolled(backing);
    let before = person(&office, "a1");
    assert!(!add(&office, "anna", &before, &contacted(&before, "2024-01-02")).unwrap());
    assert!(add(&office, "anna", &before, &contacted(&before, "2024-01-02")).unwrap(), "the same again");
    let code = |result: Result<bool, Failure>| match result {
        Err(Failure::Refused(refusal)) => refusal.code().to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!(code(add(&office, "anna", &before, &contacted(&before, "2024-01-03"))), "S100");
    let stranger = Participant::new(alias("a9"));
    assert_ne!(code(add(&office, "anna", &stranger, &contacted(&stranger, "2024-01-03"))), "Ok(false)");
    assert_eq!(code(add(&office, "nobody", &before, &contacted(&before, "2024-01-03"))), "S001");
    assert_eq!(person(&office, "a1").steps[&EnrolmentStep::Contacted].to_string(), "2024-01-02");
}

fn the_last_score_of_a_day_stands(backing: Backing) {
    let office = enrolled(backing);
    let score = |who: &str, on: &str, value: Option<&str>| NewScore {
        participant: alias(who),
        name: "hba1c".to_owned(),
        on: on.parse().unwrap(),
        value: value.map(|value| value.parse().unwrap()),
    };
    let add = |scores: &[NewScore]| office.store.scores_add(&actor("anna"), &agreement(), scores).unwrap();
    assert_eq!(add(&[score("a1", "2024-01-02", Some("60")), score("a2", "2024-01-02", Some("52.5"))]).record, 2);
    assert!(add(&[score("a1", "2024-01-02", Some("60"))]).already);
    assert_eq!(add(&[score("a1", "2024-01-02", Some("58")), score("a2", "2024-01-02", None)]).record, 2);
    let standing = office.store.scores(&agreement()).unwrap();
    let said: Vec<String> = standing
        .iter()
        .map(|score| format!("{} {}", score.says.participant, score.says.value.unwrap_or_default()))
        .collect();
    assert_eq!(said, ["a1 58"]);
    assert_eq!(office.store.verify().unwrap().faults, []);
}
