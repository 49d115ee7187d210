//! The explanation of one participant's year as text: the weeks and months, the stays, education spells, observations and
//! amounts of a register, or what has been reported.

use virkning_measure::{AmountPeriod, Explanation};
use virkning_model::agreement::LeftPopulation;
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::period::Week;
use virkning_register::observations::ReportedRow;

use super::settlement::unclarified;
use super::table::{Table, facts, heading};
use crate::app::explain::{Explained, Found};
use crate::app::observations::observation;
use crate::app::statement::{situation_key, with_month};
use crate::text::estimated::{self, measure_label};
use crate::text::{Texts, format, rule};

/// Why one participant's year came out as it did.
pub fn explained(explained: &Explained, measured_year: i16, texts: &Texts) -> String {
    let outcome = match outcome(explained, measured_year) {
        Outcome::Success => texts.get("explain-success"),
        Outcome::NoSuccess => texts.get("explain-no-success"),
        Outcome::Unclarified(Unclarified::LeftPopulation { how }) => {
            let key = match explained.measure.left_population {
                Some(LeftPopulation::NoSuccess) => "explain-left-no-success",
                Some(LeftPopulation::LeftOut) => "explain-left-left-out",
                Some(LeftPopulation::Unclarified) | None => "explain-unclarified",
            };
            texts.with(key, &[("why", &rule::leaving_in_words(how, texts))])
        }
        Outcome::Unclarified(why) => texts.with("explain-unclarified", &[("why", &unclarified(why, texts))]),
    };
    let window = if explained.span.first == explained.span.last {
        format::month(texts, explained.span.first)
    } else {
        format!("{} – {}", format::month(texts, explained.span.first), format::month(texts, explained.span.last))
    };
    let mut pairs = vec![
        (texts.get("explain-measure"), with_month(measure_label(&explained.measure, texts), explained.at, texts)),
        (texts.get("explain-rule"), rule::of_measure(&explained.measure, texts)),
        (texts.get("explain-window"), window),
        (texts.get("explain-enrolled"), format::date(texts, explained.enrolled_on)),
    ];
    pairs.extend(code_lists(explained, texts));
    match &explained.found {
        Found::Register(explanation) => {
            if !explanation.weeks.is_empty() || !explanation.months.is_empty() {
                let situation = texts.get(situation_key(explanation.evaluation.situation));
                pairs.push((texts.get("explain-situation"), situation));
            }
            if let Some(value) = explanation.value {
                pairs.push((
                    texts.get("explain-value"),
                    estimated_value(value_in_words(value, explained, texts), explained, texts),
                ));
            }
            pairs.push((texts.get("settle-data"), explained.read_from.clone()));
        }
        Found::Reported(row) => pairs.extend(reported(row.as_ref(), explained, texts)),
    }
    if let Some(dropped_out) = &explained.participant.dropped_out {
        let words = texts.with(
            "explain-dropped-out-text",
            &[("date", &format::date(texts, dropped_out.on)), ("reason", &dropped_out.reason)],
        );
        pairs.push((texts.get("explain-dropped-out"), words));
    }
    let title = texts.with(
        "explain-title",
        &[("alias", explained.participant.alias.as_str()), ("year", &measured_year.to_string())],
    );
    let mut out = format!("{title}\n\n  {outcome}\n");
    for because in reasons(explained, texts) {
        out.push_str(&format!("  {because}\n"));
    }
    if !explained.eligible {
        out.push_str(&format!("  {}\n", texts.get("explain-not-eligible")));
    }
    if explained.synthetic {
        out.push_str(&format!("  *** {} ***\n", texts.get("statement-synthetic")));
    }
    if let Some(estimated) = &explained.estimated
        && let Some(note) = estimated::note(&[&explained.measure], &estimated.lists, texts)
    {
        out.push_str(&format!("  *** {note} ***\n"));
    }
    out.push('\n');
    out.push_str(&facts(&pairs));
    if let Found::Register(explanation) = &explained.found {
        out.push_str(&months(explanation, texts));
        out.push_str(&weeks(explanation, explained, texts));
        out.push_str(&stays(explanation, texts));
        out.push_str(&observed(explanation, texts));
        out.push_str(&amounts(explanation, explained.estimated.is_some(), texts));
        out.push_str(&studies(explanation, texts));
    }
    out
}

