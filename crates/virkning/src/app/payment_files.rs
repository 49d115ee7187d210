//! What is owed leaves as files: rows for the finance system, credit transfers for the bank, and re-posting vouchers
//! (omposteringsbilag) where payer and receiver are one legal entity. Nothing is recorded: what was paid is known when the
//! bank or the finance system says so.

use std::path::{Path, PathBuf};

use virkning_model::agreement::Agreement;
use virkning_model::id::UserId;
use virkning_model::ledger::{About, PostingKind, Voucher};
use virkning_store::Posted;

use super::Session;
use super::failure::{Failure, Refusal};
use super::finance_files::read_mapping;
use super::folder::write_whole;
use super::payments::{Due, reference};
use super::reposting::{RepostingMaterial, reposting};
use super::settle::proposal_of;
use super::statement::measured_and_settled;
use crate::finance::lines::{FinanceEntry, FinanceLine, lines, reposted};
use crate::finance::mapping::{Mapping, Missing, missing};
use crate::finance::pain001::{CreditTransfer, PaymentOrder, pain001};
use crate::text::{Texts, format};

/// How payments leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentForm {
    /// Rows for the finance system.
    Csv,
    /// Credit transfers for the bank (ISO 20022).
    Pain001,
    /// Re-posting vouchers: a PDF for each, and their rows as CSV.
    Vouchers,
}

