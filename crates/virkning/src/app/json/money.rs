//! `payments`, `account` and `compare` as JSON.

use serde_json::{Value, json};
use virkning_engine::{AccountStatement, ComparedRow, DifferenceReason};
use virkning_model::agreement::Agreement;
use virkning_model::money::Money;

use crate::app::payments::{Due, Reconciled};

/// `payments list`.
pub fn dues(all: &[(Agreement, Vec<Due>)]) -> Value {
    let due = |due: &Due| {
        json!({
            "agreement": due.agreement.as_str(),
            "voucher": due.voucher_number,
            "reference": due.reference,
            "kind": due.kind.word(),
            "date": due.day.to_string(),
            "from": due.from.party.as_str(),
            "from_budget": due.from.budget.as_ref().map(ToString::to_string),
            "to": due.to.party.as_str(),
            "reposting": due.voucher == virkning_model::ledger::Voucher::Reposting,
            "owed": due.owed.to_string(),
            "open": due.open.to_string(),
        })
    };
    Value::Array(all.iter().flat_map(|(_, dues)| dues.iter().map(due)).collect())
}

/// `payments reconcile`.
pub fn reconciled(reconciled: &Reconciled) -> Value {
    let rows: Vec<Value> = reconciled
        .rows
        .iter()
        .map(|row| {
            json!({
                "line": row.row.line,
                "date": row.row.day.to_string(),
                "amount": row.row.amount.to_string(),
                "reference": row.row.reference,
                "result": row.result.word(),
                "agreement": row.voucher.as_ref().map(|(agreement, _)| agreement.to_string()),
                "voucher": row.voucher.as_ref().map(|(_, number)| number.clone()),
                "difference": row.difference.map(|difference| difference.to_string()),
            })
        })
        .collect();
    json!({
        "rows": rows,
        "total": reconciled.total,
        "rejected": reconciled.rejected.len(),
        "ignored": reconciled.ignored,
        "recorded": reconciled.recorded,
    })
}

/// `account`: debit positive, credit negative in balances.
pub fn account(statements: &[AccountStatement]) -> Value {
    let text = |amount: Option<Money>| amount.map(|amount| amount.to_string());
    let statement = |statement: &AccountStatement| {
        let movements: Vec<Value> = statement
            .movements
            .iter()
            .map(|movement| {
                json!({
                    "date": movement.date.to_string(),
                    "voucher": movement.voucher_number,
                    "kind": movement.kind.word(),
                    "difference": movement.is_difference,
                    "measured_year": movement.measured_year,
                    "accounting_year": movement.accounting_year,
                    "debit": text(movement.debit),
                    "credit": text(movement.credit),
                    "balance": movement.balance.to_string(),
                })
            })
            .collect();
        json!({
            "party": statement.account.holder.party.as_str(),
            "budget": statement.account.holder.budget.as_ref().map(ToString::to_string),
            "account": statement.account.purpose.word(),
            "tranche": statement.account.tranche.as_ref().map(ToString::to_string),
            "opening": statement.opening.to_string(),
            "movements": movements,
            "debit": statement.debit.to_string(),
            "credit": statement.credit.to_string(),
            "closing": statement.closing.to_string(),
        })
    };
    Value::Array(statements.iter().map(statement).collect())
}

/// `compare`.
pub fn compared(rows: &[ComparedRow]) -> Value {
    let reason = |reason: DifferenceReason| match reason {
        DifferenceReason::NotSettledYet => ("unsettled", None),
        DifferenceReason::MoreSuccesses => ("more-successes", None),
        DifferenceReason::FewerSuccesses => ("fewer-successes", None),
        DifferenceReason::OverCap => ("over-cap", None),
        DifferenceReason::Restated => ("restated", None),
        DifferenceReason::KeptBack { until } => ("kept-back", Some(until.to_string())),
        DifferenceReason::NotPostedYet => ("unposted", None),
        DifferenceReason::NotPaidYet => ("unpaid", None),
        DifferenceReason::PaidOther => ("paid-other", None),
    };
    let row = |row: &ComparedRow| {
        let differences: Vec<Value> = row
            .differences
            .iter()
            .map(|difference| {
                let (why, until) = reason(difference.reason);
                json!({ "reason": why, "until": until, "amount": difference.amount.to_string() })
            })
            .collect();
        json!({
            "measured_year": row.measured_year,
            "from": row.from.party.as_str(),
            "from_budget": row.from.budget.as_ref().map(ToString::to_string),
            "to": row.to.as_str(),
            "expected": row.expected.to_string(),
            "approved": row.approved.to_string(),
            "posted": row.posted.to_string(),
            "paid": row.paid.to_string(),
            "differences": differences,
        })
    };
    Value::Array(rows.iter().map(row).collect())
}
