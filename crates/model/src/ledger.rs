//! The ledger: balanced, append-only postings. A posting is made of whole transfers, and each party's books balance by
//! themselves; a posting in which one party's do not cannot be made.
//!
//! A transfer is owed first and settled later, four entries each time:
//!
//! ```text
//! owed       payer     Dr outcome-payment-paid      Cr payable
//!            receiver  Dr receivable                Cr outcome-payment-received
//! settled    payer     Dr payable                   Cr bank
//!            receiver  Dr bank                      Cr receivable
//! ```
//!
//! Version 1 of the store wrote an owed transfer as a pair over both parties' books; such entries are still read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::agreement::AccountHolder;
use crate::id::{AgreementId, PartyId, ProposalId, TermId};
use crate::money::{Currency, Money};

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountPurpose {
    /// What a payer has spent on outcome payments.
    OutcomePaymentPaid,
    /// What an investor has received in outcome payments.
    OutcomePaymentReceived,
    /// What a payer owes and has not paid: credit.
    Payable,
    /// What a receiver has coming and has not got: debit.
    Receivable,
    /// What has been settled through the bank or the finance system.
    Bank,
    /// Capital that an investor has given.
    CapitalGiven,
    /// Capital that the intervention has received.
    CapitalReceived,
    /// Capital that has been given back whatever the results.
    CapitalReturnedPaid,
    /// Capital that an investor has got back whatever the results.
    CapitalReturnedReceived,
    /// What a guarantor has covered.
    GuaranteePaid,
    /// What an investor has had covered.
    GuaranteeReceived,
}

impl AccountPurpose {
    /// Every purpose.
    pub const ALL: [AccountPurpose; 11] = [
        AccountPurpose::OutcomePaymentPaid,
        AccountPurpose::OutcomePaymentReceived,
        AccountPurpose::Payable,
        AccountPurpose::Receivable,
        AccountPurpose::Bank,
        AccountPurpose::CapitalGiven,
        AccountPurpose::CapitalReceived,
        AccountPurpose::CapitalReturnedPaid,
        AccountPurpose::CapitalReturnedReceived,
        AccountPurpose::GuaranteePaid,
        AccountPurpose::GuaranteeReceived,
    ];

    /// The word that files and stores have for it.
    pub fn word(self) -> &'static str {
        match self {
            AccountPurpose::OutcomePaymentPaid => "outcome-payment-paid",
            AccountPurpose::OutcomePaymentReceived => "outcome-payment-received",
            AccountPurpose::Payable => "payable",
            AccountPurpose::Receivable => "receivable",
            AccountPurpose::Bank => "bank",
            AccountPurpose::CapitalGiven => "capital-given",
            AccountPurpose::CapitalReceived => "capital-received",
            AccountPurpose::CapitalReturnedPaid => "capital-returned-paid",
            AccountPurpose::CapitalReturnedReceived => "capital-returned-received",
            AccountPurpose::GuaranteePaid => "guarantee-paid",
            AccountPurpose::GuaranteeReceived => "guarantee-received",
        }
    }

    /// The purpose of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }

    /// Whether it says what is owed or where the money lies, and not what the money was for. A voucher shows the others.
    pub fn is_settling(self) -> bool {
        matches!(self, AccountPurpose::Payable | AccountPurpose::Receivable | AccountPurpose::Bank)
    }
}

/// An account of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Account {
    /// Whose.
    pub holder: AccountHolder,
    /// What for.
    pub purpose: AccountPurpose,
    /// The payment, funding or closing term that the money belongs to; nothing in entries of version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tranche: Option<TermId>,
}

/// One side of a posting. Debit is positive, credit negative.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The account.
    pub account: Account,
    /// Debit positive, credit negative.
    pub amount: Money,
    /// The regnskabsår that it belongs to.
    pub accounting_year: i16,
    /// The measured year; nothing for capital, floors and guarantees, which belong to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured_year: Option<i16>,
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

