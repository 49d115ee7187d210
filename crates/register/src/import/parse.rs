//! Blocks of bytes to people and faulty rows. Blocks know nothing of each other: lines count from the block's first.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

use crate::import::layout::Layout;
use crate::import::row::{RowReader, row_end, split};
use crate::import::sorter::{Head, People};
use crate::key::{InstallationKey, Pseudonyms};
use crate::problem::{ImportError, LINE_BYTES_MAX, RowProblem};
use crate::profile::{Encoding, Profile};

/// What a block, or a whole file, held.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) people: People,
    pub(crate) problems: Vec<RowProblem>,
    pub(crate) rows: u64,
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
}

/// Parses blocks of one file.
pub(crate) struct Parser<'a> {
    layout: &'a Layout,
    profile: &'a Profile,
    pseudonyms: Pseudonyms,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(layout: &'a Layout, profile: &'a Profile, key: &InstallationKey) -> Self {
        Self { layout, profile, pseudonyms: key.pseudonyms(&layout.key.space) }
    }

    /// Parses blocks side by side, in their order.
    pub(crate) fn blocks(&self, blocks: &[Vec<u8>]) -> Vec<Result<Parsed, ImportError>> {
        blocks.par_iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &[u8]) -> Result<Parsed, ImportError> {
        check_encoding(block, self.profile.encoding)?;
        // Without a quote in the block every line end ends a row, which is quicker to find.
        let quote = self.profile.quote.filter(|quote| memchr(*quote, block).is_some());
        let mut reader = RowReader::new(self.layout, self.profile, &self.pseudonyms);
        let mut parsed = Parsed::default();
        let mut at = 0;
        while at < block.len() {
            let end = row_end(block, at, self.profile.separator, quote).unwrap_or(block.len());
            let row = &block[at..end];
            let line = parsed.lines;
            parsed.lines += 1;
            if quote.is_some() {
                parsed.lines += memchr_iter(b'\n', row).count() as u64;
            }
            at = end + 1;
            self.row(row.strip_suffix(b"\r").unwrap_or(row), line, &mut reader, &mut parsed)?;
        }
        Ok(parsed)
    }

    fn row(&self, row: &[u8], line: u64, reader: &mut RowReader<'_>, parsed: &mut Parsed) -> Result<(), ImportError> {
        if row.len() > LINE_BYTES_MAX {
            return Err(ImportError::LineTooLong { line: line + 1 });
        }
        // An empty line is no row: files often end with one.
        if row.is_empty() {
            return Ok(());
        }
        parsed.rows += 1;
        let People { heads, weeks, jobs, .. } = &mut parsed.people;
        let (week_count, job_count) = (weeks.len(), jobs.len());
        match reader.read(row, weeks, jobs) {
            Ok(pseudonym) => heads.push(Head {
                pseudonym,
                line: line as u32,
                weeks: (weeks.len() - week_count) as u32,
                jobs: (jobs.len() - job_count) as u32,
            }),
            Err(faulty) => parsed.problems.push(RowProblem {
                file: None,
                line: line + 1,
                fault: faulty.fault,
                column: faulty.column.map(|column| self.layout.names[column].clone()),
                excerpt: faulty.excerpt,
            }),
        }
        Ok(())
    }
}

/// Refuses bytes that the encoding does not have. Nearly all blocks are ASCII, which is the same in all of them.
pub(crate) fn check_encoding(block: &[u8], encoding: Encoding) -> Result<(), ImportError> {
    if block.is_ascii() {
        return Ok(());
    }
    let wrong = match encoding {
        Encoding::Ascii => block.iter().position(|byte| !byte.is_ascii()),
        Encoding::Utf8 => std::str::from_utf8(block).err().map(|error| error.valid_up_to()),
        Encoding::Windows1252 => block.iter().position(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)),
    };
    let Some(at) = wrong else { return Ok(()) };
    let before = &block[..at];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    Err(ImportError::Encoding {
        line: memchr_iter(b'\n', before).count() as u64 + 1,
        byte: at - line_start + 1,
        value: block[at],
        encoding: match encoding {
            Encoding::Ascii => "ascii",
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1252 => "windows-1252",
        },
    })
}

/// The names of the columns. A byte order mark is recognised; what is no text is refused.
pub(crate) fn header(line: &[u8], profile: &Profile) -> Result<Vec<String>, ImportError> {
    header_names(line, profile.separator, profile.quote, profile.encoding)
}

/// The same for any separator, quote and encoding.
pub(crate) fn header_names(
    line: &[u8],
    separator: u8,
    quote: Option<u8>,
    encoding: Encoding,
) -> Result<Vec<String>, ImportError> {
    let (marked, line) = match line.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let binary = line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") || line.starts_with(b"PK\x03\x04");
    if binary || memchr(0, line).is_some() {
        return Err(ImportError::NotText);
    }
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.trim_ascii().is_empty() {
        return Err(ImportError::Empty);
    }
    // The mark says UTF-8, whatever the profile says.
    let encoding = if marked { Encoding::Utf8 } else { encoding };
    check_encoding(line, encoding)?;
    let text: Cow<'_, [u8]> = match encoding {
        Encoding::Windows1252 => {
            Cow::Owned(encoding_rs::WINDOWS_1252.decode_without_bom_handling(line).0.into_owned().into_bytes())
        }
        Encoding::Ascii | Encoding::Utf8 => Cow::Borrowed(line),
    };
    let fields = split(&text, separator, quote).ok_or(ImportError::UnclosedQuote { line: 1 })?;
    Ok(fields.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect())
}
