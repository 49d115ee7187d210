//! What all rows have in common: a table, a key, and a digest of their content that is checked whenever they are read; and
//! the macros that declare a row type once, from which everything else about its table follows.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{ContentHash, InvalidId};

use crate::digest::RowDigest;
use crate::error::StoreError;
use crate::fault::Fault;
use crate::transaction::{Erasable, Transaction};
use crate::value::{Field, Shape, Value};

/// A row as it lies in its table. Declared with [`row!`] or [`part!`].
pub(crate) trait Row: Sized {
    /// The table.
    const TABLE: &'static str;

    /// Its columns and keys.
    fn shape() -> &'static Shape;

    /// Its values, in the order of the columns.
    fn fields(&self) -> Vec<Field<'_>>;

    /// The row of these values, which a backend read by the shape.
    fn from_values(values: Vec<Value>) -> Self;

    /// What names the row in its table.
    fn key(&self) -> String;

    /// The digest that the row carries; none where another row vouches for it.
    fn digest(&self) -> Option<&str>;

    /// Gives the row a digest.
    fn set_digest(&mut self, digest: String);

    /// Adds the rows that belong to this one to its digest.
    fn with_parts(&self, digest: RowDigest) -> RowDigest {
        digest
    }

    /// Reads the rows that belong to this one.
    fn complete(&mut self, _transaction: &mut Transaction) -> Result<(), StoreError> {
        Ok(())
    }

    /// The digest of everything else in the row.
    fn computed(&self) -> String {
        let own = Self::shape().digested(&self.fields(), RowDigest::new(Self::TABLE), &["digest"]);
        self.with_parts(own).finish()
    }

    /// Gives the row its digest, before it is written.
    fn sealed(mut self) -> Self {
        let computed = self.computed();
        self.set_digest(computed);
        self
    }

    /// The row, if it is what was written.
    fn checked(self) -> Result<Self, StoreError> {
        if self.digest().is_none_or(|digest| digest == self.computed()) {
            return Ok(self);
        }
        Err(StoreError::Damaged(Fault::RowChanged { table: Self::TABLE, key: self.key() }))
    }

