//! Files of leaves: every 4,096 bytes are proved by their hash when they are read, the hashes by hashes of their own, these by
//! the footer, and the footer by the manifest. What is not read costs nothing (fs-verity of Linux does the same).

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use virkning_model::id::ContentHash;

use crate::import::Output;
use crate::manifest::PartFile;
use crate::scan::{HASH_BYTES, LEAF_BYTES};
use crate::snapshot::{Damage, SnapshotError};

/// Bytes of a magic word.
const MAGIC_BYTES: usize = 4;

/// A file while it is written.
pub(crate) struct LeafWriter {
    output: Output,
    hashes: Vec<[u8; HASH_BYTES]>,
    bytes_written: u64,
}

/// What a footer says of the leaves before it.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    /// Where the leaves end and the hashes begin.
    pub(crate) data_bytes: u64,
    /// SHA-256 of the second row of hashes.
    pub(crate) hashes: ContentHash,
}

/// What every footer says, whatever else it says.
#[derive(Deserialize)]
struct Head {
    format: u32,
    data_bytes: u64,
    hashes: ContentHash,
}

impl LeafWriter {
    /// Begins a file.
    pub(crate) fn new(output: Output) -> Self {
        Self { output, hashes: Vec::new(), bytes_written: 0 }
    }

    /// Where the next bytes come.
    pub(crate) fn at(&self) -> u64 {
        self.bytes_written
    }

    /// Writes bytes, filled up to whole leaves.
    pub(crate) fn write(&mut self, mut bytes: Vec<u8>) -> io::Result<()> {
        bytes.resize(bytes.len().next_multiple_of(LEAF_BYTES), 0);
        self.hashes.par_extend(bytes.par_chunks(LEAF_BYTES).map(|leaf| <[u8; HASH_BYTES]>::from(Sha256::digest(leaf))));
        self.bytes_written += bytes.len() as u64;
        self.output.write_all(&bytes)
    }

    /// Completes and syncs the file; gives what the manifest says of it. The footer is made from the proof of the leaves.
    pub(crate) fn finish<F: Serialize>(
        mut self,
        (name, magic): (&str, &[u8; MAGIC_BYTES]),
        rows: u32,
        footer: impl FnOnce(Proof) -> F,
    ) -> io::Result<PartFile> {
        let first: Vec<u8> = self.hashes.concat();
        let second: Vec<u8> = first.chunks(LEAF_BYTES).flat_map(Sha256::digest).collect();
        let hashes = ContentHash::from_bytes(Sha256::digest(&second).into());
        let footer = serde_json::to_vec(&footer(Proof { data_bytes: self.bytes_written, hashes }));
        let footer = footer.map_err(io::Error::other)?;
        let length = u32::try_from(footer.len()).map_err(io::Error::other)?;
        for bytes in [&first[..], &second, &footer, &length.to_le_bytes(), magic] {
            self.output.write_all(bytes)?;
        }
        let (_, size_bytes) = self.output.finish()?;
        Ok(PartFile {
            name: name.to_owned(),
            sha256: ContentHash::from_bytes(Sha256::digest(&footer).into()),
            size_bytes,
            rows: u64::from(rows),
        })
    }
}

/// A file that is open for reading, from any number of threads.
#[derive(Debug)]
pub(crate) struct Leaves {
    path: PathBuf,
    file: File,
    data_bytes: u64,
    /// Hashes of blocks of hashes of leaves.
    second: Vec<u8>,
    /// Blocks of hashes of leaves, each proved when it is first needed.
    first: Vec<OnceLock<Vec<u8>>>,
}

