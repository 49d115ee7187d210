//! The installation key: it turns identifiers into register pseudonyms and pseudonyms into the aliases of an agreement.
//! It lies in a file of its own, apart from the data. It is not an identity vault: nothing here leads back to a person.

use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use virkning_model::hex;
use virkning_model::id::{AgreementId, Alias};

use crate::key_file::{self, KeyError};

/// A register pseudonym: used inside the register and the store only, never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym([u8; 16]);

impl Pseudonym {
    /// From its bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// A text is no pseudonym: 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPseudonym;

impl fmt::Display for InvalidPseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pseudonym is 32 hexadecimal digits")
    }
}

impl std::error::Error for InvalidPseudonym {}

impl FromStr for Pseudonym {
    type Err = InvalidPseudonym;

    fn from_str(text: &str) -> Result<Self, InvalidPseudonym> {
        hex::decode(text).map(Self).ok_or(InvalidPseudonym)
    }
}

/// The key of this installation.
#[derive(Clone)]
pub struct InstallationKey {
    bytes: [u8; 32],
}

// The key never reaches a log.
impl fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

impl InstallationKey {
    /// Reads the key, or makes it at first use: 32 random bytes, readable by the owner only. The file is complete before
    /// it gets its name, so that a crash leaves either no key or a whole one; `true` says that it was made now.
    pub fn load_or_create(
        path: &Path,
        random: &mut dyn FnMut(&mut [u8]) -> io::Result<()>,
    ) -> Result<(Self, bool), KeyError> {
        let mut make = || {
            let mut bytes = [0; 32];
            random(&mut bytes)?;
            Ok(hex::encode(&bytes))
        };
        let (text, created) = key_file::load_or_create(path, &mut make)?;
        Self::parse(path, &text).map(|key| (key, created))
    }

    /// Reads the key of an installation that has one.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        Self::parse(path, &key_file::load(path)?)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, KeyError> {
        let bytes = hex::decode(text.trim_end()).ok_or_else(|| KeyError::Damaged { path: path.to_owned() })?;
        Ok(Self { bytes })
    }

    /// The register pseudonym of an identifier in its one form (see [`crate::identifier`]). Key spaces keep the serial
    /// numbers of a delivery apart from CPR numbers: the same digits give different pseudonyms.
    pub fn pseudonym(&self, key_space: &str, identifier: &str) -> Pseudonym {
        self.pseudonyms(key_space).of(identifier)
    }

    /// The pseudonyms of one key space, with the work that is the same for all of them done once.
    pub fn pseudonyms(&self, key_space: &str) -> Pseudonyms {
        let mut state = keyed(&self.bytes);
        state.update(b"virkning/register/");
        state.update(key_space.as_bytes());
        state.update(&[0]);
        Pseudonyms { state }
    }

    /// The alias of a person in one agreement, as `k7qf-2m9x-p3tw`: 60 bits of a hash under a key of its own.
    pub fn alias(&self, agreement: &AgreementId, pseudonym: &Pseudonym) -> Alias {
        let mut derive = keyed(&self.bytes);
        derive.update(b"virkning/alias");
        let derived: [u8; 32] = derive.finalize().into_bytes().into();
        let mut state = keyed(&derived);
        state.update(agreement.as_str().as_bytes());
        state.update(&[0]);
        state.update(pseudonym.as_bytes());
        let hash: [u8; 32] = state.finalize().into_bytes().into();
        Alias::new(grouped(&hash)).expect("letters, digits and hyphens")
    }
}

/// Makes the pseudonyms of one key space.
#[derive(Clone)]
pub struct Pseudonyms {
    state: Hmac<Sha256>,
}

