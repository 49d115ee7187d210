//! `settle`, `show` and `settle --example` as JSON.

use serde::Serialize;
use serde_json::{Value, json};
use virkning_engine::{ClosingKind, ExampleResult};
use virkning_model::agreement::{Agreement, Measure};
use virkning_model::code_list::ListUsed;
use virkning_model::settlement::{
    Counts, Expected, FollowUpResult, Line, LineBasis, LineDifference, Proposal, RestatedFigures, Restatement,
    ServiceUse,
};
use virkning_model::{Decimal, Money};

use super::share;
use crate::app::estimates::{estimate_lists, estimated_measures};
use crate::app::example::ComputedExample;
use crate::app::results::{closing_after, results};
use crate::app::settle::StoredProposal;

/// The answer of `settle` and `show`.
#[derive(Serialize)]
pub struct SettlementAnswer {
    id: String,
    agreement: String,
    measured_year: i16,
    due: String,
    state: String,
    eligible: u64,
    successes: u64,
    unclarified: u64,
    amount: String,
    over_cap: String,
    provisional: bool,
    synthetic: bool,
    unclarified_people: Vec<String>,
    measures: Vec<MeasureCounts>,
    lines: Vec<SettlementLine>,
    not_stated: Vec<String>,
    accounts: Vec<SettlementAccount>,
    closing: Vec<ClosingAnswer>,
    deficits: Vec<DeficitAnswer>,
    expected: Option<SettlementExpected>,
    follow_ups: Vec<SettlementFollowUp>,
    services: Vec<Value>,
    inputs: virkning_model::settlement::Inputs,
    content: String,
    trace: String,
    /// Which part of the agreement's settlements it is.
    part: String,
    /// What is paid in all: the lines and the differences of earlier years.
    payable: String,
    /// Earlier years that come out otherwise.
    restated: Vec<Value>,
    /// Measures whose amounts are estimated, and what from.
    estimated: EstimatedAnswer,
}

/// Which measures are read from estimates, and what these are computed from; both empty where nothing is estimated.
#[derive(Serialize)]
pub struct EstimatedAnswer {
    measures: Vec<String>,
    lists: Vec<ListUsed>,
}

impl EstimatedAnswer {
    /// Of these measures; where there are none the lists do not count.
    pub fn of(measures: &[&Measure], lists: &[ListUsed]) -> Self {
        let lists = if measures.is_empty() { Vec::new() } else { lists.to_vec() };
        Self { measures: measures.iter().map(|measure| measure.id.to_string()).collect(), lists }
    }
}

#[derive(Serialize)]
struct MeasureCounts {
    measure: String,
    at: u16,
    counts: CountsAnswer,
    control: Option<CountsAnswer>,
    expected: Option<SettlementExpected>,
}

#[derive(Serialize)]
struct CountsAnswer {
    eligible: u64,
    successes: u64,
    no_success: u64,
    unclarified: u64,
    left_out: u64,
}

#[derive(Serialize)]
struct SettlementLine {
    rule: String,
    clause: String,
    line: u32,
    quantity: Value,
    price: String,
    due: String,
    over_cap: String,
    amount: String,
    from: String,
    budget: Option<String>,
    to: String,
    basis: Option<Value>,
    cut: Vec<CutAnswer>,
    held_back: Option<HeldBackAnswer>,
    accounting_year: i16,
}

#[derive(Serialize)]
struct CutAnswer {
    limit: String,
    amount: String,
}

#[derive(Serialize)]
struct HeldBackAnswer {
    amount: String,
    until: String,
}

#[derive(Serialize)]
struct ClosingAnswer {
    term: String,
    kind: &'static str,
    date: String,
    from: String,
    budget: Option<String>,
    to: String,
    amount: String,
}

#[derive(Serialize)]
struct DeficitAnswer {
    payment: String,
    amount: String,
}

#[derive(Serialize)]
struct SettlementAccount {
    party: String,
    paid_in: String,
    received: String,
    balance: String,
    cap_room: Option<String>,
    capital_outstanding: Option<String>,
    return_outstanding: Option<String>,
}

#[derive(Serialize)]
struct SettlementExpected {
    eligible: u32,
    rate: Option<Value>,
    successes: Option<Value>,
    amount: String,
}

/// What a measure that nobody pays for came to.
#[derive(Serialize)]
pub struct SettlementFollowUp {
    measure: String,
    at: u16,
    eligible: u64,
    successes: u64,
    unclarified: u64,
    target: Option<Value>,
    mean: Option<Value>,
}

