//! Hændelseslog: who did or tried what, the newest first, with whether it was somebody who had logged in.

use maud::html;
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::{AuditEntry, AuditOutcome, Identity};

use crate::app::failure::Failure;
use crate::text::{action, format};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::request::Asked;
use crate::web::routes::Area;
use crate::web::view;

/// Records on a page.
const SHOWN: u32 = 200;

/// The last records.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let before: Option<u64> = asked.arrived.field("foer").parse().ok();
    let entries = match before {
        Some(number) => asked.session.store.audit_log_before(number, SHOWN)?,
        None => asked.session.log(SHOWN)?,
    };
    let keys = [
        "event-number",
        "event-time",
        "event-user",
        "event-identity",
        "event-action",
        "event-subject",
        "event-outcome",
    ];
    let columns = keys.map(|key| Column::short(asked.text(key))).to_vec();
    let mut table = Table::new("", columns);
    table.rows = entries.iter().map(|entry| Row::from(cells(asked, entry))).collect();
    let body = html! {
        p { (range(asked, &entries, before.is_none())) }
        (view::table(&table))
        nav class="paging" aria-label=(asked.text("web-event-log")) {
            @if before.is_some() { a href="/haendelser" { (asked.text("log-newest")) } }
            @if let Some(last) = entries.last().filter(|last| last.sequence > 1) {
                a href=(format!("/haendelser?foer={}", last.sequence)) { (asked.text("log-older")) }
            }
        }
    };
    Ok(asked_page(asked, Head::of(Area::EventLog, asked.text("web-event-log")), body))
}

/// Which records are shown.
fn range(asked: &Asked<'_>, entries: &[AuditEntry], is_newest: bool) -> String {
    match (entries.last(), entries.first()) {
        (Some(first), Some(last)) if !is_newest => {
            let words = [("first", first.sequence.to_string()), ("last", last.sequence.to_string())];
            let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
            asked.texts.with("log-range", &words)
        }
        _ => asked.texts.with("web-log-shown", &[("count", &entries.len().to_string())]),
    }
}

fn cells(asked: &Asked<'_>, entry: &AuditEntry) -> Vec<Cell> {
    let outcome = match &entry.outcome {
        AuditOutcome::Done => asked.text("event-done"),
        AuditOutcome::Refused(code) => asked.texts.with("event-refused", &[("code", code)]),
    };
    let identity = match entry.identity {
        Identity::Authenticated => asked.text("event-authenticated"),
        Identity::Declared => asked.texts.with("event-declared", &[("user", &entry.operating_system_user)]),
    };
    let time = format::moment(asked.texts.language(), entry.at);
    let texts = [
        entry.sequence.to_string(),
        time,
        entry.user.to_string(),
        identity,
        action::in_words(&entry.action, asked.texts),
        entry.subject.clone(),
        outcome,
    ];
    texts.map(Cell::text).to_vec()
}
