//! docs/BENCHMARKS.md: what was measured, as ratios first, with the facts of the machine. It measures nothing.

use std::process::Command;

use super::{AGREEMENT, COLD_STARTS, Import, Results};
use crate::shell::{self, Failure};

/// The facts of a machine that a time depends on; none that says whose it is.
pub struct Machine {
    date: String,
    cores: usize,
    processor: String,
    memory_gigabytes: u64,
    rust: String,
    /// Processes that were waiting for a core in the last minute: above the number of cores, times are too long.
    load: String,
}

impl Machine {
    /// The machine that this runs on.
    pub fn this() -> Result<Self, Failure> {
        let field = |file: &str, name: &str| {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_once(':').map_or_else(|| "unknown".to_owned(), |(_, value)| value.trim().to_owned())
        };
        let kilobytes = field("/proc/meminfo", "MemTotal").split_whitespace().next().and_then(|text| text.parse().ok());
        Ok(Self {
            date: shell::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim().to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            processor: field("/proc/cpuinfo", "model name"),
            memory_gigabytes: kilobytes.unwrap_or(0_u64) / 1_000_000,
            load: std::fs::read_to_string("/proc/loadavg")
                .unwrap_or_default()
                .chars()
                .take_while(|c| *c != ' ')
                .collect(),
            rust: shell::output(Command::new("rustc").arg("--version"))?.trim().to_owned(),
        })
    }

    /// Date, processor, load and compiler in one sentence.
    pub fn words(&self) -> String {
        let Self { date, cores, processor, load, rust, .. } = self;
        format!("{date}: {processor}, {cores} cores, load {load}, {rust}; release build.")
    }
}

/// The page, in Markdown.
pub fn page(results: &Results, machine: &Machine) -> String {
    format!(
        "# Speed and memory\n\n\
         Made by `cargo xtask bench`, {date}: {processor}, {cores} cores, {gigabytes} GB of memory, load {load} at the end, \
         {rust}. Release build. Times depend on the machine and on what else it does; the ratios, taken in one run, much \
         less.\n\n\
         {summary}\n{import}\n{asked}\n\
         ## Cold start\n\n\
         The median of {COLD_STARTS} new processes, with the program in the file cache, on `{AGREEMENT}`.\n\n\
         ## Pricing\n\n\
         Counting the observations of one measured year and pricing them under the agreement, its cap included; with \
         trace: also one record per participant ({trace} MB in all) and its SHA-256. The median of 20. The lines of the \
         rate card are one each for a participant and an outcome, under a limit for each participant; the plans are runs \
         of one compiled program over every measured year, its return cap included, each on rates of its own.\n\n\
         {ledger}\n\
         ## To repeat\n\n\
         `cargo xtask bench`, or with fewer people `cargo xtask bench --persons 20000`. It needs Python 3 and installs \
         what `bench/requirements.txt` pins into the build folder. What a simulation and an evaluation cost stands in \
         [RISK-SPEED.md](RISK-SPEED.md) and [EFFECT-SPEED.md](EFFECT-SPEED.md) (`--risk`, `--effect`), a whole nation of \
         people in [NATIONAL.md](NATIONAL.md) (`--national`).\n",
        date = machine.date,
        processor = machine.processor,
        cores = machine.cores,
        gigabytes = machine.memory_gigabytes,
        load = machine.load,
        rust = machine.rust.split(" (").next().unwrap_or_default(),
        summary = summary(results),
        import = import(results),
        asked = results.asked,
        ledger = ledger(results),
        trace = megabytes(results.pricing.trace_bytes),
    )
}

