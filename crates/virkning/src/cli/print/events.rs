//! Snapshots of events as text: what each table holds and covers, what was not counted, and what looks wrong.

use virkning_register::Manifest;
use virkning_register::events::{Covered, EventSummary, TableSummary};

use super::register::ignored;
use super::table::facts;
use crate::app::register::MadeExtract;
use crate::text::Texts;
use crate::text::format;

/// A made-up extract.
pub fn made_extract(made: &MadeExtract, texts: &Texts) -> String {
    let (path, rows) = (made.path.display().to_string(), format::count(texts.language(), made.rows));
    format!("{}\n", texts.with("events-made", &[("path", &path), ("rows", &rows)]))
}

/// What a snapshot of events holds.
pub fn summary(manifest: &Manifest, events: &EventSummary, texts: &Texts) -> String {
    let count = |value: u64| format::count(texts.language(), value);
    let rows = texts.with(
        "manifest-rows-text",
        &[
            ("rows", &count(manifest.rows)),
            ("accepted", &count(manifest.accepted)),
            ("rejected", &count(manifest.rejected)),
        ],
    );
    let left_out = [("dropped", count(events.dropped_rows)), ("duplicates", count(events.duplicate_rows))];
    let left_out: Vec<(&str, &str)> = left_out.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut pairs = vec![
        (texts.get("manifest-edition"), manifest.edition.to_string()),
        (texts.get("manifest-as-of"), format::date(texts, manifest.as_of)),
        (texts.get("events-profile"), manifest.profile.clone()),
        (texts.get("manifest-people"), count(u64::from(manifest.people))),
        (texts.get("manifest-rows"), rows),
        (texts.get("events-ignored"), texts.with("events-ignored-text", &left_out)),
    ];
    for table in &events.tables {
        pairs.extend(of_table(table, texts));
    }
    if events.anonymous_people > 0 {
        let words = [("people", count(events.anonymous_people)), ("rows", count(events.anonymous_rows))];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        pairs.push((texts.get("events-anonymous"), texts.with("events-anonymous-text", &words)));
    }
    if events.zero_sums > 0 {
        pairs.push((texts.get("events-zero-sums"), count(events.zero_sums)));
    }
    let unread = ignored(&manifest.columns.ignored, texts);
    pairs.push((texts.get("manifest-ignored"), if unread.is_empty() { "–".to_owned() } else { unread }));
    pairs.push((texts.get("manifest-synthetic"), texts.get(if manifest.synthetic { "word-yes" } else { "word-no" })));
    facts(&pairs)
}

fn of_table(table: &TableSummary, texts: &Texts) -> Vec<(String, String)> {
    let stated = if table.from_is == Covered::Stated { "stated" } else { "first-row" };
    let words = [
        ("rows", format::count(texts.language(), table.rows)),
        ("from", format::date(texts, table.from)),
        ("to", format::date(texts, table.to)),
        ("stated", stated.to_owned()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let title = texts.with("events-table", &[("table", &table.table)]);
    let mut pairs = vec![(title, texts.with("events-table-text", &words))];
    pairs.push((texts.get("events-names"), ignored(&table.names, texts)));
    let items: Vec<String> = table.items.iter().filter(|item| !item.is_empty()).cloned().collect();
    if !items.is_empty() {
        pairs.push((texts.get("events-items"), ignored(&items, texts)));
    }
    if let Some(period) = table.period {
        let period = match period {
            virkning_measure::AmountPeriod::Week => "week",
            virkning_measure::AmountPeriod::Month => "month",
            virkning_measure::AmountPeriod::Day => "day",
        };
        pairs.push((texts.get("events-period"), texts.with("events-period-text", &[("period", period)])));
    }
    pairs
}

/// What looked wrong, one line each with its code.
pub fn findings(manifest: &Manifest, texts: &Texts) -> String {
    let line = |finding: &virkning_register::events::Finding| {
        let words: Vec<(&str, String)> =
            finding.figures.iter().map(|(name, value)| (name.as_str(), in_words(value, texts))).collect();
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        format!("{}: {} {}\n", texts.get("events-warning"), finding.code, texts.with(&finding.code, &words))
    };
    manifest.findings.iter().map(line).collect()
}

/// A figure as the language writes it.
fn in_words(value: &str, texts: &Texts) -> String {
    match value.parse::<virkning_model::Decimal>() {
        Ok(number) => format::decimal(texts.language(), number, number.scale()),
        Err(_) => value.to_owned(),
    }
}