/// `settle` and `show` as JSON.
pub fn settlement(agreement: &Agreement, stored: &StoredProposal) -> SettlementAnswer {
    let proposal = &stored.proposal;
    let people = proposal.counts.unclarified_people.iter().map(|(alias, _)| alias.to_string());
    SettlementAnswer {
        id: stored.record.id.to_string(),
        agreement: proposal.agreement.to_string(),
        measured_year: proposal.measured_year,
        due: proposal.due.to_string(),
        state: stored.record.state.as_str().to_owned(),
        eligible: proposal.counts.eligible,
        successes: proposal.counts.successes,
        unclarified: proposal.unclarified(),
        amount: proposal.amount.to_string(),
        over_cap: proposal.over_cap.to_string(),
        provisional: proposal.provisional.is_some(),
        synthetic: proposal.inputs.synthetic,
        unclarified_people: people.collect(),
        measures: measures(agreement, proposal),
        lines: lines(proposal),
        not_stated: proposal.not_stated.iter().map(ToString::to_string).collect(),
        accounts: accounts(proposal),
        closing: closing(agreement, stored),
        deficits: deficits(proposal),
        expected: proposal.expected.as_ref().map(expected),
        follow_ups: follow_ups(&proposal.follow_ups),
        services: proposal.services.iter().map(service).collect(),
        inputs: proposal.inputs.clone(),
        content: stored.record.content.to_string(),
        trace: proposal.trace.to_string(),
        part: proposal.part.to_string(),
        payable: proposal.payable().to_string(),
        restated: proposal.restated.iter().map(restated).collect(),
        estimated: EstimatedAnswer::of(&estimated_measures(agreement, proposal), &estimate_lists(&proposal.inputs)),
    }
}

/// A year that comes out otherwise: amounts as everywhere in kroner without a currency.
fn restated(restated: &Restatement) -> Value {
    let figures = |figures: &RestatedFigures| {
        json!({
            "amount": figures.amount.to_string(),
            "over_cap": figures.over_cap.to_string(),
            "counts": figures.counts,
        })
    };
    let line = |line: &LineDifference| {
        json!({
            "rule": line.rule.as_str(),
            "clause": line.clause.section,
            "line": line.clause.line,
            "from": line.from.party.as_str(),
            "budget": line.from.budget.as_ref().map(ToString::to_string),
            "to": line.to.as_str(),
            "old": line.old.to_string(),
            "new": line.new.to_string(),
            "amount": line.amount.to_string(),
            "over_cap": line.over_cap.to_string(),
            "accounting_year": line.accounting_year,
        })
    };
    json!({
        "measured_year": restated.measured_year,
        "original": restated.original.as_str(),
        "original_content": restated.original_content.as_str(),
        "after": restated.after,
        "causes": restated.causes,
        "old": figures(&restated.old),
        "new": figures(&restated.new),
        "lines": restated.lines.iter().map(line).collect::<Vec<_>>(),
        "amount": restated.amount.to_string(),
        "kept_answers": restated.kept_answers,
        "trace": restated.trace.as_str(),
    })
}

fn measures(agreement: &Agreement, proposal: &Proposal) -> Vec<MeasureCounts> {
    let one = |result: crate::app::results::Measured<'_>| MeasureCounts {
        measure: result.id.to_string(),
        at: result.at,
        counts: counts(result.counts),
        control: result.control.map(counts),
        expected: result.expected.map(expected),
    };
    results(agreement, proposal).into_iter().map(one).collect()
}

fn counts(counts: &Counts) -> CountsAnswer {
    CountsAnswer {
        eligible: counts.eligible,
        successes: counts.successes,
        no_success: counts.no_success,
        unclarified: counts.unclarified,
        left_out: counts.left_out,
    }
}

fn expected(expected: &Expected) -> SettlementExpected {
    SettlementExpected {
        eligible: expected.eligible,
        rate: share(expected.rate),
        successes: share(expected.successes),
        amount: expected.amount.to_string(),
    }
}

fn lines(proposal: &Proposal) -> Vec<SettlementLine> {
    proposal.lines.iter().map(|line| settlement_line(line, proposal.due.year())).collect()
}

fn settlement_line(line: &Line, paid: i16) -> SettlementLine {
    let cut = line.cut.iter().map(|cut| CutAnswer { limit: cut.limit.to_string(), amount: cut.amount.to_string() });
    let held_back = line.held_back.as_ref();
    SettlementLine {
        rule: line.rule.to_string(),
        clause: line.clause.section.clone(),
        line: line.clause.line,
        quantity: share(line.quantity).unwrap_or(Value::Null),
        price: line.price.to_string(),
        due: line.due.to_string(),
        over_cap: line.over_cap.to_string(),
        amount: line.amount.to_string(),
        from: line.from.party.to_string(),
        budget: line.from.budget.as_ref().map(ToString::to_string),
        to: line.to.to_string(),
        basis: line.basis.as_ref().map(basis),
        cut: cut.collect(),
        held_back: held_back
            .map(|kept| HeldBackAnswer { amount: kept.amount.to_string(), until: kept.until.to_string() }),
        accounting_year: line.accounting_year.unwrap_or(paid),
    }
}

