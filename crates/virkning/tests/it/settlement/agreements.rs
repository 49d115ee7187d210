//! Every measure of every agreement in `agreements/` that is read from a register is answered from a made-up extract of its
//! own source: whoever asks about a participant is shown what decided, and which snapshot it stands in.

use std::fs;
use std::path::{Path, PathBuf};

use super::registers::import;
use crate::office::Office;

/// An agreement that pays for results, with its measures: identifier and source.
fn agreements() -> Vec<(PathBuf, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for folder in ["aarhus", "koebenhavn", "contracts"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements").join(folder);
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
            let text = fs::read_to_string(&path).expect("an agreement");
            let measures = text.split("[[measure]]").skip(1).map(|block| {
                let value = |key: &str| {
                    let line = block.lines().find(|line| line.starts_with(&format!("{key} = "))).expect("a key");
                    line.split('"').nth(1).expect("a text").to_owned()
                };
                (value("id"), value("source"))
            });
            let of_registers: Vec<_> = measures.filter(|(_, source)| source != "reported").collect();
            // An investment without payment for results is never settled.
            if !of_registers.is_empty() && !text.contains("kind = \"investeringscase\"") {
                found.push((path, of_registers));
            }
        }
    }
    found
}

/// One person in half-time work throughout, from 2021 to 2025.
fn dream() -> String {
    let years = 2021..=2025;
    let weeks = years.clone().flat_map(|year| (1..=52).map(move |week| format!("y_{:02}{week:02}", year % 100)));
    let months = years.flat_map(|year| (1..=12).map(move |month| format!("grad_{year}_{month:02}")));
    let (weeks, months): (Vec<String>, Vec<String>) = (weeks.collect(), months.collect());
    let row = [vec!["1".to_owned()], vec![String::new(); weeks.len()], vec!["0.5".to_owned(); months.len()]].concat();
    format!("{}\n{}\n", [vec!["lobenr".to_owned()], weeks, months].concat().join(","), row.join(","))
}

/// An office with an agreement sealed, somebody enrolled, and every register imported; services in two editions.
fn office(document: &str) -> Office {
    let office = Office::empty();
    let run = |words: &[&str]| office.ok("anna", words);
    run(&["user", "add", "anna", "--role", "administrator,controller,case-worker"]);
    run(&["seal", document]);
    let folder = office.path("made");
    let words =
        ["register", "synthesize", "--persons", "100", "--seed", "1", "--until", "2026W05", "--edition", "2026-02"];
    run(&[&words, ["--agreement", document, "--out", &folder].as_slice()].concat());
    let list = fs::read_to_string(Path::new(&folder).join("deltagere202602.csv")).expect("a list");
    let header = list.lines().next().expect("a header");
    let cell = |column: &str| match column {
        "lobenr" => "1",
        "foedselsmaaned" => "1995-01",
        "henvist" => "2022-03-01",
        "visitationssamtale" => "2022-03-10",
        "accepteret" => "2022-04-01",
        "udredning_paabegyndt" => "2022-05-02",
        "gruppe" => "indsats",
        _ => "",
    };
    // Somebody whom the plan of the agreement gives, for its rules of admission turn away others; where it gives nobody,
    // somebody of whom nothing but the days is known.
    let started = header.split(';').position(|column| column == "udredning_paabegyndt").expect("a column");
    let given = list.lines().skip(1).map(|row| row.split(';').collect::<Vec<_>>()).find(|row| !row[started].is_empty());
    let mut row: Vec<&str> = given.unwrap_or_else(|| header.split(';').map(cell).collect());
    row[0] = "1";
    let path = office.path("list.csv");
    fs::write(&path, format!("{header}\n{}\n", row.join(";"))).expect("a list");
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
        let row = format!("1;Kontanthjælp;01-06-2023;31-07-2023;{amount};1;måned;Måned\n");
        import(&office, "services", edition, "2025-12-31", &format!("{services}{row}"));
    }
    office
}

#[test]
fn every_measure_of_a_register_is_answered_from_its_source() {
    let agreements = agreements();
    assert!(agreements.len() >= 7, "the agreements were not found");
    for (path, measures) in agreements {
        let document = path.display().to_string();
        let office = office(&document);
        let snapshot = |source: &str, edition: &str| super::registers::snapshot(&office, source, edition);
        let (old, new) = (snapshot("services", "2026-01"), snapshot("services", "2026-02"));
        let words =
            ["register", "compare", &old, &new, "--agreement", &document, "--reason", "prøve", "--format", "json"];
        let compared = office.json("anna", &words);
        let alias = compared["participants"][0]["alias"].as_str().unwrap_or_else(|| panic!("nobody in {document}"));
        for (measure, source) in measures {
            let years = ["2022", "2023", "2024", "2025", "2026"];
            let months: [&[&str]; 4] = [&[], &["--month", "6"], &["--month", "12"], &["--month", "24"]];
            let mut said = String::new();
            let answered =
                years.iter().flat_map(|year| months.iter().map(move |month| (year, month))).any(|(year, month)| {
                    let words = ["explain", &document, alias, "--measured-year", year, "--measure", &measure];
                    let output = office.run("anna", &[&words, *month, &["--reason", "prøve"]].concat());
                    said = format!("{}{}", crate::office::text(&output.stdout), crate::office::text(&output.stderr));
                    output.status.success() && said.contains(&format!("{source}-2026-02"))
                });
            assert!(answered, "{document}: {measure} from {source}: {said}");
        }
    }
}
