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
    let entries = asked.session.log(SHOWN)?;
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
        p { (asked.texts.with("web-log-shown", &[("count", &entries.len().to_string())])) }
        (view::table(&table))
    };
    Ok(asked_page(asked, Head::of(Area::EventLog, asked.text("web-event-log")), body))
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
