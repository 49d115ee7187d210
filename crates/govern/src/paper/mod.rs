//! The papers: each kind is a function from the dossier to a report. Sections that several papers share stand in `parts`,
//! `people` and `money`; what a paper is made of is read in its own file.

mod accounts;
mod boards;
mod continuation_note;
mod contract;
mod investment;
mod investor;
mod money;
mod parts;
mod people;
mod recommendation;
mod status;

use jiff::civil::Date;
use virkning_model::portfolio::{Idea, NotePart};

use crate::dossier::Dossier;
use crate::record::Report;

pub use boards::{calendar_for, need_word, stage_label};
pub use parts::in_a_year;

/// What kind of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperKind {
    /// Ideas by stage.
    Board,
    /// Days and deadlines.
    Calendar,
    /// Planned and actual participants, and what fewer of them mean.
    Recruitment,
    /// Expected against achieved.
    Achieved,
    /// The economy of all investments together.
    Portfolio,
    /// The note on continuation.
    Continuation,
    /// Facts and status of one investment, on two pages.
    FactSheet,
    /// The half-yearly status.
    Status,
    /// The status for the council, with the accounts.
    Council,
    /// An investor's yearly statement.
    Investor,
    /// The paper of a steering group.
    SteeringGroup,
    /// What the public reads.
    PublicSummary,
    /// The recommendation that is put before the alderman (indstilling).
    Recommendation,
    /// The cover note of a committee (forklæde).
    CoverNote,
    /// The memo that compares proposals (notat).
    Comparison,
    /// Follow-up and risks of all investments.
    FollowUpTable,
    /// The agreement ready to sign.
    Agreement,
    /// The business case by Aarhus' template.
    BusinessCase,
    /// The business case by Copenhagen's template.
    BusinessCaseCopenhagen,
}

impl PaperKind {
    /// Every kind with its word.
    pub const WORDS: &[(&str, PaperKind)] = &[
        ("board", PaperKind::Board),
        ("calendar", PaperKind::Calendar),
        ("recruitment", PaperKind::Recruitment),
        ("achieved", PaperKind::Achieved),
        ("portfolio", PaperKind::Portfolio),
        ("continuation", PaperKind::Continuation),
        ("fact-sheet", PaperKind::FactSheet),
        ("status", PaperKind::Status),
        ("council", PaperKind::Council),
        ("investor", PaperKind::Investor),
        ("steering-group", PaperKind::SteeringGroup),
        ("public-summary", PaperKind::PublicSummary),
        ("recommendation", PaperKind::Recommendation),
        ("cover-note", PaperKind::CoverNote),
        ("comparison", PaperKind::Comparison),
        ("follow-up-table", PaperKind::FollowUpTable),
        ("agreement", PaperKind::Agreement),
        ("business-case", PaperKind::BusinessCase),
        ("business-case-copenhagen", PaperKind::BusinessCaseCopenhagen),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The kind of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind)
    }

    /// The free texts that stand in it, in the order of the paper.
    pub fn free_texts(self) -> &'static [NotePart] {
        match self {
            PaperKind::FactSheet => &[NotePart::Status, NotePart::Experiences, NotePart::Voices],
            PaperKind::SteeringGroup => &[NotePart::Status],
            PaperKind::PublicSummary => &[NotePart::Status, NotePart::Voices],
            PaperKind::Status => &[NotePart::Summary, NotePart::Why],
            PaperKind::Council => &[NotePart::Summary],
            PaperKind::Continuation => &[NotePart::Assessment, NotePart::Recommendation],
            PaperKind::CoverNote => &[NotePart::Summary, NotePart::Status, NotePart::DecisionPoints],
            PaperKind::Recommendation => &[
                NotePart::Summary,
                NotePart::DecisionPoints,
                NotePart::Why,
                NotePart::Value,
                NotePart::How,
                NotePart::Resources,
                NotePart::FollowUp,
            ],
            PaperKind::Board
            | PaperKind::Calendar
            | PaperKind::Recruitment
            | PaperKind::Achieved
            | PaperKind::Portfolio
            | PaperKind::Investor
            | PaperKind::Comparison
            | PaperKind::FollowUpTable
            | PaperKind::Agreement
            | PaperKind::BusinessCase
            | PaperKind::BusinessCaseCopenhagen => &[],
        }
    }

    /// Whether it can be about one idea as well as about all.
    pub fn may_have_subject(self) -> bool {
        matches!(self, PaperKind::Recommendation | PaperKind::CoverNote)
    }

    /// Whether it is about one investment (or one investor), which must be named.
    pub fn needs_subject(self) -> bool {
        matches!(
            self,
            PaperKind::Recruitment
                | PaperKind::Achieved
                | PaperKind::Continuation
                | PaperKind::FactSheet
                | PaperKind::Investor
                | PaperKind::SteeringGroup
                | PaperKind::PublicSummary
                | PaperKind::Agreement
                | PaperKind::BusinessCase
                | PaperKind::BusinessCaseCopenhagen
        )
    }
}

