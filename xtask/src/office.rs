//! The office that the demonstration ends in: the ten investments of the sources on one day in March, at the stages that
//! they may have had, on people who do not exist. Everything is done with the program's own commands, and then its web
//! application is opened.

use std::io::{BufRead as _, BufReader, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::shell::{self, Failure};

/// The day: the settlements of the measured year before are due.
const DAY: &str = "2025-03-16";
const PERSONS: &str = "3000";
const SEED: &str = "1";
const REGISTER: &str = "demo/office-register";

/// Two people: nobody approves his own work.
const CONTROLLER: &str = "controller";
const APPROVER: &str = "approver";

/// How the participants of an investment come about.
enum People {
    /// As its terms plan them, in the register that is made for it.
    OfTheRegister,
    /// As its terms plan them, under numbers of the register that nobody else has taken.
    Planned,
    /// So many, written here, because its rules of admission are no ages.
    Written(usize),
    /// None: the case is over, or nothing of it is counted by person.
    None,
}

/// An investment of the sources: its document, and who takes part.
const INVESTMENTS: [(&str, People); 10] = [
    ("aarhus/ips-plus", People::OfTheRegister),
    ("aarhus/din-vej-i-job", People::Planned),
    ("aarhus/ungifokus", People::Planned),
    ("aarhus/havnen", People::Planned),
    ("aarhus/hjem-job-og-helhed", People::Planned),
    ("aarhus/laer-for-livet", People::Planned),
    ("aarhus/sammen-om-diabetes", People::Written(120)),
    ("aarhus/dialog-mod-vold", People::Written(9)),
    ("koebenhavn/ips", People::None),
    ("koebenhavn/ressourceforloeb", People::None),
];

/// An office that is being filled.
pub struct Office<'a> {
    program: &'a Path,
    data: PathBuf,
    /// Numbers of the register that no list has yet.
    free: Vec<String>,
}

impl<'a> Office<'a> {
    /// Fills an office in `demo/office`.
    pub fn fill(program: &'a Path) -> Result<Self, Failure> {
        let mut office = Self { program, data: shell::root().join("demo/office"), free: Vec::new() };
        office.users()?;
        for (name, _) in &INVESTMENTS {
            office.quietly(CONTROLLER, &["seal", &document(name)])?;
        }
        // The portfolio with everything that it names, for the pages under Styring.
        office.quietly(CONTROLLER, &["stage", "keep", &document("portfolio/aarhus")])?;
        for (name, people) in &INVESTMENTS {
            office.people(name, people)?;
        }
        office.quietly(CONTROLLER, &["codes", "map", "653", "education", "--from", "2011-01-03"])?;
        office.quietly(APPROVER, &["codes", "map", "653", "education", "--from", "2011-01-03"])?;
        // Two years are settled, and one waits for approval.
        office.settled("aarhus/ips-plus", "2024")?;
        office.settled("aarhus/din-vej-i-job", "2023")?;
        office.proposed("aarhus/din-vej-i-job", "2024")?;
        Ok(office)
    }

    fn users(&self) -> Result<(), Failure> {
        let users = [
            (CONTROLLER, "Karla Kontrol", "administrator,controller,case-worker,code-keeper"),
            (APPROVER, "Georg Godkender", "approver,code-keeper"),
            ("leder", "Lene Projektleder", "project-leader"),
            ("sekretariat", "Søren Sekretariat", "investor-secretariat"),
            ("byraad", "Birgit Byråd", "reader"),
        ];
        for (name, full, roles) in users {
            self.quietly(CONTROLLER, &["user", "add", name, "--full-name", full, "--role", roles])?;
        }
        Ok(())
    }

    fn people(&mut self, name: &str, people: &People) -> Result<(), Failure> {
        let out = format!("{REGISTER}/{}", name.replace('/', "-"));
        let list = format!("{out}/deltagere202502.csv");
        if matches!(people, People::None) {
            return Ok(());
        }
        let mut synthesize = vec!["register", "synthesize", "--persons", PERSONS, "--seed", SEED, "--until", "2026W05"];
        let document = document(name);
        synthesize.extend(["--edition", "2025-02", "--agreement", &document, "--out", &out]);
        self.quietly(CONTROLLER, &synthesize)?;
        let register = format!("{out}/dream202502.csv");
        match people {
            People::OfTheRegister => {
                self.quietly(CONTROLLER, &["register", "import", "--source", "dream", &register])?;
                self.free = unlisted(&read(&register)?, &read(&list)?);
            }
            People::Planned => write(&list, &renumbered(&read(&list)?, &mut self.free))?,
            People::Written(count) => write(&list, &written(&read(&list)?, *count, &mut self.free))?,
            People::None => {}
        }
        for left in [register.clone(), format!("{register}.meta.json")] {
            // It was made a moment ago; if it is gone, that is as good.
            let _ = std::fs::remove_file(shell::root().join(left));
        }
        self.quietly(CONTROLLER, &["enrol", &document, &list])
    }

