//! The portfolio in the browser: documents are brought, ideas move through gates, answers, texts and reports are kept, and
//! everyone sees the days that he may know of.

use std::path::Path;

use axum::http::StatusCode;
use virkning_model::id::AgreementId;
use virkning_store::Role;

use super::{Site, user};
use crate::office::Office;

fn documents() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let mut paths = vec![root.join("portfolio/aarhus.md")];
    let folder = std::fs::read_dir(root.join("aarhus")).expect("a folder");
    paths.extend(folder.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some()));
    paths.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).expect("a file"))).collect()
}

/// Brings Aarhus' portfolio with everything that it names.
pub fn bring(site: &Site, token: &str) {
    let documents = documents();
    let files: Vec<(&str, &str, &[u8])> =
        documents.iter().map(|(name, bytes)| ("dokumenter", name.as_str(), bytes.as_slice())).collect();
    let came = site.post_files(token, "/styring/dokumenter", &[], &files);
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
}

fn site() -> (Site, String) {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    bring(&site, &anna);
    (site, anna)
}

/// The address that an answer leads to.
fn led(came: &super::Came) -> String {
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    came.header("location").to_owned()
}

#[test]
fn before_there_is_a_portfolio_every_page_says_what_to_do() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let pages = ["/styring", "/styring/beslutninger", "/styring/opslag", "/styring/rapporter", "/styring/dokumenter"];
    for path in pages.iter().chain(&["/kalender"]) {
        let page = site.get(&anna, path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains("Begynd med at lægge porteføljens dokument ind"), "{path}: {}", page.text());
    }
    let rikke = site.session("rikke");
    let page = site.get(&rikke, "/styring").text();
    assert!(
        page.contains("når sekretariatet har lagt") && !page.contains("href=\"/styring/dokumenter\" class"),
        "{page}"
    );
    // A paper alone has no portfolio to belong to, and a text that is none of them is not kept.
    let paper = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/aarhus/status-2022.md"));
    let refused = [("status.md", paper.expect("a file")), ("andet.md", b"# Andet\n".to_vec())];
    for (name, bytes) in &refused {
        let came = site.post_files(&anna, "/styring/dokumenter", &[], &[("dokumenter", name, bytes)]);
        assert!([StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY].contains(&came.status), "{name}");
    }
    assert_eq!(site.store.portfolio_documents().expect("a store"), []);
}

#[test]
fn the_board_shows_the_fifteen_ideas_and_what_lacks() {
    let (site, anna) = site();
    let page = site.get(&anna, "/styring").text();
    for name in ["Littergo", "Klimacafé", "Havnen", "Sammen om Diabetes"] {
        assert!(page.contains(name), "{name}");
    }
    assert!(page.contains("Ulæselig i kilden"), "what nobody can read is not guessed");
    // Sealed, so the gate to follow-up is open; the one to evaluation asks for results.
    let idea = site.get(&anna, "/styring/ideer/ips-plus").text();
    assert!(idea.contains("forseglet aftale") && idea.contains("resultater"), "{idea}");
    assert_eq!(site.get(&anna, "/styring/ideer/findes-ikke").status, StatusCode::CONFLICT);
}

