//! Agreements in pages: begun, written as text and by form, checked, sealed, signed, amended and compared; and what would
//! be if some of their values were others. Two who write at once both keep what they wrote.

use axum::http::StatusCode;
use virkning_model::id::AgreementId;
use virkning_store::{Draft, Role};

use super::{Came, Site};
use crate::office::Office;

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn fields(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
}

fn job_agreement() -> AgreementId {
    AgreementId::new("vejen-til-job").expect("a name")
}

/// A site with the controllers `anna` and `carl`, and an agreement that `anna` has begun from a template.
fn begun() -> Site {
    let site = Site::of(Office::sealed());
    site.declare("carl", &[Role::ProjectLeader, Role::Controller]);
    let anna = site.session("anna");
    let made = site.post(&anna, "/aftaler/ny", "navn=Vejen+til+job&skabelon=outcome-payment&nummer=");
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    assert_eq!(made.header("location"), "/investeringer/vejen-til-job/kladde/vaerdier?udfoert=draft-begun");
    site
}

fn draft(site: &Site) -> Draft {
    site.store.draft(&job_agreement()).expect("a store").expect("a draft")
}

const DRAFT: &str = "/investeringer/vejen-til-job/kladde";

fn save(site: &Site, who: &str, from: u64, text: &str) -> Came {
    let form = fields(&[("udgave", &from.to_string()), ("handling", "gem"), ("tekst", text)]);
    site.post(&site.session(who), DRAFT, &form)
}

fn save_values(site: &Site, who: &str, from: u64, values: &[(&str, &str)]) -> Came {
    let from = from.to_string();
    let mut all = vec![("udgave", from.as_str())];
    all.extend(values);
    site.post(&site.session(who), &format!("{DRAFT}/vaerdier"), &fields(&all))
}

