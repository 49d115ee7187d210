//! The view as a text document (DOCX) that an office can edit: headings by style, tables with a heading row, lists, and
//! every chart as its table. What must look the same for everybody is the PDF; this one is to be written on.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, AlignmentType, BreakType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText, NumPages,
    NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Run, RunFonts, Shading, SpecialIndentType,
    Start, Style, StyleType, Table as WordTable, TableCell, TableRow, WidthType,
};

use crate::check::check;
use crate::view::{Align, Block, CalloutKind, Cell, Fact, RowKind, RunKind, Statement, Table};
use crate::{ReportError, columns};

/// Colours of the template, without their sign.
const ACCENT: &str = "0B3C5D";
const QUIET: &str = "55606A";
const TINT: &str = "EEF2F5";
const WARNING: &str = "8A3B00";
const WARNING_TINT: &str = "FDF3E7";

/// The lists: one with points, and one that begins anew for each numbered list.
const POINTS: usize = 2;
const FIRST_NUMBERED: usize = 10;

/// Twentieths of a point: what the text block is wide.
const BLOCK_TWIPS: usize = 9400;

/// The document as DOCX. The same view gives the same bytes.
pub fn statement_docx(statement: &Statement) -> Result<Vec<u8>, ReportError> {
    let problems = check(statement);
    if !problems.is_empty() {
        return Err(ReportError::View(problems));
    }
    let mut writer = Writer { docx: frame(statement), numbered: FIRST_NUMBERED };
    writer.head(statement);
    for section in &statement.sections {
        if !section.heading.is_empty() {
            writer.heading(1, &section.heading);
        }
        for block in &section.blocks {
            writer.block(block);
        }
    }
    writer.signatures(statement);
    let mut out = Cursor::new(Vec::new());
    writer.docx.build().pack(&mut out).map_err(|error| ReportError::Document(error.to_string()))?;
    Ok(out.into_inner())
}

/// Styles, margins and the footer.
fn frame(statement: &Statement) -> Docx {
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .size(size)
            .bold()
            .color(ACCENT)
            .outline_lvl(level)
    };
    let issued = format!("{}T00:00:00Z", statement.issued_on);
    let footer = Paragraph::new()
        .add_run(quiet(&format!("{} · {} · {} ", statement.footer, statement.document_id, statement.labels.page)))
        .add_page_num(PageNum::new())
        .add_run(quiet(&format!(" {} ", statement.labels.of)))
        .add_num_pages(NumPages::new());
    let points =
        AbstractNumbering::new(POINTS).add_level(
            Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
                .indent(Some(360), Some(SpecialIndentType::Hanging(260)), None, None),
        );
    Docx::new()
        .created_at(&issued)
        .updated_at(&issued)
        .page_size(11906, 16838)
        .page_margin(PageMargin::new().left(1253).right(1253).top(1300).bottom(1300))
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri"))
        .default_size(21)
        .add_style(heading("Title", "Title", 44, 0))
        .add_style(heading("Heading1", "heading 1", 28, 0))
        .add_style(heading("Heading2", "heading 2", 24, 1))
        .add_style(heading("Heading3", "heading 3", 21, 2))
        .add_abstract_numbering(points)
        .add_numbering(Numbering::new(POINTS, POINTS))
        .footer(Footer::new().add_paragraph(footer))
}

fn quiet(text: &str) -> Run {
    Run::new().add_text(text).size(17).color(QUIET)
}

struct Writer {
    docx: Docx,
    numbered: usize,
}

