//! Files that hold keys: readable by their owner only, apart from the data, and there whole or not at all. What a key is
//! for does not matter here.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The longest file of keys in bytes. A key with its version is under a hundred.
const BYTES_MAX: u64 = 64 * 1024;

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

/// Reads the text of a key file, or makes the file at first use. `true` says that it was made now.
pub fn load_or_create(path: &Path, make: &mut dyn FnMut() -> io::Result<String>) -> Result<(String, bool), KeyError> {
    match load(path) {
        Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        other => return other.map(|text| (text, false)),
    }
    let io_error = |source| KeyError::Io { path: path.to_owned(), source };
    let text = make().map_err(io_error)?;
    match write(path, &text, Existing::Refused) {
        Ok(()) => Ok((text, true)),
        // Somebody else made one in the same moment: theirs holds.
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => load(path).map(|text| (text, false)),
        Err(source) => Err(io_error(source)),
    }
}

/// Reads the text of a key file that is there. Others than its owner must not be able to read it.
pub fn load(path: &Path) -> Result<String, KeyError> {
    let io_error = |source| KeyError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io_error)?;
    let mode = file.metadata().map_err(io_error)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyError::TooOpen { path: path.to_owned(), mode: format!("{mode:04o}") });
    }
    match io::read_to_string(io::Read::take(file, BYTES_MAX)) {
        Ok(text) => Ok(text),
        Err(source) if source.kind() == io::ErrorKind::InvalidData => Err(KeyError::Damaged { path: path.to_owned() }),
        Err(source) => Err(io_error(source)),
    }
}

/// Puts another text in the place of a key file, or makes it. After a crash it is the old one or the new one.
pub fn replace(path: &Path, text: &str) -> Result<(), KeyError> {
    write(path, text, Existing::Replaced).map_err(|source| KeyError::Io { path: path.to_owned(), source })
}

/// What happens to a file that is there already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Existing {
    Refused,
    Replaced,
}

/// Writes a file that nobody else may read, whole or not at all.
fn write(path: &Path, text: &str, existing: Existing) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder_path = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = File::open(folder_path)?;
    // One at a time: a rename would otherwise put a second key over the first. The lock ends with the process.
    folder.lock()?;
    if existing == Existing::Refused && path.try_exists()? {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_replaced_as_a_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.key");
        let (text, created) = load_or_create(&path, &mut || Ok("one".to_owned())).expect("made");
        assert_eq!((text.trim_end(), created), ("one", true));
        let (text, created) = load_or_create(&path, &mut || Ok("two".to_owned())).expect("read");
        assert_eq!((text.trim_end(), created), ("one", false));
        replace(&path, "three").expect("replaced");
        assert_eq!(load(&path).expect("read"), "three\n");
        let mode = std::fs::metadata(&path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1, "no temporary file is left");
    }
}
