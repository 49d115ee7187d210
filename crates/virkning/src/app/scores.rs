//! Scores that users record about participants: what may be recorded, and what measures make of them. A score is dated and
//! named; a measure over observations asks the scores of each participant as it would ask a register.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use virkning_engine::eligible_at;
use virkning_measure::{
    AmountPeriod, Compiled, Coverage, DatedValue, Extent, OBSERVATION_UNITS, PersonRows, PersonWindow, day_number,
};
use virkning_model::agreement::Measure;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::expression::{Expression, Number, Table};
use virkning_model::id::{AgreementId, Alias, ContentHash, MeasureId};
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::source::{source, source_of_register};
use virkning_model::{Agreement, Decimal};
use virkning_register::events::EventProfile;
use virkning_register::list::ListProfile;
use virkning_register::observations::{Known, ReadAs, Reported, ReportedRow, Request, read_scores};
use virkning_store::{NewScore, Score};

use super::enrol::ListBytes;
use super::failure::{Failure, Refusal};
use super::materials::{months_of, window};
use super::observations::{ReportedInUse, observations_failure, reported_until};
use super::settle::enrolment_set;
use super::{Session, coded};

/// A name that measures of an agreement ask scores of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreName {
    /// As measures name it.
    pub name: String,
    /// Words that people write for it; the first is how it is shown.
    pub words: Vec<String>,
    /// The unit, where it is known.
    pub unit: Option<String>,
    /// The smallest and the largest value that there can be, where they are known.
    pub range: Option<(Decimal, Decimal)>,
}

impl ScoreName {
    /// How it is shown.
    pub fn label(&self) -> &str {
        self.words.first().map_or(&self.name, String::as_str)
    }
}

/// Whether a measure asks dated values by name.
pub fn asks_scores(measure: &Measure) -> bool {
    source(&measure.source).is_some_and(|schema| schema.tables.contains(&Table::Observation))
}

/// The names of the values that a measure asks for.
pub fn names_of(measure: &Measure) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Some(success) = &measure.success {
        of_expression(success, &mut names);
    }
    if let Some(value) = &measure.value {
        of_number(value, &mut names);
    }
    names
}

fn of_expression(expression: &Expression, names: &mut BTreeSet<String>) {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| of_expression(part, names)),
        Expression::Not(part) => of_expression(part, names),
        Expression::Compare(number, ..) => of_number(number, names),
        Expression::CompareNumbers(one, _, other) => [one, other].into_iter().for_each(|one| of_number(one, names)),
        Expression::Any(_) | Expression::All(_) | Expression::Reported => {}
    }
}

fn of_number(number: &Number, names: &mut BTreeSet<String>) {
    match number {
        Number::OfObservations(_, name) => drop(names.insert(name.clone())),
        Number::Calculated(one, _, other) => [one, other].into_iter().for_each(|one| of_number(one, names)),
        _ => {}
    }
}

/// Every name that the measures of an agreement ask scores of, with what the profile of observations knows about it.
pub fn score_names(agreement: &Agreement) -> Vec<ScoreName> {
    let names: BTreeSet<String> =
        agreement.measures.iter().filter(|measure| asks_scores(measure)).flat_map(names_of).collect();
    let profile = EventProfile::built_in("observations").ok();
    let words = |name: &str| -> Vec<String> {
        let tables = profile.iter().flat_map(|profile| &profile.tables);
        let written = tables.flat_map(|table| &table.kind.values).filter(|value| value.is == name);
        written.map(|value| value.written.clone()).collect()
    };
    let unit = |name: &str| profile.as_ref().and_then(|profile| profile.units.iter().find(|unit| unit.of == name));
    let named = |name: String| ScoreName {
        words: words(&name),
        unit: unit(&name).map(|unit| unit.unit.clone()),
        range: unit(&name).map(|unit| (unit.from, unit.to)),
        name,
    };
    names.into_iter().map(named).collect()
}

