//! Login through the municipality: there, back, and once more for what cannot be undone. Nobody gets in without a group that
//! the rules know, and nobody becomes a user that was there before without the rules saying so.

use axum::http::StatusCode;
use maud::html;
use virkning_model::id::UserId;
use virkning_store::{ExternalLogin, User};

use super::login::after_login;
use crate::app::failure::{Failure, Refusal};
use crate::web::answer::{Answer, Cookie};
use crate::web::complaint;
use crate::web::layout::{self, Head};
use crate::web::proof;
use crate::web::provider::{Arrival, NoArrival, Provider, failed};
use crate::web::request::{Asked, Visitor};

/// Leads to the provider.
pub fn go(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let Some(provider) = &visitor.web.provider else { return Ok(Answer::go("/log-ind")) };
    let (to, kept) = provider.begin(visitor.web, visitor.arrived.field("til"), None)?;
    Ok(Answer::go(to).with_cookie(Cookie::Attempt(kept)))
}

/// Leads there once more, so that the user proves anew who he is.
pub fn again(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let Some(provider) = &asked.web.provider else { return Ok(Answer::go("/")) };
    let (to, kept) = provider.begin(asked.web, asked.arrived.field("til"), Some(&asked.standing.user.id))?;
    Ok(Answer::go(to).with_cookie(Cookie::Attempt(kept)))
}

/// Takes in whoever comes back, or says why not. The attempt is over either way.
pub fn back(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let Some(provider) = &visitor.web.provider else { return Ok(Answer::go("/log-ind")) };
    let sealed = visitor.web.attempt_of(&visitor.arrived.headers);
    let field = |name: &str| visitor.arrived.field(name).to_owned();
    let answer = match provider.finish(visitor.web, sealed, &field)? {
        Ok(arrival) => match &arrival.again {
            Some(user) => renewed(visitor, provider, &arrival, user)?,
            None => entered(visitor, provider, &arrival)?,
        },
        Err(NoArrival::Attempt) => said(visitor, "web-external-attempt", StatusCode::BAD_REQUEST),
        Err(NoArrival::Refused(why)) => {
            crate::web::access_log::tell(format_args!("login: the provider said no: {}", why.escape_debug()));
            said(visitor, "web-external-refused", StatusCode::UNAUTHORIZED)
        }
        Err(NoArrival::Provider(error)) => {
            failed(&error);
            said(visitor, "web-external-failed", StatusCode::BAD_GATEWAY)
        }
    };
    Ok(answer.with_cookie(Cookie::NoAttempt))
}

fn entered(visitor: &Visitor<'_>, provider: &Provider, arrival: &Arrival) -> Result<Answer, Failure> {
    let web = visitor.web;
    let user = match let_in(visitor, provider, arrival) {
        Ok(user) => user,
        Err(Failure::Refused(refusal)) => {
            let answer = complaint::failure(&Failure::Refused(refusal), visitor.texts, None);
            return Ok(answer.with_status(StatusCode::FORBIDDEN));
        }
        Err(failure) => return Err(failure),
    };
    let may_nothing = user.roles.is_empty() && web.store.grants_of(&user.id)?.is_empty();
    if may_nothing {
        web.store.sessions_end(&user.id)?;
        return Ok(said(visitor, "web-external-no-group", StatusCode::FORBIDDEN));
    }
    if let Some(before) = web.standing(&visitor.arrived.headers)? {
        web.store.session_end(&before.login.token)?;
    }
    let cookie = web.begin_session(&user.id, Some(&provider.rules().issuer), arrival.proved)?;
    Ok(Answer::go(after_login(&arrival.to)).with_cookie(cookie))
}

/// The user of somebody whom the provider has proved, with the roles of today's groups.
fn let_in(visitor: &Visitor<'_>, provider: &Provider, arrival: &Arrival) -> Result<User, Failure> {
    let (web, rules) = (visitor.web, provider.rules());
    let worth = rules.worth(&arrival.groups);
    let known = web.store.external_user(&rules.issuer, &arrival.subject)?;
    let joined = rules.joined(&arrival.subject);
    let user = known.as_ref().or(joined).or(arrival.user.as_ref());
    let user = user.ok_or_else(|| Refusal::new("login-user-name").with("claim", &rules.user))?;
    let name = if arrival.name.is_empty() { user.as_str() } else { &arrival.name };
    let login = ExternalLogin {
        issuer: &rules.issuer,
        subject: &arrival.subject,
        user,
        is_joined: known.is_none() && joined.is_some(),
        name,
        roles: &worth.roles,
        grants: &worth.grants,
        rules: &rules.hash,
    };
    Ok(web.store.external_login(&proof::actor(web, user.clone()), &login)?)
}

/// A fresh proof of the same person, for the session that he has.
fn renewed(visitor: &Visitor<'_>, provider: &Provider, arrival: &Arrival, user: &UserId) -> Result<Answer, Failure> {
    let web = visitor.web;
    let known = web.store.external_user(&provider.rules().issuer, &arrival.subject)?;
    let standing = web.standing(&visitor.arrived.headers)?;
    let (Some(standing), true) = (standing, known.as_ref() == Some(user)) else {
        return Ok(said(visitor, "web-external-attempt", StatusCode::FORBIDDEN));
    };
    if standing.user.id != *user {
        return Ok(said(visitor, "web-external-attempt", StatusCode::FORBIDDEN));
    }
    let Some(cookie) = web.renew_session(&standing.login)? else { return Ok(Answer::go("/log-ind")) };
    let details = [("factor".to_owned(), "provider".to_owned())].into();
    web.store.audit_note(&proof::actor(web, user.clone()), "prove", user.as_str(), details)?;
    let to = after_login(&arrival.to);
    let sign = if to.contains('?') { '&' } else { '?' };
    Ok(Answer::go(format!("{to}{sign}udfoert=proved")).with_cookie(cookie))
}

fn said(visitor: &Visitor<'_>, key: &str, status: StatusCode) -> Answer {
    let texts = visitor.texts;
    let body = html! {
        p { (texts.get(key)) }
        p { a href="/log-ind" { (texts.get("web-log-in")) } }
    };
    layout::page(texts, None, Head::plain(texts.get("web-external-title")), body).with_status(status)
}
