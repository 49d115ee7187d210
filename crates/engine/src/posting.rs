//! The posting that a final proposal leads to: balanced entries, one pair per line, so one per payer and receiver. Posting it, and who may, is the
//! store's and the application's business.

use virkning_model::agreement::Agreement;
use virkning_model::id::ProposalId;
use virkning_model::ledger::{Account, AccountPurpose, Entry, Posting, Voucher};
use virkning_model::settlement::{Line, Proposal, Provisional};

use crate::error::PostingError;
use crate::plan::flow::party;

/// Debits what the payer has spent and credits what the receiver has got, dated the day of payment. A line of nothing
/// gives no entries, so a settlement of nothing gives a posting without any. Between budgets of one legal entity it is
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
    let entries = proposal.lines.iter().filter(|line| !line.amount.is_zero()).flat_map(entries).collect();
    Posting::new(agreement.id.clone(), id, proposal.due, voucher, entries).map_err(PostingError::Unbalanced)
}

fn entries(line: &Line) -> [Entry; 2] {
    let entry = |holder, purpose, amount| Entry { account: Account { holder, purpose }, amount };
    [
        entry(line.from.clone(), AccountPurpose::OutcomePaymentPaid, line.amount),
        entry(party(&line.to), AccountPurpose::OutcomePaymentReceived, -line.amount),
    ]
}
