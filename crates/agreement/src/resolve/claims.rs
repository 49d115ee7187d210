//! Builds what documents say in words and tables: claims, printed tables, and published papers about several investments.

use virkning_model::agreement::PriceLevel;
use virkning_model::claim::{Claim, ClaimSays, ClaimValue, Printed, PrintedRow, Project, PublishedDocument};
use virkning_model::{Decimal, Diagnostic, Money};

use super::build::{self, Context};
use super::measure::span_within;
use super::{take, words};
use crate::codes;
use crate::figures::{FiguresError, parse_claim, parse_figures};
use crate::shape::NOT_STATED;
use crate::tree::{Table, Term, Value, ValueKind};

pub(super) fn claim(context: &mut Context<'_>, term: &Term) -> Option<Claim> {
    let body = &term.body;
    let says = says(context, term);
    Some(Claim {
        id: take::term_id(body)?,
        text: take::text(body, "text")?,
        document: take::may_text(body, "document")?,
        place: take::text(body, "place")?,
        says: says?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// A claim says something computable, or a value of a subject, or neither; never half of one.
fn says(context: &mut Context<'_>, term: &Term) -> Option<ClaimSays> {
    let body = &term.body;
    let half = match (body.get("says").is_some(), body.get("about").is_some(), body.get("value").is_some()) {
        (true, true, _) => Some("about"),
        (true, false, true) | (false, false, true) => Some("value"),
        (false, true, false) => Some("about"),
        _ => None,
    };
    if let Some(entry) = half.and_then(|key| body.entry(key)) {
        let place = context.source.place(&entry.key_span);
        context.diagnostics.push(Diagnostic::error(codes::CLAIM_HALF, place).with("key", &entry.key));
        return None;
    }
    if let Some(value) = body.get("says") {
        let text = value.text().filter(|text| !text.trim().is_empty())?;
        let test = parse_claim(text).map_err(|error| report(context, value, text, &error)).ok()?;
        let rounding = take::may_decimal(body, "rounding")?.unwrap_or(Decimal::ZERO);
        return Some(ClaimSays::Holds { test, text: text.to_owned(), rounding });
    }
    let Some(value) = body.get("value") else { return Some(ClaimSays::Underivable) };
    Some(ClaimSays::Value {
        about: take::text(body, "about")?,
        value: match &value.kind {
            ValueKind::Text(text) => ClaimValue::Text(text.clone()),
            ValueKind::Date(_) => ClaimValue::Date(take::date_of(value)?),
            _ => ClaimValue::Number(value.decimal()?),
        },
        unit: take::may_text(body, "unit")?,
        rounding: take::may_decimal(body, "rounding")?.unwrap_or(Decimal::ZERO),
    })
}

fn report(context: &mut Context<'_>, value: &Value, text: &str, error: &FiguresError) {
    let span = span_within(context.source.text, value, text, error.start, error.end);
    let found = text.get(error.start..error.end).unwrap_or_default();
    context.diagnostics.push(
        Diagnostic::error(codes::NO_ARITHMETIC, context.source.place(&span))
            .with("problem", error.problem.word())
            .with("found", found),
    );
}

pub(super) fn printed(context: &mut Context<'_>, term: &Term) -> Option<Printed> {
    let body = &term.body;
    let rows = body.get("rows").and_then(Value::list).unwrap_or_default();
    let rows: Vec<Option<PrintedRow>> = rows.iter().map(|value| row(context, value)).collect();
    Some(Printed {
        id: take::term_id(body)?,
        document: take::may_text(body, "document")?,
        place: take::text(body, "place")?,
        unit: take::decimal(body, "unit")?,
        unit_label: take::may_text(body, "unit_label")?,
        area: take::may_text(body, "area")?,
        horizon: take::may_whole(body, "horizon")?,
        columns: take::texts(body, "columns")?,
        rows: rows.into_iter().collect::<Option<_>>()?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn row(context: &mut Context<'_>, value: &Value) -> Option<PrintedRow> {
    let body = value.table()?;
    let is = match body.get("is") {
        Some(is) => {
            let text = is.text().filter(|text| !text.trim().is_empty())?;
            Some(parse_figures(text).map_err(|error| report(context, is, text, &error)).ok()?)
        }
        None => None,
    };
    Some(PrintedRow {
        label: take::text(body, "label")?,
        values: take::list(body, "values", |value| match value.text() {
            Some(NOT_STATED) => Some(None),
            _ => value.decimal().map(Some),
        })?,
        is,
        is_text: take::may_text(body, "is")?.unwrap_or_default(),
        sum: take::may_decimal(body, "sum")?,
        area: take::may_text(body, "area")?,
        horizon: take::may_whole(body, "horizon")?,
        role: take::word_or_default(body, "role", words::ROW_ROLES)?,
        of: take::may_texts(body, "of")?,
        opposite_sign: body.get("sign").and_then(Value::text) == Some("opposite"),
    })
}

/// A published paper, if every term could be built.
pub(super) fn document(context: &mut Context<'_>, terms: &[Term]) -> Option<PublishedDocument> {
    let head = build::one(terms, "document").map(|term| &term.body);
    let projects = build::every(terms, "project", |term| project(context, term));
    let printed = build::every(terms, "printed", |term| printed(context, term));
    let claims = build::every(terms, "claim", |term| claim(context, term));
    let head = head?;
    Some(PublishedDocument {
        id: take::term_id(head)?,
        name: take::text(head, "name")?,
        published: take::may(head, "published", take::date_of)?,
        currency: context.currency,
        price_level: price_level(head)?,
        projects: projects?,
        printed: printed?,
        claims: claims?,
        origin: take::origin(head),
    })
}

fn project(context: &Context<'_>, term: &Term) -> Option<Project> {
    let body = &term.body;
    let money = |key| -> Option<Option<Money>> { take::may_money(body, key, context.currency) };
    Some(Project {
        id: take::term_id(body)?,
        name: take::text(body, "name")?,
        aliases: take::may_texts(body, "aliases")?,
        agreement: match body.get("agreement") {
            Some(_) => Some(take::id(body, "agreement")?),
            None => None,
        },
        period: take::may(body, "period", take::years_of)?,
        follow_up_to: take::may_whole(body, "follow_up_to")?,
        capital: money("capital")?,
        participants: take::may_whole(body, "participants")?,
        unit: take::may_word(body, "unit", words::UNITS)?,
        repayment: money("repayment")?,
        savings: money("savings")?,
        net: money("net")?,
        horizon: take::may_whole(body, "horizon")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// The price level as the head of an agreement or a paper says it.
pub(super) fn price_level(head: &Table) -> Option<PriceLevel> {
    match head.get("price_level")?.text() {
        Some("not-stated") => Some(PriceLevel::NotStated),
        Some("current") => Some(PriceLevel::Current),
        Some(_) => None,
        None => take::whole(head, "price_level").map(PriceLevel::Year),
    }
}
