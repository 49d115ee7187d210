//! A store in memory, for simulations: it keeps what was committed, keeps keys unique, lets one transaction write at a
//! time, and fails where it is told to. It guards nothing else: the triggers of the databases are guards against hands
//! that write past this program, which reach no memory.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{BUSY_SECONDS, Backend, Connector, Purpose, Query};
use crate::error::{DatabaseFault, StoreError};
use crate::fault::Fault;
use crate::value::{Condition, Field, Shape, Value};

/// What a store in memory keeps when its handles are gone: the disk of a simulated machine. Clones are the same disk, and
/// several stores may be opened on it, as several processes open one file.
#[derive(Clone, Default)]
pub struct MemoryDisk {
    shared: Arc<Shared>,
}

/// When a disk is to fail, and how: once, at the first operation from `fail_at` on that can fail that way. Operations are
/// counted from 1: beginning a transaction, each reading or writing statement, and committing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultPlan {
    /// The operation, counted over all handles of the disk; never where there is none.
    pub fail_at: Option<u64>,
    /// How.
    pub kind: FaultKind,
}

/// How a disk, or the way to it, fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A write, or a commit, fails. Nothing of the transaction is kept.
    WriteFails,
    /// There is no room for a write or a commit. Nothing of the transaction is kept.
    DiskFull,
    /// The connection is lost at any operation. Nothing of the transaction is kept.
    LostBeforeCommit,
    /// The connection is lost when a commit has reached the disk, and before it is answered. All of it is kept.
    LostAfterCommit,
    /// The sync of a commit fails although its bytes happen to reach the disk: what was reported as failed is kept.
    FailedSync,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [FaultKind; 5] = [
        FaultKind::WriteFails,
        FaultKind::DiskFull,
        FaultKind::LostBeforeCommit,
        FaultKind::LostAfterCommit,
        FaultKind::FailedSync,
    ];

    fn can_hit(self, operation: Operation) -> bool {
        match self {
            FaultKind::WriteFails | FaultKind::DiskFull => {
                matches!(operation, Operation::Write | Operation::Commit)
            }
            FaultKind::LostBeforeCommit => true,
            FaultKind::LostAfterCommit | FaultKind::FailedSync => operation == Operation::Commit,
        }
    }

    fn keeps_the_commit(self) -> bool {
        matches!(self, FaultKind::LostAfterCommit | FaultKind::FailedSync)
    }

    /// The failure as the databases report it.
    fn error(self, tried: &'static str) -> StoreError {
        let (kind, why) = match self {
            FaultKind::WriteFails | FaultKind::FailedSync => (DatabaseFault::InputOutput, std::io::ErrorKind::Other),
            FaultKind::DiskFull => (DatabaseFault::Full, std::io::ErrorKind::StorageFull),
            FaultKind::LostBeforeCommit | FaultKind::LostAfterCommit => {
                (DatabaseFault::Lost, std::io::ErrorKind::ConnectionReset)
            }
        };
        failure(kind, tried, sqlx::Error::Io(why.into()))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Begin,
    Select,
    Write,
    Commit,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    turn: Condvar,
}

/// The rows of each table, in the order in which they were written. A transaction changes copies of its own.
type Tables = BTreeMap<&'static str, Arc<Rows>>;

type Rows = Vec<Arc<Vec<Value>>>;

