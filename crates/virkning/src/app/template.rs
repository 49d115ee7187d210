//! `new`: an agreement starts from a template. A file that is there already is never written over.

use std::path::Path;

use virkning_agreement::TEMPLATES;
use virkning_model::id::AgreementId;

use super::failure::{Failure, Refusal};
use super::folder::write_whole;

/// The document of a new agreement.
pub fn start(id: &AgreementId, template: &str) -> Result<String, Failure> {
    match virkning_agreement::template(template) {
        Some(template) => Ok(template.start(id)),
        None => {
            let known: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
            Err(Refusal::new("template-unknown").with("template", template).with("known", known.join(", ")).into())
        }
    }
}

/// Writes the document of a new agreement into a file that is not there yet.
pub fn start_in_file(id: &AgreementId, template: &str, path: &Path) -> Result<(), Failure> {
    let text = start(id, template)?;
    if path.symlink_metadata().is_ok() {
        return Err(Refusal::new("new-exists").with("path", path.display()).into());
    }
    write_whole(path, text.as_bytes())
}