impl Writer {
    fn paragraph(&mut self, paragraph: Paragraph) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_paragraph(paragraph);
    }

    fn text(&mut self, run: Run) {
        self.paragraph(Paragraph::new().add_run(run));
    }

    fn heading(&mut self, level: usize, text: &str) {
        let paragraph = Paragraph::new().style(&format!("Heading{level}")).keep_next(true);
        self.paragraph(paragraph.add_run(Run::new().add_text(text)));
    }

    fn head(&mut self, statement: &Statement) {
        if !statement.issuer.is_empty() {
            self.text(Run::new().add_text(&statement.issuer).bold().color(ACCENT));
        }
        self.paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text(&statement.title)));
        if !statement.subtitle.is_empty() {
            self.text(Run::new().add_text(&statement.subtitle).size(26).color(QUIET));
        }
        for mark in [&statement.status_mark, &statement.synthetic_mark].into_iter().flatten() {
            self.text(Run::new().add_text(mark).bold().color(WARNING));
        }
        for party in &statement.parties {
            let words = std::iter::once(&party.name).chain(&party.details).cloned().collect::<Vec<_>>().join(", ");
            self.text(Run::new().add_text(format!("{}: {words}", party.role)));
        }
        self.facts(&statement.facts);
        let figures: Vec<Fact> = statement
            .key_figures
            .iter()
            .map(|figure| Fact { label: figure.label.clone(), value: figure.value.clone(), note: figure.note.clone() })
            .collect();
        self.facts(&figures);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(2, text),
            Block::Subheading(text) => self.heading(3, text),
            Block::Paragraph(text) => self.text(Run::new().add_text(text)),
            Block::Prose(runs) => {
                let set = runs.iter().fold(Paragraph::new(), |paragraph, run| {
                    let plain = Run::new().add_text(&run.text);
                    paragraph.add_run(match run.kind {
                        RunKind::Strong => plain.bold(),
                        RunKind::Emphasis => plain.italic(),
                        RunKind::Code => plain.fonts(RunFonts::new().ascii("Consolas")),
                        RunKind::Plain => plain,
                    })
                });
                self.paragraph(set);
            }
            Block::List(points) => self.list(points, POINTS),
            Block::Numbered(points) => self.numbered(points),
            Block::Verbatim(text) => {
                for line in text.lines() {
                    self.text(Run::new().add_text(line).fonts(RunFonts::new().ascii("Consolas")).size(18));
                }
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.table(&chart.table()),
            Block::Callout(remark) => {
                let (front, back) = match remark.kind {
                    CalloutKind::Warning => (WARNING, WARNING_TINT),
                    CalloutKind::Note => (ACCENT, TINT),
                };
                let mut cell = TableCell::new().shading(Shading::new().fill(back));
                if !remark.title.is_empty() {
                    let title = Run::new().add_text(&remark.title).bold().color(front);
                    cell = cell.add_paragraph(Paragraph::new().add_run(title));
                }
                cell = cell.add_paragraph(Paragraph::new().add_run(Run::new().add_text(&remark.text)));
                self.add_table(WordTable::new(vec![TableRow::new(vec![cell])]).width(BLOCK_TWIPS, WidthType::Dxa));
            }
        }
    }

    fn list(&mut self, points: &[String], numbering: usize) {
        for point in points {
            let paragraph = Paragraph::new().numbering(NumberingId::new(numbering), IndentLevel::new(0));
            self.paragraph(paragraph.add_run(Run::new().add_text(point)));
        }
    }

    /// Each numbered list has a numbering of its own, else it would go on from the one before.
    fn numbered(&mut self, points: &[String]) {
        let id = self.numbered;
        self.numbered += 1;
        let level =
            Level::new(0, Start::new(1), NumberFormat::new("decimal"), LevelText::new("%1."), LevelJc::new("left"))
                .indent(Some(360), Some(SpecialIndentType::Hanging(300)), None, None);
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx
            .add_abstract_numbering(AbstractNumbering::new(id).add_level(level))
            .add_numbering(Numbering::new(id, id));
        self.list(points, id);
    }

    fn facts(&mut self, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        let row = |fact: &Fact| {
            let label = Paragraph::new().add_run(Run::new().add_text(&fact.label).color(QUIET));
            let mut value = TableCell::new().width(BLOCK_TWIPS * 2 / 3, WidthType::Dxa);
            value = value.add_paragraph(Paragraph::new().add_run(Run::new().add_text(words(&fact.value))));
            if let Some(note) = &fact.note {
                value = value.add_paragraph(Paragraph::new().add_run(quiet(note)));
            }
            TableRow::new(vec![TableCell::new().width(BLOCK_TWIPS / 3, WidthType::Dxa).add_paragraph(label), value])
        };
        self.add_table(WordTable::new(facts.iter().map(row).collect()).width(BLOCK_TWIPS, WidthType::Dxa));
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            let caption = Paragraph::new().keep_next(true);
            self.paragraph(caption.add_run(Run::new().add_text(&table.caption).bold()));
        }
        let measured = columns::measure(table);
        let whole: f64 = measured.widths.iter().sum();
        // Twips are whole; a share of the block that is rounded down leaves at most a hair.
        let widths: Vec<usize> =
            measured.widths.iter().map(|width| (width / whole * BLOCK_TWIPS as f64) as usize).collect();
        let cell = |place: usize, text: &str, bold: bool, fill: Option<&str>| {
            let run = Run::new().add_text(text).size(18);
            let run = if bold { run.bold() } else { run };
            let aligned = match table.columns[place].align {
                Align::End => AlignmentType::Right,
                Align::Start => AlignmentType::Left,
            };
            let cell = TableCell::new().width(widths[place], WidthType::Dxa);
            let cell = cell.add_paragraph(Paragraph::new().align(aligned).add_run(run));
            fill.map_or(cell.clone(), |fill| cell.shading(Shading::new().fill(fill)))
        };
        let heads =
            table.columns.iter().enumerate().map(|(place, column)| cell(place, &column.title, true, Some(TINT)));
        let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
        for row in &table.rows {
            let bold = row.kind == RowKind::Subtotal;
            let fill = (row.kind == RowKind::Highlight).then_some(TINT);
            let cells = row.cells.iter().enumerate().map(|(place, content)| cell(place, &words(content), bold, fill));
            rows.push(TableRow::new(cells.collect()).cant_split());
        }
        if table.rows.is_empty() {
            let nothing = (0..table.columns.len())
                .map(|place| cell(place, if place == 0 { table.empty.as_str() } else { "" }, false, None));
            rows.push(TableRow::new(nothing.collect()));
        }
        if let Some(total) = &table.total {
            let cells = total.iter().enumerate().map(|(place, content)| cell(place, &words(content), true, None));
            rows.push(TableRow::new(cells.collect()).cant_split());
        }
        self.add_table(WordTable::new(rows).set_grid(widths.clone()).width(BLOCK_TWIPS, WidthType::Dxa));
        if let Some(note) = &table.note {
            self.text(quiet(note));
        }
    }

    /// Two tables behind each other would grow together: a paragraph parts them.
    fn add_table(&mut self, table: WordTable) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_table(table).add_paragraph(Paragraph::new());
    }

    fn signatures(&mut self, statement: &Statement) {
        if statement.signatures.is_empty() {
            return;
        }
        self.heading(1, &statement.labels.signatures);
        for signature in &statement.signatures {
            let line = "_".repeat(30);
            self.text(Run::new().add_text(&signature.party).bold());
            let run = Run::new().add_text(&signature.office).add_break(BreakType::TextWrapping).add_text(format!(
                "{}: {}   {}: {line}",
                signature.date_label,
                "_".repeat(14),
                signature.name_label
            ));
            self.text(run);
        }
    }
}

/// The text of a cell with its mark.
fn words(cell: &Cell) -> String {
    match &cell.mark {
        Some(mark) => format!("{} [{}]", cell.text, mark.label),
        None => cell.text.clone(),
    }
}
