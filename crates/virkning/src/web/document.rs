//! The text of an agreement as a page shows it: line by line, with what was found at its line, and the terms that the
//! machine reads of it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use virkning_model::{Agreement, Diagnostic, Severity};

use crate::text::line::limit_in_words;
use crate::text::rule;
use crate::web::request::Asked;

/// How many remarks there are, each with the way to its line on the page that shows the text; on this one where none is
/// named.
pub fn remarks(asked: &Asked<'_>, found: &[Diagnostic], is_open: bool, page: &str) -> Markup {
    let errors = found.iter().filter(|found| found.severity == Severity::Error).count().to_string();
    let warnings = found.iter().filter(|found| found.severity == Severity::Warning).count().to_string();
    html! {
        details class="remarks" id="bemaerkninger" open[is_open] {
            summary { (asked.texts.with("web-remarks", &[("errors", &errors), ("warnings", &warnings)])) }
            ul {
                @for diagnostic in found {
                    li class=[(diagnostic.severity == Severity::Error).then_some("error")] {
                        a href=(format!("{page}#L{}", diagnostic.place.line)) data-line=(diagnostic.place.line) { (asked.text("web-line")) " " (diagnostic.place.line) }
                        ": " (said(asked, diagnostic))
                    }
                }
            }
        }
    }
}

/// A message with its code and what to do.
fn said(asked: &Asked<'_>, diagnostic: &Diagnostic) -> Markup {
    let (message, hint) = asked.texts.diagnostic(diagnostic);
    html! { strong { (diagnostic.code) } " " (message) @if let Some(hint) = hint { " " em { (hint) } } }
}

/// The text, line by line, with what was found at its line. Lines have addresses.
pub fn document(asked: &Asked<'_>, text: &str, found: &[Diagnostic]) -> Markup {
    let mut at: BTreeMap<usize, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in found {
        at.entry(usize::try_from(diagnostic.place.line).unwrap_or(0)).or_default().push(diagnostic);
    }
    let mut is_term = false;
    let lines = text.lines().enumerate().map(|(place, line)| {
        let fence = line.starts_with("```");
        let class = match line {
            _ if fence || is_term => "term",
            _ if line.starts_with('#') => "heading",
            _ => "prose",
        };
        is_term ^= fence;
        (place + 1, class, line)
    });
    html! {
        ol class="document no-max-width" {
            @for (number, class, line) in lines {
                li id=(format!("L{number}")) class=(class) {
                    span class="line" { (line) }
                    @for diagnostic in at.get(&number).into_iter().flatten() { (remark(asked, diagnostic)) }
                }
            }
        }
    }
}

fn remark(asked: &Asked<'_>, diagnostic: &Diagnostic) -> Markup {
    let class = if diagnostic.severity == Severity::Error { "remark error" } else { "remark" };
    html! { span class=(class) { (said(asked, diagnostic)) } }
}

/// What the machine reads of it, each with the way to its line.
pub fn terms(asked: &Asked<'_>, agreement: &Agreement) -> Markup {
    let line = |line: u32| html! { a href=(format!("#L{line}")) { (asked.text("web-line")) " " (line) } };
    html! {
        h3 { (asked.text("web-parties")) }
        ul { @for party in &agreement.parties { li { (party.name) " " (line(party.clause.line)) } } }
        h3 { (asked.text("web-measures")) }
        ul {
            @for measure in &agreement.measures {
                li { (measure.label) ": " (rule::of_measure(measure, asked.texts)) " " (line(measure.clause.line)) }
            }
        }
        @if !agreement.payments.is_empty() {
            h3 { (asked.text("web-payments")) }
            ul { @for payment in &agreement.payments { li { (payment.label) " " (line(payment.clause.line)) } } }
        }
        @if !agreement.limits.is_empty() {
            h3 { (asked.text("web-limits")) }
            ul { @for limit in &agreement.limits { li { (limit_in_words(limit, asked.texts)) " " (line(limit.clause.line)) } } }
        }
        @if !agreement.choices.is_empty() {
            h3 { (asked.text("web-choices")) }
            ul { @for choice in &agreement.choices { li { (choice.term) ": " (choice.chosen) " " (line(choice.clause.line)) } } }
        }
    }
}
