//! Postings: what an approved proposal writes into the ledger, once, under a key that the caller chooses so that a retry
//! is safe. A posting and its entries are one transaction and never change.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, ContentHash, ProposalId, UserId};
use virkning_model::ledger::{Account, AccountPurpose, Entry, Posting, Voucher};
use virkning_model::money::{Currency, Money};

use crate::decisions::{ProposalState, decide_in_txn, proposal_in_txn};
use crate::error::{Failure, StoreError};
use crate::proposals::ProposalRecord;
use crate::refusal::Refusal;
use crate::row::{Row, part, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// A posting as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its number in the store, over all agreements.
    pub sequence: u64,
    /// Its number in the agreement and the year of payment: `2025-0001`.
    pub voucher_number: String,
    /// The key that the caller chose.
    pub key: String,
    /// The settlement that it pays.
    pub proposal: ProposalId,
    /// The content of that settlement.
    pub content: ContentHash,
    /// The agreement.
    pub agreement: AgreementId,
    /// The sealed version that it was settled under.
    pub version: String,
    /// The measured year.
    pub measured_year: i16,
    /// The day of payment.
    pub paid_on: Date,
    /// How it reaches the finance system.
    pub voucher: Voucher,
    /// Its entries, which add up to nothing. Debit positive, credit negative.
    pub entries: Vec<Entry>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
}

row! {
    pub(crate) struct PostingRow in "postings", key (agreement, voucher_year, voucher_sequence), named posting_name,
            unique (sequence), unique (request_key), unique (proposal), unique (agreement, measured_year, version),
            parts entries: EntryRow where posting = sequence {
        pub(crate) sequence: i64,
        request_key: String,
        proposal: String,
        content: String,
        agreement: String,
        version: String,
        measured_year: i64,
        voucher_year: i64,
        voucher_sequence: i64,
        voucher: String,
        paid_on: String,
        recorded_by: String,
        recorded_at: String,
    }
}

part! {
    #[derive(Clone, PartialEq, Eq)]
    pub(crate) struct EntryRow in "entries", key (posting, position) {
        posting: i64,
        position: i64,
        party: String,
        budget: Option<String>,
        purpose: String,
        currency: String,
        amount_minor: i64,
    }
}

/// A posting is named by its agreement and its voucher.
fn posting_name(row: &PostingRow) -> String {
    format!("{}/{}", row.agreement, row.voucher_number())
}

impl PostingRow {
    fn voucher_number(&self) -> String {
        voucher_number(self.voucher_year, self.voucher_sequence)
    }
}

pub(crate) fn voucher_number(year: i64, sequence: i64) -> String {
    format!("{year}-{sequence:04}")
}

impl Store {
    /// Posts an approved proposal. The same key with the same content gives back what is stored and writes nothing; the
    /// same key with other content is refused and says which field differs. Whoever comes second with another key is
    /// told the voucher that won. At most one settlement is posted per agreement, measured year and version.
    pub fn post(
        &self,
        actor: &Actor,
        key: &str,
        id: &ProposalId,
        content: &ContentHash,
        posting: &Posting,
    ) -> Result<Stored<Posted>, Failure> {
        self.write(actor, "post", id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::POSTERS)?;
            let wanted = wanted_row(actor, key, id, content, posting)?;
            if let Some(stored) = row_by_key_in_txn(transaction, key)? {
                same_request(&stored, &wanted)?;
                return posted_of(stored).map(Change::Nothing).map_err(Failure::from);
            }
            let (proposal, _) = proposal_in_txn(transaction, id)?;
            may_be_posted(transaction, &proposal, content, posting)?;
            let row = numbered_in_txn(transaction, wanted, &proposal)?;
            insert_in_txn(transaction, &row)?;
            let number = row.voucher_number();
            let decision = decide_in_txn(transaction, actor, id, ProposalState::Posted, content, &number)?;
            let details = [
                ("voucher".to_owned(), number),
                ("key".to_owned(), key.to_owned()),
                ("content".to_owned(), content.to_string()),
            ]
            .into();
            Ok(Change::Made { rows: vec![row.mention(), decision], record: posted_of(row)?, details })
        })
    }

    /// The posting under a caller's key.
    pub fn posting_by_key(&self, key: &str) -> Result<Option<Posted>, StoreError> {
        self.read(|transaction| row_by_key_in_txn(transaction, key)?.map(posted_of).transpose())
    }

    /// All postings of an agreement, in the order in which they were made.
    pub fn postings(&self, agreement: &AgreementId) -> Result<Vec<Posted>, StoreError> {
        self.read(|transaction| postings_in_txn(transaction, agreement))
    }
}

