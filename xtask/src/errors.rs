//! docs/errors.md, made from the files in `bad/`: each is a mistake that somebody can run, with what the program says
//! about it in both languages. Nothing of it is written by hand, so it cannot go stale.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::shell::{self, Failure};

/// Whether the file is written or only compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Fail where it differs.
    Check,
}

/// What the program says about one place in a file, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Remark {
    code: String,
    severity: String,
    line: usize,
    message: String,
    hint: String,
}

/// One file of `bad/` with everything said about it.
struct Example {
    /// From the project's folder.
    path: String,
    /// The code that its name promises.
    code: String,
    text: String,
    english: Vec<Remark>,
    danish: Vec<Remark>,
}

/// Makes the catalogue.
pub fn run(mode: Mode) -> Result<(), Failure> {
    shell::run(shell::cargo().args(["build", "--quiet", "--locked", "--package", "virkning"]))?;
    let paths = files()?;
    let english = remarks(&paths, "en")?;
    let danish = remarks(&paths, "da")?;
    let mut examples = Vec::new();
    for ((path, english), danish) in paths.into_iter().zip(english).zip(danish) {
        examples.push(example(path, english, danish)?);
    }
    let catalogue = catalogue(&examples);
    let place = shell::root().join("docs/errors.md");
    match mode {
        Mode::Write => {
            shell::write(&place, &catalogue)?;
            println!("docs/errors.md: {} files, {} codes", examples.len(), codes(&examples));
            Ok(())
        }
        Mode::Check if std::fs::read_to_string(&place).is_ok_and(|text| text == catalogue) => {
            println!("docs/errors.md is up to date");
            Ok(())
        }
        Mode::Check => Err(Failure::new("docs/errors.md is out of date: run `cargo xtask errors`")),
    }
}

fn files() -> Result<Vec<String>, Failure> {
    let folder = shell::root().join("bad");
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", folder.display())))?;
    let paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let name = |path: &PathBuf| Some(format!("bad/{}", path.file_name()?.to_str()?));
    let mut names: Vec<String> =
        paths.iter().filter_map(name).filter(|name| name.ends_with(".md") || name.ends_with(".toml")).collect();
    names.sort();
    if names.is_empty() {
        Err(Failure::new("there is no file in bad/"))
    } else {
        Ok(names)
    }
}

/// What the program says about each file, in the order of the files.
fn remarks(paths: &[String], language: &str) -> Result<Vec<Vec<Remark>>, Failure> {
    let mut command = shell::program(shell::target().join("debug/virkning"));
    command.args(["--lang", language, "check", "--format", "json"]).args(paths);
    command.env_remove("VIRKNING_LANG").env_remove("VIRKNING_DATA");
    let printed = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cannot start virkning: {error}")))?;
    let answer: Value = serde_json::from_slice(&printed.stdout)
        .map_err(|error| Failure::new(format!("`virkning check --format json` gave no JSON ({error})")))?;
    let files = answer["files"].as_array().filter(|files| files.len() == paths.len());
    let files = files.ok_or_else(|| Failure::new("`virkning check` did not answer for every file"))?;
    files.iter().map(read_file).collect()
}

fn read_file(file: &Value) -> Result<Vec<Remark>, Failure> {
    let diagnostics = file["diagnostics"].as_array();
    let diagnostics = diagnostics.ok_or_else(|| Failure::new("a file has no `diagnostics`"))?;
    diagnostics.iter().map(|diagnostic| read_remark(diagnostic).ok_or_else(|| unreadable(diagnostic))).collect()
}

fn read_remark(diagnostic: &Value) -> Option<Remark> {
    let text = |key: &str| diagnostic[key].as_str().map(str::to_owned);
    Some(Remark {
        code: text("code")?,
        severity: text("severity")?,
        line: usize::try_from(diagnostic["line"].as_u64()?).ok()?,
        message: text("message")?,
        hint: text("hint").unwrap_or_default(),
    })
}

fn unreadable(diagnostic: &Value) -> Failure {
    Failure::new(format!("this diagnostic lacks something: {diagnostic}"))
}

/// The file must show the mistake that its name promises: `bad/A012-unknown-party.md`.
fn example(path: String, english: Vec<Remark>, danish: Vec<Remark>) -> Result<Example, Failure> {
    let name = path.rsplit('/').next().unwrap_or(&path);
    let code = name.split(['-', '.']).next().unwrap_or(name).to_owned();
    if !english.iter().any(|remark| remark.code == code) {
        let said: Vec<&str> = english.iter().map(|remark| remark.code.as_str()).collect();
        return Err(Failure::new(format!("{path} should show {code}, but `check` says {said:?}")));
    }
    let text = shell::read(&shell::root().join(&path))?;
    Ok(Example { path, code, text, english, danish })
}

