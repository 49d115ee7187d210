//! Who may come in, and for which agreement: grants, one-time links, credentials, codes and sessions, on every kind of
//! store.

use jiff::{Timestamp, ToSpan as _};
use virkning_model::id::AgreementId;
use virkning_store::{AuditOutcome, Failure, Identity, Login, NewCredential, Role, Store, content_hash};

use crate::script::{Backing, Office, actor, agreement, on_every_backing, user};

on_every_backing![
    a_role_for_one_agreement_counts_there_only,
    the_first_link_makes_the_first_administrator_once,
    a_link_is_for_its_user_once_and_not_for_ever,
    a_new_credential_takes_the_old_ones_place_and_ends_sessions,
    a_code_is_taken_once,
    sessions_pass,
    the_log_says_who_has_logged_in,
];

const PASSWORD: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA";

fn token(text: &str) -> String {
    content_hash(text.as_bytes()).to_string()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn code(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Failed(error) => panic!("{error}"),
    }
}

/// An administrator `root` and `carl`, who holds nothing.
fn office(backing: Backing) -> Office {
    let office = Office::empty(backing);
    office.run(
        "
        root user root administrator => ok
        root user carl reader => ok
        ",
    );
    office
}

fn set(store: &Store, who: &str, link: &str) -> Result<(), Failure> {
    let (user, token) = (user(who), token(link));
    let new = NewCredential { token: &token, user: &user, name: who, password: PASSWORD, secret: b"\x01\xff" };
    store.credential_set(&actor(who), new).map(|_| ())
}

fn a_role_for_one_agreement_counts_there_only(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let seal = |id: &AgreementId| store.agreement_seal(&actor("carl"), id, "1", "text", &content_hash(b"text"));
    let other = AgreementId::new("another").unwrap();
    assert_eq!(code(seal(&agreement()).unwrap_err()), "S004");
    let grant = |who: &str, roles: &[Role]| store.grant_set(&actor(who), &user("carl"), &agreement(), roles);
    assert_eq!(code(grant("carl", &[Role::Controller]).unwrap_err()), "S004");
    assert!(!grant("root", &[Role::Controller]).unwrap().already);
    assert!(grant("root", &[Role::Controller]).unwrap().already);
    assert!(!seal(&agreement()).unwrap().already);
    assert_eq!(code(seal(&other).unwrap_err()), "S004");
    let held = store.grants_of(&user("carl")).unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!((&held[0].agreement, &held[0].roles), (&agreement(), &[Role::Controller].into()));
    grant("root", &[]).unwrap();
    assert_eq!(store.grants().unwrap(), []);
    let again = store.agreement_seal(&actor("carl"), &agreement(), "2", "text", &content_hash(b"text"));
    assert_eq!(code(again.unwrap_err()), "S004");
    let own = store.user_add_for(&actor("root"), &user("udo"), "Udo", &agreement(), &[Role::Provider]).unwrap();
    assert!(own.record.roles.is_empty());
    assert_eq!(store.grants_of(&user("udo")).unwrap()[0].roles, [Role::Provider].into());
    let twice = store.user_add_for(&actor("root"), &user("udo"), "Udo", &agreement(), &[Role::Provider]);
    assert_eq!(code(twice.unwrap_err()), "S002");
    let nobody = store.grant_set(&actor("root"), &user("nobody"), &agreement(), &[Role::Reader]);
    assert_eq!(code(nobody.unwrap_err()), "S001");
    assert_eq!(store.verify().unwrap().faults, []);
}

fn the_first_link_makes_the_first_administrator_once(backing: Backing) {
    let office = Office::empty(backing);
    let store = &office.store;
    let until = at("2025-03-04T00:00:00Z");
    assert!(store.invitation_first(&token("old"), until).unwrap());
    assert!(store.invitation_first(&token("new"), until).unwrap());
    // A later start makes the link of an earlier one useless.
    assert_eq!(code(set(store, "eva", "old").unwrap_err()), "S090");
    set(store, "eva", "new").unwrap();
    assert_eq!(store.user(&user("eva")).unwrap().unwrap().roles, [Role::Administrator].into());
    assert_eq!(code(set(store, "ole", "new").unwrap_err()), "S090");
    assert!(!store.invitation_first(&token("third"), until).unwrap());
    assert_eq!(store.invitation(&token("third"), at("2025-03-03T00:00:00Z")).unwrap(), None);
    assert_eq!(store.verify().unwrap().faults, []);

    // Who was declared before must be an administrator already: the link gives nobody else that role.
    let office = self::office(backing);
    assert!(office.store.invitation_first(&token("new"), until).unwrap());
    assert_eq!(code(set(&office.store, "carl", "new").unwrap_err()), "S002");
    set(&office.store, "root", "new").unwrap();
}

