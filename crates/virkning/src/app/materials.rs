//! What a settlement is computed from, gathered in one place, and the computation itself: a pure function of it. `settle`
//! and `verify` both come this way, so that a stored proposal can be made again to the byte.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use virkning_engine::{Asked, Case, Other, eligible_at};
use virkning_measure::{Compiled, Evaluation, PersonWindow, evaluate_all, evaluate_all_values, window_of, windows_of};
use virkning_model::agreement::{AgreementKind, Measure, Window};
use virkning_model::code_list::ListUsed;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::{Alias, ContentHash, MeasureId, SnapshotId};
use virkning_model::observation::{Observation, Outcome, Unclarified};
use virkning_model::overlap::OverlapUsed;
use virkning_model::period::Month;
use virkning_model::register_used::RegisterUsed;
use virkning_model::settlement::{FollowUpResult, Inputs, PostedBefore, Proposal};
use virkning_model::source::DREAM;
use virkning_model::{Agreement, Decimal};
use virkning_register::{Loaded, Pseudonym};

use super::coded;
use super::codes::CodesInUse;
use super::estimates::{EstimatesInUse, of_estimates};
use super::evaluate::EvaluationInUse;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::lists::{LeavingInUse, code_lists_used};
use super::observations::{self, ReportedInUse, reported_until};
use super::registers::{JoinedDeliveries, RegisterInUse, has_registers, is_of_dream, registers_for};

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
    /// The registers, at most one of each; none where every measure of the year comes from files.
    pub registers: Vec<Arc<RegisterInUse>>,
    /// Deliveries of one source that some measure is read from together.
    pub joined: Vec<JoinedDeliveries>,
    /// Observations from files.
    pub reported: Option<ReportedInUse>,
    /// The code list.
    pub codes: CodesInUse,
    /// The hash of the numbers that the participants stand under; nothing where a stored proposal does not name it.
    pub numbers: Option<ContentHash>,
    /// What it means to have left the population.
    pub leaving: LeavingInUse,
    /// What amounts are estimated from; nothing where no measure asks for it, and where no rates are there.
    pub estimates: Option<EstimatesInUse>,
    /// Settlements posted before.
    pub posted_before: Vec<PostedBefore>,
    /// Other agreements with participants in common.
    pub overlaps: OverlapsInUse,
    /// Estimates of evaluations by locked plans.
    pub evaluations: Vec<EvaluationInUse>,
}

/// What materials are gathered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To settle a measured year: what pays must be there.
    Settle,
    /// To see how it goes in any year, also in one that is not settled: nothing is paid by it.
    Follow,
}

/// What is known of other agreements with participants in common.
pub enum OverlapsInUse {
    /// As they stand now; what they claim is decided when the settlement knows who succeeds.
    Now(Vec<Other>),
    /// As a stored proposal has kept it.
    Kept(Vec<OverlapUsed>),
}

/// A computed proposal.
pub struct Computed {
    /// The proposal.
    pub proposal: Proposal,
    /// The line of each person.
    pub trace: Vec<u8>,
}

/// What is observed of a measured year.
pub struct Observed {
    /// The measures.
    pub measures: Vec<MeasureId>,
    /// The code lists of the agreement that they ask by name.
    pub code_lists: Vec<ListUsed>,
    /// What is known of each participant under each of them.
    pub observations: Vec<Observation>,
    /// How many keep the answer of an earlier edition.
    pub kept: u64,
    /// The line of each person.
    pub trace: Vec<u8>,
}

impl Observed {
    /// Observations of a year with their trace, which names the code lists that the measures ask.
    pub fn of(
        measures: Vec<MeasureId>,
        code_lists: Vec<ListUsed>,
        year: i16,
        observations: Vec<Observation>,
        kept: u64,
    ) -> Self {
        let trace = virkning_engine::trace_with(&measures, &code_lists, year, &observations);
        Self { measures, code_lists, observations, kept, trace }
    }

    /// The hash of the trace.
    pub fn trace_hash(&self) -> ContentHash {
        hash(&self.trace)
    }
}

/// Where a measure is read from in this settlement.
pub enum From<'a> {
    /// A register, or several deliveries of it.
    Register(ReadFrom<'a>),
    /// Files of observations.
    Reported(&'a ReportedInUse),
}

/// The deliveries that a measure is read from, nearly always one, and their rows.
pub struct ReadFrom<'a> {
    /// The deliveries.
    pub registers: Vec<&'a RegisterInUse>,
    /// Their rows.
    pub rows: &'a Loaded,
}

