//! The page behind a one-time link: a user chooses a password and connects an app for one-time codes. The first
//! administrator names himself.

use axum::http::StatusCode;
use maud::{Markup, html};
use virkning_model::id::UserId;
use virkning_store::{Invitation, NewCredential};

use super::me::recovery_list;
use crate::app::failure::{Failure, Refusal};
use crate::app::token::hash_of;
use crate::text::refusal::in_words;
use crate::web::answer::Answer;
use crate::web::codes::{self, SECRET_BYTES, step_of_code};
use crate::web::layout::{self, Head};
use crate::web::parts::text_field;
use crate::web::request::Visitor;
use crate::web::{password, proof, recovery};

/// The form, with a new secret for the app.
pub fn show(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let Some(invitation) = invitation(visitor)? else { return Ok(gone(visitor)) };
    let mut secret = [0; SECRET_BYTES];
    visitor.web.world.random(&mut secret).map_err(|error| Refusal::new("internal").with("what", error))?;
    form(visitor, &invitation, &secret, None)
}

/// Keeps what the user chose.
pub fn set(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let (web, arrived) = (visitor.web, visitor.arrived);
    let Some(invitation) = invitation(visitor)? else { return Ok(gone(visitor)) };
    let Some(secret) = codes::secret_of_text(arrived.field("hemmelighed")) else { return show(visitor) };
    let again = |refusal: Refusal| {
        let (message, hint) = in_words(&refusal, visitor.texts);
        let message = format!("{message} {}", hint.unwrap_or_default());
        let answer = form(visitor, &invitation, &secret, Some(message))?;
        Ok(answer.with_status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    let user = match &invitation.user {
        Some(user) => user.clone(),
        None => match UserId::new(arrived.field("bruger").trim().to_lowercase()) {
            Ok(user) => user,
            Err(_) => return again(Refusal::new("user-name-invalid").with("name", arrived.field("bruger"))),
        },
    };
    let chosen = arrived.field("adgangskode");
    if let Some(objection) = password::objection(chosen, user.as_str()) {
        return again(objection);
    }
    if chosen != arrived.field("adgangskode-igen") {
        return again(Refusal::new("web-password-differs"));
    }
    let Some(step) = step_of_code(&secret, arrived.field("kode"), web.world.now()) else {
        return again(Refusal::new("web-code-wrong"));
    };
    let name = match arrived.field("navn").trim() {
        "" => user.as_str(),
        name => name,
    };
    let (hash, sealed) = (password::hashed(chosen, &*web.world)?, web.sealed_secret(user.as_str(), &secret)?);
    let token = hash_of(arrived.place("token"));
    let recovery = recovery::hashes(&web.recovery_codes(arrived.place("token"))?);
    let new = NewCredential { token: &token, user: &user, name, password: &hash, secret: &sealed, recovery: &recovery };
    let actor = proof::actor(web, user.clone());
    if let Err(failure) = web.store.credential_set(&actor, new) {
        return match Failure::from(failure) {
            Failure::Refused(refusal) => again(refusal),
            failure => Err(failure),
        };
    }
    web.store.code_take(&user, step, step - 10)?;
    let session = web.begin_session(&user, None, Some(web.world.now()))?;
    Ok(Answer::go("/").with_cookie(session).with_cookie(web.browser_mark(&user)?))
}

fn invitation(visitor: &Visitor<'_>) -> Result<Option<Invitation>, Failure> {
    let token = hash_of(visitor.arrived.place("token"));
    Ok(visitor.web.store.invitation(&token, visitor.web.world.now())?)
}

fn gone(visitor: &Visitor<'_>) -> Answer {
    let texts = visitor.texts;
    let body = html! {
        p { (texts.get("web-link-gone")) }
        p { a href="/log-ind" { (texts.get("web-log-in")) } }
    };
    layout::page(texts, None, Head::plain(texts.get("web-link-gone-title")), body).with_status(StatusCode::NOT_FOUND)
}

fn form(
    visitor: &Visitor<'_>,
    invitation: &Invitation,
    secret: &[u8],
    message: Option<String>,
) -> Result<Answer, Failure> {
    let texts = visitor.texts;
    let codes = visitor.web.recovery_codes(visitor.arrived.place("token"))?;
    let text = |key: &str| texts.get(key);
    let user = invitation.user.as_ref();
    let body = html! {
        @if let Some(message) = message {
            div class="alert alert-error" role="alert" { div class="alert-body" { p class="alert-text" { (message) } } }
        }
        p class="font-lead" { (text(if user.is_some() { "web-welcome-user" } else { "web-welcome-first" })) }
        form method="post" class="narrow" {
            @if let Some(user) = user {
                input type="text" name="bruger" value=(user) autocomplete="username" hidden;
                p { (text("web-user")) ": " strong { (user) } }
            } @else {
                (text_field("bruger", "text", &text("web-user"), Some(&text("web-user-hint")), "username"))
                (text_field("navn", "text", &text("web-full-name"), None, "name"))
            }
            (text_field("adgangskode", "password", &text("web-password"), Some(&text("web-password-hint")), "new-password"))
            (text_field("adgangskode-igen", "password", &text("web-password-again"), None, "new-password"))
            fieldset {
                legend class="form-label" { (text("web-app-title")) }
                p { (text("web-app-how")) }
                (picture(visitor, user, secret))
                p { (text("web-app-secret")) " " code class="secret" { (codes::text_of_secret(secret)) } }
                input type="hidden" name="hemmelighed" value=(codes::text_of_secret(secret));
                (text_field("kode", "text", &text("web-code"), Some(&text("web-code-hint")), "one-time-code"))
            }
            fieldset {
                legend class="form-label" { (text("web-recovery-title")) }
                p { (text("web-recovery-how")) }
                (recovery_list(&codes))
            }
            button class="button button-primary" type="submit" { (text("web-welcome-save")) }
        }
    };
    Ok(layout::page(texts, None, Head::plain(text("web-welcome")), body))
}

fn picture(visitor: &Visitor<'_>, user: Option<&UserId>, secret: &[u8]) -> Markup {
    let address = codes::address_of_secret(user.map_or("administrator", UserId::as_str), secret);
    html! {
        @if let Some((path, side)) = codes::picture(&address) {
            svg class="qr" role="img" aria-label=(visitor.texts.get("web-app-picture"))
                viewBox=(format!("-4 -4 {0} {0}", side + 8)) shape-rendering="crispEdges" {
                rect x="-4" y="-4" width=(side + 8) height=(side + 8) fill="#fff" {}
                path d=(path) fill="#000" {}
            }
        }
    }
}
