//! `settle`, `show`: a proposal is computed from what is sealed, enrolled, imported, reported and posted, and stored as it
//! is. An investment without payment for results is never settled.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_model::Agreement;
use virkning_model::agreement::{AgreementKind, Measure};
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{AgreementId, Alias, ContentHash, ProposalId, SnapshotId};
use virkning_model::settlement::{Inputs, PostedBefore, Proposal};
use virkning_register::{Pseudonym, Snapshot};
use virkning_store::{CodeListRecord, EnrolmentRecord, NewProposal, ProposalRecord, ProposalState, Sealed};

use super::codes::CodesInUse;
use super::failure::{Failure, Refusal};
use super::materials::{Materials, REGISTER, RegisterInUse, followed_measures, is_of_register};
use super::observations::{ObservationFiles, ReportedInUse};
use super::{Session, coded};

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

impl Session<'_> {
    /// Makes and stores the proposal of a measured year. The same request again gives the stored one.
    pub fn settle(
        &self,
        file: &Path,
        measured_year: i16,
        snapshot: Option<&SnapshotId>,
        observations: ObservationFiles<'_>,
    ) -> Result<StoredProposal, Failure> {
        let actor = self.actor()?;
        let (_, read) = super::check::read_agreement(file, &self.codes()?.list)?;
        refuse_investeringscase(&read)?;
        let (sealed, agreement) = self.sealed_file(file)?;
        if let Some(posted) = self.posted_year(&agreement.id, measured_year)? {
            return self.show(&posted).map(|stored| StoredProposal { already: true, ..stored });
        }
        let materials = self.materials_now(sealed, agreement, measured_year, snapshot, observations)?;
        let computed = materials.compute(measured_year)?;
        let id = ProposalId::new(format!("{}-{measured_year}-{}", materials.agreement.id, computed.content.short()))
            .map_err(|error| Refusal::new("internal").with("what", error))?;
        // The trace first: a record never names a trace that is not there.
        let trace = self.folder.keep_trace(&computed.trace)?;
        let stored = self.store.proposal_add(
            &actor,
            NewProposal {
                id: &id,
                agreement: &materials.agreement.id,
                version: &materials.agreement.version,
                measured_year,
                content: &computed.content,
                json: &computed.json,
                trace: &trace,
                unclarified: computed.proposal.unclarified(),
                provisional: computed.proposal.provisional.is_some(),
            },
        )?;
        Ok(StoredProposal { record: stored.record, proposal: computed.proposal, already: stored.already })
    }

    /// A stored proposal.
    pub fn show(&self, id: &ProposalId) -> Result<StoredProposal, Failure> {
        let record = self.store.proposal(id)?.ok_or_else(|| Refusal::new("proposal-unknown").with("proposal", id))?;
        let proposal = proposal_of(&record)?;
        Ok(StoredProposal { record, proposal, already: true })
    }

    /// What a new settlement is made of now.
    pub fn materials_now(
        &self,
        sealed: Sealed,
        agreement: Agreement,
        measured_year: i16,
        snapshot: Option<&SnapshotId>,
        observations: ObservationFiles<'_>,
    ) -> Result<Materials, Failure> {
        let enrolment = self
            .store
            .enrolment_latest(&agreement.id)?
            .ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let set = enrolment_set(&enrolment)?;
        let reported = self.read_observations(observations, &agreement, &set, measured_year)?;
        let snapshot = match snapshot {
            Some(id) => Some(id.clone()),
            None => self.snapshot_for(&agreement, measured_year, reported.as_ref())?,
        };
        let codes = self.codes_recorded()?;
        let posted_before = self.posted_before(&agreement.id, measured_year)?;
        self.materials(sealed.hash, agreement, enrolment, snapshot.as_ref(), reported, codes, posted_before)
    }

    /// The newest snapshot, where something that pays is read from a register; nothing where there is none, and nothing
    /// needs one.
    fn snapshot_for(
        &self,
        agreement: &Agreement,
        measured_year: i16,
        reported: Option<&ReportedInUse>,
    ) -> Result<Option<SnapshotId>, Failure> {
        let latest = self.store.snapshot_latest(REGISTER)?.map(|snapshot| snapshot.id);
        let reported = |measure: &Measure| reported.is_some_and(|found| found.reported.speaks_of(&measure.id));
        let from_register = |measure: &Measure| is_of_register(measure) && !reported(measure);
        let asked =
            virkning_engine::asked(agreement, measured_year).map_err(|error| coded(error.code(), error.arguments()))?;
        let paid = asked.iter().any(|one| from_register(one.measure));
        // Where a file takes the register's place, its edition must not make the settlement provisional.
        let replaced = asked.iter().any(|one| is_of_register(one.measure) && reported(one.measure));
        let followed = !replaced && followed_measures(agreement).any(from_register);
        match latest {
            None if paid => Err(Refusal::new("no-snapshot").with("source", REGISTER).into()),
            latest => Ok(latest.filter(|_| paid || followed)),
        }
    }

    /// What a stored proposal was made of then.
    pub fn materials_then(&self, proposal: &Proposal) -> Result<Materials, Failure> {
        let inputs = &proposal.inputs;
        let missing =
            |what: &str, hash: &ContentHash| Refusal::new("input-missing").with("what", what).with("hash", hash);
        let sealed = self.store.agreement_by_hash(&inputs.seal)?.ok_or_else(|| missing("agreement", &inputs.seal))?;
        let agreement = self.sealed_agreement(&proposal.agreement, &sealed)?;
        let enrolment = self
            .store
            .enrolment_by_hash(&inputs.enrolment_set)?
            .ok_or_else(|| missing("enrolment", &inputs.enrolment_set))?;
        let codes: CodeListRecord = self
            .store
            .code_list_by_hash(&inputs.code_list_content)?
            .ok_or_else(|| missing("code list", &inputs.code_list_content))?;
        let codes = CodesInUse::of_record(codes)?;
        let posted_before = inputs.posted_before.clone();
        let reported = inputs.observations.as_ref().map(|hash| self.kept_observations(hash)).transpose()?;
        let snapshot = Some(&inputs.snapshot).filter(|_| has_register(inputs));
        self.materials(sealed.hash, agreement, enrolment, snapshot, reported, codes, posted_before)
    }

    #[expect(clippy::too_many_arguments, reason = "each is one thing that a settlement is made of")]
    fn materials(
        &self,
        seal: ContentHash,
        agreement: Agreement,
        enrolment: EnrolmentRecord,
        snapshot: Option<&SnapshotId>,
        reported: Option<ReportedInUse>,
        codes: CodesInUse,
        posted_before: Vec<PostedBefore>,
    ) -> Result<Materials, Failure> {
        let links = self.links(&enrolment.hash)?;
        let register = match snapshot {
            None => None,
            Some(snapshot) => {
                let manifest = self.manifest(snapshot)?;
                let people: Vec<Pseudonym> = links.values().copied().collect();
                let rows = Snapshot::open(&self.folder.snapshot(snapshot))?.load_people(&people)?;
                Some(RegisterInUse { snapshot: snapshot.clone(), manifest, rows })
            }
        };
        Ok(Materials {
            agreement,
            seal,
            enrolment: enrolment_set(&enrolment)?,
            enrolment_hash: enrolment.hash,
            links,
            register,
            reported,
            codes,
            posted_before,
        })
    }

    /// Which register pseudonym each alias of a set stands for.
    pub fn links(&self, set: &ContentHash) -> Result<BTreeMap<Alias, Pseudonym>, Failure> {
        let links = self.store.enrolment_links_of(set)?;
        links
            .into_iter()
            .map(|(alias, pseudonym)| match pseudonym.parse() {
                Ok(pseudonym) => Ok((alias, pseudonym)),
                Err(_) => Err(Refusal::new("record-unreadable").with("what", "link").with("why", alias).into()),
            })
            .collect()
    }

    /// Settlements of the agreement posted for earlier measured years, in their order.
    pub fn posted_before(&self, agreement: &AgreementId, measured_year: i16) -> Result<Vec<PostedBefore>, Failure> {
        let mut posted = Vec::new();
        for record in self.store.proposals(agreement)? {
            if record.state == ProposalState::Posted && record.measured_year < measured_year {
                let proposal = proposal_of(&record)?;
                posted.push(virkning_engine::posted_before(record.id, record.content, &proposal));
            }
        }
        posted.sort_by_key(|before| before.measured_year);
        Ok(posted)
    }

    /// The posted settlement of a measured year.
    pub fn posted_year(&self, agreement: &AgreementId, measured_year: i16) -> Result<Option<ProposalId>, Failure> {
        let proposals = self.store.proposals(agreement)?;
        let posted = proposals
            .into_iter()
            .find(|record| record.state == ProposalState::Posted && record.measured_year == measured_year);
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

/// Whether a settlement was made of a register snapshot, and not of files of observations alone.
pub fn has_register(inputs: &Inputs) -> bool {
    inputs.observations.as_ref() != Some(&inputs.snapshot_content)
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
