//! The rows of the business case summed in other ways: by budget area (styringsområde), committee, budget, party and
//! actor, by what can be cashed and by what lies inside the service frame. Each way adds up to the case's own totals.

use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, Budget, BudgetArea, BudgetKind};
use virkning_model::business_case::{CostKind, Evidence};
use virkning_model::id::PartyId;

use super::business_case::{Row, RowKind};

/// What rows have in common. Nothing inside means that the terms do not say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupKey {
    /// A budget area.
    Area(Option<BudgetArea>),
    /// A committee (udvalg).
    Committee(Option<String>),
    /// A budget.
    Budget(AccountHolder),
    /// A party.
    Party(PartyId),
    /// Municipality, region or state.
    Actor(Actor),
    /// Inside the service frame or outside.
    ServiceFrame(Option<bool>),
    /// Savings by which a budget can really be lowered, and others.
    Cashable(Option<bool>),
    /// Savings by how well they are known.
    Evidence(Option<Evidence>),
    /// Costs of bringing the intervention about, and of running it.
    CostKind(CostKind),
    /// Costs that are sought from a pool.
    Pool(String),
}

/// Who gains or pays in the end, as SØM counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// The municipality.
    Municipality,
    /// The region.
    Region,
    /// The state.
    State,
}

/// Rows with something in common, summed.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub key: GroupKey,
    /// Their costs by year, negative.
    pub costs: Vec<Money>,
    /// Their savings by year.
    pub savings: Vec<Money>,
    /// Whether every amount among them is stated.
    pub complete: bool,
}

impl Group {
    /// Savings less costs by year.
    pub fn net(&self) -> Vec<Money> {
        self.costs.iter().zip(&self.savings).map(|(cost, saving)| *cost + *saving).collect()
    }
}

/// A way of summing: the group that a row belongs to, or none.
type Way<'a> = &'a dyn Fn(&Row) -> Option<GroupKey>;

/// Sums in every way that tells something: a way in which all rows are alike for want of terms is left out.
pub(super) fn groups(agreement: &Agreement, rows: &[Row], years: usize) -> Vec<Group> {
    let zero = Money::zero(agreement.currency);
    let mut all = Vec::new();
    let ways: [Way<'_>; 10] = [
        &|row| Some(GroupKey::Area(row.budget_area)),
        &|row| Some(GroupKey::Committee(budget(agreement, row).and_then(|budget| budget.committee.clone()))),
        &|row| Some(GroupKey::Budget(row.falls_to.clone())),
        &|row| Some(GroupKey::Party(row.falls_to.party.clone())),
        &|row| Some(GroupKey::Actor(actor(agreement, &row.falls_to))),
        &|row| Some(GroupKey::ServiceFrame(budget(agreement, row).and_then(|budget| budget.inside_service_frame))),
        &|row| (row.kind == RowKind::Saving).then_some(GroupKey::Cashable(row.cashable)),
        &|row| (row.kind == RowKind::Saving).then_some(GroupKey::Evidence(row.evidence)),
        &|row| row.cost_kind.map(GroupKey::CostKind),
        &|row| row.pool.clone().map(GroupKey::Pool),
    ];
    for way in ways {
        let found = grouped(rows, way, years, zero);
        let told = found.iter().any(|group| !is_unsaid(&group.key));
        if told {
            all.extend(found);
        }
    }
    all
}

fn is_unsaid(key: &GroupKey) -> bool {
    matches!(
        key,
        GroupKey::Area(None)
            | GroupKey::Committee(None)
            | GroupKey::ServiceFrame(None)
            | GroupKey::Cashable(None)
            | GroupKey::Evidence(None)
    )
}

fn grouped(rows: &[Row], key_of: Way<'_>, years: usize, zero: Money) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let Some(key) = key_of(row) else { continue };
        let place = groups.iter().position(|group| group.key == key).unwrap_or_else(|| {
            groups.push(Group { key, costs: vec![zero; years], savings: vec![zero; years], complete: true });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.complete &= row.stated;
        let sums = match row.kind {
            RowKind::Cost => &mut group.costs,
            RowKind::Saving => &mut group.savings,
        };
        sums.iter_mut().zip(&row.amounts).for_each(|(sum, amount)| *sum += *amount);
    }
    groups
}

fn budget<'a>(agreement: &'a Agreement, row: &Row) -> Option<&'a Budget> {
    agreement.budget(row.falls_to.budget.as_ref()?)
}

/// By the kind of the budget; a holder without one by the kind that all budgets of its party share.
pub(super) fn actor(agreement: &Agreement, holder: &AccountHolder) -> Actor {
    let of = |kind: BudgetKind| match kind {
        BudgetKind::Region => Actor::Region,
        BudgetKind::State => Actor::State,
        BudgetKind::Decentral | BudgetKind::Central | BudgetKind::OutcomeFund => Actor::Municipality,
    };
    if let Some(budget) = holder.budget.as_ref().and_then(|id| agreement.budget(id)) {
        return of(budget.kind);
    }
    let mut own = agreement.budgets.iter().filter(|budget| budget.party == holder.party).map(|budget| of(budget.kind));
    match own.next() {
        Some(first) if own.all(|other| other == first) => first,
        _ => Actor::Municipality,
    }
}
