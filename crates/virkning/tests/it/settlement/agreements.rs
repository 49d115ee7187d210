//! Every measure of every agreement of the sources, eight in Aarhus and two in Copenhagen, is answered from a made-up extract of
//! its own source or from what a provider has reported: whoever asks about a participant is shown what decided. What each
//! answer must be follows from one person's few rows.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::registers::{import, snapshot};
use crate::office::{Office, text};

/// An answer: the measure is met, is not met, or has a value that is shown so.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Met,
    NotMet,
    Value(&'static str),
}

use Answer::{Met, NotMet, Value as Is};

/// A document with the measures of it, each with the register or file that answers and the answer.
type OfAgreement = (&'static str, &'static [(&'static str, &'static str, Answer)]);

/// Every measure with its source and what is known of the person, worked out from the rows below: half-time work in all
/// months and no benefit in any week; three nights in a shelter and three in a crisis centre in February 2023; a blood sugar
/// that falls from 60 to 50; two months of benefit of 600 kr. in 2023 and no other service.
const EXPECTED: &[OfAgreement] = &[
    (
        "aarhus/dialog-mod-vold.md",
        &[
            ("completion", "reported", Met),
            ("violence-stopped", "reported", Met),
            ("no-crisis-centre", "shelter", NotMet),
            ("no-family-treatment", "services", Met),
        ],
    ),
    ("aarhus/din-vej-i-job.md", &[("work-or-education", "dream", Met)]),
    (
        "aarhus/havnen.md",
        &[
            ("stable-housing", "shelter", Met),
            ("employment", "dream", Met),
            ("education", "dream", NotMet),
            ("self-mastery", "reported", Met),
        ],
    ),
    (
        "aarhus/hjem-job-og-helhed.md",
        &[
            ("stable-housing", "shelter", Met),
            ("employment", "dream", Met),
            ("education", "dream", NotMet),
            ("self-mastery", "reported", Met),
        ],
    ),
    ("aarhus/ips-plus.md", &[("ever-in-work-or-education", "dream", Met), ("work-or-education", "dream", Met)]),
    (
        "aarhus/laer-for-livet.md",
        &[
            ("participation", "reported", Met),
            ("fsa-passed", "reported", Met),
            ("upper-secondary-enrolled", "reported", Met),
            ("upper-secondary-completed", "reported", Met),
        ],
    ),
    (
        "aarhus/sammen-om-diabetes.md",
        &[
            ("completion", "reported", Met),
            ("hba1c-reduced", "observations", Met),
            ("hba1c-mean", "observations", Is("-10 mmol/mol")),
            ("feels-equipped", "reported", Met),
        ],
    ),
    (
        "aarhus/ungifokus.md",
        &[
            ("transfers", "services", Is("1200 kr.")),
            ("weeks-on-benefit", "dream", Met),
            ("job-or-education", "dream", Met),
        ],
    ),
    ("koebenhavn/ips.md", &[("not-on-benefits", "dream", Met), ("work-or-education", "dream", Met)]),
    (
        "koebenhavn/ressourceforloeb.md",
        &[
            ("ordinary-work", "dream", Met),
            ("flex-job", "dream", NotMet),
            ("no-further-programme", "dream", Met),
            ("no-support-contact", "reported", Met),
            ("psychiatric-contact", "reported", Met),
            ("psychiatric-days", "reported", Is("6 dage")),
        ],
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements")
}

/// Nothing is left out: the list above has each measure of each document in the two folders.
#[test]
fn the_expected_answers_are_of_all_measures() {
    let mut found = Vec::new();
    for city in ["aarhus", "koebenhavn"] {
        let entries = fs::read_dir(folder().join(city)).expect("a folder");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
            let document = fs::read_to_string(&path).expect("an agreement");
            let id = |block: &str| block.split('"').nth(1).expect("an identifier").to_owned();
            let ids: Vec<String> = document.split("[[measure]]\nid = ").skip(1).map(id).collect();
            let name = format!("{city}/{}", path.file_name().expect("a name").to_string_lossy());
            if !ids.is_empty() {
                found.push((name, ids));
            }
        }
    }
    let listed = EXPECTED.iter().map(|(name, measures)| {
        ((*name).to_owned(), measures.iter().map(|(id, ..)| (*id).to_owned()).collect::<Vec<_>>())
    });
    assert_eq!(found, listed.collect::<Vec<_>>());
}

