//! Login through the municipality: who comes in, as whom, with what, and everything that must not let anybody in.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};
use virkning::web::Provider;
use virkning::world::World as _;
use virkning_store::{Role, content_hash};

use super::login::{PASSWORD, between, first_path, form, log_in, welcome};
use super::provider::FakeProvider;
use super::{Came, Site, request, user};
use crate::office::Office;

const RULES: &str = r#"
[provider]
name = "Aarhus Kommune"
issuer = "ISSUER"
client = "virkning"

[[role]]
group = "readers"
role = "reader"

[[role]]
group = "ips-approvers"
role = "approver"
investment = "ips-plus"

[[role]]
group = "administrators"
role = "administrator"

[[user]]
subject = "s-bo"
user = "bo"
"#;

/// A site with a provider that speaks the truth until a test makes it lie.
struct Town {
    site: Site,
    provider: FakeProvider,
}

/// What the browser holds while somebody is at the provider.
struct Away {
    cookie: String,
    asked: BTreeMap<String, String>,
}

impl Town {
    fn of(office: Office) -> Self {
        Self::with(office, RULES)
    }

    fn with(office: Office, rules: &str) -> Self {
        let provider = FakeProvider::start();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("login.toml");
        std::fs::write(&path, rules.replace("ISSUER", &provider.issuer)).expect("rules");
        std::fs::write(folder.path().join("secret"), "p@ss").expect("a secret");
        let site = Site::with(office, |web| web.with_provider(Provider::read(&path).expect("rules")));
        Self { site, provider }
    }

    /// The way to the provider, from a page that leads there.
    fn away(&self, came: &Came) -> Away {
        assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
        let (address, query) = came.header("location").split_once('?').expect("a query");
        assert_eq!(address, format!("{}/authorize", self.provider.issuer));
        let asked = query.split('&').filter_map(|pair| pair.split_once('='));
        let asked = asked.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Away { cookie: between(came.header("set-cookie"), "virkning-login=", ";"), asked }
    }

    fn go(&self) -> Away {
        self.away(&self.site.get("", "/log-ind/kommune?til=%2Fportefolje"))
    }

    /// What the provider says when it speaks the truth.
    fn claims(&self, away: &Away, subject: &str, name: &str, groups: &[&str]) -> Value {
        let now = self.site.world.now().as_second();
        json!({
            "iss": self.provider.issuer, "aud": "virkning", "sub": subject, "nonce": away.asked["nonce"],
            "exp": now + 300, "iat": now, "auth_time": now, "preferred_username": name, "name": "Doris Dal",
            "groups": groups,
        })
    }

    fn says(&self, claims: Value) {
        self.provider.says.lock().expect("what it says").claims = claims;
    }

    fn back_with(&self, token: &str, cookie: &str, query: &str) -> Came {
        let cookies = format!("virkning={token}; virkning-login={cookie}");
        let path = format!("/log-ind/tilbage?{query}");
        self.site.send(request("GET", &path, "").header("cookie", cookies).body(Body::empty()).expect("a request"))
    }

    fn back(&self, away: &Away) -> Came {
        self.back_with("", &away.cookie, &format!("code=c&state={}", away.asked["state"]))
    }

    /// The whole way.
    fn login(&self, subject: &str, name: &str, groups: &[&str]) -> Came {
        let away = self.go();
        self.says(self.claims(&away, subject, name, groups));
        self.back(&away)
    }
}

/// The token of the session that an answer begins.
fn session(came: &Came) -> Option<String> {
    let cookies = came.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let mut tokens = cookies.filter_map(|cookie| cookie.strip_prefix("virkning="));
    tokens.next().map(|rest| rest.split(';').next().expect("a value").to_owned()).filter(|token| !token.is_empty())
}

