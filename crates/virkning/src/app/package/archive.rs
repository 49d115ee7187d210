//! An archive of files as POSIX defines it (IEEE Std 1003.1, pax, "ustar interchange format"), so that any tool opens a
//! backup. It is written in one way only: owner, time and padding are always the same. Whatever differs from that way was
//! changed afterwards, so that no bit of a backup can flip unseen.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Everything in an archive is a multiple of this, in bytes.
const BLOCK: usize = 512;

/// The largest size that eleven octal digits can say; above it the number is written in binary, as GNU and BSD do.
const OCTAL_MAX: u64 = 0o777_7777_7777;

/// Writes an archive. A file's size is known only when it ends, so its header is written again then.
pub struct ArchiveWriter {
    out: io::BufWriter<File>,
    current: Option<Current>,
    place: u64,
}

struct Current {
    name: String,
    header_at: u64,
    size: u64,
}

/// Where a file lies in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Where its bytes begin.
    pub offset: u64,
    /// How many there are.
    pub size: u64,
}

/// Why an archive cannot be read.
#[derive(Debug)]
pub enum ArchiveFault {
    /// Reading failed.
    Io(io::Error),
    /// It does not begin as an archive does.
    Other,
    /// Something is not as it is always written, at or after this file.
    Damaged {
        /// The file, as far as its name can be read.
        name: String,
    },
}

impl From<io::Error> for ArchiveFault {
    fn from(error: io::Error) -> Self {
        ArchiveFault::Io(error)
    }
}

impl ArchiveWriter {
    /// An archive in a new file.
    pub fn new(file: File) -> Self {
        Self { out: io::BufWriter::with_capacity(1 << 16, file), current: None, place: 0 }
    }

    /// Begins a file.
    pub fn begin(&mut self, name: &str) -> io::Result<()> {
        let empty = header(name, 0).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, name.to_owned()))?;
        self.current = Some(Current { name: name.to_owned(), header_at: self.place, size: 0 });
        self.put(&empty)
    }

    /// Adds bytes to it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(current) = &mut self.current {
            current.size += bytes.len() as u64;
        }
        self.put(bytes)
    }

    /// Ends it.
    pub fn end(&mut self) -> io::Result<()> {
        let Some(current) = self.current.take() else { return Ok(()) };
        self.put(&[0; BLOCK][..padding(current.size)])?;
        let whole = header(&current.name, current.size).unwrap_or([0; BLOCK]);
        self.out.seek(SeekFrom::Start(current.header_at))?;
        self.out.write_all(&whole)?;
        self.out.seek(SeekFrom::Start(self.place))?;
        Ok(())
    }

    /// Ends the archive: what it holds is on the disk then.
    pub fn finish(mut self) -> io::Result<()> {
        self.put(&[0; 2 * BLOCK])?;
        self.out.flush()?;
        self.out.get_ref().sync_all()
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.place += bytes.len() as u64;
        Ok(())
    }
}

/// All files of an archive, in their order. Everything but their own bytes is held against what is always written.
pub fn members(file: &mut File) -> Result<Vec<Member>, ArchiveFault> {
    let length = file.metadata()?.len();
    let mut input = io::BufReader::new(file);
    let mut members: Vec<Member> = Vec::new();
    let mut place = 0;
    loop {
        let after = members.last().map(|member| member.name.clone()).unwrap_or_default();
        let mut block = [0; BLOCK];
        match read_whole(&mut input, &mut block, &after) {
            Err(ArchiveFault::Damaged { .. }) if place == 0 => return Err(ArchiveFault::Other),
            read => read?,
        }
        if place == 0 && &block[257..262] != b"ustar" {
            return Err(ArchiveFault::Other);
        }
        place += BLOCK as u64;
        if block == [0; BLOCK] {
            // Two empty blocks, and then nothing.
            read_whole(&mut input, &mut block, &after)?;
            let ends = block == [0; BLOCK] && place + BLOCK as u64 == length;
            return if ends { Ok(members) } else { Err(ArchiveFault::Damaged { name: after }) };
        }
        let member = member(&block, place).filter(|member| member.size <= length - place.min(length));
        let Some(member) = member else { return Err(ArchiveFault::Damaged { name: readable_name(&block) }) };
        input.seek_relative(i64::try_from(member.size).unwrap_or(i64::MAX))?;
        let mut rest = [0; BLOCK];
        let rest = &mut rest[..padding(member.size)];
        read_whole(&mut input, rest, &member.name)?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(ArchiveFault::Damaged { name: member.name });
        }
        place += member.size + rest.len() as u64;
        members.push(member);
    }
}

fn read_whole(input: &mut impl Read, bytes: &mut [u8], name: &str) -> Result<(), ArchiveFault> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => ArchiveFault::Damaged { name: name.to_owned() },
        _ => ArchiveFault::Io(error),
    })
}

