//! What can be wrong with a delivery: faults of single rows, which are listed, and reasons to refuse the whole file.
//! Codes and words only; the messages stand in the text files of each language.

use std::fmt;
use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use virkning_model::id::SnapshotId;
use virkning_model::period::{Month, Week};

use crate::identifier::IdentifierProblem;

/// The largest number of columns.
pub const COLUMNS_MAX: usize = 100_000;
/// The longest line in bytes.
pub const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The largest number of faulty rows that are listed. More of them mean that the file or the profile is the wrong one.
pub const FAULTY_ROWS_MAX: usize = 100_000;

/// What is wrong with a row. Each has a stable code, also in the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum RowFault {
    /// Fewer or more fields than the header.
    #[serde(rename = "R001")]
    Ragged,
    /// No person key.
    #[serde(rename = "R002")]
    KeyMissing,
    /// A CPR number with something else than digits.
    #[serde(rename = "R003")]
    KeyNotDigits,
    /// A CPR number of nine digits, and the profile does not pad them.
    #[serde(rename = "R004")]
    KeyNineDigits,
    /// A CPR number of another length.
    #[serde(rename = "R005")]
    KeyLength,
    /// A CPR number without a date.
    #[serde(rename = "R006")]
    KeyDate,
    /// A serial number with other characters, or too long.
    #[serde(rename = "R007")]
    KeyNotSerial,
    /// A weekly code that is no number from 1 to 999.
    #[serde(rename = "R008")]
    Code,
    /// An employment ratio that is no number as the profile writes them.
    #[serde(rename = "R009")]
    RatioNotNumber,
    /// An employment ratio outside the scale of the profile.
    #[serde(rename = "R010")]
    RatioOutOfRange,
    /// An industry code that is no number of at most nine digits.
    #[serde(rename = "R011")]
    Industry,
    /// The person has a row already.
    #[serde(rename = "R012")]
    DuplicatePerson,
    /// Text after the closing quote of a field.
    #[serde(rename = "R013")]
    Quote,
    /// A date that is none as the profile writes them.
    #[serde(rename = "R014")]
    Date,
    /// No date.
    #[serde(rename = "R015")]
    DateMissing,
    /// An end before the beginning.
    #[serde(rename = "R016")]
    LeftBeforeArrived,
    /// No kind.
    #[serde(rename = "R017")]
    KindMissing,
    /// A kind that the profile does not list.
    #[serde(rename = "R018")]
    KindUnknown,
    /// A kind that there is not on that day.
    #[serde(rename = "R019")]
    KindNotThen,
    /// An amount that is none as the profile writes them, or with parts of an øre.
    #[serde(rename = "R020")]
    Amount,
    /// A number that is none as the profile writes them.
    #[serde(rename = "R021")]
    Number,
    /// A unit that the profile does not list.
    #[serde(rename = "R022")]
    UnitUnknown,
    /// A value outside the range of its unit.
    #[serde(rename = "R023")]
    OutOfRange,
    /// Both a refund and a co-financing.
    #[serde(rename = "R024")]
    RefundAndCoFinancing,
    /// A frequency that the profile does not list.
    #[serde(rename = "R025")]
    Frequency,
}

impl RowFault {
    /// The stable code, key of the message in each language.
    pub fn code(self) -> &'static str {
        match self {
            RowFault::Ragged => "R001",
            RowFault::KeyMissing => "R002",
            RowFault::KeyNotDigits => "R003",
            RowFault::KeyNineDigits => "R004",
            RowFault::KeyLength => "R005",
            RowFault::KeyDate => "R006",
            RowFault::KeyNotSerial => "R007",
            RowFault::Code => "R008",
            RowFault::RatioNotNumber => "R009",
            RowFault::RatioOutOfRange => "R010",
            RowFault::Industry => "R011",
            RowFault::DuplicatePerson => "R012",
            RowFault::Quote => "R013",
            RowFault::Date => "R014",
            RowFault::DateMissing => "R015",
            RowFault::LeftBeforeArrived => "R016",
            RowFault::KindMissing => "R017",
            RowFault::KindUnknown => "R018",
            RowFault::KindNotThen => "R019",
            RowFault::Amount => "R020",
            RowFault::Number => "R021",
            RowFault::UnitUnknown => "R022",
            RowFault::OutOfRange => "R023",
            RowFault::RefundAndCoFinancing => "R024",
            RowFault::Frequency => "R025",
        }
    }
}

