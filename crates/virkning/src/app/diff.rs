//! `diff`: what changed between two versions of an agreement, as terms and sections, and what that moves in money: the two
//! plans laid beside each other by party, budget and year of payment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use virkning_agreement::{ProseChange, TermChange, prose_changes, term_changes};
use virkning_engine::plan::{AccountFigures, InvestorPlan, PartyAccount};
use virkning_model::code_list::CodeList;
use virkning_model::id::{BudgetId, ContentHash, PartyId};
use virkning_model::{Agreement, Money};

use super::Session;
use super::check::{agreement_of_text, read_agreement};
use super::draft::DOCUMENT;
use super::failure::{Failure, Refusal};
use super::plan::{PlanWithReturns, Returns, plan};

/// One of the two that are compared.
#[derive(Debug)]
pub struct Version {
    /// Where its text comes from.
    pub kept: Kept,
    /// The text.
    pub text: String,
    /// The agreement.
    pub agreement: Agreement,
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A file.
    File(PathBuf),
    /// The data folder: the text that was sealed.
    Sealed(ContentHash),
    /// The data folder: a revision of the text that is being written.
    Draft(u64),
}

/// What changed.
#[derive(Debug)]
pub struct Difference {
    /// The old version.
    pub old: Version,
    /// The new version.
    pub new: Version,
    /// Terms that were added, removed or changed.
    pub terms: Vec<TermChange>,
    /// Sections whose prose is another.
    pub prose: Vec<ProseChange>,
    /// What it moves in money.
    pub money: MoneyComparison,
}

/// The two plans beside each other.
#[derive(Debug)]
pub enum MoneyComparison {
    /// What moves; empty where nothing does.
    Compared(Moved),
    /// The amounts are in two currencies, and are not compared.
    OtherCurrency,
    /// The amounts are in two price levels, which are never mixed.
    OtherPriceLevel,
}

/// Accounts and investors whose plan is another.
#[derive(Debug, Default)]
pub struct Moved {
    /// Each party whose account differs and below it its budgets, in the order of the new document, then of the old one.
    pub accounts: Vec<AccountMoved>,
    /// Each investor whose plan differs.
    pub investors: Vec<InvestorMoved>,
}

/// The account of a party or of one of its budgets. Where one plan does not have it, its figures there are zero.
#[derive(Debug)]
pub struct AccountMoved {
    /// Whose.
    pub party: PartyId,
    /// Which budget; nothing for the party in all.
    pub budget: Option<BudgetId>,
    /// In all.
    pub total: Pair<AccountFigures>,
    /// The years of payment that differ.
    pub by_year: Vec<(i16, Pair<AccountFigures>)>,
}

/// An investor's side of the two plans.
#[derive(Debug)]
pub struct InvestorMoved {
    /// Who.
    pub party: PartyId,
    /// What each plan gives; nothing where it is no investor.
    pub figures: Pair<Option<InvestorFigures>>,
}

/// What an investor puts in and gets back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvestorFigures {
    /// All capital given.
    pub paid_in: Money,
    /// All outcome payments received.
    pub received: Money,
    /// What a cap takes away.
    pub over_cap: Money,
    /// The estimated returns.
    pub returns: Returns,
}

/// The same of both versions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair<T> {
    /// In the old version.
    pub old: T,
    /// In the new version.
    pub new: T,
}

impl<T: PartialEq> Pair<T> {
    fn differs(&self) -> bool {
        self.old != self.new
    }
}

/// What changed from one file to another. Both must be without errors.
pub fn diff_files(old: &Path, new: &Path, codes: &CodeList) -> Result<Difference, Failure> {
    difference(from_file(old, codes)?, from_file(new, codes)?)
}

impl Session<'_> {
    /// What changed in a file since its agreement was sealed.
    pub fn diff_sealed(&self, path: &Path) -> Result<Difference, Failure> {
        let new = from_file(path, &self.codes()?.list)?;
        let id = &new.agreement.id;
        let sealed = self
            .store
            .agreement_sealed(id)?
            .ok_or_else(|| Refusal::new("diff-nothing-sealed").with("path", path.display()))?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        difference(Version { kept: Kept::Sealed(sealed.hash), text: sealed.text, agreement }, new)
    }
}

