//! The terms that exist although no source gives their number (ikke oplyst), with what people call them.

use virkning_model::agreement::NotStated;

use crate::paths;
use crate::shape::{self, Kind, NOT_STATED, Shape};
use crate::source::Source;
use crate::tree::{Table, Term, Value};

/// Every such term, in the order of the document.
pub(super) fn of(source: &Source<'_>, terms: &[Term]) -> Vec<NotStated> {
    let mut found = Vec::new();
    // A printed table is quoted as it stands: a figure that it leaves out is nobody's term.
    for term in terms.iter().filter(|term| term.table != "printed") {
        let Some(table) = shape::table(&term.table) else { continue };
        let label = paths::label(term).or(term.id()).map_or_else(|| term.table.clone(), str::to_owned);
        let mut hits = Vec::new();
        keys(&term.body, &table.shape, &paths::of_term(terms, term), &mut hits);
        found.extend(hits.into_iter().map(|(path, at)| NotStated {
            term: path,
            label: label.clone(),
            clause: source.clause(at),
        }));
    }
    found
}

fn keys(body: &Table, shape: &Shape, above: &str, hits: &mut Vec<(String, usize)>) {
    for entry in &body.entries {
        let Some(key) = shape.key(&entry.key) else { continue };
        let path = format!("{above}.{}", entry.key);
        value(&entry.value, &key.kind, &path, entry.key_span.start, hits);
    }
}

fn value(value_here: &Value, kind: &Kind, path: &str, at: usize, hits: &mut Vec<(String, usize)>) {
    match kind {
        Kind::OrNotStated(_) if value_here.text() == Some(NOT_STATED) => hits.push((path.to_owned(), at)),
        // A saving whose size nobody states says so as its word.
        Kind::Word(words, _) if words.contains(&NOT_STATED) && value_here.text() == Some(NOT_STATED) => {
            hits.push((path.to_owned(), at));
        }
        Kind::OrNotStated(of) => value(value_here, of, path, at, hits),
        Kind::Table(shape) => {
            if let Some(body) = value_here.table() {
                keys(body, shape, path, hits);
            }
        }
        Kind::Shares(shape, _) => match value_here.list() {
            None => value(value_here, &Kind::Table(shape), path, at, hits),
            Some(several) => {
                for (number, inner) in (1..).zip(several) {
                    value(inner, &Kind::Table(shape), &format!("{path}.{number}"), inner.span.start, hits);
                }
            }
        },
        Kind::List(of, _) | Kind::AnyList(of) => {
            for (number, inner) in (1..).zip(value_here.list().unwrap_or_default()) {
                value(inner, of, &format!("{path}.{number}"), inner.span.start, hits);
            }
        }
        _ => {}
    }
}
