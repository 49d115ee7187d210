//! Credit transfers for the bank: ISO 20022 CustomerCreditTransferInitiation, pain.001.001.03 (Message Definition Report,
//! 2009), as Danish banks take it. One block (PmtInf) for each payer's account and day, one transaction for each payment;
//! the voucher's number is the reference that goes the whole way (EndToEndId). What stands in it is checked before a
//! letter is written; a payment of nothing or less is no transfer.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::{Currency, Money};

use super::characters::{self, CharacterSet};
use super::iban::BankAccount;
use super::mapping::Holder;
use super::xml::Writer;
use crate::app::failure::Refusal;

/// The namespace of the message.
const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03";

/// The most that banks take in one transfer: 999 999 999.99 (SEPA Credit Transfer Implementation Guidelines, AT-04).
const TRANSFER_MINOR_MAX: i128 = 99_999_999_999;

/// What the bank is asked to do.
#[derive(Clone, Debug)]
pub struct PaymentOrder<'a> {
    /// Names the file: never used twice.
    pub message: String,
    /// When the file is made.
    pub made_at: Timestamp,
    /// Who sends it.
    pub sender: &'a Holder,
    /// The letters that the bank takes.
    pub characters: CharacterSet,
    /// The payments.
    pub transfers: Vec<CreditTransfer<'a>>,
}

/// One payment.
#[derive(Clone, Debug)]
pub struct CreditTransfer<'a> {
    /// The voucher's number: the bank gives it back.
    pub reference: String,
    /// The day on which it is to be paid.
    pub day: Date,
    /// How much, above nothing.
    pub amount: Money,
    /// Who pays.
    pub from: &'a Holder,
    /// Who is paid.
    pub to: &'a Holder,
    /// What the receiver reads.
    pub text: String,
}

/// Why no file was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoOrder {
    /// There is nothing to pay.
    Nothing,
    /// A reference that the bank would not give back as it is.
    Reference {
        /// The reference.
        reference: String,
    },
    /// Two payments with one reference.
    ReferenceTwice {
        /// The reference.
        reference: String,
    },
    /// An amount that is no transfer: nothing, less than nothing, or too much.
    Amount {
        /// The payment.
        reference: String,
        /// The amount.
        amount: Money,
    },
    /// Payer and receiver have the same account.
    SameAccount {
        /// The payment.
        reference: String,
    },
}

impl NoOrder {
    /// As a refusal.
    pub fn refusal(&self) -> Refusal {
        match self {
            NoOrder::Nothing => Refusal::new("transfer-nothing"),
            NoOrder::Reference { reference } => Refusal::new("transfer-reference").with("reference", reference),
            NoOrder::ReferenceTwice { reference } => {
                Refusal::new("transfer-reference-twice").with("reference", reference)
            }
            NoOrder::Amount { reference, amount } => {
                Refusal::new("transfer-amount").with("reference", reference).with("amount", amount.to_decimal())
            }
            NoOrder::SameAccount { reference } => Refusal::new("transfer-same-account").with("reference", reference),
        }
    }
}

/// The order as XML.
///
/// # Errors
/// The first payment that cannot be sent.
pub fn pain001(order: &PaymentOrder<'_>) -> Result<String, NoOrder> {
    check(order)?;
    let mut xml = Writer::new();
    xml.within_of("Document", &format!("xmlns=\"{NAMESPACE}\""), |xml| {
        xml.within("CstmrCdtTrfInitn", |xml| {
            header(xml, order);
            for (number, block) in (1..).zip(blocks(order)) {
                payment_information(xml, order, number, &block);
            }
        });
    });
    Ok(xml.finish())
}

fn check(order: &PaymentOrder<'_>) -> Result<(), NoOrder> {
    if order.transfers.is_empty() {
        return Err(NoOrder::Nothing);
    }
    if characters::reference(&order.message).is_none() {
        return Err(NoOrder::Reference { reference: order.message.clone() });
    }
    for (place, transfer) in order.transfers.iter().enumerate() {
        let reference = transfer.reference.clone();
        if characters::reference(&reference).is_none() {
            return Err(NoOrder::Reference { reference });
        }
        if order.transfers[..place].iter().any(|other| other.reference == reference) {
            return Err(NoOrder::ReferenceTwice { reference });
        }
        if !(1..=TRANSFER_MINOR_MAX).contains(&transfer.amount.minor()) {
            return Err(NoOrder::Amount { reference, amount: transfer.amount });
        }
        if transfer.from.bank == transfer.to.bank {
            return Err(NoOrder::SameAccount { reference });
        }
    }
    Ok(())
}

/// The payments of one payer on one day in one currency.
struct Block<'a> {
    from: &'a Holder,
    day: Date,
    currency: Currency,
    transfers: Vec<&'a CreditTransfer<'a>>,
}

/// The payments by payer, day and currency, in the order of their days; the bank takes each block as one.
fn blocks<'a>(order: &'a PaymentOrder<'a>) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for transfer in &order.transfers {
        let currency = transfer.amount.currency();
        let own = |block: &&mut Block<'a>| {
            block.day == transfer.day && block.currency == currency && block.from.bank == transfer.from.bank
        };
        match blocks.iter_mut().find(own) {
            Some(block) => block.transfers.push(transfer),
            None => blocks.push(Block { from: transfer.from, day: transfer.day, currency, transfers: vec![transfer] }),
        }
    }
    blocks.sort_by_key(|block| block.day);
    blocks
}

