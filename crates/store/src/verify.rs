//! Verification of everything stored: the file, the audit chain, every row against its digest and against the audit record
//! that wrote it, and the rules of the ledger. It lists what does not fit and repairs nothing.

use std::collections::BTreeMap;

use virkning_model::id::AgreementId;
use virkning_model::money::{Currency, Money};

use crate::agreements::sealed_of;
use crate::audit::{Head, walk_in_txn};
use crate::code_lists::code_list_of;
use crate::decisions::{DecisionRow, ProposalState};
use crate::enrolments::{EnrolmentRow, LinkRow, enrolment_of, links_in_txn};
use crate::error::{DatabaseFault, StoreError};
use crate::fault::Fault;
use crate::mappings::{ConfirmationRow, MappingRow};
use crate::postings::{EntryRow, Posted, PostingRow, posted_of, voucher_number};
use crate::proposals::{ProposalRow, proposal_of};
use crate::records::{JournalNumberRow, RecordRow, SignedRow, entry_in_txn};
use crate::row::{Mention, Row};
use crate::snapshots::snapshot_of;
use crate::store::Store;
use crate::transaction::Transaction;
use crate::users::{RolesRow, UserRow};
use crate::value::Value;

/// What was looked at, and what does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The head of the audit log, where it is whole. Keep it elsewhere.
    pub head: Option<Head>,
    /// How much was looked at.
    pub counted: Counted,
    /// Everything that does not fit; empty when all is well.
    pub faults: Vec<Fault>,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counted {
    /// Sealed agreements.
    pub agreements: u64,
    /// Code lists.
    pub code_lists: u64,
    /// Snapshots.
    pub snapshots: u64,
    /// Enrolment sets.
    pub enrolments: u64,
    /// Proposals.
    pub proposals: u64,
    /// Postings.
    pub postings: u64,
    /// Entries.
    pub entries: u64,
    /// Records for the case file.
    pub records: u64,
}

/// Every row that the audit log names; what is looked at is taken out, and what is left is missing.
struct Examination {
    mentioned: Option<BTreeMap<(String, String), String>>,
    counted: Counted,
    faults: Vec<Fault>,
}

impl Store {
    /// Checks everything stored. Damage is in the answer; an error means that checking itself failed.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        self.read(verify_in_txn)
    }
}

pub(crate) fn verify_in_txn(transaction: &mut Transaction) -> Result<Verification, StoreError> {
    let mut examination = Examination { mentioned: None, counted: Counted::default(), faults: Vec::new() };
    let file = examination.look(transaction.check())?;
    examination.faults.extend(file.unwrap_or_default());
    let mut mentioned = BTreeMap::new();
    let mut mention = |mention: Mention| {
        mentioned.insert((mention.table, mention.key), mention.digest);
    };
    let head = examination.look(walk_in_txn(transaction, None, &mut mention))?;
    // Behind a broken record the log says nothing that could be relied on: rows are then held against their digests only.
    examination.mentioned = head.is_some().then_some(mentioned);
    examination.nouns(transaction)?;
    examination.money(transaction)?;
    let missing = examination.mentioned.take().unwrap_or_default();
    examination.faults.extend(missing.into_keys().map(|(table, key)| Fault::RowMissing { table, key }));
    Ok(Verification { head, counted: examination.counted, faults: examination.faults })
}

