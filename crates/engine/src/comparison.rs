//! Expected against approved against posted against paid, for each measured year, payer and receiver. Every difference is
//! listed with its reason and amount, so that what was expected and all differences come to what was paid.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::id::{PartyId, ProposalId};
use virkning_model::ledger::{PaidFor, PostingKind, Step, Transfer};
use virkning_model::settlement::{Part, Proposal};

use crate::plan::Plan;
use crate::posting::kept_back;
use crate::statement::Booked;

/// A stored proposal with how far it has come.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// Which one.
    pub id: ProposalId,
    /// What it says.
    pub proposal: &'a Proposal,
    /// The day of its approval; nothing where it is not approved.
    pub approved_on: Option<Date>,
    /// The day on which it was posted; nothing where it is not.
    pub posted_on: Option<Date>,
}

/// One measured year, payer and receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRow {
    /// The measured year.
    pub measured_year: i16,
    /// Who pays, from which budget.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
    /// What the plan expects, with what is kept back.
    pub expected: Money,
    /// What has been approved, with what is kept back and the differences approved later.
    pub approved: Money,
    /// What has been posted.
    pub posted: Money,
    /// What has been settled through the bank or the finance system.
    pub paid: Money,
    /// Why each differs from the one before, in that order; together they lead from expected to paid.
    pub differences: Vec<ComparedDifference>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedDifference {
    /// Why.
    pub reason: DifferenceReason,
    /// How much more, or below zero less.
    pub amount: Money,
}

/// Why one column differs from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceReason {
    /// The measured year is not settled yet.
    NotSettledYet,
    /// More is due than expected before limits: more successes, or a higher step, price or saving.
    MoreSuccesses,
    /// Less is due than expected before limits.
    FewerSuccesses,
    /// Limits take more or less than the plan expects.
    OverCap,
    /// Later data or terms have put it right.
    Restated,
    /// It falls due on a later day.
    KeptBack {
        /// When.
        until: Date,
    },
    /// It is approved and not posted.
    NotPostedYet,
    /// It is posted and not paid.
    NotPaidYet,
    /// More was paid than is posted.
    PaidOther,
}

type Key = (i16, AccountHolder, PartyId);

/// Sums of one measured year, payer and receiver on the way from plan to bank.
struct Sums {
    expected: Money,
    expected_due: Money,
    due: Money,
    settled: Money,
    restated: Money,
    is_settled: bool,
    posted: Money,
    paid: Money,
    /// What is still kept back, by day.
    kept: BTreeMap<Date, Money>,
}

struct Table {
    zero: Money,
    rows: BTreeMap<Key, Sums>,
}

impl Table {
    fn of(&mut self, year: i16, from: &AccountHolder, to: &PartyId) -> &mut Sums {
        let zero = self.zero;
        self.rows.entry((year, from.clone(), to.clone())).or_insert_with(|| Sums {
            expected: zero,
            expected_due: zero,
            due: zero,
            settled: zero,
            restated: zero,
            is_settled: false,
            posted: zero,
            paid: zero,
            kept: BTreeMap::new(),
        })
    }

    /// The sums of a transfer for results.
    fn of_transfer(&mut self, transfer: &Transfer) -> Option<&mut Sums> {
        let is_outcome = matches!(transfer.what, None | Some(PaidFor::Outcome));
        let year = transfer.measured_year.filter(|_| is_outcome)?;
        Some(self.of(year, &transfer.from, &transfer.to.party))
    }

    fn expect(&mut self, plan: &Plan) {
        for payment in &plan.payments {
            let sums = self.of(payment.measured_year, &payment.from, &payment.to);
            sums.expected += payment.amount;
            sums.expected_due += payment.before_cap;
        }
    }

    fn approve(&mut self, agreement: &Agreement, known: &Known<'_>) {
        let proposal = known.proposal;
        if proposal.part == Part::Settlement {
            for line in &proposal.lines {
                let sums = self.of(proposal.measured_year, &line.from, &line.to);
                sums.due += line.due;
                sums.settled += line.amount;
            }
        }
        for restated in &proposal.restated {
            for line in &restated.lines {
                self.of(restated.measured_year, &line.from, &line.to).restated += line.amount;
            }
        }
        if known.posted_on.is_some() {
            for (until, transfer) in kept_back(agreement, proposal) {
                let zero = self.zero;
                if let Some(sums) = self.of_transfer(&transfer) {
                    *sums.kept.entry(until).or_insert(zero) += transfer.amount;
                }
            }
        }
    }

    fn book(&mut self, booked: &Booked) {
        for (step, transfer) in booked.transfers() {
            let zero = self.zero;
            let Some(sums) = self.of_transfer(&transfer) else { continue };
            match step {
                Step::Owed => sums.posted += transfer.amount,
                Step::Settled => sums.paid += transfer.amount,
            }
            if booked.kind == PostingKind::Release {
                *sums.kept.entry(booked.date).or_insert(zero) -= transfer.amount;
            }
        }
    }
}

/// Expected against approved against posted against paid for results, by measured year, payer and receiver. `known` holds
/// the proposals of the agreement that count now: neither refused, voided nor superseded.
pub fn compare_money(agreement: &Agreement, plan: &Plan, known: &[Known<'_>], booked: &[Booked]) -> Vec<ComparedRow> {
    let mut table = Table { zero: Money::zero(agreement.currency), rows: BTreeMap::new() };
    table.expect(plan);
    let approved = || known.iter().filter(|known| known.approved_on.is_some());
    approved().for_each(|known| table.approve(agreement, known));
    let settlements = approved().filter(|known| known.proposal.part == Part::Settlement);
    let settled: Vec<i16> = settlements.map(|known| known.proposal.measured_year).collect();
    for ((year, _, _), sums) in &mut table.rows {
        sums.is_settled = settled.contains(year);
    }
    booked.iter().for_each(|posting| table.book(posting));
    table.rows.into_iter().map(|(key, sums)| row(key, sums)).collect()
}

fn row((measured_year, from, to): Key, sums: Sums) -> ComparedRow {
    let zero = Money::zero(sums.expected.currency());
    let approved = sums.settled + sums.restated;
    let kept: Vec<(Date, Money)> = sums.kept.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    let mut differences = Vec::new();
    let mut differs = |reason: DifferenceReason, amount: Money| {
        if !amount.is_zero() {
            differences.push(ComparedDifference { reason, amount });
        }
    };
    if sums.is_settled {
        let more = sums.due - sums.expected_due;
        let counted = if more.is_negative() {
            DifferenceReason::FewerSuccesses
        } else {
            DifferenceReason::MoreSuccesses
        };
        differs(counted, more);
        differs(DifferenceReason::OverCap, (sums.settled - sums.due) - (sums.expected - sums.expected_due));
    } else {
        differs(DifferenceReason::NotSettledYet, sums.settled - sums.expected);
    }
    differs(DifferenceReason::Restated, sums.restated);
    kept.iter().for_each(|(until, amount)| differs(DifferenceReason::KeptBack { until: *until }, -*amount));
    let all_kept = kept.iter().fold(zero, |all, (_, amount)| all + *amount);
    differs(DifferenceReason::NotPostedYet, sums.posted + all_kept - approved);
    let unpaid = sums.paid - sums.posted;
    let beyond = !unpaid.is_zero() && unpaid.is_negative() == sums.posted.is_negative();
    differs(if beyond { DifferenceReason::PaidOther } else { DifferenceReason::NotPaidYet }, unpaid);
    let (expected, posted, paid) = (sums.expected, sums.posted, sums.paid);
    ComparedRow { measured_year, from, to, expected, approved, posted, paid, differences }
}
