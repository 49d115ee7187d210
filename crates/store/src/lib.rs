//! The store: the only crate with SQL. It keeps users, sealed agreements, code lists, snapshots, enrolment sets, proposals,
//! decisions, postings, the identity vault and the audit log, and gives them back only if they are what was written. It
//! computes no money. It lies in a SQLite file, in a PostgreSQL database, or in memory for simulations, and behaves alike in
//! each.
//!
//! How it holds together:
//!
//! - Every table is append-only (triggers refuse anything else); a state is what the last record says. Only the wrapped
//!   keys of identities, replaced credentials, and what passes by itself (sessions, one-time links) may go.
//! - Every row carries a digest of its content, which is checked when it is read.
//! - Every action is one transaction with its audit record, which names the digests of the rows it wrote; audit records
//!   are a hash chain. [`Store::verify`] walks all of it and names what does not fit.
//! - A refusal by a rule is recorded in the audit log too, in a transaction of its own.
//!
//! Methods block; an asynchronous caller runs them on a thread of its own.

#![forbid(unsafe_code)]

mod agreements;
mod audit;
mod backend;
mod claim_samples;
mod code_lists;
mod comments;
mod copy;
mod decisions;
mod desk_refusal;
mod digest;
mod drafts;
mod enrolments;
mod error;
mod evaluations;
mod external_users;
mod fault;
mod governance;
mod grants;
mod inspection;
mod jobs;
mod ledger;
mod location;
mod log_file;
mod logins;
mod looks;
mod mappings;
mod migrations;
mod organisation;
mod overlap;
mod payments;
mod postings;
mod proposals;
mod provider_claims;
mod records;
mod recovery;
mod refusal;
mod releases;
mod row;
mod scores;
mod sessions;
mod signature;
mod signings;
mod snapshots;
mod sources;
mod store;
mod tables;
mod transaction;
mod users;
mod value;
mod vault;
mod verify;

pub use agreements::Sealed;
pub use audit::{AuditEntry, AuditOutcome, Head, InvalidHead};
pub use backend::memory::{FaultKind, FaultPlan, MemoryDisk};
pub use claim_samples::{ClaimSample, drawn};
pub use code_lists::{CodeListRecord, NewCodeList};
pub use comments::{Comment, NewComment};
pub use copy::CopyFailure;
pub use decisions::{Decision, ProposalState};
pub use desk_refusal::DeskRefusal;
pub use digest::content_hash;
pub use drafts::{Draft, DraftState};
pub use enrolments::{EnrolmentRecord, NewEnrolment, NewStep, StepRecord};
pub use error::{DatabaseFault, Failure, StoreError};
pub use evaluations::{Allocation, EvaluationPlan, EvaluationRun, NewAllocation, NewEvaluationPlan, NewEvaluationRun};
pub use external_users::ExternalLogin;
pub use fault::{AuditBreak, BrokenAt, Fault};
pub use governance::{
    CallAnswer, GovernanceDecision, NewCallAnswer, NewGovernanceDecision, NewPortfolioDocument, NewReport,
    NewReportText, PortfolioDocument, ReportText, SentReport,
};
pub use grants::Grant;
pub use inspection::{Inspection, ServerSettings, inspect};
pub use jobs::{Job, JobState, NewJob};
pub use ledger::{Balance, LedgerLine};
pub use location::Location;
pub use log_file::verify_log;
pub use logins::{Credential, Invitation, NewCredential};
pub use looks::{Look, NewLook};
pub use mappings::{Mapping, PendingMapping};
pub use organisation::{NewUnit, Unit, UnitKind, unit_on};
pub use payments::{NewBankFile, NewPayment, Payment};
pub use postings::Posted;
pub use proposals::{NewProposal, ProposalRecord};
pub use provider_claims::{ClaimDecision, ClaimState, NewClaim, ProviderClaim};
pub use records::{NewRecord, RecordEntry, SignedCopy};
pub use refusal::Refusal;
pub use releases::{DisclosureRule, NewDisclosureRule, NewRelease, Release};
pub use scores::{NewScore, Score};
pub use sessions::{Login, Present};
pub use signature::{HeadFault, HeadKey, PublicKey, SignedHead};
pub use signings::{NewSigning, Signing};
pub use snapshots::{NewSnapshot, SnapshotRecord};
pub use sources::{NewSource, Source};
pub use store::{Actor, Identity, Store, Stored};
pub use tables::{Holds, Table, TableColumn, tables, tables_version};
pub use users::{Role, User};
pub use vault::{
    Chance, DueErased, Erasure, IdentitiesAdded, IdentityRefusal, InvalidKeys, MasterKeys, NewIdentities, NumberLink,
    RetentionLine, Rewrapped, ShownIdentity, ShownNumber, VaultCheck, VaultKey,
};
pub use verify::{Counted, Verification};
