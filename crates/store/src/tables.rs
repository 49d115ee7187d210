//! Every table of the store, each after those that it refers to: what a copy of the whole store holds, and in which order
//! it can be put back.

use crate::agreements::AgreementRow;
use crate::audit::AuditRow;
use crate::claim_samples::ClaimSampleRow;
use crate::code_lists::CodeListRow;
use crate::comments::CommentRow;
use crate::decisions::DecisionRow;
use crate::drafts::DraftRow;
use crate::enrolments::{EnrolmentRow, LinkRow, StepRow};
use crate::evaluations::{AllocationRow, EvaluationPlanRow, EvaluationRunRow};
use crate::external_users::ExternalUserRow;
use crate::governance::{CallAnswerRow, GovernanceDecisionRow, PortfolioDocumentRow, ReportTextRow, SentReportRow};
use crate::grants::GrantRow;
use crate::jobs::JobRow;
use crate::logins::{CredentialRow, InvitationRow, UsedCodeRow};
use crate::looks::LookRow;
use crate::mappings::{ConfirmationRow, MappingRow};
use crate::organisation::{UnitOfAgreementRow, UnitRow};
use crate::payments::{BankFileRow, PaymentRow};
use crate::postings::{EntryRow, PostingRow};
use crate::proposals::ProposalRow;
use crate::provider_claims::{ClaimDecisionRow, ClaimRow};
use crate::records::{JournalNumberRow, RecordRow, SignedRow};
use crate::recovery::RecoveryRow;
use crate::releases::{DisclosureRuleRow, ReleaseRow};
use crate::row::Row;
use crate::scores::ScoreRow;
use crate::sessions::{PreferenceRow, SessionRow};
use crate::signings::SigningRow;
use crate::snapshots::SnapshotRow;
use crate::sources::SourceRow;
use crate::users::{RolesRow, UserRow};
use crate::value::{Kind, Shape};
use crate::vault::{self, ErasureRow, FieldRow, IdentityKeyRow, IdentityRow, NumberLinkRow, VaultKeyRow};

/// A table as others may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What its rows say about people.
    pub holds: Holds,
    /// Its columns, in order.
    pub columns: Vec<TableColumn>,
}

/// What a table's rows say about people: what may leave the installation, and with whose leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// No person, or an agreement's own alias of one.
    NoLink,
    /// What connects an agreement's aliases with the registers.
    Links,
    /// Who somebody is, encrypted, or what leads there.
    Identities,
    /// What users log in with: hashed, or encrypted.
    Credentials,
    /// What is gone by itself after hours or days, such as sessions. It is in no copy.
    Passing,
}

/// A column as others may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name.
    pub name: &'static str,
    /// `integer`, `text` or `bytes`.
    pub kind: &'static str,
    /// Whether a row may lack it.
    pub is_optional: bool,
}

/// Every table, each after those that it refers to.
pub fn tables() -> Vec<Table> {
    catalogue().into_iter().map(|(shape, holds)| Table { name: shape.table, holds, columns: columns(shape) }).collect()
}

/// The number of the last migration that this program knows.
pub fn tables_version() -> i64 {
    crate::migrations::latest()
}

fn columns(shape: &Shape) -> Vec<TableColumn> {
    let kind = |kind| match kind {
        Kind::Integer => "integer",
        Kind::Text => "text",
        Kind::Bytes => "bytes",
    };
    let columns = shape.columns.iter();
    columns
        .map(|column| TableColumn { name: column.name, kind: kind(column.kind), is_optional: column.optional })
        .collect()
}

