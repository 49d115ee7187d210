//! What terms name of each other exists: parties, budgets, measures, roles, register sources; identifiers are unique.

use virkning_model::Diagnostic;
use virkning_model::source::SOURCES;

use crate::codes;
use crate::near::nearest;
use crate::raw::suggestion;
use crate::shape::{self, Kind, NOT_STATED, Shape};
use crate::source::Source;
use crate::tree::{Span, Table, Term, Value, ValueKind};

/// Reports every name that names nothing, every budget of somebody else, every identifier given twice.
pub(crate) fn check(source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) {
    let mut names = Names { source, terms, diagnostics };
    for term in terms {
        if let Some(table) = shape::table(&term.table) {
            names.keys(&term.body, &table.shape);
        }
        if term.table == "limit" {
            names.limit(term);
        }
    }
    names.unique();
}

struct Names<'a> {
    source: &'a Source<'a>,
    terms: &'a [Term],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Names<'a> {
    fn keys(&mut self, body: &Table, shape: &Shape) {
        for entry in &body.entries {
            if let Some(key) = shape.key(&entry.key) {
                self.value(&entry.value, &key.kind);
            }
        }
        if let (Some(party), Some(budget)) = (body.get("party"), body.get("budget")) {
            self.budget_belongs(party, budget);
        }
    }

    /// What a limit is of, which its word says.
    fn limit(&mut self, term: &Term) {
        let (Some(per), Some(of)) = (term.get("per").and_then(Value::text), term.get("of")) else { return };
        match per {
            "measure" => self.known(of, "measure", codes::UNKNOWN_MEASURE),
            "payment" => self.known(of, "payment", codes::UNKNOWN_PAYMENT),
            "payer" | "investor" => self.known(of, "party", codes::UNKNOWN_PARTY),
            _ => {}
        }
    }

    fn value(&mut self, value: &Value, kind: &Kind) {
        match kind {
            Kind::Payment => self.known(value, "payment", codes::UNKNOWN_PAYMENT),
            Kind::Index => self.known(value, "index", codes::UNKNOWN_INDEX),
            Kind::OrNotStated(_) if value.text() == Some(NOT_STATED) => {}
            Kind::OrNotStated(of) => self.value(value, of),
            Kind::ByPayment(_) => {
                for entry in value.table().into_iter().flat_map(|body| &body.entries) {
                    let named = ["payment", "capital_return"].into_iter().flat_map(|table| ids(self.terms, table));
                    let known: Vec<&str> = named.collect();
                    let name = Value { span: entry.key_span.clone(), kind: ValueKind::Text(entry.key.clone()) };
                    self.known_among(&name, known.into_iter(), codes::UNKNOWN_PAYMENT);
                }
            }
            Kind::Party => self.known(value, "party", codes::UNKNOWN_PARTY),
            Kind::Budget => self.known(value, "budget", codes::UNKNOWN_BUDGET),
            Kind::Measure => self.known(value, "measure", codes::UNKNOWN_MEASURE),
            Kind::Role => self.known(value, "role", codes::UNKNOWN_ROLE),
            Kind::Source => self.known_among(value, SOURCES.iter().map(|source| source.name), codes::UNKNOWN_SOURCE),
            Kind::Holder if value.text().is_some() => self.known(value, "party", codes::UNKNOWN_PARTY),
            Kind::Holder => {
                if let Some(body) = value.table() {
                    self.keys(body, &shape::HOLDER);
                }
            }
            Kind::Table(shape) => {
                if let Some(body) = value.table() {
                    self.keys(body, shape);
                }
            }
            Kind::Shares(shape, _) => {
                for value in value.list().unwrap_or(std::slice::from_ref(value)) {
                    match value.table() {
                        Some(body) => self.keys(body, shape),
                        None => self.known(value, "party", codes::UNKNOWN_PARTY),
                    }
                }
            }
            Kind::List(of, _) | Kind::AnyList(of) => {
                for value in value.list().unwrap_or_default() {
                    self.value(value, of);
                }
            }
            _ => {}
        }
    }

    fn known(&mut self, value: &Value, table: &str, code: &'static str) {
        self.known_among(value, ids(self.terms, table), code);
    }

    fn known_among<'b>(&mut self, value: &Value, known: impl Iterator<Item = &'b str>, code: &'static str) {
        let Some(name) = value.text().filter(|name| !name.trim().is_empty()) else { return };
        let known: Vec<&str> = known.collect();
        if known.contains(&name) {
            return;
        }
        let (meant, suggestion) = suggestion(nearest(name, known.iter().copied()));
        self.diagnostics.push(
            Diagnostic::error(code, self.source.place(&value.span))
                .with("value", name)
                .with("meant", meant)
                .with("suggestion", suggestion)
                .with("known", if known.is_empty() { "–".to_owned() } else { known.join(", ") }),
        );
    }

    fn budget_belongs(&mut self, party: &Value, budget: &Value) {
        let (Some(party), Some(name)) = (party.text(), budget.text()) else { return };
        let owner = self
            .terms
            .iter()
            .find(|term| term.table == "budget" && term.id() == Some(name))
            .and_then(|term| term.get("party")?.text());
        let party_is_known = ids(self.terms, "party").any(|known| known == party);
        if let Some(owner) = owner.filter(|owner| *owner != party && party_is_known) {
            self.diagnostics.push(
                Diagnostic::error(codes::BUDGET_OF_ANOTHER_PARTY, self.source.place(&budget.span))
                    .with("budget", name)
                    .with("party", party)
                    .with("owner", owner),
            );
        }
    }

    fn unique(&mut self) {
        let mut seen: Vec<(&'a str, &'a str, &'a Span)> = Vec::new();
        for term in self.terms {
            let Some(id) = identifier(term).and_then(|value| value.text().map(|text| (text, value))) else { continue };
            let (id, value) = id;
            if let Some((_, _, first)) = seen.iter().find(|(table, known, _)| *table == term.table && *known == id) {
                let line = self.source.place(first).line.to_string();
                self.diagnostics.push(
                    Diagnostic::error(codes::DUPLICATE_ID, self.source.place(&value.span))
                        .with("value", id)
                        .with("table", &term.table)
                        .with("line", line),
                );
            } else {
                seen.push((&term.table, id, &value.span));
            }
        }
    }
}

/// What tells a term from the others of its table: its identifier, an example's name.
fn identifier(term: &Term) -> Option<&Value> {
    if term.table == "example" { term.get("name") } else { term.get("id") }
}

fn ids<'a>(terms: &'a [Term], table: &'a str) -> impl Iterator<Item = &'a str> {
    terms.iter().filter(move |term| term.table == table).filter_map(Term::id)
}
