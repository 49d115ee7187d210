//! What can be wrong with a file of observations: faults of single rows, and reasons to refuse it whole. Codes and words
//! only; the messages stand in the text files of each language.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::list::ListError;
use crate::problem::column_name;

/// What is wrong with a row. Each has a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum ObservationFault {
    /// Fewer or more fields than the header.
    #[serde(rename = "O001")]
    Ragged,
    /// No participant.
    #[serde(rename = "O002")]
    ParticipantMissing,
    /// Neither an alias nor an identifier of somebody who is enrolled.
    #[serde(rename = "O003")]
    ParticipantUnknown,
    /// No measure of the agreement.
    #[serde(rename = "O004")]
    MeasureUnknown,
    /// No year.
    #[serde(rename = "O005")]
    Year,
    /// A year in which the measure is not measured.
    #[serde(rename = "O006")]
    YearNotMeasured,
    /// No month.
    #[serde(rename = "O007")]
    Month,
    /// A month at which the measure is not measured.
    #[serde(rename = "O008")]
    MonthNotMeasured,
    /// No month, where the measure is measured at several.
    #[serde(rename = "O009")]
    MonthMissing,
    /// No word for an outcome.
    #[serde(rename = "O010")]
    Outcome,
    /// No outcome, where the measure asks for one.
    #[serde(rename = "O011")]
    OutcomeMissing,
    /// No number.
    #[serde(rename = "O012")]
    Value,
    /// No value, where the measure asks for one.
    #[serde(rename = "O013")]
    ValueMissing,
    /// No word for an arm.
    #[serde(rename = "O014")]
    Arm,
    /// Another arm than the enrolment list says.
    #[serde(rename = "O015")]
    OtherArm,
    /// Neither yes nor no.
    #[serde(rename = "O016")]
    Verified,
    /// The same participant, measure and month a second time.
    #[serde(rename = "O017")]
    Twice,
    /// The measure does not look at the participant in that year.
    #[serde(rename = "O018")]
    NotLookedAt,
    /// No day.
    #[serde(rename = "O019")]
    Date,
    /// The file that is to show a claim is not there, or none is named where the agreement wants one.
    #[serde(rename = "O020")]
    EvidenceMissing,
    /// A claim under a measure that is read from a register.
    #[serde(rename = "O021")]
    OfRegister,
    /// The same is claimed already in other words, and the claim stands.
    #[serde(rename = "O022")]
    ClaimedOtherwise,
}

impl ObservationFault {
    /// The stable code, key of the message in each language.
    pub fn code(self) -> &'static str {
        match self {
            ObservationFault::Ragged => "O001",
            ObservationFault::ParticipantMissing => "O002",
            ObservationFault::ParticipantUnknown => "O003",
            ObservationFault::MeasureUnknown => "O004",
            ObservationFault::Year => "O005",
            ObservationFault::YearNotMeasured => "O006",
            ObservationFault::Month => "O007",
            ObservationFault::MonthNotMeasured => "O008",
            ObservationFault::MonthMissing => "O009",
            ObservationFault::Outcome => "O010",
            ObservationFault::OutcomeMissing => "O011",
            ObservationFault::Value => "O012",
            ObservationFault::ValueMissing => "O013",
            ObservationFault::Arm => "O014",
            ObservationFault::OtherArm => "O015",
            ObservationFault::Verified => "O016",
            ObservationFault::Twice => "O017",
            ObservationFault::NotLookedAt => "O018",
            ObservationFault::Date => "O019",
            ObservationFault::EvidenceMissing => "O020",
            ObservationFault::OfRegister => "O021",
            ObservationFault::ClaimedOtherwise => "O022",
        }
    }
}

/// One faulty row: the first thing that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ObservationProblem {
    /// The line on which the row begins; the header is line 1.
    pub line: u64,
    /// What is wrong.
    #[serde(rename = "code")]
    pub fault: ObservationFault,
    /// The column as the header writes it, or nothing for the whole row.
    pub column: String,
    /// What stands there; identifiers, words and long values by their shape only.
    pub excerpt: String,
    /// What would be right.
    pub expected: String,
    /// Where the same is said first, as file and line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub first: String,
}

