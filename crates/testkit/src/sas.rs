//! A minimal writer of SAS data sets (`sas7bdat`) for made-up deliveries: 64-bit, little-endian, not compressed, UTF-8. It writes
//! what a reader needs to know and nothing else; SAS itself writes more. No reader of SAS is used here, so that the one that
//! imports is tested against something else than itself.
//!
//! ```text
//! header ─ pages of metadata: row size, column count, texts, names, attributes, formats ─ pages of rows
//! ```

use std::io::{self, Seek, SeekFrom, Write};

/// How a column is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SasKind {
    /// A number in so many bytes, 3 to 8: SAS cuts doubles at the end of their fraction.
    Number(usize),
    /// Text of so many bytes, filled up with blanks.
    Text(usize),
}

impl SasKind {
    fn width(self) -> usize {
        match self {
            SasKind::Number(width) | SasKind::Text(width) => width,
        }
    }
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum SasValue {
    /// A number.
    Number(f64),
    /// No number: SAS's `.`.
    Missing,
    /// Text.
    Text(String),
}

const HEADER_BYTES: usize = 65_536;
const PAGE_BYTES: usize = 65_536;
const PAGE_HEADER_BYTES: usize = 40;
const POINTER_BYTES: usize = 24;
/// What each subheader may take: a page holds several.
const SUBHEADER_BYTES_MAX: usize = 30_000;

const MAGIC: [u8; 32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc2, 0xea, 0x81, 0x60, 0xb3, 0x14, 0x11, 0xcf, 0xbd, 0x92, 0x08, 0x00, 0x09,
    0xc7, 0x31, 0x8c, 0x18, 0x1f, 0x10, 0x11,
];

const ROW_SIZE: u64 = 0xf7f7_f7f7;
const COLUMN_SIZE: u64 = 0xf6f6_f6f6;
const COLUMN_TEXT: u64 = 0xffff_ffff_ffff_fffd;
const COLUMN_NAME: u64 = u64::MAX;
const COLUMN_ATTRIBUTES: u64 = 0xffff_ffff_ffff_fffc;
const COLUMN_FORMAT: u64 = 0xffff_ffff_ffff_fbfe;

/// Where the number of rows stands in the row size subheader.
const ROWS_AT: usize = 48;

/// Writes one data set, row by row.
pub struct SasWriter<W> {
    out: W,
    kinds: Vec<SasKind>,
    row_bytes: usize,
    page: Vec<u8>,
    page_rows: u16,
    pages: u64,
    rows: u64,
    /// Where in the file the number of rows is written when it is known.
    rows_at: u64,
}

impl<W: Write + Seek> SasWriter<W> {
    /// Begins a data set with these columns. A row must fit into a page of 64 kilobytes.
    ///
    /// # Errors
    /// What the output says; a row that is too long; no column.
    pub fn new(mut out: W, columns: &[(String, SasKind)]) -> io::Result<Self> {
        let kinds: Vec<SasKind> = columns.iter().map(|(_, kind)| *kind).collect();
        let row_bytes = kinds.iter().map(|kind| kind.width()).sum();
        if row_bytes == 0 || row_bytes > PAGE_BYTES - PAGE_HEADER_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the rows of a data set fit into its pages"));
        }
        // The header is written when the number of pages is known.
        out.write_all(&[0; HEADER_BYTES])?;
        let mut metadata = Metadata::default();
        metadata.add(row_size(row_bytes, columns.len()));
        metadata.add(column_size(columns.len()));
        let references = texts(columns, &mut metadata);
        names(&references, &mut metadata);
        attributes(&kinds, &mut metadata);
        for _ in columns {
            metadata.add(subheader(COLUMN_FORMAT, 64));
        }
        let pages = metadata.finish();
        for page in &pages {
            out.write_all(page)?;
        }
        // The row size is the first subheader, so it stands at the end of the first page.
        let rows_at = (HEADER_BYTES + PAGE_BYTES - ROW_SIZE_BYTES + ROWS_AT) as u64;
        let page = new_page();
        Ok(Self { out, kinds, row_bytes, page, page_rows: 0, pages: pages.len() as u64, rows: 0, rows_at })
    }

