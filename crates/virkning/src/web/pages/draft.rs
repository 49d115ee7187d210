//! Kladde: the text of an agreement that is being written. Every save is a revision; the text may have errors, which stand
//! at their lines. Whoever saves after somebody else has saved gets his own text back with what the other one changed, and
//! nothing is lost.

use axum::http::StatusCode;
use maud::{Markup, html};
use virkning_agreement::{Side, difference};
use virkning_model::id::AgreementId;
use virkning_store::{DeskRefusal, Failure as StoreFailure, Refusal as StoreRefusal};

use crate::app::check::Checked;
use crate::app::draft::Desk;
use crate::app::failure::{Failure, Refusal};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::document;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, form, note, warning};
use crate::web::request::Asked;
use crate::web::routes::SEAL;

/// Lines of another author's changes that are shown.
const LINES_SHOWN_MAX: usize = 200;

/// The text as it was saved last.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let desk = asked.session.desk(id)?;
    let editor = Editor { text: desk.text().to_owned(), from: desk.revision(), is_saved: true };
    page(asked, id, &desk, &editor, &html! {})
}

/// Checks or saves what was sent.
pub fn save(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let from = revision(asked)?;
    let text = asked.arrived.field("tekst").replace("\r\n", "\n");
    if asked.arrived.field("handling") == "kontroller" {
        let editor = Editor { text, from, is_saved: false };
        return page(asked, id, &asked.session.desk(id)?, &editor, &html! {});
    }
    match asked.session.draft_save(id, from, &text) {
        Ok(stored) => {
            let done = if stored.already { "saved-already" } else { "saved" };
            Ok(Answer::go(format!("/investeringer/{id}/kladde?udfoert={done}")))
        }
        Err(Failure::Refused(refusal)) if refusal.key == "S130" => conflict(asked, id, from, text),
        Err(failure) => Err(failure),
    }
}

/// Gives the text up.
pub fn discard(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    asked.session.store.draft_discard(&asked.session.actor()?, id, revision(asked)?)?;
    Ok(match asked.is_sealed {
        true => Answer::go(format!("/investeringer/{id}/aftale?udfoert=draft-discarded")),
        false => Answer::go("/portefolje?udfoert=draft-discarded"),
    })
}

/// Seals exactly the revision that was looked at.
pub fn seal(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    asked.session.draft_seal(id, revision(asked)?)?;
    Ok(Answer::go(format!("/investeringer/{id}/aftale?udfoert=draft-sealed")))
}

fn revision(asked: &Asked<'_>) -> Result<u64, Failure> {
    let text = asked.arrived.field("udgave");
    text.parse().map_err(|_| Refusal::new("draft-revision-invalid").with("revision", text).into())
}

/// What the user has before him.
struct Editor {
    text: String,
    /// The revision that it was written from.
    from: u64,
    /// Whether it is what was saved last.
    is_saved: bool,
}

fn page(asked: &Asked<'_>, id: &AgreementId, desk: &Desk, editor: &Editor, above: &Markup) -> Result<Answer, Failure> {
    let checked = asked.session.checked(&editor.text)?;
    let base = format!("/investeringer/{id}/kladde");
    let body = html! {
        (above)
        (state(asked, desk, editor))
        (form(asked, &base, html! {
            input type="hidden" name="udgave" value=(editor.from);
            div class="editor" data-check=(base) {
                div {
                    label class="form-label" for="tekst" { (asked.text("draft-text")) }
                    span class="form-hint" id="tekst-hint" { (asked.text("draft-text-hint")) }
                    textarea class="form-input source" id="tekst" name="tekst" rows="30" spellcheck="false"
                        autocomplete="off" aria-describedby="tekst-hint" { "\n" (editor.text) }
                }
                div class="found" aria-live="polite" { (document::remarks(asked, &checked.diagnostics, true, "")) }
            }
            div class="actions" {
                button class="button button-primary" type="submit" name="handling" value="gem" { (asked.text("draft-save")) }
                button class="button button-secondary" type="submit" name="handling" value="kontroller" { (asked.text("draft-check")) }
            }
        }))
        @if let Some(draft) = desk.draft.as_ref().filter(|_| editor.is_saved) {
            (endings(asked, &base, draft.revision, &checked))
        }
        details class="do" {
            summary { (asked.text("draft-lines")) }
            (document::document(asked, &editor.text, &checked.diagnostics))
        }
    };
    let name = name_of(asked, id, &checked);
    Ok(asked_page(asked, Head::of_draft(asked, id, &name, "draft-text"), body))
}

