//! `settle`, `show`: a proposal is computed from what is sealed, enrolled, imported, reported and posted, and stored as it
//! is. An investment without payment for results is never settled.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use virkning_model::Agreement;
use virkning_model::agreement::AgreementKind;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{AgreementId, Alias, ContentHash, ProposalId, SnapshotId};
use virkning_model::settlement::{Inputs, Proposal};
use virkning_register::Pseudonym;
use virkning_store::{CodeListRecord, EnrolmentRecord, NewProposal, ProposalRecord, Sealed};

use super::Session;
use super::codes::CodesInUse;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::materials::{Materials, OverlapsInUse, Purpose};
use super::numbers::PeopleInRegisters;
use super::observations::{ObservationFiles, ReportedInUse};
use super::registers::{RegisterInUse, joined_deliveries};

/// A stored proposal and what it says.
#[derive(Debug)]
pub struct StoredProposal {
    /// The record.
    pub record: ProposalRecord,
    /// What it says.
    pub proposal: Proposal,
    /// Whether it was there before, so that nothing was written.
    pub already: bool,
}

/// A proposal that was made, with the bytes that are kept and the hash that is approved.
pub struct Made {
    /// The proposal.
    pub proposal: Proposal,
    /// Its record.
    pub json: Vec<u8>,
    /// The hash of the record.
    pub content: ContentHash,
}

impl Made {
    /// A proposal as it is kept.
    pub fn of(proposal: Proposal) -> Result<Self, Failure> {
        let json = serde_json::to_vec(&proposal).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(Self { content: hash(&json), proposal, json })
    }
}

