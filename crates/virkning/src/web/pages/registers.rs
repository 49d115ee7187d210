//! Registre: which editions there are, what was wrong in them, and codes that nobody knows.

use maud::{Markup, html};
use virkning_register::Manifest;

use crate::app::failure::Failure;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::empty;
use crate::web::request::Asked;
use crate::web::routes::Area;

/// All snapshots, the newest first.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let mut manifests = asked.session.snapshots()?;
    manifests.reverse();
    let body = html! {
        @if manifests.is_empty() { (empty(&asked.text("web-registers-none"), &asked.text("web-registers-none-what"))) }
        @for manifest in &manifests { (one(asked, manifest)) }
    };
    Ok(asked_page(asked, Head::of(Area::Registers, asked.text("web-registers")), body))
}

fn one(asked: &Asked<'_>, manifest: &Manifest) -> Markup {
    let count = |number: u64| format::count(asked.texts.language(), number);
    html! {
        section {
            h2 { (manifest.snapshot) }
            dl class="facts" {
                div { dt { (asked.text("manifest-edition")) } dd { (format::month(asked.texts, manifest.edition)) } }
                div { dt { (asked.text("manifest-as-of")) } dd { (format::date(asked.texts, manifest.as_of)) } }
                div { dt { (asked.text("manifest-people")) } dd { (count(manifest.people.into())) } }
                div { dt { (asked.text("web-rows")) } dd { (count(manifest.rows)) } }
                div { dt { (asked.text("web-rows-rejected")) } dd { (count(manifest.rejected)) } }
                div {
                    dt { (asked.text("manifest-synthetic")) }
                    dd { (asked.text(if manifest.synthetic { "word-yes" } else { "word-no" })) }
                }
            }
            @if !manifest.unknown_codes.is_empty() {
                h3 { (asked.text("manifest-unknown-codes")) }
                ul {
                    @for code in &manifest.unknown_codes {
                        li {
                            (asked.texts.with("manifest-unknown-code", &[
                                ("code", &code.code.to_string()),
                                ("people", &count(code.people.into())),
                                ("weeks", &count(code.weeks)),
                            ]))
                        }
                    }
                }
            }
            @if !manifest.problems.is_empty() {
                details {
                    summary { (asked.text("manifest-problems")) " (" (count(manifest.problems.len() as u64)) ")" }
                    ul {
                        @for problem in &manifest.problems {
                            @let arguments = problem.arguments();
                            @let words: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
                            li { (problem.line) ": " (asked.texts.with(problem.fault.code(), &words)) }
                        }
                    }
                }
            }
        }
    }
}
