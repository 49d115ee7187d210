//! `check`: a document is read, its references resolved, its states looked up in the code list, and its worked examples
//! computed by the payment code itself.

use std::path::{Path, PathBuf};

use virkning_agreement::{Reading, places_of_terms};
use virkning_engine::review::{self, Remark, Reviewed};
use virkning_model::claim::PublishedDocument;
use virkning_model::code_list::CodeList;
use virkning_model::portfolio::Portfolio;
use virkning_model::{Agreement, Diagnostic, Place, Severity};

use super::failure::{Document, Failure, Refusal};
use super::folder::read_text;

/// A document that has been checked.
#[derive(Debug)]
pub struct Checked {
    /// Which file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The agreement, when it is one and there is no error.
    pub agreement: Option<Agreement>,
    /// The published paper, when it is one and there is no error.
    pub document: Option<PublishedDocument>,
    /// The portfolio, when it is one and there is no error.
    pub portfolio: Option<Portfolio>,
    /// Everything that was found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether something stands in the way of using it.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Checks files, and folders with everything in them that is a document, each alone and then against each other: several
/// documents may speak of the same investment.
pub fn check_files(paths: &[PathBuf], codes: &CodeList) -> Result<Vec<Checked>, Failure> {
    let mut checked = Vec::new();
    for path in documents(paths)? {
        checked.push(check_file(&path, codes)?);
    }
    compare_all(&mut checked);
    Ok(checked)
}

/// Checks texts in the same way, wherever they come from; the paths only name them.
pub fn check_texts(texts: Vec<(PathBuf, String)>, codes: &CodeList) -> Vec<Checked> {
    let mut checked: Vec<Checked> = texts.into_iter().map(|(path, text)| check_text(&path, text, codes)).collect();
    compare_all(&mut checked);
    checked
}

/// Adds what documents say of each other.
fn compare_all(checked: &mut [Checked]) {
    let agreements: Vec<(usize, &Agreement)> =
        checked.iter().enumerate().filter_map(|(place, file)| Some((place, file.agreement.as_ref()?))).collect();
    let papers: Vec<(usize, &PublishedDocument)> =
        checked.iter().enumerate().filter_map(|(place, file)| Some((place, file.document.as_ref()?))).collect();
    let found = compared(&agreements, &papers);
    for (place, remark) in found {
        let file = &mut checked[place];
        let diagnostic = diagnostic(&remark, &file.text);
        if !file.diagnostics.contains(&diagnostic) {
            file.diagnostics.push(diagnostic);
            file.diagnostics.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
        }
    }
}

/// What documents say of each other, with the place of the file that each remark is about.
fn compared(agreements: &[(usize, &Agreement)], papers: &[(usize, &PublishedDocument)]) -> Vec<(usize, Remark)> {
    let these: Vec<&Agreement> = agreements.iter().map(|(_, agreement)| *agreement).collect();
    let those: Vec<&PublishedDocument> = papers.iter().map(|(_, paper)| *paper).collect();
    let place = |about: Reviewed| match about {
        Reviewed::Agreement(index) => agreements[index].0,
        Reviewed::Document(index) => papers[index].0,
    };
    review::compare(&these, &those).into_iter().map(|(about, remark)| (place(about), remark)).collect()
}

/// Every document that is meant, folders in the order of their names.
pub(super) fn documents(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut documents = Vec::new();
    for path in paths {
        if !path.is_dir() {
            documents.push(path.clone());
            continue;
        }
        let before = documents.len();
        inside(path, &mut documents)?;
        if documents.len() == before {
            return Err(Refusal::new("check-no-documents").with("path", path.display()).into());
        }
    }
    Ok(documents)
}

fn inside(folder: &Path, documents: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error| Failure::operating("tried-read", folder, error);
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            inside(&entry, documents)?;
        } else if entry.extension().is_some_and(|ending| ending == "md") {
            documents.push(entry);
        }
    }
    Ok(())
}

/// A remark of the review, at the place of the term that it is about; at the head where the term has none.
fn diagnostic(remark: &Remark, text: &str) -> Diagnostic {
    let places = places_of_terms(text, [remark.term.as_str()]);
    diagnostic_at(remark, places.into_iter().next().flatten(), text)
}

