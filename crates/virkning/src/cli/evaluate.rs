//! `evaluate`: what is asked, the use case, and the answer in words.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value;
use virkning_model::Decimal;
use virkning_register::disclosure::Audience as Readers;
use virkning_report::love_svg;

use super::arguments::{Audience, Format};
use super::table::{Table, facts, heading};
use super::{print_json, print_out};
use crate::app::Session;
use crate::app::evaluate::compute::{Answer, Before, Report, Row, Shares};
use crate::app::evaluate::release::Hidden;
use crate::app::evaluate::{CheckedPlan, RunShown, Source};
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::write_whole;
use crate::text::section::Grid;
use crate::text::{Texts, format};

#[derive(Args, Debug)]
pub struct Evaluate {
    #[command(subcommand)]
    pub action: EvaluateAction,
}

#[derive(Debug, Subcommand)]
pub enum EvaluateAction {
    Check(Check),
    Lock(Lock),
    Run(Run),
    Show(Show),
    List,
}

#[derive(Args, Debug)]
pub struct Check {
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    // Not `data`: that is the folder, in every command.
    #[arg(long, value_name = "FILE")]
    pub dataset: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub agreement: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Lock {
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub reason: String,
}

#[derive(Args, Debug)]
pub struct Run {
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    // Not `data`: that is the folder, in every command.
    #[arg(long, value_name = "FILE")]
    pub dataset: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub agreement: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "agreement")]
    pub observations: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Show {
    #[arg(value_name = "NUMBER")]
    pub number: u64,
    #[arg(long, value_enum, default_value = "text", value_name = "text|json", hide_possible_values = true)]
    pub format: Format,
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
    #[arg(
        long = "for",
        value_enum,
        default_value = "municipality",
        value_name = "municipality|parties|public",
        hide_possible_values = true
    )]
    pub audience: Audience,
}

/// Does one action on evaluations.
pub fn act(session: &Session<'_>, action: &EvaluateAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        EvaluateAction::Check(wanted) => {
            let (data, agreement) = (wanted.dataset.as_deref(), wanted.agreement.as_deref());
            let source = Source { data, agreement, observations: &[] };
            let checked = session.evaluation_check(&wanted.plan, source)?;
            if let Some(path) = &wanted.plot {
                write_whole(path, love_svg(&checked.balance_plot(texts)).as_bytes())?;
            }
            match wanted.format {
                Format::Text => print_out(&checked_plan(&checked, texts)),
                Format::Json => print_json(&checked.before)?,
            }
        }
        EvaluateAction::Lock(wanted) => {
            let stored = session.evaluation_lock(&wanted.plan, &wanted.reason)?;
            let (content, position) = (stored.record.content.to_string(), stored.record.position.to_string());
            let key = if stored.already { "evaluation-locked-already" } else { "evaluation-locked" };
            let words = [("plan", stored.record.id.as_str()), ("content", &content), ("position", &position)];
            print_out(&format!("{}\n", texts.with(key, &words)));
        }
        EvaluateAction::Run(wanted) => {
            let (data, agreement) = (wanted.dataset.as_deref(), wanted.agreement.as_deref());
            let source = Source { data, agreement, observations: &wanted.observations };
            let shown = session.evaluation_run(&wanted.plan, source)?;
            show(&shown, &Hidden::default(), (wanted.format, wanted.plot.as_deref()), texts)?;
        }
        EvaluateAction::Show(wanted) => {
            let shown = session.evaluation(wanted.number)?;
            let hidden = session.evaluation_hidden(&shown, Readers::from(wanted.audience))?;
            show(&shown, &hidden, (wanted.format, wanted.plot.as_deref()), texts)?;
        }
        EvaluateAction::List => {
            let mut table = Table::new()
                .numbers(texts.get("evaluation-number"))
                .words(texts.get("evaluation-plan"))
                .words(texts.get("evaluation-run-at"))
                .words(texts.get("evaluation-run-by"))
                .numbers(texts.get("evaluation-estimate"));
            for run in session.evaluation_runs()? {
                let estimate = run.estimate.map_or_else(
                    || texts.get("evaluation-none"),
                    |estimate| format::decimal(texts.language(), estimate, estimate.scale()),
                );
                let at = format::moment(texts.language(), run.at);
                table.row(vec![run.number.to_string(), run.plan, at, run.by.to_string(), estimate]);
            }
            print_out(&table.render());
        }
    }
    Ok(())
}

