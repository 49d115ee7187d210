//! `claim`: outcomes that a provider reports, with the files that show them. They are read like observations, kept one by
//! one, and decided by another person; a settlement counts what is verified.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use virkning_model::Agreement;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{AgreementId, Alias, ContentHash, MeasureId};
use virkning_model::observation::{Arm, Outcome, Unclarified};
use virkning_register::list::ListProfile;
use virkning_register::observations::{ObservationFault, ReadAs, Reader, Reported, ReportedRow, Request};
use virkning_store::{ClaimDecision, ClaimSample, ClaimState, NewClaim, ProviderClaim, Stored};

use super::Session;
use super::check::read_agreement;
use super::enrol::ListBytes;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::observations::{ReportedInUse, not_looked_at, observations_failure, profile_of, refuse_misplaced};
use super::registers::is_of_dream;
use super::settle::enrolment_set;

/// The largest file that shows a claim.
const EVIDENCE_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// A list of claims to be read.
#[derive(Clone, Copy, Debug)]
pub struct ClaimList<'a> {
    /// The file.
    pub path: &'a Path,
    /// The profile of the enrolment list, for its identifiers; the built-in one where none is named.
    pub profile: Option<&'a Path>,
    /// The folder of the files that show the claims.
    pub evidence: Option<&'a Path>,
}

/// Where the files are that show claims.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// In a folder, where one is named.
    Folder(Option<&'a Path>),
    /// One file that was sent along, with its name.
    Sent(&'a str, &'a [u8]),
}

impl Shown<'_> {
    /// The bytes of the file of that name; nothing where there is none.
    fn bytes(self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Shown::Folder(folder) => evidence_file(folder, name).map(|path| evidence_bytes(&path)).transpose(),
            Shown::Sent(sent, bytes) => Ok((sent == name && !name.is_empty()).then(|| bytes.to_vec())),
        }
    }

    fn has(self, name: &str) -> bool {
        match self {
            Shown::Folder(folder) => evidence_file(folder, name).is_some(),
            Shown::Sent(sent, _) => sent == name && !name.is_empty(),
        }
    }
}

/// What reading a list of claims did.
#[derive(Debug)]
pub struct ClaimsImported {
    /// The agreement.
    pub agreement: Agreement,
    /// The claims that are new.
    pub new: Vec<ProviderClaim>,
    /// Rows that were claimed already in the same words.
    pub known: usize,
}

/// A claim with everything that was decided about it.
#[derive(Debug)]
pub struct ShownClaim {
    /// The claim.
    pub claim: ProviderClaim,
    /// The decisions, the claim itself first.
    pub decisions: Vec<ClaimDecision>,
}