#[test]
fn a_move_is_a_decision_and_a_gate_refuses() {
    let (site, anna) = site();
    let to = "/styring/ideer/littergo/beslutning";
    let form = |stage: &str, kind: &str, text: &str| {
        format!(
            "trin={stage}&slags={kind}&forum=rsi&dag=2025-03-10&tekst={text}&grundlag=Notat+1%0D%0ANotat+2\
             &betingelser=En+partner&indvendinger=For+dyrt&opgave-1=Find+en+partner&ansvarlig-1=Sekretariatet\
             &senest-1=2025-06-01"
        )
    };
    let refused = site.post(&anna, to, &form("4", "approved", "Ja"));
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("underskrifter"), "{}", refused.text());
    assert_eq!(site.store.governance_decisions(&portfolio()).expect("a store").len(), 0);
    assert!(led(&site.post(&anna, to, &form("parked", "postponed", "Venter"))).ends_with("udfoert=gov-decided"));
    // The browser's back button and the same form again change nothing.
    let again = site.post(&anna, to, &form("parked", "postponed", "Venter"));
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    assert_eq!(site.store.governance_decisions(&portfolio()).expect("a store").len(), 1);
    let page = site.get(&anna, "/styring/ideer/littergo").text();
    for words in ["Venter", "Notat 2", "En partner", "For dyrt", "Find en partner", "Noteret af anna", "lagt til side"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(site.get(&anna, "/styring/beslutninger").text().contains("Find en partner"));
    let half = site.post(&anna, to, "trin=&slags=noted&forum=rsi&tekst=X&opgave-1=Uden+navn");
    assert!(half.status == StatusCode::CONFLICT && half.text().contains("Opgave 1"), "{}", half.text());
    let ahead = site.post(&anna, to, "trin=&slags=noted&forum=rsi&tekst=X&dag=2025-03-17");
    assert_eq!(ahead.status, StatusCode::CONFLICT);
}

fn portfolio() -> virkning_model::id::TermId {
    virkning_model::id::TermId::new("aarhus").expect("a name")
}

#[test]
fn a_call_is_answered_and_judged() {
    let (site, anna) = site();
    let page = site.get(&anna, "/styring/opslag").text();
    assert!(page.contains("Metoden er velafprøvet") && page.contains("Målgruppe"), "{page}");
    let fields =
        ["target-group", "intervention", "participants", "period", "follow-up", "economy", "anchoring", "measure"];
    let mut form = "opslag=autumn-2021&ide=tuba".to_owned();
    for field in &fields[1..] {
        form.push_str(&format!("&svar:autumn-2021:{field}=Svar+{field}"));
    }
    let missing = site.post(&anna, "/styring/opslag", &form);
    assert!(missing.status == StatusCode::CONFLICT && missing.text().contains("target-group"), "{}", missing.text());
    form.push_str(
        "&svar:autumn-2021:target-group=B%C3%B8rn&point:autumn-2021:documented=2,5&point:autumn-2021:business-case=1",
    );
    assert!(led(&site.post(&anna, "/styring/opslag", &form)).contains("gov-answered"));
    let page = site.get(&anna, "/styring/opslag").text();
    assert!(page.contains("Svar economy") && page.contains("3,5"), "the weighted sum of 2,5 and 1: {page}");
    let odd = site.post(&anna, "/styring/opslag", &format!("{form}&point:autumn-2021:documented=mange"));
    assert_eq!(odd.status, StatusCode::CONFLICT);
}

