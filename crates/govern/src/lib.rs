//! The governance of a portfolio of investments: stages and their gates, the calendar, recruitment, expected against
//! achieved, the economy of all agreements together, continuation, and the papers that people must write. Values in,
//! values out: no file, no clock, no store, no text in a language. Estimates (intervals, forecasts) come from `stats`
//! and are shown only.
//!
//! ```text
//! Portfolio ─┐                 ┌ board · calendar · recruitment · achieved ┐
//! Agreements ┼─► Dossier ─────►┤ economy · exposure · continuation         ├─► Report (figures with lineage)
//! Papers ────┤                 └ fact sheets · notes · status papers       ┘      └► text, PDF, XLSX, DOCX, JSON
//! Store ─────┘
//! ```

#![forbid(unsafe_code)]

pub mod achieved;
pub mod calendar;
pub mod compare;
pub mod continuation;
pub mod dossier;
pub mod economy;
pub mod ics;
pub mod paper;
pub mod record;
pub mod recruitment;
pub mod stage;

pub use dossier::{Dossier, Finding, RecordedDecision};
pub use paper::{PaperError, PaperKind, Wanted, idea_of_texts, paper};
pub use record::{Figure, Lineage, Report, Value, Words};
