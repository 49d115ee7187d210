//! A delivery as a SAS data set: its rows become the text that the profile describes, and go the way of every other delivery.
//! A thread reads the file page by page and hands on a few hundred kilobytes of text at a time, so that memory does not grow
//! with it; what is wrong with the file ends the text with an error of its own.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sas7bdat::{CellValue, Dataset, IoBackendPreference, OpenOptions};
use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

use super::{BLOCK_BYTES, ImportRequest, Imported, Input, Progress, at, file_name, held_bytes, import_from};
use crate::import::disk::Disk;
use crate::manifest::SourceFile;
use crate::problem::ImportError;
use crate::profile::{Encoding, Profile};

/// How much text is handed on at a time, and how many such pieces may wait.
const PIECE_BYTES: usize = 512 * 1024;
const PIECES_WAITING: usize = 4;

/// What is wrong with a data set, in the words of its reader.
#[derive(Clone, Debug)]
pub(crate) struct Unreadable(pub(crate) String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Whether a file is a SAS data set by its name.
pub(crate) fn is_sas(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sas7bdat"))
}

/// Imports a data set.
pub(crate) fn import(request: &ImportRequest<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Imported, ImportError> {
    let held_bytes_max = held_bytes(request.memory_bytes)?;
    let file = hashed(request.file)?;
    // The text is ours: UTF-8, with quotes where a separator stands in a value.
    let profile =
        Profile { encoding: Encoding::Utf8, quote: request.profile.quote.or(Some(b'"')), ..request.profile.clone() };
    let request = ImportRequest { profile: &profile, ..*request };
    let reader = Box::new(SasText::open(request.file, &profile)?);
    let input = Input {
        reader,
        bytes_total: 0,
        disk: Disk::default(),
        block_bytes: BLOCK_BYTES,
        held_bytes_max,
        file: Some(file),
    };
    import_from(&request, input, progress)
}

/// The file as the manifest names it.
fn hashed(path: &Path) -> Result<SourceFile, ImportError> {
    let mut file = File::open(path).map_err(at(path))?;
    let (mut hash, mut buffer, mut size_bytes) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let read = file.read(&mut buffer).map_err(at(path))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        size_bytes += read as u64;
    }
    Ok(SourceFile { name: file_name(path), sha256: ContentHash::from_bytes(hash.finalize().into()), size_bytes })
}

enum Piece {
    Text(Vec<u8>),
    Failed(Unreadable),
    End,
}

/// The text of a data set, as a stream of bytes.
pub(crate) struct SasText {
    pieces: Receiver<Piece>,
    current: Vec<u8>,
    at: usize,
    ended: bool,
}

impl SasText {
    /// Reads the metadata of a file and begins to read its rows.
    pub(crate) fn open(path: &Path, profile: &Profile) -> Result<Self, ImportError> {
        let unreadable = |error: sas7bdat::Error| ImportError::Sas { path: path.to_owned(), reason: reason(&error) };
        let options = OpenOptions::builder().io_backend(IoBackendPreference::Buffered).build();
        let data = Dataset::open_with(path, options).map_err(unreadable)?;
        let (sender, pieces) = sync_channel(PIECES_WAITING);
        let form = Form::of(profile);
        // The thread ends with the last piece, or when nobody wants the next one.
        std::thread::Builder::new()
            .name("sas".to_owned())
            .spawn(move || write_text(&data, form, &sender))
            .map_err(at(path))?;
        Ok(Self { pieces, current: Vec::new(), at: 0, ended: false })
    }
}

impl Read for SasText {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.current.len() {
            if self.ended {
                return Ok(0);
            }
            match self.pieces.recv() {
                Ok(Piece::Text(text)) => (self.current, self.at) = (text, 0),
                Ok(Piece::End) => self.ended = true,
                Ok(Piece::Failed(unreadable)) => return Err(io::Error::other(unreadable)),
                // The reader of the file has given up without a word.
                Err(_) => return Err(io::Error::other(Unreadable("the reader stopped".to_owned()))),
            }
        }
        let count = buffer.len().min(self.current.len() - self.at);
        buffer[..count].copy_from_slice(&self.current[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// What is wrong, in the reader's words; that a file ends too early has a word by which messages choose their own.
fn reason(error: &sas7bdat::Error) -> String {
    let said = error.to_string();
    // The reader passes on what the standard library says of a file that is too short.
    if said.contains("failed to fill whole buffer") {
        "truncated".to_owned()
    } else {
        said
    }
}

/// How values are written.
#[derive(Clone, Copy)]
struct Form {
    separator: u8,
    quote: u8,
    decimal_mark: u8,
}

impl Form {
    fn of(profile: &Profile) -> Self {
        Self { separator: profile.separator, quote: profile.quote.unwrap_or(b'"'), decimal_mark: profile.decimal_mark }
    }
}

/// The header and every row, piece by piece.
fn write_text(data: &Dataset, form: Form, pieces: &SyncSender<Piece>) {
    let mut text = Vec::with_capacity(PIECE_BYTES + PIECE_BYTES / 4);
    for (place, column) in data.columns().iter().enumerate() {
        if place > 0 {
            text.push(form.separator);
        }
        form.text(column.name(), &mut text);
    }
    text.push(b'\n');
    let (mut rows, mut wanted) = (0_u64, true);
    let read = data.visit_rows(|row| {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push(form.separator);
            }
            form.cell(cell, &mut text);
        }
        text.push(b'\n');
        rows += 1;
        if text.len() >= PIECE_BYTES {
            let full = std::mem::replace(&mut text, Vec::with_capacity(PIECE_BYTES + PIECE_BYTES / 4));
            wanted = pieces.send(Piece::Text(full)).is_ok();
        }
        Ok(if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    });
    let metadata = data.metadata();
    let declared = metadata.row_count.saturating_sub(metadata.deleted_row_count);
    let last = match read {
        Err(error) => Piece::Failed(Unreadable(reason(&error))),
        Ok(_) if wanted && rows != declared => Piece::Failed(Unreadable(format!("{rows} of {declared} rows"))),
        Ok(_) => {
            let _ = pieces.send(Piece::Text(text));
            Piece::End
        }
    };
    // Whoever has stopped listening has a reason of his own.
    let _ = pieces.send(last);
}

impl Form {
    fn cell(self, cell: &CellValue<'_>, out: &mut Vec<u8>) {
        match cell {
            CellValue::Null => {}
            CellValue::Int32(number) => out.extend_from_slice(number.to_string().as_bytes()),
            CellValue::Int64(number) => out.extend_from_slice(number.to_string().as_bytes()),
            CellValue::Float64(number) => self.number(*number, out),
            CellValue::Str(text) => self.text(text, out),
            CellValue::Bytes(bytes) => self.text(&String::from_utf8_lossy(bytes), out),
            // Columns with dates and times are none that are read; their days are told apart.
            CellValue::Date(date) => out.extend_from_slice(date.days_since_sas_epoch.to_string().as_bytes()),
            CellValue::DateTime(time) => out.extend_from_slice(time.seconds_since_sas_epoch.to_string().as_bytes()),
            CellValue::Time(time) => out.extend_from_slice(time.seconds_since_midnight.to_string().as_bytes()),
        }
    }

    /// A number as people write it: whole ones without a mark, others with at most ten decimals, for SAS calculates with
    /// doubles. What is above zero never becomes zero.
    fn number(self, number: f64, out: &mut Vec<u8>) {
        if number.fract() == 0.0 && number.abs() < 1e15 {
            out.extend_from_slice(format!("{number:.0}").as_bytes());
            return;
        }
        let mut text = format!("{number:.10}");
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        if matches!(text.as_str(), "0" | "-0") {
            text = number.to_string();
        }
        let quoted = self.decimal_mark == self.separator && text.contains('.');
        out.extend(quoted.then_some(self.quote));
        out.extend(text.bytes().map(|byte| if byte == b'.' { self.decimal_mark } else { byte }));
        out.extend(quoted.then_some(self.quote));
    }

    /// Text, in quotes where it holds something that would end it. SAS fills texts up with blanks, which say nothing.
    fn text(self, text: &str, out: &mut Vec<u8>) {
        let bytes = text.trim_end().as_bytes();
        let special = |byte: &u8| [self.separator, self.quote, b'\n', b'\r'].contains(byte);
        if !bytes.iter().any(special) {
            out.extend_from_slice(bytes);
            return;
        }
        out.push(self.quote);
        for byte in bytes {
            if *byte == self.quote {
                out.push(self.quote);
            }
            out.push(*byte);
        }
        out.push(self.quote);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_do() {
        let check = |number: f64, mark: u8, expected: &str| {
            let mut out = Vec::new();
            Form { separator: b';', quote: b'"', decimal_mark: mark }.number(number, &mut out);
            assert_eq!(String::from_utf8(out).expect("text"), expected, "{number}");
        };
        check(651.0, b'.', "651");
        check(0.0, b'.', "0");
        check(0.85, b',', "0,85");
        check(0.1 + 0.2, b'.', "0.3");
        check(1.000_000_000_000_000_2, b'.', "1");
        check(1e-12, b'.', "0.000000000001");
        check(-0.5, b'.', "-0.5");
        check(9_112_991_234.0, b'.', "9112991234");
    }

    #[test]
    fn texts_keep_what_stands_in_them() {
        let check = |text: &str, expected: &str| {
            let mut out = Vec::new();
            Form { separator: b',', quote: b'"', decimal_mark: b'.' }.text(text, &mut out);
            assert_eq!(String::from_utf8(out).expect("text"), expected, "{text}");
        };
        check("Aarhus  ", "Aarhus");
        check("6101011234", "6101011234");
        check("a,b", "\"a,b\"");
        check("a\"b", "\"a\"\"b\"");
    }
}
