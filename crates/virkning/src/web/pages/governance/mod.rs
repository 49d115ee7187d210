//! Styring: the portfolio as its secretariat works with it. The pages hold no rules: stages, gates, days and papers come from
//! the portfolio's own crate, and what is recorded goes through the same use cases as the command line.

pub mod board;
pub mod calendar;
pub mod calls;
pub mod continuation;
pub mod decisions;
pub mod documents;
pub mod reports;
pub mod sent;

use std::sync::Arc;

use maud::{Markup, html};
use virkning_govern::record::LineageKind;
use virkning_govern::{Dossier, Figure, Report, Value};
use virkning_model::Decimal;
use virkning_report::{Cell, Column, Row, Table};

use crate::app::failure::{Failure, Refusal};
use crate::app::governance::for_the_public;
use crate::app::governance::render::{plain, view_of};
use crate::text::{Texts, entry};
use crate::web::answer::Answer;
use crate::web::layout::{Head, Tab, asked_page};
use crate::web::parts::{empty, field};
use crate::web::request::Asked;
use crate::web::routes::{Area, GOVERN, READ_INSIDE};
use crate::web::view;

/// The pages beside each other: address and key of the name.
const TABS: [(&str, &str); 5] = [
    ("/styring", "gov-board"),
    ("/styring/beslutninger", "gov-decisions"),
    ("/styring/opslag", "gov-calls"),
    ("/styring/rapporter", "gov-reports"),
    ("/styring/dokumenter", "gov-documents"),
];

/// The head of a page, with the pages beside it.
fn head(asked: &Asked<'_>, here: &str, title: String) -> Head {
    let tab = |(to, key): &(&str, &str)| Tab { to: (*to).to_owned(), name: asked.text(key), is_here: *to == here };
    let crumbs = vec![("/styring".to_owned(), asked.text("web-governance"))];
    Head { tabs: TABS.iter().map(tab).collect(), crumbs, ..Head::of(Area::Governance, title) }
}

/// The portfolio that is kept; a page that needs it and finds none is refused in words.
fn dossier(asked: &Asked<'_>) -> Result<Arc<Dossier>, Failure> {
    asked.session.kept_dossier()?.ok_or_else(|| Refusal::new("portfolio-none").into())
}

/// A page of the portfolio that says what to do first, before there is one.
fn nothing_yet(asked: &Asked<'_>, here: &str, title: &str) -> Answer {
    let may = asked.standing.is_any(GOVERN);
    let body = html! {
        (empty(&asked.text("gov-none"), &asked.text(if may { "gov-none-what" } else { "gov-none-wait" })))
        @if may { p { a class="button button-primary" href="/styring/dokumenter" { (asked.text("gov-documents-bring")) } } }
    };
    asked_page(asked, head(asked, here, asked.text(title)), body)
}

/// A report without what this user may not see: whoever stands outside sees no small counts of people.
fn for_reader(asked: &Asked<'_>, mut report: Report) -> Result<Report, Failure> {
    if !asked.is_any(READ_INSIDE) {
        for_the_public(&mut report, u64::from(asked.session.disclosure_rule()?.0.minimum));
    }
    Ok(report)
}

/// A report as a part of a page.
fn paper(report: &Report, texts: &Texts) -> Markup {
    let statement = view_of(report, texts);
    html! {
        @if !statement.facts.is_empty() { (view::facts(&statement.facts)) }
        @if !statement.key_figures.is_empty() { (view::key_figures(&statement.key_figures)) }
        (view::sections(&statement.sections, texts))
        @if !statement.signatures.is_empty() {
            section {
                h2 { (statement.labels.signatures) }
                ul { @for one in &statement.signatures { li { (one.party) ": " (one.office) } } }
            }
        }
        @let figures = report.figures();
        @if !figures.is_empty() {
            details class="do" {
                summary { (texts.get("gov-lineage")) }
                (view::table_named(&lineage(&figures, texts), &texts.get("gov-lineage")))
            }
        }
    }
}

/// Where each figure of a report comes from.
fn lineage(figures: &[&Figure], texts: &Texts) -> Table {
    let keys = ["report-figure", "gov-lineage-value", "gov-document", "gov-lineage-term", "gov-lineage-how"];
    let mut table = Table::new("", keys.map(|key| Column::text(texts.get(key))).to_vec());
    table.rows = figures
        .iter()
        .map(|figure| {
            let from = &figure.from;
            let place = match (from.section.as_str(), from.line) {
                ("", 0) => from.term.clone(),
                (section, 0) => format!("{} ({section})", from.term),
                (section, line) => {
                    format!("{} ({section}, {} {line})", from.term, texts.get("web-line").to_lowercase())
                }
            };
            let kind = texts.get(kind_key(from.kind));
            let is_hidden = figure.value == Value::Word("paper-too-few".to_owned());
            let how = match (from.source.as_str(), from.parts.as_slice()) {
                // What a source is said to state could tell what is hidden.
                _ if is_hidden => kind,
                ("", []) => kind,
                (source, []) => format!("{kind}: {source}"),
                (source, parts) => format!("{kind}: {source} ({})", parts.join(", ")),
            };
            let cells = [figure.id.clone(), plain(&figure.value, texts), from.document.clone(), place, how];
            Row::from(cells.map(Cell::text).to_vec())
        })
        .collect();
    table
}

fn kind_key(kind: LineageKind) -> &'static str {
    match kind {
        LineageKind::Stated => "gov-lineage-stated",
        LineageKind::Web => "gov-lineage-web",
        LineageKind::Derived => "gov-lineage-derived",
        LineageKind::Assumed => "gov-lineage-assumed",
        LineageKind::Computed => "gov-lineage-computed",
        LineageKind::Recorded => "gov-lineage-recorded",
    }
}

/// What was done, as an address says it to the page that it leads to.
fn said(key: &str) -> &str {
    key.trim_start_matches("web-done-")
}

/// Several lines of text.
fn lines_field(id: &str, label: &str, hint: Option<&str>, text: &str, rows: u8, required: bool) -> Markup {
    let described = hint.map(|_| format!("{id}-hint"));
    field(
        id,
        label,
        hint,
        html! {
            textarea class="form-input" id=(id) name=(id) rows=(rows) required[required] aria-describedby=[described] { (text) }
        },
    )
}

/// The lines of a field of several, without empty ones.
fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A text as it is kept: browsers end lines in their own way.
fn text_of(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim().to_owned()
}

/// A number as somebody typed it in his language, as the document writes it.
fn number_of(asked: &Asked<'_>, typed: &str) -> Result<Option<String>, Failure> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number: Option<Decimal> = entry::number(asked.texts.language(), typed);
    let number = number.ok_or_else(|| Refusal::new("gov-number-invalid").with("number", typed))?;
    Ok(Some(number.normalize().to_string()))
}
