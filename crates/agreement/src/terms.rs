//! What differs between two documents as terms: which were added, removed or changed, and under which headings the prose
//! is another. Blocks are compared as trees, so that their order, their form and their comments say nothing. It knows no
//! money: what a change moves is computed from two plans.

use std::collections::BTreeMap;
use std::fmt;

use virkning_model::Decimal;
use virkning_model::agreement::Clause;

use crate::canonical::{grouped, quoted};
use crate::paths;
use crate::shape::{self, Kind, Shape};
use crate::source::{Prose, Source, sections};
use crate::tree::{self, Entry, Table, Term, Value, ValueKind};

/// One difference between the terms of two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermChange {
    /// The table: `payment`.
    pub table: String,
    /// What names the term among those of its table: its identifier, or the name, label or party that stands for one;
    /// nothing for a table that stands once.
    pub id: Option<String>,
    /// What people call it, where it says so: the new words if both documents have them.
    pub label: Option<String>,
    /// What happened to it.
    pub change: Change,
}

/// What happened to a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new document has it.
    Added(WholeTerm),
    /// Only the old document has it.
    Removed(WholeTerm),
    /// Both have it, and one key says something else. A key that one of them does not have is nothing there.
    Key {
        /// The way to it: `amount`, `from.budget`, `expected.2024`.
        key: String,
        /// What it said.
        old: Option<Written>,
        /// What it says.
        new: Option<Written>,
    },
}

/// A term that only one document has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeTerm {
    /// Its keys and values, in the order of the document.
    pub values: Vec<(String, TermValue)>,
    /// Where it stands.
    pub clause: Clause,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The value.
    pub value: TermValue,
    /// The heading above it, and its line.
    pub clause: Clause,
}

/// A value without its form: `4_150` is `4150.00`, and a party alone is a party without a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermValue {
    /// A text, or one of the language's words.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A year, which is written without marks.
    Year(Decimal),
    /// A day, as `2023-01-15`.
    Date(String),
    /// Values in their order.
    List(Vec<TermValue>),
    /// Keys with their values.
    Table(Vec<(String, TermValue)>),
}

