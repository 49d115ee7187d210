//! Organisation: departments, operating areas and units as they were or are on a day, what changes of them, and which of
//! them answers for an investment.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};
use virkning_model::id::AgreementId;
use virkning_store::{NewUnit, Unit, UnitKind, unit_on};

use crate::app::failure::{Failure, Refusal};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, empty, form, labelled_input};
use crate::web::request::Asked;
use crate::web::routes::Area;

/// The organisation on a day, today where none is asked for.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let day = asked.arrived.field("dag").parse().unwrap_or_else(|_| asked.session.world.today());
    let units = asked.session.store.units()?;
    let answers = asked.session.store.agreement_units(day)?;
    let top: Vec<&Unit> = on(&units, day).into_iter().filter(|unit| unit.parent.is_none()).collect();
    let body = html! {
        form class="inline-form" method="get" {
            (labelled_input("dag", "date", &asked.text("organisation-day"), None, &day.to_string(), true))
            button class="button button-secondary" type="submit" { (asked.text("organisation-show")) }
        }
        @if top.is_empty() { (empty(&asked.text("organisation-none"), &asked.text("organisation-none-what"))) }
        @else { ul class="tree no-max-width" { @for unit in top { (branch(asked, &units, unit, day, &answers)) } } }
        (without_unit(asked, &answers)?)
        div class="columns" {
            section { h2 { (asked.text("organisation-set")) } (unit_form(asked, &units, day)) }
            section { h2 { (asked.text("organisation-answers")) } (answer_form(asked, &units, day)?) }
        }
    };
    let crumbs = vec![("/administration".to_owned(), asked.text("web-administration"))];
    let head = Head::of(Area::Administration, asked.text("organisation-title"));
    Ok(asked_page(asked, Head { crumbs, ..head }, body))
}

/// Records what holds of a unit from a day on.
pub fn unit(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let arrived = asked.arrived;
    let kind = UnitKind::parse(arrived.field("slags"));
    let kind = kind.ok_or_else(|| Refusal::new("organisation-kind-unknown").with("kind", arrived.field("slags")))?;
    let to = match arrived.field("slut") {
        "" => None,
        text => Some(day_of(text)?),
    };
    let parent = Some(arrived.field("under")).filter(|parent| !parent.is_empty());
    let new = NewUnit {
        unit: arrived.field("enhed").trim(),
        kind,
        name: arrived.field("navn").trim(),
        parent,
        from: day_of(arrived.field("begyndelse"))?,
        to,
    };
    asked.session.store.unit_set(&asked.session.actor()?, new)?;
    Ok(Answer::go(format!("/administration/organisation?dag={}&udfoert=unit-set", new.from)))
}

/// Says which unit answers for an investment from a day on.
pub fn responsible(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let arrived = asked.arrived;
    let id = arrived.field("investering");
    let id = AgreementId::new(id).map_err(|_| Refusal::new("agreement-unknown").with("agreement", id))?;
    let from = day_of(arrived.field("fra"))?;
    asked.session.store.agreement_unit_set(&asked.session.actor()?, &id, arrived.field("ansvarlig"), from)?;
    Ok(Answer::go(format!("/administration/organisation?dag={from}&udfoert=responsible-set")))
}

fn day_of(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_| Refusal::new("organisation-day-invalid").with("day", text).into())
}

/// Every unit that is there on a day, by its kind and name.
fn on(units: &[Unit], day: Date) -> Vec<&Unit> {
    let names: std::collections::BTreeSet<&str> = units.iter().map(|unit| unit.unit.as_str()).collect();
    let mut there: Vec<&Unit> = names.into_iter().filter_map(|name| unit_on(units, name, day)).collect();
    there.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    there
}

