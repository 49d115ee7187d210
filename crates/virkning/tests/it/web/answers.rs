//! What answers say to browsers and what they take of requests: cookies, kinds, sizes, names, methods, words of others.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use virkning::web::Address;
use virkning::web::routes::ROUTES;
use virkning_model::id::AgreementId;
use virkning_store::{Role, content_hash};

use super::login::{PASSWORD, first_path, form, log_in, welcome};
use super::{Came, Site, form_request, request, user};
use crate::office::Office;

/// A GET of a site with encryption, under another name than the tests' own.
fn encrypted(site: &Site, path: &str) -> Came {
    let request = Request::builder().uri(path).header("host", "virkning.example.dk");
    site.send(request.body(Body::empty()).expect("a request"))
}

#[test]
fn cookies_are_bound_to_the_host() {
    let address = Address::parse("https://virkning.example.dk").expect("an address");
    let site = Site::at(Office::empty(), address, |web| web);
    let path = first_path_of(&site);
    let page = encrypted(&site, &path);
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    let text = super::login::between(&page.text(), "name=\"hemmelighed\" value=\"", "\"");
    let secret = virkning::web::secret_of_text(&text).expect("a secret");
    use virkning::world::World as _;
    let code = virkning::web::code_at(&secret, site.world.now());
    let fields = format!(
        "bruger=eva&adgangskode={0}&adgangskode-igen={0}&hemmelighed={text}&kode={code}",
        PASSWORD.replace(' ', "+")
    );
    let sent = Request::builder().method("POST").uri(&path).header("host", "virkning.example.dk");
    let sent = sent.header("content-type", "application/x-www-form-urlencoded");
    let came = site.send(sent.body(Body::from(fields)).expect("a request"));
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    let cookie = came.header("set-cookie");
    assert!(cookie.starts_with("__Host-virkning="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let token = super::login::between(cookie, "__Host-virkning=", ";");
    assert!(!came.text().contains(&token), "the token stands in a page");
}

fn first_path_of(site: &Site) -> String {
    let link = virkning::web::first_link(&site.web).expect("a store").expect("a link");
    link.strip_prefix("https://virkning.example.dk").expect("the address").to_owned()
}

#[test]
fn every_answer_says_what_it_is() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let check = |path: &str, kind: &str| assert_eq!(site.get(&anna, path).header("content-type"), kind, "{path}");
    for route in ROUTES.iter().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        let came = site.get(&anna, route.path);
        let is_led_on = came.status == StatusCode::SEE_OTHER && came.bytes.is_empty();
        assert!(is_led_on || came.header("content-type") == "text/html; charset=utf-8", "{}", route.path);
    }
    check("/nowhere", "text/html; charset=utf-8");
    check("/filer/dkfds.css", "text/css; charset=utf-8");
    check("/filer/virkning.js", "text/javascript; charset=utf-8");
}

#[test]
fn no_other_site_reads_an_answer() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    for method in ["GET", "OPTIONS"] {
        let asked = request(method, "/", &anna).header("origin", "https://example.dk");
        let came =
            site.send(asked.header("access-control-request-method", "POST").body(Body::empty()).expect("a request"));
        assert_eq!(came.header("access-control-allow-origin"), "", "{method}");
        assert_eq!(came.header("cross-origin-resource-policy"), "same-origin", "{method}");
    }
}

#[test]
fn other_methods_are_refused() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    for method in ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "EVA"] {
        let came = site.send(request(method, "/", &anna).body(Body::empty()).expect("a request"));
        assert_eq!((came.status, came.bytes.len()), (StatusCode::METHOD_NOT_ALLOWED, 0), "{method}");
    }
}

#[test]
fn forwarded_headers_mean_nothing() {
    let site = Site::of(Office::enrolled());
    let names =
        ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-for", "forwarded", "x-user-id", "x-original-url"];
    let plain = site.get("", "/log-ind");
    for name in names {
        let asked = request("GET", "/log-ind", "").header(name, "/administration");
        let came = site.send(asked.body(Body::empty()).expect("a request"));
        assert_eq!((came.status, came.text()), (plain.status, plain.text()), "{name}");
    }
}

