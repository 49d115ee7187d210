//! What a settlement is computed from, gathered in one place, and the computation itself: a pure function of it. `settle`
//! and `verify` both come this way, so that a stored proposal can be made again to the byte.

use std::collections::BTreeMap;

use rayon::prelude::*;
use virkning_engine::Case;
use virkning_measure::{Compiled, Evaluation, MonthSpan, evaluate_all, window_of};
use virkning_model::agreement::{Measure, Window};
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{Alias, ContentHash, SnapshotId};
use virkning_model::observation::{Observation, Outcome, Situation, Unclarified};
use virkning_model::period::Month;
use virkning_model::settlement::{FollowUpResult, Inputs, PostedBefore, Proposal};
use virkning_model::{Agreement, Decimal};
use virkning_register::{Loaded, Manifest, Pseudonym};

use super::coded;
use super::codes::CodesInUse;
use super::failure::{Failure, Refusal};
use super::folder::hash;

/// People per piece of work; the answer does not depend on it.
const PEOPLE_PER_PIECE: usize = 4096;

/// Everything that a settlement is a function of.
pub struct Materials {
    /// The sealed agreement.
    pub agreement: Agreement,
    /// Its hash.
    pub seal: ContentHash,
    /// The participants.
    pub enrolment: EnrolmentSet,
    /// The hash of the set.
    pub enrolment_hash: ContentHash,
    /// Which register pseudonym each alias stands for.
    pub links: BTreeMap<Alias, Pseudonym>,
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its spells, of the participants at least.
    pub rows: Loaded,
    /// The code list.
    pub codes: CodesInUse,
    /// Settlements posted before.
    pub posted_before: Vec<PostedBefore>,
}

/// A computed proposal, with the bytes that are kept.
pub struct Computed {
    /// The proposal.
    pub proposal: Proposal,
    /// Its record.
    pub json: Vec<u8>,
    /// The hash of the record: what is approved.
    pub content: ContentHash,
    /// The line of each person.
    pub trace: Vec<u8>,
}

impl Materials {
    /// The measure that is paid for in a measured year.
    pub fn payment_measure(&self) -> Result<&Measure, Failure> {
        let payment = self.agreement.payments.first().ok_or_else(|| Refusal::new("no-payment"))?;
        let measure = self.agreement.measure(&payment.measure);
        measure.ok_or_else(|| Refusal::new("no-payment").into())
    }

    /// The last month that both the weeks and the ratios of the snapshot cover.
    pub fn data_until(&self) -> Option<Month> {
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

    /// Compiles a measure against the code list.
    pub fn compile(&self, measure: &Measure) -> Result<Compiled, Failure> {
        Ok(virkning_measure::compile(&measure.success, &self.codes.list)
            .map_err(|error| coded(error.code(), error.arguments()))?)
    }

    /// The row of a participant in the snapshot.
    pub fn row_of(&self, alias: &Alias) -> Option<u32> {
        self.links.get(alias).and_then(|pseudonym| self.rows.row_of(pseudonym))
    }

    /// What the register says of everyone that a measure looks at in a year.
    pub fn observe(&self, measure: &Measure, year: i16) -> Result<Vec<Observation>, Failure> {
        let compiled = self.compile(measure)?;
        let data_until =
            self.data_until().ok_or_else(|| Refusal::new("snapshot-empty").with("snapshot", &self.snapshot))?;
        let eligible = virkning_engine::eligible(measure, &self.enrolment, year, data_until);
        let mut people: Vec<(Option<u32>, MonthSpan)> = Vec::with_capacity(eligible.len());
        for (participant, enrolled_on) in &eligible {
            let span = window_of(&measure.window, year, *enrolled_on)
                .ok_or_else(|| Refusal::new("window-out-of-range").with("measure", &measure.id).with("year", year))?;
            people.push((self.row_of(&participant.alias), span));
        }
        let nothing =
            Evaluation { outcome: Outcome::Unclarified(Unclarified::NotInExtract), situation: Situation::Unclarified };
        let mut evaluations = vec![nothing; people.len()];
        let columns = self.rows.columns();
        let coverage = self.rows.coverage();
        evaluations
            .par_chunks_mut(PEOPLE_PER_PIECE)
            .zip(people.par_chunks(PEOPLE_PER_PIECE))
            .for_each(|(out, people)| evaluate_all(&compiled, &columns, coverage, people, out));
        let observations =
            eligible.iter().zip(&people).zip(evaluations).map(|(((participant, _), (_, span)), found)| Observation {
                participant: participant.alias.clone(),
                measure: measure.id.clone(),
                year: match measure.window {
                    Window::CalendarMonth { .. } => year,
                    Window::MonthsSinceStart { .. } => span.last.year(),
                },
                outcome: found.outcome,
                situation: found.situation,
            });
        Ok(observations.collect())
    }

    /// The proposal for a measured year.
    pub fn compute(&self, measured_year: i16) -> Result<Computed, Failure> {
        let measure = self.payment_measure()?;
        let observations = self.observe(measure, measured_year)?;
        let trace = virkning_engine::trace(&measure.id, measured_year, &observations);
        let mut follow_ups = Vec::new();
        for measure in self.followed_measures() {
            follow_ups.push(follow_up(measure, &self.observe(measure, measured_year)?));
        }
        let case =
            Case { measured_year, inputs: self.inputs(), observations: &observations, follow_ups, trace: hash(&trace) };
        let proposal =
            virkning_engine::propose(&self.agreement, case).map_err(|error| coded(error.code(), error.arguments()))?;
        let json = serde_json::to_vec(&proposal).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(Computed { content: hash(&json), proposal, json, trace })
    }

    /// Measures that nobody pays for and that a register can answer.
    fn followed_measures(&self) -> impl Iterator<Item = &Measure> {
        self.agreement
            .measures
            .iter()
            .filter(|measure| self.agreement.payments.iter().all(|payment| payment.measure != measure.id))
    }

    fn inputs(&self) -> Inputs {
        Inputs {
            seal: self.seal.clone(),
            enrolment_set: self.enrolment_hash.clone(),
            snapshot: self.snapshot.clone(),
            snapshot_content: self.manifest.content_hash.clone(),
            register_edition: self.manifest.edition.to_string(),
            code_list_edition: self.codes.list.edition.clone(),
            code_list_content: self.codes.hash.clone(),
            posted_before: self.posted_before.clone(),
            ruleset: virkning_engine::RULESET,
            synthetic: self.manifest.synthetic,
        }
    }
}

fn follow_up(measure: &Measure, observations: &[Observation]) -> FollowUpResult {
    let count = |wanted: fn(&Outcome) -> bool| {
        let found = observations.iter().filter(|observation| wanted(&observation.outcome)).count();
        u64::try_from(found).unwrap_or(u64::MAX)
    };
    FollowUpResult {
        measure: measure.id.clone(),
        eligible: count(|_| true),
        successes: count(|outcome| *outcome == Outcome::Success),
        unclarified: count(|outcome| matches!(outcome, Outcome::Unclarified(_))),
        target: measure.target.map(|target: Decimal| target.normalize()),
    }
}
