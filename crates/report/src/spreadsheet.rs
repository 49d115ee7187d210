//! The document as a workbook: an overview sheet with everything that is no table, and a sheet for each table. Amounts,
//! counts, shares, years and days are numbers; their formats leave separators to the reader's own Excel, so a Danish one
//! shows 1.234,56. No formulas, no macros, no links: a text that begins with `=` stays a text.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::view::{Align, Block, Cell, CellValue, Fact, Statement, Table};
use crate::{ReportError, check};

/// A spreadsheet keeps fifteen significant digits; a larger amount goes in as text rather than as another amount.
const MINOR_MAX: u128 = 999_999_999_999_999;

/// The document as an XLSX workbook; the same bytes for the same view.
pub fn statement_xlsx(statement: &Statement) -> Result<Vec<u8>, ReportError> {
    let problems = check(statement);
    if !problems.is_empty() {
        return Err(ReportError::View(problems));
    }
    let mut book = Book { workbook: Workbook::new(), names: BTreeSet::new() };
    let date = statement.issued_on;
    let issued =
        ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or(1900), date.month() as u8, date.day() as u8)?;
    let properties = DocProperties::new().set_title(&statement.title).set_subject(&statement.subtitle);
    book.workbook.set_properties(&properties.set_company(&statement.issuer).set_creation_datetime(&issued));
    book.write_overview(statement)?;
    for section in &statement.sections {
        for block in &section.blocks {
            match block {
                Block::Table(table) => book.write_table(statement, &section.heading, table)?,
                Block::Chart(chart) => book.write_table(statement, &section.heading, &chart.table())?,
                _ => {}
            }
        }
    }
    Ok(book.workbook.save_to_buffer()?)
}

struct Book {
    workbook: Workbook,
    /// Names given so far, in small letters: Excel takes two that differ only in case for the same.
    names: BTreeSet<String>,
}

struct Styles {
    title: Format,
    heading: Format,
    quiet: Format,
    wrapped: Format,
    mark: Format,
    head_start: Format,
    head_end: Format,
}

impl Styles {
    fn new() -> Self {
        let accent = Color::RGB(0x0b3c5d);
        let head =
            Format::new().set_bold().set_font_color(accent).set_border_bottom(FormatBorder::Medium).set_text_wrap();
        Styles {
            title: Format::new().set_bold().set_font_size(16).set_font_color(accent),
            heading: Format::new().set_bold().set_font_color(accent),
            quiet: Format::new().set_font_color(Color::RGB(0x55606a)),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            mark: Format::new().set_bold().set_background_color(Color::RGB(0xf6d98b)),
            head_start: head.clone(),
            head_end: head.set_align(FormatAlign::Right),
        }
    }
}

/// How a value is shown; a total is bold below a rule.
fn value_format(value: CellValue, total: bool) -> Format {
    let format = match value {
        CellValue::Text => Format::new().set_text_wrap().set_align(FormatAlign::Top),
        CellValue::Money(_) => Format::new().set_num_format("#,##0.00"),
        CellValue::Count(_) => Format::new().set_num_format("#,##0"),
        CellValue::Share(_) => Format::new().set_num_format("0.0 %"),
        CellValue::Year(_) => Format::new().set_num_format("0"),
        CellValue::Date(_) => Format::new().set_num_format("dd-mm-yyyy"),
    };
    if total {
        format.set_bold().set_border_top(FormatBorder::Thin)
    } else {
        format
    }
}

impl Book {
    /// A sheet of a name as close as Excel allows to the wanted one: 31 characters, none of `[]:*?/\`, no second of it.
    fn add_sheet(&mut self, wanted: &str, statement: &Statement) -> Result<&mut Worksheet, XlsxError> {
        let name = free_name(wanted, &statement.labels.summary, &self.names);
        self.names.insert(name.to_lowercase());
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(&name)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let labels = &statement.labels;
        // `&` begins a code in a footer; doubled it is a letter.
        let left = statement.document_id.replace('&', "&&");
        let page = format!("{} &P {} &N", labels.page.replace('&', "&&"), labels.of.replace('&', "&&"));
        sheet.set_footer(short_footer(&left, &page));
        Ok(sheet)
    }

