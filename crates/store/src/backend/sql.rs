//! What SQLite and PostgreSQL have in common: the statements that both understand, and the values that go in and out.

use std::sync::Arc;

use sqlx::{Arguments, ColumnIndex, Database, Decode, Encode, Type};

use super::{Backend, Purpose, Query};
use crate::error::StoreError;
use crate::fault::Fault;
use crate::transaction::BLOCK;
use crate::value::{Condition, Field, Kind, Shape, Value};

/// A database that takes statements. Everything else about a store in a database follows from it.
pub(super) trait Statements: Send {
    const BEGIN_READ: &'static str;
    const BEGIN_WRITE: &'static str;

    /// Runs a text of statements without parameters.
    fn script(&mut self, text: &'static str, tried: &'static str) -> Result<(), StoreError>;

    /// Runs one statement, and says how many rows it touched.
    fn execute(&mut self, text: Arc<str>, parameters: &[Parameter<'_>], tried: &'static str)
    -> Result<u64, StoreError>;

    /// Runs one query, whose columns have these kinds and may lack a value or not.
    fn rows(
        &mut self,
        text: String,
        parameters: &[Parameter<'_>],
        kinds: &[(Kind, bool)],
        tried: &'static str,
    ) -> Result<Vec<Vec<Value>>, StoreError>;

    /// Writes more than one row.
    fn insert_many(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError>;

    /// Switches the guards of the tables off, and gives the statements that switch them on again.
    fn guards_off(&mut self, shapes: &[&'static Shape]) -> Result<Vec<String>, StoreError>;

    /// The database's own checks.
    fn own_checks(&mut self) -> Result<Vec<Fault>, StoreError>;

    /// Ends the connection in good order.
    fn end(self);
}

impl<S: Statements> Backend for S {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        match purpose {
            Purpose::Read => self.script(S::BEGIN_READ, "begin reading"),
            Purpose::Write => self.script(S::BEGIN_WRITE, "begin a transaction"),
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.script("COMMIT", "commit a transaction")
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.script("ROLLBACK", "end a transaction")
    }

    fn insert(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError> {
        match rows {
            [] => Ok(()),
            [fields] => {
                let kinds = shape.columns.iter().map(|column| column.kind);
                let parameters: Vec<Parameter<'_>> = kinds.zip(fields.iter().copied()).collect();
                self.execute(insert(shape), &parameters, shape.writing).map(|_| ())
            }
            many => self.insert_many(shape, many),
        }
    }

    fn select(&mut self, shape: &'static Shape, query: &Query<'_>) -> Result<Vec<Vec<Value>>, StoreError> {
        let mut parameters = asked_for(shape, query.filter);
        parameters.extend(asked_for(shape, query.after));
        self.rows(select(shape, query), &parameters, &kinds(shape), shape.reading)
    }

    fn among(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        wanted: &[Field<'_>],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let Some(last) = wanted.last() else { return Ok(Vec::new()) };
        let kind = shape.columns[shape.position(column)].kind;
        // The last value again and again: the statement is one text, which the database reads once.
        let padded = wanted.iter().chain(std::iter::repeat(last)).take(wanted.len().max(BLOCK));
        let parameters: Vec<Parameter<'_>> = padded.map(|field| (kind, *field)).collect();
        self.rows(among(shape, column, parameters.len()), &parameters, &kinds(shape), shape.reading)
    }

    fn highest(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        filter: &[Condition<'_>],
    ) -> Result<Option<i64>, StoreError> {
        let (text, parameters) = (highest(shape, column, filter), asked_for(shape, filter));
        Ok(number(self.rows(text, &parameters, &[(Kind::Integer, true)], shape.reading)?))
    }

    fn count(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        let (text, parameters) = (count(shape, filter), asked_for(shape, filter));
        let counted = number(self.rows(text, &parameters, &[(Kind::Integer, true)], shape.reading)?);
        Ok(counted.unwrap_or(0).unsigned_abs())
    }

    fn delete(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        self.execute(delete(shape, filter).into(), &asked_for(shape, filter), shape.writing)
    }

    fn lift_guards(&mut self, shapes: &[&'static Shape]) -> Result<Vec<String>, StoreError> {
        self.guards_off(shapes)
    }

    fn set_guards(&mut self, guards: Vec<String>) -> Result<(), StoreError> {
        for statement in guards {
            self.execute(statement.into(), &[], "set the guards of the tables")?;
        }
        Ok(())
    }

    fn orphans(
        &mut self,
        shape: &'static Shape,
        owner: &'static Shape,
        columns: &[(&'static str, &'static str)],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let all = kinds(shape);
        let kinds: Vec<_> = columns.iter().map(|(own, _)| all[shape.position(own)]).collect();
        self.rows(orphans(shape, owner, columns), &[], &kinds, shape.reading)
    }

    fn check(&mut self) -> Result<Vec<Fault>, StoreError> {
        self.own_checks()
    }

    fn close(self: Box<Self>) {
        (*self).end();
    }

    #[cfg(test)]
    fn run_past_the_store(&mut self, sql: &'static str) {
        self.script(sql, "run a statement").expect("a statement that runs");
    }
}

/// The only number of an answer.
fn number(rows: Vec<Vec<Value>>) -> Option<i64> {
    match rows.into_iter().flatten().next() {
        Some(Value::Integer(number)) => Some(number),
        _ => None,
    }
}

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

/// `SELECT … FROM … WHERE … ORDER BY … LIMIT …`
fn select(shape: &Shape, query: &Query<'_>) -> String {
    let head = shape.texts.select.get_or_init(|| format!("SELECT {} FROM {}", names(shape), shape.table));
    let mut text = Text::new(head.clone());
    text.conditions(shape, query.filter);
    if !query.after.is_empty() {
        let word = if query.filter.is_empty() { "WHERE" } else { "AND" };
        let columns: Vec<&str> =
            query.after.iter().map(|(column, _)| shape.columns[shape.position(column)].name).collect();
        let values: Vec<String> = query.after.iter().map(|_| text.parameter()).collect();
        text.text.push_str(&format!(" {word} ({}) > ({})", columns.join(", "), values.join(", ")));
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

/// `SELECT … FROM … WHERE … IN ($1, …)`
fn among(shape: &Shape, column: &str, count: usize) -> String {
    let column = shape.columns[shape.position(column)].name;
    let mut text = Text::new(format!("SELECT {} FROM {} WHERE {column} IN (", names(shape), shape.table));
    let parameters: Vec<String> = (0..count).map(|_| text.parameter()).collect();
    text.text.push_str(&parameters.join(", "));
    text.text.push(')');
    text.text
}

fn highest(shape: &Shape, column: &str, filter: &[Condition<'_>]) -> String {
    let column = shape.columns[shape.position(column)].name;
    let mut text = Text::new(format!("SELECT MAX({column}) FROM {}", shape.table));
    text.conditions(shape, filter);
    text.text
}

fn count(shape: &Shape, filter: &[Condition<'_>]) -> String {
    let mut text = Text::new(format!("SELECT COUNT(*) FROM {}", shape.table));
    text.conditions(shape, filter);
    text.text
}

fn delete(shape: &Shape, filter: &[Condition<'_>]) -> String {
    let mut text = Text::new(format!("DELETE FROM {}", shape.table));
    text.conditions(shape, filter);
    text.text
}

fn orphans(shape: &Shape, owner: &Shape, columns: &[(&'static str, &'static str)]) -> String {
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
fn insert(shape: &Shape) -> Arc<str> {
    let text = shape.texts.insert.get_or_init(|| {
        let parameters: Vec<String> = (1..=shape.columns.len()).map(|number| format!("${number}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", shape.table, names(shape), parameters.join(", ")).into()
    });
    text.clone()
}

/// A value and what it would be if it were not lacking.
pub(super) type Parameter<'a> = (Kind, Field<'a>);

/// Values as the parameters of one statement.
pub(super) fn bound<DB, A>(parameters: &[Parameter<'_>]) -> A
where
    DB: Database,
    A: Arguments<Database = DB> + Default,
    for<'t> Option<i64>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<&'t str>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<&'t [u8]>: Encode<'t, DB> + Type<DB>,
{
    let mut arguments = A::default();
    for parameter in parameters {
        let added = match *parameter {
            (_, Field::Integer(number)) => arguments.add(Some(number)),
            (_, Field::Text(text)) => arguments.add(Some(text)),
            (_, Field::Bytes(bytes)) => arguments.add(Some(bytes)),
            (Kind::Integer, Field::Null) => arguments.add(None::<i64>),
            (Kind::Text, Field::Null) => arguments.add(None::<&str>),
            (Kind::Bytes, Field::Null) => arguments.add(None::<&[u8]>),
        };
        added.expect("whole numbers, texts and bytes can always be written");
    }
    arguments
}

/// The values of the conditions, in the order in which the statement asks for them.
fn asked_for<'a>(shape: &Shape, filter: &[Condition<'a>]) -> Vec<Parameter<'a>> {
    let given = filter.iter().filter(|(_, field)| *field != Field::Null);
    given.map(|(column, field)| (shape.columns[shape.position(column)].kind, *field)).collect()
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
fn kinds(shape: &Shape) -> Vec<(Kind, bool)> {
    shape.columns.iter().map(|column| (column.kind, column.optional)).collect()
}
