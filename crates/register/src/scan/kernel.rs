//! Questions that are put together from months ([`Monthly`]): what each code and each ratio comes to in a month is worked out
//! once, so that a person costs a look into a table for each month of the window.

use std::ops::Range;

use virkning_measure::{
    Compiled, Coverage, Decided, MonthPart, Monthly, PersonWindow, WindowRows, month_from_number, month_number,
};
use virkning_model::period::Month;

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
    scan: &'q Scan,
    coverage: &'q Coverage,
    valued: bool,
    /// The number of the first month.
    first: i32,
    months: Vec<MonthTable>,
}

/// What each number comes to in a month: part after part, [`NUMBERS`] each.
struct MonthTable {
    month: Option<Month>,
    weeks: u32,
    parts: Vec<MonthPart>,
}

/// The months that a window has, as numbers.
fn numbers(window: &PersonWindow) -> Range<i32> {
    month_number(window.span.first)..month_number(window.span.last) + 1
}

/// What is read of one month for some rows.
struct Column {
    states: Vec<u16>,
    mixed: Vec<Mixed>,
    /// Which of the mixed is next.
    next: usize,
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
        let mut kernel = Self {
            monthly: compiled.monthly()?,
            scan,
            coverage,
            valued,
            first: months.start,
            months: Vec::with_capacity(months.len()),
        };
        for number in months {
            let table = kernel.table(number);
            kernel.months.push(table);
        }
        Some(kernel)
    }

    fn table(&self, number: i32) -> MonthTable {
        let month = month_from_number(number);
        let mut parts = vec![MonthPart::default(); NUMBERS * self.monthly.parts()];
        for (part, table) in parts.chunks_exact_mut(NUMBERS).enumerate() {
            let weekly = self.monthly.counts_weeks(part);
            let used = if weekly { self.scan.codes() } else { self.scan.ratios() };
            for (state, entry) in (0_u16..).zip(&mut table[..=used]) {
                *entry = if weekly {
                    self.weeks(part, month, |_| self.scan.code(state))
                } else {
                    self.of_ratio(part, number, self.scan.ratio(state << 8))
                };
            }
        }
        let weeks = month.map_or(0, |month| month.weeks().count() as u32);
        MonthTable { month, weeks, parts }
    }

    /// A part of weeks over a month, given the code of each week of the extract by its place in the month.
    fn weeks(&self, part: usize, month: Option<Month>, code: impl Fn(usize) -> u16) -> MonthPart {
        let Some(month) = month else { return MonthPart::default() };
        let held = self.scan.weeks(month);
        let of_week = |number: i32| {
            let place = usize::try_from(number - i32::from(held.start)).ok().filter(|place| *place < held.len());
            let code = place.map_or(0, &code);
            self.monthly.of_week(part, number, self.coverage.week(number).then_some(code))
        };
        month.weeks().map(|week| of_week(week.number())).fold(MonthPart::default(), MonthPart::and)
    }

    /// A part of months in one month. A month with an industry and no ratio has none, which is 0.
    fn of_ratio(&self, part: usize, number: i32, ratio: i32) -> MonthPart {
        self.monthly.of_month(part, self.coverage.ratio_month(number).then_some(ratio.max(0)))
    }

    /// Adds what a state of a month comes to.
    fn add(&self, sums: &mut [MonthPart], number: i32, state: u16) {
        let table = &self.months[(number - self.first) as usize];
        for (part, (sum, table)) in sums.iter_mut().zip(table.parts.chunks_exact(NUMBERS)).enumerate() {
            let own = if self.monthly.counts_weeks(part) { state & 0xff } else { state >> 8 };
            *sum = sum.and(table[usize::from(own)]);
        }
    }

    /// Adds what a month comes to for somebody whose code changes in it.
    fn add_mixed(&self, sums: &mut [MonthPart], number: i32, mixed: &Mixed) {
        let month = self.months[(number - self.first) as usize].month;
        for (part, sum) in sums.iter_mut().enumerate() {
            let own = if self.monthly.counts_weeks(part) {
                self.weeks(part, month, |place| mixed.codes.get(place).copied().unwrap_or(0))
            } else {
                self.of_ratio(part, number, mixed.ratio)
            };
            *sum = sum.and(own);
        }
    }

    fn count(&self, counts: &mut Counts, sums: &[MonthPart], window: &PersonWindow, people: u64) {
        let months = numbers(window);
        let weeks = months.clone().map(|number| self.months[(number - self.first) as usize].weeks).sum();
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

    /// Some people of one chunk, sorted by their rows in it, each in their own window.
    pub(super) fn people(
        &self,
        chunk: usize,
        people: &[Placed],
        counts: &mut [Counts],
    ) -> Result<(), SnapshotError> {
        let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(()) };
        let rows = first.row..last.row + 1;
        // Where people stand close, all rows between are read, and each is found by its place.
        let whole = rows.len() <= people.len().saturating_mul(64);
        let months = people.iter().map(|person| numbers(&person.window));
        let months = months.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end)).unwrap_or(0..0);
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
                let column = &mut columns[place];
                let at = if whole { (row - rows.start) as usize } else { asked[place] };
                asked[place] += 1;
                let state = column.states[at];
                let mixed = if Scan::is_mixed(state) { column.mixed_of(*row) } else { None };
                match mixed {
                    Some(mixed) => self.add_mixed(&mut sums, number, &mixed),
                    None => self.add(&mut sums, number, state),
                }
            }
            self.count(&mut counts[usize::from(*group)], &sums, window, 1);
        }
        Ok(())
    }

    /// A month of rows: of all of them, or of those people whose window has it, in their order.
    fn column(
        &self,
        chunk: usize,
        number: i32,
        people: Option<&[Placed]>,
        rows: &Range<u32>,
    ) -> Result<Column, SnapshotError> {
        let mut column = Column { states: Vec::new(), mixed: Vec::new(), next: 0 };
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
            column.next = column.mixed.partition_point(|mixed| mixed.row < rows.start);
        }
        Ok(column)
    }
}

impl Column {
    /// Who of the mixed has a row. The rows that are asked for only grow.
    fn mixed_of(&mut self, row: u32) -> Option<Mixed> {
        while self.mixed.get(self.next).is_some_and(|mixed| mixed.row < row) {
            self.next += 1;
        }
        self.mixed.get(self.next).filter(|mixed| mixed.row == row).copied()
    }
}
