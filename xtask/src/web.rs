//! What the web application needs beside Rust: its style sheet and fonts, cut from the public design system, and journeys
//! through its pages in a real browser.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::setup::{self, Need};
use crate::shell::{self, Failure};

const AGREEMENT: &str = "agreements/aarhus/ips-plus.md";
/// Where users observe participants.
const DIABETES: &str = "agreements/aarhus/sammen-om-diabetes.md";
/// Where nothing has happened yet.
const HAVNEN: &str = "agreements/aarhus/havnen.md";
/// The day on which the journey takes place: the first settlement is due.
const DAY: &str = "2025-03-16";

const NPM: Need = Need {
    name: "npm",
    reason: "the design system and the tools of the journeys come from there",
    present: || shell::answers("npm", &["--version"]),
    package: "npm",
};

const CHROMIUM: Need = Need {
    name: "Chromium",
    reason: "the journeys through the pages run in it",
    present: || shell::answers("chromium", &["--version"]),
    package: "chromium",
};

/// Cuts style sheet and fonts, and the list of common passwords, anew. What comes of it is committed, so that a clone without npm builds and tests.
pub fn assets() -> Result<(), Failure> {
    setup::ensure(&[NPM])?;
    let folder = shell::root().join("crates/virkning/assets");
    fetched(&folder)?;
    shell::run(Command::new("node").current_dir(&folder).arg("passwords.mjs"))?;
    shell::run(Command::new("node").current_dir(&folder).arg("cut.mjs"))
}

/// Runs the journeys; pictures of all pages are left in the target folder.
pub fn browser() -> Result<(), Failure> {
    setup::ensure(&[setup::C_COMPILER, NPM, CHROMIUM])?;
    let folder = shell::root().join("crates/virkning/tests/browser");
    fetched(&folder)?;
    shell::run(shell::cargo().args(["build", "--locked", "--package", "virkning"]))?;
    let program = shell::target().join("debug/virkning");
    let place = shell::target().join("browser");
    let failed = |error: std::io::Error| Failure::new(format!("cannot make {}: {error}", place.display()));
    if place.exists() {
        std::fs::remove_dir_all(&place).map_err(failed)?;
    }
    std::fs::create_dir_all(&place).map_err(failed)?;
    let data = place.join("data");
    ready(&program, &data, &place)?;
    let server = Server::start(&program, &data)?;
    let mut journey = Command::new("node");
    journey.current_dir(&folder).arg("journey.mjs").arg(&program).arg(&data).arg(&server.link);
    shell::run(journey.arg(place.join("pictures")).arg(place.join("register/deltagere202502.csv")))?;
    drop(server);
    desk(&program, &folder, &place)?;
    portfolio(&program, &folder, &place)?;
    first(&program, &folder, &place)
}

/// The secretariat's way, on data of its own, with Aarhus' portfolio and what belongs to it.
fn portfolio(program: &Path, folder: &Path, place: &Path) -> Result<(), Failure> {
    let data = place.join("data-portfolio");
    ready(program, &data, &place.join("portfolio"))?;
    let agreements = shell::root().join("agreements");
    let failed = |error: std::io::Error| Failure::new(format!("cannot read {}: {error}", agreements.display()));
    let mut documents = vec![agreements.join("portfolio/aarhus.md")];
    for entry in std::fs::read_dir(agreements.join("aarhus")).map_err(failed)? {
        documents.push(entry.map_err(failed)?.path());
    }
    documents.sort();
    let server = Server::start(program, &data)?;
    let mut journey = Command::new("node");
    journey.current_dir(folder).arg("portfolio.mjs").arg(&server.link).arg(place.join("pictures")).args(documents);
    shell::run(&mut journey)
}

/// The controller's desk, on data of its own: an agreement is amended, and another edition is imported as a job.
fn desk(program: &Path, folder: &Path, place: &Path) -> Result<(), Failure> {
    let (data, own) = (place.join("data-desk"), place.join("desk"));
    ready(program, &data, &own)?;
    let later = own.join("later");
    let mut synthesize = shell::program(program);
    synthesize.arg("--data").arg(&data).args(["--as", "anna", "register", "synthesize", "--persons", "1200"]);
    synthesize.args(["--seed", "1", "--until", "2026W05", "--edition", "2025-03", "--agreement", AGREEMENT, "--out"]);
    shell::run(synthesize.arg(&later))?;
    let server = Server::start(program, &data)?;
    let mut journey = Command::new("node");
    journey.current_dir(folder).arg("desk.mjs").arg(&server.link).arg(place.join("pictures"));
    shell::run(journey.arg(later.join("dream202503.csv")))
}