/// The run in words or as JSON, and its balance as a picture in a file.
fn show(
    shown: &RunShown,
    hidden: &Hidden,
    (format, plot): (Format, Option<&Path>),
    texts: &Texts,
) -> Result<(), Failure> {
    if let Some(path) = plot {
        let hidden_from_reader = || Refusal::new("evaluation-plot-hidden").with("number", shown.run.number);
        let plot = shown.balance_plot(hidden, texts)?.ok_or_else(hidden_from_reader)?;
        write_whole(path, love_svg(&plot).as_bytes())?;
    }
    match format {
        Format::Text => {
            print_out(&run(shown, hidden, texts));
            Ok(())
        }
        Format::Json => print_json(&without(&shown.report, hidden)?),
    }
}

/// The report as JSON without what is hidden.
fn without(report: &Report, hidden: &Hidden) -> Result<Value, Failure> {
    let unreadable = |error: serde_json::Error| Refusal::new("internal").with("what", error);
    let mut value = serde_json::to_value(report).map_err(unreadable)?;
    if hidden.answer {
        for field in ["answer", "also", "shares", "lots", "lee", "manski", "hazards", "parts", "estimate", "missing"] {
            value[field] = Value::Null;
        }
        for field in ["treated", "control", "balance", "largest"] {
            value["before"][field] = Value::Null;
        }
        value["after"] = Value::Null;
    }
    for table in ["/before/balance", "/after"] {
        if let Some(rows) = value.pointer_mut(table).and_then(Value::as_array_mut) {
            rows.retain(|row| !row["name"].as_str().is_some_and(|name| hidden.covariates.contains(name)));
        }
    }
    Ok(value)
}

/// A number of statistics in the user's language.
fn number(texts: &Texts, value: f64, decimals: u32) -> String {
    let digits = decimals as usize;
    match format!("{value:.digits$}").parse::<Decimal>() {
        Ok(value) => format::decimal(texts.language(), value, decimals),
        Err(_) => "–".to_owned(),
    }
}

fn range(texts: &Texts, (low, high): (f64, f64), decimals: u32) -> String {
    let (low, high) = (number(texts, low, decimals), number(texts, high, decimals));
    texts.with("evaluation-range", &[("low", &low), ("high", &high)])
}

/// A probability: small ones are said to be small.
fn chance(texts: &Texts, p: f64) -> String {
    if p < 0.0001 {
        format!("< {}", number(texts, 0.0001, 4))
    } else {
        number(texts, p, 4)
    }
}

fn checked_plan(checked: &CheckedPlan, texts: &Texts) -> String {
    let of = &checked.plan.says.evaluation;
    let locked = match &checked.locked {
        None => texts.get("evaluation-not-locked"),
        Some(plan) => {
            let at = format::moment(texts.language(), plan.at);
            texts.with("evaluation-locked-by", &[("by", plan.by.as_str()), ("at", &at)])
        }
    };
    let pairs = vec![
        (texts.get("evaluation-plan"), format!("{} ({})", of.title, checked.plan.id())),
        (texts.get("evaluation-question"), of.question.clone()),
        (texts.get("evaluation-estimator"), texts.get(&format!("estimator-{}", of.estimator.get_ref().as_str()))),
        (texts.get("evaluation-content"), checked.plan.content.to_string()),
        (texts.get("evaluation-lock"), locked),
    ];
    facts(&pairs)
        + "\n"
        + &sizes(&checked.before, texts)
        + &balance(&checked.before.balance, "evaluation-balance", texts)
        + &format!("\n{}\n", texts.get("evaluation-outcomes-hidden"))
}

fn sizes(before: &Before, texts: &Texts) -> String {
    let mut out = facts(&size_pairs(before, texts));
    if before.small {
        out.push_str(&format!("{}\n", texts.get("evaluation-small")));
    }
    out
}

