//! `allocate`: the lot that gives people their arms, drawn and checked.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::print_out;
use super::table::{Table, facts};
use crate::app::Session;
use crate::app::allocate::Whom;
use crate::app::failure::Failure;
use crate::text::{Texts, format};

#[derive(Args, Debug)]
pub struct Allocate {
    #[command(subcommand)]
    pub action: AllocateAction,
}

#[derive(Debug, Subcommand)]
pub enum AllocateAction {
    People(People),
    Places(Places),
    Check(Check),
    Trial(Trial),
    List,
}

#[derive(Args, Debug)]
pub struct People {
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    #[arg(value_name = "LIST")]
    pub list: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args, Debug)]
pub struct Places {
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub places: u32,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args, Debug)]
pub struct Check {
    #[arg(value_name = "NUMBER")]
    pub number: u64,
    #[arg(long, value_name = "LIST")]
    pub list: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Trial {
    #[arg(value_name = "FILE|AGREEMENT")]
    pub subject: PathBuf,
}

/// Does one action on allocations.
pub fn act(session: &Session<'_>, action: &AllocateAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        AllocateAction::People(wanted) => drawn(session, &wanted.plan, Whom::People(&wanted.list), &wanted.out, texts),
        AllocateAction::Places(wanted) => {
            let places = usize::try_from(wanted.places).unwrap_or(usize::MAX);
            drawn(session, &wanted.plan, Whom::Places(places), &wanted.out, texts)
        }
        AllocateAction::Check(wanted) => {
            let allocation = session.allocation_check(wanted.number, wanted.list.as_deref())?;
            let (number, result) = (allocation.number.to_string(), allocation.result.to_string());
            let words = [("number", number.as_str()), ("plan", &allocation.plan), ("result", &result)];
            print_out(&format!("{}\n", texts.with("allocation-holds", &words)));
            Ok(())
        }
        AllocateAction::Trial(wanted) => trial(session, wanted, texts),
        AllocateAction::List => {
            let mut table = Table::new()
                .numbers(texts.get("evaluation-number"))
                .words(texts.get("evaluation-plan"))
                .words(texts.get("allocation-kind"))
                .numbers(texts.get("allocation-count"))
                .words(texts.get("evaluation-run-at"))
                .words(texts.get("evaluation-run-by"));
            for one in session.allocations()? {
                let at = format::moment(texts.language(), one.at);
                let count = format::count(texts.language(), one.places);
                let kind = texts.get(&format!("allocation-{}", one.kind));
                table.row(vec![one.number.to_string(), one.plan, kind, count, at, one.by.to_string()]);
            }
            print_out(&table.render());
            Ok(())
        }
    }
}

fn drawn(
    session: &Session<'_>,
    plan: &std::path::Path,
    whom: Whom<'_>,
    out: &std::path::Path,
    texts: &Texts,
) -> Result<(), Failure> {
    let stored = session.allocate(plan, whom, out)?;
    let key = if stored.already { "allocation-drawn-already" } else { "allocation-drawn" };
    let one = &stored.record;
    let pairs = vec![
        (texts.get("evaluation-number"), one.number.to_string()),
        (texts.get("evaluation-plan"), one.plan.clone()),
        (texts.get("allocation-count"), format::count(texts.language(), one.places)),
        (texts.get("allocation-sealed"), one.result.to_string()),
        (texts.get("allocation-written"), out.display().to_string()),
    ];
    print_out(&format!("{}\n{}", texts.get(key), facts(&pairs)));
    Ok(())
}

fn trial(session: &Session<'_>, wanted: &Trial, texts: &Texts) -> Result<(), Failure> {
    let checked = session.trial_check(&wanted.subject)?;
    let count = |people: usize| format::count(texts.language(), people as u64);
    let mut table = Table::new()
        .words(texts.get("allocation-investment"))
        .numbers(texts.get("evaluation-treated"))
        .numbers(texts.get("evaluation-control"));
    table.row(vec![texts.get("allocation-own"), count(checked.arms.0), count(checked.arms.1)]);
    table.rule();
    for (with, ones, zeros) in &checked.others {
        table.row(vec![with.to_string(), count(*ones), count(*zeros)]);
    }
    let touched = checked.others.iter().any(|other| other.2 > 0);
    let note = if checked.others.is_empty() {
        "allocation-trial-alone"
    } else if touched {
        "allocation-trial-touched"
    } else {
        "allocation-trial-overlap"
    };
    print_out(&format!("{}{}\n", table.render(), texts.get(note)));
    Ok(())
}