impl From<IdentifierProblem> for RowFault {
    fn from(problem: IdentifierProblem) -> Self {
        match problem {
            IdentifierProblem::Missing => RowFault::KeyMissing,
            IdentifierProblem::NotDigits => RowFault::KeyNotDigits,
            IdentifierProblem::NineDigits => RowFault::KeyNineDigits,
            IdentifierProblem::WrongLength => RowFault::KeyLength,
            IdentifierProblem::ImpossibleDate => RowFault::KeyDate,
            IdentifierProblem::NotSerial => RowFault::KeyNotSerial,
        }
    }
}

/// One faulty row: the first thing that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct RowProblem {
    /// The file, where an import has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line on which the row begins; the header is line 1.
    pub line: u64,
    /// What is wrong.
    #[serde(rename = "code")]
    pub fault: RowFault,
    /// The column, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands there; long or wordy values by their shape only, so that no identifier and no name leaves the file.
    pub excerpt: String,
}

impl RowProblem {
    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        vec![
            ("line", self.line.to_string()),
            ("column", self.column.clone().unwrap_or_default()),
            ("excerpt", self.excerpt.clone()),
        ]
    }
}

/// What of a value may be shown: short numbers and short words as they are; anything that could be an identifier or a
/// name by its shape, with 9 for every digit and A for every letter.
pub(crate) fn excerpt(value: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(&value[..value.len().min(120)]).chars().take(24).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    if digits < 6 && letters < 3 {
        text.chars().map(visible).collect()
    } else {
        shape(&text)
    }
}

/// The shape of a key: nothing of it is shown.
pub(crate) fn key_excerpt(value: &[u8]) -> String {
    shape(&String::from_utf8_lossy(&value[..value.len().min(40)]))
}

/// A free text with every number hidden that could be a CPR number: nine or more digits together, or six and four with
/// a hyphen or a blank between them. People write them where no column asks for them.
pub fn without_identifiers(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let digits_from = |at: usize| characters[at..].iter().take_while(|character| character.is_ascii_digit()).count();
    let mut hidden = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let first = digits_from(at);
        let gap = usize::from(characters.get(at + first).is_some_and(|character| matches!(character, '-' | '–' | ' ')));
        let split = first == 6 && gap == 1 && digits_from(at + first + gap) == 4;
        let length = if split { 11 } else { first.max(1) };
        let part: String = characters[at..at + length].iter().collect();
        hidden.push_str(&if split || first >= 9 { shape(&part) } else { part });
        at += length;
    }
    hidden
}

/// A column's name: one with many digits is no name but a cell, where a file has no header.
pub(crate) fn column_name(name: &str) -> String {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    if digits >= 5 { shape(name) } else { name.to_owned() }
}

fn shape(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '0'..='9' => '9',
            _ if character.is_alphanumeric() => 'A',
            _ => visible(character),
        })
        .collect()
}

fn visible(character: char) -> char {
    if character.is_control() { '·' } else { character }
}

