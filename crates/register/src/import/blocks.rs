//! The bytes of a delivery in blocks that end where a row ends, so that blocks can be read side by side. At most one
//! block and one line are held; blocks are cut by bytes alone, never by the number of threads.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

use crate::import::row::row_end;
use crate::problem::LINE_BYTES_MAX;

/// How many bytes a block has, as long as its rows are not longer.
pub(crate) const BLOCK_BYTES: usize = 4 * 1024 * 1024;

/// Why there is no further block.
#[derive(Debug)]
pub(crate) enum BlockError {
    /// The reader failed.
    Io(io::Error),
    /// The line after the last block is longer than the limit.
    LineTooLong,
    /// A quote is never closed.
    UnclosedQuote {
        /// How many lines stand between the last block and its row.
        lines: usize,
    },
}

/// Cuts a stream into blocks.
pub(crate) struct Blocks<R> {
    reader: R,
    block_bytes: usize,
    /// What has been read and not handed out.
    rest: Vec<u8>,
    ended: bool,
    separator: u8,
    quote: Option<u8>,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(reader: R, block_bytes: usize, separator: u8, quote: Option<u8>) -> Self {
        Self { reader, block_bytes, rest: Vec::new(), ended: false, separator, quote }
    }

    /// The first row with its line end, if it has one.
    pub(crate) fn header(&mut self) -> Result<Option<Vec<u8>>, BlockError> {
        loop {
            if let Some(end) = row_end(&self.rest, 0, self.separator, self.quote) {
                let rest = self.rest.split_off(end + 1);
                return Ok(Some(std::mem::replace(&mut self.rest, rest)));
            }
            if self.ended {
                return self.last();
            }
            self.read_more(64 * 1024)?;
        }
    }

    /// The next block: whole rows.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, BlockError> {
        loop {
            if self.rest.len() >= self.block_bytes
                && let Some(end) = self.last_row_end()
            {
                // The new buffer has the room of a block, so that it need not grow while it is filled.
                let mut rest = Vec::with_capacity(self.block_bytes + self.block_bytes / 4);
                rest.extend_from_slice(&self.rest[end + 1..]);
                self.rest.truncate(end + 1);
                return Ok(Some(std::mem::replace(&mut self.rest, rest)));
            }
            if self.ended {
                return self.last();
            }
            let missing = self.block_bytes.saturating_sub(self.rest.len());
            self.read_more(if missing == 0 { self.block_bytes } else { missing })?;
        }
    }

    fn last(&mut self) -> Result<Option<Vec<u8>>, BlockError> {
        let mut last = std::mem::take(&mut self.rest);
        if last.is_empty() {
            return Ok(None);
        }
        if self.has_quote(&last) {
            let ended = last.last() == Some(&b'\n');
            if !ended {
                last.push(b'\n');
            }
            let mut at = 0;
            while at < last.len() {
                let Some(end) = row_end(&last, at, self.separator, self.quote) else {
                    return Err(BlockError::UnclosedQuote { lines: memchr::memchr_iter(b'\n', &last[..at]).count() });
                };
                at = end + 1;
            }
            if !ended {
                last.pop();
            }
        }
        Ok(Some(last))
    }

    fn read_more(&mut self, most: usize) -> Result<(), BlockError> {
        if self.rest.len() > LINE_BYTES_MAX {
            return Err(BlockError::LineTooLong);
        }
        let read = self.reader.by_ref().take(most as u64).read_to_end(&mut self.rest).map_err(BlockError::Io)?;
        self.ended = read < most;
        Ok(())
    }

    fn has_quote(&self, bytes: &[u8]) -> bool {
        self.quote.is_some_and(|quote| memchr(quote, bytes).is_some())
    }

    fn last_row_end(&self) -> Option<usize> {
        if !self.has_quote(&self.rest) {
            return memrchr(b'\n', &self.rest);
        }
        let mut last = None;
        let mut at = 0;
        while let Some(end) = row_end(&self.rest, at, self.separator, self.quote) {
            last = Some(end);
            at = end + 1;
        }
        last
    }
}