impl Session<'_> {
    /// Makes and stores the proposal of a measured year, with the differences of earlier years that come out otherwise
    /// today. The same request again gives the stored one. A draft waits until it is offered.
    pub fn settle(
        &self,
        file: &Path,
        measured_year: i16,
        snapshots: &[SnapshotId],
        observations: ObservationFiles<'_>,
        draft: bool,
    ) -> Result<StoredProposal, Failure> {
        self.actor()?;
        let (_, read) = super::check::read_agreement(file, &self.codes()?.list)?;
        refuse_investeringscase(&read)?;
        let (sealed, agreement) = self.sealed_file(file)?;
        self.settle_under(sealed, agreement, measured_year, snapshots, observations, draft)
    }

    /// The same for an agreement as it was sealed last, from registers and reports that are there already.
    pub fn settle_sealed(
        &self,
        id: &AgreementId,
        measured_year: i16,
        snapshots: &[SnapshotId],
        draft: bool,
    ) -> Result<StoredProposal, Failure> {
        self.actor()?;
        let sealed = self.store.agreement_sealed(id)?;
        let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        refuse_investeringscase(&agreement)?;
        self.settle_under(sealed, agreement, measured_year, snapshots, ObservationFiles::NONE, draft)
    }

    fn settle_under(
        &self,
        sealed: Sealed,
        agreement: Agreement,
        measured_year: i16,
        snapshots: &[SnapshotId],
        observations: ObservationFiles<'_>,
        draft: bool,
    ) -> Result<StoredProposal, Failure> {
        let chain = self.chain(&agreement.id)?;
        if let Some(posted) = chain.settlement(measured_year) {
            return self.show(&posted.record.id);
        }
        self.refuse_without_estimate(&agreement.id, measured_year)?;
        let before = chain.years().into_iter().filter(|year| year.measured_year < measured_year).collect();
        let recomputed = self.recompute_years(&self.today(sealed.clone(), agreement.clone(), snapshots)?, before)?;
        let mut materials =
            self.materials_now(sealed, agreement, measured_year, snapshots, observations, Purpose::Settle)?;
        materials.posted_before = recomputed.years.posted.clone();
        let computed = materials.compute(measured_year)?;
        // The traces first: a record never names a trace that is not there.
        self.folder.keep_trace(&computed.trace)?;
        self.keep_traces(&recomputed)?;
        self.keep_proposal(Made::of(Proposal { restated: recomputed.years.restated, ..computed.proposal })?, draft)
    }

    /// Stores a proposal under a name that its content gives it.
    pub fn keep_proposal(&self, made: Made, draft: bool) -> Result<StoredProposal, Failure> {
        let Made { proposal, json, content } = made;
        self.record_lists(&proposal)?;
        let id = ProposalId::new(format!("{}-{}-{}", proposal.agreement, proposal.measured_year, content.short()))
            .map_err(|error| Refusal::new("internal").with("what", error))?;
        let stored = self.store.proposal_add(
            &self.actor()?,
            NewProposal {
                id: &id,
                agreement: &proposal.agreement,
                version: &proposal.version,
                measured_year: proposal.measured_year,
                part: proposal.part,
                draft,
                content: &content,
                json: &json,
                trace: &proposal.trace,
                unclarified: proposal.unclarified(),
                provisional: proposal.provisional.is_some(),
            },
        )?;
        Ok(StoredProposal { record: stored.record, proposal, already: stored.already })
    }

    /// A stored proposal.
    pub fn show(&self, id: &ProposalId) -> Result<StoredProposal, Failure> {
        let record = self.store.proposal(id)?.ok_or_else(|| Refusal::new("proposal-unknown").with("proposal", id))?;
        let proposal = proposal_of(&record)?;
        Ok(StoredProposal { record, proposal, already: true })
    }

    /// What a new settlement is made of now, but for what was posted before it; or what is followed in a year that need
    /// not be settled at all.
    pub fn materials_now(
        &self,
        sealed: Sealed,
        agreement: Agreement,
        measured_year: i16,
        snapshots: &[SnapshotId],
        observations: ObservationFiles<'_>,
        purpose: Purpose,
    ) -> Result<Materials, Failure> {
        let enrolment = self
            .store
            .enrolment_latest(&agreement.id)?
            .ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let set = enrolment_set(&enrolment)?;
        let reported = self.read_observations(observations, &agreement, &set, measured_year)?;
        let reported = self.with_claims(reported, &agreement, &set, measured_year)?;
        let reported = self.with_scores(reported, &agreement, &set, measured_year)?;
        let named = self.named_snapshots(&agreement, snapshots)?;
        let snapshots = self.snapshots_for(&agreement, measured_year, reported.as_ref(), &named, purpose)?;
        let codes = self.codes_recorded()?;
        let overlaps = OverlapsInUse::Now(self.others(&agreement, &set, measured_year)?);
        self.materials_with(sealed.hash, agreement, enrolment, &snapshots, reported, codes, overlaps, &[])
    }

    /// What a stored proposal was made of then.
    pub fn materials_then(&self, proposal: &Proposal) -> Result<Materials, Failure> {
        self.materials_of(&proposal.agreement, &proposal.inputs)
    }

    /// Everything that inputs name, found by its hash.
    pub fn materials_of(&self, agreement: &AgreementId, inputs: &Inputs) -> Result<Materials, Failure> {
        let missing =
            |what: &str, hash: &ContentHash| Refusal::new("input-missing").with("what", what).with("hash", hash);
        let sealed = self.store.agreement_by_hash(&inputs.seal)?.ok_or_else(|| missing("agreement", &inputs.seal))?;
        let agreement = self.sealed_agreement(agreement, &sealed)?;
        let enrolment = self.enrolment_then(inputs)?;
        let codes: CodeListRecord = self
            .store
            .code_list_by_hash(&inputs.code_list_content)?
            .ok_or_else(|| missing("code list", &inputs.code_list_content))?;
        let codes = CodesInUse::of_record(codes)?;
        let reported = inputs.observations.as_ref().map(|hash| self.kept_observations(hash)).transpose()?;
        let snapshots = self.snapshots_of(inputs)?;
        let overlaps = OverlapsInUse::Kept(inputs.overlaps.clone());
        let mut materials =
            self.materials_with(sealed.hash, agreement, enrolment, &snapshots, reported, codes, overlaps, &[])?;
        materials.posted_before = inputs.posted_before.clone();
        materials.evaluations = self.evaluations_of(&inputs.evaluations)?;
        // What was not named then is not named when the same is computed again.
        materials.numbers = materials.numbers.filter(|_| inputs.numbers.is_some());
        materials.leaving = self.leaving_then(inputs)?;
        materials.estimates = self.estimates_then(inputs)?;
        Ok(materials)
    }

    /// Materials of these things; `known` are registers that were loaded before, of the same enrolment set.
    #[expect(clippy::too_many_arguments, reason = "each is one thing that a settlement is made of")]
    pub fn materials_with(
        &self,
        seal: ContentHash,
        agreement: Agreement,
        enrolment: EnrolmentRecord,
        snapshots: &[SnapshotId],
        reported: Option<ReportedInUse>,
        codes: CodesInUse,
        overlaps: OverlapsInUse,
        known: &[Arc<RegisterInUse>],
    ) -> Result<Materials, Failure> {
        let leaving = self.leaving_now(&agreement)?;
        let estimates = self.estimates_now(&agreement)?;
        let PeopleInRegisters { links, numbers, hash: numbers_hash } = self.people_in_registers(&enrolment)?;
        let people: Vec<Pseudonym> = links.values().copied().collect();
        let registers = self.registers_in_use(&agreement, snapshots, (&people, &numbers), known)?;
        let evaluations = self.evaluations_now(&agreement.id)?;
        let joined = joined_deliveries(&agreement, &registers);
        Ok(Materials {
            evaluations,
            agreement,
            seal,
            enrolment: enrolment_set(&enrolment)?,
            enrolment_hash: enrolment.hash,
            links,
            registers,
            joined,
            reported,
            codes,
            numbers: Some(numbers_hash),
            leaving,
            estimates,
            posted_before: Vec::new(),
            overlaps,
        })
    }

    /// Which register pseudonym each alias of a set stands for.
    pub fn links(&self, set: &ContentHash) -> Result<BTreeMap<Alias, Pseudonym>, Failure> {
        links_of(self.store.enrolment_links_of(set)?)
    }

    /// The posted settlement of a measured year.
    pub fn posted_year(&self, agreement: &AgreementId, measured_year: i16) -> Result<Option<ProposalId>, Failure> {
        let proposals = self.store.proposals(agreement)?;
        let posted = proposals.into_iter().find(|record| {
            record.state.is_posted() && record.measured_year == measured_year && record.part.is_settlement()
        });
        Ok(posted.map(|record| record.id))
    }
}

