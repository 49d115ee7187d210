//! `register ask`: a question to a snapshot, of whom, and when.

use std::path::PathBuf;

use clap::Args;
use virkning_model::id::SnapshotId;
use virkning_model::period::Month;

use super::{Format, parse_month};
use crate::app::ask::REGISTER;

#[derive(Args, Debug)]
pub struct Ask {
    #[arg(value_name = "EXPRESSION", required_unless_present = "value")]
    pub expression: Option<String>,
    #[arg(long, value_name = "EXPRESSION")]
    pub value: Option<String>,
    #[arg(long, requires = "value")]
    pub by_week: bool,
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month, required_unless_present = "months_since_start")]
    pub month: Option<Month>,
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month, requires = "month")]
    pub to: Option<Month>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=600), conflicts_with = "month")]
    pub months_since_start: Option<u16>,
    #[arg(long, value_name = "NAME", default_value = REGISTER, hide_default_value = true)]
    pub source: String,
    #[arg(long, value_name = "ID", value_parser = |text: &str| SnapshotId::new(text))]
    pub snapshot: Option<SnapshotId>,
    #[arg(long, value_name = "LIST", conflicts_with = "enrolled")]
    pub cohort: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub enrolled: Option<PathBuf>,
    #[arg(long)]
    pub by_group: bool,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}
