//! Settlements of observations that come as files, with expected amounts by hand: several measures with a cap per
//! participant, arms with a deficit carried forward, an amount that no source states, and rows that are refused.

use std::fs;

use serde_json::{Value, json};

use super::{check_refused, id_of};
use crate::office::Office;

const BASE: &str = include_str!("documents/base.md");

/// Two outcomes at a price each, and at most 3,000 kr. for each participant in all.
const RATE_CARD: &str = r#"
[[measure]]
id = "entry"
label = "I job"
source = "reported"
window = { event = "once" }
years = { from = 2024, to = 2025 }
success = "reported"
eligible = "enrolled-by-year-end"
settled = { month = 3, day = 31, years_later = 1 }
expected = { 2024 = 0.5, later = 0.25 }
missing = "no-success"
verified_by = "adviser"

[[measure]]
id = "sustained"
label = "I job i 26 uger"
source = "reported"
window = { event = "once" }
years = { from = 2024, to = 2025 }
success = "reported"
eligible = "enrolled-by-year-end"
settled = { month = 3, day = 31, years_later = 1 }
expected = { 2024 = 0.25, later = 0.25 }
missing = "no-success"

[[payment]]
id = "entry-payment"
label = "I job"
for = "entry"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[payment]]
id = "sustained-payment"
label = "I job i 26 uger"
for = "sustained"
per = "success"
amount = 2_500
from = { party = "kommune", budget = "central" }
to = "fond"

[[limit]]
id = "per-participant"
at_most = 3_000
per = "participant"

[[example]]
name = "Et job der holder"
observations = [
  { participant = "a", measure = "entry", year = 2024, outcome = "success" },
  { participant = "a", measure = "sustained", year = 2024, outcome = "success" },
]
payments = { 2025 = 3_000 }
total = 3_000
"#;

/// Half of what the treatment arm spends less than the control arm; a negative year is set against later ones.
pub(crate) const ARMS: &str = r#"
[trial]
allocation = "random"
control = "Dem, der trak den anden gruppe"

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
id = "difference"
label = "Del af forskellen"
for = "transfers"
per = "difference"
share = 0.5
carry_forward = "negative-years"
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Et år med underskud"
given = { 2024 = { eligible = 2, sum = 200, control_eligible = 2, control_sum = 160 }, 2025 = { eligible = 2, sum = 100, control_eligible = 2, control_sum = 200 } }
payments = { 2026 = 30 }
total = 30
"#;

/// A price that the source does not give.
const UNPRICED: &str = r#"
[[measure]]
id = "entry"
label = "I job"
source = "reported"
window = { event = "each" }
years = { from = 2024, to = 2025 }
success = "reported"
eligible = "enrolled-by-year-end"
settled = { month = 3, day = 31, years_later = 1 }
expected = { later = 0.25 }
missing = "left-out"

[[payment]]
id = "entry-payment"
label = "Betaling for job"
for = "entry"
per = "success"
amount = "not-stated"
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Der udløses betaling"
given = { 2024 = { eligible = 4, successes = 1 } }
due = { entry-payment = "yes" }
"#;

/// A tenth is kept back, the year is the measured one, and a guarantor covers a loss up to a sum.
const KEPT_BACK: &str = r#"
[[party]]
id = "garant"
name = "Garantfonden"
short_name = "Garanten"
role = "guarantor"
legal_entity = "Garantfonden"

[[measure]]
id = "entry"
label = "I job"
source = "reported"
window = { event = "each" }
years = { from = 2024, to = 2025 }
success = "reported"
eligible = "enrolled-by-year-end"
settled = { month = 3, day = 31, years_later = 1 }
expected = { later = 0.25 }
missing = "no-success"

[[payment]]
id = "entry-payment"
label = "Betaling for job"
for = "entry"
per = "success"
amount = 1_000
held_back = { share = 0.10, until = 2027-03-31 }
accounting_year = "measured"
from = { party = "kommune", budget = "central" }
to = "fond"

