//! `enrol`: a cohort list becomes an immutable set of participants under aliases. Who was enrolled stays in.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_model::Agreement;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::identity::Identity;
use virkning_register::list::{self, Funnel, Linked, Merge};
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
        let actor = self.actor()?;
        let (_, agreement) = read_agreement(file, &self.codes()?.list)?;
        let EnrolmentList { path: list, profile } = list;
        let profile = profile_of(profile)?;
        let (key, _) = self.key()?;
        let import =
            list::read(list, &profile, &agreement, &key, accept_faulty).map_err(|error| list_failure(list, &error))?;
        let (old, mut links) = match self.store.enrolment_latest(&agreement.id)? {
            Some(record) => (enrolment_set(&record)?, self.links(&record.hash)?),
            None => (EnrolmentSet::default(), BTreeMap::new()),
        };
        let identities: Vec<(String, Identity)> = import
            .people
            .iter()
            .filter_map(|listed| Some((listed.pseudonym.to_string(), listed.identity.clone()?)))
            .collect();
        let today = self.world.today();
        let Linked { old, links: joined, import, linked, merged } =
            list::link(old, std::mem::take(&mut links), import, &self.number_links()?, today)
                .map_err(|twice| Refusal::new("enrol-same-person").with("alias", twice.alias))?;
        links = joined;
        let (funnel, accepted, rejected) =
            (import.funnel.clone(), import.accepted, u64::try_from(import.rejected.len()).unwrap_or(u64::MAX));
        let file_hash = import.file_hash.clone();
        let later = |participant: &Participant| participant.steps.values().any(|day| *day > today);
        let future = import.people.iter().filter(|listed| later(&listed.participant)).count();
        let snapshots = self.snapshots()?;
        let known = snapshots.is_empty() || snapshots.iter().any(|manifest| manifest.key_space == import.key_space);
        let unlinkable_key = (!known).then(|| import.key_space.clone());
        let Merge { set, pseudonyms, new, changed, kept_though_missing, kept_though_not_enrolled, .. } =
            list::merge(&old, import);
        links.extend(pseudonyms);
        let json = serde_json::to_vec(&set).map_err(|error| Refusal::new("internal").with("what", error))?;
        let links: Vec<_> = links.into_iter().map(|(alias, pseudonym)| (alias, pseudonym.to_string())).collect();
        let overlaps = self.overlap_with(&agreement, &set, Some(&links))?;
        tell(&overlaps);
        let next = NewEnrolment {
            agreement: &agreement.id,
            json: &json,
            hash: &hash(&json),
            file_hash: &file_hash,
            links: &links,
        };
        let (stored, identities) = self.keep(&actor, next, &profile.name, &identities)?;
        Ok(Enrolled {
            funnel,
            accepted,
            rejected,
            version: stored.record.version,
            already: stored.already,
            enrolled: u64::try_from(set.enrolled().count()).unwrap_or(u64::MAX),
            new: new.len(),
            changed: changed.len(),
            kept: kept_though_missing.len() + kept_though_not_enrolled.len(),
            unlinkable_key,
            future,
            today,
            identities,
            linked,
            merged,
            source: profile.name,
            agreement,
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
