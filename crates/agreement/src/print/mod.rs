//! A whole document from an agreement or a published paper: its terms in the order of the language, without prose.
//! Reading it again gives the same, apart from the clauses. Where there are amendments, the terms are printed as they held
//! at first, and the amendments after them.

mod case;
mod page;
mod payments;
mod people;
mod says;

use virkning_model::Agreement;
use virkning_model::claim::PublishedDocument;

use crate::canonical::canonical;
use crate::source::Source;
use crate::tree;
use page::Page;

/// Prints an agreement as a document in canonical form.
pub fn print(agreement: &Agreement) -> String {
    let first = agreement.earlier.first().map_or(agreement, |earlier| &earlier.terms);
    let not_stated = first.not_stated.iter().map(|term| term.term.clone()).collect();
    let changed = agreement.amendments.iter().flat_map(|amendment| &amendment.changes).map(|change| &change.term);
    let others = first.examples.iter().filter_map(|example| example.choice.as_ref().map(|(term, _)| term));
    let spoken_of = first.choices.iter().map(|choice| &choice.term).chain(changed).chain(others).cloned().collect();
    let mut page = Page::new(&first.name, not_stated, spoken_of);
    page.block(|page| people::head(page, first));
    page.block(|page| people::cohort(page, first));
    page.block(|page| people::organisation(page, first));
    page.block(|page| first.code_lists.iter().for_each(|list| people::code_list(page, list)));
    page.block(|page| first.measures.iter().for_each(|measure| people::measure(page, measure)));
    page.block(|page| case::case(page, first));
    page.block(|page| payments::payments(page, first));
    page.block(|page| says::choices(page, first));
    page.block(|page| says::amendments(page, &agreement.amendments));
    page.block(|page| says::claims(page, &first.claims, &first.printed));
    page.block(|page| says::examples(page, first));
    in_canonical_form(&page.text)
}

/// Prints a published paper as a document in canonical form.
pub fn print_document(document: &PublishedDocument) -> String {
    let mut page = Page::new(&document.name, Vec::new(), Vec::new());
    page.block(|page| says::document(page, document));
    page.block(|page| says::claims(page, &document.claims, &document.printed));
    in_canonical_form(&page.text)
}

/// The canonical form sorts keys and groups numbers.
fn in_canonical_form(rough: &str) -> String {
    let mut diagnostics = Vec::new();
    let source = Source::of(rough, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    debug_assert!(diagnostics.is_empty(), "what is printed is TOML: {diagnostics:?}");
    canonical(&source, &terms)
}
