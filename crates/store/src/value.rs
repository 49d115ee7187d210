//! What a table looks like to every backend: its columns, their kinds, its keys; and the values that go in and come out.
//! It knows no database.

use std::sync::{Arc, OnceLock};

use crate::digest::RowDigest;

/// What a column holds. Dates, times and amounts are texts and whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Bytes,
}

/// A value on its way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A value on its way out. Texts sort by their bytes, on every backend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A column and the value that it must have.
pub(crate) type Condition<'a> = (&'static str, Field<'a>);

/// One column of a table.
pub(crate) struct ColumnShape {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    /// Set where the column was added later: the value that earlier rows have, and that adds nothing to their digest.
    pub(crate) default: Option<Field<'static>>,
}

/// A table as its row type declares it.
pub(crate) struct Shape {
    pub(crate) table: &'static str,
    /// What reading it is called when it fails.
    pub(crate) reading: &'static str,
    /// What writing to it is called when it fails.
    pub(crate) writing: &'static str,
    pub(crate) columns: Vec<ColumnShape>,
    /// Columns of which no two rows have the same values. The first ones name the row.
    pub(crate) unique: Vec<&'static [&'static str]>,
    /// Columns that every row had a value in once, and that later rows may lack one in.
    pub(crate) loosened: &'static [&'static str],
    pub(crate) texts: Texts,
}

/// The statements of a table that are always the same, each built once.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) select: OnceLock<String>,
    pub(crate) insert: OnceLock<Arc<str>>,
    pub(crate) insert_block: OnceLock<Arc<str>>,
    pub(crate) insert_columns: OnceLock<Arc<str>>,
}

/// A type that a column can have.
pub(crate) trait Column: Sized {
    const KIND: Kind;
    const OPTIONAL: bool;
    fn field(&self) -> Field<'_>;
    /// The value that a backend read by this column's kind.
    fn take(value: Option<Value>) -> Self;
}

impl Value {
    pub(crate) fn field(&self) -> Field<'_> {
        match self {
            Value::Null => Field::Null,
            Value::Integer(number) => Field::Integer(*number),
            Value::Text(text) => Field::Text(text),
            Value::Bytes(bytes) => Field::Bytes(bytes),
        }
    }
}

impl Field<'_> {
    pub(crate) fn value(self) -> Value {
        match self {
            Field::Null => Value::Null,
            Field::Integer(number) => Value::Integer(number),
            Field::Text(text) => Value::Text(text.to_owned()),
            Field::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
        }
    }
}

impl From<i64> for Field<'_> {
    fn from(number: i64) -> Self {
        Field::Integer(number)
    }
}

impl<'a> From<&'a str> for Field<'a> {
    fn from(text: &'a str) -> Self {
        Field::Text(text)
    }
}

impl<'a> From<&'a String> for Field<'a> {
    fn from(text: &'a String) -> Self {
        Field::Text(text)
    }
}

impl<'a> From<Option<&'a str>> for Field<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Field::Null, Field::Text)
    }
}

impl Shape {
    /// Where a column stands. A name that the table does not have is a fault of ours.
    pub(crate) fn position(&self, name: &str) -> usize {
        let found = self.columns.iter().position(|column| column.name == name);
        found.unwrap_or_else(|| panic!("{} has no column {name}", self.table))
    }

    /// The columns that name a row.
    pub(crate) fn key(&self) -> &'static [&'static str] {
        self.unique[0]
    }

    /// Adds the fields of a row to a digest, in order. A column that was added later counts only where it says something
    /// else than rows had before it, so that earlier rows keep their digests.
    pub(crate) fn digested(&self, fields: &[Field<'_>], mut digest: RowDigest, without: &[&str]) -> RowDigest {
        for (column, field) in self.columns.iter().zip(fields) {
            if without.contains(&column.name) || column.default == Some(*field) {
                continue;
            }
            if column.default.is_some() {
                digest = digest.text(column.name);
            }
            // What could not be lacking then was not said to be there.
            let was_needed = self.loosened.contains(&column.name) && *field != Field::Null;
            if column.optional && !was_needed {
                digest = digest.number((*field != Field::Null).into());
            }
            digest = match (field, column.kind) {
                (Field::Integer(number), _) => digest.number(*number),
                (Field::Text(text), _) => digest.text(text),
                (Field::Bytes(bytes), _) => digest.bytes(bytes),
                (Field::Null, Kind::Integer) => digest.number(0),
                (Field::Null, Kind::Text | Kind::Bytes) => digest.bytes(&[]),
            };
        }
        digest
    }
}

impl ColumnShape {
    pub(crate) fn of<C: Column>(name: &'static str) -> Self {
        Self { name, kind: C::KIND, optional: C::OPTIONAL, default: None }
    }

    /// A column that was added later.
    #[allow(dead_code, reason = "called by declarations with later columns")]
    pub(crate) fn later<C: Column>(name: &'static str, default: Field<'static>) -> Self {
        Self { default: Some(default), ..Self::of::<C>(name) }
    }
}

/// Columns that must have a value, and the same where they may lack it.
macro_rules! column {
    ($type:ty, $kind:ident, |$value:ident| $field:expr) => {
        impl Column for $type {
            const KIND: Kind = Kind::$kind;
            const OPTIONAL: bool = false;
            fn field(&self) -> Field<'_> {
                let $value = self;
                Field::$kind($field)
            }
            fn take(value: Option<Value>) -> Self {
                match value {
                    Some(Value::$kind(value)) => value,
                    other => unreachable!("a backend reads by the column's kind, and gave {other:?}"),
                }
            }
        }

        impl Column for Option<$type> {
            const KIND: Kind = Kind::$kind;
            const OPTIONAL: bool = true;
            fn field(&self) -> Field<'_> {
                self.as_ref().map_or(Field::Null, Column::field)
            }
            fn take(value: Option<Value>) -> Self {
                match value {
                    Some(Value::Null) => None,
                    value => Some(Column::take(value)),
                }
            }
        }
    };
}

column!(i64, Integer, |value| *value);
column!(String, Text, |value| value);
column!(Vec<u8>, Bytes, |value| value);
