//! What can be wrong with a list: faults of single rows, which are listed, and reasons to refuse it whole. Codes and
//! words only; the messages stand in the text files of each language.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::identifier::IdentifierProblem;
use crate::problem::column_name;

/// What is wrong with a row. Each has a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum ListFault {
    /// Fewer or more fields than the header.
    #[serde(rename = "L001")]
    Ragged,
    /// No identifier.
    #[serde(rename = "L002")]
    KeyMissing,
    /// A CPR number with something else than digits.
    #[serde(rename = "L003")]
    KeyNotDigits,
    /// A CPR number of nine digits, and the profile does not pad them.
    #[serde(rename = "L004")]
    KeyNineDigits,
    /// A CPR number of another length.
    #[serde(rename = "L005")]
    KeyLength,
    /// A CPR number without a date.
    #[serde(rename = "L006")]
    KeyDate,
    /// A serial number with other characters, or too long.
    #[serde(rename = "L007")]
    KeyNotSerial,
    /// The person has a row already.
    #[serde(rename = "L008")]
    SamePerson,
    /// No date as the profile writes them.
    #[serde(rename = "L009")]
    Date,
    /// No month as the profile writes them.
    #[serde(rename = "L010")]
    Month,
    /// Neither a word for yes nor one for no.
    #[serde(rename = "L011")]
    Word,
    /// A reason for leaving without its date.
    #[serde(rename = "L012")]
    ReasonWithoutDate,
    /// Birth after a step, or more than 120 years before it.
    #[serde(rename = "L013")]
    BirthImplausible,
    /// Neither a word for the treatment arm nor one for the control arm.
    #[serde(rename = "L014")]
    Arm,
    /// Somebody enrolled without an arm, where arms are compared.
    #[serde(rename = "L015")]
    ArmMissing,
    /// Completion before the day of enrolment.
    #[serde(rename = "L016")]
    CompletedBeforeStart,
}

impl ListFault {
    /// The stable code, key of the message in each language.
    pub fn code(self) -> &'static str {
        match self {
            ListFault::Ragged => "L001",
            ListFault::KeyMissing => "L002",
            ListFault::KeyNotDigits => "L003",
            ListFault::KeyNineDigits => "L004",
            ListFault::KeyLength => "L005",
            ListFault::KeyDate => "L006",
            ListFault::KeyNotSerial => "L007",
            ListFault::SamePerson => "L008",
            ListFault::Date => "L009",
            ListFault::Month => "L010",
            ListFault::Word => "L011",
            ListFault::ReasonWithoutDate => "L012",
            ListFault::BirthImplausible => "L013",
            ListFault::Arm => "L014",
            ListFault::ArmMissing => "L015",
            ListFault::CompletedBeforeStart => "L016",
        }
    }
}

impl From<IdentifierProblem> for ListFault {
    fn from(problem: IdentifierProblem) -> Self {
        match problem {
            IdentifierProblem::Missing => ListFault::KeyMissing,
            IdentifierProblem::NotDigits => ListFault::KeyNotDigits,
            IdentifierProblem::NineDigits => ListFault::KeyNineDigits,
            IdentifierProblem::WrongLength => ListFault::KeyLength,
            IdentifierProblem::ImpossibleDate => ListFault::KeyDate,
            IdentifierProblem::NotSerial => ListFault::KeyNotSerial,
        }
    }
}

/// One faulty row: the first thing that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RowProblem {
    /// The line on which the row begins; the header is line 1.
    pub line: u64,
    /// What is wrong.
    #[serde(rename = "code")]
    pub fault: ListFault,
    /// The column as the header writes it, or nothing for the whole row.
    pub column: String,
    /// What stands there; identifiers, words and long values by their shape only.
    pub excerpt: String,
    /// What would be right: the form of a date, the known words, the number of columns.
    pub expected: String,
    /// The line of the same person's first row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_line: Option<u64>,
}

impl RowProblem {
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
            ("first", self.first_line.map_or(String::new(), |line| line.to_string())),
        ]
    }
}

