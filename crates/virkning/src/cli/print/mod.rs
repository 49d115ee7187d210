//! Answers as text for a terminal, in the user's language. Each function takes an answer and gives the text; none asks
//! anything or computes an amount.

mod diff;
mod enrolment;
mod explained;
mod plan;
mod record;
mod register;
mod settlement;

pub use diff::diff;
pub use enrolment::enrolled;
pub use plan::plan;
pub use record::{approved, ledger, posted, refused, sealed, user_added, users, verified};
pub use register::{codes, imported, made_edition, manifest, mapped, snapshots};
pub use explained::explained;
pub use settlement::{example, settlement};

use super::complaint::say_document;
use super::table;
use crate::app::check::Checked;
use crate::app::failure::Document;
use crate::text::Texts;

/// The outcome of checking one file.
pub fn checked(file: &Checked, texts: &Texts) -> String {
    let path = file.path.display().to_string();
    let errors = file.diagnostics.iter().filter(|found| found.severity == virkning_model::Severity::Error).count();
    let warnings = file.diagnostics.len() - errors;
    let examples = file.agreement.as_ref().map_or(0, |agreement| agreement.examples.len());
    let mut out = String::new();
    if !file.diagnostics.is_empty() {
        out.push_str(&say_document(
            &Document { path: file.path.clone(), text: file.text.clone(), diagnostics: file.diagnostics.clone() },
            texts,
        ));
    }
    let (errors, warnings, examples) = (errors.to_string(), warnings.to_string(), examples.to_string());
    let key = if file.has_errors() { "check-bad" } else { "check-good" };
    let summary =
        texts.with(key, &[("path", &path), ("errors", &errors), ("warnings", &warnings), ("examples", &examples)]);
    out.push_str(&summary);
    out.push('\n');
    out
}
