//! The record of a report: every figure with its value and where it comes from, and words by their key, so that one
//! record gives the page, the PDF, the spreadsheet and the text in each language. A record that was sent is kept as it
//! is and can be laid beside today's.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use virkning_model::Money;
use virkning_model::agreement::Clause;
use virkning_model::origin::Origin;

/// A report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What kind of paper it is: `fact-sheet`, `portfolio`.
    pub kind: String,
    /// What it is about: an idea, an agreement or the portfolio.
    pub subject: String,
    /// Its title.
    pub title: Words,
    /// The line below the title.
    pub subtitle: Words,
    /// Who issues it.
    pub issuer: String,
    /// The day that it bears.
    pub as_of: Date,
    /// Facts at its head.
    pub facts: Vec<Line>,
    /// The few figures to remember.
    pub key_figures: Vec<Line>,
    /// The body.
    pub sections: Vec<Section>,
    /// Offices that sign; party and office.
    pub signatures: Vec<(String, String)>,
}

/// A part of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub heading: Words,
    /// What stands in it.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Running text.
    Text(Words),
    /// A heading inside the section.
    Heading(Words),
    /// Points.
    List(Vec<Words>),
    /// Numbered points.
    Numbered(Vec<Words>),
    /// Labels with figures.
    Facts(Vec<Line>),
    /// A table.
    Table(Table),
    /// A line for each series over named positions.
    Chart(Chart),
    /// A framed remark; the flag says that it must be seen before anyone decides.
    Remark {
        /// Whether it warns.
        warns: bool,
        /// Its heading.
        title: Words,
        /// Its text.
        text: Words,
    },
}

/// A label with a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What it is.
    pub label: Words,
    /// The figure.
    pub figure: Figure,
    /// Small print.
    pub note: Option<Words>,
}

impl Line {
    /// A line without small print.
    pub fn new(label: impl Into<Words>, figure: Figure) -> Self {
        Self { label: label.into(), figure, note: None }
    }

    /// The same with small print.
    #[must_use]
    pub fn noted(self, note: impl Into<Words>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Above it; also the name of the sheet.
    pub caption: Words,
    /// The headings; the first column holds words, the others what their cells are.
    pub columns: Vec<Words>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Small print.
    pub note: Option<Words>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// As many as there are columns.
    pub cells: Vec<Cell>,
    /// Whether it is a sum.
    pub is_total: bool,
}

impl Row {
    /// A plain row.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, is_total: false }
    }

    /// A sum.
    pub fn total(cells: Vec<Cell>) -> Self {
        Self { cells, is_total: true }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Words.
    Words(Words),
    /// A figure.
    Figure(Figure),
    /// Nothing.
    Empty,
}

impl From<Figure> for Cell {
    fn from(figure: Figure) -> Self {
        Cell::Figure(figure)
    }
}

impl From<Words> for Cell {
    fn from(words: Words) -> Self {
        Cell::Words(words)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Words(Words::text(text))
    }
}

/// A chart over named positions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Its identifier: letters, digits, `-`.
    pub id: String,
    /// Its heading.
    pub title: Words,
    /// What the positions are.
    pub positions_are: Words,
    /// The positions.
    pub positions: Vec<String>,
    /// What the values are in: `kroner` or `count`.
    pub unit: String,
    /// The series: name and values.
    pub series: Vec<(Words, Vec<Option<Decimal>>)>,
    /// Whether the first series is drawn as bars.
    pub first_as_bars: bool,
}

/// Words: by key, or as a document writes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Words {
    /// A key of the text files with its values.
    Key(String, Vec<(String, Value)>),
    /// Words of a document.
    Text(String),
}

impl Words {
    /// Words of a document.
    pub fn text(text: impl Into<String>) -> Self {
        Words::Text(text.into())
    }

    /// A key without values.
    pub fn key(key: &str) -> Self {
        Words::Key(key.to_owned(), Vec::new())
    }

    /// The same with one more value.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        match self {
            Words::Key(key, mut values) => {
                values.push((name.to_owned(), value.into()));
                Words::Key(key, values)
            }
            text @ Words::Text(_) => text,
        }
    }
}

impl From<&str> for Words {
    fn from(key: &str) -> Self {
        Words::key(key)
    }
}

/// A figure with its name in the record and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name, unique in the record: `havnen.capital`.
    pub id: String,
    /// Its value.
    pub value: Value,
    /// Where it comes from.
    pub from: Lineage,
}

impl Figure {
    /// A figure.
    pub fn new(id: impl Into<String>, value: impl Into<Value>, from: Lineage) -> Self {
        Self { id: id.into(), value: value.into(), from }
    }
}

