//! Files of leaves: every 1,024 bytes are proved by their hash when they are read, the hashes by hashes of their own, these by
//! the footer, and the footer by the manifest. What is not read costs nothing (fs-verity of Linux does the same).
//!
//! What is written at once is a block: its leaves, and right after them their hashes. The hashes of these are rows of their own
//! after the last block, each proved by the next, until one leaf holds a row whole: the footer has the hash of that one. Leaves
//! are small, since most of what is read is one person among many, and a proof costs as much as the bytes that it is of.

use std::fs::File;
use std::io::{self, Write as _};
use std::ops::Range;
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

/// Hashes that are proved together: as many as fit a leaf.
const NODE_HASHES: usize = LEAF_BYTES / HASH_BYTES;

/// A file while it is written.
pub(crate) struct LeafWriter {
    output: Output,
    blocks: Vec<Block>,
    /// The hashes of the nodes of all blocks.
    nodes: Vec<u8>,
    bytes_written: u64,
}

/// What was written at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Block {
    at: u64,
    leaves: u64,
}

/// What a footer says of the leaves before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    blocks: Vec<Block>,
    /// SHA-256 of the last row of hashes.
    hashes: ContentHash,
}

/// What every footer says, whatever else it says.
#[derive(Deserialize)]
struct Head {
    format: u32,
    proof: Option<Proof>,
}

impl Block {
    fn end(&self) -> u64 {
        self.at + self.leaves * LEAF_BYTES as u64
    }

    fn nodes(&self) -> u64 {
        self.leaves.div_ceil(NODE_HASHES as u64)
    }

    /// Where its hashes end.
    fn hashes_end(&self) -> u64 {
        self.end() + self.nodes() * LEAF_BYTES as u64
    }
}

/// The hashes of leaves, one after the other, filled up to whole leaves.
fn hashes_of(bytes: &[u8]) -> Vec<u8> {
    let leaves: Vec<&[u8]> = bytes.chunks(LEAF_BYTES).collect();
    let hashes: Vec<[u8; HASH_BYTES]> =
        leaves.par_iter().with_min_len(64).map(|leaf| Sha256::digest(leaf).into()).collect();
    let mut hashes = hashes.into_flattened();
    hashes.resize(hashes.len().next_multiple_of(LEAF_BYTES), 0);
    hashes
}

impl LeafWriter {
    /// Begins a file.
    pub(crate) fn new(output: Output) -> Self {
        Self { output, blocks: Vec::new(), nodes: Vec::new(), bytes_written: 0 }
    }

    /// Where the next bytes come.
    pub(crate) fn at(&self) -> u64 {
        self.bytes_written
    }

    /// Writes bytes, filled up to whole leaves, as a block.
    pub(crate) fn write(&mut self, mut bytes: Vec<u8>) -> io::Result<()> {
        bytes.resize(bytes.len().next_multiple_of(LEAF_BYTES), 0);
        let block = Block { at: self.bytes_written, leaves: (bytes.len() / LEAF_BYTES) as u64 };
        if block.leaves == 0 {
            return Ok(());
        }
        let hashes = hashes_of(&bytes);
        self.nodes.extend(hashes.chunks(LEAF_BYTES).flat_map(Sha256::digest));
        self.blocks.push(block);
        self.put(&bytes)?;
        self.put(&hashes)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes_written += bytes.len() as u64;
        self.output.write_all(bytes)
    }