[[guarantee]]
id = "loss"
label = "Underskudsgaranti"
from = "garant"
to = ["fond"]
at_most = 50_000
on = 2027-06-30

[[signature]]
party = "garant"
office = "Formanden"

[[example]]
name = "Én i job"
given = { 2024 = { eligible = 4, successes = 1 } }
payments = { 2025 = 900 }
"#;

const LIST: &str =
    "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag;gruppe
1;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;;indsats
2;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;;indsats
3;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;;kontrol
4;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;;kontrol
";

/// An office with the document sealed and four people enrolled, and the document's path.
pub(crate) fn office(terms: &str) -> (Office, String) {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    office.ok("anna", &["user", "add", "bo", "--role", "approver"]);
    let (document, list) = (office.path("proeve.md"), office.path("list.csv"));
    fs::write(&document, format!("{BASE}\n```toml\n{}```\n", terms.trim_start())).expect("a document");
    // An agreement without arms needs no column for them.
    let plain = |line: &str| line.rsplit_once(';').map_or(String::new(), |(start, _)| format!("{start}\n"));
    let text = if terms.contains("[trial]") {
        LIST.to_owned()
    } else {
        LIST.lines().map(plain).collect()
    };
    fs::write(&list, text).expect("a list");
    office.ok("anna", &["seal", &document]);
    office.ok("anna", &["enrol", &document, &list]);
    (office, document)
}

const HEADER: &str = "deltager;resultatmål;måleår;måned;udfald;værdi;gruppe;dokumentation;verificeret";

/// Writes a file of observations into the office.
pub(crate) fn observations(office: &Office, name: &str, rows: &[&str]) -> String {
    let path = office.path(name);
    fs::write(&path, format!("{HEADER}\n{}\n", rows.join("\n"))).expect("a file");
    path
}

pub(super) fn settle(office: &Office, document: &str, year: &str, file: &str) -> Value {
    let words = ["settle", document, "--measured-year", year, "--observations", file, "--format", "json"];
    office.json("anna", &words)
}

pub(super) fn post(office: &Office, proposal: &Value) {
    let id = id_of(proposal);
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id]);
}

/// Of each line: rule, quantity, what is due, what is paid, and what the limits took.
fn lines(proposal: &Value) -> Value {
    let line = |line: &Value| {
        let cut: Vec<&Value> = line["cut"].as_array().expect("cuts").iter().map(|cut| &cut["amount"]).collect();
        json!([line["rule"], line["quantity"], line["due"], line["amount"], cut])
    };
    proposal["lines"].as_array().expect("lines").iter().map(line).collect()
}

