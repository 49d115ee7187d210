//! Rules about the frame of the business case, its uncertainty, and what is varied.

use virkning_model::Decimal;

use super::Checker;
use crate::codes;

/// Years that a case covers without a reason of its own (SØM computes consequences up to ten years).
const YEARS_WITHOUT_TAIL: u16 = 10;

pub(super) fn check(checker: &mut Checker<'_>) {
    horizon(checker);
    columns(checker);
    for (index, saving) in checker.agreement.savings.iter().enumerate() {
        if let Some((low, high)) = saving.uncertainty {
            ordered(checker, ("saving", index), (low, high));
        }
    }
    for (index, sensitivity) in checker.agreement.sensitivities.iter().enumerate() {
        ordered(checker, ("sensitivity", index), (sensitivity.low, sensitivity.high));
    }
}

/// A case of more than ten years says how many of them are a tail, and why; one of ten or fewer has none.
fn horizon(checker: &mut Checker<'_>) {
    let Some(case) = &checker.agreement.business_case else { return };
    let years = u16::try_from(case.years.iter().count()).unwrap_or(u16::MAX);
    let tail = case.tail.as_ref().map_or(0, |tail| tail.years);
    let beyond = years.saturating_sub(YEARS_WITHOUT_TAIL);
    if tail != beyond {
        let key: &[&str] = if tail > 0 { &["tail", "years"] } else { &["years"] };
        let arguments =
            [("years", &*years.to_string()), ("beyond", &*beyond.to_string()), ("tail", &*tail.to_string())];
        checker.report(codes::CASE_BEYOND_TEN_YEARS, ("business_case", 0, key), &arguments);
    }
}

fn columns(checker: &mut Checker<'_>) {
    let Some(case) = &checker.agreement.business_case else { return };
    for year in case.columns.keys().filter(|year| !case.years.contains(**year)) {
        let year = year.to_string();
        let arguments =
            [("year", &*year), ("from", &*case.years.from.to_string()), ("to", &*case.years.to.to_string())];
        checker.report(codes::COLUMN_OUTSIDE_CASE, ("business_case", 0, &["columns", &year]), &arguments);
    }
}

fn ordered(checker: &mut Checker<'_>, (table, index): (&str, usize), (low, high): (Decimal, Decimal)) {
    if low > high {
        let arguments = [("low", &*low.to_string()), ("high", &*high.to_string())];
        checker.report(codes::LOW_ABOVE_HIGH, (table, index, &["high"]), &arguments);
    }
}
