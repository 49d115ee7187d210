//! What a record carries besides its pages: the files that it was made of, and the words that an archive finds it by.
//! PDF/A-3 (ISO 19005-3) lets a document carry files of any kind; each says what it is to the pages.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::check::Problem;

/// What a record carries besides its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// What the document is, in one sentence; in the PDF's own metadata.
    pub description: String,
    /// Words that an archive finds it by; in the PDF's own metadata.
    pub keywords: Vec<String>,
    /// The files, in their order.
    pub attachments: Vec<Attachment>,
}

/// A file inside a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: letters, digits, `.`, `-` and `_`.
    pub name: String,
    /// Its kind, such as `application/json`.
    pub media_type: String,
    /// What it is, for people.
    pub description: String,
    /// What it is to the pages.
    pub relationship: Relationship,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a file is to the pages (ISO 32000-2, 7.11.3, AFRelationship).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relationship {
    /// The pages were made from it.
    Source,
    /// The figures of the pages come from it.
    Data,
    /// It says more about the pages.
    Supplement,
}

/// What the template reads of an attachment.
#[derive(Serialize)]
pub(crate) struct AttachmentView<'a> {
    name: &'a str,
    path: String,
    media_type: &'a str,
    description: &'a str,
    relationship: Relationship,
}

impl Archive {
    /// What is not whole: files without a plain name, and two of one name.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut names = BTreeSet::new();
        for attachment in &self.attachments {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
            let plain = !attachment.name.starts_with('.') && attachment.name.bytes().all(allowed);
            if attachment.name.is_empty() || !plain || !names.insert(&attachment.name) {
                problems.push(Problem::Attachment(attachment.name.clone()));
            }
        }
        problems
    }

    pub(crate) fn views(&self) -> Vec<AttachmentView<'_>> {
        let views = self.attachments.iter().enumerate().map(|(place, attachment)| AttachmentView {
            name: &attachment.name,
            path: path(place),
            media_type: &attachment.media_type,
            description: &attachment.description,
            relationship: attachment.relationship,
        });
        views.collect()
    }
}

/// Where the template finds the bytes of an attachment.
pub(crate) fn path(place: usize) -> String {
    format!("attachments/{place}")
}
