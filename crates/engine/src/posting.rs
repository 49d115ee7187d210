//! The posting that a final proposal leads to: balanced entries, one pair per line, so one per payer and receiver; what is
//! kept back is posted on its own day. Posting it, and who may, is the store's and the application's business.

use virkning_model::Money;
use virkning_model::agreement::Agreement;
use virkning_model::id::ProposalId;
use virkning_model::ledger::{Account, AccountPurpose, Entry, Posting, Voucher};
use virkning_model::settlement::{Line, Proposal, Provisional};

use crate::error::PostingError;
use crate::plan::flow::party;

/// Debits what the payer has spent and credits what the receiver has got, dated the day of payment. A line of nothing
/// gives no entries, so a settlement of nothing gives a posting without any. What is kept back is left to [`release`]. Between budgets of one legal entity it is
/// a re-posting; as soon as one line leaves it, as with one receiver outside, the whole is a payment.
///
/// # Errors
/// A proposal of another agreement, or one that is provisional.
pub fn posting(agreement: &Agreement, id: ProposalId, proposal: &Proposal) -> Result<Posting, PostingError> {
    if proposal.agreement != agreement.id {
        return Err(PostingError::OtherAgreement);
    }
    if let Some(Provisional::EditionTooEarly { needed, .. }) = &proposal.provisional {
        return Err(PostingError::Provisional { needed: needed.clone(), trace: proposal.trace.clone() });
    }
    let internal = proposal.lines.iter().all(|line| agreement.is_internal(&line.from.party, &line.to));
    let voucher = if internal { Voucher::Reposting } else { Voucher::Payment };
    let now = |line: &Line| line.held_back.as_ref().map_or(line.amount, |kept| line.amount - kept.amount);
    let paid = proposal.lines.iter().map(|line| (line, now(line)));
    let entries = paid.filter(|(_, amount)| !amount.is_zero()).flat_map(entries).collect();
    Posting::new(agreement.id.clone(), id, proposal.due, voucher, entries).map_err(PostingError::Unbalanced)
}

/// The postings that pay what was kept back, each on its day, in order of the days; none where nothing was.
///
/// # Errors
/// As [`posting`].
pub fn release(agreement: &Agreement, id: &ProposalId, proposal: &Proposal) -> Result<Vec<Posting>, PostingError> {
    posting(agreement, id.clone(), proposal)?;
    let kept = |line: &Line| line.held_back.as_ref().map(|kept| kept.until);
    let mut days: Vec<jiff::civil::Date> = proposal.lines.iter().filter_map(kept).collect();
    days.sort();
    days.dedup();
    let of_day = |day: jiff::civil::Date| {
        let own = proposal.lines.iter().filter_map(|line| line.held_back.as_ref().map(|kept| (line, kept)));
        let own: Vec<(&Line, Money)> =
            own.filter(|(_, kept)| kept.until == day).map(|(line, kept)| (line, kept.amount)).collect();
        let internal = own.iter().all(|(line, _)| agreement.is_internal(&line.from.party, &line.to));
        let voucher = if internal { Voucher::Reposting } else { Voucher::Payment };
        let entries = own.into_iter().flat_map(entries).collect();
        Posting::new(agreement.id.clone(), id.clone(), day, voucher, entries).map_err(PostingError::Unbalanced)
    };
    days.into_iter().map(of_day).collect()
}

fn entries((line, amount): (&Line, Money)) -> [Entry; 2] {
    let entry = |holder, purpose, amount| Entry { account: Account { holder, purpose }, amount };
    [
        entry(line.from.clone(), AccountPurpose::OutcomePaymentPaid, amount),
        entry(party(&line.to), AccountPurpose::OutcomePaymentReceived, -amount),
    ]
}
