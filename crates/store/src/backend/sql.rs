//! The statements that SQLite and PostgreSQL understand alike, and the values that go in and out of them.

use std::sync::Arc;

use sqlx::{Arguments, ColumnIndex, Database, Decode, Encode, Type};

use super::Query;
use crate::value::{Condition, Field, Kind, Shape, Value};

/// A statement and the number of its parameters, while it is written.
struct Text {
    text: String,
    parameters: usize,
}

impl Text {
    fn new(text: String) -> Self {
        Self { text, parameters: 0 }
    }

    fn parameter(&mut self) -> String {
        self.parameters += 1;
        format!("${}", self.parameters)
    }

    /// Adds ` WHERE a = $1 AND b IS NULL …`.
    fn conditions(&mut self, shape: &Shape, filter: &[Condition<'_>]) {
        let mut word = " WHERE ";
        for (column, field) in filter {
            let name = shape.columns[shape.position(column)].name;
            let is = match field {
                Field::Null => " IS NULL".to_owned(),
                _ => format!(" = {}", self.parameter()),
            };
            self.text.push_str(word);
            self.text.push_str(name);
            self.text.push_str(&is);
            word = " AND ";
        }
    }
}

pub(super) fn names(shape: &Shape) -> String {
    shape.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

/// `SELECT … FROM … WHERE … ORDER BY … LIMIT …`; its parameters are those of [`bind_query`].
pub(super) fn select(shape: &Shape, query: &Query<'_>) -> String {
    let head = shape.texts.select.get_or_init(|| format!("SELECT {} FROM {}", names(shape), shape.table));
    let mut text = Text::new(head.clone());
    text.conditions(shape, query.filter);
    if let Some((column, _)) = query.after {
        let word = if query.filter.is_empty() { "WHERE" } else { "AND" };
        let name = shape.columns[shape.position(column)].name;
        let parameter = text.parameter();
        text.text.push_str(&format!(" {word} {name} > {parameter}"));
    }
    let order = if query.order.is_empty() { shape.key() } else { query.order };
    let mut word = " ORDER BY ";
    for column in order {
        let (name, direction) = match column.strip_prefix('-') {
            Some(name) => (name, " DESC"),
            None => (*column, ""),
        };
        let column = &shape.columns[shape.position(name)];
        assert!(!column.optional, "databases differ on where a lacking value sorts");
        text.text.push_str(word);
        text.text.push_str(column.name);
        text.text.push_str(direction);
        word = ", ";
    }
    if let Some(limit) = query.limit {
        text.text.push_str(&format!(" LIMIT {limit}"));
    }
    text.text
}

pub(super) fn highest(shape: &Shape, column: &str, filter: &[Condition<'_>]) -> String {
    let column = shape.columns[shape.position(column)].name;
    let mut text = Text::new(format!("SELECT MAX({column}) FROM {}", shape.table));
    text.conditions(shape, filter);
    text.text
}

pub(super) fn count(shape: &Shape, filter: &[Condition<'_>]) -> String {
    let mut text = Text::new(format!("SELECT COUNT(*) FROM {}", shape.table));
    text.conditions(shape, filter);
    text.text
}

pub(super) fn delete(shape: &Shape, filter: &[Condition<'_>]) -> String {
    let mut text = Text::new(format!("DELETE FROM {}", shape.table));
    text.conditions(shape, filter);
    text.text
}

pub(super) fn orphans(shape: &Shape, owner: &Shape, columns: &[(&'static str, &'static str)]) -> String {
    let own: Vec<&str> = columns.iter().map(|(own, _)| shape.columns[shape.position(own)].name).collect();
    let same: Vec<String> = columns
        .iter()
        .map(|(own, other)| format!("owner.{} = part.{own}", owner.columns[owner.position(other)].name))
        .collect();
    format!(
        "SELECT DISTINCT {own} FROM {} AS part WHERE NOT EXISTS (SELECT 1 FROM {} AS owner WHERE {}) ORDER BY {own}",
        shape.table,
        owner.table,
        same.join(" AND "),
        own = own.join(", "),
    )
}

/// `INSERT INTO … VALUES ($1, …)`, written once for each table.
pub(super) fn insert(shape: &Shape) -> Arc<str> {
    let text = shape.texts.insert.get_or_init(|| {
        let parameters: Vec<String> = (1..=shape.columns.len()).map(|number| format!("${number}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", shape.table, names(shape), parameters.join(", ")).into()
    });
    text.clone()
}

/// Adds a value as a parameter. The kind says what is lacking where there is none.
pub(super) fn bind<DB, A>(arguments: &mut A, kind: Kind, field: Field<'_>)
where
    DB: Database,
    A: Arguments<Database = DB>,
    for<'t> Option<i64>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<&'t str>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<&'t [u8]>: Encode<'t, DB> + Type<DB>,
{
    let bound = match (field, kind) {
        (Field::Integer(number), _) => arguments.add(Some(number)),
        (Field::Text(text), _) => arguments.add(Some(text)),
        (Field::Bytes(bytes), _) => arguments.add(Some(bytes)),
        (Field::Null, Kind::Integer) => arguments.add(None::<i64>),
        (Field::Null, Kind::Text) => arguments.add(None::<&str>),
        (Field::Null, Kind::Bytes) => arguments.add(None::<&[u8]>),
    };
    bound.expect("whole numbers, texts and bytes can always be written");
}

/// Adds the values of the conditions as parameters.
pub(super) fn bind_filter<DB, A>(arguments: &mut A, shape: &Shape, filter: &[Condition<'_>])
where
    DB: Database,
    A: Arguments<Database = DB>,
    for<'t> Option<i64>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<&'t str>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<&'t [u8]>: Encode<'t, DB> + Type<DB>,
{
    for (column, field) in filter.iter().filter(|(_, field)| *field != Field::Null) {
        bind(arguments, shape.columns[shape.position(column)].kind, *field);
    }
}

/// The values of some columns of a row, each by its kind. A value that is lacking where there must be one is an error.
pub(super) fn values<'r, R>(row: &'r R, columns: &[(Kind, bool)]) -> Result<Vec<Value>, sqlx::Error>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
{
    let mut values = Vec::with_capacity(columns.len());
    for (index, (kind, optional)) in columns.iter().enumerate() {
        let value = match kind {
            Kind::Integer => row.try_get::<Option<i64>, _>(index)?.map(Value::Integer),
            Kind::Text => row.try_get::<Option<String>, _>(index)?.map(Value::Text),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(index)?.map(Value::Bytes),
        };
        match value {
            Some(value) => values.push(value),
            None if *optional => values.push(Value::Null),
            None => {
                let source = Box::new(sqlx::error::UnexpectedNullError);
                return Err(sqlx::Error::ColumnDecode { index: index.to_string(), source });
            }
        }
    }
    Ok(values)
}

/// The kinds of all columns, and whether they may lack a value.
pub(super) fn kinds(shape: &Shape) -> Vec<(Kind, bool)> {
    shape.columns.iter().map(|column| (column.kind, column.optional)).collect()
}