#[test]
fn an_agreement_is_begun_and_its_plan_stands_at_once() {
    let site = begun();
    let anna = site.session("anna");
    assert!(draft(&site).text.contains("name = \"Vejen til job\""));
    let plan = site.get(&anna, &format!("{DRAFT}/plan")).text();
    // The template's own worked example: 6 of 20, 16 of 40 and two times 24 of 60 at 19,000 kr. are 1,330,000 kr.
    assert!(plan.contains("1.330.000,00"), "the plan of the template");
    for path in [DRAFT, &format!("{DRAFT}/forskelle"), &format!("{DRAFT}/vaerdier"), "/portefolje", "/"] {
        let came = site.get(&anna, path);
        assert_eq!(came.status, StatusCode::OK, "{path}");
        assert!(!came.text().contains("[draft-"), "{path} lacks a text");
    }
    // What is not sealed is only there for those who write it.
    let bo = site.session("bo");
    for path in [DRAFT, "/investeringer/vejen-til-job", "/investeringer/vejen-til-job/aftale"] {
        assert_eq!(site.get(&bo, path).status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!site.get(&bo, "/portefolje").text().contains("vejen-til-job"));
    let again = site.post(&anna, "/aftaler/ny", "navn=x&skabelon=rate-card&nummer=vejen-til-job");
    assert_eq!(again.status, StatusCode::CONFLICT);
    let bad = site.post(&anna, "/aftaler/ny", "navn=%E2%80%93&skabelon=rate-card&nummer=");
    assert!(bad.text().contains("kort navn"), "{}", bad.text());
}

#[test]
fn values_are_written_back_and_nothing_else_changes() {
    let site = begun();
    let before = draft(&site);
    let came = save_values(
        &site,
        "anna",
        before.revision,
        &[
            ("v:party.authority.name", "Ærø Kommune \"Vest\""),
            ("v:measure.work-or-education.baseline", "17,5"),
            ("v:agreement.to", "2033-06-30"),
            ("v:intake.total", "60"),
        ],
    );
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    let after = draft(&site);
    let expected = before
        .text
        .replace("name = \"Eksempel Kommune\"", "name = \"Ærø Kommune \\\"Vest\\\"\"")
        .replace("baseline = 0.20", "baseline = 0.175")
        .replace("to = 2032-03-31", "to = 2033-06-30");
    assert_eq!(after.text, expected);
    // What cannot be read is said at its field, with what was typed, and nothing is saved.
    let wrong = save_values(&site, "anna", after.revision, &[("v:cost.intervention.amount", "600,000.00")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"600,000.00\""), "what was typed stays");
    assert!(wrong.text().contains("Skriv tal som 1.234,56"));
    assert_eq!(draft(&site).revision, after.revision);
    // The same as it stands saves nothing.
    let same = save_values(&site, "anna", after.revision, &[("v:cost.intervention.amount", "600.000")]);
    assert!(same.header("location").ends_with("saved-already"));
    assert_eq!(draft(&site).revision, after.revision);
}

#[test]
fn a_text_with_errors_is_kept_and_not_sealed() {
    let site = begun();
    let before = draft(&site);
    let broken = before.text.replace("for = \"work-or-education\"", "for = \"work\"");
    let unsaved = fields(&[("udgave", "1"), ("handling", "kontroller"), ("tekst", &broken)]);
    let checked = site.post(&site.session("anna"), DRAFT, &unsaved);
    assert_eq!(checked.status, StatusCode::OK);
    assert!(checked.text().contains("Teksten er ikke gemt."));
    assert_eq!(draft(&site).revision, 1);
    let line = broken.lines().position(|line| line == "for = \"work\"").expect("the line") + 1;
    assert!(checked.text().contains(&format!("href=\"#L{line}\"")), "the error stands at line {line}");
    assert_eq!(save(&site, "anna", 1, &broken).status, StatusCode::SEE_OTHER);
    let anna = site.session("anna");
    let page = site.get(&anna, DRAFT).text();
    assert!(page.contains("Teksten har fejl") && !page.contains("/kladde/forsegl"));
    let sealed = site.post(&anna, &format!("{DRAFT}/forsegl"), "udgave=2");
    assert_eq!(sealed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.get(&anna, &format!("{DRAFT}/plan")).text().contains("Planen vises"));
    // Browsers send line ends of their own; a text that is otherwise the same is the same.
    let same = save(&site, "anna", 2, &broken.replace('\n', "\r\n"));
    assert!(same.header("location").ends_with("saved-already"), "{}", same.text());
    // It stays the text of its agreement.
    let other = save(&site, "anna", 2, &broken.replace("id = \"vejen-til-job\"", "id = \"ips-plus\""));
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(save(&site, "anna", 2, "  ").status, StatusCode::CONFLICT);
}

#[test]
fn the_second_of_two_authors_sees_what_changed_and_loses_nothing() {
    let site = begun();
    let text = draft(&site).text;
    let carls = text.replace("version = \"1\"", "version = \"1, Carls\"");
    let annas = text.replace("short_name = \"Fonden\"", "short_name = \"Annas Fond\"");
    assert_eq!(save(&site, "carl", 1, &carls).status, StatusCode::SEE_OTHER);
    let conflict = save(&site, "anna", 1, &annas);
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    let page = conflict.text();
    assert!(page.contains("carl har gemt kladden"), "{page}");
    assert!(page.contains("version = &quot;1, Carls&quot;") && page.contains("short_name = &quot;Annas Fond&quot;"));
    assert_eq!(draft(&site).text, carls, "nothing was saved over it");
    // The page was made from Carl's revision, so that saving again is a decision.
    assert!(page.contains("name=\"udgave\" value=\"2\""));
    assert_eq!(save(&site, "anna", 2, &annas).status, StatusCode::SEE_OTHER);
    let kept: Vec<String> =
        site.store.draft_revisions(&job_agreement()).expect("a store").into_iter().map(|draft| draft.text).collect();
    assert_eq!(kept, [text, carls, annas]);
}

#[test]
fn two_who_change_different_values_both_get_theirs() {
    let site = begun();
    let carl = save_values(
        &site,
        "carl",
        1,
        &[("v:party.investor.name", "Carls Fond"), ("v:party.authority.name", "Eksempel Kommune")],
    );
    assert_eq!(carl.status, StatusCode::SEE_OTHER);
    let anna = save_values(
        &site,
        "anna",
        1,
        &[("v:party.investor.name", "Eksempelfonden"), ("v:party.authority.name", "Annas By")],
    );
    assert_eq!(anna.status, StatusCode::SEE_OTHER, "{}", anna.text());
    let both = draft(&site);
    assert!(both.text.contains("name = \"Carls Fond\"") && both.text.contains("name = \"Annas By\""));
    // The same value is not changed unseen.
    let same = save_values(&site, "anna", 1, &[("v:party.investor.name", "Annas Fond")]);
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.text().contains("»Carls Fond«"), "{}", same.text());
    assert_eq!(draft(&site).revision, both.revision);
}

