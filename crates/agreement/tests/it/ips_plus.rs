//! The real document: it reads without errors, and its terms are the figures of the source.

use std::path::Path;

use virkning_agreement::read;

pub fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/aarhus/ips-plus.md");
    std::fs::read_to_string(path).expect("the document is there")
}

#[test]
fn it_reads_without_errors() {
    let reading = read(&text());
    assert!(!reading.has_errors(), "{:#?}", reading.diagnostics);
    assert!(reading.agreement.is_some());
}
