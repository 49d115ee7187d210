//! Where every krone of a path goes: which account pays, which is paid, in which year, and how costs and savings follow
//! what was drawn. All amounts are whole øre; where an estimate makes one, it is rounded once, and where nothing is drawn
//! the plan's own amounts stand.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_engine::plan::{FlowKind, Plan, RowKind};
use virkning_engine::{ClosingPayment, PaymentTerm, Program, ProgramLine};
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::business_case::{Saving, SavingSize};
use virkning_model::id::{BudgetId, PartyId, TermId};

use crate::model::float;

/// A party's account, or that of one of its budgets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub party: PartyId,
    /// Which budget; nothing for the party in all.
    pub budget: Option<BudgetId>,
}

/// An investor's instalments and place among the parties.
#[derive(Clone, Debug)]
pub(crate) struct Investor {
    pub(crate) party: PartyId,
    /// The place of its account.
    pub(crate) account: usize,
    /// Whole øre with the day, in order.
    pub(crate) instalments: Vec<(Date, i64)>,
}

/// How one row of the business case follows what is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) term: TermId,
    pub(crate) is_cost: bool,
    /// Whether it grows with those who start.
    pub(crate) per_starter: bool,
    /// Accounts that it falls to.
    pub(crate) accounts: Vec<usize>,
    /// As planned, by year of the table.
    pub(crate) planned: Vec<i64>,
    /// What one more starter of a year changes, by year of the table and year of intake; empty where nothing does.
    pub(crate) per_start: Vec<Vec<f64>>,
}

/// The books of an agreement.
#[derive(Clone, Debug)]
pub(crate) struct Books {
    pub(crate) accounts: Vec<Account>,
    pub(crate) years: Vec<i16>,
    /// Balances that nothing drawn changes: capital, by account and year.
    pub(crate) fixed: Vec<i64>,
    /// What is received whatever the results: capital that comes back, by account and year.
    pub(crate) fixed_received: Vec<i64>,
    pub(crate) rows: Vec<Row>,
    /// The years of the business case, as places among all years.
    pub(crate) case_years: Vec<usize>,
    /// By line of the program, receiver and payer: the accounts of both and the place of the year of payment.
    pub(crate) slots: Vec<LineSlots>,
    pub(crate) investors: Vec<Investor>,
    /// Whether what closes the agreement depends on what was paid.
    pub(crate) closing_depends: bool,
}

/// Where a line's payments go.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineSlots {
    pub(crate) year: usize,
    /// By payer's place: its accounts.
    pub(crate) payers: Vec<Vec<usize>>,
    /// By receiver's place: its accounts.
    pub(crate) receivers: Vec<Vec<usize>>,
    /// Whether part of it is kept back until later.
    pub(crate) kept_back: bool,
}

impl Books {
    pub(crate) fn new(agreement: &Agreement, program: &Program, plan: &Plan, closes: bool) -> Self {
        let accounts = accounts(agreement);
        let of_plan = plan.flows.iter().map(|flow| flow.year).chain(plan.business_case.years.iter().copied());
        let mut years: Vec<i16> = of_plan.chain(program.lines().iter().map(|line| line.due.year())).collect();
        years.extend(program.terms().iter().filter_map(|term| Some(term.payment.held_back?.until.year())));
        years.extend(agreement.guarantees.iter().filter_map(|guarantee| Some(guarantee.on?.year())));
        let (first, last) = (years.iter().min().copied().unwrap_or(0), years.iter().max().copied().unwrap_or(-1));
        let years: Vec<i16> = (first..=last).collect();
        let mut books = Self {
            fixed: vec![0; accounts.len() * years.len()],
            fixed_received: vec![0; accounts.len() * years.len()],
            rows: rows(agreement, plan, &accounts),
            case_years: plan.business_case.years.iter().map(|year| place(&years, *year)).collect(),
            slots: program.lines().iter().map(|line| slots(&accounts, &years, line, program.term(line))).collect(),
            investors: plan.investors.iter().map(|investor| of_investor(&accounts, program, &investor.party)).collect(),
            // Where a payment is not known, floors and guarantees are not told either.
            closing_depends: closes && closing_depends(agreement),
            accounts,
            years,
        };
        books.see_fixed(plan);
        books
    }

