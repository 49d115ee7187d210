//! Comments on figures, the organisation, the search box, the portfolio and the pages of the event log.

use axum::http::StatusCode;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::AgreementId;
use virkning_store::Role;

use super::Site;
use crate::office::Office;

fn ips() -> AgreementId {
    AgreementId::new("ips-plus").expect("a name")
}

#[test]
fn a_comment_stands_with_its_figure_for_those_who_see_the_figure() {
    let site = Site::of(Office::sealed());
    for (name, role) in [("rikke", Role::Reader), ("udo", Role::Provider)] {
        site.declare(name, &[role]);
    }
    let (anna, bo) = (site.session("anna"), site.session("bo"));
    let write = |token: &str, fields: &str| site.post(token, "/investeringer/ips-plus/kommentar", fields);
    let written = write(&anna, "tal=business-case%2Fnet&kommentar=Lavere+end+i+%3Cb%3E2023%3C%2Fb%3E");
    assert_eq!(written.header("location"), "/investeringer/ips-plus/plan?udfoert=commented#kommentarer");
    assert_eq!(write(&anna, "tal=business-case%2Fnet&kommentar=om+610190-1234").status, StatusCode::CONFLICT);
    assert_eq!(write(&anna, "tal=other%2Fnet&kommentar=x").status, StatusCode::CONFLICT);
    assert_eq!(write(&anna, "tal=business-case%2F..%22%3E&kommentar=x").status, StatusCode::CONFLICT);
    let rikke = site.session("rikke");
    assert_eq!(write(&rikke, "tal=business-case%2Fnet&kommentar=x").status, StatusCode::NOT_FOUND);
    let plan = |token: &str| site.get(token, "/investeringer/ips-plus/plan");
    let seen = plan(&rikke).text();
    assert!(seen.contains("Lavere end i &lt;b&gt;2023&lt;/b&gt;") && seen.contains("anna · 16-03-2025"), "{seen}");
    assert_eq!(plan(&site.session("udo")).status, StatusCode::NOT_FOUND);
    // One withdraws one's own only.
    let withdraw = |token: &str| site.post(token, "/investeringer/ips-plus/kommentar/fortryd", "nr=1");
    assert_eq!(withdraw(&bo).status, StatusCode::CONFLICT);
    assert_eq!(withdraw(&anna).status, StatusCode::SEE_OTHER);
    assert!(!plan(&rikke).text().contains("Lavere end i"));
}

#[test]
fn every_page_with_figures_takes_comments_of_those_who_see_it() {
    let site = Site::of(Office::enrolled());
    site.declare("ida", &[Role::InvestorSecretariat]);
    let (anna, ida) = (site.session("anna"), site.session("ida"));
    let write = |token: &str, figure: &str| {
        let fields = format!("tal={}&kommentar=Om+{}", figure.replace('/', "%2F"), figure.replace('/', "+"));
        site.post(token, "/investeringer/ips-plus/kommentar", &fields)
    };
    let pages = [
        ("investment/capital", ""),
        ("business-case/costs", "/plan"),
        ("funnel/enrolled", "/deltagere"),
        ("account/outstanding", "/konto"),
    ];
    for (figure, page) in pages {
        let address = format!("/investeringer/ips-plus{page}");
        let written = write(&anna, figure);
        assert_eq!(written.header("location"), format!("{address}?udfoert=commented#kommentarer"), "{figure}");
        let text = site.get(&anna, &address).text();
        assert!(text.contains(&format!("Om {}", figure.replace('/', " "))), "{figure}: {text}");
        // Only this page tells it.
        for (_, other) in pages.iter().filter(|(_, other)| *other != page) {
            let text = site.get(&anna, &format!("/investeringer/ips-plus{other}")).text();
            assert!(!text.contains(&format!("Om {}", figure.replace('/', " "))), "{figure} on {other}");
        }
    }
    // An investor writes of what he sees, and not of what the authority thinks of going on.
    assert_eq!(write(&ida, "account/outstanding").status, StatusCode::SEE_OTHER);
    assert_eq!(write(&anna, "continuation/criteria").status, StatusCode::SEE_OTHER);
    assert_eq!(write(&ida, "continuation/criteria").status, StatusCode::CONFLICT);
}

