//! Proving who somebody is, with what only he has: the password, and a one-time code of the phone or a recovery code. It is
//! asked for at login, and again before what cannot be undone, where the last proof is older than some minutes.

use axum::http::StatusCode;
use jiff::ToSpan as _;
use maud::{Markup, html};
use virkning_model::id::UserId;
use virkning_store::{Actor, Identity};

use super::Web;
use super::answer::{Answer, Cookie};
use super::codes::step_of_code;
use super::layout::{self, Head};
use super::limits::Whose;
use super::parts::{button_form, text_field};
use super::password;
use super::recovery::hash_of_code;
use super::request::Asked;
use super::routes::Page;
use crate::app::failure::Failure;

/// Minutes for which a proof is good enough for what cannot be undone.
const GOOD_MINUTES: i64 = 10;

/// The fields of the form that asks for a new proof. What the page's own form held goes with it.
const PASSWORD: &str = "bekraeft-adgangskode";
const CODE: &str = "bekraeft-kode";

/// How somebody proved who he is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// A code of the phone.
    Code,
    /// A recovery code.
    Recovery,
}

impl Factor {
    /// The word of the event log.
    pub fn word(self) -> &'static str {
        match self {
            Factor::Code => "code",
            Factor::Recovery => "recovery-code",
        }
    }
}

/// Who it is and how he proved it, if name, password and code belong together and the code was not used before.
pub fn proved(
    web: &Web,
    user: Option<&UserId>,
    password: &str,
    code: &str,
) -> Result<Option<(UserId, Factor)>, Failure> {
    let kept = user.map(|user| web.store.credential(user)).transpose()?.flatten();
    let fits = password::fits(password, kept.as_ref().map(|kept| kept.password.as_str()))?;
    let (true, Some(kept)) = (fits, kept) else { return Ok(None) };
    if let Some(hash) = hash_of_code(code) {
        let actor = actor(web, kept.user.clone());
        return Ok(web.store.recovery_take(&actor, &hash)?.then_some((kept.user, Factor::Recovery)));
    }
    let Some(secret) = web.opened_secret(kept.user.as_str(), &kept.secret)? else { return Ok(None) };
    let Some(step) = step_of_code(&secret, code, web.world.now()) else { return Ok(None) };
    Ok(web.store.code_take(&kept.user, step, step - 10)?.then_some((kept.user, Factor::Code)))
}

/// Somebody who has proved who he is, before there is a session.
pub fn actor(web: &Web, user: UserId) -> Actor {
    let operating_system_user = web.world.operating_system_user();
    Actor { user, identity: Identity::Authenticated, operating_system_user, at: web.world.now() }
}

/// A page that does what cannot be undone: only on a fresh proof. Without one it is asked for, and what the form held is
/// sent again with it, so that nothing must be typed twice.
pub fn guarded(asked: &Asked<'_>, page: Page) -> Result<Answer, Failure> {
    let (web, login) = (asked.web, &asked.standing.login);
    let now = web.world.now();
    if login.proved.is_some_and(|at| now < at + GOOD_MINUTES.minutes()) {
        return page(asked);
    }
    if login.provider.is_some() {
        return Ok(at_provider(asked));
    }
    if asked.arrived.field(PASSWORD).is_empty() {
        return Ok(form(asked, None));
    }
    let user = &login.user;
    // Whoever has the session is counted apart from those who guess at the name.
    let whose = Whose::browser(user.as_str(), "in a session");
    if let Some(seconds) = web.limits.wait(&whose, now) {
        let minutes = ((seconds + 59) / 60).to_string();
        let message = asked.texts.with("web-login-wait", &[("minutes", &minutes)]);
        return Ok(form(asked, Some(message)).with_status(StatusCode::TOO_MANY_REQUESTS));
    }
    let (password, code) = (asked.arrived.field(PASSWORD), asked.arrived.field(CODE));
    let Some((_, factor)) = proved(web, Some(user), password, code)? else {
        web.limits.failed(&whose, now);
        web.store.audit_refusal(&asked.session.actor()?, "prove", user.as_str(), "login", Default::default())?;
        return Ok(form(asked, Some(asked.text("web-proof-wrong"))));
    };
    web.limits.succeeded(&whose);
    let Some(cookie) = web.renew_session(login)? else {
        return Ok(Answer::go("/log-ind").with_cookie(Cookie::Nothing));
    };
    let details = [("factor".to_owned(), factor.word().to_owned())].into();
    web.store.audit_note(&asked.session.actor()?, "prove", user.as_str(), details)?;
    // The old token is worth nothing any more, so the new one goes out whatever becomes of the page.
    let answer =
        page(asked).unwrap_or_else(|failure| super::complaint::failure(&failure, asked.texts, Some(asked.standing)));
    Ok(answer.with_cookie(cookie))
}

fn form(asked: &Asked<'_>, message: Option<String>) -> Answer {
    let own = ["form-key", PASSWORD, CODE];
    let held = asked.arrived.fields.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let body: Markup = html! {
        @if let Some(message) = message {
            div class="alert alert-error" role="alert" { div class="alert-body" { p class="alert-text" { (message) } } }
        }
        p class="font-lead" { (asked.text("web-proof-why")) }
        form method="post" action=(asked.arrived.path) class="narrow" {
            input type="hidden" name="form-key" value=(asked.standing.login.form_key);
            @for (name, value) in held { input type="hidden" name=(name) value=(value); }
            input type="text" value=(asked.standing.user.id) autocomplete="username" hidden;
            (text_field(PASSWORD, "password", &asked.text("web-password"), None, "current-password"))
            (text_field(CODE, "text", &asked.text("web-code"), Some(&asked.text("web-code-hint-both")), "one-time-code"))
            button class="button button-primary" type="submit" { (asked.text("web-proof-button")) }
        }
        p { a href="/" { (asked.text("web-proof-stop")) } }
    };
    layout::page(asked.texts, Some(asked.standing), Head::plain(asked.text("web-proof-title")), body)
        .with_status(StatusCode::UNAUTHORIZED)
}

/// Whoever came by a provider proves it there, and then presses the button once more: a form is not carried through another
/// site.
fn at_provider(asked: &Asked<'_>) -> Answer {
    let back = asked.arrived.headers.get("referer").and_then(|value| value.to_str().ok());
    let back = back.and_then(|text| text.strip_prefix(asked.web.address.origin())).unwrap_or("/");
    let body = html! {
        p class="font-lead" { (asked.text("web-proof-why")) }
        p { (asked.text("web-proof-provider")) }
        (button_form(asked, "/log-ind/igen", &[("til", back)], &asked.text("web-proof-provider-button")))
        p { a href="/" { (asked.text("web-proof-stop")) } }
    };
    layout::page(asked.texts, Some(asked.standing), Head::plain(asked.text("web-proof-title")), body)
        .with_status(StatusCode::UNAUTHORIZED)
}
