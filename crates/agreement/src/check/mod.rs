//! Rules that span several keys or several terms. They run on a resolved agreement, so that each mistake is told once
//! and nothing is told that only follows from another mistake.

mod case;
mod choices;
mod code_lists;
mod examples;
mod implementation;
mod measures;
mod money;
mod overlap;
mod people;
mod remarks;
mod says;
mod tariffs;

use virkning_model::claim::PublishedDocument;
use virkning_model::{Agreement, Diagnostic};

use crate::codes;
use crate::paths;
use crate::source::Source;
use crate::tree::{Span, Term};

/// Runs every rule on one version of an agreement. `changed` are the paths that amendments have changed before it.
pub(crate) fn check(
    agreement: &Agreement,
    source: &Source<'_>,
    terms: &[Term],
    changed: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut checker = Checker { agreement, source, terms, changed, diagnostics };
    people::check(&mut checker);
    implementation::check(&mut checker);
    code_lists::check(&mut checker);
    measures::check(&mut checker);
    money::check(&mut checker);
    overlap::check(&mut checker);
    case::check(&mut checker);
    tariffs::check(&mut checker);
    choices::check(&mut checker);
    says::check(&mut checker, &agreement.claims, &agreement.printed);
    examples::check(&mut checker);
}

/// Runs the rules of a published paper.
pub(crate) fn document(
    document: &PublishedDocument,
    source: &Source<'_>,
    terms: &[Term],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut checker = Checker { agreement: document, source, terms, changed: &[], diagnostics };
    choices::check(&mut checker);
    says::check(&mut checker, &document.claims, &document.printed);
}

/// Tells what is true of the agreement and worth knowing, without being a doubt about the document.
pub(crate) fn remarks(agreement: &Agreement, source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) {
    remarks::tell(&mut Checker { agreement, source, terms, changed: &[], diagnostics });
}

/// What a rule sees: the agreement (or the paper) for its sense, the terms for its places.
struct Checker<'a, A = Agreement> {
    agreement: &'a A,
    source: &'a Source<'a>,
    terms: &'a [Term],
    changed: &'a [String],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a, A> Checker<'a, A> {
    /// The n-th term of a table. Every term of a resolved agreement was built, so both count alike.
    fn term(&self, table: &str, index: usize) -> &'a Term {
        self.terms
            .iter()
            .filter(|term| term.table == table)
            .nth(index)
            .expect("a resolved agreement has as many terms as the document")
    }

    /// Reports a code at a value of the n-th term of a table.
    fn report(&mut self, code: &'static str, place: (&str, usize, &[&str]), arguments: &[(&'static str, &str)]) {
        let (table, index, keys) = place;
        let span = self.term(table, index).span_at(keys);
        self.report_at(code, &span, arguments);
    }

    fn report_at(&mut self, code: &'static str, span: &Span, arguments: &[(&'static str, &str)]) {
        let place = self.source.place(span);
        let mut diagnostic = Diagnostic { code, severity: codes::severity(code), place, arguments: Vec::new() };
        for (name, value) in arguments {
            diagnostic = diagnostic.with(name, *value);
        }
        self.diagnostics.push(diagnostic);
    }
}

impl Checker<'_> {
    /// Reports a day that lies outside the agreement's period.
    fn day_in_period(&mut self, day: jiff::civil::Date, place: (&str, usize, &[&str])) {
        let agreement = self.agreement;
        if day < agreement.from || day > agreement.to {
            let arguments = [
                ("day", &*day.to_string()),
                ("from", &*agreement.from.to_string()),
                ("to", &*agreement.to.to_string()),
            ];
            self.report(codes::DAY_OUTSIDE_PERIOD, place, &arguments);
        }
    }

    /// Whether a visible choice is about a term or a part of it. A choice whose term is misspelt may be about any of
    /// them: its own mistake is told, and nothing that follows from it.
    fn is_chosen(&self, term: &str) -> bool {
        if self.agreement.choices.iter().any(|choice| paths::value_at(self.terms, &choice.term).is_none()) {
            return true;
        }
        self.agreement
            .choices
            .iter()
            .any(|choice| choice.term.strip_prefix(term).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }
}