/// As a document writes it.
impl fmt::Display for TermValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TermValue::Text(text) => f.write_str(&quoted(text)),
            TermValue::Number(number) => f.write_str(&grouped(&number.to_string())),
            TermValue::Year(year) => write!(f, "{year}"),
            TermValue::Date(day) => f.write_str(day),
            TermValue::List(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", values.join(", "))
            }
            TermValue::Table(entries) => {
                let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                write!(f, "{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// What differs between the terms of two documents, in the order of the language; within a table in the order of the old
/// document, then what the new one adds. A text that cannot be read has no terms: read both documents first.
pub fn term_changes(old: &str, new: &str) -> Vec<TermChange> {
    let (old, new) = (old.replace("\r\n", "\n"), new.replace("\r\n", "\n"));
    let (old, new) = (Side::of(&old), Side::of(&new));
    let mut changes = Vec::new();
    for table in shape::tables() {
        let (before, after) = (old.terms_of(table.name), new.terms_of(table.name));
        for (name, term) in &before {
            let other = after.iter().find(|(candidate, _)| candidate == name).map(|(_, term)| *term);
            let about = About { table: table.name, name: &name.0, label: other.and_then(label).or(label(term)) };
            match other {
                Some(other) => changes.extend(about.keys(&table.shape, (&old, term), (&new, other))),
                None => changes.push(about.says(Change::Removed(old.whole(term, &table.shape)))),
            }
        }
        for (name, term) in after.iter().filter(|(name, _)| before.iter().all(|(known, _)| known != name)) {
            let about = About { table: table.name, name: &name.0, label: label(term) };
            changes.push(about.says(Change::Added(new.whole(term, &table.shape))));
        }
    }
    changes
}

/// A document with its terms, each value in the one form that is compared.
struct Side<'a> {
    source: Source<'a>,
    terms: Vec<Term>,
}

/// What names a term, and the how manieth it is that is named so.
type Name = (Option<String>, usize);

impl<'a> Side<'a> {
    fn of(text: &'a str) -> Self {
        let mut diagnostics = Vec::new();
        let source = Source::of(text, &mut diagnostics);
        let mut terms = tree::read(&source, &mut diagnostics);
        for term in &mut terms {
            if let Some(table) = shape::table(&term.table) {
                normalise(&mut term.body, &table.shape);
            }
        }
        Self { source, terms }
    }

    fn terms_of(&self, table: &str) -> Vec<(Name, &Term)> {
        let mut seen: BTreeMap<Option<String>, usize> = BTreeMap::new();
        let of_table = self.terms.iter().filter(|term| term.table == table);
        of_table
            .map(|term| {
                let name = name(term);
                let nth = seen.entry(name.clone()).and_modify(|nth| *nth += 1).or_insert(0);
                ((name, *nth), term)
            })
            .collect()
    }

    fn whole(&self, term: &Term, shape: &Shape) -> WholeTerm {
        WholeTerm { values: values(&term.body, Some(shape), None), clause: self.source.clause(term.span.start) }
    }

    fn written(&self, entry: &Entry, kind: Option<&Kind>) -> Written {
        Written { value: value(&entry.value, kind), clause: self.source.clause(entry.key_span.start) }
    }
}

/// What names a term of a table that may have several: its first key in the language.
fn name(term: &Term) -> Option<String> {
    let table = shape::table(&term.table).filter(|table| table.many)?;
    term.get(table.shape.keys.first()?.name)?.text().map(str::to_owned)
}

/// What people call a term.
fn label(term: &Term) -> Option<String> {
    paths::label(term).map(str::to_owned)
}

/// A value as a document writes it, without its form; the path tells whether a number is a year.
pub(crate) fn written(value_as_written: &Value, path: &str) -> String {
    value(value_as_written, kind_at(path)).to_string()
}

/// A value without its form, as the language reads it.
pub(crate) fn written_value(value_as_written: &Value, kind: Option<&Kind>) -> TermValue {
    value(value_as_written, kind)
}

/// What the value at a path is, as the language says.
fn kind_at(path: &str) -> Option<&'static Kind> {
    let mut parts = path.split('.');
    let table = shape::table(parts.next()?)?;
    if table.many {
        parts.next()?;
    }
    let mut kind = &table.shape.key(parts.next()?)?.kind;
    for part in parts {
        kind = match kind {
            Kind::OrNotStated(of) => of,
            other => other,
        };
        kind = match (inside(Some(kind)), kind) {
            (_, Kind::List(of, _) | Kind::AnyList(of)) => of,
            // The number of one of several, whose keys are those of one alone.
            (_, Kind::Shares(..)) if part.parse::<usize>().is_ok() => kind,
            ((Some(shape), _), _) => &shape.key(part)?.kind,
            ((None, of), _) => of?,
        };
    }
    Some(kind)
}

/// A party alone becomes a party with its key, wherever a budget could stand.
fn normalise(body: &mut Table, shape: &Shape) {
    for entry in &mut body.entries {
        if let Some(key) = shape.key(&entry.key) {
            normalise_value(&mut entry.value, &key.kind);
        }
    }
}

fn normalise_value(value: &mut Value, kind: &Kind) {
    match (&mut value.kind, kind) {
        (ValueKind::Text(party), Kind::Holder) => {
            let party = Value { span: value.span.clone(), kind: ValueKind::Text(std::mem::take(party)) };
            let entry = Entry { key: "party".to_owned(), key_span: value.span.clone(), value: party };
            value.kind = ValueKind::Table(Table { entries: vec![entry] });
        }
        (ValueKind::List(values), Kind::List(of, _) | Kind::AnyList(of)) => {
            values.iter_mut().for_each(|value| normalise_value(value, of));
        }
        (ValueKind::Table(table), Kind::Table(shape)) => normalise(table, shape),
        (_, Kind::OrNotStated(of)) => normalise_value(value, of),
        (_, Kind::Shares(shape, _)) => normalise_shares(value, shape),
        _ => {}
    }
}

/// Who is alone has the whole, in whichever form: a party with its budget, or the party's name where no budget belongs.
fn normalise_shares(value: &mut Value, shape: &'static Shape) {
    if let ValueKind::List(values) = &mut value.kind
        && values.len() > 1
    {
        values.iter_mut().for_each(|value| normalise_value(value, &Kind::Holder));
        return;
    }
    if let ValueKind::List(values) = &mut value.kind
        && let Some(alone) = values.pop()
    {
        *value = alone;
    }
    if shape.key("budget").is_some() {
        normalise_value(value, &Kind::Holder);
    }
    if let ValueKind::Table(table) = &mut value.kind {
        table.entries.retain(|entry| !["share", "part"].contains(&&*entry.key));
        if shape.key("budget").is_none()
            && let Some(party) = table.entries.pop()
        {
            *value = party.value;
        }
    }
}

