//! What a budget office asks: the commitments (forpligtelser) at the end of a year, and the amounts of each budget year by
//! party, budget and committee, for the budget, the follow-up and the accounts. Amounts keep the agreement's price level,
//! which is stated with every table and never mixed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, BudgetArea, PriceLevel};
use virkning_model::id::{BudgetId, TermId};
use virkning_model::ledger::{About, PaidFor, PostingKind, Step, Transfer};
use virkning_model::settlement::Part;

use crate::closing::ClosingKind;
use crate::comparison::Known;
use crate::plan::Plan;
use crate::plan::flow::party;
use crate::posting::{due_now, instalments, kept_back, open};
use crate::statement::Booked;

/// Why a sum is committed at the end of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommitmentKind {
    /// Posted and not paid.
    NotPaid,
    /// Posted and kept back until a later day.
    KeptBack,
    /// Approved and not posted.
    NotPosted,
    /// A measured year that has ended and is not settled; the amount is what the plan expects.
    Expected,
    /// An instalment that is promised and not given.
    Promised,
}

/// One commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Why.
    pub kind: CommitmentKind,
    /// When it is due, or was.
    pub due: Date,
    /// Who owes whom, and what for.
    pub transfer: Transfer,
}

impl Commitment {
    /// Whether the amount is an expectation, and not a sum that is known.
    pub fn is_expected(&self) -> bool {
        self.kind == CommitmentKind::Expected
    }
}

/// All commitments of an agreement at the end of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitments {
    /// The day: 31 December.
    pub on: Date,
    /// The price level of all amounts.
    pub price_level: PriceLevel,
    /// By kind, then by the day on which they are due.
    pub rows: Vec<Commitment>,
    /// What is known to be owed: all but what is only expected.
    pub known: Money,
    /// What is expected of measured years that are not settled.
    pub expected: Money,
}

