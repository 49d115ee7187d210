//! Verification of everything stored: the file, the audit chain, every row against its digest and against the audit record
//! that wrote it, and the rules of the ledger. It lists what does not fit and repairs nothing.

use std::collections::BTreeMap;

use virkning_model::id::{AgreementId, ContentHash, PartyId, ProposalId};
use virkning_model::ledger::{About, PostingKind};
use virkning_model::money::{Currency, Money};

use crate::agreements::sealed_of;
use crate::audit::{Head, walk_in_txn};
use crate::claim_samples::{ClaimSampleRow, sample_of};
use crate::code_lists::code_list_of;
use crate::comments::{CommentRow, comment_of};
use crate::decisions::{DecisionRow, ProposalState, authors};
use crate::drafts::draft_of;
use crate::enrolments::{EnrolmentRow, LinkRow, StepRow, check_steps_in_txn, enrolment_of, links_in_txn};
use crate::error::{DatabaseFault, StoreError};
use crate::evaluations::{AllocationRow, EvaluationPlanRow, EvaluationRunRow, allocation_of, plan_of, run_of};
use crate::external_users::ExternalUserRow;
use crate::fault::Fault;
use crate::governance::{
    self, CallAnswerRow, GovernanceDecisionRow, PortfolioDocumentRow, ReportTextRow, SentReportRow,
};
use crate::grants::GrantRow;
use crate::logins::CredentialRow;
use crate::looks::LookRow;
use crate::mappings::{ConfirmationRow, MappingRow};
use crate::organisation::{UnitOfAgreementRow, UnitRow, unit_of};
use crate::payments::{BankFileRow, Payment, open_of, payment_of, settled_by};
use crate::postings::{EntryRow, Posted, PostingRow, posted_of, voucher_number};
use crate::proposals::{ProposalRow, proposal_of};
use crate::provider_claims::{ClaimDecisionRow, ClaimRow, ClaimState, claim_of, decision_of as claim_decision_of};
use crate::records::{JournalNumberRow, RecordRow, SignedRow, entry_in_txn};
use crate::recovery::RecoveryRow;
use crate::releases::{DisclosureRuleRow, ReleaseRow, release_of, rule_of};
use crate::row::{Mention, Row};
use crate::scores::{ScoreRow, score_of};
use crate::signings::{SigningRow, signing_of};
use crate::snapshots::snapshot_of;
use crate::sources::SourceRow;
use crate::store::Store;
use crate::transaction::Transaction;
use crate::users::{RolesRow, UserRow};
use crate::value::Value;
use crate::vault::{self, ErasureRow, FieldRow, IdentityKeyRow, IdentityRow, NumberLinkRow, VaultKeyRow};

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
    /// Rows of the bank or the finance system that settled something.
    pub payments: u64,
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
        let is_erased = mention.is_erased();
        let row = (mention.table, mention.key);
        if is_erased {
            mentioned.remove(&row);
        } else {
            mentioned.insert(row, mention.digest);
        }
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
        self.rows(transaction, &[], |_: GrantRow| Ok(()))?;
        self.rows(transaction, &[], |_: CredentialRow| Ok(()))?;
        self.rows(transaction, &[], |_: RecoveryRow| Ok(()))?;
        self.rows(transaction, &[], |_: ExternalUserRow| Ok(()))?;
        self.rows(transaction, &[], |_: MappingRow| Ok(()))?;
        self.rows(transaction, &[], |_: ConfirmationRow| Ok(()))?;
        self.people(transaction)?;
        let count = |values: usize| values as u64;
        self.counted.agreements = count(self.rows(transaction, &["sequence"], sealed_of)?.len());
        self.rows(transaction, &[], draft_of)?;
        self.rows(transaction, &[], |row: SigningRow| signing_of(&row))?;
        self.rows(transaction, &[], |row: CommentRow| comment_of(&row))?;
        self.rows(transaction, &[], |row: UnitRow| unit_of(&row))?;
        self.rows(transaction, &[], |_: UnitOfAgreementRow| Ok(()))?;
        self.counted.code_lists = count(self.rows(transaction, &["sequence"], code_list_of)?.len());
        self.counted.snapshots = count(self.rows(transaction, &["sequence"], snapshot_of)?.len());
        self.rows(transaction, &["sequence"], |row: ClaimRow| claim_of(&row, ClaimState::Claimed))?;
        self.rows(transaction, &[], |row: ClaimDecisionRow| claim_decision_of(&row))?;
        self.rows(transaction, &[], |row: ClaimSampleRow| sample_of(&row))?;
        self.rows(transaction, &["sequence"], |row: ScoreRow| score_of(&row))?;
        let sets = self.rows::<EnrolmentRow, _>(transaction, &[], Ok)?;
        self.counted.enrolments = count(sets.len());
        for set in sets {
            self.look(enrolment_of(&set))?;
            self.look(links_in_txn(transaction, &set))?;
            self.look(check_steps_in_txn(transaction, &set))?;
        }
        self.rows(transaction, &[], |_: StepRow| Ok(()))?;
        self.rows(transaction, &[], |_: JournalNumberRow| Ok(()))?;
        self.rows(transaction, &[], |_: SignedRow| Ok(()))?;
        let records = self.rows::<RecordRow, _>(transaction, &["sequence"], Ok)?;
        self.counted.records = records.len() as u64;
        for record in records {
            self.look(entry_in_txn(transaction, record))?;
        }
        Ok(())
    }

    /// Whom the vault knows, who looked, and what the data are for. What is encrypted is not opened: that needs no key, and
    /// finds a ciphertext that lies elsewhere than it was put.
    fn people(&mut self, transaction: &mut Transaction) -> Result<(), StoreError> {
        self.rows(transaction, &[], |_: VaultKeyRow| Ok(()))?;
        self.rows(transaction, &[], |_: IdentityRow| Ok(()))?;
        self.rows(transaction, &[], |_: FieldRow| Ok(()))?;
        self.rows(transaction, &[], |_: IdentityKeyRow| Ok(()))?;
        self.rows(transaction, &[], |_: NumberLinkRow| Ok(()))?;
        self.rows(transaction, &[], |_: ErasureRow| Ok(()))?;
        self.rows(transaction, &[], |_: vault::ConfirmationRow| Ok(()))?;
        self.rows(transaction, &[], |_: LookRow| Ok(()))?;
        self.rows(transaction, &[], |_: SourceRow| Ok(()))?;
        self.rows(transaction, &[], |row: DisclosureRuleRow| rule_of(&row))?;
        self.rows(transaction, &[], |row: ReleaseRow| release_of(&row))?;
        self.rows(transaction, &[], |row: EvaluationPlanRow| plan_of(&row))?;
        self.rows(transaction, &[], |row: EvaluationRunRow| run_of(&row))?;
        self.rows(transaction, &[], |row: AllocationRow| allocation_of(&row))?;
        self.rows(transaction, &[], |row: GovernanceDecisionRow| governance::decision_of(&row))?;
        self.rows(transaction, &[], |row: CallAnswerRow| governance::answer_of(&row))?;
        self.rows(transaction, &[], |row: ReportTextRow| governance::text_of(&row))?;
        self.rows(transaction, &[], |row: SentReportRow| governance::report_of(&row))?;
        self.rows(transaction, &[], |row: PortfolioDocumentRow| governance::portfolio_document_of(&row))?;
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
        let people = People::of(self.look(transaction.rows_unchecked(&[], &[]))?.unwrap_or_default());
        for posted in &postings {
            let (Some(proposal), Some(content)) = (&posted.proposal, &posted.content) else { continue };
            let (voucher_number, proposal) = (posted.voucher_number.clone(), proposal.clone());
            if !approved_by_another(&decisions, &people, &proposal, content) {
                self.faults
                    .push(Fault::NotApproved { voucher_number: voucher_number.clone(), proposal: proposal.clone() });
            }
            if contents.get(&proposal).is_some_and(|stored| stored != content) {
                self.faults.push(Fault::OtherContent { voucher_number, proposal });
            }
        }
        self.rows(transaction, &[], |_: BankFileRow| Ok(()))?;
        let payments = self.rows(transaction, &["posting"], payment_of)?;
        self.counted.payments = payments.len() as u64;
        self.faults.extend(payments_that_differ(&payments, &postings));
        self.faults.extend(paid_otherwise(&decisions, &postings));
        self.faults.extend(sums_that_are_not_nothing(&postings));
        self.faults.extend(postings.iter().flat_map(parties_that_do_not_balance));
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

/// Who is behind each account.
struct People(BTreeMap<String, String>);

impl People {
    fn of(rows: Vec<UserRow>) -> Self {
        Self(rows.into_iter().filter_map(UserRow::account_and_person).collect())
    }

    fn behind<'a>(&'a self, account: &'a str) -> &'a str {
        self.0.get(account).map_or(account, String::as_str)
    }
}

/// Rule: the last decision before the posting is an approval of this content by nobody who drafted or proposed it.
fn approved_by_another(
    decisions: &[DecisionRow],
    people: &People,
    proposal: &ProposalId,
    content: &ContentHash,
) -> bool {
    let is = |decision: &DecisionRow, state: ProposalState| decision.outcome == state.as_str();
    let own: Vec<DecisionRow> =
        decisions.iter().filter(|decision| decision.proposal == proposal.as_str()).cloned().collect();
    let end = own.iter().position(|decision| is(decision, ProposalState::Posted));
    let Some([before @ .., approval, _]) = end.map(|end| &own[..=end]) else { return false };
    let approver = people.behind(&approval.recorded_by);
    let another = authors(before).all(|author| people.behind(author) != approver);
    is(approval, ProposalState::Approved) && approval.content == content.as_str() && another
}

/// Each recorded row of the bank has led to its own posting, of its own amount and about its voucher.
fn payments_that_differ(payments: &[Payment], postings: &[Posted]) -> Vec<Fault> {
    let fits = |payment: &Payment| {
        let posted = postings.iter().find(|posted| posted.sequence == payment.posting);
        posted.is_some_and(|posted| {
            posted.kind == PostingKind::Payment
                && posted.agreement == payment.agreement
                && posted.about == About::Voucher(payment.voucher_number.clone())
                && posted.paid_on == payment.paid_on
                && settled_by(posted.entries.iter()) == Some(payment.amount)
        })
    };
    let differing = payments.iter().filter(|payment| !fits(payment));
    differing.map(|payment| Fault::PaymentDiffers { payment: payment.id.clone() }).collect()
}

/// Nothing is settled beyond what is owed, and what is said to be paid is.
fn paid_otherwise(decisions: &[DecisionRow], postings: &[Posted]) -> Vec<Fault> {
    let paid: Vec<&str> = decisions
        .iter()
        .filter(|decision| decision.outcome == ProposalState::Paid.as_str())
        .map(|decision| decision.proposal.as_str())
        .collect();
    let mut by_agreement: BTreeMap<&AgreementId, Vec<Posted>> = BTreeMap::new();
    for posted in postings {
        by_agreement.entry(&posted.agreement).or_default().push(posted.clone());
    }
    let mut faults = Vec::new();
    for (agreement, own) in by_agreement {
        for posted in own.iter().filter(|posted| posted.kind != PostingKind::Payment) {
            let Some(open) = open_of(posted, &own) else { continue };
            let is_paid = posted.proposal.as_ref().is_some_and(|id| paid.contains(&id.as_str()));
            let beyond = !open.is_zero() && posted.owed().is_some_and(|owed| owed.is_negative() != open.is_negative());
            if beyond || (is_paid && !open.is_zero()) {
                let (agreement, voucher_number) = (agreement.clone(), posted.voucher_number.clone());
                faults.push(Fault::PaidOtherwise { agreement, voucher_number, open });
            }
        }
    }
    faults
}

/// Each party's books balance by themselves, but for the pairs of the first version, which know no account for what is
/// owed.
fn parties_that_do_not_balance(posted: &Posted) -> Vec<Fault> {
    if !posted.entries.iter().any(|entry| entry.account.purpose.is_settling()) {
        return Vec::new();
    }
    let mut sums: BTreeMap<(&PartyId, Currency), i128> = BTreeMap::new();
    for entry in &posted.entries {
        *sums.entry((&entry.account.holder.party, entry.amount.currency())).or_default() += entry.amount.minor();
    }
    let off = sums.into_iter().filter(|(_, sum)| *sum != 0);
    off.map(|((party, currency), sum)| Fault::PartyUnbalanced {
        agreement: posted.agreement.clone(),
        voucher_number: posted.voucher_number.clone(),
        party: party.clone(),
        difference: Money::from_minor(currency, sum),
    })
    .collect()
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
