//! The command line as types. It holds no words for users: help texts come from the text files under
//! `help-<command>` and `help-<command>-<argument>`, and clap's own refusals are said again in the user's language.

mod ask;
mod claim;
mod overlap;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use virkning_model::id::{AgreementId, Alias, MeasureId, ProposalId, SnapshotId, UserId};
use virkning_model::period::{Month, Week};
use virkning_store::Location;
use virkning_testkit::Extract;

pub use self::ask::Ask;
pub use self::claim::{Claim, ClaimAction, ClaimShow};
pub use self::overlap::Overlap;
use super::operation;
use super::privacy;
use crate::text::{Language, Texts};

mod life;

pub use self::life::{Closing, Instalment, Propose, Release, Restate};

/// What the user asked for.
#[derive(Debug, Parser)]
#[command(
    name = "virkning",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub action: Action,
}

/// What every command takes.
#[derive(Args, Debug)]
pub struct Common {
    #[arg(
        long,
        global = true,
        env = "VIRKNING_DATA",
        hide_env = true,
        default_value = "./virkning-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    // The address may hold a password: it is never shown again, neither in a help page nor in a message.
    #[arg(long, global = true, env = "VIRKNING_STORE", hide_env = true, value_name = "URL")]
    pub store: Option<Location>,
    #[arg(long = "as", global = true, env = "VIRKNING_USER", hide_env = true, value_name = "USER")]
    pub user: Option<String>,
    #[arg(long, global = true, env = "VIRKNING_LANG", hide_env = true, default_value = "da", value_name = "da|en", value_parser = PossibleValuesParser::new(["da", "en"]), hide_possible_values = true)]
    pub lang: String,
    #[arg(long, global = true, value_name = "DATE")]
    pub date: Option<Date>,
    #[arg(long, global = true, env = "VIRKNING_THREADS", hide_env = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// How a plan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    Text,
    Json,
    Csv,
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatementFormat {
    Pdf,
    Json,
    Xlsx,
}

/// How a made-up delivery of DREAM is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DeliveryFormat {
    Csv,
    Sas7bdat,
}

/// Who figures are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Audience {
    Municipality,
    Parties,
    Public,
}

impl From<Audience> for virkning_register::disclosure::Audience {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Municipality => Self::Department,
            Audience::Parties => Self::Parties,
            Audience::Public => Self::Public,
        }
    }
}

/// Which editions are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Editions {
    Yearly,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    New(New),
    Check(Check),
    Fmt(Fmt),
    Diff(Diff),
    Schema(Schema),
    Plan(Plan),
    Simulate(Simulate),
    FollowUp(FollowUp),
    Seal(Seal),
    User(User),
    Register(Register),
    Codes(Codes),
    Enrol(Enrol),
    Overlap(Overlap),
    Claim(Claim),
    Evaluate(super::evaluate::Evaluate),
    Allocate(super::allocate::Allocate),
    Settle(Settle),
    Show(Show),
    Approve(Approve),
    Refuse(Refuse),
    Post(Post),
    Propose(Propose),
    Void(Refuse),
    Restate(Restate),
    Release(Release),
    Closing(Closing),
    Instalment(Instalment),
    Statement(Statement),
    Explain(Explain),
    Ledger(Ledger),
    Verify(Verify),
    #[command(flatten)]
    Operation(operation::Action),
    #[command(flatten)]
    Privacy(privacy::Action),
    #[command(flatten)]
    Governance(super::governance::Action),
    Record(super::record::Record),
    Settings(super::settings::Settings),
    Payments(super::money::Payments),
    Account(super::money::Account),
    Compare(super::money::Compare),
    Budget(super::money::Budget),
    Serve(super::serve::Serve),
}

#[derive(Args, Debug)]
pub struct New {
    #[arg(value_name = "ID", required_unless_present = "list", value_parser = |text: &str| AgreementId::new(text))]
    pub id: Option<AgreementId>,
    #[arg(long, required_unless_present = "list", value_name = "NAME")]
    pub template: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["id", "template", "out"])]
    pub list: bool,
}

#[derive(Args, Debug)]
pub struct Diff {
    #[arg(value_name = "A")]
    pub old: PathBuf,
    #[arg(value_name = "B")]
    pub new: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Check {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub expected: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Fmt {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long)]
    pub write: bool,
    #[arg(long, conflicts_with = "write")]
    pub check: bool,
}

#[derive(Args, Debug)]
pub struct Plan {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json|csv", hide_possible_values = true)]
    pub format: PlanFormat,
}

