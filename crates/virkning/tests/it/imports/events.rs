//! Extracts of events through the command line: made up, imported, shown in both languages, and refused with file, line and
//! a hidden identifier.

use super::made::{agreement, desk, snapshot_in, word, write};

const SOURCES: [&str; 6] = ["shelter", "crisis-centre", "refunds", "observations", "education", "services"];

#[test]
fn every_source_is_made_up_imported_and_shown() {
    let office = desk();
    for source in SOURCES {
        let out = office.path(source);
        let mut words = vec!["register", "synthesize", "--source", source, "--persons", "900", "--seed", "3"];
        let agreement = agreement();
        words.extend(["--until", "2026W05", "--edition", "2025-02", "--agreement", &agreement, "--out", &out]);
        let said = office.ok("anna", &words);
        let file = std::fs::read_dir(&out).expect("a folder").flatten().map(|entry| entry.path());
        let file = file.filter(|path| path.extension().is_some_and(|end| end == "csv")).last().expect("an extract");
        assert!(said.contains(&file.display().to_string()), "{said}");
        let file = file.display().to_string();
        let said = office.ok("anna", &["register", "import", "--source", source, &file]);
        let id = snapshot_in(&said, "Indlæst som ").unwrap_or_else(|| panic!("{source}: {said}"));
        let manifest = office.json("anna", &["register", "show", &id, "--format", "json"]);
        assert_eq!(manifest["synthetic"], true, "{source}");
        assert_eq!(word(&manifest["profile"]), source);
        assert_eq!(word(&manifest["events"]["tables"][0]["from_is"]), "stated");
        let number = |place: &str| manifest[place].as_u64().unwrap_or_default();
        assert_eq!(number("accepted") + number("rejected") + number("ignored"), number("rows"), "{source}");
        assert!(number("people") > 5, "{source}");
        for (language, people) in [("da", "Personer"), ("en", "People")] {
            let said = office.ok("anna", &["--lang", language, "register", "show", &id]);
            assert!(said.contains(people) && !said.contains('['), "{source}: {said}");
        }
        let said = office.ok("anna", &["register", "import", "--source", source, &file]);
        assert!(said.contains("Allerede indlæst som"), "{source}: {said}");
    }
    assert_eq!(office.json("anna", &["register", "show", "--format", "json"]).as_array().map(Vec::len), Some(6));
    office.ok("anna", &["verify"]);
}

#[test]
fn a_faulty_row_is_named_by_file_and_line() {
    let office = desk();
    let header = "CPR-nummer;opholdstype;indskrivningsdato;udskrivningsdato\n";
    let good = write(&office, "a-2025-02.csv", format!("{header}6101904321;1;2024-01-01;2024-01-02\n"));
    let bad = write(&office, "b-2025-02.csv", format!("{header}6101904321;1;610190-4321;\n61019043;1;2024-01-01;\n"));
    for (language, words) in [("da", "ingen dato"), ("en", "no date")] {
        let words_of = ["--lang", language, "register", "import", "--source", "shelter", &good, &bad];
        let said = office.refused("anna", &words_of);
        assert!(said.contains("b-2025-02.csv:2: R014") && said.contains("b-2025-02.csv:3: R005"), "{said}");
        assert!(said.contains(words) && said.contains("999999-9999") && !said.contains("4321"), "{said}");
    }
    let said = office.ok("anna", &["register", "import", "--source", "shelter", &good, &bad, "--accept-faulty", "2"]);
    assert!(said.contains("3 i filen, 1 godtaget, 2 afvist"), "{said}");
}

#[test]
fn an_unknown_extract_is_read_by_a_profile_of_its_own() {
    let office = desk();
    let profile = "name = \"herberget\"\nsource = \"shelter\"\nseparator = \"comma\"\ndecimal_mark = \",\"\n\
                   date = \"day-month-year\"\n[[key]]\ncolumn = \"nr\"\nspace = \"herberget\"\nform = \"serial\"\n\
                   [[table]]\nrows = \"stay\"\nfrom = [\"ind\"]\nto = [\"ud\"]\nkind = { constant = \"shelter\" }\n";
    let profile_file = write(&office, "profil.toml", profile);
    let file = write(&office, "udtræk-2025-02.csv", "nr,ind,ud\n7,01.02.2024,03.02.2024\n");
    let words = ["register", "import", "--source", "shelter", "--profile", &profile_file, &file];
    let words = [&words[..], &["--covers-from", "2023-01-01"]].concat();
    let said = office.ok("anna", &words);
    assert!(said.contains("1. januar 2023"), "{said}");
    let wrong = write(&office, "forkert.toml", profile.replace("\"shelter\" }", "\"hotel\" }"));
    let said = office.refused("anna", &["register", "import", "--source", "shelter", "--profile", &wrong, &file]);
    assert!(said.contains("hotel"), "{said}");
    let said = office.refused("anna", &["register", "import", "--source", "herberg", &file]);
    assert!(said.contains("crisis-centre"), "{said}");
}
