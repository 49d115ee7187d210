//! Postings: what an approved proposal writes into the ledger, once, under a key that the caller chooses so that a retry
//! is safe; and what an instalment and a payment write, see [`crate::payments`]. A posting and its entries are one
//! transaction and never change.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, ContentHash, ProposalId, TermId, UserId};
use virkning_model::ledger::{About, Account, AccountPurpose, Entry, Posting, PostingKind, Voucher};
use virkning_model::money::{Currency, Money};
use virkning_model::settlement::Part;

use crate::decisions::{ProposalState, acting_user_for_in_txn, decide_in_txn, proposal_in_txn};
use crate::error::{Failure, StoreError};
use crate::proposals::ProposalRecord;
use crate::refusal::Refusal;
use crate::row::{Row, part, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::Role;

/// A posting as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its number in the store, over all agreements.
    pub sequence: u64,
    /// Its number in the agreement and the year of payment: `2025-0001`.
    pub voucher_number: String,
    /// The key that the caller chose.
    pub key: String,
    /// What it does.
    pub kind: PostingKind,
    /// What it is made of.
    pub about: About,
    /// The settlement that it pays; nothing for an instalment or a payment.
    pub proposal: Option<ProposalId>,
    /// The content of that settlement.
    pub content: Option<ContentHash>,
    /// The agreement.
    pub agreement: AgreementId,
    /// The sealed version that it was settled under.
    pub version: String,
    /// The measured year; nothing for an instalment or a payment.
    pub measured_year: Option<i16>,
    /// Which part of the agreement's settlements it posts.
    pub part: Part,
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
            unique (sequence), unique (request_key), unique (proposal), unique (agreement, measured_year, version, part),
            loosened (proposal, content, measured_year),
            parts entries: EntryRow where posting = sequence {
        pub(crate) sequence: i64,
        pub(crate) request_key: String,
        pub(crate) proposal: Option<String>,
        pub(crate) content: Option<String>,
        pub(crate) agreement: String,
        pub(crate) version: String,
        pub(crate) measured_year: Option<i64>,
        voucher_year: i64,
        voucher_sequence: i64,
        voucher: String,
        paid_on: String,
        recorded_by: String,
        recorded_at: String,
    }
    later {
        pub(crate) kind: String = "settlement",
        pub(crate) part: String = "settlement",
        pub(crate) about: Option<String> = None::<&str>,
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
    later {
        tranche: Option<String> = None::<&str>,
        accounting_year: Option<i64> = None::<&str>,
        measured_year: Option<i64> = None::<&str>,
    }
}

/// A posting is named by its agreement and its voucher.
fn posting_name(row: &PostingRow) -> String {
    format!("{}/{}", row.agreement, row.voucher_number())
}

impl PostingRow {
    pub(crate) fn voucher_number(&self) -> String {
        voucher_number(self.voucher_year, self.voucher_sequence)
    }
}

pub(crate) fn voucher_number(year: i64, sequence: i64) -> String {
    format!("{year}-{sequence:04}")
}

impl Posted {
    /// What it makes owed in all; below zero where it gives back.
    pub fn owed(&self) -> Option<Money> {
        owed(&self.entries)
    }
}

/// What entries make owed in all: what is owed by whoever pays. Entries of the first version have no account for it, and
/// are read by what they were for. Nothing where they owe nothing.
pub(crate) fn owed(entries: &[Entry]) -> Option<Money> {
    let of = |wanted: fn(AccountPurpose) -> bool| {
        let own = entries.iter().filter(move |entry| wanted(entry.account.purpose)).map(|entry| entry.amount);
        own.reduce(|sum, amount| sum + amount)
    };
    let payable = of(|purpose| purpose == AccountPurpose::Payable).map(|sum| -sum);
    payable.or_else(|| of(|purpose| purpose == AccountPurpose::OutcomePaymentPaid))
}

impl Store {
    /// Posts an approved proposal. The same key with the same content gives back what is stored and writes nothing; the
    /// same key with other content is refused and says which field differs. Whoever comes second with another key is
    /// told the voucher that won. At most one settlement is posted per agreement, measured year, version and part.
    pub fn post(
        &self,
        actor: &Actor,
        key: &str,
        id: &ProposalId,
        content: &ContentHash,
        posting: &Posting,
    ) -> Result<Stored<Posted>, Failure> {
        self.write(actor, "post", id.as_str(), |transaction| {
            acting_user_for_in_txn(transaction, actor, id, Role::POSTERS)?;
            balanced(id, posting)?;
            let mut wanted = wanted_row(actor, key, posting)?;
            wanted.proposal = Some(id.to_string());
            wanted.content = Some(content.to_string());
            if let Some(stored) = row_by_key_in_txn(transaction, key)? {
                same_request(&stored, &wanted)?;
                return posted_of(stored).map(Change::Nothing).map_err(Failure::from);
            }
            let (proposal, _) = proposal_in_txn(transaction, id)?;
            may_be_posted(transaction, &proposal, content, posting)?;
            wanted.version = proposal.version.clone();
            wanted.measured_year = Some(proposal.measured_year.into());
            wanted.part = proposal.part.to_string();
            let row = numbered_in_txn(transaction, wanted)?;
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

/// What the caller asks for as a row without numbers, and without what its proposal says.
pub(crate) fn wanted_row(actor: &Actor, key: &str, posting: &Posting) -> Result<PostingRow, Refusal> {
    let mut entries = Vec::with_capacity(posting.entries().len());
    for (position, entry) in (1..).zip(posting.entries()) {
        entries.push(EntryRow {
            posting: 0,
            position,
            party: entry.account.holder.party.to_string(),
            budget: entry.account.holder.budget.as_ref().map(ToString::to_string),
            purpose: entry.account.purpose.word().to_owned(),
            currency: entry.amount.currency().code().to_owned(),
            amount_minor: i64::try_from(entry.amount.minor()).map_err(|_| too_large(posting, entry.amount))?,
            tranche: entry.account.tranche.as_ref().map(ToString::to_string),
            accounting_year: Some(entry.accounting_year.into()),
            measured_year: entry.measured_year.map(i64::from),
        });
    }
    Ok(PostingRow {
        sequence: 0,
        request_key: key.to_owned(),
        proposal: None,
        content: None,
        agreement: posting.agreement().to_string(),
        version: String::new(),
        measured_year: None,
        voucher_year: posting.date().year().into(),
        voucher_sequence: 0,
        voucher: voucher_word(posting.voucher()).to_owned(),
        paid_on: posting.date().to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        kind: posting.kind().word().to_owned(),
        part: Part::Settlement.to_string(),
        about: about_text(&posting.head().about),
        digest: String::new(),
        entries,
    })
}

fn too_large(posting: &Posting, amount: Money) -> Refusal {
    let named = posting.proposal().cloned();
    match named.or_else(|| ProposalId::new(posting.agreement().as_str()).ok()) {
        Some(proposal) => Refusal::AmountTooLarge { proposal, amount },
        None => unreachable!("an agreement's identifier names a proposal too"),
    }
}

/// What a posting of no proposal is about, in a word that no other one of its kind has.
pub(crate) fn about_text(about: &About) -> Option<String> {
    match about {
        About::Proposal(_) => None,
        About::Instalment { funding, on } => Some(format!("{funding}/{on}")),
        About::Voucher(number) => Some(number.clone()),
    }
}

fn about_of(row: &PostingRow, kind: PostingKind) -> Result<About, StoreError> {
    if let Some(proposal) = &row.proposal {
        return Ok(About::Proposal(row.id("proposal", proposal)?));
    }
    let text = row.read("about", row.about.clone())?;
    if kind != PostingKind::Instalment {
        return Ok(About::Voucher(text));
    }
    let (funding, on) = row.read("about", text.split_once('/'))?;
    Ok(About::Instalment { funding: row.id::<TermId>("about", funding)?, on: row.day("about", on)? })
}

/// A posting balances by its making; it is counted again here, and once more by the database.
fn balanced(id: &ProposalId, posting: &Posting) -> Result<(), Refusal> {
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
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
pub(crate) fn same_request(stored: &PostingRow, wanted: &PostingRow) -> Result<(), Refusal> {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    // A posting of the first version says only what the money was for.
    let first_version = stored.entries.iter().all(|entry| entry.accounting_year.is_none());
    let compared: Vec<EntryRow> =
        wanted.entries.iter().filter(|entry| !first_version || !entry.is_settling()).cloned().collect();
    let fields: [(&'static str, String, String); 7] = [
        ("proposal", known(&stored.proposal), known(&wanted.proposal)),
        ("content", known(&stored.content), known(&wanted.content)),
        ("agreement", stored.agreement.clone(), wanted.agreement.clone()),
        ("about", known(&stored.about), known(&wanted.about)),
        ("date", stored.paid_on.clone(), wanted.paid_on.clone()),
        ("voucher", stored.voucher.clone(), wanted.voucher.clone()),
        ("entries", entries_text(&stored.entries), entries_text(&compared)),
    ];
    match fields.into_iter().find(|(_, stored, given)| stored != given) {
        Some((field, was, given)) => {
            Err(Refusal::KeyReused { key: stored.request_key.clone(), field, stored: was, given })
        }
        None => Ok(()),
    }
}

impl EntryRow {
    fn is_settling(&self) -> bool {
        AccountPurpose::of_word(&self.purpose).is_some_and(AccountPurpose::is_settling)
    }
}

fn entries_text(entries: &[EntryRow]) -> String {
    let texts = entries.iter().map(|entry| {
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
        let Some(other) = posted.proposal else { continue };
        if other == proposal.id {
            return Err(Refusal::AlreadyPosted { proposal: id(), voucher_number, key: posted.key }.into());
        }
        let same_year = posted.measured_year == Some(proposal.measured_year) && posted.version == proposal.version;
        if same_year && posted.part == proposal.part {
            let (agreement, measured_year) = (posted.agreement, proposal.measured_year);
            return Err(Refusal::YearPosted { agreement, measured_year, proposal: other, voucher_number }.into());
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
pub(crate) fn numbered_in_txn(transaction: &mut Transaction, row: PostingRow) -> Result<PostingRow, StoreError> {
    let sequence = transaction.next_number::<PostingRow>("sequence", &[])?;
    let of_the_year = [("agreement", (&row.agreement).into()), ("voucher_year", row.voucher_year.into())];
    let voucher_sequence = transaction.next_number::<PostingRow>("voucher_sequence", &of_the_year)?;
    let entries = row.entries.into_iter().map(|entry| EntryRow { posting: sequence, ..entry }).collect();
    Ok(PostingRow { sequence, voucher_sequence, entries, ..row }.sealed())
}

/// Entries first: the database checks their balance when the posting comes, and takes no entry after it.
pub(crate) fn insert_in_txn(transaction: &mut Transaction, row: &PostingRow) -> Result<(), StoreError> {
    transaction.insert_all(&row.entries)?;
    transaction.insert(row)
}

pub(crate) fn row_by_key_in_txn(transaction: &mut Transaction, key: &str) -> Result<Option<PostingRow>, StoreError> {
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
    let kind = row.read("kind", PostingKind::of_word(&row.kind))?;
    Ok(Posted {
        sequence: row.sequence.unsigned_abs(),
        voucher_number: row.voucher_number(),
        kind,
        about: about_of(&row, kind)?,
        proposal: row.proposal.as_ref().map(|text| row.id("proposal", text)).transpose()?,
        content: row.content.as_ref().map(|text| row.id("content", text)).transpose()?,
        agreement: row.id("agreement", &row.agreement)?,
        measured_year: row.measured_year.map(|year| row.read("measured_year", year.try_into().ok())).transpose()?,
        part: row.read("part", row.part.parse().ok())?,
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
    // The first version wrote neither year: the regnskabsår was the year of payment, and all was of one measured year.
    let (accounting_year, measured_year) = match entry.accounting_year {
        Some(year) => (year, entry.measured_year),
        None => (row.voucher_year, row.measured_year),
    };
    Ok(Entry {
        account: Account {
            holder: AccountHolder { party: row.id("party", &entry.party)?, budget },
            purpose: row.read("purpose", AccountPurpose::of_word(&entry.purpose))?,
            tranche: entry.tranche.as_ref().map(|tranche| row.id("tranche", tranche)).transpose()?,
        },
        accounting_year: row.read("accounting_year", i16::try_from(accounting_year).ok())?,
        measured_year: measured_year.map(|year| row.read("measured_year", i16::try_from(year).ok())).transpose()?,
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
