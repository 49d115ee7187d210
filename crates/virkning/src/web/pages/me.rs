//! What a user may do about himself: see which roles he holds, log out everywhere, choose the language.

use maud::html;
use virkning_store::Role;

use crate::app::failure::Failure;
use crate::text::{Language, Texts};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, note};
use crate::web::request::Asked;

/// Name, roles and sessions.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let user = &asked.standing.user;
    let sessions = asked.session.store.sessions_of(&user.id)?;
    let body = html! {
        dl class="facts" {
            div { dt { (asked.text("web-user")) } dd { (user.id) } }
            div { dt { (asked.text("web-roles-everywhere")) } dd { (roles_in_words(user.roles.iter(), asked.texts)) } }
            @for (agreement, roles) in &asked.standing.grants {
                div { dt { (agreement) } dd { (roles_in_words(roles.iter(), asked.texts)) } }
            }
            div { dt { (asked.text("web-sessions")) } dd { (sessions) } }
        }
        (button_form(asked, "/log-ud/alle", &[], &asked.text("web-log-out-everywhere")))
        (note("", &asked.text("web-me-note")))
    };
    Ok(asked_page(asked, Head::plain(user.name.clone()), body))
}

/// Keeps the language, and goes back to the first page.
pub fn language(asked: &Asked<'_>) -> Result<Answer, Failure> {
    if let Some(language) = Language::parse(asked.arrived.field("sprog")) {
        asked.session.store.language_set(&asked.standing.user.id, language.code())?;
    }
    Ok(Answer::go("/"))
}

/// Roles as people say them.
pub fn roles_in_words<'r>(roles: impl Iterator<Item = &'r Role>, texts: &Texts) -> String {
    let words: Vec<String> = roles.map(|role| texts.get(&format!("role-{}", role.as_str()))).collect();
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}
