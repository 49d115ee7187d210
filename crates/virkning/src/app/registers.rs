//! Which register snapshots a settlement is read from: for each source that a measure of the year names the newest, or the
//! one that was asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use virkning_measure::{Coverage, Extent, day_from_number};
use virkning_model::Agreement;
use virkning_model::agreement::{FollowUp, Measure};
use virkning_model::id::SnapshotId;
use virkning_model::period::Month;
use virkning_model::register_used::RegisterUsed;
use virkning_model::settlement::{Inputs, Proposal};
use virkning_model::source::{DREAM, SOURCES, read_from, registers_of_source, source, source_of_register};
use virkning_register::list::NumberLink;
use virkning_register::{Loaded, Manifest, Pseudonym, Snapshot};
use virkning_store::{ProposalRecord, SnapshotRecord};

use super::Session;
use super::failure::{Failure, Refusal};
use super::materials::{Purpose, asked, followed_measures};
use super::observations::ReportedInUse;
use super::settle::proposal_of;

/// A snapshot with the rows of the participants at least.
pub struct RegisterInUse {
    /// Which one.
    pub snapshot: SnapshotId,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its rows.
    pub rows: Loaded,
}

impl RegisterInUse {
    /// The register, as a settlement names it.
    pub fn register(&self) -> &str {
        register_of(&self.manifest)
    }

    /// As a settlement names it.
    pub fn used(&self) -> RegisterUsed {
        RegisterUsed {
            source: self.register().to_owned(),
            snapshot: self.snapshot.clone(),
            content: self.manifest.content_hash.clone(),
            edition: self.manifest.edition.to_string(),
        }
    }

    /// The last month that the snapshot covers whole: both the weeks and the ratios, or every other table that it has.
    pub fn data_until(&self) -> Result<Month, Failure> {
        let until = match self.events_until() {
            Some(until) => Some(until),
            None => self.spells_until(),
        };
        until.ok_or_else(|| Refusal::new("snapshot-empty").with("snapshot", &self.snapshot).into())
    }

    fn spells_until(&self) -> Option<Month> {
        let columns = &self.manifest.columns;
        let weeks = columns.week_range().map(|(_, last)| {
            let month = last.month();
            // A month is covered when its last week is.
            match month.weeks().last() {
                Some(week) if week == last => Some(month),
                _ => month.plus(-1),
            }
        });
        let ratios = columns.ratio_months.last().map(|(_, last)| Some(*last));
        weeks.flatten().min(ratios.flatten())
    }

    /// The month before the one in which the first of the tables of stays, studies, observations and amounts ends.
    fn events_until(&self) -> Option<Month> {
        let coverage = self.rows.coverage();
        let ends = extents(coverage).filter_map(|extent| day_from_number(extent.end_day));
        ends.filter_map(|end| Month::of(end).plus(-1)).min()
    }
}

/// What an extract covers of each table that is no series of weeks or months.
fn extents(coverage: &Coverage) -> impl Iterator<Item = &Extent> {
    [&coverage.stays, &coverage.studies, &coverage.observations, &coverage.amounts].into_iter().flatten()
}

/// The register of a snapshot: its source, or the delivery of it that is a register of its own.
pub fn register_of(manifest: &Manifest) -> &str {
    let (profile, source) = (manifest.profile.as_str(), manifest.source.as_str());
    if profile != source && source_of_register(profile) == source {
        profile
    } else {
        source
    }
}

/// Whether a measure is read from the employment register.
pub fn is_of_dream(measure: &Measure) -> bool {
    measure.source == DREAM
}

/// Whether a measure's source has registers that can be imported.
pub fn has_registers(measure: &Measure) -> bool {
    source(&measure.source).is_some_and(|source| !source.tables.is_empty())
}