/// The term that is spoken of.
struct About<'a> {
    table: &'a str,
    name: &'a Option<String>,
    label: Option<String>,
}

impl About<'_> {
    fn says(&self, change: Change) -> TermChange {
        TermChange { table: self.table.to_owned(), id: self.name.clone(), label: self.label.clone(), change }
    }

    fn keys(&self, shape: &Shape, old: (&Side<'_>, &Term), new: (&Side<'_>, &Term)) -> Vec<TermChange> {
        let mut comparison = Comparison { old: old.0, new: new.0, found: Vec::new() };
        comparison.tables("", (&old.1.body, &new.1.body), Some(shape), None);
        comparison.found.into_iter().map(|change| self.says(change)).collect()
    }
}

/// Two documents and the keys that were found to differ.
struct Comparison<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    found: Vec<Change>,
}

impl Comparison<'_> {
    /// Keys of two tables. What a key takes comes from the shape, or is the same for all keys (values by year).
    fn tables(&mut self, above: &str, (old, new): (&Table, &Table), shape: Option<&Shape>, of: Option<&Kind>) {
        let only_new = new.entries.iter().filter(|entry| old.entry(&entry.key).is_none());
        let mut keys: Vec<&str> = old.entries.iter().chain(only_new).map(|entry| entry.key.as_str()).collect();
        let rank = |key: &str| {
            let place = shape.and_then(|shape| shape.keys.iter().position(|known| known.name == key));
            // Years come in their order, and `later` after them.
            (place.unwrap_or(usize::MAX), key.to_owned())
        };
        keys.sort_by_key(|key| rank(key));
        for key in keys {
            let kind = of.or_else(|| shape?.key(key).map(|key| &key.kind));
            self.entries(&joined(above, key), (old.entry(key), new.entry(key)), kind);
        }
    }

    fn entries(&mut self, path: &str, (old, new): (Option<&Entry>, Option<&Entry>), kind: Option<&Kind>) {
        if let (Some(old), Some(new)) = (old, new)
            && self.compared_inside(path, (&old.value, &new.value), kind)
        {
            return;
        }
        self.found.push(Change::Key {
            key: path.to_owned(),
            old: old.map(|entry| self.old.written(entry, kind)),
            new: new.map(|entry| self.new.written(entry, kind)),
        });
    }

    /// Whether nothing is left to tell of two values as a whole: they say the same, or what differs was told by its key.
    fn compared_inside(&mut self, path: &str, (old, new): (&Value, &Value), kind: Option<&Kind>) -> bool {
        if value(old, kind) == value(new, kind) {
            return true;
        }
        match (&old.kind, &new.kind) {
            (ValueKind::Table(old), ValueKind::Table(new)) => {
                let (shape, of) = inside(kind);
                self.tables(path, (old, new), shape, of);
                true
            }
            (ValueKind::List(old), ValueKind::List(new)) => self.lists(path, (old, new), kind),
            _ => false,
        }
    }

    /// Lists whose tables have the same names in the same order are compared table by table; others are told whole.
    fn lists(&mut self, path: &str, (old, new): (&[Value], &[Value]), kind: Option<&Kind>) -> bool {
        let of = match plain(kind) {
            Some(Kind::List(of, _) | Kind::AnyList(of)) => of,
            Some(several @ Kind::Shares(..)) => several,
            _ => return false,
        };
        let (Some(names), Some(new_names)) = (names(old, of), names(new, of)) else { return false };
        if names != new_names {
            return false;
        }
        for ((old, new), name) in old.iter().zip(new).zip(names) {
            if let (Some(old), Some(new)) = (old.table(), new.table()) {
                let (shape, of) = inside(Some(of));
                self.tables(&joined(path, name), (old, new), shape, of);
            }
        }
        true
    }
}

fn joined(above: &str, key: &str) -> String {
    if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") }
}

/// What names each table of a list, its first key in the language; nothing where one has none or two have the same.
fn names<'a>(values: &'a [Value], kind: &Kind) -> Option<Vec<&'a str>> {
    let key = inside(Some(kind)).0?.keys.first()?.name;
    let names: Vec<&str> = values.iter().map(|value| value.table()?.get(key)?.text()).collect::<Option<_>>()?;
    let is_unique = names.iter().enumerate().all(|(place, name)| !names[..place].contains(name));
    is_unique.then_some(names)
}

