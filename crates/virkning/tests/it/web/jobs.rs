//! Long work in pages: a register edition comes as a file or from the inbox, and its import is a job that can be followed,
//! stopped, run again, and that survives its server.

use axum::http::StatusCode;
use virkning_store::{Job, Role};

use super::{Came, Site};
use crate::office::{Office, register_file};

/// A site without any register, on which `anna` may import.
fn site() -> Site {
    Site::of(Office::sealed())
}

fn import(site: &Site, who: &str, name: &str, bytes: &[u8]) -> Came {
    let fields = [("register", "dream"), ("udgave", ""), ("indbakke", ""), ("syntetisk", "ja")];
    site.upload(&site.session(who), "/registre", &fields, (name, bytes))
}

fn job(site: &Site, number: u64) -> Job {
    site.store.job(number).expect("a store").expect("a job")
}

fn edition() -> Vec<u8> {
    std::fs::read(register_file()).expect("the made-up edition")
}

fn state(site: &Site, number: u64) -> &'static str {
    job(site, number).state.as_str()
}

#[test]
fn an_edition_is_imported_as_a_job() {
    let site = site();
    let anna = site.session("anna");
    assert!(site.get(&anna, "/registre").text().contains("enctype=\"multipart/form-data\""));
    let asked = import(&site, "anna", "dream202502.csv", &edition());
    assert_eq!(asked.header("location"), "/job?nr=1&udfoert=job-asked", "{}", asked.text());
    assert!(site.get(&anna, "/job?nr=1").text().contains("i kø"));
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 1), "done");
    let page = site.get(&anna, "/job?nr=1").text();
    assert!(page.contains("dream-2025-02") && page.contains("er indlæst"), "{page}");
    assert!(site.get(&anna, "/registre").text().contains("dream-2025-02"));
    assert!(site.uploads().is_empty(), "the file goes when it is imported");
    assert!(!site.web.work_once().expect("nothing to do"));
    // The same again says so, and makes nothing new.
    import(&site, "anna", "dream202502.csv", &edition());
    assert!(site.web.work_once().expect("work"));
    assert!(site.get(&anna, "/job?nr=2").text().contains("allerede indlæst"));
    assert_eq!(site.store.snapshots().expect("a store").len(), 1);
    // A job is its user's.
    let bo = site.session("bo");
    assert!(!site.get(&bo, "/job").text().contains("dream202502"));
    assert!(site.get(&bo, "/job?nr=1").text().contains("ikke noget job 1"));
    assert_eq!(site.post(&bo, "/job/igen", "nr=1").status, StatusCode::CONFLICT);
}

#[test]
fn nothing_is_taken_from_whoever_may_not_send_it() {
    let site = site();
    site.declare("rikke", &[Role::Reader]);
    let not_yours = import(&site, "rikke", "dream202502.csv", b"lobenr;y_2501\n1;111\n");
    assert_eq!(not_yours.status, StatusCode::NOT_FOUND);
    let anna = site.session("anna");
    let form = [("form-key", "another"), ("register", "dream")];
    let foreign = site.upload_as_it_is(&anna, "/registre", &form, ("dream202502.csv", b"x"));
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    // The key after the file comes too late.
    let late = site.upload_in_order(&anna, "/registre", ("dream202502.csv", b"x"), &[("form-key", "key")]);
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    let nobody = import_nobody(&site);
    assert!(nobody.header("location").starts_with("/log-ind"));
    assert!(site.uploads().is_empty());
    assert_eq!(site.store.jobs(None, 10).expect("a store"), []);
}

fn import_nobody(site: &Site) -> Came {
    site.upload_as_it_is("", "/registre", &[("form-key", "key")], ("dream202502.csv", b"x"))
}