fn codes(examples: &[Example]) -> usize {
    let mut codes: Vec<&str> = examples.iter().map(|example| example.code.as_str()).collect();
    codes.dedup();
    codes.len()
}

fn catalogue(examples: &[Example]) -> String {
    let mut page = String::from(
        "# What `check` may say\n\n\
         Made by `cargo xtask errors` from the files in `bad/`; do not edit. Each file can be run:\n\
         `virkning check bad/FILE`. An error ends with exit code 1; a warning does not.\n\n\
         | code | kind | message |\n|---|---|---|\n",
    );
    for example in examples {
        for remark in shown(&example.english, &example.code).take(1) {
            let anchor = heading(&example.path).to_lowercase();
            let _ =
                writeln!(page, "| [{}](#{anchor}) | {} | {} |", example.code, remark.severity, cell(&remark.message));
        }
    }
    for example in examples {
        page += &section(example);
    }
    page
}

/// A file's name without folder and ending: an agreement, a paper, or an account mapping.
fn heading(path: &str) -> &str {
    path.trim_start_matches("bad/").trim_end_matches(".md").trim_end_matches(".toml")
}

fn section(example: &Example) -> String {
    let name = heading(&example.path);
    let mut section = format!("\n## {name}\n\n");
    let danish = shown(&example.danish, &example.code);
    for (english, danish) in shown(&example.english, &example.code).zip(danish) {
        let _ = writeln!(
            section,
            "**{}** ({}), `{}`, line {}\n",
            english.code, english.severity, example.path, english.line
        );
        section += &excerpt(&example.text, english.line);
        for (language, remark) in [("en", english), ("da", danish)] {
            let _ = writeln!(section, "- {language}: {}", one_line(&remark.message));
            if !remark.hint.is_empty() {
                let _ = writeln!(section, "  <br>{}", one_line(&remark.hint));
            }
        }
        section.push('\n');
    }
    let mut others: Vec<&str> = example
        .english
        .iter()
        .filter(|remark| remark.code != example.code)
        .map(|remark| remark.code.as_str())
        .collect();
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        let _ = writeln!(section, "`check` also says {} about this file.\n", others.join(", "));
    }
    section.truncate(section.trim_end().len());
    section.push('\n');
    section
}

fn shown<'a>(remarks: &'a [Remark], code: &'a str) -> impl Iterator<Item = &'a Remark> {
    remarks.iter().filter(move |remark| remark.code == code)
}

/// The line itself with its neighbours, numbered.
fn excerpt(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut excerpt = String::from("```text\n");
    for number in line.saturating_sub(1).max(1)..=line + 1 {
        if let Some(words) = lines.get(number - 1) {
            let _ = writeln!(excerpt, "{number:>4} | {words}");
        }
    }
    excerpt += "```\n\n";
    excerpt
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(code: &str, line: usize, message: &str) -> Remark {
        Remark {
            code: code.to_owned(),
            severity: "error".to_owned(),
            line,
            message: message.to_owned(),
            hint: "Write one of: a, b.".to_owned(),
        }
    }

    #[test]
    fn a_mistake_is_shown_in_both_languages_with_its_place() {
        let example = Example {
            path: "bad/A012-unknown-party.md".to_owned(),
            code: "A012".to_owned(),
            text: "one\ntwo\nthree\nfour\n".to_owned(),
            english: vec![remark("A012", 2, "Unknown party “x”."), remark("A090", 3, "Not used.")],
            danish: vec![remark("A012", 2, "Ukendt part »x«."), remark("A090", 3, "Bruges ikke.")],
        };
        let page = catalogue(&[example]);
        let words =
            ["| [A012](#a012-unknown-party) | error | Unknown", "   2 | two", "da: Ukendt part", "also says A090"];
        for words in words {
            assert!(page.contains(words), "{page}\nshould hold {words}");
        }
        assert!(!page.contains("four"), "{page}");
    }

    #[test]
    fn diagnostics_are_read_from_json() {
        let good = serde_json::json!({ "diagnostics": [{ "code": "A012", "severity": "error", "line": 2, "column": 1, "message": "m", "hint": "h" }] });
        assert_eq!(read_file(&good).expect("readable").len(), 1);
        let bad = serde_json::json!({ "diagnostics": [{ "code": "A012" }] });
        assert!(read_file(&bad).is_err());
        assert!(read_file(&serde_json::json!({})).is_err());
    }

    #[test]
    fn a_file_shows_what_its_name_promises() {
        let said = vec![remark("A013", 1, "something else")];
        assert!(example("bad/A012-unknown-party.md".to_owned(), said.clone(), said).is_err());
    }
}
