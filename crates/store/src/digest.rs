//! SHA-256 of content and of rows. Nothing here is a secret: digests find changes, they do not hide anything.

use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

/// The SHA-256 of bytes: what names a proposal, an enrolment set, a code list and a trace.
pub fn content_hash(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

/// Hashes the fields of a row. Each field is preceded by its length, so that no two rows give the same bytes.
pub(crate) struct RowDigest(Sha256);

impl RowDigest {
    /// Begins with the table, so that a row never passes for one of another table.
    pub(crate) fn new(table: &str) -> Self {
        Self(Sha256::new()).text(table)
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn number(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub(crate) fn finish(self) -> String {
        ContentHash::from_bytes(self.0.finalize().into()).into()
    }
}
