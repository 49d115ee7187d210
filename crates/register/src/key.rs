//! The installation key: it turns identifiers into register pseudonyms and pseudonyms into the aliases of an agreement.
//! It lies in a file of its own, apart from the data. It is not an identity vault: nothing here leads back to a person.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use virkning_model::id::{AgreementId, Alias};

/// What may be wrong with the key's file.
#[derive(Debug)]
pub enum KeyError {
    /// Others than its owner may read or write it.
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permissions, as `0644`.
        mode: String,
    },
    /// It does not hold 64 hexadecimal digits.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl KeyError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            KeyError::TooOpen { .. } => "R151",
            KeyError::Damaged { .. } => "R152",
            KeyError::Io { .. } => "R153",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            KeyError::TooOpen { path, mode } => vec![("path", path.display().to_string()), ("mode", mode.clone())],
            KeyError::Damaged { path } => vec![("path", path.display().to_string())],
            KeyError::Io { path, source } => {
                vec![("path", path.display().to_string()), ("reason", source.to_string())]
            }
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for KeyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            KeyError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

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
        f.write_str(&to_hex(&self.0))
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
        let mut bytes = [0; 16];
        from_hex(text, &mut bytes).then_some(Self(bytes)).ok_or(InvalidPseudonym)
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
        match Self::load(path) {
            Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
            other => return other.map(|key| (key, false)),
        }
        let io_error = |source| KeyError::Io { path: path.to_owned(), source };
        let mut bytes = [0; 32];
        random(&mut bytes).map_err(io_error)?;
        match write_new(path, &to_hex(&bytes)) {
            Ok(()) => Ok((Self { bytes }, true)),
            // Somebody else made one in the same moment: theirs holds.
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => Self::load(path).map(|key| (key, false)),
            Err(source) => Err(io_error(source)),
        }
    }

    /// Reads the key of an installation that has one.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let io_error = |source| KeyError::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(io_error)?;
        let mode = file.metadata().map_err(io_error)?.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyError::TooOpen { path: path.to_owned(), mode: format!("{mode:04o}") });
        }
        let damaged = || KeyError::Damaged { path: path.to_owned() };
        let text = match io::read_to_string(io::Read::take(file, 128)) {
            Ok(text) => text,
            Err(source) if source.kind() == io::ErrorKind::InvalidData => return Err(damaged()),
            Err(source) => return Err(io_error(source)),
        };
        let mut bytes = [0; 32];
        if !from_hex(text.trim_end(), &mut bytes) {
            return Err(damaged());
        }
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

/// Writes a file that nobody else may read, whole or not at all, and never over another.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder_path = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = File::open(folder_path)?;
    // One at a time: a rename would otherwise put a second key over the first. The lock ends with the process.
    folder.lock()?;
    if path.try_exists()? {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let temporary = folder_path.join(format!(".{name}.part"));
    // What a process that was killed has left. Its name is the same for all, so that nothing else can be left.
    let _ = std::fs::remove_file(&temporary);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    let written = file.write_all(format!("{text}\n").as_bytes()).and_then(|()| file.sync_all());
    let renamed = written.and_then(|()| std::fs::rename(&temporary, path));
    if renamed.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    renamed?;
    folder.sync_all()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(b"0123456789abcdef"[usize::from(nibble)]))
        .collect()
}

fn from_hex(text: &str, bytes: &mut [u8]) -> bool {
    if text.len() != bytes.len() * 2 {
        return false;
    }
    let value = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    for (pair, byte) in text.as_bytes().chunks_exact(2).zip(bytes) {
        let (Some(high), Some(low)) = (value(pair[0]), value(pair[1])) else { return false };
        *byte = high << 4 | low;
    }
    true
}

#[cfg(test)]
mod tests {
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