#[test]
fn texts_are_prefilled_and_a_sent_report_is_compared() {
    let (site, anna) = site();
    let query = "slags=fact-sheet&om=sammen-om-diabetes";
    let page = site.get(&anna, &format!("/styring/rapporter/vis?{query}")).text();
    assert!(page.contains("id=\"tekst:voices\"") && page.contains("Sammen om Diabetes"), "{page}");
    let texts = format!("{query}&tekst:voices=F%C3%B8rste+afsnit%0D%0A%0D%0AAndet+afsnit");
    assert!(led(&site.post(&anna, "/styring/rapporter/tekst", &texts)).contains(query));
    let page = site.get(&anna, &format!("/styring/rapporter/vis?{query}")).text();
    assert!(page.contains("Første afsnit\n\nAndet afsnit</textarea>"), "prefilled");
    assert!(page.contains("<p>Første afsnit</p><p>Andet afsnit</p>"), "and in the paper");
    assert!(page.contains("Hvor tallene kommer fra") && page.contains("videreforelse-2024"), "each with its source");
    assert_eq!(site.store.report_texts(&portfolio()).expect("a store").len(), 1, "what was not changed is not kept");
    let content = super::login::between(&page, "name=\"indhold\" value=\"", "\"");
    let send = |content: &str| {
        site.post(&anna, "/styring/rapporter/send", &format!("{query}&modtager=Udvalget&indhold={content}"))
    };
    assert_eq!(send("0000").status, StatusCode::CONFLICT, "only what was looked at is sent");
    let sent = led(&send(&content));
    let path = sent.split('?').next().expect("a path").to_owned();
    let page = site.get(&anna, &path).text();
    assert!(page.contains("Ingen tal er ændret") && page.contains(&content), "{page}");
    for (ending, magic) in [("pdf", b"%PDF".as_slice()), ("xlsx", b"PK"), ("docx", b"PK")] {
        let file = site.get(&anna, &format!("{path}/fil/{ending}"));
        assert!(file.bytes.starts_with(magic), "{ending}");
        assert!(site.get(&anna, &format!("/styring/rapporter/fil/{ending}?{query}")).bytes.starts_with(magic));
    }
    assert_eq!(site.get(&anna, &format!("{path}/fil/exe")).status, StatusCode::NOT_FOUND);
    // A decision moves the stage, which stands in the sheet: the sent one stays, and the difference is shown.
    let form = "trin=6&slags=noted&forum=rsi&dag=2025-03-10&tekst=Evalueres";
    led(&site.post(&anna, "/styring/ideer/sammen-om-diabetes/beslutning", form));
    let page = site.get(&anna, &path).text();
    assert!(page.contains("sammen-om-diabetes.stage"), "{page}");
    assert!(site.get(&anna, "/styring/rapporter").text().contains(&path));
}

