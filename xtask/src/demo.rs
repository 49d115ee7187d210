//! The main job, end to end, on made-up data: the program is called as a user calls it, and every command line is shown,
//! so that whoever watches learns the tool. It computes nothing that the product should compute; the closing table only
//! puts the product's own answers side by side.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::office::Office;
use crate::setup;
use crate::shell::{self, Failure};

const AGREEMENT: &str = "agreements/aarhus/ips-plus.md";
const MEASURED_YEARS: std::ops::RangeInclusive<i16> = 2024..=2030;
const PERSONS: &str = "20000";
const SEED: &str = "1";
const UNTIL: &str = "2031W05";
/// The unknown code of the synthetic register: it looks like education, but the code list does not have it.
const UNKNOWN_CODE: &str = "653";

/// Two people: nobody approves his own work, and a code needs two who agree.
const CONTROLLER: &str = "controller";
const APPROVER: &str = "approver";

/// Runs it; it stops with the first command that fails.
pub fn run() -> Result<(), Failure> {
    let started = Instant::now();
    setup::ensure(&[setup::C_COMPILER])?;
    heading("Building virkning (the first time takes some minutes)");
    shell::run(shell::cargo().args(["build", "--locked", "--package", "virkning"]))?;
    let demo = Demo::begin()?;
    demo.users_and_agreement()?;
    let mut years = Vec::new();
    for year in MEASURED_YEARS {
        years.push(demo.settle_year(year)?);
    }
    demo.closing(&years)?;
    heading("The ten investments of the sources, on a day in March, on people who do not exist");
    let office = Office::fill(&demo.binary)?;
    println!("\nThe demonstration took {} s.", started.elapsed().as_secs());
    println!("Their pages open now. A link leads an administrator (`{CONTROLLER}`) to a password; Ctrl-C ends it.");
    println!("The seven settled years from above: target/debug/virkning --data demo/data serve");
    office.open()
}

/// Only its end: the ten investments, opened in a browser.
pub fn office() -> Result<(), Failure> {
    setup::ensure(&[setup::C_COMPILER])?;
    shell::run(shell::cargo().args(["build", "--locked", "--package", "virkning"]))?;
    let demo = Demo::begin()?;
    Office::fill(&demo.binary)?.open()
}

struct Demo {
    binary: PathBuf,
    folder: PathBuf,
}

/// What the product answered for one measured year.
struct SettledYear {
    measured_year: i16,
    id: String,
    eligible: u64,
    successes: u64,
    amount_minor: i128,
    /// Somebody whose code nobody knew at first.
    unclarified: Option<String>,
}

/// Who acts, and on which day.
#[derive(Clone, Copy)]
struct Acting<'a> {
    user: &'a str,
    date: &'a str,
}

