//! Rules about the business case.

use virkning_model::agreement::{Agreement, PriceLevel};

use super::super::Remark;
use super::super::figures::Figures;
use super::super::terms::index_word;

/// W035: the hours of the contract cost more than the business case is expected to leave.
pub(super) fn transaction_costs_above_net(figures: &Figures<'_>) -> Option<Remark> {
    let plan = figures.plan.as_ref()?;
    let costs = plan.transaction_costs.as_ref().filter(|costs| costs.exceeds_net && plan.business_case.complete)?;
    let first = costs.rows.first()?;
    Some(
        Remark::new("W035", format!("transaction_cost.{}", first.term))
            .with("costs", costs.known)
            .with("net", costs.expected_net),
    )
}

/// W037: prices of different years side by side without an index that carries the one to the other, or indices of
/// different kinds, which never stand for each other.
pub(super) fn mixed_price_levels(agreement: &Agreement) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut says = |term: String, reason: &str, one: String, other: String| {
        remarks.push(Remark::new("W037", term).with("reason", reason).with("one", one).with("other", other));
    };
    let carried = |one: i16, other: i16| {
        agreement.indices.iter().any(|index| index.by_year.contains_key(&one) && index.by_year.contains_key(&other))
    };
    if let PriceLevel::Year(level) = agreement.price_level {
        let model = agreement.business_case.as_ref().and_then(|case| case.price_year);
        if let Some(year) = model.filter(|year| *year != level && !carried(*year, level)) {
            says("business_case.price_year".to_owned(), "years", year.to_string(), level.to_string());
        }
        for table in &agreement.printed {
            let year = table.unit_label.as_deref().and_then(price_year);
            if let Some(year) = year.filter(|year| *year != level && !carried(*year, level)) {
                says(format!("printed.{}", table.id), "years", year.to_string(), level.to_string());
            }
        }
    }
    let used = |payment: &virkning_model::agreement::Payment| {
        let by = &payment.indexed.as_ref()?.by;
        agreement.indices.iter().find(|index| index.id == *by).map(|index| index.kind)
    };
    let mut kinds = agreement.payments.iter().filter_map(|payment| Some((payment, used(payment)?)));
    if let Some((_, first)) = kinds.next()
        && let Some((payment, other)) = kinds.find(|(_, kind)| *kind != first)
    {
        let term = format!("payment.{}.indexed", payment.id);
        says(term, "kinds", index_word(first).to_owned(), index_word(other).to_owned());
    }
    remarks
}

/// The year of a price level in a heading: `1.000 kr. 2017 p/l`, `2016-priser`.
fn price_year(label: &str) -> Option<i16> {
    let label = label.to_lowercase();
    if !["p/l", "priser", "prisniveau"].iter().any(|word| label.contains(word)) {
        return None;
    }
    let digits = label.split(|letter: char| !letter.is_ascii_digit());
    digits.filter(|run| run.len() == 4).find_map(|run| run.parse().ok().filter(|year| (1990..=2100).contains(year)))
}
