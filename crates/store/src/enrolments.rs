//! Enrolment sets: immutable versions of who takes part, and the links from aliases to register pseudonyms, which leave
//! this crate only towards the register.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use virkning_model::id::{AgreementId, Alias, ContentHash, UserId};

use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::row::{Row, part, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn};
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

impl Store {
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
        self.read(|transaction| latest_row_in_txn(transaction, agreement)?.as_ref().map(enrolment_of).transpose())
    }

    /// The set of that hash.
    pub fn enrolment_by_hash(&self, hash: &ContentHash) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.read(|transaction| row_by_hash_in_txn(transaction, hash)?.as_ref().map(enrolment_of).transpose())
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
            Some(row) => Ok(links_in_txn(transaction, &row)?.into_iter().collect()),
            None => Ok(Vec::new()),
        })
    }
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
    acting_user_on_in_txn(transaction, actor, Some(new.agreement), Role::WRITERS)?;
    let links = links_once(new)?;
    let latest = latest_row_in_txn(transaction, new.agreement)?;
    if let Some(row) = &latest {
        let before = links_in_txn(transaction, row)?;
        same_links(new.agreement, &before, &links, &Chains::read_in_txn(transaction)?)?;
        if row.content == new.hash.as_str() && before == links {
            return enrolment_of(row).map(Change::Nothing).map_err(Failure::from);
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

fn row_by_hash_in_txn(transaction: &mut Transaction, hash: &ContentHash) -> Result<Option<EnrolmentRow>, StoreError> {
    let row: Option<EnrolmentRow> =
        transaction.first(&[("content", hash.as_str().into())], &["agreement", "-position"])?;
    Ok(row)
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