/// The code lists of the agreement that the measure asks by name, each with its codes and when they are on it.
fn code_lists(explained: &Explained, texts: &Texts) -> Vec<(String, String)> {
    let measure = &explained.measure;
    let lists = virkning_measure::code_lists(measure.success.as_ref(), measure.value.as_ref());
    let said = lists.into_iter().map(|list| {
        let rows: Vec<String> = list.rows.iter().map(|row| rule::codes_in_words(row, texts)).collect();
        let words = [("label", &*list.label), ("name", list.name.as_str()), ("edition", &*list.edition)];
        (texts.with("explain-code-list", &words), rows.join("; "))
    });
    said.collect()
}

fn outcome(explained: &Explained, measured_year: i16) -> Outcome {
    match &explained.found {
        Found::Register(explanation) => explanation.evaluation.outcome,
        Found::Reported(row) => {
            let who = (&explained.participant.alias, explained.participant.arm);
            observation(row.as_ref(), &explained.measure, measured_year, explained.at, who).outcome
        }
    }
}

/// What has been reported of the participant, or that nothing has.
fn reported(row: Option<&ReportedRow>, explained: &Explained, texts: &Texts) -> Vec<(String, String)> {
    let from = texts.with("settle-observations-text", &[("hash", &explained.read_from)]);
    let mut pairs = Vec::new();
    if let Some(row) = row {
        if let Some(value) = row.value {
            pairs.push((texts.get("explain-value"), value_in_words(value, explained, texts)));
        }
        if !row.evidence.is_empty() {
            pairs.push((texts.get("explain-evidence"), row.evidence.clone()));
        }
    }
    pairs.push((texts.get("statement-observations"), from));
    pairs
}

/// A value, marked where it is computed from estimates.
fn estimated_value(value: String, explained: &Explained, texts: &Texts) -> String {
    match &explained.estimated {
        Some(_) => texts.with("estimated-amount", &[("amount", &value)]),
        None => value,
    }
}