#[test]
fn a_rate_card_with_a_cap_for_each_participant_over_two_years() {
    let (office, document) = office(RATE_CARD);
    let rows = [
        "1;entry;2024;;opfyldt;;;kontrakt;ja",
        "1;sustained;2024;;opfyldt;;;;",
        "2;entry;2024;3;opfyldt;;;kontrakt;ja",
        "3;entry;2024;;ikke opfyldt;;;;ja",
    ];
    let first = settle(&office, &document, "2024", &observations(&office, "2024.csv", &rows));
    // 1: 1,000 and 2,500, of which the cap leaves 2,000. 2: 1,000. 3 is no success, and of 4 there are no data, which is
    // none either.
    let expected = json!([
        ["entry-payment", 2, "2000.00", "2000.00", []],
        ["sustained-payment", 1, "2500.00", "2000.00", ["500.00"]],
    ]);
    assert_eq!(lines(&first), expected);
    assert_eq!(
        (&first["amount"], &first["over_cap"], &first["unclarified"]),
        (&json!("4000.00"), &json!("500.00"), &json!(0))
    );
    let counts = |proposal: &Value, place: usize| {
        let counts = &proposal["measures"][place]["counts"];
        json!([proposal["measures"][place]["measure"], counts["eligible"], counts["successes"]])
    };
    assert_eq!(counts(&first, 0), json!(["entry", 4, 2]));
    assert_eq!(counts(&first, 1), json!(["sustained", 4, 1]));
    assert_eq!(first["synthetic"], false);
    // No register was asked.
    assert!(first["inputs"]["snapshot"].as_str().is_some_and(|name| name.starts_with("observations-")));
    let shown = office.ok("anna", &["show", &id_of(&first)]);
    for piece in ["loftet pr. deltager (per-participant) tager 500,00", "I job i 26 uger", "Observationer fra filer"] {
        assert!(shown.replace('\u{a0}', " ").contains(piece), "{piece} is missing in\n{shown}");
    }
    post(&office, &first);
    // The next year: 1 has had its 3,000 and both events; 2 has room for 2,000; 3 is new.
    let rows =
        ["1;entry;2025;;opfyldt;;;kontrakt;ja", "2;sustained;2025;;opfyldt;;;;", "3;entry;2025;;opfyldt;;;kontrakt;ja"];
    let second = settle(&office, &document, "2025", &observations(&office, "2025.csv", &rows));
    let expected = json!([
        ["entry-payment", 1, "1000.00", "1000.00", []],
        ["sustained-payment", 1, "2500.00", "2000.00", ["500.00"]],
    ]);
    assert_eq!(lines(&second), expected);
    post(&office, &second);
    let proof = office.ok("anna", &["--lang", "en", "verify"]);
    assert_eq!(proof.matches("computed again, the same to the last byte").count(), 2, "{proof}");
    // The statement is made in every form.
    let json = office.json("anna", &["statement", &id_of(&second), "--format", "json"]);
    assert!(json.to_string().contains("loftet pr. deltager (per-participant) tager 500,00"), "{json}");
    for format in ["pdf", "xlsx"] {
        office.ok("anna", &["statement", &id_of(&second), "--format", format, "--out", &office.path("out")]);
        assert!(fs::metadata(office.path("out")).expect("a file").len() > 1_000);
    }
}

#[test]
fn what_is_not_verified_blocks_approval() {
    let (office, document) = office(RATE_CARD);
    let file = observations(&office, "2024.csv", &["1;entry;2024;;opfyldt;;;;", "2;entry;2024;;opfyldt;;;kontrakt;ja"]);
    let proposal = settle(&office, &document, "2024", &file);
    assert_eq!((&proposal["unclarified"], &proposal["amount"]), (&json!(1), &json!("1000.00")));
    let shown = office.ok("anna", &["--lang", "en", "show", &id_of(&proposal)]);
    assert!(shown.contains("reported but not verified"), "{shown}");
    office.refused("bo", &["approve", &id_of(&proposal)]);
}

/// 2024: 2 × (80 − 100) × 0.5 = −20: nothing is paid, 20 is carried on. 2025: 2 × (100 − 50) × 0.5 = 50, less 20.
#[test]
fn a_deficit_is_carried_forward_over_two_posted_years() {
    let (office, document) = office(ARMS);
    let year = |year: &str, values: [&str; 4]| {
        let arms = ["indsats", "indsats", "kontrol", "kontrol"];
        let row = |(place, value): (usize, &str)| format!("{};transfers;{year};;;{value};{};;", place + 1, arms[place]);
        let rows: Vec<String> = values.into_iter().enumerate().map(row).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        settle(&office, &document, year, &observations(&office, &format!("{year}.csv"), &rows))
    };
    let first = year("2024", ["120", "80", "100", "60"]);
    assert_eq!(first["amount"], "0.00");
    assert_eq!(first["deficits"], json!([{ "payment": "difference", "amount": "-20.00" }]));
    let measure = &first["measures"][0];
    assert_eq!((&measure["counts"]["eligible"], &measure["control"]["eligible"]), (&json!(2), &json!(2)));
    post(&office, &first);
    let second = year("2025", ["50", "50", "100", "100"]);
    assert_eq!(second["amount"], "30.00");
    let expected = json!({ "kind": "shared", "without": 100, "with": 50, "units": 2, "share": 0.5, "carried_in": "-20.00",
        "carried_out": "0.00" });
    assert_eq!(second["lines"][0]["basis"], expected);
    let shown = office.ok("anna", &["show", &id_of(&second)]).replace('\u{a0}', " ");
    assert!(shown.contains("fremført underskud fra tidligere år: −20,00 kr."), "{shown}");
    post(&office, &second);
    let proof = office.ok("anna", &["--lang", "en", "verify"]);
    assert_eq!(proof.matches("computed again, the same to the last byte").count(), 2, "{proof}");
    // The example of the document says the same, and nothing is stored for it.
    let example = office.json("anna", &["settle", &document, "--example", "Et år med underskud", "--format", "json"]);
    assert_eq!(example["holds"], true);
    let amounts: Vec<&Value> =
        example["settlements"].as_array().expect("settlements").iter().map(|one| &one["amount"]).collect();
    assert_eq!(amounts, ["0.00", "30.00"]);
}