/// How many are compared, and the smallest effect that would be found.
pub fn size_pairs(before: &Before, texts: &Texts) -> Vec<(String, String)> {
    let count = |people: usize| format::count(texts.language(), people as u64);
    let detectable = match before.detectable {
        Some(found) if before.detectable_is_share => {
            texts.with("evaluation-points", &[("points", &number(texts, found * 100.0, 1))])
        }
        Some(found) => number(texts, found, 4),
        None => texts.get("evaluation-detectable-unknown"),
    };
    let mut pairs = vec![
        (texts.get("evaluation-treated"), count(before.treated)),
        (texts.get("evaluation-control"), count(before.control)),
        (texts.get("evaluation-detectable"), detectable),
    ];
    for (share, bound, level) in &before.looks {
        let name = texts.with("evaluation-look", &[("share", &number(texts, share * 100.0, 0))]);
        let words = [("bound", number(texts, *bound, 4)), ("level", number(texts, *level, 5))];
        pairs.push((
            name,
            texts.with("evaluation-look-bound", &words.each_ref().map(|(name, value)| (*name, value.as_str()))),
        ));
    }
    pairs
}

fn balance(rows: &[Row], title: &str, texts: &Texts) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let grid = balance_grid(rows, texts);
    let mut table = Table::new();
    for (name, is_number) in &grid.columns {
        table = if *is_number { table.numbers(name) } else { table.words(name) };
    }
    grid.rows.into_iter().for_each(|row| table.row(row));
    format!("\n{}{}", heading(&texts.get(title)), table.render())
}

/// How alike the arms are, covariate by covariate.
pub fn balance_grid(rows: &[Row], texts: &Texts) -> Grid {
    let mut grid = Grid::new()
        .words(texts.get("evaluation-covariate"))
        .numbers(texts.get("evaluation-treated"))
        .numbers(texts.get("evaluation-control"))
        .numbers(texts.get("evaluation-standardised"))
        .numbers(texts.get("evaluation-variance-ratio"));
    for row in rows {
        grid.row(vec![
            row.name.clone(),
            number(texts, row.treated, 3),
            number(texts, row.control, 3),
            number(texts, row.standardised, 3),
            row.variance_ratio.map_or_else(|| "–".to_owned(), |ratio| number(texts, ratio, 3)),
        ]);
    }
    grid
}

fn run(shown: &RunShown, hidden: &Hidden, texts: &Texts) -> String {
    let report = &shown.report;
    let at = format::moment(texts.language(), shown.run.at);
    let key = if shown.already { "evaluation-run-before" } else { "evaluation-run-now" };
    let number_text = shown.run.number.to_string();
    let words = [("number", number_text.as_str()), ("by", shown.run.by.as_str()), ("at", &at)];
    let mut out = format!("{}\n", texts.with(key, &words));
    for plan in shown.plans.iter().filter(|plan| plan.runs_before > 0) {
        let (runs, position) = (plan.runs_before.to_string(), plan.position.to_string());
        let words = [("runs", runs.as_str()), ("position", &position), ("reason", &plan.reason)];
        out.push_str(&format!("{}\n", texts.with("evaluation-changed-after", &words)));
    }
    let pairs = vec![
        (texts.get("evaluation-plan"), report.plan.clone()),
        (texts.get("evaluation-estimator"), texts.get(&format!("estimator-{}", report.estimator))),
        (texts.get("evaluation-content"), report.plan_content.clone()),
        (texts.get("evaluation-data"), report.data.clone()),
    ];
    out.push_str(&facts(&pairs));
    out.push('\n');
    if hidden.answer {
        return out + &format!("{}\n", texts.get("evaluation-hidden"));
    }
    out.push_str(&sizes(&report.before, texts));
    let shown_rows = |rows: &[Row]| -> Vec<Row> {
        rows.iter().filter(|row| !hidden.covariates.contains(&row.name)).cloned().collect()
    };
    out.push_str(&balance(&shown_rows(&report.before.balance), "evaluation-balance", texts));
    out.push_str(&balance(&shown_rows(&report.after), "evaluation-balance-after", texts));
    if !hidden.covariates.is_empty() {
        out.push_str(&format!("{}\n", texts.get("evaluation-covariates-hidden")));
    }
    out.push_str(&answers(report, texts));
    out
}

fn answers(report: &Report, texts: &Texts) -> String {
    format!("\n{}{}", heading(&texts.get("evaluation-effect")), facts(&answers_in_pairs(report, texts)))
}

