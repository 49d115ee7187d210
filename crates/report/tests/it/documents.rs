//! The text document, opened again as the zip archive of XML files that it is.

use std::io::{Cursor, Read};

use virkning_report::*;

use crate::sample;

fn document(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let mut text = String::new();
    archive.by_name("word/document.xml").expect("the text").read_to_string(&mut text).expect("XML is text");
    roxmltree::Document::parse(&text).expect("well-formed XML");
    text
}

#[test]
fn everything_that_is_said_stands_in_the_document() {
    let statement = sample::statement();
    let bytes = statement_docx(&statement).expect("a document");
    let text = document(&bytes);
    let parsed = roxmltree::Document::parse(&text).expect("well-formed XML");
    let words: String = parsed.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    for said in [&statement.title, &statement.subtitle, &statement.issuer] {
        assert!(words.contains(said.as_str()), "{said}");
    }
    let check = |cell: &Cell| assert!(words.contains(cell.text.as_str()), "{}", cell.text);
    for section in &statement.sections {
        assert!(words.contains(section.heading.as_str()), "{}", section.heading);
        for block in &section.blocks {
            match block {
                Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(check),
                Block::Chart(chart) => chart.table().rows.iter().flat_map(|row| &row.cells).for_each(check),
                Block::Facts(facts) => facts.iter().for_each(|fact| check(&fact.value)),
                Block::Paragraph(text) => assert!(words.contains(text.as_str())),
                _ => {}
            }
        }
    }
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let statement = sample::statement();
    assert!(statement_docx(&statement).expect("a document") == statement_docx(&statement).expect("a document"));
}

/// Numbered lists begin at one each, and text is never taken for markup.
#[test]
fn lists_and_signs_are_kept_apart() {
    let points = |words: &[&str]| Block::Numbered(words.iter().map(|word| (*word).to_owned()).collect());
    let blocks = vec![points(&["<b>&"]), points(&["to"])];
    let sections = vec![Section::new("Afsnit", blocks)];
    let statement = Statement { sections, ..Statement::new("da", sample::DAY, "Papir", "p-1", sample::labels()) };
    let text = document(&statement_docx(&statement).expect("a document"));
    assert!(text.contains("&lt;b&gt;&amp;"), "{text}");
    assert!(text.contains(r#"w:numId w:val="10""#) && text.contains(r#"w:numId w:val="11""#), "{text}");
}
