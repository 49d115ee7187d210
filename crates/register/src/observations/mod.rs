//! Observations from a file: what a school, a provider or a register that is not connected yet says of participants. Rows
//! name participants by alias or by the identifier of the enrolment list; what is kept names them by alias alone.
//!
//! ```text
//! file ─ text ─► rows ─ row ─► reported rows ─ of all files together ─► Reported, kept under its own hash
//! ```

mod number;
mod problem;
mod row;
mod scores;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{Alias, ContentHash, MeasureId};
use virkning_model::observation::{Arm, Outcome};
use virkning_model::{Agreement, Decimal};

use crate::key::InstallationKey;
use crate::list::LIST_BYTES_MAX;
use crate::list::text::{self, LineCount};
use crate::profile::KeyColumn;

pub use number::decimal;
pub use problem::{ObservationFault, ObservationProblem, ObservationsError};
pub use scores::{Known, ReadScore, read_scores};

/// What reports are read against.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The agreement whose measures are reported on.
    pub agreement: &'a Agreement,
    /// The participants.
    pub set: &'a EnrolmentSet,
    /// The key that makes aliases of identifiers.
    pub key: &'a InstallationKey,
    /// The identifiers of the enrolment list.
    pub identifiers: &'a [KeyColumn],
    /// What the file is read as.
    pub read_as: ReadAs,
}

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// Observations of one measured year, which count as the file says; rows of other measured years are left aside.
    Observations {
        /// The year.
        measured_year: i16,
    },
    /// Claims of any year. What a column says about verification is not heard: another person verifies. A date may stand
    /// instead of the measured year.
    Claims,
}

/// What one row says. It holds no identifier.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReportedRow {
    /// The measure.
    pub measure: MeasureId,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// Who.
    pub participant: Alias,
    /// The measured year.
    pub year: i16,
    /// Whether it is met; nothing where only a value is reported.
    pub outcome: Option<Outcome>,
    /// The value.
    pub value: Option<Decimal>,
    /// The arm.
    pub arm: Arm,
    /// What it is shown by; empty where nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// When it happened, as a claim says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// Everything that was reported for one measured year, sorted by measure, month and participant.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reported {
    /// The SHA-256 of each file it came from, in the order they were given.
    pub files: Vec<ContentHash>,
    /// Whether they are made up.
    #[serde(default, skip_serializing_if = "is_false")]
    pub synthetic: bool,
    /// The measures whose rows are claims that a provider has reported, instead of rows of the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claimed: Vec<MeasureId>,
    /// The measures whose rows follow from scores that users have recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scored: Vec<MeasureId>,
    /// The rows.
    pub rows: Vec<ReportedRow>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Reported {
    /// Whether anything is said of a measure.
    pub fn speaks_of(&self, measure: &MeasureId) -> bool {
        self.rows.iter().any(|row| row.measure == *measure)
    }
}

/// Where a row stands: the file's name and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// The file's name, without its folder.
    pub file: String,
    /// The line on which the row begins; the header is line 1.
    pub line: u64,
}

/// What has been read of one or several files.
pub struct Reader<'a> {
    request: Request<'a>,
    enrolled: BTreeMap<Alias, Arm>,
    files: Vec<ContentHash>,
    rows: Vec<(ReportedRow, RowPlace)>,
    seen: BTreeMap<(MeasureId, i16, u16, Alias), RowPlace>,
    left_aside: u64,
}

impl<'a> Reader<'a> {
    /// Nothing read yet.
    pub fn new(request: Request<'a>) -> Self {
        let enrolled = request.set.enrolled().map(|(participant, _)| (participant.alias.clone(), participant.arm));
        let enrolled = enrolled.collect();
        Self { request, enrolled, files: Vec::new(), rows: Vec::new(), seen: BTreeMap::new(), left_aside: 0 }
    }