/// One person in half-time work throughout, from 2015 to 2025.
fn dream() -> String {
    let years = 2015..=2025;
    let weeks_of = |year: i32| if matches!(year, 2015 | 2020) { 53 } else { 52 };
    let weeks =
        years.clone().flat_map(|year| (1..=weeks_of(year)).map(move |week| format!("y_{:02}{week:02}", year % 100)));
    let months = years.flat_map(|year| (1..=12).map(move |month| format!("grad_{year}_{month:02}")));
    let (weeks, months): (Vec<String>, Vec<String>) = (weeks.collect(), months.collect());
    let row = [vec!["1".to_owned()], vec![String::new(); weeks.len()], vec!["0.5".to_owned(); months.len()]].concat();
    format!("{}\n{}\n", [vec!["lobenr".to_owned()], weeks, months].concat().join(","), row.join(","))
}

/// A list with one person: somebody whom the plan of the agreement gives, for its rules of admission turn away others; where it
/// gives nobody, somebody of whom nothing but the days is known, who starts in the first year of the agreement.
fn list(made: &str, document: &str) -> String {
    let list = fs::read_to_string(Path::new(made).join("deltagere202602.csv")).expect("a list");
    let header = list.lines().next().expect("a header");
    let document = fs::read_to_string(document).expect("an agreement");
    // Copenhagen's cases are of 2017; the blood tests of the others are around the start in 2022.
    let year = if document.contains("kind = \"investeringscase\"") { "2017" } else { "2022" };
    let cell = |column: &str| match column {
        "lobenr" => "1".to_owned(),
        "foedselsmaaned" => "1995-01".to_owned(),
        "henvist" => format!("{year}-03-01"),
        "visitationssamtale" => format!("{year}-03-10"),
        "accepteret" => format!("{year}-04-01"),
        "udredning_paabegyndt" => format!("{year}-05-02"),
        "gruppe" => "indsats".to_owned(),
        _ => String::new(),
    };
    let started = header.split(';').position(|column| column == "udredning_paabegyndt").expect("a column");
    let rows = list.lines().skip(1).map(|row| row.split(';').map(str::to_owned).collect::<Vec<_>>());
    let given = rows.into_iter().find(|row| !row[started].is_empty());
    let mut row = given.unwrap_or_else(|| header.split(';').map(cell).collect());
    row[0] = "1".to_owned();
    format!("{header}\n{}\n", row.join(";"))
}