/// A new table must be named here; a test holds the list against the migrations.
pub(crate) fn catalogue() -> Vec<(&'static Shape, Holds)> {
    vec![
        (AuditRow::shape(), Holds::NoLink),
        (UserRow::shape(), Holds::NoLink),
        (RolesRow::shape(), Holds::NoLink),
        (GrantRow::shape(), Holds::NoLink),
        (CredentialRow::shape(), Holds::Credentials),
        (RecoveryRow::shape(), Holds::Credentials),
        (ExternalUserRow::shape(), Holds::Credentials),
        (SessionRow::shape(), Holds::Passing),
        (InvitationRow::shape(), Holds::Passing),
        (UsedCodeRow::shape(), Holds::Passing),
        (PreferenceRow::shape(), Holds::Passing),
        (AgreementRow::shape(), Holds::NoLink),
        (DraftRow::shape(), Holds::NoLink),
        (SigningRow::shape(), Holds::NoLink),
        (CommentRow::shape(), Holds::NoLink),
        (UnitRow::shape(), Holds::NoLink),
        (UnitOfAgreementRow::shape(), Holds::NoLink),
        (JobRow::shape(), Holds::Passing),
        (CodeListRow::shape(), Holds::NoLink),
        (MappingRow::shape(), Holds::NoLink),
        (ConfirmationRow::shape(), Holds::NoLink),
        (SnapshotRow::shape(), Holds::NoLink),
        (EnrolmentRow::shape(), Holds::NoLink),
        (LinkRow::shape(), Holds::Links),
        (StepRow::shape(), Holds::NoLink),
        (ProposalRow::shape(), Holds::NoLink),
        (DecisionRow::shape(), Holds::NoLink),
        (PostingRow::shape(), Holds::NoLink),
        (EntryRow::shape(), Holds::NoLink),
        (ClaimRow::shape(), Holds::NoLink),
        (ClaimDecisionRow::shape(), Holds::NoLink),
        (ClaimSampleRow::shape(), Holds::NoLink),
        (ScoreRow::shape(), Holds::NoLink),
        (BankFileRow::shape(), Holds::NoLink),
        (PaymentRow::shape(), Holds::NoLink),
        (RecordRow::shape(), Holds::NoLink),
        (JournalNumberRow::shape(), Holds::NoLink),
        (SignedRow::shape(), Holds::NoLink),
        (VaultKeyRow::shape(), Holds::NoLink),
        (IdentityRow::shape(), Holds::Identities),
        (FieldRow::shape(), Holds::Identities),
        (IdentityKeyRow::shape(), Holds::Identities),
        (NumberLinkRow::shape(), Holds::Identities),
        (ErasureRow::shape(), Holds::Identities),
        (vault::ConfirmationRow::shape(), Holds::NoLink),
        (LookRow::shape(), Holds::NoLink),
        (SourceRow::shape(), Holds::NoLink),
        (DisclosureRuleRow::shape(), Holds::NoLink),
        (ReleaseRow::shape(), Holds::NoLink),
        (EvaluationPlanRow::shape(), Holds::NoLink),
        (EvaluationRunRow::shape(), Holds::NoLink),
        (AllocationRow::shape(), Holds::NoLink),
        (GovernanceDecisionRow::shape(), Holds::NoLink),
        (CallAnswerRow::shape(), Holds::NoLink),
        (ReportTextRow::shape(), Holds::NoLink),
        (SentReportRow::shape(), Holds::NoLink),
        (PortfolioDocumentRow::shape(), Holds::NoLink),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A table that is forgotten here would be missing in every backup.
    #[test]
    fn every_table_of_the_migrations_is_named() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
        let mut files: Vec<_> =
            std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        let mut made = BTreeSet::new();
        for statement in files.iter().flat_map(|path| {
            // A remark may hold a semicolon too.
            let text = std::fs::read_to_string(path).expect("a text");
            let text: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
            text.join("\n").split(';').map(str::to_owned).collect::<Vec<_>>()
        }) {
            let words: Vec<String> = statement
                .lines()
                .flat_map(|line| line.split([' ', '(']))
                .filter(|word| !word.is_empty())
                .take(6)
                .map(str::to_owned)
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => drop(made.insert((*name).to_owned())),
                ["DROP", "TABLE", name, ..] => drop(made.remove(*name)),
                ["ALTER", "TABLE", old, "RENAME", "TO", new] => {
                    made.remove(*old);
                    made.insert((*new).to_owned());
                }
                _ => {}
            }
        }
        let named: BTreeSet<String> = tables().into_iter().map(|table| table.name.to_owned()).collect();
        assert_eq!(named, made);
        assert_eq!(named.len(), tables().len(), "a table is named twice");
    }
}
