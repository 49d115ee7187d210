//! The statement of account (kontokort): every movement of an account with its balance, read from postings alone. Order is
//! the order of posting, never that of clocks or days of payment.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::id::PartyId;
use virkning_model::ledger::{About, Account, Entry, PostingKind, Step, Transfer};
use virkning_model::money::Currency;

/// A posting as the ledger holds it, with its voucher number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Its number in the agreement and the year of payment: `2025-0001`.
    pub voucher_number: String,
    /// The day of payment.
    pub date: Date,
    /// What it does.
    pub kind: PostingKind,
    /// What it is made of.
    pub about: About,
    /// The measured year that it settles; differences of earlier ones may stand in it too.
    pub measured_year: Option<i16>,
    /// Its entries.
    pub entries: Vec<Entry>,
}

impl Booked {
    /// What it makes owed or settles, a reversal with turned signs; empty where its entries are made of no transfers.
    pub fn transfers(&self) -> Vec<(Step, Transfer)> {
        Transfer::of_entries(&self.entries).unwrap_or_default()
    }
}

/// Which movements are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of whose accounts; everybody's where nothing is named.
    pub party: Option<PartyId>,
    /// From which day; what was before is the opening balance.
    pub from: Option<Date>,
    /// To which day, itself included.
    pub to: Option<Date>,
}

/// The statement of one account in one currency. Debit is positive, credit negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountStatement {
    /// Which account: whose, what for, and of which term.
    pub account: Account,
    /// What it held before the first day that is asked for.
    pub opening: Money,
    /// What moved, in the order of posting.
    pub movements: Vec<Movement>,
    /// All debits of the span.
    pub debit: Money,
    /// All credits of the span, not below zero.
    pub credit: Money,
    /// What it holds after them.
    pub closing: Money,
}

/// One movement of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The day of payment.
    pub date: Date,
    /// The voucher.
    pub voucher_number: String,
    /// What the posting does.
    pub kind: PostingKind,
    /// Whether it is the difference of an earlier year, in a settlement of another.
    pub is_difference: bool,
    /// The measured year, where it belongs to one.
    pub measured_year: Option<i16>,
    /// The regnskabsår.
    pub accounting_year: i16,
    /// The amount where it is a debit.
    pub debit: Option<Money>,
    /// The amount where it is a credit, above zero.
    pub credit: Option<Money>,
    /// The balance after it.
    pub balance: Money,
}

/// The statements of the accounts that ever moved by the last day that is asked for, by holder, purpose and term.
pub fn account_of(booked: &[Booked], asked: &Asked) -> Vec<AccountStatement> {
    let mut all: BTreeMap<(&Account, Currency), AccountStatement> = BTreeMap::new();
    for posting in booked.iter().filter(|posting| asked.to.is_none_or(|to| posting.date <= to)) {
        let wanted = |entry: &&Entry| asked.party.as_ref().is_none_or(|party| entry.account.holder.party == *party);
        for entry in posting.entries.iter().filter(wanted) {
            let zero = Money::zero(entry.amount.currency());
            let statement = all.entry((&entry.account, entry.amount.currency())).or_insert_with(|| AccountStatement {
                account: entry.account.clone(),
                opening: zero,
                movements: Vec::new(),
                debit: zero,
                credit: zero,
                closing: zero,
            });
            let is_difference = posting.kind == PostingKind::Restatement
                || (posting.kind == PostingKind::Settlement && entry.measured_year != posting.measured_year);
            statement.take(posting, entry, is_difference, asked.from);
        }
    }
    all.into_values().collect()
}

impl AccountStatement {
    fn take(&mut self, posting: &Booked, entry: &Entry, is_difference: bool, from: Option<Date>) {
        if from.is_some_and(|from| posting.date < from) {
            // A posting of an earlier day may come after others; the balances of those do not know it.
            self.opening += entry.amount;
            self.movements.iter_mut().for_each(|movement| movement.balance += entry.amount);
            self.closing += entry.amount;
            return;
        }
        let (debit, credit) = if entry.amount.is_negative() {
            (None, Some(-entry.amount))
        } else {
            (Some(entry.amount), None)
        };
        self.closing += entry.amount;
        self.debit += debit.unwrap_or(Money::zero(entry.amount.currency()));
        self.credit += credit.unwrap_or(Money::zero(entry.amount.currency()));
        self.movements.push(Movement {
            date: posting.date,
            voucher_number: posting.voucher_number.clone(),
            kind: posting.kind,
            is_difference,
            measured_year: entry.measured_year,
            accounting_year: entry.accounting_year,
            debit,
            credit,
            balance: self.closing,
        });
    }
}
