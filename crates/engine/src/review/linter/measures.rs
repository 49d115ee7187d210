//! Rules about measures.

use rust_decimal::Decimal;
use virkning_model::agreement::{Agreement, Eligibility, Measure};
use virkning_model::implementation::ActualAbout;
use virkning_model::period::Month;
use virkning_model::source::source;

use super::super::Remark;
use super::super::figures::shown;
use super::most_eligible;
use crate::plan::later_rate;

/// The first month of a table, with the word by which an expression asks for it: DREAM's weeks begin in August 1991 and
/// its monthly employment ratios in January 2008. Other sources do not say.
const FIRST_MONTHS: [(&str, i16, i8); 2] = [("week.", 1991, 8), ("job.", 2008, 1)];

/// W020: the source is none that is known, or the window lies before anything that the source has.
pub(super) fn nobody_can_measure(agreement: &Agreement) -> Vec<Remark> {
    agreement.measures.iter().filter_map(unmeasurable).collect()
}

fn unmeasurable(measure: &Measure) -> Option<Remark> {
    let remark = |reason: &str, first: String| {
        Remark::new("W020", format!("measure.{}", measure.id))
            .with("measure", &measure.label)
            .with("source", &measure.source)
            .with("reason", reason)
            .with("first", first)
    };
    if source(&measure.source).is_none() {
        return Some(remark("source", String::new()));
    }
    let years = measure.window.years()?;
    let asks = |word: &str| measure.success_text.contains(word) || measure.value_text.contains(word);
    let begins =
        FIRST_MONTHS.iter().filter(|(word, _, _)| asks(word)).filter_map(|(_, year, month)| Month::new(*year, *month));
    // The last month of the first measured year: if even that lies before the register begins, nobody has the data.
    let last_month = Month::new(years.from, 12)?;
    let first = begins.max().filter(|first| last_month < *first)?;
    Some(remark("window", first.to_string()))
}

/// W026. Where both rates are known: so few that success at the expected rate could not be told from the baseline by a
/// one-sided test at five per cent, that is, expected less baseline is less than 1.645 standard deviations of the
/// baseline's share (normal approximation). Otherwise: fewer than twenty, so that one participant moves the rate by more
/// than five percentage points.
const FEWEST: u32 = 20;

/// 1.645 squared, to six decimals.
const ONE_SIDED_SQUARED: Decimal = Decimal::from_parts(2_706_025, 0, 0, false, 6);

pub(super) fn cohort_too_small(agreement: &Agreement) -> Vec<Remark> {
    let paid = agreement.measures.iter().filter(|measure| is_paid(agreement, measure));
    paid.filter_map(|measure| too_small(agreement, measure)).collect()
}

fn is_paid(agreement: &Agreement, measure: &Measure) -> bool {
    agreement.payments.iter().any(|payment| payment.measure == measure.id)
}

fn too_small(agreement: &Agreement, measure: &Measure) -> Option<Remark> {
    let most = most_eligible(agreement, measure);
    let most_decimal = Decimal::from(most);
    let expected = later_rate(agreement, &measure.id);
    let one_moves = Decimal::ONE_HUNDRED.checked_div(most_decimal).unwrap_or_default().round_dp(1);
    let remark = |reason: &str| {
        Remark::new("W026", format!("measure.{}", measure.id))
            .with("measure", &measure.label)
            .with("number", most)
            .with("points", shown(one_moves))
            .with("reason", reason)
            .with("expected", expected.map(shown).unwrap_or_default())
            .with("baseline", measure.baseline.map(shown).unwrap_or_default())
    };
    if let (Some(expected), Some(baseline)) = (expected, measure.baseline) {
        let effect = expected - baseline;
        let noise = ONE_SIDED_SQUARED * baseline * (Decimal::ONE - baseline);
        let seen = effect > Decimal::ZERO && effect * effect * most_decimal >= noise;
        return (!seen && effect > Decimal::ZERO).then(|| remark("noise"));
    }
    (most > 0 && most < FEWEST).then(|| remark("few"))
}

/// W033: a share among those who completed is higher than among all who started, by nothing but its denominator.
pub(super) fn completers_only(agreement: &Agreement) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let drop_out = || {
        let intake = &agreement.intake;
        intake.drop_out.or_else(|| intake.completion.map(|completes| Decimal::ONE - completes)).map(shown)
    };
    for measure in agreement.measures.iter().filter(|measure| measure.eligible == Eligibility::Completed) {
        remarks.push(
            Remark::new("W033", format!("measure.{}", measure.id))
                .with("measure", &measure.label)
                .with_or_none("drop-out", drop_out().unwrap_or_default())
                .with_or_none("counted", "")
                .with("started", ""),
        );
    }
    for actual in &agreement.actuals {
        let (ActualAbout::Measure(id), Some(of)) = (&actual.about, actual.of) else { continue };
        let Some(measure) = agreement.measure(id).filter(|measure| measure.eligible != Eligibility::Completed) else {
            continue;
        };
        // Fewer are counted than the same papers say had started by then, although the measure looks at all of them.
        let reported = agreement.actuals.iter().filter(|other| other.about == ActualAbout::Intake);
        let started = reported.filter(|other| other.as_of <= actual.as_of).filter_map(|other| other.number).max();
        if let Some(started) = started.filter(|started| of < *started) {
            remarks.push(
                Remark::new("W033", format!("actual.{}", actual.id))
                    .with("measure", &measure.label)
                    .with_or_none("drop-out", drop_out().unwrap_or_default())
                    .with_or_none("counted", shown(of))
                    .with("started", shown(started)),
            );
        }
    }
    remarks
}

/// W034: what a paid measure expects is neither the goal nor the goal after the overlap, although both ask the same: the
/// goal is the measure's own, one goal names both measures, or both have the same success expression.
pub(super) fn rate_that_does_not_follow(agreement: &Agreement) -> Vec<Remark> {
    let overlap = agreement.business_case.as_ref().and_then(|case| case.overlap.as_ref());
    let factor = overlap.map_or(Decimal::ONE, |overlap| overlap.factor());
    let mut remarks = Vec::new();
    for paid in agreement.measures.iter().filter(|measure| is_paid(agreement, measure)) {
        let Some(expected) = later_rate(agreement, &paid.id) else { continue };
        let goal =
            agreement.measures.iter().find(|other| other.target.is_some() && asks_the_same(agreement, paid, other));
        let Some((goal, target)) = goal.and_then(|goal| Some((goal, goal.target?))) else { continue };
        let after_overlap = target * factor;
        if expected != target && expected != after_overlap {
            remarks.push(
                Remark::new("W034", format!("measure.{}.expected", paid.id))
                    .with("measure", &paid.label)
                    .with("expected", shown(expected))
                    .with("goal", &goal.label)
                    .with("target", shown(target))
                    .with("after-overlap", shown(after_overlap)),
            );
        }
    }
    remarks
}

fn asks_the_same(agreement: &Agreement, one: &Measure, other: &Measure) -> bool {
    let names_both = |goal: &virkning_model::implementation::Goal| {
        goal.measures.contains(&one.id) && goal.measures.contains(&other.id)
    };
    let same_question = one.success.is_some() && one.success == other.success && one.source == other.source;
    let reported = one.success_text == "reported";
    one.id == other.id || agreement.goals.iter().any(names_both) || (same_question && !reported)
}
