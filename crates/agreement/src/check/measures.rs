//! Rules about measures: their years, when they are settled, whom they look at, what is expected of them.

use jiff::civil::Date;
use virkning_model::agreement::{Eligibility, Measure, Settled, Window};
use virkning_model::expression::Table;
use virkning_model::period::{Month, Years};
use virkning_model::source::{read_from, source};

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, measure) in agreement.measures.iter().enumerate() {
        let paid = agreement.payments.iter().any(|payment| payment.measure == measure.id);
        let needed = agreement.measures.iter().any(|other| other.requires.as_ref() == Some(&measure.id))
            || agreement.goals.iter().any(|goal| goal.measures.contains(&measure.id));
        if !paid && !needed && measure.target.is_none() && measure.target_value.is_none() {
            let id = measure.id.as_str();
            checker.report(codes::MEASURE_UNUSED, ("measure", index, &["id"]), &[("measure", id)]);
        }
        eligibility(checker, index, measure);
        months(checker, index, measure);
        reported(checker, index, measure);
        if let Some(years) = measure.window.years() {
            measured_years(checker, index, measure, years);
            expected(checker, index, measure, years, paid);
        }
        if paid && measure.settled.is_some() {
            payment_day(checker, index, measure);
        }
        if measure.target_difference.is_some() && agreement.trial.is_none() {
            let arguments = [("per", "target_difference")];
            checker.report(codes::TRIAL_MISSING, ("measure", index, &["target_difference"]), &arguments);
        }
    }
    cycles(checker);
}

/// Who may be looked at through a window, the usual one first.
fn fitting(window: &Window) -> &'static [(Eligibility, &'static str)] {
    const BEFORE: (Eligibility, &str) = (Eligibility::EnrolledBeforeTheYear, "enrolled-before-the-year");
    const BY_YEAR_END: (Eligibility, &str) = (Eligibility::EnrolledByYearEnd, "enrolled-by-year-end");
    const COMPLETED: (Eligibility, &str) = (Eligibility::Completed, "completed");
    match window {
        Window::CalendarMonth { .. } | Window::CalendarMonths { .. } => &[BEFORE, BY_YEAR_END, COMPLETED],
        Window::SinceStartToMonth { .. } | Window::Event { .. } => &[BY_YEAR_END, BEFORE, COMPLETED],
        Window::MonthsSinceStart { .. } | Window::AtMonths { .. } => &[(Eligibility::WindowClosed, "window-closed")],
    }
}

fn eligibility(checker: &mut Checker<'_>, index: usize, measure: &Measure) {
    let fitting = fitting(&measure.window);
    if !fitting.iter().any(|(eligible, _)| *eligible == measure.eligible) {
        let right: Vec<&str> = fitting.iter().map(|(_, word)| *word).collect();
        checker.report(codes::ELIGIBILITY_MISFIT, ("measure", index, &["eligible"]), &[("right", &right.join(", "))]);
    }
}

/// The last calendar month that a measured year looks at.
fn last_month(window: &Window) -> i8 {
    match window {
        Window::CalendarMonth { month, .. } | Window::SinceStartToMonth { month, .. } => *month,
        Window::CalendarMonths { to, .. } => *to,
        _ => 12,
    }
}

/// The day on which a measured year is over for a measure: paid, or where nothing is settled the end of the month.
fn finished(settled: Option<Settled>, month: i8, year: i16) -> Option<Date> {
    match settled {
        Some(settled) => settled.date(year),
        None => Month::new(year, month).map(Month::last_day),
    }
}

fn measured_years(checker: &mut Checker<'_>, index: usize, measure: &Measure, years: Years) {
    let agreement = checker.agreement;
    let month = last_month(&measure.window);
    if let Some(settled) = measure.settled
        && settled.years_later == 0
        && settled.month <= month
    {
        checker.report(codes::SETTLED_TOO_EARLY, ("measure", index, &["settled"]), &[]);
    }
    let outside = [
        (years.from < agreement.from.year()).then_some((years.from, "from")),
        finished(measure.settled, month, years.to).is_none_or(|day| day > agreement.to).then_some((years.to, "to")),
    ];
    for (year, end) in outside.into_iter().flatten() {
        let finished = finished(measure.settled, month, year).map_or_else(String::new, |day| day.to_string());
        let arguments = [
            ("year", &*year.to_string()),
            ("from", &*agreement.from.to_string()),
            ("to", &*agreement.to.to_string()),
            ("finished", &*finished),
        ];
        checker.report(codes::MEASURED_OUTSIDE_PERIOD, ("measure", index, &["years", end]), &arguments);
    }
    if measure.eligible == Eligibility::EnrolledBeforeTheYear {
        // An intake that no source states says nothing about anybody.
        let planned = !agreement.intake.by_year.is_empty();
        for year in years.iter().filter(|year| planned && agreement.intake.started_before(*year) == 0) {
            let arguments = [("year", &*year.to_string())];
            checker.report(codes::NOBODY_ELIGIBLE, ("measure", index, &["years"]), &arguments);
        }
    }
}

