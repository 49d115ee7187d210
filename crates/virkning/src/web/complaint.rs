//! How a failure is said on a page, and with which status: the only place that decides it. What failed inside is told to
//! the server's log, and to the user only that it did.

use axum::http::StatusCode;
use maud::html;
use virkning_model::Severity;

use super::answer::Answer;
use super::layout::{self, Head};
use super::request::Standing;
use crate::app::failure::{Document, Failure, Refusal, Rows};
use crate::text::Texts;
use crate::text::refusal::in_words;

/// Rows that are written out before the rest is only counted.
const ROWS_SHOWN_MAX: usize = 20;

/// What is not there, or is not yours: nobody can tell which.
pub fn not_found(texts: &Texts, standing: Option<&Standing>) -> Answer {
    let body = html! { p { (texts.get("web-not-found")) } p { a href="/" { (texts.get("web-to-tasks")) } } };
    layout::page(texts, standing, Head::plain(texts.get("web-not-found-title")), body)
        .with_status(StatusCode::NOT_FOUND)
}

/// A form that did not come from a page of this session.
pub fn foreign_form(texts: &Texts, standing: Option<&Standing>) -> Answer {
    let body = html! { p { (texts.get("web-foreign-form")) } p { a href="/" { (texts.get("web-to-tasks")) } } };
    layout::page(texts, standing, Head::plain(texts.get("web-foreign-form-title")), body)
        .with_status(StatusCode::FORBIDDEN)
}

/// A fault of ours.
pub fn broken(texts: &Texts) -> Answer {
    let body = html! { p { (texts.get("web-broken")) } };
    layout::page(texts, None, Head::plain(texts.get("web-broken-title")), body)
        .with_status(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Any failure of a use case.
pub fn failure(failure: &Failure, texts: &Texts, standing: Option<&Standing>) -> Answer {
    match failure {
        Failure::Refused(refusal) => refused(refusal, texts, standing),
        Failure::Document(document) => document_with_errors(document, texts, standing),
        Failure::Rows(rows) => faulty_rows(rows, texts, standing),
        Failure::Operating(operating) => {
            eprintln!("virkning: {} {}: {}", operating.tried, operating.path.display(), operating.source);
            broken(texts)
        }
    }
}

fn refused(refusal: &Refusal, texts: &Texts, standing: Option<&Standing>) -> Answer {
    if refusal.key == "internal" {
        eprintln!("virkning: {refusal:?}");
        return broken(texts);
    }
    let (message, hint) = in_words(refusal, texts);
    let body = html! {
        div class="alert alert-warning" role="alert" {
            div class="alert-body" {
                p class="alert-heading" { (message) }
                @for detail in &refusal.details { p class="alert-text" { (detail) } }
                @if let Some(hint) = hint { p class="alert-text" { (hint) } }
            }
        }
        p { (texts.get("web-nothing-changed")) }
    };
    layout::page(texts, standing, Head::plain(texts.get("web-refused-title")), body).with_status(StatusCode::CONFLICT)
}

fn document_with_errors(document: &Document, texts: &Texts, standing: Option<&Standing>) -> Answer {
    let body = html! {
        p { (texts.get("web-nothing-changed")) }
        ul {
            @for diagnostic in document.diagnostics.iter().filter(|found| found.severity == Severity::Error) {
                @let (message, hint) = texts.diagnostic(diagnostic);
                li { (diagnostic.code) " " (diagnostic.place.line) ": " (message) " " (hint.unwrap_or_default()) }
            }
        }
    };
    let head = Head::plain(texts.get("web-refused-title"));
    layout::page(texts, standing, head, body).with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

fn faulty_rows(rows: &Rows, texts: &Texts, standing: Option<&Standing>) -> Answer {
    let body = html! {
        p { (texts.with("rows-faulty", &[("count", &rows.problems.len().to_string())])) }
        ul {
            @for problem in rows.problems.iter().take(ROWS_SHOWN_MAX) {
                @let arguments: Vec<(&str, &str)> =
                    problem.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                li { (problem.line) ": " (problem.code) " " (texts.with(&problem.code, &arguments)) }
            }
        }
    };
    let head = Head::plain(texts.get("web-refused-title"));
    layout::page(texts, standing, head, body).with_status(StatusCode::UNPROCESSABLE_ENTITY)
}
