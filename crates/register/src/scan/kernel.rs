//! Questions that are put together from months ([`Monthly`]): what each code and each ratio comes to in a month is worked out
//! once, so that a person costs a look into a table for each month of the window.

use std::ops::Range;

use virkning_measure::{
    Compiled, Coverage, Decided, MonthPart, Monthly, PersonWindow, WindowRows, month_from_number, month_number,
};

use super::answer::{Counts, Placed};
use crate::scan::{Mixed, NO_NUMBER, Scan};
use crate::snapshot::SnapshotError;

/// Numbers of codes and of ratios.
const NUMBERS: usize = NO_NUMBER as usize + 1;

/// Rows that are asked together: some hundred kilobytes of states.
pub(super) const PIECE_ROWS: u32 = 16_384;

/// A question made ready for the months of its windows.
pub(super) struct Kernel<'q> {
    monthly: Monthly<'q>,
    /// How far to the right a state is moved for the number that each part looks at: codes stand right, ratios left.
    shifts: Vec<u32>,
    scan: &'q Scan,
    coverage: &'q Coverage,
    valued: bool,
    /// The number of the first month.
    first: i32,
    months: Vec<MonthTable>,
}

/// What each number comes to in a month: part after part, [`NUMBERS`] each.
struct MonthTable {
    weeks: Vec<WeekOfMonth>,
    /// Weeks of all months before this one.
    weeks_before: u32,
    ratio_is_covered: bool,
    parts: Vec<MonthPart>,
}

/// A week of a month.
struct WeekOfMonth {
    number: i32,
    /// Its place among the weeks of the month that the extract holds, where it has a column for it.
    place: Option<usize>,
}

/// The months that a window has, as numbers.
fn numbers(window: &PersonWindow) -> Range<i32> {
    month_number(window.span.first)..month_number(window.span.last) + 1
}

/// Of a few people so many months are read as columns; of more of them each person's life.
const COLUMNS_FOR_FEW: usize = 4;

/// What is read of one month for some rows.
struct Column {
    states: Vec<u16>,
    mixed: Vec<Mixed>,
}

impl<'q> Kernel<'q> {
    /// Makes it ready for windows within these months; nothing for a question that cannot be taken apart.
    pub(super) fn new(
        compiled: &'q Compiled,
        coverage: &'q Coverage,
        valued: bool,
        scan: &'q Scan,
        months: Range<i32>,
    ) -> Option<Self> {
        let monthly = compiled.monthly()?;
        let shifts = (0..monthly.parts()).map(|part| if monthly.counts_weeks(part) { 0 } else { 8 }).collect();
        let (first, count) = (months.start, months.len());
        let mut kernel = Self { monthly, shifts, scan, coverage, valued, first, months: Vec::with_capacity(count + 1) };
        let mut weeks_before = 0;
        // One more than is asked about, for the weeks before it.
        for number in months.start..=months.end {
            let table = kernel.table(number, weeks_before);
            weeks_before += table.weeks.len() as u32;
            kernel.months.push(table);
        }
        Some(kernel)
    }

    fn table(&self, number: i32, weeks_before: u32) -> MonthTable {
        let mut table = MonthTable {
            weeks: self.weeks_of(number),
            weeks_before,
            ratio_is_covered: self.coverage.ratio_month(number),
            parts: vec![MonthPart::default(); NUMBERS * self.monthly.parts()],
        };
        let mut parts = std::mem::take(&mut table.parts);
        for (part, entries) in parts.chunks_exact_mut(NUMBERS).enumerate() {
            let weekly = self.monthly.counts_weeks(part);
            let used = if weekly { self.scan.codes() } else { self.scan.ratios() };
            for (state, entry) in (0_u16..).zip(&mut entries[..=used]) {
                *entry = if weekly {
                    let code = self.scan.code(state);
                    self.weeks(part, &table, |_| code)
                } else {
                    self.of_ratio(part, &table, self.scan.ratio(state << 8))
                };
            }
        }
        MonthTable { parts, ..table }
    }

    fn weeks_of(&self, number: i32) -> Vec<WeekOfMonth> {
        let Some(month) = month_from_number(number) else { return Vec::new() };
        let held = self.scan.weeks(month);
        let week = |number: i32| {
            let place = usize::try_from(number - i32::from(held.start)).ok().filter(|place| *place < held.len());
            WeekOfMonth { number, place: place.filter(|_| self.coverage.week(number)) }
        };
        month.weeks().map(|of| week(of.number())).collect()
    }