    fn write_overview(&mut self, statement: &Statement) -> Result<(), XlsxError> {
        let styles = Styles::new();
        let sheet = self.add_sheet(&statement.labels.summary, statement)?;
        sheet.set_column_width(0, 38)?.set_column_width(1, 60)?.set_column_width(2, 50)?;
        let mut at = Cursor { sheet, row: 0, styles: &styles };
        for mark in [&statement.synthetic_mark, &statement.status_mark].into_iter().flatten() {
            at.line(mark, &styles.mark)?;
        }
        at.line(&statement.title, &styles.title)?;
        at.line(&statement.subtitle, &styles.quiet)?;
        at.line(&statement.issuer, &styles.quiet)?;
        at.line(&statement.document_id, &styles.quiet)?;
        at.row += 1;
        for party in &statement.parties {
            at.fact(&Fact::new(&party.role, party.name.as_str()).with_note(party.details.join(" · ")))?;
        }
        at.row += 1;
        for figure in &statement.key_figures {
            at.fact(&Fact { label: figure.label.clone(), value: figure.value.clone(), note: figure.note.clone() })?;
        }
        at.row += 1;
        statement.facts.iter().try_for_each(|fact| at.fact(fact))?;
        for section in &statement.sections {
            at.section(&section.heading, &section.blocks)?;
        }
        Ok(())
    }

    fn write_table(&mut self, statement: &Statement, heading: &str, table: &Table) -> Result<(), XlsxError> {
        let title = if table.caption.is_empty() { heading } else { &table.caption };
        let styles = Styles::new();
        let sheet = self.add_sheet(title, statement)?;
        let mut at = Cursor { sheet, row: 0, styles: &styles };
        if let Some(mark) = &statement.synthetic_mark {
            at.line(mark, &styles.mark)?;
        }
        at.line(title, &styles.heading)?;
        at.row += 1;
        at.table(table)
    }
}

/// Excel takes no footer of more than 255 characters.
fn short_footer(left: &str, page: &str) -> String {
    let left: String = left.chars().take(120).collect();
    let page: String = page.chars().take(120).collect();
    format!("&L{left}&R{page}")
}

fn free_name(wanted: &str, fallback: &str, taken: &BTreeSet<String>) -> String {
    let clean = |name: &str| {
        let letters =
            name.chars().map(|letter| if "[]:*?/\\".contains(letter) || letter.is_control() { ' ' } else { letter });
        letters.collect::<String>().trim().trim_matches('\'').trim().to_owned()
    };
    let base = [clean(wanted), clean(fallback), "1".to_owned()].into_iter().find(|name| !name.is_empty());
    let base = base.unwrap_or_default();
    (1..)
        .map(|number| {
            let tail = if number == 1 { String::new() } else { format!(" ({number})") };
            shorter(&base, 31 - tail.len()) + &tail
        })
        .find(|name| !taken.contains(&name.to_lowercase()))
        .unwrap_or_default()
}

/// A text of no more than a number of UTF-16 units, as Excel counts; a cut is shown.
fn shorter(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|letter| {
        used += letter.len_utf16();
        used <= units
    });
    format!("{}…", kept.collect::<String>().trim_end())
}

/// Writes downwards in a sheet.
struct Cursor<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    styles: &'a Styles,
}

