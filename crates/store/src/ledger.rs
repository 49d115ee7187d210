//! The ledger as people read it: every entry in order with the balance of its account, and the balances. Both are read
//! from the postings; nothing is kept twice.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{AgreementId, ProposalId, UserId};
use virkning_model::ledger::{Account, PostingKind, Voucher};
use virkning_model::money::{Currency, Money};

use crate::error::StoreError;
use crate::postings::{Posted, postings_in_txn};
use crate::store::Store;

/// One entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// The voucher it belongs to.
    pub voucher_number: String,
    /// How the voucher reaches the finance system.
    pub voucher: Voucher,
    /// The day of payment.
    pub paid_on: Date,
    /// What the posting does.
    pub kind: PostingKind,
    /// The settlement; nothing for an instalment or a payment.
    pub proposal: Option<ProposalId>,
    /// The measured year that the entry belongs to, where it belongs to one.
    pub measured_year: Option<i16>,
    /// Its regnskabsår.
    pub accounting_year: i16,
    /// The account.
    pub account: Account,
    /// Debit positive, credit negative.
    pub amount: Money,
    /// The account's balance after this entry.
    pub balance: Money,
    /// Who posted it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// What an account holds in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The account.
    pub account: Account,
    /// Debit positive, credit negative.
    pub amount: Money,
}

impl Store {
    /// Every entry of an agreement, in the order in which it was posted.
    pub fn ledger(&self, agreement: &AgreementId) -> Result<Vec<LedgerLine>, StoreError> {
        Ok(lines(self.postings(agreement)?).0)
    }

    /// What each account of an agreement holds, by account and currency.
    pub fn balances(&self, agreement: &AgreementId) -> Result<Vec<Balance>, StoreError> {
        let postings = self.read(|transaction| postings_in_txn(transaction, agreement))?;
        let (_, sums) = lines(postings);
        Ok(sums.into_iter().map(|((account, _), amount)| Balance { account, amount }).collect())
    }
}

fn lines(postings: Vec<Posted>) -> (Vec<LedgerLine>, BTreeMap<(Account, Currency), Money>) {
    let mut balances = BTreeMap::new();
    let mut lines = Vec::new();
    for posted in postings {
        for entry in &posted.entries {
            let currency = entry.amount.currency();
            let balance = balances.entry((entry.account.clone(), currency)).or_insert(Money::zero(currency));
            *balance += entry.amount;
            lines.push(LedgerLine {
                voucher_number: posted.voucher_number.clone(),
                voucher: posted.voucher,
                paid_on: posted.paid_on,
                proposal: posted.proposal.clone(),
                kind: posted.kind,
                measured_year: entry.measured_year,
                accounting_year: entry.accounting_year,
                account: entry.account.clone(),
                amount: entry.amount,
                balance: *balance,
                by: posted.by.clone(),
                at: posted.at,
            });
        }
    }
    (lines, balances)
}
