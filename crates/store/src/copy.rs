//! A copy of the whole store in an open form, one line of JSON for each row, and the way back into an empty store of any
//! kind: what backups, exports and moving to another database are made of.
//!
//! A row is an object with a key for each column. Numbers and texts are themselves, a lacking value is `null`, bytes are
//! their text where they are UTF-8 and otherwise `{"hex": "…"}`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::audit::Head;
use crate::error::{Failure, StoreError};
use crate::store::{Actor, Change, Store};
use crate::tables::{Holds, Table, catalogue, tables};
use crate::transaction::{BLOCK, Transaction};
use crate::users::{Role, acting_user_in_txn};
use crate::value::{ColumnShape, Field, Kind, Shape, Value};
use crate::verify::{Verification, verify_in_txn};

/// Takes the next rows of a table.
pub type Taker<'a, E> = &'a mut dyn FnMut(&'static str, &[String]) -> Result<(), E>;

/// Why a copy was not made, or not put back. A store that was to be filled is as empty as before.
#[derive(Debug)]
pub enum CopyFailure<E> {
    /// The store failed.
    Store(StoreError),
    /// Whoever takes or gives the rows failed.
    Other(E),
    /// The store that was to be filled holds something already.
    NotEmpty {
        /// In which table.
        table: &'static str,
    },
    /// A line is no row of its table.
    Unreadable {
        /// The table.
        table: &'static str,
        /// The line, from 1.
        line: u64,
    },
    /// What was put back does not fit together.
    Broken(Box<Verification>),
}

impl<E> From<StoreError> for CopyFailure<E> {
    fn from(error: StoreError) -> Self {
        CopyFailure::Store(error)
    }
}

impl Store {
    /// Records that somebody takes data out of the installation, before it is done; it takes one of these roles. `with`
    /// says what goes along that usually stays.
    pub fn note_taken_out(
        &self,
        actor: &Actor,
        needed: &'static [Role],
        action: &str,
        subject: &str,
        with: Option<&str>,
    ) -> Result<(), Failure> {
        self.write(actor, action, subject, |transaction| {
            acting_user_in_txn(transaction, actor, needed)?;
            let details = with.map(|with| ("with".to_owned(), with.to_owned())).into_iter().collect();
            Ok(Change::Made { record: (), rows: Vec::new(), details })
        })?;
        Ok(())
    }

    /// Gives every row of the wanted tables as a line of JSON, as they are at one moment, while others go on working; and
    /// the head of the log at that moment. Each table is given at least once, its rows in the order of their key.
    pub fn copy_out<E>(&self, wanted: &dyn Fn(&Table) -> bool, take: Taker<'_, E>) -> Result<Head, CopyFailure<E>> {
        let mut refused = None;
        let head = self.read(|transaction| {
            for ((shape, holds), table) in catalogue().into_iter().zip(tables()) {
                if holds != Holds::Passing
                    && wanted(&table)
                    && let Err(error) = table_out(transaction, shape, take)?
                {
                    refused = Some(error);
                    break;
                }
            }
            crate::audit::head_in_txn(transaction)
        })?;
        refused.map_or(Ok(head), |error| Err(CopyFailure::Other(error)))
    }

    /// Fills an empty store with the rows of a copy, in one transaction, and verifies them before they are kept. `next`
    /// gives the next lines of a table, none at its end.
    pub fn copy_in<E>(
        &self,
        next: &mut dyn FnMut(&'static str) -> Result<Vec<String>, E>,
    ) -> Result<Verification, CopyFailure<E>> {
        self.fill(|transaction| {
            let kept = catalogue().into_iter().filter(|(_, holds)| *holds != Holds::Passing);
            let shapes: Vec<&'static Shape> = kept.map(|(shape, _)| shape).collect();
            for shape in &shapes {
                if transaction.backend().count(shape, &[])? != 0 {
                    return Err(CopyFailure::NotEmpty { table: shape.table });
                }
            }
            let guards = transaction.backend().lift_guards(&shapes)?;
            for shape in shapes {
                table_in(transaction, shape, next)?;
            }
            transaction.backend().set_guards(guards)?;
            let verification = verify_in_txn(transaction)?;
            match verification.faults.is_empty() {
                true => Ok(verification),
                false => Err(CopyFailure::Broken(Box::new(verification))),
            }
        })
    }
}

/// The outer failure is the store's, the inner one the taker's.
fn table_out<E>(
    transaction: &mut Transaction,
    shape: &'static Shape,
    take: Taker<'_, E>,
) -> Result<Result<(), E>, StoreError> {
    let mut last: Option<Vec<Value>> = None;
    loop {
        let rows = transaction.values_after(shape, last.as_deref(), BLOCK)?;
        let lines: Vec<String> = rows.iter().map(|row| line(shape, row)).collect();
        if (last.is_none() || !lines.is_empty())
            && let Err(error) = take(shape.table, &lines)
        {
            return Ok(Err(error));
        }
        match rows.into_iter().last() {
            Some(row) => last = Some(row),
            None => return Ok(Ok(())),
        }
    }
}

fn table_in<E>(
    transaction: &mut Transaction,
    shape: &'static Shape,
    next: &mut dyn FnMut(&'static str) -> Result<Vec<String>, E>,
) -> Result<(), CopyFailure<E>> {
    let mut done = 0;
    loop {
        let lines = next(shape.table).map_err(CopyFailure::Other)?;
        if lines.is_empty() {
            return Ok(());
        }
        for block in lines.chunks(BLOCK) {
            let mut rows = Vec::with_capacity(block.len());
            for text in block {
                done += 1;
                let row = values(shape, text).ok_or(CopyFailure::Unreadable { table: shape.table, line: done })?;
                rows.push(row);
            }
            let fields: Vec<Vec<Field<'_>>> = rows.iter().map(|row| row.iter().map(Value::field).collect()).collect();
            transaction.backend().insert(shape, &fields)?;
        }
    }
}

/// A row as a line of JSON, its keys in the order of the columns.
fn line(shape: &Shape, row: &[Value]) -> String {
    let mut line = String::from("{");
    for (column, value) in shape.columns.iter().zip(row) {
        let comma = if line.len() > 1 { "," } else { "" };
        let _ = write!(line, "{comma}\"{}\":{}", column.name, json(value));
    }
    line.push('}');
    line
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => serde_json::json!({ "hex": hex(bytes) }),
        },
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The values of a line; nothing if it is no row of the table. A column that came later than the copy has the value that
/// earlier rows have.
fn values(shape: &Shape, line: &str) -> Option<Vec<Value>> {
    let mut object: Map<String, Json> = serde_json::from_str(line).ok()?;
    let values = shape.columns.iter().map(|column| match object.remove(column.name) {
        Some(json) => value(column, json),
        None => column.default.map(Field::value),
    });
    let values = values.collect::<Option<Vec<Value>>>()?;
    object.is_empty().then_some(values)
}

fn value(column: &ColumnShape, json: Json) -> Option<Value> {
    match (column.kind, json) {
        (_, Json::Null) => column.optional.then_some(Value::Null),
        (Kind::Integer, Json::Number(number)) => number.as_i64().map(Value::Integer),
        (Kind::Text, Json::String(text)) => Some(Value::Text(text)),
        (Kind::Bytes, Json::String(text)) => Some(Value::Bytes(text.into_bytes())),
        (Kind::Bytes, Json::Object(object)) if object.len() == 1 => {
            bytes(object.get("hex")?.as_str()?).map(Value::Bytes)
        }
        _ => None,
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postings::EntryRow;
    use crate::proposals::ProposalRow;
    use crate::row::Row as _;

    #[test]
    fn lines_are_rows_or_nothing() {
        let shape = EntryRow::shape();
        let check = |text: &str, expected: bool| {
            let read = values(shape, text);
            assert_eq!(read.is_some(), expected, "{text}");
            if let Some(row) = read {
                assert_eq!(line(shape, &row), text);
            }
        };
        let whole = r#"{"posting":1,"position":2,"party":"r\"æ\n","budget":null,"purpose":"x","currency":"DKK","amount_minor":-5,"tranche":"t","accounting_year":2025,"measured_year":2024}"#;
        check(whole, true);
        check(&whole.replace("null", "\"b\""), true);
        check(&whole.replace("-5", "-5.5"), false);
        check(&whole.replace("-5", "null"), false);
        check(&whole.replace("-5", "9223372036854775808"), false);
        check(&whole.replace("-5", "-9223372036854775808"), true);
        check(&whole.replace("\"party\"", "\"other\""), false);
        check(&whole.replace("{\"posting\"", "{\"more\":1,\"posting\""), false);
        check("", false);
        check("[]", false);
    }

    #[test]
    fn bytes_are_text_where_they_can_be() {
        let column = ProposalRow::shape().columns.iter().find(|column| column.name == "document").expect("a column");
        let check = |bytes: &[u8], expected: &str| {
            let written = json(&Value::Bytes(bytes.to_vec()));
            assert_eq!(written.to_string(), expected);
            assert_eq!(value(column, written), Some(Value::Bytes(bytes.to_vec())));
        };
        check("æ\u{0}".as_bytes(), "\"æ\\u0000\"");
        check(b"", "\"\"");
        check(&[0xff, 0x00, 0x1f], r#"{"hex":"ff001f"}"#);
        let refused = |text: &str| {
            assert_eq!(value(column, serde_json::from_str(text).expect("JSON")), None, "{text}");
        };
        refused(r#"{"hex":"f"}"#);
        refused(r#"{"hex":"zz"}"#);
        refused(r#"{"hex":"é"}"#);
        refused(r#"{"base64":"ff"}"#);
        refused("1");
    }
}