#[test]
fn forms_have_a_size() {
    let site = Site::of(Office::enrolled());
    let long = format!("bruger={}", "x".repeat(300 * 1024));
    let came = site.send(form_request("/log-ind", "").body(Body::from(long)).expect("a request"));
    assert_eq!(came.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_query_is_no_form() {
    let site = Site::of(Office::empty());
    let (_, token) = welcome(&site, &first_path(&site).expect("a link"), "eva");
    let path = "/administration/brugere?bruger=ole&rolle=reader";
    let key = super::login::between(&site.get(&token, "/mig").text(), "name=\"form-key\" value=\"", "\"");
    let came = form(&site, path, &token, &[("form-key", &key)]);
    assert_eq!(came.status, StatusCode::CONFLICT, "{}", came.text());
    assert_eq!(site.store.user(&user("ole")).expect("a store"), None);
    // Of two values the first counts, whoever reads it.
    let twice = [("form-key", key.as_str()), ("bruger", "ole"), ("bruger", "eva"), ("rolle", "reader")];
    assert_eq!(form(&site, "/administration/brugere", &token, &twice).status, StatusCode::SEE_OTHER);
    assert!(site.store.user(&user("ole")).expect("a store").is_some());
}

#[test]
fn downloads_have_names_of_our_own() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let made = site.post(&anna, "/investeringer/ips-plus/afregninger", "maaleaar=2024");
    let page = made.header("location").split('?').next().expect("an address").to_owned();
    let name = page.trim_start_matches("/afregninger/");
    for (end, kind) in
        [("pdf", "application/pdf"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    {
        let came = site.get(&anna, &format!("{page}/bilag.{end}?filename=evil.exe"));
        assert_eq!(came.header("content-disposition"), format!("attachment; filename=\"{name}.{end}\""));
        assert_eq!(came.header("content-type"), kind);
    }
}

#[test]
fn passwords_are_hidden_and_may_be_pasted() {
    let site = Site::of(Office::empty());
    let welcome_page = site.get("", &first_path(&site).expect("a link")).text();
    for page in [site.get("", "/log-ind").text(), welcome_page] {
        let fields: Vec<&str> = page.split("<input ").filter(|field| field.contains("name=\"adgangskode")).collect();
        assert!(!fields.is_empty());
        for field in fields {
            assert!(field.contains("type=\"password\"") && field.contains("autocomplete=\""), "{field}");
            assert!(!field.contains("maxlength") && !field.contains("onpaste"), "{field}");
        }
    }
}

#[test]
fn logging_out_is_on_every_page() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    for route in ROUTES.iter().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        let page = site.get(&anna, route.path);
        let is_before_login = route.path.starts_with("/log-ind");
        assert!(is_before_login || page.text().contains("action=\"/log-ud\""), "{}", route.path);
    }
}

#[test]
fn logging_out_clears_the_browser() {
    let site = Site::of(Office::sealed());
    for path in ["/log-ud", "/log-ud/alle"] {
        let came = site.post(&site.session("anna"), path, "");
        assert_eq!(came.header("clear-site-data"), "\"cache\", \"storage\"", "{path}");
        assert!(came.header("set-cookie").contains("Max-Age=0"), "{path}");
    }
    assert_eq!(site.get(&site.session("anna"), "/").header("clear-site-data"), "");
}

#[test]
fn a_damaged_key_says_nothing_of_the_inside() {
    let office = Office::empty();
    let key = office.path("data/keys/login.key");
    let site = Site::of(office);
    let (secret, _) = welcome(&site, &first_path(&site).expect("a link"), "eva");
    std::fs::write(&key, b"short").expect("a key");
    use virkning::world::World as _;
    site.world.pass(60);
    let came = log_in(&site, "eva", PASSWORD, &virkning::web::code_at(&secret, site.world.now()));
    assert_eq!(came.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!came.text().contains("login.key") && !came.text().contains("keys"), "{}", came.text());
}

#[test]
fn sql_in_any_text_stays_text() {
    let site = Site::of(Office::enrolled());
    let nasty = "'; DROP TABLE users; --";
    let sent = "%27%3B+DROP+TABLE+users%3B+--";
    let (anna, users) = (site.session("anna"), site.store.users().expect("a store").len());
    site.store.user_add(&site.actor("anna"), &user("mallory"), nasty, &[Role::Reader]).expect("a user");
    let mallory = site.session("mallory");
    assert!(
        site.get(&mallory, "/mig").text().contains("&#39;; DROP TABLE")
            || site.get(&mallory, "/mig").text().contains(nasty)
    );
    site.get(&anna, &format!("/soeg?q={sent}"));
    site.get(&anna, &format!("/?udfoert={sent}"));
    site.get(&anna, "/afregninger/'%3BDROP%20TABLE%20users");
    site.send(form_request("/log-ind", "").body(Body::from(format!("bruger={sent}&kode={sent}"))).expect("a request"));
    for path in ["/investeringer/ips-plus/afregninger", "/sprog", "/administration/link", "/mig/sessioner"] {
        let fields = ["maaleaar", "sprog", "bruger", "session"].map(|name| format!("{name}={sent}"));
        assert!(!site.post(&anna, path, &fields.join("&")).status.is_server_error(), "{path}");
    }
    assert_eq!(site.store.users().expect("a store").len(), users + 1);
    assert_eq!(site.store.verify().expect("a store").faults, []);
}

/// A document with script in its prose, its names and its labels, shown on every page that shows documents.
#[test]
fn script_in_a_document_is_text() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let sealed = site.store.agreement_sealed(&AgreementId::new("ips-plus").expect("a name")).expect("a store");
    let text = sealed.expect("a text").text;
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let nasty = text
        .replacen("id = \"ips-plus\"", "id = \"nasty\"", 1)
        .replace("name = \"IPS", &format!("name = \"{script}IPS"))
        .replace("label = \"", &format!("label = \"{script}"));
    let nasty = format!("{nasty}\n\n{script}\n\n[a](javascript:alert(1))\n");
    assert!(nasty.matches(script).count() > 2, "the document has names and labels");
    let id = AgreementId::new("nasty").expect("a name");
    let hash = content_hash(nasty.as_bytes());
    site.store.agreement_seal(&site.actor("anna"), &id, "1", &nasty, &hash).expect("a seal");
    for path in ["", "/aftale", "/plan", "/afregninger", "/konto"] {
        let came = site.get(&anna, &format!("/investeringer/nasty{path}"));
        assert!(!came.status.is_server_error(), "{path}: {}", came.status);
        for bad in ["<script>alert", "<img src=x", "href=\"javascript:"] {
            assert!(!came.text().contains(bad), "{path} holds {bad}");
        }
    }
    for path in ["/portefolje", "/", "/soeg?q=script"] {
        assert!(!site.get(&anna, path).text().contains("<script>alert"), "{path}");
    }
}
