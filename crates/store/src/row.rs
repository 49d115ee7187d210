//! What all rows have in common: a table, a key, and a digest of their content that is checked whenever they are read.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{ContentHash, InvalidId};

use crate::error::StoreError;
use crate::fault::Fault;

/// Reads a row's fields from the columns of the same names; a field that no column has begins empty. The database library's
/// own derive would have that library compiled twice, once more for the compiler.
macro_rules! from_row {
    ($row:ident { $($field:ident),+ $(,)? } $(, without $empty:ident)?) => {
        impl<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> for $row {
            fn from_row(row: &'r sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok(Self { $($field: row.try_get(stringify!($field))?,)+ $($empty: Default::default(),)? })
            }
        }
    };
}
pub(crate) use from_row;

/// A row as it lies in its table.
pub(crate) trait Row: Sized {
    /// The table.
    const TABLE: &'static str;

    /// What names the row in its table.
    fn key(&self) -> String;

    /// The digest of everything else in the row.
    fn computed(&self) -> String;

    /// The digest that the row carries.
    fn digest(&mut self) -> &mut String;

    /// Gives the row its digest, before it is written.
    fn sealed(mut self) -> Self {
        *self.digest() = self.computed();
        self
    }

    /// The row, if it is what was written.
    fn checked(mut self) -> Result<Self, StoreError> {
        if self.computed() == *self.digest() {
            return Ok(self);
        }
        Err(StoreError::Damaged(Fault::RowChanged { table: Self::TABLE, key: self.key() }))
    }

    /// The row's mention in the audit record of the action that wrote it.
    fn mention(&mut self) -> Mention {
        Mention { table: Self::TABLE.to_owned(), key: self.key(), digest: self.digest().clone() }
    }

    /// An identifier, date or other value of the row.
    fn read<T>(&self, field: &'static str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| StoreError::Damaged(Fault::Unreadable { table: Self::TABLE, key: self.key(), field }))
    }

    /// An identifier of the row.
    fn id<T: TryFrom<String, Error = InvalidId>>(&self, field: &'static str, text: &str) -> Result<T, StoreError> {
        self.read(field, T::try_from(text.to_owned()).ok())
    }

    /// A day of the row.
    fn day(&self, field: &'static str, text: &str) -> Result<Date, StoreError> {
        self.read(field, text.parse().ok())
    }

    /// A point in time of the row.
    fn time(&self, field: &'static str, text: &str) -> Result<Timestamp, StoreError> {
        self.read(field, text.parse().ok())
    }

    /// A document of the row, which must have the hash that names it.
    fn document(&self, document: &[u8], content: &ContentHash) -> Result<(), StoreError> {
        if crate::digest::content_hash(document) == *content {
            return Ok(());
        }
        Err(StoreError::Damaged(Fault::ContentChanged { table: Self::TABLE, key: self.key() }))
    }
}

/// A row that an audit record names, with its digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct Mention {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) digest: String,
}
