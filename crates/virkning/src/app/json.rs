//! The answers as JSON, in a stable and documented form (docs/JSON.md). Amounts are texts of kroner with two decimals;
//! shares and returns are numbers.

mod case;
mod claim;
mod diff;
mod editions;
mod follow_up;
mod money;
mod overlap;
mod records;
mod settlement;
mod simulate;

pub use claim::{claim, claim_sample, claims};
pub use diff::diff;
pub use editions::editions;
pub use follow_up::{follow_up, followed};
pub use money::{account, compared, dues, reconciled};
pub use overlap::overlaps;
pub use records::records;
pub use settlement::{example, settlement};
pub use simulate::{reason, simulated, terms};

use serde::Serialize;
use serde_json::Value;
use virkning_engine::plan::{AccountFigures, DefensiblePrice, FlowKind};
use virkning_model::agreement::AccountHolder;
use virkning_model::{Agreement, Decimal, Money, Severity};

use super::check::Checked;
use super::expected::UnexpectedCount;
use super::plan::PlanWithReturns;
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
    /// Nothing where amounts are lacking.
    closes: Option<bool>,
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
        closes: plan.accounts_are_complete().then_some(account.closes),
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
        FlowKind::CapitalReturn => "capital-return",
        FlowKind::Guarantee => "guarantee",
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
    kind: &'static str,
    proposal: Option<String>,
    measured_year: Option<i16>,
    accounting_year: i16,
    party: String,
    budget: Option<String>,
    account: virkning_model::ledger::AccountPurpose,
    tranche: Option<String>,
    amount: String,
    balance: String,
    posted_by: String,
}

#[derive(Serialize)]
struct LedgerBalance {
    party: String,
    budget: Option<String>,
    account: virkning_model::ledger::AccountPurpose,
    tranche: Option<String>,
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
                kind: line.kind.word(),
                proposal: line.proposal.as_ref().map(ToString::to_string),
                measured_year: line.measured_year,
                accounting_year: line.accounting_year,
                party: line.account.holder.party.to_string(),
                budget: line.account.holder.budget.as_ref().map(ToString::to_string),
                account: line.account.purpose,
                tranche: line.account.tranche.as_ref().map(ToString::to_string),
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
                tranche: balance.account.tranche.as_ref().map(ToString::to_string),
                amount: balance.amount.to_string(),
            })
            .collect(),
    };
    ledgers.iter().map(of).collect()
}
