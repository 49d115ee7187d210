//! Follow-ups: what is due, values and outcomes by form and by file, what a missing one means in money, and the settlement
//! that reads them. Amounts are by hand.

use axum::http::StatusCode;
use virkning_model::id::{AgreementId, ProposalId};
use virkning_store::Role;

use super::{Came, Site, user};
use crate::office::Office;

const BASE: &str = include_str!("../settlement/documents/base.md");
const PAGE: &str = "/investeringer/proeve/opfoelgninger";

/// 1,000 kr. for whoever's blood sugar has fallen by 8.5 per cent twelve months after the start, 500 kr. for a course.
const TERMS: &str = r#"
[[measure]]
id = "blood-sugar"
label = "Langtidsblodsukkeret er faldet"
source = "observations"
window = { months_since_start = 12 }
success = "change(observation.hba1c) <= -0.085"
eligible = "window-closed"
settled = { month = 3, day = 31, years_later = 1 }
expected = { 2024 = 0.5, later = 0.5 }
missing = "no-success"

[[measure]]
id = "course"
label = "Kursus gennemført"
source = "reported"
window = { event = "once" }
years = { from = 2024, to = 2025 }
success = "reported"
eligible = "enrolled-by-year-end"
settled = { month = 3, day = 31, years_later = 1 }
expected = { 2024 = 0.5, later = 0.25 }
missing = "no-success"
evidence = "Kursusbevis"
verified_by = "adviser"

[[payment]]
id = "blood-sugar-payment"
label = "Faldet blodsukker"
for = "blood-sugar"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[payment]]
id = "course-payment"
label = "Kursus"
for = "course"
per = "success"
amount = 500
from = { party = "kommune", budget = "central" }
to = "fond"

[[limit]]
id = "per-year"
at_most = 3_200
per = "period"

[[example]]
name = "En deltager"
observations = [
  { participant = "a", measure = "blood-sugar", year = 2024, outcome = "success" },
  { participant = "a", measure = "course", year = 2024, outcome = "success" },
]
payments = { 2025 = 1_500 }
total = 1_500
"#;

const LIST: &str =
    "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag
1;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
2;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
3;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
4;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;2023-09-01;Flyttet
";

fn proeve() -> AgreementId {
    AgreementId::new("proeve").expect("a name")
}

/// Four participants who began on 1 May 2023, a counsellor, a project leader and a secretariat; the aliases in the order
/// of the list.
fn site() -> (Site, Vec<String>) {
    let office = Office::sealed();
    let (document, list) = (office.path("proeve.md"), office.path("liste.csv"));
    let (before, after) = BASE.rsplit_once("```").expect("the fence of the terms");
    std::fs::write(&document, format!("{before}{TERMS}```{after}")).expect("a document");
    std::fs::write(&list, LIST).expect("a list");
    office.ok("anna", &["seal", &document]);
    office.ok("anna", &["enrol", &document, &list]);
    let site = Site::of(office);
    for (name, role) in
        [("rosa", Role::Counsellor), ("leila", Role::ProjectLeader), ("sofus", Role::InvestorSecretariat)]
    {
        site.store.user_add_for(&site.actor("anna"), &user(name), name, &proeve(), &[role]).expect("a user");
    }
    // A list of one row each tells whose alias is whose.
    let mut aliases = Vec::new();
    let leila = site.session("leila");
    for number in 1..=4 {
        let file = format!("deltager;måling;dato;værdi\n{number};hba1c;2023-04-20;60\n");
        let sent = site.post_files(&leila, PAGE, &[("slags", "vaerdier")], &[("fil", "v.csv", file.as_bytes())]);
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let scores = site.store.scores(&proeve()).expect("scores");
        let new = scores.iter().map(|score| score.says.participant.to_string()).find(|alias| !aliases.contains(alias));
        aliases.push(new.expect("a new one"));
    }
    (site, aliases)
}

fn done(came: &Came) -> String {
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    came.header("location").to_owned()
}