/// What the agreement is called: as its text says, or by its identifier where the text cannot be read.
pub fn name_of(asked: &Asked<'_>, id: &AgreementId, checked: &Checked) -> String {
    let read = checked.agreement.as_ref().map(|agreement| agreement.name.clone());
    let sealed = || asked.session.sealed_now(id).ok().map(|agreement| agreement.name);
    read.or_else(sealed).unwrap_or_else(|| id.to_string())
}

fn state(asked: &Asked<'_>, desk: &Desk, editor: &Editor) -> Markup {
    let words = match &desk.draft {
        None => asked.text("draft-of-sealed"),
        Some(draft) => asked.texts.with(
            "draft-saved-by",
            &[
                ("revision", &draft.revision.to_string()),
                ("user", draft.by.as_str()),
                ("time", &format::moment(asked.texts.language(), draft.at)),
            ],
        ),
    };
    html! {
        @if editor.is_saved { (note("", &words)) } @else { (warning("", &asked.text("draft-unsaved"))) }
    }
}

/// Sealing, for whoever may, when there is no error; and giving up.
fn endings(asked: &Asked<'_>, base: &str, revision: u64, checked: &Checked) -> Markup {
    let revision = revision.to_string();
    let fields = [("udgave", revision.as_str())];
    html! {
        section {
            h2 { (asked.text("draft-seal")) }
            @if checked.agreement.is_none() {
                p { (asked.text("draft-seal-errors")) }
            } @else if asked.is_any(SEAL) {
                p { (asked.text("draft-seal-what")) }
                (button_form(asked, &format!("{base}/forsegl"), &fields, &asked.text("draft-seal-do")))
            } @else {
                p { (asked.text("draft-seal-role")) }
            }
            details class="do" {
                summary { (asked.text("draft-discard")) }
                p { (asked.text("draft-discard-what")) }
                (button_form(asked, &format!("{base}/kasser"), &fields, &asked.text("draft-discard-do")))
            }
        }
    }
}

/// Somebody else has saved: his changes stand above one's own text, which is now written from his.
fn conflict(asked: &Asked<'_>, id: &AgreementId, from: u64, text: String) -> Result<Answer, Failure> {
    let desk = asked.session.desk(id)?;
    let Some(theirs) = &desk.draft else { return Err(StoreFailure::from(gone(id)).into()) };
    let revisions = asked.session.store.draft_revisions(id)?;
    let before = revisions.iter().find(|draft| draft.revision == from).map(|draft| draft.text.as_str());
    let sealed = desk.sealed.as_ref().map(|sealed| sealed.text.as_str());
    let before = before.or(sealed).unwrap_or_default();
    let words = [("user", theirs.by.as_str()), ("time", &format::moment(asked.texts.language(), theirs.at))];
    let above = html! {
        div class="alert alert-error" role="alert" {
            div class="alert-body" {
                p class="alert-heading" { (asked.texts.with("draft-conflict", &words)) }
                p class="alert-text" { (asked.text("draft-conflict-what")) }
            }
        }
        section {
            h2 { (asked.text("draft-conflict-theirs")) }
            (lines(asked, before, &theirs.text))
            h2 { (asked.text("draft-conflict-own")) }
            (lines(asked, &theirs.text, &text))
        }
    };
    let editor = Editor { text, from: theirs.revision, is_saved: false };
    Ok(page(asked, id, &desk, &editor, &above)?.with_status(StatusCode::CONFLICT))
}

fn gone(id: &AgreementId) -> StoreRefusal {
    StoreRefusal::Desk(DeskRefusal::NoDraft { agreement: id.clone() })
}

/// The lines that differ, the old one before the one that takes its place.
pub fn lines(asked: &Asked<'_>, old: &str, new: &str) -> Markup {
    let lines = difference(old, new);
    html! {
        @if lines.is_empty() { p { (asked.text("draft-no-lines")) } }
        ul class="differences no-max-width" {
            @for line in lines.iter().take(LINES_SHOWN_MAX) {
                @let (mark, class) = match line.side { Side::Old => ("−", "old"), Side::New => ("+", "new") };
                li class=(class) {
                    span class="sr-only" { (asked.text(if line.side == Side::Old { "draft-line-old" } else { "draft-line-new" })) " " }
                    span aria-hidden="true" { (mark) } " " span class="number" { (line.line) } " " code { (line.text) }
                }
            }
        }
        @if lines.len() > LINES_SHOWN_MAX {
            p { (asked.texts.with("draft-more-lines", &[("count", &(lines.len() - LINES_SHOWN_MAX).to_string())])) }
        }
    }
}