/// GrpHdr (2.0): what the file is, and its control sums.
fn header(xml: &mut Writer, order: &PaymentOrder<'_>) {
    xml.within("GrpHdr", |xml| {
        xml.leaf("MsgId", &order.message);
        xml.leaf("CreDtTm", &order.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        xml.leaf("NbOfTxs", &order.transfers.len().to_string());
        xml.leaf("CtrlSum", &control_sum(order.transfers.iter()));
        xml.within("InitgPty", |xml| {
            xml.leaf("Nm", &name(order.sender, order.characters));
            organisation(xml, order.sender);
        });
    });
}

/// PmtInf (2.0): a payer, a day, and the payments.
fn payment_information(xml: &mut Writer, order: &PaymentOrder<'_>, number: usize, block: &Block<'_>) {
    // The message's name is at most 35 signs, and so is that of each block.
    let kept: String = order.message.chars().take(30).collect();
    // A transfer in euro is a SEPA transfer, whose charges each side bears; the others are ordinary domestic ones.
    let (service, charges) = if block.currency.code() == "EUR" { ("SEPA", "SLEV") } else { ("NURG", "SHAR") };
    xml.within("PmtInf", |xml| {
        xml.leaf("PmtInfId", &format!("{}-{number}", kept.trim_end_matches(['/', ' '])));
        xml.leaf("PmtMtd", "TRF");
        xml.leaf("NbOfTxs", &block.transfers.len().to_string());
        xml.leaf("CtrlSum", &control_sum(block.transfers.iter().copied()));
        xml.nested(&["PmtTpInf", "SvcLvl", "Cd"], service);
        xml.leaf("ReqdExctnDt", &block.day.to_string());
        xml.within("Dbtr", |xml| party(xml, block.from, order.characters));
        xml.within("DbtrAcct", |xml| account(xml, &block.from.bank));
        xml.within("DbtrAgt", |xml| agent(xml, &block.from.bank));
        xml.leaf("ChrgBr", charges);
        for transfer in &block.transfers {
            transaction(xml, order.characters, transfer);
        }
    });
}

/// CdtTrfTxInf (2.27): one payment.
fn transaction(xml: &mut Writer, set: CharacterSet, transfer: &CreditTransfer<'_>) {
    xml.within("CdtTrfTxInf", |xml| {
        xml.nested(&["PmtId", "EndToEndId"], &transfer.reference);
        let currency = format!("Ccy=\"{}\"", transfer.amount.currency().code());
        xml.within("Amt", |xml| xml.leaf_of("InstdAmt", &currency, &decimal(transfer.amount.minor())));
        if transfer.to.bank.bic().is_some() {
            xml.within("CdtrAgt", |xml| agent(xml, &transfer.to.bank));
        }
        xml.within("Cdtr", |xml| party(xml, transfer.to, set));
        xml.within("CdtrAcct", |xml| account(xml, &transfer.to.bank));
        let text = characters::text(&transfer.text, set, 140);
        if !text.is_empty() {
            xml.nested(&["RmtInf", "Ustrd"], &text);
        }
    });
}

/// PartyIdentification32.
fn party(xml: &mut Writer, holder: &Holder, set: CharacterSet) {
    xml.leaf("Nm", &name(holder, set));
    xml.nested(&["PstlAdr", "Ctry"], &holder.country);
    organisation(xml, holder);
}

/// Party6Choice: a company by its CVR number. CUST says that it is the number its bank knows it by.
fn organisation(xml: &mut Writer, holder: &Holder) {
    let Some(number) = &holder.cvr else { return };
    xml.within("Id", |xml| {
        xml.within("OrgId", |xml| {
            xml.within("Othr", |xml| {
                xml.leaf("Id", number);
                xml.nested(&["SchmeNm", "Cd"], "CUST");
            });
        });
    });
}

/// CashAccount16: IBAN, or a Danish account as BBAN of fourteen digits.
fn account(xml: &mut Writer, bank: &BankAccount) {
    match bank {
        BankAccount::Iban { iban, .. } => xml.nested(&["Id", "IBAN"], iban),
        BankAccount::Danish { registration, account } => xml.within("Id", |xml| {
            xml.within("Othr", |xml| {
                xml.leaf("Id", &format!("{registration}{account}"));
                xml.nested(&["SchmeNm", "Cd"], "BBAN");
            });
        }),
    }
}

/// BranchAndFinancialInstitutionIdentification4: the bank by its BIC. Where it is not named the message says so, for the
/// payer's bank must be there (SEPA Credit Transfer Implementation Guidelines, AT-06).
fn agent(xml: &mut Writer, bank: &BankAccount) {
    match bank.bic() {
        Some(bic) => xml.nested(&["FinInstnId", "BIC"], bic),
        None => xml.nested(&["FinInstnId", "Othr", "Id"], "NOTPROVIDED"),
    }
}

fn name(holder: &Holder, set: CharacterSet) -> String {
    characters::text(&holder.name, set, 70)
}

/// The sum of amounts without regard to currency (CtrlSum, 2.5).
fn control_sum<'a>(transfers: impl Iterator<Item = &'a CreditTransfer<'a>>) -> String {
    decimal(transfers.map(|transfer| transfer.amount.minor()).sum())
}

/// Whole minor units with two decimals and a full stop.
fn decimal(minor: i128) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[cfg(test)]
mod tests;
