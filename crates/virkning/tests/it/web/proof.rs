//! Who proves what when: a fresh proof before what cannot be undone, recovery codes, one's own password and sessions, what
//! administrators end, and what a flood meets; and what is written down of requests.

use std::path::Path;

use axum::body::Body;
use axum::http::StatusCode;
use virkning::web::code_at;
use virkning::world::World as _;
use virkning_model::id::ProposalId;
use virkning_store::{AuditOutcome, ProposalState, Role, content_hash};

use super::login::{PASSWORD, between, cookie, first_path, form, log_in, welcome};
use super::{Came, Site, form_request, request, user};
use crate::office::Office;

/// `eva`, an administrator with a password, her phone's secret and her session.
fn eva(site: &Site) -> (Vec<u8>, String) {
    let (secret, token) = welcome(site, &first_path(site).expect("a link"), "eva");
    site.world.pass(60);
    (secret, token)
}

/// The key that forms of a session carry, as its pages show it.
fn key(site: &Site, token: &str) -> String {
    between(&site.get(token, "/mig").text(), "name=\"form-key\" value=\"", "\"")
}

fn send(site: &Site, token: &str, path: &str, fields: &[(&str, &str)]) -> Came {
    let key = key(site, token);
    form(site, path, token, &[&[("form-key", key.as_str())], fields].concat())
}

fn name_of(made: &Came) -> ProposalId {
    let to = made.header("location").trim_start_matches("/afregninger/");
    ProposalId::new(to.split('?').next().expect("a name")).expect("a name")
}

#[test]
fn approving_and_posting_need_a_fresh_proof() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let proposal = name_of(&site.post(&anna, "/investeringer/ips-plus/afregninger", "maaleaar=2024"));
    let record = || site.store.proposal(&proposal).expect("a store").expect("a proposal");
    let (approve, post) = (format!("/afregninger/{proposal}/godkend"), format!("/afregninger/{proposal}/bogfoer"));
    let shown = format!("indhold={}", record().content);
    let bo = site.session("bo");
    site.proof_is_old(&bo);
    let asked = site.post(&bo, &approve, &shown);
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.text());
    let page = asked.text();
    assert!(page.contains("name=\"bekraeft-adgangskode\"") && page.contains(record().content.as_str()), "{page}");
    assert_eq!(record().state, ProposalState::Proposed, "nothing was done");
    // Bo has no password here, so nothing proves him.
    let wrong = site.post(&bo, &approve, &format!("{shown}&bekraeft-adgangskode=x&bekraeft-kode=123456"));
    assert_eq!((wrong.status, record().state), (StatusCode::UNAUTHORIZED, ProposalState::Proposed));
    // Who may not approve at all is not asked for a proof.
    site.declare("rita", &[Role::Reader]);
    let rita = site.session("rita");
    site.proof_is_old(&rita);
    assert_eq!(site.post(&rita, &approve, &shown).status, StatusCode::NOT_FOUND);
    let fresh = site.session("bo");
    assert_eq!(site.post(&fresh, &approve, &shown).status, StatusCode::SEE_OTHER);
    site.world.pass(11 * 60);
    assert_eq!(site.post(&fresh, &post, "").status, StatusCode::UNAUTHORIZED, "ten minutes are over");
    assert_eq!(record().state, ProposalState::Approved);
    assert_eq!(site.post(&site.session("bo"), &post, "").status, StatusCode::SEE_OTHER);
    assert_eq!(record().state, ProposalState::Posted);
}