fn summary(results: &Results) -> String {
    let Results { compared, larger, check, plan, pricing, lines: card, settled, ledger, .. } = results;
    let mut lines = String::from("| what | result | promise |\n|---|---|---|\n");
    let mut line = |what: &str, result: &str, promise: &str| {
        lines.push_str(&format!("| {what} | {result} | {promise} |\n"));
    };
    let peak = compared.virkning.peak_bytes;
    let mut memory = format!("**{} MB**", megabytes(peak));
    if let Some(duckdb) = &compared.duckdb {
        let ratio = compared.virkning.seconds / duckdb.usage.seconds;
        line("import, time as a share of DuckDB's", &format!("**{ratio:.2}**"), "");
        memory += &format!(", {:.2} of DuckDB's", peak as f64 / duckdb.usage.peak_bytes as f64);
    }
    line("import, peak memory", &memory, "under 1,000 MB whatever the file's size");
    let times = larger.file_bytes as f64 / compared.file_bytes as f64;
    let what = format!("the same, a file {times:.1} times as large");
    line(&what, &format!("**{} MB**", megabytes(larger.virkning.peak_bytes)), "");
    line("`check`, from start to end", &format!("**{check:.0} ms**"), "under 50 ms");
    line("`plan`, from start to end", &format!("**{plan:.0} ms**"), "under 50 ms");
    let what = format!("pricing {} participants", grouped(pricing.participants));
    line(&what, &format!("**{:.1} ms**", pricing.without_trace), "");
    let ratio = pricing.with_trace / pricing.without_trace;
    line("the same with the trace, hashed", &format!("**{:.1} ms**, {ratio:.1} times", pricing.with_trace), "");
    let what = format!("{} lines of a rate card with a limit for each participant, with trace", grouped(card.count));
    line(&what, &format!("**{:.1} ms**", card.with_trace), "under 50 ms");
    line("plans on one core", &format!("**{:.0},000** a second", card.plans_per_second / 1000.0), "10,000 a second");
    let what = format!(
        "a settlement of {} participants proposed, approved and posted, with trace",
        grouped(settled.participants)
    );
    line(&what, &format!("**{:.1} s**", settled.settle + settled.approve + settled.post), "");
    let ratio = ledger.postgres / ledger.by_hand;
    line("posting on PostgreSQL, time as a multiple of the same rows by hand", &format!("**{ratio:.1}**"), "");
    let what = format!("verification of {} postings of ten years, on PostgreSQL", grouped(ledger.postings));
    line(&what, &format!("**{:.2} s**", ledger.postgres_verify), "");
    line("the same on SQLite", &format!("**{:.2} s**", ledger.sqlite_verify), "");
    lines
}

fn ledger(results: &Results) -> String {
    let Results { settled, ledger, .. } = results;
    let rate = |seconds: f64| grouped((ledger.entries as f64 / seconds) as u64);
    format!(
        "## Settlement and ledger\n\n\
         The settlement: a made-up register and list of as many participants, imported and enrolled before; proposed in \
         {settle:.1} s (the register read, each answer in the trace, the trace on the disk), approved in {approve:.2} s, \
         posted in {post:.2} s, each in a session of its own on SQLite.\n\n\
         The ledger: {postings} postings with {entries} entries, one transaction each, which checks the rules, hashes \
         each row and links the audit record; {records} audit records in all. By hand: the same rows into tables of the \
         same shape without triggers, one transaction a posting and one statement a table, nothing read or checked. The \
         server is one for tests and does not wait for the disk, so that the ratio says what the work costs; SQLite \
         waits for it each time. A verification reads everything, hashes every row and every link of the log, and adds \
         up the ledger.\n\n\
         | entries a second | |\n|---|---|\n| PostgreSQL, through the store | {postgres} |\n\
         | PostgreSQL, by hand | {by_hand} |\n| SQLite, through the store | {sqlite} |\n",
        settle = settled.settle,
        approve = settled.approve,
        post = settled.post,
        postings = grouped(ledger.postings),
        entries = grouped(ledger.entries),
        records = grouped(ledger.audit_records),
        postgres = rate(ledger.postgres),
        by_hand = rate(ledger.by_hand),
        sqlite = rate(ledger.sqlite),
    )
}