#[test]
fn a_file_of_the_inbox_is_chosen_and_stays() {
    let site = site();
    std::fs::write(site.inbox().join("dream202502.csv"), edition()).expect("a file");
    let anna = site.session("anna");
    assert!(site.get(&anna, "/registre").text().contains("<option value=\"dream202502.csv\">"));
    let fields = "register=dream&udgave=&indbakke=dream202502.csv&syntetisk=ja";
    let asked = site.post(&anna, "/registre", fields);
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 1), "done");
    assert!(site.inbox().join("dream202502.csv").exists());
    // Only what lies there can be named.
    let elsewhere = site.post(&anna, "/registre", "register=dream&indbakke=..%2Fvirkning.db");
    assert!(elsewhere.text().contains("findes ikke længere"), "{}", elsewhere.text());
    assert!(
        site.post(&anna, "/registre", "register=bef&indbakke=dream202502.csv").text().contains("ikke noget register")
    );
    let month = site.post(&anna, "/registre", "register=dream&udgave=2025-13&indbakke=dream202502.csv");
    assert!(month.text().contains("år og en måned"), "{}", month.text());
}

#[test]
fn a_job_is_stopped_before_it_begins_and_run_again() {
    let site = site();
    let anna = site.session("anna");
    import(&site, "anna", "dream202502.csv", &edition());
    assert_eq!(site.post(&anna, "/job/stop", "nr=1").header("location"), "/job?nr=1&udfoert=job-stopped");
    assert!(!site.web.work_once().expect("nothing to do"));
    let page = site.get(&anna, "/job?nr=1").text();
    assert!(page.contains("Jobbet blev stoppet") && page.contains("Kør igen"));
    assert_eq!(site.post(&anna, "/job/stop", "nr=1").status, StatusCode::CONFLICT);
    site.post(&anna, "/job/igen", "nr=1");
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 1), "done");
}

#[test]
fn a_job_survives_its_server() {
    let site = site();
    let anna = site.session("anna");
    import(&site, "anna", "dream202502.csv", &edition());
    // A server takes it up and goes away without a word.
    let now = virkning::world::World::now(&*site.world);
    site.store.job_take(now, now).expect("a store").expect("the job");
    site.pass(30);
    assert!(!site.web.work_once().expect("somebody may still be at it"));
    assert!(site.get(&anna, "/job?nr=1").text().contains("Stop jobbet"));
    site.pass(31);
    assert!(!site.web.work_once().expect("nothing waits"));
    let page = site.get(&anna, "/job?nr=1").text();
    assert!(page.contains("Serveren blev stoppet") && page.contains("Kør igen"), "{page}");
    assert_eq!(site.store.snapshots().expect("a store").len(), 0, "no half result");
    site.post(&anna, "/job/igen", "nr=1");
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 1), "done");
}

#[test]
fn faulty_rows_are_listed_and_left_out_only_when_somebody_says_so() {
    let site = site();
    let anna = site.session("anna");
    // A row with one field too few, in the middle of the file.
    let text = String::from_utf8(edition()).expect("text");
    let mut lines: Vec<&str> = text.lines().collect();
    let short = lines[5].rsplit_once(',').expect("fields").0.to_owned();
    lines.insert(6, &short);
    let broken = format!("{}\n", lines.join("\n"));
    import(&site, "anna", "dream202502.csv", broken.as_bytes());
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 1), "failed");
    let page = site.get(&anna, "/job?nr=1").text();
    assert!(page.contains("R001") && page.contains("<td>7</td>"), "{page}");
    assert!(page.contains("name=\"accepter\" value=\"1\""));
    assert_eq!(site.uploads().len(), 1, "the file stays for another try");
    let again = site.post(&anna, "/job/igen", "nr=1&accepter=1");
    assert_eq!(again.header("location"), "/job?nr=2&udfoert=job-again");
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 2), "done");
    assert!(site.get(&anna, "/job?nr=2").text().contains("1 afviste rækker"));
    // A file that nobody can use any more goes by itself.
    site.pass(8 * 24 * 60 * 60);
    import(&site, "anna", "dream202502.csv", &edition());
    site.web.work_once().expect("work");
    assert!(site.uploads().is_empty());
}

#[test]
fn two_editions_are_held_against_each_other_in_a_page() {
    let office = Office::enrolled();
    crate::office::synthesize(&office, "2025-03", &office.path("later"));
    office.ok("anna", &["register", "import", "--source", "dream", &office.path("later/dream202503.csv")]);
    let site = Site::of(office);
    let ids: Vec<String> =
        site.store.snapshots().expect("a store").into_iter().map(|record| record.id.to_string()).collect();
    let anna = site.session("anna");
    let page = site.get(&anna, &format!("/registre/sammenlign?foer={}&nu={}", ids[0], ids[1]));
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("1.200"), "the people of each edition");
    let same = site.get(&anna, &format!("/registre/sammenlign?foer={0}&nu={0}", ids[0]));
    assert_eq!(same.status, StatusCode::CONFLICT);
    assert_eq!(site.get(&anna, "/registre/sammenlign?foer=no&nu=such").status, StatusCode::CONFLICT);
}

