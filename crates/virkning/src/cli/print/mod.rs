//! Answers as text for a terminal, in the user's language. Each function takes an answer and gives the text; none asks
//! anything or computes an amount.

mod case;
mod case_file;
mod claim;
mod dictionary;
mod diff;
mod editions;
mod enrolment;
mod events;
mod explained;
mod follow_up;
mod followed;
mod implementation;
mod money;
mod operation;
mod overlap;
mod plan;
mod privacy;
mod record;
mod register;
mod services_explained;
mod settlement;
mod simulate;

pub use case_file::{record_journalled, record_made, record_packaged, record_signed, records};
pub use claim::{claim, claim_decided, claim_sample, claims, claims_imported};
pub use dictionary::dictionary;
pub use diff::diff;
pub use editions::{editions, editions_csv, newer_edition, newer_snapshot, resting_on};
pub use enrolment::enrolled;
pub use events::made_extract;
pub use explained::explained;
pub use follow_up::follow_up;
pub use followed::followed;
pub use money::{account, budget, budget_csv, compared, dues, reason_key, reconciled};
pub use operation::{backed_up, exported, findings, findings_json, restored};
pub use overlap::{overlap_of_enrolment, overlaps};
pub use plan::plan;
pub use privacy::{
    checked_head, checked_log, current_head, erased_due, identity, log, looks, retention, source, sources, vault,
};
pub use record::{
    approved, ledger, posted, proposed, refused, sealed, user_added, user_granted, users, verified, voided,
};
pub use register::{codes, imported, made_edition, manifest, mapped, snapshots};
pub use services_explained::services_explained;
pub use settlement::{example, settlement, unclarified};
pub use simulate::{sections as simulated_sections, simulated, simulated_csv};

use super::complaint::say_document;
use super::table;
use crate::app::check::Checked;
use crate::app::expected::UnexpectedCount;
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

/// Whether what was warned of is what was accepted.
pub fn unexpected(differences: &[UnexpectedCount], texts: &Texts) -> String {
    if differences.is_empty() {
        return format!("{}\n", texts.get("check-as-expected"));
    }
    let mut out = format!("{}\n", texts.get("check-not-as-expected"));
    for difference in differences {
        let (expected, found) = (difference.expected.to_string(), difference.found.to_string());
        let words = [
            ("path", difference.path.as_str()),
            ("code", difference.code.as_str()),
            ("expected", expected.as_str()),
            ("found", found.as_str()),
        ];
        out.push_str(&format!("  {}\n", texts.with("check-unexpected-count", &words)));
    }
    out
}
