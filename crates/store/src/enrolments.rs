//! Enrolment sets: immutable versions of who takes part, and the links from aliases to register pseudonyms, which leave
//! this crate only towards the register. What happens to a participant after a version is a row of its own; the set of that
//! moment is the version with all such rows up to it, and is found by its hash like a version.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::{AgreementId, Alias, ContentHash, UserId};

use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::row::{Row, part, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};
use crate::value::Field;
use crate::vault::{self, Chains, Chance, IdentitiesAdded, NewIdentities};

/// An enrolment set to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewEnrolment<'a> {
    /// The agreement.
    pub agreement: &'a AgreementId,
    /// The set as JSON.
    pub json: &'a [u8],
    /// The SHA-256 of the JSON.
    pub hash: &'a ContentHash,
    /// The SHA-256 of the list it was read from.
    pub file_hash: &'a ContentHash,
    /// Each alias with its register pseudonym, as 32 hexadecimal digits.
    pub links: &'a [(Alias, String)],
}

/// A kept enrolment set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRecord {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its version, from 1.
    pub version: u64,
    /// The set as JSON.
    pub json: Vec<u8>,
    /// The SHA-256 of the JSON.
    pub hash: ContentHash,
    /// The SHA-256 of the list it was read from.
    pub file_hash: ContentHash,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
}

row! {
    pub(crate) struct EnrolmentRow in "enrolments", key (agreement, position) {
        pub(crate) agreement: String,
        position: i64,
        content: String,
        file_content: String,
        document: Vec<u8>,
        links_content: String,
        recorded_by: String,
        recorded_at: String,
    }
}

part! {
    /// The only place where an alias meets its register pseudonym. The set vouches for its links.
    pub(crate) struct LinkRow in "enrolment_links", key (agreement, position, alias),
        unique (agreement, position, pseudonym)
    {
        agreement: String,
        position: i64,
        alias: String,
        pseudonym: String,
    }
}

row! {
    pub(crate) struct StepRow in "enrolment_steps", key (agreement, position, number) {
        agreement: String,
        position: i64,
        number: i64,
        alias: String,
        what: String,
        happened_on: Option<String>,
        // The participant afterwards, as JSON.
        participant: String,
        // The SHA-256 of the whole set afterwards.
        content: String,
        recorded_by: String,
        recorded_at: String,
    }
}

/// Something that happened to a participant, to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewStep<'a> {
    /// The agreement.
    pub agreement: &'a AgreementId,
    /// What happened, as a stable word.
    pub what: &'a str,
    /// When.
    pub on: Option<Date>,
    /// The participant as known when it was recorded.
    pub before: &'a Participant,
    /// The participant afterwards.
    pub after: &'a Participant,
}

/// Something that happened to a participant, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// Who.
    pub alias: Alias,
    /// What happened, as a stable word.
    pub what: String,
    /// When.
    pub on: Option<Date>,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
}

impl Store {
    /// Keeps what happened to a participant of the latest set. The same again changes nothing. Refused: a user without a
    /// role, a participant who is not in the set, and one who was changed since.
    pub fn enrolment_step_add(&self, actor: &Actor, new: NewStep<'_>) -> Result<Stored<EnrolmentRecord>, Failure> {
        self.write(actor, "enrolment-step", new.after.alias.as_str(), |transaction| {
            step_in_txn(transaction, actor, new)
        })
    }