    /// Writes one row; its values are those of the columns in their order.
    ///
    /// # Errors
    /// What the output says; another number of values, or a value of another kind or too long.
    pub fn row(&mut self, values: &[SasValue]) -> io::Result<()> {
        if values.len() != self.kinds.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a row has a value for each column"));
        }
        if PAGE_HEADER_BYTES + (usize::from(self.page_rows) + 1) * self.row_bytes > PAGE_BYTES {
            self.flush_page()?;
        }
        let mut at = PAGE_HEADER_BYTES + usize::from(self.page_rows) * self.row_bytes;
        for (kind, value) in self.kinds.iter().zip(values) {
            let cell = &mut self.page[at..at + kind.width()];
            match (kind, value) {
                (SasKind::Number(width), SasValue::Number(number)) => {
                    cell.copy_from_slice(&number.to_le_bytes()[8 - width..]);
                }
                (SasKind::Number(width), SasValue::Missing) => {
                    cell.copy_from_slice(&0xffff_fe00_0000_0000_u64.to_le_bytes()[8 - width..]);
                }
                (SasKind::Text(width), SasValue::Text(text)) if text.len() <= *width => {
                    cell.fill(b' ');
                    cell[..text.len()].copy_from_slice(text.as_bytes());
                }
                (SasKind::Text(_), SasValue::Missing) => cell.fill(b' '),
                _ => return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{value:?} is no {kind:?}"))),
            }
            at += kind.width();
        }
        self.page_rows += 1;
        self.rows += 1;
        Ok(())
    }

    /// Completes the data set and gives back the output.
    ///
    /// # Errors
    /// What the output says.
    pub fn finish(mut self) -> io::Result<W> {
        if self.page_rows > 0 {
            self.flush_page()?;
        }
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header(self.pages))?;
        self.out.seek(SeekFrom::Start(self.rows_at))?;
        self.out.write_all(&self.rows.to_le_bytes())?;
        self.out.seek(SeekFrom::End(0))?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn flush_page(&mut self) -> io::Result<()> {
        put_page_header(&mut self.page, 0x0100, self.page_rows, 0);
        self.out.write_all(&self.page)?;
        self.page = new_page();
        self.page_rows = 0;
        self.pages += 1;
        Ok(())
    }
}

