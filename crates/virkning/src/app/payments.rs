//! From posting to paid: what vouchers make owed, sum by sum with the reference that the bank gives back, and the rows of
//! the bank or the finance system matched with them. A row counts once, whichever file it comes in.

use std::path::Path;

use virkning_engine::{Booked, open, part_of, payment};
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::id::AgreementId;
use virkning_model::ledger::{About, Posting, PostingKind, Step, Transfer, Voucher};
use virkning_model::money::Money;
use virkning_store::{NewBankFile, NewPayment, Posted};

use super::failure::{Failure, Refusal, RowProblem};
use super::finance_files::read_statement;
use super::{Session, coded};
use crate::finance::bank::BankRow;

/// What one holder owes another by a voucher.
#[derive(Clone, Debug)]
pub struct Due {
    /// The agreement.
    pub agreement: AgreementId,
    /// The voucher.
    pub voucher_number: String,
    /// Whether it is a re-posting or a payment.
    pub voucher: Voucher,
    /// What the posting does.
    pub kind: PostingKind,
    /// The day of payment.
    pub day: jiff::civil::Date,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: AccountHolder,
    /// What the bank gives back.
    pub reference: String,
    /// How much; below zero where it goes the other way.
    pub owed: Money,
    /// What is still owed of it.
    pub open: Money,
}

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowResult {
    /// It settles all that is owed.
    Matched,
    /// It settles a part of what is owed.
    Part,
    /// It is more than what is owed; nothing is recorded.
    WrongAmount,
    /// Its reference names no voucher.
    UnknownReference,
    /// What it names is paid already.
    PaidTwice,
    /// The same row was recorded before.
    AlreadyKnown,
}

impl RowResult {
    /// Every result.
    pub const ALL: [RowResult; 6] = [
        RowResult::Matched,
        RowResult::Part,
        RowResult::WrongAmount,
        RowResult::UnknownReference,
        RowResult::PaidTwice,
        RowResult::AlreadyKnown,
    ];

    /// Its word in files, and the end of its text's key.
    pub fn word(self) -> &'static str {
        match self {
            RowResult::Matched => "matched",
            RowResult::Part => "part",
            RowResult::WrongAmount => "wrong-amount",
            RowResult::UnknownReference => "unknown-reference",
            RowResult::PaidTwice => "paid-twice",
            RowResult::AlreadyKnown => "already-known",
        }
    }
}

/// A row with what came of it.
#[derive(Clone, Debug)]
pub struct ReconciledRow {
    /// The row.
    pub row: BankRow,
    /// What came of it.
    pub result: RowResult,
    /// What it names, where it names something: the agreement and the voucher.
    pub voucher: Option<(AgreementId, String)>,
    /// The row less what was owed, both without signs.
    pub difference: Option<Money>,
}

/// A file that was matched.
#[derive(Debug)]
pub struct Reconciled {
    /// Its rows, in order.
    pub rows: Vec<ReconciledRow>,
    /// Those that cannot be read.
    pub rejected: Vec<RowProblem>,
    /// Those that are no movements.
    pub ignored: u64,
    /// All of them.
    pub total: u64,
    /// How many payments were recorded.
    pub recorded: usize,
}

/// A voucher with what it makes owed, while rows are matched.
struct Open {
    agreement: usize,
    posted: Posted,
    /// Each sum of one holder to another with its reference.
    sums: Vec<Sum>,
}

struct Sum {
    from: AccountHolder,
    to: AccountHolder,
    reference: String,
    owed: Vec<Transfer>,
    open: Vec<Transfer>,
}

fn total(transfers: &[Transfer]) -> Option<Money> {
    transfers.iter().map(|transfer| transfer.amount).reduce(|sum, amount| sum + amount)
}

fn without_sign(amount: Money) -> Money {
    if amount.is_negative() { -amount } else { amount }
}

fn transfers(posted: &Posted, wanted: Step) -> Vec<Transfer> {
    let all = Transfer::of_entries(&posted.entries).unwrap_or_default();
    all.into_iter().filter(|(step, _)| *step == wanted).map(|(_, transfer)| transfer).collect()
}