/// What an agreement's parties owe each other at the end of a year, as the proposals and postings up to that day say.
pub fn commitments(
    agreement: &Agreement,
    plan: &Plan,
    known: &[Known<'_>],
    booked: &[Booked],
    year: i16,
) -> Commitments {
    let on = Date::constant(year, 12, 31);
    let booked: Vec<&Booked> = booked.iter().filter(|posting| posting.date <= on).collect();
    let by_then = |day: Option<Date>| day.is_some_and(|day| day <= on);
    let mut rows = not_paid(&booked);
    for known in known.iter().filter(|known| by_then(known.approved_on)) {
        if by_then(known.posted_on) {
            rows.extend(still_kept(agreement, known, &booked, on));
        } else {
            let due = known.proposal.due;
            let all = due_now(agreement, known.proposal).into_iter().map(|transfer| (due, transfer));
            let all = all.chain(kept_back(agreement, known.proposal));
            rows.extend(all.map(|(due, transfer)| Commitment { kind: CommitmentKind::NotPosted, due, transfer }));
        }
    }
    let settled = |year: i16| {
        let of_year =
            |known: &&Known<'_>| known.proposal.measured_year == year && known.proposal.part == Part::Settlement;
        known.iter().filter(of_year).any(|known| by_then(known.approved_on))
    };
    rows.extend(
        expected(plan)
            .filter(|(transfer, _)| {
                transfer.measured_year.is_some_and(|measured| measured <= year && !settled(measured))
            })
            .map(|(transfer, due)| Commitment { kind: CommitmentKind::Expected, due, transfer }),
    );
    rows.extend(promised(agreement, &booked));
    rows.sort_by_key(|row| (row.kind, row.due));
    let zero = Money::zero(agreement.currency);
    let sum = |is_expected: bool| {
        let own = rows.iter().filter(|row| row.is_expected() == is_expected);
        own.fold(zero, |all, row| all + row.transfer.amount)
    };
    let (known, expected) = (sum(false), sum(true));
    Commitments { on, price_level: agreement.price_level.clone(), rows, known, expected }
}

/// What is owed by postings and not settled, voucher by voucher where the payment names it.
fn not_paid(booked: &[&Booked]) -> Vec<Commitment> {
    let mut due: Vec<(Date, Transfer)> = Vec::new();
    let (mut owed, mut settled) = (Vec::new(), Vec::new());
    for posting in booked {
        for (step, transfer) in posting.transfers() {
            match step {
                Step::Owed => {
                    due.push((posting.date, transfer.clone()));
                    owed.push(transfer);
                }
                Step::Settled => settled.push(transfer),
            }
        }
    }
    let last = |open: &Transfer| {
        let same = |one: &&(Date, Transfer)| {
            one.1.tranche == open.tranche && one.1.measured_year == open.measured_year && one.1.from == open.from
        };
        due.iter().rfind(same).map(|(day, _)| *day)
    };
    let open = open(&owed, &settled).into_iter();
    open.filter_map(|transfer| Some(Commitment { kind: CommitmentKind::NotPaid, due: last(&transfer)?, transfer }))
        .collect()
}

/// What a posted proposal keeps back beyond a day and no release has posted by then.
fn still_kept(agreement: &Agreement, known: &Known<'_>, booked: &[&Booked], on: Date) -> Vec<Commitment> {
    let released = |until: Date, transfer: &Transfer| {
        let releases = booked.iter().filter(|posting| posting.kind == PostingKind::Release && posting.date == until);
        releases.flat_map(|posting| posting.transfers()).any(|(_, other)| {
            other.tranche == transfer.tranche
                && other.measured_year == transfer.measured_year
                && other.from == transfer.from
        })
    };
    let kept = kept_back(agreement, known.proposal).into_iter();
    let kept = kept.filter(|(until, transfer)| *until > on || !released(*until, transfer));
    kept.map(|(due, transfer)| Commitment { kind: CommitmentKind::KeptBack, due, transfer }).collect()
}

/// Instalments that are promised and of which no posting tells.
fn promised(agreement: &Agreement, booked: &[&Booked]) -> Vec<Commitment> {
    let given = |funding: &TermId, on: Date| {
        let about = About::Instalment { funding: funding.clone(), on };
        booked.iter().any(|posting| posting.kind == PostingKind::Instalment && posting.about == about)
    };
    let open = instalments(agreement).into_iter().filter(|instalment| !given(&instalment.funding, instalment.on));
    open.map(|instalment| Commitment {
        kind: CommitmentKind::Promised,
        due: instalment.on,
        transfer: instalment.transfer,
    })
    .collect()
}

/// What the plan expects to be paid for results, each sum with its day.
fn expected(plan: &Plan) -> impl Iterator<Item = (Transfer, Date)> {
    plan.payments.iter().flat_map(|payment| {
        let of_day = |(day, amount): (Date, Money)| {
            // Where the payment belongs to its year of payment, what is kept back belongs to its own.
            let own_year = payment.accounting_year == payment.due.year();
            let transfer = Transfer {
                from: payment.from.clone(),
                to: party(&payment.to),
                what: Some(PaidFor::Outcome),
                tranche: Some(payment.term.clone()),
                measured_year: Some(payment.measured_year),
                accounting_year: if own_year { day.year() } else { payment.accounting_year },
                amount,
            };
            (transfer, day)
        };
        payment.by_day().map(of_day).filter(|(transfer, _)| !transfer.amount.is_zero()).collect::<Vec<_>>()
    })
}

/// Which amounts a table of budget years holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetKind {
    /// What the plan expects.
    Budget,
    /// What is approved where a year is settled, and what the plan expects of the others.
    FollowUp,
    /// What is posted.
    Accounts,
}

/// Whether a party pays or is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// It pays.
    Expense,
    /// It is paid.
    Income,
}

/// One amount of a budget year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetRow {
    /// The budget year (regnskabsår).
    pub year: i16,
    /// Whose, and which budget.
    pub holder: AccountHolder,
    /// The committee (udvalg) that answers for the budget, where the agreement names one.
    pub committee: Option<String>,
    /// The budget area (styringsområde), where the agreement names one.
    pub area: Option<BudgetArea>,
    /// Whether it is paid or received.
    pub direction: Direction,
    /// What for.
    pub what: PaidFor,
    /// How much.
    pub amount: Money,
}

/// Amounts by budget year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetTable {
    /// Which amounts.
    pub kind: BudgetKind,
    /// The price level of all amounts.
    pub price_level: PriceLevel,
    /// By year, holder, direction and purpose.
    pub rows: Vec<BudgetRow>,
    /// What is paid in each year by all parties.
    pub expenses: Vec<(i16, Money)>,
}

