//! What has been settled: instalments that investors give, and rows of the bank or the finance system that are matched
//! with vouchers. Which row belongs to which voucher is decided elsewhere; here each row counts once, and nothing is
//! settled beyond what is owed.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{AgreementId, ContentHash, UserId};
use virkning_model::ledger::{About, Posting};
use virkning_model::money::{Currency, Money};

use crate::agreements::sealed_version_in_txn;
use crate::decisions::{ProposalState, decide_in_txn};
use crate::error::{Failure, StoreError};
use crate::postings::{
    Posted, insert_in_txn, numbered_in_txn, owed, posted_of, postings_in_txn, row_by_key_in_txn, same_request,
    wanted_row,
};
use crate::refusal::Refusal;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// A file of the bank or the finance system.
#[derive(Clone, Copy, Debug)]
pub struct NewBankFile<'a> {
    /// The SHA-256 of the file.
    pub content: &'a ContentHash,
    /// Its name, without folders.
    pub name: &'a str,
    /// Its rows.
    pub rows: u64,
    /// Those that cannot be read.
    pub rejected: u64,
}

/// A row of such a file that settles something.
#[derive(Clone, Copy, Debug)]
pub struct NewPayment<'a> {
    /// What tells the row from every other, whichever file it comes in.
    pub id: &'a str,
    /// Its line in the file, from 1.
    pub line: u64,
    /// The reference that it came back with.
    pub reference: &'a str,
    /// What it settles, of the kind payment and about a voucher.
    pub posting: &'a Posting,
}

/// A row of the bank or the finance system that settled something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// What tells the row from every other.
    pub id: String,
    /// The file in which it came first.
    pub file: ContentHash,
    /// Its line there, from 1.
    pub line: u64,
    /// The agreement.
    pub agreement: AgreementId,
    /// The voucher that it settles, or a part of it.
    pub voucher_number: String,
    /// The posting that it led to, by its number in the store.
    pub posting: u64,
    /// The day of the row.
    pub paid_on: Date,
    /// How much of the voucher it settles.
    pub amount: Money,
    /// The reference that it came back with.
    pub reference: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who recorded it.
    pub by: UserId,
}

