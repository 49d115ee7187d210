//! What does not fit in stored data: the exact record, and why. Found on reading and by verification.

use virkning_model::id::{AgreementId, PartyId, ProposalId};
use virkning_model::money::Money;

/// Why an audit record is the first bad one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditBreak {
    /// It is not there, though later ones are.
    Missing,
    /// The log ends before it, though a head kept elsewhere, or a stored row, says that it was written.
    CutOff,
    /// It is not the record that was written.
    Edited,
    /// It was written under another number.
    Moved,
    /// It does not follow from the record before it.
    NotLinked,
    /// The log is whole in itself, but is not the one whose head was kept elsewhere.
    OtherHead,
}

impl AuditBreak {
    /// The word for messages and files.
    pub fn as_str(self) -> &'static str {
        match self {
            AuditBreak::Missing => "missing",
            AuditBreak::CutOff => "cut-off",
            AuditBreak::Edited => "edited",
            AuditBreak::Moved => "moved",
            AuditBreak::NotLinked => "not-linked",
            AuditBreak::OtherHead => "other-head",
        }
    }
}

/// The first bad audit record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenAt {
    /// Its number, from 1.
    pub sequence: u64,
    /// What is wrong.
    pub why: AuditBreak,
}

/// Something stored that is not what was written, or that breaks a rule that always holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The audit log is broken.
    Audit(BrokenAt),
    /// A row is not what was written.
    RowChanged {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
    },
    /// A row that the audit log names is gone.
    RowMissing {
        /// The table.
        table: String,
        /// The row.
        key: String,
    },
    /// A row that no audit record names.
    RowUnaccounted {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
    },
    /// Stored bytes do not have the hash that names them.
    ContentChanged {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
    },
    /// A stored value cannot be read as what it should be.
    Unreadable {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
        /// The value.
        field: &'static str,
    },
    /// A posting does not balance.
    Unbalanced {
        /// The agreement.
        agreement: AgreementId,
        /// The voucher.
        voucher_number: String,
        /// What the entries add up to.
        difference: Money,
    },
    /// All entries of an agreement in a currency do not add up to nothing.
    LedgerUnbalanced {
        /// The agreement.
        agreement: AgreementId,
        /// What they add up to.
        difference: Money,
    },
    /// A posting whose proposal was not approved by another person before.
    NotApproved {
        /// The voucher.
        voucher_number: String,
        /// The proposal.
        proposal: ProposalId,
    },
    /// A posting of other content than its proposal has.
    OtherContent {
        /// The voucher.
        voucher_number: String,
        /// The proposal.
        proposal: ProposalId,
    },
    /// Voucher numbers of a year do not follow each other.
    VoucherGap {
        /// The agreement.
        agreement: AgreementId,
        /// The number that is missing.
        voucher_number: String,
    },
    /// The entries of one party in a posting do not add up to nothing.
    PartyUnbalanced {
        /// The agreement.
        agreement: AgreementId,
        /// The voucher.
        voucher_number: String,
        /// In whose books.
        party: PartyId,
        /// What they add up to.
        difference: Money,
    },
    /// More is settled of a voucher than it made owed, or it is said to be paid and is not.
    PaidOtherwise {
        /// The agreement.
        agreement: AgreementId,
        /// The voucher.
        voucher_number: String,
        /// What is owed of it still; below zero where too much is settled.
        open: Money,
    },
    /// A recorded row of the bank and its posting do not say the same.
    PaymentDiffers {
        /// The row.
        payment: String,
    },
    /// What is encrypted does not open where it lies.
    Unopenable {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
    },
    /// The database itself finds its file damaged.
    File {
        /// Its own words.
        reason: String,
    },
}

impl Fault {
    /// The stable key of its message and hint.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Audit(_) => "S101",
            Fault::RowChanged { .. } => "S102",
            Fault::RowMissing { .. } => "S103",
            Fault::RowUnaccounted { .. } => "S104",
            Fault::ContentChanged { .. } => "S105",
            Fault::Unreadable { .. } => "S106",
            Fault::Unbalanced { .. } => "S107",
            Fault::LedgerUnbalanced { .. } => "S108",
            Fault::NotApproved { .. } => "S109",
            Fault::OtherContent { .. } => "S110",
            Fault::VoucherGap { .. } => "S111",
            Fault::File { .. } => "S112",
            Fault::PartyUnbalanced { .. } => "S113",
            Fault::PaidOtherwise { .. } => "S114",
            Fault::PaymentDiffers { .. } => "S115",
            Fault::Unopenable { .. } => "S121",
        }
    }

    /// The words that fill its message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Fault::Audit(broken) => {
                vec![("sequence", broken.sequence.to_string()), ("why", broken.why.as_str().to_owned())]
            }
            Fault::RowMissing { table, key } => vec![("table", table.clone()), ("key", key.clone())],
            Fault::RowChanged { table, key }
            | Fault::RowUnaccounted { table, key }
            | Fault::ContentChanged { table, key }
            | Fault::Unopenable { table, key } => vec![("table", (*table).to_owned()), ("key", key.clone())],
            Fault::Unreadable { table, key, field } => {
                vec![("table", (*table).to_owned()), ("key", key.clone()), ("field", (*field).to_owned())]
            }
            Fault::Unbalanced { agreement, voucher_number, difference } => vec![
                ("agreement", agreement.to_string()),
                ("voucher", voucher_number.clone()),
                ("difference", difference.to_string()),
                ("currency", difference.currency().code().to_owned()),
            ],
            Fault::LedgerUnbalanced { agreement, difference } => vec![
                ("agreement", agreement.to_string()),
                ("difference", difference.to_string()),
                ("currency", difference.currency().code().to_owned()),
            ],
            Fault::NotApproved { voucher_number, proposal } | Fault::OtherContent { voucher_number, proposal } => {
                vec![("voucher", voucher_number.clone()), ("proposal", proposal.to_string())]
            }
            Fault::VoucherGap { agreement, voucher_number } => {
                vec![("agreement", agreement.to_string()), ("voucher", voucher_number.clone())]
            }
            Fault::PartyUnbalanced { agreement, voucher_number, party, difference } => vec![
                ("agreement", agreement.to_string()),
                ("voucher", voucher_number.clone()),
                ("party", party.to_string()),
                ("difference", difference.to_string()),
                ("currency", difference.currency().code().to_owned()),
            ],
            Fault::PaidOtherwise { agreement, voucher_number, open } => vec![
                ("agreement", agreement.to_string()),
                ("voucher", voucher_number.clone()),
                ("open", open.to_string()),
                ("currency", open.currency().code().to_owned()),
            ],
            Fault::PaymentDiffers { payment } => vec![("payment", payment.clone())],
            Fault::File { reason } => vec![("reason", reason.clone())],
        }
    }
}