    /// Capital that is given, and capital that comes back whatever the results.
    fn see_fixed(&mut self, plan: &Plan) {
        let depends = self.closing_depends;
        let fixed = plan.flows.iter().filter(|flow| match flow.kind {
            FlowKind::Funding => true,
            FlowKind::CapitalReturn | FlowKind::Guarantee => !depends,
            _ => false,
        });
        for flow in fixed {
            let year = place(&self.years, flow.year);
            let amount = minor(flow.amount.minor());
            for (holder, sign) in [(&flow.from, -1), (&flow.to, 1)] {
                for account in holder.iter().flat_map(|holder| held_by(&self.accounts, holder)).collect::<Vec<_>>() {
                    self.fixed[account * self.years.len() + year] += sign * amount;
                    if sign > 0 && flow.kind != FlowKind::Funding {
                        self.fixed_received[account * self.years.len() + year] += amount;
                    }
                }
            }
        }
    }

    pub(crate) fn year(&self, year: i16) -> usize {
        place(&self.years, year)
    }

    /// The accounts that a holder's money moves: the party's, and its budget's.
    pub(crate) fn held_by(&self, holder: &AccountHolder) -> impl Iterator<Item = usize> {
        held_by(&self.accounts, holder)
    }

    /// Where what closes the agreement goes: from, to, year, amount.
    pub(crate) fn closing(&self, payment: &ClosingPayment) -> (Vec<usize>, Vec<usize>, usize, i64) {
        let to = AccountHolder { party: payment.to.clone(), budget: None };
        (
            self.held_by(&payment.from).collect(),
            self.held_by(&to).collect(),
            self.year(payment.date.year()),
            minor(payment.amount.minor()),
        )
    }
}

/// Whole øre in 64 bits: amounts of an agreement are bounded far below.
pub(crate) fn minor(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}

fn place(years: &[i16], year: i16) -> usize {
    let from = years.first().copied().unwrap_or(year);
    usize::try_from(i32::from(year) - i32::from(from)).unwrap_or(0).min(years.len().saturating_sub(1))
}

/// In the order of the plan: each party, then its budgets.
fn accounts(agreement: &Agreement) -> Vec<Account> {
    let mut accounts = Vec::new();
    for party in &agreement.parties {
        accounts.push(Account { party: party.id.clone(), budget: None });
        let own = agreement.budgets.iter().filter(|budget| budget.party == party.id);
        accounts.extend(own.map(|budget| Account { party: party.id.clone(), budget: Some(budget.id.clone()) }));
    }
    accounts
}

fn held_by(accounts: &[Account], holder: &AccountHolder) -> impl Iterator<Item = usize> {
    let is = |account: &Account| {
        account.party == holder.party && (account.budget.is_none() || account.budget == holder.budget)
    };
    let own: Vec<usize> = accounts.iter().enumerate().filter(|(_, account)| is(account)).map(|(own, _)| own).collect();
    own.into_iter()
}

fn slots(accounts: &[Account], years: &[i16], line: &ProgramLine, term: &PaymentTerm) -> LineSlots {
    let payment = &term.payment;
    let whole = |party: &PartyId| AccountHolder { party: party.clone(), budget: None };
    LineSlots {
        year: place(years, line.due.year()),
        payers: payment.from.iter().map(|payer| held_by(accounts, &payer.holder).collect()).collect(),
        receivers: payment.to.iter().map(|receiver| held_by(accounts, &whole(&receiver.party)).collect()).collect(),
        kept_back: payment.held_back.is_some(),
    }
}

fn of_investor(accounts: &[Account], program: &Program, party: &PartyId) -> Investor {
    let own = |account: &Account| account.party == *party && account.budget.is_none();
    Investor {
        party: party.clone(),
        account: accounts.iter().position(own).unwrap_or(0),
        instalments: program.instalments(party).iter().map(|(day, amount)| (*day, minor(amount.minor()))).collect(),
    }
}

