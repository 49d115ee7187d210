//! The postings that money leads to: a settlement with the differences of earlier years, what was kept back, what is paid
//! on days of its own, an instalment of capital, and what has been settled through the bank or the finance system. Who may
//! post, and when, is the store's and the application's business.

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, Clause};
use virkning_model::id::{ProposalId, TermId};
use virkning_model::ledger::{About, PaidFor, Posting, PostingHead, PostingKind, Transfer, Voucher};
use virkning_model::settlement::{KeptBack, Line, LineDifference, Part, Proposal, Provisional, Restatement};

use crate::error::PostingError;
use crate::plan::flow::party;

/// The posting of a proposal, dated the day of payment: four entries for each sum, so that each party's books balance. A
/// line of nothing gives no entries, so a settlement of nothing gives a posting without any. A difference below zero turns
/// the signs. What is kept back is left to its own day. Between budgets of one legal entity it is a re-posting; as soon as
/// one sum leaves it, as with one receiver outside, the whole is a payment.
///
/// # Errors
/// A proposal of another agreement, or one that is provisional.
pub fn posting(agreement: &Agreement, id: ProposalId, proposal: &Proposal) -> Result<Posting, PostingError> {
    may_be_posted(agreement, proposal)?;
    let kind = match proposal.part {
        Part::Settlement => PostingKind::Settlement,
        Part::Restatement(_) => PostingKind::Restatement,
        Part::Release(_) => PostingKind::Release,
        Part::Closing(_) => PostingKind::Closing,
    };
    made(agreement, kind, About::Proposal(id), proposal.due, &due_now(agreement, proposal))
}

fn may_be_posted(agreement: &Agreement, proposal: &Proposal) -> Result<(), PostingError> {
    if proposal.agreement != agreement.id {
        return Err(PostingError::OtherAgreement);
    }
    match &proposal.provisional {
        Some(Provisional::EditionTooEarly { needed, .. }) => {
            Err(PostingError::Provisional { needed: needed.clone(), trace: proposal.trace.clone() })
        }
        None => Ok(()),
    }
}

fn made(
    agreement: &Agreement,
    kind: PostingKind,
    about: About,
    date: Date,
    transfers: &[Transfer],
) -> Result<Posting, PostingError> {
    let head =
        PostingHead { agreement: agreement.id.clone(), kind, about, date, voucher: voucher(agreement, transfers) };
    let entries = transfers.iter().flat_map(|transfer| match kind {
        PostingKind::Payment => transfer.settled(),
        _ => transfer.owed(),
    });
    Posting::new(head, entries.collect()).map_err(PostingError::Unbalanced)
}

/// A re-posting where every sum stays inside one legal entity.
fn voucher(agreement: &Agreement, transfers: &[Transfer]) -> Voucher {
    let internal = |transfer: &Transfer| agreement.is_internal(&transfer.from.party, &transfer.to.party);
    if transfers.iter().all(internal) {
        Voucher::Reposting
    } else {
        Voucher::Payment
    }
}

/// What a proposal makes owed on its day of payment: its lines, then the differences of earlier years, without what is
/// kept back and without sums of nothing.
pub fn due_now(agreement: &Agreement, proposal: &Proposal) -> Vec<Transfer> {
    let mut all: Vec<Transfer> = Vec::new();
    for line in &proposal.lines {
        let kept = line.held_back.as_ref().map_or(Money::zero(line.amount.currency()), |kept| kept.amount);
        all.push(of_line(agreement, proposal, line, proposal.due, line.amount - kept));
    }
    for restated in &proposal.restated {
        for line in &restated.lines {
            let later = line.held_back.iter().filter(|kept| kept.until > proposal.due);
            let now = later.fold(line.amount, |all, kept| all - kept.amount);
            all.push(of_difference(restated, line, proposal.due, now));
        }
    }
    all.retain(|transfer| !transfer.amount.is_zero());
    all
}

/// What a proposal keeps back, each sum with the day on which it falls due, in order of the days. A difference of what an
/// earlier year kept back is among it, and may be below zero.
pub fn kept_back(agreement: &Agreement, proposal: &Proposal) -> Vec<(Date, Transfer)> {
    let mut all: Vec<(Date, Transfer)> = Vec::new();
    for line in &proposal.lines {
        if let Some(KeptBack { amount, until }) = &line.held_back {
            all.push((*until, of_line(agreement, proposal, line, *until, *amount)));
        }
    }
    for restated in &proposal.restated {
        for line in &restated.lines {
            for kept in line.held_back.iter().filter(|kept| kept.until > proposal.due) {
                all.push((kept.until, of_difference(restated, line, kept.until, kept.amount)));
            }
        }
    }
    all.sort_by_key(|(day, _)| *day);
    all
}

fn of_line(agreement: &Agreement, proposal: &Proposal, line: &Line, day: Date, amount: Money) -> Transfer {
    let closing = matches!(proposal.part, Part::Closing(_));
    Transfer {
        from: line.from.clone(),
        to: party(&line.to),
        what: Some(if closing { closes(agreement, &line.rule) } else { PaidFor::Outcome }),
        tranche: Some(line.rule.clone()),
        measured_year: (!closing).then_some(proposal.measured_year),
        accounting_year: line.accounting_year.unwrap_or(day.year()),
        amount,
    }
}

/// What a closing payment is for: a floor brings back capital as a return of it does.
fn closes(agreement: &Agreement, rule: &TermId) -> PaidFor {
    let is_guarantee = agreement.guarantees.iter().any(|guarantee| guarantee.id == *rule);
    if is_guarantee { PaidFor::Guarantee } else { PaidFor::CapitalReturn }
}

