//! The page of effects: a plan is locked on it, no outcome is seen before, and what a run gave is shown with its reader's right.

use axum::http::StatusCode;
use virkning_store::Role;

use super::Site;
use crate::settlement::evaluated::PLAN;
use crate::settlement::reported::{ARMS, observations, office};

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn a_plan_is_locked_before_outcomes_are_seen() {
    let (office, document) = office(ARMS);
    let rows = [
        "1;transfers;2024;;;60;indsats;;",
        "2;transfers;2024;;;80;indsats;;",
        "3;transfers;2024;;;100;kontrol;;",
        "4;transfers;2024;;;140;kontrol;;",
    ];
    let file = observations(&office, "2024.csv", &rows);
    let site = Site::of(office);
    for (name, role) in [("rikke", Role::Reader), ("udo", Role::Counsellor)] {
        site.declare(name, &[role]);
    }
    let (anna, rikke) = (site.session("anna"), site.session("rikke"));
    let address = "/investeringer/proeve/effekt";
    let page = |token: &str| site.get(token, address).text();
    let lock = |token: &str, text: &str, reason: &str| {
        site.post(token, address, &format!("plantekst={}&grund={}", encoded(text), encoded(reason)))
    };
    assert!(page(&anna).contains("Der er ingen låst plan") && page(&anna).contains("name=\"plantekst\""));
    assert!(page(&rikke).contains("Der er ingen låst plan") && !page(&rikke).contains("name=\"plantekst\""));
    assert_eq!(site.get(&site.session("udo"), address).status, StatusCode::NOT_FOUND);
    // What is no plan, or one of another agreement, is refused and not kept.
    for wrong in ["", "not a plan", &PLAN.replace("agreement = \"proeve\"", "agreement = \"other\"")] {
        assert_eq!(lock(&anna, wrong, "").status, StatusCode::CONFLICT, "{wrong}");
    }
    assert_eq!(lock(&rikke, PLAN, "").status, StatusCode::NOT_FOUND);
    assert!(page(&anna).contains("Der er ingen låst plan"));
    // Locked: the smallest effect that would be found and how many are compared, and no outcome.
    assert_eq!(lock(&anna, PLAN, "").header("location"), format!("{address}?udfoert=locked"));
    assert_eq!(lock(&anna, PLAN, "").header("location"), format!("{address}?udfoert=locked-already"));
    let locked = page(&anna);
    for words in ["Overførsler 2024", "Bruger indsatsgruppen mindre?", "Grupperne er små", "Udfald er ikke læst"] {
        assert!(locked.contains(words), "{words}: {locked}");
    }
    assert!(!locked.contains("Estimat, der betales efter"), "{locked}");
    // Nothing has been reported of these people: the run says so, and leaves nothing behind.
    let ran = site.post(&anna, &format!("{address}/koer"), "plan=overfoersler-2024");
    assert_eq!(ran.status, StatusCode::CONFLICT, "{}", ran.text());
    assert_eq!(site.post(&anna, &format!("{address}/koer"), "plan=other").status, StatusCode::CONFLICT);
    assert!(page(&anna).contains("Udfald er ikke læst"));
    // Run on what was reported: treated 60 and 80, controls 100 and 140, half of the difference is 25.
    let plan = site.office.path("plan.md");
    std::fs::write(&plan, PLAN).expect("a plan");
    site.office.ok("anna", &["evaluate", "run", &plan, "--agreement", &document, "--observations", &file]);
    let shown = page(&anna);
    for words in ["Kørsel 1 er lavet af anna", "Estimat, der betales efter", "25,00"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // Four people are too few to be shown outside.
    let outside = page(&rikke);
    assert!(outside.contains("Kørsel 1") && !outside.contains("25,00"), "{outside}");
}