    /// The row's mention in the audit record of the action that wrote it.
    fn mention(&self) -> Mention {
        let digest = self.digest().unwrap_or_default().to_owned();
        Mention { table: Self::TABLE.to_owned(), key: self.key(), digest }
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

/// What stands in place of a digest when a row was erased.
const ERASED: &str = "erased";

impl Mention {
    /// Says that a row is gone, by an action that may take it away.
    pub(crate) fn erased<R: Erasable>(row: &R) -> Self {
        Self { table: R::TABLE.to_owned(), key: row.key(), digest: ERASED.to_owned() }
    }

    /// Whether it says that the row is gone.
    pub(crate) fn is_erased(&self) -> bool {
        self.digest == ERASED
    }
}

/// Declares a row with a digest of its own, in a last column `digest: String` that is not written down here:
///
/// ```text
/// row! {
///     pub(crate) struct PostingRow in "postings",
///         key (agreement, voucher_year, voucher_sequence),   // what names a row; no two have the same
///         named posting_name,                                // how the key is written, where not as a/b/c
///         unique (sequence),                                 // what else no two rows share
///         loosened (measured_year),                          // what earlier rows always had, and later ones may lack
///         parts entries: EntryRow where posting = sequence   // rows of another table that enter the digest
///     {
///         sequence: i64,
///         agreement: String, …
///     }
///     // Columns of a later migration. What earlier rows have there adds nothing to their digest.
///     later { tranche: Option<String> = None }
/// }
/// ```
///
/// A column is an `i64`, a `String`, a `Vec<u8>` or an `Option` of one of them, and has the name of its field.
macro_rules! row {
    ($($declaration:tt)*) => { $crate::row::declared_row! { (digest) $($declaration)* } };
}
pub(crate) use row;

/// Declares a row without a digest: it is part of another row's, or is guarded in a way of its own.
macro_rules! part {
    ($($declaration:tt)*) => { $crate::row::declared_row! { () $($declaration)* } };
}
pub(crate) use part;

macro_rules! declared_row {
    (@key $self:ident, ($($key:ident),+)) => {
        [$($self.$key.to_string()),+].join("/")
    };
    (@key $self:ident, ($($key:ident),+), $named:path) => {
        $named($self)
    };
    (
        ($($digest:ident)?)
        $(#[$meta:meta])*
        $vis:vis struct $row:ident in $table:literal, key ($($key:ident),+)
        $(, named $named:path)?
        $(, unique ($($unique:ident),+))*
        $(, loosened ($($loosened:ident),+))?
        $(, parts $parts:ident : $part:ty where $owner:ident = $own:ident)?
        {
            $($field_vis:vis $field:ident : $type:ty),+ $(,)?
        }
        $(later { $($later_vis:vis $later:ident : $later_type:ty = $default:expr),+ $(,)? })?
    ) => {
        $(#[$meta])*
        $vis struct $row {
            $($field_vis $field: $type,)+
            $($($later_vis $later: $later_type,)+)?
            $(pub(crate) $digest: String,)?
            $(pub(crate) $parts: Vec<$part>,)?
        }

        impl $crate::row::Row for $row {
            const TABLE: &'static str = $table;

            fn shape() -> &'static $crate::value::Shape {
                use $crate::value::ColumnShape;
                static SHAPE: std::sync::LazyLock<$crate::value::Shape> =
                    std::sync::LazyLock::new(|| $crate::value::Shape {
                        table: $table,
                        reading: concat!("read ", $table),
                        writing: concat!("write to ", $table),
                        columns: vec![
                            $(ColumnShape::of::<$type>(stringify!($field)),)+
                            $($(ColumnShape::later::<$later_type>(stringify!($later), $default.into()),)+)?
                            $(ColumnShape::of::<String>(stringify!($digest)),)?
                        ],
                        unique: vec![&[$(stringify!($key)),+] as &[&str], $(&[$(stringify!($unique)),+],)*],
                        loosened: &[$($(stringify!($loosened)),+)?],
                        texts: Default::default(),
                    });
                &SHAPE
            }

            fn fields(&self) -> Vec<$crate::value::Field<'_>> {
                use $crate::value::Column;
                vec![
                    $(self.$field.field(),)+
                    $($(self.$later.field(),)+)?
                    $(self.$digest.field(),)?
                ]
            }

            fn from_values(values: Vec<$crate::value::Value>) -> Self {
                use $crate::value::Column;
                let mut values = values.into_iter();
                Self {
                    $($field: Column::take(values.next()),)+
                    $($($later: Column::take(values.next()),)+)?
                    $($digest: Column::take(values.next()),)?
                    $($parts: Vec::<$part>::new(),)?
                }
            }

            fn key(&self) -> String {
                $crate::row::declared_row!(@key self, ($($key),+) $(, $named)?)
            }

            fn digest(&self) -> Option<&str> {
                let digests: &[&str] = &[$(&self.$digest)?];
                digests.first().copied()
            }

            fn set_digest(&mut self, _digest: String) {
                $(self.$digest = _digest;)?
            }

            $(
                fn with_parts(&self, digest: $crate::digest::RowDigest) -> $crate::digest::RowDigest {
                    let shape = <$part>::shape();
                    self.$parts
                        .iter()
                        .fold(digest, |digest, part| shape.digested(&part.fields(), digest, &[stringify!($owner)]))
                }

                fn complete(
                    &mut self,
                    transaction: &mut $crate::transaction::Transaction,
                ) -> Result<(), $crate::error::StoreError> {
                    use $crate::value::Column;
                    self.$parts = transaction.rows(&[(stringify!($owner), self.$own.field())], &[])?;
                    Ok(())
                }
            )?
        }
    };
}
pub(crate) use declared_row;
