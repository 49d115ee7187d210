//! Times the simulation for `cargo xtask bench`: IPS-PLUS with cap and rate of return on one thread, as bench/risk_numpy.py
//! does it, and people one by one with persistence; with more people and fewer years too. It prints one line of JSON.
//!
//! Usage: bench AGREEMENT PATHS ROUNDS [counts]

use std::process::ExitCode;
use std::time::Instant;

use virkning_agreement::Document;
use virkning_model::agreement::{Tariff, Window};
use virkning_model::period::Years;
use virkning_model::{Agreement, Money};
use virkning_risk::{Assumptions, Column, Draws, Keep, Model, read, simulate};

/// The same uncertainty as bench/risk_numpy.py.
const COUNTS: &str = r#"
```toml
[assumptions]
agreement = "ips-plus.md"
seed = 1

[[uncertain]]
id = "recruitment"
label = "Recruitment"
of = "recruitment"
distribution = { kind = "triangle", low = 0.60, mode = 1.00, high = 1.10 }
origin = { assumed = "benchmark" }

[[uncertain]]
id = "recruitment-each-year"
label = "Recruitment of each year"
of = "recruitment-each-year"
distribution = { kind = "triangle", low = 0.85, mode = 1.00, high = 1.10 }
origin = { assumed = "benchmark" }

[[uncertain]]
id = "success"
label = "Success"
of = "success"
measure = "work-or-education"
distribution = { kind = "beta", mean = 0.48, like = 40 }
origin = { assumed = "benchmark" }

[[uncertain]]
id = "market"
label = "Labour market"
of = "market"
deviation = 0.15
memory = 0.5
origin = { assumed = "benchmark" }
```
"#;

/// A chain for each person.
const PERSISTENCE: &str = r#"
```toml
[[persistence]]
measure = "work-or-education"
correlation = 0.6
origin = { assumed = "benchmark" }
```
"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [file, paths, rounds] => run(file, paths, rounds),
        [file, paths, rounds, only] if only == "counts" => only_counts(file, paths, rounds),
        _ => Err("usage: bench AGREEMENT PATHS ROUNDS".to_owned()),
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

fn run(file: &str, paths: &str, rounds: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let agreement = Document::read(text).map_err(|problems| format!("{file}: {problems:?}"))?.agreement;
    let paths: u32 = paths.parse().map_err(|_| format!("{paths} is no number of paths"))?;
    let rounds: usize = rounds.parse().map_err(|_| format!("{rounds} is no number of rounds"))?;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|error| error.to_string())?;
    let counts = model(&agreement, COUNTS, paths)?.payments_only();
    let people = model(&agreement, &format!("{COUNTS}{PERSISTENCE}"), paths)?.payments_only().person_by_person();
    let (seconds, figures) = one.install(|| timed(&counts, rounds))?;
    let (people_seconds, _) = one.install(|| timed(&people, rounds))?;
    let (people_all_cores, _) = timed(&people, rounds)?;
    let (whole, _) = timed(&model(&agreement, &format!("{COUNTS}{PERSISTENCE}"), paths)?, rounds)?;
    let people_line = line(&[1, 5, 10, 20], |times| {
        let mut more = agreement.clone();
        more.intake.by_year.values_mut().for_each(|planned| *planned *= times);
        let model = model(&more, &format!("{COUNTS}{PERSISTENCE}"), paths / 10)?.payments_only().person_by_person();
        Ok(one.install(|| timed(&model, rounds))?.0)
    })?;
    let years_line = line(&[4, 5, 6, 7], |years| {
        let model = model(&measured_for(&agreement, years as i16), COUNTS, paths)?.payments_only();
        Ok(one.install(|| timed(&model, rounds))?.0)
    })?;
    Ok(format!(
        "{{\"paths\": {paths}, \"seconds\": {seconds:.6}, \"people_seconds\": {people_seconds:.6}, \
         \"people_all_cores_seconds\": {people_all_cores:.6}, \"with_accounts_seconds\": {whole:.6}, \
         \"by_people\": {people_line}, \"by_years\": {years_line}, {figures}}}"
    ))
}

/// Seconds for each of several sizes, as a list of pairs in JSON.
fn line(sizes: &[u32], seconds: impl Fn(u32) -> Result<f64, String>) -> Result<String, String> {
    let pairs = sizes.iter().map(|size| Ok(format!("[{size}, {:.6}]", seconds(*size)?)));
    Ok(format!("[{}]", pairs.collect::<Result<Vec<String>, String>>()?.join(", ")))
}