/// What a posting does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostingKind {
    /// A measured year is settled; differences of earlier years come with it.
    Settlement,
    /// Earlier years alone are put right (efterregulering).
    Restatement,
    /// What was kept back falls due.
    Release,
    /// What is paid whatever the results: capital that comes back, a floor, a guarantee.
    Closing,
    /// An investor gives an instalment (rate).
    Instalment,
    /// What was owed has been settled through the bank or the finance system.
    Payment,
    /// An earlier posting is taken back, sign by sign.
    Reversal,
}

impl PostingKind {
    /// Every kind.
    pub const ALL: [PostingKind; 7] = [
        PostingKind::Settlement,
        PostingKind::Restatement,
        PostingKind::Release,
        PostingKind::Closing,
        PostingKind::Instalment,
        PostingKind::Payment,
        PostingKind::Reversal,
    ];

    /// The word that files and stores have for it.
    pub fn word(self) -> &'static str {
        match self {
            PostingKind::Settlement => "settlement",
            PostingKind::Restatement => "restatement",
            PostingKind::Release => "release",
            PostingKind::Closing => "closing",
            PostingKind::Instalment => "instalment",
            PostingKind::Payment => "payment",
            PostingKind::Reversal => "reversal",
        }
    }

    /// The kind of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a posting is made of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A settlement proposal: of a measured year, a restatement, a release or a closing.
    Proposal(ProposalId),
    /// An instalment of a funding term.
    Instalment {
        /// The funding term.
        funding: TermId,
        /// The day on which it was agreed to be given.
        on: Date,
    },
    /// An earlier voucher, by its number: what is paid or taken back.
    Voucher(String),
}

/// What money is transferred for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidFor {
    /// Results.
    Outcome,
    /// An instalment of capital.
    Capital,
    /// Capital that comes back whatever the results.
    CapitalReturn,
    /// A loss that a guarantor covers.
    Guarantee,
}

impl PaidFor {
    /// The account of who pays.
    pub fn paid(self) -> AccountPurpose {
        match self {
            PaidFor::Outcome => AccountPurpose::OutcomePaymentPaid,
            PaidFor::Capital => AccountPurpose::CapitalGiven,
            PaidFor::CapitalReturn => AccountPurpose::CapitalReturnedPaid,
            PaidFor::Guarantee => AccountPurpose::GuaranteePaid,
        }
    }

    /// The account of who is paid.
    pub fn received(self) -> AccountPurpose {
        match self {
            PaidFor::Outcome => AccountPurpose::OutcomePaymentReceived,
            PaidFor::Capital => AccountPurpose::CapitalReceived,
            PaidFor::CapitalReturn => AccountPurpose::CapitalReturnedReceived,
            PaidFor::Guarantee => AccountPurpose::GuaranteeReceived,
        }
    }

    fn of_paid(purpose: AccountPurpose) -> Option<Self> {
        [PaidFor::Outcome, PaidFor::Capital, PaidFor::CapitalReturn, PaidFor::Guarantee]
            .into_iter()
            .find(|what| what.paid() == purpose)
    }
}

/// One sum from one holder to another. A difference below zero goes the other way, on the same accounts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Transfer {
    /// Who pays, from which budget.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: AccountHolder,
    /// What for; nothing where it is read from a payment, whose accounts do not say it.
    pub what: Option<PaidFor>,
    /// The payment, funding or closing term.
    pub tranche: Option<TermId>,
    /// The measured year, where it belongs to one.
    pub measured_year: Option<i16>,
    /// The regnskabsår.
    pub accounting_year: i16,
    /// How much.
    pub amount: Money,
}

/// What a posting does to a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is owed from now on.
    Owed,
    /// It has been settled through the bank or the finance system.
    Settled,
}

impl Transfer {
    fn entry(&self, holder: &AccountHolder, purpose: AccountPurpose, amount: Money) -> Entry {
        Entry {
            account: Account { holder: holder.clone(), purpose, tranche: self.tranche.clone() },
            amount,
            accounting_year: self.accounting_year,
            measured_year: self.measured_year,
        }
    }

    /// The entries by which it becomes owed: in the payer's books, then in the receiver's.
    pub fn owed(&self) -> [Entry; 4] {
        let what = self.what.unwrap_or(PaidFor::Outcome);
        [
            self.entry(&self.from, what.paid(), self.amount),
            self.entry(&self.from, AccountPurpose::Payable, -self.amount),
            self.entry(&self.to, AccountPurpose::Receivable, self.amount),
            self.entry(&self.to, what.received(), -self.amount),
        ]
    }

