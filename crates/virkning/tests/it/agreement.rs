//! `check`, `fmt`, `seal` and, in files of their own, `plan` and `simulate` as users meet them.

mod plan;
mod simulate;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};

use crate::office::{Office, check_shape, ips_plus, program, text};

fn run(words: &[&str]) -> Output {
    let nowhere = std::env::temp_dir().join("virkning-folder-that-nobody-makes");
    program().arg("--data").arg(nowhere).args(words).output().expect("the program runs")
}

fn answer(words: &[&str], expected_code: i32) -> Value {
    let output = run(words);
    assert_eq!(output.status.code(), Some(expected_code), "{words:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

fn document() -> String {
    ips_plus().display().to_string()
}

fn bad_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bad")
}

fn bad(name: &str) -> String {
    bad_folder().join(name).display().to_string()
}

/// The text of the agreement with pieces exchanged, each of which must stand there exactly so often.
fn document_with(pieces: &[(&str, &str)]) -> String {
    let mut text = fs::read_to_string(ips_plus()).expect("the agreement");
    for (old, new) in pieces {
        assert!(text.contains(old), "{old} no longer stands in the agreement");
        text = text.replace(old, new);
    }
    text
}

mod check {
    use super::*;

    fn shape() -> Value {
        json!({ "files": [{ "path": "text", "diagnostics": [{
            "code": "text", "severity": "text", "line": "count", "column": "count", "message": "text", "hint": "text?" }] }] })
    }

    fn agreements() -> (String, String) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
        (folder.display().to_string(), folder.join("expected.toml").display().to_string())
    }

    /// No document of the project has an error, and every warning of it is one that somebody gave a reason for.
    #[test]
    fn every_document_gives_the_warnings_that_are_expected_and_no_other() {
        let (folder, expected) = agreements();
        for (language, said) in [("da", "Alle advarsler er ventede"), ("en", "Every warning was expected")] {
            let output = run(&["--lang", language, "check", &folder, "--expected", &expected]);
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
            assert!(text(&output.stdout).contains(said), "{}", text(&output.stdout));
        }
        let found = answer(&["check", "--format", "json", &folder, "--expected", &expected], 0);
        assert_eq!(found["unexpected"], json!([]));
        assert_eq!(found["files"].as_array().expect("a list").len(), 16);
        let alone = text(&run(&["--lang", "da", "check", &document()]).stdout);
        assert!(alone.contains("ingen fejl") && alone.contains("5 regneeksempler holder"), "{alone}");
    }

    /// A warning that nobody expects, and one that is expected and does not come, are told and are a failure.
    #[test]
    fn a_warning_more_or_less_than_expected_is_a_failure() {
        let office = Office::empty();
        let path = office.path("liste.toml");
        let check = |list: &str, code: &str, expected: u64, found: u64| {
            fs::write(&path, list).expect("a file");
            let answer =
                answer(&["check", "--format", "json", &bad("W005-price-level-not-stated.md"), "--expected", &path], 1);
            let told = answer["unexpected"].as_array().expect("a list").iter().find(|told| told["code"] == code);
            let told = told.unwrap_or_else(|| panic!("{code} is not told: {answer}"));
            assert_eq!((told["expected"].as_u64(), told["found"].as_u64()), (Some(expected), Some(found)));
        };
        check("", "W005", 0, 1);
        check(
            "[[file]]\npath = \"W005-price-level-not-stated.md\"\nexpected = [{ code = \"W004\", reason = \"x\" }]",
            "W004",
            1,
            0,
        );
        fs::write(&path, "[[file]]\npath = \"a.md\"\nexpected = [{ code = \"W004\", reason = \" \" }]")
            .expect("a file");
        let refused = run(&["check", &document(), "--expected", &path]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains("uden begrundelse"), "{}", text(&refused.stderr));
    }

    /// Every finding that recomputing the published figures gave is named by some rule (figures/*.toml).
    #[test]
    fn every_published_finding_is_named() {
        let (folder, _) = agreements();
        let found = answer(&["--lang", "da", "check", "--format", "json", &folder], 0);
        let said: Vec<(String, String, String)> = found["files"]
            .as_array()
            .expect("a list")
            .iter()
            .flat_map(|file| {
                let path = file["path"].as_str().expect("a path").to_owned();
                let of_file = file["diagnostics"].as_array().expect("a list").clone();
                of_file.into_iter().map(move |found| {
                    let words = format!("{} {}", found["message"], found["hint"]);
                    (path.clone(), found["code"].as_str().expect("a code").to_owned(), words)
                })
            })
            .collect();
        let check = |path: &str, code: &str, words: &str| {
            let named =
                said.iter().any(|(file, found, said)| file.ends_with(path) && found == code && said.contains(words));
            assert!(named, "{path}: no {code} that says {words:?}");
        };
        // figures/ips-plus.toml
        check("ips-plus.md", "F015", "Tusind kr.");
        check("ips-plus.md", "F017", "6135");
        check("ips-plus.md", "F017", "135");
        check("ips-plus.md", "F013", "");
        check("ips-plus.md", "F017", "3167");
        check("ips-plus.md", "F001", "otte år, fra 2023 til 2030");
        check("ips-plus.md", "F001", "Flere lykkes end i dag");
        check("ips-plus.md", "F005", "0,475");
        check("ips-plus.md", "W024", "33.280");
        check("ips-plus.md", "W025", "4.018,61");
        check("ips-plus.md", "F001", "samfundsøkonomisk overskud");
        check("ips-plus.md", "W016", "");
        check("ips-plus.md", "W032", "");
        check("ips-plus.md", "F005", "2027");
        check("ips-plus.md", "F022", "");
        // figures/aarhus-portfolio-2022.toml
        check("status-2022.md", "F010", "22,9");
        check("status-2022.md", "F019", "2040");
        check("status-2022.md", "F001", "410.000");
        check("status-2022.md", "F005", "4.800.000");
        check("laer-for-livet.md", "F004", "");
        check("din-vej-i-job.md", "F004", "");
        check("dialog-mod-vold.md", "F004", "");
        // figures/aarhus-continuation-2024.toml
        check("videreforelse-2024.md", "F004", "");
        check("sammen-om-diabetes.md", "F004", "");
        // figures/copenhagen-ips.toml
        check("koebenhavn/ips.md", "F014", "overførsler");
        check("koebenhavn/ips.md", "F001", "");
        check("koebenhavn/ips.md", "F007", "");
        // figures/copenhagen-ressourceforloeb.toml
        check("ressourceforloeb.md", "F012", "4 forkerte kolonner");
        check("ressourceforloeb.md", "F001", "605");
        check("ressourceforloeb.md", "F014", "efterspørgselsstyret indsats");
        check("ressourceforloeb.md", "F005", "");
        check("ressourceforloeb.md", "F018", "2022, 2022");
    }

    /// Every file under `bad/` gives the code that its name begins with; only errors give exit code 1.
    #[test]
    fn every_bad_file_gives_its_code_and_the_right_exit_code() {
        let mut names: Vec<String> = fs::read_dir(bad_folder())
            .expect("the bad examples")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "toml"))
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert!(names.len() >= 25, "only {} bad examples", names.len());
        let (warnings, errors): (Vec<_>, Vec<_>) = names.iter().partition(|name| name.starts_with(['W', 'F']));
        for (names, severity) in [(warnings, "warning"), (errors, "error")] {
            let files: Vec<String> = names.iter().map(|name| bad(name)).collect();
            let words: Vec<&str> =
                ["check", "--format", "json"].into_iter().chain(files.iter().map(String::as_str)).collect();
            let found = answer(&words, i32::from(severity == "error"));
            check_shape(&found, &shape());
            let answers = found["files"].as_array().expect("a list");
            assert_eq!(answers.len(), names.len());
            for (name, answer) in names.iter().zip(answers) {
                assert!(answer["path"].as_str().is_some_and(|path| path.ends_with(name.as_str())), "{name}: {answer}");
                let code = name.split('-').next().expect("a code");
                let diagnostics = answer["diagnostics"].as_array().expect("a list");
                let own = diagnostics.iter().find(|found| found["code"] == code);
                let own = own.unwrap_or_else(|| panic!("{name} does not give {code}: {diagnostics:?}"));
                assert_eq!(own["severity"], severity, "{name}");
                assert!(own["line"].as_u64() >= Some(1) && own["column"].as_u64() >= Some(1), "{name}");
                // With warnings alone the answer is still yes.
                let errors = diagnostics.iter().filter(|found| found["severity"] == "error").count();
                assert_eq!(errors > 0, severity == "error", "{name}");
            }
        }
    }

    /// Code, line and column have no language; message and hint do.
    fn check_bilingual(name: &str, code: &str, danish: &str, english: &str) {
        let of = |language| {
            let answer = answer(&["--lang", language, "check", "--format", "json", &bad(name)], 1);
            answer["files"][0]["diagnostics"]
                .as_array()
                .expect("a list")
                .iter()
                .find(|found| found["code"] == code)
                .cloned()
                .expect(code)
        };
        let (da, en) = (of("da"), of("en"));
        for key in ["line", "column", "severity"] {
            assert_eq!(da[key], en[key], "{name}: {key}");
        }
        for (found, expected) in [(&da, danish), (&en, english)] {
            let message = found["message"].as_str().expect("a message");
            assert!(message.contains(expected), "{name}: {message}");
        }
        // The same on a terminal, with the excerpt and the hint below it.
        for (language, found, word) in [("da", &da, "Fejl"), ("en", &en, "Error")] {
            let output = run(&["--lang", language, "check", &bad(name)]);
            assert_eq!(output.status.code(), Some(1));
            let said = text(&output.stdout);
            let line = fs::read_to_string(bad(name)).expect("the file");
            let line = line
                .lines()
                .nth(usize::try_from(found["line"].as_u64().expect("a line")).expect("small") - 1)
                .expect("the line");
            let hint = found["hint"].as_str().expect("a hint").split_whitespace().next().expect("a word").to_owned();
            for expected in [word, code, line.trim(), &hint, &format!(":{}:", found["line"])] {
                assert!(said.contains(expected), "{name}: {expected} is missing in\n{said}");
            }
        }
    }

    #[test]
    fn mistakes_are_said_in_both_languages_with_place_and_hint() {
        check_bilingual("A012-unknown-party.md", "A012", "Ukendt part", "Unknown party");
        check_bilingual("A046-cap-without-method.md", "A046", "Afkastloftet siger ikke", "cap");
        check_bilingual("X001-example-year-does-not-hold.md", "X001", "holder ikke i 2027", "does not hold in 2027");
        check_bilingual("X002-example-total-does-not-hold.md", "X002", "holder ikke i alt", "does not hold in all");
        check_bilingual("M019-state-that-no-code-has.md", "M019", "har ingen tilstand »eduction«", "has no state");
    }

    #[test]
    fn several_files_are_all_answered_and_one_error_is_enough_for_exit_code_1() {
        let (good, wrong) = (document(), bad("A012-unknown-party.md"));
        let both = answer(&["check", "--format", "json", &good, &wrong], 1);
        let paths: Vec<&Value> = both["files"].as_array().expect("a list").iter().map(|file| &file["path"]).collect();
        assert_eq!(paths, [&json!(good), &json!(wrong)]);
    }

    /// One wrong number among the worked examples of the real agreement is found where it stands.
    #[test]
    fn an_example_with_one_figure_changed_does_not_hold() {
        let office = Office::empty();
        let path = office.path("changed.md");
        fs::write(&path, document_with(&[("2026 = 278_880", "2026 = 278_881")])).expect("a file");
        let found = answer(&["check", "--format", "json", &path], 1);
        let found = found["files"][0]["diagnostics"].as_array().expect("a list");
        let errors: Vec<&Value> = found.iter().filter(|found| found["severity"] == "error").collect();
        assert_eq!(errors.iter().map(|found| &found["code"]).collect::<Vec<_>>(), ["X001"]);
        let message = errors[0]["message"].as_str().expect("a message");
        assert!(message.contains("278881") || message.contains("278.881"), "{message}");
    }

    /// What is no agreement at all is refused with a message, not with a panic.
    #[test]
    fn what_is_no_agreement_is_refused() {
        let check = |name: &str, bytes: &[u8], expected: &str| {
            let office = Office::empty();
            fs::write(office.path(name), bytes).expect("a file");
            let output = run(&["check", &office.path(name)]);
            let said = text(&output.stdout) + &text(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{name}: {said}");
            assert!(said.contains(expected) && !said.contains("panicked"), "{name}: {said}");
        };
        check("empty.md", b"", "A009");
        check("prose.md", b"# Nothing to run\n", "A009");
        check("windows-1252.md", b"# Aftale\nSt\xf8rste bel\xf8b\n", "linje 2, byte 12");
        check("zeros.md", &[0; 4096], "A009");
        check("no-end.md", b"# Aftale\n\n```toml\n[agreement]\nid = \"\xc3\xb8", "A0");
        let missing = run(&["check", "no-such-file.md"]);
        assert_eq!(missing.status.code(), Some(1));
        assert!(text(&missing.stderr).contains("no-such-file.md"));
    }

    /// A document that was cut off anywhere is answered with diagnostics, or is whole enough to be good.
    #[test]
    fn a_document_that_was_cut_off_is_answered() {
        let (office, whole) = (Office::empty(), document_with(&[]));
        let path = office.path("cut.md");
        let mut refused = 0;
        for part in 1..60 {
            let end = whole.floor_char_boundary(whole.len() * part / 60);
            fs::write(&path, &whole[..end]).expect("a file");
            let output = run(&["check", &path]);
            let code = output.status.code();
            assert!(code == Some(0) || code == Some(1), "cut at byte {end}: {}", text(&output.stderr));
            refused += code.unwrap_or_default();
        }
        // The last sections are examples: without some of them the document is as good.
        assert!(refused > 50, "only {refused} of 59");
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing() {
        let office = Office::empty();
        let path = office.path("windows.md");
        let changed = format!("\u{feff}{}", document_with(&[]).replace('\n', "\r\n"));
        fs::write(&path, changed).expect("a file");
        answer(&["check", "--format", "json", &path], 0);
    }
}

mod form {
    use super::*;

    #[test]
    fn the_real_agreement_is_in_canonical_form() {
        let output = run(&["fmt", "--check", &document()]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }

    #[test]
    fn an_untidy_file_fails_the_check_unchanged_and_is_put_right_once() {
        let office = Office::empty();
        let path = office.path("untidy.md");
        let untidy = document_with(&[("per = \"success\"\n", "per   =    \"success\"\n")]);
        fs::write(&path, &untidy).expect("a file");
        let refused = run(&["fmt", "--check", &path]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains("fmt --write"), "{}", text(&refused.stderr));
        assert_eq!(fs::read_to_string(&path).expect("the file"), untidy);
        let shown = text(&run(&["fmt", &path]).stdout);
        assert_eq!(shown, fs::read_to_string(ips_plus()).expect("the agreement"));
        assert_eq!(run(&["fmt", "--write", &path]).status.code(), Some(0));
        assert_eq!(fs::read_to_string(&path).expect("the file"), shown);
        assert_eq!(run(&["fmt", "--check", &path]).status.code(), Some(0));
        assert_eq!(text(&run(&["fmt", &path]).stdout), shown, "the form of the form is another one");
    }

    #[test]
    fn a_file_with_errors_is_not_formatted() {
        let output = run(&["fmt", &bad("A012-unknown-party.md")]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stdout), "");
        assert!(text(&output.stderr).contains("A012"));
    }
}

mod seal {
    use super::*;

    #[test]
    fn sealing_twice_is_sealing_once() {
        let office = Office::sealed();
        let again = office.ok("anna", &["--lang", "en", "seal", &document()]);
        assert!(again.contains("was sealed before"), "{again}");
    }

    #[test]
    fn another_text_under_a_sealed_version_is_refused_and_a_new_version_is_not() {
        let office = Office::sealed();
        let path = office.path("changed.md");
        let prose = ("Rådets årlige afkast er begrænset", "Rådets afkast om året er begrænset");
        fs::write(&path, document_with(&[prose])).expect("a file");
        let refused = office.refused("anna", &["--lang", "en", "seal", &path]);
        assert!(refused.contains("already sealed with another text") && refused.contains("new version"), "{refused}");
        fs::write(&path, document_with(&[prose, ("version = \"1\"", "version = \"2\"")])).expect("a file");
        assert!(office.ok("anna", &["seal", &path]).contains("version 2"));
    }

    #[test]
    fn line_ends_do_not_change_the_seal() {
        let office = Office::sealed();
        let path = office.path("windows.md");
        fs::write(&path, document_with(&[]).replace('\n', "\r\n")).expect("a file");
        assert!(office.ok("anna", &["--lang", "en", "seal", &path]).contains("was sealed before"));
    }

    #[test]
    fn who_may_not_seal_and_what_cannot_be_sealed_is_refused() {
        let office = Office::empty();
        let check = |user: &str, file: &str, expected: &str| {
            let said = office.refused(user, &["--lang", "en", "seal", file]);
            assert!(said.contains(expected), "{user}: {said}");
        };
        check("nobody", &document(), "“nobody” is not declared");
        office.ok("anna", &["user", "add", "anna", "--role", "administrator,controller"]);
        office.ok("anna", &["user", "add", "rikke", "--role", "reader"]);
        check("rikke", &document(), "does not have the role");
        check("anna", &bad("A012-unknown-party.md"), "A012");
        let unnamed = program().args(["--data", &office.path("data"), "--lang", "en", "seal", &document()]).output();
        assert!(text(&unnamed.expect("the program runs").stderr).contains("--as USER"));
    }
}
