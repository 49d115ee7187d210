//! What is wrong with an expression, as data: a span of bytes, a stable code, and the words that fill its message. The
//! texts stand in the text files of each language.

use std::fmt;

use virkning_model::expression::Table;

/// What is wrong, and where in the text of the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// First byte of what is meant.
    pub start: usize,
    /// The byte after it; equal to `start` where something is missing.
    pub end: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What a place in an expression calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A yes-or-no question about the person: `any(…)`, `count(…) >= 3`.
    Question,
    /// A yes-or-no question about one row: `job.ratio > 0`.
    RowQuestion,
    /// `and`, `or`, or the end of the expression.
    AndOrEnd,
    /// `and`, `or`, or `)`.
    AndOrClose,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,` or `)`
    CommaOrClose,
    /// `.` and a column.
    Dot,
    /// The name of a column.
    Column,
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, or `in` where a list is allowed.
    Comparison,
    /// A number.
    Number,
    /// The name of a state.
    State,
    /// `in`, after `not`.
    In,
    /// The kind of a stay, an amount or an education spell.
    Kind,
    /// The item of an amount.
    Item,
    /// A number of the rows: `sum(amount.kind = transfer)`.
    NumberOfRows,
    /// The end of the expression.
    End,
}

impl Expected {
    /// The word by which the text files choose the wording.
    pub fn key(self) -> &'static str {
        match self {
            Expected::Question => "question",
            Expected::RowQuestion => "row-question",
            Expected::AndOrEnd => "and-or-end",
            Expected::AndOrClose => "and-or-close",
            Expected::Open => "open",
            Expected::Close => "close",
            Expected::CommaOrClose => "comma-or-close",
            Expected::Dot => "dot",
            Expected::Column => "column",
            Expected::Comparison => "comparison",
            Expected::Number => "number",
            Expected::State => "state",
            Expected::In => "in",
            Expected::Kind => "kind",
            Expected::Item => "item",
            Expected::NumberOfRows => "number-of-rows",
            Expected::End => "end",
        }
    }
}

/// The exact reasons, each with a stable code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// M001: a character that the language does not have.
    UnexpectedCharacter {
        /// The character.
        character: char,
    },
    /// M002: the text ends too early.
    UnexpectedEnd {
        /// What should come.
        expected: Expected,
    },
    /// M003: something else should stand here.
    Unexpected {
        /// What should come.
        expected: Expected,
        /// What stands there.
        found: String,
    },
    /// M004: no such table.
    UnknownTable {
        /// As it was written.
        name: String,
        /// The tables of the source.
        known: Vec<&'static str>,
        /// The one most like it.
        nearest: &'static str,
    },
    /// M005: the table has no such column.
    UnknownColumn {
        /// The table.
        table: Table,
        /// As it was written.
        name: String,
        /// Its columns.
        known: Vec<&'static str>,
        /// The one most like it.
        nearest: &'static str,
    },
    /// M006: the source of the measure has no such table.
    TableNotInSource {
        /// The table.
        table: Table,
        /// The source.
        source: &'static str,
        /// The tables that it has.
        known: Vec<&'static str>,
    },
    /// M007: one row is a week or a month, never both.
    MixedTables {
        /// The table of the rows.
        first: Table,
        /// The table that was mixed in.
        second: Table,
    },
    /// M008: a state has a name, not a number.
    StateIsNoNumber {
        /// The number.
        number: String,
    },
    /// M009: a code or a ratio is a number.
    NumberNotName {
        /// The column.
        column: &'static str,
        /// The name it was compared with.
        name: String,
    },
    /// M010: a code is a whole number from 0 to 999.
    CodeOutOfRange {
        /// As it was written.
        number: String,
    },
    /// M011: a number is at most 1,000,000 and has at most ten decimals.
    NumberOutOfRange {
        /// As it was written.
        number: String,
    },
    /// M012: `any()` and the like need a question about the rows.
    NothingAsked {
        /// The function.
        function: &'static str,
    },
    /// M013: a list without anything in it.
    EmptyList,
    /// M014: a number where a yes or no is needed.
    NotAQuestion {
        /// As it was written.
        text: String,
    },
    /// M015: too many parentheses and `not` inside each other.
    TooDeep {
        /// How many are allowed.
        limit: usize,
    },
    /// M016: states, codes and kinds are equal or not; they have no order. A ratio takes no list.
    NotForColumn {
        /// The column.
        column: &'static str,
        /// The sign or word.
        sign: &'static str,
    },
    /// M017: a question about one row needs `any(…)`, `all(…)` or `count(…)` around it.
    OutsideRows {
        /// The table.
        table: Table,
    },
    /// M018: no such function.
    UnknownFunction {
        /// As it was written.
        name: String,
        /// All functions.
        known: Vec<&'static str>,
        /// The one most like it.
        nearest: &'static str,
    },
    /// M020: a decimal comma.
    DecimalComma {
        /// The number with a point.
        number: String,
    },
    /// M021: sums and means exist of the employment ratio only, not of weeks.
    OnlyOfRatio {
        /// The function.
        function: &'static str,
    },
    /// M022: the table has no rows of that kind.
    UnknownKind {
        /// The table.
        table: Table,
        /// As it was written.
        name: String,
        /// The kinds that there are.
        known: Vec<&'static str>,
        /// The one most like it.
        nearest: &'static str,
    },
    /// M023: an observation is a number; `any(…)` and the like ask rows.
    ObservationIsNoRow {
        /// The name of the observation.
        name: String,
    },
    /// M024: the function makes no number of this table's rows.
    NotOfTable {
        /// The function.
        function: &'static str,
        /// The table.
        table: Table,
    },
    /// M025: a yes or no where a number is needed.
    NotANumber {
        /// As it was written.
        text: String,
    },
    /// M026: a register does not report an outcome.
    NotReported {
        /// The source.
        source: &'static str,
    },
    /// M027: rows were asked of a source whose outcome is reported.
    NoTables {
        /// The source.
        source: &'static str,
    },
    /// M028: numbers of different units were added, subtracted or compared.
    UnitsDiffer {
        /// The unit of the first.
        left: String,
        /// The unit of the second.
        right: String,
    },
    /// M029: two numbers were multiplied or divided, and the result would be no unit of the language.
    UnitsWithoutMeaning {
        /// The unit of the first.
        left: String,
        /// The sign between them.
        sign: &'static str,
        /// The unit of the second.
        right: String,
    },
    /// M030: a share lies between 0 and 1.
    ShareAboveOne {
        /// As it was written.
        number: String,
        /// A hundredth of it.
        share: String,
    },
    /// M032: the agreement has no code list of that name.
    UnknownCodeList {
        /// As it was written.
        name: String,
        /// The lists that it has.
        known: Vec<String>,
        /// The one most like it; empty where there is none.
        nearest: String,
    },
    /// M031: an industry code is a whole number of at most six digits.
    IndustryOutOfRange {
        /// As it was written.
        number: String,
    },
}

impl ExpressionError {
    /// The stable code: the key of the message and the hint in each language.
    pub fn code(&self) -> &'static str {
        match self.problem {
            Problem::UnexpectedCharacter { .. } => "M001",
            Problem::UnexpectedEnd { .. } => "M002",
            Problem::Unexpected { .. } => "M003",
            Problem::UnknownTable { .. } => "M004",
            Problem::UnknownColumn { .. } => "M005",
            Problem::TableNotInSource { .. } => "M006",
            Problem::MixedTables { .. } => "M007",
            Problem::StateIsNoNumber { .. } => "M008",
            Problem::NumberNotName { .. } => "M009",
            Problem::CodeOutOfRange { .. } => "M010",
            Problem::NumberOutOfRange { .. } => "M011",
            Problem::NothingAsked { .. } => "M012",
            Problem::EmptyList => "M013",
            Problem::NotAQuestion { .. } => "M014",
            Problem::TooDeep { .. } => "M015",
            Problem::NotForColumn { .. } => "M016",
            Problem::OutsideRows { .. } => "M017",
            Problem::UnknownFunction { .. } => "M018",
            Problem::DecimalComma { .. } => "M020",
            Problem::OnlyOfRatio { .. } => "M021",
            Problem::UnknownKind { .. } => "M022",
            Problem::ObservationIsNoRow { .. } => "M023",
            Problem::NotOfTable { .. } => "M024",
            Problem::NotANumber { .. } => "M025",
            Problem::NotReported { .. } => "M026",
            Problem::NoTables { .. } => "M027",
            Problem::UnitsDiffer { .. } => "M028",
            Problem::UnitsWithoutMeaning { .. } => "M029",
            Problem::ShareAboveOne { .. } => "M030",
            Problem::IndustryOutOfRange { .. } => "M031",
            Problem::UnknownCodeList { .. } => "M032",
        }
    }

    /// The words that fill its message: name and value. What was written is cut after 60 characters.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        self.whole_arguments().into_iter().map(|(name, value)| (name, excerpt(value))).collect()
    }

    fn whole_arguments(&self) -> Vec<(&'static str, String)> {
        match &self.problem {
            Problem::UnexpectedCharacter { character } => vec![("character", character.to_string())],
            Problem::UnexpectedEnd { expected } => vec![("expected", expected.key().into())],
            Problem::Unexpected { expected, found } => {
                vec![("expected", expected.key().into()), ("found", found.clone())]
            }
            Problem::UnknownTable { name, known, nearest } | Problem::UnknownFunction { name, known, nearest } => {
                vec![("name", name.clone()), ("known", known.join(", ")), ("nearest", (*nearest).into())]
            }
            // The text files choose another sentence where the agreement has no lists at all.
            Problem::UnknownCodeList { name, known, .. } if known.is_empty() => {
                vec![("name", name.clone()), ("known", "none".into()), ("nearest", "none".into())]
            }
            Problem::UnknownCodeList { name, known, nearest } => {
                vec![("name", name.clone()), ("known", known.join(", ")), ("nearest", nearest.clone())]
            }
            Problem::UnknownColumn { table, name, known, nearest }
            | Problem::UnknownKind { table, name, known, nearest } => vec![
                ("table", table.name().into()),
                ("name", name.clone()),
                ("known", known.join(", ")),
                ("nearest", (*nearest).into()),
            ],
            Problem::TableNotInSource { table, source, known } => {
                vec![("table", table.name().into()), ("source", (*source).into()), ("known", known.join(", "))]
            }
            Problem::MixedTables { first, second } => {
                vec![("first", first.name().into()), ("second", second.name().into())]
            }
            Problem::StateIsNoNumber { number }
            | Problem::CodeOutOfRange { number }
            | Problem::NumberOutOfRange { number }
            | Problem::IndustryOutOfRange { number }
            | Problem::DecimalComma { number } => vec![("number", number.clone())],
            Problem::NumberNotName { column, name } => vec![("column", (*column).into()), ("name", name.clone())],
            Problem::NothingAsked { function } | Problem::OnlyOfRatio { function } => {
                vec![("function", (*function).into())]
            }
            Problem::EmptyList => Vec::new(),
            Problem::NotAQuestion { text } | Problem::NotANumber { text } => vec![("text", text.clone())],
            Problem::ObservationIsNoRow { name } => vec![("name", name.clone())],
            Problem::NotOfTable { function, table } => {
                vec![("function", (*function).into()), ("table", table.name().into())]
            }
            Problem::NotReported { source } | Problem::NoTables { source } => vec![("source", (*source).into())],
            Problem::UnitsDiffer { left, right } => vec![("left", left.clone()), ("right", right.clone())],
            Problem::UnitsWithoutMeaning { left, sign, right } => {
                vec![("left", left.clone()), ("sign", (*sign).into()), ("right", right.clone())]
            }
            Problem::ShareAboveOne { number, share } => vec![("number", number.clone()), ("share", share.clone())],
            Problem::TooDeep { limit } => vec![("limit", limit.to_string())],
            Problem::NotForColumn { column, sign } => vec![("column", (*column).into()), ("sign", (*sign).into())],
            Problem::OutsideRows { table } => vec![("table", table.name().into())],
        }
    }
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at bytes {}..{}: {:?}", self.code(), self.start, self.end, self.problem)
    }
}

impl std::error::Error for ExpressionError {}

/// The beginning of a text: a hostile word may fill the whole document.
fn excerpt(text: String) -> String {
    match text.char_indices().nth(EXCERPT_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// How many characters of what was written are repeated in a message.
const EXCERPT_CHARACTERS: usize = 60;

/// An expression that a code list cannot serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// M019: the code list has no code with that state.
    UnknownState {
        /// As it was written.
        state: String,
        /// The states of the list, sorted.
        known: Vec<String>,
        /// The one most like it; empty if the list is empty.
        nearest: String,
        /// The edition of the list.
        edition: String,
    },
    /// M033: a named list means a code that the register's code list does not have.
    UnknownCode {
        /// The code; of a range in which no code is known its first.
        code: u16,
        /// The named list.
        list: String,
        /// The edition of the register's code list.
        edition: String,
    },
}

impl CompileError {
    /// The stable code: the key of the message and the hint in each language.
    pub fn code(&self) -> &'static str {
        match self {
            CompileError::UnknownState { .. } => "M019",
            CompileError::UnknownCode { .. } => "M033",
        }
    }

    /// The words that fill its message: name and value.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            CompileError::UnknownState { state, known, nearest, edition } => vec![
                ("name", state.clone()),
                ("known", known.join(", ")),
                ("nearest", nearest.clone()),
                ("edition", edition.clone()),
            ],
            CompileError::UnknownCode { code, list, edition } => {
                vec![("code", code.to_string()), ("list", list.clone()), ("edition", edition.clone())]
            }
        }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for CompileError {}
