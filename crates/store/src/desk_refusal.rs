//! What the rules about texts of agreements, signatures, long work, comments and the organisation refuse, with the exact
//! reason.

use jiff::civil::Date;
use virkning_model::id::{AgreementId, ContentHash, UserId};

/// Why a rule of the desk said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskRefusal {
    /// Somebody else has saved the text since.
    DraftChanged {
        /// The agreement.
        agreement: AgreementId,
        /// Who saved last.
        by: UserId,
        /// Which revision.
        revision: u64,
    },
    /// No text is being written for the agreement.
    NoDraft {
        /// The agreement.
        agreement: AgreementId,
    },
    /// There is an agreement of that identifier already, written or sealed.
    AgreementExists {
        /// The agreement.
        agreement: AgreementId,
    },
    /// No text of that hash is sealed for the agreement.
    SignedTextUnknown {
        /// The agreement.
        agreement: AgreementId,
        /// The hash.
        content: ContentHash,
    },
    /// A signature of a day that has not come yet.
    SignedInFuture {
        /// The day.
        signed_on: Date,
    },
    /// The office has signed already, by another person or on another day.
    SignedAlready {
        /// The office.
        office: String,
        /// Who signed.
        name: String,
        /// When.
        signed_on: Date,
    },
    /// There is no such job, or somebody else's hand is on it.
    UnknownJob {
        /// Which.
        job: u64,
    },
    /// A job is in a state in which that cannot be done.
    JobState {
        /// Which.
        job: u64,
        /// Its state.
        state: &'static str,
    },
    /// A comment without words, or with too many.
    CommentLength {
        /// The most signs that one may have.
        most: usize,
    },
    /// A comment holds what looks like a CPR number.
    CommentWithNumber,
    /// There is no such comment, or somebody else wrote it.
    UnknownComment {
        /// Which.
        comment: u64,
    },
    /// There is no such unit on that day.
    UnknownUnit {
        /// Which.
        unit: String,
        /// The day.
        day: Date,
    },
    /// A unit of that kind does not belong below that one.
    WrongParent {
        /// The unit.
        unit: String,
        /// Its kind.
        kind: &'static str,
        /// Above which it was to stand; empty for none.
        parent: String,
    },
    /// A unit that ends before it begins.
    UnitPeriod {
        /// The unit.
        unit: String,
    },
}

impl DeskRefusal {
    /// The stable key of its message and hint.
    pub fn code(&self) -> &'static str {
        match self {
            DeskRefusal::DraftChanged { .. } => "S130",
            DeskRefusal::NoDraft { .. } => "S131",
            DeskRefusal::AgreementExists { .. } => "S132",
            DeskRefusal::SignedTextUnknown { .. } => "S133",
            DeskRefusal::SignedInFuture { .. } => "S134",
            DeskRefusal::SignedAlready { .. } => "S135",
            DeskRefusal::UnknownJob { .. } => "S136",
            DeskRefusal::JobState { .. } => "S137",
            DeskRefusal::CommentLength { .. } => "S138",
            DeskRefusal::CommentWithNumber => "S139",
            DeskRefusal::UnknownComment { .. } => "S140",
            DeskRefusal::UnknownUnit { .. } => "S141",
            DeskRefusal::WrongParent { .. } => "S142",
            DeskRefusal::UnitPeriod { .. } => "S143",
        }
    }

    /// The words that fill its message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            DeskRefusal::DraftChanged { agreement, by, revision } => {
                vec![("agreement", agreement.to_string()), ("user", by.to_string()), ("revision", revision.to_string())]
            }
            DeskRefusal::NoDraft { agreement } | DeskRefusal::AgreementExists { agreement } => {
                vec![("agreement", agreement.to_string())]
            }
            DeskRefusal::SignedTextUnknown { agreement, content } => {
                vec![("agreement", agreement.to_string()), ("content", content.short().to_owned())]
            }
            DeskRefusal::SignedInFuture { signed_on } => vec![("day", signed_on.to_string())],
            DeskRefusal::SignedAlready { office, name, signed_on } => {
                vec![("office", office.clone()), ("name", name.clone()), ("day", signed_on.to_string())]
            }
            DeskRefusal::UnknownJob { job } => vec![("job", job.to_string())],
            DeskRefusal::JobState { job, state } => vec![("job", job.to_string()), ("state", (*state).to_owned())],
            DeskRefusal::CommentLength { most } => vec![("most", most.to_string())],
            DeskRefusal::CommentWithNumber => Vec::new(),
            DeskRefusal::UnknownComment { comment } => vec![("comment", comment.to_string())],
            DeskRefusal::UnknownUnit { unit, day } => vec![("unit", unit.clone()), ("day", day.to_string())],
            DeskRefusal::WrongParent { unit, kind, parent } => {
                vec![
                    ("unit", unit.clone()),
                    ("kind", (*kind).to_owned()),
                    ("parent", if parent.is_empty() { "none".to_owned() } else { parent.clone() }),
                ]
            }
            DeskRefusal::UnitPeriod { unit } => vec![("unit", unit.clone())],
        }
    }
}
