//! The return cap (afkastloft) as a yearly account: what may still be paid to a party that put in capital. It knows
//! calendar years, instalments and payments; which payment comes when is the program's business.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::agreement::ReturnCapMethod;
use virkning_model::id::TermId;
use virkning_model::money::MoneyError;
use virkning_model::{Money, Rounding};

/// The terms of one cap with the capital it is computed from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cap {
    pub(crate) limit: TermId,
    /// Its place among the program's limits.
    pub(crate) slot: usize,
    /// One after the other, as amendments have changed them.
    pub(crate) terms: Vec<CapTerms>,
    pub(crate) rounding: Rounding,
    /// Sorted by date.
    pub(crate) instalments: Vec<(Date, Money)>,
}

/// What a cap says in a span of days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CapTerms {
    /// The first day on which it no longer holds.
    pub(crate) until: Date,
    pub(crate) method: ReturnCapMethod,
    pub(crate) annual_return: Decimal,
}

impl Cap {
    /// The terms by which the opening balance of a year earns: those that hold on its first day.
    pub(crate) fn of_year(&self, year: i16) -> Option<&CapTerms> {
        let first = Date::new(year, 1, 1).ok()?;
        self.terms.iter().find(|terms| first < terms.until).or(self.terms.last())
    }
}

/// Where a cap's account stands.
///
/// Each calendar year, in this order: the opening balance earns `annual_return`, rounded to øre; then every instalment
/// due up to the day of a payment goes in; then the payment comes out, at most capital and return outstanding. An
/// instalment of a later day of the same year goes in after that payment: capital that is not yet given is not repaid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CapAccount {
    /// The year that is open.
    year: Option<i16>,
    /// Instalments that have gone in.
    given: usize,
    /// Under compound this holds the return too, which has joined it.
    capital: Money,
    /// Return that has accrued apart and is not paid.
    accrued: Money,
}

impl CapAccount {
    pub(crate) fn new(zero: Money) -> Self {
        Self { year: None, given: 0, capital: zero, accrued: zero }
    }

    /// Brings the account to a day: opens every year up to it and takes in the instalments due.
    pub(crate) fn advance(&mut self, cap: &Cap, day: Date) -> Result<(), MoneyError> {
        while let Some((due, amount)) = cap.instalments.get(self.given).filter(|(due, _)| *due <= day) {
            self.open(cap, due.year())?;
            self.capital += *amount;
            self.given += 1;
        }
        self.open(cap, day.year())
    }

    /// The most that can be paid now.
    pub(crate) fn room(&self) -> Money {
        self.capital + self.accrued
    }

    /// Takes a payment out: return that has accrued apart first, then capital. What exceeds both is not this account's.
    pub(crate) fn pay(&mut self, amount: Money) {
        let from_return = amount.min(self.accrued);
        self.accrued -= from_return;
        self.capital -= (amount - from_return).min(self.capital);
    }

    pub(crate) fn capital_outstanding(&self) -> Money {
        self.capital
    }

    pub(crate) fn return_outstanding(&self) -> Money {
        self.accrued
    }

    fn open(&mut self, cap: &Cap, year: i16) -> Result<(), MoneyError> {
        let Some(mut open) = self.year else {
            self.year = Some(year);
            return Ok(());
        };
        while open < year {
            let Some(terms) = cap.of_year(open + 1) else { break };
            let earned = self.capital.times(terms.annual_return, cap.rounding)?;
            match terms.method {
                ReturnCapMethod::Compound => self.capital += earned,
                ReturnCapMethod::Simple => self.accrued += earned,
                // What the year before could not pay has lapsed.
                ReturnCapMethod::PerYear => self.accrued = earned,
            }
            open += 1;
        }
        self.year = Some(year.max(open));
        Ok(())
    }
}