impl Session<'_> {
    /// Writes what is owed and not paid, and gives the files.
    pub fn export_payments(
        &self,
        agreement: Option<&virkning_model::id::AgreementId>,
        accounts: &Path,
        form: PaymentForm,
        out: &Path,
        texts: &Texts,
    ) -> Result<Vec<PathBuf>, Failure> {
        let mapping = read_mapping(accounts)?;
        let mut open = Vec::new();
        for (agreement, dues) in self.dues(agreement)? {
            let dues: Vec<Due> = dues.into_iter().filter(|due| !due.open.is_zero()).collect();
            let postings = self.store.postings(&agreement.id)?;
            let own = postings.into_iter().filter(|posted| {
                posted.kind != PostingKind::Payment
                    && dues.iter().any(|due| due.voucher_number == posted.voucher_number)
            });
            open.push(OpenVouchers { postings: own.collect(), agreement, dues });
        }
        match form {
            PaymentForm::Csv => self.rows_file(&mapping, &open, out, texts),
            PaymentForm::Pain001 => self.order_file(&mapping, &open, out, texts),
            PaymentForm::Vouchers => self.voucher_files(&mapping, &open, out, texts),
        }
    }

    fn rows_file(
        &self,
        mapping: &Mapping,
        open: &[OpenVouchers],
        out: &Path,
        texts: &Texts,
    ) -> Result<Vec<PathBuf>, Failure> {
        let all: Vec<FinanceEntry> = open
            .iter()
            .flat_map(|own| own.postings.iter().flat_map(|posted| entries(&own.agreement, posted, texts)))
            .collect();
        if all.is_empty() {
            return Err(Refusal::new("payments-nothing-open").into());
        }
        let rows = lines(mapping, &all).map_err(|why| why.refusal(mapping))?;
        write_whole(out, &mapping.csv.write(&rows))?;
        Ok(vec![out.to_owned()])
    }

    /// Sums that leave a legal entity; what goes the other way is paid by the receiver.
    fn order_file(
        &self,
        mapping: &Mapping,
        open: &[OpenVouchers],
        out: &Path,
        texts: &Texts,
    ) -> Result<Vec<PathBuf>, Failure> {
        let mut transfers = Vec::new();
        let mut lacking: Vec<Missing> = Vec::new();
        for own in open {
            for due in &own.dues {
                let (payer, receiver) = match due.open.is_negative() {
                    false => (&due.from, &due.to),
                    true => (&due.to, &due.from),
                };
                if own.agreement.is_internal(&payer.party, &receiver.party) {
                    continue;
                }
                match (mapping.holder(&payer.party), mapping.holder(&receiver.party)) {
                    (Ok(from), Ok(to)) => transfers.push(CreditTransfer {
                        reference: due.reference.clone(),
                        day: due.day,
                        amount: if due.open.is_negative() { -due.open } else { due.open },
                        from,
                        to,
                        text: texts.with(
                            "payments-text",
                            &[("agreement", &own.agreement.name), ("voucher", &due.voucher_number)],
                        ),
                    }),
                    (one, other) => lacking.extend([one.err(), other.err()].into_iter().flatten()),
                }
            }
        }
        if !lacking.is_empty() {
            return Err(missing(mapping, &lacking).into());
        }
        let Some(sender) = transfers.first().map(|transfer| transfer.from) else {
            return Err(Refusal::new("payments-nothing-open").into());
        };
        let made_at = self.world.now();
        let order = PaymentOrder {
            message: format!("VIRKNING-{}", made_at.strftime("%Y%m%d%H%M%S")),
            made_at,
            sender,
            characters: mapping.characters,
            transfers,
        };
        let xml = pain001(&order).map_err(|why| why.refusal())?;
        write_whole(out, xml.as_bytes())?;
        Ok(vec![out.to_owned()])
    }

    fn voucher_files(
        &self,
        mapping: &Mapping,
        open: &[OpenVouchers],
        out: &Path,
        texts: &Texts,
    ) -> Result<Vec<PathBuf>, Failure> {
        let mut made: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for own in open {
            for posted in own.postings.iter().filter(|posted| posted.voucher == Voucher::Reposting) {
                let rows =
                    lines(mapping, &entries(&own.agreement, posted, texts)).map_err(|why| why.refusal(mapping))?;
                let name = reference(posted);
                made.push((out.join(format!("{name}.pdf")), self.voucher_pdf(mapping, own, posted, &rows, texts)?));
                let shown: Vec<FinanceLine> = reposted(&rows).into_iter().cloned().collect();
                made.push((out.join(format!("{name}.csv")), mapping.csv.write(&shown)));
            }
        }
        if made.is_empty() {
            return Err(Refusal::new("payments-nothing-open").into());
        }
        std::fs::create_dir_all(out).map_err(|error| Failure::operating("tried-write", out, error))?;
        for (path, bytes) in &made {
            write_whole(path, bytes)?;
        }
        Ok(made.into_iter().map(|(path, _)| path).collect())
    }

    fn voucher_pdf(
        &self,
        mapping: &Mapping,
        own: &OpenVouchers,
        posted: &Posted,
        rows: &[FinanceLine],
        texts: &Texts,
    ) -> Result<Vec<u8>, Failure> {
        let record = posted.proposal.as_ref().map(|id| self.store.proposal(id)).transpose()?.flatten();
        let proposal = record.as_ref().map(proposal_of).transpose()?;
        let what = match &proposal {
            Some(proposal) => format!(
                "{} · {}",
                texts.get(&format!("posting-{}", posted.kind.word())),
                measured_and_settled(proposal, texts)
            ),
            None => texts.get(&format!("posting-{}", posted.kind.word())),
        };
        let material = RepostingMaterial {
            number: &posted.voucher_number,
            agreement: &own.agreement,
            what: &what,
            day: posted.paid_on,
            lines: reposted(rows),
            mapping,
            decided: record.as_ref().map(|record| (record.id.as_str(), &record.content)),
            acts: self.voucher_acts(posted, texts)?,
            synthetic: proposal.is_some_and(|proposal| proposal.inputs.synthetic),
        };
        let failed = |error: virkning_report::ReportError| {
            Failure::operating("tried-report", Path::new(&posted.voucher_number), error)
        };
        virkning_report::statement_pdf(&reposting(&material, texts)).map_err(failed)
    }

    /// Who did what on which day.
    fn voucher_acts(&self, posted: &Posted, texts: &Texts) -> Result<Vec<[String; 3]>, Failure> {
        let name = |user: &UserId| -> Result<String, Failure> {
            Ok(self.store.user(user)?.map_or_else(|| user.to_string(), |user| user.name))
        };
        let day = |at: jiff::Timestamp| format::date(texts, at.to_zoned(jiff::tz::TimeZone::UTC).date());
        let Some(proposal) = &posted.proposal else {
            return Ok(vec![[texts.get("act-posted"), name(&posted.by)?, day(posted.at)]]);
        };
        let mut acts = Vec::new();
        for decision in self.store.decisions(proposal)? {
            use virkning_store::ProposalState::{Approved, Posted, Proposed};
            let key = match decision.outcome {
                Proposed => "act-proposed",
                Approved => "act-approved",
                Posted => "act-posted",
                _ => continue,
            };
            acts.push([texts.get(key), name(&decision.by)?, day(decision.at)]);
        }
        Ok(acts)
    }
}

/// What is owed of one agreement and not paid.
struct OpenVouchers {
    agreement: Agreement,
    postings: Vec<Posted>,
    dues: Vec<Due>,
}

/// The entries of a posting as they leave.
fn entries(agreement: &Agreement, posted: &Posted, texts: &Texts) -> Vec<FinanceEntry> {
    let of = |entry: &virkning_model::ledger::Entry| {
        let year = entry.measured_year.map_or_else(String::new, |year| year.to_string());
        let words =
            [("agreement", agreement.name.as_str()), ("year", year.as_str()), ("voucher", &posted.voucher_number)];
        let key = if entry.measured_year.is_some() {
            "payments-row-year"
        } else {
            "payments-text"
        };
        FinanceEntry {
            agreement: posted.agreement.clone(),
            voucher: match &posted.about {
                About::Voucher(number) => number.clone(),
                _ => reference(posted),
            },
            day: posted.paid_on,
            accounting_year: entry.accounting_year,
            measured_year: entry.measured_year,
            holder: entry.account.holder.clone(),
            purpose: entry.account.purpose,
            amount: entry.amount,
            text: texts.with(key, &words),
        }
    };
    posted.entries.iter().map(of).collect()
}
