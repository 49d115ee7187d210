//! `seal`: text and hash of an agreement are fixed. Only a sealed text is settled on.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use virkning_agreement::{LineDifference, Side};
use virkning_model::Agreement;
use virkning_model::agreement::AgreementKind;
use virkning_model::id::{AgreementId, ContentHash};
use virkning_store::{Sealed, Stored};

use super::Session;
use super::check::read_agreement;
use super::failure::{Failure, Refusal};

/// Texts that are kept as they were read.
const TEXTS_KEPT: usize = 500;

/// How many differing lines a refusal shows.
const DIFFERENCES_SHOWN_MAX: usize = 12;

impl Session<'_> {
    /// Seals the text of a file that is without errors. A contract that pays for results has a worked example: what it
    /// pays can be seen before anybody signs it.
    pub fn seal(&self, path: &Path) -> Result<Stored<Sealed>, Failure> {
        let (text, agreement) = read_agreement(path, &self.codes()?.list)?;
        self.seal_read(path, &text, &agreement)
    }

    /// Seals a text that was read without errors.
    pub(super) fn seal_read(&self, path: &Path, text: &str, agreement: &Agreement) -> Result<Stored<Sealed>, Failure> {
        let actor = self.actor()?;
        if agreement.kind == AgreementKind::OutcomesContract && agreement.examples.is_empty() {
            return Err(Refusal::new("seal-without-example").with("path", path.display()).into());
        }
        let hash = virkning_agreement::seal_hash(text);
        Ok(self.store.agreement_seal(&actor, &agreement.id, &agreement.version, text, &hash)?)
    }

    /// The agreement of a file, which must be the sealed text to the letter (line ends apart).
    pub fn sealed_file(&self, path: &Path) -> Result<(Sealed, Agreement), Failure> {
        let (text, agreement) = read_agreement(path, &self.codes()?.list)?;
        let sealed = self
            .store
            .agreement_sealed(&agreement.id)?
            .ok_or_else(|| Refusal::new("not-sealed").with("path", path.display()))?;
        if virkning_agreement::seal_hash(&text) == sealed.hash {
            return Ok((sealed, agreement));
        }
        let differences = virkning_agreement::difference(&sealed.text, &text);
        let mut details: Vec<String> = differences.iter().take(DIFFERENCES_SHOWN_MAX).map(shown).collect();
        if differences.len() > DIFFERENCES_SHOWN_MAX {
            details.push(format!("… (+{})", differences.len() - DIFFERENCES_SHOWN_MAX));
        }
        Err(Refusal::new("changed-since-seal")
            .with("path", path.display())
            .with("version", &sealed.version)
            .with("seal", sealed.hash.short())
            .with_details(details)
            .into())
    }

    /// The agreement of a sealed text, as it was sealed.
    pub fn sealed_agreement(&self, id: &AgreementId, sealed: &Sealed) -> Result<Agreement, Failure> {
        if let Some(read) = texts_read().get(&sealed.hash) {
            return Ok((**read).clone());
        }
        let agreement = virkning_agreement::read(&sealed.text).agreement;
        let agreement = agreement
            .ok_or_else(|| Refusal::new("seal-unreadable").with("agreement", id).with("version", &sealed.version))?;
        let mut texts = texts_read();
        if texts.len() >= TEXTS_KEPT {
            texts.clear();
        }
        texts.insert(sealed.hash.clone(), Arc::new(agreement.clone()));
        Ok(agreement)
    }
}

/// Sealed texts as they were read, by their hash: the same text always says the same, and reading one takes as long as a
/// page may.
fn texts_read() -> MutexGuard<'static, BTreeMap<ContentHash, Arc<Agreement>>> {
    static READ: Mutex<BTreeMap<ContentHash, Arc<Agreement>>> = Mutex::new(BTreeMap::new());
    READ.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A differing line as it is shown: `- 212 | method = "compound"`.
fn shown(difference: &LineDifference) -> String {
    let side = match difference.side {
        Side::Old => '-',
        Side::New => '+',
    };
    format!("{side} {} | {}", difference.line, difference.text)
}