impl Demo {
    fn begin() -> Result<Self, Failure> {
        let folder = shell::root().join("demo");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| Failure::new(format!("cannot empty demo/: {error}")))?;
        }
        std::fs::create_dir_all(folder.join("register"))
            .map_err(|error| Failure::new(format!("cannot make demo/: {error}")))?;
        println!("\nEverything below is done with the program `virkning` on made-up data. Its data lie in demo/data;");
        println!("to try more afterwards: export VIRKNING_DATA=demo/data");
        Ok(Self { binary: shell::target().join("debug/virkning"), folder })
    }

    fn users_and_agreement(&self) -> Result<(), Failure> {
        let acting = Acting { user: CONTROLLER, date: "2025-03-10" };
        heading("Users: declared here, not authenticated; the first one declares himself");
        self.say(acting, &["user", "add", CONTROLLER, "--role", "administrator,controller,case-worker,code-keeper"])?;
        self.say(acting, &["user", "add", APPROVER, "--role", "approver,code-keeper"])?;
        heading("The agreement: checked, planned, sealed");
        self.say(acting, &["check", AGREEMENT])?;
        self.say(acting, &["plan", AGREEMENT])?;
        self.say(acting, &["seal", AGREEMENT])
    }

    /// One year's work: a new register edition, the participants, a proposal, its approval, its posting, its statement.
    fn settle_year(&self, year: i16) -> Result<SettledYear, Failure> {
        let next = year + 1;
        let date = format!("{next}-03-16");
        let controller = Acting { user: CONTROLLER, date: &date };
        let approver = Acting { user: APPROVER, date: &date };
        heading(&format!("Measured year {year}, settled in March {next}"));
        self.register_edition(controller, next)?;
        let list = format!("demo/register/deltagere{next}02.csv");
        self.say(controller, &["enrol", AGREEMENT, &list])?;
        let mut proposal = self.settle(controller, year)?;
        let mut unclarified = None;
        if number(&proposal, "unclarified")? > 0 {
            unclarified = Some(self.resolve_unknown_code(controller, approver, year, &proposal)?);
            proposal = self.settle(controller, year)?;
        }
        let id = text(&proposal, "id")?;
        self.say(controller, &["show", &id])?;
        self.say(approver, &["approve", &id])?;
        self.say(approver, &["post", &id, "--key", &format!("ips-plus-{year}")])?;
        self.statements(controller, &id, year)?;
        Ok(SettledYear {
            measured_year: year,
            eligible: number(&proposal, "eligible")?,
            successes: number(&proposal, "successes")?,
            amount_minor: minor_units(&text(&proposal, "amount")?)?,
            unclarified,
            id,
        })
    }

    /// A wide file is a quarter of a gigabyte: it is made, imported and deleted again.
    fn register_edition(&self, acting: Acting<'_>, year: i16) -> Result<(), Failure> {
        let edition = format!("{year}-02");
        let file = format!("demo/register/dream{year}02.csv");
        self.say(
            acting,
            &[
                "register",
                "synthesize",
                "--persons",
                PERSONS,
                "--seed",
                SEED,
                "--until",
                UNTIL,
                "--edition",
                &edition,
                "--agreement",
                AGREEMENT,
                "--out",
                "demo/register",
            ],
        )?;
        self.say(acting, &["register", "import", "--source", "dream", &file])?;
        for left in [file.clone(), format!("{file}.meta.json")] {
            std::fs::remove_file(shell::root().join(&left))
                .map_err(|error| Failure::new(format!("cannot delete {left}: {error}")))?;
        }
        println!("(deleted {file}: the snapshot holds what is needed)");
        Ok(())
    }

    /// A code that the list does not know decides for somebody: approval is refused until two people have mapped it.
    /// Gives the alias of that participant.
    fn resolve_unknown_code(
        &self,
        controller: Acting<'_>,
        approver: Acting<'_>,
        year: i16,
        proposal: &Value,
    ) -> Result<String, Failure> {
        heading("Somebody is unclarified: the register has a code that the code list does not know");
        let id = text(proposal, "id")?;
        self.say(controller, &["show", &id])?;
        let alias = proposal["unclarified_people"][0].as_str();
        let alias = alias.ok_or_else(|| Failure::new("the answer names nobody who is unclarified"))?;
        self.say(
            controller,
            &["explain", AGREEMENT, alias, "--measured-year", &year.to_string(), "--reason", "approval was refused"],
        )?;
        println!("\nApproval must be refused now:");
        self.refused(approver, &["approve", &id])?;
        heading("Two people say what the code means; that makes a new edition of the code list");
        let map = ["codes", "map", UNKNOWN_CODE, "education", "--from", "2011-01-03"];
        self.say(controller, &map)?;
        self.say(approver, &map)?;
        Ok(alias.to_owned())
    }

    fn settle(&self, acting: Acting<'_>, year: i16) -> Result<Value, Failure> {
        self.json(acting, &["settle", AGREEMENT, "--measured-year", &year.to_string(), "--format", "json"])
    }

    fn statements(&self, acting: Acting<'_>, id: &str, year: i16) -> Result<(), Failure> {
        for format in ["pdf", "xlsx", "json"] {
            let out = format!("demo/afregningsbilag-{year}.{format}");
            self.say(acting, &["statement", id, "--format", format, "--out", &out])?;
        }
        if year == *MEASURED_YEARS.start() {
            let out = format!("demo/statement-{year}-english.pdf");
            self.say(acting, &["--lang", "en", "statement", id, "--format", "pdf", "--out", &out])?;
        }
        Ok(())
    }

    /// The first settlement leaves as a re-posting voucher, and the finance system reports that it is paid.
    fn pay_first(&self, acting: Acting<'_>, years: &[SettledYear]) -> Result<(), Failure> {
        let Some(first) = years.first() else { return Ok(()) };
        heading("From posting to payment: the voucher of the first settlement, and the finance system's answer");
        let (accounts, folder) = ("agreements/accounts/aarhus.toml", "demo/bilag");
        self.say(acting, &["payments", "export", "--accounts", accounts, "--format", "vouchers", "--out", folder])?;
        let amount = kroner(first.amount_minor);
        let row = format!("01-04-2025;Betaling;-{amount};ips-plus-2025-0001;Resultatbetaling;1");
        let statement = format!("Bogført;Type;Beløb;Reference;Tekst;Transaktionsnummer\n{row}\n");
        std::fs::write(shell::root().join("demo/kontoudtog.csv"), statement)
            .map_err(|error| Failure::new(format!("cannot write demo/kontoudtog.csv: {error}")))?;
        let profile = "agreements/accounts/bank-statement.toml";
        self.say(acting, &["payments", "reconcile", "demo/kontoudtog.csv", "--profile", profile])?;
        self.say(acting, &["compare", "ips-plus"])
    }

    fn closing(&self, years: &[SettledYear]) -> Result<(), Failure> {
        let acting = Acting { user: CONTROLLER, date: "2031-03-31" };
        self.pay_first(acting, years)?;
        heading("The ledger, and everything recomputed from what is stored");
        self.say(acting, &["ledger"])?;
        self.say(acting, &["verify"])?;
        let plan = self.json(acting, &["plan", AGREEMENT, "--format", "json"])?;
        heading("Plan against actual, and the investor's account (kroner)");
        print!("{}", plan_against_actual(&plan, years)?);
        self.what_next(years);
        Ok(())
    }

    fn what_next(&self, years: &[SettledYear]) {
        let virkning = self.binary.strip_prefix(shell::root()).unwrap_or(&self.binary).display().to_string();
        let id = years.first().map_or("ID", |year| year.id.as_str());
        let known = years.iter().find_map(|year| Some((year.unclarified.as_deref()?, year.measured_year)));
        let (alias, year) = known.unwrap_or(("ALIAS", *MEASURED_YEARS.start()));
        println!(
            "\nThe statements lie in demo/: afregningsbilag-2024.pdf … afregningsbilag-2030.pdf, the first also in"
        );
        println!(
            "English (statement-2024-english.pdf), and all of them as XLSX and JSON. The data are made up, and the"
        );
        println!("documents say so.");
        println!("\nTo try next:");
        println!("  export VIRKNING_DATA=demo/data VIRKNING_USER={CONTROLLER}");
        println!("  {virkning} show {id}");
        println!("  {virkning} explain {AGREEMENT} {alias} --measured-year {year} --reason WHY");
        println!("  {virkning} statement {id} --format pdf --lang en --for municipality");
        println!("  {virkning} plan {AGREEMENT} --format csv");
        println!("  {virkning} register show");
        println!("  {virkning} check bad/A012-unknown-party.md");
        println!("  {virkning} --help");
    }

    /// Runs a command as a user would and shows what it says.
    fn say(&self, acting: Acting<'_>, words: &[&str]) -> Result<(), Failure> {
        if self.status(acting, words)? {
            Ok(())
        } else {
            Err(self.stopped(acting, words, "failed"))
        }
    }

    /// Runs a command that must be refused.
    fn refused(&self, acting: Acting<'_>, words: &[&str]) -> Result<(), Failure> {
        if self.status(acting, words)? {
            Err(self.stopped(acting, words, "should have been refused"))
        } else {
            Ok(())
        }
    }

    /// Runs a command and reads its answer, which is shown in one line.
    fn json(&self, acting: Acting<'_>, words: &[&str]) -> Result<Value, Failure> {
        println!("\n$ {}", self.line(acting, words));
        let answer = shell::output(&mut self.command(acting, words))?;
        let short: String = answer.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        println!("{short} …");
        serde_json::from_str(&answer).map_err(|error| self.stopped(acting, words, &format!("gave no JSON ({error})")))
    }

    fn status(&self, acting: Acting<'_>, words: &[&str]) -> Result<bool, Failure> {
        println!("\n$ {}", self.line(acting, words));
        let mut command = self.command(acting, words);
        let status = command.stdin(Stdio::null()).status();
        status.map(|status| status.success()).map_err(|error| self.stopped(acting, words, &error.to_string()))
    }

    fn command(&self, acting: Acting<'_>, words: &[&str]) -> Command {
        let mut command = shell::program(&self.binary);
        command.env("VIRKNING_DATA", self.folder.join("data"));
        command.env_remove("VIRKNING_LANG").env_remove("VIRKNING_USER");
        command.args(["--as", acting.user, "--date", acting.date]).args(words);
        command
    }

    fn line(&self, acting: Acting<'_>, words: &[&str]) -> String {
        shell::line(&self.command(acting, words))
    }

    fn stopped(&self, acting: Acting<'_>, words: &[&str], why: &str) -> Failure {
        Failure::new(format!("the demonstration stops here: `{}` {why}", self.line(acting, words)))
    }
}