fn import(results: &Results) -> String {
    let Results { compared, larger, .. } = results;
    let version = compared.duckdb.as_ref().map_or("", |duckdb| duckdb.version.as_str());
    format!(
        "## Import\n\n\
         {people} people × {weeks} weeks and {months} monthly columns, {bytes} MB of CSV in the file cache. Both keep the \
         same spells ({week_runs} of weeks, {job_runs} of months, compared by count) as Parquet. Virkning also makes \
         pseudonyms, sorts by them, hashes the file and its content, checks every row, counts unknown codes and stores \
         the manifest; DuckDB {version} does none of that. Whole processes, the median of several taken in turns; \
         [bench/README.md](../bench/README.md) says how DuckDB is used. The larger file is imported by Virkning alone, to \
         see whether memory grows: spells beyond a fixed size are sorted in parts on the disk and merged.\n\n\
         | people | file | Virkning | DuckDB | Virkning, memory | DuckDB, memory |\n|---|---|---|---|---|---|\n{rows}",
        people = grouped(compared.people),
        weeks = grouped(compared.week_columns as u64),
        months = compared.month_columns,
        bytes = megabytes(compared.file_bytes),
        week_runs = grouped(compared.week_runs),
        job_runs = grouped(compared.job_runs),
        rows = row(compared) + &row(larger),
    )
}

fn row(import: &Import) -> String {
    let (seconds, memory) = import.duckdb.as_ref().map_or(("–".to_owned(), "–".to_owned()), |duckdb| {
        (format!("{:.2} s", duckdb.usage.seconds), format!("{} MB", megabytes(duckdb.usage.peak_bytes)))
    });
    format!(
        "| {} | {} MB | {:.2} s | {seconds} | {} MB | {memory} |\n",
        grouped(import.people),
        megabytes(import.file_bytes),
        import.virkning.seconds,
        megabytes(import.virkning.peak_bytes),
    )
}

/// Megabytes, rounded up.
pub fn megabytes(bytes: u64) -> String {
    grouped(bytes.div_ceil(1_000_000))
}

/// A number with commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{DuckDb, Ledger, Lines, Pricing, Settled, Usage};
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(megabytes(1), "1");
    }

    #[test]
    fn the_page_says_what_was_compared() {
        let usage = |seconds, peak_bytes| Usage { seconds, busy_seconds: seconds, peak_bytes };
        let import = || Import {
            people: 100_000,
            week_columns: 1821,
            month_columns: 440,
            file_bytes: 900_000_000,
            week_runs: 5,
            job_runs: 6,
            virkning: usage(2.0, 200_000_000),
            duckdb: Some(DuckDb { usage: usage(8.0, 2_000_000_000), version: "2.0.0".to_owned() }),
        };
        let pricing = Pricing { participants: 100_000, without_trace: 2.0, with_trace: 6.0, trace_bytes: 3_000_000 };
        let machine = Machine {
            date: "2026-11-22".to_owned(),
            cores: 2,
            processor: "a processor".to_owned(),
            memory_gigabytes: 24,
            rust: "rustc 1.95.0 (hash)".to_owned(),
            load: "0.50".to_owned(),
        };
        let page = page(
            &Results {
                compared: import(),
                larger: Import { duckdb: None, ..import() },
                asked: "## Questions\n".to_owned(),
                check: 7.0,
                plan: 9.0,
                pricing,
                lines: Lines { count: 32_004, with_trace: 25.0, plans_per_second: 92_400.0 },
                settled: Settled { participants: 1_000_000, settle: 10.0, approve: 0.5, post: 0.25 },
                ledger: Ledger {
                    postings: 6_000,
                    entries: 144_000,
                    audit_records: 18_602,
                    postgres: 12.0,
                    by_hand: 4.0,
                    sqlite: 16.0,
                    postgres_verify: 1.5,
                    sqlite_verify: 1.25,
                },
            },
            &machine,
        );
        for words in [
            "**0.25**",
            "200 MB",
            "1,821 weeks",
            "**7 ms**",
            "3.0 times",
            "32,004 lines",
            "**92,000** a second",
            "1,000,000 participants proposed, approved and posted, with trace | **10.8 s**",
            "by hand | **3.0**",
            "through the store | 12,000 |",
            "by hand | 36,000 |",
            "2 cores",
        ] {
            assert!(page.contains(words), "{page}\nshould hold {words}");
        }
    }
}