    /// Completes and syncs the file; gives what the manifest says of it. The footer is made from the proof of the leaves.
    pub(crate) fn finish<F: Serialize>(
        mut self,
        (name, magic): (&str, &[u8; MAGIC_BYTES]),
        rows: u32,
        footer: impl FnOnce(Proof) -> F,
    ) -> io::Result<PartFile> {
        let mut row = std::mem::take(&mut self.nodes);
        row.resize(row.len().next_multiple_of(LEAF_BYTES), 0);
        self.put(&row)?;
        while row.len() > LEAF_BYTES {
            row = hashes_of(&row);
            self.put(&row)?;
        }
        let hashes = ContentHash::from_bytes(Sha256::digest(&row).into());
        let footer = serde_json::to_vec(&footer(Proof { blocks: self.blocks, hashes })).map_err(io::Error::other)?;
        let length = u32::try_from(footer.len()).map_err(io::Error::other)?;
        for bytes in [&footer[..], &length.to_le_bytes(), magic] {
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

/// Hashes that were read and proved.
type Node = OnceLock<Box<[u8]>>;

/// A file that is open for reading, from any number of threads.
#[derive(Debug)]
pub(crate) struct Leaves {
    path: PathBuf,
    file: File,
    blocks: Vec<OpenBlock>,
    /// The rows of hashes after the blocks, from the one that proves these on; the last is `top`.
    rows: Vec<Row>,
    top: Vec<u8>,
}

/// A block, and the hashes of its leaves as far as they were needed.
#[derive(Debug)]
struct OpenBlock {
    block: Block,
    /// The place of the first of its nodes among those of all blocks.
    first_node: u64,
    nodes: OnceLock<Vec<Node>>,
}

/// A row of hashes, and what was needed of it.
#[derive(Debug)]
struct Row {
    at: u64,
    nodes: Vec<Node>,
}

fn unread(nodes: u64) -> Vec<Node> {
    (0..nodes).map(|_| OnceLock::new()).collect()
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
        let (footer, hash, rows_end) = footer(&file, &path, magic)?;
        let changed = || SnapshotError::Changed { path: path.clone() };
        if vouched.is_some_and(|part| part.sha256 != hash) {
            return Err(changed());
        }
        let Ok(head) = serde_json::from_slice::<Head>(&footer) else { return Err(changed()) };
        if head.format != format {
            return if vouched.is_none() {
                Ok(None)
            } else {
                Err(SnapshotError::Format { path, format: head.format })
            };
        }
        let Proof { blocks, hashes } = head.proof.ok_or_else(changed)?;
        let mut opened = Vec::with_capacity(blocks.len());
        let (mut at, mut first_node) = (0, 0);
        for block in blocks {
            // Nothing can be longer than the file, so that no sum of lengths overflows.
            if block.at != at || block.leaves == 0 || block.leaves > rows_end / LEAF_BYTES as u64 {
                return Err(changed());
            }
            at = block.hashes_end();
            opened.push(OpenBlock { block, first_node, nodes: OnceLock::new() });
            first_node += block.nodes();
        }
        let mut rows = Vec::new();
        let mut hashes_in_row = first_node;
        loop {
            let nodes = hashes_in_row.div_ceil(NODE_HASHES as u64);
            if at.checked_add(nodes * LEAF_BYTES as u64).is_none_or(|end| end > rows_end) {
                return Err(changed());
            }
            if nodes <= 1 {
                break;
            }
            rows.push(Row { at, nodes: unread(nodes) });
            at += nodes * LEAF_BYTES as u64;
            hashes_in_row = nodes;
        }
        let mut top = vec![0; usize::try_from(rows_end - at).map_err(|_| changed())?.min(LEAF_BYTES)];
        if at + top.len() as u64 != rows_end {
            return Err(changed());
        }
        file.read_exact_at(&mut top, at).map_err(|source| SnapshotError::Io { path: path.clone(), source })?;
        if ContentHash::from_bytes(Sha256::digest(&top).into()) != hashes {
            return Err(changed());
        }
        Ok(Some((Self { path, file, blocks: opened, rows, top }, footer)))
    }

    /// Proves every byte.
    pub(crate) fn verify(&self) -> Result<(), SnapshotError> {
        const LEAVES: u64 = 1_024;
        self.blocks.par_iter().try_for_each(|open| {
            let Block { at, leaves } = open.block;
            (0..leaves.div_ceil(LEAVES)).into_par_iter().try_for_each_init(Vec::new, |buffer, piece| {
                let from = piece * LEAVES;
                let count = LEAVES.min(leaves - from) as usize;
                self.read(at + from * LEAF_BYTES as u64, count * LEAF_BYTES, buffer).map(|_| ())
            })
        })
    }

    /// Bytes of one block, proved. The buffer is used again.
    pub(crate) fn read<'b>(&self, at: u64, length: usize, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], SnapshotError> {
        if length == 0 {
            return Ok(&[]);
        }
        let (open, leaves) = self.leaves_of(at, length)?;
        let bytes = (leaves.end - leaves.start) as usize * LEAF_BYTES;
        let from = open.block.at + leaves.start * LEAF_BYTES as u64;
        if buffer.len() < bytes {
            buffer.resize(bytes, 0);
        }
        self.file.read_exact_at(&mut buffer[..bytes], from).map_err(|source| self.io(source))?;
        let mut place = leaves.start;
        let mut rest = &buffer[..bytes];
        while place < leaves.end {
            let node = self.node_of_block(open, place / NODE_HASHES as u64)?;
            let hashes = node.as_chunks::<HASH_BYTES>().0.iter().skip(place as usize % NODE_HASHES);
            for (leaf, hash) in rest.chunks_exact(LEAF_BYTES).zip(hashes) {
                if Sha256::digest(leaf)[..] != hash[..] {
                    return Err(self.damaged(Damage::Bytes(open.block.at + place * LEAF_BYTES as u64)));
                }
                rest = &rest[LEAF_BYTES..];
                place += 1;
            }
        }
        let skipped = (at - from) as usize;
        Ok(&buffer[skipped..skipped + length])
    }

    /// The block in which bytes are, and the places of their leaves in it.
    fn leaves_of(&self, at: u64, length: usize) -> Result<(&OpenBlock, Range<u64>), SnapshotError> {
        let block = self.blocks.partition_point(|open| open.block.at <= at).checked_sub(1);
        let open = block.and_then(|block| self.blocks.get(block));
        let end = at.checked_add(length as u64);
        let inside = open.zip(end).filter(|(open, end)| *end <= open.block.end());
        let (open, end) = inside.ok_or_else(|| self.damaged(Damage::Content))?;
        let leaf_bytes = LEAF_BYTES as u64;
        Ok((open, (at - open.block.at) / leaf_bytes..(end - open.block.at).div_ceil(leaf_bytes)))
    }

    /// Hashes of leaves of a block.
    fn node_of_block<'s>(&'s self, open: &'s OpenBlock, node: u64) -> Result<&'s [u8], SnapshotError> {
        let nodes = open.nodes.get_or_init(|| unread(open.block.nodes()));
        let at = open.block.end() + node * LEAF_BYTES as u64;
        self.proved(&nodes[node as usize], at, 0, open.first_node + node)
    }

    /// Hashes, proved by the one that a row has at a place.
    fn proved<'s>(&'s self, node: &'s Node, at: u64, row: usize, place: u64) -> Result<&'s [u8], SnapshotError> {
        if let Some(proved) = node.get() {
            return Ok(proved);
        }
        let mut bytes = vec![0; LEAF_BYTES];
        self.file.read_exact_at(&mut bytes, at).map_err(|source| self.io(source))?;
        let (above, own) = (place / NODE_HASHES as u64, place as usize % NODE_HASHES);
        let hashes = match self.rows.get(row) {
            Some(above_row) => {
                let at = above_row.at + above * LEAF_BYTES as u64;
                self.proved(&above_row.nodes[above as usize], at, row + 1, above)?
            }
            None => &self.top,
        };
        if Sha256::digest(&bytes)[..] != hashes[own * HASH_BYTES..][..HASH_BYTES] {
            return Err(self.damaged(Damage::Bytes(at)));
        }
        Ok(node.get_or_init(|| bytes.into_boxed_slice()))
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