/// The estimate with its interval and all that is told beside it.
pub fn answers_in_pairs(report: &Report, texts: &Texts) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for answer in std::iter::once(&report.answer).chain(&report.also) {
        pairs.extend(answer_pairs(answer, texts));
    }
    if let Some(shares) = &report.shares {
        pairs.extend(share_pairs(shares, texts));
    }
    if let Some((p, low, high, lots, exact)) = &report.lots {
        let end = |end: &Option<f64>| end.map_or_else(|| "∞".to_owned(), |end| number(texts, end, 4));
        let lots = format::count(texts.language(), *lots);
        let key = if *exact { "evaluation-lots-all" } else { "evaluation-lots-drawn" };
        let words = [("p", chance(texts, *p)), ("low", end(low)), ("high", end(high)), ("lots", lots)];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        pairs.push((texts.get("evaluation-lots"), texts.with(key, &words)));
    }
    if report.missing != (0, 0) {
        let (ones, zeros) = (report.missing.0.to_string(), report.missing.1.to_string());
        let words = [("treated", ones.as_str()), ("control", &zeros)];
        pairs.push((texts.get("evaluation-missing"), texts.with("evaluation-missing-of", &words)));
    }
    for (key, bounds) in [("evaluation-lee", report.lee), ("evaluation-manski", report.manski)] {
        if let Some(bounds) = bounds {
            pairs.push((texts.get(key), range(texts, bounds, 4)));
        }
    }
    if let Some((p, ratio)) = &report.hazards {
        pairs.push((texts.get("evaluation-log-rank"), chance(texts, *p)));
        if let Some((ratio, low, high)) = ratio {
            let text = format!("{}; {}", number(texts, *ratio, 3), range(texts, (*low, *high), 3));
            pairs.push((texts.get("evaluation-hazard"), text));
        }
    }
    for (key, estimate, half) in &report.parts {
        let text = format!("{}; {}", number(texts, *estimate, 4), range(texts, (estimate - half, estimate + half), 4));
        pairs.push((texts.with("evaluation-part", &[("part", &key.to_string())]), text));
    }
    if let Some(estimate) = report.estimate {
        pairs.push((texts.get("evaluation-paid-on"), format::decimal(texts.language(), estimate, estimate.scale())));
    }
    pairs
}

fn answer_pairs(answer: &Answer, texts: &Texts) -> Vec<(String, String)> {
    match answer {
        Answer::NotEstimable { name, reason, words } => {
            let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            vec![(titled(name, texts), texts.with("evaluation-not-estimable", &[("why", &texts.with(reason, &words))]))]
        }
        Answer::Estimated { name, estimate, standard_error, interval, p_value, p_together, compared, .. } => {
            let mut pairs = vec![
                (titled(name, texts), number(texts, *estimate, 4)),
                (texts.get("evaluation-interval"), range(texts, *interval, 4)),
                (texts.get("evaluation-standard-error"), number(texts, *standard_error, 4)),
                (texts.get("evaluation-p"), chance(texts, *p_value)),
            ];
            if let Some(p) = p_together {
                pairs.push((texts.get("evaluation-p-together"), chance(texts, *p)));
            }
            let (ones, zeros) = (compared.0.to_string(), compared.1.to_string());
            let words = [("treated", ones.as_str()), ("control", &zeros)];
            pairs.push((texts.get("evaluation-compared"), texts.with("evaluation-missing-of", &words)));
            pairs
        }
    }
}

fn titled(name: &str, texts: &Texts) -> String {
    match name {
        "" => texts.get("evaluation-difference"),
        name => texts.with("evaluation-difference-of", &[("outcome", name)]),
    }
}

fn share_pairs(shares: &Shares, texts: &Texts) -> Vec<(String, String)> {
    let of = |(hits, people): (u64, u64), exact: (f64, f64)| {
        let share = format::percent_of_estimate(texts.language(), hits as f64 / people.max(1) as f64, 1);
        let interval = range(texts, (exact.0 * 100.0, exact.1 * 100.0), 1);
        let (hits, people) = (hits.to_string(), people.to_string());
        let words = [("hits", hits.as_str()), ("people", &people), ("share", &share), ("interval", &interval)];
        texts.with("evaluation-share", &words)
    };
    vec![
        (texts.get("evaluation-share-treated"), of(shares.treated, shares.exact.0)),
        (texts.get("evaluation-share-control"), of(shares.control, shares.exact.1)),
        (texts.get("evaluation-newcombe"), range(texts, shares.newcombe, 4)),
        (texts.get("evaluation-miettinen"), range(texts, shares.miettinen_nurminen, 4)),
        (texts.get("evaluation-fisher"), chance(texts, shares.fisher)),
    ]
}
