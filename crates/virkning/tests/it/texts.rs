//! Every text that the sources ask for exists in both languages, and every help page is whole. A missing text would show
//! as its key in brackets.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::office::{program, text};

const LANGUAGES: [&str; 2] = ["da", "en"];

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// The keys of a language, and apart from them the keys that have a hint.
fn keys(language: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut hinted) = (BTreeSet::new(), BTreeSet::new());
    for path in files(&crate_folder().join("locales").join(language), "ftl") {
        let text = fs::read_to_string(path).expect("texts");
        let mut last = String::new();
        for line in text.lines() {
            if line.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                last = line.split([' ', '=']).next().expect("a key").to_owned();
                keys.insert(last.clone());
            } else if line.trim_start().starts_with(".hint") {
                hinted.insert(last.clone());
            }
        }
    }
    (keys, hinted)
}

/// The string literals of the sources, outside comments, attributes and tests.
fn literals() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files(&crate_folder().join("src"), "rs") {
        let text = fs::read_to_string(path).expect("a source");
        let code = text.split("#[cfg(test)]").next().expect("code");
        for line in
            code.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("#["))
        {
            found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Words of other vocabularies that look like keys: kinds of flows, answers of `verify`, headings of files, classes of
/// style sheets.
const NOT_KEYS: [&str; 12] = [
    "not-stated",
    "outcome-payment",
    "measured-year",
    "plan-against-actual",
    "code-keeper",
    "no-effect",
    "document-with-terms",
    "new-password",
    "no-max-width",
    "no-store",
    "not-found",
    "table-wrap",
];

fn looks_like_a_key(literal: &str) -> bool {
    let mut parts = literal.split('-');
    let is_word =
        |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit());
    literal.contains('-') && parts.all(is_word) && !NOT_KEYS.contains(&literal)
}

