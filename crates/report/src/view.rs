//! The view data of a document: strings already localised and formatted by the caller, beside the typed values that a
//! spreadsheet needs. Not a domain model: nothing here knows what a settlement is, so status reports and notes use the
//! same types. What a document does not need stays empty and is not printed.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// One document. Start from [`Statement::new`] and fill in what it has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// ISO 639 code of the language that all texts are in: `da` or `en`. It sets hyphenation and the PDF's language.
    pub language: String,
    /// The day printed into the PDF's and the workbook's metadata; never the clock's, so that bytes repeat.
    pub issued_on: Date,
    /// Who issues the document, at the top of the first page.
    pub issuer: String,
    /// The heading, also the PDF's title.
    pub title: String,
    /// The line below it: `Måleår 2024 · afregnes marts 2025`.
    pub subtitle: String,
    /// What the document is known by, at the top and in every footer.
    pub document_id: String,
    /// Set when the data are made up: a band on every page and in every sheet says so.
    pub synthetic_mark: Option<String>,
    /// The document's standing, in a frame at the top: `FORSLAG`, `FORELØBIG`.
    pub status_mark: Option<String>,
    /// Facts about the document itself: agreement, version, register edition.
    pub facts: Vec<Fact>,
    /// Who pays and who is paid, side by side.
    pub parties: Vec<Party>,
    /// The few figures to remember, as a row of boxes.
    pub key_figures: Vec<KeyFigure>,
    /// The body.
    pub sections: Vec<Section>,
    /// Where people sign; kept together at the end.
    pub signatures: Vec<SignatureBox>,
    /// Left in every footer.
    pub footer: String,
    /// Whether it is set close, for papers that must keep to a page or two: smaller type, and facts in two columns.
    pub is_compact: bool,
    /// The fixed words of the frame around the content.
    pub labels: Labels,
}

impl Statement {
    /// A document with a heading and nothing else.
    pub fn new(language: &str, issued_on: Date, title: &str, document_id: &str, labels: Labels) -> Self {
        Statement {
            language: language.to_owned(),
            issued_on,
            issuer: String::new(),
            title: title.to_owned(),
            subtitle: String::new(),
            document_id: document_id.to_owned(),
            synthetic_mark: None,
            status_mark: None,
            facts: Vec::new(),
            parties: Vec::new(),
            key_figures: Vec::new(),
            sections: Vec::new(),
            signatures: Vec::new(),
            footer: String::new(),
            is_compact: false,
            labels,
        }
    }

    /// All charts of the document, in its order.
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
    }
}

/// The fixed words around the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Before the page's number: `Side`.
    pub page: String,
    /// Between the page's number and the number of pages: `af`.
    pub of: String,
    /// The heading above the signature boxes: `Underskrifter`.
    pub signatures: String,
    /// The name of the first sheet of the workbook: `Oversigt`.
    pub summary: String,
}

/// A part of the body with a heading; an empty heading prints none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A section of blocks.
    pub fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Section { heading: heading.into(), blocks }
    }
}

/// One piece of the body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", content = "content", rename_all = "kebab-case")]
pub enum Block {
    /// A heading inside the section.
    Heading(String),
    /// A heading inside a part with a heading.
    Subheading(String),
    /// Running text.
    Paragraph(String),
    /// Running text in which some words are marked.
    Prose(Vec<Run>),
    /// Points.
    List(Vec<String>),
    /// Points that are numbered.
    Numbered(Vec<String>),
    /// Lines that are printed as they are written, such as terms.
    Verbatim(String),
    /// Labels with values.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A chart; its table twin is [`Chart::table`], printed below it when the chart says so.
    Chart(Chart),
    /// A framed remark.
    Callout(Callout),
}

/// Words of running text that are set alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words, with their blanks.
    pub text: String,
    /// How they are set.
    pub kind: RunKind,
}

/// How words of running text are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunKind {
    /// As they are.
    Plain,
    /// Stressed.
    Strong,
    /// Set apart.
    Emphasis,
    /// As terms and file names are written.
    Code,
}

/// A framed remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Callout {
    /// How strongly it speaks.
    pub kind: CalloutKind,
    /// Its heading; may be empty.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// How strongly a remark speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Good to know.
    Note,
    /// Must be seen before anyone signs.
    Warning,
}

/// A label with a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: Cell,
    /// Small print below it.
    pub note: Option<String>,
}

