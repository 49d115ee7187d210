//! `record`: documents for the case file on the command line.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use virkning_model::id::{AgreementId, ProposalId, RecordId};
use zip::write::SimpleFileOptions;

use super::arguments::Format;
use super::{print, print_json, print_out};
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::write_whole;
use crate::app::json;
use crate::app::record::{CaseNumber, Kle, Package, RecordOf};
use crate::text::Texts;

#[derive(Args, Debug)]
pub struct Record {
    #[command(subcommand)]
    pub action: RecordAction,
}

#[derive(Debug, Subcommand)]
pub enum RecordAction {
    Make(RecordMake),
    List(RecordList),
    Journal(RecordJournal),
    Signed(RecordSigned),
    Package(RecordPackage),
}

/// What a record is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Agreement,
    Statement,
    Decision,
}

#[derive(Args, Debug)]
pub struct RecordMake {
    #[arg(value_enum, value_name = "agreement|statement|decision", hide_possible_values = true)]
    pub kind: Kind,
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(long, value_name = "NUMBER")]
    pub case: String,
    #[arg(long, value_name = "00.00.00")]
    pub kle: String,
    #[arg(long, value_name = "VERSION")]
    pub of_version: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct RecordList {
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct RecordJournal {
    #[arg(value_name = "RECORD", value_parser = |text: &str| RecordId::new(text))]
    pub record: RecordId,
    #[arg(value_name = "NUMBER")]
    pub number: String,
}

#[derive(Args, Debug)]
pub struct RecordSigned {
    #[arg(value_name = "RECORD", value_parser = |text: &str| RecordId::new(text))]
    pub record: RecordId,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
pub struct RecordPackage {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: AgreementId,
    #[arg(long, value_name = "ZIP|DIR")]
    pub out: PathBuf,
}

/// Does what is asked and prints the answer.
pub fn act(session: &Session<'_>, action: &RecordAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        RecordAction::Make(wanted) => {
            let case = CaseNumber::new(&wanted.case).ok_or_else(|| Refusal::new("record-case-invalid"))?;
            let kle =
                Kle::new(&wanted.kle).ok_or_else(|| Refusal::new("record-kle-invalid").with("kle", &wanted.kle))?;
            let made = session.record_make(&of(wanted)?, &case, &kle, texts)?;
            if let Some(path) = &wanted.out {
                write_whole(path, &made.pdf)?;
            }
            print_out(&print::record_made(&made, wanted.out.as_deref(), texts));
        }
        RecordAction::List(wanted) => {
            let records = session.store.records()?;
            match wanted.format {
                Format::Text => print_out(&print::records(&records, texts)),
                Format::Json => print_json(&json::records(&records))?,
            }
        }
        RecordAction::Journal(wanted) => {
            let stored = session.record_journal(&wanted.record, &wanted.number)?;
            print_out(&print::record_journalled(&stored, texts));
        }
        RecordAction::Signed(wanted) => {
            let bytes =
                std::fs::read(&wanted.file).map_err(|error| Failure::operating("tried-read", &wanted.file, error))?;
            print_out(&print::record_signed(&session.record_signed(&wanted.record, &bytes)?, texts));
        }
        RecordAction::Package(wanted) => {
            // Nothing is collected, and no giving out recorded, for a place that cannot be written.
            if !is_archive(&wanted.out) && wanted.out.exists() {
                return Err(Refusal::new("record-package-exists").with("path", wanted.out.display()).into());
            }
            let package = session.record_package(&wanted.agreement, texts)?;
            write_package(&package, &wanted.out)?;
            print_out(&print::record_packaged(&package, &wanted.out, texts));
        }
    }
    Ok(())
}

/// What the record is made of. Only an agreement has versions.
fn of(wanted: &RecordMake) -> Result<RecordOf, Failure> {
    let proposal =
        || ProposalId::new(&wanted.id).map_err(|_| Refusal::new("proposal-unknown").with("proposal", &wanted.id));
    Ok(match wanted.kind {
        Kind::Agreement => {
            let id = AgreementId::new(&wanted.id)
                .map_err(|_| Refusal::new("agreement-unknown").with("agreement", &wanted.id))?;
            RecordOf::Agreement(id, wanted.of_version.clone())
        }
        Kind::Statement => RecordOf::Statement(proposal()?),
        Kind::Decision => RecordOf::Decision(proposal()?),
    })
}

/// Writes a package as a ZIP archive where the name ends so, else as a folder that is not there yet.
fn write_package(package: &Package, out: &Path) -> Result<(), Failure> {
    if is_archive(out) {
        let bytes = zipped(package).map_err(|error| Failure::operating("tried-write", out, error))?;
        return write_whole(out, &bytes);
    }
    std::fs::create_dir(out).map_err(|error| Failure::operating("tried-make-folder", out, error))?;
    package.files.iter().try_for_each(|file| write_whole(&out.join(&file.name), &file.bytes))
}

fn is_archive(out: &Path) -> bool {
    out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// The files in one archive, with the same bytes for the same package: no clock enters.
fn zipped(package: &Package) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for file in &package.files {
        writer.start_file(&file.name, options)?;
        writer.write_all(&file.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