impl Pseudonyms {
    /// The pseudonym of an identifier in its one form.
    pub fn of(&self, identifier: &str) -> Pseudonym {
        let mut state = self.state.clone();
        state.update(identifier.as_bytes());
        let hash: [u8; 32] = state.finalize().into_bytes().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        Pseudonym(bytes)
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("a key of any length is accepted")
}

/// Small letters and digits without those that are mistaken for each other: 0 and o, 1 and l.
const LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

/// The first 60 bits, five at a time, in groups of four.
fn grouped(hash: &[u8; 32]) -> String {
    let bits = hash[..8].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut text = String::with_capacity(14);
    for place in 0..12 {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        let five = (bits >> (59 - place * 5)) & 31;
        text.push(char::from(LETTERS[usize::try_from(five).unwrap_or_default()]));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn counting(bytes: &mut [u8]) -> io::Result<()> {
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(place).expect("32 bytes");
        }
        Ok(())
    }

    #[test]
    fn made_once_and_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("installation.key");
        let (first, created) = InstallationKey::load_or_create(&path, &mut counting).expect("made");
        assert!(created);
        let mode = std::fs::metadata(&path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let mut never = |_: &mut [u8]| -> io::Result<()> { Err(io::Error::other("not asked")) };
        let (second, created) = InstallationKey::load_or_create(&path, &mut never).expect("read");
        assert!(!created);
        assert_eq!(first.bytes, second.bytes);
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1, "no temporary file is left");
    }

    #[test]
    fn what_a_killed_process_left_goes_away() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(".installation.key.part"), "half").expect("written");
        InstallationKey::load_or_create(&folder.path().join("installation.key"), &mut counting).expect("made");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn several_at_once_make_one_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("installation.key");
        let made: Vec<(InstallationKey, bool)> = std::thread::scope(|scope| {
            let make = |number: u8| {
                let path = &path;
                scope.spawn(move || {
                    let mut random = |bytes: &mut [u8]| -> io::Result<()> {
                        bytes.fill(number);
                        Ok(())
                    };
                    InstallationKey::load_or_create(path, &mut random).expect("a key")
                })
            };
            let threads: Vec<_> = (0..8).map(make).collect();
            threads.into_iter().map(|thread| thread.join().expect("ended")).collect()
        });
        assert_eq!(made.iter().filter(|(_, created)| *created).count(), 1);
        assert!(made.iter().all(|(key, _)| key.bytes == made[0].0.bytes));
    }

    #[test]
    fn refused_keys() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("installation.key");
        let check = |text: &str, mode: u32, expected: &str| {
            std::fs::write(&path, text).expect("written");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("set");
            let error = InstallationKey::load(&path).expect_err("refused");
            assert_eq!(error.code(), expected, "{text:?} {mode:o}");
        };
        let good = "0f".repeat(32);
        check(&good, 0o640, "R151");
        check(&good, 0o604, "R151");
        check("", 0o600, "R152");
        check(&good[1..], 0o600, "R152");
        check(&good.replace('f', "g"), 0o600, "R152");
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(InstallationKey::load(&path).expect_err("refused").code(), "R153");
    }

    #[test]
    fn pseudonyms_and_aliases_keep_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let (key, _) = InstallationKey::load_or_create(&folder.path().join("key"), &mut counting).expect("made");
        // Independent: another implementation of HMAC-SHA-256 over "virkning/register/lobenr\0" + "12" under the bytes 0 to 31.
        let pseudonym = key.pseudonym("lobenr", "12");
        assert_eq!(pseudonym.to_string(), "bd8f2d422db8ada25231b290c6e1384b");
        assert_eq!(pseudonym.to_string().parse(), Ok(pseudonym));
        assert_ne!(key.pseudonym("cpr", "12"), pseudonym);
        let agreement = |id: &str| AgreementId::new(id).expect("an identifier");
        let alias = key.alias(&agreement("ips-plus"), &pseudonym);
        assert_eq!(alias.as_str(), "q4qw-h7uu-aqfh");
        assert_ne!(key.alias(&agreement("ips"), &pseudonym), alias);
    }
}
