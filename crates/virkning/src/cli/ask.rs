//! `register ask`: what was counted, of everyone and of each group, as text or JSON. Counts under the smallest number that may be shown are hidden, and
//! others with them.

use serde::Serialize;
use virkning_measure::MonthSpan;
use virkning_model::Decimal;
use virkning_model::code_list::ListUsed;
use virkning_model::observation::Arm;
use virkning_register::disclosure::{GroupCounts, GroupShown, Rule, shown_in_groups};
use virkning_register::scan::Counts;

use super::arguments::{Ask, Format};
use super::table::{Table, facts};
use super::{print_json, print_out};
use crate::app::Session;
use crate::app::ask::{Answered, AskGroup, AskRequest, AskWindow, GroupName};
use crate::app::failure::{Failure, Refusal};
use crate::text::{Texts, estimated, format};

/// Decimals of a mean that is shown.
const MEAN_DECIMALS: u32 = 4;

/// What is shown of an answer; nothing where it would tell too much.
#[derive(Serialize)]
struct Shown {
    snapshot: String,
    synthetic: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    estimated: Vec<ListUsed>,
    #[serde(flatten)]
    counts: ShownCounts,
    without_day: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<ShownGroup>,
}

/// What is shown of a group, or of everyone.
#[derive(Serialize)]
struct ShownCounts {
    people: Option<u64>,
    successes: Option<u64>,
    failures: Option<u64>,
    unclarified: Option<u64>,
    not_in_extract: Option<u64>,
    share: Option<String>,
    valued: Option<u64>,
    mean: Option<String>,
}

#[derive(Serialize)]
struct ShownGroup {
    group: String,
    #[serde(flatten)]
    counts: ShownCounts,
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
        source: &wanted.source,
        by_group: wanted.by_group,
        value: wanted.value.as_deref(),
        snapshot: wanted.snapshot.as_ref(),
        group,
        window,
    };
    let shown = of(&session.ask(&request)?, wanted.by_week, session.disclosure_rule()?.0);
    match wanted.format {
        Format::Json => print_json(&shown),
        Format::Text => {
            print_out(&text(&shown, wanted, texts));
            Ok(())
        }
    }
}

fn of(answered: &Answered, by_week: bool, rule: Rule) -> Shown {
    let mut groups: Vec<&Counts> = answered.groups.iter().map(|(_, counts)| counts).collect();
    if groups.is_empty() {
        groups.push(&answered.counts);
    }
    let counted: Vec<GroupCounts> = groups.iter().map(|counts| group_counts(counts, answered.valued)).collect();
    let mut visible = shown_in_groups(&counted, rule);
    let counts = |counts: &Counts, shown: Option<GroupShown>| {
        shown.map_or_else(ShownCounts::hidden, |shown| ShownCounts::of(counts, &shown, by_week))
    };
    let all = counts(&answered.counts, visible.pop());
    let named = answered.groups.iter().zip(visible).map(|((name, of), shown)| ShownGroup {
        group: match name {
            GroupName::Listed(name) => name.clone(),
            GroupName::Arm(Arm::Treatment) => "treatment".to_owned(),
            GroupName::Arm(Arm::Control) => "control".to_owned(),
        },
        counts: counts(of, Some(shown)),
    });
    Shown {
        snapshot: answered.snapshot.to_string(),
        synthetic: answered.synthetic,
        estimated: answered.estimated.clone(),
        counts: all,
        without_day: answered.without_day,
        groups: named.collect(),
    }
}

/// Who is not in the extract is a part of the unclarified: the parts are shown or hidden each by itself.
fn group_counts(counts: &Counts, valued: bool) -> GroupCounts {
    let unclear = counts.unclarified - counts.not_in_extract;
    GroupCounts {
        parts: vec![counts.successes, counts.failures, unclear, counts.not_in_extract],
        valued: valued.then_some(counts.valued),
    }
}

impl ShownCounts {
    fn hidden() -> Self {
        let [people, successes, failures, unclarified, not_in_extract, valued] = [None; 6];
        Self { people, successes, failures, unclarified, not_in_extract, share: None, valued, mean: None }
    }

