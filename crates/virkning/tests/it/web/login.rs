//! Coming in and going out: the first link, passwords and codes, limits, sessions and their end.

use axum::body::Body;
use axum::http::StatusCode;
use virkning::web::{code_at, first_link, secret_of_text};
use virkning::world::World as _;
use virkning_store::{AuditOutcome, Identity, Role};

use super::{Came, Site, form_request, user};
use crate::office::Office;

pub const PASSWORD: &str = "fire vilde heste spiser";

pub fn form(site: &Site, path: &str, token: &str, fields: &[(&str, &str)]) -> Came {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    site.send(form_request(path, token).body(Body::from(pairs.join("&"))).expect("a request"))
}

/// What stands between two texts of a page.
pub fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).expect("an end").0.to_owned()
}

pub fn cookie(came: &Came) -> String {
    between(came.header("set-cookie"), "virkning=", ";")
}

/// The way behind a link: the secret for codes, and the token of the session that it began.
pub fn welcome(site: &Site, path: &str, name: &str) -> (Vec<u8>, String) {
    let page = site.get("", path);
    assert_eq!(page.status, StatusCode::OK);
    let text = between(&page.text(), "name=\"hemmelighed\" value=\"", "\"");
    let secret = secret_of_text(&text).expect("a secret");
    let code = code_at(&secret, site.world.now());
    let fields = [
        ("bruger", name),
        ("adgangskode", PASSWORD),
        ("adgangskode-igen", PASSWORD),
        ("hemmelighed", &text),
        ("kode", &code),
    ];
    let came = form(site, path, "", &fields);
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    (secret, cookie(&came))
}

pub fn log_in(site: &Site, name: &str, password: &str, code: &str) -> Came {
    form(site, "/log-ind", "", &[("bruger", name), ("adgangskode", password), ("kode", code)])
}

pub fn first_path(site: &Site) -> Option<String> {
    let link = first_link(&site.web).expect("a store")?;
    Some(link.strip_prefix("http://127.0.0.1:8080").expect("the address").to_owned())
}

#[test]
fn the_first_link_makes_an_administrator_once() {
    let site = Site::of(Office::empty());
    let path = first_path(&site).expect("nobody can log in yet");
    let page = site.get("", &path).text();
    let text = between(&page, "name=\"hemmelighed\" value=\"", "\"");
    let code = code_at(&secret_of_text(&text).expect("a secret"), site.world.now());
    let bad = |change: (&str, &str)| {
        let whole = [
            ("bruger", "eva"),
            ("adgangskode", PASSWORD),
            ("adgangskode-igen", PASSWORD),
            ("hemmelighed", &text),
            ("kode", &code),
        ];
        let fields: Vec<(&str, &str)> = whole.map(|pair| if pair.0 == change.0 { change } else { pair }).to_vec();
        form(&site, &path, "", &fields).status
    };
    assert_eq!(bad(("adgangskode", "kort")), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad(("adgangskode-igen", "noget helt andet")), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad(("kode", "000000")), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad(("bruger", "Æ !")), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.store.users().expect("a store"), []);
    let (_, token) = welcome(&site, &path, "eva");
    let found = site.store.user(&user("eva")).expect("a store").expect("a user");
    assert_eq!(found.roles, [Role::Administrator].into());
    assert_eq!(site.get(&token, "/administration").status, StatusCode::OK);
    assert_eq!(site.get("", &path).status, StatusCode::NOT_FOUND, "a link is used once");
    assert_eq!(first_path(&site), None, "there is no second first link");
    // Nothing that lets somebody in is in the store or the log as it is.
    let secret = secret_of_text(&text).expect("a secret");
    let kept = site.store.credential(&user("eva")).expect("a store").expect("a credential");
    assert!(!kept.password.contains("heste") && !kept.secret.windows(secret.len()).any(|part| part == secret));
    assert_eq!(site.store.verify().expect("a store").faults, []);
}

