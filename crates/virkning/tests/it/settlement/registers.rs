//! One settlement from several registers: stays, blood tests and service amounts of four people, with every figure worked
//! out by hand, a late edition of one of the registers, and what is explained and proved of it.

use std::fs;

use serde_json::{Value, json};

use super::{check_refused, id_of};
use crate::office::{Office, text};

/// Stays and blood tests pay; transfers and the use of services are followed.
const TERMS: &str = r#"
[[measure]]
id = "nights"
label = "Højst fem nætter på herberg"
source = "shelter"
window = { from_month = 1, to_month = 12 }
years = { from = 2024, to = 2025 }
success = "nights(stay.kind = shelter) <= 5"
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }
expected = { later = 0.5 }

[[measure]]
id = "hba1c"
label = "Langtidsblodsukker ti procent ned"
source = "observations"
window = { from_month = 1, to_month = 12 }
years = { from = 2024, to = 2025 }
success = "change(observation.hba1c) <= -0.1"
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }
expected = { later = 0.5 }

[[measure]]
id = "transfers"
label = "Overførselsindkomster"
source = "services"
window = { from_month = 1, to_month = 12 }
years = { from = 2024, to = 2025 }
value = "sum(amount.kind = transfer)"
unit = "kr."
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }

[[payment]]
id = "nights-payment"
label = "Nætter"
for = "nights"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[payment]]
id = "hba1c-payment"
label = "Blodsukker"
for = "hba1c"
per = "success"
amount = 500
from = { party = "kommune", budget = "central" }
to = "fond"

[[follow_up]]
id = "service-use"
label = "Brug af ydelser"
after_years = [1, 2]
items = ["Bostøtte", "Misbrugsbehandling"]
source = "Kommunens fagsystem"

[[example]]
name = "Én lykkes med begge"
observations = [
  { participant = "a", measure = "nights", year = 2024, outcome = "success" },
  { participant = "a", measure = "hba1c", year = 2024, outcome = "success" },
]
payments = { 2025 = 1_500 }
total = 1_500
"#;

/// Nights of 2024: 3; 8, for two stays overlap by a day; none; 2, for the rest lies in 2023.
const STAYS: &str = "lobenr;opholdstype;indskrivningsdato;udskrivningsdato
1;1;2024-02-01;2024-02-04
2;1;2024-03-01;2024-03-05
2;1;2024-03-04;2024-03-09
4;1;2023-12-30;2024-01-03
";

/// From the last value before the start (1 May 2023): −16.7, −1.7, −14.3 and exactly −10 per cent.
const OBSERVATIONS: &str = "lobenr;måling;dato;værdi;enhed
1;HbA1c;2023-04-01;60;mmol/mol
1;HbA1c;2024-10-01;50;mmol/mol
2;HbA1c;2023-04-01;60;mmol/mol
2;HbA1c;2024-10-01;59;mmol/mol
3;HbA1c;2023-04-01;70;mmol/mol
3;HbA1c;2024-10-01;60;mmol/mol
4;HbA1c;2023-04-01;55;mmol/mol
4;HbA1c;2024-10-01;49,5;mmol/mol
";

/// Support in housing: two people used it from May 2022 to April 2023, for 1,000 and 800 kr.; one from May 2023 to April
/// 2024, for twice 500 kr. Transfers of 2024: 12,000 and 6,000 kr. among four people.
const SERVICES: &str = "lobenr;ydelse;startdato;slutdato;beløb;antal;enhed;beregningsfrekvens
1;Bostøtte;01-06-2022;30-06-2022;1.000,00;1;måned;Måned
2;Bostøtte;01-09-2022;30-09-2022;800,00;1;måned;Måned
1;Bostøtte;01-06-2023;31-07-2023;500,00;1;måned;Måned
3;Kontanthjælp;01-01-2024;31-01-2024;12.000,00;1;måned;Måned
4;Kontanthjælp;01-02-2024;29-02-2024;6.000,00;1;måned;Måned
";

pub(super) fn import(office: &Office, source: &str, edition: &str, as_of: &str, rows: &str) {
    let file = office.path(&format!("{source}-{edition}.csv"));
    fs::write(&file, rows).expect("an extract");
    let words = ["register", "import", "--source", source, &file, "--edition", edition, "--as-of", as_of];
    office.ok("anna", &[&words, ["--covers-from", "2022-01-01", "--synthetic"].as_slice()].concat());
}

