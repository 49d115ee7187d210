//! Expected flows of money by date: capital, costs, savings and outcome payments, each with who gives and who gets.

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, Clause};

use super::business_case::{BusinessCaseTable, RowKind};
use super::expected::ExpectedPayment;
use crate::closing::{ClosingKind, ClosingPayment};

/// What a flow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowKind {
    /// An investor's capital.
    Funding,
    /// A payment for results.
    OutcomePayment,
    /// A cost of the intervention, or a saving below zero; nobody of the agreement gets it.
    Cost,
    /// A saving; nobody of the agreement pays it.
    Saving,
    /// Capital that comes back whatever the results, up to a floor or in all.
    CapitalReturn,
    /// What a guarantor covers of capital that has not come back.
    Guarantee,
}

/// One flow of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The day. Costs and savings are figures of a whole year and dated its 31 December.
    pub date: Date,
    /// The year of payment.
    pub year: i16,
    /// Who gives; nothing for a saving.
    pub from: Option<AccountHolder>,
    /// Who gets; nothing for a cost.
    pub to: Option<AccountHolder>,
    /// What it is.
    pub kind: FlowKind,
    /// More than zero.
    pub amount: Money,
    /// The term's label; for capital its identifier.
    pub label: String,
    /// The area of a saving.
    pub area: Option<String>,
    /// The measured year of an outcome payment.
    pub measured_year: Option<i16>,
    /// Where the term stands.
    pub clause: Clause,
}

/// A party without a named budget.
pub(crate) fn party(id: &virkning_model::id::PartyId) -> AccountHolder {
    AccountHolder { party: id.clone(), budget: None }
}

pub(super) fn flows(
    agreement: &Agreement,
    case: &BusinessCaseTable,
    payments: &[ExpectedPayment],
    closing: &[ClosingPayment],
) -> Vec<Flow> {
    let mut flows = yearly_flows(case);
    for funding in &agreement.funding {
        let Some(amount) = funding.amount else { continue };
        flows.extend(funding.on.iter().map(|day| Flow {
            date: *day,
            year: day.year(),
            from: Some(party(&funding.from)),
            to: Some(funding.to.clone()),
            kind: FlowKind::Funding,
            amount,
            label: funding.id.to_string(),
            area: None,
            measured_year: None,
            clause: funding.clause.clone(),
        }));
    }
    for payment in payments {
        flows.extend(payment.by_day().map(|(date, amount)| Flow {
            date,
            year: date.year(),
            from: Some(payment.from.clone()),
            to: Some(party(&payment.to)),
            kind: FlowKind::OutcomePayment,
            amount,
            label: payment.label.clone(),
            area: None,
            measured_year: Some(payment.measured_year),
            clause: payment.clause.clone(),
        }));
    }
    flows.extend(closing.iter().map(closing_flow));
    flows.retain(|flow| !flow.amount.is_zero());
    // Stable: what stands on one line keeps its order.
    flows.sort_by_key(|flow| (flow.date, flow.clause.line));
    flows
}

fn closing_flow(payment: &ClosingPayment) -> Flow {
    Flow {
        date: payment.date,
        year: payment.date.year(),
        from: Some(payment.from.clone()),
        to: Some(party(&payment.to)),
        kind: match payment.kind {
            ClosingKind::CapitalReturn | ClosingKind::Floor => FlowKind::CapitalReturn,
            ClosingKind::Guarantee => FlowKind::Guarantee,
        },
        amount: payment.amount,
        label: payment.label.clone(),
        area: None,
        measured_year: None,
        clause: payment.clause.clone(),
    }
}

fn yearly_flows(case: &BusinessCaseTable) -> Vec<Flow> {
    let mut flows = Vec::new();
    for row in &case.rows {
        for (year, amount) in case.years.iter().zip(&row.amounts) {
            // A saving below zero is a cost to the budget that it falls to.
            let saved = row.kind == RowKind::Saving && !amount.is_negative();
            let (from, to) = if saved {
                (None, Some(row.falls_to.clone()))
            } else {
                (Some(row.falls_to.clone()), None)
            };
            flows.push(Flow {
                date: Date::constant(*year, 12, 31),
                year: *year,
                from,
                to,
                kind: if saved { FlowKind::Saving } else { FlowKind::Cost },
                amount: if amount.is_negative() { -*amount } else { *amount },
                label: row.label.clone(),
                area: row.area.clone(),
                measured_year: None,
                clause: row.clause.clone(),
            });
        }
    }
    flows
}