row! {
    pub(crate) struct BankFileRow in "bank_files", key (content) {
        content: String,
        name: String,
        rows_total: i64,
        rows_rejected: i64,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct PaymentRow in "payments", key (id), unique (posting) {
        id: String,
        bank_file: String,
        line: i64,
        agreement: String,
        voucher_number: String,
        posting: i64,
        paid_on: String,
        currency: String,
        amount_minor: i64,
        reference: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Posts an instalment of capital under the sealed version of the agreement. The same key with the same content gives
    /// back what is stored; each agreed instalment is posted once.
    pub fn instalment(
        &self,
        actor: &Actor,
        key: &str,
        version: &str,
        posting: &Posting,
    ) -> Result<Stored<Posted>, Failure> {
        let agreement = posting.agreement();
        self.write(actor, "instalment", agreement.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::POSTERS)?;
            let wanted = wanted_row(actor, key, posting)?;
            if let Some(stored) = row_by_key_in_txn(transaction, key)? {
                same_request(&stored, &wanted)?;
                return posted_of(stored).map(Change::Nothing).map_err(Failure::from);
            }
            if sealed_version_in_txn(transaction, agreement, version)?.is_none() {
                return Err(Refusal::NotSealed { agreement: agreement.clone(), version: version.to_owned() }.into());
            }
            let about = &posting.head().about;
            let same = |posted: &Posted| posted.about == *about && matches!(about, About::Instalment { .. });
            if let Some(posted) = postings_in_txn(transaction, agreement)?.into_iter().find(same) {
                return Err(Refusal::InstalmentPosted {
                    agreement: agreement.clone(),
                    about: wanted.about.unwrap_or_default(),
                    voucher_number: posted.voucher_number,
                }
                .into());
            }
            let mut row = wanted;
            row.version = version.to_owned();
            let row = numbered_in_txn(transaction, row)?;
            insert_in_txn(transaction, &row)?;
            let details = [
                ("voucher".to_owned(), row.voucher_number()),
                ("about".to_owned(), row.about.clone().unwrap_or_default()),
            ];
            Ok(Change::Made { rows: vec![row.mention()], record: posted_of(row)?, details: details.into() })
        })
    }

    /// Records rows of the bank or the finance system that settle vouchers, all of them or none. Rows that are known
    /// already change nothing, in whichever file they come again. A settlement of which nothing is owed any more is paid
    /// from then on. Given back are the rows in their order.
    pub fn reconcile(
        &self,
        actor: &Actor,
        file: NewBankFile<'_>,
        payments: &[NewPayment<'_>],
    ) -> Result<Stored<Vec<Payment>>, Failure> {
        self.write(actor, "reconcile", file.name, |transaction| {
            acting_user_in_txn(transaction, actor, Role::POSTERS)?;
            let (mut all, mut rows) = (Vec::with_capacity(payments.len()), Vec::new());
            for payment in payments {
                let known: Option<PaymentRow> = transaction.first(&[("id", payment.id.into())], &[])?;
                if let Some(known) = known {
                    all.push(payment_of(known)?);
                    continue;
                }
                if rows.is_empty() {
                    rows.extend(file_in_txn(transaction, actor, file)?);
                }
                let (row, mentions) = pay_in_txn(transaction, actor, file, *payment)?;
                rows.extend(mentions);
                all.push(payment_of(row)?);
            }
            if rows.is_empty() {
                return Ok(Change::Nothing(all));
            }
            let details = [("file".to_owned(), file.content.to_string())].into();
            Ok(Change::Made { record: all, rows, details })
        })
    }

    /// Every recorded row of an agreement, in the order of posting.
    pub fn payments(&self, agreement: &AgreementId) -> Result<Vec<Payment>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<PaymentRow> = transaction.rows(&[("agreement", agreement.as_str().into())], &["posting"])?;
            rows.into_iter().map(payment_of).collect()
        })
    }

    /// The recorded row of that identity.
    pub fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError> {
        self.read(|transaction| {
            let row: Option<PaymentRow> = transaction.first(&[("id", id.into())], &[])?;
            row.map(payment_of).transpose()
        })
    }
}

/// Keeps the file where it is not known yet.
fn file_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    file: NewBankFile<'_>,
) -> Result<Option<Mention>, StoreError> {
    let known: Option<BankFileRow> = transaction.first(&[("content", file.content.as_str().into())], &[])?;
    if known.is_some() {
        return Ok(None);
    }
    let row = BankFileRow {
        content: file.content.to_string(),
        name: file.name.to_owned(),
        rows_total: i64::try_from(file.rows).unwrap_or(i64::MAX),
        rows_rejected: i64::try_from(file.rejected).unwrap_or(i64::MAX),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(Some(row.mention()))
}

/// Writes the posting of one row, the row, and the state of a settlement that is paid with it.
fn pay_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    file: NewBankFile<'_>,
    payment: NewPayment<'_>,
) -> Result<(PaymentRow, Vec<Mention>), Failure> {
    let posting = payment.posting;
    let agreement = posting.agreement();
    let About::Voucher(voucher_number) = &posting.head().about else {
        return Err(Refusal::UnknownVoucher { agreement: agreement.clone(), voucher_number: String::new() }.into());
    };
    let postings = postings_in_txn(transaction, agreement)?;
    let settled = postings
        .iter()
        .find(|posted| posted.voucher_number == *voucher_number && !matches!(posted.about, About::Voucher(_)));
    let Some(settled) = settled else {
        let (agreement, voucher_number) = (agreement.clone(), voucher_number.clone());
        return Err(Refusal::UnknownVoucher { agreement, voucher_number }.into());
    };
    let amount = settled_by(posting.entries().iter());
    let open = open_of(settled, &postings);
    let (Some(amount), Some(open)) = (amount, open) else {
        let (agreement, voucher_number) = (agreement.clone(), voucher_number.clone());
        return Err(Refusal::UnknownVoucher { agreement, voucher_number }.into());
    };
    let left = open - amount;
    let beyond = amount.is_zero() || open.is_zero() || (!left.is_zero() && left.is_negative() != open.is_negative());
    if beyond || amount.is_negative() != open.is_negative() {
        let (agreement, voucher_number) = (agreement.clone(), voucher_number.clone());
        return Err(Refusal::PaidBeyond { agreement, voucher_number, open, amount }.into());
    }
    let mut wanted = wanted_row(actor, &format!("payment-{}", payment.id), posting)?;
    wanted.version = settled.version.clone();
    let row = numbered_in_txn(transaction, wanted)?;
    insert_in_txn(transaction, &row)?;
    let mut mentions = vec![row.mention()];
    if let (true, Some(proposal), Some(content)) = (left.is_zero(), &settled.proposal, &settled.content) {
        let reason = row.voucher_number();
        mentions.push(decide_in_txn(transaction, actor, proposal, ProposalState::Paid, content, &reason)?);
    }
    let row = payment_row(actor, file, payment, &row.sequence, voucher_number, amount)?;
    transaction.insert(&row)?;
    mentions.push(row.mention());
    Ok((row, mentions))
}

