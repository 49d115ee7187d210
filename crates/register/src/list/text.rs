//! The bytes of a list as text: encoding, byte-order mark, quotes that never end, and the lines of rows. Fields are not
//! split here.

use std::borrow::Cow;

use super::problem::ListError;
use super::profile::ListEncoding;

/// Reads the bytes as the profile says. Nothing is replaced: a byte that does not fit is refused with its place.
pub fn decode(bytes: &[u8], encoding: ListEncoding) -> Result<Cow<'_, str>, ListError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // A NUL stands in workbooks, archives and UTF-16, never in a text.
    if bytes.contains(&0) || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(ListError::NotText);
    }
    let damaged = match std::str::from_utf8(bytes) {
        Ok(text) if encoding != ListEncoding::Windows1252 => return Ok(Cow::Borrowed(text)),
        Ok(_) => None,
        Err(error) => Some(error.valid_up_to()),
    };
    match (encoding, damaged) {
        (ListEncoding::Utf8, Some(at)) => return Err(place(bytes, at, "utf-8")),
        // Some letters are UTF-8 and others are not: as Windows-1252 the first would be garbled.
        (ListEncoding::Recognise, Some(at)) if has_utf8_letters(bytes) => return Err(place(bytes, at, "utf-8")),
        _ => {}
    }
    if let Some(at) = bytes.iter().position(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) {
        return Err(place(bytes, at, "windows-1252"));
    }
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

/// Whether a Danish letter or another one of Latin-1 stands there in UTF-8.
fn has_utf8_letters(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair[0] == 0xC3 && (0x80..=0xBF).contains(&pair[1]))
}

fn place(bytes: &[u8], at: usize, encoding: &'static str) -> ListError {
    let before = &bytes[..at];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    ListError::Encoding { line, byte: at - line_start + 1, value: bytes.get(at).copied().unwrap_or(0), encoding }
}

/// Refuses a quoted field that runs to the end of the file: it would swallow all rows after it.
pub fn check_quotes(text: &str, quote: Option<u8>, separator: u8) -> Result<(), ListError> {
    let Some(quote) = quote else { return Ok(()) };
    let (mut line, mut opened) = (1_u64, None);
    // Where a quote opens a field: at its start, or right after a quote that closed, which makes a doubled one.
    let mut may_open = true;
    for byte in text.bytes() {
        if byte == quote && opened.is_some() {
            opened = None;
            may_open = true;
        } else if byte == quote && may_open {
            opened = Some(line);
        } else {
            may_open = byte == separator || byte == b'\n' || byte == b'\r';
        }
        line += u64::from(byte == b'\n');
    }
    opened.map_or(Ok(()), |line| Err(ListError::UnclosedQuote { line }))
}

/// Turns the place of a row into its line, for places that only grow.
pub struct LineCount<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCount<'a> {
    /// Begins at the first line of a text.
    pub fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of the first byte of a row at `start` or after it, where empty lines may come first.
    pub fn line_of(&mut self, start: u64) -> u64 {
        let mut end = usize::try_from(start).unwrap_or(usize::MAX).clamp(self.at, self.bytes.len());
        while self.bytes.get(end).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            end += 1;
        }
        let passed = &self.bytes[self.at..end];
        let newlines = passed.iter().filter(|byte| **byte == b'\n').count();
        // Line ends of old Macintosh files: a carriage return that no newline follows.
        let returns = (self.at..end).filter(|at| self.bytes[*at] == b'\r' && self.bytes.get(at + 1) != Some(&b'\n'));
        self.line += (newlines + returns.count()) as u64;
        self.at = end;
        self.line
    }
}