    fn proposed(&self, name: &str, year: &str) -> Result<String, Failure> {
        let document = document(name);
        let words = ["settle", &document, "--measured-year", year, "--format", "json"];
        println!("$ {}", shell::line(&self.command(CONTROLLER, &words)));
        let answer = shell::output(&mut self.command(CONTROLLER, &words))?;
        let answer: Value = serde_json::from_str(&answer)
            .map_err(|error| Failure::new(format!("the settlement of {name} gave no JSON: {error}")))?;
        let id =
            answer["id"].as_str().ok_or_else(|| Failure::new(format!("the settlement of {name} has no number")))?;
        Ok(id.to_owned())
    }

    fn settled(&self, name: &str, year: &str) -> Result<(), Failure> {
        let id = self.proposed(name, year)?;
        self.quietly(APPROVER, &["approve", &id])?;
        self.quietly(APPROVER, &["post", &id])
    }

    /// Opens the web application, in a browser where there is a screen, and stays until it is told to stop.
    pub fn open(&self) -> Result<(), Failure> {
        let mut command = shell::program(self.program);
        command.arg("--data").arg(&self.data).args(["--date", DAY, "serve"]);
        if !std::io::stdout().is_terminal() {
            println!("\nTo look at them in a browser: {}", shell::line(&command));
            return Ok(());
        }
        println!("\n$ {}", shell::line(&command));
        let failed = |error: std::io::Error| Failure::new(format!("cannot open the web application: {error}"));
        let mut server = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let said = server.stdout.take().map(BufReader::new);
        for line in said.into_iter().flat_map(|said| said.lines()) {
            let line = line.map_err(failed)?;
            println!("{line}");
            if let Some(link) = line.split_whitespace().find(|word| word.contains("/velkommen/")) {
                show(link);
            }
        }
        server.wait().map_err(failed)?;
        Ok(())
    }

    /// Runs a command: the line is shown, and what it says only where it fails.
    fn quietly(&self, user: &str, words: &[&str]) -> Result<(), Failure> {
        let mut command = self.command(user, words);
        println!("$ {}", shell::line(&command));
        shell::output(&mut command).map(drop)
    }

    fn command(&self, user: &str, words: &[&str]) -> Command {
        let mut command = shell::program(self.program);
        command.env("VIRKNING_DATA", &self.data).env_remove("VIRKNING_LANG").env_remove("VIRKNING_USER");
        command.args(["--as", user, "--date", DAY]).args(words);
        command
    }
}

/// A browser, where there is a screen.
fn show(link: &str) {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if has_screen || cfg!(target_os = "macos") {
        let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        // Without a browser the address stands on the terminal.
        let _ =
            Command::new(program).arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    }
}

fn document(name: &str) -> String {
    format!("agreements/{name}.md")
}

fn read(path: &str) -> Result<String, Failure> {
    let path = shell::root().join(path);
    std::fs::read_to_string(&path).map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))
}

fn write(path: &str, text: &str) -> Result<(), Failure> {
    let path = shell::root().join(path);
    std::fs::write(&path, text).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}

/// The numbers of a register that a list does not have.
fn unlisted(register: &str, list: &str) -> Vec<String> {
    let listed: std::collections::BTreeSet<&str> = first_cells(list, ';').collect();
    first_cells(register, ',').filter(|number| !listed.contains(number)).map(str::to_owned).collect()
}

fn first_cells(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.lines().skip(1).filter_map(move |line| line.split(separator).next())
}

/// A list under other numbers, so that nobody is in two investments by accident.
fn renumbered(list: &str, free: &mut Vec<String>) -> String {
    let mut lines = list.lines();
    let head = lines.next().unwrap_or_default();
    let rows = lines.filter_map(|line| {
        let (_, rest) = line.split_once(';')?;
        Some(format!("{};{rest}\n", free.pop()?))
    });
    format!("{head}\n{}", rows.collect::<String>())
}

/// Rows for a list that has none: everyone was referred, admitted and began, month after month, and some dropped out.
fn written(list: &str, count: usize, free: &mut Vec<String>) -> String {
    let head = list.lines().next().unwrap_or_default();
    let columns: Vec<&str> = head.split(';').collect();
    let mut text = format!("{head}\n");
    for place in 0..count {
        let Some(number) = free.pop() else { break };
        let (year, month) = (2022 + place * 2 / count.max(1), 1 + place % 12);
        let day = |day: u8| format!("{year}-{month:02}-{day:02}");
        let dropped_out = place % 9 == 8;
        let cells = columns.iter().map(|column| match *column {
            "lobenr" => number.clone(),
            "foedselsmaaned" => format!("{}-{month:02}", 1962 + place % 30),
            "henvist" => day(1),
            "visitationssamtale" => day(8),
            "accepteret" => day(15),
            "udredning_paabegyndt" => day(20),
            "afbrudt" if dropped_out => day(28),
            "afbrudt_aarsag" if dropped_out => "flyttet".to_owned(),
            "afbrudt" | "afbrudt_aarsag" => String::new(),
            confirmed if confirmed.ends_with("_confirmed") => day(8),
            _ => String::new(),
        });
        text.push_str(&cells.collect::<Vec<_>>().join(";"));
        text.push('\n');
    }
    text
}
