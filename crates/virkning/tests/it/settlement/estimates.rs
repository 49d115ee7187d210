//! Amounts by the refund ladder from the first rates to the proof: four people whose amounts `crates/measure/tests/estimate.py`
//! gives, with what is refused, what is marked, and what a later list of rates changes.

use std::fs;

use serde_json::{Value, json};

use super::{check_refused, id_of};
use crate::office::{Office, text};

const TERMS: &str = r#"
[[measure]]
id = "inexpensive"
label = "Højst 20.000 kr. i nettoudgift"
source = "refund-ladder"
window = { from_month = 1, to_month = 12 }
years = { from = 2024, to = 2025 }
success = "sum(amount.kind = net) <= 20_000"
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }
expected = { later = 0.5 }

[[measure]]
id = "net"
label = "Kommunal nettoudgift"
source = "refund-ladder"
window = { from_month = 1, to_month = 12 }
years = { from = 2024, to = 2025 }
value = "sum(amount.kind = net)"
unit = "kr."
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }

[[payment]]
id = "inexpensive-payment"
label = "Lav nettoudgift"
for = "inexpensive"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Én koster lidt"
observations = [{ participant = "a", measure = "inexpensive", year = 2024, outcome = "success" }]
payments = { 2025 = 1_000 }
total = 1_000
"#;

const RATES: &str = "benefit,from,to,amount,per,mark,edition,origin
cash-benefit,2023-01-01,2023-12-31,11944,month,C,EDITION,bm.dk
cash-benefit,2024-01-01,2024-12-31,CASH,month,C,EDITION,secondary
sickness-benefit,2024-01-01,2024-12-31,4695,week,U,EDITION,not found in a source
";

/// The first weeks of the register: the Monday before the ladder's history begins.
const FIRST: (i16, u8) = (2014, 27);

/// An extract up to week 9 of 2025. Person 1 has nothing; person 2 cash benefit in weeks 1 to 30 of 2024; person 3 sickness
/// benefit in weeks 1 and 2; person 4 cash benefit in week 10 of 2024, and in a week of 2023 what `before` says.
fn dream(before: &str) -> String {
    let weeks: Vec<(i16, u8)> = (FIRST.0..=2025)
        .flat_map(|year| (1..=if [2015, 2020].contains(&year) { 53 } else { 52 }).map(move |week| (year, week)))
        .filter(|week| *week >= FIRST && *week <= (2025, 9))
        .collect();
    let head: Vec<String> = weeks.iter().map(|(year, week)| format!("y_{:02}{week:02}", year % 100)).collect();
    let row = |person: u8, code: &dyn Fn((i16, u8)) -> String| {
        let cells: Vec<String> = weeks.iter().map(|week| code(*week)).collect();
        format!("{person},{},\n", cells.join(","))
    };
    let when = |holds: bool, code: &str| if holds { code.to_owned() } else { String::new() };
    let rows = [
        row(1, &|_| String::new()),
        row(2, &|(year, week)| when(year == 2024 && week <= 30, "130")),
        row(3, &|(year, week)| when(year == 2024 && week <= 2, "890")),
        row(4, &|at| if at == (2023, 10) { before.to_owned() } else { when(at == (2024, 10), "130") }),
    ];
    format!("lobenr,{},grad_2025_01\n{}", head.join(","), rows.concat())
}

fn import(office: &Office, edition: &str, before: &str) {
    let file = office.path(&format!("dream-{edition}.csv"));
    fs::write(&file, dream(before)).expect("an extract");
    office.ok("anna", &["register", "import", "--source", "dream", &file, "--edition", edition, "--synthetic"]);
}

fn load_rates(office: &Office, edition: &str, cash: &str) -> String {
    let file = office.path(&format!("rates-{edition}.csv"));
    fs::write(&file, RATES.replace("EDITION", edition).replace("CASH", cash)).expect("rates");
    office.ok("anna", &["register", "ladder", "--rates", &file])
}

fn settle(office: &Office, document: &str) -> Value {
    office.json("anna", &["settle", document, "--measured-year", "2024", "--format", "json"])
}

fn counts(proposal: &Value) -> Value {
    json!([proposal["eligible"], proposal["successes"], proposal["unclarified"], proposal["amount"]])
}