/// The agreement with so many measured years, at 48 per cent in all of them, and a price at which about as much of the capital
/// comes back as in seven: a rate of return far below zero takes more steps. Fewer than four would pay before all capital is in.
fn measured_for(agreement: &Agreement, years: i16) -> Agreement {
    let mut fewer = agreement.clone();
    for measure in fewer.measures.iter_mut().filter(|measure| measure.id.as_str() == "work-or-education") {
        let from = agreement.from.year() + 1;
        measure.window = Window::CalendarMonth { month: 11, years: Years { from, to: from + years - 1 } };
        if let Some(expected) = &mut measure.expected {
            expected.named.clear();
        }
    }
    for payment in &mut fewer.payments {
        if let Tariff::Price(price) = &mut payment.tariff {
            *price = Money::from_minor(price.currency(), price.minor() * 7 / i128::from(years));
        }
    }
    fewer
}

/// The counts alone, for a profiler.
fn only_counts(file: &str, paths: &str, rounds: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let agreement = Document::read(text).map_err(|problems| format!("{file}: {problems:?}"))?.agreement;
    let paths: u32 = paths.parse().map_err(|_| format!("{paths} is no number of paths"))?;
    let rounds: usize = rounds.parse().map_err(|_| format!("{rounds} is no number of rounds"))?;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|error| error.to_string())?;
    let counts = model(&agreement, COUNTS, paths)?.payments_only();
    let (seconds, figures) = one.install(|| timed(&counts, rounds))?;
    Ok(format!("{{\"paths\": {paths}, \"seconds\": {seconds:.6}, {figures}}}"))
}

fn model(agreement: &Agreement, blocks: &str, paths: u32) -> Result<Model, String> {
    let reading = read(blocks, agreement);
    let assumptions = reading.assumptions.ok_or_else(|| format!("{:?}", reading.diagnostics))?;
    Model::new(agreement, &Assumptions { paths, ..assumptions }).map_err(|error| format!("{error:?}"))
}

/// Seconds that this thread has had a processor, which other work of the machine does not lengthen as it does the clock's.
fn thread_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// The median of the rounds, in seconds of this thread where it works alone: paths, and the quantiles that the numpy program computes too.
fn timed(model: &Model, rounds: usize) -> Result<(f64, String), String> {
    let mut times = Vec::with_capacity(rounds);
    let mut figures = String::new();
    for _ in 0..rounds {
        let (before, own) = (Instant::now(), thread_seconds());
        let draws = simulate(model, Keep::Totals).map_err(|error| format!("{error:?}"))?;
        figures = summary(&draws);
        let alone = rayon::current_num_threads() == 1;
        let own = own.zip(thread_seconds()).filter(|_| alone).map(|(before, after)| after - before);
        times.push(own.unwrap_or_else(|| before.elapsed().as_secs_f64()));
    }
    times.sort_by(f64::total_cmp);
    Ok((times[rounds / 2], figures))
}

fn summary(draws: &Draws) -> String {
    let column = |is: &dyn Fn(&Column) -> bool| {
        let place = draws.columns.iter().position(is).unwrap_or(0);
        draws.column(place)
    };
    let mut paid = column(&|column| matches!(column, Column::Payment(_)));
    let mut returned = column(&|column| matches!(column, Column::Return(_)));
    let over = column(&|column| matches!(column, Column::OverLimit(_)));
    let mean = paid.iter().sum::<f64>() / paid.len() as f64;
    let quantile = |values: &mut [f64], share: f64| {
        let place = ((values.len() - 1) as f64 * share) as usize;
        *values.select_nth_unstable_by(place, f64::total_cmp).1
    };
    let binds = over.iter().filter(|over| **over > 0.0).count() as f64 / over.len() as f64;
    let (low, high) = (quantile(&mut paid, 0.1), quantile(&mut paid, 0.9));
    format!(
        "\"mean_kroner\": {mean:.2}, \"p10_kroner\": {low:.2}, \"p90_kroner\": {high:.2}, \"median_return\": {:.6}, \
         \"cap_binds\": {binds:.5}",
        quantile(&mut returned, 0.5)
    )
}