fn of_difference(restated: &Restatement, line: &LineDifference, day: Date, amount: Money) -> Transfer {
    Transfer {
        from: line.from.clone(),
        to: party(&line.to),
        what: Some(PaidFor::Outcome),
        tranche: Some(line.rule.clone()),
        measured_year: Some(restated.measured_year),
        accounting_year: line.accounting_year.unwrap_or(day.year()),
        amount,
    }
}

/// The postings that pay what a proposal kept back, each on its day, in order of the days; none where nothing was.
///
/// # Errors
/// As [`posting`].
pub fn release(agreement: &Agreement, id: &ProposalId, proposal: &Proposal) -> Result<Vec<Posting>, PostingError> {
    may_be_posted(agreement, proposal)?;
    let kept = kept_back(agreement, proposal);
    let mut days: Vec<Date> = kept.iter().map(|(day, _)| *day).collect();
    days.dedup();
    let of_day = |day: Date| {
        let own: Vec<Transfer> =
            kept.iter().filter(|(until, _)| *until == day).map(|(_, transfer)| transfer.clone()).collect();
        made(agreement, PostingKind::Release, About::Proposal(id.clone()), day, &own)
    };
    days.into_iter().map(of_day).collect()
}

/// One instalment (rate) of an investor's capital, as the version of the agreement in force on its day states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// The funding term.
    pub funding: TermId,
    /// The day on which it is given.
    pub on: Date,
    /// Who gives and who receives, and how much.
    pub transfer: Transfer,
    /// Where the term stands.
    pub clause: Clause,
}

/// Every instalment whose day and amount are stated, in order of the days, then of the document.
pub fn instalments(agreement: &Agreement) -> Vec<Instalment> {
    let versions = agreement.earlier.iter().map(|earlier| &earlier.terms).chain([agreement]);
    let mut all = Vec::new();
    for version in versions {
        for funding in &version.funding {
            let Some(amount) = funding.amount else { continue };
            let in_force = |on: &&Date| std::ptr::eq(agreement.in_force(**on), version);
            all.extend(funding.on.iter().filter(in_force).map(|on| Instalment {
                funding: funding.id.clone(),
                on: *on,
                transfer: Transfer {
                    from: party(&funding.from),
                    to: funding.to.clone(),
                    what: Some(PaidFor::Capital),
                    tranche: Some(funding.id.clone()),
                    measured_year: None,
                    accounting_year: on.year(),
                    amount,
                },
                clause: funding.clause.clone(),
            }));
        }
    }
    all.sort_by_key(|instalment| instalment.on);
    all
}

/// The posting of an instalment.
///
/// # Errors
/// No funding term in force has a stated instalment on that day.
pub fn instalment(agreement: &Agreement, funding: &TermId, on: Date) -> Result<Posting, PostingError> {
    let found = instalments(agreement).into_iter().find(|known| known.funding == *funding && known.on == on);
    let found = found.ok_or_else(|| PostingError::NoInstalment { funding: funding.clone(), on })?;
    let about = About::Instalment { funding: found.funding, on };
    made(agreement, PostingKind::Instalment, about, on, &[found.transfer])
}

/// The posting of what has been settled of a voucher through the bank or the finance system: all that it made owed, or
/// the part that [`part_of`] gives.
///
/// # Errors
/// None for transfers; the entries of each balance.
pub fn payment(
    agreement: &Agreement,
    voucher_number: String,
    date: Date,
    settled: &[Transfer],
) -> Result<Posting, PostingError> {
    made(agreement, PostingKind::Payment, About::Voucher(voucher_number), date, settled)
}

/// The part of what is owed that a sum settles: what goes the other way is set off first, then the others in their order.
/// Nothing where the sum is of another sign than all that is owed, or more than it.
pub fn part_of(owed: &[Transfer], sum: Money) -> Option<Vec<Transfer>> {
    let zero = Money::zero(sum.currency());
    let all = owed.iter().fold(zero, |all, transfer| all + transfer.amount);
    if sum == all {
        return Some(owed.to_vec());
    }
    let magnitude = |amount: Money| if amount.is_negative() { -amount } else { amount };
    if sum.is_negative() != all.is_negative() || magnitude(sum) > magnitude(all) {
        return None;
    }
    let against = |transfer: &&Transfer| transfer.amount.is_negative() != all.is_negative();
    let mut part: Vec<Transfer> = owed.iter().filter(against).cloned().collect();
    let mut left = part.iter().fold(sum, |left, transfer| left - transfer.amount);
    for transfer in owed.iter().filter(|transfer| !against(transfer)) {
        let amount = if magnitude(transfer.amount) <= magnitude(left) {
            transfer.amount
        } else {
            left
        };
        left -= amount;
        if !amount.is_zero() {
            part.push(Transfer { amount, ..transfer.clone() });
        }
    }
    Some(part)
}

/// What is still owed of a voucher, after payments of it: by payer, receiver, term and year, in the order in which it was
/// owed. A sum paid beyond what is owed stands below zero.
pub fn open(owed: &[Transfer], settled: &[Transfer]) -> Vec<Transfer> {
    let same = |one: &Transfer, other: &Transfer| {
        one.from == other.from
            && one.to == other.to
            && one.tranche == other.tranche
            && one.measured_year == other.measured_year
            && one.accounting_year == other.accounting_year
    };
    let mut open: Vec<Transfer> = Vec::new();
    let signed = settled.iter().map(|transfer| Transfer { amount: -transfer.amount, ..transfer.clone() });
    for transfer in owed.iter().cloned().chain(signed) {
        match open.iter_mut().find(|known| same(known, &transfer)) {
            Some(known) => known.amount += transfer.amount,
            None => open.push(transfer),
        }
    }
    open.retain(|transfer| !transfer.amount.is_zero());
    open
}