/// Why a delivery is refused as a whole. Nothing of it is kept.
#[derive(Debug)]
pub enum ImportError {
    /// The operating system refused.
    Io {
        /// What was read or written.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// The file has no header.
    Empty,
    /// It is no text: a workbook, an archive, a SAS file, UTF-16.
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
    /// None of the profile's key columns.
    NoKeyColumn {
        /// Their names.
        known: String,
        /// How many columns the header has when split by the separator.
        columns: usize,
        /// The separator.
        separator: String,
    },
    /// No `y_YYWW`.
    NoWeekColumns,
    /// The same column twice.
    DuplicateColumn {
        /// Its name.
        column: String,
    },
    /// A week or month that there is not.
    InvalidColumn {
        /// Its name.
        column: String,
    },
    /// More than [`COLUMNS_MAX`].
    TooManyColumns {
        /// How many.
        columns: usize,
    },
    /// Longer than [`LINE_BYTES_MAX`].
    LineTooLong {
        /// The line, from 1.
        line: u64,
    },
    /// A quote that is never closed.
    UnclosedQuote {
        /// The line on which its row begins.
        line: u64,
    },
    /// Neither given nor in the file's name.
    NoEdition {
        /// The file's name.
        file: String,
    },
    /// The delivery would be older than its data.
    EditionBeforeData {
        /// The edition.
        edition: Month,
        /// The last week of the file.
        last: Week,
    },
    /// Faulty rows, and not that number of them was accepted.
    FaultyRows {
        /// How many of `rows` are faulty.
        faulty: u64,
        /// How many were accepted beforehand.
        accepted: Option<u64>,
        /// How many rows there are.
        rows: u64,
        /// Every one of them, sorted by line.
        problems: Vec<RowProblem>,
    },
    /// More than [`FAULTY_ROWS_MAX`]: the wrong file or the wrong profile.
    TooManyFaulty {
        /// The first of them.
        problems: Vec<RowProblem>,
    },
    /// The file beside it that says how it was made cannot be read.
    Sidecar {
        /// That file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// Another import into the same folder is running.
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder of that snapshot exists and holds something else.
    SnapshotDamaged {
        /// The snapshot.
        snapshot: SnapshotId,
    },
    /// More people or spells than a snapshot can number (2³² − 1).
    TooLarge,
    /// None of the profile's tables has its columns in the header.
    NoTable {
        /// What each of them misses.
        missing: String,
    },
    /// Values in two units, and nothing says which is in which.
    MixedUnits {
        /// How many are in the unit of the snapshot.
        own: u64,
        /// How many are in the other.
        other: u64,
    },
    /// A column of names has too many different ones.
    TooManyNames {
        /// The column.
        column: String,
        /// The limit.
        limit: usize,
    },
    /// One person has more facts than anybody can have.
    TooManyFacts {
        /// A line with one of them.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// The delivery would be older than its data.
    EditionBeforeDay {
        /// The edition.
        edition: Month,
        /// The last day of the files.
        day: Date,
    },
    /// Most spells end before they begin: the columns are exchanged.
    BeginAndEndSwapped {
        /// How many do.
        backward: u64,
        /// Of so many.
        spells: u64,
    },
    /// Many dates are none, and would be with day and month exchanged.
    DayAndMonthSwapped {
        /// How many.
        turned: u64,
        /// Of so many rows.
        rows: u64,
    },
    /// Files with keys of different spaces in one import.
    KeySpaces {
        /// One.
        first: String,
        /// The other.
        second: String,
    },
    /// The workbook cannot be read.
    Workbook {
        /// What the reader said.
        reason: String,
    },
    /// The workbook has no such sheet.
    NoSheet {
        /// Its name.
        sheet: String,
        /// Those that there are.
        known: String,
    },
    /// The workbook is too large.
    WorkbookTooLarge {
        /// The limit in megabytes.
        limit: u64,
    },
    /// The stated day lies before the data.
    AsOfBeforeData {
        /// The stated day.
        as_of: Date,
        /// The last day of the files.
        day: Date,
    },
    /// Against the edition before, the weeks are displaced.
    WeeksShifted {
        /// By so many.
        weeks: i32,
        /// Weeks in a hundred that agree as they stand.
        same: u64,
        /// Weeks in a hundred that agree when they are moved.
        shifted: u64,
        /// The edition before.
        snapshot: String,
    },
    /// A SAS data set cannot be read: it is none, it is damaged, or it ends too early.
    Sas {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// Less memory than an import can do with.
    MemoryTooSmall {
        /// Bytes that it may take.
        given: u64,
        /// Bytes that it needs.
        least: u64,
    },
}

impl ImportError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::Io { .. } => "R101",
            ImportError::Empty => "R102",
            ImportError::NotText => "R103",
            ImportError::Encoding { .. } => "R104",
            ImportError::NoKeyColumn { .. } => "R105",
            ImportError::NoWeekColumns => "R106",
            ImportError::DuplicateColumn { .. } => "R107",
            ImportError::InvalidColumn { .. } => "R108",
            ImportError::TooManyColumns { .. } => "R109",
            ImportError::LineTooLong { .. } => "R110",
            ImportError::UnclosedQuote { .. } => "R111",
            ImportError::NoEdition { .. } => "R112",
            ImportError::EditionBeforeData { .. } => "R113",
            ImportError::FaultyRows { .. } => "R114",
            ImportError::TooManyFaulty { .. } => "R115",
            ImportError::Sidecar { .. } => "R116",
            ImportError::Busy { .. } => "R117",
            ImportError::SnapshotDamaged { .. } => "R118",
            ImportError::TooLarge => "R119",
            ImportError::NoTable { .. } => "R120",
            ImportError::MixedUnits { .. } => "R121",
            ImportError::TooManyNames { .. } => "R122",
            ImportError::TooManyFacts { .. } => "R123",
            ImportError::EditionBeforeDay { .. } => "R124",
            ImportError::BeginAndEndSwapped { .. } => "R125",
            ImportError::DayAndMonthSwapped { .. } => "R126",
            ImportError::KeySpaces { .. } => "R127",
            ImportError::Workbook { .. } => "R128",
            ImportError::NoSheet { .. } => "R129",
            ImportError::WorkbookTooLarge { .. } => "R130",
            ImportError::AsOfBeforeData { .. } => "R136",
            ImportError::WeeksShifted { .. } => "R138",
            ImportError::MemoryTooSmall { .. } => "R139",
            ImportError::Sas { .. } => "R140",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            ImportError::Io { path, source } => {
                vec![("path", path.display().to_string()), ("reason", source.to_string())]
            }
            ImportError::Encoding { line, byte, value, encoding } => vec![
                ("line", line.to_string()),
                ("byte", byte.to_string()),
                ("value", format!("{value:02X}")),
                ("encoding", (*encoding).to_owned()),
            ],
            ImportError::NoKeyColumn { known, columns, separator } => {
                vec![("known", known.clone()), ("columns", columns.to_string()), ("separator", separator.clone())]
            }
            ImportError::DuplicateColumn { column } | ImportError::InvalidColumn { column } => {
                vec![("column", column.clone())]
            }
            ImportError::TooManyColumns { columns } => {
                vec![("columns", columns.to_string()), ("limit", COLUMNS_MAX.to_string())]
            }
            ImportError::LineTooLong { line } => {
                vec![("line", line.to_string()), ("limit", (LINE_BYTES_MAX / 1024 / 1024).to_string())]
            }
            ImportError::UnclosedQuote { line } => vec![("line", line.to_string())],
            ImportError::NoEdition { file } => vec![("file", file.clone())],
            ImportError::EditionBeforeData { edition, last } => {
                vec![("edition", edition.to_string()), ("last", last.to_string())]
            }
            ImportError::FaultyRows { faulty, accepted, rows, .. } => vec![
                ("faulty", faulty.to_string()),
                ("accepted", accepted.unwrap_or(0).to_string()),
                ("rows", rows.to_string()),
            ],
            ImportError::TooManyFaulty { .. } => vec![("limit", FAULTY_ROWS_MAX.to_string())],
            ImportError::Sidecar { path, reason } => {
                vec![("path", path.display().to_string()), ("reason", reason.clone())]
            }
            ImportError::Busy { folder } => vec![("folder", folder.display().to_string())],
            ImportError::SnapshotDamaged { snapshot } => vec![("snapshot", snapshot.to_string())],
            ImportError::NoTable { missing } => {
                vec![("missing", missing.clone())]
            }
            ImportError::MixedUnits { own, other } => {
                vec![("own", own.to_string()), ("other", other.to_string())]
            }
            ImportError::TooManyNames { column, limit } => {
                vec![("column", column.clone()), ("limit", limit.to_string())]
            }
            ImportError::TooManyFacts { line, limit } => {
                vec![("line", line.to_string()), ("limit", limit.to_string())]
            }
            ImportError::EditionBeforeDay { edition, day } => {
                vec![("edition", edition.to_string()), ("day", day.to_string())]
            }
            ImportError::BeginAndEndSwapped { backward, spells } => {
                vec![("backward", backward.to_string()), ("spells", spells.to_string())]
            }
            ImportError::DayAndMonthSwapped { turned, rows } => {
                vec![("turned", turned.to_string()), ("rows", rows.to_string())]
            }
            ImportError::KeySpaces { first, second } => {
                vec![("first", first.clone()), ("second", second.clone())]
            }
            ImportError::Workbook { reason } => {
                vec![("reason", reason.clone())]
            }
            ImportError::NoSheet { sheet, known } => {
                vec![("sheet", sheet.clone()), ("known", known.clone())]
            }
            ImportError::WorkbookTooLarge { limit } => {
                vec![("limit", limit.to_string())]
            }
            ImportError::AsOfBeforeData { as_of, day } => {
                vec![("as_of", as_of.to_string()), ("day", day.to_string())]
            }
            ImportError::WeeksShifted { weeks, same, shifted, snapshot } => {
                vec![
                    ("weeks", weeks.to_string()),
                    ("same", same.to_string()),
                    ("shifted", shifted.to_string()),
                    ("snapshot", snapshot.clone()),
                ]
            }
            ImportError::Sas { path, reason } => {
                vec![("path", path.display().to_string()), ("reason", reason.clone())]
            }
            ImportError::MemoryTooSmall { given, least } => {
                let megabytes = |bytes: &u64| (bytes / 1_000_000).to_string();
                vec![("given", megabytes(given)), ("least", megabytes(least))]
            }
            ImportError::Empty | ImportError::NotText | ImportError::NoWeekColumns | ImportError::TooLarge => {
                Vec::new()
            }
        }
    }

    /// The same, when the block in which it was found begins after so many lines.
    pub(crate) fn shifted_by(mut self, lines: u64) -> Self {
        if let ImportError::Encoding { line, .. } | ImportError::LineTooLong { line } = &mut self {
            *line += lines;
        }
        self
    }

    /// The faulty rows that are the reason, if they are.
    pub fn problems(&self) -> &[RowProblem] {
        match self {
            ImportError::FaultyRows { problems, .. } | ImportError::TooManyFaulty { problems } => problems,
            _ => &[],
        }
    }
}

// For logs: people read the message of the code in their language.
impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for ImportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ImportError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_hold_no_identifier_and_no_name() {
        let check = |value: &str, expected: &str| assert_eq!(excerpt(value.as_bytes()), expected);
        check("1x3", "1x3");
        check("12,34", "12,34");
        check("610190-4321", "999999-9999");
        check("Anonym", "AAAAAA");
        check("Søby", "AAAA");
        check("\u{1}2", "·2");
        assert_eq!(key_excerpt(b"61AB"), "99AA");
    }

    #[test]
    fn free_texts_and_names_hold_no_identifier() {
        let check = |text: &str, expected: &str| assert_eq!(without_identifiers(text), expected);
        check("flyttet 2023-09-01, sag 12345678", "flyttet 2023-09-01, sag 12345678");
        check("se 610190-4321.", "se 999999-9999.");
        check("se 610190 4321 og 6101904321", "se 999999 9999 og 9999999999");
        check("101904321", "999999999");
        check("610190-432 610190-43210 1610190-4321", "610190-432 610190-43210 1610190-4321");
        check("æ610190-4321å", "æ999999-9999å");
        check("610190", "610190");
        check("", "");
        assert_eq!(column_name("nykom2023"), "nykom2023");
        assert_eq!(column_name("70555123"), "99999999");
    }
}
