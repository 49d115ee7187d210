//! Rules about goals, intake spans, trials, terms of the implementation and what is reported of them.

use virkning_model::Decimal;
use virkning_model::agreement::Window;
use virkning_model::implementation::ImplementationRule;

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    for (index, goal) in checker.agreement.goals.iter().enumerate() {
        if goal.measures.is_empty() {
            checker.report(codes::GOAL_WITHOUT_MEASURE, ("goal", index, &["label"]), &[("goal", &goal.label)]);
        }
    }
    intake(checker);
    planned_start(checker);
    milestones(checker);
}

fn intake(checker: &mut Checker<'_>) {
    let intake = &checker.agreement.intake;
    let spread = intake.completion.unwrap_or_default() + intake.drop_out.unwrap_or_default();
    if spread > Decimal::ONE {
        checker.report(codes::MORE_THAN_ALL, ("intake", 0, &["drop_out"]), &[("sum", &*spread.to_string())]);
    }
    for (year, upper) in &intake.up_to {
        let lower = intake.by_year.get(year).copied();
        if lower.is_none_or(|lower| lower > *upper) {
            let year = year.to_string();
            let lower = lower.map_or_else(|| "none".to_owned(), |lower| lower.to_string());
            let arguments = [("year", &*year), ("upper", &*upper.to_string()), ("lower", &*lower)];
            checker.report(codes::SPAN_REVERSED, ("intake", 0, &["up_to", &year]), &arguments);
        }
    }
}

/// A plan that pays for what is counted from the start must know on which day of a year people start.
fn planned_start(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    let keys = &["planned_start"];
    if let Some((month, day)) = agreement.intake.planned_start
        && jiff::civil::Date::new(2024, month, day).is_err()
    {
        let date = format!("{day}/{month}");
        checker.report(codes::NO_SUCH_DATE, ("intake", 0, keys), &[("date", &date)]);
    }
    let counts_from_start = agreement.payments.iter().find_map(|payment| {
        let measure = agreement.measure(&payment.measure)?;
        let since_start = matches!(measure.window, Window::MonthsSinceStart { .. } | Window::AtMonths { .. });
        since_start.then_some(measure)
    });
    if let Some(measure) = counts_from_start
        && agreement.intake.planned_start.is_none()
        && !agreement.intake.by_year.is_empty()
    {
        let arguments = [("measure", measure.id.as_str())];
        checker.report(codes::PLANNED_START_MISSING, ("intake", 0, keys), &arguments);
    }
}

fn milestones(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, term) in agreement.implementation.iter().enumerate() {
        if let ImplementationRule::Milestone { by, .. } = term.rule {
            checker.day_in_period(by, ("implementation", index, &["by"]));
        }
    }
}
