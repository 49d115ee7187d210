//! `vault`: the keys of the identity vault, apart from the data: in `keys/vault.key`, or handed over by the environment.
//! They are made when the first list with CPR numbers is enrolled, and changed by `vault rotate`, which takes up again
//! where it was interrupted.

use std::io;

use virkning_register::{KeyError, key_file};
use virkning_store::{Actor, MasterKeys, VaultCheck};

use super::failure::{Failure, Refusal};
use super::{Session, coded};

/// How many data keys are wrapped again in one transaction.
const BATCH: usize = 500;

/// What a change of keys did.
#[derive(Debug)]
pub struct Rotated {
    /// The version that holds now.
    pub version: u32,
    /// How many data keys were wrapped again.
    pub rewrapped: u64,
    /// Whether it took up a change that was interrupted.
    pub resumed: bool,
}

/// What the vault holds, and whether it opens.
#[derive(Debug)]
pub struct VaultState {
    /// The version of the keys and their fingerprint, where there are keys.
    pub key: Option<(u32, String)>,
    /// What was found by opening everything; nothing without keys.
    pub check: Option<VaultCheck>,
}

impl Session<'_> {
    /// The keys of the vault: those handed over, else those of the file, else none.
    pub fn vault_keys(&self) -> Result<Option<MasterKeys>, Failure> {
        if let Some(text) = self.world.vault_keys() {
            let damaged = |_| Refusal::new("vault-key-environment-damaged").into();
            return MasterKeys::parse(&text).map(Some).map_err(damaged);
        }
        match key_file::load(&self.folder.vault_key()) {
            Ok(text) => self.parsed(&text).map(Some),
            Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(coded(error.code(), error.arguments()).into()),
        }
    }

    /// The keys of a vault that is to be opened.
    pub(super) fn vault_keys_needed(&self) -> Result<MasterKeys, Failure> {
        let missing = || Refusal::new("vault-key-missing").with("path", self.folder.vault_key().display()).into();
        self.vault_keys()?.ok_or_else(missing)
    }

    /// The keys of a vault that is to be written; the first ones are made here. Where the vault has been written before,
    /// no other keys are made: with them nothing of it would open.
    pub(super) fn vault_keys_made(&self) -> Result<MasterKeys, Failure> {
        match self.vault_keys()? {
            Some(keys) => Ok(keys),
            None if !self.store.vault_versions()?.is_empty() => self.vault_keys_needed(),
            None => {
                let mut make =
                    || MasterKeys::first(&mut |bytes| self.world.random(bytes)).map(|keys| keys.to_text().to_string());
                let made = key_file::load_or_create(&self.folder.vault_key(), &mut make);
                let (text, _) = made.map_err(|error| coded(error.code(), error.arguments()))?;
                self.parsed(&text)
            }
        }
    }

    /// Makes a new version of the master key, wraps every data key again, and forgets the old version when nothing is
    /// wrapped under it any more. After an interruption it goes on with the version that was begun.
    pub fn vault_rotate(&self) -> Result<Rotated, Failure> {
        let actor = self.actor()?;
        let keys = self.vault_keys_needed()?;
        let newest_recorded = self.store.vault_versions()?.last().map_or(0, |key| key.version);
        let resumed = keys.count() > 1 || keys.newest() > newest_recorded;
        let keys = if resumed { keys } else { self.with_next_version(&actor, &keys)? };
        self.store.vault_key_add(&actor, &keys)?;
        let mut rewrapped = 0;
        loop {
            let batch = self.store.vault_rewrap(&actor, &keys, BATCH, &mut |bytes| self.world.random(bytes))?;
            rewrapped += batch.record.rewrapped;
            if batch.record.left == 0 {
                break;
            }
        }
        let newest = keys.newest_only();
        if self.world.vault_keys().is_none() {
            self.replace_vault_keys(&newest)?;
        }
        Ok(Rotated { version: newest.newest(), rewrapped, resumed })
    }

    /// Keys in the environment are changed by whoever sets it: the next version must stand there already.
    fn with_next_version(&self, actor: &Actor, keys: &MasterKeys) -> Result<MasterKeys, Failure> {
        if self.world.vault_keys().is_some() {
            return Err(Refusal::new("vault-key-environment").with("version", keys.newest() + 1).into());
        }
        // The rules say who may, before anything is written.
        self.store.vault_key_add(actor, keys)?;
        let failed = |error| Failure::operating("tried-write", &self.folder.vault_key(), error);
        let keys = keys.with_next(&mut |bytes| self.world.random(bytes)).map_err(failed)?;
        self.replace_vault_keys(&keys)?;
        Ok(keys)
    }

    fn replace_vault_keys(&self, keys: &MasterKeys) -> Result<(), Failure> {
        let replaced = key_file::replace(&self.folder.vault_key(), &keys.to_text());
        replaced.map_err(|error| coded(error.code(), error.arguments()).into())
    }

    /// Opens everything in the vault without showing anything of it.
    pub fn vault_check(&self) -> Result<VaultState, Failure> {
        let Some(keys) = self.vault_keys()? else {
            return match self.store.vault_versions()?.is_empty() {
                true => Ok(VaultState { key: None, check: None }),
                false => self.vault_keys_needed().map(|_| VaultState { key: None, check: None }),
            };
        };
        let version = keys.newest();
        let key = keys.fingerprint(version).map(|fingerprint| (version, fingerprint));
        Ok(VaultState { key, check: Some(self.store.vault_check(&keys)?) })
    }

    fn parsed(&self, text: &str) -> Result<MasterKeys, Failure> {
        let damaged = |_| Refusal::new("vault-key-damaged").with("path", self.folder.vault_key().display()).into();
        MasterKeys::parse(text).map_err(damaged)
    }
}
