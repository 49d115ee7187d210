//! Logging in and out: name, password and one-time code in one form. What was wrong is never said, and a name that nobody
//! has takes as long as one that somebody has.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use maud::{Markup, html};
use virkning_model::id::UserId;
use virkning_store::{Actor, Identity};

use crate::app::failure::Failure;
use crate::web::answer::{Answer, Cookie};
use crate::web::codes::step_of_code;
use crate::web::layout::{self, Head};
use crate::web::parts::text_field;
use crate::web::password;
use crate::web::request::{Asked, Visitor};

/// The form.
pub fn show(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    Ok(form(visitor, None))
}

/// Lets somebody in, or not.
pub fn enter(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let (web, arrived) = (visitor.web, visitor.arrived);
    let (name, now) = (arrived.field("bruger").trim().to_lowercase(), web.world.now());
    if let Some(seconds) = web.limits.wait(&name, now) {
        let minutes = (seconds + 59) / 60;
        let message = visitor.texts.with("web-login-wait", &[("minutes", &minutes.to_string())]);
        return Ok(form(visitor, Some(message)).with_status(StatusCode::TOO_MANY_REQUESTS));
    }
    let user = UserId::new(&name).ok();
    let Some(user) = proved(visitor, user.as_ref())? else {
        web.limits.failed(&name, now);
        if let Some(user) = user.filter(|user| web.store.user(user).ok().flatten().is_some()) {
            web.store.audit_refusal(&actor(visitor, user.clone()), "login", user.as_str(), "login", BTreeMap::new())?;
        }
        let message = visitor.texts.get("web-login-wrong");
        return Ok(form(visitor, Some(message)).with_status(StatusCode::UNAUTHORIZED));
    };
    web.limits.succeeded(&name);
    // A session that the browser had before, whoever's it was, is over: a token is never kept across a login.
    if let Some(before) = web.standing(&arrived.headers)? {
        web.store.session_end(&before.login.token)?;
    }
    let cookie = web.begin_session(&user)?;
    let mut actor = actor(visitor, user.clone());
    actor.identity = Identity::Authenticated;
    web.store.audit_note(&actor, "login", user.as_str(), BTreeMap::new())?;
    Ok(Answer::go(after_login(arrived.field("til"))).with_cookie(cookie))
}

/// Who it is, if name, password and code belong together and the code was not used before.
fn proved(visitor: &Visitor<'_>, user: Option<&UserId>) -> Result<Option<UserId>, Failure> {
    let web = visitor.web;
    let kept = user.map(|user| web.store.credential(user)).transpose()?.flatten();
    let fits = password::fits(visitor.arrived.field("adgangskode"), kept.as_ref().map(|kept| kept.password.as_str()));
    let (true, Some(kept)) = (fits, kept) else { return Ok(None) };
    let Some(secret) = web.opened_secret(kept.user.as_str(), &kept.secret)? else { return Ok(None) };
    let step = step_of_code(&secret, visitor.arrived.field("kode"), web.world.now());
    let Some(step) = step else { return Ok(None) };
    Ok(web.store.code_take(&kept.user, step, step - 10)?.then_some(kept.user))
}

/// Only an address of this site, and never one that something else than a path begins.
fn after_login(wanted: &str) -> &str {
    let inside = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(['\\', '\r', '\n']);
    if inside { wanted } else { "/" }
}

fn actor(visitor: &Visitor<'_>, user: UserId) -> Actor {
    let operating_system_user = visitor.web.world.operating_system_user();
    Actor { user, identity: Identity::Declared, operating_system_user, at: visitor.web.world.now() }
}

/// Ends this session.
pub fn leave(asked: &Asked<'_>) -> Result<Answer, Failure> {
    asked.web.store.session_end(&asked.standing.login.token)?;
    asked.web.store.audit_note(&asked.session.actor()?, "logout", asked.standing.user.id.as_str(), BTreeMap::new())?;
    Ok(Answer::go("/log-ind").with_cookie(Cookie::Nothing))
}

/// Ends every session of the user.
pub fn leave_everywhere(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let user = &asked.standing.user.id;
    asked.web.store.sessions_end(user)?;
    asked.web.store.audit_note(&asked.session.actor()?, "logout-everywhere", user.as_str(), BTreeMap::new())?;
    Ok(Answer::go("/log-ind").with_cookie(Cookie::Nothing))
}

fn form(visitor: &Visitor<'_>, message: Option<String>) -> Answer {
    let texts = visitor.texts;
    let text = |key: &str| texts.get(key);
    let fields: Markup = html! {
        (text_field("bruger", "text", &text("web-user"), None, "username"))
        (text_field("adgangskode", "password", &text("web-password"), None, "current-password"))
        (text_field("kode", "text", &text("web-code"), Some(&text("web-code-hint")), "one-time-code"))
    };
    let body = html! {
        @if let Some(message) = message {
            div class="alert alert-error" role="alert" {
                div class="alert-body" { p class="alert-text" { (message) } }
            }
        }
        form method="post" action="/log-ind" class="narrow" {
            input type="hidden" name="til" value=(visitor.arrived.field("til"));
            (fields)
            button class="button button-primary" type="submit" { (text("web-log-in")) }
        }
        p class="note" { (text("web-login-help")) }
    };
    layout::page(texts, None, Head::plain(text("web-log-in")), body)
}

#[cfg(test)]
mod tests {
    use super::after_login;

    #[test]
    fn login_leads_to_this_site_only() {
        let check = |wanted: &str, expected: &str| assert_eq!(after_login(wanted), expected);
        check("/portefolje", "/portefolje");
        check("", "/");
        check("//example.dk", "/");
        check("/\\example.dk", "/");
        check("https://example.dk", "/");
        check("/a\r\nb", "/");
    }
}
