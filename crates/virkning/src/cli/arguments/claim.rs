//! The arguments of `claim`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use virkning_model::id::AgreementId;

use super::Format;

#[derive(Args, Debug)]
pub struct Claim {
    #[command(subcommand)]
    pub action: ClaimAction,
}

#[derive(Debug, Subcommand)]
pub enum ClaimAction {
    Import(ClaimImport),
    List(ClaimList),
    Show(ClaimShow),
    Verify(ClaimVerify),
    Reject(ClaimDecide),
    Dispute(ClaimDecide),
    Sample(ClaimSample),
}

#[derive(Args, Debug)]
pub struct ClaimImport {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "LIST.csv")]
    pub list: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ClaimList {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: AgreementId,
    #[arg(long, value_name = "YEAR")]
    pub measured_year: Option<i16>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct ClaimShow {
    #[arg(value_name = "NUMBER")]
    pub number: u64,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct ClaimVerify {
    #[arg(value_name = "NUMBER")]
    pub number: u64,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct ClaimDecide {
    #[arg(value_name = "NUMBER")]
    pub number: u64,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct ClaimSample {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "YEAR")]
    pub measured_year: i16,
    #[arg(long, value_name = "N")]
    pub size: u32,
    #[arg(long, value_name = "TEXT")]
    pub seed: String,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}