    /// The entries by which it is settled.
    pub fn settled(&self) -> [Entry; 4] {
        [
            self.entry(&self.from, AccountPurpose::Payable, self.amount),
            self.entry(&self.from, AccountPurpose::Bank, -self.amount),
            self.entry(&self.to, AccountPurpose::Bank, self.amount),
            self.entry(&self.to, AccountPurpose::Receivable, -self.amount),
        ]
    }

    /// The transfers that the entries of one posting are made of, in their order, also the pairs of version 1. Nothing
    /// where they are made of none.
    pub fn of_entries(entries: &[Entry]) -> Option<Vec<(Step, Transfer)>> {
        let mut left = entries;
        let mut all = Vec::new();
        while let [first, second, ..] = left {
            // A pair goes over both parties' books: the second entry is what the receiver has got.
            let is_pair = second.account.purpose == AccountPurpose::OutcomePaymentReceived;
            let count = if is_pair { 2 } else { 4 };
            let own = left.get(..count)?;
            let to = &own[count / 2].account.holder;
            let transfer = Transfer {
                from: first.account.holder.clone(),
                to: to.clone(),
                what: PaidFor::of_paid(first.account.purpose),
                tranche: first.account.tranche.clone(),
                measured_year: first.measured_year,
                accounting_year: first.accounting_year,
                amount: first.amount,
            };
            let step = if first.account.purpose == AccountPurpose::Payable {
                Step::Settled
            } else {
                Step::Owed
            };
            let made = match step {
                Step::Owed => transfer.owed(),
                Step::Settled => transfer.settled(),
            };
            let same = if is_pair { [&own[0], &own[1]] == [&made[0], &made[3]] } else { own == made };
            same.then(|| all.push((step, transfer)))?;
            left = &left[count..];
        }
        left.is_empty().then_some(all)
    }
}

/// What a posting is, beside its entries.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PostingHead {
    /// The agreement it belongs to.
    pub agreement: AgreementId,
    /// What it does.
    pub kind: PostingKind,
    /// What it is made of.
    pub about: About,
    /// The day of payment.
    pub date: Date,
    /// How it reaches the finance system.
    pub voucher: Voucher,
}

/// A posting: entries that balance, in all and in the books of each party.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Posting {
    #[serde(flatten)]
    head: PostingHead,
    entries: Vec<Entry>,
}

/// Entries that do not add up to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// In whose books.
    pub party: PartyId,
    /// What they add up to.
    pub difference: Money,
}

impl Posting {
    /// A posting of entries that balance in the books of each party, and so in all.
    ///
    /// # Errors
    /// The first party, in alphabetical order, whose entries do not add up to nothing.
    pub fn new(head: PostingHead, entries: Vec<Entry>) -> Result<Self, Unbalanced> {
        let mut sums: BTreeMap<(&PartyId, Currency), Money> = BTreeMap::new();
        for entry in &entries {
            let currency = entry.amount.currency();
            *sums.entry((&entry.account.holder.party, currency)).or_insert(Money::zero(currency)) += entry.amount;
        }
        let off = sums.into_iter().find(|(_, sum)| !sum.is_zero());
        let off = off.map(|((party, _), difference)| Unbalanced { party: party.clone(), difference });
        match off {
            Some(unbalanced) => Err(unbalanced),
            None => Ok(Self { head, entries }),
        }
    }

    /// What it is, beside its entries.
    pub fn head(&self) -> &PostingHead {
        &self.head
    }

    /// The agreement it belongs to.
    pub fn agreement(&self) -> &AgreementId {
        &self.head.agreement
    }

    /// The proposal that it posts; nothing for an instalment, a payment or a reversal.
    pub fn proposal(&self) -> Option<&ProposalId> {
        match &self.head.about {
            About::Proposal(id) => Some(id),
            About::Instalment { .. } | About::Voucher(_) => None,
        }
    }