fn payment_row(
    actor: &Actor,
    file: NewBankFile<'_>,
    payment: NewPayment<'_>,
    posting: &i64,
    voucher_number: &str,
    amount: Money,
) -> Result<PaymentRow, Failure> {
    let agreement = payment.posting.agreement();
    let too_large = || {
        let (agreement, voucher_number) = (agreement.clone(), voucher_number.to_owned());
        Refusal::PaidBeyond { agreement, voucher_number, open: amount, amount }
    };
    let row = PaymentRow {
        id: payment.id.to_owned(),
        bank_file: file.content.to_string(),
        line: i64::try_from(payment.line).unwrap_or(i64::MAX),
        agreement: agreement.to_string(),
        voucher_number: voucher_number.to_owned(),
        posting: *posting,
        paid_on: payment.posting.date().to_string(),
        currency: amount.currency().code().to_owned(),
        amount_minor: i64::try_from(amount.minor()).map_err(|_| too_large())?,
        reference: payment.reference.to_owned(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    };
    Ok(row.sealed())
}

/// What entries of a payment settle in all.
pub(crate) fn settled_by<'a>(
    entries: impl Iterator<Item = &'a virkning_model::ledger::Entry> + Clone,
) -> Option<Money> {
    use virkning_model::ledger::AccountPurpose;
    let payable = entries.filter(|entry| entry.account.purpose == AccountPurpose::Payable);
    payable.map(|entry| entry.amount).reduce(|sum, amount| sum + amount)
}

/// What is still owed of a posting; nothing where it owes nothing.
pub(crate) fn open_of(settled: &Posted, postings: &[Posted]) -> Option<Money> {
    let owed = owed(&settled.entries)?;
    let of = About::Voucher(settled.voucher_number.clone());
    let payments = postings.iter().filter(|posted| posted.about == of);
    Some(payments.filter_map(|posted| settled_by(posted.entries.iter())).fold(owed, |open, paid| open - paid))
}

pub(crate) fn payment_of(row: PaymentRow) -> Result<Payment, StoreError> {
    let currency = row.read("currency", Currency::new(&row.currency))?;
    Ok(Payment {
        file: row.id("bank_file", &row.bank_file)?,
        line: row.line.unsigned_abs(),
        agreement: row.id("agreement", &row.agreement)?,
        posting: row.posting.unsigned_abs(),
        paid_on: row.day("paid_on", &row.paid_on)?,
        amount: Money::from_minor(currency, row.amount_minor.into()),
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        voucher_number: row.voucher_number,
        reference: row.reference,
        id: row.id,
    })
}
