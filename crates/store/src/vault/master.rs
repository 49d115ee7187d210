//! Which master key the vault is written with, and the change to the next one: every data key is wrapped again, some at a
//! time, so that a change that was interrupted goes on where it stopped.

use jiff::Timestamp;
use virkning_model::id::UserId;

use super::identities::{FieldRow, IdentityRow, opened};
use super::key::{Chance, Key, MasterKeys};
use super::refusal::IdentityRefusal;
use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::{Erasable, Transaction};
use crate::users::{Role, acting_user_in_txn};

/// A master key that the vault was written with. The key itself is never here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultKey {
    /// Its version, from 1.
    pub version: u32,
    /// What tells it from another one.
    pub fingerprint: String,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// One step of a change of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewrapped {
    /// How many data keys were wrapped again.
    pub rewrapped: u64,
    /// How many are left under older versions.
    pub left: u64,
}

/// What was found by opening everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VaultCheck {
    /// How many numbers the vault has known.
    pub numbers: u64,
    /// How many of them are erased.
    pub erased: u64,
    /// How many data keys are wrapped under older versions.
    pub older: u64,
    /// What does not open.
    pub faults: Vec<Fault>,
}

row! {
    pub(crate) struct VaultKeyRow in "vault_keys", key (version) {
        version: i64,
        fingerprint: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct IdentityKeyRow in "identity_keys", key (identity, version) {
        pub(super) identity: i64,
        pub(super) version: i64,
        pub(super) wrapped: Vec<u8>,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Erasable for IdentityKeyRow {}

impl Store {
    /// The master keys that the vault was written with, by version.
    pub fn vault_versions(&self) -> Result<Vec<VaultKey>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<VaultKeyRow> = transaction.rows(&[], &["version"])?;
            rows.iter().map(vault_key_of).collect()
        })
    }

    /// Records the newest of these keys as the one that the vault is written with from now on. Known already, it changes
    /// nothing; keys that do not fit what is recorded are refused.
    pub fn vault_key_add(&self, actor: &Actor, keys: &MasterKeys) -> Result<Stored<()>, Failure> {
        let subject = keys.newest().to_string();
        self.write(actor, "vault-key-add", &subject, |transaction| {
            acting_user_in_txn(transaction, actor, &[Role::Administrator, Role::CaseWorker])?;
            Ok(match record_in_txn(transaction, actor, keys)? {
                None => Change::Nothing(()),
                Some(mention) => Change::Made { record: (), rows: vec![mention], details: Default::default() },
            })
        })
    }

    /// Wraps some of the data keys that are under older versions again, under the newest one.
    pub fn vault_rewrap(
        &self,
        actor: &Actor,
        keys: &MasterKeys,
        limit: usize,
        chance: &mut Chance<'_>,
    ) -> Result<Stored<Rewrapped>, Failure> {
        let subject = keys.newest().to_string();
        self.write(actor, "vault-rewrap", &subject, |transaction| {
            acting_user_in_txn(transaction, actor, &[Role::Administrator])?;
            check_in_txn(transaction, keys)?;
            let newest = i64::from(keys.newest());
            let rows: Vec<IdentityKeyRow> = transaction.rows(&[], &["identity"])?;
            let older: Vec<IdentityKeyRow> = rows.into_iter().filter(|row| row.version < newest).collect();
            if older.is_empty() {
                return Ok(Change::Nothing(Rewrapped { rewrapped: 0, left: 0 }));
            }
            let left = older.len().saturating_sub(limit) as u64;
            let mut mentions = Vec::new();
            for row in older.iter().take(limit) {
                let identity = identity_in_txn(transaction, row)?;
                let key = data_key(keys, row, &identity.pseudonym)?;
                let next = wrapped(actor, keys, row.identity, &identity.pseudonym, &key, chance)?;
                transaction.insert(&next)?;
                transaction
                    .delete::<IdentityKeyRow>(&[("identity", row.identity.into()), ("version", row.version.into())])?;
                mentions.extend([next.mention(), Mention::erased(row)]);
            }
            let record = Rewrapped { rewrapped: older.len().min(limit) as u64, left };
            let details = [("left".to_owned(), left.to_string())].into();
            Ok(Change::Made { record, rows: mentions, details })
        })
    }

    /// Opens every data key and every field, and says what does not open. Nothing of it is given back.
    pub fn vault_check(&self, keys: &MasterKeys) -> Result<VaultCheck, Failure> {
        // A refusal is no error of the store; it is carried out of the read beside the answer.
        let checked: Result<VaultCheck, IdentityRefusal> = self.read(|transaction| {
            Ok(match check_in_txn(transaction, keys) {
                Err(Failure::Failed(error)) => return Err(error),
                Err(Failure::Refused(crate::Refusal::Identity(refusal))) => Err(refusal),
                Err(Failure::Refused(_)) => unreachable!("the keys are all that is asked"),
                Ok(()) => Ok(opened_in_txn(transaction, keys)?),
            })
        })?;
        checked.map_err(|refusal| crate::Refusal::Identity(refusal).into())
    }
}