/// Remarks of the review at the places of their terms: the text is taken apart once for all of them.
fn diagnostics_of(remarks: &[Remark], text: &str) -> Vec<Diagnostic> {
    let places = places_of_terms(text, remarks.iter().map(|remark| remark.term.as_str()));
    remarks.iter().zip(places).map(|(remark, place)| diagnostic_at(remark, place, text)).collect()
}

fn diagnostic_at(remark: &Remark, place: Option<Place>, text: &str) -> Diagnostic {
    let place = place.unwrap_or_else(|| Place::of_span(text, 0, 0));
    let plain = match remark.severity {
        Severity::Error => Diagnostic::error(remark.code, place),
        Severity::Warning => Diagnostic::warning(remark.code, place),
    };
    remark.arguments.iter().fold(plain, |found, (name, value)| found.with(name, value.clone()))
}

/// Checks one file.
pub fn check_file(path: &Path, codes: &CodeList) -> Result<Checked, Failure> {
    let text = read_text(path)?;
    Ok(check_text(path, text, codes))
}

/// Checks a text that stands in a file: an account mapping where its name ends in `.toml`, else a document.
pub fn check_text(path: &Path, text: String, codes: &CodeList) -> Checked {
    if path.extension().is_some_and(|ending| ending == "toml") {
        let diagnostics = crate::finance::mapping::read(&text).err().unwrap_or_default();
        return Checked { path: path.to_owned(), text, agreement: None, document: None, portfolio: None, diagnostics };
    }
    if let Some(named) = virkning_risk::agreement_named(&text) {
        let diagnostics = super::simulate::diagnostics(path, &text, named.as_deref(), codes);
        return Checked { path: path.to_owned(), text, agreement: None, document: None, portfolio: None, diagnostics };
    }
    let mut checked = read_checked(path, text, codes);
    let remarks = match (&checked.agreement, &checked.document) {
        (Some(agreement), _) => review::review(agreement),
        (None, Some(document)) => review::review_document(document),
        (None, None) => return checked,
    };
    checked.diagnostics.extend(diagnostics_of(&remarks, &checked.text));
    if let Some(agreement) = &checked.agreement {
        checked.diagnostics.extend(virkning_agreement::remarks(agreement, &checked.text));
    }
    checked.diagnostics.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    checked.diagnostics.dedup();
    checked
}

/// What stands in the way of using a text; what is merely doubtful about its figures is left to `check`.
fn read_checked(path: &Path, text: String, codes: &CodeList) -> Checked {
    let Reading { agreement, document, portfolio, mut diagnostics } = virkning_agreement::read(&text);
    if let Some(agreement) = &agreement {
        diagnostics.extend(unknown_states(agreement, &text, codes));
        diagnostics.extend(failing_examples(agreement, &text));
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    let usable = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    Checked {
        path: path.to_owned(),
        text,
        agreement: agreement.filter(|_| usable),
        document: document.filter(|_| usable),
        portfolio: portfolio.filter(|_| usable),
        diagnostics,
    }
}

/// Reads a file that must be without errors; its warnings are left to `check`.
pub fn read_agreement(path: &Path, codes: &CodeList) -> Result<(String, Agreement), Failure> {
    agreement_of_text(path, read_text(path)?, codes)
}

/// Reads a text that must be without errors, wherever it comes from; the path only names it.
pub fn agreement_of_text(path: &Path, text: String, codes: &CodeList) -> Result<(String, Agreement), Failure> {
    let checked = read_checked(path, text, codes);
    match checked.agreement {
        Some(agreement) => Ok((checked.text, agreement)),
        None if checked.document.is_some() || checked.portfolio.is_some() => {
            Err(Refusal::new("document-no-agreement").with("path", path.display()).into())
        }
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
        let compiled = virkning_measure::compile_measure(measure.success.as_ref(), measure.value.as_ref(), codes);
        if let Err(error) = compiled {
            let words = [&measure.success_text, &measure.value_text].into_iter().find(|words| !words.is_empty());
            let place = place_of_words(text, measure.clause.line, words.map_or("", String::as_str));
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
