//! A municipality's list: sent, read, and shown as what would happen, before anything is kept. In between the server keeps
//! nothing: the list travels in the page, encrypted, so that no number of a person stands in an answer.

use maud::{Markup, html};
use virkning_model::id::AgreementId;
use virkning_register::list::{Field, ListProfile};
use virkning_report::{Cell, Column, Fact, Row, Table};

use crate::app::enrol::{ListBytes, ListIs, Prepared};
use crate::app::failure::{Failure, Refusal, Rows};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, field, file_form, form, note, warning};
use crate::web::request::Asked;
use crate::web::view;

/// The largest list that a page takes, in bytes; larger ones are for the command line.
const LIST_SENT_BYTES_MAX: usize = 1024 * 1024;

/// Problems and changes that are written out before the rest is only counted.
const SHOWN_MAX: usize = 100;

/// The form that sends a list.
pub fn list(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let columns: Vec<String> = {
        let profile = ListProfile::built_in();
        let keys: Vec<&str> = profile.keys.iter().map(|key| key.column.as_str()).collect();
        let known = profile.steps.values().chain(profile.more_steps.values()).cloned();
        [keys.join(" / ")].into_iter().chain(known).collect()
    };
    let body = html! {
        p class="font-lead" { (asked.text("list-how")) }
        div class="narrow" {
            (file_form(asked, &asked.arrived.path, html! {
                (field("liste", &asked.text("list-file"), Some(&asked.text("list-file-hint")), html! {
                    input class="form-input" type="file" id="liste" name="liste" required accept=".csv,.txt,text/csv"
                        aria-describedby="liste-hint";
                }))
                (field("profil", &asked.text("list-profile"), Some(&asked.text("list-profile-hint")), html! {
                    input class="form-input" type="file" id="profil" name="profil" accept=".toml" aria-describedby="profil-hint";
                }))
                button class="button button-primary" type="submit" { (asked.text("list-preview")) }
            }))
        }
        p class="note" { (asked.texts.with("list-columns", &[("columns", &columns.join(", "))])) }
    };
    page(asked, id, asked.text("people-import"), body)
}

fn page(asked: &Asked<'_>, id: &AgreementId, title: String, body: Markup) -> Result<Answer, Failure> {
    let agreement = asked.session.sealed_now(id)?;
    let mut head = Head::of_investment(asked, id, &agreement.name, "web-participants-page", title);
    head.crumbs.push((format!("/investeringer/{id}/deltagere"), asked.text("web-participants-page")));
    Ok(asked_page(asked, head, body))
}

/// A list on its way between two pages.
struct Travelling {
    name: String,
    bytes: Vec<u8>,
    profile: String,
    accept: Option<u64>,
}

impl Travelling {
    /// From a form that sends files, or from one that sends back what was shown.
    fn of(asked: &Asked<'_>, id: &AgreementId) -> Result<Self, Failure> {
        let accept = asked.arrived.field("accepter").trim().parse().ok();
        let sealed = asked.arrived.field("forseglet");
        if !sealed.is_empty() {
            let opened = asked.web.opened_upload(asked.standing, id, sealed)?;
            let (name, profile, bytes) = opened.ok_or_else(|| Refusal::new("list-gone"))?;
            return Ok(Self { name, bytes, profile, accept });
        }
        let sent = asked.arrived.sent("liste").ok_or_else(|| Refusal::new("list-none"))?;
        if sent.bytes.len() > LIST_SENT_BYTES_MAX {
            return Err(Refusal::new("list-too-large").with("limit", LIST_SENT_BYTES_MAX / 1024).into());
        }
        let profile = asked
            .arrived
            .sent("profil")
            .map_or(String::new(), |sent| String::from_utf8_lossy(&sent.bytes).into_owned());
        Ok(Self { name: sent.name.clone(), bytes: sent.bytes.clone(), profile, accept })
    }

    fn prepared(&self, asked: &Asked<'_>, id: &AgreementId) -> Result<Prepared, Failure> {
        let profile = match self.profile.as_str() {
            "" => ListProfile::built_in(),
            text => ListProfile::parse(text).map_err(|error| crate::app::coded(error.code(), error.arguments()))?,
        };
        let agreement = asked.session.sealed_now(id)?;
        let from = ListBytes::Sent(&self.name, &self.bytes);
        asked.session.enrolment_prepared(agreement, from, &profile, self.accept, ListIs::Whole)
    }

    fn sealed(&self, asked: &Asked<'_>, id: &AgreementId) -> Result<String, Failure> {
        asked.web.sealed_upload(asked.standing, id, &self.name, &self.profile, &self.bytes)
    }
}

/// What the list would do. Nothing is kept.
pub fn preview(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let list = Travelling::of(asked, id)?;
    let title = asked.text("list-preview");
    let prepared = match list.prepared(asked, id) {
        Err(Failure::Rows(rows)) => {
            let body = faulty(asked, &list, &rows, &list.sealed(asked, id)?);
            return Ok(page(asked, id, title, body)?.with_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY));
        }
        prepared => prepared?,
    };
    let to = format!("/investeringer/{id}/deltagere/liste/gem");
    let content = prepared.content();
    let accept = list.accept.map_or_else(String::new, |number| number.to_string());
    let body = html! {
        (note("", &asked.texts.with("list-nothing-kept", &[("file", &list.name)])))
        (view::facts(&facts(asked, &prepared)))
        @if prepared.future > 0 { (warning("", &asked.texts.with("list-future", &[("count", &prepared.future.to_string())]))) }
        @if let Some(key) = &prepared.unlinkable_key { (warning("", &asked.texts.with("list-unlinkable", &[("key", key)]))) }
        @for other in prepared.overlaps.iter().filter(|other| !other.people.is_empty()) {
            (warning("", &asked.texts.with("list-overlap", &[
                ("count", &other.people.len().to_string()), ("with", other.with.as_str()),
            ])))
        }
        @if !prepared.rejected.is_empty() {
            (warning("", &asked.texts.with("list-accepted-faulty", &[("count", &prepared.rejected.len().to_string())])))
        }
        @if !prepared.changed.is_empty() {
            section { h2 { (asked.text("list-changed")) } (view::table_named(&changed(asked, &prepared), &asked.text("list-changed"))) }
        }
        (button_form(asked, &to, &[("forseglet", &list.sealed(asked, id)?), ("accepter", &accept), ("resultat", content.as_str())], &asked.text("list-keep")))
        p { a href=(format!("/investeringer/{id}/deltagere/liste")) { (asked.text("list-other")) } }
    };
    page(asked, id, title, body)
}

