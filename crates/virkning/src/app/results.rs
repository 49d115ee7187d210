//! What a settlement says measure by measure, and what follows from it on days of its own. Read off a proposal; nothing
//! of it is stored.

use virkning_engine::{Closing, closing};
use virkning_model::Agreement;
use virkning_model::agreement::{Measure, Window};
use virkning_model::id::{ContentHash, MeasureId, PartyId, ProposalId};
use virkning_model::money::Money;
use virkning_model::settlement::{Counts, Expected, Proposal};

/// One measure of a settlement, for a measure at several months one of them.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// Its identifier.
    pub id: &'a MeasureId,
    /// The term; nothing where the agreement has lost it.
    pub measure: Option<&'a Measure>,
    /// The month since the start; zero where it is measured once.
    pub at: u16,
    /// Its counts: everyone where there is no trial.
    pub counts: &'a Counts,
    /// Units in the control arm.
    pub control: Option<&'a Counts>,
    /// What the plan expected.
    pub expected: Option<&'a Expected>,
}

impl Measured<'_> {
    /// Whether it asks who succeeded; a measure of nothing but a value does not.
    pub fn asks_who_succeeded(&self) -> bool {
        self.measure.is_none_or(|measure| measure.success.is_some())
    }

    /// Whether its situations were read from a register.
    pub fn has_situations(&self) -> bool {
        use virkning_model::observation::Situation;
        self.counts.situations.iter().any(|row| row.people > 0 && row.situation != Situation::Unclarified)
    }
}

/// Every measure of a settlement in the order of the proposal.
pub fn results<'a>(agreement: &'a Agreement, proposal: &'a Proposal) -> Vec<Measured<'a>> {
    let first = Measured {
        id: &proposal.measure,
        measure: agreement.measure(&proposal.measure),
        at: first_month(agreement, proposal),
        counts: &proposal.counts,
        control: proposal.control.as_ref(),
        expected: proposal.expected.as_ref(),
    };
    let more = proposal.more.iter().map(|result| Measured {
        id: &result.measure,
        measure: agreement.measure(&result.measure),
        at: result.at,
        counts: &result.counts,
        control: result.control.as_ref(),
        expected: result.expected.as_ref(),
    });
    std::iter::once(first).chain(more).collect()
}

/// The month of the first measure: the first of its months that no other result has.
fn first_month(agreement: &Agreement, proposal: &Proposal) -> u16 {
    let Some(Window::AtMonths { at, .. }) = agreement.measure(&proposal.measure).map(|measure| &measure.window) else {
        return 0;
    };
    let taken = |month: u16| proposal.more.iter().any(|more| more.measure == proposal.measure && more.at == month);
    let asked = virkning_engine::asked(agreement, proposal.measured_year).unwrap_or_default();
    let closes = |month: u16| asked.iter().any(|one| one.measure.id == proposal.measure && one.at == month);
    let free = || at.iter().copied().filter(|month| !taken(*month));
    free().find(|month| closes(*month)).or_else(|| free().next()).unwrap_or(0)
}

/// What is paid whatever the results, on days of its own, if nothing more is settled after this.
pub fn closing_after(
    agreement: &Agreement,
    id: Option<&ProposalId>,
    content: &ContentHash,
    proposal: &Proposal,
) -> Closing {
    if !proposal.part.is_settlement() {
        return Closing::default();
    }
    let mut posted = proposal.inputs.posted_before.clone();
    let own = ProposalId::new(format!("{}-{}", proposal.agreement, proposal.measured_year)).ok();
    if let Some(id) = id.cloned().or(own) {
        posted.push(virkning_engine::posted_before(id, content.clone(), proposal));
    }
    // What cannot be told is not shown; the checker says why.
    closing(agreement, &posted).unwrap_or_default()
}

/// What is kept back of a settlement, for each receiver and day.
pub fn kept_back(proposal: &Proposal) -> Vec<(jiff::civil::Date, PartyId, Money)> {
    let mut kept: Vec<(jiff::civil::Date, PartyId, Money)> = Vec::new();
    for line in &proposal.lines {
        let Some(back) = &line.held_back else { continue };
        match kept.iter_mut().find(|(day, to, _)| *day == back.until && *to == line.to) {
            Some((_, _, amount)) => *amount += back.amount,
            None => kept.push((back.until, line.to.clone(), back.amount)),
        }
    }
    kept.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    kept
}