/// From nothing to a first planned agreement.
fn first(program: &Path, folder: &Path, place: &Path) -> Result<(), Failure> {
    let server = Server::start(program, &place.join("data-first"))?;
    let mut journey = Command::new("node");
    journey.current_dir(folder).arg("first.mjs").arg(&server.link).arg(place.join("pictures"));
    shell::run(&mut journey)
}

/// Login through a real provider of identities that runs here.
pub fn oidc() -> Result<(), Failure> {
    setup::ensure(&[setup::C_COMPILER, NPM])?;
    let folder = shell::root().join("crates/virkning/tests/oidc");
    fetched(&folder)?;
    shell::run(shell::cargo().args(["build", "--locked", "--package", "virkning"]))?;
    let place = shell::target().join("oidc");
    let failed = |error: std::io::Error| Failure::new(format!("cannot make {}: {error}", place.display()));
    if place.exists() {
        std::fs::remove_dir_all(&place).map_err(failed)?;
    }
    std::fs::create_dir_all(&place).map_err(failed)?;
    let mut journey = Command::new("node");
    journey.current_dir(&folder).arg("journey.mjs").arg(shell::target().join("debug/virkning")).arg(&place);
    shell::run(journey.arg(shell::root().join(AGREEMENT)))
}

fn fetched(folder: &Path) -> Result<(), Failure> {
    shell::run(Command::new("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))
}

/// Users, a sealed agreement, a small made-up register and its list: what a controller finds on a day in March.
fn ready(program: &Path, data: &Path, place: &Path) -> Result<(), Failure> {
    let register = place.join("register");
    let path = |path: PathBuf| path.to_string_lossy().into_owned();
    let say = |words: &[&str]| {
        let mut command = shell::program(program);
        command.arg("--data").arg(data).args(["--as", "anna", "--date", DAY]).args(words);
        shell::run(&mut command)
    };
    let (extract, list) = (path(register.join("dream202502.csv")), path(register.join("deltagere202502.csv")));
    let register = path(register);
    let roles = "administrator,controller,case-worker,code-keeper";
    say(&["user", "add", "anna", "--full-name", "Anna Holm", "--role", roles])?;
    say(&["user", "add", "bo", "--full-name", "Bo Lund", "--role", "approver,code-keeper"])?;
    say(&["seal", AGREEMENT])?;
    let mut synthesize = vec!["register", "synthesize", "--persons", "1200", "--seed", "1", "--until", "2026W05"];
    synthesize.extend(["--edition", "2025-02", "--agreement", AGREEMENT, "--out", &register]);
    say(&synthesize)?;
    say(&["register", "import", "--source", "dream", &extract])?;
    say(&["enrol", AGREEMENT, &list])?;
    people(&say, place)
}

/// Those who work with people in IPS-PLUS and in Sammen om Diabetes, where blood sugar is followed, and an agreement in
/// which nothing has happened.
fn people(say: &dyn Fn(&[&str]) -> Result<(), Failure>, place: &Path) -> Result<(), Failure> {
    let path = place.join("diabetes.csv");
    let mut list =
        "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag;\
                    gennemfoert;diabetes_confirmed\n"
            .to_owned();
    for number in 1..=30 {
        let month = 1 + number % 12;
        list.push_str(&format!(
            "{number};1970-03;2023-{month:02}-01;2023-{month:02}-08;2023-{month:02}-15;2023-{month:02}-20;;;;2023-{month:02}-08\n"
        ));
    }
    std::fs::write(&path, list).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
    say(&["seal", DIABETES])?;
    say(&["enrol", DIABETES, &path.to_string_lossy()])?;
    say(&["seal", HAVNEN])?;
    for (name, full, role) in [
        ("leila", "Leila Winther", "project-leader"),
        ("viggo", "Viggo Bech", "admission"),
        ("rosa", "Rosa Dam", "counsellor"),
        ("sofus", "Sofus Krag", "investor-secretariat"),
    ] {
        say(&["user", "add", name, "--full-name", full, "--role", role])?;
    }
    Ok(())
}

/// The server under test, on a port that the system chose. It goes with its handle.
struct Server {
    child: Child,
    link: String,
}

impl Server {
    fn start(program: &Path, data: &Path) -> Result<Self, Failure> {
        let mut command = shell::program(program);
        command.arg("--data").arg(data).args(["--date", DAY, "serve", "--listen", "127.0.0.1:0"]);
        println!("\n$ {}", shell::line(&command));
        let failed = |error: std::io::Error| Failure::new(format!("cannot start the server: {error}"));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let said = child.stdout.take().map(BufReader::new);
        let mut server = Self { child, link: String::new() };
        for line in said.into_iter().flat_map(|said| said.lines()) {
            let line = line.map_err(failed)?;
            if let Some(link) = line.split_whitespace().find(|word| word.contains("/velkommen/")) {
                server.link = link.to_owned();
                return Ok(server);
            }
        }
        Err(Failure::new("the server showed no link for the first administrator"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
