//! Rules about days: terms whose dates contradict each other, and sources that are published after they are needed.

use jiff::civil::Date;
use virkning_model::agreement::{Agreement, Window};
use virkning_model::implementation::ImplementationRule;
use virkning_model::period::Month;
use virkning_model::source::source;

use super::super::Remark;
use super::super::figures::Figures;

/// W029.
pub(super) fn contradicting_dates(agreement: &Agreement, figures: &Figures<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut says = |term: String, reason: &str, day: Date, other: Date| {
        remarks.push(Remark::new("W029", term).with("reason", reason).with("day", day).with("other", other));
    };
    for activity in agreement.activities.iter().filter(|activity| activity.from > agreement.to) {
        says("activity".to_owned(), "after-the-end", activity.from, agreement.to);
    }
    for term in &agreement.implementation {
        if let ImplementationRule::Milestone { by, .. } = term.rule {
            let path = format!("implementation.{}.by", term.id);
            if by > agreement.to {
                says(path, "after-the-end", by, agreement.to);
            } else if by < agreement.from {
                says(path, "before-the-beginning", by, agreement.from);
            }
        }
    }
    for actual in agreement.actuals.iter().filter(|actual| actual.as_of < agreement.from) {
        says(format!("actual.{}.as_of", actual.id), "before-the-beginning", actual.as_of, agreement.from);
    }
    for amendment in agreement.amendments.iter().filter(|amendment| amendment.from > agreement.to) {
        says(format!("amendment.{}.from", amendment.id), "after-the-end", amendment.from, agreement.to);
    }
    for duty in &agreement.duties {
        if let Some(before) = duty.before.filter(|before| *before < agreement.from) {
            says(format!("duty.{}.before", duty.id), "before-the-beginning", before, agreement.from);
        }
    }
    let payments = figures.plan.as_ref().map_or(&[][..], |plan| &plan.payments);
    let last_due = payments.iter().map(|payment| payment.due).max();
    for guarantee in &agreement.guarantees {
        if let (Some(on), Some(last)) = (guarantee.on, last_due)
            && on < last
        {
            says(format!("guarantee.{}.on", guarantee.id), "before-the-last-payment", on, last);
        }
    }
    for payment in &agreement.payments {
        let own_last = payments.iter().filter(|due| due.term == payment.id).map(|due| due.due).max();
        if let (Some(held), Some(last)) = (payment.held_back, own_last)
            && held.until < last
        {
            says(format!("payment.{}.held_back", payment.id), "before-the-last-payment", held.until, last);
        }
    }
    remarks
}

/// W030: what is paid for is measured in the last month of the window, and the source is final only some months later,
/// after the day of payment.
pub(super) fn published_too_late(agreement: &Agreement) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for measure in &agreement.measures {
        let (Some(settled), Some(source)) = (measure.settled, source(&measure.source)) else { continue };
        let months = match measure.window {
            Window::CalendarMonth { month, .. } | Window::SinceStartToMonth { month, .. } => month,
            Window::CalendarMonths { to, .. } => to,
            Window::MonthsSinceStart { .. } | Window::AtMonths { .. } | Window::Event { .. } => 12,
        };
        // Any year stands for all of them.
        let year = 2024;
        let Some(last) = Month::new(year, months) else { continue };
        let Some(paid) = settled.date(year) else { continue };
        let Some(known) = last.plus(source.final_after_months) else { continue };
        if Month::of(paid) < known {
            remarks.push(
                Remark::new("W030", format!("measure.{}.settled", measure.id))
                    .with("measure", &measure.label)
                    .with("source", &measure.source)
                    .with("months", source.final_after_months)
                    .with("month", settled.month),
            );
        }
    }
    remarks
}