impl Open {
    /// What a posting makes owed, less what payments of it have settled.
    fn of(agreement: usize, posted: Posted, postings: &[Posted]) -> Self {
        let about = About::Voucher(posted.voucher_number.clone());
        let settled: Vec<Transfer> = postings
            .iter()
            .filter(|payment| payment.about == about)
            .flat_map(|payment| transfers(payment, Step::Settled))
            .collect();
        let mut sums: Vec<Sum> = Vec::new();
        for transfer in transfers(&posted, Step::Owed) {
            let known = sums.iter_mut().find(|sum| sum.from == transfer.from && sum.to == transfer.to);
            match known {
                Some(sum) => sum.owed.push(transfer),
                None => sums.push(Sum {
                    from: transfer.from.clone(),
                    to: transfer.to.clone(),
                    reference: String::new(),
                    owed: vec![transfer],
                    open: Vec::new(),
                }),
            }
        }
        let several = sums.len() > 1;
        let base = reference(&posted);
        for (place, sum) in sums.iter_mut().enumerate() {
            sum.reference = if several { format!("{base}-{}", place + 1) } else { base.clone() };
            let own: Vec<Transfer> =
                settled.iter().filter(|transfer| transfer.from == sum.from && transfer.to == sum.to).cloned().collect();
            sum.open = open(&sum.owed, &own);
        }
        Self { agreement, posted, sums }
    }

    /// The sums that a row names: one of them, or by the voucher's own reference all.
    fn named(&self, row: &BankRow) -> Vec<usize> {
        if row.names(&reference(&self.posted)) {
            return (0..self.sums.len()).collect();
        }
        self.sums.iter().position(|sum| row.names(&sum.reference)).into_iter().collect()
    }
}

/// What the bank gives back of a voucher: the agreement and the number.
pub fn reference(posted: &Posted) -> String {
    format!("{}-{}", posted.agreement, posted.voucher_number)
}

impl Session<'_> {
    /// Everything that vouchers make owed, of one agreement or of all, in the order of posting; also what is paid.
    pub fn dues(&self, agreement: Option<&AgreementId>) -> Result<Vec<(Agreement, Vec<Due>)>, Failure> {
        let mut all = Vec::new();
        for (place, (agreement, postings)) in self.agreements_and_postings(agreement)?.into_iter().enumerate() {
            let mut dues = Vec::new();
            for posted in postings.iter().filter(|posted| posted.kind != PostingKind::Payment) {
                let own = Open::of(place, posted.clone(), &postings);
                for sum in own.sums {
                    let Some(owed) = total(&sum.owed).filter(|owed| !owed.is_zero()) else { continue };
                    dues.push(Due {
                        agreement: agreement.id.clone(),
                        voucher_number: posted.voucher_number.clone(),
                        voucher: posted.voucher,
                        kind: posted.kind,
                        day: posted.paid_on,
                        from: sum.from,
                        to: sum.to,
                        reference: sum.reference,
                        owed,
                        open: total(&sum.open).unwrap_or(Money::zero(owed.currency())),
                    });
                }
            }
            all.push((agreement, dues));
        }
        Ok(all)
    }

    /// Sealed agreements with their postings: one, or all.
    pub fn agreements_and_postings(
        &self,
        agreement: Option<&AgreementId>,
    ) -> Result<Vec<(Agreement, Vec<Posted>)>, Failure> {
        let known = self.store.agreements()?;
        let wanted = match agreement {
            Some(id) if !known.contains(id) => {
                return Err(Refusal::new("agreement-unknown").with("agreement", id).into());
            }
            Some(id) => vec![id.clone()],
            None => known,
        };
        let mut all = Vec::new();
        for id in wanted {
            let Some(sealed) = self.store.agreement_sealed(&id)? else { continue };
            all.push((self.sealed_agreement(&id, &sealed)?, self.store.postings(&id)?));
        }
        Ok(all)
    }

    /// Matches the rows of a file with what is owed and records those that settle something: all of them or none. The same
    /// file again changes nothing.
    pub fn reconcile(
        &self,
        file: &Path,
        profile: Option<&Path>,
        accept_faulty: Option<u64>,
    ) -> Result<Reconciled, Failure> {
        let actor = self.actor()?;
        let statement = read_statement(file, profile, accept_faulty)?;
        let agreements = self.agreements_and_postings(None)?;
        let mut opens = Vec::new();
        for (place, (_, postings)) in agreements.iter().enumerate() {
            let vouchers = postings.iter().filter(|posted| posted.kind != PostingKind::Payment);
            opens.extend(vouchers.map(|posted| Open::of(place, posted.clone(), postings)));
        }
        let (mut rows, mut made) = (Vec::new(), Vec::new());
        for row in statement.rows {
            let (reconciled, posting) = match self.store.payment(&row.id)? {
                Some(known) => {
                    let voucher = Some((known.agreement, known.voucher_number));
                    (ReconciledRow { row, result: RowResult::AlreadyKnown, voucher, difference: None }, None)
                }
                None => matched(row, &mut opens, &agreements)?,
            };
            made.extend(posting.map(|posting| (reconciled.row.clone(), posting)));
            rows.push(reconciled);
        }
        let payments: Vec<NewPayment<'_>> = made
            .iter()
            .map(|(row, posting)| NewPayment { id: &row.id, line: row.line, reference: &row.reference, posting })
            .collect();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let rejected = u64::try_from(statement.rejected.len()).unwrap_or(u64::MAX);
        let new = NewBankFile { content: &statement.file, name: &name, rows: statement.total, rejected };
        if !payments.is_empty() {
            self.store.reconcile(&actor, new, &payments)?;
        }
        let (rejected, ignored, total) = (statement.rejected, statement.ignored, statement.total);
        Ok(Reconciled { rows, rejected, ignored, total, recorded: payments.len() })
    }
}

