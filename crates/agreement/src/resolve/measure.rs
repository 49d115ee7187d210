//! Builds a measure; its success expression is parsed by `virkning-measure`, whose codes come back with places in the
//! document.

use virkning_model::agreement::{Measure, Settled, Window};
use virkning_model::source::source;
use virkning_model::{Diagnostic, Severity};

use super::build::Context;
use super::{take, words};
use crate::codes;
use crate::tree::{Span, Table, Term, Value};

pub(super) fn measure(context: &mut Context<'_>, term: &Term) -> Option<Measure> {
    let body = &term.body;
    let window = window(context, term);
    let schema = take::text(body, "source").and_then(|name| source(&name));
    let lists = context.code_lists.clone();
    let success =
        expression(context, body.get("success"), |text| Some(virkning_measure::parse_with(text, schema?, &lists)));
    let value =
        expression(context, body.get("value"), |text| Some(virkning_measure::parse_value_with(text, schema?, &lists)));
    Some(Measure {
        id: take::id(body, "id")?,
        label: take::text(body, "label")?,
        source: take::text(body, "source")?,
        window: window?,
        success: success?,
        success_text: take::may_text(body, "success")?.unwrap_or_default(),
        value: value?,
        value_text: take::may_text(body, "value")?.unwrap_or_default(),
        unit: take::may_text(body, "unit")?,
        eligible: take::word(body, "eligible", words::ELIGIBILITIES)?,
        settled: take::may(body, "settled", |value| settled(value.table()?))?,
        expected: take::may_by_year(body, "expected")?,
        expected_at: take::may(body, "expected_at", |value| {
            let entries = value.table()?.entries.iter();
            entries.map(|entry| Some((entry.key.parse().ok()?, entry.value.decimal()?))).collect()
        })?
        .unwrap_or_default(),
        expected_value: take::may_by_year(body, "expected_value")?,
        baseline: take::may_decimal(body, "baseline")?,
        baseline_value: take::may_decimal(body, "baseline_value")?,
        target: take::may_decimal(body, "target")?,
        target_value: take::may_decimal(body, "target_value")?,
        target_difference: take::may_decimal(body, "target_difference")?,
        requires: match body.get("requires") {
            Some(_) => Some(take::id(body, "requires")?),
            None => None,
        },
        missing: take::word_or_default(body, "missing", words::MISSING)?,
        left_population: match body.get("left_population") {
            Some(_) => Some(take::word(body, "left_population", words::LEFT_POPULATION)?),
            None => None,
        },
        evidence: take::may_text(body, "evidence")?,
        verified_by: match body.get("verified_by") {
            Some(_) => Some(take::id(body, "verified_by")?),
            None => None,
        },
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// The window, with the measured years that its kind needs or refuses.
fn window(context: &mut Context<'_>, term: &Term) -> Option<Window> {
    let window = term.get("window")?.table()?;
    let decider = ["month", "from_month", "since_start_to_month", "event", "months_since_start", "at_months"];
    let mut deciders = decider.into_iter().filter(|key| window.get(key).is_some());
    // None or several of them are told by the shape.
    let (Some(decider), None) = (deciders.next(), deciders.next()) else { return None };
    let since_start = ["months_since_start", "at_months"].contains(&decider);
    match term.body.entry("years") {
        Some(years) if since_start => {
            let place = context.source.place(&years.key_span);
            context.diagnostics.push(
                Diagnostic::error(codes::KEY_OF_ANOTHER_KIND, place)
                    .with("table", "measure")
                    .with("key", "years")
                    .with("decider", "window")
                    .with("word", decider),
            );
        }
        None if !since_start => {
            let place = context.source.place(&term.span_at(&["window"]));
            context.diagnostics.push(Diagnostic::error(codes::MEASURED_YEARS_MISSING, place));
        }
        _ => {}
    }
    let years = || take::years(&term.body, "years");
    Some(match decider {
        "month" => Window::CalendarMonth { month: take::whole(window, "month")?, years: years()? },
        "from_month" => Window::CalendarMonths {
            from: take::whole(window, "from_month")?,
            to: take::whole(window, "to_month")?,
            years: years()?,
        },
        "since_start_to_month" => Window::SinceStartToMonth { month: take::whole(window, decider)?, years: years()? },
        "months_since_start" => Window::MonthsSinceStart { months: take::whole(window, decider)? },
        "at_months" => Window::AtMonths {
            at: take::list(window, decider, take::whole_of)?,
            months: take::whole(window, "months")?,
        },
        _ => Window::Event {
            once: match window.get("event")?.text()? {
                "once" => true,
                "each" => false,
                _ => return None,
            },
            years: years()?,
        },
    })
}

fn settled(body: &Table) -> Option<Settled> {
    Some(Settled {
        month: take::whole(body, "month")?,
        day: take::whole(body, "day")?,
        years_later: take::whole(body, "years_later")?,
    })
}

/// Parses an expression where there is one. The outer nothing is an expression that was refused.
fn expression<T>(
    context: &mut Context<'_>,
    value: Option<&Value>,
    parse: impl FnOnce(&str) -> Option<Result<T, virkning_measure::ExpressionError>>,
) -> Option<Option<T>> {
    let Some(value) = value else { return Some(None) };
    let text = value.text().filter(|text| !text.trim().is_empty())?;
    match parse(text)? {
        Ok(expression) => Some(Some(expression)),
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
pub(super) fn span_within(document: &str, value: &Value, text: &str, start: usize, end: usize) -> Span {
    match document.get(value.span.clone()).and_then(|written| written.find(text)) {
        Some(quotes) => {
            let first = value.span.start + quotes;
            first + start.min(text.len())..first + end.min(text.len())
        }
        None => value.span.clone(),
    }
}