impl Session<'_> {
    /// Records scores of one participant: all of them or none.
    ///
    /// # Errors
    /// `score-…`: a name that no measure asks for, a day after today, a value out of range, somebody who is not enrolled.
    pub fn score(&self, id: &AgreementId, scores: &[NewScore]) -> Result<usize, Failure> {
        let actor = self.actor()?;
        let agreement = self.sealed_now(id)?;
        let set = self.set_now(id)?;
        let (names, today) = (score_names(&agreement), self.world.today());
        for score in scores {
            let known = names.iter().find(|known| known.name == score.name);
            let Some(known) = known else {
                return Err(Refusal::new("score-name-unknown").with("name", &score.name).into());
            };
            if score.on > today {
                return Err(Refusal::new("step-future").with("day", score.on).into());
            }
            if let (Some(value), Some((from, to))) = (score.value, known.range)
                && !(from..=to).contains(&value)
            {
                let refusal = Refusal::new("score-out-of-range").with("name", known.label()).with("value", value);
                return Err(refusal.with("from", from).with("to", to).into());
            }
            if !set.enrolled().any(|(person, _)| person.alias == score.participant) {
                return Err(Refusal::new("participant-unknown").with("alias", &score.participant).into());
            }
        }
        Ok(self.store.scores_add(&actor, id, scores)?.record)
    }

    /// Reads scores from a file and records them: all of them or none. Gives how many there are and how many are new.
    ///
    /// # Errors
    /// A file that is none, or its faulty rows, with all of them.
    pub fn scores_read(&self, id: &AgreementId, from: ListBytes<'_>) -> Result<(usize, usize), Failure> {
        let actor = self.actor()?;
        let agreement = self.sealed_now(id)?;
        let set = self.set_now(id)?;
        let (key, _) = self.key()?;
        let profile = ListProfile::built_in();
        let names: Vec<_> =
            score_names(&agreement).into_iter().map(|name| (name.name, name.words, name.range)).collect();
        let request = Request {
            agreement: &agreement,
            set: &set,
            key: &key,
            identifiers: &profile.keys,
            read_as: ReadAs::Claims,
        };
        let (path, bytes) = match from {
            ListBytes::File(path) => {
                let bytes = std::fs::read(path).map_err(|error| Failure::operating("tried-read", path, error))?;
                (path, bytes)
            }
            ListBytes::Sent(name, bytes) => (std::path::Path::new(name), bytes.to_vec()),
        };
        let known = Known { names: &names, today: self.world.today() };
        let read = read_scores(&bytes, &request, &known).map_err(|error| observations_failure(path, &error))?;
        let scores: Vec<NewScore> = read
            .into_iter()
            .map(|row| NewScore { participant: row.participant, name: row.name, on: row.on, value: Some(row.value) })
            .collect();
        let stored = self.store.scores_add(&actor, id, &scores)?;
        Ok((scores.len(), stored.record))
    }

    /// The participants as they are known now.
    pub(super) fn set_now(&self, id: &AgreementId) -> Result<EnrolmentSet, Failure> {
        let record = self.store.enrolment_latest(id)?;
        enrolment_set(&record.ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", id))?)
    }

    /// What is reported, and what scores say under every measure that nothing else speaks of, kept like a file.
    pub fn with_scores(
        &self,
        reported: Option<ReportedInUse>,
        agreement: &Agreement,
        set: &EnrolmentSet,
        measured_year: i16,
    ) -> Result<Option<ReportedInUse>, Failure> {
        let spoken_of = |measure: &MeasureId| reported.as_ref().is_some_and(|files| files.reported.speaks_of(measure));
        let scored = self.scored_rows(agreement, set, measured_year, &spoken_of)?;
        if scored.rows.is_empty() {
            return Ok(reported);
        }
        let mut all = reported.map(|files| files.reported).unwrap_or_default();
        all.scored = scored.scored;
        all.rows.extend(scored.rows);
        all.rows.sort_by(|one, other| {
            (&one.measure, one.at, &one.participant).cmp(&(&other.measure, other.at, &other.participant))
        });
        let json = serde_json::to_vec(&all).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(Some(ReportedInUse { hash: self.folder.keep_observations(&json)?, reported: all }))
    }

    /// Whether scores say something else now than when a settlement was made.
    pub fn scores_changed(
        &self,
        agreement: &Agreement,
        set: &EnrolmentSet,
        measured_year: i16,
        observations: Option<&ContentHash>,
    ) -> Result<bool, Failure> {
        let kept = match observations {
            Some(hash) => self.kept_observations(hash)?.reported,
            None => Reported::default(),
        };
        let otherwise = |measure: &MeasureId| kept.speaks_of(measure) && !kept.scored.contains(measure);
        let now = self.scored_rows(agreement, set, measured_year, &otherwise)?;
        let then: Vec<&ReportedRow> = kept.rows.iter().filter(|row| kept.scored.contains(&row.measure)).collect();
        Ok(now.rows.iter().collect::<Vec<_>>() != then)
    }

    /// What scores say of a measured year, for whomever they say anything of.
    fn scored_rows(
        &self,
        agreement: &Agreement,
        set: &EnrolmentSet,
        measured_year: i16,
        spoken_of: &dyn Fn(&MeasureId) -> bool,
    ) -> Result<Reported, Failure> {
        let mut scored = Reported::default();
        let measures: Vec<&Measure> =
            agreement.measures.iter().filter(|measure| asks_scores(measure) && !spoken_of(&measure.id)).collect();
        if measures.is_empty() {
            return Ok(scored);
        }
        let scores = Scores::of(self.store.scores(&agreement.id)?);
        let imported = self.names_imported()?;
        for measure in measures {
            // A register that covers what the measure asks for goes before what is recorded by hand.
            let names = names_of(measure);
            if names.iter().any(|name| imported.contains(name)) {
                continue;
            }
            let asked = scores.asked(measure, self)?;
            for at in months_of(measure) {
                for (person, enrolled_on) in
                    eligible_at(measure, set, measured_year, at, reported_until(measured_year)?)
                {
                    let window = window(measure, measured_year, at, enrolled_on)?;
                    let Some((outcome, value)) = asked.answer(&person.alias, window) else { continue };
                    scored.rows.push(ReportedRow {
                        measure: measure.id.clone(),
                        at,
                        participant: person.alias.clone(),
                        year: measured_year,
                        outcome,
                        value,
                        arm: person.arm,
                        evidence: String::new(),
                        on: None,
                    });
                }
            }
            if scored.rows.last().is_some_and(|row| row.measure == measure.id) {
                scored.scored.push(measure.id.clone());
            }
        }
        scored.rows.sort_by(|one, other| {
            (&one.measure, one.at, &one.participant).cmp(&(&other.measure, other.at, &other.participant))
        });
        scored.scored.sort();
        Ok(scored)
    }

    /// The names that an imported register of observations covers.
    pub(super) fn names_imported(&self) -> Result<BTreeSet<String>, Failure> {
        let mut names = BTreeSet::new();
        for manifest in self.snapshots()? {
            if source_of_register(&manifest.source) == "observations" {
                names.extend(manifest.coverage().observations.into_iter().flat_map(|extent| extent.names));
            }
        }
        Ok(names)
    }
}