impl ObservationProblem {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        vec![
            ("line", self.line.to_string()),
            ("column", self.column.clone()),
            ("excerpt", self.excerpt.clone()),
            ("expected", self.expected.clone()),
            ("first", self.first.clone()),
        ]
    }
}

/// Why a file of observations is refused as a whole. Nothing of it counts.
#[derive(Debug)]
pub enum ObservationsError {
    /// The operating system refused.
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// The file has no header.
    Empty,
    /// It is no text: a workbook, an archive, UTF-16.
    NotText,
    /// Bytes that are neither UTF-8 nor Windows-1252.
    Encoding {
        /// The line, from 1.
        line: u64,
        /// The byte within the line, from 1.
        byte: usize,
    },
    /// Columns that every file of observations has.
    MissingColumns {
        /// Their names.
        missing: Vec<String>,
        /// The names in the header.
        header: Vec<String>,
    },
    /// Two columns that say the same.
    DuplicateColumn {
        /// The name of the second.
        column: String,
    },
    /// A quoted field that never ends.
    UnclosedQuote {
        /// The line on which it begins.
        line: u64,
    },
    /// More bytes than [`crate::list::LIST_BYTES_MAX`].
    TooLarge {
        /// How many.
        bytes: u64,
    },
    /// Faulty rows.
    FaultyRows {
        /// Rows of the file.
        rows: u64,
        /// All of the faulty ones.
        problems: Vec<ObservationProblem>,
    },
}

impl ObservationsError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            ObservationsError::Io { .. } => "O101",
            ObservationsError::Empty => "O102",
            ObservationsError::NotText => "O103",
            ObservationsError::Encoding { .. } => "O104",
            ObservationsError::MissingColumns { .. } => "O105",
            ObservationsError::DuplicateColumn { .. } => "O106",
            ObservationsError::UnclosedQuote { .. } => "O107",
            ObservationsError::TooLarge { .. } => "O108",
            ObservationsError::FaultyRows { .. } => "O109",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            ObservationsError::Io { path, source } => {
                vec![("path", path.display().to_string()), ("reason", source.to_string())]
            }
            ObservationsError::Encoding { line, byte } => vec![("line", line.to_string()), ("byte", byte.to_string())],
            ObservationsError::MissingColumns { missing, header } => vec![
                ("missing", missing.join(", ")),
                ("header", header.iter().map(|name| column_name(name)).collect::<Vec<_>>().join(", ")),
            ],
            ObservationsError::DuplicateColumn { column } => vec![("column", column_name(column))],
            ObservationsError::UnclosedQuote { line } => vec![("line", line.to_string())],
            ObservationsError::TooLarge { bytes } => vec![
                ("megabytes", (bytes / 1024 / 1024).to_string()),
                ("limit", (crate::list::LIST_BYTES_MAX / 1024 / 1024).to_string()),
            ],
            ObservationsError::FaultyRows { rows, problems } => {
                vec![("faulty", problems.len().to_string()), ("rows", rows.to_string())]
            }
            ObservationsError::Empty | ObservationsError::NotText => Vec::new(),
        }
    }

    /// The faulty rows that are the reason, if they are.
    pub fn problems(&self) -> &[ObservationProblem] {
        match self {
            ObservationsError::FaultyRows { problems, .. } => problems,
            _ => &[],
        }
    }
}

/// What is wrong with the text of a list is wrong with that of observations too.
impl From<ListError> for ObservationsError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Io { path, source } => ObservationsError::Io { path, source },
            ListError::Empty => ObservationsError::Empty,
            ListError::Encoding { line, byte, .. } => ObservationsError::Encoding { line, byte },
            ListError::UnclosedQuote { line } => ObservationsError::UnclosedQuote { line },
            ListError::TooLarge { bytes } => ObservationsError::TooLarge { bytes },
            ListError::DuplicateColumn { column } => ObservationsError::DuplicateColumn { column },
            ListError::MissingColumns { missing, header } => ObservationsError::MissingColumns { missing, header },
            ListError::NotText
            | ListError::FaultyRows { .. }
            | ListError::Profile { .. }
            | ListError::ProfileValue { .. } => ObservationsError::NotText,
        }
    }
}

// For logs: people read the message of the code in their language.
impl fmt::Display for ObservationsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for ObservationsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ObservationsError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
