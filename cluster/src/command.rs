//! The command line: it reads what is asked, starts a part of a cluster or asks a question, and prints the answer in the
//! user's language. Answers go to standard output, everything else to standard error. Exit codes: 0 done, 1 refused or
//! failed, 2 not understood.

mod arguments;
mod complaint;
mod print;

use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use virkning_measure::MonthSpan;
use virkning_model::code_list::CodeList;
use virkning_register::codes;

use self::arguments::{Action, Arguments, Ask, Executor, Format, Reading};
use crate::address::{self, PublicAddress};
use crate::ask::{AskError, Engine, Request, ask};
use crate::node::{self, ExecutorSettings, NodeError};
use crate::text::{Language, Texts};

/// Runs one command and gives its exit code.
pub fn run(words: &[String]) -> u8 {
    let texts = Texts::new(Language::of(words, std::env::var("VIRKNING_LANG").ok().as_deref()));
    match arguments::read(words, &texts) {
        Reading::Help(help) => {
            print_out(&help);
            0
        }
        Reading::Refusal(why) => {
            eprintln!("{why}");
            2
        }
        Reading::Arguments(arguments) => match act(&arguments, &texts) {
            Ok(()) => 0,
            Err(failure) => {
                eprintln!("{}", complaint::say(&failure, &texts));
                1
            }
        },
    }
}

/// Why a command was refused or failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Address(#[from] PublicAddress),
    #[error(transparent)]
    Node(#[from] NodeError),
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error(transparent)]
    Codes(#[from] codes::CodeListError),
    #[error("Y023 {path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
}

fn act(arguments: &Arguments, texts: &Texts) -> Result<(), Failure> {
    crate::log::begin(arguments.common.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| NodeError::Engine { reason: error.to_string() })?;
    let permitted = |address: SocketAddr| address::check(address, arguments.common.allow_public);
    match &arguments.action {
        Action::Scheduler(wanted) => {
            permitted(wanted.listen)?;
            eprintln!("{}", texts.with("cluster-scheduling", &[("address", &wanted.listen.to_string())]));
            Ok(runtime.block_on(node::schedule(wanted.listen, wanted.patience))?)
        }
        Action::Executor(wanted) => {
            permitted(wanted.listen)?;
            permitted(wanted.scheduler)?;
            eprintln!("{}", texts.with("cluster-executing", &[("address", &wanted.listen.to_string())]));
            Ok(runtime.block_on(node::execute(settings(wanted)))?)
        }
        Action::Ask(wanted) => {
            if wanted.engine == arguments::Engine::Cluster {
                permitted(wanted.scheduler)?;
            }
            runtime.block_on(asked(wanted, texts))
        }
    }
}

fn settings(wanted: &Executor) -> ExecutorSettings {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    ExecutorSettings {
        scheduler: wanted.scheduler,
        listen: wanted.listen,
        cores: wanted.cores.map_or_else(cores, usize::from),
        memory_bytes: wanted.memory.map(|megabytes| megabytes.saturating_mul(1_000_000)),
        work: wanted.work.clone(),
    }
}

async fn asked(wanted: &Ask, texts: &Texts) -> Result<(), Failure> {
    let folder =
        fs::canonicalize(&wanted.snapshot).map_err(|source| Failure::File { path: wanted.snapshot.clone(), source })?;
    let request = Request {
        folder: &folder,
        success: wanted.success.as_deref(),
        value: wanted.value.as_deref(),
        window: MonthSpan { first: wanted.from, last: wanted.to.unwrap_or(wanted.from) },
        codes: code_list(wanted.codes.as_deref())?,
        parts: usize::from(wanted.parts),
        patience: Duration::from_secs(wanted.patience),
    };
    let engine = match wanted.engine {
        arguments::Engine::Embedded => Engine::Embedded,
        arguments::Engine::Datafusion => Engine::DataFusion,
        arguments::Engine::Cluster => Engine::Cluster(wanted.scheduler),
    };
    let asked = ask(&request, engine, wanted.answers.is_some()).await?;
    if let (Some(path), Some(answers)) = (&wanted.answers, &asked.answers) {
        let bytes = print::answers(answers);
        write_whole(path, &bytes).map_err(|source| Failure::File { path: path.clone(), source })?;
    }
    print_out(&match wanted.format {
        Format::Text => print::text(&asked, texts),
        Format::Json => print::json(&asked),
    });
    Ok(())
}

fn code_list(path: Option<&Path>) -> Result<CodeList, Failure> {
    let Some(path) = path else { return Ok(codes::built_in()) };
    let text = fs::read_to_string(path).map_err(|source| Failure::File { path: path.to_owned(), source })?;
    Ok(codes::read_csv("dream", &text)?)
}

/// Writes a file of people's answers so that it is there whole or not at all, for its owner only.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let temporary = path.with_file_name(name);
    let write = || {
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().inspect_err(|_| {
        // What was half written is of no use to anyone; that it may already be gone changes nothing.
        let _ = fs::remove_file(&temporary);
    })
}

/// Prints an answer. Who has closed the other end of the pipe wants no more of it.
fn print_out(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
