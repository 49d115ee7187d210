//! The versions of one document: what each amendment makes of the terms, and what an example's other choice does. A change
//! is made in the tree of terms, so that every version is read and checked as if it were written down, and what is wrong
//! with it is told at the line of the change.

use jiff::civil::Date;
use virkning_model::agreement::{AmendedTerm, Amendment, Earlier};
use virkning_model::id::TermId;
use virkning_model::origin::Origin;
use virkning_model::{Agreement, Diagnostic, Severity};

use crate::near::nearest;
use crate::raw::suggestion;
use crate::source::Source;
use crate::terms::written;
use crate::tree::{self, Entry, Span, Table, Term, Value, ValueKind};
use crate::{check, codes, paths, raw, resolve};

/// The agreement as it holds last, with its amendments and what held before each of them.
pub(crate) fn of(
    source: &Source<'_>,
    terms: &[Term],
    first: Agreement,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Agreement> {
    let mut versions = Versions { source, diagnostics, changed: Vec::new() };
    let mut amendments: Vec<(Date, &Term)> =
        terms.iter().filter(|term| term.table == "amendment").filter_map(|term| Some((day(term)?, term))).collect();
    amendments.sort_by_key(|(from, term)| (*from, term.span.start));
    let (mut terms, mut last) = (terms.to_vec(), first);
    let (mut told, mut earlier): (Vec<Amendment>, Vec<Earlier>) = (Vec::new(), Vec::new());
    for (from, term) in amendments {
        versions.in_period(term, from, &last);
        told.push(versions.amend(&mut terms, term, from)?);
        let next = versions.read(&terms)?;
        earlier.push(Earlier { until: from, terms: std::mem::replace(&mut last, next) });
    }
    versions.examples(&terms, &mut last)?;
    (last.amendments, last.earlier) = (told, earlier);
    Some(last)
}

fn day(term: &Term) -> Option<Date> {
    match &term.get("from")?.kind {
        ValueKind::Date(day) => day.parse().ok(),
        _ => None,
    }
}

struct Versions<'a> {
    source: &'a Source<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The paths that have been changed so far: a choice about one of them told what held at first.
    changed: Vec<String>,
}

/// A change of one term, as an amendment or an example writes it.
struct TermChange<'a> {
    path: &'a str,
    /// Where the path is written.
    at: &'a Span,
    becomes: Value,
}

