//! Who gets what: the matrix of route × role × investment, from the router's own table against the written one.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::StatusCode;
use virkning::web::routes::{ROUTES, Whom};
use virkning_model::id::AgreementId;
use virkning_store::{AuditOutcome, Identity, Role};

use super::{Came, HOST, Site, form_request, request};
use crate::office::Office;

/// The written rows: method and path, and what stands after them.
fn matrix() -> BTreeMap<String, Vec<String>> {
    let rows = include_str!("matrix.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let key = format!("{} {}", words.next().expect("a method"), words.next().expect("a path"));
        (key, words.collect())
    };
    rows.map(row).collect()
}

/// An office with two investments. `ips-plus` has a proposal, whose name is given too.
fn site() -> (Site, String) {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let made = site.post(&anna, "/investeringer/ips-plus/afregninger", "maaleaar=2024");
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let to = made.header("location").to_owned();
    let proposal = to.trim_start_matches("/afregninger/").split('?').next().expect("a name").to_owned();
    let text = "a text that is another agreement's";
    let other = AgreementId::new("another").expect("a name");
    let hash = virkning_store::content_hash(text.as_bytes());
    site.store.agreement_seal(&site.actor("anna"), &other, "1", text, &hash).expect("a seal");
    super::governance::bring(&site, &anna);
    (site, proposal)
}

/// A route as an address: what it has places for stands in them.
fn filled(route: &str, proposal: &str) -> String {
    let path = route.replace("{agreement}", "ips-plus").replace("{proposal}", proposal);
    let path = path.replace("{idea}", "ips-plus").replace("{format}", "pdf");
    path.replace("{calendar}", "virkning.ics").replace("{report}", "status-aarhus-2025-03-16")
}

/// The alias of somebody who takes part.
fn alias(site: &Site) -> String {
    let ips = AgreementId::new("ips-plus").expect("a name");
    let set = site.store.enrolment_latest(&ips).expect("a store").expect("a list");
    let set: virkning_model::enrolment::EnrolmentSet = serde_json::from_slice(&set.json).expect("a list");
    set.participants[0].alias.to_string()
}

/// The sessions of everybody who asks. A session is used until an act has ended it, as a browser's is.
#[derive(Default)]
struct Sessions {
    by_name: BTreeMap<String, String>,
}

impl Sessions {
    fn ask(&mut self, site: &Site, method: &str, path: &str, name: &str) -> Came {
        let token = self.by_name.entry(name.to_owned()).or_insert_with(|| site.session(name));
        if !site.is_logged_in(token) {
            *token = site.session(name);
        }
        match method {
            "POST" => site.post(token, path, ""),
            _ => site.get(token, path),
        }
    }
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let routes: Vec<String> = ROUTES.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let rows = matrix();
    for route in &routes {
        assert!(rows.contains_key(route), "{route} has no row in matrix.txt: say who may open it");
    }
    assert_eq!(rows.len(), routes.len(), "a row has no route, or a route stands twice");
}