/// The values of unique columns, by table and the number of the key.
type Keys = BTreeMap<(&'static str, usize), BTreeSet<Vec<Value>>>;

#[derive(Default)]
struct State {
    tables: Tables,
    /// Of what is committed; of a table only from its first new row on.
    keys: Keys,
    writing: bool,
    operations: u64,
    plan: Option<FaultPlan>,
    /// The operation that met the last planned fault.
    failed_at: Option<u64>,
    interruption: Option<(u64, Interruption)>,
}

/// What somebody else does in between.
type Interruption = Box<dyn FnOnce() + Send>;

impl MemoryDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets when the disk is to fail next, in place of what was set before.
    pub fn plan(&self, plan: FaultPlan) {
        self.state().plan = Some(plan);
    }

    /// Lets somebody else act once, when the first transaction from that operation on is about to begin: two clients whose
    /// requests overlap, in an order that repeats. They work through a handle of their own.
    pub fn interrupt(&self, at: u64, by: impl FnOnce() + Send + 'static) {
        self.state().interruption = Some((at, Box::new(by)));
    }

    /// Whether a planned fault has still to happen.
    pub fn is_fault_pending(&self) -> bool {
        self.state().plan.is_some_and(|plan| plan.fail_at.is_some())
    }

    /// The operation that met the last planned fault: the first from the planned one on that can fail that way.
    pub fn failed_at(&self) -> Option<u64> {
        self.state().failed_at
    }

    /// How many operations there have been.
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Another disk with what is kept on this one now: what is found after the power went.
    pub fn copied(&self) -> Self {
        let tables = self.state().tables.clone();
        let state = Mutex::new(State { tables, ..State::default() });
        Self { shared: Arc::new(Shared { state, turn: Condvar::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn interruption_due(&self) -> Option<Interruption> {
        let mut state = self.state();
        let next = state.operations + 1;
        state.interruption.take_if(|(at, _)| *at <= next).map(|(_, act)| act)
    }

    /// Counts an operation, and says which fault it meets.
    fn step(&self, operation: Operation) -> Option<FaultKind> {
        let mut state = self.state();
        state.operations += 1;
        let plan = state.plan?;
        let due = plan.fail_at.is_some_and(|number| number <= state.operations) && plan.kind.can_hit(operation);
        if due {
            state.plan = None;
            state.failed_at = Some(state.operations);
        }
        due.then_some(plan.kind)
    }
}

impl Connector for MemoryDisk {
    fn connect(&self) -> Result<Box<dyn Backend>, StoreError> {
        Ok(Box::new(Memory {
            disk: self.clone(),
            purpose: None,
            tables: Tables::new(),
            new_keys: Keys::new(),
            erased: BTreeSet::new(),
        }))
    }
}

/// One handle. While a transaction is under way it sees the tables as they were when it began, and its own rows.
struct Memory {
    disk: MemoryDisk,
    purpose: Option<Purpose>,
    tables: Tables,
    /// The keys of its own rows.
    new_keys: Keys,
    /// Tables of which it erased rows: their keys on the disk no longer hold.
    erased: BTreeSet<&'static str>,
}

impl Memory {
    fn step(&self, operation: Operation, tried: &'static str) -> Result<(), StoreError> {
        match self.disk.step(operation) {
            Some(fault) => Err(fault.error(tried)),
            None => Ok(()),
        }
    }

    fn rows(&self, shape: &Shape) -> &[Arc<Vec<Value>>] {
        self.tables.get(shape.table).map_or(&[], |rows| rows.as_slice())
    }

    fn matching<'a>(
        &'a self,
        shape: &'static Shape,
        filter: &'a [Condition<'a>],
    ) -> impl Iterator<Item = &'a Arc<Vec<Value>>> {
        let conditions: Vec<(usize, Field<'a>)> =
            filter.iter().map(|(column, field)| (shape.position(column), *field)).collect();
        self.rows(shape).iter().filter(move |row| meets(row, &conditions))
    }

    /// No two rows may have the same values in these columns, as in the databases. A value that is lacking equals no
    /// other. Only one transaction writes, so what is on the disk is what this one sees.
    fn keep_unique(
        &mut self,
        shape: &'static Shape,
        number: usize,
        columns: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<(), StoreError> {
        let places: Vec<usize> = columns.iter().map(|column| shape.position(column)).collect();
        let key = (shape.table, number);
        let erased = self.erased.contains(shape.table);
        let new = self.new_keys.entry(key).or_insert_with(|| match erased {
            true => keys_of(self.tables.get(shape.table), &places),
            false => BTreeSet::new(),
        });
        let state = &mut *self.disk.state();
        let on_disk = state.keys.entry(key).or_insert_with(|| keys_of(state.tables.get(shape.table), &places));
        for row in rows {
            let values: Vec<Value> = picked(row, &places).into_iter().cloned().collect();
            let lacks = values.contains(&Value::Null);
            if !lacks && ((!erased && on_disk.contains(&values)) || !new.insert(values)) {
                return Err(not_unique(shape, columns));
            }
        }
        Ok(())
    }

    /// Puts what this transaction did onto the disk.
    fn keep(&mut self) {
        let state = &mut *self.disk.state();
        state.tables = std::mem::take(&mut self.tables);
        state.keys.retain(|(table, _), _| !self.erased.contains(table));
        for (key, new) in std::mem::take(&mut self.new_keys) {
            if let Some(keys) = state.keys.get_mut(&key) {
                keys.extend(new);
            }
        }
    }

    fn end(&mut self) {
        self.new_keys.clear();
        self.erased.clear();
        if self.purpose.take() == Some(Purpose::Write) {
            self.disk.state().writing = false;
            self.disk.shared.turn.notify_one();
        }
        self.tables = Tables::new();
    }
}

/// A connection that is given up releases the disk and keeps nothing.
impl Drop for Memory {
    fn drop(&mut self) {
        self.end();
    }
}

impl Backend for Memory {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        if let Some(act) = self.disk.interruption_due() {
            act();
        }
        self.step(Operation::Begin, "begin a transaction")?;
        let mut state = self.disk.state();
        if purpose == Purpose::Write {
            let patience = Duration::from_secs(BUSY_SECONDS);
            let (waited, timeout) = self
                .disk
                .shared
                .turn
                .wait_timeout_while(state, patience, |state| state.writing)
                .unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() {
                let why = sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
                return Err(failure(DatabaseFault::Busy, "begin a transaction", why));
            }
            state = waited;
            state.writing = true;
        }
        self.tables = state.tables.clone();
        drop(state);
        self.purpose = Some(purpose);
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let fault = self.disk.step(Operation::Commit);
        if fault.is_none_or(FaultKind::keeps_the_commit) {
            self.keep();
        }
        self.end();
        fault.map_or(Ok(()), |fault| Err(fault.error("commit a transaction")))
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.end();
        Ok(())
    }

    fn insert(&mut self, shape: &'static Shape, rows: &[Vec<Field<'_>>]) -> Result<(), StoreError> {
        self.step(Operation::Write, shape.writing)?;
        assert_eq!(self.purpose, Some(Purpose::Write), "rows are written in a transaction that writes");
        let new: Vec<Vec<Value>> =
            rows.iter().map(|fields| fields.iter().map(|field| field.value()).collect()).collect();
        for (number, columns) in shape.unique.iter().enumerate() {
            self.keep_unique(shape, number, columns, &new)?;
        }
        let table = Arc::make_mut(self.tables.entry(shape.table).or_default());
        table.extend(new.into_iter().map(Arc::new));
        Ok(())
    }

    fn select(&mut self, shape: &'static Shape, query: &Query<'_>) -> Result<Vec<Vec<Value>>, StoreError> {
        self.step(Operation::Select, shape.reading)?;
        let (places, after): (Vec<usize>, Vec<Value>) =
            query.after.iter().map(|(column, field)| (shape.position(column), field.value())).unzip();
        let after: Vec<&Value> = after.iter().collect();
        let mut rows: Vec<&Arc<Vec<Value>>> =
            self.matching(shape, query.filter).filter(|row| after.is_empty() || picked(row, &places) > after).collect();
        let order = if query.order.is_empty() { shape.key() } else { query.order };
        let order: Vec<(usize, bool)> = order
            .iter()
            .map(|column| match column.strip_prefix('-') {
                Some(name) => (shape.position(name), true),
                None => (shape.position(column), false),
            })
            .collect();
        rows.sort_by(|one, other| compared(one, other, &order));
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        Ok(rows.into_iter().take(limit).map(|row| row.as_ref().clone()).collect())
    }

    fn among(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        wanted: &[Field<'_>],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        self.step(Operation::Select, shape.reading)?;
        let place = shape.position(column);
        let wanted: BTreeSet<Value> = wanted.iter().map(|field| field.value()).collect();
        let rows = self.rows(shape).iter().filter(|row| wanted.contains(&row[place]));
        Ok(rows.map(|row| row.as_ref().clone()).collect())
    }

    fn highest(
        &mut self,
        shape: &'static Shape,
        column: &'static str,
        filter: &[Condition<'_>],
    ) -> Result<Option<i64>, StoreError> {
        self.step(Operation::Select, shape.reading)?;
        let place = shape.position(column);
        let numbers = self.matching(shape, filter).filter_map(|row| match row[place] {
            Value::Integer(number) => Some(number),
            _ => None,
        });
        Ok(numbers.max())
    }

    fn count(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        self.step(Operation::Select, shape.reading)?;
        Ok(self.matching(shape, filter).count() as u64)
    }

    fn delete(&mut self, shape: &'static Shape, filter: &[Condition<'_>]) -> Result<u64, StoreError> {
        self.step(Operation::Write, shape.writing)?;
        let conditions: Vec<(usize, Field<'_>)> =
            filter.iter().map(|(column, field)| (shape.position(column), *field)).collect();
        let table = Arc::make_mut(self.tables.entry(shape.table).or_default());
        let before = table.len();
        table.retain(|row| !meets(row, &conditions));
        let gone = before - table.len();
        self.erased.insert(shape.table);
        self.new_keys.retain(|(name, _), _| *name != shape.table);
        Ok(gone as u64)
    }

    fn lift_guards(&mut self, _shapes: &[&'static Shape]) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    fn set_guards(&mut self, _guards: Vec<String>) -> Result<(), StoreError> {
        Ok(())
    }

    fn orphans(
        &mut self,
        shape: &'static Shape,
        owner: &'static Shape,
        columns: &[(&'static str, &'static str)],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        self.step(Operation::Select, shape.reading)?;
        let (own, others): (Vec<usize>, Vec<usize>) =
            columns.iter().map(|(own, other)| (shape.position(own), owner.position(other))).unzip();
        let owners: BTreeSet<Vec<&Value>> = self.rows(owner).iter().map(|row| picked(row, &others)).collect();
        let referred: BTreeSet<Vec<&Value>> = self.rows(shape).iter().map(|row| picked(row, &own)).collect();
        Ok(referred.difference(&owners).map(|values| values.iter().copied().cloned().collect()).collect())
    }

    fn check(&mut self) -> Result<Vec<Fault>, StoreError> {
        self.step(Operation::Select, "check the tables")?;
        Ok(Vec::new())
    }
}

fn failure(kind: DatabaseFault, tried: &'static str, source: sqlx::Error) -> StoreError {
    StoreError::Database { path: std::path::PathBuf::new(), tried, kind, source: Box::new(source) }
}

fn meets(row: &[Value], conditions: &[(usize, Field<'_>)]) -> bool {
    conditions.iter().all(|(column, field)| row[*column].field() == *field)
}

fn picked<'a>(row: &'a [Value], columns: &[usize]) -> Vec<&'a Value> {
    columns.iter().map(|column| &row[*column]).collect()
}

fn compared(one: &[Value], other: &[Value], order: &[(usize, bool)]) -> Ordering {
    order.iter().fold(Ordering::Equal, |so_far, (column, last_first)| {
        let next = one[*column].cmp(&other[*column]);
        so_far.then(if *last_first { next.reverse() } else { next })
    })
}

fn keys_of(rows: Option<&Arc<Rows>>, places: &[usize]) -> BTreeSet<Vec<Value>> {
    let rows = rows.into_iter().flat_map(|rows| rows.iter());
    rows.map(|row| picked(row, places).into_iter().cloned().collect()).collect()
}

fn not_unique(shape: &Shape, columns: &[&str]) -> StoreError {
    let why = format!("{} is not unique: {}", shape.table, columns.join(", "));
    failure(DatabaseFault::Other, shape.writing, sqlx::Error::Protocol(why))
}
