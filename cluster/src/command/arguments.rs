//! The command line as types. It holds no words for users: help texts come from the text files, and clap's own refusals
//! are said again in the user's language.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use log::LevelFilter;
use virkning_model::period::Month;

use crate::text::Texts;

/// What the user asked for.
#[derive(Debug, Parser)]
#[command(
    name = "virkning-cluster",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Arguments {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// The command.
    #[command(subcommand)]
    pub action: Action,
}

/// What every command takes.
#[derive(Args, Debug)]
pub struct Common {
    /// Language.
    #[arg(long, global = true, env = "VIRKNING_LANG", hide_env = true, default_value = "da", value_name = "da|en", value_parser = PossibleValuesParser::new(["da", "en"]), hide_possible_values = true)]
    pub lang: String,
    /// How much of what the query engine says is shown.
    #[arg(long, global = true, default_value = "error", value_name = "LEVEL", value_parser = level)]
    pub log: LevelFilter,
    /// Whether public addresses may be used.
    #[arg(long, global = true)]
    pub allow_public: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Runs a scheduler.
    Scheduler(Scheduler),
    /// Runs an executor.
    Executor(Executor),
    /// Asks everyone in a snapshot.
    Ask(Box<Ask>),
}

/// Runs a scheduler.
#[derive(Args, Debug)]
pub struct Scheduler {
    /// Where it listens.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// How long an executor may be silent.
    #[arg(long, default_value_t = 20, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(4..))]
    pub patience: u64,
}

/// Runs an executor.
#[derive(Args, Debug)]
pub struct Executor {
    /// Where the scheduler is.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "ADDRESS:PORT")]
    pub scheduler: SocketAddr,
    /// Where it listens.
    #[arg(long, default_value = "127.0.0.1:50051", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The folder for work in hand.
    #[arg(long, value_name = "DIR")]
    pub work: PathBuf,
    /// How many parts it works on at a time; as many as there are cores.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub cores: Option<u16>,
    /// Memory for rows in hand, in megabytes.
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u64).range(64..))]
    pub memory: Option<u64>,
}

/// Asks everyone in a snapshot.
#[derive(Args, Debug)]
pub struct Ask {
    /// The snapshot's folder.
    #[arg(long, value_name = "DIR")]
    pub snapshot: PathBuf,
    /// What counts as success.
    #[arg(long, value_name = "EXPRESSION", required_unless_present = "value")]
    pub success: Option<String>,
    /// The value.
    #[arg(long, value_name = "EXPRESSION")]
    pub value: Option<String>,
    /// First month of the window.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub from: Month,
    /// Last month of the window; the first one.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub to: Option<Month>,
    /// The code list as CSV; the built-in one.
    #[arg(long, value_name = "FILE")]
    pub codes: Option<PathBuf>,
    /// Who computes.
    #[arg(long, value_enum, default_value_t = Engine::Cluster)]
    pub engine: Engine,
    /// Where the scheduler is.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "ADDRESS:PORT")]
    pub scheduler: SocketAddr,
    /// In how many parts people are divided.
    #[arg(long, default_value_t = 16, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub parts: u16,
    /// The file for each person's answer.
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// How long to wait.
    #[arg(long, default_value_t = 3_600, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub patience: u64,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Who computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The product's own loop.
    Embedded,
    /// The query engine in this process.
    Datafusion,
    /// A cluster.
    Cluster,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
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

/// Reads the command line; help and refusals are in the language of the texts.
pub fn read(words: &[String], texts: &Texts) -> Reading {
    let mut command = with_help_flag(localised(Arguments::command(), texts, "cluster"), texts);
    match command.try_get_matches_from_mut(words) {
        Ok(matches) => match Arguments::from_arg_matches(&matches) {
            Ok(arguments) => Reading::Arguments(Box::new(arguments)),
            Err(error) => Reading::Refusal(refusal(&error, texts)),
        },
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                // The one word that clap writes into the usage by itself.
                Reading::Help(error.render().to_string().replace("[OPTIONS]", &texts.get("help-options-place")))
            }
            ErrorKind::DisplayVersion => Reading::Help(error.render().to_string()),
            _ => Reading::Refusal(refusal(&error, texts)),
        },
    }
}

fn level(text: &str) -> Result<LevelFilter, String> {
    text.parse().map_err(|_| text.to_owned())
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| text.to_owned())
}

fn with_help_flag(command: Command, texts: &Texts) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let flag = clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help);
    let flag = flag.help(texts.get("help-help")).help_heading(texts.get("help-options"));
    let command = command.disable_help_flag(true).arg(flag);
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |sub| with_help_flag(sub, texts)))
}

fn localised(command: Command, texts: &Texts, path: &str) -> Command {
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n", texts.get("help-usage"));
    let mut command = command
        .about(StyledStr::from(texts.get(&format!("help-{path}"))))
        .help_template(template)
        .subcommand_help_heading(texts.get("help-commands"))
        .subcommand_value_name(texts.get("help-command"))
        .disable_version_flag(true);
    let heading = texts.get("help-options");
    if path == "cluster" {
        let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.arg(version.help(texts.get("help-version")).help_heading(heading.clone()));
    }
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in ids.into_iter().filter(|id| id != "version") {
        let own = format!("help-{path}-{id}");
        let help = texts.get(&if texts.has(&own) { own } else { format!("help-cluster-any-{id}") });
        let heading = heading.clone();
        command = command.mut_arg(id, |argument| {
            // A flag has no default value to hide, and clap takes the attempt for a mistake.
            let takes_values = argument.get_action().takes_values();
            argument
                .help(help)
                .help_heading(heading)
                .hide_default_value(takes_values)
                .hide_possible_values(takes_values)
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = format!("cluster-{name}");
        command = command.mut_subcommand(name, |sub| localised(sub, texts, &path));
    }
    command
}

fn refusal(error: &clap::Error, texts: &Texts) -> String {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let (argument, value) = (word(ContextKind::InvalidArg), word(ContextKind::InvalidValue));
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
    format!("{message}\n{}", texts.get("cluster-try-help"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn reading(words: &str, language: Language) -> Reading {
        let words: Vec<String> = ["virkning-cluster"].into_iter().chain(words.split(' ')).map(str::to_owned).collect();
        read(&words, &Texts::new(language))
    }

    #[test]
    fn every_command_and_option_has_help_in_both_languages() {
        for language in [Language::Danish, Language::English] {
            for words in ["--help", "scheduler --help", "executor --help", "ask --help"] {
                let Reading::Help(help) = reading(words, language) else { panic!("{words} gave no help") };
                let bare = help.lines().filter(|line| line.contains("[help-") || line.contains("[cluster-"));
                assert_eq!(bare.count(), 0, "{help}");
                assert!(help.lines().all(|line| !line.trim_start().starts_with("--") || line.trim().contains("  ")));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for words in [
            "scheduler --listen localhost",
            "scheduler --patience 1",
            "executor --listen 127.0.0.1:1",
            "executor --work w --cores 0",
            "ask --snapshot s --success any(job.ratio>0) --from 2024-13",
            "ask --snapshot s --from 2024-11",
            "ask --snapshot s --success x --from 2024-11 --parts 0",
            "tell",
        ] {
            assert!(matches!(reading(words, Language::English), Reading::Refusal(_)), "{words}");
        }
        let Reading::Refusal(why) = reading("scheduler --listen localhost", Language::Danish) else { panic!() };
        assert!(why.contains("»localhost«") && why.contains("virkning-cluster --help"), "{why}");
    }
}
