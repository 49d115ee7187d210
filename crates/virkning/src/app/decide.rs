//! `propose`, `approve`, `refuse`, `void`, `post`: another person decides, bound to the content; posting is a step of its
//! own.

use virkning_model::agreement::Agreement;
use virkning_model::code_list::ListUsed;
use virkning_model::id::{AgreementId, ContentHash, ProposalId};
use virkning_model::ledger::Posting;
use virkning_model::settlement::{Inputs, Part, Proposal};
use virkning_model::source::source_of_register;
use virkning_store::{Decision, Posted, ProposalState, Stored};

use super::failure::{Failure, Refusal};
use super::registers::{manifest_of, register_of};
use super::settle::{StoredProposal, enrolment_set};
use super::{Session, coded};

impl Session<'_> {
    /// Approves a proposal, bound to its content. Refused when what it was made of has changed since.
    pub fn approve(&self, id: &ProposalId, content: Option<&str>) -> Result<Stored<Decision>, Failure> {
        let actor = self.actor()?;
        let stored = self.show(id)?;
        let content = match content {
            Some(text) => ContentHash::new(text).map_err(|_| Refusal::new("hash-invalid").with("hash", text))?,
            None => stored.record.content.clone(),
        };
        let changes = self.changed_since(&stored)?;
        if stored.record.state == ProposalState::Proposed && !changes.is_empty() {
            return Err(Refusal::new("changed-since-proposal")
                .with("proposal", id)
                .with("changes", changes.join(","))
                .into());
        }
        Ok(self.store.approve(&actor, id, &content)?)
    }

    /// Offers a draft for a decision.
    pub fn propose(&self, id: &ProposalId) -> Result<Stored<Decision>, Failure> {
        Ok(self.store.propose(&self.actor()?, id)?)
    }

    /// Withdraws an approved proposal before it is posted, with a reason.
    pub fn void(&self, id: &ProposalId, reason: &str) -> Result<Stored<Decision>, Failure> {
        Ok(self.store.void(&self.actor()?, id, reason)?)
    }

    /// Refuses a proposal with a reason.
    pub fn refuse(&self, id: &ProposalId, reason: &str) -> Result<Stored<Decision>, Failure> {
        Ok(self.store.refuse(&self.actor()?, id, reason)?)
    }

    /// Posts an approved proposal under the caller's key. The same key again gives the stored posting.
    pub fn post(&self, id: &ProposalId, key: Option<&str>) -> Result<Stored<Posted>, Failure> {
        let actor = self.actor()?;
        let stored = self.show(id)?;
        let posting = self.posting_of(&stored)?;
        if stored.record.state == ProposalState::Approved && self.overlap_changed(&stored.proposal)? {
            return Err(Refusal::new("overlap-posted-since").with("proposal", id).into());
        }
        let own_key = format!("post-{id}");
        Ok(self.store.post(&actor, key.unwrap_or(&own_key), id, &stored.record.content, &posting)?)
    }

    /// The posting that a proposal leads to.
    pub fn posting_of(&self, stored: &StoredProposal) -> Result<Posting, Failure> {
        let agreement = self.agreement_of(&stored.proposal)?;
        Ok(virkning_engine::posting(&agreement, stored.record.id.clone(), &stored.proposal)
            .map_err(|error| coded(error.code(), error.arguments()))?)
    }

    /// The sealed agreement that a proposal was made under.
    pub fn agreement_of(&self, proposal: &Proposal) -> Result<Agreement, Failure> {
        self.agreement_under(&proposal.agreement, &proposal.inputs.seal)
    }

    /// The agreement as it was sealed under a hash.
    pub fn agreement_under(&self, id: &AgreementId, seal: &ContentHash) -> Result<Agreement, Failure> {
        let missing = || Refusal::new("input-missing").with("what", "agreement").with("hash", seal);
        self.sealed_agreement(id, &self.store.agreement_by_hash(seal)?.ok_or_else(missing)?)
    }

    /// What a proposal was made of that is no longer so: the keys of what changed. A later register edition is no
    /// change, for its corrections come with a later settlement; the same edition with other content is.
    fn changed_since(&self, stored: &StoredProposal) -> Result<Vec<String>, Failure> {
        let proposal = &stored.proposal;
        let inputs = &proposal.inputs;
        let mut changes = Vec::new();
        let chain = self.chain(&proposal.agreement)?.before(&stored.record.id);
        if matches!(proposal.part, Part::Release(_) | Part::Closing(_)) {
            // What is posted is all that these are made of.
            let same = self.part_then(proposal, &chain)?.is_some_and(|again| again == *proposal);
            return Ok(if same { changes } else { vec!["ledger".to_owned()] });
        }
        let sealed = self.store.agreement_sealed(&proposal.agreement)?.map(|sealed| sealed.hash);
        if sealed.as_ref() != Some(&inputs.seal) {
            changes.push("agreement".to_owned());
        }
        let latest = self.store.enrolment_latest(&proposal.agreement)?;
        let same_numbers = match (&latest, &inputs.numbers) {
            (Some(set), Some(numbers)) => self.people_in_registers(set)?.hash == *numbers,
            _ => true,
        };
        if latest.as_ref().map(|set| &set.hash) != Some(&inputs.enrolment_set) || !same_numbers {
            changes.push("enrolment".to_owned());
        }
        let in_use = self.lists_in_use(&self.agreement_of(proposal)?)?;
        let differs = |used: &ListUsed| in_use.iter().any(|now| now.name == used.name && now != used);
        if self.codes()?.hash != inputs.code_list_content || inputs.lists.iter().any(differs) {
            changes.push("code-list".to_owned());
        }
        if self.is_any_corrected(inputs)? {
            changes.push("register".to_owned());
        }
        if !chain.carries(proposal) {
            changes.push("ledger".to_owned());
        }
        if let Some(record) = self.store.enrolment_by_hash(&inputs.enrolment_set)? {
            let (set, year) = (enrolment_set(&record)?, proposal.measured_year);
            if self.claims_changed(&proposal.agreement, &set, year, inputs.observations.as_ref())? {
                changes.push("claims".to_owned());
            }
            let agreement = self.agreement_of(proposal)?;
            if self.scores_changed(&agreement, &set, year, inputs.observations.as_ref())? {
                changes.push("scores".to_owned());
            }
        }
        if self.overlap_changed(proposal)? {
            changes.push("overlap".to_owned());
        }
        Ok(changes)
    }

    /// Whether the edition of a register that was read has been imported again since with other content.
    fn is_any_corrected(&self, inputs: &Inputs) -> Result<bool, Failure> {
        let snapshots = self.store.snapshots()?;
        for used in inputs.registers() {
            let mut same_edition = snapshots
                .iter()
                .rev()
                .filter(|known| known.edition == used.edition && known.source == source_of_register(&used.source));
            let corrected = loop {
                let Some(known) = same_edition.next() else { break None };
                if register_of(&manifest_of(known)?) == used.source {
                    break Some(known);
                }
            };
            if corrected.is_some_and(|known| known.content != used.content) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
