//! Porteføljens dokumenter: what the pages are made of, and the form by which documents are brought.

use std::path::PathBuf;

use maud::{Markup, html};
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::PortfolioDocument;

use super::head;
use crate::app::failure::{Failure, Refusal};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::asked_page;
use crate::web::parts::{empty, field, file_form};
use crate::web::request::Asked;
use crate::web::routes::GOVERN;
use crate::web::view;

/// What is kept, and the form.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let kept = asked.session.store.portfolio_documents()?;
    let may = asked.is_any(GOVERN);
    let body = html! {
        @if kept.is_empty() { (empty(&asked.text("gov-none"), &asked.text(if may { "gov-none-what" } else { "gov-none-wait" }))) }
        @else { (view::table(&table(asked, &kept))) p class="note" { (asked.text("gov-documents-note")) } }
        @if may { section { h2 { (asked.text("gov-documents-bring")) } (bring_form(asked)) } }
    };
    Ok(asked_page(asked, head(asked, "/styring/dokumenter", asked.text("gov-documents")), body))
}

fn table(asked: &Asked<'_>, kept: &[PortfolioDocument]) -> Table {
    let keys = ["gov-document", "paper-kind", "gov-document-by", "gov-document-at", "gov-document-hash"];
    let mut table = Table::new(asked.text("gov-documents"), keys.map(|key| Column::text(asked.text(key))).to_vec());
    table.rows = kept
        .iter()
        .map(|one| {
            Row::from(vec![
                Cell::text(one.name.clone()),
                Cell::text(asked.text(&format!("gov-document-{}", one.kind))),
                Cell::text(one.by.to_string()),
                Cell::text(format::moment(asked.texts.language(), one.at)),
                Cell::text(one.content.short().to_owned()),
            ])
        })
        .collect();
    table
}

fn bring_form(asked: &Asked<'_>) -> Markup {
    let inside = html! {
        (field("dokumenter", &asked.text("gov-documents-files"), Some(&asked.text("gov-documents-hint")), html! {
            input class="form-input" type="file" id="dokumenter" name="dokumenter" multiple required accept=".md,text/markdown"
                aria-describedby="dokumenter-hint";
        }))
        button class="button button-primary" type="submit" { (asked.text("gov-documents-keep")) }
    };
    html! { div class="narrow" { (file_form(asked, "/styring/dokumenter", inside)) } }
}

/// Keeps the documents that were sent: all of them, or none.
pub fn bring(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let mut files = Vec::new();
    for sent in asked.arrived.sent.iter().filter(|sent| sent.field == "dokumenter" && !sent.bytes.is_empty()) {
        let text = String::from_utf8(sent.bytes.clone())
            .map_err(|_| Refusal::new("portfolio-not-a-document").with("path", &sent.name))?;
        // Its name chooses how a text is read, and no path of the sender's machine is of use here.
        let name = sent.name.rsplit(['/', '\\']).next().unwrap_or_default();
        if name.ends_with(".toml") {
            return Err(Refusal::new("portfolio-not-a-document").with("path", name).into());
        }
        files.push((PathBuf::from(name), text));
    }
    if files.is_empty() {
        return Err(Refusal::new("upload-no-file").into());
    }
    asked.session.keep_documents(files)?;
    Ok(Answer::go("/styring/dokumenter?udfoert=gov-documents-kept"))
}
