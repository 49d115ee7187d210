//! Outcomes that a provider reports: from the list with its evidence over verification, dispute and sample to the settlement
//! and its proof. Amounts are by hand.

use std::fs;

use serde_json::{Value, json};

use super::{check_refused, id_of};
use crate::office::Office;

const BASE: &str = include_str!("documents/base.md");

/// A completed course at 1,000 kr., reported with a certificate.
const TERMS: &str = r#"
[[measure]]
id = "completed"
label = "Forløb gennemført"
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

[[measure]]
id = "work"
label = "I arbejde"
source = "dream"
window = { month = 11 }
years = { from = 2024, to = 2025 }
success = "any(job.ratio > 0)"
eligible = "enrolled-before-the-year"
settled = { month = 3, day = 31, years_later = 1 }
target = 0.5

[[payment]]
id = "completed-payment"
label = "Gennemført"
for = "completed"
per = "success"
amount = 1_000
from = { party = "kommune", budget = "central" }
to = "fond"

[[example]]
name = "Et forløb"
observations = [{ participant = "a", measure = "completed", year = 2024, outcome = "success" }]
payments = { 2025 = 1_000 }
total = 1_000
"#;

const LIST: &str =
    "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag
1;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
2;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
3;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
4;2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-01;;
";

/// An office with four people enrolled: `anna` works for the provider, `bo` and `carl` verify and approve.
struct Desk {
    office: Office,
    document: String,
}

impl Desk {
    fn new() -> Self {
        let office = Office::empty();
        office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
        office.ok("anna", &["user", "add", "bo", "--role", "approver"]);
        office.ok("anna", &["user", "add", "carl", "--role", "approver"]);
        let (document, list) = (office.path("proeve.md"), office.path("list.csv"));
        fs::write(&document, format!("{BASE}\n```toml\n{}```\n", TERMS.trim_start())).expect("a document");
        fs::write(&list, LIST).expect("a list");
        office.ok("anna", &["seal", &document]);
        office.ok("anna", &["enrol", &document, &list]);
        fs::create_dir(office.path("beviser")).expect("a folder");
        for number in 1..=4 {
            fs::write(office.path(&format!("beviser/{number}.txt")), format!("certificate {number}")).expect("a file");
        }
        Self { office, document }
    }

    /// Writes a list of claims and gives its path.
    fn list(&self, rows: &[&str]) -> String {
        let path = self.office.path("indberetninger.csv");
        let header = "deltager;resultatmål;måleår;dato;udfald;dokumentation";
        fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).expect("a file");
        path
    }

    fn import(&self, rows: &[&str]) -> String {
        let (list, evidence) = (self.list(rows), self.office.path("beviser"));
        self.office.ok("anna", &["--lang", "en", "claim", "import", &self.document, &list, "--evidence", &evidence])
    }

    fn settle(&self) -> Value {
        self.office.json("anna", &["settle", &self.document, "--measured-year", "2024", "--format", "json"])
    }

    fn states(&self) -> Vec<String> {
        let claims = self.office.json("anna", &["claim", "list", "proeve", "--format", "json"]);
        let states = claims.as_array().expect("claims").iter().map(|claim| claim["state"].as_str().expect("a word"));
        states.map(str::to_owned).collect()
    }
}

const ROWS: [&str; 3] = [
    "1;completed;2024;2024-03-01;opfyldt;1.txt",
    "2;completed;;2024-06-30;opfyldt;2.txt",
    "3;completed;2024;;opfyldt;3.txt",
];

#[test]
fn only_what_another_person_has_verified_is_paid() {
    let desk = Desk::new();
    let office = &desk.office;
    let said = desk.import(&ROWS);
    assert!(said.contains("3 new claims (numbers 1 to 3); 0 were known"), "{said}");
    let said = desk.import(&ROWS);
    assert!(said.contains("nothing new; 3 claims were known"), "{said}");
    let open = desk.settle();
    assert_eq!((&open["amount"], &open["unclarified"]), (&json!("0.00"), &json!(3)));
    check_refused(office, "bo", &["approve", &id_of(&open)], &["not clarified"]);
    check_refused(office, "anna", &["claim", "verify", "1"], &["their own"]);
    office.ok("bo", &["claim", "verify", "1"]);
    office.ok("bo", &["claim", "reject", "2", "--reason", "Beviset gælder et andet forløb."]);
    office.ok("bo", &["claim", "verify", "3", "--reason", "Set"]);
    assert_eq!(desk.states(), ["verified", "rejected", "verified"]);
    let settled = desk.settle();
    // Two verified, one rejected, and of the fourth nothing is said, which is no success under this measure.
    let counts = json!([settled["eligible"], settled["successes"], settled["unclarified"], settled["amount"]]);
    assert_eq!(counts, json!([4, 2, 0, "2000.00"]));
    // A dispute after the proposal is seen before approval, and then blocks it.
    office.ok("anna", &["claim", "dispute", "2", "--reason", "Forløbet er det samme."]);
    check_refused(office, "bo", &["approve", &id_of(&settled)], &["the claims or the decisions about them"]);
    let disputed = desk.settle();
    assert_eq!((&disputed["amount"], &disputed["unclarified"]), (&json!("2000.00"), &json!(1)));
    let shown = office.ok("anna", &["--lang", "en", "show", &id_of(&disputed)]);
    assert!(shown.contains("the decision is disputed"), "{shown}");
    check_refused(office, "bo", &["approve", &id_of(&disputed)], &["not clarified"]);
    check_refused(office, "anna", &["claim", "verify", "2"], &["their own"]);
    office.ok("carl", &["claim", "verify", "2", "--reason", "Det er det samme forløb."]);
    let last = desk.settle();
    assert_eq!(last["amount"], "3000.00");
    office.ok("bo", &["approve", &id_of(&last)]);
    office.ok("bo", &["post", &id_of(&last)]);
    let proof = office.ok("anna", &["--lang", "en", "verify"]);
    assert_eq!(proof.matches("computed again, the same to the last byte").count(), 1, "{proof}");
}