/// The file that a header announces, if it is the header that would be written for it.
fn member(block: &[u8; BLOCK], offset: u64) -> Option<Member> {
    let name = readable_name(block);
    let size = size_of(&block[124..136])?;
    (header(&name, size)? == *block).then_some(Member { name, offset, size })
}

/// What fills the last block of a file.
fn padding(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

fn size_of(field: &[u8]) -> Option<u64> {
    if field[0] == 0x80 {
        return Some(field[4..].iter().fold(0, |size, byte| size << 8 | u64::from(*byte)));
    }
    u64::from_str_radix(std::str::from_utf8(&field[..11]).ok()?, 8).ok()
}

fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

fn readable_name(block: &[u8; BLOCK]) -> String {
    let (name, before) = (text(&block[..100]), text(&block[345..500]));
    if before.is_empty() { name } else { format!("{before}/{name}") }
}

/// The header of a file; nothing for a name that does not fit into it.
fn header(name: &str, size: u64) -> Option<[u8; BLOCK]> {
    let mut block = [0; BLOCK];
    let mut set = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    let (before, last) = if name.len() <= 100 { ("", name) } else { name.rsplit_once('/')? };
    if last.is_empty() || last.len() > 100 || before.len() > 155 {
        return None;
    }
    set(0, last.as_bytes());
    set(100, b"0000600\0");
    set(108, b"0000000\0");
    set(116, b"0000000\0");
    if size <= OCTAL_MAX {
        set(124, format!("{size:011o}\0").as_bytes());
    } else {
        set(124, &[0x80, 0, 0, 0]);
        set(128, &size.to_be_bytes());
    }
    set(136, b"00000000000\0");
    set(148, b"        ");
    set(156, b"0");
    set(257, b"ustar\x0000");
    set(345, before.as_bytes());
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Some(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(files: &[(&str, &[u8])]) -> Vec<u8> {
        let path = tempfile::NamedTempFile::new().expect("a file");
        let mut archive = ArchiveWriter::new(path.reopen().expect("a file"));
        for (name, bytes) in files {
            archive.begin(name).expect("a header");
            bytes.chunks(100).for_each(|piece| archive.write(piece).expect("bytes"));
            archive.end().expect("an end");
        }
        archive.finish().expect("a whole archive");
        std::fs::read(path.path()).expect("the archive")
    }

    fn read(bytes: &[u8]) -> Result<Vec<Member>, ArchiveFault> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("bytes");
        file.rewind().expect("the beginning");
        members(&mut file)
    }

    fn long_name() -> String {
        format!("snapshots/{}/people.parquet", "d".repeat(120))
    }

    #[test]
    fn what_is_written_is_read() {
        let long = long_name();
        let files: [(&str, &[u8]); 4] = [("a", b""), ("b/c.txt", &[7; 512]), (&long, &[8; 1300]), ("d", b"x")];
        let bytes = written(&files);
        let found = read(&bytes).expect("an archive");
        assert_eq!(found.len(), files.len());
        for (member, (name, content)) in found.iter().zip(files) {
            let start = usize::try_from(member.offset).expect("a place");
            assert_eq!((member.name.as_str(), &bytes[start..start + content.len()]), (name, content));
            assert_eq!(member.size, content.len() as u64);
        }
    }

    /// Outside the files' own bytes, which have hashes of their own, each flipped bit is seen here.
    #[test]
    fn a_flipped_bit_outside_the_files_is_seen() {
        let bytes = written(&[("one", &[1; 700]), ("two", b"2")]);
        let own = |place: usize| (512..512 + 700).contains(&place) || place == 3 * 512 + 512;
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << bit;
                assert_eq!(read(&changed).is_ok(), own(place), "byte {place}, bit {bit}");
            }
        }
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "cut off at {length}");
        }
        assert!(read(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    /// The other end of the format: the system's own tool reads it.
    #[test]
    fn tar_lists_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.vbk");
        std::fs::write(&path, written(&[("one", b"1"), (&long_name(), b"22")])).expect("an archive");
        let listed = std::process::Command::new("tar").arg("-tf").arg(&path).output().expect("tar runs");
        assert_eq!(String::from_utf8_lossy(&listed.stdout), format!("one\n{}\n", long_name()));
    }

    #[test]
    fn names_and_sizes_have_limits() {
        let check = |name: &str, expected: bool| assert_eq!(header(name, 1).is_some(), expected, "{name}");
        check(&"a".repeat(100), true);
        check(&"a".repeat(101), false);
        check(&format!("{}/a", "b".repeat(155)), true);
        check(&format!("{}/a", "b".repeat(156)), false);
        check("", false);
        for size in [0, 1, OCTAL_MAX, OCTAL_MAX + 1, u64::MAX] {
            let block = header("a", size).expect("a header");
            assert_eq!(size_of(&block[124..136]), Some(size));
        }
    }
}
