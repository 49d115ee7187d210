//! The life of a settlement on the command line: drafts, restatements, releases, closing payments and instalments.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use virkning_model::id::{ProposalId, SnapshotId, TermId};

use super::Format;

#[derive(Args, Debug)]
pub struct Propose {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
}

#[derive(Args, Debug)]
pub struct Restate {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "ID", value_parser = |text: &str| SnapshotId::new(text))]
    pub snapshot: Vec<SnapshotId>,
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    #[arg(long)]
    pub draft: bool,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Release {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Closing {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Instalment {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "TERM", value_parser = |text: &str| TermId::new(text))]
    pub tranche: TermId,
    #[arg(long, value_name = "DATE")]
    pub paid_on: Date,
    #[arg(long, value_name = "DATE")]
    pub agreed: Option<Date>,
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}