#[test]
fn both_languages_have_the_same_keys_and_hints() {
    let ((danish, danish_hints), (english, english_hints)) = (keys("da"), keys("en"));
    assert!(danish.len() > 300, "the texts were not read");
    assert_eq!(danish.symmetric_difference(&english).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(danish_hints.symmetric_difference(&english_hints).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// A literal that begins like a text's key is one: `settle-next-post`, `statement-title`.
#[test]
fn every_text_that_the_sources_name_exists() {
    for language in LANGUAGES {
        let (keys, _) = keys(language);
        let families: BTreeSet<&str> =
            keys.iter().filter_map(|key| key.split_once('-')).map(|(family, _)| family).collect();
        let missing: Vec<String> = literals()
            .into_iter()
            .filter(|literal| {
                looks_like_a_key(literal)
                    && literal.split_once('-').is_some_and(|(family, _)| families.contains(family))
            })
            // What is joined with a value is the beginning of several: `rule-any` and `-week`.
            .filter(|literal| {
                !keys.contains(literal) && !keys.iter().any(|key| key.starts_with(&format!("{literal}-")))
            })
            .collect();
        assert_eq!(missing, Vec::<String>::new(), "{language}");
    }
}

/// What `Refusal::new`, `texts.get` and the like are called with, whatever it looks like.
#[test]
fn every_refusal_has_a_text() {
    let calls =
        ["Refusal::new(\"", "texts.get(\"", "texts.with(\"", "self.text(\"", "Failure::operating(\"", "texts.hint(\""];
    let (danish, _) = keys("da");
    let mut seen = 0;
    for path in files(&crate_folder().join("src"), "rs") {
        // Calls may be broken over lines.
        let source: String = fs::read_to_string(&path).expect("a source").split_whitespace().collect();
        for call in calls {
            for piece in source.split(call).skip(1) {
                let key = piece.split('"').next().expect("a literal");
                assert!(danish.contains(key), "{}: no text {key}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "only {seen} calls were found");
}

/// The other way round: no text of the program's own files is left over.
#[test]
fn no_text_is_left_over() {
    // Made of a beginning and a value.
    let made = [
        "month-",
        "state-",
        "budget-",
        "help-",
        "role-",
        "category-",
        "account-",
        "price-level-",
        "origin-",
        "template-",
        "change-",
        "rule-",
        "value-",
        "column-",
        "table-",
        "unit-",
    ];
    let sources: String = files(&crate_folder().join("src"), "rs")
        .into_iter()
        .map(|path| fs::read_to_string(path).expect("a source"))
        .collect();
    let mut unused = Vec::new();
    for name in ["app.ftl", "statement.ftl", "command-line.ftl"] {
        let text = fs::read_to_string(crate_folder().join("locales/da").join(name)).expect("texts");
        for line in text.lines().filter(|line| line.starts_with(|sign: char| sign.is_ascii_lowercase())) {
            let key = line.split([' ', '=']).next().expect("a key");
            if !made.iter().any(|beginning| key.starts_with(beginning)) && !sources.contains(&format!("\"{key}\"")) {
                unused.push(key.to_owned());
            }
        }
    }
    assert_eq!(unused, Vec::<String>::new());
}

fn help(language: &str, path: &[String]) -> String {
    let output = program().args(["--lang", language]).args(path).arg("--help").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{path:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// The commands that a help page names below its heading.
fn commands(page: &str) -> Vec<String> {
    let below =
        page.lines().skip_while(|line| !line.starts_with("Kommandoer:") && !line.starts_with("Commands:")).skip(1);
    let named = below.take_while(|line| line.starts_with("  "));
    named.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn walk(language: &str, path: &[String], seen: &mut Vec<String>) {
    let page = help(language, path);
    for piece in ["[help-", "[cli-", "[word-"] {
        assert!(!page.contains(piece), "{path:?} lacks a text:\n{page}");
    }
    if language == "da" {
        // What the library would say on its own.
        for english in
            ["Usage", "Options:", "[OPTIONS]", "Commands:", "Arguments:", "Print ", "[default", "[possible values"]
        {
            assert!(!page.contains(english), "{path:?}: “{english}” is not Danish:\n{page}");
        }
    }
    seen.push(path.join(" "));
    for command in commands(&page) {
        walk(language, &[path, &[command]].concat(), seen);
    }
}

#[test]
fn every_help_page_is_whole_in_both_languages() {
    let expected =
        "check fmt plan seal user register codes enrol settle show approve refuse post statement explain ledger verify";
    for language in LANGUAGES {
        let mut seen = Vec::new();
        walk(language, &[], &mut seen);
        for command in expected.split(' ').chain([
            "user add",
            "register synthesize",
            "register import",
            "register show",
            "codes map",
            "vault show",
            "vault rotate",
            "identity show",
            "identity link",
            "source add",
            "retention",
            "erase",
            "looks",
            "head sign",
            "head verify",
            "log export",
        ]) {
            assert!(seen.iter().any(|path| path == command), "{language}: no help for {command}");
        }
    }
}

/// What cannot be understood ends with code 2, and a way on, in the language that was asked for.
#[test]
fn what_is_not_understood_ends_with_code_2() {
    let check = |words: &[&str], danish: &str, english: &str| {
        for (language, expected, way_on) in [("da", danish, "virkning --help"), ("en", english, "virkning --help")] {
            let output = program().args(["--lang", language]).args(words).output().expect("the program runs");
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
            assert!(said.contains(expected) && said.contains(way_on), "{words:?}: {said}");
            assert_eq!(text(&output.stdout), "");
        }
    };
    check(&["frobnicate"], "Kommandoen »frobnicate« findes ikke", "no command “frobnicate”");
    check(&["register", "frobnicate"], "Kommandoen »frobnicate« findes ikke", "no command “frobnicate”");
    check(&["check", "--frobnicate", "a.md"], "Valget »--frobnicate« findes ikke", "no option “--frobnicate”");
    check(&["check"], "Der mangler: <FIL>", "Missing: <FILE>");
    check(
        &["plan", "a.md", "--format", "pdf"],
        "»pdf« kan ikke bruges som --format",
        "“pdf” cannot be used as --format",
    );
    check(
        &["settle", "a.md", "--measured-year", "next"],
        "»next« kan ikke bruges som --measured-year",
        "“next” cannot be used",
    );
    check(&["settle", "a.md"], "--measured-year", "--measured-year");
    check(&["fmt", "--write", "--check", "a.md"], "--write", "--write");
    check(&["--date", "2025-02-30", "verify"], "»2025-02-30«", "“2025-02-30”");
    check(&["register", "import", "--source"], "--source", "--source");
}

/// Without `--lang` it is Danish; the environment may say otherwise, and the option is stronger.
#[test]
fn the_language_is_danish_unless_asked() {
    let check = |environment: Option<&str>, option: Option<&str>, expected: &str| {
        let mut command = program();
        if let Some(language) = environment {
            command.env("VIRKNING_LANG", language);
        }
        if let Some(language) = option {
            command.args(["--lang", language]);
        }
        let output = command.arg("frobnicate").output().expect("the program runs");
        assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    };
    check(None, None, "findes ikke");
    check(Some("en"), None, "There is no command");
    check(Some("en"), Some("da"), "findes ikke");
    check(None, Some("en"), "There is no command");
}

/// What the event log can hold is said in words in both languages.
#[test]
fn every_action_has_its_word() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut actions =
        std::collections::BTreeSet::from(["sign", "backup", "export", "explain", "looks"].map(str::to_owned));
    let folders = ["../store/src", "../store/src/vault", "src/app", "src/app/record"];
    for folder in folders.map(|folder| root.join(folder)) {
        for entry in std::fs::read_dir(&folder).expect("the sources").flatten() {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            for call in [".write(actor, \"", "audit_note(&self.actor()?, \"", "audit_note(&actor, \""] {
                let found = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
                // Tests of the store itself write an act that is none.
                actions.extend(found.filter(|action| action.len() > 1).map(str::to_owned));
            }
        }
    }
    assert!(actions.len() > 30, "{actions:?}");
    for language in ["da", "en"] {
        let text = std::fs::read_to_string(root.join(format!("locales/{language}/actions.ftl"))).expect("the words");
        for action in &actions {
            assert!(text.contains(&format!("action-{action} = ")), "{language}: no word for {action}");
        }
    }
}
