//! How a failure is said on a page, and with which status: the only place that decides it. What failed inside is told to
//! the server's log, and to the user only that it did.

use axum::http::StatusCode;
use maud::html;
use virkning_model::Severity;

use super::access_log::tell;
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

/// Somebody asks for more than a person can read.
pub fn too_many(texts: &Texts, standing: Option<&Standing>) -> Answer {
    let body = html! { p { (texts.get("web-too-many")) } };
    layout::page(texts, standing, Head::plain(texts.get("web-too-many-title")), body)
        .with_status(StatusCode::TOO_MANY_REQUESTS)
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
            tell(format_args!("{} {}: {}", operating.tried, operating.path.display(), operating.source));
            broken(texts)
        }
    }
}

/// A fault of ours, or of the store: a disk, a database, a damaged row. What is said of it names files and servers.
fn is_of_the_inside(key: &str) -> bool {
    // Faults of what is stored, and of the store itself; the other codes of the store are refusals, and said.
    let of_the_store = key.len() == 4 && (("S101".."S130").contains(&key) || key.starts_with("S2"));
    key == "internal" || of_the_store
}

fn refused(refusal: &Refusal, texts: &Texts, standing: Option<&Standing>) -> Answer {
    if is_of_the_inside(&refusal.key) {
        tell(format_args!("{refusal:?}"));
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
    let status = match refusal.key.as_str() {
        "web-busy" => StatusCode::SERVICE_UNAVAILABLE,
        "login-provider" => StatusCode::BAD_GATEWAY,
        _ => StatusCode::CONFLICT,
    };
    layout::page(texts, standing, Head::plain(texts.get("web-refused-title")), body).with_status(status)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use crate::web::answer::Body;

    #[test]
    fn a_fault_of_ours_says_nothing_of_the_inside() {
        let texts = Texts::new(Language::Danish);
        let check = |failing: Failure, status: StatusCode| {
            let answer = failure(&failing, &texts, None);
            let Body::Page(page) = answer.body else { panic!("no page") };
            assert_eq!(answer.status, status);
            assert_eq!(page.into_string().contains("/srv/virkning"), status == StatusCode::CONFLICT);
        };
        let refusal =
            |key: &str| Failure::from(Refusal::new(key).with("path", "/srv/virkning").with("what", "/srv/virkning"));
        check(refusal("internal"), StatusCode::INTERNAL_SERVER_ERROR);
        check(refusal("S209"), StatusCode::INTERNAL_SERVER_ERROR);
        check(refusal("S102"), StatusCode::INTERNAL_SERVER_ERROR);
        check(refusal("damaged-file"), StatusCode::CONFLICT);
        let path = std::path::Path::new("/srv/virkning");
        check(Failure::operating("tried-read", path, "/srv/virkning"), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