impl Versions<'_> {
    fn report(&mut self, code: &'static str, span: &Span, arguments: &[(&'static str, &str)]) {
        let mut diagnostic = Diagnostic::error(code, self.source.place(span));
        diagnostic.severity = codes::severity(code);
        for (name, value) in arguments {
            diagnostic = diagnostic.with(name, *value);
        }
        self.diagnostics.push(diagnostic);
    }

    fn in_period(&mut self, term: &Term, from: Date, agreement: &Agreement) {
        if from <= agreement.from || from > agreement.to {
            let (first, last) = (agreement.from.to_string(), agreement.to.to_string());
            let arguments = [("day", &*from.to_string()), ("from", &first), ("to", &last)];
            self.report(codes::AMENDMENT_OUTSIDE_PERIOD, &term.span_at(&["from"]), &arguments);
        }
    }

    /// Makes the changes of an amendment; nothing if one of them cannot be made.
    fn amend(&mut self, terms: &mut [Term], term: &Term, from: Date) -> Option<Amendment> {
        let mut changes = Vec::new();
        for change in term.get("changes")?.list()? {
            let body = change.table()?;
            let (path, becomes) = (body.get("term")?, body.get("becomes")?);
            let name = path.text()?;
            let was = body.get("was");
            self.was(terms, name, (path, was))?;
            let change = TermChange { path: name, at: &path.span, becomes: becomes.clone() };
            if put(terms, change).is_none() {
                self.unknown(terms, name, &path.span);
                return None;
            }
            changes.push(AmendedTerm {
                term: name.to_owned(),
                was: was.map(|was| written(was, name)),
                becomes: written(becomes, name),
            });
            self.changed.push(name.to_owned());
        }
        let text = |key: &str| term.get(key).and_then(Value::text).map(str::to_owned);
        Some(Amendment {
            id: TermId::new(text("id")?).ok()?,
            from,
            because: text("because")?,
            changes,
            clause: self.source.clause(term.start()),
            origin: origin(term),
        })
    }

    /// What an amendment says was there is what is there.
    fn was(&mut self, terms: &[Term], name: &str, (path, was): (&Value, Option<&Value>)) -> Option<()> {
        let actual = paths::value_at(terms, name);
        let says = |value: &Value| written(value, name);
        if actual.map(says) == was.map(says) {
            return Some(());
        }
        // A value that is said to have been there and is not: the path is another.
        if actual.is_none() {
            self.unknown(terms, name, &path.span);
            return None;
        }
        let actual = actual.map(says).unwrap_or_default();
        // The text files choose another sentence where nothing is said to have been there.
        let stated = was.map_or_else(|| "none".to_owned(), says);
        let arguments = [("term", name), ("actual", &*actual), ("was", &*stated)];
        self.report(codes::AMENDMENT_OF_ANOTHER_VALUE, &was.unwrap_or(path).span, &arguments);
        None
    }

    fn unknown(&mut self, terms: &[Term], name: &str, span: &Span) {
        let known = paths::all(terms);
        let (meant, suggestion) = suggestion(nearest(name, known.iter().map(String::as_str)));
        let arguments = [("term", name), ("meant", meant), ("suggestion", &suggestion)];
        self.report(codes::CHANGE_OF_NO_TERM, span, &arguments);
    }

    /// Reads a version as a document of its own. What has been told of another version is not told again.
    fn read(&mut self, terms: &[Term]) -> Option<Agreement> {
        let mut found = Vec::new();
        raw::conform(self.source, terms, &mut found);
        let agreement = resolve::agreement(self.source, terms, &mut found);
        if let (Some(agreement), true) = (&agreement, found.is_empty()) {
            check::check(agreement, self.source, terms, &self.changed, &mut found);
        }
        let is_good = found.iter().all(|diagnostic| diagnostic.severity == Severity::Warning);
        for diagnostic in found {
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
        }
        agreement.filter(|_| is_good)
    }

    /// Reads the agreement under the other choice of each example that takes one.
    fn examples(&mut self, terms: &[Term], agreement: &mut Agreement) -> Option<()> {
        let documents = terms.iter().filter(|term| term.table == "example");
        for (example, term) in agreement.examples.iter_mut().zip(documents) {
            let Some((name, other)) = &example.choice else { continue };
            let (path, span) = (term.span_at(&["choice", "term"]), term.span_at(&["choice", "as"]));
            let Some(now) = paths::value_at(terms, name) else {
                self.unknown(terms, name, &path);
                return None;
            };
            let mut changed = terms.to_vec();
            put(&mut changed, TermChange { path: name, at: &path, becomes: like(now, other, &span) });
            let before = self.changed.len();
            let told = self.diagnostics.len();
            self.changed.push(name.clone());
            let under = self.read(&changed);
            self.changed.truncate(before);
            // What is doubtful under a choice that was not taken is nobody's concern.
            let warnings = self.diagnostics.split_off(told);
            self.diagnostics.extend(warnings.into_iter().filter(|told| told.severity == Severity::Error));
            example.under = Some(Box::new(under?));
        }
        Some(())
    }
}

fn origin(term: &Term) -> Option<Origin> {
    resolve::origin(&term.body)
}

/// Puts a value where a path says; a key that the term does not have yet is added. Nothing if there is no such term.
fn put(terms: &mut [Term], change: TermChange<'_>) -> Option<()> {
    let (index, keys) = paths::index_at(terms, change.path)?;
    let (last, above) = keys.split_last()?;
    let body = &mut terms[index].body;
    let Some((first, rest)) = above.split_first() else {
        return put_key(body, last, change);
    };
    let mut value = &mut body.entries.iter_mut().find(|entry| entry.key == *first)?.value;
    for key in rest {
        value = inner(value, key)?;
    }
    match &mut value.kind {
        ValueKind::Table(body) => put_key(body, last, change),
        ValueKind::List(_) => {
            *inner(value, last)? = change.becomes;
            Some(())
        }
        _ => None,
    }
}

fn put_key(body: &mut Table, key: &str, change: TermChange<'_>) -> Option<()> {
    match body.entries.iter_mut().find(|entry| entry.key == key) {
        Some(entry) => entry.value = change.becomes,
        None => body.entries.push(Entry { key: key.to_owned(), key_span: change.at.clone(), value: change.becomes }),
    }
    Some(())
}

fn inner<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    match &mut value.kind {
        ValueKind::Table(body) => body.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value),
        ValueKind::List(values) => values.get_mut(key.parse::<usize>().ok()?.checked_sub(1)?),
        _ => None,
    }
}

/// The value that a text stands for where such a value stands now: a number for a number, a day for a day, and what the
/// text would be as a value of its own for a list or a table.
fn like(now: &Value, text: &str, span: &Span) -> Value {
    let kind = match &now.kind {
        ValueKind::Text(_) => None,
        _ => tree::value_of(text, span).map(|value| value.kind),
    };
    Value { span: span.clone(), kind: kind.unwrap_or_else(|| ValueKind::Text(text.to_owned())) }
}
