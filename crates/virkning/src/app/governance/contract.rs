//! The text of an agreement taken apart for signing: its prose as it stands, and instead of each block of terms the terms in
//! words, each value a figure of the record. Left out are where a term comes from, which its mark tells, and what is no term: what
//! sources say and what terms are checked with.

use std::collections::BTreeMap;

use virkning_agreement::{Change, Form, FormValue, TermValue, WholeTerm, form_values, term_changes};
use virkning_govern::dossier::Contract;
use virkning_govern::record::{Cell, Line, LineageKind, Part, Row, Section, Table, Words};
use virkning_govern::{Dossier, Figure, Lineage, Value};
use virkning_model::money::Currency;
use virkning_model::{Decimal, Money};
use virkning_report::Block;

use crate::app::record::prose;

/// The dossier with the agreement of a subject taken apart.
pub(super) fn with_contract(dossier: &Dossier, subject: Option<&str>) -> Dossier {
    let mut dossier = dossier.clone();
    let of = |id: &str| Some(id) == subject;
    let idea = dossier
        .portfolio
        .ideas
        .iter()
        .find(|idea| of(idea.id.as_str()) || idea.agreement.as_ref().is_some_and(|id| of(id.as_str())));
    let id = idea.and_then(|idea| idea.agreement.as_ref()).map(ToString::to_string);
    let text = id.as_ref().and_then(|id| dossier.sources.iter().find(|(known, _)| known == id));
    if let Some((id, text)) = text {
        let currency = dossier.agreement(id).map_or(dossier.portfolio.currency, |agreement| agreement.currency);
        let contract = contract(id, currency, text);
        dossier.contracts = vec![contract];
    }
    dossier
}

fn contract(id: &str, currency: Currency, text: &str) -> Contract {
    let parsed = prose::parse(text);
    let forms: BTreeMap<String, FormValue> =
        form_values(text).into_iter().map(|value| (value.path.clone(), value)).collect();
    let sections = parsed.sections.iter().map(|section| Section {
        heading: Words::text(section.heading.clone()),
        parts: section.blocks.iter().flat_map(|block| parts(id, block, &Known { currency, forms: &forms })).collect(),
    });
    Contract {
        agreement: id.to_owned(),
        title: parsed.title.unwrap_or_else(|| id.to_owned()),
        sections: sections.filter(|section| !section.parts.is_empty()).collect(),
    }
}

/// What is known of values.
struct Known<'a> {
    currency: Currency,
    forms: &'a BTreeMap<String, FormValue>,
}

fn parts(id: &str, block: &Block, known: &Known<'_>) -> Vec<Part> {
    let text = |text: &str| Words::text(text);
    match block {
        Block::Heading(words) | Block::Subheading(words) => vec![Part::Heading(text(words))],
        Block::Paragraph(words) => vec![Part::Text(text(words))],
        Block::Prose(runs) => {
            vec![Part::Text(text(&runs.iter().map(|run| run.text.as_str()).collect::<String>()))]
        }
        Block::List(points) => vec![Part::List(points.iter().map(|point| text(point)).collect())],
        Block::Numbered(points) => vec![Part::Numbered(points.iter().map(|point| text(point)).collect())],
        Block::Table(table) => {
            let cell = |cell: &virkning_report::Cell| Cell::Words(text(&cell.text));
            vec![Part::Table(Table {
                caption: text(&table.caption),
                columns: table.columns.iter().map(|column| text(&column.title)).collect(),
                rows: table.rows.iter().map(|row| Row::new(row.cells.iter().map(cell).collect())).collect(),
                note: None,
            })]
        }
        Block::Verbatim(lines) => terms(id, lines, known),
        Block::Facts(_) | Block::Chart(_) | Block::Callout(_) => Vec::new(),
    }
}

/// Tables that say what others have said, or by which terms are checked: no terms between the parties.
const NO_TERMS: [&str; 7] = ["actual", "claim", "document", "example", "printed", "project", "sensitivity"];

