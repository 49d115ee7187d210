//! Observations that come as files: they are read against the agreement and the participants, kept without identifiers
//! under the hash of what they say, and found again by it.

use std::path::{Path, PathBuf};

use virkning_engine::eligible_at;
use virkning_model::Agreement;
use virkning_model::agreement::{Eligibility, Measure, Window};
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{Alias, ContentHash};
use virkning_model::observation::{Arm, Observation, Outcome, Situation, Unclarified};
use virkning_model::period::Month;
use virkning_register::list::ListProfile;
use virkning_register::observations::{
    ObservationFault, ObservationsError, ReadAs, Reader, Reported, ReportedRow, Request,
};

use super::failure::{Failure, Refusal, RowProblem, Rows};
use super::register::owned;
use super::{Session, coded};

/// Observations from files, with the hash that a settlement names.
#[derive(Clone, Debug)]
pub struct ReportedInUse {
    /// What was reported.
    pub reported: Reported,
    /// The hash of it as it is kept.
    pub hash: ContentHash,
}

/// Files of observations to read.
#[derive(Clone, Copy, Debug)]
pub struct ObservationFiles<'a> {
    /// The files; none where everything comes from registers.
    pub paths: &'a [PathBuf],
    /// The profile of the enrolment list, for its identifiers; the built-in one where none is named.
    pub profile: Option<&'a Path>,
    /// Whether they are made up.
    pub synthetic: bool,
}

impl ObservationFiles<'_> {
    /// No files.
    pub const NONE: ObservationFiles<'static> = ObservationFiles { paths: &[], profile: None, synthetic: false };
}

impl Session<'_> {
    /// Reads the files and keeps what they say of a measured year.
    ///
    /// # Errors
    /// The first file with faulty rows, with all of them; nothing is kept then.
    pub fn read_observations(
        &self,
        files: ObservationFiles<'_>,
        agreement: &Agreement,
        set: &EnrolmentSet,
        measured_year: i16,
    ) -> Result<Option<ReportedInUse>, Failure> {
        if files.paths.is_empty() {
            return Ok(None);
        }
        let profile = profile_of(files.profile)?;
        let (key, _) = self.key()?;
        let read_as = ReadAs::Observations { measured_year };
        let request = Request { agreement, set, key: &key, identifiers: &profile.keys, read_as };
        let mut reader = Reader::new(request);
        for path in files.paths {
            reader.read(path).map_err(|error| observations_failure(path, &error))?;
        }
        refuse_misplaced(&reader, files.paths, |row| not_looked_at(agreement, set, row))?;
        let reported = reader.finish(files.synthetic);
        let json = serde_json::to_vec(&reported).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(Some(ReportedInUse { hash: self.folder.keep_observations(&json)?, reported }))
    }

    /// Observations as they were kept.
    pub fn kept_observations(&self, hash: &ContentHash) -> Result<ReportedInUse, Failure> {
        let bytes = self.folder.kept_observations(hash)?;
        let reported = serde_json::from_slice(&bytes)
            .map_err(|error| Refusal::new("record-unreadable").with("what", "observations").with("why", error))?;
        Ok(ReportedInUse { reported, hash: hash.clone() })
    }
}

/// The month up to which a report can speak: the end of the measured year.
pub fn reported_until(measured_year: i16) -> Result<Month, Failure> {
    Month::new(measured_year, 12)
        .ok_or_else(|| Refusal::new("window-out-of-range").with("measure", "").with("year", measured_year).into())
}

/// The profile of a file; the built-in one where none is named.
pub fn profile_of(path: Option<&Path>) -> Result<ListProfile, Failure> {
    match path {
        Some(path) => Ok(ListProfile::parse(&super::folder::read_text(path)?)
            .map_err(|error| coded(error.code(), error.arguments()))?),
        None => Ok(ListProfile::built_in()),
    }
}

