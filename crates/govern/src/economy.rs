//! The economy of a portfolio: what papers print of it with totals under one horizon, and what the agreements' plans give
//! by payer and year. A total has one horizon and one price level; what has another stands beside it, never in it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use virkning_engine::Plan;
use virkning_engine::plan::{FlowKind, LackedFigure};
use virkning_model::agreement::{AccountHolder, BudgetKind, PriceLevel};
use virkning_model::claim::{Printed, Project, PublishedDocument, RowRole};
use virkning_model::{Agreement, Money};

/// What a paper says of several investments, added up.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperEconomy<'a> {
    /// The paper.
    pub paper: &'a PublishedDocument,
    /// The horizon of the totals: the last year that most of the rows cover.
    pub horizon: i16,
    /// The rows of the printed table, with the investment that each is about.
    pub rows: Vec<PaperRow<'a>>,
    /// The rows within the horizon added up.
    pub within: Sums,
    /// All rows added up, though they cover different years: no total, shown to compare with what is printed.
    pub all: Sums,
    /// The total that the paper prints, by the same columns.
    pub printed: Option<Sums>,
    /// Investments of the paper that stand in no table.
    pub outside: Vec<&'a Project>,
}

/// One investment in a paper's table.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperRow<'a> {
    /// The investment.
    pub project: &'a Project,
    /// The last year that its figures cover.
    pub horizon: i16,
    /// Its figures.
    pub sums: Sums,
}

/// Capital, repayment, savings and net; nothing where one is not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Investment capital.
    pub capital: Option<Money>,
    /// Repayment by the department's own budgets.
    pub repayment: Option<Money>,
    /// Savings there.
    pub savings: Option<Money>,
    /// Savings less repayment.
    pub net: Option<Money>,
}

impl Sums {
    fn of(project: &Project) -> Self {
        Self { capital: project.capital, repayment: project.repayment, savings: project.savings, net: project.net }
    }

    /// What one more row makes of it; what is not stated once is not stated in all.
    fn and(self, other: Self) -> Self {
        let add = |one: Option<Money>, other: Option<Money>| Some(one? + other?);
        Self {
            capital: add(self.capital, other.capital),
            repayment: add(self.repayment, other.repayment),
            savings: add(self.savings, other.savings),
            net: add(self.net, other.net),
        }
    }

    /// By the names of the columns.
    pub fn named(&self) -> [(&'static str, Option<Money>); 4] {
        [("capital", self.capital), ("repayment", self.repayment), ("savings", self.savings), ("net", self.net)]
    }
}

/// A paper's table of investments, with its totals. Nothing where it has none.
pub fn paper_economy(paper: &PublishedDocument) -> Option<PaperEconomy<'_>> {
    let printed = paper.printed.iter().find(|table| table.rows.iter().any(|row| row.role == RowRole::Part))?;
    let mut rows = Vec::new();
    for row in printed.rows.iter().filter(|row| row.role == RowRole::Part) {
        let project = paper.projects.iter().find(|project| {
            project.name == row.label || project.aliases.contains(&row.label) || project.name.ends_with(&row.label)
        })?;
        let horizon = row.horizon.or(project.horizon).or(printed.horizon)?;
        rows.push(PaperRow { project, horizon, sums: Sums::of(project) });
    }
    let horizon = most_common(rows.iter().map(|row| row.horizon))?;
    let none = Money::zero(paper.currency);
    let nothing = Sums { capital: Some(none), repayment: Some(none), savings: Some(none), net: Some(none) };
    let add = |rows: &mut dyn Iterator<Item = Sums>| rows.fold(nothing, Sums::and);
    let within = add(&mut rows.iter().filter(|row| row.horizon == horizon).map(|row| row.sums));
    let all = add(&mut rows.iter().map(|row| row.sums));
    let in_table = |project: &Project| rows.iter().any(|row| row.project.id == project.id);
    let outside = paper.projects.iter().filter(|project| !in_table(project)).collect();
    Some(PaperEconomy { paper, horizon, within, all, printed: printed_total(paper, printed), outside, rows })
}