impl ReadFrom<'_> {
    /// The last month that all of them cover whole.
    pub fn data_until(&self) -> Result<Month, Failure> {
        let mut until = None;
        for register in &self.registers {
            let own = register.data_until()?;
            until = Some(until.map_or(own, |known: Month| known.min(own)));
        }
        until.ok_or_else(|| Refusal::new("no-snapshot").with("source", DREAM).into())
    }

    /// The snapshots by their names.
    pub fn snapshots(&self) -> String {
        self.registers.iter().map(|register| register.snapshot.to_string()).collect::<Vec<_>>().join(" + ")
    }
}

impl Materials {
    /// Every measure of the year that observations are needed of, month by month: those that pay, then those that they
    /// require.
    pub fn asked(&self, measured_year: i16) -> Result<Vec<Asked<'_>>, Failure> {
        asked(&self.agreement, measured_year)
    }

    /// Compiles a measure against the code list.
    pub fn compile(&self, measure: &Measure) -> Result<Compiled, Failure> {
        let compiled =
            virkning_measure::compile_measure(measure.success.as_ref(), measure.value.as_ref(), &self.codes.list)
                .map_err(|error| coded(error.code(), error.arguments()))?;
        let compiled = if of_estimates(measure) { compiled.over_estimates() } else { compiled };
        Ok(compiled.treating_left(measure.left_population, &self.leaving.list))
    }

    /// Where a measure is read from: files that speak of it go before the register of its source.
    pub fn source_of(&self, measure: &Measure) -> Result<From<'_>, Failure> {
        let speaks = |reported: &&ReportedInUse| reported.reported.speaks_of(&measure.id);
        if let Some(reported) = self.reported.as_ref().filter(speaks) {
            return Ok(From::Reported(reported));
        }
        let registers = registers_for(measure, &self.registers);
        match (registers.first(), &self.reported) {
            (Some(only), _) if registers.len() == 1 => {
                let rows = match &self.estimates {
                    _ if !of_estimates(measure) => &only.rows,
                    Some(estimates) => estimates.rows(&only.rows),
                    None => return Err(Refusal::new("no-benefit-rates").into()),
                };
                Ok(From::Register(ReadFrom { registers, rows }))
            }
            (Some(_), _) => {
                let same = |joined: &&JoinedDeliveries| {
                    joined.snapshots.iter().eq(registers.iter().map(|register| &register.snapshot))
                };
                let joined = self.joined.iter().find(same);
                let joined = joined.ok_or_else(|| Refusal::new("internal").with("what", "deliveries not joined"))?;
                Ok(From::Register(ReadFrom { registers, rows: &joined.rows }))
            }
            // A file that says nothing of anybody says that nobody is known of.
            (None, Some(reported)) if !is_of_dream(measure) => Ok(From::Reported(reported)),
            (None, _) if is_of_dream(measure) => Err(Refusal::new("no-snapshot").with("source", DREAM).into()),
            (None, _) => {
                let key = if has_registers(measure) {
                    "no-register-or-observations"
                } else {
                    "no-observations"
                };
                let refusal = Refusal::new(key).with("measure", &measure.id).with("label", &measure.label);
                Err(refusal.with("source", &measure.source).into())
            }
        }
    }

    /// Everyone whom a measure looks at in a year and month, with the day of enrolment.
    pub fn eligible(&self, measure: &Measure, year: i16, at: u16) -> Result<Vec<(&Participant, Date)>, Failure> {
        let until = match self.source_of(measure)? {
            From::Register(read) => read.data_until()?,
            From::Reported(_) => reported_until(year)?,
        };
        Ok(eligible_at(measure, &self.enrolment, year, at, until))
    }

    /// What is known of everyone that a measure looks at in a year and month.
    pub fn observe(&self, measure: &Measure, year: i16, at: u16) -> Result<Vec<Observation>, Failure> {
        let eligible = self.eligible(measure, year, at)?;
        match self.source_of(measure)? {
            From::Register(read) => self.observe_register(read.rows, measure, year, at, &eligible),
            From::Reported(reported) => {
                let observed = eligible.iter().map(|(participant, _)| {
                    let row = observations::row_of(&reported.reported, measure, at, &participant.alias);
                    observations::observation(row, measure, year, at, (&participant.alias, participant.arm))
                });
                Ok(observed.collect())
            }
        }
    }

    fn observe_register(
        &self,
        rows: &Loaded,
        measure: &Measure,
        year: i16,
        at: u16,
        eligible: &[(&Participant, Date)],
    ) -> Result<Vec<Observation>, Failure> {
        let compiled = self.compile(measure)?;
        let mut people: Vec<(Option<u32>, PersonWindow)> = Vec::with_capacity(eligible.len());
        for (participant, enrolled_on) in eligible {
            people.push((self.row_of(rows, &participant.alias), window(measure, year, at, *enrolled_on)?));
        }
        let mut evaluations = vec![Evaluation::NOT_IN_EXTRACT; people.len()];
        let (columns, coverage) = (rows.columns(), rows.coverage());
        evaluations
            .par_chunks_mut(PEOPLE_PER_PIECE)
            .zip(people.par_chunks(PEOPLE_PER_PIECE))
            .for_each(|(out, people)| evaluate_all(&compiled, &columns, coverage, people, out));
        let mut values: Vec<Result<Decimal, Unclarified>> = Vec::new();
        if measure.value.is_some() {
            values.resize(people.len(), Err(Unclarified::NotInExtract));
            evaluate_all_values(&compiled, &columns, coverage, &people, &mut values);
        }
        let observed = eligible.iter().zip(evaluations).enumerate().map(|(place, ((participant, _), found))| {
            let value = values.get(place).and_then(|value| value.as_ref().ok());
            Observation {
                participant: participant.alias.clone(),
                measure: measure.id.clone(),
                year,
                outcome: found.outcome,
                situation: found.situation,
                at,
                value: value.copied(),
                arm: participant.arm,
            }
        });
        Ok(observed.collect())
    }

    /// The row of a participant among rows that were loaded.
    pub fn row_of(&self, rows: &Loaded, alias: &Alias) -> Option<u32> {
        self.links.get(alias).and_then(|pseudonym| rows.row_of(pseudonym))
    }

    /// What is observed of everyone under every measure that the year asks for.
    pub fn observed(&self, measured_year: i16) -> Result<Observed, Failure> {
        let mut observations = Vec::new();
        let mut measures: Vec<MeasureId> = Vec::new();
        let asked = self.asked(measured_year)?;
        for one in &asked {
            observations.extend(self.observe(one.measure, measured_year, one.at)?);
            if !measures.contains(&one.measure.id) {
                measures.push(one.measure.id.clone());
            }
        }
        let code_lists = code_lists_used(asked.iter().map(|one| one.measure))?;
        Ok(Observed::of(measures, code_lists, measured_year, observations, 0))
    }

    /// What a settlement of the year is computed from.
    pub fn case<'a>(&self, measured_year: i16, observed: &'a Observed) -> Result<Case<'a>, Failure> {
        let overlaps = match &self.overlaps {
            OverlapsInUse::Kept(used) => used.clone(),
            OverlapsInUse::Now(others) => {
                let (seen, before) = (&observed.observations, &self.posted_before);
                virkning_engine::overlaps(&self.agreement, measured_year, seen, before, others)
                    .map_err(|error| coded(error.code(), error.arguments()))?
            }
        };
        let of_year: Vec<&EvaluationInUse> =
            self.evaluations.iter().filter(|one| one.estimate.year == measured_year).collect();
        let evaluations = of_year.iter().map(|one| one.content.clone()).collect();
        Ok(Case {
            measured_year,
            inputs: Inputs { overlaps, evaluations, ..self.inputs(measured_year)? },
            observations: &observed.observations,
            estimates: of_year.into_iter().map(|one| one.estimate.clone()).collect(),
            started: self.enrolment.enrolled().map(|(person, day)| (person.alias.clone(), day)).collect(),
            follow_ups: self.follow_ups(measured_year)?,
            trace: observed.trace_hash(),
        })
    }

    /// The proposal for a measured year, without what restates earlier ones.
    pub fn compute(&self, measured_year: i16) -> Result<Computed, Failure> {
        let observed = self.observed(measured_year)?;
        let case = self.case(measured_year, &observed)?;
        let proposal =
            virkning_engine::propose(&self.agreement, case).map_err(|error| coded(error.code(), error.arguments()))?;
        let proposal = Proposal { services: self.service_use(measured_year), ..proposal };
        Ok(Computed { proposal, trace: observed.trace })
    }

    /// Measures that nobody pays for, where there are data about them.
    pub fn follow_ups(&self, measured_year: i16) -> Result<Vec<FollowUpResult>, Failure> {
        let mut results = Vec::new();
        for measure in followed_measures(&self.agreement) {
            let measured = measure.window.years().is_none_or(|years| years.contains(measured_year));
            if !measured || self.source_of(measure).is_err() {
                continue;
            }
            for at in months_of(measure) {
                let observed = self.observe(measure, measured_year, at)?;
                // A month of several that nobody has reached yet says nothing.
                if at == 0 || !observed.is_empty() {
                    let of_other_register =
                        !is_of_dream(measure) && matches!(self.source_of(measure), Ok(From::Register(_)));
                    let mean = of_other_register.then(|| mean(&observed)).flatten();
                    results.push(FollowUpResult { mean, ..follow_up(measure, at, &observed) });
                }
            }
        }
        Ok(results)
    }

    /// The lists besides the register's code list that these measures ask.
    fn lists_used<'a>(&self, read: impl Iterator<Item = &'a Measure>) -> Result<Vec<ListUsed>, Failure> {
        let mut lists: Vec<ListUsed> = self.leaving.used.iter().cloned().collect();
        lists.extend(self.estimates.iter().flat_map(|estimates| estimates.used.clone()));
        lists.extend(code_lists_used(read)?);
        Ok(lists)
    }

    fn inputs(&self, measured_year: i16) -> Result<Inputs, Failure> {
        let asked = self.asked(measured_year)?;
        let read = asked.iter().map(|one| one.measure).chain(followed_measures(&self.agreement));
        let reported = self.reported.as_ref().map(|reported| reported.hash.clone());
        let made_up = self.reported.as_ref().is_some_and(|reported| reported.reported.synthetic);
        let registers: Vec<RegisterUsed> = self.registers.iter().map(|register| register.used()).collect();
        let Some(content) = registers.first().map(|register| &register.content).or(reported.as_ref()).cloned() else {
            return Err(Refusal::new("no-snapshot").with("source", DREAM).into());
        };
        let mut inputs = Inputs {
            seal: self.seal.clone(),
            enrolment_set: self.enrolment_hash.clone(),
            snapshot: observations_id(&content)?,
            snapshot_content: content,
            register_edition: String::new(),
            code_list_edition: self.codes.list.edition.clone(),
            code_list_content: self.codes.hash.clone(),
            posted_before: self.posted_before.clone(),
            ruleset: virkning_engine::RULESET,
            synthetic: made_up || self.registers.iter().any(|register| register.manifest.synthetic),
            observations: reported,
            registers: Vec::new(),
            overlaps: Vec::new(),
            evaluations: Vec::new(),
            numbers: self.numbers.clone(),
            lists: self.lists_used(read)?,
        };
        inputs.set_registers(registers);
        Ok(inputs)
    }
}