#[test]
fn kept_observations_are_proved_too() {
    let (office, document) = office(RATE_CARD);
    let file = observations(&office, "2024.csv", &["1;entry;2024;;opfyldt;;;kontrakt 890204-4321;ja"]);
    let proposal = settle(&office, &document, "2024", &file);
    post(&office, &proposal);
    let hash = proposal["inputs"]["observations"].as_str().expect("a hash");
    let kept = office.path(&format!("data/observations/{hash}.json"));
    let text = fs::read_to_string(&kept).expect("what was kept");
    assert!(!text.contains("4321"), "an identifier is kept: {text}");
    fs::write(&kept, text.replace("success", "no-success")).expect("changed");
    let words = ["--lang", "en", "verify"];
    assert!(!office.run("anna", &words).status.success(), "a changed file is not noticed");
}

#[test]
fn an_amount_that_nobody_states_is_named_and_not_invented() {
    let (office, document) = office(UNPRICED);
    let file = observations(&office, "2024.csv", &["1;entry;2024;;opfyldt;;;;"]);
    let words = ["settle", &document, "--measured-year", "2024", "--observations", &file, "--synthetic"];
    let proposal = office.json("anna", &[&words[..], &["--format", "json"]].concat());
    assert_eq!(proposal["synthetic"], true);
    assert_eq!((&proposal["amount"], &proposal["not_stated"]), (&json!("0.00"), &json!(["entry-payment"])));
    // Of the other three nothing is known: they are left out, and said to be.
    let counts = &proposal["measures"][0]["counts"];
    assert_eq!((&counts["eligible"], &counts["left_out"]), (&json!(1), &json!(3)));
    for words in [vec!["show"], vec!["statement", "--format", "json"]] {
        let id = id_of(&proposal);
        let words: Vec<&str> = [&words[..1], &[id.as_str()], &words[1..]].concat();
        let said = office.ok("anna", &words);
        assert!(said.contains("kilden oplyser intet beløb") && said.contains("Betaling for job"), "{said}");
    }
}

/// Rows that do not fit are listed with file, line and what to do, and nothing is changed.
#[test]
fn bad_rows_are_listed_and_nothing_is_kept() {
    let (office, document) = office(RATE_CARD);
    let check = |row: &str, expected: &[&str]| {
        let file = observations(&office, "bad.csv", &["1;entry;2024;;opfyldt;;;;ja", row]);
        let words = ["settle", &document, "--measured-year", "2024", "--observations", &file];
        check_refused(&office, "anna", &words, &[&["bad.csv:3: "], expected].concat());
        let kept = fs::read_dir(office.path("data/observations")).expect("a folder").count();
        assert_eq!(kept, 0, "{row}");
    };
    check("9;entry;2024;;opfyldt;;;;ja", &["O003", "nobody who is enrolled", "virkning enrol"]);
    check("2;entri;2024;;opfyldt;;;;ja", &["O004", "no measure “entri”", "entry, sustained"]);
    check("2;entry;2031;;opfyldt;;;;ja", &["O006", "2024–2025"]);
    check("2;entry;2024;13;opfyldt;;;;ja", &["O008", "1–12"]);
    check("2;entry;2024;;måske;;;;ja", &["O010", "success, no-success"]);
    check("2;entry;2024;;;;;;ja", &["O011"]);
    check("2;entry;2024;;opfyldt;;kontrol;;ja", &["O015", "indsats"]);
    check("1;entry;2024;;ikke opfyldt;;;;ja", &["O017", "bad.csv:2"]);
    check("2;entry;2024;;opfyldt", &["O001", "5 fields"]);
}