fn new_page() -> Vec<u8> {
    vec![0; PAGE_BYTES]
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn put_page_header(page: &mut [u8], kind: u16, blocks: u16, subheaders: u16) {
    put(page, 32, &kind.to_le_bytes());
    put(page, 34, &blocks.to_le_bytes());
    put(page, 36, &subheaders.to_le_bytes());
}

fn header(pages: u64) -> Vec<u8> {
    let mut bytes = vec![0; HEADER_BYTES];
    put(&mut bytes, 0, &MAGIC);
    // Pointers of 64 bits, and four bytes of padding before the time stamps.
    (bytes[32], bytes[35]) = (0x33, 0x33);
    // Little-endian, written on Unix, UTF-8.
    (bytes[37], bytes[39], bytes[70]) = (1, b'1', 20);
    put(&mut bytes, 84, b"SAS FILE");
    put(&mut bytes, 92, b"DREAM                           ");
    put(&mut bytes, 156, b"DATA    ");
    put(&mut bytes, 200, &(HEADER_BYTES as u32).to_le_bytes());
    put(&mut bytes, 204, &(PAGE_BYTES as u32).to_le_bytes());
    put(&mut bytes, 208, &pages.to_le_bytes());
    put(&mut bytes, 224, b"9.0401M7");
    bytes
}

/// Pages of metadata: pointers from the front, subheaders from the back.
#[derive(Default)]
struct Metadata {
    pages: Vec<Vec<u8>>,
    subheaders: u16,
    /// Where the subheaders of the last page begin.
    begin: usize,
}

impl Metadata {
    fn add(&mut self, subheader: Vec<u8>) {
        let pointers = PAGE_HEADER_BYTES + (usize::from(self.subheaders) + 1) * POINTER_BYTES;
        if self.pages.is_empty() || pointers + subheader.len() > self.begin {
            self.close();
            self.pages.push(new_page());
            (self.subheaders, self.begin) = (0, PAGE_BYTES);
        }
        let Some(page) = self.pages.last_mut() else { return };
        self.begin -= subheader.len();
        put(page, self.begin, &subheader);
        let pointer = PAGE_HEADER_BYTES + usize::from(self.subheaders) * POINTER_BYTES;
        put(page, pointer, &(self.begin as u64).to_le_bytes());
        put(page, pointer + 8, &(subheader.len() as u64).to_le_bytes());
        self.subheaders += 1;
    }

    fn close(&mut self) {
        let subheaders = self.subheaders;
        if let Some(page) = self.pages.last_mut() {
            put_page_header(page, 0, subheaders, subheaders);
        }
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        self.close();
        self.pages
    }
}

fn subheader(signature: u64, bytes: usize) -> Vec<u8> {
    let mut subheader = vec![0; bytes];
    put(&mut subheader, 0, &signature.to_le_bytes());
    subheader
}

const ROW_SIZE_BYTES: usize = 808;

fn row_size(row_bytes: usize, columns: usize) -> Vec<u8> {
    let mut subheader = subheader(ROW_SIZE, ROW_SIZE_BYTES);
    put(&mut subheader, 40, &(row_bytes as u64).to_le_bytes());
    put(&mut subheader, 72, &(columns as u64).to_le_bytes());
    put(&mut subheader, 104, &(PAGE_BYTES as u64).to_le_bytes());
    subheader
}

fn column_size(columns: usize) -> Vec<u8> {
    let mut subheader = subheader(COLUMN_SIZE, 24);
    put(&mut subheader, 8, &(columns as u64).to_le_bytes());
    subheader
}

/// Where a text stands: in which text subheader, from which byte, how long.
type Reference = [u16; 3];

/// The names of the columns in text subheaders.
fn texts(columns: &[(String, SasKind)], metadata: &mut Metadata) -> Vec<Reference> {
    let mut references = Vec::with_capacity(columns.len());
    // The first bytes of a text subheader are its own size and nothing to read.
    let begin = || subheader(COLUMN_TEXT, 8 + 16);
    let (mut index, mut text) = (0, begin());
    for (name, _) in columns {
        if text.len() + name.len() > SUBHEADER_BYTES_MAX {
            metadata.add(std::mem::replace(&mut text, begin()));
            index += 1;
        }
        references.push([index, (text.len() - 8) as u16, name.len() as u16]);
        text.extend_from_slice(name.as_bytes());
        // Texts begin at multiples of four.
        text.resize(text.len().next_multiple_of(4), 0);
    }
    metadata.add(text);
    references
}

fn names(references: &[Reference], metadata: &mut Metadata) {
    for some in references.chunks(SUBHEADER_BYTES_MAX / 8) {
        let mut subheader = subheader(COLUMN_NAME, 28 + 8 * some.len());
        for (place, reference) in some.iter().enumerate() {
            for (part, number) in reference.iter().enumerate() {
                put(&mut subheader, 16 + 8 * place + 2 * part, &number.to_le_bytes());
            }
        }
        metadata.add(subheader);
    }
}

fn attributes(kinds: &[SasKind], metadata: &mut Metadata) {
    let mut offset = 0_u64;
    for some in kinds.chunks(SUBHEADER_BYTES_MAX / 16) {
        let mut subheader = subheader(COLUMN_ATTRIBUTES, 28 + 16 * some.len());
        for (place, kind) in some.iter().enumerate() {
            let at = 16 + 16 * place;
            put(&mut subheader, at, &offset.to_le_bytes());
            put(&mut subheader, at + 8, &(kind.width() as u32).to_le_bytes());
            subheader[at + 14] = if matches!(kind, SasKind::Number(_)) { 1 } else { 2 };
            offset += kind.width() as u64;
        }
        metadata.add(subheader);
    }
}

/// Takes the bytes of a comma-separated file without quotes, as [`crate::Synthesis::write_register`] writes it, and writes the
/// same rows as a data set: codes in three bytes, other numbers in eight, CPR numbers as text.
pub struct CsvAsSas<W> {
    out: Option<W>,
    writer: Option<SasWriter<W>>,
    line: Vec<u8>,
    values: Vec<SasValue>,
}

impl<W: Write + Seek> CsvAsSas<W> {
    /// Begins a data set.
    pub fn new(out: W) -> Self {
        Self { out: Some(out), writer: None, line: Vec::new(), values: Vec::new() }
    }

    /// Completes it.
    ///
    /// # Errors
    /// What the output says, and a file without a header.
    pub fn finish(mut self) -> io::Result<W> {
        if !self.line.is_empty() {
            self.take_line()?;
        }
        let writer = self.writer.ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "there is no header"))?;
        writer.finish()
    }

    fn take_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let text = std::str::from_utf8(&line).map_err(io::Error::other)?.trim_end_matches(['\r', '\n']);
        match &mut self.writer {
            None => {
                let kind = |name: &str| match name {
                    name if name.eq_ignore_ascii_case("pnr") => SasKind::Text(10),
                    name if name.starts_with("y_") || name.starts_with("Y_") => SasKind::Number(3),
                    _ => SasKind::Number(8),
                };
                let columns: Vec<(String, SasKind)> =
                    text.split(',').map(|name| (name.to_owned(), kind(name))).collect();
                let out = self.out.take().ok_or_else(|| io::Error::other("the output has gone"))?;
                self.writer = Some(SasWriter::new(out, &columns)?);
            }
            Some(writer) => {
                self.values.clear();
                for (cell, kind) in text.split(',').zip(&writer.kinds) {
                    let cell = cell.trim();
                    self.values.push(match kind {
                        SasKind::Text(_) => SasValue::Text(cell.to_owned()),
                        SasKind::Number(_) if cell.is_empty() => SasValue::Missing,
                        SasKind::Number(_) => SasValue::Number(cell.parse().map_err(io::Error::other)?),
                    });
                }
                writer.row(&self.values)?;
            }
        }
        self.line = line;
        self.line.clear();
        Ok(())
    }
}

impl<W: Write + Seek> Write for CsvAsSas<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.line.extend_from_slice(&rest[..end]);
            self.take_line()?;
            rest = &rest[end + 1..];
        }
        self.line.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