#[derive(Args, Debug)]
pub struct Simulate {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(virkning_risk::PATHS_MAX)))]
    pub paths: Option<u32>,
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[arg(long)]
    pub terms: bool,
    #[arg(long, value_name = "FILE.parquet")]
    pub draws: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json|csv", hide_possible_values = true)]
    pub format: PlanFormat,
}

#[derive(Args, Debug)]
pub struct Schema {
    #[arg(long)]
    pub reference: bool,
}

#[derive(Args, Debug)]
pub struct FollowUp {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "YEAR")]
    pub measured_year: Option<i16>,
    #[arg(long, requires = "measured_year", value_name = "ID", value_parser = |text: &str| SnapshotId::new(text))]
    pub snapshot: Vec<SnapshotId>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Seal {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
pub struct User {
    #[command(subcommand)]
    pub action: UserAction,
}

#[derive(Debug, Subcommand)]
pub enum UserAction {
    Add(UserAdd),
    Grant(UserGrant),
    Link(UserLink),
    List,
}

#[derive(Args, Debug)]
pub struct UserAdd {
    #[arg(value_name = "NAME", value_parser = |text: &str| UserId::new(text))]
    pub name: UserId,
    #[arg(long = "role", required = true, value_name = "ROLE", value_delimiter = ',')]
    pub roles: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub full_name: Option<String>,
    #[arg(long, value_name = "NAME", value_parser = |text: &str| UserId::new(text))]
    pub person: Option<UserId>,
}

#[derive(Args, Debug)]
pub struct UserGrant {
    #[arg(value_name = "NAME", value_parser = |text: &str| UserId::new(text))]
    pub name: UserId,
    #[arg(long, value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: AgreementId,
    #[arg(long = "role", value_name = "ROLE", value_delimiter = ',')]
    pub roles: Vec<String>,
}

#[derive(Args, Debug)]
pub struct UserLink {
    #[arg(value_name = "NAME", value_parser = |text: &str| UserId::new(text))]
    pub name: UserId,
}

#[derive(Args, Debug)]
pub struct Register {
    #[command(subcommand)]
    pub action: RegisterAction,
}

#[derive(Debug, Subcommand)]
pub enum RegisterAction {
    Synthesize(Synthesize),
    Import(Import),
    Show(RegisterShow),
    Compare(RegisterCompare),
    Ask(Ask),
    Ladder(RegisterLadder),
}

#[derive(Args, Debug)]
pub struct RegisterLadder {
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub codes: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub rates: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Synthesize {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub persons: u32,
    #[arg(long, value_name = "S")]
    pub seed: u64,
    #[arg(long, value_name = "WEEK", value_parser = parse_week)]
    pub until: Week,
    #[arg(long, value_enum, value_name = "yearly", hide_possible_values = true)]
    pub editions: Option<Editions>,
    #[arg(long, value_name = "FILE")]
    pub agreement: PathBuf,
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month, conflicts_with = "editions")]
    pub edition: Option<Month>,
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    #[arg(long)]
    pub cpr: bool,
    #[arg(
        long,
        value_enum,
        default_value = "csv",
        value_name = "csv|sas7bdat",
        hide_possible_values = true,
        conflicts_with = "source"
    )]
    pub format: DeliveryFormat,
    #[arg(long, value_name = "NAME", value_parser = parse_extract)]
    pub source: Option<Extract>,
}

/// A register that can be made up; nothing for DREAM, which is made up without being named.
fn parse_extract(name: &str) -> Result<Extract, String> {
    let known = Extract::ALL.into_iter().find(|extract| extract.name() == name);
    known.ok_or_else(|| Extract::ALL.map(Extract::name).join(", "))
}

#[derive(Args, Debug)]
pub struct Import {
    #[arg(long, value_name = "dream|shelter|crisis-centre|refunds|observations|education|services")]
    pub source: String,
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    pub edition: Option<Month>,
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    #[arg(long, value_name = "DATE")]
    pub covers_from: Option<Date>,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub accept_faulty: Option<u64>,
    #[arg(long)]
    pub synthetic: bool,
    #[arg(long, value_name = "2GB", value_parser = parse_memory, default_value = "2GB", hide_default_value = true)]
    pub memory: u64,
}

