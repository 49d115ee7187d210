//! `register ladder`: what amounts are estimated from where no file of refunds exists, shown as text or JSON, and loaded from
//! files.

use serde_json::json;
use virkning_measure::RatePeriod;
use virkning_model::code_list::ListUsed;

use super::arguments::{Format, RegisterLadder};
use super::table::{Table, heading};
use super::{print_json, print_out};
use crate::app::Session;
use crate::app::estimates::{LadderFiles, LadderLists};
use crate::app::failure::Failure;
use crate::text::{Texts, estimated, format};

/// Loads what is named, and shows what is in use.
pub fn act(session: &Session<'_>, wanted: &RegisterLadder, texts: &Texts) -> Result<(), Failure> {
    let files =
        LadderFiles { ladder: wanted.rules.as_deref(), codes: wanted.codes.as_deref(), rates: wanted.rates.as_deref() };
    let loads = files.ladder.or(files.codes).or(files.rates).is_some();
    let loaded = if loads { session.load_ladder_lists(files)? } else { Vec::new() };
    let lists = session.ladder_lists()?;
    match wanted.format {
        Format::Json => {
            let rates = lists.rates.as_ref();
            print_json(&json!({
                "loaded": loaded,
                "lists": in_use(&lists).into_iter().map(|(used, _)| used).collect::<Vec<_>>(),
                "ladder": lists.ladder.list,
                "codes": lists.codes.list,
                "rates": rates.map(|rates| &rates.list),
            }))
        }
        Format::Text => {
            let said = loaded.iter().map(|used| {
                let list = estimated::list_in_words(used, texts);
                format!("{}\n", texts.with("estimated-loaded", &[("list", &list)]))
            });
            print_out(&(said.collect::<String>() + &text(&lists, texts)));
            Ok(())
        }
    }
}

/// The lists with how many rows they have.
fn in_use(lists: &LadderLists) -> Vec<(&ListUsed, usize)> {
    let mut all =
        vec![(&lists.ladder.used, lists.ladder.list.steps.len()), (&lists.codes.used, lists.codes.list.rows.len())];
    all.extend(lists.rates.as_ref().map(|rates| (&rates.used, rates.list.rows.len())));
    all
}

fn text(lists: &LadderLists, texts: &Texts) -> String {
    let language = texts.language();
    let mut out = heading(&texts.get("estimated-in-use"));
    let mut table = Table::new()
        .words(texts.get("estimated-list-head"))
        .words(texts.get("estimated-edition"))
        .numbers(texts.get("estimated-rows"))
        .words(texts.get("estimated-content"));
    for (used, rows) in in_use(lists) {
        let name = texts.with("estimated-name", &[("name", &used.name)]);
        table.row(vec![name, used.edition.clone(), rows.to_string(), used.content.to_string()]);
    }
    out.push_str(&table.render());
    let ladder = &lists.ladder.list;
    let mut steps = Table::new()
        .numbers(texts.get("estimated-from-week"))
        .numbers(texts.get("estimated-refund"))
        .numbers(texts.get("estimated-net"));
    for step in &ladder.steps {
        let percent = |share| format::percent(language, share, 0);
        steps.row(vec![step.from_week.to_string(), percent(step.refund), percent(step.net)]);
    }
    let words = [
        ("history", ladder.history_from.to_string()),
        ("force", ladder.in_force_from.to_string()),
        ("weeks", ladder.reset_weeks.to_string()),
        ("years", ladder.reset_years.to_string()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let rules = texts.with("estimated-rules-text", &words);
    out.push_str(&format!("{}{}  {rules}\n", heading(&texts.get("estimated-steps")), steps.render()));
    out.push_str(&heading(&texts.get("estimated-rates")));
    let Some(rates) = &lists.rates else { return format!("{out}  {}\n", texts.get("estimated-no-rates")) };
    let mut table = Table::new()
        .words(texts.get("estimated-benefit"))
        .words(texts.get("estimated-from"))
        .words(texts.get("estimated-to"))
        .numbers(texts.get("estimated-kroner"))
        .words(texts.get("estimated-per"))
        .words(texts.get("estimated-origin"));
    for rate in &rates.list.rows {
        let per = match rate.per {
            RatePeriod::Week => "estimated-per-week",
            RatePeriod::Month => "estimated-per-month",
        };
        table.row(vec![
            rate.benefit.clone(),
            rate.from.to_string(),
            rate.to.to_string(),
            format::decimal(language, virkning_model::Decimal::new(rate.minor_units, 2), 2),
            texts.get(per),
            rate.origin.clone(),
        ]);
    }
    out + &table.render()
}
