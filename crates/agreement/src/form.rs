//! The values of a document as fields of a form: amounts, rates, numbers, dates, names and the language's words, each with
//! its path; and the same document with some of them changed. A change takes the place of exactly the bytes of the value,
//! so prose, comments, order and the form of everything else stay as they were written.

use std::fmt;

use jiff::civil::Date;
use virkning_model::Decimal;

use crate::canonical::{grouped, quoted};
use crate::paths;
use crate::shape::{self, Kind, NOT_STATED, Shape};
use crate::source::Source;
use crate::terms::{TermValue, inside, written_value};
use crate::tree::{self, Term, Value, ValueKind};

/// A value of a document that a form may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormValue {
    /// The path of the value: `payment.outcome-payment.amount`.
    pub path: String,
    /// The table of its term: `payment`.
    pub table: String,
    /// The path of its term: `payment.outcome-payment`.
    pub term: String,
    /// What people call the term; empty where it says nothing.
    pub label: String,
    /// The way to the value in its term: `amount`, `by_year.2027`, `falls_to.1.weight`.
    pub key: String,
    /// What the value may be.
    pub form: Form,
    /// The value; nothing where the document says that no source gives it.
    pub value: Option<TermValue>,
    /// Whether it may say that no source gives it.
    pub may_be_unstated: bool,
    /// The currency of an amount, as the document names it; empty for everything else.
    pub currency: String,
    /// Its line, from 1.
    pub line: u32,
}

impl FormValue {
    /// Whether the document says that already.
    pub fn says(&self, new: &NewValue) -> bool {
        is_same(self.value.as_ref(), new)
    }

    /// Whether the value may be that. Rules that span several terms are the check's.
    pub fn takes(&self, new: &NewValue) -> bool {
        written(self, new).is_some()
    }
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An amount in whole currency with up to two decimals.
    Money,
    /// A share: 0 to 1, or for a rate of return above 0.
    Share,
    /// Any number.
    Number,
    /// A whole number within both ends.
    Whole(i64, i64),
    /// A year.
    Year,
    /// A day.
    Date,
    /// Words.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// What a value is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// A number.
    Number(Decimal),
    /// A text or a word.
    Text(String),
    /// A day.
    Date(Date),
    /// No source gives it.
    NotStated,
}

/// Why a value cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// The document has no such value, or it is not one that a form changes.
    Unknown {
        /// The path that was given.
        path: String,
    },
    /// The value cannot be that.
    Unfit {
        /// The path.
        path: String,
    },
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormError::Unknown { path } => write!(f, "no value {path}"),
            FormError::Unfit { path } => write!(f, "{path} cannot be that"),
        }
    }
}

impl std::error::Error for FormError {}

/// Tables that say what others have said or agreed: they are changed as text.
const AS_TEXT: &[&str] = &["claim", "printed", "choice", "amendment", "index", "actual", "document", "project"];

/// Keys whose words are short enough for a field; other prose is changed as text.
const TEXTS: &[(&str, &[&str])] = &[
    ("agreement", &["name", "version", "purpose"]),
    ("party", &["name", "short_name", "legal_entity"]),
    ("budget", &["label", "committee"]),
    ("target_group", &["description"]),
    ("intervention", &["label", "provider"]),
    ("signature", &["office"]),
];

/// Every value of a document that a form may change, in the order of the document. A text that cannot be read has none.
pub fn form_values(text: &str) -> Vec<FormValue> {
    Fields::of(text).found.into_iter().map(|field| field.value).collect()
}

/// The document with some values changed. A value that is given as it stands is not touched, not even in its form.
pub fn with_form_values(text: &str, changes: &[(String, NewValue)]) -> Result<String, FormError> {
    let fields = Fields::of(text).found;
    let mut pieces = Vec::new();
    for (path, new) in changes {
        let field = fields.iter().find(|field| field.value.path == *path);
        let field = field.ok_or_else(|| FormError::Unknown { path: path.clone() })?;
        let words = written(&field.value, new).ok_or_else(|| FormError::Unfit { path: path.clone() })?;
        if !field.value.says(new) {
            pieces.push((field.span.clone(), words));
        }
    }
    // From the end, so that earlier places stay where they are.
    pieces.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut changed = text.to_owned();
    for (span, words) in pieces {
        changed.replace_range(span, &words);
    }
    Ok(changed)
}