    fn of(counts: &Counts, shown: &GroupShown, by_week: bool) -> Self {
        let unclear = counts.unclarified - counts.not_in_extract;
        let parts = [counts.successes, counts.failures, unclear, counts.not_in_extract];
        let visible: Vec<Option<u64>> =
            parts.into_iter().zip(&shown.parts).map(|(count, shown)| shown.then_some(count)).collect();
        let known = counts.successes + counts.failures;
        let share = visible[0].zip(visible[1]).filter(|_| known > 0);
        let share = share.map(|(successes, _)| Decimal::from(successes) / Decimal::from(known));
        let valued = Some(counts.valued).filter(|valued| shown.valued && *valued > 0);
        let parts = if by_week { counts.weeks } else { counts.valued };
        let mean = valued.filter(|_| parts > 0).map(|_| counts.sum / Decimal::from(parts));
        let written = |number: Decimal, decimals: u32| number.round_dp(decimals).normalize().to_string();
        Self {
            people: shown.people.then_some(counts.people),
            successes: visible[0],
            failures: visible[1],
            unclarified: visible[2].zip(visible[3]).map(|(one, other)| one + other),
            not_in_extract: visible[3],
            share: share.map(|share| written(share, 6)),
            valued,
            mean: mean.map(|mean| written(mean, MEAN_DECIMALS)),
        }
    }

    fn hides(&self) -> bool {
        [self.people, self.successes, self.failures, self.unclarified].iter().any(Option::is_none)
    }

    /// The cells of a line, in the order of the heads of the table.
    fn cells(&self, with_value: bool, texts: &Texts) -> Vec<String> {
        let language = texts.language();
        let hidden = || texts.get("ask-hidden");
        let count = |count: Option<u64>| count.map_or_else(hidden, |count| format::count(language, count));
        let mut cells: Vec<String> =
            [self.people, self.successes, self.failures, self.unclarified, self.not_in_extract].map(count).into();
        let decimal = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Decimal>().ok());
        cells.push(decimal(&self.share).map_or_else(hidden, |share| format::percent(language, share, 2)));
        if with_value {
            let mean = decimal(&self.mean).map_or_else(hidden, |mean| format::decimal(language, mean, MEAN_DECIMALS));
            cells.extend([count(self.valued), mean]);
        }
        cells
    }
}

fn text(shown: &Shown, wanted: &Ask, texts: &Texts) -> String {
    let with_value = wanted.value.is_some();
    let mean = if wanted.by_week { "ask-mean-by-week" } else { "ask-mean" };
    let mut heads =
        vec!["ask-people", "ask-successes", "ask-failures", "ask-unclarified", "ask-not-in-extract", "ask-share"];
    if with_value {
        heads.extend(["ask-valued", mean]);
    }
    let is_estimate = |key: &str| key == mean && !shown.estimated.is_empty();
    let marked = |key| match texts.get(key) {
        label if is_estimate(key) => texts.with("estimated-measure", &[("label", &label)]),
        label => label,
    };
    let heads: Vec<String> = heads.into_iter().map(marked).collect();
    let synthetic = texts.get(if shown.synthetic { "word-yes" } else { "word-no" });
    let mut pairs =
        vec![(texts.get("ask-snapshot"), shown.snapshot.clone()), (texts.get("manifest-synthetic"), synthetic)];
    pairs.extend(heads.iter().cloned().zip(shown.counts.cells(with_value, texts)));
    let estimated = if shown.estimated.is_empty() {
        String::new()
    } else {
        let lists = estimated::lists_in_words(&shown.estimated, texts);
        format!("  *** {} ***\n", texts.with("estimated-note-ask", &[("lists", &lists)]))
    };
    if shown.without_day > 0 {
        pairs.push((texts.get("ask-without-day"), format::count(texts.language(), shown.without_day)));
    }
    let groups = if shown.groups.is_empty() {
        String::new()
    } else {
        of_groups(shown, heads, with_value, texts)
    };
    let hides = shown.counts.hides() || shown.groups.iter().any(|group| group.counts.hides());
    let note = if hides {
        format!("{}\n", texts.get("ask-hidden-note"))
    } else {
        String::new()
    };
    estimated + &facts(&pairs) + &groups + &note
}

/// A line for each group.
fn of_groups(shown: &Shown, heads: Vec<String>, with_value: bool, texts: &Texts) -> String {
    let mut table = heads.into_iter().fold(Table::new().words(texts.get("ask-group")), Table::numbers);
    for ShownGroup { group, counts } in &shown.groups {
        let name = match group.as_str() {
            "treatment" => texts.get("statement-arm-treatment"),
            "control" => texts.get("statement-arm-control"),
            other => other.to_owned(),
        };
        table.row(std::iter::once(name).chain(counts.cells(with_value, texts)).collect());
    }
    format!("\n{}", table.render())
}