impl Cursor<'_> {
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string_with_format(self.row, 0, text, format)?;
            self.row += 1;
        }
        Ok(())
    }

    fn fact(&mut self, fact: &Fact) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, &fact.label, &self.styles.wrapped)?;
        write_cell(
            self.sheet,
            self.row,
            1,
            &fact.value,
            &value_format(fact.value.value, false).set_align(FormatAlign::Left),
        )?;
        // What is printed may say more than the number: `17 af 58`.
        let printed = (fact.value.value != CellValue::Text).then_some(fact.value.text.as_str());
        let mark = fact.value.mark.as_ref().map(|mark| mark.label.as_str());
        let notes = printed.into_iter().chain(mark).chain(fact.note.as_deref()).filter(|text| !text.is_empty());
        let notes = notes.collect::<Vec<_>>().join(" · ");
        if !notes.is_empty() {
            self.sheet.write_string_with_format(self.row, 2, notes, &self.styles.wrapped)?;
        }
        self.row += 1;
        Ok(())
    }

    fn section(&mut self, heading: &str, blocks: &[Block]) -> Result<(), XlsxError> {
        let in_sheets = |block: &Block| matches!(block, Block::Table(_) | Block::Chart(_));
        if blocks.iter().all(in_sheets) {
            return Ok(());
        }
        self.row += 1;
        self.line(heading, &self.styles.heading)?;
        for block in blocks {
            match block {
                Block::Heading(text) | Block::Subheading(text) => self.line(text, &self.styles.heading)?,
                Block::Paragraph(text) => self.paragraph(text)?,
                Block::Prose(runs) => self.paragraph(&runs.iter().map(|run| run.text.as_str()).collect::<String>())?,
                Block::Verbatim(text) => text.lines().try_for_each(|line| self.paragraph(line))?,
                Block::Numbered(points) => {
                    let mut numbered = (1..).zip(points).map(|(number, point)| format!("{number}. {point}"));
                    numbered.try_for_each(|point| self.paragraph(&point))?;
                }
                Block::List(points) => points.iter().try_for_each(|point| self.paragraph(&format!("• {point}")))?,
                Block::Facts(facts) => facts.iter().try_for_each(|fact| self.fact(fact))?,
                Block::Callout(callout) => {
                    self.line(&callout.title, &self.styles.heading)?;
                    self.paragraph(&callout.text)?;
                }
                Block::Table(_) | Block::Chart(_) => {}
            }
        }
        Ok(())
    }

    /// Running text over all three columns, as high as its lines are likely to need.
    fn paragraph(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.merge_range(self.row, 0, self.row, 2, text, &self.styles.wrapped)?;
            let lines = text.lines().map(|line| line.chars().count() / 130 + 1).sum::<usize>();
            self.sheet.set_row_height(self.row, 15.0 * lines.min(25) as f64)?;
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let head = self.row;
        for (column, one) in (0_u16..).zip(&table.columns) {
            let format = if one.align == Align::End {
                &self.styles.head_end
            } else {
                &self.styles.head_start
            };
            self.sheet.write_string_with_format(head, column, &one.title, format)?;
            self.sheet.set_column_width(column, column_width(table, usize::from(column)))?;
        }
        self.sheet.set_freeze_panes(head + 1, 0)?.set_repeat_rows(head, head)?;
        self.row += 1;
        if table.rows.is_empty() {
            self.line(&table.empty, &self.styles.quiet)?;
        }
        for row in &table.rows {
            self.row_of(table, &row.cells, false)?;
        }
        if let Some(total) = &table.total {
            self.row_of(table, total, true)?;
        }
        if let Some(note) = &table.note {
            self.row += 1;
            self.line(note, &self.styles.quiet)?;
        }
        Ok(())
    }

    fn row_of(&mut self, table: &Table, cells: &[Cell], total: bool) -> Result<(), XlsxError> {
        for (column, (cell, head)) in (0_u16..).zip(cells.iter().zip(&table.columns)) {
            let format = value_format(cell.value, total);
            let format = if head.align == Align::End {
                format.set_align(FormatAlign::Right)
            } else {
                format
            };
            write_cell(self.sheet, self.row, column, cell, &format)?;
        }
        // A mark must not turn a number into text, so marks stand behind the row, with the column they belong to.
        let marks = cells.iter().zip(&table.columns).filter_map(|(cell, column)| {
            let mark = cell.mark.as_ref()?;
            Some(if column.title.is_empty() {
                mark.label.clone()
            } else {
                format!("{}: {}", column.title, mark.label)
            })
        });
        let marks = marks.collect::<Vec<_>>().join(" · ");
        if !marks.is_empty() {
            let column = u16::try_from(cells.len()).unwrap_or(u16::MAX);
            self.sheet.write_string_with_format(self.row, column, marks, &self.styles.quiet)?;
            self.sheet.set_column_width(column, 24)?;
        }
        self.row += 1;
        Ok(())
    }
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell.value {
        // XLSX keeps decimal digits; the nearest float to so few digits prints as exactly those digits.
        CellValue::Money(minor) if minor.unsigned_abs() <= MINOR_MAX => {
            sheet.write_number_with_format(row, column, minor as f64 / 100.0, format)?
        }
        CellValue::Count(count) if u128::from(count.unsigned_abs()) <= MINOR_MAX => {
            sheet.write_number_with_format(row, column, count as f64, format)?
        }
        CellValue::Share(share) if share.is_finite() => sheet.write_number_with_format(row, column, share, format)?,
        CellValue::Year(year) => sheet.write_number_with_format(row, column, f64::from(year), format)?,
        CellValue::Date(date) if date.year() >= 1900 => {
            let year = u16::try_from(date.year()).unwrap_or(1900);
            let day = ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &day, format)?
        }
        _ if cell.text.is_empty() => sheet.write_blank(row, column, format)?,
        _ => sheet.write_string_with_format(row, column, &cell.text, format)?,
    };
    Ok(())
}

/// In characters, as Excel counts: the longest text within reason.
fn column_width(table: &Table, column: usize) -> f64 {
    let cells =
        table.rows.iter().map(|row| &row.cells).chain(&table.total).map(|cells| cells[column].text.chars().count());
    let title = table.columns[column].title.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    cells.chain([title]).max().unwrap_or(0).clamp(8, 60) as f64 + 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_what_excel_takes() {
        let taken = BTreeSet::from(["konto".to_owned()]);
        for (wanted, expected) in [
            ("Linjer", "Linjer"),
            ("KONTO", "KONTO (2)"),
            ("a[b]:c*d?e/f\\g", "a b  c d e f g"),
            ("'citat'", "citat"),
            ("", "Oversigt"),
            ("Deltagernes situation i november 2024", "Deltagernes situation i novemb…"),
        ] {
            assert_eq!(free_name(wanted, "Oversigt", &taken), expected);
        }
        assert_eq!(free_name("?", "*", &taken), "1");
        assert_eq!(free_name(&"😀".repeat(20), "", &taken), format!("{}…", "😀".repeat(15)));
    }
}