/// The document with some values changed for a reckoning that nobody keeps: totals that a changed term repeats are left
/// out, because they would only contradict what they are the total of.
pub fn with_varied_values(text: &str, changes: &[(String, NewValue)]) -> Result<String, FormError> {
    let changed = with_form_values(text, changes)?;
    let mut diagnostics = Vec::new();
    let source = Source::of(&changed, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    let is_changed = |term: &Term| {
        let path = paths::of_term(&terms, term);
        changes.iter().any(|(changed, _)| paths::touches(&path, changed))
    };
    let totals = terms.iter().filter(|term| is_changed(term)).filter_map(|term| term.body.entry("total"));
    let mut spans: Vec<tree::Span> = totals.map(|entry| entry.key_span.start..entry.value.span.end).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut without = changed.clone();
    spans.into_iter().for_each(|span| without.replace_range(span, ""));
    Ok(without)
}

/// The identifier that a document gives its agreement, also where the document has errors elsewhere.
pub fn identifier(text: &str) -> Option<String> {
    let mut diagnostics = Vec::new();
    let source = Source::of(text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    let head = terms.iter().find(|term| term.table == "agreement")?;
    head.id().map(str::to_owned)
}

struct Field {
    value: FormValue,
    span: tree::Span,
}

/// The fields of a document, and where the walk through it stands.
struct Fields<'a> {
    source: Source<'a>,
    found: Vec<Field>,
    currency: String,
}

impl<'a> Fields<'a> {
    fn of(text: &'a str) -> Self {
        let mut diagnostics = Vec::new();
        let source = Source::of(text, &mut diagnostics);
        let terms = tree::read(&source, &mut diagnostics);
        let head = terms.iter().find(|term| term.table == "agreement");
        let currency = head.and_then(|head| head.get("currency")?.text()).unwrap_or_default().to_owned();
        let mut fields = Self { source, found: Vec::new(), currency };
        for term in &terms {
            if let Some(table) = shape::table(&term.table).filter(|table| !AS_TEXT.contains(&table.name)) {
                let above = Above { term, path: paths::of_term(&terms, term) };
                fields.table(&above, "", &term.body, Some(&table.shape), None);
            }
        }
        fields
    }

    fn table(
        &mut self,
        above: &Above<'_>,
        key: &str,
        body: &tree::Table,
        shape: Option<&'static Shape>,
        of: Option<&'static Kind>,
    ) {
        for entry in body.entries.iter().filter(|entry| !["origin", "id"].contains(&entry.key.as_str())) {
            let kind = of.or_else(|| shape?.key(&entry.key).map(|key| &key.kind));
            if let Some(kind) = kind {
                self.value(above, &joined(key, &entry.key), &entry.value, kind);
            }
        }
    }

    fn value(&mut self, above: &Above<'_>, key: &str, value: &Value, kind: &'static Kind) {
        let (plain, may_be_unstated) = match kind {
            Kind::OrNotStated(of) => (*of, true),
            kind => (kind, false),
        };
        match &value.kind {
            ValueKind::Table(table) => {
                let (shape, of) = inside(Some(plain));
                self.table(above, key, table, shape, of);
            }
            ValueKind::List(values) => {
                let of = match plain {
                    Kind::List(of, _) | Kind::AnyList(of) => of,
                    Kind::Shares(..) => plain,
                    _ => return,
                };
                for (number, value) in (1..).zip(values) {
                    self.value(above, &format!("{key}.{number}"), value, of);
                }
            }
            _ => {
                let Some(form) = form_of(above.term, key, plain) else { return };
                let stated = value.text() != Some(NOT_STATED) || !may_be_unstated;
                let value_of_form = FormValue {
                    path: format!("{}.{key}", above.path),
                    table: above.term.table.clone(),
                    term: above.path.clone(),
                    label: paths::label(above.term).unwrap_or_default().to_owned(),
                    key: key.to_owned(),
                    form,
                    value: stated.then(|| written_value(value, Some(plain))),
                    may_be_unstated,
                    currency: if form == Form::Money { self.currency.clone() } else { String::new() },
                    line: self.source.place(&value.span).line,
                };
                self.found.push(Field { value: value_of_form, span: value.span.clone() });
            }
        }
    }
}

/// The term that a value stands in.
struct Above<'a> {
    term: &'a Term,
    path: String,
}

