//! One transaction as the nouns see it: typed rows in and out, on whatever backend. It holds no SQL and no rule.

use crate::backend::{Backend, Purpose, Query};
use crate::error::StoreError;
use crate::fault::Fault;
use crate::row::Row;
use crate::value::{Condition, Value};

/// How many rows are written by one statement.
pub(crate) const BLOCK: usize = 500;

/// A transaction that is under way.
///
/// Where an order is asked for, columns are named, each with `-` before it where the last comes first; without any the
/// rows come in the order of their key.
pub(crate) struct Transaction {
    backend: Box<dyn Backend>,
}

/// A row that may be erased, for the few tables that hold what the law wants gone. All others only grow.
pub(crate) trait Erasable: Row {}

impl Transaction {
    pub(crate) fn new(backend: Box<dyn Backend>) -> Self {
        Self { backend }
    }

    pub(crate) fn into_backend(self) -> Box<dyn Backend> {
        self.backend
    }

    pub(crate) fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        self.backend.begin(purpose)
    }

    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        self.backend.commit()
    }

    pub(crate) fn rollback(&mut self) -> Result<(), StoreError> {
        self.backend.rollback()
    }

    /// Writes a row.
    pub(crate) fn insert<R: Row>(&mut self, row: &R) -> Result<(), StoreError> {
        self.insert_all(std::slice::from_ref(row))
    }

    /// Writes many rows at once.
    pub(crate) fn insert_all<R: Row>(&mut self, rows: &[R]) -> Result<(), StoreError> {
        // A block at a time, so that a million rows are never all held a second time.
        for block in rows.chunks(BLOCK) {
            let fields: Vec<_> = block.iter().map(Row::fields).collect();
            self.backend.insert(R::shape(), &fields)?;
        }
        Ok(())
    }

    /// The rows that meet every condition, each what was written.
    pub(crate) fn rows<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        order: &[&'static str],
    ) -> Result<Vec<R>, StoreError> {
        self.rows_unchecked(filter, order)?.into_iter().map(Row::checked).collect()
    }

    /// The rows that meet every condition, as they are: for verification, which names what does not fit.
    pub(crate) fn rows_unchecked<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        order: &[&'static str],
    ) -> Result<Vec<R>, StoreError> {
        self.selected(&Query { filter, after: None, order, limit: None })
    }

    /// The first row in an order.
    pub(crate) fn first<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        order: &[&'static str],
    ) -> Result<Option<R>, StoreError> {
        let rows = self.selected::<R>(&Query { filter, after: None, order, limit: Some(1) })?;
        rows.into_iter().next().map(Row::checked).transpose()
    }

    /// The row with the highest number in a column.
    pub(crate) fn last<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        column: &'static str,
    ) -> Result<Option<R>, StoreError> {
        Ok(self.last_few(filter, column, 1)?.pop())
    }

    /// The rows with the highest numbers in a column, the highest first.
    pub(crate) fn last_few<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        column: &'static str,
        limit: u32,
    ) -> Result<Vec<R>, StoreError> {
        let last_first = format!("-{column}");
        let query = Query { filter, after: None, order: &[last_first.as_str()], limit: Some(limit) };
        let rows = self.selected::<R>(&query)?;
        rows.into_iter().map(Row::checked).collect()
    }

    /// The next rows after a number in a column, in the order of that column: how a long table is walked.
    pub(crate) fn page<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        column: &'static str,
        after: i64,
        limit: u32,
    ) -> Result<Vec<R>, StoreError> {
        let query = Query { filter, after: Some((column, after)), order: &[column], limit: Some(limit) };
        self.selected(&query)
    }

    /// The number after the highest one in a column; 1 where there is no row.
    pub(crate) fn next_number<R: Row>(
        &mut self,
        column: &'static str,
        filter: &[Condition<'_>],
    ) -> Result<i64, StoreError> {
        Ok(self.backend.highest(R::shape(), column, filter)?.unwrap_or(0) + 1)
    }

    /// How many rows meet every condition.
    #[allow(dead_code, reason = "part of what a transaction offers every noun")]
    pub(crate) fn count<R: Row>(&mut self, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        self.backend.count(R::shape(), filter)
    }

    /// Erases the rows that meet every condition, and says how many there were.
    #[allow(dead_code, reason = "part of what a transaction offers every noun")]
    pub(crate) fn delete<R: Erasable>(&mut self, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        self.backend.delete(R::shape(), filter)
    }

    /// What rows of a table refer to in another one that is not there, each once: pairs of columns, theirs and the other's.
    pub(crate) fn orphans<R: Row, Owner: Row>(
        &mut self,
        columns: &[(&'static str, &'static str)],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        self.backend.orphans(R::shape(), Owner::shape(), columns)
    }

    /// The backend's own checks of what it holds.
    pub(crate) fn check(&mut self) -> Result<Vec<Fault>, StoreError> {
        self.backend.check()
    }

    fn selected<R: Row>(&mut self, query: &Query<'_>) -> Result<Vec<R>, StoreError> {
        let mut rows: Vec<R> = self.backend.select(R::shape(), query)?.into_iter().map(R::from_values).collect();
        for row in &mut rows {
            row.complete(self)?;
        }
        Ok(rows)
    }
}
