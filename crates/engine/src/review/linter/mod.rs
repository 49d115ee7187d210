//! The linter: terms that can be run and will probably not do what the parties want. Each rule has its own code, its
//! message and a bad example; none knows any particular agreement.

mod case;
mod dates;
mod measures;
mod money;

use virkning_model::agreement::{Agreement, Eligibility, Measure};

use super::Remark;
use super::figures::Figures;

/// Every rule in the order of its code.
pub(super) fn lint(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(measures::nobody_can_measure(agreement));
    remarks.extend(money::never_due(agreement));
    remarks.extend(money::limit_below_expected(agreement, figures));
    remarks.extend(money::payers_who_save_nothing(agreement, figures));
    remarks.extend(money::accounts_that_do_not_close(agreement, figures));
    remarks.extend(money::price_above_the_defensible(agreement, figures));
    remarks.extend(measures::cohort_too_small(agreement));
    remarks.extend(money::no_effect_pays(figures));
    remarks.extend(dates::contradicting_dates(agreement, figures));
    remarks.extend(dates::published_too_late(agreement));
    remarks.extend(money::ambiguous_cap(agreement, figures));
    remarks.extend(measures::completers_only(agreement));
    remarks.extend(measures::rate_that_does_not_follow(agreement));
    remarks.extend(case::transaction_costs_above_net(figures));
    remarks.extend(case::mixed_price_levels(agreement));
    remarks
}

/// Whether it is known how many are planned to start.
fn knows_intake(agreement: &Agreement) -> bool {
    !agreement.intake.by_year.is_empty()
}

/// Planned participants that a measure looks at in a year of the calendar. For windows since the start, everyone.
fn planned_eligible(agreement: &Agreement, measure: &Measure, year: i16) -> u32 {
    let intake = &agreement.intake;
    match measure.eligible {
        Eligibility::EnrolledBeforeTheYear => intake.started_before(year),
        Eligibility::EnrolledByYearEnd | Eligibility::Completed => {
            year.checked_add(1).map_or(0, |next| intake.started_before(next))
        }
        Eligibility::WindowClosed => intake.by_year.values().sum(),
    }
}

/// The most participants that a measure ever looks at; all of them where they are not divided by year.
fn most_eligible(agreement: &Agreement, measure: &Measure) -> u32 {
    match measure.window.years() {
        _ if !knows_intake(agreement) => agreement.intake.total.unwrap_or(0),
        Some(years) => years.iter().map(|year| planned_eligible(agreement, measure, year)).max().unwrap_or(0),
        None => agreement.intake.by_year.values().sum(),
    }
}