fn closing_depends(agreement: &Agreement) -> bool {
    let floor = |limit: &virkning_model::agreement::Limit| {
        matches!(limit.rule, virkning_model::agreement::LimitRule::AtLeast { .. })
    };
    !agreement.guarantees.is_empty() || agreement.limits.iter().any(floor)
}

fn rows(agreement: &Agreement, plan: &Plan, accounts: &[Account]) -> Vec<Row> {
    let case = &plan.business_case;
    let mut rows = Vec::with_capacity(case.rows.len());
    // The rows of one saving follow each other in the order of its shares, then the refund.
    let mut seen: BTreeMap<&TermId, usize> = BTreeMap::new();
    for row in &case.rows {
        let nth = seen.entry(&row.term).or_insert(0);
        let saving = (row.kind == RowKind::Saving)
            .then(|| agreement.savings.iter().find(|saving| saving.id == row.term))
            .flatten();
        let share = saving.map_or(0.0, |saving| share_of(saving, *nth, row.refunded));
        *nth += 1;
        let sizes = saving.map(|saving| &saving.size);
        rows.push(Row {
            term: row.term.clone(),
            is_cost: row.kind == RowKind::Cost,
            per_starter: matches!(sizes, Some(SavingSize::PerStarter { .. } | SavingSize::PerSuccess { .. })),
            accounts: held_by(accounts, &row.falls_to).collect(),
            planned: row.amounts.iter().map(|amount| minor(amount.minor())).collect(),
            per_start: case
                .years
                .iter()
                .map(|year| saving.map(|saving| per_start(agreement, saving, *year, share)).unwrap_or_default())
                .collect(),
        });
    }
    rows
}

/// Which part of a saving a row is.
fn share_of(saving: &Saving, nth: usize, refunded: bool) -> f64 {
    let refund = saving.refund.as_ref().map_or(0.0, |refund| float(refund.share));
    if refunded {
        return refund;
    }
    let weights: f64 = saving.falls_to.iter().map(|share| float(share.weight)).sum();
    let own = saving.falls_to.get(nth).map_or(0.0, |share| float(share.weight));
    if weights > 0.0 { (1.0 - refund) * own / weights } else { 0.0 }
}

/// What one starter of each year brings in a year of the table, in øre: the plan's own rule (`engine::plan`), as a slope.
fn per_start(agreement: &Agreement, saving: &Saving, year: i16, share: f64) -> Vec<f64> {
    let case = agreement.business_case.as_ref();
    let one = |values: &[rust_decimal::Decimal], since: usize| values.get(since).map(|value| float(*value));
    let attrition = |since: usize| {
        let left = case.map_or(&[][..], |case| &case.attrition);
        left.get(since).or(left.last()).map_or(1.0, |left| float(*left))
    };
    let completing = agreement.intake.completion.map_or(1.0, float);
    let value = |since: usize| match &saving.size {
        SavingSize::PerStarter { profile } => one(profile, since),
        SavingSize::PerSuccess { volume, price, .. } => {
            let rate = case.and_then(|case| case.net_success_rate).map_or(0.0, float);
            Some(one(volume, since)? * rate * completing * float(price.to_decimal()) * attrition(since))
        }
        _ => None,
    };
    let phase_in = case
        .and_then(|case| case.phase_in.as_ref())
        .map_or(1.0, |shares| shares.get(year).map_or(0.0, |share| float(*share)));
    let overlap = case.and_then(|case| case.overlap.as_ref()).map_or(1.0, |overlap| float(overlap.factor()));
    let slope = |start: &i16| {
        let since = usize::try_from(i32::from(year) - i32::from(*start) - 1).ok();
        since.and_then(value).map_or(0.0, |value| 100.0 * value * phase_in * overlap * share)
    };
    agreement.intake.by_year.keys().map(slope).collect()
}
