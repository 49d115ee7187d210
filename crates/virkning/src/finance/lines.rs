//! Entries of the ledger as rows of the finance system: each gets its account string, its committee and its regnskabsår
//! from the mapping. Rows of one voucher balance, or nothing is written.

use jiff::civil::Date;
use virkning_model::agreement::AccountHolder;
use virkning_model::id::AgreementId;
use virkning_model::ledger::AccountPurpose;
use virkning_model::{Currency, Money};

use super::mapping::{Mapping, Missing, missing};
use crate::app::failure::Refusal;

/// An entry of the ledger on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinanceEntry {
    /// The agreement.
    pub agreement: AgreementId,
    /// The voucher's number.
    pub voucher: String,
    /// The day of payment.
    pub day: Date,
    /// The regnskabsår that the posting says.
    pub accounting_year: i16,
    /// The measured year that is paid for, where there is one.
    pub measured_year: Option<i16>,
    /// Whose account.
    pub holder: AccountHolder,
    /// What for.
    pub purpose: AccountPurpose,
    /// Debit positive, credit negative.
    pub amount: Money,
    /// What the row says.
    pub text: String,
}

/// A row of the finance system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinanceLine {
    /// The entry that it is made of.
    pub entry: FinanceEntry,
    /// The regnskabsår, by the mapping's rule.
    pub accounting_year: i16,
    /// The account string.
    pub account: String,
    /// The committee.
    pub committee: String,
    /// What the account is called.
    pub label: String,
    /// The holder's name as the bank has it, where the mapping names it.
    pub name: String,
    /// The holder's CVR number, where the mapping names it.
    pub cvr: String,
}

/// Why entries give no rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLines {
    /// Accounts are missing, each named once.
    Missing(Vec<Missing>),
    /// An amount is in another currency than the mapping's accounts.
    Currency {
        /// The voucher.
        voucher: String,
        /// The amount's currency.
        currency: Currency,
    },
    /// The rows of a voucher do not add up to nothing.
    Unbalanced {
        /// The voucher.
        voucher: String,
        /// What they add up to.
        difference: Money,
    },
}

impl NoLines {
    /// As a refusal.
    pub fn refusal(&self, mapping: &Mapping) -> Refusal {
        match self {
            NoLines::Missing(found) => missing(mapping, found),
            NoLines::Currency { voucher, currency } => Refusal::new("mapping-other-currency")
                .with("voucher", voucher)
                .with("currency", currency.code())
                .with("expected", mapping.currency.code()),
            NoLines::Unbalanced { voucher, difference } => {
                Refusal::new("voucher-unbalanced").with("voucher", voucher).with("difference", difference.to_decimal())
            }
        }
    }
}

/// The rows of entries, in their order.
///
/// # Errors
/// Everything that the mapping lacks, or the first voucher that cannot be written.
pub fn lines(mapping: &Mapping, entries: &[FinanceEntry]) -> Result<Vec<FinanceLine>, NoLines> {
    let foreign = entries.iter().find(|entry| entry.amount.currency() != mapping.currency);
    if let Some(entry) = foreign {
        return Err(NoLines::Currency { voucher: entry.voucher.clone(), currency: entry.amount.currency() });
    }
    let (mut made, mut lacking) = (Vec::with_capacity(entries.len()), Vec::new());
    for entry in entries {
        match line(mapping, entry) {
            Ok(line) => made.push(line),
            Err(what) => lacking.push(what),
        }
    }
    if !lacking.is_empty() {
        lacking.sort();
        lacking.dedup();
        return Err(NoLines::Missing(lacking));
    }
    match unbalanced(mapping.currency, &made) {
        Some((voucher, difference)) => Err(NoLines::Unbalanced { voucher, difference }),
        None => Ok(made),
    }
}

/// The rows that a re-posting shows: what the money was for, on both sides. Inside one legal entity nobody owes anybody
/// anything, so what is payable, receivable or in the bank is left out; it adds up to nothing.
pub fn reposted(lines: &[FinanceLine]) -> Vec<&FinanceLine> {
    lines.iter().filter(|line| !line.entry.purpose.is_settling()).collect()
}

fn line(mapping: &Mapping, entry: &FinanceEntry) -> Result<FinanceLine, Missing> {
    let year = mapping.accounting_year.year(entry.accounting_year, entry.day, entry.measured_year);
    let account = mapping.account(&entry.agreement, &entry.holder, entry.purpose, year)?;
    let holder = mapping.holder(&entry.holder.party).ok();
    Ok(FinanceLine {
        accounting_year: year,
        account: account.account.clone(),
        committee: account.committee.clone(),
        label: account.label.clone(),
        name: holder.map_or_else(String::new, |holder| holder.name.clone()),
        cvr: holder.and_then(|holder| holder.cvr.clone()).unwrap_or_default(),
        entry: entry.clone(),
    })
}

/// The first voucher whose rows do not add up to nothing.
fn unbalanced(currency: Currency, lines: &[FinanceLine]) -> Option<(String, Money)> {
    let mut sums: Vec<(&str, Money)> = Vec::new();
    for line in lines {
        match sums.iter_mut().find(|(voucher, _)| *voucher == line.entry.voucher) {
            Some((_, sum)) => *sum += line.entry.amount,
            None => sums.push((&line.entry.voucher, Money::zero(currency) + line.entry.amount)),
        }
    }
    let found = sums.into_iter().find(|(_, sum)| !sum.is_zero());
    found.map(|(voucher, sum)| (voucher.to_owned(), sum))
}