/// The name under which a settlement without a register names its observations.
pub fn observations_id(hash: &ContentHash) -> Result<SnapshotId, Failure> {
    SnapshotId::new(format!("observations-{}", hash.short()))
        .map_err(|error| Refusal::new("internal").with("what", error).into())
}

/// The window of a measure for one person.
pub fn window(measure: &Measure, year: i16, at: u16, enrolled_on: Date) -> Result<PersonWindow, Failure> {
    let span = match measure.window {
        Window::AtMonths { .. } => Month::of(enrolled_on).plus(i32::from(at)).and_then(|closes| {
            let windows = windows_of(&measure.window, closes.year(), enrolled_on);
            windows.into_iter().find(|(month, _)| *month == at).map(|(_, span)| span)
        }),
        _ => window_of(&measure.window, year, enrolled_on),
    };
    let span =
        span.ok_or_else(|| Refusal::new("window-out-of-range").with("measure", &measure.id).with("year", year))?;
    Ok(PersonWindow { span, enrolled_on: Some(enrolled_on) })
}

/// Every measure of a year that observations are needed of, month by month. An investeringscase pays for nothing: its
/// measures are followed, and none of them is asked for.
pub fn asked(agreement: &Agreement, measured_year: i16) -> Result<Vec<Asked<'_>>, Failure> {
    match agreement.kind {
        AgreementKind::Investeringscase => Ok(Vec::new()),
        AgreementKind::OutcomesContract => {
            Ok(virkning_engine::asked(agreement, measured_year)
                .map_err(|error| coded(error.code(), error.arguments()))?)
        }
    }
}

