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
mod figures;
mod form;
mod near;
mod paths;
mod print;
mod raw;
mod reference;
mod resolve;
mod schema;
mod shape;
mod source;
mod template;
mod terms;
pub mod tree;
mod versions;

use sha2::{Digest, Sha256};
use virkning_model::claim::PublishedDocument;
use virkning_model::id::ContentHash;
use virkning_model::portfolio::Portfolio;
use virkning_model::{Agreement, Diagnostic, Place, Severity};

pub use codes::CODES;
pub use difference::{LineDifference, Side, difference};
pub use figures::{FiguresError, FiguresProblem, figures_of, parse_claim, parse_figures, print_claim};
pub use form::{Form, FormError, FormValue, NewValue, form_values, identifier, with_form_values, with_varied_values};
pub use print::{print, print_document};
pub use reference::{ReferenceKey, ReferenceTable, reference, reference_markdown};
pub use schema::{schema, schema_ways};
pub use source::{Prose, Section, Source, sections};
pub use template::{TEMPLATES, Template, template};
pub use terms::{Change, ProseChange, TermChange, TermValue, WholeTerm, Written, prose_changes, term_changes};

/// What became of a document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The agreement, as it holds last; there exactly if the text is one and no diagnostic is an error.
    pub agreement: Option<Agreement>,
    /// The paper, where the text is a published document instead of an agreement and no diagnostic is an error.
    pub document: Option<PublishedDocument>,
    /// The portfolio, where the text is one and no diagnostic is an error.
    pub portfolio: Option<Portfolio>,
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
    if !diagnostics.is_empty() {
        return finished(None, None, diagnostics);
    }
    raw::conform(&source, &terms, &mut diagnostics);
    if raw::DocumentKind::of(&terms) == raw::DocumentKind::Published {
        let document = resolve::document(&source, &terms, &mut diagnostics);
        if let (Some(document), true) = (&document, diagnostics.is_empty()) {
            check::document(document, &source, &terms, &mut diagnostics);
        }
        return finished(None, document, diagnostics);
    }
    if raw::DocumentKind::of(&terms) == raw::DocumentKind::Portfolio {
        let portfolio = resolve::portfolio(&source, &terms, &mut diagnostics);
        let reading = finished(None, None, diagnostics);
        let portfolio = portfolio.filter(|_| !reading.has_errors());
        return Reading { portfolio, ..reading };
    }
    let first = resolve::agreement(&source, &terms, &mut diagnostics);
    let (Some(first), true) = (first, diagnostics.is_empty()) else { return finished(None, None, diagnostics) };
    check::check(&first, &source, &terms, &[], &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return finished(None, None, diagnostics);
    }
    let agreement = versions::of(&source, &terms, first, &mut diagnostics);
    finished(agreement, None, diagnostics)
}

fn finished(
    agreement: Option<Agreement>,
    document: Option<PublishedDocument>,
    mut diagnostics: Vec<Diagnostic>,
) -> Reading {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place.start, diagnostic.code));
    let mut reading = Reading { agreement, document, portfolio: None, diagnostics };
    if reading.has_errors() {
        (reading.agreement, reading.document) = (None, None);
    }
    reading
}

/// What is true of an agreement and worth knowing without being a doubt about the document: whom its measures cannot see.
/// Warnings, in the order of the document. The agreement is the one that the text was read to.
pub fn remarks(agreement: &Agreement, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let source = source::Source::of(text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    check::remarks(agreement, &source, &terms, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place.start, diagnostic.code));
    diagnostics
}

/// The place of the term at a path, as choices and amendments write it: `payment.outcome-payment.from.2.budget`; tables
/// whose terms have no identifier count from one: `signature.1`. Where only the beginning of the path is there, its place.
pub fn place_of_term(text: &str, path: &str) -> Option<Place> {
    places_of_terms(text, [path]).pop().flatten()
}

/// The places of several terms of one text, in their order: the text is taken apart once.
pub fn places_of_terms<'a>(text: &str, paths: impl IntoIterator<Item = &'a str>) -> Vec<Option<Place>> {
    let mut diagnostics = Vec::new();
    let source = source::Source::of(text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    let place = |path: &str| {
        let (term, keys) = paths::term_at(&terms, path)?;
        Some(source.place(&term.span_at(&keys)))
    };
    paths.into_iter().map(place).collect()
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
