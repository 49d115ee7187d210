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
            rust: shell::output(Command::new("rustc").arg("--version"))?.trim().to_owned(),
        })
    }
}

/// The page, in Markdown.
pub fn page(results: &Results, machine: &Machine) -> String {
    let Results { large, small, check, plan, pricing } = results;
    let ratio = large.virkning.seconds / large.duckdb.seconds;
    let memory = large.virkning.peak_bytes as f64 / large.duckdb.peak_bytes as f64;
    let trace = pricing.with_trace / pricing.without_trace;
    format!(
        "# Speed and memory\n\n\
         Made by `cargo xtask bench`, {date}: {processor}, {cores} cores, {gigabytes} GB of memory, {rust}, DuckDB \
         {duckdb}. Release build. Times depend on the machine; the ratios, taken in one run, much less.\n\n\
         | what | result | promise |\n|---|---|---|\n\
         | import, time as a share of DuckDB's | **{ratio:.2}** | |\n\
         | import, peak memory | **{peak} MB**, {memory:.2} of DuckDB's | under 1,000 MB whatever the file's size |\n\
         | the same, a file a quarter as large | {small_peak} MB | flat |\n\
         | `check`, from start to end | **{check:.0} ms** | under 50 ms |\n\
         | `plan`, from start to end | **{plan:.0} ms** | under 50 ms |\n\
         | pricing {priced} participants | **{without:.1} ms** | |\n\
         | the same with the trace, hashed | **{with:.1} ms**, {trace:.1} times | |\n\n\
         ## Import\n\n\
         {people} people × {weeks} weeks and {months} monthly columns, {bytes} MB of CSV in the file cache. Both keep the \
         same spells ({week_runs} of weeks, {job_runs} of months, compared by count) as Parquet. Virkning also makes \
         pseudonyms, hashes the file and its content, checks every row, counts unknown codes and stores the manifest; \
         DuckDB does none of that. Whole processes, the median of several taken in turns; [bench/README.md](../bench/README.md) \
         says how DuckDB is used.\n\n\
         | people | file | Virkning | DuckDB | Virkning, memory | DuckDB, memory |\n|---|---|---|---|---|---|\n{rows}\n\
         ## Cold start\n\n\
         The median of {starts} new processes, with the program in the file cache, on `{AGREEMENT}`.\n\n\
         ## Pricing\n\n\
         Counting the observations of one measured year and pricing them under the agreement, its cap included; with \
         trace: also one record per participant ({trace_bytes} MB in all) and its SHA-256. The median of 20.\n\n\
         ## To repeat\n\n\
         `cargo xtask bench`, or with fewer people `cargo xtask bench --persons 20000`. It needs Python 3 and installs \
         what `bench/requirements.txt` pins into the build folder.\n",
        date = machine.date,
        processor = machine.processor,
        cores = machine.cores,
        gigabytes = machine.memory_gigabytes,
        rust = machine.rust.split(" (").next().unwrap_or_default(),
        duckdb = large.duckdb_version,
        peak = megabytes(large.virkning.peak_bytes),
        small_peak = megabytes(small.virkning.peak_bytes),
        priced = grouped(pricing.participants),
        without = pricing.without_trace,
        with = pricing.with_trace,
        people = grouped(large.people),
        weeks = grouped(large.week_columns as u64),
        months = large.month_columns,
        bytes = megabytes(large.file_bytes),
        week_runs = grouped(large.week_runs),
        job_runs = grouped(large.job_runs),
        rows = row(large) + &row(small),
        starts = COLD_STARTS,
        trace_bytes = megabytes(pricing.trace_bytes),
    )
}

fn row(import: &Import) -> String {
    format!(
        "| {} | {} MB | {:.2} s | {:.2} s | {} MB | {} MB |\n",
        grouped(import.people),
        megabytes(import.file_bytes),
        import.virkning.seconds,
        import.duckdb.seconds,
        megabytes(import.virkning.peak_bytes),
        megabytes(import.duckdb.peak_bytes),
    )
}

/// Megabytes, rounded up.
pub fn megabytes(bytes: u64) -> String {
    grouped(bytes.div_ceil(1_000_000))
}

fn grouped(number: u64) -> String {
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
    use super::super::{Pricing, Usage};
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(megabytes(1), "1");
    }

    #[test]
    fn the_page_says_what_was_compared() {
        let usage = |seconds, peak_bytes| Usage { seconds, peak_bytes };
        let import = || Import {
            people: 100_000,
            week_columns: 1821,
            month_columns: 440,
            file_bytes: 900_000_000,
            week_runs: 5,
            job_runs: 6,
            virkning: usage(2.0, 200_000_000),
            duckdb: usage(8.0, 2_000_000_000),
            duckdb_version: "2.0.0".to_owned(),
        };
        let pricing = Pricing { participants: 100_000, without_trace: 2.0, with_trace: 6.0, trace_bytes: 3_000_000 };
        let machine = Machine {
            date: "2026-11-22".to_owned(),
            cores: 2,
            processor: "a processor".to_owned(),
            memory_gigabytes: 24,
            rust: "rustc 1.95.0 (hash)".to_owned(),
        };
        let page = page(&Results { large: import(), small: import(), check: 7.0, plan: 9.0, pricing }, &machine);
        for words in ["**0.25**", "200 MB", "1,821 weeks", "**7 ms**", "3.0 times", "2 cores"] {
            assert!(page.contains(words), "{page}\nshould hold {words}");
        }
    }
}
