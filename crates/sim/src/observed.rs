//! Everything that a store says of itself at one moment, read through its public methods.

use std::collections::BTreeMap;

use virkning::app::failure::Failure;
use virkning::app::settle::proposal_of;
use virkning_model::id::ProposalId;
use virkning_model::settlement::Proposal;
use virkning_store::{AuditEntry, Decision, Fault, Head, Posted, ProposalRecord, Store};

/// What a store says of itself.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The last record of the audit log.
    pub head: Head,
    /// What does not fit.
    pub faults: Vec<Fault>,
    /// The postings of all agreements, in their order.
    pub postings: Vec<Posted>,
    /// The proposals of all agreements, in their order.
    pub proposals: Vec<(ProposalRecord, Proposal)>,
    /// The decisions about each, in their order.
    pub decisions: BTreeMap<ProposalId, Vec<Decision>>,
    /// Everything that can be read but the audit log, as text.
    pub contents: Vec<String>,
}

impl Observed {
    /// Looks at a store.
    pub fn of(store: &Store) -> Result<Self, Failure> {
        let mut observed = Self {
            head: store.audit_head()?,
            faults: store.verify()?.faults,
            postings: Vec::new(),
            proposals: Vec::new(),
            decisions: BTreeMap::new(),
            contents: vec![
                format!("{:?}", store.users()?),
                format!("{:?}", store.code_lists()?),
                format!("{:?}", store.mapping_pending("dream")?),
                format!("{:?}", store.snapshots()?),
            ],
        };
        for agreement in store.agreements()? {
            let (postings, proposals) = (store.postings(&agreement)?, store.proposals(&agreement)?);
            observed.contents.extend([
                format!("{:?}", store.agreement_versions(&agreement)?),
                format!("{:?}", store.enrolment_latest(&agreement)?),
                format!("{:?}", store.enrolment_links(&agreement)?),
                format!("{proposals:?}"),
                format!("{postings:?}"),
                format!("{:?}", store.ledger(&agreement)?),
                format!("{:?}", store.balances(&agreement)?),
            ]);
            for record in proposals {
                let decisions = store.decisions(&record.id)?;
                observed.contents.push(format!("{decisions:?}"));
                observed.decisions.insert(record.id.clone(), decisions);
                let proposal = proposal_of(&record)?;
                observed.proposals.push((record, proposal));
            }
            observed.postings.extend(postings);
        }
        observed.postings.sort_by_key(|posted| posted.sequence);
        Ok(observed)
    }
}

/// What the audit log has after a head, the first first.
pub fn acts_since(store: &Store, head: &Head) -> Result<Vec<AuditEntry>, Failure> {
    let now = store.audit_head()?.sequence;
    let count = u32::try_from(now.saturating_sub(head.sequence)).unwrap_or(u32::MAX);
    let mut acts = store.audit_log(count)?;
    acts.reverse();
    Ok(acts)
}