    /// What it does.
    pub fn kind(&self) -> PostingKind {
        self.head.kind
    }

    /// The day of payment.
    pub fn date(&self) -> Date {
        self.head.date
    }

    /// How it reaches the finance system.
    pub fn voucher(&self) -> Voucher {
        self.head.voucher
    }

    /// Its entries: four for each transfer.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The posting that takes this one back, sign by sign; `number` is that of its voucher.
    pub fn reversed(&self, number: String, date: Date) -> Posting {
        let head =
            PostingHead { kind: PostingKind::Reversal, about: About::Voucher(number), date, ..self.head.clone() };
        let entries = self.entries.iter().map(|entry| Entry { amount: -entry.amount, ..entry.clone() }).collect();
        Posting { head, entries }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(party: &str) -> AccountHolder {
        AccountHolder { party: PartyId::new(party).expect("an id"), budget: None }
    }

    fn transfer(amount: i128) -> Transfer {
        Transfer {
            from: holder("aarhus"),
            to: holder("rsi"),
            what: Some(PaidFor::Outcome),
            tranche: Some(TermId::new("outcome-payment").expect("an id")),
            measured_year: Some(2024),
            accounting_year: 2025,
            amount: Money::from_minor(Currency::DKK, amount),
        }
    }

    fn head() -> PostingHead {
        PostingHead {
            agreement: AgreementId::new("ips-plus").expect("an id"),
            kind: PostingKind::Settlement,
            about: About::Proposal(ProposalId::new("ips-plus-2024").expect("an id")),
            date: Date::constant(2025, 3, 31),
            voucher: Voucher::Payment,
        }
    }

    #[test]
    fn each_partys_books_balance() {
        let entries = transfer(6_225_000).owed().to_vec();
        assert!(Posting::new(head(), entries.clone()).is_ok());
        // In all it balances, but neither party's books do: a pair of version 1.
        let pair = vec![entries[0].clone(), entries[3].clone()];
        let difference = Money::from_minor(Currency::DKK, 6_225_000);
        let party = PartyId::new("aarhus").expect("an id");
        assert_eq!(Posting::new(head(), pair), Err(Unbalanced { party, difference }));
        assert!(Posting::new(head(), Vec::new()).is_ok());
    }

    #[test]
    fn transfers_are_read_back_from_their_entries() {
        let (more, less) = (transfer(6_225_000), transfer(-415_000));
        let paid = Transfer { what: None, ..transfer(100) };
        let mut entries: Vec<Entry> = more.owed().into_iter().chain(less.owed()).collect();
        assert_eq!(Transfer::of_entries(&entries), Some(vec![(Step::Owed, more.clone()), (Step::Owed, less)]));
        assert_eq!(Transfer::of_entries(&paid.settled()), Some(vec![(Step::Settled, paid)]));
        let pair = [entries[0].clone(), entries[3].clone()];
        assert_eq!(Transfer::of_entries(&pair), Some(vec![(Step::Owed, more)]));
        entries.swap(0, 1);
        assert_eq!(Transfer::of_entries(&entries), None);
        assert_eq!(Transfer::of_entries(&pair[..1]), None);
        assert_eq!(Transfer::of_entries(&[]), Some(Vec::new()));
    }

    #[test]
    fn a_reversal_leaves_nothing() {
        let posting = Posting::new(head(), transfer(100).owed().to_vec()).expect("it balances");
        let back = posting.reversed("2025-0001".to_owned(), Date::constant(2025, 4, 1));
        assert_eq!((back.kind(), back.proposal()), (PostingKind::Reversal, None));
        let sums = posting.entries().iter().zip(back.entries()).map(|(one, other)| one.amount + other.amount);
        assert!(sums.into_iter().all(Money::is_zero));
    }

    #[test]
    fn every_word_is_read_back() {
        for purpose in AccountPurpose::ALL {
            assert_eq!(AccountPurpose::of_word(purpose.word()), Some(purpose));
        }
        for kind in PostingKind::ALL {
            assert_eq!(PostingKind::of_word(kind.word()), Some(kind));
        }
        assert_eq!((AccountPurpose::of_word("other"), PostingKind::of_word("")), (None, None));
    }
}
