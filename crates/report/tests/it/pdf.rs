//! The PDF's own structure: standard, language, title, tags, and the same bytes for the same view.

use virkning_report::*;

use crate::sample;

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn it_is_tagged_titled_and_in_its_language() {
    let pdf = statement_pdf(&sample::statement()).expect("the sample is whole");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for text in [
        "/StructTreeRoot",
        "/Marked true",
        "/Lang(da)",
        "/DisplayDocTitle true",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "Afregningsbilag",
        "2025-03-31",
        // Headers of columns and of rows, and the chart as a figure with an alternative text.
        "/S/TH",
        "/Scope/Column",
        "/Scope/Row",
        "/S/Figure",
        "/Alt",
    ] {
        assert!(contains(&pdf, text), "{text}");
    }
    for text in ["/JavaScript", "/JS", "/URI", "/Launch", "/EmbeddedFile"] {
        assert!(!contains(&pdf, text), "{text}");
    }
}

#[test]
fn the_language_is_the_views() {
    let statement = Statement { language: "en".to_owned(), ..sample::statement() };
    assert!(contains(&statement_pdf(&statement).expect("the sample is whole"), "/Lang(en)"));
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let first = statement_pdf(&sample::statement()).expect("the sample is whole");
    // Another document in between, so that the typesetter's memory is another one.
    let other = Statement { title: "Noget andet".to_owned(), ..sample::statement() };
    let between = statement_pdf(&other).expect("the sample is whole");
    assert!(first == statement_pdf(&sample::statement()).expect("the sample is whole"));
    assert!(first != between);
}