fn heading(text: &str) {
    println!("\n== {text} ==");
}

/// A table of what the plan expected and what was settled, by measured year, with the account of the one investor.
fn plan_against_actual(plan: &Value, years: &[SettledYear]) -> Result<String, Failure> {
    let mut table = format!(
        "{:>8} {:>9} {:>9} {:>9} {:>14} {:>14} {:>14} {:>15}\n",
        "measured", "settled", "eligible", "successes", "plan", "actual", "paid in", "balance"
    );
    let mut received = 0;
    for year in years {
        let settled_year = i64::from(year.measured_year) + 1;
        let expected = flows(plan, "outcome-payment", |paid| paid == settled_year)?;
        let paid_in = flows(plan, "funding", |paid| paid <= settled_year)?;
        received += year.amount_minor;
        table += &format!(
            "{:>8} {:>9} {:>9} {:>9} {:>14} {:>14} {:>14} {:>15}\n",
            year.measured_year,
            format!("{settled_year}-03"),
            year.eligible,
            year.successes,
            kroner(expected),
            kroner(year.amount_minor),
            kroner(paid_in),
            kroner(received - paid_in),
        );
    }
    let expected = flows(plan, "outcome-payment", |_| true)?;
    table += &format!("{:>8} {:>44} {:>14}\n", "in all", kroner(expected), kroner(received));
    Ok(table)
}