impl Leaves {
    /// Opens a file and gives its footer, proved by the hash that the manifest has where it has one. Nothing where there is
    /// no file, or one of another format that nobody vouches for.
    pub(crate) fn open(
        path: PathBuf,
        magic: &[u8; MAGIC_BYTES],
        format: u32,
        vouched: Option<&PartFile>,
    ) -> Result<Option<(Self, Vec<u8>)>, SnapshotError> {
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SnapshotError::Io { path, source }),
        };
        let (footer, hash, hashes_end) = footer(&file, &path, magic)?;
        let changed = || SnapshotError::Changed { path: path.clone() };
        if vouched.is_some_and(|part| part.sha256 != hash) {
            return Err(changed());
        }
        let Ok(head) = serde_json::from_slice::<Head>(&footer) else { return Err(changed()) };
        if head.format != format && vouched.is_none() {
            return Ok(None);
        }
        let leaves = head.data_bytes / LEAF_BYTES as u64;
        let second_at = head.data_bytes + leaves * HASH_BYTES as u64;
        let blocks = leaves.div_ceil((LEAF_BYTES / HASH_BYTES) as u64);
        if head.data_bytes % LEAF_BYTES as u64 != 0 || second_at + blocks * HASH_BYTES as u64 != hashes_end {
            return Err(changed());
        }
        let mut second = vec![0; usize::try_from(blocks).map_err(|_| changed())? * HASH_BYTES];
        file.read_exact_at(&mut second, second_at)
            .map_err(|source| SnapshotError::Io { path: path.clone(), source })?;
        if ContentHash::from_bytes(Sha256::digest(&second).into()) != head.hashes {
            return Err(changed());
        }
        let first = (0..blocks).map(|_| OnceLock::new()).collect();
        Ok(Some((Self { path, file, data_bytes: head.data_bytes, second, first }, footer)))
    }

    /// Proves every byte.
    pub(crate) fn verify(&self) -> Result<(), SnapshotError> {
        const LEAVES: u64 = 256;
        let leaves = self.data_bytes / LEAF_BYTES as u64;
        (0..leaves.div_ceil(LEAVES)).into_par_iter().try_for_each_init(Vec::new, |buffer, piece| {
            let from = piece * LEAVES;
            let count = LEAVES.min(leaves - from);
            self.read(from * LEAF_BYTES as u64, count as usize * LEAF_BYTES, buffer).map(|_| ())
        })
    }

    /// Bytes of the data, proved. The buffer is used again.
    pub(crate) fn read<'b>(&self, at: u64, length: usize, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], SnapshotError> {
        let end = at.checked_add(length as u64).filter(|end| *end <= self.data_bytes);
        let end = end.ok_or_else(|| self.damaged(Damage::Content))?;
        let leaf_bytes = LEAF_BYTES as u64;
        let leaves = at / leaf_bytes..end.div_ceil(leaf_bytes);
        buffer.resize((leaves.end.saturating_sub(leaves.start) as usize) * LEAF_BYTES, 0);
        self.file.read_exact_at(buffer, leaves.start * leaf_bytes).map_err(|source| self.io(source))?;
        for (leaf, bytes) in leaves.clone().zip(buffer.chunks_exact(LEAF_BYTES)) {
            if Sha256::digest(bytes)[..] != *self.hash_of(leaf)? {
                return Err(self.damaged(Damage::Bytes(leaf * leaf_bytes)));
            }
        }
        let skipped = (at - leaves.start * leaf_bytes) as usize;
        Ok(&buffer[skipped..skipped + length])
    }

    /// The hash that a leaf must have.
    fn hash_of(&self, leaf: u64) -> Result<&[u8], SnapshotError> {
        let hashes = (LEAF_BYTES / HASH_BYTES) as u64;
        let block = (leaf / hashes) as usize;
        let place = (leaf % hashes) as usize * HASH_BYTES;
        if let Some(proved) = self.first[block].get() {
            return Ok(&proved[place..place + HASH_BYTES]);
        }
        let leaves = self.data_bytes / LEAF_BYTES as u64;
        let count = hashes.min(leaves - block as u64 * hashes) as usize;
        let at = self.data_bytes + (block * LEAF_BYTES) as u64;
        let mut bytes = vec![0; count * HASH_BYTES];
        self.file.read_exact_at(&mut bytes, at).map_err(|source| self.io(source))?;
        if Sha256::digest(&bytes)[..] != self.second[block * HASH_BYTES..][..HASH_BYTES] {
            return Err(self.damaged(Damage::Bytes(at)));
        }
        Ok(&self.first[block].get_or_init(|| bytes)[place..place + HASH_BYTES])
    }

    /// The file is not what it should be.
    pub(crate) fn damaged(&self, damage: Damage) -> SnapshotError {
        SnapshotError::Damaged { path: self.path.clone(), damage }
    }

    /// The file is that of another snapshot, or was written anew.
    pub(crate) fn changed(&self) -> SnapshotError {
        SnapshotError::Changed { path: self.path.clone() }
    }

    fn io(&self, source: io::Error) -> SnapshotError {
        SnapshotError::Io { path: self.path.clone(), source }
    }
}

/// The footer's bytes, their hash, and where the hashes end.
fn footer(file: &File, path: &Path, magic: &[u8; MAGIC_BYTES]) -> Result<(Vec<u8>, ContentHash, u64), SnapshotError> {
    const END: u64 = 8;
    let io = |source| SnapshotError::Io { path: path.to_owned(), source };
    let changed = || SnapshotError::Changed { path: path.to_owned() };
    let size = file.metadata().map_err(io)?.len();
    let mut end = [0; END as usize];
    let end_at = size.checked_sub(END).ok_or_else(changed)?;
    file.read_exact_at(&mut end, end_at).map_err(io)?;
    let [length @ .., _, _, _, _] = end;
    if end[4..] != *magic {
        return Err(changed());
    }
    let length = u32::from_le_bytes(length);
    let at = end_at.checked_sub(u64::from(length)).ok_or_else(changed)?;
    let mut bytes = vec![0; length as usize];
    file.read_exact_at(&mut bytes, at).map_err(io)?;
    let hash = ContentHash::from_bytes(Sha256::digest(&bytes).into());
    Ok((bytes, hash, at))
}
