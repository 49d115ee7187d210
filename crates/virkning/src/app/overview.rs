//! An investment at a glance: its terms, where its dates put it, and what was planned against what is posted.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::id::AgreementId;
use virkning_model::{Agreement, Money};
use virkning_store::ProposalRecord;

use super::Session;
use super::failure::Failure;
use super::settle::proposal_of;
use super::statement::{Actual, YearOfPlan, years_of_plan};

/// Where an agreement's own dates put it today. What people decide about its stage is recorded elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It has not begun.
    Coming,
    /// Between its first and last day.
    Running,
    /// Its last day is over.
    Over,
}

impl Phase {
    /// Every phase, in the order of time.
    pub const ALL: [Phase; 3] = [Phase::Coming, Phase::Running, Phase::Over];

    /// The phase of an agreement on a day.
    pub fn of(agreement: &Agreement, today: Date) -> Self {
        match today {
            _ if today < agreement.from => Phase::Coming,
            _ if today <= agreement.to => Phase::Running,
            _ => Phase::Over,
        }
    }

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Coming => "coming",
            Phase::Running => "running",
            Phase::Over => "over",
        }
    }
}

/// An investment at a glance.
#[derive(Clone)]
pub struct Overview {
    /// Its terms, as sealed last.
    pub agreement: Agreement,
    /// Where its dates put it.
    pub phase: Phase,
    /// The investment capital; nothing where no term states it.
    pub capital: Option<Money>,
    /// The price of the intervention.
    pub price: Option<Money>,
    /// Outcome payments that the plan expects in all; nothing where it cannot be computed.
    pub expected: Option<Money>,
    /// Outcome payments that the plan expects for the measured years that are posted.
    pub expected_so_far: Option<Money>,
    /// Outcome payments that are posted.
    pub posted: Money,
    /// Every measured year, as planned and as posted.
    pub years: Vec<YearOfPlan>,
    /// Whether any posted settlement rests on made-up data.
    pub synthetic: bool,
    /// Every proposal, the first first.
    pub proposals: Vec<ProposalRecord>,
}

impl Session<'_> {
    /// An investment at a glance, read from the store.
    pub(super) fn overview_anew(&self, id: &AgreementId) -> Result<Overview, Failure> {
        let agreement = self.sealed_now(id)?;
        let proposals = self.store.proposals(id)?;
        let (mut actual, mut synthetic) = (BTreeMap::new(), false);
        for record in proposals.iter().filter(|record| record.state.is_posted() && record.part.is_settlement()) {
            let proposal = proposal_of(record)?;
            synthetic |= proposal.inputs.synthetic;
            let (eligible, successes) = (proposal.counts.eligible, proposal.counts.successes);
            actual.insert(record.measured_year, Actual { eligible, successes, amount: proposal.amount });
        }
        let years = years_of_plan(&agreement, &actual);
        let financing = virkning_engine::plan(&agreement).ok().map(|plan| plan.financing);
        let stated = agreement.financing.as_ref();
        // Where the terms do not say how a sum is made up, the sum that the source states stands alone.
        let sum = |terms: Option<Money>, stated: Option<Money>| terms.filter(|sum| !sum.is_zero()).or(stated);
        let zero = Money::zero(agreement.currency);
        let expected_of = |wanted: &dyn Fn(&YearOfPlan) -> bool| {
            let amounts = years.iter().filter(|year| wanted(year)).filter_map(|year| year.expected.as_ref());
            amounts.map(|expected| expected.amount).reduce(|sum, amount| sum + amount)
        };
        Ok(Overview {
            phase: Phase::of(&agreement, self.world.today()),
            capital: sum(financing.map(|sums| sums.capital), stated.and_then(|sums| sums.capital)),
            price: sum(financing.map(|sums| sums.price), stated.and_then(|sums| sums.price)),
            expected: expected_of(&|_| true),
            expected_so_far: expected_of(&|year| year.actual.is_some()),
            posted: years.iter().filter_map(|year| year.actual).fold(zero, |sum, actual| sum + actual.amount),
            agreement,
            years,
            synthetic,
            proposals,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_put_an_agreement_in_a_phase() {
        let text = include_str!("../../../../agreements/aarhus/ips-plus.md");
        let agreement = virkning_agreement::read(text).agreement.expect("an agreement");
        let check = |day: Date, expected| assert_eq!(Phase::of(&agreement, day), expected, "{day}");
        let before = agreement.from.yesterday().expect("a day");
        let after = agreement.to.tomorrow().expect("a day");
        check(before, Phase::Coming);
        check(agreement.from, Phase::Running);
        check(agreement.to, Phase::Running);
        check(after, Phase::Over);
    }
}
