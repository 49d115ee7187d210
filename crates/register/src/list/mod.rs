//! Enrolment lists: a municipality's list of people and dated steps, read by a declared profile into participants of an
//! agreement. Rules of admission are tested here on what the list says; who is eligible in a year is decided elsewhere.
//!
//! ```text
//! file ─ text ─► rows ─ row ─► people with steps ─ rules ─► participants ─► funnel · merge with the earlier set
//! ```

mod amend;
mod funnel;
mod linked;
mod merge;
mod one;
mod problem;
mod profile;
mod row;
mod rules;
pub(crate) mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};
use virkning_model::Agreement;
use virkning_model::agreement::EnrolmentStep;
use virkning_model::enrolment::Participant;
use virkning_model::id::ContentHash;
use virkning_model::identity::Identity;

use crate::key::{InstallationKey, Pseudonym};

pub use amend::{AmendFault, Event, amend};
pub use funnel::Funnel;
pub use linked::{Linked, NumberLink, SamePerson, link};
pub use merge::{Changed, Field, Merge, merge, merge_additions};
pub use one::{NewPerson, list_of_one};
pub use problem::{ListError, ListFault, RowProblem};
pub use profile::{ArmColumn, BirthColumns, DateForm, DropOutColumns, IdentityColumns, ListEncoding, ListProfile};
pub use text::{LineCount, check_quotes, decode};

/// The largest list in bytes: it is read whole. A list of a hundred thousand people has about ten million.
pub const LIST_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A person on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who it is in registers of the same key space. It goes to the store and nowhere else.
    pub pseudonym: Pseudonym,
    /// Who it is, where the list is keyed by CPR number. It goes into the identity vault and nowhere else.
    pub identity: Option<Identity>,
    /// The person as the agreement sees them.
    pub participant: Participant,
}

/// What a list has columns for: of everything else it says nothing, and what was recorded before stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// The steps.
    pub steps: BTreeSet<EnrolmentStep>,
    /// Refusals at the assessment.
    pub refused: bool,
    /// Declined offers.
    pub declined: bool,
    /// Early leaving.
    pub dropped_out: bool,
    /// Completion.
    pub completed: bool,
}

/// A list that was read. Rows = accepted + rejected + ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListImport {
    /// Everyone on the list, sorted by alias.
    pub people: Vec<Listed>,
    /// Rows that were taken.
    pub accepted: u64,
    /// Rows that were not, in the order of their lines. There are some only where their exact number was accepted.
    pub rejected: Vec<RowProblem>,
    /// Rows without any text, as spreadsheets leave them at the end.
    pub ignored: u64,
    /// What became of everyone.
    pub funnel: Funnel,
    /// The key space of the identifiers: the list links only to register snapshots of the same one.
    pub key_space: String,
    /// SHA-256 of the file.
    pub file_hash: ContentHash,
    /// What the list has columns for.
    pub says: Says,
}

/// Reads a list. Faulty rows stop it unless `accept_faulty` is exactly their number; then they are left out and
/// reported.
pub fn read(
    path: &Path,
    profile: &ListProfile,
    agreement: &Agreement,
    key: &InstallationKey,
    accept_faulty: Option<u64>,
) -> Result<ListImport, ListError> {
    let io_error = |source| ListError::Io { path: path.to_owned(), source };
    let length = std::fs::metadata(path).map_err(io_error)?.len();
    if length > LIST_BYTES_MAX {
        return Err(ListError::TooLarge { bytes: length });
    }
    read_bytes(&std::fs::read(path).map_err(io_error)?, profile, agreement, key, accept_faulty)
}

/// Reads a list that is in memory already; as [`read`].
pub fn read_bytes(
    bytes: &[u8],
    profile: &ListProfile,
    agreement: &Agreement,
    key: &InstallationKey,
    accept_faulty: Option<u64>,
) -> Result<ListImport, ListError> {
    let text = text::decode(bytes, profile.encoding)?;
    text::check_quotes(&text, profile.quote, profile.separator)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(profile.separator)
        .quoting(profile.quote.is_some())
        .quote(profile.quote.unwrap_or(b'"'))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(record) => record.map_err(|_| ListError::NotText)?,
        None => return Err(ListError::Empty),
    };
    let columns = row::Columns::find(&header, profile, agreement)?;
    let mut taken = Taken::default();
    let mut lines = text::LineCount::new(&text);
    for record in records {
        let record = record.map_err(|_| ListError::NotText)?;
        let start = record.position().map_or(0, csv::Position::byte);
        taken.take(&record, lines.line_of(start), &columns, profile, agreement, key);
    }
    let faulty = taken.rejected.len() as u64;
    if faulty != accept_faulty.unwrap_or(0) {
        let rows = taken.accepted + faulty + taken.ignored;
        return Err(ListError::FaultyRows { faulty, accepted: accept_faulty, rows, problems: taken.rejected });
    }
    Ok(taken.finish(agreement, &columns, bytes))
}

/// What has been read so far.
#[derive(Default)]
struct Taken {
    people: Vec<Listed>,
    accepted: u64,
    rejected: Vec<RowProblem>,
    ignored: u64,
    line_of: BTreeMap<Pseudonym, u64>,
}

impl Taken {
    fn take(
        &mut self,
        record: &csv::StringRecord,
        line: u64,
        columns: &row::Columns,
        profile: &ListProfile,
        agreement: &Agreement,
        key: &InstallationKey,
    ) {
        if record.iter().all(|field| field.trim().is_empty()) {
            self.ignored += 1;
            return;
        }
        match columns.read(record, line, profile, agreement, key) {
            Ok(listed) => match self.line_of.get(&listed.pseudonym) {
                Some(first) => self.rejected.push(columns.same_person(record, line, *first)),
                None => {
                    self.line_of.insert(listed.pseudonym, line);
                    self.people.push(listed);
                    self.accepted += 1;
                }
            },
            Err(problem) => self.rejected.push(problem),
        }
    }

    fn finish(mut self, agreement: &Agreement, columns: &row::Columns, bytes: &[u8]) -> ListImport {
        self.people.sort_by(|one, other| one.participant.alias.cmp(&other.participant.alias));
        ListImport {
            funnel: Funnel::of(self.people.iter().map(|listed| &listed.participant), agreement),
            people: self.people,
            accepted: self.accepted,
            rejected: self.rejected,
            ignored: self.ignored,
            key_space: columns.key_space().to_owned(),
            says: columns.says(),
            file_hash: ContentHash::from_bytes(Sha256::digest(bytes).into()),
        }
    }
}

#[cfg(test)]
mod amend_tests;
#[cfg(test)]
mod tests;
