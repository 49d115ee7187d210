//! The TOML of a document as an own small tree with spans: keys, texts, numbers as they are written, dates, lists and
//! tables. It knows no term of the language and converts no number.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use virkning_model::{Decimal, Diagnostic};

use crate::codes;
use crate::source::Source;

/// A span of bytes in the document.
pub type Span = Range<usize>;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Value {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// A text.
    Text(String),
    /// The digits as they are written, without underscores; `plain` is false for other bases than ten.
    Number {
        /// The digits.
        digits: String,
        /// Whether they are of base ten.
        plain: bool,
    },
    /// True or false: no key of the language takes one.
    Truth,
    /// A date or a time as it is written.
    Date(String),
    /// A list.
    List(Vec<Value>),
    /// A table.
    Table(Table),
}

/// Keys and values in the order of the document.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Each key once.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Value,
}

/// A term: one `[table]` or one of `[[table]]`.
#[derive(Clone, Debug)]
pub struct Term {
    /// The name of the table.
    pub table: String,
    /// Its header, as `[[payment]]`.
    pub span: Span,
    /// Its keys.
    pub body: Table,
    /// Whether it was written as one of a list.
    pub of_list: bool,
}

impl Value {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The exact decimal of the digits as they are written. A number that a decimal cannot hold exactly is none.
    pub fn decimal(&self) -> Option<Decimal> {
        match &self.kind {
            ValueKind::Number { digits, plain: true } => {
                Decimal::from_str_exact(digits.strip_prefix('+').unwrap_or(digits)).ok()
            }
            _ => None,
        }
    }

    /// The values of a list.
    pub fn list(&self) -> Option<&[Value]> {
        match &self.kind {
            ValueKind::List(values) => Some(values),
            _ => None,
        }
    }

    /// The value of a key where this is a table, the value at a number from one where it is a list.
    fn inner(&self, key: &str) -> Option<&Value> {
        match &self.kind {
            ValueKind::Table(table) => table.get(key),
            ValueKind::List(values) => values.get(key.parse::<usize>().ok()?.checked_sub(1)?),
            _ => None,
        }
    }

    /// The table, where it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.kind {
            ValueKind::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A key with its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl Term {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.body.get(key)
    }

    /// The value at a path of keys, with numbers from one for the values of a list.
    pub fn at(&self, keys: &[&str]) -> Option<&Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.get(first)?, |value, key| value.inner(key))
    }

    /// The span of the value at a path of keys, or of as much of the path as there is, or of the header.
    pub fn span_at(&self, keys: &[&str]) -> Span {
        (1..=keys.len())
            .rev()
            .find_map(|length| self.at(&keys[..length]))
            .map_or_else(|| self.span.clone(), |value| value.span.clone())
    }

    /// Its identifier, if it has one.
    pub fn id(&self) -> Option<&str> {
        self.get("id")?.text()
    }

    /// The first byte of its first key.
    pub fn start(&self) -> usize {
        self.body.entries.first().map_or(self.span.start, |entry| entry.key_span.start)
    }
}

