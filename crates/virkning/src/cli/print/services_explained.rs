//! The use of services by one participant as text: each amount of the year that is looked at and of the year before the
//! start, and what they add up to.

use virkning_measure::AmountPeriod;
use virkning_model::period::{Month, Week};

use super::table::{Table, facts, heading};
use crate::app::services_explained::{ServiceAmount, ServicesExplained, YearOfServices};
use crate::text::{Texts, format};

/// What decided for one participant under a follow-up of services.
pub fn services_explained(explained: &ServicesExplained, texts: &Texts) -> String {
    let years = explained.after_years.to_string();
    let alias = ("alias", explained.alias.as_str());
    let mut out = texts.with("followed-explain-title", &[alias, ("label", &explained.term.label)]);
    out.push_str(&format!("\n  {}\n", texts.with("service-after", &[("years", &years)])));
    if explained.synthetic {
        out.push_str(&format!("  *** {} ***\n", texts.get("statement-synthetic")));
    }
    out.push('\n');
    let mut pairs = vec![
        (texts.get("explain-enrolled"), format::date(texts, explained.enrolled_on)),
        (texts.get("settle-data"), explained.read_from.clone()),
    ];
    if !explained.not_in_extract.is_empty() {
        pairs.push((texts.get("followed-not-in-extract"), explained.not_in_extract.join(", ")));
    }
    out.push_str(&facts(&pairs));
    for (key, year) in ["followed-year-before", "followed-year-now"].into_iter().zip(&explained.years) {
        let (from, to) = (format::month(texts, year.span.first), format::month(texts, year.span.last));
        out.push_str(&heading(&texts.with(key, &[("from", &from), ("to", &to)])));
        out.push_str(&amounts(year, texts));
    }
    out
}

fn amounts(year: &YearOfServices, texts: &Texts) -> String {
    if !year.covered {
        return format!("  {}\n", texts.get("followed-not-covered"));
    }
    if year.amounts.is_empty() {
        return format!("  {}\n", texts.get("followed-no-services"));
    }
    let mut table = Table::new()
        .words(texts.get("followed-service"))
        .words(texts.get("explain-period"))
        .numbers(texts.get("settle-amount"));
    for one in &year.amounts {
        let amount = format::amount(texts.language(), one.amount);
        table.row(vec![one.service.clone(), period(one, texts), amount]);
    }
    table.rule();
    table.row(vec![texts.get("followed-total"), String::new(), format::amount(texts.language(), year.total)]);
    table.render()
}

fn period(one: &ServiceAmount, texts: &Texts) -> String {
    match one.period {
        AmountPeriod::Day => format::date(texts, one.day),
        AmountPeriod::Week => Week::of(one.day).to_string(),
        AmountPeriod::Month => format::month(texts, Month::of(one.day)),
    }
}