/// A block of terms in words; one that holds none stands as it is written.
fn terms(id: &str, lines: &str, known: &Known<'_>) -> Vec<Part> {
    let found = term_changes("", &format!("```toml\n{lines}\n```\n"));
    if found.is_empty() {
        return lines.lines().map(|line| Part::Text(Words::text(line))).collect();
    }
    let mut parts = Vec::new();
    for term in found.iter().filter(|term| !NO_TERMS.contains(&term.table.as_str())) {
        let Change::Added(whole) = &term.change else { continue };
        let path = match &term.id {
            Some(name) => format!("{}.{name}", term.table),
            None => term.table.clone(),
        };
        let label = term.label.clone().or_else(|| term.id.clone()).unwrap_or_default();
        parts.push(Part::Heading(Words::key(&format!("terms:{}", term.table)).with("label", label.as_str())));
        let mut own = Own { id, path: &path, known, from: origin(id, &path, whole), lines: Vec::new() };
        for (key, value) in whole.values.iter().filter(|(key, _)| key != "origin") {
            own.add(key, value);
        }
        parts.push(Part::Facts(own.lines));
    }
    parts
}

/// The lines of one term.
struct Own<'a> {
    id: &'a str,
    path: &'a str,
    known: &'a Known<'a>,
    from: Lineage,
    lines: Vec<Line>,
}

impl Own<'_> {
    fn add(&mut self, key: &str, value: &TermValue) {
        let is_plain = |value: &TermValue| !matches!(value, TermValue::List(_) | TermValue::Table(_));
        let value = match value {
            TermValue::Table(pairs) => {
                pairs.iter().for_each(|(below, value)| self.add(&format!("{key}.{below}"), value));
                return;
            }
            TermValue::List(values) if !values.iter().all(is_plain) => {
                (1..).zip(values).for_each(|(place, value)| self.add(&format!("{key}.{place}"), value));
                return;
            }
            TermValue::List(values) => {
                let shown: Vec<String> = values.iter().map(plain).collect();
                Value::Text(shown.join(" · "))
            }
            TermValue::Text(text) => self.text(key, text),
            TermValue::Number(number) => self.number(key, *number),
            TermValue::Year(year) => i16::try_from(*year).map_or(Value::Number(*year, String::new()), Value::Year),
            TermValue::Date(day) => day.parse().map_or_else(|_| Value::Text(day.clone()), Value::Day),
        };
        let figure = Figure::new(format!("{}.{}.{key}", self.id, self.path), value, self.from.clone());
        self.lines.push(Line::new(Words::key(&format!("field:{key}")), figure));
    }

    /// One of the language's words in words of people; everything else as it stands.
    fn text(&self, key: &str, text: &str) -> Value {
        let known = self.known.forms.get(&format!("{}.{key}", self.path)).map(|known| known.form);
        match known {
            _ if text == "not-stated" => Value::NotStated,
            Some(Form::Word(_)) => Value::Word(format!("option:{text}")),
            _ => Value::Text(text.to_owned()),
        }
    }

    fn number(&self, key: &str, number: Decimal) -> Value {
        match self.known.forms.get(&format!("{}.{key}", self.path)).map(|known| known.form) {
            Some(Form::Money) => {
                Money::exact(self.known.currency, number).map_or(Value::Number(number, String::new()), Value::Money)
            }
            Some(Form::Share) => Value::Share(number),
            _ => Value::Number(number, String::new()),
        }
    }
}

/// A value in a list, without the marks of the language.
fn plain(value: &TermValue) -> String {
    match value {
        TermValue::Text(text) => text.clone(),
        other => other.to_string(),
    }
}

fn origin(id: &str, path: &str, whole: &WholeTerm) -> Lineage {
    let origin = whole.values.iter().find(|(key, _)| key == "origin").map(|(_, value)| value);
    let said = match origin {
        Some(TermValue::Table(pairs)) => pairs.clone(),
        _ => Vec::new(),
    };
    let of = |key: &str| said.iter().find(|(known, _)| known == key).map(|(_, value)| plain(value));
    let (kind, source) = match (of("derived"), of("assumed")) {
        (Some(how), _) => (LineageKind::Derived, how),
        (None, Some(why)) => (LineageKind::Assumed, why),
        (None, None) => (LineageKind::default(), of("source").unwrap_or_default()),
    };
    Lineage {
        document: id.to_owned(),
        term: path.to_owned(),
        section: whole.clause.section.clone(),
        kind,
        source,
        ..Lineage::default()
    }
}