impl Fact {
    /// A fact without small print.
    pub fn new(label: impl Into<String>, value: impl Into<Cell>) -> Self {
        Fact { label: label.into(), value: value.into(), note: None }
    }

    /// The same with small print.
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Fact { note: Some(note.into()), ..self }
    }
}

/// A party in its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// `Betaler`, `Modtager`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// Lines below the name: budget, legal entity.
    pub details: Vec<String>,
}

/// A figure to remember.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyFigure {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: Cell,
    /// Small print below it.
    pub note: Option<String>,
    /// Whether it is the one figure the document is about.
    pub emphasis: bool,
}

impl KeyFigure {
    /// A figure without small print.
    pub fn new(label: impl Into<String>, value: impl Into<Cell>) -> Self {
        KeyFigure { label: label.into(), value: value.into(), note: None, emphasis: false }
    }

    /// The same with small print.
    pub fn with_note(self, note: impl Into<String>) -> Self {
        KeyFigure { note: Some(note.into()), ..self }
    }

    /// The same as the one figure the document is about.
    pub fn emphasised(self) -> Self {
        KeyFigure { emphasis: true, ..self }
    }
}

/// Where one party signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignatureBox {
    /// For whom.
    pub party: String,
    /// As what.
    pub office: String,
    /// Below the date's line: `Dato`.
    pub date_label: String,
    /// Below the name's line: `Navn og underskrift`.
    pub name_label: String,
}

/// A table. Every row has as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// Above the table; also the sheet's name in a workbook. May be empty.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The last row, below a rule.
    pub total: Option<Vec<Cell>>,
    /// Small print below the table.
    pub note: Option<String>,
    /// Printed in place of rows when there are none.
    pub empty: String,
}

impl Table {
    /// A table without rows.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Table { caption: caption.into(), columns, rows: Vec::new(), total: None, note: None, empty: "–".to_owned() }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Where its cells stand.
    pub align: Align,
    /// Its share of what is left when the other columns have what they need; 0 takes what its longest word or number needs.
    pub width: u32,
}

impl Column {
    /// A column of text; it takes what the others leave.
    pub fn text(title: impl Into<String>) -> Self {
        Column { title: title.into(), align: Align::Start, width: 1 }
    }

    /// A column of figures: to the right, no wider than needed.
    pub fn figure(title: impl Into<String>) -> Self {
        Column { title: title.into(), align: Align::End, width: 0 }
    }

    /// A column of short texts that are not broken: years, codes.
    pub fn short(title: impl Into<String>) -> Self {
        Column { title: title.into(), align: Align::Start, width: 0 }
    }
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// At the side where reading starts.
    Start,
    /// At the other side: figures.
    End,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// How it is printed.
    pub kind: RowKind,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Row { cells, kind: RowKind::Plain }
    }
}

impl Row {
    /// The row that the document is about: this year's among all years.
    pub fn highlighted(cells: Vec<Cell>) -> Self {
        Row { cells, kind: RowKind::Highlight }
    }

    /// A sum within the table.
    pub fn subtotal(cells: Vec<Cell>) -> Self {
        Row { cells, kind: RowKind::Subtotal }
    }
}

/// How a row is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// As it is.
    Plain,
    /// On a tint.
    Highlight,
    /// Semibold, below a thin rule.
    Subtotal,
    /// In grey: not yet, or not part of the sum.
    Muted,
}

/// A cell: the text that people read, the value that a spreadsheet computes with, and possibly a mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// What is printed.
    pub text: String,
    /// What it is worth.
    pub value: CellValue,
    /// A small tag behind the text: chosen, derived, assumed.
    pub mark: Option<Mark>,
}

/// The value of a cell, for spreadsheets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellValue {
    /// Only text.
    Text,
    /// Whole minor units (øre).
    Money(#[serde(serialize_with = "as_text")] i128),
    /// A count.
    Count(i64),
    /// A share between 0 and 1, printed as a percentage. An estimate for show: nothing is paid by it.
    Share(f64),
    /// A calendar year: a number without thousands separator.
    Year(i16),
    /// A day.
    Date(Date),
}