/// What the caller asks for as a row without numbers.
fn wanted_row(
    actor: &Actor,
    key: &str,
    id: &ProposalId,
    content: &ContentHash,
    posting: &Posting,
) -> Result<PostingRow, Refusal> {
    balanced(id, posting)?;
    let mut entries = Vec::with_capacity(posting.entries().len());
    for (position, entry) in (1..).zip(posting.entries()) {
        entries.push(EntryRow {
            posting: 0,
            position,
            party: entry.account.holder.party.to_string(),
            budget: entry.account.holder.budget.as_ref().map(ToString::to_string),
            purpose: entry.account.purpose.word().to_owned(),
            currency: entry.amount.currency().code().to_owned(),
            amount_minor: i64::try_from(entry.amount.minor())
                .map_err(|_| Refusal::AmountTooLarge { proposal: id.clone(), amount: entry.amount })?,
        });
    }
    Ok(PostingRow {
        sequence: 0,
        request_key: key.to_owned(),
        proposal: id.to_string(),
        content: content.to_string(),
        agreement: posting.agreement().to_string(),
        version: String::new(),
        measured_year: 0,
        voucher_year: posting.date().year().into(),
        voucher_sequence: 0,
        voucher: voucher_word(posting.voucher()).to_owned(),
        paid_on: posting.date().to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
        entries,
    })
}

/// A posting balances by its making; it is counted again here, and once more by the database.
fn balanced(id: &ProposalId, posting: &Posting) -> Result<(), Refusal> {
    let mut sums: std::collections::BTreeMap<Currency, i128> = std::collections::BTreeMap::new();
    for entry in posting.entries() {
        *sums.entry(entry.amount.currency()).or_default() += entry.amount.minor();
    }
    match sums.into_iter().find(|(_, sum)| *sum != 0) {
        Some((currency, sum)) => {
            Err(Refusal::Unbalanced { proposal: id.clone(), difference: Money::from_minor(currency, sum) })
        }
        None => Ok(()),
    }
}

/// Names the first field in which a retry differs from what was posted under its key.
fn same_request(stored: &PostingRow, wanted: &PostingRow) -> Result<(), Refusal> {
    // Version 1 wrote no entries of what is owed: the others are compared.
    let settles = |entry: &EntryRow| AccountPurpose::of_word(&entry.purpose).is_some_and(AccountPurpose::is_settling);
    let compares = |entry: &&EntryRow| stored.entries.iter().any(settles) || !settles(entry);
    let fields: [(&'static str, String, String); 6] = [
        ("proposal", stored.proposal.clone(), wanted.proposal.clone()),
        ("content", stored.content.clone(), wanted.content.clone()),
        ("agreement", stored.agreement.clone(), wanted.agreement.clone()),
        ("date", stored.paid_on.clone(), wanted.paid_on.clone()),
        ("voucher", stored.voucher.clone(), wanted.voucher.clone()),
        ("entries", entries_text(stored.entries.iter()), entries_text(wanted.entries.iter().filter(compares))),
    ];
    match fields.into_iter().find(|(_, stored, given)| stored != given) {
        Some((field, was, given)) => {
            Err(Refusal::KeyReused { key: stored.request_key.clone(), field, stored: was, given })
        }
        None => Ok(()),
    }
}

fn entries_text<'a>(entries: impl Iterator<Item = &'a EntryRow>) -> String {
    let texts = entries.map(|entry| {
        let budget = entry.budget.as_ref().map(|budget| format!("/{budget}")).unwrap_or_default();
        let (sign, amount) = (if entry.amount_minor < 0 { "-" } else { "" }, entry.amount_minor.unsigned_abs());
        let (whole, cents) = (amount / 100, amount % 100);
        format!("{}{budget} {} {sign}{whole}.{cents:02} {}", entry.party, entry.purpose, entry.currency)
    });
    texts.collect::<Vec<_>>().join("; ")
}