/// An investment of the municipality's own money pays nothing for results: nothing is settled.
pub fn refuse_investeringscase(agreement: &Agreement) -> Result<(), Failure> {
    match agreement.kind {
        AgreementKind::OutcomesContract => Ok(()),
        AgreementKind::Investeringscase => {
            Err(Refusal::new("settle-investeringscase").with("agreement", &agreement.name).into())
        }
    }
}

/// Links as they are stored.
pub fn links_of(links: Vec<(Alias, String)>) -> Result<BTreeMap<Alias, Pseudonym>, Failure> {
    links
        .into_iter()
        .map(|(alias, pseudonym)| match pseudonym.parse() {
            Ok(pseudonym) => Ok((alias, pseudonym)),
            Err(_) => Err(Refusal::new("record-unreadable").with("what", "link").with("why", alias).into()),
        })
        .collect()
}

/// What a record says.
pub fn proposal_of(record: &ProposalRecord) -> Result<Proposal, Failure> {
    serde_json::from_slice(&record.json)
        .map_err(|error| Refusal::new("record-unreadable").with("what", &record.id).with("why", error).into())
}

/// The set of a record.
pub fn enrolment_set(record: &EnrolmentRecord) -> Result<EnrolmentSet, Failure> {
    serde_json::from_slice(&record.json)
        .map_err(|error| Refusal::new("record-unreadable").with("what", "enrolment").with("why", error).into())
}