/// What a figure is worth. Estimates are rounded decimals; money is whole øre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// An amount.
    Money(Money),
    /// A number of whole things.
    Count(Decimal),
    /// A share between 0 and 1.
    Share(Decimal),
    /// An interval of shares.
    Shares(Decimal, Decimal),
    /// A probability, which may be very small.
    Probability(Decimal),
    /// A number with its unit.
    Number(Decimal, String),
    /// A span of counts.
    Span(Decimal, Decimal),
    /// So many of so many.
    Of(Decimal, Decimal),
    /// A day.
    Day(Date),
    /// A year.
    Year(i16),
    /// Years, first and last.
    Years(i16, i16),
    /// Words of a document.
    Text(String),
    /// A word of the text files by its key.
    Word(String),
    /// A word that a message chooses by; printed as it is.
    Choice(String),
    /// The source gives none (ikke oplyst).
    NotStated,
    /// The source shows it and nobody can read it (ulæselig i kilden).
    Unreadable,
}

impl From<Money> for Value {
    fn from(money: Money) -> Self {
        Value::Money(money)
    }
}

impl From<Option<Money>> for Value {
    fn from(money: Option<Money>) -> Self {
        money.map_or(Value::NotStated, Value::Money)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Value::Day(day)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Value::Count(count.into())
    }
}

/// Where a figure comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// The document: the identifier of an agreement, a paper or the portfolio.
    pub document: String,
    /// The term in it, by its path.
    pub term: String,
    /// The heading above the term.
    pub section: String,
    /// The line of the term; zero where there is none.
    pub line: u32,
    /// Whether it is stated, derived, assumed, from the web, or computed.
    pub kind: LineageKind,
    /// The source document and its place, or how it was derived or computed.
    pub source: String,
    /// The figures that it was computed from.
    pub parts: Vec<String>,
}

/// What kind of origin a figure has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineageKind {
    /// The source states it.
    #[default]
    Stated,
    /// A public page states it.
    Web,
    /// Derived by whoever wrote the document.
    Derived,
    /// Assumed by whoever wrote the document.
    Assumed,
    /// Computed by the program.
    Computed,
    /// Recorded in the store.
    Recorded,
}

impl Lineage {
    /// A term of a document.
    pub fn term(document: &str, term: impl Into<String>, clause: &Clause, origin: Option<&Origin>) -> Self {
        let (kind, source) = match origin {
            None => (LineageKind::Stated, String::new()),
            Some(Origin::Source { document, place }) => (LineageKind::Stated, format!("{document}, {place}")),
            Some(Origin::Web { page }) => (LineageKind::Web, page.clone()),
            Some(Origin::Derived { how }) => (LineageKind::Derived, how.clone()),
            Some(Origin::Assumed { why }) => (LineageKind::Assumed, why.clone()),
        };
        Self {
            document: document.to_owned(),
            term: term.into(),
            section: clause.section.clone(),
            line: clause.line,
            kind,
            source,
            parts: Vec::new(),
        }
    }

    /// Computed from other figures or terms; `how` is a word for the rule.
    pub fn computed(document: &str, how: &str, parts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            document: document.to_owned(),
            kind: LineageKind::Computed,
            source: how.to_owned(),
            parts: parts.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Recorded in the store under a name.
    pub fn recorded(what: &str, id: &str) -> Self {
        Self { document: what.to_owned(), term: id.to_owned(), kind: LineageKind::Recorded, ..Self::default() }
    }
}

impl Report {
    /// A report with a title and nothing else.
    pub fn new(kind: &str, subject: &str, title: Words, issuer: &str, as_of: Date) -> Self {
        Self {
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            title,
            subtitle: Words::text(""),
            issuer: issuer.to_owned(),
            as_of,
            facts: Vec::new(),
            key_figures: Vec::new(),
            sections: Vec::new(),
            signatures: Vec::new(),
        }
    }

    /// Adds a section, unless nothing stands in it.
    pub fn section(&mut self, heading: impl Into<Words>, parts: Vec<Part>) {
        if !parts.is_empty() {
            self.sections.push(Section { heading: heading.into(), parts });
        }
    }

    /// Every figure, in the order of the report.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures: Vec<&Figure> = self.facts.iter().chain(&self.key_figures).map(|line| &line.figure).collect();
        for part in self.sections.iter().flat_map(|section| &section.parts) {
            match part {
                Part::Facts(lines) => figures.extend(lines.iter().map(|line| &line.figure)),
                Part::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    figures.extend(cells.filter_map(|cell| match cell {
                        Cell::Figure(figure) => Some(figure),
                        Cell::Words(_) | Cell::Empty => None,
                    }));
                }
                _ => {}
            }
        }
        figures
    }

    /// The figure of that name.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures().into_iter().find(|figure| figure.id == id)
    }
}

/// A decimal that an estimate is shown with, at most six places; zero where it is none.
pub fn estimate(value: f64) -> Decimal {
    format!("{value:.6}").parse::<Decimal>().map_or(Decimal::ZERO, |value| value.normalize())
}
