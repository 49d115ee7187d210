//! The way into the programme, counted.

use super::table::{Table, facts, heading};
use crate::app::enrol::Enrolled;
use crate::text::Texts;
use crate::text::format;

/// The funnel and the cohort by year of start.
pub fn enrolled(enrolled: &Enrolled, texts: &Texts) -> String {
    let count = |value: u64| format::count(texts.language(), value);
    let funnel = &enrolled.funnel;
    let steps = [
        ("funnel-referred", funnel.referred),
        ("funnel-admission-talk", funnel.admission_talk),
        ("funnel-admitted", funnel.admitted),
        ("funnel-accepted", funnel.accepted),
        ("funnel-declined", funnel.declined),
        ("funnel-enrolled", funnel.enrolled),
        ("funnel-dropped-out", funnel.dropped_out),
    ];
    // Only where the agreement's list says such things.
    let more = [("funnel-completed", funnel.completed), ("funnel-control", funnel.control)];
    let steps = steps.iter().chain(more.iter().filter(|(_, number)| *number > 0));
    let pairs: Vec<(String, String)> = steps.map(|(key, value)| (texts.get(key), count(*value))).collect();
    let title = texts.with("enrol-title", &[("agreement", &enrolled.agreement.name)]);
    let mut out = format!("{title}\n\n{}", facts(&pairs));
    out.push_str(&rules(enrolled, texts));
    let mut years = Table::new()
        .words(texts.get("enrol-year"))
        .numbers(texts.get("enrol-planned"))
        .numbers(texts.get("enrol-actual"));
    let planned = &enrolled.agreement.intake.by_year;
    let all: std::collections::BTreeSet<i16> = planned.keys().chain(funnel.enrolled_by_year.keys()).copied().collect();
    let number = |value: Option<&u32>| count(value.copied().map_or(0, u64::from));
    for year in all {
        years.row(vec![year.to_string(), number(planned.get(&year)), number(funnel.enrolled_by_year.get(&year))]);
    }
    out.push_str(&format!("{}{}", heading(&texts.get("enrol-by-year")), years.render()));
    out.push('\n');
    let words = [
        ("enrolled", count(enrolled.enrolled)),
        ("version", enrolled.version.to_string()),
        ("new", enrolled.new.to_string()),
        ("changed", enrolled.changed.to_string()),
        ("kept", enrolled.kept.to_string()),
        ("accepted", count(enrolled.accepted)),
        ("rejected", count(enrolled.rejected)),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    out.push_str(&texts.with(if enrolled.already { "enrol-already" } else { "enrol-stored" }, &words));
    out.push('\n');
    let begun_refused = funnel.started.saturating_sub(funnel.enrolled);
    if begun_refused > 0 {
        out.push_str(&format!("{}\n", texts.with("enrol-begun-refused", &[("count", &begun_refused.to_string())])));
    }
    if enrolled.future > 0 {
        let today = format::date(texts, enrolled.today);
        let words = [("count", enrolled.future.to_string()), ("today", today)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        out.push_str(&format!("{}\n", texts.with("enrol-future", &words)));
    }
    out.push_str(&identities(enrolled, texts));
    if let Some(key) = &enrolled.unlinkable_key {
        out.push_str(&format!("{}\n", texts.with("enrol-other-key", &[("list", key)])));
    }
    out
}

/// What became of CPR numbers, and of people who have had several.
fn identities(enrolled: &Enrolled, texts: &Texts) -> String {
    let mut out = String::new();
    let mut say = |key: &str, words: &[(&str, &str)]| out.push_str(&format!("{}\n", texts.with(key, words)));
    if let Some(added) = &enrolled.identities {
        say("enrol-identities", &[("new", &added.new.to_string()), ("changed", &added.changed.to_string())]);
        if added.erased > 0 {
            say("enrol-identities-erased", &[("count", &added.erased.to_string())]);
        }
    }
    if enrolled.linked > 0 {
        say("enrol-linked", &[("count", &enrolled.linked.to_string())]);
    }
    if enrolled.merged > 0 {
        say("enrol-merged", &[("count", &enrolled.merged.to_string())]);
    }
    out
}

fn rules(enrolled: &Enrolled, texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("enrol-rule"))
        .numbers(texts.get("enrol-refused"))
        .numbers(texts.get("enrol-not-tested"));
    for rule in &enrolled.agreement.admission {
        let of = |counts: &[(virkning_model::id::TermId, u64)]| {
            let found = counts.iter().find(|(id, _)| *id == rule.id).map_or(0, |(_, count)| *count);
            format::count(texts.language(), found)
        };
        table.row(vec![rule.label.clone(), of(&enrolled.funnel.refused), of(&enrolled.funnel.not_tested)]);
    }
    format!("{}{}", heading(&texts.get("enrol-rules")), table.render())
}
