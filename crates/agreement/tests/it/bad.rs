//! Bad beside good: every document under `bad/` has exactly the mistake that its name says, and every code that this
//! crate can report has a document.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use virkning_agreement::{CODES, codes::REMARKS, read, remarks};
use virkning_model::Severity;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bad")
}

pub fn documents() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of bad documents")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("a text");
    let name = |path: &PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), read(path))).collect()
}

pub fn minimal() -> String {
    std::fs::read_to_string(folder().join("good/minimal.md")).expect("the good document")
}

#[test]
fn the_good_document_is_good() {
    let reading = read(&minimal());
    assert_eq!(reading.diagnostics, []);
    assert!(reading.agreement.is_some());
}

/// What an example gives and what a review finds is computed by the engine, and states are looked up in a code list: all
/// of that is told later, and here the document only has to be readable.
fn told_later(code: &str) -> bool {
    code.starts_with(['X', 'F']) || ["M019", "M033"].contains(&code) || (code.starts_with('W') && code >= "W020")
}

#[test]
fn each_bad_document_has_exactly_its_mistake() {
    let mut wrong = Vec::new();
    for (name, text) in documents() {
        let code = name.split('-').next().expect("a code");
        // Documents of assumptions are another language.
        if code.starts_with('U') {
            continue;
        }
        let reading = read(&text);
        let got: Vec<&str> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        if told_later(code) {
            assert_eq!(got, [""; 0], "{name}");
            continue;
        }
        // True of most agreements: told as a remark, and there beside others.
        if REMARKS.contains(&code) {
            assert_eq!(got, [""; 0], "{name}");
            let told = read(&text).agreement.map(|agreement| remarks(&agreement, &text)).unwrap_or_default();
            assert!(told.iter().any(|remark| remark.code == code), "{name}: {told:?}");
            assert!(told.iter().all(|remark| remark.severity == Severity::Warning), "{name}");
            continue;
        }
        if got != [code] {
            wrong.push(format!("{name}: {:?}", reading.diagnostics));
            continue;
        }
        let diagnostic = &reading.diagnostics[0];
        let warning = code.starts_with('W');
        assert_eq!(diagnostic.severity == Severity::Warning, warning, "{name}");
        assert_eq!(reading.agreement.is_some(), warning, "{name}");
        assert!(diagnostic.place.line > 0 && diagnostic.place.column > 0, "{name}");
        assert!(diagnostic.place.start <= diagnostic.place.end && diagnostic.place.end <= text.len(), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_document() {
    let documents = documents();
    let shown: BTreeSet<&str> = documents.iter().filter_map(|(name, _)| name.split('-').next()).collect();
    let missing: Vec<&str> = CODES.iter().map(|(code, _)| *code).filter(|code| !shown.contains(code)).collect();
    assert_eq!(missing, [""; 0]);
    let ours = |code: &&&str| code.starts_with(['A', 'W']) && !told_later(code);
    let unknown: Vec<&&str> =
        shown.iter().filter(ours).filter(|shown| !CODES.iter().any(|(code, _)| *code == **shown)).collect();
    assert_eq!(unknown, [&""; 0]);
}

/// Places are exact: the excerpt is the very word that is wrong.
#[test]
fn the_excerpt_is_what_is_wrong() {
    let check = |name: &str, excerpt: &str| {
        let (_, text) = documents().into_iter().find(|(known, _)| known == name).expect(name);
        let place = read(&text).diagnostics[0].place;
        assert_eq!(&text[place.start..place.end], excerpt, "{name}");
        let line = text.lines().nth(place.line as usize - 1).expect("a line");
        let first: String = line.chars().skip(place.column as usize - 1).take(1).collect();
        assert!(excerpt.starts_with(&first), "{name}: {line}");
    };
    check("A005-no-such-date", "2024-02-30");
    check("A008-misspelt-key", "amuont");
    check("A012-unknown-party", "\"fonden\"");
    check("A013-unknown-budget", "\"centralt\"");
    check("A017-unknown-step", "\"begun\"");
    check("A042-payment-to-nobody", "[[payment]]");
    check("A050-tranche-outside-the-period", "2023-12-15");
    check("A061-phase-in-missing", "{ 2024 = 0.5, 2025 = 1 }");
    check("A063-choice-not-followed", "\"decentral\"");
    check("A073-half-a-share-alone", "0.5");
    check("A073-shares-of-99-99-per-cent", "0.2499");
    check("A074-share-missing", "{ party = \"kommune\", budget = \"decentral\" }");
    check("A075-share-and-part", "part");
    check("A076-receiver-twice", "{ party = \"fond\", share = 0.5 }");
    check("M005-unknown-column", "ration");
}