#[derive(Args, Debug)]
pub struct RegisterShow {
    #[arg(value_name = "SNAPSHOT", value_parser = |text: &str| SnapshotId::new(text))]
    pub snapshot: Option<SnapshotId>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct RegisterCompare {
    #[arg(value_name = "A", value_parser = |text: &str| SnapshotId::new(text))]
    pub old: SnapshotId,
    #[arg(value_name = "B", value_parser = |text: &str| SnapshotId::new(text))]
    pub new: SnapshotId,
    #[arg(long, value_name = "FILE|AGREEMENT", requires = "reason")]
    pub agreement: Option<PathBuf>,
    #[arg(long, value_name = "TEXT", requires = "agreement")]
    pub reason: Option<String>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json|csv", hide_possible_values = true)]
    pub format: PlanFormat,
}

#[derive(Args, Debug)]
pub struct Codes {
    #[command(subcommand)]
    pub action: CodesAction,
}

#[derive(Debug, Subcommand)]
pub enum CodesAction {
    Map(CodesMap),
    List(CodesList),
}

#[derive(Args, Debug)]
pub struct CodesMap {
    #[arg(value_name = "CODE", value_parser = clap::value_parser!(u16).range(1..=999))]
    pub code: u16,
    #[arg(value_name = "CATEGORY")]
    pub category: String,
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    #[arg(long, value_name = "dream", default_value = "dream")]
    pub source: String,
}

#[derive(Args, Debug)]
pub struct CodesList {
    #[arg(long, value_name = "dream", default_value = "dream")]
    pub source: String,
}

#[derive(Args, Debug)]
pub struct Enrol {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "LIST")]
    pub list: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub accept_faulty: Option<u64>,
}

