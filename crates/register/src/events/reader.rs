//! The rows of one file as texts: CSV in blocks of whole rows, or one sheet of a workbook. At most one block and one line
//! are held.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};
use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

use super::profile::{DateForm, EventProfile, Format};
use crate::import::{BLOCK_BYTES, Blocks, at, block_error, check_encoding, header_names, row_end, split};
use crate::problem::{COLUMNS_MAX, ImportError, LINE_BYTES_MAX};
use crate::profile::Encoding;

/// The largest workbook: its texts are held in memory.
pub(crate) const WORKBOOK_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What is done with a file's rows. A row comes with its line, the header being line 1 in a file that begins with it.
pub(crate) trait Taker {
    /// The names of the columns.
    fn header(&mut self, names: Vec<String>) -> Result<(), ImportError>;
    /// A row.
    fn row(&mut self, cells: &[String], line: u64) -> Result<(), ImportError>;
    /// How many bytes more have been read. It may say that this is enough.
    fn read(&mut self, bytes: u64) -> Result<(), ImportError>;
}

/// Reads a file; gives the hash of its bytes and their number.
pub(crate) fn read(
    path: &Path,
    profile: &EventProfile,
    taker: &mut dyn Taker,
) -> Result<(ContentHash, u64), ImportError> {
    match profile.format {
        Format::Csv => read_csv(path, profile, taker),
        Format::Xlsx => read_workbook(path, profile, taker),
    }
}

fn read_csv(path: &Path, profile: &EventProfile, taker: &mut dyn Taker) -> Result<(ContentHash, u64), ImportError> {
    let file = File::open(path).map_err(at(path))?;
    let (separator, quote) = (profile.separator, profile.quote);
    let mut blocks = Blocks::new(file, BLOCK_BYTES, separator, quote);
    let header = blocks.header().map_err(|error| block_error(error, path, 1))?.ok_or(ImportError::Empty)?;
    // A byte-order mark says UTF-8, whatever the profile says.
    let encoding = if header.starts_with(b"\xef\xbb\xbf") {
        Encoding::Utf8
    } else {
        profile.encoding
    };
    taker.header(header_names(&header, separator, quote, encoding)?)?;
    let mut hash = Sha256::new();
    hash.update(&header);
    let mut size = header.len() as u64;
    taker.read(size)?;
    let mut lines = memchr::memchr_iter(b'\n', &header).count().max(1) as u64;
    let mut cells = Vec::new();
    while let Some(block) = blocks.next().map_err(|error| block_error(error, path, lines + 1))? {
        hash.update(&block);
        size += block.len() as u64;
        taker.read(block.len() as u64)?;
        check_encoding(&block, encoding).map_err(|error| error.shifted_by(lines))?;
        let mut at = 0;
        while at < block.len() {
            let end = row_end(&block, at, separator, quote).unwrap_or(block.len());
            let row = &block[at..end];
            let line = lines + 1;
            lines += 1 + memchr::memchr_iter(b'\n', row).count() as u64;
            at = end + 1;
            let row = row.strip_suffix(b"\r").unwrap_or(row);
            if row.len() > LINE_BYTES_MAX {
                return Err(ImportError::LineTooLong { line });
            }
            // An empty line is no row: files often end with one, and exports with a line of separators.
            if row.iter().all(|byte| *byte == separator || byte.is_ascii_whitespace()) {
                continue;
            }
            let fields = split(row, separator, quote).ok_or(ImportError::UnclosedQuote { line })?;
            cells.clear();
            cells.extend(fields.into_iter().map(|field| text(field, encoding)));
            taker.row(&cells, line)?;
        }
    }
    Ok((ContentHash::from_bytes(hash.finalize().into()), size))
}

/// Bytes of a checked encoding as text.
fn text(field: Vec<u8>, encoding: Encoding) -> String {
    match encoding {
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&field).0.into_owned(),
        Encoding::Ascii | Encoding::Utf8 => {
            String::from_utf8(field).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
    }
}