#[test]
fn password_and_code_belong_together_and_a_code_is_used_once() {
    let site = Site::of(Office::empty());
    let (secret, first) = welcome(&site, &first_path(&site).expect("a link"), "eva");
    site.world.pass(60);
    let code = code_at(&secret, site.world.now());
    let wrong =
        [("eva", PASSWORD, "000000"), ("eva", "noget andet", code.as_str()), ("ole", PASSWORD, &code), ("", "", "")];
    let answers: Vec<Came> = wrong.iter().map(|(name, password, code)| log_in(&site, name, password, code)).collect();
    for came in &answers {
        assert_eq!(came.status, StatusCode::UNAUTHORIZED);
        assert_eq!(came.text(), answers[0].text(), "the answer tells what was wrong");
        assert_eq!(came.header("set-cookie"), "");
    }
    let came = log_in(&site, "Eva ", PASSWORD, &code);
    assert_eq!((came.status, came.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert!(came.header("set-cookie").contains("HttpOnly; SameSite=Lax"), "{}", came.header("set-cookie"));
    assert_ne!(cookie(&came), first, "each login has a token of its own");
    assert_eq!(log_in(&site, "eva", PASSWORD, &code).status, StatusCode::UNAUTHORIZED, "the code was used");
    let log = site.log();
    let login =
        log.iter().find(|record| record.action == "login" && record.outcome == AuditOutcome::Done).expect("a login");
    assert_eq!(login.identity, Identity::Authenticated);
    assert!(log.iter().any(|record| record.outcome == AuditOutcome::Refused("login".to_owned())));
}

#[test]
fn a_token_from_before_the_login_is_worth_nothing_after_it() {
    let site = Site::of(Office::empty());
    let (secret, before) = welcome(&site, &first_path(&site).expect("a link"), "eva");
    site.world.pass(60);
    let code = code_at(&secret, site.world.now());
    let came = form(&site, "/log-ind", &before, &[("bruger", "eva"), ("adgangskode", PASSWORD), ("kode", &code)]);
    assert_eq!(site.get(&before, "/").status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&cookie(&came), "/").status, StatusCode::OK);
}

#[test]
fn guessing_must_wait() {
    let site = Site::of(Office::empty());
    let (secret, _) = welcome(&site, &first_path(&site).expect("a link"), "eva");
    for _ in 0..5 {
        assert_eq!(log_in(&site, "eva", "gæt", "123456").status, StatusCode::UNAUTHORIZED);
    }
    site.world.pass(25);
    let right = || log_in(&site, "eva", PASSWORD, &code_at(&secret, site.world.now())).status;
    assert_eq!(right(), StatusCode::TOO_MANY_REQUESTS, "also the right password waits");
    site.world.pass(35);
    assert_eq!(right(), StatusCode::SEE_OTHER);
}

#[test]
fn sessions_end_by_themselves_and_everywhere() {
    let site = Site::of(Office::sealed());
    let token = site.session("anna");
    site.world.pass(59 * 60);
    assert_eq!(site.get(&token, "/mig").status, StatusCode::OK);
    site.world.pass(59 * 60);
    assert_eq!(site.get(&token, "/mig").status, StatusCode::OK, "every use begins the hour anew");
    site.world.pass(61 * 60);
    assert_eq!(site.get(&token, "/mig").status, StatusCode::SEE_OTHER, "an hour without use");

    let token = site.session("anna");
    for _ in 0..12 {
        assert_eq!(site.get(&token, "/mig").status, StatusCode::OK);
        site.world.pass(59 * 60 + 59);
    }
    site.world.pass(60);
    assert_eq!(site.get(&token, "/mig").status, StatusCode::SEE_OTHER, "half a day in all");

    let (one, other, bo) = (site.session("anna"), site.session("anna"), site.session("bo"));
    assert_eq!(site.post(&one, "/log-ud", "").status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&one, "/mig").status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&other, "/mig").status, StatusCode::OK);
    let third = site.session("anna");
    assert_eq!(site.post(&third, "/log-ud/alle", "").status, StatusCode::SEE_OTHER);
    for token in [&other, &third] {
        assert_eq!(site.get(token, "/mig").status, StatusCode::SEE_OTHER);
    }
    assert_eq!(site.get(&bo, "/mig").status, StatusCode::OK, "nobody else is logged out");
}

#[test]
fn a_new_link_ends_what_was_before() {
    let site = Site::of(Office::empty());
    let (_, eva) = welcome(&site, &first_path(&site).expect("a link"), "eva");
    let key = site
        .store
        .session(virkning_store::content_hash(eva.as_bytes()).as_str())
        .expect("a store")
        .expect("a session")
        .form_key;
    let add =
        form(&site, "/administration/brugere", &eva, &[("form-key", &key), ("bruger", "ole"), ("rolle", "controller")]);
    assert_eq!(add.status, StatusCode::SEE_OTHER, "{}", add.text());
    let link = || {
        let page = form(&site, "/administration/link", &eva, &[("form-key", &key), ("bruger", "ole")]);
        between(&page.text(), "<code>http://127.0.0.1:8080", "</code>")
    };
    let (old, new) = (link(), link());
    assert_eq!(site.get("", &old).status, StatusCode::NOT_FOUND, "a later link takes the place of an earlier one");
    let (_, ole) = welcome(&site, &new, "ole");
    assert_eq!(site.get(&ole, "/").status, StatusCode::OK);
    let late = link();
    site.world.pass(73 * 3600);
    assert_eq!(site.get("", &late).status, StatusCode::NOT_FOUND, "a link runs out");
}