fn a_link_is_for_its_user_once_and_not_for_ever(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let until = at("2025-03-04T00:00:00Z");
    let invite = |by: &str, whom: &str, link: &str| store.invitation_add(&actor(by), &user(whom), &token(link), until);
    assert_eq!(code(invite("carl", "carl", "a").unwrap_err()), "S004");
    assert_eq!(code(invite("root", "nobody", "a").unwrap_err()), "S001");
    invite("root", "carl", "a").unwrap();
    invite("root", "carl", "b").unwrap();
    assert_eq!(code(set(store, "carl", "a").unwrap_err()), "S090");
    assert_eq!(code(set(store, "root", "b").unwrap_err()), "S090");
    assert_eq!(store.invitation(&token("b"), until).unwrap(), None, "it has run out at that moment");
    assert!(store.invitation(&token("b"), at("2025-03-03T23:59:59Z")).unwrap().is_some());
    set(store, "carl", "b").unwrap();
    assert_eq!(code(set(store, "carl", "b").unwrap_err()), "S090");
}

fn a_new_credential_takes_the_old_ones_place_and_ends_sessions(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let until = at("2025-03-04T00:00:00Z");
    for link in ["a", "b"] {
        store.invitation_add(&actor("root"), &user("carl"), &token(link), until).unwrap();
        store.session_add(&login("carl", link, "2025-03-03T09:00:00Z"), Timestamp::MIN, Timestamp::MIN).unwrap();
        set(store, "carl", link).unwrap();
        assert_eq!(store.sessions_of(&user("carl")).unwrap(), 0);
        let kept = store.credential(&user("carl")).unwrap().unwrap();
        assert_eq!((kept.password.as_str(), kept.secret.as_slice()), (PASSWORD, b"\x01\xff".as_slice()));
    }
    assert_eq!(store.verify().unwrap().faults, []);
}

fn a_code_is_taken_once(backing: Backing) {
    let office = office(backing);
    let take = |who: &str, step| office.store.code_take(&user(who), step, step - 2).unwrap();
    assert!(take("carl", 100));
    assert!(!take("carl", 100));
    assert!(take("root", 100));
    assert!(take("carl", 101));
    assert!(!take("carl", 100), "an older one is as good as used");
    assert!(take("carl", 200));
}

fn login(who: &str, text: &str, since: &str) -> Login {
    Login { token: token(text), user: user(who), form_key: "k".to_owned(), since: at(since), seen: at(since) }
}

fn sessions_pass(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    let add = |text: &str, since: &str| {
        let oldest = at(since) - 12.hours();
        store.session_add(&login("carl", text, since), oldest, at(since) - 1.hour()).unwrap();
    };
    add("a", "2025-03-03T09:00:00Z");
    add("b", "2025-03-03T09:30:00Z");
    assert_eq!(store.sessions_of(&user("carl")).unwrap(), 2);
    store.session_seen(&token("b"), at("2025-03-03T10:20:00Z")).unwrap();
    add("c", "2025-03-03T11:00:00Z");
    assert_eq!(store.session(&token("a")).unwrap(), None, "nobody used it for an hour");
    assert_eq!(store.session(&token("b")).unwrap().unwrap().seen, at("2025-03-03T10:20:00Z"));
    store.session_end(&token("b")).unwrap();
    store.session_seen(&token("b"), at("2025-03-03T11:01:00Z")).unwrap();
    assert_eq!(store.session(&token("b")).unwrap(), None, "what has ended does not begin again");
    store.sessions_end(&user("carl")).unwrap();
    assert_eq!(store.sessions_of(&user("carl")).unwrap(), 0);
    store.language_set(&user("carl"), "en").unwrap();
    store.language_set(&user("carl"), "da").unwrap();
    assert_eq!(store.language(&user("carl")).unwrap().as_deref(), Some("da"));
    assert_eq!(store.language(&user("root")).unwrap(), None);
}

fn the_log_says_who_has_logged_in(backing: Backing) {
    let office = office(backing);
    let mut carl = actor("carl");
    carl.identity = Identity::Authenticated;
    office.store.audit_refusal(&carl, "look-up", "/investeringer/x", "not-found", Default::default()).unwrap();
    let log = office.store.audit_log(2).unwrap();
    assert_eq!(log[0].outcome, AuditOutcome::Refused("not-found".to_owned()));
    assert_eq!([log[0].identity, log[1].identity], [Identity::Authenticated, Identity::Declared]);
    office.store.audit_verify().unwrap();
}