fn read_workbook(
    path: &Path,
    profile: &EventProfile,
    taker: &mut dyn Taker,
) -> Result<(ContentHash, u64), ImportError> {
    let mut file = File::open(path).map_err(at(path))?;
    let size = file.metadata().map_err(at(path))?.len();
    if size > WORKBOOK_BYTES_MAX {
        return Err(ImportError::WorkbookTooLarge { limit: WORKBOOK_BYTES_MAX / 1024 / 1024 });
    }
    let hash = hash_of(&mut file).map_err(at(path))?;
    file.seek(SeekFrom::Start(0)).map_err(at(path))?;
    // A damaged workbook must become a message also where the reader would panic.
    let rows = std::panic::AssertUnwindSafe(|| workbook_rows(file, profile, taker));
    let read = std::panic::catch_unwind(rows).unwrap_or_else(|_| Err(unreadable("panic")));
    taker.read(size)?;
    read.map(|()| (hash, size))
}

fn hash_of(file: &mut File) -> std::io::Result<ContentHash> {
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 256 * 1024];
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(ContentHash::from_bytes(hash.finalize().into())),
            read => hash.update(&bytes[..read]),
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> ImportError {
    ImportError::Workbook { reason: error.to_string() }
}

fn workbook_rows(file: File, profile: &EventProfile, taker: &mut dyn Taker) -> Result<(), ImportError> {
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(unreadable)?;
    let names = workbook.sheet_names();
    let sheet = match &profile.sheet {
        Some(wanted) => names.iter().find(|name| name.to_lowercase() == wanted.to_lowercase()),
        None => names.first(),
    };
    let Some(sheet) = sheet else {
        return Err(ImportError::NoSheet { sheet: profile.sheet.clone().unwrap_or_default(), known: names.join(", ") });
    };
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut rows = SheetRows { profile, taker, width: 0, row: Vec::new(), line: 0 };
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        rows.cell(u64::from(row) + 1, column as usize, cell.get_value())?;
    }
    rows.end_row()?;
    if rows.width == 0 { Err(ImportError::Empty) } else { Ok(()) }
}

/// Rows of a sheet, put together of its cells.
struct SheetRows<'a> {
    profile: &'a EventProfile,
    taker: &'a mut dyn Taker,
    /// How many columns the header has; none before it.
    width: usize,
    row: Vec<String>,
    line: u64,
}

impl SheetRows<'_> {
    fn cell(&mut self, line: u64, column: usize, value: &DataRef<'_>) -> Result<(), ImportError> {
        if line != self.line {
            self.end_row()?;
            self.line = line;
        }
        if column >= COLUMNS_MAX {
            return Err(ImportError::TooManyColumns { columns: column + 1 });
        }
        let text = cell_text(value, self.profile);
        if !text.is_empty() {
            if self.row.len() <= column {
                self.row.resize(column + 1, String::new());
            }
            self.row[column] = text;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        let mut row = std::mem::take(&mut self.row);
        if row.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.width == 0 {
            self.width = row.len();
            return self.taker.header(row);
        }
        // Empty cells at the end of a row are not stored; full ones beyond the header make it ragged.
        row.resize(row.len().max(self.width), String::new());
        self.taker.row(&row, self.line)
    }
}

/// A cell as the profile would write it.
fn cell_text(value: &DataRef<'_>, profile: &EventProfile) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => format!("{number}").replace('.', &profile.decimal_mark.to_string()),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            match profile.date {
                DateForm::YearMonthDay => format!("{year:04}-{month:02}-{day:02}"),
                DateForm::DayMonthYear => format!("{day:02}-{month:02}-{year:04}"),
                DateForm::Digits => format!("{year:04}{month:02}{day:02}"),
            }
        }
        DataRef::DateTime(duration) => format!("{}", duration.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => format!("#{error:?}"),
        DataRef::Empty => String::new(),
    }
}