/// Why a list or its profile is refused as a whole. Nothing of it is kept.
#[derive(Debug)]
pub enum ListError {
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
    /// Bytes that the profile's encoding does not have.
    Encoding {
        /// The line, from 1.
        line: u64,
        /// The byte within the line, from 1.
        byte: usize,
        /// Its value.
        value: u8,
        /// The encoding of the profile.
        encoding: &'static str,
    },
    /// Columns that the profile names and the header has not.
    MissingColumns {
        /// Their names.
        missing: Vec<String>,
        /// The names in the header.
        header: Vec<String>,
    },
    /// Two columns of the same name.
    DuplicateColumn {
        /// The name.
        column: String,
    },
    /// A quoted field that never ends.
    UnclosedQuote {
        /// The line on which it begins.
        line: u64,
    },
    /// More bytes than [`super::LIST_BYTES_MAX`].
    TooLarge {
        /// How many.
        bytes: u64,
    },
    /// Faulty rows, and not exactly so many were accepted.
    FaultyRows {
        /// How many.
        faulty: u64,
        /// How many were accepted beforehand.
        accepted: Option<u64>,
        /// Rows of the list.
        rows: u64,
        /// All of them.
        problems: Vec<RowProblem>,
    },
    /// The profile is no TOML, or a key is missing, unknown or of another type.
    Profile {
        /// What the reader said, with the line.
        reason: String,
    },
    /// A value of the profile cannot be used.
    ProfileValue {
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
    },
}

impl ListError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            ListError::Io { .. } => "L101",
            ListError::Empty => "L102",
            ListError::NotText => "L103",
            ListError::Encoding { .. } => "L104",
            ListError::MissingColumns { .. } => "L105",
            ListError::DuplicateColumn { .. } => "L106",
            ListError::UnclosedQuote { .. } => "L107",
            ListError::TooLarge { .. } => "L108",
            ListError::FaultyRows { .. } => "L109",
            ListError::Profile { .. } => "L110",
            ListError::ProfileValue { .. } => "L111",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            ListError::Io { path, source } => {
                vec![("path", path.display().to_string()), ("reason", source.to_string())]
            }
            ListError::Encoding { line, byte, value, encoding } => vec![
                ("line", line.to_string()),
                ("byte", byte.to_string()),
                ("value", format!("{value:02X}")),
                ("encoding", (*encoding).to_owned()),
            ],
            ListError::MissingColumns { missing, header } => vec![
                ("missing", missing.join(", ")),
                // The texts choose between one column and several by this word.
                ("count", if missing.len() == 1 { "one" } else { "other" }.to_owned()),
                ("header", header.iter().map(|name| column_name(name)).collect::<Vec<_>>().join(", ")),
            ],
            ListError::DuplicateColumn { column } => vec![("column", column.clone())],
            ListError::UnclosedQuote { line } => vec![("line", line.to_string())],
            ListError::TooLarge { bytes } => vec![
                ("megabytes", (bytes / 1024 / 1024).to_string()),
                ("limit", (super::LIST_BYTES_MAX / 1024 / 1024).to_string()),
            ],
            ListError::FaultyRows { faulty, accepted, rows, .. } => vec![
                ("faulty", faulty.to_string()),
                ("accepted", accepted.unwrap_or(0).to_string()),
                ("rows", rows.to_string()),
            ],
            ListError::Profile { reason } => vec![("reason", reason.clone())],
            ListError::ProfileValue { key, value } => {
                vec![("key", (*key).to_owned()), ("value", value.clone())]
            }
            ListError::Empty | ListError::NotText => Vec::new(),
        }
    }

    /// The faulty rows that are the reason, if they are.
    pub fn problems(&self) -> &[RowProblem] {
        match self {
            ListError::FaultyRows { problems, .. } => problems,
            _ => &[],
        }
    }
}

// For logs: people read the message of the code in their language.
impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for ListError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ListError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