/// A unit with what stands below it. Each kind is below another one, so it comes to an end.
fn branch(
    asked: &Asked<'_>,
    units: &[Unit],
    unit: &Unit,
    day: Date,
    answers: &BTreeMap<AgreementId, String>,
) -> Markup {
    let below: Vec<&Unit> = on(units, day)
        .into_iter()
        .filter(|other| other.parent.as_deref() == Some(&unit.unit) && other.kind > unit.kind)
        .collect();
    let own: Vec<&AgreementId> = answers.iter().filter(|(_, of)| **of == unit.unit).map(|(id, _)| id).collect();
    html! {
        li {
            strong { (unit.name) } " "
            span class="badge" { (asked.text(&format!("organisation-kind-{}", unit.kind.as_str()))) }
            span class="note" {
                (unit.unit) " · "
                (asked.texts.with("organisation-since", &[("day", &format::date(asked.texts, unit.from))]))
                @if let Some(to) = unit.to { " " (asked.texts.with("organisation-until", &[("day", &format::date(asked.texts, to))])) }
            }
            @if !own.is_empty() {
                p { (asked.text("organisation-answers-for")) " " @for id in own { a href=(format!("/investeringer/{id}")) { (id) } " " } }
            }
            @if !below.is_empty() { ul { @for other in below { (branch(asked, units, other, day, answers)) } } }
        }
    }
}

fn without_unit(asked: &Asked<'_>, answers: &BTreeMap<AgreementId, String>) -> Result<Markup, Failure> {
    let all = asked.session.store.agreements()?;
    let without: Vec<&AgreementId> = all.iter().filter(|id| !answers.contains_key(*id)).collect();
    Ok(html! {
        @if !without.is_empty() {
            p { (asked.text("organisation-without")) " " @for id in without { code { (id) } " " } }
        }
    })
}

fn options(units: &[Unit], day: Date) -> Vec<(String, String)> {
    on(units, day).into_iter().map(|unit| (unit.unit.clone(), unit.name.clone())).collect()
}

fn unit_form(asked: &Asked<'_>, units: &[Unit], day: Date) -> Markup {
    let text = |key: &str| asked.text(key);
    let kinds =
        UnitKind::ALL.map(|kind| (kind.as_str().to_owned(), text(&format!("organisation-kind-{}", kind.as_str()))));
    let mut above = vec![(String::new(), text("organisation-top"))];
    above.extend(options(units, day));
    form(
        asked,
        "/administration/organisation/enhed",
        html! {
            p { (text("organisation-set-what")) }
            (choice("slags", "slags", &text("organisation-kind"), &kinds, "department"))
            (labelled_input("enhed", "text", &text("organisation-short"), Some(&text("organisation-short-hint")), "", true))
            (labelled_input("navn", "text", &text("organisation-name"), None, "", true))
            (choice("under", "under", &text("organisation-parent"), &above, ""))
            (labelled_input("begyndelse", "date", &text("organisation-from"), None, &day.to_string(), true))
            (labelled_input("slut", "date", &text("organisation-to"), Some(&text("organisation-to-hint")), "", false))
            button class="button button-primary" type="submit" { (text("organisation-save")) }
        },
    )
}

fn answer_form(asked: &Asked<'_>, units: &[Unit], day: Date) -> Result<Markup, Failure> {
    let text = |key: &str| asked.text(key);
    let investments: Vec<(String, String)> =
        asked.session.store.agreements()?.iter().map(|id| (id.to_string(), id.to_string())).collect();
    let there = options(units, day);
    if investments.is_empty() || there.is_empty() {
        return Ok(html! { p { (text("organisation-answers-first")) } });
    }
    Ok(form(
        asked,
        "/administration/organisation/ansvar",
        html! {
            (choice("investering", "investering", &text("web-investment"), &investments, ""))
            (choice("ansvarlig", "ansvarlig", &text("organisation-unit"), &there, ""))
            (labelled_input("fra", "date", &text("organisation-from"), None, &day.to_string(), true))
            button class="button button-primary" type="submit" { (text("organisation-save")) }
        },
    ))
}