    /// What users have recorded about participants of an agreement, the first first; lists are not among it.
    pub fn enrolment_steps(&self, agreement: &AgreementId) -> Result<Vec<StepRecord>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<StepRow> =
                transaction.rows(&[("agreement", agreement.as_str().into())], &["position", "number"])?;
            rows.iter().map(step_of).collect()
        })
    }

    /// Keeps a set as the next version. The latest set again changes nothing. An alias that stands for another register
    /// pseudonym than in an earlier set is refused.
    pub fn enrolment_add(&self, actor: &Actor, new: NewEnrolment<'_>) -> Result<Stored<EnrolmentRecord>, Failure> {
        checked_hash(new)?;
        self.write(actor, "enrolment-add", new.agreement.as_str(), |transaction| add_in_txn(transaction, actor, new))
    }

    /// The same, with who the people are, in one transaction: the vault never knows somebody who is not enrolled.
    pub fn enrolment_add_with_identities(
        &self,
        actor: &Actor,
        new: NewEnrolment<'_>,
        identities: NewIdentities<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<Stored<(EnrolmentRecord, IdentitiesAdded)>, Failure> {
        checked_hash(new)?;
        self.write(actor, "enrolment-add", new.agreement.as_str(), |transaction| {
            let change = add_in_txn(transaction, actor, new)?;
            let (added, mentions) = vault::add_in_txn(transaction, actor, identities, chance)?;
            Ok(match change {
                Change::Nothing(set) if mentions.is_empty() => Change::Nothing((set, added)),
                Change::Nothing(set) => Change::Made { record: (set, added), rows: mentions, details: added.details() },
                Change::Made { record, mut rows, mut details } => {
                    rows.extend(mentions);
                    details.extend(added.details());
                    Change::Made { record: (record, added), rows, details }
                }
            })
        })
    }

    /// The latest set of an agreement.
    pub fn enrolment_latest(&self, agreement: &AgreementId) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.read(|transaction| latest_in_txn(transaction, agreement))
    }

    /// The set of that hash.
    pub fn enrolment_by_hash(&self, hash: &ContentHash) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.read(|transaction| match row_by_hash_in_txn(transaction, hash)? {
            Some((row, None)) => enrolment_of(&row).map(Some),
            Some((row, Some(number))) => set_in_txn(transaction, &row, Some(number)).map(Some),
            None => Ok(None),
        })
    }

    /// Every record of the set of that hash, the newest first: the same people may be recorded again under other numbers.
    pub fn enrolments_by_hash(&self, hash: &ContentHash) -> Result<Vec<EnrolmentRecord>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<EnrolmentRow> =
                transaction.rows(&[("content", hash.as_str().into())], &["agreement", "-position"])?;
            rows.iter().map(enrolment_of).collect()
        })
    }

    /// The links of one record of a set, by alias. They are for the register only.
    pub fn enrolment_links_at(
        &self,
        agreement: &AgreementId,
        version: u64,
    ) -> Result<Vec<(Alias, String)>, StoreError> {
        self.read(|transaction| {
            let position = i64::try_from(version).unwrap_or(i64::MAX);
            let key = [("agreement", agreement.as_str().into()), ("position", position.into())];
            match transaction.first::<EnrolmentRow>(&key, &[])? {
                Some(row) => Ok(links_in_txn(transaction, &row)?.into_iter().collect()),
                None => Ok(Vec::new()),
            }
        })
    }

    /// The links of the latest set, by alias. They are for the register only.
    pub fn enrolment_links(&self, agreement: &AgreementId) -> Result<Vec<(Alias, String)>, StoreError> {
        self.read(|transaction| match latest_row_in_txn(transaction, agreement)? {
            Some(row) => Ok(links_in_txn(transaction, &row)?.into_iter().collect()),
            None => Ok(Vec::new()),
        })
    }

    /// The links of the set of that hash, by alias. They are for the register only.
    pub fn enrolment_links_of(&self, hash: &ContentHash) -> Result<Vec<(Alias, String)>, StoreError> {
        self.read(|transaction| match row_by_hash_in_txn(transaction, hash)? {
            Some((row, _)) => Ok(links_in_txn(transaction, &row)?.into_iter().collect()),
            None => Ok(Vec::new()),
        })
    }
}

/// The latest set: the latest version, and what has happened since.
pub(crate) fn latest_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
) -> Result<Option<EnrolmentRecord>, StoreError> {
    match latest_row_in_txn(transaction, agreement)? {
        Some(row) => set_in_txn(transaction, &row, None).map(Some),
        None => Ok(None),
    }
}

/// A version with what has happened after it, up to a number where one is given. It must have the hash that was written
/// with the last of it.
pub(crate) fn set_in_txn(
    transaction: &mut Transaction,
    row: &EnrolmentRow,
    until: Option<i64>,
) -> Result<EnrolmentRecord, StoreError> {
    let version = enrolment_of(row)?;
    let steps = steps_in_txn(transaction, row)?;
    let steps: Vec<&StepRow> = steps.iter().filter(|step| until.is_none_or(|until| step.number <= until)).collect();
    let Some(last) = steps.last() else { return Ok(version) };
    let changed = || StoreError::Damaged(Fault::ContentChanged { table: "enrolment_steps", key: last.key() });
    let mut set = participants(row)?;
    for step in &steps {
        let after: Participant = step.read("participant", serde_json::from_str(&step.participant).ok())?;
        replace(&mut set, after).ok_or_else(changed)?;
    }
    let json = step_json(&set);
    let hash = content_hash(&json);
    if hash.as_str() != last.content {
        return Err(changed());
    }
    Ok(EnrolmentRecord { json, hash, ..version })
}

