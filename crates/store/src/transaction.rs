//! One transaction as the nouns see it: typed rows in and out, on whatever backend. It holds no SQL and no rule.

use crate::backend::{Backend, Purpose, Query};
use crate::error::StoreError;
use crate::fault::Fault;
use crate::row::Row;
use crate::value::{Condition, Field, Shape, Value};

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
        self.selected(&Query { filter, after: &[], order, limit: None })
    }

    /// The rows that have any of these values in a column, each what was written, in no order.
    pub(crate) fn among<R: Row>(&mut self, column: &'static str, wanted: &[Field<'_>]) -> Result<Vec<R>, StoreError> {
        let mut found = Vec::new();
        for block in wanted.chunks(BLOCK) {
            for values in self.backend.among(R::shape(), column, block)? {
                let mut row = R::from_values(values);
                row.complete(self)?;
                found.push(row.checked()?);
            }
        }
        Ok(found)
    }

    /// The first row in an order.
    pub(crate) fn first<R: Row>(
        &mut self,
        filter: &[Condition<'_>],
        order: &[&'static str],
    ) -> Result<Option<R>, StoreError> {
        let rows = self.selected::<R>(&Query { filter, after: &[], order, limit: Some(1) })?;
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
        let query = Query { filter, after: &[], order: &[last_first.as_str()], limit: Some(limit) };
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
        let after = [(column, after.into())];
        let query = Query { filter, after: &after, order: &[column], limit: Some(limit) };
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

    /// The next rows of a table after one of it, as their values, in the order of its key: how any table is walked.
    pub(crate) fn values_after(
        &mut self,
        shape: &'static Shape,
        last: Option<&[Value]>,
        limit: usize,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let key = shape.key().iter();
        let after: Vec<Condition<'_>> = match last {
            Some(row) => key.map(|column| (*column, row[shape.position(column)].field())).collect(),
            None => Vec::new(),
        };
        let limit = u32::try_from(limit).ok();
        self.backend.select(shape, &Query { filter: &[], after: &after, order: &[], limit })
    }

    /// What lies below, for what is done with all tables alike.
    pub(crate) fn backend(&mut self) -> &mut dyn Backend {
        &mut *self.backend
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Connector as _;
    use crate::backend::memory::MemoryDisk;
    use crate::digest::RowDigest;
    use crate::error::DatabaseFault;
    use crate::row::{part, row};

    row! {
        #[derive(Clone, Debug, PartialEq)]
        struct OrderRow in "orders", key (customer, number), unique (sequence), parts lines: LineRow where order_id = sequence {
            sequence: i64,
            customer: String,
            number: i64,
            note: Option<String>,
            document: Vec<u8>,
        }
        later {
            channel: String = "paper",
            discount: Option<i64> = None,
        }
    }

    part! {
        #[derive(Clone, Debug, PartialEq)]
        struct LineRow in "lines", key (order_id, position), unique (order_id, article) {
            order_id: i64,
            position: i64,
            article: Option<String>,
        }
    }

    impl Erasable for LineRow {}

    fn order(sequence: i64, customer: &str, number: i64) -> OrderRow {
        OrderRow {
            sequence,
            customer: customer.to_owned(),
            number,
            note: None,
            document: vec![1, 2],
            channel: "paper".to_owned(),
            discount: None,
            digest: String::new(),
            lines: Vec::new(),
        }
        .sealed()
    }

    fn line(order_id: i64, position: i64, article: Option<&str>) -> LineRow {
        LineRow { order_id, position, article: article.map(str::to_owned) }
    }

    fn writing(disk: &MemoryDisk) -> Transaction {
        let mut transaction = Transaction::new(disk.connect().expect("a connection"));
        transaction.begin(Purpose::Write).expect("a transaction");
        transaction
    }

    /// The digest is computed here by hand: what a row of before a column was added had.
    #[test]
    fn a_later_column_counts_only_where_it_says_something_new() {
        let before = || {
            let digest = RowDigest::new("orders").number(1).text("anna").number(1).number(0).text("");
            digest.bytes(&[1, 2])
        };
        let row = order(1, "anna", 1);
        assert_eq!(row.computed(), before().finish());
        let by_wire = OrderRow { channel: "wire".to_owned(), ..row.clone() };
        assert_eq!(by_wire.computed(), before().text("channel").text("wire").finish());
        let discounted = OrderRow { discount: Some(0), ..row.clone() };
        assert_eq!(discounted.computed(), before().text("discount").number(1).number(0).finish());
        let with_line = OrderRow { lines: vec![line(1, 1, Some("x"))], ..row };
        assert_eq!(with_line.computed(), before().number(1).number(1).text("x").finish());
    }

    #[test]
    fn rows_come_back_in_order_and_with_their_parts() {
        let disk = MemoryDisk::new();
        let mut transaction = writing(&disk);
        let lines = vec![line(2, 1, Some("x")), line(2, 2, None), line(2, 3, None)];
        let second = OrderRow { lines: lines.clone(), ..order(2, "bo", 1) }.sealed();
        let rows = [order(3, "anna", 2), second.clone(), order(1, "anna", 1)];
        transaction.insert_all(&lines).expect("lines");
        transaction.insert_all(&rows).expect("orders");
        let numbers = |rows: Vec<OrderRow>| rows.into_iter().map(|row| row.sequence).collect::<Vec<_>>();
        let by_key = transaction.rows(&[], &[]).expect("rows");
        assert_eq!(numbers(by_key), [1, 3, 2]);
        let last_first = transaction.rows(&[], &["-sequence"]).expect("rows");
        assert_eq!(numbers(last_first), [3, 2, 1]);
        let annas = &[("customer", "anna".into())];
        let page = transaction.page(annas, "sequence", 1, 5).expect("rows");
        assert_eq!(numbers(page), [3]);
        let first = transaction.first(&[("note", Field::Null)], &["sequence"]).expect("a row");
        assert_eq!(first, Some(order(1, "anna", 1)));
        assert_eq!(transaction.last(&[("customer", "bo".into())], "sequence").expect("a row"), Some(second));
        assert_eq!(transaction.next_number::<OrderRow>("number", annas).expect("a number"), 3);
        assert_eq!(transaction.count::<OrderRow>(annas).expect("a count"), 2);
        assert_eq!(transaction.delete::<LineRow>(&[("position", 2.into())]).expect("a count"), 1);
        let changed = transaction.rows::<OrderRow>(&[], &[]).expect_err("a line is gone");
        assert_eq!(changed.code(), "S102");
        let orphans = transaction.orphans::<LineRow, OrderRow>(&[("position", "number")]).expect("keys");
        assert_eq!(orphans, [[Value::Integer(3)]]);
    }

    #[test]
    fn keys_are_unique() {
        let disk = MemoryDisk::new();
        let check = |rows: &[LineRow], expected: bool| {
            let mut transaction = writing(&disk);
            let stored = transaction.insert_all(rows);
            assert_eq!(stored.is_ok(), expected, "{rows:?}");
            if let Err(StoreError::Database { kind, .. }) = stored {
                assert_eq!(kind, DatabaseFault::Other);
            }
            if expected {
                transaction.commit().expect("a commit");
            }
        };
        check(&[line(1, 1, Some("x")), line(1, 2, None), line(1, 3, None)], true);
        check(&[line(1, 1, None)], false);
        check(&[line(1, 4, Some("x"))], false);
        check(&[line(2, 1, Some("x")), line(2, 2, Some("x"))], false);
        check(&[line(2, 1, Some("x")), line(2, 2, Some("y"))], true);
        // What was erased may come again, in the same transaction or later, but not twice.
        let mut transaction = writing(&disk);
        transaction.delete::<LineRow>(&[("order_id", 1.into())]).expect("a count");
        transaction.insert(&line(1, 1, Some("x"))).expect("a row");
        assert!(transaction.insert(&line(2, 1, None)).is_err());
        transaction.commit().expect("a commit");
        check(&[line(1, 1, None)], false);
        check(&[line(2, 2, None)], false);
        check(&[line(1, 2, None)], true);
    }
}
