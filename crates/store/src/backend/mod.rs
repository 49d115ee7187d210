//! Where rows lie: one trait, and an implementation for each kind of store. SQL stands nowhere else but here and in the
//! migrations.

pub(crate) mod memory;
pub(crate) mod postgres;
mod sql;
pub(crate) mod sqlite;

use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::error::StoreError;
use crate::fault::Fault;
use crate::value::{Condition, Field, Shape, Value};

/// How long an action waits for another one to finish, in seconds.
pub(crate) const BUSY_SECONDS: u64 = 20;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It sees one state of everything, and changes nothing.
    Read,
    /// It is the only one that writes, from its first look on.
    Write,
}

/// Which rows, in which order.
pub(crate) struct Query<'a> {
    pub(crate) filter: &'a [Condition<'a>],
    /// Columns that, taken together, must come after these values.
    pub(crate) after: &'a [Condition<'a>],
    /// Columns, each with `-` before it where the last comes first; by key where there is none.
    pub(crate) order: &'a [&'a str],
    pub(crate) limit: Option<u32>,
}

/// Makes connections to one store.
pub(crate) trait Connector: Send + Sync {
    /// Connects, with the tables up to date.
    fn connect(&self) -> Result<Box<dyn Backend>, StoreError>;
}

/// One connection to a store. After an error it is given up, which rolls back whatever is open.
pub(crate) trait Backend: Send {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError>;

    fn commit(&mut self) -> Result<(), StoreError>;

    fn rollback(&mut self) -> Result<(), StoreError>;

    /// Writes at most [`crate::transaction::BLOCK`] rows, each with its fields in the order of the columns.
    fn insert(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError>;

    /// Reads rows, each value by the kind of its column.
    fn select(&mut self, shape: &'static Shape, query: &Query<'_>) -> Result<Vec<Vec<Value>>, StoreError>;

    /// The rows that have any of at most [`crate::transaction::BLOCK`] values in a column, in no order.
    fn among(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        wanted: &[Field<'_>],
    ) -> Result<Vec<Vec<Value>>, StoreError>;

    fn highest(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        filter: &[Condition<'_>],
    ) -> Result<Option<i64>, StoreError>;

    fn count(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError>;

    fn delete(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError>;

    /// Switches off what guards the tables against hands that write past the program, so that rows can be put back in
    /// another order than they came in. It is a transaction's affair, and gives what [`Backend::set_guards`] needs.
    fn lift_guards(&mut self, shapes: &[&'static Shape]) -> Result<Vec<String>, StoreError>;

    /// Switches the guards on again.
    fn set_guards(&mut self, guards: Vec<String>) -> Result<(), StoreError>;

    /// What rows refer to in another table that is not there, each once and in order.
    fn orphans(
        &mut self,
        shape: &'static Shape,
        owner: &'static Shape,
        columns: &[(&'static str, &'static str)],
    ) -> Result<Vec<Vec<Value>>, StoreError>;

    /// Its own checks of what it holds, beyond what the rows say about themselves.
    fn check(&mut self) -> Result<Vec<Fault>, StoreError>;

    /// Ends the connection in good order. A failure to do so loses nothing.
    fn close(self: Box<Self>) {}

    /// Runs a statement past the store, for the tests of what a database refuses.
    #[cfg(test)]
    fn run_past_the_store(&mut self, _sql: &'static str) {
        unreachable!("only databases take statements")
    }
}

/// What the database library runs on: one thread, the caller's.
fn runtime() -> Result<Arc<Runtime>, StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map(Arc::new).map_err(StoreError::Runtime)
}