fn most_common(horizons: impl Iterator<Item = i16>) -> Option<i16> {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    horizons.for_each(|horizon| *counts.entry(horizon).or_default() += 1);
    counts.into_iter().max_by_key(|(horizon, count)| (*count, std::cmp::Reverse(*horizon))).map(|(horizon, _)| horizon)
}

fn printed_total(paper: &PublishedDocument, printed: &Printed) -> Option<Sums> {
    let total = printed.rows.iter().find(|row| row.role == RowRole::Total)?;
    let column = |place: usize| {
        let value = total.values.get(place).copied().flatten()?;
        Money::exact(paper.currency, value.checked_mul(printed.unit)?).ok()
    };
    Some(Sums { capital: column(0), repayment: column(1), savings: column(2), net: column(3) })
}

impl PaperEconomy<'_> {
    /// The rows whose figures cover other years than the totals.
    pub fn beyond(&self) -> impl Iterator<Item = &PaperRow<'_>> {
        self.rows.iter().filter(|row| row.horizon != self.horizon)
    }

    /// What the printed totals leave for the rows of another horizon: printed less the rows within the horizon.
    pub fn left_by_printed(&self) -> Option<Money> {
        Some(self.printed?.savings? - self.within.savings?)
    }

    /// How many years the totals cover: from the start of the first investment to the horizon.
    pub fn years(&self) -> Option<i16> {
        let first = self.rows.iter().filter_map(|row| row.project.period).map(|period| period.from).min()?;
        (first <= self.horizon).then(|| self.horizon - first + 1)
    }

    /// Printed savings less printed repayment, over the years that they say they cover.
    pub fn printed_net(&self) -> Option<Money> {
        let printed = self.printed?;
        Some(printed.savings? - printed.repayment?)
    }
}

/// Whose pot it is, for tables of a whole portfolio: the same kind of budget of different agreements stands together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pot {
    /// The department's own budget.
    Decentral,
    /// A central budget of the municipality.
    Central,
    /// The outcome fund.
    OutcomeFund,
    /// The region.
    Region,
    /// The state.
    State,
    /// An investor.
    Investor,
    /// A party without a named budget.
    Other,
}

impl Pot {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Pot::Decentral => "decentral",
            Pot::Central => "central",
            Pot::OutcomeFund => "outcome-fund",
            Pot::Region => "region",
            Pot::State => "state",
            Pot::Investor => "investor",
            Pot::Other => "other",
        }
    }

    /// The pot of a holder.
    pub fn of(agreement: &Agreement, holder: &AccountHolder) -> Self {
        match holder.budget.as_ref().and_then(|id| agreement.budget(id)).map(|budget| budget.kind) {
            Some(BudgetKind::Decentral) => Pot::Decentral,
            Some(BudgetKind::Central) => Pot::Central,
            Some(BudgetKind::OutcomeFund) => Pot::OutcomeFund,
            Some(BudgetKind::Region) => Pot::Region,
            Some(BudgetKind::State) => Pot::State,
            None if agreement.investors().any(|party| party.id == holder.party) => Pot::Investor,
            None => Pot::Other,
        }
    }
}

/// The plan of one agreement for the portfolio.
#[derive(Clone, Debug)]
pub struct PlannedAgreement<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// Its plan.
    pub plan: Plan,
}

impl PlannedAgreement<'_> {
    /// Whether every payment can be planned.
    pub fn payments_are_known(&self) -> bool {
        !self.plan.payments.is_empty()
            && !self.plan.lacks.iter().any(|lack| matches!(lack.figure, LackedFigure::Payment(_)))
    }

    /// Whether every saving can be planned.
    pub fn savings_are_known(&self) -> bool {
        !self.agreement.savings.is_empty() && !self.plan.lacks.iter().any(|lack| lack.figure == LackedFigure::Savings)
    }

    /// The last year of its business case.
    pub fn horizon(&self) -> Option<i16> {
        self.plan.business_case.years.last().copied()
    }
}