/// The registers that a measure is read from, of those that are loaded. Where its source is delivered in several, it is the
/// one that covers most of the kinds that the measure names, of equal ones the first, and besides it those that cover a kind
/// that it does not.
pub fn registers_for<'a>(measure: &Measure, registers: &'a [Arc<RegisterInUse>]) -> Vec<&'a RegisterInUse> {
    let of_source: Vec<&RegisterInUse> = registers
        .iter()
        .map(Arc::as_ref)
        .filter(|register| source_of_register(register.register()) == read_from(&measure.source))
        .collect();
    let named = names_in(measure);
    let covered = |register: &RegisterInUse| -> Vec<String> {
        let coverage = register.rows.coverage();
        extents(coverage).flat_map(|extent| &extent.names).filter(|name| named.contains(name)).cloned().collect()
    };
    let mut best: Option<(usize, &RegisterInUse)> = None;
    for register in &of_source {
        let covered = covered(register).len();
        if best.is_none_or(|(most, _)| covered > most) {
            best = Some((covered, register));
        }
    }
    let Some((_, best)) = best else { return Vec::new() };
    let mut known = covered(best);
    let mut chosen = vec![best];
    for register in of_source {
        let more: Vec<String> = covered(register).into_iter().filter(|name| !known.contains(name)).collect();
        if !more.is_empty() {
            known.extend(more);
            chosen.push(register);
        }
    }
    chosen
}

/// The rows of deliveries that some measure is read from together.
pub struct JoinedDeliveries {
    /// Their snapshots, in the order of the deliveries.
    pub snapshots: Vec<SnapshotId>,
    /// The rows of all of them.
    pub rows: Loaded,
}

/// Every set of deliveries that a measure of the agreement is read from together.
pub fn joined_deliveries(agreement: &Agreement, registers: &[Arc<RegisterInUse>]) -> Vec<JoinedDeliveries> {
    let mut all: Vec<JoinedDeliveries> = Vec::new();
    for measure in &agreement.measures {
        let parts = registers_for(measure, registers);
        let snapshots: Vec<SnapshotId> = parts.iter().map(|register| register.snapshot.clone()).collect();
        if parts.len() > 1 && all.iter().all(|known| known.snapshots != snapshots) {
            let rows: Vec<&Loaded> = parts.iter().map(|register| &register.rows).collect();
            all.push(JoinedDeliveries { snapshots, rows: Loaded::joined(&rows) });
        }
    }
    all
}

