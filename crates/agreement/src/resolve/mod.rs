//! From terms to the agreement: every reference is resolved, every expression parsed, every text and number put into its
//! type. A term that was refused before is left out silently; its reason is already reported.

mod build;
mod case_terms;
mod claims;
mod code_list;
mod examples;
mod governance_terms;
mod measure;
mod not_stated;
mod overlap_terms;
mod payment_terms;
mod people_terms;
mod portfolio_terms;
mod references;
mod take;
pub(crate) mod words;

use virkning_model::claim::PublishedDocument;
use virkning_model::origin::Origin;
use virkning_model::portfolio::Portfolio;
use virkning_model::{Agreement, Diagnostic};

use crate::source::Source;
use crate::tree::{Table, Term};

/// Resolves the terms of an agreement. It is there only if every term could be built.
pub(crate) fn agreement(source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) -> Option<Agreement> {
    references::check(source, terms, diagnostics);
    build::agreement(&mut build::Context::new(source, terms, diagnostics), terms)
}

/// Resolves the terms of a published paper. It is there only if every term could be built.
pub(crate) fn document(
    source: &Source<'_>,
    terms: &[Term],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PublishedDocument> {
    references::check(source, terms, diagnostics);
    claims::document(&mut build::Context::new(source, terms, diagnostics), terms)
}

/// Resolves the terms of a portfolio. It is there only if every term could be built.
pub(crate) fn portfolio(source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) -> Option<Portfolio> {
    references::check(source, terms, diagnostics);
    portfolio_terms::portfolio(&mut build::Context::new(source, terms, diagnostics), terms)
}

/// Where a term comes from, as it says itself.
pub(crate) fn origin(body: &Table) -> Option<Origin> {
    take::origin(body)
}
