//! Participants: the counts that everybody sees, the people that few see and every look at them, steps and lists.

use axum::http::StatusCode;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::{AgreementId, Alias};
use virkning_store::Role;

use super::{Came, Site, user};
use crate::office::{Office, list_file};

const BASE: &str = "/investeringer/ips-plus/deltagere";

fn ips() -> AgreementId {
    AgreementId::new("ips-plus").expect("a name")
}

fn set(site: &Site) -> EnrolmentSet {
    let record = site.store.enrolment_latest(&ips()).expect("a store").expect("a list");
    serde_json::from_slice(&record.json).expect("a list")
}

fn person(site: &Site, alias: &str) -> Participant {
    set(site).participants.into_iter().find(|person| person.alias.as_str() == alias).expect("the participant")
}

/// A site with a project leader, an admitting role and a counsellor of IPS-PLUS.
fn site() -> Site {
    let site = Site::of(Office::enrolled());
    for (name, role) in [("leila", Role::ProjectLeader), ("viggo", Role::Admission), ("rosa", Role::Counsellor)] {
        site.store.user_add_for(&site.actor("anna"), &user(name), name, &ips(), &[role]).expect("a user");
    }
    site
}

fn redirected(came: &Came) -> String {
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    came.header("location").to_owned()
}

fn refused(came: &Came, words: &str) {
    assert_eq!(came.status, StatusCode::CONFLICT, "{}", came.text());
    assert!(came.text().contains(words), "{words}: {}", came.text());
}