/// JSON readers take numbers for floats, so whole minor units are written as text.
fn as_text<S: Serializer>(minor: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(minor)
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Cell { text: text.into(), value: CellValue::Text, mark: None }
    }

    /// Nothing.
    pub fn empty() -> Self {
        Cell::text("")
    }

    /// An amount in whole minor units, and how it is printed.
    pub fn money(minor: i128, text: impl Into<String>) -> Self {
        Cell { text: text.into(), value: CellValue::Money(minor), mark: None }
    }

    /// A count, and how it is printed.
    pub fn count(count: i64, text: impl Into<String>) -> Self {
        Cell { text: text.into(), value: CellValue::Count(count), mark: None }
    }

    /// A share between 0 and 1, and how it is printed.
    pub fn share(share: f64, text: impl Into<String>) -> Self {
        Cell { text: text.into(), value: CellValue::Share(share), mark: None }
    }

    /// A calendar year.
    pub fn year(year: i16) -> Self {
        Cell { text: year.to_string(), value: CellValue::Year(year), mark: None }
    }

    /// A day, and how it is printed.
    pub fn date(date: Date, text: impl Into<String>) -> Self {
        Cell { text: text.into(), value: CellValue::Date(date), mark: None }
    }

    /// The same with a mark behind it.
    pub fn marked(self, kind: MarkKind, label: impl Into<String>) -> Self {
        Cell { mark: Some(Mark { kind, label: label.into() }), ..self }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::text(text)
    }
}

/// A small tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What it says, as a colour; never by colour alone, the label says it too.
    pub kind: MarkKind,
    /// `valgt`, `afledt`, `antaget`.
    pub label: String,
}

/// What a tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// The source leaves it open and the parties chose.
    Chosen,
    /// Computed from other terms.
    Derived,
    /// No source states it.
    Assumed,
    /// Anything else.
    Neutral,
}

/// A chart over named positions, such as years. Each series has one point for each position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// Unique within a page or document; becomes the ids in the SVG. Letters, digits, `-`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What a reader who does not see it needs to know; the alternative text.
    pub description: String,
    /// What the positions are: `Måleår`. The first column of the table twin.
    pub x_title: String,
    /// The positions.
    pub x_labels: Vec<String>,
    /// What the values are in: `tusind kr.`. Printed above the axis.
    pub unit: String,
    /// Lines across, with their labels. [`tick_values`](crate::tick_values) proposes round values; the caller formats them.
    pub ticks: Vec<Tick>,
    /// What is drawn, in this order.
    pub series: Vec<Series>,
    /// Said in place of bars when there is nothing to draw.
    pub empty: String,
    /// Whether a document prints the table twin below the chart.
    pub with_table: bool,
    /// Small print below the table twin: what its figures are in.
    pub table_note: Option<String>,
}

impl Chart {
    /// The same figures as a table: one row for each position, one column for each series.
    pub fn table(&self) -> Table {
        let mut columns = vec![Column::short(&self.x_title)];
        columns.extend(self.series.iter().map(|series| Column::figure(&series.label)));
        let rows = self.x_labels.iter().enumerate().map(|(position, label)| {
            let mut cells = vec![Cell::text(label)];
            cells.extend(self.series.iter().map(|series| match series.points.get(position) {
                Some(Some(point)) => point.cell.clone(),
                _ => Cell::text("–"),
            }));
            Row::from(cells)
        });
        Table {
            empty: self.empty.clone(),
            rows: rows.collect(),
            note: self.table_note.clone(),
            ..Table::new(&self.title, columns)
        }
    }
}

/// One line across a chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    /// Where, in the unit of the points.
    pub value: f64,
    /// What stands beside it.
    pub text: String,
}

/// One row of points in a chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// How it is drawn.
    pub kind: Kind,
    /// In which of the house's colours and patterns.
    pub tone: Tone,
    /// One for each position; nothing where there is no value.
    pub points: Vec<Option<Point>>,
}

/// A point of a series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Where it is drawn, in the unit of the ticks.
    pub value: f64,
    /// The short text drawn beside it; may be empty.
    pub text: String,
    /// The figure in the table twin, in full.
    pub cell: Cell,
}

impl Point {
    /// A point whose short text is also its cell's text.
    pub fn new(value: f64, cell: Cell) -> Self {
        Point { value, text: cell.text.clone(), cell }
    }

    /// The same with a shorter text beside it in the drawing.
    pub fn short(self, text: impl Into<String>) -> Self {
        Point { text: text.into(), ..self }
    }
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Bars beside each other.
    Bars,
    /// Points joined by a line.
    Line,
}

/// A colour with a pattern. They differ in lightness, so they stay apart in grey print and for colour-blind readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// What was expected: pale with an outline.
    Plan,
    /// What was seen: dark and full.
    Actual,
    /// A bound, such as a cap: rust.
    Limit,
    /// Not yet final: hatched.
    Provisional,
}
