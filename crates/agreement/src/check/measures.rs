//! Rules about measures: their years, when they are settled, what is expected of them.

use jiff::civil::Date;
use virkning_model::agreement::{Eligibility, Measure, Settled, Window};
use virkning_model::period::{Month, Years};

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    for (index, measure) in checker.agreement.measures.iter().enumerate() {
        let paid = checker.agreement.payments.iter().any(|payment| payment.measure == measure.id);
        if !paid && measure.target.is_none() {
            let id = measure.id.as_str();
            checker.report(codes::MEASURE_UNUSED, ("measure", index, &["id"]), &[("measure", id)]);
        }
        eligibility(checker, index, measure);
        if let Window::CalendarMonth { month, years } = measure.window {
            measured_years(checker, index, measure, month, years);
            expected(checker, index, measure, years, paid);
        }
        if paid && measure.settled.is_some() {
            payment_day(checker, index, measure);
        }
    }
}

fn eligibility(checker: &mut Checker<'_>, index: usize, measure: &Measure) {
    let fits = matches!(
        (measure.window, measure.eligible),
        (Window::CalendarMonth { .. }, Eligibility::EnrolledBeforeTheYear)
            | (Window::MonthsSinceStart { .. }, Eligibility::WindowClosed)
    );
    if !fits {
        let right = match measure.window {
            Window::CalendarMonth { .. } => "enrolled-before-the-year",
            Window::MonthsSinceStart { .. } => "window-closed",
        };
        checker.report(codes::ELIGIBILITY_MISFIT, ("measure", index, &["eligible"]), &[("right", right)]);
    }
}

/// The day on which a measured year is over for a measure: paid, or where nothing is settled the end of the month.
fn finished(settled: Option<Settled>, month: i8, year: i16) -> Option<Date> {
    match settled {
        Some(settled) => settled.date(year),
        None => Month::new(year, month).map(Month::last_day),
    }
}

fn measured_years(checker: &mut Checker<'_>, index: usize, measure: &Measure, month: i8, years: Years) {
    let agreement = checker.agreement;
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
        for year in years.iter().filter(|year| agreement.intake.started_before(*year) == 0) {
            let arguments = [("year", &*year.to_string())];
            checker.report(codes::NOBODY_ELIGIBLE, ("measure", index, &["years"]), &arguments);
        }
    }
}

fn expected(checker: &mut Checker<'_>, index: usize, measure: &Measure, years: Years, paid: bool) {
    if measure.expected.is_none() && !paid {
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
