//! Logging in and out: name, password and one-time code in one form. What was wrong is never said, and a name that nobody
//! has takes as long as one that somebody has.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use maud::{Markup, html};
use virkning_model::id::UserId;
use virkning_store::{Actor, Identity};

use crate::app::failure::Failure;
use crate::web::answer::{Answer, Cookie};
use crate::web::layout::{self, Head};
use crate::web::parts::text_field;
use crate::web::proof;
use crate::web::provider::form_encoded;
use crate::web::request::{Asked, Visitor};

/// The form.
pub fn show(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    Ok(form(visitor, None))
}

/// Lets somebody in, or not.
pub fn enter(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let (web, arrived) = (visitor.web, visitor.arrived);
    let (name, now) = (arrived.field("bruger").trim().to_lowercase(), web.world.now());
    let whose = web.whose(&arrived.headers, &name)?;
    if let Some(seconds) = web.limits.wait(&whose, now) {
        let minutes = (seconds + 59) / 60;
        let message = visitor.texts.with("web-login-wait", &[("minutes", &minutes.to_string())]);
        return Ok(form(visitor, Some(message)).with_status(StatusCode::TOO_MANY_REQUESTS));
    }
    let user = UserId::new(&name).ok();
    let (password, code) = (arrived.field("adgangskode"), arrived.field("kode"));
    let Some((user, factor)) = proof::proved(web, user.as_ref(), password, code)? else {
        web.limits.failed(&whose, now);
        if let Some(user) = user.filter(|user| web.store.user(user).ok().flatten().is_some()) {
            let actor = Actor { identity: Identity::Declared, ..proof::actor(web, user.clone()) };
            web.store.audit_refusal(&actor, "login", user.as_str(), "login", BTreeMap::new())?;
        }
        let message = visitor.texts.get("web-login-wrong");
        return Ok(form(visitor, Some(message)).with_status(StatusCode::UNAUTHORIZED));
    };
    web.limits.succeeded(&whose);
    // A session that the browser had before, whoever's it was, is over: a token is never kept across a login.
    if let Some(before) = web.standing(&arrived.headers)? {
        web.store.session_end(&before.login.token)?;
    }
    let cookie = web.begin_session(&user, None, Some(now))?;
    let details = [("factor".to_owned(), factor.word().to_owned())].into();
    web.store.audit_note(&proof::actor(web, user.clone()), "login", user.as_str(), details)?;
    Ok(Answer::go(after_login(arrived.field("til"))).with_cookie(cookie).with_cookie(web.browser_mark(&user)?))
}

/// Only an address of this site, and never one that something else than a path begins.
pub(super) fn after_login(wanted: &str) -> &str {
    let inside = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(['\\', '\r', '\n']);
    if inside { wanted } else { "/" }
}

/// Ends this session.
pub fn leave(asked: &Asked<'_>) -> Result<Answer, Failure> {
    asked.web.store.session_end(&asked.standing.login.token)?;
    asked.web.store.audit_note(&asked.session.actor()?, "logout", asked.standing.user.id.as_str(), BTreeMap::new())?;
    // Whoever came by a provider is led there, so that the next one at this machine does not come in by it unasked.
    let provider = asked.web.provider.as_ref().filter(|_| asked.standing.login.provider.is_some());
    let to = provider.and_then(|provider| provider.logout(asked.web)).unwrap_or_else(|| "/log-ind".to_owned());
    Ok(Answer::go(to).with_cookie(Cookie::Nothing))
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
        (text_field("kode", "text", &text("web-code"), Some(&text("web-code-hint-both")), "one-time-code"))
    };
    let body = html! {
        @if let Some(message) = message {
            div class="alert alert-error" role="alert" {
                div class="alert-body" { p class="alert-text" { (message) } }
            }
        }
        @if let Some(provider) = &visitor.web.provider {
            @let to = format!("/log-ind/kommune?til={}", form_encoded(visitor.arrived.field("til")));
            p { a class="button button-primary" href=(to) { (texts.with("web-external-button", &[("name", &provider.rules().name)])) } }
            h2 { (text("web-external-or")) }
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