fn facts(asked: &Asked<'_>, prepared: &Prepared) -> Vec<Fact> {
    let count = |number: u64| format::count(asked.texts.language(), number);
    let many = |number: usize| count(u64::try_from(number).unwrap_or(u64::MAX));
    let rejected = u64::try_from(prepared.rejected.len()).unwrap_or(u64::MAX);
    let rows = asked.texts.with(
        "list-rows",
        &[
            ("rows", &count(prepared.accepted + rejected + prepared.ignored)),
            ("accepted", &count(prepared.accepted)),
            ("rejected", &count(rejected)),
            ("ignored", &count(prepared.ignored)),
        ],
    );
    vec![
        Fact::new(asked.text("list-rows-label"), rows),
        Fact::new(asked.text("list-new"), many(prepared.new.len())),
        Fact::new(asked.text("list-changed"), many(prepared.changed.len())),
        Fact::new(asked.text("list-kept"), many(prepared.kept)),
        Fact::new(asked.text("list-left-out"), many(prepared.left_out.len())),
        Fact::new(asked.text("list-enrolled"), count(prepared.enrolled)),
    ]
}

/// Who is changed, and in what.
fn changed(asked: &Asked<'_>, prepared: &Prepared) -> Table {
    let columns = vec![Column::short(asked.text("people-alias")), Column::text(asked.text("list-what-changes"))];
    let mut table = Table::new("", columns);
    table.rows = prepared
        .changed
        .iter()
        .take(SHOWN_MAX)
        .map(|one| {
            let fields: Vec<String> = one.fields.iter().map(|field| asked.text(field_key(*field))).collect();
            Row::from(vec![Cell::text(one.alias.to_string()), Cell::text(fields.join(", "))])
        })
        .collect();
    let rest = prepared.changed.len().saturating_sub(SHOWN_MAX);
    if rest > 0 {
        table.note = Some(asked.texts.with("list-more", &[("count", &rest.to_string())]));
    }
    table
}

fn field_key(field: Field) -> &'static str {
    match field {
        Field::Steps => "people-steps",
        Field::Age => "people-age",
        Field::DroppedOut => "place-dropped-out",
        Field::Rules => "people-rules",
        Field::Completed => "place-completed",
        Field::Arm => "statement-arm",
        Field::Ended => "list-field-ended",
        Field::EnrolledOn => "people-enrolled-on",
    }
}

/// Every faulty row with its line, what stands there, and what to do; and the way to leave exactly these out.
fn faulty(asked: &Asked<'_>, list: &Travelling, rows: &Rows, sealed: &str) -> Markup {
    let columns = vec![
        Column::short(asked.text("list-line")),
        Column::short(asked.text("list-column")),
        Column::short(asked.text("list-excerpt")),
        Column::text(asked.text("list-problem")),
    ];
    let mut table = Table::new("", columns);
    table.rows = rows
        .problems
        .iter()
        .take(SHOWN_MAX)
        .map(|problem| {
            let words: Vec<(&str, &str)> =
                problem.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let hint = asked.texts.hint(&problem.code, &words).unwrap_or_default();
            let said = format!("{} {} {hint}", problem.code, asked.texts.with(&problem.code, &words));
            Row::from(vec![
                Cell::text(problem.line.to_string()),
                Cell::text(problem.column.clone()),
                Cell::text(problem.excerpt.clone()),
                Cell::text(said),
            ])
        })
        .collect();
    let number = rows.problems.len();
    if number > SHOWN_MAX {
        table.note = Some(asked.texts.with("list-more", &[("count", &(number - SHOWN_MAX).to_string())]));
    }
    html! {
        (warning(&asked.texts.with("rows-faulty", &[("count", &number.to_string())]), &asked.texts.with("list-faulty", &[("file", &list.name)])))
        (view::table_named(&table, &asked.text("list-problem")))
        p { a class="button button-primary" href=(asked.arrived.path) { (asked.text("list-other")) } }
        (form(asked, &asked.arrived.path, html! {
            input type="hidden" name="forseglet" value=(sealed);
            input type="hidden" name="accepter" value=(number);
            button class="button button-secondary" type="submit" { (asked.texts.with("list-leave-out", &[("count", &number.to_string())])) }
        }))
    }
}

/// Keeps what was shown.
pub fn keep(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let prepared = Travelling::of(asked, id)?.prepared(asked, id)?;
    // Somebody else may have read in or recorded something since: then it would lead elsewhere than was shown.
    if prepared.content().as_str() != asked.arrived.field("resultat") {
        return preview(asked);
    }
    let done = if asked.session.enrol_prepared(prepared)?.already {
        "web-done-list-known"
    } else {
        "web-done-list-kept"
    };
    Ok(Answer::go(format!("/investeringer/{id}/deltagere?udfoert={}", done.trim_start_matches("web-done-"))))
}