#[test]
fn a_mapped_group_lets_somebody_in_with_its_roles() {
    let town = Town::of(Office::enrolled());
    let page = town.site.get("", "/log-ind").text();
    assert!(page.contains("Log ind med Aarhus Kommune"), "{page}");
    let away = town.go();
    let asked = |name: &str| away.asked.get(name).map_or("", String::as_str);
    assert_eq!((asked("response_type"), asked("client_id"), asked("scope")), ("code", "virkning", "openid%20profile"));
    assert_eq!(asked("redirect_uri"), "http%3A%2F%2F127.0.0.1%3A8080%2Flog-ind%2Ftilbage");
    assert_eq!(asked("code_challenge_method"), "S256");
    town.says(town.claims(&away, "s-doris", "doris@aarhus.example.dk", &["ips-approvers", "others"]));
    let came = town.back(&away);
    assert_eq!((came.status, came.header("location")), (StatusCode::SEE_OTHER, "/portefolje"), "{}", came.text());
    let token = session(&came).expect("a session");
    let doris = town.site.store.user(&user("doris")).expect("a store").expect("a user");
    assert_eq!((doris.name.as_str(), doris.roles.len()), ("Doris Dal", 0));
    assert_eq!(town.site.get(&token, "/investeringer/ips-plus/plan").status, StatusCode::OK);
    assert_eq!(town.site.get(&token, "/administration").status, StatusCode::NOT_FOUND);
    // The verifier that was sent for the code is that of the challenge.
    let says = town.provider.says.lock().expect("what it says");
    let sent: BTreeMap<&str, &str> = says.form.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let digest = ring::digest::digest(&ring::digest::SHA256, sent["code_verifier"].as_bytes());
    use base64::Engine as _;
    let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest);
    assert_eq!((asked("code_challenge"), sent["code"], sent["client_id"]), (challenge.as_str(), "c", "virkning"));
}

#[test]
fn nobody_is_made_a_user_without_a_mapped_group() {
    let town = Town::of(Office::enrolled());
    for groups in [&[][..], &["others"], &["READERS"]] {
        let came = town.login("s-eva", "eva", groups);
        assert_eq!((came.status, session(&came)), (StatusCode::FORBIDDEN, None), "{groups:?}");
    }
    assert_eq!(town.site.store.user(&user("eva")).expect("a store"), None);
    let log = town.site.log();
    assert!(log.iter().any(|record| record.action == "login-external" && record.user.as_str() == "eva"));
    assert_eq!(town.site.store.verify().expect("a store").faults, []);
}

#[test]
fn a_removed_group_takes_its_role_at_the_next_login() {
    let town = Town::of(Office::enrolled());
    let first = session(&town.login("s-doris", "doris", &["ips-approvers", "readers"])).expect("a session");
    assert_eq!(town.site.get(&first, "/investeringer/ips-plus/plan").status, StatusCode::OK);
    let second = session(&town.login("s-doris", "doris", &["readers"])).expect("a session");
    let grants = town.site.store.grants_of(&user("doris")).expect("a store");
    assert_eq!(grants.len(), 0, "{grants:?}");
    assert_eq!(town.site.get(&second, "/").status, StatusCode::OK);
    let third = town.login("s-doris", "doris", &[]);
    assert_eq!((third.status, session(&third)), (StatusCode::FORBIDDEN, None));
    for token in [&first, &second] {
        assert_eq!(town.site.get(token, "/").status, StatusCode::SEE_OTHER, "earlier sessions are over");
    }
    assert!(town.site.store.user(&user("doris")).expect("a store").expect("a user").roles.is_empty());
}

#[test]
fn a_name_is_not_a_person_and_joining_is_said_in_the_rules() {
    let town = Town::of(Office::enrolled());
    let roles = |name: &str| town.site.store.user(&user(name)).expect("a store").expect("a user").roles;
    let before = roles("anna");
    let came = town.login("s-stranger", "anna", &["readers"]);
    assert_eq!((came.status, session(&came)), (StatusCode::FORBIDDEN, None), "{}", came.text());
    assert_eq!(roles("anna"), before);
    let joined = town.login("s-bo", "whatever", &["readers"]);
    let token = session(&joined).expect("a session");
    assert!(town.site.get(&token, "/mig").text().contains("bo"));
    assert_eq!(roles("bo"), [Role::Reader].into(), "now the groups decide");
}

#[test]
fn what_the_provider_did_not_say_to_us_now_lets_nobody_in() {
    let town = Town::of(Office::enrolled());
    let check = |what: &str, change: &dyn Fn(&mut Value)| {
        let away = town.go();
        let mut claims = town.claims(&away, "s-doris", "doris", &["readers"]);
        change(&mut claims);
        town.says(claims);
        let came = town.back(&away);
        assert_eq!((came.status, session(&came)), (StatusCode::BAD_GATEWAY, None), "{what}");
        assert!(!came.text().contains("Claim"), "{what} is told to the browser");
    };
    check("another issuer", &|claims| claims["iss"] = json!("https://example.dk"));
    check("another application", &|claims| claims["aud"] = json!("other"));
    check("another attempt", &|claims| claims["nonce"] = json!("other"));
    check("no attempt", &|claims| drop(claims.as_object_mut().expect("claims").remove("nonce")));
    check("yesterday", &|claims| claims["exp"] = json!(town.site.world.now().as_second() - 61));
    town.provider.says.lock().expect("what it says").status = 400;
    check("no token", &|_| {});
    assert_eq!(town.site.store.user(&user("doris")).expect("a store"), None);
}

