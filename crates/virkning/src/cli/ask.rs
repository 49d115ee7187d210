//! `register ask`: what was counted, as text or JSON. Counts under the smallest number that may be shown are hidden, and
//! others with them.

use serde::Serialize;
use virkning_measure::MonthSpan;
use virkning_model::Decimal;
use virkning_register::disclosure::{Rule, shown_in_breakdown};

use super::arguments::{Ask, Format};
use super::table::facts;
use super::{print_json, print_out};
use crate::app::Session;
use crate::app::ask::{Answered, AskGroup, AskRequest, AskWindow};
use crate::app::failure::{Failure, Refusal};
use crate::text::{Texts, format};

/// Decimals of a mean that is shown.
const MEAN_DECIMALS: u32 = 4;

/// What is shown of an answer; nothing where it would tell too much.
#[derive(Serialize)]
struct Shown {
    snapshot: String,
    synthetic: bool,
    people: u64,
    successes: Option<u64>,
    failures: Option<u64>,
    unclarified: Option<u64>,
    not_in_extract: Option<u64>,
    share: Option<String>,
    valued: Option<u64>,
    mean: Option<String>,
    without_day: u64,
}

/// Asks and prints.
pub fn act(session: &Session<'_>, wanted: &Ask, texts: &Texts) -> Result<(), Failure> {
    let window = match (wanted.month, wanted.months_since_start) {
        (Some(first), _) => {
            let last = wanted.to.unwrap_or(first);
            if last < first {
                return Err(Refusal::new("ask-months-backwards").with("first", first).with("last", last).into());
            }
            AskWindow::Months(MonthSpan { first, last })
        }
        (None, months) => AskWindow::SinceStart(months.unwrap_or(1)),
    };
    let group = match (&wanted.cohort, &wanted.enrolled) {
        (Some(list), _) => AskGroup::Listed(list),
        (None, Some(agreement)) => AskGroup::Enrolled(agreement),
        (None, None) => AskGroup::Everyone,
    };
    let request = AskRequest {
        expression: wanted.expression.as_deref(),
        value: wanted.value.as_deref(),
        snapshot: wanted.snapshot.as_ref(),
        group,
        window,
    };
    let shown = of(&session.ask(&request)?, wanted.by_week, session.disclosure_rule()?.0);
    match wanted.format {
        Format::Json => print_json(&shown),
        Format::Text => {
            print_out(&text(&shown, wanted.by_week, texts));
            Ok(())
        }
    }
}

fn of(answered: &Answered, by_week: bool, rule: Rule) -> Shown {
    let counts = &answered.counts;
    // Who is not in the extract is a part of the unclarified: the parts are shown or hidden each by itself.
    let unclear = counts.unclarified - counts.not_in_extract;
    let cells = [counts.successes, counts.failures, unclear, counts.not_in_extract];
    let visible = shown_in_breakdown(&cells, rule);
    let visible: Vec<Option<u64>> =
        cells.into_iter().zip(visible).map(|(count, shown)| shown.then_some(count)).collect();
    let known = counts.successes + counts.failures;
    let share = visible[0].zip(visible[1]).filter(|_| known > 0);
    let share = share.map(|(successes, _)| Decimal::from(successes) / Decimal::from(known));
    let valued = Some(counts.valued).filter(|valued| {
        let rest = counts.people - valued;
        *valued > 0 && !rule.is_small(*valued) && (rest == 0 || !rule.is_small(rest))
    });
    let parts = if by_week { counts.weeks } else { counts.valued };
    let mean = valued.filter(|_| answered.valued && parts > 0).map(|_| counts.sum / Decimal::from(parts));
    let written = |number: Decimal, decimals: u32| number.round_dp(decimals).normalize().to_string();
    Shown {
        snapshot: answered.snapshot.to_string(),
        synthetic: answered.synthetic,
        people: counts.people,
        successes: visible[0],
        failures: visible[1],
        unclarified: visible[2].zip(visible[3]).map(|(one, other)| one + other),
        not_in_extract: visible[3],
        share: share.map(|share| written(share, 6)),
        valued: valued.filter(|_| answered.valued),
        mean: mean.map(|mean| written(mean, MEAN_DECIMALS)),
        without_day: answered.without_day,
    }
}

fn text(shown: &Shown, by_week: bool, texts: &Texts) -> String {
    let language = texts.language();
    let hidden = || texts.get("ask-hidden");
    let count = |count: Option<u64>| count.map_or_else(hidden, |count| format::count(language, count));
    let decimal = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Decimal>().ok());
    let synthetic = texts.get(if shown.synthetic { "word-yes" } else { "word-no" });
    let mut pairs = vec![
        (texts.get("ask-snapshot"), shown.snapshot.clone()),
        (texts.get("manifest-synthetic"), synthetic),
        (texts.get("ask-people"), count(Some(shown.people))),
        (texts.get("ask-successes"), count(shown.successes)),
        (texts.get("ask-failures"), count(shown.failures)),
        (texts.get("ask-unclarified"), count(shown.unclarified)),
        (texts.get("ask-not-in-extract"), count(shown.not_in_extract)),
    ];
    let share = decimal(&shown.share).map_or_else(hidden, |share| format::percent(language, share, 2));
    pairs.push((texts.get("ask-share"), share));
    if shown.valued.is_some() || shown.mean.is_some() {
        let mean = decimal(&shown.mean).map_or_else(hidden, |mean| format::decimal(language, mean, MEAN_DECIMALS));
        pairs.push((texts.get("ask-valued"), count(shown.valued)));
        pairs.push((texts.get(if by_week { "ask-mean-by-week" } else { "ask-mean" }), mean));
    }
    if shown.without_day > 0 {
        pairs.push((texts.get("ask-without-day"), count(Some(shown.without_day))));
    }
    let anything_hidden = [shown.successes, shown.failures, shown.unclarified].iter().any(Option::is_none);
    let note = if anything_hidden {
        format!("{}\n", texts.get("ask-hidden-note"))
    } else {
        String::new()
    };
    facts(&pairs) + &note
}
