//! What people ask of the program, and what comes of it.

use std::path::PathBuf;

use jiff::civil::Date;
use virkning::app::Session;
use virkning::app::codes::Mapped;
use virkning::app::enrol::EnrolmentList;
use virkning::app::failure::Failure;
use virkning::app::observations::ObservationFiles;
use virkning::app::register::{ImportOptions, ImportOutcome};
use virkning_model::id::{ProposalId, SnapshotId, UserId};
use virkning_model::period::Month;
use virkning_model::settlement::Proposal;
use virkning_store::Role;

use crate::people::Reports;

/// One request, with the files that it names already written.
#[derive(Clone, Debug)]
pub enum Request {
    /// Fix the text of an agreement.
    Seal {
        /// The agreement's place.
        agreement: usize,
        /// Its document.
        document: PathBuf,
    },
    /// Take in an extract of a register.
    Import {
        /// The file.
        extract: PathBuf,
        /// The month of its delivery.
        edition: Month,
        /// The last measured year that it reaches.
        last_year: i16,
        /// Rows in the file.
        rows: u64,
    },
    /// Take in a list of participants.
    Enrol {
        /// The agreement's place.
        agreement: usize,
        /// Its document.
        document: PathBuf,
        /// The list.
        list: PathBuf,
        /// Who is on it, by their places.
        people: Vec<usize>,
        /// So many faulty rows are accepted.
        accepted: Option<u64>,
        /// Rows in the file.
        rows: u64,
    },
    /// Propose the settlement of a year.
    Settle {
        /// The agreement's place.
        agreement: usize,
        /// Its document.
        document: PathBuf,
        /// The measured year.
        year: i16,
        /// The file of what is reported, where something is.
        observations: Vec<PathBuf>,
        /// What it says.
        reports: Reports,
        /// Whether its author is not done with it.
        draft: bool,
    },
    /// Offer a draft for a decision.
    Propose {
        /// Which.
        proposal: ProposalId,
    },
    /// Put posted years right.
    Restate {
        /// The agreement's place.
        agreement: usize,
        /// Its document.
        document: PathBuf,
    },
    /// Withdraw what was approved.
    Void {
        /// Which.
        proposal: ProposalId,
    },
    /// Approve a proposal.
    Approve {
        /// Which.
        proposal: ProposalId,
    },
    /// Refuse a proposal.
    Refuse {
        /// Which.
        proposal: ProposalId,
    },
    /// Post a proposal.
    Post {
        /// Which.
        proposal: ProposalId,
        /// Under a key; under its own where none is named.
        key: Option<String>,
    },
    /// Say what an unknown code means.
    Map {
        /// The code.
        code: u16,
        /// What it means.
        category: &'static str,
    },
    /// Give somebody other roles.
    Roles {
        /// Whom.
        user: &'static str,
        /// Which.
        roles: Vec<Role>,
    },
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// It is done, now or before: what names the result.
    Done(String),
    /// A rule says no, by its key.
    Refused(String),
    /// The machine failed, by its key.
    Failed(String),
}

/// What came of a request, with everything that was said.
#[derive(Debug)]
pub struct Answer {
    /// In short.
    pub came: Came,
    /// Everything that the answer holds, for whoever looks for what must not be in it.
    pub said: String,
    /// The failure.
    pub failure: Option<Failure>,
    /// What was made.
    pub made: Made,
}

/// What a request made that is looked at further.
#[derive(Debug, Default)]
pub enum Made {
    /// Nothing of that kind.
    #[default]
    Nothing,
    /// A proposal, and whether it was there before.
    Proposal(ProposalId, Box<Proposal>, bool),
    /// A snapshot: rows in the file, accepted, rejected, and how many are listed.
    Snapshot(SnapshotId, [u64; 4]),
    /// A list: rows accepted and rejected.
    List([u64; 2]),
    /// A code has a meaning from now on.
    Code(u16, &'static str),
    /// Somebody has the roles that were asked for.
    Roles,
}

type Outcome = Result<(String, String, Made), Failure>;

impl Request {
    /// Whether a settlement that is made at the same time may count or pay otherwise because of it.
    pub fn changes_counts(&self) -> bool {
        matches!(
            self,
            Request::Seal { .. }
                | Request::Import { .. }
                | Request::Enrol { .. }
                | Request::Map { .. }
                | Request::Post { .. }
        )
    }

    /// Carries it out.
    pub fn carry_out(&self, session: &Session<'_>) -> Answer {
        match self.outcome(session) {
            Ok((name, said, made)) => Answer { came: Came::Done(name), said, failure: None, made },
            Err(failure) => Answer {
                came: came_of(&failure),
                said: format!("{failure:?}"),
                failure: Some(failure),
                made: Made::Nothing,
            },
        }
    }