    /// Reads one file.
    ///
    /// # Errors
    /// A file that is no such file, or every faulty row of it. Then nothing of it counts.
    pub fn read(&mut self, path: &Path) -> Result<(), ObservationsError> {
        let io_error = |source| ObservationsError::Io { path: path.to_owned(), source };
        let length = std::fs::metadata(path).map_err(io_error)?.len();
        if length > LIST_BYTES_MAX {
            return Err(ObservationsError::TooLarge { bytes: length });
        }
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.read_bytes(&name, &std::fs::read(path).map_err(io_error)?)
    }

    /// Reads a file that is in memory already; as [`Reader::read`].
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn read_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), ObservationsError> {
        let text = text::decode(bytes, crate::list::ListEncoding::Recognise)?;
        let separator = row::separator(&text);
        text::check_quotes(&text, Some(b'"'), separator)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = match records.next() {
            Some(record) => record.map_err(|_| ObservationsError::NotText)?,
            None => return Err(ObservationsError::Empty),
        };
        let columns = row::Columns::find(&header, &self.request)?;
        let mut lines = LineCount::new(&text);
        let (mut problems, mut rows) = (Vec::new(), 0_u64);
        for record in records {
            let record = record.map_err(|_| ObservationsError::NotText)?;
            let line = lines.line_of(record.position().map_or(0, csv::Position::byte));
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            rows += 1;
            if let Err(problem) = self.take(name, line, &columns, &record) {
                problems.push(problem);
            }
        }
        if problems.is_empty() {
            self.files.push(ContentHash::from_bytes(Sha256::digest(bytes).into()));
            Ok(())
        } else {
            Err(ObservationsError::FaultyRows { rows, problems })
        }
    }

    fn take(
        &mut self,
        name: &str,
        line: u64,
        columns: &row::Columns,
        record: &csv::StringRecord,
    ) -> Result<(), ObservationProblem> {
        let row = row::Row { record, line, columns, request: &self.request, enrolled: &self.enrolled };
        let reported = row.read()?;
        let place = RowPlace { file: name.to_owned(), line };
        // The same year only: a measured year is part of what a row is about.
        if let ReadAs::Observations { measured_year } = self.request.read_as
            && reported.year != measured_year
        {
            self.left_aside += 1;
            return Ok(());
        }
        let about = (reported.measure.clone(), reported.year, reported.at, reported.participant.clone());
        if let Some(first) = self.seen.get(&about) {
            return Err(row.twice(first));
        }
        self.seen.insert(about, place.clone());
        self.rows.push((reported, place));
        Ok(())
    }

    /// Rows of other measured years, which were left aside.
    pub fn left_aside(&self) -> u64 {
        self.left_aside
    }

    /// The problem of a row that was read and turns out not to fit: it names the row's file and line.
    pub fn misplaced(
        &self,
        wrong: impl Fn(&ReportedRow) -> Option<(ObservationFault, String)>,
    ) -> Vec<(String, ObservationProblem)> {
        let problems = self.rows.iter().filter_map(|(row, place)| {
            let (fault, expected) = wrong(row)?;
            let problem = ObservationProblem {
                line: place.line,
                fault,
                column: String::new(),
                excerpt: format!("{} {}", row.participant, row.measure),
                expected,
                first: String::new(),
            };
            Some((place.file.clone(), problem))
        });
        problems.collect()
    }

    /// Everything that was read; `synthetic` says whether it is made up. Claims stay in the order of their file, in which
    /// they are numbered.
    pub fn finish(self, synthetic: bool) -> Reported {
        let mut rows: Vec<ReportedRow> = self.rows.into_iter().map(|(row, _)| row).collect();
        if self.request.read_as != ReadAs::Claims {
            rows.sort_by(|one, other| {
                (&one.measure, one.at, &one.participant).cmp(&(&other.measure, other.at, &other.participant))
            });
        }
        Reported { files: self.files, synthetic, claimed: Vec::new(), scored: Vec::new(), rows }
    }
}

#[cfg(test)]
mod tests;
