//! `enrol`: a cohort list becomes an immutable set of participants under aliases. Who was enrolled stays in.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_model::Agreement;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::{Alias, ContentHash, UserId};
use virkning_model::identity::Identity;
use virkning_register::list::{self, Changed, Funnel, Linked, ListProfile, Merge};
use virkning_store::{Actor, EnrolmentRecord, IdentitiesAdded, NewEnrolment, NewIdentities, Stored};

use super::check::read_agreement;
use super::failure::{Failure, Refusal, RowProblem, Rows};
use super::folder::hash;
use super::observations::profile_of;
use super::overlap::OverlapWith;
use super::register::owned;
use super::settle::enrolment_set;
use super::{Session, coded};

/// A cohort list to be read.
#[derive(Clone, Copy, Debug)]
pub struct EnrolmentList<'a> {
    /// The file.
    pub path: &'a Path,
    /// The profile of its columns; the built-in one where none is named.
    pub profile: Option<&'a Path>,
}

/// What an enrolment did.
#[derive(Debug)]
pub struct Enrolled {
    /// The agreement.
    pub agreement: Agreement,
    /// The way in, counted.
    pub funnel: Funnel,
    /// Rows taken.
    pub accepted: u64,
    /// Rows refused that the user accepted.
    pub rejected: u64,
    /// The version of the set.
    pub version: u64,
    /// Whether the same set was there before.
    pub already: bool,
    /// How many are enrolled in all.
    pub enrolled: u64,
    /// Participants new, changed, and kept though the list does not have them.
    pub new: usize,
    /// Participants whose dates or rules changed.
    pub changed: usize,
    /// Participants kept though the list does not have them.
    pub kept: usize,
    /// The key of the list, when there are snapshots and none of them has it.
    pub unlinkable_key: Option<String>,
    /// How many on the list have a date after today.
    pub future: usize,
    /// The day that is worked on.
    pub today: jiff::civil::Date,
    /// What the vault took in; nothing where the list has no CPR numbers.
    pub identities: Option<IdentitiesAdded>,
    /// How many on the list stand under another number than before.
    pub linked: usize,
    /// How many stood twice in the set under different numbers.
    pub merged: usize,
    /// The source, under whose name legal basis and deletion date are recorded.
    pub source: String,
}

/// Where a list comes from.
#[derive(Clone, Copy, Debug)]
pub enum ListBytes<'a> {
    /// A file.
    File(&'a Path),
    /// What was sent, with the name that the sender gave it.
    Sent(&'a str, &'a [u8]),
}

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListIs {
    /// Everybody: who was never enrolled and is not on it any more is left out.
    Whole,
    /// Somebody who comes to those that are known.
    Addition,
}

/// A list that was read and joined with what is known; nothing of it is kept yet.
pub struct Prepared {
    /// The agreement.
    pub agreement: Agreement,
    /// The way in, counted on the list.
    pub funnel: Funnel,
    /// Rows taken.
    pub accepted: u64,
    /// Rows refused that the user accepted.
    pub rejected: Vec<list::RowProblem>,
    /// Rows without any text.
    pub ignored: u64,
    /// How many would be enrolled in all.
    pub enrolled: u64,
    /// Those who are new.
    pub new: Vec<Alias>,
    /// Those whose dates or rules change, and which.
    pub changed: Vec<Changed>,
    /// Those who were enrolled and stay though the list does not have them, or would not enrol them.
    pub kept: usize,
    /// Those who were never enrolled and are not on the list any more.
    pub left_out: Vec<Alias>,
    /// The key of the list, when there are snapshots and none of them has it.
    pub unlinkable_key: Option<String>,
    /// How many on the list have a date after today.
    pub future: usize,
    /// How many stand under another number than before.
    pub linked: usize,
    /// How many stood twice in the set.
    pub merged: usize,
    /// Who of them is also in another investment.
    pub overlaps: Vec<OverlapWith>,
    /// The set as it would be.
    pub set: EnrolmentSet,
    profile: String,
    json: Vec<u8>,
    file_hash: ContentHash,
    links: Vec<(Alias, String)>,
    identities: Vec<(String, Identity)>,
}

impl Prepared {
    /// The same, with one of those who are new marked as added by a user.
    ///
    /// # Errors
    /// The set cannot be written.
    pub fn added_by(mut self, alias: &Alias, user: &UserId) -> Result<Self, Failure> {
        for person in self.set.participants.iter_mut().filter(|person| person.alias == *alias) {
            person.added_by = Some(user.clone());
        }
        self.json = serde_json::to_vec(&self.set).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(self)
    }

    /// The hash of the set as it would be.
    pub fn content(&self) -> ContentHash {
        hash(&self.json)
    }
}