impl Examination {
    /// Takes damage as a fault to be listed; other failures end the verification.
    fn look<T>(&mut self, result: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Damaged(fault)) => {
                if !self.faults.contains(&fault) {
                    self.faults.push(fault);
                }
                Ok(None)
            }
            Err(StoreError::Database {
                kind: DatabaseFault::Damaged | DatabaseFault::Other, source, tried, ..
            }) => {
                self.faults.push(Fault::File { reason: format!("{tried}: {source}") });
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A row must be what its digest says, and what the audit record that wrote it says.
    fn row<R: Row>(&mut self, row: &R) -> bool {
        let (table, key, computed) = (R::TABLE, row.key(), row.computed());
        let same = row.digest() == Some(computed.as_str());
        if !same {
            self.faults.push(Fault::RowChanged { table, key: key.clone() });
        }
        if let Some(mentioned) = &mut self.mentioned {
            match mentioned.remove(&(table.to_owned(), key.clone())) {
                None => self.faults.push(Fault::RowUnaccounted { table, key }),
                Some(digest) if digest != computed && same => self.faults.push(Fault::RowChanged { table, key }),
                Some(_) => {}
            }
        }
        same
    }

    /// Looks at the rows of a table, and reads those that are unchanged.
    fn rows<R: Row, T>(
        &mut self,
        transaction: &mut Transaction,
        order: &[&'static str],
        read: impl Fn(R) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut values = Vec::new();
        for row in self.look(transaction.rows_unchecked(&[], order))?.unwrap_or_default() {
            if self.row(&row) {
                values.extend(self.look(read(row))?);
            }
        }
        Ok(values)
    }

    fn nouns(&mut self, transaction: &mut Transaction) -> Result<(), StoreError> {
        self.rows(transaction, &[], |_: UserRow| Ok(()))?;
        self.rows(transaction, &[], |_: RolesRow| Ok(()))?;
        self.rows(transaction, &[], |_: MappingRow| Ok(()))?;
        self.rows(transaction, &[], |_: ConfirmationRow| Ok(()))?;
        let count = |values: usize| values as u64;
        self.counted.agreements = count(self.rows(transaction, &["sequence"], sealed_of)?.len());
        self.counted.code_lists = count(self.rows(transaction, &["sequence"], code_list_of)?.len());
        self.counted.snapshots = count(self.rows(transaction, &["sequence"], snapshot_of)?.len());
        let sets = self.rows::<EnrolmentRow, _>(transaction, &[], Ok)?;
        self.counted.enrolments = count(sets.len());
        for set in sets {
            self.look(enrolment_of(&set))?;
            self.look(links_in_txn(transaction, &set))?;
        }
        self.rows(transaction, &[], |_: JournalNumberRow| Ok(()))?;
        self.rows(transaction, &[], |_: SignedRow| Ok(()))?;
        let records = self.rows::<RecordRow, _>(transaction, &["sequence"], Ok)?;
        self.counted.records = records.len() as u64;
        for record in records {
            self.look(entry_in_txn(transaction, record))?;
        }
        Ok(())
    }

    fn money(&mut self, transaction: &mut Transaction) -> Result<(), StoreError> {
        let decisions = self.rows::<DecisionRow, _>(transaction, &[], Ok)?;
        let proposals = self.rows::<ProposalRow, _>(transaction, &["sequence"], Ok)?;
        self.counted.proposals = proposals.len() as u64;
        let mut contents = BTreeMap::new();
        for row in proposals {
            if let Some(proposal) = self.look(proposal_of(transaction, row))? {
                contents.insert(proposal.id, proposal.content);
            }
        }
        let postings = self.rows(transaction, &["sequence"], posted_of)?;
        self.counted.postings = postings.len() as u64;
        self.counted.entries = postings.iter().map(|posted| posted.entries.len() as u64).sum();
        for posted in &postings {
            let (voucher_number, proposal) = (posted.voucher_number.clone(), posted.proposal.clone());
            if !approved_by_another(&decisions, posted) {
                self.faults
                    .push(Fault::NotApproved { voucher_number: voucher_number.clone(), proposal: proposal.clone() });
            }
            if contents.get(&proposal).is_some_and(|content| *content != posted.content) {
                self.faults.push(Fault::OtherContent { voucher_number, proposal });
            }
        }
        self.faults.extend(sums_that_are_not_nothing(&postings));
        self.faults.extend(voucher_gaps(&postings));
        let orphans = self.look(orphans_in_txn(transaction))?;
        self.faults.extend(orphans.unwrap_or_default());
        Ok(())
    }
}

/// Entries and links that belong to no posting and no set: the database's foreign keys, asked again.
fn orphans_in_txn(transaction: &mut Transaction) -> Result<Vec<Fault>, StoreError> {
    let entries = transaction.orphans::<EntryRow, PostingRow>(&[("posting", "sequence")])?;
    let links =
        transaction.orphans::<LinkRow, EnrolmentRow>(&[("agreement", "agreement"), ("position", "position")])?;
    let unaccounted = |table, key: Vec<Value>| Fault::RowUnaccounted { table, key: words(key).join("/") };
    let entries = entries.into_iter().map(|key| unaccounted(EntryRow::TABLE, key));
    Ok(entries.chain(links.into_iter().map(|key| unaccounted(LinkRow::TABLE, key))).collect())
}

fn words(key: Vec<Value>) -> Vec<String> {
    let word = |value| match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Null | Value::Bytes(_) => String::new(),
    };
    key.into_iter().map(word).collect()
}

/// Rule: the last decision before the posting is an approval of this content by nobody who proposed it.
fn approved_by_another(decisions: &[DecisionRow], posted: &Posted) -> bool {
    let is = |decision: &DecisionRow, state: ProposalState| decision.outcome == state.as_str();
    let own: Vec<&DecisionRow> =
        decisions.iter().filter(|decision| decision.proposal == posted.proposal.as_str()).collect();
    let [before @ .., approval, posting] = own.as_slice() else { return false };
    let another = before
        .iter()
        .filter(|decision| is(decision, ProposalState::Proposed))
        .all(|decision| decision.recorded_by != approval.recorded_by);
    is(approval, ProposalState::Approved)
        && is(posting, ProposalState::Posted)
        && approval.content == posted.content.as_str()
        && another
}

fn sums_that_are_not_nothing(postings: &[Posted]) -> Vec<Fault> {
    let mut ledger: BTreeMap<(&AgreementId, Currency), i128> = BTreeMap::new();
    let mut faults = Vec::new();
    for posted in postings {
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for entry in &posted.entries {
            let currency = entry.amount.currency();
            *sums.entry(currency).or_default() += entry.amount.minor();
            *ledger.entry((&posted.agreement, currency)).or_default() += entry.amount.minor();
        }
        faults.extend(sums.into_iter().filter(|(_, sum)| *sum != 0).map(|(currency, sum)| Fault::Unbalanced {
            agreement: posted.agreement.clone(),
            voucher_number: posted.voucher_number.clone(),
            difference: Money::from_minor(currency, sum),
        }));
    }
    faults.extend(ledger.into_iter().filter(|(_, sum)| *sum != 0).map(|((agreement, currency), sum)| {
        Fault::LedgerUnbalanced { agreement: agreement.clone(), difference: Money::from_minor(currency, sum) }
    }));
    faults
}

/// Voucher numbers of an agreement and year run from 1 without gaps.
fn voucher_gaps(postings: &[Posted]) -> Vec<Fault> {
    let mut next: BTreeMap<(&AgreementId, i64), i64> = BTreeMap::new();
    let mut faults = Vec::new();
    for posted in postings {
        let year = i64::from(posted.paid_on.year());
        let expected = next.entry((&posted.agreement, year)).or_insert(1);
        let number = voucher_number(year, *expected);
        if posted.voucher_number == number {
            *expected += 1;
        } else {
            faults.push(Fault::VoucherGap { agreement: posted.agreement.clone(), voucher_number: number });
            *expected =
                1 + posted.voucher_number.rsplit('-').next().and_then(|text| text.parse().ok()).unwrap_or(*expected);
        }
    }
    faults
}