/// What happened after a version, the first first.
pub(crate) fn steps_in_txn(transaction: &mut Transaction, row: &EnrolmentRow) -> Result<Vec<StepRow>, StoreError> {
    let version = [("agreement", (&row.agreement).into()), ("position", row.position.into())];
    transaction.rows(&version, &["number"])
}

/// Whether every participant that a step has written can be read, and the set after each step has the hash that was
/// written with it.
pub(crate) fn check_steps_in_txn(transaction: &mut Transaction, row: &EnrolmentRow) -> Result<(), StoreError> {
    let steps = steps_in_txn(transaction, row)?;
    if steps.is_empty() {
        return Ok(());
    }
    let mut set = participants(row)?;
    for step in &steps {
        step_of(step)?;
        let after: Participant = step.read("participant", serde_json::from_str(&step.participant).ok())?;
        let is_known = replace(&mut set, after).is_some();
        if !is_known || content_hash(&step_json(&set)).as_str() != step.content {
            return Err(StoreError::Damaged(Fault::ContentChanged { table: "enrolment_steps", key: step.key() }));
        }
    }
    Ok(())
}

fn participants(row: &EnrolmentRow) -> Result<EnrolmentSet, StoreError> {
    row.read("document", serde_json::from_slice(&row.document).ok())
}

fn replace(set: &mut EnrolmentSet, after: Participant) -> Option<()> {
    let place = set.participants.binary_search_by(|known| known.alias.cmp(&after.alias)).ok()?;
    set.participants[place] = after;
    Some(())
}

/// As a set is written. What was read from JSON can be written as JSON.
fn step_json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("a set has no maps but with words as keys")
}

fn step_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewStep<'_>,
) -> Result<Change<EnrolmentRecord>, Failure> {
    acting_user_on_in_txn(transaction, actor, Some(new.agreement), Role::RECORDERS)?;
    let unknown = || {
        let (agreement, alias) = (new.agreement.clone(), new.after.alias.clone());
        Failure::from(Refusal::Identity(vault::IdentityRefusal::UnknownAlias { agreement, alias }))
    };
    let Some(row) = latest_row_in_txn(transaction, new.agreement)? else { return Err(unknown()) };
    let now = set_in_txn(transaction, &row, None)?;
    let mut set: EnrolmentSet = row.read("document", serde_json::from_slice(&now.json).ok())?;
    let known = set.participants.iter().find(|known| known.alias == new.after.alias).ok_or_else(unknown)?;
    if known == new.after {
        return Ok(Change::Nothing(now));
    }
    if known != new.before {
        let (agreement, alias) = (new.agreement.clone(), new.after.alias.clone());
        return Err(Refusal::ParticipantChanged { agreement, alias }.into());
    }
    if replace(&mut set, new.after.clone()).is_none() {
        return Err(unknown());
    }
    let json = step_json(&set);
    let version = [("agreement", (&row.agreement).into()), ("position", row.position.into())];
    let number = transaction.next_number::<StepRow>("number", &version)?;
    let step = StepRow {
        agreement: row.agreement.clone(),
        position: row.position,
        number,
        alias: new.after.alias.to_string(),
        what: new.what.to_owned(),
        happened_on: new.on.map(|day| day.to_string()),
        participant: String::from_utf8_lossy(&step_json(new.after)).into_owned(),
        content: content_hash(&json).into(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&step)?;
    let details = [
        ("agreement".to_owned(), row.agreement.clone()),
        ("what".to_owned(), new.what.to_owned()),
        ("version".to_owned(), row.position.to_string()),
        ("number".to_owned(), number.to_string()),
    ];
    let hash = ContentHash::try_from(step.content.clone());
    let record = EnrolmentRecord { hash: step.read("content", hash.ok())?, json, ..now };
    Ok(Change::Made { rows: vec![step.mention()], record, details: details.into() })
}

fn step_of(row: &StepRow) -> Result<StepRecord, StoreError> {
    Ok(StepRecord {
        alias: row.id("alias", &row.alias)?,
        what: row.what.clone(),
        on: row.happened_on.as_deref().map(|text| row.day("happened_on", text)).transpose()?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
    })
}

fn checked_hash(new: NewEnrolment<'_>) -> Result<(), StoreError> {
    let computed = content_hash(new.json);
    if computed == *new.hash {
        return Ok(());
    }
    Err(StoreError::ContentHash { what: "enrolment-set", given: new.hash.clone(), computed })
}

fn add_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewEnrolment<'_>,
) -> Result<Change<EnrolmentRecord>, Failure> {
    acting_user_on_in_txn(transaction, actor, Some(new.agreement), Role::RECORDERS)?;
    let links = links_once(new)?;
    let latest = latest_row_in_txn(transaction, new.agreement)?;
    if let Some(row) = &latest {
        let before = links_in_txn(transaction, row)?;
        same_links(new.agreement, &before, &links, &Chains::read_in_txn(transaction)?)?;
        let now = set_in_txn(transaction, row, None)?;
        if now.hash == *new.hash && before == links {
            return Ok(Change::Nothing(now));
        }
    }
    let position = latest.map_or(1, |row| row.position + 1);
    let row = insert_in_txn(transaction, actor, new, position, &links)?;
    let details = [
        ("version".to_owned(), position.to_string()),
        ("content".to_owned(), new.hash.to_string()),
        ("file".to_owned(), new.file_hash.to_string()),
        ("people".to_owned(), links.len().to_string()),
    ]
    .into();
    Ok(Change::Made { rows: vec![row.mention()], record: enrolment_of(&row)?, details })
}