/// The scores under an agreement, as measures ask them.
pub(super) struct Scores {
    names: Vec<String>,
    of: BTreeMap<Alias, Vec<DatedValue>>,
}

impl Scores {
    pub(super) fn of(scores: Vec<Score>) -> Self {
        let names: BTreeSet<String> = scores.iter().map(|score| score.says.name.clone()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let mut of: BTreeMap<Alias, Vec<DatedValue>> = BTreeMap::new();
        for score in scores {
            let says = score.says;
            let place = names.iter().position(|name| *name == says.name).and_then(|place| u16::try_from(place).ok());
            let millionths = says.value.and_then(millionths);
            if let (Some(name), Some(millionths)) = (place, millionths) {
                of.entry(says.participant).or_default().push(DatedValue { day: day_number(says.on), name, millionths });
            }
        }
        of.values_mut().for_each(|values| values.sort_by_key(|value| (value.day, value.name)));
        Self { names, of }
    }

    /// The question of a measure to these scores.
    pub(super) fn asked(&self, measure: &Measure, session: &Session<'_>) -> Result<AskedScores<'_>, Failure> {
        let codes = session.codes()?.list;
        let compiled = virkning_measure::compile_measure(measure.success.as_ref(), measure.value.as_ref(), &codes)
            .map_err(|error| coded(error.code(), error.arguments()))?;
        let extent = Extent {
            first_day: day_number(Date::constant(1900, 1, 1)),
            end_day: day_number(Date::constant(2200, 1, 1)),
            // A name that nobody has a score of is covered too: nobody has been seen yet.
            names: self.names.iter().cloned().chain(names_of(measure)).collect(),
            items: Vec::new(),
            period: AmountPeriod::Day,
        };
        let coverage = Coverage { observations: Some(extent), ..Coverage::default() };
        let has_value = measure.value.is_some();
        Ok(AskedScores { scores: self, compiled, coverage, has_success: measure.success.is_some(), has_value })
    }
}

/// A measure's question to scores.
pub(super) struct AskedScores<'a> {
    scores: &'a Scores,
    compiled: Compiled,
    coverage: Coverage,
    has_success: bool,
    has_value: bool,
}

impl AskedScores<'_> {
    /// What the scores of a participant answer; nothing where they leave it open.
    pub(super) fn answer(&self, alias: &Alias, window: PersonWindow) -> Option<(Option<Outcome>, Option<Decimal>)> {
        let observations = self.scores.of.get(alias)?;
        let rows = PersonRows { observations, ..PersonRows::default() };
        let outcome = self.compiled.evaluate(Some(rows), &self.coverage, window).outcome;
        let value =
            self.has_value.then(|| self.compiled.evaluate_value(Some(rows), &self.coverage, window).ok()).flatten();
        let open = Outcome::Unclarified(Unclarified::NoData);
        let outcome =
            self.has_success.then_some(if matches!(outcome, Outcome::Unclarified(_)) { open } else { outcome });
        match (outcome, value) {
            (None | Some(Outcome::Unclarified(_)), None) => None,
            answer => Some(answer),
        }
    }

    /// The scores of a participant in a window, by name and day.
    pub(super) fn last_in(&self, alias: &Alias, window: PersonWindow) -> Option<Decimal> {
        let days = day_number(window.span.first.first_day())..=day_number(window.span.last.last_day());
        let inside = self.scores.of.get(alias)?.iter().rfind(|value| days.contains(&value.day))?;
        Decimal::try_from_i128_with_scale(i128::from(inside.millionths), 6).ok().map(|value| value.normalize())
    }
}

fn millionths(value: Decimal) -> Option<i64> {
    use rust_decimal::prelude::ToPrimitive as _;
    value.checked_mul(Decimal::from(OBSERVATION_UNITS))?.round().to_i64()
}
