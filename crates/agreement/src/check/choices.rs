//! Rules about visible choices: the term exists, has the chosen value, and the alternatives are others. Any value of
//! any term can be the subject of a choice, named by its path: `payment.outcome-payment.from.budget`, or with numbers
//! from one where there is a list: `payment.outcome-payment.from.2.budget`.

use super::Checker;
use crate::codes;
use crate::near::nearest;
use crate::paths;
use crate::raw::suggestion;
use crate::tree::{Value, ValueKind};

pub(super) fn check<A>(checker: &mut Checker<'_, A>) {
    let terms = checker.terms;
    for (index, choice) in terms.iter().filter(|term| term.table == "choice").enumerate() {
        let text = |key: &str| choice.get(key).and_then(Value::text).unwrap_or_default();
        let (term, chosen) = (text("term"), text("chosen"));
        match paths::value_at(terms, term) {
            None => {
                let paths = paths::all(terms);
                let (meant, suggestion) = suggestion(nearest(term, paths.iter().map(String::as_str)));
                let arguments = [("term", term), ("meant", meant), ("suggestion", &suggestion)];
                checker.report(codes::CHOICE_OF_NO_TERM, ("choice", index, &["term"]), &arguments);
            }
            // A choice about a term that an amendment has changed told what held at first.
            Some(_) if checker.changed.iter().any(|changed| paths::touches(changed, term)) => {}
            Some(value) if !says(value, chosen) => {
                let actual = words(value);
                let arguments = [("term", term), ("chosen", chosen), ("actual", &actual)];
                checker.report(codes::CHOICE_NOT_FOLLOWED, ("choice", index, &["chosen"]), &arguments);
            }
            Some(_) => {}
        }
        let alternatives = choice.get("alternatives").and_then(Value::list).unwrap_or_default();
        if alternatives.iter().any(|other| other.text() == Some(chosen)) {
            let arguments = [("chosen", chosen)];
            checker.report(codes::CHOICE_AMONG_ALTERNATIVES, ("choice", index, &["alternatives"]), &arguments);
        }
    }
}

/// Whether a value is what the choice says; numbers are compared as numbers.
fn says(value: &Value, chosen: &str) -> bool {
    let as_number = chosen.parse().ok();
    words(value) == chosen || (as_number.is_some() && value.decimal() == as_number)
}

/// A value as a choice writes it.
fn words(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) | ValueKind::Date(text) => text.clone(),
        ValueKind::Number { digits, .. } => digits.clone(),
        ValueKind::Truth => String::new(),
        ValueKind::List(values) => values.iter().map(words).collect::<Vec<_>>().join(", "),
        ValueKind::Table(table) => {
            let entries = table.entries.iter().map(|entry| format!("{} = {}", entry.key, words(&entry.value)));
            entries.collect::<Vec<_>>().join(", ")
        }
    }
}