#[derive(Args, Debug)]
pub struct Settle {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "YEAR", required_unless_present = "example")]
    pub measured_year: Option<i16>,
    #[arg(long, value_name = "ID", value_parser = |text: &str| SnapshotId::new(text))]
    pub snapshot: Vec<SnapshotId>,
    #[arg(long, value_name = "FILE")]
    pub observations: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, requires = "observations")]
    pub synthetic: bool,
    #[arg(long, conflicts_with = "example")]
    pub draft: bool,
    #[arg(long, value_name = "NAME", conflicts_with_all = ["measured_year", "snapshot", "observations", "profile"])]
    pub example: Option<String>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Show {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Approve {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
    #[arg(long, value_name = "HASH")]
    pub content: Option<String>,
}

#[derive(Args, Debug)]
pub struct Refuse {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct Post {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

#[derive(Args, Debug)]
pub struct Statement {
    #[arg(value_name = "ID", value_parser = |text: &str| ProposalId::new(text))]
    pub id: ProposalId,
    #[arg(long, value_enum, value_name = "pdf|json|xlsx", hide_possible_values = true)]
    pub format: StatementFormat,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(
        long = "for",
        value_enum,
        default_value = "parties",
        value_name = "parties|municipality|public",
        hide_possible_values = true
    )]
    pub audience: Audience,
}

#[derive(Args, Debug)]
pub struct Explain {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "ALIAS", value_parser = |text: &str| Alias::new(text))]
    pub alias: Alias,
    #[arg(long, value_name = "YEAR")]
    pub measured_year: i16,
    #[arg(long, value_name = "ID", value_parser = |text: &str| MeasureId::new(text))]
    pub measure: Option<MeasureId>,
    #[arg(long, value_name = "N")]
    pub month: Option<u16>,
    #[arg(long, value_name = "ID", value_parser = |text: &str| SnapshotId::new(text))]
    pub snapshot: Vec<SnapshotId>,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct Ledger {
    #[arg(value_name = "AGREEMENT", value_parser = |text: &str| AgreementId::new(text))]
    pub agreement: Option<AgreementId>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct Verify {
    #[arg(long, value_name = "HASH|FILE")]
    pub head: Option<String>,
    #[arg(long, value_name = "KEY", requires = "head")]
    pub key: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// A number of bytes: `2GB`, `500MB`, `1500 MB`.
fn parse_memory(text: &str) -> Result<u64, String> {
    let compact = text.to_ascii_uppercase().replace(' ', "");
    let parts = [("GB", 1_000_000_000), ("MB", 1_000_000)];
    let found = parts.into_iter().find_map(|(unit, bytes)| Some((compact.strip_suffix(unit)?, bytes)));
    found.and_then(|(digits, bytes)| digits.parse::<u64>().ok()?.checked_mul(bytes)).ok_or_else(|| text.to_owned())
}

fn parse_week(text: &str) -> Result<Week, String> {
    Week::parse(text).ok_or_else(|| text.to_owned())
}

fn parse_month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| text.to_owned())
}

/// What came of reading the command line.
pub enum Reading {
    /// A request.
    Arguments(Box<Arguments>),
    /// Help or version was asked for.
    Help(String),
    /// It could not be read: why, and what to do.
    Refusal(String),
}

/// Which language was asked for, before anything else is known: the option, else the environment, else Danish.
pub fn language(words: &[String], environment: Option<&str>) -> Language {
    let option = words.iter().enumerate().find_map(|(place, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(place + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    option.or(environment).and_then(Language::parse).unwrap_or(Language::Danish)
}

/// Reads the command line; help and refusals are in the language of the texts.
pub fn read(words: &[String], texts: &Texts) -> Reading {
    let mut command = localised(Arguments::command(), texts, "virkning");
    command = with_help_flag(command, &texts.get("help-help"), &texts.get("help-common"));
    match command.try_get_matches_from_mut(words) {
        Ok(matches) => match Arguments::from_arg_matches(&matches) {
            Ok(arguments) => Reading::Arguments(Box::new(arguments)),
            Err(error) => Reading::Refusal(refusal(&error, texts)),
        },
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                // The one word that clap writes into the usage by itself.
                let help = error.render().to_string().replace("[OPTIONS]", &texts.get("help-options-place"));
                Reading::Help(help)
            }
            ErrorKind::DisplayVersion => Reading::Help(error.render().to_string()),
            _ => Reading::Refusal(refusal(&error, texts)),
        },
    }
}

fn with_help_flag(command: Command, help: &str, heading: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let flag = |name: &'static str, letter, action| {
        clap::Arg::new(name).short(letter).long(name).action(action).help_heading(heading.to_owned())
    };
    let mut command =
        command.disable_help_flag(true).arg(flag("help", 'h', clap::ArgAction::Help).help(help.to_owned()));
    for name in names {
        let (help, heading) = (help.to_owned(), heading.to_owned());
        command = command.mut_subcommand(name, move |sub| with_help_flag(sub, &help, &heading));
    }
    command
}

fn localised(command: Command, texts: &Texts, path: &str) -> Command {
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n", texts.get("help-usage"));
    let about = texts.get(&format!("help-{path}"));
    let mut command = command
        .about(StyledStr::from(about))
        .help_template(template)
        .subcommand_help_heading(texts.get("help-commands"))
        .subcommand_value_name(texts.get("help-command"))
        .disable_version_flag(true);
    if path == "virkning" {
        let heading = texts.get("help-common");
        let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.arg(version.help(texts.get("help-version")).help_heading(heading));
    }
    let arguments: Vec<(String, bool)> =
        command.get_arguments().map(|argument| (argument.get_id().to_string(), argument.is_positional())).collect();
    for (id, positional) in arguments {
        if id == "version" {
            continue;
        }
        let own = format!("help-{path}-{id}");
        let shared = format!("help-any-{id}");
        let help = texts.get(if texts.has(&own) { &own } else { &shared });
        // Propagated to every command; under their own heading they stand after what the command itself takes.
        let heading = match (positional, path) {
            (true, _) => texts.get("help-arguments"),
            (false, "virkning") => texts.get("help-common"),
            (false, _) => texts.get("help-options"),
        };
        command = command.mut_arg(id, |argument| {
            let names = argument.get_value_names().unwrap_or_default().iter();
            let names: Vec<String> = names.map(|name| value_name(name, texts)).collect();
            let argument = if names.is_empty() { argument } else { argument.value_names(names) };
            // A flag has no default value to hide, and clap takes the attempt for a mistake.
            let takes_values = argument.get_action().takes_values();
            argument.help(help).help_heading(heading).hide_default_value(takes_values)
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = if path == "virkning" { name.clone() } else { format!("{path}-{name}") };
        command = command.mut_subcommand(name, |sub| localised(sub, texts, &path));
    }
    command
}

/// The word for a value in the language, where it is a word and not one of the values themselves.
fn value_name(name: &str, texts: &Texts) -> String {
    let words = name.split('|').map(|word| {
        let key = format!("help-value-{}", word.to_lowercase());
        let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_word && texts.has(&key) { texts.get(&key) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join("|")
}

fn refusal(error: &clap::Error, texts: &Texts) -> String {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let argument = word(ContextKind::InvalidArg);
    let value = word(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => texts.with("cli-unknown-argument", &[("argument", &argument)]),
        ErrorKind::InvalidSubcommand => {
            texts.with("cli-unknown-command", &[("command", &word(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::MissingSubcommand => texts.get("cli-missing-command"),
        ErrorKind::MissingRequiredArgument => texts.with("cli-missing-argument", &[("argument", &argument)]),
        ErrorKind::ArgumentConflict => texts.with("cli-conflict", &[("argument", &argument)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            texts.with("cli-missing-value", &[("argument", &argument)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            texts.with("cli-invalid-value", &[("argument", &argument), ("value", &value)])
        }
        _ => texts.with("cli-unreadable", &[("what", &argument)]),
    };
    format!("{message}\n{}", texts.get("cli-try-help"))
}