#[test]
fn a_claim_is_shown_with_its_decisions_and_evidence() {
    let desk = Desk::new();
    let office = &desk.office;
    desk.import(&ROWS);
    office.ok("bo", &["claim", "reject", "1", "--reason", "Ulæseligt"]);
    let shown = office.json("bo", &["claim", "show", "1", "--format", "json", "--out", &office.path("bevis")]);
    assert_eq!(fs::read_to_string(office.path("bevis")).expect("the evidence"), "certificate 1");
    assert_eq!(
        (&shown["state"], &shown["on"], &shown["reported_by"]),
        (&json!("rejected"), &json!("2024-03-01"), &json!("anna"))
    );
    let decisions: Vec<&Value> =
        shown["decisions"].as_array().expect("decisions").iter().map(|one| &one["state"]).collect();
    assert_eq!(decisions, ["claimed", "rejected"]);
    let text = office.ok("bo", &["--lang", "en", "claim", "show", "1"]);
    assert!(text.contains("rejected, bo: Ulæseligt") && text.contains("1.txt"), "{text}");
    check_refused(office, "bo", &["claim", "show", "9"], &["no claim with number 9", "claim list"]);
    // Evidence that has changed is found, and nothing is verified on it.
    let hash = shown["evidence"].as_str().expect("a hash");
    fs::write(office.path(&format!("data/evidence/{hash}.bin")), "another certificate").expect("changed");
    let proof = office.run("anna", &["--lang", "en", "verify"]);
    let said = String::from_utf8_lossy(&proof.stdout).into_owned();
    assert!(!proof.status.success() && said.contains("The evidence of claim 1"), "{said}");
    office.refused("carl", &["claim", "dispute", "1", "--reason", ""]);
    office.ok("carl", &["claim", "dispute", "1", "--reason", "Det kan læses."]);
    check_refused(office, "bo", &["claim", "verify", "1"], &[hash]);
}

#[test]
fn faulty_rows_are_listed_and_nothing_is_kept() {
    let desk = Desk::new();
    let office = &desk.office;
    let check = |row: &str, expected: &[&str]| {
        let (list, evidence) = (desk.list(&[ROWS[0], row]), office.path("beviser"));
        let words = ["claim", "import", &desk.document, &list, "--evidence", &evidence];
        check_refused(office, "anna", &words, &[&["indberetninger.csv:3: "], expected].concat());
        assert_eq!(fs::read_dir(office.path("data/evidence")).expect("a folder").count(), 0, "{row}");
        assert!(desk.states().is_empty(), "{row}");
    };
    check("9;completed;2024;;opfyldt;2.txt", &["O003"]);
    check("2;completed;2024;30.6.2024;opfyldt;2.txt", &["O019", "2024-06-30"]);
    check("2;completed;;;opfyldt;2.txt", &["O005"]);
    check("2;completed;2031;;opfyldt;2.txt", &["O006"]);
    check("2;completed;2024;;opfyldt;", &["O020", "--evidence"]);
    check("2;completed;2024;;opfyldt;9.txt", &["O020", "9.txt"]);
    check("2;completed;2024;;opfyldt;../list.csv", &["O020"]);
    check("2;work;2024;;opfyldt;2.txt", &["O021", "register"]);
    check("1;completed;2024;;opfyldt;2.txt", &["O017"]);
    desk.import(&ROWS);
    let (list, evidence) = (desk.list(&["1;completed;2024;;ikke opfyldt;1.txt"]), office.path("beviser"));
    let words = ["claim", "import", &desk.document, &list, "--evidence", &evidence];
    check_refused(office, "anna", &words, &["O022", "claim 1"]);
}

#[test]
fn a_sample_is_drawn_by_a_recorded_seed() {
    let desk = Desk::new();
    desk.import(&ROWS);
    let draw = |words: &[&str]| {
        let words = [&["claim", "sample", &desk.document, "--measured-year", "2024", "--seed", "lod"], words].concat();
        desk.office.json("bo", &[&words[..], &["--format", "json"]].concat())
    };
    let sample = draw(&["--size", "2"]);
    // `printf 'lod\n%d' 1 | sha256sum` and so on, sorted: 2 1 3.
    assert_eq!((&sample["chosen"], &sample["candidates"]), (&json!([2, 1]), &json!([1, 2, 3])));
    assert_eq!(draw(&["--size", "2"])["already"], true);
    let words = ["claim", "sample", &desk.document, "--measured-year", "2024", "--seed", "lod", "--size", "7"];
    check_refused(&desk.office, "bo", &words, &["only 3 claims"]);
    desk.office.ok("anna", &["verify"]);
}