/// A measure that no register has needs its file, and a contract needs an example before it is sealed.
#[test]
fn what_is_missing_is_named() {
    let (office, document) = office(RATE_CARD);
    let words = ["settle", &document, "--measured-year", "2024"];
    check_refused(&office, "anna", &words, &["Observations of I job (entry) are missing", "--observations FILE.csv"]);
    let (start, _) = RATE_CARD.split_once("[[example]]").expect("an example");
    let path = office.path("without.md");
    fs::write(&path, format!("{BASE}\n```toml\n{}```\n", start.trim_start()).replace("proeve", "uden"))
        .expect("a document");
    check_refused(&office, "anna", &["seal", &path], &["has no worked example", "[[example]]"]);
    let words = ["settle", &document, "--example", "Noget andet"];
    check_refused(&office, "anna", &words, &["no worked example called “Noget andet”", "Et job der holder"]);
}

/// Where several measures are asked, `explain` wants one of them, and says what was reported.
#[test]
fn what_was_reported_is_explained() {
    let (office, document) = office(RATE_CARD);
    let file =
        observations(&office, "2024.csv", &["1;entry;2024;;opfyldt;;;kontrakt;ja", "2;entry;2024;;opfyldt;;;;nej"]);
    let proposal = settle(&office, &document, "2024", &file);
    let alias = proposal["unclarified_people"][0].as_str().expect("an alias").to_owned();
    let words = ["explain", &document, &alias, "--measured-year", "2024", "--reason", "spørgsmål fra borgeren"];
    check_refused(&office, "anna", &words, &["several measures", "entry, sustained"]);
    let said = office.ok("anna", &[&["--lang", "en"], &words[..], &["--measure", "entry"]].concat());
    assert!(said.contains("Not clarified: reported but not verified"), "{said}");
    let said = office.ok("anna", &[&["--lang", "en"], &words[..], &["--measure", "sustained"]].concat());
    assert!(said.contains("there are no data about the participant"), "{said}");
}

/// One success: 1,000 kr., of which 900 are paid now. Of the capital of 100,000 the guarantor covers no more than 50,000.
#[test]
fn what_is_kept_back_and_what_a_guarantor_covers_is_said() {
    let (office, document) = office(KEPT_BACK);
    let file = observations(&office, "2024.csv", &["1;entry;2024;;opfyldt;;;;"]);
    let proposal = settle(&office, &document, "2024", &file);
    let line = &proposal["lines"][0];
    assert_eq!((&line["amount"], &line["accounting_year"]), (&json!("1000.00"), &json!(2024)));
    assert_eq!(line["held_back"], json!({ "amount": "100.00", "until": "2027-03-31" }));
    let covered = json!([{ "term": "loss", "kind": "guarantee", "date": "2027-06-30", "from": "garant", "budget": null,
        "to": "fond", "amount": "50000.00" }]);
    assert_eq!(proposal["closing"], covered);
    let shown = office.ok("anna", &["show", &id_of(&proposal)]).replace('\u{a0}', " ");
    for piece in ["heraf tilbageholdes 100,00 kr. til 31. marts 2027", "regnskabsår 2024", "Garanti: Underskudsgaranti"]
    {
        assert!(shown.contains(piece), "{piece} is missing in\n{shown}");
    }
    post(&office, &proposal);
    let ledger = office.json("anna", &["ledger", "--format", "json"]);
    assert_eq!(ledger[0]["entries"][0]["amount"], "900.00", "{ledger}");
}
