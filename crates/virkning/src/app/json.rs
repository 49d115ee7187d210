//! The answers as JSON, in a stable and documented form (docs/JSON.md). Amounts are texts of kroner with two decimals;
//! shares and returns are numbers.

mod case;
mod diff;
mod follow_up;

pub use diff::diff;
pub use follow_up::follow_up;

use serde::Serialize;
use serde_json::Value;
use virkning_engine::plan::{AccountFigures, DefensiblePrice, FlowKind};
use virkning_model::agreement::AccountHolder;
use virkning_model::settlement::Line;
use virkning_model::{Agreement, Decimal, Money, Severity};

use super::check::Checked;
use super::expected::UnexpectedCount;
use super::plan::PlanWithReturns;
use super::settle::StoredProposal;
use super::verify::LedgerOf;
use crate::text::Texts;

/// The answer of `check`.
#[derive(Serialize)]
pub struct CheckAnswer {
    files: Vec<CheckedFile>,
    /// Only where accepted warnings were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    unexpected: Option<Vec<UnexpectedCount>>,
}

#[derive(Serialize)]
struct CheckedFile {
    path: String,
    diagnostics: Vec<CheckedDiagnostic>,
}

#[derive(Serialize)]
struct CheckedDiagnostic {
    code: &'static str,
    severity: Severity,
    line: u32,
    column: u32,
    message: String,
    hint: Option<String>,
}

/// `check` as JSON.
pub fn check(files: &[Checked], unexpected: Option<&[UnexpectedCount]>, texts: &Texts) -> CheckAnswer {
    let files = files.iter().map(|file| CheckedFile {
        path: file.path.display().to_string(),
        diagnostics: file
            .diagnostics
            .iter()
            .map(|diagnostic| {
                let (message, hint) = texts.diagnostic(diagnostic);
                CheckedDiagnostic {
                    code: diagnostic.code,
                    severity: diagnostic.severity,
                    line: diagnostic.place.line,
                    column: diagnostic.place.column,
                    message,
                    hint,
                }
            })
            .collect(),
    });
    CheckAnswer { files: files.collect(), unexpected: unexpected.map(<[UnexpectedCount]>::to_vec) }
}

/// The answer of `plan`.
#[derive(Serialize)]
pub struct PlanAnswer {
    agreement: String,
    currency: String,
    flows: Vec<Flow>,
    business_case: BusinessCase,
    investors: Vec<Investor>,
    accounts: Vec<Account>,
    no_effect: Option<NoEffect>,
    break_even_rate: Option<Value>,
    prices: Vec<Price>,
    examples: Vec<Example>,
    #[serde(flatten)]
    more: case::CaseAnswer,
}

#[derive(Serialize)]
struct Flow {
    date: String,
    year: i16,
    from: Option<String>,
    to: Option<String>,
    budget: Option<String>,
    kind: &'static str,
    amount: String,
}

#[derive(Serialize)]
struct BusinessCase {
    years: Vec<i16>,
    rows: Vec<CaseRow>,
    net: Vec<String>,
    cumulative: Vec<String>,
    break_even_year: Option<i16>,
}

#[derive(Serialize)]
struct CaseRow {
    label: String,
    area: Option<String>,
    falls_to: Holder,
    amounts: Vec<String>,
}

#[derive(Serialize)]
struct Holder {
    party: String,
    budget: Option<String>,
}

#[derive(Serialize)]
struct Investor {
    party: String,
    paid_in: String,
    received: String,
    over_cap: String,
    irr: Option<Value>,
    xirr: Option<Value>,
    multiple: Option<Value>,
    deepest_exposure: Option<Exposure>,
}

#[derive(Serialize)]
struct Exposure {
    date: String,
    amount: String,
}

#[derive(Serialize)]
struct Account {
    party: String,
    budget: Option<String>,
    savings: String,
    received: String,
    paid: String,
    contribution: String,
    balance: String,
    closes: bool,
    by_year: Vec<AccountYear>,
}

#[derive(Serialize)]
struct AccountYear {
    year: i16,
    savings: String,
    received: String,
    paid: String,
    contribution: String,
    balance: String,
}

#[derive(Serialize)]
struct NoEffect {
    rate: Option<Value>,
    payment: String,
    share_of_plan: Option<Value>,
    payments: Vec<YearAmount>,
}

#[derive(Serialize)]
struct YearAmount {
    year: i16,
    amount: String,
}

#[derive(Serialize)]
struct Price {
    payment: String,
    /// Nothing where it is paid in another way than by a price, or no price is stated.
    agreed: Option<String>,
    defensible: Option<String>,
    by_payer_savings: Option<String>,
    /// Only where several pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    payer: Option<Holder>,
}

#[derive(Serialize)]
struct Example {
    name: String,
    holds: bool,
}