/// The links by alias; nobody stands twice.
fn links_once(new: NewEnrolment<'_>) -> Result<BTreeMap<Alias, String>, Refusal> {
    let mut links = BTreeMap::new();
    let mut pseudonyms = BTreeSet::new();
    for (alias, pseudonym) in new.links {
        let first = links.insert(alias.clone(), pseudonym.clone()).is_none() && pseudonyms.insert(pseudonym);
        if !first {
            return Err(Refusal::LinkTwice { agreement: new.agreement.clone(), alias: alias.clone() });
        }
    }
    Ok(links)
}

/// An alias stands for the same person in all sets: for the same number, or for one that is linked with it.
fn same_links(
    agreement: &AgreementId,
    before: &BTreeMap<Alias, String>,
    links: &BTreeMap<Alias, String>,
    chains: &Chains,
) -> Result<(), Refusal> {
    let same = |one: &str, other: &str| one == other || chains.first(one) == chains.first(other);
    let other = links.iter().find(|(alias, pseudonym)| before.get(*alias).is_some_and(|known| !same(known, pseudonym)));
    match other {
        Some((alias, _)) => Err(Refusal::LinkDiffers { agreement: agreement.clone(), alias: alias.clone() }),
        None => Ok(()),
    }
}

fn links_content(links: &BTreeMap<Alias, String>) -> ContentHash {
    let text: String = links.iter().map(|(alias, pseudonym)| format!("{alias} {pseudonym}\n")).collect();
    content_hash(text.as_bytes())
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewEnrolment<'_>,
    position: i64,
    links: &BTreeMap<Alias, String>,
) -> Result<EnrolmentRow, StoreError> {
    let row = EnrolmentRow {
        agreement: new.agreement.to_string(),
        position,
        content: new.hash.to_string(),
        file_content: new.file_hash.to_string(),
        document: new.json.to_vec(),
        links_content: links_content(links).into(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    let links: Vec<LinkRow> = links
        .iter()
        .map(|(alias, pseudonym)| LinkRow {
            agreement: row.agreement.clone(),
            position,
            alias: alias.to_string(),
            pseudonym: pseudonym.clone(),
        })
        .collect();
    transaction.insert_all(&links)?;
    Ok(row)
}

pub(crate) fn latest_row_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
) -> Result<Option<EnrolmentRow>, StoreError> {
    let row: Option<EnrolmentRow> = transaction.last(&[("agreement", agreement.as_str().into())], "position")?;
    Ok(row)
}

/// The version of that hash; or the version after which a step has led to it, with the number of that step.
fn row_by_hash_in_txn(
    transaction: &mut Transaction,
    hash: &ContentHash,
) -> Result<Option<(EnrolmentRow, Option<i64>)>, StoreError> {
    let content = [("content", hash.as_str().into())];
    let row: Option<EnrolmentRow> = transaction.first(&content, &["agreement", "-position"])?;
    if let Some(row) = row {
        return Ok(Some((row, None)));
    }
    let step: Option<StepRow> = transaction.first(&content, &["agreement", "-position", "-number"])?;
    let Some(step) = step else { return Ok(None) };
    let version = [("agreement", (&step.agreement).into()), ("position", step.position.into())];
    let row: Option<EnrolmentRow> = transaction.first(&version, &[])?;
    Ok(row.map(|row| (row, Some(step.number))))
}

/// The links of a set, which must be those that were written with it.
pub(crate) fn links_in_txn(
    transaction: &mut Transaction,
    row: &EnrolmentRow,
) -> Result<BTreeMap<Alias, String>, StoreError> {
    let set = [("agreement", (&row.agreement).into()), ("position", row.position.into())];
    let mut links = BTreeMap::new();
    for link in transaction.rows::<LinkRow>(&set, &[])? {
        links.insert(row.id("alias", &link.alias)?, link.pseudonym);
    }
    if links_content(&links).as_str() != row.links_content {
        return Err(StoreError::Damaged(Fault::ContentChanged { table: "enrolment_links", key: row.key() }));
    }
    Ok(links)
}

/// The register pseudonyms that an alias has stood for, in the order of the sets; each once.
pub(crate) fn pseudonyms_of_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
    alias: &Alias,
) -> Result<Vec<String>, StoreError> {
    let mut pseudonyms: Vec<String> =
        links_of_in_txn(transaction, agreement, alias)?.into_iter().map(|link| link.pseudonym).collect();
    pseudonyms.dedup();
    Ok(pseudonyms)
}

