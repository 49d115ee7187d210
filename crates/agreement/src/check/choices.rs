//! Rules about visible choices: the term exists, has the chosen value, and the alternatives are others. Any value of
//! any term can be the subject of a choice, named by its path: `payment.outcome-payment.from.budget`, or with numbers
//! from one where there is a list: `payment.outcome-payment.from.2.budget`.

use super::Checker;
use crate::codes;
use crate::near::nearest;
use crate::raw::suggestion;
use crate::shape;
use crate::tree::{Table, Term, Value, ValueKind};

pub(super) fn check(checker: &mut Checker<'_>) {
    for (index, choice) in checker.agreement.choices.iter().enumerate() {
        match value_at(checker.terms, &choice.term) {
            None => {
                let paths = paths(checker.terms);
                let (meant, suggestion) = suggestion(nearest(&choice.term, paths.iter().map(String::as_str)));
                let arguments = [("term", &*choice.term), ("meant", meant), ("suggestion", &suggestion)];
                checker.report(codes::CHOICE_OF_NO_TERM, ("choice", index, &["term"]), &arguments);
            }
            Some(value) if !says(value, &choice.chosen) => {
                let actual = words(value);
                let arguments = [("term", &*choice.term), ("chosen", &choice.chosen), ("actual", &actual)];
                checker.report(codes::CHOICE_NOT_FOLLOWED, ("choice", index, &["chosen"]), &arguments);
            }
            Some(_) => {}
        }
        if choice.alternatives.contains(&choice.chosen) {
            let arguments = [("chosen", &*choice.chosen)];
            checker.report(codes::CHOICE_AMONG_ALTERNATIVES, ("choice", index, &["alternatives"]), &arguments);
        }
    }
}

/// The value at a path of table name, identifier (where the table has several), keys, and numbers in lists.
pub(super) fn value_at<'a>(terms: &'a [Term], path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let table = shape::table(parts.next()?)?;
    let id = if table.many { Some(parts.next()?) } else { None };
    let term = terms.iter().find(|term| term.table == table.name && (id.is_none() || term.id() == id))?;
    let keys: Vec<&str> = parts.collect();
    term.at(&keys)
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

/// Every path of the document, for a suggestion.
fn paths(terms: &[Term]) -> Vec<String> {
    let mut all = Vec::new();
    for term in terms {
        match (shape::table(&term.table).is_some_and(|table| table.many), term.id()) {
            (true, Some(id)) => paths_of(&term.body, &format!("{}.{id}", term.table), &mut all),
            (false, _) => paths_of(&term.body, &term.table, &mut all),
            (true, None) => {}
        }
    }
    all
}

fn paths_of(body: &Table, above: &str, all: &mut Vec<String>) {
    for entry in &body.entries {
        let path = format!("{above}.{}", entry.key);
        if let Some(inner) = entry.value.table() {
            paths_of(inner, &path, all);
        }
        for (number, value) in (1..).zip(entry.value.list().unwrap_or_default()) {
            if let Some(inner) = value.table() {
                paths_of(inner, &format!("{path}.{number}"), all);
            }
        }
        all.push(path);
    }
}
