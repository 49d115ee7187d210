//! `head`, `log`: the head of the event log, signed so that it can be kept elsewhere, and the log itself as a file that is
//! checked without any store.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use virkning_register::{KeyError, key_file};
use virkning_store::{AuditEntry, Fault, Head, HeadFault, HeadKey, PublicKey, SignedHead, StoreError, verify_log};

use super::failure::{Failure, Refusal};
use super::folder::{read_text, write_whole};
use super::{Session, coded};

/// The head as it is now.
#[derive(Debug)]
pub struct CurrentHead {
    /// The last record.
    pub head: Head,
    /// The installation and its public key, where there is a key.
    pub key: Option<(String, PublicKey)>,
}

/// A signed head whose signature holds.
#[derive(Debug)]
pub struct CheckedHead {
    /// The head with its signature.
    pub signed: SignedHead,
    /// Whether the key is one that was expected.
    pub key_known: bool,
    /// Why the log here does not lead to it.
    pub differs: Option<Fault>,
}

/// A log file that was checked.
#[derive(Debug)]
pub enum CheckedLog {
    /// It is whole, and ends with this record.
    Whole(Head),
    /// The first record that is not what was written.
    Broken(Fault),
}

impl Session<'_> {
    /// Signs the head of the log. The key is made at first use, and then the installation needs a name.
    pub fn head_sign(&self, name: Option<&str>) -> Result<SignedHead, Failure> {
        let actor = self.actor()?;
        let key = match (self.head_key()?, name) {
            (Some(key), Some(name)) if key.name() != name.trim() => {
                return Err(Refusal::new("head-other-name").with("name", key.name()).into());
            }
            (Some(key), _) => key,
            (None, Some(name)) => self.head_key_made(name)?,
            (None, None) => return Err(Refusal::new("head-no-name").into()),
        };
        let signed = key.sign(self.store.audit_head()?, self.world.now());
        let details = [("sequence".to_owned(), signed.head.sequence.to_string())].into();
        self.store.audit_note(&actor, "sign", key.name(), details)?;
        Ok(signed)
    }

    /// The head as it is now, and what signed ones are checked with.
    pub fn head_show(&self) -> Result<CurrentHead, Failure> {
        let key = self.head_key()?.map(|key| (key.name().to_owned(), key.public()));
        Ok(CurrentHead { head: self.store.audit_head()?, key })
    }

    /// Checks a signed head, and whether the log here leads to it.
    pub fn head_verify(&self, path: &Path, key: Option<&str>) -> Result<CheckedHead, Failure> {
        let signed = signed_head(path, key)?;
        let differs = self.differs_from(&signed.head)?;
        Ok(CheckedHead { signed, key_known: key.is_some(), differs })
    }

    /// Why the log here does not lead to a head that was kept; nothing where it does.
    pub(super) fn differs_from(&self, kept: &Head) -> Result<Option<Fault>, Failure> {
        match self.store.audit_verify_against(kept) {
            Ok(_) => Ok(None),
            Err(StoreError::Damaged(fault)) => Ok(Some(fault)),
            Err(error) => Err(error.into()),
        }
    }

    /// The last records of the log, the newest first.
    pub fn log(&self, limit: u32) -> Result<Vec<AuditEntry>, Failure> {
        Ok(self.store.audit_log(limit)?)
    }

    /// Writes the whole log into a file.
    pub fn log_export(&self, out: &Path) -> Result<Head, Failure> {
        let mut bytes = Vec::new();
        let head = self.store.audit_export(&mut bytes)?;
        write_whole(out, &bytes)?;
        Ok(head)
    }

    fn head_key(&self) -> Result<Option<HeadKey>, Failure> {
        match key_file::load(&self.folder.head_key()) {
            Ok(text) => self.parsed_head_key(&text).map(Some),
            Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(coded(error.code(), error.arguments()).into()),
        }
    }

    fn head_key_made(&self, name: &str) -> Result<HeadKey, Failure> {
        let path = self.folder.head_key();
        let made = HeadKey::new(name, &mut |bytes| self.world.random(bytes));
        let made = made.map_err(|error| Failure::operating("tried-write", &path, error))?;
        let key = made.map_err(|fault| faulty(fault, &path))?;
        let stored = key_file::load_or_create(&path, &mut || Ok(key.to_text().to_string()));
        let (text, _) = stored.map_err(|error| coded(error.code(), error.arguments()))?;
        self.parsed_head_key(&text)
    }

    fn parsed_head_key(&self, text: &str) -> Result<HeadKey, Failure> {
        HeadKey::parse(text).map_err(|fault| faulty(fault, &self.folder.head_key()).into())
    }
}

/// A head that was kept elsewhere: `17:9f86…` as `verify` prints it, or a file that was signed. A signature is checked
/// before anything is compared with it.
pub fn kept_head(given: &str, key: Option<&str>) -> Result<Head, Failure> {
    if let Ok(head) = given.parse::<Head>() {
        return match key {
            None => Ok(head),
            Some(_) => Err(Refusal::new("head-not-signed").with("head", given).into()),
        };
    }
    if !Path::new(given).exists() {
        return Err(Refusal::new("head-invalid").with("head", given).into());
    }
    Ok(signed_head(Path::new(given), key)?.head)
}

/// A signed head of a file whose signature holds.
pub fn signed_head(path: &Path, key: Option<&str>) -> Result<SignedHead, Failure> {
    let signed: SignedHead = read_text(path)?.parse().map_err(|fault| faulty(fault, path))?;
    let expected = key.map(str::parse::<PublicKey>).transpose();
    let expected = expected.map_err(|fault| faulty(fault, Path::new(key.unwrap_or_default())))?;
    signed.verify(expected.as_ref()).map_err(|fault| faulty(fault, path))?;
    Ok(signed)
}

fn faulty(fault: HeadFault, path: &Path) -> Refusal {
    Refusal::new(fault.code()).with("path", path.display())
}

/// Checks a log file by itself and, where one was kept, against a head. No store is opened.
pub fn check_log(path: &Path, kept: Option<&Head>) -> Result<CheckedLog, Failure> {
    let failed = |error: io::Error| Failure::operating("tried-read", path, error);
    let file = File::open(path).map_err(failed)?;
    Ok(match verify_log(BufReader::new(file), kept).map_err(failed)? {
        Ok(head) => CheckedLog::Whole(head),
        Err(broken) => CheckedLog::Broken(Fault::Audit(broken)),
    })
}