/// An office with an agreement sealed, somebody enrolled, and every register imported; services in two editions.
fn office(document: &str) -> Office {
    let office = Office::empty();
    let run = |words: &[&str]| office.ok("anna", words);
    run(&["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    run(&["user", "add", "bo", "--role", "approver"]);
    run(&["seal", document]);
    let folder = office.path("made");
    let words =
        ["register", "synthesize", "--persons", "100", "--seed", "1", "--until", "2026W05", "--edition", "2026-02"];
    run(&[&words, ["--agreement", document, "--out", &folder].as_slice()].concat());
    let path = office.path("list.csv");
    fs::write(&path, list(&folder, document)).expect("a list");
    run(&["enrol", document, &path]);
    let file = office.path("dream202602.csv");
    fs::write(&file, dream()).expect("an extract");
    run(&["register", "import", "--source", "dream", &file, "--edition", "2026-02", "--synthetic"]);
    let stays = "lobenr;opholdstype;indskrivningsdato;udskrivningsdato\n1;1;2023-02-01;2023-02-04\n";
    import(&office, "shelter", "2026-02", "2025-12-31", stays);
    let crisis = "lobenr;indskrivningsdato;udskrivningsdato\n1;2023-02-01;2023-02-04\n";
    import(&office, "crisis-centre", "2026-02", "2025-12-31", crisis);
    let values = "lobenr;måling;dato;værdi;enhed\n1;HbA1c;2022-04-01;60;mmol/mol\n1;HbA1c;2023-04-01;50;mmol/mol\n";
    import(&office, "observations", "2026-02", "2025-12-31", values);
    let services = "lobenr;ydelse;startdato;slutdato;beløb;antal;enhed;beregningsfrekvens\n";
    for (edition, amount) in [("2026-01", "500,00"), ("2026-02", "600,00")] {
        // Somebody else has family treatment: so the extract has that kind, and who has none of it is known to have none.
        let row = format!(
            "1;Kontanthjælp;01-06-2023;31-07-2023;{amount};1;måned;Måned\n2;Familiebehandling;01-01-2023;31-01-2023;900,00;1;måned;Måned\n"
        );
        import(&office, "services", edition, "2025-12-31", &format!("{services}{row}"));
    }
    office
}

/// The participant's alias: the one whom the two editions of services speak of.
fn alias(office: &Office, document: &str) -> String {
    let (old, new) = (snapshot(office, "services", "2026-01"), snapshot(office, "services", "2026-02"));
    let words = ["register", "compare", &old, &new, "--agreement", document, "--reason", "prøve", "--format", "json"];
    let compared = office.json("anna", &words);
    compared["participants"][0]["alias"].as_str().unwrap_or_else(|| panic!("nobody in {document}")).to_owned()
}

/// The years and months that measures may have, the likely ones first.
fn moments() -> impl Iterator<Item = (i16, Option<u16>)> {
    let months = [None, Some(12), Some(24), Some(36)];
    let years = [2023, 2024, 2022, 2025, 2018, 2019, 2020, 2017, 2021, 2026];
    years.into_iter().flat_map(move |year| months.map(|month| (year, month)))
}

/// Reports that a measure is met, or a value of six, in the first year and month in which the measure looks at the person,
/// and has it verified.
fn report(office: &Office, document: &str, alias: &str, measure: &str, answer: Answer) {
    fs::create_dir_all(office.path("beviser")).expect("a folder");
    fs::write(office.path("beviser/bevis.txt"), "certificate").expect("evidence");
    let (path, evidence) = (office.path("indberetning.csv"), office.path("beviser"));
    let (column, said) = if matches!(answer, Is(_)) { ("værdi", "6") } else { ("udfald", "opfyldt") };
    let header = format!("deltager;resultatmål;måleår;måned;{column};dokumentation\n");
    let claimed = moments().any(|(year, month)| {
        let month = month.map_or(String::new(), |month| month.to_string());
        let row = format!("{alias};{measure};{year};{month};{said};bevis.txt\n");
        fs::write(&path, format!("{header}{row}")).expect("a file");
        let output = office.run("anna", &["claim", "import", document, &path, "--evidence", &evidence]);
        output.status.success()
    });
    assert!(claimed, "{document}: nothing can be reported of {measure}");
    let id = fs::read_to_string(document).expect("an agreement");
    let id = id.split("[agreement]\nid = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an identifier");
    let claims = office.json("anna", &["claim", "list", id, "--format", "json"]);
    let last = claims.as_array().and_then(|claims| claims.last()).expect("a claim");
    office.ok("bo", &["claim", "verify", &last["number"].to_string()]);
}

/// Asks in every year and month until the person counts and the answer is the expected one; else gives what was said last.
fn check(
    office: &Office,
    document: &str,
    alias: &str,
    (measure, source, answer): (&str, &str, Answer),
) -> Option<String> {
    let mut said = String::new();
    for (year, month) in moments() {
        let (year, month) = (year.to_string(), month.map(|month| month.to_string()));
        let words = ["--lang", "en", "explain", document, alias, "--measured-year", &year, "--measure", measure];
        let month: Vec<&str> = month.iter().flat_map(|month| ["--month", month.as_str()]).collect();
        let output = office.run("anna", &[&words, month.as_slice(), &["--reason", "prøve"]].concat());
        if !output.status.success() {
            continue;
        }
        said = text(&output.stdout);
        let from = if source == "reported" {
            "content ".to_owned()
        } else {
            format!("{source}-2026-02")
        };
        let answered = match answer {
            Met => said.contains("The measure is met."),
            NotMet => said.contains("The measure is not met."),
            Is(value) => said.replace(['−', '\u{a0}'], "-").replace(',', "").contains(value),
        };
        if answered && said.contains(&from) && !said.contains("does not count") {
            return None;
        }
    }
    Some(format!("{document}: {measure} from {source} is never {answer:?}: {said}"))
}

#[test]
fn every_measure_of_the_ten_agreements_is_answered_from_its_source() {
    assert_eq!(EXPECTED.len(), 10);
    let mut wrong = Vec::new();
    for (name, measures) in EXPECTED {
        let document = folder().join(name).display().to_string();
        let office = office(&document);
        let alias = alias(&office, &document);
        for (measure, source, answer) in *measures {
            if *source == "reported" {
                report(&office, &document, &alias, measure, *answer);
            }
            wrong.extend(check(&office, &document, &alias, (measure, source, *answer)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A case that is never settled is measured all the same: one person, in paid work all through 2018, who has no benefit in
/// December.
#[test]
fn an_investeringscase_is_followed_year_by_year() {
    let document = folder().join("koebenhavn/ips.md").display().to_string();
    let office = office(&document);
    let words = ["follow-up", &document, "--measured-year", "2018", "--format", "json"];
    let followed = office.json("anna", &words);
    let row = |measure: &str| json!([measure, 1, 1, 0]);
    let counted = followed["follow_ups"].as_array().expect("measures").iter();
    let counted = counted.map(|one| json!([one["measure"], one["eligible"], one["successes"], one["unclarified"]]));
    assert_eq!(counted.collect::<Vec<_>>(), [row("not-on-benefits"), row("work-or-education")]);
    assert_eq!((&followed["synthetic"], &followed["registers"][0]["source"]), (&json!(true), &json!("dream")));
    let said = office.ok("anna", &["--lang", "en", "follow-up", &document, "--measured-year", "2018"]);
    assert!(said.contains("Uden forsørgelsesydelse i december") && said.contains("edition 2026-02"), "{said}");
}

/// Services of three participants of IPS-PLUS who start in May 2023, by year from May 2022 (the year before the start):
///
/// | who | before | second year | fifth year | eighth year |
/// |---|---|---|---|---|
/// | 1 | housing 1,000 | housing 400, treatment 300 | guidance 50 | nothing |
/// | 2 | housing 500 | nothing | housing 200 | housing 100 |
/// | 3 | nothing | nothing | nothing | guidance 70 |
const SERVICES: &str = "lobenr;ydelse;startdato;slutdato;beløb;antal;enhed;beregningsfrekvens
1;Bostøtte;01-06-2022;30-06-2022;1.000,00;1;måned;Måned
2;Bostøtte;01-04-2023;30-04-2023;500,00;1;måned;Måned
1;Bostøtte;01-05-2024;31-05-2024;400,00;1;måned;Måned
1;Misbrugsbehandling;01-04-2025;30-04-2025;300,00;1;måned;Måned
1;Vejledning og opkvalificering;01-05-2027;31-05-2027;50,00;1;måned;Måned
2;Bostøtte;01-04-2028;30-04-2028;200,00;1;måned;Måned
2;Bostøtte;01-05-2030;31-05-2030;100,00;1;måned;Måned
3;Vejledning og opkvalificering;01-04-2031;30-04-2031;70,00;1;måned;Måned
3;Vejledning og opkvalificering;01-05-2031;31-05-2031;9.000,00;1;måned;Måned
";

#[test]
fn the_services_of_ips_plus_are_followed_after_two_five_and_eight_years() {
    let office = Office::sealed();
    let document = crate::office::ips_plus().display().to_string();
    office.ok("anna", &["user", "grant", "anna", "--agreement", "ips-plus", "--role", "case-worker"]);
    let list = "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag;\
                hjaelp_bekraeftet;profil_bekraeftet;misbrug_vurderet;rehabiliteringsteam;afslutter_stu;psykiatriens_maalgruppe\n";
    let row = |who: u8| {
        format!(
            "{who};2000-01;2023-03-01;2023-03-10;2023-04-01;2023-05-02;;;2023-03-10;2023-03-10;2023-03-10;nej;nej;nej\n"
        )
    };
    let path = office.path("list.csv");
    fs::write(&path, format!("{list}{}{}{}", row(1), row(2), row(3))).expect("a list");
    office.ok("anna", &["enrol", &document, &path]);
    import(&office, "services", "2032-02", "2032-01-31", SERVICES);
    // Users and kroner before the start and in the year, service by service.
    let check = |year: &str, after: u16, expected: [(u64, &str, u64, &str); 3]| {
        let words = ["follow-up", &document, "--measured-year", year, "--format", "json"];
        let services = office.json("anna", &words)["services"].clone();
        let items = ["Bostøtte", "Misbrugsbehandling", "Vejledning og opkvalificering"];
        let rows = items.into_iter().zip(expected).map(|(item, (users_before, before, users, amount))| {
            json!({
                "term": "service-use", "after_years": after, "item": item, "people": 3, "in_extract": true,
                "covered": 3, "users_before": users_before, "users": users, "amount_before": before, "amount": amount,
            })
        });
        assert_eq!(services, Value::Array(rows.collect()), "{year}");
    };
    let none = (0, "0.00", 0, "0.00");
    check("2025", 2, [(2, "1500.00", 1, "400.00"), (0, "0.00", 1, "300.00"), none]);
    check("2028", 5, [(2, "1500.00", 1, "200.00"), none, (0, "0.00", 1, "50.00")]);
    check("2031", 8, [(2, "1500.00", 1, "100.00"), none, (0, "0.00", 1, "70.00")]);
    // In 2026 no such year passes for anybody.
    let nothing = office.ok("anna", &["--lang", "en", "follow-up", &document, "--measured-year", "2026"]);
    assert!(nothing.contains("Nothing is followed"), "{nothing}");
    explained(&office, &document);
}

/// The first participant is shown amount by amount.
fn explained(office: &Office, document: &str) {
    let first = Path::new(&office.path("second.csv")).display().to_string();
    fs::write(&first, SERVICES.replace("1.000,00", "1.100,00")).expect("another edition");
    let words = ["register", "import", "--source", "services", &first, "--edition", "2032-03", "--as-of", "2032-01-31"];
    office.ok("anna", &[&words, ["--covers-from", "2022-01-01", "--synthetic"].as_slice()].concat());
    let (old, new) = (snapshot(office, "services", "2032-02"), snapshot(office, "services", "2032-03"));
    let words = ["register", "compare", &old, &new, "--agreement", document, "--reason", "prøve", "--format", "json"];
    let alias = office.json("anna", &words)["participants"][0]["alias"].as_str().expect("somebody").to_owned();
    let explain = |year: &str| {
        let words = ["--lang", "en", "explain", document, &alias, "--measured-year", year, "--measure", "service-use"];
        office.run("anna", &[&words, ["--snapshot", &old, "--reason", "prøve"].as_slice()].concat())
    };
    let said = text(&explain("2025").stdout);
    for piece in
        ["After 2 years", "May 2022 – April 2023", "1,000.00", "May 2024 – April 2025", "400.00", "300.00", "700.00"]
    {
        assert!(said.contains(piece), "{piece} is missing in\n{said}");
    }
    let said = text(&explain("2031").stdout);
    assert!(said.contains("After 8 years") && said.contains("nothing of these services"), "{said}");
    let refused = text(&explain("2026").stderr);
    assert!(refused.contains("2, 5, 8") && refused.contains("2026"), "{refused}");
}