#[test]
fn everybody_has_the_days_that_he_may_know_of() {
    let (site, anna) = site();
    let all = site.get(&anna, "/kalender?fra=2024-01-01&til=2026-12-31").text();
    assert!(all.contains("Sammen om Diabetes") && all.contains("Byrådet"), "{all}");
    let root = site.actor("anna");
    let ips = AgreementId::new("ips-plus").expect("a name");
    site.store.user_add_for(&root, &user("pia"), "pia", &ips, &[Role::Provider]).expect("a user");
    let pia = site.session("pia");
    let page = site.get(&pia, "/kalender?fra=2018-01-01&til=2030-12-31").text();
    assert!(page.contains("IPS-PLUS") && !page.contains("Sammen om Diabetes") && !page.contains("Byrådet"), "{page}");
    let file = site.get(&pia, "/kalender/fil/virkning.ics").text();
    assert!(file.starts_with("BEGIN:VCALENDAR") && file.contains("IPS-PLUS"), "{file}");
    for kind in ["rate", "afregning"] {
        assert!(!file.to_lowercase().contains(&format!("summary:{kind}")), "a provider sees no days of money: {file}");
    }
    assert!(!file.contains("Sammen om Diabetes"));
    // A calendar program has the address and no session.
    let address = super::login::between(&page, "/kalender/abonnement/", "<");
    let feed = site.get("", &format!("/kalender/abonnement/{address}"));
    assert_eq!((feed.status, feed.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
    assert_eq!(feed.text(), file);
    let other = format!("{}0", &address[..address.len() - 1]);
    let other = if other == address {
        format!("{}1", &address[..address.len() - 1])
    } else {
        other
    };
    for wrong in [other.as_str(), "", "00", "%C3%B8"] {
        assert_eq!(site.get("", &format!("/kalender/abonnement/{wrong}")).status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[test]
fn readers_see_no_small_counts_and_no_forms() {
    let (site, anna) = site();
    let rikke = site.session("rikke");
    let path = "/styring/rapporter/vis?slags=achieved&om=udvidet-ips";
    let (inside, outside) = (site.get(&anna, path).text(), site.get(&rikke, path).text());
    assert!(inside.contains("4 af 42"), "{inside}");
    assert!(!outside.contains("4 af 42") && outside.contains("Små antal personer er udeladt"), "{outside}");
    for path in ["/styring/ideer/ips-plus", "/styring/opslag", "/styring/beslutninger", path] {
        let page = site.get(&rikke, path).text();
        assert!(!page.contains("action=\"/styring"), "{path}");
    }
}

#[test]
fn continuation_says_what_it_comes_to_or_what_lacks() {
    let (site, anna) = site();
    let page = site.get(&anna, "/investeringer/ips-plus/videreforelse").text();
    assert!(page.contains("videreførelse"), "{page}");
    let note = site.get(&anna, "/styring/rapporter/vis?slags=continuation&om=sammen-om-diabetes").text();
    assert!(note.contains("Kriterie") || note.contains("kriterie"), "{note}");
}

/// Digits in threes, as Danish text has them.
fn in_threes(whole: i128) -> String {
    let digits = whole.abs().to_string();
    let place = |at: usize| (at > 0 && (digits.len() - at).is_multiple_of(3)).then_some('.');
    digits.char_indices().flat_map(|(at, digit)| place(at).into_iter().chain([digit])).collect()
}

#[test]
fn what_is_posted_stands_in_the_councils_and_the_investors_papers() {
    let (site, anna) = site();
    let council = "/styring/rapporter/vis?slags=council";
    assert!(site.get(&anna, council).text().contains("hverken forslag eller bogføringer"));
    let made = led(&site.post(&anna, "/investeringer/ips-plus/afregninger", "maaleaar=2024"));
    let name = made.trim_start_matches("/afregninger/").split('?').next().expect("a name").to_owned();
    let id = virkning_model::id::ProposalId::new(&name).expect("a name");
    let record = site.store.proposal(&id).expect("a store").expect("a proposal");
    let bo = site.session("bo");
    for (act, fields) in [("godkend", format!("indhold={}", record.content)), ("bogfoer", String::new())] {
        led(&site.post(&bo, &format!("/afregninger/{name}/{act}"), &fields));
    }
    // The amounts of the postings, added up here from their entries: what the investor is owed is a credit of somebody else's.
    let ips = AgreementId::new("ips-plus").expect("a name");
    let entries: Vec<_> = site.store.postings(&ips).expect("a store").into_iter().flat_map(|one| one.entries).collect();
    let owed: i128 = entries
        .iter()
        .filter(|entry| entry.account.holder.party.as_str() == "rsi" && entry.amount.minor() > 0)
        .map(|entry| entry.amount.minor())
        .sum();
    assert!(owed > 0 && owed % 100 == 0, "whole kroner, so that the page prints none of the øre: {owed}");
    let amount = format!("{}\u{a0}kr.", in_threes(owed / 100));
    let page = site.get(&anna, council).text();
    assert!(page.contains(&amount) && page.contains("forpligtelser den"), "{amount} {page}");
    let page = site.get(&anna, "/styring/rapporter/vis?slags=investor&om=rsi&fra=2025-01-01&til=2025-12-31").text();
    assert!(page.contains(&amount) && page.contains("Resultatbetaling") && page.contains("efter planen"), "{page}");
    let before = site.get(&anna, "/styring/rapporter/vis?slags=investor&om=rsi&fra=2024-01-01&til=2024-12-31").text();
    assert!(before.contains("Der er ingen bogføringer i 2024"), "{before}");
}

#[test]
fn a_public_summary_that_leaves_is_a_release() {
    let (site, anna) = site();
    let query = "slags=public-summary&om=ips-plus";
    let releases =
        || site.store.releases().expect("a store").into_iter().filter(|one| one.kind == "public-summary").count();
    let page = site.get(&anna, &format!("/styring/rapporter/vis?{query}")).text();
    assert_eq!(releases(), 0, "looking releases nothing");
    assert!(site.get(&anna, &format!("/styring/rapporter/fil/pdf?{query}")).bytes.starts_with(b"%PDF"));
    assert_eq!(releases(), 1);
    assert!(site.get(&anna, &format!("/styring/rapporter/fil/docx?{query}")).bytes.starts_with(b"PK"));
    assert_eq!(releases(), 1, "the same again changes nothing");
    assert!(page.contains("Deltagere") && !page.contains("frafald"), "{page}");
}