/// How an amount came about, with its kind. Means, rates and units are numbers, amounts are texts as everywhere.
fn basis(basis: &LineBasis) -> Value {
    let number = |value: Decimal| share(value).unwrap_or(Value::Null);
    let money = |amount: Money| amount.to_string();
    match basis {
        LineBasis::NetOfBaseline { successes, expected_anyway } => json!({
            "kind": "net-of-baseline", "successes": number(*successes), "expected_anyway": number(*expected_anyway),
        }),
        LineBasis::Ladder { rate, step, lifted, capital } => json!({
            "kind": "ladder", "rate": number(*rate), "step": step.map(number), "lifted": lifted,
            "capital": capital.map(money),
        }),
        LineBasis::Shared { without, with, units, share, carried_in, carried_out } => json!({
            "kind": "shared", "without": number(*without), "with": number(*with), "units": number(*units),
            "share": number(*share), "carried_in": money(*carried_in), "carried_out": money(*carried_out),
        }),
        LineBasis::Indexed { stated, index, base } => json!({
            "kind": "indexed", "stated": money(*stated), "index": number(*index), "base": number(*base),
        }),
    }
}

fn accounts(proposal: &Proposal) -> Vec<SettlementAccount> {
    let optional = |amount: Option<Money>| amount.map(|amount| amount.to_string());
    let accounts = proposal.accounts.iter().map(|account| SettlementAccount {
        party: account.party.to_string(),
        paid_in: account.paid_in.to_string(),
        received: account.received.to_string(),
        balance: account.balance.to_string(),
        cap_room: optional(account.cap_room),
        capital_outstanding: optional(account.capital_outstanding),
        return_outstanding: optional(account.return_outstanding),
    });
    accounts.collect()
}

fn closing(agreement: &Agreement, stored: &StoredProposal) -> Vec<ClosingAnswer> {
    let closing = closing_after(agreement, Some(&stored.record.id), &stored.record.content, &stored.proposal);
    let payments = closing.payments.iter().map(|payment| ClosingAnswer {
        term: payment.term.to_string(),
        kind: match payment.kind {
            ClosingKind::CapitalReturn => "capital-return",
            ClosingKind::Floor => "floor",
            ClosingKind::Guarantee => "guarantee",
        },
        date: payment.date.to_string(),
        from: payment.from.party.to_string(),
        budget: payment.from.budget.as_ref().map(ToString::to_string),
        to: payment.to.to_string(),
        amount: payment.amount.to_string(),
    });
    payments.collect()
}

fn deficits(proposal: &Proposal) -> Vec<DeficitAnswer> {
    let deficits = proposal.carried.deficits.iter();
    deficits
        .map(|(payment, amount)| DeficitAnswer { payment: payment.to_string(), amount: amount.to_string() })
        .collect()
}

/// What measures that nobody pays for came to.
pub fn follow_ups(results: &[FollowUpResult]) -> Vec<SettlementFollowUp> {
    let results = results.iter().map(|result| SettlementFollowUp {
        measure: result.measure.to_string(),
        at: result.at,
        eligible: result.eligible,
        successes: result.successes,
        unclarified: result.unclarified,
        target: result.target.and_then(share),
        mean: result.mean.and_then(share),
    });
    results.collect()
}

/// The use of a service.
pub fn service(service: &ServiceUse) -> Value {
    json!({
        "term": service.term,
        "after_years": service.after_years,
        "item": service.item,
        "people": service.people,
        "in_extract": service.in_extract,
        "covered": service.covered,
        "users_before": service.users_before,
        "users": service.users,
        "amount_before": service.amount_before.to_string(),
        "amount": service.amount.to_string(),
    })
}

/// The answer of `settle --example`.
#[derive(Serialize)]
pub struct ExampleAnswer {
    agreement: String,
    example: String,
    holds: bool,
    differences: Vec<ExampleFigure>,
    settlements: Vec<ExampleSettlement>,
}

#[derive(Serialize)]
struct ExampleFigure {
    year: Option<i16>,
    stated: String,
    computed: String,
}

#[derive(Serialize)]
struct ExampleSettlement {
    measured_year: i16,
    due: String,
    amount: String,
    over_cap: String,
    measures: Vec<MeasureCounts>,
    lines: Vec<SettlementLine>,
    not_stated: Vec<String>,
    accounts: Vec<SettlementAccount>,
    deficits: Vec<DeficitAnswer>,
}

/// `settle --example` as JSON.
pub fn example(computed: &ComputedExample) -> ExampleAnswer {
    let one = |proposal: &Proposal| ExampleSettlement {
        measured_year: proposal.measured_year,
        due: proposal.due.to_string(),
        amount: proposal.amount.to_string(),
        over_cap: proposal.over_cap.to_string(),
        measures: measures(&computed.agreement, proposal),
        lines: lines(proposal),
        not_stated: proposal.not_stated.iter().map(ToString::to_string).collect(),
        accounts: accounts(proposal),
        deficits: deficits(proposal),
    };
    let ExampleResult { holds, differences, .. } = &computed.result;
    let figure = |difference: &virkning_engine::ExampleDifference| ExampleFigure {
        year: difference.year,
        stated: difference.expected.to_string(),
        computed: difference.computed.to_string(),
    };
    ExampleAnswer {
        agreement: computed.agreement.id.to_string(),
        example: computed.result.name.clone(),
        holds: *holds,
        differences: differences.iter().map(figure).collect(),
        settlements: computed.proposals.iter().map(one).collect(),
    }
}