    /// A part of weeks over a month, given the code of each week of the extract by its place in the month.
    fn weeks(&self, part: usize, month: &MonthTable, code: impl Fn(usize) -> u16) -> MonthPart {
        let of_week = |week: &WeekOfMonth| self.monthly.of_week(part, week.number, week.place.map(&code));
        month.weeks.iter().map(of_week).fold(MonthPart::default(), MonthPart::and)
    }

    /// A part of months in one month. A month with an industry and no ratio has none, which is 0.
    fn of_ratio(&self, part: usize, month: &MonthTable, ratio: i32) -> MonthPart {
        self.monthly.of_month(part, month.ratio_is_covered.then_some(ratio.max(0)))
    }

    fn month(&self, number: i32) -> &MonthTable {
        &self.months[(number - self.first) as usize]
    }

    /// Adds what a state of a month comes to.
    fn add(&self, sums: &mut [MonthPart], number: i32, state: u16) {
        let tables = self.month(number).parts.chunks_exact(NUMBERS);
        for ((sum, table), shift) in sums.iter_mut().zip(tables).zip(&self.shifts) {
            *sum = sum.and(table[usize::from(state >> shift & 0xff)]);
        }
    }

    /// Adds what a month comes to for somebody whose code changes in it.
    fn add_mixed(&self, sums: &mut [MonthPart], number: i32, mixed: &Mixed) {
        let month = self.month(number);
        for (part, sum) in sums.iter_mut().enumerate() {
            let own = if self.shifts[part] == 0 {
                self.weeks(part, month, |place| mixed.codes.get(place).copied().unwrap_or(0))
            } else {
                self.of_ratio(part, month, mixed.ratio)
            };
            *sum = sum.and(own);
        }
    }

    fn count(&self, counts: &mut Counts, sums: &[MonthPart], window: &PersonWindow, people: u64) {
        let months = numbers(window);
        let weeks = self.month(months.end).weeks_before - self.month(months.start).weeks_before;
        let rows = WindowRows { weeks, months: months.len() as u32 };
        let value = if self.valued { self.monthly.value(sums, rows) } else { None };
        counts.people += people;
        match self.monthly.decided(sums, rows) {
            Decided::Success => counts.successes += people,
            Decided::NoSuccess => counts.failures += people,
            Decided::Unclarified => counts.unclarified += people,
        }
        if let Some(value) = value {
            counts.add_value(value, u64::from(weeks), people);
        }
    }

    /// One month of everyone in some chunks: how often each state occurs, and the answers of whoever is mixed.
    pub(super) fn occurrences(
        &self,
        chunks: impl Iterator<Item = usize>,
        window: &PersonWindow,
    ) -> Result<(Counts, Vec<u32>), SnapshotError> {
        let (mut counts, mut occurrences) = (Counts::default(), vec![0_u32; 1 << 16]);
        let mut states = Vec::new();
        let mut sums = vec![MonthPart::default(); self.monthly.parts()];
        let (number, month) = (self.first, window.span.first);
        for chunk in chunks {
            self.scan.states(chunk, month, None, &mut states)?;
            states.iter().for_each(|state| occurrences[usize::from(*state)] += 1);
            for mixed in self.scan.mixed(chunk, month)? {
                sums.fill(MonthPart::default());
                self.add_mixed(&mut sums, number, &mixed);
                self.count(&mut counts, &sums, window, 1);
            }
        }
        Ok((counts, occurrences))
    }

    /// The answers of states by how often they occur.
    pub(super) fn of_states(&self, occurrences: &[u32], window: &PersonWindow) -> Counts {
        let (mut counts, mut sums) = (Counts::default(), vec![MonthPart::default(); self.monthly.parts()]);
        for (state, people) in occurrences.iter().enumerate().filter(|(_, people)| **people > 0) {
            let state = state as u16;
            if !Scan::is_mixed(state) {
                sums.fill(MonthPart::default());
                self.add(&mut sums, self.first, state);
                self.count(&mut counts, &sums, window, u64::from(*people));
            }
        }
        counts
    }

