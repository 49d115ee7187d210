//! `payments`, `account`, `compare`, `budget`: what is asked, and how the answer is written.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use virkning_engine::AskedAccount;
use virkning_model::id::{AgreementId, PartyId};

use super::arguments::Format;
use super::{print, print_json, print_out};
use crate::app::Session;
use crate::app::accounts::BudgetQuestion;
use crate::app::failure::Failure;
use crate::app::json;
use crate::app::payment_files::PaymentForm;
use crate::text::Texts;

#[derive(Args, Debug)]
pub struct Payments {
    #[command(subcommand)]
    pub action: PaymentsAction,
}

#[derive(Debug, Subcommand)]
pub enum PaymentsAction {
    List(PaymentsList),
    Export(PaymentsExport),
    Reconcile(PaymentsReconcile),
}

#[derive(Args, Debug)]
pub struct PaymentsList {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: Option<AgreementId>,
    #[arg(long)]
    pub open: bool,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

/// How payments leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Csv,
    Pain001,
    Vouchers,
}

#[derive(Args, Debug)]
pub struct PaymentsExport {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: Option<AgreementId>,
    #[arg(long, value_name = "FILE")]
    pub accounts: PathBuf,
    #[arg(long, value_enum, value_name = "csv|pain001|vouchers", hide_possible_values = true)]
    pub format: ExportFormat,
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
}

#[derive(Args, Debug)]
pub struct PaymentsReconcile {
    #[arg(value_name = "FILE")]
    pub statement: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub accept_faulty: Option<u64>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Account {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: AgreementId,
    #[arg(long, value_name = "PARTY", value_parser = |text: &str| PartyId::new(text))]
    pub party: Option<PartyId>,
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Compare {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: AgreementId,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

/// What the budget office asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Commitments,
    Budget,
    FollowUp,
    Accounts,
}

/// How a budget is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BudgetFormat {
    Text,
    Csv,
}

#[derive(Args, Debug)]
pub struct Budget {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: Option<AgreementId>,
    #[arg(long, value_name = "YEAR")]
    pub year: i16,
    #[arg(long, value_enum, value_name = "commitments|budget|follow-up|accounts", hide_possible_values = true)]
    pub kind: Kind,
    #[arg(long, value_name = "FILE")]
    pub accounts: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|csv", hide_possible_values = true)]
    pub format: BudgetFormat,
}

/// Does what is asked about payments. A file with rows that nothing was done with is no failure of the program, and gives 1.
pub fn payments(session: &Session<'_>, action: &PaymentsAction, texts: &Texts) -> Result<u8, Failure> {
    match action {
        PaymentsAction::List(wanted) => {
            let mut dues = session.dues(wanted.agreement.as_ref())?;
            if wanted.open {
                dues.iter_mut().for_each(|(_, dues)| dues.retain(|due| !due.open.is_zero()));
            }
            match wanted.format {
                Format::Text => print_out(&print::dues(&dues, texts)),
                Format::Json => print_json(&json::dues(&dues))?,
            }
            Ok(0)
        }
        PaymentsAction::Export(wanted) => {
            let form = match wanted.format {
                ExportFormat::Csv => PaymentForm::Csv,
                ExportFormat::Pain001 => PaymentForm::Pain001,
                ExportFormat::Vouchers => PaymentForm::Vouchers,
            };
            let files =
                session.export_payments(wanted.agreement.as_ref(), &wanted.accounts, form, &wanted.out, texts)?;
            for file in files {
                print_out(&format!("{}\n", texts.with("payments-written", &[("path", &file.display().to_string())])));
            }
            Ok(0)
        }
        PaymentsAction::Reconcile(wanted) => {
            let reconciled = session.reconcile(&wanted.statement, wanted.profile.as_deref(), wanted.accept_faulty)?;
            match wanted.format {
                Format::Text => print_out(&print::reconciled(&reconciled, texts)),
                Format::Json => print_json(&json::reconciled(&reconciled))?,
            }
            use crate::app::payments::RowResult::{PaidTwice, UnknownReference, WrongAmount};
            let odd =
                reconciled.rows.iter().any(|row| matches!(row.result, PaidTwice | UnknownReference | WrongAmount));
            Ok(u8::from(odd || !reconciled.rejected.is_empty()))
        }
    }
}

/// The statements of an agreement's accounts.
pub fn account(session: &Session<'_>, wanted: &Account, texts: &Texts) -> Result<(), Failure> {
    let asked = AskedAccount { party: wanted.party.clone(), from: wanted.from, to: wanted.to };
    let (agreement, statements) = session.account(&wanted.agreement, &asked)?;
    match wanted.format {
        Format::Text => print_out(&print::account(&agreement, &statements, texts)),
        Format::Json => print_json(&json::account(&statements))?,
    }
    Ok(())
}

/// Expected against approved against posted against paid.
pub fn compare(session: &Session<'_>, wanted: &Compare, texts: &Texts) -> Result<(), Failure> {
    let (agreement, rows) = session.compare_money(&wanted.agreement)?;
    match wanted.format {
        Format::Text => print_out(&print::compared(&agreement, &rows, texts)),
        Format::Json => print_json(&json::compared(&rows))?,
    }
    Ok(())
}

/// What the budget office asks for.
pub fn budget(session: &Session<'_>, wanted: &Budget, texts: &Texts) -> Result<(), Failure> {
    let question = match wanted.kind {
        Kind::Commitments => BudgetQuestion::Commitments,
        Kind::Budget => BudgetQuestion::Budget,
        Kind::FollowUp => BudgetQuestion::FollowUp,
        Kind::Accounts => BudgetQuestion::Accounts,
    };
    let answers = session.budget(wanted.agreement.as_ref(), wanted.year, question, wanted.accounts.as_deref())?;
    match wanted.format {
        BudgetFormat::Text => print_out(&print::budget(&answers, texts)),
        BudgetFormat::Csv => print_out(&print::budget_csv(&answers, texts)),
    }
    Ok(())
}
