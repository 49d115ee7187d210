//! Comments on figures, below the figures that they are about: who wrote what, when. A figure has a stable name, so that a
//! comment stays with it from page to page. Whoever may see the page sees its comments.

use maud::{Markup, html};
use virkning_store::{Comment, NewComment, Role};

use crate::app::failure::{Failure, Refusal};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::parts::{button_form, choice, field, form};
use crate::web::request::Asked;
use crate::web::routes::{COMMENT, COUNT_FOLLOW_UPS, READ_ANY, READ_GOVERNANCE, READ_MONEY, READ_RESULTS};

/// A figure that a comment can be about: its stable name, and what people call it.
pub type Figure = (String, String);

/// The beginnings of the names that figures have, each with the end of the address of its page and who may see that.
const PAGES: [(&str, &str, &[Role]); 8] = [
    ("investment/", "", READ_MONEY),
    ("business-case/", "/plan", READ_MONEY),
    ("funnel/", "/deltagere", READ_ANY),
    ("follow-up/", "/opfoelgninger", COUNT_FOLLOW_UPS),
    ("measure/", "/resultater", READ_RESULTS),
    ("settlement/", "/afregninger", READ_MONEY),
    ("account/", "/konto", READ_MONEY),
    ("continuation/", "/videreforelse", READ_GOVERNANCE),
];

/// Keeps a comment.
pub fn add(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let (id, figure) = (asked.agreement()?, asked.arrived.field("tal"));
    let unknown = || Refusal::new("comment-figure-unknown").with("figure", figure);
    // A figure that somebody may not see is not there for him.
    let page =
        page_of(figure).filter(|(_, seen_by)| asked.is_any(seen_by)).map(|(page, _)| page).ok_or_else(unknown)?;
    let new = NewComment { agreement: id, figure, words: asked.arrived.field("kommentar") };
    asked.session.store.comment_add(&asked.session.actor()?, COMMENT, new)?;
    Ok(Answer::go(format!("/investeringer/{id}{page}?udfoert=commented#kommentarer")))
}

/// Withdraws one's own comment.
pub fn withdraw(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let (id, number) = (asked.agreement()?, asked.arrived.field("nr"));
    let number = number.parse().map_err(|_| Refusal::new("comment-number-invalid").with("number", number))?;
    let figure = asked.session.store.comments(id)?.into_iter().find(|one| one.number == number);
    asked.session.store.comment_withdraw(&asked.session.actor()?, id, number)?;
    let page = figure.and_then(|comment| page_of(&comment.figure)).map_or("", |(page, _)| page);
    Ok(Answer::go(format!("/investeringer/{id}{page}?udfoert=comment-withdrawn#kommentarer")))
}

/// The page of a figure and who may see it; nothing where no figure has such a name.
fn page_of(figure: &str) -> Option<(&'static str, &'static [Role])> {
    let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-/".contains(sign);
    let fits = figure.len() <= 80 && figure.chars().all(is_plain);
    PAGES
        .iter()
        .find(|(beginning, ..)| fits && figure.starts_with(beginning))
        .map(|(_, page, seen_by)| (*page, *seen_by))
}

/// The comments on a page's figures, and a form for one more.
pub fn of(asked: &Asked<'_>, figures: &[Figure]) -> Result<Markup, Failure> {
    let id = asked.agreement()?;
    let all = asked.session.store.comments(id)?;
    let own: Vec<&Comment> =
        all.iter().filter(|comment| figures.iter().any(|(name, _)| *name == comment.figure)).collect();
    let name = |figure: &str| figures.iter().find(|(known, _)| known == figure).map_or("", |(_, words)| words.as_str());
    Ok(html! {
        section id="kommentarer" class="comments" {
            h2 { (asked.text("comment-title")) }
            @if own.is_empty() { p { (asked.text("comment-none")) } }
            @for comment in own {
                div class="comment" {
                    p class="comment-figure" { (name(&comment.figure)) }
                    p { (comment.words) }
                    p class="note" { (comment.by) " · " (format::moment(asked.texts.language(), comment.at)) }
                    @if comment.by == asked.standing.user.id {
                        (button_form(asked, &format!("/investeringer/{id}/kommentar/fortryd"), &[("nr", &comment.number.to_string())], &asked.text("comment-withdraw")))
                    }
                }
            }
            @if asked.is_any(COMMENT) { (comment_form(asked, id.as_str(), figures)) }
        }
    })
}

fn comment_form(asked: &Asked<'_>, id: &str, figures: &[Figure]) -> Markup {
    let first = figures.first().map_or("", |(name, _)| name.as_str());
    let inside = html! {
        (choice("tal", "tal", &asked.text("comment-figure"), figures, first))
        (field("kommentar", &asked.text("comment-words"), Some(&asked.text("comment-hint")), html! {
            textarea class="form-input" id="kommentar" name="kommentar" rows="3" maxlength="2000" required aria-describedby="kommentar-hint" {}
        }))
        button class="button button-secondary" type="submit" { (asked.text("comment-write")) }
    };
    html! {
        details class="do" {
            summary { (asked.text("comment-do")) }
            div class="narrow" { (form(asked, &format!("/investeringer/{id}/kommentar"), inside)) }
        }
    }
}