#[test]
fn every_role_gets_what_its_row_says_and_nothing_else() {
    let (site, proposal) = site();
    let root = site.actor("anna");
    let ips = AgreementId::new("ips-plus").expect("a name");
    for role in Role::ALL {
        site.declare(&format!("all-{role}"), &[role]);
        let one = super::user(&format!("one-{role}"));
        site.store.user_add_for(&root, &one, one.as_str(), &ips, &[role]).expect("a user");
    }
    let rows = matrix();
    let person = alias(&site);
    let (mut wrong, mut sessions) = (Vec::new(), Sessions::default());
    for route in ROUTES {
        let (method, row) = (route.method.as_str(), &rows[&format!("{} {}", route.method, route.path)]);
        let path = |agreement: &str, proposal: &str| {
            let path = route.path.replace("{agreement}", agreement);
            filled(&path, proposal).replace("{token}", "no").replace("{alias}", &person)
        };
        let own = path("ips-plus", &proposal);
        for role in Role::ALL {
            let named = row[1..].contains(&role.to_string());
            let (everywhere, here) = match row[0].as_str() {
                "on" => (named, named),
                "everywhere" => (named, false),
                _ => (true, true),
            };
            let mut check = |name: String, path: &str, expected: bool| {
                let came = sessions.ask(&site, method, path, &name);
                // A page that is opened may still refuse the empty form; it is never 404 and never a fault of ours.
                let open = ![StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&came.status);
                // The page of a link that nobody made is 404 for everyone.
                let expected = expected && !route.path.contains("{token}");
                if open != expected || came.status.is_server_error() {
                    wrong.push(format!("{method} {path} as {name}: {}", came.status));
                }
            };
            check(format!("all-{role}"), &own, everywhere);
            check(format!("one-{role}"), &own, here);
            if row[0] == "on" {
                check(format!("one-{role}"), &path("another", "another-2024-00000000"), false);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn nobody_gets_nothing_but_the_login() {
    let (site, proposal) = site();
    for route in ROUTES {
        if matches!(route.whom, Whom::Anyone(_)) {
            continue;
        }
        let path = filled(route.path, &proposal);
        for token in ["", "made-up"] {
            let came = site.send(request(route.method.as_str(), &path, token).body(Body::empty()).expect("a request"));
            let form_without_type = came.status == StatusCode::UNSUPPORTED_MEDIA_TYPE;
            let to_login = came.status == StatusCode::SEE_OTHER && came.header("location").starts_with("/log-ind");
            assert!(to_login || form_without_type, "{} {path}: {}", route.method, came.status);
            assert!(came.bytes.is_empty() || form_without_type, "{path} says something");
        }
    }
}

#[test]
fn what_is_not_yours_is_not_there_and_the_attempt_is_recorded() {
    let (site, _) = site();
    site.declare("nils", &[Role::CodeKeeper]);
    let nils = site.session("nils");
    let there = site.get(&nils, "/investeringer/ips-plus");
    let not_there = site.get(&nils, "/investeringer/made-up");
    assert_eq!([there.status, not_there.status], [StatusCode::NOT_FOUND; 2]);
    assert_eq!(there.text(), not_there.text(), "the answer tells which of both there is");
    let log = site.log();
    let record = log.iter().find(|record| record.subject == "/investeringer/ips-plus").expect("a record");
    assert_eq!(record.user.as_str(), "nils");
    assert_eq!(record.identity, Identity::Authenticated);
    assert_eq!(record.outcome, AuditOutcome::Refused("not-found".to_owned()));
    for odd in ["/investeringer/../x", "/investeringer/%00", "/afregninger/'%20OR%201=1", "/investeringer/%F0%9F%92%A5"]
    {
        assert_eq!(site.get(&nils, odd).status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[test]
fn whoever_stands_outside_never_sees_a_person() {
    let (site, proposal) = site();
    let ips = AgreementId::new("ips-plus").expect("a name");
    let set = site.store.enrolment_latest(&ips).expect("a store").expect("a list");
    let set: virkning_model::enrolment::EnrolmentSet = serde_json::from_slice(&set.json).expect("a list");
    assert!(set.participants.len() > 100);
    // The register does not reach so far yet: everybody is unclarified, and named to those who must clarify them.
    // The year before is approved and posted first.
    let (anna, bo) = (site.session("anna"), site.session("bo"));
    let id = virkning_model::id::ProposalId::new(&proposal).expect("a name");
    let content = site.store.proposal(&id).expect("a store").expect("a proposal").content;
    for (act, fields) in [("godkend", format!("indhold={content}")), ("bogfoer", String::new())] {
        let came = site.post(&bo, &format!("/afregninger/{proposal}/{act}"), &fields);
        assert_eq!(came.status, StatusCode::SEE_OTHER, "{act}: {}", came.text());
    }
    let early = site.post(&anna, "/investeringer/ips-plus/afregninger", "maaleaar=2025");
    assert_eq!(early.status, StatusCode::SEE_OTHER, "{}", early.text());
    let mut paths: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.method == "GET" && !route.path.contains("bilag") && !route.path.contains("{alias}"))
        .map(|route| filled(route.path, &proposal))
        .collect();
    // With a purpose, as whoever may see people would ask.
    let asked: Vec<String> = paths.iter().filter(|path| path.contains("/ips-plus/")).cloned().collect();
    paths.extend(asked.iter().map(|path| format!("{path}?formaal=optag")));
    paths.extend(asked.iter().map(|path| format!("{path}?formaal=optag&csv=deltagere")));
    paths.push(early.header("location").to_owned());
    let sees = |name: &str| {
        let token = site.session(name);
        let alias = &set.participants[0].alias;
        let searched = [format!("/soeg?q={alias}"), format!("/afregninger/{proposal}?sort={alias}")];
        let texts = paths.iter().chain(&searched).map(|path| site.get(&token, path).text());
        // What was typed into the search box stands on its page; nothing else may know it.
        let all: String =
            texts.collect::<String>().replace(&format!("»{alias}«"), "").replace(&format!("value=\"{alias}\""), "");
        set.participants.iter().filter(|person| all.contains(person.alias.as_str())).count()
    };
    for role in [Role::InvestorSecretariat, Role::Provider, Role::Reader, Role::OperationsManager] {
        let name = format!("outside-{role}");
        site.declare(&name, &[role]);
        assert_eq!(sees(&name), 0, "{role}");
    }
    assert!(sees("anna") > 0, "whoever must clarify people sees them, so the test could have failed");
}

#[test]
fn forms_need_the_key_of_their_session_and_come_from_here() {
    let (site, proposal) = site();
    let path = format!("/afregninger/{proposal}/afvis");
    let bo = site.session("bo");
    let send = |fields: &str, header: Option<(&str, &str)>| {
        let mut request = form_request(&path, &bo);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        site.send(request.body(Body::from(fields.to_owned())).expect("a request")).status
    };
    let whole = "form-key=key&begrundelse=Nej";
    assert_eq!(send("begrundelse=Nej", None), StatusCode::FORBIDDEN);
    assert_eq!(send("form-key=other&begrundelse=Nej", None), StatusCode::FORBIDDEN);
    assert_eq!(send(whole, Some(("origin", "https://example.dk"))), StatusCode::FORBIDDEN);
    assert_eq!(send(whole, Some(("sec-fetch-site", "cross-site"))), StatusCode::FORBIDDEN);
    let id = virkning_model::id::ProposalId::new(&proposal).expect("a name");
    let state = || site.store.proposal(&id).expect("a store").expect("a proposal").state;
    assert_eq!(state(), virkning_store::ProposalState::Proposed, "nothing was changed");
    let here = format!("http://{HOST}");
    assert_eq!(send(whole, Some(("origin", &here))), StatusCode::SEE_OTHER);
    assert_eq!(state(), virkning_store::ProposalState::Refused);
}