/// The snapshot of a source and edition.
pub(super) fn snapshot(office: &Office, source: &str, edition: &str) -> String {
    let shown = office.json("anna", &["register", "show", "--format", "json"]);
    let ids = shown.as_array().expect("a list").iter().map(|one| one["snapshot"].as_str().expect("an id"));
    let mut ids = ids;
    ids.find(|id| id.starts_with(&format!("{source}-{edition}"))).expect("a snapshot").to_owned()
}

/// An office with all registers imported, and the document.
fn office() -> (Office, String) {
    let (office, document) = super::reported::office(TERMS);
    import(&office, "shelter", "2025-04", "2025-03-31", STAYS);
    import(&office, "observations", "2025-03", "2025-02-28", OBSERVATIONS);
    import(&office, "services", "2025-04", "2025-03-31", SERVICES);
    (office, document)
}

fn settle(office: &Office, document: &str, more: &[&str]) -> Value {
    office.json("anna", &[&["settle", document, "--measured-year", "2024", "--format", "json"], more].concat())
}

#[test]
fn each_measure_is_read_from_the_register_of_its_source() {
    let (office, document) = office();
    let proposal = settle(&office, &document, &[]);
    let counts: Vec<Value> = proposal["measures"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| json!([one["measure"], one["counts"]["eligible"], one["counts"]["successes"]]))
        .collect();
    assert_eq!(counts, [json!(["nights", 4, 3]), json!(["hba1c", 4, 3])]);
    assert_eq!((&proposal["amount"], &proposal["provisional"]), (&json!("4500.00"), &json!(false)));
    let follow_up = &proposal["follow_ups"][0];
    assert_eq!((&follow_up["measure"], &follow_up["eligible"]), (&json!("transfers"), &json!(4)));
    // (0 + 0 + 12000 + 6000) / 4
    assert_eq!(follow_up["mean"].as_f64(), Some(4500.0));
    let services = json!([
        { "term": "service-use", "after_years": 1, "item": "Bostøtte", "people": 4, "in_extract": true, "covered": 4,
          "users_before": 2, "users": 1, "amount_before": "1800.00", "amount": "1000.00" },
        { "term": "service-use", "after_years": 1, "item": "Misbrugsbehandling", "people": 4, "in_extract": false,
          "covered": 4, "users_before": 0, "users": 0, "amount_before": "0.00", "amount": "0.00" },
    ]);
    assert_eq!(proposal["services"], services);
    let registers: Vec<Value> = proposal["inputs"]["registers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| json!([one["source"], one["edition"]]))
        .collect();
    assert_eq!(
        registers,
        [json!(["shelter", "2025-04"]), json!(["observations", "2025-03"]), json!(["services", "2025-04"])]
    );
    assert_eq!(proposal["inputs"]["snapshot"], proposal["inputs"]["registers"][0]["snapshot"]);
    // Long values go on below, so that words are looked for without their lines.
    let shown = office.ok("anna", &["show", &id_of(&proposal)]);
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in ["§ 110", "udgave 2025-04", "udgave 2025-03", "Højst fem nætter", "Efter 1 år", "Brug af ydelser"]
    {
        assert!(shown.contains(piece), "{piece} is missing in\n{shown}");
    }
    for (format, name) in [("json", "bilag.json"), ("pdf", "bilag.pdf"), ("xlsx", "bilag.xlsx")] {
        office.ok("anna", &["statement", &id_of(&proposal), "--format", format, "--out", &office.path(name)]);
    }
    office.ok("bo", &["approve", &id_of(&proposal)]);
    office.ok("bo", &["post", &id_of(&proposal)]);
    office.ok("anna", &["verify"]);
}

/// The terms with nights in crisis centres in place of the blood tests: both are asked of one source, in two deliveries.
fn terms_of_both_deliveries() -> String {
    TERMS
        .replace("change(observation.hba1c) <= -0.1", "nights(stay.kind = crisis-centre) <= 5")
        .replace("source = \"observations\"", "source = \"shelter\"")
        .replace("Langtidsblodsukker ti procent ned", "Højst fem nætter på krisecenter")
        .replace("hba1c", "crisis")
        .replace("Blodsukker", "Krisecenter")
}

#[test]
fn each_delivery_of_a_source_is_read_in_its_own_newest_edition() {
    let (office, document) = super::reported::office(&terms_of_both_deliveries());
    // Whichever was imported last, and whatever the other delivery's edition is: later by its edition is newer. In 2024
    // person 1 is nine nights in a crisis centre and three in a shelter, person 2 none and eight; the editions that do not
    // count say otherwise of everybody.
    let crisis = "lobenr;indskrivningsdato;udskrivningsdato\n";
    let everybody = |from: &str, to: &str| (1..=4).map(|who| format!("{who};{from};{to}\n")).collect::<String>();
    import(&office, "shelter", "2025-04", "2025-03-31", STAYS);
    import(&office, "crisis-centre", "2025-06", "2025-05-31", &format!("{crisis}1;2024-05-01;2024-05-10\n"));
    import(
        &office,
        "crisis-centre",
        "2025-05",
        "2025-04-30",
        &format!("{crisis}{}", everybody("2024-05-01", "2024-06-30")),
    );
    let kinds = everybody("2024-05-01", "2024-06-30").replace(";2024-05", ";1;2024-05");
    let header = STAYS.lines().next().expect("a header");
    import(&office, "shelter", "2025-03", "2025-02-28", &format!("{header}\n{kinds}"));
    import(&office, "services", "2025-04", "2025-03-31", SERVICES);
    let proposal = settle(&office, &document, &[]);
    let counts: Vec<Value> = proposal["measures"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| json!([one["measure"], one["counts"]["eligible"], one["counts"]["successes"]]))
        .collect();
    assert_eq!(counts, [json!(["nights", 4, 3]), json!(["crisis", 4, 3])]);
    // 3 × 1,000 + 3 × 500
    assert_eq!(proposal["amount"], json!("4500.00"));
    let mut registers: Vec<Value> = proposal["inputs"]["registers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| json!([one["source"], one["edition"]]))
        .collect();
    registers.sort_by_key(Value::to_string);
    let expected = [["crisis-centre", "2025-06"], ["services", "2025-04"], ["shelter", "2025-04"]];
    assert_eq!(registers, expected.map(|one| json!(one)));
    // The other person fails in each: whoever is taken from one delivery is not taken from the other.
    office.ok("anna", &["verify"]);
}

#[test]
fn an_edition_that_is_too_early_makes_it_provisional() {
    let (office, document) = office();
    import(&office, "shelter", "2025-01", "2024-12-31", STAYS);
    let early = snapshot(&office, "shelter", "2025-01");
    let proposal = settle(&office, &document, &["--snapshot", &early]);
    assert_eq!((&proposal["amount"], &proposal["provisional"]), (&json!("4500.00"), &json!(true)));
    let shown = office.run("anna", &["show", &id_of(&proposal)]);
    let (out, note) = (text(&shown.stdout), text(&shown.stderr));
    assert!(out.contains("2025-01 (Herbergsophold (§ 110))") && out.contains("2025-03"), "{out}");
    assert!(note.contains("register compare") && note.contains(&early), "{note}");
    // A register that nothing is read from cannot be named.
    check_refused(
        &office,
        "anna",
        &["settle", &document, "--measured-year", "2024", "--snapshot", "dream-1"],
        &["no snapshot"],
    );
}

#[test]
fn a_late_edition_of_one_register_restates_the_year() {
    let (office, document) = office();
    let first = id_of(&settle(&office, &document, &[]));
    office.ok("bo", &["approve", &first]);
    office.ok("bo", &["post", &first]);
    // Nine nights instead of three: one success fewer, 1,000 kr. less.
    import(&office, "shelter", "2025-05", "2025-04-30", &STAYS.replace("2024-02-04", "2024-02-10"));
    let (old, new) = (snapshot(&office, "shelter", "2025-04"), snapshot(&office, "shelter", "2025-05"));
    let reason = ["--agreement", "proeve", "--reason", "kontrol", "--format", "json"];
    let found = office.json("anna", &[&["register", "compare", &old, &new], reason.as_slice()].concat());
    assert_eq!(found["changes"], json!([{ "record": "stay", "change": "departure", "people": 1, "records": 1 }]));
    let effect = &found["settlements"][0];
    let figures = (&effect["posted"], &effect["old"]["amount"], &effect["new"]["amount"], &effect["difference"]);
    assert_eq!(figures, (&json!("4500.00"), &json!("4500.00"), &json!("3500.00"), &json!("-1000.00")));
    let alias = found["participants"][0]["alias"].as_str().expect("an alias").to_owned();

    let restated = office.json("anna", &["restate", &document, "--on", "2025-06-30", "--format", "json"]);
    assert_eq!(restated["payable"], "-1000.00");
    let causes = restated["restated"][0]["causes"].as_array().expect("causes");
    assert_eq!(causes.len(), 1, "{causes:?}");
    let cause = (&causes[0]["cause"], &causes[0]["source"], &causes[0]["old"]["edition"], &causes[0]["new"]["edition"]);
    assert_eq!(cause, (&json!("other-register"), &json!("shelter"), &json!("2025-04"), &json!("2025-05")));
    office.ok("bo", &["approve", &id_of(&restated)]);
    office.ok("bo", &["post", &id_of(&restated)]);
    office.ok("anna", &["verify"]);
    // Once it is restated nothing is left to restate.
    check_refused(&office, "anna", &["restate", &document], &["comes out otherwise"]);
    let again = office.json("anna", &[&["register", "compare", &old, &new], reason.as_slice()].concat());
    assert_eq!(again["settlements"][0]["to_restate"], "0.00");
    assert!(again["settlements"][0]["rests_on"].as_str().expect("an edition").starts_with("2025-05"));

    for (language, measure, piece) in
        [("da", "nights", "ophold"), ("en", "nights", "stay"), ("da", "hba1c", "60"), ("en", "transfers", "transfer")]
    {
        let words = ["--lang", language, "explain", &document, &alias, "--measured-year", "2024", "--measure", measure];
        let said = office.ok("anna", &[&words, ["--reason", "spørgsmål"].as_slice()].concat());
        assert!(said.to_lowercase().contains(piece), "{measure}: {said}");
    }
    let held = office.ok("anna", &["--lang", "en", "register", "show", &old]);
    assert!(held.contains(&first) && held.contains(&new), "{held}");
}

/// One measure asks of nights in shelters and in crisis centres at once: both deliveries are read. In 2024 person 1 is three
/// nights in the one and two in the other, person 2 eight and none, person 3 none and six, and person 4 is two nights in both at
/// the same time.
#[test]
fn a_measure_of_both_deliveries_reads_both() {
    let terms = TERMS.replace("nights(stay.kind = shelter) <= 5", "nights(stay.kind in (shelter, crisis-centre)) <= 5");
    let (office, document) = super::reported::office(&terms);
    import(&office, "shelter", "2025-04", "2025-03-31", STAYS);
    let crisis = "lobenr;indskrivningsdato;udskrivningsdato
1;2024-05-01;2024-05-03
3;2024-05-01;2024-05-07
4;2024-01-01;2024-01-03
";
    import(&office, "crisis-centre", "2025-05", "2025-04-30", crisis);
    import(&office, "observations", "2025-03", "2025-02-28", OBSERVATIONS);
    import(&office, "services", "2025-04", "2025-03-31", SERVICES);
    let proposal = settle(&office, &document, &[]);
    let nights = &proposal["measures"][0];
    assert_eq!((&nights["measure"], &nights["counts"]["successes"]), (&json!("nights"), &json!(2)), "{nights}");
    let registers = proposal["inputs"]["registers"].as_array().expect("a list");
    let sources: Vec<&Value> = registers.iter().map(|one| &one["source"]).collect();
    assert!(sources.contains(&&json!("shelter")) && sources.contains(&&json!("crisis-centre")), "{sources:?}");
    let trace = proposal["trace"].as_str().expect("a hash");
    let trace = fs::read_to_string(office.path(&format!("data/traces/{trace}.txt"))).expect("the trace");
    let alias = trace.lines().nth(1).and_then(|line| line.split(' ').nth(1)).expect("somebody");
    let words = ["explain", &document, alias, "--measured-year", "2024", "--measure", "nights", "--reason", "prøve"];
    let said = office.ok("anna", &words);
    assert!(said.contains("shelter-2025-04") && said.contains(" + shelter-2025-05"), "{said}");
    office.ok("bo", &["approve", &id_of(&proposal)]);
    office.ok("anna", &["verify"]);
}
