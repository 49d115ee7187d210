//! Texts that are being written, signatures, long work, comments and the organisation, on every kind of store: nothing that
//! somebody wrote is lost, nothing is done twice, and what was true on an earlier day stays true of it.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use virkning_model::id::{AgreementId, PartyId};
use virkning_store::{
    Failure, JobState, NewComment, NewJob, NewSigning, NewUnit, Role, Store, UnitKind, content_hash, unit_on,
};

use crate::script::{Backing, Office, actor, agreement, on_every_backing, user};

on_every_backing![
    the_second_of_two_authors_is_told,
    a_text_is_begun_once_given_up_and_sealed,
    a_signature_is_bound_to_the_sealed_text,
    a_job_is_taken_up_by_one_and_survives_its_server,
    a_job_is_stopped_and_run_again,
    comments_stay_and_hold_no_person,
    the_organisation_has_its_dates,
];

fn code(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Failed(error) => panic!("{error}"),
    }
}

/// `anna` and `carl` write agreements, `bo` approves, `root` declares.
fn office(backing: Backing) -> Office {
    let office = Office::empty(backing);
    office.run(
        "
        root user root administrator => ok
        root user anna controller => ok
        root user carl project-leader => ok
        root user bo approver => ok
        ",
    );
    office
}

fn save(store: &Store, who: &str, from: u64, text: &str) -> Result<u64, &'static str> {
    store.draft_save(&actor(who), &agreement(), from, text).map(|stored| stored.record.revision).map_err(code)
}

fn the_second_of_two_authors_is_told(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let begun = store.draft_begin(&actor("anna"), &agreement(), "first").unwrap().record;
    assert_eq!(begun.revision, 1);
    assert_eq!(save(store, "carl", 1, "carl's"), Ok(2));
    assert_eq!(save(store, "anna", 1, "anna's"), Err("S130"));
    // The same text again is no conflict: an answer that was lost is asked for again.
    assert_eq!(save(store, "carl", 1, "carl's"), Ok(2));
    assert_eq!(save(store, "anna", 2, "both"), Ok(3));
    assert_eq!(save(store, "bo", 3, "bo's"), Err("S004"));
    let office = office.reopened();
    let texts: Vec<String> =
        office.store.draft_revisions(&agreement()).unwrap().into_iter().map(|draft| draft.text).collect();
    assert_eq!(texts, ["first", "carl's", "both"]);
    assert_eq!(office.store.draft(&agreement()).unwrap().unwrap().by, user("anna"));
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn a_text_is_begun_once_given_up_and_sealed(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    assert_eq!(save(store, "anna", 1, "x"), Err("S131"));
    store.draft_begin(&actor("anna"), &agreement(), "a text").unwrap();
    let again = store.draft_begin(&actor("carl"), &agreement(), "another");
    assert_eq!(code(again.unwrap_err()), "S132");
    assert_eq!(code(store.draft_discard(&actor("carl"), &agreement(), 7).unwrap_err()), "S130");
    store.draft_discard(&actor("carl"), &agreement(), 1).unwrap();
    assert_eq!(store.draft(&agreement()).unwrap(), None);
    assert_eq!(store.drafts().unwrap(), []);
    // The identifier is free again, and the text that was given up can still be read.
    assert_eq!(store.draft_begin(&actor("anna"), &agreement(), "the text").unwrap().record.revision, 3);
    let seal = |text: &str| {
        store.agreement_seal(&actor("anna"), &agreement(), "1", text, &content_hash(text.as_bytes())).map_err(code)
    };
    assert!(!seal("the text").unwrap().already);
    assert_eq!(store.draft(&agreement()).unwrap(), None);
    assert_eq!(store.draft_revisions(&agreement()).unwrap().len(), 4);
    assert_eq!(code(store.draft_begin(&actor("anna"), &agreement(), "new").unwrap_err()), "S132");
    // An amendment begins from the sealed text.
    assert_eq!(save(store, "anna", 0, "amended"), Ok(5));
    assert_eq!(save(store, "carl", 0, "otherwise"), Err("S130"));
    assert_eq!(seal("amended").unwrap_err(), "S005");
    assert_eq!(store.drafts().unwrap().len(), 1);
    assert_eq!(store.verify().unwrap().faults, []);
}

fn a_signature_is_bound_to_the_sealed_text(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let (hash, party) = (content_hash(b"text"), PartyId::new("aarhus").unwrap());
    let id = agreement();
    let sign = |who: &str, content, name: &str, signed_on: Date, reason: Option<&str>| {
        let (agreement, party) = (&id, &party);
        let new = NewSigning {
            agreement,
            content,
            party,
            office: "alderman",
            name,
            signed_on,
            today: date(2025, 3, 3),
            reason,
        };
        store.signing_add(&actor(who), new).map(|stored| stored.already).map_err(code)
    };
    let day = date(2025, 2, 28);
    assert_eq!(sign("anna", &hash, "Ib Dam", day, None), Err("S133"));
    store.agreement_seal(&actor("anna"), &id, "1", "text", &hash).unwrap();
    assert_eq!(sign("bo", &hash, "Ib Dam", day, None), Err("S004"));
    assert_eq!(sign("anna", &hash, "Ib Dam", date(2025, 3, 4), None), Err("S134"));
    assert_eq!(sign("anna", &hash, "Ib Dam", day, None), Ok(false));
    assert_eq!(sign("carl", &hash, "Ib Dam", day, None), Ok(true));
    assert_eq!(sign("carl", &hash, "Ida Dam", day, None), Err("S135"));
    assert_eq!(sign("carl", &hash, "Ida Dam", day, Some(" ")), Err("S135"));
    assert_eq!(sign("carl", &hash, "Ida Dam", day, Some("misspelt")), Ok(false));
    // A later version has no signature of the earlier one.
    let other = content_hash(b"text two");
    store.agreement_seal(&actor("anna"), &id, "2", "text two", &other).unwrap();
    assert_eq!(store.signings(&other).unwrap(), []);
    let kept = office.reopened().store.signings(&hash).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].name.as_str(), kept[0].version.as_str()), ("Ida Dam", "1"));
}

