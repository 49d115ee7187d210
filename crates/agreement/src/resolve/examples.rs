//! Builds worked examples: the rates, counts or observations that are assumed, and what is to come of them.

use virkning_model::Diagnostic;
use virkning_model::agreement::{Example, ExampleCap, GivenCounts, GivenObservation};
use virkning_model::id::Alias;

use super::build::Context;
use super::{payment_terms, take, words};
use crate::codes;
use crate::tree::{Table, Term, Value};

pub(super) fn example(context: &mut Context<'_>, term: &Term) -> Option<Example> {
    let body = &term.body;
    let cap = match body.get("cap").map(Value::text) {
        None => ExampleCap::Agreed,
        Some(Some("none")) => ExampleCap::None,
        Some(_) => ExampleCap::Method(take::word(body, "cap", words::METHODS)?),
    };
    let currency = context.currency;
    let observations = body.get("observations").and_then(Value::list).unwrap_or_default().iter();
    let observations: Vec<Option<GivenObservation>> = observations.map(|value| observation(context, value)).collect();
    Some(Example {
        name: take::text(body, "name")?,
        rates: take::may_by_year(body, "rates")?,
        cap,
        of: take::may(body, "of", |value| virkning_model::id::MeasureId::new(value.text()?).ok())?,
        given: take::may_per_year(body, "given", |value| Some(counts(value.table()?)))?,
        observations: observations.into_iter().collect::<Option<_>>()?,
        terminated: take::may(body, "terminated", take::date_of)?,
        choice: take::may(body, "choice", |value| {
            let body = value.table()?;
            Some((take::text(body, "term")?, take::text(body, "as")?))
        })?,
        due: take::may(body, "due", payment_terms::due)?.unwrap_or_default(),
        payments: take::may_per_year(body, "payments", |value| take::money_of(value, currency))?,
        total: take::may_money(body, "total", currency)?,
        // Resolved with the document's other versions, which are needed whole.
        under: None,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn counts(body: &Table) -> GivenCounts {
    let count = |key| take::decimal(body, key).unwrap_or_default();
    GivenCounts {
        eligible: count("eligible"),
        successes: count("successes"),
        sum: count("sum"),
        control_eligible: count("control_eligible"),
        control_successes: count("control_successes"),
        control_sum: count("control_sum"),
        estimate: take::decimal(body, "estimate"),
    }
}

fn observation(context: &mut Context<'_>, value: &Value) -> Option<GivenObservation> {
    let body = value.table()?;
    let name = body.get("participant")?;
    let text = name.text().filter(|text| !text.trim().is_empty())?;
    // Examples call people A and B; an alias has small letters.
    let participant = Alias::new(text.to_lowercase());
    if participant.is_err() {
        let place = context.source.place(&name.span);
        context.diagnostics.push(Diagnostic::error(codes::INVALID_ID, place).with("value", text));
    }
    Some(GivenObservation {
        participant: participant.ok()?,
        measure: take::id(body, "measure")?,
        year: take::whole(body, "year")?,
        at: take::may_whole(body, "at")?.unwrap_or(0),
        outcome: take::may_word(body, "outcome", words::OUTCOMES)?,
        value: take::may_decimal(body, "value")?,
        arm: take::word_or_default(body, "arm", words::ARMS)?,
    })
}