    /// Some people of one chunk, by their rows in it, each in their own window. A few are sorted by row.
    pub(super) fn people(&self, chunk: usize, people: &[Placed], counts: &mut [Counts]) -> Result<(), SnapshotError> {
        let rows = people.iter().map(|person| person.row..person.row + 1);
        let months = people.iter().map(|person| numbers(&person.window));
        let (Some(rows), Some(months)) = (rows.reduce(around), months.reduce(around)) else { return Ok(()) };
        let whole = is_dense(people.len(), rows.len());
        if !whole && months.len() > COLUMNS_FOR_FEW {
            return self.lives(chunk, people, counts);
        }
        let mut columns = Vec::with_capacity(months.len());
        for number in months.clone() {
            columns.push(self.column(chunk, number, if whole { None } else { Some(people) }, &rows)?);
        }
        let mut sums = vec![MonthPart::default(); self.monthly.parts()];
        let mut asked = vec![0_usize; columns.len()];
        for Placed { row, group, window } in people {
            sums.fill(MonthPart::default());
            for number in numbers(window) {
                let place = (number - months.start) as usize;
                let column = &columns[place];
                let at = if whole { (row - rows.start) as usize } else { asked[place] };
                asked[place] += 1;
                let state = column.states[at];
                let mixed = if Scan::is_mixed(state) { column.mixed_of(*row) } else { None };
                match mixed {
                    Some(mixed) => self.add_mixed(&mut sums, number, mixed),
                    None => self.add(&mut sums, number, state),
                }
            }
            self.count(&mut counts[usize::from(*group)], &sums, window, 1);
        }
        Ok(())
    }

    /// A few people with windows of many months: everything of each is read in one place.
    fn lives(&self, chunk: usize, people: &[Placed], counts: &mut [Counts]) -> Result<(), SnapshotError> {
        let first = self.scan.rows(chunk).start;
        let rows: Vec<u32> = people.iter().map(|person| first + person.row).collect();
        let mut sums = vec![MonthPart::default(); self.monthly.parts()];
        let mut people = people.iter();
        self.scan.spells(&rows, |life| {
            let Some(Placed { group, window, .. }) = people.next() else { return Ok(()) };
            sums.fill(MonthPart::default());
            for number in numbers(window) {
                let month = self.month(number);
                for (part, sum) in sums.iter_mut().enumerate() {
                    let own = if self.shifts[part] == 0 {
                        let own = |week: &WeekOfMonth| {
                            self.monthly.of_week(part, week.number, week.place.map(|_| life.code(week.number)))
                        };
                        month.weeks.iter().map(own).fold(MonthPart::default(), MonthPart::and)
                    } else {
                        self.of_ratio(part, month, life.ratio(number))
                    };
                    *sum = sum.and(own);
                }
            }
            self.count(&mut counts[usize::from(*group)], &sums, window, 1);
            Ok(())
        })
    }

    /// A month of rows: of all of them, or of those people whose window has it, in their order.
    fn column(
        &self,
        chunk: usize,
        number: i32,
        people: Option<&[Placed]>,
        rows: &Range<u32>,
    ) -> Result<Column, SnapshotError> {
        let mut column = Column { states: Vec::new(), mixed: Vec::new() };
        let Some(month) = month_from_number(number) else {
            column.states.resize(rows.len(), 0);
            return Ok(column);
        };
        match people {
            None => self.scan.states_between(chunk, month, rows, &mut column.states)?,
            Some(people) => {
                let asked = people.iter().filter(|person| numbers(&person.window).contains(&number));
                let rows: Vec<u32> = asked.map(|person| person.row).collect();
                self.scan.states(chunk, month, Some(&rows), &mut column.states)?;
            }
        }
        if column.states.iter().any(|state| Scan::is_mixed(*state)) {
            column.mixed = self.scan.mixed(chunk, month)?;
        }
        Ok(column)
    }
}

/// Whether so many people of so many rows are so close that all rows between are read, and each is found by its place.
pub(super) fn is_dense(people: usize, rows: usize) -> bool {
    rows <= people.saturating_mul(64)
}

fn around<T: Ord>(one: Range<T>, other: Range<T>) -> Range<T> {
    one.start.min(other.start)..one.end.max(other.end)
}

impl Column {
    /// Who of the mixed has a row.
    fn mixed_of(&self, row: u32) -> Option<&Mixed> {
        self.mixed.binary_search_by_key(&row, |mixed| mixed.row).ok().map(|place| &self.mixed[place])
    }
}
