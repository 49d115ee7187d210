//! Builds a measure; its success expression is parsed by `virkning-measure`, whose codes come back with places in the
//! document.

use virkning_model::agreement::{Eligibility, Measure, Settled, Window};
use virkning_model::expression::Expression;
use virkning_model::source::{SourceSchema, source};
use virkning_model::{Diagnostic, Severity};

use super::build::Context;
use super::take;
use crate::codes;
use crate::tree::{Span, Table, Term, Value};

pub(super) fn measure(context: &mut Context<'_>, term: &Term) -> Option<Measure> {
    let body = &term.body;
    let window = window(context, term);
    let schema = take::text(body, "source").and_then(|name| source(&name));
    let success = schema.and_then(|schema| success(context, body.get("success")?, schema));
    let settled = match body.get("settled") {
        Some(settled) => Some(settled_of(settled.table()?)?),
        None => None,
    };
    Some(Measure {
        id: take::id(body, "id")?,
        label: take::text(body, "label")?,
        source: take::text(body, "source")?,
        window: window?,
        success: success?,
        success_text: take::text(body, "success")?,
        eligible: take::word(body, "eligible", ELIGIBILITIES)?,
        settled,
        expected: if body.get("expected").is_some() {
            Some(take::by_year(body, "expected")?)
        } else {
            None
        },
        baseline: take::decimal(body, "baseline"),
        target: take::decimal(body, "target"),
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

const ELIGIBILITIES: &[(&str, Eligibility)] =
    &[("enrolled-before-the-year", Eligibility::EnrolledBeforeTheYear), ("window-closed", Eligibility::WindowClosed)];

fn window(context: &mut Context<'_>, term: &Term) -> Option<Window> {
    let window = term.get("window")?.table()?;
    if let Some(months) = take::whole(window, "months_since_start") {
        let alone = window.get("month").is_none();
        if let Some(years) = term.body.entry("years").filter(|_| alone) {
            let place = context.source.place(&years.key_span);
            context.diagnostics.push(
                Diagnostic::error(codes::KEY_OF_ANOTHER_KIND, place)
                    .with("table", "measure")
                    .with("key", "years")
                    .with("decider", "window")
                    .with("word", "months_since_start"),
            );
        }
        return Some(Window::MonthsSinceStart { months });
    }
    let month = take::whole(window, "month")?;
    if term.get("years").is_none() {
        let place = context.source.place(&term.span_at(&["window"]));
        context.diagnostics.push(Diagnostic::error(codes::MEASURED_YEARS_MISSING, place));
    }
    Some(Window::CalendarMonth { month, years: take::years(&term.body, "years")? })
}

fn settled_of(body: &Table) -> Option<Settled> {
    Some(Settled {
        month: take::whole(body, "month")?,
        day: take::whole(body, "day")?,
        years_later: take::whole(body, "years_later")?,
    })
}

fn success(context: &mut Context<'_>, value: &Value, schema: &SourceSchema) -> Option<Expression> {
    let text = value.text().filter(|text| !text.trim().is_empty())?;
    match virkning_measure::parse(text, schema) {
        Ok(expression) => Some(expression),
        Err(problem) => {
            let span = span_within(context.source.text, value, text, problem.start, problem.end);
            context.diagnostics.push(Diagnostic {
                code: problem.code(),
                severity: Severity::Error,
                place: context.source.place(&span),
                arguments: problem.arguments(),
            });
            None
        }
    }
}

/// The span in the document of a span in a text value. Where the text is written with escapes the whole value is meant.
fn span_within(document: &str, value: &Value, text: &str, start: usize, end: usize) -> Span {
    match document.get(value.span.clone()).and_then(|written| written.find(text)) {
        Some(quotes) => {
            let first = value.span.start + quotes;
            first + start.min(text.len())..first + end.min(text.len())
        }
        None => value.span.clone(),
    }
}
