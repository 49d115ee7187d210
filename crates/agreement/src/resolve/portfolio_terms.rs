//! Builds a portfolio: ideas, calls, decisions, free texts, and the council's calendar. What they name of each other must
//! exist.

use virkning_model::id::TermId;
use virkning_model::portfolio::{
    Answer, BudgetRound, Call, CallCriterion, Decision, DecisionKind, Fact, FactUnit, FollowUpTask, FormField, Forum,
    Gate, GateNeed, Idea, Note, NotePart, Portfolio, RoundReading, Stage, StageLabel,
};
use virkning_model::{Decimal, Diagnostic};

use super::build::{self, Context};
use super::take;
use crate::codes;
use crate::near::nearest;
use crate::raw::suggestion;
use crate::tree::{Table, Term, Value};

const NEEDS: &[(&str, GateNeed)] = &[
    ("business-case", GateNeed::BusinessCase),
    ("agreement-checked", GateNeed::AgreementChecked),
    ("repayment-plan", GateNeed::RepaymentPlan),
    ("pre-approval", GateNeed::PreApproval),
    ("approval", GateNeed::Approval),
    ("signatures", GateNeed::Signatures),
    ("sealed", GateNeed::Sealed),
    ("results", GateNeed::Results),
];

pub(super) fn portfolio(context: &mut Context<'_>, terms: &[Term]) -> Option<Portfolio> {
    let head = build::one(terms, "portfolio").map(|term| &term.body);
    let stages = build::every(terms, "stage", stage_label);
    let forums = build::every(terms, "forum", |term| forum(context, term));
    let gates = build::every(terms, "gate", |term| gate(context, term));
    let ideas = build::every(terms, "idea", |term| idea(context, term));
    let calls = build::every(terms, "call", |term| call(context, term));
    let answers = build::every(terms, "answer", |term| answer(context, term));
    let decisions = build::every(terms, "decision", |term| decision(context, term));
    let notes = build::every(terms, "note", |term| note(context, term));
    let facts = build::every(terms, "fact", |term| fact(context, term));
    let budget_round = match build::one(terms, "budget_round") {
        Some(term) => Some(budget_round(context, term)?),
        None => None,
    };
    let head = head?;
    Some(Portfolio {
        id: take::term_id(head)?,
        name: take::text(head, "name")?,
        municipality: take::text(head, "municipality")?,
        currency: context.currency,
        documents: take::may_texts(head, "documents")?,
        stages: stages?,
        gates: gates?,
        forums: forums?,
        ideas: ideas?,
        calls: calls?,
        answers: answers?,
        decisions: decisions?,
        notes: notes?,
        facts: facts?,
        budget_round,
        origin: take::origin(head),
    })
}

fn stage_label(term: &Term) -> Option<StageLabel> {
    Some(StageLabel { stage: take::word(&term.body, "stage", Stage::WORDS)?, label: take::text(&term.body, "label")? })
}

