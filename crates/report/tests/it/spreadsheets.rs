//! The workbook, opened again as the zip archive of XML files that it is.

use std::io::{Cursor, Read};

use virkning_report::*;

use crate::sample;

fn files(workbook: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook is a zip archive");
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("an entry");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("XML is text");
        roxmltree::Document::parse(&text).expect("well-formed XML");
        files.push((file.name().expect("a name").into_owned(), text));
    }
    files
}

fn file<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
    &files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("{name} is in the workbook")).1
}

/// The cells of the sheet of a place (from 1): address and value, with shared texts looked up.
fn cells(files: &[(String, String)], sheet: usize) -> Vec<(String, String)> {
    let shared = roxmltree::Document::parse(file(files, "xl/sharedStrings.xml")).expect("well-formed XML");
    let texts: Vec<String> = shared
        .descendants()
        .filter(|node| node.has_tag_name_local("si"))
        .map(|node| node.descendants().filter_map(|part| part.is_text().then(|| part.text()).flatten()).collect())
        .collect();
    let sheet =
        roxmltree::Document::parse(file(files, &format!("xl/worksheets/sheet{sheet}.xml"))).expect("well-formed XML");
    let cells = sheet.descendants().filter(|node| node.has_tag_name_local("c")).filter_map(|cell| {
        let value = cell.children().find(|node| node.has_tag_name_local("v"))?.text()?;
        let value = match cell.attribute("t") {
            Some("s") => format!("\"{}\"", texts[value.parse::<usize>().expect("a place")]),
            _ => value.to_owned(),
        };
        Some((cell.attribute("r")?.to_owned(), value))
    });
    cells.collect()
}

/// Names without their namespace; the test is not about namespaces.
trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for roxmltree::Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn with(table: Table) -> Statement {
    let sections = vec![Section::new("Afsnit", vec![Block::Table(table)])];
    Statement { sections, ..Statement::new("da", sample::DAY, "Bilag", "b-1", sample::labels()) }
}

fn check_value(cell: Cell, expected: &str) {
    let table = Table { rows: vec![vec![cell].into()], ..Table::new("T", vec![Column::figure("A")]) };
    let workbook = statement_xlsx(&with(table)).expect("the view is whole");
    let cells = cells(&files(&workbook), 2);
    let found = cells.iter().find(|(address, _)| address == "A4").map_or("", |(_, value)| value);
    assert_eq!(found, expected);
}

#[test]
fn every_table_has_a_sheet() {
    let workbook = statement_xlsx(&sample::statement()).expect("the sample is whole");
    let files = files(&workbook);
    let book = file(&files, "xl/workbook.xml");
    for name in ["Oversigt", "Linjer", "Rådets konto", "Succesrate efter måleår", "Valg, som kilden lader stå åbne"]
    {
        assert!(book.contains(&format!("<sheet name=\"{name}\"")), "{name}");
    }
    for sheet in 1..=7 {
        assert!(cells(&files, sheet)[0].1.contains("SYNTETISKE DATA"), "sheet {sheet}");
    }
}

#[test]
fn values_are_numbers() {
    check_value(Cell::money(7_055_000, "70.550,00"), "70550");
    check_value(Cell::money(-1, "−0,01"), "-0.01");
    check_value(Cell::money(44_216_521, "442.165,21"), "442165.21");
    check_value(Cell::money(999_999_999_999_999, "9.999.999.999.999,99"), "9999999999999.99");
    check_value(Cell::count(17, "17"), "17");
    check_value(Cell::share(0.2931, "29,3 %"), "0.2931");
    check_value(Cell::year(2024), "2024");
    // 2025-03-31 is day 45747 since 1899-12-30: 125 × 365 + 31 leap days (1904 to 2024) + 89 days, and 2 for Excel's
    // day 1 and its 29 February 1900.
    check_value(Cell::date(sample::DAY, "31. marts 2025"), "45747");
}

#[test]
fn an_amount_of_more_digits_than_excel_keeps_is_a_text() {
    check_value(Cell::money(1_000_000_000_000_000, "10.000.000.000.000,00"), "\"10.000.000.000.000,00\"");
}

#[test]
fn texts_are_never_formulas() {
    for hostile in
        ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "<b>&", "http://example.org/", "{=1}", "a\u{0}b\u{7}"]
    {
        let table =
            Table { rows: vec![vec![hostile.into()].into()], ..Table::new(hostile, vec![Column::text(hostile)]) };
        let mut statement = with(table);
        statement.labels.page = "&P&\"x\"".to_owned();
        statement.document_id = "&L=1".to_owned();
        statement.sections[0].blocks.push(Block::Paragraph(hostile.to_owned()));
        let files = files(&statement_xlsx(&statement).expect("the view is whole"));
        for (name, text) in &files {
            assert!(!text.contains("<f>") && !text.contains("<hyperlink"), "{hostile} in {name}");
        }
    }
}

#[test]
fn marks_stand_behind_the_row() {
    let row = vec![Cell::money(100, "1,00").marked(MarkKind::Derived, "afledt")];
    let table = Table { rows: vec![row.into()], ..Table::new("T", vec![Column::figure("Beløb")]) };
    let cells = cells(&files(&statement_xlsx(&with(table)).expect("the view is whole")), 2);
    assert!(cells.contains(&("A4".to_owned(), "1".to_owned())));
    assert!(cells.contains(&("B4".to_owned(), "\"Beløb: afledt\"".to_owned())));
}

#[test]
fn the_same_view_gives_the_same_bytes_without_the_clock() {
    let first = statement_xlsx(&sample::statement()).expect("the sample is whole");
    assert!(file(&files(&first), "docProps/core.xml").contains("2025-03-31T00:00:00Z"));
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(first == statement_xlsx(&sample::statement()).expect("the sample is whole"));
}