fn value_in_words(value: virkning_model::Decimal, explained: &Explained, texts: &Texts) -> String {
    let number = format::decimal(texts.language(), value, value.normalize().scale());
    match &explained.measure.unit {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}

/// What decided, as sentences: the months and weeks that made it true, or that none did.
fn reasons(explained: &Explained, texts: &Texts) -> Vec<String> {
    let mut reasons = Vec::new();
    let Found::Register(explanation) = &explained.found else { return reasons };
    for fact in explanation.months.iter().filter(|fact| fact.decides && fact.covered) {
        let ratio = fact.ratio.unwrap_or_default();
        let ratio = format::decimal(texts.language(), ratio, ratio.normalize().scale().max(2));
        let words = [("month", format::month(texts, fact.month)), ("ratio", ratio)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        reasons.push(texts.with("explain-because-month", &words));
    }
    // Weeks with the same code are said together.
    let mut weeks: Vec<(u16, Vec<String>, Option<&str>)> = Vec::new();
    for fact in explanation.weeks.iter().filter(|fact| fact.decides && fact.covered) {
        match weeks.iter_mut().find(|(code, ..)| *code == fact.code) {
            Some((_, weeks, _)) => weeks.push(fact.week.to_string()),
            None => weeks.push((fact.code, vec![fact.week.to_string()], fact.category.as_deref())),
        }
    }
    for (code, weeks, category) in weeks {
        let category =
            category.map_or_else(|| texts.get("explain-unknown-code"), |state| rule::state_in_words(state, texts));
        let code = if code == 0 { texts.get("explain-blank") } else { code.to_string() };
        let words = [("weeks", weeks.join(", ")), ("code", code), ("category", category)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        reasons.push(texts.with("explain-because-weeks", &words));
    }
    let events = events_that_decide(explanation, texts);
    let asks_events = !explanation.stays.is_empty()
        || !explanation.studies.is_empty()
        || !explanation.observations.is_empty()
        || !explanation.amounts.is_empty();
    reasons.extend(events);
    if reasons.is_empty() && explanation.evaluation.outcome == Outcome::NoSuccess {
        let asks_spells = !explanation.weeks.is_empty() || !explanation.months.is_empty();
        let key = match (asks_spells, asks_events) {
            (true, _) => "explain-because-none",
            (false, true) => "explain-because-these",
            (false, false) => "explain-because-nothing",
        };
        reasons.push(texts.get(key));
    }
    reasons
}

/// How many stays, spells of education, observations and amounts decided: each stands in its table below.
fn events_that_decide(explanation: &Explanation, texts: &Texts) -> Vec<String> {
    let counts = [
        ("stay", explanation.stays.iter().filter(|fact| fact.decides).count()),
        ("study", explanation.studies.iter().filter(|fact| fact.decides).count()),
        ("observation", explanation.observations.iter().filter(|fact| fact.decides).count()),
        ("amount", explanation.amounts.iter().filter(|fact| fact.decides).count()),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let said = counts.map(|(what, count)| {
        let how_many = if count == 1 { "one" } else { "several" };
        texts.with("explain-because-events", &[("what", what), ("number", how_many), ("count", &count.to_string())])
    });
    said.collect()
}

fn months(explanation: &Explanation, texts: &Texts) -> String {
    if explanation.months.is_empty() {
        return String::new();
    }
    let mut table = Table::new()
        .words(texts.get("explain-month"))
        .words(texts.get("explain-ratio"))
        .words(texts.get("explain-decides"));
    for fact in &explanation.months {
        let ratio = match (fact.covered, fact.ratio) {
            (false, _) => texts.get("explain-not-covered"),
            (true, None) => texts.get("explain-no-ratio"),
            (true, Some(ratio)) => format::decimal(texts.language(), ratio, ratio.normalize().scale().max(2)),
        };
        table.row(vec![format::month(texts, fact.month), ratio, decides(fact.decides, texts)]);
    }
    format!("{}{}", heading(&texts.get("explain-months")), table.render())
}

fn weeks(explanation: &Explanation, explained: &Explained, texts: &Texts) -> String {
    if explanation.weeks.is_empty() {
        return String::new();
    }
    let mut table = Table::new()
        .words(texts.get("explain-week"))
        .words(texts.get("explain-thursday"))
        .words(texts.get("explain-code"))
        .words(texts.get("explain-meaning"))
        .words(texts.get("explain-category"));
    if explained.estimated.is_some() {
        table = table.numbers(texts.get("estimated-ladder-week"));
    }
    table = table.words(texts.get("explain-decides"));
    for fact in &explanation.weeks {
        let thursday = fact.week.thursday();
        let (code, meaning) = if !fact.covered {
            ("–".to_owned(), texts.get("explain-not-covered"))
        } else {
            let row = explained.codes.list.row(fact.code, thursday);
            let label = row.map(|row| match texts.language() {
                crate::text::Language::Danish => row.label_da.clone(),
                crate::text::Language::English => row.label_en.clone(),
            });
            let code = if fact.code == 0 { texts.get("explain-blank") } else { fact.code.to_string() };
            (code, label.unwrap_or_else(|| texts.get("explain-unknown-code")))
        };
        let mut row = vec![
            fact.week.to_string(),
            format::short_date(texts.language(), thursday),
            code,
            meaning,
            fact.category.as_deref().map_or_else(|| "–".to_owned(), |state| rule::state_in_words(state, texts)),
        ];
        if let Some(estimated) = &explained.estimated {
            row.push(estimated.ladder_weeks.get(&fact.week).map_or_else(|| "–".to_owned(), u32::to_string));
        }
        row.push(decides(fact.decides, texts));
        table.row(row);
    }
    format!("{}{}", heading(&texts.get("explain-weeks")), table.render())
}

fn stays(explanation: &Explanation, texts: &Texts) -> String {
    if explanation.stays.is_empty() {
        return String::new();
    }
    let mut table = Table::new()
        .words(texts.get("explain-kind"))
        .words(texts.get("explain-arrived"))
        .words(texts.get("explain-left"))
        .words(texts.get("explain-decides"));
    for fact in &explanation.stays {
        let day = |day| format::short_date(texts.language(), day);
        let left = fact.left.map_or_else(|| "–".to_owned(), day);
        let kind = rule::kind_in_words(&fact.kind, texts);
        table.row(vec![kind, day(fact.arrived), left, decides(fact.decides, texts)]);
    }
    format!("{}{}", heading(&texts.get("explain-stays")), table.render())
}

fn observed(explanation: &Explanation, texts: &Texts) -> String {
    if explanation.observations.is_empty() {
        return String::new();
    }
    let mut table = Table::new()
        .words(texts.get("explain-name"))
        .words(texts.get("explain-day"))
        .numbers(texts.get("explain-value"))
        .words(texts.get("explain-decides"));
    for fact in &explanation.observations {
        let value = format::decimal(texts.language(), fact.value, fact.value.normalize().scale());
        table.row(vec![
            fact.name.clone(),
            format::short_date(texts.language(), fact.day),
            value,
            decides(fact.decides, texts),
        ]);
    }
    format!("{}{}", heading(&texts.get("explain-observations")), table.render())
}

fn amounts(explanation: &Explanation, estimated: bool, texts: &Texts) -> String {
    if explanation.amounts.is_empty() {
        return String::new();
    }
    let items = explanation.amounts.iter().any(|fact| !fact.item.is_empty());
    let mut table = Table::new().words(texts.get("explain-kind"));
    if items {
        table = table.words(texts.get("explain-item"));
    }
    table = table
        .words(texts.get("explain-period"))
        .numbers(texts.get("settle-amount"))
        .words(texts.get("explain-decides"));
    for fact in &explanation.amounts {
        let mut row = vec![rule::kind_in_words(&fact.kind, texts)];
        if items {
            row.push(rule::item_in_words(&fact.item, texts));
        }
        let period = match fact.period {
            AmountPeriod::Day => fact.day.to_string(),
            AmountPeriod::Week => Week::of(fact.day).to_string(),
            AmountPeriod::Month => format::month(texts, fact.month),
        };
        let amount = format::decimal(texts.language(), fact.amount, 2);
        let amount = if estimated {
            texts.with("estimated-amount", &[("amount", &amount)])
        } else {
            amount
        };
        row.extend([period, amount, decides(fact.decides, texts)]);
        table.row(row);
    }
    let title = if estimated { "estimated-amounts" } else { "explain-amounts" };
    format!("{}{}", heading(&texts.get(title)), table.render())
}

fn studies(explanation: &Explanation, texts: &Texts) -> String {
    if explanation.studies.is_empty() {
        return String::new();
    }
    let mut table = Table::new()
        .words(texts.get("explain-kind"))
        .words(texts.get("explain-first-day"))
        .words(texts.get("explain-last-day"))
        .words(texts.get("explain-decides"));
    for fact in &explanation.studies {
        let last = fact.last_day.map_or_else(|| "–".to_owned(), |day| day.to_string());
        let kind = rule::kind_in_words(&fact.kind, texts);
        table.row(vec![kind, fact.first_day.to_string(), last, decides(fact.decides, texts)]);
    }
    format!("{}{}", heading(&texts.get("explain-studies")), table.render())
}

fn decides(decides: bool, texts: &Texts) -> String {
    if decides { texts.get("word-yes") } else { String::new() }
}