/// Reads the blocks of a document into terms, in the order of the document.
pub fn read(source: &Source<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Term> {
    for block in &source.blocks {
        let (_, errors) = DeTable::parse_recoverable(&source.text[block.clone()]);
        // What follows the first mistake of a block is mostly its consequence.
        diagnostics.extend(errors.first().map(|error| unreadable(source, error, block.start)));
    }
    if !diagnostics.is_empty() {
        return Vec::new();
    }
    let text = source.terms_only();
    let (document, errors) = DeTable::parse_recoverable(&text);
    let mut told: Vec<&Span> = Vec::new();
    for error in &errors {
        // Together only repetitions are left to find; one a block is told, for its keys repeat with a repeated table.
        let at = error.span().map_or(0, |span| span.start);
        let block = source.blocks.iter().find(|block| block.contains(&at));
        if block.is_none_or(|block| !told.contains(&block)) {
            diagnostics.push(unreadable(source, error, 0));
            told.extend(block);
        }
    }
    let mut terms = Vec::new();
    for entry in table(document.get_ref()).entries {
        collect_terms(entry, &mut terms);
    }
    terms.sort_by_key(|term| term.span.start);
    terms
}

/// The value that a text stands for, as if it were written at a span of the document.
pub(crate) fn value_of(text: &str, span: &Span) -> Option<Value> {
    let document = format!("value = {text}");
    let (document, errors) = DeTable::parse_recoverable(&document);
    let mut entries = table(document.get_ref()).entries;
    if !errors.is_empty() || entries.len() != 1 {
        return None;
    }
    let mut value = entries.pop()?.value;
    moved(&mut value, span);
    Some(value)
}

fn moved(value: &mut Value, span: &Span) {
    value.span = span.clone();
    match &mut value.kind {
        ValueKind::List(values) => values.iter_mut().for_each(|value| moved(value, span)),
        ValueKind::Table(table) => {
            for entry in &mut table.entries {
                entry.key_span = span.clone();
                moved(&mut entry.value, span);
            }
        }
        _ => {}
    }
}

fn collect_terms(entry: Entry, terms: &mut Vec<Term>) {
    let Entry { key, key_span, value } = entry;
    match value.kind {
        ValueKind::Table(body) => terms.push(Term { table: key, span: value.span, body, of_list: false }),
        ValueKind::List(values) if values.iter().all(|value| value.table().is_some()) && !values.is_empty() => {
            for value in values {
                if let ValueKind::Table(body) = value.kind {
                    terms.push(Term { table: key.clone(), span: value.span, body, of_list: true });
                }
            }
        }
        // A key outside any table: the term is as empty as it can be, and the shape refuses it.
        _ => terms.push(Term { table: key, span: key_span, body: Table::default(), of_list: false }),
    }
}

fn table(source: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = source
        .iter()
        .map(|(key, item)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            value: value(item.span(), item.get_ref()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries }
}

fn value(span: Span, source: &DeValue<'_>) -> Value {
    let kind = match source {
        DeValue::String(text) => ValueKind::Text(text.to_string()),
        DeValue::Integer(number) => {
            ValueKind::Number { digits: number.as_str().to_owned(), plain: number.radix() == 10 }
        }
        DeValue::Float(number) => ValueKind::Number { digits: number.as_str().to_owned(), plain: true },
        DeValue::Boolean(_) => ValueKind::Truth,
        DeValue::Datetime(date) => ValueKind::Date(date.to_string()),
        DeValue::Array(values) => {
            ValueKind::List(values.iter().map(|item| value(item.span(), item.get_ref())).collect())
        }
        DeValue::Table(inner) => ValueKind::Table(table(inner)),
    };
    Value { span, kind }
}

/// The TOML reader tells in English what it met; the kinds that people meet have words in each language.
fn unreadable(source: &Source<'_>, error: &toml::de::Error, offset: usize) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let place = source.place(&(span.start + offset..(span.end + offset).min(source.text.len())));
    let message = error.message();
    if message.starts_with("duplicate key") {
        let key = source.text.get(place.start..place.end).unwrap_or("");
        return Diagnostic::error(codes::DUPLICATE_KEY, place).with("key", key);
    }
    if message.starts_with("invalid date") {
        let date = source.text.get(place.start..place.end).unwrap_or("");
        return Diagnostic::error(codes::NO_SUCH_DATE, place).with("date", date);
    }
    let problem = if message.contains("string") {
        "text"
    } else if message.contains("array") {
        "list"
    } else if message.contains("inline table") {
        "inline-table"
    } else if message.contains("expected newline") {
        "more-than-one-value"
    } else {
        "other"
    };
    Diagnostic::error(codes::UNREADABLE, place).with("problem", problem).with("detail", message)
}