#[test]
fn a_proof_does_what_was_asked_and_gives_a_new_token() {
    let site = Site::of(Office::empty());
    let (secret, old) = eva(&site);
    site.proof_is_old(&old);
    let wanted = [("bruger", "ole"), ("navn", "Ole & Søn"), ("rolle", "controller"), ("rolle", "reader")];
    let asked = send(&site, &old, "/administration/brugere", &wanted);
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    let page = asked.text();
    for held in ["value=\"ole\"", "value=\"controller\"", "value=\"reader\""] {
        assert!(page.contains(held), "{held} is lost: {page}");
    }
    let with = |password: &str, code: &str| {
        let proof = [("bekraeft-adgangskode", password), ("bekraeft-kode", code)];
        send(&site, &old, "/administration/brugere", &[&wanted[..], &proof].concat())
    };
    let code = code_at(&secret, site.world.now());
    assert_eq!(with("noget andet", &code).status, StatusCode::UNAUTHORIZED);
    assert_eq!(with(PASSWORD, "000000").status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.store.user(&user("ole")).expect("a store"), None);
    let done = with(PASSWORD, &code);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let ole = site.store.user(&user("ole")).expect("a store").expect("a user");
    assert_eq!(ole.roles, [Role::Controller, Role::Reader].into());
    let new = cookie(&done);
    assert_eq!(site.get(&old, "/mig").status, StatusCode::SEE_OTHER, "the old token is worth nothing");
    assert_eq!(site.get(&new, "/mig").status, StatusCode::OK);
    // The proof holds for a while, and the session does not last longer for it.
    assert_eq!(send(&site, &new, "/administration/link", &[("bruger", "ole")]).status, StatusCode::OK);
    let log = site.log();
    assert!(log.iter().any(|record| record.action == "prove" && record.outcome == AuditOutcome::Done));
    assert!(log.iter().any(|record| record.action == "prove" && record.outcome != AuditOutcome::Done));
}

