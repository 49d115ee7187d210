//! Kalenderen: days and deadlines with their warnings, for everyone the investments that he works with; as a page, as a file,
//! and as an address that a calendar program subscribes to. Days of money are for those who see money, and the portfolio's
//! own for those who see the portfolio.

use axum::http::StatusCode;
use jiff::civil::Date;
use maud::{Markup, html};
use virkning_govern::calendar::{Event, EventKind, events};
use virkning_govern::{Dossier, Report};
use virkning_model::hex;
use virkning_model::id::{AgreementId, UserId};
use virkning_store::content_hash;

use super::paper;
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::app::governance::render::{ics_of, words};
use crate::text::Language;
use crate::web::Web;
use crate::web::answer::Answer;
use crate::web::complaint;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{date_field, day_of, empty};
use crate::web::request::{Asked, Standing, Visitor};
use crate::web::routes::{Area, GOVERN, READ_ANY, READ_GOVERNANCE, READ_MONEY};

/// What a calendar is made of, as browsers and calendar programs know it.
const KIND: &str = "text/calendar; charset=utf-8";

/// What the address of a subscription is encrypted for.
const FEED: &str = "feed/calendar";

/// Whether somebody may know of a day.
fn may_know(standing: &Standing, event: &Event) -> bool {
    let Some(agreement) = AgreementId::new(&event.about).ok().filter(|_| is_of_agreement(event)) else {
        return standing.is_any(READ_GOVERNANCE);
    };
    let roles = match event.kind {
        EventKind::Instalment
        | EventKind::Settlement
        | EventKind::ContinuationNote
        | EventKind::ContinuationDecision => READ_MONEY,
        _ => READ_ANY,
    };
    standing.is_any_on(&agreement, roles)
}

fn is_of_agreement(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Forum | EventKind::Task | EventKind::CallCloses)
}

/// The days that the form chose; nothing where it chose none.
pub(super) fn days_of(asked: &Asked<'_>) -> Result<Option<(Date, Date)>, Failure> {
    let days = day_of(asked.arrived.field("fra"))?.zip(day_of(asked.arrived.field("til"))?);
    match days {
        Some((from, to)) if from > to => {
            Err(Refusal::new("calendar-days-reversed").with("from", from).with("to", to).into())
        }
        days => Ok(days),
    }
}

/// The days and warnings.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let title = asked.text("web-calendar");
    let Some(dossier) = asked.session.kept_dossier()? else {
        let what = asked.text(if asked.standing.is_any(GOVERN) { "gov-none-what" } else { "gov-none-wait" });
        return Ok(asked_page(asked, Head::of(Area::Calendar, title), empty(&asked.text("gov-none"), &what)));
    };
    let days = days_of(asked)?;
    let known = |event: &Event| may_know(asked.standing, event);
    let report = virkning_govern::paper::calendar_for(&dossier, days, &known);
    let is_empty = events(&dossier, Date::MIN, Date::MAX).iter().all(|event| !known(event));
    let body = html! {
        @if is_empty { (empty(&asked.text("gov-calendar-none"), &asked.text("gov-calendar-none-what"))) }
        @else {
            (choose(asked, &dossier, days))
            (the_paper(asked, &report))
            section {
                h2 { (asked.text("gov-calendar-feed")) }
                p { a href="/kalender/fil/virkning.ics" { (asked.text("gov-calendar-file")) } }
                details class="do" {
                    summary { (asked.text("gov-calendar-subscribe")) }
                    p { (asked.text("gov-calendar-secret")) }
                    p { code { (asked.web.address.origin()) "/kalender/abonnement/" (token(asked.web, &asked.standing.user.id)?) } }
                }
            }
        }
    };
    let head = Head::of(Area::Calendar, title).with_subtitle(words(&report.subtitle, asked.texts));
    Ok(asked_page(asked, head, body))
}

fn the_paper(asked: &Asked<'_>, report: &Report) -> Markup {
    html! {
        @if !report.sections.iter().any(|section| section.heading == "paper-warnings".into()) {
            p { (asked.text("gov-no-warnings")) }
        }
        (paper(report, asked.texts))
    }
}

fn choose(asked: &Asked<'_>, dossier: &Dossier, days: Option<(Date, Date)>) -> Markup {
    let in_a_year = virkning_govern::paper::in_a_year(dossier.today);
    let (from, to) = days.unwrap_or((dossier.today, in_a_year));
    html! {
        form class="inline-form" method="get" action="/kalender" {
            (date_field("fra", &asked.text("gov-from"), &from.to_string()))
            (date_field("til", &asked.text("gov-to"), &to.to_string()))
            button class="button button-secondary" type="submit" { (asked.text("gov-show")) }
        }
    }
}

fn file_of(dossier: &Dossier, standing: &Standing, web: &Web, language: Language) -> Answer {
    let own: Vec<Event> =
        events(dossier, Date::MIN, Date::MAX).into_iter().filter(|event| may_know(standing, event)).collect();
    let text = ics_of(dossier, &own, web.world.now(), web.texts(language));
    Answer::file("virkning.ics".to_owned(), KIND, text.into_bytes())
}

/// The days as a file.
pub fn file(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = super::dossier(asked)?;
    Ok(file_of(&dossier, asked.standing, asked.web, asked.texts.language()))
}

/// Whoever has the address sees what its user sees; it ends with the user's password.
fn token(web: &Web, user: &UserId) -> Result<String, Failure> {
    let content = serde_json::to_vec(&(user.as_str(), bound_to(web, user)?))
        .map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok(hex::encode(&web.sealed_secret(FEED, &content)?))
}

fn bound_to(web: &Web, user: &UserId) -> Result<String, Failure> {
    let credential = web.store.credential(user)?;
    Ok(credential.map_or_else(String::new, |kept| content_hash(kept.password.as_bytes()).to_string()))
}

/// The user of an address; nothing where it was made elsewhere, or ended.
fn user_of(web: &Web, token: &str) -> Result<Option<Standing>, Failure> {
    let Some(sealed) = hex::decode_all(token) else { return Ok(None) };
    let Some(content) = web.opened_secret(FEED, &sealed)? else { return Ok(None) };
    let Ok((user, bound)) = serde_json::from_slice::<(String, String)>(&content) else { return Ok(None) };
    let Ok(user) = UserId::new(&user) else { return Ok(None) };
    if bound_to(web, &user)? != bound {
        return Ok(None);
    }
    web.standing_without_session(&user)
}

/// The days for a calendar program, which has an address and no session.
pub fn feed(visitor: &Visitor<'_>) -> Result<Answer, Failure> {
    let web = visitor.web;
    let Some(standing) = user_of(web, visitor.arrived.place("token"))? else {
        return Ok(complaint::not_found(visitor.texts, None));
    };
    if web.limits.is_too_many(standing.user.id.as_str(), web.world.now()) {
        return Ok(complaint::too_many(visitor.texts, None));
    }
    let user = standing.user.id.clone();
    let language = web.store.language(&user)?.as_deref().and_then(Language::parse).unwrap_or(Language::Danish);
    let session = Session::authenticated(web.folder.clone(), web.store.clone(), user, &*web.world);
    match session.with_derived(web.derived.clone()).kept_dossier()? {
        Some(dossier) => Ok(file_of(&dossier, &standing, web, language)),
        None => Ok(complaint::not_found(visitor.texts, None).with_status(StatusCode::NOT_FOUND)),
    }
}
