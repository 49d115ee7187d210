//! Tests of the review on small made-up papers and agreements, good beside bad, and on fragments with the numbers of the
//! papers in which the published figures name a finding.

mod agreements;
mod documents;
mod linter;
mod papers;
mod tables;

use virkning_model::agreement::Agreement;
use virkning_model::claim::PublishedDocument;

use super::{Remark, review, review_document};

/// A paper with these blocks. It must be readable without errors.
fn paper(blocks: &str) -> PublishedDocument {
    let text = format!(
        "# Papir\n\n```toml\n[document]\nid = \"papir\"\nname = \"Papir\"\ncurrency = \"DKK\"\nprice_level = 2024\n\n{blocks}\n```\n"
    );
    let reading = virkning_agreement::read(&text);
    reading.document.unwrap_or_else(|| panic!("{:?}\n{text}", reading.diagnostics))
}

/// The good document of `bad/`, with each text replaced and the blocks added before the signatures.
fn agreement(replaced: &[(&str, &str)], added: &str) -> Agreement {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bad/good/minimal.md");
    let mut text = std::fs::read_to_string(path).expect("the good document");
    for (old, new) in replaced {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let signatures = text.find("## Underskrifter").expect("the signatures");
    text.insert_str(signatures, &format!("```toml\n{added}\n```\n\n"));
    let reading = virkning_agreement::read(&text);
    reading.agreement.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn codes(remarks: &[Remark]) -> Vec<&'static str> {
    remarks.iter().map(|remark| remark.code).collect()
}

/// A paper and the codes that it gives.
fn check_paper(blocks: &str, expected: &[&str]) -> Vec<Remark> {
    let remarks = review_document(&paper(blocks));
    assert_eq!(codes(&remarks), expected, "{remarks:#?}");
    remarks
}

/// An agreement and the codes that it gives.
fn check_agreement(replaced: &[(&str, &str)], added: &str, expected: &[&str]) -> Vec<Remark> {
    let remarks = review(&agreement(replaced, added));
    assert_eq!(codes(&remarks), expected, "{remarks:#?}");
    remarks
}

fn argument<'a>(remark: &'a Remark, name: &str) -> &'a str {
    let found = remark.arguments.iter().find(|(known, _)| *known == name);
    found.map_or_else(|| panic!("{name} in {remark:?}"), |(_, value)| value)
}

fn claim(says: &str) -> String {
    format!("[[claim]]\nid = \"udsagn\"\ntext = \"Et udsagn\"\nplace = \"afsnit 1\"\nsays = \"{says}\"\n")
}

fn said(id: &str, about: &str, value: &str, rest: &str) -> String {
    format!(
        "[[claim]]\nid = \"{id}\"\ntext = \"{id}\"\nplace = \"{id}\"\nabout = \"{about}\"\nvalue = {value}\n{rest}\n"
    )
}

fn table(id: &str, head: &str, columns: &str, rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("    {{ {row} }},\n")).collect();
    format!("[[printed]]\nid = \"{id}\"\nplace = \"{id}\"\n{head}\ncolumns = {columns}\nrows = [\n{rows}]\n")
}

const THOUSANDS: &str = "unit = 1_000\nunit_label = \"1.000 kr.\"";