#[test]
fn an_investment_is_simulated_as_a_job() {
    let site = site();
    for (name, role) in [("rikke", Role::Reader), ("udo", Role::Provider), ("ida", Role::InvestorSecretariat)] {
        site.declare(name, &[role]);
    }
    let (anna, rikke) = (site.session("anna"), site.session("rikke"));
    let address = "/investeringer/ips-plus/risiko";
    let page = |token: &str| site.get(token, address);
    let ask = |token: &str, assumptions: &str, paths: &str| {
        site.post(token, address, &format!("antagelser={assumptions}&forloeb={paths}&startvaerdi=7"))
    };
    // A text to begin with, whose figures are guesses and say so.
    let first = page(&anna).text();
    assert!(first.contains("Risikoen er ikke beregnet") && first.contains("[[uncertain]]"), "{first}");
    assert!(first.contains("ingen kilde"), "{first}");
    assert_eq!(page(&site.session("udo")).status, StatusCode::NOT_FOUND);
    // What cannot be read is shown at its line, and nothing is asked for.
    let wrong =
        ask(&anna, "%60%60%60toml%0A%5Bassumptions%5D%0Aagreement+%3D+%22x%22%0Apahts+%3D+1%0A%60%60%60", "200");
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(
        wrong.text().contains("Forudsætningerne kan ikke læses") && wrong.text().contains("pahts"),
        "{}",
        wrong.text()
    );
    for (paths, seed) in [("99", "1"), ("200001", "1"), ("-5", "1"), ("200", "x")] {
        let fields = format!("antagelser=&forloeb={paths}&startvaerdi={seed}");
        assert_eq!(site.post(&anna, address, &fields).status, StatusCode::CONFLICT, "{fields}");
    }
    assert_eq!(site.store.jobs(None, 10).expect("a store"), []);
    // With nothing uncertain the answer is the plan of the source's annex 2: 3,167,280 kr. paid back of 3,000,000 kr.
    assert_eq!(ask(&anna, "", "200").header("location"), "/job?nr=1&udfoert=job-asked");
    assert!(page(&anna).text().contains("En beregning er i gang"));
    assert!(site.web.work_once().expect("work"));
    assert_eq!(state(&site, 1), "done");
    assert!(site.get(&anna, "/job?nr=1").text().contains("Beregningen er færdig"));
    for token in [&anna, &rikke] {
        let text = page(token).text();
        assert!(text.contains("3.167.280"), "{text}");
    }
    assert!(!page(&rikke).text().contains("name=\"antagelser\""), "whoever only reads is not asked to write");
    assert_eq!(ask(&rikke, "", "200").status, StatusCode::NOT_FOUND);
    // The investor asks the same as the controller; uncertain figures are named as guesses, and the same seed says the same.
    let text = std::fs::read_to_string(crate::office::ips_plus().with_file_name("../../assumptions/ips-plus.md"))
        .expect("a text");
    let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let outcome = |number: u64| job(&site, number).outcome.expect("an outcome");
    for (number, token) in [(2, &anna), (3, &site.session("ida"))] {
        let asked = ask(token, &encoded, "300");
        assert_eq!(asked.header("location"), format!("/job?nr={number}&udfoert=job-asked"), "{}", asked.text());
        assert!(site.web.work_once().expect("work"));
        assert_eq!(state(&site, number), "done");
    }
    assert_eq!(outcome(2), outcome(3));
    let text = page(&anna).text();
    assert!(text.contains("forudsætninger er skøn uden kilde") && text.contains("id=\"tornado-"), "{text}");
    // Stopped before it began, it leaves the last answer where it was.
    ask(&anna, "", "200");
    site.post(&anna, "/job/stop", "nr=4");
    site.web.work_once().expect("work");
    assert_eq!(state(&site, 4), "cancelled");
    assert!(page(&anna).text().contains("forudsætninger er skøn uden kilde"));
}