/// The sum of the plan's flows of a kind in some years of payment, in øre.
fn flows(plan: &Value, kind: &str, in_year: impl Fn(i64) -> bool) -> Result<i128, Failure> {
    let flows = plan["flows"].as_array().ok_or_else(|| Failure::new("the plan's JSON has no flows"))?;
    let wanted = flows.iter().filter(|flow| flow["kind"] == kind && flow["year"].as_i64().is_some_and(&in_year));
    wanted.map(|flow| minor_units(&text(flow, "amount")?)).sum()
}

fn text(value: &Value, key: &str) -> Result<String, Failure> {
    value[key].as_str().map(str::to_owned).ok_or_else(|| Failure::new(format!("the answer has no text `{key}`")))
}

fn number(value: &Value, key: &str) -> Result<u64, Failure> {
    value[key].as_u64().ok_or_else(|| Failure::new(format!("the answer has no number `{key}`")))
}

/// Kroner with two decimals as whole øre.
fn minor_units(kroner: &str) -> Result<i128, Failure> {
    let digits = kroner.replace('.', "");
    let exact = kroner.len().checked_sub(3).is_some_and(|point| kroner.as_bytes()[point] == b'.');
    let minor = digits.parse().ok().filter(|_| exact);
    minor.ok_or_else(|| Failure::new(format!("`{kroner}` is no amount in kroner with two decimals")))
}

/// Øre as people read kroner: `-1.234.567,00`.
fn kroner(minor: i128) -> String {
    let whole = (minor.abs() / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{}{grouped},{:02}", if minor < 0 { "-" } else { "" }, minor.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown_exactly() {
        let check = |text: &str, minor: i128, shown: &str| {
            assert_eq!(minor_units(text).expect("an amount"), minor);
            assert_eq!(kroner(minor), shown);
        };
        check("59760.00", 5_976_000, "59.760,00");
        check("-3000000.05", -300_000_005, "-3.000.000,05");
        check("0.00", 0, "0,00");
        for text in ["59760", "59760.0", "x.00", ""] {
            assert!(minor_units(text).is_err(), "{text}");
        }
    }

    #[test]
    fn plan_and_actual_stand_side_by_side() {
        let plan = serde_json::json!({ "flows": [
            { "kind": "funding", "year": 2023, "amount": "750000.00" },
            { "kind": "funding", "year": 2026, "amount": "750000.00" },
            { "kind": "outcome-payment", "year": 2025, "amount": "59760.00" },
        ] });
        let year = SettledYear {
            measured_year: 2024,
            id: "a".to_owned(),
            eligible: 60,
            successes: 13,
            amount_minor: 5_395_000,
            unclarified: None,
        };
        let table = plan_against_actual(&plan, &[year]).expect("a table");
        for expected in ["59.760,00", "53.950,00", "750.000,00", "-696.050,00"] {
            assert!(table.contains(expected), "{table}");
        }
    }
}
