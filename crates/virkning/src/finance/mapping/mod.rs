//! The account mapping (kontering): which account string of the finance system an entry of the ledger belongs to, who is
//! paid at which bank account, and how the finance system wants its rows. It is data with an edition, read from a TOML
//! file whose mistakes are shown like those of an agreement. No account string stands in code.

mod pattern;
mod raw;
mod read;

use jiff::civil::Date;
use serde::Deserialize;
use virkning_model::Currency;
use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, BudgetId, ContentHash, PartyId};
use virkning_model::ledger::AccountPurpose;
use virkning_model::origin::Origin;

pub use self::pattern::Pattern;
pub use self::read::read;
use super::characters::CharacterSet;
use super::csv::CsvForm;
use super::iban::BankAccount;
use crate::app::failure::Refusal;

/// An account mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// What it is called.
    pub name: String,
    /// Which edition of it.
    pub edition: String,
    /// SHA-256 of its text.
    pub hash: ContentHash,
    /// The one currency of its accounts.
    pub currency: Currency,
    /// Which regnskabsår a row belongs to.
    pub accounting_year: YearRule,
    /// How account strings are written; any one of them.
    pub patterns: Vec<Pattern>,
    /// The letters that the bank takes.
    pub characters: CharacterSet,
    /// The accounts, in the order of the file.
    pub accounts: Vec<MappedAccount>,
    /// Parties with their bank accounts, in the order of the file.
    pub holders: Vec<Holder>,
    /// How the finance system wants its rows.
    pub csv: CsvForm,
    /// Where the mapping as a whole comes from.
    pub origin: Origin,
}

/// Which regnskabsår a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YearRule {
    /// As the posting says: the agreement's own rule, else the year of the day.
    AsPosted,
    /// The year of the day on which it is paid.
    PaymentDay,
    /// The measured year that is paid for; the year of the day where there is none.
    MeasuredYear,
}

impl YearRule {
    /// The regnskabsår of a row.
    pub fn year(self, posted: i16, day: Date, measured: Option<i16>) -> i16 {
        match self {
            YearRule::AsPosted => posted,
            YearRule::PaymentDay => day.year(),
            YearRule::MeasuredYear => measured.unwrap_or(day.year()),
        }
    }
}

/// An account of the finance system.
#[derive(Clone, Debug, PartialEq)]
pub struct MappedAccount {
    /// Only for this agreement.
    pub agreement: Option<AgreementId>,
    /// Whose.
    pub party: PartyId,
    /// Which of its budgets; any of them where none is named.
    pub budget: Option<BudgetId>,
    /// What for.
    pub purpose: AccountPurpose,
    /// The first regnskabsår that it is used in.
    pub from: Option<i16>,
    /// The last.
    pub to: Option<i16>,
    /// The account string (kontostreng).
    pub account: String,
    /// The committee (udvalg) that it belongs to.
    pub committee: String,
    /// What the account is called.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl MappedAccount {
    fn fits(&self, agreement: &AgreementId, holder: &AccountHolder, purpose: AccountPurpose, year: i16) -> bool {
        self.party == holder.party
            && self.purpose == purpose
            && self.agreement.as_ref().is_none_or(|own| own == agreement)
            && self.budget.as_ref().is_none_or(|own| Some(own) == holder.budget.as_ref())
            && self.from.is_none_or(|from| from <= year)
            && self.to.is_none_or(|to| year <= to)
    }

    /// What is said of one agreement goes before what is said of all, and then a budget before none.
    fn precision(&self) -> (bool, bool) {
        (self.agreement.is_some(), self.budget.is_some())
    }
}

/// A party as the bank knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Which party.
    pub party: PartyId,
    /// The name of the account's holder.
    pub name: String,
    /// The CVR number.
    pub cvr: Option<String>,
    /// Where it is paid.
    pub bank: BankAccount,
    /// The country by its ISO 3166 code.
    pub country: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Something that the mapping does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// An account.
    Account {
        /// The agreement.
        agreement: AgreementId,
        /// Whose.
        party: PartyId,
        /// Which budget.
        budget: Option<BudgetId>,
        /// What for.
        purpose: AccountPurpose,
        /// In which regnskabsår.
        year: i16,
    },
    /// A party's bank account.
    Holder {
        /// Which party.
        party: PartyId,
    },
}

impl Mapping {
    /// The account of an entry.
    ///
    /// # Errors
    /// What is missing.
    pub fn account(
        &self,
        agreement: &AgreementId,
        holder: &AccountHolder,
        purpose: AccountPurpose,
        year: i16,
    ) -> Result<&MappedAccount, Missing> {
        let fitting = self.accounts.iter().filter(|account| account.fits(agreement, holder, purpose, year));
        fitting.max_by_key(|account| account.precision()).ok_or_else(|| Missing::Account {
            agreement: agreement.clone(),
            party: holder.party.clone(),
            budget: holder.budget.clone(),
            purpose,
            year,
        })
    }

    /// A party as the bank knows it.
    ///
    /// # Errors
    /// What is missing.
    pub fn holder(&self, party: &PartyId) -> Result<&Holder, Missing> {
        let found = self.holders.iter().find(|holder| holder.party == *party);
        found.ok_or_else(|| Missing::Holder { party: party.clone() })
    }

    /// Whether somebody must be told that account strings or bank accounts are made up.
    pub fn is_assumed(&self) -> bool {
        let origins = self.accounts.iter().map(|account| &account.origin);
        let all = origins.chain(self.holders.iter().map(|holder| &holder.origin)).chain([&self.origin]);
        all.into_iter().any(|origin| matches!(origin, Origin::Assumed { .. }))
    }
}

/// The refusal that names everything that is missing, once each.
pub fn missing(mapping: &Mapping, missing: &[Missing]) -> Refusal {
    let mut lines: Vec<String> = missing.iter().map(line).collect();
    lines.sort();
    lines.dedup();
    Refusal::new("mapping-incomplete")
        .with("mapping", &mapping.name)
        .with("edition", &mapping.edition)
        .with("count", lines.len())
        .with_details(lines)
}

/// The beginning of what has to be written into the file.
fn line(missing: &Missing) -> String {
    match missing {
        Missing::Account { agreement, party, budget, purpose, year } => {
            let budget = budget.as_ref().map_or_else(String::new, |budget| format!(" budget = \"{budget}\""));
            let purpose = purpose.word();
            format!("[[account]] party = \"{party}\"{budget} purpose = \"{purpose}\" ({agreement}, {year})")
        }
        Missing::Holder { party } => format!("[[holder]] party = \"{party}\""),
    }
}

#[cfg(test)]
mod tests;
