//! The decisions about a proposal as a document: what was decided, when, by whom and why, and the content that it was
//! decided on. Without names for whoever may not see them.

use serde::Serialize;
use virkning_model::Agreement;
use virkning_model::id::UserId;
use virkning_report::{Block, Cell, Column, Fact, Row, Section, Statement, Table};
use virkning_store::Decision;

use super::document::{day, issuer, labels};
use crate::app::failure::{Failure, Refusal};
use crate::app::settle::StoredProposal;
use crate::app::statement::measured_and_settled;
use crate::text::{Texts, format};

/// A decision as the file inside the document says it.
#[derive(Serialize)]
struct DecisionSaid<'a> {
    outcome: &'a str,
    day: String,
    content: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

/// The document and the file that says the same; without `name` nobody is named.
pub(super) fn document(
    agreement: &Agreement,
    stored: &StoredProposal,
    decisions: &[Decision],
    name: Option<&dyn Fn(&UserId) -> String>,
    texts: &Texts,
) -> Result<(Statement, Vec<u8>), Failure> {
    let id = stored.record.id.as_str();
    let last = decisions.last().map_or(stored.proposal.due, |decision| day(decision.at));
    let title = texts.with("record-decision-title", &[("agreement", &agreement.name)]);
    let mut view = Statement::new(texts.language().code(), last, &title, id, labels(texts));
    view.issuer = issuer(agreement);
    view.subtitle = measured_and_settled(&stored.proposal, texts);
    view.synthetic_mark = stored.proposal.inputs.synthetic.then(|| texts.get("statement-synthetic"));
    view.facts = vec![
        Fact::new(texts.get("reposting-decided"), id.to_owned()),
        Fact::new(texts.get("statement-amount"), format::money(texts.language(), stored.proposal.amount)),
        Fact::new(texts.get("statement-content"), stored.record.content.to_string()),
    ];
    let table = table(decisions, name, texts);
    view.sections = vec![Section::new(texts.get("record-decisions"), vec![Block::Table(table)])];
    view.footer = texts.with("statement-footer", &[("content", stored.record.content.short())]);
    let said: Vec<DecisionSaid<'_>> = decisions
        .iter()
        .map(|decision| DecisionSaid {
            outcome: decision.outcome.as_str(),
            day: day(decision.at).to_string(),
            content: decision.content.as_str(),
            reason: &decision.reason,
            by: name.map(|name| name(&decision.by)),
        })
        .collect();
    let mut json = serde_json::to_vec_pretty(&said).map_err(|error| Refusal::new("internal").with("what", error))?;
    json.push(b'\n');
    Ok((view, json))
}

fn table(decisions: &[Decision], name: Option<&dyn Fn(&UserId) -> String>, texts: &Texts) -> Table {
    let mut columns = vec![Column::short(texts.get("reposting-act-day")), Column::short(texts.get("record-decided"))];
    columns.extend(name.map(|_| Column::text(texts.get("reposting-name"))));
    columns.push(Column::text(texts.get("record-reason")));
    columns.push(Column::short(texts.get("statement-content")));
    let mut table = Table::new("", columns);
    for decision in decisions {
        let outcome = texts.get(&format!("state-{}", decision.outcome.as_str()));
        let on = day(decision.at);
        let mut cells = vec![Cell::date(on, format::date(texts, on)), Cell::from(outcome)];
        cells.extend(name.map(|name| Cell::from(name(&decision.by))));
        cells.push(Cell::from(decision.reason.as_str()));
        cells.push(Cell::from(decision.content.short()));
        table.rows.push(Row::from(cells));
    }
    table
}