impl Session<'_> {
    /// Reads a list of claims and keeps those that are new, with the files that show them: all of them or none.
    ///
    /// # Errors
    /// A list with faulty rows, with all of them; nothing is kept then.
    pub fn claim_import(&self, file: &Path, list: ClaimList<'_>) -> Result<ClaimsImported, Failure> {
        self.actor()?;
        let (_, agreement) = read_agreement(file, &self.codes()?.list)?;
        let profile = profile_of(list.profile)?;
        self.claims_read(agreement, ListBytes::File(list.path), &profile, Shown::Folder(list.evidence))
    }

    /// The same for an agreement that was read already.
    ///
    /// # Errors
    /// As [`Session::claim_import`].
    pub fn claims_read(
        &self,
        agreement: Agreement,
        from: ListBytes<'_>,
        profile: &ListProfile,
        shown: Shown<'_>,
    ) -> Result<ClaimsImported, Failure> {
        let actor = self.actor()?;
        let enrolment = self
            .store
            .enrolment_latest(&agreement.id)?
            .ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let set = enrolment_set(&enrolment)?;
        let (key, _) = self.key()?;
        let read_as = ReadAs::Claims;
        let mut reader =
            Reader::new(Request { agreement: &agreement, set: &set, key: &key, identifiers: &profile.keys, read_as });
        let (path, read) = match from {
            ListBytes::File(path) => (path, reader.read(path)),
            ListBytes::Sent(name, bytes) => (Path::new(name), reader.read_bytes(name, bytes)),
        };
        read.map_err(|error| observations_failure(path, &error))?;
        let known = self.store.claims(&agreement.id)?;
        let misplaced = |row: &ReportedRow| self.wrong_claim(&agreement, &set, &known, shown, row);
        refuse_misplaced(&reader, &[path.to_owned()], misplaced)?;
        let reported = reader.finish(false);
        let mut claims = Vec::with_capacity(reported.rows.len());
        for row in &reported.rows {
            let evidence = match shown.bytes(&row.evidence)? {
                Some(bytes) => Some(self.folder.keep_evidence(&bytes)?),
                None => None,
            };
            claims.push(claim_of(row, evidence));
        }
        let list_hash = reported.files.first().cloned().unwrap_or_else(|| hash(&[]));
        let stored = self.store.claims_add(&actor, &agreement.id, &list_hash, &claims)?;
        Ok(ClaimsImported { agreement, known: claims.len() - stored.record.len(), new: stored.record })
    }

    /// What is wrong with a row as a claim, beyond what is wrong with it as a row.
    fn wrong_claim(
        &self,
        agreement: &Agreement,
        set: &EnrolmentSet,
        known: &[ProviderClaim],
        shown: Shown<'_>,
        row: &ReportedRow,
    ) -> Option<(ObservationFault, String)> {
        let measure = agreement.measure(&row.measure)?;
        if is_of_dream(measure) {
            return Some((ObservationFault::OfRegister, String::new()));
        }
        if let Some(wrong) = not_looked_at(agreement, set, row) {
            return Some(wrong);
        }
        if !shown.has(&row.evidence) && (!row.evidence.is_empty() || measure.evidence.is_some()) {
            let named = if row.evidence.is_empty() { "none".to_owned() } else { row.evidence.clone() };
            return Some((ObservationFault::EvidenceMissing, named));
        }
        // A file that cannot be read is told when it is to be kept.
        let evidence = shown.bytes(&row.evidence).ok().flatten().map(|bytes| hash(&bytes));
        let new = claim_of(row, evidence);
        let about = |claim: &NewClaim| (claim.measure.clone(), claim.measured_year, claim.month);
        let same = || {
            let same =
                |claim: &&ProviderClaim| about(&claim.says) == about(&new) && claim.says.participant == new.participant;
            known.iter().filter(same)
        };
        if same().any(|claim| claim.says == new) {
            return None;
        }
        let standing = same().find(|claim| claim.state != ClaimState::Rejected)?;
        Some((ObservationFault::ClaimedOtherwise, standing.number.to_string()))
    }

    /// The claims under an agreement, in the order in which they were reported.
    pub fn claims(&self, agreement: &AgreementId) -> Result<Vec<ProviderClaim>, Failure> {
        if !self.store.enrolment_agreements()?.contains(agreement) {
            return Err(Refusal::new("nobody-enrolled").with("agreement", agreement).into());
        }
        Ok(self.store.claims(agreement)?)
    }

    /// A claim with its decisions. The look at a participant is recorded.
    pub fn claim_show(&self, number: u64) -> Result<ShownClaim, Failure> {
        let actor = self.known_actor()?;
        let unknown = || virkning_store::Failure::Refused(virkning_store::Refusal::UnknownClaim { claim: number });
        let claim = self.store.claim(number)?.ok_or_else(unknown)?;
        let details = [("claim".to_owned(), number.to_string())].into();
        self.store.audit_note(&actor, "show-claim", claim.says.participant.as_str(), details)?;
        Ok(ShownClaim { decisions: self.store.claim_decisions(number)?, claim })
    }

    /// The file that shows a claim.
    pub fn claim_evidence(&self, claim: &ProviderClaim) -> Result<Vec<u8>, Failure> {
        match &claim.says.evidence {
            Some(hash) => self.folder.evidence(hash),
            None => Err(Refusal::new("claim-without-evidence").with("claim", claim.number).into()),
        }
    }

    /// Verifies, rejects or disputes a claim. What shows it must be there as it was.
    pub fn claim_decide(
        &self,
        number: u64,
        outcome: ClaimState,
        reason: &str,
    ) -> Result<Stored<ProviderClaim>, Failure> {
        let actor = self.actor()?;
        if outcome == ClaimState::Verified
            && let Some(evidence) = self.store.claim(number)?.and_then(|claim| claim.says.evidence)
        {
            self.folder.evidence(&evidence)?;
        }
        Ok(self.store.claim_decide(&actor, number, outcome, reason)?)
    }

    /// Draws a sample of the claims of a measured year that nobody has decided about.
    pub fn claim_sample(
        &self,
        file: &Path,
        measured_year: i16,
        seed: &str,
        size: u32,
    ) -> Result<Stored<ClaimSample>, Failure> {
        let (_, agreement) = read_agreement(file, &self.codes()?.list)?;
        Ok(self.store.claim_sample(&self.actor()?, &agreement.id, measured_year, seed, size)?)
    }

    /// What files report, and what is claimed under every measure that they do not speak of, kept like a file.
    pub fn with_claims(
        &self,
        reported: Option<ReportedInUse>,
        agreement: &Agreement,
        set: &EnrolmentSet,
        measured_year: i16,
    ) -> Result<Option<ReportedInUse>, Failure> {
        let spoken_of = |measure: &MeasureId| reported.as_ref().is_some_and(|files| files.reported.speaks_of(measure));
        let claimed = self.claimed_rows(&agreement.id, set, measured_year, &spoken_of)?;
        if claimed.rows.is_empty() {
            return Ok(reported);
        }
        let mut all = reported.map(|files| files.reported).unwrap_or_default();
        all.files.extend(claimed.files);
        all.claimed = claimed.claimed;
        all.rows.extend(claimed.rows);
        all.rows.sort_by(|one, other| {
            (&one.measure, one.at, &one.participant).cmp(&(&other.measure, other.at, &other.participant))
        });
        let json = serde_json::to_vec(&all).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(Some(ReportedInUse { hash: self.folder.keep_observations(&json)?, reported: all }))
    }

    /// The claims of a measured year as rows, each as it has been decided; the last claim where one was made anew.
    fn claimed_rows(
        &self,
        agreement: &AgreementId,
        set: &EnrolmentSet,
        measured_year: i16,
        spoken_of: &dyn Fn(&MeasureId) -> bool,
    ) -> Result<Reported, Failure> {
        let arms: BTreeMap<&Alias, Arm> = set.enrolled().map(|(person, _)| (&person.alias, person.arm)).collect();
        let mut latest: BTreeMap<(MeasureId, u16, Alias), ProviderClaim> = BTreeMap::new();
        for claim in self.store.claims(agreement)? {
            let says = &claim.says;
            if says.measured_year == measured_year && !spoken_of(&says.measure) && arms.contains_key(&says.participant)
            {
                latest.insert((says.measure.clone(), says.month, says.participant.clone()), claim);
            }
        }
        let mut claimed = Reported::default();
        for claim in latest.into_values() {
            let arm = arms.get(&claim.says.participant).copied().unwrap_or_default();
            if !claimed.files.contains(&claim.file) {
                claimed.files.push(claim.file.clone());
            }
            if claimed.claimed.last() != Some(&claim.says.measure) {
                claimed.claimed.push(claim.says.measure.clone());
            }
            claimed.rows.push(decided(claim, arm));
        }
        Ok(claimed)
    }

    /// Whether what is claimed, or decided about it, is no longer what a settlement was made of.
    pub fn claims_changed(
        &self,
        agreement: &AgreementId,
        set: &EnrolmentSet,
        measured_year: i16,
        observations: Option<&ContentHash>,
    ) -> Result<bool, Failure> {
        let kept = match observations {
            Some(hash) => self.kept_observations(hash)?.reported,
            None => Reported::default(),
        };
        let of_files = |measure: &MeasureId| kept.speaks_of(measure) && !kept.claimed.contains(measure);
        let now = self.claimed_rows(agreement, set, measured_year, &of_files)?;
        let then: Vec<&ReportedRow> = kept.rows.iter().filter(|row| kept.claimed.contains(&row.measure)).collect();
        Ok(now.rows.iter().collect::<Vec<_>>() != then)
    }
}

