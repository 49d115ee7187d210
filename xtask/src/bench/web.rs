//! The web application under a steady load: a portfolio of fifty investments and a hundred thousand participants, on a
//! file and on PostgreSQL, the server on one core and whoever asks on another. A section of the page of measurements.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::{cannot, create, number, read_json, remove};
use crate::postgres;
use crate::shell::{self, Failure};

const INVESTMENTS: u32 = 50;
const PARTICIPANTS: u32 = 100_000;
const RATE: u32 = 200;
const SECONDS: u32 = 20;

/// The day on which the first settlements are done.
const DAY: &str = "2025-04-10";

/// What is promised: bytes of the first page with all that it needs, and milliseconds.
const BYTES_MAX: u64 = 100_000;
const MILLISECONDS_MAX: f64 = 50.0;

/// The heading by which the section is found again.
const HEADING: &str = "## The web application";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    investments: u32,
    participants: u32,
    seconds: u32,
    /// `release` or `debug`: the folder of the programs.
    profile: &'static str,
}

impl Size {
    /// The whole of it, in a release build.
    pub const WHOLE: Size =
        Size { investments: INVESTMENTS, participants: PARTICIPANTS, seconds: SECONDS, profile: "release" };

    /// Enough to see that it works.
    pub const SMOKE: Size = Size { investments: 25, participants: 500, seconds: 2, profile: "release" };
}

/// `bench --web [--debug]`: this section alone, put into the page in the place of the one that is there.
pub fn asked(words: &[&str]) -> Option<Size> {
    match words {
        ["--web"] => Some(Size::WHOLE),
        ["--web", "--debug"] => Some(Size { profile: "debug", ..Size::WHOLE }),
        ["--web", "--smoke"] => Some(Size::SMOKE),
        _ => None,
    }
}

/// Measures on both kinds of store and writes the section.
pub fn section(folder: &Path, size: Size) -> Result<String, Failure> {
    if size.profile == "release" {
        let build = ["build", "--release", "--locked", "--package", "virkning", "--package", "virkning-bench"];
        shell::run(shell::cargo().args(build))?;
    }
    let file = measured(&folder.join("web-file"), size, None)?;
    let server =
        postgres::Server::start().map_err(|error| Failure::new(format!("cannot start PostgreSQL: {error}")))?;
    let address = server.address("postgres");
    let database = measured(&folder.join("web-postgres"), size, Some(&address))?;
    Ok(text(size, &[("SQLite", &file), ("PostgreSQL", &database)]))
}

/// Puts the section into the page.
pub fn replaced(page: &str, section: &str) -> String {
    let Some(start) = page.find(HEADING) else {
        let (before, after) = page.split_once("## To repeat").unwrap_or((page, ""));
        return format!("{before}{section}\n## To repeat{after}");
    };
    let rest = &page[start + HEADING.len()..];
    let end = rest.find("\n## ").map_or(page.len(), |place| start + HEADING.len() + place + 1);
    format!("{}{section}\n{}", &page[..start], &page[end..])
}