/// The table that stands under a heading, as words between its tags.
fn words(page: &str, heading: &str) -> String {
    let from = page.find(&format!(">{heading}<")).unwrap_or_else(|| panic!("{heading}: {page}"));
    let part = page[from..].split("</section>").next().unwrap_or_default();
    let mut inside = false;
    part.chars()
        .map(|sign| match sign {
            '<' => {
                inside = true;
                ' '
            }
            '>' => {
                inside = false;
                ' '
            }
            sign if inside => {
                let _ = sign;
                ' '
            }
            sign => sign,
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn values_and_outcomes_by_form_become_a_settlement() {
    let (site, aliases) = site();
    let (rosa, leila, anna) = (site.session("rosa"), site.session("leila"), site.session("anna"));
    let money = || words(&site.get(&anna, PAGE).text(), "Hvad de manglende betyder i penge");
    // Four are missing: 1,000 kr. for one, and 3,200 kr. at most for all four in a year; the courses cannot add to that alone.
    let before = money();
    assert!(before.contains("Langtidsblodsukkeret er faldet 2024 4 1.000,00 kr. 3.200,00 kr."), "{before}");
    assert!(before.contains("Kursus gennemført 2024 4 500,00 kr. 2.000,00 kr."), "{before}");
    assert!(before.contains("Måleår 2025 kan ikke beregnes endnu"), "{before}");
    let score = |who: usize, day: &str, value: &str| {
        let fields = format!("formaal=opfoelgning&slags=vaerdi&navn=hba1c&dag={day}&vaerdi={value}");
        site.post(&rosa, &format!("{PAGE}/{}", aliases[who]), &fields)
    };
    // −10 per cent, −3.3 per cent; the third comes by file, −16.7 per cent.
    done(&score(0, "10-05-2024", "54"));
    done(&score(1, "2024-05-10", "58,0"));
    let file = "deltager;måling;dato;værdi\n3;HbA1c;2024-05-12;50\n";
    done(&site.post_files(&rosa, PAGE, &[("slags", "vaerdier")], &[("fil", "v.csv", file.as_bytes())]));
    let after = money();
    assert!(after.contains("Langtidsblodsukkeret er faldet 2024 1 1.000,00 kr. 1.000,00 kr."), "{after}");
    // A course, with its certificate; the reporter cannot verify it, and neither can a counsellor.
    let report = |who: usize, bevis: &[(&str, &str, &[u8])]| {
        let fields = [
            ("formaal", "opfoelgning"),
            ("slags", "udfald"),
            ("maal", "course/2024/0"),
            ("udfald", "opfyldt"),
            ("udfaldsdag", "2024-06-01"),
        ];
        site.post_files(&rosa, &format!("{PAGE}/{}", aliases[who]), &fields, bevis)
    };
    let without = report(0, &[]);
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.text());
    assert!(without.text().contains("O020"), "{}", without.text());
    done(&report(0, &[("bevis", "bevis.jpg", b"a certificate")]));
    let decide = |token: &str| {
        let fields = "formaal=opfoelgning&indberetning=1&svar=verified&begrundelse=";
        site.post(token, &format!("{PAGE}/afgoer"), fields)
    };
    assert_eq!(decide(&rosa).status, StatusCode::NOT_FOUND);
    let list = site.get(&leila, &format!("{PAGE}?formaal=opfoelgning")).text();
    assert!(list.contains("Venter på, at en anden bekræfter") && list.contains("bevis.jpg"), "{list}");
    done(&decide(&leila));
    // Two fell enough and one course: 2,500 kr.
    let to = done(&site.post(&anna, "/investeringer/proeve/afregninger", "maaleaar=2024"));
    let id = to.trim_start_matches("/afregninger/").split('?').next().expect("a name").to_owned();
    let page = site.get(&anna, &format!("/afregninger/{id}")).text().replace('\u{a0}', " ");
    assert!(page.contains("2.500,00 kr."), "{page}");
    assert!(page.contains("2 af 4 deltagere nåede målet") && page.contains("1 af 4 deltagere nåede målet"), "{page}");
    // Results say the same, measure by measure.
    let results = site.get(&site.session("sofus"), "/investeringer/proeve/resultater").text();
    assert!(words(&results, "Langtidsblodsukkeret er faldet").contains("2024 4 4 2,0 2 50,0 % 50,0 %"), "{results}");
    assert!(!aliases.iter().any(|alias| results.contains(alias)), "a person is named to the secretariat");
    // A value that is changed after the proposal stops its approval.
    done(&score(1, "2024-05-10", "50"));
    let content = {
        let id = ProposalId::new(&id).expect("a name");
        site.store.proposal(&id).expect("a store").expect("a proposal").content
    };
    let approved = site.post(&site.session("bo"), &format!("/afregninger/{id}/godkend"), &format!("indhold={content}"));
    assert_eq!(approved.status, StatusCode::CONFLICT);
    assert!(approved.text().contains("opfølgningerne"), "{}", approved.text());
    assert_eq!(site.store.verify().expect("a check").faults, []);
}

#[test]
fn values_are_refused_with_what_to_do() {
    let (site, aliases) = site();
    let rosa = site.session("rosa");
    let path = format!("{PAGE}/{}", aliases[0]);
    let bad = |fields: &str, words: &str| {
        let came = site.post(&rosa, &path, &format!("formaal=opfoelgning&slags=vaerdi&{fields}"));
        assert_eq!(came.status, StatusCode::CONFLICT, "{fields}");
        assert!(came.text().contains(words), "{fields}: {}", came.text());
    };
    bad("navn=hba1c&dag=2024-05-10&vaerdi=6", "HbA1c kan ikke være 6");
    bad("navn=hba1c&dag=2024-05-10&vaerdi=1.234", "læses på to måder");
    bad("navn=hba1c&dag=2026-05-10&vaerdi=60", "ligger efter i dag");
    bad("navn=hba1c&dag=&vaerdi=60", "Datoen mangler");
    bad("navn=hba1c&dag=31-02-2024&vaerdi=60", "er ingen dato");
    bad("navn=blodtryk&dag=2024-05-10&vaerdi=60", "spørger om »blodtryk«");
    let scores = site.store.scores(&proeve()).expect("scores").len();
    let file = "deltager;måling;dato;værdi\n1;hba1c;2024-05-10;58\n9;hba1c;2024-05-10;58\n2;puls;2024-05-10;58\n";
    let sent = site.post_files(&rosa, PAGE, &[("slags", "vaerdier")], &[("fil", "v.csv", file.as_bytes())]);
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text().contains("O003") && sent.text().contains("O004"), "{}", sent.text());
    assert_eq!(site.store.scores(&proeve()).expect("scores").len(), scores, "something of the file was kept");
    // An empty value takes back what was recorded of the day.
    done(&site.post(&rosa, &path, "formaal=opfoelgning&slags=vaerdi&navn=hba1c&dag=2023-04-20&vaerdi="));
    assert_eq!(site.store.scores(&proeve()).expect("scores").len(), scores - 1);
}

#[test]
fn a_participant_is_seen_with_a_purpose_only() {
    let (site, aliases) = site();
    let rosa = site.session("rosa");
    let without = site.get(&rosa, PAGE).text();
    assert!(!aliases.iter().any(|alias| without.contains(alias.as_str())), "people are shown without a purpose");
    let page = site.get(&rosa, &format!("{PAGE}/{}?formaal=opfoelgning", aliases[3])).text();
    for expected in ["Langtidsblodsukkeret er faldet", "udgangspunkt", "60", "overskredet"] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let list = site.get(&rosa, &format!("{PAGE}?formaal=opfoelgning")).text();
    assert!(aliases.iter().all(|alias| list.contains(alias.as_str())));
    // Whoever dropped out is followed all the same.
    assert!(list.contains("overskredet (afbrudt)"), "{list}");
    let csv = site.get(&rosa, &format!("{PAGE}?formaal=opfoelgning&csv=opfoelgninger"));
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(site.get(&site.session("sofus"), PAGE).status, StatusCode::NOT_FOUND);
}
