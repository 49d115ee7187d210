//! The agreement as a document that runs: literate Markdown whose TOML blocks hold the terms. Pure: no files, no clock.
//!
//! The way of a document, each stage giving a value of another type:
//!
//! ```text
//! text ─ source ─► blocks with places ─ tree ─► terms ─ raw ─► terms that fit the language's shape
//!      ─ resolve ─► Agreement (references, expressions, types) ─ check ─► Reading (agreement or diagnostics)
//! Agreement ─ print ─► text          text ─ format ─► the same document in canonical form
//! ```
//!
//! `shape` is the language itself, as data; `codes` is everything that can be said about a document.

#![forbid(unsafe_code)]

mod canonical;
mod check;
pub mod codes;
mod difference;
mod near;
mod print;
mod raw;
mod resolve;
mod schema;
mod shape;
mod source;
mod template;
mod terms;
mod tree;

use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;
use virkning_model::{Agreement, Diagnostic, Severity};

pub use codes::CODES;
pub use difference::{LineDifference, Side, difference};
pub use print::print;
pub use schema::{schema, schema_ways};
pub use source::{Prose, Section, sections};
pub use template::{TEMPLATES, Template, template};
pub use terms::{Change, ProseChange, TermChange, TermValue, WholeTerm, Written, prose_changes, term_changes};

/// What became of a document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The agreement; there exactly if no diagnostic is an error.
    pub agreement: Option<Agreement>,
    /// Everything that is wrong or doubtful, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Whether nothing may be done with the document.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// A document without errors: the agreement and the text it stands in.
#[derive(Clone, Debug)]
pub struct Document {
    /// The agreement.
    pub agreement: Agreement,
    /// The text, as it was read.
    pub text: String,
    /// What is doubtful.
    pub warnings: Vec<Diagnostic>,
}

impl Document {
    /// Reads a document, or tells everything that is wrong with it.
    pub fn read(text: impl Into<String>) -> Result<Self, Vec<Diagnostic>> {
        let text = text.into();
        let reading = read(&text);
        match reading.agreement {
            Some(agreement) => Ok(Self { agreement, text, warnings: reading.diagnostics }),
            None => Err(reading.diagnostics),
        }
    }
}

/// Reads a document: the whole way from text to agreement.
pub fn read(text: &str) -> Reading {
    let mut diagnostics = Vec::new();
    let source = source::Source::of(text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    if diagnostics.is_empty() {
        raw::conform(&source, &terms, &mut diagnostics);
        let agreement = resolve::resolve(&source, &terms, &mut diagnostics);
        if let (Some(agreement), true) = (agreement, diagnostics.is_empty()) {
            check::check(&agreement, &source, &terms, &mut diagnostics);
            return finished(Some(agreement), diagnostics);
        }
    }
    finished(None, diagnostics)
}

fn finished(agreement: Option<Agreement>, mut diagnostics: Vec<Diagnostic>) -> Reading {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place.start, diagnostic.code));
    let mut reading = Reading { agreement, diagnostics };
    if reading.has_errors() {
        reading.agreement = None;
    }
    reading
}

/// The hash that seals a document: SHA-256 of its text with line feeds as line ends, so that a copy made on another
/// system is still the same document.
pub fn seal_hash(text: &str) -> ContentHash {
    let text = text.replace("\r\n", "\n");
    ContentHash::from_bytes(Sha256::digest(text.as_bytes()).into())
}

/// The canonical form of a document: prose and comments kept, blocks in the language's order, line feeds as line ends.
/// It is idempotent, and reading it gives the same agreement apart from lines. A document with errors has none.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let text = text.replace("\r\n", "\n");
    let reading = read(&text);
    if reading.has_errors() {
        return Err(reading.diagnostics);
    }
    let mut diagnostics = Vec::new();
    let source = source::Source::of(&text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    Ok(canonical::canonical(&source, &terms))
}