/// Every name that a measure's rule is written with.
fn names_in(measure: &Measure) -> Vec<String> {
    let success = measure.success.as_ref().map(virkning_measure::print);
    let value = measure.value.as_ref().map(virkning_measure::print_value);
    let is_name = |sign: char| sign.is_alphanumeric() || sign == '-' || sign == '_';
    let texts = success.into_iter().chain(value);
    texts.flat_map(|text| text.split(|sign| !is_name(sign)).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Snapshots that were asked for, by register.
#[derive(Clone, Debug, Default)]
pub struct Named(BTreeMap<String, SnapshotId>);

/// Whether so many years after the start of some year of the intake pass in a measured year; without a planned intake they
/// may in any.
fn follows_services(agreement: &Agreement, measured_year: i16) -> bool {
    let intake = &agreement.intake.by_year;
    let starts = |year: i16| match (intake.keys().next(), intake.keys().next_back()) {
        (Some(first), Some(last)) => (*first..=*last).contains(&year),
        _ => true,
    };
    let years = agreement.follow_ups.iter().flat_map(|term| &term.after_years);
    years.filter_map(|years| i16::try_from(*years).ok()).any(|years| starts(measured_year - years))
}

impl Session<'_> {
    /// Snapshots that were asked for.
    ///
    /// # Errors
    /// One that is not there, two of one register, and one that no measure of the agreement is read from.
    pub fn named_snapshots(&self, agreement: &Agreement, ids: &[SnapshotId]) -> Result<Named, Failure> {
        let mut named = BTreeMap::new();
        for id in ids {
            let manifest = self.manifest(id)?;
            let register = register_of(&manifest).to_owned();
            let source = source_of_register(&register);
            let read = agreement.measures.iter().any(|measure| read_from(&measure.source) == source)
                || (source == SERVICES && !agreement.follow_ups.is_empty());
            if !read {
                let refusal = Refusal::new("snapshot-not-read").with("snapshot", id).with("source", source);
                return Err(refusal.with("agreement", &agreement.name).into());
            }
            if let Some(other) = named.insert(register, id.clone()).filter(|other| other != id) {
                let refusal = Refusal::new("snapshots-of-one-register");
                return Err(refusal.with("one", &other).with("other", id).into());
            }
        }
        Ok(Named(named))
    }

    /// The snapshots that a measured year is read from: those that were asked for, else the newest of each register that
    /// something of the year needs. Where files take a register's place they must not make the settlement provisional, so
    /// that register is not read. To follow only, nothing is needed, and what is not there is not read.
    ///
    /// # Errors
    /// No snapshot of DREAM where something that pays is read from it. Of other sources files may come instead.
    pub fn snapshots_for(
        &self,
        agreement: &Agreement,
        measured_year: i16,
        reported: Option<&ReportedInUse>,
        named: &Named,
        purpose: Purpose,
    ) -> Result<Vec<SnapshotId>, Failure> {
        let asked: Vec<&Measure> = match purpose {
            Purpose::Settle => asked(agreement, measured_year)?.into_iter().map(|one| one.measure).collect(),
            Purpose::Follow => Vec::new(),
        };
        let followed: Vec<&Measure> = followed_measures(agreement).collect();
        let spoken_of = |measure: &Measure| reported.is_some_and(|found| found.reported.speaks_of(&measure.id));
        let mut wanted = Vec::new();
        let delivered = SOURCES.iter().filter(|source| !source.tables.is_empty() && source.estimated_from.is_none());
        for source in delivered {
            let of = |measures: &[&Measure], reported: bool| {
                measures
                    .iter()
                    .any(|measure| read_from(&measure.source) == source.name && spoken_of(measure) == reported)
            };
            let paid = of(&asked, false);
            let services = source.name == SERVICES && follows_services(agreement, measured_year);
            let followed = !of(&asked, true) && of(&followed, false) || services;
            let of_agreement =
                agreement.measures.iter().any(|measure| read_from(&measure.source) == source.name) || services;
            let mut found = false;
            for register in registers_of_source(source.name) {
                let snapshot = match named.0.get(register) {
                    Some(id) if of_agreement => Some(id.clone()),
                    _ if paid || followed => self.newest_of(register)?.map(|record| record.id),
                    _ => None,
                };
                found |= snapshot.is_some();
                wanted.extend(snapshot);
            }
            if source.name == DREAM && paid && !found {
                return Err(Refusal::new("no-snapshot").with("source", DREAM).into());
            }
        }
        Ok(wanted)
    }

    /// The newest snapshot of a register.
    pub fn newest_of(&self, register: &str) -> Result<Option<SnapshotRecord>, Failure> {
        if registers_of_source(source_of_register(register)).len() == 1 {
            return Ok(self.store.snapshot_latest(register)?);
        }
        let mut newest: Option<SnapshotRecord> = None;
        // In the order of import: of equal editions the last counts.
        for record in self.store.snapshots()?.into_iter().filter(|record| record.source == source_of_register(register))
        {
            let later = newest.as_ref().is_none_or(|known| record.edition >= known.edition);
            if later && register_of(&manifest_of(&record)?) == register {
                newest = Some(record);
            }
        }
        Ok(newest)
    }

    /// Registers that were read in an edition of which a later one is there, or which was imported again since with other
    /// content: as it was used, and the newest.
    pub fn newer_editions(&self, inputs: &Inputs) -> Result<Vec<(RegisterUsed, SnapshotRecord)>, Failure> {
        let mut newer = Vec::new();
        for used in inputs.registers() {
            if let Some(newest) = self.newest_of(&used.source)?
                && newest.edition >= used.edition
                && newest.content != used.content
            {
                newer.push((used, newest));
            }
        }
        Ok(newer)
    }

    /// The snapshot that has taken the place of another of its register; nothing for the newest.
    pub fn newer_than(&self, manifest: &Manifest) -> Result<Option<SnapshotId>, Failure> {
        let newest = self.newest_of(register_of(manifest))?;
        Ok(newest.filter(|newest| newest.content != manifest.content_hash).map(|newest| newest.id))
    }

    /// Every proposal that counts now and rests on a snapshot, as it was proposed or has restated an earlier year.
    pub fn resting_on(&self, manifest: &Manifest) -> Result<Vec<ProposalRecord>, Failure> {
        let mut resting = Vec::new();
        for agreement in self.store.agreements()? {
            for record in self.store.proposals(&agreement)?.into_iter().filter(|record| record.state.is_live()) {
                let inputs = proposal_of(&record)?.inputs;
                if inputs.registers().iter().any(|used| used.content == manifest.content_hash) {
                    resting.push(record);
                }
            }
        }
        Ok(resting)
    }

    /// The snapshots that inputs name: each the one of its content, for a year that was restated since keeps the identifier
    /// of the first.
    pub fn snapshots_of(&self, inputs: &Inputs) -> Result<Vec<SnapshotId>, Failure> {
        let snapshots = self.store.snapshots()?;
        let of_content = |used: &RegisterUsed| {
            let named = snapshots.iter().find(|known| known.id == used.snapshot && known.content == used.content);
            let found = named.or_else(|| snapshots.iter().find(|known| known.content == used.content));
            found.map_or_else(|| used.snapshot.clone(), |known| known.id.clone())
        };
        Ok(inputs.registers().iter().map(of_content).collect())
    }

    /// Snapshots with the rows of these people and of the numbers that they had before; `known` are those that were loaded before, of the same people. Of a source
    /// that is delivered in several, only what some measure is read from is kept.
    pub fn registers_in_use(
        &self,
        agreement: &Agreement,
        snapshots: &[SnapshotId],
        (people, numbers): (&[Pseudonym], &[NumberLink]),
        known: &[Arc<RegisterInUse>],
    ) -> Result<Vec<Arc<RegisterInUse>>, Failure> {
        let mut registers = Vec::with_capacity(snapshots.len());
        for snapshot in snapshots {
            if let Some(loaded) = known.iter().find(|register| register.snapshot == *snapshot) {
                registers.push(Arc::clone(loaded));
                continue;
            }
            let manifest = self.manifest(snapshot)?;
            let opened = Snapshot::open(&self.folder.snapshot(snapshot))?;
            // Money is settled on what is whole, also where the rows come from the scan file beside it.
            opened.verify_files()?;
            let rows = opened.load_people_linked(people, numbers)?;
            registers.push(Arc::new(RegisterInUse { snapshot: snapshot.clone(), manifest, rows }));
        }
        let read = |register: &Arc<RegisterInUse>| {
            let alone = registers_of_source(source_of_register(register.register())).len() == 1;
            let chosen = |measure: &Measure| {
                registers_for(measure, &registers).iter().any(|found| found.snapshot == register.snapshot)
            };
            alone || agreement.measures.iter().any(chosen)
        };
        let kept: Vec<Arc<RegisterInUse>> = registers.iter().filter(|register| read(register)).cloned().collect();
        Ok(kept)
    }
}

/// The source of follow-ups of services.
pub const SERVICES: &str = "services";

/// What was recorded of a snapshot.
pub fn manifest_of(record: &SnapshotRecord) -> Result<Manifest, Failure> {
    serde_json::from_slice(&record.manifest)
        .map_err(|error| Refusal::new("record-unreadable").with("what", "manifest").with("why", error).into())
}

/// The labels of the measures and follow-ups of a proposal that rest on a register, as far as the agreement says: a file
/// that spoke of one of them is named beside the registers.
pub fn measures_of(agreement: &Agreement, proposal: &Proposal, register: &str) -> Vec<String> {
    let first = std::iter::once(&proposal.measure);
    let more = proposal.more.iter().map(|more| &more.measure);
    let followed = proposal.follow_ups.iter().map(|result| &result.measure);
    let mut labels: Vec<String> = Vec::new();
    for id in first.chain(more).chain(followed) {
        let Some(measure) = agreement.measure(id) else { continue };
        let own = read_from(&measure.source) == source_of_register(register) && !labels.contains(&measure.label);
        if own {
            labels.push(measure.label.clone());
        }
    }
    if register == SERVICES {
        let used = |term: &&FollowUp| proposal.services.iter().any(|service| service.term == term.id);
        labels.extend(agreement.follow_ups.iter().filter(used).map(|term| term.label.clone()));
    }
    labels
}
