//! What every page says about itself, in both languages, and that words from outside stay words.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use virkning::web::routes::ROUTES;
use virkning_store::Role;

use super::{Came, Site, request};
use crate::office::Office;

fn paths() -> Vec<String> {
    let of_one = |path: &str| path.contains("{proposal}") || path.contains("{alias}");
    let shown = ROUTES.iter().filter(|route| route.method == "GET" && !of_one(route.path));
    // What begins and ends a login elsewhere leads on and shows nothing.
    let shown = shown.filter(|route| !route.path.starts_with("/log-ind/"));
    let mut paths: Vec<String> =
        shown.map(|route| route.path.replace("{agreement}", "ips-plus").replace("{token}", "x")).collect();
    paths.extend(["/soeg?q=%3Cscript%3E".to_owned(), "/nowhere".to_owned()]);
    paths
}

/// No script and no style that stands in the page itself, and no text that has no words.
fn check_page(path: &str, came: &Came) {
    let text = came.text();
    assert!(text.starts_with("<!DOCTYPE html>"), "{path}");
    for bad in [
        "<script>",
        "<style",
        " style=",
        " onclick=",
        "javascript:",
        "[web-",
        "[role-",
        "[state-",
        "[people-",
        "[place-",
        "[list-",
        "[purpose",
        "[score-",
    ] {
        assert!(!text.contains(bad), "{path} holds {bad}");
    }
    assert_eq!(text.matches("<h1>").count(), 1, "{path}");
    assert!(came.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    for name in ["x-content-type-options", "x-frame-options", "referrer-policy", "cache-control"] {
        assert_ne!(came.header(name), "", "{path} {name}");
    }
}

#[test]
fn every_page_is_whole_in_both_languages() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    for language in ["da", "en"] {
        assert_eq!(site.post(&anna, "/sprog", &format!("sprog={language}")).status, StatusCode::SEE_OTHER);
        for path in paths() {
            let came = site.get(&anna, &path);
            check_page(&path, &came);
            // Whoever has logged in is not asked for the language again.
            if !path.starts_with("/log-ind") && !path.starts_with("/velkommen") {
                assert!(came.text().contains(&format!("<html lang=\"{language}\">")), "{path} in {language}");
            }
        }
    }
}

#[test]
fn the_login_speaks_the_browsers_language() {
    let site = Site::of(Office::empty());
    let english = request("GET", "/log-ind", "").header("accept-language", "en-GB,en;q=0.9,da;q=0.1");
    assert!(site.send(english.body(Body::empty()).expect("a request")).text().contains("Log in</button>"));
    assert!(site.get("", "/log-ind").text().contains("<html lang=\"da\">"));
}

#[test]
fn an_empty_site_says_what_to_do_first() {
    let site = Site::of(Office::empty());
    site.store.user_add(&site.actor("eva"), &super::user("eva"), "Eva", &[Role::Administrator]).expect("a user");
    let eva = site.session("eva");
    assert!(site.get(&eva, "/").text().contains("href=\"/administration\""));
    for path in ["/portefolje", "/registre"] {
        assert!(site.get(&eva, path).text().contains("class=\"empty\""), "{path}");
    }
}

#[test]
fn words_from_outside_stay_words() {
    let site = Site::of(Office::enrolled());
    let nasty = "<script>alert(1)</script>'\"&";
    site.store.user_add(&site.actor("anna"), &super::user("mallory"), nasty, &[Role::Reader]).expect("a user");
    let (anna, mallory) = (site.session("anna"), site.session("mallory"));
    let pages = [
        site.get(&mallory, "/"),
        site.get(&mallory, "/mig"),
        site.get(&anna, "/administration"),
        site.get(&anna, "/soeg?q=%3Cscript%3Ealert(1)%3C/script%3E%27%22%26"),
        site.get(&anna, "/?udfoert=%3Cscript%3E"),
        site.get("", "/log-ind?til=%22%3E%3Cscript%3E"),
    ];
    for (place, page) in pages.iter().enumerate() {
        assert!(!page.text().contains("<script>"), "page {place}");
    }
    assert!(pages[1].text().contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(pages[5].text().contains("name=\"til\" value=\"&quot;&gt;&lt;script&gt;\""), "{}", pages[5].text());
}

#[test]
fn only_this_site_is_answered() {
    let site = Site::of(Office::empty());
    let send = |host: Option<&str>| {
        let mut request = Request::builder().uri("/log-ind");
        if let Some(host) = host {
            request = request.header("host", host);
        }
        site.send(request.body(Body::empty()).expect("a request")).status
    };
    assert_eq!(send(Some("127.0.0.1:8080")), StatusCode::OK);
    assert_eq!(send(Some("localhost:8080")), StatusCode::OK);
    assert_eq!(send(Some("example.dk")), StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(send(None), StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn files_may_be_kept_for_ever_and_the_first_page_is_small() {
    let site = Site::of(Office::enrolled());
    let page = site.get(&site.session("anna"), "/").text();
    let mut bytes = page.len();
    for part in page.split(['"']).filter(|part| part.starts_with("/filer/")) {
        let file = site.get("", part);
        assert_eq!(file.status, StatusCode::OK, "{part}");
        assert!(file.header("cache-control").contains("immutable"), "{part}");
        bytes += file.bytes.len();
    }
    for face in ["Regular", "SemiBold", "Bold"] {
        bytes += site.get("", &format!("/filer/IBMPlexSans-{face}.woff2")).bytes.len();
    }
    assert!(bytes < 100_000, "the first page takes {bytes} bytes with everything that it needs");
    assert_eq!(site.get("", "/filer/../Cargo.toml").status, StatusCode::NOT_FOUND);
}
