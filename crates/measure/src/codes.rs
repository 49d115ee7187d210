//! A dated code list as tables by code: what a code means in a week, in one step. A code that changes its meaning over
//! time has a short list of weeks; the Thursday of the week decides.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use virkning_model::code_list::{CodeList, CodeRow, NamedCodes, row_on};

use crate::window::{first_week_after, first_week_from, thursday};

/// What a blank week is where the code list does not say: no transfer.
const BLANK_CATEGORY: &str = "self_support";

/// The place of every code that no list can have.
const BEYOND: u16 = 1000;

/// A value for every code, 0 to 999, and one for all codes beyond them.
#[derive(Clone, Debug)]
pub(crate) struct CodeTable<T> {
    /// By code; `None` where the value changes over time.
    always: Vec<Option<T>>,
    /// The codes whose value changes, in order, each with its values and the week from which each holds.
    dated: Vec<(u16, Vec<(i32, T)>)>,
}

impl<T: Copy + PartialEq> CodeTable<T> {
    /// The value of a code in the week with that number.
    pub(crate) fn get(&self, code: u16, week: i32) -> T {
        let code = code.min(BEYOND);
        match self.always[usize::from(code)] {
            Some(value) => value,
            None => self.dated_value(code, week),
        }
    }

    fn dated_value(&self, code: u16, week: i32) -> T {
        let found = self.dated.binary_search_by_key(&code, |(code, _)| *code).expect("a dated code has its values");
        let values = &self.dated[found].1;
        let after = values.partition_point(|(from, _)| *from <= week);
        values[after - 1].1
    }

    /// A table with other values for the same weeks.
    pub(crate) fn map<U: Copy + PartialEq>(&self, value: impl Fn(u16, T) -> U) -> CodeTable<U> {
        CodeTable::build(|code, values| match self.always[usize::from(code)] {
            Some(old) => values.push((i32::MIN, value(code, old))),
            None => {
                let found = self.dated.binary_search_by_key(&code, |(code, _)| *code).expect("as in dated_value");
                values.extend(self.dated[found].1.iter().map(|(from, old)| (*from, value(code, *old))));
            }
        })
    }

    /// The same, where the new value changes in some weeks besides those in which the old one does: it is asked anew in
    /// each of them, and for the beginning of time.
    pub(crate) fn map_at<U: Copy + PartialEq>(
        &self,
        changes: &BTreeSet<i32>,
        value: impl Fn(u16, T, i32) -> U,
    ) -> CodeTable<U> {
        let mut all = changes.clone();
        all.insert(i32::MIN);
        CodeTable::build(|code, values| {
            if let Some(old) = self.always[usize::from(code)] {
                values.extend(all.iter().map(|week| (*week, value(code, old, *week))));
                return;
            }
            let mut weeks = all.clone();
            if let Ok(found) = self.dated.binary_search_by_key(&code, |(code, _)| *code) {
                weeks.extend(self.dated[found].1.iter().map(|(from, _)| *from));
            }
            values.extend(weeks.into_iter().map(|week| (week, value(code, self.get(code, week), week))));
        })
    }

    /// Builds a table from the values of each code, which are added to a list that is empty; the first of them must hold from
    /// the beginning of time.
    fn build(add_values_of: impl Fn(u16, &mut Vec<(i32, T)>)) -> Self {
        let mut table = Self { always: Vec::with_capacity(usize::from(BEYOND) + 1), dated: Vec::new() };
        let mut values = Vec::new();
        for code in 0..=BEYOND {
            values.clear();
            add_values_of(code, &mut values);
            values.dedup_by(|later, earlier| later.1 == earlier.1);
            match values.as_slice() {
                [(_, only)] => table.always.push(Some(*only)),
                _ => {
                    table.always.push(None);
                    table.dated.push((code, values.clone()));
                }
            }
        }
        table
    }
}

/// The categories of a code list, by code and week.
#[derive(Clone, Debug)]
pub(crate) struct Categories {
    names: Vec<String>,
    table: CodeTable<Option<u16>>,
}

impl Categories {
    /// Takes the confirmed categories of a list. A code that is missing, or not confirmed, has none in those weeks; a
    /// blank week always has one, because blank is not a code that could be unknown.
    pub(crate) fn of(codes: &CodeList) -> Self {
        let names: BTreeSet<&str> =
            codes.rows.iter().map(|row| row.category.as_str()).chain([BLANK_CATEGORY]).collect();
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let mut listed: BTreeMap<u16, Vec<&CodeRow>> = BTreeMap::from([(0, Vec::new())]);
        codes.rows.iter().for_each(|row| listed.entry(row.code).or_default().push(row));
        let table = CodeTable::build(|code, values| {
            // Most codes are in no list: they are not looked up in it.
            let Some(rows) = listed.get(&code) else { return values.push((i32::MIN, None)) };
            let at = |week| {
                let row = row_on(rows.iter().copied(), thursday(week));
                let category = row.and_then(CodeRow::confirmed_category);
                let category = category.or((code == 0).then_some(BLANK_CATEGORY))?;
                let index = names.binary_search_by(|name| name.as_str().cmp(category)).ok()?;
                u16::try_from(index).ok()
            };
            let changes = changes(rows);
            let before = changes.first().map_or(0, |first| first - 1);
            values.push((i32::MIN, at(before)));
            values.extend(changes.iter().map(|week| (*week, at(*week))));
        });
        Self { names, table }
    }

    /// The category of a code in the week with that number; nothing where it is unknown.
    pub(crate) fn get(&self, code: u16, week: i32) -> Option<&str> {
        self.table.get(code, week).map(|index| self.names[usize::from(index)].as_str())
    }

    /// A table made from each code's categories.
    pub(crate) fn table<T: Copy + PartialEq>(&self, value: impl Fn(u16, Option<&str>) -> T) -> CodeTable<T> {
        self.table.map(|code, index| value(code, index.map(|index| self.names[usize::from(index)].as_str())))
    }
}

impl Categories {
    /// A table made from each code's categories and the day that places the week: for questions whose answer changes on
    /// other days than the categories do.
    pub(crate) fn table_at<T: Copy + PartialEq>(
        &self,
        changes: &BTreeSet<i32>,
        value: impl Fn(u16, Option<&str>, Date) -> T,
    ) -> CodeTable<T> {
        self.table.map_at(changes, |code, index, week| {
            let on = if week == i32::MIN { Date::MIN } else { thursday(week) };
            value(code, index.map(|index| self.names[usize::from(index)].as_str()), on)
        })
    }
}

/// The weeks in which a row of a named list begins or has ended.
pub(crate) fn changes_of(list: &NamedCodes) -> impl Iterator<Item = i32> {
    list.rows.iter().flat_map(|row| [row.valid_from.map(first_week_from), row.valid_to.map(first_week_after)]).flatten()
}

/// The weeks in which a row of the code begins or has ended, in order.
fn changes(rows: &[&CodeRow]) -> Vec<i32> {
    let weeks: BTreeSet<i32> = rows
        .iter()
        .flat_map(|row| [Some(first_week_from(row.valid_from)), row.valid_to.map(first_week_after)])
        .flatten()
        .collect();
    weeks.into_iter().collect()
}