const ANYBODY: &[Role] = &[Role::Controller];

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_741_000_000 + seconds).unwrap()
}

fn ask(store: &Store, subject: &str) -> u64 {
    let new = NewJob { kind: "register-import", subject, input: "{}", on: None };
    store.job_add(&actor("anna"), ANYBODY, new).unwrap().number
}

fn a_job_is_taken_up_by_one_and_survives_its_server(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let none = store.job_add(&actor("bo"), ANYBODY, NewJob { kind: "x", subject: "x", input: "{}", on: None });
    assert_eq!(code(none.unwrap_err()), "S004");
    let (first, second) = (ask(store, "one"), ask(store, "two"));
    assert_eq!(store.job_take(at(0), at(-30)).unwrap().map(|job| job.number), Some(first));
    // One at a time, also where several servers look.
    assert_eq!(store.job_take(at(5), at(-25)).unwrap(), None);
    assert!(!store.job_progress(first, 40, 100, at(20)).unwrap());
    let running = store.job(first).unwrap().unwrap();
    assert_eq!((running.state, running.done, running.total), (JobState::Running, 40, 100));
    // The server goes away without a word. Nobody was seen at the job for thirty seconds.
    let office = office.reopened();
    let store = &office.store;
    assert_eq!(store.job_take(at(49), at(19)).unwrap(), None);
    assert_eq!(store.job_take(at(51), at(21)).unwrap().map(|job| job.number), Some(second));
    assert_eq!(store.job(first).unwrap().unwrap().state, JobState::Interrupted);
    // It was only slow, and is told to stop; what it says afterwards changes nothing.
    assert!(store.job_progress(first, 90, 100, at(52)).unwrap());
    store.job_end(first, JobState::Done, Some("{}"), at(53)).unwrap();
    assert_eq!(store.job(first).unwrap().unwrap().state, JobState::Interrupted);
    store.job_end(second, JobState::Done, Some("{}"), at(54)).unwrap();
    assert_eq!(store.job(second).unwrap().unwrap().outcome.as_deref(), Some("{}"));
    assert_eq!(store.job_again(first).unwrap().state, JobState::Waiting);
    assert_eq!(code(store.job_again(second).unwrap_err()), "S137");
    assert_eq!(store.job_take(at(60), at(30)).unwrap().map(|job| job.number), Some(first));
    assert_eq!(store.jobs(Some(&user("anna")), 10).unwrap().len(), 2);
    assert_eq!(store.jobs(Some(&user("bo")), 10).unwrap(), []);
}

fn a_job_is_stopped_and_run_again(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let job = ask(store, "one");
    assert_eq!(store.job_stop(job, at(0)).unwrap().state, JobState::Cancelled);
    assert_eq!(store.job_take(at(1), at(-29)).unwrap(), None);
    assert_eq!(code(store.job_stop(job, at(2)).unwrap_err()), "S137");
    assert_eq!(code(store.job_stop(99, at(2)).unwrap_err()), "S136");
    store.job_again(job).unwrap();
    store.job_take(at(3), at(-27)).unwrap().unwrap();
    let stopped = store.job_stop(job, at(4)).unwrap();
    assert_eq!((stopped.state, stopped.stop), (JobState::Running, true));
    assert!(store.job_progress(job, 1, 2, at(5)).unwrap());
    store.job_end(job, JobState::Cancelled, None, at(6)).unwrap();
    assert_eq!(store.job(job).unwrap().unwrap().ended, Some(at(6)));
}

