//! `record`: documents for the case file (sagen i ESDH-systemet). A sealed agreement, a statement or the decisions about a
//! proposal become a PDF/A-3 that carries what it was made of and the words that an archive needs; the number that the
//! case system gives back is kept, and a signed copy is taken in only if it is the document with a signature.
//!
//! ```text
//! agreement · statement · decisions ── document ──► view + files ── record_pdf ──► data/records/HASH.pdf
//!                                                                                    ├─ journal: the case system's number
//!                                                                                    └─ signed: a copy, checked by its bytes
//! all of one agreement, without persons ── package ──► files with an index
//! ```

mod decision;
mod document;
mod metadata;
mod package;
pub(in crate::app) mod prose;

use virkning_model::id::{AgreementId, ContentHash, ProposalId, RecordId};
use virkning_report::record_pdf;
use virkning_store::{NewRecord, RecordEntry, Stored};

pub use self::metadata::{CaseNumber, Kle};
pub use self::package::{Package, PackagedFile};
use super::Session;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use crate::text::Texts;

/// What a record is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordOf {
    /// A sealed agreement: the version named, else the last one.
    Agreement(AgreementId, Option<String>),
    /// The statement of a proposal.
    Statement(ProposalId),
    /// The decisions about a proposal.
    Decision(ProposalId),
}

/// A document that was made for the case file.
#[derive(Debug)]
pub struct MadeRecord {
    /// What is kept of it.
    pub record: RecordEntry,
    /// Its bytes.
    pub pdf: Vec<u8>,
    /// Whether the same document was there before.
    pub already: bool,
}

impl Session<'_> {
    /// Makes a document and keeps it. The same document under the same case again gives the kept one.
    pub fn record_make(
        &self,
        of: &RecordOf,
        case: &CaseNumber,
        kle: &Kle,
        texts: &Texts,
    ) -> Result<MadeRecord, Failure> {
        let actor = self.actor()?;
        let mut document = self.document(of, texts)?;
        metadata::describe(&mut document, case, kle, texts)?;
        let pdf = record_pdf(&document.view, &document.archive)
            .map_err(|error| Failure::operating("tried-report", document.subject.as_ref(), error))?;
        // The file first: a record never names a document that is not there.
        let content = self.folder.keep_record(&pdf)?;
        let id = record_id(&content)?;
        let stored = self.store.record_add(
            &actor,
            NewRecord {
                id: &id,
                agreement: &document.agreement,
                kind: document.kind.word(),
                subject: &document.subject,
                case_number: case.as_str(),
                kle: kle.as_str(),
                title: &document.view.title,
                dated: document.view.issued_on,
                content: &content,
                made_of: &document.made_of,
            },
        )?;
        Ok(MadeRecord { record: stored.record, pdf, already: stored.already })
    }

    /// Keeps the number that the case system gave a document.
    pub fn record_journal(&self, id: &RecordId, number: &str) -> Result<Stored<RecordEntry>, Failure> {
        let actor = self.actor()?;
        let number = CaseNumber::new(number)
            .ok_or_else(|| Refusal::new("record-journal-number").with("number", metadata::shown(number)))?;
        Ok(self.store.record_journal(&actor, id, number.as_str())?)
    }

    /// Takes in a signed copy: the document as it was made with a signature appended to it. A PDF is signed by an
    /// incremental update (ISO 32000-1, 7.5.6 and 12.8.1), which leaves every byte before it as it was. Whether the
    /// certificate holds is not asked here; that there is a signature over the whole document is.
    pub fn record_signed(&self, id: &RecordId, bytes: &[u8]) -> Result<Stored<RecordEntry>, Failure> {
        let actor = self.actor()?;
        let record = self.store.record(id)?.ok_or_else(|| Refusal::new("S050").with("record", id))?;
        let made = self.folder.kept_record(&record.content)?;
        let refusal = match signed_copy(&made, bytes) {
            SignedCopy::Signed => None,
            SignedCopy::Unsigned => Some(Refusal::new("record-signed-unsigned")),
            SignedCopy::Other => Some(Refusal::new("record-signed-other")),
        };
        if let Some(refusal) = refusal {
            let refusal = refusal.with("record", id).with("expected", record.content.short());
            return Err(refusal.with("given", hash(bytes).short()).into());
        }
        let content = self.folder.keep_record(bytes)?;
        Ok(self.store.record_signed(&actor, id, &content)?)
    }

    /// Each document and signed copy whose file is not what was kept.
    pub fn damaged_records(&self) -> Result<Vec<(RecordId, Failure)>, Failure> {
        let mut damaged = Vec::new();
        for record in self.store.records()? {
            let copies = record.signed.iter().map(|copy| &copy.content);
            for content in std::iter::once(&record.content).chain(copies) {
                if let Err(failure) = self.folder.kept_record(content) {
                    damaged.push((record.id.clone(), failure));
                }
            }
        }
        Ok(damaged)
    }
}