/// Which paper is wanted.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// What kind.
    pub kind: PaperKind,
    /// The investment or idea; for an investor's statement the party.
    pub subject: Option<&'a str>,
    /// The days of a calendar, or the year of a statement; the coming year where none are given.
    pub days: Option<(Date, Date)>,
}

/// Why there is no paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperError {
    /// It must be said what it is about.
    NoSubject,
    /// The portfolio has no such idea or investment.
    UnknownSubject(String, Vec<String>),
    /// There is no agreement, so there is nothing to write about.
    NoAgreement(String),
    /// The agreement has no terms on continuation.
    NoContinuation(String),
    /// No agreement has such an investor.
    UnknownInvestor(String, Vec<String>),
    /// The agreement has no business case.
    NoBusinessCase(String),
}

/// The idea that the free texts of a paper are about; nothing where they are about the portfolio.
pub fn idea_of_texts<'a>(
    dossier: &'a Dossier,
    kind: PaperKind,
    subject: Option<&str>,
) -> Result<Option<&'a Idea>, PaperError> {
    let is_of_idea = kind.needs_subject() && kind != PaperKind::Investor;
    match subject {
        Some(subject) if is_of_idea || kind.may_have_subject() => parts::idea(dossier, subject).map(Some),
        None if is_of_idea => Err(PaperError::NoSubject),
        _ => Ok(None),
    }
}

/// Writes a paper.
pub fn paper(dossier: &Dossier, wanted: &Wanted<'_>) -> Result<Report, PaperError> {
    let subject = match (wanted.kind.needs_subject(), wanted.subject) {
        (true, None) => return Err(PaperError::NoSubject),
        (_, subject) => subject.unwrap_or_default(),
    };
    match wanted.kind {
        PaperKind::Board => Ok(boards::board(dossier)),
        PaperKind::Calendar => Ok(boards::calendar(dossier, wanted.days)),
        PaperKind::Portfolio => Ok(status::portfolio(dossier)),
        PaperKind::Status => Ok(status::half_yearly(dossier)),
        PaperKind::Council => Ok(status::council(dossier)),
        PaperKind::FollowUpTable => Ok(status::follow_up_table(dossier)),
        PaperKind::Comparison => Ok(recommendation::comparison(dossier)),
        PaperKind::CoverNote => recommendation::cover_note(dossier, wanted.subject),
        PaperKind::Recommendation => recommendation::recommendation(dossier, wanted.subject),
        PaperKind::Investor => investor::statement(dossier, subject, wanted.days),
        PaperKind::Recruitment => investment::recruitment(dossier, subject),
        PaperKind::Achieved => investment::achieved(dossier, subject),
        PaperKind::FactSheet => investment::fact_sheet(dossier, subject),
        PaperKind::SteeringGroup => investment::steering_group(dossier, subject),
        PaperKind::PublicSummary => investment::public_summary(dossier, subject),
        PaperKind::Agreement => contract::agreement(dossier, subject),
        PaperKind::BusinessCase => investment::business_case(dossier, subject, false),
        PaperKind::BusinessCaseCopenhagen => investment::business_case(dossier, subject, true),
        PaperKind::Continuation => continuation_note::note(dossier, subject),
    }
}
