//! Who may come in, and for which agreement: grants, one-time links, credentials, codes and sessions, on every kind of
//! store.

use jiff::{Timestamp, ToSpan as _};
use virkning_model::id::AgreementId;
use virkning_store::{
    AuditOutcome, ExternalLogin, Failure, Identity, Login, NewCredential, Role, Store, User, content_hash,
};

use crate::script::{Backing, Office, actor, agreement, on_every_backing, user};

on_every_backing![
    a_role_for_one_agreement_counts_there_only,
    the_first_link_makes_the_first_administrator_once,
    a_link_is_for_its_user_once_and_not_for_ever,
    a_new_credential_takes_the_old_ones_place_and_ends_sessions,
    a_code_is_taken_once,
    sessions_pass,
    the_log_says_who_has_logged_in,
    a_recovery_code_is_used_once_and_goes_with_the_password,
    a_password_is_changed_by_its_owner_and_ends_other_sessions,
    access_is_closed_by_another_administrator,
    groups_of_a_provider_decide_at_each_login,
    a_name_at_a_provider_takes_nobodys_place,
    a_session_is_replaced_once,
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
    let (user, token, codes) = (user(who), token(link), ["one", "two"].map(token));
    let new = NewCredential {
        token: &token,
        user: &user,
        name: who,
        password: PASSWORD,
        secret: b"\x01\xff",
        recovery: &codes,
    };
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
    let since = at(since);
    let form_key = "k".to_owned();
    Login { token: token(text), user: user(who), form_key, since, seen: since, proved: Some(since), provider: None }
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

/// The same office where `carl` can log in.
fn with_carl(backing: Backing) -> Office {
    let office = office(backing);
    let until = at("2099-01-01T00:00:00Z");
    office.store.invitation_add(&actor("root"), &user("carl"), &token("link"), until).unwrap();
    set(&office.store, "carl", "link").unwrap();
    office
}

fn a_recovery_code_is_used_once_and_goes_with_the_password(backing: Backing) {
    let office = with_carl(backing);
    let store = &office.store;
    let (carl, root) = (actor("carl"), actor("root"));
    let left = || store.recovery_left(&user("carl")).unwrap();
    assert_eq!(left(), 2);
    assert!(!store.recovery_take(&carl, &token("three")).unwrap());
    assert!(!store.recovery_take(&root, &token("one")).unwrap(), "it is another user's");
    assert!(store.recovery_take(&carl, &token("one")).unwrap());
    assert!(!store.recovery_take(&carl, &token("one")).unwrap(), "it was used");
    assert_eq!(left(), 1);
    assert!(store.recovery_take(&carl, &token("two")).unwrap());
    assert_eq!(left(), 0);
    store.recovery_set(&carl, &["three", "four", "five"].map(token)).unwrap();
    assert_eq!(left(), 3);
    assert_eq!(code(store.recovery_set(&root, &[token("x")]).unwrap_err()), "S092");
    assert_eq!(store.verify().unwrap().faults, []);
    // A new link comes with codes of its own.
    store.invitation_add(&root, &user("carl"), &token("other"), at("2099-01-01T00:00:00Z")).unwrap();
    set(store, "carl", "other").unwrap();
    assert_eq!(left(), 2);
    assert!(!store.recovery_take(&carl, &token("three")).unwrap());
    assert_eq!(store.verify().unwrap().faults, []);
}

fn a_password_is_changed_by_its_owner_and_ends_other_sessions(backing: Backing) {
    let office = with_carl(backing);
    let store = &office.store;
    for text in ["here", "there"] {
        store.session_add(&login("carl", text, "2025-03-03T09:00:00Z"), Timestamp::MIN, Timestamp::MIN).unwrap();
    }
    let other = PASSWORD.replace("aGFzaA", "b3RoZXI");
    store.password_change(&actor("carl"), &other, &token("here")).unwrap();
    let kept = store.credential(&user("carl")).unwrap().unwrap();
    assert_eq!((kept.password.as_str(), kept.secret.as_slice()), (other.as_str(), b"\x01\xff".as_slice()));
    assert_eq!(store.recovery_left(&user("carl")).unwrap(), 2, "the codes stay");
    assert!(store.session(&token("here")).unwrap().is_some());
    assert_eq!(store.session(&token("there")).unwrap(), None);
    assert_eq!(code(store.password_change(&actor("root"), &other, "").unwrap_err()), "S092");
    assert_eq!(store.verify().unwrap().faults, []);
}

fn access_is_closed_by_another_administrator(backing: Backing) {
    let office = with_carl(backing);
    let store = &office.store;
    store.session_add(&login("carl", "here", "2025-03-03T09:00:00Z"), Timestamp::MIN, Timestamp::MIN).unwrap();
    store.invitation_add(&actor("root"), &user("carl"), &token("open"), at("2099-01-01T00:00:00Z")).unwrap();
    let close = |by: &str, whom: &str| store.credential_remove(&actor(by), &user(whom));
    assert_eq!(code(close("carl", "carl").unwrap_err()), "S004");
    assert_eq!(code(close("root", "root").unwrap_err()), "S091");
    close("root", "carl").unwrap();
    assert!(store.credential(&user("carl")).unwrap().is_none());
    assert_eq!(store.recovery_left(&user("carl")).unwrap(), 0);
    assert_eq!(store.sessions_of(&user("carl")).unwrap(), 0);
    assert_eq!(store.invitation(&token("open"), at("2025-03-03T00:00:00Z")).unwrap(), None);
    assert_eq!(code(close("root", "carl").unwrap_err()), "S092");
    assert_eq!(store.verify().unwrap().faults, []);
    store.invitation_add(&actor("root"), &user("carl"), &token("again"), at("2099-01-01T00:00:00Z")).unwrap();
    set(store, "carl", "again").unwrap();
    assert_eq!(store.verify().unwrap().faults, []);
}

/// Somebody comes by a provider; `joined` where the rules say that he is that user.
fn by_provider(
    store: &Store,
    subject: &str,
    who: &str,
    joined: bool,
    roles: &[Role],
    here: &[Role],
) -> Result<User, Failure> {
    let (roles, grants) = (roles.iter().copied().collect(), [(agreement(), here.iter().copied().collect())].into());
    let login = ExternalLogin {
        issuer: "https://login.example.dk",
        subject,
        user: &user(who),
        is_joined: joined,
        name: "Dorte Dal",
        roles: &roles,
        grants: &grants,
        rules: "rules",
    };
    let mut by = actor(who);
    by.identity = Identity::Authenticated;
    store.external_login(&by, &login)
}

fn groups_of_a_provider_decide_at_each_login(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    assert_eq!(code(by_provider(store, "s1", "dorte", false, &[], &[]).unwrap_err()), "S094");
    assert_eq!(store.user(&user("dorte")).unwrap(), None, "no account is made without a group");
    let first = by_provider(store, "s1", "dorte", false, &[Role::Reader], &[Role::Controller]).unwrap();
    assert_eq!((first.id.as_str(), first.name.as_str()), ("dorte", "Dorte Dal"));
    assert_eq!(first.roles, [Role::Reader].into());
    let here = || store.grants_of(&user("dorte")).unwrap().into_iter().map(|grant| grant.roles).collect::<Vec<_>>();
    assert_eq!(here(), [[Role::Controller].into()]);
    // What was given by hand meanwhile goes as well, and so does what a removed group gave.
    store.user_roles_set(&actor("root"), &user("dorte"), &[Role::Auditor]).unwrap();
    let other = AgreementId::new("another").unwrap();
    store.grant_set(&actor("root"), &user("dorte"), &other, &[Role::Reader]).unwrap();
    let second = by_provider(store, "s1", "renamed", false, &[Role::Reader], &[Role::Approver]).unwrap();
    assert_eq!((second.id.as_str(), second.roles), ("dorte", [Role::Reader].into()), "who it is does not change");
    assert_eq!(here(), [[Role::Approver].into()]);
    let third = by_provider(store, "s1", "dorte", false, &[], &[]).unwrap();
    assert!(third.roles.is_empty() && here().is_empty(), "a removed group takes its role away");
    assert_eq!(store.external_user("https://login.example.dk", "s1").unwrap(), Some(user("dorte")));
    assert_eq!(store.external_user("https://other.example.dk", "s1").unwrap(), None);
    assert_eq!(store.verify().unwrap().faults, []);
}

fn a_name_at_a_provider_takes_nobodys_place(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    assert_eq!(code(by_provider(store, "s2", "root", false, &[Role::Reader], &[]).unwrap_err()), "S093");
    assert_eq!(store.user(&user("root")).unwrap().unwrap().roles, [Role::Administrator].into());
    assert_eq!(code(by_provider(store, "s3", "nobody", true, &[Role::Reader], &[]).unwrap_err()), "S001");
    let joined = by_provider(store, "s4", "carl", true, &[Role::Approver], &[]).unwrap();
    assert_eq!((joined.id.as_str(), joined.roles), ("carl", [Role::Approver].into()));
    assert_eq!(store.verify().unwrap().faults, []);
}

fn a_session_is_replaced_once(backing: Backing) {
    let office = office(backing);
    let store = &office.store;
    store.session_add(&login("carl", "old", "2025-03-03T09:00:00Z"), Timestamp::MIN, Timestamp::MIN).unwrap();
    let new =
        Login { provider: Some("https://login.example.dk".to_owned()), ..login("carl", "new", "2025-03-03T10:00:00Z") };
    assert!(store.session_replace(&token("old"), &new).unwrap());
    assert_eq!(store.session(&token("old")).unwrap(), None);
    assert_eq!(store.session(&token("new")).unwrap(), Some(new.clone()));
    assert!(!store.session_replace(&token("old"), &login("carl", "third", "2025-03-03T10:00:00Z")).unwrap());
    assert_eq!(store.sessions(&user("carl")).unwrap(), [new]);
}