/// What comes of a row, and the posting where it settles something.
fn matched(
    row: BankRow,
    opens: &mut [Open],
    agreements: &[(Agreement, Vec<Posted>)],
) -> Result<(ReconciledRow, Option<Posting>), Failure> {
    let found = opens.iter_mut().find_map(|own| {
        let named = own.named(&row);
        (!named.is_empty()).then_some((own, named))
    });
    let Some((own, named)) = found else {
        let result = RowResult::UnknownReference;
        return Ok((ReconciledRow { row, result, voucher: None, difference: None }, None));
    };
    let agreement = &agreements[own.agreement].0;
    let voucher = Some((agreement.id.clone(), own.posted.voucher_number.clone()));
    let left: Vec<Transfer> = named.iter().flat_map(|place| own.sums[*place].open.clone()).collect();
    let Some(owed) = total(&left).filter(|owed| !owed.is_zero()) else {
        let difference = Some(without_sign(row.amount));
        return Ok((ReconciledRow { row, result: RowResult::PaidTwice, voucher, difference }, None));
    };
    // Whose account the file is of is not known: what goes out of one comes in on the other.
    let paid = without_sign(row.amount);
    let difference = Some(paid - without_sign(owed)).filter(|difference| !difference.is_zero());
    let signed = if owed.is_negative() { -paid } else { paid };
    let Some(part) = part_of(&left, signed).filter(|_| !paid.is_zero()) else {
        return Ok((ReconciledRow { row, result: RowResult::WrongAmount, voucher, difference }, None));
    };
    for place in named {
        let sum = &mut own.sums[place];
        let own_part: Vec<Transfer> =
            part.iter().filter(|transfer| transfer.from == sum.from && transfer.to == sum.to).cloned().collect();
        sum.open = open(&sum.open, &own_part);
    }
    let posting = payment(agreement, own.posted.voucher_number.clone(), row.day, &part)
        .map_err(|error| coded(error.code(), error.arguments()))?;
    let result = if difference.is_none() { RowResult::Matched } else { RowResult::Part };
    Ok((ReconciledRow { row, result, voucher, difference }, Some(posting)))
}

/// What a posting of the ledger is, as its reports read it.
pub fn as_booked(posted: &Posted) -> Booked {
    Booked {
        voucher_number: posted.voucher_number.clone(),
        date: posted.paid_on,
        kind: posted.kind,
        about: posted.about.clone(),
        measured_year: posted.measured_year,
        entries: posted.entries.clone(),
    }
}