#[test]
fn an_agreement_is_sealed_signed_and_amended() {
    let site = begun();
    let (anna, bo) = (site.session("anna"), site.session("bo"));
    let stale = site.post(&anna, &format!("{DRAFT}/forsegl"), "udgave=7");
    assert_eq!(stale.status, StatusCode::CONFLICT, "another revision than the one that was looked at");
    let sealed = site.post(&anna, &format!("{DRAFT}/forsegl"), "udgave=1");
    assert_eq!(sealed.status, StatusCode::SEE_OTHER, "{}", sealed.text());
    assert_eq!(site.store.draft(&job_agreement()).expect("a store"), None);
    let seal = site.store.agreement_sealed(&job_agreement()).expect("a store").expect("a seal");
    let page = site.get(&bo, "/investeringer/vejen-til-job/aftale").text();
    assert!(page.contains("Der mangler 2 underskrifter.") && !page.contains("/underskrift\""));
    let sign = |seal: &str, office: &str, day: &str| {
        let signed = [("segl", seal), ("for", office), ("navn", "Ib Dam"), ("dato", day), ("begrundelse", "")];
        site.post(&anna, "/investeringer/vejen-til-job/underskrift", &fields(&signed)).status
    };
    let office = "authority/Det embede, der skriver under for kommunen";
    assert_eq!(sign(&seal.hash.to_string().replace('a', "b"), office, "2025-03-01"), StatusCode::CONFLICT);
    assert_eq!(sign(seal.hash.as_str(), "authority/Another office", "2025-03-01"), StatusCode::CONFLICT);
    assert_eq!(sign(seal.hash.as_str(), office, "2025-03-17"), StatusCode::CONFLICT, "tomorrow");
    assert_eq!(sign(seal.hash.as_str(), office, "2025-03-01"), StatusCode::SEE_OTHER);
    let page = site.get(&bo, "/investeringer/vejen-til-job/aftale").text();
    assert!(page.contains("Ib Dam") && page.contains("1. marts 2025") && page.contains("mangler én underskrift"));
    // An amendment: 16,000 instead of 15,000 kr. in the first year after the start, for 20 starters in each of three years,
    // 60 per cent of it in one budget and 40 in the other.
    let text = seal.text.replace("profile = [15_000,", "profile = [16_000,");
    assert_eq!(save(&site, "anna", 0, &text).status, StatusCode::SEE_OTHER);
    let differences = site.get(&anna, &format!("{DRAFT}/forskelle")).text();
    for amount in ["60.000,00", "36.000,00", "24.000,00"] {
        assert!(differences.contains(amount), "{amount} in {differences}");
    }
    let refused = site.post(&anna, &format!("{DRAFT}/forsegl"), "udgave=3");
    assert!(refused.text().contains("allerede forseglet med en anden tekst"), "{}", refused.text());
    let text = text.replace("version = \"1\"", "version = \"2\"");
    assert_eq!(save(&site, "anna", 3, &text).status, StatusCode::SEE_OTHER);
    let sealed = site.post(&anna, &format!("{DRAFT}/forsegl"), "udgave=4");
    assert_eq!(sealed.status, StatusCode::SEE_OTHER, "{}", sealed.text());
    // The parties read what changed; a signature under the first version is none under the second.
    let versions = site.get(&bo, "/investeringer/vejen-til-job/versioner").text();
    assert!(versions.contains("60.000,00") && versions.contains("1 af 2") && versions.contains("0 af 2"), "{versions}");
    let backwards = format!(
        "/investeringer/vejen-til-job/versioner?fra={}&til={}",
        site.store.agreement_sealed(&job_agreement()).expect("a store").expect("a seal").hash,
        seal.hash
    );
    assert!(site.get(&bo, &backwards).text().contains("−60.000,00"));
    assert!(site.store.verify().expect("a store").faults.is_empty());
}

