//! Documents for the case file as JSON.

use serde::Serialize;
use virkning_store::RecordEntry;

/// A document.
#[derive(Serialize)]
pub struct RecordSaid<'a> {
    record: &'a str,
    agreement: &'a str,
    kind: &'a str,
    subject: &'a str,
    title: &'a str,
    date: String,
    case_number: &'a str,
    kle: &'a str,
    content: &'a str,
    made_of: &'a str,
    journal_number: Option<&'a str>,
    signed: Vec<&'a str>,
}

/// All documents, the first first.
pub fn records(records: &[RecordEntry]) -> Vec<RecordSaid<'_>> {
    records
        .iter()
        .map(|record| RecordSaid {
            record: record.id.as_str(),
            agreement: record.agreement.as_str(),
            kind: &record.kind,
            subject: &record.subject,
            title: &record.title,
            date: record.dated.to_string(),
            case_number: &record.case_number,
            kle: &record.kle,
            content: record.content.as_str(),
            made_of: record.made_of.as_str(),
            journal_number: record.journal_number.as_deref(),
            signed: record.signed.iter().map(|copy| copy.content.as_str()).collect(),
        })
        .collect()
}
