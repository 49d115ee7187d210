//! The arguments of `overlap`.

use std::path::PathBuf;

use clap::Args;

use super::{Audience, Format};

#[derive(Args, Debug)]
pub struct Overlap {
    #[arg(value_name = "FILE|AGREEMENT")]
    pub subject: PathBuf,
    #[arg(long)]
    pub people: bool,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
    #[arg(
        long = "for",
        value_enum,
        default_value = "parties",
        value_name = "parties|municipality|public",
        hide_possible_values = true
    )]
    pub audience: Audience,
}