/// `plan` as JSON.
pub fn plan(agreement: &Agreement, planned: &PlanWithReturns) -> PlanAnswer {
    let plan = &planned.plan;
    let flows = plan.flows.iter().map(|flow| Flow {
        date: flow.date.to_string(),
        year: flow.year,
        from: flow.from.as_ref().map(|holder| holder.party.to_string()),
        to: flow.to.as_ref().map(|holder| holder.party.to_string()),
        budget: [&flow.from, &flow.to]
            .into_iter()
            .flatten()
            .find_map(|holder| holder.budget.as_ref())
            .map(ToString::to_string),
        kind: flow_kind(flow.kind),
        // Read across one column, savings add and costs take away.
        amount: if flow.kind == FlowKind::Cost { -flow.amount } else { flow.amount }.to_string(),
    });
    let case = &plan.business_case;
    let rows = case.rows.iter().map(|row| CaseRow {
        label: row.label.clone(),
        area: row.area.clone(),
        falls_to: holder(&row.falls_to),
        amounts: texts_of(&row.amounts),
    });
    let investors = plan.investors.iter().zip(&planned.returns).map(|(investor, returns)| Investor {
        party: investor.party.to_string(),
        paid_in: investor.paid_in.to_string(),
        received: investor.received.to_string(),
        over_cap: investor.over_cap.to_string(),
        irr: returns.irr.and_then(estimate),
        xirr: returns.xirr.and_then(estimate),
        multiple: investor.multiple.and_then(share),
        deepest_exposure: investor
            .deepest
            .map(|(date, amount)| Exposure { date: date.to_string(), amount: amount.to_string() }),
    });
    let accounts = plan.accounts.iter().map(|account| Account {
        party: account.party.to_string(),
        budget: account.budget.as_ref().map(ToString::to_string),
        savings: account.total.savings.to_string(),
        received: account.total.received.to_string(),
        paid: account.total.paid.to_string(),
        contribution: account.total.contribution.to_string(),
        balance: account.total.balance.to_string(),
        closes: account.closes,
        by_year: account.by_year.iter().map(|(year, figures)| account_year(*year, figures)).collect(),
    });
    PlanAnswer {
        agreement: plan.agreement.to_string(),
        currency: plan.currency.code().to_owned(),
        flows: flows.collect(),
        business_case: BusinessCase {
            years: case.years.clone(),
            rows: rows.collect(),
            net: texts_of(&case.net),
            cumulative: texts_of(&case.cumulative),
            break_even_year: case.break_even_year,
        },
        investors: investors.collect(),
        accounts: accounts.collect(),
        no_effect: plan.no_effect.as_ref().map(|none| NoEffect {
            rate: baseline(agreement).and_then(share),
            payment: none.total.to_string(),
            share_of_plan: none.share_of_plan.and_then(share),
            payments: none
                .payments
                .iter()
                .map(|(year, amount)| YearAmount { year: *year, amount: amount.to_string() })
                .collect(),
        }),
        break_even_rate: plan.break_even_rate.and_then(share),
        prices: plan
            .prices
            .iter()
            .map(|price| Price {
                payment: price.term.to_string(),
                agreed: price.agreed.map(|agreed| agreed.to_string()),
                defensible: price.by_saving_share.map(kroner),
                by_payer_savings: price.by_payer_savings.map(kroner),
                payer: of_several(agreement, price),
            })
            .collect(),
        examples: plan
            .examples
            .iter()
            .map(|example| Example { name: example.name.clone(), holds: example.holds })
            .collect(),
        more: case::case(plan),
    }
}

/// Whose price it is where a payment has several payers.
fn of_several(agreement: &Agreement, price: &DefensiblePrice) -> Option<Holder> {
    let payment = agreement.payments.iter().find(|payment| payment.id == price.term)?;
    (payment.from.len() > 1).then(|| holder(&price.payer))
}

/// The share of the payment measure that would succeed without the intervention.
fn baseline(agreement: &Agreement) -> Option<Decimal> {
    agreement.payments.iter().find_map(|payment| agreement.measure(&payment.measure)?.baseline)
}

/// `plan` as CSV: one line a flow.
pub fn plan_csv(agreement: &Agreement, planned: &PlanWithReturns) -> String {
    let mut text = String::from("date,year,from,to,budget,kind,label,area,amount\n");
    for (flow, row) in plan(agreement, planned).flows.iter().zip(&planned.plan.flows) {
        let field = |value: &Option<String>| quoted(value.as_deref().unwrap_or_default());
        text.push_str(&format!(
            "{},{},{},{},{},{},{},{},{}\n",
            flow.date,
            flow.year,
            field(&flow.from),
            field(&flow.to),
            field(&flow.budget),
            flow.kind,
            quoted(&row.label),
            field(&row.area),
            flow.amount
        ));
    }
    text
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn account_year(year: i16, figures: &AccountFigures) -> AccountYear {
    AccountYear {
        year,
        savings: figures.savings.to_string(),
        received: figures.received.to_string(),
        paid: figures.paid.to_string(),
        contribution: figures.contribution.to_string(),
        balance: figures.balance.to_string(),
    }
}

fn flow_kind(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::Funding => "funding",
        FlowKind::OutcomePayment => "outcome-payment",
        FlowKind::Cost => "cost",
        FlowKind::Saving => "saving",
    }
}