/// What changed from one text to another, each with where it comes from. Both must be without errors.
pub fn diff_texts(old: (Kept, String), new: (Kept, String), codes: &CodeList) -> Result<Difference, Failure> {
    let version = |(kept, text): (Kept, String)| {
        let (text, agreement) = agreement_of_text(Path::new(DOCUMENT), text, codes)?;
        Ok::<Version, Failure>(Version { kept, text, agreement })
    };
    difference(version(old)?, version(new)?)
}

fn from_file(path: &Path, codes: &CodeList) -> Result<Version, Failure> {
    let (text, agreement) = read_agreement(path, codes)?;
    Ok(Version { kept: Kept::File(path.to_owned()), text, agreement })
}

fn difference(old: Version, new: Version) -> Result<Difference, Failure> {
    let terms = term_changes(&old.text, &new.text);
    let prose = prose_changes(&old.text, &new.text);
    let money = if old.agreement.currency != new.agreement.currency {
        MoneyComparison::OtherCurrency
    } else if old.agreement.price_level != new.agreement.price_level {
        MoneyComparison::OtherPriceLevel
    } else {
        MoneyComparison::Compared(moved(&plan(&old.agreement)?, &plan(&new.agreement)?))
    };
    Ok(Difference { old, new, terms, prose, money })
}

fn moved(old: &PlanWithReturns, new: &PlanWithReturns) -> Moved {
    let (before, after) = (&old.plan.accounts, &new.plan.accounts);
    let key = |account: &PartyAccount| (account.party.clone(), account.budget.clone());
    let only_old = before.iter().filter(|account| after.iter().all(|other| key(other) != key(account)));
    let zero = Money::zero(new.plan.currency);
    let accounts = after.iter().chain(only_old).filter_map(|account| {
        let of = |accounts: &[PartyAccount]| accounts.iter().find(|other| key(other) == key(account)).cloned();
        account_moved(key(account), Pair { old: of(before), new: of(after) }, zero)
    });
    let (before, after) = (investors(old), investors(new));
    let only_old = before.iter().filter(|(party, _)| after.iter().all(|(other, _)| other != party));
    let investors = after.iter().chain(only_old).filter_map(|(party, _)| {
        let of =
            |all: &[(PartyId, InvestorFigures)]| all.iter().find(|(other, _)| other == party).map(|(_, found)| *found);
        let figures = Pair { old: of(&before), new: of(&after) };
        figures.differs().then(|| InvestorMoved { party: party.clone(), figures })
    });
    Moved { accounts: accounts.collect(), investors: investors.collect() }
}

fn account_moved(
    (party, budget): (PartyId, Option<BudgetId>),
    accounts: Pair<Option<PartyAccount>>,
    zero: Money,
) -> Option<AccountMoved> {
    let nothing = AccountFigures { savings: zero, received: zero, paid: zero, contribution: zero, balance: zero };
    let total = |account: &Option<PartyAccount>| account.as_ref().map_or(nothing, |account| account.total);
    let in_year = |account: &Option<PartyAccount>, year: i16| {
        let years = account.iter().flat_map(|account| &account.by_year);
        years.into_iter().find(|(other, _)| *other == year).map_or(nothing, |(_, figures)| *figures)
    };
    let of_both = accounts.old.iter().chain(&accounts.new);
    let years: BTreeSet<i16> = of_both.flat_map(|account| account.by_year.iter().map(|(year, _)| *year)).collect();
    let by_year: Vec<(i16, Pair<AccountFigures>)> = years
        .into_iter()
        .map(|year| (year, Pair { old: in_year(&accounts.old, year), new: in_year(&accounts.new, year) }))
        .filter(|(_, pair)| pair.differs())
        .collect();
    let total = Pair { old: total(&accounts.old), new: total(&accounts.new) };
    (!by_year.is_empty() || total.differs()).then_some(AccountMoved { party, budget, total, by_year })
}

fn investors(planned: &PlanWithReturns) -> Vec<(PartyId, InvestorFigures)> {
    let figures = |(investor, returns): (&InvestorPlan, &Returns)| {
        let InvestorPlan { paid_in, received, over_cap, .. } = investor;
        let (paid_in, received, over_cap) = (*paid_in, *received, *over_cap);
        (investor.party.clone(), InvestorFigures { paid_in, received, over_cap, returns: *returns })
    };
    planned.plan.investors.iter().zip(&planned.returns).map(figures).collect()
}
