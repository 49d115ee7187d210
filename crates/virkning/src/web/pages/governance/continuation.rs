//! Videreførelse: what the agreed criteria come to for one investment, who saves and who pays, and when it is decided.

use maud::html;
use virkning_govern::{PaperKind, Wanted};

use super::{for_reader, paper};
use crate::app::failure::Failure;
use crate::app::governance::write_paper;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::pages::comments;
use crate::web::parts::empty;
use crate::web::request::Asked;
use crate::web::routes::{GOVERN, READ_GOVERNANCE};

/// The note of an investment.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let dossier = asked.session.kept_dossier()?;
    let idea = dossier.as_ref().and_then(|dossier| dossier.idea_of(id.as_str()));
    let text = |key: &str| asked.text(key);
    let body = match (&dossier, idea) {
        _ if agreement.continuation.is_none() => empty(&text("gov-no-continuation"), &text("gov-no-continuation-what")),
        (None, _) => {
            let may = asked.standing.is_any(GOVERN);
            empty(&text("gov-none"), &text(if may { "gov-none-what" } else { "gov-none-wait" }))
        }
        (Some(_), None) => empty(&text("gov-not-in-portfolio"), &text("gov-not-in-portfolio-what")),
        (Some(dossier), Some(idea)) => {
            let wanted = Wanted { kind: PaperKind::Continuation, subject: Some(idea.id.as_str()), days: None };
            let report = for_reader(asked, write_paper(dossier, &wanted)?)?;
            html! {
                @if asked.standing.is_any(READ_GOVERNANCE) {
                    p { a href=(format!("/styring/rapporter/vis?slags=continuation&om={}", idea.id)) { (text("gov-continuation-paper")) } }
                    p { a href=(format!("/styring/ideer/{}", idea.id)) { (text("gov-continuation-decide")) } }
                }
                (paper(&report, asked.texts))
                (comments::of(asked, &[("continuation/criteria".to_owned(), text("gov-continuation"))])?)
            }
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "gov-continuation", text("gov-continuation"));
    Ok(asked_page(asked, head, body))
}
