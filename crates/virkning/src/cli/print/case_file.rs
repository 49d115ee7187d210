//! Documents for the case file: what was made, journalled, taken in signed, and given out.

use std::path::Path;

use virkning_store::{RecordEntry, Stored};

use super::table::{Table, facts};
use crate::app::record::{MadeRecord, Package};
use crate::text::Texts;
use crate::text::format;

/// A document that was made.
pub fn record_made(made: &MadeRecord, out: Option<&Path>, texts: &Texts) -> String {
    let record = &made.record;
    let key = if made.already { "record-already" } else { "record-made" };
    let mut text = format!("{}\n", texts.with(key, &[("record", record.id.as_str()), ("title", &record.title)]));
    let mut pairs = vec![
        (texts.get("record-case-number"), record.case_number.clone()),
        (texts.get("record-kle"), record.kle.clone()),
        (texts.get("record-hash"), record.content.to_string()),
    ];
    pairs.extend(out.map(|path| (texts.get("record-file"), path.display().to_string())));
    text.push_str(&facts(&pairs));
    text
}

/// All documents.
pub fn records(records: &[RecordEntry], texts: &Texts) -> String {
    let heads = [
        "record-name",
        "record-document-type",
        "record-subject",
        "record-date",
        "record-case-number",
        "record-journal-number-head",
        "record-signed-head",
    ];
    let mut table = heads.iter().fold(Table::new(), |table, key| table.words(texts.get(key)));
    for record in records {
        let kind = texts.get(&format!("record-kind-{}", record.kind));
        table.row(vec![
            record.id.to_string(),
            kind,
            about(record, texts),
            format::date(texts, record.dated),
            record.case_number.clone(),
            record.journal_number.clone().unwrap_or_else(|| "–".to_owned()),
            record.signed.len().to_string(),
        ]);
    }
    table.render()
}

/// What a document is about: a version of an agreement, or a proposal, whose number says which agreement it belongs to.
fn about(record: &RecordEntry, texts: &Texts) -> String {
    match record.kind.as_str() {
        "agreement" => {
            let words = [("agreement", record.agreement.as_str()), ("version", record.subject.as_str())];
            texts.with("record-about-version", &words)
        }
        _ => record.subject.clone(),
    }
}

/// The number of the case system.
pub fn record_journalled(stored: &Stored<RecordEntry>, texts: &Texts) -> String {
    let key = if stored.already { "record-journal-already" } else { "record-journal-done" };
    let number = stored.record.journal_number.as_deref().unwrap_or_default();
    format!("{}\n", texts.with(key, &[("record", stored.record.id.as_str()), ("number", number)]))
}

/// A signed copy.
pub fn record_signed(stored: &Stored<RecordEntry>, texts: &Texts) -> String {
    let key = if stored.already { "record-signed-already" } else { "record-signed-done" };
    let copy = stored.record.signed.last().map_or("", |copy| copy.content.as_str());
    format!("{}\n", texts.with(key, &[("record", stored.record.id.as_str()), ("hash", copy)]))
}

/// A package.
pub fn record_packaged(package: &Package, out: &Path, texts: &Texts) -> String {
    let count = package.files.len().to_string();
    let path = out.display().to_string();
    let mut text = format!("{}\n", texts.with("record-packaged", &[("count", &count), ("path", &path)]));
    for name in &package.left_out {
        text.push_str(&format!("  {}\n", texts.with("record-packaged-left-out", &[("name", name)])));
    }
    text
}
