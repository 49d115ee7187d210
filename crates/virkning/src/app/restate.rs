//! Restatement (efterregulering): every posted year computed again with today's inputs, for the settlement of a later year
//! or by itself; and the same computed once more from what a stored proposal names.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use virkning_engine::{Again, RestatedYears, keep_answers, read_trace, restate, restate_years, restatement_proposal};
use virkning_model::Agreement;
use virkning_model::id::{AgreementId, SnapshotId};
use virkning_model::settlement::{Inputs, Proposal, RestatedYear, Restatement};
use virkning_store::{EnrolmentRecord, Sealed};

use super::codes::CodesInUse;
use super::evaluate::EvaluationInUse;
use super::failure::{Failure, Refusal};
use super::materials::{Materials, Observed, OverlapsInUse, Purpose};
use super::posted::{Chain, next_restatement};
use super::registers::{Named, RegisterInUse};
use super::settle::{Made, StoredProposal, enrolment_set, refuse_investeringscase};
use super::{Session, coded};

/// What is sealed, enrolled and mapped now, and which snapshot is used.
pub struct Today {
    /// The sealed text.
    pub sealed: Sealed,
    /// What it says.
    pub agreement: Agreement,
    /// The newest enrolment set.
    pub enrolment: EnrolmentRecord,
    /// The newest code list.
    pub codes: CodesInUse,
    /// The snapshots that were asked for; of other registers the newest is used.
    pub named: Named,
}

/// Posted years computed again.
#[derive(Default)]
pub struct Recomputed {
    /// What came of it.
    pub years: RestatedYears,
    /// The trace of each restated year.
    pub traces: Vec<Vec<u8>>,
}

