//! From terms to the agreement: every reference is resolved, every success expression parsed, every text and number put
//! into its type. A term that was refused before is left out silently; its reason is already reported.

mod build;
mod measure;
mod money_terms;
mod people_terms;
mod references;
mod take;

use virkning_model::{Agreement, Diagnostic};

use crate::source::Source;
use crate::tree::Term;

/// Resolves the terms. The agreement is there only if every term could be built.
pub(crate) fn resolve(source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) -> Option<Agreement> {
    references::check(source, terms, diagnostics);
    build::agreement(source, terms, diagnostics)
}