/// A claim as an observation: what is verified counts, what is rejected is no success, and what is open is not clarified.
fn decided(claim: ProviderClaim, arm: Arm) -> ReportedRow {
    let says = claim.says;
    let (outcome, value) = match claim.state {
        ClaimState::Verified => (says.outcome, says.value),
        ClaimState::Rejected => (Some(Outcome::NoSuccess), None),
        ClaimState::Claimed => (Some(Outcome::Unclarified(Unclarified::NotVerified)), says.value),
        ClaimState::Disputed => (Some(Outcome::Unclarified(Unclarified::Disputed)), says.value),
    };
    ReportedRow {
        measure: says.measure,
        at: says.month,
        participant: says.participant,
        year: says.measured_year,
        outcome,
        value,
        arm,
        evidence: says.evidence_name,
        on: says.on,
    }
}

fn claim_of(row: &ReportedRow, evidence: Option<ContentHash>) -> NewClaim {
    NewClaim {
        measure: row.measure.clone(),
        measured_year: row.year,
        month: row.at,
        participant: row.participant.clone(),
        outcome: row.outcome,
        value: row.value,
        on: row.on,
        evidence,
        evidence_name: row.evidence.clone(),
    }
}

/// The file of that name in the folder; a name that leads out of it names nothing.
fn evidence_file(folder: Option<&Path>, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    match (folder, parts.next(), parts.next()) {
        (Some(folder), Some(Component::Normal(_)), None) => Some(folder.join(name)).filter(|path| path.is_file()),
        _ => None,
    }
}

fn evidence_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::operating("tried-read", path, error);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > EVIDENCE_BYTES_MAX {
        let limit = EVIDENCE_BYTES_MAX / 1024 / 1024;
        return Err(Refusal::new("evidence-too-large").with("path", path.display()).with("limit", limit).into());
    }
    std::fs::read(path).map_err(failed)
}
