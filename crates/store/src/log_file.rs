//! The event log as a file: one record a line, with everything that is needed to check it. An auditor needs no store and no
//! server for that, and no key.

use std::io::{self, BufRead};

use crate::audit::{AuditRow, Chain, Head, broken, rows_in_txn};
use crate::error::StoreError;
use crate::fault::{AuditBreak, BrokenAt, Fault};
use crate::store::Store;

/// One record. Its text stands as it was hashed.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    sequence: i64,
    previous: String,
    hash: String,
    record: String,
}

impl Store {
    /// Writes the whole log, a record a line. A log that is broken is not exported: the first bad record is named.
    pub fn audit_export(&self, out: &mut Vec<u8>) -> Result<Head, StoreError> {
        self.read(|transaction| {
            rows_in_txn(transaction, None, &mut |row, _| {
                let line = Line {
                    sequence: row.sequence,
                    previous: row.previous.clone(),
                    hash: row.hash.clone(),
                    // A record that was parsed is text.
                    record: String::from_utf8_lossy(&row.record).into_owned(),
                };
                out.extend(serde_json::to_vec(&line).expect("a line is texts and a number"));
                out.push(b'\n');
            })
        })
    }
}

/// Checks an exported log by itself and, where one was kept elsewhere, against a head: gives its end, or the first record
/// that is not what was written. An error means that the file could not be read.
pub fn verify_log(lines: impl BufRead, kept: Option<&Head>) -> io::Result<Result<Head, BrokenAt>> {
    let mut chain = Chain::new(kept);
    for bytes in lines.split(b'\n') {
        let bytes = bytes?;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let taken = match serde_json::from_slice::<Line>(&bytes) {
            Ok(line) => chain.take(&row_of(line)).map(|_| ()),
            Err(_) => Err(broken(chain.head.sequence + 1, AuditBreak::Edited)),
        };
        if let Err(error) = taken {
            return Ok(Err(place_of(error)));
        }
    }
    Ok(chain.finish().map_err(place_of))
}

fn row_of(line: Line) -> AuditRow {
    AuditRow { sequence: line.sequence, record: line.record.into_bytes(), previous: line.previous, hash: line.hash }
}

fn place_of(error: StoreError) -> BrokenAt {
    match error {
        StoreError::Damaged(Fault::Audit(place)) => place,
        other => unreachable!("a chain says which record is bad, and not {other}"),
    }
}
