//! The review: what an agreement or a published paper says that does not hold together. Claims are computed, printed
//! tables are added up again, documents about the same investment are laid side by side, and named rules (the linter)
//! look for terms that will not work. Every finding comes from a general rule and is a warning: a reader must look.
//!
//! ```text
//! Agreement ─┬─ figures (plan, business case, terms by path) ─┬─ claims, subjects ─┐
//!            └─ printed tables ─ columns, rows, areas, units ─┴─ linter ───────────┴─► Remark: code, term, words
//! ```

mod arithmetic;
mod claims;
mod documents;
mod figures;
mod linter;
mod nearest;
mod subjects;
mod tables;
mod terms;
#[cfg(test)]
mod tests;
mod totals;

use virkning_model::Severity;
use virkning_model::agreement::Agreement;
use virkning_model::claim::PublishedDocument;

pub use documents::Reviewed;

use figures::Figures;

/// One thing that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Stable code, such as `F010` or `W024`: the key of its message and hint in each language.
    pub code: &'static str,
    /// Always a warning: the document can be used.
    pub severity: Severity,
    /// The term by its path, as in choices: `claim.break-even`, `printed.table-1`, `payment.bonus.amount`.
    pub term: String,
    /// The words that fill the message: name and value. Amounts are kroner with a point, shares decimals.
    pub arguments: Vec<(&'static str, String)>,
}

impl Remark {
    fn new(code: &'static str, term: impl Into<String>) -> Self {
        Self { code, severity: Severity::Warning, term: term.into(), arguments: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// A word that a message chooses by: `none` where there is nothing to say.
    fn with_or_none(self, name: &'static str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.with(name, if value.is_empty() { "none".to_owned() } else { value })
    }
}

/// Every code of the review, in order; each has a document under `bad/` that shows it.
pub const CODES: &[&str] = &[
    "F001", "F002", "F003", "F004", "F005", "F007", "F008", "F010", "F011", "F012", "F013", "F014", "F015", "F016",
    "F017", "F018", "F019", "F020", "F022", "F030", "F031", "F032", "F033", "F034", "W020", "W021", "W022", "W023",
    "W024", "W025", "W026", "W027", "W029", "W030", "W031", "W032", "W033", "W034", "W035", "W037",
];

/// Everything that a reader of an agreement should look at, in the order of the rules: claims, tables, then the linter.
pub fn review(agreement: &Agreement) -> Vec<Remark> {
    let figures = Figures::of_agreement(agreement);
    let mut remarks = claims::claims(&agreement.claims, &figures);
    remarks.extend(subjects::subjects(&agreement.claims, &figures));
    remarks.extend(subjects::units_of_reports(agreement));
    remarks.extend(tables::tables(&agreement.printed, &figures));
    remarks.extend(documents::price_level_of_agreement(agreement));
    remarks.extend(linter::lint(agreement, &figures));
    remarks
}

/// Everything that a reader of a published paper should look at.
pub fn review_document(document: &PublishedDocument) -> Vec<Remark> {
    let figures = Figures::of_document(document);
    let mut remarks = claims::claims(&document.claims, &figures);
    remarks.extend(subjects::subjects(&document.claims, &figures));
    remarks.extend(tables::tables(&document.printed, &figures));
    remarks.extend(documents::within(document));
    remarks
}

/// Where documents about the same investment disagree. Each remark stands at the later of two: agreements come before
/// papers, each in the order given.
pub fn compare(agreements: &[&Agreement], documents: &[&PublishedDocument]) -> Vec<(Reviewed, Remark)> {
    documents::compare(agreements, documents)
}
