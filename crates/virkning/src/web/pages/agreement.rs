//! Aftale: the sealed document, line by line, with its terms beside it and every remark at its line. Lines have addresses,
//! so that an amount leads to its clause.

use std::collections::BTreeMap;
use std::path::Path;

use maud::{Markup, html};
use virkning_model::{Agreement, Diagnostic, Severity};

use crate::app::check::check_text;
use crate::app::failure::{Failure, Refusal};
use crate::text::line::limit_in_words;
use crate::text::{format, rule};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::note;
use crate::web::request::Asked;

/// The document of the version sealed last.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let sealed = asked.session.store.agreement_sealed(id)?;
    let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
    let agreement = asked.session.sealed_agreement(id, &sealed)?;
    let versions = asked.session.store.agreement_versions(id)?.len().to_string();
    let codes = asked.session.codes()?.list;
    let checked = check_text(Path::new("aftale.md"), sealed.text.clone(), &codes);
    let sealed_on = format::date(asked.texts, sealed.at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let words = [
        ("version", sealed.version.as_str()),
        ("date", &sealed_on),
        ("by", sealed.by.as_str()),
        ("seal", sealed.hash.short()),
        ("versions", &versions),
    ];
    let body = html! {
        (note("", &asked.texts.with("web-sealed", &words)))
        (remarks(asked, &checked.diagnostics))
        div class="document-with-terms" {
            section aria-label=(asked.text("web-document")) { (document(asked, &sealed.text, &checked.diagnostics)) }
            aside aria-label=(asked.text("web-terms")) { h2 { (asked.text("web-terms")) } (terms(asked, &agreement)) }
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-agreement", asked.text("web-agreement"));
    Ok(asked_page(asked, head, body))
}

/// How many remarks there are, each with the way to its line.
fn remarks(asked: &Asked<'_>, found: &[Diagnostic]) -> Markup {
    let errors = found.iter().filter(|found| found.severity == Severity::Error).count().to_string();
    let warnings = found.iter().filter(|found| found.severity == Severity::Warning).count().to_string();
    html! {
        details class="remarks" {
            summary { (asked.texts.with("web-remarks", &[("errors", &errors), ("warnings", &warnings)])) }
            ul {
                @for diagnostic in found {
                    li {
                        a href=(format!("#L{}", diagnostic.place.line)) { (asked.text("web-line")) " " (diagnostic.place.line) }
                        ": " (asked.texts.diagnostic(diagnostic).0)
                    }
                }
            }
        }
    }
}

fn document(asked: &Asked<'_>, text: &str, found: &[Diagnostic]) -> Markup {
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
    let (message, hint) = asked.texts.diagnostic(diagnostic);
    let class = if diagnostic.severity == Severity::Error { "remark error" } else { "remark" };
    html! { span class=(class) { strong { (diagnostic.code) } " " (message) @if let Some(hint) = hint { " " em { (hint) } } } }
}

/// What the machine reads of it, each with the way to its line.
fn terms(asked: &Asked<'_>, agreement: &Agreement) -> Markup {
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