fn holder(holder: &AccountHolder) -> Holder {
    Holder { party: holder.party.to_string(), budget: holder.budget.as_ref().map(ToString::to_string) }
}

fn texts_of(amounts: &[Money]) -> Vec<String> {
    amounts.iter().map(ToString::to_string).collect()
}

/// A price that is computed and not agreed: kroner with two decimals.
fn kroner(price: Decimal) -> String {
    format!("{:.2}", price.round_dp_with_strategy(2, virkning_model::DecimalRounding::MidpointAwayFromZero))
}

/// An exact share as a JSON number with at most six decimals, without passing through a float.
fn share(value: Decimal) -> Option<Value> {
    serde_json::from_str(&value.round_dp(6).normalize().to_string()).ok()
}

/// An estimate as a JSON number with six decimals.
fn estimate(value: f64) -> Option<Value> {
    serde_json::from_str(&format!("{value:.6}")).ok()
}

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
    lines: Vec<SettlementLine>,
    accounts: Vec<SettlementAccount>,
    expected: Option<SettlementExpected>,
    follow_ups: Vec<SettlementFollowUp>,
    inputs: virkning_model::settlement::Inputs,
    content: String,
    trace: String,
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

#[derive(Serialize)]
struct SettlementFollowUp {
    measure: String,
    eligible: u64,
    successes: u64,
    unclarified: u64,
    target: Option<Value>,
}

/// `settle` and `show` as JSON.
pub fn settlement(stored: &StoredProposal) -> SettlementAnswer {
    let proposal = &stored.proposal;
    let lines = proposal.lines.iter().map(settlement_line);
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
    let follow_ups = proposal.follow_ups.iter().map(|result| SettlementFollowUp {
        measure: result.measure.to_string(),
        eligible: result.eligible,
        successes: result.successes,
        unclarified: result.unclarified,
        target: result.target.and_then(share),
    });
    SettlementAnswer {
        id: stored.record.id.to_string(),
        agreement: proposal.agreement.to_string(),
        measured_year: proposal.measured_year,
        due: proposal.due.to_string(),
        state: stored.record.state.as_str().to_owned(),
        eligible: proposal.counts.eligible,
        successes: proposal.counts.successes,
        unclarified: proposal.counts.unclarified,
        amount: proposal.amount.to_string(),
        over_cap: proposal.over_cap.to_string(),
        provisional: proposal.provisional.is_some(),
        synthetic: proposal.inputs.synthetic,
        unclarified_people: proposal.counts.unclarified_people.iter().map(|(alias, _)| alias.to_string()).collect(),
        lines: lines.collect(),
        accounts: accounts.collect(),
        expected: proposal.expected.as_ref().map(|expected| SettlementExpected {
            eligible: expected.eligible,
            rate: share(expected.rate),
            successes: share(expected.successes),
            amount: expected.amount.to_string(),
        }),
        follow_ups: follow_ups.collect(),
        inputs: proposal.inputs.clone(),
        content: stored.record.content.to_string(),
        trace: proposal.trace.to_string(),
    }
}

fn settlement_line(line: &Line) -> SettlementLine {
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
    }
}

/// The answer of `ledger`.
#[derive(Serialize)]
pub struct LedgerAnswer {
    agreement: String,
    entries: Vec<LedgerEntry>,
    balances: Vec<LedgerBalance>,
}

#[derive(Serialize)]
struct LedgerEntry {
    voucher: String,
    date: String,
    proposal: String,
    measured_year: i16,
    party: String,
    budget: Option<String>,
    account: virkning_model::ledger::AccountPurpose,
    amount: String,
    balance: String,
    posted_by: String,
}

#[derive(Serialize)]
struct LedgerBalance {
    party: String,
    budget: Option<String>,
    account: virkning_model::ledger::AccountPurpose,
    amount: String,
}

/// `ledger` as JSON: debit positive, credit negative.
pub fn ledger(ledgers: &[LedgerOf]) -> Vec<LedgerAnswer> {
    let of = |ledger: &LedgerOf| LedgerAnswer {
        agreement: ledger.agreement.id.to_string(),
        entries: ledger
            .lines
            .iter()
            .map(|line| LedgerEntry {
                voucher: line.voucher_number.clone(),
                date: line.paid_on.to_string(),
                proposal: line.proposal.to_string(),
                measured_year: line.measured_year,
                party: line.account.holder.party.to_string(),
                budget: line.account.holder.budget.as_ref().map(ToString::to_string),
                account: line.account.purpose,
                amount: line.amount.to_string(),
                balance: line.balance.to_string(),
                posted_by: line.by.to_string(),
            })
            .collect(),
        balances: ledger
            .balances
            .iter()
            .map(|balance| LedgerBalance {
                party: balance.account.holder.party.to_string(),
                budget: balance.account.holder.budget.as_ref().map(ToString::to_string),
                account: balance.account.purpose,
                amount: balance.amount.to_string(),
            })
            .collect(),
    };
    ledgers.iter().map(of).collect()
}
