//! What is asked of everyone in a snapshot: a measure, a window, an edition of a code list, and what the extract covers.
//! It travels inside the plan as text, so that whoever computes a part needs nothing but the register's rows. No rule of a
//! measure stands here: it is compiled and answered by the measure language.

use serde::{Deserialize, Serialize};
use virkning_measure::{
    CompileError, Compiled, Coverage, ExpressionError, MonthSpan, PersonRows, compile_measure, parse, parse_value,
};
use virkning_model::code_list::CodeList;
use virkning_model::id::{ContentHash, SnapshotId};
use virkning_model::period::Month;
use virkning_model::source;
use virkning_register::Manifest;
use virkning_register::manifest::ColumnSummary;

use crate::answer::Answer;

/// The program that asked. Programs of different versions do not answer each other's questions: nothing says that their
/// measures count alike.
const PROGRAM: &str = concat!("virkning-cluster ", env!("CARGO_PKG_VERSION"));

/// A question about every person of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The program that asked.
    program: String,
    /// The snapshot and its content.
    snapshot: SnapshotId,
    content_hash: ContentHash,
    /// The register source, which says what tables may be asked.
    source: String,
    /// What counts as success, in the measure language; nothing where only a value is asked for.
    success: Option<String>,
    /// The value, in the measure language; nothing where only success is asked for.
    value: Option<String>,
    /// First month of the window.
    first: Month,
    /// Last month of the window.
    last: Month,
    /// The code list itself: an edition's name would have to be looked up somewhere.
    codes: CodeList,
    /// Which weeks and months the extract covers.
    columns: ColumnSummary,
}

/// Why a question cannot be asked or answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum QuestionError {
    /// The success expression or the value is not understood.
    #[error("{0}")]
    Expression(#[from] ExpressionError),
    /// The code list does not fit the measure.
    #[error("{0}")]
    Compile(#[from] CompileError),
    /// Neither success nor a value is asked for.
    #[error("Y001 neither a success expression nor a value")]
    Nothing,
    /// The first month of the window comes after the last.
    #[error("Y002 the window {first} to {last} has no month")]
    EmptyWindow {
        /// The first month.
        first: Month,
        /// The last month.
        last: Month,
    },
    /// No such source is built in.
    #[error("Y003 the source {source_name:?} is not built in")]
    UnknownSource {
        /// Its name.
        source_name: String,
    },
    /// The text in the plan is no question.
    #[error("Y004 the plan holds no question: {reason}")]
    Unreadable {
        /// What the reader said.
        reason: String,
    },
    /// Another version of the program asks.
    #[error("Y005 {asked} asks, {answers} answers")]
    OtherProgram {
        /// Who asks.
        asked: String,
        /// Who answers.
        answers: String,
    },
}

impl Question {
    /// A question about a snapshot; the expressions are checked against its source and the code list.
    pub fn new(
        manifest: &Manifest,
        success: Option<&str>,
        value: Option<&str>,
        window: MonthSpan,
        codes: CodeList,
    ) -> Result<Self, QuestionError> {
        let question = Self {
            program: PROGRAM.to_owned(),
            snapshot: manifest.snapshot.clone(),
            content_hash: manifest.content_hash.clone(),
            source: manifest.source.clone(),
            success: success.map(str::to_owned),
            value: value.map(str::to_owned),
            first: window.first,
            last: window.last,
            codes,
            columns: manifest.columns.clone(),
        };
        question.prepare()?;
        Ok(question)
    }

    /// The question as it stands in a plan.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("texts, numbers and lists are always JSON")
    }

    /// Reads a question from a plan.
    pub fn from_text(text: &str) -> Result<Self, QuestionError> {
        let question: Self =
            serde_json::from_str(text).map_err(|error| QuestionError::Unreadable { reason: error.to_string() })?;
        if question.program != PROGRAM {
            return Err(QuestionError::OtherProgram { asked: question.program, answers: PROGRAM.to_owned() });
        }
        Ok(question)
    }

    /// Compiles the measure.
    pub fn prepare(&self) -> Result<Prepared, QuestionError> {
        let Self { first, last, .. } = *self;
        if first > last {
            return Err(QuestionError::EmptyWindow { first, last });
        }
        let unknown = || QuestionError::UnknownSource { source_name: self.source.clone() };
        let source = source::source(&self.source).ok_or_else(unknown)?;
        let success = self.success.as_deref().map(|text| parse(text, source)).transpose()?;
        let value = self.value.as_deref().map(|text| parse_value(text, source)).transpose()?;
        if success.is_none() && value.is_none() {
            return Err(QuestionError::Nothing);
        }
        let compiled = compile_measure(success.as_ref(), value.as_ref(), &self.codes)?;
        let with_value = value.is_some();
        Ok(Prepared { compiled, coverage: self.columns.coverage(), window: MonthSpan { first, last }, with_value })
    }

    /// The window.
    pub fn window(&self) -> MonthSpan {
        MonthSpan { first: self.first, last: self.last }
    }

    /// The measure as it was written: success, value, or both.
    pub fn expressions(&self) -> impl Iterator<Item = &str> {
        self.success.iter().chain(&self.value).map(String::as_str)
    }

    /// The edition of the code list.
    pub fn edition(&self) -> &str {
        &self.codes.edition
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &SnapshotId {
        &self.snapshot
    }
}

/// A question made ready to be answered.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The compiled measure.
    pub compiled: Compiled,
    /// What the extract covers.
    pub coverage: Coverage,
    /// The window.
    pub window: MonthSpan,
    /// Whether a value is asked for.
    pub with_value: bool,
}

impl Prepared {
    /// The answer for a person who is in the extract.
    pub fn answer(&self, rows: PersonRows<'_>) -> Answer {
        let evaluation = self.compiled.evaluate(Some(rows), &self.coverage, self.window);
        let value = self.with_value.then(|| self.compiled.evaluate_value(Some(rows), &self.coverage, self.window));
        Answer { outcome: evaluation.outcome, situation: evaluation.situation, value }
    }
}