fn expected(checker: &mut Checker<'_>, index: usize, measure: &Measure, years: Years, paid: bool) {
    // That no source states a rate is told by the plan, which lacks it. A paid value is not a matter of rates.
    let not_stated = is_not_stated(checker, &format!("measure.{}.expected", measure.id));
    if not_stated || (measure.expected.is_none() && (!paid || measure.success.is_none())) {
        return;
    }
    let rate = |year| measure.expected.as_ref().and_then(|expected| expected.get(year).copied());
    if let Some(year) = years.iter().find(|year| rate(*year).is_none()) {
        let arguments = [("year", &*year.to_string()), ("measure", measure.id.as_str())];
        checker.report(codes::EXPECTED_MISSING, ("measure", index, &["expected"]), &arguments);
    }
    let below = measure.baseline.and_then(|baseline| {
        let year = years.iter().find(|year| rate(*year).is_some_and(|rate| rate < baseline))?;
        Some((year, rate(year)?, baseline))
    });
    if let Some((year, rate, baseline)) = below
        && !checker.is_chosen(&format!("measure.{}.expected", measure.id))
    {
        let arguments =
            [("year", &*year.to_string()), ("rate", &*rate.to_string()), ("baseline", &*baseline.to_string())];
        checker.report(codes::EXPECTED_BELOW_BASELINE, ("measure", index, &["expected"]), &arguments);
    }
}

fn payment_day(checker: &mut Checker<'_>, index: usize, measure: &Measure) {
    let term = format!("measure.{}.settled.day", measure.id);
    if measure.origin.is_none() && !checker.is_chosen(&term) {
        checker.report(codes::PAYMENT_DAY_AMBIGUOUS, ("measure", index, &["settled", "day"]), &[("term", &term)]);
    }
}

/// Whether a term says that no source gives it.
fn is_not_stated(checker: &Checker<'_>, path: &str) -> bool {
    checker.agreement.not_stated.iter().any(|term| term.term == path)
}

/// Months of measurement ascend, and what is expected is expected of one of them.
fn months(checker: &mut Checker<'_>, index: usize, measure: &Measure) {
    let at: &[u16] = match &measure.window {
        Window::AtMonths { at, .. } => at,
        _ => &[],
    };
    if !at.windows(2).all(|pair| pair[0] < pair[1]) {
        checker.report(codes::MONTHS_NOT_ASCENDING, ("measure", index, &["window", "at_months"]), &[]);
    }
    for month in measure.expected_at.keys().filter(|month| !at.contains(month)) {
        let known: Vec<String> = at.iter().map(ToString::to_string).collect();
        // The text files choose another sentence where the measure has no such months.
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let month = month.to_string();
        let arguments = [("month", &*month), ("known", &*known)];
        checker.report(codes::NOT_MEASURED_THEN, ("measure", index, &["expected_at", &month]), &arguments);
    }
}

/// Evidence and whoever verifies it belong to outcomes that are reported.
fn reported(checker: &mut Checker<'_>, index: usize, measure: &Measure) {
    // Only weeks say that somebody has left the population.
    let has_weeks = source(read_from(&measure.source)).is_none_or(|source| source.tables.contains(&Table::Week));
    if measure.left_population.is_some() && !has_weeks {
        let arguments =
            [("table", "measure"), ("key", "left_population"), ("decider", "source"), ("word", &*measure.source)];
        checker.report(codes::KEY_OF_ANOTHER_KIND, ("measure", index, &["left_population"]), &arguments);
    }
    if measure.source == "reported" {
        return;
    }
    let given = [("evidence", measure.evidence.is_some()), ("verified_by", measure.verified_by.is_some())];
    for (key, _) in given.into_iter().filter(|(_, given)| *given) {
        let arguments = [("table", "measure"), ("key", key), ("decider", "source"), ("word", &*measure.source)];
        checker.report(codes::KEY_OF_ANOTHER_KIND, ("measure", index, &[key]), &arguments);
    }
}

/// No measure requires itself, by whatever way. A cycle is told once, at its first measure in the document.
fn cycles(checker: &mut Checker<'_>) {
    let measures = &checker.agreement.measures;
    let next = |at: usize| {
        let required = measures[at].requires.as_ref()?;
        measures.iter().position(|measure| measure.id == *required)
    };
    for start in 0..measures.len() {
        let mut way = vec![start];
        while let Some(at) = next(way[way.len() - 1]) {
            if at == start {
                let names: Vec<&str> = way.iter().chain([&start]).map(|at| measures[*at].id.as_str()).collect();
                let arguments = [("measure", measures[start].id.as_str()), ("way", &*names.join(" → "))];
                checker.report(codes::REQUIRES_CYCLE, ("measure", start, &["requires"]), &arguments);
                break;
            }
            // What comes before the start has told its cycle; any other repetition never comes back here.
            if at < start || way.contains(&at) {
                break;
            }
            way.push(at);
        }
    }
}