/// What is paid for results by each pot in each year, and what it could be at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    /// Expected by the plan.
    pub expected: BTreeMap<(Pot, i16), Money>,
    /// If everybody succeeded, after every limit.
    pub at_most: BTreeMap<(Pot, i16), Money>,
    /// What limits take away in that case.
    pub capped: BTreeMap<(Pot, i16), Money>,
}

/// The exposure of one agreement; nothing where its payments are not all known.
pub fn exposure(planned: &PlannedAgreement<'_>) -> Option<Exposure> {
    if !planned.payments_are_known() {
        return None;
    }
    let agreement = planned.agreement;
    let mut exposure = Exposure::default();
    let zero = Money::zero(agreement.currency);
    for payment in &planned.plan.payments {
        let pot = Pot::of(agreement, &payment.from);
        for (day, amount) in payment.by_day() {
            *exposure.expected.entry((pot, day.year())).or_insert(zero) += amount;
        }
    }
    let best = virkning_engine::plan(&with_every_success(agreement)).ok()?;
    for payment in &best.payments {
        let pot = Pot::of(agreement, &payment.from);
        for (day, amount) in payment.by_day() {
            *exposure.at_most.entry((pot, day.year())).or_insert(zero) += amount;
        }
        *exposure.capped.entry((pot, payment.due.year())).or_insert(zero) += payment.over_cap;
    }
    Some(exposure)
}

/// The agreement in which every expected success comes true.
fn with_every_success(agreement: &Agreement) -> Agreement {
    let mut best = agreement.clone();
    for measure in &mut best.measures {
        if let Some(expected) = &mut measure.expected {
            expected.named.values_mut().for_each(|rate| *rate = Decimal::ONE);
            expected.later.iter_mut().for_each(|rate| *rate = Decimal::ONE);
        }
        measure.expected_at.values_mut().for_each(|rate| *rate = Decimal::ONE);
    }
    best
}

/// Savings by pot, with those inside and outside the service frame apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Savings {
    /// By pot.
    pub by_pot: BTreeMap<Pot, Money>,
    /// Inside the service frame, outside, and where the agreement does not say.
    pub by_frame: BTreeMap<Option<bool>, Money>,
}

/// The savings of one agreement; nothing where they are not all known.
pub fn savings(planned: &PlannedAgreement<'_>) -> Option<Savings> {
    if !planned.savings_are_known() {
        return None;
    }
    let agreement = planned.agreement;
    let zero = Money::zero(agreement.currency);
    let mut savings = Savings::default();
    for flow in planned.plan.flows.iter().filter(|flow| flow.kind == FlowKind::Saving) {
        let Some(holder) = &flow.to else { continue };
        *savings.by_pot.entry(Pot::of(agreement, holder)).or_insert(zero) += flow.amount;
        let budget = holder.budget.as_ref().and_then(|id| agreement.budget(id));
        let frame = budget.and_then(|budget| budget.inside_service_frame);
        *savings.by_frame.entry(frame).or_insert(zero) += flow.amount;
    }
    Some(savings)
}

/// The balance of the authority, year by year, added up from the first year; nothing where its account is not complete.
pub fn cumulative(planned: &PlannedAgreement<'_>) -> Option<Vec<(i16, Money)>> {
    if !planned.plan.accounts_are_complete() {
        return None;
    }
    let agreement = planned.agreement;
    let authority = agreement.parties.iter().find(|party| party.is(virkning_model::agreement::PartyRole::Authority))?;
    let account =
        planned.plan.accounts.iter().find(|account| account.party == authority.id && account.budget.is_none())?;
    let mut sum = Money::zero(agreement.currency);
    let years = account.by_year.iter().map(|(year, figures)| {
        sum += figures.balance;
        (*year, sum)
    });
    Some(years.collect())
}

/// A price level as a group of amounts that may be added up.
pub fn level_word(level: &PriceLevel) -> String {
    match level {
        PriceLevel::Year(year) => year.to_string(),
        PriceLevel::Current => "current".to_owned(),
        PriceLevel::NotStated => "not-stated".to_owned(),
    }
}
