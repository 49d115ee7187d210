//! People are found however their pseudonyms lie, and no byte of a file of leaves can change unnoticed.

use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::leaves::{LeafWriter, Leaves, Proof};
use super::people::{ChunkPeople, People};
use super::{LEAF_BYTES, SAMPLED_PEOPLE};
use crate::import::Disk;
use crate::key::Pseudonym;
use crate::manifest::PartFile;

const MAGIC: &[u8; 4] = b"TEST";

#[derive(Serialize)]
struct Footer {
    format: u32,
    proof: Proof,
}

/// A file of these blocks, and what vouches for it.
fn file_of(path: &Path, blocks: impl Iterator<Item = Vec<u8>>) -> PartFile {
    let output = Disk::default().create_unhashed(path).expect("created");
    let mut writer = LeafWriter::new(output);
    blocks.for_each(|block| writer.write(block).expect("written"));
    writer.finish(("test", MAGIC), 0, |proof| Footer { format: 7, proof }).expect("finished")
}

fn opened(path: PathBuf, part: &PartFile) -> Option<Leaves> {
    Leaves::open(path, MAGIC, 7, Some(part)).ok().flatten().map(|(leaves, _)| leaves)
}

/// Pseudonyms as they are: evenly spread.
fn even(number: u32) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(number.to_le_bytes()).into();
    std::array::from_fn(|place| hash[place])
}

/// Those that begin alike, and a few far from them.
fn crowded(number: u32) -> [u8; 16] {
    let mut bytes = [3; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    if number.is_multiple_of(911) {
        bytes[0] = (number / 911) as u8;
    }
    bytes
}

#[test]
fn everybody_is_found_and_nobody_else() {
    for (name, of) in [("even", even as fn(u32) -> [u8; 16]), ("crowded", crowded)] {
        for people in [1_u32, 63, 64, 65, 256, 300, 5_000, 40_000] {
            found_in(name, of, people);
        }
    }
}

/// Every other number is in the file; few and many are looked for, in no order and some twice.
fn found_in(name: &str, of: fn(u32) -> [u8; 16], people: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people");
    let mut known: Vec<[u8; 16]> = (0..people).map(|number| of(number * 2)).collect();
    known.sort_unstable();
    known.dedup();
    let lengths = [SAMPLED_PEOPLE, 32_768, SAMPLED_PEOPLE * 3];
    let (mut rest, mut chunks, mut blocks, mut at) = (known.as_slice(), Vec::new(), Vec::new(), 0_u64);
    for length in lengths.into_iter().cycle() {
        let (own, after) = rest.split_at(length.min(rest.len()));
        if own.is_empty() {
            break;
        }
        chunks.push(ChunkPeople { at, people: own.len() as u32 });
        blocks.push(own.concat());
        let leaves = (own.len() * 16).div_ceil(LEAF_BYTES);
        at += ((leaves + leaves.div_ceil(32)) * LEAF_BYTES) as u64;
        rest = after;
    }
    blocks.push(known.iter().step_by(SAMPLED_PEOPLE).flatten().copied().collect());
    let part = file_of(&path, blocks.into_iter());
    let leaves = opened(path, &part).expect("opened");
    let read = People::read(&leaves, at, known.len() as u32, chunks).expect("read");
    for step in [1_usize, 7, 997] {
        let wanted: Vec<u32> = (0..people * 2 + 10).step_by(step).collect();
        let mut wanted: Vec<Pseudonym> = wanted.iter().map(|number| Pseudonym::from_bytes(of(*number))).collect();
        wanted.extend([[0; 16], [255; 16]].map(Pseudonym::from_bytes));
        wanted.extend_from_within(..wanted.len().min(5));
        let expected: Vec<Option<u32>> =
            wanted.iter().map(|person| known.binary_search(person.as_bytes()).ok().map(|place| place as u32)).collect();
        assert_eq!(read.rows_of(&leaves, &wanted).expect("found"), expected, "{name} {people} {step}");
    }
}

#[test]
fn each_changed_byte_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("leaves");
    // More leaves than one row of hashes proves, in blocks that end within a leaf, within a node, and at both.
    let lengths = [1_200 * LEAF_BYTES, 10, 32 * LEAF_BYTES, 33 * LEAF_BYTES - 1];
    let block = |(number, length): (usize, usize)| (0..length).map(|place| (place * 7 + number) as u8).collect();
    let part = file_of(&path, lengths.into_iter().enumerate().map(block));
    let written = std::fs::read(&path).expect("read");
    assert_eq!(part.size_bytes, written.len() as u64);
    opened(path.clone(), &part).expect("opened").verify().expect("sound");
    let mut at = 0;
    for (number, length) in lengths.into_iter().enumerate() {
        let leaves = opened(path.clone(), &part).expect("opened");
        let mut buffer = Vec::new();
        for (from, count) in [(0, length), (length / 2, 1), (length - 1, 1), (length / 3, length / 3)] {
            let read = leaves.read(at + from as u64, count, &mut buffer).expect("read");
            let expected: Vec<u8> = (from..from + count).map(|place| (place * 7 + number) as u8).collect();
            assert!(read == expected, "block {number} from {from}");
        }
        let count = length.div_ceil(LEAF_BYTES);
        // Beyond the leaves of a block there is nothing to read.
        assert!(leaves.read(at, count * LEAF_BYTES + 1, &mut buffer).is_err());
        at += ((count + count.div_ceil(32)) * LEAF_BYTES) as u64;
    }
    let places = (0..written.len()).step_by(4_099).chain(at as usize..written.len());
    for place in places.step_by(3) {
        let mut bytes = written.clone();
        bytes[place] ^= 0x10;
        std::fs::write(&path, &bytes).expect("written");
        let sound = opened(path.clone(), &part).is_some_and(|leaves| leaves.verify().is_ok());
        assert!(!sound, "byte {place} of {}", written.len());
    }
    for length in [0, 7, 1_000, at as usize, written.len() - 1] {
        std::fs::write(&path, &written[..length]).expect("written");
        assert!(opened(path.clone(), &part).is_none(), "cut off at {length}");
    }
}