fn text(size: Size, answers: &[(&str, &Value)]) -> String {
    let kept = |holds: bool| if holds { "kept" } else { "**not kept**" };
    let row = |what: &str, promise: &str, cell: &dyn Fn(&Value) -> String| {
        let cells: Vec<String> = answers.iter().map(|(_, answer)| cell(answer)).collect();
        format!("| {what} | {} | {promise} |\n", cells.join(" | "))
    };
    let number = |answer: &Value, name: &str| answer[name].as_f64().unwrap_or(f64::NAN);
    let time = |name: &'static str| {
        move |answer: &Value| {
            let found = number(answer, name);
            format!("{found:.1} ms, {}", kept(found < MILLISECONDS_MAX))
        }
    };
    let mut text = format!("{HEADING}\n\n");
    let build = match size.profile {
        "release" => "release build",
        _ => "**unoptimised development build**: it shows that nothing is structurally slow, and no speed",
    };
    text.push_str(&format!(
        "{} investments, {} participants in all, each investment with a posted settlement; {build}. The server has one core, \
         whoever asks the other; 50 users, {RATE} requests a second for {} s: half of them the first page, the rest \
         portfolio, fact sheets, settlements, accounts and searches. A time runs from the moment at which the request was due.\n\n",
        size.investments, size.participants, size.seconds
    ));
    text.push_str("| what | SQLite | PostgreSQL | promise |\n|---|---|---|---|\n");
    text.push_str(&row("first page with all that it needs, over the wire", "under 100 KB", &|answer| {
        let bytes = number(answer, "first_page_with_files_bytes");
        format!("{:.1} KB, {}", bytes / 1000.0, kept(bytes < BYTES_MAX as f64))
    }));
    text.push_str(&row("of that the page itself", "", &|answer| {
        format!("{:.1} KB", number(answer, "first_page_bytes") / 1000.0)
    }));
    text.push_str(&row("first page, nobody else asking, median", "under 50 ms", &time("first_page_ms")));
    text.push_str(&row("the same, the worst of 40, with the one that must work everything out", "", &|answer| {
        format!("{:.1} ms", number(answer, "first_page_worst_ms"))
    }));
    text.push_str(&row("under load, median", "", &|answer| format!("{:.1} ms", number(answer, "p50_ms"))));
    text.push_str(&row("under load, p99", "under 50 ms", &time("p99_ms")));
    text.push_str(&row("requests answered, failed", "", &|answer| {
        format!("{}, {}", answer["requests"], answer["errors"])
    }));
    text
}

/// Fills a store, starts the server on it, asks, and takes everything away again.
fn measured(folder: &Path, size: Size, store: Option<&str>) -> Result<Value, Failure> {
    remove(folder)?;
    create(folder)?;
    let programs = shell::target().join(size.profile);
    let mut fill = shell::program(programs.join("virkning-bench-office"));
    fill.arg(folder).args([size.investments.to_string(), size.participants.to_string()]).args(store);
    let filled = read_json(&shell::output(&mut fill)?)?;
    if number(&filled, "investments")? != u64::from(size.investments) {
        return Err(Failure::new(format!("the store was not filled: {filled}")));
    }
    let tokens = filled["tokens"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let file = folder.join("tokens");
    shell::write(&file, &tokens.collect::<Vec<_>>().join("\n"))?;
    let server = Server::start(&programs, folder, store)?;
    let mut load = on_core(1, &programs.join("virkning-bench-load"));
    load.arg(&server.port).arg(&file).args([RATE.to_string(), size.seconds.to_string()]);
    let answer = read_json(&shell::output(&mut load)?)?;
    drop(server);
    remove(folder)?;
    Ok(answer)
}

/// A program that keeps to one core, where that can be said.
fn on_core(core: u32, program: &Path) -> Command {
    if !shell::answers("taskset", &["--version"]) {
        return shell::program(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program);
    command
}

/// The server under load. It goes with its handle.
struct Server {
    child: Child,
    port: String,
}

impl Server {
    fn start(programs: &Path, folder: &Path, store: Option<&str>) -> Result<Self, Failure> {
        let program: PathBuf = programs.join("virkning");
        let mut command = on_core(0, &program);
        command.arg("--data").arg(folder.join("data")).args(["--date", DAY]);
        command.args(store.iter().flat_map(|store| ["--store", store]));
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| cannot("start", &program, &error))?;
        let said = child.stdout.take().map(BufReader::new);
        let mut server = Self { child, port: String::new() };
        for line in said.into_iter().flat_map(|said| said.lines()).map_while(Result::ok) {
            // The link of the first administrator has the port too, and the server is not ready then.
            let mut address = line.split_whitespace().filter_map(|word| word.strip_prefix("http://127.0.0.1:"));
            if let Some(port) = address.find(|rest| rest.bytes().all(|sign| sign.is_ascii_digit())) {
                server.port = port.to_owned();
                return Ok(server);
            }
        }
        Err(Failure::new("the server did not start"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_takes_the_place_of_the_one_that_was_there() {
        let section = format!("{HEADING}\n\nnew\n");
        let fresh = replaced("# Speed\n\n## To repeat\n\nit\n", &section);
        assert_eq!(fresh, format!("# Speed\n\n{section}\n## To repeat\n\nit\n"));
        assert_eq!(replaced(&fresh.replace("new", "old\n\n| a |"), &section), fresh);
        assert_eq!(replaced(&fresh, &section), fresh);
    }
}
