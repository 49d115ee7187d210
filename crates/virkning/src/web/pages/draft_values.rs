//! Værdier: the amounts, rates, dates, names and choices of a text that is being written, as a form. Each field changes
//! exactly its value; prose and remarks stay. Two who change different values at the same time both get theirs; who changes
//! the same one is told.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use maud::{Markup, html};
use virkning_agreement::{FormValue, NewValue, form_values, with_form_values};
use virkning_model::Severity;
use virkning_model::id::AgreementId;

use super::draft::name_of;
use crate::app::check::Checked;
use crate::app::draft::Desk;
use crate::app::failure::{Failure, Refusal};
use crate::text::field::table_in_words;
use crate::web::answer::Answer;
use crate::web::document;
use crate::web::fields;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{empty, form};
use crate::web::request::Asked;

/// Every value as it was saved last.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    page(asked, id, &asked.session.desk(id)?, &BTreeMap::new(), &BTreeMap::new())
}

/// Writes the values that were changed into the text.
pub fn save(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let desk = asked.session.desk(id)?;
    let from = asked.arrived.field("udgave");
    let from: u64 = from.parse().map_err(|_| Refusal::new("draft-revision-invalid").with("revision", from))?;
    let before = text_of(asked, id, &desk, from)?;
    let typed = fields::typed(asked);
    let (changes, mut wrong) = changes(asked, &form_values(&before), &typed);
    let now = form_values(desk.text());
    if desk.revision() != from {
        // What somebody else has changed since is not overwritten unseen.
        wrong.extend(taken(asked, &form_values(&before), &now, &changes));
    }
    if !wrong.is_empty() {
        return Ok(page(asked, id, &desk, &typed, &wrong)?.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let text = with_form_values(desk.text(), &changes);
    let text = text.map_err(|error| Refusal::new("draft-value-unfit").with("path", error))?;
    let stored = asked.session.draft_save(id, desk.revision(), &text)?;
    let done = if stored.already || changes.is_empty() { "saved-already" } else { "saved" };
    Ok(Answer::go(format!("/investeringer/{id}/kladde/vaerdier?udfoert={done}")))
}

/// The text of the revision that a form was made from.
fn text_of(asked: &Asked<'_>, id: &AgreementId, desk: &Desk, from: u64) -> Result<String, Failure> {
    if from == 0 {
        return Ok(desk.sealed.as_ref().map(|sealed| sealed.text.clone()).unwrap_or_default());
    }
    let revisions = asked.session.store.draft_revisions(id)?;
    let found = revisions.into_iter().find(|draft| draft.revision == from);
    let found = found.ok_or_else(|| Refusal::new("draft-revision-invalid").with("revision", from))?;
    Ok(found.text)
}

type Changes = Vec<(String, NewValue)>;

/// The values that were typed otherwise than they stand, and what could not be read, by path.
fn changes(
    asked: &Asked<'_>,
    values: &[FormValue],
    typed: &BTreeMap<String, String>,
) -> (Changes, BTreeMap<String, Vec<String>>) {
    let (mut changes, mut wrong) = (Vec::new(), BTreeMap::new());
    for value in values {
        let Some(words) = typed.get(&value.path) else { continue };
        let read = fields::read(asked.texts.language(), value, words);
        match read.filter(|new| value.says(new) || value.takes(new)) {
            Some(new) if value.says(&new) => {}
            Some(new) => changes.push((value.path.clone(), new)),
            None => drop(wrong.insert(value.path.clone(), vec![asked.text("draft-value-unreadable")])),
        }
    }
    (changes, wrong)
}

/// Values that somebody else has changed to something else since the form was made.
fn taken(
    asked: &Asked<'_>,
    before: &[FormValue],
    now: &[FormValue],
    changes: &[(String, NewValue)],
) -> BTreeMap<String, Vec<String>> {
    let of = |values: &[FormValue], path: &str| values.iter().find(|value| value.path == path).cloned();
    let mut taken = BTreeMap::new();
    for (path, new) in changes {
        let (Some(before), after) = (of(before, path), of(now, path)) else { continue };
        let says = match &after {
            None => Some(asked.text("draft-value-gone")),
            Some(after) if after.value == before.value || after.says(new) => None,
            Some(after) => {
                let shown = fields::shown(asked.texts.language(), after);
                Some(asked.texts.with("draft-value-taken", &[("value", &shown)]))
            }
        };
        taken.extend(says.map(|says| (path.clone(), vec![says])));
    }
    taken
}

fn page(
    asked: &Asked<'_>,
    id: &AgreementId,
    desk: &Desk,
    typed: &BTreeMap<String, String>,
    wrong: &BTreeMap<String, Vec<String>>,
) -> Result<Answer, Failure> {
    let checked = asked.session.checked(desk.text())?;
    let values = form_values(desk.text());
    let base = format!("/investeringer/{id}/kladde");
    let body = html! {
        @if !wrong.is_empty() {
            div class="alert alert-error" role="alert" {
                div class="alert-body" { p class="alert-text" { (asked.texts.with("draft-values-wrong", &[("count", &wrong.len().to_string())])) } }
            }
        }
        (document::remarks(asked, &checked.diagnostics, checked.has_errors(), &base))
        @if values.is_empty() {
            (empty(&asked.text("draft-values-none"), &asked.text("draft-values-none-what")))
        } @else {
            (form(asked, &format!("{base}/vaerdier"), html! {
                input type="hidden" name="udgave" value=(desk.revision());
                p { (asked.text("draft-values-what")) }
                @for of_table in values.chunk_by(|one, next| one.table == next.table) {
                    (table(asked, of_table, &Shown { typed, wrong, checked: &checked }))
                }
                div class="actions sticky" {
                    button class="button button-primary" type="submit" { (asked.text("draft-save")) }
                }
            }))
        }
    };
    let name = name_of(asked, id, &checked);
    Ok(asked_page(asked, Head::of_draft(asked, id, &name, "draft-values"), body))
}

/// What stands in the fields and beside them.
struct Shown<'a> {
    typed: &'a BTreeMap<String, String>,
    wrong: &'a BTreeMap<String, Vec<String>>,
    checked: &'a Checked,
}

/// The terms of one table that stand together.
fn table(asked: &Asked<'_>, values: &[FormValue], shown: &Shown<'_>) -> Markup {
    html! {
        section {
            h2 { (table_in_words(asked.texts, &values[0].table)) }
            @for of_term in values.chunk_by(|one, next| one.term == next.term) {
                fieldset class="term-values" {
                    legend class=(if of_term[0].label.is_empty() { "sr-only" } else { "form-label" }) {
                        @if of_term[0].label.is_empty() { (of_term[0].term) } @else { (of_term[0].label) }
                    }
                    div class="term-fields" {
                        @for value in of_term { (one(asked, value, shown)) }
                    }
                }
            }
        }
    }
}

fn one(asked: &Asked<'_>, value: &FormValue, shown: &Shown<'_>) -> Markup {
    let mut found = shown.wrong.get(&value.path).cloned().unwrap_or_default();
    let errors = shown.checked.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    found.extend(errors.filter(|found| found.place.line == value.line).map(|found| asked.texts.diagnostic(found).0));
    fields::field(asked, value, shown.typed.get(&value.path).map(String::as_str), &found)
}