/// The rules of posting, in order of precedence.
fn may_be_posted(
    transaction: &mut Transaction,
    proposal: &ProposalRecord,
    content: &ContentHash,
    posting: &Posting,
) -> Result<(), Failure> {
    let id = || proposal.id.clone();
    for (field, same) in [
        ("agreement", *posting.agreement() == proposal.agreement),
        ("proposal", posting.proposal() == Some(&proposal.id)),
    ] {
        if !same {
            return Err(Refusal::PostingDiffers { proposal: id(), field }.into());
        }
    }
    for posted in postings_in_txn(transaction, &proposal.agreement)? {
        let voucher_number = posted.voucher_number;
        if posted.proposal == proposal.id {
            return Err(Refusal::AlreadyPosted { proposal: id(), voucher_number, key: posted.key }.into());
        }
        if posted.measured_year == proposal.measured_year && posted.version == proposal.version {
            let (agreement, measured_year) = (posted.agreement, posted.measured_year);
            let proposal = posted.proposal;
            return Err(Refusal::YearPosted { agreement, measured_year, proposal, voucher_number }.into());
        }
    }
    if proposal.provisional {
        return Err(Refusal::Provisional { proposal: id() }.into());
    }
    if proposal.state != ProposalState::Approved {
        return Err(Refusal::NotApproved { proposal: id(), state: proposal.state }.into());
    }
    if proposal.content != *content {
        let (stored, given) = (proposal.content.clone(), content.clone());
        return Err(Refusal::ContentDiffers { proposal: id(), stored, given }.into());
    }
    Ok(())
}

/// Gives the row its numbers: the next in the store, and the next of its agreement in its year of payment.
fn numbered_in_txn(
    transaction: &mut Transaction,
    row: PostingRow,
    proposal: &ProposalRecord,
) -> Result<PostingRow, StoreError> {
    let sequence = transaction.next_number::<PostingRow>("sequence", &[])?;
    let of_the_year = [("agreement", (&row.agreement).into()), ("voucher_year", row.voucher_year.into())];
    let voucher_sequence = transaction.next_number::<PostingRow>("voucher_sequence", &of_the_year)?;
    let row = PostingRow {
        sequence,
        voucher_sequence,
        version: proposal.version.clone(),
        measured_year: proposal.measured_year.into(),
        entries: row.entries.into_iter().map(|entry| EntryRow { posting: sequence, ..entry }).collect(),
        ..row
    };
    Ok(row.sealed())
}

/// Entries first: the database checks their balance when the posting comes, and takes no entry after it.
fn insert_in_txn(transaction: &mut Transaction, row: &PostingRow) -> Result<(), StoreError> {
    transaction.insert_all(&row.entries)?;
    transaction.insert(row)
}

fn row_by_key_in_txn(transaction: &mut Transaction, key: &str) -> Result<Option<PostingRow>, StoreError> {
    transaction.first(&[("request_key", key.into())], &[])
}

/// The postings of an agreement, each what was written.
pub(crate) fn postings_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
) -> Result<Vec<Posted>, StoreError> {
    let rows = transaction.rows(&[("agreement", agreement.as_str().into())], &["sequence"])?;
    rows.into_iter().map(posted_of).collect()
}

pub(crate) fn posted_of(row: PostingRow) -> Result<Posted, StoreError> {
    let entries = row.entries.iter().map(|entry| entry_of(&row, entry)).collect::<Result<Vec<_>, _>>()?;
    Ok(Posted {
        sequence: row.sequence.unsigned_abs(),
        voucher_number: row.voucher_number(),
        proposal: row.id("proposal", &row.proposal)?,
        content: row.id("content", &row.content)?,
        agreement: row.id("agreement", &row.agreement)?,
        measured_year: row.read("measured_year", i16::try_from(row.measured_year).ok())?,
        paid_on: row.day("paid_on", &row.paid_on)?,
        voucher: row.read("voucher", voucher_of(&row.voucher))?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        key: row.request_key,
        version: row.version,
        entries,
    })
}

fn entry_of(row: &PostingRow, entry: &EntryRow) -> Result<Entry, StoreError> {
    let budget = entry.budget.as_ref().map(|budget| row.id("budget", budget)).transpose()?;
    let currency = row.read("currency", Currency::new(&entry.currency))?;
    Ok(Entry {
        account: Account {
            holder: AccountHolder { party: row.id("party", &entry.party)?, budget },
            purpose: row.read("purpose", AccountPurpose::of_word(&entry.purpose))?,
            tranche: None,
        },
        accounting_year: row.read("voucher_year", i16::try_from(row.voucher_year).ok())?,
        measured_year: Some(row.read("measured_year", i16::try_from(row.measured_year).ok())?),
        amount: Money::from_minor(currency, entry.amount_minor.into()),
    })
}

fn voucher_word(voucher: Voucher) -> &'static str {
    match voucher {
        Voucher::Reposting => "reposting",
        Voucher::Payment => "payment",
    }
}

fn voucher_of(word: &str) -> Option<Voucher> {
    [Voucher::Reposting, Voucher::Payment].into_iter().find(|voucher| voucher_word(*voucher) == word)
}