/// Every row must be about somebody at whom its measure looks in that year and month.
pub fn not_looked_at(
    agreement: &Agreement,
    set: &EnrolmentSet,
    row: &ReportedRow,
) -> Option<(ObservationFault, String)> {
    let measure = agreement.measure(&row.measure)?;
    let eligible = eligible_at(measure, set, row.year, row.at, reported_until(row.year).ok()?);
    if eligible.iter().any(|(participant, _)| participant.alias == row.participant) {
        return None;
    }
    Some((ObservationFault::NotLookedAt, closing_year(measure, set, row)))
}

/// Refuses the first file with rows that do not fit, with all of them.
pub fn refuse_misplaced(
    reader: &Reader<'_>,
    paths: &[PathBuf],
    wrong: impl Fn(&ReportedRow) -> Option<(ObservationFault, String)>,
) -> Result<(), Failure> {
    let problems = reader.misplaced(wrong);
    let Some((file, _)) = problems.first() else { return Ok(()) };
    let file = file.clone();
    let own = problems.iter().filter(|(name, _)| *name == file).map(|(_, problem)| row_problem(problem));
    let of_name = |path: &&PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy() == file);
    let path = paths.iter().find(of_name).cloned().unwrap_or_else(|| file.clone().into());
    Err(Failure::Rows(Rows { path, problems: own.collect() }))
}

/// The year in which a window since the start closes for the row's participant; `0` where that is not the reason.
fn closing_year(measure: &Measure, set: &EnrolmentSet, row: &ReportedRow) -> String {
    let months = match (&measure.window, measure.eligible) {
        (Window::AtMonths { .. }, Eligibility::WindowClosed) => row.at,
        (Window::MonthsSinceStart { months }, Eligibility::WindowClosed) => *months,
        _ => return "0".to_owned(),
    };
    let enrolled = set.enrolled().find(|(participant, _)| participant.alias == row.participant);
    let closes = enrolled.and_then(|(_, day)| Month::of(day).plus(i32::from(months)));
    closes.map_or_else(|| "0".to_owned(), |month| month.year().to_string())
}

/// What was reported about one participant.
pub fn row_of<'a>(reported: &'a Reported, measure: &Measure, at: u16, alias: &Alias) -> Option<&'a ReportedRow> {
    let key = |row: &ReportedRow| (row.measure.clone(), row.at, row.participant.clone());
    let wanted = (measure.id.clone(), at, alias.clone());
    let place = reported.rows.binary_search_by(|row| key(row).cmp(&wanted)).ok()?;
    reported.rows.get(place)
}

/// A row as an observation; without one there are no data.
pub fn observation(
    row: Option<&ReportedRow>,
    measure: &Measure,
    year: i16,
    at: u16,
    who: (&Alias, Arm),
) -> Observation {
    let nothing = Outcome::Unclarified(Unclarified::NoData);
    // A measure that only has a value is met when the value is known.
    let outcome = row.map_or(nothing, |row| row.outcome.unwrap_or(row.value.map_or(nothing, |_| Outcome::Success)));
    Observation {
        participant: who.0.clone(),
        measure: measure.id.clone(),
        year,
        outcome,
        situation: Situation::Unclarified,
        at,
        value: row.and_then(|row| row.value),
        arm: who.1,
    }
}

fn row_problem(problem: &virkning_register::observations::ObservationProblem) -> RowProblem {
    RowProblem {
        file: String::new(),
        line: problem.line,
        column: problem.column.clone(),
        excerpt: problem.excerpt.clone(),
        code: problem.code().to_owned(),
        arguments: owned(problem.arguments()),
    }
}

/// What is wrong with a file of observations as a whole, or with rows of it.
pub fn observations_failure(path: &Path, error: &ObservationsError) -> Failure {
    match error.problems() {
        [] => coded(error.code(), error.arguments()).into(),
        problems => Failure::Rows(Rows { path: path.to_owned(), problems: problems.iter().map(row_problem).collect() }),
    }
}