fn joined(above: &str, key: &str) -> String {
    if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") }
}

fn form_of(term: &Term, key: &str, kind: &Kind) -> Option<Form> {
    let is_short = || TEXTS.iter().any(|(table, keys)| *table == term.table && keys.contains(&key));
    Some(match kind {
        Kind::Amount | Kind::Sum | Kind::Balance => Form::Money,
        Kind::Share | Kind::Return => Form::Share,
        Kind::Weight | Kind::Quantity | Kind::Decimal => Form::Number,
        Kind::Whole(least, most) => Form::Whole(*least, *most),
        Kind::Month => Form::Whole(1, 12),
        Kind::Day => Form::Whole(1, 31),
        Kind::Year => Form::Year,
        Kind::Date => Form::Date,
        Kind::Word(words, _) => Form::Word(words),
        // `not-stated`, `current` or a year, which the document writes as a number or a word.
        Kind::PriceLevel => Form::Text,
        Kind::Text if is_short() => Form::Text,
        _ => return None,
    })
}

/// The value as a document writes it; nothing where it cannot be that.
fn written(field: &FormValue, new: &NewValue) -> Option<String> {
    Some(match (field.form, new) {
        (_, NewValue::NotStated) if field.may_be_unstated => quoted(NOT_STATED),
        (Form::Money, NewValue::Number(number)) if number.normalize().scale() <= 2 => grouped(&plain(number)),
        (Form::Share | Form::Number, NewValue::Number(number)) => grouped(&plain(number)),
        (Form::Whole(least, most), NewValue::Number(number)) => {
            let fits = number.is_integer() && *number >= least.into() && *number <= most.into();
            grouped(&plain(fits.then_some(number)?))
        }
        (Form::Year, NewValue::Number(number)) if shape::is_year(Some(&Kind::Year), number) && number.is_integer() => {
            plain(number)
        }
        (Form::Date, NewValue::Date(day)) => day.to_string(),
        (Form::Text, NewValue::Text(words)) if field.key == "price_level" && is_year_text(words) => words.clone(),
        (Form::Text, NewValue::Text(words)) if is_one_line(words) => quoted(words),
        (Form::Word(words), NewValue::Text(word)) if words.contains(&word.as_str()) => quoted(word),
        _ => return None,
    })
}

fn plain(number: &Decimal) -> String {
    number.normalize().to_string()
}

fn is_year_text(words: &str) -> bool {
    words.len() == 4 && words.chars().all(|sign| sign.is_ascii_digit())
}

fn is_one_line(words: &str) -> bool {
    !words.trim().is_empty() && words.chars().all(|sign| !sign.is_control())
}

fn is_same(value: Option<&TermValue>, new: &NewValue) -> bool {
    match (value, new) {
        (None, NewValue::NotStated) => true,
        (Some(TermValue::Number(held) | TermValue::Year(held)), NewValue::Number(number)) => held == number,
        (Some(TermValue::Text(held)), NewValue::Text(words)) => held == words,
        (Some(TermValue::Year(held)), NewValue::Text(words)) => held.to_string() == *words,
        (Some(TermValue::Date(held)), NewValue::Date(day)) => *held == day.to_string(),
        _ => false,
    }
}
