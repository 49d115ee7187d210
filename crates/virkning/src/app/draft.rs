//! A text of an agreement that is being written: begun from a template or an upload, saved revision by revision, checked
//! at once, and sealed when it is without errors. Whoever saves says from which revision he began.

use std::path::Path;

use virkning_agreement::{NewValue, identifier, with_form_values};
use virkning_model::id::{AgreementId, ContentHash};
use virkning_store::{Draft, Sealed, Stored};

use super::Session;
use super::check::{Checked, agreement_of_text, check_text};
use super::diff::{Difference, Kept, diff_texts};
use super::failure::{Failure, Refusal};
use super::template;

/// The name of a text that lies in no file.
pub const DOCUMENT: &str = "aftale.md";

/// The largest text, in bytes: the longest agreement of the sources is a sixteenth of it.
pub const TEXT_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Where the text of an agreement stands: what was sealed last, and what is being written now.
pub struct Desk {
    /// The version sealed last.
    pub sealed: Option<Sealed>,
    /// The text that is being written.
    pub draft: Option<Draft>,
}

impl Desk {
    /// The text that an author goes on from.
    pub fn text(&self) -> &str {
        let sealed = self.sealed.as_ref().map(|sealed| sealed.text.as_str());
        self.draft.as_ref().map(|draft| draft.text.as_str()).or(sealed).unwrap_or_default()
    }

    /// The revision that an author goes on from; zero for the sealed text.
    pub fn revision(&self) -> u64 {
        self.draft.as_ref().map_or(0, |draft| draft.revision)
    }
}

/// One of the texts of an agreement that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextOf {
    /// A sealed version.
    Sealed(ContentHash),
    /// The text that is being written.
    Draft,
}

impl Session<'_> {
    /// Where the text of an agreement stands.
    pub fn desk(&self, id: &AgreementId) -> Result<Desk, Failure> {
        Ok(Desk { sealed: self.store.agreement_sealed(id)?, draft: self.store.draft(id)? })
    }

    /// Begins an agreement from a template, under its name.
    pub fn draft_from_template(&self, id: &AgreementId, name: &str, from: &str) -> Result<Stored<Draft>, Failure> {
        let text = template::start(id, from)?;
        let text = match name.trim() {
            "" => text,
            name => with_form_values(&text, &[("agreement.name".to_owned(), NewValue::Text(name.to_owned()))])
                .map_err(|_| Refusal::new("draft-name-invalid").with("name", name))?,
        };
        Ok(self.store.draft_begin(&self.actor()?, id, &text)?)
    }

    /// Begins an agreement from a text that was written elsewhere. It may have errors; it must name its agreement.
    pub fn draft_from_text(&self, bytes: &[u8]) -> Result<Stored<Draft>, Failure> {
        let text = text_of(bytes)?;
        let id = identifier(&text).and_then(|id| AgreementId::new(id).ok());
        let id = id.ok_or_else(|| Refusal::new("draft-without-identifier"))?;
        Ok(self.store.draft_begin(&self.actor()?, &id, &text)?)
    }

    /// Saves a text that was written from a revision. It may have errors, but it stays the text of its agreement.
    pub fn draft_save(&self, id: &AgreementId, from: u64, text: &str) -> Result<Stored<Draft>, Failure> {
        let text = text_of(text.as_bytes())?;
        if let Some(other) = identifier(&text).filter(|other| other != id.as_str()) {
            return Err(Refusal::new("draft-other-agreement").with("agreement", id).with("other", other).into());
        }
        Ok(self.store.draft_save(&self.actor()?, id, from, &text)?)
    }

    /// Everything that is wrong or doubtful in a text.
    pub fn checked(&self, text: &str) -> Result<Checked, Failure> {
        Ok(check_text(Path::new(DOCUMENT), text.to_owned(), &self.codes()?.list))
    }

    /// Seals the text that is being written, exactly the revision that was looked at.
    pub fn draft_seal(&self, id: &AgreementId, revision: u64) -> Result<Stored<Sealed>, Failure> {
        let draft = self.store.draft(id)?.filter(|draft| draft.revision == revision);
        let draft = draft.ok_or_else(|| Refusal::new("draft-not-that-revision").with("agreement", id))?;
        let path = Path::new(DOCUMENT);
        let (text, agreement) = agreement_of_text(path, draft.text, &self.codes()?.list)?;
        self.seal_read(path, &text, &agreement)
    }

    /// What changed from one of an agreement's texts to another.
    pub fn diff_of(&self, id: &AgreementId, old: &TextOf, new: &TextOf) -> Result<Difference, Failure> {
        diff_texts(self.kept(id, old)?, self.kept(id, new)?, &self.codes()?.list)
    }

    fn kept(&self, id: &AgreementId, text: &TextOf) -> Result<(Kept, String), Failure> {
        let missing = || Refusal::new("draft-no-such-text").with("agreement", id);
        match text {
            TextOf::Draft => {
                let draft = self.store.draft(id)?.ok_or_else(missing)?;
                Ok((Kept::Draft(draft.revision), draft.text))
            }
            TextOf::Sealed(hash) => {
                let versions = self.store.agreement_versions(id)?;
                let sealed = versions.into_iter().find(|sealed| sealed.hash == *hash).ok_or_else(missing)?;
                Ok((Kept::Sealed(sealed.hash), sealed.text))
            }
        }
    }
}

/// A text with line feeds as line ends. Browsers send the others; a seal counts them as the same.
fn text_of(bytes: &[u8]) -> Result<String, Failure> {
    if bytes.len() > TEXT_BYTES_MAX {
        let most = TEXT_BYTES_MAX / 1024;
        return Err(Refusal::new("draft-too-long").with("kilobytes", most).into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Refusal::new("draft-not-utf8").with("line", line)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Refusal::new("draft-empty").into());
    }
    Ok(text)
}
