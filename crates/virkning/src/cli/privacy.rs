//! The commands about people and about the proof that nothing was changed: the identity vault, looks, sources, erasure,
//! the event log and its signed heads.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use virkning_model::id::{AgreementId, Alias};
use virkning_store::{Erasure, NewSource};

use super::{print, print_out};
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::write_whole;
use crate::app::identity::{Whose, read_numbers};
use crate::text::{Texts, format};

#[derive(Debug, Subcommand)]
pub enum Action {
    Vault(Vault),
    Identity(Identity),
    Source(Source),
    Retention,
    Erase(Erase),
    Looks(Looks),
    Head(Head),
    Log(Log),
}

#[derive(Args, Debug)]
pub struct Vault {
    #[command(subcommand)]
    pub action: VaultAction,
}

#[derive(Debug, Subcommand)]
pub enum VaultAction {
    Show,
    Rotate,
}

#[derive(Args, Debug)]
pub struct Identity {
    #[command(subcommand)]
    pub action: IdentityAction,
}

#[derive(Debug, Subcommand)]
pub enum IdentityAction {
    Show(IdentityShow),
    Link(IdentityLink),
}

#[derive(Args, Debug)]
pub struct IdentityShow {
    #[arg(value_name = "ALIAS", value_parser = |text: &str| Alias::new(text))]
    pub alias: Alias,
    #[arg(long, value_name = "ID", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: AgreementId,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct IdentityLink {
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct Source {
    #[command(subcommand)]
    pub action: SourceAction,
}

#[derive(Debug, Subcommand)]
pub enum SourceAction {
    Add(SourceAdd),
    List,
    Show(SourceShow),
}

#[derive(Args, Debug)]
pub struct SourceAdd {
    #[arg(value_name = "NAME")]
    pub name: String,
    #[arg(long, value_name = "TEXT")]
    pub legal_basis: String,
    #[arg(long, value_name = "TEXT")]
    pub purpose: String,
    #[arg(long, value_name = "TEXT")]
    pub processing_agreement: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub delete_on: Date,
}

#[derive(Args, Debug)]
pub struct SourceShow {
    #[arg(value_name = "NAME")]
    pub name: String,
}

#[derive(Args, Debug)]
pub struct Erase {
    #[arg(value_name = "ALIAS", required_unless_present = "due", requires = "agreement", value_parser = |text: &str| Alias::new(text))]
    pub alias: Option<Alias>,
    #[arg(long, value_name = "ID", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: Option<AgreementId>,
    #[arg(long, conflicts_with_all = ["alias", "agreement"])]
    pub due: bool,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct Looks {
    #[arg(long, value_name = "ALIAS", requires = "agreement", value_parser = |text: &str| Alias::new(text))]
    pub alias: Option<Alias>,
    #[arg(long, value_name = "ID", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: Option<AgreementId>,
    #[arg(long, conflicts_with_all = ["alias", "agreement"])]
    pub cpr: bool,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct Head {
    #[command(subcommand)]
    pub action: HeadAction,
}

#[derive(Debug, Subcommand)]
pub enum HeadAction {
    Sign(HeadSign),
    Show,
    Verify(HeadVerify),
}

#[derive(Args, Debug)]
pub struct HeadSign {
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct HeadVerify {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

#[derive(Args, Debug)]
pub struct Log {
    #[command(subcommand)]
    pub action: LogAction,
}

#[derive(Debug, Subcommand)]
pub enum LogAction {
    Show(LogShow),
    Export(LogExport),
}

#[derive(Args, Debug)]
pub struct LogShow {
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
}

#[derive(Args, Debug)]
pub struct LogExport {
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Runs one of them and gives the exit code.
pub fn act<'w>(action: &Action, open: &dyn Fn() -> Result<Session<'w>, Failure>, texts: &Texts) -> Result<u8, Failure> {
    let session = open()?;
    match action {
        Action::Vault(wanted) => return vault(&session, &wanted.action, texts),
        Action::Identity(wanted) => identity(&session, &wanted.action, texts)?,
        Action::Source(wanted) => source(&session, &wanted.action, texts)?,
        Action::Retention => print_out(&print::retention(&session.retention()?, texts)),
        Action::Erase(wanted) => erase(&session, wanted, texts)?,
        Action::Looks(wanted) => looks(&session, wanted, texts)?,
        Action::Head(wanted) => return head(&session, &wanted.action, texts),
        Action::Log(wanted) => log(&session, &wanted.action, texts)?,
    }
    Ok(0)
}

/// A word on standard error where nobody has recorded what a source is used for. It stops nothing.
pub fn note_source(session: &Session<'_>, name: &str, texts: &Texts) -> Result<(), Failure> {
    if session.is_source_unrecorded(name)? {
        eprintln!("{}", texts.with("source-unrecorded", &[("source", name)]));
    }
    Ok(())
}

fn vault(session: &Session<'_>, action: &VaultAction, texts: &Texts) -> Result<u8, Failure> {
    match action {
        VaultAction::Show => {
            let state = session.vault_check()?;
            print_out(&print::vault(&state, texts));
            let is_broken = state.check.is_some_and(|check| !check.faults.is_empty());
            Ok(u8::from(is_broken))
        }
        VaultAction::Rotate => {
            let rotated = session.vault_rotate()?;
            let key = if rotated.resumed { "vault-rotated-on" } else { "vault-rotated" };
            say(key, &[("version", rotated.version.to_string()), ("count", rotated.rewrapped.to_string())], texts);
            Ok(0)
        }
    }
}

fn identity(session: &Session<'_>, action: &IdentityAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        IdentityAction::Show(wanted) => {
            let shown = session.identity_show(&wanted.agreement, &wanted.alias, &wanted.reason)?;
            print_out(&print::identity(&wanted.agreement, &wanted.alias, &shown, texts));
        }
        IdentityAction::Link(wanted) => {
            let numbers = read_numbers(std::io::stdin())?;
            let linked = session.identity_link(&numbers, wanted.from, &wanted.reason)?;
            let key = if linked.already { "identity-linked-already" } else { "identity-linked" };
            say(key, &[("from", format::date(texts, linked.record.from))], texts);
        }
    }
    Ok(())
}

fn source(session: &Session<'_>, action: &SourceAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        SourceAction::Add(wanted) => {
            let stored = session.source_add(NewSource {
                name: &wanted.name,
                legal_basis: &wanted.legal_basis,
                purpose: &wanted.purpose,
                processing_agreement: wanted.processing_agreement.as_deref(),
                delete_on: wanted.delete_on,
            })?;
            let key = if stored.already { "source-already" } else { "source-added" };
            say(key, &[("source", wanted.name.clone()), ("date", format::date(texts, wanted.delete_on))], texts);
        }
        SourceAction::List => print_out(&print::sources(&session.sources()?, texts)),
        SourceAction::Show(wanted) => print_out(&print::source(&session.source(&wanted.name)?, texts)),
    }
    Ok(())
}

fn erase(session: &Session<'_>, wanted: &Erase, texts: &Texts) -> Result<(), Failure> {
    let (Some(agreement), Some(alias)) = (&wanted.agreement, &wanted.alias) else {
        let erased = session.erase_due(&wanted.reason)?;
        print_out(&print::erased_due(&erased, texts));
        return Ok(());
    };
    let words = [("alias", alias.to_string())];
    match session.erase(agreement, alias, &wanted.reason)? {
        Erasure::Asked => say("erase-asked", &words, texts),
        Erasure::Done => {
            say("erase-done", &words, texts);
            say("erase-copies", &[], texts);
        }
    }
    Ok(())
}

fn looks(session: &Session<'_>, wanted: &Looks, texts: &Texts) -> Result<(), Failure> {
    let numbers = if wanted.cpr { read_numbers(std::io::stdin())? } else { String::new() };
    let whose = match (&wanted.agreement, &wanted.alias) {
        (Some(agreement), Some(alias)) => Whose::Alias(agreement, alias),
        _ if wanted.cpr => Whose::Number(&numbers),
        _ => return Err(Refusal::new("looks-which").into()),
    };
    print_out(&print::looks(&session.looks(whose, &wanted.reason)?, texts));
    Ok(())
}

fn head(session: &Session<'_>, action: &HeadAction, texts: &Texts) -> Result<u8, Failure> {
    match action {
        HeadAction::Sign(wanted) => {
            let signed = session.head_sign(wanted.name.as_deref())?;
            match &wanted.out {
                None => print_out(&signed.to_string()),
                Some(path) => {
                    write_whole(path, signed.to_string().as_bytes())?;
                    let words = [("path", path.display().to_string()), ("sequence", signed.head.sequence.to_string())];
                    say("head-written", &words, texts);
                }
            }
            Ok(0)
        }
        HeadAction::Show => {
            print_out(&print::current_head(&session.head_show()?, texts));
            Ok(0)
        }
        HeadAction::Verify(wanted) => {
            let checked = session.head_verify(Path::new(&wanted.file), wanted.key.as_deref())?;
            print_out(&print::checked_head(&checked, texts));
            Ok(u8::from(checked.differs.is_some()))
        }
    }
}

fn log(session: &Session<'_>, action: &LogAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        LogAction::Show(wanted) => print_out(&print::log(&session.log(wanted.limit)?, texts)),
        LogAction::Export(wanted) => {
            let head = session.log_export(&wanted.out)?;
            say("log-written", &[("path", wanted.out.display().to_string()), ("head", head.to_string())], texts);
        }
    }
    Ok(())
}

fn say(key: &str, words: &[(&str, String)], texts: &Texts) {
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    print_out(&format!("{}\n", texts.with(key, &words)));
}