fn opened_in_txn(transaction: &mut Transaction, keys: &MasterKeys) -> Result<VaultCheck, StoreError> {
    let identities: Vec<IdentityRow> = transaction.rows(&[], &["sequence"])?;
    let mut check = VaultCheck { numbers: identities.len() as u64, ..VaultCheck::default() };
    let newest = i64::from(keys.newest());
    for identity in &identities {
        let Some(row) = transaction.last::<IdentityKeyRow>(&[("identity", identity.sequence.into())], "version")?
        else {
            check.erased += 1;
            continue;
        };
        check.older += u64::from(row.version < newest);
        match keys.unwrap(u32::try_from(row.version).unwrap_or_default(), &identity.pseudonym, &row.wrapped) {
            Some(Some(key)) => {
                let fields: Vec<FieldRow> = transaction.rows(&[("identity", identity.sequence.into())], &[])?;
                let shut = fields.iter().filter_map(|field| opened(&key, &identity.pseudonym, field).err());
                check.faults.extend(shut.filter_map(|error| match error {
                    StoreError::Damaged(fault) => Some(fault),
                    _ => None,
                }));
            }
            Some(None) | None => check.faults.push(unopenable(&row)),
        }
    }
    Ok(check)
}

/// Refuses keys that are not those that the vault was written with.
pub(super) fn check_in_txn(transaction: &mut Transaction, keys: &MasterKeys) -> Result<(), Failure> {
    let rows: Vec<VaultKeyRow> = transaction.rows(&[], &["version"])?;
    for row in &rows {
        let version = u32::try_from(row.version).unwrap_or_default();
        if keys.fingerprint(version).is_some_and(|given| given != row.fingerprint) {
            return Err(refused(IdentityRefusal::OtherKey { version }));
        }
    }
    let recorded = rows.last().map_or(0, |row| u32::try_from(row.version).unwrap_or_default());
    if keys.newest() < recorded {
        return Err(refused(IdentityRefusal::OldKey { given: keys.newest(), recorded }));
    }
    Ok(())
}

/// Records the newest key where it is not yet, and gives the mention of it.
pub(super) fn record_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    keys: &MasterKeys,
) -> Result<Option<Mention>, Failure> {
    check_in_txn(transaction, keys)?;
    let version = i64::from(keys.newest());
    if transaction.first::<VaultKeyRow>(&[("version", version.into())], &[])?.is_some() {
        return Ok(None);
    }
    let row = VaultKeyRow {
        version,
        fingerprint: keys.fingerprint(keys.newest()).unwrap_or_default(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(Some(row.mention()))
}

/// A data key wrapped under the newest master key, as a row.
pub(super) fn wrapped(
    actor: &Actor,
    keys: &MasterKeys,
    identity: i64,
    pseudonym: &str,
    key: &Key,
    chance: &mut Chance<'_>,
) -> Result<IdentityKeyRow, StoreError> {
    let (version, wrapped) = keys.wrap(pseudonym, key, chance).map_err(StoreError::Chance)?;
    Ok(IdentityKeyRow {
        identity,
        version: i64::from(version),
        wrapped,
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed())
}

/// The data key of a row, which must open under a key that is given.
pub(super) fn data_key(keys: &MasterKeys, row: &IdentityKeyRow, pseudonym: &str) -> Result<Key, Failure> {
    let version = u32::try_from(row.version).unwrap_or_default();
    match keys.unwrap(version, pseudonym, &row.wrapped) {
        Some(Some(key)) => Ok(key),
        Some(None) => Err(StoreError::Damaged(unopenable(row)).into()),
        None => Err(refused(IdentityRefusal::KeyAbsent { version })),
    }
}

fn identity_in_txn(transaction: &mut Transaction, row: &IdentityKeyRow) -> Result<IdentityRow, StoreError> {
    let identity = transaction.first::<IdentityRow>(&[("sequence", row.identity.into())], &[])?;
    row.read("identity", identity)
}

fn unopenable<R: Row>(row: &R) -> Fault {
    Fault::Unopenable { table: R::TABLE, key: row.key() }
}

pub(super) fn refused(refusal: IdentityRefusal) -> Failure {
    crate::Refusal::Identity(refusal).into()
}

fn vault_key_of(row: &VaultKeyRow) -> Result<VaultKey, StoreError> {
    Ok(VaultKey {
        version: row.read("version", u32::try_from(row.version).ok())?,
        fingerprint: row.fingerprint.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