#[test]
fn the_organisation_is_shown_as_it_was_on_a_day() {
    let site = Site::of(Office::enrolled());
    let anna = site.session("anna");
    let set = |slags: &str, enhed: &str, navn: &str, under: &str, fra: &str| {
        let fields = format!("slags={slags}&enhed={enhed}&navn={navn}&under={under}&begyndelse={fra}&slut=");
        site.post(&anna, "/administration/organisation/enhed", &fields).status
    };
    assert!(site.get(&anna, "/administration/organisation").text().contains("class=\"empty\""));
    assert_eq!(set("department", "msb", "Sociale+Forhold", "", "2018-01-01"), StatusCode::SEE_OTHER);
    assert_eq!(set("area", "job", "Jobcenter", "msb", "2018-01-01"), StatusCode::SEE_OTHER);
    assert_eq!(set("area", "job", "Job+og+Uddannelse", "msb", "2024-01-01"), StatusCode::SEE_OTHER);
    assert_eq!(set("unit", "ips", "IPS", "nowhere", "2024-01-01"), StatusCode::CONFLICT);
    assert_eq!(set("office", "ips", "IPS", "msb", "2024-01-01"), StatusCode::CONFLICT);
    assert_eq!(set("unit", "ips", "IPS", "msb", "yesterday"), StatusCode::CONFLICT);
    let on = |day: &str| site.get(&anna, &format!("/administration/organisation?dag={day}")).text();
    assert!(on("2023-12-31").contains("<strong>Jobcenter</strong>"));
    assert!(on("2024-01-01").contains("<strong>Job og Uddannelse</strong>"));
    assert!(on("2017-12-31").contains("class=\"empty\""));
    let answers = "investering=ips-plus&ansvarlig=job&fra=2024-01-01";
    assert_eq!(site.post(&anna, "/administration/organisation/ansvar", answers).status, StatusCode::SEE_OTHER);
    let sheet = site.get(&anna, "/investeringer/ips-plus").text();
    assert!(sheet.contains("Ansvarlig enhed") && sheet.contains("Job og Uddannelse"));
}

#[test]
fn the_search_box_finds_what_the_user_may_open() {
    let office = Office::enrolled();
    for name in ["din-vej-i-job", "havnen"] {
        let document = crate::office::ips_plus().with_file_name(format!("{name}.md"));
        office.ok("anna", &["seal", &document.display().to_string()]);
    }
    let site = Site::of(office);
    site.declare("sofie", &[Role::InvestorSecretariat]);
    let set = site.store.enrolment_latest(&ips()).expect("a store").expect("a list");
    let set: EnrolmentSet = serde_json::from_slice(&set.json).expect("a list");
    let alias = set.participants[0].alias.as_str();
    let ask = |name: &str, wanted: &str| site.get(&site.session(name), &format!("/soeg?q={wanted}")).text();
    // Its other names, as people call it.
    for (name, id) in [("IPS%2B", "ips-plus"), ("udvidet+ips", "din-vej-i-job"), ("Projekt+Havnen", "havnen")] {
        assert!(ask("anna", name).contains(&format!("href=\"/investeringer/{id}\"")), "{name}");
    }
    assert!(ask("anna", alias).contains("1 fundet"));
    assert!(ask("anna", &alias[..3]).contains("0 fundet"), "a part of an alias finds nobody");
    assert!(ask("sofie", alias).contains("0 fundet"), "an investor never finds a person");
}

#[test]
fn the_portfolio_says_how_it_goes_and_what_comes_next() {
    let site = Site::of(Office::enrolled());
    let set = site.store.enrolment_latest(&ips()).expect("a store").expect("a list");
    let set: EnrolmentSet = serde_json::from_slice(&set.json).expect("a list");
    // Only who began counts, and not whoever was referred or said no.
    let began = set.enrolled().count();
    assert!(began < set.participants.len());
    let page = site.get(&site.session("anna"), "/portefolje").text();
    // By 16 March 2025 the source plans 60 + 80 people and 75 of 365 days of another 80: 156.
    assert!(page.contains(&format!("{began} / 156")), "{page}");
    assert!(page.contains("afregning af måleår 2024"), "{page}");
    // The provider sees that the investment is there, and no money.
    site.declare("udo", &[Role::Provider]);
    let provider = site.get(&site.session("udo"), "/portefolje").text();
    assert!(provider.contains("IPS-PLUS") && !provider.contains("kr."), "{provider}");
}

#[test]
fn the_event_log_is_read_page_by_page() {
    let site = Site::of(Office::sealed());
    let anna = site.session("anna");
    for number in 0..205 {
        site.get(&anna, &format!("/investeringer/not-there-{number}"));
    }
    let newest = site.get(&anna, "/haendelser").text();
    let last = site.log()[0].sequence;
    let older = format!("/haendelser?foer={}", last - 199);
    assert!(newest.contains(&older), "{newest}");
    let page = site.get(&anna, &older).text();
    assert!(page.contains(&format!("Hændelse 1 til {}.", last - 200)), "{page}");
    assert!(!page.contains("Ældre hændelser"));
}