/// What the keys of a table take: each its own, or all the same.
pub(crate) fn inside(kind: Option<&Kind>) -> (Option<&'static Shape>, Option<&'static Kind>) {
    match plain(kind) {
        Some(Kind::Table(shape)) => (Some(shape), None),
        Some(Kind::Holder) => (Some(&shape::HOLDER), None),
        Some(Kind::Shares(shape, _)) => (Some(shape), None),
        Some(Kind::ByYear { of, .. } | Kind::ByMonth(of) | Kind::ByPayment(of)) => (None, Some(of)),
        _ => (None, None),
    }
}

/// What a key takes besides saying that no source gives it.
fn plain(kind: Option<&Kind>) -> Option<&Kind> {
    match kind {
        Some(Kind::OrNotStated(of)) => Some(of),
        other => other,
    }
}

fn value(value_as_written: &Value, kind: Option<&Kind>) -> TermValue {
    let kind = plain(kind);
    match &value_as_written.kind {
        ValueKind::Text(text) => TermValue::Text(text.clone()),
        ValueKind::Number { digits, .. } => match value_as_written.decimal().map(|number| number.normalize()) {
            Some(year) if shape::is_year(kind, &year) => TermValue::Year(year),
            Some(number) => TermValue::Number(number),
            None => TermValue::Text(digits.clone()),
        },
        // No key takes one, so a document with one is refused before it is compared.
        ValueKind::Truth => TermValue::Text(String::new()),
        ValueKind::Date(day) => TermValue::Date(day.clone()),
        ValueKind::List(values) => {
            let of = match kind {
                Some(Kind::List(of, _) | Kind::AnyList(of)) => Some(*of),
                Some(Kind::Shares(..)) => kind,
                _ => None,
            };
            TermValue::List(values.iter().map(|item| value(item, of)).collect())
        }
        ValueKind::Table(table) => {
            let (shape, of) = inside(kind);
            TermValue::Table(values(table, shape, of))
        }
    }
}

/// Keys and values in the language's order, so that the order in which they are written says nothing.
fn values(table: &Table, shape: Option<&Shape>, of: Option<&Kind>) -> Vec<(String, TermValue)> {
    let mut entries: Vec<&Entry> = table.entries.iter().collect();
    match shape {
        Some(shape) => entries.sort_by_key(|entry| shape.keys.iter().position(|key| key.name == entry.key)),
        None => entries.sort_by(|one, other| one.key.cmp(&other.key)),
    }
    let kind = |key: &str| of.or_else(|| shape?.key(key).map(|key| &key.kind));
    entries.iter().map(|entry| (entry.key.clone(), value(&entry.value, kind(&entry.key)))).collect()
}

/// A section whose prose is another. What it says now is left to the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseChange {
    /// Its heading; empty for prose before any.
    pub heading: String,
    /// The line of the heading in the old document; nothing where the section is new.
    pub old_line: Option<u32>,
    /// The line of the heading in the new document; nothing where the section is gone.
    pub new_line: Option<u32>,
}

/// The sections whose prose differs, in the order of the old document, then those that are new. Sections are paired by
/// heading; line breaks and Markdown's signs do not count.
pub fn prose_changes(old: &str, new: &str) -> Vec<ProseChange> {
    let (old, new) = (named_sections(old), named_sections(new));
    let mut changes = Vec::new();
    for (name, (line, prose)) in &old {
        let other = new.iter().find(|(candidate, _)| candidate == name).map(|(_, section)| section);
        if other.is_none_or(|(_, other)| other != prose) {
            let new_line = other.map(|(line, _)| *line);
            changes.push(ProseChange { heading: name.0.clone(), old_line: Some(*line), new_line });
        }
    }
    for (name, (line, _)) in new.iter().filter(|(name, _)| old.iter().all(|(known, _)| known != name)) {
        changes.push(ProseChange { heading: name.0.clone(), old_line: None, new_line: Some(*line) });
    }
    changes
}

/// A heading and the how manieth of its name, with its line and its prose.
type NamedSection = ((String, usize), (u32, Vec<Prose>));

fn named_sections(text: &str) -> Vec<NamedSection> {
    let text = text.replace("\r\n", "\n");
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    sections(&text)
        .into_iter()
        .map(|section| {
            let nth = seen.entry(section.heading.clone()).and_modify(|nth| *nth += 1).or_insert(0);
            ((section.heading, *nth), (section.line, section.prose))
        })
        .collect()
}
