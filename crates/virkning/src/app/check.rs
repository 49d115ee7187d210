//! `check`: a document is read, its references resolved, its states looked up in the code list, and its worked examples
//! computed by the payment code itself.

use std::path::{Path, PathBuf};

use virkning_agreement::Reading;
use virkning_model::code_list::CodeList;
use virkning_model::{Agreement, Diagnostic, Place, Severity};

use super::failure::{Document, Failure};
use super::folder::read_text;

/// A document that has been checked.
#[derive(Debug)]
pub struct Checked {
    /// Which file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The agreement, when there is no error.
    pub agreement: Option<Agreement>,
    /// Everything that was found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether something stands in the way of using it.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Checks one file.
pub fn check_file(path: &Path, codes: &CodeList) -> Result<Checked, Failure> {
    let text = read_text(path)?;
    Ok(check_text(path, text, codes))
}

/// Checks a text that stands in a file.
pub fn check_text(path: &Path, text: String, codes: &CodeList) -> Checked {
    let Reading { agreement, mut diagnostics } = virkning_agreement::read(&text);
    if let Some(agreement) = &agreement {
        diagnostics.extend(unknown_states(agreement, &text, codes));
        diagnostics.extend(failing_examples(agreement, &text));
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    let usable = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    Checked { path: path.to_owned(), text, agreement: agreement.filter(|_| usable), diagnostics }
}

/// Reads a file that must be without errors; its warnings are left to `check`.
pub fn read_agreement(path: &Path, codes: &CodeList) -> Result<(String, Agreement), Failure> {
    let checked = check_file(path, codes)?;
    match checked.agreement {
        Some(agreement) => Ok((checked.text, agreement)),
        None => {
            let errors = checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            Err(Failure::Document(Document { path: checked.path, text: checked.text, diagnostics: errors.collect() }))
        }
    }
}

/// States that the code list does not have: compiling against it says so.
fn unknown_states(agreement: &Agreement, text: &str, codes: &CodeList) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for measure in &agreement.measures {
        if let Err(error) = virkning_measure::compile(&measure.success, codes) {
            let place = place_of_words(text, measure.clause.line, &measure.success_text);
            let plain = Diagnostic::error(error.code(), place);
            found.push(error.arguments().into_iter().fold(plain, |found, (name, value)| found.with(name, value)));
        }
    }
    found
}

fn failing_examples(agreement: &Agreement, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for example in &agreement.examples {
        let place = place_of_words(text, example.clause.line, &example.name);
        let result = virkning_engine::run_example(agreement, example);
        found.extend(result.differences.iter().map(|difference| {
            let (code, year) = match difference.year {
                Some(year) => ("X001", year.to_string()),
                None => ("X002", String::new()),
            };
            Diagnostic::error(code, place)
                .with("example", example.name.clone())
                .with("year", year)
                .with("expected", difference.expected.to_string())
                .with("computed", difference.computed.to_string())
        }));
        found.extend(result.due.iter().map(|difference| {
            Diagnostic::error("X003", place)
                .with("example", example.name.clone())
                .with("term", difference.term.to_string())
                .with("expected", if difference.expected { "yes" } else { "no" })
        }));
        if let Some(problem) = result.problem {
            found.push(
                problem
                    .arguments()
                    .into_iter()
                    .fold(Diagnostic::error(problem.code(), place), |diagnostic, (name, value)| {
                        diagnostic.with(name, value)
                    }),
            );
        }
    }
    found
}

/// The first place at or after a line where the words stand; the line itself where they do not.
fn place_of_words(text: &str, line: u32, words: &str) -> Place {
    let skip = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(skip).map(str::len).sum();
    match text.get(start..).and_then(|rest| rest.find(words)) {
        Some(offset) => Place::of_span(text, start + offset, start + offset + words.len()),
        None => {
            let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
            Place::of_span(text, start, start + length)
        }
    }
}