/// Measures that nobody pays for, in the order of the document.
pub fn followed_measures(agreement: &Agreement) -> impl Iterator<Item = &Measure> {
    agreement.measures.iter().filter(|measure| agreement.payments.iter().all(|payment| payment.measure != measure.id))
}

/// The months since the start at which a measure is taken; zero for one that is taken once.
pub fn months_of(measure: &Measure) -> Vec<u16> {
    match &measure.window {
        Window::AtMonths { at, .. } => at.clone(),
        _ => vec![0],
    }
}

fn follow_up(measure: &Measure, at: u16, observations: &[Observation]) -> FollowUpResult {
    let count = |wanted: fn(&Outcome) -> bool| {
        let found = observations.iter().filter(|observation| wanted(&observation.outcome)).count();
        u64::try_from(found).unwrap_or(u64::MAX)
    };
    FollowUpResult {
        measure: measure.id.clone(),
        at,
        eligible: count(|_| true),
        successes: count(|outcome| *outcome == Outcome::Success),
        unclarified: count(|outcome| matches!(outcome, Outcome::Unclarified(_))),
        target: measure.target.map(|target: Decimal| target.normalize()),
        mean: None,
    }
}

/// The mean of the values that are known, rounded half to even at four decimals; nothing where there is none.
fn mean(observations: &[Observation]) -> Option<Decimal> {
    let values = || observations.iter().filter_map(|observation| observation.value);
    let count = Decimal::from(values().count());
    let sum = values().try_fold(Decimal::ZERO, Decimal::checked_add)?;
    sum.checked_div(count).map(|mean| mean.round_dp(4).normalize())
}