#[test]
fn guessing_at_a_proof_must_wait_too() {
    let site = Site::of(Office::empty());
    let (_, token) = eva(&site);
    site.proof_is_old(&token);
    let guess =
        || send(&site, &token, "/mig/koder", &[("bekraeft-adgangskode", "gæt"), ("bekraeft-kode", "123456")]).status;
    for _ in 0..5 {
        assert_eq!(guess(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(guess(), StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn nobody_locks_out_another_by_guessing_at_his_name() {
    let site = Site::of(Office::empty());
    let path = first_path(&site).expect("a link");
    let page = site.get("", &path).text();
    let codes: Vec<String> =
        page.split("<code class=\"code\">").skip(1).map(|part| between(&format!("^{part}"), "^", "<")).collect();
    welcome(&site, &path, "eva");
    let first = log_in(&site, "eva", PASSWORD, &codes[0]);
    let mut cookies = first.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let mark = cookies.find(|cookie| cookie.starts_with("virkning-browser=")).expect("a mark").to_owned();
    assert!(mark.contains("; HttpOnly; SameSite=Lax; Max-Age=15552000"), "{mark}");
    let mark = mark.split(';').next().expect("a value").to_owned();
    let here = |name: &str, password: &str, code: &str| {
        let fields = format!("bruger={name}&adgangskode={}&kode={code}", password.replace(' ', "+"));
        let sent = form_request("/log-ind", "").header("cookie", &mark).body(Body::from(fields));
        site.send(sent.expect("a request")).status
    };
    // A stranger guesses until the name must wait, and then until everybody must.
    for _ in 0..5 {
        assert_eq!(log_in(&site, "eva", "gæt", "123456").status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(log_in(&site, "eva", PASSWORD, &codes[1]).status, StatusCode::TOO_MANY_REQUESTS);
    for number in 0..60 {
        log_in(&site, &format!("name{number}"), "gæt", "123456");
    }
    assert_eq!(log_in(&site, "ole", "gæt", "123456").status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(here("eva", PASSWORD, &codes[2]), StatusCode::SEE_OTHER, "in her own browser eva comes in");
    // The mark is hers alone, lets nobody in, and does not make guessing free.
    assert_eq!(here("ole", "gæt", "123456"), StatusCode::TOO_MANY_REQUESTS);
    for _ in 0..5 {
        assert_eq!(here("eva", "gæt", "123456"), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(here("eva", PASSWORD, &codes[3]), StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn a_recovery_code_stands_for_the_phone_once() {
    let site = Site::of(Office::empty());
    let path = first_path(&site).expect("a link");
    let page = site.get("", &path).text();
    let shown: Vec<String> =
        page.split("<code class=\"code\">").skip(1).map(|part| between(&format!("^{part}"), "^", "<")).collect();
    assert_eq!(shown.len(), 8);
    let again = site.get("", &path).text();
    assert!(shown.iter().all(|code| again.contains(code)), "a page that is shown again shows the same codes");
    let (_, token) = welcome(&site, &path, "eva");
    let by = |code: &str| log_in(&site, "eva", PASSWORD, code).status;
    assert_eq!(log_in(&site, "eva", "noget andet", &shown[0]).status, StatusCode::UNAUTHORIZED);
    assert_eq!(by(&shown[0]), StatusCode::SEE_OTHER, "a wrong password did not use it up");
    assert_eq!(by(&shown[0]), StatusCode::UNAUTHORIZED, "it is good once");
    assert_eq!(by(&shown[1].to_lowercase().replace('-', " ")), StatusCode::SEE_OTHER);
    assert_eq!(site.store.recovery_left(&user("eva")).expect("a store"), 6);
    let log = site.log();
    assert!(log.iter().any(|record| record.action == "recovery-code-use"), "it is in the log");
    // New ones take the place of the old ones.
    let made = send(&site, &token, "/mig/koder", &[]).text();
    let new = between(&made, "<code class=\"code\">", "<");
    assert_eq!(by(&shown[2]), StatusCode::UNAUTHORIZED);
    assert_eq!(by(&new), StatusCode::SEE_OTHER);
    assert!(!site.get(&token, "/mig").text().contains(&new), "they are shown once");
}

#[test]
fn the_password_is_changed_by_who_knows_it() {
    let site = Site::of(Office::empty());
    let (secret, token) = eva(&site);
    let other = cookie(&log_in(&site, "eva", PASSWORD, &code_at(&secret, site.world.now())));
    let change = |now: &str, new: &str, again: &str| {
        send(
            &site,
            &token,
            "/mig/adgangskode",
            &[("adgangskode-nu", now), ("adgangskode", new), ("adgangskode-igen", again)],
        )
    };
    let good = "otte grønne bænke synger";
    assert_eq!(change("noget andet", good, good).status, StatusCode::CONFLICT);
    assert_eq!(change(PASSWORD, "kort", "kort").status, StatusCode::CONFLICT);
    assert_eq!(change(PASSWORD, "Passw0rd2024", "Passw0rd2024").status, StatusCode::CONFLICT, "everybody's password");
    assert_eq!(change(PASSWORD, good, "otte grønne bænke").status, StatusCode::CONFLICT);
    assert_eq!(site.get(&other, "/mig").status, StatusCode::OK);
    let done = change(PASSWORD, good, good);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(site.get(&token, "/mig").status, StatusCode::OK, "here one stays logged in");
    assert_eq!(site.get(&other, "/mig").status, StatusCode::SEE_OTHER, "everywhere else one is logged out");
    site.world.pass(60);
    let code = || code_at(&secret, site.world.now());
    assert_eq!(log_in(&site, "eva", PASSWORD, &code()).status, StatusCode::UNAUTHORIZED);
    assert_eq!(log_in(&site, "eva", good, &code()).status, StatusCode::SEE_OTHER);
}

#[test]
fn sessions_are_seen_and_ended_one_by_one() {
    let site = Site::of(Office::sealed());
    let (one, two, bo) = (site.session("anna"), site.session("anna"), site.session("bo"));
    let public = |token: &str| content_hash(content_hash(token.as_bytes()).as_str().as_bytes()).to_string();
    let page = site.get(&one, "/mig").text();
    assert!(page.contains(&public(&two)) && !page.contains(&public(&one)) && !page.contains(&public(&bo)));
    assert_eq!(site.post(&one, "/mig/sessioner", &format!("session={}", public(&bo))).status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&bo, "/mig").status, StatusCode::OK, "another's session is not one's own");
    assert_eq!(site.post(&one, "/mig/sessioner", &format!("session={}", public(&two))).status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&two, "/mig").status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&one, "/mig").status, StatusCode::OK);
}

#[test]
fn an_administrator_ends_sessions_and_closes_access() {
    let site = Site::of(Office::empty());
    let (_, token) = eva(&site);
    send(&site, &token, "/administration/brugere", &[("bruger", "ole"), ("rolle", "reader")]);
    let page = send(&site, &token, "/administration/link", &[("bruger", "ole")]).text();
    let link = between(&page, "<code>http://127.0.0.1:8080", "</code>");
    let (secret, ole) = welcome(&site, &link, "ole");
    assert_eq!(site.get(&ole, "/").status, StatusCode::OK);
    let act = |path: &str, whom: &str| send(&site, &token, path, &[("bruger", whom)]).status;
    assert_eq!(act("/administration/log-ud", "ole"), StatusCode::SEE_OTHER);
    assert_eq!(site.get(&ole, "/").status, StatusCode::SEE_OTHER, "the session is over");
    site.world.pass(60);
    let again = cookie(&log_in(&site, "ole", PASSWORD, &code_at(&secret, site.world.now())));
    assert_eq!(act("/administration/luk", "ole"), StatusCode::SEE_OTHER);
    assert_eq!(site.get(&again, "/").status, StatusCode::SEE_OTHER);
    site.world.pass(60);
    let late = log_in(&site, "ole", PASSWORD, &code_at(&secret, site.world.now()));
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert_eq!(act("/administration/luk", "eva"), StatusCode::CONFLICT, "nobody closes his own access");
    assert_eq!(site.store.verify().expect("a store").faults, []);
}

#[test]
fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let site = Site::of(Office::enrolled());
    let bo = site.session("bo");
    assert_eq!(site.get(&bo, "/investeringer/ips-plus/plan").status, StatusCode::OK);
    site.store.user_roles_set(&site.actor("anna"), &user("bo"), &[Role::CodeKeeper]).expect("roles");
    assert_eq!(site.get(&bo, "/investeringer/ips-plus/plan").status, StatusCode::NOT_FOUND);
}

#[test]
fn more_requests_than_a_person_reads_are_refused() {
    let site = Site::of(Office::sealed());
    let (anna, bo) = (site.session("anna"), site.session("bo"));
    let get = |token: &str| site.get(token, "/soeg").status;
    let open = (0..600).filter(|_| get(&anna) == StatusCode::OK).count();
    assert_eq!(open, 600);
    assert_eq!(get(&anna), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(get(&bo), StatusCode::OK, "nobody else waits");
    site.world.pass(60);
    assert_eq!(get(&anna), StatusCode::OK);
}

#[test]
fn keys_of_forms_look_different_on_every_page() {
    let site = Site::of(Office::empty());
    let (_, token) = eva(&site);
    let (one, two) = (key(&site, &token), key(&site, &token));
    assert_ne!(one, two);
    for sent in [&one, &two] {
        let came = form(&site, "/sprog", &token, &[("form-key", sent), ("sprog", "en")]);
        assert_eq!(came.status, StatusCode::SEE_OTHER);
    }
    let swapped = format!("{}{}", &one[..64], &two[64..]);
    assert_eq!(form(&site, "/sprog", &token, &[("form-key", &swapped)]).status, StatusCode::FORBIDDEN);
}

#[test]
fn pages_are_compressed_for_who_asks() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let get = |path: &str, wanted: &str| {
        site.send(request("GET", path, &anna).header("accept-encoding", wanted).body(Body::empty()).expect("a request"))
    };
    for path in ["/investeringer/ips-plus/aftale", "/filer/dkfds.css"] {
        let (plain, small) = (get(path, "identity"), get(path, "gzip, br"));
        assert_eq!((plain.header("content-encoding"), small.header("content-encoding")), ("", "gzip"), "{path}");
        assert!(small.bytes.len() * 2 < plain.bytes.len(), "{path}: {} of {}", small.bytes.len(), plain.bytes.len());
        assert_eq!(small.header("content-type"), plain.header("content-type"));
    }
}

#[test]
fn the_access_log_names_routes_and_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("access.log");
    let site = Site::with(Office::enrolled(), |web| web.with_log(&path).expect("a log"));
    let anna = site.session("anna");
    let found = site.get(&anna, "/soeg?q=hemmelig-tekst");
    site.get(&anna, "/investeringer/ips-plus");
    site.get(&anna, "/hemmelig-tekst");
    site.send(
        form_request("/log-ind", "").body(Body::from("bruger=anna&adgangskode=hemmelig-tekst")).expect("a request"),
    );
    let log = read(&path);
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "{log}");
    assert!(lines[0].contains(found.header("x-request-id")) && !found.header("x-request-id").is_empty(), "{log}");
    assert!(lines[0].contains(" GET /soeg 200 "), "{log}");
    assert!(lines[1].contains(" GET /investeringer/{agreement} 200 "), "{log}");
    assert!(lines[2].contains(" GET - 404 "), "{log}");
    assert!(lines[3].contains(" POST /log-ind 401 "), "{log}");
    for secret in ["hemmelig", "anna", "ips-plus", &anna, "127.0.0.1"] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(&path).expect("the log").permissions().mode();
    assert_eq!(mode & 0o077, 0, "only its owner reads it");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the log")
}
