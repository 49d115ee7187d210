//! The commands about the installation as a whole: backup, restore, export, doctor.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::arguments::{Common, Format};
use super::{print, print_json, print_out};
use crate::app::failure::Failure;
use crate::app::{Session, backup, doctor};
use crate::text::{Language, Texts};
use crate::world::World;

#[derive(Debug, Subcommand)]
pub enum Action {
    Backup(Backup),
    Restore(Restore),
    Export(Export),
    Doctor(Doctor),
}

#[derive(Args, Debug)]
pub struct Backup {
    #[arg(value_name = "FILE.vbk|DIR")]
    pub target: PathBuf,
    #[arg(long)]
    pub with_keys: bool,
}

#[derive(Args, Debug)]
pub struct Restore {
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
}

#[derive(Args, Debug)]
pub struct Export {
    #[arg(value_name = "DIR")]
    pub target: PathBuf,
    // There is no other way yet, and whoever takes everything should have said so.
    #[arg(long, required = true)]
    pub all: bool,
    #[arg(long)]
    pub with_links: bool,
}

#[derive(Args, Debug)]
pub struct Doctor {
    #[arg(long)]
    pub mend: bool,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

/// Runs one of them and gives its exit code.
pub fn act<'w>(
    action: &Action,
    common: &Common,
    open: &dyn Fn() -> Result<Session<'w>, Failure>,
    world: &dyn World,
    texts: &Texts,
) -> Result<u8, Failure> {
    match action {
        Action::Backup(wanted) => {
            let manifest = open()?.backup(&wanted.target, wanted.with_keys)?;
            print_out(&print::backed_up(&wanted.target, &manifest, texts));
        }
        Action::Restore(wanted) => {
            let restored = backup::restore(&wanted.backup, &common.data, common.store.as_ref(), world)?;
            print_out(&print::restored(&common.data, &restored, texts));
            return Ok(u8::from(!restored.verified.holds()));
        }
        Action::Export(wanted) => {
            let dictionaries = [Language::Danish, Language::English].map(|language| {
                let name = format!("dictionary.{}.csv", language.code());
                (name, print::dictionary(wanted.with_links, &Texts::new(language)))
            });
            let manifest = open()?.export(&wanted.target, wanted.with_links, &dictionaries)?;
            print_out(&print::exported(&wanted.target, &manifest, texts));
        }
        Action::Doctor(wanted) => {
            let findings = doctor::examine(&common.data, common.store.as_ref(), wanted.mend, world);
            match wanted.format {
                Format::Text => print_out(&print::findings(&findings, texts)),
                Format::Json => print_json(&print::findings_json(&findings, texts))?,
            }
            return Ok(u8::from(!findings.holds()));
        }
    }
    Ok(0)
}