impl Session<'_> {
    /// Reads a list and stores the set that it leads to. Who of them is also in another investment is told before anything
    /// is kept.
    pub fn enrol(
        &self,
        file: &Path,
        list: EnrolmentList<'_>,
        accept_faulty: Option<u64>,
        tell: &dyn Fn(&[OverlapWith]),
    ) -> Result<Enrolled, Failure> {
        self.actor()?;
        let (_, agreement) = read_agreement(file, &self.codes()?.list)?;
        let profile = profile_of(list.profile)?;
        let from = ListBytes::File(list.path);
        let prepared = self.enrolment_prepared(agreement, from, &profile, accept_faulty, ListIs::Whole)?;
        tell(&prepared.overlaps);
        self.enrol_prepared(prepared)
    }

    /// Reads a list and says what it would lead to. Nothing is kept.
    ///
    /// # Errors
    /// A list that is none, or its faulty rows, with all of them, unless their exact number is accepted.
    pub fn enrolment_prepared(
        &self,
        agreement: Agreement,
        from: ListBytes<'_>,
        profile: &ListProfile,
        accept_faulty: Option<u64>,
        is: ListIs,
    ) -> Result<Prepared, Failure> {
        let (key, _) = self.key()?;
        let (name, read) = match from {
            ListBytes::File(path) => (path, list::read(path, profile, &agreement, &key, accept_faulty)),
            ListBytes::Sent(name, bytes) => {
                (Path::new(name), list::read_bytes(bytes, profile, &agreement, &key, accept_faulty))
            }
        };
        let import = read.map_err(|error| list_failure(name, &error))?;
        let (old, links) = match self.store.enrolment_latest(&agreement.id)? {
            Some(record) => (enrolment_set(&record)?, self.links(&record.hash)?),
            None => (EnrolmentSet::default(), BTreeMap::new()),
        };
        let identities: Vec<(String, Identity)> = import
            .people
            .iter()
            .filter_map(|listed| Some((listed.pseudonym.to_string(), listed.identity.clone()?)))
            .collect();
        let today = self.world.today();
        let Linked { old, links: mut joined, import, linked, merged } =
            list::link(old, links, import, &self.number_links()?, today)
                .map_err(|twice| Refusal::new("enrol-same-person").with("alias", twice.alias))?;
        let later = |participant: &Participant| participant.steps.values().any(|day| *day > today);
        let future = import.people.iter().filter(|listed| later(&listed.participant)).count();
        let snapshots = self.snapshots()?;
        let known = snapshots.is_empty() || snapshots.iter().any(|manifest| manifest.key_space == import.key_space);
        let unlinkable_key = (!known).then(|| import.key_space.clone());
        let (funnel, accepted, rejected) = (import.funnel.clone(), import.accepted, import.rejected.clone());
        let (ignored, file_hash) = (import.ignored, import.file_hash.clone());
        let merge = match is {
            ListIs::Whole => list::merge(&old, import),
            ListIs::Addition => list::merge_additions(&old, import),
        };
        let Merge { set, pseudonyms, new, changed, kept_though_missing, kept_though_not_enrolled, left_out } = merge;
        joined.extend(pseudonyms);
        let json = serde_json::to_vec(&set).map_err(|error| Refusal::new("internal").with("what", error))?;
        let links: Vec<_> = joined.into_iter().map(|(alias, pseudonym)| (alias, pseudonym.to_string())).collect();
        let overlaps = self.overlap_with(&agreement, &set, Some(&links))?;
        Ok(Prepared {
            funnel,
            accepted,
            rejected,
            ignored,
            enrolled: u64::try_from(set.enrolled().count()).unwrap_or(u64::MAX),
            new,
            changed,
            kept: kept_though_missing.len() + kept_though_not_enrolled.len(),
            left_out,
            unlinkable_key,
            future,
            linked,
            merged,
            overlaps,
            set,
            profile: profile.name.clone(),
            json,
            file_hash,
            links,
            identities,
            agreement,
        })
    }

    /// Keeps what was prepared.
    pub fn enrol_prepared(&self, prepared: Prepared) -> Result<Enrolled, Failure> {
        let next = NewEnrolment {
            agreement: &prepared.agreement.id,
            json: &prepared.json,
            hash: &hash(&prepared.json),
            file_hash: &prepared.file_hash,
            links: &prepared.links,
        };
        let (stored, identities) = self.keep(&self.actor()?, next, &prepared.profile, &prepared.identities)?;
        Ok(Enrolled {
            funnel: prepared.funnel,
            accepted: prepared.accepted,
            rejected: u64::try_from(prepared.rejected.len()).unwrap_or(u64::MAX),
            version: stored.record.version,
            already: stored.already,
            enrolled: prepared.enrolled,
            new: prepared.new.len(),
            changed: prepared.changed.len(),
            kept: prepared.kept,
            unlinkable_key: prepared.unlinkable_key,
            future: prepared.future,
            today: self.world.today(),
            identities,
            linked: prepared.linked,
            merged: prepared.merged,
            source: prepared.profile,
            agreement: prepared.agreement,
        })
    }

    /// Stores the set, and in the same transaction who the people are, where the list says it.
    fn keep(
        &self,
        actor: &Actor,
        new: NewEnrolment<'_>,
        source: &str,
        people: &[(String, Identity)],
    ) -> Result<(Stored<EnrolmentRecord>, Option<IdentitiesAdded>), Failure> {
        if people.is_empty() {
            return Ok((self.store.enrolment_add(actor, new)?, None));
        }
        let keys = self.vault_keys_made()?;
        let identities = NewIdentities { keys: &keys, source, people };
        let mut chance = |bytes: &mut [u8]| self.world.random(bytes);
        let stored = self.store.enrolment_add_with_identities(actor, new, identities, &mut chance)?;
        let (record, added) = stored.record;
        Ok((Stored { record, already: stored.already }, Some(added)))
    }
}

fn list_failure(path: &Path, error: &list::ListError) -> Failure {
    let problems = error.problems();
    if problems.is_empty() {
        return coded(error.code(), error.arguments()).into();
    }
    let problems = problems.iter().map(|problem| RowProblem {
        file: String::new(),
        line: problem.line,
        column: problem.column.clone(),
        excerpt: problem.excerpt.clone(),
        code: problem.code().to_owned(),
        arguments: owned(problem.arguments()),
    });
    Failure::Rows(Rows { path: path.to_owned(), problems: problems.collect() })
}
