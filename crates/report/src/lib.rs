//! Documents for people: finished view data in, PDF, SVG and XLSX out. The only crate with Typst. It asks no register
//! and no store, knows no rule of an agreement and no language: every word and every formatted figure comes in with the
//! view.
//!
//! The way through: [`Statement`] → [`check`] (is the view whole?) → [`statement_pdf`], [`record_pdf`] with the files that
//! belong to it, or [`statement_xlsx`]; [`Chart`] → [`chart_svg`], the same picture on the page and in the PDF;
//! [`LovePlot`] → [`love_svg`], the balance of two arms.

mod archive;
mod chart;
mod check;
mod columns;
mod face;
mod love;
mod payload;
mod spreadsheet;
mod svg;
mod typeset;
mod view;
mod word;

pub use archive::{Archive, Attachment, Relationship};
pub use chart::{chart_svg, tick_values};
pub use check::{Problem, check};
pub use love::{LovePlot, LoveRow, love_svg};
pub use spreadsheet::statement_xlsx;
pub use typeset::{record_pdf, statement_pdf};
pub use view::{
    Align, Block, Callout, CalloutKind, Cell, CellValue, Chart, Column, Fact, KeyFigure, Kind, Labels, Mark, MarkKind,
    Party, Point, Row, RowKind, Run, RunKind, Section, Series, SignatureBox, Statement, Table, Tick, Tone,
};
pub use word::statement_docx;

// The sample is written against the public names, as the application is; the tests in here use it too.
#[cfg(test)]
extern crate self as virkning_report;
#[cfg(test)]
#[path = "../tests/it/sample.rs"]
mod sample;

/// Why no document was made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The view is not whole; nothing was typeset. Every problem is named.
    #[error("the view of the document is not whole: {0:?}")]
    View(Vec<Problem>),
    /// The view could not be handed to the typesetter.
    #[error("the view of the document could not be written as data")]
    Data(#[source] serde_json::Error),
    /// The typesetter refused. The template is ours, so this is a fault of this crate, not of the user.
    #[error("typesetting the document failed: {}", .problems.join("; "))]
    Typesetting {
        /// The typesetter's messages, with the template's line where it named one.
        problems: Vec<String>,
    },
    /// The text document could not be written.
    #[error("writing the text document failed: {0}")]
    Document(String),
    /// The spreadsheet could not be written.
    #[error("writing the spreadsheet failed")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
}