    fn outcome(&self, session: &Session<'_>) -> Outcome {
        match self {
            Request::Seal { document, .. } => {
                let sealed = session.seal(document)?.record;
                Ok((sealed.hash.to_string(), format!("{sealed:?}"), Made::Nothing))
            }
            Request::Import { extract, edition, .. } => import(session, extract, *edition),
            Request::Enrol { document, list, accepted, .. } => {
                let list = EnrolmentList { path: list, profile: None };
                let enrolled = session.enrol(document, list, *accepted, &|_| ())?;
                let counts = Made::List([enrolled.accepted, enrolled.rejected]);
                Ok((enrolled.version.to_string(), format!("{enrolled:?}"), counts))
            }
            Request::Settle { document, year, observations, draft, .. } => {
                let files = ObservationFiles { paths: observations, profile: None, synthetic: true };
                let stored = session.settle(document, *year, &[], files, *draft)?;
                let (id, said) = (stored.record.id.clone(), format!("{stored:?}"));
                Ok((id.to_string(), said, Made::Proposal(id, Box::new(stored.proposal), stored.already)))
            }
            Request::Approve { proposal } => {
                let decision = session.approve(proposal, None)?.record;
                Ok((decision.content.to_string(), format!("{decision:?}"), Made::Nothing))
            }
            Request::Refuse { proposal } => {
                let decision = session.refuse(proposal, "because")?.record;
                Ok((decision.content.to_string(), format!("{decision:?}"), Made::Nothing))
            }
            Request::Propose { proposal } => {
                let decision = session.propose(proposal)?.record;
                Ok((decision.content.to_string(), format!("{decision:?}"), Made::Nothing))
            }
            Request::Void { proposal } => {
                let decision = session.void(proposal, "because")?.record;
                Ok((decision.content.to_string(), format!("{decision:?}"), Made::Nothing))
            }
            Request::Restate { document, .. } => {
                let stored = session.restate(document, &[], None, false)?;
                let (id, said) = (stored.record.id.clone(), format!("{stored:?}"));
                Ok((id.to_string(), said, Made::Proposal(id, Box::new(stored.proposal), stored.already)))
            }
            Request::Post { proposal, key } => {
                let posted = session.post(proposal, key.as_deref())?.record;
                Ok((posted.voucher_number.clone(), format!("{posted:?}"), Made::Nothing))
            }
            Request::Map { code, category } => {
                let mapped = session.codes_map("dream", *code, category, Date::constant(2024, 1, 1))?;
                let confirmed = matches!(mapped, Mapped::Confirmed { .. } | Mapped::Known { .. });
                let made = if confirmed { Made::Code(*code, category) } else { Made::Nothing };
                Ok((confirmed.to_string(), format!("{mapped:?}"), made))
            }
            Request::Roles { user, roles } => {
                let id = UserId::new(*user).expect("a name of ours");
                let user = session.store.user_roles_set(&session.actor()?, &id, roles)?.record;
                Ok((String::new(), format!("{user:?}"), Made::Roles))
            }
        }
    }
}

fn import(session: &Session<'_>, extract: &std::path::Path, edition: Month) -> Outcome {
    let options = ImportOptions {
        source: "dream",
        edition: Some(edition),
        as_of: None,
        covers_from: None,
        profile: None,
        accept_faulty: None,
        synthetic: true,
        memory_bytes: virkning_register::MEMORY_BYTES,
        stop: None,
    };
    let outcome = session.import(extract, &options, &mut |_| ())?;
    let id = match &outcome {
        ImportOutcome::New(manifest) => manifest.snapshot.clone(),
        ImportOutcome::Already(id) => id.clone(),
    };
    let manifest = session.manifest(&id)?;
    let listed = u64::try_from(manifest.problems.len()).unwrap_or(u64::MAX);
    let counts = [manifest.rows, manifest.accepted, manifest.rejected, listed];
    Ok((id.to_string(), format!("{manifest:?}"), Made::Snapshot(id, counts)))
}

/// What the database and the disk say has a number above 200; all else a rule says.
fn came_of(failure: &Failure) -> Came {
    match failure {
        Failure::Refused(refusal) if is_of_the_machine(&refusal.key) => Came::Failed(refusal.key.clone()),
        Failure::Refused(refusal) => Came::Refused(refusal.key.clone()),
        Failure::Operating(operating) => Came::Failed(operating.tried.to_owned()),
        Failure::Document(_) => Came::Refused("document".to_owned()),
        Failure::Rows(_) => Came::Refused("rows".to_owned()),
    }
}

fn is_of_the_machine(key: &str) -> bool {
    let number = key.strip_prefix('S').and_then(|digits| digits.parse::<u16>().ok());
    number.is_some_and(|number| (201..300).contains(&number))
}
