//! The ledger: balanced, append-only postings. A posting is made of whole entries that add up to nothing; one that does
//! not balance cannot be made.

use jiff::civil::Date;

use crate::agreement::AccountHolder;
use crate::id::{AgreementId, ProposalId};
use crate::money::Money;

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountPurpose {
    /// What a payer has spent on outcome payments.
    OutcomePaymentPaid,
    /// What an investor has received in outcome payments.
    OutcomePaymentReceived,
}

/// An account of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Account {
    /// Whose.
    pub holder: AccountHolder,
    /// What for.
    pub purpose: AccountPurpose,
}

/// One side of a posting. Debit is positive, credit negative.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The account.
    pub account: Account,
    /// Debit positive, credit negative.
    pub amount: Money,
}

/// How a posting reaches the finance system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voucher {
    /// Both ends are one legal entity: an omposteringsbilag between budgets.
    Reposting,
    /// A payment to another legal entity.
    Payment,
}

/// A posting: entries that balance, for one settlement.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Posting {
    agreement: AgreementId,
    proposal: ProposalId,
    date: Date,
    voucher: Voucher,
    entries: Vec<Entry>,
}

/// Entries that do not add up to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// What they add up to.
    pub difference: Money,
}

impl Posting {
    /// A posting of entries that balance.
    pub fn new(
        agreement: AgreementId,
        proposal: ProposalId,
        date: Date,
        voucher: Voucher,
        entries: Vec<Entry>,
    ) -> Result<Self, Unbalanced> {
        let mut amounts = entries.iter().map(|entry| entry.amount);
        if let Some(first) = amounts.next() {
            let difference = amounts.fold(first, |all, amount| all + amount);
            if !difference.is_zero() {
                return Err(Unbalanced { difference });
            }
        }
        Ok(Self { agreement, proposal, date, voucher, entries })
    }

    /// The agreement it belongs to.
    pub fn agreement(&self) -> &AgreementId {
        &self.agreement
    }

    /// The settlement that it pays.
    pub fn proposal(&self) -> &ProposalId {
        &self.proposal
    }

    /// The day of payment.
    pub fn date(&self) -> Date {
        self.date
    }

    /// How it reaches the finance system.
    pub fn voucher(&self) -> Voucher {
        self.voucher
    }

    /// Its entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