/// Amounts by budget year, payer and receiver with their committees. An account string comes from a mapping, elsewhere.
pub fn budget(
    agreement: &Agreement,
    plan: &Plan,
    known: &[Known<'_>],
    booked: &[Booked],
    kind: BudgetKind,
) -> BudgetTable {
    let transfers = match kind {
        BudgetKind::Budget => planned(agreement, plan),
        BudgetKind::FollowUp => followed(agreement, plan, known, booked),
        BudgetKind::Accounts => booked.iter().flat_map(owed).collect(),
    };
    let mut sums: BTreeMap<(i16, AccountHolder, Direction, PaidFor), Money> = BTreeMap::new();
    let zero = Money::zero(agreement.currency);
    let mut expenses: BTreeMap<i16, Money> = BTreeMap::new();
    for transfer in transfers {
        let (year, what) = (transfer.accounting_year, transfer.what.unwrap_or(PaidFor::Outcome));
        *expenses.entry(year).or_insert(zero) += transfer.amount;
        for (holder, direction) in [(transfer.from, Direction::Expense), (transfer.to, Direction::Income)] {
            *sums.entry((year, holder, direction, what)).or_insert(zero) += transfer.amount;
        }
    }
    let row = |((year, holder, direction, what), amount): ((i16, AccountHolder, Direction, PaidFor), Money)| {
        let budget = holder.budget.as_ref().and_then(|id: &BudgetId| agreement.budget(id));
        let (committee, area) = budget.map_or((None, None), |budget| (budget.committee.clone(), budget.area));
        BudgetRow { year, holder, committee, area, direction, what, amount }
    };
    BudgetTable {
        kind,
        price_level: agreement.price_level.clone(),
        rows: sums.into_iter().filter(|(_, amount)| !amount.is_zero()).map(row).collect(),
        expenses: expenses.into_iter().collect(),
    }
}

/// What a posting makes owed.
fn owed(posting: &Booked) -> Vec<Transfer> {
    let owed = posting.transfers().into_iter().filter(|(step, _)| *step == Step::Owed);
    owed.map(|(_, transfer)| transfer).collect()
}

/// Everything that the plan expects: results, capital, and what is paid whatever the results.
fn planned(agreement: &Agreement, plan: &Plan) -> Vec<Transfer> {
    let results = expected(plan).map(|(transfer, _)| transfer);
    let capital = instalments(agreement).into_iter().map(|instalment| instalment.transfer);
    results.chain(capital).chain(closings(plan)).collect()
}

fn closings(plan: &Plan) -> impl Iterator<Item = Transfer> {
    plan.closing.iter().map(|payment| Transfer {
        from: payment.from.clone(),
        to: party(&payment.to),
        what: Some(match payment.kind {
            ClosingKind::CapitalReturn | ClosingKind::Floor => PaidFor::CapitalReturn,
            ClosingKind::Guarantee => PaidFor::Guarantee,
        }),
        tranche: Some(payment.term.clone()),
        measured_year: None,
        accounting_year: payment.date.year(),
        amount: payment.amount,
    })
}

/// The plan with what is known: approved settlements with their differences and what they keep back, postings of capital
/// and of closings; the plan for what is not known yet.
fn followed(agreement: &Agreement, plan: &Plan, known: &[Known<'_>], booked: &[Booked]) -> Vec<Transfer> {
    let approved = || known.iter().filter(|known| known.approved_on.is_some()).map(|known| known.proposal);
    let mut all: Vec<Transfer> = Vec::new();
    let mut settled: Vec<i16> = Vec::new();
    let mut closed: Vec<TermId> = Vec::new();
    for proposal in approved() {
        match proposal.part {
            // What is released is in the settlement that kept it back.
            Part::Release(_) => continue,
            Part::Settlement => settled.push(proposal.measured_year),
            Part::Closing(_) => closed.extend(proposal.lines.iter().map(|line| line.rule.clone())),
            Part::Restatement(_) => {}
        }
        all.extend(due_now(agreement, proposal));
        all.extend(kept_back(agreement, proposal).into_iter().map(|(_, transfer)| transfer));
    }
    let open = |transfer: &Transfer| transfer.measured_year.is_some_and(|year| !settled.contains(&year));
    all.extend(expected(plan).map(|(transfer, _)| transfer).filter(open));
    all.extend(closings(plan).filter(|transfer| transfer.tranche.as_ref().is_none_or(|term| !closed.contains(term))));
    let given: Vec<&Booked> = booked.iter().filter(|posting| posting.kind == PostingKind::Instalment).collect();
    all.extend(given.iter().flat_map(|posting| owed(posting)));
    all.extend(promised(agreement, &given).into_iter().map(|promise| promise.transfer));
    all
}