/// A document's name: the beginning of its hash, so that the same document has the same name everywhere.
fn record_id(content: &ContentHash) -> Result<RecordId, Failure> {
    let digits = &content.as_str()[..12];
    RecordId::new(format!("r-{digits}")).map_err(|error| Refusal::new("internal").with("what", error).into())
}

/// What a file that came back is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignedCopy {
    /// The document with a signature over all of it.
    Signed,
    /// The document without one: as it was made, or with something else appended.
    Unsigned,
    /// Not the document.
    Other,
}

fn signed_copy(made: &[u8], given: &[u8]) -> SignedCopy {
    let Some(update) = given.strip_prefix(made) else { return SignedCopy::Other };
    let has = |text: &[u8]| update.windows(text.len()).any(|window| window == text);
    let is_update = has(b"startxref") && update.trim_ascii_end().ends_with(b"%%EOF");
    let covers = |range: &[u64; 4]| {
        let [first, first_length, second, second_length] = *range;
        let ends = second.checked_add(second_length).is_some_and(|end| end <= given.len() as u64);
        first == 0 && first_length >= made.len() as u64 && second > first_length && ends
    };
    match is_update && byte_ranges(update).iter().any(covers) {
        true => SignedCopy::Signed,
        false => SignedCopy::Unsigned,
    }
}

/// The ranges of bytes that signatures are over (`/ByteRange [0 840 960 240]`): two of them, around the signature itself.
fn byte_ranges(update: &[u8]) -> Vec<[u64; 4]> {
    const KEY: &[u8] = b"/ByteRange";
    let starts = update.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY);
    starts
        .filter_map(|(start, _)| {
            let rest = update.get(start + KEY.len()..)?.trim_ascii_start().strip_prefix(b"[")?;
            let inside = rest.split(|byte| *byte == b']').next()?;
            let numbers = std::str::from_utf8(inside).ok()?.split_ascii_whitespace();
            let numbers: Vec<u64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
            numbers.try_into().ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_over_the_whole_document_and_changes_nothing_before_it() {
        let made = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF";
        let with = |update: &str| [made.as_slice(), update.as_bytes()].concat();
        let signature = |range: &str| {
            with(&format!("\n2 0 obj\n<</Type/Sig/ByteRange {range}/Contents<00>>>\nendobj\nstartxref\n60\n%%EOF\n"))
        };
        let check = |given: &[u8], expected: SignedCopy| {
            assert_eq!(signed_copy(made, given), expected, "{}", String::from_utf8_lossy(given));
        };
        let (length, all) = (made.len(), signature("[0 60 70 20]").len());
        check(&signature("[0 60 70 20]"), SignedCopy::Signed);
        check(&signature(&format!("[ 0 {length}\n70 20 ]")), SignedCopy::Signed);
        // A second party signs after the first, and a service appends what proves the certificate.
        let twice = [signature("[0 60 70 20]").as_slice(), b"\n3 0 obj\nendobj\nstartxref\n90\n%%EOF\n"].concat();
        check(&twice, SignedCopy::Signed);
        for unsigned in [
            made.to_vec(),
            with("\n2 0 obj\nendobj\nstartxref\n60\n%%EOF\n"),
            with("\nnothing of a PDF"),
            with("\nstartxref"),
            // Over a part of it only, from elsewhere, beyond its end, or no range at all.
            signature(&format!("[0 {} 70 20]", length - 1)),
            signature("[1 60 70 20]"),
            signature(&format!("[0 60 70 {all}]")),
            signature("[0 60 50 20]"),
            signature("[0 60 70]"),
            signature("[0 60 70 -1]"),
            signature("0 60 70 20"),
        ] {
            check(&unsigned, SignedCopy::Unsigned);
        }
        for other in [
            made[..made.len() - 1].to_vec(),
            b"%PDF-1.7\nanother".to_vec(),
            Vec::new(),
            [b"x", made.as_slice()].concat(),
        ] {
            check(&other, SignedCopy::Other);
        }
    }
}