#[test]
fn the_list_needs_a_purpose_and_every_look_is_recorded() {
    let site = site();
    let viggo = site.session("viggo");
    let alias = set(&site).participants[0].alias.clone();
    let without = site.get(&viggo, BASE).text();
    assert!(!without.contains(alias.as_str()), "people are shown without a purpose");
    let looks = |alias: &Alias| site.store.looks(&site.actor("anna"), &ips(), alias, "Prøve").expect("the looks");
    assert_eq!(looks(&alias).len(), 0);
    let page = site.get(&viggo, &format!("{BASE}?formaal=optag&q={alias}")).text();
    assert!(page.contains(alias.as_str()));
    let one = site.get(&viggo, &format!("{BASE}/{alias}?formaal=optag"));
    assert_eq!(one.status, StatusCode::OK, "{}", one.text());
    assert!(site.get(&viggo, &format!("{BASE}/{alias}")).text().contains("name=\"formaal\""));
    // The list of looks that was read first is a look too.
    let found = looks(&alias);
    let what: Vec<&str> = found.iter().map(|look| look.what.as_str()).collect();
    assert_eq!(what, ["looks", "participants", "participant"]);
    assert_eq!(found[2].reason, "Henvisning og optag");
    assert_eq!(found[2].roles, [Role::Admission]);
    // Somebody who does not exist, and a word that is no alias.
    for odd in ["p-nobody", "Ø", "..%2F"] {
        assert_eq!(site.get(&viggo, &format!("{BASE}/{odd}?formaal=optag")).status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[test]
fn a_person_goes_the_whole_way_by_form() {
    let site = site();
    let (viggo, rosa) = (site.session("viggo"), site.session("rosa"));
    let before = set(&site).participants.len();
    let added = site.post(
        &viggo,
        BASE,
        "noegle=lobenr&identifikation=900001&foedt=2000-04&contacted=01-11-2024&referred=2024-11-04&regel-profile=&gruppe=",
    );
    let to = redirected(&added);
    let alias = to.trim_start_matches(&format!("{BASE}/")).split('?').next().expect("an alias").to_owned();
    assert_eq!(set(&site).participants.len(), before + 1);
    assert!(person(&site, &alias).enrolled_on.is_none());
    refused(
        &site.post(&viggo, BASE, "noegle=lobenr&identifikation=900001&referred=2024-11-04"),
        "Personen er allerede deltager",
    );
    let path = format!("{BASE}/{alias}");
    let step = |token: &str, fields: &str| site.post(token, &path, &format!("formaal=optag&{fields}"));
    redirected(&step(&viggo, "hvad=admission-talk&dag=2024-11-18"));
    redirected(&step(&viggo, "hvad=admitted&dag=2024-11-20"));
    redirected(&step(&viggo, "hvad=offered&dag=2024-11-21"));
    redirected(&step(&viggo, "hvad=accepted&dag=2024-11-25"));
    refused(&step(&viggo, "hvad=started&dag=2026-01-01"), "ligger efter i dag");
    refused(&step(&viggo, "hvad=completed&dag=2024-12-01"), "ikke optaget endnu");
    refused(&step(&rosa, "hvad=started&dag=2024-12-02"), "Fødselsmåneden mangler");
    redirected(&step(&rosa, "hvad=started&dag=02-12-2024&foedt=2000-04"));
    let now = person(&site, &alias);
    // IPS-PLUS counts from the day on which the citizen has said yes and the assessment has begun.
    assert_eq!(now.enrolled_on.map(|day| day.to_string()).as_deref(), Some("2024-12-02"));
    assert_eq!(now.age_at_enrolment, Some(24));
    refused(&step(&viggo, "hvad=refused&dag=2025-01-10&begrundelse=Nej"), "bliver i deltagergruppen");
    refused(&step(&rosa, "hvad=dropped-out&dag=2025-02-01"), "Begrundelsen mangler");
    refused(&step(&rosa, "hvad=dropped-out&dag=2024-11-30&begrundelse=Flyttet"), "ligger før optaget");
    redirected(&step(&rosa, "hvad=dropped-out&dag=2025-02-01&begrundelse=Flyttet"));
    refused(&step(&rosa, "hvad=completed&dag=2025-03-01"), "sluttet på anden måde");
    let page = site.get(&rosa, &format!("{path}?formaal=opfoelgning")).text();
    for words in ["afbrudt", "Flyttet", "02-12-2024", "viggo", "rosa"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(person(&site, &alias).enrolled_on.is_some(), "whoever drops out stays in the cohort");
    assert_eq!(site.store.verify().expect("a check").faults, []);
}

#[test]
fn somebody_who_is_too_old_on_the_day_is_not_enrolled() {
    let site = site();
    let viggo = site.session("viggo");
    let to = redirected(&site.post(
        &viggo,
        BASE,
        "noegle=lobenr&identifikation=900002&foedt=1994-12&referred=2024-11-04&accepted=2024-11-25",
    ));
    let alias = to.trim_start_matches(&format!("{BASE}/")).split('?').next().expect("an alias").to_owned();
    // 29 on the day of referral and of the answer, 30 when it begins (IPS-PLUS section 2: 16 to 29).
    assert!(!person(&site, &alias).is_kept_out());
    redirected(&site.post(
        &viggo,
        &format!("{BASE}/{alias}"),
        "formaal=optag&hvad=started&dag=2025-01-06&foedt=1994-12",
    ));
    let now = person(&site, &alias);
    assert!(now.is_kept_out() && now.enrolled_on.is_none());
}

#[test]
fn two_who_write_at_once_do_not_overwrite_each_other() {
    let site = site();
    let alias = set(&site).participants[0].alias.clone();
    let before = person(&site, alias.as_str());
    let after = |day: &str| {
        let mut after = before.clone();
        after.steps.insert(virkning_model::agreement::EnrolmentStep::Contacted, day.parse().expect("a day"));
        after
    };
    let ips = ips();
    let add = |after: &Participant| {
        let new = virkning_store::NewStep { agreement: &ips, what: "contacted", on: None, before: &before, after };
        site.store.enrolment_step_add(&site.actor("viggo"), new)
    };
    let first = add(&after("2023-01-02")).expect("the first");
    assert!(!first.already);
    assert!(add(&after("2023-01-02")).expect("the same again").already);
    let second = add(&after("2023-01-03")).expect_err("the second");
    assert!(format!("{second:?}").contains("ParticipantChanged"), "{second:?}");
    // The set of that moment is found by its hash, with the links of the version.
    let found = site.store.enrolment_by_hash(&first.record.hash).expect("a store").expect("the set");
    assert_eq!(found.json, first.record.json);
    assert_eq!(
        site.store.enrolment_links_of(&found.hash).expect("links"),
        site.store.enrolment_links(&ips).expect("links")
    );
}

#[test]
fn a_list_is_shown_before_it_is_kept() {
    let site = site();
    let leila = site.session("leila");
    let list = std::fs::read_to_string(list_file()).expect("the list");
    let header = list.lines().next().expect("a header").to_owned();
    // Everybody but the last, who then is kept or left out; and a step that the list has no column for stays.
    let alias = set(&site).participants[0].alias.to_string();
    redirected(&site.post(&leila, &format!("{BASE}/{alias}"), "formaal=optag&hvad=contacted&dag=2023-01-02"));
    redirected(&site.post(&leila, BASE, "noegle=lobenr&identifikation=900009&referred=2024-11-04"));
    let more = format!("{list}{}\n", row(&header, "900010"));
    let path = format!("{BASE}/liste");
    let before = site.store.enrolment_latest(&ips()).expect("a store").expect("a list").hash;
    let shown = site.post_files(&leila, &path, &[], &[("liste", "ny.csv", more.as_bytes())]);
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let text = shown.text();
    assert!(text.contains("Intet er gemt endnu"));
    assert!(!text.contains("900010"), "the page holds an identifier");
    assert_eq!(site.store.enrolment_latest(&ips()).expect("a store").expect("a list").hash, before);
    let hidden = |name: &str| {
        let from = text.split(&format!("name=\"{name}\" value=\"")).nth(1).expect(name);
        from.split('"').next().expect("a value").to_owned()
    };
    let fields = format!("forseglet={}&accepter=&resultat={}", hidden("forseglet"), hidden("resultat"));
    // Another user's page is worth nothing, and neither is a changed one.
    let anna = site.session("anna");
    refused(&site.post(&anna, &format!("{path}/gem"), &fields), "kan ikke læses mere");
    refused(
        &site.post(&leila, &format!("{path}/gem"), &fields.replace("forseglet=", "forseglet=00")),
        "kan ikke læses",
    );
    let people = set(&site).participants.len();
    redirected(&site.post(&leila, &format!("{path}/gem"), &fields));
    assert_eq!(set(&site).participants.len(), people + 1, "whoever was added by form stays though no list has them");
    let step = virkning_model::agreement::EnrolmentStep::Contacted;
    assert!(person(&site, &alias).steps.contains_key(&step), "what a user recorded is lost");
    assert!(redirected(&site.post(&leila, &format!("{path}/gem"), &fields)).ends_with("list-known"));
}

/// A row of a list with an identifier and nothing else.
fn row(header: &str, identifier: &str) -> String {
    let fields = header.split(';').map(|name| if name == "lobenr" { identifier } else { "" });
    fields.collect::<Vec<_>>().join(";")
}

#[test]
fn faulty_rows_are_listed_and_left_out_only_by_their_number() {
    let site = site();
    let leila = site.session("leila");
    let list = std::fs::read_to_string(list_file()).expect("the list");
    let header = list.lines().next().expect("a header").to_owned();
    let at = header.split(';').position(|name| name == "henvist").expect("a column");
    let mut bad: Vec<String> = row(&header, "900011").split(';').map(str::to_owned).collect();
    bad[at] = "31-02-2024".to_owned();
    let lines = list.lines().count() + 1;
    let list = format!("{list}{}\n", bad.join(";"));
    let path = format!("{BASE}/liste");
    let shown = site.post_files(&leila, &path, &[], &[("liste", "ny.csv", list.as_bytes())]);
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", shown.text());
    for words in ["L009", "henvist", "31-02-2024", &format!("<td>{lines}</td>")] {
        assert!(shown.text().contains(words), "{words}: {}", shown.text());
    }
    for (files, words) in
        [(&[][..], "Der er ingen liste"), (&[("liste", "x.csv", &b"a;b\n1;2\n"[..])][..], "Listen mangler")]
    {
        refused(&site.post_files(&leila, &path, &[], files), words);
    }
}

#[test]
fn whoever_stands_outside_sees_counts_with_small_groups_hidden() {
    let site = site();
    let name = "sofus";
    site.store
        .user_add_for(&site.actor("anna"), &user(name), name, &ips(), &[Role::InvestorSecretariat])
        .expect("a user");
    let sofus = site.session(name);
    let page = site.get(&sofus, BASE);
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let enrolled = set(&site).enrolled().count();
    assert!(text.contains(&format!(">{enrolled}<")), "the number that decides payments is the contract's");
    for hidden in ["Optagelseskriterier", "name=\"formaal\"", "deltagere/ny", "deltagere/liste"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    let csv = site.get(&sofus, &format!("{BASE}?csv=forloeb"));
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert!(csv.text().contains(&format!("optaget;{enrolled}")), "{}", csv.text());
    let asked = site.get(&sofus, &format!("{BASE}?formaal=optag&csv=deltagere"));
    assert!(!asked.header("content-type").starts_with("text/csv"), "a list of people is given out");
}
