//! `ledger`, `verify`: what is posted, and the proof that it follows from what is stored. Every proposal that was posted or
//! approved is computed again from its stored inputs and compared byte by byte.

use virkning_model::id::{AgreementId, ProposalId, RecordId, SnapshotId};
use virkning_model::settlement::Proposal;
use virkning_register::Snapshot;
use virkning_store::{Balance, Head, LedgerLine, ProposalState, Verification};

use super::Session;
use super::failure::{Failure, Refusal};
use super::posted::Chain;
use super::settle::{Made, proposal_of};

/// The ledger of one agreement.
#[derive(Debug)]
pub struct LedgerOf {
    /// Which.
    pub agreement: virkning_model::Agreement,
    /// Every entry, in order.
    pub lines: Vec<LedgerLine>,
    /// What each account holds.
    pub balances: Vec<Balance>,
}

/// One proposal computed again.
#[derive(Debug)]
pub struct Recomputed {
    /// Which.
    pub proposal: ProposalId,
    /// Its state.
    pub state: ProposalState,
    /// Whether it came out the same, or why not.
    pub verdict: Verdict,
}

/// What computing again gave.
#[derive(Debug)]
pub enum Verdict {
    /// The same to the byte, with the same line for each person.
    Same,
    /// Something else.
    Different {
        /// `proposal` or `trace`.
        what: &'static str,
    },
    /// It could not be computed.
    Failed(Failure),
}

/// The whole proof.
#[derive(Debug)]
pub struct VerifyReport {
    /// The store itself: rows, audit chain, balances.
    pub store: Verification,
    /// The log's head differs from the one kept elsewhere.
    pub head_differs: Option<virkning_store::Fault>,
    /// Each snapshot's files against their hashes.
    pub snapshots: CheckedSnapshots,
    /// Each approved or posted proposal.
    pub proposals: Vec<Recomputed>,
    /// Claims whose evidence is not there as it was.
    pub evidence: Vec<(u64, Failure)>,
    /// Documents for the case file and signed copies that are not what was kept, with what is wrong.
    pub records: Vec<(RecordId, Failure)>,
}

/// Each snapshot with what is wrong with it.
type CheckedSnapshots = Vec<(SnapshotId, Option<Failure>)>;

impl VerifyReport {
    /// Whether everything is as it was.
    pub fn holds(&self) -> bool {
        self.store.faults.is_empty()
            && self.head_differs.is_none()
            && self.snapshots.iter().all(|(_, failure)| failure.is_none())
            && self.evidence.is_empty()
            && self.records.is_empty()
            && self.proposals.iter().all(|recomputed| matches!(recomputed.verdict, Verdict::Same))
    }
}

/// A proposal as it comes out today, with its trace where it has one.
type ComputedAgain = (Proposal, Option<Vec<u8>>);

impl Session<'_> {
    /// The ledger of one agreement, or of all.
    pub fn ledger(&self, agreement: Option<&AgreementId>) -> Result<Vec<LedgerOf>, Failure> {
        let known = self.store.agreements()?;
        let wanted = match agreement {
            Some(id) if !known.contains(id) => {
                return Err(Refusal::new("agreement-unknown").with("agreement", id).into());
            }
            Some(id) => vec![id.clone()],
            None => known,
        };
        let mut all = Vec::new();
        for id in wanted {
            let Some(sealed) = self.store.agreement_sealed(&id)? else { continue };
            all.push(LedgerOf {
                lines: self.store.ledger(&id)?,
                balances: self.store.balances(&id)?,
                agreement: self.sealed_agreement(&id, &sealed)?,
            });
        }
        Ok(all)
    }

    /// Checks everything that is stored and computes again what was approved or posted.
    pub fn verify(&self, kept_head: Option<&Head>) -> Result<VerifyReport, Failure> {
        let store = self.store.verify()?;
        let head_differs = match kept_head {
            None => None,
            Some(kept) => self.differs_from(kept)?,
        };
        // A store that is damaged may not even list what it holds; its faults are the answer then.
        let damaged = !store.faults.is_empty();
        let mut report = VerifyReport {
            store,
            head_differs,
            snapshots: Vec::new(),
            proposals: Vec::new(),
            evidence: Vec::new(),
            records: Vec::new(),
        };
        match self.verify_contents() {
            Ok((snapshots, proposals)) => {
                (report.snapshots, report.proposals) = (snapshots, proposals);
                (report.evidence, report.records) = (self.verify_evidence()?, self.damaged_records()?);
                Ok(report)
            }
            Err(_) if damaged => Ok(report),
            Err(failure) => Err(failure),
        }
    }

    /// Every file that shows a claim must be there as it was.
    fn verify_evidence(&self) -> Result<Vec<(u64, Failure)>, Failure> {
        let mut missing = Vec::new();
        for agreement in self.store.enrolment_agreements()? {
            for claim in self.store.claims(&agreement)? {
                let evidence = claim.says.evidence.as_ref().map(|hash| self.folder.evidence(hash));
                if let Some(Err(failure)) = evidence {
                    missing.push((claim.number, failure));
                }
            }
        }
        Ok(missing)
    }

    fn verify_contents(&self) -> Result<(CheckedSnapshots, Vec<Recomputed>), Failure> {
        let mut snapshots = Vec::new();
        for record in self.store.snapshots()? {
            let files = Snapshot::open(&self.folder.snapshot(&record.id)).and_then(|snapshot| snapshot.verify());
            let outcome = files.map_err(Failure::from).and_then(|()| self.manifest(&record.id));
            snapshots.push((record.id, outcome.err()));
        }
        let mut proposals = Vec::new();
        for agreement in self.store.agreements()? {
            for record in self.store.proposals(&agreement)? {
                if record.state == ProposalState::Approved || record.state.is_posted() {
                    let verdict = self.recompute(&record).unwrap_or_else(Verdict::Failed);
                    proposals.push(Recomputed { proposal: record.id, state: record.state, verdict });
                }
            }
        }
        Ok((snapshots, proposals))
    }

    fn recompute(&self, record: &virkning_store::ProposalRecord) -> Result<Verdict, Failure> {
        let stored = proposal_of(record)?;
        let kept_trace = self.folder.trace(&record.trace)?;
        if stored.inputs.ruleset != virkning_engine::RULESET {
            return Err(Refusal::new("ruleset-unknown").with("ruleset", stored.inputs.ruleset).into());
        }
        // What the proposal says was posted before it must be what the ledger says now.
        let chain = self.chain(&record.agreement)?.before(&record.id);
        let Some((again, trace)) = self.compute_then(&stored, &chain)? else {
            return Ok(Verdict::Different { what: "ledger" });
        };
        let again = Made::of(again)?;
        Ok(if again.json != record.json {
            Verdict::Different { what: "proposal" }
        } else if trace.is_some_and(|trace| trace != kept_trace) {
            Verdict::Different { what: "trace" }
        } else {
            Verdict::Same
        })
    }

    /// A stored proposal made again from what it names and what was posted before it, with the trace of its own year where
    /// it has one; nothing where it does not follow from what was posted.
    fn compute_then(&self, stored: &Proposal, chain: &Chain) -> Result<Option<ComputedAgain>, Failure> {
        if !stored.part.is_settlement() {
            return Ok(self.part_then(stored, chain)?.map(|again| (again, None)));
        }
        if !chain.carries(stored) {
            return Ok(None);
        }
        let computed = self.materials_then(stored)?.compute(stored.measured_year)?;
        let restated = self.restated_then(stored, chain)?;
        Ok(restated.map(|restated| (Proposal { restated, ..computed.proposal }, Some(computed.trace))))
    }
}