/// The versions of the set in which an alias stands.
pub(crate) fn versions_with_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
    alias: &Alias,
) -> Result<BTreeSet<i64>, StoreError> {
    Ok(links_of_in_txn(transaction, agreement, alias)?.into_iter().map(|link| link.position).collect())
}

fn links_of_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
    alias: &Alias,
) -> Result<Vec<LinkRow>, StoreError> {
    transaction.rows(&[("agreement", agreement.as_str().into()), ("alias", alias.as_str().into())], &["position"])
}

/// Every agreement and alias that a register pseudonym has stood behind.
pub(crate) fn aliases_of_in_txn(
    transaction: &mut Transaction,
    pseudonym: &str,
) -> Result<BTreeSet<(AgreementId, Alias)>, StoreError> {
    let links: Vec<LinkRow> = transaction.rows(&[("pseudonym", pseudonym.into())], &[])?;
    links.iter().map(|link| Ok((link.id("agreement", &link.agreement)?, link.id("alias", &link.alias)?))).collect()
}

/// Every agreement in which any of these register pseudonyms has ever stood.
pub(crate) fn agreements_of_in_txn(
    transaction: &mut Transaction,
    pseudonyms: &BTreeSet<String>,
) -> Result<BTreeSet<AgreementId>, StoreError> {
    let wanted: Vec<Field<'_>> = pseudonyms.iter().map(|pseudonym| Field::Text(pseudonym)).collect();
    let links: Vec<LinkRow> = transaction.among("pseudonym", &wanted)?;
    links.iter().map(|link| link.id("agreement", &link.agreement)).collect()
}

/// The version of the latest set; 0 where there is none.
pub(crate) fn latest_version_in_txn(transaction: &mut Transaction, agreement: &AgreementId) -> Result<i64, StoreError> {
    Ok(latest_row_in_txn(transaction, agreement)?.map_or(0, |row| row.position))
}

pub(crate) fn enrolment_of(row: &EnrolmentRow) -> Result<EnrolmentRecord, StoreError> {
    let hash = row.id("content", &row.content)?;
    row.document(&row.document, &hash)?;
    Ok(EnrolmentRecord {
        agreement: row.id("agreement", &row.agreement)?,
        version: row.position.unsigned_abs(),
        json: row.document.clone(),
        hash,
        file_hash: row.id("file_content", &row.file_content)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
    })
}