/// Without line ends, which fall where the window is narrow.
fn flat(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check_said(said: &str, pieces: &[&str]) {
    let said = flat(said);
    for piece in pieces {
        assert!(said.contains(piece), "{piece} is missing in\n{said}");
    }
}

#[test]
fn amounts_are_estimated_marked_and_proved() {
    let (office, document) = super::reported::office(TERMS);
    import(&office, "2025-03", "555");
    // No rates are built in.
    check_refused(&office, "anna", &["settle", &document, "--measured-year", "2024"], &["register ladder --rates"]);
    check_said(&office.ok("anna", &["register", "ladder"]), &["2015-994", "80", "Der er ikke indlæst nogen satser"]);
    check_said(&load_rates(&office, "2024-1", "12326"), &["satser 2024-1", "12.326,00", "U: not found in a source"]);

    // Person 2 costs 47,713.51 kr. in net, person 3 1,878 kr.; of person 4 the count is open after a code that no list has.
    let open = settle(&office, &document);
    assert_eq!(counts(&open), json!([4, 2, 1, "2000.00"]));
    let lists: Vec<Value> = open["inputs"]["lists"].as_array().expect("lists").clone();
    let named: Vec<Value> = lists.iter().map(|list| json!([list["name"], list["edition"]])).collect();
    assert_eq!(
        named,
        [json!(["refund-ladder", "2015-994"]), json!(["ladder-codes", "2015-11"]), json!(["benefit-rates", "2024-1"])]
    );
    assert_eq!(open["estimated"]["measures"], json!(["inexpensive", "net"]));
    assert_eq!(open["estimated"]["lists"], json!(lists));
    let follow_up = &open["follow_ups"][0];
    assert_eq!((&follow_up["measure"], &follow_up["unclarified"]), (&json!("net"), &json!(1)));
    // (0 + 47,713.51 + 1,878) / 3
    assert_eq!(follow_up["mean"].as_f64(), Some(16_530.503_3));
    check_refused(&office, "bo", &["approve", &id_of(&open)], &["not clarified"]);
    let trace = open["trace"].as_str().expect("a hash");
    let trace = fs::read_to_string(office.path(&format!("data/traces/{trace}.txt"))).expect("the trace");
    let line = trace.lines().find(|line| line.contains("?count-open=2024W10")).expect("somebody is open");
    let alias = line.split(' ').nth(1).expect("an alias").to_owned();
    let explain = |alias: &str, measure: &str| {
        let words = ["explain", &document, alias, "--measured-year", "2024", "--measure", measure, "--reason", "prøve"];
        office.ok("anna", &words)
    };
    check_said(&explain(&alias, "net"), &["2024W10", "refusionstrappen", "Beløb, skønnet efter refusionstrappen"]);

    // The next edition of the register knows the code: it is cash benefit.
    import(&office, "2025-04", "130");
    let clear = settle(&office, &document);
    assert_eq!(counts(&clear), json!([4, 3, 0, "3000.00"]));
    let trace = clear["trace"].as_str().expect("a hash");
    let trace = fs::read_to_string(office.path(&format!("data/traces/{trace}.txt"))).expect("the trace");
    let line = trace.lines().skip(1).find(|line| line.split(' ').nth(2) == Some("-")).expect("somebody costs much");
    let alias = line.split(' ').nth(1).expect("an alias").to_owned();
    check_said(&explain(&alias, "net"), &["47.713,51 kr. (skønnet)", "Trappeuge", "kontanthjælp", "(skønnet)"]);

    // Later rates make another proposal; one that rests on the earlier ones is not approved any more.
    load_rates(&office, "2024-2", "12400");
    check_refused(&office, "bo", &["approve", &id_of(&clear)], &["code list"]);
    let last = settle(&office, &document);
    assert_ne!(last["content"], clear["content"]);
    assert_eq!(counts(&last), counts(&clear));
    check_said(
        &office.ok("anna", &["show", &id_of(&last)]),
        &["skønnet efter refusionstrappen", "satser 2024-2", "(skønnet)"],
    );
    let followed = ["follow-up", document.as_str(), "--measured-year", "2024"];
    check_said(&office.ok("anna", &followed), &["skønnet efter refusionstrappen", "Kommunal nettoudgift (skønnet)"]);
    let answer = office.json("anna", &[&followed, ["--format", "json"].as_slice()].concat());
    assert_eq!(answer["estimated"]["lists"][2]["edition"], json!("2024-2"));
    office.ok("bo", &["approve", &id_of(&last)]);
    office.ok("bo", &["post", &id_of(&last)]);
    for (format, name) in [("pdf", "bilag.pdf"), ("json", "bilag.json")] {
        office.ok("anna", &["statement", &id_of(&last), "--format", format, "--out", &office.path(name)]);
    }
    let statement = fs::read_to_string(office.path("bilag.json")).expect("a statement");
    check_said(
        &statement,
        &[
            "Skønnede beløb",
            "hviler på beløb, der er skønnet",
            "Kommunal nettoudgift (skønnet)",
            "benefit-rates 2024-2",
        ],
    );

    // What was posted is computed again from the lists that it names, whatever is in use now.
    load_rates(&office, "2024-3", "20000");
    let verified = office.ok("anna", &["verify"]);
    check_said(&verified, &[&id_of(&last), "det samme til sidste byte"]);

    // The register is asked in the same way, and says that it estimates.
    let ask =
        ["register", "ask", "--source", "refund-ladder", "--value", "sum(amount.kind = net)", "--month", "2024-01"];
    check_said(&office.ok("anna", &ask), &["beregnet og skønnet efter refusionstrappen", "satser 2024-3"]);
    let asked = office.json("anna", &[&ask, ["--format", "json"].as_slice()].concat());
    assert_eq!(asked["estimated"].as_array().map(Vec::len), Some(3));
    let plain = ["register", "ask", "any(week.code = 130)", "--month", "2024-01", "--format", "json"];
    assert!(office.json("anna", &plain).get("estimated").is_none());
}

#[test]
fn a_year_without_a_rate_is_not_clarified() {
    let (office, document) = super::reported::office(TERMS);
    import(&office, "2025-04", "130");
    let file = office.path("rates.csv");
    let only_sickness: Vec<&str> = RATES.lines().filter(|line| !line.contains("CASH")).collect();
    fs::write(&file, only_sickness.join("\n").replace("EDITION", "1")).expect("rates");
    office.ok("anna", &["register", "ladder", "--rates", &file]);
    let proposal = settle(&office, &document);
    // Of persons 2 and 4 nothing is known of 2024, and nothing is taken from 2023.
    assert_eq!(counts(&proposal), json!([4, 2, 2, "2000.00"]));
    let shown = office.ok("anna", &["show", &id_of(&proposal)]);
    check_said(&shown, &["der er ingen sats for ydelsen"]);
}

#[test]
fn lists_that_cannot_be_read_are_refused_and_change_nothing() {
    let (office, _) = super::reported::office(TERMS);
    let good = office.path("good.csv");
    fs::write(&good, RATES.replace("EDITION", "1").replace("CASH", "12326")).expect("rates");
    let bad = office.path("bad.csv");
    fs::write(&bad, "code,benefit\n130,cash-benefit\n").expect("codes");
    let words = ["register", "ladder", "--rates", good.as_str(), "--codes", bad.as_str()];
    check_refused(&office, "anna", &words, &["lacks the column week", "benefit, week, payer"]);
    let lists = office.json("anna", &["register", "ladder", "--format", "json"]);
    assert_eq!(lists["rates"], json!(null));
    office.ok("anna", &["register", "ladder", "--rates", &good]);
    // The same edition with other content.
    fs::write(&good, RATES.replace("EDITION", "1").replace("CASH", "12327")).expect("rates");
    let output = office.run("anna", &["register", "ladder", "--rates", &good]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    let lists = office.json("anna", &["register", "ladder", "--format", "json"]);
    assert_eq!(lists["rates"]["rows"][1]["minor_units"], json!(1_232_600));
    // A later edition is in use from then on, and the earlier one does not come back by being read again.
    load_rates(&office, "2", "12400");
    fs::write(&good, RATES.replace("EDITION", "1").replace("CASH", "12326")).expect("rates");
    check_refused(&office, "anna", &["register", "ladder", "--rates", &good], &["replaced by a newer one"]);
}

/// A municipality reads the law otherwise: its own list of codes decides, the built-in one keeps its edition.
#[test]
fn another_list_of_codes_decides() {
    let (office, document) = super::reported::office(TERMS);
    import(&office, "2025-04", "555");
    load_rates(&office, "1", "12326");
    let built_in = include_str!("../../../../register/data/ladder_codes.csv");
    let file = office.path("codes.csv");
    fs::write(&file, format!("{built_in}555,cash-benefit,counts,refund,,,U,2015-11,our own reading\n")).expect("codes");
    let words = ["register", "ladder", "--codes", file.as_str()];
    let output = office.run("anna", &words);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    let own = built_in.replace(",2015-11,", ",own-1,");
    fs::write(&file, format!("{own}555,cash-benefit,counts,refund,,,U,own-1,our own reading\n")).expect("codes");
    check_said(&office.ok("anna", &words), &["koder på trappen own-1"]);
    // Person 4 is open no longer: the code of 2023 is known.
    let proposal = settle(&office, &document);
    assert_eq!(counts(&proposal), json!([4, 3, 0, "3000.00"]));
    assert_eq!(proposal["inputs"]["lists"][1]["edition"], json!("own-1"));
    office.ok("bo", &["approve", &id_of(&proposal)]);
    office.ok("anna", &["verify"]);
}
