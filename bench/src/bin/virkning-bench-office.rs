//! Fills a store with a large portfolio: so many investments with so many made-up participants in all, each with a posted
//! settlement, and users who have logged in. It prints one line of JSON for `cargo xtask bench`: the tokens of their
//! sessions, which only a store of this program's own making takes.
//!
//! Usage: virkning-bench-office FOLDER INVESTMENTS PARTICIPANTS [STORE]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::{Timestamp, ToSpan as _};
use virkning::app::Session;
use virkning::app::enrol::EnrolmentList;
use virkning::app::failure::Failure;
use virkning::app::register::ImportOptions;
use virkning::world::RealWorld;
use virkning_model::id::{AgreementId, UserId};
use virkning_model::period::Month;
use virkning_sim::case::Case;
use virkning_sim::people::FIRST_YEAR;
use virkning_store::{Location, Login, Role, content_hash};

/// Users who are logged in.
const READERS: u32 = 50;

/// The day after which the first year may be settled, and no other.
const DAY: jiff::civil::Date = jiff::civil::Date::constant(2025, 4, 10);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [folder, investments, participants] => run(Path::new(folder), investments, participants, None),
        [folder, investments, participants, store] => run(Path::new(folder), investments, participants, Some(store)),
        _ => Err("usage: virkning-bench-office FOLDER INVESTMENTS PARTICIPANTS [STORE]".to_owned()),
    };
    match result {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(
    folder: &Path,
    investments: &str,
    participants: &str,
    store: Option<&String>,
) -> Result<serde_json::Value, String> {
    let number = |text: &str| text.parse::<u32>().map_err(|_| format!("{text} is no number"));
    let (investments, participants) = (number(investments)?, number(participants)?);
    let files = folder.join("files");
    Case::write_large(&files, participants).map_err(|error| error.to_string())?;
    let parts = parts(&files, investments).map_err(|error| error.to_string())?;
    let store = store.map(|text| match text.parse::<Location>() {
        Ok(location) => location,
        Err(never) => match never {},
    });
    fill(&folder.join("data"), store.as_ref(), &files, &parts).map_err(|failure| format!("{failure:?}"))
}

/// A document and a part of the list for each investment.
fn parts(files: &Path, investments: u32) -> std::io::Result<Vec<(PathBuf, PathBuf)>> {
    let (document, list) =
        (std::fs::read_to_string(files.join("a0.md"))?, std::fs::read_to_string(files.join("list.csv"))?);
    let (head, rows) = list.split_once('\n').unwrap_or((&list, ""));
    let rows: Vec<&str> = rows.lines().collect();
    let size = rows.len().div_ceil(investments.max(1) as usize).max(1);
    let mut parts = Vec::new();
    for (number, rows) in rows.chunks(size).enumerate() {
        let own = (files.join(format!("b{number}.md")), files.join(format!("b{number}.csv")));
        std::fs::write(&own.0, document.replace("\"a0\"", &format!("\"b{number}\"")))?;
        std::fs::write(&own.1, format!("{head}\n{}\n", rows.join("\n")))?;
        parts.push(own);
    }
    Ok(parts)
}

fn fill(
    data: &Path,
    store: Option<&Location>,
    files: &Path,
    parts: &[(PathBuf, PathBuf)],
) -> Result<serde_json::Value, Failure> {
    let world = RealWorld::new(Some(DAY));
    let anna = Session::open(data, store, Some("anna"), &world)?;
    let all = [Role::Controller, Role::CaseWorker, Role::CodeKeeper, Role::Administrator];
    anna.user_add(&user("anna"), "Anna", &all, None)?;
    anna.user_add(&user("bo"), "Bo", &[Role::Approver, Role::CodeKeeper], None)?;
    let options = ImportOptions {
        source: "dream",
        edition: Some(Month::new(FIRST_YEAR + 1, 2).expect("a month")),
        as_of: None,
        covers_from: None,
        profile: None,
        accept_faulty: None,
        synthetic: true,
        memory_bytes: 2_000_000_000,
        stop: None,
    };
    anna.import(&files.join("dream.csv"), &options, &mut |_| ())?;
    let bo = Session::open(data, store, Some("bo"), &world)?;
    for (document, list) in parts {
        anna.seal(document)?;
        anna.enrol(document, EnrolmentList { path: list, profile: None }, None, &|_| ())?;
        let id = document.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let id = AgreementId::new(id).expect("a name of ours");
        let proposal = anna.settle_sealed(&id, FIRST_YEAR, &[], false)?.record.id;
        bo.approve(&proposal, None)?;
        anna.post(&proposal, None)?;
    }
    let tokens = sessions(&anna)?;
    Ok(serde_json::json!({ "investments": parts.len(), "tokens": tokens }))
}

fn sessions(anna: &Session<'_>) -> Result<Vec<String>, Failure> {
    let now = Timestamp::now();
    let mut tokens = Vec::new();
    for number in 0..READERS {
        let name = format!("reader-{number}");
        anna.user_add(&user(&name), &name, &[Role::Controller], None)?;
        let token = content_hash(format!("{now} {number}").as_bytes()).to_string();
        let login = Login {
            token: content_hash(token.as_bytes()).to_string(),
            user: user(&name),
            form_key: token.clone(),
            since: now,
            seen: now,
            proved: None,
            provider: None,
        };
        anna.store.session_add(&login, now - 1.hour(), now - 1.hour())?;
        tokens.push(token);
    }
    Ok(tokens)
}

fn user(name: &str) -> UserId {
    UserId::new(name).expect("a name of ours")
}