fn comments_stay_and_hold_no_person(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let id = agreement();
    let write = |who: &str, figure: &str, words: &str| {
        let new = NewComment { agreement: &id, figure, words };
        store.comment_add(&actor(who), ANYBODY, new).map(|stored| stored.record.number).map_err(code)
    };
    assert_eq!(write("bo", "business-case/net", "hm"), Err("S004"));
    assert_eq!(write("anna", "business-case/net", "  "), Err("S138"));
    assert_eq!(write("anna", "business-case/net", "om 610190-1234"), Err("S139"));
    assert_eq!(write("anna", "business-case/net", "lower than in 2023"), Ok(1));
    assert_eq!(write("anna", "settlement/2024/payable", "paid late"), Ok(2));
    assert_eq!(code(store.comment_withdraw(&actor("carl"), &id, 1).unwrap_err()), "S140");
    assert!(!store.comment_withdraw(&actor("anna"), &id, 1).unwrap().already);
    assert!(store.comment_withdraw(&actor("anna"), &id, 1).unwrap().already);
    let left = office.reopened().store.comments(&id).unwrap();
    assert_eq!(left.iter().map(|comment| comment.words.as_str()).collect::<Vec<_>>(), ["paid late"]);
}

fn the_organisation_has_its_dates(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let set = |unit: &str, kind, name: &str, parent, from: Date, to| {
        let new = NewUnit { unit, kind, name, parent, from, to };
        store.unit_set(&actor("root"), new).map(|stored| stored.already).map_err(code)
    };
    let (old, new) = (date(2018, 1, 1), date(2024, 1, 1));
    assert_eq!(set("ips", UnitKind::Unit, "IPS", Some("jobcentre"), old, None), Err("S141"));
    assert_eq!(set("msb", UnitKind::Department, "Sociale Forhold", None, old, None), Ok(false));
    assert_eq!(set("msb", UnitKind::Department, "Sociale Forhold", None, old, None), Ok(true));
    assert_eq!(set("mbu", UnitKind::Department, "Børn og Unge", Some("msb"), old, None), Err("S142"));
    assert_eq!(set("jobcentre", UnitKind::Area, "Jobcenter", None, old, None), Err("S142"));
    assert_eq!(set("jobcentre", UnitKind::Area, "Jobcenter", Some("msb"), old, None), Ok(false));
    assert_eq!(set("ips", UnitKind::Unit, "IPS", Some("jobcentre"), old, None), Ok(false));
    assert_eq!(set("jobcentre", UnitKind::Area, "Jobcenter", Some("ips"), old, None), Err("S142"));
    assert_eq!(set("old", UnitKind::Unit, "Old", Some("msb"), new, Some(old)), Err("S143"));
    // A reorganisation: another name from a day on.
    assert_eq!(set("jobcentre", UnitKind::Area, "Job og Uddannelse", Some("msb"), new, None), Ok(false));
    let all = store.units().unwrap();
    let name = |unit: &str, day: Date| unit_on(&all, unit, day).map(|unit| unit.name.clone());
    assert_eq!(name("jobcentre", date(2023, 12, 31)).as_deref(), Some("Jobcenter"));
    assert_eq!(name("jobcentre", new).as_deref(), Some("Job og Uddannelse"));
    assert_eq!(name("jobcentre", date(2017, 12, 31)), None);
    let id = agreement();
    let other = AgreementId::new("other").unwrap();
    let answers = |id: &AgreementId, unit: &str, from| {
        store.agreement_unit_set(&actor("root"), id, unit, from).map(|stored| stored.already).map_err(code)
    };
    assert_eq!(answers(&id, "nowhere", old), Err("S141"));
    assert_eq!(answers(&id, "ips", old), Ok(false));
    assert_eq!(answers(&id, "msb", new), Ok(false));
    assert_eq!(answers(&other, "ips", new), Ok(false));
    assert_eq!(store.agreement_units(date(2020, 1, 1)).unwrap(), [(id.clone(), "ips".to_owned())].into());
    assert_eq!(store.agreement_units(new).unwrap()[&id], "msb");
    assert_eq!(code(store.agreement_unit_set(&actor("anna"), &id, "ips", new).unwrap_err()), "S004");
    assert_eq!(store.verify().unwrap().faults, []);
}