fn forum(context: &Context<'_>, term: &Term) -> Option<Forum> {
    let body = &term.body;
    Some(Forum {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        months: take::list(body, "months", take::whole_of)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn gate(context: &mut Context<'_>, term: &Term) -> Option<Gate> {
    let body = &term.body;
    Some(Gate {
        to: take::word(body, "to", Stage::WORDS)?,
        needs: take::list(body, "needs", |value| take::word_of(value, NEEDS))?,
        forum: match body.get("forum") {
            Some(value) => Some(known(context, value, "forum")?),
            None => None,
        },
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn idea(context: &Context<'_>, term: &Term) -> Option<Idea> {
    let body = &term.body;
    Some(Idea {
        id: take::term_id(body)?,
        name: take::text(body, "name")?,
        aliases: take::may_texts(body, "aliases")?,
        agreement: match body.get("agreement") {
            Some(_) => Some(take::id(body, "agreement")?),
            None => None,
        },
        stage: take::word(body, "stage", Stage::WORDS)?,
        as_of: take::date(body, "as_of")?,
        because: take::may_text(body, "because")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn call(context: &mut Context<'_>, term: &Term) -> Option<Call> {
    let body = &term.body;
    let field = |value: &Value| {
        let body = value.table()?;
        let is_required = take::may_word(body, "required", super::words::YES_NO)?.unwrap_or(false);
        Some(FormField { id: take::term_id(body)?, label: take::text(body, "label")?, is_required })
    };
    let criterion = |value: &Value| {
        let body = value.table()?;
        let weight = take::decimal(body, "weight")?;
        Some(CallCriterion { id: take::term_id(body)?, label: take::text(body, "label")?, weight })
    };
    Some(Call {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        forum: known(context, body.get("forum")?, "forum")?,
        opened: take::text(body, "opened")?,
        closes: take::may(body, "closes", take::date_of)?,
        form: take::list(body, "form", field)?,
        criteria: take::list(body, "criteria", criterion)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn answer(context: &mut Context<'_>, term: &Term) -> Option<Answer> {
    let body = &term.body;
    let call = known(context, body.get("call")?, "call")?;
    let inner = |list: &str| inner_ids(context.terms, &call, list);
    let (fields, criteria) = (inner("form"), inner("criteria"));
    let mut values = Vec::new();
    for value in body.get("values").and_then(Value::list).unwrap_or_default() {
        let body = value.table()?;
        values.push((one_of(context, body.get("field")?, &fields)?, take::text(body, "text")?));
    }
    let mut scores: Vec<(TermId, Decimal)> = Vec::new();
    for value in body.get("scores").and_then(Value::list).unwrap_or_default() {
        let body = value.table()?;
        scores.push((one_of(context, body.get("criterion")?, &criteria)?, take::decimal(body, "score")?));
    }
    Some(Answer {
        idea: known(context, body.get("idea")?, "idea")?,
        call,
        received: take::may(body, "received", take::date_of)?,
        values,
        scores,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// The identifiers inside a list of a call.
fn inner_ids(terms: &[Term], call: &TermId, list: &str) -> Vec<String> {
    let call = terms.iter().find(|term| term.table == "call" && term.id() == Some(call.as_str()));
    let inner = call.and_then(|term| term.get(list)).and_then(Value::list).unwrap_or_default();
    inner.iter().filter_map(|value| Some(value.table()?.get("id")?.text()?.to_owned())).collect()
}

fn decision(context: &mut Context<'_>, term: &Term) -> Option<Decision> {
    let body = &term.body;
    let mut about = Vec::new();
    for value in body.get("about").and_then(Value::list).unwrap_or_default() {
        about.push(known(context, value, "idea")?);
    }
    let task = |value: &Value| {
        let body = value.table()?;
        let by = take::may(body, "by", take::date_of)?;
        Some(FollowUpTask { what: take::text(body, "what")?, who: take::text(body, "who")?, by })
    };
    Some(Decision {
        id: take::term_id(body)?,
        forum: known(context, body.get("forum")?, "forum")?,
        on: if take::is_not_stated(body, "on") {
            None
        } else {
            Some(take::date(body, "on")?)
        },
        about,
        kind: take::word(body, "kind", DecisionKind::WORDS)?,
        moves_to: take::may_word(body, "moves_to", Stage::WORDS)?,
        text: take::text(body, "text")?,
        evidence: take::may_texts(body, "evidence")?,
        conditions: take::may_texts(body, "conditions")?,
        dissent: take::may_texts(body, "dissent")?,
        follow_up: take::list(body, "follow_up", task)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn note(context: &mut Context<'_>, term: &Term) -> Option<Note> {
    let body = &term.body;
    Some(Note {
        id: take::term_id(body)?,
        about: about(context, body)?,
        part: take::word(body, "part", NotePart::WORDS)?,
        as_of: take::date(body, "as_of")?,
        text: take::text(body, "text")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn fact(context: &mut Context<'_>, term: &Term) -> Option<Fact> {
    let body = &term.body;
    let number = if take::is_not_stated(body, "number") {
        None
    } else {
        Some(take::decimal(body, "number")?)
    };
    Some(Fact {
        id: take::term_id(body)?,
        about: about(context, body)?,
        label: take::text(body, "label")?,
        as_of: take::may(body, "as_of", take::date_of)?,
        number,
        up_to: take::may_decimal(body, "up_to")?,
        of: take::may_decimal(body, "of")?,
        unit: take::may_word(body, "unit", FactUnit::WORDS)?.unwrap_or_default(),
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// The idea that a term is about; the inner nothing is the portfolio.
fn about(context: &mut Context<'_>, body: &Table) -> Option<Option<TermId>> {
    match body.get("about") {
        Some(value) => Some(Some(known(context, value, "idea")?)),
        None => Some(None),
    }
}

fn budget_round(context: &mut Context<'_>, term: &Term) -> Option<BudgetRound> {
    let body = &term.body;
    let day = |key: &str| {
        let body = body.get(key)?.table()?;
        Some((take::whole(body, "month")?, take::whole(body, "day")?))
    };
    let reading = |value: &Value| {
        let body = value.table()?;
        let years_before = take::whole(body, "years_before")?;
        Some(RoundReading { id: take::term_id(body)?, text: take::text(body, "text")?, years_before })
    };
    let readings = take::list(body, "readings", reading)?;
    let ids: Vec<String> = readings.iter().map(|reading| reading.id.to_string()).collect();
    Some(BudgetRound {
        note_ready: day("note_ready")?,
        adopted: day("adopted")?,
        warn_days: take::list(body, "warn_days", take::whole_of)?,
        readings,
        chosen: one_of(context, body.get("chosen")?, &ids)?,
        because: take::text(body, "because")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// The identifier of a term of that table.
fn known(context: &mut Context<'_>, value: &Value, table: &str) -> Option<TermId> {
    let terms = context.terms.iter().filter(|term| term.table == table);
    let known: Vec<String> = terms.filter_map(|term| Some(term.id()?.to_owned())).collect();
    one_of(context, value, &known)
}

/// One of these identifiers; another is reported with the nearest of them.
fn one_of(context: &mut Context<'_>, value: &Value, known: &[String]) -> Option<TermId> {
    let text = value.text()?;
    if known.iter().any(|known| known == text) {
        return TermId::new(text).ok();
    }
    let (meant, suggestion) = suggestion(nearest(text, known.iter().map(String::as_str)));
    context.diagnostics.push(
        Diagnostic::error(codes::NO_SUCH_SUBJECT, context.source.place(&value.span))
            .with("value", text)
            .with("meant", meant)
            .with("suggestion", suggestion)
            .with("known", known.join(", ")),
    );
    None
}
