//! Why a use case did not do what was asked. A refusal is data with a key into the text files; bad input is a list of what
//! is wrong and where; an operating failure says what was tried.

use std::error::Error;
use std::path::{Path, PathBuf};

use virkning_model::Diagnostic;

/// A use case that did not happen. Nothing was changed.
#[derive(Debug)]
pub enum Failure {
    /// A rule says no.
    Refused(Refusal),
    /// A document with errors.
    Document(Document),
    /// A data file with faulty rows.
    Rows(Rows),
    /// The machine failed: a disk, a database, a file that is not there.
    Operating(Operating),
}

/// A rule that says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The key of message and hint in the text files.
    pub key: String,
    /// The words that fill them.
    pub arguments: Vec<(String, String)>,
    /// More lines that belong to it, already without language: differences, identifiers.
    pub details: Vec<String>,
}

impl Refusal {
    /// A refusal by its key.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), arguments: Vec::new(), details: Vec::new() }
    }

    /// The same with one more word.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same with lines below it.
    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

/// A document and what is wrong with it.
#[derive(Debug)]
pub struct Document {
    /// Which file.
    pub path: PathBuf,
    /// Its text, for the excerpts.
    pub text: String,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A data file and its faulty rows.
#[derive(Debug)]
pub struct Rows {
    /// Which file.
    pub path: PathBuf,
    /// The rows, in the order of the file.
    pub problems: Vec<RowProblem>,
}

/// One faulty row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Its file, where there are several; empty where it is the one of [`Rows`].
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column's name, where one is meant.
    pub column: String,
    /// What stands there; never an identifier in full.
    pub excerpt: String,
    /// The code of the message.
    pub code: String,
    /// The words that fill it.
    pub arguments: Vec<(String, String)>,
}

/// A failure of the machine.
#[derive(Debug)]
pub struct Operating {
    /// The key of what was tried.
    pub tried: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What went wrong.
    pub source: Box<dyn Error + Send + Sync>,
}

impl Failure {
    /// A failure of the machine while something was tried.
    pub fn operating(tried: &'static str, path: &Path, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Failure::Operating(Operating { tried, path: path.to_owned(), source: source.into() })
    }
}