#[test]
fn an_attempt_belongs_to_one_browser_and_one_moment() {
    let town = Town::of(Office::enrolled());
    let away = town.go();
    let other = town.go();
    town.says(town.claims(&away, "s-doris", "doris", &["readers"]));
    let state = &away.asked["state"];
    let check = |what: &str, cookie: &str, query: &str, expected: StatusCode| {
        let came = town.back_with("", cookie, query);
        assert_eq!((came.status, session(&came)), (expected, None), "{what}");
    };
    let good = format!("code=c&state={state}");
    check("no cookie", "", &good, StatusCode::BAD_REQUEST);
    check("another browser's cookie", &other.cookie, &good, StatusCode::BAD_REQUEST);
    check("a changed cookie", &away.cookie.replace(['a', 'b'], "c"), &good, StatusCode::BAD_REQUEST);
    check("no state", &away.cookie, "code=c", StatusCode::BAD_REQUEST);
    check("another state", &away.cookie, "code=c&state=x", StatusCode::BAD_REQUEST);
    check("another issuer", &away.cookie, &format!("{good}&iss=https%3A%2F%2Fexample.dk"), StatusCode::BAD_REQUEST);
    check(
        "the provider said no",
        &away.cookie,
        &format!("error=access_denied&state={state}"),
        StatusCode::UNAUTHORIZED,
    );
    town.site.world.pass(601);
    check("too late", &away.cookie, &good, StatusCode::BAD_REQUEST);
}

#[test]
fn changed_keys_are_asked_for_once_and_forged_names_not_for_ever() {
    let town = Town::of(Office::enrolled());
    assert!(session(&town.login("s-doris", "doris", &["readers"])).is_some());
    assert!(session(&town.login("s-doris", "doris", &["readers"])).is_some());
    let asked = || town.provider.says.lock().expect("what it says").keys_asked;
    assert_eq!(asked(), 1, "keys are kept");
    town.provider.says.lock().expect("what it says").key = "k2".to_owned();
    town.site.world.pass(11);
    assert!(session(&town.login("s-doris", "doris", &["readers"])).is_some(), "the provider has changed its key");
    assert_eq!(asked(), 2);
    town.provider.says.lock().expect("what it says").key = "k3".to_owned();
    assert_eq!(session(&town.login("s-doris", "doris", &["readers"])), None, "not again in the same moment");
    assert_eq!(asked(), 2);
}

#[test]
fn groups_are_asked_for_where_the_token_has_none() {
    let town = Town::of(Office::enrolled());
    let login = |userinfo: Value| {
        let away = town.go();
        let mut claims = town.claims(&away, "s-doris", "doris", &[]);
        claims.as_object_mut().expect("claims").remove("groups");
        town.says(claims);
        town.provider.says.lock().expect("what it says").userinfo = userinfo;
        town.back(&away)
    };
    let stranger = login(json!({"sub": "s-other", "groups": ["administrators"]}));
    assert_eq!((stranger.status, session(&stranger)), (StatusCode::BAD_GATEWAY, None));
    let own = login(json!({"sub": "s-doris", "groups": ["readers"], "preferred_username": "root"}));
    assert!(session(&own).is_some(), "{}", own.text());
    assert_eq!(town.site.store.user(&user("root")).expect("a store"), None, "what is signed counts more");
}

#[test]
fn a_secret_is_sent_in_the_header() {
    let town = Town::with(Office::enrolled(), &RULES.replace("client =", "secret_file = \"secret\"\nclient ="));
    assert!(session(&town.login("s-doris", "doris", &["readers"])).is_some());
    let says = town.provider.says.lock().expect("what it says");
    // `virkning:p%40ss`, as RFC 6749, 2.3.1 writes it.
    assert_eq!(says.authorization, "Basic dmlya25pbmc6cCU0MHNz");
    assert!(!says.form.contains("secret"), "{}", says.form);
}