impl Session<'_> {
    /// Makes and stores a proposal that puts earlier years right without a new measured year. Refused where no year comes
    /// out otherwise.
    pub fn restate(
        &self,
        file: &Path,
        snapshots: &[SnapshotId],
        on: Option<Date>,
        draft: bool,
    ) -> Result<StoredProposal, Failure> {
        let today = self.today_of(file, snapshots)?;
        self.restate_today(&today, on, draft)
    }

    /// The same under the agreement as it was sealed last, with the newest registers.
    pub fn restate_sealed(&self, id: &AgreementId, draft: bool) -> Result<StoredProposal, Failure> {
        self.actor()?;
        let sealed = self.store.agreement_sealed(id)?;
        let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        refuse_investeringscase(&agreement)?;
        self.restate_today(&self.today(sealed, agreement, &[])?, None, draft)
    }

    fn restate_today(&self, today: &Today, on: Option<Date>, draft: bool) -> Result<StoredProposal, Failure> {
        let id = today.agreement.id.clone();
        let chain = self.chain(&id)?;
        let years = chain.years();
        if years.is_empty() {
            return Err(Refusal::new("restate-nothing-posted").with("agreement", &id).into());
        }
        let recomputed = self.recompute_years(today, years)?;
        let unchanged = || Refusal::new("restate-no-difference").with("agreement", &id);
        let last = recomputed.years.again.last().ok_or_else(unchanged)?;
        let number = next_restatement(&chain, last.measured_year, &last.version);
        let due = on.unwrap_or_else(|| self.world.today());
        let restated = recomputed.years.restated.clone();
        let proposal = restatement_proposal(last, restated, number, due).ok_or_else(unchanged)?;
        self.keep_traces(&recomputed)?;
        self.keep_proposal(Made::of(proposal)?, draft)
    }

    /// The sealed agreement of a file with everything that is used now.
    pub fn today_of(&self, file: &Path, snapshots: &[SnapshotId]) -> Result<Today, Failure> {
        let (_, read) = super::check::read_agreement(file, &self.codes()?.list)?;
        refuse_investeringscase(&read)?;
        let (sealed, agreement) = self.sealed_file(file)?;
        self.today(sealed, agreement, snapshots)
    }

    /// The same for an agreement that is known to be sealed.
    pub fn today(&self, sealed: Sealed, agreement: Agreement, snapshots: &[SnapshotId]) -> Result<Today, Failure> {
        let enrolment = self
            .store
            .enrolment_latest(&agreement.id)?
            .ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let named = self.named_snapshots(&agreement, snapshots)?;
        Ok(Today { sealed, agreement, enrolment, codes: self.codes_recorded()?, named })
    }

    /// Computes posted years again with what is used now, in order. Whoever is not decided any more keeps the answer that
    /// decided the last time.
    pub fn recompute_years(&self, today: &Today, years: Vec<RestatedYear>) -> Result<Recomputed, Failure> {
        let mut shared: Vec<Arc<RegisterInUse>> = Vec::new();
        let mut made: Vec<(Materials, Observed)> = Vec::with_capacity(years.len());
        for year in &years {
            let materials = self.materials_of_today(today, year, &mut shared)?;
            let observed = self.observed_again(&materials, year)?;
            made.push((materials, observed));
        }
        let again = years
            .into_iter()
            .zip(&made)
            .map(|(original, (materials, observed))| {
                let case = materials.case(original.measured_year, observed)?;
                Ok(Again { original, case, kept_answers: observed.kept })
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        let years = restate_years(&today.agreement, again).map_err(|error| coded(error.code(), error.arguments()))?;
        let restated = |observed: &Observed| years.restated.iter().any(|one| one.trace == observed.trace_hash());
        let traces = made.into_iter().map(|(_, observed)| observed);
        let traces = traces.filter(restated).map(|observed| observed.trace).collect();
        Ok(Recomputed { years, traces })
    }

    /// Keeps the traces before a record names them.
    pub fn keep_traces(&self, recomputed: &Recomputed) -> Result<(), Failure> {
        recomputed.traces.iter().try_for_each(|trace| self.folder.keep_trace(trace).map(|_| ()))
    }

    fn materials_of_today(
        &self,
        today: &Today,
        year: &RestatedYear,
        shared: &mut Vec<Arc<RegisterInUse>>,
    ) -> Result<Materials, Failure> {
        let reported = year.inputs.observations.as_ref().map(|hash| self.kept_observations(hash)).transpose()?;
        let snapshots =
            self.snapshots_for(&today.agreement, year.measured_year, reported.as_ref(), &today.named, Purpose::Settle)?;
        let set = enrolment_set(&today.enrolment)?;
        // Others leave out what was paid here first, so what they have posted takes away only what is new here.
        let overlaps = OverlapsInUse::Now(self.others(&today.agreement, &set, year.measured_year)?);
        let mut materials = self.materials_with(
            today.sealed.hash.clone(),
            today.agreement.clone(),
            today.enrolment.clone(),
            &snapshots,
            reported,
            today.codes.clone(),
            overlaps,
            shared,
        )?;
        materials.posted_before = year.inputs.posted_before.clone();
        let now = std::mem::take(&mut materials.evaluations);
        let kept = self.evaluations_of(&year.inputs.evaluations)?;
        materials.evaluations = kept.into_iter().map(|kept| run_again(&now, kept)).collect();
        add_new(shared, &materials.registers);
        Ok(materials)
    }

    /// What is observed of a year now, with the answers of the last time where nothing decides any more.
    fn observed_again(&self, materials: &Materials, year: &RestatedYear) -> Result<Observed, Failure> {
        let observed = materials.observed(year.measured_year)?;
        let trace = self.folder.trace(&year.trace)?;
        let earlier = read_trace(&trace).map_err(|error| coded(error.code(), error.arguments()))?;
        let merged = keep_answers(&earlier.observations, observed.observations);
        let kept = u64::try_from(merged.kept.len()).unwrap_or(u64::MAX);
        Ok(Observed::of(observed.measures, observed.code_lists, year.measured_year, merged.observations, kept))
    }

    /// The restatements of a stored proposal computed once more, each from the inputs that it names, after what was posted
    /// before the proposal; nothing where one of them does not follow.
    pub fn restated_then(&self, stored: &Proposal, chain: &Chain) -> Result<Option<Vec<Restatement>>, Failure> {
        let years = chain.years();
        let mut all = Vec::with_capacity(stored.restated.len());
        for restated in &stored.restated {
            let Some(year) = years.iter().find(|year| year.measured_year == restated.measured_year) else {
                return Ok(None);
            };
            let named = year.clone().then(year.original.clone(), restated).inputs;
            let inputs = Inputs { ruleset: stored.inputs.ruleset, synthetic: stored.inputs.synthetic, ..named };
            let (again, kept) = self.year_then(stored, year, inputs)?;
            let Some(same) = restate(year, &again) else { return Ok(None) };
            all.push(Restatement { kept_answers: kept, ..same });
        }
        Ok(Some(all))
    }

    /// A posted year computed from inputs, after the earlier years as a stored proposal has them.
    pub fn year_then(
        &self,
        stored: &Proposal,
        year: &RestatedYear,
        inputs: Inputs,
    ) -> Result<(Proposal, u64), Failure> {
        let before = stored.inputs.posted_before.iter().filter(|before| before.measured_year < year.measured_year);
        let inputs = Inputs { posted_before: before.cloned().collect(), ..inputs };
        let materials = self.materials_of(&stored.agreement, &inputs)?;
        let observed = self.observed_again(&materials, year)?;
        let case = materials.case(year.measured_year, &observed)?;
        let again = virkning_engine::propose(&materials.agreement, case)
            .map_err(|error| coded(error.code(), error.arguments()))?;
        Ok((again, observed.kept))
    }
}

/// The newest run by the same locked text, where there is one: other data are known, as with a later edition of a register.
/// Another text of the plan moves no posted money: that is for the parties to agree on.
fn run_again(now: &[EvaluationInUse], kept: EvaluationInUse) -> EvaluationInUse {
    let of = |one: &EvaluationInUse| (one.estimate.measure.clone(), one.estimate.year, one.estimate.method.clone());
    now.iter().find(|one| of(one) == of(&kept)).cloned().unwrap_or(kept)
}

/// Registers that were loaded for one year, kept for the next.
pub fn add_new(shared: &mut Vec<Arc<RegisterInUse>>, loaded: &[Arc<RegisterInUse>]) {
    for register in loaded {
        if shared.iter().all(|known| known.snapshot != register.snapshot) {
            shared.push(Arc::clone(register));
        }
    }
}
