//! What a case system wants to know of a document: case number, KLE number, kind, party, date and hash. It stands on a
//! page that people read, in the PDF's own words, and in a file inside it.

use serde::Serialize;
use virkning_report::{Attachment, Block, Fact, Relationship, Section};

use super::document::Document;
use crate::app::failure::{Failure, Refusal};
use crate::text::Texts;
use crate::text::format;

/// The number of a case (sagsnummer), as the case system writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// Takes 1 to 64 letters, digits, blanks and `-/._:` with a digit among them. What looks like a CPR number is no case
    /// number: it would be printed, logged and sent on.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let allowed = |letter: char| letter.is_alphanumeric() || " -/._:".contains(letter);
        let good = (1..=64).contains(&text.chars().count())
            && text.chars().all(allowed)
            && text.chars().any(|letter| letter.is_ascii_digit())
            && !holds_cpr_form(text);
        good.then(|| Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A number of KL's classification (KLE-emne): three groups of two digits, possibly with a facet: `15.20.00`,
/// `15.20.00G01`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kle(String);

impl Kle {
    /// Takes a number of that form.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let signs: Vec<char> = text.chars().collect();
        let digit = |place: usize| signs.get(place).is_some_and(char::is_ascii_digit);
        let subject = [0, 1, 3, 4, 6, 7].into_iter().all(digit) && signs[2] == '.' && signs[5] == '.';
        let facet = match signs.get(8..).unwrap_or_default() {
            [] => true,
            [letter, first, second] => letter.is_ascii_uppercase() && first.is_ascii_digit() && second.is_ascii_digit(),
            _ => false,
        };
        (subject && facet).then(|| Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was refused, as far as it may be shown: never what could be a CPR number.
pub(super) fn shown(text: &str) -> String {
    if holds_cpr_form(text) {
        "…".to_owned()
    } else {
        text.chars().take(64).collect()
    }
}

/// Whether ten digits stand in a text alone, or six and four with a hyphen or blank between them, and not inside a longer
/// word of letters and digits: nothing of that form leaves the store.
pub(super) fn holds_cpr_form(text: &str) -> bool {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let mut before: Option<(usize, &str)> = None;
    for word in words {
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        let place = word.as_ptr() as usize - text.as_ptr() as usize;
        let follows = before.is_some_and(|(end, mark)| end + 1 == place && mark.len() == 6);
        if digits && (word.len() == 10 || (word.len() == 4 && follows && !text[..place].ends_with('.'))) {
            return true;
        }
        before = digits.then_some((place + word.len(), word));
    }
    false
}

/// What the file inside the document says.
#[derive(Serialize)]
struct Metadata<'a> {
    case_number: &'a str,
    kle: &'a str,
    document_type: &'a str,
    title: &'a str,
    subtitle: &'a str,
    agreement: &'a str,
    subject: &'a str,
    parties: &'a [String],
    date: String,
    language: &'a str,
    hash_algorithm: &'a str,
    made_of: &'a str,
    synthetic: bool,
    files: Vec<FileSaid<'a>>,
}

/// A file inside the document.
#[derive(Serialize)]
struct FileSaid<'a> {
    name: &'a str,
    sha256: String,
}

/// Puts what the case system wants to know on a page, among the words of the PDF, and in a file inside it.
pub(super) fn describe(document: &mut Document, case: &CaseNumber, kle: &Kle, texts: &Texts) -> Result<(), Failure> {
    let kind = texts.get(document.kind.key());
    let view = &mut document.view;
    let facts = [
        ("record-case-number", case.as_str().to_owned()),
        ("record-kle", kle.as_str().to_owned()),
        ("record-document-type", kind.clone()),
        ("record-parties", document.parties.join("; ")),
        ("record-date", format::date(texts, view.issued_on)),
        ("record-made-of", document.made_of.to_string()),
    ];
    let facts = facts.into_iter().map(|(key, value)| Fact::new(texts.get(key), value));
    let mut blocks = vec![Block::Facts(facts.collect())];
    blocks.push(Block::Paragraph(texts.get("record-files-note")));
    view.sections.push(Section::new(texts.get("record-heading"), blocks));
    let files = document
        .archive
        .attachments
        .iter()
        .map(|file| FileSaid { name: &file.name, sha256: crate::app::folder::hash(&file.bytes).to_string() });
    let metadata = Metadata {
        case_number: case.as_str(),
        kle: kle.as_str(),
        document_type: document.kind.word(),
        title: &view.title,
        subtitle: &view.subtitle,
        agreement: document.agreement.as_str(),
        subject: &document.subject,
        parties: &document.parties,
        date: view.issued_on.to_string(),
        language: &view.language,
        hash_algorithm: "SHA-256",
        made_of: document.made_of.as_str(),
        synthetic: view.synthetic_mark.is_some(),
        files: files.collect(),
    };
    let mut bytes =
        serde_json::to_vec_pretty(&metadata).map_err(|error| Refusal::new("internal").with("what", error))?;
    bytes.push(b'\n');
    document.archive.description = format!("{kind}: {}", view.title);
    document.archive.keywords = vec![
        texts.with("record-keyword-case", &[("number", case.as_str())]),
        texts.with("record-keyword-kle", &[("number", kle.as_str())]),
        kind,
    ];
    document.archive.attachments.push(Attachment {
        name: "metadata.json".to_owned(),
        media_type: "application/json".to_owned(),
        description: texts.get("record-metadata-file"),
        relationship: Relationship::Supplement,
        bytes,
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_as_systems_write_them() {
        for good in ["2025-012345", "25/012345", "EMN-2025-001234", "27.30.16-G01-1-25", "Sag 12"] {
            assert!(CaseNumber::new(good).is_some(), "{good}");
        }
        for bad in ["", "  ", "sag", "<b>1</b>", "700101-1234", "7001011234", "sag 700101 1234", &"1".repeat(65)] {
            assert!(CaseNumber::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn kle_numbers() {
        for good in ["15.20.00", "00.32.10", "27.03.00G01", " 15.20.00 "] {
            assert!(Kle::new(good).is_some(), "{good}");
        }
        for bad in ["", "15.20", "15.20.0", "15-20-00", "15.20.000", "15.20.00g01", "15.20.00G1", "a5.20.00", "152000"]
        {
            assert!(Kle::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn what_could_be_a_person_is_seen_and_hashes_are_not() {
        for person in ["7001011234", "700101-1234", "x 700101-1234.", "700101 1234", "(7001011234)"] {
            assert!(holds_cpr_form(person), "{person}");
        }
        let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        for other in [hash, "a7001011234", "70010112345", "1.000.000,00", "2025-0001", "123456.1234", "12345-1234", ""]
        {
            assert!(!holds_cpr_form(other), "{other}");
        }
    }
}