#[test]
fn what_cannot_be_undone_is_proved_at_the_provider() {
    let town = Town::of(Office::enrolled());
    let store = &town.site.store;
    let away = town.go();
    let mut claims = town.claims(&away, "s-root", "root", &["administrators"]);
    // The provider remembers a login of this morning: good enough to come in, not to give roles.
    claims["auth_time"] = json!(town.site.world.now().as_second() - 3600);
    town.says(claims);
    let token = session(&town.back(&away)).expect("a session");
    let key = || {
        let login = store.session(content_hash(token.as_bytes()).as_str()).expect("a store").expect("a session");
        login.form_key
    };
    let fields = [("form-key", key()), ("bruger", "ole".to_owned()), ("rolle", "reader".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = form(&town.site, "/administration/brugere", &token, &fields);
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.text().contains("action=\"/log-ind/igen\""), "{}", asked.text());
    assert_eq!(store.user(&user("ole")).expect("a store"), None);
    let again = || {
        let key = key();
        town.away(&form(&town.site, "/log-ind/igen", &token, &[("form-key", &key), ("til", "/administration")]))
    };
    let prove = |away: &Away, subject: &str, auth_time: i64| {
        let mut claims = town.claims(away, subject, "root", &["administrators"]);
        claims["auth_time"] = json!(auth_time);
        town.says(claims);
        town.back_with(&token, &away.cookie, &format!("code=c&state={}", away.asked["state"]))
    };
    let now = town.site.world.now().as_second();
    let away = again();
    assert_eq!((away.asked["prompt"].as_str(), away.asked["max_age"].as_str()), ("login", "0"));
    assert_eq!(prove(&away, "s-root", now - 3600).status, StatusCode::BAD_GATEWAY, "the proof is old");
    assert_eq!(prove(&again(), "s-other", now).status, StatusCode::FORBIDDEN, "it is somebody else");
    let done = prove(&again(), "s-root", now);
    assert_eq!(done.header("location"), "/administration?udfoert=proved", "{}", done.text());
    let new = session(&done).expect("a new token");
    assert_eq!(town.site.get(&token, "/").status, StatusCode::SEE_OTHER);
    let key = between(&town.site.get(&new, "/mig").text(), "name=\"form-key\" value=\"", "\"");
    let fields = [("form-key", key.as_str()), ("bruger", "ole"), ("rolle", "reader")];
    assert_eq!(form(&town.site, "/administration/brugere", &new, &fields).status, StatusCode::SEE_OTHER);
    assert!(store.user(&user("ole")).expect("a store").is_some());
}

#[test]
fn logging_out_logs_out_there_too() {
    let town = Town::of(Office::enrolled());
    let token = session(&town.login("s-doris", "doris", &["readers"])).expect("a session");
    let page = town.site.get(&token, "/mig");
    assert!(page.header("content-security-policy").contains(&format!("form-action 'self' {}", town.provider.issuer)));
    let key = between(&page.text(), "name=\"form-key\" value=\"", "\"");
    let came = form(&town.site, "/log-ud", &token, &[("form-key", &key)]);
    let back = "http%3A%2F%2F127.0.0.1%3A8080%2Flog-ind";
    let expected = format!("{}/logout?client_id=virkning&post_logout_redirect_uri={back}", town.provider.issuer);
    assert_eq!(came.header("location"), expected);
    assert_eq!(town.site.get(&token, "/mig").status, StatusCode::SEE_OTHER);
}

#[test]
fn the_emergency_administrator_needs_no_provider() {
    let rules = RULES.replace("ISSUER", "http://127.0.0.1:9");
    let town = Town::with(Office::empty(), &rules);
    let down = town.site.get("", "/log-ind/kommune");
    assert_eq!(down.status, StatusCode::BAD_GATEWAY, "{}", down.text());
    let (secret, _) = welcome(&town.site, &first_path(&town.site).expect("a link"), "eva");
    town.site.world.pass(60);
    let code = virkning::web::code_at(&secret, town.site.world.now());
    let came = log_in(&town.site, "eva", PASSWORD, &code);
    assert_eq!(came.status, StatusCode::SEE_OTHER);
    let token = session(&came).expect("a session");
    assert_eq!(town.site.get(&token, "/administration").status, StatusCode::OK);
    assert!(town.site.get(&token, "/administration").text().contains("ips-approvers"), "the rules are shown");
}
