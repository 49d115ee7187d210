//! What the ledger says of an agreement: statements of account, expected against approved against posted against paid,
//! and what the budget office asks for. Everything is read from proposals and postings; nothing is kept twice.

use std::path::Path;

use virkning_engine::{
    AccountStatement, AskedAccount, BudgetKind, BudgetTable, Commitments, ComparedRow, account_of, budget, commitments,
    compare_money,
};
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::id::{AgreementId, TermId};

use super::failure::{Failure, Refusal};
use super::finance_files::read_mapping;
use super::{Session, coded};
use crate::finance::mapping::Mapping;

/// What the budget office asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetQuestion {
    /// What is owed at 31 December.
    Commitments,
    /// What the plan expects.
    Budget,
    /// The plan with what is known.
    FollowUp,
    /// What is posted.
    Accounts,
}

/// The answer for one agreement.
pub struct BudgetAnswer {
    /// The agreement.
    pub agreement: Agreement,
    /// The year that was asked for.
    pub year: i16,
    /// What it says.
    pub said: BudgetSaid,
    /// Where account strings come from, if they were asked for.
    pub mapping: Option<Mapping>,
}

/// What the answer says.
pub enum BudgetSaid {
    /// What is owed at the end of the year.
    Commitments(Commitments),
    /// Amounts of the budget year.
    Table(BudgetTable),
}

impl BudgetAnswer {
    /// The committee (udvalg) that answers for an amount: the one that the agreement names for the budget, else the one of
    /// the account that the mapping gives it.
    pub fn committee(&self, holder: &AccountHolder, purpose: virkning_model::ledger::AccountPurpose) -> String {
        let named = holder.budget.as_ref().and_then(|id| self.agreement.budget(id));
        let named = named.and_then(|budget| budget.committee.clone());
        let mapped = || {
            let mapping = self.mapping.as_ref()?;
            let account = mapping.account(&self.agreement.id, holder, purpose, self.year).ok()?;
            Some(account.committee.clone())
        };
        named.or_else(mapped).unwrap_or_default()
    }

    /// The account string of an amount, where the mapping has one: a line of a budget without is still a line.
    pub fn account(&self, holder: &AccountHolder, purpose: virkning_model::ledger::AccountPurpose) -> String {
        let found = self.mapping.as_ref().and_then(|mapping| {
            mapping.account(&self.agreement.id, holder, purpose, self.year).ok().map(|account| account.account.clone())
        });
        found.unwrap_or_default()
    }
}

impl Session<'_> {
    /// The statements of an agreement's accounts.
    pub fn account(
        &self,
        agreement: &AgreementId,
        asked: &AskedAccount,
    ) -> Result<(Agreement, Vec<AccountStatement>), Failure> {
        let agreement = self.sealed_now(agreement)?;
        let booked = self.booked(&agreement.id)?;
        Ok((agreement, account_of(&booked, asked)))
    }

    /// Expected against approved against posted against paid.
    pub fn compare_money(&self, agreement: &AgreementId) -> Result<(Agreement, Vec<ComparedRow>), Failure> {
        let agreement = self.sealed_now(agreement)?;
        let plan = virkning_engine::plan(&agreement).map_err(|error| coded(error.code(), error.arguments()))?;
        let known = self.known(&agreement.id)?;
        let known: Vec<_> = known.iter().map(|known| known.as_known()).collect();
        let rows = compare_money(&agreement, &plan, &known, &self.booked(&agreement.id)?);
        Ok((agreement, rows))
    }

    /// What the budget office asks for, of one agreement or of all that are sealed.
    pub fn budget(
        &self,
        agreement: Option<&AgreementId>,
        year: i16,
        question: BudgetQuestion,
        accounts: Option<&Path>,
    ) -> Result<Vec<BudgetAnswer>, Failure> {
        let mut answers = Vec::new();
        for (agreement, postings) in self.agreements_and_postings(agreement)? {
            let plan = virkning_engine::plan(&agreement).map_err(|error| coded(error.code(), error.arguments()))?;
            let known = self.known(&agreement.id)?;
            let known: Vec<_> = known.iter().map(|known| known.as_known()).collect();
            let booked: Vec<_> = postings.iter().map(super::payments::as_booked).collect();
            let table = |kind| {
                let mut table = budget(&agreement, &plan, &known, &booked, kind);
                table.rows.retain(|row| row.year == year);
                table.expenses.retain(|(of, _)| *of == year);
                BudgetSaid::Table(table)
            };
            let said = match question {
                BudgetQuestion::Commitments => {
                    BudgetSaid::Commitments(commitments(&agreement, &plan, &known, &booked, year))
                }
                BudgetQuestion::Budget => table(BudgetKind::Budget),
                BudgetQuestion::FollowUp => table(BudgetKind::FollowUp),
                BudgetQuestion::Accounts => table(BudgetKind::Accounts),
            };
            let mapping = accounts.map(read_mapping).transpose()?;
            answers.push(BudgetAnswer { agreement, year, said, mapping });
        }
        Ok(answers)
    }

    /// An agreement as it was sealed last, read from the store.
    pub(super) fn sealed_anew(&self, id: &AgreementId) -> Result<Agreement, Failure> {
        let sealed = self.store.agreement_sealed(id)?;
        let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
        self.sealed_agreement(id, &sealed)
    }
}

/// What a term is called; its identifier where it is no payment.
pub fn term_label(agreement: &Agreement, term: &TermId) -> String {
    agreement.payment(term).map_or_else(|| term.to_string(), |payment| payment.label.clone())
}