#[test]
fn a_text_comes_as_a_file_and_may_be_given_up() {
    let site = Site::of(Office::sealed());
    let anna = site.session("anna");
    let send = |bytes: &[u8]| site.upload(&anna, "/aftaler/ny/fil", &[], ("aftale.md", bytes));
    let bad = send(b"# A text\n\xff\n");
    assert!(bad.text().contains("linje 2"), "{}", bad.text());
    assert!(send(b"# No terms").text().contains("hvilken aftale den er"));
    assert!(send(b"").text().contains("ikke valgt en fil"));
    // With an error it is taken in; the error stands at its line.
    let text = "# T\r\n```toml\r\n[agreement]\r\nid = \"halvfaerdig\"\r\n```\r\n";
    let came = send(text.as_bytes());
    assert_eq!(came.header("location"), "/investeringer/halvfaerdig/kladde?udfoert=draft-begun", "{}", came.text());
    let id = AgreementId::new("halvfaerdig").expect("a name");
    assert!(!site.store.draft(&id).expect("a store").expect("a draft").text.contains('\r'));
    assert!(site.uploads().is_empty(), "the file itself is not kept");
    let gone = site.post(&anna, "/investeringer/halvfaerdig/kladde/kasser", "udgave=1");
    assert_eq!(gone.header("location"), "/portefolje?udfoert=draft-discarded");
    assert_eq!(site.get(&anna, "/investeringer/halvfaerdig/kladde").status, StatusCode::NOT_FOUND);
}

/// 14.4, 67.2, 105.6 and four times 144 successes at 4,150 kr. are 3,167,280 kr., and at 5,000 kr. 3,816,000 kr.; the cap of
/// 5 per cent a year is not reached before.
#[test]
fn what_if_is_answered_at_once_and_keeps_nothing() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let ask = |query: &str| site.get(&anna, &format!("/investeringer/ips-plus/plan?{query}"));
    assert!(!ask("").text().contains("class=\"answer\""));
    let dearer = ask("v%3Apayment.outcome-payment.amount=4.200").text();
    assert!(dearer.contains("class=\"answer\""), "{dearer}");
    // 763.2 successes at 4,200 kr. are 3,205,440 kr., 38,160 more.
    for amount in ["3.167.280,00", "3.205.440,00", "+38.160,00"] {
        assert!(dearer.contains(amount), "{amount} in {dearer}");
    }
    let unreadable = ask("v%3Apayment.outcome-payment.amount=4%2C200.00").text();
    assert!(unreadable.contains("Kan ikke bruges her") && !unreadable.contains("class=\"answer\""));
    // Values that do not hold together are told, and the page is there.
    let impossible = ask("v%3Ameasure.work-or-education.expected.2024=140");
    assert_eq!(impossible.status, StatusCode::OK);
    assert!(impossible.text().contains("Med de tal hænger aftalen ikke sammen"));
    assert_eq!(site.store.drafts().expect("a store"), []);
}

#[test]
fn the_business_case_stands_by_payer_budget_and_year() {
    let site = Site::of(Office::sealed());
    let page = site.get(&site.session("anna"), "/investeringer/ips-plus/plan").text();
    for words in ["Budget", "Akkumuleret nettoprovenu", "Hvem betaler, og hvem får gavn", "Intet er bogført endnu"] {
        assert!(page.contains(words), "{words}");
    }
}
