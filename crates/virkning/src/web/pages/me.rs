//! The user's own page: roles, the places where he is logged in, password and recovery codes; and the language. What has to
//! do with logging in asks for a fresh proof first.

use std::collections::BTreeMap;

use maud::{Markup, html};
use virkning_store::{Login, Role};

use crate::app::failure::{Failure, Refusal};
use crate::app::token::{hash_of, new_token, same};
use crate::text::{Language, Texts, format};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, form, note, text_field, warning};
use crate::web::request::Asked;
use crate::web::{password as passwords, recovery};

/// Recovery codes below which the page says that it is time for new ones.
const FEW_CODES: usize = 3;

/// Who one is, and what one may do where.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let user = &asked.standing.user;
    let own_password = asked.session.store.credential(&user.id)?.is_some();
    let body = html! {
        dl class="facts" {
            div { dt { (asked.text("web-user")) } dd { (user.id) } }
            div { dt { (asked.text("web-roles-everywhere")) } dd { (roles_in_words(user.roles.iter(), asked.texts)) } }
            @for (agreement, roles) in &asked.standing.grants {
                div { dt { (agreement) } dd { (roles_in_words(roles.iter(), asked.texts)) } }
            }
        }
        (sessions(asked)?)
        @if own_password {
            (password_form(asked))
            (codes_form(asked)?)
        }
        (note("", &asked.text("web-me-note")))
    };
    Ok(asked_page(asked, Head::plain(user.name.clone()), body))
}

/// A name for a session that may stand on a page: the hash of what the store calls it.
fn public_name(login: &Login) -> String {
    hash_of(&login.token)
}

fn sessions(asked: &Asked<'_>) -> Result<Markup, Failure> {
    let all = asked.session.store.sessions(&asked.standing.user.id)?;
    let time = |at| format::moment(asked.texts.language(), at);
    let label = asked.text("web-sessions");
    Ok(html! {
        section {
            h2 { (label) }
            div class="table-wrap" tabindex="0" role="region" aria-label=(label) {
                table class="table" {
                    thead {
                        tr {
                            th scope="col" { (asked.text("web-session-since")) }
                            th scope="col" { (asked.text("web-session-seen")) }
                            th scope="col" { (asked.text("web-session-end")) }
                        }
                    }
                    tbody {
                        @for login in &all {
                            tr {
                                td { (time(login.since)) }
                                td { (time(login.seen)) }
                                td {
                                    @if login.token == asked.standing.login.token {
                                        (asked.text("web-session-here"))
                                    } @else {
                                        (form(asked, "/mig/sessioner", html! {
                                            input type="hidden" name="session" value=(public_name(login));
                                            button class="button button-secondary" type="submit" {
                                                (asked.text("web-session-end"))
                                                span class="sr-only" { " " (time(login.since)) }
                                            }
                                        }))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (button_form(asked, "/log-ud/alle", &[], &asked.text("web-log-out-everywhere")))
        }
    })
}

fn password_form(asked: &Asked<'_>) -> Markup {
    let field = |id: &str, key: &str, hint: Option<&str>, complete: &str| {
        let hint = hint.map(|key| asked.text(key));
        text_field(id, "password", &asked.text(key), hint.as_deref(), complete)
    };
    html! {
        section {
            h2 { (asked.text("web-password-change")) }
            (form(asked, "/mig/adgangskode", html! {
                (field("adgangskode-nu", "web-password-now", None, "current-password"))
                (field("adgangskode", "web-password-new", Some("web-password-hint"), "new-password"))
                (field("adgangskode-igen", "web-password-again", None, "new-password"))
                button class="button button-secondary" type="submit" { (asked.text("web-password-change")) }
            }))
        }
    }
}

fn codes_form(asked: &Asked<'_>) -> Result<Markup, Failure> {
    let left = asked.session.store.recovery_left(&asked.standing.user.id)?;
    let words = asked.texts.with("web-recovery-left", &[("left", &left.to_string())]);
    Ok(html! {
        section {
            h2 { (asked.text("web-recovery-title")) }
            @if left < FEW_CODES { (warning("", &words)) } @else { p { (words) } }
            (button_form(asked, "/mig/koder", &[], &asked.text("web-recovery-new")))
        }
    })
}

/// Codes as they are shown, once.
pub fn recovery_list(codes: &[String]) -> Markup {
    html! { ul class="codes" { @for code in codes { li { code class="code" { (code) } } } } }
}

/// Keeps another password. All other sessions are over.
pub fn password(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let (web, user, arrived) = (asked.web, &asked.standing.user.id, asked.arrived);
    let kept = asked.session.store.credential(user)?.map(|kept| kept.password);
    if !passwords::fits(arrived.field("adgangskode-nu"), kept.as_deref())? {
        return Err(Refusal::new("web-password-now-wrong").into());
    }
    let chosen = arrived.field("adgangskode");
    if let Some(objection) = passwords::objection(chosen, user.as_str()) {
        return Err(objection.into());
    }
    if chosen != arrived.field("adgangskode-igen") {
        return Err(Refusal::new("web-password-differs").into());
    }
    let hash = passwords::hashed(chosen, &*web.world)?;
    let token = own_token(asked)?;
    asked.session.store.password_change(&asked.session.actor()?, &hash, &token.unwrap_or_default())?;
    Ok(Answer::go("/mig?udfoert=password-changed"))
}

/// What the store calls the session of this request; the newest where a proof that was given just now has put another one in
/// its place.
fn own_token(asked: &Asked<'_>) -> Result<Option<String>, Failure> {
    let all = asked.session.store.sessions(&asked.standing.user.id)?;
    let here = all.iter().find(|login| login.token == asked.standing.login.token);
    Ok(here.or_else(|| all.iter().max_by_key(|login| login.proved)).map(|login| login.token.clone()))
}

/// Makes new recovery codes in place of the old ones, and shows them once.
pub fn codes(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let codes = asked.web.recovery_codes(&new_token(asked.session.world)?)?;
    asked.session.store.recovery_set(&asked.session.actor()?, &recovery::hashes(&codes))?;
    let body = html! {
        p class="font-lead" { (asked.text("web-recovery-how")) }
        (recovery_list(&codes))
        p { a class="button button-primary" href="/mig" { (asked.text("web-recovery-kept")) } }
    };
    Ok(asked_page(asked, Head::plain(asked.text("web-recovery-title")), body))
}

/// Ends one of the user's own sessions.
pub fn end_session(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let user = &asked.standing.user.id;
    let wanted = asked.arrived.field("session");
    let own = asked.session.store.sessions(user)?;
    if let Some(login) = own.iter().find(|login| same(&public_name(login), wanted)) {
        asked.session.store.session_end(&login.token)?;
        asked.session.store.audit_note(&asked.session.actor()?, "logout", user.as_str(), BTreeMap::new())?;
    }
    Ok(Answer::go("/mig?udfoert=session-ended"))
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
