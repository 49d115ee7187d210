//! What is followed in a year as text: the measures that nobody pays for, and the use of services.

use virkning_model::settlement::FollowUpResult;

use super::table::{Table, facts, heading};
use crate::app::followed::Followed;
use crate::app::statement::with_month;
use crate::text::estimated::{self, measure_label};
use crate::text::{Texts, format, register_in_words, service_in_words};

/// The measures with their counts, the services, and what they were read from.
pub fn followed(followed: &Followed, texts: &Texts) -> String {
    let year = followed.measured_year.to_string();
    let mut out = texts.with("followed-title", &[("agreement", &followed.agreement.name), ("year", &year)]);
    out.push('\n');
    if followed.synthetic {
        out.push_str(&format!("  *** {} ***\n", texts.get("statement-synthetic")));
    }
    if let Some(note) = estimated::note(&followed.estimated_measures(), &followed.estimated, texts) {
        out.push_str(&format!("  *** {note} ***\n"));
    }
    if followed.results.is_empty() && followed.services.is_empty() {
        return format!("{out}\n  {}\n", texts.get("followed-nothing"));
    }
    if !followed.results.is_empty() {
        out.push_str(&heading(&texts.get("followed-measures")));
        out.push_str(&measures(followed, texts));
    }
    if !followed.services.is_empty() {
        out.push_str(&heading(&texts.get("service-title")));
        out.push_str(&facts(&services(followed, texts)));
        out.push_str(&format!("\n  {}\n", texts.get("service-note")));
    }
    out.push_str(&heading(&texts.get("settle-data")));
    for register in &followed.registers {
        let name = register_in_words(&register.source, texts);
        let words =
            [("register", name.as_str()), ("edition", &register.edition), ("snapshot", register.snapshot.as_str())];
        out.push_str(&format!("  {}\n", texts.with("followed-register", &words)));
    }
    out
}

fn measures(followed: &Followed, texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("statement-measure"))
        .numbers(texts.get("statement-people"))
        .numbers(texts.get("statement-of-them-successes"))
        .numbers(texts.get("settle-unclarified"))
        .numbers(texts.get("followed-mean"));
    for result in &followed.results {
        let measure = followed.agreement.measure(&result.measure);
        let label = measure.map_or_else(|| result.measure.to_string(), |measure| measure_label(measure, texts));
        let has_success = measure.is_none_or(|measure| measure.success.is_some());
        let count = |count: u64| format::count(texts.language(), count);
        table.row(vec![
            with_month(label, result.at, texts),
            count(result.eligible),
            if has_success { count(result.successes) } else { "–".to_owned() },
            count(result.unclarified),
            mean(result, measure.and_then(|measure| measure.unit.as_deref()), texts),
        ]);
    }
    table.render()
}

fn mean(result: &FollowUpResult, unit: Option<&str>, texts: &Texts) -> String {
    let Some(mean) = result.mean else { return "–".to_owned() };
    let mean = format::decimal(texts.language(), mean, mean.normalize().scale());
    unit.map_or_else(|| mean.clone(), |unit| format!("{mean} {unit}"))
}

fn services(followed: &Followed, texts: &Texts) -> Vec<(String, String)> {
    let said = followed.services.iter().map(|service| {
        let years = service.after_years.to_string();
        (texts.with("service-after", &[("years", &years)]), service_in_words(service, true, texts))
    });
    said.collect()
}
